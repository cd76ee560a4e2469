//! Samples of use over time.

use super::{Column, Kind, Unit};

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
    Column::new("network_mbps", Kind::Quantity(Unit::Mbps), "Băng thông", "Network", "Traffic.")
        .synonyms(&["network.bandwidth"])
        .plausible(0.0, 1e6),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
