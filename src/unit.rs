//! Quantities with their unit in the type, and every conversion between units.
//!
//! One internal unit per dimension, always an integer, so that sums are exact and do not depend on
//! the order of adding: bytes, thousandths of a vCPU, of a GPU, of an operation a second and of a Mbps,
//! milliwatts, grams, half rack units.
//! This is the only file that knows 1024 and 1000. Knows nothing of files, tables or stages.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Bytes in a kibibyte, mebibyte, … (powers of 1024).
const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const TIB: u64 = 1 << 40;
/// Bytes in a kilobyte, megabyte, … (powers of 1000).
const KB: u64 = 1_000;
const MB: u64 = 1_000_000;
const GB: u64 = 1_000_000_000;
const TB: u64 = 1_000_000_000_000;
const PB: u64 = 1_000_000_000_000_000;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($inner);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// The quantity in its internal unit.
            pub const fn raw(self) -> $inner {
                self.0
            }

            /// A quantity from its internal unit.
            pub const fn from_raw(raw: $inner) -> Self {
                Self(raw)
            }

            /// The sum, or `None` when it leaves the range.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }

            /// The difference, never below nothing.
            pub fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }

            /// The quantity times a factor, rounded to the nearest internal unit, never negative.
            pub fn scaled(self, factor: f64) -> Self {
                let scaled = to_integer(u64::from(self.0) as f64 * factor);
                Self(<$inner>::try_from(scaled).unwrap_or(<$inner>::MAX))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                self.saturating_sub(other)
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }
    };
}

quantity! {
    /// An amount of memory or storage, in bytes.
    Bytes, u64
}
quantity! {
    /// Virtual processors, in thousandths, since a right-sized share is fractional.
    Vcpus, u64
}
quantity! {
    /// GPUs, in thousandths, since a grown need is fractional.
    Gpus, u64
}
quantity! {
    /// Disk operations a second, in thousandths.
    Iops, u64
}
quantity! {
    /// Network traffic in megabits a second, in thousandths.
    Mbps, u64
}
quantity! {
    /// Power, in milliwatts.
    Watts, u64
}
quantity! {
    /// Mass, in grams.
    Kilograms, u64
}
quantity! {
    /// Height in a rack, in half rack units, since half-height devices exist.
    RackUnits, u32
}

/// Quantities of thousandths that need no more than this.
macro_rules! thousandths {
    ($($name:ident $unit:literal),*) => {$(
        impl $name {
            /// From a whole number of them.
            pub const fn from_count(count: u64) -> Self {
                Self(count.saturating_mul(1000))
            }
            /// As a number of them.
            pub fn as_count(self) -> f64 {
                self.0 as f64 / 1000.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $unit), self.as_count())
            }
        }
    )*};
}

thousandths! { Gpus "GPU", Iops "IOPS", Mbps "Mbps" }

impl Mbps {
    /// From gigabits a second (powers of 1000, as links are sold), rounded down.
    pub fn from_gigabits(gigabits: f64) -> Self {
        Self((gigabits * 1e6) as u64)
    }
}

/// Rounds to the nearest integer; negative and not-a-number become 0, too large becomes the largest.
fn to_integer(value: f64) -> u64 {
    // `as` saturates and maps NaN to 0, which is what the doc line promises.
    value.round() as u64
}

impl Bytes {
    /// From bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }
    /// From mebibytes (2^20 bytes).
    pub const fn from_mib(mib: u64) -> Self {
        Self(mib.saturating_mul(MIB))
    }
    /// From gibibytes (2^30 bytes).
    pub const fn from_gib(gib: u64) -> Self {
        Self(gib.saturating_mul(GIB))
    }
    /// From tebibytes (2^40 bytes).
    pub const fn from_tib(tib: u64) -> Self {
        Self(tib.saturating_mul(TIB))
    }
    /// Bits in a megabit (powers of 1000, as links are sold).
    pub const BITS_PER_MEGABIT: f64 = 1e6;
    /// Bits in so many bytes.
    pub const fn bits(bytes: f64) -> f64 {
        bytes * 8.0
    }
    /// In mebibytes.
    pub fn as_mib(self) -> f64 {
        self.0 as f64 / MIB as f64
    }
    /// In gibibytes.
    pub fn as_gib(self) -> f64 {
        self.0 as f64 / GIB as f64
    }
    /// In terabytes (10^12 bytes), as disks are sold.
    pub fn as_tb(self) -> f64 {
        self.0 as f64 / TB as f64
    }
    /// In tebibytes.
    pub fn as_tib(self) -> f64 {
        self.0 as f64 / TIB as f64
    }
}

