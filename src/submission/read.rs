//! Sheets → rows: every cell parsed, every rule run, nothing dropped without a count.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::block::{BlockRead, read_block};
use super::draft::Draft;
use super::layout::{Block, find_blocks};
use super::overrides::SheetOverride;
use super::profile::{self, Profile};
use super::rows::Rows;
use super::rule::SumsAbove;
use super::source::Sheet;
use super::{Intake, RejectedRow, SheetCount, SheetMapping, Stage, Watcher, rule, settled};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::schema::{GUIDE_SHEETS, Table};
use crate::text::clean;

/// Everything read from the sheets of one file.
pub struct Content {
    pub profile: &'static str,
    pub tables: Vec<Rows>,
    pub rejected: Vec<RejectedRow>,
    pub counts: Vec<SheetCount>,
    pub mapping: Vec<SheetMapping>,
}

impl Content {
    /// Of a file nothing is read from.
    pub const fn empty() -> Self {
        Self {
            profile: "template",
            tables: Vec::new(),
            rejected: Vec::new(),
            counts: Vec::new(),
            mapping: Vec::new(),
        }
    }
}

/// Reads all sheets of a file.
pub fn read_content(
    sheets: &[Sheet],
    intake: &Intake<'_>,
    watch: &Watcher,
    findings: &mut Vec<Finding>,
) -> Content {
    watch.work(Some(Stage::Recognise));
    let mut content = Content::empty();
    let profile = profile::recognise(sheets, findings);
    let is_ours = matches!(profile, Profile::None);
    let blocks: Vec<Settled<'_>> = match &profile {
        Profile::None => find_all(sheets, intake, &mut content, findings),
        Profile::Refused(name) => {
            content.profile = name;
            return refuse(sheets, content);
        }
        Profile::Export(export) => {
            content.profile = export.name();
            let nothing = SheetOverride::default;
            export.blocks().into_iter().map(|block| (block, nothing())).collect()
        }
    };
    match &profile {
        Profile::Export(export) => {
            settled::h212_no_export_is_settled(intake, export.name(), findings);
        }
        _ => settled::h212_what_is_settled_is_found(sheets, &blocks, intake, findings),
    }
    let no_table = blocks.is_empty() && !sheets.is_empty() && is_ours;
    if no_table && !findings.iter().any(|finding| finding.severity == Severity::Error) {
        f103_a_table_is_recognised(sheets, findings);
    }
    watch.work(Some(Stage::Normalise));
    let mut drafts: BTreeMap<Table, Draft<'_>> = BTreeMap::new();
    let read = blocks.par_iter().map(|(block, of_sheet)| read_block(block, of_sheet, intake));
    for (read, (block, _)) in read.collect::<Vec<BlockRead<'_>>>().into_iter().zip(&blocks) {
        let draft = drafts.entry(block.table).or_insert_with(|| Draft::new(block.table));
        draft.append(read.draft, content.counts.len());
        content.counts.push(read.count);
        content.mapping.push(read.mapping);
        findings.extend(read.findings);
    }
    if drafts.values().any(|draft| draft.has_error(Code::A302)) {
        let found = Text::phrase("A302-no-sender");
        findings.push(Finding::new(Code::A302, found));
    }
    watch.work(Some(Stage::Check));
    for draft in drafts.values_mut() {
        // Tools write no totals, and among small equal machines one is the sum of others by chance.
        if is_ours {
            let mut above = SumsAbove::new(draft.rows.table);
            above.t605_a_row_is_not_the_sum_of_the_rows_above(draft, findings);
        }
        rule::check_rows(draft, intake, findings);
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

/// A block and what is settled about its sheet.
pub type Settled<'a> = (Block<'a>, SheetOverride);

fn find_all<'a>(
    sheets: &'a [Sheet],
    intake: &Intake<'_>,
    content: &mut Content,
    findings: &mut Vec<Finding>,
) -> Vec<Settled<'a>> {
    let mut found = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        let is_guide = GUIDE_SHEETS.contains(&sheet.name.as_str());
        let of_sheet = intake.overrides.of(intake.sender.map(|a| a.id.as_str()), &sheet.name);
        let blocks = if is_guide { Vec::new() } else { find_blocks(sheet, &of_sheet) };
        if blocks.is_empty() {
            if !is_guide {
                h201_the_sheet_is_recognised(sheet, findings);
            }
            content.counts.push(skipped_sheet(sheet));
        }
        for block in blocks.iter().skip(1) {
            let note = Finding::new(
                Code::H210,
                Text::phrase("H210-table").with("table", block.table.name()),
            );
            findings.push(note.sheet(&sheet.name).row(block.header_number()));
        }
        found.extend(blocks.into_iter().map(|block| (block, of_sheet.clone())));
    }
    found
}

fn f103_a_table_is_recognised(sheets: &[Sheet], findings: &mut Vec<Finding>) {
    let filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count();
    let found = if filled == 0 {
        Text::phrase("F103-no-cell")
    } else {
        Text::phrase("F103-no-headings").with("sheets", filled)
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
        Text::phrase("H201-rows")
            .with("rows", sheet.rows.len())
            .with("first", shorten(&texts.join(" | ")))
    });
    findings.push(Finding::new(Code::H201, first.unwrap_or_else(|| "".into())).sheet(&sheet.name));
}

/// The text, cut to what a person reads in a message.
pub fn shorten(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        text.chars().take(79).collect::<String>() + "…"
    }
}
