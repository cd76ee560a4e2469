//! Figures of the power statement: formulas, then racks, devices, hosts of a zone, and its demand.

use std::collections::BTreeSet;

use super::cells::open_cells;
use super::device;
use super::expression::{Numbers, formula_of};
use super::{Address, AddressError, ExplainError, ExplainedPart, Explanation, UsedAssumption};
use crate::demand::{Demand, Resource, Wanted};
use crate::inventory::Inventory;
use crate::placement::{
    Device, Fleet, Placement, PoolPlacement, Quantity, RackPlacement, asked_by,
};
use crate::plan::Plan;

const KEYS: &[&str] = &["zone", "rack_id", "agency_id", "device_id"];

/// What the figures of the power statement rest on.
#[derive(Clone, Copy)]
pub struct Placed<'a> {
    /// The current rows.
    pub inventory: &'a Inventory,
    /// The demand that was placed.
    pub demand: &'a Demand,
    /// The plan.
    pub plan: &'a Plan,
    /// What was placed.
    pub fleet: &'a Fleet,
    /// Where it went.
    pub placement: &'a Placement,
}

/// Racks of a zone, or hosts that serve it with those that stand by: its part of the figure.
pub(crate) fn count_in(quantity: Quantity, placement: &Placement, zone: &str) -> usize {
    match quantity {
        Quantity::Racks => placement.racks.iter().filter(|rack| rack.zone == zone).count(),
        _ => {
            let pools = placement.pools.iter().filter(|pool| pool.zone == zone);
            pools.map(|pool| pool.hosts.len() + pool.hosts_spare_count).sum()
        }
    }
}

/// Whether an address is one of the power statement.
pub fn is_of_power(address: &str) -> bool {
    address.trim().trim_start_matches('/').starts_with("power/")
}

/// Explains a figure of the power statement: `power/facility_kw_peak`, down to
/// `power/zone=common/hosts`, `power/rack_id=R-common-001/it_kw_peak_sum` and the devices of a rack.
pub fn explain_power(
    address: &str,
    placed: Placed<'_>,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    let address = Address::parse(address)?;
    address.check_keys("power", KEYS)?;
    let Some(quantity) = Quantity::of_word(&address.column) else {
        let known = Quantity::ALL.map(Quantity::word).join(", ");
        let column = address.column.clone();
        return Err(AddressError::UnknownColumn { table: "power", column, known }.into());
    };
    let asked = Asked { address: &address, quantity, placed };
    if let Some(rack_id) = address.key("rack_id") {
        let rack = placed.placement.racks.iter().find(|rack| rack.id == rack_id);
        let rack = rack.ok_or_else(|| wrong("rack_id", rack_id, "see the table racks"))?;
        return match address.key("device_id") {
            Some(id) => asked.device(rack, id, limit),
            None => asked.rack(rack),
        };
    }
    match address.key("zone") {
        Some(zone) => asked.zone(zone),
        None => Ok(asked.facility()),
    }
}

fn wrong(key: &str, value: &str, remedy: &str) -> ExplainError {
    let (key, value, remedy) = (key.to_owned(), value.to_owned(), remedy.to_owned());
    AddressError::Value { key, value, remedy }.into()
}

/// A figure that is asked for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    address: &'a Address,
    quantity: Quantity,
    placed: Placed<'a>,
}