impl Vcpus {
    /// From whole vCPUs.
    pub const fn from_count(count: u64) -> Self {
        Self(count.saturating_mul(1000))
    }
    /// From thousandths of a vCPU.
    pub const fn from_milli(milli: u64) -> Self {
        Self(milli)
    }
    /// In vCPUs.
    pub fn as_count(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Watts {
    /// From watts, rounded to the milliwatt.
    pub fn from_watts(watts: f64) -> Self {
        Self(to_integer(watts * 1000.0))
    }
    /// From kilowatts, rounded to the milliwatt.
    pub fn from_kilowatts(kilowatts: f64) -> Self {
        Self(to_integer(kilowatts * 1_000_000.0))
    }
    /// In watts.
    pub fn as_watts(self) -> f64 {
        self.0 as f64 / 1000.0
    }
    /// In kilowatts.
    pub fn as_kilowatts(self) -> f64 {
        self.0 as f64 / 1_000_000.0
    }
}

impl Kilograms {
    /// From kilograms, rounded to the gram.
    pub fn from_kilograms(kilograms: f64) -> Self {
        Self(to_integer(kilograms * 1000.0))
    }
    /// An amount of a written unit of mass, kg, g, lb or oz or its name in English, rounded to the
    /// gram; `None` for any other text.
    pub fn of_unit(amount: f64, unit: &str) -> Option<Self> {
        let grams = match unit.trim().to_lowercase().as_str() {
            "kg" | "kilogram" | "kilograms" => 1000.0,
            "g" | "gram" | "grams" => 1.0,
            // International avoirdupois pound and ounce.
            "lb" | "lbs" | "pound" | "pounds" => 453.592_37,
            "oz" | "ounce" | "ounces" => 453.592_37 / 16.0,
            _ => return None,
        };
        Some(Self(to_integer(amount * grams)))
    }
    /// In kilograms.
    pub fn as_kilograms(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl RackUnits {
    /// From whole rack units.
    pub const fn from_units(units: u32) -> Self {
        Self(units.saturating_mul(2))
    }
    /// From a decimal number of rack units, rounded **up** to the half: a device never takes less than it needs.
    pub fn from_units_rounded_up(units: f64) -> Self {
        Self((units * 2.0).ceil() as u32)
    }
    /// In rack units.
    pub fn as_units(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl fmt::Display for Bytes {
    /// GiB with three decimals; the sum is in bytes, the rounding happens here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} GiB", self.as_gib())
    }
}

impl fmt::Display for Vcpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} vCPU", self.as_count())
    }
}

impl fmt::Display for Watts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} W", self.as_watts())
    }
}

impl fmt::Display for Kilograms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kg", self.as_kilograms())
    }
}

impl fmt::Display for RackUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}U", self.as_units())
    }
}

/// What "GB" and "TB" mean where the sender did not write GiB or GB10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// Powers of 1024: sizes an operating system or a hypervisor shows (RAM, virtual disks).
    Binary,
    /// Powers of 1000: sizes printed on disks and arrays.
    Decimal,
}

/// A unit of information as written in a cell or a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteUnit {
    /// Bytes in one of it.
    pub bytes: u64,
    /// True for KB, MB, GB, TB, PB, whose meaning had to be chosen.
    pub is_sloppy: bool,
}

