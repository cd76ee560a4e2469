//! What a plan leaves out, or lets come later than it is stated.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use crate::time::Quarter;

/// A scenario: which agencies and systems are no part of the plan, and which come later.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioPlan {
    /// Its name; empty when it has none.
    pub name: String,
    /// Ids of the agencies that are part of the plan; empty for all.
    pub agencies_only: Vec<String>,
    /// Ids of agencies that are no part of it.
    pub agencies_excluded: Vec<String>,
    /// Systems that are no part of it.
    pub systems_excluded: Vec<SystemName>,
    /// Agencies and systems that come later than they are stated.
    #[serde(default, rename = "delay")]
    pub delays: Vec<Delay>,
}

/// A system by its agency and code, written `MOET/MOET-HT-001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct SystemName {
    /// Id of its agency.
    pub agency_id: String,
    /// Its code.
    pub system_id: String,
}

/// An agency or system that comes later.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "DelayEntry")]
pub struct Delay {
    /// What comes later.
    pub of: Delayed,
    /// By how much.
    pub by: Shift,
}

/// What a delay is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delayed {
    /// All systems of an agency, and what it lists without a system.
    Agency(String),
    /// One system.
    System(SystemName),
}

/// By how much something comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// So many quarters.
    Quarters(u32),
    /// Not before a quarter.
    Until(Quarter),
}

/// A delay as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DelayEntry {
    agency: Option<String>,
    system: Option<SystemName>,
    quarters: Option<u32>,
    until: Option<String>,
}

impl ScenarioPlan {
    /// Whether a system is no part of the plan; an empty code is that of rows that name none.
    pub fn excludes(&self, agency_id: &str, system_id: &str) -> bool {
        let has = |list: &[String]| list.iter().any(|id| id == agency_id);
        let is_kept = self.agencies_only.is_empty() || has(&self.agencies_only);
        !is_kept
            || has(&self.agencies_excluded)
            || self.systems_excluded.iter().any(|system| system.is(agency_id, system_id))
    }

    /// The quarter something comes in that is stated or assumed to come in `quarter`. The entry of a
    /// system stands in the place of that of its agency.
    pub fn quarter_of(&self, agency_id: &str, system_id: &str, quarter: Quarter) -> Quarter {
        let of = |wanted: &dyn Fn(&Delayed) -> bool| self.delays.iter().find(|d| wanted(&d.of));
        let own = of(&|of| matches!(of, Delayed::System(name) if name.is(agency_id, system_id)));
        let delay =
            own.or_else(|| of(&|of| matches!(of, Delayed::Agency(agency) if agency == agency_id)));
        match delay.map(|delay| delay.by) {
            None => quarter,
            Some(Shift::Quarters(quarters)) => quarter.plus(quarters),
            Some(Shift::Until(until)) => quarter.max(until),
        }
    }

    /// Whether it names any agency or system.
    pub const fn is_empty(&self) -> bool {
        self.agencies_only.is_empty()
            && self.agencies_excluded.is_empty()
            && self.systems_excluded.is_empty()
            && self.delays.is_empty()
    }

    /// What no plan may say of it.
    pub(super) fn check(&self) -> Result<(), String> {
        let agencies = self.agencies_only.iter().chain(&self.agencies_excluded);
        if agencies.clone().any(|agency| agency.trim().is_empty()) {
            return Err("scenario: the id of an agency is empty".to_owned());
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = agencies.into_iter().find(|agency| !seen.insert(*agency)) {
            return Err(format!(
                "scenario: the agency {twice} stands twice in agencies_only and agencies_excluded"
            ));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.systems_excluded.iter().find(|system| !seen.insert(*system)) {
            return Err(format!("scenario.systems_excluded names {twice} twice"));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = self.delays.iter().find(|delay| !seen.insert(&delay.of)) {
            return Err(format!("scenario.delay names {} twice", twice.of));
        }
        Ok(())
    }

    /// Its entries as texts, by their names in the plan file.
    pub(super) fn choices(&self) -> [(&'static str, String); 5] {
        let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
        [
            ("scenario.name", or(self.name.clone(), "none")),
            ("scenario.agencies_only", or(self.agencies_only.join(", "), "all agencies")),
            ("scenario.agencies_excluded", or(self.agencies_excluded.join(", "), "none")),
            ("scenario.systems_excluded", or(joined(&self.systems_excluded), "none")),
            ("scenario.delay", or(joined(&self.delays), "none")),
        ]
    }
}

fn joined<T: fmt::Display>(list: &[T]) -> String {
    list.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

impl SystemName {
    fn is(&self, agency_id: &str, system_id: &str) -> bool {
        self.agency_id == agency_id && self.system_id == system_id
    }
}

impl TryFrom<String> for SystemName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('/') {
            Some((agency, system)) if !agency.trim().is_empty() && !system.trim().is_empty() => {
                Ok(Self { agency_id: agency.to_owned(), system_id: system.to_owned() })
            }
            _ => {
                Err(format!("\"{text}\" is no system; write agency and code, as MOET/MOET-HT-001"))
            }
        }
    }
}

impl TryFrom<DelayEntry> for Delay {
    type Error = String;

    fn try_from(entry: DelayEntry) -> Result<Self, String> {
        let of = match (entry.agency, entry.system) {
            (Some(agency), None) => Delayed::Agency(agency),
            (None, Some(system)) => Delayed::System(system),
            _ => return Err("scenario.delay: each entry names one agency or one system".to_owned()),
        };
        let by = match (entry.quarters, entry.until) {
            (Some(0), None) => {
                return Err(format!("scenario.delay of {of}: 0 quarters delay nothing"));
            }
            (Some(quarters), None) => Shift::Quarters(quarters),
            (None, Some(until)) => Shift::Until(until.parse()?),
            _ => {
                return Err(format!("scenario.delay of {of}: give either quarters or until"));
            }
        };
        Ok(Self { of, by })
    }
}

impl fmt::Display for SystemName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.agency_id, self.system_id)
    }
}

