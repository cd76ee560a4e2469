//! Codes of a long file, held as hashes.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use foldhash::quality::FixedState;

use crate::submission::rows::{Rows, SECTION, Values};
use crate::time::Datelike;

/// Parts the codes are held in, so that no more than one of them is moved when it grows.
const PARTS: usize = 64;

/// What is kept of the first row with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Number of the row.
    pub row: u32,
    /// A second hash of the code, so that two codes of one hash are told apart.
    check: u32,
    /// A hash of what the row says.
    content: u64,
}

impl Seen {
    /// Whether two rows say the same.
    pub const fn says_the_same(self, other: Self) -> bool {
        self.content == other.content
    }
}

/// The first row of each code of a table: 24 bytes a row.
#[derive(Debug)]
pub struct Codes {
    parts: Vec<HashMap<u64, Seen, BuildHasherDefault<AsItIs>>>,
}

/// A hash is its own hash.
#[derive(Debug, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only hashes are held");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Codes {
    /// None yet.
    pub fn new() -> Self {
        Self { parts: (0..PARTS).map(|_| HashMap::default()).collect() }
    }

    /// The earlier row of a row's code; the row is kept as the first where there is none.
    pub fn meet(&mut self, rows: &Rows, index: usize) -> (Seen, Option<Seen>) {
        let key = rows.key(index);
        let hash = hash_of(0, &key);
        let check = hash_of(1, &key) as u32;
        let seen = Seen { row: rows.number[index], check, content: content_of(rows, index) };
        let part = &mut self.parts[(hash >> 32) as usize % PARTS];
        let earlier = *part.entry(hash).or_insert(seen);
        let is_first = earlier == seen;
        (seen, (!is_first && earlier.check == check).then_some(earlier))
    }
}

fn hash_of(seed: u64, value: &impl Hash) -> u64 {
    FixedState::with_seed(seed).hash_one(value)
}

/// A hash of all that [`Rows::same`] compares.
fn content_of(rows: &Rows, index: usize) -> u64 {
    let mut hasher = FixedState::with_seed(2).build_hasher();
    rows.agency_id[index].hash(&mut hasher);
    for column in &rows.columns {
        let bits = match column {
            Values::Text(values) => match &values[index] {
                Some(text) => {
                    hasher.write(text.as_bytes());
                    Some(text.len() as u64)
                }
                None => None,
            },
            Values::Integer(values) => values[index].map(i64::cast_unsigned),
            Values::Decimal(values) => values[index].map(f64::to_bits),
            Values::Flag(values) => values[index].map(u64::from),
            Values::Day(values) => values[index].map(|day| day.num_days_from_ce() as u64),
        };
        match bits {
            Some(bits) => hasher.write_u64(bits),
            None => hasher.write_u8(0),
        }
    }
    for tag in rows.tags[index].iter().filter(|(name, _)| name != SECTION) {
        tag.hash(&mut hasher);
    }
    hasher.finish()
}
