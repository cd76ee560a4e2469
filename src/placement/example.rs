//! Small fleets for the tests of this room, with round numbers.

use std::collections::BTreeMap;

use super::fleet::*;
use crate::unit::{Bytes, Gpus, Kilograms, RackUnits, Vcpus, Watts};

/// A host of 10 vCPU and 10 GiB: (6 − 1) cores × 4 × 0.5, (24 − 4) GiB × 0.5; no overhead.
pub(super) fn profile() -> HostProfile {
    HostProfile {
        name: "round".to_owned(),
        cores: 6,
        vcpu_per_core: 4.0,
        reserved_cores: 1,
        cpu_target_share: 0.5,
        ram: Bytes::from_gib(24),
        reserved_ram: Bytes::from_gib(4),
        ram_target_share: 0.5,
        gpus: Gpus::ZERO,
        local_disk: None,
        iops: None,
        network: None,
        price: 1,
        count_max: None,
        height: RackUnits::from_units(2),
        weight: Kilograms::from_kilograms(30.0),
        power_idle: Watts::from_watts(200.0),
        power_peak: Watts::from_watts(700.0),
        utilisation_planned: 0.4,
        cords: 2,
        ports_count: 2,
    }
}

pub(super) fn pool(zone: &str, spare: SpareRule) -> Pool {
    let profiles = vec![profile()];
    Pool { zone: zone.to_owned(), profiles, ram_overhead_per_workload: Bytes::ZERO, spare }
}

/// A workload of zone "level-3".
pub(super) fn workload(id: &str, vcpu: u64, ram_gib: u64) -> WorkloadItem {
    WorkloadItem {
        id: id.to_owned(),
        agency_id: "MOET".to_owned(),
        system_id: "MOET-01".to_owned(),
        zone: "level-3".to_owned(),
        vcpu: Vcpus::from_count(vcpu),
        ram: Bytes::from_gib(ram_gib),
        gpu: None,
        local_disk: None,
        iops: None,
        network: None,
        is_growth: false,
    }
}

/// A dual-corded storage system of zone "level-3"; its average power is half its peak.
pub(super) fn device(id: &str, units: u32, kilograms: f64, watts: f64) -> Device {
    Device {
        id: id.to_owned(),
        agency_id: "MOET".to_owned(),
        system_id: "MOET-01".to_owned(),
        manufacturer: String::new(),
        label: "array".to_owned(),
        kind: DeviceKind::Storage,
        zone: "level-3".to_owned(),
        height: RackUnits::from_units(units),
        is_full_depth: true,
        ports_count: 2,
        weight: Kilograms::from_kilograms(kilograms),
        power_average: Watts::from_watts(watts / 2.0),
        power_peak: Watts::from_watts(watts),
        power_source: PowerSource::Measured,
        cords: 2,
    }
}

/// 10 usable units of 12, 600 kg for devices, 5 kW on one feed, no switches.
pub(super) fn rack() -> RackProfile {
    RackProfile {
        height_u: RackUnits::from_units(12),
        reserved_u: RackUnits::from_units(2),
        patch_panels_u: 0,
        cable_managers_u: 0,
        switches_u: 2,
        fill_share: 1.0,
        weight_limit: Kilograms::from_kilograms(700.0),
        rack_weight: Kilograms::from_kilograms(100.0),
        floor: Floor { limit_kg_m2: None, footprint_m2: 0.72, clearance_m2: 1.32 },
        feed_limit: Watts::from_kilowatts(5.0),
        is_three_phase: false,
        tor_power: Watts::ZERO,
        tor_weight: Kilograms::ZERO,
        switch_ports: 48,
    }
}

pub(super) fn hall() -> Hall {
    Hall {
        racks_max: None,
        racks_per_row: 20,
        area_per_rack_m2: 2.5,
        pue: 1.6,
        overhead_fixed_share: 0.4,
        overhead_square_share: 0.1,
        design_it: None,
        diversity: 0.88,
        cooling_factor: 1.2,
        cooling_unit: Watts::from_kilowatts(3.0),
        supply: Supply {
            power_factor: 0.95,
            ups_module: Watts::from_kilowatts(4.0),
            ups_efficiency: 0.95,
            battery_minutes: 10.0,
            battery_usable_share: 0.64,
            generator_power_factor: 0.8,
        },
        grid_kg_co2_per_kwh: 0.66,
    }
}

pub(super) fn fleet(workloads: Vec<WorkloadItem>, devices: Vec<Device>) -> Fleet {
    let pools = vec![pool("level-3", SpareRule::fixed(1))];
    Fleet {
        workloads,
        pools,
        rules: Vec::new(),
        not_on_hosts: BTreeMap::new(),
        devices,
        survey: Survey::default(),
        rack: rack(),
        standing: Vec::new(),
        hall: hall(),
        effort_steps: 2_000_000,
    }
}
