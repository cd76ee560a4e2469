//! What stands at a second site, by the class of disaster recovery.

use std::collections::BTreeMap;

use super::SystemKey;
use crate::demand::factor::{Level, Site};
use crate::demand::impute::Peers;
use crate::demand::part::{Part, Sized};
use crate::plan::{Plan, Recovery, SECOND_SITE};

/// Adds the copies of machines whose system asks for a second site: the class that its cloud needs
/// state (the highest of several), else the plan's for systems that state none.
pub fn add_second_site(
    sized: &mut Vec<Sized>,
    classes: &BTreeMap<SystemKey, Recovery>,
    plan: &Plan,
    peers: &Peers,
) {
    let level = Level::likely(plan);
    let copies: Vec<Sized> = sized
        .iter()
        .filter_map(|machine| {
            let stated = classes.get(&machine.system_key()).copied();
            copy_of(machine, stated.unwrap_or(plan.second_site.unstated), &level, plan, peers)
        })
        .collect();
    sized.extend(copies);
}

fn copy_of(
    machine: &Sized,
    class: Recovery,
    level: &Level,
    plan: &Plan,
    peers: &Peers,
) -> Option<Sized> {
    let parts: Vec<Part> = machine
        .parts
        .iter()
        .filter_map(|part| {
            let site = Site::second(part.resource, class)?;
            let copy = Part { recipe: part.recipe.at(site), ..*part };
            Some(copy.settle(level, plan, peers)).filter(|copy| copy.likely > 0)
        })
        .collect();
    (!parts.is_empty()).then(|| Sized {
        id: format!("{}@second-site", machine.id),
        zone: format!("{}{SECOND_SITE}", machine.zone),
        parts,
        is_second_site: true,
        ..machine.clone()
    })
}
