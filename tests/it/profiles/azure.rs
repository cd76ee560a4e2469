//! Azure Migrate.

use ndcap::schema::Table;

use super::{assert_refused, count, counts, read_csv, table, tag, texts, told, with};

/// One machine of each kind; the third says neither, and has a disk without size.
pub const BROKEN: &str = "*Server name,IP addresses,*Cores,*Memory (In MB),*OS name,Server type,\
    CPU utilization percentage,Boot type,Number of disks,Storage in use (In GB),\
    Disk 1 size (In GB),Disk 2 size (In GB),Disk 10 size (In GB)\n\
    app1,10.0.0.1,8,16384,Windows Server 2019,Virtual,22,BIOS,2,140,100,200,\n\
    db1,,16,131072,RHEL 8,Physical,68,UEFI,3,1700,500,2000,10.5\n\
    web1,,4,8192,Ubuntu,,,UEFI,2,,80,,\n";

pub const NEAR_MISS: &str =
    "Server name,OS name,Number of disks,Disk 1 size (In GB)\nweb1,Ubuntu,1,80\n";

#[test]
fn disks_are_added_up_and_gb_is_2_to_the_30() {
    let submission = read_csv(BROKEN);
    assert_eq!(submission.profile, "azure_migrate");
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "workload_id"), ["app1", "web1"]);
    assert_eq!(workloads.integers("vcpu_count"), [Some(8), Some(4)]);
    assert_eq!(workloads.integers("ram_bytes"), [Some(16 << 30), Some(8 << 30)]);
    assert_eq!(workloads.integers("disk_provisioned_bytes"), [Some(300 << 30), None]);
    assert_eq!(workloads.integers("disk_used_bytes"), [Some(140 << 30), None]);
    assert_eq!(workloads.decimals("cpu_util_p95_pct"), [None, None], "22 % is no percentile");
    assert_eq!(tag(workloads, 0, "CPU utilization percentage"), Some("22".to_owned()));
    assert_eq!(tag(workloads, 0, "IP addresses"), Some("10.0.0.1".to_owned()));
}

#[test]
fn a_physical_row_is_a_server_and_rows_are_conserved() {
    let submission = read_csv(BROKEN);
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "server_id"), ["db1"]);
    assert_eq!(servers.integers("cores_count"), [Some(16)]);
    assert_eq!(servers.integers("ram_bytes"), [Some(128 << 30)]);
    let disks = (2500_i64 << 30) + (21 << 29);
    assert_eq!(servers.integers("disk_raw_bytes"), [Some(disks)], "Disk 10 comes after Disk 2");
    assert_eq!(servers.number, [3], "its row in the file");
    assert_eq!(
        counts(&submission),
        [count("list", "workload", [2, 2, 0, 0, 0]), count("list", "server", [1, 1, 0, 0, 0]),]
    );
}

#[test]
fn what_the_format_leaves_open_is_told() {
    let submission = read_csv(BROKEN);
    let disks = ("warning".to_owned(), "list!K4".to_owned(), "2 disks, 1 size".to_owned());
    assert_eq!(told(&submission, "P719"), disks);
    let kind = told(&submission, "P720");
    assert_eq!((kind.0.as_str(), kind.1.as_str()), ("warning", "list!F4"));
    assert_eq!(told(&submission, "P715").2, "CPU utilization percentage");
    let units: Vec<String> =
        with(&submission, "P726").iter().map(|f| f.found.english().into_owned()).collect();
    assert_eq!(units, ["*Memory (In MB)", "Storage in use (In GB)", "Disk 1 size (In GB)"]);
    assert_eq!(with(&submission, "P726")[0].expected, "MiB (2^20 bytes), and was read so");
}

#[test]
fn headings_without_star_and_type_are_all_virtual_machines() {
    let text = "Server Name,Cores,Memory (In MB),OS name,OS architecture,Boot Type,Disk 1 size (In GB)\n\
                a,2,4096,Ubuntu,x64,BIOS,40\nb,2,4096,Ubuntu,x64,BIOS,40\nc,4,8192,Ubuntu,x64,BIOS,80\n";
    let submission = read_csv(text);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(workloads.len(), 3, "the third is no total of the first two");
    let kind = told(&submission, "P720");
    assert_eq!(kind.0, "note");
    assert_eq!(kind.2, "no such column; 3 rows read as virtual machines");
}

#[test]
fn a_file_without_cores_is_refused() {
    let submission = read_csv(NEAR_MISS);
    let found = "Azure Migrate import without Cores, Memory (In MB)";
    assert_refused(&submission, "azure_migrate", "P709", found);
}
