//! Bad input: never a panic, never half a store, always the file, what is wrong and what to do.

use calamine::Reader;

use crate::command::{Done, Workdir};

/// Ingests a file for MOET and checks what must hold of every refusal.
fn refused(work: &Workdir, file: &str, code: &str, words: &[&str]) -> Done {
    let done = work.ndcap(&["ingest", file, "--agency", "MOET"]);
    assert_eq!(done.code, 2, "{}\n{}", done.stdout, done.stderr);
    assert!(done.stderr.contains(file), "names the file: {}", done.stderr);
    assert!(done.stderr.contains(code), "{code}: {}", done.stderr);
    assert!(done.stderr.contains("do: "), "says what to do: {}", done.stderr);
    for word in words {
        assert!(done.stderr.contains(word), "{word}: {}", done.stderr);
    }
    assert!(!work.path("store/submissions/MOET").exists(), "nothing was stored");
    let checked = work.ndcap(&["check", file, "--agency", "MOET"]);
    assert_eq!(checked.code, 2, "check agrees: {}", checked.stdout);
    done
}

/// A small workbook of one sheet.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const GOOD: &[&[&str]] = &[&["Mã máy ảo", "Số vCPU", "RAM (GiB)"], &["VM-1", "4", "16"]];

#[test]
fn an_empty_file_is_refused() {
    let work = Workdir::new();
    work.write("empty.xlsx", b"");
    refused(&work, "empty.xlsx", "F102", &["0 bytes", "Send the file again"]);
    work.write("empty.csv", b"");
    refused(&work, "empty.csv", "F102", &["0 bytes"]);
}

#[test]
fn a_truncated_workbook_is_refused() {
    let work = Workdir::new();
    let whole = workbook(GOOD);
    for share in [10, 50, 90] {
        work.write("cut.xlsx", &whole[..whole.len() * share / 100]);
        refused(&work, "cut.xlsx", "F101", &["damaged or cut off"]);
    }
}

#[test]
fn a_workbook_with_flipped_bytes_never_brings_the_program_down() {
    let whole = workbook(GOOD);
    let work = Workdir::new();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        work.write("flipped.xlsx", &bytes);
        let done = work.ndcap(&["check", "flipped.xlsx", "--agency", "MOET"]);
        assert!(done.code == 0 || done.code == 2, "byte {at}: {} {}", done.code, done.stderr);
    }
}

