//! `ndcap demand`: what agencies need, by quarter, and what that rests on.

use anyhow::bail;
use clap::ValueEnum;

use super::chain::tell_unmatched;
use super::common::{Common, Exit, Format, RollUpBy};
use super::duplicates::tell_doubt;
use super::output;
use crate::demand::{self, By, Demand, Draws, Left, Wanted};
use crate::language::NumberStyle;
use crate::plan::Plan;
use crate::report::table::Table;
use crate::report::tables;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which table
    #[arg(long, value_enum, default_value = "demand", value_name = "NAME")]
    pub table: Name,
    /// Keys to sum by, separated by commas; for --table peak: agency
    /// [default: all of them; for --format table: agency; for --table peak: none]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub by: Vec<Key>,
    /// Rows of which basis; `used` are those that count in totals
    #[arg(long, value_enum, default_value = "all")]
    pub basis: Basis,
    /// Leave out the rows of other quarters than the plan's last
    #[arg(long)]
    pub last_quarter: bool,
    /// Sum by whoever answers for an agency on the day of --as-of: its successor. An agency whose
    /// functions were split keeps rows of its own, which say among whom
    #[arg(long, value_enum, value_name = "BY")]
    pub roll_up: Option<RollUpBy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// Resources by agency, system, zone, tier, quarter and basis
    Demand,
    /// What each system asks for on every basis, side by side
    Bases,
    /// What each workload, cloud need and converted server comes to
    Machines,
    /// Steady state and peak of every quarter, while old and new run together
    Peak,
    /// How long the data of each system takes to move
    Transfer,
    /// Which assumption moves which total most
    Tornado,
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
    refuse_what_does_not_apply(args)?;
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    // Only the table of machines is of one machine each.
    let demand = match args.table {
        Name::Machines => demand::size(&inventory, &plan)?,
        _ => demand::size_folded(&inventory, &plan)?,
    };
    tell_unmatched(common, &demand);
    let roll_up = common.roll_up(args.roll_up, &plan)?;
    let demand = demand.rolled_up(roll_up);
    let (table, told) = match args.table {
        Name::Demand => summed(common, args, &demand, &plan),
        Name::Bases => bases(common, &demand, &plan),
        Name::Machines => {
            (tables::machines(&demand, &plan, common.language()), told_of_demand(&demand))
        }
        Name::Peak => peak(common, !args.by.is_empty(), &demand, &plan),
        Name::Transfer => {
            let rows = demand::transfers(&demand, &plan);
            (tables::transfer(&rows, &plan, common.language()), Vec::new())
        }
        Name::Tornado => {
            let last = plan.period.target_quarter;
            let rows = tables::moves_of_demand(&demand, last, &plan);
            (tables::tornado(&rows, last, common.language()), Vec::new())
        }
    };
    let (table, successions) = match roll_up {
        None => (table, Vec::new()),
        Some(roll_up) => {
            let ids = table.texts("agency_id");
            let told = tables::successions_told(ids.into_iter(), roll_up, common.language());
            (tables::with_succession(table, roll_up, common.language()), told)
        }
    };
    output::print(common, &table)?;
    if !common.quiet && common.format == Format::Table {
        told.iter().chain(&successions).for_each(|line| eprintln!("{line}"));
    }
    tell_doubt(common, &inventory, &plan)?;
    Ok(Exit::Clean)
}

/// An option that a table cannot follow is refused, not passed over.
fn refuse_what_does_not_apply(args: &Args) -> anyhow::Result<()> {
    if args.table == Name::Demand {
        return Ok(());
    }
    let is_by_agency = args.table == Name::Peak && args.by.iter().all(|key| *key == Key::Agency);
    if !args.by.is_empty() && !is_by_agency {
        bail!("--by is for --table demand; --table peak knows --by agency");
    }
    if args.basis != Basis::All || args.last_quarter {
        bail!("--basis and --last-quarter are for --table demand");
    }
    if args.table == Name::Tornado && args.roll_up.is_some() {
        bail!("--roll-up is for tables with agencies; the tornado is of all agencies together");
    }
    Ok(())
}

/// A table, and what is told beside it to people.
type Told = (Table, Vec<String>);

fn summed(common: &Common, args: &Args, demand: &Demand, plan: &Plan) -> Told {
    let draws = Draws::of(plan, &demand.machines, &demand.peers);
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
    let mut told = Vec::new();
    if !by.contains(&By::Quarter) {
        told.push(format!("stock in {last}, the plan's last quarter"));
    }
    told.extend(told_of_demand(demand));
    (table, told)
}

/// What is in no row: systems left out, amounts that nobody states.
fn told_of_demand(demand: &Demand) -> Vec<String> {
    let mut told = Vec::new();
    for why in Left::ALL {
        let count = demand.left_out.iter().filter(|left| left.why == why).count();
        if count > 0 {
            told.push(format!("left out: {count} systems: {}", why.reason()));
        }
    }
    for (resource, count) in &demand.unsized_amounts {
        let word = resource.word();
        told.push(format!(
            "unknown: {word} of {count} machines, and no peer states it; totals are too low"
        ));
    }
    told
}

fn bases(common: &Common, demand: &Demand, plan: &Plan) -> Told {
    let rows = demand::bases(demand, plan);
    let differing = rows.iter().filter(|row| row.differs).count();
    let share =
        NumberStyle::of(common.language()).format_exact(plan.demand.difference_max.value * 100.0);
    let told = common
        .language()
        .pick(
            "{n} of {all} rows differ by more than {share} % of the basis used (demand.difference_max)",
            "{n} trong {all} dòng chênh lệch quá {share} % so với cơ sở được dùng (demand.difference_max)",
        )
        .replace("{n}", &differing.to_string())
        .replace("{all}", &rows.len().to_string())
        .replace("{share}", &share);
    (tables::bases(&rows, plan, common.language()), vec![told])
}

fn peak(common: &Common, by_agency: bool, demand: &Demand, plan: &Plan) -> Told {
    let language = common.language();
    let rows = demand::cutovers(demand, by_agency, plan);
    let nation = demand::cutovers(demand, false, plan);
    let numbers = NumberStyle::of(language);
    let told = tables::highest_peaks(&nation).into_iter().map(|row| {
        let print = |raw: f64| numbers.format(row.resource.print(raw), 1);
        language
            .pick(
                "highest peak of {r}: {p} {u} in {q}, of which {s} steady",
                "đỉnh cao nhất của {r}: {p} {u} tại {q}, trong đó ổn định {s}",
            )
            .replace("{r}", row.resource.word())
            .replace("{p}", &print(row.peak))
            .replace("{u}", row.resource.unit())
            .replace("{q}", &row.quarter.to_string())
            .replace("{s}", &print(row.steady))
    });
    let told = told.collect();
    (tables::peak(&rows, by_agency, plan, language), told)
}
