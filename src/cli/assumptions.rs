//! `ndcap assumptions`: everything that is assumed, with unit, range and source.

use super::common::{Common, Exit};
use super::output;
use crate::report::tables;

pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    output::print(common, &tables::assumptions(&plan, common.language()))?;
    Ok(Exit::Clean)
}
