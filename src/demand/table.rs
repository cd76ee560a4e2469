//! The table of demand, and its sums by any of its keys.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::Sized;
use super::amount::{Amount, Resource};
use super::sizing::growth_factor;
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each field is the column of that name")]
pub struct DemandKey {
    pub agency_id: String,
    pub system_id: String,
    pub zone: String,
    pub tier: String,
    pub quarter: Quarter,
    pub resource: Resource,
    pub basis: Basis,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRow {
    /// What it is of.
    pub key: DemandKey,
    /// How much, in raw units.
    pub amount: Amount,
    /// It counts in totals: of a system's bases exactly one does.
    pub is_used: bool,
}

/// Keys a table can be summed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Agency.
    Agency,
    /// System, with its agency.
    System,
    /// Zone.
    Zone,
    /// Tier of storage.
    Tier,
    /// Quarter.
    Quarter,
}

/// Builds the table: the stock of every quarter from each machine's arrival to the plan's last.
pub fn build(sized: &[Sized], plan: &Plan) -> Vec<DemandRow> {
    // Summed at the base quarter by first quarter, then grown once: a system's figure is rounded
    // once per quarter, not once per machine.
    let mut base: BTreeMap<(DemandKey, bool), Amount> = BTreeMap::new();
    for machine in sized {
        for part in &machine.parts {
            let key = DemandKey {
                agency_id: machine.agency_id.clone(),
                system_id: machine.system_id.clone(),
                zone: machine.zone.clone(),
                tier: part.tier.clone(),
                quarter: machine.quarter,
                resource: part.resource,
                basis: part.basis,
            };
            let is_used = machine.used_basis == Some(part.basis);
            let sum = base.entry((key, is_used)).or_default();
            *sum = sum.plus(part.amount);
        }
    }
    let mut stock: BTreeMap<(DemandKey, bool), Amount> = BTreeMap::new();
    for ((key, is_used), amount) in base {
        for quarter in key.quarter.through(plan.period.target_quarter) {
            let factor = growth_factor(plan, key.resource, key.basis, quarter);
            let sum = stock.entry((DemandKey { quarter, ..key.clone() }, is_used)).or_default();
            *sum = sum.plus(amount.grown(factor));
        }
    }
    stock.into_iter().map(|((key, is_used), amount)| DemandRow { key, amount, is_used }).collect()
}

/// Sums rows over the keys that are not named; those read empty, a quarter that is not named reads
/// the plan's last, since stocks of different quarters cannot be added.
pub fn aggregate(rows: &[DemandRow], by: &[By], last: Quarter) -> Vec<DemandRow> {
    let has = |key: By| by.contains(&key);
    let mut sums: BTreeMap<(DemandKey, bool), Amount> = BTreeMap::new();
    for row in rows {
        if !has(By::Quarter) && row.key.quarter != last {
            continue;
        }
        let keep = |wanted: bool, text: &String| if wanted { text.clone() } else { String::new() };
        let key = DemandKey {
            agency_id: keep(has(By::Agency) || has(By::System), &row.key.agency_id),
            system_id: keep(has(By::System), &row.key.system_id),
            zone: keep(has(By::Zone), &row.key.zone),
            tier: keep(has(By::Tier), &row.key.tier),
            ..row.key.clone()
        };
        let sum = sums.entry((key, row.is_used)).or_default();
        *sum = sum.plus(row.amount);
    }
    sums.into_iter().map(|((key, is_used), amount)| DemandRow { key, amount, is_used }).collect()
}

/// The table as a frame: the columns fixed for other programs, then `is_used`.
pub fn demand_frame(rows: &[DemandRow]) -> PolarsResult<DataFrame> {
    let texts = |of: &dyn Fn(&DemandRow) -> String| rows.iter().map(of).collect::<Vec<String>>();
    let print = |of: &dyn Fn(&Amount) -> u64| {
        rows.iter().map(|row| row.key.resource.print(of(&row.amount))).collect::<Vec<f64>>()
    };
    let shares = |of: &dyn Fn(&Amount) -> Option<f64>| {
        rows.iter().map(|row| of(&row.amount)).collect::<Vec<Option<f64>>>()
    };
    DataFrame::new(
        rows.len(),
        vec![
            Column::new("agency_id".into(), texts(&|row| row.key.agency_id.clone())),
            Column::new("system_id".into(), texts(&|row| row.key.system_id.clone())),
            Column::new("zone".into(), texts(&|row| row.key.zone.clone())),
            Column::new("tier".into(), texts(&|row| row.key.tier.clone())),
            Column::new("quarter".into(), texts(&|row| row.key.quarter.to_string())),
            Column::new("resource".into(), texts(&|row| row.key.resource.word().to_owned())),
            Column::new("unit".into(), texts(&|row| row.key.resource.unit().to_owned())),
            Column::new("basis".into(), texts(&|row| row.key.basis.word().to_owned())),
            Column::new("low".into(), print(&|amount| amount.low)),
            Column::new("likely".into(), print(&|amount| amount.likely)),
            Column::new("high".into(), print(&|amount| amount.high)),
            Column::new("declared_share".into(), shares(&|amount| amount.declared_share())),
            Column::new("imputed_share".into(), shares(&|amount| amount.imputed_share())),
            Column::new(
                "is_used".into(),
                rows.iter().map(|row| row.is_used).collect::<Vec<bool>>(),
            ),
        ],
    )
}
