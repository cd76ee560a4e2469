//! From any total back to the cells.

use ndcap::chance::Chance;
use ndcap::demand::{self, By, Draws, Wanted};
use ndcap::explain::explain;
use ndcap::inventory::{Store, totals_by_agency};
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::report::table::{Table, Value};
use ndcap::report::tables;

use crate::command::Workdir;

fn filled() -> Workdir {
    let work = Workdir::new();
    let text = "BÁO CÁO MÁY ẢO;;;;;\n\
                STT;Mã hệ thống;Mã máy ảo;Số vCPU;RAM (GB);Mức sử dụng CPU (P95) (%)\n\
                1;HT1;VM-1;8;32 GB;12,5\n\
                2;HT1;VM-2;4;0,5 TB;N/A\n\
                3;HT2;VM-3;16;65536 MB;50\n\
                Tổng cộng;;;28;;\n";
    work.write("vm.csv", text);
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    work
}

#[test]
fn a_total_of_the_inventory_leads_to_file_sheet_row_column_and_text() {
    let work = filled();
    let told = work.json(&["explain", "inventory/agency_id=MOJ/ram_gib", "--format", "json"]);
    assert_eq!(told["address"], "inventory/agency_id=MOJ/ram_gib");
    assert_eq!((&told["value"], &told["unit"]), (&608.0.into(), &"GiB".into()));
    let cells = told["cells"].as_array().expect("a list");
    let largest = &cells[0];
    assert_eq!(largest["raw"], "0,5 TB");
    assert_eq!((&largest["file"], &largest["sheet"]), (&"vm.csv".into(), &"vm".into()));
    assert_eq!((&largest["row"], &largest["column"]), (&4.into(), &"E".into()));
    let sum: f64 = cells.iter().map(|cell| cell["value"].as_f64().expect("a number")).sum();
    assert!((sum - 608.0).abs() < 1e-9, "adding up the cells gives the figure");
}

