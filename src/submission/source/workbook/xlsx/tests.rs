use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::diagnostic::Code;
use crate::plan::{Limits, Plan};

fn limits() -> Limits {
    Plan::built_in().limits
}

/// What the fast reader makes of a workbook; `None` for one that it leaves alone.
fn fast(bytes: &[u8]) -> Option<(Vec<Sheet>, Vec<Finding>)> {
    let mut findings = Vec::new();
    let sheets = sheets::read(bytes, limits(), &mut findings).ok()?;
    Some((sheets, findings))
}

/// What the reader of any workbook makes of it, composed.
fn any(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<Finding>), Refusal> {
    let mut findings = Vec::new();
    let mut decided = Decided::default();
    let mut meter = Meter::new(limits());
    let mut sheets = read_any(bytes, &mut meter, &mut decided, &mut findings)?;
    let rows = sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
    rows.flat_map(|row| &mut row.cells).for_each(crate::submission::source::compose);
    Ok((sheets, findings))
}

/// Both say the same, wherever the fast one says anything.
fn assert_same(bytes: &[u8], what: &str) -> bool {
    let Some((sheets, findings)) = fast(bytes) else { return false };
    let (expected, told) = any(bytes).expect("is read by the reader of any workbook");
    assert_eq!(sheets, expected, "{what}");
    assert_eq!(findings, told, "{what}");
    true
}

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<fonts count="2"><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>
<fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellXfs count="6"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="9" fontId="0"/>
<xf numFmtId="165" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="14" fontId="0"/></cellXfs></styleSheet>"#;

/// A workbook of two sheets, the first with that part, with the texts of that list.
fn workbook(sheet: &str, texts: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{related}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: &[String]| format!("<Relationships>{}</Relationships>", all.concat());
    let other = format!(
        "<worksheet xmlns=\"{main}\"><dimension ref=\"A1\"/><sheetData><row r=\"2\"><c r=\"B2\"><v>7</v></c></row></sheetData></worksheet>"
    );
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations(&[relation(1, "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{related}\"><sheets><sheet name=\"Một\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Hai\" sheetId=\"2\" state=\"hidden\" r:id=\"r2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[
                relation(1, "worksheet", "worksheets/sheet1.xml"),
                relation(2, "worksheet", "worksheets/sheet2.xml"),
                relation(3, "sharedStrings", "sharedStrings.xml"),
                relation(4, "styles", "styles.xml"),
            ]),
        ),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/sharedStrings.xml", texts.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
        ("xl/worksheets/sheet2.xml", other),
    ];
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(content.as_bytes()).expect("is written");
    }
    writer.finish().expect("is whole").into_inner()
}

fn sheet_of(rows: &str) -> String {
    format!(
        "<worksheet xmlns=\"x\"><dimension ref=\"A1:C3\"/><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>\
         <sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>"
    )
}

const TEXTS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<sst uniqueCount=\"9\"><si><t>mã</t></si>\
    <si><t xml:space=\"preserve\"> a &amp; b </t></si><si><t> c\n</t></si>\
    <si><r><rPr><b/></rPr><t>đậm</t></r><r><t xml:space=\"preserve\"> nhạt</t></r></si>\
    <si><t>_x0041_&#7897;</t></si><si><t></t></si><si><t/></si>\
    <si><t>e\u{323}</t></si><si><t>日本</t><rPh sb=\"0\" eb=\"1\"><t>ニ</t></rPh></si></sst>";

