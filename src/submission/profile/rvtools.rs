//! RVTools: the export of a VMware vCenter, sheets vInfo, vHost, vPartition.
//!
//! Headings changed over the years: "MB" became "MiB" (version 4.1) with the same meaning, 2^20
//! bytes. Custom attributes put columns of their own before "Datacenter", so columns are found by
//! name, never by position. vInfo gives workloads, vHost servers; partitions of vPartition are
//! merged into their machine, where they stand in for a missing used size. Utilisation on vHost is
//! a momentary figure, no percentile, and is not used.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::draft::Draft;
use crate::submission::header::Heading;
use crate::submission::layout::Block;
use crate::submission::number::{DecimalSign, Reading, read_number};
use crate::submission::read::skipped_sheet;
use crate::submission::rows::Value;
use crate::submission::source::{Cell, Sheet, SheetRow};
use crate::unit::Bytes;

/// A column of the table, the headings it may have, and the unit these mean.
type Mapping = (&'static str, &'static [&'static str], Option<&'static str>);

const INFO: &[Mapping] = &[
    ("workload_id", &["VM UUID", "vInfoVMUUID", "VM ID", "vInfoVMID", "VM", "vInfoVMName"], None),
    ("name", &["VM", "vInfoVMName"], None),
    ("os", &["OS according to the VMware Tools", "OS according to the configuration file"], None),
    ("power_state", &["Powerstate", "vInfoPowerstate"], None),
    ("is_template", &["Template", "vInfoTemplate"], None),
    ("vcpu_count", &["CPUs", "vInfoCPUs"], None),
    ("ram_bytes", &["Memory", "vInfoMemory"], Some("MiB")),
    (
        "disk_provisioned_bytes",
        &["Provisioned MiB", "Provisioned MB", "vInfoProvisioned"],
        Some("MiB"),
    ),
    ("disk_used_bytes", &["In Use MiB", "In Use MB", "vInfoInUse"], Some("MiB")),
    ("host", &["Host", "vInfoHost"], None),
    ("cluster", &["Cluster", "vInfoCluster"], None),
    ("note", &["Annotation", "vInfoAnnotation"], None),
];

const HOST: &[Mapping] = &[
    ("server_id", &["Host", "vHostName"], None),
    ("manufacturer", &["Vendor", "vHostVendor"], None),
    ("model", &["Model", "vHostModel"], None),
    ("serial", &["Serial number", "Service tag"], None),
    ("sockets_count", &["# CPU", "vHostNumCpu"], None),
    ("cores_count", &["# Cores", "vHostNumCpuCores"], None),
    ("ram_bytes", &["# Memory", "vHostMemorySize"], Some("MiB")),
    ("hypervisor", &["ESX Version", "vHostFullName"], None),
];

/// Columns of vInfo without which no machine can be sized.
const NEEDED: &[&str] = &[
    "name",
    "power_state",
    "is_template",
    "vcpu_count",
    "ram_bytes",
    "disk_provisioned_bytes",
    "disk_used_bytes",
    "host",
];

/// A recognised export.
#[derive(Debug)]
pub struct Export<'a> {
    info: &'a Sheet,
    host: Option<&'a Sheet>,
    partition: Option<&'a Sheet>,
    others: Vec<&'a Sheet>,
}

