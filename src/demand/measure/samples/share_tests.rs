//! The rule over a store, a share of the workloads at a time, is the rule over all rows.

use proptest::prelude::*;

use super::*;
use crate::inventory::samples::Layout;
use crate::inventory::samples::example::{Sample, Stored, inventory_of, table};

/// First day of 2024.
const FIRST: i32 = 19_723;

fn laid(rows: &BTreeMap<i32, u64>) -> Layout {
    Layout { first: rows.keys().next().copied().unwrap_or_default(), days: 4, buckets: 16 }
}

fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
    let id = (0..20_u32).prop_map(|n| format!("VM-{n}"));
    let agency = prop_oneof![3 => Just("MOJ"), 1 => Just("MOH")];
    let cpu = proptest::option::weighted(0.8, (0..400_u32).prop_map(|n| f64::from(n) / 4.0));
    proptest::collection::vec((agency, id, FIRST..FIRST + 25, cpu), 1..150)
}

/// The rows of an agency that are no later than the days their submissions were received.
fn rows(submissions: &[(Vec<Sample>, Option<u32>)], agency_id: &str) -> LazyFrame {
    let mut own: Vec<Sample> = Vec::new();
    for (samples, until) in submissions {
        let until = until.map_or(i32::MAX, |day| FIRST + day as i32 - 1);
        let is_own = |sample: &&Sample| sample.0 == agency_id && sample.2 <= until;
        own.extend(samples.iter().filter(is_own).cloned());
    }
    table(&own, 0).lazy()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn figures_by_share_are_those_over_all_rows(
        submissions in proptest::collection::vec(
            (any_samples(), proptest::option::of(10..26_u32)), 1..3),
        is_old in any::<bool>(),
        days in 1..30_u32,
        percentile in prop_oneof![Just(50_u32), Just(95), Just(100)],
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let until: Vec<Option<String>> =
            submissions.iter().map(|of| of.1.map(|day| format!("2024-01-{day:02}"))).collect();
        let of: Vec<(Vec<Sample>, Stored, Option<&str>)> = submissions.iter().zip(&until)
            .enumerate()
            .map(|(number, (of, until))| {
                let stored = if is_old && number == 0 { Stored::Old } else { Stored::Laid(laid) };
                (of.0.clone(), stored, until.as_deref())
            })
            .collect();
        let inventory = inventory_of(folder.path(), &of);
        let window = Window { percentile, days };
        let found = of_agencies(&inventory, window).expect("is measured");
        let names = DataFrame::new(0, vec![
            Column::new_empty("name".into(), &DataType::String),
            Column::new_empty(NAMED.into(), &DataType::String),
        ]);
        let names = names.expect("a table").lazy();
        for agency_id in ["MOJ", "MOH"] {
            let all = sampled(rows(&submissions, agency_id), names.clone(), window);
            let all = all.expect("is measured").by_workload;
            let by_share = found.get(agency_id).map(|of| of.by_workload.clone());
            prop_assert_eq!(by_share.unwrap_or_default(), all);
        }
    }
}
