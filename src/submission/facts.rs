//! What the rows of a block say together, by which each of them is read.
//!
//! A cell alone may have two readings; its column decides. [`Facts`] are gathered from every row,
//! [`Decisions`] follow from them. A file that is held in memory is looked through before it is read;
//! a longer one is read by what its first rows decide, and again if all of them decide otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::amount::split_unit;
use super::cell::CellReader;
use super::heading_rules::FRACTIONS_FROM;
use super::layout::Block;
use super::number::{DecimalSign, Evidence, read_number};
use super::overrides::SheetOverride;
use super::rows::Value;
use super::source::{Cell, SheetRow};
use crate::schema::{Column, Kind, Table};

/// Most processors a server has; a column of "Số CPU" with more in it counts cores.
const SOCKETS_MAX: f64 = 8.0;

/// What the cells of one column of the sheet say.
#[derive(Debug, Clone, Default)]
pub struct ColumnFacts {
    /// Which sign is the decimal one.
    pub evidence: Evidence,
    /// Whether an amount stands without its unit.
    pub has_bare: bool,
    /// Filled cells; counted in columns without a heading only.
    pub filled: usize,
    /// Row of the first of them.
    pub first_row: u32,
    /// Whether one of them is a number.
    pub has_number: bool,
}

/// What the cells of a column of shares say, by column of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    /// Filled cells that do not say "%".
    pub all: usize,
    /// Of these, those above 0 and at most 1.
    pub few: usize,
    /// Whether one of these few is less than 1.
    pub has_fractions: bool,
    /// Row of the first of these few.
    pub first_row: u32,
}

impl Shares {
    /// Whether the cells of at most 1 may be fractions that a spreadsheet shows as percent. Where
    /// shares lie below 1 % as a rule, one larger cell shows that none is a fraction.
    pub fn are_doubtful(&self, column: &Column) -> bool {
        let from = if column.is_mostly_below_one { 1.0 } else { FRACTIONS_FROM };
        self.has_fractions && self.few as f64 >= from * self.all as f64
    }
}

/// What a cell of a column of the sheet is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Nothing.
    None,
    /// An amount: its decimal sign, its unit.
    Amount,
    /// A column without a heading: whether it is filled.
    Unheaded,
}

/// What the rows of a block say together.
#[derive(Debug)]
pub struct Facts {
    roles: Vec<Role>,
    /// Whether columns beyond the headings are looked at.
    looks_beyond: bool,
    number_source: Option<usize>,
    sockets: Option<(usize, CellReader)>,
    /// By column of the sheet.
    columns: Vec<ColumnFacts>,
    /// Rows of data.
    pub data_rows: usize,
    /// Most processors of one row.
    pub sockets_max: f64,
    /// Whether a row has a running number.
    pub is_numbered: bool,
    /// By column of the table.
    pub shares: BTreeMap<usize, Shares>,
}

impl Facts {
    /// Of no row yet.
    pub fn new(block: &Block<'_>) -> Self {
        // The columns of a foreign format are known, and those without a heading not the sender's.
        let is_own = !block.matches.is_empty();
        let of_heading = |source: usize| {
            let has_heading = !block.headings[source].text.is_empty();
            let is_open = is_own && !has_heading && !block.sources.contains(&Some(source));
            if is_open { Role::Unheaded } else { Role::None }
        };
        let mut roles: Vec<Role> = (0..block.headings.len()).map(of_heading).collect();
        for (at, column) in block.table.columns().iter().enumerate() {
            let is_amount = matches!(column.kind, Kind::Quantity(_) | Kind::Count);
            let parts = block.parts.get(&at).map(Vec::as_slice).unwrap_or_default();
            for &source in block.sources[at].iter().chain(parts).filter(|_| is_amount) {
                roles[source] = Role::Amount;
            }
        }
        Self {
            columns: vec![ColumnFacts::default(); roles.len()],
            roles,
            looks_beyond: is_own,
            number_source: block.number_source,
            sockets: sockets_of(block),
            data_rows: 0,
            sockets_max: 0.0,
            is_numbered: false,
            shares: BTreeMap::new(),
        }
    }

    /// Looks at a row below the headings, whatever it is.
    pub fn see(&mut self, row: &SheetRow) {
        self.is_numbered |= self.number_source.is_some_and(|at| !row.cell(at).is_blank());
    }

    /// Looks at a row of data.
    pub fn add(&mut self, row: &SheetRow) {
        self.data_rows += 1;
        if self.looks_beyond && row.cells.len() > self.roles.len() {
            self.roles.resize(row.cells.len(), Role::Unheaded);
            self.columns.resize(row.cells.len(), ColumnFacts::default());
        }
        for ((role, facts), cell) in self.roles.iter().zip(&mut self.columns).zip(&row.cells) {
            match role {
                Role::None => {}
                Role::Amount => facts.add_amount(cell),
                Role::Unheaded => facts.add_filled(cell, row.number),
            }
        }
        if let Some((source, reader)) = &self.sockets
            && let Value::Integer(number) = reader.read(row.cell(*source)).0
        {
            self.sockets_max = self.sockets_max.max(number as f64);
        }
    }

