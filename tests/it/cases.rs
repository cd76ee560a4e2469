//! The corpus of small files in `tests/cases`, each folder named by its claim.
//!
//! A folder of `accepted` or `rejected` holds one file, `input.<ext>`, and what becomes of it,
//! `expected.json`: counts of each sheet, accepted rows with the columns that are not null, rejected
//! rows with their codes, findings with severity, code and place. `scripts/make_cases.py` makes the
//! files; `UPDATE=1 cargo test --test it cases` rewrites what is expected, which is then to be read
//! and judged, not believed.
//!
//! `case.toml`, where a case has one, says:
//!
//! ```toml
//! sender = ""                # id of the agency that sent it; MOJ unless said, "" for nobody
//! map = "map.toml"           # mapping file beside it
//! same_as = "accepted/..."   # a case whose rows are the same, whatever their place
//! [says]                     # words that the findings of a code say
//! C403 = ["1024", "1.024"]
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use ndcap::diagnostic::{Finding, Severity};
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Overrides, Rows, Submission, Value};
use serde::Deserialize;
use serde_json::json;

/// Who sent a file unless its case says otherwise.
const SENDER: &str = "MOJ";

/// Fewest cases a corpus has that is worth the name.
const CASES_MIN: usize = 60;

/// Folders of the corpus: what its files are expected to come to.
const OUTCOMES: [&str; 2] = ["accepted", "rejected"];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    sender: Option<String>,
    map: Option<String>,
    same_as: Option<String>,
    #[serde(default)]
    says: BTreeMap<String, Vec<String>>,
}

#[derive(Debug)]
struct Case {
    /// `accepted/<claim>`.
    name: String,
    folder: PathBuf,
    settings: Settings,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Names of what a folder holds, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for outcome in OUTCOMES {
        for claim in names(&corpus().join(outcome)) {
            let folder = corpus().join(outcome).join(&claim);
            let settings = match std::fs::read_to_string(folder.join("case.toml")) {
                Ok(text) => toml::from_str(&text).unwrap_or_else(|e| panic!("{claim}: {e}")),
                Err(_) => Settings::default(),
            };
            cases.push(Case { name: format!("{outcome}/{claim}"), folder, settings });
        }
    }
    cases
}

impl Case {
    fn is_accepted(&self) -> bool {
        self.name.starts_with("accepted/")
    }

    fn input(&self) -> PathBuf {
        let all = names(&self.folder);
        let inputs: Vec<&String> = all.iter().filter(|n| n.starts_with("input.")).collect();
        assert_eq!(inputs.len(), 1, "{} has one input", self.name);
        self.folder.join(inputs[0])
    }

    fn read(&self) -> Submission {
        let path = self.input();
        let bytes = std::fs::read(&path).expect("the input");
        let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
        let sender = self.settings.sender.as_deref().unwrap_or(SENDER);
        let overrides = match &self.settings.map {
            Some(map) => Overrides::read(&self.folder.join(map)).expect("a mapping file"),
            None => Overrides::none().clone(),
        };
        let known = agencies.get(sender);
        assert!(known.is_some() || sender.is_empty(), "{}: no agency {sender}", self.name);
        let intake = Intake {
            agencies,
            sender: known,
            as_of: plan.period.as_of,
            received_on: None,
            limits: plan.limits,
            overrides: &overrides,
        };
        submission::read(&path, &bytes, &intake)
    }
}

