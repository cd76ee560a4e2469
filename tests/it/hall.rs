//! What stands in a hall: NetBox's demo data against a table counted by hand, the store, the fleet.

use std::path::Path;

use ndcap::diagnostic::Finding;
use ndcap::explain::{Placed, explain_power};
use ndcap::hall::{List, ListFile, read};
use ndcap::inventory::Store;
use ndcap::placement::{Face, Fleet, PowerSource};
use ndcap::plan::Plan;

use crate::command::{Workdir, csv_rows, real};

/// Lists that break a rule: code, racks, devices, reservations.
pub const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("N901", "site,name\nA,R1", "", ""),
    ("N902", "site,name,u_height\n,R1,42", "", ""),
    ("N903", "site,name,u_height\nA,R1,tall", "", ""),
    ("N904", "site,name,u_height\nA,R1,42\nA,R1,42", "", ""),
    ("N905", "site,name,u_height\nA,R1,42", "site,rack,position\nA,R9,1", ""),
    ("N906", "site,name,u_height\nA,R1,42", "site,rack,position,u_height\nA,R1,42,2", ""),
    ("N907", "site,name,u_height\nA,R1,42", "site,rack,position,u_height\nA,R1,4,2\nA,R1,5,1", ""),
    ("N908", "site,name,u_height\nA,R1,42", "", "site,rack,units\nA,R1,\"42,43\""),
    ("N909", "site,name,u_height,status\nA,R1,42,full", "", ""),
    ("N910", "site,name,u_height\nA,R1,42", "site,rack,position,u_height\nA,R1,,2", ""),
    ("N911", "site,name,u_height\nA,R1,42", "site,rack,position,u_height\nA,R1,4,2", ""),
    ("N912", "site,name,u_height\nA,R1,42", "site,rack,position\nA,R1,4", ""),
    ("N913", "site,name,u_height,max_weight\nA,R1,42,1000", "", ""),
    ("N914", "site,name,u_height,serial\nA,R1,42,1", "", ""),
    ("N915", "site,name,u_height,status\nA,R1,42,planned", "", ""),
];

/// What is found in such lists; an empty text is no list.
pub fn findings_of(racks: &str, devices: &str, reservations: &str) -> Vec<Finding> {
    let texts = [
        (List::Racks, "racks.csv", racks),
        (List::Devices, "devices.csv", devices),
        (List::Reservations, "reservations.csv", reservations),
    ];
    let files: Vec<ListFile<'_>> = texts
        .iter()
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(list, name, text)| ListFile {
            list: *list,
            path: Path::new(name),
            bytes: text.as_bytes(),
        })
        .collect();
    let reading = read(&files, &[], &Plan::built_in());
    reading.findings.into_iter().map(|(_, finding)| finding).collect()
}

