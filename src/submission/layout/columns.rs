//! Headings → columns of a table.

use super::Block;
use super::headings::Head;
use crate::diagnostic::column_letter;
use crate::reference::header_synonyms;
use crate::schema::{Kind, Table};
use crate::submission::header::{Heading, Headings, names_agency, names_row_number};
use crate::submission::overrides::{ColumnUse, SheetOverride};
use crate::submission::source::Sheet;

/// How a heading was matched to its column, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The mapping file says so.
    Settled,
    /// The heading of the template, or the column's own name.
    Own,
    /// Another heading that senders use.
    Synonym,
    /// Without its diacritics only.
    Bare,
}

impl Match {
    /// The word in tables and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Settled => "mapping file",
            Self::Own => "own heading",
            Self::Synonym => "synonym",
            Self::Bare => "without diacritics",
        }
    }

    /// How sure it is, in percent: a judgement, not a measured share.
    pub const fn sureness_pct(self) -> u8 {
        match self {
            Self::Settled | Self::Own => 100,
            Self::Synonym => 90,
            Self::Bare => 70,
        }
    }
}

/// A heading of a total ("Tổng RAM") stands back behind one of the same meaning for a single thing.
const TOTAL_RANK: usize = 100;

/// Matches the headings to the columns of a table.
pub(super) fn match_headings<'a>(
    sheet: &'a Sheet,
    table: Table,
    head: &Head,
    settled: &SheetOverride,
) -> Block<'a> {
    let sources = vec![None; table.columns().len()];
    let mut block = Block::new(sheet, table, head.index, head.headings.clone(), sources);
    block.header_rows = head.rows;
    block.matches = vec![None; table.columns().len()];
    let mut ranks = vec![usize::MAX; table.columns().len()];
    for (source, heading) in head.headings.iter().enumerate() {
        let used = settled.use_of(&heading.text, &column_letter(source));
        if let Some(used) = used {
            settle(&mut block, &mut ranks, source, used);
            continue;
        }
        if heading.text.is_empty() {
            continue;
        }
        if names_row_number(heading) {
            block.number_source.get_or_insert(source);
            continue;
        }
        if names_agency(heading) && block.agency_source.is_none() {
            block.agency_source = Some(source);
            continue;
        }
        match_one(&mut block, &mut ranks, source, heading);
    }
    block.tags.extend(block.unknown.iter().chain(&block.doubled).chain(&block.misfit));
    block.tags.sort_unstable();
    block
}

fn match_one(block: &mut Block<'_>, ranks: &mut [usize], source: usize, heading: &Heading) {
    let Some(named) = Headings::of(block.table).find(heading) else {
        match describes_a_machine(block.table, heading) {
            true => block.specs.push(source),
            false => block.unknown.push(source),
        }
        return;
    };
    let kind = block.table.columns()[named.column].kind;
    if heading.counts_parts() && matches!(kind, Kind::Quantity(_)) {
        block.counted.entry(named.column).or_insert(source);
        block.unknown.push(source);
        return;
    }
    if !heading.fits(kind) {
        block.misfit.push(source);
        return;
    }
    if let Some(known) = block.sources[named.column] {
        let parts = block.parts.get(&named.column).map(Vec::as_slice).unwrap_or_default();
        let all = || std::iter::once(known).chain(parts.iter().copied());
        if all().all(|other| are_disks_of_two_media(&block.headings[other], heading)) {
            block.parts.entry(named.column).or_default().push(source);
            return;
        }
    }
    let rank = named.rank + if heading.is_total() { TOTAL_RANK } else { 0 };
    let known = ranks[named.column];
    if rank < known {
        // A surer heading takes over; what it replaces is an extra column, not a double.
        if let Some(replaced) = block.sources[named.column].replace(source) {
            block.unknown.push(replaced);
            block.unknown.extend(block.parts.remove(&named.column).unwrap_or_default());
        }
        ranks[named.column] = rank;
        block.matches[named.column] = Some(match (named.is_bare, named.rank) {
            (true, _) => Match::Bare,
            (false, 0) => Match::Own,
            (false, _) => Match::Synonym,
        });
    } else if rank == known {
        block.doubled.push(source);
    } else {
        block.unknown.push(source);
    }
}

/// Whether two headings state disks of a machine on different media, as "SSD (GB)" and "HDD (TB)":
/// their amounts add up. Where only one has a unit, nobody knows that of the other.
fn are_disks_of_two_media(one: &Heading, other: &Heading) -> bool {
    let (left, right) = (medium_of(one), medium_of(other));
    let both = one.unit.is_some() == other.unit.is_some();
    both && left.is_some() && right.is_some() && left != right
}

/// The one medium that a heading names.
fn medium_of(heading: &Heading) -> Option<&'static str> {
    const MEDIA: [&str; 5] = ["ssd", "hdd", "nvme", "sas", "sata"];
    let text = heading.text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let mut named = MEDIA.into_iter().filter(|medium| words.contains(medium));
    named.next().filter(|_| named.next().is_none())
}

/// Uses a column as the mapping file says.
fn settle(block: &mut Block<'_>, ranks: &mut [usize], source: usize, used: &ColumnUse) {
    match used {
        ColumnUse::Tag => block.tags.push(source),
        ColumnUse::Agency => block.agency_source = Some(source),
        ColumnUse::Spec => block.specs.push(source),
        ColumnUse::Column { name, unit, .. } => {
            let Some(at) = block.table.columns().iter().position(|column| column.name == *name)
            else {
                // Named for another table that stands on the same sheet.
                block.unknown.push(source);
                return;
            };
            if let Some(replaced) = block.sources[at].replace(source) {
                block.unknown.push(replaced);
                block.unknown.extend(block.parts.remove(&at).unwrap_or_default());
            }
            ranks[at] = 0;
            block.matches[at] = Some(Match::Settled);
            if let Some(unit) = unit {
                block.headings[source].unit = Some(unit.clone());
            }
        }
    }
}

/// Whether the cells below the heading describe a machine in words, as "Cấu hình" or, for servers,
/// the model of its processors.
fn describes_a_machine(table: Table, heading: &Heading) -> bool {
    let fields: &[&str] = match table {
        Table::Workload | Table::CloudNeed => &["vm.config"],
        Table::Server => &["vm.config", "server.cpu_model"],
        _ => &[],
    };
    if fields.is_empty() {
        return false;
    }
    let is_listed = |key: &str| fields.iter().any(|field| header_synonyms().has_key(field, key));
    heading.candidates().iter().any(|heading| is_listed(heading.key()))
}