#[test]
fn a_total_of_the_demand_is_the_sum_of_its_cells_and_of_its_parts() {
    let work = filled();
    let address = "demand/agency_id=MOJ/resource=vcpu/quarter=2026Q1/likely";
    let told = work.json(&["explain", address, "--format", "json"]);
    // VM-1: 8 × 12.5 % × 1.3 = 1.3; VM-2: not measured, 4; VM-3: 16 × 50 % × 1.3 = 10.4;
    // one year of 20 % growth.
    let value = told["value"].as_f64().expect("a number");
    assert!((value - (1.3 + 4.0 + 10.4) * 1.2).abs() < 1e-9, "{value}");
    for list in ["cells", "parts"] {
        let items = told[list].as_array().expect("a list");
        let sum: f64 = items.iter().map(|item| item["value"].as_f64().expect("a number")).sum();
        assert!((sum - value).abs() < 0.002, "{list}: {sum} {value}");
    }
    let names: Vec<&str> = told["assumptions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|assumption| assumption["name"].as_str().expect("a name"))
        .collect();
    assert!(
        names.contains(&"demand.cpu_comfort_factor") && names.contains(&"demand.growth_per_year")
    );
    let part = told["parts"][0]["address"].as_str().expect("an address").to_owned();
    let deeper = work.json(&["explain", &part, "--format", "json"]);
    assert_eq!(deeper["value"], told["parts"][0]["value"], "a part explains itself");
}

#[test]
fn the_limit_leaves_out_cells_and_says_how_many_and_how_much() {
    let work = filled();
    let told = work.json(&["explain", "inventory/vcpu_count", "--limit", "1", "--format", "json"]);
    assert_eq!(told["value"], 28.0);
    assert_eq!(told["cells"].as_array().expect("a list").len(), 1);
    assert_eq!(told["cells_left_out_count"], 2);
    assert_eq!(told["cells_left_out_sum"], 12.0);
}

#[test]
fn what_nobody_states_is_explained_as_not_stated() {
    let work = filled();
    let told =
        work.json(&["explain", "inventory/agency_id=MOJ/storage_raw_tib", "--format", "json"]);
    assert!(told["value"].is_null(), "{told}");
    let told = work.json(&["explain", "inventory/agency_id=MOJ/servers_count", "--format", "json"]);
    assert_eq!(told["value"], 0.0, "a count of no rows is zero");
    let told = work.ok(&["explain", "inventory/storage_raw_tib"]);
    assert!(told.stdout.contains("not stated"), "{}", told.stdout);
}

#[test]
fn an_address_that_cannot_be_is_refused_with_what_can() {
    let work = filled();
    for (address, word) in [
        ("inventory/agency_id=MOJ/ram", "ram_gib"),
        ("inventory/agency_id=MOET/ram_gib", "MOJ"),
        ("inventory/colour=red/ram_gib", "agency_id"),
        ("demand/agency_id=MOJ/likely", "resource"),
        ("demand/resource=vcpu/quarter=1999Q1/likely", "2025"),
        ("demand/resource=vcpu/quarter=2031Q1/low", "2027Q4"),
        ("demand/resource=vcpu/quarter=2031Q1/likely", "2027Q4"),
        ("demand/resource=vcpu/basis=guessed/likely", "converted"),
        ("demand/resource=vcpu/is_used=maybe/likely", "true or false"),
        ("demand/resource=vcpu/draw=1/likely", "low or high"),
        ("demand/resource=vcpu/draw=0/low", "10000"),
        ("demand/resource=vcpu/draw=10001/high", "10000"),
        ("demand/resource=vcpu/drawn_over=agency_id/high", "draw"),
        ("demand/resource=vcpu/draw=1/drawn_over=zone/high", "system_id"),
        ("nonsense", "inventory/agency_id=MOET/ram_gib"),
        ("racks/x/y", "inventory"),
    ] {
        let done = work.ndcap(&["explain", address]);
        assert_eq!(done.code, 1, "{address}");
        assert!(done.stderr.contains(word), "{address}: {}", done.stderr);
    }
}

/// Every figure of a table that has an address, with it.
fn figures_of(table: &Table) -> Vec<(String, f64)> {
    let mut figures = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate() {
            let Some(address) = table.address_of(at, column) else { continue };
            match value {
                Value::Decimal(number) => figures.push((address, *number)),
                Value::Integer(number) => figures.push((address, *number as f64)),
                _ => {}
            }
        }
    }
    figures
}

#[test]
fn a_thousand_figures_lead_to_cells_that_add_up_to_them() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "9", "--scale", "0.05", "--seed", "11"]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    let plan =
        Plan::from_text("[simulation]\ndraws = 300\n[second_site]\nunstated = \"cold\"", None)
            .expect("is a plan");
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let demand = demand::size(&inventory, &plan).expect("can be sized");
    let draws = Draws::of(&plan, &demand.machines, &demand.peers);
    let language = Language::English;
    let all: &[&[By]] = &[
        &By::ALL,
        &[By::Agency, By::Quarter, By::Use],
        &[By::System, By::Zone, By::Use],
        &[By::Tier, By::Quarter],
        &[],
    ];
    let mut kinds: Vec<Vec<(String, f64)>> = all
        .iter()
        .map(|by| {
            let rows = demand.table(by, &Wanted::default(), &draws);
            figures_of(&tables::demand(&rows, by, language, true))
        })
        .collect();
    let totals = totals_by_agency(&inventory).expect("totals");
    kinds.push(figures_of(&tables::inventory_by_agency(&totals, Agencies::built_in(), language)));
    let mut chance = Chance::new(32, 0);
    let mut in_draws = 0;
    for number in 0..1_000 {
        let figures = &kinds[number % kinds.len()];
        let (address, figure) = &figures[chance.index(figures.len())];
        let told = explain(address, &inventory, &demand, &draws, None, usize::MAX)
            .unwrap_or_else(|error| panic!("{address}: {error}"));
        let close = |found: f64| (found - figure).abs() <= 1e-6 * figure.abs().max(1e-3);
        assert!(told.value.is_some_and(close), "{address}: {figure}, explained {:?}", told.value);
        let sum: f64 = told.cells.iter().map(|cell| cell.value).sum();
        assert!(close(sum), "{address}: {figure}, cells add up to {sum}");
        if !told.parts.is_empty() {
            let sum: f64 = told.parts.iter().map(|part| part.value).sum();
            assert!(close(sum), "{address}: {figure}, parts add up to {sum}");
            // One level down a part opens as what it adds, in the same draw.
            let part = &told.parts[chance.index(told.parts.len())];
            let deeper = explain(&part.address, &inventory, &demand, &draws, None, 0)
                .unwrap_or_else(|error| panic!("{address}: {error}"));
            let opened = deeper.value.expect("a value");
            let is_same = (opened - part.value).abs() <= 1e-9 * part.value.abs();
            assert!(is_same, "{}: {}, opened {opened}", part.address, part.value);
            let of_demand = address.starts_with("demand/");
            assert!(!of_demand || deeper.draw == told.draw, "{}: {:?}", part.address, deeper.draw);
            in_draws += usize::from(told.draw.is_some());
        }
        for cell in &told.cells {
            assert!(cell.row > 0 && !cell.file.is_empty(), "{address}: {cell:?}");
        }
    }
    assert!(in_draws > 200, "{in_draws} figures of a draw were taken apart");
}

