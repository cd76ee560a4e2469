//! The workbook given back to the sender: nothing of the sender's is changed, and corrected in place
//! it takes the place of the first file.

use std::io::Cursor;
use std::path::Path;

use calamine::Reader;
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::returned::{Caps, Returned, workbook};
use ndcap::submission::{
    Cell, Intake, Merged, Sheet, SheetCount, Submission, is_return_sheet, read, read_sheets,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::command::{Workdir, csv_rows, real};

fn submission_of(name: &str, bytes: &[u8]) -> Submission {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    let sender = agencies.get("MOJ");
    let (as_of, limits) = (plan.period.as_of, plan.limits);
    read(
        Path::new(name),
        bytes,
        &Intake {
            agencies,
            sender,
            as_of,
            received_on: None,
            limits,
            overrides: ndcap::submission::Overrides::none(),
        },
    )
}

fn sheets_of(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let limits = Plan::built_in().limits;
    read_sheets(Path::new(name), bytes, limits, &mut Vec::new()).expect("readable")
}

/// The sheets as a workbook, as a sender's program saves them; ours hidden, as a sender may do.
fn saved(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day_format = Format::new().set_num_format("dd/mm/yyyy");
    for sheet in sheets {
        let to = workbook.add_worksheet();
        to.set_name(&sheet.name).expect("a name").set_hidden(is_return_sheet(sheet));
        for row in &sheet.rows {
            for (column, cell) in (0_u16..).zip(&row.cells) {
                let at = row.number - 1;
                let written = match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) | Cell::Broken(text) => to.write_string(at, column, text),
                    Cell::Number(number) | Cell::Share(number) => {
                        to.write_number(at, column, *number)
                    }
                    Cell::Flag(flag) => to.write_boolean(at, column, *flag),
                    Cell::Day(day) => {
                        let day = ExcelDateTime::parse_from_str(&day.to_string()).expect("a day");
                        to.write_datetime_with_format(at, column, day, &day_format)
                    }
                };
                written.expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// Corrects the cell of a row counted from 1 and a column counted from 0.
fn correct(sheets: &mut [Sheet], sheet: &str, row: u32, column: usize, cell: Cell) {
    let sheet = sheets.iter_mut().find(|known| known.name == sheet).expect("given back");
    let row = sheet.rows.iter_mut().find(|known| known.number == row).expect("given back");
    row.cells[column] = cell;
}

fn total(work: &Workdir, column: &str) -> String {
    let done = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    csv_rows(&done.stdout)[0][column].clone()
}

const FAULTY: &str = "DANH MỤC MÁY ẢO;;;\n\n\
    STT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GiB)\n\
    1;0017;web;4;16\n2;VM-2;=db;nhiều;32\n3;VM-3;mail;8;-8\n4;;tệp;2;4\nTổng cộng;;;;\n";

#[test]
fn a_faulty_file_corrected_in_its_return_workbook_takes_the_place_of_the_first() {
    let work = Workdir::new();
    work.write("vm.csv", FAULTY);
    let first = work.ndcap(&["ingest", "vm.csv", "--agency", "MOJ"]);
    assert_eq!(first.code, 2, "three rows are rejected");
    assert_eq!(total(&work, "vcpu_count"), "4");
    let done = work.ndcap(&["check", "vm.csv", "--agency", "MOJ", "--return", "back/vm.xlsx"]);
    assert_eq!(done.code, 2, "as without --return");
    assert!(done.stderr.contains("wrote back/vm.xlsx"), "{}", done.stderr);
    let bytes = std::fs::read(work.path("back/vm.xlsx")).expect("the workbook");
    let mut sheets = sheets_of("vm.xlsx", &bytes);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Lỗi cần sửa", "Tóm tắt kiểm tra", "vm"]);
    correct(&mut sheets, "vm", 5, 3, Cell::Number(16.0));
    correct(&mut sheets, "vm", 6, 4, Cell::Text("8".to_owned()));
    correct(&mut sheets, "vm", 7, 1, Cell::Text("VM-4".to_owned()));
    work.write("sent-again.xlsx", saved(&sheets));
    let again = work.ok(&["ingest", "sent-again.xlsx", "--agency", "MOJ"]);
    assert!(again.stderr.contains("replace those of MOJ/0001-"), "{}", again.stderr);
    assert!(again.stderr.contains("; 0 of its codes are gone"), "{}", again.stderr);
    let states = csv_rows(&work.ok(&["submissions", "--format", "csv"]).stdout);
    let states: Vec<&str> = states.iter().map(|row| row["status"].as_str()).collect();
    assert_eq!(states, ["replaced", "current"]);
    assert_eq!(
        (total(&work, "workloads_count"), total(&work, "vcpu_count")),
        ("4".into(), "30".into())
    );
    assert_eq!(total(&work, "ram_gib"), "60.000");
    let codes: Vec<String> = submission_of("sent-again.xlsx", &saved(&sheets))
        .findings
        .iter()
        .map(|finding| finding.code.id().to_owned())
        .collect();
    assert_eq!(codes, ["T604"], "only the row of totals is told, as before");
}

#[test]
fn a_workbook_of_two_tables_is_corrected_the_same_way() {
    let work = Workdir::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Hệ thống").expect("a name");
    for (column, heading) in (0..).zip(["Mã hệ thống", "Tên hệ thống", "Cấp độ an toàn"])
    {
        sheet.write(0, column, heading).expect("a cell");
    }
    sheet.write(1, 0, "HT1").expect("a cell").write(1, 1, "Một cửa").expect("a cell");
    sheet.write(1, 2, 9.5).expect("a cell");
    let sheet = workbook.add_worksheet().set_name("Máy ảo").expect("a name");
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 2, "Danh mục máy ảo", &bold).expect("merged");
    for (column, heading) in (0..).zip(["Mã máy ảo", "Mã hệ thống", "Số vCPU"]) {
        sheet.write(2, column, heading).expect("a cell");
    }
    for (row, code) in (3..).zip(["VM-1", "VM-2"]) {
        sheet.write(row, 0, code).expect("a cell").write(row, 1, "HT1").expect("a cell");
        sheet.write(row, 2, 4).expect("a cell");
    }
    work.write("a.xlsx", workbook.save_to_buffer().expect("a workbook"));
    assert_eq!(work.ndcap(&["ingest", "a.xlsx", "--agency", "MOJ"]).code, 2);
    let check = ["check", "a.xlsx", "--agency", "MOJ", "--return", "b.xlsx", "--lang", "en"];
    assert_eq!(work.ndcap(&check).code, 2);
    let bytes = std::fs::read(work.path("b.xlsx")).expect("the workbook");
    let mut sheets = sheets_of("b.xlsx", &bytes);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Findings", "Check summary", "Hệ thống", "Máy ảo"]);
    correct(&mut sheets, "Hệ thống", 2, 2, Cell::Number(3.0));
    work.write("b2.xlsx", saved(&sheets));
    let again = work.ok(&["ingest", "b2.xlsx", "--agency", "MOJ"]);
    assert!(again.stderr.contains("workload rows replace those of MOJ/0001-"), "{}", again.stderr);
    assert_eq!(total(&work, "vcpu_count"), "8");
}

#[test]
fn merged_regions_are_merged_again() {
    let (mut sheets, submission) =
        (sheets_of("vm.csv", FAULTY.as_bytes()), submission_of("vm.csv", FAULTY.as_bytes()));
    let region = |first_row, last_row, first_column, last_column| Merged {
        first_row,
        last_row,
        first_column,
        last_column,
    };
    sheets[0].merged = vec![region(1, 1, 0, 4), region(4, 6, 5, 5)];
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    let bytes = workbook(&returned).expect("written");
    let mut read: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let merged = read.merge_cells_by_sheet_name("vm").expect("regions");
    let corners: Vec<_> = merged.iter().map(|region| (region.start, region.end)).collect();
    assert_eq!(corners, [((0, 0), (0, 4)), ((3, 5), (5, 5))]);
}

/// What a file becomes, without the findings about how its bytes were read, and without our sheets.
fn content(submission: &Submission) -> (Vec<SheetCount>, Vec<(String, String)>) {
    let of_file = |code: &str| code.starts_with('F') || code == "H208";
    let findings = submission
        .findings
        .iter()
        .filter(|finding| !of_file(finding.code.id()))
        .map(|finding| {
            (finding.code.id().to_owned(), finding.place(ndcap::language::Language::English))
        })
        .collect();
    (submission.counts.clone(), findings)
}

fn assert_given_back_unchanged(path: &Path) {
    let bytes = std::fs::read(path).expect("a file");
    let name = path.file_name().expect("a name").to_string_lossy();
    let (sheets, submission) = (sheets_of(&name, &bytes), submission_of(&name, &bytes));
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    let back = workbook(&returned).expect("written");
    let theirs: Vec<Sheet> =
        sheets_of("b.xlsx", &back).into_iter().filter(|sheet| !is_return_sheet(sheet)).collect();
    for (before, after) in sheets.iter().zip(&theirs) {
        assert_eq!((&before.name, &before.rows), (&after.name, &after.rows), "{name}");
    }
    let again = submission_of("b.xlsx", &back);
    assert_eq!(again.tables, submission.tables, "{name}");
    assert_eq!(again.rejected, submission.rejected, "{name}");
    let (counts, findings) = content(&again);
    assert_eq!((counts[2..].to_vec(), findings), content(&submission), "{name}");
}

#[test]
fn a_return_workbook_that_nobody_corrected_reads_as_the_file_it_came_from() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/sample");
    let mut files = Vec::new();
    for agency in std::fs::read_dir(sample).expect("the sample") {
        let agency = agency.expect("an entry").path();
        if agency.is_dir() {
            files.extend(
                std::fs::read_dir(agency).expect("files").map(|f| f.expect("a file").path()),
            );
        }
    }
    assert!(files.len() > 30, "{}", files.len());
    for file in files {
        assert_given_back_unchanged(&file);
    }
}

#[test]
fn a_real_export_is_given_back_unchanged() {
    let Some(file) = real("rvtools/workshop.xlsx") else { return };
    assert_given_back_unchanged(&file);
}

#[test]
fn what_cannot_be_given_back_is_refused_before_anything_is_written() {
    let work = Workdir::new();
    work.write("vm.xlsx", b"not read");
    work.write("a.csv", FAULTY);
    work.write("b.csv", FAULTY);
    let refuse = |arguments: &[&str], word: &str| {
        let done = work.ndcap(&[&["check", "--agency", "MOJ"], arguments].concat());
        assert_eq!(done.code, 1, "{}", done.stderr);
        assert!(done.stderr.contains(word), "{}", done.stderr);
    };
    refuse(&["a.csv", "b.csv", "--return", "back.xlsx"], "one file at a time, and there are 2");
    refuse(&["vm.xlsx", "--return", "./vm.xlsx"], "would overwrite the file itself");
    refuse(&["a.csv", "--return", "back.csv"], "must end in .xlsx");
    assert_eq!(std::fs::read(work.path("vm.xlsx")).expect("kept"), b"not read");
    assert!(!work.path("back.xlsx").exists());
}

#[test]
fn a_file_that_cannot_be_read_gets_the_list_and_a_strange_name_is_adapted() {
    let work = Workdir::new();
    work.write("scan.xlsx", b"%PDF-1.7");
    let done = work.ndcap(&["check", "scan.xlsx", "--agency", "MOJ", "--return", "scan-back.xlsx"]);
    assert_eq!(done.code, 2);
    let bytes = std::fs::read(work.path("scan-back.xlsx")).expect("the workbook");
    let sheets = sheets_of("b.xlsx", &bytes);
    assert!(sheets.len() == 2 && sheets.iter().all(is_return_sheet));
    assert!(sheets[0].rows.iter().any(|row| row.cell(2) == &Cell::Text("F101".to_owned())));
    let name = "danh mục [máy ảo] của đơn vị năm 2024.csv";
    work.write(name, FAULTY);
    let done = work.ndcap(&["check", name, "--agency", "MOJ", "--return", "named.xlsx"]);
    assert_eq!(done.code, 2);
    let bytes = std::fs::read(work.path("named.xlsx")).expect("the workbook");
    let sheets = sheets_of("b.xlsx", &bytes);
    assert_eq!(sheets[2].name, "danh mục -máy ảo- của đơn vị nă");
    let original = Cell::Text("danh mục [máy ảo] của đơn vị năm 2024".to_owned());
    assert!(sheets[1].rows.iter().any(|row| row.cell(1) == &original), "the name it had is stated");
}
