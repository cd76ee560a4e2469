//! One column of an agency's table.

use super::score::Part;
use crate::language::Language;
use crate::plan::QualityPlan;
use crate::schema::{Column, Kind, Table, Unit};

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are so.
    pub part: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    /// The share, 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// How many are not so.
    pub const fn lacking(self) -> usize {
        self.of - self.part
    }

    /// Both together.
    pub const fn plus(self, other: Self) -> Self {
        Self { part: self.part + other.part, of: self.of + other.of }
    }
}

/// What a column weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// A row without it is rejected: every accepted row has it, so that it says nothing of how far
    /// rows are filled in.
    Required,
    /// It decides demand and placement.
    Decisive,
    /// It is asked for on every row.
    Ordinary,
    /// It is not asked for on every row, and is in no score.
    Unasked,
}

impl Importance {
    /// That of a column, by its list and the plan.
    pub fn of(table: Table, column: &Column, plan: &QualityPlan) -> Self {
        if column.required {
            Self::Required
        } else if QualityPlan::names(&plan.decisive, table, column.name) {
            Self::Decisive
        } else if QualityPlan::names(&plan.unasked, table, column.name) {
            Self::Unasked
        } else {
            Self::Ordinary
        }
    }

    /// The weight of its cells in a part of a score.
    pub fn weight(self, part: Part, plan: &QualityPlan) -> f64 {
        match self {
            Self::Required if part == Part::Filled => 0.0,
            Self::Required | Self::Decisive => plan.decisive_weight.value,
            Self::Ordinary => 1.0,
            Self::Unasked => 0.0,
        }
    }

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Decisive => "decisive",
            Self::Ordinary => "ordinary",
            Self::Unasked => "unasked",
        }
    }

    /// The word for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Required => language.pick("required", "bắt buộc"),
            Self::Decisive => language.pick("decisive", "quyết định"),
            Self::Ordinary => language.pick("ordinary", "thông thường"),
            Self::Unasked => language.pick("not asked on every row", "không bắt buộc ở mọi dòng"),
        }
    }
}

/// Columns of one theme, over all tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Codes, names, models, and what belongs to what.
    Names,
    /// Kinds, levels, yes or no.
    Kinds,
    /// Cores, memory, disk, records: how much there is or is asked for.
    Sizes,
    /// What was measured of it: use, operations, traffic.
    Use,
    /// What it takes of a hall: rack units, power, weight, ports, room.
    Hall,
    /// Days, quarters, years, hours.
    Times,
}

impl Group {
    /// All, in the order of charts.
    pub const ALL: [Self; 6] =
        [Self::Names, Self::Kinds, Self::Sizes, Self::Use, Self::Hall, Self::Times];

    /// The group of a column.
    pub fn of(column: &Column) -> Self {
        let measured = ["util", "used_bytes", "iops", "_p95", "growth", "ready", "swapped"];
        match column.kind {
            Kind::Id | Kind::Text => Self::Names,
            Kind::Date | Kind::Quarter | Kind::Year | Kind::Quantity(Unit::Hours) => Self::Times,
            Kind::Category(_) | Kind::Flag => Self::Kinds,
            Kind::Count if !column.is_extensive() => Self::Kinds,
            _ if measured.iter().any(|part| column.name.contains(part)) => Self::Use,
            Kind::Quantity(
                Unit::RackUnits
                | Unit::Watts
                | Unit::Kilowatts
                | Unit::Kilograms
                | Unit::SquareMetres
                | Unit::KilogramsPerSquareMetre
                | Unit::Ratio
                | Unit::Gbps,
            ) => Self::Hall,
            Kind::Count if ["psu", "racks", "ports"].iter().any(|p| column.name.contains(p)) => {
                Self::Hall
            }
            Kind::Count | Kind::Quantity(_) => Self::Sizes,
        }
    }

    /// Its name for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Names => language.pick("Names and codes", "Tên và mã"),
            Self::Kinds => language.pick("Kinds and levels", "Loại và cấp độ"),
            Self::Sizes => language.pick("Sizes", "Quy mô"),
            Self::Use => language.pick("Measured use", "Mức sử dụng đo được"),
            Self::Hall => language.pick("Space and power", "Chỗ đặt và nguồn điện"),
            Self::Times => language.pick("Dates", "Thời hạn"),
        }
    }
}

/// One column of an agency's table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnQuality {
    /// The table.
    pub table: Table,
    /// The column.
    pub column: &'static Column,
    /// What it weighs.
    pub importance: Importance,
    /// Of the accepted rows those that state it.
    pub filled: Share,
    /// Of the cells that state something, rejected rows included, those in use without a warning.
    pub valid: Share,
    /// Of the values that can be compared those within what is usual among peers; of nothing where
    /// too few peers state it, or it is nothing that compares.
    pub plausible: Share,
}

impl ColumnQuality {
    /// Whether so many of its values are unusual that the column is, as in a wrong unit.
    pub fn is_implausible(&self, plan: &QualityPlan) -> bool {
        self.plausible.value().is_some_and(|share| share < plan.plausible_share_min.value)
    }
}
