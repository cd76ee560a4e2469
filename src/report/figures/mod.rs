//! The figures of a report, built from the results of the chain.

mod demand;
mod device_words;
mod directive;
mod elevation;
mod facilities;
mod hosts;
mod ledger;
mod power;
mod quality;
mod racks;
mod sizing_words;
mod tornado;
mod words;

pub use directive::{deadlines, obligations};
pub use elevation::rack_elevation;
pub use facilities::facilities;
pub use power::{SWITCHES_WORDS, Sourced, by_source, source_words};
pub use words::{caveats, footer, headlines, racks_hold};

use super::Planning;
use super::chart::Figure;
use crate::demand::Resource;
use crate::language::Language;

/// What figures are of, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is asked of the centre.
    Demand,
    /// The servers that carry it.
    Hosts,
    /// Where devices stand, and their feeds.
    Racks,
    /// What the facility supplies.
    Power,
    /// Who has answered, and what is due when.
    Directive,
    /// What was found in what was sent in.
    Submissions,
}

impl Section {
    /// Its heading.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Demand => language.pick("Demand", "Nhu cầu"),
            Self::Hosts => language.pick("Hosts", "Máy chủ"),
            Self::Racks => language.pick("Racks and feeds", "Tủ rack và nhánh nguồn"),
            Self::Power => language.pick("Power of the facility", "Công suất toàn trạm"),
            Self::Directive => language.pick("The directive", "Thực hiện Chỉ thị"),
            Self::Submissions => language.pick("Submissions", "Hồ sơ"),
        }
    }
}

/// Every figure by name, in sections and in reading order.
pub const SECTIONS: [(Section, &[&str]); 6] = [
    (
        Section::Demand,
        &[
            "demand_by_agency",
            "demand_by_quarter",
            "vcpu_ram",
            "storage_by_tier",
            "peak",
            "tornado_vcpu",
            "tornado_storage",
        ],
    ),
    (Section::Hosts, &["hosts_by_zone", "host_fill"]),
    (Section::Racks, &["hall_heat_map", "feed_load", "rack_elevations", "rack_elevation"]),
    (Section::Power, &["power_sources", "pue_by_load", "tornado_power"]),
    (Section::Directive, &["obligations", "facilities", "deadlines"]),
    (Section::Submissions, &["quality", "findings_by_code"]),
];

/// Names of all figures, in reading order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().flat_map(|(_, names)| names.iter().copied())
}

/// Every figure, in reading order.
pub fn all(planning: &Planning<'_>) -> Vec<Figure> {
    names().filter_map(|name| figure(planning, name)).collect()
}

/// The figure of a name; `None` for an unknown one.
pub fn figure(planning: &Planning<'_>, name: &str) -> Option<Figure> {
    let figure = match name {
        "demand_by_agency" => demand::by_agency(planning),
        "demand_by_quarter" => demand::by_quarter(planning),
        "vcpu_ram" => demand::vcpu_ram(planning),
        "storage_by_tier" => demand::storage_by_tier(planning),
        "peak" => tornado::peak(planning),
        "tornado_vcpu" => tornado::of_resource(planning, Resource::Vcpu),
        "tornado_storage" => tornado::of_resource(planning, Resource::Storage),
        "hosts_by_zone" => hosts::hosts_by_zone(planning),
        "host_fill" => hosts::host_fill(planning),
        "hall_heat_map" => racks::hall_heat_map(planning),
        "feed_load" => racks::feed_load(planning),
        "rack_elevations" => elevation::rack_elevations(planning),
        "rack_elevation" => elevation::rack_elevation(planning, None)?,
        "power_sources" => power::power_sources(planning),
        "pue_by_load" => power::pue_by_load(planning),
        "tornado_power" => tornado::of_power(planning),
        "obligations" => obligations(planning.status, planning.agencies, planning.language),
        "facilities" => facilities(planning.whereabouts, planning.agencies, planning.language),
        "deadlines" => deadlines(planning.status, planning.language),
        "quality" => quality::quality(planning),
        "findings_by_code" => ledger::findings_by_code(planning),
        _ => return None,
    };
    Some(figure)
}
