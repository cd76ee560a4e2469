use std::path::Path;

use super::*;

const LIMITS: Limits =
    Limits { file_bytes_max: 1 << 20, table_bytes_max: 1 << 26, files_max: 20_000 };

fn thresholds() -> Thresholds {
    Thresholds { accept: Score::from_share(0.9), doubt: Score::from_share(0.6) }
}

fn device(manufacturer: &str, model: &str, part_number: &str) -> DeviceType {
    let [manufacturer, model, part_number] = [manufacturer, model, part_number].map(str::to_owned);
    DeviceType { manufacturer, model, part_number, ..DeviceType::default() }
}

/// A small library whose models are near one another.
fn small() -> Library {
    let types = [
        ("Dell", "PowerEdge R730", ""),
        ("Dell", "PowerEdge R730xd", ""),
        ("Dell", "PowerEdge R740", ""),
        ("Dell", "PowerEdge R740xd", ""),
        ("Dell", "PowerEdge R740xd2", ""),
        ("Dell", "PowerEdge T640", ""),
        ("Dell", "PowerEdge 1950", ""),
        ("Dell", "PowerVault MD3200", ""),
        ("HPE", "ProLiant DL360 Gen10", ""),
        ("HPE", "ProLiant DL380 Gen9", ""),
        ("HPE", "ProLiant DL380 Gen10", ""),
        ("HPE", "ProLiant DL380 Gen10 Plus", ""),
        ("HPE", "ProLiant DL380p Gen8", "670524-001"),
        ("HPE", "Aruba 2930F-24G-4SFP+", ""),
        ("Lenovo", "System x3650 M4", ""),
        ("Lenovo", "System x3650 M5", ""),
        ("Lenovo", "ThinkSystem SR650", ""),
        ("Lenovo", "ThinkSystem SR650 V2", ""),
        ("IBM", "System x3550", ""),
        ("Cisco", "UCS-C220-M4", "UCS-C220M4"),
        ("Cisco", "UCS-C220-M5SX", "UCSC-C220-M5SX"),
        ("Cisco", "Catalyst 2960X-24TS-L", "WS-C2960X-24TS-L"),
        ("Huawei", "2288H V5", ""),
        ("Fujitsu", "PRIMERGY RX2540 M5", ""),
        ("Inspur", "NF5180M6", ""),
        ("Supermicro", "SYS-1019P-WTR", ""),
        ("Synology", "RS1221+", ""),
        ("F5", "BIG-IP i2600", ""),
        ("Arista", "DCS-7050SX-64", ""),
        ("Juniper", "EX4300-48T", ""),
        ("MikroTik", "hAP lite", ""),
    ];
    Library::new(types.map(|(maker, model, part)| device(maker, model, part)).to_vec())
}

/// What a text is matched to; with `?` what it is doubtful for; `-` for nothing.
fn said(library: &Library, text: &str) -> String {
    said_by(library, None, text)
}

/// The same of a model whose maker is stated apart from it.
fn said_by(library: &Library, maker: Option<&str>, model: &str) -> String {
    let found = library.look_up(maker, model, thresholds());
    match (found.verdict, found.nearest()) {
        (Verdict::Matched, Some(nearest)) => nearest.device_type.model.clone(),
        (_, Some(nearest)) => format!("? {}", nearest.difference.map_or("score", Difference::word)),
        (_, None) => "-".to_owned(),
    }
}

