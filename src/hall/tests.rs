use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Code;

const RACKS: &str = "site,name,u_height,desc_units\nA,R1,42,false\nA,R2,42,true\n";
const HEADING: &str = "name,site,rack,position,u_height,is_full_depth,face";

fn read_lists(racks: &str, devices: &str, reservations: &str) -> HallReading {
    let file = |list, name: &'static str, text: &str| (list, name, text.as_bytes().to_vec());
    let mut texts = vec![file(List::Racks, "racks.csv", racks)];
    for (list, name, text) in [
        (List::Devices, "devices.csv", devices),
        (List::Reservations, "reservations.csv", reservations),
    ] {
        if !text.is_empty() {
            texts.push(file(list, name, text));
        }
    }
    let files: Vec<ListFile<'_>> = texts
        .iter()
        .map(|(list, name, bytes)| ListFile { list: *list, path: Path::new(name), bytes })
        .collect();
    read(&files, &[], &Plan::built_in())
}

fn with_devices(devices: &str) -> HallReading {
    read_lists(RACKS, &format!("{HEADING}\n{devices}\n"), "")
}

fn codes(reading: &HallReading) -> Vec<Code> {
    reading.findings.iter().map(|(_, finding)| finding.code).collect()
}

/// The rack of the name, with where the bottom of each device stands.
fn bottoms(reading: &HallReading, rack: &str) -> Vec<(String, Option<f64>)> {
    let rack = reading.standing.racks.iter().find(|one| one.name == rack).expect("a rack");
    let bottom = |device: &Mounted| device.bottom.map(RackUnits::as_units);
    rack.mounted.iter().map(|device| (device.id.clone(), bottom(device))).collect()
}

#[test]
fn a_rack_numbered_from_the_top_is_turned_over() {
    // Unit 1 is the topmost of 42: a device of 10 U at 1 takes 33 to 42, one of 4 U at 39 takes 1 to 4.
    let reading =
        with_devices("a,A,R2,1,10,true,front\nb,A,R2,39,4,true,front\nc,A,R1,39,4,true,front");
    assert_eq!(codes(&reading), []);
    let expected = [("A/b".to_owned(), Some(1.0)), ("A/a".to_owned(), Some(33.0))];
    assert_eq!(bottoms(&reading, "R2"), expected);
    assert_eq!(bottoms(&reading, "R1"), [("A/c".to_owned(), Some(39.0))]);
}

#[test]
fn half_units_take_the_whole_unit_they_stand_in() {
    let reading = with_devices(
        "a,A,R1,10.5,0.5,true,front\nb,A,R1,10,0.5,true,front\nc,A,R1,20.5,1,true,front",
    );
    assert_eq!(codes(&reading), [], "two halves of one unit do not overlap");
    let elevation = reading.standing.racks[0].elevation();
    assert_eq!(elevation.units_used(), [10, 20, 21]);
    assert_eq!((elevation.units_free().len(), elevation.longest_free_run()), (39, 21));
}

#[test]
fn half_depth_leaves_the_other_side_and_an_unknown_side_leaves_neither() {
    let reading = with_devices(
        "a,A,R1,1,1,false,front\nb,A,R1,1,1,false,rear\nc,A,R1,2,1,false,front\nd,A,R1,3,1,false,",
    );
    assert_eq!(codes(&reading), [Code::N911]);
    let elevation = reading.standing.racks[0].elevation();
    assert_eq!(elevation.units_used(), [1, 2, 3]);
    assert_eq!(elevation.units_free_on_one_side(), [2]);
}

#[test]
fn devices_that_overlap_are_told_and_their_units_count_once() {
    let reading = with_devices("a,A,R1,10,2,false,front\nb,A,R1,11,2,true,rear");
    assert_eq!(codes(&reading), [Code::N907]);
    assert_eq!(reading.standing.racks[0].elevation().units_used(), [10, 11, 12]);
    assert_eq!(reading.counts[1].rows_taken, 2);
}

#[test]
fn a_device_beyond_its_rack_is_rejected_with_its_place() {
    for position in ["42", "0.5", "43"] {
        let reading = with_devices(&format!("a,A,R1,{position},2,true,front"));
        assert_eq!(codes(&reading), [Code::N906], "{position}");
        assert_eq!(reading.counts[1].rows_rejected(), 1);
        assert_eq!(reading.findings[0].1.row, Some(2));
    }
}

#[test]
fn a_height_nobody_states_is_the_plans_up_to_the_next_device() {
    // The plan's two units at 40; one unit at 10, below the device at 11; at 42 the rack ends.
    let reading = with_devices(
        "a,A,R1,40,,true,front\nb,A,R1,10,,true,front\nc,A,R1,11,1,true,front\nd,A,R1,42,,true,front",
    );
    let told = codes(&reading);
    assert_eq!(told, [Code::N912, Code::N912, Code::N912]);
    assert_eq!(reading.standing.racks[0].elevation().units_used(), [10, 11, 40, 41, 42]);
}

