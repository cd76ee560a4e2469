//! Two figures side by side: do they match, as far as what is stated can tell.
//!
//! Both are sums, and a sum over rows of which some do not state the amount is a lower bound. A
//! comparison says that figures differ only where they differ whatever the missing amounts are, and
//! that they agree only where nothing is missing that could make them differ.

use crate::inventory::Amount;

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The figures match.
    Agree,
    /// They do not, whatever is missing.
    Differ,
    /// What is missing decides.
    NotComparable,
}

/// Whether a figure is complete: there are rows, and every one states it.
const fn is_complete(amount: Amount) -> bool {
    amount.rows > 0 && amount.rows_unknown == 0
}

/// Whether a part is no more than the whole that must hold it. What the whole lacks can only make
/// it larger, what the part lacks only the part.
pub const fn at_most(part: Amount, whole: Amount) -> Verdict {
    let is_above = part.known > whole.known;
    match (is_above, is_complete(part), is_complete(whole)) {
        _ if part.rows == 0 || whole.rows == 0 => Verdict::NotComparable,
        (true, _, true) => Verdict::Differ,
        (false, true, _) => Verdict::Agree,
        _ => Verdict::NotComparable,
    }
}

/// Whether two figures of one thing differ by no more than a share of the larger.
pub fn near(left: Amount, right: Amount, share: f64) -> Verdict {
    let (smaller, larger) = if left.known <= right.known { (left, right) } else { (right, left) };
    let is_apart = (larger.known - smaller.known) as f64 > share * larger.known as f64;
    match (is_apart, is_complete(smaller), is_complete(larger)) {
        (false, true, true) => Verdict::Agree,
        // What the larger one lacks can only take it further away.
        (true, true, _) => Verdict::Differ,
        _ => Verdict::NotComparable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn all(known: i64) -> Amount {
        Amount { known, rows_unknown: 0, rows: 3 }
    }

    const fn some(known: i64) -> Amount {
        Amount { known, rows_unknown: 1, rows: 3 }
    }

    const NONE: Amount = Amount { known: 0, rows_unknown: 0, rows: 0 };

    #[test]
    fn a_part_is_above_its_whole_only_when_nothing_missing_could_mend_it() {
        assert_eq!(at_most(all(8), all(8)), Verdict::Agree);
        assert_eq!(at_most(all(9), all(8)), Verdict::Differ);
        assert_eq!(at_most(some(9), all(8)), Verdict::Differ, "already too much");
        assert_eq!(at_most(some(7), all(8)), Verdict::NotComparable, "the rest may be too much");
        assert_eq!(at_most(all(9), some(8)), Verdict::NotComparable, "the whole may be larger");
        assert_eq!(at_most(all(8), some(8)), Verdict::Agree, "and is no smaller");
        assert_eq!(at_most(some(7), some(8)), Verdict::NotComparable);
        assert_eq!(at_most(all(0), NONE), Verdict::NotComparable, "there is no whole");
        assert_eq!(at_most(NONE, all(8)), Verdict::NotComparable, "there is no part");
    }

    #[test]
    fn figures_are_apart_by_more_than_a_share_of_the_larger() {
        assert_eq!(near(all(50), all(100), 0.5), Verdict::Agree, "half of the larger");
        assert_eq!(near(all(49), all(100), 0.5), Verdict::Differ);
        assert_eq!(near(all(100), all(49), 0.5), Verdict::Differ, "either way");
        assert_eq!(near(all(0), all(0), 0.5), Verdict::Agree);
    }

    #[test]
    fn what_is_missing_may_close_a_gap_but_not_open_it_unseen() {
        assert_eq!(near(all(49), some(100), 0.5), Verdict::Differ, "more only widens it");
        assert_eq!(near(some(49), all(100), 0.5), Verdict::NotComparable, "more may close it");
        assert_eq!(near(some(90), all(100), 0.5), Verdict::NotComparable, "more may open it");
        assert_eq!(near(some(0), all(100), 0.5), Verdict::NotComparable, "nobody states it");
        assert_eq!(near(NONE, all(100), 0.5), Verdict::NotComparable, "there is nothing");
    }
}