impl Asked<'_> {
    fn explanation(&self, value: f64, formula: String) -> Explanation {
        Explanation {
            address: self.address.to_string(),
            value: Some(value),
            unit: self.quantity.unit().to_owned(),
            formula,
            draw: None,
            assumptions: Vec::new(),
            parts: Vec::new(),
            delays: Vec::new(),
            cells: Vec::new(),
            samples: Vec::new(),
            cells_left_out_count: 0,
            cells_left_out_sum: 0.0,
            counted_elsewhere: Vec::new(),
            rows_unknown: 0,
        }
    }

    fn assume(&self, names: &[&str]) -> Vec<UsedAssumption> {
        let lines = names.iter().filter_map(|name| self.placed.plan.assumption(name));
        lines
            .map(|line| UsedAssumption {
                name: line.name.to_owned(),
                value: line.value,
                unit: line.unit,
                source: line.source,
            })
            .collect()
    }

    /// The watts of a rack or a device that the figure is a sum of; `None` for figures that racks and
    /// devices do not have.
    fn share_of<T>(&self, of: &T, average: fn(&T) -> f64, peak: fn(&T) -> f64) -> Option<f64> {
        match self.quantity {
            Quantity::ItAverage => Some(average(of) / 1e3),
            Quantity::ItPeakSum => Some(peak(of) / 1e3),
            _ => None,
        }
    }

    fn watts_of_rack(&self, rack: &RackPlacement) -> Option<f64> {
        self.share_of(rack, |r| r.power_average.as_watts(), |r| r.power_peak.as_watts())
    }

    fn watts_of_device(&self, device: &Device) -> Option<f64> {
        self.share_of(device, |d| d.power_average.as_watts(), |d| d.load().as_watts())
    }

    /// A line of the statement.
    fn facility(&self) -> Explanation {
        let Placed { placement, plan, .. } = self.placed;
        let numbers = Numbers { placement, plan };
        let value = self.quantity.placed(placement);
        if let Some(formula) = formula_of(self.quantity, numbers) {
            let part = |quantity: Quantity| ExplainedPart {
                address: format!("power/{}", quantity.word()),
                value: quantity.placed(placement),
            };
            return Explanation {
                assumptions: self.assume(&formula.assumptions()),
                parts: formula.figures().into_iter().map(part).collect(),
                ..self.explanation(value, formula.text(numbers))
            };
        }
        if matches!(self.quantity, Quantity::ItAverage | Quantity::ItPeakSum) {
            let parts = placement.racks.iter().filter_map(|rack| {
                let address = self.address.with("rack_id", &rack.id).to_string();
                Some(ExplainedPart { address, value: self.watts_of_rack(rack)? })
            });
            let formula = format!("sum over {} racks", placement.racks.len());
            return Explanation { parts: parts.collect(), ..self.explanation(value, formula) };
        }
        let zones: BTreeSet<&str> = (placement.racks.iter().map(|rack| rack.zone.as_str()))
            .chain(placement.pools.iter().map(|pool| pool.zone.as_str()))
            .collect();
        let parts = zones.into_iter().map(|zone| ExplainedPart {
            address: self.address.with("zone", zone).to_string(),
            value: self.count_in(zone),
        });
        Explanation {
            parts: parts.collect(),
            ..self.explanation(value, "sum over zones".to_owned())
        }
    }

    /// Hosts or racks of a zone.
    fn count_in(&self, zone: &str) -> f64 {
        count_in(self.quantity, self.placed.placement, zone) as f64
    }

    fn zone(&self, zone: &str) -> Result<Explanation, ExplainError> {
        let Placed { placement, plan, demand, fleet, .. } = self.placed;
        let is_known = placement.racks.iter().any(|rack| rack.zone == zone)
            || placement.pools.iter().any(|pool| pool.zone == zone);
        if !is_known {
            return Err(wrong("zone", zone, "see the tables hosts and racks"));
        }
        let value = self.count_in(zone);
        let pool = placement.pools.iter().find(|pool| pool.zone == zone);
        match (self.quantity, pool) {
            (Quantity::Racks, _) => {
                let racks = placement.racks.iter().filter(|rack| rack.zone == zone);
                let mut closed: std::collections::BTreeMap<&str, usize> = Default::default();
                for rack in racks {
                    *closed.entry(rack.closed_by.map_or("open", |by| by.code())).or_default() += 1;
                }
                let closed: Vec<String> =
                    closed.into_iter().map(|(why, count)| format!("{count} {why}")).collect();
                let least = placement.zones.iter().find(|of| of.zone == zone).map_or_else(
                    String::new,
                    |of| {
                        format!(
                            "; {} of them stand already, at least {} new ones are needed",
                            of.racks_standing, of.racks_new_lower_bound
                        )
                    },
                );
                let formula = format!("racks by what closed them: {}{least}", closed.join(", "));
                let mut names = vec!["rack.reserved_u", "rack.fill_share"];
                match plan.rack.feed {
                    Some(_) => names.extend([
                        "rack.feed.volts",
                        "rack.feed.amperes",
                        "rack.feed.continuous_share",
                        "rack.feed.power_factor",
                    ]),
                    None => names.push("rack.feed_limit_kw"),
                }
                names.extend([
                    "rack.weight_limit_kg",
                    "hall.floor_limit_kg_m2",
                    "rack.switch_ports",
                ]);
                let mut explanation = self.explanation(value, formula);
                explanation.assumptions = self.assume(&names);
                Ok(explanation)
            }
            (Quantity::Hosts, Some(pool)) => {
                let mut explanation = self.explanation(value, formula_of_hosts(pool, fleet));
                explanation.assumptions = self.assume(&HOST_ASSUMPTIONS);
                let quarter = plan.period.target_quarter;
                let asked = pool.held.iter().flat_map(|&resource| asked_by(resource));
                let part = |(resource, tier): (Resource, Option<&str>)| {
                    let wanted = Wanted {
                        zone: Some(zone),
                        tier,
                        resource: Some(resource),
                        quarter: Some(quarter),
                        is_used: Some(true),
                        ..Wanted::default()
                    };
                    let rows = demand.likely(&[], &wanted, plan);
                    let tier = tier.map(|tier| format!("/tier={tier}")).unwrap_or_default();
                    ExplainedPart {
                        address: format!(
                            "demand/quarter={quarter}/resource={}{tier}/zone={zone}/likely",
                            resource.word()
                        ),
                        value: resource.print(rows.iter().map(|row| row.amount.likely).sum()),
                    }
                };
                explanation.parts = asked.map(part).collect();
                Ok(explanation)
            }
            (Quantity::Hosts, None) => Ok(self.explanation(value, "no pool of hosts".to_owned())),
            _ => Err(wrong("zone", zone, "zones have hosts and racks_count")),
        }
    }

    fn rack(&self, rack: &RackPlacement) -> Result<Explanation, ExplainError> {
        let devices = &self.placed.placement.devices;
        let value = self.watts_of_rack(rack).ok_or_else(|| self.no_sum("rack_id", &rack.id))?;
        let parts = rack.placements.iter().filter_map(|stood| {
            let device = devices.get(stood.device)?;
            let (agency, id) = device::names_of(device);
            let mut address = self.address.with("device_id", id);
            if !agency.is_empty() {
                address = address.with("agency_id", agency);
            }
            Some(ExplainedPart {
                address: address.to_string(),
                value: self.watts_of_device(device)?,
            })
        });
        let parts: Vec<ExplainedPart> = parts.collect();
        let switches = rack.switch_power.as_kilowatts();
        let formula = format!("sum over {} devices + switches {switches} kW", parts.len());
        let assumptions = self.assume(&["rack.switch_power_w"]);
        Ok(Explanation { parts, assumptions, ..self.explanation(value, formula) })
    }

    fn no_sum(&self, key: &str, value: &str) -> ExplainError {
        wrong(key, value, "racks and devices have it_kw_average and it_kw_peak_sum")
    }

    fn device(
        &self,
        rack: &RackPlacement,
        id: &str,
        limit: usize,
    ) -> Result<Explanation, ExplainError> {
        let Placed { placement, inventory, plan, .. } = self.placed;
        let agency = self.address.key("agency_id").unwrap_or_default();
        let stood = rack.placements.iter();
        let mut stood = stood.filter_map(|s| Some((s.device, placement.devices.get(s.device)?)));
        let found = stood.find(|(_, device)| device::names_of(device) == (agency, id));
        let (index, device) =
            found.ok_or_else(|| wrong("device_id", id, "see the table rack_positions"))?;
        let value = self.watts_of_device(device).ok_or_else(|| self.no_sum("device_id", id))?;
        if placement.standing_devices.contains(&index) {
            let (formula, mut names) = device::formula_of_standing(device);
            if self.quantity != Quantity::ItAverage {
                names.retain(|name| *name != "device.average_share");
            }
            let mut explanation = self.explanation(value, formula);
            explanation.assumptions = self.assume(&names);
            return Ok(explanation);
        }
        let (formula, names) = device::formula_of(device);
        let mut explanation = self.explanation(value, formula.to_owned());
        explanation.assumptions = self.assume(names);
        if let Some(profile) = device::further_profile(device, plan) {
            explanation.formula =
                formula.replace("the host of the plan", "a further host of the plan");
            explanation.assumptions.retain(|line| !line.name.starts_with("host.power_"));
            explanation.assumptions.splice(0..0, device::powers_of(profile));
        }
        if device.agency_id.is_empty() {
            let address = format!("power/zone={}/hosts", device.zone);
            let hosts = Self { quantity: Quantity::Hosts, ..*self };
            explanation.parts =
                vec![ExplainedPart { address, value: hosts.count_in(&device.zone) }];
        } else {
            let contributions = device::cells_of(inventory, device, value)?;
            let opened = open_cells(contributions, inventory, plan, limit)?;
            explanation.cells = opened.cells;
            (explanation.cells_left_out_count, explanation.cells_left_out_sum) = opened.left_out;
        }
        Ok(explanation)
    }
}

