use std::collections::BTreeMap;

use proptest::prelude::*;

use super::quantile::{Sketch, of_samples};
use super::*;
use crate::inventory::samples::Layout;
use crate::inventory::samples::example::{Sample, Stored, inventory_of};
use crate::time::day_of_epoch;

fn percentiles(texts: &[&str]) -> Vec<Percentile> {
    texts.iter().map(|text| text.parse().expect("a percentile")).collect()
}

fn ask(of: &[&str]) -> Ask {
    Ask {
        quantities: vec!["cpu_util_pct", "iops"],
        percentiles: percentiles(of),
        from: None,
        to: None,
        held_max: HELD_MAX,
    }
}

fn reduced(
    inventory: &crate::inventory::Inventory,
    ask: &Ask,
) -> Result<Vec<Figures>, crate::inventory::StoreError> {
    reduce(inventory, &inventory.samples()?, ask)
}

/// By hand, as SQL says it: between the samples of the two ranks, in proportion.
fn naive(samples: &[f64], percent: f64) -> f64 {
    let mut samples = samples.to_vec();
    samples.sort_by(f64::total_cmp);
    let at = percent / 100.0 * (samples.len() - 1) as f64;
    let (low, high) = (samples[at.floor() as usize], samples[at.ceil() as usize]);
    low + (high - low) * (at - at.floor())
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn percentiles_stand_between_samples_in_proportion() {
    let of = |samples: &[f64], texts: &[&str]| {
        let mut samples = samples.to_vec();
        of_samples(&mut samples, &percentiles(texts))
    };
    // Of 5 samples P95 stands at 3.8 of 0 to 4: 40 + 0.8 × 10.
    let (found, max) = of(&[15.0, 50.0, 20.0, 40.0, 35.0], &["0", "50", "95", "100"]);
    assert_eq!((found, max), (vec![15.0, 35.0, 48.0, 50.0], 50.0));
    // Of 21 samples P95 is rank 19 exactly.
    let samples: Vec<f64> = (0..21).rev().map(f64::from).collect();
    assert_eq!(of(&samples, &["95"]), (vec![19.0], 20.0));
    assert_eq!(of(&[7.0], &["0", "95", "100"]), (vec![7.0; 3], 7.0));
    // Between equal samples stands that sample, to the last digit.
    assert_eq!(of(&[55.5; 120], &["95"]), (vec![55.5], 55.5));
}

#[test]
fn a_percentile_is_0_to_100_in_up_to_three_decimals() {
    let written = |text: &str| text.parse::<Percentile>().map(|of| (of.to_string(), of.name()));
    let known = |text: &str, name: &str| Ok((text.to_owned(), name.to_owned()));
    assert_eq!(written("95"), known("95", "p95"));
    assert_eq!(written("99.9"), known("99.9", "p99_9"));
    assert_eq!(written("0.125"), known("0.125", "p0_125"));
    assert_eq!(written("100"), known("100", "p100"));
    for text in ["", "-1", "100.1", "1e2", "95%", "9.1234", ".", "NaN", "101", "9999"] {
        assert!(written(text).is_err(), "{text}");
    }
}

/// Lists that are hard for sketches: all amounts from the smallest to the largest that are plausible,
/// heaps at the edges of bins, nearly only zeros, one far from all others, two heaps.
fn adversarial() -> Vec<Vec<f64>> {
    let powers = |base: f64, first: i32, last: i32| (first..=last).map(move |n| base.powi(n));
    let mut wide: Vec<f64> = powers(10.0, -8, 25).collect();
    wide.extend(powers(1.7, 0, 60));
    let gamma = 1.01 / 0.99;
    let edges: Vec<f64> =
        powers(gamma, -300, 900).flat_map(|v| [v, v * 0.999_999, v * 1.000_001]).collect();
    let zeros: Vec<f64> = (0..5000).map(|n| if n % 1000 == 0 { 87.5 } else { 0.0 }).collect();
    let mut far = vec![1.0; 4000];
    far.push(2.6e13);
    let heaps: Vec<f64> = (0..3000).map(|n| if n % 2 == 0 { 0.01 } else { 99.99 }).collect();
    let steep: Vec<f64> = (1..4000).map(|n| 100.0 / f64::from(n)).collect();
    vec![wide, edges, zeros, far, heaps, steep]
}

fn within_error(exact: f64, sketched: f64) -> bool {
    // Below 10^-9 a sketch says zero; a hair for the rounding of the sums themselves.
    (exact - sketched).abs() <= SKETCH_ERROR * exact * (1.0 + 1e-9) + 1e-9
}

#[test]
fn a_sketch_is_within_its_error_on_hard_lists() {
    let asked: Vec<String> = (0..=1000).map(|n| format!("{}.{}", n / 10, n % 10)).collect();
    let asked: Vec<&str> =
        asked.iter().map(String::as_str).filter(|t| !t.starts_with("100.1")).collect();
    for (number, samples) in adversarial().into_iter().enumerate() {
        let mut sketch = Sketch::new();
        samples.iter().for_each(|sample| sketch.add(*sample));
        let (sketched, max) = sketch.percentiles(&percentiles(&asked));
        let (exact, exact_max) = of_samples(&mut samples.clone(), &percentiles(&asked));
        assert_eq!(max.to_bits(), exact_max.to_bits(), "list {number}: the maximum is exact");
        for ((asked, exact), sketched) in asked.iter().zip(exact).zip(sketched) {
            assert!(within_error(exact, sketched), "list {number} P{asked}: {exact} {sketched}");
        }
    }
}

fn laid(rows: &BTreeMap<i32, u64>) -> Layout {
    Layout { first: rows.keys().next().copied().unwrap_or_default(), days: 3, buckets: 8 }
}

fn finely_laid(rows: &BTreeMap<i32, u64>) -> Layout {
    Layout { first: rows.keys().next().copied().unwrap_or_default(), days: 2, buckets: 16 }
}

fn any_stored() -> impl Strategy<Value = Stored> {
    prop_oneof![
        Just(Stored::Old),
        Just(Stored::Laid(laid)),
        Just(Stored::Laid(finely_laid)),
        Just(Stored::Laid(Layout::of)),
    ]
}

/// Days of January 2024.
const FIRST: i32 = 19_723;

fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
    let id = (0..12_u32).prop_map(|n| match n % 2 {
        0 => format!("VM-{n}"),
        _ => format!("máy ảo có tên dài {n}"),
    });
    let agency = prop_oneof![3 => Just("MOJ"), 1 => Just("MOH")];
    let cpu = proptest::option::weighted(0.9, (0..400_u32).prop_map(|n| f64::from(n) / 4.0));
    proptest::collection::vec((agency, id, FIRST..FIRST + 20, cpu), 0..150)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Of several submissions, each laid out in its own way, some with samples after their day of
    /// receipt, over some days.
    #[test]
    fn figures_by_bucket_are_those_over_all_rows(
        submissions in proptest::collection::vec(
            (any_samples(), any_stored(), proptest::option::of(10..31_u32)), 1..4),
        window in proptest::option::of((0..15_i32, 3..15_i32)),
        percent in 0..=100_u32,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let until = |day: &Option<u32>| day.map(|day| format!("2024-01-{day:02}"));
        let days: Vec<Option<String>> = submissions.iter().map(|of| until(&of.2)).collect();
        let of: Vec<(Vec<Sample>, Stored, Option<&str>)> = submissions.iter().zip(&days)
            .filter(|(of, _)| !of.0.is_empty())
            .map(|(of, day)| (of.0.clone(), of.1, day.as_deref()))
            .collect();
        let inventory = inventory_of(folder.path(), &of);
        let (first, last) = window.map_or((i32::MIN, i32::MAX), |(a, b)| (FIRST + a, FIRST + a + b));
        let ask = Ask {
            from: window.and(day_of_epoch(first)),
            to: window.and(day_of_epoch(last)),
            ..ask(&[&percent.to_string()])
        };
        let mut expected: BTreeMap<(String, String), Vec<(i32, f64)>> = BTreeMap::new();
        for (samples, _, until) in &submissions {
            let until = until.map_or(i32::MAX, |day| FIRST + day as i32 - 1);
            for (agency, id, day, cpu) in samples {
                let Some(cpu) = cpu.filter(|_| *day <= until.min(last) && *day >= first) else { continue };
                let key = ((*agency).to_owned(), id.clone());
                expected.entry(key).or_default().push((*day, cpu));
            }
        }
        let found = reduced(&inventory, &ask).expect("is reduced");
        prop_assert_eq!(found.len(), expected.len());
        for (figures, (key, samples)) in found.iter().zip(&expected) {
            prop_assert_eq!((&figures.agency_id, &figures.workload_id), (&key.0, &key.1));
            let days: std::collections::BTreeSet<i32> = samples.iter().map(|of| of.0).collect();
            prop_assert_eq!(figures.samples_count as usize, samples.len());
            prop_assert_eq!(figures.days_covered, days.len());
            prop_assert_eq!(figures.first_day, days.first().copied().and_then(day_of_epoch));
            prop_assert_eq!(figures.last_day, days.last().copied().and_then(day_of_epoch));
            let cpu = figures.quantities[0].as_ref().expect("is stated");
            let values: Vec<f64> = samples.iter().map(|of| of.1).collect();
            prop_assert_eq!(cpu.method, Method::Exact);
            prop_assert!(is_near(cpu.percentiles[0], naive(&values, f64::from(percent))));
            prop_assert!(is_near(cpu.max, values.iter().copied().fold(0.0, f64::max)));
            prop_assert_eq!(&figures.quantities[1], &None, "not stated is not zero");
        }
    }
}

