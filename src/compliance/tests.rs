//! Who owes what, how late it is, and what a planner's file may say.

use std::path::Path;

use super::*;
use crate::inventory::Arrival;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn progress(text: &str) -> Progress {
    Progress::from_text(text, Path::new("progress.toml"), Agencies::built_in())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn status(text: &str, as_of: &str) -> Status {
    let as_of = day(as_of);
    Status::of(None, Agencies::built_in(), &progress(text), as_of).expect("no store is read")
}

fn duties_with(arrivals: &[(&str, Table, &str)], text: &str, as_of: &str) -> Vec<Duty> {
    let as_of = day(as_of);
    let arrivals: Vec<Arrival> = arrivals
        .iter()
        .map(|(agency, table, on)| Arrival {
            agency_id: (*agency).to_owned(),
            table: *table,
            submission_id: format!("{agency}/0001-00000000"),
            received_on: day(on),
            rows_count: 1,
        })
        .filter(|arrival| arrival.received_on <= as_of)
        .collect();
    duty::all(Agencies::built_in(), &arrivals, &progress(text), as_of)
}

fn one<'a>(duties: &'a [Duty], agency: &str, obligation: Obligation) -> &'a Duty {
    let is = |duty: &&Duty| duty.agency_id == agency && duty.obligation == obligation;
    duties.iter().find(is).expect("a duty")
}

fn step<'a>(status: &'a Status, id: &str, milestone: &str) -> &'a Step {
    let is = |step: &&Step| step.task.id.to_string() == id && step.milestone.name == milestone;
    status.steps.iter().find(is).expect("a step")
}

fn count(status: &Status, obligation: Obligation, state: State) -> usize {
    let is = |duty: &&Duty| duty.obligation == obligation && duty.state == state;
    status.duties.iter().filter(is).count()
}

#[test]
fn with_nothing_received_the_18_agencies_are_92_days_late_with_the_cloud_needs_list() {
    let status = status("", "2024-12-31");
    let late: Vec<&Duty> = status
        .duties
        .iter()
        .filter(|duty| duty.obligation == Obligation::CloudNeedsList && duty.is_owed())
        .collect();
    assert_eq!(late.len(), 18);
    for duty in late {
        assert_eq!((duty.state, duty.days_late), (State::Overdue, Some(92)), "{duty:?}");
        assert_eq!((duty.due_on, duty.received_on), (Some(day("2024-09-30")), None));
    }
    assert_eq!(count(&status, Obligation::ResourceList, State::Overdue), 8);
    assert_eq!(count(&status, Obligation::Plan, State::Overdue), 23);
    assert_eq!(count(&status, Obligation::FacilityCase, State::Overdue), 8);
    // 35 of the 45 and, since the annex asks localities as well, the 63 provinces.
    assert_eq!(count(&status, Obligation::DatabaseCatalogue, State::Overdue), 35 + 63);
    assert_eq!(count(&status, Obligation::CostEstimate, State::Due), 26, "its day is that day");
    assert_eq!(status.duties.len(), Agencies::built_in().iter().count() * 6);
}

/// On its last day a thing is due, the day after it is late by one.
#[test]
fn lateness_begins_the_day_after() {
    for (as_of, state, days) in [
        ("2024-09-29", State::Due, 0),
        ("2024-09-30", State::Due, 0),
        ("2024-10-01", State::Overdue, 1),
        ("2025-09-30", State::Overdue, 365),
    ] {
        let status = status("", as_of);
        let duty = one(&status.duties, "MOH", Obligation::CloudNeedsList);
        assert_eq!((duty.state, duty.days_late), (state, Some(days)), "{as_of}");
    }
}

