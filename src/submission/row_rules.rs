//! Rules about one row of a block, as it is read.

use super::draft::Draft;
use super::layout::Block;
use super::read::shorten;
use super::row::Reading;
use super::rows::Rows;
use super::source::SheetRow;
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Kind;
use crate::text::clean;

/// Appends the texts of a row to those of the row above.
pub fn t608_a_row_goes_on_with_the_one_above(
    block: &Block<'_>,
    row: &SheetRow,
    index: usize,
    draft: &mut Draft<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut texts = Vec::new();
    for (column, source) in block.table.columns().iter().zip(&block.sources) {
        let Some(source) = source.filter(|source| !row.cell(*source).is_blank()) else { continue };
        assert_eq!(column.kind, Kind::Text, "a row that goes on has texts only");
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
}

/// A code merged over several rows, which state amounts each: nobody knows how they go together.
pub fn t609_a_machine_stands_on_one_row(
    reading: &Reading<'_>,
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

impl Reading<'_> {
    /// Tells which required cells of a row are empty.
    pub fn c401_required_cells_are_filled(
        &self,
        rows: &Rows,
        index: usize,
        errors: &mut Vec<Code>,
        findings: &mut Vec<Finding>,
    ) {
        let block = &self.block;
        for (at, column) in block.table.columns().iter().enumerate() {
            if !column.required || !rows.columns[at].is_missing(index) {
                continue;
            }
            errors.push(Code::C401);
            let found =
                Text::phrase("C401-none").with("title", column.title_vi).with("name", column.name);
            let finding = Finding::new(Code::C401, found).sheet(&block.sheet.name);
            let finding = finding.row(rows.number[index]);
            let source = block.sources[at].or_else(|| block.sources[self.stand_in?]);
            findings.push(match source {
                Some(source) => finding.column(source),
                None => finding,
            });
        }
    }
}