/// From a low figure of the nation down to one machine, in one draw.
#[test]
fn the_parts_of_a_low_figure_add_up_all_the_way_down() {
    let work = Workdir::new();
    let rows = |agency: &str| {
        let mut text = "Mã hệ thống,Mã máy ảo,Số vCPU\n".to_owned();
        for at in 0..30 {
            let vcpu = if at % 3 == 0 { String::new() } else { (1 + at % 7).to_string() };
            text.push_str(&format!("HT{},{agency}-{at},{vcpu}\n", at % 4));
        }
        text
    };
    for agency in ["MOJ", "MOH"] {
        work.write("vm.csv", rows(agency));
        work.ok(&["ingest", "vm.csv", "--agency", agency]);
    }
    let open = |address: &str| work.json(&["explain", address, "--format", "json"]);
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    let mut told = open("demand/resource=vcpu/low");
    let draw = told["draw"].clone();
    assert!(draw.is_u64(), "{told}");
    for level in ["agency_id", "agency_id,system_id", "agency_id,system_id,id"] {
        let parts = told["parts"].as_array().expect("a list").clone();
        assert!(!parts.is_empty());
        let sum: f64 = parts.iter().map(|part| number(&part["value"])).sum();
        assert!((sum - number(&told["value"])).abs() < 1e-6, "{sum} {}", told["value"]);
        let address = parts[0]["address"].as_str().expect("an address");
        assert!(address.contains(&format!("/draw={draw}/drawn_over={level}/")), "{address}");
        told = open(address);
        assert!((number(&told["value"]) - number(&parts[0]["value"])).abs() < 1e-9, "{address}");
        assert_eq!(told["draw"], draw);
    }
    assert_eq!(told["parts"].as_array().map(Vec::len), Some(0), "a machine has no parts");
}