#[test]
fn the_first_arrival_counts_and_what_came_later_than_the_day_has_not_come() {
    let arrivals = [
        ("MOH", Table::CloudNeed, "2024-11-15"),
        ("MOH", Table::CloudNeed, "2024-10-10"),
        ("MOT", Table::Server, "2024-09-30"),
        ("MOJ", Table::Workload, "2024-09-01"),
        ("X9", Table::Database, "2024-09-02"),
        ("MOFA", Table::System, "2024-09-02"),
    ];
    let duties = duties_with(&arrivals, "", "2024-12-31");
    let late = one(&duties, "MOH", Obligation::CloudNeedsList);
    assert_eq!((late.state, late.days_late), (State::ReceivedLate, Some(10)));
    assert_eq!(late.received_on, Some(day("2024-10-10")));
    let in_time = one(&duties, "MOT", Obligation::ResourceList);
    assert_eq!((in_time.state, in_time.days_late), (State::Received, Some(0)));
    let unasked = one(&duties, "MOJ", Obligation::ResourceList);
    assert_eq!((unasked.state, unasked.due_on), (State::Received, None));
    assert_eq!(unasked.days_late, None, "what nobody asks for is not late");
    let systems_alone = one(&duties, "MOFA", Obligation::ResourceList);
    assert_eq!(systems_alone.state, State::Overdue, "systems without resources are no such list");
    let unknown = one(&duties, "X9", Obligation::DatabaseCatalogue);
    assert_eq!(unknown.state, State::Received, "an agency the table does not have is listed");
    let before = duties_with(&arrivals, "", "2024-10-09");
    let duty = one(&before, "MOH", Obligation::CloudNeedsList);
    assert_eq!((duty.state, duty.days_late), (State::Overdue, Some(9)));
}

/// Whoever sends a database is an owner of one, and owes an estimate of cost.
#[test]
fn senders_of_systems_owe_the_cost_estimate() {
    let arrivals = [("SBV", Table::Database, "2024-09-02")];
    let owed = |arrivals| {
        let duties = duties_with(arrivals, "", "2025-01-31");
        let duty = one(&duties, "SBV", Obligation::CostEstimate);
        (duty.state, duty.days_late)
    };
    assert_eq!(owed(&arrivals), (State::Overdue, Some(31)));
    assert_eq!(owed(&[]), (State::NotOwed, None));
}

#[test]
fn an_agency_of_both_lists_owes_two_plans() {
    let one_of_two = r#"papers.MOET.plan = { on = "2024-09-20", covers = ["III.2"] }"#;
    let duties = duties_with(&[], one_of_two, "2024-12-31");
    let duty = one(&duties, "MOET", Obligation::Plan);
    assert_eq!((duty.state, duty.received_on), (State::Overdue, None));
    let missing: Vec<&str> = duty.missing().map(|ground| ground.point.as_str()).collect();
    assert_eq!(missing, ["III.1.a"]);
    let both = r#"
        [papers]
        "Bộ GDĐT".plan = [
            { on = "2024-09-20", covers = ["III.2"], document = "1/KH-BGDĐT" },
            { on = 2024-10-02, covers = ["III.1"], document = "2/KH-BGDĐT" },
        ]"#;
    let duties = duties_with(&[], both, "2024-12-31");
    let duty = one(&duties, "MOET", Obligation::Plan);
    assert_eq!((duty.state, duty.days_late), (State::ReceivedLate, Some(2)));
    let neither = one(&duties, "MOT", Obligation::Plan);
    assert_eq!(neither.grounds.len(), 1);
}

#[test]
fn the_planner_adds_and_lifts_duties_with_a_reason() {
    let text = r#"
        [duties]
        MOT.plan = { owed = false, reason = "issued on 2024-06-30" }
        MPS.resource_list = { owed = true, reason = "wishes to move" }"#;
    let duties = duties_with(&[], text, "2024-12-31");
    assert_eq!(one(&duties, "MOT", Obligation::Plan).state, State::NotOwed);
    let added = one(&duties, "MPS", Obligation::ResourceList);
    assert_eq!((added.state, added.days_late), (State::Overdue, Some(92)));
    assert_eq!(added.reason.as_deref(), Some("wishes to move"));
}