impl ByteUnit {
    /// Reads "GiB", "GB", "G", "TB", …; `prefix` decides what the decimal names mean.
    /// `None` for text that is no unit of information. A lower-case b after M or G is read as byte
    /// when `text` is all of one case; "Gb" and "Mb" (bit) are refused.
    pub fn parse(text: &str, prefix: Prefix) -> Option<Self> {
        let text = text.trim();
        if matches!(text, "Kb" | "Mb" | "Gb" | "Tb") {
            return None;
        }
        let exact = |bytes| Some(Self { bytes, is_sloppy: false });
        let sloppy = |binary, decimal| {
            let bytes = if prefix == Prefix::Binary { binary } else { decimal };
            Some(Self { bytes, is_sloppy: true })
        };
        match text.to_lowercase().as_str() {
            "b" | "byte" | "bytes" => exact(1),
            "kib" => exact(KIB),
            "mib" => exact(MIB),
            "gib" => exact(GIB),
            "tib" => exact(TIB),
            "pib" => exact(TIB * 1024),
            "kb" | "k" => sloppy(KIB, KB),
            "mb" | "m" => sloppy(MIB, MB),
            "gb" | "g" | "gbyte" | "gigabyte" => sloppy(GIB, GB),
            "tb" | "t" | "tbyte" | "terabyte" => sloppy(TIB, TB),
            "pb" => sloppy(TIB * 1024, PB),
            _ => None,
        }
    }

    /// `value` of this unit in bytes, rounded to the byte; `None` when negative, not a number or
    /// beyond what fits a signed 64-bit column.
    pub fn to_bytes(self, value: f64) -> Option<Bytes> {
        let bytes = (value * self.bytes as f64).round();
        (0.0..9.2e18).contains(&bytes).then_some(Bytes(bytes as u64))
    }
}

/// Megabits a second in one of a written unit of data over time, where its letters say which: a
/// capital B is a byte, a small one a bit, so that "MB/s" is eight "Mb/s". `None` for any other
/// text, and for one all of whose letters are of one case ("MB/S", "mb/s"): its b says neither;
/// "mbps" and "gbps" are bits wherever they are written.
pub fn data_rate(written: &str) -> Option<f64> {
    let bytes = |bytes: u64| Some(bytes as f64 * 8.0 / MB as f64);
    let bits = |bits: u64| Some(bits as f64 / MB as f64);
    match written.trim() {
        "bytes/s" | "Bytes/s" | "byte/s" | "B/s" => bytes(1),
        "kB/s" | "KB/s" | "kBps" | "KBps" => bytes(KB),
        "MB/s" | "MBps" => bytes(MB),
        "GB/s" | "GBps" => bytes(GB),
        "KiB/s" => bytes(KIB),
        "MiB/s" => bytes(MIB),
        "GiB/s" => bytes(GIB),
        "kbps" | "Kbps" | "kb/s" | "Kb/s" | "kbit/s" | "Kbit/s" => bits(KB),
        "mbps" | "Mbps" | "Mb/s" | "Mbit/s" => bits(MB),
        "gbps" | "Gbps" | "Gb/s" | "Gbit/s" => bits(GB),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb_is_binary_for_memory_and_decimal_for_disks() {
        let gib = ByteUnit::parse("GB", Prefix::Binary).and_then(|u| u.to_bytes(1.0));
        let gb = ByteUnit::parse("GB", Prefix::Decimal).and_then(|u| u.to_bytes(1.0));
        assert_eq!(gib, Some(Bytes::from_gib(1)));
        assert_eq!(gb, Some(Bytes::from_bytes(1_000_000_000)));
    }

    #[test]
    fn a_gigabit_is_not_a_size() {
        assert_eq!(ByteUnit::parse("Gb", Prefix::Binary), None);
        assert!(ByteUnit::parse("gb", Prefix::Binary).is_some());
    }

    #[test]
    fn half_a_tb_and_its_mb_agree() {
        let tb = ByteUnit::parse("TB", Prefix::Binary).and_then(|u| u.to_bytes(0.5));
        let mb = ByteUnit::parse("MB", Prefix::Binary).and_then(|u| u.to_bytes(524_288.0));
        assert_eq!(tb, mb);
    }

    #[test]
    fn negative_and_huge_sizes_are_refused() {
        let tib = ByteUnit { bytes: TIB, is_sloppy: false };
        assert_eq!(tib.to_bytes(-1.0), None);
        assert_eq!(tib.to_bytes(1e12), None);
        assert_eq!(tib.to_bytes(f64::NAN), None);
    }

    #[test]
    fn a_device_never_takes_less_height_than_it_needs() {
        assert_eq!(RackUnits::from_units_rounded_up(1.2), RackUnits::from_raw(3));
    }
}
