//! AWS Application Discovery Service.

use ndcap::schema::Table;

use super::{assert_refused, read_csv, table, tag, texts, told};

/// The second machine has no ExternalId and runs two applications.
pub const BROKEN: &str = "ExternalId,HostName,VMware.MoRefId,CPU.NumberOfCores,\
    CPU.NumberOfLogicalCores,OS.Name,VMware.VMName,RAM.TotalSizeInMB,RAM.UsedSizeInMB.Avg,\
    CPU.UsagePct.Avg,CPU.UsagePct.Max,Applications,Tags\n\
    E-1,db.moj.vn,,16,32,Linux,,262144,150000,35.2,88.4,Treasury,\"level:3, owner:X\"\n\
    ,web.moj.vn,,,4,Windows,,8192,,,12,\"Treasury, Payroll\",\n";

#[test]
fn logical_cores_are_vcpus_and_disks_are_unknown() {
    let submission = read_csv(BROKEN);
    assert_eq!(submission.profile, "aws_application_discovery");
    let workloads = table(&submission, Table::Workload);
    let names = ["db.moj.vn", "web.moj.vn"];
    assert_eq!(texts(workloads, "workload_id"), names, "the id that every row has");
    assert_eq!(texts(workloads, "name"), names);
    assert_eq!(workloads.integers("vcpu_count"), [Some(32), Some(4)]);
    assert_eq!(workloads.integers("ram_bytes"), [Some(256 << 30), Some(8 << 30)]);
    assert_eq!(workloads.integers("disk_provisioned_bytes"), [None, None], "unknown, not 0");
    assert_eq!(workloads.decimals("cpu_util_p95_pct"), [None, None], "a peak is no percentile");
    assert_eq!(tag(workloads, 0, "CPU.UsagePct.Max"), Some("88.4".to_owned()));
    assert_eq!(tag(workloads, 0, "Tags"), Some("level:3, owner:X".to_owned()));
    assert_eq!(told(&submission, "P727").2, "no column for the size of disks");
    assert_eq!(
        told(&submission, "P715").2,
        "RAM.UsedSizeInMB.Avg, CPU.UsagePct.Avg, CPU.UsagePct.Max"
    );
}

#[test]
fn one_application_is_the_system_and_several_are_none() {
    let submission = read_csv(BROKEN);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "system_id"), ["Treasury", ""]);
    assert_eq!(tag(workloads, 1, "Applications"), Some("Treasury, Payroll".to_owned()));
    let several = told(&submission, "P724");
    assert_eq!(several, ("warning".into(), "list!L3".into(), "Treasury, Payroll".into()));
}

#[test]
fn records_without_memory_are_refused() {
    let text = "ExternalId,VMware.MoRefId,CPU.NumberOfCores,CPU.UsagePct.Avg\nE-1,vm-1,4,20\n";
    let found = "AWS Application Discovery import without RAM.TotalSizeInMB";
    assert_refused(&read_csv(text), "aws_application_discovery", "P709", found);
}
