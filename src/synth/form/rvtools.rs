//! A workbook as RVTools exports it: vInfo, vHost, vPartition, and a sheet nobody reads.

use std::collections::BTreeMap;

use super::{Form, SentFile};
use crate::chance::Chance;
use crate::schema::Table;
use crate::submission::Value;
use crate::synth::model::{Estate, Fate, GIB, MIB, Row, text};
use crate::synth::truth::RowCounts;
use crate::template::{Entry, Grid, TemplateError, workbook_of};

/// Columns of the tables that the export knows.
const WORKLOAD: [&str; 10] = [
    "workload_id",
    "name",
    "os",
    "power_state",
    "is_template",
    "vcpu_count",
    "ram_bytes",
    "disk_provisioned_bytes",
    "disk_used_bytes",
    "host",
];
const SERVER: [&str; 8] = [
    "server_id",
    "manufacturer",
    "model",
    "serial",
    "sockets_count",
    "cores_count",
    "ram_bytes",
    "hypervisor",
];

/// Forgets what the export has no column for. A hypervisor knows the size of every machine and
/// gives each an id of its own.
pub fn restrict(chance: &mut Chance, estate: &mut Estate) {
    for (table, rows) in estate.iter_mut() {
        let known: &[&str] = match table {
            Table::Workload => &WORKLOAD,
            Table::Server => &SERVER,
            _ => continue,
        };
        // Groups of equal servers do not exist in a hypervisor.
        rows.retain(|row| *table == Table::Workload || row.integer("quantity").unwrap_or(1) == 1);
        for row in rows.iter_mut() {
            forget(row, known);
            if *table == Table::Workload {
                row.set("workload_id", text(uuid(chance)));
                complete(chance, row);
            }
        }
    }
}

fn forget(row: &mut Row, known: &[&str]) {
    for (column, value) in row.table.columns().iter().zip(&mut row.values) {
        if !known.contains(&column.name) {
            *value = Value::Missing;
        }
    }
}

/// A row of another agency's list as the export has it: sizes it states and the id another hypervisor
/// gave it stay.
pub fn fit_copy(chance: &mut Chance, row: &mut Row) {
    match row.table {
        Table::Workload => {
            forget(row, &WORKLOAD);
            let used = row.value("disk_used_bytes").clone();
            if row.key().len() != UUID_LENGTH {
                row.set("workload_id", text(uuid(chance)));
            }
            complete(chance, row);
            if used != Value::Missing {
                row.set("disk_used_bytes", used);
            }
        }
        Table::Server => forget(row, &SERVER),
        _ => {}
    }
}

/// Signs of a UUID.
const UUID_LENGTH: usize = 36;

fn complete(chance: &mut Chance, row: &mut Row) {
    for (column, usual) in [("vcpu_count", 4), ("ram_bytes", 8 * GIB)] {
        if row.integer(column).is_none() {
            row.set(column, Value::Integer(usual));
        }
    }
    let provisioned = row.integer("disk_provisioned_bytes").unwrap_or(100 * GIB);
    row.set("disk_provisioned_bytes", Value::Integer(provisioned));
    let share = chance.between(10, 95);
    let used = provisioned / MIB * share / 100 - chance.between(0, 900);
    row.set("disk_used_bytes", Value::Integer(used.max(64) * MIB));
    if row.text("power_state").is_empty() {
        row.set("power_state", text("on"));
    }
}

fn uuid(chance: &mut Chance) -> String {
    let mut part = |digits: usize| {
        let most = (1_i64 << (4 * digits)) - 1;
        format!("{:0digits$x}", chance.between(0, most))
    };
    let (a, b, c, d, e) = (part(8), part(4), part(3), part(3), part(12));
    format!("{a}-{b}-4{c}-a{d}-{e}")
}

/// The export.
pub fn export(chance: &mut Chance, form: Form, estate: &Estate) -> Result<SentFile, TemplateError> {
    let unit = if form == Form::RvtoolsOld { "MB" } else { "MiB" };
    let none = Vec::new();
    let workloads = estate.get(&Table::Workload).unwrap_or(&none);
    let servers = estate.get(&Table::Server).unwrap_or(&none);
    let mut counts = RowCounts::of(workloads);
    counts += RowCounts::of(servers);
    let (partitions, untold, of_partitions) = partitions(chance, workloads, unit);
    counts += of_partitions;
    let networks = networks(chance, workloads);
    // A sheet that is no table counts as skipped whole, its headings included.
    counts += RowCounts::skipped(networks.len());
    let grid = |name: &str, rows| Grid { name: name.to_owned(), rows };
    let bytes = workbook_of(&[
        grid("vInfo", info(workloads, &untold, unit)),
        grid("vPartition", partitions),
        grid("vNetwork", networks),
        grid("vHost", hosts(servers)),
    ])?;
    Ok(SentFile::new("rvtools-export-all.xlsx", bytes, counts))
}

fn words(words: &[&str]) -> Vec<Entry> {
    words.iter().map(|word| Entry::Text((*word).to_owned())).collect()
}

