//! Rows of two submissions that are one server, one virtual machine or one database: the directive's
//! second complaint.
//!
//! In: the current rows as they were sent. Out: pairs with a score from 0 to 1, the evidence for and
//! against, where both rows stand, and what was decided. Nothing is merged here: a pair counts twice
//! until a planner decides that it is one thing (`ndcap duplicates decide`), and how much undecided
//! pairs may count twice is told beside every total.
//!
//! The score is that of Fellegi and Sunter (1969): evidence is weighed in bits, each of which doubles
//! the odds. That a value agrees is worth as many bits as it is rare among the rows of the table; that
//! it differs costs what the plan says of pairs that are one thing in truth. The odds begin at
//! one in as many as there are rows. Machines of one batch or template agree in model, sizes and dates: the rows that have all that agrees are counted, since how
//! rare each value is says too much of how rare they are together. A pair is never told for them alone.
//! All weights are whole parts of a bit, so that a score is the same on every system.
//!
//! Rows are compared only where they share a key (`block`), and a key that more rows share than the
//! plan allows is told: there is no loop over all pairs.

mod answers;
mod bits;
mod block;
mod intake;
mod item;
mod joint;
mod key;
mod survey;
mod weigh;

pub use answers::{Answer, Answers, WrongLine, keeping, read_answers};
pub use block::{Crowd, KeyKind};
pub use item::{DATABASE, Figure, Group, Item, SERVER, WORKLOAD, figures_of};
pub use survey::{Doubt, Listed, State, Survey, survey, survey_beside_totals};
pub use weigh::{Evidence, How, Trait, Weighed};

use rayon::prelude::*;

use crate::plan::DuplicatesPlan;
use crate::schema::Table;
pub use bits::PARTS as PARTS_OF_A_BIT;
use bits::score_of;
use weigh::Scale;

/// The tables whose rows are compared.
pub const TABLES: [Table; 3] = [Table::Server, Table::Workload, Table::Database];

/// How two rows hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They may be one thing.
    Same,
    /// Two databases of one subject whose contents differ: they may hold the same facts.
    Overlap,
}

/// Two rows that may be one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the first row; the smaller one.
    pub a: usize,
    /// Index of the second row.
    pub b: usize,
    /// How sure it is, from 0 to 1.
    pub score: f64,
    /// How they hang together.
    pub relation: Relation,
    /// What speaks for and against it, in bits.
    pub weighed: Weighed,
}

/// What comparing the rows of one table came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Pairs from the plan's `possible_min` on, the surest first.
    pub pairs: Vec<Pair>,
    /// Keys that too many rows share.
    pub crowds: Vec<Crowd>,
    /// Pairs of rows that were compared.
    pub compared: usize,
}

/// Finds the pairs of a table. Rows of one agency in one submission are not compared with each other:
/// the rules of intake did.
pub fn find(items: &[Item], table: Table, plan: &DuplicatesPlan) -> Found {
    let scale = Scale::of(items, table, plan);
    let (candidates, crowds) = block::candidates(&scale, plan.block_rows_max);
    let mut pairs: Vec<Pair> = candidates
        .par_iter()
        .filter_map(|&(a, b)| {
            let pair = scale.pair(a as usize, b as usize);
            (pair.score >= plan.possible_min.value).then_some(pair)
        })
        .collect();
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
    Found { pairs, crowds, compared: candidates.len() }
}

impl Scale<'_> {
    /// Two rows and how sure it is that they are one thing.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Pair {
        let weighed = self.weigh(a, b);
        let score = score_of(weighed.sum);
        let limits = self.plan();
        if score < limits.likely_min.value && weighed.overlaps(self.table()) {
            // Not likely to be one thing, and told all the same.
            let score = score.max(limits.possible_min.value);
            return Pair { a, b, score, relation: Relation::Overlap, weighed };
        }
        Pair { a, b, score, relation: Relation::Same, weighed }
    }
}

#[cfg(test)]
mod tests;
