//! Figures of hosts: how many, and how full.

use super::demand::no_data;
use super::words::footer;
use crate::placement::{Host, HostProfile, PoolPlacement};
use crate::report::Planning;
use crate::report::chart::{
    Bar, Figure, GroupedBars, Measure, Panel, Plot, Ranked, RankedRow, Series,
};

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
    let profile = &planning.plan.host.name;
    let last = planning.plan.period.target_quarter;
    Figure {
        name: "hosts_by_zone".to_owned(),
        title: t(planning, "Hosts by zone", "Máy chủ theo vùng"),
        subtitle: t(
            planning,
            &format!(
                "Number of hosts ({profile}) in {last}; beside each zone how far its hosts are above the proven lower bound"
            ),
            &format!(
                "Số máy chủ ({profile}) tại {last}; cạnh mỗi vùng là mức vượt cận dưới đã chứng minh"
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

/// The hosts beyond the lower bound, over the bound; a dash where nothing is needed.
fn gap(planning: &Planning<'_>, pool: &PoolPlacement) -> String {
    let beyond = pool.hosts.len().saturating_sub(pool.hosts_lower_bound);
    if pool.hosts_lower_bound == 0 {
        return "–".to_owned();
    }
    let percent = beyond as f64 / pool.hosts_lower_bound as f64 * 100.0;
    format!("+{} %", planning.numbers().format(percent, 1))
}

/// A resource of which hosts are filled: what the figure calls it, and the share of what a host offers
/// that its workloads take; `None` where the host is not held against it.
struct Counted {
    label: String,
    share: fn(&Host, &HostProfile) -> Option<f64>,
}

/// The resources that hosts are held against.
fn counted(planning: &Planning<'_>) -> Vec<Counted> {
    vec![
        Counted {
            label: "vCPU".to_owned(),
            share: |host, profile| over(host.vcpu_used.raw(), profile.vcpu_capacity().raw()),
        },
        Counted {
            label: t(planning, "memory", "bộ nhớ RAM"),
            share: |host, profile| over(host.ram_used.raw(), profile.ram_capacity().raw()),
        },
    ]
}

fn over(used: u64, offered: u64) -> Option<f64> {
    (offered > 0).then(|| used as f64 / offered as f64)
}

/// How full hosts are, by zone and resource: every host a step, the fullest first.
pub fn host_fill(planning: &Planning<'_>) -> Figure {
    let counted = counted(planning);
    let numbers = planning.numbers();
    let rows = planning.placement.pools.iter().map(|pool| {
        let profile = &planning.fleet.pools[pool.pool].profile;
        let panels = counted.iter().map(|resource| {
            let mut shares: Vec<f64> =
                pool.hosts.iter().filter_map(|host| (resource.share)(host, profile)).collect();
            shares.sort_by(|a, b| b.total_cmp(a));
            panel(planning, &shares)
        });
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
            columns: counted.iter().map(|resource| resource.label.clone()).collect(),
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
