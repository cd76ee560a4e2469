//! RVTools: the export of a VMware vCenter, sheets vInfo, vHost, vDisk, vPartition, or each as a CSV.
//!
//! Headings changed over the years: "MB" became "MiB" (version 4.1) with the same meaning, 2^20
//! bytes, and some tools write the names of the fields ("vInfoVMName"). Custom attributes put
//! columns of their own before "Datacenter", so columns are found by name, never by position; those
//! that RVTools itself does not write are kept as tags. vInfo gives workloads, vHost servers. A
//! machine that a recovery site only holds a place for (SRM Placeholder) is none. Utilisation on
//! vHost is a momentary figure, no percentile, and is not used; vMemory says what the hypervisor took
//! of a machine's memory; vCPU repeats vInfo.

mod disks;
mod hosts;
mod memory;
mod survey;

use std::collections::BTreeMap;

use self::survey::{Survey, is_not_needed};
use super::detail::{flag_of, tag_of};
use super::format::{Drafts, Export, Format, Recognition};
use super::part::{Field, Head, Part, key};
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::draft::Draft;
use crate::submission::source::Sheet;

const INFO: &[Field] = &[
    Field::new(
        "workload_id",
        &["VM UUID", "vInfoUUID", "vInfoVMUUID", "VM ID", "vInfoVMID", "VM", "vInfoVMName"],
    ),
    Field::new("name", &["VM", "vInfoVMName"]),
    Field::new(
        "os",
        &[
            "OS according to the VMware Tools",
            "vInfoOSTools",
            "OS according to the configuration file",
            "vInfoOS",
        ],
    ),
    Field::new("power_state", &["Powerstate", "vInfoPowerstate"]),
    Field::new("is_template", &["Template", "vInfoTemplate"]),
    Field::new("vcpu_count", &["CPUs", "vInfoCPUs"]),
    Field::sized("ram_bytes", &[("Memory", "MiB"), ("vInfoMemory", "MiB")]),
    Field::sized(
        "disk_provisioned_bytes",
        &[("Provisioned MiB", "MiB"), ("Provisioned MB", "MiB"), ("vInfoProvisioned", "MiB")],
    ),
    Field::sized(
        "disk_used_bytes",
        &[("In Use MiB", "MiB"), ("In Use MB", "MiB"), ("vInfoInUse", "MiB")],
    ),
    Field::new("host", &["Host", "vInfoHost"]),
    Field::new("cluster", &["Cluster", "vInfoCluster"]),
    Field::new("note", &["Annotation", "vInfoAnnotation"]),
];

const HOST: &[Field] = &[
    Field::new("server_id", &["Host", "vHostName"]),
    Field::new("manufacturer", &["Vendor", "vHostVendor"]),
    Field::new("model", &["Model", "vHostModel"]),
    Field::new("serial", &["Serial number", "Service tag"]),
    Field::new("sockets_count", &["# CPU", "vHostNumCpu"]),
    Field::new("cores_count", &["# Cores", "vHostNumCpuCores"]),
    Field::sized("ram_bytes", &[("# Memory", "MiB"), ("vHostMemorySize", "MiB")]),
    Field::new("hypervisor", &["ESX Version", "vHostFullName"]),
];

/// Columns of vInfo without which no machine can be sized. What is provisioned may come from vDisk.
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

/// Headings that RVTools itself writes on vInfo, as compared; others are custom attributes.
const OWN: &str = "vm|powerstate|template|srm placeholder|config status|dns name|connection state|\
    guest state|heartbeat|consolidation needed|poweron|suspended to memory|suspend time|\
    suspend interval|creation date|change version|cpus|overall cpu readiness|memory|active memory|\
    nics|disks|total disk capacity mib|total disk capacity mb|fixed passthru hotplug|\
    min required evc mode key|latency sensitivity|op notification timeout|enableuuid|\
    disk.enableuuid|cbt|primary ip address|num monitors|video ram kib|video ram kb|resource pool|\
    folder id|folder|vapp|das protection|ft state|ft role|ft latency|ft bandwidth|ft sec. latency|\
    vm failover in progress|provisioned mib|provisioned mb|in use mib|in use mb|unshared mib|\
    unshared mb|ha restart priority|ha isolation response|ha vm monitoring|cluster rule(s)|\
    cluster rule name(s)|boot required|boot delay|boot retry delay|boot retry enabled|\
    boot bios setup|reboot poweroff|efi secure boot|firmware|hw version|hw upgrade status|\
    hw upgrade policy|hw target|path|log directory|snapshot directory|suspend directory|annotation|\
    datacenter|cluster|host|os according to the configuration file|\
    os according to the vmware tools|customization info|guest detailed data|vm id|smbios uuid|\
    vm uuid|vi sdk server type|vi sdk api version|vi sdk server|vi sdk uuid|vcenter uuid";

