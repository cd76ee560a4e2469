//! Information systems.

use super::{Category, Column, Kind, Unit};

/// How a system gets to the National Data Centre.
pub(super) const MOVE_PLANS: &[Category] = &[
    Category {
        label: "relocate",
        words: &["relocate", "di chuyển thiết bị", "di dời", "di chuyển hạ tầng", "colocation"],
    },
    Category {
        label: "cloud",
        words: &["cloud", "đám mây", "lên đám mây", "di chuyển lên đám mây", "điện toán đám mây"],
    },
    Category {
        label: "keep", words: &["keep", "giữ nguyên", "không di chuyển", "giữ lại"]
    },
    Category { label: "new", words: &["new", "triển khai mới", "mới", "xây dựng mới"] },
];

const CRITICALITIES: &[Category] = &[
    Category { label: "low", words: &["low", "thấp"] },
    Category { label: "medium", words: &["medium", "trung bình", "bình thường"] },
    Category { label: "high", words: &["high", "cao", "quan trọng"] },
    Category { label: "critical", words: &["critical", "rất cao", "đặc biệt quan trọng"] },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new(
        "system_id",
        Kind::Id,
        "Mã hệ thống",
        "System id",
        "The agency's own code of the system.",
    )
    .required()
    .synonyms(&["system.code"]),
    Column::new("name", Kind::Text, "Tên hệ thống", "System name", "Full name of the system.")
        .synonyms(&["system.name"]),
    Column::new(
        "security_level",
        Kind::Count,
        "Cấp độ an toàn",
        "Security level",
        "Level 1 to 5 of information-system security; empty: not stated.",
    )
    .synonyms(&["system.security_level"])
    .plausible(1.0, 5.0),
    Column::new(
        "state_secret",
        Kind::Flag,
        "Bí mật nhà nước",
        "State secret",
        "Whether it processes state secrets; empty: not stated.",
    )
    .synonyms(&["system.state_secret"]),
    Column::new(
        "move_plan",
        Kind::Category(MOVE_PLANS),
        "Phương án di chuyển",
        "Move plan",
        "relocate: its machines move; cloud: its workloads move; keep: it stays; new: not there yet.",
    )
    .synonyms(&["system.migration_plan", "system.new_or_existing"]),
    Column::new(
        "proposed_quarter",
        Kind::Quarter,
        "Quý đề xuất di chuyển",
        "Proposed quarter",
        "Quarter the agency proposes to move in.",
    )
    .synonyms(&["system.migration_date"]),
    Column::new(
        "agreed_quarter",
        Kind::Quarter,
        "Quý thống nhất di chuyển",
        "Agreed quarter",
        "Quarter agreed with the National Data Centre; goes before the proposed one.",
    ),
    Column::new(
        "route_reason",
        Kind::Text,
        "Lý do của phương án",
        "Reason of the move plan",
        "Why it stays, or comes later.",
    ),
    Column::new(
        "level_decision",
        Kind::Text,
        "Quyết định phê duyệt cấp độ",
        "Level decision",
        "Number of the decision that approves its security level; empty: none is stated.",
    )
    .aliases(&["Số QĐ phê duyệt cấp độ", "Level approval decision"]),
    Column::new(
        "level_decision_on",
        Kind::Date,
        "Ngày phê duyệt cấp độ",
        "Level decision on",
        "Day of that decision.",
    ),
    Column::new("facility_id", Kind::Id, "Mã trung tâm dữ liệu", "Facility id", "Where it runs.")
        .aliases(&["Mã TTDL"]),
    Column::new(
        "criticality",
        Kind::Category(CRITICALITIES),
        "Mức độ quan trọng",
        "Criticality",
        "How much depends on it.",
    )
    .synonyms(&["system.criticality"]),
    Column::new("users_count", Kind::Count, "Số người dùng", "Users", "Number of its users.")
        .synonyms(&["system.users"]),
    Column::new("rto_hours", Kind::Quantity(Unit::Hours), "RTO", "RTO", "Time to recover allowed.")
        .synonyms(&["system.rto"])
        .plausible(0.0, 8_760.0),
    Column::new("rpo_hours", Kind::Quantity(Unit::Hours), "RPO", "RPO", "Data loss allowed.")
        .synonyms(&["system.rpo"])
        .plausible(0.0, 8_760.0),
    Column::new(
        "depends_on",
        Kind::Text,
        "Hệ thống liên quan",
        "Depends on",
        "Codes of the systems it needs, separated by semicolons.",
    )
    .synonyms(&["system.dependencies"]),
    Column::new(
        "cloud_ready",
        Kind::Flag,
        "Sẵn sàng lên đám mây",
        "Cloud ready",
        "Whether it can run on a cloud platform as it is.",
    ),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