/// Samples of two workloads: many and few.
fn many_and_few() -> Vec<Sample> {
    let many =
        (0..3000_u32).map(|n| ("MOJ", "many".to_owned(), FIRST, Some(f64::from(n % 997) / 10.0)));
    let few = (0..20_u32).map(|n| ("MOJ", "few".to_owned(), FIRST + 1, Some(f64::from(n))));
    many.chain(few).collect()
}

#[test]
fn beyond_the_limit_the_workloads_with_the_most_samples_are_sketched_and_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let inventory =
        inventory_of(folder.path(), &[(many_and_few(), Stored::Laid(Layout::of), None)]);
    let exact = reduced(&inventory, &ask(&["50", "95"])).expect("is reduced");
    let limited = Ask { held_max: 1000, ..ask(&["50", "95"]) };
    let sketched = reduced(&inventory, &limited).expect("is reduced");
    let of = |figures: &[Figures], at: usize| figures[at].quantities[0].clone().expect("stated");
    assert_eq!([of(&sketched, 0).method, of(&sketched, 1).method], [Method::Exact, Method::Sketch]);
    assert_eq!(of(&sketched, 0), of(&exact, 0));
    let (exact, sketched) = (of(&exact, 1), of(&sketched, 1));
    assert_eq!(sketched.samples_count, 3000);
    assert_eq!(sketched.max.to_bits(), exact.max.to_bits());
    for (exact, sketched) in exact.percentiles.iter().zip(&sketched.percentiles) {
        assert!(within_error(*exact, *sketched), "{exact} {sketched}");
    }
    // Where even few are too many, all are sketched.
    let all = Ask { held_max: 5, ..ask(&["95"]) };
    let all = reduced(&inventory, &all).expect("is reduced");
    assert_eq!(of(&all, 0).method, Method::Sketch);
}

