//! One row of a block → the values of its table's columns.

use std::collections::BTreeMap;

use super::amount::split_unit;
use super::cell::{
    AMOUNT_MAX, Blank, CellReader, Fault, blank_of, c402_a_number_can_be_kept, c421_an_end_is_a_day,
};
use super::fill::Fill;
use super::layout::Block;
use super::mapping::Described;
use super::number::{DecimalSign, Reading as Read, read_number};
use super::overrides::Per;
use super::read::shorten;
use super::rows::{Rows, Value};
use super::source::{Cell, SheetRow};
use super::spec::{Spec, disk_prefix};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::schema::Kind;
use crate::text::clean;

/// Cells of a column that say that the amount is not known: how many, the first row, its text.
pub type Unknown = BTreeMap<usize, (usize, u32, String)>;

/// Texts that go on with the description of a machine, by row and column of the sheet.
pub type Continued = BTreeMap<(u32, usize), Vec<String>>;

/// The row of data above a row, for cells that say "as above".
#[derive(Debug, Clone, Copy)]
pub enum Above<'r> {
    /// It is among the rows.
    Among(&'r Rows, usize),
    /// Its values.
    Values(&'r [Value]),
}

impl Above<'_> {
    fn value(self, column: usize) -> Value {
        match self {
            Self::Among(rows, index) => rows.columns[column].get(index),
            Self::Values(values) => values[column].clone(),
        }
    }
}

/// What is needed to read the rows of one block.
pub struct Reading<'a> {
    pub block: Block<'a>,
    pub fill: Fill<'a>,
    pub readers: Vec<Option<CellReader>>,
    /// For each column of the table whether its amounts are of one thing or of the whole row.
    pub per: Vec<Option<Per>>,
    pub stand_in: Option<usize>,
    /// Numbers of the rows of data, in order.
    pub data: Vec<u32>,
    pub unknown: Unknown,
    pub described: Described,
    /// By row and column of the sheet the texts of the rows below that go on with a description.
    pub continued: Continued,
}

