//! `ndcap explain`: from a figure to the cells it rests on.

use anyhow::bail;

use super::chain::{placed, tell_unmatched};
use super::common::{Common, Exit, Format, RollUpBy};
use super::output;
use crate::demand;
use crate::explain::{Explanation, Placed, explain, explain_power, is_of_power};
use crate::report::chart::NumberStyle;
use crate::report::table::{Kind, Table};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address of the figure, as inventory/agency_id=MOET/ram_gib or power/facility_kw_peak
    #[arg(value_name = "ADDRESS")]
    pub address: String,
    /// Most cells to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// The figure is one of a table that was printed with this option and the same --as-of
    #[arg(long, value_enum, value_name = "BY")]
    pub roll_up: Option<RollUpBy>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let demand = demand::size(&inventory, &plan)?;
    tell_unmatched(common, &demand);
    let explanation = if is_of_power(&args.address) {
        if args.roll_up.is_some() {
            bail!("--roll-up is for figures of inventory and demand; power is of no agency");
        }
        let (fleet, placement) = placed(&demand, &inventory, &plan)?;
        let placed = Placed {
            inventory: &inventory,
            demand: &demand,
            plan: &plan,
            fleet: &fleet,
            placement: &placement,
        };
        explain_power(&args.address, placed, args.limit)?
    } else {
        let draws = demand::Draws::of(&plan, &demand.machines, &demand.peers);
        let roll_up = common.roll_up(args.roll_up, &plan)?;
        let demand = demand.rolled_up(roll_up);
        explain(&args.address, &inventory, &demand, &draws, roll_up, args.limit)?
    };
    match common.format {
        Format::Json => {
            let value = serde_json::to_value(&explanation)?;
            output::emit(common, output::json(&value).as_bytes())?;
        }
        Format::Table => {
            let text = as_text(common, &explanation);
            output::emit(common, text.as_bytes())?;
        }
        Format::Csv | Format::Parquet | Format::Sarif => {
            output::print(common, &cells(&explanation))?
        }
    }
    Ok(Exit::Clean)
}

fn as_text(common: &Common, explanation: &Explanation) -> String {
    let style = NumberStyle::of(common.language());
    let value = explanation.value.map_or("not stated".to_owned(), |value| style.format(value, 3));
    let mut text = format!("{}\n  = {value} {}\n", explanation.address, explanation.unit);
    if let Some(draw) = explanation.draw {
        text.push_str(&format!(
            "  this is draw {draw} of the simulation; its assumptions and cells are those of that draw\n"
        ));
    }
    text.push_str(&format!("  formula: {}\n", explanation.formula));
    if explanation.rows_unknown > 0 {
        let unknown = explanation.rows_unknown;
        text.push_str(&format!("  {unknown} rows do not state the amount and add nothing\n"));
    }
    for assumption in &explanation.assumptions {
        text.push_str(&format!(
            "  assumes {} = {} {}: {}\n",
            assumption.name,
            style.format_exact((assumption.value * 1e4).round() / 1e4),
            assumption.unit,
            assumption.source
        ));
    }
    if !explanation.parts.is_empty() {
        // The sum of lows is not the low of the sum.
        text.push_str(match explanation.draw {
            None => "  parts:\n",
            Some(_) => "  parts, as they are in that draw, which their addresses open:\n",
        });
        for part in &explanation.parts {
            text.push_str(&format!("    {:>14}  {}\n", style.format(part.value, 3), part.address));
        }
    }
    for delay in &explanation.delays {
        text.push_str(&format!(
            "  the scenario of the plan has {} of {}/{} come in {} instead of {}: {}\n",
            counted(delay.machines_count, "machine", "machines"),
            delay.agency_id,
            delay.system_id,
            delay.quarter,
            delay.quarter_stated,
            if delay.is_in_figure { "in this figure" } else { "not yet in this figure" }
        ));
    }
    for row in &explanation.counted_elsewhere {
        text.push_str(&format!(
            "  {}/{} ({}, {}, row {}) counts as {}/{} ({}, {}, row {}), by the decision on pair {}\n",
            row.agency_id,
            row.key,
            row.submission_id,
            row.sheet,
            row.row,
            row.kept_agency_id,
            row.kept_key,
            row.kept_submission_id,
            row.kept_sheet,
            row.kept_row,
            row.pair
        ));
    }
    // A figure that rests on others alone has no cells of its own.
    if explanation.cells.is_empty() && !explanation.parts.is_empty() {
        return text;
    }
    text.push_str("  cells:\n");
    text.push_str(&output::text(common, &cells(explanation)));
    if explanation.cells_left_out_count > 0 {
        text.push_str(&format!(
            "  and {} more cells that add {} {}; list them with --limit\n",
            explanation.cells_left_out_count,
            style.format(explanation.cells_left_out_sum, 3),
            explanation.unit
        ));
    }
    text
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn cells(explanation: &Explanation) -> Table {
    let mut table = Table::new("cells", "Source cells", "One row per source cell.")
        .column("submission_id", "Submission", Kind::Text)
        .column("file", "File", Kind::Text)
        .column("sheet", "Sheet", Kind::Text)
        .column("row", "Row", Kind::Integer)
        .column("column", "Column", Kind::Text)
        .column("raw", "Text", Kind::Text)
        .column("value", "Adds", Kind::Decimal(3))
        .column("formula", "How", Kind::Text);
    for cell in &explanation.cells {
        table.push(vec![
            cell.submission_id.as_str().into(),
            cell.file.as_str().into(),
            cell.sheet.as_str().into(),
            i64::from(cell.row).into(),
            cell.column.as_str().into(),
            cell.raw.as_str().into(),
            cell.value.into(),
            cell.formula.as_str().into(),
        ]);
    }
    table
}
