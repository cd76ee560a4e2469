//! What makes a system move and by when, what it lacks, what is to be watched.

use super::{Lack, Route, Way};
use crate::compliance::facility::Case;
use crate::reference::{Deadline, LegalRule, Part, Subject, TaskId, legal_rule, legal_rules, task};
use crate::time::{NaiveDate, Quarter};

/// The level from which a system may process state secrets (Decree 85/2016/NĐ-CP).
const LEVEL_OF_SECRETS: u8 = 3;

/// What makes a system move or stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteGround {
    /// Point of the directive.
    pub point: &'static str,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day; none where the directive states only a start, or a contract whose end nobody states.
    pub due_on: Option<NaiveDate>,
}

/// What is to be watched about a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteWarning {
    /// The agreed quarter begins after the last day.
    AgreedAfterDue,
    /// No quarter is agreed, and the proposed one begins after the last day.
    ProposedAfterDue,
    /// The quarter ends before the directive has such moves begin.
    BeforeStart,
    /// The quarter lies before the centre has capacity.
    BeforeCapacity,
    /// Proposed and agreed differ.
    AgreedDiffers,
    /// It is to run on the cloud, and cannot.
    NotCloudReady,
    /// It stays, without case b of its facility and without a stated reason.
    KeepWithoutGround,
    /// State secrets at a level below 3.
    SecretsBelowLevel3,
    /// The decision on its level is older than the circular now in force.
    DecisionBeforeRule,
    /// Two lists of its agency differ about it.
    ListsDiffer,
    /// It names a facility that nobody describes.
    FacilityUndescribed,
    /// It stays with a national database, which the Law on Data asks to use the centre.
    LawOnData,
}

impl RouteWarning {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::AgreedAfterDue,
        Self::ProposedAfterDue,
        Self::BeforeStart,
        Self::BeforeCapacity,
        Self::AgreedDiffers,
        Self::NotCloudReady,
        Self::KeepWithoutGround,
        Self::SecretsBelowLevel3,
        Self::DecisionBeforeRule,
        Self::ListsDiffer,
        Self::FacilityUndescribed,
        Self::LawOnData,
    ];
}

/// What is known beside the row of a system.
#[derive(Debug, Clone, Copy)]
pub struct Around {
    /// Its agency is one of III.1, or owns a national database.
    pub moves: bool,
    /// Its agency is one of III.2.
    pub integrates: bool,
    /// End of the contract of its facility.
    pub contract_end_on: Option<NaiveDate>,
    /// First and last day in which what lies below level III moves.
    pub window: (Option<NaiveDate>, Option<NaiveDate>),
    /// First quarter in which the centre can take systems.
    pub capacity: Quarter,
    /// The day looked from.
    pub as_of: NaiveDate,
}

