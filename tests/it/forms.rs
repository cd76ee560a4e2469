//! Forms as people fill them: what counts once, what is told, what is not counted at all.

use std::path::Path;

use ndcap::diagnostic::{Finding, Severity};
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::schema::Table;
use ndcap::submission::{self, Intake, Overrides, Rows, Submission};

use crate::command::Workdir;

const GIB: i64 = 1 << 30;

/// Reads a file of the Ministry of Health.
fn read_with(name: &str, bytes: &[u8], overrides: &Overrides) -> Submission {
    let agencies = Agencies::built_in();
    let plan = Plan::built_in();
    let intake = Intake {
        agencies,
        sender: agencies.get("MOH"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides,
    };
    submission::read(Path::new(name), bytes, &intake)
}

fn csv(text: &str) -> Submission {
    read_with("a.csv", text.as_bytes(), Overrides::none())
}

/// A workbook of one sheet: rows of cells, numbers where they are some, and merged ranges.
fn sheet(rows: &[&[&str]], merged: &[(u32, u16, u32, u16)]) -> Submission {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new();
    let sheet = workbook.add_worksheet();
    let is_merged = |row: u32, column: u16| {
        merged.iter().find(|of| (of.0..=of.2).contains(&row) && (of.1..=of.3).contains(&column))
    };
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            match (is_merged(row, column), cell.parse::<f64>()) {
                (Some(of), _) => {
                    sheet.merge_range(of.0, of.1, of.2, of.3, cell, &format).expect("a range");
                }
                (None, Ok(number)) => {
                    sheet.write(row, column, number).expect("a cell");
                }
                (None, Err(_)) => {
                    sheet.write(row, column, *cell).expect("a cell");
                }
            }
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    read_with("a.xlsx", &bytes, Overrides::none())
}

fn rows(submission: &Submission, table: Table) -> &Rows {
    submission.tables.iter().find(|rows| rows.table == table).expect("rows of the table")
}

/// The values of a column of the accepted rows.
fn amounts(submission: &Submission, table: Table, column: &str) -> Vec<Option<i64>> {
    rows(submission, table).integers(column).to_vec()
}

fn of_code<'a>(submission: &'a Submission, code: &str) -> Vec<&'a Finding> {
    submission.findings.iter().filter(|finding| finding.code.id() == code).collect()
}

/// Places of the findings of a code, as "C4".
fn places(submission: &Submission, code: &str) -> Vec<String> {
    let place = |finding: &&Finding| {
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        format!("{}{row}", finding.column.clone().unwrap_or_default())
    };
    of_code(submission, code).iter().map(place).collect()
}

#[test]
fn a_section_that_states_the_sums_of_its_rows_is_not_counted_again() {
    for numbers in [["I", "1", "2", "II", "1"], ["1", "1.1", "1.2", "2", "2.1"]] {
        let [a, b, c, d, e] = numbers;
        let read = csv(&format!(
            "STT,Tên máy ảo,Số vCPU,RAM (GiB)\n{a},Hệ thống A,12,24\n{b},V1,4,8\n{c},V2,8,16\n\
             {d},Hệ thống B,6,12\n{e},V3,6,12\n"
        ));
        let vcpus = amounts(&read, Table::Workload, "vcpu_count");
        assert_eq!(vcpus, [Some(4), Some(8), Some(6)], "{numbers:?}");
        assert_eq!(read.counts[0].rows_skipped, 2);
    }
}

#[test]
fn a_section_that_states_other_sums_is_rejected_with_what_its_rows_come_to() {
    let read = csv("STT,Tên máy ảo,Số vCPU,RAM (GiB)\nI,Hệ thống A,13,24\n1,V1,4,8\n2,V2,8,16\n");
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4), Some(8)]);
    assert_eq!(places(&read, "T610"), ["C2"]);
    let expected = of_code(&read, "T610")[0].expected.english().into_owned();
    assert_eq!(expected, "the sum of the 2 rows below, or nothing: 12");
    assert_eq!(read.counts[0].rows_rejected, 1);
}

#[test]
fn a_machine_above_its_parts_without_amounts_is_counted() {
    let read = csv("STT,Tên máy ảo,Số vCPU,RAM (GiB)\n1,V1,4,8\n1.1,V1 web,,\n2,V2,8,16\n");
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4), None, Some(8)]);
}

#[test]
fn a_total_that_adds_up_amounts_without_their_quantity_is_told() {
    let read = csv("Mã máy chủ,Số lượng,Tổng số core,RAM (GiB)\nA,2,32,512\nB,3,48,768\n\
                    Tổng cộng,5,80,1280\n");
    assert_eq!(places(&read, "T611"), ["C4", "D4"]);
    let expected = of_code(&read, "T611")[0].expected.english().into_owned();
    assert_eq!(expected, "with each row times its quantity, as counted: 208");
    let read = csv("Mã máy chủ,Số lượng,Tổng số core,RAM (GiB)\nA,2,32,512\nB,3,48,768\n\
                    Tổng cộng,5,208,3328\n");
    assert!(places(&read, "T611").is_empty() && places(&read, "T607").is_empty());
}

