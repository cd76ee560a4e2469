//! Text typed for Vietnamese fonts of old (TCVN3, VNI), which a spreadsheet of today holds as
//! Latin letters: "Bé C«ng an" for "Bộ Công an".
//!
//! The font of a cell decides, where the file tells it ([`Typeface`]); elsewhere the letters do
//! ([`font_of`]).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use super::syllable::is_syllable;
use super::{Cell, Sheet};
use crate::diagnostic::{Code, Finding, Text};

/// Words that must become Vietnamese before a file is converted.
const GAINED_MIN: usize = 3;

/// Words of which at least this many in a hundred must be Vietnamese once converted.
const SENSE_MIN_PCT: usize = 80;

/// Words of which at least this many in a hundred must not have been Vietnamese before.
const GAINED_MIN_PCT: usize = 20;

/// The families of fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Font {
    /// TCVN3, called ABC: one character for one letter.
    Tcvn3,
    /// VNI: the tone is a character of its own after the vowel.
    Vni,
}

impl Font {
    const ALL: [Self; 2] = [Self::Tcvn3, Self::Vni];

    const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
        }
    }

    /// The text as it was meant.
    fn convert(self, text: &str) -> String {
        let mut made = String::with_capacity(text.len() + 8);
        for (at, word) in pieces(text) {
            match (at, self) {
                (Piece::Other, _) => made.push_str(word),
                (Piece::Word, Self::Tcvn3) => made.push_str(&from_tcvn3(word)),
                (Piece::Word, Self::Vni) => made.push_str(&from_vni(word)),
            }
        }
        made
    }
}

/// What the name of a font says of the text typed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Typeface {
    font: Font,
    /// Whether it shows small letters as capitals, as .VnTimeH does.
    is_capital: bool,
}

impl Typeface {
    /// What a name says; `None` for fonts of Unicode, and for those that say nothing.
    pub(super) fn of(name: &str) -> Option<Self> {
        let is_capital = name.trim_end().ends_with('H');
        let name = name.trim_start().to_lowercase();
        if name.starts_with(".vn") {
            return Some(Self { font: Font::Tcvn3, is_capital });
        }
        let is_vni = name.starts_with("vni-") || name.starts_with("vni ");
        is_vni.then_some(Self { font: Font::Vni, is_capital: false })
    }

    /// The text as it was meant; `None` for text that is the same in any font, and for Unicode
    /// Vietnamese, which a computer without the font shows well and nobody notices.
    pub(super) fn convert(self, text: &str) -> Option<String> {
        if !is_candidate(text) {
            return None;
        }
        let mut tally = Tally::default();
        tally.add(self.font, text);
        if tally.after < tally.before {
            return None;
        }
        let made = self.font.convert(text);
        Some(if self.is_capital { made.to_uppercase() } else { made })
    }
}

/// Cells whose font has decided, by sheet, row from 1, and column from 0.
#[derive(Debug, Default)]
pub(super) struct Decided {
    cells: HashSet<(usize, u32, usize)>,
    converted: BTreeMap<&'static str, usize>,
}

impl Decided {
    /// Converts the text of a cell typed in a font of old, and remembers that it is done.
    pub(super) fn decide(&mut self, place: (usize, u32, usize), face: Typeface, text: &mut String) {
        if let Some(made) = face.convert(text) {
            *text = made;
            *self.converted.entry(face.font.name()).or_default() += 1;
        }
        self.cells.insert(place);
    }
}

type Letters = HashMap<String, String>;

struct Maps {
    tcvn3: Letters,
    vni: Letters,
}

fn maps() -> &'static Maps {
    static MAPS: OnceLock<Maps> = OnceLock::new();
    MAPS.get_or_init(|| {
        let text = include_str!("../../../datasets/reference/legacy_encodings.json");
        let all: serde_json::Value =
            serde_json::from_str(text).expect("the built-in letters are JSON");
        let letters = |name: &str| -> Letters {
            let pairs = all[name].as_object().into_iter().flatten();
            pairs.filter_map(|(from, to)| Some((from.clone(), to.as_str()?.to_owned()))).collect()
        };
        Maps { tcvn3: letters("tcvn3"), vni: letters("vni") }
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Word,
    Other,
}

/// A character that a font of old may have shown as a letter.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{a1}'..='\u{ff}')
}

