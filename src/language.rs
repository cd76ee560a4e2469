//! The two languages of outputs.

/// Language of headings, notes and number style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English: 1,234.5
    #[default]
    English,
    /// Vietnamese: 1.234,5
    Vietnamese,
}

impl Language {
    /// The text of this language.
    pub const fn pick<'a>(self, english: &'a str, vietnamese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Vietnamese => vietnamese,
        }
    }
}
