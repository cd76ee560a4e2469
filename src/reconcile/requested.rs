//! What systems ask of the cloud against what their workloads have.

use std::collections::BTreeMap;

use polars::prelude::col;

use super::Book;
use super::said::{Unit, with_first};
use super::sums::{Rows, Sum, sums};
use super::verdict::{Verdict, near};
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::inventory::{Amount, Inventory, RowAddress, StoreError, is_counted};
use crate::plan::ReconcilePlan;
use crate::schema::{Table, provenance};
use crate::text::match_key;

/// What is compared: column of the cloud needs, column of the workloads, unit, name in both
/// languages.
const RESOURCES: [(&str, &str, Unit, [&str; 2]); 3] = [
    ("vcpu_count", "vcpu_count", Unit::Count, ["vCPU", "vCPU"]),
    ("ram_bytes", "ram_bytes", Unit::Bytes, ["RAM", "RAM"]),
    ("block_bytes", "disk_provisioned_bytes", Unit::Bytes, ["block storage", "lưu trữ khối"]),
];

/// One of an agency's lists, of one system.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    amounts: Vec<Amount>,
    /// Rows of needs that are marked as new.
    new: i64,
    first: RowAddress,
}

type Systems = BTreeMap<(String, String), Listed>;

/// Check X806, over the systems that both lists of an agency name.
pub fn check(
    inventory: &Inventory,
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    let codes = Codes::read(inventory)?;
    let needs = inventory.submitted(Table::CloudNeed)?;
    let asked = RESOURCES.map(|(column, ..)| col(column));
    let keys = [provenance::AGENCY_ID, "system_id", "origin"];
    let asked = by_system(&codes, &sums(needs, Table::CloudNeed, &keys, &asked)?);
    let workloads = inventory.submitted(Table::Workload)?.filter(is_counted());
    let allocated = RESOURCES.map(|(_, column, ..)| col(column));
    let allocated = by_system(&codes, &sums(workloads, Table::Workload, &keys[..2], &allocated)?);
    for (system, asked) in &asked {
        if let Some(allocated) = allocated.get(system) {
            x806_a_request_resembles_what_is_allocated(system, asked, allocated, limits, book);
        }
    }
    Ok(())
}

/// Sums by agency and system; rows that name no system are nobody's.
fn by_system(codes: &Codes, sums: &[Sum]) -> Systems {
    let mut systems = Systems::new();
    for sum in sums.iter().filter(|sum| !sum.key(1).is_empty()) {
        let system = codes.code_of(sum.key(0), sum.key(1));
        let is_new = sum.keys.get(2).is_some_and(|origin| origin.as_deref() == Some("new"));
        let listed = Listed {
            amounts: sum.amounts.clone(),
            new: if is_new { sum.rows } else { 0 },
            first: sum.first.clone(),
        };
        systems
            .entry((sum.key(0).to_owned(), system))
            .and_modify(|known| {
                let pairs = known.amounts.iter_mut().zip(&listed.amounts);
                pairs.for_each(|(sum, amount)| *sum = sum.plus(*amount));
                known.new += listed.new;
                known.first = known.first.clone().min(listed.first.clone());
            })
            .or_insert(listed);
    }
    systems
}

/// Needs of either origin count: workloads and a request of one system are one size told twice, or
/// a growth that the planner should know of. How many needs are marked new is told.
fn x806_a_request_resembles_what_is_allocated(
    (agency_id, system): &(String, String),
    asked: &Listed,
    allocated: &Listed,
    limits: &ReconcilePlan,
    book: &mut Book,
) {
    let share = limits.difference_max.value;
    let mut differing = Vec::new();
    for (index, (_, _, unit, name)) in RESOURCES.iter().enumerate() {
        let (asked, allocated) = (asked.amounts[index], allocated.amounts[index]);
        let verdict = near(asked, allocated, share);
        book.count(Code::X806, verdict);
        if verdict == Verdict::Differ {
            differing.push(
                Text::phrase("X806-resource")
                    .with("resource", Argument::Words(name[0].to_owned(), name[1].to_owned()))
                    .with("asked", unit.amount(asked))
                    .with("allocated", unit.amount(allocated)),
            );
        }
    }
    if differing.is_empty() {
        return;
    }
    let mut found = Text::phrase("X806-system")
        .with("system", system.as_str())
        .with("resources", Argument::series(differing));
    if asked.new > 0 {
        found = Text::phrase("X806-new").with("said", found).with("needs", asked.new);
    }
    let found = with_first(found, Some(&allocated.first));
    let expected = Text::phrase("difference-at-most").with("percent", share * 100.0);
    book.tell_at(agency_id, &asked.first, Finding::new(Code::X806, found).expected(expected));
}

/// The codes of the systems that agencies list, found by other spellings and by name.
struct Codes {
    /// By agency and match key; `None` where a key could mean two systems.
    by_key: BTreeMap<(String, String), Option<String>>,
}

impl Codes {
    fn read(inventory: &Inventory) -> Result<Self, StoreError> {
        let key = Table::System.key().name;
        let rows = Rows::of(inventory, Table::System, &[key, "name"])?;
        let agencies = rows.texts(provenance::AGENCY_ID)?;
        let (codes, names) = (rows.texts(key)?, rows.texts("name")?);
        let mut by_key: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
        for ((agency, code), name) in agencies.iter().zip(&codes).zip(&names) {
            for key in [match_key(code), match_key(name)].into_iter().filter(|k| !k.is_empty()) {
                by_key
                    .entry((agency.clone(), key))
                    .and_modify(|known| {
                        if known.as_ref() != Some(code) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(code.clone()));
            }
        }
        Ok(Self { by_key })
    }

    /// The code of a system as a row names it; what it writes where no system, or more than one,
    /// can be meant.
    fn code_of(&self, agency_id: &str, written: &str) -> String {
        let known = self.by_key.get(&(agency_id.to_owned(), match_key(written)));
        known.cloned().flatten().unwrap_or_else(|| written.to_owned())
    }
}
