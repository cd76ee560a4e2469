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
const ROWS_MAX: usize = 512;

/// Rows by each of their values, for counting.
pub(super) struct Joint {
    figures: &'static [Figure],
    entries: Vec<(u64, u32)>,
}

impl Joint {
    pub(super) fn of(items: &[Item], rows: &[Prepared], figures: &'static [Figure]) -> Self {
        let mut entries: Vec<(u64, u32)> = (0..items.len())
            .into_par_iter()
            .flat_map_iter(|row| {
                let joint = figures.iter().filter(|figure| figure.is_joint);
                let of_figures = joint.map(|figure| Trait::Figure(*figure));
                let traits = [Trait::Model, Trait::Software].into_iter().chain(of_figures);
                let keys = traits.filter_map(|of| key_of(of, (&items[row], &rows[row]), figures));
                keys.map(move |key| (key, row as u32)).collect::<Vec<_>>()
            })
            .collect();
        entries.par_sort_unstable();
        Self { figures, entries }
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
        let keys: Vec<(Trait, u64)> = agrees
            .filter_map(|said| Some((said.of, key_of(said.of, row, self.figures)?)))
            .collect();
        let lists = keys.iter().map(|(_, key)| self.rows_with(*key));
        let Some(rarest) = lists.min_by_key(|list| list.len()) else { return all.0.len() as u64 };
        if rarest.len() > ROWS_MAX {
            return rarest.len() as u64;
        }
        let places: Vec<usize> =
            keys.iter().filter_map(|(of, _)| place_of(*of, self.figures)).collect();
        let of_words = |of: Trait| keys.iter().any(|(stated, _)| *stated == of);
        let (of_model, of_software) = (of_words(Trait::Model), of_words(Trait::Software));
        let has_all = |at: usize| {
            let (item, prepared) = (&all.0[at], &all.1[at]);
            places.iter().all(|place| item.figures[*place] == row.0.figures[*place])
                && (!of_model || prepared.model == row.1.model)
                && (!of_software || prepared.software == row.1.software)
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
fn key_of(of: Trait, (item, row): (&Item, &Prepared), figures: &[Figure]) -> Option<u64> {
    let of_word = |name: &str, word: &str| (!word.is_empty()).then(|| hash_of(&(name, word)));
    match of {
        Trait::Model => of_word("model", &row.model),
        Trait::Software => of_word("software", &row.software),
        _ => {
            let place = place_of(of, figures)?;
            Some(hash_of(&(place, item.figures[place]?)))
        }
    }
}

/// Where a figure that is counted with others stands among those of its table.
fn place_of(of: Trait, figures: &[Figure]) -> Option<usize> {
    let Trait::Figure(figure) = of else { return None };
    figures.iter().position(|known| figure.is_joint && known.column == figure.column)
}
