//! Azure Migrate: the CSV that servers are imported from, in both generations of its headings.
//!
//! "GB" and "MB" are powers of 1024, as everywhere in that tool. Disks stand in columns of their
//! own, "Disk 1 size (In GB)" and so on, and are added up; where "Number of disks" says that there
//! are more, the sum would be too small and the size counts as unknown. A row of server type
//! Physical is a server with the cores and memory of the machine, any other a workload. Utilisation
//! is one figure of no stated percentile, throughput likewise: tags.

use super::detail::{number_of, row_of};
use super::format::{Drafts, Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use super::told::{p715_use_is_a_95th_percentile, p720_a_row_says_what_it_is};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::rows::Value;
use crate::submission::source::{Sheet, SheetRow};

const NAME: &[&str] = &["Server name"];

const CORES: &[&str] = &["Cores"];

const MEMORY: &[(&str, &str)] = &[("Memory (In MB)", "MiB"), ("Memory (In GB)", "GiB")];

const VIRTUAL: &[Field] = &[
    Field::new("workload_id", NAME),
    Field::new("name", NAME),
    Field::new("os", &["OS name"]),
    Field::new("vcpu_count", CORES),
    Field::sized("ram_bytes", MEMORY),
    Field::sized(
        "disk_provisioned_bytes",
        &[("Storage allocated (In GB)", "GiB"), ("Storage allocated (In MB)", "MiB")],
    ),
    Field::sized(
        "disk_used_bytes",
        &[("Storage in use (In GB)", "GiB"), ("Storage in use (In MB)", "MiB")],
    ),
];

const PHYSICAL: &[Field] = &[
    Field::new("server_id", NAME),
    Field::new("cores_count", CORES),
    Field::sized("ram_bytes", MEMORY),
    Field::sized(
        "disk_raw_bytes",
        &[("Storage allocated (In GB)", "GiB"), ("Storage allocated (In MB)", "MiB")],
    ),
];

const NEEDED: &[&str] = &["name", "vcpu_count", "ram_bytes"];

/// Headings nobody else writes; one of them and another, or one of [`USUAL`], make an import file of
/// Azure Migrate.
const SIGNATURE: &[&str] = &[
    "Memory (In MB)",
    "Disk 1 size (In GB)",
    "Storage in use (In GB)",
    "CPU utilization percentage",
    "Memory utilization percentage",
    "Network In throughput",
];

/// Headings it has that others may have as well.
const USUAL: &[&str] =
    &["OS architecture", "OS name", "Boot type", "Number of disks", "Server type"];

const USE: &[&str] = &[
    "CPU utilization percentage",
    "Memory utilization percentage",
    "Network In throughput",
    "Network Out throughput",
    "Disk 1 read throughput (MB per second)",
    "Disk 1 write throughput (MB per second)",
    "Disk 1 read ops (operations per second)",
    "Disk 1 write ops (operations per second)",
];

/// Azure Migrate.
pub struct AzureMigrate;

fn head_of(sheet: &Sheet) -> Option<Head<'_>> {
    Head::find(sheet, |head| {
        let own = head.count(SIGNATURE);
        own > 0 && own + head.count(USUAL) >= 2
    })
}

/// Columns of the sizes of disks, in the order of their numbers.
fn disk_sources(head: &Head<'_>) -> Vec<usize> {
    let mut disks: Vec<(u32, usize)> = head
        .filled()
        .filter_map(|(source, key)| {
            let number = key.strip_prefix("disk ")?.strip_suffix(" size (in gb)")?;
            Some((number.trim().parse().ok()?, source))
        })
        .collect();
    disks.sort_unstable();
    disks.into_iter().map(|(_, source)| source).collect()
}

/// Whether a row says that it is a physical server; `None` where it says neither.
fn is_physical(head: &Head<'_>, row: &SheetRow) -> Option<bool> {
    let source = head.source(&["Server type"])?;
    match row.cell(source).raw().trim().to_lowercase().as_str() {
        "physical" | "physical server" | "bare metal" => Some(true),
        "virtual" | "virtual machine" | "vm" => Some(false),
        _ => None,
    }
}

impl Format for AzureMigrate {
    fn name(&self) -> &'static str {
        "azure_migrate"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-azure")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let heads: Vec<Head<'a>> = sheets.iter().filter_map(head_of).collect();
        if heads.is_empty() {
            return Recognition::None;
        }
        let missing = heads.iter().filter_map(|head| {
            let missing = head.missing(VIRTUAL, NEEDED);
            p709_the_columns_of_figures_are_there(self, head.sheet, &missing)
        });
        let refused: Vec<Finding> = missing.collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in &heads {
            export.takes(head.sheet);
            let physical = |row: &SheetRow| is_physical(head, row) == Some(true);
            let disks = disk_sources(head);
            let workloads = Part::new(head, Table::Workload, VIRTUAL)
                .sum("disk_provisioned_bytes", &disks, "GiB")
                .only(|row| !physical(row));
            let servers = Part::new(head, Table::Server, PHYSICAL)
                .sum("disk_raw_bytes", &disks, "GiB")
                .only(physical);
            export.notes.extend(workloads.units_told(Code::P726));
            export.notes.extend(p715_use_is_a_95th_percentile(head, USE));
            export.notes.extend(p720_a_row_says_what_it_is(head, &["Server type"], |row| {
                is_physical(head, row).is_some()
            }));
            export.add(workloads);
            export.add(servers);
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
        for head in sheets.iter().filter_map(head_of) {
            p719_every_disk_has_a_size(&head, drafts, findings);
        }
        Vec::new()
    }
}

/// A machine with more disks than sizes has more than their sum, and nobody knows how much.
fn p719_every_disk_has_a_size(
    head: &Head<'_>,
    drafts: &mut Drafts<'_>,
    findings: &mut Vec<Finding>,
) {
    let disks = disk_sources(head);
    let Some(number) = head.source(&["Number of disks"]).filter(|_| !disks.is_empty()) else {
        return;
    };
    for (table, column) in
        [(Table::Workload, "disk_provisioned_bytes"), (Table::Server, "disk_raw_bytes")]
    {
        let Some(draft) = drafts.get_mut(&table) else { continue };
        for index in 0..draft.rows.len() {
            let Some(row) = row_of(head.sheet, &draft.rows, index) else { continue };
            let sizes = disks.iter().filter(|disk| !row.cell(**disk).is_blank()).count();
            let Some(stated) = number_of(row.cell(number)).filter(|stated| *stated >= 0.0) else {
                continue;
            };
            if stated.round() as usize <= sizes || sizes == 0 {
                continue;
            }
            let found = Text::phrase("P719-sizes").with("disks", stated).with("sizes", sizes);
            draft.rows.set(index, column, Value::Missing);
            draft.breach(index, column, Finding::new(Code::P719, found), findings);
        }
    }
}
