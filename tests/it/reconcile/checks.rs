//! One store for each check: exact findings, exact counts.

use super::{
    AGENCIES, File, counts, facilities, moj, needs, one, ratios, reconciled, servers, storage,
    systems, told, workloads,
};

#[test]
fn x801_adds_up_the_running_workloads_of_a_host_and_gives_both_figures() {
    let list = "ESX-01,,,,32,256,2\nesx-02.moj.gov.vn,,,,32,512,2\nESX-03,,,2,32,128,2\nESX-04,,,,32,,2\n\
                ESX-05,,,,32,64,2\nESX-06,,,,32,64,2\nESX-07,,,,32,64,2\n";
    let machines = "V1,,esx_01.moj.gov.vn,,on,,2,4,100,,,\nV2,,ESX-01,,on,,1,4,50,,,\nV3,,ESX 01,,,,1,4,30,,,\n\
                    V4,,ESX-01,,off,,1,4,999,,,\nV5,,ESX-01,,suspended,,1,4,999,,,\nV6,,ESX-01,,on,true,1,4,999,,,\n\
                    V7,,ESX-02,,on,,1,4,511,,,\nV8,,ESX-03,,on,,1,4,256,,,\nV9,,ESX-04,,on,,1,4,9,,,\n\
                    W1,,ESX-05,,on,,1,4,65,,,\nW2,,ESX-05,,on,,1,4,,,,\nW3,,ESX-06,,on,,1,4,,,,\n\
                    W4,,ESX-07,,,,1,4,65,,,\nW5,,ESX-07,,off,,1,4,65,,,\n";
    let done = reconciled(&[moj("server", servers(list)), moj("vm", workloads(machines))]);
    let found = told(&done, "X801");
    let expected = [
        (
            "server row 2",
            "ESX-01: 4 running workloads need 280 GiB of RAM; the host has 256 GiB; 1 of them does not \
             say whether it runs, those that do have 250 GiB; the first of these workloads stands in \
             MOJ/0002 vm row 2",
        ),
        (
            "server row 6",
            "ESX-05: 2 running workloads need at least 65 GiB (1 row does not state it) of RAM; the host \
             has 64 GiB; the first of these workloads stands in MOJ/0002 vm row 11",
        ),
        (
            "server row 8",
            "ESX-07: 1 running workload needs 65 GiB of RAM; the host has 64 GiB; none of them says \
             whether it runs; the first of these workloads stands in MOJ/0002 vm row 14",
        ),
    ];
    let expected =
        expected.map(|(place, said)| ("MOJ/0001".to_owned(), place.to_owned(), said.to_owned()));
    assert_eq!(found, expected);
    // ESX-02 and the two servers of ESX-03 have room; ESX-04 and ESX-06 lack a figure.
    assert_eq!(counts(&done, "X801"), (2, 3, 2));
    assert_eq!(counts(&done, "X803"), (9, 0, 0), "every spelling is found");
}

#[test]
fn x802_divides_running_vcpus_by_cores() {
    let list = "E1,,,,10,64,2\nE2,,,,10,64,2\nE3,,,,,64,2\nE4,,,,10,64,2\n";
    let machines =
        "V1,,E1,,on,,1,80,1,,,\nV2,,E2,,on,,27,3,1,,,\nV3,,E3,,on,,1,2,1,,,\nV4,,E4,,on,,1,,1,,,\n";
    let done = reconciled(&[moj("server", servers(list)), moj("vm", workloads(machines))]);
    assert_eq!(
        told(&done, "X802"),
        one(
            "MOJ/0001",
            "server row 3",
            "E2: 27 running workloads have vCPUs: 81; the host has cores: 10; that is 8.1 a core; the \
             first of these workloads stands in MOJ/0002 vm row 3"
        )
    );
    assert_eq!(
        counts(&done, "X802"),
        (1, 1, 2),
        "80 on 10 is at the limit; E3 and E4 lack a figure"
    );
    let expected = &done.findings[0].finding.expected;
    assert_eq!(*expected, "at most 8 vCPU a core (reconcile.vcpu_per_core_max)");
}

