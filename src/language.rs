//! The two languages of outputs, and how each writes numbers.

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
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Vietnamese];

    /// The text of this language.
    pub const fn pick<'a>(self, english: &'a str, vietnamese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Vietnamese => vietnamese,
        }
    }

    /// The tag of RFC 5646, as in `--lang`.
    pub const fn tag(self) -> &'static str {
        self.pick("en", "vi")
    }
}

/// The marks of a language's numbers: `1,234.5` in English, `1.234,5` in Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// Before the decimals.
    pub decimal: char,
    /// Between groups of three digits.
    pub thousands: char,
}

impl NumberStyle {
    /// English: 1,234.5.
    pub const ENGLISH: Self = Self { decimal: '.', thousands: ',' };
    /// Vietnamese: 1.234,5.
    pub const VIETNAMESE: Self = Self { decimal: ',', thousands: '.' };

    /// The style of a language.
    pub const fn of(language: Language) -> Self {
        match language {
            Language::English => Self::ENGLISH,
            Language::Vietnamese => Self::VIETNAMESE,
        }
    }

    /// Writes a number in full with a fixed number of decimals.
    ///
    /// ```
    /// use ndcap::language::NumberStyle;
    /// assert_eq!(NumberStyle::VIETNAMESE.format(1234.5, 1), "1.234,5");
    /// ```
    pub fn format(self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
            text.push('−');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.decimal);
            text.push_str(fraction);
        }
        text
    }

    /// Writes a number in full with as many decimals as it has.
    pub fn format_exact(self, value: f64) -> String {
        let plain = value.to_string();
        self.format(value, plain.split_once('.').map_or(0, |(_, fraction)| fraction.len()))
    }
}
