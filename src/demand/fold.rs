//! The demand without a structure for each workload: rows are read some at a time, sized, and put
//! together by system at once, so that memory grows with systems and not with workloads.
//!
//! Every table over agencies, systems, zones and quarters says the same as when each machine is held
//! ([`super::size`]), likely figures to the unit; tests hold both against each other. What is of one
//! machine (its row, its flavour, its place on a host) cannot be told of a folded demand.

mod merged;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::fast::FixedState;
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, PolarsError, PolarsResult};
use rayon::prelude::*;

use super::ground::{Counts, Ground, SizedWorkloads};
use super::intake::Rows;
use super::machine::{
    COLUMNS, Columns, Machine, SEEN_COLUMNS, SIZE_COLUMNS, Workloads, equal_machines,
};
use super::measure::Measures;
use super::part::{Part, Samples, Sized};
use super::seen::Seen;
use super::sizing::{SecondSite, SystemKey, zone_of};
use super::system::{Codes, SystemPlan};
use super::{Demand, DemandError};
use crate::inventory::{Inventory, TablePart};
use crate::plan::{Plan, Recovery};
use crate::schema::{Table, provenance};
use merged::{Bounds, Kinds, Merged};

/// Rows whose columns are held as numbers at a time.
const BATCH: usize = 1 << 14;

/// Sizes the demand of the current inventory under a plan, all workloads of a system together.
pub fn size_folded(inventory: &Inventory, plan: &Plan) -> Result<Demand, DemandError> {
    let measures = Measures::read(inventory, &plan.measure)?;
    let rows = Rows::but_workloads(inventory, plan)?;
    let codes = Codes::of(&rows.systems);
    let parts = inventory.parts(Table::Workload)?;
    // Servers that workloads run on are asked for only where there are servers.
    let hosts_matter = !rows.servers.is_empty();
    let names_matter = hosts_matter || !plan.scenario.is_empty() || !plan.zone.cages.is_empty();
    let seen = match names_matter || !states_all_sizes(&parts)? {
        true => see(&parts, &codes, hosts_matter)?,
        // Nothing stands in for anything then, and nobody asks who has workloads.
        false => Seen::default(),
    };
    let ground = Ground::of(rows, codes, &seen, plan);
    drop(seen);
    let folded = Folding::new(&ground, &measures, plan).fold_all(&parts)?;
    let workloads = folded.into_workloads(plan);
    Ok(ground.demand(workloads, plan))
}

/// Whether every row states every size that others could stand in for.
fn states_all_sizes(parts: &[TablePart]) -> Result<bool, DemandError> {
    let states_all = |part: &TablePart| -> Result<bool, DemandError> {
        let frame = part.read(&SIZE_COLUMNS)?;
        let is_stated = |column: &Column| column.null_count() == 0;
        Ok(frame.width() == SIZE_COLUMNS.len() && frame.columns().iter().all(is_stated))
    };
    parts.iter().try_fold(true, |all, part| Ok(all && states_all(part)?))
}

/// What all workloads say before any is sized.
fn see(parts: &[TablePart], codes: &Codes, hosts_matter: bool) -> Result<Seen, DemandError> {
    let wanted = |name: &&str| hosts_matter || *name != "host";
    let columns: Vec<&str> = SEEN_COLUMNS.into_iter().filter(wanted).collect();
    let see = |seen: &mut Seen, frame: &DataFrame| -> Result<(), DemandError> {
        let mut machine = Machine::blank();
        for (_, batch) in batches(frame) {
            let rows = Workloads::of(&batch).map_err(unreadable)?;
            for index in rows.counted() {
                rows.fill_seen(index, &mut machine);
                codes.resolve(&machine.agency_id, &mut machine.system_id);
                seen.learn(&machine, rows.quantity(index));
            }
        }
        Ok(())
    };
    let mut seen = Seen::default();
    for of_thread in by_thread(parts, &columns, Seen::default, see)? {
        seen.absorb(of_thread);
    }
    Ok(seen)
}

