//! Agencies against each other: ratios that are of one order everywhere, and where they are not.
//!
//! The measure is the modified z-score of Iglewicz and Hoaglin (1993): 0.6745 · (x − median) / MAD,
//! MAD being the median of the distances from the median. One agency that is far off moves neither,
//! as it would a mean and a standard deviation; 0.6745 makes it the z-score where x is normal.
//!
//! x is the natural logarithm of a ratio that has no upper end (memory, disk and vCPUs per
//! something): these are products of choices and spread by factors, an agency with a quarter of the
//! usual memory is as odd as one with four times it, and an amount in a wrong unit is off by a
//! factor, 1000 or 1024 say. Without logarithms the low end would have no room to be odd in. A share
//! of a whole (used of provisioned disk, use of CPU) is taken as it is: it has both ends, and the
//! logarithm would tear 1 % and 4 % as far apart as 20 % and 80 %.

use polars::prelude::{Expr, LazyFrame, col, lit};

use super::Book;
use super::said::{address, rounded};
use super::sums::{Sum, sums, thousandths};
use super::verdict::Verdict;
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::inventory::{Inventory, StoreError, is_counted};
use crate::plan::ReconcilePlan;
use crate::schema::{Table, provenance};
use crate::unit::Bytes;

/// Makes the distance of a quarter of normal values, the MAD, one standard deviation.
const NORMAL_QUARTILE: f64 = 0.6745;

/// Distances below this are those of rounding.
const DISTANCE_MIN: f64 = 1e-9;

