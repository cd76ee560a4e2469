//! NetBox: lists exported from its tables, and files for its bulk import.
//!
//! Exports carry labels ("Rack face"), imports the names of fields ("device_type"); both are
//! recognised where most headings are NetBox's and one is nobody else's, since words such as "Name"
//! and "Role" are anybody's. Of devices the role decides: servers and network devices are read, others told and
//! left out. Virtual machines become workloads; memory is in MB, and the unit of disk is settled by
//! [`disk`]. Racks, types and feeds are recognised and left out, since racks are planned and not
//! taken in.

mod disk;
mod name;
mod role;

use self::disk::DiskUnit;
use self::name::{p730_a_device_has_a_name, place_of};
use self::role::Role;
use super::format::{Drafts, Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use super::told::p725_what_is_listed_is_in_use;
use crate::diagnostic::{Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::header::{Heading, Headings};
use crate::submission::rows::Value;
use crate::submission::source::{Sheet, SheetRow};

const SERVER: &[Field] = &[
    Field::new("server_id", &["name", "device"]),
    Field::new("facility_id", &["site"]),
    Field::new("manufacturer", &["manufacturer"]),
    Field::new("model", &["device_type", "type", "model"]),
    Field::new("serial", &["serial", "serial number"]),
    Field::sized("height_u", &[("u_height", "U"), ("u height", "U")]),
];

const NETWORK: &[Field] = &[
    Field::new("device_id", &["name", "device"]),
    Field::new("facility_id", &["site"]),
    Field::new("manufacturer", &["manufacturer"]),
    Field::new("model", &["device_type", "type", "model"]),
    Field::sized("height_u", &[("u_height", "U"), ("u height", "U")]),
];

const MACHINE: &[Field] = &[
    Field::new("workload_id", &["name"]),
    Field::new("name", &["name"]),
    Field::new("os", &["platform"]),
    Field::new("vcpu_count", &["vcpus"]),
    Field::sized("ram_bytes", &[("memory", "MB"), ("memory (mb)", "MB")]),
    Field::new("host", &["device"]),
    Field::new("cluster", &["cluster"]),
];

/// Headings of a list of devices: names of fields and labels, as compared.
const DEVICE_HEADINGS: &str = "name|device|role|device role|tenant|tenant group|manufacturer|\
    device_type|type|model|platform|serial|serial number|asset_tag|asset tag|status|site|\
    site group|region|location|rack|position|position (u)|face|rack face|latitude|longitude|parent|\
    parent device|device_bay|device bay|airflow|virtual_chassis|virtual chassis|vc_position|\
    vc position|vc_priority|vc priority|cluster|description|config_template|config template|owner|\
    comments|tags|id|ip address|ipv4 address|ipv6 address|oob ip|contacts|created|last updated|\
    u_height|u height|is_full_depth|console ports|power ports|interfaces|inventory items";

/// Headings of a list of virtual machines.
const MACHINE_HEADINGS: &str = "name|virtual_machine_type|virtual machine type|type|role|status|\
    start_on_boot|start on boot|site|cluster|device|platform|vcpus|memory|memory (mb)|disk|\
    disk (gb)|disk (mb)|disk size (gb)|disk size (mb)|disk size|description|serial|serial number|\
    tenant|tenant group|owner|comments|tags|config_template|config template|id|ip address|\
    ipv4 address|ipv6 address|interfaces|virtual disks|contacts|created|last updated";

/// Lists that no table of ours takes: the headings they have, and what they are.
const OTHERS: &[(&[&str], Text)] = &[
    (&["power_panel", "voltage", "amperage"], Text::phrase("P716-power-feeds")),
    (&["rack", "units", "description", "status"], Text::phrase("P716-reservations")),
    (&["model", "slug", "u_height", "manufacturer"], Text::phrase("P716-types")),
    (&["virtual_machine", "name", "size"], Text::phrase("P716-virtual-disks")),
    (&["device", "name", "maximum_draw", "allocated_draw"], Text::phrase("P716-power-ports")),
];

/// NetBox.
pub struct NetBox;

#[derive(Default)]
struct Survey<'a> {
    devices: Vec<Head<'a>>,
    machines: Vec<Head<'a>>,
    /// Lists that are left out, and what they are.
    others: Vec<(&'a Sheet, Text)>,
}

/// Whether two of three filled headings are of the list; fields of one's own are the rest.
fn is_mostly(head: &Head<'_>, known: &str) -> bool {
    let known: Vec<&str> = known.split('|').collect();
    let all = head.filled().count();
    let own = head.filled().filter(|(_, key)| known.contains(key)).count();
    own * 3 >= all * 2
}

/// Whether a heading is one that our own table of servers reads cores or memory from. NetBox has
/// none for devices, so that such a list is somebody's own, and its sizes are to be read.
fn has_sizes_of_servers(head: &Head<'_>) -> bool {
    let named = |source: usize| {
        let found = Headings::of(Table::Server).find(&Heading::parse(&head.text(source)));
        found.map(|named| Table::Server.columns()[named.column].name)
    };
    head.filled().any(|(source, _)| matches!(named(source), Some("cores_count" | "ram_bytes")))
}

/// Whether every heading is the name of a field, in lower case, as files for import have them.
fn is_import(head: &Head<'_>) -> bool {
    head.filled().all(|(source, key)| head.text(source) == key)
}

fn is_device_list(head: &Head<'_>) -> bool {
    // A field's name, or the two labels for where in a rack a device stands.
    let is_import = head.has(&["device_type"]);
    let is_label =
        head.has(&["rack face", "position (u)", "face", "device bay", "virtual chassis"])
            && head.has(&["rack"]);
    head.count(&["role", "site", "manufacturer"]) >= 2
        && (is_import || is_label)
        && is_mostly(head, DEVICE_HEADINGS)
        && !has_sizes_of_servers(head)
}

fn is_machine_list(head: &Head<'_>) -> bool {
    // "Name, Cluster, vCPUs, Memory" could be anybody's list; these headings are NetBox's own.
    let own = [
        "virtual_machine_type",
        "start_on_boot",
        "config_template",
        "config template",
        "tenant group",
        "ipv4 address",
        "ipv6 address",
        "last updated",
        "disk size (gb)",
        "virtual disks",
    ];
    head.has(&["name"])
        && head.has(&["cluster"])
        && head.has(&["status"])
        && (head.has(&own) || is_import(head) && head.has(&["vcpus"]))
        && is_mostly(head, MACHINE_HEADINGS)
}

fn is_rack_list(head: &Head<'_>) -> bool {
    let labels = ["facility id", "max weight", "max_weight", "desc_units", "devices", "space"];
    head.has(&["u_height", "height"])
        && head.has(&["width"])
        && head.has(&["site"])
        && head.has(&labels)
        && !head.has(&["device_type", "model", "manufacturer"])
}

impl<'a> Survey<'a> {
    fn of(sheets: &'a [Sheet]) -> Self {
        let mut survey = Self::default();
        for sheet in sheets {
            if let Some(head) = Head::find(sheet, is_machine_list) {
                survey.machines.push(head);
            } else if let Some(head) = Head::find(sheet, is_device_list) {
                survey.devices.push(head);
            } else if Head::find(sheet, is_rack_list).is_some() {
                survey.others.push((sheet, Text::phrase("P716-racks")));
            } else if let Some((_, what)) = OTHERS.iter().find(|(names, _)| {
                let has_all = |head: &Head<'_>| head.count(names) == names.len();
                Head::find(sheet, |head| has_all(head) && is_import(head)).is_some()
            }) {
                survey.others.push((sheet, what.clone()));
            }
        }
        survey
    }

    fn missing(&self) -> Vec<Finding> {
        let of = |head: &Head<'_>, missing: Vec<&str>| {
            p709_the_columns_of_figures_are_there(&NetBox, head.sheet, &missing)
        };
        let machines = self
            .machines
            .iter()
            .filter_map(|head| of(head, head.missing(MACHINE, &["vcpu_count", "ram_bytes"])));
        let devices = self.devices.iter().filter_map(|head| {
            let mut missing = head.missing(SERVER, &["server_id", "model"]);
            if !head.has(&["role", "device role"]) {
                missing.push("role");
            }
            of(head, missing)
        });
        machines.chain(devices).collect()
    }
}

fn role_of(head: &Head<'_>, row: &SheetRow) -> Role {
    let source = head.source(&["role", "device role"]);
    source.map_or(Role::Unknown, |source| Role::of(&row.cell(source).raw()))
}

impl Format for NetBox {
    fn name(&self) -> &'static str {
        "netbox"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-netbox")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let survey = Survey::of(sheets);
        if survey.devices.is_empty() && survey.machines.is_empty() && survey.others.is_empty() {
            return Recognition::None;
        }
        let refused = survey.missing();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in &survey.devices {
            add_devices(head, &mut export);
        }
        for head in &survey.machines {
            add_machines(head, &mut export);
        }
        for (sheet, what) in survey.others {
            export.p716_a_sheet_that_is_not_read_is_told(sheet, what);
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }

    fn finish(
        &self,
        _: &[Sheet],
        drafts: &mut Drafts<'_>,
        _: &mut Vec<Finding>,
    ) -> Vec<SheetCount> {
        set_kinds(drafts);
        set_power_states(drafts);
        Vec::new()
    }
}

fn add_devices<'a>(head: &Head<'a>, export: &mut Export<'a>) {
    export.takes(head.sheet);
    export.notes.extend(p725_what_is_listed_is_in_use(head, &["status"], &["active"]));
    let is_server = |row: &SheetRow| role_of(head, row) == Role::Server;
    let is_network = |row: &SheetRow| matches!(role_of(head, row), Role::Network(_));
    let named = |part: Part<'a>| match head.source(&["name", "device"]) {
        Some(source) => part.fill(source, |row| place_of(head, row)),
        None => part,
    };
    export.add(named(Part::new(head, Table::Server, SERVER).only(is_server)));
    export.add(named(Part::new(head, Table::NetworkDevice, NETWORK).only(is_network)));
    export.notes.extend(p730_a_device_has_a_name(head, |row| is_server(row) || is_network(row)));
    let left: Vec<&SheetRow> =
        head.rows().iter().filter(|row| !is_server(row) && !is_network(row)).collect();
    export.notes.extend(role::p717_a_role_says_the_table(head, &left, |row| role_of(head, row)));
    export.skip_rows(head.sheet, left.len());
}