fn unreadable(source: PolarsError) -> DemandError {
    DemandError::table(Table::Workload, source)
}

/// The rows of a frame some at a time, with the place of the first.
fn batches(frame: &DataFrame) -> impl Iterator<Item = (usize, DataFrame)> + '_ {
    let batch = |first: usize| frame.slice(i64::try_from(first).unwrap_or(i64::MAX), BATCH);
    (0..frame.height()).step_by(BATCH).map(move |first| (first, batch(first)))
}

/// Reads columns of the parts of a table on all threads; what each thread has made of
/// those it has read, which is in no order.
fn by_thread<T: Send>(
    parts: &[TablePart],
    columns: &[&str],
    begin: impl Fn() -> T + Sync,
    add: impl Fn(&mut T, &DataFrame) -> Result<(), DemandError> + Sync,
) -> Result<Vec<T>, DemandError> {
    let next = AtomicUsize::new(0);
    let of_thread = |_| {
        let mut made = begin();
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            add(&mut made, &part.read(columns)?)?;
        }
        Ok(made)
    };
    let threads = rayon::current_num_threads().min(parts.len());
    (0..threads).into_par_iter().with_max_len(1).map(of_thread).collect()
}

/// How workloads are folded.
struct Folding<'a> {
    ground: &'a Ground,
    measures: &'a Measures,
    plan: &'a Plan,
    bounds: Bounds,
    second: SecondSite<'a>,
}

/// Workloads put together by system.
struct Folded {
    kinds: Kinds,
    systems: Vec<OfSystem>,
    /// Where a system stands, by agency and code as rows spell it.
    places: HashMap<String, HashMap<String, usize, FixedState>, FixedState>,
    counts: Counts,
    /// Those that count with a row of another list, each by itself.
    elsewhere: Vec<Sized>,
}

/// The workloads of one system, as rows spell it.
struct OfSystem {
    /// Agency and code.
    key: SystemKey,
    plan: SystemPlan,
    /// Its class of disaster recovery.
    class: Recovery,
    first_site: Merged,
    second_site: Merged,
    machines_count: usize,
    copies_count: usize,
}

impl<'a> Folding<'a> {
    fn new(ground: &'a Ground, measures: &'a Measures, plan: &'a Plan) -> Self {
        let (bounds, second) = (Bounds::of(plan), ground.second_site(plan));
        Self { ground, measures, plan, bounds, second }
    }

    fn fold_all(&self, parts: &[TablePart]) -> Result<Folded, DemandError> {
        let place = [provenance::SUBMISSION_ID, provenance::SHEET, provenance::ROW];
        let place = place.into_iter().filter(|_| !self.ground.all_workloads_count());
        let columns: Vec<&str> = COLUMNS.into_iter().chain(place).collect();
        let mut folded = Folded::new();
        for of_thread in by_thread(parts, &columns, Folded::new, |folded, f| self.fold(folded, f))?
        {
            folded.absorb(of_thread);
        }
        Ok(folded)
    }

    /// Adds the rows of a part, system by system: what a system has is then at hand for all its rows.
    fn fold(&self, folded: &mut Folded, frame: &DataFrame) -> Result<(), DemandError> {
        let places = folded.places_of(frame, self).map_err(unreadable)?;
        let mut order: Vec<IdxSize> = (0..).take(frame.height()).collect();
        order.sort_by_key(|row| places[*row as usize]);
        let frame =
            frame.take(&IdxCa::from_vec("order".into(), order.clone())).map_err(unreadable)?;
        for (first, batch) in batches(&frame) {
            let places = order[first..].iter().map(|row| places[*row as usize]);
            let places: Vec<usize> = places.take(batch.height()).collect();
            self.fold_batch(folded, &batch, &places).map_err(unreadable)?;
        }
        Ok(())
    }

