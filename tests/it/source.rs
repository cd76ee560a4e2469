//! Files in every format: what is read from them, cell by cell.

use std::path::Path;

use ndcap::diagnostic::{Code, Finding};
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Cell, Intake, Merged, Sheet, read_sheets};
use ndcap::time::NaiveDate;

use crate::command::Workdir;
use crate::forge;

/// Sheets of a file, and what was told, as code and words.
fn read(name: &str, bytes: &[u8]) -> (Vec<Sheet>, Vec<(Code, String)>) {
    let mut findings = Vec::new();
    let sheets = read_sheets(Path::new(name), bytes, Plan::built_in().limits, &mut findings);
    let told = findings.into_iter().map(|f| (f.code, f.found.english().into_owned())).collect();
    (sheets.unwrap_or_else(|finding| panic!("{name}: {finding:?}")), told)
}

fn refused(name: &str, bytes: &[u8]) -> Finding {
    let limits = Plan::built_in().limits;
    *read_sheets(Path::new(name), bytes, limits, &mut Vec::new()).expect_err("is refused")
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Day(NaiveDate::from_ymd_opt(year, month, day).expect("a day"))
}

fn rows(sheet: &Sheet) -> Vec<(u32, Vec<Cell>)> {
    sheet.rows.iter().map(|row| (row.number, row.cells.clone())).collect()
}

fn region(rows: (u32, u32), columns: (usize, usize)) -> Merged {
    Merged { first_row: rows.0, last_row: rows.1, first_column: columns.0, last_column: columns.1 }
}

const TABLE: &str = "Mã máy ảo,Số vCPU\nVM-1,4\n";

fn table() -> Vec<(u32, Vec<Cell>)> {
    vec![(1, vec![text("Mã máy ảo"), text("Số vCPU")]), (2, vec![text("VM-1"), text("4")])]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("a file")
}

