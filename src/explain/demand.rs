//! Figures of the demand: machines sized, grown, added up.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Address, AddressError, Contribution, ExplainError, ExplainedPart, Explanation, UsedAssumption,
    open_cells,
};
use crate::demand::{Amount, Demand, DemandRow, Part, Resource, Sized, growth_factor};
use crate::inventory::Inventory;
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

const KEYS: &[&str] = &["agency_id", "system_id", "zone", "tier", "quarter", "resource", "basis"];

/// Which rows a figure is the sum of.
struct Wanted<'a> {
    address: &'a Address,
    resource: Resource,
    quarter: Quarter,
    /// Given, or the basis that counts in totals.
    basis: Option<Basis>,
}

/// Which end of an amount.
#[derive(Clone, Copy)]
enum End {
    Low,
    Likely,
    High,
}

impl End {
    const fn of(self, amount: &Amount) -> u64 {
        match self {
            Self::Low => amount.low,
            Self::Likely => amount.likely,
            Self::High => amount.high,
        }
    }

    const fn factor(self, factors: (f64, f64, f64)) -> f64 {
        match self {
            Self::Low => factors.0,
            Self::Likely => factors.1,
            Self::High => factors.2,
        }
    }
}

/// Explains a figure of the demand.
pub fn explain(
    address: &Address,
    inventory: &Inventory,
    demand: &Demand,
    plan: &Plan,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    address.check_keys("demand", KEYS)?;
    let end = match address.column.as_str() {
        "low" => End::Low,
        "likely" => End::Likely,
        "high" => End::High,
        other => {
            let known = "low, likely, high".to_owned();
            let column = other.to_owned();
            return Err(AddressError::UnknownColumn { table: "demand", column, known }.into());
        }
    };
    let wanted = Wanted::read(address, plan)?;
    let rows: Vec<&DemandRow> = demand.rows.iter().filter(|row| wanted.has_row(row)).collect();
    if rows.is_empty() {
        return Err(nothing_there(&wanted, demand));
    }
    let print = |raw: u64| wanted.resource.print(raw);
    let total: u64 = rows.iter().map(|row| end.of(&row.amount)).sum();
    let contributions = contributions(demand, &wanted, plan, end);
    let bases: BTreeSet<Basis> = rows.iter().map(|row| row.key.basis).collect();
    let (cells, cells_left_out_count, cells_left_out_sum) =
        open_cells(contributions, inventory, plan, limit)?;
    Ok(Explanation {
        address: address.to_string(),
        value: Some(print(total)),
        unit: wanted.resource.unit().to_owned(),
        formula: formula(&wanted, &bases, plan),
        assumptions: assumptions(&wanted, &bases, plan),
        parts: parts(&wanted, &rows, end),
        cells,
        cells_left_out_count,
        cells_left_out_sum,
        rows_unknown: 0,
    })
}

impl<'a> Wanted<'a> {
    fn read(address: &'a Address, plan: &Plan) -> Result<Self, AddressError> {
        let resources = Resource::ALL.map(Resource::word).join(", ");
        let resource = address.key("resource").ok_or_else(|| AddressError::MissingKey {
            key: "resource",
            remedy: format!("one of {resources}"),
        })?;
        let value = |key: &str, value: &str, remedy: String| AddressError::Value {
            key: key.to_owned(),
            value: value.to_owned(),
            remedy,
        };
        let resource = Resource::ALL
            .into_iter()
            .find(|known| known.word() == resource)
            .ok_or_else(|| value("resource", resource, format!("one of {resources}")))?;
        let quarter = match address.key("quarter") {
            None => plan.period.target_quarter,
            Some(text) => Quarter::read(text)
                .ok_or_else(|| value("quarter", text, "a quarter as 2025Q4".to_owned()))?,
        };
        let bases = [Basis::AsSubmitted, Basis::RightSized, Basis::Requested];
        let basis = match address.key("basis") {
            None => None,
            Some(text) => Some(
                bases
                    .into_iter()
                    .find(|basis| basis.word() == text)
                    .ok_or_else(|| value("basis", text, bases.map(Basis::word).join(", ")))?,
            ),
        };
        Ok(Self { address, resource, quarter, basis })
    }

    fn has_row(&self, row: &DemandRow) -> bool {
        let key = &row.key;
        let fits =
            |name: &str, value: &str| self.address.key(name).is_none_or(|wanted| wanted == value);
        key.resource == self.resource
            && key.quarter == self.quarter
            && self.basis.map_or(row.is_used, |basis| basis == key.basis)
            && fits("agency_id", &key.agency_id)
            && fits("system_id", &key.system_id)
            && fits("zone", &key.zone)
            && fits("tier", &key.tier)
    }

