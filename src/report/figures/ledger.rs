//! Figures of what was received and found.

use std::collections::BTreeMap;

use super::demand::no_data;
use super::words::footer;
use crate::diagnostic::{Code, Severity};
use crate::reference::{Agency, Group};
use crate::report::Planning;
use crate::report::chart::{
    Bar, Colour, Figure, Matrix, MatrixRow, Measure, Plot, Series, StackedBars, State,
};
use crate::schema::Table;
use crate::text;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// Tables whose rows make up the resource list of III.1.
const RESOURCE_LIST: [Table; 4] = [Table::Workload, Table::Server, Table::Storage, Table::System];
/// Tables whose rows make up the cloud-needs list of III.2.
const CLOUD_NEEDS_LIST: [Table; 1] = [Table::CloudNeed];

const RECEIVED: usize = 0;
const MISSING: usize = 1;
const NOT_OWED: usize = 2;

/// What each agency of the directive owes and has sent; others that have sent something below.
pub fn submissions(planning: &Planning<'_>) -> Figure {
    let mut agencies: Vec<&Agency> = planning.agencies.of_the_directive().collect();
    agencies.sort_by(|a, b| text::compare(&a.name, &b.name));
    let named = agencies.len();
    for id in planning.received.keys() {
        if let Some(agency) = planning.agencies.get(id)
            && !agencies.iter().any(|known| known.id == agency.id)
        {
            agencies.push(agency);
        }
    }
    agencies[named..].sort_by(|a, b| text::compare(&a.name, &b.name));
    let row = |agency: &&Agency| {
        let has = |tables: &[Table]| {
            let received = planning.received.get(&agency.id);
            received.is_some_and(|received| tables.iter().any(|table| received.contains(table)))
        };
        let state = |owed: bool, has: bool| match (owed, has) {
            (_, true) => Some(RECEIVED),
            (true, false) => Some(MISSING),
            (false, false) => Some(NOT_OWED),
        };
        MatrixRow {
            label: agency.name.clone(),
            cells: vec![
                state(agency.is_in(Group::InfrastructureMigration), has(&RESOURCE_LIST)),
                state(agency.is_in(Group::CloudIntegration), has(&CLOUD_NEEDS_LIST)),
            ],
        }
    };
    let state =
        |label: String, sign: &str, colour: Colour| State { label, sign: sign.to_owned(), colour };
    Figure {
        name: "submissions".to_owned(),
        title: t(
            planning,
            "Submissions received against expected",
            "Hồ sơ đã nhận so với phải nộp",
        ),
        subtitle: t(
            planning,
            "Agencies named in Directive 32/CT-TTg, III.1 and III.2; others that have sent a file below",
            "Cơ quan nêu trong Chỉ thị 32/CT-TTg, mục III.1 và III.2; bên dưới là cơ quan khác đã gửi",
        ),
        footer: footer(planning),
        plot: Plot::Matrix(Matrix {
            columns: vec![
                t(planning, "Resource list (III.1)", "Danh sách tài nguyên (III.1)"),
                t(planning, "Cloud-needs list (III.2)", "Danh sách nhu cầu đám mây (III.2)"),
            ],
            rows: agencies.iter().map(row).collect(),
            states: vec![
                state(t(planning, "received", "đã nhận"), "√", Colour::Blue),
                state(
                    t(planning, "expected, not received", "phải nộp, chưa nhận"),
                    "×",
                    Colour::Vermilion,
                ),
                state(t(planning, "not owed", "không phải nộp"), "–", Colour::Blank),
            ],
            no_data: no_data(planning),
        }),
    }
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
            no_data: no_data(planning),
        }),
    }
}