/// One line of JSON with a space after each sign, its keys in the order given.
fn object(pairs: &[(String, serde_json::Value)]) -> String {
    let text = |pair: &(String, serde_json::Value)| format!("{}: {}", json!(pair.0), pair.1);
    format!("{{{}}}", pairs.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn value(value: &Value) -> serde_json::Value {
    match value {
        Value::Missing => serde_json::Value::Null,
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Day(day) => json!(day.to_string()),
    }
}

/// What a row says besides its place: agency, columns that are not null, tags.
fn content(rows: &Rows, index: usize) -> Vec<(String, serde_json::Value)> {
    let mut pairs = vec![("agency".to_owned(), json!(rows.agency_id[index]))];
    for (column, values) in rows.table.columns().iter().zip(&rows.columns) {
        let stored = values.get(index);
        if stored != Value::Missing {
            pairs.push((column.name.to_owned(), value(&stored)));
        }
    }
    if !rows.tags(index).is_empty() {
        pairs.push(("tags".to_owned(), json!(rows.tags(index))));
    }
    pairs
}

fn lines(text: &mut String, name: &str, close: &str, items: &[String]) {
    let inner = items.iter().map(|item| format!("\n    {item}")).collect::<Vec<_>>().join(",");
    let end = if items.is_empty() { "" } else { "\n  " };
    let _ = writeln!(text, "  {}: [{inner}{end}]{close}", json!(name));
}

/// Severity, code and place.
fn told(finding: &Finding) -> String {
    let (code, place) = (finding.code.id(), finding.place(Language::English));
    format!("{} {code} {place}", finding.severity.word())
}

/// The whole of a submission as `expected.json` has it, a line for each thing.
fn outcome_of(submission: &Submission) -> String {
    let mut text = format!(
        "{{\n  \"agency\": {},\n  \"profile\": {},\n",
        json!(submission.agency_id),
        json!(submission.profile)
    );
    let of = |name: &str, value: serde_json::Value| (name.to_owned(), value);
    let sheets: Vec<String> = submission
        .counts
        .iter()
        .map(|count| {
            object(&[
                of("sheet", json!(count.sheet)),
                of("table", json!(count.table)),
                of("read", json!(count.rows_read)),
                of("accepted", json!(count.rows_accepted)),
                of("rejected", json!(count.rows_rejected)),
                of("merged", json!(count.rows_merged)),
                of("skipped", json!(count.rows_skipped)),
            ])
        })
        .collect();
    lines(&mut text, "sheets", ",", &sheets);
    let mut accepted = Vec::new();
    for rows in &submission.tables {
        for index in 0..rows.len() {
            let at = format!("{} row {}", rows.sheet[index], rows.number[index]);
            let mut pairs = vec![of("table", json!(rows.table.name())), of("at", json!(at))];
            pairs.extend(content(rows, index));
            accepted.push(object(&pairs));
        }
    }
    lines(&mut text, "accepted", ",", &accepted);
    let rejected: Vec<String> = submission
        .rejected
        .iter()
        .map(|row| {
            let at = format!("{} row {}", row.sheet, row.row);
            let codes: Vec<&str> = row.codes.iter().map(|code| code.id()).collect();
            object(&[
                of("table", json!(row.table.name())),
                of("at", json!(at)),
                of("codes", json!(codes)),
            ])
        })
        .collect();
    lines(&mut text, "rejected", ",", &rejected);
    let findings: Vec<String> =
        submission.findings.iter().map(|finding| json!(told(finding)).to_string()).collect();
    lines(&mut text, "findings", "", &findings);
    text.push_str("}\n");
    text
}

/// The lines in which two texts differ, for a person.
fn difference(expected: &str, found: &str) -> String {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
        (expected.lines().collect(), found.lines().collect());
    let mut text = String::new();
    for line in expected.lines().filter(|line| !new.contains(line)) {
        let _ = writeln!(text, "  expected {line}");
    }
    for line in found.lines().filter(|line| !old.contains(line)) {
        let _ = writeln!(text, "  found    {line}");
    }
    text
}

#[test]
fn every_case_comes_to_what_is_expected_of_it() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let submission = case.read();
        for count in &submission.counts {
            assert!(count.is_conserved(), "{}: {count:?}", case.name);
        }
        let found = outcome_of(&submission);
        let json: serde_json::Value = serde_json::from_str(&found).expect("JSON");
        assert!(json.is_object(), "{}", case.name);
        let path = case.folder.join("expected.json");
        if update {
            std::fs::write(&path, &found).expect("written");
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if expected != found {
            let _ = writeln!(wrong, "{}:\n{}", case.name, difference(&expected, &found));
        }
    }
    assert!(wrong.is_empty(), "not as expected (UPDATE=1 rewrites, then read them):\n{wrong}");
}

#[test]
fn the_folder_says_the_outcome() {
    for case in cases() {
        let submission = case.read();
        let errors = submission.findings.iter().filter(|f| f.severity == Severity::Error);
        let errors: Vec<String> = errors.map(told).collect();
        if case.is_accepted() {
            assert_eq!(errors, Vec::<String>::new(), "{}", case.name);
            assert!(submission.rows_accepted() > 0, "{}: no row is accepted", case.name);
            assert_eq!(submission.rows_rejected(), 0, "{}", case.name);
        } else {
            assert!(!errors.is_empty() || submission.rows_rejected() > 0, "{}", case.name);
        }
    }
}

#[test]
fn rows_of_the_table_are_as_many_as_are_counted() {
    for case in cases() {
        let submission = case.read();
        let accepted: usize = submission.tables.iter().map(Rows::len).sum();
        assert_eq!(accepted, submission.rows_accepted(), "{}", case.name);
        // A file refused as a whole counts its rows as rejected and keeps none of them.
        if !submission.rejected.is_empty() {
            assert_eq!(submission.rejected.len(), submission.rows_rejected(), "{}", case.name);
        }
    }
}

#[test]
fn findings_say_what_the_claim_is_about() {
    for case in cases() {
        if case.settings.says.is_empty() {
            continue;
        }
        let submission = case.read();
        for (code, words) in &case.settings.says {
            let said: Vec<String> = submission
                .findings
                .iter()
                .filter(|finding| finding.code.id() == code)
                .map(|finding| serde_json::to_value(finding).expect("a finding is JSON"))
                .map(|finding| format!("{} | {}", finding["found"], finding["expected"]))
                .collect();
            for word in words {
                let is_said = said.iter().any(|text| text.contains(word.as_str()));
                assert!(is_said, "{}: no {code} says {word:?}, but {said:#?}", case.name);
            }
        }
    }
}

#[test]
fn one_text_in_two_forms_gives_the_same_rows() {
    let contents = |submission: &Submission| -> Vec<String> {
        let rows = submission.tables.iter();
        rows.flat_map(|rows| (0..rows.len()).map(|index| object(&content(rows, index)))).collect()
    };
    let mut compared = 0;
    for case in cases() {
        let Some(same_as) = &case.settings.same_as else { continue };
        let all = cases();
        let other = all.iter().find(|other| other.name == *same_as);
        let other = other.unwrap_or_else(|| panic!("{}: there is no case {same_as}", case.name));
        assert_eq!(contents(&case.read()), contents(&other.read()), "{} and {same_as}", case.name);
        compared += 1;
    }
    assert!(compared >= 10, "the forms are compared: {compared}");
}

#[test]
fn every_file_of_the_corpus_belongs_to_a_case() {
    let made = include_str!("../../scripts/make_cases.py");
    assert_eq!(names(&corpus()), OUTCOMES, "nothing beside the outcomes");
    let all = cases();
    assert!(all.len() >= CASES_MIN, "{} cases", all.len());
    for case in &all {
        let claim = case.name.split('/').nth(1).unwrap_or_default();
        let is_kebab = claim.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        });
        assert!(is_kebab && claim.contains('-'), "{claim} is no claim in kebab case");
        assert!(made.contains(&format!("\"{claim}\"")), "scripts/make_cases.py makes no {claim}");
        for name in names(&case.folder) {
            let is_known = name.starts_with("input.")
                || name == "expected.json"
                || name == "case.toml"
                || case.settings.map.as_deref() == Some(&name);
            assert!(is_known, "{}/{name} is claimed by nothing", case.name);
        }
        assert!(case.input().exists(), "{}", case.name);
        assert!(case.folder.join("expected.json").exists(), "{} says what to expect", case.name);
    }
}
