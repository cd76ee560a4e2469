//! Cloud resources asked for (the cloud-needs list of the directive, III.2).

use super::workload::DISK_TIERS;
use super::{Category, Column, Kind, Unit};
use crate::unit::Prefix;

const ORIGINS: &[Category] = &[
    Category {
        label: "migrate", words: &["migrate", "di chuyển", "hiện có", "dự kiến di chuyển"]
    },
    Category { label: "new", words: &["new", "triển khai mới", "mới"] },
];

const DR: &[Category] = &[
    Category { label: "none", words: &["none", "không"] },
    Category { label: "cold", words: &["cold", "nguội"] },
    Category { label: "warm", words: &["warm", "ấm"] },
    Category { label: "hot", words: &["hot", "nóng"] },
];

const SIZE: Kind = Kind::Quantity(Unit::Bytes(Prefix::Binary));

pub(super) const COLUMNS: &[Column] = &[
    Column::new("need_id", Kind::Id, "Mã nhu cầu", "Need id", "The agency's own code.").required(),
    Column::new("system_id", Kind::Id, "Mã hệ thống", "System id", "System that asks.")
        .synonyms(&["system.code", "system.name"]),
    Column::new(
        "origin",
        Kind::Category(ORIGINS),
        "Loại nhu cầu",
        "Origin",
        "migrate: an existing system; new: newly deployed.",
    )
    .synonyms(&["system.new_or_existing"]),
    Column::new("service", Kind::Text, "Dịch vụ", "Service", "As written, IaaS or PaaS name.")
        .synonyms(&["need.service"]),
    Column::new(
        "quantity",
        Kind::Count,
        "Số lượng",
        "Quantity",
        "Equal resources this row asks for, each as described; empty: one.",
    )
    .synonyms(&["vm.count", "common.quantity"])
    .plausible(1.0, 10_000.0),
    Column::new("vcpu_count", Kind::Count, "Nhu cầu vCPU", "vCPU", "vCPUs asked for.")
        .synonyms(&["need.vcpu", "vm.vcpu"])
        .plausible(0.0, 100_000.0),
    Column::new("ram_bytes", SIZE, "Nhu cầu RAM", "RAM", "Memory asked for.")
        .synonyms(&["need.ram_gb", "vm.ram_gb"])
        .plausible(0.0, 1e15),
    Column::new("block_bytes", SIZE, "Nhu cầu lưu trữ khối", "Block storage", "Block storage.")
        .synonyms(&["need.block_storage", "vm.disk_gb"])
        .plausible(0.0, 1e17),
    Column::new(
        "block_tier",
        Kind::Category(DISK_TIERS),
        "Loại đĩa",
        "Block tier",
        "Kind of block storage.",
    )
    .synonyms(&["storage.disk_type"]),
    Column::new("object_bytes", SIZE, "Lưu trữ đối tượng", "Object storage", "Object storage.")
        .synonyms(&["need.object_storage"])
        .plausible(0.0, 1e17),
    Column::new("file_bytes", SIZE, "Lưu trữ tệp", "File storage", "File storage.")
        .synonyms(&["need.file_storage"])
        .plausible(0.0, 1e17),
    Column::new("backup_bytes", SIZE, "Nhu cầu sao lưu", "Backup", "Backup storage.")
        .synonyms(&["need.backup", "backup.capacity"])
        .plausible(0.0, 1e17),
    Column::new("gpu_count", Kind::Count, "Nhu cầu GPU", "GPUs", "GPUs asked for.")
        .synonyms(&["need.gpu"])
        .plausible(0.0, 10_000.0),
    Column::new(
        "network_mbps",
        Kind::Quantity(Unit::Mbps),
        "Nhu cầu băng thông",
        "Network",
        "Bandwidth asked for.",
    )
    .synonyms(&["need.bandwidth", "network.bandwidth"])
    .plausible(0.0, 1e6),
    Column::new("public_ip_count", Kind::Count, "Số IP công khai", "Public IPs", "Addresses.")
        .synonyms(&["network.public_ip"])
        .plausible(0.0, 65_536.0),
    Column::new("dr", Kind::Category(DR), "Dự phòng thảm họa", "DR", "none, cold, warm or hot.")
        .synonyms(&["need.dr"]),
    Column::new(
        "needed_from_quarter",
        Kind::Quarter,
        "Cần từ quý",
        "Needed from quarter",
        "First quarter it is needed.",
    )
    .synonyms(&["need.start_date"]),
    Column::new(
        "horizon_year",
        Kind::Year,
        "Nhu cầu đến năm",
        "Horizon year",
        "Year the amounts are meant for.",
    )
    .synonyms(&["need.horizon_year"])
    .plausible(2020.0, 2060.0),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