/// Text and what it must come to.
const SPELLINGS: &[(&str, &str)] = &[
    ("HP ProLiant DL380 Gen10", "ProLiant DL380 Gen10"),
    ("HPE DL380 G10", "ProLiant DL380 Gen10"),
    ("HPE ProLiant DL380 Gen 10", "ProLiant DL380 Gen10"),
    ("Hewlett Packard Enterprise DL380 Gen10", "ProLiant DL380 Gen10"),
    ("Hewlett-Packard ProLiant DL-380 Generation 10", "ProLiant DL380 Gen10"),
    ("DL380 Gen10", "ProLiant DL380 Gen10"),
    ("dl380g10", "ProLiant DL380 Gen10"),
    ("DL380Gen10", "ProLiant DL380 Gen10"),
    ("HPE ProLiant DL380 thế hệ 10", "ProLiant DL380 Gen10"),
    ("Máy chủ HPE ProLiant DL380 Gen10 (2x Intel Xeon Silver 4210, 64GB)", "ProLiant DL380 Gen10"),
    ("HPE DL380 Gen10 8SFF CTO Server", "ProLiant DL380 Gen10"),
    ("HP DL380 G9", "ProLiant DL380 Gen9"),
    ("HP DL360 G10", "ProLiant DL360 Gen10"),
    ("HPE DL380 Gen10 Plus", "ProLiant DL380 Gen10 Plus"),
    ("HPE DL380 Gen10+", "ProLiant DL380 Gen10 Plus"),
    ("HP ProLiant DL380p Gen8", "ProLiant DL380p Gen8"),
    ("HP DL380 p G8", "ProLiant DL380p Gen8"),
    ("HP 670524-001", "ProLiant DL380p Gen8"),
    ("Dell R740xd", "PowerEdge R740xd"),
    ("DELL POWEREDGE R740XD 2U", "PowerEdge R740xd"),
    ("Dell EMC PowerEdge R740 XD", "PowerEdge R740xd"),
    ("Dell R740", "PowerEdge R740"),
    ("PowerEdge R740", "PowerEdge R740"),
    ("R740", "PowerEdge R740"),
    ("Máy chủ Dell R730", "PowerEdge R730"),
    ("May chu vat ly Dell PowerEdge R730", "PowerEdge R730"),
    ("Dell R740xd2", "PowerEdge R740xd2"),
    ("Dell T640 Tower", "PowerEdge T640"),
    ("Dell PowerEdge 1950", "PowerEdge 1950"),
    ("Dell MD3200", "PowerVault MD3200"),
    ("IBM x3650 M4", "System x3650 M4"),
    ("IBM System x3650 M4", "System x3650 M4"),
    ("Lenovo x3650M5", "System x3650 M5"),
    ("IBM/Lenovo System x 3650 M5", "System x3650 M5"),
    ("Lenovo SR650", "ThinkSystem SR650"),
    ("Lenovo ThinkSystem SR650 V2", "ThinkSystem SR650 V2"),
    ("Cisco UCS C220 M4", "UCS-C220-M4"),
    ("Cisco C220M4", "UCS-C220-M4"),
    ("UCSC-C220-M5SX", "UCS-C220-M5SX"),
    ("Cisco WS-C2960X-24TS-L", "Catalyst 2960X-24TS-L"),
    ("Cisco Catalyst 2960X-24TS-L Switch", "Catalyst 2960X-24TS-L"),
    ("Huawei 2288H V5", "2288H V5"),
    ("Huawei FusionServer 2288HV5", "2288H V5"),
    ("Fujitsu RX2540M5", "PRIMERGY RX2540 M5"),
    ("Fujitsu Primergy RX2540 M5", "PRIMERGY RX2540 M5"),
    ("Inspur NF5180 M6", "NF5180M6"),
    ("Super Micro SYS-1019P-WTR", "SYS-1019P-WTR"),
    ("Synology RS1221+", "RS1221+"),
    ("F5 BIG-IP i2600", "BIG-IP i2600"),
    ("Aruba 2930F 24G 4SFP+", "Aruba 2930F-24G-4SFP+"),
    ("Juniper Networks EX4300-48T", "EX4300-48T"),
    ("Mikrotik hAP lite", "hAP lite"),
    // A differing number, generation, suffix, maker or family is never taken for the same.
    ("Dell R750", "-"),
    ("HP DL385 Gen10", "-"),
    ("HP DL380 Gen7", "-"),
    ("HPE DL380 Gen11", "-"),
    ("HP ML350 Gen10", "-"),
    ("Dell T740", "-"),
    ("HP R740", "-"),
    ("Lenovo x3650 M3", "-"),
    ("Dell", "-"),
    ("Máy chủ", "-"),
    ("", "-"),
    ("máy chủ tự lắp ráp", "-"),
    ("HP DL380 Gen 9 64GB RAM", "ProLiant DL380 Gen9"),
    ("HPE ProLiant DL380 Gen 10 Intel Xeon Silver 4210", "ProLiant DL380 Gen10"),
    ("HPE DL380 Gen 10 2 x Intel Xeon", "ProLiant DL380 Gen10"),
    ("Lenovo SR650 V 2 Xeon", "ThinkSystem SR650 V2"),
    // A word that nobody knows may name another maker, unless one is named.
    ("Sugon R740", "? unknown_word"),
    ("Gigabyte R740", "? unknown_word"),
    ("Bull R740xd", "? unknown_word"),
    ("Gigabyte SR650", "? unknown_word"),
    ("Sugon PowerEdge R740", "? unknown_word"),
    ("Huawei PowerEdge R740", "-"),
    ("Sugon Dell R740", "PowerEdge R740"),
    ("HP DL380", "? less_specific"),
    ("Cisco UCS C220 M5", "? suffix"),
    ("Dell R740xs", "? suffix"),
    ("Dell T640 Plus", "? suffix"),
    ("HPE DL380e Gen10", "? suffix"),
    ("Synology RS1221", "? suffix"),
    ("IBM x3550 M4", "? more_specific"),
    ("Dell R730 02", "? more_specific"),
    ("1950", "? score"),
];

