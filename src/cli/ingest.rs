//! `ndcap ingest`: files into the store.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde_json::json;

use super::common::{Common, Exit, Format, find_agency, parse_day, today};
use super::findings::groups_text;
use super::{output, progress};
use crate::diagnostic::Finding;
use crate::inventory::{Ingested, Relation, Status, Store};
use crate::language::Language;
use crate::plan::Plan;
use crate::reference::{Agencies, Agency, Resolved};
use crate::report::table::{Kind, Table, Value};
use crate::submission::{self, Intake, Overrides, Submission};
use crate::time::NaiveDate;

/// Kinds of findings of one file printed to a terminal.
const FINDINGS_PRINTED: usize = 12;

/// What is taken from a folder, for messages. JSON in one piece is not: settings and answers of
/// programs are kept in such files, and it is read when it is named.
const FORMATS: &str = ".xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv, .parquet, .jsonl, .ndjson, \
     .zip, and text compressed as .gz or .zst";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, or folders whose sub-folders are named after agencies
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Agency that sent the files: id, name or abbreviation
    #[arg(long, value_name = "NAME")]
    pub agency: Option<String>,
    /// Submission that the file takes the place of
    #[arg(long, value_name = "ID", conflicts_with = "adds")]
    pub replaces: Option<String>,
    /// The file adds to earlier ones, whatever they share
    #[arg(long)]
    pub adds: bool,
    /// Mapping file: what headings of an agency's sheets mean
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Day the files were received [default: today]
    #[arg(long, value_name = "DATE")]
    pub received_on: Option<String>,
}

/// One file to be read, and who sent it.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: PathBuf,
    pub sender: Option<String>,
}

/// One file, read and taken in.
pub struct Outcome {
    pub submission: Submission,
    pub ingested: Ingested,
}

impl Outcome {
    /// The word in tables and JSON.
    pub const fn status(&self) -> &'static str {
        match self.ingested {
            Ingested::Committed(_) => "ingested",
            Ingested::Unchanged(_) => "unchanged",
            Ingested::Rejected => "rejected",
        }
    }

    /// Id in the store.
    pub fn id(&self) -> Option<&str> {
        match &self.ingested {
            Ingested::Committed(record) | Ingested::Unchanged(record) => Some(&record.id),
            Ingested::Rejected => None,
        }
    }
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let received_on = match &args.received_on {
        Some(text) => parse_day("--received-on", text)?,
        None => today(),
    };
    let relation = match (&args.replaces, args.adds) {
        (Some(id), _) => Relation::Replaces(id.clone()),
        (None, true) => Relation::Adds,
        (None, false) => Relation::ByOverlap,
    };
    let sources = find_sources(&args.paths, args.agency.as_deref(), common.quiet)?;
    let store = Store::open_or_create(common.store_folder())?;
    let settled = read_map(args.map.as_deref())?;
    let outcomes = take_in(common, &store, (&plan, &settled), &sources, &relation, received_on)?;
    match common.format {
        Format::Json => {
            let submissions: Vec<_> = outcomes.iter().map(outcome_json).collect();
            output::emit(common, output::json(&json!({ "submissions": submissions })).as_bytes())?;
        }
        _ => output::print(common, &outcome_table(&outcomes))?,
    }
    if !common.quiet && common.format == Format::Table {
        for outcome in &outcomes {
            print_findings(
                &outcome.submission.file,
                &outcome.submission.findings,
                FINDINGS_PRINTED,
                common.language(),
            );
        }
    }
    let is_rejected = |outcome: &Outcome| {
        outcome.submission.rows_rejected() > 0 || outcome.ingested == Ingested::Rejected
    };
    Ok(if outcomes.iter().any(is_rejected) { Exit::Rejected } else { Exit::Clean })
}