#[test]
fn totals_are_known_by_what_they_add_up_and_behind_an_agency() {
    let read = csv("STT,Tên máy ảo,Số vCPU,RAM (GiB)\n1,V1,4,8\n,Cộng mục I,4,8\n2,V2,6,12\n\
                    ,Tổng nhóm 2,6,12\n,Toàn ngành,10,20\n");
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4), Some(6)]);
    let read = csv("Đơn vị,Mã máy ảo,Số vCPU\nBộ Y tế,V1,4\nBộ Y tế,Tổng cộng,4\n");
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4)]);
}

#[test]
fn a_code_that_begins_like_a_total_is_a_machine() {
    let read = csv("Mã máy ảo,Số vCPU\nSUM-01,4\nTOTAL-DB,6\nTổng đài 1080,2\n");
    let vcpus = amounts(&read, Table::Workload, "vcpu_count");
    assert_eq!(vcpus, [Some(4), Some(6), Some(2)]);
}

#[test]
fn a_table_below_another_is_read_though_only_names_stand_in_for_codes() {
    let read = csv("Mã máy chủ,Số CPU,RAM (GiB)\nS1,2,256\nII. Máy ảo,,\n\
                    Tên máy ảo,RAM (GiB),Số vCPU\nV1,16,4\n");
    assert_eq!(amounts(&read, Table::Server, "ram_bytes"), [Some(256 * GIB)]);
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4)]);
    assert_eq!(amounts(&read, Table::Workload, "ram_bytes"), [Some(16 * GIB)]);
}

#[test]
fn a_table_with_headings_over_two_rows_is_not_hidden_by_a_wider_one_below() {
    let read = sheet(
        &[
            &["I. Thiết bị lưu trữ"],
            &["STT", "Tên thiết bị lưu trữ", "Dung lượng (TB)"],
            &["", "", "Thô", "Khả dụng"],
            &["1", "SAN1", "100", "80"],
            &["II. Máy ảo"],
            &["STT", "Mã máy ảo", "Tên máy ảo", "Số vCPU", "RAM (GiB)", "Ổ cứng (GiB)"],
            &["1", "V1", "web", "4", "16", "100"],
        ],
        &[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3)],
    );
    let raw = amounts(&read, Table::Storage, "raw_bytes");
    assert_eq!(raw, [Some(100_000_000_000_000)]);
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(4)]);
}

#[test]
fn headings_of_texts_below_merged_groups_are_headings() {
    let read = sheet(
        &[
            &["STT", "Tên máy ảo", "vCPU", "", "RAM (GB)"],
            &["", "", "Cấp phát", "Sử dụng", "Cấp phát", "Sử dụng"],
            &["1", "V1", "8", "4", "32", "16"],
            &["2", "V2", "8", "2", "32", "10"],
        ],
        &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)],
    );
    assert_eq!(amounts(&read, Table::Workload, "vcpu_count"), [Some(8), Some(8)]);
    assert_eq!(amounts(&read, Table::Workload, "ram_bytes"), [Some(32 * GIB), Some(32 * GIB)]);
}

#[test]
fn a_total_below_a_group_is_of_all_things_of_the_row() {
    let read = sheet(
        &[
            &["STT", "Tên máy chủ", "Số lượng", "RAM", ""],
            &["", "", "", "Loại", "Tổng (GB)"],
            &["1", "S1", "2", "DDR4", "512"],
        ],
        &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)],
    );
    assert_eq!(places(&read, "C423"), ["E3"]);
    assert_eq!(read.counts[0].rows_rejected, 1);
}

#[test]
fn machines_that_differ_in_what_no_column_takes_are_no_copies() {
    let read = csv(
        "STT,Tên máy ảo,Địa chỉ IP,Số vCPU,RAM (GiB)\n1,web,10.0.0.1,4,8\n2,web,10.0.0.2,4,8\n",
    );
    assert_eq!(places(&read, "T601"), ["3"], "told, and kept aside");
    assert!(places(&read, "T602").is_empty());
}

#[test]
fn a_copy_known_by_its_name_only_is_a_warning() {
    let read = csv("STT,Tên máy ảo,Số vCPU,RAM (GiB)\n1,web,4,8\n2,web,4,8\n");
    assert_eq!(of_code(&read, "T602")[0].severity, Severity::Warning);
    let read = csv("STT,Mã máy ảo,Số vCPU,RAM (GiB)\n1,web,4,8\n2,web,4,8\n");
    assert_eq!(of_code(&read, "T602")[0].severity, Severity::Note);
}

