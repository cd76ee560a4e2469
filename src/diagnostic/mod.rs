//! Findings: something wrong or doubtful in a submission, as a value.
//!
//! A finding carries its code, its place (sheet, row, column letter), what was found, what was
//! expected and what to do. Findings are collected, never thrown: the sender gets all of them at
//! once. Knows nothing of how cells are stored; printing is the work of `report` and `cli`.
//!
//! Every finding can be printed in English and in Vietnamese. A [`Text`] is either verbatim, for
//! what stands in a file, or a phrase of the catalogue with its arguments; a sentence of ours is
//! always a phrase.
//!
//! To add a code: one line in `code.rs` with its severity, and in both `catalogue/en.ftl` and
//! `catalogue/vi.ftl` a message of that name with claim, example and remedy. To say something of
//! one finding: `Finding::new(code, Text::phrase("C999-what").with("rows", rows))` and a message
//! `C999-what` in both files. Tests compare code, keys and arguments; `docs/findings.md` follows.

mod catalogue;
mod code;
mod group;
mod text;

use serde::Serialize;

use crate::language::Language;

pub use code::Code;
pub use group::Group;
pub use text::{Argument, Phrase, Text};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row or file cannot be used and is kept aside with its reason.
    Error,
    /// Used, but doubtful: somebody should look.
    Warning,
    /// A decision of ours the sender should know of.
    Note,
}

impl Severity {
    /// The word in tables and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// The word for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Error => language.pick("error", "lỗi"),
            Self::Warning => language.pick("warning", "cảnh báo"),
            Self::Note => language.pick("note", "lưu ý"),
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which rule speaks.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Sheet as the file names it; empty for the file as a whole.
    pub sheet: String,
    /// Row as the sender sees it, from 1; none for the sheet as a whole.
    pub row: Option<u32>,
    /// Column letter as the sender sees it (A, AB); none for the row as a whole.
    pub column: Option<String>,
    /// What stands there.
    pub found: Text,
    /// What was expected.
    pub expected: Text,
    /// What to do.
    pub remedy: Text,
}

impl Finding {
    /// A finding about a whole file, with the severity, expectation and remedy of its code.
    pub fn new(code: Code, found: impl Into<Text>) -> Self {
        Self {
            code,
            severity: code.severity(),
            sheet: String::new(),
            row: None,
            column: None,
            found: found.into(),
            expected: code.claim_text(),
            remedy: code.remedy_text(),
        }
    }

    /// The same finding on a sheet.
    pub fn sheet(mut self, sheet: &str) -> Self {
        sheet.clone_into(&mut self.sheet);
        self
    }

    /// The same finding on a row.
    pub const fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// The same finding in a column, counted from 0.
    pub fn column(mut self, index: usize) -> Self {
        self.column = Some(column_letter(index));
        self
    }

    /// The same finding with a more exact expectation.
    pub fn expected(mut self, expected: impl Into<Text>) -> Self {
        self.expected = expected.into();
        self
    }

    /// The same finding with a more exact remedy.
    pub fn remedy(mut self, remedy: impl Into<Text>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Place in the form `vInfo!C12`, `vInfo row 12`, `vInfo!C`, `vInfo`, or `file`.
    pub fn place(&self, language: Language) -> String {
        match (self.sheet.as_str(), self.row, &self.column) {
            ("", None, _) => language.pick("file", "tệp").to_owned(),
            (sheet, Some(row), Some(column)) => format!("{sheet}!{column}{row}"),
            (sheet, Some(row), None) => format!("{sheet} {} {row}", language.pick("row", "dòng")),
            (sheet, None, Some(column)) => format!("{sheet}!{column}"),
            (sheet, None, None) => sheet.to_owned(),
        }
    }
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

impl Counts {
    /// Counts a list.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Note => counts.note += 1,
            }
        }
        counts
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, counts| Self {
            error: sum.error + counts.error,
            warning: sum.warning + counts.warning,
            note: sum.note + counts.note,
        })
    }
}

/// The letter a spreadsheet gives the column of that index, counted from 0: A, B, …, Z, AA, AB.
pub fn column_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

/// The index, counted from 0, of a column letter; `None` for text that is none.
pub fn column_index(letter: &str) -> Option<usize> {
    if letter.is_empty() || letter.len() > 4 {
        return None;
    }
    let mut index = 0_usize;
    for byte in letter.bytes() {
        if !byte.is_ascii_uppercase() {
            return None;
        }
        index = index * 26 + usize::from(byte - b'A') + 1;
    }
    Some(index - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_letters_go_on_after_z_and_read_back() {
        for (index, letter) in
            [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letter(index), letter);
            assert_eq!(column_index(letter), Some(index));
        }
        assert_eq!(column_index("a1"), None);
    }

    #[test]
    fn codes_are_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.id()), "{} twice", code.id());
        }
        assert!(seen.len() >= 25);
    }
}
