//! Rules about facilities, systems and cloud needs.

use super::Breach;
use crate::diagnostic::Text;
use crate::submission::rows::{Rows, Value};
use crate::time::NaiveDate;

pub fn r507_racks_in_use_are_not_more_than_racks(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let (all, used) = (rows.integers("racks_count"), rows.integers("racks_used_count"));
    (0..rows.len())
        .filter_map(|index| {
            let (all, used) = (all[index]?, used[index]?);
            let found = Text::phrase("R507-racks").with("used", used).with("all", all);
            (used > all).then_some(Breach { index, column: "racks_used_count", found })
        })
        .collect()
}

pub fn r508_a_lease_states_its_end(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let (ownership, end) = (rows.texts("ownership"), rows.days("contract_end_on"));
    (0..rows.len())
        .filter(|&index| ownership[index].as_deref() == Some("leased") && end[index].is_none())
        .map(|index| Breach {
            index,
            column: "contract_end_on",
            found: Text::phrase("R508-no-end"),
        })
        .collect()
}

pub fn r509_a_system_that_moves_states_its_quarter(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let plan = rows.texts("move_plan");
    let (proposed, agreed) = (rows.texts("proposed_quarter"), rows.texts("agreed_quarter"));
    (0..rows.len())
        .filter(|&index| {
            plan[index].as_deref() != Some("keep")
                && proposed[index].is_none()
                && agreed[index].is_none()
        })
        .map(|index| Breach {
            index,
            column: "proposed_quarter",
            found: Text::phrase("R509-no-quarter"),
        })
        .collect()
}

pub fn r510_a_system_states_its_level(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let level = rows.integers("security_level");
    (0..rows.len())
        .filter(|&index| level[index].is_none())
        .map(|index| Breach {
            index,
            column: "security_level",
            found: Text::phrase("R510-no-level"),
        })
        .collect()
}

pub fn r511_a_need_asks_for_something(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    const AMOUNTS: [&str; 8] = [
        "vcpu_count",
        "ram_bytes",
        "block_bytes",
        "object_bytes",
        "file_bytes",
        "backup_bytes",
        "gpu_count",
        "public_ip_count",
    ];
    let asks = |index: usize| {
        AMOUNTS.iter().any(|name| {
            let value = rows.columns[rows.table.index_of(name)].get(index);
            !matches!(value, Value::Missing | Value::Integer(0))
        })
    };
    (0..rows.len())
        .filter(|&index| !asks(index))
        .map(|index| Breach { index, column: "vcpu_count", found: Text::phrase("R511-no-amount") })
        .collect()
}
