use std::path::Path;

use super::*;
use crate::diagnostic::{Code, Severity};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::submission::{
    Cell, Intake, Merged, Sheet, SheetRow, Submission, is_return_sheet, read, read_sheets,
};
use crate::time::NaiveDate;

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
            overrides: crate::submission::Overrides::none(),
        },
    )
}

fn sheets_of(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    let limits = Plan::built_in().limits;
    read_sheets(Path::new(name), bytes, limits, &mut Vec::new()).expect("readable")
}

/// Sheets and submission of a list of machines.
fn machines(text: &str) -> (Vec<Sheet>, Submission) {
    (sheets_of("vm.csv", text.as_bytes()), submission_of("vm.csv", text.as_bytes()))
}

fn row(number: u32, cells: Vec<Cell>) -> SheetRow {
    SheetRow { number, cells }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The sheets of a return workbook without ours.
fn given_back(returned: &Returned<'_>) -> Vec<Sheet> {
    let bytes = workbook(returned).expect("written");
    let sheets = sheets_of("back.xlsx", &bytes);
    assert_eq!(sheets.iter().filter(|sheet| is_return_sheet(sheet)).count(), 2);
    sheets.into_iter().filter(|sheet| !is_return_sheet(sheet)).collect()
}

#[test]
fn every_cell_comes_back_at_its_place_with_its_type() {
    let day = NaiveDate::from_ymd_opt(2021, 3, 9).expect("a day");
    let mut sheet = Sheet::new("Máy ảo");
    let words = ["0017", "=1+1", "+84", "_x0041_", "  hai  chữ ", "một\nhai", "a\u{1}b", "TRUE"];
    sheet.rows = vec![
        row(3, vec![Cell::Empty, text("Mã máy ảo"), text("Số vCPU")]),
        row(5, words.map(text).to_vec()),
        row(
            9,
            vec![
                Cell::Number(4.0),
                Cell::Number(0.1 + 0.2),
                Cell::Number(1.23e18),
                Cell::Day(day),
                Cell::Flag(true),
                Cell::Broken("#REF!".to_owned()),
                Cell::Broken("#DIV/0!".to_owned()),
            ],
        ),
    ];
    let submission = submission_of("a.csv", b"");
    let sheets = [sheet];
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    let back = given_back(&returned);
    assert_eq!(back.len(), 1);
    assert_eq!((&back[0].name, &back[0].rows), (&sheets[0].name, &sheets[0].rows));
}

#[test]
fn a_share_comes_back_as_a_share_and_a_day_before_excel_as_text() {
    let early = NaiveDate::from_ymd_opt(1899, 12, 1).expect("a day");
    let mut sheet = Sheet::new("a");
    sheet.rows = vec![row(1, vec![Cell::Share(0.85), Cell::Share(0.125), Cell::Day(early)])];
    let submission = submission_of("a.csv", b"");
    let sheets = [sheet];
    let returned = Returned::new(&sheets, &submission, Language::English, Caps::USUAL);
    let back = given_back(&returned);
    let cells = &back[0].rows[0].cells;
    for (cell, share) in cells.iter().zip([0.85, 0.125]) {
        assert!([Cell::Share(share), Cell::Number(share)].contains(cell), "{cell:?}");
    }
    assert_eq!(cells[2], text("01/12/1899"));
}

#[test]
fn findings_stand_on_their_cells_and_the_gravest_comes_first() {
    let (sheets, submission) = machines("Mã máy ảo,Số vCPU,RAM (GB)\nVM-1,nhiều,8\n,4,131072\n");
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    let marks = &returned.sheets[0].marks;
    let places: Vec<((u32, usize), Option<Severity>)> =
        marks.iter().map(|(place, mark)| (*place, mark.severity)).collect();
    let expected = [
        ((1, 2), Some(Severity::Note)),
        ((2, 1), Some(Severity::Error)),
        ((3, 0), Some(Severity::Error)),
        ((3, 2), Some(Severity::Warning)),
    ];
    assert_eq!(places, expected);
    let comment = marks[&(2, 1)].comment.as_deref().expect("a comment");
    assert!(comment.starts_with("LỖI C402: "), "{comment}");
    assert!(comment.contains("\nĐang ghi: nhiều\nCách sửa: "), "{comment}");
    let codes: Vec<Code> = returned.listed.iter().map(|listed| listed.finding.code).collect();
    assert_eq!(codes, [Code::C402, Code::C401, Code::C407, Code::H207]);
    let target = Target { sheet: 0, row: 2, column: 1 };
    assert_eq!(returned.listed[0].target, Some(target));
}

#[test]
fn several_findings_on_a_cell_share_its_comment() {
    let (sheets, mut submission) = machines("Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\n");
    for (code, found) in [(Code::C407, "doubt"), (Code::C402, "wrong")] {
        submission.findings.push(Finding::new(code, found).sheet("vm").row(2).column(1));
    }
    submission.findings.push(Finding::new(Code::R501, "of the row").sheet("vm").row(2));
    submission.findings.push(Finding::new(Code::H202, "of the sheet").sheet("vm"));
    submission.findings.push(Finding::new(Code::F103, "of the file"));
    let returned = Returned::new(&sheets, &submission, Language::English, Caps::USUAL);
    let marks = &returned.sheets[0].marks;
    assert_eq!(marks.keys().copied().collect::<Vec<_>>(), [(2, 0), (2, 1)]);
    let comment = marks[&(2, 1)].comment.as_deref().expect("a comment");
    let paragraphs: Vec<&str> = comment.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 2);
    assert!(paragraphs[0].starts_with("ERROR C402"), "{comment}");
    assert!(paragraphs[1].starts_with("WARNING C407"), "{comment}");
    let targets: Vec<(Code, Option<(u32, usize)>)> = returned
        .listed
        .iter()
        .map(|listed| (listed.finding.code, listed.target.map(|t| (t.row, t.column))))
        .collect();
    let expected = [
        (Code::C402, Some((2, 1))),
        (Code::R501, Some((2, 0))),
        (Code::F103, None),
        (Code::C407, Some((2, 1))),
        (Code::H202, Some((1, 0))),
    ];
    assert_eq!(targets, expected);
}

