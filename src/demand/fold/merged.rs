//! Amounts of many workloads put together, so that they take as much room as there are kinds of them.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use crate::demand::amount::{Resource, Standing, Tier};
use crate::demand::factor::{Driver, Level, Need, Recipe};
use crate::demand::impute::GroupId;
use crate::demand::part::{Part, PartSize};
use crate::plan::{Basis, Plan};

/// Parts per raw unit in which sums are kept: whole numbers, so that a sum is the same in whatever
/// order it is added. A size is off by 2^-33 of a thousandth of a vCPU, or of a byte, at most.
const PER_UNIT: f64 = 4_294_967_296.0;

/// Between which two values the factor of each need lies at any level of the assumptions.
#[derive(Debug, Clone)]
pub struct Bounds {
    by_need: [(f64, f64); Need::ALL.len()],
}

impl Bounds {
    /// Those of a plan: each assumption at its ends and at its value.
    pub fn of(plan: &Plan) -> Self {
        let likely = Level::likely(plan);
        let of_need = |need: Need| {
            let at = need.factor(&likely);
            let ends = need.drivers().iter().flat_map(|driver: &Driver| {
                let assumption = driver.of(plan);
                [assumption.low(), assumption.high()]
                    .map(|end| need.factor(&likely.with(*driver, end)))
            });
            ends.fold((at, at), |(low, high), end| (low.min(end), high.max(end)))
        };
        Self { by_need: Need::ALL.map(of_need) }
    }

    const fn of_recipe(&self, recipe: Recipe) -> (f64, f64) {
        self.by_need[recipe.need as usize]
    }
}

/// What parts have in common that can be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Kind {
    resource: Resource,
    tier: Tier,
    basis: Basis,
    recipe: Recipe,
    standing: Standing,
    column: &'static str,
    size: SizeKind,
}

/// What becomes of sizes that are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum SizeKind {
    /// They are added: no least need applies at any level of the assumptions.
    Added,
    /// Their least needs are added: these apply at every level.
    LeastNeeds,
    /// Equal sizes, by their bits, with an equal least need that may apply or not.
    Floored { size: u64, floor: u64 },
    /// Sizes of one group of peers, of equal weight by its bits.
    Peers { group: GroupId, weight: u64 },
}

/// Parts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    /// Sizes or least needs, in [`PER_UNIT`] parts of a raw unit; nothing for the other kinds.
    added: i128,
    /// How many.
    count: u64,
    likely: u64,
}

impl Sum {
    fn plus(&mut self, other: Self) {
        self.added += other.added;
        self.count += other.count;
        self.likely = self.likely.saturating_add(other.likely);
    }
}

/// Parts of many workloads, put together.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// Kinds whose sizes are added: few, and met in the same order by each workload.
    added: Vec<(Kind, Sum)>,
    /// Where the next is likely to stand.
    next: usize,
    /// Kinds of equal sizes.
    equal: HashMap<Kind, Sum, FixedState>,
}

impl Merged {
    /// Adds the parts of so many equal workloads.
    pub fn add(&mut self, parts: &[Part], times: u64, bounds: &Bounds) {
        self.next = 0;
        for part in parts {
            let (size, added) = kind_of(part, bounds);
            let kind = Kind {
                resource: part.resource,
                tier: part.tier,
                basis: part.basis,
                recipe: part.recipe,
                standing: part.standing,
                column: part.column,
                size,
            };
            let added = (added * PER_UNIT).round() as i128 * i128::from(times);
            let likely = part.likely.saturating_mul(times);
            self.put(kind, Sum { added, count: times, likely });
        }
    }

    fn put(&mut self, kind: Kind, sum: Sum) {
        if matches!(kind.size, SizeKind::Floored { .. } | SizeKind::Peers { .. }) {
            self.equal.entry(kind).or_default().plus(sum);
            return;
        }
        let ahead = self.added[self.next.min(self.added.len())..].iter();
        let place = match ahead.clone().position(|(known, _)| *known == kind) {
            Some(ahead) => self.next + ahead,
            None => match self.added.iter().position(|(known, _)| *known == kind) {
                Some(place) => place,
                None => {
                    self.added.push((kind, Sum::default()));
                    self.added.len() - 1
                }
            },
        };
        self.added[place].1.plus(sum);
        self.next = place + 1;
    }

    /// Adds what others have put together.
    pub fn absorb(&mut self, other: Self) {
        self.next = 0;
        for (kind, sum) in other.added.into_iter().chain(other.equal) {
            self.put(kind, sum);
        }
    }