fn written_cells() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "-?[0-9]{1,3}(\\.[0-9]{0,3})?",
        "[0-9]{1,18}",
        "[1-9](\\.[0-9]{1,17})?[eE][+-]?[0-9]{1,3}",
        prop::sample::select(vec![
            "", "45000.75", "60", "2958466", "-1", "nan", "inf", "1,5", " 1", "+1", ".5", "007",
            "-0"
        ])
        .prop_map(str::to_owned),
    ];
    let style = prop::option::of(0..8_usize);
    let kinds = vec![
        "",
        " t=\"n\"",
        " t=\"s\"",
        " t=\"str\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"d\"",
        " t=\"inlineStr\"",
        " t=\"x\"",
    ];
    (value, style, prop::sample::select(kinds), 0..9_usize, 0..12_usize).prop_map(
        |(value, style, kind, place, form)| {
            let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
            let value = match kind.trim() {
                "t=\"s\"" => place.to_string(),
                "t=\"b\"" => (place % 3).to_string(),
                "t=\"e\"" => ["#REF!", "#N/A", "#DIV/0!", "#LẠ"][place % 4].to_owned(),
                "t=\"d\"" => "2024-02-01T08:00:00".to_owned(),
                "t=\"str\"" => ["a &lt; b", "_x000D_", " x ", "&#10;", "ộ"][place % 5].to_owned(),
                _ => value,
            };
            let body = match (kind.trim(), form) {
                (_, 0) => return format!("<c r=\"@\"{style}{kind}/>"),
                ("t=\"inlineStr\"", 1..=6) => format!("<is><t>{value} &gt; </t></is>"),
                ("t=\"inlineStr\"", 7) => "<is><r><t>a</t></r><r><t>b</t></r></is>".to_owned(),
                (_, 1) => format!("<f>A1+1</f><v>{value}</v>"),
                (_, 2) => format!("<v>{value}</v><f>A1</f>"),
                (_, 3) => format!("<f t=\"shared\" si=\"0\"/>\n<v>{value}</v>"),
                (_, 4) => "<v/>".to_owned(),
                (_, 5) => format!("<v xml:space=\"preserve\">{value}</v>"),
                (_, 6) => format!("<!-- </row> --><v>{value}</v>"),
                _ => format!("<v>{value}</v>"),
            };
            format!("<c r=\"@\"{style}{kind}>{body}</c>")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_is_read_fast_is_read_as_by_the_reader_of_any_workbook(
        rows in prop::collection::vec(
            (prop::collection::vec((0..3_usize, written_cells()), 0..5), 1..3_u32, 0..9_u8),
            0..5,
        ),
    ) {
        let (mut written, mut number) = (String::new(), 0);
        for (cells, step, look) in rows {
            number += step;
            let look = ["", " hidden=\"1\"", " spans=\"1:3\"", " ht=\"15\" customHeight=\"1\""]
                .get(usize::from(look)).copied().unwrap_or_default();
            write!(written, "<row r=\"{number}\"{look}>").expect("is text");
            let mut column = 0;
            for (gap, cell) in cells {
                column += gap;
                let place = format!("{}{number}", crate::diagnostic::column_letter(column));
                written += &cell.replace('@', &place);
                // Now and then a cell stands twice.
                column += usize::from(gap < 2);
            }
            written += "</row>";
        }
        assert_same(&workbook(&sheet_of(&written), TEXTS), &written);
    }
}

#[test]
fn what_programs_write_is_read_fast() {
    let rows = "<row r=\"1\" spans=\"1:3\" x14ac:dyDescent=\"0.25\"><c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>\
        <c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"AB1\" t=\"s\"><v>3</v></c></row>\n\
        <row r=\"2\"/><row r=\"4\" hidden=\"true\"><c r=\"A4\" s=\"1\"><v>45000.5</v></c><c r=\"B4\" s=\"2\"><v>0.85</v></c>\
        <c r=\"C4\"><v>74.40000000000001</v></c><c r=\"D4\" s=\"5\"><v>1</v></c><c r=\"E4\" s=\"3\"><v>1.5</v></c></row>\
        <row r=\"5\"><c r=\"A5\" t=\"s\"><v>4</v></c><c r=\"B5\" t=\"s\"><v>5</v></c><c r=\"C5\" t=\"s\"><v>6</v></c>\
        <c r=\"D5\" t=\"s\"><v>7</v></c><c r=\"E5\" t=\"s\"><v>8</v></c><c r=\"F5\" t=\"b\"><v>1</v></c>\
        <c r=\"G5\" t=\"e\"><v>#REF!</v></c><c r=\"H5\" t=\"str\"><f>A1</f><v>x &amp; y</v></c>\
        <c r=\"I5\" t=\"inlineStr\"><is><t>trong ô</t></is></c><c r=\"J5\" s=\"1\"/></row>";
    let bytes = workbook(&sheet_of(rows), TEXTS);
    assert!(assert_same(&bytes, rows), "is written as usual");
    let (sheets, findings) = fast(&bytes).expect("is read");
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(sheets[0].rows[0].cells[..3], [text("mã"), text(" a & b "), text("c")]);
    assert_eq!(sheets[0].rows[0].cells[27], text("đậm nhạt"));
    assert_eq!(sheets[0].rows[2].cells[..2], [text("Aộ"), Cell::Empty]);
    assert_eq!(sheets[0].rows[2].cells[3..5], [text("ẹ"), text("日本")]);
    assert_eq!(sheets[0].rows[1].cells[1..3], [Cell::Share(0.85), Cell::Number(74.4)]);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::H208; 3], "a row, a column, a sheet");
}

