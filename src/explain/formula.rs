//! Formulas of demand, with their numbers.

use std::collections::BTreeSet;

use super::UsedAssumption;
use crate::demand::{
    Addition, Chain, Demand, Driver, Figure, Level, Need, Part, PartSize, Resource, Sized,
};
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

/// How a figure is computed: one sentence per basis and way of sizing, with the factors as numbers.
pub fn figure_formula(figure: &Figure<'_>, quarter: Quarter, plan: &Plan) -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for addition in &figure.additions {
        let part = addition.part;
        let growth = part.growth();
        let mut line = format!("{}: Σ {}", part.basis.word(), need_of(part, &figure.level, plan));
        line.push_str(&chain_of(part, &figure.level, plan));
        if let Some(driver) = growth.driver() {
            let rate = number(figure.level.value(driver));
            let base = growth.since(plan);
            let quarters = quarter.quarters_since(base);
            let factor = number(growth.factor(&figure.level, plan, quarter));
            let years = number(f64::from(quarters) / 4.0);
            line.push_str(&format!(" × {factor} [(1 + {rate})^{years} years since {base}]"));
        }
        lines.insert(line);
    }
    lines.into_iter().collect::<Vec<_>>().join(" + ")
}

/// What is summed, in words, with the factor of the need.
fn need_of(part: &Part, level: &Level, plan: &Plan) -> String {
    let factor = number(part.recipe.inner(level));
    let size = match part.size {
        PartSize::Stated { .. } => size_word(part),
        PartSize::Peers { .. } => "mean of peers",
    };
    match part.recipe.need {
        Need::AsIs => size.to_owned(),
        Need::CpuComfort => format!(
            "max({} vCPU, {size} × measured use × {factor} comfort)",
            number(plan.demand.vcpu_minimum.value)
        ),
        Need::RamComfort => format!(
            "max({} GiB, {size} × measured use × {factor} comfort)",
            number(plan.demand.ram_minimum_gib.value)
        ),
        Need::StorageComfort | Need::PerformanceComfort => format!("{size} × {factor} comfort"),
        Need::Unmeasured => format!("{size} × {factor} (use not measured)"),
        Need::ConvertedCpu => format!(
            "max({} vCPU, {size} × measured use ÷ {} target)",
            number(plan.demand.vcpu_minimum.value),
            number(level.value(Driver::ConvertedCpuTarget))
        ),
        Need::ConvertedUnmeasured => format!("{size} × {factor} (server not measured)"),
        Need::ConvertedDisk => format!("{size} × {factor} in use"),
    }
}

fn size_word(part: &Part) -> &'static str {
    match (part.column, part.basis) {
        ("disk_used_bytes", _) => "used disk",
        ("cores_count", _) => "cores",
        ("disk_raw_bytes", _) => "raw disks",
        (_, Basis::Requested) => "requested",
        _ => "allocated",
    }
}

/// What becomes of the need, with its factors.
fn chain_of(part: &Part, level: &Level, plan: &Plan) -> String {
    let value = |driver| number(level.value(driver));
    let raw = |protection: f64| {
        format!(
            " × (1 + {} snapshots) × {} protection ÷ {} fill",
            value(Driver::SnapshotReserve),
            number(protection),
            value(Driver::FillShare)
        )
    };
    let backup = || {
        format!(
            " × ({} full + {} incremental × {} change) ÷ {} reduction × {} headroom of backup",
            value(Driver::BackupFull),
            value(Driver::BackupIncremental),
            value(Driver::BackupChange),
            value(Driver::BackupReduction),
            value(Driver::BackupHeadroom)
        )
    };
    let mut text = match part.recipe.chain {
        Chain::Direct => String::new(),
        Chain::Raw(tier) => raw(tier.protection(plan).factor()),
        Chain::Backup => backup(),
        Chain::BackupRaw => backup() + &raw(plan.storage.protection_backup.factor()),
    };
    if let Some(driver) = part.recipe.site.driver() {
        text.push_str(&format!(" × {} at the second site", value(driver)));
    }
    text
}

