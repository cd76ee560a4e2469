use super::*;

#[test]
fn the_built_in_plan_is_complete_and_lists_every_assumption() {
    let plan = Plan::built_in();
    let listed = plan.assumptions();
    // Every table of the file that has a value is an assumption; none may be missing from the list.
    let table: toml::Table = toml::from_str(DEFAULT_PLAN).expect("is TOML");
    let mut in_file = Vec::new();
    for (section, entries) in &table {
        // Lists, as that of host profiles, hold no assumptions with ranges.
        let Some(entries) = entries.as_table() else { continue };
        for (name, entry) in entries {
            if entry.get("value").is_some() {
                in_file.push(format!("{section}.{name}"));
            }
        }
    }
    let mut names: Vec<String> = listed.iter().map(|line| line.name.to_owned()).collect();
    names.sort();
    in_file.sort();
    assert_eq!(names, in_file);
    assert!(listed.iter().all(|line| !line.unit.is_empty() && !line.source.is_empty()));
}

#[test]
fn a_file_may_hold_only_what_it_changes() {
    let plan = Plan::from_text(
        "[demand]\ngrowth_per_year = 0.1\n[hall.pue]\nvalue = 1.3\nsource = \"measured\"",
        None,
    )
    .expect("is a plan");
    assert!((plan.demand.growth_per_year.value - 0.1).abs() < 1e-12);
    assert!(plan.demand.growth_per_year.source.contains("no source given"));
    assert_eq!(plan.demand.growth_per_year.low, None, "the built-in range is not the planner's");
    assert_eq!(plan.hall.pue.source, "measured");
    assert_eq!(plan.host, Plan::built_in().host);
}

#[test]
fn an_unknown_entry_and_a_wrong_range_are_named() {
    let unknown = Plan::from_text("[demand]\ngrowht = 1.0", None).expect_err("is refused");
    assert!(unknown.to_string().contains("growht"), "{unknown}");
    let range = Plan::from_text("[hall.pue]\nvalue = 3.0\nlow = 4.0\nsource = \"x\"", None)
        .expect_err("is refused");
    assert!(range.to_string().contains("hall.pue"), "{range}");
    for (entry, said) in [
        ("percentile = 97", "measure.percentile is 97; it can be 50, 90, 95, 99 or 100"),
        ("window_days = 0", "measure.window_days is 0"),
        ("cpu_ready_max_pct = 101", "measure.cpu_ready_max_pct is a percentage"),
        ("stars_min = 6", "measure.stars_min is 6; it can be 1, 2, 3, 4 or 5"),
        ("stars_min = 2.5", "measure.stars_min is 2.5"),
    ] {
        let error = Plan::from_text(&format!("[measure]\n{entry}"), None).expect_err("is refused");
        assert!(error.to_string().contains(said), "{error}");
    }
    let quarter =
        Plan::from_text("[period]\ntarget_quarter = \"soon\"", None).expect_err("is refused");
    assert!(quarter.to_string().contains("soon"), "{quarter}");
}

#[test]
fn racks_are_given_zones_that_there_are() {
    let plan =
        |zone: &str| Plan::from_text(&format!("[standing.zones]\n\"A/R1\" = \"{zone}\""), None);
    for known in ["level-3", "level-3-second-site"] {
        plan(known).expect("is a plan");
    }
    for unknown in ["levle-3", "", "unassigned"] {
        let error = plan(unknown).expect_err("is refused").to_string();
        assert!(
            error.contains("which is none; the zones are") && error.contains("A/R1"),
            "{error}"
        );
    }
}
