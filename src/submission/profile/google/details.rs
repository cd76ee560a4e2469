//! diskInfo, tagInfo and perfInfo: what they say of the machines of vmInfo.

use std::collections::BTreeSet;

use super::super::detail::{Machines, Sums, bytes_of, merged_sheet, row_of, sum_by_machine};
use super::super::format::Drafts;
use super::super::part::Head;
use super::{MACHINE, SAMPLE_SUMS};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::rows::Value;
use crate::submission::source::SheetRow;
use crate::unit::Bytes;

/// A sample of which one direction is empty states no sum.
pub fn sums_of_samples_are_whole(head: &Head<'_>, drafts: &mut Drafts<'_>) {
    let Some(draft) = drafts.get_mut(&Table::Utilisation) else { return };
    for (column, names, _) in SAMPLE_SUMS {
        let sources: Vec<usize> = names.iter().filter_map(|name| head.source(&[name])).collect();
        for index in 0..draft.rows.len() {
            let Some(row) = row_of(head.sheet, &draft.rows, index) else { continue };
            if sources.iter().any(|source| row.cell(*source).is_blank()) {
                draft.rows.set(index, column, Value::Missing);
            }
        }
    }
}

fn p721_rows_belong_to_a_machine(
    head: &Head<'_>,
    found: Text,
    homeless: &[u32],
    findings: &mut Vec<Finding>,
) {
    let Some(first) = homeless.first() else { return };
    findings.push(Finding::new(Code::P721, found).sheet(&head.sheet.name).row(*first));
}

/// The disks of a machine stand in for a missing total, else are held against it.
pub fn merge_disks(
    head: &Head<'_>,
    machines: &Machines,
    drafts: &mut Drafts<'_>,
    findings: &mut Vec<Finding>,
) -> SheetCount {
    let sums = |names: &[&str]| -> Sums {
        let (machine, amount) = (head.source(MACHINE), head.source(names));
        let machine_of = |row: &SheetRow| machines.find(row.cell(machine?));
        sum_by_machine(head.rows(), machine_of, |row| bytes_of(row.cell(amount?), "GiB"))
    };
    let (sizes, used) = (sums(&["SizeInGib"]), sums(&["UsedInGib"]));
    let homeless = Text::phrase("P721-disks").with("disks", sizes.homeless.len());
    p721_rows_belong_to_a_machine(head, homeless, &sizes.homeless, findings);
    let mut stand_ins = 0_usize;
    for ((table, index), disks) in &sizes.by_machine {
        let (Some(disks), Some(draft)) = (*disks, drafts.get_mut(table)) else { continue };
        let column = match table {
            Table::Server => "disk_raw_bytes",
            _ => "disk_provisioned_bytes",
        };
        match draft.rows.integers(column)[*index] {
            None => {
                draft.rows.set(*index, column, Value::Integer(disks));
                stand_ins += 1;
            }
            // The total may be rounded to a whole GiB.
            Some(total) if total.abs_diff(disks) > 1 << 30 => {
                let size = |bytes: i64| Bytes::from_bytes(bytes.unsigned_abs());
                let found = Text::phrase("P714-disks")
                    .with("disks", size(disks))
                    .with("whole", size(total));
                draft.breach(*index, column, Finding::new(Code::P714, found), findings);
            }
            Some(_) => {}
        }
    }
    for ((table, index), used) in &used.by_machine {
        let (Some(used), Table::Workload) = (*used, table) else { continue };
        let Some(draft) = drafts.get_mut(table) else { continue };
        if draft.rows.integers("disk_used_bytes")[*index].is_none() {
            draft.rows.set(*index, "disk_used_bytes", Value::Integer(used));
        }
    }
    if stand_ins > 0 {
        let found = Text::phrase("P713-stand-in").with("machines", stand_ins);
        findings.push(Finding::new(Code::P713, found).sheet(&head.sheet.name));
    }
    let table = if drafts.contains_key(&Table::Workload) { Table::Workload } else { Table::Server };
    merged_sheet(head, table, sizes.merged, sizes.homeless.len())
}

/// The tags of a machine become tags of its row.
pub fn merge_tags(
    head: &Head<'_>,
    machines: &Machines,
    drafts: &mut Drafts<'_>,
    findings: &mut Vec<Finding>,
) -> SheetCount {
    let [machine, key, value] = ["MachineId", "Key", "Value"].map(|name| head.source(&[name]));
    let mut homeless = Vec::new();
    let text = |row: &SheetRow, source: Option<usize>| {
        source.map(|source| crate::text::clean(&row.cell(source).raw())).unwrap_or_default()
    };
    for row in head.rows() {
        let found = machine.and_then(|source| machines.find(row.cell(source)));
        let draft = found.and_then(|(table, index)| Some((drafts.get_mut(&table)?, index)));
        match draft {
            Some((draft, index)) => {
                draft.rows.add_tag(index, &text(row, key), text(row, value));
            }
            None => homeless.push(row.number),
        }
    }
    let found = Text::phrase("P721-tags").with("tags", homeless.len());
    p721_rows_belong_to_a_machine(head, found, &homeless, findings);
    let table = if drafts.contains_key(&Table::Workload) { Table::Workload } else { Table::Server };
    merged_sheet(head, table, head.rows().len() - homeless.len(), homeless.len())
}

/// Samples are kept whether or not their machine is listed; that it is not is told.
pub fn p721_samples_are_of_a_machine(
    head: &Head<'_>,
    machines: &Machines,
    findings: &mut Vec<Finding>,
) {
    let Some(machine) = head.source(MACHINE) else { return };
    let rows = head.rows().iter().filter(|row| machines.find(row.cell(machine)).is_none());
    let strangers: Vec<&SheetRow> = rows.collect();
    let Some(first) = strangers.first() else { return };
    let ids: BTreeSet<String> = strangers.iter().map(|row| row.cell(machine).raw()).collect();
    let found = Text::phrase("P721-samples").with("machines", ids.len());
    findings.push(Finding::new(Code::P721, found).sheet(&head.sheet.name).row(first.number));
}
