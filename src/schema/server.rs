//! Physical servers.

use super::{Category, Column, Kind, Unit};
use crate::unit::Prefix;

const FORM_FACTORS: &[Category] = &[
    Category { label: "rack", words: &["rack"] },
    Category { label: "blade", words: &["blade"] },
    Category { label: "tower", words: &["tower", "đứng"] },
    Category { label: "chassis", words: &["chassis", "khung"] },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new("server_id", Kind::Id, "Mã máy chủ", "Server id", "The agency's own code or name.")
        .required()
        .synonyms(&["server.name", "server.asset_tag"]),
    Column::new("system_id", Kind::Id, "Mã hệ thống", "System id", "System it runs.")
        .synonyms(&["system.code", "system.name"]),
    Column::new("facility_id", Kind::Id, "Mã trung tâm dữ liệu", "Facility id", "Where it stands.")
        .aliases(&["Mã TTDL"]),
    Column::new("manufacturer", Kind::Text, "Hãng sản xuất", "Manufacturer", "As written.")
        .synonyms(&["server.manufacturer"]),
    Column::new("model", Kind::Text, "Model", "Model", "As written.").synonyms(&["server.model"]),
    Column::new(
        "serial",
        Kind::Text,
        "Số serial",
        "Serial",
        "Serial number, kept as text to keep its zeros.",
    )
    .synonyms(&["server.serial"]),
    Column::new(
        "form_factor",
        Kind::Category(FORM_FACTORS),
        "Kiểu dáng",
        "Form factor",
        "rack, blade, tower or chassis.",
    )
    .synonyms(&["server.form_factor"]),
    Column::new(
        "quantity",
        Kind::Count,
        "Số lượng",
        "Quantity",
        "Equal servers this row stands for, each as described; empty: one.",
    )
    .synonyms(&["common.quantity"])
    .plausible(1.0, 10_000.0),
    Column::new("sockets_count", Kind::Count, "Số CPU", "Sockets", "Processors of one server.")
        .synonyms(&["server.cpu_sockets"])
        .plausible(1.0, 16.0),
    Column::new(
        "cores_count",
        Kind::Count,
        "Tổng số core",
        "Cores",
        "Physical cores of one server, all processors; not threads.",
    )
    .synonyms(&["server.cores_total"])
    .plausible(1.0, 1_024.0),
    Column::new(
        "ram_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM",
        "RAM",
        "Memory of one server; empty: unknown.",
    )
    .synonyms(&["server.ram_gb"])
    .plausible(1_073_741_824.0, 70_368_744_177_664.0),
    Column::new(
        "disk_raw_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Decimal)),
        "Ổ cứng",
        "Disk raw",
        "Raw capacity of the disks inside one server.",
    )
    .synonyms(&["server.disk"])
    .plausible(0.0, 5e15),
    Column::new("gpu_count", Kind::Count, "Số GPU", "GPUs", "GPUs in one server.")
        .synonyms(&["server.gpu"])
        .plausible(0.0, 32.0),
    Column::new("height_u", Kind::Quantity(Unit::RackUnits), "Số U", "Height", "Rack units.")
        .synonyms(&["server.rack_units"])
        .plausible(0.0, 50.0),
    Column::new(
        "power_nameplate_w",
        Kind::Quantity(Unit::Watts),
        "Công suất nguồn",
        "Power nameplate",
        "What is printed on one power supply; not a load.",
    )
    .synonyms(&["server.power_nameplate_w"])
    .plausible(20.0, 20_000.0),
    Column::new(
        "power_peak_w",
        Kind::Quantity(Unit::Watts),
        "Công suất đỉnh theo hãng",
        "Power peak (vendor)",
        "Largest draw of one as its maker computes it for the configuration; not the supply's nameplate.",
    )
    .synonyms(&["server.power_peak_w"])
    .plausible(20.0, 20_000.0),
    Column::new(
        "power_measured_w",
        Kind::Quantity(Unit::Watts),
        "Công suất đo thực tế",
        "Power measured",
        "Measured draw of one server.",
    )
    .synonyms(&["server.power_measured_w"])
    .plausible(10.0, 20_000.0),
    Column::new("psu_count", Kind::Count, "Số nguồn", "Power supplies", "One means single-corded.")
        .synonyms(&["server.psu"])
        .plausible(1.0, 12.0),
    Column::new(
        "weight_kg",
        Kind::Quantity(Unit::Kilograms),
        "Trọng lượng",
        "Weight",
        "One server.",
    )
    .synonyms(&["server.weight_kg"])
    .plausible(1.0, 1_500.0),
    Column::new(
        "cpu_util_p95_pct",
        Kind::Quantity(Unit::Percent),
        "Mức sử dụng CPU (P95)",
        "CPU utilisation (P95)",
        "95th percentile; empty: not measured.",
    )
    .synonyms(&["server.cpu_util"])
    .aliases(&["CPU usage %"])
    .plausible(0.0, 100.0),
    Column::new(
        "ram_util_p95_pct",
        Kind::Quantity(Unit::Percent),
        "Mức sử dụng RAM (P95)",
        "RAM utilisation (P95)",
        "95th percentile; empty: not measured.",
    )
    .synonyms(&["server.ram_util"])
    .aliases(&["Memory usage %"])
    .plausible(0.0, 100.0),
    Column::new("hypervisor", Kind::Text, "Nền tảng ảo hóa", "Hypervisor", "As written.")
        .synonyms(&["server.hypervisor"]),
    Column::new("in_service_on", Kind::Date, "Ngày đưa vào sử dụng", "In service on", "Day.")
        .synonyms(&["server.year_in_service"]),
    Column::new("warranty_end_on", Kind::Date, "Hết bảo hành", "Warranty end on", "Day.")
        .synonyms(&["server.warranty_end"]),
    Column::new("depreciation_end_on", Kind::Date, "Hết khấu hao", "Depreciation end on", "Day.")
        .synonyms(&["server.depreciation_end"]),
    Column::new("cost_vnd", Kind::Quantity(Unit::Vnd), "Nguyên giá", "Cost", "Of one server.")
        .synonyms(&["server.original_cost"])
        .plausible(0.0, 1e12),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