/// A ratio of sums over workloads.
struct Ratio {
    /// Its name in both languages, with its unit.
    name: [&'static str; 2],
    /// Column of the upper sum.
    above: &'static str,
    /// Column of the lower sum; `None` for the number of workloads.
    below: Option<&'static str>,
    /// Ratio of the stored amounts → the ratio as people read it.
    print: fn(f64) -> f64,
    /// Whether it is a share of a whole rather than a product of choices.
    is_share: bool,
    /// Columns of the inventory that the sums are part of; empty where they are of none.
    figures: [&'static str; 2],
}

const RATIOS: [Ratio; 5] = [
    Ratio {
        name: ["RAM per vCPU (GiB)", "RAM trên mỗi vCPU (GiB)"],
        above: "ram_bytes",
        below: Some("vcpu_count"),
        print: gib,
        is_share: false,
        figures: ["ram_gib", "vcpu_count"],
    },
    Ratio {
        name: ["disk provisioned per vCPU (GiB)", "đĩa cấp phát trên mỗi vCPU (GiB)"],
        above: "disk_provisioned_bytes",
        below: Some("vcpu_count"),
        print: gib,
        is_share: false,
        figures: ["disk_provisioned_gib", "vcpu_count"],
    },
    Ratio {
        name: ["used of provisioned disk (%)", "đĩa sử dụng so với cấp phát (%)"],
        above: "disk_used_bytes",
        below: Some("disk_provisioned_bytes"),
        print: percent,
        is_share: true,
        figures: ["disk_used_gib", "disk_provisioned_gib"],
    },
    Ratio {
        name: ["vCPU per workload", "vCPU trên mỗi máy ảo"],
        above: "vcpu_count",
        below: None,
        print: as_it_is,
        is_share: false,
        figures: ["vcpu_count", "workloads_count"],
    },
    Ratio {
        name: ["mean CPU utilisation, P95 (%)", "mức sử dụng CPU trung bình, P95 (%)"],
        above: "cpu_util_p95_pct",
        below: None,
        print: thousandth,
        is_share: true,
        figures: ["", ""],
    },
];

fn gib(bytes: f64) -> f64 {
    bytes / Bytes::from_gib(1).raw() as f64
}

fn percent(share: f64) -> f64 {
    share * 100.0
}

const fn as_it_is(ratio: f64) -> f64 {
    ratio
}

fn thousandth(ratio: f64) -> f64 {
    ratio / 1000.0
}

/// An agency's ratio over the rows that state both amounts.
struct Stated {
    agency_id: String,
    ratio: f64,
    rows: i64,
}

/// Check X808, ratio by ratio.
pub fn check(
    inventory: &Inventory,
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    let workloads = || Ok(inventory.submitted(Table::Workload)?.filter(is_counted()));
    let agencies = sums(workloads()?, Table::Workload, &[provenance::AGENCY_ID], &[])?.len();
    for ratio in &RATIOS {
        let stated = ratio.read(workloads()?)?;
        let lacking = agencies - stated.len();
        book.count_all(Code::X808, Verdict::NotComparable, lacking);
        x808_a_ratio_resembles_that_of_other_agencies(ratio, &stated, limits, book);
    }
    Ok(())
}

impl Ratio {
    /// By agency, over the rows that state both amounts; none of an agency without such rows, or
    /// where one of the sums is nothing.
    fn read(&self, workloads: LazyFrame) -> Result<Vec<Stated>, StoreError> {
        let amount = |name: &str| match Table::Workload.column(name).map(|c| c.dtype()) {
            Some(polars::prelude::DataType::Float64) => thousandths(col(name)),
            _ => col(name),
        };
        let below = self.below.map_or_else(|| lit(1_i64), amount);
        let is_stated = |name: &&str| -> Expr { col(*name).is_not_null() };
        let both = [Some(self.above), self.below];
        let both = both.iter().flatten().map(is_stated).fold(lit(true), Expr::and);
        let amounts = [amount(self.above), below];
        let keys = [provenance::AGENCY_ID];
        let sums = sums(workloads.filter(both), Table::Workload, &keys, &amounts)?;
        Ok(sums.iter().filter_map(|sum| self.of(sum)).collect())
    }

    fn of(&self, sum: &Sum) -> Option<Stated> {
        let (above, below) = (sum.amounts[0].known, sum.amounts[1].known);
        let is_ratio = below > 0 && (above > 0 || self.is_share);
        is_ratio.then(|| Stated {
            agency_id: sum.key(0).to_owned(),
            ratio: above as f64 / below as f64,
            rows: sum.rows,
        })
    }

    /// The ratio on the scale on which agencies are compared.
    fn scaled(&self, ratio: f64) -> f64 {
        if self.is_share { (self.print)(ratio) } else { ratio.ln() }
    }
}

fn x808_a_ratio_resembles_that_of_other_agencies(
    ratio: &Ratio,
    stated: &[Stated],
    limits: &ReconcilePlan,
    book: &mut Book,
) {
    let scaled: Vec<f64> = stated.iter().map(|stated| ratio.scaled(stated.ratio)).collect();
    let is_enough = stated.len() as f64 >= limits.peers_min.value;
    let Some(scores) = is_enough.then(|| modified_z_scores(&scaled)).flatten() else {
        book.count_all(Code::X808, Verdict::NotComparable, stated.len());
        return;
    };
    let ratios: Vec<f64> = stated.iter().map(|stated| (ratio.print)(stated.ratio)).collect();
    for (stated, score) in stated.iter().zip(scores) {
        if score.abs() <= limits.outlier_z_max.value {
            book.count(Code::X808, Verdict::Agree);
            continue;
        }
        book.count(Code::X808, Verdict::Differ);
        let mut found = Text::phrase("X808-ratio")
            .with("ratio", Argument::Words(ratio.name[0].to_owned(), ratio.name[1].to_owned()))
            .with("value", rounded((ratio.print)(stated.ratio)))
            .with("rows", stated.rows)
            .with("agencies", ratios.len())
            .with("median", rounded(median(&ratios)))
            .with("score", rounded(score));
        if ratio.figures.iter().all(|figure| !figure.is_empty()) {
            found = Text::phrase("X808-figures")
                .with("said", found)
                .with("above_at", address(&stated.agency_id, ratio.figures[0]))
                .with("below_at", address(&stated.agency_id, ratio.figures[1]));
        }
        let expected = Text::phrase("X808-expected").with("most", limits.outlier_z_max.value);
        book.tell(&stated.agency_id, Finding::new(Code::X808, found).expected(expected));
    }
}

/// The modified z-score of each value; `None` where half of the values or more are the same, so
/// that there is nothing to measure a distance by.
fn modified_z_scores(values: &[f64]) -> Option<Vec<f64>> {
    let middle = median(values);
    let distances: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let mad = median(&distances);
    (mad > DISTANCE_MIN)
        .then(|| values.iter().map(|value| NORMAL_QUARTILE * (value - middle) / mad).collect())
}

/// The middle value, or the mean of the two middle ones; 0 of none.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match (sorted.get((sorted.len().max(1) - 1) / 2), sorted.get(sorted.len() / 2)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_values_is_the_median() {
        for (values, middle) in
            [(vec![], 0.0), (vec![3.0], 3.0), (vec![4.0, 1.0], 2.5), (vec![9.0, 1.0, 2.0], 2.0)]
        {
            assert!((median(&values) - middle).abs() < 1e-12, "{values:?}");
        }
    }

    #[test]
    fn one_far_value_is_found_and_moves_no_other() {
        let scores = modified_z_scores(&[1.0, 2.0, 3.0, 4.0, 100.0]).expect("they differ");
        let expected = [-1.349, -0.6745, 0.0, 0.6745, 65.4265];
        for (score, expected) in scores.iter().zip(expected) {
            assert!((score - expected).abs() < 1e-9, "{scores:?}");
        }
    }

    #[test]
    fn values_that_are_mostly_the_same_measure_no_distance() {
        assert_eq!(modified_z_scores(&[2.0, 2.0, 2.0, 50.0]), None);
        assert_eq!(
            modified_z_scores(&[0.1 + 0.2, 0.3, 0.3, 7.0]),
            None,
            "the same but for rounding"
        );
    }
}
