//! The tables of what the demand rests on, on a store small enough to work out by hand.

use std::fmt::Write;

use crate::command::{Done, Workdir, csv_rows};

/// No growth, few draws: figures are those of the base quarter.
pub const PLAN: &str = "[simulation]\ndraws = 200\n\
    [demand.growth_per_year]\nvalue = 0.0\nlow = 0.0\nhigh = 0.21\n\
    [demand.storage_growth_per_year]\nvalue = 0.0\nlow = 0.0\nhigh = 0.0\n";

/// HT1 has workloads and a need, HT2 is new and asks for a warm second site, HT3 has a server only.
fn filled() -> Workdir {
    let work = Workdir::new();
    work.write("plan.toml", PLAN);
    let files = [
        (
            "system.csv",
            "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển,Quý đề xuất di chuyển\n\
             HT1,Hộ tịch,2,đám mây,2025Q3\nHT2,Công chứng,2,mới,2025Q4\nHT3,Nội bộ,2,đám mây,2025Q3\n"
                .to_owned(),
        ),
        (
            "workload.csv",
            "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Dung lượng cấp phát (GiB),Dung lượng sử dụng (GiB)\n\
             VM-1,HT1,8,32,1024,512\nVM-2,HT1,,16,1024,\n"
                .to_owned(),
        ),
        (
            "cloud_need.csv",
            "Mã nhu cầu,Mã hệ thống,Nhu cầu vCPU,Nhu cầu RAM (GiB),Nhu cầu lưu trữ khối (GiB),\
             Nhu cầu sao lưu (GiB),Dự phòng thảm họa,Cần từ quý\n\
             N1,HT1,40,40,,,không,2025Q3\nN2,HT2,10,20,2048,0,ấm,2025Q4\n"
                .to_owned(),
        ),
        (
            "server.csv",
            "Mã máy chủ,Mã hệ thống,Số CPU,Tổng số core,RAM (GiB),Ổ cứng (TB),Mức sử dụng CPU (P95) (%)\n\
             S-1,HT3,2,32,128,4,35\n"
                .to_owned(),
        ),
        ("utilisation.csv", samples()),
    ];
    for (name, text) in files {
        work.write(name, text);
        work.ok(&["ingest", name, "--agency", "MOJ"]);
    }
    work
}

/// VM-1 on every day of a month: 12.5 % of its vCPUs, half of its memory.
fn samples() -> String {
    let mut text = "Mã máy ảo;Ngày đo;CPU (%);RAM (%)\n".to_owned();
    for day in 1..=30 {
        writeln!(text, "VM-1;{day:02}/11/2024;12,5;50").expect("text");
    }
    text
}

fn demand(work: &Workdir, arguments: &[&str]) -> Done {
    work.ok(&[&["demand", "--plan", "plan.toml", "--table"], arguments].concat())
}

