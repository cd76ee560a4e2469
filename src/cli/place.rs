//! `ndcap place`: hosts, racks and power for the demand; with options, what if.

mod add;
mod without;

use serde_json::json;

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit, Format};
use super::duplicates::doubt_lines;
use super::output;
use crate::compliance::Progress;
use crate::placement::contingency::{Addend, Loss};
use crate::placement::{BindingLimit, Fleet, PoolPlacement, outcomes};
use crate::report::tables;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What is lost, all at once when given several times (counts add up): feed-a, feed-b, crac,
    /// crac=N, ups-module, ups-module=N, row=NAME, rack=ID, hosts=K (the K fullest of each pool),
    /// hosts=K@ZONE
    #[arg(long, value_name = "LOSS", conflicts_with = "add")]
    pub without: Vec<Loss>,
    /// Hosts to add: PROFILE@ZONE=N, several at once when given several times; PROFILE=N tries each
    /// zone in turn; the profile `host` is that of the zone
    #[arg(long, value_name = "HOSTS")]
    pub add: Vec<Addend>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    if !args.without.is_empty() {
        return without::run(common, &args.without);
    }
    if !args.add.is_empty() {
        return add::run(common, &args.add);
    }
    let chain = Chain::run(
        &common.open_store()?,
        common.read_plan()?,
        &Progress::default(),
        common.agencies()?,
    )?;
    tell_unmatched(common, &chain.demand);
    let planning = chain.planning(common)?;
    match common.format {
        Format::Json => {
            output::emit(common, output::json(&as_json(&chain)).as_bytes())?;
        }
        Format::Table => {
            let mut text = String::new();
            for table in [
                tables::hosts(&planning),
                tables::host_resources(&planning),
                tables::placement_rules(&planning),
                tables::racks_by_zone(&planning),
                tables::power(&planning),
                tables::power_sources(&planning),
                tables::devices_left_out(&planning),
                tables::library_matches(&planning),
                tables::standing_conflicts(&planning),
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
    if let Some(language) = common.tells_in() {
        for line in doubt_lines(&chain.duplicates, language) {
            eprintln!("{line}");
        }
    }
    Ok(if chain.placement.unplaced.is_empty() { Exit::Clean } else { Exit::DoesNotFit })
}

/// The placement as the fixed JSON.
fn as_json(chain: &Chain) -> serde_json::Value {
    let placement = &chain.placement;
    let pools: Vec<_> =
        placement.pools.iter().map(|pool| pool_as_json(pool, &chain.fleet)).collect();
    let outcomes = outcomes(&chain.fleet, placement);
    let rules: Vec<_> = (chain.fleet.rules.iter().zip(outcomes))
        .map(|(rule, outcome)| {
            let workloads = rule.workloads.iter().map(|&w| &chain.fleet.workloads[w].id);
            json!({
                "rule": rule.name,
                "kind": rule.kind.code(),
                "zone": rule.zone,
                "hosts_count": outcome.hosts_count,
                "state": outcome.state.code(),
                "workloads": workloads.collect::<Vec<_>>(),
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
                "row": rack.row,
                "number_in_row": rack.number,
                "is_standing": rack.standing.is_some(),
                "closed_by": rack.closed_by.map(BindingLimit::code),
                "height_u_used": rack.height_used.as_units(),
                "power_w_normal": a.max(b).as_watts(),
                "power_w_failover": rack.power_failover.as_watts(),
                "weight_kg": rack.weight.as_kilograms(),
            })
        })
        .collect();
    let zones: Vec<_> = placement
        .zones
        .iter()
        .map(|zone| {
            json!({
                "zone": zone.zone,
                "racks_standing": zone.racks_standing,
                "racks_new": zone.racks_new,
                "racks_new_lower_bound": zone.racks_new_lower_bound,
                "limiting": zone.limiting.map(BindingLimit::code),
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
        "racks_by_zone": zones,
        "power": {
            "it_kw_average": power.it_average.as_kilowatts(),
            "it_kw_peak": power.it_peak.as_kilowatts(),
            "facility_kw_peak": power.facility_peak.as_kilowatts(),
            "cooling_kw": power.cooling.as_kilowatts(),
            "pue": power.pue,
        },
        "unplaced": unplaced,
        "rules": rules,
    })
}

/// A pool as one entry, so that hosts are no fewer than their bound and sums over entries count each once:
/// its profiles are named one after the other, and stand in a list of their own.
fn pool_as_json(pool: &PoolPlacement, fleet: &Fleet) -> serde_json::Value {
    let profiles = &fleet.pools[pool.pool].profiles;
    let mut used = pool.profiles();
    // A pool without hosts is told as one of the first profile.
    if used.is_empty() && !profiles.is_empty() {
        used.push(0);
    }
    let names: Vec<&str> = used.iter().map(|&profile| profiles[profile].name.as_str()).collect();
    let by_profile = used.iter().map(|&profile| {
        json!({
            "host_profile": profiles[profile].name,
            "hosts_count": pool.hosts_of(profile).count(),
            "hosts_spare_count": pool.spares_of(profile),
            "price": profiles[profile].price,
        })
    });
    json!({
        "zone": pool.zone,
        "host_profile": names.join(" + "),
        "hosts_count": pool.hosts.len(),
        "hosts_lower_bound": pool.hosts_lower_bound,
        "lower_bound_method": pool.bound_method.code(),
        "gap_pct": pool.gap().map(|gap| gap * 100.0),
        "hosts_spare_count": pool.hosts_spare_count,
        "limiting_resource": pool.limiting_resource.map(|resource| resource.code()),
        "profiles": by_profile.collect::<Vec<_>>(),
    })
}
