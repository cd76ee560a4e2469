//! Pairs with what was decided about them, and how much the undecided ones may count twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::intake::items;
use super::weigh::Scale;
use super::{Crowd, Item, Pair, TABLES, find};
use crate::inventory::{Decision, Inventory, RowId, Settled, StoreError, Verdict, pair_id};
use crate::plan::DuplicatesPlan;
use crate::schema::Table;

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody has decided: both rows count.
    Open,
    /// One thing by decision: it counts once.
    Same,
    /// Two things by decision.
    Different,
}

impl State {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Same => Verdict::Same.word(),
            Self::Different => Verdict::Different.word(),
        }
    }
}

/// A pair as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Id of the pair.
    pub id: String,
    /// Its table.
    pub table: Table,
    /// Its rows, as indices of [`Survey::items`], and the evidence.
    pub pair: Pair,
    /// What became of it.
    pub state: State,
    /// Whether its score makes it likely to be one thing.
    pub is_likely: bool,
    /// The decision.
    pub decision: Option<Decision>,
}

/// All pairs of an inventory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// Rows by table.
    pub items: BTreeMap<Table, Vec<Item>>,
    /// Pairs: undecided before decided ones, the surest first.
    pub listed: Vec<Listed>,
    /// Decisions without effect, since a row of theirs is in no current submission.
    pub without_effect: Vec<Settled>,
    /// Keys that too many rows share, by table.
    pub crowds: Vec<(Table, Crowd)>,
    /// Pairs of rows that were compared.
    pub compared: usize,
    /// Rows that count with another one, by decision.
    pub counted_elsewhere: BTreeMap<RowId, RowId>,
    /// Rows that were not compared, since they are more than the plan allows beside a total; then there
    /// are no items and no pairs. 0 where they were.
    pub rows_not_compared: usize,
}

/// How much undecided likely pairs may count twice at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Doubt {
    /// Undecided likely pairs.
    pub pairs: usize,
    /// Workloads that may be counted twice.
    pub workloads: i64,
    /// Their vCPUs.
    pub vcpu_count: i64,
    /// Their memory.
    pub ram_bytes: i64,
    /// Their disk, allocated.
    pub disk_provisioned_bytes: i64,
    /// Servers that may be counted twice.
    pub servers: i64,
    /// Their cores.
    pub server_cores_count: i64,
    /// Their memory.
    pub server_ram_bytes: i64,
    /// Databases that may be counted twice.
    pub databases: i64,
}

/// Looks for pairs in the current rows of an inventory.
pub fn survey(inventory: &Inventory, plan: &DuplicatesPlan) -> Result<Survey, StoreError> {
    let mut survey = Survey::default();
    let mut decided: BTreeMap<String, Decision> = BTreeMap::new();
    for settled in inventory.settled()? {
        if settled.gone.is_empty() {
            decided.insert(settled.decision.pair.clone(), settled.decision);
        } else {
            survey.without_effect.push(settled);
        }
    }
    for table in TABLES {
        survey.count_elsewhere(inventory, table)?;
        let rows = items(inventory, table)?;
        let found = find(&rows, table, plan);
        survey.compared += found.compared;
        survey.crowds.extend(found.crowds.iter().map(|crowd| (table, *crowd)));
        let mut pairs = found.pairs;
        pairs.extend(decided_pairs(&rows, table, plan, &decided, &pairs));
        for pair in pairs {
            let id = pair_id(&rows[pair.a].id, &rows[pair.b].id);
            let decision = decided.get(&id).cloned();
            survey.listed.push(Listed {
                table,
                state: decision.as_ref().map_or(State::Open, |decision| match decision.verdict {
                    Verdict::Same => State::Same,
                    Verdict::Different => State::Different,
                    Verdict::Open => State::Open,
                }),
                is_likely: pair.score >= plan.likely_min.value,
                decision,
                pair,
                id,
            });
        }
        survey.items.insert(table, rows);
    }
    // Stable: pairs of one table and score stay in the order of their rows.
    survey.listed.sort_by(|x, y| {
        let key = |listed: &Listed| (listed.state, listed.table);
        let score = y.pair.score.total_cmp(&x.pair.score);
        key(x).cmp(&key(y)).then(score)
    });
    Ok(survey)
}

/// The same beside a total: where the inventory has more rows of the compared tables than the plan allows,
/// by the records of its submissions, none is compared and their number is told.
pub fn survey_beside_totals(
    inventory: &Inventory,
    plan: &DuplicatesPlan,
) -> Result<Survey, StoreError> {
    let rows_of = |table: Table| -> usize {
        inventory.current(table).into_iter().map(|record| record.rows_accepted(table)).sum()
    };
    let rows = TABLES.map(rows_of).into_iter().sum();
    if rows <= plan.rows_told_max {
        return survey(inventory, plan);
    }
    let mut survey = Survey { rows_not_compared: rows, ..Survey::default() };
    for table in TABLES {
        survey.count_elsewhere(inventory, table)?;
    }
    Ok(survey)
}

