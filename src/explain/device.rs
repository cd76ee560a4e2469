//! What the power of one device in a rack rests on: the rule by which it was settled, and its row.

use super::cells::Contribution;
use super::{ExplainError, UsedAssumption};
use crate::demand::{Columns, DemandError};
use crate::inventory::Inventory;
use crate::placement::{Device, DeviceKind, PowerSource};
use crate::plan::{HostProfilePlan, Plan};
use crate::schema::Table;

/// The rule, and the assumptions it takes.
pub(super) fn formula_of(device: &Device) -> (&'static str, &'static [&'static str]) {
    let is_server = device.kind == DeviceKind::Server;
    match device.power_source {
        _ if device.kind == DeviceKind::SpareHost => (
            "a host that stands by: idle on average, its peak when it takes over",
            &["host.power_idle_w", "host.power_peak_w"],
        ),
        PowerSource::Profile => (
            "the host of the plan: idle + (peak − idle) × mean use on average",
            &["host.power_idle_w", "host.power_peak_w", "host.utilisation_planned"],
        ),
        PowerSource::Measured => ("as measured", &[]),
        PowerSource::VendorPeak if is_server => (
            "the vendor's peak for the configuration; on average idle + (peak − idle) × use, idle being \
             the share of its year or the plan's",
            &["device.idle_share", "device.utilisation"],
        ),
        PowerSource::VendorPeak => (
            "the vendor's peak for the configuration; on average × average over peak",
            &["device.average_share"],
        ),
        PowerSource::Generation => (
            "peak of servers of its years × memory and disks × processors ÷ 2, and its GPUs; on average \
             idle + (peak − idle) × use",
            &["device.generation_factor", "device.gpu_power_w", "device.utilisation"],
        ),
        PowerSource::NameplateDerated if is_server => (
            "nameplate of one supply × half of the supplies × share drawn; on average idle + (peak − idle) \
             × use, idle being the share of its year or the plan's",
            &["device.nameplate_derate", "device.idle_share", "device.utilisation"],
        ),
        PowerSource::NameplateDerated => (
            "nameplate of one supply × half of the supplies × share drawn; on average × average over peak",
            &["device.nameplate_derate", "device.average_share"],
        ),
        PowerSource::LibraryNameplate if is_server => (
            "nameplate of one supply, as the device library has it for the model, × half of the supplies \
             × share drawn; on average idle + (peak − idle) × use",
            &["device.nameplate_derate", "device.idle_share", "device.utilisation"],
        ),
        PowerSource::LibraryNameplate => (
            "nameplate of one supply, as the device library has it for the model, × half of the supplies \
             × share drawn; on average × average over peak",
            &["device.nameplate_derate", "device.average_share"],
        ),
        PowerSource::DrawsNone => (
            "it draws none of its own: a panel, or a part of the power of the device it stands in",
            &[],
        ),
        PowerSource::Imputed => imputed(device.kind),
    }
}

/// The rule of a device that stands in the hall already, and the assumptions it takes.
pub(super) fn formula_of_standing(device: &Device) -> (String, Vec<&'static str>) {
    let stands = "stands in the hall already";
    match device.power_source {
        PowerSource::Imputed => (
            format!(
                "{stands}; its list states no power: the plan's watts a unit × its {} U, one at least; on \
                 average × average over peak",
                device.height
            ),
            vec!["standing.power_w_per_u", "device.average_share"],
        ),
        PowerSource::DrawsNone => (format!("{stands}; {}", formula_of(device).0), Vec::new()),
        _ => (format!("{stands}, as the list of the hall says"), Vec::new()),
    }
}

/// The entry of the plan a host is of; `None` for a host of the first profile, and for what is no host.
pub(super) fn further_profile<'p>(device: &Device, plan: &'p Plan) -> Option<&'p HostProfilePlan> {
    let is_host = matches!(device.kind, DeviceKind::Host | DeviceKind::SpareHost);
    plan.host_profiles.iter().find(|profile| is_host && profile.name == device.label)
}

