//! Figures of hosts and racks.

use super::demand::no_data;
use super::words::footer;
use crate::placement::{DeviceKind, RackPlacement, ReservedFor, ReservedUnits};
use crate::report::Planning;
use crate::report::chart::{
    Bar, Device, Elevation, Fact, Figure, GroupedBars, Level, Limit, Measure, Plot, Reserved,
    Series,
};
use crate::report::tables::limit_word;

/// Racks beyond this number are left out of the figure, with a note; the table has all.
const RACKS_SHOWN: usize = 30;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// Hosts, spare hosts and lower bound by zone.
pub fn hosts_by_zone(planning: &Planning<'_>) -> Figure {
    let bars = planning.placement.pools.iter().map(|pool| {
        let counts = [pool.hosts.len(), pool.hosts_spare_count, pool.hosts_lower_bound];
        Bar { label: pool.zone.clone(), values: counts.map(|count| Some(count as f64)).to_vec() }
    });
    let series = [
        t(planning, "hosts", "máy chủ"),
        t(planning, "spare hosts (N+k)", "dự phòng (N+k)"),
        t(planning, "lower bound of hosts", "cận dưới"),
    ];
    Figure {
        name: "hosts_by_zone".to_owned(),
        title: t(planning, "Hosts by zone", "Máy chủ theo vùng"),
        subtitle: t(
            planning,
            &format!(
                "Number of hosts ({}) in {}",
                planning.plan.host.name, planning.plan.period.target_quarter
            ),
            &format!(
                "Số máy chủ ({}) tại {}",
                planning.plan.host.name, planning.plan.period.target_quarter
            ),
        ),
        footer: footer(planning),
        plot: Plot::GroupedBars(GroupedBars {
            measure: Measure {
                label: t(planning, "hosts", "máy chủ"),
                numbers: planning.numbers(),
                decimals: 0,
            },
            series: series.into_iter().map(Series::new).collect(),
            bars: bars.collect(),
            limit: None,
            no_data: no_data(planning),
        }),
    }
}

