//! Figures of the demand.

use std::collections::{BTreeMap, BTreeSet};

use super::words::footer;
use crate::demand::{By, DemandRow, Resource, Tier, Wanted};
use crate::report::Planning;
use crate::report::chart::{
    Axis, Bar, Column, Columns, Figure, Guide, Measure, Plot, Point, Scatter, Series, StackedBars,
};
use crate::text;

/// Rows that count in totals, summed by the keys.
fn used(planning: &Planning<'_>, by: &[By], resource: Option<Resource>) -> Vec<DemandRow> {
    let wanted = Wanted { resource, is_used: Some(true), ..Wanted::default() };
    planning.demand.likely(by, &wanted, planning.plan)
}

/// Zones in the order of the plan, as far as the demand has them, then those of second sites.
pub fn zones(planning: &Planning<'_>) -> Vec<String> {
    let mut present: BTreeSet<&str> =
        planning.demand.machines.iter().map(|machine| machine.zone.as_str()).collect();
    let plan = &planning.plan.zone;
    let listed = plan.by_level.iter().chain([&plan.state_secret, &plan.unknown]);
    let mut zones: Vec<String> = Vec::new();
    for zone in listed {
        if present.remove(zone.as_str()) {
            zones.push(zone.clone());
        }
    }
    zones.extend(present.into_iter().map(str::to_owned));
    zones
}

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

pub fn no_data(planning: &Planning<'_>) -> String {
    t(planning, "no data", "chưa có số liệu")
}

/// Sums of printed amounts by two texts.
type Grid = BTreeMap<String, BTreeMap<String, f64>>;

fn grid(
    rows: &[DemandRow],
    resource: Resource,
    of: impl Fn(&DemandRow) -> (String, String),
) -> Grid {
    let mut raw: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.key.resource == resource) {
        let (category, series) = of(row);
        *raw.entry(category).or_default().entry(series).or_default() += row.amount.likely;
    }
    raw.into_iter()
        .map(|(category, series)| {
            (category, series.into_iter().map(|(name, raw)| (name, resource.print(raw))).collect())
        })
        .collect()
}

/// Horizontal bars, largest total first, equal ones in alphabetical order.
fn stacked(
    planning: &Planning<'_>,
    grid: &Grid,
    series: &[String],
    measure: Measure,
) -> StackedBars {
    let mut bars: Vec<(f64, Bar)> = grid
        .iter()
        .map(|(category, values)| {
            let label = planning.agencies.name_of(category).to_owned();
            let values: Vec<Option<f64>> =
                series.iter().map(|name| Some(values.get(name).copied().unwrap_or(0.0))).collect();
            (values.iter().flatten().sum(), Bar { label, values })
        })
        .collect();
    bars.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| text::compare(&a.1.label, &b.1.label)));
    StackedBars {
        measure,
        series: series.iter().map(|name| Series::new(name.clone())).collect(),
        bars: bars.into_iter().map(|(_, bar)| bar).collect(),
        remarks: Vec::new(),
        no_data: no_data(planning),
    }
}

/// vCPU by agency, stacked by zone, at the plan's last quarter.
pub fn by_agency(planning: &Planning<'_>) -> Figure {
    let rows = used(planning, &[By::Agency, By::Zone], Some(Resource::Vcpu));
    let grid = grid(&rows, Resource::Vcpu, |row| (row.key.agency_id.clone(), row.key.zone.clone()));
    let measure = Measure { label: "vCPU".to_owned(), numbers: planning.numbers(), decimals: 0 };
    let last = planning.plan.period.target_quarter;
    Figure {
        name: "demand_by_agency".to_owned(),
        title: t(planning, "vCPU demand by agency", "Nhu cầu vCPU theo cơ quan"),
        subtitle: t(
            planning,
            &format!("Likely vCPU in {last}, by zone"),
            &format!("vCPU khả dĩ tại {last}, theo vùng"),
        ),
        footer: footer(planning),
        plot: Plot::StackedBars(stacked(planning, &grid, &zones(planning), measure)),
    }
}

/// vCPU by quarter, stacked by zone, with the low–high range of the total.
pub fn by_quarter(planning: &Planning<'_>) -> Figure {
    let resource = Resource::Vcpu;
    let rows = used(planning, &[By::Zone, By::Quarter], Some(resource));
    let zones = zones(planning);
    let period = &planning.plan.period;
    let quarters = period.base_quarter.through(period.target_quarter);
    let columns = planning
        .demand
        .totals(resource, quarters, planning.draws)
        .into_iter()
        .map(|total| {
            let of_zone = |zone: &String| {
                let here = rows.iter().filter(|row| row.key.quarter == total.quarter);
                let here = here.filter(|row| row.key.zone == *zone);
                let raw: f64 = here.map(|row| row.amount.likely).sum();
                Some(resource.print(raw))
            };
            let range = (resource.print(total.range.low), resource.print(total.range.high));
            Column {
                label: total.quarter.to_string(),
                values: zones.iter().map(of_zone).collect(),
                range: (total.amount.likely > 0.0).then_some(range),
            }
        })
        .collect();
    Figure {
        name: "demand_by_quarter".to_owned(),
        title: t(planning, "vCPU demand by quarter", "Nhu cầu vCPU theo quý"),
        subtitle: t(
            planning,
            "Likely vCPU of all systems that have arrived by the quarter, by zone",
            "vCPU khả dĩ của các hệ thống đã chuyển đến tại mỗi quý, theo vùng",
        ),
        footer: footer(planning),
        plot: Plot::Columns(Columns {
            measure: Measure { label: "vCPU".to_owned(), numbers: planning.numbers(), decimals: 0 },
            series: zones.iter().map(|zone| Series::new(zone.clone())).collect(),
            columns,
            limit: None,
            range_label: t(planning, "low to high (P10 to P90)", "thấp đến cao (P10 đến P90)"),
            no_data: no_data(planning),
        }),
    }
}