#[test]
fn x803_names_the_hosts_that_no_list_has_once_for_an_agency() {
    let list = "vmprod-01,,,,32,256,2\nesx1.hn.vn,,,,32,256,2\nesx1.hcm.vn,,,,32,256,2\n";
    let machines = "V1,,bovmprod-01,,on,,1,4,8,,,\nV2,,bovmprod-01,,off,,2,4,8,,,\nV3,,other-7,,on,,1,4,8,,,\n\
                    V4,,ESX1,,on,,1,4,8,,,\nV5,,ESX1.HN.VN,,on,,1,4,8,,,\nV6,,,,on,,1,4,8,,,\n";
    let other = ("MOH", "vm", workloads("V1,,ESX-1,,on,,1,4,8,,,\nV2,,ESX-2,,on,,1,4,8,,,\n"));
    let files = [moj("server", servers(list)), moj("vm", workloads(machines)), other];
    let done = reconciled(&files);
    assert_eq!(
        told(&done, "X803"),
        one(
            "MOJ/0002",
            "vm row 2",
            "2 of 4 hosts named, with 4 workloads, in no accepted row of a list of servers: bovmprod-01, \
             other-7; 1 of them ends in the name of a listed server and may be that one, as bovmprod-01 \
             and vmprod-01; 1 host named, with 1 workload, could be any of several listed servers: ESX1; \
             the first of these workloads stands in MOJ/0002 vm row 2"
        )
    );
    assert_eq!(
        counts(&done, "X803"),
        (1, 2, 3),
        "one name is unclear; the other agency lists none"
    );
    assert_eq!(counts(&done, "X801"), (1, 0, 5), "and what they carry is not compared");
}

#[test]
fn x804_holds_the_workloads_of_a_cluster_against_the_hosts_they_name() {
    let list = "E1,,,,32,100,2\nE2,,,,32,100,2\nE3,,,,32,100,2\n";
    let machines = "V1,,E1,Cụm A,on,,1,4,90,,,\nV2,,E2,CỤM A,on,,1,4,90,,,\nV3,,,Cụm A,on,,3,4,10,,,\n\
                    V4,,E3,B,on,,1,4,100,,,\nV5,,E9,C,on,,1,4,900,,,\nV6,,,D,on,,1,4,900,,,\n";
    let done = reconciled(&[moj("server", servers(list)), moj("vm", workloads(machines))]);
    assert_eq!(
        told(&done, "X804"),
        one(
            "MOJ/0002",
            "vm row 2",
            "Cụm A: 5 running workloads need 210 GiB of RAM; the 2 hosts named have 200 GiB; 3 workloads \
             name no host and need 30 GiB of it; the first of these workloads stands in MOJ/0002 vm row 2"
        )
    );
    assert_eq!(counts(&done, "X804"), (1, 1, 2), "a host nobody lists, and no host named");
    assert_eq!(counts(&done, "X801"), (3, 0, 1), "each host alone has room");
}

#[test]
fn x805_holds_used_disk_against_the_arrays_where_each_states_it() {
    let machines =
        workloads("V1,,,,on,,1,4,8,900,400,\nV2,,,,off,,2,4,8,,50,\nV3,,,,on,,1,4,8,10,,\n");
    let arrays = |rows: &str| moj("storage", storage(rows));
    let done = reconciled(&[moj("vm", machines.clone()), arrays("A1,,2,10,8,0.2,4\n")]);
    assert_eq!(
        told(&done, "X805"),
        one(
            "",
            "file",
            "workloads use at least 500 GiB (1 row does not state it) \
             (inventory/agency_id=MOJ/disk_used_gib); used on the arrays are 372.529 GiB \
             (inventory/agency_id=MOJ/storage_used_tib)"
        )
    );
    assert_eq!(done.findings[0].agency_id, "MOJ");
    assert_eq!(counts(&done, "X805"), (0, 1, 1), "who uses and is given how much is open");
    let done = reconciled(&[moj("vm", machines), arrays("A1,,2,10,8,0.2,4\nA2,,,10,8,,4\n")]);
    assert_eq!(counts(&done, "X805"), (0, 0, 2), "an array that does not say may hold it all");
}

