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
    let (power_average, power_source) = match mounted.power_known(plan) {
        Some(known) if mounted.is_power_measured() => (known, PowerSource::Measured),
        Some(known) => (known, PowerSource::DrawsNone),
        None => (peak.scaled(plan.device.average_share.value), PowerSource::Imputed),
    };
    let kind = kind_of(mounted, plan);
    let device = Device {
        id: mounted.id.clone(),
        agency_id: String::new(),
        system_id: String::new(),
        manufacturer: mounted.manufacturer.clone(),
        label: mounted.model.clone(),
        kind,
        zone: zone.to_owned(),
        height: mounted.height,
        is_full_depth: mounted.is_full_depth,
        ports_count: mounted.ports_settled(plan),
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
    Occupied { device, bottom: mounted.bottom, face, is_switch: mounted.is_switch(plan) }
}

/// By its role, or where the list says none by its model: what connects devices, a server, a storage
/// system. What no word names is none of them.
fn kind_of(mounted: &Mounted, plan: &Plan) -> DeviceKind {
    let said = if mounted.role.is_empty() { &mounted.model } else { &mounted.role };
    let said = said.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if mounted.is_passive(plan) || is(&["kvm", "transfer switch", "console"]) {
        DeviceKind::Other
    } else if mounted.is_switch(plan) || mounted.is_network(plan) {
        DeviceKind::Network
    } else if is(&["server", "host", "compute", "hypervisor", "blade", "máy chủ"]) {
        DeviceKind::Server
    } else if is(&["storage", "array", "backup", "tape", "disk shelf", "lưu trữ"]) {
        DeviceKind::Storage
    } else {
        DeviceKind::Other
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
            parent: String::new(),
            is_in_power_of_parent: false,
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
        let parent = "chassis".to_owned();
        let blade = Mounted { parent, height: RackUnits::ZERO, ..switch() };
        let within = occupied(&blade, "", &plan).device;
        assert_eq!((within.power_peak, within.power_average), (Watts::ZERO, Watts::ZERO));
        // What is known to be nothing is no stand-in.
        assert_eq!([panel.power_source, within.power_source], [PowerSource::DrawsNone; 2]);
        // At the side of the rack it takes no unit, but draws power.
        let beside = Mounted { height: RackUnits::ZERO, bottom: None, ..switch() };
        assert_eq!(occupied(&beside, "", &plan).device.power_peak, Watts::from_watts(225.0));
    }

    /// A shelf of disks draws power; a shelf that carries a router does not.
    #[test]
    fn only_a_shelf_without_anything_in_it_is_passive() {
        let plan = Plan::built_in();
        let shelf = |role: &str, model: &str| Mounted {
            role: role.to_owned(),
            model: model.to_owned(),
            ..switch()
        };
        let disks = shelf("Disk Shelf", "DS4246");
        let of_disks = occupied(&disks, "", &plan);
        assert_eq!(of_disks.device.power_source, PowerSource::Imputed);
        assert_eq!(of_disks.device.power_peak, Watts::from_watts(450.0));
        assert_eq!(of_disks.device.weight, Kilograms::from_kilograms(28.0));
        assert_eq!(of_disks.device.kind, DeviceKind::Storage);
        let bare = occupied(&shelf("Rack shelf", "1U"), "", &plan).device;
        assert_eq!((bare.power_source, bare.kind), (PowerSource::DrawsNone, DeviceKind::Other));
    }

    /// Role, model; kind, whether the rack's devices may be connected to it, ports it takes.
    #[test]
    fn a_switch_is_one_by_its_words_and_what_no_word_names_is_none() {
        use DeviceKind::{Network, Other, Server, Storage};
        let plan = Plan::built_in();
        for (role, model, kind, is_switch, ports) in [
            ("Access Switch", "X-48", Network, true, 0),
            ("access-switch", "", Network, true, 0),
            ("ToR", "X-48", Network, true, 0),
            ("Leaf", "X-48", Network, true, 0),
            ("Chuyển mạch truy cập", "X-48", Network, true, 0),
            ("", "EX4300 Switch", Network, true, 0),
            ("Firewall", "FG-100", Network, false, 0),
            ("Router", "MX", Network, false, 0),
            ("SAN switch", "G620", Network, false, 0),
            ("Management switch", "X-24", Network, false, 0),
            ("KVM switch", "K8", Other, false, 0),
            ("Automatic transfer switch", "A1", Other, false, 0),
            ("Switched PDU", "P1", Other, false, 0),
            ("Patch Panel", "24 ports", Other, false, 0),
            ("", "QX-7", Other, false, 2),
            ("Application Server", "R740", Server, false, 2),
            ("Network storage", "N1", Storage, false, 2),
        ] {
            let mounted = Mounted { role: role.to_owned(), model: model.to_owned(), ..switch() };
            let stands = occupied(&mounted, "", &plan);
            let found = (stands.device.kind, stands.is_switch, stands.device.ports_count);
            assert_eq!(found, (kind, is_switch, ports), "{role}, {model}");
        }
        let within = Mounted { parent: "c".to_owned(), role: "Server".to_owned(), ..switch() };
        assert_eq!(occupied(&within, "", &plan).device.ports_count, 0, "the chassis connects it");
    }

    #[test]
    fn a_zone_comes_from_the_plan_by_rack_then_by_column() {
        let text = r#"
            [standing]
            zone_from = "role"
            [standing.zones]
            "A/R1" = "level-4"
            "Mật" = "secret"
            [zone]
            cages = ["MPS"]
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
        assert_eq!(zone(rack("R2", "Mật")).as_deref(), Some("secret"));
        let known = plan.zone.by_level[0].clone();
        assert_eq!(zone(rack("R3", &known)).as_deref(), Some(known.as_str()));
        assert_eq!(zone(rack("R4", "mạng")), None);
        // An agency's own zone, and the second site, are zones as well.
        for known in ["level-4-mps", "level-3-second-site", "level-4-mps-second-site"] {
            assert_eq!(zone(rack("R5", known)).as_deref(), Some(known), "{known}");
        }
        assert_eq!(zone(rack("R6", "level-4-moj")), None);
    }
}
