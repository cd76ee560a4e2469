//! Data centres and server rooms.

use super::{Category, Column, Kind, Unit};

const OWNERSHIPS: &[Category] = &[
    Category { label: "own", words: &["own", "tự đầu tư", "sở hữu", "tự có"] },
    Category { label: "leased", words: &["leased", "thuê", "thuê dịch vụ", "đi thuê"] },
];

/// What of a site a certificate speaks of. The four parts are those of TIA-942 and TCVN 9250:2021.
const SCOPES: &[Category] = &[
    Category {
        label: "site", words: &["site", "toàn bộ", "toàn bộ nhà trạm", "whole site"]
    },
    Category { label: "telecommunications", words: &["telecommunications", "viễn thông"] },
    Category {
        label: "architectural",
        words: &["architectural", "kiến trúc", "kiến trúc, xây dựng"],
    },
    Category { label: "electrical", words: &["electrical", "điện", "hệ thống điện"] },
    Category { label: "mechanical", words: &["mechanical", "cơ khí", "làm mát", "cooling"] },
    Category {
        label: "design",
        words: &["design", "thiết kế", "hồ sơ thiết kế", "design documents"],
    },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new(
        "facility_id",
        Kind::Id,
        "Mã trung tâm dữ liệu",
        "Facility id",
        "The agency's code.",
    )
    .required()
    .aliases(&["Mã TTDL"]),
    Column::new("name", Kind::Text, "Tên trung tâm dữ liệu", "Name", "Name.")
        .synonyms(&["facility.name"]),
    Column::new("address", Kind::Text, "Địa chỉ", "Address", "Where.")
        .synonyms(&["facility.address"]),
    Column::new(
        "ownership",
        Kind::Category(OWNERSHIPS),
        "Hình thức sở hữu",
        "Ownership",
        "own or leased.",
    )
    .synonyms(&["facility.ownership"]),
    Column::new("lease_provider", Kind::Text, "Đơn vị cho thuê", "Lease provider", "Lessor.")
        .synonyms(&["facility.lease_provider"]),
    Column::new("contract_end_on", Kind::Date, "Ngày kết thúc hợp đồng", "Contract end on", "Day.")
        .synonyms(&["facility.contract_end"]),
    Column::new(
        "standard",
        Kind::Text,
        "Tiêu chuẩn TTDL",
        "Standard",
        "TCVN 9250:2021, TIA-942 or Uptime.",
    )
    .synonyms(&["facility.certificate"]),
    Column::new("level", Kind::Count, "Hạng", "Level", "Rating under that standard, 1 to 4.")
        .synonyms(&["facility.tier"])
        .plausible(1.0, 4.0),
    Column::new(
        "certificate_end_on",
        Kind::Date,
        "Ngày hết hạn chứng nhận",
        "Certificate end on",
        "Day.",
    )
    .synonyms(&["facility.certificate_expiry"]),
    Column::new(
        "certificate_issued_on",
        Kind::Date,
        "Ngày cấp chứng nhận",
        "Certificate issued on",
        "Day.",
    ),
    Column::new(
        "certificate_scope",
        Kind::Category(SCOPES),
        "Phạm vi chứng nhận",
        "Certificate scope",
        "What it speaks of: the site, one of its parts, its design; empty: not stated, read as the site.",
    ),
    Column::new(
        "further_certificates",
        Kind::Text,
        "Các chứng nhận khác",
        "Further certificates",
        "More certificates, separated by semicolons: standard, level, scope, from and until which day.",
    ),
    Column::new("racks_count", Kind::Count, "Số tủ rack", "Racks", "Racks in place.")
        .synonyms(&["facility.racks_total"])
        .plausible(0.0, 10_000.0),
    Column::new(
        "racks_used_count",
        Kind::Count,
        "Số rack đã sử dụng",
        "Racks used",
        "Racks in use.",
    )
    .synonyms(&["facility.racks_used"])
    .plausible(0.0, 10_000.0),
    Column::new("power_kw", Kind::Quantity(Unit::Kilowatts), "Công suất điện", "Power", "Design.")
        .synonyms(&["facility.power_kw"])
        .plausible(1.0, 200_000.0),
    Column::new("pue", Kind::Quantity(Unit::Ratio), "PUE", "PUE", "Facility power over IT power.")
        .synonyms(&["facility.pue"])
        .plausible(1.0, 4.0),
    Column::new("area_m2", Kind::Quantity(Unit::SquareMetres), "Diện tích", "Area", "White space.")
        .synonyms(&["facility.area_m2"])
        .plausible(1.0, 200_000.0),
    Column::new(
        "floor_load_kg_m2",
        Kind::Quantity(Unit::KilogramsPerSquareMetre),
        "Tải trọng sàn",
        "Floor load",
        "Allowed load.",
    )
    .synonyms(&["facility.floor_load"])
    .plausible(100.0, 5_000.0),
    Column::new("depreciation_end_on", Kind::Date, "Hết khấu hao", "Depreciation end on", "Day.")
        .synonyms(&["facility.depreciation_end"]),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