/// Reads files in parallel, then takes them in one after the other, in their order.
pub fn take_in(
    common: &Common,
    store: &Store,
    (plan, settled): (&Plan, &Overrides),
    sources: &[Source],
    relation: &Relation,
    received_on: NaiveDate,
) -> anyhow::Result<Vec<Outcome>> {
    let bar = progress::bar(common.quiet, sources.len(), "reading submissions");
    let mut outcomes = Vec::with_capacity(sources.len());
    // As many files at a time as there are threads, so that memory does not grow with the folder.
    for batch in sources.chunks(rayon::current_num_threads().max(1) * 2) {
        let read: Vec<(Vec<u8>, Submission)> = batch
            .par_iter()
            .map(|source| {
                let read = read_source(source, plan, settled);
                bar.inc(1);
                read
            })
            .collect::<anyhow::Result<_>>()?;
        for (bytes, submission) in read {
            let ingested = store.ingest(&submission, &bytes, relation, received_on)?;
            tell_replaced(&ingested);
            tell_unchanged(store, &ingested)?;
            outcomes.push(Outcome { submission, ingested });
        }
    }
    bar.finish_and_clear();
    Ok(outcomes)
}

/// Says what a newer submission takes out of the current view: codes that are gone are no silent drop.
fn tell_replaced(ingested: &Ingested) {
    let Ingested::Committed(record) = ingested else { return };
    for replaced in &record.replaces {
        let (table, earlier, gone) = (&replaced.table, &replaced.id, replaced.codes_gone);
        eprintln!(
            "{}: {table} rows replace those of {earlier}; {gone} of its codes are gone",
            record.id
        );
    }
}

/// Says when a file that is there already does not count, since a newer one took its place.
fn tell_unchanged(store: &Store, ingested: &Ingested) -> anyhow::Result<()> {
    let Ingested::Unchanged(record) = ingested else { return Ok(()) };
    if Store::status_of(&store.inventory()?, record) == Status::Replaced {
        let id = &record.id;
        eprintln!(
            "{id}: received before and replaced since; withdraw the newer one to use it again"
        );
    }
    Ok(())
}

/// What a mapping file settles; nothing without one.
pub fn read_map(path: Option<&Path>) -> anyhow::Result<Overrides> {
    Ok(path.map(Overrides::read).transpose()?.unwrap_or_default())
}

/// Reads one file.
pub fn read_source(
    source: &Source,
    plan: &Plan,
    overrides: &Overrides,
) -> anyhow::Result<(Vec<u8>, Submission)> {
    let agencies = Agencies::built_in();
    let bytes = std::fs::read(&source.path)
        .with_context(|| format!("cannot read {}; check the path", source.path.display()))?;
    let sender: Option<&Agency> = source.sender.as_deref().and_then(|id| agencies.get(id));
    let intake =
        Intake { agencies, sender, as_of: plan.period.as_of, limits: plan.limits, overrides };
    let submission = submission::read(&source.path, &bytes, &intake);
    Ok((bytes, submission))
}

/// The files of the paths, each with its sender: `--agency`, else the folder it stands in when
/// that is the name of an agency.
pub fn find_sources(
    paths: &[PathBuf],
    agency: Option<&str>,
    quiet: bool,
) -> anyhow::Result<Vec<Source>> {
    let agencies = Agencies::built_in();
    let sender = agency.map(|name| find_agency(agencies, name)).transpose()?;
    let mut sources = Vec::new();
    for path in paths {
        if !path.is_dir() {
            if !path.exists() {
                bail!("there is no file {}; check the path", path.display());
            }
            sources.push(Source { path: path.clone(), sender: sender.map(|a| a.id.clone()) });
            continue;
        }
        let mut files = Vec::new();
        walk(path, &mut files)?;
        for file in files {
            if !is_submission(&file) {
                if !quiet {
                    eprintln!("left alone: {} ({FORMATS} are read)", file.display());
                }
                continue;
            }
            let folder = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
            let by_folder = folder.and_then(|name| match agencies.resolve(&name) {
                Resolved::Exact(agency) | Resolved::Alias(agency) => Some(agency.id.clone()),
                Resolved::Unknown(_) => None,
            });
            sources.push(Source { path: file, sender: sender.map(|a| a.id.clone()).or(by_folder) });
        }
    }
    if sources.is_empty() {
        bail!("no file in the folder is one of {FORMATS}; check the path");
    }
    Ok(sources)
}

