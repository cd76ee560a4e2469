//! Google Migration Center: the tables vmInfo, diskInfo, perfInfo, tagInfo, on sheets of any name.
//!
//! Older exports say MemoryMiB where the template says MemoryGiB, a factor of 1024: the heading
//! decides. A machine with IsPhysical true is a server, any other a workload. Disks are held against
//! the machine's total and stand in where there is none; tags become tags; samples become rows of
//! utilisation: percentages as they are, reads and writes added to IOPS, bytes sent and received a
//! second added to megabits. UtilizedMemoryBytes and AvailableMemoryBytes are opposites and neither
//! is a share, so both stay tags.

mod details;

use super::detail::{Machines, flag_of};
use super::format::{Drafts, Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use super::told::p720_a_row_says_what_it_is;
use crate::diagnostic::{Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::source::{Sheet, SheetRow};

const MACHINE: &[&str] = &["MachineId"];

const MEMORY: &[(&str, &str)] = &[("MemoryGiB", "GiB"), ("MemoryMiB", "MiB")];

const VIRTUAL: &[Field] = &[
    Field::new("workload_id", MACHINE),
    Field::new("name", &["MachineName"]),
    Field::new("os", &["OsName"]),
    Field::new("power_state", &["MachineStatus"]),
    Field::new("vcpu_count", &["AllocatedProcessorCoreCount"]),
    Field::sized("ram_bytes", MEMORY),
    Field::sized("disk_provisioned_bytes", &[("TotalDiskAllocatedGiB", "GiB")]),
    Field::sized("disk_used_bytes", &[("TotalDiskUsedGiB", "GiB")]),
];

const PHYSICAL: &[Field] = &[
    Field::new("server_id", MACHINE),
    Field::new("model", &["MachineTypeLabel"]),
    Field::new("cores_count", &["AllocatedProcessorCoreCount"]),
    Field::sized("ram_bytes", MEMORY),
    Field::sized("disk_raw_bytes", &[("TotalDiskAllocatedGiB", "GiB")]),
];

const SAMPLE: &[Field] = &[
    Field::new("workload_id", MACHINE),
    Field::new("at", &["TimeStamp"]),
    Field::sized("cpu_util_pct", &[("CpuUtilizationPercentage", "%")]),
    Field::sized("ram_util_pct", &[("MemoryUtilizationPercentage", "%")]),
];

/// Samples that are sums: column, headings of its parts, unit.
const SAMPLE_SUMS: &[(&str, [&str; 2], &str)] = &[
    ("iops", ["DiskReadOperationsPerSec", "DiskWriteOperationsPerSec"], "IOPS"),
    ("network_mbps", ["NetworkBytesPerSecSent", "NetworkBytesPerSecReceived"], "bytes/s"),
];

const NEEDED: &[&str] = &["name", "vcpu_count", "ram_bytes"];

const TABLES: &[Table] = &[Table::Workload, Table::Server];

/// Headings of machines that nobody else writes.
const MACHINE_SIGNATURE: &[&str] = &[
    "AllocatedProcessorCoreCount",
    "TotalDiskAllocatedGiB",
    "MachineTypeLabel",
    "MemoryGiB",
    "MemoryMiB",
    "IsPhysical",
];

/// Headings of samples that nobody else writes.
const SAMPLE_SIGNATURE: &[&str] = &[
    "CpuUtilizationPercentage",
    "MemoryUtilizationPercentage",
    "UtilizedMemoryBytes",
    "AvailableMemoryBytes",
    "DiskReadOperationsPerSec",
    "NetworkBytesPerSecSent",
];

/// Google Migration Center.
pub struct MigrationCenter;

#[derive(Default)]
struct Survey<'a> {
    machines: Vec<Head<'a>>,
    disks: Vec<Head<'a>>,
    samples: Vec<Head<'a>>,
    tags: Vec<Head<'a>>,
}

impl<'a> Survey<'a> {
    fn of(sheets: &'a [Sheet]) -> Self {
        let mut survey = Self::default();
        for sheet in sheets {
            let Some(head) =
                Head::find(sheet, |head| head.has(MACHINE) && head.filled().count() > 1)
            else {
                continue;
            };
            if head.has(&["Key"]) && head.has(&["Value"]) {
                survey.tags.push(head);
            } else if head.has(&["DiskLabel", "SizeInGib", "StorageTypeLabel"]) {
                survey.disks.push(head);
            } else if head.has(SAMPLE_SIGNATURE) {
                survey.samples.push(head);
            } else if head.has(MACHINE_SIGNATURE) {
                survey.machines.push(head);
            }
        }
        survey
    }

    fn heads(&self) -> impl Iterator<Item = &Head<'a>> {
        self.machines.iter().chain(&self.disks).chain(&self.samples).chain(&self.tags)
    }

    /// What is missing from the sheets that figures are read from.
    fn missing(&self) -> Vec<Finding> {
        let of = |head: &Head<'_>, missing: Vec<&str>| {
            p709_the_columns_of_figures_are_there(&MigrationCenter, head.sheet, &missing)
        };
        let machines =
            self.machines.iter().filter_map(|head| of(head, head.missing(VIRTUAL, NEEDED)));
        let disks = self.disks.iter().filter_map(|head| {
            let missing = if head.has(&["SizeInGib"]) { vec![] } else { vec!["SizeInGib"] };
            of(head, missing)
        });
        let samples =
            self.samples.iter().filter_map(|head| of(head, head.missing(SAMPLE, &["at"])));
        machines.chain(disks).chain(samples).collect()
    }
}

