//! Rows that are broken down by the rows below them: "I. Hệ thống A" with the sums of its machines,
//! or "1" above "1.1" and "1.2". Counting both would double the table.

use std::collections::BTreeSet;

use super::cell::amount_argument;
use super::layout::RowKind;
use super::line::Line;
use super::row::Reading;
use super::rows::Value;
use super::source::{Cell, SheetRow};
use super::stated::{TOLERANCE, amount_of};
use crate::diagnostic::{Code, Finding, Text};
use crate::text::clean;

/// Numbers of rows that state amounts and are broken down by rows that come to something else.
pub type Disagreeing = BTreeSet<u32>;

/// How deep a running number stands: A, then I, then 1, then a; each point one level deeper.
fn depth_of(number: &str) -> Option<usize> {
    let number = number.trim().trim_end_matches(['.', ')', '/']);
    let mut parts = number.split('.');
    let first = parts.next().filter(|first| !first.is_empty() && first.len() <= 5)?;
    let all = |of: fn(char) -> bool| first.chars().all(of);
    let kind = if all(|c| c.is_ascii_digit()) {
        200
    } else if all(|c| matches!(c, 'I' | 'V' | 'X')) {
        100
    } else if first.len() == 1 && all(|c| c.is_ascii_uppercase()) {
        0
    } else if first.len() == 1 && all(|c| c.is_ascii_lowercase()) {
        300
    } else {
        return None;
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.clone().all(digits).then(|| kind + parts.count())
}

/// Whether the running numbers of rows go deeper from one row of data to the next, so that one may
/// state the sum of others.
#[derive(Debug, Default)]
pub struct Depths {
    /// Of the last row with a number, if that was data.
    above: Option<usize>,
    /// Whether they do.
    pub go_deeper: bool,
}

impl Depths {
    /// Looks at the next row's number.
    pub fn see(&mut self, number: &str, is_data: bool) {
        let Some(depth) = depth_of(number) else { return };
        self.go_deeper |= self.above.is_some_and(|above| depth > above);
        self.above = is_data.then_some(depth);
    }
}

/// Whether a number begins what a higher one is broken into: 1, 1.1, a.
fn is_first(number: &str) -> bool {
    let number = number.trim().trim_end_matches(['.', ')', '/']);
    matches!(number.rsplit('.').next(), Some("1" | "01" | "a" | "I" | "A"))
}

/// Turns rows that state the sums of the rows below them into sections; one that states something
/// else is told, and is for the caller to reject.
pub fn t610_a_row_broken_down_states_its_sum(
    reading: &Reading<'_>,
    lines: &mut [Line<'_>],
    findings: &mut Vec<Finding>,
) -> Disagreeing {
    let mut disagreeing = Disagreeing::new();
    let Some(source) = reading.block.number_source else { return disagreeing };
    let number = |row: &SheetRow| clean(&row.cell(source).raw());
    let depths: Vec<Option<usize>> = lines.iter().map(|line| depth_of(&number(line.row))).collect();
    for at in 0..lines.len() {
        let Some(depth) = depths[at].filter(|_| lines[at].kind == RowKind::Data) else { continue };
        let below = |next: &usize| {
            lines[*next].kind != RowKind::Total && depths[*next].is_none_or(|below| below > depth)
        };
        let end = (at + 1..lines.len()).take_while(below).last().map_or(at + 1, |last| last + 1);
        let begins = (at + 1..end).find(|next| depths[*next].is_some());
        if !begins.is_some_and(|next| is_first(&number(lines[next].row))) {
            continue;
        }
        // Of a part that is broken down itself, only what it is broken into counts.
        let leaves: Vec<&SheetRow> = (at + 1..end)
            .filter(|&leaf| lines[leaf].kind == RowKind::Data && !is_parent(&depths[leaf..end]))
            .map(|leaf| lines[leaf].row)
            .collect();
        match reading.holds_sum(lines[at].row, &leaves) {
            None => {}
            Some(Ok(())) => lines[at].kind = RowKind::Section(title_of(lines[at].row)),
            Some(Err(fault)) => {
                disagreeing.insert(lines[at].row.number);
                findings.push(fault);
            }
        }
    }
    disagreeing
}

/// Whether the first of the rows stands above a deeper one.
fn is_parent(depths: &[Option<usize>]) -> bool {
    let deeper = |own: usize| depths[1..].iter().flatten().next().is_some_and(|next| *next > own);
    depths[0].is_some_and(deeper)
}

/// The first text of a row behind its number.
fn title_of(row: &SheetRow) -> String {
    let texts = row.cells.iter().filter(|cell| matches!(cell, Cell::Text(_)));
    let mut texts = texts.map(|cell| clean(&cell.raw()));
    texts.find(|text| depth_of(text).is_none() && !text.is_empty()).unwrap_or_default()
}

impl Reading<'_> {
    /// Whether the amounts of a row are the sums of other rows, as they stand or times their
    /// quantities; `None` where the row and the others state nothing in common.
    fn holds_sum(&self, row: &SheetRow, leaves: &[&SheetRow]) -> Option<Result<(), Finding>> {
        let columns = self.block.table.columns();
        let own = self.read_total(row);
        let parts: Vec<Vec<Value>> = leaves.iter().map(|leaf| self.read_total(leaf)).collect();
        let quantity = columns.iter().position(|column| column.name == "quantity");
        let of = |part: &[Value], at: Option<usize>| at.and_then(|at| amount_of(&part[at]));
        let mut held = None;
        for (at, column) in columns.iter().enumerate() {
            let Some(stated) = amount_of(&own[at]).filter(|stated| *stated > 0.0) else { continue };
            let is_quantity = Some(at) == quantity;
            if !is_quantity && parts.iter().all(|part| of(part, Some(at)).is_none()) {
                continue;
            }
            let many = |part: &[Value]| of(part, quantity).unwrap_or(1.0);
            let plain: f64 = match is_quantity {
                true => parts.iter().map(|part| many(part)).sum(),
                false => parts.iter().filter_map(|part| of(part, Some(at))).sum(),
            };
            let times: f64 =
                parts.iter().filter_map(|part| Some(of(part, Some(at))? * many(part))).sum();
            let allowed = TOLERANCE * stated;
            let agrees = [plain, times].iter().any(|sum| (sum - stated).abs() <= allowed);
            // A quantity alone may be the row's own: one server with its parts listed below.
            if !is_quantity || agrees {
                held.get_or_insert(Ok(()));
            }
            if !agrees && !is_quantity && matches!(held, Some(Ok(()))) {
                let expected = Text::phrase("T610-sum")
                    .with("rows", parts.len())
                    .with("sum", amount_argument(column, plain));
                let found = self.block.sources[at].map(|source| row.cell(source).raw());
                let finding = Finding::new(Code::T610, found.unwrap_or_default())
                    .expected(expected)
                    .sheet(&self.block.sheet.name)
                    .row(row.number);
                held = Some(Err(match self.block.sources[at] {
                    Some(source) => finding.column(source),
                    None => finding,
                }));
            }
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_depth() {
        let depth = |text| depth_of(text);
        assert!(depth("A") < depth("I") && depth("I") < depth("1") && depth("1") < depth("1.1"));
        assert!(
            depth("1.") == depth("12") && depth("1.1.1") > depth("1.2") && depth("1") < depth("a")
        );
        for text in ["", "VM-1", "Bộ", "1,5", "1..2"] {
            assert_eq!(depth(text), None, "{text}");
        }
    }
}
