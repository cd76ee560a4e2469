//! Scenarios: what is left out or comes later, and two plans beside each other.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::{Workdir, csv_rows};

/// Sizes count as they are allocated; two years of growth end in 2027Q1.
const PLAN: &str = "[period]\ntarget_quarter = \"2027Q1\"\n[simulation]\ndraws = 200\n[demand]\n\
                    order_of_trust = [\"as_submitted\", \"right_sized\", \"requested\", \"converted\"]\n\
                    peers_min = 2\n";

/// Of MOET: VM-1 with 4 vCPU of HT1, VM-2 with 6 of HT9, which no list has, and a server that moves
/// with HT2. Of MOH: VM-1 with 8 vCPU of HT1, and 10 vCPU needed by HT5.
fn filled() -> Workdir {
    let work = Workdir::new();
    let systems =
        "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển,Quý thống nhất di chuyển\n";
    let machines = "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Mức sử dụng CPU (P95) (%)\n";
    let servers = "Mã máy chủ,Mã hệ thống,Tổng số core,RAM (GiB),Công suất đo thực tế (W),Số U\n";
    let needs = "Mã nhu cầu,Mã hệ thống,Nhu cầu vCPU,Nhu cầu RAM (GiB),Cần từ quý\n";
    let files = [
        ("MOET", "system.csv", systems, "HT1,Một,2,cloud,2025Q3\nHT2,Hai,2,relocate,2026Q1\n"),
        ("MOET", "workload.csv", machines, "VM-1,HT1,4,16,50\nVM-2,HT9,6,24,50\n"),
        ("MOET", "server.csv", servers, "S-1,HT2,32,256,500,2\n"),
        ("MOH", "system.csv", systems, "HT1,Một,2,cloud,2026Q2\nHT5,Năm,2,new,2025Q2\n"),
        ("MOH", "workload.csv", machines, "VM-1,HT1,8,32,50\n"),
        ("MOH", "need.csv", needs, "N-1,HT5,10,20,2026Q1\n"),
    ];
    for (agency, name, head, rows) in files {
        let name = format!("{agency}-{name}");
        work.write(&name, format!("{head}{rows}"));
        work.ok(&["ingest", &name, "--agency", agency, "-q"]);
    }
    work.write("a.toml", PLAN);
    work
}

/// Compares the plan with the same and more.
fn compared(work: &Workdir, more: &str) -> Value {
    work.write("b.toml", format!("{PLAN}{more}"));
    let told = work.ok(&["scenario", "compare", "a.toml", "b.toml", "--format", "json", "-q"]);
    serde_json::from_str(&told.stdout).expect("JSON")
}

fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("no number: {found}"));
    // Stocks are rounded to thousandths of a vCPU and to bytes.
    assert!((found - expected).abs() < 0.0015, "{found}, not {expected}");
}

/// The rows of a list in the JSON that have these texts.
fn rows<'a>(list: &'a Value, texts: &[(&str, &str)]) -> Vec<&'a Value> {
    let list = list.as_array().expect("a list").iter();
    list.filter(|row| texts.iter().all(|(key, text)| row[*key] == *text)).collect()
}

fn row<'a>(list: &'a Value, texts: &[(&str, &str)]) -> &'a Value {
    let found = rows(list, texts);
    assert_eq!(found.len(), 1, "{texts:?} in {list}");
    found[0]
}

fn effect<'a>(told: &'a Value, name: &str, resource: &str) -> &'a Value {
    &row(&told["causes"], &[("name", name), ("resource", resource)])["effect"]
}

/// Agency, quarter → difference in vCPU.
fn vcpu_differences(told: &Value) -> BTreeMap<(String, String), f64> {
    let text = |row: &Value, key: &str| row[key].as_str().expect("a text").to_owned();
    rows(&told["differences"], &[("resource", "vcpu")])
        .into_iter()
        .map(|row| {
            let difference = row["difference"].as_f64().expect("a number");
            ((text(row, "agency_id"), text(row, "quarter")), difference)
        })
        .collect()
}

