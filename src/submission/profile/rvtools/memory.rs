//! vMemory: what the hypervisor took from the memory of the machines of vInfo.
//!
//! Its other columns repeat vInfo or are figures of a moment. What was swapped or ballooned is of a
//! moment too, but no share to be averaged: that the hypervisor took anything says that the memory
//! of the host did not suffice.

use std::collections::BTreeSet;

use super::super::detail::{Machine, Machines, bytes_of, flag_of, merged_sheet};
use super::super::format::Drafts;
use super::super::part::Head;
use super::PLACEHOLDER;
use super::disks::{MachineNames, p704_rows_belong_to_a_machine};
use crate::diagnostic::{Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::draft::Draft;
use crate::submission::rows::Value;
use crate::submission::source::SheetRow;

/// What was moved to disk, in MiB under either generation of headings.
pub const SWAPPED: &[&str] = &["Swapped", "vMemorySwapped"];

/// What the balloon driver took back, in MiB likewise.
pub const BALLOONED: &[&str] = &["Ballooned", "vMemoryBallooned"];

const TABLE: Table = Table::Workload;

/// Sets what was taken from each machine. A placeholder is no machine; a second row of one machine
/// is left out and told with those of no machine, since nobody knows which of them holds.
pub fn merge(
    heads: &[Head<'_>],
    drafts: &mut Drafts<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<SheetCount> {
    let by_id = Machines::by(drafts, &[TABLE], "workload_id");
    let by_name = Machines::by(drafts, &[TABLE], "name");
    let Some(draft) = drafts.get_mut(&TABLE) else { return Vec::new() };
    let mut counts = Vec::new();
    for head in heads {
        let names = MachineNames::of(head, &by_id, &by_name);
        let placeholder = head.source(PLACEHOLDER);
        let is_placeholder =
            |row: &SheetRow| placeholder.and_then(|at| flag_of(row.cell(at))) == Some(true);
        let mut told: BTreeSet<Machine> = BTreeSet::new();
        let (mut homeless, mut left_out) = (Vec::new(), 0_usize);
        for row in head.rows() {
            if is_placeholder(row) {
                left_out += 1;
                continue;
            }
            match names.machine_of(row).filter(|machine| told.insert(*machine)) {
                Some((_, index)) => apply(head, draft, index, row),
                None => homeless.push(row.number),
            }
        }
        let found = Text::phrase("P704-memory").with("rows", homeless.len());
        p704_rows_belong_to_a_machine(head, found, &homeless, findings);
        counts.push(merged_sheet(head, TABLE, told.len(), homeless.len() + left_out));
    }
    counts
}

fn apply(head: &Head<'_>, draft: &mut Draft<'_>, index: usize, row: &SheetRow) {
    for (column, names) in [("ram_swapped_bytes", SWAPPED), ("ram_ballooned_bytes", BALLOONED)] {
        let bytes = head.source(names).and_then(|source| bytes_of(row.cell(source), "MiB"));
        if let Some(bytes) = bytes {
            draft.rows.set(index, column, Value::Integer(bytes));
        }
    }
}
