//! Hosts, racks and power at any level of the assumptions, without packing anew.
//!
//! What was placed at the plan's values is scaled: the hosts of a pool as [`mix`](super::mix) says, the
//! racks of a zone by units, power and weight over what one rack offers, times what placing took beyond
//! that volume. So the figures at the plan's values are those that were placed, and others are as much
//! above the least possible as these.
//!
//! Racks that stand already, and what stands in them and the switches they get draw, are the same at every
//! level: no assumption is scaled in them. Of what comes they take as much as they were given; where
//! no new rack was opened also what they have left, and each that serves no zone counts as one new rack less.

use std::collections::BTreeMap;

use super::mix::{HostsAt, Mix};
use crate::placement::fleet::{Device, DeviceKind, Fleet, PowerSource, RackProfile};
use crate::placement::intake::{hall, pool, rack_profile};
use crate::placement::power::{self, PowerStatement};
use crate::placement::rack::units_free;
use crate::placement::{NO_ZONE, Placement, Pool, RackPlacement};
use crate::plan::{Assumption, Plan};
use crate::unit::Watts;

pub use super::mix::PoolNeed;
use super::mix::{beyond, ratio, whole};

/// Hosts, racks and power at a level of the assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    /// Hosts of each pool that carry workloads, in the order of the fleet.
    pub hosts: Vec<f64>,
    /// Spare hosts of all pools.
    pub spare: f64,
    /// Racks.
    pub racks: f64,
    /// What the facility supplies.
    pub power: PowerStatement,
}

/// What was placed, in the form it is scaled in.
#[derive(Debug)]
pub struct Estimate {
    pools: Vec<PoolShape>,
    zones: Vec<ZoneShape>,
    /// Placed over estimated at the plan's values, of average and of peak power; below 1 where devices
    /// found no rack.
    power_placed: [f64; 2],
    /// Racks that stand already, and average and peak watts of what stands in them and of the switches
    /// they get: the same whatever comes.
    standing: (f64, [f64; 2]),
    /// Racks that stand already and that no zone needed.
    unclaimed: f64,
}

#[derive(Debug)]
struct PoolShape {
    zone: usize,
    name: String,
    mix: Mix,
}

#[derive(Debug, Default)]
struct ZoneShape {
    moved: Moved,
    /// What racks that stand already take of what comes.
    standing: Held,
    /// What placing took beyond the volume of what the racks hold.
    racks_per_volume: f64,
}

/// Devices that move as they are, together.
#[derive(Debug, Default)]
struct Moved {
    units: f64,
    weight_kg: f64,
    /// Average and peak in watts, by kind and where the figures come from.
    watts: BTreeMap<(DeviceKind, PowerSource), [f64; 2]>,
    /// What of that GPUs draw that the plan's figure stands for.
    gpus: BTreeMap<(DeviceKind, PowerSource), [f64; 2]>,
}

/// What the racks of a zone hold: units, kilograms, average and peak watts.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    units: f64,
    weight_kg: f64,
    watts: [f64; 2],
}

impl Estimate {
    /// From a placement and the needs of its pools at the plan's values.
    pub fn of(fleet: &Fleet, placement: &Placement, needs: &[PoolNeed], plan: &Plan) -> Self {
        let mut names: Vec<&str> = fleet.pools.iter().map(|pool| pool.zone.as_str()).collect();
        names.extend(fleet.devices.iter().map(|device| device.zone.as_str()));
        names.sort_unstable();
        names.dedup();
        let zone_of = |zone: &str| names.binary_search(&zone).unwrap_or(0);
        let mut zones: Vec<ZoneShape> = names.iter().map(|_| ZoneShape::default()).collect();
        for (index, device) in fleet.devices.iter().enumerate() {
            let gpus = fleet.survey.gpu_peaks.get(&index).copied();
            zones[zone_of(&device.zone)].moved.add(device, gpus);
        }
        let pools = fleet.pools.iter().zip(&placement.pools).zip(needs);
        let pools = pools.map(|((pool, placed), need)| PoolShape {
            zone: zone_of(&pool.zone),
            name: pool.zone.clone(),
            mix: Mix::of(pool, placed, fleet, need),
        });
        let pools: Vec<PoolShape> = pools.collect();
        let standing = standing_of(placement);
        let is_unclaimed = |rack: &&RackPlacement| rack.standing.is_some() && rack.zone == NO_ZONE;
        let unclaimed = placement.racks.iter().filter(is_unclaimed).count() as f64;
        let mut estimate = Self { pools, zones, power_placed: [1.0, 1.0], standing, unclaimed };
        let levels = estimate.pools_at(plan);
        let hosts = estimate.hosts_at(needs, &levels);
        let held = estimate.held(&hosts, &levels, plan, plan);
        let rack = rack_profile(plan);
        for (zone, held) in held.iter().enumerate() {
            let is_new = |rack: &&RackPlacement| rack.standing.is_none();
            let new = placement.racks.iter().filter(is_new);
            let placed = new.filter(|rack| zone_of(&rack.zone) == zone).count();
            let own = placement.racks.iter().filter(|rack| rack.standing.is_some());
            let own = own.filter(|rack| names.get(zone) == Some(&rack.zone.as_str()));
            let mut taken = Held::default();
            for rack in own {
                taken.add_what_came(rack, placement);
                if placed == 0 {
                    taken.add_what_is_free(rack, fleet);
                }
            }
            let zone = &mut estimate.zones[zone];
            zone.racks_per_volume = beyond(placed, held.without(&taken).racks(&rack));
            zone.standing = taken;
        }
        let (standing_count, standing_watts) = standing;
        let watts = total_watts(&held, placement.racks.len() as f64 - standing_count, &rack);
        let placed = [placement.power.it_average, placement.power.it_peak_sum];
        let come = [0, 1].map(|at| placed[at].as_watts() - standing_watts[at]);
        estimate.power_placed = [0, 1].map(|at| ratio(come[at], watts[at]));
        estimate
    }

