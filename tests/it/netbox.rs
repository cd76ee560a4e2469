//! The files for NetBox against the rules of its bulk import, and the bill of materials against the
//! tables it is drawn from.
//!
//! Names of columns come from NetBox's own forms where they are at hand; what must be there, the words of
//! choices and the rules across rows (NetBox 3.6 to 4.x, `dcim/models`) are written down here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::command::{Workdir, csv_rows, real};

type Row = BTreeMap<String, String>;

mod bill;

/// A file: its form in NetBox, columns that must be filled in every row, columns that together are
/// unique (case aside), and columns of few words.
struct Rules {
    file: &'static str,
    form: &'static str,
    required: &'static [&'static str],
    unique: &'static [&'static [&'static str]],
    choices: &'static [(&'static str, &'static [&'static str])],
}

const DEVICE_STATUS: &[&str] =
    &["offline", "active", "planned", "staged", "failed", "inventory", "decommissioning"];

/// In the order of import.
const RULES: &[Rules] = &[
    Rules {
        file: "sites",
        form: "Site",
        required: &["name", "slug", "status"],
        unique: &[&["name"], &["slug"]],
        choices: &[("status", &["planned", "staging", "active", "decommissioning", "retired"])],
    },
    Rules {
        file: "manufacturers",
        form: "Manufacturer",
        required: &["name", "slug"],
        unique: &[&["name"], &["slug"]],
        choices: &[],
    },
    Rules {
        file: "device_types",
        form: "DeviceType",
        required: &["manufacturer", "model", "slug", "u_height"],
        unique: &[&["manufacturer", "model"], &["manufacturer", "slug"]],
        choices: &[
            ("is_full_depth", &["true", "false"]),
            ("weight_unit", &["kg", "g", "lb", "oz"]),
        ],
    },
    Rules {
        file: "device_roles",
        form: "DeviceRole",
        required: &["name", "slug", "color"],
        unique: &[&["name"], &["slug"]],
        choices: &[],
    },
    Rules {
        file: "rack_roles",
        form: "RackRole",
        required: &["name", "slug", "color"],
        unique: &[&["name"], &["slug"]],
        choices: &[],
    },
    Rules {
        file: "racks",
        form: "Rack",
        required: &["site", "name", "status", "width", "u_height"],
        unique: &[&["site", "name"]],
        choices: &[
            ("status", &["reserved", "available", "planned", "active", "deprecated"]),
            ("width", &["10", "19", "21", "23"]),
            ("weight_unit", &["kg", "g", "lb", "oz"]),
            ("desc_units", &["true", "false"]),
        ],
    },
    Rules {
        file: "rack_reservations",
        form: "RackReservation",
        required: &["site", "rack", "units", "description"],
        unique: &[],
        choices: &[],
    },
    Rules {
        file: "devices",
        form: "Device",
        required: &["name", "role", "manufacturer", "device_type", "status", "site", "rack"],
        unique: &[&["site", "name"]],
        choices: &[("status", DEVICE_STATUS), ("face", &["front", "rear", ""])],
    },
];

/// The files that were written, by name.
fn files_of(folder: &Path) -> BTreeMap<String, Vec<Row>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        files.insert(name, csv_rows(&std::fs::read_to_string(&path).expect("text")));
    }
    files
}

fn check_each_file(files: &BTreeMap<String, Vec<Row>>) {
    for name in files.keys() {
        assert!(RULES.iter().any(|rules| rules.file == name), "{name} has no rules");
    }
    for rules in RULES {
        let Some(rows) = files.get(rules.file) else { continue };
        assert!(!rows.is_empty(), "{} is empty", rules.file);
        for row in rows {
            for column in rules.required {
                assert!(!row[*column].is_empty(), "{}: no {column}: {row:?}", rules.file);
            }
            for (column, words) in rules.choices {
                let said = row[*column].as_str();
                assert!(words.contains(&said), "{}: {column} is {said}", rules.file);
            }
            check_lengths(rules.file, row);
        }
        for columns in rules.unique {
            let mut seen = BTreeSet::new();
            for row in rows {
                let key: Vec<String> = columns.iter().map(|c| row[*c].to_lowercase()).collect();
                assert!(seen.insert(key.clone()), "{}: {columns:?} twice: {key:?}", rules.file);
            }
        }
    }
}

