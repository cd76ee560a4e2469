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
        let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory());
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
