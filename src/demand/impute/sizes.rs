//! Sizes with how often each is stated: as many lines as there are different sizes, however many
//! machines state them.

use std::collections::BTreeMap;

/// Sizes in ascending order, each as often as it is stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The different sizes, ascending.
    values: Vec<u64>,
    /// How many machines state a size no larger than that of the same place.
    through: Vec<u64>,
}

impl Sizes {
    /// How many there are, equal ones each by itself.
    pub fn len(&self) -> usize {
        self.through.last().map_or(0, |count| usize::try_from(*count).unwrap_or(usize::MAX))
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The size at a place of all in ascending order, counted from 0; the largest beyond the end.
    ///
    /// Panics where there are none.
    pub fn at(&self, index: usize) -> u64 {
        let before = self.through.partition_point(|count| *count <= index as u64);
        self.values[before.min(self.values.len() - 1)]
    }

    /// The different sizes in ascending order, with how often each is stated.
    pub fn counts(&self) -> impl Iterator<Item = (u64, u64)> {
        let before = std::iter::once(0).chain(self.through.iter().copied());
        let counts = self.through.iter().zip(before).map(|(through, before)| through - before);
        self.values.iter().copied().zip(counts)
    }

    /// Every size in ascending order, equal ones each by itself.
    pub fn each(&self) -> impl Iterator<Item = u64> {
        self.counts().flat_map(|(value, count)| (0..count).map(move |_| value))
    }

    /// Mean and variance (that of these sizes, not of a sample).
    pub fn moments(&self) -> (f64, f64) {
        let count = self.len() as f64;
        let mean =
            self.counts().map(|(size, times)| size as f64 * times as f64).sum::<f64>() / count;
        let square = |size: u64| (size as f64 - mean) * (size as f64 - mean);
        let squares = self.counts().map(|(size, times)| square(size) * times as f64);
        (mean, squares.sum::<f64>() / count)
    }

    /// The sizes of all of them.
    pub fn together<'a>(all: impl Iterator<Item = &'a Self>) -> Self {
        all.flat_map(Self::counts).collect()
    }
}

impl FromIterator<(u64, u64)> for Sizes {
    /// Sizes with how often each is stated, in any order, one size several times or not.
    fn from_iter<T: IntoIterator<Item = (u64, u64)>>(sizes: T) -> Self {
        let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
        for (size, times) in sizes.into_iter().filter(|(_, times)| *times > 0) {
            *counts.entry(size).or_default() += times;
        }
        let mut so_far = 0;
        let through = counts.values().map(|times| {
            so_far += times;
            so_far
        });
        let through = through.collect();
        Self { values: counts.into_keys().collect(), through }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sizes_are_those_of_a_sorted_list(
            mut list in prop::collection::vec(0_u64..20, 1..60),
            split in 0_usize..60,
        ) {
            let (a, b) = list.split_at(split.min(list.len()));
            let once = |list: &[u64]| list.iter().map(|size| (*size, 1)).collect::<Sizes>();
            let sizes = Sizes::together([once(a), once(b)].iter());
            prop_assert_eq!(&sizes, &once(&list));
            list.sort_unstable();
            prop_assert_eq!(sizes.len(), list.len());
            prop_assert_eq!(sizes.each().collect::<Vec<_>>(), list.clone());
            for (index, size) in list.iter().enumerate() {
                prop_assert_eq!(sizes.at(index), *size);
            }
            let count = list.len() as f64;
            let mean = list.iter().sum::<u64>() as f64 / count;
            let squares = list.iter().map(|size| (*size as f64 - mean).powi(2)).sum::<f64>();
            let (found, variance) = sizes.moments();
            prop_assert!((found - mean).abs() < 1e-9 && (variance - squares / count).abs() < 1e-9);
        }
    }
}
