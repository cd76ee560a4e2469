//! Devices that move as they are: their size, and their power in the order of trust.

use polars::prelude::{DataFrame, PolarsResult};

use super::IntakeError;
use crate::demand::{Columns, Demand, Left};
use crate::inventory::Inventory;
use crate::placement::fleet::{Device, DeviceKind, PowerSource};
use crate::plan::Plan;
use crate::reference::generation_of;
use crate::schema::Table;
use crate::unit::{Kilograms, RackUnits, Watts};

/// The physical servers of systems that relocate by the plan's last quarter, one device each.
pub(super) fn moved_servers(
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
    let manufacturers = columns.texts("manufacturer")?;
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
                system_id: key.1.clone(),
                manufacturer: manufacturers[index].clone().unwrap_or_default(),
                label: models[index].clone().unwrap_or_else(|| id.clone()),
                kind: DeviceKind::Server,
                zone: system.zone.clone(),
                height: RackUnits::from_units_rounded_up(height),
                is_full_depth: true,
                ports_count: 2,
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