#[test]
fn what_is_written_otherwise_is_left_to_the_reader_of_any_workbook() {
    let row = |cells: &str| sheet_of(&format!("<row r=\"1\">{cells}</row>"));
    let cell = |cell: &str| row(&format!("<c r=\"A1\">{cell}</c>"));
    let usual = cell("<v>1</v>");
    assert!(fast(&workbook(&usual, TEXTS)).is_some());
    for (what, sheet) in [
        ("a comment", cell("<!-- --><v>1</v>")),
        ("a number by its letters", cell("<v>&#49;</v>")),
        ("a text as number", cell("<v>abc</v>")),
        ("a formula behind its value", cell("<v>1</v><f>A2</f>")),
        ("a text typed for a font of old", row("<c r=\"A1\" s=\"4\" t=\"s\"><v>0</v></c>")),
        ("a text that is not there", row("<c r=\"A1\" t=\"s\"><v>9</v></c>")),
        ("a place in another row", row("<c r=\"A2\"><v>1</v></c>")),
        ("a place twice", row("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>")),
        ("a row without a number", sheet_of("<row><c r=\"A1\"><v>1</v></c></row>")),
        ("rows in any order", sheet_of("<row r=\"2\"/><row r=\"1\"/>")),
        ("names of a namespace", usual.replace("<row", "<x:row").replace("</row", "</x:row")),
        ("a document type", format!("<!DOCTYPE x>{usual}")),
        ("another encoding", format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{usual}")),
        ("an end that is missing", usual.replace("</sheetData>", "")),
        ("apostrophes", usual.replace('"', "'")),
    ] {
        assert!(fast(&workbook(&sheet, TEXTS)).is_none(), "{what}");
    }
    assert!(
        fast(&workbook(&usual, &TEXTS.replace("uniqueCount=\"9\"", "uniqueCount=\"999999\"")))
            .is_none()
    );
}

#[test]
fn limits_hold_for_all_sheets_together() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\"><v>1</v></c></row>";
    let bytes = workbook(&sheet_of(rows), "<sst><si><t>mã</t></si></sst>");
    let read = |limits: Limits| sheets::read(&bytes, limits, &mut Vec::new()).is_ok();
    // Three cells and a text of three bytes on the first sheet, two cells on the second.
    assert!(read(Limits { cells_max: 5, text_bytes_max: 3, columns_max: 3, ..limits() }));
    assert!(!read(Limits { cells_max: 4, ..limits() }));
    assert!(!read(Limits { text_bytes_max: 2, ..limits() }));
    assert!(!read(Limits { columns_max: 2, ..limits() }));
    assert!(!read(Limits { inflated_bytes_max: 2_000, ..limits() }));
}

fn workbooks(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("is there") {
        let path = entry.expect("is there").path();
        if path.is_dir() {
            workbooks(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "xlsx") {
            found.push(path);
        }
    }
}

#[test]
fn every_workbook_of_the_corpus_is_read_as_by_the_reader_of_any() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    workbooks(&root.join("tests/cases"), &mut paths);
    workbooks(&root.join("datasets/sample"), &mut paths);
    let read = |path: &&PathBuf| {
        assert_same(&std::fs::read(path).expect("is there"), &path.display().to_string())
    };
    let fast = paths.iter().filter(read).count();
    assert!(fast * 10 >= paths.len() * 8, "{fast} of {} are read fast", paths.len());
}
