//! What became of agencies, by day, and figures by whoever answers on a day.

use std::collections::{BTreeMap, BTreeSet};

use super::Agencies;
use crate::time::NaiveDate;

/// What becomes of an agency on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// All of it goes to one agency; to itself where it stands again.
    Whole(String),
    /// Its functions go to several agencies, of which it may be one: whose its systems are from then
    /// on is not known of any of them.
    Split(Vec<String>),
    /// It goes on under another name.
    Renamed(String),
    /// It goes on with its name as a part of another agency.
    Under(String),
}

/// One step of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Id of the agency.
    pub of: String,
    /// First day it holds.
    pub on: NaiveDate,
    /// What it is.
    pub step: Step,
}

/// Steps by agency, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Successions {
    by_agency: BTreeMap<String, Vec<Succession>>,
}

impl Successions {
    /// Adds a step; of two on one day the later added counts.
    pub fn add(&mut self, succession: Succession) {
        let steps = self.by_agency.entry(succession.of.clone()).or_default();
        let at = steps.partition_point(|known| known.on <= succession.on);
        steps.insert(at, succession);
    }

    /// Forgets what is known of an agency.
    pub fn forget(&mut self, id: &str) {
        self.by_agency.remove(id);
    }

    /// Steps of an agency by a day, the latest first.
    pub(super) fn until(&self, id: &str, on: NaiveDate) -> impl Iterator<Item = &Step> {
        let steps = self.by_agency.get(id).map(Vec::as_slice).unwrap_or_default();
        steps.iter().rev().filter(move |step| step.on <= on).map(|succession| &succession.step)
    }

    /// The agency that all of one goes to by the day; `None` where it stands.
    fn next(&self, id: &str, on: NaiveDate) -> Option<&str> {
        let mut moves = self.until(id, on);
        match moves.find(|step| matches!(step, Step::Whole(_) | Step::Split(_)))? {
            Step::Whole(to) if to != id => Some(to),
            _ => None,
        }
    }

    /// Agencies that lead back to themselves on some day, in the order they lead, the first again
    /// at the end; `None` when none does.
    pub fn cycle(&self) -> Option<(NaiveDate, Vec<String>)> {
        let days: BTreeSet<NaiveDate> = self.by_agency.values().flatten().map(|s| s.on).collect();
        for day in days {
            for start in self.by_agency.keys() {
                let mut way = vec![start.as_str()];
                while let Some(next) = self.next(way[way.len() - 1], day) {
                    if let Some(at) = way.iter().position(|known| *known == next) {
                        way.push(next);
                        return Some((day, way[at..].iter().map(|id| (*id).to_owned()).collect()));
                    }
                    way.push(next);
                }
            }
        }
        None
    }
}

/// What is to be told of an agency that answers, because its figures may be others' too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Its functions went to these, itself among them where it goes on.
    Split(Vec<String>),
    /// It is a part of this one.
    Under(String),
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Split(among) => write!(f, "split: {}", among.join("; ")),
            Self::Under(id) => write!(f, "under: {id}"),
        }
    }
}

/// Agencies as they answer on a day. The historic agency stays the key that rows are stored under;
/// this only says whose figures are printed together. An agency whose functions were split keeps a
/// row of its own, with its mark.
#[derive(Debug, Clone, Copy)]
pub struct RollUp<'a> {
    agencies: &'a Agencies,
    /// The day.
    pub on: NaiveDate,
}

impl Agencies {
    /// Who answers on a day.
    pub const fn roll_up(&self, on: NaiveDate) -> RollUp<'_> {
        RollUp { agencies: self, on }
    }
}

impl<'a> RollUp<'a> {
    /// Id of the agency that answers for one on the day: that all of it went to, step by step.
    /// An id nobody knows answers for itself.
    pub fn id_of(&self, id: &'a str) -> &'a str {
        let mut id = id;
        // Steps never lead back: files in which they do are refused, and the built-in ones are tested.
        while let Some(next) = self.agencies.successions.next(id, self.on) {
            id = next;
        }
        id
    }

    /// The name on the day of an agency that answers.
    pub fn name_of(&self, id: &'a str) -> &'a str {
        let mut names =
            self.agencies.successions.until(id, self.on).filter_map(|step| match step {
                Step::Renamed(name) => Some(name.as_str()),
                _ => None,
            });
        names.next().unwrap_or_else(|| self.agencies.name_of(id))
    }

    /// What is to be told of an agency that answers.
    pub fn mark_of(&self, id: &str) -> Option<Mark> {
        let steps = || self.agencies.successions.until(id, self.on);
        let moved = steps().find(|step| !matches!(step, Step::Renamed(_)))?;
        match moved {
            Step::Split(among) => Some(Mark::Split(among.clone())),
            Step::Under(other) => Some(Mark::Under(other.clone())),
            Step::Whole(_) | Step::Renamed(_) => None,
        }
    }
}
