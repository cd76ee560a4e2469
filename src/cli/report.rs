//! `ndcap report`: the report, its figures and tables from the store.

use std::path::Path;

use rayon::prelude::*;

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit};
use super::{output, progress};
use crate::quality::judge;
use crate::report::{Planning, PowerPage, Report, chart, to_html, to_power_html, to_xlsx};

pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let out = common.need_out("out/report")?;
    let chain = Chain::run(
        &common.open_store()?,
        common.read_plan()?,
        &common.read_progress()?,
        common.agencies()?,
    )?;
    tell_unmatched(common, &chain.demand);
    write(common, &chain, out)?;
    if !common.quiet {
        eprintln!("wrote {}", out.join("report.html").display());
    }
    Ok(if chain.placement.unplaced.is_empty() { Exit::Clean } else { Exit::DoesNotFit })
}

/// Writes report.html, power_statement.html, report.xlsx, charts, tables and the files for NetBox into a
/// folder; the report that was written.
pub fn write(common: &Common, chain: &Chain, out: &Path) -> anyhow::Result<Report> {
    let quality = judge(&chain.inventory, common.agencies()?, &chain.plan)?;
    let planning = Planning { quality: Some(&quality), ..chain.planning(common)? };
    let report = Report::of(&planning);
    let bar =
        progress::bar(common.quiet, report.figures.len() + report.tables.len() + 3, "writing");
    output::write_file(&out.join("report.html"), to_html(&report)?.as_bytes())?;
    bar.inc(1);
    let page = to_power_html(&PowerPage::of(&planning))?;
    output::write_file(&out.join("power_statement.html"), page.as_bytes())?;
    bar.inc(1);
    output::write_file(&out.join("report.xlsx"), &to_xlsx(&report)?)?;
    bar.inc(1);
    let charts = out.join("charts");
    report.figures.par_iter().try_for_each(|figure| -> anyhow::Result<()> {
        let svg = charts.join(format!("{}.svg", figure.name));
        output::write_file(&svg, chart::to_svg(figure)?.as_bytes())?;
        let png = charts.join(format!("{}.png", figure.name));
        output::write_file(&png, &chart::to_png(figure)?)?;
        bar.inc(1);
        Ok(())
    })?;
    let tables = out.join("tables");
    for table in &report.tables {
        let csv = tables.join(format!("{}.csv", table.name));
        output::write_file(&csv, table.to_csv().as_bytes())?;
        let parquet = tables.join(format!("{}.parquet", table.name));
        output::write_file(&parquet, &output::parquet(table)?)?;
        bar.inc(1);
    }
    let netbox = out.join("netbox");
    for table in &report.netbox {
        let csv = netbox.join(format!("{}.csv", table.name));
        output::write_file(&csv, table.to_csv().as_bytes())?;
    }
    bar.finish_and_clear();
    Ok(report)
}
