//! `ndcap check`: every finding of a file, nothing stored.

use std::path::PathBuf;

use serde_json::json;

use super::common::{Common, Exit, Format};
use super::ingest::{Source, find_sources, finding_text, read_map, read_source, submission_json};
use super::{output, returned};
use crate::diagnostic::{Finding, Severity};
use crate::report::table::{Kind, Table};
use crate::submission::Submission;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, or folders whose sub-folders are named after agencies
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Agency that sent the files: id, name or abbreviation
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
    /// Mapping file: what headings of an agency's sheets mean
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Show for each column what it was read as, and how sure that is
    #[arg(long)]
    pub explain_mapping: bool,
    /// Write the file's rows back as a workbook with every finding on its cell, for the sender to
    /// correct and send again; one file at a time, in Vietnamese unless --lang says otherwise
    #[arg(long = "return", value_name = "OUT.XLSX")]
    pub return_to: Option<PathBuf>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let sources: Vec<Source> = find_sources(&args.paths, args.agency.as_deref(), common.quiet)?;
    let settled = read_map(args.map.as_deref())?;
    if let Some(path) = &args.return_to {
        returned::refuse_what_cannot_be_given_back(path, &sources)?;
    }
    let mut submissions = Vec::new();
    for source in &sources {
        let (bytes, submission) = read_source(source, &plan, &settled)?;
        if let Some(path) = &args.return_to {
            returned::write(common, path, source, &bytes, &submission, plan.limits)?;
        }
        submissions.push(submission);
    }
    if args.explain_mapping {
        output::print(common, &mapping_table(&submissions))?;
        return Ok(exit_of(&submissions));
    }
    match common.format {
        Format::Json => {
            let list: Vec<_> = submissions.iter().map(with_details).collect();
            output::emit(common, output::json(&json!({ "submissions": list })).as_bytes())?;
        }
        Format::Table => output::emit(common, as_text(&submissions).as_bytes())?,
        Format::Csv | Format::Parquet => output::print(common, &as_table(&submissions))?,
    }
    Ok(exit_of(&submissions))
}

fn exit_of(submissions: &[Submission]) -> Exit {
    let has_errors = submissions.iter().any(|s| s.severities().error > 0 || s.rows_accepted() == 0);
    if has_errors { Exit::Rejected } else { Exit::Clean }
}

/// What each column of each sheet was read as.
fn mapping_table(submissions: &[Submission]) -> Table {
    let mut table = Table::new(
        "mapping",
        "What each column was read as",
        "One row per column of a sheet. Sureness is a judgement, not a measured share.",
    )
    .column("file", "File", Kind::Text)
    .column("sheet", "Sheet", Kind::Text)
    .column("header_row", "Headings in row", Kind::Integer)
    .column("letter", "Column", Kind::Text)
    .column("heading", "Heading", Kind::Text)
    .column("table", "Table", Kind::Text)
    .column("column", "Read as", Kind::Text)
    .column("how", "Matched by", Kind::Text)
    .column("sureness_pct", "Sureness (%)", Kind::Integer);
    for submission in submissions {
        for mapping in &submission.mapping {
            for heading in &mapping.headings {
                table.push(vec![
                    submission.file.as_str().into(),
                    mapping.sheet.as_str().into(),
                    i64::from(mapping.header_row).into(),
                    heading.letter.as_str().into(),
                    heading.heading.as_str().into(),
                    mapping.table.as_str().into(),
                    heading.column.clone().into(),
                    heading.how.as_str().into(),
                    i64::from(heading.sureness_pct).into(),
                ]);
            }
        }
    }
    table
}

fn status(submission: &Submission) -> &'static str {
    if submission.rows_accepted() == 0 { "rejected" } else { "acceptable" }
}

fn with_details(submission: &Submission) -> serde_json::Value {
    let detail = |finding: &Finding| {
        json!({
            "code": finding.code.id(),
            "severity": finding.severity.word(),
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "found": finding.found,
            "expected": finding.expected,
            "remedy": finding.remedy,
        })
    };
    let mut value = submission_json(submission, status(submission));
    value["details"] = submission.findings.iter().map(detail).collect();
    value
}

fn as_text(submissions: &[Submission]) -> String {
    let mut text = String::new();
    for submission in submissions {
        let counts = submission.severities();
        text.push_str(&format!(
            "{} ({}): {} errors, {} warnings, {} notes\n",
            submission.file, submission.agency_id, counts.error, counts.warning, counts.note
        ));
        for count in &submission.counts {
            let table = if count.table.is_empty() { "no table" } else { &count.table };
            text.push_str(&format!(
                "  {} → {table}: {} rows read = {} accepted + {} rejected + {} merged + {} skipped\n",
                count.sheet,
                count.rows_read,
                count.rows_accepted,
                count.rows_rejected,
                count.rows_merged,
                count.rows_skipped
            ));
        }
        let mut findings: Vec<&Finding> = submission.findings.iter().collect();
        findings.sort_by_key(|finding| finding.severity != Severity::Error);
        for finding in findings {
            text.push_str(&finding_text(finding));
            text.push('\n');
        }
    }
    text
}

fn as_table(submissions: &[Submission]) -> Table {
    let mut table = Table::new("findings", "Findings", "One row per finding.")
        .column("file", "File", Kind::Text)
        .column("code", "Code", Kind::Text)
        .column("severity", "Severity", Kind::Text)
        .column("sheet", "Sheet", Kind::Text)
        .column("row", "Row", Kind::Integer)
        .column("column", "Column", Kind::Text)
        .column("found", "Found", Kind::Text)
        .column("expected", "Expected", Kind::Text)
        .column("remedy", "Remedy", Kind::Text);
    for submission in submissions {
        for finding in &submission.findings {
            table.push(vec![
                submission.file.as_str().into(),
                finding.code.id().into(),
                finding.severity.word().into(),
                finding.sheet.as_str().into(),
                finding.row.map(i64::from).into(),
                finding.column.clone().into(),
                finding.found.as_str().into(),
                finding.expected.as_str().into(),
                finding.remedy.as_str().into(),
            ]);
        }
    }
    table
}
