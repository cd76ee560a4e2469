use super::*;

fn days(covered: u32) -> UseSource {
    UseSource::Samples { days_covered: covered, days_window: 30 }
}

fn sampled(value: f64, covered: u32) -> Option<Use> {
    Some(Use { value, source: days(covered) })
}

fn measures(of: SampledUse) -> Measures {
    let workloads = BTreeMap::from([("VM-1".to_owned(), of)]);
    Measures {
        by_agency: BTreeMap::from([("MOJ".to_owned(), workloads)]),
        named_count: 0,
        cpu_ready_max_pct: 5.0,
        stars_min: 2.0,
    }
}

/// The bands of Azure Migrate: 0 to 20 % one star, 21 to 40 two, 41 to 60 three, 61 to 80 four, 81 to
/// 100 five; a coverage of 0.35 has two.
#[test]
fn stars_are_those_of_the_published_bands() {
    let stars = |covered, window| Stars::of(covered, window).count();
    assert_eq!(stars(35, 100), 2);
    let bands =
        [(0, 1), (20, 1), (21, 2), (40, 2), (41, 3), (60, 3), (61, 4), (80, 4), (81, 5), (100, 5)];
    for (percent, expected) in bands {
        assert_eq!(stars(percent, 100), expected, "{percent} %");
    }
    // What lies between the published whole percents is above the lower band: 61 of 300 is 20.3 %.
    assert_eq!(stars(61, 300), 2);
    assert_eq!(
        [6, 7, 12, 13, 18, 19, 24, 25, 30].map(|n| stars(n, 30)),
        [1, 2, 2, 3, 3, 4, 4, 5, 5]
    );
    assert_eq!([stars(1, 1), stars(1, 5), stars(1, 4)], [5, 1, 2]);
}

#[test]
fn samples_go_before_a_single_figure_unless_they_are_too_few() {
    let stated = Stated { cpu_pct: Some(50.0), ..Stated::default() };
    let with = |covered, stated: &Stated| {
        let of = SampledUse { cpu_pct: sampled(20.0, covered), ..SampledUse::default() };
        measures(of).measured("MOJ", "VM-1", stated)
    };
    let enough = with(7, &stated);
    assert_eq!(enough.cpu_pct, sampled(20.0, 7));
    assert_eq!(enough.stars.map(Stars::count), Some(2));
    let few = with(6, &stated);
    assert_eq!(few.cpu_pct, Some(Use { value: 50.0, source: UseSource::Stated }));
    assert_eq!(few.stars, None, "a single figure has no stars");
    let alone = with(6, &Stated::default());
    assert_eq!(alone.cpu_pct, sampled(20.0, 6), "few samples are more than nothing");
    assert_eq!(alone.stars.map(Stars::count), Some(1));
}

#[test]
fn each_quantity_is_decided_for_itself_and_the_fewest_stars_are_told() {
    let of = SampledUse {
        cpu_pct: sampled(20.0, 30),
        ram_pct: sampled(30.0, 2),
        iops: sampled(400.0, 13),
        ..SampledUse::default()
    };
    let stated = Stated { ram_pct: Some(60.0), network_mbps: Some(9.0), ..Stated::default() };
    let measured = measures(of).measured("MOJ", "VM-1", &stated);
    assert_eq!(measured.cpu_pct, sampled(20.0, 30));
    assert_eq!(measured.ram_pct, Some(Use::stated(60.0)));
    assert_eq!(measured.iops, sampled(400.0, 13));
    assert_eq!(measured.network_mbps, Some(Use::stated(9.0)));
    assert_eq!(measured.disk_mb_s, None, "not measured is not zero");
    assert_eq!(measured.stars.map(Stars::count), Some(3), "of 30 and of 13 days");
}

#[test]
fn a_workload_without_samples_has_what_its_row_states() {
    let stated = Stated { cpu_pct: Some(50.0), ..Stated::default() };
    let measures = measures(SampledUse::default());
    for (agency, id) in [("MOJ", "VM-2"), ("MOH", "VM-1")] {
        assert_eq!(measures.of(agency, id), None);
        let expected = Measured { cpu_pct: Some(Use::stated(50.0)), ..Measured::default() };
        assert_eq!(measures.measured(agency, id, &stated), expected);
    }
    assert_eq!(measures.measured("MOJ", "VM-2", &Stated::default()), Measured::default());
}

#[test]
fn vcpus_that_wait_above_the_limit_are_contended() {
    let contended = |sampled_ready: Option<f64>, stated: Option<f64>| {
        let of = SampledUse {
            cpu_ready_pct: sampled_ready.and_then(|ready| sampled(ready, 1)),
            ..SampledUse::default()
        };
        let stated = Stated { cpu_ready_pct: stated, ..Stated::default() };
        let measured = measures(of).measured("MOJ", "VM-1", &stated);
        assert!(!measured.ram_contended);
        measured.cpu_contended
    };
    assert!(!contended(None, None));
    assert!(!contended(Some(5.0), Some(5.0)), "exactly the limit is allowed");
    assert!(contended(Some(5.1), None));
    assert!(contended(None, Some(5.1)));
    assert!(contended(Some(0.0), Some(9.0)), "either is enough");
}

#[test]
fn memory_that_the_hypervisor_took_makes_a_workload_contended() {
    let contended = |of: SampledUse, stated: Stated| {
        let measured = measures(of).measured("MOJ", "VM-1", &stated);
        assert!(!measured.cpu_contended);
        measured.ram_contended
    };
    let none = SampledUse {
        ram_swapped_bytes: Some(0),
        ram_ballooned_bytes: Some(0),
        ..SampledUse::default()
    };
    assert!(!contended(none, Stated::default()));
    assert!(!contended(none, Stated { ram_swapped_bytes: Some(0), ..Stated::default() }));
    assert!(contended(SampledUse { ram_swapped_bytes: Some(1), ..none }, Stated::default()));
    assert!(contended(SampledUse { ram_ballooned_bytes: Some(1), ..none }, Stated::default()));
    assert!(contended(none, Stated { ram_swapped_bytes: Some(1), ..Stated::default() }));
    assert!(contended(none, Stated { ram_ballooned_bytes: Some(1), ..Stated::default() }));
}

#[test]
fn samples_of_workloads_nobody_lists_are_counted() {
    let measures = measures(SampledUse::default());
    let known = |agency: &str, id: &str| BTreeSet::from([(agency.to_owned(), id.to_owned())]);
    assert_eq!(measures.count(), 1);
    assert_eq!(measures.unmatched(&known("MOJ", "VM-1")), 0);
    assert_eq!(measures.unmatched(&known("MOH", "VM-1")), 1, "of another agency");
    assert_eq!(measures.unmatched(&BTreeSet::new()), 1);
}
