//! The tables of a comparison.

use std::collections::BTreeMap;

use super::super::common::Common;
use super::super::output;
use super::Scenario;
use crate::demand::{Resource, Total};
use crate::language::Language;
use crate::report::chart::NumberStyle;
use crate::report::table::{Kind, Table, Value};
use crate::scenario::{Comparison, Figure, Together};

/// National totals, a line per resource; a line per quarter too where the plans end in different ones.
pub fn totals(a: &Scenario, b: &Scenario, comparison: &Comparison, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let title = match has_one_target(a, b) {
        true => {
            format!("{} {}", t("National demand in", "Nhu cầu cả nước trong"), comparison.quarter)
        }
        false => t("National demand by quarter", "Nhu cầu cả nước theo quý"),
    };
    let note = t(
        "Likely demand with low and high; the quarter a plan does not have is unknown in it.",
        "Số khả dĩ kèm thấp và cao; quý mà kế hoạch không có thì không biết.",
    );
    let mut table = Table::new("totals", title, note)
        .column("quarter", t("Quarter", "Quý"), Kind::Text)
        .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
        .column("unit", t("Unit", "Đơn vị"), Kind::Text)
        .column("a_low", t("A, low", "A, thấp"), Kind::Decimal(1))
        .column("a_likely", "A", Kind::Decimal(1))
        .column("a_high", t("A, high", "A, cao"), Kind::Decimal(1))
        .column("b_low", t("B, low", "B, thấp"), Kind::Decimal(1))
        .column("b_likely", "B", Kind::Decimal(1))
        .column("b_high", t("B, high", "B, cao"), Kind::Decimal(1))
        .column("difference", t("B − A", "B − A"), Kind::Decimal(1));
    for pair in &comparison.totals {
        let resource = pair.resource;
        let (of_a, of_b) = (known(pair.a, a, resource), known(pair.b, b, resource));
        let print = |raw: Option<f64>| -> Value { raw.map(|raw| resource.print(raw)).into() };
        let ends = |total: Option<Total>| {
            [
                print(total.map(|total| total.range.low)),
                print(total.map(|total| total.amount.likely)),
                print(total.map(|total| total.range.high)),
            ]
        };
        let difference = of_a.zip(of_b).map(|(a, b)| {
            let raw = i128::from(b.amount.whole()) - i128::from(a.amount.whole());
            Figure::Demand(resource).print(raw)
        });
        let head: [Value; 3] =
            [pair.quarter.to_string().into(), resource.word().into(), resource.unit().into()];
        let cells = head.into_iter().chain(ends(of_a)).chain(ends(of_b));
        table.push(cells.chain([difference.into()]).collect());
    }
    table
}

/// A total; `None` where all of it is unknown: nothing stated is not nothing needed.
fn known(total: Option<Total>, scenario: &Scenario, resource: Resource) -> Option<Total> {
    let has_unknown = scenario.outcome.demand.unsized_amounts.contains_key(&resource);
    total.filter(|total| total.amount.likely > 0.0 || !has_unknown)
}

fn has_one_target(a: &Scenario, b: &Scenario) -> bool {
    let target = |scenario: &Scenario| scenario.outcome.plan.period.target_quarter;
    target(a) == target(b)
}

/// Hosts, racks and power, a line each.
pub fn placement(comparison: &Comparison, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "placement",
        t(
            "Hosts, racks and power in each plan's last quarter",
            "Máy chủ, tủ rack và điện ở quý cuối của mỗi kế hoạch",
        ),
        t(
            "Peaks to plan for; hosts include those that stand by.",
            "Công suất đỉnh; máy chủ gồm cả dự phòng.",
        ),
    )
    .column("figure", t("Figure", "Chỉ tiêu"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("a", "A", Kind::Decimal(1))
    .column("b", "B", Kind::Decimal(1))
    .column("difference", "B − A", Kind::Decimal(1));
    for (measure, a, b) in &comparison.placement {
        let figure = Figure::Placement(*measure);
        let difference = i128::from(*b) - i128::from(*a);
        table.push(vec![
            measure.word().into(),
            measure.unit().into(),
            cell(figure, i128::from(*a)),
            cell(figure, i128::from(*b)),
            cell(figure, difference),
        ]);
    }
    table
}

/// An amount of raw units as a cell; what is counted has no decimals.
fn cell(figure: Figure, raw: i128) -> Value {
    let amount = figure.print(raw);
    if figure.is_count() { Value::Integer(amount as i64) } else { amount.into() }
}

/// One row per agency, quarter and resource that differs.
pub fn differences(comparison: &Comparison, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "differences",
        t("Differences by agency, resource and quarter", "Chênh lệch theo cơ quan, tài nguyên và quý"),
        t(
            "Likely demand in the quarters that both plans have, where it differs; largest first, by \
             its share of the national total. Stocks: quarters are never added.",
            "Nhu cầu khả dĩ ở các quý có trong cả hai kế hoạch, chỉ nêu chỗ chênh lệch; lớn nhất trước, \
             theo tỷ trọng trong cả nước. Số liệu là lượng tại quý: không cộng các quý.",
        ),
    )
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("quarter", t("Quarter", "Quý"), Kind::Text)
    .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("a", "A", Kind::Decimal(3))
    .column("b", "B", Kind::Decimal(3))
    .column("difference", "B − A", Kind::Decimal(3));
    for row in &comparison.differences {
        table.push(vec![
            row.agency_id.as_str().into(),
            row.quarter.to_string().into(),
            row.resource.word().into(),
            row.resource.unit().into(),
            row.resource.print(row.a as f64).into(),
            row.resource.print(row.b as f64).into(),
            Figure::Demand(row.resource).print(row.difference()).into(),
        ]);
    }
    table
}

