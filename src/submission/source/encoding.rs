//! Bytes → text. The only file that knows encodings.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::legacy;
use crate::diagnostic::{Code, Finding, Text};

/// Bytes looked at to tell UTF-16 without its mark.
const SAMPLE: usize = 8 * 1024;

/// The text of a file; an encoding other than UTF-8 is told.
///
/// A mark at the beginning decides. Without one, zero bytes in every other place mean UTF-16, good
/// UTF-8 is UTF-8, and the rest is an encoding of one byte a letter: Windows-1252 when the letters
/// are those of a Vietnamese font of old, else Windows-1258.
pub(super) fn decode(bytes: &[u8], findings: &mut Vec<Finding>) -> Result<String, Box<Finding>> {
    let marked = match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [0xef, 0xbb, 0xbf, ..] => Some(UTF_8),
        _ => None,
    };
    if let Some(encoding) = marked {
        let (text, _, malformed) = encoding.decode(bytes);
        if malformed || text.contains('\0') {
            return Err(refused(Text::phrase("F105-own-encoding")));
        }
        tell(encoding, findings);
        return Ok(text.into_owned());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let (text, malformed) = encoding.decode_without_bom_handling(bytes);
        if malformed || text.contains(|c: char| c.is_control() && !c.is_whitespace()) {
            return Err(refused(Text::phrase("F105-neither-utf-16")));
        }
        tell(encoding, findings);
        return Ok(text.into_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
        Ok(_) => Err(refused(Text::phrase("F105-no-text"))),
        Err(_) => one_byte_a_letter(bytes, findings),
    }
}

fn refused(found: Text) -> Box<Finding> {
    Box::new(Finding::new(Code::F105, found))
}

fn tell(encoding: &'static Encoding, findings: &mut Vec<Finding>) {
    if encoding != UTF_8 {
        let found = Text::phrase("F106-read-as").with("encoding", encoding.name());
        findings.push(Finding::new(Code::F106, found));
    }
}

/// UTF-16 when a third of the letters have a zero byte on one side and next to none on the other:
/// even Vietnamese text has that many plain letters, digits and separators.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut first, mut second) = (0, 0);
    for pair in sample.chunks_exact(2) {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let pairs = sample.len() / 2;
    let many = |zeros: usize| zeros > 0 && zeros * 3 >= pairs;
    let few = |zeros: usize| zeros * 100 <= pairs;
    match (many(first), many(second)) {
        (false, true) if few(first) => Some(UTF_16LE),
        (true, false) if few(second) => Some(UTF_16BE),
        _ => None,
    }
}

fn one_byte_a_letter(bytes: &[u8], findings: &mut Vec<Finding>) -> Result<String, Box<Finding>> {
    // UTF-8 with a few broken bytes would turn into nonsense that nobody notices.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let whole = lossy.chars().filter(|c| !c.is_ascii()).count() - broken;
    if whole > broken {
        return Err(refused(Text::phrase("F105-broken-utf-8").with("places", broken)));
    }
    let (latin, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let (encoding, text) = if legacy::font_of(latin.lines()).is_some() {
        (WINDOWS_1252, latin)
    } else {
        (WINDOWS_1258, WINDOWS_1258.decode_without_bom_handling(bytes).0)
    };
    let is_odd = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}')
    };
    if text.contains(is_odd) {
        return Err(refused(Text::phrase("F105-neither-1258")));
    }
    tell(encoding, findings);
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Mã máy ảo\tSố vCPU\nVM-1\t4\n";

    fn read(bytes: &[u8]) -> Option<(String, Vec<String>)> {
        let mut findings = Vec::new();
        let text = decode(bytes, &mut findings).ok()?;
        Some((
            text,
            findings.into_iter().map(|finding| finding.found.english().into_owned()).collect(),
        ))
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark_and_not_told() {
        for text in [TEXT.to_owned(), format!("\u{feff}{TEXT}")] {
            assert_eq!(read(text.as_bytes()), Some((TEXT.to_owned(), vec![])));
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark_and_told() {
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = format!("{mark}{TEXT}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units.iter().copied().flat_map(u16::to_be_bytes).collect();
            let told = |name: &str| Some((TEXT.to_owned(), vec![format!("read as {name}")]));
            assert_eq!(read(&little), told("UTF-16LE"));
            assert_eq!(read(&big), told("UTF-16BE"));
            assert_eq!(read(&little[..little.len() - 1]), None, "cut in the middle of a letter");
        }
    }

    #[test]
    fn windows_1258_is_read_with_its_separate_tone_marks() {
        // In this code page 0xf2 is the dot below and 0xec the acute.
        let (text, told) = read(b"B\xf4\xf2 C\xf4ng an,M\xe1y\n").expect("is text");
        assert_eq!(text, "Bô\u{323} Công an,Máy\n");
        assert_eq!(told, ["read as windows-1258"]);
    }

    #[test]
    fn bytes_that_are_no_text_or_broken_utf_8_are_refused() {
        assert_eq!(read(&[b'a', 0x81, b'\n']), None);
        assert_eq!(read(b"a\0b\0\0\0c"), None);
        let mut broken = "Bộ Công an, Bộ Y tế".as_bytes().to_vec();
        broken.push(0xff);
        assert_eq!(read(&broken), None, "nearly all of it is UTF-8");
    }
}
