//! The device library in the store, and the devices that move with their systems and facilities.

use ndcap::demand;
use ndcap::diagnostic::Finding;
use ndcap::inventory::{Inventory, Store};
use ndcap::placement::{DeviceKind, Fleet, PowerSource, StaysBehind, check, place};
use ndcap::plan::Plan;

use crate::command::Workdir;

const TYPES: &str = "manufacturer,model,part_number,u_height,is_full_depth,weight_kg,power_ports,\
    max_draw_w_sum,max_draw_w_single\nDell,PowerEdge R740,,2,True,28.6,2,2200.0,1100.0\n\
    Dell,PowerEdge R740xd,,2,True,33.1,2,1500.0,750.0\nDell,PowerVault ME4024,,2,True,,2,1160.0,580.0\n\
    Cisco,Catalyst 2960X-24TS-L,WS-C2960X-24TS-L,1,False,4.0,1,100.0,100.0\n\
    HPE,ProLiant DL380 Gen9,,2,True,,2,2800.0,1400.0\nHPE,ProLiant DL380 Gen10,,2,True,,0,,\n";

const SYSTEMS: &str = "system_id,name,security_level,move_plan,proposed_quarter,facility_id\n\
    HT1,A,3,relocate,2025Q4,F1\nHT2,B,4,relocate,2025Q4,\nHT3,C,2,cloud,2025Q4,F2\n\
    HT4,D,2,relocate,2025Q4,F2\nHT5,E,2,cloud,2025Q4,F3\n";

const SERVERS: &str = "server_id,system_id,facility_id,manufacturer,model,quantity,psu_count,height_u,\
    power_nameplate_w,power_peak_w,power_measured_w,in_service_on\n\
    S1,HT1,F1,Dell,PowerEdge R740,1,,,,,,\nS2,HT2,F1,,Máy chủ HP DL380,2,1,2,800,,,\n\
    S4,HT4,F2,Dell,R740xd,1,2,,,520,,2017-01-01\n";

const STORAGE: &str = "storage_id,facility_id,manufacturer,model,quantity,raw_tb,power_measured_w\n\
    A1,f 1,Dell EMC,ME4024,1,50,\nA2,F2,,,1,50,\nA3,,,,2,50,\nA4,F9,,,1,50,\nA5,F3,,,1,50,\n";

const NETWORK: &str = "device_id,facility_id,kind,manufacturer,model,quantity\n\
    N1,F1,switch,Cisco,WS-C2960X-24TS-L,2\nN2,F2,switch,Cisco,Catalyst 2960X-24TS-L,1\n";

/// One agency with three facilities, of which F1 relocates as a whole.
fn agency(with_library: bool) -> (Workdir, Inventory) {
    let work = Workdir::new();
    for (name, text) in [
        ("system.csv", SYSTEMS),
        ("server.csv", SERVERS),
        ("storage.csv", STORAGE),
        ("network_device.csv", NETWORK),
    ] {
        work.write(name, text);
        work.ok(&["ingest", name, "--agency", "MOJ"]);
    }
    if with_library {
        work.write("types.csv", TYPES);
        let done = work.ok(&["library", "import", "types.csv"]);
        assert_eq!(done.stderr, "6 entries read = 6 taken + 0 refused\n");
    }
    let inventory = Store::open(&work.path("store")).and_then(|store| store.inventory());
    (work, inventory.expect("a store"))
}

fn fleet(inventory: &Inventory, plan: &Plan) -> Fleet {
    let demand = demand::size(inventory, plan).expect("rows");
    Fleet::of(&demand, inventory, plan).expect("rows")
}

