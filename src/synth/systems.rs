//! The information systems of an agency, their databases and what they ask of the cloud.

use super::model::{GIB, Row, tenths, text, unless, whole};
use super::names::{ENGINES, SERVICES, system_names};
use crate::chance::Chance;
use crate::schema::Table;
use crate::submission::Value;
use crate::time::Quarter;

/// Which lists an agency owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owes {
    /// The resource list of the systems it moves (III.1).
    pub resources: bool,
    /// The cloud-needs list (III.2).
    pub needs: bool,
}

/// The systems of an agency.
pub fn systems(chance: &mut Chance, agency_id: &str, owes: Owes, count: usize) -> Vec<Row> {
    let names = system_names(chance, count);
    let code = |index: usize| format!("{agency_id}-HT-{:03}", index + 1);
    names
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let others = (0..chance.between(0, 2)).map(|_| chance.index(count));
            let others: Vec<String> = others.filter(|other| *other != index).map(code).collect();
            let row = Row::new(Table::System).with("system_id", text(code(index)));
            let row = row
                .with("name", text(name))
                .with("depends_on", unless(others.is_empty(), text(others.join(";"))));
            described(chance, row, owes)
        })
        .collect()
}

fn described(chance: &mut Chance, row: Row, owes: Owes) -> Row {
    let level = chance.weighted(&[(1, 15), (2, 40), (3, 35), (4, 5), (5, 1), (0, 4)]);
    let secret = level >= 3 && chance.happens(0.08);
    let plan = match owes {
        Owes { resources: true, needs: true } => {
            chance.weighted(&[("relocate", 22), ("cloud", 58), ("keep", 6), ("new", 14)])
        }
        Owes { needs: false, .. } => {
            chance.weighted(&[("relocate", 30), ("cloud", 60), ("keep", 10)])
        }
        Owes { .. } => chance.weighted(&[("cloud", 70), ("new", 30)]),
    };
    let criticality =
        chance.weighted(&[("low", 20), ("medium", 45), ("high", 28), ("critical", 7)]);
    let users = chance.lognormal(400.0, 1.4) as i64;
    let row = row
        .with("security_level", unless(level == 0, Value::Integer(level)))
        .with("state_secret", unless(chance.happens(0.05), Value::Flag(secret)))
        .with("move_plan", text(plan))
        .with("criticality", unless(chance.happens(0.1), text(criticality)))
        .with("users_count", unless(chance.happens(0.1), Value::Integer(users + 10)))
        .with("rto_hours", unless(chance.happens(0.3), whole(chance.pick(&[1, 4, 8, 24, 72]))))
        .with("rpo_hours", unless(chance.happens(0.3), whole(chance.pick(&[1, 4, 12, 24]))))
        .with("cloud_ready", unless(chance.happens(0.2), Value::Flag(chance.happens(0.6))));
    if plan == "keep" || chance.happens(0.05) {
        return row;
    }
    let proposed = chance.between(0, 8);
    let row = row.with("proposed_quarter", quarter(proposed));
    match chance.happens(0.3) {
        true => row.with("agreed_quarter", quarter((proposed + chance.between(0, 1)).min(8))),
        false => row,
    }
}

/// The quarter that many after the second of 2025.
pub fn quarter(after: i64) -> Value {
    let index = after + 1;
    let year = i32::try_from(2025 + index.div_euclid(4)).unwrap_or(2025);
    let number = u32::try_from(index.rem_euclid(4) + 1).unwrap_or(1);
    Quarter::new(year, number).map_or(Value::Missing, |quarter| text(quarter.to_string()))
}