    fn has_part(&self, machine: &Sized, part: &Part) -> bool {
        let fits =
            |name: &str, value: &str| self.address.key(name).is_none_or(|wanted| wanted == value);
        let basis = self.basis.or(machine.used_basis);
        part.resource == self.resource
            && machine.quarter <= self.quarter
            && basis == Some(part.basis)
            && fits("agency_id", &machine.agency_id)
            && fits("system_id", &machine.system_id)
            && fits("zone", &machine.zone)
            && fits("tier", &part.tier)
    }
}

fn contributions(demand: &Demand, wanted: &Wanted<'_>, plan: &Plan, end: End) -> Vec<Contribution> {
    let mut contributions = Vec::new();
    for machine in &demand.machines {
        for part in machine.parts.iter().filter(|part| wanted.has_part(machine, part)) {
            let factors = growth_factor(plan, part.resource, part.basis, wanted.quarter);
            let value = wanted.resource.print(end.of(&part.amount)) * end.factor(factors);
            contributions.push(Contribution {
                table: machine.table,
                address: machine.address.clone(),
                column: part.column,
                value,
            });
        }
    }
    contributions
}

fn parts(wanted: &Wanted<'_>, rows: &[&DemandRow], end: End) -> Vec<ExplainedPart> {
    let level =
        ["agency_id", "system_id"].into_iter().find(|key| wanted.address.key(key).is_none());
    let Some(level) = level else { return Vec::new() };
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        let value = if level == "agency_id" { &row.key.agency_id } else { &row.key.system_id };
        *sums.entry(value).or_default() += end.of(&row.amount);
    }
    let address = wanted.address.with("quarter", &wanted.quarter.to_string());
    sums.into_iter()
        .map(|(value, raw)| ExplainedPart {
            address: address.with(level, value).to_string(),
            value: wanted.resource.print(raw),
        })
        .collect()
}

fn names_of(resource: Resource, basis: Basis) -> Vec<&'static str> {
    let growth = match resource {
        Resource::Storage => "demand.storage_growth_per_year",
        _ => "demand.growth_per_year",
    };
    match (basis, resource) {
        (Basis::Requested, _) => vec![],
        (Basis::AsSubmitted, _) | (_, Resource::Gpu) => vec![growth, "demand.imputation_spread"],
        (Basis::RightSized, Resource::Vcpu) => vec![
            "demand.cpu_comfort_factor",
            "demand.vcpu_minimum",
            growth,
            "demand.imputation_spread",
        ],
        (Basis::RightSized, Resource::Ram) => vec![
            "demand.ram_comfort_factor",
            "demand.ram_minimum_gib",
            growth,
            "demand.imputation_spread",
        ],
        (Basis::RightSized, Resource::Storage) => {
            vec!["demand.storage_comfort_factor", growth, "demand.imputation_spread"]
        }
    }
}

fn assumptions(wanted: &Wanted<'_>, bases: &BTreeSet<Basis>, plan: &Plan) -> Vec<UsedAssumption> {
    let mut names: Vec<&str> = Vec::new();
    for basis in bases {
        for name in names_of(wanted.resource, *basis) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
        .into_iter()
        .filter_map(|name| plan.assumption(name))
        .map(|line| UsedAssumption {
            name: line.name.to_owned(),
            value: line.value,
            unit: line.unit,
            source: line.source,
        })
        .collect()
}

fn formula(wanted: &Wanted<'_>, bases: &BTreeSet<Basis>, plan: &Plan) -> String {
    let years = wanted.quarter.years_since(plan.period.base_quarter).max(0.0);
    let base = plan.period.base_quarter;
    let of = |basis: &Basis| match (basis, wanted.resource) {
        (Basis::Requested, _) => "requested: the amounts asked for, without growth".to_owned(),
        (Basis::AsSubmitted, _) | (Basis::RightSized, Resource::Gpu) => {
            format!("{}: Σ allocated × (1 + growth)^{years} years since {base}", basis.word())
        }
        (Basis::RightSized, Resource::Storage) => format!(
            "right_sized: Σ used × comfort × (1 + growth)^{years} years since {base}; \
             without a used size the provisioned one, counted as imputed"
        ),
        (Basis::RightSized, _) => format!(
            "right_sized: Σ max(minimum, allocated × P95 ÷ 100 × comfort) × (1 + growth)^{years} \
             years since {base}; without a measurement the allocated size, counted as imputed"
        ),
    };
    bases.iter().map(of).collect::<Vec<_>>().join(" + ")
}

fn nothing_there(wanted: &Wanted<'_>, demand: &Demand) -> ExplainError {
    let quarters: BTreeSet<Quarter> = demand.rows.iter().map(|row| row.key.quarter).collect();
    let range = match (quarters.first(), quarters.last()) {
        (Some(first), Some(last)) => format!("the demand has quarters {first} to {last}"),
        _ => "the demand is empty; ingest submissions first".to_owned(),
    };
    AddressError::Value {
        key: "address".to_owned(),
        value: wanted.address.to_string(),
        remedy: format!("no row of the demand matches; {range}"),
    }
    .into()
}
