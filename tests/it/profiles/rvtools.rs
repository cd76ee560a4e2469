//! RVTools.

use ndcap::schema::Table;

use super::{count, counts, read_csv, read_workbook, table, tag, texts, told, with};

const INFO: &str = "VM~Powerstate~Template~SRM Placeholder~CPUs~Memory~Provisioned MiB~In Use MiB~Annotation~Owner~\
    Datacenter~Cluster~Host~VM ID~SMBIOS UUID~VM UUID\n\
    web~poweredOn~False~False~4~8192~~5000~~Ms Lan~DC~C~esx1.moj.vn~vm-1~s-1~u-1\n\
    db~poweredOn~False~False~8~16384~1000~900~~~DC~C~esx1.moj.vn~vm-2~s-1~u-2\n\
    off~poweredOff~False~False~2~4096~2000~10~~~DC~C~esx1.moj.vn~vm-3~s-3~u-3\n\
    gone~poweredOff~False~True~2~4096~2000~10~~~DC~C~esx2.moj.vn~vm-4~s-4~u-4\n\
    twin~poweredOn~False~False~2~4096~2000~10~~~DC~C~esx2.moj.vn~vm-5~s-5~u-5\n\
    twin~poweredOn~False~False~2~4096~2000~10~~~DC~C~esx2.moj.vn~vm-6~s-6~u-6";

const DISKS: &str = "VM~Disk~Disk Key~Capacity MiB~Thin~VM UUID\n\
    web~Hard disk 1~2000~10240~True~u-1\nweb~Hard disk 2~2001~20480~True~u-1\n\
    db~Hard disk 1~2000~81920~True~u-2\nghost~Hard disk 1~2000~1~True~u-9";

const PARTITIONS: &str = "VM~Disk~Capacity MiB~Consumed MiB\ndb~/~500~400\ntwin~/~500~400";

const HOSTS: &str = "Host~# CPU~# Cores~# Memory~# VMs total~# VMs~# vCPUs~vRAM\n\
    esx1.moj.vn~2~32~262144~3~2~12~24576\nesx2.moj.vn~2~32~262144~3~3~6~12288\nesx3~2~32~262144~0~0~0~0";

/// A placeholder, two machines of one SMBIOS UUID, a machine without Provisioned, a host that differs.
pub const BROKEN: &[(&str, &str)] =
    &[("vInfo", INFO), ("vDisk", DISKS), ("vPartition", PARTITIONS), ("vHost", HOSTS)];

#[test]
fn placeholders_are_left_out_and_custom_attributes_kept() {
    let submission = read_workbook(BROKEN);
    assert_eq!(submission.profile, "rvtools");
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "workload_id"), ["u-1", "u-2", "u-3", "u-5", "u-6"]);
    assert_eq!(told(&submission, "P710").2, "1 placeholder, left out");
    assert_eq!(tag(workloads, 0, "Owner"), Some("Ms Lan".to_owned()));
    assert_eq!(tag(workloads, 0, "Datacenter"), None, "RVTools' own, and not needed");
    assert_eq!(told(&submission, "P723").2, "Owner");
    let copies = told(&submission, "P722");
    assert_eq!((copies.1.as_str(), copies.2.as_str()), ("vInfo!P3", "s-1 also in vInfo row 2"));
    assert_eq!(
        counts(&submission),
        [
            count("vInfo", "workload", [6, 5, 0, 0, 1]),
            count("vDisk", "workload", [4, 0, 0, 3, 1]),
            count("vPartition", "workload", [2, 0, 0, 1, 1]),
            count("vHost", "server", [3, 3, 0, 0, 0]),
        ]
    );
}

