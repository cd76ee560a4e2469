//! Resources and amounts of them.

use crate::unit::{Bytes, Vcpus};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Virtual processors.
    Vcpu,
    /// Memory.
    Ram,
    /// Usable storage, by tier.
    Storage,
    /// GPUs.
    Gpu,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 4] = [Self::Vcpu, Self::Ram, Self::Storage, Self::Gpu];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vcpu => "vcpu",
            Self::Ram => "ram",
            Self::Storage => "storage",
            Self::Gpu => "gpu",
        }
    }

    /// Unit of printed amounts.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Vcpu => "vCPU",
            Self::Ram => "GiB",
            Self::Storage => "TiB",
            Self::Gpu => "GPU",
        }
    }

    /// An amount in the printed unit.
    pub fn print(self, raw: u64) -> f64 {
        match self {
            Self::Vcpu => Vcpus::from_milli(raw).as_count(),
            Self::Ram => Bytes::from_bytes(raw).as_gib(),
            Self::Storage => Bytes::from_bytes(raw).as_tib(),
            Self::Gpu => raw as f64 / 1000.0,
        }
    }
}

/// An amount with its range and where it comes from, in raw units (thousandths of a vCPU
/// or GPU, bytes). `declared + imputed = likely` at all times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// With every assumption at its favourable end.
    pub low: u64,
    /// With every assumption at its value.
    pub likely: u64,
    /// With every assumption at its unfavourable end.
    pub high: u64,
    /// Part of `likely` that rests on stated figures.
    pub declared: u64,
    /// Part of `likely` that stands in for a figure nobody gave.
    pub imputed: u64,
}

impl Amount {
    /// The sum.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            low: self.low.saturating_add(other.low),
            likely: self.likely.saturating_add(other.likely),
            high: self.high.saturating_add(other.high),
            declared: self.declared.saturating_add(other.declared),
            imputed: self.imputed.saturating_add(other.imputed),
        }
    }

    /// The amount times a growth of low, likely and high, each rounded to the raw unit.
    pub fn grown(self, factor: (f64, f64, f64)) -> Self {
        let likely = scale(self.likely, factor.1);
        let declared = scale(self.declared, factor.1).min(likely);
        Self {
            low: scale(self.low, factor.0),
            likely,
            high: scale(self.high, factor.2),
            declared,
            imputed: likely - declared,
        }
    }

    /// Share of the likely figure that rests on stated figures; none when it is nothing.
    pub fn declared_share(self) -> Option<f64> {
        (self.likely > 0).then(|| self.declared as f64 / self.likely as f64)
    }

    /// Share of the likely figure that stands in for figures nobody gave; none when it is nothing.
    pub fn imputed_share(self) -> Option<f64> {
        (self.likely > 0).then(|| self.imputed as f64 / self.likely as f64)
    }
}

/// A raw amount times a factor, rounded to the nearest raw unit.
pub fn scale(raw: u64, factor: f64) -> u64 {
    Bytes::from_raw(raw).scaled(factor).raw()
}
