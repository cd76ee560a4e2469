//! `ndcap ingest`: files into the store.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde_json::json;

use super::common::{Common, Exit, Format, find_agency, parse_day, today};
use super::findings::groups_text;
use super::{output, progress};
use crate::diagnostic::{Finding, Text};
use crate::inventory::{Ingested, Relation, Status, Store};
use crate::language::Language;
use crate::plan::Plan;
use crate::reference::{Agencies, Agency, Resolved};
use crate::report::table::{Kind, Table, Value};
use crate::submission::{self, Counted, Intake, Overrides, Received, Submission, nobody};
use crate::time::NaiveDate;

/// Kinds of findings of one file printed to a terminal.
const FINDINGS_PRINTED: usize = 12;

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
    let sources = find_sources(common, &args.paths, args.agency.as_deref())?;
    let store = Store::open_or_create(common.store_folder())?;
    let settled = read_map(args.map.as_deref())?;
    let received = Receipt::On(received_on);
    let outcomes = take_in(common, &store, (&plan, &settled), &sources, &relation, received)?;
    match common.format {
        Format::Json => {
            let submissions: Vec<_> = outcomes.iter().map(outcome_json).collect();
            output::emit(common, output::json(&json!({ "submissions": submissions })).as_bytes())?;
        }
        _ => output::print(common, &outcome_table(&outcomes, common.language()))?,
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

/// When files were received.
#[derive(Debug, Clone, Copy)]
pub enum Receipt {
    /// On that day.
    On(NaiveDate),
    /// Nobody says; they are dated by the day the figures are shown for, so that the same files give
    /// the same store on any day.
    Dated(NaiveDate),
}

impl Receipt {
    /// The day that the record states.
    const fn dated(self) -> NaiveDate {
        match self {
            Self::On(day) | Self::Dated(day) => day,
        }
    }

    /// The day, where it is that of the receipt.
    const fn known(self) -> Option<NaiveDate> {
        match self {
            Self::On(day) => Some(day),
            Self::Dated(_) => None,
        }
    }
}

/// Reads files in parallel, then takes them in one after the other, in their order.
pub fn take_in(
    common: &Common,
    store: &Store,
    (plan, settled): (&Plan, &Overrides),
    sources: &[Source],
    relation: &Relation,
    receipt: Receipt,
) -> anyhow::Result<Vec<Outcome>> {
    let received_on = receipt.dated();
    let agencies = common.agencies()?;
    let language = common.language();
    let reading = Text::phrase("print-reading");
    let bar = progress::bar(common.quiet, sources.len(), &reading.in_language(language));
    let mut outcomes = Vec::with_capacity(sources.len());
    // As many files at a time as there are threads, so that memory does not grow with the folder.
    for batch in sources.chunks(rayon::current_num_threads().max(1) * 2) {
        let read: Vec<Option<(Vec<u8>, Submission)>> = batch
            .par_iter()
            .map(|source| match submission::is_long(&source.path, plan.limits)? {
                true => Ok(None),
                false => read_source(agencies, source, plan, settled, receipt.known()).map(Some),
            })
            .collect::<anyhow::Result<_>>()?;
        for (source, read) in batch.iter().zip(read) {
            // A long file takes all threads by itself, and is taken in while it is read.
            let (submission, ingested) = match read {
                Some((bytes, submission)) => {
                    let ingested = store.ingest(&submission, &bytes, relation, received_on)?;
                    (submission, ingested)
                }
                None => {
                    let intake = intake_of(agencies, source, plan, settled, receipt.known());
                    {
                        let watch = progress::of_file(common.quiet, &source.path, language);
                        let file = (source.path.as_path(), &watch);
                        store.ingest_file(file, &intake, relation, received_on)?
                    }
                }
            };
            bar.inc(1);
            tell_replaced(&ingested, language);
            tell_unchanged(store, &ingested, language)?;
            outcomes.push(Outcome { submission, ingested });
        }
    }
    bar.finish_and_clear();
    Ok(outcomes)
}

/// Says what a newer submission takes out of the current view: codes that are gone are no silent drop.
fn tell_replaced(ingested: &Ingested, language: Language) {
    let Ingested::Committed(record) = ingested else { return };
    for replaced in &record.replaces {
        let told = Text::phrase("print-replaced")
            .with("id", record.id.as_str())
            .with("table", replaced.table.as_str())
            .with("earlier", replaced.id.as_str())
            .with("codes", replaced.codes_gone);
        eprintln!("{}", told.in_language(language));
    }
}

/// Says when a file that is there already does not count, since a newer one took its place.
fn tell_unchanged(store: &Store, ingested: &Ingested, language: Language) -> anyhow::Result<()> {
    let Ingested::Unchanged(record) = ingested else { return Ok(()) };
    if Store::status_of(&store.inventory()?, record) == Status::Replaced {
        let told = Text::phrase("print-superseded").with("id", record.id.as_str());
        eprintln!("{}", told.in_language(language));
    }
    Ok(())
}

/// What a mapping file settles; nothing without one.
pub fn read_map(path: Option<&Path>) -> anyhow::Result<Overrides> {
    Ok(path.map(Overrides::read).transpose()?.unwrap_or_default())
}

/// What is known of a file besides its bytes.
pub fn intake_of<'a>(
    agencies: &'a Agencies,
    source: &Source,
    plan: &Plan,
    overrides: &'a Overrides,
    received_on: Option<NaiveDate>,
) -> Intake<'a> {
    let sender: Option<&Agency> = source.sender.as_deref().and_then(|id| agencies.get(id));
    let (as_of, limits) = (plan.period.as_of, plan.limits);
    Intake { agencies, sender, as_of, received_on, limits, overrides }
}

