//! The text form of vector bin packing instances (.vbp), as the Vectorpack project publishes them.
//!
//! Whole numbers: the number of dimensions; the capacity of a bin in each; the number of lines of items;
//! then one line an item, its size in each dimension and how many there are of it.

use std::fmt;

use super::{BinKind, Bound, BoundMethod, Packing, Problem, pack};

/// An instance as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// What a bin holds, by dimension.
    pub capacity: Vec<u64>,
    /// One row of sizes an item. Some published instances have a few sizes below zero.
    pub sizes: Vec<i64>,
}

/// A line that is not what its place asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnInstance {
    /// Line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
}

impl fmt::Display for NotAnInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, found, expected } = self;
        write!(f, "line {line}: found \"{found}\", expected {expected}")
    }
}

impl std::error::Error for NotAnInstance {}

/// Most items of an instance; a count beyond it is taken for a mistake.
const ITEMS_MAX: usize = 10_000_000;
/// Largest capacity and size; sums of sizes stay within the types.
const AMOUNT_MAX: i64 = 1 << 40;

impl Instance {
    /// Reads the text.
    pub fn parse(text: &str) -> Result<Self, NotAnInstance> {
        let mut lines = (1_usize..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let end = text.lines().count() + 1;
        let mut next = |expected: &str| {
            lines.next().ok_or_else(|| NotAnInstance {
                line: end,
                found: "the end of the file".to_owned(),
                expected: expected.to_owned(),
            })
        };
        let expected = "one number from 1 to 1000, the dimensions";
        let dims = match numbers(next(expected)?, expected)?.as_slice() {
            &[dims @ 1..=1000] => dims as usize,
            other => return Err(wrong(1, other, expected)),
        };
        let expected = format!("{dims} capacities from 0 to {AMOUNT_MAX}");
        let (line, text) = next(&expected)?;
        let capacity = numbers((line, text), &expected)?;
        let is_capacity = |c: &i64| (0..=AMOUNT_MAX).contains(c);
        if capacity.len() != dims || !capacity.iter().all(is_capacity) {
            return Err(wrong(line, &capacity, &expected));
        }
        let expected = "one number, the lines of items that follow";
        let (line, text) = next(expected)?;
        let rows = match numbers((line, text), expected)?.as_slice() {
            &[rows] if (0..=ITEMS_MAX as i64).contains(&rows) => rows as usize,
            other => return Err(wrong(line, other, expected)),
        };
        let expected =
            format!("{dims} sizes up to {AMOUNT_MAX} and how many there are of the item");
        let mut sizes = Vec::new();
        for _ in 0..rows {
            let (line, text) = next(&expected)?;
            let row = numbers((line, text), &expected)?;
            let items = sizes.len() / dims;
            let (of_item, count) = match row.split_last() {
                Some((&count, of_item)) if of_item.len() == dims => (of_item, count),
                _ => return Err(wrong(line, &row, &expected)),
            };
            let is_size = |size: &i64| (-AMOUNT_MAX..=AMOUNT_MAX).contains(size);
            if count < 1 || count > (ITEMS_MAX - items) as i64 || !of_item.iter().all(is_size) {
                return Err(wrong(line, &row, &expected));
            }
            (0..count).for_each(|_| sizes.extend_from_slice(of_item));
        }
        if let Ok((line, text)) = next("") {
            let found = text.trim().to_owned();
            return Err(NotAnInstance { line, found, expected: "the end of the file".to_owned() });
        }
        let capacity = capacity.into_iter().map(i64::unsigned_abs).collect();
        Ok(Self { capacity, sizes })
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.sizes.len() / self.capacity.len().max(1)
    }

    /// The instance as a problem. A size below zero counts as zero: what fits then fits as well with
    /// the size as it is, but not the other way round.
    pub fn problem(&self) -> Problem {
        let needs = self.sizes.iter().map(|&size| size.max(0).unsigned_abs()).collect();
        let kind = BinKind { capacity: self.capacity.clone(), price: 1, count_max: None };
        Problem { kinds: vec![kind], needs, apart: Vec::new() }
    }

    /// Packs it. With sizes below zero the bound is that of the volume, with the sizes as they are: the
    /// others hold only for the problem, which then has less room than the instance.
    pub fn pack(&self, effort: u64) -> Packing {
        let mut packing = pack(&self.problem(), effort);
        if self.sizes.iter().any(|&size| size < 0) {
            let bins = if packing.too_large.is_empty() { self.volume() } else { 0 };
            packing.bound = Bound { price: bins as u128, bins, method: BoundMethod::Volume };
        }
        packing
    }

    /// The largest, over the dimensions, of total size over capacity, rounded up.
    fn volume(&self) -> usize {
        let dims = self.capacity.len();
        let bins = |d: usize| {
            let total: i128 =
                self.sizes.iter().skip(d).step_by(dims).map(|&size| i128::from(size)).sum();
            let total = u128::try_from(total).unwrap_or(0);
            match u128::from(self.capacity[d]) {
                0 => 0,
                capacity => usize::try_from(total.div_ceil(capacity)).unwrap_or(usize::MAX),
            }
        };
        (0..dims).map(bins).max().unwrap_or(0).max(usize::from(self.items() > 0))
    }
}

fn numbers((line, text): (usize, &str), expected: &str) -> Result<Vec<i64>, NotAnInstance> {
    let number = |word: &str| {
        word.parse().map_err(|_| NotAnInstance {
            line,
            found: shortened(word),
            expected: expected.to_owned(),
        })
    };
    text.split_whitespace().map(number).collect()
}

fn wrong(line: usize, found: &[i64], expected: &str) -> NotAnInstance {
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    NotAnInstance { line, found: shortened(&found.join(" ")), expected: expected.to_owned() }
}

/// The first characters of what may be anything.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
