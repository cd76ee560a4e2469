//! The power of a device, in the order of trust (C1).

use crate::library::DeviceType;
use crate::placement::fleet::{DeviceKind, PowerSource};
use crate::plan::Plan;
use crate::reference::generation_of;
use crate::unit::Watts;

/// What a submission says of the power of a device.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StatedPower {
    /// Watts measured.
    pub measured: Option<f64>,
    /// Watts at the peak, as the vendor computes them for the configuration.
    pub vendor_peak: Option<f64>,
    /// Watts on the nameplate of one supply.
    pub nameplate: Option<f64>,
    /// Power supplies.
    pub supplies: Option<i64>,
    /// Year a server came into service.
    pub in_service: Option<i32>,
    /// Processors of a server.
    pub sockets: Option<i64>,
    /// GPUs of a server.
    pub gpus: Option<i64>,
}

/// The power of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SettledPower {
    pub average: Watts,
    pub peak: Watts,
    pub source: PowerSource,
    /// What GPUs that the plan's figure stands for are of the peak.
    pub gpus: Option<Watts>,
}

impl StatedPower {
    /// Average and peak from the best that is known: measured, the vendor's peak, the generation of a
    /// server's year, a share of the nameplate of a supply that the submission or else the library
    /// states, the plan's stand-in.
    ///
    /// A measured draw is taken as the peak as well: it is what was seen. Of the average of a server,
    /// idle + (peak − idle) × use, idle is the share of its year or the plan's; storage arrays and
    /// network devices draw a share of their peak. The table of generations is of servers with two
    /// processors and no GPU: power goes with the processors, taken as two where not stated, and GPUs
    /// come on top. Half of the supplies, rounded up, can carry a device that has them in pairs, so
    /// of one or two supplies one counts.
    pub(super) fn settle(
        self,
        kind: DeviceKind,
        known: Option<&DeviceType>,
        plan: &Plan,
    ) -> SettledPower {
        let device = &plan.device;
        let is_server = kind == DeviceKind::Server;
        let generation = self.in_service.filter(|_| is_server).and_then(generation_of);
        let idle_share = generation.map_or(device.idle_share.value, |of_year| of_year.idle_share);
        let settled = |peak: f64, source: PowerSource| {
            let average = if is_server {
                let idle = peak * idle_share;
                idle + (peak - idle) * device.utilisation.value
            } else {
                peak * device.average_share.value
            };
            let (average, peak) = (Watts::from_watts(average), Watts::from_watts(peak));
            SettledPower { average, peak, source, gpus: None }
        };
        if let Some(measured) = self.measured {
            let watts = Watts::from_watts(measured);
            let source = PowerSource::Measured;
            return SettledPower { average: watts, peak: watts, source, gpus: None };
        }
        if let Some(peak) = self.vendor_peak {
            return settled(peak, PowerSource::VendorPeak);
        }
        let gpus = self.gpus.filter(|count| is_server && *count > 0);
        let gpus = gpus.map(|count| count as f64 * device.gpu_power_w.value);
        let with_gpus = |peak: f64, source: PowerSource| SettledPower {
            gpus: gpus.map(Watts::from_watts),
            ..settled(peak + gpus.unwrap_or(0.0), source)
        };
        if let Some(generation) = generation {
            let sockets = self.sockets.filter(|count| *count > 0).unwrap_or(2) as f64;
            let peak = generation.peak_w * device.generation_factor.value * sockets / 2.0;
            return with_gpus(peak, PowerSource::Generation);
        }
        let supplies = self.supplies.or(known.and_then(|t| t.supplies_count).map(i64::from));
        let carrying = (supplies.unwrap_or(1).max(1) as u64).div_ceil(2) as f64;
        let of_type = known.and_then(|known| known.supply_nameplate).map(Watts::as_watts);
        let nameplates = [
            (self.nameplate, PowerSource::NameplateDerated),
            (of_type, PowerSource::LibraryNameplate),
        ];
        for (nameplate, source) in nameplates {
            if let Some(nameplate) = nameplate {
                return settled(nameplate * carrying * device.nameplate_derate.value, source);
            }
        }
        let peak = match kind {
            DeviceKind::Storage => device.storage_power_w.value,
            DeviceKind::Network => device.network_power_w.value,
            _ => device.server_power_w.value,
        };
        with_gpus(peak, PowerSource::Imputed)
    }
}
