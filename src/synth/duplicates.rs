//! Duplicates planted on purpose: rows of one agency that stand in the list of another one too, and
//! rows that look alike and are two things.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::form::Form;
use super::form::fit_copy;
use super::model::{Estate, Fate, Row, text, unless};
use super::truth::{Totals, totals_of};
use crate::chance::Chance;
use crate::schema::Table;
use crate::submission::Value;

/// The tables duplicates are planted in.
const TABLES: [Table; 3] = [Table::Server, Table::Workload, Table::Database];
/// Host names that stand in many lists.
const COMMON_NAMES: [&str; 6] =
    ["SRV01", "WEB01", "localhost", "APP-SERVER-01", "db-02", "may-chu-1"];
/// Subjects that the databases of many agencies have.
const COMMON_SUBJECTS: [&str; 3] = ["CSDL nhân sự", "CSDL văn bản điều hành", "CSDL tài sản công"];

/// How a duplicate differs from its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Every cell is the same, but for the system and the place, which are the agency's own.
    Exact,
    /// Typed again: a slip in serial and name, some cells left empty, a code of the agency's own.
    Retyped,
    /// The serial and the name are written in another form.
    Reformatted,
    /// The agency calls it by a name of its own.
    Renamed,
}

impl Way {
    const ALL: [Self; 4] = [Self::Exact, Self::Retyped, Self::Reformatted, Self::Renamed];
}

/// Two rows that are one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planted {
    /// Their table.
    pub table: String,
    /// How the second differs.
    pub way: Way,
    /// Agency of the first row.
    pub agency_id: String,
    /// Its code.
    pub key: String,
    /// Agency of the second row.
    pub copy_agency_id: String,
    /// Its code.
    pub copy_key: String,
}

/// The estate of an agency before it is written.
pub struct Held<'a> {
    /// Agency.
    pub agency_id: &'a str,
    /// Form of its files.
    pub form: Form,
    /// What it has to tell.
    pub estate: Estate,
}