#[test]
fn disks_stand_in_for_a_missing_size_and_are_held_against_a_stated_one() {
    let submission = read_workbook(BROKEN);
    let provisioned = table(&submission, Table::Workload).integers("disk_provisioned_bytes");
    assert_eq!(provisioned[..2], [Some(30 << 30), Some(1000 << 20)]);
    assert_eq!(told(&submission, "P713").2, "1 machine without; the sizes of its disks stand in");
    let above = told(&submission, "P714");
    assert_eq!((above.1.as_str(), above.2.as_str()), ("vInfo!G3", "disks of 80 GiB on 1,000 MiB"));
    let homeless: Vec<String> =
        with(&submission, "P704").iter().map(|f| f.found.english().into_owned()).collect();
    assert_eq!(
        homeless,
        [
            "1 disk of machines not in vInfo, or of a name that several have",
            "1 partition of machines not in vInfo, or of a name that several have",
        ]
    );
}

#[test]
fn each_host_is_held_against_its_machines() {
    let submission = read_workbook(BROKEN);
    let differing = told(&submission, "P711");
    assert_eq!(differing.1, "vHost row 3");
    assert_eq!(
        differing.2,
        "esx2: vHost 3 machines on, 6 vCPU, 12,288 MiB; vInfo 2 machines on, 4 vCPU, 8,192 MiB; \
         of all machines vHost 3, vInfo 2"
    );
    let all = told(&submission, "P712");
    assert_eq!(all.2, "1 of 2 hosts agree on machines on, vCPUs and memory");
    let agreeing = HOSTS.replace("~3~3~6~12288", "~2~2~4~8192");
    let submission = read_workbook(&[("vInfo", INFO), ("vHost", &agreeing)]);
    assert!(with(&submission, "P711").is_empty(), "{:?}", with(&submission, "P711"));
    assert_eq!(told(&submission, "P712").2, "2 of 2 hosts agree on machines on, vCPUs and memory");
    let without = "Host~# CPU~# Cores~# Memory\nesx1.moj.vn~2~32~262144\nesx2.moj.vn~2~32~262144";
    let submission = read_workbook(&[("vInfo", INFO), ("vHost", without)]);
    assert_eq!(
        told(&submission, "P712").2,
        "0 of 0 hosts agree on machines on, vCPUs and memory; 2 more lack one of these figures"
    );
}

#[test]
fn a_single_csv_is_recognised_by_its_headings_in_either_spelling() {
    let names = "vInfoVMName,vInfoPowerstate,vInfoTemplate,vInfoCPUs,vInfoMemory,vInfoProvisioned,\
                 vInfoInUse,vInfoHost,vInfoUUID,vInfoOS\nweb,poweredOn,False,4,8192,1024,512,e,u-1,RHEL\n";
    let titles = "VM,Powerstate,Template,CPUs,Memory,Provisioned MB,In Use MB,Host,VM UUID,\
                  OS according to the configuration file\nweb,poweredOn,False,4,8192,1024,512,e,u-1,RHEL\n";
    for text in [names, titles] {
        let submission = read_csv(text);
        assert_eq!(submission.profile, "rvtools");
        let workloads = table(&submission, Table::Workload);
        assert_eq!(texts(workloads, "workload_id"), ["u-1"]);
        assert_eq!(texts(workloads, "os"), ["RHEL"]);
        assert_eq!(workloads.integers("ram_bytes"), [Some(8 << 30)]);
        assert_eq!(workloads.integers("disk_provisioned_bytes"), [Some(1 << 30)]);
    }
}

#[test]
fn a_lone_sheet_of_disks_is_left_out_and_a_lone_vhost_gives_servers() {
    let submission = read_csv("VM,Disk,Disk Key,Capacity MiB\nweb,Hard disk 1,2000,10\n");
    assert_eq!(submission.profile, "rvtools");
    assert_eq!(counts(&submission), [count("list", "", [2, 0, 0, 0, 2])]);
    assert!(told(&submission, "P716").2.contains("belongs with vInfo"));
    let submission = read_csv(&HOSTS.replace('~', ","));
    assert_eq!(table(&submission, Table::Server).integers("cores_count"), [Some(32); 3]);
}

