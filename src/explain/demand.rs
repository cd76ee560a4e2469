//! Figures of the demand: machines sized, grown, added up.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::{assumptions, cell_formula, factors_of, figure_formula};
use super::{
    Address, AddressError, Contribution, ExplainError, ExplainedPart, Explanation, open_cells,
};
use crate::demand::{Demand, Draws, End, Figure, Resource, Wanted};
use crate::inventory::Inventory;
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

const KEYS: &[&str] =
    &["agency_id", "system_id", "id", "zone", "tier", "quarter", "resource", "basis", "is_used"];

/// A figure that is asked for.
struct Asked<'a> {
    resource: Resource,
    quarter: Quarter,
    end: End,
    wanted: Wanted<'a>,
}

/// Explains a figure of the demand.
pub fn explain(
    address: &Address,
    inventory: &Inventory,
    demand: &Demand,
    draws: &Draws,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    let plan = draws.plan();
    address.check_keys("demand", KEYS)?;
    let asked = Asked::read(address, plan)?;
    let Some(figure) =
        demand.figure(&asked.wanted, (asked.resource, asked.quarter), asked.end, draws)
    else {
        return Err(nothing_there(address, demand));
    };
    let contributions = contributions(&asked, &figure, draws, demand);
    let (cells, cells_left_out_count, cells_left_out_sum) =
        open_cells(contributions, inventory, plan, limit)?;
    Ok(Explanation {
        address: address.to_string(),
        value: Some(asked.resource.print(figure.value)),
        unit: asked.resource.unit().to_owned(),
        formula: figure_formula(&figure, asked.quarter, plan),
        draw: figure.draw.map(|draw| draw + 1),
        assumptions: assumptions(&figure, plan),
        parts: parts(address, &asked, &figure),
        cells,
        cells_left_out_count,
        cells_left_out_sum,
        rows_unknown: 0,
    })
}

impl<'a> Asked<'a> {
    fn read(address: &'a Address, plan: &Plan) -> Result<Self, AddressError> {
        let end = match address.column.as_str() {
            "low" => End::Low,
            "likely" => End::Likely,
            "high" => End::High,
            other => {
                let known = "low, likely, high".to_owned();
                let column = other.to_owned();
                return Err(AddressError::UnknownColumn { table: "demand", column, known });
            }
        };
        let resources = Resource::ALL.map(Resource::word).join(", ");
        let resource = address.key("resource").ok_or_else(|| AddressError::MissingKey {
            key: "resource",
            remedy: format!("one of {resources}"),
        })?;
        let resource = Resource::ALL
            .into_iter()
            .find(|known| known.word() == resource)
            .ok_or_else(|| wrong("resource", resource, format!("one of {resources}")))?;
        let quarter = match address.key("quarter") {
            None => plan.period.target_quarter,
            Some(text) => Quarter::read(text)
                .ok_or_else(|| wrong("quarter", text, "a quarter as 2025Q4".to_owned()))?,
        };
        let period = &plan.period;
        if !(period.base_quarter..=period.target_quarter).contains(&quarter) {
            let (first, last) = (period.base_quarter, period.target_quarter);
            let remedy = format!("the plan has quarters {first} to {last}");
            return Err(wrong("quarter", &quarter.to_string(), remedy));
        }
        let basis = address.key("basis").map(basis_of).transpose()?;
        let is_used = match address.key("is_used") {
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(other) => {
                return Err(wrong("is_used", other, "true or false".to_owned()));
            }
            // Without a basis, a figure is what counts in totals.
            None if basis.is_none() => Some(true),
            None => None,
        };
        let wanted = Wanted {
            agency_id: address.key("agency_id"),
            system_id: address.key("system_id"),
            id: address.key("id"),
            zone: address.key("zone"),
            tier: address.key("tier"),
            resource: Some(resource),
            basis,
            is_used,
            quarter: Some(quarter),
        };
        Ok(Self { resource, quarter, end, wanted })
    }
}

fn basis_of(text: &str) -> Result<Basis, AddressError> {
    Basis::ALL
        .into_iter()
        .find(|basis| basis.word() == text)
        .ok_or_else(|| wrong("basis", text, Basis::ALL.map(Basis::word).join(", ")))
}

fn wrong(key: &str, value: &str, remedy: String) -> AddressError {
    AddressError::Value { key: key.to_owned(), value: value.to_owned(), remedy }
}

/// One per part; parts of the same cell, as the backup of what a cell says, are told apart by their
/// formula.
fn contributions(
    asked: &Asked<'_>,
    figure: &Figure<'_>,
    draws: &Draws,
    demand: &Demand,
) -> Vec<Contribution> {
    let growth = |part| crate::demand::Growth::of(asked.resource, part);
    figure
        .additions
        .iter()
        .map(|addition| {
            let (machine, part) = (addition.machine, addition.part);
            let grown = growth(part.basis).factor(&figure.level, draws.plan(), asked.quarter);
            Contribution {
                table: machine.table,
                address: machine.address.clone(),
                column: part.column,
                value: asked.resource.print(addition.value),
                formula: cell_formula(addition, &figure.level, grown, draws.plan(), demand),
                factors: factors_of(machine, part),
            }
        })
        .collect()
}

/// One level down: agencies, then systems, then machines.
fn parts(address: &Address, asked: &Asked<'_>, figure: &Figure<'_>) -> Vec<ExplainedPart> {
    let levels = ["agency_id", "system_id", "id"];
    let Some(level) = levels.into_iter().find(|key| address.key(key).is_none()) else {
        return Vec::new();
    };
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for addition in &figure.additions {
        let machine = addition.machine;
        let value = match level {
            "agency_id" => &machine.agency_id,
            "system_id" => &machine.system_id,
            _ => &machine.id,
        };
        *sums.entry(value).or_default() += addition.value;
    }
    let address = address.with("quarter", &asked.quarter.to_string());
    sums.into_iter()
        .map(|(value, raw)| ExplainedPart {
            address: address.with(level, value).to_string(),
            value: asked.resource.print(raw),
        })
        .collect()
}

fn nothing_there(address: &Address, demand: &Demand) -> ExplainError {
    let quarters: BTreeSet<Quarter> = demand.machines.iter().map(|m| m.quarter).collect();
    let range = match quarters.first() {
        Some(first) => format!("the demand begins in {first}"),
        None => "the demand is empty; ingest submissions first".to_owned(),
    };
    let remedy = format!("no row of the demand matches; {range}");
    wrong("address", &address.to_string(), remedy).into()
}