/// The same for one cell: `8 × 42 % × 1.3 × 1.651`.
pub fn cell_formula(
    addition: &Addition<'_>,
    level: &Level,
    grown: f64,
    plan: &Plan,
    demand: &Demand,
) -> String {
    let part = addition.part;
    let unit = |raw: f64| number(part.resource.print(raw));
    let inner = part.recipe.inner(level);
    let mut text = match part.size {
        PartSize::Stated { size, share } => {
            let is_sampled = addition.machine.samples.behind(part).is_some();
            let sampled = if is_sampled { " (samples)" } else { "" };
            let share_text = match is_one(share) {
                true => String::new(),
                false => format!(" × {} %{sampled}", number(share * 100.0)),
            };
            let need = format!("{}{share_text}{}", unit(size), times(inner));
            if size * share * inner < part.floor {
                format!("at least {}, above {need}", unit(part.floor))
            } else {
                need
            }
        }
        PartSize::Peers { group, weight } => {
            let group = demand.peers.group(group);
            let mean = unit(group.mean * weight * addition.drawn_over_mean);
            let drawn = if is_one(addition.drawn_over_mean) { "mean" } else { "drawn" };
            let members = group.sizes.len();
            format!(
                "not stated; {drawn} {mean} of {members} peers ({}){}",
                group.name,
                times(inner)
            )
        }
    };
    let outer = part.recipe.outer(level, plan);
    text.push_str(&times(outer));
    text.push_str(&times(grown));
    if let Some(flavour) = addition.machine.flavour.and_then(|at| plan.flavours.get(at))
        && part.basis == Basis::RightSized
        && matches!(part.resource, Resource::Vcpu | Resource::Ram)
    {
        text.push_str(&format!(", rounded up to {}", flavour.name));
    }
    text
}

fn times(factor: f64) -> String {
    if is_one(factor) { String::new() } else { format!(" × {}", number(factor)) }
}

/// Cells of the row that are factors of a part: the measured use, where it is stated and not the
/// percentile of samples; the year from which an amount asked for grows.
pub fn factors_of(machine: &Sized, part: &Part) -> Vec<(&'static str, String)> {
    if part.horizon.is_some() && part.growth().driver().is_some() {
        return vec![(
            "horizon_year",
            "year the cell above is meant for; it grows after it".to_owned(),
        )];
    }
    let column = match part.recipe.need {
        Need::CpuComfort | Need::ConvertedCpu => "cpu_util_p95_pct",
        Need::RamComfort => "ram_util_p95_pct",
        _ => return Vec::new(),
    };
    if machine.samples.behind(part).is_some() {
        return Vec::new();
    }
    vec![(column, "measured use, a factor of the cell above".to_owned())]
}

/// The assumptions a figure rests on, in the order of the plan file, at the values they have in it.
pub fn assumptions(figure: &Figure<'_>, plan: &Plan) -> Vec<UsedAssumption> {
    let mut drivers: BTreeSet<Driver> = BTreeSet::new();
    let mut minimums: BTreeSet<&'static str> = BTreeSet::new();
    let mut protections: BTreeSet<(&'static str, String)> = BTreeSet::new();
    for part in figure.additions.iter().map(|addition| addition.part) {
        drivers.extend(part.recipe.drivers());
        drivers.extend(part.growth().driver());
        match part.recipe.need {
            Need::CpuComfort | Need::ConvertedCpu => minimums.insert("demand.vcpu_minimum"),
            Need::RamComfort => minimums.insert("demand.ram_minimum_gib"),
            _ => false,
        };
        let tier = match part.recipe.chain {
            Chain::Raw(tier) => tier,
            Chain::BackupRaw => crate::demand::Tier::Backup,
            Chain::Direct | Chain::Backup => continue,
        };
        protections.insert((tier.word(), tier.protection(plan).to_string()));
    }
    let of_driver = |driver: Driver| {
        let assumption = driver.of(plan);
        UsedAssumption {
            name: driver.name().to_owned(),
            value: figure.level.value(driver),
            unit: assumption.unit.clone(),
            source: assumption.source.clone(),
        }
    };
    let mut used: Vec<UsedAssumption> = drivers.into_iter().map(of_driver).collect();
    let minimums = minimums.into_iter().filter_map(|name| plan.assumption(name));
    used.extend(minimums.map(|line| UsedAssumption {
        name: line.name.to_owned(),
        value: line.value,
        unit: line.unit,
        source: line.source,
    }));
    used.extend(protections.into_iter().map(|(tier, protection)| {
        let tier_of = crate::demand::Tier::of(Some(tier));
        UsedAssumption {
            name: format!("storage.protection_{tier}"),
            value: tier_of.protection(plan).factor(),
            unit: "ratio".to_owned(),
            source: format!("[P] {protection}"),
        }
    }));
    used
}

/// A number for people: no more places than it needs, at most four.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn is_one(factor: f64) -> bool {
    (factor - 1.0).abs() < f64::EPSILON
}
