//! The figures that plans are compared by.

use crate::demand::Resource;
use crate::placement::Placement;
use crate::unit::Watts;

/// A national figure of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Likely demand of a resource.
    Demand(Resource),
    /// Something of the placement.
    Placement(Measure),
}

/// A figure of the placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Hosts, with those that stand by.
    Hosts,
    /// Racks.
    Racks,
    /// IT power to plan for.
    ItPeak,
    /// Facility power to plan for.
    FacilityPeak,
    /// Workloads and devices that found no place, and so are in none of the others.
    Unplaced,
}

impl Figure {
    /// Every figure.
    pub fn all() -> impl Iterator<Item = Self> {
        let resources = Resource::ALL.into_iter().map(Self::Demand);
        resources.chain(Measure::ALL.into_iter().map(Self::Placement))
    }

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Demand(resource) => resource.word(),
            Self::Placement(measure) => measure.word(),
        }
    }

    /// Unit of printed amounts.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Demand(resource) => resource.unit(),
            Self::Placement(measure) => measure.unit(),
        }
    }

    /// Whether it is a count of whole things.
    pub const fn is_count(self) -> bool {
        matches!(self, Self::Placement(Measure::Hosts | Measure::Racks | Measure::Unplaced))
    }

    /// An amount of raw units in the printed unit; negative where something is less.
    pub fn print(self, raw: i128) -> f64 {
        let amount = match self {
            Self::Demand(resource) => resource.print(raw.unsigned_abs() as f64),
            Self::Placement(measure) => {
                measure.print(u64::try_from(raw.unsigned_abs()).unwrap_or(u64::MAX))
            }
        };
        if raw < 0 { -amount } else { amount }
    }
}

impl Measure {
    /// Every figure of the placement.
    pub const ALL: [Self; 5] =
        [Self::Hosts, Self::Racks, Self::ItPeak, Self::FacilityPeak, Self::Unplaced];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Racks => "racks",
            Self::ItPeak => "it_peak",
            Self::FacilityPeak => "facility_peak",
            Self::Unplaced => "unplaced",
        }
    }

    /// Unit of printed amounts.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Racks => "racks",
            Self::ItPeak | Self::FacilityPeak => "kW",
            Self::Unplaced => "items",
        }
    }

    /// That of a placement, in raw units: milliwatts of power, else a count.
    pub fn of(self, placement: &Placement) -> u64 {
        let count: usize = match self {
            Self::Hosts => {
                let hosts = |pool: &crate::placement::PoolPlacement| {
                    pool.hosts.len() + pool.hosts_spare_count
                };
                placement.pools.iter().map(hosts).sum()
            }
            Self::Racks => placement.racks.len(),
            Self::Unplaced => placement.unplaced.len(),
            Self::ItPeak => return placement.power.it_peak.raw(),
            Self::FacilityPeak => return placement.power.facility_peak.raw(),
        };
        count as u64
    }

    /// An amount of raw units in the printed unit.
    pub fn print(self, raw: u64) -> f64 {
        match self {
            Self::ItPeak | Self::FacilityPeak => Watts::from_raw(raw).as_kilowatts(),
            Self::Hosts | Self::Racks | Self::Unplaced => raw as f64,
        }
    }
}
