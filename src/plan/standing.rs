//! What the plan says of racks that stand already, of NetBox, and of the bill of materials.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Assumption, SECOND_SITE, ZonePlan};

/// Racks that stand in the hall already, where their lists leave something out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingPlan {
    /// The column of the rack list that says which zone a rack serves.
    pub zone_from: ZoneColumn,
    /// Zone by a rack as `site/rack`, or by a word of the column `zone_from`.
    pub zones: BTreeMap<String, String>,
    /// Words of a role or model whose devices draw no power of their own.
    pub passive_words: Vec<String>,
    /// Words of a role or model whose devices connect others; none of them makes a rack's own switch.
    pub network_words: Vec<String>,
    /// Words of a role or model whose devices are switches that the devices of a rack connect to.
    pub switch_words: Vec<String>,
    /// Words of a role or model whose devices are other switches all the same.
    pub other_switch_words: Vec<String>,
    /// Power cords of a device that does not say how many it has.
    pub cords: u8,
    /// Peak power of a device that states none, by the height it takes.
    pub power_w_per_u: Assumption,
    /// Mass of a device that states none, by the height it takes.
    pub weight_kg_per_u: Assumption,
    /// Mass of a device that draws no power and states no mass, by the height it takes.
    pub passive_weight_kg_per_u: Assumption,
}

/// A column of the rack list that may say which zone a rack serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneColumn {
    /// No column does.
    None,
    /// The role of the rack.
    Role,
    /// Whose rack it is.
    Tenant,
    /// The group of racks it stands in.
    Group,
    /// Any of its tags.
    Tags,
}

impl ZoneColumn {
    /// The word in the plan file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Role => "role",
            Self::Tenant => "tenant",
            Self::Group => "group",
            Self::Tags => "tags",
        }
    }
}

impl StandingPlan {
    /// The zone a word of a rack list stands for: what `zones` says of it, else the word itself where
    /// it is the name of a zone.
    pub fn zone_of(&self, word: &str, zones: &ZonePlan) -> Option<String> {
        if let Some(zone) = self.zones.get(word) {
            return Some(zone.clone());
        }
        zones.is_zone(word).then(|| word.to_owned())
    }

    /// What no plan may say.
    pub(super) fn check(&self, zones: &ZonePlan) -> Result<(), String> {
        if let Some((rack, zone)) = self.zones.iter().find(|(_, zone)| !zones.is_zone(zone)) {
            return Err(format!(
                "standing.zones gives \"{rack}\" the zone \"{zone}\", which is none; the zones are {}, each \
                 with {SECOND_SITE} for its second site",
                BTreeSet::from_iter(zones.all()).into_iter().collect::<Vec<_>>().join(", ")
            ));
        }
        let words = [
            ("passive_words", &self.passive_words),
            ("network_words", &self.network_words),
            ("switch_words", &self.switch_words),
            ("other_switch_words", &self.other_switch_words),
        ];
        let is_empty = |word: &String| !word.chars().any(char::is_alphanumeric);
        match words.into_iter().find(|(_, words)| words.iter().any(is_empty)) {
            Some((name, _)) => Err(format!("standing.{name} holds an empty word")),
            None => Ok(()),
        }
    }
}

/// How new racks and devices are named in files for NetBox.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetboxPlan {
    /// Name of the site new racks stand in.
    pub site: String,
}

impl NetboxPlan {
    /// What no plan may say.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.site.trim() {
            "" => Err("netbox.site is empty".to_owned()),
            _ => Ok(()),
        }
    }
}

/// What comes with each new rack.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillPlan {
    /// Switches at the top of a rack that carry data.
    pub switches_per_rack: Assumption,
    /// Switches of a rack for management out of band.
    pub management_switches_per_rack: Assumption,
    /// Power distribution units of a rack.
    pub pdus_per_rack: Assumption,
}