fn texts(row: &Row, column: &str) -> Entry {
    match row.text(column) {
        "" => Entry::Blank,
        text => Entry::Text(text.to_owned()),
    }
}

fn number(row: &Row, column: &str) -> Entry {
    row.integer(column).map_or(Entry::Blank, |number| Entry::Number(number as f64))
}

fn mib(row: &Row, column: &str) -> Entry {
    row.integer(column).map_or(Entry::Blank, |bytes| Entry::Number((bytes / MIB) as f64))
}

fn info(workloads: &[Row], untold: &[bool], unit: &str) -> Vec<Vec<Entry>> {
    let (provisioned, in_use) = (format!("Provisioned {unit}"), format!("In Use {unit}"));
    let mut rows = vec![words(&[
        "VM",
        "Powerstate",
        "Template",
        "CPUs",
        "Memory",
        &provisioned,
        &in_use,
        "Datacenter",
        "Cluster",
        "Host",
        "OS according to the configuration file",
        "VM UUID",
    ])];
    for (row, untold) in workloads.iter().zip(untold) {
        let state = match row.text("power_state") {
            "off" => "poweredOff",
            "suspended" => "suspended",
            _ => "poweredOn",
        };
        let used = if *untold { Entry::Blank } else { mib(row, "disk_used_bytes") };
        rows.push(vec![
            texts(row, "name"),
            Entry::Text(state.to_owned()),
            Entry::Flag(row.is("is_template")),
            number(row, "vcpu_count"),
            mib(row, "ram_bytes"),
            mib(row, "disk_provisioned_bytes"),
            used,
            Entry::Text("DC-01".to_owned()),
            texts(row, "cluster"),
            texts(row, "host"),
            texts(row, "os"),
            texts(row, "workload_id"),
        ]);
    }
    rows
}

fn hosts(servers: &[Row]) -> Vec<Vec<Entry>> {
    let mut rows = vec![words(&[
        "Host",
        "Datacenter",
        "# CPU",
        "# Cores",
        "CPU usage %",
        "# Memory",
        "Memory usage %",
        "ESX Version",
        "Vendor",
        "Model",
        "Serial number",
    ])];
    for row in servers {
        rows.push(vec![
            texts(row, "server_id"),
            Entry::Text("DC-01".to_owned()),
            number(row, "sockets_count"),
            number(row, "cores_count"),
            Entry::Number(37.0),
            mib(row, "ram_bytes"),
            Entry::Number(61.0),
            texts(row, "hypervisor"),
            texts(row, "manufacturer"),
            texts(row, "model"),
            texts(row, "serial"),
        ]);
    }
    rows
}

/// Partitions as the guests see them. For some machines vInfo does not tell the used size; there
/// the partitions add up to it exactly. One partition belongs to a machine that is gone.
fn partitions(
    chance: &mut Chance,
    workloads: &[Row],
    unit: &str,
) -> (Vec<Vec<Entry>>, Vec<bool>, RowCounts) {
    let (capacity, consumed) = (format!("Capacity {unit}"), format!("Consumed {unit}"));
    let mut rows = vec![words(&["VM", "Disk", &capacity, &consumed])];
    let mut untold = Vec::with_capacity(workloads.len());
    let mut push = |name: &str, disk: &str, size: i64, used: i64| {
        let sizes = [Entry::Number(size as f64), Entry::Number(used as f64)];
        rows.push(words(&[name, disk]).into_iter().chain(sizes).collect());
    };
    let mut merged = 0;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    workloads.iter().for_each(|row| *times.entry(row.text("name")).or_default() += 1);
    for row in workloads {
        // Of two machines of one name nobody can tell whose partitions they are.
        let told = row.fate != Fate::Accepted
            || row.is("is_template")
            || times.get(row.text("name")).is_some_and(|&times| times > 1);
        let is_untold = !told && chance.happens(0.05);
        untold.push(is_untold);
        let used = row.integer("disk_used_bytes").unwrap_or_default() / MIB;
        if told || (!is_untold && chance.happens(0.3)) {
            continue;
        }
        // What a guest sees is a little less than what the hypervisor holds.
        let seen = if is_untold { used } else { used * chance.between(85, 100) / 100 };
        let first = seen * chance.between(20, 80) / 100;
        let provisioned = row.integer("disk_provisioned_bytes").unwrap_or_default() / MIB;
        push(row.text("name"), "C:\\", provisioned / 2, first);
        push(row.text("name"), "D:\\", provisioned / 2, seen - first);
        merged += 2;
    }
    push("may-ao-da-xoa", "C:\\", 51_200, 20_480);
    let counts = RowCounts { read: merged + 1, merged, skipped: 1, ..RowCounts::default() };
    (rows, untold, counts)
}

fn networks(chance: &mut Chance, workloads: &[Row]) -> Vec<Vec<Entry>> {
    let mut rows = vec![words(&["VM", "Adapter", "Network", "Switch"])];
    for row in workloads.iter().take(20) {
        let network = format!("VLAN-{}", chance.between(10, 99));
        rows.push(words(&[row.text("name"), "Vmxnet3", &network, "DSwitch-01"]));
    }
    rows
}