fn check_lengths(file: &str, row: &Row) {
    for (column, text) in row {
        let longest = match (file, column.as_str()) {
            ("devices", "name") => 64,
            (_, "description") => 200,
            _ => 100,
        };
        assert!(text.chars().count() <= longest || column == "units", "{file}: {column}: {text}");
        // A guard against formulas in front of a name would make it another name.
        assert!(!text.starts_with('\''), "{file}: {column}: {text}");
        match column.as_str() {
            "slug" => {
                let is_slug = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                assert!(!text.is_empty() && text.chars().all(is_slug), "{file}: slug {text}");
            }
            "color" => {
                let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
                assert!(text.len() == 6 && text.chars().all(is_hex), "{file}: color {text}");
            }
            "weight" | "u_height" if !text.is_empty() => {
                // Eight digits, two of them decimals; a height in whole or half units.
                let number: f64 = text.parse().expect("a number");
                assert!((0.0..1e6).contains(&number), "{file}: {column} {text}");
            }
            "max_weight" if !text.is_empty() => assert!(text.parse::<u32>().is_ok(), "{text}"),
            _ => {}
        }
    }
}

/// What a row of another file, or of the hall, is found by.
fn known(rows: &[Row], columns: &[&str]) -> BTreeSet<Vec<String>> {
    rows.iter().map(|row| columns.iter().map(|column| row[*column].clone()).collect()).collect()
}

fn key(row: &Row, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| row[*column].clone()).collect()
}

/// The lists the hall was imported from.
struct Lists {
    racks: Vec<Row>,
    types: Vec<Row>,
    devices: Vec<Row>,
    reservations: Vec<Row>,
}

impl Lists {
    /// What stands in a rack, and on which unit.
    fn mounted(&self) -> impl Iterator<Item = &Row> {
        self.devices
            .iter()
            .filter(|row| row["status"] != "inventory" && !row["position"].is_empty())
    }
}

/// What NetBox has from before and what is written, together; case aside, nothing is in both.
fn together(
    written: BTreeSet<Vec<String>>,
    there: [BTreeSet<Vec<String>>; 2],
) -> BTreeSet<Vec<String>> {
    let lower = |key: &Vec<String>| key.iter().map(|text| text.to_lowercase()).collect::<Vec<_>>();
    let there: BTreeSet<Vec<String>> = there.into_iter().flatten().collect();
    let known: BTreeSet<Vec<String>> = there.iter().map(lower).collect();
    for key in &written {
        assert!(!known.contains(&lower(key)), "{key:?} is in NetBox already");
    }
    written.into_iter().chain(there).collect()
}

