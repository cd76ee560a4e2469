//! The table of demand, by any of its keys, with its ranges.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::Demand;
use super::amount::{Amount, Grown, Range, Resource, Tier};
use super::factor::{Growth, Level};
use super::part::{Part, Sized};
use super::simulation::{Draws, Loads, Simulated, range_of};
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each field is the column of that name")]
pub struct DemandKey {
    pub agency_id: String,
    pub system_id: String,
    pub zone: String,
    pub tier: Tier,
    pub quarter: Quarter,
    pub resource: Resource,
    pub basis: Basis,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandRow {
    /// What it is of.
    pub key: DemandKey,
    /// How much, in raw units.
    pub amount: Grown,
    /// Low, median and high, in raw units; none before it is simulated.
    pub range: Range,
    /// It counts in totals: of a system's bases exactly one does, for each of its aspects. `None`
    /// where the table is summed over what counts and what does not.
    pub is_used: Option<bool>,
}

/// Keys a table can be summed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Agency.
    Agency,
    /// System, with its agency.
    System,
    /// Zone.
    Zone,
    /// Tier of storage.
    Tier,
    /// Quarter.
    Quarter,
    /// Whether it counts in totals.
    Use,
}

impl By {
    /// Every key.
    pub const ALL: [Self; 6] =
        [Self::Agency, Self::System, Self::Zone, Self::Tier, Self::Quarter, Self::Use];
}

/// Which parts a table is made of.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Of one agency.
    pub agency_id: Option<&'a str>,
    /// Of one system.
    pub system_id: Option<&'a str>,
    /// Of one machine.
    pub id: Option<&'a str>,
    /// Of one zone.
    pub zone: Option<&'a str>,
    /// Of one tier.
    pub tier: Option<&'a str>,
    /// Of one resource.
    pub resource: Option<Resource>,
    /// On one basis.
    pub basis: Option<Basis>,
    /// Only what counts in totals, or only what does not.
    pub is_used: Option<bool>,
    /// In one quarter.
    pub quarter: Option<Quarter>,
}

impl Wanted<'_> {
    /// Its name, which tells the draws of the stand-ins in it from those of others; that of its row
    /// in a table summed by the keys that it fixes.
    pub fn name(&self) -> String {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        [
            text(self.agency_id),
            text(self.system_id),
            text(self.zone),
            text(self.tier),
            text(self.resource.map(Resource::word)),
            text(self.basis.map(Basis::word)),
            self.is_used.map(|used| used.to_string()).unwrap_or_default(),
        ]
        .join("|")
    }

    /// Whether a part of a machine is among them, whenever it arrives.
    pub fn has(&self, machine: &Sized, part: &Part) -> bool {
        let fits = |wanted: Option<&str>, value: &str| wanted.is_none_or(|wanted| wanted == value);
        fits(self.agency_id, &machine.agency_id)
            && fits(self.system_id, &machine.system_id)
            && fits(self.id, &machine.id)
            && fits(self.zone, &machine.zone)
            && fits(self.tier, part.tier.word())
            && self.resource.is_none_or(|wanted| wanted == part.resource)
            && self.basis.is_none_or(|wanted| wanted == part.basis)
            && self.is_used.is_none_or(|wanted| wanted == part.is_used)
    }
}

/// A key without its quarter, of texts that belong to the machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Line<'a> {
    agency_id: &'a str,
    system_id: &'a str,
    zone: &'a str,
    tier: Tier,
    resource: Resource,
    basis: Basis,
    is_used: Option<bool>,
}

impl<'a> Line<'a> {
    fn of(machine: &'a Sized, part: &Part) -> Self {
        Self {
            agency_id: &machine.agency_id,
            system_id: &machine.system_id,
            zone: &machine.zone,
            tier: part.tier,
            resource: part.resource,
            basis: part.basis,
            is_used: Some(part.is_used),
        }
    }

    /// The line it is summed in.
    fn summed(self, by: &[By], wanted: &Wanted<'_>) -> Self {
        let has = |key| by.contains(&key);
        let keep = |wanted: bool, text| if wanted { text } else { "" };
        Self {
            agency_id: keep(has(By::Agency) || has(By::System), self.agency_id),
            system_id: keep(has(By::System), self.system_id),
            zone: keep(has(By::Zone), self.zone),
            tier: if has(By::Tier) { self.tier } else { Tier::None },
            is_used: self.is_used.filter(|_| has(By::Use) || wanted.is_used.is_some()),
            ..self
        }
    }

    /// Its selection.
    fn wanted(&self) -> Wanted<'a> {
        let named = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        Wanted {
            agency_id: named(self.agency_id),
            system_id: named(self.system_id),
            id: None,
            zone: named(self.zone),
            tier: named(self.tier.word()),
            resource: Some(self.resource),
            basis: Some(self.basis),
            is_used: self.is_used,
            quarter: None,
        }
    }

    fn row(&self, quarter: Quarter, amount: Grown) -> DemandRow {
        let key = DemandKey {
            agency_id: self.agency_id.to_owned(),
            system_id: self.system_id.to_owned(),
            zone: self.zone.to_owned(),
            tier: self.tier,
            quarter,
            resource: self.resource,
            basis: self.basis,
        };
        DemandRow { key, amount, range: Range::default(), is_used: self.is_used }
    }
}

/// The same hashes in every run.
type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;