/// Servers that name no listed system: they move with a facility that does, are told to stay, or have
/// a machine in the cloud in their place.
#[test]
fn servers_without_a_listed_system_move_with_their_facility_or_are_told_to_stay() {
    let servers = "server_id,system_id,facility_id,cores_count,ram_gib,quantity\n\
        S1,HT1,F1,32,256,1\nE1,,F1,32,256,2\nE2,,F2,32,256,1\nE3,,,32,256,1\nS4,HT4,F2,32,256,1\n";
    let workloads = |host_of_cloud: &str| {
        format!(
            "workload_id,system_id,host,vcpu_count,ram_gib\nV1,HT1,E1,4,8\nV2,HT2,{host_of_cloud},4,8\n"
        )
    };
    let fleet_of = |servers: &str, workloads: &str| {
        let work = Workdir::new();
        let files = [("system.csv", SYSTEMS), ("server.csv", servers), ("workload.csv", workloads)];
        for (name, text) in files.into_iter().filter(|(_, text)| !text.is_empty()) {
            work.write(name, text);
            work.ok(&["ingest", name, "--agency", "MOJ"]);
        }
        let inventory = Store::open(&work.path("store")).and_then(|store| store.inventory());
        let fleet = fleet(&inventory.expect("a store"), &Plan::built_in());
        let ids: Vec<String> = fleet.devices.iter().map(|device| device.id.clone()).collect();
        let left = fleet.survey.left_out.iter();
        let left: Vec<_> = left.map(|((_, kind, why), count)| (*kind, *why, *count)).collect();
        (ids, left, fleet.workloads.len())
    };
    let (server, in_part) = (DeviceKind::Server, StaysBehind::FacilityMovesInPart);
    // HT2 has no server that names it: its V2 comes to the cloud, from no host of F1.
    let (ids, left, machines) = fleet_of(servers, &workloads(""));
    assert_eq!(ids, ["MOJ/S1", "MOJ/E1#1", "MOJ/E1#2", "MOJ/S4"]);
    assert_eq!(left, [(server, StaysBehind::NoFacility, 1), (server, in_part, 1)]);
    assert_eq!(machines, 1);
    // E1 carries it: what of F1 is whose nobody can tell.
    let (ids, left, _) = fleet_of(servers, &workloads("E1"));
    assert_eq!(ids, ["MOJ/S1", "MOJ/S4"]);
    assert_eq!(left, [(server, StaysBehind::NoFacility, 1), (server, in_part, 3)]);
    // So it is with a server of a system that is on no list.
    let unlisted = format!("{servers}S9,HT9,F1,32,256,1\n");
    let (ids, left, machines) = fleet_of(&unlisted, &workloads(""));
    assert_eq!(ids, ["MOJ/S1", "MOJ/S4"]);
    // It carries no listed workload, so that a machine in the cloud takes its own place.
    assert_eq!((left.last(), machines), (Some(&(server, in_part, 3)), 2));
    // Without workloads the servers of no system are sized for the cloud, and counted once.
    let (ids, left, machines) = fleet_of(servers, "");
    assert_eq!((ids, left), (vec!["MOJ/S1".to_owned(), "MOJ/S4".to_owned()], vec![]));
    assert_eq!(machines, 4);
}

/// What a model that the library does not settle comes to.
pub fn doubtful() -> Vec<Finding> {
    let (_work, inventory) = agency(true);
    let told = fleet(&inventory, &Plan::built_in()).survey.findings();
    told.into_iter().map(|(_, finding)| finding).collect()
}

/// Id, height, weight, peak watts, where the power comes from, cords.
fn told(fleet: &Fleet) -> Vec<(String, f64, f64, f64, PowerSource, u8)> {
    let of = |device: &ndcap::placement::Device| {
        let (height, weight) = (device.height.as_units(), device.weight.as_kilograms());
        let peak = device.power_peak.as_watts();
        (device.id.clone(), height, weight, peak, device.power_source, device.cords)
    };
    fleet.devices.iter().map(of).collect()
}

