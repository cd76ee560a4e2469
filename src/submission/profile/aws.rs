//! AWS Application Discovery Service (Migration Hub): its import CSV.
//!
//! It has no column for the size of disks, so that these are unknown, never 0. Logical cores are the
//! vCPUs of a machine; averages and peaks of use are tags. A record is named by whichever of its ids
//! is filled on every row. "Applications" is a list: one application is the system the machine runs,
//! several are kept as a tag and name none, since a machine counts with one system only.

use super::format::{Drafts, Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use super::told::{p715_use_is_a_95th_percentile, p720_a_row_says_what_it_is};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::rows::Value;
use crate::submission::source::Sheet;

const MACHINE: &[Field] = &[
    Field::new("os", &["OS.Name"]),
    Field::new("system_id", &["Applications"]),
    Field::new("vcpu_count", &["CPU.NumberOfLogicalCores", "CPU.NumberOfCores"]),
    Field::sized("ram_bytes", &[("RAM.TotalSizeInMB", "MiB")]),
];

/// What names a record, best first.
const IDS: &[&str] = &["ExternalId", "ServerId", "HostName", "VMware.VMName"];

const NAMES: &[&str] = &["VMware.VMName", "HostName"];

const SIGNATURE: &[&str] = &[
    "SMBiosId",
    "VMware.MoRefId",
    "VMware.VCenterId",
    "VMware.VMName",
    "CPU.NumberOfProcessors",
    "CPU.NumberOfCores",
    "CPU.NumberOfLogicalCores",
    "RAM.TotalSizeInMB",
    "CPU.UsagePct.Avg",
    "CPU.UsagePct.Max",
];

const USE: &[&str] = &[
    "RAM.UsedSizeInMB.Avg",
    "RAM.UsedSizeInMB.Max",
    "CPU.UsagePct.Avg",
    "CPU.UsagePct.Max",
    "DiskReadsPerSecondInKB.Avg",
    "DiskWritesPerSecondInKB.Avg",
    "DiskReadsPerSecondInKB.Max",
    "DiskWritesPerSecondInKB.Max",
    "DiskReadsOpsPerSecond.Avg",
    "DiskWritesOpsPerSecond.Avg",
    "DiskReadsOpsPerSecond.Max",
    "DiskWritesOpsPerSecond.Max",
    "NetworkReadsPerSecondInKB.Avg",
    "NetworkWritesPerSecondInKB.Avg",
    "NetworkReadsPerSecondInKB.Max",
    "NetworkWritesPerSecondInKB.Max",
];

/// AWS Application Discovery Service.
pub struct ApplicationDiscovery;

fn head_of(sheet: &Sheet) -> Option<Head<'_>> {
    Head::find(sheet, |head| head.count(SIGNATURE) >= 2)
}

/// The column filled on every row; else the one filled on most.
fn fullest(head: &Head<'_>, names: &[&str]) -> Option<usize> {
    let sources: Vec<usize> = names.iter().filter_map(|name| head.source(&[name])).collect();
    let most = sources.iter().map(|source| head.filled_rows(*source)).max()?;
    sources.into_iter().find(|source| head.filled_rows(*source) == most)
}

impl Format for ApplicationDiscovery {
    fn name(&self) -> &'static str {
        "aws_application_discovery"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-aws")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let heads: Vec<Head<'a>> = sheets.iter().filter_map(head_of).collect();
        if heads.is_empty() {
            return Recognition::None;
        }
        let missing = heads.iter().filter_map(|head| {
            let mut missing = head.missing(MACHINE, &["vcpu_count", "ram_bytes"]);
            if !head.has(IDS) {
                missing.insert(0, IDS[0]);
            }
            p709_the_columns_of_figures_are_there(self, head.sheet, &missing)
        });
        let refused: Vec<Finding> = missing.collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in &heads {
            export.takes(head.sheet);
            let id = fullest(head, IDS);
            let part = Part::new(head, Table::Workload, MACHINE)
                .column("workload_id", id)
                .column("name", fullest(head, NAMES).or(id));
            export.notes.extend(part.units_told(Code::P726));
            export.notes.extend(p715_use_is_a_95th_percentile(head, USE));
            export.notes.extend(p720_a_row_says_what_it_is(head, &[], |_| false));
            let note = Finding::new(Code::P727, Text::phrase("P727-no-column"));
            export.notes.push(note.sheet(&head.sheet.name).row(head.number()));
            export.add(part);
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }

    fn finish(
        &self,
        _: &[Sheet],
        drafts: &mut Drafts<'_>,
        findings: &mut Vec<Finding>,
    ) -> Vec<SheetCount> {
        p724_a_machine_runs_one_application(drafts, findings);
        Vec::new()
    }
}

/// A list of several applications becomes a tag, and the machine states no system.
fn p724_a_machine_runs_one_application(drafts: &mut Drafts<'_>, findings: &mut Vec<Finding>) {
    let Some(draft) = drafts.get_mut(&Table::Workload) else { return };
    for index in 0..draft.rows.len() {
        let Some(list) = draft.rows.texts("system_id")[index].as_ref().map(|l| l.to_string())
        else {
            continue;
        };
        let names = list.split([',', ';']).filter(|name| !name.trim().is_empty()).count();
        if names < 2 {
            continue;
        }
        draft.rows.set(index, "system_id", Value::Missing);
        draft.rows.add_tag(index, "Applications", list.clone());
        draft.breach(index, "system_id", Finding::new(Code::P724, list), findings);
    }
}
