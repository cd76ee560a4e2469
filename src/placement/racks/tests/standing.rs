//! Racks that stand already: what is free in them is used first, what stands in them counts.

use super::*;

/// A rack of 12 units of no zone with a 2U device in units 5 and 6 that weighs 50 kg and draws 1 kW.
pub(super) fn rack(id: &str, row: Option<&str>) -> StandingRack {
    StandingRack {
        id: id.to_owned(),
        zone: None,
        row: row.map(str::to_owned),
        height: RackUnits::from_units(12),
        weight_limit: None,
        occupied: vec![stands_at(&format!("{id}-old"), 5.0, 2)],
        reservations: Vec::new(),
    }
}

fn stands_at(id: &str, bottom: f64, units: u32) -> Occupied {
    Occupied {
        device: device(id, units, 50.0, 1_000.0),
        bottom: Some(RackUnits::from_units_rounded_up(bottom)),
        face: Face::Front,
        is_switch: false,
    }
}

fn with(standing: Vec<StandingRack>, devices: Vec<Device>) -> Fleet {
    Fleet { standing, ..fleet(vec![], devices) }
}

/// Units 11 and 12 are kept for switches, 5 and 6 are taken: runs 1 to 4 and 7 to 10. A device of 4U goes
/// to 1, one of 3U to 7, one of 5U finds no run and gets a new rack. Of the 12 units 8 are to be had in the
/// rack that stands, so that one new rack is the least.
#[test]
fn free_runs_of_a_standing_rack_are_filled_before_a_rack_is_opened() {
    let devices = vec![
        device("four", 4, 40.0, 100.0),
        device("three", 3, 30.0, 100.0),
        device("five", 5, 20.0, 100.0),
    ];
    let mine = StandingRack { zone: Some("level-3".to_owned()), ..rack("S1", Some("A")) };
    let placement = placed(&with(vec![mine], devices));
    let ids: Vec<&str> = placement.racks.iter().map(|rack| rack.id.as_str()).collect();
    assert_eq!(ids, ["S1", "R-level-3-001"]);
    let front = Face::Front;
    let first = &placement.racks[0];
    // The device that stands is the last of all: behind three that come.
    assert_eq!(stood(first), [(0, 1, 4, front), (3, 5, 2, front), (1, 7, 3, front)]);
    assert_eq!(placement.standing_devices, 3..4);
    assert_eq!((first.zone.as_str(), first.height_used), ("level-3", RackUnits::from_units(9)));
    assert_eq!(first.weight, Kilograms::from_kilograms(100.0 + 50.0 + 40.0 + 30.0));
    assert_eq!(first.power_failover, Watts::from_watts(1_200.0));
    assert_eq!(units_free(first).units, [10]);
    let zone = &placement.zones[0];
    assert_eq!([zone.racks_standing, zone.racks_new, zone.racks_new_lower_bound], [1, 1, 1]);
    assert_eq!(first.row.as_deref(), Some("A"));
}

/// Eight units are free, but no five of them lie together.
#[test]
fn a_device_that_finds_enough_units_but_no_run_closes_a_rack_by_contiguity() {
    let mut stands = rack("S1", None);
    stands.zone = Some("level-3".to_owned());
    let placement = placed(&with(vec![stands], vec![device("five", 5, 1.0, 1.0)]));
    assert_eq!(placement.racks[0].closed_by, Some(BindingLimit::Contiguity));
    assert_eq!(placement.racks[1].id, "R-level-3-001");
}

#[test]
fn reserved_units_of_a_standing_rack_stay_free_and_keep_their_purpose() {
    let mut stands = rack("S1", None);
    let purpose = "kept for the bank".to_owned();
    stands.reservations = vec![Reservation { units: vec![1, 2, 9], purpose: purpose.clone() }];
    // Runs 3-4, 7-8 and 10; the switches take 11-12.
    let fleet = with(vec![stands], vec![device("a", 2, 9.0, 1.0), device("b", 2, 8.0, 1.0)]);
    let placement = placed(&fleet);
    let first = &placement.racks[0];
    let front = Face::Front;
    assert_eq!(stood(first), [(0, 3, 2, front), (2, 5, 2, front), (1, 7, 2, front)]);
    let reserved: Vec<(u32, u32, &str)> =
        first.reserved.iter().map(|r| (r.bottom_u, r.units, r.purpose.word())).collect();
    assert_eq!(reserved, [(11, 2, "switches"), (9, 1, &purpose), (1, 2, &purpose)]);
}

