//! Findings that say the same of many rows, told once.

use std::collections::{BTreeSet, HashMap};

use super::{Code, Finding, Severity, Text};

/// Findings of one code in one column of a sheet that expect the same.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// The findings, in the order given; at least one.
    pub findings: Vec<&'a Finding>,
}

/// What findings of one group have in common.
#[derive(PartialEq)]
struct Key<'a> {
    severity: Severity,
    code: Code,
    sheet: &'a str,
    column: Option<&'a str>,
    expected: Kind<'a>,
    remedy: Kind<'a>,
}

/// A text without the arguments of a phrase: "either 1024 or 1.024" and "either 2048 or 2.048" are
/// one kind.
#[derive(PartialEq)]
enum Kind<'a> {
    Verbatim(&'a str),
    Phrase(&'a str),
}

impl<'a> Kind<'a> {
    fn of(text: &'a Text) -> Self {
        match text {
            Text::Verbatim(text) => Self::Verbatim(text),
            Text::Phrase(phrase) => Self::Phrase(phrase.id()),
        }
    }
}

impl<'a> Key<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            severity: finding.severity,
            code: finding.code,
            sheet: &finding.sheet,
            column: finding.column.as_deref(),
            expected: Kind::of(&finding.expected),
            remedy: Kind::of(&finding.remedy),
        }
    }
}

impl<'a> Group<'a> {
    /// The groups of a list: errors first, then warnings, then notes, else in the order of the first
    /// finding of each.
    pub fn all(findings: &'a [Finding]) -> Vec<Self> {
        let mut groups: Vec<(Key<'a>, Self)> = Vec::new();
        let mut at: HashMap<(Code, &str, Option<&str>), Vec<usize>> = HashMap::new();
        for finding in findings {
            let key = Key::of(finding);
            // Only groups of the same place are compared one by one.
            let near = at.entry((key.code, key.sheet, key.column)).or_default();
            match near.iter().find(|&&index| groups[index].0 == key) {
                Some(&index) => groups[index].1.findings.push(finding),
                None => {
                    near.push(groups.len());
                    groups.push((key, Self { findings: vec![finding] }));
                }
            }
        }
        let mut groups: Vec<Self> = groups.into_iter().map(|(_, group)| group).collect();
        groups.sort_by_key(|group| group.first().severity);
        groups
    }

    /// The first finding.
    pub fn first(&self) -> &'a Finding {
        self.findings[0]
    }

    /// Whether each finding is about a row of its own.
    pub fn is_of_rows(&self) -> bool {
        let rows: BTreeSet<u32> = self.findings.iter().filter_map(|finding| finding.row).collect();
        rows.len() == self.findings.len()
    }

    /// The first findings that differ in what was found, at most `most`.
    pub fn examples(&self, most: usize) -> Vec<&'a Finding> {
        let mut examples: Vec<&Finding> = Vec::new();
        for finding in &self.findings {
            if examples.len() == most {
                break;
            }
            if !examples.iter().any(|known| known.found == finding.found) {
                examples.push(finding);
            }
        }
        examples
    }

    /// Whether every finding expects exactly the same.
    pub fn expects_one_thing(&self) -> bool {
        self.findings.iter().all(|finding| finding.expected == self.first().expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: Code, row: u32, found: &str) -> Finding {
        Finding::new(code, found).sheet("vm").row(row).column(2)
    }

    #[test]
    fn equal_findings_of_a_column_are_one_group_and_errors_come_first() {
        let taken = |number: f64| Text::phrase("C403-one-of-two").with("comma", number);
        let findings = [
            finding(Code::C407, 2, "131072"),
            finding(Code::C402, 3, "nhiều"),
            finding(Code::C402, 4, "vài"),
            finding(Code::C402, 5, "nhiều"),
            finding(Code::C402, 6, "nhiều").column(3),
            finding(Code::C403, 7, "1.024").expected(taken(1024.0)),
            finding(Code::C403, 8, "2.048").expected(taken(2048.0)),
        ];
        let groups = Group::all(&findings);
        let told: Vec<(Code, Option<u32>, usize)> = groups
            .iter()
            .map(|group| (group.first().code, group.first().row, group.findings.len()))
            .collect();
        assert_eq!(
            told,
            [
                (Code::C402, Some(3), 3),
                (Code::C402, Some(6), 1),
                (Code::C403, Some(7), 2),
                (Code::C407, Some(2), 1)
            ]
        );
        let examples = |at: usize, most| -> Vec<u32> {
            groups[at].examples(most).iter().filter_map(|finding| finding.row).collect()
        };
        assert_eq!(examples(0, 3), [3, 4], "what is found twice is shown once");
        assert_eq!(examples(0, 1), [3]);
        assert!(groups[0].expects_one_thing() && !groups[2].expects_one_thing());
    }

    #[test]
    fn a_note_and_an_error_of_one_code_are_told_apart() {
        let mut note = finding(Code::C403, 2, "1.100");
        note.severity = Severity::Note;
        let findings = [note, finding(Code::C403, 3, "1.024")];
        let rows: Vec<Option<u32>> = Group::all(&findings).iter().map(|g| g.first().row).collect();
        assert_eq!(rows, [Some(3), Some(2)]);
    }
}
