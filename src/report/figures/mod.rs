//! The figures of a report, built from the results of the chain.

mod demand;
mod device_words;
mod ledger;
mod placement;
mod sizing_words;
mod tornado;
mod words;

pub use words::{caveats, footer, headlines};

use super::Planning;
use super::chart::Figure;
use crate::demand::Resource;

/// Names of all figures, in reading order.
pub const NAMES: [&str; 13] = [
    "demand_by_agency",
    "demand_by_quarter",
    "vcpu_ram",
    "storage_by_tier",
    "peak",
    "tornado_vcpu",
    "tornado_storage",
    "hosts_by_zone",
    "rack_elevation",
    "rack_power",
    "tornado_power",
    "submissions",
    "findings_by_code",
];

/// Every figure, in reading order.
pub fn all(planning: &Planning<'_>) -> Vec<Figure> {
    NAMES.iter().filter_map(|name| figure(planning, name)).collect()
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
        "hosts_by_zone" => placement::hosts_by_zone(planning),
        "rack_elevation" => placement::rack_elevation(planning),
        "rack_power" => placement::rack_power(planning),
        "tornado_power" => tornado::of_power(planning),
        "submissions" => ledger::submissions(planning),
        "findings_by_code" => ledger::findings_by_code(planning),
        _ => return None,
    };
    Some(figure)
}
