//! The sections of the plan file that sizing rests on.

use std::fmt;

use serde::Deserialize;

use super::Assumption;

/// Basis a demand figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What is allocated today.
    AsSubmitted,
    /// What the measured use needs, with comfort.
    RightSized,
    /// What the cloud-needs list asks for.
    Requested,
    /// What physical servers of systems without workloads become.
    Converted,
}

impl Basis {
    /// Every basis.
    pub const ALL: [Self; 4] =
        [Self::AsSubmitted, Self::RightSized, Self::Requested, Self::Converted];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AsSubmitted => "as_submitted",
            Self::RightSized => "right_sized",
            Self::Requested => "requested",
            Self::Converted => "converted",
        }
    }
}

/// How demand is sized.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct DemandPlan {
    pub order_of_trust: Vec<Basis>,
    pub peers_min: usize,
    pub cpu_comfort_factor: Assumption,
    pub ram_comfort_factor: Assumption,
    pub storage_comfort_factor: Assumption,
    pub performance_comfort_factor: Assumption,
    pub unmeasured_share: Assumption,
    pub converted_cpu_target: Assumption,
    pub converted_unmeasured_share: Assumption,
    pub converted_disk_share: Assumption,
    pub difference_max: Assumption,
    pub vcpu_minimum: Assumption,
    pub ram_minimum_gib: Assumption,
    pub growth_per_year: Assumption,
    pub storage_growth_per_year: Assumption,
    pub instance_vcpu: Assumption,
    pub instance_ram_gib: Assumption,
    pub instance_gpu: Assumption,
}

/// A size machines are rounded up to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flavour {
    /// Name in the catalogue.
    pub name: String,
    /// vCPUs.
    pub vcpu: u32,
    /// Memory in GiB.
    pub ram_gib: u32,
}

/// How low and high come about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimulationPlan {
    /// Draws of the Monte Carlo simulation.
    pub draws: u32,
    /// Seed of the draws; `--seed` sets it.
    #[serde(default = "first_seed")]
    pub seed: u64,
}

const fn first_seed() -> u64 {
    1
}

/// How data is kept safe on disks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Protection {
    /// As it is.
    None,
    /// So many copies.
    Replica(u8),
    /// Data blocks and parity blocks (erasure code), or disks (RAID).
    Parity(u8, u8),
}

impl Protection {
    /// Stored over usable: copies, or (k + m) ÷ k.
    pub fn factor(self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Replica(copies) => f64::from(copies),
            Self::Parity(data, parity) => f64::from(data + parity) / f64::from(data),
        }
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Replica(copies) => write!(f, "replica {copies}"),
            Self::Parity(data, parity) => write!(f, "{data}+{parity}"),
        }
    }
}

impl TryFrom<String> for Protection {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fail = || {
            format!(
                "\"{text}\" is no protection; write \"replica 3\", \"ec 4+2\", \"raid 8+2\" or \"none\""
            )
        };
        let mut words = text.split_whitespace();
        let protection = match (words.next(), words.next()) {
            (Some("none"), None) => Self::None,
            (Some("replica"), Some(copies)) => Self::Replica(copies.parse().map_err(|_| fail())?),
            (Some("ec" | "raid"), Some(parts)) => {
                let (data, parity) = parts.split_once('+').ok_or_else(fail)?;
                let number = |text: &str| text.parse().map_err(|_| fail());
                Self::Parity(number(data)?, number(parity)?)
            }
            _ => return Err(fail()),
        };
        match protection {
            Self::Replica(1..=10) | Self::Parity(1..=64, 0..=64) | Self::None
                if words.next().is_none() =>
            {
                Ok(protection)
            }
            _ => Err(fail()),
        }
    }
}

/// From data to disks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct StoragePlan {
    pub protection_ssd: Protection,
    pub protection_hdd: Protection,
    pub protection_object: Protection,
    pub protection_file: Protection,
    pub protection_backup: Protection,
    pub protection_archive: Protection,
    pub protection_unspecified: Protection,
    pub snapshot_reserve: Assumption,
    pub fill_share: Assumption,
}

/// Backup of systems that state none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct BackupPlan {
    pub full_copies: Assumption,
    pub incremental_copies: Assumption,
    pub change_per_day: Assumption,
    pub reduction: Assumption,
    pub headroom: Assumption,
}

/// Class of disaster recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// No second site.
    None,
    /// Data at a second site.
    Cold,
    /// Data, and a part of the machines.
    Warm,
    /// Data and all machines.
    Hot,
}

impl Recovery {
    /// The class of that word in the table of cloud needs.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "cold" => Self::Cold,
            "warm" => Self::Warm,
            "hot" => Self::Hot,
            _ => return None,
        })
    }

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cold => "cold",
            Self::Warm => "warm",
            Self::Hot => "hot",
        }
    }
}

/// What a second site keeps ready.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct SecondSitePlan {
    pub unstated: Recovery,
    pub cold_compute: Assumption,
    pub warm_compute: Assumption,
    pub hot_compute: Assumption,
    pub storage: Assumption,
}

/// Old and new running together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct CutoverPlan {
    pub weeks: Assumption,
    pub parallel_share: Assumption,
}

/// How data gets to the centre.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct TransferPlan {
    pub link_mbps: Assumption,
    pub efficiency: Assumption,
    pub window_hours: Assumption,
}