    /// Takes note of rows of data whose texts are looked at by themselves; they have running numbers
    /// where the block has a column of them.
    pub const fn add_plain(&mut self, rows: usize) {
        self.data_rows += rows;
        self.is_numbered |= self.number_source.is_some();
    }

    /// Takes note of what texts of a column of the sheet say, each once for however many rows.
    pub fn add_texts(&mut self, source: usize, seen: &ColumnFacts) {
        if self.roles.get(source) == Some(&Role::Amount) {
            self.columns[source].evidence.join(seen.evidence);
            self.columns[source].has_bare |= seen.has_bare;
        }
    }

    /// Whether rows must be looked at one by one.
    pub const fn needs_rows(&self) -> bool {
        self.sockets.is_some()
    }

    /// What is known of a column of the sheet.
    pub fn column(&self, source: usize) -> ColumnFacts {
        self.columns.get(source).cloned().unwrap_or_default()
    }

    /// Columns without a heading that are filled all the same.
    pub fn unheaded(&self) -> impl Iterator<Item = (usize, &ColumnFacts)> {
        let columns = self.roles.iter().zip(&self.columns).enumerate();
        let open =
            columns.filter(|(_, (role, facts))| **role == Role::Unheaded && facts.filled > 0);
        open.map(|(source, (_, facts))| (source, facts))
    }
}

impl ColumnFacts {
    /// Takes note of a number without a unit, written with that decimal sign.
    pub const fn add_plain(&mut self, sign: Option<u8>) {
        self.has_bare = true;
        self.evidence.add_sign(sign);
    }

    /// Looks at an amount.
    pub fn add_amount(&mut self, cell: &Cell) {
        match cell {
            Cell::Number(_) => self.has_bare = true,
            Cell::Text(text) => {
                self.evidence.add(text);
                self.has_bare |= !cell.is_blank() && split_unit(text).1.is_empty();
            }
            _ => {}
        }
    }

    fn add_filled(&mut self, cell: &Cell, row: u32) {
        if cell.is_blank() {
            return;
        }
        if self.filled == 0 {
            self.first_row = row;
        }
        self.filled += 1;
        self.has_number |= match cell {
            Cell::Number(_) | Cell::Share(_) => true,
            // A CSV has texts only.
            Cell::Text(text) => read_number(text, DecimalSign::Undecided).is_some(),
            _ => false,
        };
    }
}

/// Column of the sheet with processors, and its reader, where it may count cores instead.
fn sockets_of(block: &Block<'_>) -> Option<(usize, CellReader)> {
    if block.table != Table::Server || block.matches.is_empty() {
        return None;
    }
    let index = |name| block.table.index_of(name);
    let (sockets, cores) = (index("sockets_count"), index("cores_count"));
    let (Some(source), None) = (block.sources[sockets], block.sources[cores]) else { return None };
    let column = &block.table.columns()[sockets];
    Some((source, CellReader::new(column, &block.headings[source], DecimalSign::Undecided)))
}

/// How the rows of a block are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// Whether rows have running numbers.
    pub is_numbered: bool,
    /// Whether the column of processors counts cores.
    pub counts_cores: bool,
    /// The decimal sign by column of the sheet.
    pub signs: BTreeMap<usize, DecimalSign>,
    /// Columns of the sheet without a heading that are kept as tags.
    pub unheaded: Vec<usize>,
    /// Columns of the table whose shares of at most 1 count as not measured.
    pub doubtful_shares: BTreeSet<usize>,
}

impl Decisions {
    /// What follows from the facts, and from what is settled.
    pub fn of(facts: &Facts, block: &Block<'_>, settled: &SheetOverride) -> Self {
        // A tool writes all columns of an export in one way; people do not.
        let mut of_tool = Evidence::default();
        for column in facts.columns.iter().filter(|_| block.is_export) {
            of_tool.join(column.evidence);
        }
        let sign_of = |(at, source): (usize, &Option<usize>)| {
            let source = (*source)?;
            let parts = block.parts.get(&at).map(Vec::as_slice).unwrap_or_default();
            let mut evidence = Evidence::default();
            for source in std::iter::once(source).chain(parts.iter().copied()) {
                evidence.join(facts.column(source).evidence);
            }
            let evidence = if evidence == Evidence::default() { of_tool } else { evidence };
            Some((source, settled.decimal.unwrap_or_else(|| evidence.decide())))
        };
        let columns = block.table.columns();
        let doubtful =
            facts.shares.iter().filter(|(at, shares)| shares.are_doubtful(&columns[**at]));
        Self {
            is_numbered: facts.is_numbered,
            counts_cores: facts.sockets_max > SOCKETS_MAX,
            signs: block.sources.iter().enumerate().filter_map(sign_of).collect(),
            unheaded: facts.unheaded().map(|(source, _)| source).collect(),
            doubtful_shares: doubtful.map(|(at, _)| *at).collect(),
        }
    }

    /// The block with its columns as they are read.
    pub fn settle<'a>(&self, block: &Block<'a>) -> Block<'a> {
        let mut block = block.clone();
        if self.counts_cores {
            let index = |name| block.table.index_of(name);
            let (sockets, cores) = (index("sockets_count"), index("cores_count"));
            block.sources.swap(sockets, cores);
            block.matches.swap(sockets, cores);
        }
        block
    }
}
