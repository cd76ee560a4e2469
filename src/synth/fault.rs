//! Faults planted on purpose: exact copies, which must be merged, and broken rows, which must be
//! rejected. Both are added to the sound rows, so that no sound row is lost to them.

use super::form::Form;
use super::model::{Estate, Fate, GIB, Row, tenths, text};
use crate::chance::Chance;
use crate::diagnostic::Code;
use crate::schema::Table;
use crate::submission::Value;

/// A way of breaking a row: the table, the rule it breaks, how.
struct Fault {
    table: Table,
    code: Code,
    break_row: fn(&mut Row),
}

const fn fault(table: Table, code: Code, break_row: fn(&mut Row)) -> Fault {
    Fault { table, code, break_row }
}

/// The faults that RVTools exports have too.
const OF_ANY_FORM: [Fault; 2] = [
    fault(Table::Workload, Code::R501, |row| {
        row.set("disk_provisioned_bytes", Value::Integer(100 * GIB));
        row.set("disk_used_bytes", Value::Integer(150 * GIB));
    }),
    fault(Table::Workload, Code::R502, |row| row.set("vcpu_count", Value::Integer(0))),
];

/// The faults of lists kept by hand.
const OF_HANDS: [Fault; 8] = [
    fault(Table::Workload, Code::C406, |row| row.set("cpu_util_p95_pct", tenths(1_800))),
    fault(Table::Workload, Code::C401, |row| row.set("workload_id", Value::Missing)),
    fault(Table::Workload, Code::C402, |row| write(row, "vcpu_count", "nhiều")),
    fault(Table::Workload, Code::C411, |row| write(row, "ram_bytes", "512 W")),
    fault(Table::System, Code::C401, |row| row.set("system_id", Value::Missing)),
    fault(Table::Server, Code::R503, |row| {
        row.set("sockets_count", Value::Integer(2));
        row.set("cores_count", Value::Integer(1));
    }),
    fault(Table::Storage, Code::R505, |row| {
        let usable = row.integer("raw_bytes").unwrap_or_default() / 2;
        row.set("usable_bytes", Value::Integer(usable));
        row.set("used_bytes", row.value("raw_bytes").clone());
    }),
    fault(Table::CloudNeed, Code::R511, |row| {
        for column in ["vcpu_count", "ram_bytes", "block_bytes", "object_bytes", "file_bytes"] {
            row.set(column, Value::Missing);
        }
        for column in ["backup_bytes", "gpu_count", "public_ip_count"] {
            row.set(column, Value::Missing);
        }
    }),
];

fn write(row: &mut Row, column: &str, text: &'static str) {
    row.raw = Some((row.table.index_of(column), text));
}

/// Plants faults in the tables of an agency.
pub fn plant(chance: &mut Chance, form: Form, estate: &mut Estate) {
    let is_export = form.is_rvtools();
    let by_hand = OF_HANDS.iter().filter(|fault| !is_export || fault.table != Table::Workload);
    // A server of an export has no cell for what these two break.
    let by_hand = by_hand.filter(|fault| !is_export || fault.table != Table::Server);
    for fault in OF_ANY_FORM.iter().chain(by_hand) {
        let Some(rows) = estate.get_mut(&fault.table) else { continue };
        // Lists that are messy in form are messy in content: every fault there, few elsewhere.
        let times = match form.is_messy() {
            true => 1 + rows.len() / 200,
            false => usize::from(chance.happens(0.3)),
        };
        for _ in 0..times {
            plant_one(chance, fault, rows);
        }
    }
    for (table, rows) in estate.iter_mut() {
        if is_export && matches!(table, Table::Workload | Table::Server) {
            continue;
        }
        let copies = match form.is_messy() {
            true => 1 + rows.len() / 100,
            false => usize::from(rows.len() > 20 && chance.happens(0.3)),
        };
        for _ in 0..copies {
            copy_one(chance, rows);
        }
    }
}

fn plant_one(chance: &mut Chance, fault: &Fault, rows: &mut Vec<Row>) {
    let sound: Vec<usize> = sound_of(rows);
    if sound.is_empty() {
        return;
    }
    let model = &rows[sound[chance.index(sound.len())]];
    let mut row = Row { fate: Fate::Rejected(fault.code), ..model.clone() };
    let mark = chance.between(0, 99);
    row.set(fault.table.key().name, text(format!("{}-X{mark:02}", row.key())));
    if fault.table == Table::Workload {
        // Partitions of an export find their machine by name.
        row.set("name", text(format!("{}-x{mark:02}", row.text("name"))));
    }
    (fault.break_row)(&mut row);
    rows.insert(chance.index(rows.len()), row);
}

fn copy_one(chance: &mut Chance, rows: &mut Vec<Row>) {
    let sound = sound_of(rows);
    if sound.is_empty() {
        return;
    }
    let original = sound[chance.index(sound.len())];
    let row = Row { fate: Fate::Merged, ..rows[original].clone() };
    // A copy stands below its original, which is the row that is kept.
    let below = chance.between(original as i64 + 1, rows.len() as i64);
    rows.insert(below as usize, row);
}

/// Indices of the sound rows; templates are left out, since what breaks them is not the point.
fn sound_of(rows: &[Row]) -> Vec<usize> {
    let is_template = |row: &Row| row.table == Table::Workload && row.is("is_template");
    (0..rows.len())
        .filter(|&index| rows[index].fate == Fate::Accepted && !is_template(&rows[index]))
        .collect()
}
