//! The power statement: every line can be opened down to cells, and its formula gives its value.

use ndcap::demand::{self, Demand};
use ndcap::explain::{Explanation, Numbers, Placed, explain_power, formula_of};
use ndcap::inventory::{Inventory, Store};
use ndcap::placement::{Fleet, Placement, Quantity, check, place};
use ndcap::plan::Plan;

use crate::command::Workdir;

struct World {
    _work: Workdir,
    inventory: Inventory,
    plan: Plan,
    demand: Demand,
    fleet: Fleet,
    placement: Placement,
}

impl World {
    fn of(plan: &str) -> Self {
        let work = Workdir::new();
        work.ok(&["synth", "nation", "in", "--agencies", "8", "--scale", "0.6", "--seed", "7"]);
        work.ndcap(&["ingest", "in", "--store", "store"]);
        Self::of_store(work, "store", plan)
    }

    fn of_store(work: Workdir, store: &str, plan: &str) -> Self {
        let inventory = Store::open(&work.path(store)).and_then(|s| s.inventory());
        let inventory = inventory.expect("a store");
        let plan = Plan::from_text(plan, None).expect("is a plan");
        let demand = demand::size(&inventory, &plan).expect("rows");
        let fleet = Fleet::of(&demand, &inventory, &plan).expect("rows");
        let placement = place(&fleet);
        assert_eq!(check(&fleet, &placement), []);
        Self { _work: work, inventory, plan, demand, fleet, placement }
    }

    fn explain(&self, address: &str) -> Explanation {
        let placed = Placed {
            inventory: &self.inventory,
            demand: &self.demand,
            plan: &self.plan,
            fleet: &self.fleet,
            placement: &self.placement,
        };
        explain_power(address, placed, 20).unwrap_or_else(|error| panic!("{address}: {error}"))
    }
}

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-6 * left.abs().max(right.abs()).max(1.0)
}

#[test]
fn every_line_opens_and_its_formula_gives_its_value() {
    let built_for = "[hall.design_it_kw]\nvalue = 900\nunit = \"kW\"\nsource = \"a test\"\n";
    for plan in ["", built_for] {
        let world = World::of(plan);
        let numbers = Numbers { placement: &world.placement, plan: &world.plan };
        for quantity in Quantity::ALL {
            let explanation = world.explain(&format!("power/{}", quantity.word()));
            let value = explanation.value.expect("a line has a value");
            assert!(value > 0.0, "{quantity:?}");
            assert!(near(value, quantity.placed(&world.placement)));
            match formula_of(quantity, numbers) {
                Some(formula) => {
                    // The statement rounds power to the milliwatt; a formula does not.
                    let computed = formula.value(numbers);
                    assert!(near(computed, value), "{quantity:?}: {computed} {value}");
                    let names: Vec<&str> =
                        explanation.assumptions.iter().map(|a| a.name.as_str()).collect();
                    assert_eq!(names, formula.assumptions());
                }
                None => {
                    let sum: f64 = explanation.parts.iter().map(|part| part.value).sum();
                    assert!(near(sum, value), "{quantity:?}: {sum} {value}");
                }
            }
            // What is not a number of the plan rests on something that can be opened.
            let is_of_plan = explanation.formula.starts_with("hall.");
            assert!(is_of_plan || !explanation.parts.is_empty(), "{quantity:?}");
        }
    }
}

#[test]
fn power_is_followed_to_the_cell_of_a_server_and_to_the_demand_of_a_zone() {
    let world = World::of("");
    let all = world.explain("power/it_kw_peak_sum");
    let (mut to_cells, mut to_hosts) = (0, 0);
    for rack in all.parts.iter().take(12) {
        let opened = world.explain(&rack.address);
        assert_eq!(opened.value, Some(rack.value));
        let switches = world.fleet.rack.tor_power.as_kilowatts();
        let sum: f64 = opened.parts.iter().map(|part| part.value).sum();
        assert!(near(sum + switches, rack.value), "{}", rack.address);
        for device in &opened.parts {
            let of_device = world.explain(&device.address);
            assert_eq!(of_device.value, Some(device.value));
            if of_device.parts.is_empty() {
                assert!(near(of_device.cells[0].value, device.value), "{}", device.address);
                to_cells += 1;
            } else {
                let hosts = world.explain(&of_device.parts[0].address);
                assert!(hosts.parts.iter().all(|part| part.address.starts_with("demand/")));
                assert!(hosts.parts[0].value > 0.0);
                to_hosts += 1;
            }
        }
    }
    assert!(to_cells > 3 && to_hosts > 3, "{to_cells} {to_hosts}");
}

#[test]
fn the_command_opens_a_line_and_says_what_it_knows_of_a_wrong_one() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let told = work.ok(&["explain", "power/facility_kw_peak"]).stdout;
    assert!(told.contains("formula: it_kw_peak ") && told.contains(" × pue 1.6"), "{told}");
    assert!(told.contains("power/it_kw_peak"), "{told}");
    let wrong = work.ndcap(&["explain", "power/watts"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("facility_kw_peak"), "{}", wrong.stderr);
    let wrong = work.ndcap(&["explain", "power/rack_id=R-9/it_kw_peak_sum"]);
    assert!(wrong.stderr.contains("see the table racks"), "{}", wrong.stderr);
}

/// A line of the printed page, as it stands there.
struct Printed {
    address: String,
    value: String,
    range: [String; 2],
    formula: String,
}

/// The text of an HTML cell.
fn plain(cell: &str) -> String {
    let text = cell.split_once('>').map_or(cell, |(_, text)| text);
    let text = text.split('<').next().unwrap_or_default();
    text.replace("&amp;", "&").replace("&#x2f;", "/").replace("&lt;", "<").replace("&gt;", ">")
}

