//! The directive's tables and letters under the names of those that answer on a day, and as the store
//! stood on that day.

use std::collections::BTreeMap;

use ndcap::compliance::{Progress, Status, Whereabouts};
use ndcap::inventory::Store;
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::report::table::{Table, Value};
use ndcap::report::tables;

use crate::command::{Workdir, csv_rows};

type Rows = Vec<BTreeMap<String, String>>;

const DAYS: [&str; 3] = ["2024-12-31", "2025-03-01", "2025-07-01"];

fn ingest(work: &Workdir, agency: &str, on: &str, file: &str, text: &str) {
    let file = work.write(file, text);
    let file = file.to_string_lossy();
    work.ok(&["ingest", &file, "--agency", agency, "--received-on", on]);
}

/// Facilities of a ministry that is merged, one that is split, a province that is merged and the one it
/// goes to; systems and databases.
fn filled() -> Workdir {
    let work = Workdir::new();
    let room = |id: &str| {
        format!("facility_id,name,ownership,standard,level\n{id},Phòng máy,own,TCVN 9250:2021,2\n")
    };
    ingest(&work, "MPI", "2024-09-20", "mpi.csv", &room("K1"));
    ingest(&work, "MOF", "2024-09-20", "mof.csv", &room("F1"));
    ingest(&work, "MIC", "2024-09-20", "mic.csv", &room("T1"));
    ingest(&work, "UBND_HA_GIANG", "2024-09-20", "hg.csv", &room("G1"));
    ingest(&work, "UBND_TUYEN_QUANG", "2025-02-01", "tq.csv", &room("Q1"));
    let systems = "system_id,name,security_level\nH1,Một cửa,3\n";
    ingest(&work, "UBND_HA_GIANG", "2024-10-01", "hg_system.csv", systems);
    ingest(&work, "MONRE", "2025-05-01", "monre_system.csv", systems);
    let finance = "database_id,name,kind\nD1,CSDL quốc gia về tài chính,national\n";
    ingest(&work, "MPI", "2024-09-25", "mpi_database.csv", finance);
    work
}

fn table(work: &Workdir, name: &str, as_of: &str, more: &[&str]) -> Rows {
    let options = ["status", "--table", name, "--as-of", as_of, "--format", "csv"];
    csv_rows(&work.ok(&[&options[..], more].concat()).stdout)
}

const SUCCESSOR: [&str; 2] = ["--roll-up", "successor"];

fn keys(rows: &Rows, names: [&str; 3]) -> Vec<String> {
    rows.iter().map(|row| names.map(|name| row[name].as_str()).join(" ")).collect()
}

#[test]
fn facilities_and_routes_are_those_that_had_arrived_under_the_names_of_the_day() {
    let work = filled();
    let facilities = |as_of| {
        let rows = table(&work, "facilities", as_of, &SUCCESSOR);
        keys(&rows, ["agency_id", "facility_id", "reported_as_id"])
    };
    assert_eq!(
        facilities("2024-12-31"),
        ["MIC T1 MIC", "MOF F1 MOF", "MPI K1 MPI", "UBND_HA_GIANG G1 UBND_HA_GIANG"]
    );
    assert_eq!(
        facilities("2025-03-01"),
        [
            "MIC T1 MIC",
            "MOF F1 MOF",
            "MOF K1 MPI",
            "UBND_HA_GIANG G1 UBND_HA_GIANG",
            "UBND_TUYEN_QUANG Q1 UBND_TUYEN_QUANG",
        ]
    );
    assert_eq!(
        facilities("2025-07-01")[3..],
        ["UBND_TUYEN_QUANG G1 UBND_HA_GIANG", "UBND_TUYEN_QUANG Q1 UBND_TUYEN_QUANG"]
    );
    let of_day = table(&work, "facilities", "2025-07-01", &SUCCESSOR);
    let merged = &of_day[3];
    assert_eq!(merged["agency"], of_day[4]["agency"], "one name for both");
    assert_eq!(merged["reported_as"], "UBND Tỉnh Hà Giang");
    let split = of_day.iter().find(|row| row["agency_id"] == "MIC").expect("MIC");
    assert_eq!(split["succession"], "split: MOST; MOCST; MPS", "marked, not guessed");
    let routes = |as_of| {
        let rows = table(&work, "routes", as_of, &SUCCESSOR);
        keys(&rows, ["agency_id", "system_id", "reported_as_id"])
    };
    assert_eq!(routes("2024-12-31"), ["UBND_HA_GIANG H1 UBND_HA_GIANG"]);
    assert_eq!(routes("2025-03-01"), ["UBND_HA_GIANG H1 UBND_HA_GIANG"]);
    assert_eq!(routes("2025-07-01"), ["MAE H1 MONRE", "UBND_TUYEN_QUANG H1 UBND_HA_GIANG"]);
    // An agency is found by its name then and by that of its successor.
    let of = |agency: &str| {
        let more = [&SUCCESSOR[..], &["--agency", agency]].concat();
        keys(
            &table(&work, "facilities", "2025-07-01", &more),
            ["facility_id", "agency_id", "reported_as_id"],
        )
    };
    assert_eq!(of("MPI"), ["K1 MOF MPI"]);
    assert_eq!(of("MOF"), ["F1 MOF MOF", "K1 MOF MPI"]);
}