#[test]
fn machines_named_like_totals_are_machines() {
    let text = "VM,Powerstate,Template,CPUs,Memory,Provisioned MiB,In Use MiB,Host\n\
                sum-01,poweredOn,False,2,4096,10,5,e\ntotal 2,poweredOn,False,2,4096,10,5,e\n\
                web,poweredOn,False,4,8192,20,10,e\n";
    let submission = read_csv(text);
    let names = texts(table(&submission, Table::Workload), "name");
    assert_eq!(names, ["sum-01", "total 2", "web"], "and the third is no sum of the others");
}

const MEMORY: &str = "VM~Powerstate~SRM Placeholder~Size MiB~Swapped~Ballooned~VM ID~VM UUID\n\
    web~poweredOn~False~8192~512~0~vm-1~u-1\ndb~poweredOn~False~16384~0~2048~vm-2~u-2\n\
    off~poweredOff~False~4096~~0~vm-3~u-3\ngone~poweredOff~True~4096~0~0~vm-4~u-4\n\
    twin~poweredOn~False~4096~7~7~~\ntwin~poweredOn~False~4096~0~0~vm-6~u-6\n\
    ghost~poweredOn~False~4096~9~9~vm-9~u-9\nweb~poweredOn~False~8192~1~1~vm-1~u-1";

#[test]
fn what_the_hypervisor_took_is_merged_into_its_machine() {
    let submission = read_workbook(&[("vInfo", INFO), ("vMemory", MEMORY)]);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(texts(workloads, "workload_id"), ["u-1", "u-2", "u-3", "u-5", "u-6"]);
    assert_eq!(
        workloads.integers("ram_swapped_bytes"),
        [Some(512 << 20), Some(0), None, None, Some(0)],
        "an empty cell and a name of two machines are unknown, not 0"
    );
    assert_eq!(
        workloads.integers("ram_ballooned_bytes"),
        [Some(0), Some(2 << 30), Some(0), None, Some(0)]
    );
    let (severity, place, found) = told(&submission, "P704");
    assert_eq!((severity.as_str(), place.as_str()), ("warning", "vMemory row 6"));
    let expected =
        "3 rows of memory of machines not in vInfo, of a name that several have, or listed before";
    assert_eq!(found, expected);
    assert!(with(&submission, "P716").is_empty(), "{:?}", with(&submission, "P716"));
    assert_eq!(
        counts(&submission),
        [
            count("vInfo", "workload", [6, 5, 0, 0, 1]),
            count("vMemory", "workload", [8, 0, 0, 4, 4]),
        ],
        "the placeholder of both sheets is left out"
    );
}

#[test]
fn headings_that_are_names_of_fields_say_what_was_taken_too() {
    let info = "vInfoVMName~vInfoPowerstate~vInfoTemplate~vInfoCPUs~vInfoMemory~vInfoProvisioned~\
                vInfoInUse~vInfoHost~vInfoUUID\nweb~poweredOn~False~4~8192~1024~512~e~u-1";
    let memory = "vMemoryVMName~vMemoryUUID~vMemorySizeMiB~vMemorySwapped~vMemoryBallooned\n\
                  web~u-1~8192~16~32";
    let submission = read_workbook(&[("a", info), ("b", memory)]);
    let workloads = table(&submission, Table::Workload);
    assert_eq!(workloads.integers("ram_swapped_bytes"), [Some(16 << 20)]);
    assert_eq!(workloads.integers("ram_ballooned_bytes"), [Some(32 << 20)]);
}

#[test]
fn memory_without_what_was_taken_is_not_needed_and_alone_belongs_with_vinfo() {
    let without = "VM~Size MiB~Reservation~VM UUID\nweb~8192~0~u-1";
    let submission = read_workbook(&[("vInfo", INFO), ("vMemory", without)]);
    assert_eq!(told(&submission, "P716").2, "vMemory: known, and not needed for capacity");
    assert_eq!(table(&submission, Table::Workload).integers("ram_swapped_bytes"), [None; 5]);
    let submission = read_csv(&MEMORY.replace('~', ","));
    assert_eq!(submission.profile, "rvtools");
    assert!(told(&submission, "P716").2.contains("belongs with vInfo"));
    assert_eq!(counts(&submission), [count("list", "", [9, 0, 0, 0, 9])]);
}
