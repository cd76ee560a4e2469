//! What a column is: its kind decides type, parsing, checks, axis label and format.

use polars::prelude::DataType;

use crate::unit::Prefix;

/// One label of a closed vocabulary, with the words senders use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// The word the tables use.
    pub label: &'static str,
    /// What senders write, compared without case, tone position and punctuation.
    pub words: &'static [&'static str],
}

impl Category {
    /// The word for Vietnamese readers: the first that is no ASCII, since the words hold both
    /// languages side by side; the label where there is none.
    pub fn word_vi(&self) -> &'static str {
        self.words.iter().find(|word| !word.is_ascii()).copied().unwrap_or(self.label)
    }
}

/// The unit a quantity is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes; the prefix says what "GB" means where the sender did not say.
    Bytes(Prefix),
    /// Percent, 0 to 100.
    Percent,
    /// Watts.
    Watts,
    /// Kilowatts.
    Kilowatts,
    /// Kilograms.
    Kilograms,
    /// Rack units.
    RackUnits,
    /// Hours.
    Hours,
    /// Vietnamese đồng.
    Vnd,
    /// Megabits a second.
    Mbps,
    /// Gigabits a second.
    Gbps,
    /// Megabytes (10^6 bytes) a second: eight times a megabit.
    MegabytesPerSecond,
    /// Input and output operations a second.
    Iops,
    /// Square metres.
    SquareMetres,
    /// Kilograms a square metre.
    KilogramsPerSquareMetre,
    /// A ratio without unit.
    Ratio,
}

impl Unit {
    /// What the name of a column in this unit carries.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Bytes(_) => "_bytes",
            Self::Percent => "_pct",
            Self::Watts => "_w",
            Self::Kilowatts => "_kw",
            Self::Kilograms => "_kg",
            Self::RackUnits => "_u",
            Self::Hours => "_hours",
            Self::Vnd => "_vnd",
            Self::Mbps => "_mbps",
            Self::Gbps => "_gbps",
            Self::MegabytesPerSecond => "_mb_s",
            Self::SquareMetres => "_m2",
            Self::KilogramsPerSquareMetre => "_kg_m2",
            Self::Iops | Self::Ratio => "",
        }
    }

    /// The unit a bare number in the template is in, as printed in headers.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Bytes(Prefix::Binary) => "GiB",
            Self::Bytes(Prefix::Decimal) => "TB",
            Self::Percent => "%",
            Self::Watts => "W",
            Self::Kilowatts => "kW",
            Self::Kilograms => "kg",
            Self::RackUnits => "U",
            Self::Hours => "giờ",
            Self::Vnd => "VNĐ",
            Self::Mbps => "Mbps",
            Self::Gbps => "Gbps",
            Self::MegabytesPerSecond => "MB/s",
            Self::Iops => "IOPS",
            Self::SquareMetres => "m²",
            Self::KilogramsPerSquareMetre => "kg/m²",
            Self::Ratio => "",
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// An identifier: text compared exactly after trimming.
    Id,
    /// Free text.
    Text,
    /// A day.
    Date,
    /// A quarter, as `2025Q4`.
    Quarter,
    /// A calendar year.
    Year,
    /// Yes or no.
    Flag,
    /// A whole number of things, never negative.
    Count,
    /// A measured amount in a unit.
    Quantity(Unit),
    /// A word of a closed vocabulary.
    Category(&'static [Category]),
}

/// One column of a canonical table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Name in Parquet and CSV: snake case, ending in its unit.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// A row without it is rejected.
    pub required: bool,
    /// Heading in the Vietnamese template, without unit.
    pub title_vi: &'static str,
    /// Heading in the English template, without unit.
    pub title_en: &'static str,
    /// Fields of the header synonym list whose variants name this column, best first.
    pub synonyms: &'static [&'static str],
    /// Further headings that name it.
    pub aliases: &'static [&'static str],
    /// Smallest and largest plausible value, in the column's unit.
    pub plausible: Option<(f64, f64)>,
    /// Whether its shares lie below one percent as a rule, so that many small ones are no sign of
    /// fractions; only a column without any larger one leaves that open.
    pub is_mostly_below_one: bool,
    /// What it means: unit, what an empty cell means.
    pub doc: &'static str,
}

impl Column {
    /// An optional column without synonyms.
    pub const fn new(
        name: &'static str,
        kind: Kind,
        title_vi: &'static str,
        title_en: &'static str,
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            required: false,
            title_vi,
            title_en,
            synonyms: &[],
            aliases: &[],
            plausible: None,
            is_mostly_below_one: false,
            doc,
        }
    }

    /// The same column, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same column with fields of the synonym list.
    pub const fn synonyms(mut self, fields: &'static [&'static str]) -> Self {
        self.synonyms = fields;
        self
    }

    /// The same column with further headings.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The same column with the range of plausible values.
    pub const fn plausible(mut self, low: f64, high: f64) -> Self {
        self.plausible = Some((low, high));
        self
    }

    /// The same column, of shares that lie below one percent as a rule.
    pub const fn mostly_below_one(mut self) -> Self {
        self.is_mostly_below_one = true;
        self
    }

    /// The type it is stored in: whole numbers as Int64, measured ones as Float64.
    pub const fn dtype(&self) -> DataType {
        match self.kind {
            Kind::Id | Kind::Text | Kind::Quarter | Kind::Category(_) => DataType::String,
            Kind::Date => DataType::Date,
            Kind::Flag => DataType::Boolean,
            Kind::Year | Kind::Count | Kind::Quantity(Unit::Bytes(_) | Unit::Vnd) => {
                DataType::Int64
            }
            Kind::Quantity(_) => DataType::Float64,
        }
    }

    /// Whether its values add up over rows, as amounts and numbers of things do; levels, shares and
    /// times do not.
    pub fn is_extensive(&self) -> bool {
        match self.kind {
            Kind::Count => !matches!(self.name, "security_level" | "level"),
            Kind::Quantity(unit) => matches!(
                unit,
                Unit::Bytes(_)
                    | Unit::Watts
                    | Unit::Kilowatts
                    | Unit::Kilograms
                    | Unit::RackUnits
                    | Unit::Vnd
                    | Unit::SquareMetres
            ),
            _ => false,
        }
    }

    /// Unit of the stored value, as the data dictionary prints it; empty for none.
    pub const fn unit(&self) -> &'static str {
        match self.kind {
            Kind::Quantity(Unit::Bytes(_)) => "byte",
            Kind::Quantity(Unit::Hours) => "hour",
            Kind::Quantity(Unit::Vnd) => "VND",
            Kind::Quantity(unit) => unit.written(),
            _ => "",
        }
    }

    /// Heading of the template: title and unit, unless the title names it already.
    pub fn heading(&self, title: &str) -> String {
        match self.kind {
            Kind::Quantity(unit) if names_no(unit.written(), title) => {
                format!("{title} ({})", unit.written())
            }
            _ => title.to_owned(),
        }
    }
}

/// Whether a title leaves its unit open.
fn names_no(unit: &str, title: &str) -> bool {
    !unit.is_empty() && !title.split(|c: char| !c.is_alphanumeric()).any(|word| word == unit)
}
