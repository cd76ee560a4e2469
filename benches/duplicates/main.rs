//! Finding duplicates at ten thousand, a hundred thousand and a million rows: seconds, pairs compared,
//! precision and recall, one line a table and size.
//!
//! Rows are made in memory, since files of a million rows take longer to write than to compare; that
//! files give the same is what `ndcap bench duplicates` measures.

mod estates;

use std::time::Instant;

use ndcap::duplicates::find;
use ndcap::plan::Plan;
use ndcap::schema::Table;

/// Share of rows that are copies.
const COPIES: f64 = 0.05;
/// Least precision and recall, below which the bench fails.
const LEAST: (f64, f64) = (0.98, 0.95);
/// Most pairs compared for each row: what tells blocks from a loop over all pairs.
const COMPARED_PER_ROW_MAX: usize = 100;

fn main() {
    let plan = Plan::built_in().duplicates;
    println!("table,rows,seconds,pairs_compared,likely,precision,recall");
    for rows in [10_000, 100_000, 1_000_000] {
        for table in [Table::Server, Table::Workload] {
            let (items, planted) = estates::rows_with_copies(table, rows, COPIES);
            let start = Instant::now();
            let found = find(&items, table, &plan);
            let seconds = start.elapsed().as_secs_f64();
            let likely = found.pairs.iter().filter(|pair| pair.score >= plan.likely_min.value);
            let likely = likely.count();
            let (precision, recall) = estates::precision_and_recall(&found, &planted, &plan);
            let (name, compared) = (table.name(), found.compared);
            println!("{name},{rows},{seconds:.2},{compared},{likely},{precision:.4},{recall:.4}");
            assert!(compared <= rows * COMPARED_PER_ROW_MAX, "{compared} pairs compared");
            assert!(precision >= LEAST.0 && recall >= LEAST.1, "fewer than promised");
        }
    }
}
