use super::key::{Name, Serial, address_of, uuid_of};
use super::*;
use crate::inventory::{RowAddress, RowId};
use crate::plan::Plan;

fn item(table: Table, agency: &str, key: &str) -> Item {
    Item {
        id: RowId {
            table: table.name().to_owned(),
            agency_id: agency.to_owned(),
            key: key.to_owned(),
            occurrence: 1,
        },
        at: RowAddress {
            submission_id: format!("{agency}/0001-00000000"),
            sheet: "s".to_owned(),
            row: 2,
        },
        name: String::new(),
        serial: String::new(),
        uuids: Vec::new(),
        addresses: Vec::new(),
        manufacturer: String::new(),
        model: String::new(),
        place: String::new(),
        software: String::new(),
        figures: vec![None; figures_of(table).len()],
        quantity: 1,
    }
}

fn plan() -> DuplicatesPlan {
    Plan::built_in().duplicates
}

#[test]
fn a_serial_is_the_same_however_it_is_written_and_junk_is_none() {
    let of = |text: &str| Serial::of(text).map(|serial| serial.folded);
    let key = of("7R2XK12O");
    for text in ["7r2xk12o", "7R2X-K120", " 7R2X K12O ", "S/N: 7R2XKI2O", "SN 7R2XK12O", "7R2XKl2o"]
    {
        assert_eq!(of(text), key, "{text}");
    }
    for junk in [
        "N/A",
        "n.a.",
        "To be filled by O.E.M.",
        "To Be Filled By OEM",
        "0000",
        "00000000",
        "None",
        "XXXX",
        "-",
        "",
        "123456789",
        "Không có",
        "đang cập nhật",
        "Default string",
        "12",
        "System Serial Number",
        "Not Specified",
    ] {
        assert_eq!(of(junk), None, "{junk}");
    }
}

#[test]
fn serials_of_one_batch_are_told_from_slips() {
    let serial = |text: &str| Serial::of(text).expect("a serial");
    for (a, b) in [("7R2XK12", "7R2XK13"), ("8T5WQ1Y", "8T5WQ21"), ("CZJ0999", "CZJ1001")] {
        assert!(serial(a).is_next_to(&serial(b)), "{a} {b}");
    }
    for (a, b) in [("7R2XK12", "7RX2K12"), ("7R2XK12", "9R2XK12"), ("CZJ0999", "CZJ5001")] {
        assert!(!serial(a).is_next_to(&serial(b)), "{a} {b}");
    }
}

#[test]
fn names_meet_whatever_their_signs_domain_and_zeros() {
    let of = |text: &str| Name::of_machine(text).expect("a name");
    let key = of("hotich-app-01").key;
    for text in ["HOTICH_APP_1", "hotich-app-01.moj.gov.vn", "Hộ tịch app 001", "HotichApp01"] {
        let name = of(text);
        assert!(name.key == key || name.letters == of("hotich-app-01").letters, "{text}: {name:?}");
    }
    for text in
        ["SRV01", "localhost", "web-02", "Máy chủ 1", "10.0.0.5", "VM-0001", "APP-SERVER-01"]
    {
        assert!(of(text).is_common, "{text}");
    }
    assert!(!of("moet-web-01").is_common);
    let subject = |text: &str| Name::of_subject(text).expect("a subject").sorted;
    assert_eq!(subject("CSDL quốc gia về bảo hiểm"), subject("Cơ sở dữ liệu Bảo hiểm"));
    assert_ne!(subject("CSDL bảo hiểm"), subject("CSDL hộ tịch"));
}

#[test]
fn uuids_and_addresses_that_many_machines_have_are_none() {
    assert_eq!(
        uuid_of("{4C4C4544-0044-3510-8052-B4C04F4D3432}").as_deref(),
        Some("4c4c4544004435108052b4c04f4d3432")
    );
    for none in [
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "vm-12",
    ] {
        assert_eq!(uuid_of(none), None, "{none}");
    }
    assert_eq!(address_of("10.1.2.3/24").as_deref(), Some("10.1.2.3"));
    assert_eq!(address_of("127.0.0.1"), None);
    assert_eq!(address_of("máy 3"), None);
}

