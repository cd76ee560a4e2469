//! The bill of materials: what has to be there for the placement.

use std::collections::BTreeMap;

use super::super::Planning;
use super::super::table::{Kind, Table};
use super::count;
use crate::demand::{By, Resource, Wanted};
use crate::language::Language;
use crate::placement::{DeviceKind, Quantity, RackPlacement};

/// A line of the bill.
struct Line {
    item: &'static str,
    title: String,
    detail: String,
    amount: f64,
    unit: &'static str,
    rests_on: String,
    address: Option<String>,
}

/// One row per item that has to be bought or built for the plan's last quarter. Racks and devices that
/// stand already, and servers that move, are none of it.
pub fn bill_of_materials(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "bill_of_materials",
        t("Bill of materials", "Danh mục vật tư, thiết bị"),
        t(
            "One row per item to be bought or built for the plan's last quarter; what it rests on opens by its \
             address. Not in it: storage arrays and backup libraries (their raw capacity is), the core network \
             and links, cables between racks, licences, spare parts, buildings, racks that stand already and \
             servers that move. Supply, batteries, cooling and generators are those of the whole hall, for what \
             stands already as well: what of them is there already has to be taken off.",
            "Mỗi dòng một hạng mục cần mua hoặc xây cho quý cuối của kế hoạch; địa chỉ dùng để truy vết. Không \
             gồm: tủ đĩa và thư viện sao lưu (chỉ nêu dung lượng thô), mạng lõi và đường truyền, cáp giữa các \
             tủ, bản quyền, vật tư dự phòng, nhà trạm, tủ rack đã có và máy chủ chuyển đến. UPS, ắc quy, máy \
             lạnh và máy phát là của cả phòng máy, kể cả cho phần đã có: cần trừ đi phần đã trang bị.",
        ),
    )
    .column("item", t("Item", "Hạng mục"), Kind::Text)
    .column("title", t("Meaning", "Ý nghĩa"), Kind::Text)
    .column("detail", t("Of which kind", "Chi tiết"), Kind::Text)
    .column("count", t("Amount", "Số lượng"), Kind::Decimal(2))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("rests_on", t("Rests on", "Căn cứ"), Kind::Text)
    .column("address", t("Address for explain", "Địa chỉ để truy vết"), Kind::Text);
    let lines = [hosts(planning), racks(planning), facility(planning), storage(planning)];
    for line in lines.into_iter().flatten() {
        table.push(vec![
            line.item.into(),
            line.title.into(),
            Some(line.detail).filter(|detail| !detail.is_empty()).into(),
            line.amount.into(),
            line.unit.into(),
            line.rests_on.into(),
            line.address.into(),
        ]);
    }
    table
}

fn hosts(planning: &Planning<'_>) -> Vec<Line> {
    let language = planning.language;
    let mut by_profile: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut cords = 0.0;
    for device in &planning.placement.devices {
        let counts = match device.kind {
            DeviceKind::Host | DeviceKind::SpareHost => {
                by_profile.entry(device.label.as_str()).or_default()
            }
            _ => continue,
        };
        match device.kind {
            DeviceKind::Host => counts.0 += 1,
            _ => counts.1 += 1,
        }
        cords += f64::from(device.cords);
    }
    let is_one = by_profile.len() == 1;
    let address = || is_one.then(|| "power/hosts".to_owned());
    let mut lines: Vec<Line> = by_profile
        .into_iter()
        .map(|(profile, (working, spare))| Line {
            item: "host",
            title: language.pick("hosts, with spare", "máy chủ, gồm dự phòng").to_owned(),
            detail: profile.to_owned(),
            amount: (working + spare) as f64,
            unit: "hosts",
            rests_on: language
                .pick("{w} carry workloads, {s} stand by", "{w} chạy máy ảo, {s} dự phòng")
                .replace("{w}", &count(working, language))
                .replace("{s}", &count(spare, language)),
            address: address(),
        })
        .collect();
    if cords > 0.0 {
        lines.push(Line {
            item: "power_cord",
            title: language.pick("power cords of hosts", "dây nguồn của máy chủ").to_owned(),
            detail: String::new(),
            amount: cords,
            unit: "cords",
            rests_on: "host.cords".to_owned(),
            address: None,
        });
    }
    lines
}

