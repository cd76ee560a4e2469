//! What workloads were measured to use: from files through the store to figures.

use std::collections::BTreeSet;
use std::fmt::Write;

use ndcap::demand::{Measured, Measures, Stars, Stated, Use, UseSource};
use ndcap::inventory::Store;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Overrides, Submission};

use crate::command::Workdir;

fn measures(work: &Workdir) -> Measures {
    let store = Store::open(&work.path("store")).expect("a store");
    let inventory = store.inventory().expect("is read");
    Measures::read(&inventory, &Plan::built_in().measure).expect("is measured")
}

fn ingest(work: &Workdir, name: &str, text: &str) {
    work.write(name, text);
    work.ok(&["ingest", name, "--agency", "MOJ"]);
}

fn read(text: &str) -> Submission {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    let intake = Intake {
        agencies,
        sender: agencies.get("MOJ"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: Overrides::none(),
    };
    submission::read(std::path::Path::new("workload.csv"), text.as_bytes(), &intake)
}

fn told(submission: &Submission) -> Vec<&'static str> {
    submission.findings.iter().map(|finding| finding.code.id()).collect()
}

fn samples(value: f64, days_covered: u32) -> Option<Use> {
    Some(Use { value, source: UseSource::Samples { days_covered, days_window: 30 } })
}

fn stated(value: f64) -> Option<Use> {
    Some(Use { value, source: UseSource::Stated })
}

/// Samples of November 2024: "busy" on each day, twice on the 5th; "gone" until the 6th; "rare" on one
/// day; "ghost", which no list has.
fn november() -> String {
    let mut text = "Mã máy ảo;Ngày đo;CPU (%);RAM (%);IOPS;Thông lượng đĩa (MB/s);\
                    Băng thông (Mbps);CPU ready (%);RAM swapped (MiB);RAM ballooned (MiB)\n"
        .to_owned();
    for day in 1..=30 {
        writeln!(
            text,
            "busy;{day:02}/11/2024;{};40;{};12,5;80;{},5;0;0",
            day + 30,
            day * 10,
            day % 9
        )
        .expect("text");
    }
    text.push_str("busy;05/11/2024;99;;;;;;;\n");
    for day in 1..=6 {
        writeln!(text, "gone;{day:02}/11/2024;70,5;;;;;;{};", 64 * (day / 6)).expect("text");
    }
    text.push_str("rare;30/11/2024;10;;;;;;;\nghost;30/11/2024;1;;;;;;;\n");
    text
}

#[test]
fn a_sample_after_the_day_of_receipt_is_told_and_moves_no_window() {
    let ingested = |received_on: &str| {
        let work = Workdir::new();
        ingest(&work, "workload.csv", "Mã máy ảo,Tên máy ảo,Số vCPU\nbusy,a,4\n");
        let text = format!("{}busy;02/12/2024;99;;;;;;;\n", november());
        work.write("utilisation.csv", text);
        let arguments = ["ingest", "utilisation.csv", "--agency", "MOJ", "--received-on"];
        let told = work.json(&[&arguments[..], &[received_on, "--format", "json"]].concat());
        let warnings = told["submissions"][0]["findings"]["warning"].as_u64();
        let busy = measures(&work).measured("MOJ", "busy", &Stated::default());
        // The same bytes brought again a year later are those that were received.
        let again = [&arguments[..], &["2025-12-01", "--format", "json"]].concat();
        assert_eq!(work.json(&again)["submissions"][0]["status"], "unchanged");
        (warnings, busy.cpu_pct)
    };
    // The window ends on 30 November, as without the row; of 30 days rank 29 is 60.
    assert_eq!(ingested("2024-12-01"), (Some(1), samples(60.0, 30)));
    // Two days later: of 3 to 30 November and 2 December rank 28 of 29 is 99 of the 5th.
    assert_eq!(ingested("2024-12-02"), (Some(0), samples(99.0, 29)));
}

