//! `ndcap place`: hosts, racks and power for the demand.

use serde_json::json;

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit, Format};
use super::output;
use crate::report::tables;

pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let chain = Chain::run(&common.open_store()?, common.read_plan()?)?;
    tell_unmatched(common, &chain.demand);
    let planning = chain.planning(common);
    match common.format {
        Format::Json => {
            output::emit(common, output::json(&as_json(&chain)).as_bytes())?;
        }
        Format::Table => {
            let mut text = String::new();
            for table in [
                tables::hosts(&planning),
                tables::power(&planning),
                tables::power_sources(&planning),
                tables::devices_left_out(&planning),
                tables::library_matches(&planning),
                tables::unplaced(&planning),
            ] {
                if !table.rows.is_empty() {
                    text.push_str(&format!("{}\n{}\n", table.title, output::text(common, &table)));
                }
            }
            output::emit(common, text.as_bytes())?;
        }
        Format::Csv | Format::Parquet | Format::Sarif => {
            output::print(common, &tables::hosts(&planning))?
        }
    }
    Ok(if chain.placement.unplaced.is_empty() { Exit::Clean } else { Exit::DoesNotFit })
}

/// The placement as the fixed JSON.
fn as_json(chain: &Chain) -> serde_json::Value {
    let placement = &chain.placement;
    let pools: Vec<_> = placement
        .pools
        .iter()
        .map(|pool| {
            json!({
                "zone": pool.zone,
                "host_profile": pool.host_profile,
                "hosts_count": pool.hosts.len(),
                "hosts_lower_bound": pool.hosts_lower_bound,
                "lower_bound_method": pool.bound_method.code(),
                "hosts_spare_count": pool.hosts_spare_count,
                "limiting_resource": pool.limiting_resource.map(|resource| resource.code()),
            })
        })
        .collect();
    let racks: Vec<_> = placement
        .racks
        .iter()
        .map(|rack| {
            let [a, b] = rack.feed_power_normal;
            json!({
                "rack_id": rack.id,
                "zone": rack.zone,
                "height_u_used": rack.height_used.as_units(),
                "power_w_normal": a.max(b).as_watts(),
                "power_w_failover": rack.power_failover.as_watts(),
                "weight_kg": rack.weight.as_kilograms(),
            })
        })
        .collect();
    let unplaced: Vec<_> = placement
        .unplaced
        .iter()
        .map(|item| json!({ "id": item.id, "reason": item.reason.code(), "limit": item.limit() }))
        .chain(placement.workloads_without_rack().into_iter().map(|index| {
            json!({
                "id": chain.fleet.workloads[index].id,
                "reason": "host_without_rack",
                "limit": "its host found no rack",
            })
        }))
        .collect();
    let power = &placement.power;
    json!({
        "pools": pools,
        "racks": racks,
        "power": {
            "it_kw_average": power.it_average.as_kilowatts(),
            "it_kw_peak": power.it_peak.as_kilowatts(),
            "facility_kw_peak": power.facility_peak.as_kilowatts(),
            "cooling_kw": power.cooling.as_kilowatts(),
            "pue": power.pue,
        },
        "unplaced": unplaced,
    })
}
