//! Long lists: taken in while they are read, with the totals and findings of any other file.

use std::fmt::Write;
use std::io::Write as _;

use crate::command::{Workdir, csv_rows};

/// Rows of the list, so that it is long.
const ROWS: u32 = 8_000;

/// A list of machines of 4 vCPU each with 1.024 GB, of which only the last row says that the point
/// separates thousands; with a copy, a code that stands twice, a row without code, and a total.
fn list() -> String {
    let mut text =
        "STT;Đơn vị;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB);Hệ điều hành;Ghi chú\n".to_owned();
    for number in 1..=ROWS {
        let agency = if number % 3 == 0 { "Bộ Y tế" } else { "Bộ Tư pháp" };
        let (code, vcpu) = match number {
            6_000 => ("VM-3000".to_owned(), 4),
            7_000 => ("VM-4000".to_owned(), 8),
            7_200 => (String::new(), 4),
            other => (format!("VM-{other}"), 4),
        };
        let name = if number == 6_000 { 3_000 } else { number };
        let ram = if number == ROWS { "0,5 TB" } else { "1.024" };
        // The code that stands twice is of one agency.
        let agency = if number == 7_000 { "Bộ Tư pháp" } else { agency };
        let note = "đặt tại phòng máy của đơn vị, tầng 3, nhà A, khu hành chính";
        let _ = writeln!(
            text,
            "{number};{agency};{code};máy chủ ứng dụng {name};{vcpu};{ram};Ubuntu 22.04;{note}"
        );
    }
    let _ = writeln!(text, ";Tổng cộng;;;{};;;", 4 * ROWS + 4);
    assert!(text.len() > 1 << 20, "long enough: {}", text.len());
    text
}

#[test]
fn a_long_list_is_taken_in_with_its_totals_and_leads_back_to_its_cells() {
    let work = Workdir::new();
    work.write("ds.csv", list());
    let checked = work.json(&["check", "ds.csv", "--format", "json"]);
    let done = work.json(&["ingest", "ds.csv", "--format", "json"]);
    let (checked, taken) = (&checked["submissions"][0], &done["submissions"][0]);
    for key in ["tables", "findings", "sha256", "agency_id"] {
        assert_eq!(checked[key], taken[key], "{key}");
    }
    let table = &taken["tables"][0];
    let count = |key: &str| table[key].as_u64().expect("a count");
    assert_eq!(count("rows_read"), u64::from(ROWS) + 1);
    assert_eq!(count("rows_merged"), 1, "the copy of VM-3000");
    assert_eq!(count("rows_rejected"), 2, "VM-4000 with 8 vCPU, the row without code");
    assert_eq!(count("rows_skipped"), 1, "the total");
    assert_eq!(count("rows_accepted"), u64::from(ROWS) - 3);
    let codes: Vec<&str> = checked["details"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|f| f["code"].as_str())
        .collect();
    for code in ["C401", "T601", "T602", "T604", "H207"] {
        assert_eq!(codes.iter().filter(|known| **known == code).count(), 1, "{code} in {codes:?}");
    }
    assert!(!codes.contains(&"C403"), "the last row decides how all are read: {codes:?}");
    let totals = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    let row = &csv_rows(&totals.stdout)[0];
    assert_eq!(row["vcpu_count"], (4 * (ROWS - 3)).to_string());
    // 1.024 is 1024 GiB by the decimal comma of the last row, whose 0.5 TB are 512 GiB.
    let ram: f64 = row["ram_gib"].parse().expect("a number");
    assert!((ram - f64::from(1024 * (ROWS - 4) + 512)).abs() < 1e-9, "{ram}");
    let told = work.json(&[
        "explain",
        "inventory/agency_id=MOJ/ram_gib",
        "--limit",
        "2",
        "--format",
        "json",
    ]);
    let cell = &told["cells"][0];
    assert_eq!((&cell["raw"], &cell["column"]), (&"1.024".into(), &"F".into()));
    work.ok(&["verify"]);
    let again = work.json(&["ingest", "ds.csv", "--format", "json"]);
    assert_eq!(again["submissions"][0]["status"], "unchanged");
}

#[test]
fn a_long_list_says_what_it_says_in_memory() {
    let work = Workdir::new();
    let text = list();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).expect("compressed");
    // Rows so alike compress well: the file is not long, and is held in memory.
    work.write("ds.csv.gz", gz.finish().expect("compressed"));
    work.write("ds.csv", text);
    let of = |name: &str| work.json(&["check", name, "--format", "json"])["submissions"][0].clone();
    let (plain, packed) = (of("ds.csv"), of("ds.csv.gz"));
    assert_eq!(plain["tables"], packed["tables"]);
    assert_eq!(plain["findings"], packed["findings"]);
}

#[test]
#[cfg(unix)]
fn a_long_list_whose_copy_finds_no_room_is_not_taken_in() {
    let work = Workdir::new();
    work.write("ds.csv", list());
    let program = env!("CARGO_BIN_EXE_ndcap");
    // Files end at half a MiB or a whole one, by the unit of the shell, as on a disk that is full.
    let limited = format!("trap '' XFSZ; ulimit -f 1000; exec '{program}' ingest ds.csv");
    let mut command = std::process::Command::new("sh");
    let output = command.args(["-c", &limited]).current_dir(work.path("")).output();
    let output = output.expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot write") && told.contains("original.csv"), "{told}");
    let again = work.json(&["ingest", "ds.csv", "--format", "json"]);
    assert_eq!(again["submissions"][0]["status"], "ingested", "nothing stands in the way");
}