/// Outcomes that are known: the Law on Data, Decision 1751, the opening of the centre.
#[test]
fn known_outcomes_come_out_early_and_late() {
    let example = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/datasets/reference/progress.example.toml"
    ));
    let status = status(example, "2025-12-31");
    let law = step(&status, "B.1", "");
    assert_eq!((law.verdict, law.days_late), (Verdict::Early, Some(-182)));
    assert_eq!(law.done_on, Some(day("2024-11-30")));
    let strategy = step(&status, "B.2", "");
    assert_eq!((strategy.verdict, strategy.days_late), (Verdict::Late, Some(322)));
    let opening = step(&status, "B.7", "opening");
    assert_eq!((opening.verdict, opening.days_late), (Verdict::Early, Some(-135)));
    assert_eq!(step(&status, "B.7", "").verdict, Verdict::Ongoing);
    // A month before, the decision was overdue for all anybody had said, and the law was done.
    let before = self::status(example, "2025-07-18");
    assert_eq!(step(&before, "B.2", "").verdict, Verdict::Unreported);
    assert_eq!(step(&before, "B.2", "").days_late, Some(291));
    assert_eq!(step(&before, "B.1", "").verdict, Verdict::Early);
    assert_eq!(step(&before, "B.7", "opening").verdict, Verdict::NotBegun);
}

#[test]
fn a_start_date_is_never_overdue() {
    for (as_of, verdict) in [
        ("2025-03-31", Verdict::NotBegun),
        ("2025-04-01", Verdict::Open),
        ("2030-12-31", Verdict::Open),
    ] {
        let status = status("", as_of);
        let moving = step(&status, "A.2", "");
        assert_eq!((moving.verdict, moving.days_late), (verdict, None), "{as_of}");
    }
    let status = status("", "2100-01-01");
    for step in &status.steps {
        let is_past = matches!(step.verdict, Verdict::Overdue | Verdict::Unreported);
        assert_eq!(is_past, step.milestone.deadline.due_on().is_some(), "{step:?}");
        assert_eq!(is_past, step.days_late.is_some(), "{step:?}");
    }
}

/// A common task is done when the last agency has handed in what it owes for it, and not before.
#[test]
fn a_common_task_is_as_far_as_what_agencies_owe_for_it() {
    let agencies = Agencies::built_in();
    let owed = status("", "2025-01-01");
    assert_eq!(step(&owed, "A.3", "").verdict, Verdict::Overdue);
    assert_eq!(step(&owed, "A.5", "").verdict, Verdict::Unreported, "nobody owes a paper for it");
    assert_eq!(owed.count_of("A.3".parse().expect("an id")), (18, 0));
    let arrivals: Vec<Arrival> = agencies
        .iter()
        .enumerate()
        .map(|(index, agency)| Arrival {
            agency_id: agency.id.clone(),
            table: Table::CloudNeed,
            submission_id: String::new(),
            received_on: day("2024-09-01") + chrono::Days::new(index as u64),
            rows_count: 1,
        })
        .collect();
    let lines = agencies.of_the_directive().map(|agency| {
        format!("{}.plan = {{ on = \"2024-09-15\", covers = [\"III.1\", \"III.2\"] }}\n", agency.id)
    });
    let plans = format!("[papers]\n{}", lines.collect::<String>());
    let as_of = day("2025-01-01");
    let duties = duty::all(agencies, &arrivals, &progress(&plans), as_of);
    let steps = schedule::all(&Progress::default(), &answered(&duties), as_of);
    let done = steps.iter().find(|step| step.task.id.to_string() == "A.3").expect("a step");
    assert_eq!(done.verdict, Verdict::Early);
    assert_eq!(done.done_on, Some(day("2024-09-23")), "the last of the 18 in the table");
    assert_eq!(done.days_late, Some(-7));
}