#[test]
fn what_takes_no_unit_is_in_the_rack_and_takes_none() {
    let reading = with_devices("pdu,A,R1,,0,false,\nlost,A,R1,,2,true,front");
    assert_eq!(codes(&reading), [Code::N910]);
    let rack = &reading.standing.racks[0];
    assert_eq!((rack.mounted.len(), rack.elevation().units_used().len()), (2, 0));
}

/// Two sizes of one type are no size, and a third does not settle it. A plus sign makes another model.
#[test]
fn sizes_that_disagree_are_not_used() {
    let types = "manufacturer,model,u_height,is_full_depth\nD,X,1,true\nD,X,2,true\nD,X,4,true\n\
                 D,X,1,true\nS,RS1221+,3,true\nd,y,1,true\nD,Y,1,true\n";
    let devices = "name,site,rack,position,manufacturer,device_type,face\na,A,R1,1,D,X,front\n\
                   b,A,R1,20,S,RS1221,front\nc,A,R1,30,S,rs1221+,front\n";
    let file = |list, name, text: &'static str| ListFile {
        list,
        path: Path::new(name),
        bytes: text.as_bytes(),
    };
    let files = [
        file(List::Racks, "racks.csv", RACKS),
        file(List::DeviceTypes, "types.csv", types),
        file(List::Devices, "devices.csv", devices),
    ];
    let reading = read(&files, &[], &Plan::built_in());
    let conflicts = codes(&reading).into_iter().filter(|code| *code == Code::N904).count();
    assert_eq!((conflicts, reading.counts[1].rows_rejected()), (3, 3));
    let assumed: Vec<(&str, bool)> = (reading.standing.racks[0].mounted.iter())
        .map(|device| (device.name.as_str(), device.is_height_assumed))
        .collect();
    assert_eq!(assumed, [("a", true), ("b", true), ("c", false)]);
    let heights: Vec<Option<f64>> = (reading.standing.types.iter())
        .map(|listed| listed.height.map(RackUnits::as_units))
        .collect();
    assert_eq!(heights, [None, Some(1.0), Some(3.0)]);
}

/// Twenty thousand devices of one name take as many steps, not their square.
#[test]
fn devices_of_one_name_are_numbered_in_one_go() {
    let mut devices = HEADING.to_owned();
    for _ in 0..20_000 {
        devices.push_str("\na,A,R1,,0,true,");
    }
    let reading = read_lists(RACKS, &devices, "");
    let mounted = &reading.standing.racks[0].mounted;
    assert_eq!((mounted[0].id.as_str(), mounted[19_999].id.as_str()), ("A/a", "A/a#20000"));
}

