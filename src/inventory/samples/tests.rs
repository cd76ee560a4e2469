use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;
use proptest::prelude::*;

use super::example::{Sample, named, table};
use super::writer::{SampleWriter, in_pieces};
use super::*;
use crate::schema::{Table, provenance};
use crate::submission::nobody;

/// Writes samples, so many at a time, and finds their files.
fn written(
    folder: &Path,
    samples: &[Sample],
    (part, held): (usize, usize),
    layout: fn(&BTreeMap<i32, u64>) -> Layout,
) -> Vec<Placed> {
    let mut writer = SampleWriter::holding(folder, named(), &nobody(), (held, layout));
    for (number, part_of) in samples.chunks(part).enumerate() {
        let frame = table(part_of, number * part);
        writer = writer.send(Box::new(move || Ok(frame))).expect("is taken");
    }
    writer.finish().expect("is written");
    let names = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.file_name());
    assert_eq!(names.collect::<Vec<_>>(), [FOLDER], "nothing is left beside the samples");
    files_in(folder).expect("is read")
}

fn read(placed: &Placed) -> Vec<(i64, Sample)> {
    let file = std::fs::File::open(&placed.path).expect("is there");
    let frame = ParquetReader::new(file).finish().expect("is read");
    assert_eq!(**frame.schema(), Table::Utilisation.schema(), "columns as in any table");
    let ids = frame.column(provenance::SUBMISSION_ID).expect("a column").str().expect("text");
    assert!(ids.iter().all(|id| id == Some("MOJ/0001")), "named when all is known");
    let texts = |name: &str| {
        let column = frame.column(name).expect("a column").str().expect("text");
        column.iter().map(|text| text.unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let (agencies, ids) = (texts(provenance::AGENCY_ID), texts("workload_id"));
    let rows = frame.column(provenance::ROW).expect("a column").i64().expect("numbers");
    let days = frame.column("at").expect("a column").cast(&DataType::Int32).expect("days");
    let days = days.i32().expect("days").clone();
    let cpu = frame.column("cpu_util_pct").expect("a column").f64().expect("numbers");
    let line = |at: usize| {
        let agency = if agencies[at] == "MOJ" { "MOJ" } else { "MOH" };
        let sample = (agency, ids[at].clone(), days.get(at).expect("a day"), cpu.get(at));
        (rows.get(at).expect("a row"), sample)
    };
    (0..frame.height()).map(line).collect()
}

fn some_buckets_of_three_days(rows: &BTreeMap<i32, u64>) -> Layout {
    Layout { first: rows.keys().next().copied().unwrap_or_default(), days: 3, buckets: 8 }
}

fn many_buckets(rows: &BTreeMap<i32, u64>) -> Layout {
    Layout { first: rows.keys().next().copied().unwrap_or_default(), days: 50, buckets: 128 }
}

#[test]
fn the_hash_is_the_stated_one() {
    // By a program of another language that follows the statement.
    let known = [
        ("", 0xefd0_1f60_ba99_2926),
        ("VM-000001", 0x0ba6_7fc5_fde8_a4f8),
        ("máy chủ 1", 0x28fe_257b_c75e_4ae8),
    ];
    for (text, hash) in known {
        assert_eq!(hash_of(text), hash, "{text}");
    }
    assert_eq!(Bucket::index_of(u64::MAX, 64), 63);
    assert_eq!(Bucket::index_of(0xfc00_0000_0000_0000, 64), 63, "the leading bits");
    assert_eq!(Bucket::index_of(0xfbff_ffff_ffff_ffff, 64), 62);
    let [fine, coarse] = [Bucket { count: 64, index: 63 }, Bucket { count: 4, index: 3 }];
    assert!(fine.is_within(coarse) && !coarse.is_within(fine) && coarse.meets(fine));
    assert!(!fine.meets(Bucket { count: 4, index: 2 }));
}

#[test]
fn few_samples_are_few_files_and_many_stand_day_by_day() {
    let rows = |days: i32, each: u64| (20_000..20_000 + days).map(|day| (day, each)).collect();
    let of = |days, each| {
        let layout = Layout::of(&rows(days, each));
        (layout.days, layout.buckets)
    };
    assert_eq!(of(365, 28), (365, 1), "ten thousand samples of a year are one file");
    assert_eq!(of(1, 5), (1, 1));
    assert_eq!(of(30, 3_333_334), (2, 64), "a hundred million of a month");
    assert_eq!(of(30, 333_334), (2, 8), "ten million");
    assert_eq!(of(31, 40_000_000), (1, 256), "a billion and more");
    assert_eq!(of(0, 0), (1, 1));
    // Days far apart are as many periods as they span.
    let layout = Layout::of(&BTreeMap::from([(0, 1 << 20), (100_000, 1 << 20)]));
    assert!(layout.period_of(100_000) < 128, "{layout:?}");
}

#[test]
fn samples_of_a_submission_that_is_read_anew_are_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer =
        SampleWriter::holding(folder.path(), Default::default(), &nobody(), (2, Layout::of));
    let frame = table(&[("MOJ", "a".to_owned(), 1, None), ("MOJ", "b".to_owned(), 1, None)], 0);
    let writer = writer.send(Box::new(move || Ok(frame))).expect("is taken");
    writer.discard().expect("is taken back");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_failure_of_the_thread_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = SampleWriter::begin(folder.path(), named(), &nobody());
    for _ in 0..100 {
        let refused = || Err(PolarsError::ComputeError("refused".into()));
        match writer.send(Box::new(refused)) {
            Ok(next) => writer = next,
            Err(error) => return assert!(error.to_string().contains("refused"), "{error}"),
        }
    }
    panic!("a hundred parts were taken by nobody");
}

fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
    let id = prop_oneof![
        (0..30_u32).prop_map(|n| format!("VM-{n}")),
        (0..5_u32).prop_map(|n| format!("máy ảo có tên rất dài {n}")),
    ];
    let agency = prop_oneof![Just("MOJ"), Just("MOH")];
    let cpu = proptest::option::weighted(0.9, (0..400_u32).prop_map(|n| f64::from(n) / 4.0));
    proptest::collection::vec((agency, id, -5..20_i32, cpu), 1..300)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever the order and the sizes of parts: each row once, with its place, in the file of its
    /// bucket and day, sorted there part by part.
    #[test]
    fn every_sample_stands_once_in_the_file_of_its_day_and_bucket(
        samples in any_samples(),
        part in 1..80_usize,
        held in prop_oneof![Just(17_usize), Just(100), Just(1000)],
        layout in prop_oneof![
            Just(some_buckets_of_three_days as fn(&BTreeMap<i32, u64>) -> Layout),
            Just(many_buckets as fn(&BTreeMap<i32, u64>) -> Layout),
            Just(Layout::of as fn(&BTreeMap<i32, u64>) -> Layout),
        ],
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let files = written(folder.path(), &samples, (part, held), layout);
        let mut found = BTreeMap::new();
        for placed in &files {
            let days = placed.days.expect("its path says");
            for (row, sample) in read(placed) {
                prop_assert!(placed.bucket.holds(hash_of(&sample.1)));
                prop_assert!(days.0 <= sample.2 && sample.2 <= days.1);
                prop_assert!(found.insert(row, sample).is_none(), "row {} stands twice", row);
            }
        }
        let expected: BTreeMap<i64, Sample> = (0..).zip(samples).collect();
        prop_assert_eq!(found, expected);
    }
}

/// What waits to be written is written when a file ends: where the disk is full by then, that is told.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_when_a_file_ends_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("is there");
    let frame = table(&[("MOJ", "VM-1".to_owned(), 19_723, Some(1.0))], 0);
    let mut writer = ParquetWriter::new(in_pieces(full)).batched(frame.schema()).expect("begins");
    writer.write_batch(&frame).expect("waits");
    let error = writer.finish().expect_err("there is no room");
    assert!(error.to_string().contains("No space left"), "{error}");
}
