//! Rules that overlap, against every way there is to place a handful of workloads.

use proptest::prelude::*;

use super::super::example::{fleet, profile, workload};
use super::super::fleet::{Fleet, HostProfile, Rule, RuleKind, SpareRule};
use super::super::{check, place};
use crate::unit::Bytes;

/// The least that hosts for all workloads can cost, by trying each way to share hosts; `None` where
/// there is no way.
fn least_price(fleet: &Fleet) -> Option<u128> {
    let count = fleet.workloads.len();
    let mut least = None;
    // The host of each workload, a host being opened by its first one: 203 ways for six workloads.
    let mut ways = vec![Vec::new()];
    for _ in 0..count {
        ways = ways
            .into_iter()
            .flat_map(|way: Vec<usize>| {
                let next = way.iter().max().map_or(0, |most| most + 1);
                (0..=next).map(move |host| [way.as_slice(), &[host]].concat())
            })
            .collect();
    }
    for way in ways {
        let holds = fleet.rules.iter().all(|rule| {
            let pairs =
                rule.workloads.iter().flat_map(|&a| rule.workloads.iter().map(move |&b| (a, b)));
            pairs
                .filter(|(a, b)| a < b)
                .all(|(a, b)| (way[a] == way[b]) == (rule.kind == RuleKind::Together))
        });
        let hosts = way.iter().max().map_or(0, |most| most + 1);
        let price = |host: usize| {
            let on_it = || (0..count).filter(|&workload| way[workload] == host);
            let vcpu: u64 = on_it().map(|w| fleet.workloads[w].vcpu.raw()).sum();
            let ram: u64 = on_it().map(|w| fleet.workloads[w].ram.raw()).sum();
            let fits = |profile: &&HostProfile| {
                vcpu <= profile.vcpu_capacity().raw() && ram <= profile.ram_capacity().raw()
            };
            fleet.pools[0]
                .profiles
                .iter()
                .filter(fits)
                .map(|profile| u128::from(profile.price))
                .min()
        };
        let price: Option<u128> = (0..hosts).map(price).sum();
        if let Some(price) = price.filter(|_| holds) {
            least = Some(least.map_or(price, |least: u128| least.min(price)));
        }
    }
    least
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let rule = (prop::bool::weighted(0.8), prop::collection::btree_set(0_usize..6, 2..4));
    prop::collection::vec(rule, 0..5).prop_map(|rules| {
        let rule = |(number, (is_apart, workloads)): (
            usize,
            (bool, std::collections::BTreeSet<usize>),
        )| {
            Rule {
                name: number.to_string(),
                kind: if is_apart { RuleKind::Apart } else { RuleKind::Together },
                zone: "level-3".to_owned(),
                workloads: workloads.into_iter().collect(),
            }
        };
        rules.into_iter().enumerate().map(rule).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_bound_is_above_the_least_that_hosts_can_cost(
        sizes in prop::collection::vec((1_u64..8, 1_u64..8), 6),
        rules in rules(),
        price in prop::option::of(1_u64..4),
    ) {
        let workloads = sizes.iter().zip(["a", "b", "c", "d", "e", "f"]);
        let workloads = workloads.map(|(&(vcpu, ram), id)| workload(id, vcpu, ram)).collect();
        let mut fleet = fleet(workloads, vec![]);
        fleet.rules = rules;
        fleet.pools[0].spare = SpareRule::fixed(0);
        if let Some(price) = price {
            let large = HostProfile { cores: 11, ram: Bytes::from_gib(44), price, ..profile() };
            fleet.pools[0].profiles[0].price = 2;
            fleet.pools[0].profiles.push(large);
        }
        let placement = place(&fleet);
        prop_assert_eq!(check(&fleet, &placement), vec![]);
        let Some(least) = least_price(&fleet) else {
            prop_assert!(!placement.unplaced.is_empty());
            return Ok(());
        };
        prop_assert!(placement.unplaced.is_empty());
        let pool = &placement.pools[0];
        prop_assert!(pool.price_lower_bound <= least, "{} > {least}", pool.price_lower_bound);
        prop_assert!(least <= pool.price);
        if fleet.pools[0].profiles.len() == 1 {
            prop_assert!(pool.hosts_lower_bound as u128 <= least);
        }
    }
}
