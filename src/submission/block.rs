//! One block of a sheet → rows of a draft: every cell parsed, every row told what it is.

use std::collections::BTreeMap;

use super::agency::{AgencyResolver, Sections};
use super::draft::Draft;
use super::fill::Fill;
use super::layout::{Block, RowKind};
use super::mapping::{Described, mapping_of};
use super::outline::t610_a_row_broken_down_states_its_sum;
use super::overrides::SheetOverride;
use super::read::{Content, shorten};
use super::row::{Continued, Reading};
use super::rows::{SECTION, Value};
use super::source::{Cell, SheetRow};
use super::stated::Sums;
use super::{Intake, SheetCount, heading_rules, rule};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Kind;
use crate::text::clean;

/// Reads a block into the draft of its table.
pub fn read_block<'a>(
    block: &Block<'a>,
    settled: &SheetOverride,
    intake: &Intake<'_>,
    draft: &mut Draft<'a>,
    content: &mut Content,
    findings: &mut Vec<Finding>,
) {
    let sheet = block.sheet;
    heading_rules::check_headings(block, findings);
    let mut rows = classify(block, intake);
    let data: Vec<&SheetRow> =
        rows.iter().filter(|(kind, _)| *kind == RowKind::Data).map(|(_, row)| *row).collect();
    if data.is_empty() {
        findings
            .push(Finding::new(Code::H202, Text::phrase("H202-headings-only")).sheet(&sheet.name));
    }
    let block = &heading_rules::settle_processors(block, &data, findings);
    let tags = heading_rules::tags_of(block, &data, findings);
    let mut reading = Reading {
        block,
        fill: Fill::of(block),
        readers: heading_rules::readers_of(block, settled, &data, findings),
        per: heading_rules::pers_of(block, settled),
        stand_in: block.stand_in(),
        data: data.iter().map(|row| row.number).collect(),
        unknown: BTreeMap::new(),
        described: Described::default(),
        continued: continued_descriptions(block, &rows),
    };
    let disagreeing = t610_a_row_broken_down_states_its_sum(&reading, &mut rows, findings);
    t604_rows_that_are_no_data_are_told(block, &rows, findings);
    let place = content.counts.len();
    content.counts.push(block_count(block));
    draft.add_block(place, block);
    let first = draft.rows.len();
    let mut resolver = AgencyResolver::new(intake);
    let mut sums = Sums::new(block.table);
    let mut sections = Sections::new(intake, &sheet.name);
    for (kind, row) in &rows {
        match kind {
            RowKind::Data => {}
            RowKind::Continuation => {
                if draft.rows.len() > first
                    && t608_a_row_goes_on_with_the_one_above(block, row, draft, findings)
                {
                    content.counts[place].rows_merged += 1;
                    continue;
                }
            }
            RowKind::Section(text) => {
                sums.begin_section();
                sections.begin(text, row, block.agency_source.is_none(), findings);
            }
            RowKind::Total => {
                let stated = reading.read_total(row);
                sums.t607_a_total_is_the_sum_of_its_rows(
                    row,
                    &sheet.name,
                    &stated,
                    &block.sources,
                    findings,
                );
            }
            RowKind::PartOfTotal | RowKind::Signature | RowKind::NoData => {}
        }
        if !matches!(kind, RowKind::Data | RowKind::Continuation) {
            content.counts[place].rows_skipped += 1;
            continue;
        }
        let above = (draft.rows.len() > first).then(|| draft.rows.len() - 1);
        let mut errors = Vec::new();
        let mut values = reading.read_cells(row, draft, above, &mut errors, findings);
        reading.name_row(row, &mut values);
        t609_a_machine_stands_on_one_row(&reading, row, &mut errors, findings);
        c401_required_cells_are_filled(&reading, row, &values, &mut errors, findings);
        if disagreeing.contains(&row.number) {
            errors.push(Code::T610);
        } else {
            sums.add(&values);
        }
        let cell = block.agency_source.map(|source| (reading.fill.cell(row, source), source));
        let agency = match (&cell, &sections.agency) {
            (None, Some(agency)) => agency.clone(),
            _ => resolver.resolve(cell, &sheet.name, row.number, findings),
        };
        let agency_id = agency.unwrap_or_else(|code| {
            errors.push(code);
            String::new()
        });
        draft.push(agency_id, &sheet.name, row, values, errors);
        add_tags(&tags, sections.title.as_deref(), row, draft);
    }
    reading.c414_unknown_amounts_are_told(findings);
    reading.described.c427_descriptions_are_told(block, findings);
    content.mapping.push(mapping_of(block, &reading.described, reading.stand_in));
    // A tool writes shares in percent; only a person's column may hold fractions.
    if !block.is_export {
        rule::shares_are_no_fractions(draft, first, findings);
    }
}