impl Reading<'_> {
    /// The values of a row, in the order of the table's columns.
    pub fn read_cells(
        &mut self,
        row: &SheetRow,
        above: Option<Above<'_>>,
        errors: &mut Vec<Code>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Value> {
        let mut values = Vec::with_capacity(self.readers.len());
        for at in 0..self.readers.len() {
            let (Some(reader), Some(source)) = (&self.readers[at], self.block.sources[at]) else {
                values.push(Value::Missing);
                continue;
            };
            let cell = self.fill.cell(row, source);
            let (mut value, mut fault) = reader.read(cell);
            if let Some(spread) = self.c426_an_amount_belongs_to_one_row(at, row, source) {
                (value, fault) = (Value::Missing, spread);
            } else if blank_of(cell) == Some(Blank::AsAbove) {
                let names = at == 0 || Some(at) == self.stand_in;
                let above = above.filter(|_| !names);
                (value, fault) = c425_as_above(cell, above.map(|above| self.stated(at, above)));
            }
            self.add_parts(at, row, &mut value, &mut fault);
            if self.block.table.columns()[at].name == "quantity" && value == Value::Missing {
                fault = fault.or_else(|| self.c426_of_a_row_below(row, source));
                c414_a_quantity_of_rows_is_known(&mut fault);
            }
            if let Some(fault) = fault {
                self.tell(&fault, (row.number, source), errors, findings);
            }
            values.push(value);
        }
        self.count_ends(row, &mut values, findings);
        self.divide(row, &mut values, errors, findings);
        self.c423_an_amount_beside_a_number_says_whose_it_is(row, &mut values, errors, findings);
        self.describe(row, &mut values, findings);
        values
    }

    /// The value of an earlier row as its cell states it: of the whole row, where that is settled.
    fn stated(&self, at: usize, above: Above<'_>) -> Value {
        let value = above.value(at);
        let columns = self.block.table.columns();
        let is_divided = self.per[at] == Some(Per::Row) && columns[at].is_extensive();
        let quantity = columns.iter().position(|column| column.name == "quantity");
        let quantity = quantity.filter(|quantity| is_divided && *quantity != at);
        match (quantity.map(|quantity| above.value(quantity)), value) {
            (Some(Value::Integer(many)), Value::Integer(one)) if many > 1 => {
                Value::Integer(one.saturating_mul(many))
            }
            (Some(Value::Integer(many)), Value::Decimal(one)) if many > 1 => {
                Value::Decimal(one * many as f64)
            }
            (_, value) => value,
        }
    }

    /// Reports a fault; those that only say that an amount is unknown are told once per column.
    pub fn tell(
        &mut self,
        fault: &Fault,
        (row, source): (u32, usize),
        errors: &mut Vec<Code>,
        findings: &mut Vec<Finding>,
    ) {
        // What an end stated as a length of time comes to is told when its begin is known.
        if fault.code == Code::C421 {
            return;
        }
        if fault.code == Code::C414 && fault.severity == Severity::Note {
            let text = || fault.found.english().into_owned();
            let (count, first, found) =
                self.unknown.entry(source).or_insert_with(|| (0, row, text()));
            *count += 1;
            // The columns of a long text are read before rows that need more.
            if row < *first {
                (*first, *found) = (row, text());
            }
            return;
        }
        if fault.severity == Severity::Error {
            errors.push(fault.code);
        }
        let finding = finding_of(fault.clone()).sheet(&self.block.sheet.name);
        findings.push(finding.row(row).column(source));
    }

    /// An amount in a cell merged over several rows may be that of each or that of all: it counts as
    /// unknown on every one of them, and is told once, on the first.
    fn c426_an_amount_belongs_to_one_row(
        &self,
        at: usize,
        row: &SheetRow,
        source: usize,
    ) -> Option<Option<Fault>> {
        let column = &self.block.table.columns()[at];
        if !column.is_extensive() {
            return None;
        }
        let over = self.fill.over(row.number, source)?;
        if row.number != over.first_row {
            return row.cell(source).is_blank().then_some(None);
        }
        let found = Text::phrase("C426-merged")
            .with("text", clean(&over.cell.raw()))
            .with("first", over.first_row)
            .with("last", over.last_row);
        let expected = Text::phrase("C426-each-or-all");
        Some(Some(Fault::with(Code::C426, found, expected)))
    }

    /// A number of things in a cell merged over the row from above.
    fn c426_of_a_row_below(&self, row: &SheetRow, source: usize) -> Option<Fault> {
        let over = self.fill.over(row.number, source)?;
        Some(Fault::with(Code::C426, clean(&over.cell.raw()), Text::phrase("C414-things")))
    }

    /// Adds the amounts of further columns, as the sizes of further disks. An empty one adds nothing;
    /// one that cannot be read makes the sum unreadable.
    fn add_parts(&self, at: usize, row: &SheetRow, value: &mut Value, fault: &mut Option<Fault>) {
        let Some(parts) = self.block.parts.get(&at) else { return };
        let Some(reader) = &self.readers[at] else { return };
        for &part in parts {
            let heading = &self.block.headings[part];
            // The columns of a foreign format have the unit of the first.
            let is_own = !self.block.matches.is_empty();
            let below = is_own.then(|| reader.below(heading));
            let (more, mut doubt) = below.as_ref().unwrap_or(reader).read(row.cell(part));
            *value = match (&*value, more) {
                (Value::Integer(sum), Value::Integer(more)) => {
                    let all = *sum as f64 + more as f64;
                    let beyond = c402_a_number_can_be_kept(all, &row.cell(part).raw());
                    let kept = beyond.is_none().then(|| Value::Integer(sum + more));
                    doubt = beyond.or(doubt);
                    kept.unwrap_or(Value::Missing)
                }
                (Value::Decimal(sum), Value::Decimal(more)) => Value::Decimal(sum + more),
                (Value::Missing, more) if fault.is_none() => more,
                (known, Value::Missing) if doubt.is_none() => known.clone(),
                _ => Value::Missing,
            };
            // What makes the sum unreadable is told, rather than what was doubtful before.
            *fault = match (fault.take(), doubt) {
                (Some(own), Some(doubt)) if doubt.severity < own.severity => Some(doubt),
                (own, doubt) => own.or(doubt),
            };
        }
    }

    /// Ends stated as a length of time ("36 tháng") are counted from the start of service.
    fn count_ends(&self, row: &SheetRow, values: &mut [Value], findings: &mut Vec<Finding>) {
        let columns = self.block.table.columns();
        let begin = columns.iter().position(|column| column.name == "in_service_on");
        let begin = begin.and_then(|at| match &values[at] {
            Value::Day(day) => Some(*day),
            _ => None,
        });
        for (at, column) in columns.iter().enumerate() {
            let Some(source) = self.block.sources[at] else { continue };
            let text = self.fill.cell(row, source).raw();
            let is_length = column.kind == Kind::Date
                && values[at] == Value::Missing
                && crate::time::read_months(&text).is_some();
            if !is_length {
                continue;
            }
            let fault = match begin.and_then(|begin| c421_an_end_is_a_day(&text, begin)) {
                Some((day, fault)) => {
                    values[at] = day;
                    fault
                }
                None => Fault::with(Code::C421, text, Text::phrase("C421-no-begin")),
            };
            let finding = finding_of(fault).sheet(&self.block.sheet.name);
            findings.push(finding.row(row.number).column(source));
        }
    }

    /// Amounts of all things of a row become those of one; where nobody says which they are, the row
    /// cannot be used.
    fn divide(
        &self,
        row: &SheetRow,
        values: &mut [Value],
        errors: &mut Vec<Code>,
        findings: &mut Vec<Finding>,
    ) {
        let columns = self.block.table.columns();
        let Some(quantity) = columns.iter().position(|column| column.name == "quantity") else {
            return;
        };
        let Value::Integer(quantity) = values[quantity] else { return };
        if quantity <= 1 {
            return;
        }
        for at in 0..columns.len() {
            let Some(source) = self.block.sources[at] else { continue };
            if !columns[at].is_extensive() || columns[at].name == "quantity" {
                continue;
            }
            // "Tổng số core" adds up the processors of one server.
            let is_total =
                self.block.headings[source].is_total() && columns[at].name != "cores_count";
            let divided = match (self.per[at], &values[at]) {
                (_, Value::Missing) | (Some(Per::Unit), _) => continue,
                (Some(Per::Row), Value::Integer(all)) if all % quantity == 0 => {
                    Some(Value::Integer(all / quantity))
                }
                (Some(Per::Row), Value::Decimal(all)) => {
                    Some(Value::Decimal(all / quantity as f64))
                }
                (Some(Per::Row), _) => None,
                (None, _) if is_total => None,
                (None, _) => continue,
            };
            match divided {
                Some(value) => values[at] = value,
                None => {
                    errors.push(Code::C423);
                    let found = Text::phrase("C423-with-quantity")
                        .with("text", row.cell(source).raw())
                        .with("quantity", quantity);
                    let finding = Finding::new(Code::C423, found).sheet(&self.block.sheet.name);
                    findings.push(finding.row(row.number).column(source));
                }
            }
        }
    }

    /// "RAM": 16 of "Số lượng" beside 32 of "Dung lượng (GB)" are 32 or 512 GB. Where nobody has
    /// settled which, the row cannot be used.
    fn c423_an_amount_beside_a_number_says_whose_it_is(
        &self,
        row: &SheetRow,
        values: &mut [Value],
        errors: &mut Vec<Code>,
        findings: &mut Vec<Finding>,
    ) {
        for (&at, &counted) in &self.block.counted {
            let Some(source) = self.block.sources[at] else { continue };
            let text = row.cell(counted).raw();
            let number = match read_number(split_unit(&text).0, DecimalSign::Undecided) {
                Some(Read::One(number)) if number >= 0.0 && number.fract() == 0.0 => Some(number),
                _ => None,
            };
            let is_one = number == Some(1.0) || blank_of(row.cell(counted)).is_some();
            match (self.per[at], &values[at], number) {
                (_, Value::Missing, _) | (Some(Per::Row), ..) => {}
                _ if is_one => {}
                (Some(Per::Unit), Value::Integer(one), Some(number))
                    if *one as f64 * number < AMOUNT_MAX =>
                {
                    values[at] = Value::Integer((*one as f64 * number).round() as i64);
                }
                (Some(Per::Unit), Value::Decimal(one), Some(number)) => {
                    values[at] = Value::Decimal(one * number);
                }
                _ => {
                    errors.push(Code::C423);
                    let found = Text::phrase("C423-with-quantity")
                        .with("text", row.cell(source).raw())
                        .with("quantity", text);
                    let finding = Finding::new(Code::C423, found).sheet(&self.block.sheet.name);
                    findings.push(finding.row(row.number).column(source));
                }
            }
        }
    }

    /// Fills columns that the sheet does not have from the description of the machine.
    fn describe(&mut self, row: &SheetRow, values: &mut [Value], findings: &mut Vec<Finding>) {
        let table = self.block.table;
        for &source in &self.block.specs {
            let mut text = match self.fill.cell(row, source) {
                cell if blank_of(cell).is_some() => String::new(),
                cell => cell.raw(),
            };
            for more in self.continued.get(&(row.number, source)).into_iter().flatten() {
                text = format!("{text};{more}");
            }
            if text.is_empty() {
                continue;
            }
            let spec = Spec::read(&text, disk_prefix(table));
            let found = spec.values(table);
            let can_be_kept = |amount: &f64| (0.0..AMOUNT_MAX).contains(amount);
            for (name, amount) in found.iter().filter(|(_, amount)| can_be_kept(amount)) {
                let at = table.index_of(name);
                let is_open = self.block.sources[at].is_none() && values[at] == Value::Missing;
                if is_open {
                    values[at] = Value::Integer(amount.round() as i64);
                    self.described.note(name, source);
                }
            }
            let left = match found.iter().all(|(_, amount)| can_be_kept(amount)) {
                true if !found.is_empty() => spec.left.join("; "),
                _ => text,
            };
            if !left.is_empty() {
                self.described.not_understood(source, row.number, &left, findings, &self.block);
            }
        }
    }

    /// The code of a row without one: what stands in for it, else its place.
    pub fn name_row(&self, row: &SheetRow, values: &mut [Value]) {
        if self.block.sources[0].is_some() {
            return;
        }
        values[0] = match self.stand_in {
            Some(column) => match &values[column] {
                Value::Text(text) => Value::Text(text.clone()),
                _ => Value::Missing,
            },
            None => Value::Text(format!("{}-{}", self.block.sheet.name, row.number)),
        };
    }

    /// The amounts of a row of totals.
    pub fn read_total(&self, row: &SheetRow) -> Vec<Value> {
        let read = |at: usize| match (&self.readers[at], self.block.sources[at]) {
            (Some(reader), Some(source)) if reader.column.is_extensive() => {
                let (mut value, mut fault) = reader.read(row.cell(source));
                self.add_parts(at, row, &mut value, &mut fault);
                value
            }
            _ => Value::Missing,
        };
        (0..self.readers.len()).map(read).collect()
    }

    /// One note per column, however many cells say that they do not know.
    pub fn c414_unknown_amounts_are_told(&mut self, findings: &mut Vec<Finding>) {
        for (source, (count, row, text)) in std::mem::take(&mut self.unknown) {
            let found = Text::phrase("C414-cells").with("cells", count).with("text", text);
            let note = Finding::new(Code::C414, found).expected(Text::phrase("C414-figure"));
            findings.push(note.sheet(&self.block.sheet.name).row(row).column(source));
        }
    }
}

