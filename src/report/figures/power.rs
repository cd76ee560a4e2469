//! Figures of power: where its figures come from, and what the load of the hall does to PUE.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::words::footer;
use crate::placement::power::pue_at;
use crate::placement::{PowerSource, RackPlacement};
use crate::report::Planning;
use crate::report::chart::{Bar, Curve, Figure, Mark, Measure, Plot, Series, StackedBars};
use crate::unit::Watts;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// Where the power of a device comes from, in people's words; best first, as the sources are ordered.
pub const fn source_words(source: PowerSource) -> (&'static str, &'static str) {
    match source {
        PowerSource::Measured => ("measured", "đo thực tế"),
        PowerSource::VendorPeak => ("vendor's peak", "đỉnh theo hãng"),
        PowerSource::Generation => ("servers of its years", "theo thế hệ máy chủ"),
        PowerSource::NameplateDerated => {
            ("share of one supply's nameplate", "theo nhãn một bộ nguồn")
        }
        PowerSource::LibraryNameplate => {
            ("share of the library's nameplate", "theo nhãn nguồn trong thư viện")
        }
        PowerSource::Profile => ("host profile of the plan", "cấu hình máy chủ của kế hoạch"),
        PowerSource::DrawsNone => ("draws none of its own", "không tự tiêu thụ điện"),
        PowerSource::Imputed => ("nobody states it: stand-in", "chưa ai khai: ước thay"),
    }
}

/// The switches at the top of racks, of which the plan states the power.
pub const SWITCHES_WORDS: (&str, &str) =
    ("switches at the top of racks (plan)", "chuyển mạch đầu tủ (kế hoạch)");

/// The devices of racks that share a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sourced {
    /// How many.
    pub devices_count: usize,
    /// Their average powers together.
    pub average: Watts,
    /// Their peaks together.
    pub peak: Watts,
}

/// The devices that stand in racks, by where their power comes from, the most trusted source first.
pub fn by_source<'a>(
    planning: &Planning<'_>,
    racks: impl Iterator<Item = &'a RackPlacement>,
) -> BTreeMap<PowerSource, Sourced> {
    let mut sums: BTreeMap<PowerSource, Sourced> = BTreeMap::new();
    for placement in racks.flat_map(|rack| &rack.placements) {
        let device = &planning.placement.devices[placement.device];
        let sum = sums.entry(device.power_source).or_default();
        sum.devices_count += 1;
        sum.average += device.power_average;
        sum.peak += device.load();
    }
    sums
}

/// Sum of peaks by where the figures come from, for all racks and by zone.
pub fn power_sources(planning: &Planning<'_>) -> Figure {
    let racks = &planning.placement.racks;
    let all = by_source(planning, racks.iter());
    // What draws nothing has no part of a bar.
    let sources: Vec<PowerSource> =
        all.keys().copied().filter(|source| *source != PowerSource::DrawsNone).collect();
    let bar = |label: String, of: &dyn Fn(&RackPlacement) -> bool| {
        let sums = by_source(planning, racks.iter().filter(|rack| of(rack)));
        let mut values: Vec<Option<f64>> = sources
            .iter()
            .map(|source| sums.get(source).map_or(0.0, |sum| sum.peak.as_kilowatts()))
            .map(Some)
            .collect();
        let switches: Watts =
            racks.iter().filter(|rack| of(rack)).map(|rack| rack.switch_power).sum();
        values.push(Some(switches.as_kilowatts()));
        Bar { label, values }
    };
    let mut zones: Vec<&str> = racks.iter().map(|rack| rack.zone.as_str()).collect();
    zones.sort_unstable();
    zones.dedup();
    let mut bars = Vec::new();
    if zones.len() > 1 {
        bars.push(bar(t(planning, "all zones", "mọi vùng"), &|_| true));
    }
    bars.extend(zones.iter().map(|zone| bar((*zone).to_owned(), &|rack| rack.zone == *zone)));
    let word = |source: &PowerSource| {
        let (en, vi) = source_words(*source);
        Series { pale: *source == PowerSource::Imputed, ..Series::new(t(planning, en, vi)) }
    };
    let mut series: Vec<Series> = sources.iter().map(word).collect();
    series.push(Series::new(t(planning, SWITCHES_WORDS.0, SWITCHES_WORDS.1)));
    Figure {
        name: "power_sources".to_owned(),
        title: t(planning, "Where power figures come from", "Số liệu công suất lấy từ đâu"),
        subtitle: t(
            planning,
            "kW, sum of the peaks of all devices in racks, by zone; the most trusted source first",
            "kW, tổng công suất đỉnh của mọi thiết bị trong tủ, theo vùng; nguồn đáng tin nhất đứng trước",
        ),
        footer: footer(planning),
        plot: Plot::StackedBars(StackedBars {
            measure: Measure { label: "kW".to_owned(), numbers: planning.numbers(), decimals: 1 },
            series,
            bars,
            remarks: Vec::new(),
            no_data: no_data(planning),
        }),
    }
}

