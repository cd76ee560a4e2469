//! What a resubmission changed: rows, fields, and the demand.

use serde_json::{Value, json};

use crate::command::{Workdir, csv_rows};

/// Machines VM-1 to VM-6 with system, start of service and measured use.
fn list(skip: u32, more: &str, fifth: &str) -> String {
    let mut text = "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Mức sử dụng CPU (P95) (%),\
                    Ngày đưa vào sử dụng,Ghi chú\n"
        .to_owned();
    for number in (1..=6).filter(|number| *number != skip) {
        match number {
            5 => text.push_str(fifth),
            other => text.push_str(&format!("VM-{other},HT1,4,16,50,01/02/2020,\n")),
        }
    }
    text + more
}

fn submit(work: &Workdir, name: &str, text: &str) -> String {
    work.write(name, text);
    let answer = work.json(&[
        "ingest",
        name,
        "--agency",
        "MOJ",
        "--format",
        "json",
        "--received-on",
        "2024-09-30",
    ]);
    answer["submissions"][0]["id"].as_str().expect("taken in").to_owned()
}

fn likely(work: &Workdir, resource: &str) -> f64 {
    let done = work.ok(&["demand", "--basis", "used", "--last-quarter", "--format", "csv"]);
    let rows = csv_rows(&done.stdout);
    let of_resource = rows.iter().filter(|row| row["resource"] == resource);
    of_resource.map(|row| row["likely"].parse::<f64>().expect("a number")).sum()
}

#[test]
fn a_resubmission_is_told_row_by_row_field_by_field_and_by_its_effect() {
    let work = Workdir::new();
    let old = submit(&work, "old.csv", &list(0, "", "VM-5,HT1,4,16,50,01/02/2020,\n"));
    let before = likely(&work, "vcpu");
    // What came between the two is in the place of neither.
    submit(&work, "between.csv", &list(3, "", "VM-5,HT1,32,16,50,01/02/2020,\n"));
    let changed = "VM-5,HT2,8,16,,15/03/2021,mới\n";
    let new = submit(&work, "new.csv", &list(2, "VM-7,HT1,2,8,50,,\n", changed));
    let after = likely(&work, "vcpu");
    // A later answer of the agency changes neither.
    submit(&work, "later.csv", &list(0, "VM-8,HT1,2,8,50,,\n", "VM-5,HT1,64,16,50,,\n"));
    let told = work.json(&["submissions", "diff", &old, &new, "--format", "json"]);
    assert_eq!(
        told["tables"],
        json!([{
            "table": "workload", "rows_added": 1, "rows_removed": 1, "rows_changed": 1,
            "rows_equal": 4, "has_codes": true,
        }])
    );
    let brief = |change: &Value| {
        let text = |key: &str| change[key].as_str().unwrap_or("-").to_owned();
        let rows = (change["old_row"].as_u64(), change["new_row"].as_u64());
        (text("key"), text("change"), text("column"), text("old"), text("new"), rows)
    };
    let changes: Vec<_> = told["changes"].as_array().expect("a list").iter().map(brief).collect();
    let field = |column: &str, old: &str, new: &str| {
        let text = str::to_owned;
        (text("VM-5"), text("changed"), text(column), text(old), text(new), (Some(6), Some(5)))
    };
    let row = |key: &str, change: &str, rows| {
        let text = str::to_owned;
        (text(key), text(change), text("-"), text("-"), text("-"), rows)
    };
    assert_eq!(
        changes,
        [
            row("VM-2", "removed", (Some(3), None)),
            field("system_id", "HT1", "HT2"),
            field("vcpu_count", "4", "8"),
            field("cpu_util_p95_pct", "50", "-"),
            field("in_service_on", "2020-02-01", "2021-03-15"),
            field("note", "-", "mới"),
            row("VM-7", "added", (None, Some(7))),
        ]
    );
    let vcpu = &told["demand"][0];
    assert_eq!(vcpu["resource"], "vcpu");
    let figure = |key: &str| vcpu[key].as_f64().expect("a figure");
    assert!((figure("old_likely") - before).abs() < 0.002, "{vcpu} {before}");
    assert!((figure("new_likely") - after).abs() < 0.002, "{vcpu} {after}");
    assert!((figure("difference") - (after - before)).abs() < 0.004, "{vcpu}");
}

#[test]
fn a_submission_beside_itself_has_not_changed_and_an_unknown_one_is_an_error() {
    let work = Workdir::new();
    let id = submit(&work, "a.csv", &list(0, "", "VM-5,HT1,4,16,50,01/02/2020,\n"));
    let told = work.json(&["submissions", "diff", &id, &id, "--format", "json"]);
    assert_eq!(told["changes"], json!([]));
    assert_eq!(told["tables"][0]["rows_equal"], 6);
    assert!(told["demand"][0]["difference"].as_f64().is_some_and(|d| d.abs() < 1e-9), "{told}");
    let done = work.ndcap(&["submissions", "diff", &id, "MOJ/0009-00000000"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("MOJ/0009-00000000"), "{}", done.stderr);
}

#[test]
fn what_no_column_takes_is_compared_too() {
    let work = Workdir::new();
    let list = |place: &str| format!("Mã máy ảo,Số vCPU,RAM (GiB),Ngăn kệ\nVM-1,4,16,{place}\n");
    let (old, new) = (submit(&work, "a.csv", &list("K1")), submit(&work, "b.csv", &list("K2")));
    let told = work.json(&["submissions", "diff", &old, &new, "--format", "json"]);
    let change = &told["changes"][0];
    assert_eq!(change["column"], "tags", "{told}");
    let text = |key: &str| change[key].as_str().expect("a text");
    assert!(text("old").contains("K1") && text("new").contains("K2"), "{change}");
}
