//! `ndcap quality`: how complete and how sound what agencies sent is.

use clap::ValueEnum;

use super::common::{Common, Exit, find_agency};
use super::output;
use crate::quality::judge;
use crate::report::tables;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which table to print
    #[arg(long, value_enum, default_value = "agencies")]
    pub table: Which,
    /// Only this agency, by id or name; it is still compared with all others
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// One row per agency: its score, the parts of it, what lowers it most
    Agencies,
    /// One row per agency and table
    Tables,
    /// One row per agency, table and column: cells filled in, valid, plausible
    Columns,
    /// What lowers each score, most first: what to ask for
    Losses,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let (language, agencies) = (common.language(), common.agencies()?);
    let wanted = args.agency.as_deref().map(|name| find_agency(agencies, name)).transpose()?;
    let inventory = common.open_store()?.inventory()?;
    let mut quality = judge(&inventory, agencies, &plan)?;
    if let Some(agency) = wanted {
        quality.agencies.retain(|of| of.agency_id == agency.id);
    }
    let table = match args.table {
        Which::Agencies => tables::quality_by_agency(&quality, agencies, &plan, language),
        Which::Tables => tables::quality_by_table(&quality, agencies, &plan, language),
        Which::Columns => tables::quality_by_column(&quality, agencies, &plan, language),
        Which::Losses => tables::quality_losses(&quality, agencies, &plan, language),
    };
    output::print(common, &table)?;
    Ok(Exit::Clean)
}
