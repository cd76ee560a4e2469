//! The hall: supply, cooling, and the ratios of its power.

use crate::unit::Watts;

/// What stands between the grid and the racks (C3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// Real over apparent power of the IT load, above 0, at most 1.
    pub power_factor: f64,
    /// One module of a UPS.
    pub ups_module: Watts,
    /// Power out of a UPS over power in, above 0, at most 1.
    pub ups_efficiency: f64,
    /// Minutes the batteries carry the IT peak.
    pub battery_minutes: f64,
    /// Share of the batteries' energy that can be used until the end of their life, above 0, at most 1.
    pub battery_usable_share: f64,
    /// Real over apparent power of the generators' rating, above 0, at most 1.
    pub generator_power_factor: f64,
}

/// The hall and the ratios that turn the power of its devices into the power of the facility.
#[derive(Debug, Clone, PartialEq)]
pub struct Hall {
    /// Racks there is room for, those that stand already included; `None` when the question is how many are needed.
    pub racks_max: Option<u32>,
    /// New racks in a row; 0 counts as one.
    pub racks_per_row: u32,
    /// White space for one rack, aisles included, in m².
    pub area_per_rack_m2: f64,
    /// Power usage effectiveness at the load the hall is built for: facility power over IT power.
    pub pue: f64,
    /// Share of what is not IT power that the hall draws at any load, 0 to 1.
    pub overhead_fixed_share: f64,
    /// Share of it that grows with the square of the load, 0 to 1; the rest grows with the load.
    pub overhead_square_share: f64,
    /// IT load the hall is built for; `None` where the peak of the fleet is what is built for.
    pub design_it: Option<Watts>,
    /// Achieved peak over the sum of peaks, 0 to 1 (C1).
    pub diversity: f64,
    /// Heat to be removed over IT power (C5).
    pub cooling_factor: f64,
    /// What one cooling unit removes.
    pub cooling_unit: Watts,
    /// Supply, batteries and generators.
    pub supply: Supply,
    /// Carbon dioxide of a kilowatt hour from the grid, in kg.
    pub grid_kg_co2_per_kwh: f64,
}
