//! Codes of a long file, held as hashes.
//!
//! Whether any code stands twice takes 9 to 18 bytes a row to know. Which rows those are, and whether
//! they say the same, is only asked when one does: then the file is read again, and of those codes
//! more is kept.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

use foldhash::quality::FixedState;

use crate::submission::rows::{Rows, SECTION, Values};
use crate::time::Datelike;

/// Parts the codes are held in, so that no more than one of them is moved when it grows.
const PARTS: usize = 64;

/// Hashes of codes.
type Hashes = HashSet<u64, BuildHasherDefault<AsItIs>>;

/// What is kept of the first row with a code that stands twice.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Number of the row.
    pub row: u32,
    /// A second hash of the code, so that two codes of one hash are told apart.
    check: u64,
    /// A hash of what the row says.
    content: u64,
}

impl Seen {
    /// Whether two rows say the same.
    pub const fn says_the_same(self, other: Self) -> bool {
        self.content == other.content
    }
}

/// The codes of a table.
#[derive(Debug)]
pub enum Codes {
    /// All that stand above, and those that stand twice.
    All(Vec<Hashes>, Hashes),
    /// Of those that stand twice the first row of each, once it is met: of every code of a hash.
    Repeated(HashMap<u64, Vec<Seen>, BuildHasherDefault<AsItIs>>),
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
        Self::All((0..PARTS).map(|_| Hashes::default()).collect(), Hashes::default())
    }

    /// The codes that stood twice, to be told apart by reading the file again; `None` where none
    /// did, or they are told apart already.
    pub fn repeated(self) -> Option<Self> {
        match self {
            Self::All(_, repeated) if !repeated.is_empty() => {
                Some(Self::Repeated(repeated.into_iter().map(|hash| (hash, Vec::new())).collect()))
            }
            _ => None,
        }
    }

    /// A row and the first row with its code, where that is another and known.
    pub fn meet(&mut self, rows: &Rows, index: usize) -> Option<(Seen, Seen)> {
        let key = rows.key(index);
        let hash = FixedState::with_seed(0).hash_one(key);
        match self {
            Self::All(parts, repeated) => {
                if !parts[(hash >> 32) as usize % PARTS].insert(hash) {
                    repeated.insert(hash);
                }
                None
            }
            Self::Repeated(first) => {
                let known = first.get_mut(&hash)?;
                let check = FixedState::with_seed(1).hash_one(key);
                let (row, content) = (rows.number[index], content_of(rows, index));
                let own = Seen { row, check, content };
                let earlier = known.iter().find(|seen| seen.check == check).copied();
                if earlier.is_none() {
                    known.push(own);
                }
                earlier.map(|earlier| (own, earlier))
            }
        }
    }
}

/// A hash of all that [`Rows::same`] compares.
fn content_of(rows: &Rows, index: usize) -> u64 {
    let mut hasher = FixedState::with_seed(2).build_hasher();
    rows.agency_id[index].hash(&mut hasher);
    for column in &rows.columns {
        match column {
            Values::Text(values) => values[index].hash(&mut hasher),
            Values::Integer(values) => values[index].hash(&mut hasher),
            Values::Decimal(values) => values[index].map(f64::to_bits).hash(&mut hasher),
            Values::Flag(values) => values[index].hash(&mut hasher),
            Values::Day(values) => {
                values[index].map(|day| day.num_days_from_ce()).hash(&mut hasher);
            }
        }
    }
    for tag in rows.tags[index].iter().filter(|(name, _)| name != SECTION) {
        tag.hash(&mut hasher);
    }
    hasher.finish()
}