/// Every table of the directive on every day: the same rows, and nothing changed but the names. (Of what
/// is expected, what a successor sent is told otherwise; see below.)
#[test]
fn no_row_is_lost_added_or_changed_but_for_the_names() {
    let work = filled();
    let inventory = Store::open(&work.path("store")).and_then(|store| store.inventory());
    let inventory = inventory.expect("a store");
    let (agencies, language) = (Agencies::built_in(), Language::English);
    let plan = Plan::built_in();
    for as_of in DAYS {
        let day = as_of.parse().expect("a day");
        let status = Status::of(Some(&inventory), agencies, &Progress::default(), day);
        let status = status.expect("read");
        let of = Whereabouts::of(Some(&inventory), agencies, &status, &plan, None).expect("read");
        let roll_up = agencies.roll_up(day);
        let mut renamed_rows = 0;
        for plain in [
            tables::facilities(&of, agencies, language),
            tables::routes(&of, agencies, language),
            tables::expected(&of, agencies, language),
            tables::obligations(&status, agencies, language),
            tables::completeness(&status, agencies, language),
            tables::obligation_matrix(&status, agencies, language),
        ] {
            let name = plain.name;
            let rolled = tables::by_who_answers(plain.clone(), roll_up, language);
            let at = |table: &Table, names: &[&str]| {
                table.columns.iter().position(|c| names.contains(&c.name)).expect("a column")
            };
            let (id, who) = (at(&plain, &["agency_id"]), at(&plain, &["agency", "owner"]));
            let (then, name_then) =
                (at(&rolled, &["reported_as_id"]), at(&rolled, &["reported_as"]));
            let texts = |row: &[Value]| format!("{row:?}");
            let mut before: Vec<String> = plain.rows.iter().map(|row| texts(row)).collect();
            let mut after: Vec<String> = (rolled.rows.iter())
                .map(|row| {
                    renamed_rows += usize::from(row[id] != row[then]);
                    let mut row = row.clone();
                    (row[id], row[who]) = (row[then].clone(), row[name_then].clone());
                    texts(&row[..plain.columns.len()])
                })
                .collect();
            before.sort();
            after.sort();
            assert!(!before.is_empty(), "{name} {as_of}");
            assert_eq!(before, after, "{name} {as_of}");
        }
        assert_eq!(renamed_rows > 0, as_of != "2024-12-31", "{as_of}");
    }
}

#[test]
fn what_a_successor_sent_is_its_owners_from_the_day_it_answers() {
    let work = filled();
    let state = |as_of: &str, more: &[&str]| {
        let rows = table(&work, "expected", as_of, more);
        let row = rows.iter().find(|row| row["id"] == "finance_database").expect("a row");
        (row["state"].clone(), row["found"].clone())
    };
    let said = |state: &str| (state.to_owned(), "MPI/D1 CSDL quốc gia về tài chính".to_owned());
    assert_eq!(state("2024-09-24", &SUCCESSOR), ("missing".to_owned(), String::new()));
    assert_eq!(state("2024-12-31", &SUCCESSOR), said("elsewhere"));
    assert_eq!(state("2025-03-01", &[]), said("elsewhere"));
    assert_eq!(state("2025-03-01", &SUCCESSOR), said("found"));
    assert_eq!(state("2025-07-01", &SUCCESSOR), said("found"));
}

