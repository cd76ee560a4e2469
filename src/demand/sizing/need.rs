//! Cloud needs: as asked for.

use super::{Sizer, Sizing, stated};
use crate::demand::amount::{Resource, THOUSANDTHS, Tier};
use crate::demand::machine::Need;
use crate::demand::part::{Part, Samples, Sized};
use crate::plan::Basis;
use crate::schema::Table;
use crate::time::Quarter;
use crate::unit::Vcpus;

impl Sizer<'_> {
    /// A need's demand; `None` when its system stays where it is or moves as it is. An amount that
    /// is left open is in no part.
    pub fn size_need(&mut self, need: Need) -> Option<Sized> {
        let system = self.system(&need.agency_id, &need.system_id);
        if self.stays(&system, &need.agency_id, &need.system_id) {
            return None;
        }
        let (quarter, delayed_from) = match need.needed_from {
            Some(quarter) => (quarter, need.delayed_from),
            None => (system.quarter, system.delayed_from),
        };
        let parts = self.parts_of(&need);
        Some(Sized {
            agency_id: need.agency_id,
            stored_under: None,
            system_id: need.system_id,
            id: need.id,
            table: Table::CloudNeed,
            address: need.address,
            machines_count: 1,
            zone: system.zone,
            quarter: quarter.max(self.plan.period.base_quarter),
            delayed_from,
            parts,
            flavour: None,
            stars: None,
            samples: Samples::default(),
            is_new: need.is_new,
            is_second_site: false,
        })
    }

    fn parts_of(&self, need: &Need) -> Vec<Part> {
        let mut parts = Vec::with_capacity(12);
        let basis = Basis::Requested;
        let vcpu = Vcpus::from_count(1).raw() as f64;
        let whole = |count: Option<u64>| count.map(|count| count as f64);
        let asked = [
            (Resource::Vcpu, whole(need.vcpu_count), vcpu, "vcpu_count"),
            (Resource::Ram, whole(need.ram_bytes), 1.0, "ram_bytes"),
            (Resource::Gpu, whole(need.gpu_count), THOUSANDTHS, "gpu_count"),
            (Resource::Network, need.network_mbps, THOUSANDTHS, "network_mbps"),
            (Resource::PublicIp, whole(need.public_ip_count), THOUSANDTHS, "public_ip_count"),
        ];
        for (resource, value, unit, column) in asked {
            if let Some(value) = value.filter(|value| *value > 0.0) {
                let sizing = Sizing::as_is(stated(value * unit));
                parts.push(self.direct(resource, basis, sizing, column));
            }
        }
        let stored = [
            (need.block_tier, need.block_bytes, "block_bytes"),
            (Tier::Object, need.object_bytes, "object_bytes"),
            (Tier::File, need.file_bytes, "file_bytes"),
            (Tier::Backup, need.backup_bytes, "backup_bytes"),
        ];
        for (tier, bytes, column) in stored {
            let Some(bytes) = bytes.filter(|bytes| *bytes > 0) else { continue };
            let sizing = Sizing::as_is(stated(bytes as f64));
            self.stored(&mut parts, tier, basis, sizing, column);
            // Backup that is asked for, be it none, is not made up.
            if need.backup_bytes.is_none() && !matches!(tier, Tier::Backup | Tier::Archive) {
                self.backed_up(&mut parts, basis, sizing, column);
            }
        }
        // The amounts are those of the end of that year.
        let horizon = need.horizon_year.and_then(|year| Quarter::new(year, 4));
        parts.iter_mut().for_each(|part| part.horizon = horizon);
        parts
    }
}