/// The count of a block before its rows are read: the title of the next table is skipped.
fn block_count(block: &Block<'_>) -> SheetCount {
    let rows = block.rows().len() + block.titles_below;
    let count = SheetCount::of_rows(block.table.name(), &block.sheet.name, rows);
    SheetCount { rows_skipped: block.titles_below, ..count }
}

/// What each row below the headings is.
fn classify<'a>(block: &Block<'a>, intake: &Intake<'_>) -> Vec<(RowKind, &'a SheetRow)> {
    let names_agency = |text: &str| intake.agencies.names(text);
    let is_numbered = block
        .number_source
        .is_some_and(|at| block.rows().iter().any(|row| !row.cell(at).is_blank()));
    let mut after_total = false;
    let mut after_signature = false;
    let kind_of = |row: &'a SheetRow| {
        let mut kind = block.kind_of(row, &names_agency);
        after_signature |= kind == RowKind::Signature;
        // Names and stamps below a signature; what states a number or a code is data all the same.
        if after_signature && kind == RowKind::Data && states_nothing(block, row) {
            kind = RowKind::NoData;
        }
        if is_numbered && kind == RowKind::Data && block.is_name_alone(row) {
            kind = RowKind::Section(first_text(row));
        }
        // What a dash lists below a total is part of it.
        let listed = row.cells.iter().find(|cell| !cell.is_blank()).is_some_and(|cell| {
            matches!(cell, Cell::Text(text) if text.trim_start().starts_with(['-', '+', '•']))
        });
        if after_total && listed {
            kind = RowKind::PartOfTotal;
        }
        after_total = matches!(kind, RowKind::Total | RowKind::PartOfTotal);
        (kind, row)
    };
    block.rows().iter().map(kind_of).collect()
}

/// Whether a row has no digit, and so no running number; nor a code, where rows have no numbers.
fn states_nothing(block: &Block<'_>, row: &SheetRow) -> bool {
    let has_code = block.key_source().is_some_and(|key| !row.cell(key).is_blank());
    (block.number_source.is_some() || !has_code)
        && !row.cells.iter().any(|cell| cell.raw().contains(|c: char| c.is_ascii_digit()))
}

/// The text of the first filled cell.
fn first_text(row: &SheetRow) -> String {
    row.cells.iter().find(|cell| !cell.is_blank()).map(|c| clean(&c.raw())).unwrap_or_default()
}

/// Descriptions of machines that go on in the rows below theirs.
fn continued_descriptions(block: &Block<'_>, rows: &[(RowKind, &SheetRow)]) -> Continued {
    let mut continued = Continued::new();
    let mut above = None;
    for (kind, row) in rows {
        match (kind, above) {
            (RowKind::Continuation, Some(above)) => {
                for &source in block.specs.iter().filter(|source| !row.cell(**source).is_blank()) {
                    let texts = continued.entry((above, source)).or_default();
                    texts.push(row.cell(source).raw());
                }
            }
            (RowKind::Data, _) => above = Some(row.number),
            _ => above = None,
        }
    }
    continued
}

