use proptest::prelude::*;

use super::*;

/// A sample: workload, day, CPU, IOPS.
type Sample<'a> = (&'a str, i32, Option<f64>, Option<f64>);

/// A window of so many days.
fn window(percentile: u32, days: u32) -> Window {
    Window { percentile, days }
}

/// The table of samples; quantities other than CPU and IOPS are not stated.
fn table(samples: &[Sample<'_>]) -> LazyFrame {
    let count = samples.len();
    let ids: Vec<&str> = samples.iter().map(|sample| sample.0).collect();
    let days: Vec<i32> = samples.iter().map(|sample| sample.1).collect();
    let cpu: Vec<Option<f64>> = samples.iter().map(|sample| sample.2).collect();
    let iops: Vec<Option<f64>> = samples.iter().map(|sample| sample.3).collect();
    let mut columns = vec![
        Column::new(ID.into(), ids),
        Int32Chunked::new("at".into(), days.as_slice()).into_date().into_column(),
        Column::new("cpu_util_pct".into(), cpu),
        Column::new("iops".into(), iops),
    ];
    for name in SHARES.iter().filter(|name| !["cpu_util_pct", "iops"].contains(*name)) {
        columns.push(Column::full_null((*name).into(), count, &DataType::Float64));
    }
    for name in AMOUNTS {
        columns.push(Column::full_null(name.into(), count, &DataType::Int64));
    }
    DataFrame::new(count, columns).expect("a table").lazy()
}

/// Names of workloads by their codes.
fn names(of: &[(&str, &str)]) -> LazyFrame {
    let (names, codes): (Vec<&str>, Vec<&str>) = of.iter().copied().unzip();
    let columns = vec![Column::new("name".into(), names), Column::new(NAMED.into(), codes)];
    DataFrame::new(of.len(), columns).expect("a table").lazy()
}

fn come_to(samples: &[Sample<'_>], window: Window) -> BTreeMap<String, SampledUse> {
    sampled(table(samples), names(&[]), window).expect("is computed").by_workload
}

/// Value and days covered of the CPU of a workload.
fn cpu(of: &BTreeMap<String, SampledUse>, id: &str) -> Option<(f64, u32)> {
    let used = of[id].cpu_pct?;
    match used.source {
        UseSource::Samples { days_covered, .. } => Some((used.value, days_covered)),
        UseSource::Stated => None,
    }
}

/// A workload with one sample of the CPU a day, from day 0 on.
fn daily(values: &[f64]) -> Vec<Sample<'static>> {
    (0..).zip(values).map(|(day, value)| ("a", day, Some(*value), None)).collect()
}

#[test]
fn the_nearest_rank_is_taken() {
    let percentile = |values: &[f64], percentile: u32| {
        let of = come_to(&daily(values), window(percentile, 1_000));
        cpu(&of, "a").map(|(value, _)| value)
    };
    // By hand, ranks of 5 points: 50 % of 5 is 2.5, rank 3; 90 % is 4.5, 95 % 4.75, 99 % 4.95: 5.
    let five = [15.0, 50.0, 20.0, 40.0, 35.0];
    assert_eq!(
        [50, 90, 95, 99, 100].map(|p| percentile(&five, p)),
        [35.0, 50.0, 50.0, 50.0, 50.0].map(Some)
    );
    // Of 20 points 95 % is rank 19 exactly, not the largest; 90 % rank 18; 50 % rank 10.
    let twenty: Vec<f64> = (1..=20).rev().map(f64::from).collect();
    let of = [50, 90, 95, 99, 100].map(|p| percentile(&twenty, p));
    assert_eq!(of, [10.0, 18.0, 19.0, 20.0, 20.0].map(Some));
    // Of 30 points 95 % of 30 is 28.5: rank 29, the second largest.
    let thirty: Vec<f64> = (1..=30).map(f64::from).collect();
    assert_eq!([95, 99].map(|p| percentile(&thirty, p)), [29.0, 30.0].map(Some));
    // Of 100 points the ranks are whole.
    let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
    assert_eq!(
        [50, 90, 95, 99, 100].map(|p| percentile(&hundred, p)),
        [50.0, 90.0, 95.0, 99.0, 100.0].map(Some)
    );
    assert_eq!(
        [50, 95].map(|p| percentile(&[7.0], p)),
        [Some(7.0); 2],
        "one point is every percentile"
    );
}

#[test]
fn equal_points_are_points_each() {
    let of = come_to(&daily(&[1.0, 9.0, 9.0, 9.0]), window(50, 30));
    assert_eq!(cpu(&of, "a"), Some((9.0, 4)));
    let of = come_to(&daily(&[9.0, 1.0, 1.0, 1.0]), window(50, 30));
    assert_eq!(cpu(&of, "a"), Some((1.0, 4)));
}

#[test]
fn samples_of_one_day_are_one_point_their_maximum() {
    let samples = [
        ("a", 1, Some(10.0), None),
        ("a", 1, Some(80.0), None),
        ("a", 1, Some(20.0), None),
        ("a", 2, Some(30.0), None),
        ("a", 3, Some(40.0), None),
    ];
    let of = come_to(&samples, window(50, 30));
    assert_eq!(cpu(&of, "a"), Some((40.0, 3)), "of 30, 40, 80");
}

#[test]
fn the_window_ends_with_the_last_sample_of_the_agency() {
    let mut samples: Vec<Sample<'_>> = (0..100).map(|day| ("on", day, Some(50.0), None)).collect();
    // Stopped reporting: 90 % until day 74, of which the window of the days 70 to 99 has five.
    samples.extend((0..75).map(|day| ("gone", day, Some(90.0), None)));
    samples.push(("long gone", 69, Some(99.0), None));
    let of = come_to(&samples, window(95, 30));
    assert_eq!(cpu(&of, "on"), Some((50.0, 30)));
    assert_eq!(cpu(&of, "gone"), Some((90.0, 5)));
    assert_eq!(
        of["gone"].cpu_pct.and_then(|used| used.stars()).map(|stars| stars.count()),
        Some(1)
    );
    assert_eq!(of["long gone"], SampledUse::default(), "known, and not measured in the window");
}

#[test]
fn a_short_history_is_covered_in_part_and_gaps_are_no_zeros() {
    let samples = [("a", 10, Some(10.0), None), ("a", 20, Some(30.0), None)];
    let of = come_to(&samples, window(50, 30));
    let used = of["a"].cpu_pct.expect("is measured");
    assert_eq!(used.source, UseSource::Samples { days_covered: 2, days_window: 30 });
    assert_eq!(cpu(&of, "a"), Some((10.0, 2)), "days without a sample do not count as 0");
}

#[test]
fn a_sample_that_does_not_state_a_quantity_does_not_count_for_it() {
    let samples = [
        ("a", 1, Some(10.0), None),
        ("a", 2, None, Some(300.0)),
        ("a", 3, Some(20.0), Some(100.0)),
        ("a", 9, None, None),
        ("b", 1, None, Some(0.0)),
    ];
    let of = come_to(&samples, window(100, 3));
    assert_eq!(cpu(&of, "a"), Some((20.0, 2)), "a row without figures ends no window");
    let iops = of["a"].iops.expect("is measured");
    assert_eq!(
        (iops.value, iops.source),
        (300.0, UseSource::Samples { days_covered: 2, days_window: 3 })
    );
    assert_eq!(of["a"].ram_pct, None);
    assert_eq!(of["b"].cpu_pct, None);
    assert_eq!(of["b"].iops.map(|used| used.value), Some(0.0), "a measured zero is one");
}

#[test]
fn no_samples_come_to_nothing() {
    assert_eq!(come_to(&[], window(95, 30)), BTreeMap::new());
    assert_eq!(come_to(&[("a", 1, None, None)], window(95, 30)), BTreeMap::new());
}

#[test]
fn samples_by_name_and_by_code_are_of_one_workload() {
    let samples = [
        ("VM-1", 1, Some(10.0), None),
        ("web", 1, Some(30.0), None),
        ("web", 2, Some(20.0), None),
        ("db", 2, Some(5.0), None),
    ];
    let of =
        sampled(table(&samples), names(&[("web", "VM-1")]), window(100, 30)).expect("computed");
    assert_eq!(of.named_count, 1);
    assert_eq!(of.by_workload.keys().collect::<Vec<_>>(), ["VM-1", "db"]);
    assert_eq!(cpu(&of.by_workload, "VM-1"), Some((30.0, 2)));
}

#[test]
fn a_name_names_a_workload_where_it_is_one_alone_and_no_code() {
    let ids = ["VM-1", "VM-2", "VM-3", "VM-4", "db"];
    let texts = [Some("web"), Some("twin"), Some("twin"), Some("db"), None];
    let columns = vec![Column::new("workload_id".into(), ids), Column::new("name".into(), texts)];
    let workloads = DataFrame::new(ids.len(), columns).expect("a table").lazy();
    let named = names_of(workloads).and_then(LazyFrame::collect).expect("computed");
    let read = |name: &str| -> Vec<Option<&str>> {
        named.column(name).expect("is there").str().expect("is text").iter().collect()
    };
    assert_eq!((read("name"), read(NAMED)), (vec![Some("web")], vec![Some("VM-1")]));
}

/// The rule as it is written down, without polars: the maximum of each day of the window, in ascending
/// order, of which the first is taken that as many points reach as the percentile says.
fn naive(samples: &[Sample<'_>], id: &str, window: Window) -> Option<(f64, u32)> {
    let says = samples.iter().filter(|sample| sample.2.is_some() || sample.3.is_some());
    let last = says.map(|sample| sample.1).max()?;
    let mut days: BTreeMap<i32, f64> = BTreeMap::new();
    for (own, day, value, _) in samples {
        let Some(value) = value.filter(|_| *own == id && last - day < window.days as i32) else {
            continue;
        };
        days.entry(*day).and_modify(|known| *known = known.max(value)).or_insert(value);
    }
    let mut points: Vec<f64> = days.into_values().collect();
    points.sort_by(f64::total_cmp);
    let reached = |rank: &usize| rank * 100 >= points.len() * window.percentile as usize;
    let rank = (1..=points.len()).find(reached)?;
    Some((points[rank - 1], points.len() as u32))
}

fn any_sample() -> impl Strategy<Value = Sample<'static>> {
    let id = prop_oneof![Just("a"), Just("b"), Just("c")];
    let value = || proptest::option::weighted(0.8, (0..400_u32).prop_map(|n| f64::from(n) / 4.0));
    (id, 0..40_i32, value(), value())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn percentiles_by_polars_are_those_of_a_naive_sort(
        samples in proptest::collection::vec(any_sample(), 0..120),
        percentile in prop_oneof![Just(50_u32), Just(90), Just(95), Just(99), Just(100)],
        days in 1..45_u32,
    ) {
        let window = window(percentile, days);
        let of = come_to(&samples, window);
        for id in ["a", "b", "c"] {
            let found = of.contains_key(id).then(|| cpu(&of, id)).flatten();
            prop_assert_eq!(found, naive(&samples, id, window), "{}", id);
        }
    }

    #[test]
    fn every_percentile_of_every_length_is_a_point_of_the_right_rank(
        values in proptest::collection::vec(0.0..100.0_f64, 1..230),
    ) {
        for percentile in crate::plan::MeasurePlan::PERCENTILES {
            let window = window(percentile, 1_000);
            let samples: Vec<Sample<'_>> =
                (0..).zip(&values).map(|(day, value)| ("a", day, Some(*value), None)).collect();
            let of = come_to(&samples, window);
            prop_assert_eq!(cpu(&of, "a"), naive(&samples, "a", window));
        }
    }
}
