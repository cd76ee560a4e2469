//! Where the columns of a table stood on a sheet, and how sure that is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::layout::Block;
use super::read::shorten;
use crate::diagnostic::{Code, Finding, Text, column_letter};
use crate::language::Language;

/// Where the columns of one table stood on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetMapping {
    /// The sheet.
    pub sheet: String,
    /// Table it was read as.
    pub table: String,
    /// Row of the headings, from 1; the last where they take several.
    pub header_row: u32,
    /// Last row of the table, from 1; none in records of old, where a sheet held one table.
    #[serde(default)]
    pub last_row: Option<u32>,
    /// Column letter by column of the table; several joined by `+` where amounts were added.
    pub columns: BTreeMap<String, String>,
    /// What became of each heading, in the order of the sheet; empty in records of old.
    #[serde(default)]
    pub headings: Vec<HeadingUse>,
}

/// What one column of a sheet was used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingUse {
    /// Its letter.
    pub letter: String,
    /// Its heading as it stands; empty for none.
    pub heading: String,
    /// Column of the table; none for one that is kept as a tag or not read.
    pub column: Option<String>,
    /// How it was matched: own heading, synonym, without diacritics, mapping file; or what else it
    /// is used for: agency, row number, description, part, tag.
    pub how: String,
    /// How sure the match is, in percent: a judgement, not a measured share.
    pub sureness_pct: u8,
}

impl HeadingUse {
    /// How it was matched, in words for people; a word that this version does not know as it stands.
    pub fn how_in(&self, language: Language) -> &str {
        let vietnamese = match self.how.as_str() {
            "mapping file" => "tệp ánh xạ",
            "own heading" => "tiêu đề biểu mẫu",
            "synonym" => "từ đồng nghĩa",
            "without diacritics" => "không xét dấu",
            "format" => "định dạng công cụ",
            "part" => "cộng vào cột khác",
            "agency" => "cơ quan",
            "row number" => "số thứ tự",
            "description" => "mô tả cấu hình",
            "tag" => "nhãn (tag)",
            "not read" => "không đọc",
            other => other,
        };
        language.pick(&self.how, vietnamese)
    }
}

/// Columns that were filled from descriptions of machines.
#[derive(Debug, Default)]
pub struct Described {
    /// Rows filled, and the column of the sheet they were filled from, by column of the table.
    filled: BTreeMap<&'static str, (usize, usize)>,
}

impl Described {
    /// Notes a value taken from a description.
    pub fn note(&mut self, name: &'static str, source: usize) {
        self.filled.entry(name).or_insert((0, source)).0 += 1;
    }

    /// A description nothing of which is understood.
    pub fn not_understood(
        &self,
        source: usize,
        row: u32,
        text: &str,
        findings: &mut Vec<Finding>,
        block: &Block<'_>,
    ) {
        let finding = Finding::new(Code::C428, shorten(text)).sheet(&block.sheet.name);
        findings.push(finding.row(row).column(source));
    }

    /// One note per column of the sheet: what was read from words.
    pub fn c427_descriptions_are_told(&self, block: &Block<'_>, findings: &mut Vec<Finding>) {
        for &source in &block.specs {
            let names: Vec<String> = self
                .filled
                .iter()
                .filter(|(_, (_, from))| *from == source)
                .map(|(name, (rows, _))| format!("{name} ({rows})"))
                .collect();
            if names.is_empty() {
                continue;
            }
            let found = shorten(&block.headings[source].text);
            let finding = Finding::new(Code::C427, found)
                .expected(Text::phrase("C427-read").with("columns", names.join(", ")));
            let row = block.header_number();
            findings.push(finding.sheet(&block.sheet.name).row(row).column(source));
        }
    }
}

/// The mapping of a block.
pub fn mapping_of(
    block: &Block<'_>,
    described: &Described,
    stand_in: Option<usize>,
    last_row: Option<u32>,
) -> SheetMapping {
    let mut columns: BTreeMap<String, String> = block
        .table
        .columns()
        .iter()
        .zip(&block.sources)
        .enumerate()
        .filter_map(|(at, (column, source))| {
            let parts = block.parts.get(&at).map(Vec::as_slice).unwrap_or_default();
            let all = std::iter::once((*source)?).chain(parts.iter().copied());
            let letters: Vec<String> = all.map(column_letter).collect();
            Some((column.name.to_owned(), letters.join("+")))
        })
        .collect();
    for (name, (_, source)) in &described.filled {
        columns.entry((*name).to_owned()).or_insert_with(|| column_letter(*source));
    }
    if let Some(source) = stand_in.and_then(|index| block.sources[index]) {
        columns.insert(block.table.key().name.to_owned(), column_letter(source));
    }
    if let Some(source) = block.agency_source {
        columns.insert("agency_id".to_owned(), column_letter(source));
    }
    SheetMapping {
        sheet: block.sheet.name.clone(),
        table: block.table.name().to_owned(),
        header_row: block.header_number(),
        last_row,
        columns,
        headings: (0..block.headings.len()).map(|source| use_of(block, source)).collect(),
    }
}

fn use_of(block: &Block<'_>, source: usize) -> HeadingUse {
    let at = block.sources.iter().position(|known| *known == Some(source));
    let part = block.parts.iter().find(|(_, parts)| parts.contains(&source)).map(|(at, _)| *at);
    let (column, how, sureness_pct) = match (at, part) {
        (Some(at), _) => {
            let matched = block.matches.get(at).copied().flatten();
            // The columns of a foreign format are known by name.
            let (how, sure) = matched.map_or(("format", 100), |m| (m.word(), m.sureness_pct()));
            (Some(at), how, sure)
        }
        (None, Some(at)) => (Some(at), "part", 100),
        _ if block.agency_source == Some(source) => (None, "agency", 100),
        _ if block.number_source == Some(source) => (None, "row number", 100),
        _ if block.specs.contains(&source) => (None, "description", 80),
        _ if block.tags.contains(&source) => (None, "tag", 100),
        _ => (None, "not read", 100),
    };
    HeadingUse {
        letter: column_letter(source),
        heading: block.headings[source].text.clone(),
        column: column.map(|at| block.table.columns()[at].name.to_owned()),
        how: how.to_owned(),
        sureness_pct,
    }
}
