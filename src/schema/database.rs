//! Databases.

use super::{Category, Column, Kind, Unit};
use crate::unit::Prefix;

const KINDS: &[Category] = &[
    Category { label: "national", words: &["national", "quốc gia", "csdl quốc gia"] },
    Category {
        label: "specialised", words: &["specialised", "chuyên ngành", "csdl chuyên ngành"]
    },
    Category { label: "shared", words: &["shared", "dùng chung", "csdl dùng chung"] },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new("database_id", Kind::Id, "Mã CSDL", "Database id", "The agency's own code.")
        .required(),
    Column::new("system_id", Kind::Id, "Mã hệ thống", "System id", "System it belongs to.")
        .synonyms(&["system.code", "system.name"]),
    Column::new("name", Kind::Text, "Tên CSDL", "Name", "Name.").synonyms(&["db.name"]),
    Column::new("engine", Kind::Text, "Hệ quản trị CSDL", "Engine", "As written.")
        .synonyms(&["db.engine"]),
    Column::new(
        "size_bytes",
        Kind::Quantity(Unit::Bytes(Prefix::Binary)),
        "Dung lượng CSDL",
        "Size",
        "Size on disk; empty: unknown.",
    )
    .synonyms(&["db.size"])
    .plausible(0.0, 1e17),
    Column::new("records_count", Kind::Count, "Số bản ghi", "Records", "Records.")
        .synonyms(&["db.records"]),
    Column::new(
        "kind",
        Kind::Category(KINDS),
        "Phân loại CSDL",
        "Kind",
        "national, specialised, shared.",
    )
    .synonyms(&["db.kind"]),
    Column::new(
        "digitised_pct",
        Kind::Quantity(Unit::Percent),
        "Tỷ lệ số hóa",
        "Digitised",
        "Share of the records that is digitised.",
    )
    .synonyms(&["db.digitised_pct"])
    .plausible(0.0, 100.0),
    Column::new("sync_status", Kind::Text, "Tình trạng đồng bộ", "Sync status", "As written.")
        .synonyms(&["db.sync_status"]),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