/// The percentile of samples is a cell of its own; the year of a need and a delay are told.
#[test]
fn samples_lead_to_the_row_at_the_percentile_and_to_the_first_and_last() {
    let work = Workdir::new();
    work.write("workload.csv", "Mã máy ảo,Mã hệ thống,Số vCPU\nVM-1,HT1,8\nVM-2,HT1,4\n");
    let mut text = "Mã máy ảo,Ngày đo,CPU (%),IOPS\n".to_owned();
    for day in 1..=20 {
        text.push_str(&format!("VM-1,{day:02}/11/2024,{},{}\n", 20 + day, 100 * day));
    }
    text.push_str("VM-1,03/11/2024,90,\nVM-2,05/11/2024,10,\n");
    work.write("utilisation.csv", text);
    work.ok(&["ingest", "workload.csv", "utilisation.csv", "--agency", "MOJ"]);
    let address =
        "demand/agency_id=MOJ/id=VM-1/resource=vcpu/quarter=2025Q1/basis=right_sized/likely";
    let address = address.to_owned();
    let plan = "[period]\nassumed_quarter = \"2025Q1\"\n[measure]\npercentile = 90\n";
    work.write("plan.toml", plan);
    let json = ["--format", "json", "--plan", "plan.toml"];
    let told = work.json(&[&["explain", &address], &json[..]].concat());
    let samples = &told["samples"][0];
    // Of 20 days rank 18 of 21, 22, 24 to 40 and 90: 39 of the 19th, row 20.
    assert_eq!((&samples["value"], &samples["percentile"]), (&39.0.into(), &90.into()));
    assert_eq!((&samples["samples_count"], &samples["days_covered"]), (&21.into(), &20.into()));
    assert_eq!((&samples["stars"], &samples["quantity"]), (&4.into(), &"cpu_util_pct".into()));
    assert_eq!(samples["window_first_day"], "2024-10-22");
    assert_eq!(samples["window_last_day"], "2024-11-20");
    assert_eq!((&samples["place"]["row"], &samples["day"]), (&20.into(), &"2024-11-19".into()));
    assert_eq!(
        (&samples["place"]["file"], &samples["raw"]),
        (&"utilisation.csv".into(), &"39".into())
    );
    assert_eq!((&samples["first"]["row"], &samples["last"]["row"]), (&2.into(), &22.into()));
    let cells = told["cells"].as_array().expect("a list");
    let place = |cell: &serde_json::Value| (cell["file"].clone(), cell["row"].clone());
    assert_eq!(place(&cells[0]), ("workload.csv".into(), 2.into()));
    assert_eq!(place(&cells[1]), ("utilisation.csv".into(), 20.into()));
    assert_eq!((&cells[1]["column"], &cells[1]["value"]), (&"C".into(), &0.0.into()));
    let text = work.ok(&["explain", &address, "--plan", "plan.toml"]).stdout.replace('\n', " ");
    assert!(text.contains("90th percentile"), "{text}");
    // Disk operations rest on the sample alone: 1,800 on the 18th, times comfort.
    let told = work.json(&[&["explain", &address.replace("vcpu", "iops")], &json[..]].concat());
    let cell = &told["cells"][0];
    assert_eq!(
        (place(cell), &cell["raw"]),
        (("utilisation.csv".into(), 19.into()), &"1800".into())
    );
    assert_eq!(cell["value"], told["value"]);
}

#[test]
fn a_delay_by_the_scenario_is_told_with_both_quarters() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Mã hệ thống,Số vCPU\nVM-1,HT1,8\nVM-2,HT2,4\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let plan = "[period]\nassumed_quarter = \"2025Q3\"\n[[scenario.delay]]\n\
                system = \"MOJ/HT1\"\nquarters = 2\n";
    work.write("plan.toml", plan);
    let explained = |quarter: &str| {
        let address = format!("demand/agency_id=MOJ/resource=vcpu/quarter={quarter}/likely");
        work.json(&["explain", &address, "--plan", "plan.toml", "--format", "json"])
    };
    let told = explained("2026Q1");
    let delay = &told["delays"][0];
    assert_eq!((&delay["agency_id"], &delay["system_id"]), (&"MOJ".into(), &"HT1".into()));
    assert_eq!((&delay["quarter_stated"], &delay["quarter"]), (&"2025Q3".into(), &"2026Q1".into()));
    assert_eq!((&delay["machines_count"], &delay["is_in_figure"]), (&1.into(), &true.into()));
    assert_eq!(explained("2025Q4")["delays"][0]["is_in_figure"], false);
    assert_eq!(explained("2025Q4")["cells"].as_array().map(Vec::len), Some(1));
    let address = "demand/agency_id=MOJ/system_id=HT1/resource=vcpu/quarter=2025Q4/likely";
    let refused = work.ndcap(&["explain", address, "--plan", "plan.toml"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("2026Q1 instead of 2025Q3"), "{}", refused.stderr);
    let told =
        work.ok(&["explain", "demand/resource=vcpu/quarter=2026Q1/likely", "--plan", "plan.toml"]);
    assert!(told.stdout.contains("MOJ/HT1 come in 2026Q1 instead of 2025Q3"), "{}", told.stdout);
}