    /// At the needs and the plan of another level; `likely` is the plan that was placed.
    pub fn at(&self, needs: &[PoolNeed], plan: &Plan, likely: &Plan) -> Estimated {
        let rack = rack_profile(plan);
        let levels = self.pools_at(plan);
        let hosts = self.hosts_at(needs, &levels);
        let held = self.held(&hosts, &levels, plan, likely);
        let new_racks: f64 = held
            .iter()
            .zip(&self.zones)
            .map(|(held, zone)| {
                whole(held.without(&zone.standing).racks(&rack) * zone.racks_per_volume)
            })
            .sum();
        let new_racks = (new_racks - self.unclaimed).max(0.0);
        let watts = total_watts(&held, new_racks, &rack);
        let (standing_count, standing_watts) = self.standing;
        let [average, peak] = [0, 1]
            .map(|at| Watts::from_watts(watts[at] * self.power_placed[at] + standing_watts[at]));
        let racks = new_racks + standing_count;
        let power = power::of_facility(average, peak, racks, &hall(plan));
        let spare = hosts.iter().flat_map(|hosts| &hosts.spares).sum();
        let hosts = hosts.iter().map(|hosts| hosts.carrying.iter().sum()).collect();
        Estimated { hosts, spare, racks, power }
    }

    /// The pools as a plan has them.
    fn pools_at(&self, plan: &Plan) -> Vec<Pool> {
        self.pools.iter().map(|shape| pool(&shape.name, plan)).collect()
    }

    /// Hosts and spare hosts of each pool.
    fn hosts_at(&self, needs: &[PoolNeed], levels: &[Pool]) -> Vec<HostsAt> {
        let pools = self.pools.iter().zip(needs).zip(levels);
        pools.map(|((shape, need), level)| shape.mix.at(need, level)).collect()
    }

    /// What the racks of each zone have to hold.
    fn held(&self, hosts: &[HostsAt], levels: &[Pool], plan: &Plan, likely: &Plan) -> Vec<Held> {
        let mut held: Vec<Held> =
            self.zones.iter().map(|zone| zone.moved.held(plan, likely)).collect();
        for ((shape, hosts), level) in self.pools.iter().zip(hosts).zip(levels) {
            let zone = &mut held[shape.zone];
            let counts = hosts.carrying.iter().zip(&hosts.spares);
            for (profile, (hosts, spares)) in level.profiles.iter().zip(counts) {
                let count = hosts + spares;
                let average = profile.power_average();
                zone.units += count * profile.height.as_units().ceil();
                zone.weight_kg += count * profile.weight.as_kilograms();
                // A spare host is switched on and idle.
                zone.watts[0] +=
                    hosts * average.as_watts() + spares * profile.power_idle.as_watts();
                zone.watts[1] += count * profile.power_peak.max(average).as_watts();
            }
        }
        held
    }
}

impl Held {
    /// Adds what came to a rack that stands already.
    fn add_what_came(&mut self, rack: &RackPlacement, placement: &Placement) {
        for stood in &rack.placements {
            if placement.standing_devices.contains(&stood.device) {
                continue;
            }
            let Some(device) = placement.devices.get(stood.device) else { continue };
            self.units += f64::from(device.units());
            self.weight_kg += device.weight.as_kilograms();
            self.watts[0] += device.power_average.as_watts();
            self.watts[1] += device.load().as_watts();
        }
    }

    /// Adds what a rack that stands already could take beside that.
    fn add_what_is_free(&mut self, rack: &RackPlacement, fleet: &Fleet) {
        self.units += units_free(rack).units.len() as f64;
        let weight = rack.weight_limit.saturating_sub(rack.weight);
        self.weight_kg += weight.as_kilograms();
        let power = fleet.rack.feed_limit.saturating_sub(rack.power_failover);
        self.watts[1] += power.as_watts();
    }

