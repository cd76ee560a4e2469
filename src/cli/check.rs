//! `ndcap check`: every finding of a file, nothing stored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::json;

use super::common::{Common, Exit, Format, today};
use super::findings::{file_text, groups_text, total_text};
use super::ingest::{Source, check_source, find_sources, read_map, read_source, submission_json};
use super::{output, returned};
use crate::diagnostic::Finding;
use crate::language::Language;
use crate::report::table::{Kind, Table};
use crate::report::{CheckedFile, tables, to_sarif};
use crate::submission::{Position, Submission, field_positions};

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

/// Where the fields of the rows with findings stand, by row.
type Positions = BTreeMap<u32, Vec<Position>>;

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let language = common.language();
    let sources: Vec<Source> = find_sources(common, &args.paths, args.agency.as_deref())?;
    let agencies = common.agencies()?;
    let settled = read_map(args.map.as_deref())?;
    if let Some(path) = &args.return_to {
        returned::refuse_what_cannot_be_given_back(path, &sources)?;
    }
    // A file that is checked before it is sent cannot be received earlier than today.
    let received_on = Some(today());
    let mut submissions = Vec::new();
    let mut positions = Vec::new();
    for source in &sources {
        let submission = match &args.return_to {
            Some(path) => {
                let (bytes, submission) =
                    read_source(agencies, source, &plan, &settled, received_on)?;
                returned::write(common, path, source, &bytes, &submission, plan.limits)?;
                submission
            }
            None => check_source(agencies, source, &plan, &settled, received_on)?,
        };
        if common.format == Format::Sarif {
            let path = source.path.display();
            let bytes = std::fs::read(&source.path)
                .with_context(|| format!("cannot read {path}; check the path"))?;
            let rows: BTreeSet<u32> = submission.findings.iter().filter_map(|f| f.row).collect();
            positions.push(field_positions(&source.path, &bytes, &rows));
        }
        submissions.push(submission);
    }
    if args.explain_mapping {
        // Words of programs are the same in every language.
        let is_for_people = common.format == Format::Table;
        let words = if is_for_people { language } else { Language::English };
        output::print(common, &mapping_table(&submissions, language, words))?;
        return Ok(exit_of(&submissions));
    }
    match common.format {
        Format::Json => {
            let list: Vec<_> = submissions.iter().map(|s| with_details(s, language)).collect();
            output::emit(common, output::json(&json!({ "submissions": list })).as_bytes())?;
        }
        Format::Sarif => {
            let files = checked_files(&args.paths, &sources, &submissions, positions);
            output::emit(common, output::json(&to_sarif(&files, language)).as_bytes())?;
        }
        Format::Table => output::emit(common, as_text(&submissions, language).as_bytes())?,
        Format::Csv | Format::Parquet => {
            let findings = submissions
                .iter()
                .flat_map(|s| s.findings.iter().map(|finding| (s.file.as_str(), finding)));
            let origin = ("file", language.pick("File", "Tệp"));
            output::print(common, &tables::findings_of(origin, findings, language))?;
        }
    }
    Ok(exit_of(&submissions))
}

fn exit_of(submissions: &[Submission]) -> Exit {
    let has_errors = submissions.iter().any(|s| s.severities().error > 0 || s.rows_accepted() == 0);
    if has_errors { Exit::Rejected } else { Exit::Clean }
}

/// What each column of each sheet was read as: headings in one language, how it was matched in
/// another.
fn mapping_table(submissions: &[Submission], language: Language, words: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "mapping",
        t("What each column was read as", "Cách hiểu từng cột"),
        t(
            "One row per column of a sheet. Sureness is a judgement, not a measured share.",
            "Mỗi dòng một cột của trang tính. Độ chắc chắn là đánh giá, không phải tỷ lệ đo được.",
        ),
    )
    .column("file", t("File", "Tệp"), Kind::Text)
    .column("sheet", t("Sheet", "Trang tính"), Kind::Text)
    .column("header_row", t("Headings in row", "Dòng tiêu đề"), Kind::Integer)
    .column("letter", t("Column", "Cột"), Kind::Text)
    .column("heading", t("Heading", "Tiêu đề cột"), Kind::Text)
    .column("table", t("Table", "Bảng"), Kind::Text)
    .column("column", t("Read as", "Đọc là"), Kind::Text)
    .column("how", t("Matched by", "Căn cứ"), Kind::Text)
    .column("sureness_pct", t("Sureness (%)", "Độ chắc chắn (%)"), Kind::Integer);
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
                    heading.how_in(words).into(),
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

fn with_details(submission: &Submission, language: Language) -> serde_json::Value {
    let detail = |finding: &Finding| {
        json!({
            "code": finding.code.id(),
            "severity": finding.severity.word(),
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "found": finding.found.in_language(language),
            "expected": finding.expected.in_language(language),
            "remedy": finding.remedy.in_language(language),
        })
    };
    let mut value = submission_json(submission, status(submission));
    value["details"] = submission.findings.iter().map(detail).collect();
    value
}

fn as_text(submissions: &[Submission], language: Language) -> String {
    let mut text = String::new();
    for submission in submissions {
        text.push_str(&file_text(submission, language));
        text.push_str(&groups_text(&submission.findings, usize::MAX, language));
        text.push('\n');
    }
    text + &total_text(submissions, language)
}

fn checked_files<'a>(
    paths: &[PathBuf],
    sources: &[Source],
    submissions: &'a [Submission],
    positions: Vec<Positions>,
) -> Vec<CheckedFile<'a>> {
    let read = sources.iter().zip(submissions).zip(positions);
    read.map(|((source, submission), positions)| CheckedFile {
        name: name_below(paths, &source.path).unwrap_or_else(|| submission.file.clone()),
        sha256: &submission.sha256,
        findings: &submission.findings,
        positions,
    })
    .collect()
}

/// The path below the folder that was named, so that files of one name in several folders are told
/// apart wherever these stand; `None` for a file that was named itself.
fn name_below(paths: &[PathBuf], file: &Path) -> Option<String> {
    let below = paths.iter().find_map(|path| file.strip_prefix(path).ok())?;
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}
