//! The fewest new racks that the devices of a zone need.

use super::room::{Room, ports_of};
use crate::placement::fleet::Device;
use crate::placement::packing::{Problem, pack};
use crate::placement::rack::BindingLimit;
use crate::unit::Watts;

/// Units (in sides of half a depth), mass, power after a failover, ports.
const LIMITS: usize = 4;

/// What a device takes of [`capacity`]. A single-corded device loads one feed, of which there are two, so
/// that it takes no more than a dual-corded one of half its power.
fn need(device: &Device) -> [u64; LIMITS] {
    let load = device.load().raw();
    [
        u64::from(device.units()) * if device.is_full_depth { 2 } else { 1 },
        device.weight.raw(),
        if device.is_single_corded() { load / 2 } else { load },
        u64::from(ports_of(device)),
    ]
}

/// What is free in a rack at most, however it is filled.
fn capacity(room: &Room) -> [u64; LIMITS] {
    let (limits, load) = (room.limits, room.load);
    let power = limits.power.unwrap_or_default();
    let single = Watts::from_raw((load.single[0] + load.single[1]).raw() / 2);
    let [sides, shared] = room.occupancy.sides();
    [
        u64::from(sides.min(2 * room.budget() + shared)),
        limits.weight.unwrap_or_default().saturating_sub(load.weight).raw(),
        power.saturating_sub(load.dual + single).raw(),
        u64::from(limits.ports.saturating_sub(load.ports)),
    ]
}

/// The fewest new racks by volume, limit by limit, and the limit that asks for most; `standing` are the
/// racks the devices could go to instead, as they were before anything came.
pub(super) fn by_volume<'a>(
    devices: impl Iterator<Item = &'a Device>,
    empty: &Room,
    standing: impl Iterator<Item = &'a Room>,
) -> (usize, Option<BindingLimit>) {
    let mut wanted = [0_u128; LIMITS];
    for device in devices {
        for (wanted, need) in wanted.iter_mut().zip(need(device)) {
            *wanted += u128::from(need);
        }
    }
    let mut offered = [0_u128; LIMITS];
    for room in standing {
        for (offered, free) in offered.iter_mut().zip(capacity(room)) {
            *offered += u128::from(free);
        }
    }
    let weight = if empty.limits.is_floor { BindingLimit::Floor } else { BindingLimit::Weight };
    let names = [BindingLimit::Height, weight, BindingLimit::Power, BindingLimit::Ports];
    let of_one = capacity(empty);
    let mut bound = 0;
    let mut limiting: Option<(f64, BindingLimit)> = None;
    for (at, name) in names.into_iter().enumerate() {
        let each = u128::from(of_one[at]);
        if each == 0 || wanted[at] == 0 {
            continue;
        }
        let racks = wanted[at].saturating_sub(offered[at]).div_ceil(each);
        bound = bound.max(usize::try_from(racks).unwrap_or(usize::MAX));
        let share = wanted[at] as f64 / each as f64;
        if limiting.is_none_or(|(most, _)| share > most) {
            limiting = Some((share, name));
        }
    }
    (bound, limiting.map(|(_, name)| name))
}

/// The devices in as few new racks as the packing finds, as if units need not lie together and power
/// could be shared between the feeds, and the fewest that there could be.
pub(super) fn packed(
    devices: &[Device],
    order: &[usize],
    empty: &Room,
    effort: u64,
) -> (Vec<Vec<usize>>, usize) {
    let needs = order.iter().flat_map(|&index| need(&devices[index])).collect();
    let packing = pack(&Problem::of_one_kind(&capacity(empty), needs), effort);
    let racks = packing.bins.iter();
    let racks = racks.map(|bin| bin.items.iter().map(|&item| order[item]).collect());
    (racks.collect(), packing.bound.bins)
}
