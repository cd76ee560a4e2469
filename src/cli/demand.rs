//! `ndcap demand`: what agencies need, by quarter.

use clap::ValueEnum;

use super::chain::tell_unmatched;
use super::common::{Common, Exit, Format};
use super::output;
use crate::demand::{self, By, Draws, Left, Wanted};
use crate::report::tables;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Keys to sum by, separated by commas [default: all of them; for --format table: agency]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub by: Vec<Key>,
    /// Rows of which basis; `used` are those that count in totals
    #[arg(long, value_enum, default_value = "all")]
    pub basis: Basis,
    /// Leave out the rows of other quarters than the plan's last
    #[arg(long)]
    pub last_quarter: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Key {
    Agency,
    System,
    Zone,
    Tier,
    Quarter,
}

impl From<Key> for By {
    fn from(key: Key) -> Self {
        match key {
            Key::Agency => Self::Agency,
            Key::System => Self::System,
            Key::Zone => Self::Zone,
            Key::Tier => Self::Tier,
            Key::Quarter => Self::Quarter,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Basis {
    All,
    Used,
    AsSubmitted,
    RightSized,
    Requested,
    Converted,
}

impl Basis {
    fn wanted(self) -> Wanted<'static> {
        use crate::plan::Basis as Of;
        let (basis, is_used) = match self {
            Self::All => (None, None),
            Self::Used => (None, Some(true)),
            Self::AsSubmitted => (Some(Of::AsSubmitted), None),
            Self::RightSized => (Some(Of::RightSized), None),
            Self::Requested => (Some(Of::Requested), None),
            Self::Converted => (Some(Of::Converted), None),
        };
        Wanted { basis, is_used, ..Wanted::default() }
    }
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let demand = demand::size(&inventory, &plan)?;
    tell_unmatched(common, &demand);
    let draws = Draws::of(&plan, &demand.machines, &demand.peers);
    let last = plan.period.target_quarter;
    let mut wanted = args.basis.wanted();
    wanted.quarter = args.last_quarter.then_some(last);
    let mut by: Vec<By> = match (args.by.as_slice(), common.format) {
        ([], Format::Table) => vec![By::Agency],
        ([], _) => vec![By::Agency, By::System, By::Zone, By::Tier, By::Quarter],
        (keys, _) => keys.iter().map(|key| By::from(*key)).collect(),
    };
    // The fixed CSV does not say which rows count in totals; rows that differ in that only are one,
    // so that no key stands twice.
    if common.format != Format::Csv {
        by.push(By::Use);
    }
    let rows = demand.table(&by, &wanted, &draws);
    let table = tables::demand(&rows, &by, common.language(), common.format != Format::Csv);
    output::print(common, &table)?;
    if !common.quiet && common.format == Format::Table {
        if !by.contains(&By::Quarter) {
            eprintln!("stock in {last}, the plan's last quarter");
        }
        for why in Left::ALL {
            let count = demand.left_out.iter().filter(|left| left.why == why).count();
            if count > 0 {
                eprintln!("left out: {count} systems: {}", why.reason());
            }
        }
        for (resource, count) in &demand.unsized_amounts {
            let word = resource.word();
            eprintln!(
                "unknown: {word} of {count} machines, and no peer states it; totals are too low"
            );
        }
    }
    Ok(Exit::Clean)
}
