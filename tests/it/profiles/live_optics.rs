//! Live Optics.

use ndcap::schema::Table;

use super::{assert_refused, count, counts, read_workbook, table, texts, told, with};

const HOSTS: &str = "Host Name~Cluster~Manufacturer~Model~CPU Sockets~CPU Cores~CPU Threads~Memory (KiB)~Guest VM Count\n\
    esx1~C1~Dell Inc.~R750~2~32~64~536870912~2";

const MACHINES: &str = "VM Name~Power State~Template~Virtual CPU~Provisioned Memory (MB)~\
    Guest VM Disk Used (MiB)~Virtual Disk Size (MiB)~Virtual Disk Used (MiB)~VM OS~Host~Cluster~InstanceUUID\n\
    web~poweredOn~False~4~8192~9000~102400~51200~Ubuntu~esx1~C1~u-1\n\
    base~poweredOff~True~2~4096~~20480~~Ubuntu~esx1~C1~u-2";

const DEVICES: &str = "Server Name~Device Name~Device Type~Capacity (GiB)~VM Count\n\
    esx1~DS1~VMFS~1000~2\nesx2~DS1~VMFS~1000~2";

const PERFORMANCE: &str = "Host~Peak CPU %~Average CPU %~Peak IOPS~95% IOPS\nesx1~90~20~500~300";

/// One datastore, mounted by two hosts.
pub const WORKBOOK: &[(&str, &str)] = &[
    ("ESX Hosts", HOSTS),
    ("ESX Performance", PERFORMANCE),
    ("Host Devices", DEVICES),
    ("VMs", MACHINES),
    ("My notes", "call~Mr An\nabout~DS1"),
];

#[test]
fn hosts_count_in_kib_and_machines_in_mib() {
    let submission = read_workbook(WORKBOOK);
    assert_eq!(submission.profile, "live_optics");
    let servers = table(&submission, Table::Server);
    assert_eq!(servers.integers("ram_bytes"), [Some(512 << 30)]);
    assert_eq!(servers.integers("cores_count"), [Some(32)]);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "workload_id"), ["u-1", "u-2"]);
    assert_eq!(workloads.integers("ram_bytes"), [Some(8 << 30), Some(4 << 30)]);
    assert_eq!(workloads.integers("disk_provisioned_bytes"), [Some(100 << 30), Some(20 << 30)]);
    assert_eq!(workloads.integers("disk_used_bytes"), [Some(50 << 30), None]);
    assert_eq!(workloads.flags("is_template"), [Some(false), Some(true)]);
    assert_eq!(told(&submission, "P726").2, "Provisioned Memory (MB)");
}

#[test]
fn datastores_are_not_added_up_over_hosts_and_unknown_sheets_are_told() {
    let submission = read_workbook(WORKBOOK);
    assert!(submission.tables.iter().all(|rows| rows.table != Table::Storage));
    let left: Vec<String> = with(&submission, "P716").iter().map(|f| f.sheet.clone()).collect();
    assert_eq!(left, ["ESX Performance", "Host Devices"]);
    assert!(with(&submission, "P716").iter().all(|finding| finding.severity.word() == "note"));
    assert_eq!(with(&submission, "H201")[0].sheet, "My notes");
    assert_eq!(
        counts(&submission),
        [
            count("ESX Hosts", "server", [1, 1, 0, 0, 0]),
            count("ESX Performance", "", [2, 0, 0, 0, 2]),
            count("Host Devices", "", [3, 0, 0, 0, 3]),
            count("VMs", "workload", [2, 2, 0, 0, 0]),
            count("My notes", "", [2, 0, 0, 0, 2]),
        ]
    );
}

#[test]
fn machines_without_memory_are_refused() {
    let submission = read_workbook(&[(
        "VMs",
        "VM Name~Virtual CPU~VM OS~Virtual Disk Size (MiB)\nweb~4~Ubuntu~1024",
    )]);
    let found = "Live Optics workbook without Provisioned Memory (MiB)";
    assert_refused(&submission, "live_optics", "P709", found);
}
