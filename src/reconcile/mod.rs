//! Parts held against totals that should match: across tables, sheets, submissions, revisions and
//! agencies.
//!
//! In: the inventory and the plan. Out: a [`Reconciliation`]: a finding for every disagreement, with
//! both figures and where they stand, and how many comparisons each check made. It tells and changes
//! no number. Rules of single rows and files are those of `submission`; nothing is known here of
//! demand.
//!
//! A comparison that hangs on an amount nobody states is not made, and is counted: unknown is not
//! "agrees". Where some rows of a sum do not state it, the sum is a lower bound, and a disagreement
//! is told only when the stated part alone proves it.

mod estate;
mod facility;
mod host;
mod name;
mod peers;
mod requested;
mod resubmitted;
mod said;
mod server;
mod sums;
mod verdict;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding};
use crate::inventory::{Inventory, Record, RowAddress, StoreError};
use crate::plan::Plan;

use verdict::Verdict;

/// The checks, in the order of their codes.
pub const CHECKS: [Code; 10] = [
    Code::X801,
    Code::X802,
    Code::X803,
    Code::X804,
    Code::X805,
    Code::X806,
    Code::X807,
    Code::X808,
    Code::X809,
    Code::X810,
];

/// Two figures that should match and do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The agency whose figures they are.
    pub agency_id: String,
    /// The submission in which the finding's sheet and row stand; empty where it concerns all of an
    /// agency's current submissions.
    pub submission_id: String,
    /// What disagrees, with both figures.
    pub finding: Finding,
}

/// What one check came to. One finding may tell of several comparisons that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// The check.
    pub code: Code,
    /// Pairs of figures that agree.
    pub agree: usize,
    /// Pairs of figures that differ.
    pub differ: usize,
    /// Pairs that were not compared, since somebody does not state what decides.
    pub not_comparable: usize,
}

impl Checked {
    /// Comparisons that were made.
    pub const fn comparisons(&self) -> usize {
        self.agree + self.differ
    }
}

/// What holding figures against each other came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The disagreements, by code, agency, submission and place.
    pub findings: Vec<Disagreement>,
    /// One entry per check, in the order of [`CHECKS`].
    pub checked: Vec<Checked>,
}

/// Holds the figures of the current inventory against each other.
pub fn reconcile(inventory: &Inventory, plan: &Plan) -> Result<Reconciliation, StoreError> {
    let limits = &plan.reconcile;
    let mut book = Book::default();
    let servers = server::read_servers(inventory)?;
    host::check(inventory, &servers, limits, &mut book)?;
    estate::check(inventory, limits, &mut book)?;
    requested::check(inventory, limits, &mut book)?;
    resubmitted::check(inventory, limits, &mut book)?;
    peers::check(inventory, limits, &mut book)?;
    facility::check(inventory, limits, &mut book)?;
    Ok(book.close())
}

/// What the checks have come to so far.
#[derive(Default)]
struct Book {
    findings: Vec<Disagreement>,
    checked: BTreeMap<Code, [usize; 3]>,
}

impl Book {
    /// Counts one comparison.
    fn count(&mut self, code: Code, verdict: Verdict) {
        self.count_all(code, verdict, 1);
    }

    /// Counts comparisons that all came to the same.
    fn count_all(&mut self, code: Code, verdict: Verdict, comparisons: usize) {
        let counts = self.checked.entry(code).or_default();
        counts[match verdict {
            Verdict::Agree => 0,
            Verdict::Differ => 1,
            Verdict::NotComparable => 2,
        }] += comparisons;
    }

    /// Tells a disagreement of an agency as a whole.
    fn tell(&mut self, agency_id: &str, finding: Finding) {
        let agency_id = agency_id.to_owned();
        self.findings.push(Disagreement { agency_id, submission_id: String::new(), finding });
    }

    /// Tells a disagreement that stands at a row.
    fn tell_at(&mut self, agency_id: &str, at: &RowAddress, finding: Finding) {
        self.findings.push(Disagreement {
            agency_id: agency_id.to_owned(),
            submission_id: at.submission_id.clone(),
            finding: finding.sheet(&at.sheet).row(at.row),
        });
    }

    /// Tells a disagreement of a submission as a whole.
    fn tell_of(&mut self, record: &Record, finding: Finding) {
        let (agency_id, submission_id) = (record.agency_id.clone(), record.id.clone());
        self.findings.push(Disagreement { agency_id, submission_id, finding });
    }

    fn close(mut self) -> Reconciliation {
        // Stable: findings of one row stay in the order they were made in, which is that of names.
        self.findings.sort_by(|a, b| {
            let key = |d: &Disagreement| (d.finding.code, d.finding.row);
            let ((code, row), (other_code, other_row)) = (key(a), key(b));
            code.cmp(&other_code)
                .then_with(|| a.agency_id.cmp(&b.agency_id))
                .then_with(|| a.submission_id.cmp(&b.submission_id))
                .then_with(|| a.finding.sheet.cmp(&b.finding.sheet))
                .then_with(|| row.cmp(&other_row))
        });
        let checked = CHECKS.map(|code| {
            let [agree, differ, not_comparable] =
                self.checked.get(&code).copied().unwrap_or_default();
            Checked { code, agree, differ, not_comparable }
        });
        Reconciliation { findings: self.findings, checked: checked.to_vec() }
    }
}
