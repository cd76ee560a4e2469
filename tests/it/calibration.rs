//! Low and high of a figure with sizes that nobody gave: in four of five cases the true total lies
//! between them, since they are the 10th and the 90th percentile.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ndcap::chance::Chance;
use ndcap::demand::{self, Draws, Machine, Resource, Rows, Size, Tier, Wanted};
use ndcap::inventory::Store;
use ndcap::plan::{Basis, Plan};

use crate::command::Workdir;
use crate::documents::compare;

/// Nations whose machines are drawn from, cases, and agencies of a case.
const NATIONS: u64 = 2;
const CASES: u64 = 600;
const AGENCIES: usize = 12;

/// Machines of an agency of a case, least and most.
const MACHINES: (i64, i64) = (5, 30);

/// Shares of the sizes that are removed, in percent.
const SHARES: [u32; 3] = [10, 30, 50];

const RESOURCES: [Resource; 3] = [Resource::Vcpu, Resource::Ram, Resource::Storage];

/// Machines of a synthetic nation that state all their sizes, by agency.
fn machines_of(seed: u64, plan: &Plan) -> Vec<Vec<Machine>> {
    let work = Workdir::new();
    let seed = seed.to_string();
    work.ok(&["synth", "nation", "in", "--agencies", "23", "--scale", "3", "--seed", &seed]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let mut agencies: BTreeMap<String, Vec<Machine>> = BTreeMap::new();
    for mut machine in Rows::read(&inventory, plan).expect("rows").machines {
        let is_whole = Size::ALL.iter().all(|size| size.of(&machine).is_some());
        if is_whole {
            // Without a system all of them come, and all disks are of one tier.
            machine.system_id.clear();
            machine.disk_tier = Tier::Ssd;
            agencies.entry(machine.agency_id.clone()).or_default().push(machine);
        }
    }
    agencies.into_values().filter(|machines| machines.len() >= 200).collect()
}

/// The machines of a case: of so many agencies a few each, drawn from those of an agency of the
/// nations. So no two cases hang together, whatever their nation is like.
fn case_of(pool: &[Vec<Machine>], chance: &mut Chance) -> Vec<Machine> {
    let mut machines = Vec::new();
    for number in 0..AGENCIES {
        let agency = &pool[chance.index(pool.len())];
        let count = chance.between(MACHINES.0, MACHINES.1) as usize;
        let places: Vec<usize> = (0..agency.len()).collect();
        for place in chance.shuffled(&places).into_iter().take(count) {
            let agency_id = format!("AGENCY-{number}");
            machines.push(Machine { agency_id, ..agency[place].clone() });
        }
    }
    machines
}

fn truth(machines: &[Machine], resource: Resource) -> f64 {
    let size = |machine: &Machine| match resource {
        Resource::Vcpu => machine.vcpu_count.map(|count| count * 1000),
        Resource::Ram => machine.ram_bytes,
        _ => machine.disk_provisioned_bytes,
    };
    machines.iter().filter_map(size).map(|size| size as f64).sum()
}

/// The machines with each size removed by that chance.
fn with_gaps(machines: &[Machine], percent: u32, chance: &mut Chance) -> Vec<Machine> {
    let share = f64::from(percent) / 100.0;
    let mut gone = |size: &mut Option<u64>| {
        if chance.happens(share) {
            *size = None;
        }
    };
    let mut machines = machines.to_vec();
    for machine in &mut machines {
        gone(&mut machine.vcpu_count);
        gone(&mut machine.ram_bytes);
        gone(&mut machine.disk_provisioned_bytes);
        // A used size would stand in for the provisioned one.
        machine.disk_used_bytes = None;
    }
    machines
}

#[test]
fn the_true_total_lies_between_low_and_high_in_four_of_five_cases() {
    let plan = "[simulation]\ndraws = 400\n[demand]\ngrowth_per_year = 0\n\
                storage_growth_per_year = 0\n";
    let plan = Plan::from_text(plan, None).expect("is a plan").without_ranges();
    let pool: Vec<Vec<Machine>> = (1..=NATIONS).flat_map(|seed| machines_of(seed, &plan)).collect();
    let pooled: usize = pool.iter().map(Vec::len).sum();
    assert!(pool.len() >= 10 && pooled > 4_000, "{} agencies, {pooled} machines", pool.len());
    let mut inside: BTreeMap<(u32, Resource), u64> = BTreeMap::new();
    for case in 1..=CASES {
        let machines = case_of(&pool, &mut Chance::new(case, 0));
        for percent in SHARES {
            let gaps = with_gaps(&machines, percent, &mut Chance::new(case, u64::from(percent)));
            let mut plan = plan.clone();
            plan.simulation.seed = case;
            for (resource, is_inside) in held(gaps, &machines, &plan) {
                *inside.entry((percent, resource)).or_default() += u64::from(is_inside);
            }
        }
    }
    let mut text = String::new();
    let mut outside = Vec::new();
    for percent in SHARES {
        let shares = RESOURCES.map(|r| inside[&(percent, r)] as f64 / CASES as f64 * 100.0);
        let together = shares.iter().sum::<f64>() / shares.len() as f64;
        let each = shares.map(|share| format!("{share:.1}"));
        let _ = writeln!(text, "| {percent} % | {} | {together:.1} |", each.join(" | "));
        let is_outside = |share: &&f64| !(75.0..=85.0).contains(*share);
        outside.extend(shares.iter().filter(is_outside).copied());
    }
    assert!(outside.is_empty(), "{outside:?} lie outside 75 to 85:\n{text}");
    compare("calibration.md", &document(&text));
}

/// Whether low and high hold the true total of each resource.
fn held(gaps: Vec<Machine>, machines: &[Machine], plan: &Plan) -> [(Resource, bool); 3] {
    let demand = demand::size_rows(Rows { machines: gaps, ..Rows::default() }, plan);
    let draws = Draws::of(plan, &demand.machines, &demand.peers);
    RESOURCES.map(|resource| {
        let wanted = Wanted {
            resource: Some(resource),
            basis: Some(Basis::AsSubmitted),
            quarter: Some(plan.period.target_quarter),
            // Their disks, not the backup of them.
            tier: (resource == Resource::Storage).then_some("ssd"),
            ..Wanted::default()
        };
        let range = demand.table(&[], &wanted, &draws)[0].range;
        (resource, (range.low..=range.high).contains(&truth(machines, resource)))
    })
}

fn document(lines: &str) -> String {
    // Of a share of 80 %, which is what it should be.
    let error = (80.0_f64 * 20.0 / CASES as f64).sqrt();
    let (least, most) = MACHINES;
    format!(
        "# How often the true total lies between low and high\n\n\
         Low and high are the 10th and the 90th percentile of the draws of a figure, so that four of \
         five true totals should lie between them. A test makes {CASES} cases. Each is a list of \
         {AGENCIES} agencies with {least} to {most} machines each, drawn at random from the machines \
         of {NATIONS} synthetic nations that state all their sizes; sizes are removed from it at \
         random, and what is left is sized. Low and high then rest on stand-ins alone (no growth, no \
         ranges of assumptions).\n\n\
         Every share but the last of a line is one of {CASES} cases that do not hang together: its \
         sampling error is {error:.1} points (one standard deviation) where the true share is 80 %. \
         The test holds each of them within 75 to 85 %.\n\n\
         | sizes removed | vCPU, % inside | RAM, % inside | disk, % inside | mean, % inside |\n\
         |---|---|---|---|---|\n{lines}\n\
         Made by `tests/it/calibration.rs`.\n"
    )
}