#[test]
fn less_growth_is_the_only_cause_and_its_effect_is_that_by_hand() {
    let work = filled();
    let told = compared(&work, "growth_per_year = 0.1\n");
    assert_eq!(told["quarter"], "2027Q1");
    // (4 + 6 + 8) × 1.2², × 1.1², and the 10 that are asked for.
    let total = row(&told["totals"], &[("resource", "vcpu")]);
    near(&total["a_likely"], 35.92);
    near(&total["b_likely"], 31.78);
    near(&total["difference"], -4.14);
    let low = total["b_low"].as_f64().expect("a number");
    assert!((low - 31.78).abs() < 0.0015, "a growth known for certain has no range: {low}");
    assert!(total["a_high"].as_f64() > total["a_likely"].as_f64(), "{total}");
    near(effect(&told, "demand.growth_per_year", "vcpu"), -4.14);
    let names: Vec<&Value> =
        told["causes"].as_array().expect("a list").iter().map(|cause| &cause["name"]).collect();
    assert!(names.iter().all(|name| **name == "demand.growth_per_year"), "{names:?}");
    let cause = row(&told["causes"], &[("resource", "vcpu")]);
    assert_eq!(
        (&cause["a"], &cause["b"]),
        (&"0.2 (0.1 to 0.4) 1/year".into(), &"0.1 1/year".into())
    );
    near(&row(&told["together"], &[("resource", "vcpu")])["together"], 0.0);
    // By quarter: MOET is there from 2025Q3 on, MOH from 2026Q2.
    let differences = vcpu_differences(&told);
    assert_eq!(differences.len(), 7 + 4, "{differences:?}");
    let of = |agency: &str, quarter: &str| differences[&(agency.to_owned(), quarter.to_owned())];
    near(&of("MOET", "2026Q1").into(), 10.0 * (1.1 - 1.2));
    near(&of("MOH", "2027Q1").into(), 8.0 * (1.21 - 1.44));
}

#[test]
fn a_delay_takes_away_exactly_the_stock_of_its_quarters() {
    let work = filled();
    let delay = "[[scenario.delay]]\nsystem = \"MOH/HT1\"\nquarters = 2\n";
    let told = compared(&work, delay);
    let differences = vcpu_differences(&told);
    let key = |agency: &str, quarter: &str| (agency.to_owned(), quarter.to_owned());
    assert_eq!(
        differences.keys().cloned().collect::<Vec<_>>(),
        [key("MOH", "2026Q2"), key("MOH", "2026Q3")]
    );
    near(&differences[&key("MOH", "2026Q2")].into(), -8.0 * 1.2_f64.powf(1.25));
    near(&differences[&key("MOH", "2026Q3")].into(), -8.0 * 1.2_f64.powf(1.5));
    let cause = row(&told["causes"], &[("resource", "vcpu")]);
    assert_eq!(cause["name"], "scenario.delay MOH/HT1");
    assert_eq!((&cause["a"], cause["effect"].as_f64()), (&Value::Null, Some(0.0)));
}

/// A need that states its own quarter, a system that no list has, a server that moves.
#[test]
fn a_delay_reaches_needs_unlisted_systems_and_servers() {
    let work = filled();
    let told = compared(&work, "[[scenario.delay]]\nagency = \"MOH\"\nquarters = 2\n");
    let differences = vcpu_differences(&told);
    let of = |agency: &str, quarter: &str| {
        differences.get(&(agency.to_owned(), quarter.to_owned())).copied().unwrap_or_default()
    };
    near(&of("MOH", "2026Q1").into(), -10.0);
    near(&of("MOH", "2026Q2").into(), -10.0 - 8.0 * 1.2_f64.powf(1.25));
    near(&of("MOH", "2026Q3").into(), -8.0 * 1.2_f64.powf(1.5));
    assert_eq!(differences.len(), 3, "{differences:?}");
    let told = compared(&work, "[[scenario.delay]]\nagency = \"MOET\"\nuntil = \"2027Q2\"\n");
    near(&row(&told["together"], &[("resource", "vcpu")])["difference"], -14.4);
    let racks = row(&told["placement"], &[("figure", "racks")]);
    assert!(racks["difference"].as_f64() < Some(0.0), "the server's rack is gone: {racks}");
    let left = work.ok(&["demand", "--plan", "b.toml"]).stderr;
    assert!(left.contains("left out: 3 systems: arrives after the plan's last quarter"), "{left}");
}

