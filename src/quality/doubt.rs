//! Cells that state something and are not used, or used under a warning: from the findings and the
//! rejected rows the store keeps.
//!
//! All that a rejected row states is not used, whichever of its cells was wrong. A warning on a cell
//! counts at the column that stands there; one on a row as a whole counts at its key; one on a
//! column as a whole counts at every filled cell of it on that sheet. Notes are decisions of ours
//! and count nowhere. What is said of a row that went into another, as a partition into its machine,
//! counts nowhere either, since no row of its own is left.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{fail, judged, rows_of};
use crate::diagnostic::{Code, Finding, Severity, column_index};
use crate::inventory::{Inventory, KeptAside, Record, RowAddress, StoreError};
use crate::reference::{Agencies, Resolved};
use crate::schema::{Table, provenance};
use crate::submission::{MULTIPLE, SheetMapping};

/// Cells of a column under doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Stated and not used.
    pub refused: usize,
    /// Used under a warning.
    pub doubted: usize,
}

/// What stands under doubt of an agency.
#[derive(Debug, Default)]
pub struct Doubts {
    /// Rejected rows.
    pub rows_rejected: usize,
    /// By index of the column.
    pub columns: BTreeMap<usize, Counts>,
}

/// What stands under doubt in a table.
#[derive(Debug, Default)]
pub struct OfTable {
    /// By agency.
    pub agencies: BTreeMap<String, Doubts>,
    /// Rejected rows of which nobody knows whose they are.
    pub rows_of_nobody: usize,
}

/// Warnings that a cell says nothing: the share filled tells of them already.
const OF_EMPTY_CELLS: [Code; 3] = [Code::R508, Code::R509, Code::R510];

/// Columns of rows that findings stand at.
type Flagged = BTreeMap<RowAddress, BTreeSet<usize>>;

/// Columns of sheets that findings stand at as a whole: submission, sheet, column.
type Whole = BTreeSet<(String, String, usize)>;

/// A table while what stands under doubt in it is collected.
struct Collected<'a> {
    table: Table,
    /// Ids of the submissions whose rows of it are current.
    current: BTreeSet<&'a str>,
    of_table: OfTable,
    flagged: Flagged,
    whole: Whole,
}

/// Collects them by table. What the store keeps of a submission is read once for all tables.
pub fn by_table(
    inventory: &Inventory,
    agencies: &Agencies,
) -> Result<BTreeMap<Table, OfTable>, StoreError> {
    let ids = |table| inventory.current(table).into_iter().map(|record| record.id.as_str());
    let mut tables: Vec<Collected<'_>> = judged()
        .map(|table| Collected {
            table,
            current: ids(table).collect(),
            of_table: OfTable::default(),
            flagged: Flagged::new(),
            whole: Whole::new(),
        })
        .collect();
    for record in inventory.submissions() {
        let is_current = |of: &Collected<'_>| of.current.contains(record.id.as_str());
        let takes = |of: &&mut Collected<'_>| {
            is_current(of) || is_wholly_rejected(inventory, record, of.table)
        };
        let mut concerned: Vec<_> = tables.iter_mut().filter(takes).collect();
        if concerned.is_empty() {
            continue;
        }
        let rejected = inventory.rejected_of(record)?;
        for of in &mut concerned {
            for row in rejected.iter().filter(|row| row.table == of.table.name()) {
                of.of_table.count_rejected(row, record, agencies, of.table);
            }
        }
        concerned.retain(|of| is_current(of));
        if concerned.is_empty() {
            continue;
        }
        let findings = inventory.findings_of(record)?;
        for of in concerned {
            flag(record, &findings, of.table, &mut of.flagged, &mut of.whole);
        }
    }
    let counted = |of: Collected<'_>| {
        let Collected { table, mut of_table, flagged, whole, .. } = of;
        of_table.count_flagged(inventory, table, &flagged)?;
        of_table.count_columns(inventory, table, &whole)?;
        Ok((table, of_table))
    };
    tables.into_iter().map(counted).collect()
}

/// Whether a submission's rows of a table were all rejected, and the sender has brought none of it
/// since that could be used.
fn is_wholly_rejected(inventory: &Inventory, record: &Record, table: Table) -> bool {
    let of_table = || record.tables.iter().filter(|count| count.table == table.name());
    of_table().any(|count| count.rows_rejected > 0)
        && of_table().all(|count| count.rows_accepted == 0)
        && !inventory
            .submissions()
            .filter(|other| other.agency_id == record.agency_id && other.id > record.id)
            .any(|other| other.rows_accepted(table) > 0)
}