#[test]
fn rows_below_an_unknown_agency_are_not_those_of_the_agency_above() {
    let form = "STT,Mã máy ảo,Số vCPU\nI,Bộ Giáo dục và Đào tạo,\n1,V1,4\nII,Bộ Không Có,\n1,V2,6\n\
                III,Bộ Y tế,\n1,V3,8\n";
    let read = csv(form);
    assert!(rows(&read, Table::Workload).agency_id.iter().map(AsRef::as_ref).eq(["MOET", "MOH"]));
    assert_eq!(places(&read, "A301"), ["4"]);
    assert_eq!(read.counts[0].rows_rejected, 1);
    let own = csv("STT,Mã máy ảo,Số vCPU\nI,Bộ Y tế,\n1,V1,4\nII,Cục Khám chữa bệnh,\n1,V2,6\n");
    let agencies = &rows(&own, Table::Workload).agency_id;
    assert!(agencies.iter().map(AsRef::as_ref).eq(["MOH", "MOH"]), "a unit of the sender");
}

#[test]
fn a_description_goes_on_in_the_rows_below() {
    let read =
        csv("STT,Mã máy chủ,Cấu hình\n1,S1,CPU: 2x20 core\n,,RAM 256GB\n,,HDD 2x600GB\n2,S2,\n\
                    ,,RAM 64GB\n");
    let of = |column| amounts(&read, Table::Server, column);
    assert_eq!(of("cores_count"), [Some(40), None]);
    assert_eq!(of("ram_bytes"), [Some(256 * GIB), Some(64 * GIB)]);
    assert_eq!(of("disk_raw_bytes"), [Some(1_200_000_000_000), None]);
}

#[test]
fn what_a_description_leaves_open_is_told_and_not_summed() {
    let read = csv("STT,Mã máy ảo,Cấu hình\n1,V1,8 vCPU; 16GB RAM + 100GB SSD\n\
                    2,V2,8 vCPU; HDD 100GB; SSD cũ 2 chiếc 480GB\n");
    let of = |column| amounts(&read, Table::Workload, column);
    assert_eq!(of("ram_bytes"), [Some(16 * GIB), None]);
    assert_eq!(of("disk_provisioned_bytes"), [Some(100 * GIB), None]);
    assert_eq!(places(&read, "C428"), ["C3"]);
}

/// Reads a file under a mapping file.
fn mapped(map: &str, text: &str) -> Submission {
    let work = Workdir::new();
    work.write("map.toml", map);
    let overrides = Overrides::read(&work.path("map.toml")).expect("a mapping file");
    read_with("a.csv", text.as_bytes(), &overrides)
}

#[test]
fn what_a_mapping_file_settles_in_vain_is_told() {
    let text = "Mã máy chủ,Số lượng,RAM (GiB)\nS1,2,512\n";
    let told = |map: &str| -> Vec<(Severity, String)> {
        let read = mapped(map, text);
        let told = of_code(&read, "H212");
        told.iter().map(|f| (f.severity, f.found.english().into_owned())).collect()
    };
    let warned = |text: &str| vec![(Severity::Warning, text.to_owned())];
    let misspelt = "[[sheet]]\n[sheet.columns]\n\"RAM (GB)\" = \"ram_bytes\"\n";
    assert_eq!(
        told(misspelt),
        warned("settled for a column RAM (GB), which no table of the sheet has")
    );
    let other = "[[sheet]]\n[sheet.columns]\n\"C\" = \"vcpu_count\"\n";
    assert_eq!(
        told(other),
        warned("settled as vcpu_count, which no table read from the sheet has: C")
    );
    let elsewhere = "[[sheet]]\nname = \"b\"\ntable = \"server\"\n";
    assert_eq!(
        told(elsewhere),
        warned("a mapping file of which no entry fits a sheet of this file")
    );
    let one_of_two = format!("{elsewhere}[[sheet]]\nname = \"a\"\n");
    let note = (Severity::Note, "settled for a sheet b, which the file does not have".to_owned());
    assert_eq!(told(&one_of_two), [note]);
    assert!(told("[[sheet]]\nagency = \"MOET\"\nname = \"b\"\n[[sheet]]\n").is_empty());
}

#[test]
fn as_above_is_divided_once() {
    let map =
        "[[sheet]]\n[sheet.columns]\n\"RAM (GiB)\" = { column = \"ram_bytes\", per = \"row\" }\n";
    let read = mapped(map, "Mã máy chủ,Số lượng,RAM (GiB)\nS1,4,512\nS2,4,như trên\nS3,2,nt\n");
    let ram = amounts(&read, Table::Server, "ram_bytes");
    assert_eq!(ram, [Some(128 * GIB), Some(128 * GIB), Some(256 * GIB)], "512 in every row");
}

#[test]
fn a_number_of_machines_that_is_not_known_is_told_where_it_counts_as_one() {
    let read = csv("Mã máy chủ,Số lượng,RAM (GiB)\nS1,đang cập nhật,512\nS2,,64\nS3,0,64\n");
    assert_eq!(amounts(&read, Table::Server, "quantity"), [None, None, Some(0)]);
    assert_eq!(of_code(&read, "C414")[0].severity, Severity::Warning);
    assert_eq!(places(&read, "C414"), ["B2"]);
}
