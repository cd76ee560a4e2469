//! The published device-type library: read whole, and found by what people write.

use std::path::{Path, PathBuf};

use ndcap::library::{Difference, Library, Thresholds, Verdict, read};
use ndcap::plan::Plan;

fn thresholds() -> Thresholds {
    Plan::built_in().library.thresholds()
}

/// What a text is matched to; with `?` what it is doubtful for; `-` for nothing.
fn said(library: &Library, text: &str) -> String {
    let search = library.look_up(None, text, thresholds());
    match (search.verdict, search.nearest()) {
        (Verdict::Matched, Some(found)) => found.device_type.model.clone(),
        (_, Some(found)) => format!("? {}", found.difference.map_or("score", Difference::word)),
        (_, None) => "-".to_owned(),
    }
}

/// The published library, read in place; `None` where it is not beside the checkout.
fn published() -> Option<Library> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/devicetypes");
    let paths: Vec<PathBuf> = ["devicetypes.csv", "devicetypes_recent_sample.csv"]
        .iter()
        .map(|name| folder.join(name))
        .collect();
    if !paths.iter().all(|path| path.is_file()) {
        println!("skipped: no ../shared/real");
        return None;
    }
    let imported = read(&paths, Plan::built_in().library.limits()).expect("is read");
    assert_eq!((imported.entries_read, imported.refused.len()), (2989, 0));
    Some(Library::new(imported.types))
}

const SPELLINGS_OF_PUBLISHED: &[(&str, &str)] = &[
    ("HP ProLiant DL380 Gen10", "ProLiant DL380 Gen10"),
    ("HPE DL380 G10", "ProLiant DL380 Gen10"),
    ("HPE DL380 Gen10 Plus", "ProLiant DL380 Gen10 Plus"),
    ("HP DL380 G9", "ProLiant DL380 Gen9"),
    ("HP DL380 G7", "ProLiant DL380 Gen7"),
    ("HP DL380p G8", "ProLiant DL380p Gen8"),
    ("HPE ProLiant DL360 Gen10", "ProLiant DL360 Gen10"),
    ("HP BL460c G9", "ProLiant BL460c Gen9"),
    ("HPE DL580 Gen10", "ProLiant DL580 Gen10"),
    ("HPE DL325 Gen10 Plus v2", "ProLiant DL325 Gen10 Plus v2"),
    ("Dell R740", "PowerEdge R740"),
    ("Dell R740xd", "PowerEdge R740xd"),
    ("DELL POWEREDGE R740XD 2U", "PowerEdge R740xd"),
    ("Dell R740xd2", "PowerEdge R740xd2"),
    ("Máy chủ Dell R730", "PowerEdge R730"),
    ("Máy chủ Dell EMC PowerEdge R640 (2 x Intel Xeon Gold 6230)", "PowerEdge R640"),
    ("Dell PowerEdge R770", "PowerEdge-R770"),
    ("Dell R7525", "PowerEdge R7525"),
    ("Dell MX7000", "PowerEdge MX7000"),
    ("Dell EMC ME4024", "PowerVault ME4024"),
    ("EMC Unity XT 880F", "Unity XT 880F"),
    ("Lenovo x3550 M5", "System x3550 M5"),
    ("IBM System x3750 M4", "System x3750 M4"),
    ("Lenovo SR650", "ThinkSystem SR650"),
    ("Cisco UCS C220 M4", "UCS-C220-M4"),
    ("Cisco UCSC-C220-M6S", "UCS-C220-M6S"),
    ("Cisco ASA5525-X", "ASA5525-X"),
    ("Huawei 2288H V5", "2288H V5"),
    ("Fujitsu Primergy RX2540 M5", "PRIMERGY RX2540 M5"),
    ("Inspur NF5180M6", "NF5180M6"),
    ("Synology RS1221+", "RS1221+"),
    ("NetApp FAS8200", "FAS8200"),
    ("Supermicro AS-8125GS-TNMR2", "AS-8125GS-TNMR2"),
    ("HP DL380 Gen 9 64GB RAM", "ProLiant DL380 Gen9"),
    ("HPE ProLiant DL380 Gen 10 Intel Xeon Silver 4210", "ProLiant DL380 Gen10"),
    ("Sugon R740", "? unknown_word"),
    ("Gigabyte R740", "? unknown_word"),
    ("Bull R740xd", "? unknown_word"),
    ("Gigabyte SR650", "? unknown_word"),
    ("HP DL380 Gen12", "-"),
    ("HP DL385 Gen10", "-"),
    ("Dell R770xa", "? suffix"),
    ("Dell R740xs", "? suffix"),
    ("Cisco UCS C220 M5", "? suffix"),
    ("Cisco UCS C240 M5", "? suffix"),
    ("HP DL380", "? less_specific"),
    ("IBM x3650 M4", "-"),
    ("Huawei R740", "-"),
];

#[test]
fn the_published_library_is_read_whole_and_found_by_what_people_write() {
    let Some(library) = published() else { return };
    for (maker, model) in [("Sugon", "R740"), ("Bull", "PowerEdge R740xd"), ("Gigabyte", "SR650")] {
        let search = library.look_up(Some(maker), model, thresholds());
        assert_eq!(search.matched(), None, "{maker} {model}");
    }
    let wrong: Vec<String> = SPELLINGS_OF_PUBLISHED
        .iter()
        .map(|(text, expected)| (text, expected, said(&library, text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // By its own name no type is taken for another; some share a name but for words that say nothing.
    let mut themselves = 0;
    for of in library.types() {
        if let Some(found) = library.look_up(None, &of.name(), thresholds()).matched() {
            assert_eq!(found.name(), of.name());
            themselves += 1;
        }
    }
    println!("{themselves} of {} types find themselves", library.types().len());
    assert!(themselves * 100 >= library.types().len() * 98, "{themselves}");
}

/// What is looked at per line stays small: 100,000 lines take 6 s of one core without optimisation.
#[test]
fn few_types_are_looked_at_for_a_text() {
    let Some(library) = published() else { return };
    let started = std::time::Instant::now();
    let lines = 20_000;
    let mut looked_at = 0;
    for line in 0..lines {
        let of = &library.types()[line % library.types().len()];
        let text = format!("Máy chủ {} {} {}U", of.manufacturer, of.model, line % 4 + 1);
        looked_at += library.look_up(None, &text, thresholds()).candidates.len();
    }
    println!("{lines} lines, {looked_at} types looked at, {:.1?}", started.elapsed());
    assert!(looked_at < lines * 40, "{looked_at}");
}
