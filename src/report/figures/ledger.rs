//! Figures of what was found.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::words::footer;
use crate::diagnostic::{Code, Severity};
use crate::report::Planning;
use crate::report::chart::{Bar, Colour, Figure, Measure, Plot, Series, StackedBars};

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// Findings by code, stacked by severity, most frequent first.
pub fn findings_by_code(planning: &Planning<'_>) -> Figure {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let mut counts: BTreeMap<Code, [usize; 3]> = BTreeMap::new();
    for (_, finding) in planning.findings {
        let at = severities.iter().position(|s| *s == finding.severity).unwrap_or_default();
        counts.entry(finding.code).or_default()[at] += 1;
    }
    let mut bars: Vec<(usize, Code, Bar)> = counts
        .into_iter()
        .map(|(code, counts)| {
            let label = format!("{} {}", code.id(), code.claim(planning.language));
            let values = counts.iter().map(|&count| Some(count as f64)).collect();
            (counts.iter().sum(), code, Bar { label, values })
        })
        .collect();
    bars.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let series = [
        (t(planning, "error: row rejected", "lỗi: dòng bị loại"), Colour::Vermilion),
        (t(planning, "warning", "cảnh báo"), Colour::Orange),
        (t(planning, "note", "lưu ý"), Colour::Grey),
    ];
    Figure {
        name: "findings_by_code".to_owned(),
        title: t(planning, "Findings by kind", "Lỗi, cảnh báo và lưu ý theo loại"),
        subtitle: t(
            planning,
            "Number of findings; each bar is a rule, named by what it claims of good data",
            "Số phát hiện; mỗi thanh là một quy tắc, ghi điều mà dữ liệu đúng phải thỏa mãn",
        ),
        footer: footer(planning),
        plot: Plot::StackedBars(StackedBars {
            measure: Measure {
                label: t(planning, "findings", "phát hiện"),
                numbers: planning.numbers(),
                decimals: 0,
            },
            series: series
                .into_iter()
                .map(|(name, colour)| Series { colour: Some(colour), ..Series::new(name) })
                .collect(),
            bars: bars.into_iter().map(|(_, _, bar)| bar).collect(),
            remarks: Vec::new(),
            no_data: no_data(planning),
        }),
    }
}
