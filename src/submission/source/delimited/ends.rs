//! Where fields without quotation marks end.

use super::records::Field;

/// Bytes looked at at once.
const WORD: usize = size_of::<u64>();

/// The highest bit of every byte, and all the others.
const HIGH: u64 = u64::from_le_bytes([0x80; WORD]);
const LOW: u64 = !HIGH;

/// Looks for the ends of fields, from the first byte of a buffer on. Most fields are short: to begin a
/// search for each would take longer than to look at all bytes once.
pub(super) struct Ends<'b> {
    buffer: &'b [u8],
    separator: u8,
    /// Byte behind the last word that was looked at, and the bytes of that word that may end a field.
    scanned: usize,
    marks: u64,
}

impl<'b> Ends<'b> {
    pub(super) const fn new(buffer: &'b [u8], separator: u8) -> Self {
        Self { buffer, separator, scanned: 0, marks: 0 }
    }

    /// Adds the fields from a byte on, at which one begins, as long as nothing but separators ends them
    /// and there are no quotation marks; the byte at which the next begins.
    #[inline]
    pub(super) fn plain_fields(&self, begin: usize, fields: &mut Vec<Field>) -> usize {
        let mut at = begin;
        let mut word_at = begin;
        let words = self.buffer.get(begin..).unwrap_or_default().as_chunks::<WORD>().0;
        for word in words {
            let word = u64::from_le_bytes(*word);
            if bytes_of_control(word) | bytes_that_are(word, b'"') != 0 {
                break;
            }
            let mut marks = bytes_that_are(word, self.separator);
            while marks != 0 {
                let end = word_at + marks.trailing_zeros() as usize / 8;
                fields.push(Field { begin: at as u32, end: end as u32 });
                at = end + 1;
                marks &= marks - 1;
            }
            word_at += WORD;
        }
        at
    }

    /// The first separator or line break from a byte on, which is never before one that was found; the
    /// end of the buffer where there is none.
    #[inline]
    pub(super) fn next(&mut self, at: usize) -> usize {
        loop {
            while self.marks != 0 {
                let found = self.scanned - WORD + self.marks.trailing_zeros() as usize / 8;
                self.marks &= self.marks - 1;
                if found >= at && self.is_end(self.buffer[found]) {
                    return found;
                }
            }
            self.scanned = self.scanned.max(at);
            let rest = self.buffer.get(self.scanned..).unwrap_or_default();
            let Some(word) = rest.first_chunk::<WORD>() else {
                let next = rest.iter().position(|byte| self.is_end(*byte));
                return next.map_or(self.buffer.len(), |next| self.scanned + next);
            };
            let word = u64::from_le_bytes(*word);
            self.marks = bytes_that_are(word, self.separator) | bytes_of_control(word);
            self.scanned += WORD;
        }
    }

    const fn is_end(&self, byte: u8) -> bool {
        byte == self.separator || matches!(byte, b'\n' | b'\r')
    }
}

/// The highest bit of each byte of a word that is that byte.
const fn bytes_that_are(word: u64, byte: u8) -> u64 {
    // Zero where they are equal; then neither the sum nor a byte itself has its highest bit set.
    let other = word ^ u64::from_le_bytes([byte; WORD]);
    !(((other & LOW) + LOW) | other) & HIGH
}

/// The highest bit of each byte of a word that is at most that of a line break.
const fn bytes_of_control(word: u64) -> u64 {
    const BEYOND: u64 = u64::from_le_bytes([0x7f - b'\r'; WORD]);
    !(((word & LOW) + BEYOND) | word) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_whatever_stands_beside_them() {
        for byte in 0..=u8::MAX {
            for beside in [0, 1, b'\n', b'\r', 0x0e, b';', 0x7f, 0x80, 0xff] {
                let bytes = [beside, byte, beside, byte, byte, beside, beside, byte];
                let word = u64::from_le_bytes(bytes);
                let marks = |marks: u64| marks.to_le_bytes().map(|byte| byte == 0x80);
                assert_eq!(marks(bytes_that_are(word, b';')), bytes.map(|byte| byte == b';'));
                assert_eq!(marks(bytes_of_control(word)), bytes.map(|byte| byte <= b'\r'));
            }
        }
    }

    #[test]
    fn ends_are_found_one_after_the_other() {
        let text = "a;\tb;;0123456789012345\rđ\u{b};;\n\n;last";
        let expected: Vec<usize> = text
            .bytes()
            .enumerate()
            .filter(|(_, b)| b";\r\n".contains(b))
            .map(|(at, _)| at)
            .collect();
        let mut ends = Ends::new(text.as_bytes(), b';');
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let end = ends.next(at);
            found.push(end);
            at = end + 1;
        }
        assert_eq!(found[..expected.len()], expected);
        assert_eq!(found[expected.len()..], [text.len()]);
    }

    #[test]
    fn fields_are_plain_up_to_the_word_with_a_line_break_or_quotation_mark() {
        for (text, plain) in [
            ("", vec![]),
            ("a;b;c", vec![]),
            ("a;bc;;defghij;k\n", vec!["a", "bc", ""]),
            ("0123456789;0123456789;x\ny", vec!["0123456789"]),
            ("01;3456;;\"abcdefgh", vec!["01", "3456"]),
            ("ộ;ộộộộ;12345678;12345678", vec!["ộ", "ộộộộ", "12345678"]),
        ] {
            let mut fields = Vec::new();
            let next = Ends::new(text.as_bytes(), b';').plain_fields(0, &mut fields);
            let found: Vec<&str> = fields
                .iter()
                .map(|field| &text[field.begin as usize..field.end as usize])
                .collect();
            assert_eq!(found, plain, "{text}");
            assert_eq!(next, plain.iter().map(|field| field.len() + 1).sum::<usize>(), "{text}");
        }
    }

    #[test]
    fn what_is_passed_over_is_not_looked_at() {
        let mut ends = Ends::new(b"a;b;c;d;e;f;g;h;i;j", b';');
        assert_eq!(ends.next(0), 1);
        assert_eq!(ends.next(12), 13);
        assert_eq!(ends.next(19), 19);
        assert_eq!(ends.next(25), 19);
    }
}