/// The text cut into words and what stands between them. A trade mark at the end of a word is no
/// letter: no Vietnamese word ends in đ or â, which stand there in TCVN3.
fn pieces(text: &str) -> Vec<(Piece, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let bare = word.trim_end_matches(['®', '©']);
        found.push((Piece::Word, bare));
        found.push((Piece::Other, &word[bare.len()..]));
        let length = after.find(is_letter).unwrap_or(after.len());
        let (other, after) = after.split_at(length);
        found.push((Piece::Other, other));
        rest = after;
    }
    found
}

fn from_tcvn3(word: &str) -> String {
    let letters = &maps().tcvn3;
    let mut key = [0; 4];
    let mut made = String::with_capacity(word.len() + 8);
    for c in word.chars() {
        match letters.get(&*c.encode_utf8(&mut key)) {
            Some(letter) => made.push_str(letter),
            None => made.push(c),
        }
    }
    // Toned capitals share the codes of the small letters; their neighbours say what they are.
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let is_capital = capitals >= 2 && !word.contains(|c: char| c.is_ascii_lowercase());
    if is_capital { made.to_uppercase() } else { made }
}

fn from_vni(word: &str) -> String {
    let letters = &maps().vni;
    let lower = |text: &str| text.to_lowercase();
    let mut made = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let one = first.len_utf8();
        let two = one + rest[one..].chars().next().map_or(0, char::len_utf8);
        let known = [two, one]
            .into_iter()
            .find_map(|length| Some((length, letters.get(&lower(&rest[..length]))?)));
        let (length, letter) = known.map_or((one, &rest[..one]), |(at, to)| (at, to.as_str()));
        // "Aùnh" has its tone in small letters: the vowel alone says which case is meant.
        if first.is_uppercase() {
            made.push_str(&letter.to_uppercase())
        } else {
            made.push_str(letter)
        }
        rest = &rest[length..];
    }
    made
}

/// Whether a text could be typed for a font of old: it has such letters, and none of Unicode
/// Vietnamese beyond them.
fn is_candidate(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{a1}'..='\u{ff}')) && !is_unicode(text)
}

/// Whether a text has letters that only Unicode Vietnamese has.
fn is_unicode(text: &str) -> bool {
    text.contains(
        |c| matches!(c, '\u{102}'..='\u{1b0}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}'),
    )
}

/// How many words of a text make sense.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    words: usize,
    before: usize,
    after: usize,
    gained: usize,
}

impl Tally {
    fn add(&mut self, font: Font, text: &str) {
        for (piece, word) in pieces(text) {
            // Signs that stand alone (·, ×, «) and plain words say nothing.
            let speaks = piece == Piece::Word
                && !word.is_ascii()
                && word.contains(|c: char| c.is_ascii_alphabetic());
            if !speaks {
                continue;
            }
            let made = font.convert(word);
            // Abbreviations as "TTĐT" are no syllables in any reading.
            if made.chars().count() > 1
                && made.chars().all(char::is_uppercase)
                && !is_syllable(&made)
            {
                continue;
            }
            let (before, after) = (is_syllable(word), is_syllable(&made));
            self.words += 1;
            self.before += usize::from(before);
            self.after += usize::from(after);
            self.gained += usize::from(after && !before);
        }
    }

    const fn is_clear(&self) -> bool {
        self.gained >= GAINED_MIN
            && self.gained * 100 >= self.words * GAINED_MIN_PCT
            && self.after * 100 >= self.words * SENSE_MIN_PCT
    }
}

