//! Which rows are compared: those that share a key.
//!
//! A key is a serial, a UUID, a name, a code, an address, one of them with a sign left out (two texts
//! that one slip tells apart share one such), or a set of measured figures. Rows are sorted by the
//! hashes of their keys, so that the work is that of sorting and of what shares a key. Where more rows
//! share a key than the plan allows, they are compared among those of equal sizes; what is still too
//! many is told.

use rayon::prelude::*;

use super::item::{Group, Item, figures_of};
use super::key::{Name, SLIP_LENGTH_MIN, hash_of, with_one_left_out};
use super::weigh::{Prepared, Scale};

/// Longest text whose slips are looked for.
const SLIP_LENGTH_MAX: usize = 40;
/// Fewest measured figures that make a key.
const USES_MIN: usize = 2;
/// A single figure this large makes a key: that many records are no coincidence.
const TELLING_FIGURE_MIN: i64 = 1_000;

/// What rows share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// A serial number.
    Serial,
    /// A serial number but for one sign.
    SerialSlip,
    /// A UUID.
    Uuid,
    /// A name or code.
    Name,
    /// A name or code but for one letter.
    NameSlip,
    /// An address in a network.
    Address,
    /// Measured figures.
    Use,
}

impl KeyKind {
    const ALL: [Self; 7] = [
        Self::Serial,
        Self::SerialSlip,
        Self::Uuid,
        Self::Name,
        Self::NameSlip,
        Self::Address,
        Self::Use,
    ];

    /// Whether rows that are one thing share it as a rule: that too many share it is told then.
    const fn is_told(self) -> bool {
        !matches!(self, Self::SerialSlip | Self::NameSlip)
    }
}

/// A key that more rows share than are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crowd {
    /// What they share.
    pub kind: KeyKind,
    /// The first of them.
    pub example: usize,
    /// How many share it.
    pub rows: usize,
    /// How many of them were not even compared with those of equal sizes.
    pub rows_not_compared: usize,
}

/// Bits of a hash that say which kind of key it is.
const KIND_BITS: u32 = 3;