fn printed_lines(page: &str) -> Vec<Printed> {
    let rows = page.split("<tr data-address=\"").skip(1);
    rows.map(|row| {
        let cells: Vec<String> = row.split("<td").skip(1).map(plain).collect();
        let (low, high) = cells[3].split_once(" – ").expect("a range");
        Printed {
            address: cells[5].clone(),
            value: cells[1].clone(),
            range: [low.to_owned(), high.to_owned()],
            formula: cells[4].clone(),
        }
    })
    .collect()
}

/// A printed number: its value and the half of its last digit.
fn read(text: &str, thousands: char, decimal: char) -> (f64, f64) {
    let plain = text.replace(thousands, "").replace(decimal, ".");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let value = plain.parse().unwrap_or_else(|_| panic!("{text} is no number"));
    (value, 0.5 / 10_f64.powi(decimals as i32))
}

/// Every line of the page opens, and `explain` gives the value that is printed.
fn page_agrees(world: &World, page: &str, (thousands, decimal): (char, char)) -> Vec<Printed> {
    let lines = printed_lines(page);
    let mut words: Vec<&str> =
        lines.iter().filter_map(|line| line.address.strip_prefix("power/")).collect();
    words.sort_unstable();
    let mut all = Quantity::ALL.map(Quantity::word);
    all.sort_unstable();
    assert_eq!(words, all, "every figure of the statement is a line");
    for line in &lines {
        let value = world.explain(&line.address).value.expect("a line has a value");
        let (printed, half) = read(&line.value, thousands, decimal);
        assert!((printed - value).abs() <= half + 1e-9, "{}: {printed} {value}", line.address);
        let [low, high] = [0, 1].map(|end| read(&line.range[end], thousands, decimal).0);
        assert!(low <= printed && printed <= high, "{}: {low} {printed} {high}", line.address);
    }
    // The sources of power add up to what the racks draw.
    let of =
        |address: &str| &lines.iter().find(|line| line.address == address).expect(address).value;
    let sources = page.rsplit("<tbody>").next().and_then(|rest| rest.split("</tbody>").next());
    let sum = sources.and_then(|rows| rows.rsplit("<tr>").next()).expect("the sum of sources");
    let sum: Vec<String> = sum.split("<td").skip(1).map(plain).collect();
    assert_eq!((&sum[2], &sum[3]), (of("power/it_kw_average"), of("power/it_kw_peak_sum")));
    lines
}

/// Few draws and little packing: what is held against each other here is one placement, good or not.
const QUICK: &str = "[simulation]\ndraws = 200\n[placement]\neffort_steps = 1000000\n";

#[test]
fn the_printed_statement_of_the_sample_says_what_explain_says() {
    let work = Workdir::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/sample");
    work.write("quick.toml", QUICK);
    work.ok(&["run", sample, "--out", "out", "--plan", "quick.toml"]);
    let page = std::fs::read_to_string(work.path("out/power_statement.html")).expect("the page");
    for name in ndcap::report::figures::names() {
        for extension in ["svg", "png"] {
            assert!(work.path(&format!("out/charts/{name}.{extension}")).exists(), "{name}");
        }
    }
    let html = std::fs::read_to_string(work.path("out/report.html")).expect("the report");
    let figures = html.matches("<figure id=").count();
    assert_eq!(figures, ndcap::report::figures::names().count(), "no figure is left out");
    let world = World::of_store(work, "out/store", QUICK);
    for line in page_agrees(&world, &page, (',', '.')) {
        let explained = world.explain(&line.address).formula;
        if !explained.starts_with("sum over") {
            assert_eq!(line.formula.replace(',', ""), explained.replace(',', ""));
        }
    }
    assert!(page.contains("rack R-") && page.contains("Devices on one feed only"), "notes");
}

#[test]
fn the_statement_in_vietnamese_has_the_same_values_and_no_english_words() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "4", "--scale", "0.3", "--seed", "11"]);
    work.write("quick.toml", QUICK);
    work.ndcap(&["run", "in", "--out", "out", "--plan", "quick.toml", "--lang", "vi"]);
    let page = std::fs::read_to_string(work.path("out/power_statement.html")).expect("the page");
    let world = World::of_store(work, "out/store", QUICK);
    for line in page_agrees(&world, &page, ('.', ',')) {
        for english in [" of ", " in ", "hours", "paths", "spare", "sum over"] {
            assert!(!line.formula.contains(english), "{}", line.formula);
        }
    }
    assert!(page.contains("Bảng kê công suất") && page.contains("lang=\"vi\""));
    let font = page.split("base64,").nth(1).and_then(|rest| rest.split(')').next());
    let font = font.expect("the typeface stands in the page");
    assert!(!font.contains(['&', ';']), "a typeface that is escaped is none");
}

#[test]
fn any_rack_is_drawn_and_an_unknown_one_is_told() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let placed = work.json(&["place", "--format", "json"]);
    let id = placed["racks"][0]["rack_id"].as_str().expect("a rack").to_owned();
    work.ok(&["chart", "rack_elevation", "--rack", &id, "--out", "one.svg"]);
    let svg = std::fs::read_to_string(work.path("one.svg")).expect("a figure");
    assert!(svg.contains(&format!("<title>Rack {id}</title>")), "{svg}");
    let wrong = work.ndcap(&["chart", "rack_elevation", "--rack", "R-9", "--out", "two.svg"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.stderr.contains("there is no rack R-9"), "{}", wrong.stderr);
    let wrong = work.ndcap(&["chart", "peak", "--rack", &id, "--out", "two.svg"]);
    assert!(wrong.stderr.contains("--rack goes with rack_elevation"), "{}", wrong.stderr);
}