/// A chassis that was measured with its blades; one that was not, whose blade was; a blade in a bay of a
/// bay. Each kilowatt counts once.
#[test]
fn the_power_of_a_device_in_another_counts_once() {
    let devices = "name,site,rack,position,u_height,is_full_depth,face,parent,power_measured_w\n\
        c1,A,R1,1,10,true,front,,2300\nb1,A,R1,,0,true,,c1,1000\nb2,A,R1,,0,true,,c1,\n\
        n1,A,R1,,0,true,,b2,200\nc2,A,R1,20,10,true,front,,\nb3,A,R1,,0,true,,c2,900\n\
        x,A,R1,,0,true,,gone,70\nl1,A,R1,,0,true,,l2,5\nl2,A,R1,,0,true,,l1,6\n";
    let reading = read_lists(RACKS, devices, "");
    let plan = Plan::built_in();
    let powers: std::collections::BTreeMap<&str, Option<f64>> = reading.standing.racks[0]
        .mounted
        .iter()
        .map(|device| (device.name.as_str(), device.power_known(&plan).map(Watts::as_watts)))
        .collect();
    let expected = [
        ("b1", Some(0.0)),
        ("b2", Some(0.0)),
        ("b3", Some(900.0)),
        ("c1", Some(2300.0)),
        ("c2", None),
        ("l1", Some(5.0)),
        ("l2", Some(6.0)),
        ("n1", Some(0.0)),
        ("x", Some(70.0)),
    ];
    assert_eq!(powers.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn reservations_keep_units_and_count_from_the_racks_own_side() {
    let reading = read_lists(
        RACKS,
        &format!("{HEADING}\na,A,R1,5,1,true,front\n"),
        "site,rack,units,description,status\nA,R1,\"5,6,7\",tape,active\nA,R2,1-3,new,pending\n\
         A,R1,\"42,43\",beyond,active\nA,R1,two,words,active\n",
    );
    assert_eq!(codes(&reading), [Code::N908, Code::N903]);
    let [first, second] = &reading.standing.racks[..] else { panic!("two racks") };
    assert_eq!(first.elevation().units_reserved(), [6, 7]);
    assert_eq!(first.elevation().units_free().len(), 39);
    assert_eq!(second.elevation().units_reserved(), [40, 41, 42]);
    assert_eq!(second.reserved[0].purpose, "new (pending)");
}

#[test]
fn racks_that_are_closed_are_kept_whole_and_planned_ones_do_not_stand() {
    let racks = "Site,Name,Height,Status,Width,Max Weight\nA,R1,42U,Reserved,19 inches,1000 kg\n\
                 A,R2,42U,Deprecated,19 inches,\nA,R3,42U,Active,10 inches,2200 Pounds\nA,R4,42U,Planned,19,\n\
                 A,R5,42U,full,19,500\n";
    let reading = read_lists(racks, &format!("{HEADING}\na,A,R4,5,1,true,front\n"), "");
    assert_eq!(codes(&reading), [Code::N915, Code::N909, Code::N913, Code::N915]);
    let free = |rack: &Rack| rack.elevation().units_free().len();
    assert_eq!(reading.standing.racks.iter().map(free).collect::<Vec<_>>(), [0, 0, 0, 42]);
    let limits: Vec<Option<u64>> =
        reading.standing.racks.iter().map(|r| r.weight_limit.map(Kilograms::raw)).collect();
    // 2200 lb of 453.59237 g.
    assert_eq!(limits, [Some(1_000_000), None, Some(997_903), None]);
    let skipped: Vec<usize> = reading.counts.iter().map(ListCount::rows_skipped).collect();
    assert_eq!(skipped, [1, 1]);
}

#[test]
fn racks_of_one_name_are_told_apart_by_site_and_location() {
    let racks = "site,location,name,u_height\nA,North,R1,42\nA,South,R1,40\nB,,R1,12\nB,,R1,12\n";
    let devices = "site,location,rack,position,u_height,is_full_depth,face\n\
                   A,South,R1,40,1,true,front\nA,,R1,1,1,true,front\nB,Hall,R1,1,1,true,front\n\
                   C,,R1,1,1,true,front\n,,R1,1,1,true,front\n";
    let reading = read_lists(racks, devices, "");
    assert_eq!(codes(&reading), [Code::N904, Code::N905, Code::N905, Code::N902]);
    let ids: Vec<String> = reading.standing.racks.iter().map(Rack::id).collect();
    assert_eq!(ids, ["A/North/R1", "A/South/R1", "B/R1"]);
    let counts: Vec<usize> = reading.standing.racks.iter().map(|r| r.mounted.len()).collect();
    assert_eq!(counts, [0, 1, 1]);
    assert_eq!(reading.standing.racks[1].mounted[0].id, "A/South/R1/U40-front");
}

#[test]
fn a_list_without_a_needed_column_is_refused_with_what_is_missing() {
    let reading = read_lists("site,u_height\nA,42\n", "name,site\na,A\n", "");
    assert_eq!(reading.lists_refused, [List::Racks, List::Devices]);
    let found: Vec<String> =
        reading.findings.iter().map(|(_, f)| f.found.english().into_owned()).collect();
    assert_eq!(
        found,
        ["the list racks has no column name", "the list devices has no column rack, position"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Turned over and back a device stands where it stood.
    #[test]
    fn positions_turn_over_and_back(
        height_u in 1_u32..=60,
        is_from_the_top: bool,
        first in 1_u32..=5,
        half in 0_u32..=130,
        height in 1_u32..=20,
    ) {
        let numbering = Numbering { is_from_the_top, first };
        let rack = Rack { height_u, numbering, ..Rack::default() };
        let (position, height) = (RackUnits::from_raw(half), RackUnits::from_raw(height));
        if let Some(bottom) = rack.bottom_of(position, height) {
            prop_assert!(bottom >= RackUnits::from_units(1));
            prop_assert!(bottom + height <= RackUnits::from_units(height_u + 1));
            prop_assert_eq!(rack.position_of(bottom, height), Some(position));
        }
    }

    /// Whatever the rows say, none is lost, and every unit is used, kept or free.
    #[test]
    fn rows_and_units_are_conserved(
        rows in proptest::collection::vec(
            ("[ab]?", "A|B|", "R[123]|", "[0-9]{1,2}|1.5|x|", "[0-4]|0.5|-1|", "true|false|", "front|rear|up|"),
            0..30,
        ),
        reserved in proptest::collection::vec(("R[123]", "[0-9]{1,2}(,[0-9]{1,2})?|5-9|"), 0..6),
    ) {
        let mut devices = HEADING.to_owned();
        for (name, site, rack, position, height, depth, face) in rows {
            devices.push_str(&format!("\n{name},{site},{rack},{position},{height},{depth},{face}"));
        }
        let mut reservations = "site,rack,units".to_owned();
        for (rack, units) in reserved {
            reservations.push_str(&format!("\nA,{rack},\"{units}\""));
        }
        let reading = read_lists(RACKS, &devices, &reservations);
        prop_assert!(reading.counts.iter().all(ListCount::is_conserved));
        let mut ids = std::collections::BTreeSet::new();
        for rack in &reading.standing.racks {
            let e = rack.elevation();
            let sum = e.units_used().len() + e.units_reserved().len() + e.units_free().len();
            prop_assert_eq!(sum, rack.height_u as usize);
            prop_assert!(rack.mounted.iter().all(|device| ids.insert(device.id.clone())));
        }
    }
}
