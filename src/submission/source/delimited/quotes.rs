//! Quotation marks that a reader of CSV follows to the letter and a sender did not mean.

use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::limit::Refusal;

/// A quoted text that does not end where it should.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Byte at which the text opens.
    pub(super) opened: usize,
    /// Line breaks within it.
    breaks: usize,
    /// Whether it runs on to the end of the file.
    is_open: bool,
}

impl Fault {
    /// The finding about the row it begins in; a refusal when the rest of the file is in it.
    pub(super) fn finding(&self, row: u32) -> Result<Finding, Refusal> {
        if self.is_open {
            let found = Text::phrase("F113-open").with("row", row);
            return Err(Box::new(Finding::new(Code::F113, found)));
        }
        let found = Text::phrase("C417-lines").with("lines", self.breaks + 1);
        Ok(Finding::new(Code::C417, found).row(row))
    }
}

/// Quoted texts that never end, and those with line breaks whose end is followed by more text: a
/// quotation mark that opens another field ended them, and rows stand within.
pub(super) fn faults(text: &[u8], separator: u8) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'"' {
            let opened = at;
            at += 1;
            let closed = loop {
                let Some(next) = memchr::memchr(b'"', &text[at..]) else { break None };
                at += next + 1;
                if text.get(at) != Some(&b'"') {
                    break Some(at);
                }
                at += 1;
            };
            let end = closed.unwrap_or(text.len());
            let breaks = memchr::memchr_iter(b'\n', &text[opened..end]).count();
            let after = text[end..].iter().find(|&&byte| byte != b' ' || separator == b' ');
            let is_ended = after.is_none_or(|&b| b == separator || matches!(b, b'\n' | b'\r'));
            if closed.is_none() || (breaks > 0 && !is_ended) {
                faults.push(Fault { opened, breaks, is_open: closed.is_none() });
            }
            at = end;
        }
        // On to the next field: what follows is not quoted.
        let Some(next) = memchr::memchr3(separator, b'\n', b'\r', &text[at..]) else { break };
        at += next + 1;
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_end_are_no_faults() {
        for text in [
            "a,b\n\"x, \"\"y\"\"\nz\",2\n",
            "a,24\" monitor,b\nc,d,e",
            "\"a\" ,b\r\n\"\",c",
            "\"one line\"s,b\n",
        ] {
            assert_eq!(faults(text.as_bytes(), b','), [], "{text}");
        }
    }

    #[test]
    fn a_text_that_ends_at_the_next_opening_has_rows_in_it() {
        let text = "a,b\nVM-1,\"24 inch\nVM-2,x\nVM-3,\"web\"\n";
        assert_eq!(faults(text.as_bytes(), b','), [Fault { opened: 9, breaks: 2, is_open: false }]);
    }

    #[test]
    fn a_text_without_end_is_a_fault() {
        let text = "a,b\nVM-1,\"24 inch\nVM-2,x\n";
        assert_eq!(faults(text.as_bytes(), b','), [Fault { opened: 9, breaks: 2, is_open: true }]);
    }
}
