//! Live Optics: the project workbook of a VMware estate.
//!
//! "ESX Hosts" gives servers, with memory in KiB; "VMs" workloads, with memory and disks in MiB,
//! which older workbooks call MB. "Host Devices" lists a datastore once for each host that mounts it
//! and must not be added up; the performance sheets hold peaks and averages, no 95th percentile of a
//! machine: both are told and not read. What a machine uses is what its virtual disks hold on the
//! array, as elsewhere, not what its guest sees.

use super::format::{Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::source::Sheet;

const MACHINE: &[Field] = &[
    Field::new("workload_id", &["InstanceUUID", "UUID", "MOB ID", "VM Name"]),
    Field::new("name", &["VM Name"]),
    Field::new("os", &["VM OS"]),
    Field::new("power_state", &["Power State"]),
    Field::new("is_template", &["Template"]),
    Field::new("vcpu_count", &["Virtual CPU"]),
    Field::sized(
        "ram_bytes",
        &[("Provisioned Memory (MiB)", "MiB"), ("Provisioned Memory (MB)", "MiB")],
    ),
    Field::sized(
        "disk_provisioned_bytes",
        &[("Virtual Disk Size (MiB)", "MiB"), ("Virtual Disk Size (MB)", "MiB")],
    ),
    Field::sized(
        "disk_used_bytes",
        &[("Virtual Disk Used (MiB)", "MiB"), ("Virtual Disk Used (MB)", "MiB")],
    ),
    Field::new("host", &["Host"]),
    Field::new("cluster", &["Cluster"]),
];

const HOST: &[Field] = &[
    Field::new("server_id", &["Host Name"]),
    Field::new("manufacturer", &["Manufacturer"]),
    Field::new("model", &["Model"]),
    Field::new("sockets_count", &["CPU Sockets"]),
    Field::new("cores_count", &["CPU Cores"]),
    Field::sized("ram_bytes", &[("Memory (KiB)", "KiB"), ("Memory (KB)", "KiB")]),
];

/// Live Optics.
pub struct LiveOptics;

#[derive(Default)]
struct Survey<'a> {
    machines: Vec<Head<'a>>,
    hosts: Vec<Head<'a>>,
    devices: Vec<&'a Sheet>,
    performance: Vec<&'a Sheet>,
    others: Vec<&'a Sheet>,
}

impl<'a> Survey<'a> {
    fn of(sheets: &'a [Sheet]) -> Self {
        let mut survey = Self::default();
        for sheet in sheets {
            let is_machine = |head: &Head<'_>| {
                let own = ["Virtual CPU", "VM OS", "InstanceUUID", "Guest VM Disk Capacity (MiB)"];
                let sized = MACHINE.iter().skip(6).take(3).any(|field| head.field(field).is_some());
                head.has(&["VM Name"]) && (head.count(&own) >= 2 || head.count(&own) == 1 && sized)
            };
            let is_host = |head: &Head<'_>| {
                let own = ["CPU Sockets", "CPU Threads", "Guest VM Count", "Net Clock Speed (GHz)"];
                head.has(&["Host Name"]) && head.count(&own) >= 2
            };
            let is_performance = |head: &Head<'_>| {
                head.count(&["Peak CPU %", "Average CPU %", "Peak IOPS", "95% IOPS"]) >= 2
            };
            let is_device = |head: &Head<'_>| {
                head.count(&["Server Name", "Device Name", "Capacity (GiB)", "VM Count"]) >= 3
            };
            let is_other = |head: &Head<'_>| {
                head.has(&["PNIC Name"]) || head.has(&["Project Name", "Project ID"])
            };
            if let Some(head) = Head::find(sheet, is_machine) {
                survey.machines.push(head);
            } else if let Some(head) = Head::find(sheet, is_host) {
                survey.hosts.push(head);
            } else if Head::find(sheet, is_performance).is_some() {
                survey.performance.push(sheet);
            } else if Head::find(sheet, is_device).is_some() {
                survey.devices.push(sheet);
            } else if Head::find(sheet, is_other).is_some() {
                survey.others.push(sheet);
            }
        }
        survey
    }
}

impl Format for LiveOptics {
    fn name(&self) -> &'static str {
        "live_optics"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-live-optics")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let survey = Survey::of(sheets);
        if survey.machines.is_empty() && survey.hosts.is_empty() {
            return Recognition::None;
        }
        let missing = |head: &Head<'_>, fields: &[Field], needed: &[&str]| {
            p709_the_columns_of_figures_are_there(self, head.sheet, &head.missing(fields, needed))
        };
        let machines = survey.machines.iter().filter_map(|head| {
            let needed = ["name", "vcpu_count", "ram_bytes", "disk_provisioned_bytes"];
            missing(head, MACHINE, &needed)
        });
        let hosts = survey
            .hosts
            .iter()
            .filter_map(|head| missing(head, HOST, &["server_id", "cores_count", "ram_bytes"]));
        let refused: Vec<Finding> = machines.chain(hosts).collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        let tables = [(&survey.machines, Table::Workload), (&survey.hosts, Table::Server)];
        for (heads, table) in tables {
            for head in heads {
                export.takes(head.sheet);
                let fields = if table == Table::Workload { MACHINE } else { HOST };
                let part = Part::new(head, table, fields);
                export.notes.extend(part.units_told(Code::P726));
                export.add(part);
            }
        }
        for (sheets, why) in [
            (&survey.devices, Text::phrase("P716-datastores")),
            (&survey.performance, Text::phrase("P716-peaks")),
            (&survey.others, Text::phrase("P716-not-needed")),
        ] {
            for sheet in sheets {
                export.p716_a_sheet_that_is_not_read_is_told(sheet, why.clone());
            }
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }
}