/// All of it for a terminal.
pub fn as_text(
    common: &Common,
    a: &Scenario,
    b: &Scenario,
    comparison: &Comparison,
    limit: usize,
) -> String {
    let language = common.language();
    let mut text = String::new();
    for (letter, scenario) in [("A", a), ("B", b)] {
        let period = &scenario.outcome.plan.period;
        let (base, target) = (period.base_quarter, period.target_quarter);
        let (name, file) = (&scenario.name, &scenario.file);
        text.push_str(&format!("{letter}: {name} ({file}), {base} – {target}\n"));
    }
    if !has_one_target(a, b) {
        let line = language.pick(
            "The plans end in different quarters; causes are those of the last that both have, {q}.",
            "Hai kế hoạch kết thúc ở quý khác nhau; nguyên nhân tính tại quý cuối chung, {q}.",
        );
        text.push_str(&line.replace("{q}", &comparison.quarter.to_string()));
        text.push('\n');
    }
    let mut add = |title: &str, body: &str| text.push_str(&format!("\n{title}\n{body}"));
    for table in [totals(a, b, comparison, language), placement(comparison, language)] {
        add(&table.title, &output::text(common, &table));
    }
    let mut table = differences(comparison, language);
    table.rows.truncate(limit);
    if comparison.differences.is_empty() {
        add(&table.title, &format!("{}\n", language.pick("none", "không có")));
    } else {
        let mut body = output::text_up_to(common, &table, limit);
        body.push_str(&left_out(comparison, limit, language));
        add(&table.title, &body);
    }
    for line in comparison.together.iter().filter(|line| is_moved(comparison, line)) {
        let table = causes(comparison, line, language);
        add(&table.title, &output::text(common, &table));
    }
    text.push_str(&without_effect(comparison, language));
    text
}

/// How many rows of differences are not printed, and what those of the last quarter add up to.
fn left_out(comparison: &Comparison, limit: usize, language: Language) -> String {
    let rest = comparison.differences.iter().skip(limit);
    let count = rest.clone().count();
    if count == 0 {
        return String::new();
    }
    let mut sums: BTreeMap<Resource, i128> = BTreeMap::new();
    for row in rest.filter(|row| row.quarter == comparison.quarter) {
        *sums.entry(row.resource).or_default() += row.difference();
    }
    let style = NumberStyle::of(language);
    let sum = |(resource, raw): (&Resource, &i128)| {
        let amount = Figure::Demand(*resource).print(*raw);
        format!("{} {} {}", resource.word(), style.format(amount, 3), resource.unit())
    };
    let sums: Vec<String> = sums.iter().map(sum).collect();
    let line = match sums.is_empty() {
        true => language
            .pick("{n} more rows, none of them of {q}", "còn {n} dòng, không dòng nào của {q}"),
        false => language.pick(
            "{n} more rows; those of {q} add up to: {s}",
            "còn {n} dòng; các dòng của {q} cộng lại: {s}",
        ),
    };
    let count = style.format(count as f64, 0);
    let line = line.replace("{n}", &count).replace("{q}", &comparison.quarter.to_string());
    line.replace("{s}", &sums.join(", ")) + "\n"
}

