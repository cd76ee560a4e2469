//! Codes of a long file, held as hashes.
//!
//! Whether any code stands twice takes 8 bytes a row to know: hashes are put down in parts by their
//! first bits, beyond a limit in files, and sorted part by part once all rows are read. Which rows
//! those are, and whether they say the same, is only asked when one does: then the file is read again,
//! and of those codes more is kept.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::io::{self, Read, Seek, Write};

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::submission::rows::{Rows, SECTION, Values};
use crate::time::Datelike;

/// Parts the hashes are put down in.
const PARTS: usize = 256;

/// Hashes that are held in memory: 128 MiB.
const HELD_MAX: usize = 16 << 20;

/// Which codes stand twice, by their hashes.
type Repeated = HashMap<u64, Vec<Seen>, BuildHasherDefault<AsItIs>>;

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
    /// The hashes of all that stand above.
    All(Hashes),
    /// Of those that stand twice the first row of each, once it is met: of every code of a hash.
    Repeated(Repeated),
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
        Self::All(Hashes::holding(HELD_MAX))
    }

    /// The codes that stood twice, to be told apart by reading the file again; `None` where none
    /// did, or they are told apart already. Fails where the folder for temporary files does.
    pub fn repeated(self) -> io::Result<Option<Self>> {
        let Self::All(hashes) = self else { return Ok(None) };
        let repeated = hashes.repeated()?;
        let none_met = || repeated.iter().map(|hash| (*hash, Vec::new())).collect();
        Ok((!repeated.is_empty()).then(|| Self::Repeated(none_met())))
    }

    /// Takes in the codes of rows, by their indices. Those rows whose code is that of an earlier one,
    /// with both, where the first is known.
    pub fn meet(
        &mut self,
        rows: &Rows,
        indices: impl Iterator<Item = usize>,
    ) -> io::Result<Vec<(usize, Seen, Seen)>> {
        let codes = rows.texts(rows.table.key().name);
        let key = |index: usize| (&*rows.agency_id[index], codes[index].as_deref().unwrap_or(""));
        let (hasher, checker) = (FixedState::with_seed(0), FixedState::with_seed(1));
        let mut met = Vec::new();
        match self {
            Self::All(hashes) => {
                for index in indices {
                    hashes.put(hasher.hash_one(key(index)))?;
                }
            }
            Self::Repeated(first) => {
                for index in indices {
                    let Some(known) = first.get_mut(&hasher.hash_one(key(index))) else { continue };
                    let check = checker.hash_one(key(index));
                    let (row, content) = (rows.number[index], content_of(rows, index));
                    let own = Seen { row, check, content };
                    match known.iter().find(|seen| seen.check == check) {
                        Some(earlier) => met.push((index, own, *earlier)),
                        None => known.push(own),
                    }
                }
            }
        }
        Ok(met)
    }
}

/// Hashes, put down in parts.
#[derive(Debug)]
pub struct Hashes {
    parts: Vec<Vec<u64>>,
    held: usize,
    held_max: usize,
    /// Where those of each part stand that are no longer held.
    spilled: Vec<Option<File>>,
}

impl Hashes {
    /// None yet, of which so many are held in memory.
    fn holding(held_max: usize) -> Self {
        let spilled = (0..PARTS).map(|_| None).collect();
        Self { parts: vec![Vec::new(); PARTS], held: 0, held_max, spilled }
    }

    fn put(&mut self, hash: u64) -> io::Result<()> {
        self.parts[(hash >> 56) as usize % PARTS].push(hash);
        self.held += 1;
        if self.held > self.held_max { self.spill() } else { Ok(()) }
    }

    /// Puts all that is held into files that nobody else sees.
    fn spill(&mut self) -> io::Result<()> {
        for (part, file) in self.parts.iter_mut().zip(&mut self.spilled) {
            let file = match file {
                Some(file) => file,
                None => file.insert(tempfile::tempfile()?),
            };
            let bytes: Vec<u8> = part.iter().flat_map(|hash| hash.to_le_bytes()).collect();
            file.write_all(&bytes)?;
            part.clear();
        }
        self.held = 0;
        Ok(())
    }

    /// Those that were put down twice, sorted.
    fn repeated(self) -> io::Result<Vec<u64>> {
        let parts = self.parts.into_par_iter().zip(self.spilled);
        let twice = parts.map(|(mut hashes, spilled)| {
            if let Some(mut file) = spilled {
                let mut bytes = Vec::new();
                file.rewind()?;
                file.read_to_end(&mut bytes)?;
                let of_eight = bytes.as_chunks::<8>().0;
                hashes.extend(of_eight.iter().map(|hash| u64::from_le_bytes(*hash)));
            }
            hashes.sort_unstable();
            let pairs = hashes.windows(2).filter(|pair| pair[0] == pair[1]);
            let mut twice: Vec<u64> = pairs.map(|pair| pair[0]).collect();
            twice.dedup();
            Ok(twice)
        });
        Ok(twice.collect::<io::Result<Vec<_>>>()?.concat())
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
    for tag in rows.tags(index).iter().filter(|(name, _)| name != SECTION) {
        tag.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_that_stand_twice_are_found_whether_they_are_held_or_spilled() {
        let hash = |n: u64| FixedState::with_seed(3).hash_one(n);
        for held_max in [1, 7, 1_000, 1 << 20] {
            let mut hashes = Hashes::holding(held_max);
            // Every third of the first 300 numbers stands twice, one of them three times.
            let numbers = (0..5_000).chain((0..300).step_by(3)).chain([33]);
            numbers.for_each(|n| hashes.put(hash(n)).expect("there is room for temporary files"));
            let mut expected: Vec<u64> = (0..300).step_by(3).map(hash).collect();
            expected.sort_unstable();
            assert_eq!(hashes.repeated().expect("readable"), expected, "{held_max} held");
        }
    }
}