#[test]
fn a_comment_stays_short_however_many_findings_a_cell_has() {
    let (sheets, mut submission) = machines("Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\n");
    for _ in 0..500 {
        let finding = Finding::new(Code::C402, "x".repeat(40_000));
        submission.findings.push(finding.sheet("vm").row(2).column(1));
    }
    let returned = Returned::new(&sheets, &submission, Language::English, Caps::USUAL);
    let comment = returned.sheets[0].marks[&(2, 1)].comment.clone().expect("a comment");
    assert!(comment.chars().count() < 2_500, "{}", comment.chars().count());
    assert!(comment.ends_with(" more on this cell; see the list."), "{comment}");
    assert!(workbook(&returned).is_ok());
}

#[test]
fn beyond_the_caps_cells_are_coloured_without_comment_and_the_rest_is_counted() {
    let mut text = "Mã máy ảo,Số vCPU,RAM (GiB)\n".to_owned();
    for number in 0..10 {
        text.push_str(&format!("VM-{number},nhiều,8\n"));
    }
    let (sheets, submission) = machines(&text);
    let caps = Caps { comments: 3, listed: 4 };
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, caps);
    let marks = &returned.sheets[0].marks;
    let commented = marks.values().filter(|mark| mark.comment.is_some()).count();
    assert_eq!((marks.len(), commented, returned.comments_left_out), (10, 3, 7));
    assert!(marks.values().all(|mark| mark.severity == Some(Severity::Error)));
    assert_eq!((returned.listed.len(), returned.findings_left_out()), (4, 6));
    let remarks = summary::remarks(&returned, &cells::Lost::default());
    assert!(remarks.iter().any(|r| r.starts_with("6 điểm không có")), "{remarks:?}");
    assert!(remarks.iter().any(|r| r.starts_with("7 ô không có ghi chú")), "{remarks:?}");
    let list = sheets_of("back.xlsx", &workbook(&returned).expect("written")).remove(0);
    let last = list.rows.last().expect("rows");
    assert!(last.cells[0].raw().starts_with("… còn 6 điểm nữa"), "{:?}", last.cells[0]);
}

#[test]
fn hidden_rows_are_shown_and_told() {
    let (mut sheets, submission) = machines("Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\nVM-2,4,8\n");
    sheets[0].hidden_rows = vec![3];
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    let mark = &returned.sheets[0].marks[&(3, 0)];
    assert_eq!(mark.severity, None);
    assert!(mark.comment.as_deref().is_some_and(|c| c.starts_with("Dòng này bị ẩn")), "{mark:?}");
    let remarks = summary::remarks(&returned, &cells::Lost::default());
    assert!(remarks.iter().any(|r| r.starts_with("1 dòng ẩn") && r.ends_with(": 3.")));
    assert_eq!(given_back(&returned)[0].hidden_rows, Vec::<u32>::new());
}