/// The lowest share of the design load that is drawn: towards an empty hall PUE grows without end.
const LEAST_LOAD: f64 = 0.2;
/// Points of the curve.
const CURVE_POINTS: u32 = 96;

/// PUE over the load of the hall, with the loads at which it works.
pub fn pue_by_load(planning: &Planning<'_>) -> Figure {
    let numbers = planning.numbers();
    let power = &planning.placement.power;
    let hall = &planning.fleet.hall;
    let design = power.design_it.as_watts();
    let load = |watts: Watts| if design > 0.0 { watts.as_watts() / design } else { 0.0 };
    let (average, peak) = (load(power.it_average), load(power.it_peak));
    let is_built = design > 0.0 && average > 0.0;
    let (first, last) = (LEAST_LOAD.min(0.8 * average), 1.0_f64.max(peak));
    let at = |step: u32| first + (last - first) * f64::from(step) / f64::from(CURVE_POINTS);
    let points = (0..=CURVE_POINTS).map(|step| (at(step) * 100.0, pue_at(at(step), hall)));
    let mark = |what: String, watts: Watts, share: f64, pue: f64| Mark {
        label: format!(
            "{what}: {} kW, {} %, PUE {}",
            numbers.format(watts.as_kilowatts(), 1),
            numbers.format(share * 100.0, 0),
            numbers.format(pue, 2)
        ),
        x: share * 100.0,
        y: pue,
    };
    let marks = vec![
        mark(t(planning, "average", "trung bình"), power.it_average, average, power.pue_average),
        mark(t(planning, "peak", "đỉnh"), power.it_peak, peak, power.pue),
    ];
    let built_for = numbers.format(power.design_it.as_kilowatts(), 1);
    let by = match hall.design_it {
        Some(_) => t(planning, "as the plan states", "theo kế hoạch"),
        None => t(planning, "the IT peak of this placement", "bằng đỉnh CNTT của phương án này"),
    };
    Figure {
        name: "pue_by_load".to_owned(),
        title: t(planning, "PUE by load of the hall", "PUE theo tải của phòng máy"),
        subtitle: t(
            planning,
            &format!(
                "Facility power over IT power, by IT load as a share of what the hall is built for: {built_for} kW, {by}; the vertical axis does not begin at zero"
            ),
            &format!(
                "Công suất toàn trạm trên công suất CNTT, theo tải CNTT so với tải thiết kế: {built_for} kW, {by}; trục đứng không bắt đầu từ 0"
            ),
        ),
        footer: footer(planning),
        plot: Plot::Curve(Curve {
            x: Measure {
                label: t(planning, "IT load, % of design", "tải CNTT, % tải thiết kế"),
                numbers,
                decimals: 0,
            },
            y: Measure { label: "PUE".to_owned(), numbers, decimals: 2 },
            points: if is_built { points.collect() } else { Vec::new() },
            marks: if is_built { marks } else { Vec::new() },
            no_data: no_data(planning),
        }),
    }
}
