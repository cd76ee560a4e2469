//! Figures of racks: their fronts, the hall as a map, the load of their feeds.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::words::footer;
use crate::placement::{DeviceKind, DevicePlacement, RackPlacement};
use crate::report::Planning;
use crate::report::chart::{
    Bar, Colour, Device, Elevation, Elevations, Fact, Figure, Front, GroupedBars, Half, HeatCell,
    HeatMap, HeatRow, Level, Limit, Measure, NamedFront, Panel, Plot, Ranked, RankedRow, Reserved,
    Series,
};
use crate::unit::Watts;

/// Racks on one sheet of fronts: names of devices stay legible.
const FRONTS_SHOWN: usize = 6;
/// Racks up to which each has bars of its own; of more, the distribution is shown.
const RACKS_WITH_BARS: usize = 30;
/// Racks in a row of the hall map.
const RACKS_PER_ROW: usize = 20;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// The more loaded feed while both live.
fn feed_normal(rack: &RackPlacement) -> Watts {
    rack.feed_power_normal[0].max(rack.feed_power_normal[1])
}

/// A share of a limit; `None` where there is no limit to hold against.
fn share(value: f64, limit: f64) -> Option<f64> {
    (limit > 0.0).then(|| value / limit)
}

/// Load of the more loaded feed of each rack, normal and after a failover, against the limit; the most
/// loaded rack first.
pub fn feed_load(planning: &Planning<'_>) -> Figure {
    let mut racks: Vec<&RackPlacement> = planning.placement.racks.iter().collect();
    racks.sort_by(|a, b| b.power_failover.cmp(&a.power_failover).then_with(|| a.id.cmp(&b.id)));
    let values = |rack: &RackPlacement| {
        let (normal, failover) = (feed_normal(rack), rack.power_failover);
        [normal, failover].map(|watts| Some(watts.as_kilowatts()))
    };
    let measure = Measure { label: "kW".to_owned(), numbers: planning.numbers(), decimals: 1 };
    let limit = Some(Limit {
        label: t(planning, "limit of one feed (kW)", "giới hạn một nhánh (kW)"),
        level: Level::Constant(planning.fleet.rack.feed_limit.as_kilowatts()),
    });
    let normal = Series::new(t(planning, "normal", "bình thường"));
    let failover = Series::new(t(planning, "after failover", "khi mất một nhánh"));
    let plot = if racks.len() <= RACKS_WITH_BARS {
        let bar =
            |rack: &&RackPlacement| Bar { label: rack.id.clone(), values: values(rack).to_vec() };
        Plot::GroupedBars(GroupedBars {
            measure,
            series: vec![normal, failover],
            bars: racks.iter().map(bar).collect(),
            limit,
            no_data: no_data(planning),
        })
    } else {
        // The larger value stands behind, the smaller before it.
        let item = |rack: &&RackPlacement| values(rack).into_iter().rev().collect();
        let panel =
            Panel { items: racks.iter().map(item).collect(), note: feed_note(planning, &racks) };
        let [normal, failover] = [(normal, Colour::Blue), (failover, Colour::Orange)]
            .map(|(series, colour)| Series { colour: Some(colour), ..series });
        Plot::Ranked(Ranked {
            measure,
            series: vec![failover, normal],
            columns: Vec::new(),
            rows: vec![RankedRow { label: String::new(), panels: vec![panel] }],
            limit,
            no_data: no_data(planning),
        })
    };
    Figure {
        name: "feed_load".to_owned(),
        title: t(planning, "Load of feeds by rack", "Tải nhánh nguồn theo tủ rack"),
        subtitle: t(
            planning,
            "kW at the peak of every device, the most loaded rack first: on the more loaded feed while both live, and on the surviving feed when the other fails",
            "kW khi mọi thiết bị ở mức đỉnh, tủ tải cao nhất đứng trước: trên nhánh nặng hơn khi cả hai nhánh còn, và trên nhánh còn lại khi nhánh kia mất",
        ),
        footer: footer(planning),
        plot,
    }
}

