//! The command, and what it says of nations: a good one, the sample, a real list.

use std::collections::BTreeMap;

use super::{AGENCIES, File, facilities, needs, reconciled, servers, storage, systems, workloads};
use crate::command::{Workdir, csv_rows, real};

/// Nine agencies with everything in order.
fn good() -> Vec<File> {
    let mut files = Vec::new();
    for (n, agency) in AGENCIES.into_iter().enumerate() {
        let machines = |first: &str| {
            workloads(&format!(
                "{first}V2,HT1,esx-02.vn,C,off,,1,8,{},200,100,2{n}\nV3,HT1,ESX-01,C,,,1,4,16,100,5{n},3{n}\n",
                32 + n
            ))
        };
        files.push((agency, "vm", machines("V1,HT1,ESX-01,C,on,,1,4,16,100,50,20\n")));
        files.push((agency, "vm2", machines("V1,ht-1,ESX-01,C,on,,1,8,16,100,50,20\n")));
        files.push((agency, "system", systems("HT1,A,3,Quý I/2026\n")));
        let list = "ESX-01,TT1,rack,1,32,256,2\nESX-02,TT1,rack,1,32,256,2\n";
        files.push((agency, "server", servers(list)));
        files.push((agency, "storage", storage("A1,TT1,,10,8,1,4\n")));
        files.push((agency, "facility", facilities("TT1,A,own,4\n")));
        files.push((agency, "need", needs("N1,HT1,migrate,,24,80,400\n")));
    }
    files
}

#[test]
fn of_a_good_small_nation_every_figure_agrees() {
    let done = reconciled(&good());
    assert_eq!(done.findings, []);
    let agree: Vec<(&str, usize, usize)> =
        done.checked.iter().map(|c| (c.code.id(), c.comparisons(), c.not_comparable)).collect();
    let expected = [
        ("X801", 9, 0),
        ("X802", 9, 0),
        ("X803", 18, 0),
        ("X804", 9, 0),
        ("X805", 18, 0),
        ("X806", 27, 0),
        ("X807", 45, 0),
        ("X808", 27, 18),
        ("X809", 9, 0),
        ("X810", 9, 0),
    ];
    assert_eq!(agree, expected, "vCPUs and disk of a workload are the same everywhere");
}

#[test]
fn the_sample_disagrees_where_its_figures_were_drawn_apart() {
    let work = Workdir::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/sample");
    work.ok(&["run", sample, "--out", "out"]);
    let done = work.ok(&["reconcile", "--store", "out/store", "--format", "csv"]);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for row in csv_rows(&done.stdout) {
        *codes.entry(row["code"].clone()).or_default() += 1;
    }
    let codes: Vec<(&str, usize)> =
        codes.iter().map(|(code, count)| (code.as_str(), *count)).collect();
    assert_eq!(codes, [("X801", 66), ("X806", 103), ("X808", 1)]);
    assert_eq!(
        done.stderr,
        "1,063 comparisons made: 789 agree, 274 differ; not compared: RAM of 31 hosts (X801), cores of \
         33 hosts (X802), RAM of 13 clusters (X804), 12 totals of used disk (X805), 31 amounts asked for \
         (X806), 8 ratios of agencies (X808), cores of 6 agencies (X809), racks of 6 facilities (X810); \
         nothing to compare: X807\n"
    );
}

#[test]
fn the_command_prints_findings_and_says_what_was_not_compared() {
    let work = Workdir::new();
    work.write("server.csv", servers("ESX-1,,,,32,256,2\n"));
    work.write("vm.csv", workloads("V1,,ESX-1,,on,,1,4,400,,,\nV2,,ESX-2,,on,,1,4,8,,,\n"));
    work.ok(&["ingest", "server.csv", "vm.csv", "--agency", "MOJ"]);
    let done = work.ok(&["reconcile", "--format", "csv"]);
    assert_eq!(
        done.stdout.lines().next(),
        Some("agency_id,submission_id,code,severity,sheet,row,column,found,expected,remedy")
    );
    let rows = csv_rows(&done.stdout);
    let brief = |row: &BTreeMap<String, String>| {
        [&row["agency_id"], &row["code"], &row["severity"], &row["sheet"], &row["row"]]
            .map(String::clone)
    };
    assert_eq!(
        rows.iter().map(brief).collect::<Vec<_>>(),
        [["MOJ", "X801", "warning", "server", "2"], ["MOJ", "X803", "warning", "vm", "3"]]
    );
    assert_eq!(
        done.stderr,
        "5 comparisons made: 3 agree, 2 differ; not compared: RAM of 1 host (X801), cores of 1 host \
         (X802), 2 totals of used disk (X805), 5 ratios of agencies (X808); nothing to compare: X804, \
         X806, X807, X810\n"
    );
    let done = work.ok(&["reconcile", "--lang", "vi", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&done.stdout).expect("JSON");
    let found = told[0]["found"].as_str().expect("a text");
    assert!(
        found.starts_with("ESX-1: 1 máy ảo đang chạy cần 400 GiB RAM; máy chủ có 256 GiB"),
        "{found}"
    );
    assert!(
        done.stderr.starts_with("đã so sánh 5 cặp số liệu: 3 khớp, 2 lệch; không so sánh được: ")
    );
    let done = work.ok(&["reconcile", "--quiet"]);
    assert_eq!(done.stderr, "");
}

#[test]
fn the_limits_are_those_of_the_plan_file() {
    let work = Workdir::new();
    work.write("server.csv", servers("ESX-1,,,,4,256,2\n"));
    work.write("vm.csv", workloads("V1,,ESX-1,,on,,1,12,16,,,\n"));
    work.write("plan.toml", "[reconcile]\nvcpu_per_core_max = 2.5\n");
    work.ok(&["ingest", "server.csv", "vm.csv", "--agency", "MOJ"]);
    assert_eq!(work.json(&["reconcile", "--format", "json"]), serde_json::json!([]));
    let told = work.json(&["reconcile", "--plan", "plan.toml", "--format", "json"]);
    let codes: Vec<&str> =
        told.as_array().expect("a list").iter().filter_map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, ["X802", "X809"]);
    work.write("plan.toml", "[reconcile]\ndifference_max = 1.5\n");
    let done = work.ndcap(&["reconcile", "--plan", "plan.toml"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("reconcile.difference_max is a share"), "{}", done.stderr);
}

/// The hosts of vInfo bear other names than those of vHost: 6 are the same but for the domain, 27
/// have a prefix, 5 are in no row.
#[test]
fn the_workshop_workbook_names_hosts_that_its_list_of_hosts_has_not() {
    let Some(file) = real("rvtools/workshop.xlsx") else { return };
    let work = Workdir::new();
    work.ok(&["ingest", &file.to_string_lossy(), "--agency", "MOET"]);
    let done = work.ok(&["reconcile", "--format", "csv"]);
    let rows = csv_rows(&done.stdout);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["code"].as_str(), rows[0]["sheet"].as_str()), ("X803", "vInfo"));
    let begin = "32 of 38 hosts named, with 744 workloads, in no accepted row of a list of servers: \
                 bovmdmz4-01, bovmdmz4-02, bovmprod3-01, bovmprod3-02, bovmprod3-03, …; 27 of them end \
                 in the name of a listed server and may be that one, as bovmprod3-01 and vmprod3-01; ";
    assert!(rows[0]["found"].starts_with(begin), "{}", rows[0]["found"]);
    assert!(
        done.stderr.contains("RAM of 32 hosts (X801), cores of 32 hosts (X802)"),
        "{}",
        done.stderr
    );
}