/// Racks of NetBox's demo data: site, rack, height, free units, longest free run.
///
/// Counted by hand from the two lists, rack by rack: no two of the 72 devices share a unit, so what is
/// free is the height of the rack less the heights of its devices. A closet of 12 U holds a PDU at 1, a
/// router at 4, a switch at 10 and a panel of 2 U at 11 and 12, which leaves 2, 3 and 5 to 9. R103 and
/// R104 hold a switch of 16 U from 6 on, R105 to R108 two of 1 U at 25 and 26, R201 a chassis of 10 U
/// from 9 on. IDF117 and IDF118 hold a panel of 2 U at 39 and a switch at 36, IDF128 its switch at 32;
/// Plant 1 has three panels of 2 U from 35 to 40. The others are empty. Summing the column u_height of the
/// devices by site and rack with another tool gave the same 42 numbers.
const DEMO: &[(&str, &str, i64, i64, i64)] = &[
    ("Butler Communications", "IDF128", 42, 39, 31),
    ("D. S. Weaver Labs", "IDF117", 42, 39, 35),
    ("DM-Akron", "Comms closet", 12, 7, 5),
    ("DM-Albany", "Comms closet", 12, 7, 5),
    ("DM-Binghamton", "Comms closet", 12, 7, 5),
    ("DM-Buffalo", "Comms closet", 12, 7, 5),
    ("DM-Camden", "Comms closet", 12, 7, 5),
    ("DM-Nashua", "Comms closet", 12, 7, 5),
    ("DM-Pittsfield", "Comms closet", 12, 7, 5),
    ("DM-Rochester", "Comms closet", 12, 7, 5),
    ("DM-Scranton", "Comms closet", 12, 7, 5),
    ("DM-Stamford", "Comms closet", 12, 7, 5),
    ("DM-Syracuse", "Comms closet", 12, 7, 5),
    ("DM-Utica", "Comms closet", 12, 7, 5),
    ("DM-Yonkers", "Comms closet", 12, 7, 5),
    ("Grinnells Lab", "IDF118", 42, 39, 35),
    ("MDF", "Plant 1", 42, 36, 34),
    ("MDF", "Plant 2", 42, 42, 42),
    ("MDF", "R101", 48, 48, 48),
    ("MDF", "R102", 48, 48, 48),
    ("MDF", "R103", 48, 32, 27),
    ("MDF", "R104", 48, 32, 27),
    ("MDF", "R105", 48, 46, 24),
    ("MDF", "R106", 48, 46, 24),
    ("MDF", "R107", 48, 46, 24),
    ("MDF", "R108", 48, 46, 24),
    ("MDF", "R201", 48, 38, 30),
    ("MDF", "R202", 48, 48, 48),
    ("MDF", "R203", 48, 48, 48),
    ("MDF", "R204", 48, 48, 48),
    ("MDF", "R205", 48, 48, 48),
    ("MDF", "R206", 48, 48, 48),
    ("MDF", "R207", 48, 48, 48),
    ("MDF", "R208", 48, 48, 48),
    ("MDF", "R301", 48, 48, 48),
    ("MDF", "R302", 48, 48, 48),
    ("MDF", "R303", 48, 48, 48),
    ("MDF", "R304", 48, 48, 48),
    ("MDF", "R305", 48, 48, 48),
    ("MDF", "R306", 48, 48, 48),
    ("MDF", "R307", 48, 48, 48),
    ("MDF", "R308", 48, 48, 48),
];

fn import(work: &Workdir, racks: &Path, devices: &Path, more: &[&str]) -> crate::command::Done {
    let (racks, devices) = (racks.to_string_lossy(), devices.to_string_lossy());
    let mut arguments = vec!["hall", "import", "--racks", &racks, "--devices", &devices];
    arguments.extend(["--format", "csv"]);
    arguments.extend(more);
    work.ndcap(&arguments)
}

fn own(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/hall").join(name)
}

fn import_own(work: &Workdir, more: &[&str]) -> crate::command::Done {
    let (types, reservations) = (own("device_types.csv"), own("reservations.csv"));
    let (types, reservations) = (types.to_string_lossy(), reservations.to_string_lossy());
    let mut arguments = vec!["--device-types", &types, "--reservations", &reservations];
    arguments.extend(more);
    import(work, &own("racks.csv"), &own("devices.csv"), &arguments)
}

#[test]
fn the_demo_data_of_netbox_has_the_free_units_that_were_counted_by_hand() {
    let (Some(racks), Some(devices)) = (real("netbox/racks.csv"), real("netbox/devices.csv"))
    else {
        return;
    };
    let work = Workdir::new();
    let done = import(&work, &racks, &devices, &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(
        done.stdout,
        "list,rows_read,rows_taken,rows_skipped,rows_rejected,reasons\nracks,42,42,0,0,\n\
         devices,72,72,0,0,\n"
    );
    let rows = csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout);
    let integer = |text: &str| text.parse::<i64>().expect("a number");
    let shown: Vec<(&str, &str, i64, i64, i64)> = rows
        .iter()
        .map(|row| {
            let number = |column: &str| integer(&row[column]);
            assert_eq!(number("units_used") + number("units_free"), number("height_u"));
            assert_eq!(number("units_reserved"), 0);
            let free = (number("units_free"), number("longest_free_run"));
            (row["site"].as_str(), row["rack"].as_str(), number("height_u"), free.0, free.1)
        })
        .collect();
    assert_eq!(shown, DEMO);
    let devices: i64 = rows.iter().map(|row| integer(&row["devices_count"])).sum();
    assert_eq!(devices, 72, "the 22 without a name as well");
}

