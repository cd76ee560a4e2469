//! Samples and real files beside the checkout, read in place: exact values.

use std::path::Path;

use ndcap::schema::Table;
use ndcap::submission::Submission;

use super::{count, counts, read, table, tag, texts, told, with};

/// A file of the folder beside the checkout, read; `None` with a word when it is not there.
fn shared(name: &str) -> Option<Submission> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(read(name.rsplit('/').next().unwrap_or(name), &bytes)),
        Err(_) => {
            eprintln!("skipped: no ../shared/{name}");
            None
        }
    }
}

#[test]
fn the_sample_of_azure_migrate_gives_two_workloads_and_a_server() {
    let Some(submission) = shared("formats/samples/azure_migrate_import.synthetic.csv") else {
        return;
    };
    let workloads = table(&submission, Table::Workload);
    assert_eq!(workloads.integers("vcpu_count"), [Some(8), Some(4)]);
    let disks = workloads.integers("disk_provisioned_bytes");
    assert_eq!(disks, [Some(300 << 30), Some(80 << 30)]);
    assert_eq!(workloads.integers("disk_used_bytes"), [Some(140 << 30), None]);
    let servers = table(&submission, Table::Server);
    assert_eq!(servers.integers("cores_count"), [Some(16)]);
    assert_eq!(servers.integers("ram_bytes"), [Some(128 << 30)]);
    assert_eq!(servers.integers("disk_raw_bytes"), [Some(2500 << 30)]);
    assert!(submission.rejected.is_empty(), "{:?}", submission.findings);
}

#[test]
fn the_sample_of_aws_gives_two_workloads_without_disks() {
    let Some(submission) = shared("formats/samples/aws_ads_import.synthetic.csv") else { return };
    let workloads = table(&submission, Table::Workload);
    assert_eq!(workloads.integers("vcpu_count"), [Some(32), Some(4)]);
    assert_eq!(workloads.integers("ram_bytes"), [Some(256 << 30), Some(8 << 30)]);
    assert_eq!(workloads.integers("disk_provisioned_bytes"), [None, None]);
    assert_eq!(texts(workloads, "system_id"), ["Treasury", ""]);
    assert_eq!(tag(workloads, 0, "ApplicationWave"), Some("Wave 2".to_owned()));
}

#[test]
fn the_samples_of_google_give_machines_and_samples_of_use() {
    let Some(machines) = shared("formats/samples/google_vmInfo.synthetic.csv") else { return };
    let workloads = table(&machines, Table::Workload);
    assert_eq!(workloads.integers("ram_bytes"), [Some(32 << 30)]);
    assert_eq!(workloads.integers("disk_provisioned_bytes"), [Some(300 << 30)]);
    let servers = table(&machines, Table::Server);
    assert_eq!(texts(servers, "model"), ["Dell R750"]);
    assert_eq!(servers.integers("cores_count"), [Some(64)]);
    let Some(samples) = shared("formats/samples/google_perfInfo.synthetic.csv") else { return };
    let rows = table(&samples, Table::Utilisation);
    assert_eq!(rows.decimals("cpu_util_pct"), [Some(12.5), Some(71.0)]);
    assert_eq!(rows.decimals("iops"), [Some(180.0), Some(410.0)]);
    let mbps: Vec<f64> = rows.decimals("network_mbps").iter().flatten().copied().collect();
    assert!((mbps[0] - 15.2).abs() < 1e-9 && (mbps[1] - 48.8).abs() < 1e-9, "{mbps:?}");
    for (name, rows) in [("diskInfo", 4), ("tagInfo", 4)] {
        let Some(lone) = shared(&format!("formats/samples/google_{name}.synthetic.csv")) else {
            return;
        };
        let sheet = format!("google_{name}.synthetic");
        assert_eq!(counts(&lone), [count(&sheet, "", [rows, 0, 0, 0, rows])]);
    }
}