/// Databases: about two systems in five have one.
pub fn databases(chance: &mut Chance, agency_id: &str, systems: &[Row]) -> Vec<Row> {
    let mut databases = Vec::new();
    for system in systems.iter().filter(|system| system.text("move_plan") != "new") {
        if !chance.happens(0.4) {
            continue;
        }
        let kind = chance.weighted(&[("specialised", 70), ("shared", 25), ("national", 5)]);
        let records = chance.lognormal(300_000.0, 1.5) as i64 + 1_000;
        let size = chance.lognormal(120.0, 1.0) as i64 + 5;
        let status = chance.pick(&["Đã đồng bộ", "Chưa đồng bộ", "Đồng bộ một phần"]);
        let row = Row::new(Table::Database)
            .with("database_id", text(format!("{agency_id}-DB-{:03}", databases.len() + 1)))
            .with("system_id", text(system.key()))
            .with("name", text(format!("CSDL của {}", system.key())))
            .with("engine", text(chance.pick(&ENGINES)))
            .with("size_bytes", unless(chance.happens(0.05), Value::Integer(size * GIB)))
            .with("records_count", unless(chance.happens(0.1), Value::Integer(records)))
            .with("kind", text(kind))
            .with("digitised_pct", unless(chance.happens(0.2), tenths(chance.between(50, 1000))))
            .with("sync_status", unless(chance.happens(0.3), text(status)));
        databases.push(row);
    }
    databases
}

/// What the systems that go to the cloud, or begin there, ask for: one to three needs each.
pub fn needs(chance: &mut Chance, agency_id: &str, systems: &[Row]) -> Vec<Row> {
    let mut needs = Vec::new();
    for system in systems {
        let origin = match system.text("move_plan") {
            "new" => "new",
            "cloud" => "migrate",
            _ => continue,
        };
        for _ in 0..chance.weighted(&[(1, 60), (2, 30), (3, 10)]) {
            let code = format!("{agency_id}-NC-{:03}", needs.len() + 1);
            let row = Row::new(Table::CloudNeed)
                .with("need_id", text(code))
                .with("system_id", text(system.key()))
                .with("origin", text(origin));
            needs.push(asked(chance, row, system));
        }
    }
    needs
}

fn asked(chance: &mut Chance, row: Row, system: &Row) -> Row {
    let service = chance.pick(&SERVICES);
    let vcpu = chance.weighted(&[(4, 25), (8, 30), (16, 25), (32, 12), (64, 8)]);
    let ram = vcpu * chance.pick(&[2, 4, 4, 8]) * GIB;
    let block = sized(chance, 400.0);
    let rare = |chance: &mut Chance, probability: f64, median: f64| {
        let size = sized(chance, median);
        unless(!chance.happens(probability), Value::Integer(size))
    };
    let proposed = system.value("proposed_quarter").clone();
    let gpus = if service == "Máy chủ GPU" {
        Value::Integer(chance.between(1, 4))
    } else {
        Value::Missing
    };
    let row = row
        .with("service", text(service))
        .with("vcpu_count", Value::Integer(vcpu))
        .with("ram_bytes", Value::Integer(ram))
        .with("block_bytes", unless(chance.happens(0.05), Value::Integer(block)))
        .with("block_tier", text(chance.weighted(&[("ssd", 60), ("hdd", 40)])))
        .with("object_bytes", rare(chance, 0.2, 1_000.0))
        .with("file_bytes", rare(chance, 0.15, 500.0))
        .with("backup_bytes", rare(chance, 0.5, 600.0))
        .with("gpu_count", gpus);
    row.with("network_mbps", unless(chance.happens(0.4), whole(chance.pick(&[50, 100, 200, 500]))))
        .with("public_ip_count", unless(chance.happens(0.5), Value::Integer(chance.between(0, 4))))
        .with("dr", text(chance.weighted(&[("none", 45), ("cold", 30), ("warm", 18), ("hot", 7)])))
        .with("needed_from_quarter", proposed)
        .with("horizon_year", Value::Integer(chance.pick(&[2026, 2027, 2030])))
}

/// A size about lognormal around `median` GiB, in whole tens of GiB, big ones in half TiB.
pub fn sized(chance: &mut Chance, median: f64) -> i64 {
    let gib = chance.lognormal(median, 0.7) as i64;
    match gib {
        0..=500 => (gib / 10 * 10).max(20) * GIB,
        _ => (gib / 512).max(1) * 512 * GIB,
    }
}
