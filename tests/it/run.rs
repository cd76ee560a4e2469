//! The whole chain on synthetic nations: totals equal the truth, outputs equal themselves.

use std::collections::BTreeMap;

use crate::command::{Workdir, csv_rows, hashes};

const FIGURES: [(&str, &str, f64); 11] = [
    ("workloads_count", "workloads_count", 1.0),
    ("vcpu_count", "vcpu_count", 1.0),
    ("ram_gib", "ram_bytes", 1_073_741_824.0),
    ("disk_provisioned_gib", "disk_provisioned_bytes", 1_073_741_824.0),
    ("disk_used_gib", "disk_used_bytes", 1_073_741_824.0),
    ("servers_count", "servers_count", 1.0),
    ("server_cores_count", "server_cores_count", 1.0),
    ("server_ram_gib", "server_ram_bytes", 1_073_741_824.0),
    ("storage_raw_tib", "storage_raw_bytes", 1_099_511_627_776.0),
    ("storage_usable_tib", "storage_usable_bytes", 1_099_511_627_776.0),
    ("storage_used_tib", "storage_used_bytes", 1_099_511_627_776.0),
];

#[test]
fn totals_of_three_nations_equal_their_truth_agency_by_agency() {
    for seed in ["1", "2", "3"] {
        let work = Workdir::new();
        let nation =
            ["synth", "nation", "in", "--agencies", "23", "--scale", "0.1", "--seed", seed];
        work.ok(&nation);
        let plan = work.few_draws();
        let done = work.ndcap(&["run", "in", "--out", "out", "--plan", &plan]);
        assert!(done.code == 0 || done.code == 3, "seed {seed}: {}", done.stderr);
        let truth = std::fs::read_to_string(work.path("in/truth.json")).expect("the truth");
        let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
        let inventory = work.json(&["inventory", "--store", "out/store", "--format", "json"]);
        let rows: BTreeMap<&str, &serde_json::Value> = inventory
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| (row["agency_id"].as_str().expect("an id"), row))
            .collect();
        let agencies = truth["agencies"].as_array().expect("agencies");
        assert_eq!(agencies.len(), 23);
        assert_eq!(rows.len(), 23, "seed {seed}");
        for agency in agencies {
            let id = agency["agency_id"].as_str().expect("an id");
            for (column, name, unit) in FIGURES {
                let expected = agency["totals"][name].as_f64().expect("a total");
                // What nobody stated is null, never a number.
                // Reading JSON may be off in the last bit; a byte is far above that.
                let found = (rows[id][column].as_f64().unwrap_or(0.0) * unit).round();
                assert_eq!(found as i64, expected as i64, "seed {seed} {id} {column}");
            }
        }
    }
}

#[test]
fn the_same_run_twice_gives_the_same_bytes() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "6", "--scale", "0.1", "--seed", "7"]);
    let plan = work.few_draws();
    let run = |out: &str| work.ndcap(&["run", "in", "--out", out, "--plan", &plan]);
    run("one");
    run("two");
    let (one, two) = (hashes(&work.path("one")), hashes(&work.path("two")));
    assert!(one.keys().any(|name| name == "report.html"), "{:?}", one.keys());
    for name in [
        "report.xlsx",
        "power_statement.html",
        "charts/feed_load.png",
        "charts/feed_load.svg",
        "tables/demand.parquet",
    ] {
        assert!(one.contains_key(name), "{name}");
    }
    assert_eq!(one, two);
    // Running again over the same store changes nothing either.
    run("one");
    assert_eq!(hashes(&work.path("one")), one);
}

#[test]
fn the_sample_runs_and_its_placement_is_verified() {
    let work = Workdir::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/sample");
    let plan = work.few_draws();
    let done = work.ok(&["run", sample, "--out", "out", "--plan", &plan]);
    for word in ["vCPU demand", "Racks", "report.html", "! 3 of the 23 agencies"] {
        assert!(done.stdout.contains(word), "{word}: {}", done.stdout);
    }
    assert!(
        done.stdout.contains("! Racks, power and cooling hold hosts"),
        "what is not in a figure is said"
    );
    work.ok(&["verify", "--store", "out/store"]);
    let placed = work.json(&["place", "--store", "out/store", "--format", "json"]);
    let pools = placed["pools"].as_array().expect("pools");
    assert!(pools.len() >= 3, "zones never share hosts");
    for pool in pools {
        assert!(pool["hosts_count"].as_u64() >= pool["hosts_lower_bound"].as_u64(), "{pool}");
        assert!(pool["hosts_spare_count"].as_u64() >= Some(1), "{pool}");
    }
    for rack in placed["racks"].as_array().expect("racks") {
        assert!(rack["power_w_failover"].as_f64() <= Some(5_600.0), "{rack}");
        assert!(rack["weight_kg"].as_f64() <= Some(1_000.0), "{rack}");
        assert!(rack["height_u_used"].as_f64() <= Some(32.0), "{rack}");
    }
}

