//! Figures of hosts: how many, and how full.

use super::demand::no_data;
use super::words::footer;
use crate::placement::{PoolPlacement, Resource};
use crate::report::Planning;
use crate::report::chart::{
    Bar, Figure, GroupedBars, Measure, Panel, Plot, Ranked, RankedRow, Series,
};
use crate::report::resource_words::resource_words;

fn t(planning: &Planning<'_>, en: &str, vi: &str) -> String {
    planning.language.pick(en, vi).to_owned()
}

/// Hosts, spare hosts and lower bound by zone.
pub fn hosts_by_zone(planning: &Planning<'_>) -> Figure {
    let bars = planning.placement.pools.iter().map(|pool| {
        let counts = [pool.hosts.len(), pool.hosts_spare_count, pool.hosts_lower_bound];
        let values = counts.map(|count| Some(count as f64)).to_vec();
        Bar { label: format!("{}, {}", pool.zone, gap(planning, pool)), values }
    });
    let series = [
        t(planning, "hosts", "máy chủ"),
        t(planning, "spare hosts (N+k)", "dự phòng (N+k)"),
        t(planning, "lower bound of hosts", "cận dưới"),
    ];
    let last = planning.plan.period.target_quarter;
    Figure {
        name: "hosts_by_zone".to_owned(),
        title: t(planning, "Hosts by zone", "Máy chủ theo vùng"),
        subtitle: t(
            planning,
            &format!(
                "Number of hosts in {last}; beside each zone how far what its hosts cost is above the proven least (with one kind of host: their number)"
            ),
            &format!(
                "Số máy chủ tại {last}; cạnh mỗi vùng là mức chi phí máy chủ vượt mức tối thiểu đã chứng minh (khi chỉ có một loại máy chủ: số máy)"
            ),
        ),
        footer: footer(planning),
        plot: Plot::GroupedBars(GroupedBars {
            measure: Measure {
                label: t(planning, "hosts", "máy chủ"),
                numbers: planning.numbers(),
                decimals: 0,
            },
            series: series.into_iter().map(Series::new).collect(),
            bars: bars.collect(),
            limit: None,
            no_data: no_data(planning),
        }),
    }
}

/// The price beyond the least, over the least; a dash where nothing is needed.
fn gap(planning: &Planning<'_>, pool: &PoolPlacement) -> String {
    let percent = |gap: f64| format!("+{} %", planning.numbers().format(gap * 100.0, 1));
    pool.gap().map_or_else(|| "–".to_owned(), percent)
}

/// The resources that hosts of some pool are held against.
fn counted(planning: &Planning<'_>) -> Vec<Resource> {
    let pools = &planning.placement.pools;
    let is_held = |resource: &Resource| pools.iter().any(|pool| pool.held.contains(resource));
    Resource::ALL.into_iter().filter(is_held).collect()
}

/// The share of what each host offers of a resource that its workloads take, the fullest first; hosts
/// that offer none, or are not held against it, are left out.
fn shares(planning: &Planning<'_>, pool: &PoolPlacement, resource: Resource) -> Vec<f64> {
    let profiles = &planning.fleet.pools[pool.pool].profiles;
    let hosts = pool.hosts.iter().filter(|_| pool.held.contains(&resource));
    let share = |host: &crate::placement::Host| {
        let offered = profiles[host.profile].capacity(resource).filter(|offered| *offered > 0)?;
        Some(host.used[resource as usize] as f64 / offered as f64)
    };
    let mut shares: Vec<f64> = hosts.filter_map(share).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    shares
}

/// How full hosts are, by zone and resource: every host a step, the fullest first.
pub fn host_fill(planning: &Planning<'_>) -> Figure {
    let counted = counted(planning);
    let numbers = planning.numbers();
    let name = |resource| {
        let (en, vi) = resource_words(resource);
        t(planning, en, vi)
    };
    let rows = planning.placement.pools.iter().map(|pool| {
        let panels =
            counted.iter().map(|&resource| panel(planning, &shares(planning, pool, resource)));
        let count = numbers.format(pool.hosts.len() as f64, 0);
        let hosts = t(planning, &format!("{count} hosts"), &format!("{count} máy"));
        RankedRow { label: format!("{}\n{hosts}", pool.zone), panels: panels.collect() }
    });
    Figure {
        name: "host_fill".to_owned(),
        title: t(planning, "How full hosts are", "Mức đầy của máy chủ"),
        subtitle: t(
            planning,
            "% of what a host offers under the plan's target shares; one step a host, the fullest first, ranked anew for each resource; spare hosts aside",
            "% phần máy chủ được phép dùng theo mức mục tiêu của kế hoạch; mỗi bậc là một máy chủ, đầy nhất đứng trước, xếp riêng theo từng tài nguyên; không gồm dự phòng",
        ),
        footer: footer(planning),
        plot: Plot::Ranked(Ranked {
            measure: Measure { label: "%".to_owned(), numbers, decimals: 0 },
            series: vec![Series::new("")],
            columns: counted.iter().map(|&resource| name(resource)).collect(),
            rows: rows.collect(),
            limit: None,
            no_data: no_data(planning),
        }),
    }
}

/// Hosts by fill in percent, fullest first, with most, median and least in words.
fn panel(planning: &Planning<'_>, shares: &[f64]) -> Panel {
    let percent = |share: f64| planning.numbers().format(share * 100.0, 0);
    let note = match (shares.first(), shares.get(shares.len() / 2), shares.last()) {
        (Some(most), Some(median), Some(least)) => {
            let (most, median, least) = (percent(*most), percent(*median), percent(*least));
            t(
                planning,
                &format!("most {most} %, median {median} %, least {least} %"),
                &format!("cao nhất {most} %, trung vị {median} %, thấp nhất {least} %"),
            )
        }
        _ => String::new(),
    };
    Panel { items: shares.iter().map(|share| vec![Some(share * 100.0)]).collect(), note }
}
