//! What planners decided about rows that may be one thing: `duplicates/decisions.jsonl` in the store.
//!
//! One line per decision, in the order they were made; lines are added and never changed, and the last
//! one of a pair counts. A decision names rows by agency, table and code, not by submission, so that it
//! still holds when the agency sends its list again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::{create_private_dir, sync_dir, write_private};
use super::{Store, StoreError};
use crate::schema::Table;
use crate::time::NaiveDate;

/// The folder of decisions within the store.
const FOLDER: &str = "duplicates";
/// Its file.
const FILE: &str = "decisions.jsonl";

/// A row as it is known from one submission to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowId {
    /// Its table, by name.
    pub table: String,
    /// The agency it belongs to.
    pub agency_id: String,
    /// Its code.
    pub key: String,
    /// 1, or which of several current rows of that code it is, in the order of submissions.
    pub occurrence: u32,
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.agency_id, self.key)?;
        if self.occurrence > 1 {
            write!(f, "#{}", self.occurrence)?;
        }
        Ok(())
    }
}

/// Id of a pair of rows, whichever comes first: twelve hexadecimal digits.
pub fn pair_id(a: &RowId, b: &RowId) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    let mut hash = Sha256::new();
    for row in [first, second] {
        for part in [&row.table, &row.agency_id, &row.key, &row.occurrence.to_string()] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What was decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both rows are one thing, which counts once.
    Same,
    /// They are two things.
    Different,
    /// An earlier decision is taken back.
    Open,
}

impl Verdict {
    /// The word in tables and in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Open => "open",
        }
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number of the decision, from 1.
    pub sequence: usize,
    /// Id of the pair.
    pub pair: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The row that is kept, where both are one thing; else the first.
    pub kept: RowId,
    /// The other row.
    pub other: RowId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// The day, as yyyy-mm-dd.
    pub decided_on: String,
    /// Version of the program that wrote it.
    pub tool_version: String,
}

/// A decision to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is that of the decision")]
pub struct NewDecision {
    pub verdict: Verdict,
    pub kept: RowId,
    pub other: RowId,
    pub reason: Option<String>,
    pub decided_by: Option<String>,
    pub decided_on: NaiveDate,
}

/// What became of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It was recorded.
    Recorded(Box<Decision>),
    /// The pair was decided so before; nothing was changed.
    Unchanged(Box<Decision>),
}

/// What became of several decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidedTogether {
    /// All stand; one per decision, in order.
    Recorded(Vec<Decided>),
    /// None was recorded: place in the list of each that cannot stand, and why.
    Refused(Vec<(usize, String)>),
}

impl Decided {
    /// A new decision on a pair, or the last one where it says the same.
    fn of(last: Option<&Decision>, sequence: usize, pair: String, new: NewDecision) -> Self {
        if let Some(last) = last
            && last.verdict == new.verdict
            && last.reason == new.reason
            && (new.verdict != Verdict::Same || last.kept == new.kept)
        {
            return Self::Unchanged(Box::new(last.clone()));
        }
        Self::Recorded(Box::new(Decision {
            sequence,
            pair,
            verdict: new.verdict,
            kept: new.kept,
            other: new.other,
            reason: new.reason,
            decided_by: new.decided_by,
            decided_on: new.decided_on.to_string(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        }))
    }
}

impl Store {
    /// Every decision ever made, in order.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        let path = self.decisions_file();
        if !path.is_file() {
            return Ok(Vec::new());
        }
        let text =
            fs::read_to_string(&path).map_err(|source| StoreError::io("read", &path, source))?;
        read_lines(&text, &path)
    }

    /// Records a decision. Refused when it contradicts others: rows that are one thing by other
    /// decisions cannot be different, nor the other way round.
    pub fn decide(&self, new: NewDecision) -> Result<Decided, StoreError> {
        let _lock = self.lock()?;
        let mut decisions = self.decisions()?;
        let pair = pair_id(&new.kept, &new.other);
        let last = decisions.iter().rfind(|earlier| earlier.pair == pair);
        let decided = Decided::of(last, decisions.len() + 1, pair, new);
        if let Decided::Recorded(decision) = &decided {
            contradiction(&decisions, decision)?;
            decisions.push((**decision).clone());
            self.write_decisions(&decisions)?;
        }
        Ok(decided)
    }

    /// Records several decisions, all or none. Refused when they contradict others or each other once
    /// all of them stand: so the order in which they come does not matter.
    pub fn decide_all(&self, new: Vec<NewDecision>) -> Result<DecidedTogether, StoreError> {
        let _lock = self.lock()?;
        let mut decisions = self.decisions()?;
        let numbered = decisions.iter().enumerate();
        let mut last: BTreeMap<String, usize> =
            numbered.map(|(at, decision)| (decision.pair.clone(), at)).collect();
        let (mut became, mut made) = (Vec::new(), BTreeMap::new());
        for (at, new) in new.into_iter().enumerate() {
            let pair = pair_id(&new.kept, &new.other);
            let before = last.get(&pair).map(|at| &decisions[*at]);
            let decided = Decided::of(before, decisions.len() + 1, pair.clone(), new);
            if let Decided::Recorded(decision) = &decided {
                last.insert(pair.clone(), decisions.len());
                made.insert(pair, at);
                decisions.push((**decision).clone());
            }
            became.push(decided);
        }
        let refused = contradictions(&decisions, &made);
        if !refused.is_empty() {
            return Ok(DecidedTogether::Refused(refused));
        }
        if !made.is_empty() {
            self.write_decisions(&decisions)?;
        }
        Ok(DecidedTogether::Recorded(became))
    }

    fn decisions_file(&self) -> PathBuf {
        self.root.join(FOLDER).join(FILE)
    }

