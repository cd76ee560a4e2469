//! Samples of use → figures of each workload, exact and sketched.

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput};

use ndcap::chance::Chance;
use ndcap::inventory::{Inventory, Relation, Store};
use ndcap::plan::Plan;
use ndcap::submission;
use ndcap::utilisation::{Ask, HELD_MAX, Method, Percentile, reduce};

use super::{SEED, configure, intake};

const WORKLOADS: usize = 500;

/// Samples of a workload, each of CPU and RAM.
const SAMPLES: usize = 1_000;

/// Days over which they are spread.
const DAYS: usize = 28;

pub fn reduce_samples(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let inventory = stored(folder.path());
    let catalogue = inventory.samples().expect("the store can be read");
    let size = |path: &Path| std::fs::metadata(path).expect("it was written").len();
    let bytes = catalogue.files.iter().map(|file| size(&file.placed.path)).sum();
    let rows = WORKLOADS * SAMPLES;
    let mut group = criterion.benchmark_group("reduce_samples");
    configure(&mut group, rows);
    group.throughput(Throughput::ElementsAndBytes { elements: rows as u64, bytes });
    for (name, held_max, method) in
        [("exact", HELD_MAX, Method::Exact), ("sketched", 0, Method::Sketch)]
    {
        let ask = Ask {
            quantities: vec!["cpu_util_pct", "ram_util_pct"],
            percentiles: vec![Percentile::P95],
            from: None,
            to: None,
            held_max,
        };
        let figures = reduce(&inventory, &catalogue, &ask).expect("the store can be read");
        assert_eq!(figures.len(), WORKLOADS, "every workload has its figures");
        for of in &figures {
            assert_eq!(of.samples_count, SAMPLES as u64, "every sample counts");
            let of_quantities = of.quantities.iter().flatten();
            assert!(of_quantities.clone().all(|figure| figure.method == method), "{name}");
            assert_eq!(of_quantities.count(), 2);
        }
        group.bench_function(name, |bencher| {
            bencher.iter(|| reduce(black_box(&inventory), &catalogue, &ask));
        });
    }
    group.finish();
}

/// A store with the samples of one agency, taken in in the order of time.
fn stored(folder: &Path) -> Inventory {
    let mut chance = Chance::new(SEED, 0);
    let mut text = "workload_id,at,cpu_util_pct,ram_util_pct\n".to_owned();
    for sample in 0..SAMPLES {
        let day = 1 + sample * DAYS / SAMPLES;
        for workload in 0..WORKLOADS {
            let mut percent = || chance.between(0, 10_000) as f64 / 100.0;
            let (cpu, ram) = (percent(), percent());
            writeln!(text, "VM-{workload:04},2025-01-{day:02},{cpu:.2},{ram:.2}")
                .expect("memory holds a text");
        }
    }
    let path = folder.join("samples.csv");
    std::fs::write(&path, text).expect("the folder can be written");
    let plan = Plan::built_in();
    let store = Store::open_or_create(&folder.join("store")).expect("the folder can be written");
    let file = (path.as_path(), &submission::nobody());
    let taken = store.ingest_file(file, &intake(&plan), &Relation::Adds, plan.period.as_of);
    let (submission, _) = taken.expect("the store can be written");
    assert_eq!(submission.rows_accepted(), WORKLOADS * SAMPLES, "every row is accepted");
    store.inventory().expect("the store can be read")
}
