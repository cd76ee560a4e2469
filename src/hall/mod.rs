//! What stands in a hall already: racks, the devices in them, units that are kept for something.
//!
//! In come lists of racks, devices and reservations as NetBox exports or imports them, and for the
//! sizes that its device list lacks the list of device types. Out goes [`Standing`], every finding, and
//! the count of each list, in which rows read = taken + skipped + rejected. What a list leaves out is
//! told; heights come from the plan then, mass and power stay unknown here.
//!
//! This room does not know where lists are kept or what is placed in the racks.

mod count;
mod device;
mod elevation;
mod list;
mod rack;
mod reading;
mod reservation;

use crate::plan::{Plan, ZoneColumn};
use crate::unit::{Kilograms, RackUnits, Watts};

pub use count::{ListCount, Skip};
pub use elevation::Elevation;
pub use list::List;
pub use reading::{HallReading, ListFile, read};

/// What stands in the hall: racks by site, location and name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The racks.
    pub racks: Vec<Rack>,
    /// The list of device types, by maker and model.
    pub types: Vec<ListedType>,
}

/// A type of devices that the lists name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedType {
    /// Who makes it; empty where nobody says.
    pub manufacturer: String,
    /// Its model.
    pub model: String,
    /// Its height; `None` where the list says several.
    pub height: Option<RackUnits>,
    /// Whether it takes the full depth; `None` where nobody says.
    pub is_full_depth: Option<bool>,
}

/// A rack with what it holds. Names repeat from site to site, so a rack is known by both.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rack {
    /// The site it stands in.
    pub site: String,
    /// The part of the site; empty where none is said.
    pub location: String,
    /// Its name there.
    pub name: String,
    /// The group of racks it stands in, which is its row; empty where none is said.
    pub group: String,
    /// What it is for, as written; empty where nobody says.
    pub role: String,
    /// Whose it is, as written; empty where nobody says.
    pub tenant: String,
    /// Its tags, as written.
    pub tags: Vec<String>,
    /// Its status, a word of NetBox's, or as written where it is none.
    pub status: String,
    /// Whole units inside.
    pub height_u: u32,
    /// How its units are numbered.
    pub numbering: Numbering,
    /// What it may weigh with all it holds; `None` where nobody says.
    pub weight_limit: Option<Kilograms>,
    /// Why nothing new is put in; `None` for a rack that may be filled.
    pub closed: Option<Closed>,
    /// Its devices, by lowest unit, side, then id; those without a unit first.
    pub mounted: Vec<Mounted>,
    /// Units that are kept for something.
    pub reserved: Vec<Reserved>,
}

/// How the units of a rack are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering {
    /// Whether the first number is at the top.
    pub is_from_the_top: bool,
    /// The first number.
    pub first: u32,
}

impl Default for Numbering {
    /// From the bottom, from 1.
    fn default() -> Self {
        Self { is_from_the_top: false, first: 1 }
    }
}

/// Why nothing new is put in a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Its status is reserved.
    Reserved,
    /// Its status is deprecated: it is about to go.
    Deprecated,
    /// It is narrower than 19 inches.
    Narrow,
}

impl Closed {
    /// What its units are kept for.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Reserved => "rack is reserved",
            Self::Deprecated => "rack is deprecated",
            Self::Narrow => "rack is narrower than 19 inches",
        }
    }
}

