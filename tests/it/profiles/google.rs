//! Google Migration Center.

use ndcap::schema::Table;

use super::{
    assert_refused, count, counts, read_csv, read_workbook, table, tag, texts, told, with,
};

const MACHINES: &str = "MachineId~MachineName~TotalDiskAllocatedGiB~TotalDiskUsedGiB~\
    MachineTypeLabel(optional)~AllocatedProcessorCoreCount~MemoryGiB~OsName~MachineStatus(optional)~IsPhysical\n\
    m1~app~300~120~VMware VM~8~32~Rocky Linux 9~Running~false\n\
    m2~db~4000~~R750~64~512~Windows~Running~true\n\
    m3~web~~~VM~2~4~Ubuntu~Stopped~false";

const DISKS: &str = "MachineId~DiskLabel~SizeInGib~UsedInGib\n\
    m1~sda~250~120\nm2~C~500~200\nm2~D~3500~2900\nm3~sda~40~10\nm3~sdb~20~5\nghost~x~1~1";

const SAMPLES: &str = "MachineId~TimeStamp~CpuUtilizationPercentage~MemoryUtilizationPercentage~\
    UtilizedMemoryBytes~DiskReadOperationsPerSec~DiskWriteOperationsPerSec~\
    NetworkBytesPerSecSent~NetworkBytesPerSecReceived\n\
    m1~2026-06-01 00:00:00~0.5~44~15000000000~120~60~1000000~900000\n\
    m1~2026-06-01 01:00:00~71~52~17800000000~300~~4000000~2100000\n\
    ghost~2026-06-01 01:00:00~1~2~3~4~5~6~7";

const TAGS: &str = "MachineId~Key~Value\nm1~app~Portal\nm1~level~3\nm2~app~Portal\nghost~app~x";

/// Sheets of any name, one row of each of a machine nobody lists.
pub const BROKEN: &[(&str, &str)] =
    &[("Sheet1", MACHINES), ("b", DISKS), ("c", SAMPLES), ("d", TAGS)];

#[test]
fn machines_are_workloads_or_servers_and_memory_is_as_its_heading_says() {
    let submission = read_workbook(BROKEN);
    assert_eq!(submission.profile, "google_migration_center");
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "workload_id"), ["m1", "m3"]);
    assert_eq!(texts(workloads, "name"), ["app", "web"]);
    assert_eq!(texts(workloads, "power_state"), ["on", "off"]);
    assert_eq!(workloads.integers("ram_bytes"), [Some(32 << 30), Some(4 << 30)]);
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "server_id"), ["m2"]);
    assert_eq!(texts(servers, "model"), ["R750"]);
    assert_eq!(servers.integers("cores_count"), [Some(64)]);
    assert_eq!(servers.integers("disk_raw_bytes"), [Some(4000 << 30)]);
    let mebi = read_csv(
        "MachineId,MachineName,AllocatedProcessorCoreCount,MemoryMiB,IsPhysical\nm,a,2,4096,false\n",
    );
    assert_eq!(table(&mebi, Table::Workload).integers("ram_bytes"), [Some(4 << 30)]);
}

#[test]
fn disks_stand_in_or_are_held_against_the_total() {
    let submission = read_workbook(BROKEN);
    let workloads = table(&submission, Table::Workload);
    let provisioned = workloads.integers("disk_provisioned_bytes");
    assert_eq!(provisioned, [Some(300 << 30), Some(60 << 30)]);
    assert_eq!(workloads.integers("disk_used_bytes"), [Some(120 << 30), Some(15 << 30)]);
    assert_eq!(told(&submission, "P713").2, "1 machine without; the sizes of its disks stand in");
    let differing = told(&submission, "P714");
    assert_eq!(differing.1, "Sheet1!C2");
    assert_eq!(differing.2, "disks of 250 GiB on 300 GiB");
}

#[test]
fn tags_and_samples_go_to_their_machines_and_strangers_are_told() {
    let submission = read_workbook(BROKEN);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(tag(workloads, 0, "level"), Some("3".to_owned()));
    assert_eq!(tag(table(&submission, Table::Server), 0, "app"), Some("Portal".to_owned()));
    let samples = table(&submission, Table::Utilisation);
    assert_eq!(samples.decimals("cpu_util_pct"), [Some(0.5), Some(71.0), Some(1.0)]);
    assert_eq!(samples.decimals("ram_util_pct"), [Some(44.0), Some(52.0), Some(2.0)]);
    assert_eq!(samples.decimals("iops"), [Some(180.0), None, Some(9.0)], "no writes, no sum");
    let mbps = samples.decimals("network_mbps");
    assert!((mbps[0].expect("is read") - 15.2).abs() < 1e-9, "{mbps:?}");
    assert_eq!(tag(samples, 0, "UtilizedMemoryBytes"), Some("15000000000".to_owned()));
    let strangers: Vec<String> =
        with(&submission, "P721").iter().map(|f| f.found.english().into_owned()).collect();
    assert_eq!(
        strangers,
        [
            "1 disk of machines not in vmInfo",
            "samples of 1 machine not in vmInfo",
            "1 tag of machines not in vmInfo",
        ]
    );
    assert_eq!(
        counts(&submission),
        [
            count("Sheet1", "workload", [2, 2, 0, 0, 0]),
            count("Sheet1", "server", [1, 1, 0, 0, 0]),
            count("b", "workload", [6, 0, 0, 5, 1]),
            count("c", "utilisation", [3, 3, 0, 0, 0]),
            count("d", "workload", [4, 0, 0, 3, 1]),
        ]
    );
}

#[test]
fn free_memory_is_not_read_as_used() {
    let text = "MachineId,TimeStamp,CpuUtilizationPercentage,AvailableMemoryBytes,\
                DiskReadOperationsPerSec\nm1,2026-06-01,12.5,15000000000,120\n";
    let submission = read_csv(text);
    let samples = table(&submission, Table::Utilisation);
    assert_eq!(samples.decimals("ram_util_pct"), [None]);
    assert_eq!(samples.decimals("iops"), [None], "reads alone are no operations of a disk");
    assert_eq!(tag(samples, 0, "AvailableMemoryBytes"), Some("15000000000".to_owned()));
}

#[test]
fn a_lone_list_of_disks_or_tags_is_recognised_and_left_out() {
    for (text, rows) in [
        ("MachineId,DiskLabel,SizeInGib\nm1,sda,30\n", 2),
        ("MachineId,Key,Value\nm1,app,x\nm1,level,3\n", 3),
    ] {
        let submission = read_csv(text);
        assert_eq!(submission.profile, "google_migration_center");
        assert_eq!(counts(&submission), [count("list", "", [rows, 0, 0, 0, rows])]);
        assert!(told(&submission, "P716").2.contains("belongs with vmInfo"));
        assert!(with(&submission, "F103").is_empty(), "{:?}", submission.findings);
    }
}

#[test]
fn machines_without_memory_are_refused() {
    let submission = read_csv("MachineId,MachineName,AllocatedProcessorCoreCount\nm1,a,2\n");
    let found = "Google Migration Center import without MemoryGiB";
    assert_refused(&submission, "google_migration_center", "P709", found);
}
