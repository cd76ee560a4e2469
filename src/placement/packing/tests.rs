use super::instance::Instance;
use super::*;

const EFFORT: u64 = 3_000_000;

fn kind(capacity: &[u64], price: u64, count_max: Option<usize>) -> BinKind {
    BinKind { capacity: capacity.to_vec(), price, count_max }
}

fn sizes(packing: &Packing) -> Vec<usize> {
    let mut sizes: Vec<usize> = packing.bins.iter().map(|bin| bin.items.len()).collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn opposite_needs_share_bins() {
    let needs: Vec<u64> = [[9, 1]; 4].into_iter().chain([[1, 9]; 4]).flatten().collect();
    let packing = pack(&Problem::of_one_kind(&[10, 10], needs), EFFORT);
    assert_eq!(sizes(&packing), [2, 2, 2, 2]);
    let bound = Bound { price: 4, bins: 4, method: BoundMethod::Volume };
    assert_eq!((packing.bound, packing.price), (bound, 4));
}

#[test]
fn what_no_filling_finds_a_mix_of_patterns_does() {
    // Six triplets that fill a bin of 100 to the last unit; filling the largest first wastes a bin.
    let needs = vec![51, 27, 22, 51, 26, 23, 52, 25, 23, 48, 28, 24, 47, 29, 24, 46, 30, 24];
    let packing = pack(&Problem::of_one_kind(&[100], needs), EFFORT);
    assert_eq!(sizes(&packing), [3; 6]);
    assert_eq!(packing.bound.bins, 6);
}

#[test]
fn a_fraction_of_a_bin_is_a_bin_of_the_bound() {
    // Items of 6 never share a bin of 10: nine bins, where the volume asks for six.
    let packing = pack(&Problem::of_one_kind(&[10], vec![6; 9]), EFFORT);
    assert_eq!((packing.bins.len(), packing.bound.bins), (9, 9));
    // In two dimensions at a time, as shares: 0.6 + 0.6 of either never meet, in no one dimension.
    let needs = vec![6, 6, 0, 6, 0, 6, 6, 6, 0];
    let packing = pack(&Problem::of_one_kind(&[10, 10, 10], needs), EFFORT);
    assert_eq!((packing.bins.len(), packing.bound.bins), (3, 3));
    assert_eq!(packing.bound.method, BoundMethod::Apart);
}

#[test]
fn what_is_larger_than_a_bin_is_set_aside() {
    let packing = pack(&Problem::of_one_kind(&[10, 10], vec![11, 0, 3, 3, 0, 11]), EFFORT);
    assert_eq!(packing.too_large, [0, 2]);
    assert_eq!(packing.bins, [Bin { kind: 0, items: vec![1] }]);
    assert_eq!(packing.bound.bins, 1);
}

#[test]
fn items_without_needs_and_bins_without_room_are_packed_too() {
    assert_eq!(sizes(&pack(&Problem::of_one_kind(&[0, 0], vec![0; 8]), EFFORT)), [4]);
    assert_eq!(sizes(&pack(&Problem::of_one_kind(&[0, 5], vec![0, 5, 0, 5]), EFFORT)), [1, 1]);
    assert!(pack(&Problem::default(), EFFORT).bins.is_empty());
    assert!(pack(&Problem::of_one_kind(&[], vec![1]), EFFORT).bins.is_empty());
}

#[test]
fn the_cheaper_mix_of_kinds_is_taken() {
    // Ten items of 3: a bin of 10 at 10 holds three, one of 6 at 5 holds two.
    let kinds = vec![kind(&[10], 10, None), kind(&[6], 5, None)];
    let packing = pack(&Problem { kinds, needs: vec![3; 10], apart: vec![] }, EFFORT);
    assert_eq!((packing.price, packing.bound.price), (25, 25));
    assert!(packing.bins.iter().all(|bin| bin.kind == 1));
    // Prices are whole multiples of five: 22 asks for 25.
    assert_eq!(packing.bound.bins, 3);
}

#[test]
fn no_more_bins_of_a_kind_are_used_than_there_are() {
    let kinds = vec![kind(&[10], 1, Some(1)), kind(&[5], 1, Some(2))];
    let packing = pack(&Problem { kinds, needs: vec![5; 6], apart: vec![] }, EFFORT);
    assert_eq!(packing.bins.iter().filter(|bin| bin.kind == 0).count(), 1);
    assert_eq!(packing.bins.iter().filter(|bin| bin.kind == 1).count(), 2);
    assert_eq!(packing.without_bin.len(), 2, "four of six have room");
    assert_eq!((packing.price, packing.bound.price), (3, 3), "the bound knows that one is all");
}

#[test]
fn items_of_a_group_go_into_different_bins() {
    let apart = vec![Some(7), Some(7), Some(7), Some(8), Some(8), None];
    let problem = Problem { apart, ..Problem::of_one_kind(&[10], vec![2; 6]) };
    let packing = pack(&problem, EFFORT);
    assert_eq!((packing.bins.len(), packing.bound.bins), (3, 3));
    assert_eq!(packing.bound.method, BoundMethod::Apart);
    for bin in &packing.bins {
        assert!(bin.items.iter().filter(|&&item| item < 3).count() <= 1, "{bin:?}");
        assert!(bin.items.iter().filter(|&&item| (3..5).contains(&item)).count() <= 1, "{bin:?}");
    }
}

#[test]
fn the_order_of_the_items_changes_nothing_but_which_of_equals_goes_where() {
    let needs: Vec<[u64; 2]> = (0..200).map(|i| [7 + i * 37 % 41, 3 + i * 53 % 47]).collect();
    let reversed: Vec<u64> = needs.iter().rev().flatten().copied().collect();
    let needs: Vec<u64> = needs.into_iter().flatten().collect();
    let of = |needs| pack(&Problem::of_one_kind(&[100, 100], needs), EFFORT);
    let (first, second) = (of(needs.clone()), of(reversed));
    assert_eq!(sizes(&first), sizes(&second));
    assert_eq!((first.bound, first.steps), (second.bound, second.steps));
    assert_eq!(first, of(needs));
}

#[test]
fn many_distinct_items_are_packed_close_to_the_bound() {
    let needs: Vec<u64> = (0..6_000_u64)
        .flat_map(|i| [500 + i * 7_919 % 7_001, 1_000 + i * 104_729 % 60_013])
        .collect();
    let packing = pack(&Problem::of_one_kind(&[64_000, 524_288], needs), 2_000_000);
    assert_eq!(packing.bins.iter().map(|bin| bin.items.len()).sum::<usize>(), 6_000);
    let (bins, bound) = (packing.bins.len(), packing.bound.bins);
    assert!(bins * 100 <= bound * 103, "{bins} bins, bound {bound}");
}

#[test]
fn an_instance_is_read_or_refused_by_line() {
    let instance = Instance::parse("2\n10 20\n2\n1 -2 1\n3 4 2\n").expect("an instance");
    assert_eq!(instance.capacity, [10, 20]);
    assert_eq!(instance.sizes, [1, -2, 3, 4, 3, 4]);
    assert_eq!(instance.items(), 3);
    let refused = |text: &str| Instance::parse(text).expect_err("no instance").to_string();
    assert_eq!(
        refused("zone;vcpu\n"),
        "line 1: found \"zone;vcpu\", expected one number from 1 to 1000, the dimensions"
    );
    assert_eq!(
        refused("2\n10 20\n\n2\n1 2 1\n3 4\n"),
        "line 6: found \"3 4\", expected 2 sizes up to 1099511627776 and how many there are of the item"
    );
    assert_eq!(
        refused("1\n10\n2\n1 1\n"),
        "line 5: found \"the end of the file\", expected 1 sizes up to 1099511627776 and how many there are of the item"
    );
    assert_eq!(refused("1\n10\n1\n1 1\n7\n"), "line 5: found \"7\", expected the end of the file");
}

#[test]
fn sizes_below_zero_never_lift_the_bound_above_the_best() {
    // 51 + 51 fit beside -2, and all three make one bin; as zero they would take two.
    let instance = Instance::parse("1\n100\n3\n51 1\n51 1\n-2 1\n").expect("an instance");
    let packing = instance.pack(EFFORT);
    assert_eq!((packing.bins.len(), packing.bound.bins), (2, 1));
}

#[test]
fn exchanges_close_the_gaps_that_first_fit_leaves() {
    let needs: Vec<u64> =
        (0..1_500_u64).flat_map(|i| [20 + i * 7_919 % 61, 20 + i * 104_729 % 67]).collect();
    let model = model::gather(&Problem::of_one_kind(&[1_000, 1_100], needs)).model;
    let mut steps = Steps::new(20_000_000);
    let filled = firstfit::fill(&model, &model.counts(), firstfit::Size::Sum, &mut steps);
    let mut bins = filled.expect("steps enough").bins;
    let (before, least) = (bins.len(), bound::volume(&model).price);
    let mut chance = crate::chance::Chance::new(1, 0);
    squeeze::squeeze(&model, &mut bins, least, &mut chance, &mut steps);
    assert!(bins.len() < before, "{} of {before} bins", bins.len());
    assert!(bins.len() as u128 <= least + 1, "{} bins, bound {least}", bins.len());
}

/// Amounts of a host: vCPU in thousandths, bytes of memory and of disk, IOPS, Mbit/s, GPUs.
const HOST: [u64; 6] = [256_000, 512 << 30, 20_000_000_000_000, 200_000, 50_000, 4];

/// Workloads as measuring sizes them, no two alike: needs that go together, from many small ones to a few
/// as large as half a host; one in thirty has a GPU.
fn measured(count: usize) -> Vec<u64> {
    let mut chance = crate::chance::Chance::new(20_260_101, 3);
    let mut needs = Vec::new();
    for _ in 0..count {
        let size = chance.lognormal(1.0, 0.8);
        for (d, median) in [2e3, 6e9, 1.5e11, 300.0, 200.0].into_iter().enumerate() {
            let need = median * size * chance.lognormal(1.0, 0.6);
            needs.push((need as u64).clamp(1, HOST[d] / 2));
        }
        needs.push(u64::from(chance.happens(1.0 / 30.0)));
    }
    needs
}

/// At most so many hundredths of a percent above the bound, and everything is packed.
fn assert_within(problem: &Problem, most: u128) {
    let packing = pack(problem, 100_000_000);
    let packed: usize = packing.bins.iter().map(|bin| bin.items.len()).sum();
    assert_eq!(packed * 6, problem.needs.len());
    let (price, bound) = (packing.price, packing.bound.price);
    assert!(price * 10_000 <= bound * (10_000 + most), "{price}, bound {bound}");
}

#[test]
fn six_needs_and_replicas_apart_are_packed_close_to_the_bound() {
    let apart = (0..1_500).map(|item| (item % 5 < 3).then_some(item / 5)).collect();
    assert_within(&Problem { apart, ..Problem::of_one_kind(&HOST, measured(1_500)) }, 100);
}

#[test]
fn the_mix_of_kinds_comes_close_to_the_bound() {
    let kind = |parts: [u64; 6], price, count_max| {
        let capacity = HOST.iter().zip(parts).map(|(c, half)| c / 2 * half).collect();
        BinKind { capacity, price, count_max }
    };
    // As it is, with twice the memory, and half of it; in a ratio that neither serves alone.
    let large = kind([2, 4, 2, 2, 2, 2], 130, None);
    for few in [None, Some(6)] {
        let kinds = vec![kind([2; 6], 100, few), large.clone(), kind([1; 6], 55, None)];
        assert_within(&Problem { kinds, needs: measured(1_500), apart: Vec::new() }, 200);
    }
}

#[test]
fn the_bound_knows_what_two_kinds_cost_together() {
    // 60 of either need: three of each kind hold them, at 30. By one need alone it would be 25.
    let needs: Vec<u64> = [[1, 0]; 60].into_iter().chain([[0, 1]; 60]).flatten().collect();
    let kinds = vec![kind(&[12, 8], 5, None), kind(&[8, 12], 5, None)];
    let packing = pack(&Problem { kinds, needs, apart: vec![] }, EFFORT);
    assert_eq!((packing.price, packing.bound.price), (30, 30));
}

#[test]
fn members_of_a_group_as_large_as_the_pool_are_spread_first() {
    // Each of 40 bins must take one of the group; by size alone the group would come last.
    let needs: Vec<u64> = (0..400).map(|item| if item < 40 { 1 } else { 11 }).collect();
    let apart = (0..400).map(|item| (item < 40).then_some(0)).collect();
    let packing = pack(&Problem { apart, ..Problem::of_one_kind(&[100], needs) }, EFFORT);
    assert_eq!((packing.bins.len(), packing.bound.bins), (40, 40));
}

#[test]
fn a_kind_that_holds_nothing_changes_nothing() {
    // Two bins of 17 cost 12, one of 17 and one of 23 cost 13; a free bin of nothing helps neither.
    let kinds = vec![kind(&[17, 1], 6, None), kind(&[23, 1], 7, None), kind(&[0, 0], 0, None)];
    let problem = Problem { kinds, needs: [[1, 0]; 24].concat(), apart: vec![] };
    let packing = pack(&problem, EFFORT);
    assert_eq!((packing.price, packing.bound.price), (12, 12));
}

#[test]
fn items_that_fit_the_large_kind_alone_are_held_against_it_alone() {
    // 64 cores and 1 TiB at 100, 32 and 512 GiB at 45: where all fit, the small kind is the cheaper. One item
    // in 36 is above 512 GiB.
    let (cores, gib) = (1_000, 1 << 30);
    let kinds =
        vec![kind(&[64 * cores, 1_024 * gib], 100, None), kind(&[32 * cores, 512 * gib], 45, None)];
    let needs: Vec<u64> = (0..900_u64)
        .flat_map(|i| {
            let ram = if i % 36 == 0 { 520 + i % 61 } else { 4 + i * 31 % 57 };
            [500 + i * 7_919 % 7_001, ram * gib + i]
        })
        .collect();
    let effort = 100_000_000;
    let packing = pack(&Problem { kinds, needs, apart: vec![] }, effort);
    let large = packing.bins.iter().filter(|bin| bin.kind == 0).count();
    assert!(large >= 25 && packing.without_bin.is_empty(), "{large} large bins");
    let (price, bound) = (packing.price, packing.bound.price);
    assert!(price * 100 <= bound * 102, "{price}, bound {bound}");
    assert!(packing.steps <= effort / 100 * 101, "{} steps", packing.steps);
}

#[test]
fn what_no_bin_takes_is_not_looked_for_in_every_bin() {
    // Every item is larger than the bins that are there: not one bin is looked at for it.
    let kinds = vec![kind(&[10], 1, None), kind(&[4], 1, None)];
    let needs = (0..50).map(|item| 5 + item % 5).collect();
    let model = model::gather(&Problem { kinds, needs, apart: vec![] }).model;
    let bins = vec![model::Pattern { kind: 1, take: Vec::new() }; 1_000];
    let homeless: Vec<(u32, u32)> = (0_u32..).zip(model.demand.iter().copied()).collect();
    let mut chance = crate::chance::Chance::new(1, 0);
    let settled = |steps: &mut Steps, bins, chance: &mut crate::chance::Chance| {
        let shaped = squeeze::Shaped { bins, homeless: homeless.clone() };
        let exchange = exchange::Exchange::new(&model, shaped).expect("small sums");
        exchange.settled(chance, steps).homeless
    };
    let mut steps = Steps::new(1_000);
    assert_eq!(settled(&mut steps, bins, &mut chance), homeless);
    assert_eq!(steps.taken(), 0);
    // Nor beyond the steps there are: an item looks at a hundred bins at most.
    let bins = vec![model::Pattern { kind: 0, take: Vec::new() }; 1_000];
    let left: u32 = settled(&mut steps, bins, &mut chance).iter().map(|&(_, count)| count).sum();
    assert!(left > 0 && steps.taken() <= 1_100, "{left} left, {} steps", steps.taken());
}

#[test]
fn a_group_is_large_by_the_bins_it_takes_not_by_what_they_cost() {
    // 40 bins of the cheaper kind must take one of the group each; prices of 5 and 12 are no number of bins.
    let needs: Vec<u64> = (0..400).map(|item| if item < 40 { 1 } else { 11 }).collect();
    let apart = (0..400).map(|item| (item < 40).then_some(0)).collect();
    let kinds = vec![kind(&[100], 100, None), kind(&[220], 240, None)];
    let problem = Problem { kinds, needs, apart };
    let mut model = model::gather(&problem).model;
    model.reduce_prices();
    let least = bound::volume(&model.of_largest_kind(&model.demand)).price;
    assert!(firstfit::Size::all(&model, least).contains(&firstfit::Size::Grouped));
    let packing = pack(&problem, 0);
    assert_eq!(packing.price, 4_000, "forty bins, found by the first filling");
}

#[test]
fn more_bins_than_there_are_numbers_are_no_panic() {
    // So many free bins hold the first need that their number leaves the type.
    let kinds = vec![kind(&[1, 0], 0, None), kind(&[0, 1], 1, None)];
    let totals = [1 << 65, 1];
    let mut steps = Steps::new(u64::MAX);
    assert_eq!(cover::cheapest(&kinds, &totals, 1_000, &mut steps), None);
}
