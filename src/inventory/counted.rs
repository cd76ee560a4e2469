//! Rows that count with another row, since a planner decided that both are one thing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use polars::prelude::{
    Column, DataFrame, Int64Chunked, IntoLazy, JoinArgs, JoinType, LazyFrame, MaintainOrderJoin,
    PolarsResult, StringChunked, col,
};

use super::decision::{Decision, Groups, RowId, Verdict, standing};
use super::{Inventory, RowAddress, StoreError};
use crate::schema::{Table, provenance};

/// A current row that is left out of every total, and the row it counts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedElsewhere {
    /// The row.
    pub row: RowId,
    /// Where it stands.
    pub at: RowAddress,
    /// The row that is kept.
    pub kept: RowId,
    /// Where that stands.
    pub kept_at: RowAddress,
    /// The decision by which it is left out; of several that join it to a group the last.
    pub pair: String,
}

/// A decision that stands, and whether both its rows are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The decision.
    pub decision: Decision,
    /// Rows of it that no current submission has: while there is one, the decision has no effect.
    pub gone: Vec<RowId>,
}

impl Inventory {
    /// Current rows of a table that count with another row, by agency and code.
    pub fn counted_elsewhere(&self, table: Table) -> Result<Vec<CountedElsewhere>, StoreError> {
        let last = standing(&self.decisions);
        let is_of = |decision: &&Decision| {
            decision.kept.table == table.name() && decision.verdict == Verdict::Same
        };
        let mut same: Vec<&Decision> = last.values().copied().filter(is_of).collect();
        if same.is_empty() {
            return Ok(Vec::new());
        }
        same.sort_unstable_by_key(|decision| decision.sequence);
        let current = self.current_rows(table, same.iter().copied())?;
        same.retain(|d| current.contains_key(&d.kept) && current.contains_key(&d.other));
        Ok(settle(&same, &current))
    }

    /// Every decision that stands, in the order they were made.
    pub fn settled(&self) -> Result<Vec<Settled>, StoreError> {
        let last = standing(&self.decisions);
        let mut settled = Vec::new();
        for table in Table::ALL {
            let of_table: Vec<&Decision> =
                last.values().copied().filter(|d| d.kept.table == table.name()).collect();
            if of_table.is_empty() {
                continue;
            }
            let current = self.current_rows(table, of_table.iter().copied())?;
            for decision in of_table {
                let rows = [&decision.kept, &decision.other];
                let gone = rows.into_iter().filter(|row| !current.contains_key(*row));
                let gone = gone.cloned().collect();
                settled.push(Settled { decision: decision.clone(), gone });
            }
        }
        settled.sort_by_key(|settled| settled.decision.sequence);
        Ok(settled)
    }

    /// Where those rows of decisions stand that are current.
    fn current_rows<'d>(
        &self,
        table: Table,
        decisions: impl Iterator<Item = &'d Decision>,
    ) -> Result<BTreeMap<RowId, RowAddress>, StoreError> {
        let wanted: BTreeSet<&RowId> =
            decisions.flat_map(|decision| [&decision.kept, &decision.other]).collect();
        // Only rows of these agencies and codes are numbered, of however many there are.
        let mut named: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
        for row in &wanted {
            named.entry(&row.agency_id).or_default().insert(&row.key, 0);
        }
        let mut rows = BTreeMap::new();
        for part in self.parts(table)? {
            let frame = part.read(&address_columns(table))?;
            let fail = |source| StoreError::parquet(&self.root, source);
            let of_part = Identities::of(&frame, table).map_err(fail)?;
            for index in 0..frame.height() {
                let (agency, key) = of_part.name(index);
                let Some(occurrence) = named.get_mut(agency).and_then(|keys| keys.get_mut(key))
                else {
                    continue;
                };
                *occurrence += 1;
                let (id, at) = of_part.identity(index, *occurrence);
                if wanted.contains(&id) {
                    rows.insert(id, at);
                }
            }
        }
        Ok(rows)
    }
}

/// Of each group of rows that are one thing all but the one that is kept: the row that the last
/// decision of the group keeps, or the one for which that was left out by another.
fn settle(same: &[&Decision], current: &BTreeMap<RowId, RowAddress>) -> Vec<CountedElsewhere> {
    let groups = Groups::of(same.iter().copied());
    let mut kept_for: BTreeMap<&RowId, (&RowId, &str)> = BTreeMap::new();
    let mut first: BTreeMap<&RowId, &RowId> = BTreeMap::new();
    for decision in same {
        kept_for.insert(&decision.other, (&decision.kept, &decision.pair));
        first.insert(groups.root(&decision.kept), &decision.kept);
    }
    let mut pairs: BTreeMap<&RowId, &str> = BTreeMap::new();
    for decision in same {
        for row in [&decision.kept, &decision.other] {
            pairs.insert(row, &decision.pair);
        }
    }
    let kept: BTreeMap<&RowId, &RowId> = first
        .into_iter()
        .map(|(root, start)| {
            let mut seen = BTreeSet::from([start]);
            let mut at = start;
            while let Some((next, _)) = kept_for.get(at).filter(|(next, _)| seen.insert(next)) {
                at = next;
            }
            (root, at)
        })
        .collect();
    let mut left = Vec::new();
    for (row, pair) in pairs {
        let keeps = kept[groups.root(row)];
        if keeps == row {
            continue;
        }
        let pair = kept_for.get(row).map_or(pair, |(_, pair)| pair);
        left.push(CountedElsewhere {
            row: row.clone(),
            at: current[row].clone(),
            kept: keeps.clone(),
            kept_at: current[keeps].clone(),
            pair: pair.to_owned(),
        });
    }
    left
}