/// Pairs of rows that share a key, the smaller index first, in order; and the keys that too many share.
pub(super) fn candidates(scale: &Scale<'_>, rows_max: usize) -> (Vec<(u32, u32)>, Vec<Crowd>) {
    let mut keys: Vec<(u64, u32)> = (0..scale.items.len())
        .into_par_iter()
        .flat_map_iter(|index| {
            let keys = keys_of(scale, &scale.items[index], &scale.rows[index]);
            keys.into_iter().map(move |key| (key, index as u32))
        })
        .collect();
    keys.par_sort_unstable();
    keys.dedup();
    let blocks: Vec<&[(u64, u32)]> =
        keys.chunk_by(|(key, _), (next, _)| key == next).filter(|block| block.len() > 1).collect();
    type Found = (Vec<(u32, u32)>, Option<Crowd>);
    let found: Vec<Found> =
        blocks.par_iter().map(|block| pairs_of(scale, block, rows_max)).collect();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut crowds = Vec::new();
    for (of_block, crowd) in found {
        pairs.extend(of_block);
        crowds.extend(crowd);
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    crowds.sort_unstable();
    (pairs, crowds)
}

fn pairs_of(
    scale: &Scale<'_>,
    block: &[(u64, u32)],
    rows_max: usize,
) -> (Vec<(u32, u32)>, Option<Crowd>) {
    let mut pairs = Vec::new();
    let rows: Vec<u32> = block.iter().map(|(_, row)| *row).collect();
    if rows.len() <= rows_max {
        compare_all(scale, &rows, &mut pairs);
        return (pairs, None);
    }
    let kind = KeyKind::ALL[(block[0].0 & ((1 << KIND_BITS) - 1)) as usize];
    let mut by_size: Vec<(u64, u32)> =
        rows.iter().map(|row| (sizes_key(&scale.items[*row as usize], scale), *row)).collect();
    by_size.sort_unstable();
    let mut rows_not_compared = 0;
    for equal in by_size.chunk_by(|(key, _), (next, _)| key == next) {
        if equal.len() > rows_max {
            rows_not_compared += equal.len();
            continue;
        }
        let rows: Vec<u32> = equal.iter().map(|(_, row)| *row).collect();
        compare_all(scale, &rows, &mut pairs);
    }
    let example = rows.iter().copied().min().unwrap_or_default() as usize;
    let crowd = Crowd { kind, example, rows: rows.len(), rows_not_compared };
    (pairs, Some(crowd).filter(|_| kind.is_told() && spans(scale, &rows)))
}

/// Every pair of the rows of a block, which the plan bounds.
fn compare_all(scale: &Scale<'_>, rows: &[u32], pairs: &mut Vec<(u32, u32)>) {
    for (at, &a) in rows.iter().enumerate() {
        for &b in &rows[at + 1..] {
            if are_of_two(&scale.items[a as usize], &scale.items[b as usize]) {
                pairs.push((a.min(b), a.max(b)));
            }
        }
    }
}

/// Whether rows of a block come from more than one list.
fn spans(scale: &Scale<'_>, rows: &[u32]) -> bool {
    let first = &scale.items[rows[0] as usize];
    rows.iter().any(|row| are_of_two(first, &scale.items[*row as usize]))
}

/// Whether two rows come from two agencies or two submissions.
fn are_of_two(a: &Item, b: &Item) -> bool {
    a.id.agency_id != b.id.agency_id || a.at.submission_id != b.at.submission_id
}

/// Hash of the sizes of a row.
fn sizes_key(item: &Item, scale: &Scale<'_>) -> u64 {
    let figures = figures_of(scale.table()).iter().zip(&item.figures);
    let sizes = figures.filter(|(figure, _)| figure.group == Group::Batch);
    hash_of(&sizes.map(|(_, stated)| *stated).collect::<Vec<_>>())
}

/// The keys of a row.
fn keys_of(scale: &Scale<'_>, item: &Item, row: &Prepared) -> Vec<u64> {
    let mut keys = Vec::with_capacity(24);
    let mut add = |kind: KeyKind, hash: u64| {
        let place = KeyKind::ALL.iter().position(|known| *known == kind).unwrap_or_default();
        keys.push(hash << KIND_BITS | place as u64);
    };
    if let Some(serial) = &row.serial {
        add(KeyKind::Serial, hash_of(serial.folded.as_str()));
        if is_of_length(&serial.folded) {
            add(KeyKind::SerialSlip, hash_of(serial.folded.as_str()));
            for text in with_one_left_out(&serial.folded) {
                add(KeyKind::SerialSlip, hash_of(text.as_str()));
            }
        }
    }
    for uuid in &item.uuids {
        add(KeyKind::Uuid, hash_of(uuid.as_str()));
    }
    for address in &item.addresses {
        add(KeyKind::Address, hash_of(address.as_str()));
    }
    // A common name says nothing, and what says nothing is no key.
    let names = [&row.name, &row.code].into_iter().flatten();
    for name in names.filter(|name| !name.is_common) {
        add(KeyKind::Name, hash_of(name.sorted.as_str()));
        if name.can_slip() && name.letters.len() <= SLIP_LENGTH_MAX && !scale.is_common(name) {
            slips_of(name, |hash| add(KeyKind::NameSlip, hash));
        }
    }
    let figures = figures_of(scale.table()).iter().zip(&item.figures);
    let uses: Vec<(&str, i64)> = figures
        .filter(|(figure, _)| figure.group == Group::Use)
        .filter_map(|(figure, stated)| Some((figure.column, stated.filter(|n| *n > 0)?)))
        .collect();
    // Any two measures, so that one that changed does not hide the others.
    for (at, one) in uses.iter().enumerate() {
        for other in &uses[at + 1..] {
            add(KeyKind::Use, hash_of(&[one, other]));
        }
        let is_telling = one.0 == "records_count" && one.1 >= TELLING_FIGURE_MIN;
        if uses.len() < USES_MIN && is_telling {
            add(KeyKind::Use, hash_of(one));
        }
    }
    keys
}

fn is_of_length(text: &str) -> bool {
    (SLIP_LENGTH_MIN..=SLIP_LENGTH_MAX).contains(&text.len())
}

/// Its letters, and its letters with one left out, each with all its numbers: another number is no
/// slip but another machine.
fn slips_of(name: &Name, mut add: impl FnMut(u64)) {
    add(hash_of(&(name.letters.as_str(), name.numbers.as_str())));
    for letters in with_one_left_out(&name.letters) {
        add(hash_of(&(letters.as_str(), name.numbers.as_str())));
    }
}
