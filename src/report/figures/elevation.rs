//! Figures of racks from the front.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::racks::{feed_normal, units_of, usable};
use super::words::footer;
use crate::placement::fleet::ReservedFor;
use crate::placement::{DeviceKind, DevicePlacement, Face, RackPlacement};
use crate::report::Planning;
use crate::report::chart::{
    Colour, Device, Elevation, Elevations, Fact, Figure, Front, NamedFront, Plot, Reserved, Series,
};
use crate::report::tables::limit_word;
use crate::unit::Watts;

/// Racks on one sheet of fronts: names of devices stay legible.
const FRONTS_SHOWN: usize = 6;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// The kinds of devices, with the words for them.
fn kinds(planning: &Planning<'_>) -> [(DeviceKind, String); 6] {
    [
        (DeviceKind::Host, t(planning, "host", "máy chủ mới")),
        (DeviceKind::SpareHost, t(planning, "spare host", "dự phòng")),
        (DeviceKind::Server, t(planning, "moved server", "máy chủ chuyển đến")),
        (DeviceKind::Storage, t(planning, "storage", "lưu trữ")),
        (DeviceKind::Network, t(planning, "network", "mạng")),
        (DeviceKind::Other, t(planning, "other", "khác")),
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
    let device = |placement: &DevicePlacement| {
        let device = &planning.placement.devices[placement.device];
        let mut label = name_of(device, naming);
        if placement.face == Face::Rear && !device.is_full_depth {
            label.push_str(&t(planning, " (rear)", " (mặt sau)"));
        }
        Device {
            label,
            kind: kinds.iter().position(|(kind, _)| *kind == device.kind).unwrap_or_default(),
            bottom_u: placement.bottom_u,
            height_u: placement.units,
        }
    };
    let reserved = rack.reserved.iter().map(|reserved| Reserved {
        label: purpose(planning, &reserved.purpose),
        bottom_u: reserved.bottom_u,
        height_u: reserved.units,
    });
    Front {
        height_u: units_of(rack),
        devices: rack.placements.iter().map(device).collect(),
        reserved: reserved.collect(),
    }
}

/// What reserved units are for; of a reservation as written.
fn purpose(planning: &Planning<'_>, purpose: &ReservedFor) -> String {
    match purpose {
        ReservedFor::PatchPanels => t(planning, "patch panels", "thanh đấu nối"),
        ReservedFor::CableManagers => t(planning, "cable managers", "máng quản lý cáp"),
        ReservedFor::Switches => t(planning, "switches", "chuyển mạch"),
        ReservedFor::Network => t(planning, "network", "thiết bị mạng"),
        ReservedFor::Reservation(words) => words.clone(),
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
            format!("{used} / {} U", numbers.format(f64::from(usable(planning, rack)), 0)),
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
            reserved_label: t(planning, "reserved", "dành riêng"),
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
                numbers.format(f64::from(usable(planning, rack)), 0)
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
            format!("{} / {} kg", kg(rack.weight), kg(rack.weight_limit)),
        ),
        fact(
            t(planning, "Closed by", "Đóng vì"),
            rack.closed_by.map_or_else(
                || t(planning, "open", "còn mở"),
                |limit| limit_word(limit, planning.language).to_owned(),
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
