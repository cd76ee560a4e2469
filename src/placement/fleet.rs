//! What placement is given: workloads, pools of hosts, devices, the rack and the hall, as plain values.
//!
//! Nothing here has a default: every share, ratio and limit is said by the plan file. Quantities that
//! are not numbers or are negative count as nothing, shares above one count as one.

use crate::unit::{Bytes, Kilograms, RackUnits, Vcpus, Watts};

/// Factors are taken to the millionth, so that capacities are computed in integers.
const MILLION: u128 = 1_000_000;

/// Everything placement needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// The workloads to be put on hosts.
    pub workloads: Vec<WorkloadItem>,
    /// One pool a zone; were there two of one zone, the first takes all its workloads.
    pub pools: Vec<Pool>,
    /// Devices that move as they are; the devices of the hosts are added by placement.
    pub devices: Vec<Device>,
    /// The rack all devices go into.
    pub rack: RackProfile,
    /// The hall the racks stand in.
    pub hall: Hall,
    /// Steps spent on packing each pool, after which the best found counts.
    pub effort_steps: u64,
}

/// A workload as placement sees it: already right-sized and grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadItem {
    /// Identifies the workload; also the last tie-break when packing.
    pub id: String,
    /// The agency it belongs to.
    pub agency_id: String,
    /// The system it runs a part of.
    pub system_id: String,
    /// The zone whose hosts it may run on.
    pub zone: String,
    /// Virtual processors it needs.
    pub vcpu: Vcpus,
    /// Memory it needs, without what the hypervisor adds.
    pub ram: Bytes,
}

/// The hosts of one zone: all of one profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The zone whose workloads it takes, in kebab case.
    pub zone: String,
    /// What each of its hosts is.
    pub profile: HostProfile,
    /// How many hosts stand by.
    pub spare: SpareRule,
}

/// N+k: how many hosts stand by, by the number of hosts that carry workloads.
///
/// Customary: k = 1 up to 16 hosts, 2 above, in each zone (domain facts C7; VMware's guide reserves
/// failures over hosts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpareRule {
    /// The largest pool, in hosts that carry workloads, for which `spare_up_to` holds.
    pub up_to_hosts: u32,
    /// Spare hosts of a pool of at most `up_to_hosts`.
    pub spare_up_to: u8,
    /// Spare hosts of a larger pool.
    pub spare_above: u8,
}

impl SpareRule {
    /// The same number of spare hosts for any pool.
    pub const fn fixed(spare: u8) -> Self {
        Self { up_to_hosts: 0, spare_up_to: spare, spare_above: spare }
    }

    /// `spare_up_to` spare hosts for a pool of at most `up_to_hosts`, `spare_above` for a larger one.
    pub const fn stepped(up_to_hosts: u32, spare_up_to: u8, spare_above: u8) -> Self {
        Self { up_to_hosts, spare_up_to, spare_above }
    }

    /// Spare hosts of a pool in which `hosts_count` hosts carry workloads; none when none does.
    pub fn spare_count(self, hosts_count: usize) -> u8 {
        match u32::try_from(hosts_count) {
            Ok(0) => 0,
            Ok(count) if count <= self.up_to_hosts => self.spare_up_to,
            _ => self.spare_above,
        }
    }
}

/// A kind of host and how far it may be filled.
#[derive(Debug, Clone, PartialEq)]
pub struct HostProfile {
    /// What reports call it.
    pub name: String,
    /// Physical cores (threads are not cores).
    pub cores: u32,
    /// vCPUs sold for one physical core; production 4, databases 1 to 2, development 8 (C7).
    pub vcpu_per_core: f64,
    /// Cores kept for the hypervisor.
    pub reserved_cores: u32,
    /// Share of the remaining cores to be used, 0 to 1; 0.80 (VMware vCAT).
    pub cpu_target_share: f64,
    /// Memory built in.
    pub ram: Bytes,
    /// Memory kept for the hypervisor; 4 GiB (Red Hat).
    pub reserved_ram: Bytes,
    /// Memory the hypervisor needs for each workload; 0.5 GiB (Red Hat).
    pub ram_overhead_per_workload: Bytes,
    /// Share of the remaining memory to be used, 0 to 1; 0.85.
    pub ram_target_share: f64,
    /// Height in the rack.
    pub height: RackUnits,
    /// Mass.
    pub weight: Kilograms,
    /// Power when idle.
    pub power_idle: Watts,
    /// Power when all cores work.
    pub power_peak: Watts,
    /// Mean utilisation to be expected, 0 to 1; decides the average power.
    pub utilisation_planned: f64,
    /// Power cords; two or more may share their load between the feeds.
    pub cords: u8,
}

impl HostProfile {
    /// vCPUs one host offers: (cores − reserved) × vCPU per core × target share, rounded down to the
    /// thousandth of a vCPU (C7).
    pub fn vcpu_capacity(&self) -> Vcpus {
        let cores = self.cores.saturating_sub(self.reserved_cores);
        let whole = u128::from(Vcpus::from_count(u64::from(cores)).raw());
        let sold =
            whole * millionths(self.vcpu_per_core) * millionths_of_share(self.cpu_target_share);
        Vcpus::from_raw(saturated(sold / (MILLION * MILLION)))
    }