impl Demand {
    /// The table summed over the keys that are not named; those read empty, a quarter that is not
    /// named reads the plan's last, since stocks of different quarters cannot be added. Without
    /// ranges: low and high are those of [`Demand::table`].
    ///
    /// Amounts at the base quarter are whole and are added first, then grown: the figure does not
    /// depend on the order of adding, and is rounded where it is printed.
    pub fn likely(&self, by: &[By], wanted: &Wanted<'_>, plan: &Plan) -> Vec<DemandRow> {
        type Sums = BTreeMap<Growth, BTreeMap<Quarter, Amount>>;
        let growths: BTreeMap<Line<'_>, Sums> =
            self.gather(by, wanted, |sums: &mut Sums, machine, part| {
                let sums = sums.entry(part.growth()).or_default();
                let sum = sums.entry(machine.quarter).or_default();
                *sum = sum.plus(part.amount());
            });
        let level = Level::likely(plan);
        let mut rows = Vec::new();
        for (line, growths) in growths {
            for quarter in quarters(by, wanted, plan) {
                let grown = growths.iter().filter_map(|(growth, arrivals)| {
                    let there = arrivals.range(..=quarter).map(|(_, amount)| *amount);
                    let stock = there.reduce(Amount::plus)?;
                    Some(stock.grown(growth.factor(&level, plan, quarter)))
                });
                rows.extend(grown.reduce(Grown::plus).map(|grown| line.row(quarter, grown)));
            }
        }
        sorted(rows)
    }

    /// Adds every wanted part to what is gathered of its line.
    fn gather<'a, T: Default>(
        &'a self,
        by: &[By],
        wanted: &Wanted<'_>,
        add: impl Fn(&mut T, &Sized, &Part),
    ) -> BTreeMap<Line<'a>, T> {
        // Texts are compared once a machine, and not at all where it is like the one before.
        type Owner<'a> = (&'a str, &'a str, &'a str);
        let mut owners: Map<Owner<'a>, u32> = Map::default();
        let mut last: Option<(Owner<'a>, u32)> = None;
        type Number = (u32, Tier, Resource, Basis, Option<bool>);
        let mut gathered: Map<Number, (Line<'a>, T)> = Map::default();
        for machine in &self.machines {
            let mut owner = None;
            for part in machine.parts.iter().filter(|part| wanted.has(machine, part)) {
                let line = Line::of(machine, part).summed(by, wanted);
                let number = *owner.get_or_insert_with(|| {
                    let owner = (line.agency_id, line.system_id, line.zone);
                    match last {
                        Some((known, number)) if known == owner => number,
                        _ => {
                            let next = u32::try_from(owners.len()).unwrap_or(u32::MAX);
                            let number = *owners.entry(owner).or_insert(next);
                            last = Some((owner, number));
                            number
                        }
                    }
                });
                let key = (number, line.tier, line.resource, line.basis, line.is_used);
                let (_, sum) = gathered.entry(key).or_insert_with(|| (line, T::default()));
                add(sum, machine, part);
            }
        }
        gathered.into_values().collect()
    }

    /// The same table with low, median and high of every row.
    pub fn table(&self, by: &[By], wanted: &Wanted<'_>, draws: &Draws) -> Vec<DemandRow> {
        let mut rows = self.likely(by, wanted, draws.plan());
        rows.sort_by(|a, b| line_of(a).cmp(&line_of(b)).then(a.key.quarter.cmp(&b.key.quarter)));
        let loads: BTreeMap<Line<'_>, Loads> =
            self.gather(by, wanted, |loads: &mut Loads, machine, part| {
                loads.add(part.growth(), machine.quarter, part);
            });
        // Rows of one line stand together, in the order of quarters.
        let is_one_line = |a: &DemandRow, b: &DemandRow| line_of(a) == line_of(b);
        let lines: Vec<&mut [DemandRow]> = rows.chunk_by_mut(is_one_line).collect();
        lines.into_par_iter().for_each(|rows| {
            let first = rows[0].clone();
            let line = line_of(&first);
            simulate(rows, &loads[&line], &line.wanted().name(), draws, self);
        });
        sorted(rows)
    }
}

/// In the order of the keys: agency, system, zone, tier, quarter, resource, basis.
fn sorted(mut rows: Vec<DemandRow>) -> Vec<DemandRow> {
    rows.sort_by(|a, b| a.key.cmp(&b.key).then(a.is_used.cmp(&b.is_used)));
    rows
}

fn line_of(row: &DemandRow) -> Line<'_> {
    let key = &row.key;
    Line {
        agency_id: &key.agency_id,
        system_id: &key.system_id,
        zone: &key.zone,
        tier: key.tier,
        resource: key.resource,
        basis: key.basis,
        is_used: row.is_used,
    }
}

/// The quarters of a table.
fn quarters(by: &[By], wanted: &Wanted<'_>, plan: &Plan) -> impl Iterator<Item = Quarter> {
    let period = &plan.period;
    let (first, last) = match (wanted.quarter, by.contains(&By::Quarter)) {
        (Some(quarter), _) => (quarter, quarter),
        (None, true) => (period.base_quarter, period.target_quarter),
        (None, false) => (period.target_quarter, period.target_quarter),
    };
    first.through(last)
}

fn simulate(rows: &mut [DemandRow], loads: &Loads, name: &str, draws: &Draws, demand: &Demand) {
    if let Some((growth, multiples)) = loads.multiples(draws) {
        for row in rows {
            let there = || multiples.iter().filter(|m| m.arrival <= row.key.quarter);
            let Some(first) = there().next() else { continue };
            let size: f64 = there().map(|multiple| multiple.size).sum();
            let unit = draws.unit(first.recipe, growth, row.key.quarter);
            let likely = row.amount.likely;
            row.range = Range {
                low: (unit.low * size).min(likely),
                median: unit.median * size,
                high: (unit.high * size).max(likely),
            };
        }
        return;
    }
    let simulated = Simulated::of(loads, name, draws, &demand.peers);
    for row in rows {
        let values = simulated.values(row.key.quarter);
        row.range = range_of(values, row.amount.likely);
    }
}
