//! vDisk and vPartition: what they say of the machines of vInfo.

use super::super::detail::{Machine, Machines, Sums, bytes_of, merged_sheet, sum_by_machine};
use super::super::format::Drafts;
use super::super::part::Head;
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::draft::Draft;
use crate::submission::rows::Value;
use crate::submission::source::SheetRow;
use crate::unit::Bytes;

/// Size of a disk or partition.
pub const CAPACITY: &[&str] =
    &["Capacity MiB", "Capacity MB", "vPartitionCapacityMiB", "vDiskCapacityMiB"];

/// What a guest uses of a partition.
pub const CONSUMED: &[&str] = &["Consumed MiB", "Consumed MB", "vPartitionConsumedMiB"];

/// Name of the machine a row is of.
pub const MACHINE: &[&str] =
    &["VM", "vInfoVMName", "vPartitionVMName", "vDiskVMName", "vMemoryVMName"];

const TABLE: Table = Table::Workload;

/// Merges disks and partitions into their machines.
pub fn merge(
    disks: &[Head<'_>],
    partitions: &[Head<'_>],
    drafts: &mut Drafts<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<SheetCount> {
    let by_id = Machines::by(drafts, &[TABLE], "workload_id");
    let by_name = Machines::by(drafts, &[TABLE], "name");
    let Some(draft) = drafts.get_mut(&TABLE) else { return Vec::new() };
    let mut counts = Vec::new();
    for head in disks {
        let sums = sums_of(head, CAPACITY, &by_id, &by_name);
        let homeless = Text::phrase("P704-disks").with("disks", sums.homeless.len());
        p704_rows_belong_to_a_machine(head, homeless, &sums.homeless, findings);
        apply_disks(head, draft, &sums, findings);
        counts.push(merged_sheet(head, TABLE, sums.merged, sums.homeless.len()));
    }
    for head in partitions {
        let sums = sums_of(head, CONSUMED, &by_id, &by_name);
        let homeless = Text::phrase("P704-partitions").with("partitions", sums.homeless.len());
        p704_rows_belong_to_a_machine(head, homeless, &sums.homeless, findings);
        for ((_, index), used) in &sums.by_machine {
            if let Some(used) = used {
                apply_guest_use(draft, *index, *used, findings);
            }
        }
        counts.push(merged_sheet(head, TABLE, sums.merged, sums.homeless.len()));
    }
    counts
}

/// The columns of a sheet that say which machine a row is of.
pub struct MachineNames<'a> {
    by_id: &'a Machines,
    by_name: &'a Machines,
    ids: Vec<usize>,
    name: Option<usize>,
}

impl<'a> MachineNames<'a> {
    /// The columns of that sheet.
    pub fn of(head: &Head<'_>, by_id: &'a Machines, by_name: &'a Machines) -> Self {
        let uuids = ["VM UUID", "vPartitionUUID", "vMemoryUUID"];
        let ids = ["VM ID", "vPartitionVMID", "vMemoryVMID"];
        let ids = [uuids, ids].iter().filter_map(|names| head.source(names)).collect();
        Self { by_id, by_name, ids, name: head.source(MACHINE) }
    }

    /// The machine of a row: found by UUID, else by id, else by a name that one machine has.
    pub fn machine_of(&self, row: &SheetRow) -> Option<Machine> {
        let named = || self.by_name.find(row.cell(self.name?));
        self.ids.iter().find_map(|source| self.by_id.find(row.cell(*source))).or_else(named)
    }
}

/// Amounts by machine.
fn sums_of(head: &Head<'_>, amount: &[&str], by_id: &Machines, by_name: &Machines) -> Sums {
    let names = MachineNames::of(head, by_id, by_name);
    let amount = head.source(amount);
    let machine_of = |row: &SheetRow| names.machine_of(row);
    sum_by_machine(head.rows(), machine_of, |row| bytes_of(row.cell(amount?), "MiB"))
}

/// Rows of disks, of partitions and of memory belong to a machine of vInfo.
pub fn p704_rows_belong_to_a_machine(
    head: &Head<'_>,
    found: Text,
    homeless: &[u32],
    findings: &mut Vec<Finding>,
) {
    let Some(first) = homeless.first() else { return };
    findings.push(Finding::new(Code::P704, found).sheet(&head.sheet.name).row(*first));
}

/// The disks of a machine stand in for a missing "Provisioned", else are held against it.
fn apply_disks(head: &Head<'_>, draft: &mut Draft<'_>, sums: &Sums, findings: &mut Vec<Finding>) {
    let mut stand_ins = 0_usize;
    for ((_, index), disks) in &sums.by_machine {
        let Some(disks) = *disks else { continue };
        match draft.rows.integers("disk_provisioned_bytes")[*index] {
            None => {
                draft.rows.set(*index, "disk_provisioned_bytes", Value::Integer(disks));
                stand_ins += 1;
            }
            // Each disk may be rounded up to a whole MiB.
            Some(provisioned) if disks > provisioned.saturating_add(64 << 20) => {
                let found = Text::phrase("P714-disks")
                    .with("disks", size(disks))
                    .with("whole", size(provisioned));
                let finding = Finding::new(Code::P714, found);
                draft.breach(*index, "disk_provisioned_bytes", finding, findings);
            }
            Some(_) => {}
        }
    }
    if stand_ins > 0 {
        let found = Text::phrase("P713-stand-in").with("machines", stand_ins);
        findings.push(Finding::new(Code::P713, found).sheet(&head.sheet.name));
    }
}

/// What the guest uses stands in for a missing "In Use", and is not above what is provisioned.
fn apply_guest_use(draft: &mut Draft<'_>, index: usize, used: i64, findings: &mut Vec<Finding>) {
    if draft.rows.integers("disk_used_bytes")[index].is_none() {
        draft.rows.set(index, "disk_used_bytes", Value::Integer(used));
    }
    let provisioned = draft.rows.integers("disk_provisioned_bytes")[index];
    if let Some(provisioned) = provisioned.filter(|provisioned| used > *provisioned) {
        let found =
            Text::phrase("P707-guests").with("used", size(used)).with("whole", size(provisioned));
        draft.breach(index, "disk_provisioned_bytes", Finding::new(Code::P707, found), findings);
    }
}

fn size(bytes: i64) -> Bytes {
    Bytes::from_bytes(bytes.unsigned_abs())
}