#[test]
fn a_long_list_that_is_replaced_says_which_codes_are_gone() {
    let work = Workdir::new();
    let text = list();
    work.write("a.csv", &text);
    work.ndcap(&["ingest", "a.csv"]);
    work.write("b.csv", text.replacen(";VM-1;", ";VM-1-moi;", 1));
    let done = work.ndcap(&["ingest", "b.csv"]);
    assert!(done.stderr.contains("1 of its codes is gone"), "{}", done.stderr);
}

#[test]
fn the_same_list_as_objects_on_lines_has_the_same_totals() {
    let work = Workdir::new();
    let (mut text, mut lines) = (String::new(), String::new());
    text.push_str("Đơn vị,Mã máy ảo,Số vCPU,RAM (GB),Ghi chú\n");
    for number in 1..=7_000_u32 {
        let agency = if number % 3 == 0 { "Bộ Y tế" } else { "BGDĐT" };
        let (vcpu, ram) = (1 + number % 8, f64::from(number % 64) + 0.5);
        let note = "đặt tại phòng máy của đơn vị, tầng 3, nhà A, khu hành chính";
        let _ = writeln!(text, "{agency},VM-{number},{vcpu},{ram},\"{note}\"");
        let object = serde_json::json!({
            "Đơn vị": agency, "Mã máy ảo": format!("VM-{number}"), "Số vCPU": vcpu,
            "RAM (GB)": ram, "Ghi chú": note,
        });
        let _ = writeln!(lines, "{object}");
    }
    assert!(lines.len() > 1 << 20, "long enough");
    let totals_of = |file: &str, text: &str, store: &str| {
        work.write(file, text);
        work.ok(&["ingest", file, "--store", store]);
        work.ok(&["inventory", "--store", store, "--format", "csv"]).stdout
    };
    let of_csv = totals_of("ds.csv", &text, "a");
    assert_eq!(csv_rows(&of_csv).len(), 2);
    assert_eq!(of_csv, totals_of("ds.jsonl", &lines, "b"));
}

/// Whether it can be held or not: the sender is told the line.
#[test]
fn a_line_that_is_no_object_is_told_by_its_number_however_large_the_file() {
    let work = Workdir::new();
    work.write("small.toml", "[limits]\nfile_bytes_max = 1000000\n");
    let note = "x".repeat(200);
    let line = |number: u32| {
        format!("{{\"Mã máy ảo\": \"VM-{number}\", \"Số vCPU\": 4, \"Ghi chú\": \"{note}\"}}\n")
    };
    // The last two are objects to one who does not look at their values.
    for broken in ["{\"Mã máy ảo\": ", "[1]", "x", "{\"Số vCPU\": 1e999}", "{\"a\": \"\\ud800\"}"]
    {
        let mut text: String = (1..6_000).map(line).collect();
        let _ = writeln!(text, "{broken}\n{}", line(6_000));
        assert!(text.len() > 1 << 20, "long enough");
        work.write("ds.jsonl", &text);
        let told = |limit: &[&str]| {
            let check = ["check", "ds.jsonl", "--agency", "MOET", "--format", "json"];
            work.json(&[&check, limit].concat())["submissions"][0]["details"].clone()
        };
        let (held, beyond) = (told(&[]), told(&["--plan", "small.toml"]));
        assert_eq!(held, beyond, "{broken}");
        assert_eq!(held.as_array().map(Vec::len), Some(1), "{held}");
        assert_eq!(held[0]["code"], "F101", "{held}");
        let found = held[0]["found"].as_str().expect("a text");
        assert!(found.ends_with("on line 6,000"), "{found}");
    }
}

/// A series of samples is longer than any list of machines.
#[test]
fn a_series_of_vrops_beyond_what_can_be_held_becomes_figures_of_each_workload() {
    let work = Workdir::new();
    work.write("small.toml", "[limits]\ncells_max = 10000\n");
    let series = |object: &str| {
        let mut text =
            format!("\u{feff}\"Name\",\"Interval Breakdown\",\"{object}|CPU|Usage (%)|Avg\",");
        let _ =
            writeln!(text, "\"{object}|Memory|Usage (%)|Avg\",\"{object}|CPU|Demand (MHz)|Avg\"");
        for n in 0..20_000_u32 {
            let (machine, at) = (n % 20, n / 20);
            let (day, hour) = (at / 50 + 1, at % 11 + 1);
            let cpu = f64::from(at) / 10.0;
            let _ = writeln!(
                text,
                "\"vm-{machine}\",\"{hour}:05 PM {day} November 2024\",\"{cpu}\",\"-\",\"1,200.5\""
            );
        }
        assert!(text.len() > 1 << 20, "long enough: {}", text.len());
        text
    };
    work.write("series.csv", series("VM"));
    work.write("hosts.csv", series("Host"));
    let ingest = ["ingest", "series.csv", "--agency", "MOJ", "--format", "json"];
    let done = work.json(&[&ingest[..], &["--plan", "small.toml"]].concat());
    let table = &done["submissions"][0]["tables"][0];
    assert_eq!((&table["table"], &table["rows_accepted"]), (&"utilisation".into(), &20_000.into()));
    let rows = work.json(&["utilisation", "--format", "json"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(20));
    for row in rows.as_array().expect("rows") {
        // 0, 0.1, …, 99.9: rank 0.95 × 999 = 949.05.
        let percentile = row["cpu_util_pct_p95"].as_f64().expect("a number");
        assert!((percentile - 94.905).abs() < 1e-9, "{row}");
        assert_eq!((&row["samples_count"], &row["days_covered"]), (&1_000.into(), &20.into()));
    }
    work.ok(&["verify"]);
    let check = ["check", "hosts.csv", "--agency", "MOJ", "--format", "json"];
    let held = work.json(&[&check[..], &["--plan", "small.toml"]].concat());
    assert_eq!(held["submissions"][0]["details"][0]["code"], "F104", "nothing is read from hosts");
}
