//! The texts of one column, each as often as it is known to be another.

use std::ops::{Index, Range};

use compact_str::CompactString;

/// Place of a text among those that are held.
pub type TextPlace = u32;

/// The place of what no row says.
const NONE: TextPlace = 0;

/// The texts of one column: one entry per row, `None` where the submission does not say.
///
/// Long columns say few things: rows hold the place of their text. A text may be held at several
/// places, where nobody has looked whether it is the same.
#[derive(Debug, Clone)]
pub struct Texts {
    places: Vec<TextPlace>,
    held: Vec<Option<CompactString>>,
}

impl Default for Texts {
    fn default() -> Self {
        Self { places: Vec::new(), held: vec![None] }
    }
}

impl Texts {
    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds rows that do not say, up to that many.
    pub fn open(&mut self, rows: usize) {
        self.places.resize(rows, NONE);
    }

    /// Holds a text, for any number of rows.
    pub fn hold(&mut self, text: CompactString) -> TextPlace {
        self.held.push(Some(text));
        TextPlace::try_from(self.held.len() - 1).expect("a part of a table has fewer rows")
    }

    /// Makes room for more rows.
    pub fn reserve(&mut self, rows: usize) {
        self.places.reserve(rows);
    }

    /// Makes room for more rows, each of which holds a text of its own.
    pub fn reserve_held(&mut self, rows: usize) {
        self.held.reserve(rows);
    }

    /// Adds a row.
    pub fn push(&mut self, text: Option<CompactString>) {
        let place = text.map_or(NONE, |text| self.hold(text));
        self.places.push(place);
    }

    /// Adds a row that says what is held at a place.
    pub fn push_held(&mut self, place: TextPlace) {
        self.places.push(place);
    }

    /// A row says what is held at a place.
    pub fn say(&mut self, index: usize, place: TextPlace) {
        self.places[index] = place;
    }

    /// Replaces the text of a row.
    pub fn set(&mut self, index: usize, text: Option<CompactString>) {
        let place = text.map_or(NONE, |text| self.hold(text));
        self.say(index, place);
    }

    /// The texts of all rows.
    pub fn iter(&self) -> impl Iterator<Item = &Option<CompactString>> {
        self.places.iter().map(|place| &self.held[*place as usize])
    }

    /// Rows that do not say.
    pub fn missing(&self) -> Vec<usize> {
        let rows = self.places.iter().enumerate();
        rows.filter(|(_, place)| **place == NONE).map(|(index, _)| index).collect()
    }

    /// Where the text of each row is held.
    pub fn places(&self) -> &[TextPlace] {
        &self.places
    }

    /// What is held, by place; some of it may be said by no row.
    pub fn held(&self) -> &[Option<CompactString>] {
        &self.held
    }

    /// Adds the rows of another part.
    pub fn append(&mut self, other: Self) {
        let before = TextPlace::try_from(self.held.len() - 1).expect("as many as rows at most");
        let moved = |place: TextPlace| if place == NONE { NONE } else { place + before };
        self.places.extend(other.places.into_iter().map(moved));
        self.held.extend(other.held.into_iter().skip(1));
    }

    /// Keeps the rows of these runs.
    pub fn keep(&mut self, runs: &[Range<usize>]) {
        super::rows::retain(&mut self.places, runs);
    }
}

impl Index<usize> for Texts {
    type Output = Option<CompactString>;

    fn index(&self, row: usize) -> &Self::Output {
        &self.held[self.places[row] as usize]
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[Option<&str>]) -> Texts {
        let mut made = Texts::default();
        made.open(texts.len());
        for (index, text) in texts.iter().enumerate() {
            made.set(index, text.map(Into::into));
        }
        made
    }

    #[test]
    fn texts_are_what_rows_say_wherever_they_are_held() {
        let mut shared = Texts::default();
        shared.open(3);
        let place = shared.hold("SSD".into());
        shared.say(0, place);
        shared.say(2, place);
        assert_eq!(shared, of(&[Some("SSD"), None, Some("SSD")]));
        assert_ne!(shared, of(&[Some("SSD"), None, None]));
        assert_eq!((shared[0].as_deref(), shared[1].as_deref()), (Some("SSD"), None));
    }

    #[test]
    fn parts_join_and_rows_drop_out() {
        let mut texts = of(&[Some("a"), None]);
        texts.append(of(&[None, Some("b"), Some("c")]));
        assert_eq!(texts, of(&[Some("a"), None, None, Some("b"), Some("c")]));
        texts.keep(&[1..2, 3..5]);
        assert_eq!(texts, of(&[None, Some("b"), Some("c")]));
        assert!(!texts.is_empty() && Texts::default().is_empty());
    }
}