#[test]
fn what_does_not_fit_is_listed_with_its_limit() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,16\nVM-2,500,64\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let done = work.ndcap(&["place", "--format", "json"]);
    assert_eq!(done.code, 3);
    let placed: serde_json::Value = serde_json::from_str(&done.stdout).expect("JSON");
    let unplaced = placed["unplaced"].as_array().expect("a list");
    assert_eq!(unplaced.len(), 1);
    assert_eq!(unplaced[0]["id"], "MOJ/VM-2");
    assert!(unplaced[0]["limit"].as_str().expect("text").contains("vCPU"), "{unplaced:?}");
    work.write("tight.toml", "[rack]\nracks_max = 0\n");
    let done = work.ndcap(&["place", "--format", "json", "--plan", "tight.toml"]);
    assert_eq!(done.code, 3, "no rack: nothing fits");
}

#[test]
fn demand_has_the_columns_other_programs_rely_on() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\nVM-2,HT1,,64\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let done = work.ok(&["demand", "--format", "csv"]);
    let header = "agency_id,system_id,zone,tier,quarter,resource,unit,basis,low,likely,high,declared_share,imputed_share";
    assert_eq!(done.stdout.lines().next(), Some(header));
    let rows = csv_rows(&done.stdout);
    let last: Vec<_> = rows
        .iter()
        .filter(|row| {
            row["resource"] == "vcpu"
                && row["basis"] == "as_submitted"
                && row["quarter"] == "2026Q1"
        })
        .collect();
    assert_eq!(last.len(), 1);
    // 4 stated and 4 standing in for the unknown, one year of 20 % growth.
    assert_eq!(last[0]["likely"], "9.600");
    assert_eq!(
        (last[0]["declared_share"].as_str(), last[0]["imputed_share"].as_str()),
        ("0.5000", "0.5000")
    );
    let by = work.ok(&["demand", "--by", "agency,quarter", "--format", "csv"]);
    assert!(by.stdout.starts_with("agency_id,quarter,resource,unit,basis,low,likely,high,"));
}