/// A workbook with merged cells, hidden rows and columns, percentages and a day.
fn detailed() -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    let percent = |format: &str| Format::new().set_num_format(format);
    sheet.merge_range(0, 0, 0, 2, "Máy & chủ", &plain).expect("merged");
    sheet.merge_range(1, 1, 3, 1, "dọc", &plain).expect("merged");
    sheet.write_with_format(4, 0, 0.85, &percent("0.0%")).expect("a cell");
    sheet.write_with_format(4, 1, 0.85, &percent("0.0\"%\"")).expect("a cell");
    sheet.write_with_format(4, 2, 12, &percent("0%")).expect("a cell");
    let date = ExcelDateTime::from_ymd(2024, 2, 29).expect("a day");
    sheet.write_with_format(4, 3, &date, &percent("dd/mm/yyyy")).expect("a cell");
    for row in [3, 4, 9] {
        sheet.set_row_hidden(row).expect("a row");
    }
    for column in [3, 8] {
        sheet.set_column_hidden(column).expect("a column");
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_tells_merged_and_hidden_cells_and_percentages() {
    let (sheets, told) = read("a.xlsx", &detailed());
    let sheet = &sheets[0];
    assert_eq!(sheet.merged, [region((1, 1), (0, 2)), region((2, 4), (1, 1))]);
    assert_eq!(sheet.hidden_rows, [5], "rows 4 and 10 are hidden, and empty");
    let last = vec![Cell::Share(0.85), Cell::Number(0.85), Cell::Share(12.0), day(2024, 2, 29)];
    let expected = [(1, vec![text("Máy & chủ")]), (2, vec![Cell::Empty, text("dọc")]), (5, last)];
    assert_eq!(rows(sheet), expected);
    let hidden = [
        (Code::H208, "1 hidden row, row 5, read as the others".to_owned()),
        (Code::H208, "1 hidden column: D, read as the others".to_owned()),
    ];
    assert_eq!(told, hidden);
}

#[test]
fn a_number_shown_as_a_percentage_is_that_percentage() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(["Mã máy ảo", "Số vCPU", "Mức sử dụng CPU (P95)"])
    {
        sheet.write(0, column, heading).expect("a cell");
    }
    let percent = Format::new().set_num_format("0%");
    for (row, share) in [(1, 0.57), (2, 0.005), (3, 1.0)] {
        sheet.write(row, 0, format!("VM-{row}")).expect("a cell");
        sheet.write(row, 1, 4).expect("a cell");
        sheet.write_with_format(row, 2, share, &percent).expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let plan = Plan::built_in();
    let agencies = Agencies::built_in();
    let sender = agencies.get("MOJ");
    let intake = Intake {
        agencies,
        sender,
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: submission::Overrides::none(),
    };
    let submission = submission::read(Path::new("a.xlsx"), &bytes, &intake);
    let shares = submission.tables[0].decimals("cpu_util_p95_pct");
    assert_eq!(shares, [Some(57.0), Some(0.5), Some(100.0)], "{:?}", submission.findings);
}

#[test]
fn looks_are_those_of_their_own_sheet() {
    use rust_xlsxwriter::{Chart, ChartType, Format, Workbook};
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("one").expect("a name").write(0, 0, "a").expect("a cell");
    let mut chart = Chart::new(ChartType::Line);
    chart.add_series().set_values("one!$A$1:$A$2");
    workbook.add_chartsheet().insert_chart(0, 0, &chart).expect("a chart");
    let sheet = workbook.add_worksheet().set_name("two").expect("a name");
    sheet.merge_range(0, 0, 1, 1, "b", &Format::new()).expect("merged");
    sheet.set_row_hidden(0).expect("a row");
    let (sheets, _) = read("a.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    let looks: Vec<_> =
        sheets.iter().map(|s| (s.name.as_str(), s.merged.len(), s.hidden_rows.len())).collect();
    assert_eq!(looks, [("one", 0, 0), ("two", 1, 1)]);
}

#[test]
fn days_counted_from_1904_are_the_days_that_were_meant() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    workbook.add_worksheet().write_with_format(0, 0, 43_889, &format).expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    assert_eq!(rows(&read("a.xlsx", &bytes).0[0]), [(1, vec![day(2020, 2, 28)])]);
    let since_1904 = forge::patched(&bytes, "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert_eq!(rows(&read("a.xlsx", &since_1904).0[0]), [(1, vec![day(2024, 2, 29)])]);
}

#[test]
fn the_font_of_a_cell_decides_before_its_letters_do() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let face = |name: &str| Format::new().set_font_name(name);
    let cells = [
        // One word alone would not be enough for the letters to decide.
        ("Bé", ".VnTime", "Bộ"),
        ("bé c«ng an", ".VnTimeH", "BỘ CÔNG AN"),
        ("Boä Coâng an", "VNI-Times", "Bộ Công an"),
        ("Máy chủ", ".VnTime", "Máy chủ"),
        ("VM-1 web", ".VnArialH", "VM-1 web"),
        ("Bé", "Times New Roman", "Bé"),
        ("Hoà Bình", ".VnTime", "Hoà Bình"),
    ];
    for (row, (given, font, _)) in (0..).zip(cells) {
        sheet.write_with_format(row, 0, given, &face(font)).expect("a cell");
    }
    let (sheets, told) = read("a.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    let found: Vec<String> = sheets[0].rows.iter().map(|row| row.cells[0].raw()).collect();
    assert_eq!(found, cells.map(|(.., meant)| meant));
    let converted = [
        (Code::F107, "2 cells typed for fonts of TCVN3, read as such".to_owned()),
        (Code::F107, "1 cell typed for fonts of VNI, read as such".to_owned()),
    ];
    assert_eq!(told, converted);
}

#[test]
fn links_to_other_workbooks_are_not_followed_and_told() {
    let link = "<externalLink><externalBook r:id=\"rId1\"/></externalLink>";
    let mut bytes =
        forge::xlsx_of("<row r=\"1\"><c r=\"A1\"><f>[1]Sheet1!A1</f><v>7</v></c></row>");
    for (name, content) in [
        ("xl/externalLinks/externalLink1.xml", link),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", "<Relationships/>"),
    ] {
        bytes = forge::patched(&bytes, name, |_| content.to_owned());
    }
    let (sheets, told) = read("a.xlsx", &bytes);
    assert_eq!(rows(&sheets[0]), [(1, vec![Cell::Number(7.0)])]);
    let found = "links to 1 other file, not followed; read as last saved";
    assert_eq!(told, [(Code::F111, found.to_owned())]);
}

/// An .xls with a style of percentage, one of TCVN3, merged cells, a hidden row and column.
fn old_workbook() -> Vec<u8> {
    let font = |name: &str| {
        (0x0031, [shorts(&[200, 0, 0x7fff, 400, 0]), vec![0; 4], forge::wide(name, false)].concat())
    };
    use forge::{label, number, shorts};
    let style = |font: u16, format: u16| (0x00e0, shorts(&[font, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    let globals = [
        font("Arial"),
        font("Arial"),
        font("Arial"),
        font("Arial"),
        font(".VnTimeH"),
        (0x041e, [shorts(&[164]), forge::wide("0.0%", true)].concat()),
        style(0, 0),
        style(0, 9),
        style(0, 164),
        style(5, 0),
    ];
    let mut hidden_row = shorts(&[2, 0, 3, 255, 0, 0]);
    hidden_row.extend([0x20, 0, 0, 0]);
    let records = vec![
        (
            0x0200,
            [0_u32, 3].iter().flat_map(|n| n.to_le_bytes()).chain(shorts(&[0, 3, 0])).collect(),
        ),
        (0x007d, shorts(&[1, 1, 2048, 0, 1, 0])),
        (0x0208, hidden_row),
        label(0, 0, 3, "bé c«ng an"),
        number(1, 0, 1, 0.85),
        number(1, 1, 2, 0.5),
        number(1, 2, 0, 0.5),
        // Two numbers in a row: 1 as a percentage, 2 as it is.
        (0x00bd, [shorts(&[2, 0, 1, 6, 0, 0, 10, 0, 1])].concat()),
        (0x00e5, shorts(&[1, 0, 0, 0, 2])),
    ];
    forge::xls_of(&globals, &[("Máy", records)])
}

#[test]
fn an_old_workbook_tells_merged_and_hidden_cells_percentages_and_fonts() {
    let (sheets, told) = read("a.xls", &old_workbook());
    let sheet = &sheets[0];
    let expected = [
        (1, vec![text("BỘ CÔNG AN")]),
        (2, vec![Cell::Share(0.85), Cell::Share(0.5), Cell::Number(0.5)]),
        (3, vec![Cell::Share(1.0), Cell::Number(2.0)]),
    ];
    assert_eq!((sheet.name.as_str(), rows(sheet)), ("Máy", expected.to_vec()));
    assert_eq!(sheet.merged, [region((1, 1), (0, 2))]);
    assert_eq!(sheet.hidden_rows, [3]);
    let found: Vec<Code> = told.iter().map(|(code, _)| *code).collect();
    assert_eq!(found, [Code::H208, Code::H208, Code::F107], "{told:?}");
    assert_eq!(told[1].1, "1 hidden column: B, read as the others");
}

#[test]
fn a_workbook_of_libreoffice_is_read_with_its_repeated_merged_and_hidden_cells() {
    let cell = |content: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{content}</text:p></table:table-cell>"
        )
    };
    let value = |kind: &str, name: &str, value: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{name}=\"{value}\">\
             <text:p>shown</text:p></table:table-cell>"
        )
    };
    let bytes = forge::ods_of(&format!(
        "<table:table table:name=\"M&#225;y\"><table:table-column/>\
         <table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/>\
         <table:table-row>{}<table:table-cell table:number-columns-spanned=\"2\" \
         office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation>\
         <text:p>a<text:s text:c=\"2\"/>&lt;b</text:p><text:p>c</text:p></table:table-cell>\
         <table:covered-table-cell/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
         <table:table-row table:visibility=\"collapse\" table:number-rows-repeated=\"2\">\
         {}{}{}{}<table:table-cell table:number-columns-repeated=\"2\" \
         office:value-type=\"float\" office:value=\"4\"/>\
         <table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\">\
         <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         </table:table><table:table table:name=\"b\" table:style-name=\"gone\"></table:table>",
        cell("Mã"),
        value("percentage", "value", "0.85"),
        value("date", "date-value", "2024-02-29T08:00:00"),
        value("boolean", "boolean-value", "true"),
        "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>",
    ));
    let (sheets, told) = read("a.ods", &bytes);
    let filled = vec![
        Cell::Share(0.85),
        day(2024, 2, 29),
        Cell::Flag(true),
        Cell::Broken("#REF!".into()),
        Cell::Number(4.0),
        Cell::Number(4.0),
    ];
    let expected = [(1, vec![text("Mã"), text("a  <b\nc")]), (5, filled.clone()), (6, filled)];
    assert_eq!((sheets[0].name.as_str(), rows(&sheets[0])), ("Máy", expected.to_vec()));
    assert_eq!(sheets[0].merged, [region((1, 1), (1, 2))]);
    assert_eq!(sheets[0].hidden_rows, [5, 6]);
    let words: Vec<&str> = told.iter().map(|(_, found)| found.as_str()).collect();
    let expected = [
        "2 hidden rows, the first row 5, read as the others",
        "2 hidden columns: B, C, read as the others",
        "a hidden sheet, read as the others",
    ];
    assert_eq!(words, expected);
}

#[test]
fn a_binary_workbook_is_read() {
    let (sheets, told) = read("a.xlsb", &forge::xlsb());
    let expected = [(1, vec![text("Mã")]), (3, vec![Cell::Empty, Cell::Number(8.5)])];
    assert_eq!((sheets[0].name.as_str(), rows(&sheets[0])), ("Máy", expected.to_vec()));
    assert_eq!(told, []);
}

#[test]
fn the_content_decides_and_a_name_that_says_otherwise_is_told() {
    let as_text = |found: &str| vec![(Code::F108, found.to_owned())];
    let tabs = TABLE.replace(',', "\t");
    for (name, bytes, told) in [
        ("vm.csv", TABLE.as_bytes(), vec![]),
        ("vm.txt", TABLE.as_bytes(), vec![]),
        ("vm.xls", tabs.as_bytes(), as_text("named .xls, read as text with separators")),
        ("vm.xlsx", TABLE.as_bytes(), as_text("named .xlsx, read as text with separators")),
        ("vm.parquet", TABLE.as_bytes(), as_text("named .parquet, read as text with separators")),
        (
            "vm",
            TABLE.as_bytes(),
            as_text("named without an extension, read as text with separators"),
        ),
        ("vm.json", TABLE.as_bytes(), as_text("named .json, read as text with separators")),
    ] {
        let (sheets, found) = read(name, bytes);
        assert_eq!((sheets[0].name.as_str(), rows(&sheets[0])), ("vm", table()), "{name}");
        assert_eq!(found, told, "{name}");
    }
    let xlsx = forge::xlsx_of("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>");
    for name in ["a.csv", "a.xls", "a.zip"] {
        let (sheets, found) = read(name, &xlsx);
        assert_eq!(rows(&sheets[0]), [(1, vec![Cell::Number(7.0)])]);
        let named = name.split_once('.').map_or("", |(_, named)| named);
        let words = format!("named .{named}, read as an Excel workbook (.xlsx)");
        assert_eq!(found, as_text(&words));
    }
    let page = "<html><table><tr><td>Mã máy ảo<td>Số vCPU<tr><td>VM-1<td>4</table></html>";
    let (sheets, found) = read("vm.xls", page.as_bytes());
    assert_eq!((sheets[0].name.as_str(), rows(&sheets[0])), ("vm", table()));
    assert_eq!(found, as_text("named .xls, read as a web page"));
}

#[test]
fn what_is_no_table_is_refused_by_what_it_is() {
    for (bytes, found) in [
        (&b"%PDF-1.7"[..], "the content is a PDF document"),
        (b"\x89PNG\r\n", "the content is a picture"),
        (b"Rar!\x1a\x07", "the content is a RAR archive"),
        (b"<html><body>hello", "the content is a web page without a table"),
        (b"\x00\x01\x02\x03", "the content is no workbook"),
    ] {
        let finding = refused("a.xlsx", bytes);
        assert_eq!((finding.code, &*finding.found.english()), (Code::F101, found));
    }
    let word = forge::zip_of(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]);
    assert_eq!(refused("a.docx", &word).found, "the content is a Word document");
}

