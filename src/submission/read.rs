//! Sheets → rows: every cell parsed, every rule run, nothing dropped without a count.

use std::collections::BTreeMap;

use super::agency::AgencyResolver;
use super::cell::{CellReader, Fault};
use super::draft::Draft;
use super::header::Heading;
use super::layout::{Block, RowKind, find_block};
use super::profile::{self, Profile};
use super::rows::{Rows, Value};
use super::source::{Cell, Sheet, SheetRow};
use super::{Intake, RejectedRow, SheetCount, SheetMapping, rule};
use crate::diagnostic::{Code, Finding, Severity, column_letter};
use crate::schema::{GUIDE_SHEETS, Kind, Table, Unit};
use crate::text::clean;
use crate::unit::{ByteUnit, Prefix};

/// Everything read from the sheets of one file.
pub struct Content {
    pub profile: &'static str,
    pub tables: Vec<Rows>,
    pub rejected: Vec<RejectedRow>,
    pub counts: Vec<SheetCount>,
    pub mapping: Vec<SheetMapping>,
}

/// Reads all sheets of a file.
pub fn read_content(sheets: &[Sheet], intake: &Intake<'_>, findings: &mut Vec<Finding>) -> Content {
    let mut content = Content {
        profile: "template",
        tables: Vec::new(),
        rejected: Vec::new(),
        counts: Vec::new(),
        mapping: Vec::new(),
    };
    let profile = profile::recognise(sheets, findings);
    let is_ours = matches!(profile, Profile::None);
    let blocks = match &profile {
        Profile::None => find_blocks(sheets, &mut content, findings),
        Profile::Refused(name) => {
            content.profile = name;
            return refuse(sheets, content);
        }
        Profile::Export(export) => {
            content.profile = export.name();
            export.blocks()
        }
    };
    let no_table = blocks.is_empty() && !sheets.is_empty() && is_ours;
    if no_table && !findings.iter().any(|finding| finding.severity == Severity::Error) {
        f103_a_table_is_recognised(sheets, findings);
    }
    let needs_sender = blocks.iter().any(|block| block.agency_source.is_none());
    if needs_sender && intake.sender.is_none() {
        let found = "no --agency, and no column that names the agency of each row";
        findings.push(Finding::new(Code::A302, found));
    }
    let mut drafts: BTreeMap<Table, Draft<'_>> = BTreeMap::new();
    for block in &blocks {
        let draft = drafts.entry(block.table).or_insert_with(|| Draft::new(block.table));
        read_block(block, intake, draft, &mut content, findings);
    }
    if drafts.get(&Table::Utilisation).is_some_and(|draft| !draft.rows.is_empty()) {
        let found = "samples of use are kept, and not yet used for sizing";
        findings.push(Finding::new(Code::T606, found));
    }
    for draft in drafts.values_mut() {
        // Tools write no totals, and among small equal machines one is the sum of others by chance.
        if is_ours {
            rule::t605_a_row_is_not_the_sum_of_the_rows_above(draft, findings);
        }
        rule::check_rows(draft, intake.as_of, findings);
        draft.t601_codes_are_unique(findings);
    }
    rule::t603_systems_are_listed(&mut drafts, findings);
    if let Profile::Export(export) = &profile {
        export.finish(&mut drafts, &mut content.counts, findings);
    }
    for draft in drafts.into_values() {
        let (rows, rejected) = draft.settle(&mut content.counts);
        if !rows.is_empty() {
            content.tables.push(rows);
        }
        content.rejected.extend(rejected);
    }
    let order: BTreeMap<&str, usize> =
        sheets.iter().enumerate().map(|(index, sheet)| (sheet.name.as_str(), index)).collect();
    content.counts.sort_by_key(|count| order.get(count.sheet.as_str()).copied());
    content
}

/// A file that only looks like a known format: all of its rows count as rejected, none is read.
fn refuse(sheets: &[Sheet], mut content: Content) -> Content {
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        content.counts.push(SheetCount {
            rows_rejected: sheet.rows.len(),
            rows_skipped: 0,
            ..skipped_sheet(sheet)
        });
    }
    content
}

/// The count of a sheet nothing is read from.
pub fn skipped_sheet(sheet: &Sheet) -> SheetCount {
    SheetCount {
        table: String::new(),
        sheet: sheet.name.clone(),
        rows_read: sheet.rows.len(),
        rows_accepted: 0,
        rows_rejected: 0,
        rows_merged: 0,
        rows_skipped: sheet.rows.len(),
    }
}

