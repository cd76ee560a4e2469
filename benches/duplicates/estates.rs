//! Rows of many agencies with planted copies, as they are compared: for measuring time at sizes that
//! files would take too long to write.

use std::collections::BTreeSet;

use ndcap::chance::Chance;
use ndcap::duplicates::{Found, Item, figures_of};
use ndcap::inventory::{RowAddress, RowId};
use ndcap::plan::DuplicatesPlan;
use ndcap::schema::Table;

const SEED: u64 = 32;
const AGENCIES: usize = 60;
const ROLES: [&str; 5] = ["app", "web", "db", "svc", "gw"];
const MODELS: [(&str, &str); 5] = [
    ("Dell", "PowerEdge R740"),
    ("Dell", "PowerEdge R750"),
    ("HPE", "ProLiant DL380 Gen10"),
    ("Lenovo", "ThinkSystem SR650"),
    ("Inspur", "NF5280M6"),
];
const SYSTEMS: [&str; 4] =
    ["Red Hat Enterprise Linux 8.6", "Ubuntu 22.04 LTS", "Windows Server 2019", "Oracle Linux 8"];
const GIB: i64 = 1 << 30;

/// Rows of a table, and the pairs of which the second is a copy of the first in another agency's list:
/// exact, mistyped, rewritten or renamed in turn. One row in fifty bears a common host name, one in
/// fifty is of one batch with the row before it.
pub fn rows_with_copies(
    table: Table,
    rows: usize,
    share: f64,
) -> (Vec<Item>, BTreeSet<(usize, usize)>) {
    let mut chance = Chance::new(SEED, 1);
    let copies = (rows as f64 * share) as usize;
    let mut items: Vec<Item> = Vec::with_capacity(rows);
    for index in 0..rows - copies {
        let item = match items.last() {
            Some(before) if table == Table::Server && chance.happens(0.02) => {
                next_of_batch(before, index)
            }
            _ => row(&mut chance, table, index),
        };
        items.push(item);
    }
    let mut pairs = BTreeSet::new();
    let originals = items.len();
    let step = originals / copies.max(1);
    for number in 0..copies {
        let original = number * step;
        let copy = copy_of(&mut chance, &items[original], table, items.len(), number % 4);
        pairs.insert((original, items.len()));
        items.push(copy);
    }
    (items, pairs)
}

/// Of the likely pairs those that were planted, and of those planted the likely ones.
pub fn precision_and_recall(
    found: &Found,
    planted: &BTreeSet<(usize, usize)>,
    plan: &DuplicatesPlan,
) -> (f64, f64) {
    let likely = found.pairs.iter().filter(|pair| pair.score >= plan.likely_min.value);
    let correct = likely.clone().filter(|pair| planted.contains(&(pair.a, pair.b))).count() as f64;
    (correct / likely.count().max(1) as f64, correct / planted.len().max(1) as f64)
}

fn agency(index: usize) -> String {
    format!("AG{:02}", index % AGENCIES)
}

fn row(chance: &mut Chance, table: Table, index: usize) -> Item {
    let agency_id = agency(index);
    let (maker, model) = chance.pick(&MODELS);
    let signs: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ".chars().collect();
    let serial: String = (0..8).map(|_| chance.pick(&signs)).collect();
    let is_server = table == Table::Server;
    let common = ["SRV01", "WEB01", "localhost", "db-02"];
    let name = match chance.happens(0.02) {
        true => chance.pick(&common).to_owned(),
        false => format!("{}-{}-{:05}", agency_id.to_lowercase(), chance.pick(&ROLES), index),
    };
    let figures = figures_of(table).iter().map(|figure| figure_of(chance, figure.column)).collect();
    Item {
        id: RowId {
            table: table.name().to_owned(),
            key: format!("{agency_id}-{}-{index:06}", if is_server { "MC" } else { "VM" }),
            agency_id: agency_id.clone(),
            occurrence: 1,
        },
        at: RowAddress {
            submission_id: format!("{agency_id}/0001-00000000"),
            sheet: table.name().to_owned(),
            row: u32::try_from(index).unwrap_or(0) + 2,
        },
        name: if is_server { String::new() } else { name },
        serial: if is_server { serial } else { String::new() },
        uuids: Vec::new(),
        addresses: Vec::new(),
        manufacturer: if is_server { maker.to_owned() } else { String::new() },
        model: if is_server { model.to_owned() } else { String::new() },
        place: String::new(),
        software: if is_server { String::new() } else { chance.pick(&SYSTEMS).to_owned() },
        figures,
        quantity: 1,
    }
}

fn figure_of(chance: &mut Chance, column: &str) -> Option<i64> {
    if chance.happens(0.1) {
        return None;
    }
    Some(match column {
        "vcpu_count" => chance.pick(&[2, 4, 8, 16]),
        "cores_count" => chance.pick(&[16, 32, 40, 56, 64]),
        "ram_bytes" => chance.pick(&[8, 16, 32, 64, 128, 256]) * GIB,
        "disk_provisioned_bytes" => chance.between(5, 60) * 10 * GIB,
        "disk_raw_bytes" => chance.between(2, 12) * 1_200_000_000_000,
        "disk_used_bytes" => chance.between(10, 500) * GIB,
        "gpu_count" => return None,
        "cost_vnd" => chance.between(90, 450) * 1_000_000,
        "in_service_on" | "warranty_end_on" | "depreciation_end_on" => {
            chance.between(16_000, 20_000)
        }
        "cpu_util_p95_pct" | "ram_util_p95_pct" => chance.between(20, 900) * 100,
        _ => chance.between(20, 900) * 1_000,
    })
}

/// The next machine of the batch of another one, in the list of the next agency.
fn next_of_batch(before: &Item, index: usize) -> Item {
    let mut next = before.clone();
    next.id.agency_id = agency(index);
    next.id.key = format!("{}-MC-{index:06}", next.id.agency_id);
    next.at.submission_id = format!("{}/0001-00000000", next.id.agency_id);
    // The next of all: a batch may go on over several lists.
    let number = before.serial[6..].parse::<usize>().unwrap_or(index % 50) + 1;
    next.serial = format!("{}{:02}", &before.serial[..6], number % 100);
    for (figure, stated) in figures_of(Table::Server).iter().zip(&mut next.figures) {
        if figure.column.ends_with("_pct") || figure.column.ends_with("_w") {
            *stated = stated.map(|measured| measured + 100 + (index as i64 % 50) * 100);
        }
    }
    next
}

fn copy_of(chance: &mut Chance, of: &Item, table: Table, index: usize, way: usize) -> Item {
    let mut copy = of.clone();
    let agency_id = agency(index * 7 + 1);
    let agency_id = if agency_id == of.id.agency_id { agency(index * 7 + 2) } else { agency_id };
    copy.at.submission_id = format!("{agency_id}/0001-00000000");
    copy.id.agency_id = agency_id.clone();
    if way > 0 {
        copy.id.key = format!("{agency_id}-TS-{index:06}");
    }
    let text = if table == Table::Server { &mut copy.serial } else { &mut copy.name };
    match way {
        1 => {
            // A letter of the role in a name, any sign in a serial but the last ones.
            let at =
                if table == Table::Server { chance.index(6) } else { text.len().saturating_sub(7) };
            text.remove(at);
            for stated in copy.figures.iter_mut().rev().take(2) {
                *stated = stated.filter(|_| chance.happens(0.6));
            }
        }
        2 => *text = text.to_lowercase().replace('-', "_"),
        3 if table != Table::Server => *text = format!("{}-ts-{index}", agency_id.to_lowercase()),
        _ => {}
    }
    copy
}