    /// Adds rows whose systems stand at these places.
    fn fold_batch(
        &self,
        folded: &mut Folded,
        batch: &DataFrame,
        places: &[usize],
    ) -> PolarsResult<()> {
        let rows = Workloads::of(batch)?;
        let addresses = match self.ground.all_workloads_count() {
            true => Vec::new(),
            false => Columns::of(batch).addresses()?,
        };
        let mut sizer = self.ground.sizer(self.plan);
        let mut machine = Machine::blank();
        let mut parts: Vec<Part> = Vec::with_capacity(32);
        for index in rows.counted() {
            rows.fill(index, self.measures, &mut machine);
            let times = rows.quantity(index);
            let counts =
                addresses.get(index).is_none_or(|at| self.ground.counts(Table::Workload, at));
            if !counts {
                machine.address = addresses[index].clone();
                machine.id = rows.id(index).to_owned();
                folded.put_elsewhere(&machine, times, self.ground, self.plan);
                continue;
            }
            let of_system = &mut folded.systems[places[index]];
            if of_system.plan.stays_because().is_some() {
                *sizer.stays.entry(of_system.key.clone()).or_default() += machines(times);
                continue;
            }
            parts.clear();
            sizer.times = machines(times);
            sizer.size_parts(&machine, &mut parts);
            of_system.add(&parts, times, self, &mut folded.kinds);
        }
        folded.counts.absorb(sizer.into_counts());
        Ok(())
    }
}

/// A number of machines, which memory could hold.
fn machines(times: u64) -> usize {
    usize::try_from(times).unwrap_or(usize::MAX)
}

impl OfSystem {
    /// Adds so many equal machines.
    fn add(&mut self, parts: &[Part], times: u64, folding: &Folding<'_>, kinds: &mut Kinds) {
        self.first_site.add(parts, times, &folding.bounds, kinds);
        self.machines_count += machines(times);
        if self.class == Recovery::None {
            return;
        }
        let copies: Vec<Part> = folding.second.parts_of(parts, self.class).collect();
        if !copies.is_empty() {
            self.second_site.add(&copies, times, &folding.bounds, kinds);
            self.copies_count += machines(times);
        }
    }
}

impl Folded {
    fn new() -> Self {
        Self {
            kinds: Kinds::default(),
            systems: Vec::new(),
            places: HashMap::default(),
            counts: Counts::default(),
            elsewhere: Vec::new(),
        }
    }

    /// Where the system of each row stands.
    fn places_of(&mut self, frame: &DataFrame, folding: &Folding<'_>) -> PolarsResult<Vec<usize>> {
        let texts = |name: &str| frame.column(name).ok().map(|column| column.str()).transpose();
        let (agencies, systems) = (texts(provenance::AGENCY_ID)?, texts("system_id")?);
        let place = |row: usize| {
            let agency = agencies.and_then(|texts| texts.get(row)).unwrap_or_default();
            let system = systems.and_then(|texts| texts.get(row)).unwrap_or_default();
            self.place_of(agency, system, folding)
        };
        Ok((0..frame.height()).map(place).collect())
    }

    /// Where a system stands.
    fn place_of(&mut self, agency_id: &str, system_id: &str, folding: &Folding<'_>) -> usize {
        let known = self.places.get(agency_id);
        match known.and_then(|codes| codes.get(system_id)) {
            Some(place) => *place,
            None => self.begin(agency_id, system_id, folding),
        }
    }

    fn begin(&mut self, agency_id: &str, system_id: &str, folding: &Folding<'_>) -> usize {
        let mut key = (agency_id.to_owned(), system_id.to_owned());
        folding.ground.codes.resolve(&key.0, &mut key.1);
        self.systems.push(OfSystem {
            plan: folding.ground.system(&key, folding.plan),
            class: folding.second.class_of(&key),
            key,
            first_site: Merged::default(),
            second_site: Merged::default(),
            machines_count: 0,
            copies_count: 0,
        });
        let codes = self.places.entry(agency_id.to_owned()).or_default();
        codes.insert(system_id.to_owned(), self.systems.len() - 1);
        self.systems.len() - 1
    }