/// Plants as many duplicates in each table as the share says of its rows, as many rows that only look
/// like duplicates, and gives the truth: the pairs, and what the copies add to totals.
pub fn plant(chance: &mut Chance, held: &mut [Held<'_>], share: f64) -> (Vec<Planted>, Totals) {
    for table in TABLES {
        let wanted = wanted(held, table, share);
        look_alike(chance, held, table, wanted);
    }
    let mut planted = Vec::new();
    let mut copies: Estate = BTreeMap::new();
    for table in TABLES {
        let originals = originals(chance, held, table);
        let mut left = wanted(held, table, share);
        for (from, row) in originals {
            if left == 0 {
                break;
            }
            let way = Way::ALL[left % Way::ALL.len()];
            let Some((to, copy, way)) = copy_of(chance, held, from, &row, way) else { continue };
            left -= 1;
            planted.push(Planted {
                table: table.name().to_owned(),
                way,
                agency_id: held[from].agency_id.to_owned(),
                key: row.key().to_owned(),
                copy_agency_id: held[to].agency_id.to_owned(),
                copy_key: copy.key().to_owned(),
            });
            copies.entry(table).or_default().push(copy.clone());
            let rows = held[to].estate.entry(table).or_default();
            let at = chance.index(rows.len() + 1);
            rows.insert(at, copy);
        }
    }
    (planted, totals_of(&copies))
}

fn wanted(held: &[Held<'_>], table: Table, share: f64) -> usize {
    let rows: usize = held.iter().filter_map(|one| Some(one.estate.get(&table)?.len())).sum();
    ((rows as f64 * share) as usize).max(1)
}

/// Sound rows of one thing each, of which no exact copy stands in the same list.
fn sound(estate: &Estate, table: Table) -> Vec<usize> {
    let Some(rows) = estate.get(&table) else { return Vec::new() };
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *times.entry(row.key()).or_default() += 1;
    }
    let is_sound = |row: &Row| {
        row.fate == Fate::Accepted
            && row.raw.is_none()
            && times[row.key()] == 1
            && !(table == Table::Workload && row.is("is_template"))
            && !(table == Table::Server && row.integer("quantity").unwrap_or(1) > 1)
    };
    (0..rows.len()).filter(|at| is_sound(&rows[*at])).collect()
}

/// Rows that may be copied, in random order, each with its agency.
fn originals(chance: &mut Chance, held: &[Held<'_>], table: Table) -> Vec<(usize, Row)> {
    let mut places = Vec::new();
    for (at, one) in held.iter().enumerate() {
        places.extend(sound(&one.estate, table).into_iter().map(|row| (at, row)));
    }
    let places = chance.shuffled(&places);
    places.into_iter().map(|(at, row)| (at, held[at].estate[&table][row].clone())).collect()
}

/// The copy of a row in the list of another agency that has such a list; `None` where there is none,
/// or where nothing would be left to tell by.
fn copy_of(
    chance: &mut Chance,
    held: &[Held<'_>],
    from: usize,
    row: &Row,
    way: Way,
) -> Option<(usize, Row, Way)> {
    let table = row.table;
    let others: Vec<usize> = (0..held.len())
        .filter(|at| *at != from && held[*at].estate.get(&table).is_some_and(|r| !r.is_empty()))
        .collect();
    if others.is_empty() {
        return None;
    }
    let to = others[chance.index(others.len())];
    let way = if tells_without_name(row, held[to].form) { way } else { never_renamed(way) };
    let mut copy = row.clone();
    let rows = held[to].estate.get(&table).map_or(0, Vec::len);
    let own = format!("{}-{}-{:04}", held[to].agency_id, short(table), rows + 5_001);
    settle_in(chance, &held[to].estate, &mut copy);
    if way != Way::Exact {
        copy.set(table.key().name, text(own.as_str()));
    }
    match way {
        Way::Exact => {}
        Way::Retyped => retype(chance, &mut copy),
        Way::Reformatted => rewrite(chance, &mut copy),
        Way::Renamed if table == Table::Database => copy.set("name", text(format!("Kho {own}"))),
        Way::Renamed if table == Table::Workload => copy.set("name", text(own.to_lowercase())),
        Way::Renamed => {}
    }
    fit_copy(chance, held[to].form, &mut copy);
    let is_there = |key: &str| held[to].estate[&table].iter().any(|row| row.key() == key);
    (!is_there(copy.key())).then_some((to, copy, way))
}

const fn short(table: Table) -> &'static str {
    match table {
        Table::Server => "MC",
        Table::Database => "CS",
        _ => "MA",
    }
}

const fn never_renamed(way: Way) -> Way {
    match way {
        Way::Renamed => Way::Reformatted,
        other => other,
    }
}

/// Whether a copy with another name could be told by anything: its serial, its measured use, the
/// number of its records.
fn tells_without_name(row: &Row, form: Form) -> bool {
    let states = |columns: &[&str]| {
        columns.iter().filter(|column| *row.value(column) != Value::Missing).count()
    };
    match row.table {
        Table::Server => states(&["serial"]) == 1,
        Table::Workload => {
            let uses = ["disk_used_bytes", "cpu_util_p95_pct", "ram_util_p95_pct"];
            !form.is_rvtools() && states(&uses) == 3
        }
        _ => states(&["records_count", "size_bytes"]) == 2,
    }
}

/// The system, the place and the host of a copy are those of the agency that lists it.
fn settle_in(chance: &mut Chance, estate: &Estate, copy: &mut Row) {
    let key_of = |chance: &mut Chance, table: Table| {
        let rows = estate.get(&table);
        let sound: Vec<&Row> = rows
            .into_iter()
            .flatten()
            .filter(|row| row.fate == Fate::Accepted && !is_new(row))
            .collect();
        if sound.is_empty() { Value::Missing } else { text(sound[chance.index(sound.len())].key()) }
    };
    match copy.table {
        Table::Server => {
            copy.set("system_id", Value::Missing);
            copy.set("facility_id", key_of(chance, Table::Facility));
        }
        Table::Workload => {
            copy.set("system_id", key_of(chance, Table::System));
            copy.set("host", key_of(chance, Table::Server));
        }
        _ => copy.set("system_id", key_of(chance, Table::System)),
    }
}

fn is_new(row: &Row) -> bool {
    row.table == Table::System && row.text("move_plan") == "new"
}

/// One slip of the hand in serial and name; some cells are left empty, measured uses more often.
fn retype(chance: &mut Chance, copy: &mut Row) {
    for column in ["serial", "name"] {
        if copy.table.column(column).is_none() || copy.text(column).is_empty() {
            continue;
        }
        let letters_only = column == "name";
        let slipped = slip(chance, copy.text(column), letters_only);
        copy.set(column, text(slipped));
    }
    let left_empty: &[(&str, f64)] = match copy.table {
        Table::Server => &[
            ("cpu_util_p95_pct", 0.5),
            ("ram_util_p95_pct", 0.5),
            ("warranty_end_on", 0.4),
            ("cost_vnd", 0.3),
            ("disk_raw_bytes", 0.2),
        ],
        Table::Workload => {
            &[("cpu_util_p95_pct", 0.4), ("ram_util_p95_pct", 0.4), ("os", 0.3), ("iops_p95", 0.5)]
        }
        _ => &[("digitised_pct", 0.5), ("sync_status", 0.5)],
    };
    for (column, share) in left_empty {
        let stated = copy.value(column).clone();
        copy.set(column, unless(chance.happens(*share), stated));
    }
}

/// A sign left out, doubled, or swapped with the next; in names a letter.
fn slip(chance: &mut Chance, of: &str, letters_only: bool) -> String {
    let signs: Vec<char> = of.chars().collect();
    let is_fit = |at: &usize| {
        let fits = |c: char| if letters_only { c.is_alphabetic() } else { c.is_alphanumeric() };
        *at + 1 < signs.len() && fits(signs[*at]) && fits(signs[*at + 1])
    };
    let places: Vec<usize> = (0..signs.len()).filter(is_fit).collect();
    if places.is_empty() {
        return of.to_owned();
    }
    let at = places[chance.index(places.len())];
    let mut slipped = signs.clone();
    match chance.between(0, 2) {
        0 => drop(slipped.remove(at)),
        1 => slipped.insert(at, signs[at]),
        _ => slipped.swap(at, at + 1),
    }
    slipped.into_iter().collect()
}

/// Serial and name in another form: in small letters, with marks, the O for the 0, with a domain.
fn rewrite(chance: &mut Chance, copy: &mut Row) {
    if copy.table == Table::Server {
        let serial = copy.text("serial").to_owned();
        let middle = serial.len() / 2;
        let serial = match (serial.is_empty(), chance.between(0, 3)) {
            (true, _) => String::new(),
            (_, 0) => format!("S/N: {serial}"),
            (_, 1) => format!("{}-{}", &serial[..middle], &serial[middle..]),
            (_, 2) => serial.to_lowercase().replace('0', "O"),
            _ => format!("{} {}", &serial[..middle], serial[middle..].to_lowercase()),
        };
        copy.set("serial", unless(serial.is_empty(), text(serial)));
        return;
    }
    let name = copy.text("name").to_owned();
    let name = match (copy.table, chance.between(0, 2)) {
        (Table::Database, 0) => name.to_uppercase(),
        (Table::Database, _) => name.replace("CSDL của", "Cơ sở dữ liệu"),
        (_, 0) => name.to_uppercase(),
        (_, 1) => name.replace('-', "_"),
        _ => format!("{name}.noibo.gov.vn"),
    };
    copy.set("name", text(name));
}

/// Rows that look alike and are two things: common host names, machines of one batch with serials in
/// order, databases of one subject.
fn look_alike(chance: &mut Chance, held: &mut [Held<'_>], table: Table, wanted: usize) {
    let mut used: BTreeSet<(usize, &str)> = BTreeSet::new();
    // What is changed here, as names and serials, makes no row unsound.
    let sound: Vec<Vec<usize>> = held.iter().map(|one| sound(&one.estate, table)).collect();
    let places: Vec<usize> = (0..held.len()).filter(|at| !sound[*at].is_empty()).collect();
    if places.len() < 2 {
        return;
    }
    let pick = |chance: &mut Chance, at: usize| sound[at][chance.index(sound[at].len())];
    for number in 0..wanted {
        let from = places[chance.index(places.len())];
        let to = places[chance.index(places.len())];
        let name = match table {
            Table::Database => COMMON_SUBJECTS[number % COMMON_SUBJECTS.len()],
            _ => COMMON_NAMES[number % COMMON_NAMES.len()],
        };
        match table {
            Table::Server => {
                let (one, other) = (pick(chance, from), pick(chance, to));
                if from == to || held[to].form.is_rvtools() {
                    continue;
                }
                let of_batch = held[from].estate[&table][one].clone();
                let Some(rows) = held[to].estate.get_mut(&table) else { continue };
                next_of_batch(chance, &of_batch, &mut rows[other]);
            }
            _ => {
                for at in [from, to] {
                    // No list has a name twice.
                    if !used.insert((at, name)) {
                        continue;
                    }
                    let row = pick(chance, at);
                    if let Some(rows) = held[at].estate.get_mut(&table) {
                        rows[row].set("name", text(name));
                    }
                }
            }
        }
    }
}

/// Makes a server one of the batch of another: all alike but the serial, which is one of the next.
fn next_of_batch(chance: &mut Chance, of_batch: &Row, row: &mut Row) {
    let serial = of_batch.text("serial");
    let digits = serial.len() - serial.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number: i64 = serial[serial.len() - digits..].parse().unwrap_or_default();
    for column in [
        "manufacturer",
        "model",
        "sockets_count",
        "cores_count",
        "ram_bytes",
        "disk_raw_bytes",
        "height_u",
        "in_service_on",
        "warranty_end_on",
        "depreciation_end_on",
        "cost_vnd",
    ] {
        row.set(column, of_batch.value(column).clone());
    }
    if digits > 0 {
        let next = number + chance.between(1, 20);
        let begin = &serial[..serial.len() - digits];
        row.set("serial", text(format!("{begin}{next:0digits$}")));
    }
}
