//! Which case of III.3 a facility is, what follows from it, and what is to be watched.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Evidence, Scope, SitePart, Standard};
use crate::reference::{Deadline, LegalRule, Part, TaskId, legal_rule, task};
use crate::time::{NaiveDate, Quarter};

/// The level from which a facility goes on being run (III.3.b).
pub const LEVEL_KEPT: u8 = 3;

/// The cases of III.3; leased goes before level, a level that is proven before one that is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// III.3.a: below level III. Its systems move in the fourth quarter of 2025.
    Below,
    /// III.3.b: level III or above. It goes on being run.
    Kept,
    /// III.3.c: leased. Its systems move when the contract ends.
    Leased,
    /// The level is not proven: planned as below, and evidence is asked for.
    Unknown,
    /// Its agency owns no national database: III.3 does not speak of it.
    NotOwner,
}

impl Case {
    /// All, in the order of the directive.
    pub const ALL: [Self; 5] =
        [Self::Below, Self::Kept, Self::Leased, Self::Unknown, Self::NotOwner];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Below => "a_below",
            Self::Kept => "b_kept",
            Self::Leased => "c_leased",
            Self::Unknown => "unknown",
            Self::NotOwner => "not_owner",
        }
    }

    /// Point of the directive, and its row of part A of the annex.
    pub const fn ground(self) -> Option<(&'static str, u32)> {
        match self {
            Self::Below | Self::Unknown => Some(("III.3.a", 10)),
            Self::Kept => Some(("III.3.b", 11)),
            Self::Leased => Some(("III.3.c", 12)),
            Self::NotOwner => None,
        }
    }
}

/// What is to be watched about a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// Nothing proves a level: ask for evidence; planned as below.
    AskForEvidence,
    /// Own or leased is not stated: read as own; if leased it is case c.
    OwnershipUnstated,
    /// Said to be its own, yet a contract or lessor is stated.
    OwnWithContract,
    /// Leased, and nobody says until when.
    ContractEndUnstated,
    /// The contract has ended.
    ContractEnded,
    /// The contract ends before the centre has capacity.
    ContractEndsBeforeCapacity,
    /// The contract runs past the last day that other facilities have.
    ContractPastDeadline,
    /// A certificate is past and proves nothing any more.
    CertificateExpired,
    /// A certificate is issued later than the day looked from.
    CertificateToCome,
    /// Only parts of the site are rated.
    PartsOnly,
    /// The design is rated, not what was built.
    DesignOnly,
    /// A standard is cited without a level.
    LevelUnstated,
    /// No accepted standard is recognised in what is written.
    StandardUnaccepted,
    /// The words deny, plan or compare.
    Qualified,
    /// Certificates of one standard state different levels; the lowest counts.
    CertificatesDisagree,
    /// III.3.b names TIA-942 without a level; it is read as Rated-3, and the case rests on that.
    TiaLevelRead,
    /// TCVN 9250:2021 is not proven (point a), another standard is (point b): b is taken.
    KeptBeforeBelow,
    /// The Law on Data asks national databases to use the centre, whatever the facility.
    LawOnData,
}

impl Warning {
    /// Whether a day is past, or comes too early or too late.
    pub const fn is_about_days(self) -> bool {
        matches!(
            self,
            Self::ContractEnded
                | Self::ContractEndsBeforeCapacity
                | Self::ContractPastDeadline
                | Self::CertificateExpired
        )
    }
}

/// What is known of a facility.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its agency owns a national database, or is asked for its facilities.
    pub is_of_owner: bool,
    /// Leased; none where it is not stated.
    pub is_leased: Option<bool>,
    /// A lessor is named.
    pub has_lessor: bool,
    /// Last day of the contract.
    pub contract_end_on: Option<NaiveDate>,
    /// Its certificates.
    pub evidence: Vec<Evidence>,
}

/// The days that decide.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// The day looked from.
    pub as_of: NaiveDate,
    /// First quarter in which the centre can take systems.
    pub capacity: Quarter,
}