fn find_blocks<'a>(
    sheets: &'a [Sheet],
    content: &mut Content,
    findings: &mut Vec<Finding>,
) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        match find_block(sheet) {
            Some(block) => blocks.push(block),
            None => {
                if !GUIDE_SHEETS.contains(&sheet.name.as_str()) {
                    h201_the_sheet_is_recognised(sheet, findings);
                }
                content.counts.push(skipped_sheet(sheet));
            }
        }
    }
    blocks
}

fn f103_a_table_is_recognised(sheets: &[Sheet], findings: &mut Vec<Finding>) {
    let filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count();
    let found = if filled == 0 {
        "no cell is filled".to_owned()
    } else {
        format!("{filled} sheet(s) without headings that a table has")
    };
    findings.push(Finding::new(Code::F103, found));
}

fn h201_the_sheet_is_recognised(sheet: &Sheet, findings: &mut Vec<Finding>) {
    let first = sheet.rows.first().map(|row| {
        let texts: Vec<String> = row
            .cells
            .iter()
            .filter(|cell| !cell.is_blank())
            .take(5)
            .map(|c| clean(&c.raw()))
            .collect();
        format!("{} rows, the first: {}", sheet.rows.len(), shorten(&texts.join(" | ")))
    });
    findings.push(Finding::new(Code::H201, first.unwrap_or_default()).sheet(&sheet.name));
}

/// The text, cut to what a person reads in a message.
fn shorten(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        text.chars().take(79).collect::<String>() + "…"
    }
}

fn read_block<'a>(
    block: &Block<'a>,
    intake: &Intake<'_>,
    draft: &mut Draft<'a>,
    content: &mut Content,
    findings: &mut Vec<Finding>,
) {
    let sheet = block.sheet;
    let stand_in = check_headings(block, findings);
    let data: Vec<&SheetRow> =
        block.rows().iter().filter(|row| block.kind_of(row) == RowKind::Data).collect();
    let outside = block.rows_outside();
    let skipped_rows: Vec<&SheetRow> =
        block.rows().iter().filter(|row| block.kind_of(row) == RowKind::NoData).collect();
    let skipped = skipped_rows.len() + outside;
    content.counts.push(SheetCount {
        table: block.table.name().to_owned(),
        sheet: sheet.name.clone(),
        rows_read: block.rows().len() + outside,
        rows_accepted: 0,
        rows_rejected: 0,
        rows_merged: 0,
        rows_skipped: skipped,
    });
    content.mapping.push(mapping_of(block, stand_in));
    if data.is_empty() {
        findings.push(Finding::new(Code::H202, "headings only").sheet(&sheet.name));
    }
    if let Some(first) = skipped_rows.first() {
        t604_rows_that_are_no_data_are_told(sheet, first, &skipped_rows, findings);
    }
    let readers = readers_of(block, &data, findings);
    draft.add_sheet(&sheet.name, &block.sources);
    let mut resolver = AgencyResolver::new(intake);
    let mut unknown = BTreeMap::new();
    let first = draft.rows.len();
    for row in data {
        let mut errors = Vec::new();
        let mut values = read_cells(block, &readers, row, &mut errors, &mut unknown, findings);
        if block.sources[0].is_none() {
            values[0] = match stand_in {
                Some(column) => text_of(&values[column]),
                None => Value::Text(format!("{}-{}", sheet.name, row.number)),
            };
        }
        c401_required_cells_are_filled(block, stand_in, row, &values, &mut errors, findings);
        let cell = block.agency_source.map(|source| (row.cell(source), source));
        let agency = resolver.resolve(cell, &sheet.name, row.number, findings);
        let agency_id = agency.unwrap_or_else(|code| {
            errors.push(code);
            String::new()
        });
        draft.push(agency_id, &sheet.name, row, values, errors);
        let index = draft.rows.len() - 1;
        for &source in &block.tags {
            let text = clean(&row.cell(source).raw());
            draft.rows.add_tag(index, &block.headings[source].text, text);
        }
    }
    c414_unknown_amounts_are_told(block, unknown, findings);
    // A tool writes shares in percent; only a person's column may hold fractions.
    if !block.is_export {
        rule::shares_are_no_fractions(draft, first, findings);
    }
}

