//! The texts that the cells of a workbook share: read once, held once.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::scan::{Unusual, attributes, text_of, without_space};

/// The texts of a workbook by their places, composed.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    /// Where each begins and ends.
    spans: Vec<(u32, u32)>,
}

impl Texts {
    /// The text of that place.
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let (begin, end) = *self.spans.get(place)?;
        self.text.get(begin as usize..end as usize)
    }

    /// Holds a text; where it stands.
    fn hold(&mut self, text: &str) -> Result<(u32, u32), Unusual> {
        let begin = self.text.len();
        match text.is_ascii() || is_nfc(text) {
            true => self.text.push_str(text),
            false => self.text.extend(text.nfc()),
        }
        let place = |at| u32::try_from(at).map_err(|_| Unusual);
        Ok((place(begin)?, place(self.text.len())?))
    }
}

/// A text as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written<'a> {
    /// It says what it is.
    Plain(Cow<'a, str>),
    /// It is in parts, or has letters that are written by numbers: for the reader of any workbook.
    Odd,
}

/// The part with the texts of a workbook.
#[derive(Debug, Default)]
pub(super) struct TextPart<'a> {
    /// Whether there is such a part.
    pub(super) is_there: bool,
    texts: Texts,
    /// The places of the odd ones.
    places: Vec<usize>,
    /// Their bytes.
    pub(super) odd: Vec<&'a [u8]>,
}

impl<'a> TextPart<'a> {
    /// Finds the texts of a part.
    pub(super) fn of(part: &'a [u8]) -> Result<Self, Unusual> {
        let begin = memmem::find(part, b"<sst").ok_or(Unusual)?;
        if memmem::find(&part[..begin], b"<!").is_some() || !is_utf_8(part) {
            return Err(Unusual);
        }
        let mut claimed = 0;
        let (is_empty, mut rest) = attributes(&part[begin + 4..], |name, value| {
            if name == b"uniqueCount" {
                let number = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                claimed = number.ok_or(Unusual)?;
            }
            Ok(())
        })?;
        // The shortest text is written as <si/>.
        if claimed > part.len() / 5 + 1 {
            return Err(Unusual);
        }
        let mut found = Self { is_there: true, ..Self::default() };
        if is_empty {
            return Ok(found);
        }
        loop {
            rest = without_space(rest);
            if rest.starts_with(b"</sst>") {
                return Ok(found);
            }
            rest = found.take(rest)?;
        }
    }

    /// Takes the text that begins some bytes; what follows it.
    fn take(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], Unusual> {
        const END: &[u8] = b"</si>";
        let after = bytes.strip_prefix(b"<si>").ok_or(Unusual)?;
        if let Some((Written::Plain(text), after)) = written(after)
            && let Some(after) = after.strip_prefix(END)
        {
            let span = self.texts.hold(&text)?;
            self.texts.spans.push(span);
            return Ok(after);
        }
        let end = memmem::find(after, END).ok_or(Unusual)?;
        // A comment could hold what looks like an end.
        if memmem::find(&after[..end], b"<!").is_some() {
            return Err(Unusual);
        }
        let (text, after) = bytes.split_at(bytes.len() - after.len() + end + END.len());
        self.places.push(self.texts.spans.len());
        self.texts.spans.push((0, 0));
        self.odd.push(text);
        Ok(after)
    }

    /// The texts, given what the odd ones say.
    pub(super) fn finish(self, odd: &[String]) -> Result<Texts, Unusual> {
        let mut texts = self.texts;
        for (place, text) in self.places.iter().zip(odd) {
            texts.spans[*place] = texts.hold(text)?;
        }
        texts.text.shrink_to_fit();
        if self.places.len() == odd.len() { Ok(texts) } else { Err(Unusual) }
    }
}

/// Whether a part says that it is UTF-8, or says nothing.
pub(super) fn is_utf_8(part: &[u8]) -> bool {
    if !part.starts_with(b"<?xml") {
        return part.starts_with(b"<");
    }
    let end = memmem::find(part, b"?>").unwrap_or(0);
    let declared = part[..end].to_ascii_lowercase();
    memmem::find(&declared, b"encoding").is_none() || memmem::find(&declared, b"utf-8").is_some()
}

/// The text of `<t>…</t>`, with which some bytes begin, and what follows it.
pub(super) fn written(bytes: &[u8]) -> Option<(Written<'_>, &[u8])> {
    let mut is_kept = false;
    let (is_empty, rest) = attributes(bytes.strip_prefix(b"<t")?, |name, value| {
        is_kept |= name == b"xml:space" && value == b"preserve";
        Ok(())
    })
    .ok()?;
    if is_empty {
        return Some((Written::Plain("".into()), rest));
    }
    let (text, rest) = text_of(rest, b"</t>").ok()?;
    Some((plain(text, is_kept)?, rest))
}

/// What a text of XML says; white space around it only where it is kept.
pub(super) fn plain(text: &[u8], is_kept: bool) -> Option<Written<'_>> {
    let text = std::str::from_utf8(text).ok()?;
    // Breaks of lines, letters by numbers.
    if memchr(b'\r', text.as_bytes()).is_some() || text.contains("_x") {
        return Some(Written::Odd);
    }
    let trimmed = if is_kept { text } else { text.trim_matches([' ', '\t', '\n']) };
    if memchr(b'&', trimmed.as_bytes()).is_none() {
        return Some(Written::Plain(trimmed.into()));
    }
    let mut said = String::with_capacity(trimmed.len());
    let mut rest = trimmed;
    while let Some(at) = rest.find('&') {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        let known =
            [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];
        let found = known.iter().find_map(|(name, c)| Some((rest.strip_prefix(name)?, *c)));
        let Some((after, letter)) = found else { return Some(Written::Odd) };
        said.push(letter);
        rest = after;
    }
    said.push_str(rest);
    Some(Written::Plain(said.into()))
}
