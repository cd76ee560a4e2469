//! Columns that say few things: each of them once, and rows by its number.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use foldhash::fast::FixedState;
use polars_arrow::array::{
    Array, DictionaryArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::bitmap::MutableBitmap;
use polars_arrow::datatypes::{ArrowDataType, IntegerType};
use polars_arrow::types::NativeType;

use crate::submission::{Names, Texts};

/// Rows by which it is told whether a column says few things.
const LOOKED_AT: usize = 1 << 10;

/// Distinct numbers of a column that says few of them: their numbers take less room than they do.
const NUMBERS_MAX: usize = 1 << 15;

/// Numbers that were met last, each where its bits say.
const RECENT: usize = 256;

/// The number of what no row has said so far: what is held and never said is not written, so that the
/// least and greatest text of a group are those of rows.
const UNSAID: u32 = u32::MAX;

/// The numbers of rows, and which rows have none.
struct Keys {
    numbers: Vec<u32>,
    /// From the first row on that has none.
    validity: Option<MutableBitmap>,
}

impl Keys {
    fn with_capacity(rows: usize) -> Self {
        Self { numbers: Vec::with_capacity(rows), validity: None }
    }

    fn push(&mut self, number: Option<u32>) {
        if let Some(validity) = &mut self.validity {
            validity.push(number.is_some());
        } else if number.is_none() {
            let mut validity = MutableBitmap::from_len_set(self.numbers.len());
            validity.push(false);
            self.validity = Some(validity);
        }
        self.numbers.push(number.unwrap_or_default());
    }

    /// The rows, of what these values number.
    fn of(self, values: Box<dyn Array>) -> Box<dyn Array> {
        let of_type =
            ArrowDataType::Dictionary(IntegerType::UInt32, Box::new(values.dtype().clone()), false);
        let validity = self.validity.map(MutableBitmap::freeze);
        let keys = PrimitiveArray::new(ArrowDataType::UInt32, self.numbers.into(), validity);
        let array = DictionaryArray::try_new(of_type, keys, values);
        array.expect("every key is the number of a value").boxed()
    }
}

/// Values, each of which is known by a number.
struct Numbered<T> {
    numbers: HashMap<T, u32, FixedState>,
    values: Vec<T>,
}

impl<T: Copy + Eq + Hash> Numbered<T> {
    fn new() -> Self {
        Self { numbers: HashMap::with_hasher(FixedState::default()), values: Vec::new() }
    }

    fn number(&mut self, value: T) -> u32 {
        *self.numbers.entry(value).or_insert_with(|| {
            self.values.push(value);
            (self.values.len() - 1) as u32
        })
    }
}

fn texts_of(numbered: &Numbered<&str>) -> Box<dyn Array> {
    Utf8ViewArray::from_slice_values(&numbered.values).boxed()
}

/// One text for all rows.
pub fn constant(text: &str, rows: usize) -> Box<dyn Array> {
    let mut numbered = Numbered::new();
    let number = numbered.number(text);
    let mut keys = Keys::with_capacity(rows);
    (0..rows).for_each(|_| keys.push(Some(number)));
    keys.of(texts_of(&numbered))
}

/// Names of the rows of several parts.
pub fn names<'a>(parts: impl Iterator<Item = &'a Names>, rows: usize) -> Box<dyn Array> {
    let mut numbered = Numbered::new();
    let mut keys = Keys::with_capacity(rows);
    for names in parts {
        let mut numbers = vec![UNSAID; names.held().len()];
        for &place in names.places() {
            let number = &mut numbers[place as usize];
            if *number == UNSAID {
                *number = numbered.number(&*names.held()[place as usize]);
            }
            keys.push(Some(*number));
        }
    }
    keys.of(texts_of(&numbered))
}

/// Texts of the rows of several parts.
pub fn texts(parts: &[&Texts], rows: usize) -> Box<dyn Array> {
    if say_few_things(parts, rows) { numbered(parts, rows) } else { spelled_out(parts, rows) }
}

/// Whether most rows say what others say.
fn say_few_things(parts: &[&Texts], rows: usize) -> bool {
    let held: usize = parts.iter().map(|texts| texts.held().len() - 1).sum();
    let said = || parts.iter().flat_map(|texts| texts.iter()).flatten().take(LOOKED_AT);
    let known: HashSet<&str, FixedState> = said().map(|text| text.as_str()).collect();
    held <= rows / 2 || known.len() <= said().count() / 2
}

/// Each text once, and rows by its number.
fn numbered(parts: &[&Texts], rows: usize) -> Box<dyn Array> {
    let mut numbered = Numbered::new();
    let mut keys = Keys::with_capacity(rows);
    for texts in parts {
        let mut numbers = vec![UNSAID; texts.held().len()];
        for &place in texts.places() {
            let Some(text) = texts.held()[place as usize].as_deref() else {
                keys.push(None);
                continue;
            };
            let number = &mut numbers[place as usize];
            if *number == UNSAID {
                *number = numbered.number(text);
            }
            keys.push(Some(*number));
        }
    }
    keys.of(texts_of(&numbered))
}

fn spelled_out(parts: &[&Texts], rows: usize) -> Box<dyn Array> {
    let mut array = MutableBinaryViewArray::<str>::with_capacity(rows);
    for text in parts.iter().flat_map(|texts| texts.iter()) {
        array.push(text.as_deref());
    }
    Utf8ViewArray::from(array).boxed()
}

/// Numbers of the rows of several parts; two are the same if their bits are.
pub fn numbers<T: NativeType>(
    parts: &[&[Option<T>]],
    (of_type, rows): (&ArrowDataType, usize),
    bits: impl Fn(T) -> u64,
) -> Box<dyn Array> {
    let all = || parts.iter().flat_map(|part| part.iter().copied());
    let array = numbered_numbers(parts, (of_type, rows), bits);
    array.unwrap_or_else(|| all().collect::<PrimitiveArray<T>>().to(of_type.clone()).boxed())
}

/// Each number once, and rows by its number; `None` where there are too many.
fn numbered_numbers<T: NativeType>(
    parts: &[&[Option<T>]],
    (of_type, rows): (&ArrowDataType, usize),
    bits: impl Fn(T) -> u64,
) -> Option<Box<dyn Array>> {
    let numbers_max = NUMBERS_MAX.min(rows.div_ceil(2));
    let mut numbered = Numbered::new();
    let mut values = Vec::new();
    let mut recent: [(u64, Option<u32>); RECENT] = [(0, None); RECENT];
    let mut keys = Keys::with_capacity(rows);
    for part in parts {
        for value in *part {
            let Some(value) = *value else {
                keys.push(None);
                continue;
            };
            let bits = bits(value);
            let met = &mut recent[recent_of(bits)];
            let number = match *met {
                (same, Some(number)) if same == bits => number,
                _ => {
                    let number = numbered.number(bits);
                    if number as usize == values.len() {
                        if values.len() == numbers_max {
                            return None;
                        }
                        values.push(value);
                    }
                    *met = (bits, Some(number));
                    number
                }
            };
            keys.push(Some(number));
        }
    }
    Some(keys.of(PrimitiveArray::from_vec(values).to(of_type.clone()).boxed()))
}

/// Where a number stands among those that were met last.
const fn recent_of(bits: u64) -> usize {
    (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - RECENT.trailing_zeros())) as usize
}