/// Notes at which cells findings stand.
fn flag(
    record: &Record,
    findings: &[Finding],
    table: Table,
    flagged: &mut Flagged,
    whole: &mut Whole,
) {
    let counts = |finding: &&Finding| {
        finding.severity != Severity::Note && !OF_EMPTY_CELLS.contains(&finding.code)
    };
    for finding in findings.iter().filter(counts) {
        let letter = finding.column.as_deref();
        let Some(row) = finding.row else {
            let Some(letter) = letter else { continue };
            let of_sheet = |m: &&SheetMapping| m.table == table.name() && m.sheet == finding.sheet;
            for mapping in record.mapping.iter().filter(of_sheet) {
                let columns = columns_at(mapping, letter, table);
                whole.extend(columns.map(|at| (record.id.clone(), finding.sheet.clone(), at)));
            }
            continue;
        };
        let Some(mapping) = record.mapping_at(table, &finding.sheet, row) else { continue };
        let columns: Vec<usize> = match letter {
            Some(letter) => columns_at(mapping, letter, table).collect(),
            None => vec![0],
        };
        if !columns.is_empty() {
            let (submission_id, sheet) = (record.id.clone(), finding.sheet.clone());
            let address = RowAddress { submission_id, sheet, row };
            flagged.entry(address).or_default().extend(columns);
        }
    }
}

/// Columns of a table that are read from the sheet's column of that letter.
fn columns_at<'a>(
    mapping: &'a SheetMapping,
    letter: &'a str,
    table: Table,
) -> impl Iterator<Item = usize> + 'a {
    let reads = move |letters: &String| letters.split('+').any(|one| one == letter);
    let names = mapping.columns.iter().filter(move |(_, letters)| reads(letters));
    names.filter_map(move |(name, _)| table.columns().iter().position(|c| c.name == name))
}

impl OfTable {
    /// Counts what a rejected row states at whoever it belongs to.
    fn count_rejected(
        &mut self,
        row: &KeptAside,
        record: &Record,
        agencies: &Agencies,
        table: Table,
    ) {
        let mapping = record.mapping_at(table, &row.sheet, row.row);
        let Some(agency) = owner(row, record, mapping, agencies) else {
            self.rows_of_nobody += 1;
            return;
        };
        let doubts = self.agencies.entry(agency).or_default();
        doubts.rows_rejected += 1;
        let Some(mapping) = mapping else { return };
        for (at, column) in table.columns().iter().enumerate() {
            let Some(letters) = mapping.columns.get(column.name) else { continue };
            if letters.split('+').any(|letter| cell(row, letter).is_some()) {
                doubts.columns.entry(at).or_default().refused += 1;
            }
        }
    }

    /// Counts the flagged cells of accepted rows: one that holds a value is used, one that holds none
    /// states something that is not.
    fn count_flagged(
        &mut self,
        inventory: &Inventory,
        table: Table,
        flagged: &Flagged,
    ) -> Result<(), StoreError> {
        if flagged.is_empty() {
            return Ok(());
        }
        let place = [provenance::SUBMISSION_ID, provenance::SHEET, provenance::ROW];
        let used: BTreeSet<usize> = flagged.values().flatten().copied().collect();
        let mut columns = vec![col(provenance::AGENCY_ID)];
        columns.extend(place.map(col));
        let is_filled =
            |at: &usize| col(table.columns()[*at].name).is_not_null().alias(format!("filled {at}"));
        columns.extend(used.iter().map(is_filled));
        let rows = rows_of(inventory, table)?.select(columns);
        let read = || -> PolarsResult<DataFrame> {
            let ids: Vec<&str> = flagged.keys().map(|a| a.submission_id.as_str()).collect();
            let sheets: Vec<&str> = flagged.keys().map(|a| a.sheet.as_str()).collect();
            let numbers: Vec<i64> = flagged.keys().map(|a| i64::from(a.row)).collect();
            let addresses = DataFrame::new(
                flagged.len(),
                vec![
                    Column::new(place[0].into(), ids),
                    Column::new(place[1].into(), sheets),
                    Column::new(place[2].into(), numbers),
                ],
            )?;
            let keys = place.map(col);
            rows.join(addresses.lazy(), &keys, &keys, JoinArgs::new(JoinType::Semi)).collect()
        };
        let frame = read().map_err(fail(table))?;
        self.count_cells(&frame, &used, flagged).map_err(fail(table))
    }

