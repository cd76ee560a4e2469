//! What the headings of a block leave open, and the readers of its columns.

use std::sync::Arc;

use super::cell::CellReader;
use super::facts::{Decisions, Facts};
use super::layout::Block;
use super::number::DecimalSign;
use super::overrides::{ColumnUse, Per, SheetOverride};
use super::read::shorten;
use crate::diagnostic::{Code, Finding, Severity, Text, column_letter};
use crate::schema::{Column, Kind, Unit};
use crate::text::clean;
use crate::unit::{ByteUnit, Prefix};

/// Unknown headings of a sheet that are told one by one.
const UNKNOWN_TOLD: usize = 20;

/// Share of a column's cells from which values of at most 1 are taken to be fractions.
pub const FRACTIONS_FROM: f64 = 0.2;

/// Reports what the headings leave open.
pub fn check_headings(block: &Block<'_>, findings: &mut Vec<Finding>) {
    let number = block.header_number();
    let at = |code: Code, source: usize| {
        let text = shorten(&block.headings[source].text);
        Finding::new(code, text).sheet(&block.sheet.name).row(number).column(source)
    };
    let of_block =
        |code: Code, found: Text| Finding::new(code, found).sheet(&block.sheet.name).row(number);
    // A sheet with thousands of unknown headings is told once.
    for (count, &source) in block.unknown.iter().enumerate() {
        if count == UNKNOWN_TOLD {
            let more = block.unknown.len() - count;
            findings.push(of_block(Code::H203, Text::phrase("H203-more").with("columns", more)));
            break;
        }
        let mut finding = at(Code::H203, source);
        if block.headings[source].is_amount() {
            finding.severity = Severity::Warning;
            finding = finding.remedy(Text::phrase("H203-amount"));
        }
        findings.push(finding);
    }
    findings.extend(block.misfit.iter().map(|&source| at(Code::H209, source)));
    findings.extend(block.doubled.iter().map(|&source| at(Code::H205, source)));
    if let Some(rival) = block.rival {
        let found =
            Text::phrase("H211-two").with("first", block.table.name()).with("second", rival.name());
        let expected = Text::phrase("H211-read-as").with("table", block.table.name());
        findings.push(of_block(Code::H211, found).expected(expected));
    }
    for (column, source) in block.table.columns().iter().zip(&block.sources).skip(1) {
        if column.required && source.is_none() {
            let found = Text::phrase("H204-no-column")
                .with("title", column.title_vi)
                .with("name", column.name);
            findings.push(of_block(Code::H204, found));
        }
    }
    h206_the_table_has_codes(block, findings);
}

fn h206_the_table_has_codes(block: &Block<'_>, findings: &mut Vec<Finding>) {
    if block.sources[0].is_some() {
        return;
    }
    let found = match block.stand_in() {
        Some(index) => {
            let title = block.table.columns()[index].title_vi;
            Text::phrase("H206-column-stands-in").with("title", title)
        }
        None => Text::phrase("H206-row-number"),
    };
    let finding = Finding::new(Code::H206, found).sheet(&block.sheet.name);
    findings.push(finding.row(block.header_number()));
}

/// "Số CPU" is filled with processors or with cores: where the sheet has no column of cores and a
/// server would have more processors than there are, the column counts cores, and is read as such.
pub fn c424_a_column_counts_processors_or_cores(
    block: &Block<'_>,
    facts: &Facts,
    findings: &mut Vec<Finding>,
) {
    let Some(source) = block.sources[block.table.index_of("cores_count")] else { return };
    let found = Text::phrase("C424-up-to")
        .with("heading", block.headings[source].text.as_str())
        .with("most", facts.sockets_max);
    let finding = Finding::new(Code::C424, found).sheet(&block.sheet.name);
    findings.push(finding.row(block.header_number()).column(source));
}

/// Columns kept as tags, with the name each is kept under: unknown ones, and those without a heading
/// that have cells all the same.
pub fn tags_of(block: &Block<'_>, decisions: &Decisions) -> Vec<(usize, Arc<str>)> {
    let known = block.tags.iter().map(|&source| (source, block.headings[source].text.clone()));
    let unheaded = decisions.unheaded.iter();
    let unheaded = unheaded.map(|&at| (at, format!("column {}", column_letter(at))));
    let named = known.chain(unheaded).filter(|(_, name)| !clean(name).is_empty());
    named.map(|(source, name)| (source, name.into())).collect()
}

