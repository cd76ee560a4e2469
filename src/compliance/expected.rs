//! Systems that the directive names: whether their owners have sent them.

use std::collections::BTreeSet;

use crate::inventory::{Inventory, StoreError};
use crate::language::Language;
use crate::reference::{ExpectedSystem, Met, RollUp, expected_systems};
use crate::schema::Table;

/// How an expected system stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Its owner has sent it.
    Found,
    /// Its owner has sent something whose name holds its name: a person must say whether it is it.
    ToConfirm,
    /// Only others have sent something of its name.
    Elsewhere,
    /// Nobody has sent it.
    Missing,
}

impl Presence {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::ToConfirm => "to_confirm",
            Self::Elsewhere => "elsewhere",
            Self::Missing => "missing",
        }
    }

    /// Its name, for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Found => language.pick("sent", "đã gửi"),
            Self::ToConfirm => language.pick("to be confirmed", "cần xác nhận"),
            Self::Elsewhere => language.pick("sent by others only", "chỉ cơ quan khác gửi"),
            Self::Missing => language.pick("missing", "chưa gửi"),
        }
    }
}

/// A row that bears the name of an expected system, or holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// How its name meets the expected one.
    pub met: Met,
    /// Its agency.
    pub agency_id: String,
    /// `system` or `database`.
    pub table: Table,
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// One expected system and what was found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// What is expected.
    pub system: &'static ExpectedSystem,
    /// How it stands.
    pub presence: Presence,
    /// Rows the state rests on: the best of the owner's, else those of others with its whole name.
    pub candidates: BTreeSet<Candidate>,
}

/// Every expected system, in the order of its table. Without an inventory all are missing. A database
/// may have been sent as a system and the other way round, so both tables are looked through. Rolled up,
/// a row of whoever answers for an owner is the owner's.
pub(super) fn all(
    inventory: Option<&Inventory>,
    roll_up: Option<RollUp<'_>>,
) -> Result<Vec<Expected>, StoreError> {
    let mut found: Vec<BTreeSet<Candidate>> = vec![BTreeSet::new(); expected_systems().len()];
    for table in [Table::System, Table::Database] {
        let Some(inventory) = inventory else { continue };
        for row in inventory.sent(table, &[table.key().name, "name"])? {
            let Some(name) = row.text(1) else { continue };
            for (expected, candidates) in expected_systems().iter().zip(&mut found) {
                let Some(met) = expected.meets(name) else { continue };
                candidates.insert(Candidate {
                    met,
                    agency_id: row.agency_id.clone(),
                    table,
                    id: row.text(0).unwrap_or_default().to_owned(),
                    name: name.to_owned(),
                });
            }
        }
    }
    let judged = expected_systems().iter().zip(found);
    Ok(judged.map(|(system, found)| judge(system, found, roll_up)).collect())
}

fn judge(
    system: &'static ExpectedSystem,
    found: BTreeSet<Candidate>,
    roll_up: Option<RollUp<'_>>,
) -> Expected {
    let is_own = |candidate: &Candidate| {
        let id = &candidate.agency_id;
        system.owner_ids.contains(id)
            || roll_up.is_some_and(|roll_up| {
                system.owner_ids.iter().any(|owner| roll_up.id_of(owner) == roll_up.id_of(id))
            })
    };
    let (own, others): (BTreeSet<_>, BTreeSet<_>) = found.into_iter().partition(is_own);
    // Names that hold a name count for the owner alone: anybody may have a system that reads it.
    let whole = |of: &BTreeSet<Candidate>| -> BTreeSet<Candidate> {
        of.iter().filter(|candidate| candidate.met == Met::Whole).cloned().collect()
    };
    let (own_whole, others_whole) = (whole(&own), whole(&others));
    let (presence, candidates) = if !own_whole.is_empty() {
        (Presence::Found, own_whole)
    } else if !own.is_empty() {
        (Presence::ToConfirm, own)
    } else if !others_whole.is_empty() {
        (Presence::Elsewhere, others_whole)
    } else {
        (Presence::Missing, BTreeSet::new())
    };
    Expected { system, presence, candidates }
}