    /// What is left of it when another part is taken; of nothing less than nothing.
    fn without(&self, taken: &Self) -> Self {
        let watts = [0, 1].map(|at| (self.watts[at] - taken.watts[at]).max(0.0));
        Self {
            units: (self.units - taken.units).max(0.0),
            weight_kg: (self.weight_kg - taken.weight_kg).max(0.0),
            watts,
        }
    }

    /// Racks by volume: the largest of what units, power of the surviving feed and weight ask for.
    fn racks(&self, rack: &RackProfile) -> f64 {
        let units = f64::from(rack.units_usable()).max(1.0);
        let power = (rack.feed_limit.as_watts() - rack.tor_power.as_watts()).max(1.0);
        let own = rack.rack_weight.as_kilograms() + rack.tor_weight.as_kilograms();
        let (limit, _) = rack.mass_limit(rack.weight_limit);
        let weight = (limit.as_kilograms() - own).max(1.0);
        (self.units / units).max(self.watts[1] / power).max(self.weight_kg / weight)
    }
}

impl Moved {
    fn add(&mut self, device: &Device, gpu_peak: Option<Watts>) {
        self.units += f64::from(device.units());
        self.weight_kg += device.weight.as_kilograms();
        let (average, peak) = (device.power_average.as_watts(), device.load().as_watts());
        let gpu_peak = gpu_peak.map_or(0.0, Watts::as_watts);
        // GPUs are of the average what they are of the peak.
        let of_gpus = [average * ratio(gpu_peak, peak), gpu_peak];
        let key = (device.kind, device.power_source);
        for (watts, added) in [
            (&mut self.watts, [average - of_gpus[0], peak - of_gpus[1]]),
            (&mut self.gpus, of_gpus),
        ] {
            let sum = watts.entry(key).or_default();
            *sum = [sum[0] + added[0], sum[1] + added[1]];
        }
    }

    fn held(&self, plan: &Plan, likely: &Plan) -> Held {
        let change = |of: fn(&Plan) -> &Assumption| ratio(of(plan).value, of(likely).value);
        let gpu = change(|plan| &plan.device.gpu_power_w);
        let mut held = Held { units: self.units, weight_kg: self.weight_kg, ..Held::default() };
        for watts in self.gpus.values() {
            held.watts = [0, 1].map(|at| held.watts[at] + watts[at] * gpu);
        }
        let share = change(|plan| &plan.device.average_share);
        for ((kind, source), watts) in &self.watts {
            let peak = match (kind, source) {
                (_, PowerSource::Generation) => change(|plan| &plan.device.generation_factor),
                (_, PowerSource::NameplateDerated | PowerSource::LibraryNameplate) => {
                    change(|plan| &plan.device.nameplate_derate)
                }
                (DeviceKind::Storage, PowerSource::Imputed) => {
                    change(|plan| &plan.device.storage_power_w)
                }
                (DeviceKind::Network, PowerSource::Imputed) => {
                    change(|plan| &plan.device.network_power_w)
                }
                (_, PowerSource::Imputed) => change(|plan| &plan.device.server_power_w),
                (
                    _,
                    PowerSource::Measured
                    | PowerSource::VendorPeak
                    | PowerSource::Profile
                    | PowerSource::DrawsNone,
                ) => 1.0,
            };
            // Of a server's average = idle + (peak − idle) × use only the peak is scaled, and idle with
            // it, not the use; what is measured is no share of a peak.
            let is_share = *kind != DeviceKind::Server && *source != PowerSource::Measured;
            let average = if is_share { peak * share } else { peak };
            held.watts[0] += watts[0] * average;
            held.watts[1] += watts[1] * peak;
        }
        held
    }
}

/// Racks that stand already, and average and peak watts of what stands in them and of their switches.
fn standing_of(placement: &Placement) -> (f64, [f64; 2]) {
    let racks = placement.racks.iter().filter(|rack| rack.standing.is_some());
    let switches: f64 = racks.clone().map(|rack| rack.switch_power.as_watts()).sum();
    let devices = placement.devices.get(placement.standing_devices.clone()).unwrap_or_default();
    let average: f64 = devices.iter().map(|device| device.power_average.as_watts()).sum();
    let peak: f64 = devices.iter().map(|device| device.load().as_watts()).sum();
    (racks.count() as f64, [average + switches, peak + switches])
}

fn total_watts(held: &[Held], racks: f64, rack: &RackProfile) -> [f64; 2] {
    let switches = racks * rack.tor_power.as_watts();
    [0, 1].map(|at| held.iter().map(|held| held.watts[at]).sum::<f64>() + switches)
}