impl fmt::Display for Delayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agency(agency) => f.write_str(agency),
            Self::System(system) => system.fmt(f),
        }
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarters(1) => f.write_str("1 quarter later"),
            Self::Quarters(quarters) => write!(f, "{quarters} quarters later"),
            Self::Until(until) => write!(f, "not before {until}"),
        }
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.of, self.by)
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;
    use crate::time::Quarter;

    fn quarter(text: &str) -> Quarter {
        Quarter::read(text).expect("a quarter")
    }

    #[test]
    fn agencies_and_systems_are_left_out_by_name() {
        let plan = |text: &str| Plan::from_text(&format!("[scenario]\n{text}"), None);
        let excluded = plan("agencies_excluded = [\"MOH\"]\nsystems_excluded = [\"MOET/a/b\"]");
        let scenario = excluded.expect("a plan").scenario;
        assert!(scenario.excludes("MOH", "") && scenario.excludes("MOH", "x"));
        assert!(scenario.excludes("MOET", "a/b"), "a code may have a slash");
        assert!(!scenario.excludes("MOET", "") && !scenario.excludes("MOET", "a"));
        let only = plan("agencies_only = [\"MOH\"]").expect("a plan").scenario;
        assert!(only.excludes("MOET", "x") && !only.excludes("MOH", "x"));
        assert!(Plan::built_in().scenario.is_empty());
    }

    #[test]
    fn the_delay_of_a_system_stands_in_the_place_of_its_agencys() {
        let plan = Plan::from_text(
            "[[scenario.delay]]\nagency = \"MOH\"\nquarters = 2\n\
             [[scenario.delay]]\nsystem = \"MOH/a\"\nuntil = \"2027Q1\"",
            None,
        )
        .expect("a plan");
        let of = |agency, system, text| plan.scenario.quarter_of(agency, system, quarter(text));
        assert_eq!(of("MOH", "b", "2025Q4"), quarter("2026Q2"));
        assert_eq!(of("MOH", "a", "2025Q4"), quarter("2027Q1"));
        assert_eq!(of("MOH", "a", "2027Q3"), quarter("2027Q3"), "it is late enough already");
        assert_eq!(of("MOET", "a", "2025Q4"), quarter("2025Q4"));
        let listed = plan.choices();
        let delays = listed.iter().find(|(name, _)| *name == "scenario.delay").expect("is listed");
        assert_eq!(delays.1, "MOH 2 quarters later, MOH/a not before 2027Q1");
    }

    #[test]
    fn what_says_two_things_or_nothing_is_refused_by_name() {
        for (text, said) in [
            ("[scenario]\nagencies = [\"MOH\"]", "agencies"),
            ("[scenario]\nagencies_only = [\"MOH\"]\nagencies_excluded = [\"MOH\"]", "MOH"),
            ("[scenario]\nsystems_excluded = [\"MOH/a\", \"MOH/a\"]", "MOH/a twice"),
            ("[scenario]\nsystems_excluded = [\"HT-1\"]", "\"HT-1\" is no system"),
            ("[[scenario.delay]]\nagency = \"MOH\"\nquarters = 0", "delay nothing"),
            ("[[scenario.delay]]\nagency = \"MOH\"", "MOH: give either quarters or until"),
            ("[[scenario.delay]]\nagency = \"MOH\"\nquarters = -1", "-1"),
            ("[[scenario.delay]]\nagency = \"MOH\"\nuntil = \"soon\"", "soon"),
            ("[[scenario.delay]]\nquarters = 1", "one agency or one system"),
            ("[[scenario.delay]]\nagency = \"MOH\"\nquarter = 1", "quarter"),
            (
                "[[scenario.delay]]\nagency = \"MOH\"\nquarters = 1\n\
                 [[scenario.delay]]\nagency = \"MOH\"\nquarters = 2",
                "MOH twice",
            ),
        ] {
            let error = Plan::from_text(text, None).expect_err(text).to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
