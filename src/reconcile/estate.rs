//! An agency's totals against each other: disk against arrays, vCPUs against cores.

use super::Book;
use super::host::vcpus_of;
use super::said::{Unit, address, rounded};
use super::verdict::{Verdict, at_most};
use crate::diagnostic::{Code, Finding, Text};
use crate::inventory::{Amount, Inventory, StoreError, Totals, totals_by_agency};
use crate::plan::ReconcilePlan;

/// Checks X805 and X809, agency by agency, on the totals that `ndcap inventory` prints.
pub fn check(
    inventory: &Inventory,
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    let totals = totals_by_agency(inventory)?;
    for (agency_id, totals) in totals.iter().filter(|(_, totals)| totals.workloads_count > 0) {
        x805_workloads_use_no_more_disk_than_arrays_and_than_is_provisioned(
            agency_id, totals, book,
        );
        x809_workloads_have_no_more_vcpus_than_all_cores_can_carry(agency_id, totals, limits, book);
    }
    Ok(())
}

/// A figure of the inventory: its column, its sum.
type Figure = (&'static str, Amount);

/// Both sides count every disk: those of machines that are off too. Arrays that hold none of the
/// workloads only widen the second side, so that too little is told rather than too much.
fn x805_workloads_use_no_more_disk_than_arrays_and_than_is_provisioned(
    agency_id: &str,
    totals: &Totals,
    book: &mut Book,
) {
    let used = ("disk_used_gib", totals.disk_used_bytes);
    let arrays = ("storage_used_tib", totals.storage_used_bytes);
    let provisioned = ("disk_provisioned_gib", totals.disk_provisioned_bytes);
    x805_compare(agency_id, used, (Text::phrase("X805-arrays"), arrays), book);
    x805_compare(agency_id, used, (Text::phrase("X805-provisioned"), provisioned), book);
}

fn x805_compare(agency_id: &str, part: Figure, (name, whole): (Text, Figure), book: &mut Book) {
    let verdict = at_most(part.1, whole.1);
    book.count(Code::X805, verdict);
    if verdict == Verdict::Differ {
        let found = Text::phrase("X805-disk")
            .with("used", Unit::Bytes.amount(part.1))
            .with("used_at", address(agency_id, part.0))
            .with("name", name)
            .with("whole", Unit::Bytes.amount(whole.1))
            .with("whole_at", address(agency_id, whole.0));
        book.tell(agency_id, Finding::new(Code::X805, found));
    }
}

/// All workloads that are no templates, running or not: the figures are those of the inventory.
fn x809_workloads_have_no_more_vcpus_than_all_cores_can_carry(
    agency_id: &str,
    totals: &Totals,
    limits: &ReconcilePlan,
    book: &mut Book,
) {
    let (vcpus, cores) = (totals.vcpu_count, totals.server_cores_count);
    let most = limits.vcpu_per_core_max.value;
    let verdict = at_most(vcpus, vcpus_of(cores, most));
    book.count(Code::X809, verdict);
    if verdict == Verdict::Differ {
        let found = Text::phrase("X809-agency")
            .with("vcpus", Unit::Count.amount(vcpus))
            .with("vcpus_at", address(agency_id, "vcpu_count"))
            .with("cores", Unit::Count.amount(cores))
            .with("cores_at", address(agency_id, "server_cores_count"))
            .with("ratio", rounded(vcpus.known as f64 / cores.known as f64));
        let expected = Text::phrase("vcpus-a-core").with("most", most);
        book.tell(agency_id, Finding::new(Code::X809, found).expected(expected));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn used_above_provisioned_is_told_with_both_addresses() {
        let gib = |gib: i64| Amount { known: gib << 30, rows_unknown: 0, rows: 2 };
        let totals = Totals {
            workloads_count: 2,
            disk_used_bytes: gib(1_500),
            disk_provisioned_bytes: gib(1_200),
            ..Totals::default()
        };
        let mut book = Book::default();
        x805_workloads_use_no_more_disk_than_arrays_and_than_is_provisioned(
            "MOJ", &totals, &mut book,
        );
        let done = book.close();
        let said = done.findings.iter().map(|d| d.finding.found.english().into_owned());
        assert_eq!(
            said.collect::<Vec<_>>(),
            ["workloads use 1,500 GiB (inventory/agency_id=MOJ/disk_used_gib); \
              provisioned are 1,200 GiB (inventory/agency_id=MOJ/disk_provisioned_gib)"]
        );
        let checked = done.checked.iter().find(|checked| checked.code == Code::X805);
        let checked = checked.expect("is checked");
        assert_eq!((checked.agree, checked.differ, checked.not_comparable), (0, 1, 1));
    }
}