#[test]
fn an_excluded_agency_takes_its_rows_along_and_no_others() {
    let work = filled();
    // Its size is not stated: peers stand in, of whom most are the other agency's.
    work.write("more.csv", "Mã máy ảo,Mã hệ thống,RAM (GiB)\nVM-9,HT1,32\n");
    work.ok(&["ingest", "more.csv", "--agency", "MOH", "-q"]);
    let demand = |plan: &str| {
        let options = ["demand", "--by", "agency,quarter", "--format", "csv", "--plan", plan];
        work.ok(&options)
    };
    let all = csv_rows(&demand("a.toml").stdout);
    work.write("b.toml", format!("{PLAN}[scenario]\nagencies_excluded = [\"MOET\"]\n"));
    let done = demand("b.toml");
    let (gone, kept): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|row| row["agency_id"] == "MOET");
    assert!(!gone.is_empty() && kept.iter().any(|row| row["imputed_share"] != "0.0000"));
    assert_eq!(csv_rows(&done.stdout), kept);
    let only = format!("{PLAN}[scenario]\nagencies_only = [\"MOH\"]\n");
    work.write("only.toml", only);
    assert_eq!(csv_rows(&demand("only.toml").stdout), kept);
    // HT1, HT2 with its server, and HT9, which no list has.
    let told = work.ok(&["demand", "--plan", "b.toml"]).stderr;
    assert!(told.contains("left out: 3 systems: the plan's scenario leaves it out"), "{told}");
    work.ok(&["report", "--plan", "b.toml", "--out", "out", "--lang", "vi", "-q"]);
    let tables = |name: &str| std::fs::read_to_string(work.path("out/tables").join(name));
    let left = csv_rows(&tables("left_out.csv").expect("a table"));
    let of_moet: Vec<_> = left
        .iter()
        .filter(|row| row["agency_id"] == "MOET")
        .map(|row| (&*row["system_id"], &*row["machines_count"], &*row["reason"]))
        .collect();
    let why = "kịch bản của kế hoạch không tính đến";
    assert_eq!(of_moet, [("HT1", "1", why), ("HT2", "1", why), ("HT9", "1", why)]);
    let assumptions = tables("assumptions.csv").expect("a table");
    assert!(assumptions.contains("scenario.agencies_excluded,MOET,"), "{assumptions}");
}

#[test]
fn a_system_left_out_is_in_no_demand_and_its_servers_in_no_rack() {
    let work = filled();
    let told = compared(&work, "[scenario]\nsystems_excluded = [\"MOET/HT2\", \"MOH/HT5\"]\n");
    near(effect(&told, "scenario.systems_excluded MOH/HT5", "vcpu"), -10.0);
    near(effect(&told, "scenario.systems_excluded MOET/HT2", "vcpu"), 0.0);
    let racks = row(&told["placement"], &[("figure", "racks")])["difference"].as_f64();
    let alone = effect(&told, "scenario.systems_excluded MOET/HT2", "it_peak").as_f64();
    assert!(racks <= Some(0.0) && alone < Some(0.0), "{told}");
    let ids: Vec<&Value> =
        rows(&told["differences"], &[]).iter().map(|r| &r["agency_id"]).collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| **id == "MOH"), "{ids:?}");
}

