//! How long it takes to move the data of a system over a network.

use std::collections::BTreeMap;

use super::amount::{Resource, Standing, Tier};
use super::factor::{Level, Need};
use super::part::Part;
use super::{Demand, SystemKey};
use crate::plan::Plan;
use crate::time::Quarter;
use crate::unit::Bytes;

/// The move of one system's data.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Its agency.
    pub agency_id: String,
    /// Its code; empty for machines that name none.
    pub system_id: String,
    /// First quarter any of it arrives in.
    pub quarter: Quarter,
    /// Data to move, in bytes: used disk where it is stated, else the allocated.
    pub bytes: u64,
    /// Share of it that is stated.
    pub declared_share: f64,
    /// Hours at the plan's link and efficiency.
    pub hours: f64,
    /// Hours at the better end of the efficiency.
    pub hours_low: f64,
    /// Hours at the worse end.
    pub hours_high: f64,
    /// It takes longer than the plan's window: it goes by disk.
    pub exceeds_window: bool,
}

/// Hours to move bytes over a link of so many megabits (10⁶ bits) a second, of which a share carries
/// data.
pub fn transfer_hours(bytes: f64, link_mbps: f64, efficiency: f64) -> f64 {
    Bytes::bits(bytes) / (link_mbps * Bytes::BITS_PER_MEGABIT * efficiency) / 3_600.0
}

/// One row per system that moves and has data, by agency and code: longest first. New systems have
/// nothing to move; backup is made anew.
pub fn transfers(demand: &Demand, plan: &Plan) -> Vec<Transfer> {
    let level = Level::likely(plan);
    let mut sums: BTreeMap<SystemKey, (f64, f64, Quarter)> = BTreeMap::new();
    for machine in demand.machines.iter().filter(|m| !m.is_second_site && !m.is_new) {
        let system = demand.systems.get(&machine.system_key());
        if system.is_some_and(|system| system.move_plan.as_deref() == Some("new")) {
            continue;
        }
        for part in machine.parts.iter().filter(|part| is_data(part)) {
            let bytes = data_of(part, &level, demand);
            let first = (0.0, 0.0, machine.quarter);
            let sum = sums.entry(machine.system_key()).or_insert(first);
            sum.0 += bytes;
            sum.1 += if part.standing == Standing::Declared { bytes } else { 0.0 };
            sum.2 = sum.2.min(machine.quarter);
        }
    }
    let link = plan.transfer.link_mbps.value;
    let efficiency = &plan.transfer.efficiency;
    let mut transfers: Vec<Transfer> = sums
        .into_iter()
        .filter(|(_, (bytes, ..))| *bytes > 0.0)
        .map(|((agency_id, system_id), (bytes, declared, quarter))| {
            let hours = transfer_hours(bytes, link, efficiency.value);
            Transfer {
                agency_id,
                system_id,
                quarter,
                bytes: bytes.round() as u64,
                declared_share: declared / bytes,
                hours,
                hours_low: transfer_hours(bytes, link, efficiency.high()),
                hours_high: transfer_hours(bytes, link, efficiency.low()),
                exceeds_window: hours > plan.transfer.window_hours.value,
            }
        })
        .collect();
    transfers.sort_by(|a, b| {
        b.hours
            .total_cmp(&a.hours)
            .then_with(|| (&a.agency_id, &a.system_id).cmp(&(&b.agency_id, &b.system_id)))
    });
    transfers
}

fn is_data(part: &Part) -> bool {
    part.is_used && part.resource == Resource::Storage && part.tier != Tier::Backup
}

/// What is there today: the size without comfort.
fn data_of(part: &Part, level: &Level, demand: &Demand) -> f64 {
    let size = part.size.likely(&demand.peers) * part.times as f64;
    match part.recipe.need {
        Need::ConvertedDisk => size * part.recipe.need.factor(level),
        _ => size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The field's example: 10 TB over 1 Gbps at 70 percent take about 32 hours.
    #[test]
    fn ten_terabytes_over_a_gigabit_take_32_hours() {
        let hours = transfer_hours(10e12, 1_000.0, 0.7);
        assert!((hours - 31.746).abs() < 0.001, "{hours}");
    }
}