    /// Sizes machines that count with a row of another list, each by itself.
    fn put_elsewhere(&mut self, machine: &Machine, times: u64, ground: &Ground, plan: &Plan) {
        let mut machine = machine.clone();
        ground.codes.resolve(&machine.agency_id, &mut machine.system_id);
        let mut sizer = ground.sizer(plan);
        let equal = equal_machines(machine, times);
        self.elsewhere.extend(equal.into_iter().filter_map(|machine| sizer.size_machine(machine)));
    }

    fn absorb(&mut self, other: Self) {
        let Self { kinds, systems, places, counts, elsewhere } = other;
        let numbers = self.kinds.renumbered(&kinds);
        self.counts.absorb(counts);
        self.elsewhere.extend(elsewhere);
        let mut theirs: Vec<Option<OfSystem>> = systems.into_iter().map(Some).collect();
        for (agency, codes) in places {
            let ours = self.places.entry(agency).or_default();
            for (code, place) in codes {
                let Some(theirs) = theirs.get_mut(place).and_then(Option::take) else { continue };
                let place = *ours.entry(code).or_insert_with(|| {
                    self.systems.push(theirs.without_machines());
                    self.systems.len() - 1
                });
                self.systems[place].absorb(theirs, &numbers);
            }
        }
    }

    /// One machine for all of a system at its first site and one for their copies, by agency and code.
    fn into_workloads(self, plan: &Plan) -> SizedWorkloads {
        // Spellings of one system come together here.
        let same = self.kinds.numbers();
        let mut systems: BTreeMap<SystemKey, OfSystem> = BTreeMap::new();
        for of_system in self.systems {
            match systems.get_mut(&of_system.key) {
                Some(known) => known.absorb(of_system, &same),
                None => drop(systems.insert(of_system.key.clone(), of_system)),
            }
        }
        let mut workloads = SizedWorkloads { counts: self.counts, ..SizedWorkloads::default() };
        workloads.elsewhere = self.elsewhere;
        for (_, of_system) in systems {
            let OfSystem { key, plan: system, machines_count, copies_count, .. } = of_system;
            if machines_count == 0 {
                continue;
            }
            let machine = Sized {
                agency_id: key.0,
                stored_under: None,
                system_id: key.1,
                id: String::new(),
                table: Table::Workload,
                address: Machine::blank().address,
                machines_count,
                zone: system.zone,
                quarter: system.quarter.max(plan.period.base_quarter),
                delayed_from: system.delayed_from,
                parts: of_system.first_site.into_parts(&self.kinds),
                flavour: None,
                stars: None,
                samples: Samples::default(),
                is_new: false,
                is_second_site: false,
            };
            if copies_count > 0 {
                workloads.copies.push(Sized {
                    zone: zone_of(&machine.zone),
                    parts: of_system.second_site.into_parts(&self.kinds),
                    machines_count: copies_count,
                    is_second_site: true,
                    ..machine.clone()
                });
            }
            workloads.sized.push(machine);
        }
        workloads
    }
}

impl OfSystem {
    /// The same system without any.
    fn without_machines(&self) -> Self {
        Self {
            key: self.key.clone(),
            plan: self.plan.clone(),
            class: self.class,
            first_site: Merged::default(),
            second_site: Merged::default(),
            machines_count: 0,
            copies_count: 0,
        }
    }

    /// Adds what others have put together; `numbers` are those of their kinds.
    fn absorb(&mut self, other: Self, numbers: &[u32]) {
        self.first_site.absorb(other.first_site, numbers);
        self.second_site.absorb(other.second_site, numbers);
        self.machines_count += other.machines_count;
        self.copies_count += other.copies_count;
    }
}
