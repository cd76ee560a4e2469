//! Samples of use: from files through the store to percentiles of each workload.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use ndcap::inventory::samples::files_in;
use polars::prelude::{ParquetReader, ParquetWriter, SerReader};
use serde_json::Value;

use crate::command::Workdir;

const HEAD: &str = "Mã máy ảo,Ngày đo,CPU (%),RAM (%)\n";

/// Thirty days of two machines, four samples a day: CPU of "web" is 0 to 119, of "db" 40.
fn samples() -> String {
    let mut text = HEAD.to_owned();
    for n in 0..120 {
        writeln!(text, "web,{:02}/11/2024,{},", n / 4 + 1, f64::from(n) / 2.0).expect("text");
        writeln!(text, "db,{:02}/11/2024,40,55.5", n / 4 + 1).expect("text");
    }
    text
}

fn figures(work: &Workdir, options: &[&str]) -> Vec<Value> {
    let json = work.json(&[&["utilisation", "--format", "json"], options].concat());
    json.as_array().expect("rows").clone()
}

fn submission(work: &Workdir) -> PathBuf {
    let agency = work.path("store/submissions/MOJ");
    let mut folders = std::fs::read_dir(agency).expect("a folder").flatten();
    folders.next().expect("a submission").path()
}

#[test]
fn samples_become_percentiles_of_each_workload() {
    let work = Workdir::new();
    work.write("samples.csv", samples());
    work.ok(&["ingest", "samples.csv", "--agency", "MOJ"]);
    let of = figures(&work, &["--percentile", "50,95,99.9"]);
    assert_eq!(of.len(), 2);
    let (db, web) = (&of[0], &of[1]);
    assert_eq!((&db["agency_id"], &db["workload_id"]), (&"MOJ".into(), &"db".into()));
    assert_eq!((&web["samples_count"], &web["days_covered"]), (&120.into(), &30.into()));
    assert_eq!((&web["first_day"], &web["last_day"]), (&"2024-11-01".into(), &"2024-11-30".into()));
    // Of 0, 0.5, …, 59.5: rank 0.5 × 119 = 59.5 is 29.75; 0.95 × 119 = 113.05 is 56.525; the maximum.
    let number = |of: &Value, name: &str| of[name].as_f64().unwrap_or(f64::NAN);
    assert!((number(web, "cpu_util_pct_p50") - 29.75).abs() < 1e-9);
    assert!((number(web, "cpu_util_pct_p95") - 56.525).abs() < 1e-9);
    assert!((number(web, "cpu_util_pct_p99_9") - 59.4405).abs() < 1e-9);
    assert!((number(web, "cpu_util_pct_max") - 59.5).abs() < 1e-9);
    assert_eq!(web["cpu_util_pct_method"], "exact");
    assert_eq!(web["ram_util_pct_p95"], Value::Null, "not measured is not zero");
    assert_eq!(db["ram_util_pct_samples_count"], 120);
    assert!(web.get("iops_p95").is_none(), "no sample states it");
    // Four days: samples 8 to 23, of 4 to 11.5.
    let days = ["--from", "2024-11-03", "--to", "2024-11-06", "--quantity", "cpu_util_pct"];
    let web = &figures(&work, &days)[1];
    assert_eq!((&web["samples_count"], &web["days_covered"]), (&16.into(), &4.into()));
    assert!((number(web, "cpu_util_pct_max") - 11.5).abs() < 1e-9);
    // Beyond the limit, from a sketch, and told.
    let sketched = ["utilisation", "--quantity", "cpu_util_pct", "--exact-max", "150"];
    let told = work.ok(&sketched);
    assert!(told.stderr.contains("1 workloads have percentiles from a sketch"), "{}", told.stderr);
}

