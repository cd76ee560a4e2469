//! Headings agencies invent. Each is one the reader's list of synonyms has; a test holds that.

use crate::chance::Chance;
use crate::schema::{Column, Kind, Table, Unit};
use crate::unit::Prefix;

/// Headings of columns besides that of the template.
const HEADINGS: &[(Table, &str, &[&str])] = &[
    (Table::System, "system_id", &["Mã HT", "Mã HTTT"]),
    (Table::System, "name", &["Tên HTTT", "Tên hệ thống thông tin"]),
    (Table::System, "security_level", &["Cấp độ ATTT", "Cấp độ an toàn thông tin"]),
    (Table::System, "state_secret", &["Có xử lý BMNN"]),
    (Table::System, "move_plan", &["Hình thức di chuyển", "Phương án chuyển"]),
    (Table::System, "proposed_quarter", &["Quý/Năm di chuyển", "Thời gian dự kiến di chuyển"]),
    (Table::System, "criticality", &["Độ quan trọng"]),
    (Table::System, "users_count", &["Số lượng người dùng"]),
    (Table::Workload, "workload_id", &["Mã VM", "VM ID"]),
    (Table::Workload, "system_id", &["Mã HT", "Mã ứng dụng"]),
    (Table::Workload, "name", &["Tên máy chủ ảo", "Máy chủ ảo"]),
    (Table::Workload, "environment", &["Môi trường triển khai"]),
    (Table::Workload, "os", &["HĐH", "Hệ điều hành cài đặt"]),
    (Table::Workload, "power_state", &["Tình trạng hoạt động"]),
    (Table::Workload, "vcpu_count", &["CPU ảo", "vCPU (core)"]),
    (Table::Workload, "ram_bytes", &["RAM (GB)", "vRAM", "Bộ nhớ (GB)"]),
    (Table::Workload, "disk_provisioned_bytes", &["Dung lượng ổ đĩa (GB)", "Ổ cứng ảo"]),
    (Table::Workload, "disk_used_bytes", &["Đang sử dụng", "Dung lượng thực tế"]),
    (Table::Workload, "disk_tier", &["Loại ổ cứng"]),
    (Table::Workload, "cpu_util_p95_pct", &["% sử dụng CPU", "Tải CPU"]),
    (Table::Workload, "ram_util_p95_pct", &["% sử dụng RAM"]),
    (Table::Workload, "in_service_on", &["Thời điểm đưa vào sử dụng", "Ngày vận hành"]),
    (Table::Server, "server_id", &["Tên máy chủ", "Mã thiết bị"]),
    (Table::Server, "manufacturer", &["Hãng SX", "Nhà sản xuất"]),
    (Table::Server, "model", &["Chủng loại", "Kiểu máy"]),
    (Table::Server, "serial", &["S/N", "Số seri"]),
    (Table::Server, "quantity", &["SL"]),
    (Table::Server, "sockets_count", &["Số lượng CPU", "Số CPU vật lý"]),
    (Table::Server, "cores_count", &["Tổng số nhân", "Số core vật lý"]),
    (Table::Server, "ram_bytes", &["Dung lượng RAM", "Bộ nhớ RAM (GB)"]),
    (Table::Server, "disk_raw_bytes", &["HDD (TB)", "Ổ cứng cài đặt"]),
    (Table::Server, "height_u", &["Chiều cao (U)"]),
    (Table::Server, "power_nameplate_w", &["Công suất danh định"]),
    (Table::Server, "weight_kg", &["Trọng lượng (kg)"]),
    (Table::Server, "cost_vnd", &["Nguyên giá TSCĐ"]),
    (Table::Storage, "storage_id", &["Tên thiết bị lưu trữ", "Tủ đĩa"]),
    (Table::Storage, "raw_bytes", &["Dung lượng vật lý", "Tổng dung lượng"]),
    (Table::Storage, "usable_bytes", &["Dung lượng hữu dụng"]),
    (Table::Storage, "used_bytes", &["Dung lượng đang sử dụng", "Đã dùng"]),
    (Table::NetworkDevice, "device_id", &["Tên thiết bị mạng"]),
    (Table::NetworkDevice, "ports_count", &["Số port"]),
    (Table::CloudNeed, "vcpu_count", &["Số vCPU đề nghị", "vCPU cần cấp"]),
    (Table::CloudNeed, "ram_bytes", &["RAM đề nghị (GB)", "RAM cần cấp"]),
    (Table::CloudNeed, "block_bytes", &["Nhu cầu lưu trữ", "Lưu trữ khối"]),
    (Table::CloudNeed, "backup_bytes", &["Dung lượng sao lưu yêu cầu"]),
    (Table::CloudNeed, "needed_from_quarter", &["Thời gian cần"]),
    (Table::Database, "size_bytes", &["Dung lượng dữ liệu"]),
    (Table::Database, "records_count", &["Số lượng bản ghi"]),
    (Table::Facility, "name", &["Phòng máy chủ"]),
];

/// Headings of the column of systems where their names stand instead of their codes.
pub const SYSTEM_BY_NAME: &str = "Tên ứng dụng";
/// Headings of the column that names the agency.
pub const AGENCY: [&str; 3] = ["Đơn vị", "Tên cơ quan", "Cơ quan, đơn vị"];
/// A column that no table has.
pub const UNKNOWN: &str = "Phòng ban";

/// A heading for a column: that of the template or one of the others.
pub fn heading(chance: &mut Chance, table: Table, column: &Column) -> String {
    let own = column.heading(column.title_vi);
    let listed = HEADINGS.iter().find(|(of, name, _)| *of == table && *name == column.name);
    match listed {
        Some((.., others)) if chance.happens(0.75) => chance.pick(others).to_owned(),
        _ => own,
    }
}

/// Bytes of the unit a heading of sizes names; `None` where it names none and every cell must.
pub fn unit_of(column: &Column, heading: &str) -> Option<i64> {
    let Kind::Quantity(Unit::Bytes(prefix)) = column.kind else { return None };
    match prefix {
        Prefix::Binary if heading.ends_with("(GB)") || heading.ends_with("(GiB)") => Some(1 << 30),
        Prefix::Decimal if heading.ends_with("(TB)") => Some(1_000_000_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::header_synonyms;

    #[test]
    fn every_invented_heading_is_a_synonym_or_alias_of_its_column() {
        for (table, name, headings) in HEADINGS {
            let column = table.column(name).expect("a column of the table");
            let synonyms = column.synonyms.iter().flat_map(|field| header_synonyms().of(field));
            let known: Vec<&str> =
                synonyms.map(String::as_str).chain(column.aliases.iter().copied()).collect();
            for heading in *headings {
                assert!(known.contains(heading), "{}.{name}: {heading}", table.name());
            }
        }
        for heading in AGENCY {
            assert!(header_synonyms().of("common.agency").contains(&heading.to_owned()));
        }
        assert!(header_synonyms().of("system.name").contains(&SYSTEM_BY_NAME.to_owned()));
    }
}
