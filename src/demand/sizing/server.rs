//! Physical servers of systems without workloads, converted to virtual machines.

use super::{Factor, Sizer, Sizing, stated};
use crate::demand::amount::{Resource, THOUSANDTHS, Tier};
use crate::demand::machine::Server;
use crate::demand::part::{Part, Samples, Sized};
use crate::plan::Basis;
use crate::schema::Table;
use crate::unit::{Bytes, Vcpus};

impl Sizer<'_> {
    /// What a server becomes: vCPU = cores × measured use ÷ target, RAM = memory × measured use ×
    /// comfort, storage = a share of the raw disks. Without a measurement a share of what it has, as
    /// the plan says; never the purchased cores as they stand. `None` when its system stays where it
    /// is or moves as it is.
    pub fn convert(&mut self, server: Server) -> Option<Sized> {
        let system = self.system(&server.agency_id, &server.system_id);
        if system.stays_because().is_some() {
            return None;
        }
        let basis = Basis::Converted;
        let mut parts = Vec::with_capacity(8);
        let core = Vcpus::from_count(1).raw() as f64;
        let gib = Bytes::from_gib(1).raw() as f64;
        let plan = &self.plan.demand;
        let cpu = (server.cores_count, core, server.cpu_util_p95_pct);
        let cpu_floor = core * plan.vcpu_minimum.value;
        let ram = (server.ram_bytes, 1.0, server.ram_util_p95_pct);
        let ram_floor = gib * plan.ram_minimum_gib.value;
        let compute = [
            (Resource::Vcpu, cpu, Factor::ConvertedCpu, cpu_floor, "cores_count"),
            (Resource::Ram, ram, Factor::RamComfort, ram_floor, "ram_bytes"),
        ];
        for (resource, (size, unit, used), factor, floor, column) in compute {
            let Some(size) = size else {
                self.unknown(resource);
                continue;
            };
            let has = Sizing::as_is(stated(size as f64 * unit));
            let needs = match used {
                Some(percent) => has.measured(percent, factor, floor),
                None => Sizing { floor, ..has.assumed(Factor::ConvertedUnmeasured) },
            };
            parts.push(self.direct(resource, basis, needs, column));
        }
        match server.disk_raw_bytes {
            Some(disk) => self.convert_disk(disk, &mut parts),
            None => self.unknown(Resource::Storage),
        }
        if let Some(gpus) = server.gpu_count.filter(|gpus| *gpus > 0) {
            let gpus = Sizing::as_is(stated(gpus as f64 * THOUSANDTHS));
            parts.push(self.direct(Resource::Gpu, basis, gpus, "gpu_count"));
        }
        Some(Sized {
            agency_id: server.agency_id,
            stored_under: None,
            system_id: server.system_id,
            id: server.id,
            table: Table::Server,
            address: server.address,
            machines_count: 1,
            zone: system.zone,
            quarter: system.quarter.max(self.plan.period.base_quarter),
            delayed_from: system.delayed_from,
            parts,
            flavour: None,
            stars: None,
            samples: Samples::default(),
            is_new: false,
            is_second_site: false,
        })
    }

    fn convert_disk(&self, disk: u64, parts: &mut Vec<Part>) {
        let data = Sizing::as_is(stated(disk as f64)).assumed(Factor::ConvertedDisk);
        let column = "disk_raw_bytes";
        self.stored(parts, Tier::Unspecified, Basis::Converted, data, column);
        self.backed_up(parts, Basis::Converted, data, column);
    }
}