#[test]
fn compressed_text_is_read_as_the_text_in_it() {
    let json = "{\"Mã máy ảo\": \"VM-1\", \"Số vCPU\": \"4\"}\n";
    for (name, bytes) in [
        ("vm.csv.gz", gzip(TABLE.as_bytes())),
        ("vm.gz", gzip(TABLE.as_bytes())),
        ("vm.csv.zst", zstd::encode_all(TABLE.as_bytes(), 3).expect("is packed")),
        ("vm.jsonl.gz", gzip(json.as_bytes())),
        ("vm.jsonl", json.as_bytes().to_vec()),
        ("vm.json", format!("[{json}]").into_bytes()),
    ] {
        let (sheets, told) = read(name, &bytes);
        assert_eq!((sheets[0].name.as_str(), rows(&sheets[0])), ("vm", table()), "{name}");
        assert_eq!(told, [], "{name}");
    }
    let (_, told) = read("vm.csv", &gzip(TABLE.as_bytes()));
    assert_eq!(told[0].1, "named .csv, read as a gzip file");
    assert_eq!(refused("vm.csv.gz", &gzip(b"")).code, Code::F102);
    assert_eq!(refused("vm.csv.gz", &gzip(TABLE.as_bytes())[..30]).code, Code::F101);
    let inner = refused("vm.xlsx.gz", &gzip(&forge::xlsx_of("")));
    assert_eq!((inner.code, inner.found.contains("(.xlsx)")), (Code::F109, true));
}

