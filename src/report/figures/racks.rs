//! Figures of racks: the load of their feeds, the hall as a map.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::words::footer;
use crate::placement::RackPlacement;
use crate::report::Planning;
use crate::report::chart::{
    Bar, Colour, Figure, GroupedBars, Half, HeatCell, HeatMap, HeatRow, Level, Limit, Measure,
    Panel, Plot, Ranked, RankedRow, Series,
};
use crate::unit::Watts;

/// Racks up to which each has bars of its own; of more, the distribution is shown.
const RACKS_WITH_BARS: usize = 30;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// The more loaded feed while both live.
pub(super) fn feed_normal(rack: &RackPlacement) -> Watts {
    rack.feed_power_normal[0].max(rack.feed_power_normal[1])
}

/// Units of a rack that may be used: those not reserved, as far as the plan fills racks.
pub(super) fn usable(planning: &Planning<'_>, rack: &RackPlacement) -> u32 {
    let reserved: u32 = rack.reserved.iter().map(|reserved| reserved.units).sum();
    planning.fleet.rack.usable_of(units_of(rack).saturating_sub(reserved))
}

/// Whole units of the height of a rack.
pub(super) fn units_of(rack: &RackPlacement) -> u32 {
    rack.height.as_units().floor() as u32
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
    let units = |value: f64| numbers.format(value, usize::from(value.fract() > 0.0));
    let cell = |rack: &RackPlacement| {
        let power = share(rack.power_failover.as_watts(), profile.feed_limit.as_watts());
        let (used, usable) = (rack.height_used.as_units(), f64::from(usable(planning, rack)));
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
    let rows = rows_of(&planning.placement.racks).into_iter().map(|(row, racks)| HeatRow {
        label: match row {
            Some(row) => t(planning, &format!("Row {row}"), &format!("Dãy {row}")),
            None => t(planning, "Row not known", "Chưa rõ hàng"),
        },
        cells: racks.into_iter().map(cell).collect(),
    });
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
            rows: rows.collect(),
            over_label: t(planning, "beyond the limit", "vượt giới hạn"),
            no_data: no_data(planning),
        }),
    }
}

/// The rows of the hall in the order in which their first racks come, the racks of each by number.
fn rows_of(racks: &[RackPlacement]) -> Vec<(Option<&str>, Vec<&RackPlacement>)> {
    let mut places: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut rows: Vec<(Option<&str>, Vec<&RackPlacement>)> = Vec::new();
    for rack in racks {
        let row = rack.row.as_deref();
        let place = *places.entry(row).or_insert_with(|| {
            rows.push((row, Vec::new()));
            rows.len() - 1
        });
        rows[place].1.push(rack);
    }
    for (_, of_row) in &mut rows {
        // Stable: racks without a number keep their order.
        of_row.sort_by_key(|rack| rack.number);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_as_their_first_racks_do_with_racks_by_number() {
        let in_row = |id: &str, row: Option<&str>, number| RackPlacement {
            row: row.map(str::to_owned),
            number,
            id: id.to_owned(),
            ..RackPlacement::default()
        };
        let racks = [
            in_row("old", Some("B"), Some(2)),
            in_row("lost", None, None),
            in_row("new", Some("1"), Some(1)),
            in_row("older", Some("B"), Some(1)),
        ];
        let rows: Vec<(Option<&str>, Vec<&str>)> = rows_of(&racks)
            .into_iter()
            .map(|(row, racks)| (row, racks.iter().map(|rack| rack.id.as_str()).collect()))
            .collect();
        let expected =
            [(Some("B"), vec!["older", "old"]), (None, vec!["lost"]), (Some("1"), vec!["new"])];
        assert_eq!(rows, expected);
    }
}
