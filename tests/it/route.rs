//! Routes of systems, and the systems that are expected by name.

use std::collections::BTreeMap;

use crate::command::{Workdir, csv_rows};

const SYSTEMS: &str = "\
system_id,name,security_level,state_secret,move_plan,proposed_quarter,agreed_quarter,route_reason,level_decision,level_decision_on,facility_id,cloud_ready
H1,Một cửa,3,no,cloud,2025Q3,2026Q2,,12/QĐ,2023-05-01,,no
H2,Văn thư,2,yes,relocate,2025Q1,2025Q1,,9/QĐ,2019-02-01,T1,
H3,Kế toán,,,keep,,,,,,,
H4,Lưu trữ,4,no,keep,,,Hợp đồng bảo trì đến 2027,5/QĐ,2024-01-01,,
H5,Đất đai,3,no,,2026Q1,,,,,T1,
H6,Bản đồ,1,,new,Q4/2025,2025Q4,,,,,yes
";

const FACILITIES: &str = "\
facility_id,name,ownership,standard,level
T1,Phòng máy 1,own,TCVN 9250:2021,2
";

type Rows = Vec<BTreeMap<String, String>>;

fn ingest(work: &Workdir, agency: &str, files: &[(&str, &str)]) {
    for (file, text) in files {
        let file = work.write(file, text);
        let file = file.to_string_lossy();
        work.ok(&["ingest", &file, "--agency", agency, "--received-on", "2024-09-20"]);
    }
}

fn table(work: &Workdir, name: &str, more: &[&str]) -> Rows {
    let options = ["status", "--table", name, "--format", "csv"];
    csv_rows(&work.ok(&[&options[..], more].concat()).stdout)
}

fn one<'a>(rows: &'a Rows, column: &str, value: &str) -> &'a BTreeMap<String, String> {
    rows.iter().find(|row| row[column] == value).unwrap_or_else(|| panic!("no {value} in {rows:?}"))
}

#[test]
fn a_route_says_its_quarters_its_ground_what_lacks_and_what_to_watch() {
    let work = Workdir::new();
    let files = [("facility.csv", FACILITIES), ("system.csv", SYSTEMS)];
    ingest(&work, "MONRE", &files);
    ingest(&work, "MOH", &[("system_moh.csv", SYSTEMS.replace(",T1,", ",,").as_str())]);
    let rows = table(&work, "routes", &["--as-of", "2024-12-31"]);
    let of = |agency: &str| -> Rows {
        rows.iter().filter(|row| row["agency_id"] == agency).cloned().collect()
    };
    let monre = of("MONRE");
    assert_eq!(monre.len(), 6);
    let said =
        |id: &str, names: [&str; 4]| names.map(|name| one(&monre, "system_id", id)[name].clone());
    assert_eq!(
        said("H2", ["point", "starts_on", "due_on", "warnings"]),
        [
            "III.3.a",
            "2025-10-01",
            "2025-12-31",
            "before_start; before_capacity; secrets_below_level_3; decision_before_rule"
        ]
    );
    assert_eq!(
        said("H2", ["quarters_later", "zone", "zone_is_assumed", "move_plan"])[..2],
        ["0", "secret"]
    );
    assert_eq!(
        said("H5", ["quarters_later", "missing", "warnings", "zone"]),
        ["", "move_plan; agreed_quarter; level_decision", "proposed_after_due", "level-3"]
    );
    let moh = of("MOH");
    let h1 = one(&moh, "system_id", "H1");
    assert_eq!(h1["quarters_later"], "3");
    assert_eq!((h1["point"].as_str(), h1["starts_on"].as_str()), ("III.2.b", "2025-07-01"));
    assert_eq!(h1["due_on"], "", "a start has no last day");
    assert_eq!(h1["warnings"], "agreed_differs; not_cloud_ready");
    let h3 = one(&moh, "system_id", "H3");
    assert_eq!(h3["warnings"], "keep_without_ground");
    assert_eq!(h3["missing"], "security_level; level_decision; state_secret; facility_id");
    assert_eq!((h3["zone"].as_str(), h3["zone_is_assumed"].as_str()), ("level-3", "true"));
    assert_eq!(one(&moh, "system_id", "H4")["warnings"], "", "it says why it stays");
}