fn t604_rows_that_are_no_data_are_told(
    block: &Block<'_>,
    rows: &[(RowKind, &SheetRow)],
    findings: &mut Vec<Finding>,
) {
    let skipped: Vec<&SheetRow> = rows
        .iter()
        .filter(|(kind, _)| !matches!(kind, RowKind::Data | RowKind::Continuation))
        .map(|(_, row)| *row)
        .collect();
    let Some(first) = skipped.first() else { return };
    let texts: Vec<String> = skipped
        .iter()
        .take(5)
        .map(|row| format!("{} \"{}\"", row.number, first_text(row)))
        .collect();
    let found = Text::phrase("T604-rows")
        .with("rows", skipped.len())
        .with("first", shorten(&texts.join(", ")));
    findings.push(Finding::new(Code::T604, found).sheet(&block.sheet.name).row(first.number));
}

/// Appends the texts of a row to those of the row above; false when nothing of it is read, so that
/// it must stand as a row of its own.
fn t608_a_row_goes_on_with_the_one_above(
    block: &Block<'_>,
    row: &SheetRow,
    draft: &mut Draft<'_>,
    findings: &mut Vec<Finding>,
) -> bool {
    let index = draft.rows.len() - 1;
    let mut texts = Vec::new();
    for (column, source) in block.table.columns().iter().zip(&block.sources) {
        let Some(source) = source.filter(|source| !row.cell(*source).is_blank()) else { continue };
        if column.kind != Kind::Text {
            return false;
        }
        texts.push((column.name, clean(&row.cell(source).raw())));
    }
    for (name, text) in &texts {
        draft.append_text(index, name, text);
    }
    for &source in &block.tags {
        let text = clean(&row.cell(source).raw());
        draft.rows.add_tag(index, &block.headings[source].text, text);
    }
    let above = draft.rows.number[index];
    let found = Text::phrase("T608-added").with("row", above);
    findings.push(Finding::new(Code::T608, found).sheet(&block.sheet.name).row(row.number));
    true
}

/// A code merged over several rows, which state amounts each: nobody knows how they go together.
fn t609_a_machine_stands_on_one_row(
    reading: &Reading<'_, '_>,
    row: &SheetRow,
    errors: &mut Vec<Code>,
    findings: &mut Vec<Finding>,
) {
    let key = reading.block.key_source();
    let Some(over) = key.and_then(|key| reading.fill.over(row.number, key)) else { return };
    let rows_to = |last: u32| reading.data.partition_point(|number| *number <= last);
    if rows_to(over.last_row) < rows_to(over.first_row.saturating_sub(1)) + 2 {
        return;
    }
    let sheet = &reading.block.sheet.name;
    errors.push(Code::T609);
    let found = Text::phrase("T609-merged")
        .with("first", over.first_row)
        .with("last", over.last_row)
        .with("code", shorten(&clean(&over.cell.raw())));
    findings.push(Finding::new(Code::T609, found).sheet(sheet).row(row.number));
}

fn c401_required_cells_are_filled(
    reading: &Reading<'_, '_>,
    row: &SheetRow,
    values: &[Value],
    errors: &mut Vec<Code>,
    findings: &mut Vec<Finding>,
) {
    let block = reading.block;
    for (index, column) in block.table.columns().iter().enumerate() {
        if !column.required || values[index] != Value::Missing {
            continue;
        }
        errors.push(Code::C401);
        let found =
            Text::phrase("C401-none").with("title", column.title_vi).with("name", column.name);
        let finding = Finding::new(Code::C401, found).sheet(&block.sheet.name).row(row.number);
        let source = block.sources[index].or_else(|| block.sources[reading.stand_in?]);
        findings.push(match source {
            Some(source) => finding.column(source),
            None => finding,
        });
    }
}

fn add_tags(
    tags: &[(usize, String)],
    section: Option<&str>,
    row: &SheetRow,
    draft: &mut Draft<'_>,
) {
    let index = draft.rows.len() - 1;
    for (source, heading) in tags {
        let text = clean(&row.cell(*source).raw());
        draft.rows.add_tag(index, heading, text);
    }
    if let Some(section) = section {
        draft.rows.add_tag(index, SECTION, section.to_owned());
    }
}