fn racks(planning: &Planning<'_>) -> Vec<Line> {
    let (language, bill) = (planning.language, &planning.plan.bill);
    let racks = planning.placement.racks.iter().filter(|rack| rack.standing.is_none()).count();
    let has_standing = planning.placement.racks.len() > racks;
    let switched =
        racks + planning.placement.racks.iter().filter(|r| gets_switches(planning, r)).count();
    let unit_height = planning.fleet.rack.height_u.as_units();
    let line =
        |item, title: (&str, &str), racks: usize, per_rack: f64, unit, rests_on: &str| Line {
            item,
            title: language.pick(title.0, title.1).to_owned(),
            detail: String::new(),
            // A part of one is one.
            amount: (racks as f64 * per_rack).ceil(),
            unit,
            rests_on: rests_on.to_owned(),
            address: None,
        };
    let mut of_racks = line("rack", ("racks", "tủ rack"), racks, 1.0, "racks", "");
    of_racks.detail = format!("{} U", super::number(unit_height, language));
    of_racks.rests_on = language
        .pick("racks of the placement that do not stand yet", "tủ theo phương án xếp, chưa có sẵn")
        .to_owned();
    of_racks.address = (!has_standing).then(|| "power/racks_count".to_owned());
    let of_new_and_bare = |entry: &str| match switched > racks {
        true => language
            .pick(
                "{entry}; of the new racks and of {n} that stand without a switch and take devices",
                "{entry}; của các tủ mới và {n} tủ đã có, chưa có chuyển mạch mà nhận thiết bị",
            )
            .replace("{entry}", entry)
            .replace("{n}", &count(switched - racks, language)),
        false => entry.to_owned(),
    };
    vec![
        of_racks,
        line(
            "top_of_rack_switch",
            ("switches at the top of racks", "thiết bị chuyển mạch đầu tủ"),
            switched,
            bill.switches_per_rack.value,
            "switches",
            &of_new_and_bare("bill.switches_per_rack"),
        ),
        line(
            "management_switch",
            ("switches for management", "thiết bị chuyển mạch quản trị"),
            switched,
            bill.management_switches_per_rack.value,
            "switches",
            &of_new_and_bare("bill.management_switches_per_rack"),
        ),
        line(
            "pdu",
            ("power distribution units", "thanh phân phối nguồn (PDU)"),
            racks,
            bill.pdus_per_rack.value,
            "PDUs",
            "bill.pdus_per_rack",
        ),
    ]
}

/// Whether a rack that stands gets the plan's switches: it has none of its own, and something comes.
fn gets_switches(planning: &Planning<'_>, rack: &RackPlacement) -> bool {
    let stands = rack.standing.and_then(|index| planning.fleet.standing.get(index));
    let is_bare = stands.is_some_and(|stands| stands.occupied.iter().all(|one| !one.is_switch));
    let comes = |device: usize| !planning.placement.standing_devices.contains(&device);
    is_bare && rack.placements.iter().any(|stood| comes(stood.device))
}

fn facility(planning: &Planning<'_>) -> Vec<Line> {
    let language = planning.language;
    let line =
        |item, title: (&str, &str), quantity: Quantity, times: f64, why: (&str, &str)| Line {
            item,
            title: language.pick(title.0, title.1).to_owned(),
            detail: String::new(),
            amount: quantity.placed(planning.placement) * times,
            unit: quantity.unit(),
            rests_on: language.pick(why.0, why.1).to_owned(),
            address: Some(format!("power/{}", quantity.word())),
        };
    let has_standing = planning.placement.racks.iter().any(|rack| rack.standing.is_some());
    let (both, whole) = match has_standing {
        false => (
            ("two paths, each as at the address", "hai nhánh, mỗi nhánh theo địa chỉ"),
            ("as at the address", "theo địa chỉ"),
        ),
        true => (
            (
                "two paths, each as at the address, for the whole hall with what stands already",
                "hai nhánh, mỗi nhánh theo địa chỉ, cho cả phòng máy gồm phần đã có",
            ),
            (
                "as at the address, for the whole hall with what stands already",
                "theo địa chỉ, cho cả phòng máy gồm phần đã có",
            ),
        ),
    };
    let plan = &planning.plan.hall;
    let mut ups =
        line("ups_module", ("UPS modules", "mô-đun UPS"), Quantity::UpsModules, 2.0, both);
    ups.detail = format!("{} kW", super::number(plan.ups_module_kw.value, language));
    let units = ("cooling units, with spare", "máy lạnh chính xác, gồm dự phòng");
    let mut cooling = line("cooling_unit", units, Quantity::CoolingUnits, 1.0, whole);
    cooling.detail = format!("{} kW", super::number(plan.cooling_unit_kw.value, language));
    vec![
        ups,
        line("battery", ("batteries", "ắc quy"), Quantity::Battery, 2.0, both),
        cooling,
        line("generator", ("generators", "máy phát điện"), Quantity::GeneratorKva, 1.0, whole),
    ]
}

/// Raw capacity by tier: what the disks of the arrays hold, which are none of the bill.
fn storage(planning: &Planning<'_>) -> Vec<Line> {
    let (language, quarter) = (planning.language, planning.plan.period.target_quarter);
    let resource = Resource::StorageRaw;
    let wanted = Wanted {
        resource: Some(resource),
        quarter: Some(quarter),
        is_used: Some(true),
        ..Wanted::default()
    };
    let mut by_tier: BTreeMap<&'static str, f64> = BTreeMap::new();
    for row in planning.demand.table(&[By::Tier, By::Quarter], &wanted, planning.draws) {
        *by_tier.entry(row.key.tier.word()).or_default() += row.amount.likely;
    }
    let title = language.pick("raw storage, without arrays", "dung lượng đĩa thô, chưa gồm tủ đĩa");
    by_tier
        .into_iter()
        .map(|(tier, raw)| Line {
            item: "storage_raw",
            title: title.to_owned(),
            detail: tier.to_owned(),
            amount: resource.print(raw),
            unit: resource.unit(),
            rests_on: disks_of(raw, language),
            address: Some(format!(
                "demand/tier={tier}/quarter={quarter}/resource={}/likely",
                resource.word()
            )),
        })
        .collect()
}

/// The same in TB, as disks are sold.
fn disks_of(raw: f64, language: Language) -> String {
    let terabytes = crate::unit::Bytes::from_bytes(raw.round() as u64).as_tb();
    let text =
        language.pick("{tb} TB of disks as they are sold", "{tb} TB đĩa theo nhãn nhà sản xuất");
    text.replace("{tb}", &crate::language::NumberStyle::of(language).format(terabytes, 1))
}
