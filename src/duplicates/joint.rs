//! How many rows have the same combination of model, software and sizes.
//!
//! Such values hang together (memory goes with processors, one day with the next), so that how rare each
//! is says too much of how rare all of them are. The rows that have them all are counted instead.

use rayon::prelude::*;

use super::item::{Figure, Item};
use super::key::hash_of;
use super::weigh::{Evidence, How, Prepared, Trait};

/// Longest list of rows that is gone through; of a longer one its length stands for the count, which is
/// never less.
const ROWS_MAX: usize = 4_096;

/// Rows by each of their values, for counting.
pub(super) struct Joint {
    entries: Vec<(u64, u32)>,
}

impl Joint {
    pub(super) fn of(items: &[Item], rows: &[Prepared], figures: &[Figure]) -> Self {
        let mut entries: Vec<(u64, u32)> = (0..items.len())
            .into_par_iter()
            .flat_map_iter(|row| {
                let figures = figures.iter().filter(|figure| figure.is_joint);
                let of_figures = figures.map(|figure| Trait::Figure(*figure));
                let traits = [Trait::Model, Trait::Software].into_iter().chain(of_figures);
                let keys = traits.filter_map(|of| key_of(of, &items[row], &rows[row]));
                keys.map(move |key| (key, row as u32)).collect::<Vec<_>>()
            })
            .collect();
        entries.par_sort_unstable();
        Self { entries }
    }

    /// Rows that have every value in which a row agrees with another one, both included; at most as
    /// many as have the rarest of them.
    pub(super) fn count(
        &self,
        evidence: &[Evidence],
        row: (&Item, &Prepared),
        all: Rows<'_>,
    ) -> u64 {
        let agrees = evidence.iter().filter(|said| said.how == How::Agrees);
        let keys: Vec<(Trait, u64)> =
            agrees.filter_map(|said| Some((said.of, key_of(said.of, row.0, row.1)?))).collect();
        let lists = keys.iter().map(|(_, key)| self.rows_with(*key));
        let Some(rarest) = lists.min_by_key(|list| list.len()) else { return all.0.len() as u64 };
        if rarest.len() > ROWS_MAX {
            return rarest.len() as u64;
        }
        let has_all = |at: usize| {
            keys.iter().all(|(of, key)| key_of(*of, &all.0[at], &all.1[at]) == Some(*key))
        };
        rarest.iter().filter(|(_, at)| has_all(*at as usize)).count() as u64
    }

    fn rows_with(&self, key: u64) -> &[(u64, u32)] {
        let start = self.entries.partition_point(|(known, _)| *known < key);
        let end = self.entries.partition_point(|(known, _)| *known <= key);
        &self.entries[start..end]
    }
}

/// The rows of a table, as sent and as prepared.
pub(super) type Rows<'a> = (&'a [Item], &'a [Prepared]);

/// Hash of a value that is counted with others; `None` for one that is not, or is not stated.
fn key_of(of: Trait, item: &Item, row: &Prepared) -> Option<u64> {
    let of_word = |name: &str, word: &str| (!word.is_empty()).then(|| hash_of(&(name, word)));
    match of {
        Trait::Model => of_word("model", &row.model),
        Trait::Software => of_word("software", &row.software),
        Trait::Figure(figure) if figure.is_joint => {
            Some(hash_of(&(figure.column, item.figure(figure.column)?)))
        }
        _ => None,
    }
}