/// Rows of later files name rows of earlier ones, or what stood in the hall before; no row repeats that.
fn check_references(files: &BTreeMap<String, Vec<Row>>, lists: &Lists) {
    let empty = Vec::new();
    let of = |name: &str| files.get(name).unwrap_or(&empty);
    let none = BTreeSet::new;
    let (listed, stands) = (&lists.types, &lists.devices);
    let sites = together(known(of("sites"), &["name"]), [known(&lists.racks, &["site"]), none()]);
    let racks = known(of("racks"), &["site", "name"]);
    let racks = together(racks, [known(&lists.racks, &["site", "name"]), none()]);
    let types = known(of("device_types"), &["manufacturer", "model"]);
    let of_devices = known(stands, &["manufacturer", "device_type"]);
    let types = together(types, [known(listed, &["manufacturer", "model"]), of_devices]);
    let makers = known(of("manufacturers"), &["name"]);
    let there = [known(listed, &["manufacturer"]), known(stands, &["manufacturer"])];
    let makers = together(makers, there);
    let roles = together(known(of("device_roles"), &["name"]), [known(stands, &["role"]), none()]);
    let of_racks = known(of("rack_roles"), &["name"]);
    let of_racks = together(of_racks, [known(&lists.racks, &["role"]), none()]);
    for row in of("device_types") {
        assert!(makers.contains(&key(row, &["manufacturer"])), "{row:?}");
    }
    for row in of("racks") {
        assert!(sites.contains(&key(row, &["site"])), "{row:?}");
        assert!(of_racks.contains(&key(row, &["role"])), "{row:?}");
    }
    for row in of("rack_reservations").iter().chain(of("devices")) {
        assert!(racks.contains(&key(row, &["site", "rack"])), "{row:?}");
    }
    for row in of("devices") {
        assert!(types.contains(&key(row, &["manufacturer", "device_type"])), "{row:?}");
        assert!(roles.contains(&key(row, &["role"])), "{row:?}");
    }
}

fn both_sides(half: i64) -> [(i64, &'static str); 2] {
    [(half, "front"), (half, "rear")]
}

/// Devices stand within their racks, on half units at most, and no two in one, neither with one another nor
/// with what stood there; none in what is kept.
fn check_positions(files: &BTreeMap<String, Vec<Row>>, lists: &Lists) {
    let types: BTreeMap<Vec<String>, &Row> = files["device_types"]
        .iter()
        .chain(&lists.types)
        .map(|row| (key(row, &["manufacturer", "model"]), row))
        .collect();
    let mut heights: BTreeMap<Vec<String>, f64> = BTreeMap::new();
    for row in &files["racks"] {
        heights.insert(key(row, &["site", "name"]), row["u_height"].parse().expect("a number"));
    }
    for row in &lists.racks {
        heights.insert(key(row, &["site", "name"]), row["u_height"].parse().expect("a number"));
    }
    // By rack, side and half unit.
    let mut taken: BTreeMap<(Vec<String>, &str, i64), String> = BTreeMap::new();
    for row in lists.racks.iter().filter(|row| row["status"] == "reserved") {
        let halves = 0..2 * heights[&key(row, &["site", "name"])] as i64 + 2;
        for (half, side) in halves.flat_map(both_sides) {
            taken.insert((key(row, &["site", "name"]), side, half), "a reserved rack".to_owned());
        }
    }
    for row in files.get("rack_reservations").into_iter().flatten().chain(&lists.reservations) {
        for unit in row["units"].split(',') {
            let unit: i64 = unit.parse().expect("a whole unit");
            for (half, side) in [2 * unit, 2 * unit + 1].into_iter().flat_map(both_sides) {
                let at = (key(row, &["site", "rack"]), side, half);
                assert!(taken.insert(at, "reservation".to_owned()).is_none(), "{row:?}");
            }
            assert!(unit as f64 <= heights[&key(row, &["site", "rack"])], "{row:?}");
        }
    }
    for row in lists.mounted().chain(&files["devices"]) {
        let of_type = types[&key(row, &["manufacturer", "device_type"])];
        let height: f64 = of_type["u_height"].parse().expect("a number");
        if height <= 0.0 {
            assert!(row["position"].is_empty() && row["face"].is_empty(), "{row:?}");
            continue;
        }
        let position: f64 = row["position"].parse().expect("a position");
        assert!(!row["face"].is_empty(), "a position needs a side: {row:?}");
        let rack = key(row, &["site", "rack"]);
        let (from, to) = ((position * 2.0) as i64, ((position + height) * 2.0) as i64);
        assert!((position * 2.0 - from as f64).abs() < 1e-9, "whole or half units: {row:?}");
        assert!(position >= 1.0 && position + height <= heights[&rack] + 1.0, "{row:?}");
        let is_full_depth = of_type["is_full_depth"] == "true";
        let places = (from..to).flat_map(both_sides);
        for (half, side) in places.filter(|(_, side)| is_full_depth || row["face"] == *side) {
            let before = taken.insert((rack.clone(), side, half), row["name"].clone());
            assert!(before.is_none(), "{} and {before:?} in one unit of {rack:?}", row["name"]);
        }
    }
}

/// A nation with names that try the rules: long, alike, formulas, and models in two sizes.
fn world() -> Workdir {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "4", "--scale", "0.3", "--seed", "5"]);
    let heading =
        "Mã máy chủ,Mã hệ thống,Hãng sản xuất,Model,Số lượng,Chiều cao (U),Khối lượng (kg)";
    let long = "x".repeat(90);
    let rows = format!(
        "SV-{long}1,HT-NB,Dell,PowerEdge R740,2,2,28.6\nSV-{long}2,HT-NB,dell,PowerEdge R740,1,1,\n\
         =A1,HT-NB,\"=cmd\",@SUM(A1),1,2,30\nSV-4,HT-NB,,,1,4,60\nsv-4x,HT-NB,Đông Á,Máy chủ 'A',1,2,\n\
         SV-5,HT-NB,Lenovo,SR650,1,2,30\nSV-6,HT-NB,Lenovo,SR630,1,2,18\n"
    );
    work.write("in/MOJ/nb-server.csv", format!("{heading}\n{rows}"));
    let system = "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển\nHT-NB,Hệ thống thử,3,relocate\n";
    work.write("in/MOJ/nb-system.csv", system);
    work.ndcap(&["ingest", "in/MOJ/nb-system.csv", "--agency", "MOJ", "--adds"]);
    work.ndcap(&["ingest", "in/MOJ/nb-server.csv", "--agency", "MOJ", "--adds"]);
    std::fs::remove_dir_all(work.path("in/MOJ")).expect("removed");
    work.ndcap(&["ingest", "in"]);
    work
}

