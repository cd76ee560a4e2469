//! What a finding says: text as it stands in a file, or a phrase of the catalogue.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

use super::catalogue;
use crate::language::Language;
use crate::time::NaiveDate;
use crate::unit::Bytes;

/// A text that can be printed in either language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// What stands in a cell, a name, a number as written: the same in every language.
    Verbatim(String),
    /// A sentence of ours.
    Phrase(Phrase),
}

impl Text {
    /// The message of that id, without arguments; `C401.claim` is the attribute `claim` of `C401`.
    /// A test finds every id in the catalogue of both languages.
    pub const fn phrase(id: &'static str) -> Self {
        Self::Phrase(Phrase { id: Cow::Borrowed(id), arguments: Vec::new() })
    }

    /// The same phrase with one more argument. Verbatim text has none and stays as it is.
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        if let Self::Phrase(phrase) = &mut self {
            phrase.arguments.push((Cow::Borrowed(name), argument.into()));
        }
        self
    }

    /// The text in a language.
    pub fn in_language(&self, language: Language) -> Cow<'_, str> {
        match self {
            Self::Verbatim(text) => Cow::Borrowed(text),
            Self::Phrase(phrase) => match phrase.render(language) {
                Some(text) => Cow::Owned(text),
                None => {
                    debug_assert!(false, "a phrase without message or argument: {phrase:?}");
                    Cow::Borrowed(&phrase.id)
                }
            },
        }
    }

    /// The text in English, as stored.
    pub fn english(&self) -> Cow<'_, str> {
        self.in_language(Language::English)
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Verbatim(text) if text.is_empty())
    }

    /// Whether the English text has such a part.
    pub fn contains(&self, part: &str) -> bool {
        self.english().contains(part)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Verbatim(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::Verbatim(text.clone())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Verbatim(text.to_owned())
    }
}

/// With the English text.
impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.english() == other
    }
}

/// With the English text.
impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.english() == *other
    }
}

/// The English text.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english())
    }
}

/// A message of the catalogue and its arguments: what is stored beside the English text, so that a
/// finding can be printed in the other language later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    id: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    arguments: Vec<(Cow<'static, str>, Argument)>,
}

impl Phrase {
    /// The id of its message.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text in a language; `None` for a message or an argument that this version does not know,
    /// which may be when it was stored by another one.
    pub fn render(&self, language: Language) -> Option<String> {
        let arguments = self.arguments.iter().map(|(name, argument)| (name.as_ref(), argument));
        catalogue::render(language, &self.id, arguments)
    }
}

/// What a phrase is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// Text as it stands: a name, a heading, a unit.
    Text(String),
    /// A number of ours, with a decimal point; printed with the marks of the language.
    Number(String),
    /// Bytes, printed in GiB, below one of these in MiB.
    Bytes(u64),
    /// A day.
    Day(NaiveDate),
    /// A word or list that we have in both languages: English, Vietnamese.
    Words(String, String),
}

impl Argument {
    /// A list of words that we have in both languages, English first.
    pub fn list<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (english, vietnamese): (Vec<_>, Vec<_>) = words.unzip();
        Self::Words(english.join(", "), vietnamese.join(", "))
    }

    /// Texts parted by commas: each phrase in its language, each name as it stands.
    pub fn series(texts: impl IntoIterator<Item = impl Into<Text>>) -> Self {
        let in_both = |text: Text| {
            let of = |language| text.in_language(language).into_owned();
            (of(Language::English), of(Language::Vietnamese))
        };
        let pairs = texts.into_iter().map(|text| in_both(text.into()));
        let (english, vietnamese): (Vec<_>, Vec<_>) = pairs.unzip();
        Self::Words(english.join(", "), vietnamese.join(", "))
    }
}

/// A phrase within another, in both languages; text as it stands stays so.
impl From<Text> for Argument {
    fn from(text: Text) -> Self {
        match text {
            Text::Verbatim(text) => Self::Text(text),
            phrase @ Text::Phrase(_) => Self::series([phrase]),
        }
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(number.to_string())
            }
        })*
    };
}

numbers!(usize, u32, u64, i64, f64);

impl From<Bytes> for Argument {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes.raw())
    }
}

impl From<NaiveDate> for Argument {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_file_is_the_same_in_both_languages() {
        for text in [Text::from("1.024"), Text::from("nhiều".to_owned())] {
            for language in Language::ALL {
                assert_eq!(text.in_language(language), text.english());
            }
        }
        assert_eq!(Text::from("1.024").with("ignored", 1_i64), "1.024");
    }

    #[test]
    fn numbers_sizes_and_days_of_ours_follow_the_language() {
        let vietnamese = |text: Text| text.in_language(Language::Vietnamese).into_owned();
        let rows = Text::phrase("F104-bytes").with("bytes", 10_485_760_usize);
        assert_eq!(rows, "10,485,760 bytes");
        assert_eq!(vietnamese(rows), "10.485.760 byte");
        let sizes = Text::phrase("part-of-whole")
            .with("part", Bytes::from_gib(1500))
            .with("whole", Bytes::from_mib(512));
        assert_eq!(sizes, "1,500 GiB of 512 MiB");
        assert_eq!(vietnamese(sizes), "1.500 GiB trên 512 MiB");
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let late = Text::phrase("R512-after")
            .with("day", day("2050-01-01"))
            .with("as_of", day("2024-12-31"));
        assert_eq!(late, "2050-01-01, after 2024-12-31");
        assert_eq!(vietnamese(late), "01/01/2050, sau ngày 31/12/2024");
    }

    #[test]
    fn a_phrase_within_another_follows_the_language_and_a_name_stays() {
        let known = Text::phrase("F109-compressed").with("format", Text::phrase("file-xlsx"));
        assert_eq!(known, "a compressed file that holds an Excel workbook (.xlsx)");
        assert_eq!(known.in_language(Language::Vietnamese), "tệp nén chứa bảng tính Excel (.xlsx)");
        assert_eq!(Argument::from(Text::from("a.csv")), Argument::from("a.csv"));
        let columns = Argument::series([Text::from("Name"), Text::phrase("P709-metric")]);
        let english = "Name, a metric such as VM|CPU|Usage (%)|Avg".to_owned();
        let vietnamese = "Name, chỉ số kiểu VM|CPU|Usage (%)|Avg".to_owned();
        assert_eq!(columns, Argument::Words(english, vietnamese));
    }

    #[test]
    fn a_phrase_is_stored_as_json_and_read_back() {
        let words = Argument::list([("hdd", "ổ cứng"), ("ssd", "ssd")].into_iter());
        let Text::Phrase(phrase) = Text::phrase("C410-words").with("words", words) else {
            panic!("a phrase")
        };
        let json = serde_json::to_string(&phrase).expect("is JSON");
        assert_eq!(
            json,
            r#"{"id":"C410-words","arguments":[["words",{"words":["hdd, ssd","ổ cứng, ssd"]}]]}"#
        );
        assert_eq!(serde_json::from_str::<Phrase>(&json).expect("is read"), phrase);
    }
}
