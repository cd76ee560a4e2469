//! Tables of racks: what they carry, what stands in them, what closed them.

use super::super::Planning;
use super::super::table::{Kind, Table};
use crate::language::Language;
use crate::placement::{
    BindingLimit, Device, DeviceKind, DevicePlacement, Face, RackPlacement, units_free,
};
use crate::unit::Watts;

/// One row per rack.
pub fn racks(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "racks",
        t("Racks", "Tủ rack"),
        t(
            "One row per rack, those that stand already first. Power at the peak of every device: of the \
             more loaded feed while both live, and of the surviving feed after the other fails; the \
             latter is held against the limit. Closed by: the limit that kept the last device that had \
             to go on out of the rack.",
            "Mỗi dòng là một tủ, tủ đã có sẵn đứng trước. Công suất khi mọi thiết bị ở mức đỉnh: của \
             nhánh nặng hơn khi cả hai còn, và của nhánh còn lại khi nhánh kia mất; giá trị sau được so \
             với giới hạn. Đóng vì: giới hạn khiến thiết bị cuối cùng phải sang tủ khác.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("row", t("Row", "Dãy"), Kind::Text)
    .column("number_in_row", t("Place in row", "Vị trí trong dãy"), Kind::Integer)
    .column("is_standing", t("Stands already", "Đã có sẵn"), Kind::Flag)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("height_u", t("Height (U)", "Chiều cao (U)"), Kind::Decimal(0))
    .column("height_u_used", t("Height used (U)", "Số U dùng"), Kind::Decimal(1))
    .column("height_u_free", t("Free (U)", "Số U trống"), Kind::Integer)
    .column("free_run_u", t("Longest free run (U)", "Khoảng trống liền (U)"), Kind::Integer)
    .column("power_w_normal", t("Feed, normal (W)", "Nhánh, bình thường (W)"), Kind::Decimal(0))
    .column("power_w_failover", t("Feed, failover (W)", "Nhánh, khi mất một (W)"), Kind::Decimal(0))
    .column("power_w_limit", t("Limit of a feed (W)", "Giới hạn nhánh (W)"), Kind::Decimal(0))
    .column(
        "feed_pct_normal",
        t("Of the limit, normal (%)", "So với giới hạn, bình thường (%)"),
        Kind::Decimal(1),
    )
    .column(
        "feed_pct_failover",
        t("Of the limit, failover (%)", "So với giới hạn, khi mất một (%)"),
        Kind::Decimal(1),
    )
    .column("phase", t("Phase", "Pha"), Kind::Integer)
    .column("weight_kg", t("Weight (kg)", "Khối lượng (kg)"), Kind::Decimal(1))
    .column("weight_kg_limit", t("Weight limit (kg)", "Giới hạn khối lượng (kg)"), Kind::Decimal(1))
    .column("floor_kg_m2", t("Floor load (kg/m²)", "Tải sàn (kg/m²)"), Kind::Decimal(0))
    .column("ports_used", t("Ports of each switch", "Số cổng mỗi chuyển mạch"), Kind::Integer)
    .column("closed_by", t("Closed by", "Đóng vì"), Kind::Text);
    let profile = &planning.fleet.rack;
    let limit = profile.feed_limit.as_watts();
    let percent = |watts: Watts| (limit > 0.0).then(|| watts.as_watts() / limit * 100.0);
    for (rack, phase) in planning.placement.racks.iter().zip(&planning.placement.phases.of_rack) {
        let [a, b] = rack.feed_power_normal;
        let free = units_free(rack);
        table.push(vec![
            rack.id.as_str().into(),
            rack.zone.as_str().into(),
            rack.row.as_deref().into(),
            rack.number.map(i64::from).into(),
            rack.standing.is_some().into(),
            rack.placements.len().into(),
            rack.height.as_units().into(),
            rack.height_used.as_units().into(),
            free.units.len().into(),
            i64::from(free.longest_run).into(),
            a.max(b).as_watts().into(),
            rack.power_failover.as_watts().into(),
            limit.into(),
            percent(a.max(b)).into(),
            percent(rack.power_failover).into(),
            // A rack on all three phases has no phase of its own.
            (*phase > 0).then(|| i64::from(*phase)).into(),
            rack.weight.as_kilograms().into(),
            rack.weight_limit.as_kilograms().into(),
            profile.floor.load_kg_m2(rack.weight).into(),
            i64::from(rack.ports_used).into(),
            rack.closed_by.map(BindingLimit::code).into(),
        ]);
    }
    table
}

/// The word of a limit of a rack.
pub const fn limit_word(limit: BindingLimit, language: Language) -> &'static str {
    let (en, vi) = match limit {
        BindingLimit::Height => ("height", "chiều cao"),
        BindingLimit::Contiguity => ("no contiguous units", "không đủ U liền nhau"),
        BindingLimit::Power => ("power", "công suất"),
        BindingLimit::Weight => ("weight", "khối lượng"),
        BindingLimit::Floor => ("floor load", "tải sàn"),
        BindingLimit::Ports => ("switch ports", "cổng chuyển mạch"),
    };
    language.pick(en, vi)
}

