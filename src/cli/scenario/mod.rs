//! `ndcap scenario`: two plans beside each other, and which assumption makes the difference.

mod tables;

use std::path::Path;

use anyhow::bail;
use serde_json::{Value as Json, json};

use super::chain::{placed, tell_unmatched};
use super::common::{Common, Exit, Format};
use super::{output, progress};
use crate::demand::{self, Draws};
use crate::inventory::Inventory;
use crate::plan::{Entries, Plan};
use crate::scenario::{Comparison, Outcome, Side, common_quarters, compare};

/// How the built-in plan is named on the command line; a file of that name is `./built-in`.
const BUILT_IN: &str = "built-in";

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

/// What is done with scenarios.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// What plan B changes against plan A, by agency, resource and quarter, and why
    ///
    /// A scenario is a plan file; its section [scenario] says which agencies and systems are left out
    /// or come later. Causes are found one at a time: plan A with one entry of plan B. What they do
    /// together, beyond the sum of each alone, is a line of its own.
    Compare(CompareArgs),
}

#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Plan file to compare with; `built-in` for the built-in plan
    #[arg(value_name = "A")]
    pub a: String,
    /// Plan file that is compared; `built-in` for the built-in plan
    #[arg(value_name = "B")]
    pub b: String,
    /// Most rows of differences to print as a table; the other formats have all of them
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// One of the two plans, read and computed.
struct Scenario {
    name: String,
    file: String,
    entries: Entries,
    outcome: Outcome,
    draws: Draws,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let Action::Compare(args) = &args.action;
    if common.plan.is_some() {
        bail!("scenario compare takes both plans as arguments; leave out --plan");
    }
    let (a, b) = (read(&args.a)?, read(&args.b)?);
    let (plan_a, plan_b) = (common.settle(a.plan()?)?, common.settle(b.plan()?)?);
    let Some(quarters) = common_quarters(&plan_a, &plan_b) else {
        bail!(
            "the plans have no quarter in common: {} to {}, and {} to {}",
            plan_a.period.base_quarter,
            plan_a.period.target_quarter,
            plan_b.period.base_quarter,
            plan_b.period.target_quarter
        );
    };
    let inventory = common.open_store()?.inventory()?;
    let a = scenario(&args.a, a, plan_a, &inventory)?;
    let b = scenario(&args.b, b, plan_b, &inventory)?;
    tell_unmatched(common, &a.outcome.demand);
    tell_unmatched(common, &b.outcome.demand);
    let steps = a.entries.differences(&b.entries).len();
    let bar = progress::bar(common.quiet, steps, "one assumption at a time");
    let comparison = compare(a.side(), b.side(), quarters, |plan| {
        bar.inc(1);
        outcome(common.settle(plan)?, &inventory)
    })?;
    bar.finish_and_clear();
    match common.format {
        Format::Json => {
            let answer = as_json(common, &a, &b, &comparison);
            output::emit(common, output::json(&answer).as_bytes())?;
        }
        Format::Table => {
            let text = tables::as_text(common, &a, &b, &comparison, args.limit);
            output::emit(common, text.as_bytes())?;
            tables::tell_unknown(common, &a, &b);
        }
        Format::Csv | Format::Parquet | Format::Sarif => {
            output::print(common, &tables::differences(&comparison, common.language()))?;
        }
    }
    let fits = |scenario: &Scenario| scenario.outcome.placement.unplaced.is_empty();
    Ok(if fits(&a) && fits(&b) { Exit::Clean } else { Exit::DoesNotFit })
}

fn read(argument: &str) -> anyhow::Result<Entries> {
    Ok(match argument {
        BUILT_IN => Entries::built_in(),
        path => Entries::read(Path::new(path))?,
    })
}

/// What the inventory comes to under a plan.
fn outcome(plan: Plan, inventory: &Inventory) -> anyhow::Result<Outcome> {
    let demand = demand::size(inventory, &plan)?;
    let (_, placement) = placed(&demand, inventory, &plan)?;
    Ok(Outcome { plan, demand, placement })
}

fn scenario(
    file: &str,
    entries: Entries,
    plan: Plan,
    inventory: &Inventory,
) -> anyhow::Result<Scenario> {
    let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = Some(plan.scenario.name.clone()).filter(|name| !name.is_empty()).or(stem);
    let outcome = outcome(plan, inventory)?;
    let demand = &outcome.demand;
    let draws = Draws::of(&outcome.plan, &demand.machines, &demand.peers);
    let name = name.unwrap_or_else(|| file.to_owned());
    Ok(Scenario { name, file: file.to_owned(), entries, outcome, draws })
}

impl Scenario {
    const fn side(&self) -> Side<'_> {
        Side { entries: &self.entries, outcome: &self.outcome, draws: &self.draws }
    }

    fn as_json(&self) -> Json {
        json!({
            "name": self.name,
            "file": self.file,
            "target_quarter": self.outcome.plan.period.target_quarter.to_string(),
        })
    }
}

/// The comparison as the fixed JSON.
fn as_json(common: &Common, a: &Scenario, b: &Scenario, comparison: &Comparison) -> Json {
    let language = common.language();
    let mut causes = Vec::new();
    for cause in &comparison.causes {
        let entry = &cause.difference;
        let line = |resource: Json, unit: Json, effect: Json, remark: Json| {
            json!({
                "name": entry.name, "a": entry.a, "b": entry.b,
                "resource": resource, "unit": unit, "effect": effect, "remark": remark,
            })
        };
        match &cause.effects {
            Err(reason) => {
                causes.push(line(Json::Null, Json::Null, Json::Null, reason.as_str().into()));
            }
            Ok(effects) => causes.extend(effects.iter().map(|(figure, raw)| {
                let effect = figure.print(*raw).into();
                line(figure.word().into(), figure.unit().into(), effect, Json::Null)
            })),
        }
    }
    let together = comparison.together.iter().map(|line| {
        json!({
            "resource": line.figure.word(),
            "unit": line.figure.unit(),
            "difference": line.figure.print(line.difference),
            "sum_of_effects": line.figure.print(line.alone),
            "together": line.figure.print(line.beyond()),
        })
    });
    json!({
        "a": a.as_json(),
        "b": b.as_json(),
        "quarter": comparison.quarter.to_string(),
        "totals": tables::totals(a, b, comparison, language).to_json(),
        "placement": tables::placement(comparison, language).to_json(),
        "differences": tables::differences(comparison, language).to_json(),
        "causes": causes,
        "together": together.collect::<Vec<_>>(),
    })
}