#[test]
fn everything_wrong_with_a_planners_file_is_told_with_its_line() {
    let text = r#"[tasks]
"B.28" = { state = "done", on = "2024-11-30" }
"B.1" = { state = "finished" }
"B.2" = { state = "done" }
"B.3" = { state = "done", on = "30/13/2024" }
"A.10/moving" = { state = "in_progress" }
"B.4/plan" = { state = "in_progress" }
"B.5" = { state = "in_progress", when = "2024-11-30" }
"B.6" = "done"
[papers]
MOET.plan = { on = "2024-09-27" }
MOJ.cost = { on = "2024-09-27" }
"Bộ Giáo dụcc".plan = { on = "2024-09-27" }
MOH.plan = { on = "2024-09-27", covers = ["III.3"] }
[duties]
MOT.plan = { owed = false }
MPS.plan = { owed = "yes", reason = "?" }
"Bộ Y tế".plan = { owed = true, reason = "a" }
MOH.plan = { owed = true, reason = "b" }
"#;
    let wrong = Progress::from_text(text, Path::new("p.toml"), Agencies::built_in());
    let Err(ProgressError::Wrong { problems, .. }) = &wrong else { panic!("{wrong:?}") };
    let told: Vec<String> = problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect();
    let expected = [
        "2: there is no task \"B.28\"; the annex has A.1 to A.13, B.1 to B.27, B.29 and B.30, and no B.28",
        "3: B.1: there is no state \"finished\"; there are not_started, in_progress, done, cancelled",
        "4: B.2: on is missing; write on = \"2024-12-31\"",
        "5: B.3: on: \"30/13/2024\" is no day; write it as \"2024-12-31\"",
        "6: task A.10 has no milestone moving; there are \"A.10/plan\" and \"A.10/move\"",
        "7: task B.4 has no milestone plan; write \"B.4\" alone",
        "8: B.5: there is no field when; there are state, on, document, source",
        "9: B.6: write { state = …, on = …, document = …, source = … }",
        "11: MOET.plan: the agency owes two; say which: covers = [\"III.1\", \"III.2\"]",
        "12: there is no obligation \"cost\"; there are resource_list, cloud_needs_list, plan, facility_case, cost_estimate, database_catalogue",
        "13: nobody knows the agency \"Bộ Giáo dụcc\"; nearest: MOET (Bộ Giáo dục và Đào tạo)",
        "14: MOH.plan: covers names \"III.3\"; a plan is of III.1 or III.2",
        "16: MOT.plan: reason is missing; say why, it is printed beside the duty",
        "17: MPS.plan: owed is missing or no truth; write owed = true or false",
        "19: MOH.plan is said twice, under two names of the agency",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told}\n{expected}");
    }
    for broken in ["[tasks", "[task]\n", "[papers]\nMOET = 3\n"] {
        let error = Progress::from_text(broken, Path::new("p.toml"), Agencies::built_in());
        assert!(matches!(error, Err(ProgressError::Parse { .. })), "{broken}");
    }
}

#[test]
fn grounds_are_cited_as_a_letter_does() {
    use crate::language::Language;
    let status = status("", "2024-12-31");
    let cited = |agency: &str, obligation, language| {
        let duty = one(&status.duties, agency, obligation);
        duty.grounds[0].words(language)
    };
    assert_eq!(
        cited("MOH", Obligation::CloudNeedsList, Language::Vietnamese),
        "điểm a khoản 2 mục III Chỉ thị; nhiệm vụ số 3 mục A Phụ lục"
    );
    assert_eq!(
        cited("MOH", Obligation::CostEstimate, Language::Vietnamese),
        "khoản 4 mục VII Chỉ thị; nhiệm vụ số 9 mục A Phụ lục"
    );
    assert_eq!(
        cited("MPS", Obligation::FacilityCase, Language::Vietnamese),
        "khoản 3 mục III Chỉ thị; nhiệm vụ số 10 mục A Phụ lục"
    );
    assert_eq!(
        cited("MOH", Obligation::DatabaseCatalogue, Language::English),
        "point IV.6.b of the Directive; task A.7 of its annex"
    );
}
