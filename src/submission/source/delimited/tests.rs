use super::*;

fn read_with(text: &str) -> (Result<Sheet, Refusal>, Vec<Finding>) {
    let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
    let mut findings = Vec::new();
    (read("t", text.as_bytes(), &mut meter, &mut findings), findings)
}

fn sheet_of(text: &str) -> Sheet {
    read_with(text).0.expect("is text")
}

fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
    let sheet = sheet_of(text);
    sheet.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::raw).collect())).collect()
}

fn row(number: u32, texts: &[&str]) -> (u32, Vec<String>) {
    (number, texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let sheet = sheet_of("a,b\n\n1,\"x\ny\"\n,,\n2,z\n");
    let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 3, 5]);
    let sheet = sheet_of("a,b\r\n\r\n1,\"x\r\ny\"\r\n,,\r\n2,z\r\n");
    let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 3, 5], "the same with the line ends of Windows");
}

#[test]
fn the_separator_is_found_though_decimals_have_commas() {
    assert_eq!(separator_of("a;b;c\n1,5;2,5;3\n1;2;3\n"), b';');
    assert_eq!(separator_of("a,b\n1,2\n"), b',');
    assert_eq!(separator_of("a\tb\n1\t2\n"), b'\t');
    assert_eq!(separator_of("a|b\n1,5|2\n"), b'|');
    assert_eq!(separator_of("one column\n"), b',');
}

#[test]
fn the_line_that_names_the_separator_is_no_row() {
    let expected = [row(1, &["Mã", "RAM"]), row(2, &["VM-1", "1,5"])];
    for text in [
        "sep=;\nMã;RAM\nVM-1;1,5\n",
        "SEP=;\r\nMã;RAM\r\nVM-1;1,5\r\n",
        "\"sep=;\"\nMã;RAM\nVM-1;1,5\n",
        "\u{feff}sep=;\nMã;RAM\nVM-1;1,5\n",
        "sep=\t\nMã\tRAM\nVM-1\t1,5\n",
        "sep=|\nMã|RAM\nVM-1|1,5\n",
    ] {
        assert_eq!(cells(text), expected, "{text:?}");
    }
    assert_eq!(cells("sep=x y\n1\n"), [row(1, &["sep=x y"]), row(2, &["1"])], "no separator");
}

#[test]
fn quoted_texts_hold_separators_quotes_and_line_breaks() {
    let text = "Mã;Ghi chú\nVM-1;\"một; \"\"hai\"\"\nba\"\nVM-2;x\n";
    let expected =
        [row(1, &["Mã", "Ghi chú"]), row(2, &["VM-1", "một; \"hai\"\nba"]), row(3, &["VM-2", "x"])];
    assert_eq!(cells(text), expected);
}

#[test]
fn a_quoted_text_that_never_ends_is_refused_and_one_with_rows_in_it_is_told() {
    let refused = read_with("Mã,Ghi chú\nVM-1,\"24 inch\nVM-2,x\n").0.expect_err("is open");
    assert_eq!(refused.code, Code::F113);
    assert_eq!(refused.found, "row 2: a quoted text that never ends");
    let (sheet, findings) = read_with("Mã,Ghi chú\nVM-1,\"24 inch\nVM-2,\"x\"\nVM-3,y\n");
    assert_eq!(sheet.expect("is read").rows.len(), 3);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(
        (findings[0].code, findings[0].place(crate::language::Language::English)),
        (Code::C417, "t row 2".to_owned())
    );
    assert_eq!(findings[0].found, "a quoted text over 2 lines, with text after its end");
}