/// The assumptions that the number of hosts rests on beside those of demand.
const HOST_ASSUMPTIONS: [&str; 10] = [
    "host.vcpu_per_core",
    "host.cpu_target_share",
    "host.ram_target_share",
    "host.reserved_cores",
    "host.reserved_ram_gib",
    "host.ram_overhead_gib_per_workload",
    "host.spare_small",
    "host.spare_large",
    "host.spare_small_up_to",
    "host.reserve_share",
];

/// How the hosts of a pool come about: how many of each profile, the bound, the spares, and what a host
/// offers of each resource that is held against it.
fn formula_of_hosts(pool: &PoolPlacement, fleet: &Fleet) -> String {
    let profiles = &fleet.pools[pool.pool].profiles;
    let used = pool.profiles();
    let offers = |profile: usize| {
        let stated = pool.held.iter().filter_map(|&resource| {
            let raw = profiles[profile].capacity(resource)?;
            Some(resource.amount(raw).to_string())
        });
        stated.collect::<Vec<_>>().join(" and ")
    };
    let (mix, offered) = match used.as_slice() {
        &[] => (String::new(), String::new()),
        &[profile] => (String::new(), format!("; a host offers {}", offers(profile))),
        several => {
            let count = |&p: &usize| {
                let (hosts, spares) = (pool.hosts_of(p).count(), pool.spares_of(p));
                format!("{hosts} and {spares} spare \"{}\"", profiles[p].name)
            };
            let mix: Vec<String> = several.iter().map(count).collect();
            let offer = |&p: &usize| format!("; a \"{}\" offers {}", profiles[p].name, offers(p));
            (format!(" ({})", mix.join(", ")), several.iter().map(offer).collect())
        }
    };
    format!(
        "{} hosts packed{mix}, at least {} by the bound {}, most used of {}; {} spare{offered}",
        pool.hosts.len(),
        pool.hosts_lower_bound,
        pool.bound_method.code(),
        pool.limiting_resource.map_or("nothing", |resource| resource.code()),
        pool.hosts_spare_count,
    )
}
