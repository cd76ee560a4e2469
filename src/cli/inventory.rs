//! `ndcap inventory`: totals of what agencies have.

use anyhow::bail;
use clap::ValueEnum;

use super::common::{Common, Exit, Format, RollUpBy};
use super::duplicates::tell_doubt;
use super::output;
use crate::inventory::{Amount, Inventory, Totals, gaps, totals_by_agency, totals_by_successor};
use crate::report::tables;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What one row is
    #[arg(long, value_enum, default_value = "agency")]
    pub by: By,
    /// Sum by whoever answers for an agency on the day of --as-of: its successor. An agency whose
    /// functions were split keeps a row of its own, which says among whom
    #[arg(long, value_enum, value_name = "BY")]
    pub roll_up: Option<RollUpBy>,
    /// Which table
    #[arg(long, value_enum, default_value = "totals", value_name = "NAME")]
    pub table: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// What agencies have
    Totals,
    /// Agencies that lack the infrastructure they need, with the rule
    Gaps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// One row per agency
    Agency,
    /// One row for all
    All,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let inventory = common.open_store()?.inventory()?;
    if args.table == Name::Gaps {
        return gaps_of(common, &inventory, args);
    }
    let totals = totals_by_agency(&inventory)?;
    let (language, agencies) = (common.language(), common.agencies()?);
    let roll_up = common.roll_up(args.roll_up, &common.read_plan()?)?;
    let rolled = roll_up.map(|roll_up| (totals_by_successor(&totals, roll_up), roll_up));
    let table = match (args.by, &rolled) {
        (By::Agency, None) => tables::inventory_by_agency(&totals, agencies, language),
        (By::Agency, Some((rolled, roll_up))) => {
            tables::inventory_by_successor(rolled, *roll_up, language)
        }
        (By::All, _) => tables::inventory_line_of_all(&totals, language),
    };
    output::print(common, &table)?;
    if !common.quiet && common.format == Format::Table {
        for (agency, totals) in &totals {
            tell_unknown(agency, totals);
        }
        if let (By::Agency, Some((rolled, roll_up))) = (args.by, &rolled) {
            let ids = rolled.keys().map(String::as_str);
            let told = tables::successions_told(ids, *roll_up, language);
            told.iter().for_each(|line| eprintln!("{line}"));
        }
    }
    tell_doubt(common, &inventory, &common.read_plan()?)?;
    Ok(Exit::Clean)
}

fn gaps_of(common: &Common, inventory: &Inventory, args: &Args) -> anyhow::Result<Exit> {
    if args.by != By::Agency {
        bail!("--by all is for --table totals; gaps are those of an agency");
    }
    let plan = common.read_plan()?;
    let gaps = gaps(inventory, &plan)?;
    let agencies = common.agencies()?;
    output::print(common, &tables::gaps(&gaps, agencies, &plan, common.language()))?;
    Ok(Exit::Clean)
}

/// Says how many rows do not state an amount, so that a sum is not taken for the whole.
fn tell_unknown(agency: &str, totals: &Totals) {
    let amounts: [(&str, Amount); 10] = [
        ("vCPU", totals.vcpu_count),
        ("RAM", totals.ram_bytes),
        ("provisioned disk", totals.disk_provisioned_bytes),
        ("used disk", totals.disk_used_bytes),
        ("server cores", totals.server_cores_count),
        ("server RAM", totals.server_ram_bytes),
        ("raw storage", totals.storage_raw_bytes),
        ("usable storage", totals.storage_usable_bytes),
        ("used storage", totals.storage_used_bytes),
        ("database size", totals.database_size_bytes),
    ];
    let unknown: Vec<String> = amounts
        .iter()
        .filter(|(_, amount)| amount.rows_unknown > 0)
        .map(|(name, amount)| format!("{name} in {} of {} rows", amount.rows_unknown, amount.rows))
        .collect();
    if !unknown.is_empty() {
        eprintln!("{agency}: not stated and not in the sums: {}", unknown.join(", "));
    }
}
