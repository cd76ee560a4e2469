//! How complete and how sound what agencies sent is judged to be.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Assumption;
use crate::schema::Table;

/// Names of columns by name of their table.
pub type ColumnNames = BTreeMap<String, Vec<String>>;

/// Weights of the score of quality, and when a value is plausible among its peers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityPlan {
    /// Weight of the share filled in the score.
    pub filled_weight: Assumption,
    /// Weight of the share valid in the score.
    pub valid_weight: Assumption,
    /// Weight of the share plausible in the score.
    pub plausible_weight: Assumption,
    /// How many ordinary columns a decisive one counts for.
    pub decisive_weight: Assumption,
    /// Times beyond the peers' usual smallest and largest sizes that a size may lie.
    pub size_margin: Assumption,
    /// Percentage points beyond the peers' usual shares that a share may lie.
    pub share_margin: Assumption,
    /// Share of an agency's values of a column below which the column is told to be implausible.
    pub plausible_share_min: Assumption,
    /// Columns that decide demand and placement.
    pub decisive: ColumnNames,
    /// Columns nobody is asked to fill in on every row, since an empty cell says something, or only
    /// some rows have what they are about.
    pub unasked: ColumnNames,
}

impl QualityPlan {
    /// Whether a list names a column.
    pub fn names(list: &ColumnNames, table: Table, column: &str) -> bool {
        list.get(table.name()).is_some_and(|names| names.iter().any(|name| name == column))
    }

    /// What no plan may say.
    pub(super) fn check(&self) -> Result<(), String> {
        for (list, columns) in [("decisive", &self.decisive), ("unasked", &self.unasked)] {
            for (table, names) in columns {
                let known = Table::from_name(table)
                    .ok_or_else(|| format!("quality.{list}: there is no table {table}"))?;
                if let Some(name) = names.iter().find(|name| known.column(name).is_none()) {
                    return Err(format!("quality.{list}: the table {table} has no column {name}"));
                }
            }
        }
        let weights = [&self.filled_weight, &self.valid_weight, &self.plausible_weight];
        if weights.iter().all(|weight| weight.value <= 0.0) {
            return Err("quality: one of the three weights of the score must be above 0".to_owned());
        }
        if self.decisive_weight.value < 1.0 {
            return Err("quality.decisive_weight must be 1 or more".to_owned());
        }
        if self.size_margin.value < 1.0 {
            return Err("quality.size_margin multiplies and must be 1 or more".to_owned());
        }
        Ok(())
    }
}

/// The lists in one line, as `workload: vcpu_count ram_bytes; server: model`.
pub(super) fn listed(columns: &ColumnNames) -> String {
    let of_table =
        |(table, names): (&String, &Vec<String>)| format!("{table}: {}", names.join(" "));
    columns.iter().map(of_table).collect::<Vec<_>>().join("; ")
}