/// One row per zone: its racks, the fewest there could be, and how many each limit closed.
pub fn racks_by_zone(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "racks_by_zone",
        t("Racks by zone", "Tủ rack theo vùng"),
        t(
            "One row per zone: racks that stand already, new ones, the fewest new ones that any filling \
             needs, and how many racks each limit closed; open are those that refused nothing.",
            "Mỗi dòng là một vùng: tủ đã có sẵn, tủ mới, số tủ mới tối thiểu mọi cách xếp đều cần, và số \
             tủ bị đóng bởi từng giới hạn; còn mở là tủ chưa từ chối thiết bị nào.",
        ),
    )
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("racks_standing", t("Standing", "Đã có sẵn"), Kind::Integer)
    .column("racks_new", t("New", "Tủ mới"), Kind::Integer)
    .column("racks_new_lower_bound", t("Lower bound", "Cận dưới"), Kind::Integer)
    .column("gap_pct", t("Gap (%)", "Chênh lệch (%)"), Kind::Decimal(1))
    .column("limiting", t("Limited by", "Giới hạn bởi"), Kind::Text);
    for limit in BindingLimit::ALL {
        let title = limit_word(limit, planning.language).to_owned();
        table = table.column(closed_column(limit), title, Kind::Integer);
    }
    table = table.column("open", t("open", "còn mở"), Kind::Integer);
    for zone in &planning.placement.zones {
        let of_zone = planning.placement.racks.iter().filter(|rack| rack.zone == zone.zone);
        let closed = |limit| of_zone.clone().filter(|rack| rack.closed_by == limit).count();
        let bound = zone.racks_new_lower_bound;
        let over = zone.racks_new.saturating_sub(bound) as f64;
        let mut row = vec![
            zone.zone.as_str().into(),
            zone.racks_standing.into(),
            zone.racks_new.into(),
            bound.into(),
            (bound > 0).then(|| over / bound as f64 * 100.0).into(),
            zone.limiting.map(BindingLimit::code).into(),
        ];
        row.extend(BindingLimit::ALL.map(|limit| closed(Some(limit)).into()));
        row.push(closed(None).into());
        table.push(row);
    }
    table
}

const fn closed_column(limit: BindingLimit) -> &'static str {
    match limit {
        BindingLimit::Height => "closed_by_height",
        BindingLimit::Contiguity => "closed_by_contiguity",
        BindingLimit::Power => "closed_by_power",
        BindingLimit::Weight => "closed_by_weight",
        BindingLimit::Floor => "closed_by_floor",
        BindingLimit::Ports => "closed_by_ports",
    }
}

/// The word of a kind of device.
pub const fn kind_word(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Host => "host",
        DeviceKind::SpareHost => "spare_host",
        DeviceKind::Server => "server",
        DeviceKind::Storage => "storage",
        DeviceKind::Network => "network",
        DeviceKind::Other => "other",
    }
}

/// Racks with their devices, from the bottom unit up.
fn stood<'a>(
    planning: &'a Planning<'_>,
) -> impl Iterator<Item = (&'a RackPlacement, &'a DevicePlacement, &'a Device)> {
    let placement = planning.placement;
    placement.racks.iter().flat_map(move |rack| {
        rack.placements.iter().map(move |stood| (rack, stood, &placement.devices[stood.device]))
    })
}