#[test]
fn servers_of_relocating_systems_and_devices_of_relocating_facilities_come_with_what_is_known() {
    let (_work, inventory) = agency(true);
    let plan = Plan::built_in();
    let fleet = fleet(&inventory, &plan);
    use PowerSource::{LibraryNameplate, NameplateDerated, VendorPeak};
    let expected = [
        // 0.6 of one of two supplies of 1100 W.
        ("MOJ/S1", 2.0, 28.6, 660.0, LibraryNameplate, 2),
        // No generation: the library does not settle it. 0.6 of 800 W; the plan's weight; one supply.
        ("MOJ/S2#1", 2.0, 28.0, 480.0, NameplateDerated, 1),
        ("MOJ/S2#2", 2.0, 28.0, 480.0, NameplateDerated, 1),
        ("MOJ/S4", 2.0, 33.1, 520.0, VendorPeak, 2),
        // 0.6 of 580 W; the library has no weight.
        ("MOJ/storage:A1", 2.0, 60.0, 348.0, LibraryNameplate, 2),
        ("MOJ/network:N1#1", 1.0, 4.0, 60.0, LibraryNameplate, 1),
        ("MOJ/network:N1#2", 1.0, 4.0, 60.0, LibraryNameplate, 1),
    ];
    let expected = expected.map(|(id, height, weight, peak, source, cords)| {
        (id.to_owned(), height, weight, peak, source, cords)
    });
    assert_eq!(told(&fleet), expected);
    let array = &fleet.devices[4];
    assert_eq!(array.zone, plan.zone.by_level[3], "the strictest of what it serves");
    assert!(!fleet.devices[5].is_full_depth && array.is_full_depth);
    let left: Vec<_> =
        fleet.survey.left_out.iter().map(|((_, kind, why), n)| (*kind, *why, *n)).collect();
    let (storage, network) = (DeviceKind::Storage, DeviceKind::Network);
    let expected = [
        (storage, StaysBehind::NoFacility, 2),
        (storage, StaysBehind::NoSystemThere, 1),
        (storage, StaysBehind::FacilityMovesInPart, 1),
        (storage, StaysBehind::FacilityStays, 1),
        (network, StaysBehind::FacilityMovesInPart, 1),
    ];
    assert_eq!(left, expected);
    assert_eq!([storage, network].map(|kind| fleet.survey.open_count(kind)), [4, 1]);
    let doubtful = fleet.survey.findings();
    assert_eq!(doubtful.len(), 1, "{doubtful:?}");
    assert!(
        doubtful[0]
            .1
            .found
            .contains("Máy chủ HP DL380 (2 devices): nearest HPE ProLiant DL380 Gen")
    );
    assert_eq!(doubtful[0].1.row, Some(3));
    assert_eq!(check(&fleet, &place(&fleet)), []);
}

#[test]
fn without_a_library_the_plan_stands_in_and_a_plan_may_move_no_arrays() {
    let (_work, inventory) = agency(false);
    let plan = Plan::from_text(
        "[device]\nmoved_storage = \"none\"\ncords = 1\n[device.network_power_w]\nvalue = 99\nsource = \"x\"",
        None,
    );
    let fleet = fleet(&inventory, &plan.expect("a plan"));
    let told = told(&fleet);
    assert_eq!((told[0].3, told[0].4, told[0].5), (450.0, PowerSource::Imputed, 1));
    let kinds = fleet.devices.iter().map(|device| device.kind);
    assert_eq!(kinds.filter(|kind| *kind == DeviceKind::Storage).count(), 0);
    let switch = told.iter().find(|one| one.0 == "MOJ/network:N1#1").expect("comes");
    assert_eq!((switch.3, switch.4), (99.0, PowerSource::Imputed));
    let stays = |((_, _, why), count): (&(String, DeviceKind, StaysBehind), &usize)| {
        if *why == StaysBehind::PlanMovesNone { *count } else { 0 }
    };
    assert_eq!(fleet.survey.left_out.iter().map(stays).sum::<usize>(), 6);
    assert_eq!(fleet.survey.matches, []);
}