/// Systems by vCPU and RAM, both logarithmic, at the plan's last quarter.
pub fn vcpu_ram(planning: &Planning<'_>) -> Figure {
    let rows = used(planning, &[By::System, By::Zone], None);
    let zones = zones(planning);
    let mut systems: BTreeMap<(String, String, String), [f64; 2]> = BTreeMap::new();
    for row in &rows {
        let at = match row.key.resource {
            Resource::Vcpu => 0,
            Resource::Ram => 1,
            _ => continue,
        };
        let key = (row.key.agency_id.clone(), row.key.system_id.clone(), row.key.zone.clone());
        systems.entry(key).or_default()[at] += row.amount.likely;
    }
    let point = |((agency, system, zone), [vcpu, ram]): (&(String, String, String), &[f64; 2])| {
        let known = |raw: f64, resource: Resource| (raw > 0.0).then(|| resource.print(raw));
        Point {
            label: match system.as_str() {
                "" => t(
                    planning,
                    &format!("{agency}, no system"),
                    &format!("{agency}, chưa rõ hệ thống"),
                ),
                // Many agencies begin their codes with their own abbreviation.
                code if code.starts_with(agency.as_str()) => code.to_owned(),
                code => format!("{agency} {code}"),
            },
            group: zones.iter().position(|known| known == zone).unwrap_or_default(),
            x: known(*vcpu, Resource::Vcpu),
            y: known(*ram, Resource::Ram),
        }
    };
    let measure =
        |label: &str| Measure { label: label.to_owned(), numbers: planning.numbers(), decimals: 0 };
    let guide = |slope: f64| Guide { label: format!("{slope} GiB/vCPU"), slope };
    let last = planning.plan.period.target_quarter;
    Figure {
        name: "vcpu_ram".to_owned(),
        title: t(planning, "vCPU against RAM", "vCPU so với RAM"),
        subtitle: t(
            planning,
            &format!(
                "Each point is a system, or all of an agency's machines that name none: \
                 likely vCPU and GiB in {last}, logarithmic axes"
            ),
            &format!(
                "Mỗi điểm là một hệ thống, hoặc toàn bộ máy ảo chưa rõ hệ thống của một cơ quan: \
                 vCPU và GiB khả dĩ tại {last}, trục lô-ga-rít"
            ),
        ),
        footer: footer(planning),
        plot: Plot::Scatter(Scatter {
            x: Axis { measure: measure("vCPU"), logarithmic: true },
            y: Axis { measure: measure("RAM (GiB)"), logarithmic: true },
            groups: zones.iter().map(|zone| Series::new(zone.clone())).collect(),
            points: systems.iter().map(point).collect(),
            guides: vec![guide(2.0), guide(4.0), guide(8.0)],
            labels_count: 6,
            edge_label: t(planning, "one of the two unknown", "chưa biết một trong hai"),
            no_data: no_data(planning),
        }),
    }
}

/// Storage by agency, stacked by tier, at the plan's last quarter.
pub fn storage_by_tier(planning: &Planning<'_>) -> Figure {
    let rows = used(planning, &[By::Agency, By::Tier], Some(Resource::Storage));
    let grid = grid(&rows, Resource::Storage, |row| {
        (row.key.agency_id.clone(), row.key.tier.word().to_owned())
    });
    let tiers: BTreeSet<String> = grid.values().flat_map(|series| series.keys().cloned()).collect();
    let order = [
        Tier::Ssd,
        Tier::Hdd,
        Tier::Object,
        Tier::File,
        Tier::Backup,
        Tier::Archive,
        Tier::Unspecified,
    ];
    let present = order.map(Tier::word).into_iter().filter(|tier| tiers.contains(*tier));
    let tiers: Vec<String> = present.map(str::to_owned).collect();
    let last = planning.plan.period.target_quarter;
    let measure = Measure { label: "TiB".to_owned(), numbers: planning.numbers(), decimals: 1 };
    Figure {
        name: "storage_by_tier".to_owned(),
        title: t(planning, "Storage demand by tier", "Nhu cầu lưu trữ theo lớp"),
        subtitle: t(
            planning,
            &format!("Likely usable TiB in {last}, by agency and tier"),
            &format!("TiB khả dụng khả dĩ tại {last}, theo cơ quan và lớp"),
        ),
        footer: footer(planning),
        plot: Plot::StackedBars(stacked(planning, &grid, &tiers, measure)),
    }
}