/// Pairs that were decided and would not be found by their evidence.
fn decided_pairs(
    rows: &[Item],
    table: Table,
    plan: &DuplicatesPlan,
    decided: &BTreeMap<String, Decision>,
    found: &[Pair],
) -> Vec<Pair> {
    let of_table = |decision: &&Decision| decision.kept.table == table.name();
    let mut wanted: Vec<&Decision> = decided.values().filter(of_table).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<String> =
        found.iter().map(|pair| pair_id(&rows[pair.a].id, &rows[pair.b].id)).collect();
    wanted.retain(|decision| !known.contains(&decision.pair));
    let places: HashMap<&RowId, usize> =
        rows.iter().enumerate().map(|(index, item)| (&item.id, index)).collect();
    let scale = Scale::of(rows, table, plan);
    let both = wanted.into_iter().filter_map(|decision| {
        let (a, b) = (*places.get(&decision.kept)?, *places.get(&decision.other)?);
        Some(scale.pair(a.min(b), a.max(b)))
    });
    both.collect()
}

impl Survey {
    fn count_elsewhere(&mut self, inventory: &Inventory, table: Table) -> Result<(), StoreError> {
        let elsewhere = inventory.counted_elsewhere(table)?;
        self.counted_elsewhere.extend(elsewhere.into_iter().map(|row| (row.row, row.kept)));
        Ok(())
    }

    /// The two rows of a pair.
    pub fn rows_of(&self, listed: &Listed) -> (&Item, &Item) {
        let rows = &self.items[&listed.table];
        (&rows[listed.pair.a], &rows[listed.pair.b])
    }

    /// How much the undecided likely pairs may count twice at most: of each group of rows that may be
    /// one thing everything but its largest row, amount by amount.
    pub fn doubt(&self) -> Doubt {
        self.doubt_of(|_| true)
    }

    /// The same of pairs with a row of an agency.
    pub fn doubt_of_agency(&self, agency_id: &str) -> Doubt {
        self.doubt_of(|item| item.id.agency_id == agency_id)
    }

    fn doubt_of(&self, is_wanted: impl Fn(&Item) -> bool) -> Doubt {
        let mut doubt = Doubt::default();
        for (&table, rows) in &self.items {
            let places: HashMap<&RowId, usize> =
                rows.iter().enumerate().map(|(index, item)| (&item.id, index)).collect();
            // A row that counts with another one stands for it.
            let counted = |row: usize| {
                let kept = self.counted_elsewhere.get(&rows[row].id);
                kept.and_then(|kept| places.get(kept).copied()).unwrap_or(row)
            };
            let mut groups = Groups::default();
            let open = self.listed.iter().filter(|listed| {
                listed.table == table && listed.state == State::Open && listed.is_likely
            });
            for listed in open {
                let ends = (listed.pair.a, listed.pair.b);
                if is_wanted(&rows[ends.0]) || is_wanted(&rows[ends.1]) {
                    doubt.pairs += 1;
                    groups.join(counted(ends.0), counted(ends.1));
                }
            }
            for group in groups.all() {
                let of_group = |amount: &dyn Fn(&Item) -> i64| {
                    let amounts = group.iter().map(|row| amount(&rows[*row]));
                    amounts.clone().sum::<i64>() - amounts.max().unwrap_or_default()
                };
                let figure = |column: &'static str| {
                    of_group(&|item: &Item| item.figure(column).unwrap_or_default() * item.quantity)
                };
                let count = of_group(&|item: &Item| item.quantity);
                match table {
                    Table::Workload => {
                        doubt.workloads += count;
                        doubt.vcpu_count += figure("vcpu_count");
                        doubt.ram_bytes += figure("ram_bytes");
                        doubt.disk_provisioned_bytes += figure("disk_provisioned_bytes");
                    }
                    Table::Server => {
                        doubt.servers += count;
                        doubt.server_cores_count += figure("cores_count");
                        doubt.server_ram_bytes += figure("ram_bytes");
                    }
                    _ => doubt.databases += count,
                }
            }
        }
        doubt
    }
}

/// Rows that hang together.
#[derive(Default)]
struct Groups {
    parents: BTreeMap<usize, usize>,
}

impl Groups {
    fn root(&self, mut row: usize) -> usize {
        while let Some(parent) = self.parents.get(&row).filter(|parent| **parent != row) {
            row = *parent;
        }
        row
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a_root, b_root) = (self.root(a), self.root(b));
        self.parents.entry(a).or_insert(a_root);
        self.parents.entry(b).or_insert(b_root);
        self.parents.insert(a_root.max(b_root), a_root.min(b_root));
        self.parents.insert(a_root.min(b_root), a_root.min(b_root));
    }

    fn all(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for row in self.parents.keys() {
            groups.entry(self.root(*row)).or_default().push(*row);
        }
        groups.into_values().collect()
    }
}