#[test]
fn a_site_can_be_asked_for_and_the_rest_is_counted() {
    let (Some(racks), Some(devices)) = (real("netbox/racks.csv"), real("netbox/devices.csv"))
    else {
        return;
    };
    let work = Workdir::new();
    let done = import(&work, &racks, &devices, &["--site", "MDF"]);
    // 26 racks at MDF; three panels, two core switches, eight switches and a chassis stand there.
    assert!(done.stdout.contains("racks,42,26,16,0,other_site 16"), "{}", done.stdout);
    assert!(done.stdout.contains("devices,72,14,58,0,other_site 58"), "{}", done.stdout);
    let unknown = import(&work, &racks, &devices, &["--site", "Atlantis"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("the sites are Butler Communications,"), "{}", unknown.stderr);
    let kept = work.ok(&["hall", "--format", "csv"]).stdout;
    assert_eq!(csv_rows(&kept).len(), 26, "what was stored stays");
}

#[test]
fn rows_of_netboxs_own_import_tests_are_read_and_told_where_their_racks_are_missing() {
    let names = ["racks_import", "devices_import", "rack_reservations_import"];
    let files = names.map(|name| real(&format!("netbox/{name}.csv")));
    let [Some(racks), Some(devices), Some(reservations)] = files else { return };
    let work = Workdir::new();
    let reservations = reservations.to_string_lossy();
    let done = import(&work, &racks, &devices, &["--reservations", &reservations]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    // Racks 4 to 6 are listed; devices and reservations are of a rack 1.
    assert!(done.stdout.contains("racks,3,3,0,0,\n"), "{}", done.stdout);
    assert!(done.stdout.contains("devices,3,0,0,3,N905 3\n"), "{}", done.stdout);
    assert!(done.stdout.contains("reservations,3,0,0,3,N905 3\n"), "{}", done.stdout);
    let hall = csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout);
    let limits: Vec<&str> = hall.iter().map(|row| row["weight_kg_limit"].as_str()).collect();
    assert_eq!(limits, ["2000.0", "2000.0", "2000.0"]);
}

#[test]
fn the_own_example_is_as_its_readme_counts_it() {
    let work = Workdir::new();
    let done = import_own(&work, &[]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("racks,5,4,1,0,planned_rack 1\n"), "{}", done.stdout);
    assert!(done.stdout.contains("device_types,7,7,0,0,\n"), "{}", done.stdout);
    assert!(
        done.stdout.contains("devices,11,9,2,0,\"in_store 1, no_rack 1\"\n"),
        "{}",
        done.stdout
    );
    assert!(done.stdout.contains("reservations,2,2,0,0,\n"), "{}", done.stdout);
    let rows = csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout);
    let row = |columns: [&str; 8]| -> Vec<Vec<String>> {
        rows.iter().map(|row| columns.iter().map(|name| row[*name].clone()).collect()).collect()
    };
    let units = row([
        "rack",
        "height_u",
        "units_used",
        "units_reserved",
        "units_free",
        "longest_free_run",
        "units_free_on_one_side",
        "devices_count",
    ]);
    assert_eq!(
        units,
        [
            ["A01", "42", "7", "4", "31", "31", "1", "6"],
            ["A02", "42", "14", "1", "27", "18", "0", "3"],
            ["A03", "42", "0", "42", "0", "0", "0", "0"],
            ["B01", "47", "0", "0", "47", "47", "0", "0"],
        ]
    );
    let sums = row([
        "rack",
        "weight_kg",
        "weight_kg_limit",
        "weight_unknown_count",
        "power_w",
        "power_unknown_count",
        "zone",
        "height_assumed_count",
    ]);
    // A01: two switches of 9.5, a panel of 2.5, a PDU of 7 and two servers of 28 kg; the panel and the PDU
    // draw nothing, one server was measured. A02: the blade hangs on its chassis, the array says nothing.
    assert_eq!(
        sums,
        [
            ["A01", "84.5", "1000.0", "0", "410", "3", "", "0"],
            ["A02", "126.0", "1000.0", "1", "2300", "1", "", "0"],
            ["A03", "0.0", "", "0", "0", "0", "", "0"],
            ["B01", "0.0", "997.9", "0", "0", "0", "", "0"],
        ]
    );
}