#[test]
fn causes_and_what_they_do_together_add_up_to_the_difference() {
    let work = filled();
    let told = compared(
        &work,
        "growth_per_year = 0.1\n[scenario]\nagencies_excluded = [\"MOET\"]\n[hall]\npue = 1.2\n",
    );
    // Ten vCPU fewer grow no more: 10 × (1.2² − 1.1²) is counted in both.
    near(effect(&told, "demand.growth_per_year", "vcpu"), -4.14);
    near(effect(&told, "scenario.agencies_excluded MOET", "vcpu"), -14.4);
    let vcpu = row(&told["together"], &[("resource", "vcpu")]);
    near(&vcpu["difference"], -16.24);
    near(&vcpu["together"], 2.3);
    near(effect(&told, "hall.pue", "vcpu"), 0.0);
    assert!(effect(&told, "hall.pue", "facility_peak").as_f64() < Some(0.0), "{told}");
    let mut figures = 0;
    for line in told["together"].as_array().expect("a list") {
        let number = |key: &str| line[key].as_f64().expect("a number");
        let resource = line["resource"].as_str().expect("a word");
        let effects = rows(&told["causes"], &[("resource", resource)]);
        assert_eq!(effects.len(), 3, "{resource}");
        let sum: f64 =
            effects.iter().map(|cause| cause["effect"].as_f64().expect("a number")).sum();
        let parts = sum + number("together");
        let scale = number("difference").abs().max(1e-3);
        assert!((parts - number("difference")).abs() <= 1e-9 * scale, "{line} {sum}");
        figures += usize::from(number("difference") != 0.0);
    }
    assert!(figures >= 3, "vCPU, RAM and power differ: {told}");
    for placed in told["placement"].as_array().expect("a list") {
        let word = placed["figure"].as_str().expect("a word");
        let line = row(&told["together"], &[("resource", word)]);
        assert_eq!(placed["difference"].as_f64(), line["difference"].as_f64(), "{word}");
    }
}

