//! Totals that the sender states, held against the rows they are totals of.

use super::cell::amount_argument;
use super::rows::{Rows, Value, Values};
use super::source::SheetRow;
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;

/// Most by which a stated amount may differ from the sum for rounding, as a share; counts not at all.
pub const TOLERANCE: f64 = 0.001;

/// Running sums of one column.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    /// Of the rows as they stand.
    plain: f64,
    /// Each row times its quantity.
    times_quantity: f64,
    /// Rows that state the amount.
    rows: usize,
    /// Rows that do not.
    open: usize,
}

impl Sum {
    fn add(&mut self, amount: Option<f64>, quantity: f64) {
        match amount {
            Some(amount) => {
                self.plain += amount;
                self.times_quantity += amount * quantity;
                self.rows += 1;
            }
            None => self.open += 1,
        }
    }
}

/// Adds amounts of rows, each with its quantity, to two sums.
fn add_each(
    (all, section): (&mut Sum, &mut Sum),
    amounts: impl Iterator<Item = Option<f64>>,
    quantity: impl Fn(usize) -> f64,
) {
    for (index, amount) in amounts.enumerate() {
        let quantity = quantity(index);
        all.add(amount, quantity);
        section.add(amount, quantity);
    }
}

/// Sums over the rows of a block, since its headings and since the last section or total.
#[derive(Debug)]
pub struct Sums {
    table: Table,
    /// Columns of the table that can be added up, that of quantities among them.
    amounts: Vec<usize>,
    quantity: Option<usize>,
    since_headings: Vec<Sum>,
    since_section: Vec<Sum>,
    /// What totals stated since the headings: a grand total may add up subtotals.
    of_totals: Vec<f64>,
}

/// The amount of a value; `None` for words and for what is not stated.
pub fn amount_of(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}

impl Sums {
    /// No rows yet.
    pub fn new(table: Table) -> Self {
        let none = vec![Sum::default(); table.columns().len()];
        let columns = || table.columns().iter().enumerate();
        let amounts = columns().filter(|(_, column)| column.is_extensive());
        Self {
            table,
            amounts: amounts.map(|(at, _)| at).collect(),
            quantity: columns().find(|(_, column)| column.name == "quantity").map(|(at, _)| at),
            since_headings: none.clone(),
            since_section: none,
            of_totals: vec![0.0; table.columns().len()],
        }
    }

    /// Takes in a row, whether it is accepted or not.
    pub fn add(&mut self, rows: &Rows, index: usize) {
        let quantity = self.quantity.and_then(|at| rows.columns[at].amount(index)).unwrap_or(1.0);
        for &at in &self.amounts {
            let times = if Some(at) == self.quantity { 1.0 } else { quantity };
            let amount = rows.columns[at].amount(index);
            self.since_headings[at].add(amount, times);
            self.since_section[at].add(amount, times);
        }
    }

    /// Takes in all rows, whether they are accepted or not: the same, column by column.
    pub fn add_all(&mut self, rows: &Rows) {
        let quantities = self.quantity.map(|at| &rows.columns[at]);
        for &at in &self.amounts {
            let sums = (&mut self.since_headings[at], &mut self.since_section[at]);
            let quantities = quantities.filter(|_| Some(at) != self.quantity);
            let times = |index| quantities.and_then(|all| all.amount(index)).unwrap_or(1.0);
            match &rows.columns[at] {
                Values::Integer(values) => {
                    add_each(sums, values.iter().map(|value| value.map(|n| n as f64)), times);
                }
                Values::Decimal(values) => add_each(sums, values.iter().copied(), times),
                _ => {}
            }
        }
    }

    /// A section or a total ends what stood above it.
    pub fn begin_section(&mut self) {
        self.since_section.fill(Sum::default());
    }

    /// Holds a row of totals against the rows above it.
    pub fn t607_a_total_is_the_sum_of_its_rows(
        &mut self,
        row: &SheetRow,
        sheet: &str,
        stated: &[Value],
        sources: &[Option<usize>],
        findings: &mut Vec<Finding>,
    ) {
        for (at, column) in self.table.columns().iter().enumerate() {
            let (Some(amount), Some(source)) = (amount_of(&stated[at]), sources[at]) else {
                continue;
            };
            if !column.is_extensive() {
                continue;
            }
            let (all, section) = (self.since_headings[at], self.since_section[at]);
            let of_totals = self.of_totals[at];
            let candidates = [section.plain, section.times_quantity, all.plain, all.times_quantity];
            let exact = column.name == "quantity" || column.name.ends_with("_count");
            let allowed = if exact { 0.0 } else { TOLERANCE * amount.abs() };
            self.of_totals[at] += amount;
            let agrees = |sum: f64| (sum - amount).abs() <= allowed;
            if [section, all].iter().any(|sum| agrees(sum.times_quantity)) {
                continue;
            }
            if let Some(sum) = [section, all].iter().find(|sum| agrees(sum.plain)) {
                let counted = amount_argument(column, sum.times_quantity);
                let finding = Finding::new(Code::T611, row.cell(source).raw())
                    .expected(Text::phrase("T611-times").with("sum", counted));
                findings.push(finding.sheet(sheet).row(row.number).column(source));
                continue;
            }
            if agrees(of_totals) {
                continue;
            }
            let nearest = candidates
                .into_iter()
                .min_by(|a, b| (a - amount).abs().total_cmp(&(b - amount).abs()))
                .unwrap_or_default();
            let sum = amount_argument(column, nearest);
            let expected = match all.open {
                0 => Text::phrase("T607-sum").with("sum", sum),
                open => Text::phrase("T607-sum-open")
                    .with("sum", sum)
                    .with("open", open)
                    .with("rows", all.rows + open),
            };
            let found = row.cell(source).raw();
            let finding = Finding::new(Code::T607, found).expected(expected);
            findings.push(finding.sheet(sheet).row(row.number).column(source));
        }
        self.begin_section();
    }
}
