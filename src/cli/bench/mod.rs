//! `ndcap bench`: how long the stages of taking in a file take, and what parts of the program achieve on
//! instances that others publish, on lists of machines, and on synthetic submissions.

mod duplicates;
mod ingest;
mod list;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};

use super::common::{Common, Exit};
use super::output;
use crate::placement::packing::instance::Instance;
use crate::placement::packing::{Packing, Problem, pack};
use crate::report::table::{Kind, Table};

/// Ending of the files taken from a folder.
const ENDING: &str = "vbp";

#[derive(Debug, clap::Args)]
// Its own group would bear the name of the one it takes in.
#[group(skip)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(flatten)]
    pub ingest: ingest::Args,
    #[command(subcommand)]
    pub part: Option<Part>,
}

/// What is measured.
#[derive(Debug, clap::Subcommand)]
pub enum Part {
    /// Pack vector bin packing instances or lists of machines: bins used, lower bound, seconds, steps
    Packing(PackingArgs),
    /// Find duplicates planted in synthetic submissions: precision, recall, seconds
    Duplicates(duplicates::Args),
}

#[derive(Debug, clap::Args)]
pub struct PackingArgs {
    /// Instances (.vbp), folders with such files, or lists with a row a machine (.csv, .parquet, …)
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What a bin holds of which columns of a list, as vcpu=64,memory_gb=512, in the list's own units
    #[arg(long, value_name = "COLUMN=AMOUNT", value_delimiter = ',')]
    pub bin: Vec<list::Room>,
    /// Steps spent on each instance; the same steps give the same bins on every system
    #[arg(long, value_name = "N", default_value_t = 500_000_000)]
    pub steps: u64,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    match &args.part {
        None => ingest::run(common, &args.ingest),
        Some(Part::Packing(args)) => packing(common, args),
        Some(Part::Duplicates(args)) => duplicates::run(common, args),
    }
}

fn packing(common: &Common, args: &PackingArgs) -> anyhow::Result<Exit> {
    let mut files = Vec::new();
    for path in &args.paths {
        gather(path, &mut files)?;
    }
    // All are read before any is packed: a wrong file should not be found after an hour.
    let instances: Vec<(String, Given)> = files
        .iter()
        .map(|file| Ok((stem(file), read(common, file, &args.bin)?)))
        .collect::<anyhow::Result<_>>()?;
    let t = |en: &str, vi: &str| common.language().pick(en, vi).to_owned();
    let mut table = Table::new("packing", t("Packing", "Xếp vào thùng"), String::new())
        .column("instance", t("Instance", "Bài toán"), Kind::Text)
        .column("items", t("Items", "Vật"), Kind::Integer)
        .column("dimensions", t("Dimensions", "Chiều"), Kind::Integer)
        .column("bins", t("Bins", "Thùng"), Kind::Integer)
        .column("lower_bound", t("Lower bound", "Cận dưới"), Kind::Integer)
        .column("seconds", t("Seconds", "Giây"), Kind::Decimal(3))
        .column("steps", t("Steps", "Bước"), Kind::Integer);
    for (name, instance) in instances {
        let start = Instant::now();
        let packing = instance.pack(args.steps);
        let seconds = start.elapsed().as_secs_f64();
        if let Some(item) = packing.too_large.first() {
            bail!("{name}: item {} is larger than a bin; there is no packing", item + 1);
        }
        table.push(vec![
            name.into(),
            instance.items().into(),
            instance.dims().into(),
            packing.bins.len().into(),
            packing.bound.bins.into(),
            seconds.into(),
            usize::try_from(packing.steps).unwrap_or(usize::MAX).into(),
        ]);
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}

/// The file itself, or the instances in and below the folder, by name.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let before = files.len();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let cannot = || format!("cannot read the folder {}; check the path", folder.display());
        for entry in std::fs::read_dir(&folder).with_context(cannot)? {
            let entry = entry.with_context(cannot)?.path();
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == ENDING) {
                files.push(entry);
            }
        }
    }
    if files.len() == before {
        bail!("{} holds no .{ENDING} files; name the folder that does", path.display());
    }
    files[before..].sort();
    Ok(())
}

/// What a file asks to be packed.
enum Given {
    Instance(Instance),
    List(Problem),
}

impl Given {
    fn items(&self) -> usize {
        match self {
            Self::Instance(instance) => instance.items(),
            Self::List(problem) => problem.needs.len() / problem.dims().max(1),
        }
    }

    fn dims(&self) -> usize {
        match self {
            Self::Instance(instance) => instance.capacity.len(),
            Self::List(problem) => problem.dims(),
        }
    }

    fn pack(&self, steps: u64) -> Packing {
        match self {
            Self::Instance(instance) => instance.pack(steps),
            Self::List(problem) => pack(problem, steps),
        }
    }
}

fn read(common: &Common, file: &Path, rooms: &[list::Room]) -> anyhow::Result<Given> {
    if file.extension().is_none_or(|ending| ending != ENDING) {
        return list::read(common, file, rooms).map(Given::List);
    }
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read {}; check the path", file.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let instance = Instance::parse(&text).with_context(|| {
        format!(
            "{} is no vector bin packing instance; its lines are: the number of dimensions, the \
             capacities, the number of lines of items, then one line an item with its sizes and count",
            file.display()
        )
    })?;
    Ok(Given::Instance(instance))
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