/// Whether a figure differs, or any cause alone moves it.
fn is_moved(comparison: &Comparison, line: &Together) -> bool {
    let effects = comparison.causes.iter().filter_map(|cause| cause.effects.as_ref().ok());
    let mut effects = effects.filter_map(|effects| effects.get(&line.figure));
    line.difference != 0 || effects.any(|effect| *effect != 0)
}

/// The causes of one figure, the largest first; then what they do together; then the difference.
fn causes(comparison: &Comparison, line: &Together, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let figure = line.figure;
    let title = match figure {
        Figure::Demand(_) => format!(
            "{}: {} ({}), {}",
            t("Why", "Nguyên nhân"),
            figure.word(),
            figure.unit(),
            comparison.quarter
        ),
        Figure::Placement(_) => {
            format!("{}: {} ({})", t("Why", "Nguyên nhân"), figure.word(), figure.unit())
        }
    };
    let mut table = Table::new("causes", title, "")
        .column("name", t("Assumption", "Giả định"), Kind::Text)
        .column("a", "A", Kind::Text)
        .column("b", "B", Kind::Text)
        .column("effect", t("Effect alone", "Tác động riêng"), Kind::Decimal(3));
    let mut rows: Vec<_> = comparison
        .causes
        .iter()
        .filter_map(|cause| Some((cause, *cause.effects.as_ref().ok()?.get(&figure)?)))
        .filter(|(_, effect)| *effect != 0)
        .collect();
    rows.sort_by_key(|(_, effect)| std::cmp::Reverse(effect.unsigned_abs()));
    for (cause, effect) in rows {
        let entry = &cause.difference;
        table.push(vec![
            entry.name.as_str().into(),
            entry.a.clone().into(),
            entry.b.clone().into(),
            cell(figure, effect),
        ]);
    }
    let together =
        t("together, beyond the sum of each alone", "cùng nhau, ngoài tổng từng tác động riêng");
    for (label, raw) in [(together, line.beyond()), ("B − A".to_owned(), line.difference)] {
        table.push(vec![label.into(), "".into(), "".into(), cell(figure, raw)]);
    }
    table
}

/// The entries that move nothing or no demand, and those that cannot be changed alone.
fn without_effect(comparison: &Comparison, language: Language) -> String {
    let mut lines = String::new();
    if comparison.causes.is_empty() {
        let line = language
            .pick("The plans say the same in every entry.", "Hai kế hoạch giống nhau ở mọi mục.");
        return format!("\n{line}\n");
    }
    for cause in &comparison.causes {
        let remark = match &cause.effects {
            Err(reason) => format!(
                "{} ({reason}); {}",
                language.pick("cannot be changed alone", "không thể đổi riêng"),
                language.pick(
                    "what it does is in what all do together",
                    "tác động nằm trong phần cùng nhau"
                )
            ),
            Ok(effects) => {
                let moves = |is_demand: bool| {
                    effects.iter().any(|(figure, effect)| {
                        *effect != 0 && matches!(figure, Figure::Demand(_)) == is_demand
                    })
                };
                match (moves(true), moves(false)) {
                    (true, _) => continue,
                    (false, true) => {
                        language.pick("no effect on demand", "không ảnh hưởng nhu cầu").to_owned()
                    }
                    (false, false) => language
                        .pick(
                            "no effect on likely demand, hosts, racks and power",
                            "không ảnh hưởng nhu cầu khả dĩ, máy chủ, tủ rack và điện",
                        )
                        .to_owned(),
                }
            }
        };
        let entry = &cause.difference;
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        lines.push_str(&format!(
            "{}: {} → {}: {remark}\n",
            entry.name,
            said(&entry.a),
            said(&entry.b)
        ));
    }
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

/// Tells on stderr which totals are too low, since nobody states all of their amounts.
pub fn tell_unknown(common: &Common, a: &Scenario, b: &Scenario) {
    let Some(language) = common.tells_in() else { return };
    for resource in Resource::ALL {
        let count = |scenario: &Scenario| {
            scenario.outcome.demand.unsized_amounts.get(&resource).copied().unwrap_or_default()
        };
        let (in_a, in_b) = (count(a), count(b));
        if in_a + in_b > 0 {
            let word = resource.word();
            eprintln!(
                "{}",
                match language {
                    Language::English => format!(
                        "unknown: {word} of {in_a} machines in A and {in_b} in B, and no peer states \
                         it; these totals are too low"
                    ),
                    Language::Vietnamese => format!(
                        "chưa biết: {word} của {in_a} máy trong A và {in_b} trong B, không máy tương tự \
                         nào khai; các tổng này thấp hơn thực tế"
                    ),
                }
            );
        }
    }
}