/// One row per device in a rack.
pub fn positions(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "rack_positions",
        t("Devices in racks", "Thiết bị trong tủ"),
        t(
            "One row per device, from the bottom unit of each rack up; those that stand there already \
             included.",
            "Mỗi dòng một thiết bị, từ dưới lên, kể cả thiết bị đã có sẵn trong tủ.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("row", t("Row", "Dãy"), Kind::Text)
    .column("position_u", t("Bottom unit", "U dưới cùng"), Kind::Integer)
    .column("height_u", t("Height (U)", "Số U"), Kind::Decimal(1))
    .column("face", t("Side", "Mặt"), Kind::Text)
    .column("is_full_depth", t("Full depth", "Chiếm cả chiều sâu"), Kind::Flag)
    .column("device_id", t("Device", "Thiết bị"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("label", t("Label", "Nhãn"), Kind::Text)
    .column("weight_kg", t("Weight (kg)", "Khối lượng (kg)"), Kind::Decimal(1))
    .column("power_average_w", t("Average (W)", "Trung bình (W)"), Kind::Decimal(1))
    .column("power_peak_w", t("Peak (W)", "Đỉnh (W)"), Kind::Decimal(1))
    .column("power_source", t("Power from", "Nguồn số liệu"), Kind::Text)
    .column("is_single_corded", t("Single-corded", "Một dây nguồn"), Kind::Flag)
    .column("feeds", t("Feeds", "Nhánh nguồn"), Kind::Text)
    .column("ports_count", t("Ports", "Số cổng"), Kind::Integer)
    .column("is_standing", t("Stands already", "Đã có sẵn"), Kind::Flag);
    for (rack, stood, device) in stood(planning) {
        table.push(vec![
            rack.id.as_str().into(),
            rack.row.as_deref().into(),
            // A device that takes no unit has no lowest one.
            (stood.units > 0).then(|| i64::from(stood.bottom_u)).into(),
            device.height.as_units().into(),
            // A device that takes no unit stands at no side.
            (stood.units > 0).then(|| Face::code(stood.face)).into(),
            device.is_full_depth.into(),
            device.id.as_str().into(),
            kind_word(device.kind).into(),
            device.agency_id.as_str().into(),
            device.label.as_str().into(),
            device.weight.as_kilograms().into(),
            device.power_average.as_watts().into(),
            device.power_peak.as_watts().into(),
            device.power_source.word().into(),
            device.is_single_corded().into(),
            stood.feeds.code().into(),
            i64::from(device.ports_count).into(),
            planning.placement.standing_devices.contains(&stood.device).into(),
        ]);
    }
    table
}

/// One row per run of units that take no device.
pub fn reserved_units(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "rack_reserved_units",
        t("Reserved units of racks", "Số U dành riêng trong tủ"),
        t(
            "One row per run of units that take no device, from the top of each rack down: what the plan \
             keeps for switches, panels and cables, and what is reserved in racks that stand already.",
            "Mỗi dòng là một khoảng U không đặt thiết bị, từ trên xuống: phần kế hoạch dành cho chuyển \
             mạch, đấu nối, cáp, và phần đã đặt chỗ trong tủ có sẵn.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("position_u", t("Bottom unit", "U dưới cùng"), Kind::Integer)
    .column("height_u", t("Height (U)", "Số U"), Kind::Integer)
    .column("purpose", t("Purpose", "Mục đích"), Kind::Text);
    for rack in &planning.placement.racks {
        for reserved in &rack.reserved {
            table.push(vec![
                rack.id.as_str().into(),
                i64::from(reserved.bottom_u).into(),
                i64::from(reserved.units).into(),
                reserved.purpose.word().into(),
            ]);
        }
    }
    table
}

/// One row per device in a rack that hangs on one feed: it goes dark with it.
pub fn single_corded(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "single_corded",
        t("Single-corded devices", "Thiết bị một dây nguồn"),
        t(
            "One row per device that hangs on one feed and breaks 2N: it goes dark with that feed. Of \
             devices that stand already nobody says which feed it is; they are counted on the one with \
             less of such load.",
            "Mỗi dòng là một thiết bị chỉ nối một nhánh nguồn, phá vỡ 2N: mất nhánh đó là mất điện. Thiết \
             bị có sẵn không rõ nhánh được tính vào nhánh có ít tải loại này hơn.",
        ),
    )
    .column("device_id", t("Device", "Thiết bị"), Kind::Text)
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("feed", t("Feed", "Nhánh"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("label", t("Label", "Nhãn"), Kind::Text)
    .column("power_peak_w", t("Peak (W)", "Đỉnh (W)"), Kind::Decimal(1));
    for (rack, stood, device) in stood(planning).filter(|(_, _, device)| device.is_single_corded())
    {
        table.push(vec![
            device.id.as_str().into(),
            rack.id.as_str().into(),
            rack.zone.as_str().into(),
            stood.feeds.code().into(),
            kind_word(device.kind).into(),
            device.agency_id.as_str().into(),
            device.system_id.as_str().into(),
            device.label.as_str().into(),
            device.load().as_watts().into(),
        ]);
    }
    table
}

/// One row per thing about racks that stand already that cannot be so.
pub fn standing_conflicts(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "standing_conflicts",
        t("What cannot be so in standing racks", "Điều không thể đúng ở tủ có sẵn"),
        t(
            "One row per device, reservation or rack; the units concerned count as taken once.",
            "Mỗi dòng là một thiết bị, phần đặt chỗ hoặc tủ; các U liên quan chỉ tính một lần.",
        ),
    )
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("conflict", t("What", "Vấn đề"), Kind::Text)
    .column("subject", t("Device or purpose", "Thiết bị hoặc mục đích"), Kind::Text)
    .column("position_u", t("Unit", "U"), Kind::Integer);
    for conflict in &planning.placement.conflicts {
        table.push(vec![
            conflict.rack.as_str().into(),
            conflict.kind.code().into(),
            conflict.subject.as_str().into(),
            conflict.unit.map(i64::from).into(),
        ]);
    }
    table
}
