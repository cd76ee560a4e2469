//! `ndcap bench FILE…`: how long each stage of taking in a file takes.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;

use crate::cli::common::{Common, Exit};
use crate::cli::ingest::{Source, find_sources, intake_of};
use crate::cli::output;
use crate::inventory::{Inventory, Relation, Store, totals_by_agency};
use crate::report::table::{Kind, Table, Value};
use crate::submission::{Overrides, Stage, Submission, Watch, Watcher};
use crate::synth::{ListTruth, Shape, write_list};

/// How a generated list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// Names of columns, plain numbers, ISO dates
    Clean,
    /// Vietnamese headings, units in cells, decimal commas, spellings of agencies
    Messy,
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to take in, into a store that is thrown away
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Instead of files a made-up list with so many virtual machines, held against what it adds up to
    #[arg(long, value_name = "ROWS", conflicts_with = "files")]
    pub generate: Option<u64>,
    /// How the made-up list is written
    #[arg(long, value_enum, default_value = "messy", requires = "generate")]
    pub shape: Written,
    /// Times each file is taken in; the run of the median time is shown
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub runs: usize,
    /// Agency that sent the files
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    ensure!(args.runs > 0, "--runs 0 measures nothing; ask for one at least");
    let folder = tempfile::tempdir()?;
    let (sources, truth) = match args.generate {
        Some(rows) => {
            let (path, truth) = generated(folder.path(), rows, args.shape, common.seed)?;
            (vec![Source { path, sender: None }], Some(truth))
        }
        None if args.files.is_empty() => {
            bail!("nothing to measure; name files, or make one up with --generate ROWS")
        }
        None => (find_sources(common, &args.files, args.agency.as_deref())?, None),
    };
    let mut table = empty_table(common);
    for source in &sources {
        let mut runs = Vec::with_capacity(args.runs);
        for _ in 0..args.runs {
            runs.push(taken_in(common, source, folder.path(), truth.as_ref())?);
        }
        runs.sort_by_key(|run| run.all);
        runs.swap_remove(args.runs / 2).push_to(&mut table, &source.path);
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}

fn generated(
    folder: &Path,
    rows: u64,
    shape: Written,
    seed: Option<u64>,
) -> anyhow::Result<(PathBuf, ListTruth)> {
    let (name, shape) = match shape {
        Written::Clean => ("clean.csv", Shape::Clean),
        Written::Messy => ("messy.csv", Shape::Messy),
    };
    let path = folder.join(name);
    let cannot = || format!("cannot write {}; a list takes about 170 bytes a row", path.display());
    let file = File::create(&path).with_context(cannot)?;
    let truth = write_list(rows, shape, seed.unwrap_or(1), file).with_context(cannot)?;
    Ok((path, truth))
}

/// One file taken in once.
struct Taken {
    /// From the first byte to the commit.
    all: Duration,
    /// By stage, on whatever threads.
    stages: [Duration; Stage::ALL.len()],
    rows: u64,
    bytes: u64,
    peak_mib: Option<f64>,
}

fn taken_in(
    common: &Common,
    source: &Source,
    folder: &Path,
    truth: Option<&ListTruth>,
) -> anyhow::Result<Taken> {
    let plan = common.read_plan()?;
    let agencies = common.agencies()?;
    let day = plan.period.as_of;
    let intake = intake_of(agencies, source, &plan, Overrides::none(), Some(day));
    let store_folder = folder.join("store");
    let store = Store::open_or_create(&store_folder)?;
    let clock = Arc::new(Clock::default());
    let watch: Watcher = clock.clone();
    let began = Instant::now();
    let (submission, _) =
        store.ingest_file((&source.path, &watch), &intake, &Relation::Adds, day)?;
    let all = began.elapsed();
    if let Some(truth) = truth {
        hold(&submission, &store.inventory()?, agencies, truth)?;
    }
    let cannot = || format!("cannot remove {}", store_folder.display());
    std::fs::remove_dir_all(&store_folder).with_context(cannot)?;
    Ok(Taken {
        all,
        stages: clock.busy(),
        rows: submission.counts.iter().map(|count| count.rows_read as u64).sum(),
        bytes: std::fs::metadata(&source.path)?.len(),
        peak_mib: peak_memory_mib(),
    })
}

