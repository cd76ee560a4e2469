//! Aria Operations (vROps): a view exported as a time series.
//!
//! A column is named by whoever made the view: "VM|CPU|Usage (%)|Avg", its last part the way samples
//! were put together. Of machines the average use of CPU and memory and the average CPU ready, in
//! percent, become a row of utilisation, and so does what the hypervisor swapped or ballooned of their
//! memory, in a unit of powers of 1024: the average or the most of an interval, since either says
//! whether anything was taken. Demand in MHz is no share, and peaks of use are no samples, so these
//! stay tags. Samples of hosts and clusters are told and not read, since a sample belongs to a
//! workload. Each row is a sample by itself, so that a series of machines may be of any length.

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
    /// The column of utilisation it is a sample of, and its unit.
    column: Option<(&'static str, &'static str)>,
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
        let column = sample_of(group, metric, last).filter(|_| object == Object::Machine);
        Some(Self { object, column })
    }
}

/// The column of utilisation that a metric of a machine is a sample of, and its unit.
fn sample_of(group: &str, metric: &str, of: &str) -> Option<(&'static str, &'static str)> {
    let is_average = matches!(of, "avg" | "average");
    let is_peak = matches!(of, "max" | "maximum");
    if metric.contains('%') {
        let name = metric.replace("(%)", "").replace('%', "");
        let column = match (group, name.trim()) {
            ("cpu", "usage") => "cpu_util_pct",
            ("cpu", "ready") => "cpu_ready_pct",
            ("memory" | "mem", "usage" | "utilization") => "ram_util_pct",
            _ => return None,
        };
        return is_average.then_some((column, "%"));
    }
    let (name, unit) = metric.strip_suffix(')')?.split_once('(')?;
    let unit = match unit.trim() {
        "kb" | "kib" => "KiB",
        "mb" | "mib" => "MiB",
        "gb" | "gib" => "GiB",
        _ => return None,
    };
    let column = match (group, name.trim()) {
        ("memory" | "mem", "swapped" | "swapped memory") => "ram_swapped_bytes",
        ("memory" | "mem", "balloon" | "ballooned" | "ballooned memory") => "ram_ballooned_bytes",
        _ => return None,
    };
    (is_average || is_peak).then_some((column, unit))
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

    fn reads_rows_alone(&self) -> bool {
        true
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
                match metric.column.filter(|(column, _)| !taken.contains(column)) {
                    Some((column, unit)) => {
                        part = part.sum(column, &[*source], unit);
                        taken.push(column);
                    }
                    None => unread.push(*source),
                }
            }
            export.notes.extend(part.units_told(Code::P726));
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
        Metric::of(heading).expect("has parts").column.map(|(column, _)| column)
    }

    #[test]
    fn what_was_taken_of_the_memory_of_machines_has_its_unit() {
        let of = |heading: &str| Metric::of(heading).expect("has parts").column;
        assert_eq!(of("VM|Memory|Swapped (KB)|Avg"), Some(("ram_swapped_bytes", "KiB")));
        assert_eq!(of("VM|Memory|Balloon (KB)|Max"), Some(("ram_ballooned_bytes", "KiB")));
        assert_eq!(of("Memory|Ballooned (MB)|Avg"), Some(("ram_ballooned_bytes", "MiB")));
        for other in [
            "VM|Memory|Swapped|Avg",
            "VM|Memory|Swapped (KB)|Last",
            "VM|Memory|Balloon (%)|Avg",
            "VM|Memory|Swap In Rate (KBps)|Avg",
            "Host|Memory|Swapped (KB)|Avg",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn only_average_shares_of_machines_are_samples() {
        assert_eq!(column("VM|CPU|Usage (%)|Avg"), Some("cpu_util_pct"));
        assert_eq!(column("CPU|Usage (%)|Avg"), Some("cpu_util_pct"));
        assert_eq!(column("VM|Memory|Utilization (%)|Avg"), Some("ram_util_pct"));
        assert_eq!(column("VM|CPU|Ready (%)|Avg"), Some("cpu_ready_pct"));
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
