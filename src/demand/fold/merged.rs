//! Amounts of many workloads put together, so that they take as much room as there are kinds of them.

use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    resource: Resource,
    tier: Tier,
    basis: Basis,
    recipe: Recipe,
    standing: Standing,
    column: &'static str,
    size: SizeKind,
}

impl Hash for Kind {
    /// By what differs most, in one number: kinds are looked up for each amount of each workload.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let size = match self.size {
            SizeKind::Added => 0,
            SizeKind::LeastNeeds => 1,
            SizeKind::Floored => 2,
            SizeKind::Peers(group) => 3 + u64::from(group),
        };
        let [resource, tier, basis, need, standing] = [
            self.resource as u64,
            self.tier as u64,
            self.basis as u64,
            self.recipe.need as u64,
            self.standing as u64,
        ];
        state.write_u64(
            resource | tier << 4 | basis << 8 | need << 12 | standing << 16 | size << 20,
        );
    }
}

/// What becomes of sizes that are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SizeKind {
    /// They are added: no least need applies at any level of the assumptions.
    Added,
    /// Their least needs are added: these apply at every level.
    LeastNeeds,
    /// Equal sizes with an equal least need, which may apply or not, are counted.
    Floored,
    /// Equal weights of a group of peers are counted.
    Peers(GroupId),
}

/// The kinds that were met, each with a number.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    numbers: HashMap<Kind, u32, FixedState>,
    kinds: Vec<Kind>,
}

impl Kinds {
    fn number(&mut self, kind: Kind) -> u32 {
        *self.numbers.entry(kind).or_insert_with(|| {
            self.kinds.push(kind);
            u32::try_from(self.kinds.len() - 1).expect("kinds are few")
        })
    }

    /// The number of every kind.
    pub fn numbers(&self) -> Vec<u32> {
        (0..).take(self.kinds.len()).collect()
    }

    /// The numbers here of the kinds of another.
    pub fn renumbered(&mut self, other: &Self) -> Vec<u32> {
        other.kinds.iter().map(|kind| self.number(*kind)).collect()
    }
}

/// Parts of one kind whose sizes or least needs are added.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    /// In [`PER_UNIT`] parts of a raw unit.
    added: i128,
    likely: u64,
    /// How many.
    times: u64,
}

/// Number of a kind, and the bits of the size and of its least need, or of the weight.
type Equal = (u32, u64, u64);

/// Parts of many workloads, put together.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// By number of the kind; of some there are none.
    added: Vec<Sum>,
    /// How many, and their likely amount.
    equal: HashMap<Equal, (u64, u64), FixedState>,
}

impl Merged {
    /// Adds the parts of so many equal workloads.
    pub fn add(&mut self, parts: &[Part], times: u64, bounds: &Bounds, kinds: &mut Kinds) {
        for part in parts {
            let (size, of_size) = kind_of(part, bounds);
            let kind = kinds.number(Kind {
                resource: part.resource,
                tier: part.tier,
                basis: part.basis,
                recipe: part.recipe,
                standing: part.standing,
                column: part.column,
                size,
            });
            let likely = part.likely.saturating_mul(times);
            match of_size {
                OfSize::Added(size) => {
                    let added = (size * PER_UNIT).round() as i128 * i128::from(times);
                    self.put(kind, Sum { added, likely, times });
                }
                OfSize::Equal(size, floor) => self.count((kind, size, floor), times, likely),
            }
        }
    }

    fn put(&mut self, kind: u32, sum: Sum) {
        let place = kind as usize;
        if self.added.len() <= place {
            self.added.resize(place + 1, Sum::default());
        }
        let known = &mut self.added[place];
        known.added += sum.added;
        known.times += sum.times;
        known.likely = known.likely.saturating_add(sum.likely);
    }

    fn count(&mut self, equal: Equal, times: u64, likely: u64) {
        let known = self.equal.entry(equal).or_default();
        known.0 += times;
        known.1 = known.1.saturating_add(likely);
    }

    /// Adds what others have put together; `numbers` are those here of the kinds there.
    pub fn absorb(&mut self, other: Self, numbers: &[u32]) {
        for (sum, number) in other.added.into_iter().zip(numbers) {
            if sum.times > 0 {
                self.put(*number, sum);
            }
        }
        for ((kind, size, floor), (times, likely)) in other.equal {
            self.count((numbers[kind as usize], size, floor), times, likely);
        }
    }

    /// The parts, in the order of their kinds and sizes.
    pub fn into_parts(self, kinds: &Kinds) -> Vec<Part> {
        let kind = |number: u32| kinds.kinds[number as usize];
        let added = self.added.into_iter().zip(&kinds.kinds).filter(|(sum, _)| sum.times > 0);
        let added = added.map(|(sum, kind)| {
            let size = sum.added as f64 / PER_UNIT;
            let (size, floor) = match kind.size {
                SizeKind::LeastNeeds => (stated(0.0), size),
                _ => (stated(size), 0.0),
            };
            ((*kind, 0, 0), part_of(*kind, (size, floor), 1, sum.likely))
        });
        let equal = self.equal.into_iter().map(|((number, size, floor), (times, likely))| {
            let of = match kind(number).size {
                SizeKind::Peers(group) => {
                    (PartSize::Peers { group, weight: f64::from_bits(size) }, 0.0)
                }
                _ => (stated(f64::from_bits(size)), f64::from_bits(floor)),
            };
            ((kind(number), size, floor), part_of(kind(number), of, times, likely))
        });
        let parts: BTreeMap<(Kind, u64, u64), Part> = added.chain(equal).collect();
        parts.into_values().collect()
    }
}

const fn stated(size: f64) -> PartSize {
    PartSize::Stated { size, share: 1.0 }
}

/// What of a part's size is added, or by what it is told from others that are counted.
enum OfSize {
    Added(f64),
    Equal(u64, u64),
}

fn kind_of(part: &Part, bounds: &Bounds) -> (SizeKind, OfSize) {
    match part.size {
        PartSize::Peers { group, weight } => {
            debug_assert!(part.floor <= 0.0, "least needs are of machines whose size is known");
            (SizeKind::Peers(group), OfSize::Equal(weight.to_bits(), 0))
        }
        PartSize::Stated { size, share } => {
            let (size, (low, high)) = (size * share, bounds.of_recipe(part.recipe));
            if size * low >= part.floor {
                (SizeKind::Added, OfSize::Added(size))
            } else if size * high <= part.floor {
                (SizeKind::LeastNeeds, OfSize::Added(part.floor))
            } else {
                (SizeKind::Floored, OfSize::Equal(size.to_bits(), part.floor.to_bits()))
            }
        }
    }
}

fn part_of(kind: Kind, (size, floor): (PartSize, f64), times: u64, likely: u64) -> Part {
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
        likely,
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
                let (mut merged, mut kinds) = (Merged::default(), Kinds::default());
                for (part, times) in parts {
                    merged.add(std::slice::from_ref(part), *times, &bounds, &mut kinds);
                }
                (merged, kinds)
            };
            let together = |a: &[(Part, u64)], b: &[(Part, u64)]| {
                let ((mut merged, mut kinds), (other, of_other)) = (merge(a), merge(b));
                let numbers = kinds.renumbered(&of_other);
                merged.absorb(other, &numbers);
                merged.into_parts(&kinds)
            };
            let (a, b) = parts.split_at(split.min(parts.len()));
            let (there, back) = (together(a, b), together(b, a));
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
