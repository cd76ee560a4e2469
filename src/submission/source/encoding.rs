//! Bytes → text. The only file that knows encodings.

use crate::diagnostic::{Code, Finding};

/// The text of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Box<Finding>> {
    let (encoding, marked) = match bytes {
        [0xff, 0xfe, ..] => (encoding_rs::UTF_16LE, true),
        [0xfe, 0xff, ..] => (encoding_rs::UTF_16BE, true),
        [0xef, 0xbb, 0xbf, ..] => (encoding_rs::UTF_8, true),
        _ => (encoding_rs::UTF_8, false),
    };
    let (text, _, malformed) = encoding.decode(bytes);
    if malformed || text.contains('\0') {
        let found =
            if marked { "bytes that break its own encoding" } else { "bytes that are no UTF-8" };
        return Err(Box::new(Finding::new(Code::F105, found)));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_with_its_mark_is_read() {
        let bytes: Vec<u8> = "\u{feff}a\tĐ\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).expect("is UTF-16"), "a\tĐ\n");
        assert!(decode(&[b'a', 0xff]).is_err());
    }
}