/// The columns by which rows are known and found.
const fn address_columns(table: Table) -> [&'static str; 5] {
    [
        provenance::AGENCY_ID,
        provenance::SUBMISSION_ID,
        provenance::SHEET,
        provenance::ROW,
        table.key().name,
    ]
}

/// What the rows of a frame are known by.
struct Identities<'a> {
    table: Table,
    agencies: &'a StringChunked,
    submissions: &'a StringChunked,
    sheets: &'a StringChunked,
    rows: &'a Int64Chunked,
    keys: &'a StringChunked,
}

impl<'a> Identities<'a> {
    fn of(frame: &'a DataFrame, table: Table) -> PolarsResult<Self> {
        Ok(Self {
            table,
            agencies: frame.column(provenance::AGENCY_ID)?.str()?,
            submissions: frame.column(provenance::SUBMISSION_ID)?.str()?,
            sheets: frame.column(provenance::SHEET)?.str()?,
            rows: frame.column(provenance::ROW)?.i64()?,
            keys: frame.column(table.key().name)?.str()?,
        })
    }

    /// Agency and code of a row.
    fn name(&self, index: usize) -> (&'a str, &'a str) {
        let text = |texts: &'a StringChunked| texts.get(index).unwrap_or_default();
        (text(self.agencies), text(self.keys))
    }

    /// What a row is known by and where it stands, of those of its agency and code that of a number.
    fn identity(&self, index: usize, occurrence: u32) -> (RowId, RowAddress) {
        let (agency, key) = self.name(index);
        let text = |texts: &StringChunked| texts.get(index).unwrap_or_default().to_owned();
        let id = RowId {
            table: self.table.name().to_owned(),
            agency_id: agency.to_owned(),
            key: key.to_owned(),
            occurrence,
        };
        let number = self.rows.get(index).and_then(|row| u32::try_from(row).ok());
        let at = RowAddress {
            submission_id: text(self.submissions),
            sheet: text(self.sheets),
            row: number.unwrap_or_default(),
        };
        (id, at)
    }
}

/// What the rows of a frame of [`Inventory::submitted`] are known by, and where they stand, in the
/// order of the frame.
pub fn identities_of(frame: &DataFrame, table: Table) -> PolarsResult<Vec<(RowId, RowAddress)>> {
    let rows = Identities::of(frame, table)?;
    let mut seen: HashMap<u128, u32, FixedState> = HashMap::default();
    let identity = |index: usize| {
        let name = rows.name(index);
        let half = |seed: u64| u128::from(FixedState::with_seed(seed).hash_one(name));
        let occurrence = seen.entry(half(0) << 64 | half(1)).or_default();
        *occurrence += 1;
        rows.identity(index, *occurrence)
    };
    Ok((0..frame.height()).map(identity).collect())
}

/// The rows without those that count elsewhere.
pub(super) fn without(rows: LazyFrame, left: &[CountedElsewhere]) -> PolarsResult<LazyFrame> {
    if left.is_empty() {
        return Ok(rows);
    }
    let texts = |of: fn(&CountedElsewhere) -> &str| left.iter().map(of).collect::<Vec<_>>();
    let numbers: Vec<i64> = left.iter().map(|row| i64::from(row.at.row)).collect();
    let table = Table::from_name(&left[0].row.table).map_or("", |table| table.key().name);
    let others = DataFrame::new(
        left.len(),
        vec![
            Column::new(provenance::AGENCY_ID.into(), texts(|row| &row.row.agency_id)),
            Column::new(provenance::SUBMISSION_ID.into(), texts(|row| &row.at.submission_id)),
            Column::new(provenance::SHEET.into(), texts(|row| &row.at.sheet)),
            Column::new(provenance::ROW.into(), numbers),
            Column::new(table.into(), texts(|row| &row.row.key)),
        ],
    )?;
    let on: Vec<_> = others.get_column_names().into_iter().map(|name| col(name.clone())).collect();
    let mut arguments = JoinArgs::new(JoinType::Anti);
    arguments.maintain_order = MaintainOrderJoin::Left;
    Ok(rows.join(others.lazy(), on.clone(), on, arguments))
}