/// A device in a rack.
#[derive(Debug, Clone, PartialEq)]
pub struct Mounted {
    /// `site/name`, or for a device without a name `site/rack/U11-front`; with `#2` where that is taken.
    pub id: String,
    /// Its name as written; empty where it has none.
    pub name: String,
    /// Who made it; empty where nobody says.
    pub manufacturer: String,
    /// Its model; empty where nobody says.
    pub model: String,
    /// What it is for; empty where nobody says.
    pub role: String,
    /// Its height; zero for one at the side, or within another device.
    pub height: RackUnits,
    /// Whether the height is the plan's, since nobody states it.
    pub is_height_assumed: bool,
    /// Whether it takes both sides; so it is where its depth or its side is not said.
    pub is_full_depth: bool,
    /// The bottom of its lowest unit, the bottom unit of the rack being 1 whichever way the rack is
    /// numbered; `None` for one that takes no unit or does not say which.
    pub bottom: Option<RackUnits>,
    /// The side it is mounted on.
    pub face: Face,
    /// Its mass; `None` where nobody says.
    pub weight: Option<Kilograms>,
    /// Power measured; `None` where nobody says.
    pub power_measured: Option<Watts>,
    /// Power supplies, each with a cord; `None` where nobody says.
    pub cords: Option<u8>,
    /// The device it stands in; empty for one that stands in none.
    pub parent: String,
    /// Whether a device it stands in states a power, which is that of both.
    pub is_in_power_of_parent: bool,
    /// Its row in the list of devices.
    pub row: u32,
}

/// A side of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// The front.
    Front,
    /// The rear.
    Rear,
}

impl Face {
    /// The word NetBox has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Rear => "rear",
        }
    }
}

/// Units of a rack that are kept for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    /// Whole units, ascending, the bottom of the rack being 1.
    pub units: Vec<u32>,
    /// What for, as written.
    pub purpose: String,
}

impl Mounted {
    /// Whether it stands within another device, which carries its power where it states none itself.
    pub fn is_within_another(&self) -> bool {
        !self.parent.is_empty()
    }

    /// Whether its role or model has one of these words, or several in a row as one of them.
    fn has_one_of(&self, wanted: &[String]) -> bool {
        let words = |text: &str| {
            let lower = text.to_lowercase();
            let words: Vec<&str> =
                lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            format!(" {} ", words.join(" "))
        };
        let own = [words(&self.role), words(&self.model)];
        wanted.iter().any(|word| own.iter().any(|text| text.contains(&words(word))))
    }

    /// Whether it draws no power of its own: its role or model has one of the plan's words for that.
    pub fn is_passive(&self, plan: &Plan) -> bool {
        self.has_one_of(&plan.standing.passive_words)
    }

    /// Whether it is a switch to which the devices of its rack may be connected: its role or model says
    /// so, and nothing that makes it another kind of switch.
    pub fn is_switch(&self, plan: &Plan) -> bool {
        let standing = &plan.standing;
        self.has_one_of(&standing.switch_words)
            && !self.has_one_of(&standing.other_switch_words)
            && !self.is_passive(plan)
    }

    /// Its power: as measured; nothing where the device it stands in states that of both, or where it
    /// draws none of its own or hangs on the device it stands in; `None` where nobody says.
    pub fn power_known(&self, plan: &Plan) -> Option<Watts> {
        let draws_none = self.is_within_another() || self.is_passive(plan);
        match self.is_in_power_of_parent {
            true => Some(Watts::ZERO),
            false => self.power_measured.or(draws_none.then_some(Watts::ZERO)),
        }
    }

    /// Whether the power it states counts: that of a device in another is a part of what that one states.
    pub fn is_power_measured(&self) -> bool {
        self.power_measured.is_some() && !self.is_in_power_of_parent
    }

    /// The height its stand-ins are reckoned by: one unit at least, since what hangs at the side of a
    /// rack has mass and draws power as well; none of what is within another device.
    fn units_assumed(&self) -> f64 {
        if self.is_within_another() { 0.0 } else { self.height.as_units().max(1.0) }
    }

    /// Its mass, where nobody states it the plan's by its height.
    pub fn weight_settled(&self, plan: &Plan) -> Kilograms {
        let per_unit = match self.is_passive(plan) {
            true => &plan.standing.passive_weight_kg_per_u,
            false => &plan.standing.weight_kg_per_u,
        };
        let assumed = || Kilograms::from_kilograms(per_unit.value * self.units_assumed());
        self.weight.unwrap_or_else(assumed)
    }

    /// Whether it connects others: the plan's words for its role or model say so.
    pub fn is_network(&self, plan: &Plan) -> bool {
        // "Network" alone is a role of its own; beside other words, as of storage, it says little.
        matches!(self.role.to_lowercase().as_str(), "network" | "mạng")
            || self.has_one_of(&plan.standing.network_words)
    }

