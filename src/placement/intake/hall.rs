//! The plan's rack and hall.

use crate::placement::fleet::{Floor, Hall, RackProfile, Supply};
use crate::plan::Plan;
use crate::unit::{Kilograms, RackUnits, Watts};

pub(in crate::placement) fn rack_profile(plan: &Plan) -> RackProfile {
    let rack = &plan.rack;
    RackProfile {
        height_u: RackUnits::from_units(rack.height_u),
        reserved_u: RackUnits::from_units_rounded_up(rack.reserved_u.value),
        patch_panels_u: rack.patch_panels_u,
        cable_managers_u: rack.cable_managers_u,
        switches_u: rack.switches_u,
        fill_share: rack.fill_share.value,
        weight_limit: Kilograms::from_kilograms(rack.weight_limit_kg.value),
        rack_weight: Kilograms::from_kilograms(rack.own_weight_kg.value),
        floor: Floor {
            limit_kg_m2: plan.hall.floor_limit_kg_m2.as_ref().map(|limit| limit.value),
            footprint_m2: rack.footprint_m2.value,
            clearance_m2: rack.clearance_m2.value,
        },
        feed_limit: Watts::from_kilowatts(rack.feed_kw()),
        is_three_phase: rack.feed.as_ref().is_some_and(|feed| feed.phases == 3),
        tor_power: Watts::from_watts(rack.switch_power_w.value),
        tor_weight: Kilograms::from_kilograms(rack.switch_weight_kg.value),
        // Capacity rounds down.
        switch_ports: rack.switch_ports.value.floor() as u32,
    }
}

pub(in crate::placement) fn hall(plan: &Plan) -> Hall {
    Hall {
        racks_max: Some(plan.rack.racks_max),
        racks_per_row: plan.hall.racks_per_row,
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
