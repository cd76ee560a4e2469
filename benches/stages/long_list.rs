//! How long each stage of taking in a long list is at work: the list of `ndcap bench --generate`.
//!
//! The stages take turns, some rows at a time, and writing has a thread of its own; none of them can be
//! run by itself. So a whole list is taken in for each figure: that of a stage is the time threads were
//! at work on it, that of `all` the time from the first byte to the commit.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};

use ndcap::inventory::{Relation, Store};
use ndcap::plan::Plan;
use ndcap::submission::{Stage, Submission, Watch, Watcher};
use ndcap::synth::{Shape, write_list};

use super::{SEED, configure, intake};

/// Rows of a list: enough that it is read some rows at a time, and that several row groups are written.
const ROWS: u64 = 100_000;

/// What is timed together.
const STAGES: [(&str, &[Stage]); 4] = [
    ("read", &[Stage::Read]),
    ("recognise_and_normalise", &[Stage::Recognise, Stage::Normalise]),
    ("check", &[Stage::Check]),
    ("write", &[Stage::Write]),
];

pub fn take_in_long_lists(criterion: &mut Criterion) {
    let plan = Plan::built_in();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (name, shape) in [("long_list_clean", Shape::Clean), ("long_list_messy", Shape::Messy)] {
        let path = folder.path().join("list.csv");
        let file = File::create(&path).expect("the folder can be written");
        let truth = write_list(ROWS, shape, SEED, file).expect("the folder can be written");
        let (submission, _) = take_in(&path, &plan);
        assert_eq!(
            submission.rows_rejected() as u64,
            truth.broken,
            "broken rows alone are rejected"
        );
        assert_eq!(submission.rows_accepted() as u64, truth.rows - truth.broken);
        let bytes = std::fs::metadata(&path).expect("it was written").len();
        let mut group = criterion.benchmark_group(name);
        configure(&mut group, ROWS as usize);
        group.throughput(Throughput::ElementsAndBytes { elements: ROWS, bytes });
        for (name, stages) in STAGES {
            group.bench_function(name, |bencher| {
                let once = || take_in(&path, &plan).1.of(stages);
                bencher.iter_custom(|times| (0..times).map(|_| once()).sum());
            });
        }
        group.bench_function("all", |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| take_in(&path, &plan).1.all).sum());
        });
        group.finish();
    }
}

/// How long one list took.
struct Taken {
    all: Duration,
    by_stage: HashMap<&'static str, Duration>,
}

impl Taken {
    fn of(&self, stages: &[Stage]) -> Duration {
        stages.iter().filter_map(|stage| self.by_stage.get(stage.name())).sum()
    }
}

/// Takes a list in, into a store that is thrown away.
fn take_in(path: &Path, plan: &Plan) -> (Submission, Taken) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let store = Store::open_or_create(folder.path()).expect("the folder can be written");
    let clock = Arc::new(Clock::default());
    let watch: Watcher = clock.clone();
    let began = Instant::now();
    let taken =
        store.ingest_file((path, &watch), &intake(plan), &Relation::Adds, plan.period.as_of);
    let all = began.elapsed();
    let (submission, _) = taken.expect("the store can be written");
    // The thread that read the list has nothing more to do.
    clock.work(None);
    let at_work = clock.at_work.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(at_work.begun.is_empty(), "no thread is left at work");
    (submission, Taken { all, by_stage: at_work.by_stage.clone() })
}

/// Adds up how long threads are at work on each stage.
#[derive(Default)]
struct Clock {
    at_work: Mutex<AtWork>,
}

#[derive(Default)]
struct AtWork {
    /// What each thread is at work on, and since when.
    begun: HashMap<ThreadId, (Stage, Instant)>,
    by_stage: HashMap<&'static str, Duration>,
}

impl Watch for Clock {
    fn work(&self, stage: Option<Stage>) {
        let mut at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        let (thread, now) = (std::thread::current().id(), Instant::now());
        let before = match stage {
            Some(stage) => at_work.begun.insert(thread, (stage, now)),
            None => at_work.begun.remove(&thread),
        };
        if let Some((stage, since)) = before {
            *at_work.by_stage.entry(stage.name()).or_default() += now - since;
        }
    }

    fn reached(&self, _: u64, _: u64) {}
}
