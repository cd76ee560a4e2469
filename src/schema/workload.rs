//! Virtual machines and containers.

use super::{Category, Column, Kind, Unit};
use crate::unit::Prefix;

/// Kinds of storage a disk stands on.
pub(super) const DISK_TIERS: &[Category] = &[
    Category { label: "ssd", words: &["ssd", "nvme", "flash", "all flash"] },
    Category { label: "hdd", words: &["hdd", "sas", "sata", "nl-sas", "đĩa cứng"] },
    Category { label: "object", words: &["object", "s3", "đối tượng"] },
    Category { label: "file", words: &["file", "nfs", "nas", "tệp"] },
    Category { label: "backup", words: &["backup", "sao lưu"] },
    Category {
        label: "archive", words: &["archive", "tape", "lưu trữ dài hạn", "băng từ"]
    },
];

const ENVIRONMENTS: &[Category] = &[
    Category {
        label: "production",
        words: &["production", "prod", "thật", "vận hành", "chính thức"],
    },
    Category {
        label: "test", words: &["test", "staging", "uat", "thử nghiệm", "kiểm thử"]
    },
    Category { label: "development", words: &["development", "dev", "phát triển"] },
    Category { label: "dr", words: &["dr", "dự phòng"] },
];

const POWER_STATES: &[Category] = &[
    Category {
        label: "on",
        words: &["on", "poweredon", "powered on", "running", "bật", "đang chạy"],
    },
    Category { label: "off", words: &["off", "poweredoff", "powered off", "stopped", "tắt"] },
    Category { label: "suspended", words: &["suspended", "tạm dừng"] },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new("workload_id", Kind::Id, "Mã máy ảo", "Workload id", "The agency's own code.")
        .required()
        .aliases(&["VM ID", "Mã VM"]),
    Column::new(
        "system_id",
        Kind::Id,
        "Mã hệ thống",
        "System id",
        "System it runs; empty: not stated, counted under no system.",
    )
    .synonyms(&["system.code", "system.name"]),
    Column::new("name", Kind::Text, "Tên máy ảo", "Name", "Name of the machine.")
        .synonyms(&["vm.name"]),
    Column::new(
        "environment",
        Kind::Category(ENVIRONMENTS),
        "Môi trường",
        "Environment",
        "production, test, development or dr.",
    )
    .synonyms(&["vm.environment"]),
    Column::new("os", Kind::Text, "Hệ điều hành", "Operating system", "As the sender wrote it.")
        .synonyms(&["server.os"]),
    Column::new(
        "power_state",
        Kind::Category(POWER_STATES),
        "Trạng thái",
        "Power state",
        "on, off or suspended; empty: not stated. Machines that are off still count.",
    )
    .synonyms(&["common.status"]),
    Column::new(
        "is_template",
        Kind::Flag,
        "Là bản mẫu",
        "Is template",
        "A template is kept as a row and left out of every total; empty: it is none.",
    )
    .aliases(&["Template"]),
    Column::new(
        "quantity",
        Kind::Count,
        "Số lượng",
        "Quantity",
        "Equal machines this row stands for, each as described; empty: one.",
    )
    .synonyms(&["vm.count", "common.quantity"])
    .plausible(1.0, 10_000.0),
    Column::new("vcpu_count", Kind::Count, "Số vCPU", "vCPU", "vCPUs allocated; empty: unknown.")
        .synonyms(&["vm.vcpu"])
        .aliases(&["vcpu", "CPU", "Số CPU", "Số lượng CPU", "Số core", "Số nhân"])
        .plausible(0.0, 512.0),
    Column::new(
        "ram_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM",
        "RAM",
        "Memory allocated; empty: unknown.",
    )
    .synonyms(&["vm.ram_gb", "server.ram_gb"])
    .plausible(67_108_864.0, 26_388_279_066_624.0),
    Column::new(
        "disk_provisioned_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "Dung lượng cấp phát",
        "Disk provisioned",
        "Disk allocated; empty: unknown.",
    )
    .synonyms(&["vm.disk_gb", "server.disk"])
    .plausible(0.0, 1_125_899_906_842_624.0),
    Column::new(
        "disk_used_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "Dung lượng sử dụng",
        "Disk used",
        "Disk really used; empty: unknown.",
    )
    .synonyms(&["storage.used"])
    .aliases(&[
        "Ổ cứng sử dụng",
        "Ổ cứng đã sử dụng",
        "Ổ đĩa sử dụng",
        "Ổ đĩa đã sử dụng",
        "Dung lượng ổ cứng sử dụng",
        "Dung lượng đĩa sử dụng",
        "Đĩa sử dụng",
        "Disk used",
    ])
    .plausible(0.0, 1_125_899_906_842_624.0),
    Column::new(
        "disk_tier",
        Kind::Category(DISK_TIERS),
        "Loại đĩa",
        "Disk tier",
        "Kind of storage under it; empty: not stated.",
    )
    .synonyms(&["storage.disk_type"]),
    Column::new(
        "iops_p95",
        Kind::Quantity(Unit::Iops),
        "IOPS (P95)",
        "IOPS (P95)",
        "95th percentile of disk operations a second.",
    )
    .synonyms(&["storage.iops"])
    .plausible(0.0, 10_000_000.0),
    Column::new(
        "disk_throughput_mb_s_p95",
        Kind::Quantity(Unit::MegabytesPerSecond),
        "Thông lượng đĩa (P95)",
        "Disk throughput (P95)",
        "95th percentile of what is read and written, in megabytes (10^6 bytes) a second; empty: not measured.",
    )
    .aliases(&[
        "Thông lượng đĩa",
        "Thông lượng ổ đĩa",
        "Thông lượng đọc ghi đĩa",
        "Thông lượng lưu trữ",
        "Tốc độ đọc ghi đĩa",
        "Disk throughput",
        "Storage throughput",
        "Disk read/write throughput",
    ])
    .plausible(0.0, 100_000.0),
    Column::new(
        "network_mbps_p95",
        Kind::Quantity(Unit::Mbps),
        "Băng thông (P95)",
        "Network (P95)",
        "95th percentile of traffic.",
    )
    .synonyms(&["network.bandwidth"])
    .plausible(0.0, 1_000_000.0),
    Column::new(
        "cpu_util_p95_pct",
        Kind::Quantity(Unit::Percent),
        "Mức sử dụng CPU (P95)",
        "CPU utilisation (P95)",
        "95th percentile of the use of the allocated vCPUs; empty: not measured.",
    )
    .synonyms(&["server.cpu_util"])
    .aliases(&["% sử dụng CPU (P95)", "CPU P95"])
    .plausible(0.0, 100.0),
    Column::new(
        "ram_util_p95_pct",
        Kind::Quantity(Unit::Percent),
        "Mức sử dụng RAM (P95)",
        "RAM utilisation (P95)",
        "95th percentile of the use of the allocated memory; empty: not measured.",
    )
    .synonyms(&["server.ram_util"])
    .aliases(&["% sử dụng RAM (P95)", "RAM P95"])
    .plausible(0.0, 100.0),
    Column::new(
        "cpu_ready_pct",
        Kind::Quantity(Unit::Percent),
        "Thời gian vCPU chờ core",
        "CPU ready",
        "Share of time in which a vCPU was ready to run and waited for a core; empty: not measured.",
    )
    .aliases(&[
        "% CPU ready",
        "CPU ready time",
        "CPU readiness",
        "Tỷ lệ chờ CPU",
        "Thời gian chờ CPU",
        "% thời gian chờ CPU",
    ])
    .plausible(0.0, 100.0)
    .mostly_below_one(),
    Column::new(
        "ram_swapped_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM bị đẩy ra đĩa",
        "RAM swapped",
        "Memory the hypervisor moved to disk, not what the guest itself swaps; empty: not known.",
    )
    .aliases(&[
        "RAM bị swap",
        "Bộ nhớ bị swap",
        "Bộ nhớ bị đẩy ra đĩa",
        "Swapped",
        "Swapped memory",
        "Memory swapped",
    ])
    .plausible(0.0, 26_388_279_066_624.0),
    Column::new(
        "ram_ballooned_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "RAM bị thu hồi (balloon)",
        "RAM ballooned",
        "Memory the hypervisor took back from the guest by its balloon driver; empty: not known.",
    )
    .aliases(&[
        "RAM bị thu hồi",
        "RAM balloon",
        "Bộ nhớ balloon",
        "Bộ nhớ bị thu hồi",
        "Ballooned",
        "Ballooned memory",
        "Memory ballooned",
    ])
    .plausible(0.0, 26_388_279_066_624.0),
    Column::new("gpu_count", Kind::Count, "Số GPU", "GPUs", "GPUs passed through.")
        .synonyms(&["server.gpu"])
        .plausible(0.0, 64.0),
    Column::new("host", Kind::Text, "Máy chủ vật lý", "Host", "Physical server it runs on."),
    Column::new("cluster", Kind::Text, "Cụm", "Cluster", "Cluster it runs in."),
    Column::new(
        "in_service_on",
        Kind::Date,
        "Ngày đưa vào sử dụng",
        "In service on",
        "Day it went into service.",
    )
    .synonyms(&["system.go_live", "server.year_in_service"]),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
