//! Storage arrays.

use super::{Category, Column, Kind, Unit};
use crate::unit::Prefix;

const KINDS: &[Category] = &[
    Category { label: "san", words: &["san", "block", "fc", "iscsi"] },
    Category { label: "nas", words: &["nas", "file", "nfs"] },
    Category { label: "object", words: &["object", "s3"] },
    Category { label: "das", words: &["das", "jbod"] },
    Category { label: "tape", words: &["tape", "băng từ"] },
];

const DISK: Unit = Unit::Bytes(Prefix::Decimal);

pub(super) const COLUMNS: &[Column] = &[
    Column::new("storage_id", Kind::Id, "Mã thiết bị lưu trữ", "Storage id", "The agency's code.")
        .required()
        .synonyms(&["storage.name", "server.name"]),
    Column::new("facility_id", Kind::Id, "Mã trung tâm dữ liệu", "Facility id", "Where it stands.")
        .aliases(&["Mã TTDL"]),
    Column::new(
        "kind",
        Kind::Category(KINDS),
        "Loại lưu trữ",
        "Kind",
        "san, nas, object, das, tape.",
    )
    .synonyms(&["storage.type"]),
    Column::new("manufacturer", Kind::Text, "Hãng sản xuất", "Manufacturer", "As written.")
        .synonyms(&["server.manufacturer"]),
    Column::new("model", Kind::Text, "Model", "Model", "As written.").synonyms(&["server.model"]),
    Column::new(
        "quantity",
        Kind::Count,
        "Số lượng",
        "Quantity",
        "Equal devices this row stands for, each as described; empty: one.",
    )
    .synonyms(&["common.quantity"])
    .plausible(1.0, 10_000.0),
    Column::new("media", Kind::Text, "Loại ổ đĩa", "Media", "As written.")
        .synonyms(&["storage.disk_type"]),
    Column::new(
        "raw_bytes",
        Kind::Quantity(DISK),
        "Dung lượng thô",
        "Raw capacity",
        "Sum of disks.",
    )
    .synonyms(&["storage.raw"])
    .plausible(1e9, 1e18),
    Column::new(
        "usable_bytes",
        Kind::Quantity(DISK),
        "Dung lượng khả dụng",
        "Usable capacity",
        "After protection.",
    )
    .synonyms(&["storage.usable"])
    .plausible(1e9, 1e18),
    Column::new(
        "used_bytes",
        Kind::Quantity(DISK),
        "Dung lượng đã sử dụng",
        "Used capacity",
        "Of the usable capacity; empty: unknown.",
    )
    .synonyms(&["storage.used"])
    .plausible(0.0, 1e18),
    Column::new(
        "iops",
        Kind::Quantity(Unit::Iops),
        "Hiệu năng (IOPS)",
        "Performance (IOPS)",
        "Peak.",
    )
    .synonyms(&["storage.iops"])
    .plausible(0.0, 1e8),
    Column::new(
        "growth_pct_year",
        Kind::Quantity(Unit::Percent),
        "Tăng trưởng",
        "Growth",
        "Growth of the used capacity a year.",
    )
    .synonyms(&["storage.growth"])
    .plausible(-50.0, 500.0),
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
    .plausible(20.0, 50_000.0),
    Column::new(
        "power_peak_w",
        Kind::Quantity(Unit::Watts),
        "Công suất đỉnh theo hãng",
        "Power peak (vendor)",
        "Largest draw of one as its maker computes it for the configuration; not the supply's nameplate.",
    )
    .synonyms(&["server.power_peak_w"])
    .plausible(20.0, 50_000.0),
    Column::new(
        "power_measured_w",
        Kind::Quantity(Unit::Watts),
        "Công suất đo thực tế",
        "Power measured",
        "Measured draw.",
    )
    .synonyms(&["server.power_measured_w"])
    .plausible(10.0, 50_000.0),
    Column::new("psu_count", Kind::Count, "Số nguồn", "Power supplies", "One means single-corded.")
        .synonyms(&["server.psu"])
        .plausible(1.0, 24.0),
    Column::new(
        "weight_kg",
        Kind::Quantity(Unit::Kilograms),
        "Trọng lượng",
        "Weight",
        "Whole array.",
    )
    .synonyms(&["server.weight_kg"])
    .plausible(1.0, 3_000.0),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