/// What stands draws 1 kW and weighs 50 kg: of 5 kW and 600 kg are left 4 kW and 550 kg.
#[test]
fn what_stands_counts_in_power_and_weight() {
    let stands = || StandingRack { zone: Some("level-3".to_owned()), ..rack("S1", None) };
    let closed_by = |device: Device| {
        let placement = placed(&with(vec![stands()], vec![device]));
        placement.racks[0].closed_by
    };
    assert_eq!(closed_by(device("a", 1, 1.0, 4_000.0)), None);
    assert_eq!(closed_by(device("a", 1, 1.0, 4_000.1)), Some(BindingLimit::Power));
    assert_eq!(closed_by(device("a", 1, 550.0, 1.0)), None);
    assert_eq!(closed_by(device("a", 1, 550.1, 1.0)), Some(BindingLimit::Weight));
}

/// A rack in which a switch stands has its switches: nothing more is kept or drawn for them. A firewall is
/// none.
#[test]
fn a_standing_rack_with_a_switch_gets_no_switches() {
    let mut own = rack("own", None);
    own.occupied[0].is_switch = true;
    let mut firewall = rack("firewall", None);
    firewall.occupied[0].device.kind = DeviceKind::Network;
    for (stands, expected) in [(own, 0.0), (rack("bare", None), 400.0), (firewall, 400.0)] {
        let has_own = stands.occupied[0].is_switch;
        let mut fleet = with(vec![stands], vec![device("a", 1, 1.0, 100.0)]);
        fleet.rack.tor_power = Watts::from_watts(400.0);
        let placement = placed(&fleet);
        let first = &placement.racks[0];
        assert_eq!(first.switch_power, Watts::from_watts(expected));
        assert_eq!(first.power_failover, Watts::from_watts(1_100.0 + expected));
        assert_eq!(first.reserved.is_empty(), has_own);
    }
    // Nothing comes: nothing is drawn for switches.
    let mut fleet = with(vec![rack("bare", None)], vec![]);
    fleet.rack.tor_power = Watts::from_watts(400.0);
    let placement = placed(&fleet);
    assert_eq!(placement.racks[0].power_peak, Watts::from_kilowatts(1.0));
    assert_eq!((placement.racks[0].zone.as_str(), placement.zones.len()), (NO_ZONE, 0));
}

/// Room for two racks, one of which stands: one new rack may come.
#[test]
fn racks_that_stand_count_against_the_room_of_the_hall() {
    let devices = ["a", "b"].map(|id| device(id, 10, 1.0, 1.0)).into();
    let mut fleet = with(vec![rack("S1", None)], devices);
    fleet.hall.racks_max = Some(2);
    let placement = placed(&fleet);
    assert_eq!(placement.racks.len(), 2);
    assert_eq!(placement.unplaced[0].reason, UnplacedReason::RacksExhausted { need: 3, limit: 2 });
}

#[test]
fn what_cannot_be_so_is_told_and_its_units_count_once() {
    let mut stands = rack("S1", None);
    stands.occupied.push(stands_at("over", 6.0, 2));
    stands.occupied.push(stands_at("above", 12.0, 2));
    stands.occupied.push(stands_at("below", 0.0, 1));
    stands.reservations = vec![Reservation { units: vec![7, 13], purpose: "kept".to_owned() }];
    let fleet = with(vec![stands, rack("S1", None)], vec![device("a", 1, 1.0, 1.0)]);
    let placement = placed(&fleet);
    let told: Vec<(ConflictKind, &str, Option<u32>)> = (placement.conflicts.iter())
        .map(|told| (told.kind, told.subject.as_str(), told.unit))
        .collect();
    assert_eq!(
        told,
        [
            (ConflictKind::DevicesOverlap, "over", Some(6)),
            (ConflictKind::DeviceOutside, "above", Some(12)),
            (ConflictKind::DeviceOutside, "below", Some(0)),
            (ConflictKind::ReservationOutside, "kept", Some(13)),
            (ConflictKind::ReservationTaken, "kept", Some(7)),
            (ConflictKind::RackTwice, "", None),
        ]
    );
    // Units 5, 6, 7 and 12, and the one that came.
    assert_eq!(placement.racks[0].height_used, RackUnits::from_units(5));
}

#[test]
fn a_rack_beyond_its_limits_as_it_stands_takes_nothing_and_is_told() {
    let mut stands = rack("S1", None);
    stands.occupied[0].device.power_peak = Watts::from_kilowatts(5.5);
    let placement = placed(&with(vec![stands], vec![device("a", 0, 0.0, 0.0)]));
    assert_eq!(placement.conflicts[0].kind, ConflictKind::OverPower);
    assert_eq!(placement.racks[1].zone, NO_ZONE);
    let mut full = rack("S1", None);
    full.occupied = vec![stands_at("all", 1.0, 11)];
    let placement = placed(&with(vec![full], vec![device("a", 1, 1.0, 1.0)]));
    assert_eq!(placement.conflicts[0].kind, ConflictKind::NoRoomForSwitches);
    assert_eq!(placement.racks[0].id, "R-level-3-001");
}

