//! Invented names: plausible, of nobody.

use crate::chance::Chance;

/// Beginnings of system names; the subject follows.
const SYSTEMS: [&str; 8] = [
    "Hệ thống quản lý",
    "Cơ sở dữ liệu",
    "Phần mềm",
    "Cổng thông tin",
    "Hệ thống báo cáo",
    "Kho dữ liệu",
    "Nền tảng chia sẻ dữ liệu",
    "Ứng dụng di động",
];

/// Subjects of systems.
const SUBJECTS: [&str; 28] = [
    "văn bản và điều hành",
    "cán bộ, công chức, viên chức",
    "tài sản công",
    "thi đua khen thưởng",
    "đào tạo, bồi dưỡng",
    "tài chính kế toán nội bộ",
    "hồ sơ lưu trữ điện tử",
    "khiếu nại, tố cáo",
    "phản ánh kiến nghị",
    "hợp tác quốc tế",
    "đề tài khoa học",
    "thanh tra, kiểm tra",
    "chứng thư số",
    "giám sát an toàn thông tin",
    "thống kê chuyên ngành",
    "bản đồ số",
    "hội nghị trực tuyến",
    "thư viện số",
    "dịch vụ công trực tuyến",
    "giấy phép chuyên ngành",
    "đầu tư công",
    "dự án",
    "chế độ báo cáo định kỳ",
    "hỏi đáp chính sách",
    "một cửa điện tử",
    "đấu thầu nội bộ",
    "học liệu số",
    "kết nối dùng chung",
];

/// The names of an agency's systems, no two alike.
pub fn system_names(chance: &mut Chance, count: usize) -> Vec<String> {
    let all: Vec<(&str, &str)> = SYSTEMS
        .iter()
        .flat_map(|system| SUBJECTS.iter().map(move |subject| (*system, *subject)))
        .collect();
    let order = chance.shuffled(&all);
    (0..count)
        .map(|index| {
            let (system, subject) = order[index % order.len()];
            match index / order.len() {
                0 => format!("{system} {subject}"),
                round => format!("{system} {subject} - phân hệ {round}"),
            }
        })
        .collect()
}

/// A server model with what its data sheet would say.
#[derive(Debug, Clone, Copy)]
pub struct ServerModel {
    /// Manufacturer.
    pub manufacturer: &'static str,
    /// Model.
    pub model: &'static str,
    /// Height in rack units.
    pub height_u: i64,
    /// Weight in tenths of a kilogram.
    pub weight_tenths: i64,
    /// Nameplate of one power supply in watts.
    pub nameplate_w: i64,
    /// Processors and cores of all of them.
    pub processors: (i64, i64),
    /// First year it was sold.
    pub year: i64,
}

const fn server(
    manufacturer: &'static str,
    model: &'static str,
    (height_u, weight_tenths, nameplate_w): (i64, i64, i64),
    processors: (i64, i64),
    year: i64,
) -> ServerModel {
    ServerModel { manufacturer, model, height_u, weight_tenths, nameplate_w, processors, year }
}

/// Servers that are common in server rooms; figures are rounded and only meant to be plausible.
pub const SERVERS: [ServerModel; 10] = [
    server("Dell", "PowerEdge R740", (2, 286, 750), (2, 32), 2018),
    server("Dell", "PowerEdge R640", (1, 219, 750), (2, 40), 2018),
    server("Dell", "PowerEdge R750", (2, 353, 1400), (2, 56), 2021),
    server("HPE", "ProLiant DL380 Gen10", (2, 236, 800), (2, 40), 2018),
    server("HPE", "ProLiant DL360 Gen9", (1, 153, 500), (2, 24), 2015),
    server("HPE", "ProLiant DL380 Gen10 Plus", (2, 250, 1000), (2, 64), 2021),
    server("Lenovo", "ThinkSystem SR650", (2, 320, 750), (2, 32), 2018),
    server("Lenovo", "ThinkSystem SR630 V2", (1, 203, 1100), (2, 48), 2021),
    server("Inspur", "NF5280M6", (2, 350, 1300), (2, 64), 2022),
    server("IBM", "System x3650 M4", (2, 250, 750), (2, 16), 2014),
];

/// Storage arrays: manufacturer and model in one, kind, medium, disks and tenths of a TB of one.
pub const ARRAYS: [(&str, &str, &str, i64, i64); 6] = [
    ("Dell EMC Unity 480", "san", "SSD", 25, 38),
    ("HPE MSA 2060", "san", "SAS 10K", 48, 24),
    ("NetApp FAS2750", "nas", "NL-SAS", 24, 80),
    ("Hitachi VSP E590", "san", "NVMe", 24, 76),
    ("Lenovo DE4000H", "san", "SAS 10K", 36, 18),
    ("Dell EMC Isilon A200", "nas", "SATA", 60, 40),
];

/// A network device with what its data sheet would say.
#[derive(Debug, Clone, Copy)]
pub struct DeviceModel {
    /// Manufacturer.
    pub manufacturer: &'static str,
    /// Model.
    pub model: &'static str,
    /// Label of its kind.
    pub kind: &'static str,
    /// Ports and Gbps of one.
    pub ports: (i64, i64),
    /// Nameplate of one power supply in watts.
    pub nameplate_w: i64,
    /// Weight in tenths of a kilogram.
    pub weight_tenths: i64,
}

const fn device(
    (manufacturer, model): (&'static str, &'static str),
    kind: &'static str,
    ports: (i64, i64),
    (nameplate_w, weight_tenths): (i64, i64),
) -> DeviceModel {
    DeviceModel { manufacturer, model, kind, ports, nameplate_w, weight_tenths }
}

/// Network devices of one rack unit.
pub const DEVICES: [DeviceModel; 6] = [
    device(("Cisco", "Nexus 93180YC-FX"), "switch", (54, 25), (500, 100)),
    device(("Cisco", "Catalyst 9300-48T"), "switch", (48, 1), (350, 76)),
    device(("Fortinet", "FortiGate 600E"), "firewall", (18, 10), (185, 72)),
    device(("Juniper", "MX204"), "router", (8, 100), (650, 136)),
    device(("F5", "BIG-IP i5800"), "load_balancer", (12, 40), (650, 118)),
    device(("Aruba", "8325-48Y8C"), "switch", (56, 25), (650, 105)),
];

/// Operating systems.
pub const SYSTEMS_RUN: [&str; 7] = [
    "Red Hat Enterprise Linux 8.6",
    "CentOS 7",
    "Ubuntu 22.04 LTS",
    "Windows Server 2019",
    "Windows Server 2012 R2",
    "Oracle Linux 8",
    "Windows Server 2022",
];

/// Database engines.
pub const ENGINES: [&str; 6] =
    ["Oracle 19c", "PostgreSQL 14", "SQL Server 2019", "MySQL 8.0", "MongoDB 6", "Oracle 12c"];

/// Cloud services.
pub const SERVICES: [&str; 5] =
    ["Máy chủ ảo", "Kubernetes", "CSDL dạng dịch vụ", "Lưu trữ đối tượng", "Máy chủ GPU"];
