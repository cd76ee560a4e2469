use super::*;

fn pack(capacity: &[u64], needs: &[u64]) -> Packing {
    first_fit_decreasing(capacity, needs, |_, _| Ordering::Equal)
}

#[test]
fn the_first_bin_with_room_in_every_resource_is_taken() {
    // Ordered 8/1, 1/8, 5/5, 2/2: the two halves share a bin, the 5/5 needs its own.
    let packing = pack(&[10, 10], &[5, 5, 8, 1, 1, 8, 2, 2]);
    assert_eq!(packing.bins, [vec![1, 2], vec![0, 3]]);
}

#[test]
fn an_item_larger_than_a_bin_is_set_aside() {
    let packing = pack(&[10, 10], &[11, 0, 0, 11, 10, 10]);
    assert_eq!(packing.too_large, [0, 1]);
    assert_eq!(packing.bins, [vec![2]]);
}

#[test]
fn the_tree_finds_the_same_bin_as_a_scan() {
    let mut bins = Bins::new(&[100, 100]);
    let mut free: Vec<[u64; 2]> = Vec::new();
    let mut seed = 7_u64;
    for _ in 0..2000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let need = [(seed >> 33) % 60, (seed >> 43) % 60];
        let scanned = free.iter().position(|f| f[0] >= need[0] && f[1] >= need[1]);
        assert_eq!(bins.first_fit(&need), scanned);
        let bin = scanned.unwrap_or_else(|| {
            free.push([100, 100]);
            bins.open(&[100, 100])
        });
        free[bin] = [free[bin][0] - need[0], free[bin][1] - need[1]];
        bins.take(bin, &need);
    }
}

#[test]
fn the_lower_bound_is_the_scarcest_resource_rounded_up() {
    assert_eq!(lower_bound(&[10, 10], &[21, 30]), (3, Some(1)));
    assert_eq!(lower_bound(&[10, 10], &[0, 0]), (0, None));
    assert_eq!(lower_bound(&[0, 10], &[0, 5]), (1, Some(1)));
}

#[test]
fn items_without_needs_go_into_one_bin() {
    assert_eq!(pack(&[0, 0], &[0, 0, 0, 0]).bins, [vec![0, 1]]);
    assert_eq!(pack(&[], &[1]).bins, Vec::<Vec<usize>>::new());
}

#[test]
fn small_items_of_opposite_needs_share_bins() {
    // Forty items of 4/1 and forty of 1/5 into bins of 100/100; both resources need at least 3 bins.
    // By size alone the 1/5 come first, twenty a bin, and leave no room for the others.
    let needs: Vec<u64> = [[4, 1]; 40].into_iter().chain([[1, 5]; 40]).flatten().collect();
    assert_eq!(pack(&[100, 100], &needs).bins.len(), 3);
}