/// Columns without a heading that have cells all the same.
pub fn h203_a_filled_column_has_a_heading(
    block: &Block<'_>,
    facts: &Facts,
    findings: &mut Vec<Finding>,
) {
    for (source, column) in facts.unheaded() {
        let found = Text::phrase("H203-no-heading").with("cells", column.filled);
        let mut finding = Finding::new(Code::H203, found).sheet(&block.sheet.name);
        if column.has_number {
            finding.severity = Severity::Warning;
        }
        findings.push(finding.row(column.first_row).column(source));
    }
}

/// The reader of each column of the table that the sheet has.
pub fn readers_of(block: &Block<'_>, decisions: &Decisions) -> Vec<Option<CellReader>> {
    let reader = |(column, source): (&'static Column, &Option<usize>)| {
        let source = (*source)?;
        let sign = decisions.signs.get(&source).copied().unwrap_or(DecimalSign::Undecided);
        Some(CellReader::new(column, &block.headings[source], sign))
    };
    block.table.columns().iter().zip(&block.sources).map(reader).collect()
}

/// What is settled, or plain from the heading, about whose amount a column states.
pub fn pers_of(block: &Block<'_>, settled: &SheetOverride) -> Vec<Option<Per>> {
    let per = |source: &Option<usize>| {
        let source = (*source)?;
        let heading = &block.headings[source].text;
        match settled.use_of(heading, &column_letter(source)) {
            Some(ColumnUse::Column { per: Some(per), .. }) => Some(*per),
            // "Thành tiền" is by its meaning the price of all things of the row.
            _ => heading.to_lowercase().starts_with("thành tiền").then_some(Per::Row),
        }
    };
    block.sources.iter().map(per).collect()
}

/// Says how "GB" was read, and warns where no unit stands anywhere.
pub fn h207_the_units_are_exact(block: &Block<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    for (column, source) in block.table.columns().iter().zip(&block.sources) {
        let (Kind::Quantity(Unit::Bytes(prefix)), Some(source)) = (column.kind, *source) else {
            continue;
        };
        let heading = &block.headings[source];
        let (found, expected) = match heading.unit.as_deref() {
            Some(unit) if ByteUnit::parse(unit, prefix).is_some_and(|unit| !unit.is_sloppy) => {
                continue;
            }
            // TB means 10^12 by the standard; only reading GB as 2^30 is a decision of ours.
            Some(_) if prefix == Prefix::Decimal => continue,
            Some(unit) => {
                (heading.text.clone(), Text::phrase("H207-powers-of-1024").with("unit", unit))
            }
            None if !facts.column(source).has_bare => continue,
            None => {
                let unit = Unit::Bytes(prefix).written();
                (heading.text.clone(), Text::phrase("H207-no-unit").with("unit", unit))
            }
        };
        let mut finding = Finding::new(Code::H207, found).expected(expected);
        if heading.unit.is_none() {
            finding.severity = Severity::Warning;
        }
        findings.push(finding.sheet(&block.sheet.name).row(block.header_number()).column(source));
    }
}

/// A column of shares with many cells of at most 1 may hold fractions that a spreadsheet shows as
/// percent. Reading 0.45 as 0.45 % would shrink every machine; so, unless the sender settles it,
/// such cells count as not measured. Few of them among larger ones are machines at rest.
pub fn c403_shares_are_no_fractions(block: &Block<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    let columns = block.table.columns();
    let doubtful = facts.shares.iter().filter(|(at, shares)| shares.are_doubtful(&columns[**at]));
    for (at, shares) in doubtful {
        let found = Text::phrase("C403-fractions").with("few", shares.few).with("all", shares.all);
        let mut finding = Finding::new(Code::C403, found)
            .expected(Text::phrase("C403-percent-or-fractions"))
            .remedy(Text::phrase("C403-write-shares"));
        finding.severity = Severity::Warning;
        let finding = finding.sheet(&block.sheet.name).row(shares.first_row);
        findings.push(match block.sources[*at] {
            Some(source) => finding.column(source),
            None => finding,
        });
    }
}
