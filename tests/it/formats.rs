//! Samples of what senders write, read where they lie beside the checkout: what each cell means.

use std::path::{Path, PathBuf};

use ndcap::diagnostic::Finding;
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Overrides, Rows, Submission};

use crate::command::Workdir;

/// A sample, or `None` with a word when it is not there.
fn sample(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats/samples").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no ../shared/formats/samples ({name})");
    None
}

fn read(path: &Path, overrides: &Overrides) -> Submission {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    let intake = Intake {
        agencies,
        sender: agencies.get("MOJ"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides,
    };
    submission::read(path, &std::fs::read(path).expect("a file"), &intake)
}

/// Severity, code and place of every finding.
fn findings(submission: &Submission) -> Vec<String> {
    let told = submission.findings.iter();
    let place = |f: &Finding| f.place(Language::English);
    told.map(|f| format!("{} {} {}", f.severity.word(), f.code.id(), place(f))).collect()
}

fn servers(submission: &Submission) -> &Rows {
    assert_eq!(submission.tables.len(), 1);
    assert_eq!(submission.tables[0].table.name(), "server");
    &submission.tables[0]
}

const GIB: i64 = 1 << 30;

#[test]
fn every_cell_of_a_messy_list_of_servers_is_what_it_means() {
    let Some(path) = sample("messy_vi_inventory.synthetic.csv") else { return };
    let submission = read(&path, Overrides::none());
    let rows = servers(&submission);
    assert_eq!(rows.number, [5, 6, 8]);
    let codes = ["SV-APP-01", "SV-DB-01", "SV-OLD"].map(|code| Some(code.into()));
    assert_eq!(rows.texts("server_id").iter().cloned().collect::<Vec<_>>(), codes);
    assert_eq!(rows.integers("quantity"), [Some(2), Some(1), None]);
    // Nobody builds servers of 16 and 32 processors: below "Số CPU" stand cores.
    assert_eq!(rows.integers("sockets_count"), [None, None, None]);
    assert_eq!(rows.integers("cores_count"), [Some(16), Some(32), Some(8)]);
    // A bare 128 is in the unit of the heading, "512 GB" and "65536 MB" in their own.
    assert_eq!(rows.integers("ram_bytes"), [Some(128 * GIB), Some(512 * GIB), Some(64 * GIB)]);
    // "1,5 TB" makes the point of "7.680 GB" one of thousands; disks count in powers of 1000.
    let disks = [Some(1_500_000_000_000), Some(7_680_000_000_000), None];
    assert_eq!(rows.integers("disk_raw_bytes"), disks);
    // 1.1 W is no power supply.
    assert_eq!(rows.decimals("power_nameplate_w"), [Some(750.0), Some(1100.0), None]);
    let tag = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(
        (0..rows.len()).map(|index| rows.tags(index).to_vec()).collect::<Vec<_>>(),
        [
            vec![tag("Hệ điều hành", "Windows Server 2019"), tag("Thời hạn", "Q3/2026")],
            vec![tag("Hệ điều hành", "RHEL 8"), tag("Thời hạn", "30/09/2026")],
            vec![tag("Hệ điều hành", "Win 2008")],
        ]
    );
    // The second SV-DB-01 differs in a column whose meaning nobody has said.
    assert_eq!(submission.rejected.len(), 1);
    assert_eq!((submission.rejected[0].row, submission.rejected[0].codes[0].id()), (7, "T601"));
    let count = &submission.counts[0];
    assert_eq!((count.rows_read, count.rows_accepted, count.rows_rejected), (5, 3, 1));
    assert_eq!((count.rows_merged, count.rows_skipped), (0, 1));
    let sheet = "messy_vi_inventory.synthetic";
    let expected = [
        format!("warning C424 {sheet}!D4"),
        format!("note H207 {sheet}!E4"),
        format!("note H203 {sheet}!G4"),
        format!("note H203 {sheet}!I4"),
        format!("note C403 {sheet}!H6"),
        format!("error T601 {sheet}!B7"),
        format!("note T604 {sheet} row 9"),
        // 2 + 1 + 1, and one row that says nothing; the sender counted 3.
        format!("warning T607 {sheet}!C9"),
    ];
    assert_eq!(findings(&submission), expected);
}

#[test]
fn a_mapping_file_says_what_the_term_of_the_messy_list_is() {
    let Some(path) = sample("messy_vi_inventory.synthetic.csv") else { return };
    let work = Workdir::new();
    let text = "[[sheet]]\n[sheet.columns]\n\"Thời hạn\" = \"warranty_end_on\"\n";
    let overrides = Overrides::read(&work.write("map.toml", text)).expect("a mapping file");
    let submission = read(&path, &overrides);
    let days: Vec<String> = servers(&submission)
        .days("warranty_end_on")
        .iter()
        .map(|day| day.map(|day| day.to_string()).unwrap_or_default())
        .collect();
    // "Q3/2026" ends on the day that the other two name, one as a serial number.
    assert_eq!(days, ["2026-09-30", "2026-09-30", ""]);
    let count = &submission.counts[0];
    assert_eq!((count.rows_accepted, count.rows_merged, count.rows_rejected), (3, 1, 0));
    let told = findings(&submission);
    let sheet = "messy_vi_inventory.synthetic";
    assert!(told.contains(&format!("note C422 {sheet}!I5")), "{told:?}");
    assert!(told.contains(&format!("note T602 {sheet}!B7")), "{told:?}");
}
