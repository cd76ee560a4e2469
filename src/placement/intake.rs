//! Demand, inventory and plan → fleet. The only file of this room that reads frames.

use polars::prelude::{DataFrame, PolarsError, PolarsResult};

use super::fleet::{
    Device, DeviceKind, Fleet, Hall, HostProfile, Pool, PowerSource, RackProfile, SpareRule,
    Supply, WorkloadItem,
};
use crate::demand::{Columns, Demand, Left, Level, Part, Resource, Sized, scale};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;
use crate::reference::generation_of;
use crate::schema::Table;
use crate::unit::{Bytes, Kilograms, RackUnits, Vcpus, Watts};

/// Why no fleet could be made: only the store can fail.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The table of servers cannot be read as declared.
    #[error("cannot read the table server of the store: {0}; ingest its files again")]
    Table(#[from] PolarsError),
}

impl Fleet {
    /// The fleet of a demand at the plan's last quarter: machines grown to it, one pool a zone,
    /// the physical servers of systems that relocate.
    pub fn of(demand: &Demand, inventory: &Inventory, plan: &Plan) -> Result<Self, IntakeError> {
        let last = plan.period.target_quarter;
        let arrived = |machine: &&Sized| machine.quarter <= last;
        let level = Level::likely(plan);
        let workloads: Vec<WorkloadItem> = demand
            .machines
            .iter()
            .filter(arrived)
            .flat_map(|machine| items_of(machine, &level, plan))
            .collect();
        let mut zones: Vec<&str> = workloads.iter().map(|item| item.zone.as_str()).collect();
        zones.sort_unstable();
        zones.dedup();
        let pool = |zone: &str| Pool {
            zone: zone.to_owned(),
            profile: host_profile(plan),
            spare: spare_rule(plan),
        };
        let pools = zones.into_iter().map(pool).collect();
        let devices = moved_servers(demand, inventory, plan)?;
        Ok(Self {
            workloads,
            pools,
            devices,
            rack: rack_profile(plan),
            hall: hall(plan),
            effort_steps: plan.placement.effort_steps,
        })
    }
}