fn t604_rows_that_are_no_data_are_told(
    sheet: &Sheet,
    first: &SheetRow,
    skipped: &[&SheetRow],
    findings: &mut Vec<Finding>,
) {
    let texts: Vec<String> = skipped
        .iter()
        .take(5)
        .map(|row| {
            let text = row.cells.iter().find(|cell| !cell.is_blank()).map(Cell::raw);
            format!("{} \"{}\"", row.number, clean(&text.unwrap_or_default()))
        })
        .collect();
    let found = format!("{} row(s): {}", skipped.len(), shorten(&texts.join(", ")));
    findings.push(Finding::new(Code::T604, found).sheet(&sheet.name).row(first.number));
}

fn text_of(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.clone()),
        _ => Value::Missing,
    }
}

/// Reports what the headings leave open; returns the column that stands in for the key.
fn check_headings(block: &Block<'_>, findings: &mut Vec<Finding>) -> Option<usize> {
    let header = &block.sheet.rows[block.header_index];
    let at = |code: Code, source: usize| {
        let text = shorten(&block.headings[source].text);
        Finding::new(code, text).sheet(&block.sheet.name).row(header.number).column(source)
    };
    // A sheet with thousands of unknown headings is told once.
    for (count, &source) in block.unknown.iter().enumerate() {
        if count == 20 {
            let found = format!("{} more columns", block.unknown.len() - count);
            findings
                .push(Finding::new(Code::H203, found).sheet(&block.sheet.name).row(header.number));
            break;
        }
        let mut finding = at(Code::H203, source);
        if block.headings[source].is_amount() {
            finding.severity = Severity::Warning;
            finding = finding.remedy(
                "It looks like an amount, and none was read: use the heading of the template.",
            );
        }
        findings.push(finding);
    }
    findings.extend(block.misfit.iter().map(|&source| at(Code::H209, source)));
    for row in block.other_headings() {
        let found = "headings of another table";
        findings.push(Finding::new(Code::H210, found).sheet(&block.sheet.name).row(row));
    }
    findings.extend(block.doubled.iter().map(|&source| at(Code::H205, source)));
    for (column, source) in block.table.columns().iter().zip(&block.sources).skip(1) {
        if column.required && source.is_none() {
            let found = format!("no column {} ({})", column.title_vi, column.name);
            findings
                .push(Finding::new(Code::H204, found).sheet(&block.sheet.name).row(header.number));
        }
    }
    if block.sources[0].is_some() {
        return None;
    }
    let stand_in = block.table.key_stand_ins().iter().find_map(|name| {
        let index = block.table.index_of(name);
        block.sources[index].map(|_| index)
    });
    let found = match stand_in {
        Some(index) => {
            format!("none; the column {} stands in", block.table.columns()[index].title_vi)
        }
        None => "none; the row number stands in".to_owned(),
    };
    findings.push(Finding::new(Code::H206, found).sheet(&block.sheet.name).row(header.number));
    stand_in
}

fn mapping_of(block: &Block<'_>, stand_in: Option<usize>) -> SheetMapping {
    let mut columns: BTreeMap<String, String> = block
        .table
        .columns()
        .iter()
        .zip(&block.sources)
        .filter_map(|(column, source)| Some((column.name.to_owned(), column_letter((*source)?))))
        .collect();
    if let Some(source) = stand_in.and_then(|index| block.sources[index]) {
        columns.insert(block.table.key().name.to_owned(), column_letter(source));
    }
    if let Some(source) = block.agency_source {
        columns.insert("agency_id".to_owned(), column_letter(source));
    }
    SheetMapping {
        sheet: block.sheet.name.clone(),
        table: block.table.name().to_owned(),
        header_row: block.sheet.rows[block.header_index].number,
        columns,
    }
}