fn is_submission(path: &Path) -> bool {
    let extension = |path: &Path| path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let is_text = |e: Option<&str>| matches!(e, Some("csv" | "tsv" | "jsonl" | "ndjson"));
    match extension(path).as_deref() {
        Some("xlsx" | "xlsm" | "xls" | "xlsb" | "ods" | "parquet" | "zip") => true,
        Some("gz" | "zst") => is_text(extension(&path.with_extension("")).as_deref()),
        other => is_text(other),
    }
}

/// Every file below a folder, by name; hidden ones and Excel's lock files are none.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let cannot = || format!("cannot read the folder {}", folder.display());
    let mut entries = std::fs::read_dir(folder)
        .with_context(cannot)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .with_context(cannot)?;
    entries.sort();
    for path in entries {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// One submission as the fixed JSON.
pub fn outcome_json(outcome: &Outcome) -> serde_json::Value {
    let mut value = submission_json(&outcome.submission, outcome.status());
    value["id"] = json!(outcome.id());
    value
}

/// What is known of a file whether it is stored or not.
pub fn submission_json(submission: &Submission, status: &str) -> serde_json::Value {
    let tables: Vec<_> = submission
        .counts
        .iter()
        .map(|count| {
            json!({
                "table": count.table,
                "sheet": count.sheet,
                "rows_read": count.rows_read,
                "rows_accepted": count.rows_accepted,
                "rows_rejected": count.rows_rejected,
                "rows_merged": count.rows_merged,
                "rows_skipped": count.rows_skipped,
            })
        })
        .collect();
    json!({
        "id": null,
        "agency_id": submission.agency_id,
        "file": submission.file,
        "sha256": submission.sha256,
        "status": status,
        "tables": tables,
        "findings": submission.severities(),
    })
}

fn outcome_table(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new("ingested", "Submissions taken in", "One row per file.")
        .column("id", "Submission", Kind::Text)
        .column("file", "File", Kind::Text)
        .column("status", "Status", Kind::Text)
        .column("rows_read", "Read", Kind::Integer)
        .column("rows_accepted", "Accepted", Kind::Integer)
        .column("rows_rejected", "Rejected", Kind::Integer)
        .column("rows_merged", "Merged", Kind::Integer)
        .column("rows_skipped", "Skipped", Kind::Integer)
        .column("errors", "Errors", Kind::Integer)
        .column("warnings", "Warnings", Kind::Integer)
        .column("notes", "Notes", Kind::Integer);
    for outcome in outcomes {
        let counts = &outcome.submission.counts;
        let sum = |of: fn(&submission::SheetCount) -> usize| -> Value {
            counts.iter().map(of).sum::<usize>().into()
        };
        let severities = outcome.submission.severities();
        table.push(vec![
            outcome.id().into(),
            outcome.submission.file.as_str().into(),
            outcome.status().into(),
            sum(|count| count.rows_read),
            sum(|count| count.rows_accepted),
            sum(|count| count.rows_rejected),
            sum(|count| count.rows_merged),
            sum(|count| count.rows_skipped),
            severities.error.into(),
            severities.warning.into(),
            severities.note.into(),
        ]);
    }
    table
}

/// Findings to stderr, those that say the same once, at most `limit` kinds.
pub fn print_findings(file: &str, findings: &[Finding], limit: usize, language: Language) {
    if !findings.is_empty() {
        eprint!("\n{file}\n{}", groups_text(findings, limit, language));
    }
}