fn csv(work: &Workdir, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(work.path(&format!("out/tables/{name}.csv"))).expect(name);
    let lines =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records();
    lines.map(|line| line.expect("is CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_report_says_where_power_comes_from_and_it_adds_up() {
    let (work, _) = agency(true);
    work.ok(&["report", "--out", "out"]);
    let sources = csv(&work, "power_sources");
    let named: Vec<(&str, &str)> =
        sources[1..].iter().map(|row| (row[0].as_str(), row[2].as_str())).collect();
    let expected =
        [("vendor_peak", "1"), ("nameplate_derated", "2"), ("library_nameplate_derated", "4")];
    assert_eq!(
        named
            .iter()
            .filter(|row| row.0 != "rack_switches" && row.0 != "profile")
            .copied()
            .collect::<Vec<_>>(),
        expected
    );
    let sum = |column: usize| -> f64 {
        sources[1..].iter().map(|row| row[column].parse::<f64>().expect("a number")).sum()
    };
    let power = csv(&work, "power");
    let stated = |name: &str| -> f64 {
        let row = power.iter().find(|row| row[0] == name).expect(name);
        row[2].parse().expect("a number")
    };
    assert!((sum(3) - stated("it_kw_average")).abs() < 0.01, "{sources:?}");
    assert!((sum(4) - stated("it_kw_peak_sum")).abs() < 0.01, "{sources:?}");
    let facts = csv(&work, "device_facts");
    let cords = facts.iter().find(|row| row[0] == "server" && row[1] == "cords").expect("a row");
    assert_eq!(cords[2..], ["3", "1", "0"].map(str::to_owned));
    let matches = csv(&work, "library_matches");
    assert!(
        matches.iter().any(|row| row[0] == "Dell EMC ME4024" && row[2] == "matched"),
        "{matches:?}"
    );
    let findings = csv(&work, "findings");
    assert!(findings.iter().flatten().any(|cell| cell == "L901"), "{findings:?}");
    let place = work.ndcap(&["place"]).stdout;
    assert!(
        place.contains("Where power figures come from") && place.contains("less_specific"),
        "{place}"
    );
    let array = csv(&work, "rack_positions")
        .into_iter()
        .find(|row| row.iter().any(|cell| cell == "MOJ/storage:A1"));
    let rack = array.expect("stands in a rack")[0].clone();
    let address = format!("power/rack_id={rack}/agency_id=MOJ/device_id=storage:A1/it_kw_peak_sum");
    let said = work.ok(&["explain", &address]).stdout;
    assert!(said.contains("device library") && said.contains("ME4024"), "{said}");
}

#[test]
fn a_library_is_imported_listed_matched_and_replaced_as_a_whole() {
    let work = Workdir::new();
    work.write(
        "lib/device-types/Dell/R740.yaml",
        "manufacturer: Dell\nmodel: PowerEdge R740\nu_height: 2\n",
    );
    work.write("lib/device-types/Dell/bad.yaml", "manufacturer: Dell\nmodel: [\n");
    let done = work.ndcap(&["library", "import", "lib"]);
    assert_eq!((done.code, done.stderr.as_str()), (2, "2 entries read = 1 taken + 1 refused\n"));
    assert!(done.stdout.contains("device-types/Dell/bad.yaml"), "{}", done.stdout);
    let list = |text: &str| work.ok(&["library", "list", text, "--format", "csv"]).stdout;
    assert_eq!(list("dell r740").lines().count(), 1, "names are compared as they stand");
    assert!(
        list("r740").contains("Dell,PowerEdge R740,2.0,,,,,,device-types/Dell/R740.yaml"),
        "{}",
        list("r740")
    );
    let matched =
        work.ok(&["library", "match", "Máy chủ Dell R740", "HP DL380", "--format", "csv"]).stdout;
    let lines: Vec<&str> = matched.lines().collect();
    assert!(
        lines[1].starts_with("Máy chủ Dell R740,matched,0.98,,Dell,PowerEdge R740,2.0"),
        "{matched}"
    );
    assert!(lines[2].starts_with("HP DL380,unmatched,,,"), "{matched}");
    work.write("types.csv", TYPES);
    work.ok(&["library", "import", "types.csv"]);
    assert_eq!(list("").lines().count(), 7, "the one before is gone");
    let failed = work.ndcap(&["library", "import", "lib/device-types/Dell/bad.yaml"]);
    assert!(
        failed.code == 1 && failed.stderr.contains("the library is as it was"),
        "{}",
        failed.stderr
    );
    assert_eq!(list("").lines().count(), 7);
    let nothing = work.ndcap(&["library", "import", "none"]);
    assert!(nothing.code == 1 && nothing.stderr.contains("check the path"), "{}", nothing.stderr);
    let vietnamese = work.ok(&["library", "import", "types.csv", "--lang", "vi"]).stderr;
    assert_eq!(vietnamese, "đã đọc 6 mục = 6 nhận + 0 loại\n");
    let empty = Workdir::new();
    empty.write("vm.csv", "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,16\n");
    empty.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let none = empty.ndcap(&["library", "list"]);
    assert!(none.code == 1 && none.stderr.contains("ndcap library import"), "{}", none.stderr);
}
