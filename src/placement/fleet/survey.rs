//! What is known of the devices that move: where each figure comes from, which models were found in the
//! device library, what stays behind and why.

use std::collections::BTreeMap;

use super::{DeviceKind, PowerSource};
use crate::diagnostic::{Code, Finding, Text};
use crate::inventory::RowAddress;
use crate::library::{Difference, Score, Verdict};
use crate::unit::Watts;

/// A fact of a device beside its power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Its height.
    Height,
    /// Whether it takes the full depth of a rack.
    Depth,
    /// Its mass.
    Weight,
    /// The power cords it has.
    Cords,
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 4] = [Self::Height, Self::Depth, Self::Weight, Self::Cords];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Height => "height",
            Self::Depth => "depth",
            Self::Weight => "weight",
            Self::Cords => "cords",
        }
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The submission says it.
    Stated,
    /// The device library says it of the model.
    Library,
    /// The plan's stand-in.
    Assumed,
}

impl Origin {
    /// Every origin, best first.
    pub const ALL: [Self; 3] = [Self::Stated, Self::Library, Self::Assumed];
}

/// Why a storage array or a network device does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaysBehind {
    /// The plan has none of its kind move.
    PlanMovesNone,
    /// Nobody says where it stands.
    NoFacility,
    /// It stands where no system is stated to run.
    NoSystemThere,
    /// Of the systems at its facility some move as they are and others do not.
    FacilityMovesInPart,
    /// No system at its facility moves as it is.
    FacilityStays,
    /// The last system of its facility moves after the plan's last quarter.
    AfterThePlan,
}

impl StaysBehind {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PlanMovesNone => "plan_moves_none",
            Self::NoFacility => "no_facility_stated",
            Self::NoSystemThere => "no_system_at_facility",
            Self::FacilityMovesInPart => "facility_moves_in_part",
            Self::FacilityStays => "facility_does_not_relocate",
            Self::AfterThePlan => "after_the_plan",
        }
    }

    /// Whether the device may have to move all the same: nobody can tell from what is stated.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NoFacility | Self::NoSystemThere | Self::FacilityMovesInPart)
    }
}

/// A model as submissions write it, held against the device library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelMatch {
    /// Manufacturer and model as written.
    pub text: String,
    /// Devices that move and are called so.
    pub devices_count: usize,
    /// What became of it.
    pub verdict: Verdict,
    /// The nearest type, unless none is near.
    pub nearest: Option<String>,
    /// How near that is.
    pub score: Option<Score>,
    /// What speaks against it.
    pub difference: Option<Difference>,
    /// Where it stands first.
    pub address: RowAddress,
}

/// What is known of the devices that move.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// Devices by kind, fact and where the fact comes from.
    pub facts: BTreeMap<(DeviceKind, Fact, Origin), usize>,
    /// Models as written, in the order of the text; none where no library was imported.
    pub matches: Vec<ModelMatch>,
    /// Devices that stay, by agency, kind and reason.
    pub left_out: BTreeMap<(String, DeviceKind, StaysBehind), usize>,
    /// Agencies of which some system moves as it is.
    pub relocating_agencies: Vec<String>,
    /// What the GPUs of a device add to its peak, by its index in the fleet.
    pub gpu_peaks: BTreeMap<usize, Watts>,
}

impl Survey {
    /// Devices of which a fact has that origin.
    pub fn count(&self, fact: Fact, origin: Origin) -> usize {
        let counts = self.facts.iter().filter(|((_, f, o), _)| (*f, *o) == (fact, origin));
        counts.map(|(_, count)| count).sum()
    }

    /// Devices of agencies with relocating systems that stay since nobody can tell whether they move.
    pub fn open_count(&self, kind: DeviceKind) -> usize {
        let is_open = |(agency, of, why): &(String, DeviceKind, StaysBehind)| {
            *of == kind && why.is_open() && self.relocating_agencies.contains(agency)
        };
        self.left_out.iter().filter(|(key, _)| is_open(key)).map(|(_, count)| count).sum()
    }

    /// The doubtful matches as findings, each with the submission it is about.
    pub fn findings(&self) -> Vec<(String, Finding)> {
        let doubtful = self.matches.iter().filter(|one| one.verdict == Verdict::Doubtful);
        let finding = |one: &ModelMatch| {
            let said = Text::phrase("L901-model")
                .with("model", one.text.as_str())
                .with("devices", one.devices_count)
                .with("type", one.nearest.as_deref().unwrap_or_default())
                .with("score", one.score.map_or(0.0, Score::as_share))
                .with("why", why(one.difference));
            let finding = Finding::new(Code::L901, said);
            (
                one.address.submission_id.clone(),
                finding.sheet(&one.address.sheet).row(one.address.row),
            )
        };
        doubtful.map(finding).collect()
    }
}

/// What speaks against a type, as a phrase.
const fn why(difference: Option<Difference>) -> Text {
    Text::phrase(match difference {
        None => "L901-score",
        Some(Difference::Maker) => "L901-maker",
        Some(Difference::Family) => "L901-family",
        Some(Difference::Number) => "L901-number",
        Some(Difference::LessSpecific) => "L901-less-specific",
        Some(Difference::MoreSpecific) => "L901-more-specific",
        Some(Difference::Letters) => "L901-letters",
        Some(Difference::Suffix) => "L901-suffix",
        Some(Difference::UnknownWord) => "L901-unknown-word",
        Some(Difference::Ambiguous) => "L901-ambiguous",
    })
}

impl PowerSource {
    /// Every source, best first; that of hosts beside the vendor's peak, which it is.
    pub const ALL: [Self; 8] = [
        Self::Measured,
        Self::VendorPeak,
        Self::Profile,
        Self::Generation,
        Self::NameplateDerated,
        Self::LibraryNameplate,
        Self::DrawsNone,
        Self::Imputed,
    ];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::VendorPeak => "vendor_peak",
            Self::Profile => "profile",
            Self::Generation => "generation",
            Self::NameplateDerated => "nameplate_derated",
            Self::LibraryNameplate => "library_nameplate_derated",
            Self::DrawsNone => "draws_none",
            Self::Imputed => "imputed",
        }
    }
}
