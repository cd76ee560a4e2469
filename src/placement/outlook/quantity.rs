//! The figures of the power statement, each with its name and unit.

use super::Estimated;
use crate::placement::power::WATTS_PER_TON;
use crate::placement::{Placement, PowerStatement};

/// A figure of a placement; what each is stands with the fields of [`PowerStatement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Hosts that carry workloads and hosts that stand by.
    Hosts,
    /// Racks.
    Racks,
    /// Average IT power.
    ItAverage,
    /// Sum of the peaks of all devices.
    ItPeakSum,
    /// IT peak to plan for.
    ItPeak,
    /// IT load the hall is built for.
    DesignIt,
    /// Facility power over IT power at the IT peak.
    Pue,
    /// Facility peak.
    FacilityPeak,
    /// Facility power over IT power at the average IT power.
    PueAverage,
    /// Energy of a year.
    Energy,
    /// Carbon dioxide of a year.
    Carbon,
    /// Heat to be removed.
    Cooling,
    /// The same in tons of refrigeration.
    CoolingTons,
    /// Cooling units with those that stand by.
    CoolingUnits,
    /// What they remove when one of them fails.
    CoolingOneOut,
    /// What one path of the supply carries alone.
    UpsKva,
    /// UPS modules of each path.
    UpsModules,
    /// Load of a path's modules while both paths live.
    UpsLoadNormal,
    /// Load of a path's modules after the other failed.
    UpsLoadFailover,
    /// Energy of the batteries of one path.
    Battery,
    /// Rating of the generators.
    GeneratorKva,
    /// White space.
    WhiteSpace,
}

impl Quantity {
    /// All of them, in the order of the statement.
    pub const ALL: [Self; 22] = [
        Self::Hosts,
        Self::Racks,
        Self::ItAverage,
        Self::ItPeakSum,
        Self::ItPeak,
        Self::DesignIt,
        Self::Pue,
        Self::FacilityPeak,
        Self::PueAverage,
        Self::Energy,
        Self::Carbon,
        Self::Cooling,
        Self::CoolingTons,
        Self::CoolingUnits,
        Self::CoolingOneOut,
        Self::UpsKva,
        Self::UpsModules,
        Self::UpsLoadNormal,
        Self::UpsLoadFailover,
        Self::Battery,
        Self::GeneratorKva,
        Self::WhiteSpace,
    ];

    /// Its name in machine outputs and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Racks => "racks_count",
            Self::ItAverage => "it_kw_average",
            Self::ItPeakSum => "it_kw_peak_sum",
            Self::ItPeak => "it_kw_peak",
            Self::DesignIt => "it_kw_design",
            Self::Pue => "pue",
            Self::FacilityPeak => "facility_kw_peak",
            Self::PueAverage => "pue_average",
            Self::Energy => "energy_mwh_year",
            Self::Carbon => "carbon_t_year",
            Self::Cooling => "cooling_kw",
            Self::CoolingTons => "cooling_tons",
            Self::CoolingUnits => "cooling_units",
            Self::CoolingOneOut => "cooling_kw_one_out",
            Self::UpsKva => "ups_kva",
            Self::UpsModules => "ups_modules_per_path",
            Self::UpsLoadNormal => "ups_load_normal",
            Self::UpsLoadFailover => "ups_load_failover",
            Self::Battery => "battery_kwh_per_path",
            Self::GeneratorKva => "generator_kva",
            Self::WhiteSpace => "white_space_m2",
        }
    }

    /// The unit of its figures.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Racks => "racks",
            Self::ItAverage
            | Self::ItPeakSum
            | Self::ItPeak
            | Self::DesignIt
            | Self::FacilityPeak
            | Self::Cooling
            | Self::CoolingOneOut => "kW",
            Self::Pue | Self::PueAverage | Self::UpsLoadNormal | Self::UpsLoadFailover => "ratio",
            Self::Energy => "MWh",
            Self::Carbon => "t",
            Self::CoolingTons => "TR",
            Self::CoolingUnits => "units",
            Self::UpsKva | Self::GeneratorKva => "kVA",
            Self::UpsModules => "modules",
            Self::Battery => "kWh",
            Self::WhiteSpace => "m²",
        }
    }

    /// The figure of that name.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.word() == word)
    }

    fn of(self, hosts: f64, racks: f64, power: &PowerStatement) -> f64 {
        match self {
            Self::Hosts => hosts,
            Self::Racks => racks,
            Self::ItAverage => power.it_average.as_kilowatts(),
            Self::ItPeakSum => power.it_peak_sum.as_kilowatts(),
            Self::ItPeak => power.it_peak.as_kilowatts(),
            Self::DesignIt => power.design_it.as_kilowatts(),
            Self::Pue => power.pue,
            Self::FacilityPeak => power.facility_peak.as_kilowatts(),
            Self::PueAverage => power.pue_average,
            Self::Energy => power.energy_mwh_year,
            Self::Carbon => power.carbon_t_year,
            Self::Cooling => power.cooling.as_kilowatts(),
            Self::CoolingTons => power.cooling.as_watts() / WATTS_PER_TON,
            Self::CoolingUnits => power.cooling_units + power.cooling_units_spare,
            Self::CoolingOneOut => power.cooling_one_out.as_kilowatts(),
            Self::UpsKva => power.ups_kva,
            Self::UpsModules => power.ups_modules_per_path,
            Self::UpsLoadNormal => power.ups_load_normal,
            Self::UpsLoadFailover => power.ups_load_failover,
            Self::Battery => power.battery_kwh_per_path,
            Self::GeneratorKva => power.generator_kva,
            Self::WhiteSpace => power.white_space_m2,
        }
    }

    pub(super) fn estimated(self, estimated: &Estimated) -> f64 {
        let hosts = estimated.hosts.iter().sum::<f64>() + estimated.spare;
        self.of(hosts, estimated.racks, &estimated.power)
    }

    /// The figure of a placement, in [`unit`](Self::unit).
    pub fn placed(self, placement: &Placement) -> f64 {
        let hosts = placement.pools.iter().map(|pool| pool.hosts.len() + pool.hosts_spare_count);
        let hosts = hosts.sum::<usize>() as f64;
        self.of(hosts, placement.racks.len() as f64, &placement.power)
    }
}