#[test]
fn plans_that_end_in_different_quarters_are_compared_where_both_have_one() {
    let work = filled();
    work.write("b.toml", PLAN.replace("2027Q1", "2027Q3"));
    let told = work.json(&["scenario", "compare", "a.toml", "b.toml", "--format", "json", "-q"]);
    assert_eq!(told["quarter"], "2027Q1");
    assert_eq!((&told["a"]["name"], &told["b"]["target_quarter"]), (&"a".into(), &"2027Q3".into()));
    let of = |quarter: &str| row(&told["totals"], &[("resource", "vcpu"), ("quarter", quarter)]);
    near(&of("2027Q1")["difference"], 0.0);
    let beyond = of("2027Q3");
    assert!(beyond["a_likely"].is_null() && beyond["difference"].is_null(), "{beyond}");
    near(&beyond["b_likely"], 18.0 * 1.2_f64.powf(2.5) + 10.0);
    assert_eq!(told["differences"], Value::Array(Vec::new()));
    near(effect(&told, "period.target_quarter", "vcpu"), 0.0);
    let text = work.ok(&["scenario", "compare", "a.toml", "b.toml"]).stdout;
    assert!(text.contains("The plans end in different quarters"), "{text}");
    // The base quarter alone would lie after the end of A.
    work.write("c.toml", "[period]\nbase_quarter = \"2027Q2\"\ntarget_quarter = \"2027Q4\"\n");
    let done = work.ndcap(&["scenario", "compare", "a.toml", "c.toml"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("no quarter in common: 2025Q1 to 2027Q1"), "{}", done.stderr);
}

#[test]
fn an_entry_that_makes_no_plan_alone_is_told_and_counted_together() {
    let work = filled();
    let own = |list: &str| format!("{PLAN}[scenario]\n{list}\n");
    work.write("a.toml", own("agencies_only = [\"MOET\"]"));
    work.write("b.toml", own("agencies_excluded = [\"MOET\"]"));
    let told = work.json(&["scenario", "compare", "a.toml", "b.toml", "--format", "json", "-q"]);
    let cause = row(&told["causes"], &[("name", "scenario.agencies_excluded MOET")]);
    assert!(cause["effect"].is_null(), "{cause}");
    assert!(cause["remark"].as_str().expect("a reason").contains("MOET stands twice"), "{cause}");
    near(effect(&told, "scenario.agencies_only", "vcpu"), 8.0 * 1.44 + 10.0);
    let vcpu = row(&told["together"], &[("resource", "vcpu")]);
    near(&vcpu["difference"], 8.0 * 1.44 + 10.0 - 14.4);
    near(&vcpu["together"], -14.4);
    let text = work.ok(&["scenario", "compare", "a.toml", "b.toml"]).stdout;
    assert!(text.contains("cannot be changed alone"), "{text}");
}

#[test]
fn a_name_that_nobody_has_is_told_with_the_nearest_and_changes_nothing() {
    let work = filled();
    let scenario = "[scenario]\nagencies_excluded = [\"MOHE\"]\nsystems_excluded = [\"MOH/ht 1\"]\n\
                    [[scenario.delay]]\nsystem = \"MOET/HT3\"\nquarters = 1\n\
                    [[scenario.delay]]\nagency = \"XYZXYZ\"\nquarters = 1\n";
    work.write("b.toml", format!("{PLAN}{scenario}"));
    let with = work.ok(&["demand", "--plan", "b.toml"]);
    for line in [
        "scenario: no agency MOHE; nothing is excluded by it; nearest: MOH\n",
        "scenario: no system MOH/ht 1; nothing is excluded by it; nearest: MOH/HT1\n",
        "scenario: no system MOET/HT3; nothing is delayed by it; nearest: MOET/HT1\n",
        "scenario: no agency XYZXYZ; nothing is delayed by it\n",
    ] {
        assert!(with.stderr.contains(line), "{line}{}", with.stderr);
    }
    assert_eq!(with.stdout, work.ok(&["demand", "--plan", "a.toml"]).stdout);
    let told = work.ok(&["scenario", "compare", "a.toml", "b.toml", "--lang", "vi"]);
    let line = "kịch bản: không có cơ quan MOHE; không loại ra được gì; gần nhất: MOH";
    assert!(told.stderr.contains(line), "{}", told.stderr);
    let quiet = work.ok(&["scenario", "compare", "a.toml", "b.toml", "-q"]);
    assert_eq!(quiet.stderr, "");
    assert!(quiet.stdout.contains("no effect on likely demand"), "{}", quiet.stdout);
}

#[test]
fn an_unknown_entry_of_a_scenario_is_refused_by_its_name() {
    let work = filled();
    for (entry, name) in [
        ("[scenario]\nagencies_exclude = [\"MOET\"]", "agencies_exclude"),
        ("[[scenario.delay]]\nagency = \"MOET\"\nweeks = 3", "weeks"),
    ] {
        work.write("b.toml", format!("{PLAN}{entry}\n"));
        let done = work.ndcap(&["scenario", "compare", "a.toml", "b.toml"]);
        assert_eq!(done.code, 1, "{}", done.stdout);
        assert!(done.stderr.contains(name) && done.stderr.contains("b.toml"), "{}", done.stderr);
    }
    let done = work.ndcap(&["scenario", "compare", "a.toml", "b.toml", "--plan", "a.toml"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("--plan"), "{}", done.stderr);
}

#[test]
fn the_text_says_what_differs_why_and_how_much_is_not_shown() {
    let work = filled();
    let more =
        "growth_per_year = 0.1\n[scenario]\nname = \"slow\"\nagencies_excluded = [\"MOET\"]\n";
    work.write("b.toml", format!("{PLAN}{more}"));
    let told = work.ok(&["scenario", "compare", "a.toml", "b.toml", "--limit", "1"]).stdout;
    for text in [
        "A: a (a.toml), 2025Q1 – 2027Q1\nB: slow (b.toml), 2025Q1 – 2027Q1\n",
        "National demand in 2027Q1",
        "Why: vcpu (vCPU), 2027Q1",
        "together, beyond the sum of each alone",
    ] {
        assert!(told.contains(text), "{text}\n{told}");
    }
    // Of the last quarter all rows are left out, or all but one; RAM is 4 GiB a vCPU.
    let line = told.lines().find(|line| line.contains("more rows")).expect("a line");
    assert!(line.contains("those of 2027Q1 add up to: vcpu −16.240 vCPU"), "{line}");
    let vietnamese =
        work.ok(&["scenario", "compare", "built-in", "b.toml", "--lang", "vi", "-q"]).stdout;
    assert!(vietnamese.contains("A: built-in (built-in), 2025Q1 – 2027Q4"), "{vietnamese}");
    assert!(vietnamese.contains("Nguyên nhân: vcpu (vCPU), 2027Q1"), "{vietnamese}");
    let csv = work.ok(&["scenario", "compare", "a.toml", "b.toml", "--format", "csv"]).stdout;
    let rows = csv_rows(&csv);
    assert!(rows.len() > 20, "all rows, whatever the limit: {}", rows.len());
    assert!(csv.starts_with("agency_id,quarter,resource,unit,a,b,difference\n"), "{csv}");
}