/// What a machine puts on hosts at the plan's last quarter. A cloud need given as a sum is cut
/// into equal instances no larger than the plan's.
fn items_of(machine: &Sized, level: &Level, plan: &Plan) -> Vec<WorkloadItem> {
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

pub(super) fn host_profile(plan: &Plan) -> HostProfile {
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

fn spare_rule(plan: &Plan) -> SpareRule {
    let host = &plan.host;
    // Half a spare host is a whole one; more than 255 is no plan but is kept within the type.
    let whole = |value: f64| value.ceil().clamp(0.0, 255.0) as u8;
    SpareRule::stepped(
        host.spare_small_up_to.value as u32,
        whole(host.spare_small.value),
        whole(host.spare_large.value),
    )
}

pub(super) fn rack_profile(plan: &Plan) -> RackProfile {
    let rack = &plan.rack;
    RackProfile {
        height_u: RackUnits::from_units(rack.height_u),
        reserved_u: RackUnits::from_units_rounded_up(rack.reserved_u.value),
        fill_share: rack.fill_share.value,
        weight_limit: Kilograms::from_kilograms(rack.weight_limit_kg.value),
        rack_weight: Kilograms::from_kilograms(rack.own_weight_kg.value),
        feed_limit: Watts::from_kilowatts(rack.feed_limit_kw.value),
        tor_power: Watts::from_watts(rack.switch_power_w.value),
        tor_weight: Kilograms::from_kilograms(rack.switch_weight_kg.value),
    }
}

pub(super) fn hall(plan: &Plan) -> Hall {
    Hall {
        racks_max: Some(plan.rack.racks_max),
        area_per_rack_m2: plan.hall.area_m2_per_rack.value,
        pue: plan.hall.pue.value,
        overhead_fixed_share: plan.hall.overhead_fixed_share.value,
        overhead_square_share: plan.hall.overhead_square_share.value,
        design_it: plan.hall.design_it_kw.as_ref().map(|kw| Watts::from_kilowatts(kw.value)),
        diversity: plan.hall.diversity.value,
        cooling_factor: plan.hall.cooling_factor.value,
        cooling_unit: Watts::from_kilowatts(plan.hall.cooling_unit_kw.value),
        supply: Supply {
            power_factor: plan.hall.power_factor.value,
            ups_module: Watts::from_kilowatts(plan.hall.ups_module_kw.value),
            ups_efficiency: plan.hall.ups_efficiency.value,
            battery_minutes: plan.hall.battery_minutes.value,
            battery_usable_share: plan.hall.battery_usable_share.value,
            generator_power_factor: plan.hall.generator_power_factor.value,
        },
        grid_kg_co2_per_kwh: plan.hall.grid_kg_co2_per_kwh.value,
    }
}

/// The physical servers of systems that relocate by the plan's last quarter, one device each.
fn moved_servers(
    demand: &Demand,
    inventory: &Inventory,
    plan: &Plan,
) -> Result<Vec<Device>, IntakeError> {
    let frame = inventory.table(Table::Server)?.collect()?;
    Ok(servers_of(&frame, demand, plan)?)
}

fn servers_of(frame: &DataFrame, demand: &Demand, plan: &Plan) -> PolarsResult<Vec<Device>> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let ids = columns.texts(Table::Server.key().name)?;
    let systems = columns.texts("system_id")?;
    let models = columns.texts("model")?;
    let quantities = columns.integers("quantity")?;
    let heights = columns.decimals("height_u")?;
    let weights = columns.decimals("weight_kg")?;
    let measured = columns.decimals("power_measured_w")?;
    let nameplates = columns.decimals("power_nameplate_w")?;
    let supplies = columns.integers("psu_count")?;
    let sockets = columns.integers("sockets_count")?;
    let in_service = columns.years("in_service_on")?;
    let mut devices = Vec::new();
    for index in 0..frame.height() {
        let mut key = (agencies[index].clone(), systems[index].clone().unwrap_or_default());
        demand.codes.resolve(&key.0, &mut key.1);
        let Some(system) = demand.systems.get(&key) else { continue };
        let comes = system.quarter <= plan.period.target_quarter;
        if system.stays_because() != Some(Left::Relocates) || !comes {
            continue;
        }
        let id = ids[index].clone().unwrap_or_default();
        let stated = StatedPower {
            measured: measured[index],
            nameplate: nameplates[index],
            in_service: in_service[index],
            sockets: sockets[index],
        };
        let power = stated.settle(plan);
        let height = heights[index].unwrap_or(plan.device.server_height_u.value);
        let weight = weights[index].unwrap_or(plan.device.server_weight_kg.value);
        let quantity = quantities[index].unwrap_or(1).max(1);
        for copy in 1..=quantity {
            let number = if quantity == 1 { String::new() } else { format!("#{copy}") };
            devices.push(Device {
                id: format!("{}/{id}{number}", key.0),
                agency_id: key.0.clone(),
                label: models[index].clone().unwrap_or_else(|| id.clone()),
                kind: DeviceKind::Server,
                zone: system.zone.clone(),
                height: RackUnits::from_units_rounded_up(height),
                weight: Kilograms::from_kilograms(weight),
                power_average: power.0,
                power_peak: power.1,
                power_source: power.2,
                // Two supplies hang on both feeds; a server that does not say is taken to have them.
                cords: u8::try_from(supplies[index].unwrap_or(2).clamp(1, 255)).unwrap_or(2),
            });
        }
    }
    Ok(devices)
}

/// What a submission says of the power of a server.
#[derive(Debug, Clone, Copy, Default)]
struct StatedPower {
    /// Watts measured.
    measured: Option<f64>,
    /// Watts on the nameplate of one supply.
    nameplate: Option<f64>,
    /// Year it came into service.
    in_service: Option<i32>,
    /// Processors.
    sockets: Option<i64>,
}

impl StatedPower {
    /// Average and peak, in the order of trust (C1): measured, the generation of its year, a share of
    /// the nameplate of one supply, the plan's stand-in. A measured draw is taken as the peak as well:
    /// it is what was seen. The table of generations is of servers with two processors, which a server
    /// that does not state them is taken to have; power goes with their number.
    fn settle(self, plan: &Plan) -> (Watts, Watts, PowerSource) {
        let device = &plan.device;
        let share = device.average_share.value;
        let watts = |average: f64, peak: f64, source| {
            (Watts::from_watts(average), Watts::from_watts(peak), source)
        };
        if let Some(measured) = self.measured {
            return watts(measured, measured, PowerSource::Measured);
        }
        if let Some(generation) = self.in_service.and_then(generation_of) {
            let sockets = self.sockets.filter(|count| *count > 0).unwrap_or(2) as f64;
            let peak = generation.peak_w * device.generation_factor.value * sockets / 2.0;
            let idle = peak * generation.idle_share;
            let average = idle + (peak - idle) * device.utilisation.value;
            return watts(average, peak, PowerSource::Generation);
        }
        if let Some(nameplate) = self.nameplate {
            let peak = nameplate * device.nameplate_derate.value;
            return watts(peak * share, peak, PowerSource::NameplateDerated);
        }
        let peak = device.server_power_w.value;
        watts(peak * share, peak, PowerSource::Imputed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_comes_from_the_best_that_is_stated() {
        let plan = Plan::built_in();
        let all = StatedPower {
            measured: Some(310.0),
            nameplate: Some(800.0),
            in_service: Some(2017),
            sockets: Some(4),
        };
        let settled = |stated: StatedPower| {
            let (average, peak, source) = stated.settle(&plan);
            (average.as_watts().round(), peak.as_watts().round(), source)
        };
        assert_eq!(settled(all), (310.0, 310.0, PowerSource::Measured));
        // Four processors of 2016 to 2018: 360 W × 1.25 × 2, idle 0.15 of it, 30 % used.
        let unmeasured = StatedPower { measured: None, ..all };
        assert_eq!(settled(unmeasured), (365.0, 900.0, PowerSource::Generation));
        // Too old for the table: 0.6 of 800 W, of which 0.6 on average.
        let old = StatedPower { in_service: Some(1999), ..unmeasured };
        assert_eq!(settled(old), (288.0, 480.0, PowerSource::NameplateDerated));
        let nothing = StatedPower::default();
        assert_eq!(settled(nothing), (270.0, 450.0, PowerSource::Imputed));
    }
}
