//! Devices that move as they are: servers of systems that relocate; servers without a system, storage
//! arrays and network devices of facilities that relocate as a whole.
//!
//! Height, depth, mass and cords are what the submission says, else what the device library says of
//! the model, else the plan's stand-in; each is counted in the [`Survey`].

mod power;
mod relocation;

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, PolarsResult, col};

use super::IntakeError;
use crate::demand::{Columns, Demand};
use crate::inventory::{Inventory, RowAddress};
use crate::library::{DeviceType, Library};
use crate::placement::fleet::{Device, DeviceKind, Fact, ModelMatch, Origin, StaysBehind, Survey};
use crate::plan::{Assumption, MovedDevices, Plan};
use crate::schema::{Table, provenance};
use crate::unit::{Kilograms, RackUnits};

use power::StatedPower;
use relocation::{FacilityMove, Relocation, Running, moves};

/// The devices that have moved by the plan's last quarter, and what is known of them.
pub(super) fn moved(
    demand: &Demand,
    inventory: &Inventory,
    plan: &Plan,
) -> Result<(Vec<Device>, Survey), IntakeError> {
    let library = inventory.library()?;
    let servers = inventory.table(Table::Server)?.collect()?;
    let systems = inventory.table(Table::System)?.collect()?;
    let columns = [provenance::AGENCY_ID, "system_id", "host"].map(col);
    // Hosts are asked for servers alone.
    let rows_max = if servers.height() == 0 { 0 } else { u32::MAX };
    let workloads = inventory.table(Table::Workload)?.select(columns).limit(rows_max).collect()?;
    let running = Running { systems: &systems, servers: &servers, workloads: &workloads };
    let relocation = Relocation::of(&running, demand, plan)?;
    let mut movers = Movers::new(plan, &library);
    movers.survey.relocating_agencies = relocation.agencies();
    movers.add_servers(&servers, demand, &relocation)?;
    for (table, kind, moved) in [
        (Table::Storage, DeviceKind::Storage, plan.device.moved_storage),
        (Table::NetworkDevice, DeviceKind::Network, plan.device.moved_network),
    ] {
        let frame = inventory.table(table)?.collect()?;
        movers.add_of_facilities(&frame, table, kind, moved, &relocation)?;
    }
    Ok(movers.finish())
}

/// What a row says of the devices it stands for.
struct Row {
    agency_id: String,
    system_id: String,
    id: String,
    address: RowAddress,
    manufacturer: Option<String>,
    model: Option<String>,
    quantity: i64,
    height: Option<f64>,
    weight: Option<f64>,
    supplies: Option<i64>,
    power: StatedPower,
}

/// The columns that the tables of devices share.
struct Rows {
    agencies: Vec<String>,
    ids: Vec<Option<String>>,
    addresses: Vec<RowAddress>,
    manufacturers: Vec<Option<String>>,
    models: Vec<Option<String>>,
    quantities: Vec<Option<i64>>,
    heights: Vec<Option<f64>>,
    weights: Vec<Option<f64>>,
    supplies: Vec<Option<i64>>,
    nameplates: Vec<Option<f64>>,
    peaks: Vec<Option<f64>>,
}

impl Rows {
    fn of(columns: &Columns<'_>, table: Table) -> PolarsResult<Self> {
        Ok(Self {
            agencies: columns.agencies()?,
            ids: columns.texts(table.key().name)?,
            addresses: columns.addresses()?,
            manufacturers: columns.texts("manufacturer")?,
            models: columns.texts("model")?,
            quantities: columns.integers("quantity")?,
            heights: columns.decimals("height_u")?,
            weights: columns.decimals("weight_kg")?,
            supplies: columns.integers("psu_count")?,
            nameplates: columns.decimals("power_nameplate_w")?,
            peaks: columns.decimals("power_peak_w")?,
        })
    }

    fn row(&self, index: usize) -> Row {
        Row {
            agency_id: self.agencies[index].clone(),
            system_id: String::new(),
            id: self.ids[index].clone().unwrap_or_default(),
            address: self.addresses[index].clone(),
            manufacturer: self.manufacturers[index].clone(),
            model: self.models[index].clone(),
            quantity: self.quantities[index].unwrap_or(1).max(1),
            height: self.heights[index],
            weight: self.weights[index],
            supplies: self.supplies[index],
            power: StatedPower {
                vendor_peak: self.peaks[index],
                nameplate: self.nameplates[index],
                supplies: self.supplies[index],
                ..StatedPower::default()
            },
        }
    }
}

/// Manufacturer, where it is stated, and model as written.
type ModelText = (Option<String>, String);