/// Least, median and most of the failover loads, and how many are near the limit.
fn feed_note(planning: &Planning<'_>, racks: &[&RackPlacement]) -> String {
    let numbers = planning.numbers();
    let kw = |rack: &RackPlacement| numbers.format(rack.power_failover.as_kilowatts(), 1);
    let (Some(most), Some(least)) = (racks.first(), racks.last()) else { return String::new() };
    let median = racks[racks.len() / 2];
    let limit = planning.fleet.rack.feed_limit.as_watts();
    let is_near = |rack: &&&RackPlacement| {
        share(rack.power_failover.as_watts(), limit).is_some_and(|share| share > 0.9)
    };
    let near = numbers.format(racks.iter().filter(is_near).count() as f64, 0);
    let count = numbers.format(racks.len() as f64, 0);
    let (least, median, id, most) = (kw(least), kw(median), &most.id, kw(most));
    t(
        planning,
        &format!(
            "{count} racks, left to right by load after failover: most {most} kW ({id}), median {median} kW, least {least} kW; above 90 % of the limit: {near}."
        ),
        &format!(
            "{count} tủ, từ trái sang phải theo tải khi mất một nhánh: cao nhất {most} kW ({id}), trung vị {median} kW, thấp nhất {least} kW; trên 90 % giới hạn: {near} tủ."
        ),
    )
}

/// The racks of the hall as cells: power after a failover above, space below, each against its limit.
pub fn hall_heat_map(planning: &Planning<'_>) -> Figure {
    let numbers = planning.numbers();
    let profile = &planning.fleet.rack;
    let usable = f64::from(profile.units_usable());
    let units = |value: f64| numbers.format(value, usize::from(value.fract() > 0.0));
    let cell = |rack: &RackPlacement| {
        let power = share(rack.power_failover.as_watts(), profile.feed_limit.as_watts());
        let used = rack.height_used.as_units();
        HeatCell {
            label: rack.id.clone(),
            shares: [power, share(used, usable)],
            values: [
                power
                    .map(|share| format!("{} %", numbers.format(share * 100.0, 0)))
                    .unwrap_or_default(),
                format!("{}/{} U", units(used), units(usable)),
            ],
        }
    };
    let mut rows: Vec<HeatRow> = Vec::new();
    for (index, rack) in planning.placement.racks.iter().enumerate() {
        let label = row_of(planning, index);
        match rows.last_mut() {
            Some(row) if row.label == label => row.cells.push(cell(rack)),
            _ => rows.push(HeatRow { label, cells: vec![cell(rack)] }),
        }
    }
    let half = |en: &str, vi: &str, colour| Half { label: t(planning, en, vi), colour };
    Figure {
        name: "hall_heat_map".to_owned(),
        title: t(planning, "Power and space in the hall", "Công suất và chỗ trống trong phòng máy"),
        subtitle: t(
            planning,
            "One cell a rack. Above: power on the surviving feed as a share of its limit; below: units used of those usable",
            "Mỗi ô là một tủ. Nửa trên: công suất trên nhánh còn lại so với giới hạn; nửa dưới: số U đã dùng trên số U dùng được",
        ),
        footer: footer(planning),
        plot: Plot::HeatMap(HeatMap {
            halves: [
                half("power (above)", "công suất (nửa trên)", Colour::Blue),
                half("space (below)", "số U (nửa dưới)", Colour::Green),
            ],
            rows,
            over_label: t(planning, "beyond the limit", "vượt giới hạn"),
            no_data: no_data(planning),
        }),
    }
}

/// The row of the hall in which a rack stands, as the map calls it.
fn row_of(planning: &Planning<'_>, index: usize) -> String {
    let row = index / RACKS_PER_ROW + 1;
    t(planning, &format!("Row {row}"), &format!("Hàng {row}"))
}