#[test]
fn a_pdf_renamed_to_xlsx_is_refused_by_its_content() {
    let work = Workdir::new();
    work.write("report.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
    refused(&work, "report.xlsx", "F101", &["a PDF document", "save it as .xlsx or .csv"]);
}

#[test]
fn a_sheet_without_headings_is_refused() {
    let work = Workdir::new();
    work.write("cover.xlsx", workbook(&[&["Kính gửi", "Bộ Công an"], &["Trân trọng"]]));
    refused(&work, "cover.xlsx", "F103", &["H201", "Kính gửi | Bộ Công an", "ndcap template"]);
}

#[test]
fn headings_without_rows_are_refused() {
    let work = Workdir::new();
    work.write("blank.xlsx", workbook(&GOOD[..1]));
    refused(&work, "blank.xlsx", "H202", &["headings only", "Fill in the table"]);
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let work = Workdir::new();
    let header: Vec<String> = (0..100_000).map(|column| format!("cột {column}")).collect();
    work.write("wide.csv", format!("{}\n", header.join(",")));
    refused(
        &work,
        "wide.csv",
        "F104",
        &["100,000 columns", "limits.columns_max", "Delete empty columns"],
    );
}

#[test]
fn a_cell_of_ten_megabytes_is_cut_and_told() {
    let work = Workdir::new();
    let long = "x".repeat(10 * 1024 * 1024);
    work.write("long.csv", format!("Mã máy ảo,Số vCPU,Ghi chú\nVM-1,4,{long}\n"));
    let done = work.ok(&["ingest", "long.csv", "--agency", "MOET"]);
    assert!(done.stderr.contains("C412") && done.stderr.contains("long!C2"), "{}", done.stderr);
    assert!(done.stderr.contains("10,485,760 bytes") && done.stderr.contains("Shorten the cell"));
    let all = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    assert!(
        all.stdout.contains(",1,4,,"),
        "the row counts, unknown RAM is no zero: {}",
        all.stdout
    );
}

#[test]
fn a_store_that_cannot_be_written_is_named_with_a_remedy() {
    let work = Workdir::new();
    work.write("good.xlsx", workbook(GOOD));
    // A file stands where the folder should be: that fails for every user, root too.
    work.write("taken", b"");
    let done = work.ndcap(&["ingest", "good.xlsx", "--agency", "MOET", "--store", "taken/store"]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(
        done.stderr.contains("taken/store") && done.stderr.contains("check"),
        "{}",
        done.stderr
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::create_dir(work.path("locked")).expect("a folder");
        let read_only = std::fs::Permissions::from_mode(0o500);
        std::fs::set_permissions(work.path("locked"), read_only).expect("permissions");
        if std::fs::write(work.path("locked/probe"), b"").is_ok() {
            eprintln!("skipped: this user may write everywhere");
            return;
        }
        let done =
            work.ndcap(&["ingest", "good.xlsx", "--agency", "MOET", "--store", "locked/store"]);
        assert_eq!(done.code, 1);
        assert!(done.stderr.contains("may write"), "{}", done.stderr);
    }
}

#[test]
fn an_unknown_agency_is_refused_with_the_nearest() {
    let work = Workdir::new();
    work.write("good.xlsx", workbook(GOOD));
    let done = work.ndcap(&["ingest", "good.xlsx", "--agency", "Bộ Giáo dụcc"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("Bộ Giáo dụcc") && done.stderr.contains("MOET"),
        "{}",
        done.stderr
    );
    let rows: &[&[&str]] =
        &[&["Đơn vị", "Mã máy ảo", "Số vCPU"], &["Bộ Giáo dụcc và Đào tạo", "VM-1", "4"]];
    work.write("rows.xlsx", workbook(rows));
    let done = work.ndcap(&["ingest", "rows.xlsx"]);
    assert_eq!(done.code, 2);
    for word in ["rows.xlsx", "A301", "Sheet1!A2", "Bộ Giáo dụcc và Đào tạo", "(MOET)"] {
        assert!(done.stderr.contains(word), "{word}: {}", done.stderr);
    }
    let done = work.ndcap(&["ingest", "good.xlsx"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("A302") && done.stderr.contains("--agency"), "{}", done.stderr);
}

#[test]
fn a_missing_file_and_a_folder_that_is_no_store_are_named() {
    let work = Workdir::new();
    let done = work.ndcap(&["ingest", "nowhere.xlsx", "--agency", "MOET"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("nowhere.xlsx"), "{}", done.stderr);
    let done = work.ndcap(&["assumptions", "--plan", "nowhere.toml"]);
    assert_eq!(done.code, 1);
    assert_eq!(done.stderr.matches("No such file").count(), 1, "said once: {}", done.stderr);
    let done = work.ndcap(&["inventory"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("no store") && done.stderr.contains("ndcap ingest"),
        "{}",
        done.stderr
    );
    work.write("other/letter.txt", b"dear");
    let done = work.ndcap(&["inventory", "--store", "other"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("is no store"), "{}", done.stderr);
}

#[test]
fn text_that_a_spreadsheet_would_run_is_disarmed() {
    let work = Workdir::new();
    work.write("formula.csv", "Mã hệ thống,Tên hệ thống,Cấp độ an toàn\n=1+1,=HYPERLINK(0),3\n");
    work.ok(&["ingest", "formula.csv", "--agency", "MOET"]);
    let done = work.ok(&["report", "--out", "out"]);
    let left_out = std::fs::read_to_string(work.path("out/tables/left_out.csv")).expect("a table");
    assert!(
        left_out.contains("'=1+1") && left_out.contains("'=HYPERLINK"),
        "{left_out}{}",
        done.stderr
    );
    // What stands in a file is shown among the findings too.
    work.write("cell.csv", "Mã máy ảo,Số vCPU\n=1+1,=2+2\n@x,+cmd|' /C calc'!A0\n");
    let done = work.ndcap(&["check", "cell.csv", "--agency", "MOET", "--format", "csv"]);
    for cell in ["'=2+2", "'+cmd|' /C calc'!A0"] {
        assert!(done.stdout.contains(cell), "{cell}: {}", done.stdout);
    }
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(work.path("out/report.xlsx")).expect("a workbook");
    let cells = workbook.worksheet_range("left_out").expect("a sheet");
    let texts: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(texts.iter().any(|text| text == "=1+1"), "the workbook keeps the text: {texts:?}");
    let formulas = workbook.worksheet_formula("left_out").expect("a sheet");
    assert_eq!(formulas.used_cells().count(), 0, "and none of it is a formula");
}