fn add_machines<'a>(head: &Head<'a>, export: &mut Export<'a>) {
    export.takes(head.sheet);
    export.notes.extend(p725_what_is_listed_is_in_use(head, &["status"], &["active", "offline"]));
    let mut part = Part::new(head, Table::Workload, MACHINE);
    if let Some((source, unit)) = disk::unit_of(head) {
        export.notes.extend(disk::p718_a_size_has_one_unit(head, source, &unit));
        if let DiskUnit::Written(unit) | DiskUnit::Settled(unit, _) = unit {
            part = part.sum("disk_provisioned_bytes", &[source], unit);
        }
    }
    export.add(part);
}

/// The role of a network device, kept as a tag, says its kind.
fn set_kinds(drafts: &mut Drafts<'_>) {
    let Some(draft) = drafts.get_mut(&Table::NetworkDevice) else { return };
    for index in 0..draft.rows.len() {
        let tag = |heading| super::detail::tag_of(&draft.rows, index, heading);
        let role = tag("role").or_else(|| tag("device role")).map(Role::of);
        if let Some(Role::Network(kind)) = role {
            draft.rows.set(index, "kind", Value::Text(kind.to_owned()));
        }
    }
}

/// "Active" and "Offline" are the power states of a machine; other words stay tags only.
fn set_power_states(drafts: &mut Drafts<'_>) {
    let Some(draft) = drafts.get_mut(&Table::Workload) else { return };
    for index in 0..draft.rows.len() {
        let status = super::detail::tag_of(&draft.rows, index, "status").map(str::to_lowercase);
        let state = match status.as_deref() {
            Some("active") => "on",
            Some("offline") => "off",
            _ => continue,
        };
        draft.rows.set(index, "power_state", Value::Text(state.to_owned()));
    }
}