/// The kinds of devices, with the words for them.
fn kinds(planning: &Planning<'_>) -> [(DeviceKind, String); 5] {
    [
        (DeviceKind::Host, t(planning, "host", "máy chủ mới")),
        (DeviceKind::SpareHost, t(planning, "spare host", "dự phòng")),
        (DeviceKind::Server, t(planning, "moved server", "máy chủ chuyển đến")),
        (DeviceKind::Storage, t(planning, "storage", "lưu trữ")),
        (DeviceKind::Network, t(planning, "network", "mạng")),
    ]
}

/// How a device is called on its front.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// With the agency, for a wide rack.
    Full,
    /// Without, where the id says the agency itself.
    Short,
}

fn name_of(device: &crate::placement::Device, naming: Naming) -> String {
    if device.agency_id.is_empty() {
        return device.id.clone();
    }
    let within = device.id.strip_prefix(device.agency_id.as_str());
    let within = within.and_then(|id| id.strip_prefix('/')).unwrap_or(&device.id);
    let id = match naming {
        Naming::Short if within.starts_with(device.agency_id.as_str()) => within,
        _ => &device.id,
    };
    format!("{id} · {}", device.label)
}

/// The front of a rack; kinds are indices into [`kinds`].
fn front(planning: &Planning<'_>, rack: &RackPlacement, naming: Naming) -> Front {
    let kinds = kinds(planning);
    let profile = &planning.fleet.rack;
    let height_u = profile.height_u.as_units().floor() as u32;
    let reserved_u = profile.reserved_u.as_units().ceil() as u32;
    let device = |placement: &DevicePlacement| {
        let device = &planning.placement.devices[placement.device];
        Device {
            label: name_of(device, naming),
            kind: kinds.iter().position(|(kind, _)| *kind == device.kind).unwrap_or_default(),
            bottom_u: placement.bottom_u,
            height_u: placement.units,
        }
    };
    let reserved = Reserved {
        label: t(planning, "switches, patch panels", "chuyển mạch, đấu nối"),
        bottom_u: (height_u + 1).saturating_sub(reserved_u),
        height_u: reserved_u,
    };
    Front {
        height_u,
        devices: rack.placements.iter().map(device).collect(),
        reserved: if reserved_u > 0 { vec![reserved] } else { Vec::new() },
    }
}

/// Keeps only the kinds that stand in the racks, so that the legend names no others.
fn with_present_kinds(planning: &Planning<'_>, fronts: &mut [Front]) -> Vec<Series> {
    let kinds = kinds(planning);
    let mut place = vec![0; kinds.len()];
    let mut shown = Vec::new();
    for (index, (_, word)) in kinds.iter().enumerate() {
        let stands = |front: &Front| front.devices.iter().any(|device| device.kind == index);
        if fronts.iter().any(stands) {
            place[index] = shown.len();
            shown.push(Series { colour: Some(Colour::at(index)), ..Series::new(word.clone()) });
        }
    }
    for device in fronts.iter_mut().flat_map(|front| &mut front.devices) {
        device.kind = place[device.kind];
    }
    shown
}

/// The rack whose devices take most units; of equals the one with more devices, then the first by id.
fn fullest<'a>(racks: impl Iterator<Item = &'a RackPlacement>) -> Option<&'a RackPlacement> {
    racks.max_by(|a, b| {
        (a.height_used, a.placements.len())
            .cmp(&(b.height_used, b.placements.len()))
            .then_with(|| b.id.cmp(&a.id))
    })
}