#[test]
fn a_text_finds_the_type_it_means_and_no_other() {
    let library = small();
    assert!(SPELLINGS.len() >= 60, "{}", SPELLINGS.len());
    let wrong: Vec<String> = SPELLINGS
        .iter()
        .map(|(text, expected)| (text, expected, said(&library, text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Numbers, generation and suffix decide whatever a plan accepts.
#[test]
fn no_threshold_makes_one_model_of_two() {
    let library = small();
    let anything = Thresholds { accept: Score::from_share(0.0), doubt: Score::from_share(0.0) };
    for text in ["HP DL380 Gen7", "Dell R740xs", "HP DL380", "HP R740", "IBM x3550 M4"] {
        let found = library.look_up(None, text, anything);
        assert_eq!(found.verdict, Verdict::Doubtful, "{text}");
        assert_eq!(found.matched(), None, "{text}");
    }
}

#[test]
fn a_model_of_two_makers_is_ambiguous_until_one_is_named() {
    let library = Library::new(vec![device("Dell", "S4048", ""), device("Huawei", "S4048", "")]);
    assert_eq!(said(&library, "S4048"), "? ambiguous");
    assert_eq!(said(&library, "Huawei S4048"), "S4048");
}

/// Maker and model as stated in their own columns, and what they must come to.
const STATED: &[(&str, &str, &str)] = &[
    ("Dell", "R740", "PowerEdge R740"),
    ("DELL EMC", "PowerEdge R740", "PowerEdge R740"),
    ("Công ty Dell Việt Nam", "R740", "PowerEdge R740"),
    ("IBM", "x3650 M4", "System x3650 M4"),
    ("IBM/Lenovo", "System x3650 M4", "System x3650 M4"),
    ("HP", "Node DL380 Gen10", "ProLiant DL380 Gen10"),
    ("-", "Dell R740", "PowerEdge R740"),
    ("Sugon", "R740", "-"),
    ("Gigabyte", "SR650", "-"),
    ("Bull", "PowerEdge R740xd", "-"),
    ("Sugon", "Dell R740", "-"),
    ("Dell", "HP R740", "-"),
    ("HP", "R740", "-"),
];

#[test]
fn a_stated_maker_that_is_not_the_types_is_another() {
    let library = small();
    for (maker, model, expected) in STATED {
        assert_eq!(said_by(&library, Some(maker), model), *expected, "{maker}, {model}");
    }
}

/// Every type is found by its own name, or is so near another that neither is taken.
#[test]
fn every_type_of_the_library_finds_itself() {
    let library = small();
    for of in library.types() {
        let found = library.look_up(None, &of.name(), thresholds());
        assert_eq!(found.matched(), Some(of), "{}", of.name());
    }
}

fn write(folder: &Path, name: &str, text: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("is written");
}

fn reasons(imported: &Imported) -> Vec<(&str, &str)> {
    imported.refused.iter().map(|one| (one.file.as_str(), one.reason.as_str())).collect()
}

const SERVER: &str = "---\nmanufacturer: Dell\nmodel: PowerEdge R740xd\nslug: dell-poweredge-r740xd\n\
    u_height: 2\nis_full_depth: true\nweight: 73\nweight_unit: lb\ncomments: |\n  u_height: 9\n\
    power-ports:\n  - name: PSU1\n    type: iec-60320-c14\n    maximum_draw: 1100\n\
    \x20 - name: PSU2\n    maximum_draw: 750\nmodule-bays:\n  - name: maximum_draw\n    position: 1\n";

#[test]
fn a_checkout_is_read_file_by_file_and_what_is_refused_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "device-types/Dell/R740xd.yaml", SERVER.as_bytes());
    write(root, "device-types/Dell/R740xd-copy.yml", SERVER.as_bytes());
    write(
        root,
        "device-types/Dell/tilde.yaml",
        b"manufacturer: Dell\nmodel: 3750\nu_height: 0.5\nweight: ~\npower-ports: []\n",
    );
    write(root, "device-types/Dell/README.md", b"not a type");
    write(root, "module-types/Dell/x.yaml", b"manufacturer: Dell\n");
    for (name, text) in [
        ("broken", "manufacturer: [Dell\n"),
        ("height", "manufacturer: Dell\nmodel: A\nu_height: two\n"),
        ("negative", "manufacturer: Dell\nmodel: A\nu_height: -1\n"),
        ("infinite", "manufacturer: Dell\nmodel: A\nweight: 1e999\nweight_unit: kg\n"),
        ("unit", "manufacturer: Dell\nmodel: A\nweight: 3\nweight_unit: stone\n"),
        ("nameless", "manufacturer: Dell\nu_height: 1\n"),
        ("twice", "manufacturer: Dell\nmodel: A\nmodel: B\n"),
        ("null-twice", "manufacturer: Dell\nmodel: ~\nmodel: A3\n"),
        (
            "ports-twice",
            "manufacturer: Dell\nmodel: A4\npower-ports:\n  - name: a\npower-ports:\n  - name: b\n",
        ),
        ("list", "- manufacturer: Dell\n"),
        ("two", "manufacturer: Dell\n---\nmodel: B\n"),
        ("empty", ""),
    ] {
        write(root, &format!("device-types/Odd/{name}.yaml"), text.as_bytes());
    }
    write(root, "device-types/Odd/latin.yaml", b"manufacturer: D\xe9ll\n");
    write(root, "device-types/Odd/a/b/c/deep.yaml", SERVER.as_bytes());
    write(root, "device-types/Odd/.git/b/c/hidden.yaml", SERVER.as_bytes());
    let imported = read(&[root.to_owned()], LIMITS).expect("is read");
    assert_eq!((imported.entries_read, imported.types.len()), (17, 2), "{imported:?}");
    let refused = reasons(&imported);
    let why = |name: &str| {
        let found = refused.iter().find(|(file, _)| file.ends_with(name)).expect(name);
        found.1.to_owned()
    };
    assert!(why("R740xd.yaml").contains("says the same of Dell PowerEdge R740xd"));
    assert!(why("Odd/broken.yaml").contains("is no YAML"));
    assert_eq!(why("Odd/height.yaml"), "u_height \"two\" is no number");
    assert_eq!(why("Odd/negative.yaml"), "u_height -1 is not from 0 to 100");
    assert_eq!(why("Odd/infinite.yaml"), "weight 1e999 is not from 0 to 5000");
    assert!(why("Odd/unit.yaml").contains("stone"));
    assert_eq!(why("Odd/nameless.yaml"), "model is missing");
    assert_eq!(why("Odd/twice.yaml"), "line 3: the key model stands twice");
    assert_eq!(why("Odd/null-twice.yaml"), "line 3: the key model stands twice");
    assert_eq!(why("Odd/ports-twice.yaml"), "line 5: the key power-ports stands twice");
    assert!(why("Odd/a/b/c").contains("more than 3 folders deep"));
    assert!(why("Odd/list.yaml").contains("a list"));
    assert!(why("Odd/two.yaml").contains("a second document"));
    assert_eq!(why("Odd/empty.yaml"), "says nothing");
    assert_eq!(why("Odd/latin.yaml"), "is no UTF-8");
    let server = &imported.types[0];
    assert_eq!(server.source, "device-types/Dell/R740xd-copy.yml", "by name the first");
    assert_eq!(server.height, Some(RackUnits::from_units(2)));
    assert_eq!(server.weight, Some(Kilograms::from_kilograms(33.112)), "73 lb");
    assert_eq!(server.supplies_count, Some(2));
    assert_eq!(server.supply_nameplate, Some(Watts::from_watts(1100.0)), "of one, not of both");
    let tilde = &imported.types[1];
    assert_eq!(tilde.height.map(RackUnits::as_units), Some(0.5));
    assert_eq!((tilde.weight, tilde.supplies_count, tilde.supply_nameplate), (None, None, None));
    assert_eq!((tilde.model.as_str(), tilde.is_full_depth), ("3750", None));
}

#[test]
fn hostile_yaml_costs_no_more_than_its_bytes() {
    let laughs: String = (1..30)
        .map(|level| {
            let below = format!("*a{}", level - 1);
            format!("x{level}: &a{level} [{}]\n", vec![below; 9].join(", "))
        })
        .collect();
    let laughs = format!("manufacturer: A\nmodel: B\nu_height: 1\nx0: &a0 lol\n{laughs}");
    let taken = yaml::device_type(&laughs, "f").expect("aliases that nobody reads are left alone");
    assert_eq!(taken.model, "B");
    for (text, why) in [
        (format!("manufacturer: A\nx: {}\n", "[".repeat(40)), "nested more than 32 deep"),
        (format!("manufacturer: A\nx: {}\n", "[".repeat(500_000)), "recursion limit"),
        (format!("manufacturer: A\nx: {}\n", "{a: ".repeat(5000)), "nested more than 32 deep"),
        ("manufacturer: &m A\nmodel: *m\n".to_owned(), "an alias"),
        ("power-ports: &p [{maximum_draw: 9}]\nmodel: A\n<<: *p\n".to_owned(), "a merge key"),
        (
            "manufacturer: A\nmodel: B\npower-ports:\n  - &p {maximum_draw: 9}\n  - *p\n"
                .to_owned(),
            "an alias",
        ),
        (format!("manufacturer: A\nmodel: {}\n", "B".repeat(900)), "more than 200 letters"),
        (
            format!("manufacturer: A\nmodel: B\npower-ports:\n{}", "  - name: p\n".repeat(300)),
            "300 power ports",
        ),
        ("? {a: b}\n: c\n".to_owned(), "no text"),
    ] {
        let error = yaml::device_type(&text, "f").expect_err(why);
        assert!(error.contains(why), "{why}: {error}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "device-types/A/large.yaml", &vec![b'a'; 2000]);
    let small = Limits { file_bytes_max: 1000, ..LIMITS };
    let imported = read(&[folder.path().to_owned()], small).expect("is read");
    assert_eq!(reasons(&imported), [("device-types/A/large.yaml", "has more than 1000 bytes")]);
    let none = Limits { files_max: 0, ..LIMITS };
    let error = read(&[folder.path().to_owned()], none).expect_err("too many").to_string();
    assert!(error.contains("more than 0 files"), "{error}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("device-types/A/link.yaml"))
            .expect("a link");
        let imported = read(&[folder.path().to_owned()], LIMITS).expect("is read");
        assert_eq!(imported.entries_read, 2);
        assert_eq!(reasons(&imported)[1].1, "is a link or no file");
    }
}

#[test]
fn a_table_is_read_row_by_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "manufacturer,model,u_height,is_full_depth,weight_kg,power_ports,max_draw_w_sum,max_draw_w_single\n\
        HPE,ProLiant DL380 Gen9,2,True,,2,2800.0,1400.0\nHPE,\"No supplies\",1.0,False,9.5,0,,\n\
        HPE,,1,,,,,\nHPE,Short,1\nHPE,Wrong,1,,,many,,\nHPE,ProLiant DL380 Gen9,3,True,,2,2800.0,1400.0\n";
    write(folder.path(), "types.csv", text.as_bytes());
    write(folder.path(), "racks.csv", b"manufacturer,model,width_in\nAPC,AR3100,19\n");
    let imported = read(&[folder.path().join("types.csv")], LIMITS).expect("is read");
    assert_eq!((imported.entries_read, imported.types.len()), (6, 2));
    let server = &imported.types[0];
    assert_eq!(server.supply_nameplate, Some(Watts::from_watts(1400.0)), "the sum is no supply's");
    assert_eq!(imported.types[1].supplies_count, None, "none listed is not none there");
    let expected = [
        ("types.csv line 4", "model is missing"),
        ("types.csv line 5", "3 cells under 8 headings"),
        ("types.csv line 6", "power_ports \"many\" is no number"),
        ("types.csv", "types.csv says something else of HPE ProLiant DL380 Gen9"),
    ];
    assert_eq!(reasons(&imported), expected);
    let wrong = |name: &str| read(&[folder.path().join(name)], LIMITS).expect_err(name).to_string();
    assert!(wrong("racks.csv").contains("it has no column u_height"));
    assert!(wrong("none.csv").contains("check the path"));
    std::fs::create_dir(folder.path().join("empty")).expect("a folder");
    assert!(wrong("empty").contains("no .yaml file"));
}
