//! The power statement as a page to print: every line with its range, its formula in numbers, and the
//! address at which `ndcap explain` opens it.

use std::collections::BTreeSet;

use super::Planning;
use super::figures::{self, SWITCHES_WORDS, Sourced, by_source, source_words};
use super::tables::title_of;
use crate::explain::{Expression, Numbers, count_in, formula_of, to_four_decimals};
use crate::language::{Language, NumberStyle};
use crate::placement::Quantity;
use crate::unit::Watts;

/// The statement in groups: what the page calls them, and their lines.
const GROUPS: [(&str, &str, &[Quantity]); 5] = [
    (
        "Hosts, racks, floor",
        "Máy chủ, tủ rack, mặt bằng",
        &[Quantity::Hosts, Quantity::Racks, Quantity::WhiteSpace],
    ),
    (
        "IT power",
        "Công suất CNTT",
        &[Quantity::ItAverage, Quantity::ItPeakSum, Quantity::ItPeak, Quantity::DesignIt],
    ),
    (
        "Facility, energy, carbon",
        "Toàn trạm, điện năng, phát thải",
        &[
            Quantity::Pue,
            Quantity::FacilityPeak,
            Quantity::PueAverage,
            Quantity::Energy,
            Quantity::Carbon,
        ],
    ),
    (
        "Cooling",
        "Làm mát",
        &[
            Quantity::Cooling,
            Quantity::CoolingTons,
            Quantity::CoolingUnits,
            Quantity::CoolingOneOut,
        ],
    ),
    (
        "Supply: UPS, batteries, generators",
        "Cấp nguồn: UPS, ắc quy, máy phát",
        &[
            Quantity::UpsKva,
            Quantity::UpsModules,
            Quantity::UpsLoadNormal,
            Quantity::UpsLoadFailover,
            Quantity::Battery,
            Quantity::GeneratorKva,
        ],
    ),
];

/// Zones whose hosts or racks are added up in sight; of more, their number is told.
const ZONES_SHOWN: usize = 5;

/// The power statement as texts in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerPage {
    /// Language.
    pub language: Language,
    /// Title, with the quarter.
    pub title: String,
    /// Plan, as-of date, submissions.
    pub subtitle: String,
    /// How to read the columns, and what low and high are.
    pub reading: String,
    /// Groups of lines: heading, lines.
    pub groups: Vec<(String, Vec<PowerLine>)>,
    /// The assumptions the formulas name, each with its value, range and unit.
    pub assumptions: Vec<String>,
    /// Where the power of devices comes from: source, devices, kW on average, kW at the peak; the
    /// switches of the racks and the sum last.
    pub sources: Vec<[String; 4]>,
    /// What the reader must know, each a sentence.
    pub notes: Vec<String>,
}

/// One line of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerLine {
    /// What people call it.
    pub meaning: String,
    /// The value, printed.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// P10 to P90 of the draws, printed.
    pub range: String,
    /// How the value comes about, in numbers.
    pub formula: String,
    /// Where `explain` opens it.
    pub address: String,
}

impl PowerPage {
    /// The page of a planning.
    pub fn of(planning: &Planning<'_>) -> Self {
        let language = planning.language;
        let last = planning.plan.period.target_quarter;
        let draws = planning.numbers().format(planning.draws.len() as f64, 0);
        let group = |(en, vi, lines): &(&str, &str, &[Quantity])| {
            let lines = lines.iter().map(|quantity| line(planning, *quantity)).collect();
            (language.pick(en, vi).to_owned(), lines)
        };
        Self {
            language,
            title: language
                .pick("Power statement, {q}", "Bảng kê công suất, {q}")
                .replace("{q}", &last.to_string()),
            subtitle: figures::footer(planning),
            reading: language
                .pick(
                    "All racks at the plan's last quarter. Low and high: 10th and 90th percentile of {n} draws. Names in formulas are lines of this page, or assumptions of the plan (with a dot). Open a line with: ndcap explain ADDRESS.",
                    "Mọi tủ ở quý cuối của kế hoạch. Thấp và cao: phân vị 10 và 90 của {n} lần mô phỏng. Tên trong công thức là một dòng của trang này, hoặc giả định của kế hoạch (tên có dấu chấm). Truy một dòng bằng: ndcap explain ĐỊA_CHỈ.",
                )
                .replace("{n}", &draws),
            groups: GROUPS.iter().map(group).collect(),
            assumptions: assumptions(planning),
            sources: sources(planning),
            notes: notes(planning),
        }
    }
}