/// The devices that move, while they are gathered.
struct Movers<'a> {
    plan: &'a Plan,
    library: &'a Library,
    devices: Vec<Device>,
    survey: Survey,
    /// Models as written: what became of them, and the type where one is meant.
    models: BTreeMap<ModelText, (ModelMatch, Option<&'a DeviceType>)>,
}

impl<'a> Movers<'a> {
    fn new(plan: &'a Plan, library: &'a Library) -> Self {
        let (devices, survey) = (Vec::new(), Survey::default());
        Self { plan, library, devices, survey, models: BTreeMap::new() }
    }

    fn finish(mut self) -> (Vec<Device>, Survey) {
        self.survey.matches = self.models.into_values().map(|(found, _)| found).collect();
        (self.devices, self.survey)
    }

    /// The physical servers of systems that relocate, and those of no listed system at facilities that
    /// relocate as a whole; others of no listed system are counted as staying behind, unless a machine
    /// in the cloud takes their place.
    fn add_servers(
        &mut self,
        frame: &DataFrame,
        demand: &Demand,
        relocation: &Relocation,
    ) -> PolarsResult<()> {
        let columns = Columns::of(frame);
        let rows = Rows::of(&columns, Table::Server)?;
        let systems = columns.texts("system_id")?;
        let measured = columns.decimals("power_measured_w")?;
        let sockets = columns.integers("sockets_count")?;
        let gpus = columns.integers("gpu_count")?;
        let in_service = columns.years("in_service_on")?;
        let facilities = columns.texts("facility_id")?;
        for index in 0..frame.height() {
            let mut key =
                (rows.agencies[index].clone(), systems[index].clone().unwrap_or_default());
            demand.codes.resolve(&key.0, &mut key.1);
            let mut row = rows.row(index);
            let zone = match demand.systems.get(&key) {
                Some(system) => {
                    if !moves(system) || system.quarter > self.plan.period.target_quarter {
                        continue;
                    }
                    &system.zone
                }
                None if relocation.is_converted(&row.address) => continue,
                None => match relocation.of_facility(&key.0, facilities[index].as_deref()) {
                    FacilityMove::Whole { zone } => zone,
                    FacilityMove::Not(why) => {
                        self.leave(row, DeviceKind::Server, *why);
                        continue;
                    }
                },
            };
            row.system_id = key.1;
            row.power.measured = measured[index];
            row.power.in_service = in_service[index];
            row.power.sockets = sockets[index];
            row.power.gpus = gpus[index];
            self.add(&row, DeviceKind::Server, zone);
        }
        Ok(())
    }

    /// Storage arrays or network devices: those of facilities that relocate as a whole.
    fn add_of_facilities(
        &mut self,
        frame: &DataFrame,
        table: Table,
        kind: DeviceKind,
        moved: MovedDevices,
        relocation: &Relocation,
    ) -> PolarsResult<()> {
        let columns = Columns::of(frame);
        let rows = Rows::of(&columns, table)?;
        let facilities = columns.texts("facility_id")?;
        let is_storage = kind == DeviceKind::Storage;
        let measured = if is_storage { Some(columns.decimals("power_measured_w")?) } else { None };
        let ports = if is_storage { None } else { Some(columns.integers("ports_count")?) };
        for index in 0..frame.height() {
            let mut row = rows.row(index);
            // What a switch has to offer is not what it takes of others; no port, no link.
            let has_no_port = ports.as_ref().is_some_and(|ports| ports[index] == Some(0));
            row.power.measured = measured.as_ref().and_then(|measured| measured[index]);
            let stays =
                match (moved, relocation.of_facility(&row.agency_id, facilities[index].as_deref()))
                {
                    (MovedDevices::None, _) => StaysBehind::PlanMovesNone,
                    (_, FacilityMove::Whole { zone }) => {
                        let first = self.devices.len();
                        self.add(&row, kind, zone);
                        if has_no_port {
                            self.devices[first..]
                                .iter_mut()
                                .for_each(|device| device.ports_count = 0);
                        }
                        continue;
                    }
                    (_, FacilityMove::Not(why)) => *why,
                };
            self.leave(row, kind, stays);
        }
        Ok(())
    }

    /// Counts the devices of a row as staying behind.
    fn leave(&mut self, row: Row, kind: DeviceKind, why: StaysBehind) {
        let devices = usize::try_from(row.quantity).unwrap_or(1);
        *self.survey.left_out.entry((row.agency_id, kind, why)).or_default() += devices;
    }