/// The font that texts were typed for, when that is clear.
///
/// Looked at are the words with letters beyond ASCII, of texts that have no letter only Unicode
/// Vietnamese has. A font is clear when, read with it, at least 80 in 100 of these words are
/// spelled as Vietnamese syllables, and at least 3 words and 20 in 100 were none before. French or
/// German words make no syllables in either font, and Unicode Vietnamese has nothing to gain. Of
/// two clear fonts the one with more syllables is taken.
pub(super) fn font_of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Font> {
    let mut tallies = Font::ALL.map(|font| (font, Tally::default()));
    for text in texts.filter(|text| is_candidate(text)) {
        for (font, tally) in &mut tallies {
            tally.add(*font, text);
        }
    }
    let clear = tallies.into_iter().filter(|(_, tally)| tally.is_clear());
    clear.max_by_key(|(_, tally)| tally.after).map(|(font, _)| font)
}

/// Texts of which a file of any length is judged by.
const SAMPLE_MAX: usize = 10_000;

/// Texts of a long file that are looked at.
const LOOKED_AT_MAX: usize = 2_000_000;

/// What the texts of a long file say of the font they were typed for: each text once, and the first
/// ones only.
#[derive(Debug, Default)]
pub struct Sample {
    texts: HashSet<Box<str>>,
    looked_at: usize,
}

impl Sample {
    /// Looks at a text.
    pub fn add(&mut self, text: &str) {
        self.looked_at += 1;
        let is_open = self.looked_at < LOOKED_AT_MAX && self.texts.len() < SAMPLE_MAX;
        if is_open && !text.is_ascii() && is_candidate(text) && !self.texts.contains(text) {
            self.texts.insert(text.into());
        }
    }

    /// Whether the texts were clearly typed for a font of old.
    pub fn is_of_old(&self) -> bool {
        font_of(self.texts.iter().map(AsRef::as_ref)).is_some()
    }
}

/// Every text with its sheet, row and column.
fn texts(sheets: &[Sheet]) -> impl Iterator<Item = ((usize, u32, usize), &str)> {
    sheets.iter().enumerate().flat_map(|(sheet, read)| {
        read.rows.iter().flat_map(move |row| {
            row.cells.iter().enumerate().filter_map(move |(column, cell)| match cell {
                Cell::Text(text) => Some(((sheet, row.number, column), text.as_str())),
                _ => None,
            })
        })
    })
}

/// Turns text typed for a font of old into Unicode, and says so.
///
/// Cells whose font has decided are left alone. Of the others the file decides which font
/// ([`font_of`]). In a file that has Unicode Vietnamese too, a cell is converted only when more of
/// its words make sense afterwards; else also when as many do.
pub(super) fn to_unicode(sheets: &mut [Sheet], decided: &Decided, findings: &mut Vec<Finding>) {
    for (font, converted) in &decided.converted {
        findings.push(f107_a_font_of_old_is_told(*converted, font));
    }
    let open = |place: &(usize, u32, usize)| !decided.cells.contains(place);
    let Some(font) = font_of(texts(sheets).filter(|(place, _)| open(place)).map(|(_, text)| text))
    else {
        return;
    };
    let is_mixed = texts(sheets).any(|(_, text)| is_unicode(text));
    let mut converted = 0_usize;
    for (sheet, rows) in sheets.iter_mut().map(|sheet| &mut sheet.rows).enumerate() {
        for row in rows {
            for (column, cell) in row.cells.iter_mut().enumerate() {
                let Cell::Text(text) = cell else { continue };
                if !is_candidate(text) || !open(&(sheet, row.number, column)) {
                    continue;
                }
                let mut tally = Tally::default();
                tally.add(font, text);
                if tally.after < tally.before || (is_mixed && tally.after == tally.before) {
                    continue;
                }
                let made = font.convert(text);
                if made != *text {
                    converted += 1;
                    *text = made;
                }
            }
        }
    }
    findings.push(f107_a_font_of_old_is_told(converted, font.name()));
}

fn f107_a_font_of_old_is_told(cells: usize, font: &str) -> Finding {
    let found = Text::phrase("F107-fonts").with("cells", cells).with("font", font);
    Finding::new(Code::F107, found)
}

#[cfg(test)]
#[path = "legacy_tests.rs"]
mod tests;
