//! Random problems: every packing is legal, no bound is above the best there is.

use proptest::prelude::*;

use super::*;

const EFFORT: u64 = 300_000;

fn kinds(dims: usize) -> impl Strategy<Value = Vec<BinKind>> {
    let one = (prop::collection::vec(0..40_u64, dims), 0..9_u64, prop::option::of(0..3_usize));
    prop::collection::vec(one, 1..4).prop_map(|kinds| {
        let kind = |(capacity, price, count_max)| BinKind { capacity, price, count_max };
        kinds.into_iter().map(kind).collect()
    })
}

fn problems(items_max: usize) -> impl Strategy<Value = Problem> {
    (1..4_usize, 0..=items_max).prop_flat_map(|(dims, items)| {
        let needs = prop::collection::vec(0..24_u64, dims * items);
        let apart = prop::collection::vec(prop::option::weighted(0.4, 0..3_u32), items);
        (kinds(dims), needs, apart, any::<bool>()).prop_map(|(kinds, needs, apart, has_groups)| {
            Problem { kinds, needs, apart: if has_groups { apart } else { Vec::new() } }
        })
    })
}

/// Kinds at prices near what they hold, the first with as few as none, one always without limit; groups
/// as often as not.
fn priced(items_max: usize) -> impl Strategy<Value = Problem> {
    let kind = (8..24_u64, 8..24_u64, 4..12_u64);
    let needs = prop::collection::vec(1..9_u64, 0..=2 * items_max);
    let apart = prop::collection::vec(prop::option::weighted(0.5, 0..3_u32), items_max);
    (prop::collection::vec(kind, 2..4), 0..3_usize, needs, apart).prop_map(
        |(kinds, few, needs, apart)| {
            let kind = |(at, (a, b, price)): (usize, (u64, u64, u64))| BinKind {
                capacity: vec![a, b],
                price: price * (a + b),
                count_max: (at == 0).then_some(few),
            };
            Problem { kinds: kinds.into_iter().enumerate().map(kind).collect(), needs, apart }
        },
    )
}

/// Amounts at the end of what sums, products and floating point take: any, and often such as are packed by
/// every way there is.
fn large() -> impl Strategy<Value = u64> {
    prop_oneof![1 => any::<u64>(), 2 => 0..1_u64 << 50, 2 => 1_u64 << 44..1 << 48]
}

fn any_price() -> impl Strategy<Value = u64> {
    prop_oneof![1 => any::<u64>(), 3 => 0..1_u64 << 40]
}

/// Every item is in one place, no bin is overfull or holds two of a group, no kind is overdrawn, and
/// figures are what the bins say.
fn assert_legal(problem: &Problem, packing: &Packing) {
    let dims = problem.dims();
    let mut places: Vec<usize> = vec![0; problem.needs.len() / dims];
    let mut price = 0;
    for bin in &packing.bins {
        assert!(!bin.items.is_empty());
        let kind = &problem.kinds[bin.kind];
        price += u128::from(kind.price);
        let mut groups = Vec::new();
        for d in 0..dims {
            let needs = bin.items.iter().map(|item| u128::from(problem.needs[item * dims + d]));
            let used: u128 = needs.sum();
            let capacity = u128::from(kind.capacity[d]);
            assert!(used <= capacity, "{used} of {capacity} in {bin:?}");
        }
        for &item in &bin.items {
            places[item] += 1;
            if let Some(group) = problem.apart.get(item).copied().flatten() {
                assert!(!groups.contains(&group), "two of group {group} in {bin:?}");
                groups.push(group);
            }
        }
    }
    for &item in packing.too_large.iter().chain(&packing.without_bin) {
        places[item] += 1;
    }
    assert!(places.iter().all(|&count| count == 1), "{places:?}");
    for (index, kind) in problem.kinds.iter().enumerate() {
        let used = packing.bins.iter().filter(|bin| bin.kind == index).count();
        assert!(kind.count_max.is_none_or(|most| used <= most), "{used} of kind {index}");
    }
    assert_eq!(packing.price, price);
    assert!(packing.bound.price <= price, "{:?} above {price}", packing.bound);
    assert!(packing.bound.bins <= packing.bins.len(), "{:?}", packing.bound);
}

