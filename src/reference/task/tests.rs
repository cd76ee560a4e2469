//! The table of tasks against the directive as read by hand.

use super::*;
use crate::reference::Group;
use crate::time::read_period;

/// Every row of the annex with its kind and dates, written down apart from the table.
const ROWS: &str = "
A.1 by 2024-09-30 | A.2 from 2025-04-01 | A.3 by 2024-09-30 | A.4 from 2025-07-01
A.5 by 2024-12-31 | A.6 by 2025-12-31 | A.7 by 2024-09-30 | A.8 by 2024-12-31
A.9 by 2024-12-31 | A.10 compound | A.11 unspecified | A.12 by 2024-09-30 | A.13 ongoing
B.1 by 2025-05-31 | B.2 by 2024-09-30 | B.3 by 2024-09-30 | B.4 by 2024-09-30 | B.5 ongoing
B.6 by 2025-03-31 | B.7 ongoing | B.8 ongoing | B.9 by 2024-09-30 | B.10 by 2024-09-30
B.11 by 2024-12-31 | B.12 by 2024-09-30 | B.13 by 2024-12-31 | B.14 by 2024-12-31
B.15 by 2024-12-31 | B.16 by 2024-12-31 | B.17 by 2024-09-30 | B.18 by 2024-12-31
B.19 by 2024-12-31 | B.20 by 2024-12-31 | B.21 by 2024-09-30 | B.22 by 2024-12-31
B.23 by 2025-03-31 | B.24 by 2025-03-31 | B.25 unspecified | B.26 unspecified
B.27 unspecified | B.29 ongoing | B.30 by 2024-12-31";

fn of(id: &str) -> &'static Task {
    task(id.parse().expect("an id")).expect("a task")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn the_42_tasks_have_their_kinds_and_dates() {
    let rows: Vec<&str> =
        ROWS.split(['|', '\n']).map(str::trim).filter(|row| !row.is_empty()).collect();
    assert_eq!(rows.len(), 42);
    for (row, task) in rows.iter().zip(tasks()) {
        let words: Vec<&str> = row.split(' ').collect();
        assert_eq!(task.id.to_string(), words[0]);
        assert_eq!(task.kind, words[1], "{}", task.id);
        let Some(date) = words.get(2) else { continue };
        let deadline = task.milestones[0].deadline;
        assert_eq!(deadline.due_on().or(deadline.starts_on()), Some(day(date)), "{}", task.id);
    }
    let count = |part| tasks().iter().filter(|task| task.id.part == part).count();
    assert_eq!((count(Part::Common), count(Part::Specific)), (13, 29));
    assert_eq!(task("B.28".parse().expect("an id")), None);
}

/// The fourteen dates of the directive's timeline, each with its kind.
#[test]
fn the_timeline_is_in_the_milestones() {
    for (id, name, expected) in [
        ("A.1", "", "by:2024-09-30"),
        ("A.3", "", "by:2024-09-30"),
        ("A.10", "plan", "by:2024-09-30"),
        ("A.12", "plan", "by:2024-09-30"),
        ("A.7", "", "by:2024-09-30"),
        ("A.5", "", "by:2024-12-31"),
        ("A.8", "", "by:2024-12-31"),
        ("A.9", "", "by:2024-12-31"),
        ("A.2", "", "from:2025-04-01"),
        ("A.6", "digitise", "by:2025-06-30"),
        ("A.4", "", "from:2025-07-01"),
        ("A.10", "move", "within:2025-10-01..2025-12-31"),
        ("A.6", "", "by:2025-12-31"),
        ("B.7", "opening", "within:2025-10-01..2025-12-31"),
        ("A.12", "move", "at_contract_end"),
    ] {
        let milestone = of(id).milestone(name).unwrap_or_else(|| panic!("{id}/{name}"));
        assert_eq!(milestone.deadline, expected.parse().expect("a deadline"), "{id}/{name}");
    }
    let count: usize = tasks().iter().map(|task| task.milestones.len()).sum();
    assert_eq!(count, 46, "four tasks have two");
}

/// The dates follow from the words of the annex, read by another reader.
#[test]
fn dates_are_what_the_words_of_the_annex_say() {
    let mut read = 0;
    for task in tasks().iter().filter(|task| task.kind == "by" || task.kind == "from") {
        let words = task.deadline_text.trim_end_matches('.').replace("Thực hiện từ ", "");
        let words = words.replace(" được thông qua", "");
        let (first, last) = read_period(&words).unwrap_or_else(|| panic!("{} {words}", task.id));
        let expected = if task.kind == "by" { Deadline::By(last) } else { Deadline::From(first) };
        assert_eq!(task.milestones[0].deadline, expected, "{}", task.id);
        read += 1;
    }
    assert_eq!(read, 32, "the others are ongoing (5), unspecified (4) and compound (1)");
}

#[test]
fn leads_and_coordinators_are_agencies_and_open_classes_stay_text() {
    let agencies = Agencies::built_in();
    let ids = |parties: &[Party]| -> Vec<String> {
        let ids = parties.iter().filter_map(|party| party.agency_id().map(str::to_owned));
        ids.collect::<Vec<_>>()
    };
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    let open = |parties: &[Party]| parties.iter().filter(|p| p.agency_id().is_none()).count();
    let group = |group| -> Vec<String> {
        sorted(agencies.iter().filter(|a| a.is_in(group)).map(|a| a.id.clone()).collect())
    };
    assert_eq!(sorted(ids(&of("A.2").leads)), group(Group::InfrastructureMigration));
    assert_eq!(
        of("A.2").leads.last(),
        Some(&Party::Open("các bộ, ngành chủ quản cơ sở dữ liệu quốc gia".to_owned()))
    );
    assert_eq!(
        sorted(ids(&of("A.4").leads)),
        group(Group::CloudIntegration),
        "a name that holds a comma is one name"
    );
    assert_eq!(open(&of("A.4").leads), 0);
    assert_eq!(ids(&of("B.17").coordinators), ["MPS", "MONRE", "MOC", "MOST"]);
    assert_eq!(of("A.5").leads, [Party::Open("Các bộ, ngành, địa phương".to_owned())]);
    assert_eq!(of("A.1").leads.len(), 2, "those that wish to move; owners of national databases");
    assert!(of("B.24").leads == [Party::Agency("VSS".to_owned())]);
    for task in tasks().iter().filter(|task| task.id.part == Part::Specific) {
        assert_eq!((ids(&task.leads).len(), open(&task.leads)), (1, 0), "{}", task.id);
    }
    let alone = ["A.9", "A.13", "B.4", "B.12", "B.21", "B.22", "B.23", "B.24"];
    let without = |of: fn(&Task) -> bool| -> Vec<String> {
        tasks().iter().filter(|task| of(task)).map(|task| task.id.to_string()).collect()
    };
    assert_eq!(without(|task| task.coordinators.is_empty()), alone);
    assert_eq!(without(|task| task.product.is_none()).len(), 12);
    for task in tasks() {
        for language in Language::ALL {
            let short = task.short(language);
            assert!(!short.is_empty() && short.chars().count() <= 56, "{} {short}", task.id);
        }
    }
}

#[test]
fn ids_are_read_as_they_are_written() {
    for task in tasks() {
        assert_eq!(task.id.to_string().parse(), Ok(task.id));
    }
    for wrong in
        ["", "A", "A.", "A10", "C.1", "a.1", "A.01", "A.+1", "A.-1", "A.1.2", "B.99999999999"]
    {
        assert_eq!(wrong.parse::<TaskId>(), Err(()), "{wrong}");
    }
}
