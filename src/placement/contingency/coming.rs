//! Hosts that come to a plan: everything is put into racks anew with them, and of a number too large for
//! the hall as many as it takes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::addition::HallLimit;
use crate::placement::fleet::{Device, DeviceKind, Fleet, HostProfile, Pool};
use crate::placement::unplaced::{Unplaced, UnplacedItem};
use crate::placement::{Host, Placement, PoolPlacement, in_racks, racks};
use crate::unit::{Bytes, Vcpus};

/// Hosts of one addend, with what they are.
pub(super) struct Asked<'a> {
    /// Index of the pool.
    pub position: usize,
    pub pool: &'a Pool,
    /// One of the pool's or of another.
    pub profile: &'a HostProfile,
    pub count: usize,
}

impl Asked<'_> {
    /// Index of the profile in the pool; behind its profiles for one that it has not.
    fn profile_index(&self) -> usize {
        let mut own = self.pool.profiles.iter();
        let index = own.position(|profile| std::ptr::eq(profile, self.profile));
        index.unwrap_or(self.pool.profiles.len())
    }
}

/// All devices with those added. What stands in racks already comes last, as placement wants it.
#[derive(Clone)]
pub(super) struct Coming {
    devices: Vec<Device>,
    pools: Vec<PoolPlacement>,
    /// Where the added devices begin.
    first_added: usize,
    /// Where the standing devices begin.
    standing: usize,
}

impl Coming {
    pub fn of(placement: &Placement) -> Self {
        let standing = placement.standing_devices.start;
        Self {
            devices: placement.devices.clone(),
            pools: placement.pools.clone(),
            first_added: standing,
            standing,
        }
    }

    /// Adds so many hosts; they count with the average power of hosts that carry workloads.
    pub fn add(&mut self, asked: &Asked<'_>, count: usize) -> Range<usize> {
        let first = self.standing;
        // Numbers beyond those of all devices, so that no id stands twice.
        let device = |number: usize| {
            let number = first + number + 1;
            racks::host_device(&asked.pool.zone, asked.profile, DeviceKind::Host, number)
        };
        self.devices.splice(first..first, (0..count).map(device));
        self.standing += count;
        let host = |device: usize| Host {
            profile: asked.profile_index(),
            workloads: Vec::new(),
            vcpu_used: Vcpus::ZERO,
            ram_used: Bytes::ZERO,
            used: Default::default(),
            device,
        };
        // Hosts of a pool are spread over racks, and so are those that come to it.
        self.pools[asked.position].hosts.extend((first..self.standing).map(host));
        first..self.standing
    }

    /// The plan with all that came.
    pub fn placed(self, fleet: &Fleet, before: &Placement) -> Placement {
        let unplaced = before.unplaced.iter().filter(|refused| device(refused).is_none());
        in_racks(fleet, self.pools, self.devices, unplaced.cloned().collect())
    }

    fn is_added(&self, device: usize) -> bool {
        (self.first_added..self.standing).contains(&device)
    }
}

/// The most of the hosts that find racks without anything else losing its rack, and what refuses the
/// others.
pub(super) fn most_taken(
    fleet: &Fleet,
    placement: &Placement,
    coming: &Coming,
    asked: &Asked<'_>,
) -> (usize, Option<HallLimit>) {
    // Nothing that stands is refused, so that no index here moves when devices come.
    let lacked: BTreeSet<usize> = placement.unplaced.iter().filter_map(device).collect();
    let refusal = |count: usize| -> Option<HallLimit> {
        let mut with_added = coming.clone();
        with_added.add(asked, count);
        let refused = racks::place(fleet, &with_added.devices, &with_added.pools).unplaced;
        let is_added =
            |refused: &&Unplaced| device(refused).is_some_and(|d| with_added.is_added(d));
        let lost_it = |refused: &&Unplaced| device(refused).is_some_and(|d| !lacked.contains(&d));
        let first = refused.iter().find(is_added).or_else(|| refused.iter().find(lost_it));
        first.map(|refused| HallLimit::Racks {
            device_id: refused.id.clone(),
            reason: refused.reason.clone(),
        })
    };
    let Some(limit) = refusal(asked.count) else { return (asked.count, None) };
    // All of `fewest` are taken, `most` are not.
    let (mut fewest, mut most) = (0, asked.count);
    while most - fewest > 1 {
        let middle = fewest + (most - fewest) / 2;
        match refusal(middle) {
            None => fewest = middle,
            Some(_) => most = middle,
        }
    }
    (fewest, Some(limit))
}

const fn device(refused: &Unplaced) -> Option<usize> {
    match refused.item {
        UnplacedItem::Device(index) => Some(index),
        UnplacedItem::Workload(_) => None,
    }
}
