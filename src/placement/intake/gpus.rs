//! GPUs grow in number: whole cards, by zone.
//!
//! A workload with three cards does not come to need 4.95 of them in one host; a zone that has a hundred
//! such cards comes to need 165. What growth adds is therefore cut into pieces no larger than what
//! a workload has today, and the pieces of a zone are rounded so that each is whole and the zone has its
//! grown sum, rounded up.

use std::collections::BTreeMap;

use crate::placement::fleet::WorkloadItem;
use crate::unit::{Bytes, Gpus, Vcpus};

/// One card, in raw units.
const CARD: u64 = 1000;

/// Pieces of one workload at most; beyond that, which takes growth by a thousand, they get larger.
const PIECES_MAX: u64 = 1024;

/// Makes the GPUs of the workloads whole and adds, at the end, the pieces that growth brings: workloads
/// of the same system that ask for GPUs alone, named after the workload with "+gpu1" and so on behind.
/// `pieces` is what one piece of each workload may have.
///
/// By zone, in order of id, a workload gets ⌈sum up to it⌉ − ⌈sum before it⌉ cards: the first piece of one
/// that did not shrink is what it has today, and the zone has ⌈sum⌉.
pub(super) fn make_whole(workloads: &mut Vec<WorkloadItem>, pieces: &[Gpus]) {
    let mut order: Vec<usize> = (0..workloads.len()).collect();
    order.retain(|&index| workloads[index].gpu.is_some());
    order.sort_by(|&a, &b| workloads[a].id.cmp(&workloads[b].id).then(a.cmp(&b)));
    let mut sums: BTreeMap<String, u128> = BTreeMap::new();
    let mut further = Vec::new();
    for index in order {
        let item = &mut workloads[index];
        let mut left = item.gpu.unwrap_or_default().raw();
        let today = pieces.get(index).copied().unwrap_or_default().raw();
        let piece = today.max(left / PIECES_MAX).div_ceil(CARD).max(1) * CARD;
        let sum = sums.entry(item.zone.clone()).or_default();
        let mut cards = |piece: u64| {
            let before = sum.div_ceil(u128::from(CARD));
            *sum += u128::from(piece);
            u64::try_from(sum.div_ceil(u128::from(CARD)) - before).unwrap_or(u64::MAX)
        };
        item.gpu = of_cards(cards(left.min(piece)));
        left = left.saturating_sub(piece);
        for number in 1_u64.. {
            if left == 0 {
                break;
            }
            let gpu = of_cards(cards(left.min(piece)));
            left = left.saturating_sub(piece);
            if gpu.is_some() {
                further.push(WorkloadItem {
                    id: format!("{}+gpu{number}", item.id),
                    vcpu: Vcpus::ZERO,
                    ram: Bytes::ZERO,
                    gpu,
                    local_disk: None,
                    iops: None,
                    network: None,
                    is_growth: true,
                    ..item.clone()
                });
            }
        }
    }
    workloads.extend(further);
}

fn of_cards(count: u64) -> Option<Gpus> {
    (count > 0).then(|| Gpus::from_count(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::example::workload;

    fn with_gpus(id: &str, zone: &str, thousandths: u64) -> WorkloadItem {
        let gpu = Some(Gpus::from_raw(thousandths));
        WorkloadItem { gpu, zone: zone.to_owned(), ..workload(id, 1, 1) }
    }

    fn whole(items: &[(&str, &str, u64, u64)]) -> Vec<(String, u64)> {
        let mut workloads: Vec<WorkloadItem> =
            items.iter().map(|&(id, zone, grown, _)| with_gpus(id, zone, grown)).collect();
        let pieces: Vec<Gpus> = items.iter().map(|item| Gpus::from_raw(item.3)).collect();
        make_whole(&mut workloads, &pieces);
        let told = |item: WorkloadItem| (item.id, item.gpu.map_or(0, |gpu| gpu.raw()));
        workloads.into_iter().map(told).collect()
    }

    fn told(items: &[(&str, u64)]) -> Vec<(String, u64)> {
        items.iter().map(|&(id, gpus)| (id.to_owned(), gpus * CARD)).collect()
    }

    #[test]
    fn growth_brings_further_cards_and_makes_none_larger() {
        // 3 → 4.95 and 4 → 6.6 of a zone: 11.55, so 12 cards; of 1.95 two, of the last 2.6 three: sums
        // 3, 4.95 → 5, 8.95 → 9, 11.55 → 12.
        assert_eq!(
            whole(&[("a", "level-3", 4950, 3000), ("b", "level-3", 6600, 4000)]),
            told(&[("a", 3), ("b", 4), ("a+gpu1", 2), ("b+gpu1", 3)])
        );
        // More than twice as many: two further pieces.
        assert_eq!(
            whole(&[("a", "level-3", 8800, 4000)]),
            told(&[("a", 4), ("a+gpu1", 4), ("a+gpu2", 1)])
        );
    }

    #[test]
    fn a_zone_has_its_sum_rounded_up_and_each_zone_its_own() {
        let ten: Vec<String> = (0..10).map(|n| format!("vm-{n}")).collect();
        let of_zone = |zone| ten.iter().map(move |id| (id.as_str(), zone, 1651, 1000));
        let items: Vec<(&str, &str, u64, u64)> =
            of_zone("level-3").chain([("x", "level-4", 400, 1000)]).collect();
        let cards: u64 = whole(&items).iter().map(|(_, gpus)| gpus / CARD).sum();
        // 10 × 1.651 = 16.51 → 17, and 0.4 → 1.
        assert_eq!(cards, 17 + 1);
    }

    #[test]
    fn senseless_growth_makes_no_end_of_pieces() {
        let workloads = whole(&[("a", "level-3", u64::MAX, 1000)]);
        assert!(workloads.len() as u64 <= PIECES_MAX + 1, "{}", workloads.len());
    }
}