    /// Memory one host offers: (RAM − reserved) × target share, rounded down to the byte (C7). Memory
    /// is never sold twice.
    pub fn ram_capacity(&self) -> Bytes {
        let whole = u128::from(self.ram.saturating_sub(self.reserved_ram).raw());
        let usable = whole * millionths_of_share(self.ram_target_share) / MILLION;
        Bytes::from_raw(saturated(usable))
    }

    /// Memory a workload takes from a host: its own and the hypervisor's overhead for it. `None` when
    /// the sum leaves the range, which no host can offer.
    pub fn ram_need(&self, workload: &WorkloadItem) -> Option<Bytes> {
        workload.ram.checked_add(self.ram_overhead_per_workload)
    }

    /// Average power: P(u) = P_idle + (P_peak − P_idle)·u (Fan, Weber, Barroso, ISCA 2007; Cloud
    /// Carbon Footprint), u being the planned utilisation held within 0 to 1.
    pub fn power_average(&self) -> Watts {
        let share = self.utilisation_planned.clamp(0.0, 1.0);
        self.power_idle + (self.power_peak - self.power_idle).scaled(share)
    }
}

/// A factor in millionths, rounded to nearest; negative and not-a-number become nothing.
fn millionths(factor: f64) -> u128 {
    // `as` saturates and maps NaN to 0.
    u128::from((factor * 1e6).round() as u64)
}

/// A share in millionths, at most one.
fn millionths_of_share(share: f64) -> u128 {
    millionths(share).min(MILLION)
}

fn saturated(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceKind {
    /// A host that carries workloads.
    Host,
    /// A host that stands by.
    SpareHost,
    /// A physical server that moves as it is.
    Server,
    /// A storage system.
    Storage,
    /// A network device, other than the switches at the top of each rack.
    Network,
}

/// Where a device's power figure comes from, best first (C1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PowerSource {
    /// Measured in operation.
    Measured,
    /// Peak and idle power that servers of its years have.
    Generation,
    /// The nameplate of one power supply times a derating factor.
    NameplateDerated,
    /// The plan's figure for the host that is bought: the vendor's peak for its configuration.
    Profile,
    /// Guessed from similar devices.
    Imputed,
}

/// Something that takes room in a rack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Identifies the device; also the last tie-break when packing.
    pub id: String,
    /// The agency it belongs to; empty for the hosts of the NDC.
    pub agency_id: String,
    /// What reports call it.
    pub label: String,
    /// What it is.
    pub kind: DeviceKind,
    /// The zone whose racks it may stand in.
    pub zone: String,
    /// Height; a rack gives it whole units, zero is a device at the side that takes no unit.
    pub height: RackUnits,
    /// Mass.
    pub weight: Kilograms,
    /// Average power.
    pub power_average: Watts,
    /// Largest power; what the feeds must be able to carry. Counts as no less than the average.
    pub power_peak: Watts,
    /// Where the power figures come from.
    pub power_source: PowerSource,
    /// Power cords; with fewer than two it hangs on one feed and goes dark with it.
    pub cords: u8,
}

impl Device {
    /// Whole rack units it takes, rounded up: rails have whole units.
    pub fn units(&self) -> u32 {
        self.height.as_units().ceil() as u32
    }

    /// What it may put on the feeds at most: the larger of its peak and its average.
    pub fn load(&self) -> Watts {
        self.power_peak.max(self.power_average)
    }

    /// True when it draws power through fewer than two cords: the loss of a feed may stop it.
    pub fn is_single_corded(&self) -> bool {
        self.cords < 2 && self.load() > Watts::ZERO
    }
}

/// The rack and what it can carry (C2).
#[derive(Debug, Clone, PartialEq)]
pub struct RackProfile {
    /// Height inside, rounded down to whole units.
    pub height_u: RackUnits,
    /// Units at the top kept for switches and cable managers, rounded up to whole units.
    pub reserved_u: RackUnits,
    /// Share of the remaining units that may be used, 0 to 1.
    pub fill_share: f64,
    /// What the floor and the frame carry, the rack's own weight included.
    pub weight_limit: Kilograms,
    /// The rack's own weight.
    pub rack_weight: Kilograms,
    /// What ONE feed may carry for long: the limit of the surviving feed after a failover.
    pub feed_limit: Watts,
    /// Power of all switches at the top of one rack, shared by both feeds.
    pub tor_power: Watts,
    /// Mass of all switches at the top of one rack.
    pub tor_weight: Kilograms,
}

impl RackProfile {
    /// Whole units devices may take: (height − reserved) × fill share, rounded down.
    pub fn units_usable(&self) -> u32 {
        let height = self.height_u.as_units().floor() as u32;
        let reserved = self.reserved_u.as_units().ceil() as u32;
        let units = u128::from(height.saturating_sub(reserved));
        let usable = units * millionths_of_share(self.fill_share) / MILLION;
        u32::try_from(usable).unwrap_or(u32::MAX)
    }
}

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
    /// Racks there is room for; `None` when the question is how many are needed.
    pub racks_max: Option<u32>,
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