/// Reads one file, which is held in memory.
pub fn read_source(
    agencies: &Agencies,
    source: &Source,
    plan: &Plan,
    overrides: &Overrides,
    received_on: Option<NaiveDate>,
) -> anyhow::Result<(Vec<u8>, Submission)> {
    let file = (source.path.as_path(), source.path.as_path());
    Ok(submission::read_whole(file, &intake_of(agencies, source, plan, overrides, received_on))?)
}

/// Reads one file of any length; its rows are counted, not kept.
pub fn check_source(
    agencies: &Agencies,
    source: &Source,
    plan: &Plan,
    overrides: &Overrides,
    received_on: Option<NaiveDate>,
) -> anyhow::Result<Submission> {
    let sha256 = submission::sha256_of(&source.path)
        .with_context(|| format!("cannot read {}; check the path", source.path.display()))?;
    let watch = nobody();
    let file = Received {
        path: &source.path,
        growth: None,
        name: &source.path,
        sha256: &sha256,
        watch: &watch,
    };
    let intake = intake_of(agencies, source, plan, overrides, received_on);
    Ok(submission::read_file(file, &intake, &mut Counted)?)
}

/// The files of the paths, each with its sender: `--agency`, else the folder it stands in when
/// that is the name of an agency. Files of folders that are left alone are told. JSON in one piece is one of these: settings and answers of programs are kept in such files,
/// and it is read when it is named.
pub fn find_sources(
    common: &Common,
    paths: &[PathBuf],
    agency: Option<&str>,
) -> anyhow::Result<Vec<Source>> {
    let agencies = common.agencies()?;
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
                if let Some(language) = common.tells_in() {
                    let path = file.display().to_string();
                    let told = Text::phrase("print-left-alone").with("file", path);
                    eprintln!("{}", told.in_language(language));
                }
                continue;
            }
            let by_folder = sender_by_folder(agencies, &file)?;
            sources.push(Source { path: file, sender: sender.map(|a| a.id.clone()).or(by_folder) });
        }
    }
    if sources.is_empty() {
        let formats = Text::phrase("print-formats");
        bail!("no file in the folder is one of {}; check the path", formats.english());
    }
    Ok(sources)
}

/// The agency that the folder of a file is named after. A place alone names the agency that governs
/// it, but not below the folder of another agency, whose branch there it may be.
fn sender_by_folder(agencies: &Agencies, file: &Path) -> anyhow::Result<Option<String>> {
    let name_of = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(folder) = file.parent() else { return Ok(None) };
    let Some(name) = name_of(folder) else { return Ok(None) };
    match agencies.resolve(&name) {
        Resolved::Exact(agency) | Resolved::Alias(agency) => Ok(Some(agency.id.clone())),
        Resolved::Place(agency) => {
            let above = folder.parent().and_then(name_of);
            let is_branch = above.is_some_and(|above| agencies.names(&above));
            Ok((!is_branch).then(|| agency.id.clone()))
        }
        Resolved::Ambiguous(_) => find_agency(agencies, &name)
            .map(|agency| Some(agency.id.clone()))
            .with_context(|| format!("the folder {}", folder.display())),
        Resolved::Unknown(_) => Ok(None),
    }
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

fn outcome_table(outcomes: &[Outcome], language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let title = t("Submissions taken in", "Hồ sơ đã nhận");
    let note = t("One row per file.", "Mỗi dòng một tệp.");
    let mut table = Table::new("ingested", title, note)
        .column("id", t("Submission", "Hồ sơ"), Kind::Text)
        .column("file", t("File", "Tệp"), Kind::Text)
        .column("status", t("Status", "Trạng thái"), Kind::Text)
        .column("rows_read", t("Read", "Đã đọc"), Kind::Integer)
        .column("rows_accepted", t("Accepted", "Nhận"), Kind::Integer)
        .column("rows_rejected", t("Rejected", "Loại"), Kind::Integer)
        .column("rows_merged", t("Merged", "Gộp"), Kind::Integer)
        .column("rows_skipped", t("Skipped", "Bỏ qua"), Kind::Integer)
        .column("errors", t("Errors", "Lỗi"), Kind::Integer)
        .column("warnings", t("Warnings", "Cảnh báo"), Kind::Integer)
        .column("notes", t("Notes", "Lưu ý"), Kind::Integer);
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