/// Recognises an export by its sheet vInfo. `None`: it is none. `Err`: it has such a sheet without
/// the columns that RVTools writes.
pub fn recognise(sheets: &[Sheet]) -> Option<Result<Export<'_>, Vec<Finding>>> {
    let find = |name: &str| {
        sheets.iter().find(|sheet| {
            let own = sheet.name.to_lowercase();
            own.strip_prefix("rvtools_").unwrap_or(&own).trim_start_matches("tab") == name
        })
    };
    let info = find("vinfo")?;
    let headings = headings_of(info);
    if !headings.iter().any(|heading| matches!(heading.text.as_str(), "VM" | "vInfoVMName")) {
        return None;
    }
    let missing: Vec<&str> = INFO
        .iter()
        .filter(|(column, names, _)| {
            NEEDED.contains(column) && source_of(&headings, names).is_none()
        })
        .map(|(_, names, _)| names[0])
        .collect();
    if !missing.is_empty() {
        let found = Text::phrase("P705-missing").with("columns", missing.join(", "));
        return Some(Err(vec![Finding::new(Code::P705, found).sheet(&info.name)]));
    }
    // An empty sheet has no headings and no rows: it is as good as none.
    let filled = |name: &str| find(name).filter(|sheet| !sheet.rows.is_empty());
    let (host, partition) = (filled("vhost"), filled("vpartition"));
    let used = [Some(info), host, partition];
    let others = sheets
        .iter()
        .filter(|sheet| !used.iter().flatten().any(|used| used.name == sheet.name))
        .filter(|sheet| !sheet.rows.is_empty())
        .collect();
    Some(Ok(Export { info, host, partition, others }))
}

fn headings_of(sheet: &Sheet) -> Vec<Heading> {
    let row = sheet.rows.first();
    row.map(|row| row.cells.iter().map(|cell| Heading::parse(&cell.raw())).collect())
        .unwrap_or_default()
}

/// Column of the sheet under the first of the names that it has.
fn source_of(headings: &[Heading], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| headings.iter().position(|heading| heading.text == *name))
}

impl<'a> Export<'a> {
    /// What the sender should know of the format.
    pub fn notes(&self) -> Vec<Finding> {
        let found = Text::phrase("P701-rows").with("rows", self.info.rows.len().saturating_sub(1));
        let mut notes = vec![Finding::new(Code::P701, found)];
        for sheet in [Some(self.info), self.host, self.partition].into_iter().flatten() {
            let row = sheet.rows.first().map_or(1, |row| row.number);
            for (column, heading) in headings_of(sheet).iter().enumerate() {
                if heading.unit.as_deref() == Some("MB") {
                    let note = Finding::new(Code::P702, heading.text.clone());
                    let note = note.expected(Text::phrase("P702-mib"));
                    notes.push(note.sheet(&sheet.name).row(row).column(column));
                }
            }
        }
        notes
    }

    /// The tables of the workbook.
    pub fn blocks(&self) -> Vec<Block<'a>> {
        let mut blocks = vec![block_of(self.info, Table::Workload, INFO)];
        blocks.extend(self.host.map(|sheet| block_of(sheet, Table::Server, HOST)));
        blocks
    }

    /// Sheets nothing is read from, counted as skipped.
    pub fn other_sheets(&self) -> Vec<SheetCount> {
        self.others.iter().map(|sheet| skipped_sheet(sheet)).collect()
    }

    /// Merges partitions into their machines: what the guest uses stands in for a missing "In Use".
    pub fn merge_partitions(
        &self,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<SheetCount> {
        let sheet = self.partition?;
        let headings = headings_of(sheet);
        let machine = source_of(&headings, &["VM", "vPartitionVMName"]);
        let consumed = source_of(&headings, &["Consumed MiB", "Consumed MB"]);
        // Of a machine with an unreadable partition nobody knows what its guest uses.
        let mut used: BTreeMap<String, Option<u64>> = BTreeMap::new();
        let mut homeless = Vec::new();
        let names: BTreeMap<String, usize> = by_name(draft);
        let rows = &sheet.rows[1..];
        for row in rows {
            let name = machine.map(|column| row.cell(column).raw()).unwrap_or_default();
            if !names.contains_key(&name) {
                homeless.push(row.number);
                continue;
            }
            let mib = consumed.and_then(|column| number_of(row.cell(column)));
            let bytes = mib.filter(|mib| *mib >= 0.0).map(|mib| Bytes::from_mib(mib as u64).raw());
            let sum = used.entry(name).or_insert(Some(0));
            *sum = sum.zip(bytes).map(|(sum, bytes)| sum.saturating_add(bytes));
        }
        if let Some(first) = homeless.first() {
            let found = Text::phrase("P704-partitions").with("partitions", homeless.len());
            findings.push(Finding::new(Code::P704, found).sheet(&sheet.name).row(*first));
        }
        for (name, used) in used.into_iter().filter_map(|(name, used)| Some((name, used?))) {
            apply_guest_use(draft, names[&name], used, findings);
        }
        Some(SheetCount {
            table: Table::Workload.name().to_owned(),
            sheet: sheet.name.clone(),
            rows_read: rows.len(),
            rows_accepted: 0,
            rows_rejected: 0,
            rows_merged: rows.len() - homeless.len(),
            rows_skipped: homeless.len(),
        })
    }

    /// Holds the sheets against each other: templates, hosts.
    pub fn reconcile(&self, draft: &Draft<'_>, findings: &mut Vec<Finding>) {
        let templates = draft.rows.flags("is_template").iter().filter(|flag| **flag == Some(true));
        let templates = templates.count();
        if templates > 0 {
            let found = Text::phrase("P706-templates").with("templates", templates);
            findings.push(Finding::new(Code::P706, found).sheet(&self.info.name));
        }
        let Some(host) = self.host else { return };
        let column = source_of(&headings_of(host), HOST[0].1);
        let described: Vec<String> = host
            .rows
            .iter()
            .skip(1)
            .filter_map(|row: &SheetRow| Some(short_name(&row.cell(column?).raw())))
            .collect();
        let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
        for name in draft.rows.texts("host").iter().flatten() {
            let short = short_name(name);
            let matches =
                |known: &&String| **known == short || known.len() >= 5 && short.ends_with(*known);
            if described.iter().filter(matches).count() != 1 {
                *missing.entry(name).or_default() += 1;
            }
        }
        for (name, machines) in missing {
            let found = Text::phrase("P703-host").with("host", name).with("machines", machines);
            findings.push(Finding::new(Code::P703, found).sheet(&self.info.name));
        }
    }
}