    /// Ports of the rack's switches that it takes, which no list of NetBox says: the plan's figure, none
    /// where it draws no power, stands within another device or connects others.
    pub fn ports_settled(&self, plan: &Plan) -> u16 {
        let takes_none = self.is_passive(plan)
            || self.is_within_another()
            || self.is_switch(plan)
            || self.is_network(plan);
        if takes_none { 0 } else { plan.device.switch_ports_whole() }
    }

    /// Its peak power, where nobody states any the plan's by its height.
    pub fn power_settled(&self, plan: &Plan) -> Watts {
        let per_unit = plan.standing.power_w_per_u.value;
        let assumed = || Watts::from_watts(per_unit * self.units_assumed());
        self.power_known(plan).unwrap_or_else(assumed)
    }
}

impl Rack {
    /// `site/name`, with the location between them where it is said.
    pub fn id(&self) -> String {
        match self.location.as_str() {
            "" => format!("{}/{}", self.site, self.name),
            location => format!("{}/{location}/{}", self.site, self.name),
        }
    }

    /// Where the bottom of a device stands, the bottom unit of the rack being 1, whose lowest number is
    /// given; `None` where it lies beyond the rack. NetBox calls a device by the lowest number of its
    /// units, which is its topmost unit in a rack that is numbered from the top.
    pub fn bottom_of(&self, position: RackUnits, height: RackUnits) -> Option<RackUnits> {
        let before = RackUnits::from_units(self.numbering.first.saturating_sub(1));
        let from_first = position.raw().checked_sub(before.raw())?;
        self.mirrored(RackUnits::from_raw(from_first), height)
    }

    /// The lowest number of the units of a device, given where its bottom stands: what
    /// [`bottom_of`](Self::bottom_of) turns back.
    pub fn position_of(&self, bottom: RackUnits, height: RackUnits) -> Option<RackUnits> {
        let from_first = self.mirrored(bottom, height)?;
        Some(from_first + RackUnits::from_units(self.numbering.first.saturating_sub(1)))
    }

    fn mirrored(&self, start: RackUnits, height: RackUnits) -> Option<RackUnits> {
        let one = RackUnits::from_units(1);
        let end = RackUnits::from_units(self.height_u.saturating_add(1));
        let top = start.checked_add(height).filter(|top| start >= one && *top <= end)?;
        Some(if self.numbering.is_from_the_top { end - top + one } else { start })
    }

    /// Words that may say its zone: what it is called, then what a column says.
    pub fn zone_words(&self, column: ZoneColumn) -> Vec<String> {
        let mut words = vec![self.id(), format!("{}/{}", self.site, self.name)];
        match column {
            ZoneColumn::None => {}
            ZoneColumn::Role => words.push(self.role.clone()),
            ZoneColumn::Tenant => words.push(self.tenant.clone()),
            ZoneColumn::Group => words.push(self.group.clone()),
            ZoneColumn::Tags => words.extend(self.tags.iter().cloned()),
        }
        words.retain(|word| !word.is_empty());
        words
    }

    /// The zone it serves by the plan: the first of its words that is one; `None` where none is.
    pub fn zone(&self, plan: &Plan) -> Option<String> {
        let words = self.zone_words(plan.standing.zone_from);
        words.iter().find_map(|word| plan.standing.zone_of(word, &plan.zone))
    }

    /// All units that are kept for something, those of a closed rack included.
    pub fn reservations(&self) -> Vec<Reserved> {
        let mut reserved = self.reserved.clone();
        if let Some(closed) = self.closed {
            let units = (1..=self.height_u).collect();
            reserved.push(Reserved { units, purpose: closed.purpose().to_owned() });
        }
        reserved
    }

    /// Which of its units are taken, kept and free.
    pub fn elevation(&self) -> Elevation {
        Elevation::of(self)
    }
}

#[cfg(test)]
mod tests;
