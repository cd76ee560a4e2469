//! The score and its parts, computed by hand.

use proptest::prelude::*;

use super::*;
use crate::schema::Column;

const NEAR: f64 = 1e-12;

fn plan() -> Plan {
    Plan::built_in()
}

fn column(
    plan: &Plan,
    table: Table,
    name: &str,
    filled: (usize, usize),
    valid: (usize, usize),
    plausible: (usize, usize),
) -> ColumnQuality {
    let column: &'static Column = table.column(name).expect("a column");
    let share = |(part, of): (usize, usize)| Share { part, of };
    ColumnQuality {
        table,
        column,
        importance: Importance::of(table, column, &plan.quality),
        filled: share(filled),
        valid: share(valid),
        plausible: share(plausible),
    }
}

/// Ten machines: vCPU (3 parts) on 8, name (1 part) on 5, codes on all, quantity on none.
fn machines(plan: &Plan) -> TableQuality {
    let of = |name, filled, valid, plausible| {
        column(plan, Table::Workload, name, filled, valid, plausible)
    };
    TableQuality {
        table: Table::Workload,
        rows: 10,
        rows_rejected: 2,
        columns: vec![
            of("workload_id", (10, 10), (10, 12), (0, 0)),
            of("name", (5, 10), (5, 5), (0, 0)),
            of("quantity", (0, 10), (0, 0), (0, 0)),
            of("vcpu_count", (8, 10), (6, 9), (4, 8)),
        ],
    }
}

#[test]
fn a_score_is_the_mean_of_its_parts_by_weight() {
    let plan = plan();
    let table = machines(&plan);
    let parts = table.parts(&plan.quality);
    // filled: (1×5 + 3×8) / (1×10 + 3×10); valid: (3×10 + 5 + 3×6) / (3×12 + 5 + 3×9).
    let (filled, valid) = (29.0 / 40.0, 53.0 / 68.0);
    assert!((parts.filled.expect("known") - filled).abs() < NEAR);
    assert!((parts.valid.expect("known") - valid).abs() < NEAR);
    assert!((parts.plausible.expect("known") - 0.5).abs() < NEAR);
    let score = (5.0 * filled + 3.0 * valid + 2.0 * 0.5) / 10.0;
    assert!((table.score(&plan.quality).expect("known") - score).abs() < NEAR);
}

#[test]
fn a_part_nobody_knows_neither_helps_nor_harms() {
    let plan = plan();
    let of = |name, filled| column(&plan, Table::Workload, name, filled, filled, (0, 0));
    let columns = vec![of("vcpu_count", (4, 10))];
    let table = TableQuality { table: Table::Workload, rows: 10, rows_rejected: 0, columns };
    assert_eq!(table.parts(&plan.quality).plausible, None);
    assert!((table.score(&plan.quality).expect("known") - 0.4).abs() < NEAR);
    let nothing = AgencyQuality { agency_id: "MOJ".to_owned(), tables: Vec::new() };
    assert_eq!(nothing.score(&plan.quality), None, "nothing sent is no score of zero");
    assert_eq!(nothing.losses(&plan.quality), []);
}

#[test]
fn every_column_of_a_table_is_in_one_group_and_every_group_has_columns() {
    for group in Group::ALL {
        let mut columns = judged().flat_map(Table::columns);
        assert!(columns.any(|column| Group::of(column) == group), "{group:?}");
    }
    for (table, name, group) in [
        (Table::Workload, "disk_used_bytes", Group::Use),
        (Table::Workload, "ram_bytes", Group::Sizes),
        (Table::System, "security_level", Group::Kinds),
        (Table::System, "rto_hours", Group::Times),
        (Table::Server, "psu_count", Group::Hall),
        (Table::CloudNeed, "horizon_year", Group::Times),
        (Table::Facility, "level", Group::Kinds),
        (Table::Database, "records_count", Group::Sizes),
        (Table::NetworkDevice, "port_gbps", Group::Hall),
    ] {
        assert_eq!(Group::of(table.column(name).expect("a column")), group, "{name}");
    }
}

prop_compose! {
    fn shares()(of in 0_usize..40)(part in 0..=of, of in Just(of)) -> (usize, usize) {
        (part, of)
    }
}

prop_compose! {
    fn agency()(
        counts in prop::collection::vec((1_usize..30, shares(), shares(), 0.0..=1.0_f64), 36),
        tables in prop::collection::btree_set(0_usize..4, 0..4),
    ) -> AgencyQuality {
        let plan = plan();
        let all = [Table::System, Table::Workload, Table::Server, Table::Facility];
        let of_table = |at: usize| TableQuality {
            table: all[at],
            rows: counts[at].0,
            rows_rejected: 0,
            columns: (all[at].columns().iter().take(9).enumerate())
                .map(|(index, known)| {
                    let (_, valid, plausible, share) = counts[at * 9 + index];
                    let rows = counts[at].0;
                    let filled = if known.required { rows } else { (rows as f64 * share) as usize };
                    column(&plan, all[at], known.name, (filled, rows), valid, plausible)
                })
                .collect(),
        };
        let tables = tables.into_iter().map(of_table).collect();
        AgencyQuality { agency_id: "MOJ".to_owned(), tables }
    }
}

proptest! {
    /// What lowers a score is all of what it lacks.
    #[test]
    fn losses_add_up_to_what_the_score_lacks(agency in agency()) {
        let plan = plan();
        let lost: f64 = agency.losses(&plan.quality).iter().map(|loss| loss.points).sum();
        match agency.score(&plan.quality) {
            Some(score) => {
                prop_assert!((-NEAR..=1.0 + NEAR).contains(&score));
                prop_assert!((1.0 - score - lost).abs() < 1e-9, "{score} and {lost}");
            }
            None => prop_assert!(lost.abs() < NEAR),
        }
    }

    /// Filling in one more cell lowers neither the share filled nor, all else equal, the score.
    #[test]
    fn one_more_filled_cell_lowers_nothing(
        agency in agency(), table in 0_usize..4, at in 0_usize..9,
    ) {
        let plan = plan();
        let mut more = agency.clone();
        let place = more.tables.get_mut(table).and_then(|table| table.columns.get_mut(at));
        if let Some(column) = place && column.filled.lacking() > 0 {
            column.filled.part += 1;
            let (before, after) = (agency.parts(&plan.quality), more.parts(&plan.quality));
            prop_assert!(after.filled.expect("rows") >= before.filled.expect("rows") - NEAR);
            let score = |agency: &AgencyQuality| agency.score(&plan.quality).expect("rows");
            prop_assert!(score(&more) >= score(&agency) - NEAR);
        }
    }
}
