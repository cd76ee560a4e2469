//! Rules that stand outside the directive, each with the days on which it holds.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::Language;
use crate::time::NaiveDate;

/// The embedded table of rules.
const RULES_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/security_rules.csv"));

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Security levels of information systems.
    Level,
    /// Where national databases run.
    NationalDatabase,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LegalRule {
    /// Its id, as `circular_12_2022`.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// Number, as documents cite it; none of one that is only expected.
    pub number: Option<String>,
    title_en: String,
    title_vi: String,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// The first day it holds; none of one that is only expected.
    pub in_force_from: Option<NaiveDate>,
    /// The last day it holds; none while no other has replaced it.
    pub in_force_until: Option<NaiveDate>,
    /// The day by which one that is expected is asked for.
    pub due_on: Option<NaiveDate>,
    /// Point of the directive that names it.
    pub ground: Option<String>,
    /// Where this is known from.
    pub source: String,
    /// How sure it is: high, medium, low.
    pub certainty: String,
}

impl LegalRule {
    /// Its title.
    pub fn title(&self, language: Language) -> &str {
        language.pick(&self.title_en, &self.title_vi)
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.in_force_from.is_some_and(|from| from <= day)
            && self.in_force_until.is_none_or(|until| day <= until)
    }

    /// Whether it is asked for and not known to have been issued.
    pub const fn is_expected(&self) -> bool {
        self.in_force_from.is_none()
    }
}

/// The rules, by subject and day.
pub fn legal_rules() -> &'static [LegalRule] {
    static BUILT_IN: OnceLock<Vec<LegalRule>> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let lines = csv::Reader::from_reader(RULES_CSV.as_bytes()).into_deserialize();
        lines.map(|line| line.expect("the embedded table is tested to be well-formed")).collect()
    })
}

/// The rule of an id.
pub fn legal_rule(id: &str) -> Option<&'static LegalRule> {
    legal_rules().iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_from_their_day_on_until_another_replaces_them() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let numbers = |on: &str| -> Vec<&str> {
            let of_levels = legal_rules().iter().filter(|rule| rule.subject == Subject::Level);
            let holding = of_levels.filter(|rule| rule.holds_on(day(on)));
            holding.filter_map(|rule| rule.number.as_deref()).collect()
        };
        assert_eq!(numbers("2016-06-30"), Vec::<&str>::new());
        assert_eq!(numbers("2022-09-30"), ["85/2016/NĐ-CP", "03/2017/TT-BTTTT"]);
        assert_eq!(numbers("2022-10-01"), ["85/2016/NĐ-CP", "12/2022/TT-BTTTT"]);
        assert_eq!(numbers("2026-07-01").last(), Some(&"116/2025/QH15"));
        let law = legal_rule("law_60_2024").expect("the Law on Data");
        assert!(!law.holds_on(day("2025-06-30")) && law.holds_on(day("2025-07-01")));
    }

    #[test]
    fn what_the_directive_asks_for_is_expected_and_holds_on_no_day() {
        let expected: Vec<_> = legal_rules().iter().filter(|rule| rule.is_expected()).collect();
        assert_eq!(expected.len(), 1);
        let b14 = "B.14".parse().ok().and_then(crate::reference::task).expect("a task");
        assert_eq!(expected[0].due_on, b14.milestones[0].deadline.due_on());
        assert!(legal_rules().iter().all(|rule| rule.issued_on <= rule.in_force_from));
        assert!(legal_rules().iter().all(|rule| !rule.source.is_empty()));
    }
}
