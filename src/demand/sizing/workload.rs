//! Workloads: as submitted and right-sized.

use super::{Factor, Sizer, Sizing, flavour, stated};
use crate::demand::amount::{Resource, THOUSANDTHS, Tier};
use crate::demand::impute::Size;
use crate::demand::machine::Machine;
use crate::demand::measure::Measured;
use crate::demand::part::{Part, PartSize, Samples, Sized};
use crate::plan::Basis;
use crate::schema::Table;
use crate::unit::{Bytes, Vcpus};

impl Sizer<'_> {
    /// A machine's demand; `None` when its system stays where it is or moves as it is.
    pub fn size_machine(&mut self, machine: Machine) -> Option<Sized> {
        let system = self.system(&machine.agency_id, &machine.system_id);
        if self.stays(&system, &machine.agency_id, &machine.system_id) {
            return None;
        }
        let mut parts = Vec::with_capacity(16);
        let flavour = self.size_parts(&machine, &mut parts);
        Some(Sized {
            agency_id: machine.agency_id,
            stored_under: None,
            system_id: machine.system_id,
            id: machine.id,
            table: Table::Workload,
            address: machine.address,
            machines_count: 1,
            zone: system.zone,
            quarter: system.quarter.max(self.plan.period.base_quarter),
            delayed_from: system.delayed_from,
            parts,
            flavour,
            stars: machine.measured.stars,
            samples: Samples::of(&machine.measured),
            is_new: false,
            is_second_site: false,
        })
    }

    /// Adds what a machine asks for, wherever its system stands; the flavour it was rounded up to.
    pub fn size_parts(&mut self, machine: &Machine, parts: &mut Vec<Part>) -> Option<usize> {
        self.size_vcpu(machine, parts);
        self.size_ram(machine, parts);
        let flavour = flavour::round_up(parts, &self.plan.flavours);
        self.size_disk(machine, parts);
        if let Some(gpus) = machine.gpu_count.filter(|gpus| *gpus > 0) {
            let gpus = Sizing::as_is(stated(gpus as f64 * THOUSANDTHS));
            for basis in [Basis::AsSubmitted, Basis::RightSized] {
                parts.push(self.direct(Resource::Gpu, basis, gpus, "gpu_count"));
            }
        }
        self.size_performance(&machine.measured, parts);
        flavour
    }

    /// A size as stated, or that of its peers; `None` when there is none, which is counted. `unit`
    /// is the raw units of one of the column.
    fn known(
        &mut self,
        machine: &Machine,
        size: Size,
        resource: Resource,
        unit: f64,
    ) -> Option<Sizing> {
        if let Some(value) = size.of(machine) {
            return Some(Sizing::as_is(stated(value as f64 * unit)));
        }
        let Some(group) = self.peers.nearest(size, machine) else {
            self.unknown(resource);
            return None;
        };
        Some(Sizing::as_is(PartSize::Peers { group, weight: unit }))
    }

    fn size_vcpu(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let unit = Vcpus::from_count(1).raw() as f64;
        let Some(vcpu) = self.known(machine, Size::Vcpu, Resource::Vcpu, unit) else { return };
        let minimum = unit * self.plan.demand.vcpu_minimum.value;
        let floor = floor_of(vcpu, minimum, machine.measured.cpu_contended);
        let right_sized = match machine.measured.cpu_pct {
            Some(used) => vcpu.measured(used.value, Factor::CpuComfort, floor),
            None => vcpu.assumed(Factor::Unmeasured),
        };
        let column = "vcpu_count";
        parts.push(self.direct(Resource::Vcpu, Basis::AsSubmitted, vcpu, column));
        parts.push(self.direct(Resource::Vcpu, Basis::RightSized, right_sized, column));
    }

    fn size_ram(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let Some(ram) = self.known(machine, Size::Ram, Resource::Ram, 1.0) else { return };
        let minimum = Bytes::from_gib(1).raw() as f64 * self.plan.demand.ram_minimum_gib.value;
        let floor = floor_of(ram, minimum, machine.measured.ram_contended);
        let right_sized = match machine.measured.ram_pct {
            Some(used) => ram.measured(used.value, Factor::RamComfort, floor),
            None => ram.assumed(Factor::Unmeasured),
        };
        let column = "ram_bytes";
        parts.push(self.direct(Resource::Ram, Basis::AsSubmitted, ram, column));
        parts.push(self.direct(Resource::Ram, Basis::RightSized, right_sized, column));
    }

    fn size_disk(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let tier = machine.disk_tier;
        let used = machine.disk_used_bytes.map(|used| Sizing::as_is(stated(used as f64)));
        // The peers' disk stands in only where neither figure is stated.
        let provisioned = match (machine.disk_provisioned_bytes, used) {
            (None, Some(_)) => None,
            _ => self.known(machine, Size::DiskProvisioned, Resource::Storage, 1.0),
        };
        let (used_column, provisioned_column) = ("disk_used_bytes", "disk_provisioned_bytes");
        let (as_submitted, as_column) = match (provisioned, used) {
            (Some(provisioned), _) => (provisioned, provisioned_column),
            (None, Some(used)) => (used, used_column),
            (None, None) => return,
        };
        self.stored(parts, tier, Basis::AsSubmitted, as_submitted, as_column);
        let (right_sized, column) = match used {
            Some(used) => (Sizing { factor: Factor::StorageComfort, ..used }, used_column),
            None => (as_submitted.assumed(Factor::Unmeasured), as_column),
        };
        self.stored(parts, tier, Basis::RightSized, right_sized, column);
        if matches!(tier, Tier::Backup | Tier::Archive) {
            return;
        }
        let data = used.unwrap_or(as_submitted);
        for basis in [Basis::AsSubmitted, Basis::RightSized] {
            self.backed_up(parts, basis, data, column);
        }
    }

    fn size_performance(&self, measured: &Measured, parts: &mut Vec<Part>) {
        let measures = [
            (Resource::Iops, measured.iops, "iops_p95"),
            (Resource::DiskThroughput, measured.disk_mb_s, "disk_throughput_mb_s_p95"),
            (Resource::Network, measured.network_mbps, "network_mbps_p95"),
        ];
        for (resource, used, column) in measures {
            let Some(used) = used.filter(|used| used.value > 0.0) else { continue };
            let sizing = Sizing::as_is(stated(used.value * THOUSANDTHS));
            let sizing = Sizing { factor: Factor::PerformanceComfort, ..sizing };
            parts.push(self.direct(resource, Basis::RightSized, sizing, column));
        }
    }
}

/// The least a machine needs: the plan's minimum; what it has, where it waits for more.
fn floor_of(sizing: Sizing, minimum: f64, is_contended: bool) -> f64 {
    match sizing.size {
        PartSize::Stated { size, .. } if is_contended => minimum.max(size),
        _ => minimum,
    }
}