#[test]
fn a_uuid_and_an_address_make_a_pair_of_machines_with_other_names() {
    let mut rows = Vec::new();
    for (agency, name) in [("MOET", "hotich-app-01"), ("MOJ", "tuphap-app-07")] {
        let mut one = item(Table::Workload, agency, &format!("{agency}-1"));
        one.name = name.to_owned();
        one.uuids = vec!["4c4c4544004435108052b4c04f4d3432".to_owned()];
        rows.push(one);
    }
    let found = find(&rows, Table::Workload, &plan());
    assert_eq!(found.pairs.len(), 1);
    assert!(found.pairs[0].score > 0.99, "{:?}", found.pairs);
    // Without it nothing is left that speaks for it.
    rows.iter_mut().for_each(|row| row.uuids.clear());
    assert!(find(&rows, Table::Workload, &plan()).pairs.is_empty());
}

#[test]
fn names_that_say_whose_they_are_are_no_slip_of_each_other() {
    let named = |names: [(&str, &str); 2]| {
        let rows = names.map(|(agency, name)| {
            let mut one = item(Table::Workload, agency, &format!("{agency}-VM-0168"));
            one.name = name.to_owned();
            one.figures[0] = Some(4);
            one
        });
        let found = find(&rows, Table::Workload, &plan());
        found.pairs.first().map_or(0.0, |pair| pair.score)
    };
    let own = named([("MOET", "moet-hotich-0168"), ("MOT", "mot-hotich-0168")]);
    assert!(own < plan().possible_min.value, "{own}");
    // The other agency's name with a sign left out is one.
    let slip = named([("MOET", "moet-hotich-0168"), ("MOJ", "mot-hotich-0168")]);
    assert!(slip > own, "{slip} {own}");
}

#[test]
fn rows_of_one_list_are_not_compared_and_one_code_in_two_lists_of_an_agency_is() {
    let mut rows = vec![item(Table::Server, "MOET", "S-1"), item(Table::Server, "MOET", "S-2")];
    rows.iter_mut().for_each(|row| row.serial = "7R2XK120".to_owned());
    assert_eq!(find(&rows, Table::Server, &plan()).compared, 0, "the rules of intake did");
    rows[1].at.submission_id = "MOET/0002-00000000".to_owned();
    let found = find(&rows, Table::Server, &plan());
    assert!(found.pairs[0].score > 0.99, "{found:?}");
}

#[test]
fn databases_of_one_subject_overlap_and_equal_ones_are_one() {
    let database = |agency: &str, name: &str, records: i64, size: i64| {
        let mut one = item(Table::Database, agency, &format!("{agency}-DB-1"));
        one.name = name.to_owned();
        one.figures = vec![Some(size << 30), Some(records), None];
        one
    };
    let rows = [
        database("VSS", "CSDL quốc gia về Bảo hiểm", 98_412_377, 740),
        database("MOF", "Cơ sở dữ liệu bảo hiểm", 98_412_377, 740),
        database("MOLISA", "CSDL bảo hiểm", 1_200_345, 35),
    ];
    let found = find(&rows, Table::Database, &plan());
    let of = |a: usize, b: usize| {
        found.pairs.iter().find(|pair| (pair.a, pair.b) == (a, b)).expect("a pair")
    };
    assert_eq!(of(0, 1).relation, Relation::Same);
    assert!(of(0, 1).score > 0.9);
    assert_eq!(of(0, 2).relation, Relation::Overlap);
    assert!(of(0, 2).score < plan().likely_min.value);
}

#[test]
fn a_key_that_too_many_rows_share_is_told_and_no_loop_runs_over_all_pairs() {
    let rows: Vec<Item> = (0..1_000)
        .map(|index| {
            let agency = format!("A{}", index % 3);
            let mut one = item(Table::Server, &agency, &format!("{agency}-{index}"));
            one.serial = "7R2XK120".to_owned();
            // Five rows of each size.
            one.figures[1] = Some(i64::from(index) / 5);
            one
        })
        .collect();
    let found = find(&rows, Table::Server, &plan());
    let crowd = found.crowds.iter().find(|crowd| crowd.kind == KeyKind::Serial).expect("told");
    assert_eq!((crowd.rows, crowd.rows_not_compared, crowd.example), (1_000, 0, 0));
    assert!(found.compared <= 1_000 * 4 / 2, "{} of 499500", found.compared);
    let equal: Vec<Item> = rows
        .into_iter()
        .map(|mut row| {
            row.figures[1] = Some(1);
            row
        })
        .collect();
    let found = find(&equal, Table::Server, &plan());
    assert_eq!((found.crowds[0].rows_not_compared, found.compared), (1_000, 0));
}