/// Adds ground, lacks and warnings to what a row states.
pub fn complete(route: &mut Route, around: &Around) {
    route.ground = ground(route, around);
    lacks(route, around);
    let holding: Vec<&LegalRule> = rules_on(around.as_of).collect();
    let due_on = route.ground.and_then(|ground| ground.due_on);
    let starts_on = route.ground.and_then(|ground| ground.starts_on);
    let is_after = |quarter: Option<Quarter>| {
        // A quarter that begins after the last day; one that holds it may still be in time.
        let last = due_on.and_then(Quarter::of);
        last.zip(quarter).is_some_and(|(last, quarter)| quarter > last)
    };
    let is_before = |first: Option<Quarter>| {
        first.zip(route.quarter()).is_some_and(|(first, quarter)| quarter < first)
    };
    let comes = route.way != Some(Way::Keep);
    let to_cloud = matches!(route.way, Some(Way::Cloud | Way::New));
    let has_ground_to_stay =
        route.reason.is_some() || matches!(route.facility_case, Some(Case::Kept | Case::NotOwner));
    let is_bound = around.moves || around.integrates || route.facility_case.is_some();
    let detail = holding.iter().rfind(|rule| rule.id.starts_with("circular"));
    let is_older = |rule: &&&LegalRule| route.level_decision_on < rule.in_force_from;
    let law = legal_rule("law_60_2024").is_some_and(|law| law.holds_on(around.as_of));
    let found = [
        (comes && is_after(route.agreed), RouteWarning::AgreedAfterDue),
        (
            comes && route.agreed.is_none() && is_after(route.proposed),
            RouteWarning::ProposedAfterDue,
        ),
        (comes && is_before(starts_on.and_then(Quarter::of)), RouteWarning::BeforeStart),
        (comes && is_before(Some(around.capacity)), RouteWarning::BeforeCapacity),
        (route.difference().is_some_and(|by| by != 0), RouteWarning::AgreedDiffers),
        (to_cloud && route.is_cloud_ready == Some(false), RouteWarning::NotCloudReady),
        (!comes && is_bound && !has_ground_to_stay, RouteWarning::KeepWithoutGround),
        (
            route.has_secrets == Some(true) && route.level.is_some_and(|l| l < LEVEL_OF_SECRETS),
            RouteWarning::SecretsBelowLevel3,
        ),
        (
            route.level_decision_on.is_some() && detail.filter(is_older).is_some(),
            RouteWarning::DecisionBeforeRule,
        ),
        (route.is_contradictory, RouteWarning::ListsDiffer),
        (
            route.facility_id.is_some() && route.facility_case.is_none(),
            RouteWarning::FacilityUndescribed,
        ),
        (law && !comes && route.has_national_database, RouteWarning::LawOnData),
    ];
    route.warnings = found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what).collect();
}

/// Rules on security levels that hold on a day.
pub fn rules_on(day: NaiveDate) -> impl Iterator<Item = &'static LegalRule> {
    legal_rules().iter().filter(move |rule| rule.subject == Subject::Level && rule.holds_on(day))
}

/// The case of its facility decides where III.3 applies, else the group of its agency and its way.
fn ground(route: &Route, around: &Around) -> Option<RouteGround> {
    let of_case = |case: Case| case.ground().map(|(point, _)| point);
    let (first, last) = around.window;
    match route.facility_case.map(|case| (case, of_case(case))) {
        Some((Case::Below | Case::Unknown, Some(point))) => {
            return Some(RouteGround { point, starts_on: first, due_on: last });
        }
        Some((Case::Kept, Some(point))) => {
            return Some(RouteGround { point, starts_on: None, due_on: None });
        }
        Some((Case::Leased, Some(point))) => {
            return Some(RouteGround { point, starts_on: None, due_on: around.contract_end_on });
        }
        _ => {}
    }
    let to_cloud = matches!(route.way, Some(Way::Cloud | Way::New));
    let (point, number) = match route.way {
        Some(Way::Keep) => return None,
        _ if around.integrates && (to_cloud || !around.moves) => ("III.2.b", 4),
        _ if around.moves => ("III.1.b", 2),
        _ => return None,
    };
    let task = task(TaskId { part: Part::Common, number });
    let deadline = task.and_then(|task| task.milestones.first()).map(|of| of.deadline);
    Some(RouteGround {
        point,
        starts_on: deadline.and_then(Deadline::starts_on),
        due_on: deadline.and_then(Deadline::due_on),
    })
}

/// What it should state and does not: a system that stays needs no quarter, one that is not there yet
/// runs nowhere, and only what goes to the cloud must be ready for it.
fn lacks(route: &mut Route, around: &Around) {
    let comes = route.way != Some(Way::Keep);
    let to_cloud = matches!(route.way, Some(Way::Cloud | Way::New))
        || (route.way.is_none() && around.integrates);
    let missing = [
        (route.way.is_none(), Lack::Way),
        (comes && route.proposed.is_none(), Lack::ProposedQuarter),
        (comes && route.agreed.is_none(), Lack::AgreedQuarter),
        (route.level.is_none(), Lack::SecurityLevel),
        (route.level_decision.is_none(), Lack::LevelDecision),
        (route.has_secrets.is_none(), Lack::StateSecret),
        (to_cloud && route.is_cloud_ready.is_none(), Lack::CloudReady),
        (route.way != Some(Way::New) && route.facility_id.is_none(), Lack::Facility),
    ];
    route.lacks = missing.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what).collect();
}