/// Front view of a rack: of the id, else of the fullest one. `None` where no rack has the id.
pub fn rack_elevation(planning: &Planning<'_>, id: Option<&str>) -> Option<Figure> {
    let racks = planning.placement.racks.iter();
    let rack = match id {
        Some(id) => Some(racks.clone().find(|rack| rack.id == id)?),
        None => fullest(racks),
    };
    let mut fronts = [rack.map(|rack| front(planning, rack, Naming::Full)).unwrap_or_default()];
    let kinds = with_present_kinds(planning, &mut fronts);
    let [front] = fronts;
    let why = match id {
        Some(_) => String::new(),
        None => t(
            planning,
            ". The rack with most units used is shown",
            ". Hiển thị tủ dùng nhiều U nhất",
        ),
    };
    let name = rack.map(|rack| rack.id.as_str()).unwrap_or_default();
    Some(Figure {
        name: "rack_elevation".to_owned(),
        title: t(planning, &format!("Rack {name}"), &format!("Tủ rack {name}")),
        subtitle: t(
            planning,
            &format!("Front view; units (U) counted from the bottom{why}"),
            &format!("Nhìn từ trước; U đếm từ dưới lên{why}"),
        ),
        footer: footer(planning),
        plot: Plot::Elevation(Elevation {
            front,
            kinds,
            reserved_label: t(planning, "reserved", "dành riêng"),
            free_label: t(planning, "free", "trống"),
            facts: rack.map(|rack| facts(planning, rack)).unwrap_or_default(),
            no_data: no_data(planning),
        }),
    })
}

/// The fullest rack of each zone, zones with most racks first; where zones are few, their next fullest.
fn sheet_of(racks: &[RackPlacement]) -> Vec<&RackPlacement> {
    let mut zones: BTreeMap<&str, Vec<&RackPlacement>> = BTreeMap::new();
    for rack in racks {
        zones.entry(&rack.zone).or_default().push(rack);
    }
    let mut zones: Vec<Vec<&RackPlacement>> = zones.into_values().collect();
    // Stable: zones of one size stay in alphabetical order.
    zones.sort_by_key(|of_zone| std::cmp::Reverse(of_zone.len()));
    let mut shown = Vec::new();
    while shown.len() < FRONTS_SHOWN && zones.iter().any(|of_zone| !of_zone.is_empty()) {
        for of_zone in &mut zones {
            let Some(rack) = fullest(of_zone.iter().copied()) else { continue };
            of_zone.retain(|other| other.id != rack.id);
            shown.push(rack);
        }
    }
    shown.truncate(FRONTS_SHOWN);
    shown.sort_by(|a, b| a.zone.cmp(&b.zone).then_with(|| a.id.cmp(&b.id)));
    shown
}

/// Front views of several racks side by side.
pub fn rack_elevations(planning: &Planning<'_>) -> Figure {
    let numbers = planning.numbers();
    let profile = &planning.fleet.rack;
    let racks = sheet_of(&planning.placement.racks);
    let mut fronts: Vec<Front> =
        racks.iter().map(|rack| front(planning, rack, Naming::Short)).collect();
    let kinds = with_present_kinds(planning, &mut fronts);
    let kw = |watts: Watts| numbers.format(watts.as_kilowatts(), 1);
    let notes = |rack: &RackPlacement| {
        let used = numbers.format(rack.height_used.as_units(), 0);
        vec![
            format!("{used} / {} U", numbers.format(f64::from(profile.units_usable()), 0)),
            format!("{} / {} kW", kw(rack.power_failover), kw(profile.feed_limit)),
        ]
    };
    let named = racks.iter().zip(fronts).map(|(rack, front)| NamedFront {
        name: rack.id.clone(),
        notes: notes(rack),
        front,
    });
    let named: Vec<NamedFront> = named.collect();
    let more = planning.placement.racks.len() - named.len();
    let more = numbers.format(more as f64, 0);
    Figure {
        name: "rack_elevations".to_owned(),
        title: t(planning, "Racks from the front", "Các tủ rack nhìn từ trước"),
        subtitle: t(
            planning,
            &format!(
                "The fullest rack of each zone, largest zones first; units (U) from the bottom. Above each: units used of those usable, and kW on the surviving feed of its limit. Racks not shown: {more} (table of racks; ndcap chart rack_elevation --rack ID)"
            ),
            &format!(
                "Tủ dùng nhiều U nhất của mỗi vùng, ưu tiên vùng lớn; U đếm từ dưới lên. Trên mỗi tủ: số U đã dùng trên số U dùng được, và kW trên nhánh còn lại so với giới hạn. Số tủ không hiển thị: {more} (xem bảng tủ rack; ndcap chart rack_elevation --rack ID)"
            ),
        ),
        footer: footer(planning),
        plot: Plot::Elevations(Elevations {
            racks: named,
            kinds,
            reserved_label: t(
                planning,
                "reserved: switches, patch panels",
                "dành riêng: chuyển mạch, đấu nối",
            ),
            free_label: t(planning, "free", "trống"),
            no_data: no_data(planning),
        }),
    }
}