#[test]
fn rules_on_levels_are_those_of_the_day() {
    let work = Workdir::new();
    ingest(&work, "MOH", &[("system.csv", SYSTEMS)]);
    let rules = |as_of: &str| table(&work, "routes", &["--as-of", as_of])[0]["rules"].clone();
    assert_eq!(rules("2024-12-31"), "85/2016/NĐ-CP; 12/2022/TT-BTTTT");
    assert_eq!(rules("2026-07-01"), "85/2016/NĐ-CP; 12/2022/TT-BTTTT; 116/2025/QH15");
    let note = work.ok(&["status", "--table", "routes", "--as-of", "2025-01-01", "--lang", "en"]);
    assert!(note.stdout.contains("H1"), "{}", note.stdout);
}

#[test]
fn missing_columns_are_told_by_the_headings_of_their_table() {
    let work = Workdir::new();
    ingest(&work, "MOH", &[("system.csv", SYSTEMS)]);
    let missing = |language| {
        let rows = table(&work, "routes", &["--lang", language]);
        let row = one(&rows, "system_id", "H3");
        (row["missing"].clone(), row["missing_words"].clone())
    };
    let codes = "security_level; level_decision; state_secret; facility_id";
    let vietnamese: Vec<&str> = codes
        .split("; ")
        .map(|name| ndcap::schema::Table::System.column(name).expect("a column").title_vi)
        .collect();
    assert_eq!(missing("vi"), (codes.to_owned(), vietnamese.join("; ")));
    assert_eq!(missing("en").1, "Security level; Level decision; State secret; Facility id");
    let screen = work.ok(&["status", "--table", "routes", "--lang", "vi"]).stdout;
    assert!(
        screen.contains("Quyết định phê duyệt") && !screen.contains("level_decision"),
        "{screen}"
    );
}

#[test]
fn expected_systems_are_missing_until_their_owner_sends_them() {
    let work = Workdir::new();
    let none = table(&work, "expected", &[]);
    assert_eq!(none.len(), 14);
    assert!(
        none.iter().all(|row| row["state"] == "missing" && !row["owner"].is_empty()),
        "{none:?}"
    );
    let portal = one(&none, "id", "public_service_portal");
    assert_eq!((portal["agency_id"].as_str(), portal["ground"].as_str()), ("GO", "IV.3.a"));
    ingest(&work, "GO", &[("go.csv", "system_id,name\nP1,Cổng Dịch vụ công quốc gia\n")]);
    let databases = "database_id,name,kind\nD1,CSDLQG về đất đai,national\n";
    ingest(&work, "MONRE", &[("land.csv", databases)]);
    let insurance = "system_id,name\nB1,Hệ thống khai thác CSDL quốc gia về bảo hiểm\n";
    ingest(&work, "VSS", &[("vss.csv", insurance)]);
    ingest(&work, "MOH", &[("moh.csv", "database_id,name\nX1,Cơ sở dữ liệu quốc gia về dân cư\n")]);
    let rows = table(&work, "expected", &[]);
    let state = |id: &str| {
        let row = one(&rows, "id", id);
        (row["state"].clone(), row["found"].clone())
    };
    let said = |state: &str, found: &str| (state.to_owned(), found.to_owned());
    assert_eq!(state("public_service_portal"), said("found", "GO/P1 Cổng Dịch vụ công quốc gia"));
    assert_eq!(state("land_database"), said("found", "MONRE/D1 CSDLQG về đất đai"));
    assert_eq!(state("insurance_database").0, "to_confirm");
    assert_eq!(state("population_database").0, "elsewhere");
    assert_eq!(state("statistics_system"), said("missing", ""));
    let of_go = table(&work, "expected", &["--agency", "GO"]);
    assert_eq!(of_go.len(), 4, "portal, reporting, steering, procedures");
}