    /// Written aside, flushed, then renamed: whoever reads meanwhile sees the old list or the new one.
    fn write_decisions(&self, decisions: &[Decision]) -> Result<(), StoreError> {
        let path = self.decisions_file();
        let folder = self.root.join(FOLDER);
        create_private_dir(&folder)?;
        let mut text = String::new();
        for decision in decisions {
            text.push_str(&serde_json::to_string(decision).expect("a decision is plain data"));
            text.push('\n');
        }
        let aside = folder.join(".decisions.new");
        write_private(&aside, text.as_bytes())?;
        fs::rename(&aside, &path)
            .map_err(|source| StoreError::io("move into place", &path, source))?;
        sync_dir(&folder)
    }
}

fn read_lines(text: &str, path: &Path) -> Result<Vec<Decision>, StoreError> {
    let fail = |message| StoreError::Decisions { path: path.to_owned(), message };
    let mut decisions = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let decision: Decision =
            serde_json::from_str(line).map_err(|error| fail(format!("line {number}: {error}")))?;
        if decision.sequence != number {
            let found = decision.sequence;
            return Err(fail(format!("line {number} holds decision {found}: a line is missing")));
        }
        if Table::from_name(&decision.kept.table).is_none()
            || decision.kept.table != decision.other.table
            || decision.pair != pair_id(&decision.kept, &decision.other)
        {
            return Err(fail(format!("line {number}: the pair is not that of its rows")));
        }
        decisions.push(decision);
    }
    Ok(decisions)
}

/// The last decision on each pair, by pair; taken back ones are none.
pub(super) fn standing(decisions: &[Decision]) -> BTreeMap<&str, &Decision> {
    let mut last: BTreeMap<&str, &Decision> = BTreeMap::new();
    for decision in decisions {
        last.insert(&decision.pair, decision);
    }
    last.retain(|_, decision| decision.verdict != Verdict::Open);
    last
}

/// Rows that decisions make one thing, each with a representative of its group.
pub(super) struct Groups<'a> {
    parents: BTreeMap<&'a RowId, &'a RowId>,
}

impl<'a> Groups<'a> {
    /// The groups of decisions that say `same`.
    pub(super) fn of(decisions: impl Iterator<Item = &'a Decision>) -> Self {
        let mut groups = Self { parents: BTreeMap::new() };
        for decision in decisions.filter(|decision| decision.verdict == Verdict::Same) {
            let (a, b) = (groups.root(&decision.kept), groups.root(&decision.other));
            if a != b {
                groups.parents.insert(a.max(b), a.min(b));
            }
        }
        groups
    }

    /// The representative of a row's group: its smallest row.
    pub(super) fn root(&self, row: &'a RowId) -> &'a RowId {
        let mut root = row;
        while let Some(parent) = self.parents.get(root) {
            root = parent;
        }
        root
    }
}

fn contradiction(decisions: &[Decision], new: &Decision) -> Result<(), StoreError> {
    let mut last = standing(decisions);
    last.remove(new.pair.as_str());
    let groups = Groups::of(last.values().copied());
    let are_one = |a: &RowId, b: &RowId| groups.root(a) == groups.root(b);
    let refuse = |message: String, pair: &str| {
        Err(StoreError::Contradiction { message, pair: pair.to_owned() })
    };
    match new.verdict {
        Verdict::Open => Ok(()),
        Verdict::Different if are_one(&new.kept, &new.other) => {
            let root = groups.root(&new.kept);
            let by =
                last.values().find(|d| d.verdict == Verdict::Same && groups.root(&d.kept) == root);
            let (a, b) = (&new.kept, &new.other);
            let message = format!("{a} and {b} are one by other decisions, through a third row");
            refuse(message, by.map_or("PAIR", |decision| &decision.pair))
        }
        Verdict::Different => Ok(()),
        Verdict::Same => {
            let ends = [groups.root(&new.kept), groups.root(&new.other)];
            let parted = last.values().find(|decision| {
                let of = [groups.root(&decision.kept), groups.root(&decision.other)];
                decision.verdict == Verdict::Different && (of == ends || of == [ends[1], ends[0]])
            });
            let Some(parted) = parted else { return Ok(()) };
            let message = format!(
                "{} and {} were decided to be different, and this would make them one",
                parted.kept, parted.other
            );
            refuse(message, &parted.pair)
        }
    }
}

/// Of decisions just made, by pair and place in their list, those that cannot stand: rows they part that
/// others make one, or that they make one and others part. In the order of their list.
fn contradictions(decisions: &[Decision], made: &BTreeMap<String, usize>) -> Vec<(usize, String)> {
    let last = standing(decisions);
    let groups = Groups::of(last.values().copied());
    let mut refused: BTreeMap<usize, String> = BTreeMap::new();
    for parted in last.values().filter(|decision| decision.verdict == Verdict::Different) {
        let root = groups.root(&parted.kept);
        if root != groups.root(&parted.other) {
            continue;
        }
        let (a, b) = (&parted.kept, &parted.other);
        if let Some(at) = made.get(&parted.pair) {
            let message =
                format!("{a} and {b} would be one by other decisions, through a third row");
            refused.entry(*at).or_insert(message);
        }
        let of_group = |decision: &&&Decision| {
            decision.verdict == Verdict::Same && groups.root(&decision.kept) == root
        };
        for joined in last.values().filter(of_group) {
            if let Some(at) = made.get(&joined.pair) {
                let pair = &parted.pair;
                let message = format!(
                    "would make {a} and {b} one, which are decided to be different ({pair})"
                );
                refused.entry(*at).or_insert(message);
            }
        }
    }
    refused.into_iter().collect()
}

#[cfg(test)]
mod tests;
