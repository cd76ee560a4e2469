//! How a submission stands to earlier ones: what it takes the place of.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};

use foldhash::quality::FixedState;
use polars::prelude::col;

use super::preparation::Preparation;
use super::{Inventory, Record, Replaced, StoreError, files_of, scan_one};
use crate::schema::{Table, provenance};
use crate::submission::Submission;

/// Share of an earlier submission's codes from which a newer one is taken to replace it.
const REPLACES_FROM: f64 = 0.5;

/// Rows whose codes are read at a time.
const ROWS_AT_A_TIME: i64 = 1 << 20;

/// How a submission stands to earlier ones of its agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// The overlap of codes decides; anything between none and half is refused.
    ByOverlap,
    /// It takes the place of that submission.
    Replaces(String),
    /// It adds to what is there.
    Adds,
}

/// A submission that is read, and the tables it came to.
#[derive(Clone, Copy)]
pub struct Newer<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// Where its rows stand.
    pub prepared: &'a Preparation,
}

impl Newer<'_> {
    /// Which earlier submissions it takes the place of, table by table.
    pub fn relate(
        self,
        inventory: &Inventory,
        relation: &Relation,
    ) -> Result<Vec<Replaced>, StoreError> {
        let mut replaces: Vec<Replaced> = Vec::new();
        // Systems last: an agency describes its systems in each of its lists, so that sharing them
        // says nothing; they are replaced with the rows they came with.
        let (systems, others): (Vec<Table>, Vec<Table>) =
            self.tables().into_iter().partition(|table| *table == Table::System);
        let is_list_of_systems = others.is_empty();
        for table in others.into_iter().chain(systems) {
            let follows = table == Table::System && !is_list_of_systems;
            // Read once, and only where there is something to hold it against.
            let now = OnceCell::new();
            let shared = |earlier: &Record| self.shared(inventory, table, earlier, &now);
            for earlier in inventory.current(table) {
                let is_own = earlier.agency_id == self.submission.agency_id;
                let taken = match relation {
                    Relation::Adds => None,
                    Relation::Replaces(id) if *id != earlier.id => None,
                    // Another sender's list of systems is no rival of ours.
                    Relation::ByOverlap if table == Table::System && !is_own => None,
                    Relation::ByOverlap if follows => replaces
                        .iter()
                        .any(|replaced| replaced.id == earlier.id)
                        .then(|| shared(earlier))
                        .transpose()?,
                    Relation::Replaces(_) => Some(shared(earlier)?),
                    Relation::ByOverlap => {
                        self.overlaps(table, earlier, is_own, shared(earlier)?)?
                    }
                };
                if let Some((shared, before)) = taken {
                    replaces.push(Replaced {
                        id: earlier.id.clone(),
                        table: table.name().to_owned(),
                        codes_gone: before - shared,
                    });
                }
            }
        }
        if let Relation::Replaces(id) = relation
            && !inventory.submissions().any(|record| record.id == *id)
        {
            return Err(StoreError::Unknown { id: id.clone() });
        }
        Ok(replaces)
    }

    /// Tables it has rows of.
    fn tables(self) -> Vec<Table> {
        let has_rows = |table: &Table| {
            let counts = self.submission.counts.iter();
            counts.filter(|count| count.table == table.name()).any(|count| count.rows_accepted > 0)
        };
        Table::ALL.into_iter().filter(has_rows).collect()
    }

    /// How many codes of an earlier submission it has, and how many there were.
    fn shared(
        self,
        inventory: &Inventory,
        table: Table,
        earlier: &Record,
        now: &OnceCell<HashSet<u128>>,
    ) -> Result<(usize, usize), StoreError> {
        let before = read_keys(&files_of(&inventory.folder_of(earlier), table)?, table)?;
        let now = match now.get() {
            Some(now) => now,
            None => {
                let read = read_keys(&self.prepared.files(table)?, table)?;
                now.get_or_init(|| read)
            }
        };
        Ok((before.iter().filter(|key| now.contains(key)).count(), before.len()))
    }

    /// The shared and earlier codes when it takes the place of the earlier ones, `None` when it adds
    /// to them; anything between is a question to the sender, and so are rows without codes of
    /// their own, and rows another sender has sent.
    fn overlaps(
        self,
        table: Table,
        earlier: &Record,
        is_own: bool,
        (shared, before): (usize, usize),
    ) -> Result<Option<(usize, usize)>, StoreError> {
        let has_codes = self.submission.mapping.iter().any(|mapping| {
            mapping.table == table.name() && mapping.columns.contains_key(table.key().name)
        });
        if is_own && !has_codes {
            return Err(StoreError::NoCodes {
                file: self.submission.file.clone(),
                earlier: earlier.id.clone(),
                table: table.name(),
            });
        }
        if shared == 0 {
            return Ok(None);
        }
        if is_own && shared as f64 >= REPLACES_FROM * before as f64 {
            return Ok(Some((shared, before)));
        }
        Err(StoreError::Overlap {
            file: self.submission.file.clone(),
            earlier: earlier.id.clone(),
            table: table.name(),
            shared,
            earlier_rows: before,
        })
    }
}

/// Agency and code of every row of a table's files, each as a hash of 128 bits: 16 bytes a row,
/// however long the codes are.
fn read_keys(files: &[PathBuf], table: Table) -> Result<HashSet<u128>, StoreError> {
    let mut keys = HashSet::new();
    for file in files {
        read_keys_of(file, table, &mut keys)?;
    }
    Ok(keys)
}

fn read_keys_of(file: &Path, table: Table, keys: &mut HashSet<u128>) -> Result<(), StoreError> {
    let fail = |source| StoreError::parquet(file, source);
    for part in 0.. {
        let columns = [col(provenance::AGENCY_ID), col(table.key().name)];
        let rows = scan_one(file)?.slice(part * ROWS_AT_A_TIME, ROWS_AT_A_TIME as u32);
        let frame = rows.select(columns).collect().map_err(fail)?;
        let [agencies, codes] = frame.columns() else { unreachable!("two columns are selected") };
        let (agencies, codes) = (agencies.str().map_err(fail)?, codes.str().map_err(fail)?);
        let mut last = None;
        for key in agencies.iter().zip(codes.iter()) {
            // Samples of one workload stand together.
            if last != Some(key) {
                keys.insert(hash_of(&(key.0.unwrap_or_default(), key.1.unwrap_or_default())));
                last = Some(key);
            }
        }
        if (frame.height() as i64) < ROWS_AT_A_TIME {
            break;
        }
    }
    Ok(())
}

fn hash_of(key: &(&str, &str)) -> u128 {
    let half = |seed: u64| u128::from(FixedState::with_seed(seed).hash_one(key));
    half(0) << 64 | half(1)
}
