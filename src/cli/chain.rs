//! The chain from the store to placement, held together for the commands that need all of it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use super::common::Common;
use crate::compliance::{Progress, Status, Whereabouts};
use crate::demand::{self, Demand, Draws, Effect, Unmatched};
use crate::diagnostic::Finding;
use crate::duplicates::{Survey, survey_beside_totals};
use crate::hall::{List, Standing};
use crate::inventory::{Inventory, Store, Totals, totals_by_agency};
use crate::language::Language;
use crate::placement::{Fleet, Outlook, Placement, check, place};
use crate::plan::{Delayed, Plan};
use crate::reference::Agencies;
use crate::report::Planning;
use crate::schema::Table;

/// The fleet of a demand and its placement, which the independent checker judges every time.
pub fn placed(
    demand: &Demand,
    inventory: &Inventory,
    plan: &Plan,
) -> anyhow::Result<(Fleet, Placement)> {
    placed_in(&inventory.standing(plan)?, demand, inventory, plan)
}

/// The same in a hall whose lists are read already.
fn placed_in(
    standing: &Standing,
    demand: &Demand,
    inventory: &Inventory,
    plan: &Plan,
) -> anyhow::Result<(Fleet, Placement)> {
    let fleet = Fleet::in_hall(standing, demand, inventory, plan)?;
    let placement = place(&fleet);
    let violations = check(&fleet, &placement);
    if let Some(first) = violations.first() {
        bail!(
            "the placement breaks {} of its own limits, the first: {first}; \
             this is a mistake of ndcap, please report it",
            violations.len()
        );
    }
    Ok((fleet, placement))
}

/// Tells which names of the plan's scenario stand for nothing in the inventory.
pub fn tell_unmatched(common: &Common, demand: &Demand) {
    let Some(language) = common.tells_in() else { return };
    for name in &demand.unmatched {
        eprintln!("{}", unmatched_line(name, language));
    }
}

/// `scenario: no system MOET/X; nothing is delayed by it; nearest: MOET/Y`.
fn unmatched_line(name: &Unmatched, language: Language) -> String {
    let kind = match name.of {
        Delayed::Agency(_) => language.pick("no agency", "không có cơ quan"),
        Delayed::System(_) => language.pick("no system", "không có hệ thống"),
    };
    let effect = match name.effect {
        Effect::Kept => language.pick("nothing is kept by it", "không giữ lại được gì"),
        Effect::Excluded => language.pick("nothing is excluded by it", "không loại ra được gì"),
        Effect::Caged => language.pick("no zone of its own is made", "không lập được vùng riêng"),
        Effect::Delayed => language.pick("nothing is delayed by it", "không lùi được gì"),
    };
    let of = match name.effect {
        Effect::Caged => "zone.cages",
        _ => language.pick("scenario", "kịch bản"),
    };
    let mut line = format!("{of}: {kind} {}; {effect}", name.of);
    if let Some(nearest) = &name.nearest {
        line.push_str(&format!("; {}: {nearest}", language.pick("nearest", "gần nhất")));
    }
    line
}

/// Results of every stage.
pub struct Chain {
    pub plan: Plan,
    pub inventory: Inventory,
    pub totals: BTreeMap<String, Totals>,
    pub received: BTreeMap<String, BTreeSet<Table>>,
    pub status: Status,
    pub whereabouts: Whereabouts,
    pub findings: Vec<(String, Finding)>,
    pub duplicates: Survey,
    pub standing: Standing,
    pub demand: Demand,
    pub draws: Draws,
    pub fleet: Fleet,
    pub placement: Placement,
    pub outlook: Outlook,
}

impl Chain {
    /// Runs every stage on a store, with what the planner says of the directive.
    pub fn run(
        store: &Store,
        plan: Plan,
        progress: &Progress,
        agencies: &Agencies,
    ) -> anyhow::Result<Self> {
        let inventory = store.inventory()?;
        let as_of = plan.period.as_of;
        let status = Status::of(Some(&inventory), agencies, progress, as_of)?;
        let whereabouts = Whereabouts::of(Some(&inventory), agencies, &status, &plan, None)?;
        let totals = totals_by_agency(&inventory)?;
        let received = inventory.received()?;
        let mut findings = Vec::new();
        for record in inventory.submissions() {
            let of_record = inventory.findings_of(record)?;
            findings.extend(of_record.into_iter().map(|finding| (record.id.clone(), finding)));
        }
        let hall = inventory.hall(&plan)?;
        if let Some(record) = inventory.hall_record()? {
            let origin = |list: List| format!("hall/{}/{}", record.id, list.word());
            let of_hall = hall.findings.into_iter();
            findings.extend(of_hall.map(|(list, finding)| (origin(list), finding)));
        }
        let standing = hall.standing;
        let duplicates = survey_beside_totals(&inventory, &plan.duplicates)?;
        let demand = demand::size(&inventory, &plan)?;
        let draws = Draws::of(&plan, &demand.machines, &demand.peers);
        let (fleet, placement) = placed_in(&standing, &demand, &inventory, &plan)?;
        findings.extend(fleet.survey.findings());
        let outlook = Outlook::of(&demand, &draws, &fleet, &placement);
        Ok(Self {
            plan,
            inventory,
            totals,
            received,
            status,
            whereabouts,
            findings,
            duplicates,
            standing,
            demand,
            draws,
            fleet,
            placement,
            outlook,
        })
    }

    /// The results as reports take them; the quality of what agencies sent is not among them, and judged
    /// by what shows it.
    pub fn planning(&self, common: &Common) -> anyhow::Result<Planning<'_>> {
        let agencies = common.agencies()?;
        Ok(Planning {
            language: common.language(),
            plan: &self.plan,
            agencies,
            inventory: &self.inventory,
            totals: &self.totals,
            received: &self.received,
            status: &self.status,
            whereabouts: &self.whereabouts,
            findings: &self.findings,
            duplicates: &self.duplicates,
            quality: None,
            standing: &self.standing,
            demand: &self.demand,
            draws: &self.draws,
            fleet: &self.fleet,
            placement: &self.placement,
            outlook: &self.outlook,
        })
    }
}
