//! The planner's file: what is no inventory.
//!
//! ```toml
//! [tasks]                     # one line per task of the annex, or per milestone as "A.10/plan"
//! "B.1" = { state = "done", on = "2024-11-30", document = "60/2024/QH15", source = "…" }
//!
//! [papers]                    # what an agency handed in that is no list; id or name of the agency
//! MOET.plan = { on = "2024-09-27", document = "1234/KH-BGDĐT", covers = ["III.1", "III.2"] }
//!
//! [duties]                    # where somebody owes more or less than the directive's lists say
//! MOT.plan = { owed = false, reason = "issued before the directive" }
//! ```
//!
//! All that is wrong with the file is told at once, each with its line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::entry::{Entry, lines_of};
use super::{Obligation, Receipt};
use crate::reference::{Agencies, Resolved, TaskId, task};
use crate::time::NaiveDate;

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// It cannot be read.
    #[error("cannot read the progress file {path}: {source}; check the path given to --progress")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is no such TOML.
    #[error("the progress file {path} cannot be followed: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// What it says is wrong.
    #[error("the progress file {path} cannot be used:{}", listed(problems))]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong, by line.
        problems: Vec<Problem>,
    },
}

/// One thing that is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("\n  line {}: {}", p.line, p.message)).collect()
}

/// How far a task is, as the planner says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Nobody has begun.
    NotStarted,
    /// Somebody works on it.
    InProgress,
    /// It is done.
    Done,
    /// It will not be done.
    Cancelled,
}

impl TaskState {
    const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Done, Self::Cancelled];

    /// The word in the file and in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What the planner says of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// How far it is.
    pub state: TaskState,
    /// Since when; always there for what is done.
    pub on: Option<NaiveDate>,
    /// Number of the document that shows it; empty where none is given.
    pub document: String,
    /// Where it is said; empty where that is not given.
    pub source: String,
}

/// A paper an agency handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The day it arrived.
    pub on: NaiveDate,
    /// Its number; empty where none is given.
    pub document: String,
    /// The points of the body it answers, as `III.1`; empty: all that are asked of the agency.
    pub covers: Vec<String>,
}

impl Paper {
    pub(super) fn receipt(&self) -> Receipt {
        Receipt {
            on: self.on,
            document: self.document.clone(),
            is_submission: false,
            covers: self.covers.clone(),
        }
    }
}

/// A duty that is otherwise than the directive's lists say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variation {
    /// Whether it is owed.
    pub is_owed: bool,
    /// Why.
    pub reason: String,
}

/// All the planner says; nothing by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    tasks: BTreeMap<(TaskId, String), Reported>,
    papers: BTreeMap<(String, Obligation), Vec<Paper>>,
    duties: BTreeMap<(String, Obligation), Variation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    tasks: BTreeMap<String, Spanned<Value>>,
    #[serde(default)]
    papers: BTreeMap<String, BTreeMap<String, Spanned<Value>>>,
    #[serde(default)]
    duties: BTreeMap<String, BTreeMap<String, Spanned<Value>>>,
}