#[test]
fn merged_regions_that_lie_on_others_are_counted_and_what_they_cover_is_kept() {
    let mut sheet = Sheet::new("a");
    sheet.rows = vec![row(1, vec![text("Tiêu đề"), text("dưới")]), row(2, vec![text("b")])];
    let region = |rows: (u32, u32), columns: (usize, usize)| Merged {
        first_row: rows.0,
        last_row: rows.1,
        first_column: columns.0,
        last_column: columns.1,
    };
    sheet.merged = vec![
        region((1, 1), (0, 2)),
        region((1, 2), (1, 1)),
        region((1, 1_048_576), (5, 5)),
        region((0, 3), (7, 7)),
        region((4, 4), (4, 4)),
    ];
    let mut lost = cells::Lost::default();
    let back = SheetBack { sheet: &sheet, name: "a".to_owned(), marks: Default::default() };
    assert!(cells::sheet(&back, &[], &look::Looks::new(), &mut lost).is_ok());
    assert_eq!(lost, cells::Lost { merges: 2, ..cells::Lost::default() });
    let sheets = [sheet];
    let submission = submission_of("a.csv", b"");
    let returned = Returned::new(&sheets, &submission, Language::English, Caps::USUAL);
    assert_eq!(given_back(&returned)[0].rows, sheets[0].rows);
}

#[test]
fn a_sheet_larger_than_excel_or_a_file_that_cannot_be_read_gives_the_list_only() {
    let (mut sheets, submission) = machines("Mã máy ảo,Số vCPU\nVM-1,nhiều\n");
    sheets[0].rows.push(row(1_048_577, vec![text("VM-2")]));
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    assert_eq!((returned.sheets.len(), returned.too_large), (0, Some("vm")));
    assert_eq!(given_back(&returned), []);
    let remarks = summary::remarks(&returned, &cells::Lost::default());
    assert!(remarks[0].starts_with("Trang tính \"vm\" có số dòng"), "{remarks:?}");
    let unreadable = submission_of("a.xlsx", b"%PDF-1.7");
    let returned = Returned::new(&[], &unreadable, Language::Vietnamese, Caps::USUAL);
    assert_eq!(returned.listed[0].finding.code, Code::F101);
    assert_eq!(given_back(&returned), []);
}

#[test]
fn a_second_round_replaces_our_sheets_and_a_sheet_of_that_name_with_data_is_read() {
    let text = "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,nhiều,8\nVM-2,4,8\n";
    let name = "Lỗi cần sửa.csv";
    let (sheets, submission) =
        (sheets_of(name, text.as_bytes()), submission_of(name, text.as_bytes()));
    assert_eq!(submission.rows_accepted(), 1, "its name does not make it ours");
    let returned = Returned::new(&sheets, &submission, Language::Vietnamese, Caps::USUAL);
    assert_eq!(returned.own_names, ["Lỗi cần sửa (2)", "Tóm tắt kiểm tra"]);
    let first = workbook(&returned).expect("written");
    let (sheets, submission) = (sheets_of("back.xlsx", &first), submission_of("back.xlsx", &first));
    let codes: Vec<Code> = submission.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::C402], "our sheets are passed over in silence");
    let skipped: usize = submission.counts[..2].iter().map(|count| count.rows_skipped).sum();
    let read: usize = submission.counts[..2].iter().map(|count| count.rows_read).sum();
    assert!(read > 10 && read == skipped, "and counted");
    let again = Returned::new(&sheets, &submission, Language::English, Caps::USUAL);
    let names: Vec<&str> = again.sheets.iter().map(|back| back.name.as_str()).collect();
    assert_eq!(names, ["Lỗi cần sửa"]);
    assert_eq!(again.own_names, ["Findings", "Check summary"]);
    assert_eq!(given_back(&again).len(), 1);
}

#[test]
fn our_sheets_alone_are_no_submission() {
    let unreadable = submission_of("a.xlsx", b"%PDF-1.7");
    let returned = Returned::new(&[], &unreadable, Language::English, Caps::USUAL);
    let bytes = workbook(&returned).expect("written");
    let submission = submission_of("back.xlsx", &bytes);
    let codes: Vec<Code> = submission.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::F103]);
    assert!(submission.counts.iter().all(crate::submission::SheetCount::is_conserved));
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let (sheets, submission) = machines("Mã máy ảo,Số vCPU,RAM (GB)\nVM-1,nhiều,8\n");
    for language in [Language::English, Language::Vietnamese] {
        let make = || workbook(&Returned::new(&sheets, &submission, language, Caps::USUAL));
        assert_eq!(make().expect("written"), make().expect("written"));
    }
}
