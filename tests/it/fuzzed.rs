//! What fuzzing found, as small files written by hand: each is told, and costs nobody a minute.

use std::path::Path;

use ndcap::diagnostic::Finding;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::schema::Table;
use ndcap::submission::{self, Intake, Overrides, Rows, Submission, Values};

use crate::command::Workdir;
use crate::forge::{ods_of, patched, xlsx_of, zip_of};

const GIB: i64 = 1 << 30;

/// Reads a file of the Ministry of Justice, and sees to it that no row is lost.
fn read(name: &str, bytes: &[u8]) -> Submission {
    read_with(name, bytes, Overrides::none())
}

fn read_with(name: &str, bytes: &[u8], overrides: &Overrides) -> Submission {
    let agencies = Agencies::built_in();
    let plan = Plan::built_in();
    let intake = Intake {
        agencies,
        sender: agencies.get("MOJ"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides,
    };
    let submission = submission::read(Path::new(name), bytes, &intake);
    for count in &submission.counts {
        let parts =
            count.rows_accepted + count.rows_rejected + count.rows_merged + count.rows_skipped;
        assert_eq!(count.rows_read, parts, "{count:?}");
    }
    let accepted: usize = submission.tables.iter().map(Rows::len).sum();
    assert_eq!(accepted, submission.rows_accepted());
    submission
}

fn csv(text: &str) -> Submission {
    read("a.csv", text.as_bytes())
}

/// The codes of the rows of a table that are accepted.
fn codes(submission: &Submission, table: Table) -> Vec<&str> {
    let rows = submission.tables.iter().filter(|rows| rows.table == table);
    rows.flat_map(|rows| (0..rows.len()).map(|at| rows.key(at).1)).collect()
}

fn amounts<'a>(submission: &'a Submission, table: Table, column: &str) -> &'a [Option<i64>] {
    let rows = submission.tables.iter().find(|rows| rows.table == table);
    rows.expect("rows of the table").integers(column)
}

/// The findings of a code: place, as "B4", and what was found.
fn told(submission: &Submission, code: &str) -> Vec<(String, String)> {
    let of_code = submission.findings.iter().filter(|finding| finding.code.id() == code);
    let told = |finding: &Finding| {
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        let column = finding.column.clone().unwrap_or_default();
        (format!("{column}{row}"), finding.found.english().into_owned())
    };
    of_code.map(told).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(place, found)| ((*place).to_owned(), (*found).to_owned())).collect()
}

/// What a file is refused for.
fn refused(name: &str, bytes: &[u8], code: &str) -> Vec<String> {
    let submission = read(name, bytes);
    assert_eq!(submission.rows_accepted(), 0);
    told(&submission, code).into_iter().map(|(_, found)| found).collect()
}

#[test]
fn a_number_beyond_64_bits_is_refused_where_it_stands() {
    let text = "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\nVM-2,9999999999999999999,8\nVM-3,4,1e300\n\
                VM-4,9100000000000000000000000 %,1e400\n";
    let submission = csv(text);
    assert_eq!(codes(&submission, Table::Workload), ["VM-1"]);
    let expected =
        [("B3", "9999999999999999999"), ("C4", "1e300"), ("B5", "9100000000000000000000000 %")];
    let found = told(&submission, "C402");
    assert_eq!(found[..3], pairs(&expected), "{found:?}");
    assert_eq!(found[3].0, "C5", "{found:?}");
    assert_eq!(submission.rejected.len(), 3);
}

#[test]
fn a_description_beyond_64_bits_is_no_size_and_is_told() {
    let text = "Mã máy ảo,Cấu hình\nVM-1,\"4 vCPU, 8GB RAM\"\nVM-2,\"4 vCPU, 99999999999999999999 TB RAM\"\n";
    let submission = csv(text);
    assert_eq!(amounts(&submission, Table::Workload, "ram_bytes"), [Some(8 * GIB), None]);
    assert_eq!(amounts(&submission, Table::Workload, "vcpu_count"), [Some(4), Some(4)]);
    let expected = [("B3", "4 vCPU, 99999999999999999999 TB RAM")];
    assert_eq!(told(&submission, "C428"), pairs(&expected));
}

#[test]
fn parts_that_add_up_beyond_64_bits_are_no_sum() {
    let text = "Mã máy chủ,Số CPU,SSD (TB),HDD (TB)\nS-1,2,1,2\nS-2,2,9000000,9000000\n";
    let submission = csv(text);
    let column = "disk_raw_bytes";
    assert_eq!(amounts(&submission, Table::Server, column), [Some(3_000_000_000_000)]);
    assert_eq!(told(&submission, "C402"), pairs(&[("C3", "9000000")]));
}

