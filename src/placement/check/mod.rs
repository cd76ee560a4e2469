//! The independent checker: judges a placement from the fleet's raw fields alone.
//!
//! It shares no code with the packer: capacities, needs, units and loads are computed here a second
//! time, in wider integers and by plain scans. In come a fleet and a placement of whatever origin; out
//! comes every violation found, in a fixed order. It does not know how a placement was made, and does
//! not judge how good it is.

mod addition;
mod aftermath;
mod frame;
mod hall;
mod hosts;
mod left;
mod racks;
mod replicas;
mod rules;
mod spares;
mod spread;
mod statement;
mod tally;
mod violation;

pub use addition::check_addition;
pub use aftermath::{Misjudged, check_aftermath};
pub use violation::{HostRef, Violation};

use super::Placement;
use super::fleet::Fleet;
use super::unplaced::UnplacedItem;

/// Every rule the placement of the fleet breaks; empty for a legal placement.
#[must_use = "an unread violation is not actionable"]
pub fn check(fleet: &Fleet, placement: &Placement) -> Vec<Violation> {
    let mut violations = Vec::new();
    hosts::check(fleet, placement, &mut violations);
    racks::check(fleet, placement, &mut violations);
    statement::check(fleet, placement, &mut violations);
    violations
}

/// Where each item is: `None` until seen. Shared by workloads and devices.
struct Seen<Place> {
    places: Vec<Option<Place>>,
}

impl<Place: Copy> Seen<Place> {
    fn new(count: usize) -> Self {
        Self { places: vec![None; count] }
    }

    /// Notes the item at the place; the place it was at before, if any. Unknown items are not noted.
    fn note(&mut self, item: usize, place: Place) -> Option<Place> {
        match self.places.get_mut(item) {
            Some(Some(before)) => Some(*before),
            Some(unseen) => {
                *unseen = Some(place);
                None
            }
            None => None,
        }
    }

    fn place(&self, item: usize) -> Option<Place> {
        self.places.get(item).copied().flatten()
    }

    fn has(&self, item: usize) -> bool {
        self.places.get(item).is_some_and(Option::is_some)
    }
}

/// Notes what is listed as unplaced, and returns which items are: one flag an item. `index_of` tells
/// workloads and devices apart.
fn listed<Place: Copy>(
    placement: &Placement,
    what: &'static str,
    count: usize,
    seen: &Seen<Place>,
    index_of: impl Fn(UnplacedItem) -> Option<usize>,
    violations: &mut Vec<Violation>,
) -> Vec<bool> {
    let mut flags = vec![false; count];
    for refusal in &placement.unplaced {
        let Some(index) = index_of(refusal.item) else { continue };
        let Some(flag) = flags.get_mut(index) else {
            let place = "unplaced".to_owned();
            violations.push(Violation::UnknownIndex { what, index, place });
            continue;
        };
        if *flag || seen.has(index) {
            let (item, id) = (refusal.item, refusal.id.clone());
            violations.push(Violation::PlacedAndUnplaced { item, id });
        }
        *flag = true;
    }
    flags
}

/// Says so when a stated figure is not what was found.
fn compare<T: PartialEq + std::fmt::Debug>(
    place: &str,
    figure: &'static str,
    stated: &T,
    found: &T,
    violations: &mut Vec<Violation>,
) {
    if stated != found {
        let (stated, found) = (format!("{stated:?}"), format!("{found:?}"));
        violations.push(Violation::FigureMisstated {
            place: place.to_owned(),
            figure,
            stated,
            found,
        });
    }
}

/// A factor in millionths, which is how exactly factors count; at most `most`.
fn parts_per_million(factor: f64, most: u128) -> u128 {
    if factor > 0.0 { ((factor * 1_000_000.0).round() as u128).min(most) } else { 0 }
}

#[cfg(test)]
#[path = "../check_tests.rs"]
mod tests;
