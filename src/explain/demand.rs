//! Figures of the demand: machines sized, grown, added up.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Contribution, Sampled, open_cells};
use super::formula::{assumptions, cell_formula, factors_of, figure_formula};
use super::{
    Address, AddressError, ExplainError, ExplainedPart, Explanation, UsedDelay, counted_elsewhere,
};
use crate::demand::{Demand, Draws, End, Figure, Quantity, Resource, Traced, Wanted};
use crate::inventory::Inventory;
use crate::plan::{Basis, Plan};
use crate::schema::Table;
use crate::time::Quarter;

const KEYS: &[&str] = &[
    "agency_id",
    "system_id",
    "id",
    "zone",
    "tier",
    "quarter",
    "resource",
    "basis",
    "is_used",
    "draw",
    "drawn_over",
];

/// Keys by which a figure is taken apart, one level after the other.
const LEVELS: [&str; 3] = ["agency_id", "system_id", "id"];

/// A figure that is asked for.
struct Asked<'a> {
    resource: Resource,
    quarter: Quarter,
    end: End,
    wanted: Wanted<'a>,
    /// The draw that is asked for, from 0, and the figure whose draw it is: the same without the keys
    /// that are named in `drawn_over`.
    draw: Option<(usize, Wanted<'a>)>,
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
    let place = (asked.resource, asked.quarter);
    let figure = match &asked.draw {
        None => demand.figure(&asked.wanted, place, asked.end, draws),
        Some((draw, whole)) => demand.in_draw(&asked.wanted, whole, place, *draw, draws),
    };
    let Some(figure) = figure else {
        return Err(nothing_there(address, &asked, demand));
    };
    let contributions = contributions(&asked, &figure, draws, demand);
    let opened = open_cells(contributions, inventory, plan, limit)?;
    Ok(Explanation {
        address: address.to_string(),
        value: Some(asked.resource.print(figure.value)),
        unit: asked.resource.unit().to_owned(),
        formula: figure_formula(&figure, asked.quarter, plan),
        draw: figure.draw.map(|draw| draw + 1),
        assumptions: assumptions(&figure, plan),
        parts: parts(address, &asked, &figure),
        delays: delays(&asked, demand),
        cells: opened.cells,
        samples: opened.samples,
        cells_left_out_count: opened.left_out.0,
        cells_left_out_sum: opened.left_out.1,
        counted_elsewhere: counted_elsewhere(
            inventory,
            &[Table::Workload, Table::Server],
            address.key("agency_id"),
        )?,
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
        let draw = draw_of(address, end, plan, &wanted)?;
        Ok(Self { resource, quarter, end, wanted, draw })
    }
}

/// The draw of an address, and the figure whose draw it is.
fn draw_of<'a>(
    address: &Address,
    end: End,
    plan: &Plan,
    wanted: &Wanted<'a>,
) -> Result<Option<(usize, Wanted<'a>)>, AddressError> {
    let over = address.key("drawn_over");
    let Some(draw) = address.key("draw") else {
        let remedy = "the draw of a low or high figure".to_owned();
        return over.map_or(Ok(None), |_| Err(AddressError::MissingKey { key: "draw", remedy }));
    };
    if end == End::Likely {
        let remedy = "the likely figure is of no draw; open it as low or high".to_owned();
        return Err(wrong("draw", draw, remedy));
    }
    let most = plan.simulation.draws as usize;
    let number = draw.parse::<usize>().ok().filter(|number| (1..=most).contains(number));
    let number =
        number.ok_or_else(|| wrong("draw", draw, format!("the plan has draws 1 to {most}")))?;
    let mut whole = wanted.clone();
    for key in over.into_iter().flat_map(|over| over.split(',')) {
        match key {
            "agency_id" => whole.agency_id = None,
            "system_id" => whole.system_id = None,
            "id" => whole.id = None,
            other => return Err(wrong("drawn_over", other, LEVELS.join(", "))),
        }
    }
    Ok(Some((number - 1, whole)))
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
    figure
        .additions
        .iter()
        .map(|addition| {
            let (machine, part) = (addition.machine, addition.part);
            let grown = part.growth().factor(&figure.level, draws.plan(), asked.quarter);
            Contribution {
                table: machine.table,
                address: machine.address.clone(),
                column: part.column,
                value: asked.resource.print(addition.value),
                formula: cell_formula(addition, &figure.level, grown, draws.plan(), demand),
                factors: factors_of(machine, part),
                sampled: machine.samples.behind(part).map(|quantity| Sampled {
                    traced: Traced {
                        agency_id: machine
                            .stored_under
                            .as_ref()
                            .unwrap_or(&machine.agency_id)
                            .clone(),
                        workload: machine.address.clone(),
                        quantity,
                    },
                    is_factor: matches!(quantity, Quantity::Cpu | Quantity::Ram),
                }),
            }
        })
        .collect()
}

/// One level down: agencies, then systems, then machines. Of a figure of a draw, what each adds in that
/// draw; its address says so, since its own low and high are others.
fn parts(address: &Address, asked: &Asked<'_>, figure: &Figure<'_>) -> Vec<ExplainedPart> {
    let Some(level) = LEVELS.into_iter().find(|key| address.key(key).is_none()) else {
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
    let mut address = address.with("quarter", &asked.quarter.to_string());
    match figure.draw {
        Some(draw) => {
            let over = address.key("drawn_over").map(|over| format!("{over},{level}"));
            address = address
                .with("draw", &(draw + 1).to_string())
                .with("drawn_over", over.as_deref().unwrap_or(level));
        }
        // The draws are not beyond the likely figure, which then stands for them.
        None => "likely".clone_into(&mut address.column),
    }
    sums.into_iter()
        .map(|(value, raw)| ExplainedPart {
            address: address.with(level, value).to_string(),
            value: asked.resource.print(raw),
        })
        .collect()
}

/// Machines of the figure that the plan's scenario has come later than they state, where they would be
/// there by its quarter.
fn delays(asked: &Asked<'_>, demand: &Demand) -> Vec<UsedDelay> {
    type Key<'a> = (&'a str, &'a str, Quarter, Quarter);
    let mut counts: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for machine in &demand.machines {
        let Some(stated) = machine.delayed_from.filter(|stated| *stated <= asked.quarter) else {
            continue;
        };
        if machine.parts.iter().any(|part| asked.wanted.has(machine, part)) {
            let key = (machine.agency_id.as_str(), machine.system_id.as_str());
            *counts.entry((key.0, key.1, stated, machine.quarter)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((agency_id, system_id, stated, quarter), machines_count)| UsedDelay {
            agency_id: agency_id.to_owned(),
            system_id: system_id.to_owned(),
            quarter_stated: stated.to_string(),
            quarter: quarter.to_string(),
            machines_count,
            is_in_figure: quarter <= asked.quarter,
        })
        .collect()
}

fn nothing_there(address: &Address, asked: &Asked<'_>, demand: &Demand) -> ExplainError {
    let quarters: BTreeSet<Quarter> = demand.machines.iter().map(|m| m.quarter).collect();
    let range = match (delays(asked, demand).first(), quarters.first()) {
        (Some(delay), _) => format!(
            "the scenario of the plan has {}/{} come in {} instead of {}",
            delay.agency_id, delay.system_id, delay.quarter, delay.quarter_stated
        ),
        (None, Some(first)) => format!("the demand begins in {first}"),
        (None, None) => "the demand is empty; ingest submissions first".to_owned(),
    };
    let remedy = format!("no row of the demand matches; {range}");
    wrong("address", &address.to_string(), remedy).into()
}