#[test]
fn x806_compares_what_a_system_asks_with_what_it_has() {
    let list = "HT-01,Hệ thống văn bản,3,Quý I/2026\nHT-02,Thư điện tử,3,Quý I/2026\n";
    let machines = "V1,ht01,,,on,,2,6,50,1000,,\nV2,HT-02,,,on,,1,4,100,100,,\nV3,HT-02,,,on,,1,4,,300,,\n\
                    V4,HT-03,,,on,,1,4,8,100,,\n";
    let asked = "N1,Hệ thống văn bản,migrate,,60,120,\nN2,HT-01,new,2,2,10,300\nN3,HT-02,,,3,1000,199\n\
                 N4,HT-04,new,,900,,\n";
    let files =
        [moj("system", systems(list)), moj("vm", workloads(machines)), moj("need", needs(asked))];
    let done = reconciled(&files);
    let expected = [
        (
            "need row 2",
            "HT-01: vCPU 64 asked for against 12 allocated; 1 row of needs is marked as new; the first \
             of these workloads stands in MOJ/0002 vm row 2",
        ),
        (
            "need row 4",
            "HT-02: vCPU 3 asked for against 8 allocated, block storage 199 GiB asked for against 400 \
             GiB allocated; the first of these workloads stands in MOJ/0002 vm row 3",
        ),
    ];
    let expected =
        expected.map(|(place, said)| ("MOJ/0003".to_owned(), place.to_owned(), said.to_owned()));
    assert_eq!(told(&done, "X806"), expected);
    // HT-01: RAM 140 of 100, block storage not asked for in one row. HT-02: RAM of one machine open.
    assert_eq!(counts(&done, "X806"), (1, 3, 2));
    let limit = &done.findings[0].finding.expected;
    assert_eq!(
        *limit,
        "a difference of at most 50 % of the larger figure (reconcile.difference_max)"
    );
}

#[test]
fn x807_compares_a_revision_with_the_one_whose_place_it_took() {
    let list = |count: usize, vcpu: usize, used: &str| {
        let rows = (1..=count).map(|n| format!("V{n},,,,on,,1,{vcpu},8,100,{used},\n"));
        moj("vm", workloads(&rows.collect::<String>()))
    };
    let done = reconciled(&[list(4, 4, "10"), list(4, 40, "90"), list(3, 40, "90")]);
    assert_eq!(told(&done, "X807"), [], "the last against the one before it, not the first");
    assert_eq!(counts(&done, "X807"), (5, 0, 0));
    let done = reconciled(&[list(10, 4, "10"), list(5, 40, "")]);
    assert_eq!(
        told(&done, "X807"),
        one("MOJ/0002", "file", "workload in the place of MOJ/0001: vCPU 200, before 40")
    );
    assert_eq!(
        counts(&done, "X807"),
        (3, 1, 1),
        "half is within the limit; used disk is not stated"
    );
    assert!(done.findings[0].submission_id.starts_with("MOJ/0002-"));
}

#[test]
fn x808_finds_the_agency_whose_ratio_is_unlike_the_others() {
    let files: Vec<File> =
        (1..=9).map(|n| (AGENCIES[n - 1], "vm", ratios(n, if n == 9 { 64 } else { 4 }))).collect();
    let done = reconciled(&files);
    assert_eq!(
        told(&done, "X808"),
        one(
            "",
            "file",
            "RAM per vCPU (GiB): 64.1, from 1 row; the middle of 9 agencies is 4.1; modified z-score \
             376.3 (of inventory/agency_id=VTV/ram_gib and inventory/agency_id=VTV/vcpu_count)"
        )
    );
    assert_eq!(done.findings[0].agency_id, "VTV");
    // vCPUs per workload are the same everywhere: no distance; disk and use are not stated.
    assert_eq!(counts(&done, "X808"), (8, 1, 36));
    let done = reconciled(&files[2..]);
    assert_eq!(counts(&done, "X808"), (0, 0, 35), "seven agencies are too few");
}