/// Whether a row is a machine that a recovery site only holds a place for.
const PLACEHOLDER: &[&str] = &["SRM Placeholder", "vInfoSRMPlaceHolder", "vMemorySRMPlaceHolder"];

/// RVTools.
pub struct Rvtools;

impl Format for Rvtools {
    fn name(&self) -> &'static str {
        "rvtools"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-rvtools")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let survey = Survey::of(sheets);
        if survey.heads().next().is_none() {
            return Recognition::None;
        }
        let refused: Vec<Finding> =
            survey.infos.iter().filter_map(|head| p705_sizes_can_be_read(head, &survey)).collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        export.notes.push(p701_the_workbook_is_an_rvtools_export(&survey));
        for head in survey.heads() {
            export.takes(head.sheet);
        }
        // Of vMemory no column is read whose heading names a unit.
        for head in survey.heads_with_sizes() {
            export.notes.extend(p702_mb_means_mib(head));
        }
        for head in &survey.infos {
            add_info(head, &mut export);
        }
        for head in &survey.hosts {
            export.add(Part::new(head, Table::Server, HOST).tags(|_| false));
        }
        if survey.infos.is_empty() {
            for head in survey.disks.iter().chain(&survey.partitions).chain(&survey.memories) {
                let why = Text::phrase("P716-with-vinfo");
                export.p716_a_sheet_that_is_not_read_is_told(head.sheet, why);
            }
        }
        let is_read = |sheet: &Sheet| survey.heads().any(|head| std::ptr::eq(head.sheet, sheet));
        let unneeded = sheets.iter().filter(|sheet| is_not_needed(sheet) && !is_read(sheet));
        let mut names = Vec::new();
        for sheet in unneeded.filter(|sheet| !sheet.rows.is_empty()) {
            export.takes(sheet);
            export.skip_rows(sheet, sheet.rows.len());
            names.push(sheet.name.as_str());
        }
        if !names.is_empty() {
            let found = Text::phrase("P716-sheets").with("sheets", names.join(", "));
            export.notes.push(Finding::new(Code::P716, found));
        }
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
        let mut counts = Vec::new();
        if drafts.contains_key(&Table::Workload) {
            counts.extend(disks::merge(&survey.disks, &survey.partitions, drafts, findings));
            counts.extend(memory::merge(&survey.memories, drafts, findings));
        }
        if let Some(draft) = drafts.get_mut(&Table::Workload) {
            for head in &survey.infos {
                p706_templates_are_told(head, draft, findings);
            }
            p722_smbios_uuids_differ(draft, findings);
            hosts::hold_against_machines(&survey.hosts, draft, findings);
        }
        counts
    }
}

/// The machines of vInfo: placeholders left out, custom attributes kept.
fn add_info<'a>(head: &Head<'a>, export: &mut Export<'a>) {
    let own: Vec<&str> = OWN.split('|').collect();
    let is_custom = |source: usize| {
        let text = key(&head.text(source));
        let is_own = own.contains(&text.as_str())
            || text.starts_with("network #")
            || text.starts_with("vinfo");
        !is_own
    };
    // The UUID of the firmware is kept as well: copies of one machine have it in common.
    let smbios = head.source(&["SMBIOS UUID"]);
    let placeholder = head.source(PLACEHOLDER);
    let mut part = Part::new(head, Table::Workload, INFO)
        .tags(|source| is_custom(source) || Some(source) == smbios);
    if let Some(source) = placeholder {
        let is_machine =
            |row: &crate::submission::source::SheetRow| flag_of(row.cell(source)) != Some(true);
        let placeholders = head.rows().iter().filter(|row| !is_machine(row)).count();
        export.notes.extend(p710_placeholders_are_no_machines(head, source, placeholders));
        export.skip_rows(head.sheet, placeholders);
        part = part.only(is_machine);
    }
    let custom: Vec<String> = head
        .filled()
        .map(|(source, _)| source)
        .filter(|source| is_custom(*source))
        .map(|source| head.text(source))
        .collect();
    if !custom.is_empty() {
        let note = Finding::new(Code::P723, custom.join(", "));
        export.notes.push(note.sheet(&head.sheet.name).row(head.number()));
    }
    export.add(part);
}

