//! Shares of columns as parts of a score.

use super::{ColumnQuality, Group, Share};
use crate::language::Language;
use crate::plan::QualityPlan;
use crate::schema::Table;

/// What a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Cells that say something.
    Filled,
    /// Stated values that passed the rules.
    Valid,
    /// Values like those of peers.
    Plausible,
}

impl Part {
    /// All, in the order of tables.
    pub const ALL: [Self; 3] = [Self::Filled, Self::Valid, Self::Plausible];

    /// Its weight in a score.
    pub const fn weight(self, plan: &QualityPlan) -> f64 {
        match self {
            Self::Filled => plan.filled_weight.value,
            Self::Valid => plan.valid_weight.value,
            Self::Plausible => plan.plausible_weight.value,
        }
    }

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Valid => "valid",
            Self::Plausible => "plausible",
        }
    }

    /// The word for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Filled => language.pick("filled in", "đã điền"),
            Self::Valid => language.pick("valid", "hợp lệ"),
            Self::Plausible => language.pick("plausible", "hợp lý"),
        }
    }

    /// What a column has of it.
    pub const fn of(self, column: &ColumnQuality) -> Share {
        match self {
            Self::Filled => column.filled,
            Self::Valid => column.valid,
            Self::Plausible => column.plausible,
        }
    }
}

/// The shares a score is made of, each 0 to 1; `None` where nothing is known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    /// Of cells, those filled in.
    pub filled: Option<f64>,
    /// Of stated values, those that passed the rules.
    pub valid: Option<f64>,
    /// Of values that can be compared, those like those of peers.
    pub plausible: Option<f64>,
}

impl Parts {
    /// One of them.
    pub const fn get(&self, part: Part) -> Option<f64> {
        match part {
            Part::Filled => self.filled,
            Part::Valid => self.valid,
            Part::Plausible => self.plausible,
        }
    }

    /// Weights of the parts that are known.
    pub(super) fn weight(&self, plan: &QualityPlan) -> f64 {
        let known = Part::ALL.iter().filter(|part| self.get(**part).is_some());
        known.map(|part| part.weight(plan)).sum()
    }

    /// The mean of the known parts by their weights; `None` when none is known. A part that is not
    /// known neither helps nor harms.
    pub fn score(&self, plan: &QualityPlan) -> Option<f64> {
        let weight = self.weight(plan);
        let share = |part: &Part| Some(self.get(*part)? * part.weight(plan));
        (weight > 0.0).then(|| Part::ALL.iter().filter_map(share).sum::<f64>() / weight)
    }
}

/// A table of an agency.
#[derive(Debug, Clone, PartialEq)]
pub struct TableQuality {
    /// The table.
    pub table: Table,
    /// Accepted rows, templates left out.
    pub rows: usize,
    /// Rejected rows.
    pub rows_rejected: usize,
    /// Every column, in the order of the table.
    pub columns: Vec<ColumnQuality>,
}

impl TableQuality {
    /// The shares of its columns, each cell by the weight of its column.
    pub fn parts(&self, plan: &QualityPlan) -> Parts {
        let share = |part| weighed(self.columns.iter(), part, plan);
        Parts {
            filled: share(Part::Filled),
            valid: share(Part::Valid),
            plausible: share(Part::Plausible),
        }
    }

    /// How good it is, 0 to 1; `None` when nothing of it is known.
    pub fn score(&self, plan: &QualityPlan) -> Option<f64> {
        self.parts(plan).score(plan)
    }

    /// Cells of a part that are asked for and counted, by their weight.
    pub(super) fn cells(&self, part: Part, plan: &QualityPlan) -> f64 {
        cells(self.columns.iter(), part, plan)
    }
}

fn cells<'a>(
    columns: impl Iterator<Item = &'a ColumnQuality>,
    part: Part,
    plan: &QualityPlan,
) -> f64 {
    columns.map(|c| c.importance.weight(part, plan) * part.of(c).of as f64).sum()
}

/// A share over columns, each cell by the weight of its column; `None` of no cell.
fn weighed<'a>(
    columns: impl Iterator<Item = &'a ColumnQuality> + Clone,
    part: Part,
    plan: &QualityPlan,
) -> Option<f64> {
    let all = cells(columns.clone(), part, plan);
    let so: f64 = columns.map(|c| c.importance.weight(part, plan) * part.of(c).part as f64).sum();
    (all > 0.0).then(|| so / all)
}

/// What an agency sent.
#[derive(Debug, Clone, PartialEq)]
pub struct AgencyQuality {
    /// Its id.
    pub agency_id: String,
    /// The tables it has sent rows of, rejected ones included, in the order of the template; none of
    /// an agency that has sent nothing.
    pub tables: Vec<TableQuality>,
}

impl AgencyQuality {
    /// The means of its tables, of those in which the part is known.
    pub fn parts(&self, plan: &QualityPlan) -> Parts {
        let parts: Vec<Parts> = self.tables.iter().map(|table| table.parts(plan)).collect();
        let mean = |part| mean(parts.iter().filter_map(|parts| parts.get(part)));
        Parts {
            filled: mean(Part::Filled),
            valid: mean(Part::Valid),
            plausible: mean(Part::Plausible),
        }
    }

    /// The mean of the scores of its tables, each alike, lest a long list of machines hide a short one
    /// of facilities; `None` of an agency that has sent nothing.
    pub fn score(&self, plan: &QualityPlan) -> Option<f64> {
        mean(self.tables.iter().filter_map(|table| table.score(plan)))
    }

    /// The share filled of the columns of a group over all its tables, each cell by the weight of its
    /// column; `None` when it has no row with such a column.
    pub fn filled_of(&self, group: Group, plan: &QualityPlan) -> Option<f64> {
        weighed(self.of_group(group), Part::Filled, plan)
    }

    /// Whether a column of the group is implausible among its peers.
    pub fn is_implausible_in(&self, group: Group, plan: &QualityPlan) -> bool {
        self.of_group(group).any(|column| column.is_implausible(plan))
    }

    fn of_group(&self, group: Group) -> impl Iterator<Item = &ColumnQuality> + Clone {
        let columns = self.tables.iter().flat_map(|table| &table.columns);
        columns.filter(move |column| Group::of(column.column) == group)
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}