#[test]
fn an_import_takes_the_place_of_the_one_before_and_the_same_one_changes_nothing() {
    let work = Workdir::new();
    import_own(&work, &[]);
    let again = import_own(&work, &["--lang", "vi"]);
    assert!(again.stderr.contains("phòng máy không thay đổi"), "{}", again.stderr);
    let folders = || {
        let entries = std::fs::read_dir(work.path("store/hall")).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(folders().len(), 1);
    let racks = work.write("racks.csv", "site,rack,u_height\nHall B,C01,42\n");
    let devices = work.write("devices.csv", "site,rack,position,u_height\n");
    assert_eq!(import(&work, &racks, &devices, &[]).code, 0);
    assert_eq!(folders().len(), 2, "the lists of before are kept");
    let hall = csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout);
    assert_eq!(hall.iter().map(|row| row["rack"].as_str()).collect::<Vec<_>>(), ["C01"]);
    // A list that cannot be used leaves everything as it was.
    let broken = work.write("broken.csv", "site,u_height\nHall B,42\n");
    let refused = import(&work, &broken, &devices, &[]);
    assert_eq!((refused.code, folders().len()), (2, 2));
    assert!(refused.stderr.contains("the list racks has no column name"), "{}", refused.stderr);
    work.ok(&["hall", "clear"]);
    assert_eq!(csv_rows(&work.ok(&["hall", "--format", "csv"]).stdout).len(), 0);
}

#[test]
fn a_changed_list_in_the_store_is_told() {
    let work = Workdir::new();
    import_own(&work, &[]);
    let hall = std::fs::read_dir(work.path("store/hall")).expect("a folder");
    let folder = hall.map(|entry| entry.expect("an entry").path()).next().expect("an import");
    let original = std::fs::read(own("devices.csv")).expect("a file");
    assert_eq!(std::fs::read(folder.join("devices.csv")).expect("kept"), original);
    std::fs::write(folder.join("devices.csv"), "site,rack,position\n").expect("written");
    for command in [vec!["verify"], vec!["hall"]] {
        let done = work.ndcap(&command);
        assert_eq!(done.code, 1, "{command:?}");
        assert!(done.stderr.contains("is not the file that was received"), "{}", done.stderr);
    }
}

