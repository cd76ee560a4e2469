use super::*;
use crate::schema::Table;
use crate::submission::number::Evidence;

fn reader(table: Table, name: &str, heading: &str, cells: &[&str]) -> CellReader {
    let column = table.column(name).expect("exists");
    let mut evidence = Evidence::default();
    cells.iter().for_each(|text| evidence.add(text));
    CellReader::new(column, &Heading::parse(heading), evidence.decide())
}

fn read(reader: &CellReader, text: &str) -> (Value, Option<Code>) {
    let (value, fault) = reader.read(&Cell::Text(text.to_owned()));
    (value, fault.map(|fault| fault.code))
}

#[test]
fn four_spellings_of_one_size_are_one_size() {
    let cells = ["128", "512 GB", "0,5 TB", "65536 MB"];
    let ram = reader(Table::Workload, "ram_bytes", "RAM (GB)", &cells);
    let gib = |n: i64| (Value::Integer(n << 30), None);
    assert_eq!(read(&ram, "128"), gib(128));
    assert_eq!(read(&ram, "512 GB"), gib(512));
    assert_eq!(read(&ram, "0,5 TB"), gib(512));
    assert_eq!(read(&ram, "65536 MB"), gib(64));
    assert_eq!(ram.read(&Cell::Number(128.0)), (Value::Integer(128 << 30), None));
}

#[test]
fn an_ambiguous_number_is_taken_only_when_one_reading_is_plausible() {
    let power = reader(Table::Server, "power_nameplate_w", "Công suất (W)", &["1.100", "750"]);
    assert_eq!(read(&power, "1.100"), (Value::Decimal(1100.0), Some(Code::C403)));
    let disk = reader(Table::Workload, "disk_used_bytes", "Dung lượng (GB)", &["1.024"]);
    assert_eq!(read(&disk, "1.024"), (Value::Missing, Some(Code::C403)), "both are plausible");
    let fault = disk.read(&Cell::Text("1.024".into())).1.expect("is in doubt");
    assert_eq!(fault.severity, Severity::Error);
    assert!(fault.expected.expect("both readings").contains("1024"));
}

#[test]
fn a_unit_of_another_dimension_is_refused() {
    let ram = reader(Table::Workload, "ram_bytes", "RAM (GB)", &[]);
    assert_eq!(read(&ram, "512 W"), (Value::Missing, Some(Code::C411)));
    assert_eq!(read(&ram, "10 Gb"), (Value::Missing, Some(Code::C411)), "gigabit");
    assert_eq!(read(&ram, "nhiều"), (Value::Missing, Some(Code::C402)));
}

#[test]
fn a_number_too_large_to_be_kept_is_refused() {
    let refused = (Value::Missing, Some(Code::C402));
    let cost = reader(Table::Server, "cost_vnd", "Nguyên giá", &[]);
    assert_eq!(read(&cost, "1e9"), (Value::Integer(1_000_000_000), None));
    for text in ["1e19", "-1e19", "99999999999999999999 đ", "1e12 tỷ", "1e308 tỷ"] {
        assert_eq!(read(&cost, text), refused, "{text}");
    }
    let ram = reader(Table::Workload, "ram_bytes", "RAM (GB)", &[]);
    assert_eq!(read(&ram, "1e300"), refused, "not a warning about a size that is not there");
    assert_eq!(ram.read(&Cell::Number(1e300)).1.map(|fault| fault.code), Some(Code::C402));
    let power = reader(Table::Server, "power_measured_w", "Công suất đo", &[]);
    assert_eq!(read(&power, "1e308 kW"), refused, "no decimal is infinite");
    let vcpu = reader(Table::Workload, "vcpu_count", "vCPU", &[]);
    assert_eq!(read(&vcpu, "9200000000000000000"), refused);
}

#[test]
fn blanks_are_told_apart() {
    let gpu = reader(Table::Workload, "gpu_count", "GPU", &[]);
    assert_eq!(read(&gpu, "không có"), (Value::Integer(0), None));
    let ram = reader(Table::Workload, "ram_bytes", "RAM (GB)", &[]);
    assert_eq!(read(&ram, "Đang cập nhật"), (Value::Missing, Some(Code::C414)));
    assert_eq!(read(&ram, "Không có"), (Value::Missing, Some(Code::C414)), "no RAM is no RAM of 0");
    assert_eq!(read(&ram, "  "), (Value::Missing, None));
    let util = reader(Table::Workload, "cpu_util_p95_pct", "CPU", &[]);
    assert_eq!(
        read(&util, "không có"),
        (Value::Missing, Some(Code::C414)),
        "not measured is not 0 %"
    );
}

#[test]
fn counts_shares_and_levels_keep_to_their_range() {
    let vcpu = reader(Table::Workload, "vcpu_count", "vCPU", &[]);
    assert_eq!(read(&vcpu, "4 vCPU"), (Value::Integer(4), None));
    assert_eq!(read(&vcpu, "2,5"), (Value::Integer(3), Some(Code::C405)));
    assert_eq!(read(&vcpu, "-4"), (Value::Integer(-4), Some(Code::C404)));
    assert_eq!(read(&vcpu, "9999").1, Some(Code::C407));
    let util = reader(Table::Workload, "cpu_util_p95_pct", "CPU (%)", &["12,5"]);
    assert_eq!(read(&util, "12,5%"), (Value::Decimal(12.5), None));
    assert_eq!(read(&util, "180").1, Some(Code::C406));
    let level = reader(Table::System, "security_level", "Cấp độ", &[]);
    assert_eq!(read(&level, "Cấp độ 3"), (Value::Integer(3), None));
}

#[test]
fn words_days_quarters_and_serials() {
    let tier = reader(Table::Workload, "disk_tier", "Loại đĩa", &[]);
    assert_eq!(read(&tier, "SAS"), (Value::Text("hdd".into()), None));
    assert_eq!(read(&tier, "băng đục lỗ"), (Value::Missing, Some(Code::C410)));
    let plan = reader(Table::System, "move_plan", "Phương án", &[]);
    assert_eq!(read(&plan, "Đám mây"), (Value::Text("cloud".into()), None));
    let quarter = reader(Table::System, "proposed_quarter", "Quý", &[]);
    assert_eq!(read(&quarter, "Quý IV/2025"), (Value::Text("2025Q4".into()), None));
    assert_eq!(read(&quarter, "sớm").1, Some(Code::C409));
    let day = reader(Table::Server, "warranty_end_on", "Hết bảo hành", &[]);
    assert_eq!(read(&day, "46295"), read(&day, "30/09/2026"));
    assert_eq!(read(&day, "31/02/2024").1, Some(Code::C408));
    let serial = reader(Table::Server, "serial", "Số serial", &[]);
    assert_eq!(read(&serial, "1.23E+18").1, Some(Code::C416));
    assert_eq!(read(&serial, "00123"), (Value::Text("00123".into()), None));
}
