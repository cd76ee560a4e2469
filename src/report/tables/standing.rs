//! What stands in the hall before anything is placed.

use super::super::table::{Kind, Table, Value};
use super::count;
use crate::hall::{Mounted, Rack, Standing};
use crate::language::Language;
use crate::plan::Plan;
use crate::unit::{Kilograms, Watts};

/// One row per rack that stands already: what is taken, kept and free in it.
pub fn standing_racks(standing: &Standing, plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "standing_racks",
        t("Racks that stand already", "Tủ rack đã có"),
        t(
            "One row per rack of the imported lists. A unit of which a device takes a part is used; free is \
             what is free at the front and the rear and kept for nothing. Mass and power are sums of what is \
             stated, and empty where no device states any; the devices that do not are counted. The power of a \
             device in another is a part of what that one states. A rack without a switch of its own gets the \
             plan's; ports of switches that devices take are the plan's, and these devices are counted.",
            "Mỗi dòng một tủ trong danh sách đã nhập. U có thiết bị chiếm một phần là U đã dùng; U trống là U \
             trống cả mặt trước và mặt sau, không giữ chỗ. Khối lượng và công suất là tổng các giá trị đã nêu, \
             để trống nếu không thiết bị nào nêu; có đếm số thiết bị không nêu. Công suất của thiết bị nằm trong \
             thiết bị khác đã gồm trong số của thiết bị đó. Tủ chưa có chuyển mạch sẽ dùng chuyển mạch của kế \
             hoạch; số cổng thiết bị dùng là giá trị của kế hoạch, có đếm số thiết bị này.",
        ),
    )
    .column("site", t("Site", "Địa điểm"), Kind::Text)
    .column("location", t("Location", "Khu vực"), Kind::Text)
    .column("rack", t("Rack", "Tủ"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("status", t("Status", "Trạng thái"), Kind::Text)
    .column("height_u", t("Height (U)", "Số U"), Kind::Integer)
    .column("units_used", t("Used (U)", "Đã dùng (U)"), Kind::Integer)
    .column("units_reserved", t("Reserved (U)", "Giữ chỗ (U)"), Kind::Integer)
    .column("units_free", t("Free (U)", "Trống (U)"), Kind::Integer)
    .column("longest_free_run", t("Longest free run (U)", "Khoảng trống dài nhất (U)"), Kind::Integer)
    .column("units_free_on_one_side", t("Free on one side (U)", "Trống một mặt (U)"), Kind::Integer)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("height_assumed_count", t("Height assumed", "Chiều cao giả định"), Kind::Integer)
    .column("weight_kg", t("Stated mass (kg)", "Khối lượng đã nêu (kg)"), Kind::Decimal(1))
    .column("weight_kg_limit", t("May weigh (kg)", "Tải tối đa (kg)"), Kind::Decimal(1))
    .column("weight_unknown_count", t("Mass unknown", "Chưa biết khối lượng"), Kind::Integer)
    .column("power_w", t("Known power (W)", "Công suất đã biết (W)"), Kind::Decimal(0))
    .column("power_unknown_count", t("Power unknown", "Chưa biết công suất"), Kind::Integer)
    .column("switches_count", t("Own switches", "Chuyển mạch sẵn có"), Kind::Integer)
    .column("ports_assumed_count", t("Ports assumed", "Số cổng giả định"), Kind::Integer);
    for rack in &standing.racks {
        table.push(row_of(rack, plan));
    }
    table
}

fn row_of(rack: &Rack, plan: &Plan) -> Vec<Value> {
    let elevation = rack.elevation();
    let devices = &rack.mounted;
    let masses: Vec<Kilograms> = devices.iter().filter_map(|device| device.weight).collect();
    let powers: Vec<Watts> = devices.iter().filter_map(|d| d.power_known(plan)).collect();
    let mass = masses.iter().copied().sum::<Kilograms>().as_kilograms();
    let power = powers.iter().copied().sum::<Watts>().as_watts();
    // Of a rack without devices nothing is unknown: they weigh and draw nothing.
    let stated = |count: usize, sum: f64| (count > 0 || devices.is_empty()).then_some(sum);
    vec![
        rack.site.as_str().into(),
        Some(rack.location.as_str()).filter(|text| !text.is_empty()).into(),
        rack.name.as_str().into(),
        rack.zone(plan).into(),
        rack.status.as_str().into(),
        i64::from(rack.height_u).into(),
        elevation.units_used().len().into(),
        elevation.units_reserved().len().into(),
        elevation.units_free().len().into(),
        i64::from(elevation.longest_free_run()).into(),
        elevation.units_free_on_one_side().len().into(),
        devices.len().into(),
        devices.iter().filter(|device| device.is_height_assumed).count().into(),
        stated(masses.len(), mass).into(),
        rack.weight_limit.map(Kilograms::as_kilograms).into(),
        (devices.len() - masses.len()).into(),
        stated(powers.len(), power).into(),
        (devices.len() - powers.len()).into(),
        devices.iter().filter(|device| device.is_switch(plan)).count().into(),
        devices.iter().filter(|device| device.ports_settled(plan) > 0).count().into(),
    ]
}

/// What the reader must know of the stand-ins for what stands already; nothing where none is used.
pub fn standing_caveats(standing: &Standing, plan: &Plan, language: Language) -> Vec<String> {
    let devices = || standing.racks.iter().flat_map(|rack| &rack.mounted);
    let lacks_mass = devices().filter(|device| device.weight.is_none()).count();
    let lacks_power = devices().filter(|device| device.power_known(plan).is_none()).count();
    let lacks_height = devices().filter(|device| device.is_height_assumed).count();
    let has_ports = devices().filter(|device| device.ports_settled(plan) > 0).count();
    let within =
        |device: &&Mounted| device.is_in_power_of_parent && device.power_measured.is_some();
    let within = devices().filter(within).count();
    if lacks_mass + lacks_power + lacks_height + has_ports + within == 0 {
        return Vec::new();
    }
    let text = language.pick(
        "Of {n} devices that stand already, {p} state no power, {m} no mass and {h} no height: the plan's \
         figures stand in for them, and for the ports that {s} of them take. {c} state a power that is not \
         counted: the device they stand in states that of both.",
        "Trong {n} thiết bị đã đặt sẵn, {p} thiết bị không nêu công suất, {m} không nêu khối lượng, {h} không \
         nêu chiều cao: dùng giá trị của kế hoạch thay thế, kể cả số cổng của {s} thiết bị. {c} thiết bị có \
         nêu công suất nhưng không tính: thiết bị chứa chúng đã nêu công suất chung.",
    );
    let text = text
        .replace("{n}", &count(devices().count(), language))
        .replace("{p}", &count(lacks_power, language))
        .replace("{m}", &count(lacks_mass, language))
        .replace("{h}", &count(lacks_height, language))
        .replace("{s}", &count(has_ports, language))
        .replace("{c}", &count(within, language));
    vec![text]
}

/// What the reader must know where so many devices that stand have names of devices that come; nothing
/// where none has.
pub fn placed_again_caveat(count_again: usize, language: Language) -> Option<String> {
    let text = language.pick(
        "{n} devices that stand already have the name of a device that is placed: if they are the same, as \
         after an import of what was placed before, they count twice. Leave them out of the lists, or what \
         moves out of the submissions.",
        "{n} thiết bị đã đặt sẵn trùng tên với thiết bị được xếp: nếu là một, như khi nhập lại kết quả đã xếp \
         trước đó, thì bị tính hai lần. Hãy bỏ chúng khỏi danh sách, hoặc bỏ khỏi hồ sơ phần đã chuyển.",
    );
    (count_again > 0).then(|| text.replace("{n}", &count(count_again, language)))
}
