//! What is planned for each system: its zone, its quarter, whether its workloads come to the cloud.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::machine::{Columns, Server, collect};
use super::{DemandError, Sized, SystemKey};
use crate::inventory::Inventory;
use crate::language::Language;
use crate::plan::Plan;
use crate::schema::Table;
use crate::text::match_key;
use crate::time::Quarter;

/// What the plan says of one system, and which of it is assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemPlan {
    /// Name; empty when the system is not in a list of systems.
    pub name: String,
    /// relocate, cloud, keep, new; `None` when not stated, which is taken as cloud.
    pub move_plan: Option<String>,
    /// Zone its workloads belong to.
    pub zone: String,
    /// The zone is the plan file's, since no level is stated.
    pub zone_is_assumed: bool,
    /// Quarter it arrives in.
    pub quarter: Quarter,
    /// The quarter it states or the plan assumes, where the plan's scenario has it come later.
    pub delayed_from: Option<Quarter>,
    /// The quarter is the plan file's, since none is stated.
    pub quarter_is_assumed: bool,
    /// It is in a list of systems.
    pub is_listed: bool,
    /// Physical servers name it, so that it can move with them.
    pub has_servers: bool,
    /// Two of its agency's lists say different things of it; the earlier one was used.
    pub is_contradictory: bool,
    /// The plan's scenario leaves it out.
    pub is_excluded: bool,
}

impl SystemPlan {
    /// A system nobody described.
    pub fn unknown(plan: &Plan) -> Self {
        Self {
            name: String::new(),
            move_plan: None,
            zone: plan.zone.unknown.clone(),
            zone_is_assumed: true,
            quarter: plan.period.assumed_quarter,
            delayed_from: None,
            quarter_is_assumed: true,
            is_listed: false,
            has_servers: false,
            is_contradictory: false,
            is_excluded: false,
        }
    }

    /// Why its workloads are no demand for cloud; `None` when they are.
    pub fn stays_because(&self) -> Option<Left> {
        match self.move_plan.as_deref() {
            _ if self.is_excluded => Some(Left::ExcludedByScenario),
            Some("keep") => Some(Left::Keeps),
            Some("relocate") if self.has_servers => Some(Left::Relocates),
            _ => None,
        }
    }

    /// It is to move with its servers, but no server names it: its workloads are sized for the
    /// cloud instead, so that they do not vanish between hosts and racks.
    pub fn lacks_servers(&self) -> bool {
        self.move_plan.as_deref() == Some("relocate") && !self.has_servers
    }
}

/// Why something is not part of the demand for cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// The system stays where it is.
    Keeps,
    /// The system's machines move as they are; they fill racks, not hosts.
    Relocates,
    /// It arrives after the plan's last quarter.
    AfterThePlan,
    /// The system is listed, but no workload and no cloud need names it.
    NothingStated,
    /// The plan's scenario leaves it out.
    ExcludedByScenario,
    /// All its machines are rows of other lists too, as a planner decided, and count there.
    CountsElsewhere,
}

impl Left {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Keeps,
        Self::Relocates,
        Self::AfterThePlan,
        Self::NothingStated,
        Self::ExcludedByScenario,
        Self::CountsElsewhere,
    ];

    /// The reason, as a sentence fragment.
    pub const fn reason(self) -> &'static str {
        self.reason_in(Language::English)
    }

    /// The reason in a language.
    pub const fn reason_in(self, language: Language) -> &'static str {
        match self {
            Self::Keeps => language.pick("stays where it is", "giữ nguyên tại chỗ"),
            Self::Relocates => language
                .pick("moves with its physical servers", "chuyển cùng máy chủ vật lý của hệ thống"),
            Self::AfterThePlan => language.pick(
                "arrives after the plan's last quarter",
                "chuyển đến sau quý cuối của kế hoạch",
            ),
            Self::NothingStated => language.pick(
                "no workload and no cloud need is stated for it",
                "chưa khai máy ảo hay nhu cầu đám mây nào",
            ),
            Self::ExcludedByScenario => language
                .pick("the plan's scenario leaves it out", "kịch bản của kế hoạch không tính đến"),
            Self::CountsElsewhere => language.pick(
                "its machines count with rows of other lists, as was decided (ndcap duplicates)",
                "máy của hệ thống đã được quyết định tính ở danh sách khác (ndcap duplicates)",
            ),
        }
    }
}

