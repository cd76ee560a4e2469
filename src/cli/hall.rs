//! `ndcap hall`: what stands in the hall already, and taking in its lists.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::common::{Common, Exit, today};
use super::{ingest, output};
use crate::diagnostic::{Finding, Severity, Text};
use crate::hall::{HallReading, List, ListCount, ListFile, Standing};
use crate::inventory::{HallImported, Store};
use crate::language::Language;
use crate::report::table::{Kind, Table};
use crate::report::tables;

/// Findings of one list that are printed; the rest is counted.
const FINDINGS_PRINTED: usize = 12;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What is done instead of showing the hall.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Take in lists of NetBox in the place of those before
    Import(ImportArgs),
    /// Declare that nothing stands in the hall; earlier lists stay on disk
    Clear,
}

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Racks: site, name (or rack), u_height, and what NetBox has besides
    #[arg(long, value_name = "FILE")]
    pub racks: PathBuf,
    /// Devices: site, rack, position, face, and what NetBox has besides
    #[arg(long, value_name = "FILE")]
    pub devices: PathBuf,
    /// Device types: model, u_height, is_full_depth, weight; for devices that do not say them
    #[arg(long, value_name = "FILE")]
    pub device_types: Option<PathBuf>,
    /// Units that are kept for something: site, rack, units, description
    #[arg(long, value_name = "FILE")]
    pub reservations: Option<PathBuf>,
    /// Only racks of this site; may be given several times
    #[arg(long, value_name = "NAME")]
    pub site: Vec<String>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    match &args.action {
        Some(Action::Import(args)) => import(common, args),
        Some(Action::Clear) => {
            common.open_store()?.clear_hall(today())?;
            Ok(Exit::Clean)
        }
        None => show(common),
    }
}

fn show(common: &Common) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let standing = common.open_store()?.inventory()?.standing(&plan)?;
    output::print(common, &tables::standing_racks(&standing, &plan, common.language()))?;
    if let Some(language) = common.tells_in() {
        eprintln!("{}", summary(&standing).in_language(language));
    }
    Ok(Exit::Clean)
}

fn import(common: &Common, args: &ImportArgs) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let lists = [
        (List::Racks, Some(&args.racks)),
        (List::DeviceTypes, args.device_types.as_ref()),
        (List::Devices, Some(&args.devices)),
        (List::Reservations, args.reservations.as_ref()),
    ];
    let mut files = Vec::new();
    for (list, path) in lists.into_iter().filter_map(|(list, path)| Some((list, path?))) {
        files.push((list, path.as_path(), read_file(path, plan.limits.file_bytes_max)?));
    }
    let files: Vec<ListFile<'_>> =
        files.iter().map(|(list, path, bytes)| ListFile { list: *list, path, bytes }).collect();
    let store = Store::open_or_create(common.store_folder())?;
    let (reading, imported) = store.import_hall(&files, &args.site, &plan, today())?;
    let unknown = args.site.iter().find(|site| !reading.sites.contains(*site));
    if let Some(unknown) = unknown.filter(|_| reading.lists_refused.is_empty()) {
        let known: Vec<&str> = reading.sites.iter().map(String::as_str).collect();
        bail!("no rack stands at the site \"{unknown}\"; the sites are {}", known.join(", "));
    }
    output::print(common, &counts_table(&reading.counts, common.language()))?;
    tell(common, &files, &reading, &imported);
    let is_rejected = reading.counts.iter().any(|count| count.rows_rejected() > 0)
        || imported == HallImported::Rejected;
    Ok(if is_rejected { Exit::Rejected } else { Exit::Clean })
}

/// The bytes of a list, whose size is looked at before any is read.
fn read_file(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read {}; check the path", path.display());
    let bytes = std::fs::metadata(path).with_context(cannot)?.len();
    if bytes > most {
        bail!(
            "{} has {bytes} bytes, more than {most} (limits.file_bytes_max); export fewer columns or sites",
            path.display()
        );
    }
    std::fs::read(path).with_context(cannot)
}

/// Findings, list by list, and what became of the import.
fn tell(common: &Common, files: &[ListFile<'_>], reading: &HallReading, imported: &HallImported) {
    // What keeps rows out is told even to those who want to hear nothing else.
    let is_told = |finding: &&Finding| !common.quiet || finding.severity == Severity::Error;
    for file in files {
        let of_list = reading.findings.iter().filter(|(list, _)| *list == file.list);
        let findings: Vec<Finding> =
            of_list.map(|(_, finding)| finding).filter(is_told).cloned().collect();
        let name = file.path.display().to_string();
        ingest::print_findings(&name, &findings, FINDINGS_PRINTED, common.language());
    }
    let Some(language) = common.tells_in() else { return };
    let said = match imported {
        HallImported::Committed(_) => summary(&reading.standing),
        HallImported::Unchanged(_) => Text::phrase("print-hall-unchanged"),
        HallImported::Rejected => Text::phrase("print-hall-rejected"),
    };
    eprintln!("{}", said.in_language(language));
}

fn summary(standing: &Standing) -> Text {
    let units = standing.racks.iter().map(|rack| rack.elevation().units_free().len());
    Text::phrase("print-hall")
        .with("racks", standing.racks.len())
        .with("devices", standing.racks.iter().map(|rack| rack.mounted.len()).sum::<usize>())
        .with("units", units.sum::<usize>())
}

/// One row per list: what became of its rows.
fn counts_table(counts: &[ListCount], language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "hall_import",
        t("Lists of the hall", "Danh sách của phòng máy"),
        t(
            "One row per list: rows read = taken + skipped + rejected.",
            "Mỗi dòng một danh sách: số dòng đọc = nhận + bỏ qua + loại.",
        ),
    )
    .column("list", t("List", "Danh sách"), Kind::Text)
    .column("rows_read", t("Read", "Đọc"), Kind::Integer)
    .column("rows_taken", t("Taken", "Nhận"), Kind::Integer)
    .column("rows_skipped", t("Skipped", "Bỏ qua"), Kind::Integer)
    .column("rows_rejected", t("Rejected", "Loại"), Kind::Integer)
    .column("reasons", t("Reasons", "Lý do"), Kind::Text);
    for count in counts {
        let reasons = count.skipped.iter().chain(&count.rejected);
        let reasons: Vec<String> =
            reasons.map(|(reason, rows)| format!("{reason} {rows}")).collect();
        table.push(vec![
            count.list.as_str().into(),
            count.rows_read.into(),
            count.rows_taken.into(),
            count.rows_skipped().into(),
            count.rows_rejected().into(),
            Some(reasons.join(", ")).filter(|text| !text.is_empty()).into(),
        ]);
    }
    table
}
