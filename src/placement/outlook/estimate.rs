//! Hosts, racks and power at any level of the assumptions, without packing anew.
//!
//! What was placed at the plan's values is scaled: the hosts of a pool by the volume of what they
//! carry over what one host offers, the racks of a zone by units, power and weight over what one rack
//! offers, each times what placing took beyond that volume. So the figures at the plan's values are
//! those that were placed, and others are as much above the least possible as these.

use std::collections::BTreeMap;

use crate::placement::fleet::{Device, DeviceKind, Fleet, HostProfile, PowerSource, RackProfile};
use crate::placement::intake::{hall, host_profile, rack_profile};
use crate::placement::power::{self, PowerStatement};
use crate::placement::{Placement, SpareRule};
use crate::plan::{Assumption, Plan};
use crate::unit::Watts;

/// What a count may be off before it is rounded up, so that 3.000000001 hosts are three.
const ROUNDING: f64 = 1e-6;

/// What the workloads of a pool need: thousandths of a vCPU, and bytes of memory without what the
/// hypervisor adds.
pub type PoolNeed = [f64; 2];

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
}

#[derive(Debug)]
struct PoolShape {
    zone: usize,
    workloads_count: f64,
    spare: SpareRule,
    /// What placing took beyond the volume of what all workloads of the pool need.
    hosts_per_volume: f64,
}

#[derive(Debug, Default)]
struct ZoneShape {
    moved: Moved,
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
        let profile = host_profile(plan);
        let pools =
            fleet.pools.iter().zip(&placement.pools).zip(needs).map(|((pool, placed), need)| {
                let of_zone = |item: &&crate::placement::WorkloadItem| item.zone == pool.zone;
                let workloads_count = fleet.workloads.iter().filter(of_zone).count() as f64;
                let volume = volume_of(*need, workloads_count, &profile);
                PoolShape {
                    zone: zone_of(&pool.zone),
                    workloads_count,
                    spare: pool.spare,
                    hosts_per_volume: beyond(placed.hosts.len(), volume),
                }
            });
        let pools: Vec<PoolShape> = pools.collect();
        let mut estimate = Self { pools, zones, power_placed: [1.0, 1.0] };
        let (hosts, spares) = estimate.hosts_at(needs, &profile);
        let held = estimate.held(&hosts, &spares, &profile, plan, plan);
        let rack = rack_profile(plan);
        for (zone, held) in held.iter().enumerate() {
            let placed = placement.racks.iter().filter(|rack| zone_of(&rack.zone) == zone).count();
            estimate.zones[zone].racks_per_volume = beyond(placed, held.racks(&rack));
        }
        let watts = total_watts(&held, placement.racks.len() as f64, &rack);
        let placed = [placement.power.it_average, placement.power.it_peak_sum];
        estimate.power_placed = [0, 1].map(|at| ratio(placed[at].as_watts(), watts[at]));
        estimate
    }

    /// At the needs and the plan of another level; `likely` is the plan that was placed.
    pub fn at(&self, needs: &[PoolNeed], plan: &Plan, likely: &Plan) -> Estimated {
        let profile = host_profile(plan);
        let rack = rack_profile(plan);
        let (hosts, spares) = self.hosts_at(needs, &profile);
        let held = self.held(&hosts, &spares, &profile, plan, likely);
        let racks: f64 = held
            .iter()
            .zip(&self.zones)
            .map(|(held, zone)| whole(held.racks(&rack) * zone.racks_per_volume))
            .sum();
        let watts = total_watts(&held, racks, &rack);
        let [average, peak] = [0, 1].map(|at| Watts::from_watts(watts[at] * self.power_placed[at]));
        let power = power::of_facility(average, peak, racks, &hall(plan));
        Estimated { hosts, spare: spares.iter().sum(), racks, power }
    }

    /// Hosts and spare hosts of each pool.
    fn hosts_at(&self, needs: &[PoolNeed], profile: &HostProfile) -> (Vec<f64>, Vec<f64>) {
        let hosts: Vec<f64> = self
            .pools
            .iter()
            .zip(needs)
            .map(|(pool, need)| {
                whole(volume_of(*need, pool.workloads_count, profile) * pool.hosts_per_volume)
            })
            .collect();
        let spare =
            |(pool, hosts): (&PoolShape, &f64)| f64::from(pool.spare.spare_count(*hosts as usize));
        let spares = self.pools.iter().zip(&hosts).map(spare).collect();
        (hosts, spares)
    }

    /// What the racks of each zone have to hold.
    fn held(
        &self,
        hosts: &[f64],
        spares: &[f64],
        profile: &HostProfile,
        plan: &Plan,
        likely: &Plan,
    ) -> Vec<Held> {
        let mut held: Vec<Held> =
            self.zones.iter().map(|zone| zone.moved.held(plan, likely)).collect();
        let units = profile.height.as_units().ceil();
        let watts = [profile.power_average(), profile.power_peak.max(profile.power_average())];
        for ((pool, hosts), spares) in self.pools.iter().zip(hosts).zip(spares) {
            let count = hosts + spares;
            let zone = &mut held[pool.zone];
            zone.units += count * units;
            zone.weight_kg += count * profile.weight.as_kilograms();
            // A spare host is switched on and idle.
            zone.watts[0] += hosts * watts[0].as_watts() + spares * profile.power_idle.as_watts();
            zone.watts[1] += count * watts[1].as_watts();
        }
        held
    }
}

/// Hosts by volume: the larger of what vCPUs and memory ask for.
fn volume_of(need: PoolNeed, workloads_count: f64, profile: &HostProfile) -> f64 {
    let overhead = profile.ram_overhead_per_workload.raw() as f64 * workloads_count;
    // A host that offers nothing carries nothing: the count is then huge, as it should look.
    let vcpu = profile.vcpu_capacity().raw().max(1) as f64;
    let ram = profile.ram_capacity().raw().max(1) as f64;
    (need[0] / vcpu).max((need[1] + overhead) / ram)
}

impl Held {
    /// Racks by volume: the largest of what units, power of the surviving feed and weight ask for.
    fn racks(&self, rack: &RackProfile) -> f64 {
        let units = f64::from(rack.units_usable()).max(1.0);
        let power = (rack.feed_limit.as_watts() - rack.tor_power.as_watts()).max(1.0);
        let own = rack.rack_weight.as_kilograms() + rack.tor_weight.as_kilograms();
        let weight = (rack.weight_limit.as_kilograms() - own).max(1.0);
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
                (_, PowerSource::Measured | PowerSource::VendorPeak | PowerSource::Profile) => 1.0,
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

fn total_watts(held: &[Held], racks: f64, rack: &RackProfile) -> [f64; 2] {
    let switches = racks * rack.tor_power.as_watts();
    [0, 1].map(|at| held.iter().map(|held| held.watts[at]).sum::<f64>() + switches)
}

/// What placing took beyond a volume: 1 where the volume, rounded up, is what was placed; else as much
/// as the middle of the last one placed is over it, since how full that one is nobody asks.
fn beyond(placed: usize, volume: f64) -> f64 {
    let placed = placed as f64;
    if (whole(volume) - placed).abs() < 0.5 { 1.0 } else { ratio((placed - 0.5).max(0.0), volume) }
}

/// One over the other; nothing over nothing is nothing.
fn ratio(over: f64, under: f64) -> f64 {
    if under > 0.0 { over / under } else { 0.0 }
}

fn whole(count: f64) -> f64 {
    (count - ROUNDING).ceil().max(0.0)
}