#[test]
fn a_size_times_a_number_is_refused_where_it_is_none() {
    let work = Workdir::new();
    let map = "[[sheet]]\n[sheet.columns]\nD = { column = \"ram_bytes\", per = \"unit\" }\n";
    let overrides = Overrides::read(&work.write("map.toml", map)).expect("a mapping file");
    let ram = |number: &str, size: &str| {
        let headings = "Mã máy chủ,Số CPU,RAM,\n,,Số lượng,Dung lượng (GB)\n";
        let text = format!("{headings}S-1,2,2,16\nS-2,2,{number},{size}\n");
        let submission = read_with("a.csv", text.as_bytes(), &overrides);
        let kept = amounts(&submission, Table::Server, "ram_bytes").to_vec();
        (kept, told(&submission, "C423"))
    };
    assert_eq!(ram("4", "32"), (vec![Some(32 * GIB), Some(128 * GIB)], vec![]));
    for (number, size, found) in [
        ("-4", "32", "32 with quantity -4"),
        ("1,5", "32", "32 with quantity 1,5"),
        ("9000000000", "9000000", "9000000 with quantity 9000000000"),
    ] {
        assert_eq!(
            ram(&format!("\"{number}\""), size),
            (vec![Some(32 * GIB)], pairs(&[("D4", found)]))
        );
    }
}

#[test]
fn a_part_that_is_no_number_is_told_though_another_is_doubtful() {
    let submission = csv("Mã máy chủ,Số CPU,SSD (TB),HDD (TB)\nS-1,2,khoảng 1,nhiều\n");
    assert_eq!(submission.rows_accepted(), 0);
    assert_eq!(told(&submission, "C402"), pairs(&[("C2", "nhiều")]));
}

#[test]
fn no_number_in_a_workbook_is_no_size() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let headings = format!("<row>{}{}</row>", text("Mã máy ảo"), text("Số vCPU"));
    let row = |code: &str, number: &str| format!("<row>{}<c><v>{number}</v></c></row>", text(code));
    let rows = [&headings, &row("VM-1", "4"), &row("VM-2", "NaN"), &row("VM-3", "inf")];
    let submission = read("a.xlsx", &xlsx_of(&rows.map(String::as_str).concat()));
    assert_eq!(amounts(&submission, Table::Workload, "vcpu_count"), [Some(4)]);
    assert_eq!(told(&submission, "C402"), pairs(&[("B3", "NaN"), ("B4", "inf")]));
    for rows in &submission.tables {
        let is_number = |values: &Values| match values {
            Values::Decimal(all) => all.iter().flatten().all(|number| number.is_finite()),
            _ => true,
        };
        assert!(rows.columns.iter().all(is_number));
    }
}