/// A rack that stands goes by its own zone; one without goes whole to the first zone that needs it.
#[test]
fn a_standing_rack_serves_one_zone() {
    let of = |id: &str, zone: &str| Device { zone: zone.to_owned(), ..device(id, 1, 1.0, 1.0) };
    let mine = StandingRack { zone: Some("level-4".to_owned()), ..rack("S1", None) };
    let devices = vec![of("a", "level-3"), of("b", "level-4"), of("c", "level-5")];
    let placement = placed(&with(vec![mine, rack("S2", None)], devices));
    let zones: Vec<(&str, &str)> =
        placement.racks.iter().map(|rack| (rack.id.as_str(), rack.zone.as_str())).collect();
    let expected = [("S2", "level-3"), ("S1", "level-4"), ("R-level-5-001", "level-5")];
    assert_eq!(zones, expected);
}

/// Half units take whole ones: from 1.5 to 2.5 are units 1 and 2. At the rear of a shallow device a unit
/// is free for another shallow one.
#[test]
fn half_units_and_half_depths_of_what_stands_are_seen() {
    let mut stands = rack("S1", None);
    stands.occupied[0].bottom = Some(RackUnits::from_units_rounded_up(1.5));
    stands.occupied[0].device.height = RackUnits::from_units(1);
    stands.occupied[0].device.is_full_depth = false;
    let free = super::super::super::rack::standing_units_free(&stands);
    assert_eq!((free.units.len(), free.longest_run), (10, 10));
    let shallow = Device { is_full_depth: false, ..device("a", 2, 1.0, 1.0) };
    let placement = placed(&with(vec![stands], vec![shallow]));
    let (front, rear) = (Face::Front, Face::Rear);
    assert_eq!(stood(&placement.racks[0]), [(1, 1, 2, front), (0, 1, 2, rear)]);
    assert_eq!(placement.racks[0].height_used, RackUnits::from_units(2));
}

#[test]
fn devices_of_half_a_unit_share_a_whole_one_and_a_full_rack_needs_no_switches() {
    let half = |id: &str, bottom: f64| {
        let mut stands = stands_at(id, bottom, 1);
        stands.bottom = Some(RackUnits::from_units_rounded_up(bottom));
        stands.device.height = RackUnits::from_raw(1);
        stands
    };
    let mut stands = rack("S1", None);
    stands.occupied = vec![half("a", 10.0), half("b", 10.5)];
    let placement = placed(&with(vec![stands.clone()], vec![]));
    assert_eq!(placement.conflicts, []);
    assert_eq!(placement.racks[0].height_used, RackUnits::from_units(1));
    stands.occupied.push(half("c", 10.5));
    let placement = placed(&with(vec![stands], vec![]));
    let told: Vec<(ConflictKind, &str, Option<u32>)> = (placement.conflicts.iter())
        .map(|told| (told.kind, told.subject.as_str(), told.unit))
        .collect();
    assert_eq!(told, [(ConflictKind::DevicesOverlap, "c", Some(10))]);
    let mut full = rack("S1", None);
    full.occupied = vec![stands_at("all", 1.0, 12)];
    let placement = placed(&with(vec![full], vec![device("a", 1, 1.0, 1.0)]));
    assert_eq!(placement.conflicts, []);
    assert_eq!(placement.racks[0].id, "R-level-3-001");
}

/// Two runs of 2: by weight the light 1U device comes last; the heavy ones of 2U and 1U keep to what
/// fits, and of one size the heavier stands lower.
#[test]
fn heavy_devices_stand_low_around_what_stands() {
    let mut stands = rack("S1", None);
    // Units 1-2 and 5-6 are free of 10, the rest is taken; 11-12 are for switches.
    stands.occupied = vec![stands_at("p", 3.0, 2), stands_at("q", 7.0, 4)];
    let devices = vec![
        device("light", 1, 10.0, 1.0),
        device("tall", 2, 20.0, 1.0),
        device("heavy", 1, 30.0, 1.0),
    ];
    let placement = placed(&with(vec![stands], devices));
    assert_eq!(placement.racks.len(), 1);
    let come: Vec<(usize, u32)> = (placement.racks[0].placements.iter())
        .filter(|stood| stood.device < 3)
        .map(|stood| (stood.device, stood.bottom_u))
        .collect();
    assert_eq!(come, [(2, 1), (0, 2), (1, 5)]);
}