/// The name of a host without its domain, in lower case.
fn short_name(name: &str) -> String {
    name.trim().split('.').next().unwrap_or_default().to_lowercase()
}

/// The machine of each name: the first sound row that has it.
fn by_name(draft: &Draft<'_>) -> BTreeMap<String, usize> {
    let names = draft.rows.texts("name").iter().enumerate().rev();
    names
        .filter(|(index, _)| draft.is_sound(*index))
        .filter_map(|(index, name)| Some((name.clone()?, index)))
        .collect()
}

fn apply_guest_use(draft: &mut Draft<'_>, index: usize, used: u64, findings: &mut Vec<Finding>) {
    let used_bytes = i64::try_from(used).unwrap_or(i64::MAX);
    if draft.rows.integers("disk_used_bytes")[index].is_none() {
        draft.rows.set(index, "disk_used_bytes", Value::Integer(used_bytes));
    }
    let provisioned = draft.rows.integers("disk_provisioned_bytes")[index];
    if provisioned.is_some_and(|provisioned| used_bytes > provisioned) {
        let whole = Bytes::from_bytes(provisioned.unwrap_or_default().unsigned_abs());
        let found =
            Text::phrase("P707-guests").with("used", Bytes::from_bytes(used)).with("whole", whole);
        draft.breach(index, "disk_provisioned_bytes", Finding::new(Code::P707, found), findings);
    }
}

fn number_of(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => match read_number(text, DecimalSign::Point)? {
            Reading::One(number) => Some(number),
            Reading::Two { .. } => None,
        },
        _ => None,
    }
}

fn block_of<'a>(sheet: &'a Sheet, table: Table, mapping: &[Mapping]) -> Block<'a> {
    let mut headings = headings_of(sheet);
    let mut sources = vec![None; table.columns().len()];
    let mut used = BTreeSet::new();
    for (column, names, unit) in mapping {
        let Some(source) = source_of(&headings, names) else { continue };
        sources[table.index_of(column)] = Some(source);
        used.insert(source);
        if unit.is_some() {
            headings[source].unit = unit.map(str::to_owned);
        }
    }
    // The other columns of an export are known and not needed; they are no finding.
    Block::new(sheet, table, 0, headings, sources)
}