#[test]
fn every_file_for_netbox_keeps_the_rules_of_its_import() {
    let work = world();
    // Makers, a type and roles of what comes stand there already, otherwise written; a type in another
    // size; a site that is called as an agency, with a device called as one of its servers; and a device
    // that was placed before.
    let hall = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/hall");
    let list = |name: &str, more: &str| {
        let text = std::fs::read_to_string(hall.join(name)).expect("a list");
        let text = format!("{}\n{more}", text.trim_end());
        work.write(&format!("hall/{name}"), text).to_string_lossy().into_owned()
    };
    let racks = "MOJ,,,Z1,active,,LEVEL-4,19,42,false,,\nMOJ,,,Z2,active,,level-3,19,42,false,,\n";
    let types = "LENOVO,sr650,lenovo-sr650,2.0,true,,\nLENOVO,SR630,lenovo-sr630,1.0,true,,\n\
                 Example Servers,Other,other,1.0,true,,\n";
    let devices = "SV-4,moved SERVER,Example Servers,Other,active,MOJ,Z2,40,front,,2,\n\
                   moj/sv-5,host,Example Servers,Other,active,MOJ,Z1,1,front,,2,\n\
                   z2-sw,Switch,Example Networks,S48,active,MOJ,Z2,42,rear,,2,\n";
    work.ok(&[
        "hall",
        "import",
        "--racks",
        &list("racks.csv", racks),
        "--devices",
        &list("devices.csv", devices),
        "--device-types",
        &list("device_types.csv", types),
        "--reservations",
        &list("reservations.csv", ""),
    ]);
    let rows = |name: &str| {
        csv_rows(&std::fs::read_to_string(work.path(&format!("hall/{name}"))).expect("a list"))
    };
    let lists = Lists {
        racks: rows("racks.csv"),
        types: rows("device_types.csv"),
        devices: rows("devices.csv"),
        reservations: rows("reservations.csv"),
    };
    let hall = csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout);
    let text = "[simulation]\ndraws = 200\n[standing]\nzone_from = \"role\"\n\
                [netbox]\nsite = \"Trung tâm dữ liệu quốc gia\"\n";
    let plan = work.write("plan.toml", text).to_string_lossy().into_owned();
    let done = work.ndcap(&["report", "--plan", &plan, "--out", "out", "--lang", "vi"]);
    assert!([0, 3].contains(&done.code), "{}", done.stderr);
    let files = files_of(&work.path("out/netbox"));
    check_each_file(&files);
    check_references(&files, &lists);
    check_positions(&files, &lists);
    // Everything that comes and has a rack is there, and nothing else.
    let positions = std::fs::read_to_string(work.path("out/tables/rack_positions.csv"));
    let positions = csv_rows(&positions.expect("a table"));
    let stands: usize =
        hall.iter().map(|row| row["devices_count"].parse::<usize>().expect("a number")).sum();
    assert_eq!(files["devices"].len(), positions.len() - stands);
    let device = |name: &str| {
        // Where what stands has the name, a number is behind it.
        let found = files["devices"].iter().find(|row| row["name"].split('~').next() == Some(name));
        let row = found.unwrap_or_else(|| panic!("no device {name}"));
        ["role", "manufacturer", "device_type"].map(|column| row[column].clone())
    };
    assert_eq!(device("MOJ/SV-5"), ["moved SERVER", "LENOVO", "sr650"], "as NetBox has them");
    assert_eq!(device("MOJ/SV-6"), ["moved SERVER", "LENOVO", "SR630~2"], "in another size");
    assert_eq!(device("MOJ/SV-4")[0], "moved SERVER", "not taken for what stands");
    let findings = std::fs::read_to_string(work.path("out/tables/findings.csv")).expect("a table");
    let of_hall = |row: &&Row| row["submission_id"].starts_with("hall/") && row["code"] == "N915";
    // A planned rack among the racks; one device in store and one in no rack.
    assert_eq!(csv_rows(&findings).iter().filter(of_hall).count(), 3, "told in the report as well");
    let page = std::fs::read_to_string(work.path("out/report.html")).expect("a page");
    assert!(page.contains("1 thiết bị đã đặt sẵn trùng tên với thiết bị được xếp"));
    assert_eq!(files["sites"][0]["slug"], "trung-tam-du-lieu-quoc-gia");
    let models: Vec<&str> = files["device_types"]
        .iter()
        .filter(|row| row["model"].starts_with("PowerEdge R740"))
        .map(|row| row["model"].as_str())
        .collect();
    assert!(models.len() >= 2, "of two sizes: {models:?}");
    let dells = files["manufacturers"].iter().filter(|row| row["slug"].starts_with("dell"));
    assert_eq!(dells.count(), 1, "Dell and dell are one maker");
}

#[test]
fn the_columns_are_those_of_netboxs_own_forms() {
    let Some(real) = real("netbox") else { return };
    let text = std::fs::read_to_string(real.join("../../formats/netbox.json")).expect("the forms");
    let forms: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let work = world();
    let plan = work.few_draws();
    work.ndcap(&["report", "--plan", &plan, "--out", "out"]);
    let mut seen = 0;
    for rules in RULES {
        let path = work.path(&format!("out/netbox/{}.csv", rules.file));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {}", rules.file));
        let fields: Vec<&str> = forms["bulk_import_fields"][rules.form]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(serde_json::Value::as_str)
            .collect();
        let heading = text.lines().next().expect("a heading");
        for column in heading.split(',') {
            assert!(fields.contains(&column), "{} has no column {column}", rules.form);
            seen += 1;
        }
        for column in rules.required {
            assert!(heading.split(',').any(|name| name == *column), "{}: {column}", rules.file);
        }
    }
    assert!(seen > 40, "{seen}");
}