#[test]
fn the_fleet_knows_the_racks_that_stand() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "3", "--scale", "0.2", "--seed", "7"]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    import_own(&work, &[]);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let text = "[standing]\nzone_from = \"role\"\n[standing.zones]\n\"Hall A/B01\" = \"level-4\"\n";
    let plan = Plan::from_text(text, None).expect("a plan");
    let demand = ndcap::demand::size(&inventory, &plan).expect("rows");
    let fleet = Fleet::of(&demand, &inventory, &plan).expect("rows");
    let racks: Vec<(&str, Option<&str>, Option<&str>)> = (fleet.standing.iter())
        .map(|rack| (rack.id.as_str(), rack.zone.as_deref(), rack.row.as_deref()))
        .collect();
    assert_eq!(
        racks,
        [
            ("Hall A/A01", Some("level-3"), Some("Row 1")),
            ("Hall A/A02", Some("level-3"), Some("Row 1")),
            ("Hall A/A03", None, Some("Row 1")),
            ("Hall A/B01", Some("level-4"), Some("Row 2")),
        ]
    );
    let reserved: Vec<usize> = (fleet.standing.iter())
        .map(|rack| rack.reservations.iter().map(|one| one.units.len()).sum())
        .collect();
    assert_eq!(reserved, [4, 1, 42, 0]);
    let occupied = |id: &str| {
        let all = fleet.standing.iter().flat_map(|rack| &rack.occupied);
        all.into_iter().find(|one| one.device.id == id).expect("a device")
    };
    let switch = occupied("Hall A/a01-sw-1");
    assert_eq!((switch.face, switch.device.power_source), (Face::Rear, PowerSource::Imputed));
    assert_eq!(switch.bottom.map(|bottom| bottom.as_units()), Some(42.0));
    assert_eq!(occupied("Hall A/a02-san").bottom.map(|bottom| bottom.as_units()), Some(1.0));
    assert_eq!(occupied("Hall A/a01-db-1").device.power_source, PowerSource::Measured);
    assert_eq!(occupied("Hall A/a01-pdu-a").bottom, None);
}

/// Every part that is printed opens and has the value it is printed with: racks whose names hold slashes,
/// what stands in them, hosts of two profiles.
#[test]
fn every_part_of_the_power_statement_opens() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "3", "--scale", "0.2", "--seed", "7"]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    import_own(&work, &[]);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let text = "[standing]\nzone_from = \"role\"\n[[host_profile]]\nname = \"big\"\ncores = 128\n\
                ram_gib = 4096\nheight_u = 2\nweight_kg = 40\ncords = 2\npower_idle_w = 300\n\
                power_peak_w = 1500\nprice = 1\nsource = \"a test\"\n";
    let plan = Plan::from_text(text, None).expect("a plan");
    let demand = ndcap::demand::size(&inventory, &plan).expect("rows");
    let fleet = Fleet::of(&demand, &inventory, &plan).expect("rows");
    let placement = ndcap::placement::place(&fleet);
    let placed = Placed {
        inventory: &inventory,
        demand: &demand,
        plan: &plan,
        fleet: &fleet,
        placement: &placement,
    };
    let open = |address: &str| explain_power(address, placed, 3).expect(address);
    let mut devices = 0;
    for rack in open("power/it_kw_average").parts {
        let opened = open(&rack.address);
        assert_eq!(opened.value, Some(rack.value), "{}", rack.address);
        for device in opened.parts {
            let opened = open(&device.address);
            assert_eq!(opened.value, Some(device.value), "{}", device.address);
            devices += 1;
        }
    }
    assert_eq!(devices, placement.racks.iter().map(|rack| rack.placements.len()).sum::<usize>());
    let assumed = |address: &str| -> Vec<String> {
        open(address).assumptions.into_iter().map(|line| line.name).collect()
    };
    let of_stand_in =
        assumed("power/device_id=Hall A%2Fa01-sw-1/rack_id=Hall A%2FA01/it_kw_average");
    assert_eq!(of_stand_in, ["standing.power_w_per_u", "device.average_share"]);
    let of_peak = assumed("power/device_id=Hall A%2Fa01-sw-1/rack_id=Hall A%2FA01/it_kw_peak_sum");
    assert_eq!(of_peak, ["standing.power_w_per_u"]);
    let stood =
        placement.racks.iter().flat_map(|rack| rack.placements.iter().map(move |s| (rack, s)));
    let mut hosts = stood.map(|(rack, stood)| (rack, &placement.devices[stood.device]));
    let (rack, host) = hosts.find(|(_, device)| device.label == "big").expect("a big host");
    let rack = rack.id.replace('/', "%2F");
    let of_host = assumed(&format!("power/device_id={}/rack_id={rack}/it_kw_average", host.id));
    let own = ["power_idle_w", "power_peak_w"].map(|field| format!("host_profile \"big\".{field}"));
    assert_eq!(of_host[..2], own);
    assert!(!of_host.iter().any(|name| name.starts_with("host.power_")), "{of_host:?}");
}
