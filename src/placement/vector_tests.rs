use super::*;

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
        let from = (seed >> 53) as usize % (free.len() + 2);
        let later = (from..free.len()).find(|&b| free[b][0] >= need[0] && free[b][1] >= need[1]);
        assert_eq!(bins.first_fit_from(&need, from), later);
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