#[test]
fn single_charts_come_as_svg_and_png() {
    let work = Workdir::new();
    work.write("vm.csv", "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\n");
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    let names = work.ok(&["chart"]).stdout;
    for name in [
        "obligations",
        "deadlines",
        "hosts_by_zone",
        "host_fill",
        "hall_heat_map",
        "feed_load",
        "pue_by_load",
    ] {
        assert!(names.lines().any(|line| line.starts_with(name)), "{name} is not among:\n{names}");
    }
    work.ok(&["chart", "obligations", "--out", "a.svg", "--lang", "vi"]);
    let svg = std::fs::read_to_string(work.path("a.svg")).expect("a figure");
    assert!(svg.contains("Bộ Tư pháp") && svg.contains("đã nhận") && svg.contains("31/12/2024"));
    work.ok(&["chart", "hosts_by_zone", "--out", "a.png"]);
    assert!(std::fs::read(work.path("a.png")).expect("a figure").starts_with(b"\x89PNG"));
    // Judged for this one alone, and the same as in a report.
    work.ok(&["chart", "quality", "--out", "quality.svg"]);
    work.ok(&["report", "--out", "report"]);
    let figure = |path: &str| std::fs::read(work.path(path)).expect("a figure");
    assert_eq!(figure("quality.svg"), figure("report/charts/quality.svg"));
    let done = work.ndcap(&["chart", "hosts", "--out", "a.png"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("hosts_by_zone"), "{}", done.stderr);
}

#[test]
fn a_system_that_moves_with_its_servers_fills_racks_and_one_without_servers_fills_hosts() {
    let work = Workdir::new();
    work.write(
        "in/MOJ/system.csv",
        "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển,Quý đề xuất di chuyển\n\
         HT1,Hộ tịch,2,di chuyển thiết bị,2025Q3\nHT2,Công chứng,2,di chuyển thiết bị,2025Q3\n\
         HT3,Nội bộ,2,giữ nguyên,\n",
    );
    work.write(
        "in/MOJ/server.csv",
        "Mã máy chủ,Mã hệ thống,Số lượng,Số CPU,Tổng số core,Số U,Công suất nguồn (W),Số nguồn\n\
         S-1,HT1,3,2,32,2,1000,2\nS-2,,1,2,32,2,1000,2\n",
    );
    work.write(
        "in/MOJ/workload.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\nVM-2,HT2,8,32\nVM-3,HT3,2,8\n",
    );
    let plan = work.few_draws();
    let done = work.ok(&["run", "in", "--out", "out", "--plan", &plan]);
    assert!(
        done.stdout
            .contains("! 1 systems are to move with their servers, but no server names them")
    );
    let table = |name: &str| {
        let path = work.path(&format!("out/tables/{name}.csv"));
        csv_rows(&std::fs::read_to_string(path).expect("a table"))
    };
    let moved: Vec<String> = table("rack_positions")
        .iter()
        .filter(|row| row["kind"] == "server")
        .map(|row| format!("{} {} {}", row["device_id"], row["power_peak_w"], row["power_source"]))
        .collect();
    // Nameplate of one supply × 0.6; the server that names no system stays.
    let expected = [1, 2, 3].map(|copy| format!("MOJ/S-1#{copy} 600.0 nameplate_derated"));
    assert_eq!(moved, expected);
    let demand = work.ok(&[
        "demand",
        "--basis",
        "used",
        "--by",
        "system",
        "--format",
        "csv",
        "--store",
        "out/store",
    ]);
    let systems: Vec<String> =
        csv_rows(&demand.stdout).iter().map(|row| row["system_id"].clone()).collect();
    assert!(!systems.is_empty() && systems.iter().all(|system| system == "HT2"), "{systems:?}");
    let left: Vec<(String, String)> = table("left_out")
        .iter()
        .map(|row| (row["system_id"].clone(), row["machines_count"].clone()))
        .collect();
    assert_eq!(left, [("HT1".into(), "1".into()), ("HT3".into(), "1".into())]);
}

#[test]
fn what_is_late_open_or_named_otherwise_is_not_lost() {
    let work = Workdir::new();
    work.write(
        "in/MOJ/system.csv",
        "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển,Quý đề xuất di chuyển\n\
         K1,Hệ thống giữ,2,giữ nguyên,\nL1,Muộn,2,đám mây,2029Q1\nC1,Hệ thống mây,2,đám mây,2025Q3\n",
    );
    work.write(
        "in/MOJ/workload.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nV1,Hệ thống giữ,8,16\nV2,k1,8,16\nV3,L1,4,8\nV4,C1,2,4\n",
    );
    work.write(
        "in/MOJ/cloud_need.csv",
        "Mã nhu cầu,Mã hệ thống,Nhu cầu vCPU,Nhu cầu RAM (GiB),Nhu cầu GPU\n\
         N1,Hệ thống mây,100,400,\nN2,X9,,64,3\n",
    );
    let plan = work.few_draws();
    let done = work.ok(&["run", "in", "--out", "out", "--plan", &plan]);
    let left = std::fs::read_to_string(work.path("out/tables/left_out.csv")).expect("a table");
    assert!(left.contains("L1,Muộn,1,arrives after the plan's last quarter"), "{left}");
    assert!(
        left.contains("K1,Hệ thống giữ,2,stays where it is"),
        "by name and in other letters: {left}"
    );
    assert!(
        done.stdout.contains("! 3 amounts are unknown"),
        "the vCPUs of N2, the disks of V3 and V4: {}",
        done.stdout
    );
    assert!(
        done.stdout.contains("–       TiB     not stated"),
        "no storage is no zero: {}",
        done.stdout
    );
    assert!(done.stdout.contains("! 1 cloud needs are not used"), "{}", done.stdout);
    let store = ["--store", "out/store"];
    let demand = work.ok(&["demand", "--by", "quarter", "--format", "csv", store[0], store[1]]);
    let mut keys = std::collections::BTreeSet::new();
    for row in csv_rows(&demand.stdout) {
        let key = (row["quarter"].clone(), row["resource"].clone(), row["basis"].clone());
        assert!(keys.insert(key.clone()), "{key:?} stands twice");
    }
    let told = work.json(&[
        "explain",
        "demand/resource=gpu/likely",
        "--format",
        "json",
        store[0],
        store[1],
    ]);
    assert_eq!((&told["value"], &told["cells"][0]["value"]), (&3.0.into(), &3.0.into()));
}

#[test]
fn running_again_over_an_older_and_a_newer_file_changes_nothing() {
    let work = Workdir::new();
    let machines = |vcpu: u32| format!("Mã máy ảo,Số vCPU,RAM (GiB)\nV1,{vcpu},8\nV2,4,8\n");
    work.write("in/MOJ/a.csv", machines(2));
    work.write("in/MOJ/b.csv", machines(16));
    let plan = work.few_draws();
    let run = || work.ok(&["run", "in", "--out", "out", "--plan", &plan]);
    run();
    let before = hashes(&work.path("out"));
    run();
    assert_eq!(hashes(&work.path("out")), before);
}
