//! What stands at a second site, by the class of disaster recovery.

use std::collections::BTreeMap;

use super::SystemKey;
use crate::demand::factor::{Level, Site};
use crate::demand::impute::Peers;
use crate::demand::part::{Part, Sized};
use crate::plan::{Plan, Recovery, SECOND_SITE};

/// Makes copies of machines whose system asks for a second site: by the class that its cloud needs
/// state (the highest of several), else by the plan's for systems that state none.
pub struct SecondSite<'a> {
    classes: &'a BTreeMap<SystemKey, Recovery>,
    plan: &'a Plan,
    peers: &'a Peers,
    likely: Level,
}

impl<'a> SecondSite<'a> {
    /// Of systems with these stated classes.
    pub fn new(
        classes: &'a BTreeMap<SystemKey, Recovery>,
        plan: &'a Plan,
        peers: &'a Peers,
    ) -> Self {
        Self { classes, plan, peers, likely: Level::likely(plan) }
    }

    /// The class of a system.
    pub fn class_of(&self, key: &SystemKey) -> Recovery {
        self.classes.get(key).copied().unwrap_or(self.plan.second_site.unstated)
    }

    /// What of some parts stands at the second site; nothing where the class asks for none.
    pub fn parts_of<'p>(
        &'p self,
        parts: &'p [Part],
        class: Recovery,
    ) -> impl Iterator<Item = Part> + 'p {
        parts.iter().filter_map(move |part| {
            let site = Site::second(part.resource, class)?;
            let copy = Part { recipe: part.recipe.at(site), ..*part };
            Some(copy.settle(&self.likely, self.plan, self.peers)).filter(|copy| copy.likely > 0)
        })
    }

    /// The copy of a machine; `None` where there is none.
    pub fn copy_of(&self, machine: &Sized) -> Option<Sized> {
        let class = self.class_of(&machine.system_key());
        let parts: Vec<Part> = self.parts_of(&machine.parts, class).collect();
        (!parts.is_empty()).then(|| Sized {
            id: format!("{}@second-site", machine.id),
            zone: zone_of(&machine.zone),
            parts,
            is_second_site: true,
            ..machine.clone()
        })
    }
}

/// The zone of copies of machines of a zone.
pub fn zone_of(zone: &str) -> String {
    format!("{zone}{SECOND_SITE}")
}
