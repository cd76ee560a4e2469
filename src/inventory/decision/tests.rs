use super::*;

fn row(agency: &str, key: &str) -> RowId {
    RowId {
        table: "server".to_owned(),
        agency_id: agency.to_owned(),
        key: key.to_owned(),
        occurrence: 1,
    }
}

fn decision(verdict: Verdict, kept: RowId, other: RowId) -> NewDecision {
    let decided_on = NaiveDate::from_ymd_opt(2025, 3, 1).expect("a day");
    NewDecision { verdict, kept, other, reason: None, decided_by: None, decided_on }
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(&folder.path().join("store")).expect("a store");
    (folder, store)
}

#[test]
fn a_pair_has_one_id_whichever_row_comes_first() {
    let (a, b) = (row("MOET", "S-1"), row("MOJ", "S-1"));
    assert_eq!(pair_id(&a, &b), pair_id(&b, &a));
    assert_ne!(pair_id(&a, &b), pair_id(&a, &row("MOJ", "S-2")));
    // Where one part ends and the next begins is part of it.
    assert_ne!(pair_id(&row("A", "BC"), &row("D", "E")), pair_id(&row("AB", "C"), &row("D", "E")));
}

#[test]
fn decisions_are_added_and_the_last_of_a_pair_counts() {
    let (_folder, store) = store();
    let (a, b) = (row("MOET", "S-1"), row("MOJ", "S-9"));
    let same = decision(Verdict::Same, a.clone(), b.clone());
    assert!(matches!(store.decide(same.clone()), Ok(Decided::Recorded(_))));
    assert!(matches!(store.decide(same), Ok(Decided::Unchanged(_))));
    let other_kept = decision(Verdict::Same, b.clone(), a.clone());
    assert!(matches!(store.decide(other_kept), Ok(Decided::Recorded(_))));
    let all = store.decisions().expect("read");
    assert_eq!(all.iter().map(|d| d.sequence).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(standing(&all).values().next().expect("one").kept, b);
    store.decide(decision(Verdict::Open, a, b)).expect("taken back");
    assert!(standing(&store.decisions().expect("read")).is_empty());
}

#[test]
fn a_decision_that_contradicts_others_is_refused_with_the_one_to_take_back() {
    let (_folder, store) = store();
    let (a, b, c) = (row("A", "1"), row("B", "1"), row("C", "1"));
    let decide = |verdict, kept: &RowId, other: &RowId| {
        store.decide(decision(verdict, kept.clone(), other.clone()))
    };
    decide(Verdict::Same, &a, &b).expect("recorded");
    decide(Verdict::Same, &b, &c).expect("recorded");
    let refused = decide(Verdict::Different, &a, &c).expect_err("they are one through B");
    assert!(refused.to_string().contains("through a third row"), "{refused}");
    decide(Verdict::Open, &b, &c).expect("taken back");
    decide(Verdict::Different, &a, &c).expect("nothing is against it now");
    let refused = decide(Verdict::Same, &b, &c).expect_err("A and C are different");
    assert!(refused.to_string().contains(&pair_id(&a, &c)), "{refused}");
    assert_eq!(store.decisions().expect("read").len(), 4, "what is refused is not recorded");
}

#[test]
fn several_decisions_are_recorded_together_or_not_at_all() {
    let (_folder, store) = store();
    let (a, b, c) = (row("A", "1"), row("B", "1"), row("C", "1"));
    let of = |verdict, kept: &RowId, other: &RowId| decision(verdict, kept.clone(), other.clone());
    let recorded = |store: &Store| store.decisions().expect("read").len();
    // Each alone could stand; together they cannot, in whichever order they come.
    let mut all = vec![
        of(Verdict::Same, &a, &b),
        of(Verdict::Different, &a, &c),
        of(Verdict::Same, &b, &c),
        of(Verdict::Same, &row("D", "1"), &row("E", "1")),
    ];
    for _ in 0..4 {
        all.rotate_left(1);
        let DecidedTogether::Refused(refused) = store.decide_all(all.clone()).expect("the store")
        else {
            panic!("refused")
        };
        let innocent = all.iter().position(|new| new.kept.agency_id == "D").expect("it is there");
        let places: Vec<usize> = refused.iter().map(|(at, _)| *at).collect();
        let others: Vec<usize> = (0..4).filter(|at| *at != innocent).collect();
        assert_eq!(places, others, "{refused:?}");
        assert_eq!(recorded(&store), 0);
    }
    // What stands is taken into account, and what is taken back in the same list is not.
    store.decide(of(Verdict::Different, &a, &c)).expect("recorded");
    let two = vec![of(Verdict::Same, &a, &b), of(Verdict::Same, &b, &c)];
    let refused = store.decide_all(two.clone()).expect("the store");
    let DecidedTogether::Refused(refused) = refused else { panic!("refused") };
    assert!(refused[0].1.contains(&pair_id(&a, &c)), "{refused:?}");
    let with_open = [two, vec![of(Verdict::Open, &a, &c)]].concat();
    let done = store.decide_all(with_open.clone()).expect("the store");
    assert!(matches!(done, DecidedTogether::Recorded(became) if became.len() == 3));
    assert_eq!(recorded(&store), 4);
    let again = store.decide_all(with_open).expect("the store");
    let DecidedTogether::Recorded(again) = again else { panic!("nothing is against it") };
    assert!(again.iter().all(|decided| matches!(decided, Decided::Unchanged(_))));
    assert_eq!(recorded(&store), 4);
}

#[test]
fn a_damaged_list_of_decisions_is_an_error_that_names_the_line() {
    let (_folder, store) = store();
    store.decide(decision(Verdict::Same, row("A", "1"), row("B", "1"))).expect("recorded");
    store.decide(decision(Verdict::Same, row("A", "2"), row("B", "2"))).expect("recorded");
    let path = store.decisions_file();
    let text = fs::read_to_string(&path).expect("read");
    let second = text.lines().nth(1).expect("a line");
    for (broken, said) in [
        (format!("{second}\n"), "line 1 holds decision 2"),
        (text.replace("\"key\":\"2\"", "\"key\":\"3\""), "line 2: the pair"),
        (text[..text.len() - 9].to_owned(), "line 2: EOF"),
    ] {
        fs::write(&path, broken).expect("written");
        let error = store.decisions().expect_err("refused").to_string();
        assert!(error.contains(said) && error.contains("decisions.jsonl"), "{error}");
    }
}
