use super::*;

#[test]
fn the_content_says_which_format_it_is() {
    assert_eq!(format_of(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Some(Format::Xls));
    let text = b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    assert_eq!(format_of(text), Some(Format::Ods));
    assert_eq!(format_of(b"PK\x03\x04 PK\x01\x02 xl/workbook.bin"), Some(Format::Xlsb));
    assert_eq!(format_of(b"PK\x03\x04"), Some(Format::Xlsx));
    assert_eq!(format_of(b"%PDF-1.7"), None);
}

#[test]
fn an_old_workbook_that_claims_an_impossible_size_is_refused_before_it_is_read() {
    let claim = |rows: u32, columns: u16| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0x00, 0x02, 14, 0, 0, 0, 0, 0];
        bytes.extend(rows.to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(columns.to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    };
    let limits = crate::plan::Plan::built_in().limits;
    let code = |bytes: &[u8]| read(bytes, limits, &mut Vec::new()).expect_err("is refused").code;
    assert_eq!(code(&claim(u32::MAX, 3)), Code::F104);
    assert_eq!(code(&claim(65_536, 256)), Code::F101, "of good size, but damaged");
}
