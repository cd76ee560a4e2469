//! Figures of what moves the totals, and of the peak while systems move.

use super::demand::no_data;
use super::words::footer;
use crate::demand::{Resource, Swing, cutovers};
use crate::report::chart::{Column, Columns, Figure, Measure, Plot, Series, SwingBar, Tornado};
use crate::report::tables::Moves;
use crate::report::{Planning, assumption_words};

/// Assumptions beyond this number are left out of the figure, with a note.
const SWINGS_SHOWN: usize = 14;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// How far each assumption alone moves the total of a resource at the plan's last quarter.
pub fn of_resource(planning: &Planning<'_>, resource: Resource) -> Figure {
    let last = planning.plan.period.target_quarter;
    let moves = Moves::of_resource(planning.demand, resource, last, planning.plan);
    let (name, title, unit) = match resource {
        Resource::Storage => (
            "tornado_storage",
            t(planning, "What moves the storage demand", "Giả định nào làm đổi nhu cầu lưu trữ"),
            t(planning, "usable TiB", "TiB khả dụng"),
        ),
        _ => (
            "tornado_vcpu",
            t(planning, "What moves the vCPU demand", "Giả định nào làm đổi nhu cầu vCPU"),
            "vCPU".to_owned(),
        ),
    };
    let subject = t(planning, &format!("Likely {unit}"), &format!("Tổng khả dĩ ({unit})"));
    of_moves(planning, moves, name, title, subject)
}

/// How far each assumption alone moves the peak of the facility.
pub fn of_power(planning: &Planning<'_>) -> Figure {
    let moves = Moves::of_power(planning.outlook);
    let title =
        t(planning, "What moves the facility power", "Giả định nào làm đổi công suất toàn trạm");
    let subject = t(planning, "Facility peak in kW", "Công suất đỉnh toàn trạm (kW)");
    of_moves(planning, moves, "tornado_power", title, subject)
}

fn of_moves(
    planning: &Planning<'_>,
    moves: Moves,
    name: &str,
    title: String,
    subject: String,
) -> Figure {
    let last = planning.plan.period.target_quarter;
    let total = moves.swings.first().map_or(0.0, |swing| swing.total);
    // What moves nothing has no bar; the table has it.
    let mut swings: Vec<&Swing> = moves.swings.iter().filter(|swing| swing.span() > 0.0).collect();
    let more = swings.len().saturating_sub(SWINGS_SHOWN);
    swings.truncate(SWINGS_SHOWN);
    let mut footer = footer(planning);
    if more > 0 {
        footer.push_str(&t(
            planning,
            &format!(" Assumptions that move it less, in the table only: {more}."),
            &format!(" Giả định ít ảnh hưởng hơn, chỉ có ở bảng: {more}."),
        ));
    }
    Figure {
        name: name.to_owned(),
        title,
        subtitle: t(
            planning,
            &format!(
                "{subject} in {last} with one assumption at an end of its range, the others at their \
                 values; the axis does not begin at zero"
            ),
            &format!(
                "{subject} tại {last} khi một giả định ở đầu thấp hoặc đầu cao, các giả định khác \
                 giữ nguyên; trục không bắt đầu từ 0"
            ),
        ),
        footer,
        plot: Plot::Tornado(Tornado {
            measure: Measure { label: subject, numbers: planning.numbers(), decimals: 0 },
            total,
            total_label: t(planning, "total", "tổng"),
            series: [
                Series::new(t(planning, "assumption at its low end", "giả định ở đầu thấp")),
                Series::new(t(planning, "assumption at its high end", "giả định ở đầu cao")),
            ],
            swings: swings.into_iter().map(|swing| bar(planning, swing)).collect(),
            no_data: no_data(planning),
        }),
    }
}

fn bar(planning: &Planning<'_>, swing: &Swing) -> SwingBar {
    SwingBar {
        label: assumption_words::of(swing.name, planning.language).to_owned(),
        ends: ends_of(planning, swing),
        totals: [swing.total_at_low, swing.total_at_high].map(Some),
    }
}

/// The ends of an assumption as people write them: rates in percent, its unit where it has one.
fn ends_of(planning: &Planning<'_>, swing: &Swing) -> String {
    let numbers = planning.numbers();
    let Some((low, _, high)) = swing.ends else {
        return t(planning, "P10 to P90 of the draws", "P10 đến P90 khi mô phỏng");
    };
    let is_rate = swing.unit.starts_with("1/");
    let print = |value: f64| match is_rate {
        // Ends come from a file and have few digits; a product may not.
        true => format!("{} %", numbers.format_exact((value * 1e6).round() / 1e4)),
        false => numbers.format_exact(value),
    };
    let unit = if is_rate || swing.unit == "ratio" { "" } else { swing.unit.as_str() };
    let ends = t(
        planning,
        &format!("{} to {}", print(low), print(high)),
        &format!("{} đến {}", print(low), print(high)),
    );
    format!("{ends} {unit}").trim_end().to_owned()
}

/// vCPU by quarter: the steady state, and on it what is there twice while systems move.
pub fn peak(planning: &Planning<'_>) -> Figure {
    let resource = Resource::Vcpu;
    let rows = cutovers(planning.demand, false, planning.plan);
    let rows: Vec<_> = rows.into_iter().filter(|row| row.resource == resource).collect();
    let period = &planning.plan.period;
    let quarters = period.base_quarter.through(period.target_quarter);
    let column = |quarter| {
        // Before anything arrives there is nothing, and it is known to be nothing.
        let row = rows.iter().find(|row| row.quarter == quarter);
        let (steady, peak) = row.map_or((0.0, 0.0), |row| (row.steady, row.peak));
        let print = |raw: f64| Some(resource.print(raw));
        Column {
            label: quarter.to_string(),
            values: vec![print(steady), print(peak - steady)],
            range: None,
        }
    };
    let columns = if rows.is_empty() { Vec::new() } else { quarters.map(column).collect() };
    Figure {
        name: "peak".to_owned(),
        title: t(
            planning,
            "vCPU while old and new run together",
            "vCPU khi hệ thống cũ và mới cùng chạy",
        ),
        subtitle: t(
            planning,
            "Likely vCPU by quarter: what has arrived, and what runs twice while it moves; all moves of a \
             quarter are taken to overlap",
            "vCPU khả dĩ theo quý: phần đã chuyển đến và phần chạy hai nơi trong lúc chuyển; coi mọi đợt \
             chuyển trong quý là trùng nhau",
        ),
        footer: footer(planning),
        plot: Plot::Columns(Columns {
            measure: Measure { label: "vCPU".to_owned(), numbers: planning.numbers(), decimals: 0 },
            series: vec![
                Series::new(t(planning, "steady", "ổn định")),
                Series::new(t(planning, "running twice", "chạy hai nơi")),
            ],
            columns,
            limit: None,
            range_label: String::new(),
            no_data: no_data(planning),
        }),
    }
}