/// What a standard proves of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// At least level III; its level.
    Kept(u8),
    /// Below; its level.
    Below(u8),
}

/// A case and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The case.
    pub case: Case,
    /// What each standard proves; standards that prove nothing are left out.
    pub proofs: BTreeMap<Standard, Proof>,
    /// Last day of the plan; none in case b, which has no deadline.
    pub plan_due_on: Option<NaiveDate>,
    /// First day of the move.
    pub move_from: Option<NaiveDate>,
    /// Last day of the move; in case c the end of the contract, where it is stated.
    pub move_by: Option<NaiveDate>,
    /// What is to be watched.
    pub warnings: BTreeSet<Warning>,
}

/// Decides.
pub fn decide(facts: &Facts, days: &Days) -> Decision {
    let mut warnings = BTreeSet::new();
    let proofs = proofs(facts, days.as_of, &mut warnings);
    let kept = |proof: &Proof| matches!(proof, Proof::Kept(_));
    let case = if !facts.is_of_owner {
        Case::NotOwner
    } else if facts.is_leased == Some(true) {
        Case::Leased
    } else if proofs.values().any(kept) {
        Case::Kept
    } else if proofs.is_empty() {
        Case::Unknown
    } else {
        Case::Below
    };
    // How a site is rated decides nothing where it is leased, or where III.3 does not apply.
    if matches!(case, Case::Leased | Case::NotOwner) {
        warnings.clear();
    }
    let mut decision = Decision {
        case,
        proofs,
        plan_due_on: plan_due_on(case),
        move_from: None,
        move_by: None,
        warnings,
    };
    match case {
        Case::Below | Case::Unknown => {
            (decision.move_from, decision.move_by) = window();
        }
        Case::Leased => decision.move_by = facts.contract_end_on,
        Case::Kept | Case::NotOwner => {}
    }
    decision.watch_ownership(facts, days);
    decision.watch_case(facts, days);
    decision
}

impl Decision {
    fn watch_ownership(&mut self, facts: &Facts, days: &Days) {
        let mut warn = |is_so: bool, warning: Warning| {
            if is_so {
                self.warnings.insert(warning);
            }
        };
        let has_contract = facts.has_lessor || facts.contract_end_on.is_some();
        warn(facts.is_leased == Some(false) && has_contract, Warning::OwnWithContract);
        let is_of_owner = facts.is_of_owner;
        warn(facts.is_leased.is_none() && is_of_owner, Warning::OwnershipUnstated);
        if facts.is_leased != Some(true) {
            return;
        }
        let Some(end) = facts.contract_end_on else {
            warn(true, Warning::ContractEndUnstated);
            return;
        };
        warn(end < days.as_of, Warning::ContractEnded);
        let is_early = Quarter::of(end).is_some_and(|quarter| quarter < days.capacity);
        warn(is_early, Warning::ContractEndsBeforeCapacity);
        let is_past = window().1.is_some_and(|last| end > last);
        warn(is_past && is_of_owner, Warning::ContractPastDeadline);
    }

    fn watch_case(&mut self, facts: &Facts, days: &Days) {
        let law = legal_rule("law_60_2024").filter(|law| law.holds_on(days.as_of));
        let stays_on = |law: &LegalRule| match self.case {
            Case::Kept => true,
            Case::Leased => facts.contract_end_on.is_none_or(|end| Some(end) >= law.in_force_from),
            _ => false,
        };
        if law.is_some_and(stays_on) {
            self.warnings.insert(Warning::LawOnData);
        }
        let is_kept_by = |standard| matches!(self.proofs.get(&standard), Some(Proof::Kept(_)));
        match self.case {
            Case::Unknown => {
                self.warnings.insert(Warning::AskForEvidence);
            }
            Case::Kept if !is_kept_by(Standard::Tcvn9250) => {
                self.warnings.insert(Warning::KeptBeforeBelow);
                if !is_kept_by(Standard::Uptime) {
                    self.warnings.insert(Warning::TiaLevelRead);
                }
            }
            _ => {}
        }
        // Without the reading, any TIA-942 would be enough, one of no stated level as well.
        let is_in_force = |evidence: &&Evidence| {
            let is_dated = !evidence.has_expired(days.as_of) && !evidence.is_to_come(days.as_of);
            is_dated && !evidence.is_qualified && evidence.scope != Scope::Design
        };
        let mut in_force = facts.evidence.iter().filter(is_in_force);
        let has_tia = in_force.any(|evidence| evidence.standard == Some(Standard::Tia942));
        if has_tia && matches!(self.case, Case::Below | Case::Unknown) {
            self.warnings.insert(Warning::TiaLevelRead);
        }
    }
}

