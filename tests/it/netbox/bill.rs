//! The bill of materials, with racks that stand already and with the parts that explain opens.

use super::*;

/// Three racks stand and take devices: one has a switch, one a firewall, one nothing.
#[test]
fn the_bill_counts_switches_of_standing_racks_that_have_none() {
    let work = world();
    work.write(
        "racks.csv",
        "site,name,u_height,role\nA,R1,42,level-3\nA,R2,42,level-3\nA,R3,42,level-3\nA,R4,42,none\n",
    );
    work.write(
        "devices.csv",
        "name,role,site,rack,position,u_height,is_full_depth,face\nsw,Switch,A,R1,42,1,true,rear\n\
         fw,Firewall,A,R2,42,1,true,rear\n",
    );
    work.ndcap(&["hall", "import", "--racks", "racks.csv", "--devices", "devices.csv"]);
    let text = "[simulation]\ndraws = 200\n[standing]\nzone_from = \"role\"\n";
    let plan = work.write("plan.toml", text).to_string_lossy().into_owned();
    work.ndcap(&["report", "--plan", &plan, "--out", "out"]);
    let table = |name: &str| {
        let path = work.path(&format!("out/tables/{name}.csv"));
        csv_rows(&std::fs::read_to_string(path).expect("a table"))
    };
    let positions = table("rack_positions");
    let comes_to = |rack: &str| {
        positions.iter().any(|row| row["rack_id"] == rack && !row["device_id"].starts_with("A/"))
    };
    let racks = table("racks");
    let new = racks.iter().filter(|row| row["is_standing"] == "false").count();
    let bare = ["A/R2", "A/R3", "A/R4"].into_iter().filter(|rack| comes_to(rack)).count();
    assert!(comes_to("A/R1") && comes_to("A/R2"), "the test needs racks that are filled");
    let bill = table("bill_of_materials");
    let line = |item: &str| bill.iter().find(|row| row["item"] == item).expect("a line");
    let amount = |item: &str| line(item)["count"].parse::<f64>().expect("a number") as usize;
    assert_eq!(amount("rack"), new);
    assert_eq!(amount("top_of_rack_switch"), 2 * (new + bare));
    assert_eq!(amount("management_switch"), new + bare);
    assert_eq!(amount("pdu"), 2 * new);
    assert!(line("generator")["rests_on"].contains("with what stands already"));
    assert!(line("top_of_rack_switch")["rests_on"].contains("stand without a switch"));
}

#[test]
fn the_bill_of_materials_is_what_the_tables_and_explain_say() {
    let work = world();
    let plan = work.few_draws();
    work.ndcap(&["report", "--plan", &plan, "--out", "out"]);
    let table = |name: &str| {
        let path = work.path(&format!("out/tables/{name}.csv"));
        csv_rows(&std::fs::read_to_string(path).expect("a table"))
    };
    let bill = table("bill_of_materials");
    let amount = |item: &str| -> f64 {
        let lines = bill.iter().filter(|row| row["item"] == item);
        lines.map(|row| row["count"].parse::<f64>().expect("a number")).sum()
    };
    let number = |row: &Row, column: &str| row[column].parse::<f64>().expect("a number");
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.011, "{a} {b}");
    let hosts = table("hosts");
    let of_hosts = |column: &str| hosts.iter().map(|row| number(row, column)).sum::<f64>();
    near(amount("host"), of_hosts("hosts_count") + of_hosts("hosts_spare_count"));
    let racks = table("racks").len() as f64;
    near(amount("rack"), racks);
    near(amount("top_of_rack_switch"), 2.0 * racks);
    near(amount("management_switch"), racks);
    near(amount("pdu"), 2.0 * racks);
    let power: BTreeMap<String, f64> =
        table("power").iter().map(|row| (row["name"].clone(), number(row, "value"))).collect();
    near(amount("ups_module"), 2.0 * power["ups_modules_per_path"]);
    near(amount("battery"), 2.0 * power["battery_kwh_per_path"]);
    near(amount("generator"), power["generator_kva"]);
    near(amount("cooling_unit"), power["cooling_units"]);
    let raw = table("demand_total");
    let raw = raw.iter().rfind(|row| row["resource"] == "storage_raw").expect("raw storage");
    near(amount("storage_raw"), number(raw, "likely"));
    // Each address opens, and gives the amount or, of two paths, half of it.
    for row in bill.iter().filter(|row| !row["address"].is_empty()) {
        let (address, unit) = (row["address"].as_str(), row["unit"].as_str());
        let told = work.json(&["explain", address, "--plan", &plan, "--format", "json"]);
        let value = told["value"].as_f64().expect("a value");
        let paths =
            if ["ups_module", "battery"].contains(&row["item"].as_str()) { 2.0 } else { 1.0 };
        near(number(row, "count"), (value * paths * 100.0).round() / 100.0);
        assert_eq!(told["unit"], unit, "{address}");
    }
    let fields: BTreeSet<&str> = bill.iter().map(|row| row["item"].as_str()).collect();
    assert!(fields.len() >= 10, "{fields:?}");
}
