//! Low and high of a figure with sizes that nobody gave: in four of five cases the true total lies
//! between them, since they are the 10th and the 90th percentile.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ndcap::chance::Chance;
use ndcap::demand::{self, Draws, Machine, Resource, Rows, Tier, Wanted};
use ndcap::inventory::Store;
use ndcap::plan::{Basis, Plan};

use crate::command::Workdir;
use crate::documents::compare;

/// Nations, and how often values are removed from each.
const NATIONS: u64 = 4;
const REMOVALS: u64 = 50;

/// Shares of the sizes that are removed, in percent.
const SHARES: [u32; 3] = [10, 30, 50];

const RESOURCES: [Resource; 3] = [Resource::Vcpu, Resource::Ram, Resource::Storage];

/// Machines of a synthetic nation that state all their sizes.
fn machines_of(seed: u64, plan: &Plan) -> Vec<Machine> {
    let work = Workdir::new();
    let seed = seed.to_string();
    work.ok(&["synth", "nation", "in", "--agencies", "23", "--scale", "0.15", "--seed", &seed]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let mut machines = Rows::read(&inventory, plan).expect("rows").machines;
    machines.retain(|machine| {
        machine.vcpu_count.is_some()
            && machine.ram_bytes.is_some()
            && machine.disk_provisioned_bytes.is_some()
    });
    for machine in &mut machines {
        // Without a system all of them come, and all disks are of one tier.
        machine.system_id.clear();
        machine.disk_tier = Tier::Ssd;
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
    let quarter = plan.period.target_quarter;
    let mut inside: BTreeMap<(u32, Resource), u64> = BTreeMap::new();
    for nation in 0..NATIONS {
        let machines = machines_of(100 + nation, &plan);
        assert!(machines.len() > 200, "{} machines", machines.len());
        for percent in SHARES {
            for removal in 0..REMOVALS {
                let stream = nation * 1_000_000 + u64::from(percent) * 1_000 + removal;
                let mut chance = Chance::new(32, stream);
                let gaps = with_gaps(&machines, percent, &mut chance);
                let mut plan = plan.clone();
                plan.simulation.seed = stream;
                let demand = demand::size_rows(Rows { machines: gaps, ..Rows::default() }, &plan);
                let draws = Draws::of(&plan, &demand.machines, &demand.peers);
                for resource in RESOURCES {
                    let wanted = Wanted {
                        resource: Some(resource),
                        basis: Some(Basis::AsSubmitted),
                        quarter: Some(quarter),
                        // Their disks, not the backup of them.
                        tier: (resource == Resource::Storage).then_some("ssd"),
                        ..Wanted::default()
                    };
                    let rows = demand.table(&[], &wanted, &draws);
                    let (low, high) = (rows[0].range.low, rows[0].range.high);
                    let is_inside = (low..=high).contains(&truth(&machines, resource));
                    *inside.entry((percent, resource)).or_default() += u64::from(is_inside);
                }
            }
        }
    }
    let cases = NATIONS * REMOVALS;
    let mut text = String::new();
    for percent in SHARES {
        let counts = RESOURCES.map(|resource| inside[&(percent, resource)]);
        let share = counts.iter().sum::<u64>() as f64 / (cases * 3) as f64 * 100.0;
        let each = counts.map(|count| format!("{:.1}", count as f64 / cases as f64 * 100.0));
        let _ = writeln!(text, "| {percent} % | {} | {share:.1} |", each.join(" | "));
        assert!((75.0..=85.0).contains(&share), "{percent} %: {text}");
    }
    compare("calibration.md", &document(cases, &text));
}

fn document(cases: u64, lines: &str) -> String {
    format!(
        "# How often the true total lies between low and high\n\n\
         Low and high are the 10th and the 90th percentile of the draws of a figure, so that four of \
         five true totals should lie between them. A test makes {NATIONS} synthetic nations, takes \
         the machines that state all their sizes, removes sizes at random {REMOVALS} times from each \
         nation and sizes what is left: {cases} cases a line. Low and high then rest on stand-ins \
         alone (no growth, no ranges of assumptions).\n\n\
         | sizes removed | vCPU, % inside | RAM, % inside | disk, % inside | together, % inside |\n\
         |---|---|---|---|---|\n{lines}\n\
         Made by `tests/it/calibration.rs`.\n"
    )
}
