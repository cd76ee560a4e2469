//! Samples of use over time.

use super::{Column, Kind, Unit};
use crate::unit::Prefix;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("workload_id", Kind::Id, "Mã máy ảo", "Workload id", "Machine measured.")
        .required(),
    Column::new("at", Kind::Date, "Thời điểm", "At", "Day of the sample.")
        .required()
        .aliases(&["timestamp", "Ngày đo"]),
    Column::new("cpu_util_pct", Kind::Quantity(Unit::Percent), "CPU", "CPU", "Use of the vCPUs.")
        .synonyms(&["server.cpu_util"])
        .plausible(0.0, 100.0),
    Column::new("ram_util_pct", Kind::Quantity(Unit::Percent), "RAM", "RAM", "Use of the memory.")
        .synonyms(&["server.ram_util"])
        .plausible(0.0, 100.0),
    Column::new("iops", Kind::Quantity(Unit::Iops), "IOPS", "IOPS", "Disk operations a second.")
        .synonyms(&["storage.iops"])
        .plausible(0.0, 1e7),
    Column::new(
        "disk_throughput_mb_s",
        Kind::Quantity(Unit::MegabytesPerSecond),
        "Thông lượng đĩa",
        "Disk throughput",
        "Read and written, in megabytes (10^6 bytes) a second.",
    )
    .aliases(&["Thông lượng ổ đĩa", "Thông lượng đọc ghi đĩa", "Storage throughput"])
    .plausible(0.0, 1e5),
    Column::new("network_mbps", Kind::Quantity(Unit::Mbps), "Băng thông", "Network", "Traffic.")
        .synonyms(&["network.bandwidth"])
        .plausible(0.0, 1e6),
    Column::new(
        "cpu_ready_pct",
        Kind::Quantity(Unit::Percent),
        "Thời gian vCPU chờ core",
        "CPU ready",
        "Share of time in which a vCPU was ready to run and waited for a core.",
    )
    .aliases(&["% CPU ready", "CPU ready time", "Tỷ lệ chờ CPU", "Thời gian chờ CPU"])
    .plausible(0.0, 100.0)
    .mostly_below_one(),
    Column::new(
        "ram_swapped_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM bị đẩy ra đĩa",
        "RAM swapped",
        "Memory the hypervisor moved to disk.",
    )
    .aliases(&["RAM bị swap", "Swapped", "Swapped memory", "Memory swapped"])
    .plausible(0.0, 26_388_279_066_624.0),
    Column::new(
        "ram_ballooned_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM bị thu hồi (balloon)",
        "RAM ballooned",
        "Memory the hypervisor took back from the guest by its balloon driver.",
    )
    .aliases(&["RAM bị thu hồi", "Ballooned", "Ballooned memory", "Memory ballooned"])
    .plausible(0.0, 26_388_279_066_624.0),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