#[test]
fn files_are_reduced_without_a_store() {
    let work = Workdir::new();
    work.write("samples.csv", samples());
    let of = figures(&work, &["samples.csv", "--agency", "MOJ"]);
    assert_eq!(of.len(), 2);
    assert_eq!(of[1]["samples_count"], 120);
    assert!(!work.path("store").exists());
}

#[test]
fn samples_by_code_and_by_name_are_of_one_workload() {
    let work = Workdir::new();
    work.write("workload.csv", "Mã máy ảo,Tên máy ảo,Số vCPU\nVM-1,web,4\nVM-2,db,4\n");
    work.ok(&["ingest", "workload.csv", "--agency", "MOJ"]);
    work.write("a.csv", samples());
    work.write("b.csv", format!("{HEAD}VM-1,01/12/2024,99,\n"));
    work.ok(&["ingest", "a.csv", "--agency", "MOJ"]);
    work.ok(&["ingest", "b.csv", "--agency", "MOJ", "--adds"]);
    let of = figures(&work, &["--quantity", "cpu_util_pct"]);
    let ids: Vec<_> = of.iter().map(|of| of["workload_id"].as_str().unwrap_or_default()).collect();
    assert_eq!(ids, ["VM-1", "VM-2"]);
    assert_eq!(of[0]["samples_count"], 121);
    assert_eq!((&of[0]["days_covered"], &of[0]["last_day"]), (&31.into(), &"2024-12-01".into()));
    assert_eq!(of[0]["cpu_util_pct_max"], 99.0);
}

/// A store as older versions wrote it says the same, file by file and figure by figure.
#[test]
fn a_store_of_one_file_of_samples_is_read() {
    let work = Workdir::new();
    work.write(
        "workload.csv",
        "Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\nVM-1,web,4,8\nVM-2,db,4,8\n",
    );
    work.ok(&["ingest", "workload.csv", "--agency", "MOH"]);
    work.write("samples.csv", samples());
    work.ok(&["ingest", "samples.csv", "--agency", "MOJ"]);
    work.write("machines.csv", "Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\nweb,w,4,8\ndb,d,4,8\n");
    work.ok(&["ingest", "machines.csv", "--agency", "MOJ"]);
    let of_now = (figures(&work, &[]), work.json(&["demand", "--format", "json"]));
    let folder = submission(&work);
    to_old_layout(&folder);
    work.ok(&["verify"]);
    assert_eq!((figures(&work, &[]), work.json(&["demand", "--format", "json"])), of_now);
    // What is sent again is held against it.
    work.write("more.csv", format!("{}web,01/12/2024,1,\n", samples()));
    work.ok(&["ingest", "more.csv", "--agency", "MOJ"]);
    assert_eq!(figures(&work, &[])[1]["samples_count"], 121);
}

/// Puts the rows of a submission's samples into one file.
fn to_old_layout(folder: &Path) {
    let files = files_in(folder).expect("is read");
    let mut frames = files.iter().map(|placed| {
        let file = std::fs::File::open(&placed.path).expect("is there");
        ParquetReader::new(file).finish().expect("is read")
    });
    let mut all = frames.next().expect("a file");
    for frame in frames {
        all.vstack_mut(&frame).expect("of equal columns");
    }
    let file = std::fs::File::create(folder.join("utilisation.parquet")).expect("is made");
    ParquetWriter::new(file).finish(&mut all).expect("is written");
    std::fs::remove_dir_all(folder.join("utilisation")).expect("is removed");
}

#[test]
fn lost_samples_are_a_damage() {
    let work = Workdir::new();
    work.write("samples.csv", samples());
    work.ok(&["ingest", "samples.csv", "--agency", "MOJ"]);
    let folder = submission(&work);
    let files = files_in(&folder).expect("is read");
    assert_eq!(files.len(), 1, "few samples are one file");
    std::fs::remove_file(&files[0].path).expect("is removed");
    let verified = work.ndcap(&["verify"]);
    assert_ne!(verified.code, 0, "{}", verified.stdout);
}