/// Load of the more loaded feed of each rack, normal and after a failover, against the limit.
pub fn rack_power(planning: &Planning<'_>) -> Figure {
    let racks = &planning.placement.racks;
    let kilowatts = |watts: crate::unit::Watts| Some(watts.as_kilowatts());
    let bars = racks.iter().take(RACKS_SHOWN).map(|rack| Bar {
        label: rack.id.clone(),
        values: vec![
            kilowatts(rack.feed_power_normal[0].max(rack.feed_power_normal[1])),
            kilowatts(rack.power_failover),
        ],
    });
    let mut footer = footer(planning);
    if racks.len() > RACKS_SHOWN {
        let more = racks.len() - RACKS_SHOWN;
        footer.push_str(&t(
            planning,
            &format!(" {more} more racks are in the table of racks."),
            &format!(" {more} tủ còn lại ở bảng tủ rack."),
        ));
    }
    Figure {
        name: "rack_power".to_owned(),
        title: t(planning, "Power of racks", "Công suất tủ rack"),
        subtitle: t(
            planning,
            "kW at the peak of every device: on the more loaded feed, and on the surviving feed when the other fails",
            "kW khi mọi thiết bị ở mức đỉnh: trên nhánh nặng hơn, và trên nhánh còn lại khi nhánh kia mất",
        ),
        footer,
        plot: Plot::GroupedBars(GroupedBars {
            measure: Measure { label: "kW".to_owned(), numbers: planning.numbers(), decimals: 1 },
            series: vec![
                Series::new(t(planning, "normal", "bình thường")),
                Series::new(t(planning, "after failover", "khi mất một nhánh")),
            ],
            bars: bars.collect(),
            limit: Some(Limit {
                label: t(planning, "limit of one feed (kW)", "giới hạn một nhánh (kW)"),
                level: Level::Constant(planning.fleet.rack.feed_limit.as_kilowatts()),
            }),
            no_data: no_data(planning),
        }),
    }
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

/// Front view of the rack with most devices.
pub fn rack_elevation(planning: &Planning<'_>) -> Figure {
    let rack =
        planning.placement.racks.iter().max_by(|a, b| {
            a.placements.len().cmp(&b.placements.len()).then_with(|| b.id.cmp(&a.id))
        });
    let id = rack.map(|rack| rack.id.clone()).unwrap_or_default();
    Figure {
        name: "rack_elevation".to_owned(),
        title: t(planning, &format!("Rack {id}"), &format!("Tủ rack {id}")),
        subtitle: t(
            planning,
            "Front view; units counted from the bottom. The rack with most devices is shown",
            "Nhìn từ trước; U đếm từ dưới lên. Hiển thị tủ có nhiều thiết bị nhất",
        ),
        footer: footer(planning),
        plot: Plot::Elevation(elevation(planning, rack)),
    }
}

fn elevation(planning: &Planning<'_>, rack: Option<&RackPlacement>) -> Elevation {
    let kinds = kinds(planning);
    let profile = &planning.fleet.rack;
    let height = rack.map_or(profile.height_u, |rack| rack.height);
    let height_u = height.as_units().floor() as u32;
    let device = |placement: &crate::placement::DevicePlacement| {
        let device = &planning.placement.devices[placement.device];
        Device {
            label: if device.agency_id.is_empty() {
                device.id.clone()
            } else {
                format!("{} · {}", device.id, device.label)
            },
            kind: kinds.iter().position(|(kind, _)| *kind == device.kind).unwrap_or_default(),
            bottom_u: placement.bottom_u,
            height_u: placement.units,
        }
    };
    let devices: Vec<Device> =
        rack.map(|rack| rack.placements.iter().map(device).collect()).unwrap_or_default();
    let used: Vec<bool> =
        (0..kinds.len()).map(|kind| devices.iter().any(|device| device.kind == kind)).collect();
    // Only kinds that stand in the rack are in the legend.
    let mut place = vec![0; kinds.len()];
    let mut shown = Vec::new();
    for (index, (_, word)) in kinds.iter().enumerate() {
        place[index] = shown.len();
        if used[index] {
            shown.push(Series::new(word.clone()));
        }
    }
    let devices =
        devices.into_iter().map(|device| Device { kind: place[device.kind], ..device }).collect();
    Elevation {
        height_u,
        kinds: shown,
        devices,
        reserved: rack.map(|rack| reserved(planning, rack)).unwrap_or_default(),
        reserved_label: t(planning, "reserved", "dành riêng"),
        free_label: t(planning, "free", "trống"),
        facts: rack.map(|rack| facts(planning, rack)).unwrap_or_default(),
        no_data: no_data(planning),
    }
}

/// Units of the rack that take no device, with what they are for.
fn reserved(planning: &Planning<'_>, rack: &RackPlacement) -> Vec<Reserved> {
    let of = |kept: &ReservedUnits| Reserved {
        label: match &kept.purpose {
            ReservedFor::PatchPanels => t(planning, "patch panel", "bảng đấu nối"),
            ReservedFor::CableManagers => t(planning, "cable manager", "thanh quản lý cáp"),
            ReservedFor::Switches => t(planning, "switches", "chuyển mạch"),
            ReservedFor::Network => t(planning, "network", "thiết bị mạng"),
            ReservedFor::Reservation(purpose) => purpose.clone(),
        },
        bottom_u: kept.bottom_u,
        height_u: kept.units,
    };
    rack.reserved.iter().map(of).collect()
}

fn facts(planning: &Planning<'_>, rack: &RackPlacement) -> Vec<Fact> {
    let numbers = planning.numbers();
    let profile = &planning.fleet.rack;
    let fact = |label: String, value: String| Fact { label, value };
    let kw = |watts: crate::unit::Watts| numbers.format(watts.as_kilowatts(), 1);
    let kg = |mass: crate::unit::Kilograms| numbers.format(mass.as_kilograms(), 0);
    vec![
        fact(t(planning, "Zone", "Vùng"), rack.zone.clone()),
        fact(
            t(planning, "Height used", "Số U dùng"),
            format!(
                "{} / {} U",
                numbers.format(rack.height_used.as_units(), 0),
                numbers.format(rack.height.as_units(), 0)
            ),
        ),
        fact(
            t(planning, "Surviving feed", "Nhánh còn lại"),
            format!("{} / {} kW", kw(rack.power_failover), kw(profile.feed_limit)),
        ),
        fact(
            t(planning, "Weight", "Khối lượng"),
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