/// A system that is not part of the demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its agency.
    pub agency_id: String,
    /// Its code.
    pub system_id: String,
    /// Its name.
    pub name: String,
    /// Machines left out with it.
    pub machines_count: usize,
    /// Why.
    pub why: Left,
}

/// Systems by agency and code.
pub type Systems = BTreeMap<(String, String), SystemPlan>;

/// Every current system; none has servers yet.
pub fn read_systems(inventory: &Inventory, plan: &Plan) -> Result<Systems, DemandError> {
    let frame = collect(inventory, Table::System)?;
    systems_of(&frame, plan).map_err(|source| DemandError::table(Table::System, source))
}

/// Whether a system, listed or not, is no part of the demand for cloud.
pub fn stays(systems: &Systems, key: &SystemKey, plan: &Plan) -> bool {
    match systems.get(key) {
        Some(system) => system.stays_because().is_some(),
        None => plan.scenario.excludes(&key.0, &key.1),
    }
}

/// Marks the systems that a server names, so that they can move with it.
pub fn mark_servers(systems: &mut Systems, servers: &[Server]) {
    for server in servers {
        let key = (server.agency_id.clone(), server.system_id.clone());
        if let Some(system) = systems.get_mut(&key) {
            system.has_servers = true;
        }
    }
}

fn systems_of(frame: &DataFrame, plan: &Plan) -> PolarsResult<Systems> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let ids = columns.texts(Table::System.key().name)?;
    let names = columns.texts("name")?;
    let levels = columns.integers("security_level")?;
    let secrets = columns.flags("state_secret")?;
    let move_plans = columns.texts("move_plan")?;
    let agreed = columns.texts("agreed_quarter")?;
    let proposed = columns.texts("proposed_quarter")?;
    let mut systems = Systems::new();
    for index in 0..frame.height() {
        let level = levels[index].and_then(|level| usize::try_from(level - 1).ok());
        let by_level = level.and_then(|level| plan.zone.by_level.get(level));
        let is_secret = secrets[index] == Some(true);
        let zone = if is_secret { Some(&plan.zone.state_secret) } else { by_level };
        let stated =
            agreed[index].as_deref().or(proposed[index].as_deref()).and_then(Quarter::read);
        let key = (agencies[index].clone(), ids[index].clone().unwrap_or_default());
        let system = SystemPlan {
            name: names[index].clone().unwrap_or_default(),
            move_plan: move_plans[index].clone(),
            zone: plan.zone.of_agency(zone.unwrap_or(&plan.zone.unknown), &agencies[index]),
            zone_is_assumed: zone.is_none(),
            quarter: stated.unwrap_or(plan.period.assumed_quarter).max(plan.period.base_quarter),
            delayed_from: None,
            quarter_is_assumed: stated.is_none(),
            is_listed: true,
            has_servers: false,
            is_contradictory: false,
            is_excluded: false,
        };
        // A system may stand in both of an agency's lists; the first row is used, and what it
        // leaves open is filled from the second.
        systems
            .entry(key)
            .and_modify(|first: &mut SystemPlan| fill(first, &system))
            .or_insert(system);
    }
    let under_scenario = |(key, system): (SystemKey, SystemPlan)| {
        let system = system.under_scenario(&key.0, &key.1, &plan.scenario);
        (key, system)
    };
    Ok(systems.into_iter().map(under_scenario).collect())
}

/// Fills what the first list leaves open; where both speak and differ, that is remembered.
fn fill(first: &mut SystemPlan, second: &SystemPlan) {
    let zones = !first.zone_is_assumed && !second.zone_is_assumed && first.zone != second.zone;
    let quarters =
        !first.quarter_is_assumed && !second.quarter_is_assumed && first.quarter != second.quarter;
    let plans = first.move_plan.is_some() && second.move_plan.is_some();
    let plans = plans && first.move_plan != second.move_plan;
    first.is_contradictory |= zones || quarters || plans;
    if first.zone_is_assumed && !second.zone_is_assumed {
        first.zone.clone_from(&second.zone);
        first.zone_is_assumed = false;
    }
    if first.quarter_is_assumed && !second.quarter_is_assumed {
        first.quarter = second.quarter;
        first.quarter_is_assumed = false;
    }
    if first.move_plan.is_none() {
        first.move_plan.clone_from(&second.move_plan);
    }
    if first.name.is_empty() {
        first.name.clone_from(&second.name);
    }
}