fn p701_the_workbook_is_an_rvtools_export(survey: &Survey<'_>) -> Finding {
    let sheet = |head: &Head<'_>| {
        Text::phrase("P701-sheet")
            .with("sheet", head.sheet.name.as_str())
            .with("rows", head.rows().len())
    };
    let read: Vec<Text> = survey.infos.iter().chain(&survey.hosts).map(sheet).collect();
    let found = if read.is_empty() {
        Text::phrase("P701-neither")
    } else {
        Text::phrase("P701-sheets").with("sheets", Argument::series(read))
    };
    Finding::new(Code::P701, found)
}

fn p702_mb_means_mib(head: &Head<'_>) -> Vec<Finding> {
    let row = &head.sheet.rows[head.index];
    let headings = row.cells.iter().map(|cell| crate::text::clean(&cell.raw())).enumerate();
    headings
        .filter(|(_, text)| text.ends_with(" MB"))
        .map(|(column, text)| {
            let note = Finding::new(Code::P702, text).expected(Text::phrase("P702-mib"));
            note.sheet(&head.sheet.name).row(row.number).column(column)
        })
        .collect()
}

fn p705_sizes_can_be_read(head: &Head<'_>, survey: &Survey<'_>) -> Option<Finding> {
    let from_disks =
        |column: &&&str| **column == "disk_provisioned_bytes" && !survey.disks.is_empty();
    let needed: Vec<&str> = NEEDED.iter().filter(|column| !from_disks(column)).copied().collect();
    let missing = head.missing(INFO, &needed);
    let found = Text::phrase("P705-missing").with("columns", missing.join(", "));
    (!missing.is_empty()).then(|| Finding::new(Code::P705, found).sheet(&head.sheet.name))
}

fn p706_templates_are_told(head: &Head<'_>, draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    let flags = draft.rows.flags("is_template").iter().zip(draft.rows.sheet.iter());
    let templates =
        flags.filter(|(flag, sheet)| **flag == Some(true) && ***sheet == *head.sheet.name).count();
    if templates > 0 {
        let found = Text::phrase("P706-templates").with("templates", templates);
        findings.push(Finding::new(Code::P706, found).sheet(&head.sheet.name));
    }
}

fn p710_placeholders_are_no_machines(
    head: &Head<'_>,
    source: usize,
    placeholders: usize,
) -> Option<Finding> {
    let found = Text::phrase("P710-placeholders").with("placeholders", placeholders);
    let note = Finding::new(Code::P710, found).sheet(&head.sheet.name);
    (placeholders > 0).then(|| note.row(head.number()).column(source))
}

/// The instance UUID tells machines of a vCenter apart; the one of the firmware is copied with the
/// machine, and so shows what may be one machine listed twice.
fn p722_smbios_uuids_differ(draft: &mut Draft<'_>, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for index in (0..draft.rows.len()).filter(|index| draft.is_sound(*index)).collect::<Vec<_>>() {
        let Some(uuid) = tag_of(&draft.rows, index, "smbios uuid").map(str::to_owned) else {
            continue;
        };
        let Some(&earlier) = first.get(&uuid) else {
            first.insert(uuid, index);
            continue;
        };
        let (sheet, row) = (&draft.rows.sheet[earlier], draft.rows.number[earlier]);
        let found =
            Text::phrase("also-in").with("code", uuid).with("sheet", &**sheet).with("row", row);
        draft.breach(index, "workload_id", Finding::new(Code::P722, found), findings);
    }
}