#[test]
fn the_sample_of_opendcim_is_a_list_of_cabinets() {
    let Some(submission) = shared("formats/samples/opendcim_cabinets.synthetic.csv") else {
        return;
    };
    assert_eq!(submission.profile, "opendcim");
    assert_eq!(counts(&submission), [count("opendcim_cabinets.synthetic", "", [2, 0, 0, 0, 2])]);
}

#[test]
fn the_messy_list_of_an_agency_is_no_export() {
    let Some(submission) = shared("formats/samples/messy_vi_inventory.synthetic.csv") else {
        return;
    };
    assert_eq!(submission.profile, "template");
}

#[test]
fn the_headings_of_each_format_are_recognised() {
    for (name, profile) in [
        ("azure_migrate_import", "azure_migrate"),
        ("aws_application_discovery_import", "aws_application_discovery"),
        ("google_migration_center_vmInfo", "google_migration_center"),
        ("google_migration_center_diskInfo", "google_migration_center"),
        ("google_migration_center_perfInfo", "google_migration_center"),
        ("google_migration_center_tagInfo", "google_migration_center"),
        ("opendcim_devices", "opendcim"),
        ("opendcim_cabinets", "opendcim"),
        ("rvtools_vInfo", "rvtools"),
        ("rvtools_vHost", "rvtools"),
        ("rvtools_vDisk", "rvtools"),
        ("rvtools_vPartition", "rvtools"),
        ("rvtools_vMemory", "rvtools"),
        ("netbox_Device", "netbox"),
        ("netbox_VirtualMachine", "netbox"),
        ("netbox_Rack", "netbox"),
        ("netbox_DeviceType", "netbox"),
        ("netbox_PowerFeed", "netbox"),
        ("netbox_PowerPort", "netbox"),
        ("netbox_VirtualDisk", "netbox"),
    ] {
        let Some(submission) = shared(&format!("formats/{name}.header.csv")) else { return };
        assert_eq!(submission.profile, profile, "{name}: {:?}", submission.findings);
    }
}

#[test]
fn the_demo_data_of_netbox_gives_its_devices_by_role() {
    let Some(submission) = shared("real/netbox/devices.csv") else { return };
    assert_eq!(submission.profile, "netbox");
    assert_eq!(
        counts(&submission),
        [
            count("devices", "server", [33, 1, 0, 0, 32]),
            count("devices", "network_device", [39, 39, 0, 0, 0]),
        ],
        "one chassis; 13 power strips and 19 patch panels are left out"
    );
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "server_id"), ["MDF/R201/9.0/front"], "it has no name");
    assert_eq!(servers.decimals("height_u"), [Some(10.0)]);
    assert_eq!(
        told(&submission, "P730").2,
        "9 without, known by their place, as MDF/R105/26.0/rear"
    );
    let kinds = texts(table(&submission, Table::NetworkDevice), "kind");
    let of = |kind: &str| kinds.iter().filter(|own| *own == kind).count();
    assert_eq!((of("switch"), of("router")), (26, 13));
    assert_eq!(told(&submission, "P717").2, "13 \"PDU\", 19 \"Patch Panel\": left out");
}

#[test]
fn the_import_files_of_netbox_are_recognised() {
    for (name, rows) in [
        ("racks", 43),
        ("racks_import", 4),
        ("rack_types_import", 4),
        ("rack_reservations_import", 4),
        ("power_feeds_import", 4),
    ] {
        let Some(submission) = shared(&format!("real/netbox/{name}.csv")) else { return };
        assert_eq!(counts(&submission), [count(name, "", [rows, 0, 0, 0, rows])], "{name}");
        assert_eq!(with(&submission, "P716").len(), 1, "{name}");
    }
    let Some(devices) = shared("real/netbox/devices_import.csv") else { return };
    assert_eq!(counts(&devices), [count("devices_import", "", [3, 0, 0, 0, 3])]);
    assert_eq!(told(&devices, "P717").2, "3 \"Device Role 1\": left out");
    let Some(machines) = shared("real/netbox/virtual_machines_import.csv") else { return };
    assert_eq!(told(&machines, "P709").2, "NetBox list without vcpus, memory");
}