#[test]
fn an_archive_of_csv_files_is_a_sheet_for_each() {
    let bytes = forge::zip_of(&[
        ("export/RVTools_tabvInfo.csv", "VM;CPUs\nvm1;4\n".as_bytes()),
        ("export/RVTools_tabvHost.csv", b"Host\nesx\n"),
        ("__MACOSX/._x", b"\0\0"),
        ("other/RVTools_tabvHost.CSV", b"Ma\xde m\xe1y,S\xf4\xec\n"),
    ]);
    let (sheets, told) = read("export.zip", &bytes);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let both = ["export/RVTools_tabvHost.csv", "other/RVTools_tabvHost.CSV"];
    assert_eq!(names, ["RVTools_tabvInfo", both[0], both[1]], "two have the same stem");
    assert_eq!(rows(&sheets[0])[1], (2, vec![text("vm1"), text("4")]));
    assert_eq!(rows(&sheets[2])[0], (1, vec![text("Mã máy"), text("Số")]));
    assert_eq!(told, [(Code::F106, "read as windows-1258".to_owned())]);
}

#[test]
fn text_in_every_encoding_is_the_same_table() {
    use unicode_normalization::UnicodeNormalization;
    let utf_16 = |text: &str, is_big: bool| -> Vec<u8> {
        let bytes = |unit: u16| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    };
    let apart: String = TABLE.nfd().collect();
    assert_ne!(apart, TABLE);
    // Windows-1258 writes tones apart: acute 0xec, hook 0xd2, tilde 0xde.
    let windows = b"Ma\xde m\xe1y a\xd2o,S\xf4\xec vCPU\nVM-1,4\n";
    for (name, bytes, told) in [
        ("utf-8", TABLE.as_bytes().to_vec(), None),
        ("utf-8 with a mark", format!("\u{feff}{TABLE}").into_bytes(), None),
        ("letters and marks apart", apart.into_bytes(), None),
        ("utf-16", utf_16(TABLE, false), Some("read as UTF-16LE")),
        ("utf-16 marked", utf_16(&format!("\u{feff}{TABLE}"), false), Some("read as UTF-16LE")),
        ("utf-16 big", utf_16(TABLE, true), Some("read as UTF-16BE")),
        ("utf-16 big marked", utf_16(&format!("\u{feff}{TABLE}"), true), Some("read as UTF-16BE")),
        ("windows-1258", windows.to_vec(), Some("read as windows-1258")),
    ] {
        let (sheets, found) = read("vm.csv", &bytes);
        assert_eq!(rows(&sheets[0]), table(), "{name}");
        let found: Vec<&str> = found.iter().map(|(_, found)| found.as_str()).collect();
        assert_eq!(found, told.into_iter().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn the_way_back_to_a_cell_works_for_every_way_a_table_is_sent() {
    let table = "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,16\n";
    let json = "{\"Mã máy ảo\": \"VM-1\", \"Số vCPU\": 4, \"RAM (GiB)\": 16}\n";
    for (name, bytes, kept) in [
        ("workload.csv.gz", gzip(table.as_bytes()), "original.csv.gz"),
        (
            "workload.csv.zst",
            zstd::encode_all(table.as_bytes(), 3).expect("packed"),
            "original.csv.zst",
        ),
        ("workload.jsonl", json.as_bytes().to_vec(), "original.jsonl"),
        ("workload.xls", table.replace(',', "\t").into_bytes(), "original.xls"),
        ("export.zip", forge::zip_of(&[("workload.csv", table.as_bytes())]), "original.zip"),
    ] {
        let work = Workdir::new();
        work.write(&format!("in/MOET/{name}"), &bytes);
        work.ok(&["ingest", "in"]);
        let agency = work.path("store/submissions/MOET");
        let folder = std::fs::read_dir(agency).expect("stored").next().expect("one").expect("one");
        assert!(folder.path().join(kept).exists(), "{name} is kept as {kept}");
        let told = work.json(&["explain", "inventory/agency_id=MOET/ram_gib", "--format", "json"]);
        let cells = told["cells"].as_array().expect("a list");
        assert_eq!(cells.len(), 1, "{name}: {told}");
        let cell = (&cells[0]["sheet"], &cells[0]["row"], &cells[0]["raw"]);
        assert_eq!(cell, (&"workload".into(), &2.into(), &"16".into()), "{name}");
    }
}

#[test]
fn flipped_bytes_never_bring_the_reader_down() {
    let limits = Plan::built_in().limits;
    let table = "<table:table table:name=\"a\"><table:table-row><table:table-cell \
                 office:value-type=\"string\"><text:p>x</text:p></table:table-cell>\
                 </table:table-row></table:table>";
    let mut refusals = 0;
    for (name, whole) in [
        ("a.xls", old_workbook()),
        ("a.xlsb", forge::xlsb()),
        ("a.ods", forge::ods_of(table)),
        ("a.csv.gz", gzip(TABLE.as_bytes())),
    ] {
        for at in (0..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            let read = read_sheets(Path::new(name), &bytes, limits, &mut Vec::new());
            refusals += usize::from(read.is_err());
        }
    }
    assert!(refusals > 100, "{refusals} of these were refused, none ended the program");
}
