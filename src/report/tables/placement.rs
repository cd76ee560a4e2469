//! Tables of power, and of what does not fit.

use super::super::Planning;
use super::super::table::{Kind, Table};
use crate::language::Language;
use crate::placement::Quantity;

/// One row per workload or device that found no place, with the limit that stood in the way.
pub fn unplaced(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "unplaced",
        t("What does not fit", "Chưa xếp được"),
        t(
            "One row per workload or device without a place, and per workload whose host has none.",
            "Mỗi dòng một máy ảo hoặc thiết bị chưa có chỗ, kể cả máy ảo có máy chủ chưa có chỗ.",
        ),
    )
    .column("id", t("Workload or device", "Máy ảo hoặc thiết bị"), Kind::Text)
    .column("reason", t("Reason", "Lý do"), Kind::Text)
    .column("limit", t("Limit", "Giới hạn"), Kind::Text);
    for unplaced in &planning.placement.unplaced {
        table.push(vec![
            unplaced.id.as_str().into(),
            unplaced.reason.code().into(),
            unplaced.limit().into(),
        ]);
    }
    for index in planning.placement.workloads_without_rack() {
        let id = planning.fleet.workloads[index].id.as_str();
        table.push(vec![id.into(), "host_without_rack".into(), "its host found no rack".into()]);
    }
    table
}

/// One row per figure of the power statement.
pub fn power(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "power",
        t("Power and space", "Công suất và mặt bằng"),
        t(
            "Of all racks at the plan's last quarter. Low and high are P10 and P90 of the draws.",
            "Của mọi tủ ở quý cuối của kế hoạch. Thấp và cao là P10 và P90 khi mô phỏng.",
        ),
    )
    .column("name", t("Figure", "Chỉ tiêu"), Kind::Text)
    .column("title", t("Meaning", "Ý nghĩa"), Kind::Text)
    .column("value", t("Value", "Giá trị"), Kind::Decimal(2))
    .column("low", t("Low (P10)", "Thấp (P10)"), Kind::Decimal(2))
    .column("high", t("High (P90)", "Cao (P90)"), Kind::Decimal(2))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("address", t("Address for explain", "Địa chỉ để truy vết"), Kind::Text);
    for quantity in Quantity::ALL {
        let range = planning.outlook.range(quantity);
        table.push(vec![
            quantity.word().into(),
            title_of(quantity, planning.language).into(),
            quantity.placed(planning.placement).into(),
            range.low.into(),
            range.high.into(),
            quantity.unit().into(),
            format!("power/{}", quantity.word()).into(),
        ]);
    }
    table
}

/// What people call a figure of the power statement.
pub const fn title_of(quantity: Quantity, language: Language) -> &'static str {
    let (en, vi) = match quantity {
        Quantity::Hosts => ("hosts, with spare", "máy chủ, gồm dự phòng"),
        Quantity::Racks => ("racks", "số tủ"),
        Quantity::ItAverage => ("IT, average", "CNTT, trung bình"),
        Quantity::ItPeakSum => ("IT, sum of peaks", "CNTT, tổng các đỉnh"),
        Quantity::ItPeak => ("IT, peak after diversity", "CNTT, đỉnh đồng thời"),
        Quantity::DesignIt => ("IT load the hall is built for", "tải CNTT thiết kế của phòng máy"),
        Quantity::Pue => ("PUE at the peak", "PUE tại đỉnh"),
        Quantity::FacilityPeak => ("facility, peak (× PUE)", "toàn trạm, đỉnh (× PUE)"),
        Quantity::PueAverage => ("PUE at average load", "PUE tại tải trung bình"),
        Quantity::Energy => ("energy of a year", "điện năng một năm"),
        Quantity::Carbon => ("carbon dioxide of a year", "phát thải CO₂ một năm"),
        Quantity::Cooling => ("cooling", "làm mát"),
        Quantity::CoolingTons => ("cooling, tons of refrigeration", "làm mát, tấn lạnh"),
        Quantity::CoolingUnits => {
            ("cooling units, with spare", "số máy lạnh chính xác, gồm dự phòng")
        }
        Quantity::CoolingOneOut => ("cooling with one unit out", "làm mát khi hỏng một máy lạnh"),
        Quantity::UpsKva => ("UPS, each of two paths", "UPS, mỗi nhánh"),
        Quantity::UpsModules => ("UPS modules, each path", "số mô-đun UPS mỗi nhánh"),
        Quantity::UpsLoadNormal => ("UPS load, both paths live", "tải UPS khi cả hai nhánh còn"),
        Quantity::UpsLoadFailover => ("UPS load, other path failed", "tải UPS khi mất một nhánh"),
        Quantity::Battery => ("batteries, each path", "ắc quy, mỗi nhánh"),
        Quantity::GeneratorKva => ("generators", "máy phát điện"),
        Quantity::WhiteSpace => ("white space", "diện tích phòng máy"),
    };
    language.pick(en, vi)
}