#[test]
fn a_list_that_was_replaced_later_still_counts_on_the_days_before() {
    let work = Workdir::new();
    let head = "facility_id,name,ownership\n";
    ingest(
        &work,
        "MPI",
        "2024-09-20",
        "one.csv",
        &format!("{head}K1,Phòng máy 1,own\nK2,Phòng máy 2,own\n"),
    );
    ingest(
        &work,
        "MPI",
        "2025-02-01",
        "two.csv",
        &format!("{head}K1,Phòng máy 1,leased\nK2,Phòng máy 2,own\n"),
    );
    let ownership = |as_of| {
        let rows = table(&work, "facilities", as_of, &[]);
        rows.iter().map(|row| row["ownership"].clone()).collect::<Vec<_>>()
    };
    assert!(ownership("2024-09-19").is_empty());
    assert_eq!(ownership("2024-12-31"), ["own", "own"]);
    assert_eq!(ownership("2025-02-01"), ["leased", "own"]);
    let rows = |as_of| {
        let rows = table(&work, "completeness", as_of, &["--agency", "MPI"]);
        let row = rows.iter().find(|row| row["obligation"] == "facility_case").expect("a duty");
        (row["rows_count"].clone(), row["tables_received"].clone())
    };
    assert_eq!(rows("2024-09-19"), ("0".to_owned(), String::new()), "nothing had arrived");
    assert_eq!(rows("2024-12-31"), ("2".to_owned(), "facility".to_owned()));
}

#[test]
fn letters_go_to_whoever_answers_and_say_both_names() {
    let work = Workdir::new();
    let letters = |as_of: &str, language: &str| {
        let out = format!("letters-{as_of}-{language}");
        work.ok(&[
            &["status", "--reminders", "--as-of", as_of, "--lang", language, "--out", &out][..],
            &SUCCESSOR,
        ]
        .concat());
        let folder = std::fs::read_dir(work.path(&out)).expect("a folder");
        let mut letters = BTreeMap::new();
        for entry in folder {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            letters.insert(name, std::fs::read_to_string(path).expect("a letter"));
        }
        letters
    };
    let line = |text: &str, start: &str| {
        text.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned()
    };
    let before = letters("2024-12-31", "vi");
    assert_eq!(line(&before["MPI"], "Kính gửi"), "Kính gửi: Bộ Kế hoạch và Đầu tư");
    assert!(!before["MPI"].contains("kế thừa"));
    let march = letters("2025-03-01", "vi");
    assert_eq!(march.len(), before.len(), "one letter for each agency that owes");
    assert!(!march.contains_key("MPI"));
    assert_eq!(
        line(&march["MOF-MPI"], "Kính gửi"),
        "Kính gửi: Bộ Tài chính (cơ quan kế thừa Bộ Kế hoạch và Đầu tư)"
    );
    assert!(
        march["MOF-MPI"]
            .contains("thuộc trách nhiệm của Bộ Kế hoạch và Đầu tư, nay do Quý cơ quan")
    );
    assert_eq!(line(&march["MOF"], "Kính gửi"), "Kính gửi: Bộ Tài chính");
    let split = line(&march["MIC"], "Kính gửi");
    assert!(
        split.starts_with("Kính gửi: Bộ Thông tin và Truyền thông (chức năng đã chuyển cho"),
        "{split}"
    );
    assert!(split.contains("Bộ Khoa học và Công nghệ, "), "{split}");
    assert!(march.contains_key("UBND_HA_GIANG"), "provinces were merged in July");
    let july = letters("2025-07-01", "en");
    assert_eq!(july.len(), before.len());
    let to = line(&july["UBND_TUYEN_QUANG-UBND_HA_GIANG"], "To:");
    assert!(
        to.contains("Tuyên Quang") && to.ends_with("(successor of UBND Tỉnh Hà Giang)"),
        "{to}"
    );
    let to_mof = july.keys().filter(|name| name.starts_with("MOF")).count();
    assert!(to_mof >= 2, "MOF's own and MPI's");
    let alone = work.ok(&[
        "status",
        "--reminders",
        "--as-of",
        "2025-03-01",
        "--agency",
        "MOF",
        "--roll-up",
        "successor",
    ]);
    assert!(alone.stdout.contains("cơ quan kế thừa Bộ Kế hoạch và Đầu tư"), "{}", alone.stdout);
}
