//! Which sheet of an export is which, by its headings; the name of the tab is a hint only.

use super::super::part::Head;
use super::{HOST, disks, memory};
use crate::submission::source::Sheet;

/// Sheets of RVTools that repeat others or describe networks, licences and tools; vMemory where it
/// does not say what was taken.
const NOT_NEEDED: &[&str] = &[
    "vcpu",
    "vmemory",
    "vnetwork",
    "vcd",
    "vusb",
    "vsnapshot",
    "vtools",
    "vsource",
    "vrp",
    "vcluster",
    "vhba",
    "vnic",
    "vswitch",
    "vport",
    "dvswitch",
    "dvport",
    "vsc_vmk",
    "vdatastore",
    "vmultipath",
    "vlicense",
    "vfileinfo",
    "vhealth",
    "vmetadata",
    "vfloppy",
];

/// Whether a sheet is one of RVTools that capacity does not need.
pub fn is_not_needed(sheet: &Sheet) -> bool {
    NOT_NEEDED.contains(&tab_of(sheet).as_str())
}

/// The sheets of an export by what they hold.
#[derive(Debug, Default)]
pub struct Survey<'a> {
    /// vInfo: machines.
    pub infos: Vec<Head<'a>>,
    /// vHost: hosts.
    pub hosts: Vec<Head<'a>>,
    /// vDisk: disks of machines.
    pub disks: Vec<Head<'a>>,
    /// vPartition: what guests see.
    pub partitions: Vec<Head<'a>>,
    /// vMemory: what the hypervisor took of the memory of machines.
    pub memories: Vec<Head<'a>>,
}

/// Name of the tab a sheet is: CSV files are called RVTools_tabvInfo.
fn tab_of(sheet: &Sheet) -> String {
    let own = sheet.name.to_lowercase();
    own.strip_prefix("rvtools_").unwrap_or(&own).trim_start_matches("tab").to_owned()
}

impl<'a> Survey<'a> {
    /// Looks at the headings of every sheet.
    pub fn of(sheets: &'a [Sheet]) -> Self {
        let mut survey = Self::default();
        for sheet in sheets {
            let tab = tab_of(sheet);
            let vm = disks::MACHINE;
            let is_info = |head: &Head<'_>| {
                let has_state = head.has(&["Powerstate", "vInfoPowerstate"]);
                let sizes = head.count(&["Memory", "vInfoMemory", "CPUs", "vInfoCPUs"]);
                head.has(&["VM", "vInfoVMName"]) && (tab == "vinfo" || has_state && sizes >= 2)
            };
            let is_partition = |head: &Head<'_>| head.has(vm) && head.has(disks::CONSUMED);
            let is_disk = |head: &Head<'_>| {
                let own = ["Disk Key", "Disk Mode", "Disk Path", "Thin", "Controller"];
                head.has(vm) && head.has(disks::CAPACITY) && head.count(&own) > 0
            };
            let is_host = |head: &Head<'_>| {
                let own = HOST.iter().filter(|field| head.field(field).is_some()).count();
                let has_sizes = head.has(&["# CPU", "vHostNumCpu"])
                    && head.has(&["# Cores", "vHostNumCpuCores"])
                    && head.has(&["# Memory", "vHostMemorySize"]);
                head.has(&["Host", "vHostName"]) && (tab == "vhost" && own >= 2 || has_sizes)
            };
            let is_memory = |head: &Head<'_>| {
                let own =
                    ["Size MiB", "Size MB", "vMemorySizeMiB", "Consumed Overhead", "Entitlement"];
                let takes = head.has(memory::SWAPPED) || head.has(memory::BALLOONED);
                head.has(vm) && takes && (tab == "vmemory" || head.count(&own) > 0)
            };
            if let Some(head) = Head::find(sheet, is_info) {
                survey.infos.push(head);
            } else if let Some(head) = Head::find(sheet, is_partition) {
                survey.partitions.push(head);
            } else if let Some(head) = Head::find(sheet, is_disk) {
                survey.disks.push(head);
            } else if let Some(head) = Head::find(sheet, is_host) {
                survey.hosts.push(head);
            } else if let Some(head) = Head::find(sheet, is_memory) {
                survey.memories.push(head);
            }
        }
        survey
    }

    /// The sheets that are read.
    pub fn heads(&self) -> impl Iterator<Item = &Head<'a>> {
        self.heads_with_sizes().chain(&self.memories)
    }

    /// Those of them that sizes are read from.
    pub fn heads_with_sizes(&self) -> impl Iterator<Item = &Head<'a>> {
        self.infos.iter().chain(&self.hosts).chain(&self.disks).chain(&self.partitions)
    }
}
