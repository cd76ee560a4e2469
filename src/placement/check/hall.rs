//! The rules of the hall: every rack that stands is there once and as it stands, new ones are no more than
//! there is room for, and each has a place of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::compare;
use super::frame::Frame;
use crate::placement::Placement;
use crate::placement::fleet::Fleet;
use crate::placement::rack::RackPlacement;

pub(super) fn check(
    fleet: &Fleet,
    placement: &Placement,
    frames: &[Frame<'_>],
    violations: &mut Vec<Violation>,
) {
    let mut ids = BTreeSet::new();
    for rack in placement.racks.iter().filter(|rack| rack.standing.is_some()) {
        // That two standing racks have one name is the hall's affair.
        ids.insert(&rack.id);
    }
    for rack in placement.racks.iter().filter(|rack| rack.standing.is_none()) {
        if !ids.insert(&rack.id) {
            violations.push(Violation::RackIdTwice { rack: rack.id.clone() });
        }
    }
    let mut standing: Vec<usize> = placement.racks.iter().filter_map(|r| r.standing).collect();
    standing.sort_unstable();
    let all: Vec<usize> = (0..fleet.standing.len()).collect();
    compare("hall", "racks that stand", &standing, &all, violations);
    if let Some(limit) = fleet.hall.racks_max {
        let (racks, new) = (placement.racks.len(), new_count(placement));
        if new > 0 && racks > limit as usize {
            violations.push(Violation::TooManyRacks { racks, limit });
        }
    }
    for frame in frames {
        check_zone(fleet, frame, violations);
    }
    check_rows(fleet, placement, violations);
    check_zones(placement, violations);
}

/// A rack that stands and serves a zone goes on to serve it.
fn check_zone(fleet: &Fleet, frame: &Frame<'_>, violations: &mut Vec<Violation>) {
    let rack = frame.rack;
    let Some(stands) = rack.standing.and_then(|index| fleet.standing.get(index)) else { return };
    let is_right = match &stands.zone {
        Some(zone) => *zone == rack.zone,
        None => frame.has_come != serves_none(rack),
    };
    if !is_right || (stands.row.is_some() && stands.row != rack.row) {
        violations.push(Violation::StandingAltered { rack: rack.id.clone() });
    }
}

/// No two racks have one place in one row, and no row has more new racks than it has places.
fn check_rows(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    let mut places = BTreeSet::new();
    let mut new: BTreeMap<&str, u32> = BTreeMap::new();
    for rack in &placement.racks {
        let has_place = match (rack.row.as_deref(), rack.number) {
            (Some(row), Some(number)) => {
                *new.entry(row).or_default() += u32::from(rack.standing.is_none());
                let is_in_row = new[row] <= fleet.hall.racks_per_row.max(1);
                number > 0 && is_in_row && places.insert((row, number))
            }
            (None, None) => rack.standing.is_some(),
            _ => false,
        };
        if !has_place {
            violations.push(Violation::RackPlaceWrong { rack: rack.id.clone() });
        }
    }
}

/// The racks of each zone are counted right and no fewer than they can be.
fn check_zones(placement: &Placement, violations: &mut Vec<Violation>) {
    let mut counted: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for rack in placement.racks.iter().filter(|rack| !serves_none(rack)) {
        counted.entry(&rack.zone).or_default()[usize::from(rack.standing.is_none())] += 1;
    }
    for stated in &placement.zones {
        let found = counted.remove(stated.zone.as_str()).unwrap_or_default();
        let racks = [stated.racks_standing, stated.racks_new];
        compare(&stated.zone, "racks", &racks, &found, violations);
        let (lower_bound, racks) = (stated.racks_new_lower_bound, stated.racks_new);
        if lower_bound > racks {
            let zone = stated.zone.clone();
            violations.push(Violation::LowerBoundAboveRacks { zone, lower_bound, racks });
        }
    }
    for (zone, found) in counted {
        compare(zone, "racks", &[0, 0], &found, violations);
    }
}

/// Whether the rack serves no zone.
pub(super) fn serves_none(rack: &RackPlacement) -> bool {
    rack.zone == "unassigned"
}

fn new_count(placement: &Placement) -> usize {
    placement.racks.iter().filter(|rack| rack.standing.is_none()).count()
}

/// Whether the hall has room for one more rack.
pub(super) fn racks_left(fleet: &Fleet, placement: &Placement) -> bool {
    let racks = fleet.standing.len() + new_count(placement);
    fleet.hall.racks_max.is_none_or(|max| racks < max as usize)
}