#[test]
fn samples_of_a_list_become_figures_with_confidence_and_contention() {
    let work = Workdir::new();
    let machines = "Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\nbusy,a,4,8\ngone,b,4,8\nrare,c,4,8\n";
    ingest(&work, "workload.csv", machines);
    ingest(&work, "utilisation.csv", &november());
    let measures = measures(&work);
    let nothing = Stated::default();
    // Of the days 31 to 60 and 99 on the 5th, rank 29 of 30 is 60; ready: of 8.5 three, of 7.5 three,
    // so that rank 29 is 8.5.
    let busy = measures.measured("MOJ", "busy", &nothing);
    let expected = Measured {
        cpu_pct: samples(60.0, 30),
        ram_pct: samples(40.0, 30),
        iops: samples(290.0, 30),
        disk_mb_s: samples(12.5, 30),
        network_mbps: samples(80.0, 30),
        stars: Some(Stars::of(30, 30)),
        cpu_contended: true,
        ram_contended: false,
    };
    assert_eq!(busy, expected);
    assert_eq!(measures.of("MOJ", "busy").and_then(|of| of.cpu_ready_pct), samples(8.5, 30));
    // It stopped on the 6th: a fifth of the days is one star, and a single figure goes before.
    let gone = measures.measured("MOJ", "gone", &nothing);
    assert_eq!((gone.cpu_pct, gone.stars), (samples(70.5, 6), Some(Stars::of(1, 5))));
    assert_eq!((gone.ram_pct, gone.cpu_contended), (None, false));
    assert!(gone.ram_contended, "64 MiB were swapped on one of the days");
    let row = Stated { cpu_pct: Some(35.0), ..nothing };
    assert_eq!(measures.measured("MOJ", "gone", &row).cpu_pct, stated(35.0));
    assert_eq!(measures.measured("MOJ", "busy", &row).cpu_pct, samples(60.0, 30));
    assert_eq!(measures.of("MOH", "busy"), None, "codes are those of an agency");
    assert_eq!(measures.count(), 4);
    let known = ["busy", "gone", "rare"].map(|id| ("MOJ".to_owned(), id.to_owned()));
    assert_eq!(measures.unmatched(&BTreeSet::from(known)), 1, "the ghost");
    assert_eq!(measures.named_count(), 0);
}

#[test]
fn another_percentile_and_window_are_those_of_the_plan() {
    let work = Workdir::new();
    ingest(&work, "utilisation.csv", &november());
    let store = Store::open(&work.path("store")).expect("a store");
    let inventory = store.inventory().expect("is read");
    let cpu = |text: &str| {
        let plan = Plan::from_text(&format!("[measure]\n{text}"), None).expect("a plan");
        let measures = Measures::read(&inventory, &plan.measure).expect("is measured");
        measures.of("MOJ", "busy").and_then(|of| of.cpu_pct).map(|used| used.value)
    };
    assert_eq!(cpu("percentile = 100"), Some(99.0));
    assert_eq!(
        cpu("percentile = 50"),
        Some(46.0),
        "of 30 points that of rank 15: 45 but for the 99"
    );
    assert_eq!(cpu("percentile = 100\nwindow_days = 25"), Some(60.0), "from the 6th on");
    assert_eq!(cpu("percentile = 100\nwindow_days = 26"), Some(99.0), "from the 5th on");
}

#[test]
fn a_series_by_name_finds_the_machine_of_an_export_by_code() {
    let work = Workdir::new();
    let machines = "VM,Powerstate,Template,CPUs,Memory,Provisioned MiB,In Use MiB,Host,VM UUID\n\
                    web,poweredOn,False,4,8192,1024,512,e,u-1\ntwin,poweredOn,False,4,8192,1024,512,e,u-2\n\
                    twin,poweredOn,False,4,8192,1024,512,e,u-3\n";
    let series = "Name,Interval Breakdown,VM|CPU|Usage (%)|Avg,VM|CPU|Ready (%)|Avg,\
                  VM|Memory|Balloon (KB)|Avg\nweb,12:00 AM 21 July 2024,12.5,6.5,0\n\
                  web,12:05 AM 21 July 2024,40,0.2,0\ntwin,12:00 AM 21 July 2024,30,0,512\n";
    ingest(&work, "vinfo.csv", machines);
    ingest(&work, "series.csv", series);
    let measures = measures(&work);
    let web = measures.measured("MOJ", "u-1", &Stated::default());
    assert_eq!(web.cpu_pct, samples(40.0, 1));
    assert!(web.cpu_contended && !web.ram_contended);
    assert_eq!(measures.named_count(), 1);
    assert_eq!(measures.of("MOJ", "u-2"), None, "a name that two machines have names none");
    let twin = measures.of("MOJ", "twin").expect("is kept under its name");
    assert_eq!(twin.ram_ballooned_bytes, Some(512 << 10));
    let known = ["u-1", "u-2", "u-3"].map(|id| ("MOJ".to_owned(), id.to_owned()));
    assert_eq!(measures.unmatched(&BTreeSet::from(known)), 1);
}

#[test]
fn a_store_without_samples_measures_nothing() {
    let work = Workdir::new();
    ingest(&work, "workload.csv", "Mã máy ảo,Số vCPU\nVM-1,4\n");
    let measures = measures(&work);
    assert_eq!(measures.count(), 0);
    assert_eq!(measures.measured("MOJ", "VM-1", &Stated::default()), Measured::default());
}