fn is_physical(head: &Head<'_>, row: &SheetRow) -> Option<bool> {
    flag_of(row.cell(head.source(&["IsPhysical"])?))
}

impl Format for MigrationCenter {
    fn name(&self) -> &'static str {
        "google_migration_center"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-google")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let survey = Survey::of(sheets);
        if survey.heads().next().is_none() {
            return Recognition::None;
        }
        let refused = survey.missing();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in survey.heads() {
            export.takes(head.sheet);
        }
        for head in &survey.machines {
            let physical = |row: &SheetRow| is_physical(head, row) == Some(true);
            export.notes.extend(p720_a_row_says_what_it_is(head, &["IsPhysical"], |row| {
                is_physical(head, row).is_some()
            }));
            export.add(Part::new(head, Table::Workload, VIRTUAL).only(|row| !physical(row)));
            export.add(Part::new(head, Table::Server, PHYSICAL).only(physical));
        }
        for head in &survey.samples {
            export.add(sample_part(head));
        }
        if survey.machines.is_empty() {
            for head in survey.disks.iter().chain(&survey.tags) {
                let why = Text::phrase("P716-with-vminfo");
                export.p716_a_sheet_that_is_not_read_is_told(head.sheet, why);
            }
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }

    fn finish(
        &self,
        sheets: &[Sheet],
        drafts: &mut Drafts<'_>,
        findings: &mut Vec<Finding>,
    ) -> Vec<SheetCount> {
        let survey = Survey::of(sheets);
        for head in &survey.samples {
            details::sums_of_samples_are_whole(head, drafts);
        }
        if survey.machines.is_empty() {
            return Vec::new();
        }
        let machines = Machines::by_keys(drafts, TABLES);
        let mut counts = Vec::new();
        for head in &survey.disks {
            counts.push(details::merge_disks(head, &machines, drafts, findings));
        }
        for head in &survey.tags {
            counts.push(details::merge_tags(head, &machines, drafts, findings));
        }
        for head in &survey.samples {
            details::p721_samples_are_of_a_machine(head, &machines, findings);
        }
        counts
    }
}

fn sample_part<'a>(head: &Head<'a>) -> Part<'a> {
    let part = Part::new(head, Table::Utilisation, SAMPLE);
    SAMPLE_SUMS.iter().fold(part, |part, (column, names, unit)| {
        let sources: Vec<usize> = names.iter().filter_map(|name| head.source(&[name])).collect();
        // Reads without writes are no operations of a disk.
        if sources.len() == names.len() { part.sum(column, &sources, unit) } else { part }
    })
}
