//! One obligation of one agency: whether it is owed, what has met it, how late.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ground, Obligation, Paper, Progress};
use crate::inventory::Arrival;
use crate::reference::Agencies;
use crate::schema::Table;
use crate::time::NaiveDate;

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody asks it of the agency, and nothing came.
    NotOwed,
    /// Owed, not received, and its day is not past.
    Due,
    /// Received by its day, or without being owed.
    Received,
    /// Received after its day.
    ReceivedLate,
    /// Owed, not received, and its day is past.
    Overdue,
}

impl State {
    /// All, in the order of a legend.
    pub const ALL: [Self; 5] =
        [Self::Received, Self::ReceivedLate, Self::Due, Self::Overdue, Self::NotOwed];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotOwed => "not_owed",
            Self::Due => "due",
            Self::Received => "received",
            Self::ReceivedLate => "received_late",
            Self::Overdue => "overdue",
        }
    }
}

/// What met an obligation, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The day it arrived.
    pub on: NaiveDate,
    /// The submission, or number of the document; empty for a document without one.
    pub document: String,
    /// Whether it is a submission.
    pub is_submission: bool,
    /// The point of the body a paper answers, where it names one (`III.2`); else it answers all.
    pub covers: Vec<String>,
}

impl Receipt {
    fn answers(&self, ground: &Ground) -> bool {
        self.covers.is_empty() || self.covers.contains(&ground.section())
    }
}

/// One obligation of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The agency.
    pub agency_id: String,
    /// What is owed.
    pub obligation: Obligation,
    /// Where the directive asks for it; none when it is not owed. An agency of both III.1 and III.2
    /// owes two plans.
    pub grounds: Vec<Ground>,
    /// Why it is owed or not, where the planner's file says otherwise than the directive's lists.
    pub reason: Option<String>,
    /// What arrived, earliest first.
    pub receipts: Vec<Receipt>,
    /// How it stands.
    pub state: State,
    /// The last day; of several, the earliest that is not met, else the earliest.
    pub due_on: Option<NaiveDate>,
    /// The day all of it had arrived; none while a part is missing.
    pub received_on: Option<NaiveDate>,
    /// Days after its last day: until it arrived, or until the day looked from while it has not. Zero
    /// when it is not late, none when it is not owed.
    pub days_late: Option<i64>,
}

impl Duty {
    /// Whether the directive or the planner asks for it.
    pub fn is_owed(&self) -> bool {
        !self.grounds.is_empty()
    }

    /// The earliest receipt that answers a ground.
    pub fn receipt_for(&self, ground: &Ground) -> Option<&Receipt> {
        self.receipts.iter().find(|receipt| receipt.answers(ground))
    }

    /// Grounds nothing has answered.
    pub fn missing(&self) -> impl Iterator<Item = &Ground> {
        self.grounds.iter().filter(|ground| self.receipt_for(ground).is_none())
    }

    fn of(agency_id: &str, obligation: Obligation, grounds: Vec<Ground>) -> Self {
        Self {
            agency_id: agency_id.to_owned(),
            obligation,
            grounds,
            reason: None,
            receipts: Vec::new(),
            state: State::NotOwed,
            due_on: None,
            received_on: None,
            days_late: None,
        }
    }

    /// Works out state and days from grounds and receipts.
    fn settle(&mut self, as_of: NaiveDate) {
        self.receipts.sort_by(|a, b| (a.on, &a.document).cmp(&(b.on, &b.document)));
        let days = self.grounds.iter().map(|ground| ground.due_on);
        let missing = self.missing().map(|ground| ground.due_on).min();
        self.due_on = missing.or_else(|| days.min());
        let met = self.grounds.iter().filter_map(|ground| self.receipt_for(ground));
        let last = met.map(|receipt| receipt.on).max();
        let Some(due_on) = self.due_on else {
            self.received_on = self.receipts.first().map(|receipt| receipt.on);
            self.state = if self.received_on.is_some() { State::Received } else { State::NotOwed };
            return;
        };
        self.received_on = last.filter(|_| missing.is_none());
        let late = self.received_on.map_or(as_of, |on| on).signed_duration_since(due_on).num_days();
        self.days_late = Some(late.max(0));
        self.state = match (self.received_on, late > 0) {
            (Some(_), false) => State::Received,
            (Some(_), true) => State::ReceivedLate,
            (None, false) => State::Due,
            (None, true) => State::Overdue,
        };
    }
}

/// Every obligation of every agency.
pub(super) fn all(
    agencies: &Agencies,
    arrivals: &[Arrival],
    progress: &Progress,
    as_of: NaiveDate,
) -> Vec<Duty> {
    let received = Received::of(arrivals);
    let mut duties = Vec::new();
    for agency in agencies.iter() {
        let has_systems = received.has(&agency.id, &[Table::System, Table::Database]);
        for obligation in Obligation::ALL {
            let grounds = obligation.grounds(agency, has_systems);
            duties.push(Duty::of(&agency.id, obligation, grounds));
        }
    }
    let unknown = received.agencies().filter(|id| agencies.get(id).is_none());
    for id in unknown.collect::<BTreeSet<_>>() {
        duties.extend(Obligation::ALL.map(|obligation| Duty::of(id, obligation, Vec::new())));
    }
    for duty in &mut duties {
        if let Some(variation) = progress.variation(&duty.agency_id, duty.obligation) {
            duty.reason = Some(variation.reason.clone());
            match (variation.is_owed, duty.is_owed()) {
                (true, false) => duty.grounds = duty.obligation.all_grounds(),
                (false, _) => duty.grounds.clear(),
                (true, true) => {}
            }
        }
        let papers = progress.papers(&duty.agency_id, duty.obligation);
        let in_time = papers.iter().filter(|paper| paper.on <= as_of);
        duty.receipts = received.receipts(&duty.agency_id, duty.obligation.answers());
        duty.receipts.extend(in_time.map(Paper::receipt));
        duty.settle(as_of);
    }
    duties
}

/// Arrivals by agency and table.
struct Received<'a> {
    by_agency: BTreeMap<(&'a str, Table), Vec<&'a Arrival>>,
}

impl<'a> Received<'a> {
    fn of(arrivals: &'a [Arrival]) -> Self {
        let mut by_agency: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for arrival in arrivals {
            let key = (arrival.agency_id.as_str(), arrival.table);
            by_agency.entry(key).or_default().push(arrival);
        }
        Self { by_agency }
    }

    fn agencies(&self) -> impl Iterator<Item = &'a str> {
        self.by_agency.keys().map(|(id, _)| *id)
    }

    fn has(&self, agency: &str, tables: &[Table]) -> bool {
        tables.iter().any(|table| self.by_agency.contains_key(&(agency, *table)))
    }

    /// One per submission with rows of the tables.
    fn receipts(&self, agency: &str, tables: &[Table]) -> Vec<Receipt> {
        let of = |table: &Table| self.by_agency.get(&(agency, *table)).into_iter().flatten();
        let submissions: BTreeSet<(NaiveDate, &str)> = tables
            .iter()
            .flat_map(of)
            .map(|arrival| (arrival.received_on, arrival.submission_id.as_str()))
            .collect();
        submissions
            .into_iter()
            .map(|(on, id)| Receipt {
                on,
                document: id.to_owned(),
                is_submission: true,
                covers: Vec::new(),
            })
            .collect()
    }
}
