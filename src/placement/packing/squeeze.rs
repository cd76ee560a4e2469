//! Fewer or cheaper bins: items of the emptiest bins are put into the others whether they have room or
//! not, and items are exchanged between bins until none holds too much.
//!
//! With dozens of items in a bin there are so many exchanges that the last bit of room is found far
//! sooner than by patterns; with three or four there are few, and it gives up early.

use super::cover::roomiest;
use super::exchange::Exchange;
use super::model::{Model, Pattern};
use super::steps::Steps;
use crate::chance::Chance;

/// Tries in vain for the smallest saving, before it gives up.
const TRIES: usize = 4;

/// Saves bins as long as the others can hold what was in them, at a price not below `least`: at first a
/// good part of what the price is above it, in the end one bin at a time.
pub(super) fn squeeze(
    model: &Model,
    bins: &mut Vec<Pattern>,
    least: u128,
    chance: &mut Chance,
    steps: &mut Steps,
) {
    let (mut tries, mut part) = (0, 2);
    while tries < TRIES && bins.len() > 1 && steps.are_left() {
        let price = model.price(bins);
        let Some(above) = price.checked_sub(least).filter(|&above| above > 0) else { return };
        let saved = (above / part).max(1);
        let counts = roomiest(model, price - saved, steps);
        let Some(counts) = counts else { return };
        let mut own = steps.at_most(steps.left() / 4);
        let fewer = Exchange::new(model, shaped(model, bins, &counts, tries))
            .and_then(|exchange| exchange.run(chance, &mut own));
        steps.take(own.taken() + bins.len() as u64 * 8);
        match fewer {
            Some(fewer) => (*bins, tries) = (fewer, 0),
            None if saved > 1 && above / part > 0 => part *= 4,
            None => tries += 1,
        }
    }
}

/// What is in bins, and what is not.
#[derive(Clone)]
pub(super) struct Shaped {
    /// So many of each kind as asked for; some may be empty.
    pub bins: Vec<Pattern>,
    /// Items without a bin: class and count.
    pub homeless: Vec<(u32, u32)>,
}

/// The bins with so many of each kind: the emptiest are given up but for the first few, new ones are
/// empty.
fn shaped(model: &Model, bins: &[Pattern], counts: &[usize], spared: usize) -> Shaped {
    let mut shaped = Shaped { bins: Vec::with_capacity(bins.len()), homeless: Vec::new() };
    for (kind, &count) in counts.iter().enumerate() {
        let of_kind = bins.iter().filter(|bin| bin.kind == kind);
        let mut of_kind: Vec<(u64, &Pattern)> =
            of_kind.map(|bin| ((model.fullness(bin) * 1e6) as u64, bin)).collect();
        of_kind.sort_by_key(|&(fullness, _)| fullness);
        let excess = of_kind.len().saturating_sub(count);
        if excess > 0 && of_kind.len() > excess + spared {
            of_kind[..excess + spared].rotate_left(spared);
        }
        let (given_up, kept) = of_kind.split_at(excess);
        shaped.homeless.extend(given_up.iter().flat_map(|(_, bin)| bin.take.iter().copied()));
        shaped.bins.extend(kept.iter().map(|&(_, bin)| bin.clone()));
        let missing = count.saturating_sub(kept.len());
        shaped.bins.extend((0..missing).map(|_| Pattern { kind, take: Vec::new() }));
    }
    // Classes come largest first.
    shaped.homeless.sort_unstable();
    shaped
}