#[test]
fn a_cell_that_stands_twice_in_a_workbook_is_refused() {
    let cell = |place: &str, text: &str| {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let headings =
        format!("<row r=\"1\">{}{}</row>", cell("A1", "Mã máy ảo"), cell("B1", "Số vCPU"));
    let first = format!("<row r=\"2\">{}{}</row>", cell("A2", "VM-1"), cell("B2", "4"));
    let again = format!("<row r=\"2\">{}</row>", cell("B2", "8"));
    let bytes = xlsx_of(&[headings.as_str(), &first].concat());
    assert_eq!(codes(&read("a.xlsx", &bytes), Table::Workload), ["VM-1"]);
    let bytes = xlsx_of(&[headings.as_str(), &first, &again].concat());
    assert_eq!(refused("a.xlsx", &bytes, "F101"), ["B2 is filled twice"]);
}

#[test]
fn two_sheets_of_one_name_are_refused_and_two_files_of_one_name_are_not() {
    let table = |name: &str, code: &str| {
        let row = |a: &str, b: &str| {
            let cell = |text: &str| {
                format!(
                    "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
                )
            };
            format!("<table:table-row>{}{}</table:table-row>", cell(a), cell(b))
        };
        let rows = row("Mã máy ảo", "Số vCPU") + &row(code, "4");
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let twice = ods_of(&(table("Máy ảo", "VM-1") + &table("Máy ảo", "VM-2")));
    assert_eq!(refused("a.ods", &twice, "F101"), ["two sheets called \"Máy ảo\""]);
    let other = ods_of(&(table("Máy ảo", "VM-1") + &table("Máy ảo 2", "VM-2")));
    assert_eq!(codes(&read("a.ods", &other), Table::Workload), ["VM-1", "VM-2"]);
    let file = |code: &str| format!("Mã máy ảo,Số vCPU\n{code},4\n").into_bytes();
    let files = zip_of(&[("a/vm.csv", &file("VM-1")), ("b/vm.csv", &file("VM-2"))]);
    assert_eq!(codes(&read("a.zip", &files), Table::Workload), ["VM-1", "VM-2"]);
}

#[test]
fn a_code_that_nobody_sees_is_none() {
    let text =
        "Mã máy ảo,Số vCPU\nVM-1,4\n\u{200b}\u{feff},4\n\u{200e},8\nVM\u{200d}-2\u{2060},4\n";
    let submission = csv(text);
    assert_eq!(codes(&submission, Table::Workload), ["VM-1", "VM-2"]);
    let places: Vec<String> = told(&submission, "C401").into_iter().map(|told| told.0).collect();
    assert_eq!(places, ["A3", "A4"]);
}

#[test]
fn codes_that_differ_in_what_nobody_sees_are_one_code() {
    let submission = csv("Mã máy ảo,Số vCPU\nVM-1,4\nVM\u{200e}-1,8\n");
    assert_eq!(submission.rows_accepted(), 1);
    assert_eq!(submission.rejected.len(), 1);
    assert_eq!(codes(&submission, Table::Workload), ["VM-1"]);
}

#[test]
fn a_quote_within_headings_ends_no_cell() {
    let submission = csv("Mã máy ảo,\"Số \"\"vCPU\"\"\",RAM (GiB)\nVM-1,4,8\n");
    assert_eq!(codes(&submission, Table::Workload), ["VM-1"]);
    assert_eq!(amounts(&submission, Table::Workload, "vcpu_count"), [Some(4)]);
    // A quote that nothing closes takes the rest of the file with it: none of it is data.
    let open = csv("Mã máy ảo,\"Số vCPU,RAM (GiB)\nVM-1,4,8\nVM-2,4,8\n");
    assert_eq!(open.rows_accepted(), 0);
    let found: Vec<String> = told(&open, "F113").into_iter().map(|(_, found)| found).collect();
    assert_eq!(found, ["row 1: a quoted text that never ends"]);
}

/// A workbook of machines, their systems and vCPUs, and these merged cells.
fn with_merged(rows: &[(&str, &str)], merged: &[&str]) -> Submission {
    let mut xml = String::new();
    for (number, (code, system)) in (1..).zip(rows) {
        let cell = |column: &str, text: &str| match text {
            "" => String::new(),
            text => {
                format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            }
        };
        let vcpu = if number == 1 { "Số vCPU" } else { "4" };
        let cells = [cell("A", code), cell("B", system), cell("C", vcpu)];
        xml += &format!("<row r=\"{number}\">{}</row>", cells.concat());
    }
    let cells: Vec<String> =
        merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
    let bytes = patched(&xlsx_of(&xml), "xl/worksheets/sheet1.xml", |sheet| {
        let merged = format!("</sheetData><mergeCells>{}</mergeCells>", cells.concat());
        sheet.replace("</sheetData>", &merged)
    });
    read("a.xlsx", &bytes)
}

#[test]
fn of_merged_cells_that_overlap_the_upper_one_counts() {
    let rows = [
        ("Mã máy ảo", "Mã hệ thống"),
        ("VM-1", "HT-1"),
        ("VM-2", ""),
        ("VM-3", ""),
        ("VM-4", "HT-2"),
    ];
    let system = |submission: &Submission| {
        submission.tables[0].texts("system_id").iter().cloned().collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.into());
    let apart = with_merged(&rows, &["B2:B4"]);
    assert_eq!(system(&apart), [some("HT-1"), some("HT-1"), some("HT-1"), some("HT-2")]);
    let overlapping = with_merged(&rows, &["B3:B5", "B3:B2", "B4:B4"]);
    assert_eq!(system(&overlapping), [some("HT-1"), some("HT-1"), None, some("HT-2")]);
}

#[test]
fn thousands_of_merged_cells_and_of_columns_are_read_once() {
    let merged: Vec<String> = (2..20_002).map(|row| format!("A{row}:XFD{}", row + 1)).collect();
    let merged: Vec<&str> = merged.iter().map(String::as_str).collect();
    let rows = [("Mã máy ảo", "Mã hệ thống"), ("VM-1", "HT-1"), ("VM-2", "HT-2")];
    let submission = with_merged(&rows, &merged);
    assert_eq!(submission.counts.iter().map(|count| count.rows_read).sum::<usize>(), 2);
    // Headings over two rows, each group as wide as the sheet can be.
    let wide = |text: &str| format!("{}\n", [text].repeat(16_000).join(","));
    let blank = format!("Mã máy ảo,CPU{}\n", ",".repeat(15_998));
    let submission = csv(&(blank + &wide("Số lượng") + &wide("1")));
    assert_eq!(codes(&submission, Table::Workload), ["1"]);
}

#[test]
fn a_paragraph_is_compared_with_no_name_of_an_agency() {
    let paragraph = "Bộ Tư pháp và các đơn vị trực thuộc ".repeat(800);
    let mut text = "Đơn vị,Mã máy ảo,Số vCPU\nBộ Tư pháp,VM-0,4\n".to_owned();
    for number in 1..=50 {
        text += &format!("{number} {paragraph},VM-{number},4\n");
    }
    let submission = csv(&text);
    assert_eq!(codes(&submission, Table::Workload), ["VM-0"]);
    assert_eq!(submission.rejected.len(), 50);
    assert_eq!(told(&submission, "A301").len(), 50);
}
