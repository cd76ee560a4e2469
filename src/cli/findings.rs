//! Findings as people read them on a terminal: those that say the same once, errors first.

use crate::diagnostic::{Counts, Finding, Group, Text};
use crate::language::Language;
use crate::submission::{SheetCount, Submission};

/// Examples shown of what a group has found.
const EXAMPLES: usize = 3;

/// A file with the counts of its findings and of each sheet's rows.
pub fn file_text(submission: &Submission, language: Language) -> String {
    let file = Text::phrase("print-file")
        .with("file", submission.file.as_str())
        .with("agency", submission.agency_id.as_str());
    let mut text = line(0, &with_counts(file, submission.severities()), language);
    for count in &submission.counts {
        let sheet = match count.table.as_str() {
            "" => Text::phrase("print-sheet-without-table"),
            table => Text::phrase("print-sheet").with("table", table),
        };
        let sheet = sheet.with("sheet", count.sheet.as_str());
        text.push_str(&line(2, &with_rows(sheet, std::slice::from_ref(count)), language));
    }
    text
}

/// One line for all files.
pub fn total_text(submissions: &[Submission], language: Language) -> String {
    let counts = submissions.iter().map(Submission::severities).sum();
    let rows: Vec<SheetCount> = submissions.iter().flat_map(|s| s.counts.clone()).collect();
    let total = Text::phrase("print-total").with("files", submissions.len());
    line(0, &with_rows(with_counts(total, counts), &rows), language)
}

/// The groups of a list, at most `most` of them; what is left out is counted.
pub fn groups_text(findings: &[Finding], most: usize, language: Language) -> String {
    let groups = Group::all(findings);
    let (shown, left) = groups.split_at(groups.len().min(most));
    let mut text: String = shown.iter().map(|group| group_text(group, language)).collect();
    if !left.is_empty() {
        let counts = left.iter().map(|group| Counts::of(group.findings.iter().copied())).sum();
        let more = Text::phrase("print-more").with("groups", left.len());
        text.push_str(&line(2, &with_counts(more, counts), language));
    }
    text
}

/// What and where, what was found, what was expected where that is more than the claim, what to do.
fn group_text(group: &Group<'_>, language: Language) -> String {
    let first = group.first();
    let head = match group.findings.len() {
        1 => Text::phrase("print-one"),
        count if group.is_of_rows() => Text::phrase("print-of-rows").with("count", count),
        count => Text::phrase("print-many").with("count", count),
    };
    let claim = first.code.claim(language).trim_end_matches('.');
    let head = head.with("claim", claim).with("place", first.place(language));
    let (severity, code) = (first.severity.title(language), first.code.id());
    let head = visible(&head.in_language(language));
    let mut text = format!("  {severity:<8} {code} {head}\n");
    let say = |label: &str, said: &str| format!("           {label}: {}\n", visible(said));
    let (found, expected) = (language.pick("found", "thấy"), language.pick("expected", "cần"));
    let mut examples = group.examples(EXAMPLES + 1);
    let has_more = examples.len() > EXAMPLES;
    examples.truncate(EXAMPLES);
    if group.expects_one_thing() {
        let mut texts: Vec<String> = examples.iter().map(|f| quoted(&f.found, language)).collect();
        texts.extend(has_more.then(|| "…".to_owned()));
        text.push_str(&say(found, &texts.join("; ")));
        if first.expected != first.code.claim_text() {
            text.push_str(&say(expected, &first.expected.in_language(language)));
        }
    } else {
        for example in examples {
            text.push_str(&say(found, &quoted(&example.found, language)));
            text.push_str(&say(expected, &example.expected.in_language(language)));
        }
        if has_more {
            text.push_str(&say(found, "…"));
        }
    }
    text.push_str(&say(language.pick("do", "cách xử lý"), &first.remedy.in_language(language)));
    text
}

fn with_counts(text: Text, counts: Counts) -> Text {
    text.with("errors", counts.error).with("warnings", counts.warning).with("notes", counts.note)
}

