//! Findings as SARIF 2.1.0, the OASIS standard in which checking tools hand results to editors and
//! review systems: one run, the rules from the catalogue, one result per finding.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Finding, Severity};
use crate::language::Language;
use crate::submission::Position;

/// The schema that the output keeps to.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One file that was checked.
#[derive(Debug)]
pub struct CheckedFile<'a> {
    /// Its name, with the folders that tell it from others of the name, separated by `/`.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// What was found.
    pub findings: &'a [Finding],
    /// Where the fields of its rows stand in the text; empty for workbooks, which have no lines.
    pub positions: BTreeMap<u32, Vec<Position>>,
}

/// The log of a check, messages in the language.
pub fn to_sarif(files: &[CheckedFile<'_>], language: Language) -> Value {
    let results: Vec<Value> = files
        .iter()
        .enumerate()
        .flat_map(|(index, file)| {
            file.findings.iter().map(move |finding| result(finding, file, index, language))
        })
        .collect();
    let artifacts: Vec<Value> = files
        .iter()
        .map(|file| json!({"location": {"uri": uri(&file.name)}, "hashes": {"sha-256": file.sha256}}))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "ndcap",
                "version": env!("CARGO_PKG_VERSION"),
                "language": language.tag(),
                "rules": Code::ALL.iter().map(|code| rule(*code, language)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    })
}

fn rule(code: Code, language: Language) -> Value {
    let example = language.pick("Breaks it: ", "Ví dụ vi phạm: ");
    json!({
        "id": code.id(),
        "shortDescription": {"text": escaped(code.claim(language))},
        "fullDescription": {
            "text": escaped(&format!("{} {example}{}", code.claim(language), code.example(language)))
        },
        "help": {"text": escaped(code.remedy(language))},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

/// The words of SARIF happen to be ours.
const fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn result(finding: &Finding, file: &CheckedFile<'_>, index: usize, language: Language) -> Value {
    let text = |text: &crate::diagnostic::Text| text.in_language(language).into_owned();
    let (found, expected) = (text(&finding.found), text(&finding.expected));
    let claim = finding.code.claim(language);
    let (rule, label) = (language.pick("Rule", "Quy tắc"), language.pick("Found", "Thấy"));
    let mut message = format!("{rule}: {claim} {label}: {found}.");
    if expected != claim {
        let expected = expected.trim_end_matches('.');
        message.push_str(&format!(" {}: {expected}.", language.pick("Expected", "Cần")));
    }
    let remedy = text(&finding.remedy);
    message.push_str(&format!(" {}: {remedy}", language.pick("What to do", "Cách xử lý")));
    let mut physical = json!({"artifactLocation": {"uri": uri(&file.name), "index": index}});
    if let Some(at) = position(finding, file) {
        physical["region"] = json!({"startLine": at.line, "startColumn": at.character});
    }
    let mut location = json!({"physicalLocation": physical});
    if !finding.sheet.is_empty() {
        let place = finding.place(language);
        location["logicalLocations"] = json!([{"fullyQualifiedName": place}]);
    }
    json!({
        "ruleId": finding.code.id(),
        "ruleIndex": finding.code as usize,
        "level": level(finding.severity),
        "message": {"text": escaped(&message)},
        "locations": [location],
        "properties": {
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "found": found,
            "expected": expected,
            "remedy": remedy,
        },
    })
}

/// Where a finding stands in a text; that of its row when it names no column, or one that the row
/// does not reach.
fn position(finding: &Finding, file: &CheckedFile<'_>) -> Option<Position> {
    let fields = file.positions.get(&finding.row?)?;
    let column = finding.column.as_deref().and_then(crate::diagnostic::column_index);
    fields.get(column.unwrap_or_default()).or_else(|| fields.first()).copied()
}

/// Braces stand for arguments in a message of SARIF (3.11.5); those of the text are doubled.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// A name as a relative reference of RFC 3986.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_references_and_braces_of_texts_are_doubled() {
        assert_eq!(uri("MOET/máy chủ.csv"), "MOET/m%C3%A1y%20ch%E1%BB%A7.csv");
        let findings = [Finding::new(Code::C402, "{0}").sheet("a").row(2).column(1)];
        let at = |line, character| Position { line, character };
        let file = CheckedFile {
            name: "a.csv".to_owned(),
            sha256: "00",
            findings: &findings,
            positions: BTreeMap::from([(2, vec![at(3, 1), at(3, 6)])]),
        };
        let log = to_sarif(&[file], Language::Vietnamese);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(
            result["message"]["text"],
            "Quy tắc: Ô ghi số thì chứa một con số. Thấy: {{0}}. Cách xử lý: Ghi một con số, theo \
             đơn vị ở tiêu đề hoặc kèm đơn vị riêng."
        );
        assert_eq!(result["properties"]["found"], "{0}");
        let location = &result["locations"][0];
        assert_eq!(
            location["physicalLocation"]["region"],
            json!({"startLine": 3, "startColumn": 6})
        );
        assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "a!B2");
    }
}