    fn count_cells(
        &mut self,
        frame: &DataFrame,
        used: &BTreeSet<usize>,
        flagged: &Flagged,
    ) -> PolarsResult<()> {
        let columns = frame.columns();
        let text = |at: usize, row: usize| -> PolarsResult<String> {
            Ok(columns[at].str()?.get(row).unwrap_or_default().to_owned())
        };
        for index in 0..frame.height() {
            let row = columns[3].i64()?.get(index).and_then(|row| u32::try_from(row).ok());
            let (submission_id, sheet) = (text(1, index)?, text(2, index)?);
            let address = RowAddress { submission_id, sheet, row: row.unwrap_or_default() };
            let doubts = self.agencies.entry(text(0, index)?).or_default();
            let Some(at_row) = flagged.get(&address) else { continue };
            for (position, at) in used.iter().enumerate().filter(|(_, at)| at_row.contains(at)) {
                let is_filled = columns[4 + position].bool()?.get(index).unwrap_or_default();
                let counts = doubts.columns.entry(*at).or_default();
                match is_filled {
                    true => counts.doubted += 1,
                    false => counts.refused += 1,
                }
            }
        }
        Ok(())
    }

    /// Counts every filled cell of these columns of sheets as used under a warning.
    fn count_columns(
        &mut self,
        inventory: &Inventory,
        table: Table,
        whole: &Whole,
    ) -> Result<(), StoreError> {
        if whole.is_empty() {
            return Ok(());
        }
        let used: BTreeSet<usize> = whole.iter().map(|(_, _, at)| *at).collect();
        let filled = |at: &usize| {
            let name = table.columns()[*at].name;
            col(name).count().strict_cast(DataType::Int64).alias(format!("filled {at}"))
        };
        let filled: Vec<Expr> = used.iter().map(filled).collect();
        let rows = rows_of(inventory, table)?;
        let read = || -> PolarsResult<DataFrame> {
            let mut sheets: Vec<(&str, &str)> =
                whole.iter().map(|(id, sheet, _)| (id.as_str(), sheet.as_str())).collect();
            sheets.dedup();
            let (ids, names): (Vec<&str>, Vec<&str>) = sheets.into_iter().unzip();
            let place = [provenance::SUBMISSION_ID, provenance::SHEET];
            let sheets = DataFrame::new(
                ids.len(),
                vec![Column::new(place[0].into(), ids), Column::new(place[1].into(), names)],
            )?;
            let keys = place.map(col);
            let rows = rows.join(sheets.lazy(), &keys, &keys, JoinArgs::new(JoinType::Semi));
            rows.group_by([col(provenance::AGENCY_ID), col(place[0]), col(place[1])])
                .agg(filled)
                .collect()
        };
        let frame = read().map_err(fail(table))?;
        self.add_columns(&frame, &used, whole).map_err(fail(table))
    }

    /// Adds the filled cells of the columns that stand in doubt as a whole; a line of the frame is one
    /// agency's rows of one sheet.
    fn add_columns(
        &mut self,
        frame: &DataFrame,
        used: &BTreeSet<usize>,
        whole: &Whole,
    ) -> PolarsResult<()> {
        let columns = frame.columns();
        let text = |at: usize, line: usize| -> PolarsResult<String> {
            Ok(columns[at].str()?.get(line).unwrap_or_default().to_owned())
        };
        for line in 0..frame.height() {
            let (submission_id, sheet) = (text(1, line)?, text(2, line)?);
            for (position, &at) in used.iter().enumerate() {
                let filled = columns[3 + position].i64()?.get(line).unwrap_or_default();
                let filled = usize::try_from(filled).unwrap_or_default();
                if filled > 0 && whole.contains(&(submission_id.clone(), sheet.clone(), at)) {
                    let doubts = self.agencies.entry(text(0, line)?).or_default();
                    doubts.columns.entry(at).or_default().doubted += filled;
                }
            }
        }
        Ok(())
    }
}

/// Whose a rejected row is: the agency it names, else the sender of a list of one agency.
fn owner(
    row: &KeptAside,
    record: &Record,
    mapping: Option<&SheetMapping>,
    agencies: &Agencies,
) -> Option<String> {
    let headings = mapping.map_or(&[][..], |mapping| mapping.headings.as_slice());
    let named = headings.iter().find(|heading| heading.how == "agency");
    let named = named.and_then(|heading| cell(row, &heading.letter));
    if let Some(Resolved::Exact(agency) | Resolved::Alias(agency)) =
        named.map(|name| agencies.resolve(name))
    {
        return Some(agency.id.clone());
    }
    (named.is_none() && record.agency_id != MULTIPLE).then(|| record.agency_id.clone())
}

/// The text of a cell, where it says something.
fn cell<'a>(row: &'a KeptAside, letter: &str) -> Option<&'a str> {
    let text = row.raw.get(column_index(letter)?)?.trim();
    let is_dash = text.chars().all(|c| matches!(c, '-' | '–' | '—'));
    (!is_dash).then_some(text)
}
