//! The store: idempotent, atomic, history kept.

use crate::command::{Workdir, csv_rows, hashes};

fn machines(from: u32, to: u32, vcpu: u32) -> String {
    let mut text = "Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\n".to_owned();
    for number in from..to {
        text.push_str(&format!("VM-{number},máy {number},{vcpu},16\n"));
    }
    text
}

fn vcpus(work: &Workdir) -> String {
    let done = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    csv_rows(&done.stdout)[0]["vcpu_count"].clone()
}

#[test]
fn ingesting_the_same_bytes_again_changes_nothing_and_says_so() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ", "--received-on", "2024-09-30"]);
    let before = hashes(&work.path("store"));
    let again = work.json(&["ingest", "a.csv", "--agency", "MOJ", "--format", "json"]);
    assert_eq!(again["submissions"][0]["status"], "unchanged");
    assert_eq!(hashes(&work.path("store")), before);
}

#[test]
fn the_bytes_as_received_are_kept() {
    let work = Workdir::new();
    let text = machines(0, 3, 4);
    work.write("a.csv", &text);
    let answer = work.json(&["ingest", "a.csv", "--agency", "MOJ", "--format", "json"]);
    let id = answer["submissions"][0]["id"].as_str().expect("an id").to_owned();
    let kept = work.path(&format!("store/submissions/{id}/original.csv"));
    assert_eq!(std::fs::read_to_string(kept).expect("kept"), text);
    for file in ["submission.json", "workload.parquet", "rejected.parquet", "findings.parquet"] {
        assert!(work.path(&format!("store/submissions/{id}/{file}")).is_file(), "{file}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = work.path(&format!("store/submissions/{id}"));
        let mode = |path| std::fs::metadata(path).expect("exists").permissions().mode() & 0o777;
        assert_eq!(mode(folder.clone()), 0o700);
        assert_eq!(mode(folder.join("workload.parquet")), 0o600);
    }
}

#[test]
fn overlap_decides_whether_a_newer_file_replaces_or_adds() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    work.write("b.csv", machines(100, 105, 2));
    work.ok(&["ingest", "b.csv", "--agency", "MOJ"]);
    assert_eq!(vcpus(&work), "50", "no shared code: added");
    work.write("c.csv", machines(0, 10, 8));
    work.ok(&["ingest", "c.csv", "--agency", "MOJ"]);
    assert_eq!(vcpus(&work), "90", "all codes shared: replaced");
    work.write("d.csv", machines(9, 12, 1));
    let done = work.ndcap(&["ingest", "d.csv", "--agency", "MOJ"]);
    assert_eq!(done.code, 1, "one of ten: a question");
    assert!(
        done.stderr.contains("--adds") && done.stderr.contains("--replaces MOJ/0003"),
        "{}",
        done.stderr
    );
    assert_eq!(vcpus(&work), "90");
    work.ok(&["ingest", "d.csv", "--agency", "MOJ", "--adds"]);
    assert_eq!(vcpus(&work), "93");
}

#[test]
fn a_withdrawn_submission_leaves_the_view_and_stays_on_disk() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    work.write("c.csv", machines(0, 10, 8));
    let answer = work.json(&["ingest", "c.csv", "--agency", "MOJ", "--format", "json"]);
    let id = answer["submissions"][0]["id"].as_str().expect("an id").to_owned();
    let listed = work.ok(&["submissions", "--withdraw", &id, "--format", "csv"]);
    let states: Vec<String> =
        csv_rows(&listed.stdout).iter().map(|row| row["status"].clone()).collect();
    assert_eq!(states, ["current", "withdrawn"], "the earlier one counts again");
    assert_eq!(vcpus(&work), "40");
    assert!(work.path(&format!("store/submissions/{id}/original.csv")).is_file());
}

#[test]
fn a_crash_before_the_commit_leaves_the_old_state() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    // What a crash leaves behind: a prepared folder that was never renamed.
    work.write("store/submissions/MOJ/.preparing-x/workload.parquet", b"half");
    assert_eq!(vcpus(&work), "40");
    work.write("b.csv", machines(100, 101, 2));
    work.ok(&["ingest", "b.csv", "--agency", "MOJ"]);
    assert_eq!(vcpus(&work), "42");
    assert!(!work.path("store/submissions/MOJ/.preparing-x").exists(), "the next writer clears it");
}

#[test]
fn one_writer_at_a_time() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    let lock = std::fs::File::options()
        .write(true)
        .open(work.path("store/ndcap-store.lock"))
        .expect("the lock file");
    lock.lock().expect("locked");
    work.write("b.csv", machines(100, 101, 2));
    let done = work.ndcap(&["ingest", "b.csv", "--agency", "MOJ"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("another ndcap is writing"), "{}", done.stderr);
    assert_eq!(vcpus(&work), "40", "readers go on");
}

#[test]
fn verify_finds_a_file_that_was_changed_afterwards() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 10, 4));
    let answer = work.json(&["ingest", "a.csv", "--agency", "MOJ", "--format", "json"]);
    work.ok(&["verify"]);
    let id = answer["submissions"][0]["id"].as_str().expect("an id").to_owned();
    work.write(&format!("store/submissions/{id}/original.csv"), machines(0, 10, 5));
    let done = work.ndcap(&["verify"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("not the file that was received"), "{}", done.stderr);
}

