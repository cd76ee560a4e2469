//! Names that many rows share, as those of agencies and sheets.

use std::ops::{Index, Range};
use std::sync::Arc;

use super::rows::retain;

/// Place of a name among those that are held.
pub type NamePlace = u32;

/// One name per row, each held once: to count the users of a shared name for every row would cost
/// more than to read the row.
#[derive(Debug, Clone, Default)]
pub struct Names {
    places: Vec<NamePlace>,
    held: Vec<Arc<str>>,
}

impl Names {
    /// Adds rows of one name.
    pub fn open(&mut self, rows: usize, name: &Arc<str>) {
        let place = self.hold(name);
        self.places.resize(self.places.len() + rows, place);
    }

    /// The place of a name, which is held from now on. Rows that stand together have few.
    pub fn hold(&mut self, name: &Arc<str>) -> NamePlace {
        let is_same = |held: &Arc<str>| Arc::ptr_eq(held, name) || held == name;
        let place = self.held.iter().rposition(is_same).unwrap_or_else(|| {
            self.held.push(Arc::clone(name));
            self.held.len() - 1
        });
        NamePlace::try_from(place).expect("a part of a table has fewer names")
    }

    /// Replaces the name of a row by that at a place.
    pub fn say(&mut self, index: usize, place: NamePlace) {
        self.places[index] = place;
    }

    /// Replaces the name of a row.
    pub fn set(&mut self, index: usize, name: &Arc<str>) {
        let place = self.hold(name);
        self.say(index, place);
    }

    /// The names of all rows.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.places.iter().map(|place| &self.held[*place as usize])
    }

    /// Where the name of each row is held.
    pub fn places(&self) -> &[NamePlace] {
        &self.places
    }

    /// What is held, by place.
    pub fn held(&self) -> &[Arc<str>] {
        &self.held
    }

    /// Adds the rows of another part.
    pub fn append(&mut self, other: &Self) {
        let moved: Vec<NamePlace> = other.held.iter().map(|name| self.hold(name)).collect();
        self.places.extend(other.places.iter().map(|place| moved[*place as usize]));
    }

    /// Keeps the rows of these runs.
    pub fn keep(&mut self, runs: &[Range<usize>]) {
        retain(&mut self.places, runs);
    }
}

impl Index<usize> for Names {
    type Output = Arc<str>;

    fn index(&self, row: usize) -> &Self::Output {
        &self.held[self.places[row] as usize]
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.places.len() == other.places.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> Names {
        let mut made = Names::default();
        for name in names {
            made.open(1, &Arc::from(*name));
        }
        made
    }

    #[test]
    fn names_are_held_once_and_are_what_rows_say() {
        let mut names = of(&["MOET", "MOH", "MOET"]);
        assert_eq!((names.held().len(), names.places()), (2, &[0, 1, 0][..]));
        names.set(1, &"MOET".into());
        assert_eq!(names, of(&["MOET", "MOET", "MOET"]));
        assert_ne!(names, of(&["MOET", "MOET"]));
    }

    #[test]
    fn parts_join_and_rows_drop_out() {
        let mut names = of(&["MOET", "MOH"]);
        names.append(&of(&["MOC", "MOH"]));
        assert_eq!(names, of(&["MOET", "MOH", "MOC", "MOH"]));
        names.keep(&[1..2, 2..3]);
        assert_eq!(names, of(&["MOH", "MOC"]));
    }
}
