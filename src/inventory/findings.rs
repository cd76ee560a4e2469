//! Findings ↔ frames.
//!
//! Texts are stored in English, for whoever opens the file; beside them stands, as JSON, which
//! phrases of the catalogue they are, so that they can be printed in Vietnamese later.

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Finding, Phrase, Severity, Text};
use crate::language::Language;

/// Which texts of a finding are phrases; the others are verbatim.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Phrases {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found: Option<Phrase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expected: Option<Phrase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remedy: Option<Phrase>,
}

impl Phrases {
    fn of(finding: &Finding) -> Self {
        let phrase = |text: &Text| match text {
            Text::Phrase(phrase) => Some(phrase.clone()),
            Text::Verbatim(_) => None,
        };
        Self {
            found: phrase(&finding.found),
            expected: phrase(&finding.expected),
            remedy: phrase(&finding.remedy),
        }
    }
}

/// One row per finding: code, severity, sheet, row, column, found, expected, remedy in English, and
/// phrases.
pub fn findings_to_frame(findings: &[Finding]) -> PolarsResult<DataFrame> {
    let texts = |of: &dyn Fn(&Finding) -> String| findings.iter().map(of).collect::<Vec<String>>();
    let rows: Vec<Option<i64>> =
        findings.iter().map(|finding| finding.row.map(i64::from)).collect();
    let letters: Vec<Option<String>> =
        findings.iter().map(|finding| finding.column.clone()).collect();
    let phrases = |finding: &Finding| {
        serde_json::to_string(&Phrases::of(finding)).expect("plain data is JSON")
    };
    DataFrame::new(
        findings.len(),
        vec![
            Column::new("code".into(), texts(&|finding| finding.code.id().to_owned())),
            Column::new("severity".into(), texts(&|finding| finding.severity.word().to_owned())),
            Column::new("sheet".into(), texts(&|finding| finding.sheet.clone())),
            Column::new("row".into(), rows),
            Column::new("column".into(), letters),
            Column::new("found".into(), texts(&|finding| finding.found.english().into_owned())),
            Column::new(
                "expected".into(),
                texts(&|finding| finding.expected.english().into_owned()),
            ),
            Column::new("remedy".into(), texts(&|finding| finding.remedy.english().into_owned())),
            Column::new("phrases".into(), texts(&phrases)),
        ],
    )
}

/// The findings of a frame made by [`findings_to_frame`]; a code of a newer version is left out.
/// Frames of before the catalogue have no phrases: only what equals the claim or the remedy of its
/// code can be printed in Vietnamese.
pub fn findings_from_frame(frame: &DataFrame) -> PolarsResult<Vec<Finding>> {
    let text = |name: &str| -> PolarsResult<Vec<String>> {
        Ok(frame.column(name)?.str()?.iter().map(|t| t.unwrap_or_default().to_owned()).collect())
    };
    let (codes, severities, sheets) = (text("code")?, text("severity")?, text("sheet")?);
    let (found, expected, remedies) = (text("found")?, text("expected")?, text("remedy")?);
    let phrases = match frame.column("phrases") {
        Ok(_) => Some(text("phrases")?),
        Err(_) => None,
    };
    let rows: Vec<Option<i64>> = frame.column("row")?.i64()?.iter().collect();
    let letters = frame.column("column")?.str()?;
    let finding = |index: usize| {
        let code = Code::from_id(&codes[index])?;
        let phrases = match &phrases {
            Some(all) => serde_json::from_str(&all[index]).unwrap_or_default(),
            None => guess(code, &expected[index], &remedies[index]),
        };
        Some(Finding {
            code,
            severity: match severities[index].as_str() {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                _ => Severity::Note,
            },
            sheet: sheets[index].clone(),
            row: rows[index].and_then(|row| u32::try_from(row).ok()),
            column: letters.get(index).map(str::to_owned),
            found: either(phrases.found, &found[index]),
            expected: either(phrases.expected, &expected[index]),
            remedy: either(phrases.remedy, &remedies[index]),
        })
    };
    Ok((0..frame.height()).filter_map(finding).collect())
}

/// The phrase, when this version can print it, else the English text.
fn either(phrase: Option<Phrase>, english: &str) -> Text {
    match phrase {
        // Both languages have the same messages and arguments.
        Some(phrase) if phrase.render(Language::English).is_some() => Text::Phrase(phrase),
        _ => english.into(),
    }
}

/// The phrases of a finding stored without them.
fn guess(code: Code, expected: &str, remedy: &str) -> Phrases {
    let phrase = |text: Text, english: &str| match text {
        Text::Phrase(phrase) => (phrase.render(Language::English)? == english).then_some(phrase),
        Text::Verbatim(_) => None,
    };
    Phrases {
        found: None,
        expected: phrase(code.claim_text(), expected),
        remedy: phrase(code.remedy_text(), remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings() -> Vec<Finding> {
        let sum = Text::phrase("T605-sum").with("rows", 1_200_usize);
        vec![
            Finding::new(Code::C402, "nhiều").sheet("vm").row(5).column(2),
            Finding::new(Code::T605, sum).sheet("vm").row(9),
            Finding::new(Code::C402, "x").expected("an amount of old").remedy("Ask."),
        ]
    }

    fn vietnamese(text: &Text) -> String {
        text.in_language(Language::Vietnamese).into_owned()
    }

    #[test]
    fn findings_are_stored_in_english_and_read_back_to_be_printed_in_vietnamese() {
        let frame = findings_to_frame(&findings()).expect("a frame");
        let found = frame.column("found").expect("a column").str().expect("text");
        assert_eq!(found.get(1), Some("every amount is the sum of the 1,200 rows above"));
        let read = findings_from_frame(&frame).expect("findings");
        assert_eq!(read, findings());
        assert_eq!(vietnamese(&read[1].found), "mọi số liệu đều là tổng của 1.200 dòng phía trên");
        assert_eq!(vietnamese(&read[0].expected), "Ô ghi số thì chứa một con số.");
        assert_eq!(vietnamese(&read[0].found), "nhiều");
    }

    #[test]
    fn a_frame_without_phrases_is_read_and_its_claims_are_known_again() {
        let frame = findings_to_frame(&findings()).expect("a frame");
        let frame = frame.drop("phrases").expect("a column less");
        let read = findings_from_frame(&frame).expect("findings");
        assert_eq!(vietnamese(&read[0].expected), "Ô ghi số thì chứa một con số.");
        assert_eq!(vietnamese(&read[1].found), "every amount is the sum of the 1,200 rows above");
        assert_eq!(vietnamese(&read[2].remedy), "Ask.");
    }

    #[test]
    fn a_phrase_of_a_newer_version_is_printed_in_english() {
        let mut frame = findings_to_frame(&findings()).expect("a frame");
        let newer = r#"{"found":{"id":"T605-newer","arguments":[["rows",{"number":"3"}]]}}"#;
        let lacking = r#"{"found":{"id":"T605-sum"}}"#;
        let column = Column::new("phrases".into(), [newer, lacking, "no JSON"]);
        frame.with_column(column).expect("as long");
        let read = findings_from_frame(&frame).expect("findings");
        let found: Vec<String> = read.iter().map(|finding| vietnamese(&finding.found)).collect();
        assert_eq!(found, ["nhiều", "every amount is the sum of the 1,200 rows above", "x"]);
    }
}