fn facts(planning: &Planning<'_>, rack: &RackPlacement) -> Vec<Fact> {
    let numbers = planning.numbers();
    let profile = &planning.fleet.rack;
    let fact = |label: String, value: String| Fact { label, value };
    let kw = |watts: Watts| numbers.format(watts.as_kilowatts(), 1);
    let kg = |mass: crate::unit::Kilograms| numbers.format(mass.as_kilograms(), 0);
    vec![
        fact(t(planning, "Zone", "Vùng"), rack.zone.clone()),
        fact(
            t(planning, "Units used of those usable", "Số U đã dùng trên số U dùng được"),
            format!(
                "{} / {} U",
                numbers.format(rack.height_used.as_units(), 0),
                numbers.format(f64::from(profile.units_usable()), 0)
            ),
        ),
        fact(
            t(planning, "More loaded feed, both live", "Nhánh nặng hơn, cả hai nhánh còn"),
            format!("{} kW", kw(feed_normal(rack))),
        ),
        fact(
            t(planning, "Surviving feed, of its limit", "Nhánh còn lại, so với giới hạn"),
            format!("{} / {} kW", kw(rack.power_failover), kw(profile.feed_limit)),
        ),
        fact(
            t(planning, "Weight, of the limit", "Khối lượng, so với giới hạn"),
            format!("{} / {} kg", kg(rack.weight), kg(profile.weight_limit)),
        ),
        fact(
            t(planning, "Closed by", "Đóng vì"),
            rack.closed_by.map_or_else(
                || t(planning, "open", "còn mở"),
                |limit| match limit.code() {
                    "height" => t(planning, "height", "chiều cao"),
                    "power" => t(planning, "power", "công suất"),
                    "weight" => t(planning, "weight", "khối lượng"),
                    other => other.to_owned(),
                },
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::RackUnits;

    fn rack(zone: &str, id: &str, units: u32) -> RackPlacement {
        RackPlacement {
            id: id.to_owned(),
            zone: zone.to_owned(),
            height_used: RackUnits::from_units(units),
            ..RackPlacement::default()
        }
    }

    #[test]
    fn a_sheet_has_the_fullest_rack_of_each_zone_then_the_next_ones() {
        let racks = [
            rack("a", "a1", 10),
            rack("a", "a2", 30),
            rack("a", "a3", 20),
            rack("b", "b1", 5),
            rack("c", "c1", 7),
            rack("c", "c2", 7),
        ];
        let ids = |racks: &[RackPlacement]| -> Vec<String> {
            sheet_of(racks).iter().map(|rack| rack.id.clone()).collect()
        };
        assert_eq!(ids(&racks), ["a1", "a2", "a3", "b1", "c1", "c2"]);
        assert_eq!(ids(&racks[..4]), ["a1", "a2", "a3", "b1"]);
        assert_eq!(ids(&[]), [""; 0]);
        // Eight zones of one rack and one of two: the larger zone comes first, then by name.
        let mut many: Vec<RackPlacement> =
            ["h", "g", "f", "e", "d", "c", "b"].map(|zone| rack(zone, zone, 1)).to_vec();
        many.extend([rack("z", "z1", 1), rack("z", "z2", 2)]);
        assert_eq!(ids(&many), ["b", "c", "d", "e", "f", "z2"]);
    }
}
