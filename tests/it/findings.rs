//! Every rule finds its broken example, and nothing else speaks up for a good file.

use std::collections::BTreeSet;

use ndcap::diagnostic::{Code, Finding};
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Overrides, Submission};

use crate::command::Workdir;
use crate::devices;
use crate::forge;
use crate::hall;
use crate::profiles;
use crate::reconcile;

fn read(name: &str, bytes: &[u8], sender: Option<&str>) -> Submission {
    read_with(name, bytes, sender, Overrides::none())
}

fn read_with(name: &str, bytes: &[u8], sender: Option<&str>, overrides: &Overrides) -> Submission {
    let agencies = Agencies::built_in();
    let plan = Plan::built_in();
    let intake = Intake {
        agencies,
        sender: sender.and_then(|id| agencies.get(id)),
        as_of: plan.period.as_of,
        received_on: Some(plan.period.as_of),
        limits: plan.limits,
        overrides,
    };
    submission::read(std::path::Path::new(name), bytes, &intake)
}

fn codes(submission: &Submission) -> BTreeSet<&'static str> {
    submission.findings.iter().map(|finding| finding.code.id()).collect()
}

/// Workload lists: heading line, lines, the code they break.
const WORKLOADS: &[(&str, &str, &str)] = &[
    ("H203", "Mã máy ảo,Số vCPU,Mã vạch", "VM-1,4,x"),
    ("H205", "Mã máy ảo,Số vCPU,RAM (GiB),RAM (GiB)", "VM-1,4,8,8"),
    ("H209", "Mã máy ảo,Số vCPU,RAM (Gb)", "VM-1,4,8"),
    ("H210", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nMã máy ảo,Tên máy ảo,RAM (GB)\nVM-2,web,8"),
    ("T605", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nVM-2,8,16\nCụm A,12,24"),
    ("H206", "Tên máy ảo,Số vCPU,RAM (GiB)", "web,4,8"),
    ("H207", "Mã máy ảo,Số vCPU,RAM (GB)", "VM-1,4,8"),
    ("A301", "Đơn vị,Mã máy ảo,Số vCPU", "Bộ Không Có,VM-1,4"),
    ("A304", "Đơn vị,Mã máy ảo,Số vCPU", "BGDĐT,VM-1,4"),
    ("A306", "Đơn vị,Mã máy ảo,Số vCPU", "UBNDTHG,VM-1,4"),
    ("C401", "Mã máy ảo,Số vCPU,RAM (GiB)", ",4,8"),
    ("C402", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,nhiều,8"),
    ("C403", "Mã máy ảo,Số vCPU,Dung lượng sử dụng (GiB)", "VM-1,4,1.024"),
    ("C404", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,-4,8"),
    ("C405", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,2.5,8"),
    ("C406", "Mã máy ảo,Số vCPU,% sử dụng CPU (P95)", "VM-1,4,180"),
    ("C407", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,131072"),
    ("C408", "Mã máy ảo,Số vCPU,Ngày đưa vào sử dụng", "VM-1,4,31/02/2024"),
    ("C410", "Mã máy ảo,Số vCPU,Loại đĩa", "VM-1,4,giấy"),
    ("C411", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,512 W"),
    ("C413", "Mã máy ảo,Số vCPU,Là bản mẫu", "VM-1,4,một phần"),
    ("C414", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,đang cập nhật"),
    ("A305", "Mã máy ảo,Số vCPU,RAM (GiB)", "Bộ Y tế,,\nVM-1,4,8"),
    ("C418", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,16GB (1x32GB)"),
    ("C419", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,~500"),
    ("C420", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,100GB - 1TB"),
    ("C422", "Mã máy ảo,Số vCPU,Ngày đưa vào sử dụng", "VM-1,4,tháng 9/2024"),
    ("C425", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nVM-2,4,như trên"),
    ("C427", "Mã máy ảo,Tên máy ảo,Cấu hình", "VM-1,web,\"8 vCPU, 32GB RAM\""),
    ("C428", "Mã máy ảo,Tên máy ảo,Cấu hình", "VM-1,web,theo hồ sơ"),
    ("T607", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,16,8\nVM-2,16,8\nTổng cộng,40,16"),
    ("T610", "STT,Tên máy ảo,Số vCPU", "I,Hệ thống A,13\n1,V1,4\n2,V2,8"),
    ("T611", "Mã máy ảo,Số lượng,Số vCPU", "VM-1,2,4\nVM-2,3,8\nTổng cộng,5,12"),
    ("T608", "STT,Mã máy ảo,Số vCPU,Ghi chú", "1,VM-1,4,chạy web\n,,,và thư điện tử"),
    ("R501", "Mã máy ảo,Dung lượng cấp phát (GiB),Dung lượng sử dụng (GiB)", "VM-1,100,500"),
    ("R502", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,0,8"),
    ("R512", "Mã máy ảo,Số vCPU,Ngày đưa vào sử dụng", "VM-1,4,01/01/2050"),
    ("R513", "Mã máy ảo,Số lượng,Số vCPU", "VM-1,2000000000,4"),
    ("T601", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nVM-1,5,8"),
    ("T602", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nVM-1,4,8"),
    ("T604", "Mã máy ảo,Số vCPU,RAM (GiB)", "VM-1,4,8\nTổng cộng,4,8"),
    ("H202", "Mã máy ảo,Số vCPU,RAM (GiB)", ""),
];

/// Other tables, by the name of the file.
const OTHERS: &[(&str, &str, &str, &str)] = &[
    (
        "C409",
        "system.csv",
        "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Quý đề xuất di chuyển",
        "HT1,A,3,sớm",
    ),
    ("C416", "server.csv", "Mã máy chủ,Số serial,Số CPU", "S1,1.23E+18,2"),
    ("C421", "server.csv", "Mã máy chủ,Số CPU,Hết bảo hành", "S1,2,36 tháng"),
    ("C423", "server.csv", "Mã máy chủ,Số lượng,Tổng RAM (GB)", "S1,4,512"),
    ("C424", "server.csv", "Mã máy chủ,Số CPU,RAM (GiB)", "S1,32,512"),
    ("R503", "server.csv", "Mã máy chủ,Số CPU,Tổng số core", "S1,4,2"),
    (
        "R504",
        "server.csv",
        "Mã máy chủ,Công suất nguồn (W),Công suất đo thực tế (W),Số nguồn",
        "S1,800,1200,1",
    ),
    (
        "R505",
        "storage.csv",
        "Mã thiết bị lưu trữ,Dung lượng khả dụng (TB),Dung lượng đã sử dụng (TB)",
        "A1,80,100",
    ),
    (
        "R506",
        "storage.csv",
        "Mã thiết bị lưu trữ,Dung lượng thô (TB),Dung lượng khả dụng (TB)",
        "A1,100,120",
    ),
    ("R507", "facility.csv", "Mã trung tâm dữ liệu,Số tủ rack,Số rack đã sử dụng", "F1,10,12"),
    (
        "R508",
        "facility.csv",
        "Mã trung tâm dữ liệu,Tên trung tâm dữ liệu,Hình thức sở hữu",
        "F1,A,thuê",
    ),
    ("R509", "system.csv", "Mã hệ thống,Tên hệ thống,Cấp độ an toàn", "HT1,A,3"),
    ("R510", "system.csv", "Mã hệ thống,Tên hệ thống,Quý đề xuất di chuyển", "HT1,A,Quý IV/2025"),
    ("R511", "cloud_need.csv", "Mã nhu cầu,Mã hệ thống,Nhu cầu vCPU", "N1,HT1,0"),
    ("H204", "utilisation.csv", "Mã máy ảo,CPU,RAM", "VM-1,10,20"),
    ("T612", "utilisation.csv", "Mã máy ảo,Ngày đo,CPU (%)", "VM-1,01/01/2050,20"),
];

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write(row, column, *cell).expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// Machines as a font of TCVN3 has them.
const OLD_FONT: &[&[&str]] =
    &[&["M· m¸y ¶o", "Tªn m¸y ¶o", "Sè vCPU", "Ghi chó"], &["VM-1", "M¸y chñ", "4", "Bé C«ng an"]];

/// Machines of which two share an amount, and two a code, in merged cells.
fn merged() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows: [&[&str]; 5] = [
        &["Mã máy ảo", "Số vCPU", "RAM (GiB)"],
        &["VM-1", "4", ""],
        &["VM-2", "4", ""],
        &["", "4", "8"],
        &["", "4", "8"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, *cell).expect("a cell");
        }
    }
    let format = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 2, 2, 2, "512", &format).expect("a range");
    sheet.merge_range(3, 0, 4, 0, "VM-3", &format).expect("a range");
    workbook.save_to_buffer().expect("a workbook")
}

/// A workbook whose second sheet is hidden.
fn hidden() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in ["workload", "server"] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name").set_hidden(name == "server");
        sheet.write(0, 0, "VM-1").expect("a cell");
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// A workbook with one more part.
fn with_part(name: &str, content: &str) -> Vec<u8> {
    forge::patched(&hidden(), name, |_| content.to_owned())
}

const INFO: &[&str] = &[
    "VM",
    "Powerstate",
    "Template",
    "CPUs",
    "Memory",
    "Provisioned MB",
    "In Use MB",
    "Datacenter",
    "Cluster",
    "Host",
];

/// Workbooks and files that are broken as a whole.
fn whole_files() -> Vec<(&'static str, &'static str, Vec<u8>, Option<&'static str>)> {
    let machine = ["vm1", "poweredOn", "True", "4", "4096", "100", "90", "DC", "C", "esx-9"];
    let rvtools = workbook(&[
        ("vInfo", &[INFO, &machine]),
        ("vHost", &[&["Host", "# CPU", "# Cores", "# Memory"], &["esx-1", "2", "16", "65536"]]),
        ("vPartition", &[&["VM", "Consumed MB"], &["vm1", "200"], &["ghost", "10"]]),
    ]);
    let systems: &[&[&str]] =
        &[&["Mã hệ thống", "Tên hệ thống", "Cấp độ an toàn"], &["HT1", "A", "3"]];
    let machines: &[&[&str]] = &[&["Mã máy ảo", "Mã hệ thống", "Số vCPU"], &["VM-1", "HT9", "4"]];
    let long = format!("Mã máy ảo,Số vCPU,Ghi chú\nVM-1,4,{}\n", "x".repeat(40_000));
    let unnamed = "Đơn vị,Mã máy ảo,Số vCPU\n,VM-1,4\n";
    let wide = vec!["x"; 20_000].join(",");
    let mut broken = rust_xlsxwriter::Workbook::new();
    let sheet = broken.add_worksheet();
    for (column, text) in (0..).zip(["Mã máy ảo", "Số vCPU", "RAM (GiB)"]) {
        sheet.write(0, column, text).expect("a cell");
    }
    sheet.write(1, 0, "VM-1").expect("a cell");
    sheet.write(1, 1, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).expect("a cell");
    let broken = broken.save_to_buffer().expect("a workbook");
    vec![
        ("F101", "a.xlsx", b"%PDF-1.7".to_vec(), Some("MOJ")),
        ("F102", "a.xlsx", Vec::new(), Some("MOJ")),
        ("F103", "a.csv", b"xin,chao\n".to_vec(), Some("MOJ")),
        ("F104", "a.csv", wide.into_bytes(), Some("MOJ")),
        ("F105", "a.csv", vec![b'a', 0x81, b'\n'], Some("MOJ")),
        (
            "F106",
            "workload.csv",
            b"M\xe3 m\xe1y \xd2o,S\xf4\xec vCPU\nVM-1,4\n".to_vec(),
            Some("MOJ"),
        ),
        ("F107", "a.xlsx", workbook(&[("workload", OLD_FONT)]), Some("MOJ")),
        ("C426", "workload.xlsx", merged(), Some("MOJ")),
        ("T609", "workload.xlsx", merged(), Some("MOJ")),
        (
            "H211",
            "a.csv",
            "Tên hệ thống,Ghi chú,RAM (GB),Số lượng CPU\nA,,8,4\n".as_bytes().to_vec(),
            Some("MOJ"),
        ),
        ("F108", "workload.xls", "Mã máy ảo\tSố vCPU\nVM-1\t4\n".into(), Some("MOJ")),
        ("F109", "a.zip", forge::zip_of(&[("b.zip", &forge::zip_of(&[]))]), Some("MOJ")),
        (
            "F110",
            "a.xlsx",
            with_part("xl/a.xml", "<!DOCTYPE a [<!ENTITY b \"&b;\">]>"),
            Some("MOJ"),
        ),
        ("F111", "a.xlsx", with_part("xl/externalLinks/externalLink1.xml", "<a/>"), Some("MOJ")),
        ("F112", "a.xlsx", forge::compound_of(&[("EncryptedPackage", b"x")]), Some("MOJ")),
        ("F113", "a.csv", "Mã máy ảo,Số vCPU\n\"VM-1,4\nVM-2,5\n".into(), Some("MOJ")),
        ("C417", "a.csv", "Mã máy ảo,Số vCPU\n\"VM-1,4\n\"VM-2\",5\n".into(), Some("MOJ")),
        ("H208", "a.xlsx", hidden(), Some("MOJ")),
        (
            "H201",
            "a.xlsx",
            workbook(&[("Bìa", &[&["Kính gửi"]]), ("workload", machines)]),
            Some("MOJ"),
        ),
        ("A302", "a.xlsx", workbook(&[("workload", machines)]), None),
        ("A303", "a.csv", unnamed.as_bytes().to_vec(), None),
        ("C412", "a.csv", long.into_bytes(), Some("MOJ")),
        ("C415", "a.xlsx", broken, Some("MOJ")),
        ("T603", "a.xlsx", workbook(&[("system", systems), ("workload", machines)]), Some("MOJ")),
        ("P701", "a.xlsx", rvtools.clone(), Some("MOJ")),
        ("P702", "a.xlsx", rvtools.clone(), Some("MOJ")),
        ("P703", "a.xlsx", rvtools.clone(), Some("MOJ")),
        ("P704", "a.xlsx", rvtools.clone(), Some("MOJ")),
        ("P706", "a.xlsx", rvtools.clone(), Some("MOJ")),
        ("P707", "a.xlsx", rvtools, Some("MOJ")),
        ("P705", "a.xlsx", workbook(&[("vInfo", &[&INFO[..5], &machine[..5]])]), Some("MOJ")),
    ]
}

fn speaks_both_languages(finding: &Finding) {
    for text in [&finding.found, &finding.expected, &finding.remedy] {
        for language in Language::ALL {
            assert!(!text.in_language(language).trim().is_empty(), "{finding:?}");
        }
    }
}

#[test]
fn every_rule_finds_its_broken_example() {
    let mut covered = BTreeSet::new();
    let mut check = |code: &'static str, submission: &Submission| {
        assert!(codes(submission).contains(code), "{code}: {:?}", codes(submission));
        submission.findings.iter().for_each(speaks_both_languages);
        covered.insert(code);
    };
    for (code, heading, rows) in WORKLOADS {
        check(code, &read("workload.csv", format!("{heading}\n{rows}\n").as_bytes(), Some("MOJ")));
    }
    for (code, name, heading, rows) in OTHERS {
        check(code, &read(name, format!("{heading}\n{rows}\n").as_bytes(), Some("MOJ")));
    }
    for (code, name, bytes, sender) in whole_files().into_iter().chain(profiles::broken()) {
        check(code, &read(name, &bytes, sender));
    }
    let work = Workdir::new();
    work.write("map.toml", "[[sheet]]\n[sheet.columns]\n\"Bộ nhó\" = \"ram_bytes\"\n");
    let map = Overrides::read(&work.path("map.toml")).expect("a mapping file");
    let file = "Mã máy ảo,Số vCPU,Bộ nhớ\nVM-1,4,8\n";
    check("H212", &read_with("workload.csv", file.as_bytes(), Some("MOJ"), &map));
    for (code, files) in reconcile::broken() {
        let findings = reconcile::reconciled(&files).findings;
        let findings: Vec<_> = findings.into_iter().map(|told| told.finding).collect();
        assert!(findings.iter().any(|finding| finding.code.id() == code), "{code}: {findings:?}");
        findings.iter().for_each(speaks_both_languages);
        covered.insert(code);
    }
    for (code, racks, devices, reservations) in hall::BROKEN {
        let findings = hall::findings_of(racks, devices, reservations);
        assert!(findings.iter().any(|finding| finding.code.id() == *code), "{code}: {findings:?}");
        findings.iter().for_each(speaks_both_languages);
        covered.insert(code);
    }
    let doubtful = devices::doubtful();
    assert!(doubtful.iter().any(|finding| finding.code == Code::L901), "L901: {doubtful:?}");
    doubtful.iter().for_each(speaks_both_languages);
    covered.insert("L901");
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert_eq!(covered, all, "every code has an example that fires");
}

#[test]
fn a_whole_finding_reads_vietnamese() {
    let text = "Mã máy chủ,Công suất nguồn (W),Thời gian khôi phục RTO\nS1,1.100,4\nS2,9000000,4\n";
    let submission = read("server.csv", text.as_bytes(), Some("MOJ"));
    let said: Vec<[String; 4]> = submission
        .findings
        .iter()
        .filter(|finding| finding.code.id().starts_with('C'))
        .map(|finding| {
            let vietnamese = |text: &ndcap::diagnostic::Text| {
                text.in_language(Language::Vietnamese).into_owned()
            };
            let place = finding.place(Language::Vietnamese);
            let (found, expected) = (vietnamese(&finding.found), vietnamese(&finding.expected));
            [place, found, expected, vietnamese(&finding.remedy)]
        })
        .collect();
    let expected = [
        [
            "server!B2",
            "1.100",
            "1100 hoặc 1,1; ở đây chỉ 1100 là hợp lý và đã được dùng",
            "Ghi số không có dấu phân cách hàng nghìn, hoặc dùng dấu phẩy thập phân.",
        ],
        [
            "server!B3",
            "9000000",
            "từ 20 đến 20.000 W",
            "Kiểm tra đơn vị; giá trị đã được dùng nguyên như trong ô.",
        ],
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_good_file_has_no_findings() {
    let text = "agency_id,workload_id,system_id,name,environment,os,power_state,vcpu_count,ram_gib,\
                disk_provisioned_gib,disk_used_gib,disk_tier,cpu_util_p95_pct,in_service_on\n\
                MOJ,VM-1,HT1,web,production,RHEL 8,on,4,16,100,50.5,ssd,35.5,2020-05-01\n";
    let submission = read("workload.csv", text.as_bytes(), None);
    assert_eq!(submission.findings, [], "nothing to say");
    assert_eq!(submission.rows_accepted(), 1);
    assert_eq!(submission.tables[0].integers("ram_bytes"), [Some(16 << 30)]);
}

#[test]
fn findings_name_sheet_row_and_column_letter() {
    let text = "BÁO CÁO\n\nSTT;Mã máy ảo;Số vCPU;RAM (GB)\n1;VM-1;4;16\n2;VM-2;nhiều;16\n";
    let submission = read("vm.csv", text.as_bytes(), Some("MOJ"));
    let finding = submission.findings.iter().find(|f| f.code == Code::C402).expect("found");
    assert_eq!(
        (finding.sheet.as_str(), finding.row, finding.column.as_deref()),
        ("vm", Some(5), Some("C"))
    );
    assert_eq!(finding.found, "nhiều");
    assert_eq!(submission.rejected[0].raw, ["2", "VM-2", "nhiều", "16"]);
    assert_eq!(submission.rejected[0].codes, [Code::C402]);
}

#[test]
fn fractions_that_may_be_percent_are_not_read_as_percent() {
    let text = "Mã máy ảo,Số vCPU,RAM (GiB),Mức sử dụng CPU (P95)\n\
                VM-1,4,16,0.45\nVM-2,4,16,0.30\nVM-3,4,16,0.9\n";
    let submission = read("vm.csv", text.as_bytes(), Some("MOJ"));
    assert!(codes(&submission).contains("C403"));
    assert_eq!(submission.tables[0].decimals("cpu_util_p95_pct"), [None, None, None]);
    let shares = text.replace("0.45", "45").replace("0.30", "30").replace("0.9", "90");
    let submission = read("vm.csv", shares.as_bytes(), Some("MOJ"));
    assert!(!codes(&submission).contains("C403"));
}

/// vCPUs a file adds up to, and its codes.
fn vcpus(text: &str) -> (i64, BTreeSet<&'static str>) {
    let submission = read("vm.csv", text.as_bytes(), Some("MOJ"));
    let sum = submission.tables.iter().flat_map(|rows| rows.integers("vcpu_count")).flatten().sum();
    (sum, codes(&submission))
}

#[test]
fn totals_in_any_words_are_no_machines_and_machines_with_such_names_are() {
    let heading = "STT,Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\n1,V1,web,4,8\n2,V2,db,8,16\n";
    for total in [
        "Tổng,,,12,24",
        ",Tổng cộng,,12,24",
        "3,TỔNG  CỘNG:,,12,24",
        ",Cộng (1+2),,12,24",
        "II,Total,,12,24",
    ] {
        assert_eq!(vcpus(&format!("{heading}{total}\n")).0, 12, "{total}");
    }
    let nfd = unicode_normalization::UnicodeNormalization::nfd("Tổng cộng").collect::<String>();
    assert_eq!(vcpus(&format!("{heading},{},,12,24\n", nfd)).0, 12, "as on a Mac");
    let (sum, found) = vcpus(&format!("{heading},Cụm A,,12,24\n"));
    assert_eq!(sum, 12, "a total under a name of its own");
    assert!(found.contains("T605"));
    assert_eq!(vcpus(&format!("{heading}3,V3,Tổng hợp dữ liệu 01,64,256\n")).0, 76);
    let by_name = "Tên máy ảo,Số vCPU,RAM (GiB)\nTổng hợp dữ liệu 01,64,256\nweb,4,8\n";
    assert_eq!(vcpus(by_name).0, 68, "a name that begins with the word");
}

#[test]
fn rows_of_column_numbers_are_no_machines() {
    for index in ["1,2,3,4,5", "A,B,C,1,2", "(1),(2),(3),(4),(5)"] {
        let text = format!("STT,Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GiB)\n{index}\n1,V1,web,4,8\n");
        let (sum, found) = vcpus(&text);
        assert_eq!(sum, 4, "{index}");
        assert!(found.contains("T604"), "{index} is told");
    }
    // The same numbers further down are a row like any other.
    let text = "Mã máy ảo,Số vCPU,RAM (GiB)\nV1,4,8\n1,2,3\n";
    assert_eq!(vcpus(text).0, 6);
}

#[test]
fn every_table_of_a_sheet_is_read() {
    let text = "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,4,8\n\n2. Máy chủ,,\n\
                Mã máy chủ,Model,RAM (GB)\nSV-1,R740,512\nSV-2,R740,256\n";
    let submission = read("a.csv", text.as_bytes(), Some("MOJ"));
    let counts: Vec<(&str, usize, usize, usize)> = submission
        .counts
        .iter()
        .map(|c| (c.table.as_str(), c.rows_read, c.rows_accepted, c.rows_skipped))
        .collect();
    assert_eq!(counts, [("workload", 2, 1, 1), ("server", 2, 2, 0)]);
    let servers = &submission.tables[1];
    assert_eq!(servers.integers("ram_bytes"), [Some(512 << 30), Some(256 << 30)]);
    assert_eq!(servers.number, [6, 7]);
    let rows: Vec<(u32, Option<u32>)> =
        submission.mapping.iter().map(|m| (m.header_row, m.last_row)).collect();
    assert_eq!(rows, [(1, Some(2)), (5, Some(7))]);
}

#[test]
fn a_size_in_gigabit_or_percent_is_not_read_as_a_size() {
    let text = "Mã thiết bị lưu trữ,Dung lượng thô (Gb),Dung lượng khả dụng (TB),Dung lượng đã sử dụng (%)\n\
                SAN1,500,40,65\n";
    let submission = read("storage.csv", text.as_bytes(), Some("MOH"));
    let rows = &submission.tables[0];
    assert_eq!(rows.integers("raw_bytes"), [None]);
    assert_eq!(rows.integers("used_bytes"), [None]);
    assert_eq!(rows.integers("usable_bytes"), [Some(40_000_000_000_000)]);
    assert_eq!(submission.findings.iter().filter(|f| f.code == Code::H209).count(), 2);
}

#[test]
fn an_export_of_another_tool_is_not_read_as_servers() {
    let text = "VM name,Host,Cores,Memory,NGT State,Cluster UUID,Hypervisor,Protection domain,\
                Snapshots,Boot type,IOPS read,IOPS write,Bandwidth,Categories,Projects,Owners\n\
                web01,ahv1,4,8192,on,a,AHV,none,1,BIOS,100,1,1,a,1,b\n";
    let submission = read("import.csv", text.as_bytes(), Some("MOJ"));
    assert_eq!(submission.rows_accepted(), 0, "virtual machines are no servers");
    assert!(codes(&submission).contains("F103"));
}

#[test]
fn an_export_with_an_empty_sheet_or_an_unreadable_partition_neither_fails_nor_invents_zero() {
    let machine = ["vm1", "poweredOn", "False", "4", "4096", "100", "", "DC", "C", "esx-9"];
    let info: &[&[&str]] = &[INFO, &machine];
    let empty = workbook(&[("vInfo", info), ("vHost", &[])]);
    let submission = read("a.xlsx", &empty, Some("MOJ"));
    assert_eq!(submission.rows_accepted(), 1, "{:?}", submission.findings);
    let partitions = |last: &str| {
        let rows: &[&[&str]] = &[&["VM", "Consumed MB"], &["vm1", "20"], &["vm1", last]];
        let bytes = workbook(&[("vInfo", info), ("vPartition", rows)]);
        let submission = read("a.xlsx", &bytes, Some("MOJ"));
        submission.tables[0].integers("disk_used_bytes")[0]
    };
    assert_eq!(partitions("30"), Some(50 << 20), "partitions stand in for a missing In Use");
    assert_eq!(partitions("?"), None, "one that is unreadable makes the sum unknown");
}