/// The powers of a further host, which are its own.
pub(super) fn powers_of(profile: &HostProfilePlan) -> [UsedAssumption; 2] {
    let line = |field: &str, value| UsedAssumption {
        name: format!("host_profile \"{}\".{field}", profile.name),
        value,
        unit: "W".to_owned(),
        source: profile.source.clone(),
    };
    [line("power_idle_w", profile.power_idle_w), line("power_peak_w", profile.power_peak_w)]
}

fn imputed(kind: DeviceKind) -> (&'static str, &'static [&'static str]) {
    let shared = "nobody states it: the plan's stand-in; on average × average over peak";
    match kind {
        DeviceKind::Storage => (shared, &["device.storage_power_w", "device.average_share"]),
        DeviceKind::Network => (shared, &["device.network_power_w", "device.average_share"]),
        _ => (
            "nobody states it: the plan's stand-in, and its GPUs; on average idle + (peak − idle) × use",
            &[
                "device.server_power_w",
                "device.gpu_power_w",
                "device.idle_share",
                "device.utilisation",
            ],
        ),
    }
}

/// Agency and id of a device within it: the id of a device that moves begins with its agency.
pub(super) fn names_of(device: &Device) -> (&str, &str) {
    let id = device.id.strip_prefix(device.agency_id.as_str());
    let within = id.and_then(|id| id.strip_prefix('/')).unwrap_or(&device.id);
    (&device.agency_id, within)
}

/// The cell its power comes from, with the others that bear on it.
pub(super) fn cells_of(
    inventory: &Inventory,
    device: &Device,
    kilowatts: f64,
) -> Result<Vec<Contribution>, ExplainError> {
    let table = match device.kind {
        DeviceKind::Storage => Table::Storage,
        DeviceKind::Network => Table::NetworkDevice,
        _ => Table::Server,
    };
    let frame = crate::demand::collect(inventory, table)?;
    let read = || -> polars::prelude::PolarsResult<_> {
        let columns = Columns::of(&frame);
        Ok((columns.agencies()?, columns.texts(table.key().name)?, columns.addresses()?))
    };
    let (agencies, ids, addresses) = read().map_err(|source| DemandError::table(table, source))?;
    let (agency, within) = names_of(device);
    // The ids of other kinds than servers have the kind in front.
    let within = match device.kind {
        DeviceKind::Storage => within.strip_prefix("storage:").unwrap_or(within),
        DeviceKind::Network => within.strip_prefix("network:").unwrap_or(within),
        _ => within,
    };
    // Of a row with a quantity each device has a number behind the row's id.
    let row_id = within.rsplit_once('#').map_or(within, |(row, _)| row);
    let is_it = |at: &usize| {
        let id = ids[*at].as_deref();
        agencies[*at] == agency && (id == Some(within) || id == Some(row_id))
    };
    let says = |column: &'static str, what: &str| (column, what.to_owned());
    let (column, factors): (&'static str, Vec<(&'static str, String)>) = match device.power_source {
        PowerSource::Measured => ("power_measured_w", Vec::new()),
        PowerSource::VendorPeak => ("power_peak_w", Vec::new()),
        PowerSource::NameplateDerated => (
            "power_nameplate_w",
            vec![says("psu_count", "supplies; one carries it where not stated")],
        ),
        PowerSource::LibraryNameplate => {
            ("model", vec![says("psu_count", "supplies; those of the library where not stated")])
        }
        PowerSource::Generation => {
            let sockets = says("sockets_count", "processors; two where not stated");
            ("in_service_on", vec![sockets, says("gpu_count", "GPUs; none where not stated")])
        }
        PowerSource::Imputed if table == Table::Server => {
            (table.key().name, vec![says("gpu_count", "GPUs; none where not stated")])
        }
        PowerSource::Profile | PowerSource::DrawsNone | PowerSource::Imputed => {
            (table.key().name, Vec::new())
        }
    };
    let contribution = |at: usize| Contribution {
        table,
        address: addresses[at].clone(),
        column,
        value: kilowatts,
        formula: String::new(),
        factors: factors.clone(),
        sampled: None,
    };
    Ok((0..agencies.len()).filter(is_it).take(1).map(contribution).collect())
}