#[test]
fn rows_stored_before_there_was_a_column_do_not_state_it() {
    use polars::prelude::{ParquetReader, ParquetWriter, SerReader};
    let work = Workdir::new();
    ingest(&work, "utilisation.csv", "Mã máy ảo,Ngày đo,CPU (%)\nVM-1,01/11/2024,50\n");
    let folder = std::fs::read_dir(work.path("store/submissions/MOJ")).expect("a folder");
    let mut path = folder.flatten().next().expect("one").path().join("utilisation");
    while path.is_dir() {
        let mut inside = std::fs::read_dir(&path).expect("a folder").flatten();
        path = inside.next().expect("one of days, buckets, and the file").path();
    }
    let file = std::fs::File::open(&path).expect("a file");
    let frame = ParquetReader::new(file).finish().expect("a table");
    let new = ["disk_throughput_mb_s", "cpu_ready_pct", "ram_swapped_bytes", "ram_ballooned_bytes"];
    let mut older = frame.drop_many(new);
    let file = std::fs::File::create(&path).expect("a file");
    ParquetWriter::new(file).finish(&mut older).expect("written");
    let measured = measures(&work).measured("MOJ", "VM-1", &Stated::default());
    assert_eq!(measured.cpu_pct, samples(50.0, 1));
    assert_eq!((measured.disk_mb_s, measured.ram_contended), (None, false));
}

#[test]
fn megabytes_and_megabits_a_second_are_not_mixed_up() {
    let figures = |disk: &str, network: &str| {
        let text = format!("Mã máy ảo;Số vCPU;{disk};{network}\nVM-1;4;80;80\n");
        let submission = read(&text);
        let of = |name| submission.tables[0].decimals(name)[0];
        let misfits = told(&submission).iter().filter(|code| **code == "H209").count();
        (of("disk_throughput_mb_s_p95"), of("network_mbps_p95"), misfits)
    };
    let network = "Băng thông (Mbps)";
    assert_eq!(figures("Thông lượng đĩa (MB/s)", network), (Some(80.0), Some(80.0), 0));
    assert_eq!(figures("Disk throughput (Mbps)", "Bandwidth (MB/s)"), (Some(10.0), Some(640.0), 0));
    assert_eq!(figures("Storage throughput (GB/s)", network), (Some(80_000.0), Some(80.0), 0));
    // Letters of one case do not say which: the column is told and not read.
    assert_eq!(figures("Thông lượng đĩa (mb/s)", network), (None, Some(80.0), 1));
    assert_eq!(figures("THÔNG LƯỢNG ĐĨA (MBPS)", network), (None, Some(80.0), 1));
}

#[test]
fn what_a_hypervisor_took_is_read_from_lists_in_both_languages() {
    for heading in [
        "Mã máy ảo,Số vCPU,CPU ready (%),RAM swapped (MiB),RAM ballooned (GiB)",
        "Mã máy ảo,Số vCPU,Thời gian chờ CPU (%),RAM bị swap (MiB),RAM bị thu hồi (balloon) (GiB)",
    ] {
        let submission = read(&format!("{heading}\nVM-1,4,7,512,2\nVM-2,4,,0,\n"));
        assert_eq!(told(&submission), Vec::<&str>::new(), "{heading}");
        let rows = &submission.tables[0];
        assert_eq!(rows.decimals("cpu_ready_pct"), [Some(7.0), None]);
        assert_eq!(rows.integers("ram_swapped_bytes"), [Some(512 << 20), Some(0)]);
        assert_eq!(rows.integers("ram_ballooned_bytes"), [Some(2 << 30), None]);
    }
}

#[test]
fn small_shares_of_ready_are_percent_where_one_is_larger_and_doubtful_where_none_is() {
    let ready = |cells: [&str; 4]| {
        let rows: Vec<String> =
            cells.iter().enumerate().map(|(n, cell)| format!("VM-{n},4,{cell}\n")).collect();
        let submission = read(&format!("Mã máy ảo,Số vCPU,CPU ready (%)\n{}", rows.concat()));
        let doubtful = told(&submission).contains(&"C403");
        (submission.tables[0].decimals("cpu_ready_pct").to_vec(), doubtful)
    };
    let expected = vec![Some(0.4), Some(0.1), Some(7.5), Some(0.2)];
    assert_eq!(ready(["0.4", "0.1", "7.5", "0.2"]), (expected, false), "no fraction is above 1");
    assert_eq!(ready(["0.4", "0.1", "0.05", "0.2"]), (vec![None; 4], true), "40 % or 0.4 %");
}