/// The least price of the items from `item` on, given what is open; `None` when they do not fit.
fn least(
    problem: &Problem,
    items: &[usize],
    open: &mut Vec<(usize, Vec<u64>, Vec<u32>)>,
) -> Option<u128> {
    let Some((&item, rest)) = items.split_first() else { return Some(0) };
    let dims = problem.dims();
    let need = &problem.needs[item * dims..(item + 1) * dims];
    let group = problem.apart.get(item).copied().flatten();
    let mut best = None;
    for bin in 0..open.len() {
        let (_, free, groups) = &open[bin];
        let is_apart = group.is_none_or(|group| !groups.contains(&group));
        if is_apart && need.iter().zip(free).all(|(n, f)| n <= f) {
            let before = open[bin].clone();
            open[bin].1.iter_mut().zip(need).for_each(|(free, need)| *free -= need);
            open[bin].2.extend(group);
            best = smaller(best, least(problem, rest, open));
            open[bin] = before;
        }
    }
    for (index, kind) in problem.kinds.iter().enumerate() {
        let used = open.iter().filter(|bin| bin.0 == index).count();
        let is_left = kind.count_max.is_none_or(|most| used < most);
        if is_left && need.iter().zip(&kind.capacity).all(|(n, c)| n <= c) {
            let free = kind.capacity.iter().zip(need).map(|(c, n)| c - n).collect();
            open.push((index, free, group.into_iter().collect()));
            let price = least(problem, rest, open).map(|price| price + u128::from(kind.price));
            best = smaller(best, price);
            open.pop();
        }
    }
    best
}

fn smaller(a: Option<u128>, b: Option<u128>) -> Option<u128> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What the packing and the bound must be, held against the best there is.
fn assert_near_the_best(problem: &Problem) {
    let packing = pack(problem, EFFORT);
    assert_legal(problem, &packing);
    let items = problem.needs.len() / problem.dims();
    let fitting: Vec<usize> = (0..items).filter(|item| !packing.too_large.contains(item)).collect();
    if !packing.without_bin.is_empty() {
        return;
    }
    let best = least(problem, &fitting, &mut Vec::new()).expect("the packing is one");
    assert!(packing.bound.price <= best, "{:?} above the best, {best}", packing.bound);
    assert!(best <= packing.price, "{} below the best, {best}", packing.price);
}

/// The least price of bins that are together as large as the needs, by trying all numbers of them.
fn least_cover(kinds: &[BinKind], rest: &[i64]) -> Option<u128> {
    if rest.iter().all(|&rest| rest <= 0) {
        return Some(0);
    }
    let (kind, others) = kinds.split_first()?;
    let most = kind.count_max.unwrap_or(usize::MAX).min(40);
    let price = |count: usize| {
        let left = rest.iter().zip(&kind.capacity).map(|(r, &c)| r - (c * count as u64) as i64);
        let of_others = least_cover(others, &left.collect::<Vec<_>>())?;
        Some(of_others + u128::from(kind.price) * count as u128)
    };
    (0..=most).filter_map(price).min()
}

// A case that fails is written to `proptest-regressions/placement/packing/property_tests.txt`, which is
// committed and tried again before any new one.
proptest! {
    #[test]
    fn every_packing_is_legal(problem in problems(60)) {
        let packing = pack(&problem, EFFORT);
        assert_legal(&problem, &packing);
    }

    #[test]
    fn a_bound_is_not_above_the_best_nor_a_price_below(problem in problems(7)) {
        assert_near_the_best(&problem);
    }

    #[test]
    fn bins_as_large_as_the_needs_are_the_cheapest(
        kinds in kinds(2),
        totals in prop::collection::vec(0..40_u64, 2),
    ) {
        let rest: Vec<i64> = totals.iter().map(|&total| total as i64).collect();
        let best = least_cover(&kinds, &rest);
        let totals: Vec<u128> = totals.into_iter().map(u128::from).collect();
        let found = cover::cheapest(&kinds, &totals, cover::PROOF_LOOKS, &mut Steps::new(u64::MAX));
        let found = found.map(|(counts, is_proven)| {
            assert!(is_proven, "{counts:?}");
            let parts = counts.iter().zip(&kinds);
            parts.map(|(&count, kind)| count as u128 * u128::from(kind.price)).sum::<u128>()
        });
        prop_assert_eq!(found, best);
    }

    #[test]
    fn dear_and_few_kinds_are_bounded_in_price(problem in priced(7)) {
        assert_near_the_best(&problem);
    }

    #[test]
    fn one_kind_without_limit_is_bounded_in_bins(
        capacity in prop::collection::vec(1..60_u64, 2),
        needs in prop::collection::vec(0..40_u64, 0..16),
    ) {
        let needs = needs[..needs.len() / 2 * 2].to_vec();
        assert_near_the_best(&Problem::of_one_kind(&capacity, needs));
    }

    #[test]
    fn amounts_at_the_end_of_the_range_do_not_panic(
        capacity in prop::collection::vec(large(), 2),
        other in prop::collection::vec(large(), 2),
        needs in prop::collection::vec(large(), 0..24),
        prices in [any_price(), any_price()],
        few in prop::option::of(0..6_usize),
    ) {
        let kinds = vec![
            BinKind { capacity, price: prices[0], count_max: None },
            BinKind { capacity: other, price: prices[1], count_max: few },
        ];
        let needs = needs[..needs.len() / 2 * 2].to_vec();
        let problem = Problem { kinds, needs, apart: Vec::new() };
        assert_legal(&problem, &pack(&problem, EFFORT));
    }
}
