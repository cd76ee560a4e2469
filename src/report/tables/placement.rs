//! Tables of racks and power, and of what does not fit.

use super::super::Planning;
use super::super::table::{Kind, Table};
use crate::language::Language;
use crate::placement::{Device, DeviceKind, PowerSource, Quantity};
use crate::unit::Watts;

/// One row per rack.
pub fn racks(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "racks",
        t("Racks", "Tủ rack"),
        t(
            "One row per rack. Power at the peak of every device: of the more loaded feed while both \
             live, and of the surviving feed after the other fails; the latter is held against the limit.",
            "Mỗi dòng là một tủ. Công suất khi mọi thiết bị ở mức đỉnh: của nhánh nặng hơn khi cả hai còn, \
             và của nhánh còn lại khi nhánh kia mất; giá trị sau được so với giới hạn.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("height_u_used", t("Height used (U)", "Số U dùng"), Kind::Decimal(1))
    .column("power_w_normal", t("Feed, normal (W)", "Nhánh, bình thường (W)"), Kind::Decimal(0))
    .column("power_w_failover", t("Feed, failover (W)", "Nhánh, khi mất một (W)"), Kind::Decimal(0))
    .column("power_w_limit", t("Limit of a feed (W)", "Giới hạn nhánh (W)"), Kind::Decimal(0))
    .column("feed_pct_normal", t("Of the limit, normal (%)", "So với giới hạn, bình thường (%)"), Kind::Decimal(1))
    .column("feed_pct_failover", t("Of the limit, failover (%)", "So với giới hạn, khi mất một (%)"), Kind::Decimal(1))
    .column("phase", t("Phase", "Pha"), Kind::Integer)
    .column("weight_kg", t("Weight (kg)", "Khối lượng (kg)"), Kind::Decimal(1))
    .column("closed_by", t("Closed by", "Đóng vì"), Kind::Text);
    let limit = planning.fleet.rack.feed_limit.as_watts();
    let percent = |watts: Watts| (limit > 0.0).then(|| watts.as_watts() / limit * 100.0);
    for (rack, phase) in planning.placement.racks.iter().zip(&planning.placement.phases.of_rack) {
        let [a, b] = rack.feed_power_normal;
        table.push(vec![
            rack.id.as_str().into(),
            rack.zone.as_str().into(),
            rack.placements.len().into(),
            rack.height_used.as_units().into(),
            a.max(b).as_watts().into(),
            rack.power_failover.as_watts().into(),
            limit.into(),
            percent(a.max(b)).into(),
            percent(rack.power_failover).into(),
            i64::from(*phase).into(),
            rack.weight.as_kilograms().into(),
            rack.closed_by.map(|limit| limit.code()).into(),
        ]);
    }
    table
}

/// The word of a kind of device.
pub const fn kind_word(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Host => "host",
        DeviceKind::SpareHost => "spare_host",
        DeviceKind::Server => "server",
        DeviceKind::Storage => "storage",
        DeviceKind::Network => "network",
    }
}

const fn source_word(device: &Device) -> &'static str {
    match device.power_source {
        PowerSource::Measured => "measured",
        PowerSource::Generation => "generation",
        PowerSource::NameplateDerated => "nameplate_derated",
        PowerSource::Profile => "profile",
        PowerSource::Imputed => "imputed",
    }
}

/// One row per device in a rack.
pub fn positions(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "rack_positions",
        t("Devices in racks", "Thiết bị trong tủ"),
        t(
            "One row per device, from the bottom unit of each rack up.",
            "Mỗi dòng một thiết bị, từ dưới lên.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("position_u", t("Bottom unit", "U dưới cùng"), Kind::Integer)
    .column("height_u", t("Height (U)", "Số U"), Kind::Decimal(1))
    .column("device_id", t("Device", "Thiết bị"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("label", t("Label", "Nhãn"), Kind::Text)
    .column("weight_kg", t("Weight (kg)", "Khối lượng (kg)"), Kind::Decimal(1))
    .column("power_average_w", t("Average (W)", "Trung bình (W)"), Kind::Decimal(1))
    .column("power_peak_w", t("Peak (W)", "Đỉnh (W)"), Kind::Decimal(1))
    .column("power_source", t("Power from", "Nguồn số liệu"), Kind::Text)
    .column("is_single_corded", t("Single-corded", "Một dây nguồn"), Kind::Flag);
    for rack in &planning.placement.racks {
        let mut placements: Vec<_> = rack.placements.iter().collect();
        placements.sort_by_key(|placement| (placement.bottom_u, placement.device));
        for placement in placements {
            let device = &planning.placement.devices[placement.device];
            table.push(vec![
                rack.id.as_str().into(),
                i64::from(placement.bottom_u).into(),
                device.height.as_units().into(),
                device.id.as_str().into(),
                kind_word(device.kind).into(),
                device.agency_id.as_str().into(),
                device.label.as_str().into(),
                device.weight.as_kilograms().into(),
                device.power_average.as_watts().into(),
                device.power_peak.as_watts().into(),
                source_word(device).into(),
                device.is_single_corded().into(),
            ]);
        }
    }
    table
}

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
