//! Which devices move as they are, and what stands in for what nobody says of them.

use serde::Deserialize;

use super::Assumption;

/// Which devices without a system of their own move: storage arrays, network devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedDevices {
    /// None of them.
    None,
    /// Those of a facility all of whose systems move as they are, once the last of them has come.
    OfRelocatingFacilities,
}

impl MovedDevices {
    /// The word in the plan file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OfRelocatingFacilities => "of_relocating_facilities",
        }
    }
}

/// Physical devices that move as they are, where a figure is missing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct DevicePlan {
    pub moved_storage: MovedDevices,
    pub moved_network: MovedDevices,
    pub nameplate_derate: Assumption,
    pub generation_factor: Assumption,
    pub utilisation: Assumption,
    pub idle_share: Assumption,
    pub server_power_w: Assumption,
    pub storage_power_w: Assumption,
    pub network_power_w: Assumption,
    pub gpu_power_w: Assumption,
    pub average_share: Assumption,
    pub cords: Assumption,
    pub switch_ports: Assumption,
    pub server_height_u: Assumption,
    pub storage_height_u: Assumption,
    pub network_height_u: Assumption,
    pub server_weight_kg: Assumption,
    pub storage_weight_kg: Assumption,
    pub network_weight_kg: Assumption,
}

impl DevicePlan {
    /// Ports of the switches of its rack that a device takes; a part of one is one.
    pub fn switch_ports_whole(&self) -> u16 {
        self.switch_ports.value.ceil().clamp(0.0, 255.0) as u16
    }
}