/// Files that are damaged would fail if they were opened for their rows: so a window and a bucket are
/// known to leave the others alone.
#[test]
fn a_window_opens_the_files_of_its_days_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let samples: Vec<Sample> = (0..600)
        .map(|n| ("MOJ", format!("VM-{}", n % 40), FIRST + n / 20, Some(f64::from(n % 89))))
        .collect();
    let inventory = inventory_of(folder.path(), &[(samples, Stored::Laid(laid), None)]);
    let catalogue = inventory.samples().expect("is read");
    let group = &catalogue.groups()[0];
    assert_eq!(group.files.len(), 80, "ten periods of three days, eight buckets");
    let of_days = group.within(FIRST + 4, FIRST + 6);
    assert_eq!(of_days.files.len(), 16, "two periods");
    let shares = of_days.shares(u64::MAX);
    assert_eq!(shares.len(), 8, "as many as no file is read twice for");
    assert!(shares.iter().all(|share| share.files.len() == 2));
    for file in &group.files {
        if !of_days.files.contains(file) {
            damage(&file.placed.path);
        }
    }
    let window = Ask { from: day_of_epoch(FIRST + 4), to: day_of_epoch(FIRST + 6), ..ask(&["95"]) };
    // The footers are whole; the rows of files of other days are not.
    assert_eq!(reduced(&inventory, &window).expect("is reduced").len(), 40);
    assert!(reduced(&inventory, &ask(&["95"])).is_err());
}

/// Spoils everything but the footer.
fn damage(path: &std::path::Path) {
    let mut bytes = std::fs::read(path).expect("is read");
    let end = bytes.len();
    let footer =
        u32::from_le_bytes(bytes[end - 8..end - 4].try_into().expect("four bytes")) as usize;
    bytes[4..end - 8 - footer].fill(0xff);
    std::fs::write(path, bytes).expect("is written");
}