#[test]
fn rows_of_one_file_may_belong_to_many_agencies() {
    let work = Workdir::new();
    let text = "Đơn vị;Mã máy ảo;Số vCPU;RAM (GB)\n\
                Bộ Công thương;VM-1;4 vCPU;16\n\
                BGDĐT;VM-1;8;0,5 TB\n\
                BỘ VĂN HOÁ, THỂ THAO VÀ DU LỊCH;VM-1;2;8\n\
                Bộ Không Có Thật;VM-1;2;8\n";
    work.write("all.csv", text);
    let done = work.ndcap(&["ingest", "all.csv"]);
    assert_eq!(done.code, 2, "one row was rejected");
    let rows = csv_rows(&work.ok(&["inventory", "--format", "csv"]).stdout);
    let found: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row["agency_id"].as_str(), row["vcpu_count"].as_str(), row["ram_gib"].as_str()))
        .collect();
    assert_eq!(found, [("MOCST", "2", "8.000"), ("MOET", "8", "512.000"), ("MOIT", "4", "16.000")]);
    assert!(work.path("store/submissions/multiple").is_dir());
}

#[test]
fn a_cloud_needs_list_does_not_take_the_systems_of_the_resource_list_away() {
    let work = Workdir::new();
    let workbook = |level: &str, table: &str, rows: &[[&str; 3]]| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let systems =
            [["Mã hệ thống", "Tên hệ thống", "Cấp độ an toàn"], ["HT1", "Một cửa", level]];
        for (name, rows) in [("system", &systems[..]), (table, rows)] {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).expect("a name");
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write(row, column, *cell).expect("a cell");
                }
            }
        }
        workbook.save_to_buffer().expect("a workbook")
    };
    let machines = [["Mã máy ảo", "Mã hệ thống", "Số vCPU"], ["VM-1", "HT1", "4"]];
    let needs = [["Mã nhu cầu", "Mã hệ thống", "Nhu cầu vCPU"], ["N-1", "HT1", "40"]];
    work.write("resources.xlsx", workbook("3", "workload", &machines));
    work.write("needs.xlsx", workbook("4", "cloud_need", &needs));
    work.ok(&["ingest", "resources.xlsx", "--agency", "MOET"]);
    work.ok(&["ingest", "needs.xlsx", "--agency", "MOET"]);
    let states = csv_rows(&work.ok(&["submissions", "--format", "csv"]).stdout);
    assert!(states.iter().all(|row| row["status"] == "current"), "{states:?}");
    let used = work.ok(&["demand", "--basis", "used", "--by", "system,zone", "--format", "csv"]);
    let rows = csv_rows(&used.stdout);
    assert_eq!(rows.len(), 1, "counted once: the workloads, not the need as well: {rows:?}");
    assert_eq!((rows[0]["zone"].as_str(), rows[0]["basis"].as_str()), ("level-3", "right_sized"));
    work.ok(&["report", "--out", "out"]);
    let page = std::fs::read_to_string(work.path("out/report.html")).expect("the page");
    assert!(page.contains("1 systems are described differently in two lists"), "the levels differ");
}

#[test]
fn a_machine_sent_by_two_senders_is_a_question_not_two_machines() {
    let work = Workdir::new();
    work.write("all.csv", "Đơn vị,Mã máy ảo,Số vCPU\nBộ Y tế,V1,4\nBộ Y tế,V2,4\n");
    work.ok(&["ingest", "all.csv"]);
    work.write("own.csv", "Mã máy ảo,Số vCPU,RAM (GiB)\nV1,4,8\nV2,4,8\nV3,4,8\n");
    let done = work.ndcap(&["ingest", "own.csv", "--agency", "MOH"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("2 of the 2 workload rows"), "{}", done.stderr);
    assert_eq!(vcpus(&work), "8");
}

#[test]
fn rows_without_codes_are_a_question_and_what_is_gone_is_told() {
    let work = Workdir::new();
    work.write("a.csv", machines(0, 4, 4));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    work.write("b.csv", machines(0, 2, 8));
    let done = work.ok(&["ingest", "b.csv", "--agency", "MOJ"]);
    assert!(done.stderr.contains("2 of its codes are gone"), "{}", done.stderr);
    let again = work.json(&["ingest", "a.csv", "--agency", "MOJ", "--format", "json"]);
    assert_eq!(again["submissions"][0]["status"], "unchanged", "the same bytes change nothing");
    let again = work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    assert!(again.stderr.contains("replaced since; withdraw the newer one"), "{}", again.stderr);
    assert_eq!(vcpus(&work), "16");
    work.write("needs.csv", "Mã hệ thống,Dịch vụ,Nhu cầu vCPU\nHT1,IaaS,10\n");
    work.ok(&["ingest", "needs.csv", "--agency", "MOJ"]);
    work.write("more.csv", "Mã hệ thống,Dịch vụ,Nhu cầu vCPU\nHT2,IaaS,20\n");
    let done = work.ndcap(&["ingest", "more.csv", "--agency", "MOJ"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("no column of codes") && done.stderr.contains("--adds"),
        "{}",
        done.stderr
    );
}