/// What was taken in is what was meant, agency by agency.
fn hold(
    submission: &Submission,
    inventory: &Inventory,
    agencies: &crate::reference::Agencies,
    truth: &ListTruth,
) -> anyhow::Result<()> {
    let rejected = submission.rows_rejected() as u64;
    ensure!(rejected == truth.broken, "{rejected} rows rejected, not {}", truth.broken);
    let totals = totals_by_agency(inventory)?;
    ensure!(totals.len() == truth.by_agency.len(), "{} agencies", totals.len());
    for (id, of) in totals {
        let name = agencies.get(&id).map_or(id.as_str(), |agency| agency.name.as_str());
        let meant = truth.by_agency.get(name).copied().unwrap_or_default();
        let tenths = (of.disk_used_bytes.known as f64 / f64::from(1 << 30) * 10.0).round() as i64;
        let is_same = of.workloads_count == meant.workloads_count
            && of.vcpu_count.known == meant.vcpu_count
            && of.ram_bytes.known == meant.ram_gib << 30
            && tenths == meant.disk_used_tenths;
        ensure!(is_same, "{name}: {of:?} was taken in, {meant:?} was meant");
    }
    Ok(())
}

impl Taken {
    fn push_to(self, table: &mut Table, path: &Path) {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut line = |stage: &str, time: Duration, peak_mib: Option<f64>| {
            let seconds = time.as_secs_f64();
            let each = |amount: f64| (seconds > 0.0).then_some(amount / seconds);
            table.push(vec![
                file.clone().unwrap_or_default().into(),
                stage.into(),
                Value::Integer(i64::try_from(self.rows).unwrap_or(i64::MAX)),
                (self.bytes as f64 / 1e6).into(),
                seconds.into(),
                each(self.rows as f64).map(f64::round).into(),
                each(self.bytes as f64 / 1e6).into(),
                peak_mib.into(),
            ]);
        };
        for (stage, time) in Stage::ALL.into_iter().zip(self.stages) {
            line(stage.name(), time, None);
        }
        line("all", self.all, self.peak_mib);
    }
}

fn empty_table(common: &Common) -> Table {
    let t = |en: &str, vi: &str| common.language().pick(en, vi).to_owned();
    let note = t(
        "Seconds each stage was at work; writing has a thread of its own, so that the stages together \
         may take longer than all. MB are 10^6 bytes of the file. Peak memory is that of the process \
         so far.",
        "Số giây mỗi bước làm việc; việc ghi có luồng riêng nên tổng các bước có thể lớn hơn toàn bộ. \
         MB là 10^6 byte của tệp. Bộ nhớ lớn nhất là của tiến trình cho tới lúc đó.",
    );
    Table::new("ingest_stages", t("Stages of taking in", "Các bước nhận tệp"), note)
        .column("file", t("File", "Tệp"), Kind::Text)
        .column("stage", t("Stage", "Bước"), Kind::Text)
        .column("rows", t("Rows", "Dòng"), Kind::Integer)
        .column("size_mb", t("MB", "MB"), Kind::Decimal(1))
        .column("seconds", t("Seconds", "Giây"), Kind::Decimal(3))
        .column("rows_per_s", t("Rows/s", "Dòng/giây"), Kind::Decimal(0))
        .column("mb_per_s", t("MB/s", "MB/giây"), Kind::Decimal(1))
        .column(
            "peak_memory_mib",
            t("Peak memory (MiB)", "Bộ nhớ lớn nhất (MiB)"),
            Kind::Decimal(0),
        )
}

/// Adds up how long threads are at work on each stage.
#[derive(Default)]
struct Clock {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    at_work: HashMap<ThreadId, (Stage, Instant)>,
    busy: [Duration; Stage::ALL.len()],
}

impl Clock {
    fn busy(&self) -> [Duration; Stage::ALL.len()] {
        self.work(None);
        self.state.lock().map(|state| state.busy).unwrap_or_default()
    }
}

impl Watch for Clock {
    fn work(&self, stage: Option<Stage>) {
        let Ok(mut state) = self.state.lock() else { return };
        let (thread, now) = (std::thread::current().id(), Instant::now());
        let before = match stage {
            Some(stage) => state.at_work.insert(thread, (stage, now)),
            None => state.at_work.remove(&thread),
        };
        if let Some((stage, since)) = before {
            state.busy[stage as usize] += now - since;
        }
    }

    fn reached(&self, _: u64, _: u64) {}
}

/// The most memory this process has held, where the system says so.
fn peak_memory_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}
