//! Workloads and hosts: machines of the demand as items, the plan's hosts as profiles.

use std::collections::BTreeMap;

use crate::demand::{Level, Part, Resource, Sized, Tier, scale};
use crate::placement::fleet::{HostProfile, NotOnHosts, Pool, SpareRule, WorkloadItem};
use crate::placement::resource::Resource as HostResource;
use crate::plan::{BlockStorage, HostProfilePlan, Plan};
use crate::schema::Table;
use crate::unit::{Bytes, Gpus, Iops, Kilograms, Mbps, RackUnits, Vcpus, Watts};

/// Tiers of block storage, which lies inside hosts where the plan says so.
pub(in crate::placement) const BLOCK_TIERS: [Tier; 3] = [Tier::Ssd, Tier::Hdd, Tier::Unspecified];

/// What machines put on hosts.
#[derive(Debug, Default)]
pub(super) struct Hosted {
    /// One or more a machine; GPUs are grown, not yet whole.
    pub workloads: Vec<WorkloadItem>,
    /// How many GPUs one piece of each workload may have.
    pub gpu_pieces: Vec<Gpus>,
    /// What machines ask for that put nothing on hosts.
    pub not_on_hosts: BTreeMap<(String, HostResource), NotOnHosts>,
}

impl Hosted {
    /// Adds a machine at the plan's last quarter. One that asks for no vCPU, memory or GPU, as storage
    /// or traffic alone, puts nothing on hosts; what else it asks for is counted.
    pub(super) fn add(&mut self, machine: &Sized, level: &Level, plan: &Plan) {
        let asked = Asked::of(&Grown { machine, level, plan });
        if asked.of_compute() == [0; 3] {
            let others = [
                (HostResource::LocalDisk, asked.disk),
                (HostResource::Iops, asked.iops),
                (HostResource::Network, asked.network),
            ];
            for (resource, amount) in others {
                let Some(amount) = amount.filter(|amount| *amount > 0) else { continue };
                let of_zone =
                    self.not_on_hosts.entry((machine.zone.clone(), resource)).or_default();
                of_zone.rows_count += 1;
                of_zone.amount = of_zone.amount.saturating_add(amount);
            }
            return;
        }
        self.add_instances(&asked, machine, plan);
    }

    /// A cloud need given as a sum is cut into equal instances no larger than the plan's; GPUs go to the
    /// first of them.
    fn add_instances(&mut self, asked: &Asked, machine: &Sized, plan: &Plan) {
        let [vcpu, ram, gpu] = asked.of_compute();
        let gpu_max = thousandths(plan.demand.instance_gpu.value).max(1);
        let count = if machine.table == Table::CloudNeed {
            let vcpu_max = thousandths(plan.demand.instance_vcpu.value).max(1);
            let ram_max =
                Bytes::from_gib(1).scaled(plan.demand.instance_ram_gib.value).raw().max(1);
            let by_gpu = gpu.div_ceil(gpu_max);
            vcpu.div_ceil(vcpu_max).max(ram.div_ceil(ram_max)).max(by_gpu).max(1)
        } else {
            1
        };
        let share = |total: u64, index: u64| total / count + u64::from(index < total % count);
        let gpus_of = |index: u64| match count {
            1 => gpu,
            _ => gpu.saturating_sub(index.saturating_mul(gpu_max)).min(gpu_max),
        };
        // A cloud need of one instance has no more than an instance may have.
        let piece = if count == 1 { asked.gpu_today } else { gpu_max };
        for index in 0..count {
            let gpu = Some(gpus_of(index)).filter(|gpu| *gpu > 0);
            self.workloads.push(WorkloadItem {
                id: item_id(machine, count, index),
                agency_id: machine.agency_id.clone(),
                system_id: machine.system_id.clone(),
                zone: machine.zone.clone(),
                vcpu: Vcpus::from_milli(share(vcpu, index)),
                ram: Bytes::from_bytes(share(ram, index)),
                gpu: gpu.map(Gpus::from_raw),
                local_disk: asked.disk.map(|total| Bytes::from_bytes(share(total, index))),
                iops: asked.iops.map(|total| Iops::from_raw(share(total, index))),
                network: asked.network.map(|total| Mbps::from_raw(share(total, index))),
                is_growth: false,
            });
            self.gpu_pieces.push(Gpus::from_raw(piece));
        }
    }
}

/// What a machine asks for at the plan's last quarter; `None` where it states none.
struct Asked {
    vcpu: Option<u64>,
    ram: Option<u64>,
    gpu: Option<u64>,
    /// GPUs it has today, without growth.
    gpu_today: u64,
    disk: Option<u64>,
    iops: Option<u64>,
    network: Option<u64>,
}

impl Asked {
    fn of(grown: &Grown<'_>) -> Self {
        Self {
            vcpu: grown.of(Resource::Vcpu),
            ram: grown.of(Resource::Ram),
            gpu: grown.of(Resource::Gpu),
            gpu_today: grown.today(Resource::Gpu),
            disk: match grown.plan.placement.block_storage {
                BlockStorage::Shared => None,
                BlockStorage::Local => grown.sum(|part| {
                    part.resource == Resource::StorageRaw && BLOCK_TIERS.contains(&part.tier)
                }),
            },
            iops: grown.of(Resource::Iops),
            network: grown.of(Resource::Network),
        }
    }