/// What each standard proves on a day, and why certificates prove nothing.
fn proofs(
    facts: &Facts,
    as_of: NaiveDate,
    warnings: &mut BTreeSet<Warning>,
) -> BTreeMap<Standard, Proof> {
    let mut of_standard: BTreeMap<Standard, Vec<(&Scope, u8)>> = BTreeMap::new();
    for evidence in &facts.evidence {
        let refused = [
            (evidence.is_qualified, Warning::Qualified),
            (evidence.standard.is_none(), Warning::StandardUnaccepted),
            (evidence.has_expired(as_of), Warning::CertificateExpired),
            (evidence.is_to_come(as_of), Warning::CertificateToCome),
            (evidence.level.is_none(), Warning::LevelUnstated),
            (evidence.scope == Scope::Design, Warning::DesignOnly),
        ];
        let refused = refused.into_iter().filter(|(is_so, _)| *is_so).map(|(_, why)| why);
        let refused: Vec<Warning> = refused.collect();
        if let (Some(standard), Some(level), []) =
            (evidence.standard, evidence.level, refused.as_slice())
        {
            of_standard.entry(standard).or_default().push((&evidence.scope, level));
        }
        warnings.extend(refused);
    }
    let mut proofs = BTreeMap::new();
    for (standard, records) in of_standard {
        let is_of_site = |scope: &Scope| matches!(scope, Scope::Site | Scope::Unstated);
        let of_site: BTreeSet<u8> = records
            .iter()
            .filter(|(scope, _)| is_of_site(scope))
            .map(|(_, level)| *level)
            .collect();
        if of_site.len() > 1 {
            warnings.insert(Warning::CertificatesDisagree);
        }
        let parts: BTreeSet<SitePart> = records
            .iter()
            .filter_map(|(scope, _)| match scope {
                Scope::Parts(parts) => Some(parts),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let is_whole = !of_site.is_empty() || parts.len() == SitePart::ALL.len();
        if !is_whole {
            warnings.insert(Warning::PartsOnly);
        }
        // The rating of a site is that of its lowest part: one part below is enough to be below, all
        // of them are needed to be above.
        let Some(level) = records.iter().map(|(_, level)| *level).min() else { continue };
        match level < LEVEL_KEPT {
            true => proofs.insert(standard, Proof::Below(level)),
            false if is_whole => proofs.insert(standard, Proof::Kept(level)),
            false => None,
        };
    }
    proofs
}

fn deadlines(case: Case) -> impl Iterator<Item = Deadline> {
    let number = case.ground().map(|(_, number)| number);
    let task = number.and_then(|number| task(TaskId { part: Part::Common, number }));
    task.into_iter().flat_map(|task| task.milestones.iter().map(|milestone| milestone.deadline))
}

fn plan_due_on(case: Case) -> Option<NaiveDate> {
    deadlines(case).find_map(|deadline| match deadline {
        Deadline::By(due) => Some(due),
        _ => None,
    })
}

/// First and last day in which what lies below level III moves.
pub fn window() -> (Option<NaiveDate>, Option<NaiveDate>) {
    let window = deadlines(Case::Below).find_map(|deadline| match deadline {
        Deadline::Within(first, last) => Some((first, last)),
        _ => None,
    });
    window.unzip()
}