/// Decimals with which a figure is printed.
const fn decimals(quantity: Quantity) -> usize {
    match quantity {
        Quantity::Hosts | Quantity::Racks | Quantity::CoolingUnits | Quantity::UpsModules => 0,
        Quantity::Pue
        | Quantity::PueAverage
        | Quantity::UpsLoadNormal
        | Quantity::UpsLoadFailover => 2,
        _ => 1,
    }
}

/// The unit as people write it; a ratio has none.
fn unit(quantity: Quantity, language: Language) -> String {
    let unit = match quantity.unit() {
        "hosts" | "units" => language.pick(quantity.unit(), "máy"),
        "racks" => language.pick("racks", "tủ"),
        "modules" => language.pick("modules", "mô-đun"),
        "ratio" => "",
        "MWh" => language.pick("MWh a year", "MWh/năm"),
        "t" => language.pick("t a year", "t/năm"),
        unit => unit,
    };
    unit.to_owned()
}

/// What unnamed numbers of formulas are, in Vietnamese.
fn number_words(what: &'static str) -> &'static str {
    match what {
        "hours of a year" => "giờ một năm",
        "kWh in a MWh" => "kWh trong 1 MWh",
        "kW in a ton of refrigeration" => "kW mỗi tấn lạnh",
        "spare: one up to 8 units, else two" => "dự phòng: 1 nếu đến 8 máy, nếu hơn là 2",
        "paths" => "nhánh",
        "minutes in an hour" => "phút một giờ",
        other => other,
    }
}

fn line(planning: &Planning<'_>, quantity: Quantity) -> PowerLine {
    let language = planning.language;
    let style = planning.numbers();
    let print = |value: f64| style.format(value, decimals(quantity));
    let range = planning.outlook.range(quantity);
    PowerLine {
        meaning: title_of(quantity, language).to_owned(),
        value: print(quantity.placed(planning.placement)),
        unit: unit(quantity, language),
        range: format!("{} – {}", print(range.low), print(range.high)),
        formula: formula(planning, quantity, style),
        address: format!("power/{}", quantity.word()),
    }
}

/// The formula of a line in numbers; of what is counted, what is added up.
fn formula(planning: &Planning<'_>, quantity: Quantity, style: NumberStyle) -> String {
    let Planning { placement, plan, language, .. } = *planning;
    let numbers = Numbers { placement, plan };
    if let Some(formula) = formula_of(quantity, numbers) {
        let number = |value: f64| style.format_exact(to_four_decimals(value));
        let word = |what| if language == Language::English { what } else { number_words(what) };
        return formula.text_with(numbers, &number, &word);
    }
    let count = |number: usize| style.format(number as f64, 0);
    if matches!(quantity, Quantity::ItAverage | Quantity::ItPeakSum) {
        let racks = count(placement.racks.len());
        let text = language
            .pick("sum over {n} racks, switches included", "tổng của {n} tủ, gồm chuyển mạch");
        return text.replace("{n}", &racks);
    }
    let zones: BTreeSet<&str> = (placement.racks.iter().map(|rack| rack.zone.as_str()))
        .chain(placement.pools.iter().map(|pool| pool.zone.as_str()))
        .collect();
    if zones.len() > ZONES_SHOWN {
        let text = language.pick("sum over {n} zones", "tổng của {n} vùng");
        return text.replace("{n}", &count(zones.len()));
    }
    let in_zone = |zone: &&str| count(count_in(quantity, placement, zone));
    let parts = zones.iter().map(|zone| format!("{zone} {}", in_zone(zone)));
    parts.collect::<Vec<_>>().join(" + ")
}

/// The assumptions of all formulas, each once, in the order of the statement.
fn assumptions(planning: &Planning<'_>) -> Vec<String> {
    let numbers = Numbers { placement: planning.placement, plan: planning.plan };
    let style = planning.numbers();
    let mut names: Vec<&'static str> = Vec::new();
    for formula in Quantity::ALL.iter().filter_map(|quantity| formula_of(*quantity, numbers)) {
        for name in Expression::assumptions(&formula) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let exact = |value: f64| style.format_exact(value);
    let text = |name: &'static str| {
        let line = planning.plan.assumption(name)?;
        let range = match (line.low, line.high) {
            (Some(low), Some(high)) => format!(" ({} – {})", exact(low), exact(high)),
            _ => String::new(),
        };
        let unit = if line.unit == "ratio" { String::new() } else { format!(" {}", line.unit) };
        Some(format!("{name} {}{unit}{range}", exact(line.value)))
    };
    names.into_iter().filter_map(text).collect()
}

/// Devices and power by source, then the switches, then all.
fn sources(planning: &Planning<'_>) -> Vec<[String; 4]> {
    let language = planning.language;
    let style = planning.numbers();
    let racks = &planning.placement.racks;
    let kw = |watts: Watts| style.format(watts.as_kilowatts(), 1);
    let row = |name: &str, sum: Sourced| {
        let count = style.format(sum.devices_count as f64, 0);
        [name.to_owned(), count, kw(sum.average), kw(sum.peak)]
    };
    let sums = by_source(planning, racks.iter());
    let mut rows: Vec<[String; 4]> = sums
        .iter()
        .map(|(source, sum)| {
            let (en, vi) = source_words(*source);
            row(language.pick(en, vi), *sum)
        })
        .collect();
    let switches: Watts = racks.iter().map(|rack| rack.switch_power).sum();
    let switches_words = language.pick(SWITCHES_WORDS.0, SWITCHES_WORDS.1);
    rows.push([switches_words.to_owned(), "–".to_owned(), kw(switches), kw(switches)]);
    let all = Sourced {
        devices_count: sums.values().map(|sum| sum.devices_count).sum(),
        average: sums.values().map(|sum| sum.average).sum::<Watts>() + switches,
        peak: sums.values().map(|sum| sum.peak).sum::<Watts>() + switches,
    };
    rows.push(row(language.pick("all", "tất cả"), all));
    rows
}

/// What the reader must know of the feeds, of what hangs on one of them, and of what is not in it.
fn notes(planning: &Planning<'_>) -> Vec<String> {
    let Planning { language, placement, .. } = *planning;
    let style = planning.numbers();
    let kw = |watts: Watts| style.format(watts.as_kilowatts(), 1);
    let count = |number: usize| style.format(number as f64, 0);
    let mut notes = Vec::new();
    let limit = planning.fleet.rack.feed_limit;
    let most = placement
        .racks
        .iter()
        .max_by(|a, b| a.power_failover.cmp(&b.power_failover).then_with(|| b.id.cmp(&a.id)));
    if let Some(rack) = most {
        let normal = rack.feed_power_normal[0].max(rack.feed_power_normal[1]);
        let percent = |watts: Watts| match limit.as_watts() {
            limit if limit > 0.0 => style.format(watts.as_watts() / limit * 100.0, 0),
            _ => "–".to_owned(),
        };
        let text = language.pick(
            "Most loaded feed: rack {r}, {n} kW ({np} %) while both feeds live, {f} kW ({fp} %) of {l} kW after one fails.",
            "Nhánh tải cao nhất: tủ {r}, {n} kW ({np} %) khi cả hai nhánh còn, {f} kW ({fp} %) trên {l} kW khi mất một nhánh.",
        );
        notes.push(
            text.replace("{r}", &rack.id)
                .replace("{n}", &kw(normal))
                .replace("{np}", &percent(normal))
                .replace("{f}", &kw(rack.power_failover))
                .replace("{fp}", &percent(rack.power_failover))
                .replace("{l}", &kw(limit)),
        );
    }
    let [first, second, third] = placement.phases.failover.map(kw);
    let imbalance = style.format(placement.phases.imbalance() * 100.0, 1);
    let text = language.pick(
        "Phases of one path after the other failed: {a}, {b}, {c} kW; the most loaded is {i} % above their mean.",
        "Ba pha của một nhánh khi nhánh kia mất: {a}, {b}, {c} kW; pha nặng nhất cao hơn trung bình {i} %.",
    );
    notes.push(
        text.replace("{a}", &first)
            .replace("{b}", &second)
            .replace("{c}", &third)
            .replace("{i}", &imbalance),
    );
    let single: Watts =
        placement.single_corded.iter().map(|&device| placement.devices[device].load()).sum();
    let text = language.pick(
        "Devices on one feed only, dark when it fails: {n}, {k} kW at the peak.",
        "Thiết bị chỉ có một nhánh nguồn, mất điện cùng nhánh đó: {n}, {k} kW ở mức đỉnh.",
    );
    notes.push(
        text.replace("{n}", &count(placement.single_corded.len())).replace("{k}", &kw(single)),
    );
    let unplaced = placement.unplaced.len();
    if unplaced > 0 {
        let text = language.pick(
            "Workloads or devices that do not fit, and are in no line: {n}.",
            "Máy ảo hoặc thiết bị chưa xếp được, không có trong dòng nào: {n}.",
        );
        notes.push(text.replace("{n}", &count(unplaced)));
    }
    notes.push(figures::racks_hold(language).to_owned());
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_hold_every_line_of_the_statement_once() {
        let mut listed: Vec<Quantity> =
            GROUPS.iter().flat_map(|(_, _, lines)| lines.iter().copied()).collect();
        listed.sort_unstable();
        let mut all = Quantity::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(listed, all);
    }
}
