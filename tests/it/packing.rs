//! The packer on published instances, and the command that measures it.

use std::collections::BTreeMap;
use std::path::Path;

use ndcap::placement::packing::instance::Instance;
use ndcap::placement::packing::{Packing, Problem, pack};

use crate::command::{Workdir, csv_rows, real};

/// Far fewer than the command spends: the tests are not optimised.
const EFFORT: u64 = 60_000_000;

/// One line of the index beside the instances.
struct Known {
    benchmark: String,
    path: String,
    optimum: usize,
}

fn index(file: &Path) -> Vec<Known> {
    let text = std::fs::read_to_string(file).expect("the index can be read");
    let rows = csv_rows(&text);
    let known = |row: BTreeMap<String, String>| Known {
        benchmark: row["benchmark"].clone(),
        path: row["path"].clone(),
        optimum: row["OPT"].parse().expect("a number"),
    };
    rows.into_iter().map(known).collect()
}

/// Each item is in one bin, and no bin holds more than it can, with the sizes as the file has them.
fn assert_legal(instance: &Instance, packing: &Packing, name: &str) {
    let dims = instance.capacity.len();
    let mut seen = vec![false; instance.items()];
    for bin in &packing.bins {
        let mut used = vec![0_i64; dims];
        for &item in &bin.items {
            assert!(!std::mem::replace(&mut seen[item], true), "{name}: {item} twice");
            for (used, size) in used.iter_mut().zip(&instance.sizes[item * dims..]) {
                *used += size;
            }
        }
        let fits = used.iter().zip(&instance.capacity).all(|(&used, &most)| used <= most as i64);
        assert!(fits, "{name}: {used:?}");
    }
    assert!(seen.iter().all(|&seen| seen), "{name}: an item is in no bin");
}

#[test]
fn published_instances_are_packed_within_a_hair_of_the_optimum() {
    let Some(file) = real("vbp/index.csv") else { return };
    let folder = file.parent().expect("a folder");
    let mut gaps: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut reached, mut count) = (0, 0);
    for known in index(&file) {
        let text = std::fs::read_to_string(folder.join(&known.path)).expect("an instance");
        let instance = Instance::parse(&text).expect("an instance");
        let packing = instance.pack(EFFORT);
        assert_legal(&instance, &packing, &known.path);
        let (bins, bound) = (packing.bins.len(), packing.bound.bins);
        assert!(bound <= known.optimum, "{}: bound {bound}", known.path);
        assert!(bins >= known.optimum, "{}: {bins} bins", known.path);
        gaps.entry(known.benchmark).or_default().push(bins as f64 / known.optimum as f64 - 1.0);
        reached += usize::from(bins == known.optimum);
        count += 1;
    }
    assert_eq!(count, 63);
    let mean = |benchmark: &str| {
        let gaps = &gaps[benchmark];
        100.0 * gaps.iter().sum::<f64>() / gaps.len() as f64
    };
    let means = ["Panigrahy", "New", "Triplet"].map(mean);
    println!("mean gap in percent: {means:?}, optimum reached: {reached}");
    assert!(means[0] <= 0.5 && means[1] <= 4.0 && means[2] <= 10.0, "{means:?}");
    assert!(reached >= 25, "{reached} of 63");
}

#[test]
fn virtual_machines_of_a_public_cloud_need_no_more_hosts_than_the_bound() {
    let Some(file) = real("arrivals/flavors.csv") else { return };
    // Sixteen sizes in whole vCPUs and quarters of a GiB, a thousand machines of each.
    let text = std::fs::read_to_string(file).expect("the list can be read");
    let sizes: Vec<[u64; 2]> = csv_rows(&text)
        .iter()
        .map(|row| {
            let of = |name: &str| row[name].parse::<f64>().expect("a number");
            [of("vcpu") as u64, (of("memory_gb") * 4.0) as u64]
        })
        .collect();
    let needs: Vec<u64> = (0..1_000).flat_map(|_| sizes.iter().flatten().copied()).collect();
    let packing = pack(&Problem::of_one_kind(&[64, 2_048], needs.clone()), EFFORT);
    let placed: usize = packing.bins.iter().map(|bin| bin.items.len()).sum();
    assert_eq!(placed, 16_000);
    let (bins, bound) = (packing.bins.len(), packing.bound.bins);
    assert!(bins >= bound && bins * 100 <= bound * 101, "{bins} hosts, bound {bound}");
}

#[test]
fn the_command_prints_a_row_for_each_instance() {
    let work = Workdir::new();
    work.write("set/b.vbp", "2\n10 10\n3\n6 1 1\n4 9 1\n1 1 2\n");
    work.write("set/a.vbp", "1\n10\n1\n5 3\n");
    work.write("set/notes.txt", "not an instance");
    let answer = work.ok(&["bench", "packing", "set", "--format", "csv"]);
    let rows = csv_rows(&answer.stdout);
    let head = "instance,items,dimensions,bins,lower_bound,seconds\n";
    assert!(answer.stdout.starts_with(head), "{}", answer.stdout);
    assert_eq!(rows.len(), 2);
    let of = |row: usize| {
        ["instance", "items", "dimensions", "bins", "lower_bound"]
            .map(|name| rows[row][name].as_str())
    };
    assert_eq!(of(0), ["a", "3", "1", "2", "2"]);
    assert_eq!(of(1), ["b", "4", "2", "2", "2"]);
}

#[test]
fn the_command_names_file_and_line_of_what_is_no_instance() {
    let work = Workdir::new();
    work.write("a.vbp", "2\n10 10\n1\n6 one 1\n");
    let answer = work.ndcap(&["bench", "packing", "a.vbp"]);
    assert_eq!(answer.code, 1);
    for part in ["a.vbp", "line 4", "\"one\"", "one line an item with its sizes"] {
        assert!(answer.stderr.contains(part), "{part}: {}", answer.stderr);
    }
    work.write("empty/readme.txt", "");
    let answer = work.ndcap(&["bench", "packing", "empty"]);
    assert!(answer.stderr.contains("holds no .vbp files"), "{}", answer.stderr);
}