/// An empty cell means one thing. A cell that says that the number is not known does not; its row
/// counts as one all the same, since a row left out would count as none, and is warned of.
fn c414_a_quantity_of_rows_is_known(fault: &mut Option<Fault>) {
    if let Some(fault) = fault {
        fault.severity = Severity::Warning;
        fault.expected = Some(Text::phrase("C414-things"));
    }
}

/// "như trên": the value of the row above, unless it is the name of the row.
fn c425_as_above(cell: &Cell, above: Option<Value>) -> (Value, Option<Fault>) {
    match above {
        Some(value) if value != Value::Missing => {
            let mut fault = Fault::with(Code::C425, cell.raw(), Text::phrase("C425-taken"));
            fault.severity = Severity::Note;
            (value, Some(fault))
        }
        _ => (Value::Missing, Some(Fault::with(Code::C425, cell.raw(), Text::phrase("C425-none")))),
    }
}

fn finding_of(fault: Fault) -> Finding {
    let found = match fault.found {
        Text::Verbatim(text) => shorten(&text).into(),
        phrase @ Text::Phrase(_) => phrase,
    };
    let mut finding = Finding::new(fault.code, found);
    finding.severity = fault.severity;
    match fault.expected {
        Some(expected) => finding.expected(expected),
        None => finding,
    }
}
