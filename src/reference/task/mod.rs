//! Tasks of the directive's annex: who leads, who helps, by when, what comes out.

mod deadline;
mod party;

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Agencies;
use crate::language::Language;
use crate::time::NaiveDate;

pub use deadline::Deadline;
pub use party::Party;

/// The embedded table of tasks.
const TASKS_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/tasks.csv"));

/// Number of the directive, as documents cite it.
pub const DIRECTIVE: &str = "32/CT-TTg";

/// The day the directive was issued.
pub fn directive_issued_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 9, 4).expect("is a day")
}

/// The two parts of the annex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A: tasks of all agencies.
    Common,
    /// B: tasks of one agency each.
    Specific,
}

impl Part {
    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::Common => 'A',
            Self::Specific => 'B',
        }
    }
}

/// A row of the annex: `A.10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskId {
    /// Part of the annex.
    pub part: Part,
    /// Number within the part.
    pub number: u32,
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.part.letter(), self.number)
    }
}

impl FromStr for TaskId {
    type Err = ();

    /// Reads `A.10`; whether the annex has such a row is another question.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (letter, number) = text.split_once('.').ok_or(())?;
        let part = match letter {
            "A" => Part::Common,
            "B" => Part::Specific,
            _ => return Err(()),
        };
        let is_plain = number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| is_plain && !number.starts_with('0'));
        Ok(Self { part, number: number.ok_or(())? })
    }
}

/// One deadline of a task; most tasks have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its name where a task has several, as `move`; empty for the task as the annex words it.
    pub name: String,
    /// By when.
    pub deadline: Deadline,
    /// Whether the body of the directive states it, not the annex.
    pub is_of_body: bool,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its row of the annex.
    pub id: TaskId,
    /// What is to be done, in the words of the annex.
    pub title: String,
    /// The same in a few words: English, Vietnamese.
    short: [String; 2],
    /// Who leads.
    pub leads: Vec<Party>,
    /// Who helps; nobody in some rows.
    pub coordinators: Vec<Party>,
    /// Deadline as the annex words it; empty where it states none.
    pub deadline_text: String,
    /// Kind of the annex's deadline: that of its milestone, or `compound` where one cell holds two.
    pub kind: String,
    /// Deadlines: those of the annex, then those only the body states.
    pub milestones: Vec<Milestone>,
    /// What comes out; `None` where the annex does not say.
    pub product: Option<String>,
    /// Where the body of the directive orders it, as `III.2.a`.
    pub body_ref: String,
    /// What is peculiar about the row.
    pub remark: String,
}

impl Task {
    /// What it is about, in a few words.
    pub fn short(&self, language: Language) -> &str {
        language.pick(&self.short[0], &self.short[1])
    }

    /// Its milestone of a name.
    pub fn milestone(&self, name: &str) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.name == name)
    }
}

/// What a milestone is called in a few words; empty for that of the task itself.
pub fn milestone_words(name: &str, language: Language) -> &str {
    match name {
        "plan" => language.pick("plan", "kế hoạch"),
        "move" => language.pick("move", "chuyển hệ thống"),
        "digitise" => language.pick("digitised", "số hóa dữ liệu"),
        "opening" => language.pick("opening", "đưa vào khai thác"),
        other => other,
    }
}

#[derive(Deserialize)]
struct Line {
    section: String,
    number: u32,
    title: String,
    lead: String,
    coordination: String,
    deadline_text: String,
    deadline_normalised: String,
    product: String,
    deadline_kind: String,
    body_ref: String,
    notes: String,
    further_milestones: String,
    short_en: String,
    short_vi: String,
}

/// The tasks of the directive, in the order of the annex: 13 common, 29 specific. The annex has no
/// row B.28.
pub fn tasks() -> &'static [Task] {
    static BUILT_IN: OnceLock<Vec<Task>> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let lines = csv::Reader::from_reader(TASKS_CSV.as_bytes()).into_deserialize::<Line>();
        let lines = lines.map(|line| line.expect("the embedded table is tested to be well-formed"));
        lines.map(|line| read(line).expect("the embedded table is tested to be readable")).collect()
    })
}

/// The task of a row.
pub fn task(id: TaskId) -> Option<&'static Task> {
    tasks().iter().find(|task| task.id == id)
}

fn read(line: Line) -> Option<Task> {
    let id = format!("{}.{}", line.section, line.number).parse().ok()?;
    let agencies = Agencies::built_in();
    let mut milestones = milestones(&line.deadline_normalised, false)?;
    milestones.extend(self::milestones(&line.further_milestones, true)?);
    // Where the body adds a later step, the annex's own deadline is that of the plan.
    let body_moves = milestones.iter().any(|milestone| milestone.name == "move");
    for milestone in milestones.iter_mut().filter(|m| body_moves && m.name.is_empty()) {
        "plan".clone_into(&mut milestone.name);
    }
    Some(Task {
        id,
        title: line.title,
        short: [line.short_en, line.short_vi],
        leads: Party::split(&line.lead, agencies),
        coordinators: Party::split(&line.coordination, agencies),
        deadline_text: line.deadline_text,
        kind: line.deadline_kind,
        milestones,
        product: Some(line.product).filter(|product| !product.is_empty()),
        body_ref: line.body_ref,
        remark: line.notes,
    })
}

/// Milestones as the table writes them: `by:2024-09-30`, or `plan:by:…;migrate:within:…`.
fn milestones(text: &str, is_of_body: bool) -> Option<Vec<Milestone>> {
    let one = |text: &str| {
        if let Ok(deadline) = text.parse() {
            return Some(Milestone { name: String::new(), deadline, is_of_body });
        }
        let (name, deadline) = text.split_once(':')?;
        let name = if name == "migrate" { "move" } else { name };
        Some(Milestone { name: name.to_owned(), deadline: deadline.parse().ok()?, is_of_body })
    };
    text.split(';').filter(|text| !text.is_empty()).map(one).collect()
}

#[cfg(test)]
mod tests;