    /// The parts, in the order of their kinds.
    pub fn into_parts(self) -> Vec<Part> {
        let kinds: BTreeMap<Kind, Sum> = self.added.into_iter().chain(self.equal).collect();
        kinds.into_iter().map(|(kind, sum)| part_of(kind, sum)).collect()
    }
}

/// The kind of a part's size, and what of it is added.
fn kind_of(part: &Part, bounds: &Bounds) -> (SizeKind, f64) {
    match part.size {
        PartSize::Peers { group, weight } => {
            debug_assert!(part.floor <= 0.0, "least needs are of machines whose size is known");
            (SizeKind::Peers { group, weight: weight.to_bits() }, 0.0)
        }
        PartSize::Stated { size, share } => {
            let (size, (low, high)) = (size * share, bounds.of_recipe(part.recipe));
            if size * low >= part.floor {
                (SizeKind::Added, size)
            } else if size * high <= part.floor {
                (SizeKind::LeastNeeds, part.floor)
            } else {
                let floor = part.floor.to_bits();
                (SizeKind::Floored { size: size.to_bits(), floor }, 0.0)
            }
        }
    }
}

fn part_of(kind: Kind, sum: Sum) -> Part {
    let added = sum.added as f64 / PER_UNIT;
    let stated = |size| PartSize::Stated { size, share: 1.0 };
    let (size, floor, times) = match kind.size {
        SizeKind::Added => (stated(added), 0.0, 1),
        SizeKind::LeastNeeds => (stated(0.0), added, 1),
        SizeKind::Floored { size, floor } => {
            (stated(f64::from_bits(size)), f64::from_bits(floor), sum.count)
        }
        SizeKind::Peers { group, weight } => {
            (PartSize::Peers { group, weight: f64::from_bits(weight) }, 0.0, sum.count)
        }
    };
    Part {
        resource: kind.resource,
        tier: kind.tier,
        basis: kind.basis,
        size,
        times,
        recipe: kind.recipe,
        floor,
        horizon: None,
        standing: kind.standing,
        is_used: false,
        column: kind.column,
        likely: sum.likely,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::demand::impute::Peers;

    fn part(size: f64, floor: f64, need: Need) -> Part {
        Part {
            resource: Resource::Vcpu,
            tier: Tier::None,
            basis: Basis::RightSized,
            size: PartSize::Stated { size, share: 0.5 },
            times: 1,
            recipe: Recipe::of(need),
            floor,
            horizon: None,
            standing: Standing::Declared,
            is_used: false,
            column: "vcpu_count",
            likely: size as u64,
        }
    }

    proptest! {
        /// Put together in any order, parts come to what they come to one by one, at every level.
        #[test]
        fn parts_put_together_come_to_the_same(
            sizes in prop::collection::vec((1_u32..8_000, 0_u32..3_000, any::<bool>(), 1_u64..3), 1..40),
            at in 0.0_f64..=1.0,
            split in 0_usize..40,
        ) {
            let plan = Plan::built_in();
            let peers = Peers::default();
            let bounds = Bounds::of(&plan);
            let parts: Vec<(Part, u64)> = sizes
                .iter()
                .map(|(size, floor, is_measured, times)| {
                    let need = if *is_measured { Need::CpuComfort } else { Need::AsIs };
                    (part(f64::from(*size), f64::from(*floor), need), *times)
                })
                .collect();
            let assumption = Driver::CpuComfort.of(&plan);
            let value = assumption.low() + (assumption.high() - assumption.low()) * at;
            let level = Level::likely(&plan).with(Driver::CpuComfort, value);
            let merge = |parts: &[(Part, u64)]| {
                let mut merged = Merged::default();
                parts.iter().for_each(|(part, n)| merged.add(std::slice::from_ref(part), *n, &bounds));
                merged
            };
            let (a, b) = parts.split_at(split.min(parts.len()));
            let mut there = merge(a);
            there.absorb(merge(b));
            let mut back = merge(b);
            back.absorb(merge(a));
            let (there, back) = (there.into_parts(), back.into_parts());
            prop_assert_eq!(&there, &back);
            let one_by_one: f64 =
                parts.iter().map(|(p, n)| p.value(&level, &plan, &peers) * *n as f64).sum();
            let together: f64 = there.iter().map(|part| part.value(&level, &plan, &peers)).sum();
            prop_assert!((one_by_one - together).abs() <= 1e-9 * one_by_one, "{one_by_one} {together}");
            let likely: u64 = parts.iter().map(|(part, n)| part.likely * n).sum();
            prop_assert_eq!(there.iter().map(|part| part.likely).sum::<u64>(), likely);
        }
    }
}