#[test]
fn x808_compares_shares_as_they_are() {
    let shares = [10, 12, 11, 13, 12, 11, 12, 60];
    let file = |(n, share): (usize, &i64)| {
        let row = format!("V1,,,,on,,3,4,8,100,{share},{share}.5\nV2,,,,on,,1,4,8,100,,\n");
        (AGENCIES[n], "vm", workloads(&row))
    };
    let done = reconciled(&shares.iter().enumerate().map(file).collect::<Vec<_>>());
    let found: Vec<String> = told(&done, "X808").into_iter().map(|told| told.2).collect();
    assert_eq!(
        found,
        [
            "used of provisioned disk (%): 60, from 1 row; the middle of 8 agencies is 12; modified \
             z-score 32.4 (of inventory/agency_id=SAV/disk_used_gib and \
             inventory/agency_id=SAV/disk_provisioned_gib)",
            "mean CPU utilisation, P95 (%): 60.5, from 1 row; the middle of 8 agencies is 12.5; \
             modified z-score 32.4",
        ]
    );
}

#[test]
fn x809_holds_all_vcpus_of_an_agency_against_all_its_cores() {
    let machines = || moj("vm", workloads("V1,,,,on,,10,16,8,,,\nV2,,,,off,,1,1,8,,,\n"));
    let list = |rows: &str| moj("server", servers(rows));
    let done = reconciled(&[machines(), list("E1,,,2,10,64,2\n")]);
    assert_eq!(
        told(&done, "X809"),
        one(
            "",
            "file",
            "vCPUs of all workloads: 161 (inventory/agency_id=MOJ/vcpu_count); cores of all servers: 20 \
             (inventory/agency_id=MOJ/server_cores_count); that is 8.1 a core"
        )
    );
    let done = reconciled(&[machines(), list("E1,,,2,10,64,2\nE2,,,,,64,2\n")]);
    assert_eq!(counts(&done, "X809"), (0, 0, 1), "a server that does not say may carry the rest");
    let done = reconciled(&[machines(), list("E1,,,3,10,64,2\nE2,,,,,64,2\n")]);
    assert_eq!(counts(&done, "X809"), (1, 0, 0), "those that say are enough already");
}

#[test]
fn x810_holds_the_devices_of_a_facility_against_its_racks() {
    let rooms =
        || moj("facility", facilities("TT-1,A,own,2\nTT-2,B,own,2\nTT-3,C,own,\nTT-4,D,own,1\n"));
    let list = "S1,tt1,rack,40,32,256,2\nS2,TT-1,blade,99,32,256,10\nS3,TT-2,rack,40,32,256,2\n\
                S4,TT-3,rack,1,32,256,2\nS5,TT-9,rack,1,32,256,2\nS6,,rack,99,32,256,2\nS7,TT-4,rack,1,32,256,\n";
    let arrays = "A1,TT-1,,10,8,1,4.5\nA2,TT-2,,10,8,1,4\n";
    let files = [rooms(), moj("server", servers(list)), moj("storage", storage(arrays))];
    let done = reconciled(&files);
    assert_eq!(
        told(&done, "X810"),
        one(
            "MOJ/0001",
            "facility row 2",
            "TT-1: 41 devices take 84.5 U; 2 racks of 42 U hold 84 U"
        )
    );
    assert_eq!(
        counts(&done, "X810"),
        (1, 1, 3),
        "no racks stated, nobody's room, no height stated"
    );
}