    fn of_compute(&self) -> [u64; 3] {
        [self.vcpu, self.ram, self.gpu].map(Option::unwrap_or_default)
    }
}

/// A machine's amounts that count, grown to the plan's last quarter.
struct Grown<'a> {
    machine: &'a Sized,
    level: &'a Level,
    plan: &'a Plan,
}

impl Grown<'_> {
    /// What the machine has today, without growth.
    fn today(&self, resource: Resource) -> u64 {
        let parts = self.machine.parts.iter();
        let parts = parts.filter(|part| part.is_used && part.resource == resource);
        parts.fold(0, |sum: u64, part| sum.saturating_add(part.likely))
    }

    fn of(&self, resource: Resource) -> Option<u64> {
        self.sum(|part| part.resource == resource)
    }

    /// The sum of the wanted parts; none where there is no such part.
    fn sum(&self, wanted: impl Fn(&Part) -> bool) -> Option<u64> {
        let last = self.plan.period.target_quarter;
        let parts = self.machine.parts.iter().filter(|part| part.is_used && wanted(part));
        let of_part =
            |part: &Part| scale(part.likely, part.growth().factor(self.level, self.plan, last));
        parts.map(of_part).fold(None, |sum: Option<u64>, amount| {
            Some(sum.unwrap_or_default().saturating_add(amount))
        })
    }
}

/// A number of the plan in thousandths, rounded down.
fn thousandths(value: f64) -> u64 {
    (value * 1000.0) as u64
}

fn item_id(machine: &Sized, count: u64, index: u64) -> String {
    if count == 1 {
        format!("{}/{}", machine.agency_id, machine.id)
    } else {
        format!("{}/{}#{}", machine.agency_id, machine.id, index + 1)
    }
}

/// The pool of a zone under a plan.
pub(in crate::placement) fn pool(zone: &str, plan: &Plan) -> Pool {
    let is_for = |profile: &&HostProfilePlan| {
        profile.zones.is_empty() || profile.zones.iter().any(|known| known == zone)
    };
    let further = plan.host_profiles.iter().filter(is_for);
    let overhead = plan.host.ram_overhead_gib_per_workload.value;
    Pool {
        zone: zone.to_owned(),
        profiles: std::iter::once(first_profile(plan))
            .chain(further.map(|profile| further_profile(profile, plan)))
            .collect(),
        ram_overhead_per_workload: Bytes::from_gib(1).scaled(overhead),
        spare: spare_rule(plan),
    }
}

fn first_profile(plan: &Plan) -> HostProfile {
    let host = &plan.host;
    HostProfile {
        name: host.name.clone(),
        cores: host.cores,
        vcpu_per_core: host.vcpu_per_core.value,
        reserved_cores: host.reserved_cores.value.ceil() as u32,
        cpu_target_share: host.cpu_target_share.value,
        ram: Bytes::from_gib(host.ram_gib),
        reserved_ram: Bytes::from_gib(1).scaled(host.reserved_ram_gib.value),
        ram_target_share: host.ram_target_share.value,
        gpus: gpus(host.gpu_count),
        local_disk: tebibytes(host.local_disk_tib),
        iops: host.iops.map(|iops| Iops::from_raw(thousandths(iops))),
        network: host.network_gbps.map(Mbps::from_gigabits),
        price: host.price,
        count_max: None,
        height: RackUnits::from_units_rounded_up(host.height_u),
        weight: Kilograms::from_kilograms(host.weight_kg),
        power_idle: Watts::from_watts(host.power_idle_w.value),
        power_peak: Watts::from_watts(host.power_peak_w.value),
        utilisation_planned: host.utilisation_planned.value,
        cords: host.cords,
        ports_count: plan.device.switch_ports_whole(),
    }
}

/// A further profile: its own figures, and what all profiles have in common.
fn further_profile(own: &HostProfilePlan, plan: &Plan) -> HostProfile {
    HostProfile {
        name: own.name.clone(),
        cores: own.cores,
        ram: Bytes::from_gib(own.ram_gib),
        gpus: gpus(own.gpu_count),
        local_disk: tebibytes(own.local_disk_tib),
        iops: own.iops.map(|iops| Iops::from_raw(thousandths(iops))),
        network: own.network_gbps.map(Mbps::from_gigabits),
        price: own.price,
        count_max: own.count_max,
        height: RackUnits::from_units_rounded_up(own.height_u),
        weight: Kilograms::from_kilograms(own.weight_kg),
        power_idle: Watts::from_watts(own.power_idle_w),
        power_peak: Watts::from_watts(own.power_peak_w),
        cords: own.cords,
        ..first_profile(plan)
    }
}

fn gpus(count: Option<u32>) -> Gpus {
    Gpus::from_count(u64::from(count.unwrap_or_default()))
}

fn tebibytes(amount: Option<f64>) -> Option<Bytes> {
    amount.map(|tebibytes| Bytes::from_tib(1).scaled(tebibytes))
}

fn spare_rule(plan: &Plan) -> SpareRule {
    let host = &plan.host;
    // Half a spare host is a whole one; more than 255 is no plan but is kept within the type.
    let whole = |value: f64| value.ceil().clamp(0.0, 255.0) as u8;
    SpareRule::stepped(
        host.spare_small_up_to.value as u32,
        whole(host.spare_small.value),
        whole(host.spare_large.value),
    )
    .with_share(host.reserve_share.value)
}
