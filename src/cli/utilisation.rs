//! `ndcap utilisation`: samples of use into figures of each workload.

use std::path::PathBuf;

use anyhow::bail;

use super::common::{Common, Exit, Format, parse_day};
use super::ingest::{Receipt, find_sources, take_in};
use super::output;
use crate::inventory::samples::QUANTITIES;
use crate::inventory::{Inventory, Relation, Store};
use crate::language::NumberStyle;
use crate::report::tables;
use crate::submission::Overrides;
use crate::utilisation::{Ask, Figures, HELD_MAX, Method, Percentile, reduce};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of samples that are reduced without a store; none for the samples of the store
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Agency that sent the files: id, name or abbreviation
    #[arg(long, value_name = "NAME", requires = "files")]
    pub agency: Option<String>,
    /// Percentiles, as 50,95,99.9
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "95")]
    pub percentile: Vec<Percentile>,
    /// Quantities, by the names of their columns [default: those that any sample states]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = QUANTITIES)]
    pub quantity: Vec<String>,
    /// First day of the samples, as 2024-12-31
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day of the samples
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Values held at a time for a share of the workloads; workloads with more than that leaves room for
    /// are sketched, within 1 % of the exact percentiles
    #[arg(long, value_name = "VALUES", default_value_t = HELD_MAX)]
    pub exact_max: usize,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    if args.files.is_empty() {
        return print(common, args, &common.open_store()?.inventory()?);
    }
    // A store that is gone when the command ends: files are read, checked and reduced as any others.
    let folder = tempfile::tempdir()?;
    let store = Store::open_or_create(folder.path())?;
    let plan = common.read_plan()?;
    let sources = find_sources(common, &args.files, args.agency.as_deref())?;
    let settled = Overrides::none();
    let receipt = Receipt::Dated(plan.period.as_of);
    let outcomes = take_in(common, &store, (&plan, settled), &sources, &Relation::Adds, receipt)?;
    let exit = print(common, args, &store.inventory()?)?;
    let rejected: usize = outcomes.iter().map(|of| of.submission.rows_rejected()).sum();
    if rejected == 0 {
        return Ok(exit);
    }
    if let Some(language) = common.tells_in() {
        let text = language.pick(
            "{n} rows were rejected and are in no figure; see why with: ndcap check FILE",
            "{n} dòng bị loại và không có trong số liệu; xem lý do bằng: ndcap check FILE",
        );
        let count = NumberStyle::of(language).format(rejected as f64, 0);
        eprintln!("{}", text.replace("{n}", &count));
    }
    Ok(Exit::Rejected)
}

fn print(common: &Common, args: &Args, inventory: &Inventory) -> anyhow::Result<Exit> {
    let day = |option, text: &Option<String>| {
        text.as_ref().map(|text| parse_day(option, text)).transpose()
    };
    let stated = inventory.samples()?;
    let is_asked = |name: &&str| match args.quantity.is_empty() {
        true => stated.files.iter().any(|file| file.may_state(name)),
        false => args.quantity.iter().any(|asked| asked == name),
    };
    let mut percentiles = args.percentile.clone();
    percentiles.sort_unstable();
    percentiles.dedup();
    let mut ask = Ask {
        quantities: QUANTITIES.into_iter().filter(is_asked).collect(),
        percentiles,
        from: day("--from", &args.from)?,
        to: day("--to", &args.to)?,
        held_max: args.exact_max,
    };
    if stated.files.is_empty() {
        bail!("there are no samples of use; take some in with: ndcap ingest FILE --agency NAME");
    }
    let mut figures = reduce(inventory, &stated, &ask)?;
    if args.quantity.is_empty() {
        leave_out_unstated(&mut ask, &mut figures);
    }
    output::print(common, &tables::utilisation(&figures, &ask, common.language()))?;
    if common.format == Format::Table {
        tell_sketched(common, &figures);
    }
    Ok(Exit::Clean)
}

/// Leaves out the quantities that no sample states: files of older versions do not say which they are.
fn leave_out_unstated(ask: &mut Ask, figures: &mut [Figures]) {
    let is_stated = |at: usize| figures.iter().any(|of| of.quantities[at].is_some());
    let stated: Vec<bool> = (0..ask.quantities.len()).map(is_stated).collect();
    let mut flags = stated.iter();
    ask.quantities.retain(|_| flags.next().copied().unwrap_or(false));
    for of in figures {
        let mut flags = stated.iter();
        of.quantities.retain(|_| flags.next().copied().unwrap_or(false));
    }
}

/// Says how many figures are sketched; each row says it too.
fn tell_sketched(common: &Common, figures: &[Figures]) {
    let is_sketched = |of: &&Figures| {
        of.quantities.iter().flatten().any(|figure| figure.method == Method::Sketch)
    };
    let sketched = figures.iter().filter(is_sketched).count();
    let Some(language) = common.tells_in().filter(|_| sketched > 0) else { return };
    let text = language.pick(
        "{n} workloads have percentiles from a sketch, within 1 % of the exact ones; --exact-max holds more",
        "{n} máy ảo có phân vị ước lượng (sketch), lệch không quá 1 %; --exact-max để giữ nhiều giá trị hơn",
    );
    let count = NumberStyle::of(language).format(sketched as f64, 0);
    eprintln!("{}", text.replace("{n}", &count));
}
