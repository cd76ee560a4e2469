//! `ndcap run`: the whole chain on a folder of submissions.

use std::path::PathBuf;

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit};
use super::{ingest, output, report};
use crate::inventory::{Ingested, Relation, Store};
use crate::report::Report;
use crate::report::table::{Kind, Table};
use crate::submission::Overrides;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of submissions; its sub-folders are named after agencies
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let progress = common.read_progress()?;
    let out = common.need_out("out/sample")?;
    let sources = ingest::find_sources(std::slice::from_ref(&args.folder), None, None)?;
    // The store stands beside the outputs unless one is named.
    let root = common.store.clone().unwrap_or_else(|| out.join("store"));
    let store = Store::open_or_create(&root)?;
    let receipt = ingest::Receipt::Dated(plan.period.as_of);
    let outcomes = ingest::take_in(
        common,
        &store,
        (&plan, Overrides::none()),
        &sources,
        &Relation::ByOverlap,
        receipt,
    )?;
    for outcome in outcomes.iter().filter(|outcome| outcome.ingested == Ingested::Rejected) {
        let submission = &outcome.submission;
        ingest::print_findings(&submission.file, &submission.findings, 5, common.language());
    }
    let chain = Chain::run(&store, plan, &progress)?;
    tell_unmatched(common, &chain.demand);
    let summary = report::write(common, &chain, out)?;
    if !common.quiet {
        print!("{}", output::text(common, &summary_table(&summary)));
        for caveat in &summary.caveats {
            println!("! {caveat}");
        }
        println!("\nReport:   {}", out.join("report.html").display());
        println!("Power:    {}", out.join("power_statement.html").display());
        println!("Workbook: {}", out.join("report.xlsx").display());
        println!("Charts:   {}", out.join("charts").display());
        println!("Tables:   {}", out.join("tables").display());
        println!("Store:    {}", root.display());
    }
    let whole_file = outcomes.iter().any(|outcome| outcome.ingested == Ingested::Rejected);
    Ok(match (whole_file, chain.placement.unplaced.is_empty()) {
        (_, false) => Exit::DoesNotFit,
        (true, true) => Exit::Rejected,
        (false, true) => Exit::Clean,
    })
}

fn summary_table(report: &Report) -> Table {
    let mut table = Table::new("summary", "Summary", "")
        .column("figure", report.language.pick("Figure", "Chỉ tiêu"), Kind::Text)
        .column("value", report.language.pick("Value", "Giá trị"), Kind::Text)
        .column("unit", report.language.pick("Unit", "Đơn vị"), Kind::Text)
        .column("remark", report.language.pick("Range, remark", "Khoảng, ghi chú"), Kind::Text);
    for headline in &report.headlines {
        table.push(vec![
            headline.label.as_str().into(),
            headline.value.as_str().into(),
            headline.unit.as_str().into(),
            headline.remark.as_str().into(),
        ]);
    }
    table
}