    /// The devices of a row.
    fn add(&mut self, row: &Row, kind: DeviceKind, zone: &str) {
        let known = self.type_of(row);
        let plan = &self.plan.device;
        let (height, weight) = match kind {
            DeviceKind::Storage => (&plan.storage_height_u, &plan.storage_weight_kg),
            DeviceKind::Network => (&plan.network_height_u, &plan.network_weight_kg),
            _ => (&plan.server_height_u, &plan.server_weight_kg),
        };
        // The height of what stands in a chassis is no height in a rack.
        let of_type = known.filter(|known| !known.is_in_chassis);
        let height = self.fact(
            row,
            kind,
            Fact::Height,
            row.height,
            of_type.and_then(|t| t.height).map(RackUnits::as_units),
            height,
        );
        let weight = self.fact(
            row,
            kind,
            Fact::Weight,
            row.weight,
            known.and_then(|t| t.weight).map(Kilograms::as_kilograms),
            weight,
        );
        let cords = self.fact(
            row,
            kind,
            Fact::Cords,
            row.supplies.map(|count| count as f64),
            known.and_then(|t| t.supplies_count).map(f64::from),
            &plan.cords,
        );
        let depth = known.and_then(|known| known.is_full_depth);
        let origin = if depth.is_some() { Origin::Library } else { Origin::Assumed };
        self.count(row, kind, Fact::Depth, origin);
        let power = row.power.settle(kind, known, self.plan);
        let prefix = match kind {
            DeviceKind::Storage => "storage:",
            DeviceKind::Network => "network:",
            _ => "",
        };
        for copy in 1..=row.quantity {
            let number = if row.quantity == 1 { String::new() } else { format!("#{copy}") };
            if let Some(gpus) = power.gpus {
                self.survey.gpu_peaks.insert(self.devices.len(), gpus);
            }
            self.devices.push(Device {
                id: format!("{}/{prefix}{}{number}", row.agency_id, row.id),
                agency_id: row.agency_id.clone(),
                system_id: row.system_id.clone(),
                manufacturer: row.manufacturer.clone().unwrap_or_default(),
                label: row.model.clone().unwrap_or_else(|| row.id.clone()),
                kind,
                zone: zone.to_owned(),
                height: RackUnits::from_units_rounded_up(height),
                // What nobody knows to be half as deep takes all the depth.
                is_full_depth: depth.unwrap_or(true),
                ports_count: plan.switch_ports_whole(),
                weight: Kilograms::from_kilograms(weight),
                power_average: power.average,
                power_peak: power.peak,
                power_source: power.source,
                cords: cords.clamp(1.0, 255.0) as u8,
            });
        }
    }

    /// A fact as stated, else of the library, else the plan's, counted by where it comes from.
    fn fact(
        &mut self,
        row: &Row,
        kind: DeviceKind,
        fact: Fact,
        stated: Option<f64>,
        of_type: Option<f64>,
        assumed: &Assumption,
    ) -> f64 {
        let (value, origin) = match (stated, of_type) {
            (Some(stated), _) => (stated, Origin::Stated),
            (None, Some(of_type)) => (of_type, Origin::Library),
            (None, None) => (assumed.value, Origin::Assumed),
        };
        self.count(row, kind, fact, origin);
        value
    }

    fn count(&mut self, row: &Row, kind: DeviceKind, fact: Fact, origin: Origin) {
        let devices = usize::try_from(row.quantity).unwrap_or(1);
        *self.survey.facts.entry((kind, fact, origin)).or_default() += devices;
    }

    /// The type of the library that a row's model means.
    fn type_of(&mut self, row: &Row) -> Option<&'a DeviceType> {
        if self.library.is_empty() {
            return None;
        }
        let text = (row.manufacturer.clone(), row.model.clone()?);
        let library = self.library;
        let (model_match, known) = self.models.entry(text).or_insert_with_key(|(maker, model)| {
            let maker = maker.as_deref();
            let found = library.look_up(maker, model, self.plan.library.thresholds());
            let nearest = found.nearest();
            let model_match = ModelMatch {
                text: maker.map_or_else(|| model.clone(), |maker| format!("{maker} {model}")),
                devices_count: 0,
                verdict: found.verdict,
                nearest: nearest.map(|candidate| candidate.device_type.name()),
                score: nearest.map(|candidate| candidate.score),
                difference: nearest.and_then(|candidate| candidate.difference),
                address: row.address.clone(),
            };
            (model_match, found.matched())
        });
        model_match.devices_count += usize::try_from(row.quantity).unwrap_or(1);
        *known
    }
}

#[cfg(test)]
mod tests;