/// A thousand servers, and two whose serials of digits one slip tells apart, with equal sizes that so many
/// of the others have too.
fn slip_among(others_alike: usize) -> Pair {
    let row = |index: usize, serial: String, is_alike: bool| {
        let mut one = item(Table::Server, &format!("A{}", index % 7), &format!("S-{index}"));
        one.serial = serial;
        one.model = if index.is_multiple_of(3) { "R740" } else { "SR650" }.to_owned();
        let own = i64::try_from(index).expect("a small number");
        one.figures[1] = Some(if is_alike { 256 } else { own % 5 });
        one.figures[2] = Some(if is_alike { 24 } else { own % 40 });
        one.figures[5] = Some(if is_alike { 18_772 } else { own % 700 });
        one
    };
    let serial = |index: usize| format!("{:07}", (index * 7_368_787) % 10_000_000);
    let mut rows = vec![row(0, "8971691".to_owned(), true), row(3, "871691".to_owned(), true)];
    rows.extend((2..1_002).map(|index| row(index * 3, serial(index), index < 2 + others_alike)));
    let found = find(&rows, Table::Server, &plan());
    let pair = found.pairs.into_iter().find(|pair| (pair.a, pair.b) == (0, 1));
    pair.expect("a pair")
}

#[test]
fn a_slip_in_a_serial_of_digits_is_told_where_the_sizes_are_of_few() {
    let (alone, of_batch) = (slip_among(0), slip_among(60));
    assert!(alone.score >= plan().likely_min.value, "{alone:?}");
    assert!(of_batch.weighed.sum < alone.weighed.sum, "{of_batch:?} {alone:?}");
}

#[test]
fn the_kind_of_a_slip_says_in_how_many_ways_it_could_have_gone() {
    let ways = |a: &str, b: &str| {
        let serial = |text: &str| Serial::of(text).expect("a serial");
        let there = serial(a).slip_ways(&serial(b));
        assert_eq!(there, serial(b).slip_ways(&serial(a)), "{a} {b}");
        there
    };
    assert_eq!(ways("8971691", "8976191"), Some(4 * 6), "swapped, at one of six places");
    assert_eq!(ways("8971691", "871691"), Some(4 * 7), "left out, one of seven");
    assert_eq!(ways("8971691", "8974691"), Some(4 * 7 * 9), "wrong, one of nine others");
    assert_eq!(ways("8971691", "8914691"), None);
}

#[test]
fn a_use_that_differs_costs_more_where_another_one_agrees_to_the_last_digit() {
    let bits = |cpu: i64| {
        let rows = [("MOET", 12_300), ("MOJ", cpu)].map(|(agency, cpu)| {
            let mut one = item(Table::Workload, agency, &format!("{agency}-1"));
            one.name = "hotich-app-01".to_owned();
            one.figures[6] = Some(cpu);
            one.figures[7] = Some(if agency == "MOET" { 30_000 } else { 80_000 });
            one
        });
        let found = find(&rows, Table::Workload, &plan());
        let evidence = found.pairs[0].weighed.evidence.iter();
        let of_ram = |said: &&Evidence| matches!(said.of, Trait::Figure(figure) if figure.column == "ram_util_p95_pct");
        evidence.clone().find(of_ram).expect("stated by both").bits
    };
    assert!(bits(12_300) < bits(40_000), "{} {}", bits(12_300), bits(40_000));
    assert_eq!(bits(40_000), -PARTS_OF_A_BIT, "each measured on its own");
}

#[test]
fn the_order_of_rows_changes_no_score() {
    let mut rows = Vec::new();
    for (agency, serial, ram) in
        [("A", "7R2XK120", 64), ("B", "7R2X-K12O", 64), ("C", "7RX2K120", 32), ("D", "8T5WQ14", 64)]
    {
        let mut one = item(Table::Server, agency, &format!("{agency}-1"));
        one.serial = serial.to_owned();
        one.figures[1] = Some(ram);
        rows.push(one);
    }
    let scores = |rows: &[Item]| {
        let found = find(rows, Table::Server, &plan());
        let mut scores: Vec<(String, i32)> = found
            .pairs
            .iter()
            .map(|pair| {
                let mut ends = [&rows[pair.a].id.agency_id, &rows[pair.b].id.agency_id];
                ends.sort();
                (format!("{} {}", ends[0], ends[1]), pair.weighed.sum)
            })
            .collect();
        scores.sort();
        scores
    };
    let forward = scores(&rows);
    assert!(forward.iter().any(|(pair, _)| pair == "A B"), "{forward:?}");
    rows.reverse();
    assert_eq!(forward, scores(&rows));
}
