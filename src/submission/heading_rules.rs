//! What the headings of a block leave open, and the readers of its columns.

use super::amount::split_unit;
use super::cell::CellReader;
use super::header::Heading;
use super::layout::Block;
use super::number::{DecimalSign, read_number};
use super::overrides::{ColumnUse, Per, SheetOverride};
use super::read::shorten;
use super::source::{Cell, SheetRow};
use crate::diagnostic::{Code, Finding, Severity, Text, column_letter};
use crate::schema::{Kind, Table, Unit};
use crate::text::clean;
use crate::unit::{ByteUnit, Prefix};

/// Unknown headings of a sheet that are told one by one.
const UNKNOWN_TOLD: usize = 20;

/// Most processors a server has; a column of "Số CPU" with more in it counts cores.
const SOCKETS_MAX: f64 = 8.0;

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
/// server would have more processors than there are, the column counts cores.
pub fn settle_processors<'a>(
    block: &Block<'a>,
    data: &[&SheetRow],
    findings: &mut Vec<Finding>,
) -> Block<'a> {
    let mut block = block.clone();
    if block.table != Table::Server || block.matches.is_empty() {
        return block;
    }
    let (sockets, cores) =
        (block.table.index_of("sockets_count"), block.table.index_of("cores_count"));
    let (Some(source), None) = (block.sources[sockets], block.sources[cores]) else {
        return block;
    };
    let reader =
        CellReader::new(&block.table.columns()[sockets], &block.headings[source], [].iter(), None);
    let most = data
        .iter()
        .filter_map(|row| match reader.read(row.cell(source)).0 {
            super::rows::Value::Integer(number) => Some(number as f64),
            _ => None,
        })
        .fold(0.0, f64::max);
    if most <= SOCKETS_MAX {
        return block;
    }
    block.sources.swap(sockets, cores);
    block.matches.swap(sockets, cores);
    let found = Text::phrase("C424-up-to")
        .with("heading", block.headings[source].text.as_str())
        .with("most", most);
    let finding = Finding::new(Code::C424, found).sheet(&block.sheet.name);
    findings.push(finding.row(block.header_number()).column(source));
    block
}

/// Columns kept as tags, with the name each is kept under: unknown ones, and those without a heading
/// that have cells all the same, which are told.
pub fn tags_of(
    block: &Block<'_>,
    data: &[&SheetRow],
    findings: &mut Vec<Finding>,
) -> Vec<(usize, String)> {
    let mut tags: Vec<(usize, String)> =
        block.tags.iter().map(|&source| (source, block.headings[source].text.clone())).collect();
    let width = data.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    // The columns of a foreign format without headings are not the sender's.
    if block.matches.is_empty() {
        return tags;
    }
    for source in 0..width {
        let has_heading = block.headings.get(source).is_some_and(|h| !h.text.is_empty());
        if has_heading || block.sources.contains(&Some(source)) {
            continue;
        }
        let filled: Vec<&&SheetRow> =
            data.iter().filter(|row| !row.cell(source).is_blank()).collect();
        let Some(first) = filled.first() else { continue };
        let found = Text::phrase("H203-no-heading").with("cells", filled.len());
        let mut finding = Finding::new(Code::H203, found).sheet(&block.sheet.name);
        let is_number = |cell: &Cell| match cell {
            Cell::Number(_) | Cell::Share(_) => true,
            // A CSV has texts only.
            Cell::Text(text) => read_number(text, DecimalSign::Undecided).is_some(),
            _ => false,
        };
        if filled.iter().any(|row| is_number(row.cell(source))) {
            finding.severity = Severity::Warning;
        }
        findings.push(finding.row(first.number).column(source));
        tags.push((source, format!("column {}", column_letter(source))));
    }
    tags.retain(|(_, name)| !clean(name).is_empty());
    tags
}

/// The reader of each column of the table that the sheet has.
pub fn readers_of(
    block: &Block<'_>,
    settled: &SheetOverride,
    data: &[&SheetRow],
    findings: &mut Vec<Finding>,
) -> Vec<Option<CellReader>> {
    let columns = block.table.columns().iter().zip(&block.sources);
    columns
        .enumerate()
        .map(|(at, (column, source))| {
            let source = (*source)?;
            let heading = &block.headings[source];
            let parts = block.parts.get(&at).map(Vec::as_slice).unwrap_or_default();
            let all = || std::iter::once(source).chain(parts.iter().copied());
            let cells = all().flat_map(|source| data.iter().map(move |row| row.cell(source)));
            h207_the_unit_is_exact(block, source, column.kind, heading, data, findings);
            Some(CellReader::new(column, heading, cells, settled.decimal))
        })
        .collect()
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
fn h207_the_unit_is_exact(
    block: &Block<'_>,
    source: usize,
    kind: Kind,
    heading: &Heading,
    data: &[&SheetRow],
    findings: &mut Vec<Finding>,
) {
    let Kind::Quantity(Unit::Bytes(prefix)) = kind else { return };
    let (found, expected) = match heading.unit.as_deref() {
        Some(unit) if ByteUnit::parse(unit, prefix).is_some_and(|unit| !unit.is_sloppy) => return,
        // TB means 10^12 by the standard; only reading GB as 2^30 is a decision of ours.
        Some(_) if prefix == Prefix::Decimal => return,
        Some(unit) => {
            (heading.text.clone(), Text::phrase("H207-powers-of-1024").with("unit", unit))
        }
        None => {
            let is_bare = |cell: &Cell| match cell {
                Cell::Number(_) => true,
                Cell::Text(text) => split_unit(text).1.is_empty() && !cell.is_blank(),
                _ => false,
            };
            if !data.iter().any(|row| is_bare(row.cell(source))) {
                return;
            }
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
