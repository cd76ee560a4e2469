//! The RVTools workbook of a real vCenter: exact totals, exact counts.

use crate::command::{Workdir, csv_rows, real};

#[test]
fn the_workshop_workbook_gives_exactly_its_totals() {
    let Some(file) = real("rvtools/workshop.xlsx") else { return };
    let work = Workdir::new();
    work.ok(&["ingest", &file.to_string_lossy(), "--agency", "MOET"]);
    let all = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    let expected = "agency_id,agency,workloads_count,vcpu_count,ram_gib,disk_provisioned_gib,disk_used_gib,servers_count,\
                    server_cores_count,server_ram_gib,storage_raw_tib,storage_usable_tib,storage_used_tib,databases_count,database_size_gib\n\
                    all,all agencies,795,2721,10482.332,228082.240,124351.841,34,528,14654.656,,,,0,\n";
    assert_eq!(all.stdout, expected, "no array was submitted, so storage is not stated, not zero");
    let by_agency = work.ok(&["inventory", "--by", "agency", "--format", "csv"]);
    let rows = csv_rows(&by_agency.stdout);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["agency_id"], "MOET");
    assert_eq!(rows[0]["agency"], "Bộ Giáo dục và Đào tạo");
    assert_eq!(rows[0]["vcpu_count"], "2721");
}

#[test]
fn templates_are_rows_and_partitions_are_merged_into_their_machines() {
    let Some(file) = real("rvtools/workshop.xlsx") else { return };
    let work = Workdir::new();
    let answer =
        work.json(&["ingest", &file.to_string_lossy(), "--agency", "MOET", "--format", "json"]);
    let submission = &answer["submissions"][0];
    assert_eq!(submission["status"], "ingested");
    let of = |sheet: &str| {
        let tables = submission["tables"].as_array().expect("a list");
        tables.iter().find(|table| table["sheet"] == sheet).expect("counted").clone()
    };
    let info = of("vInfo");
    assert_eq!((&info["rows_read"], &info["rows_accepted"]), (&805.into(), &805.into()));
    let host = of("vHost");
    assert_eq!((&host["rows_accepted"], &host["table"]), (&34.into(), &"server".into()));
    let partition = of("vPartition");
    assert_eq!((&partition["rows_read"], &partition["rows_merged"]), (&1618.into(), &1618.into()));
    for table in submission["tables"].as_array().expect("a list") {
        let count = |name: &str| table[name].as_u64().expect("a count");
        let parts = ["rows_accepted", "rows_rejected", "rows_merged", "rows_skipped"].map(count);
        assert_eq!(count("rows_read"), parts.iter().sum::<u64>(), "{table}");
    }
}

#[test]
fn old_mb_headings_and_five_hosts_without_description_are_told() {
    let Some(file) = real("rvtools/workshop.xlsx") else { return };
    let work = Workdir::new();
    let answer =
        work.json(&["check", &file.to_string_lossy(), "--agency", "MOET", "--format", "json"]);
    let details = answer["submissions"][0]["details"].as_array().expect("a list").clone();
    let with =
        |code: &str| details.iter().filter(|d| d["code"] == code).cloned().collect::<Vec<_>>();
    let mb = with("P702");
    assert!(
        mb.iter().any(|d| d["found"] == "Provisioned MB" && d["column"] == "H" && d["row"] == 1)
    );
    let hosts = with("P703");
    assert_eq!(hosts.len(), 5);
    let machines: u32 = hosts
        .iter()
        .map(|d| {
            let found = d["found"].as_str().expect("text");
            let number =
                found.split("with ").nth(1).and_then(|t| t.split(' ').next()).expect("a number");
            number.parse::<u32>().expect("a number")
        })
        .sum();
    assert_eq!(machines, 28);
    assert_eq!(with("P706")[0]["found"], "10 templates");
    let names: Vec<String> = hosts
        .iter()
        .map(|d| {
            d["found"].as_str().expect("text").split(['.', ',']).next().expect("a name").to_owned()
        })
        .collect();
    assert_eq!(
        names,
        ["bovmdmz4-01", "bovmdmz4-02", "bovmsp-06", "bovmsp-14", "bovmsp-15"],
        "hosts that vHost does not describe"
    );
    assert!(with("P711").is_empty(), "every matched host agrees: {:?}", with("P711"));
    assert_eq!(
        with("P712")[0]["found"],
        "33 of 33 hosts agree on machines on, vCPUs and memory; 27 matched by the end of their \
         name, as vmprod3-01 to bovmprod3-01"
    );
    assert!(!work.path("store").exists(), "check stores nothing");
}

#[test]
fn a_workbook_that_only_looks_like_rvtools_is_refused_with_what_is_missing() {
    let Some(file) = real("rvtools/lookalike.xlsx") else { return };
    let work = Workdir::new();
    let done = work.ndcap(&["ingest", &file.to_string_lossy(), "--agency", "MOET"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("vInfo without Template, In Use MiB"), "{}", done.stderr);
    assert!(done.stderr.contains("lookalike.xlsx"), "{}", done.stderr);
    assert!(!work.path("store/submissions/MOET").exists());
}
