//! Racks that stand in the hall already: what their lists say, and the plan's stand-ins for the rest.

use crate::hall::{self, Mounted, Rack, Standing};
use crate::placement::fleet::{
    Device, DeviceKind, Face, Occupied, PowerSource, Reservation, StandingRack,
};
use crate::plan::Plan;
use crate::unit::RackUnits;

/// One rack each, in the order of the hall.
pub(super) fn standing_racks(standing: &Standing, plan: &Plan) -> Vec<StandingRack> {
    standing.racks.iter().map(|rack| standing_rack(rack, plan)).collect()
}

fn standing_rack(rack: &Rack, plan: &Plan) -> StandingRack {
    let zone = rack.zone(plan);
    let device_zone = zone.clone().unwrap_or_default();
    let reservation =
        |reserved: hall::Reserved| Reservation { units: reserved.units, purpose: reserved.purpose };
    StandingRack {
        id: rack.id(),
        zone,
        row: Some(rack.group.clone()).filter(|group| !group.is_empty()),
        height: RackUnits::from_units(rack.height_u),
        weight_limit: rack.weight_limit,
        occupied: rack.mounted.iter().map(|device| occupied(device, &device_zone, plan)).collect(),
        reservations: rack.reservations().into_iter().map(reservation).collect(),
    }
}

/// A device as it stands. What was measured is taken as the peak as well; what nobody states is the
/// plan's by the height of the device, and labelled as imputed.
fn occupied(mounted: &Mounted, zone: &str, plan: &Plan) -> Occupied {
    let peak = mounted.power_settled(plan);
    let (power_average, power_source) = match mounted.power_measured {
        Some(measured) => (measured, PowerSource::Measured),
        None => (peak.scaled(plan.device.average_share.value), PowerSource::Imputed),
    };
    let device = Device {
        id: mounted.id.clone(),
        agency_id: String::new(),
        system_id: String::new(),
        manufacturer: mounted.manufacturer.clone(),
        label: mounted.model.clone(),
        kind: kind_of(&mounted.role),
        zone: zone.to_owned(),
        height: mounted.height,
        is_full_depth: mounted.is_full_depth,
        // How many ports it takes no list of NetBox says.
        ports_count: 0,
        weight: mounted.weight_settled(plan),
        power_average,
        power_peak: peak,
        power_source,
        cords: mounted.cords.unwrap_or(plan.standing.cords),
    };
    let face = match mounted.face {
        hall::Face::Front => Face::Front,
        hall::Face::Rear => Face::Rear,
    };
    Occupied { device, bottom: mounted.bottom, face }
}

/// By its role: a server, a storage system, or what connects them.
fn kind_of(role: &str) -> DeviceKind {
    let role = role.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| role.contains(word));
    if is(&["server", "host", "compute", "hypervisor", "blade", "máy chủ"]) {
        DeviceKind::Server
    } else if is(&["storage", "array", "backup", "tape", "lưu trữ"]) {
        DeviceKind::Storage
    } else {
        DeviceKind::Network
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::{Kilograms, Watts};

    fn switch() -> Mounted {
        Mounted {
            id: "A/sw-1".to_owned(),
            name: "sw-1".to_owned(),
            manufacturer: String::new(),
            model: "X-48".to_owned(),
            role: "Access Switch".to_owned(),
            height: RackUnits::from_units(2),
            is_height_assumed: false,
            is_full_depth: true,
            bottom: Some(RackUnits::from_units(10)),
            face: hall::Face::Rear,
            weight: None,
            power_measured: None,
            cords: None,
            is_within_another: false,
            row: 2,
        }
    }

    #[test]
    fn what_a_list_says_counts_and_what_it_leaves_out_is_the_plans_and_imputed() {
        let plan = Plan::built_in();
        let assumed = occupied(&switch(), "", &plan);
        // 2 U of 225 W and 14 kg, of the peak 0.6 on average.
        assert_eq!(assumed.device.power_peak, Watts::from_watts(450.0));
        assert_eq!(assumed.device.power_average, Watts::from_watts(270.0));
        assert_eq!(assumed.device.power_source, PowerSource::Imputed);
        assert_eq!(assumed.device.weight, Kilograms::from_kilograms(28.0));
        assert_eq!((assumed.device.cords, assumed.face), (2, Face::Rear));
        let stated = Mounted {
            power_measured: Some(Watts::from_watts(120.0)),
            weight: Some(Kilograms::from_kilograms(9.5)),
            cords: Some(1),
            ..switch()
        };
        let stated = occupied(&stated, "level-3", &plan).device;
        assert_eq!(stated.power_average, Watts::from_watts(120.0));
        assert_eq!(stated.power_source, PowerSource::Measured);
        assert_eq!(stated.weight, Kilograms::from_kilograms(9.5));
        assert_eq!((stated.cords, stated.zone.as_str()), (1, "level-3"));
    }

    #[test]
    fn a_patch_panel_draws_nothing_and_a_device_within_another_hangs_on_it() {
        let plan = Plan::built_in();
        let panel = Mounted { role: "Patch Panel".to_owned(), ..switch() };
        let panel = occupied(&panel, "", &plan).device;
        assert_eq!(panel.power_peak, Watts::ZERO);
        assert_eq!(panel.weight, Kilograms::from_kilograms(6.0));
        let blade = Mounted { is_within_another: true, height: RackUnits::ZERO, ..switch() };
        assert_eq!(occupied(&blade, "", &plan).device.power_peak, Watts::ZERO);
        // At the side of the rack it takes no unit, but draws power.
        let beside = Mounted { height: RackUnits::ZERO, bottom: None, ..switch() };
        assert_eq!(occupied(&beside, "", &plan).device.power_peak, Watts::from_watts(225.0));
    }

    #[test]
    fn a_zone_comes_from_the_plan_by_rack_then_by_column() {
        let text = r#"
            [standing]
            zone_from = "role"
            [standing.zones]
            "A/R1" = "level-4"
            "Mật" = "state-secret"
        "#;
        let plan = Plan::from_text(text, None).expect("a plan");
        let rack = |name: &str, role: &str| Rack {
            site: "A".to_owned(),
            name: name.to_owned(),
            role: role.to_owned(),
            height_u: 42,
            ..Rack::default()
        };
        let zone = |rack: Rack| standing_rack(&rack, &plan).zone;
        assert_eq!(zone(rack("R1", "Mật")).as_deref(), Some("level-4"));
        assert_eq!(zone(rack("R2", "Mật")).as_deref(), Some("state-secret"));
        let known = plan.zone.by_level[0].clone();
        assert_eq!(zone(rack("R3", &known)).as_deref(), Some(known.as_str()));
        assert_eq!(zone(rack("R4", "mạng")), None);
    }
}