fn readers_of(
    block: &Block<'_>,
    data: &[&SheetRow],
    findings: &mut Vec<Finding>,
) -> Vec<Option<CellReader>> {
    let columns = block.table.columns().iter().zip(&block.sources).enumerate();
    columns
        .map(|(index, (column, source))| {
            let source = (*source)?;
            let heading = &block.headings[source];
            let all = std::iter::once(source)
                .chain(block.parts.get(&index).into_iter().flatten().copied());
            let cells = all.flat_map(|source| data.iter().map(move |row| row.cell(source)));
            h207_the_unit_is_exact(block, source, column.kind, heading, data, findings);
            Some(CellReader::new(column, heading, cells))
        })
        .collect()
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
    let power = "powers of 1024";
    let (found, expected) = match heading.unit.as_deref() {
        Some(unit) if ByteUnit::parse(unit, prefix).is_some_and(|unit| !unit.is_sloppy) => return,
        // TB means 10^12 by the standard; only reading GB as 2^30 is a decision of ours.
        Some(_) if prefix == Prefix::Decimal => return,
        Some(unit) => (heading.text.clone(), format!("{unit} read as {power}")),
        None => {
            let is_bare = |cell: &Cell| match cell {
                Cell::Number(_) => true,
                Cell::Text(text) => {
                    super::number::split_unit(text).1.is_empty() && !cell.is_blank()
                }
                _ => false,
            };
            if !data.iter().any(|row| is_bare(row.cell(source))) {
                return;
            }
            let unit = Unit::Bytes(prefix).written();
            (heading.text.clone(), format!("a unit; numbers without one were read as {unit}"))
        }
    };
    let row = block.sheet.rows[block.header_index].number;
    let mut finding = Finding::new(Code::H207, found).expected(expected);
    if heading.unit.is_none() {
        finding.severity = Severity::Warning;
    }
    findings.push(finding.sheet(&block.sheet.name).row(row).column(source));
}

type Unknown = BTreeMap<usize, (usize, u32, String)>;

fn read_cells(
    block: &Block<'_>,
    readers: &[Option<CellReader>],
    row: &SheetRow,
    errors: &mut Vec<Code>,
    unknown: &mut Unknown,
    findings: &mut Vec<Finding>,
) -> Vec<Value> {
    let mut values = Vec::with_capacity(readers.len());
    for (index, (reader, source)) in readers.iter().zip(&block.sources).enumerate() {
        let (Some(reader), Some(source)) = (reader, source) else {
            values.push(Value::Missing);
            continue;
        };
        let mut read = |source: usize| {
            let (value, fault) = reader.read(row.cell(source));
            if let Some(fault) = fault {
                if fault.code == Code::C414 {
                    let (count, ..) = unknown
                        .entry(source)
                        .or_insert_with(|| (0, row.number, fault.found.clone()));
                    *count += 1;
                } else {
                    if fault.severity == Severity::Error {
                        errors.push(fault.code);
                    }
                    let finding = finding_of(fault).sheet(&block.sheet.name);
                    findings.push(finding.row(row.number).column(source));
                }
            }
            value
        };
        let first = read(*source);
        let parts = block.parts.get(&index).into_iter().flatten();
        values.push(parts.fold(first, |sum, part| add_part(sum, read(*part))));
    }
    values
}

/// The sum of a column's first amount and a further one; no further one adds nothing, and without
/// the first nobody knows the sum.
fn add_part(sum: Value, part: Value) -> Value {
    match (sum, part) {
        (Value::Integer(sum), Value::Integer(part)) => Value::Integer(sum.saturating_add(part)),
        (Value::Decimal(sum), Value::Decimal(part)) => Value::Decimal(sum + part),
        (sum, _) => sum,
    }
}

fn finding_of(fault: Fault) -> Finding {
    let mut finding = Finding::new(fault.code, shorten(&fault.found));
    finding.severity = fault.severity;
    match fault.expected {
        Some(expected) => finding.expected(expected),
        None => finding,
    }
}

/// One note per column, however many cells say that they do not know.
fn c414_unknown_amounts_are_told(block: &Block<'_>, unknown: Unknown, findings: &mut Vec<Finding>) {
    for (source, (count, row, text)) in unknown {
        let found = format!("{count} cell(s) as \"{text}\", the first here");
        let note =
            Finding::new(Code::C414, found).expected("a figure; until then it counts as unknown");
        findings.push(note.sheet(&block.sheet.name).row(row).column(source));
    }
}

fn c401_required_cells_are_filled(
    block: &Block<'_>,
    stand_in: Option<usize>,
    row: &SheetRow,
    values: &[Value],
    errors: &mut Vec<Code>,
    findings: &mut Vec<Finding>,
) {
    for (index, column) in block.table.columns().iter().enumerate() {
        if !column.required || values[index] != Value::Missing {
            continue;
        }
        errors.push(Code::C401);
        let finding = Finding::new(Code::C401, format!("no {} ({})", column.title_vi, column.name));
        let finding = finding.sheet(&block.sheet.name).row(row.number);
        let source = block.sources[index].or_else(|| block.sources[stand_in?]);
        findings.push(match source {
            Some(source) => finding.column(source),
            None => finding,
        });
    }
}
