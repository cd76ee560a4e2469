//! How the tasks of the annex stand: each milestone against its deadline.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Progress, Reported, TaskState};
use crate::language::Language;
use crate::reference::{Deadline, Milestone, Task, TaskId, tasks};
use crate::time::NaiveDate;

/// How a milestone stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Done before its last day.
    Early,
    /// Done on its last day.
    OnTime,
    /// Done after its last day.
    Late,
    /// Done, and no day was set.
    Done,
    /// Not done, and its last day is past.
    Overdue,
    /// Its last day is past, and nobody says whether it is done.
    Unreported,
    /// Not done, and its last day is not past.
    Due,
    /// It begins on a day that is past; there is no day by which it must be done.
    Open,
    /// It begins on a later day.
    NotBegun,
    /// To be done again and again.
    Ongoing,
    /// Due when a contract ends.
    AtContractEnd,
    /// The directive sets no day.
    NoDate,
    /// It will not be done.
    Cancelled,
}

impl Verdict {
    /// All.
    pub const ALL: [Self; 13] = [
        Self::Early,
        Self::OnTime,
        Self::Late,
        Self::Done,
        Self::Overdue,
        Self::Unreported,
        Self::Due,
        Self::Open,
        Self::NotBegun,
        Self::Ongoing,
        Self::AtContractEnd,
        Self::NoDate,
        Self::Cancelled,
    ];

    /// The verdict of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Done => "done",
            Self::Overdue => "overdue",
            Self::Unreported => "unreported",
            Self::Due => "due",
            Self::Open => "open",
            Self::NotBegun => "not_begun",
            Self::Ongoing => "ongoing",
            Self::AtContractEnd => "at_contract_end",
            Self::NoDate => "no_date",
            Self::Cancelled => "cancelled",
        }
    }

    /// The word for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Early => language.pick("done early", "xong trước hạn"),
            Self::OnTime => language.pick("done on its day", "xong đúng hạn"),
            Self::Late => language.pick("done late", "xong muộn"),
            Self::Done => language.pick("done", "đã xong"),
            Self::Overdue => language.pick("overdue", "quá hạn"),
            Self::Unreported => {
                language.pick("past its day, not reported", "đã qua thời hạn, chưa có báo cáo")
            }
            Self::Due => language.pick("due", "chưa đến hạn"),
            Self::Open => language.pick("open since its start", "đang trong thời gian thực hiện"),
            Self::NotBegun => language.pick("begins later", "chưa đến thời điểm bắt đầu"),
            Self::Ongoing => language.pick("ongoing", "thường xuyên"),
            Self::AtContractEnd => language.pick("at contract end", "khi hết hợp đồng"),
            Self::NoDate => language.pick("no date set", "không ấn định thời hạn"),
            Self::Cancelled => language.pick("cancelled", "không thực hiện"),
        }
    }
}

/// One milestone of a task on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The task.
    pub task: &'static Task,
    /// The milestone.
    pub milestone: &'static Milestone,
    /// What the planner says of it, as far as it was so on that day; `None` where nothing is said.
    pub reported: Option<Reported>,
    /// The day it was done: as reported, else the day the last agency handed in what it owes for it.
    pub done_on: Option<NaiveDate>,
    /// How it stands.
    pub verdict: Verdict,
    /// Days after its last day, until it was done or until the day looked from; negative: days
    /// before. `None` where no last day is set, or where it is neither done nor past.
    pub days_late: Option<i64>,
}

/// What duties say of a milestone: the day the last one was met, none while one is not.
pub(super) type Answered = Option<NaiveDate>;

impl Step {
    fn of(
        (task, milestone): (&'static Task, &'static Milestone),
        progress: &Progress,
        answered: Option<Answered>,
        as_of: NaiveDate,
    ) -> Self {
        // What came later was not so yet.
        let is_so = |reported: &&Reported| reported.on.is_none_or(|on| on <= as_of);
        let reported = progress.reported(task.id, &milestone.name).filter(is_so).cloned();
        let state = reported.as_ref().map(|reported| reported.state);
        let done_on = match &reported {
            Some(reported) => reported.on.filter(|_| state == Some(TaskState::Done)),
            None => answered.flatten(),
        };
        let verdict = match (state, done_on) {
            (Some(TaskState::Cancelled), _) => Verdict::Cancelled,
            (_, Some(done_on)) => done(milestone.deadline, done_on),
            _ => undone(milestone.deadline, state.is_some() || answered.is_some(), as_of),
        };
        let counts = done_on.is_some() || matches!(verdict, Verdict::Overdue | Verdict::Unreported);
        let due_on = milestone.deadline.due_on().filter(|_| counts);
        let days_late = due_on.map(|due| (done_on.unwrap_or(as_of) - due).num_days());
        Self { task, milestone, reported, done_on, verdict, days_late }
    }
}

/// How a milestone stands that was done on a day.
fn done(deadline: Deadline, done_on: NaiveDate) -> Verdict {
    match deadline.due_on().map(|due| done_on.cmp(&due)) {
        None => Verdict::Done,
        Some(Ordering::Less) => Verdict::Early,
        Some(Ordering::Equal) => Verdict::OnTime,
        Some(Ordering::Greater) => Verdict::Late,
    }
}

/// How a milestone stands that is not done, as far as anybody says.
fn undone(deadline: Deadline, is_known: bool, as_of: NaiveDate) -> Verdict {
    match deadline {
        Deadline::By(due) | Deadline::Within(_, due) if as_of > due => {
            if is_known {
                Verdict::Overdue
            } else {
                Verdict::Unreported
            }
        }
        Deadline::From(start) | Deadline::Within(start, _) if as_of < start => Verdict::NotBegun,
        Deadline::By(_) | Deadline::Within(..) => Verdict::Due,
        Deadline::From(_) => Verdict::Open,
        Deadline::Ongoing => Verdict::Ongoing,
        Deadline::AtContractEnd => Verdict::AtContractEnd,
        Deadline::Unspecified => Verdict::NoDate,
    }
}

/// Every milestone of every task, in the order of the annex. What agencies owe says of the first
/// milestone of its task whether it is done.
pub(super) fn all(
    progress: &Progress,
    answered: &BTreeMap<TaskId, Answered>,
    as_of: NaiveDate,
) -> Vec<Step> {
    let mut steps = Vec::new();
    for task in tasks() {
        for (index, milestone) in task.milestones.iter().enumerate() {
            let answered = answered.get(&task.id).copied().filter(|_| index == 0);
            steps.push(Step::of((task, milestone), progress, answered, as_of));
        }
    }
    steps
}
