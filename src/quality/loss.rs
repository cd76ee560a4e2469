//! What lowers a score: the way from one down to the score, column by column.

use super::{AgencyQuality, Part};
use crate::plan::QualityPlan;
use crate::schema::{Column, Table};

/// What one column takes from a score in one part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss {
    /// The table.
    pub table: Table,
    /// The column.
    pub column: &'static Column,
    /// The part of the score.
    pub part: Part,
    /// Cells that lack it: not filled in, not valid, not plausible.
    pub cells: usize,
    /// Of so many.
    pub of: usize,
    /// By how much they lower the agency's score, as a share of 1.
    pub points: f64,
}

impl AgencyQuality {
    /// What lowers the agency's score, most first; equal ones in the order of tables and columns. All
    /// together they are what the score lacks to one. The first filled one is what to ask for first.
    pub fn losses(&self, plan: &QualityPlan) -> Vec<Loss> {
        let scored: Vec<_> =
            self.tables.iter().filter(|table| table.score(plan).is_some()).collect();
        let mut losses = Vec::new();
        for of_table in &scored {
            let weight = of_table.parts(plan).weight(plan);
            for part in Part::ALL {
                let all = of_table.cells(part, plan);
                for column in &of_table.columns {
                    let share = part.of(column);
                    let own = column.importance.weight(part, plan);
                    if share.lacking() == 0 || own <= 0.0 || part.weight(plan) <= 0.0 {
                        continue;
                    }
                    let of_part = own * share.lacking() as f64 / all;
                    losses.push(Loss {
                        table: of_table.table,
                        column: column.column,
                        part,
                        cells: share.lacking(),
                        of: share.of,
                        points: of_part * part.weight(plan) / weight / scored.len() as f64,
                    });
                }
            }
        }
        losses.sort_by(|a, b| b.points.total_cmp(&a.points));
        losses
    }
}