impl Progress {
    /// Reads the file.
    pub fn read(path: &Path, agencies: &Agencies) -> Result<Self, ProgressError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ProgressError::Read { path: path.to_owned(), source })?;
        Self::from_text(&text, path, agencies)
    }

    /// Reads the text of the file at a path.
    pub fn from_text(text: &str, path: &Path, agencies: &Agencies) -> Result<Self, ProgressError> {
        let file: File = toml::from_str(text).map_err(|source| ProgressError::Parse {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let mut reader = Reader { text, agencies, said: Self::default(), problems: Vec::new() };
        for (name, value) in &file.tasks {
            reader.task(name, value);
        }
        for (agency, papers) in &file.papers {
            for (obligation, value) in papers {
                reader.papers(agency, obligation, value);
            }
        }
        for (agency, duties) in &file.duties {
            for (obligation, value) in duties {
                reader.duty(agency, obligation, value);
            }
        }
        let Reader { said, mut problems, .. } = reader;
        problems.sort();
        if problems.is_empty() {
            Ok(said)
        } else {
            Err(ProgressError::Wrong { path: path.to_owned(), problems })
        }
    }

    /// What is said of a milestone: by its own line, else by the line of its task if that is for all
    /// of them.
    pub fn reported(&self, task: TaskId, milestone: &str) -> Option<&Reported> {
        let own = self.tasks.get(&(task, milestone.to_owned()));
        let is_the_tasks = is_meant_by_the_task(task, milestone);
        own.or_else(|| self.tasks.get(&(task, String::new())).filter(|_| is_the_tasks))
    }

    /// Papers of an agency, as listed.
    pub fn papers(&self, agency: &str, obligation: Obligation) -> &[Paper] {
        self.papers.get(&(agency.to_owned(), obligation)).map_or(&[], Vec::as_slice)
    }

    /// What is said of a duty.
    pub fn variation(&self, agency: &str, obligation: Obligation) -> Option<&Variation> {
        self.duties.get(&(agency.to_owned(), obligation))
    }
}

/// Whether the line of a task speaks of a milestone: of that of the annex, not of what only the body
/// adds.
fn is_meant_by_the_task(id: TaskId, milestone: &str) -> bool {
    task(id).and_then(|task| task.milestone(milestone)).is_some_and(|found| !found.is_of_body)
}

/// The file while it is read.
struct Reader<'a> {
    text: &'a str,
    agencies: &'a Agencies,
    said: Progress,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Line of a value.
    fn line(&self, value: &Spanned<Value>) -> usize {
        lines_of(self.text, value.span().start)
    }

    fn wrong(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn task(&mut self, name: &str, value: &Spanned<Value>) {
        let line = self.line(value);
        let (id, milestone) = name.split_once('/').unwrap_or((name, ""));
        let Some(task) = id.parse().ok().and_then(task) else {
            let known = "the annex has A.1 to A.13, B.1 to B.27, B.29 and B.30, and no B.28";
            return self.wrong(line, format!("there is no task \"{id}\"; {known}"));
        };
        if !milestone.is_empty() && task.milestone(milestone).is_none() {
            let names = task.milestones.iter().map(|m| m.name.as_str()).filter(|n| !n.is_empty());
            let names: Vec<String> = names.map(|name| format!("\"{id}/{name}\"")).collect();
            let known = match names.as_slice() {
                [] => format!("write \"{id}\" alone"),
                names => format!("there are {}", names.join(" and ")),
            };
            return self.wrong(line, format!("task {id} has no milestone {milestone}; {known}"));
        }
        let mut entry = Entry::of(value.get_ref(), &["state", "on", "document", "source"]);
        let words = TaskState::ALL.map(TaskState::word);
        let state = entry.word("state", &words).map(|at| TaskState::ALL[at]);
        let reported = state.map(|state| Reported {
            state,
            on: entry.day("on", state == TaskState::Done),
            document: entry.text("document").unwrap_or_default(),
            source: entry.text("source").unwrap_or_default(),
        });
        self.keep(line, name, entry);
        if let Some(reported) = reported {
            self.said.tasks.insert((task.id, milestone.to_owned()), reported);
        }
    }

    fn papers(&mut self, agency: &str, word: &str, value: &Spanned<Value>) {
        let line = self.line(value);
        let Some(key) = self.key(line, agency, word) else { return };
        let list = match value.get_ref() {
            Value::Array(list) => list.iter().collect(),
            one => vec![one],
        };
        let owed = self.agencies.get(&key.0).map(|known| key.1.grounds(known, true));
        let sections: Vec<String> = owed.iter().flatten().map(|ground| ground.section()).collect();
        for value in list {
            let mut entry = Entry::of(value, &["on", "document", "covers"]);
            let on = entry.day("on", true);
            let document = entry.text("document").unwrap_or_default();
            let covers = entry.texts("covers");
            let known: Vec<String> = key.1.all_grounds().iter().map(|g| g.section()).collect();
            for wrong in covers.iter().filter(|point| !known.contains(point)) {
                let known = known.join(" or ");
                entry.wrong(format!("covers names \"{wrong}\"; a {} is of {known}", key.1.word()));
            }
            if covers.is_empty() && sections.len() > 1 {
                let all = sections.iter().map(|point| format!("\"{point}\""));
                let all = all.collect::<Vec<_>>().join(", ");
                entry.wrong(format!("the agency owes two; say which: covers = [{all}]"));
            }
            self.keep(line, &format!("{agency}.{word}"), entry);
            if let Some(on) = on {
                let papers = self.said.papers.entry(key.clone()).or_default();
                papers.push(Paper { on, document, covers });
            }
        }
    }

    fn duty(&mut self, agency: &str, word: &str, value: &Spanned<Value>) {
        let line = self.line(value);
        let Some(key) = self.key(line, agency, word) else { return };
        let mut entry = Entry::of(value.get_ref(), &["owed", "reason"]);
        let is_owed = entry.flag("owed");
        let reason = entry.text("reason").filter(|reason| !reason.is_empty());
        if reason.is_none() {
            entry.wrong("reason is missing; say why, it is printed beside the duty".to_owned());
        }
        self.keep(line, &format!("{agency}.{word}"), entry);
        if let (Some(is_owed), Some(reason)) = (is_owed, reason)
            && self.said.duties.insert(key, Variation { is_owed, reason }).is_some()
        {
            self.wrong(
                line,
                format!("{agency}.{word} is said twice, under two names of the agency"),
            );
        }
    }

    fn keep(&mut self, line: usize, name: &str, entry: Entry<'_>) {
        for message in entry.problems() {
            self.wrong(line, format!("{name}: {message}"));
        }
    }

    /// The agency and the obligation of a line.
    fn key(&mut self, line: usize, agency: &str, word: &str) -> Option<(String, Obligation)> {
        let id = match self.agencies.resolve(agency) {
            Resolved::Exact(agency) | Resolved::Alias(agency) => Some(agency.id.clone()),
            Resolved::Unknown(nearest) => {
                let names = nearest.iter().map(|near| format!("{} ({})", near.id, near.name));
                let names = names.collect::<Vec<_>>().join("; ");
                self.wrong(line, format!("nobody knows the agency \"{agency}\"; nearest: {names}"));
                None
            }
        };
        let obligation = Obligation::from_word(word);
        if obligation.is_none() {
            let known = Obligation::ALL.map(Obligation::word).join(", ");
            self.wrong(line, format!("there is no obligation \"{word}\"; there are {known}"));
        }
        Some((id?, obligation?))
    }
}
