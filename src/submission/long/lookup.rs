//! Places of the texts of one column of a long file, by their bytes.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::submission::source::{FieldKind, Record};

/// Place of a text among the known ones of its column.
pub type Place = u32;

/// Short texts that were found last: most columns say few things.
const RECENT: usize = 64;

/// Finds texts again. Short ones are compared as numbers.
#[derive(Debug)]
pub struct Lookup {
    /// Some of the short texts, each where its bits say.
    recent: Box<[(u128, Place); RECENT]>,
    /// The place of no text at all.
    empty: Option<Place>,
    /// Places of short texts, by their bytes and how many they are.
    short: HashMap<u128, Place, FixedState>,
    /// Places of all others.
    long: HashMap<Box<str>, Place, FixedState>,
}

impl Default for Lookup {
    fn default() -> Self {
        let short = HashMap::with_hasher(FixedState::default());
        let long = HashMap::with_hasher(FixedState::default());
        // No text at all is looked for elsewhere.
        Self { recent: Box::new([(0, 0); RECENT]), empty: None, short, long }
    }
}

impl Lookup {
    /// The place of the text of a record's field.
    #[inline]
    pub fn get(&mut self, record: &Record<'_>, column: usize) -> Option<Place> {
        match record.short_key(column) {
            Some(0) => self.empty,
            Some(key) => {
                let recent = &mut self.recent[recent_of(key)];
                if recent.0 == key {
                    return Some(recent.1);
                }
                let place = *self.short.get(&key)?;
                *recent = (key, place);
                Some(place)
            }
            None if record.kind(column) != FieldKind::Text => None,
            None => self.long.get(record.field(column)).copied(),
        }
    }

    /// Puts down the place of such a text; of what is no text only a short one.
    pub fn insert(&mut self, record: &Record<'_>, column: usize, place: Place) {
        match record.short_key(column) {
            Some(0) => self.empty = Some(place),
            Some(key) => {
                self.short.insert(key, place);
            }
            None if record.kind(column) != FieldKind::Text => {}
            None => {
                self.long.insert(record.field(column).into(), place);
            }
        }
    }
}

/// Where a short text stands among those that were found last.
const fn recent_of(key: u128) -> usize {
    let folded = (key as u64) ^ (key >> 64) as u64;
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - RECENT.trailing_zeros())) as usize
}