fn with_rows(text: Text, counts: &[SheetCount]) -> Text {
    let sum = |of: fn(&SheetCount) -> usize| counts.iter().map(of).sum::<usize>();
    text.with("read", sum(|count| count.rows_read))
        .with("accepted", sum(|count| count.rows_accepted))
        .with("rejected", sum(|count| count.rows_rejected))
        .with("merged", sum(|count| count.rows_merged))
        .with("skipped", sum(|count| count.rows_skipped))
}

fn line(indent: usize, text: &Text, language: Language) -> String {
    format!("{:indent$}{}\n", "", visible(&text.in_language(language)))
}

/// What stands in a cell, in quotes; a sentence of ours as it is.
fn quoted(text: &Text, language: Language) -> String {
    match text {
        Text::Verbatim(text) => {
            format!("{}{text}{}", language.pick("\"", "“"), language.pick("\"", "”"))
        }
        Text::Phrase(_) => text.in_language(language).into_owned(),
    }
}

/// The text on one line, without what would steer a terminal or turn the order of letters.
fn visible(text: &str) -> String {
    let steers =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace(steers, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn cell(code: Code, row: u32, found: &str) -> Finding {
        Finding::new(code, found).sheet("vm").row(row).column(2)
    }

    #[test]
    fn equal_findings_are_told_once_with_their_number_first_place_and_examples() {
        let findings: Vec<Finding> = (5..1_205)
            .map(|row| cell(Code::C402, row, if row % 2 == 0 { "nhiều" } else { "vài" }))
            .collect();
        assert_eq!(
            groups_text(&findings, 9, Language::English),
            "  error    C402 1,200 rows, the first at vm!C5; rule: A number is a number\n\
             \x20          found: \"vài\"; \"nhiều\"\n\
             \x20          do: Write a number, with the unit of the heading or of its own.\n"
        );
        assert_eq!(
            groups_text(&findings, 9, Language::Vietnamese),
            "  lỗi      C402 1.200 dòng, dòng đầu ở vm!C5; quy tắc: Ô ghi số thì chứa một con số\n\
             \x20          thấy: “vài”; “nhiều”\n\
             \x20          cách xử lý: Ghi một con số, theo đơn vị ở tiêu đề hoặc kèm đơn vị riêng.\n"
        );
    }

    #[test]
    fn what_differs_in_what_is_expected_shows_it_with_each_example() {
        let readings = |comma: f64, point: f64| {
            Text::phrase("C403-one-of-two").with("comma", comma).with("point", point)
        };
        let findings = [
            cell(Code::C403, 2, "1.024").expected(readings(1024.0, 1.024)),
            cell(Code::C403, 3, "2.048").expected(readings(2048.0, 2.048)),
        ];
        let text = groups_text(&findings, 9, Language::English);
        assert!(
            text.contains("2 rows, the first at vm!C2; rule: A number has one reading only\n"),
            "{text}"
        );
        let pair = "found: \"2.048\"\n           expected: one reading, not either 2048 or 2.048\n";
        assert!(text.contains(pair), "{text}");
    }

    #[test]
    fn more_examples_than_are_shown_are_hinted_at() {
        let findings: Vec<Finding> =
            (1..6).map(|row| cell(Code::C404, row, &format!("-{row}"))).collect();
        let text = groups_text(&findings, 9, Language::English);
        assert!(text.contains("found: \"-1\"; \"-2\"; \"-3\"; …\n"), "{text}");
    }

    #[test]
    fn what_is_left_out_is_counted_by_severity() {
        let findings = [
            cell(Code::C407, 2, "9"),
            cell(Code::C407, 3, "9"),
            cell(Code::C402, 4, "x"),
            cell(Code::C404, 5, "-1"),
        ];
        let text = groups_text(&findings, 1, Language::English);
        assert!(text.starts_with("  error    C402 vm!C4; rule: A number is a number\n"), "{text}");
        let more =
            "  … 2 more kinds: 1 error, 2 warnings, 0 notes; see all with: ndcap check FILE\n";
        assert!(text.ends_with(more), "{text}");
    }

    #[test]
    fn text_of_a_file_cannot_steer_the_terminal() {
        let text =
            groups_text(&[cell(Code::C402, 2, "a\u{1b}[2J\nb\u{202e}c")], 1, Language::English);
        assert!(text.contains("found: \"a [2J b c\"\n"), "{text}");
    }
}
