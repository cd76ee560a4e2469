//! Aria Operations (vROps): a view exported as a time series.
//!
//! A column is named by whoever made the view: "VM|CPU|Usage (%)|Avg", its last part the way samples
//! were put together. Of machines the average use of CPU and memory in percent becomes a row of
//! utilisation; demand in MHz is no share, and peaks are no samples, so these stay tags. Samples of
//! hosts and clusters are told and not read, since a sample belongs to a workload.

use super::format::{Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part, key};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::source::Sheet;

const SAMPLE: &[Field] =
    &[Field::new("workload_id", &["Name"]), Field::new("at", &["Interval Breakdown"])];

/// Aria Operations.
pub struct AriaOperations;

/// What a metric is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Object {
    Machine,
    /// A host, a cluster, a datastore.
    Other,
}

/// A metric, by the parts of its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Metric {
    object: Object,
    /// The column of utilisation it is a sample of.
    column: Option<&'static str>,
}

impl Metric {
    /// Takes a heading apart; `None` for one without parts.
    fn of(heading: &str) -> Option<Self> {
        let text = key(heading);
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let [first, middle @ .., last] = parts.as_slice() else { return None };
        if parts.len() < 2 {
            return None;
        }
        let object = match *first {
            "host" | "host system" | "cluster" | "datastore" | "datacenter" => Object::Other,
            _ => Object::Machine,
        };
        let metric = middle.last().copied().unwrap_or_default();
        let group = if middle.len() > 1 { middle[middle.len() - 2] } else { *first };
        let is_share = metric.contains('%') && matches!(*last, "avg" | "average");
        let name = metric.replace("(%)", "").replace('%', "");
        let column = match (group, name.trim()) {
            ("cpu", "usage") => Some("cpu_util_pct"),
            ("memory" | "mem", "usage" | "utilization") => Some("ram_util_pct"),
            _ => None,
        };
        let column = column.filter(|_| is_share && object == Object::Machine);
        Some(Self { object, column })
    }
}

fn head_of(sheet: &Sheet) -> Option<Head<'_>> {
    Head::find(sheet, |head| head.has(&["Interval Breakdown"]))
}

impl Format for AriaOperations {
    fn name(&self) -> &'static str {
        "vrops"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-vrops")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let heads: Vec<Head<'a>> = sheets.iter().filter_map(head_of).collect();
        if heads.is_empty() {
            return Recognition::None;
        }
        let missing = heads.iter().filter_map(|head| {
            let columns = head.missing(SAMPLE, &["workload_id"]);
            let mut missing: Vec<Text> = columns.into_iter().map(Text::from).collect();
            if metrics_of(head).is_empty() {
                missing.push(Text::phrase("P709-metric"));
            }
            p709_the_columns_of_figures_are_there(self, head.sheet, &missing)
        });
        let refused: Vec<Finding> = missing.collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in &heads {
            let metrics = metrics_of(head);
            if metrics.iter().all(|(_, metric)| metric.object == Object::Other) {
                let why = Text::phrase("P716-hosts");
                export.p716_a_sheet_that_is_not_read_is_told(head.sheet, why);
                continue;
            }
            export.takes(head.sheet);
            let mut part = Part::new(head, Table::Utilisation, SAMPLE);
            let mut unread = Vec::new();
            let mut taken = Vec::new();
            for (source, metric) in &metrics {
                match metric.column.filter(|column| !taken.contains(column)) {
                    Some(column) => {
                        part = part.sum(column, &[*source], "%");
                        taken.push(column);
                    }
                    None => unread.push(*source),
                }
            }
            export.notes.extend(p729_a_sample_is_a_share(head, &unread));
            export.add(part);
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }
}

fn metrics_of(head: &Head<'_>) -> Vec<(usize, Metric)> {
    head.filled().filter_map(|(source, key)| Some((source, Metric::of(key)?))).collect()
}

fn p729_a_sample_is_a_share(head: &Head<'_>, unread: &[usize]) -> Option<Finding> {
    let first = unread.first()?;
    let texts: Vec<String> = unread.iter().map(|source| head.text(*source)).collect();
    let note = Finding::new(Code::P729, texts.join(", ")).sheet(&head.sheet.name);
    Some(note.row(head.number()).column(*first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(heading: &str) -> Option<&'static str> {
        Metric::of(heading).expect("has parts").column
    }

    #[test]
    fn only_average_shares_of_machines_are_samples() {
        assert_eq!(column("VM|CPU|Usage (%)|Avg"), Some("cpu_util_pct"));
        assert_eq!(column("CPU|Usage (%)|Avg"), Some("cpu_util_pct"));
        assert_eq!(column("VM|Memory|Utilization (%)|Avg"), Some("ram_util_pct"));
        for other in [
            "VM|CPU|Usage (%)|Max",
            "VM|CPU|Usage|Avg",
            "VM|CPU|Demand (MHz)|Avg",
            "VM|CPU|Ready (%)|Max",
            "VM|Memory|Utilization (MB)|Avg",
            "Host|CPU|Usage (%)|Avg",
        ] {
            assert_eq!(column(other), None, "{other}");
        }
        assert_eq!(Metric::of("Name"), None);
        assert_eq!(Metric::of("Cluster|CPU|Demand|Avg").map(|m| m.object), Some(Object::Other));
    }
}
