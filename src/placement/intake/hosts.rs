//! Workloads and hosts: machines of the demand as items, the plan's host as a profile.

use crate::demand::{Level, Part, Resource, Sized, scale};
use crate::placement::fleet::{HostProfile, SpareRule, WorkloadItem};
use crate::plan::Plan;
use crate::schema::Table;
use crate::unit::{Bytes, Kilograms, RackUnits, Vcpus, Watts};

/// What a machine puts on hosts at the plan's last quarter. A cloud need given as a sum is cut
/// into equal instances no larger than the plan's.
pub(super) fn items_of(machine: &Sized, level: &Level, plan: &Plan) -> Vec<WorkloadItem> {
    let last = plan.period.target_quarter;
    let grown = |resource: Resource| -> u64 {
        let used = |part: &&Part| part.resource == resource && part.is_used;
        let of_part = |part: &Part| {
            let growth = part.growth().factor(level, plan, last);
            scale(part.likely, growth)
        };
        machine.parts.iter().filter(used).map(of_part).sum()
    };
    let (vcpu, ram) = (grown(Resource::Vcpu), grown(Resource::Ram));
    if vcpu == 0 && ram == 0 {
        return Vec::new();
    }
    let count = if machine.table == Table::CloudNeed {
        let vcpu_max = (plan.demand.instance_vcpu.value * 1000.0).max(1.0) as u64;
        let ram_max = Bytes::from_gib(1).scaled(plan.demand.instance_ram_gib.value).raw().max(1);
        vcpu.div_ceil(vcpu_max).max(ram.div_ceil(ram_max)).max(1)
    } else {
        1
    };
    let share = |total: u64, index: u64| total / count + u64::from(index < total % count);
    (0..count)
        .map(|index| WorkloadItem {
            id: item_id(machine, count, index),
            agency_id: machine.agency_id.clone(),
            system_id: machine.system_id.clone(),
            zone: machine.zone.clone(),
            vcpu: Vcpus::from_milli(share(vcpu, index)),
            ram: Bytes::from_bytes(share(ram, index)),
        })
        .collect()
}

fn item_id(machine: &Sized, count: u64, index: u64) -> String {
    if count == 1 {
        format!("{}/{}", machine.agency_id, machine.id)
    } else {
        format!("{}/{}#{}", machine.agency_id, machine.id, index + 1)
    }
}

pub(in crate::placement) fn host_profile(plan: &Plan) -> HostProfile {
    let host = &plan.host;
    HostProfile {
        name: host.name.clone(),
        cores: host.cores,
        vcpu_per_core: host.vcpu_per_core.value,
        reserved_cores: host.reserved_cores.value.ceil() as u32,
        cpu_target_share: host.cpu_target_share.value,
        ram: Bytes::from_gib(host.ram_gib),
        reserved_ram: Bytes::from_gib(1).scaled(host.reserved_ram_gib.value),
        ram_overhead_per_workload: Bytes::from_gib(1)
            .scaled(host.ram_overhead_gib_per_workload.value),
        ram_target_share: host.ram_target_share.value,
        height: RackUnits::from_units_rounded_up(host.height_u),
        weight: Kilograms::from_kilograms(host.weight_kg),
        power_idle: Watts::from_watts(host.power_idle_w.value),
        power_peak: Watts::from_watts(host.power_peak_w.value),
        utilisation_planned: host.utilisation_planned.value,
        cords: host.cords,
    }
}

pub(super) fn spare_rule(plan: &Plan) -> SpareRule {
    let host = &plan.host;
    // Half a spare host is a whole one; more than 255 is no plan but is kept within the type.
    let whole = |value: f64| value.ceil().clamp(0.0, 255.0) as u8;
    SpareRule::stepped(
        host.spare_small_up_to.value as u32,
        whole(host.spare_small.value),
        whole(host.spare_large.value),
    )
}