/// The lines of a table as CSV, without its first.
fn lines(work: &Workdir, arguments: &[&str]) -> Vec<String> {
    let done = demand(work, &[arguments, &["--format", "csv"]].concat());
    done.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn bases_stand_side_by_side_and_what_differs_is_counted() {
    let work = filled();
    // VM-1: 8 × 12.5 % × 1.3; VM-2: the 8 of its only peer, not measured. (40 − 9.3) ÷ 9.3.
    let expected = [
        "MOJ,HT1,vcpu,vCPU,16.000,9.300,40.000,,right_sized,9.300,3.3011,true",
        "MOJ,HT1,ram,GiB,48.000,36.800,40.000,,right_sized,36.800,0.0870,false",
        "MOJ,HT1,storage,TiB,2.000,1.650,,,right_sized,1.650,,false",
        "MOJ,HT2,vcpu,vCPU,,,10.000,,requested,10.000,,false",
        "MOJ,HT2,ram,GiB,,,20.000,,requested,20.000,,false",
        "MOJ,HT2,storage,TiB,,,2.000,,requested,2.000,,false",
        "MOJ,HT3,vcpu,vCPU,,,,16.000,converted,16.000,,false",
        "MOJ,HT3,ram,GiB,,,,96.000,converted,96.000,,false",
        "MOJ,HT3,storage,TiB,,,,1.819,converted,1.819,,false",
    ];
    assert_eq!(lines(&work, &["bases"]), expected);
    let told = demand(&work, &["bases"]);
    assert_eq!(
        told.stderr.trim_end(),
        "1 of 9 rows differ by more than 50 % of the basis used (demand.difference_max)"
    );
    let row = told.stdout.lines().find(|line| line.contains("HT3") && line.contains("vcpu"));
    assert!(row.is_some_and(|row| row.contains('–')), "what there is not is a dash: {row:?}");
    let told = demand(&work, &["bases", "--lang", "vi"]);
    assert!(told.stdout.contains("Theo mức dùng") && told.stdout.contains("330,1 %"));
    assert!(told.stderr.starts_with("1 trong 9 dòng chênh lệch quá 50 %"), "{}", told.stderr);
    let json =
        work.json(&["demand", "--plan", "plan.toml", "--table", "bases", "--format", "json"]);
    assert!(json[0]["converted"].is_null(), "{}", json[0]);
    assert_eq!(json[0]["used"], 9.3);
}

#[test]
fn machines_say_what_they_rest_on_and_whose_sizes_stand_in() {
    let work = filled();
    // Storage: 512 GiB × 1.3; backup: (4 + 24 × 0.03) ÷ 2 × 1.2 of the data.
    let expected = [
        "MOJ,HT1,VM-1,workload,common,2025Q3,8.000,1.300,,32.000,20.800,,0.650,1.416,,5,\
         declared,,,declared,,,true,false",
        "MOJ,HT1,VM-2,workload,common,2025Q3,8.000,8.000,,16.000,16.000,,1.000,2.832,,,\
         imputed,nation,1,assumed,,,true,false",
        "MOJ,HT1,N1,cloud_need,common,2025Q3,,,40.000,,,40.000,,,,,declared,,,declared,,,false,false",
        "MOJ,HT2,N2,cloud_need,common,2025Q4,,,10.000,,,20.000,2.000,,,,declared,,,declared,,,true,false",
        "MOJ,HT3,S-1,server,common,2025Q3,,,16.000,,,96.000,1.819,5.151,,,declared,,,assumed,,,true,false",
        "MOJ,HT2,N2@second-site,cloud_need,common-second-site,2025Q4,,,3.000,,,6.000,2.000,,,,\
         declared,,,declared,,,true,true",
    ];
    assert_eq!(lines(&work, &["machines"]), expected);
    let plan = format!("{PLAN}[[flavour]]\nname = \"m.small\"\nvcpu = 2\nram_gib = 24\n");
    work.write("plan.toml", plan);
    let rows = csv_rows(&demand(&work, &["machines", "--format", "csv"]).stdout);
    let sizes: Vec<_> = rows[..2]
        .iter()
        .map(|row| (row["flavour"].as_str(), row["vcpu_right_sized"].as_str()))
        .collect();
    assert_eq!(sizes, [("m.small", "2.000"), ("", "8.000")], "VM-2 is too large for it");
}

#[test]
fn the_peak_counts_twice_what_moves_and_nothing_that_is_new() {
    let work = filled();
    let rows = lines(&work, &["peak"]);
    // HT1 and HT3 arrive in 2025Q3; HT2 is new, and so is its second site.
    assert_eq!(rows[0], "2025Q3,vcpu,vCPU,25.300,25.300,50.600");
    assert_eq!(rows[4], "2025Q4,vcpu,vCPU,38.300,0.000,38.300");
    assert_eq!(rows.len(), 10 * 4, "four resources from 2025Q3 to 2027Q4");
    let told = demand(&work, &["peak"]).stderr;
    assert_eq!(
        told.lines().next(),
        Some("highest peak of vcpu: 50.6 vCPU in 2025Q3, of which 25.3 steady")
    );
    let by = lines(&work, &["peak", "--by", "agency"]);
    assert_eq!(by[0], "MOJ,2025Q3,vcpu,vCPU,25.300,25.300,50.600");
    work.write("plan.toml", format!("{PLAN}[cutover.parallel_share]\nvalue = 0.5\n"));
    assert_eq!(lines(&work, &["peak"])[0], "2025Q3,vcpu,vCPU,25.300,25.300,37.950");
}

/// Growth makes every system's figure a fraction of the raw unit.
#[test]
fn the_steady_state_is_the_figure_of_the_table_of_demand() {
    let work = Workdir::new();
    let mut text = "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\n".to_owned();
    for system in 0..40 {
        writeln!(text, "VM-{system},HT{system},{},{}", 1 + system % 5, 4 + system % 3)
            .expect("text");
    }
    work.write("workload.csv", text);
    work.write("plan.toml", "[simulation]\ndraws = 200\n");
    work.ok(&["ingest", "workload.csv", "--agency", "MOJ"]);
    let json = |arguments: &[&str]| {
        work.json(&[&["demand", "--plan", "plan.toml", "--format", "json"], arguments].concat())
    };
    let peaks = json(&["--table", "peak"]);
    let demand = json(&["--basis", "used", "--by", "quarter"]);
    let of = |quarter: &str, resource: &str| {
        let mut rows = demand.as_array().expect("rows").iter();
        let row = rows.find(|row| row["quarter"] == quarter && row["resource"] == resource);
        row.expect("a row")["likely"].clone()
    };
    let rows = peaks.as_array().expect("rows");
    assert!(rows.len() >= 20, "{}", rows.len());
    for row in rows {
        let (quarter, resource) = (row["quarter"].as_str(), row["resource"].as_str());
        let expected = of(quarter.expect("text"), resource.expect("text"));
        assert_eq!(row["steady"], expected, "{row}");
    }
}

#[test]
fn the_transfer_takes_the_used_disk_and_says_what_goes_by_disk() {
    let work = filled();
    // HT3: half of 4 TB; HT1: 512 GiB used and 1,024 GiB allocated: 1.649 × 10¹² × 8 bits ÷ 700 Mbps.
    let rows = lines(&work, &["transfer"]);
    assert_eq!(
        rows,
        [
            "MOJ,HT3,2025Q3,1.819,0.0000,4.9,6.3,8.9,false",
            "MOJ,HT1,2025Q3,1.500,0.3333,4.1,5.2,7.3,false"
        ],
        "HT2 is new and has nothing to move"
    );
    work.write("plan.toml", format!("{PLAN}[transfer.window_hours]\nvalue = 6\n"));
    let flags: Vec<bool> =
        lines(&work, &["transfer"]).iter().map(|row| row.ends_with(",true")).collect();
    assert_eq!(flags, [true, false]);
}

#[test]
fn the_tornado_puts_first_what_moves_most() {
    let work = filled();
    let rows = lines(&work, &["tornado"]);
    let vcpu: Vec<&String> = rows.iter().filter(|row| row.starts_with("vcpu,")).collect();
    // 13 of the 38.3 are requested and do not grow; 1.21^2.75 of the rest. 16 × 0.7 ÷ 0.6 and ÷ 0.8.
    // VM-2's 8 at 0.6; 10 at 0.2 and 0.5; VM-1's 8 × 12.5 % at 1.1 and 1.5. A size that
    // rests on a single peer may be off by as much again: down to none of its 8.
    let expected = [
        "vcpu,vCPU,demand.growth_per_year,growth of compute a year,1/year,0.000,0.000,0.210,38.300,38.300,55.735,17.435",
        "vcpu,vCPU,stand_ins,sizes nobody stated,,,,,30.300,38.300,47.149,16.849",
        "vcpu,vCPU,demand.converted_cpu_target,target use of converted servers,ratio,0.600,0.700,0.800,40.967,38.300,36.300,4.667",
        "vcpu,vCPU,demand.unmeasured_share,share used where not measured,ratio,0.600,1.000,1.000,35.100,38.300,38.300,3.200",
        "vcpu,vCPU,second_site.warm_compute,\"compute ready, warm site\",ratio,0.200,0.300,0.500,37.300,38.300,40.300,3.000",
        "vcpu,vCPU,demand.cpu_comfort_factor,comfort on measured vCPU,ratio,1.100,1.300,1.500,38.100,38.300,38.500,0.400",
    ];
    assert_eq!(vcpu, expected);
    let resources: Vec<&str> =
        rows.iter().filter_map(|row| row.split(',').next()).collect::<Vec<_>>();
    let mut order = resources.clone();
    order.dedup();
    assert_eq!(order, ["vcpu", "ram", "storage", "storage_raw"]);
    let told = demand(&work, &["tornado", "--lang", "vi"]).stdout;
    assert!(told.contains("tăng trưởng tính toán mỗi năm"), "{told}");
}

#[test]
fn an_option_a_table_cannot_follow_is_refused() {
    let work = filled();
    for arguments in [
        ["--table", "bases", "--by", "agency"],
        ["--table", "peak", "--by", "system"],
        ["--table", "transfer", "--basis", "used"],
    ] {
        let done = work.ndcap(&[&["demand"], &arguments[..]].concat());
        assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(done.stderr.contains("--table demand"), "{arguments:?}: {}", done.stderr);
    }
    let done = work.ndcap(&["demand", "--table", "machines", "--last-quarter"]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    let written =
        work.ok(&["demand", "--table", "peak", "--format", "parquet", "--out", "p.parquet"]);
    assert!(written.stdout.is_empty());
    assert!(std::fs::read(work.path("p.parquet")).expect("a file").starts_with(b"PAR1"));
}

fn report(work: &Workdir, language: &str) -> String {
    let arguments = ["report", "--plan", "plan.toml", "--out", "out", "--lang", language];
    let done = work.ndcap(&arguments);
    assert!(done.code == 0 || done.code == 3, "{}", done.stderr);
    std::fs::read_to_string(work.path("out/report.html")).expect("a page")
}

#[test]
fn the_report_has_the_tables_and_keeps_the_long_one_to_files() {
    let work = filled();
    let page = report(&work, "en");
    let table = |name: &str| {
        let path = work.path(&format!("out/tables/{name}.csv"));
        csv_rows(&std::fs::read_to_string(path).expect("a table"))
    };
    let counts = ["bases", "peak", "transfer", "tornado", "machines", "demand_total"]
        .map(|name| table(name).len());
    // Of the lines of the tornado three are of power: with one host their number does not move.
    assert_eq!(counts, [1, 40, 2, 28, 6, 48]);
    assert!(page.contains("8 others are not: see ndcap demand --table bases."));
    assert!(!page.contains("id=\"table-machines\""), "too long for the page");
    assert!(page.contains("id=\"table-tornado\"") && page.contains("id=\"table-demand_total\""));
    // A figure that is printed elsewhere too has the same address.
    let address = "demand/quarter=2025Q3/resource=vcpu/likely";
    assert!(page.contains(&address.replace('/', "&#x2f;")));
    let told = work.json(&["explain", address, "--plan", "plan.toml", "--format", "json"]);
    assert_eq!(told["value"], 25.3);
    for name in ["peak", "tornado_vcpu", "tornado_storage"] {
        let svg = std::fs::read_to_string(work.path(&format!("out/charts/{name}.svg")));
        assert!(!svg.expect("a figure").contains(">no data<"), "{name}");
    }
}

#[test]
fn the_total_by_quarter_has_the_range_of_the_headline() {
    let work = filled();
    let page = report(&work, "en");
    let path = work.path("out/tables/demand_total.csv");
    let rows = csv_rows(&std::fs::read_to_string(path).expect("a table"));
    let of = |quarter: &str| {
        let mut rows = rows.iter();
        let is_it = |row: &&_| -> bool {
            let row: &std::collections::BTreeMap<String, String> = row;
            row["quarter"] == quarter && row["resource"] == "vcpu"
        };
        rows.find(is_it).expect("a row").clone()
    };
    assert_eq!(of("2025Q2")["likely"], "0.000", "nothing has arrived, and that is known");
    let last = of("2027Q4");
    // 8 of the 38.3 are the size of a peer; HT1's VM-1, the server's cores, the need and its copy are
    // declared, in sum 30.3.
    let shares = ["declared_share", "imputed_share", "assumed_share"].map(|name| &last[name]);
    assert_eq!(
        (last["likely"].as_str(), shares),
        ("38.300", [&"0.7911".into(), &"0.2089".into(), &"0.0000".into()])
    );
    let number = |name: &str| last[name].parse::<f64>().expect("a number");
    assert!(number("low") < 38.3 && number("high") > 38.3);
    let range = format!("{:.0} to {:.0}", number("low"), number("high"));
    assert!(page.contains(&range), "{range}");
}

#[test]
fn the_report_warns_of_what_its_sizes_rest_on() {
    let work = filled();
    let page = report(&work, "en");
    for line in [
        "1 systems ask for amounts that differ by more than 50 % from those used; see bases.",
        "Of 2 workloads 50.0 % have no measured use of CPU and 50.0 % none of RAM.",
        "For 1 workloads a size that nobody stated is the mean of their peers; see machines.",
        "3 vCPU and 2 TiB of the demand in 2027Q4 stand at second sites;",
        "In 2025Q3 the peak is 51 vCPU while old and new run together, above the 38 of 2027Q4,",
        "In 2025Q3 the peak is 266 GiB RAM while old and new run together, above the 159 of 2027Q4,",
    ] {
        assert!(page.contains(line), "{line}");
    }
    let page = report(&work, "vi");
    assert!(
        page.contains(
            "Tại 2025Q3 đỉnh là 51 vCPU khi hệ thống cũ và mới cùng chạy, cao hơn mức 38"
        )
    );
    // Nothing moves, nothing differs, everything is measured: nothing is said.
    let calm = Workdir::new();
    calm.write("plan.toml", PLAN);
    calm.write("system.csv", "Mã hệ thống,Tên hệ thống,Phương án di chuyển\nHT1,Hộ tịch,mới\n");
    calm.write(
        "workload.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Dung lượng sử dụng (GiB),Mức sử dụng CPU (P95) (%),Mức sử dụng RAM (P95) (%)\nVM-1,HT1,8,32,100,50,50\n",
    );
    for name in ["system.csv", "workload.csv"] {
        calm.ok(&["ingest", name, "--agency", "MOJ"]);
    }
    let page = report(&calm, "en");
    for word in [
        "ask for amounts",
        "no measured use",
        "mean of their peers",
        "second sites;",
        "the peak is",
    ] {
        assert!(!page.contains(word), "{word}");
    }
}