/// Other spellings of the codes of an agency's systems: the code in other letters, the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// Codes as they are, by agency: most rows name them so.
    exact: BTreeMap<String, BTreeSet<String>>,
    by_key: BTreeMap<(String, String), Option<String>>,
}

impl Codes {
    /// The spellings of all systems; one that could mean two systems means none.
    pub fn of(systems: &Systems) -> Self {
        let mut by_key: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
        let mut exact: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for ((agency, code), system) in systems {
            exact.entry(agency.clone()).or_default().insert(code.clone());
            let mut keys = vec![match_key(code), match_key(&system.name)];
            keys.dedup();
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                by_key
                    .entry((agency.clone(), key))
                    .and_modify(|known| {
                        if known.as_ref() != Some(code) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(code.clone()));
            }
        }
        Self { exact, by_key }
    }

    /// Replaces another spelling of a system by its code.
    pub fn resolve(&self, agency_id: &str, system_id: &mut String) {
        let is_code = self.exact.get(agency_id).is_some_and(|codes| codes.contains(system_id));
        if system_id.is_empty() || is_code {
            return;
        }
        let key = (agency_id.to_owned(), match_key(system_id));
        if let Some(Some(code)) = self.by_key.get(&key) {
            system_id.clone_from(code);
        }
    }
}

/// Lists the systems that are no part of the demand.
pub fn tell_left_out(
    systems: &Systems,
    sized: &[Sized],
    stays: &BTreeMap<(String, String), usize>,
    last: Quarter,
    left_out: &mut Vec<LeftOut>,
) {
    let mut late: BTreeMap<(String, String), usize> = BTreeMap::new();
    let first_sites = sized.iter().filter(|machine| !machine.is_second_site);
    for machine in first_sites.filter(|machine| machine.quarter > last) {
        *late.entry(machine.system_key()).or_default() += machine.machines_count;
    }
    for (key, machines_count) in late {
        left_out.push(LeftOut {
            name: systems.get(&key).map(|system| system.name.clone()).unwrap_or_default(),
            agency_id: key.0,
            system_id: key.1,
            machines_count,
            why: Left::AfterThePlan,
        });
    }
    let counted: BTreeSet<(String, String)> = sized.iter().map(Sized::system_key).collect();
    for (key, system) in systems {
        let why = match system.stays_because() {
            // Its servers are placed no earlier than it comes.
            Some(Left::Relocates) if system.quarter > last => Left::AfterThePlan,
            Some(why) => why,
            None if counted.contains(key) => continue,
            None => Left::NothingStated,
        };
        left_out.push(LeftOut {
            agency_id: key.0.clone(),
            system_id: key.1.clone(),
            name: system.name.clone(),
            machines_count: stays.get(key).copied().unwrap_or_default(),
            why,
        });
    }
    // What is in no list of systems stays for no other reason.
    for (key, machines_count) in stays.iter().filter(|(key, _)| !systems.contains_key(*key)) {
        left_out.push(LeftOut {
            agency_id: key.0.clone(),
            system_id: key.1.clone(),
            name: String::new(),
            machines_count: *machines_count,
            why: Left::ExcludedByScenario,
        });
    }
}

/// Gives systems of which nothing is left but machines that count elsewhere that reason.
pub fn tell_elsewhere(elsewhere: &[Sized], left_out: &mut [LeftOut]) {
    let mut machines: BTreeMap<SystemKey, usize> = BTreeMap::new();
    for machine in elsewhere {
        *machines.entry(machine.system_key()).or_default() += machine.machines_count;
    }
    for left in left_out.iter_mut().filter(|left| left.why == Left::NothingStated) {
        let key = (left.agency_id.clone(), left.system_id.clone());
        if let Some(count) = machines.get(&key) {
            left.why = Left::CountsElsewhere;
            left.machines_count = *count;
        }
    }
}
