//! A system that stands in two lists is counted once.

use std::collections::BTreeMap;

use ndcap::demand::{self, Aspect, Resource, Standing};
use ndcap::inventory::Store;
use ndcap::plan::{Basis, Plan};

use crate::command::Workdir;

/// What counts of an agency, stated sizes only: vCPUs and bytes of memory.
type Counted = BTreeMap<String, (i64, i64)>;

fn counted(work: &Workdir) -> (Counted, usize) {
    let plan = Plan::from_text(
        "[demand]\norder_of_trust = [\"as_submitted\", \"right_sized\", \"requested\", \"converted\"]",
        None,
    )
    .expect("is a plan");
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let demand = demand::size(&inventory, &plan).expect("can be sized");
    let mut counted = Counted::new();
    for machine in demand.machines.iter().filter(|machine| !machine.is_second_site) {
        for part in machine.parts.iter().filter(|part| part.is_used) {
            if Aspect::of(part) != Aspect::Compute || part.standing != Standing::Declared {
                continue;
            }
            let sum = counted.entry(machine.agency_id.clone()).or_default();
            let amount = i64::try_from(part.likely).expect("fits");
            match part.resource {
                Resource::Vcpu => sum.0 += amount / 1000,
                _ => sum.1 += amount,
            }
        }
    }
    let is_unused = |part: &demand::Part| {
        part.basis == Basis::Requested && Aspect::of(part) == Aspect::Compute && !part.is_used
    };
    let unused = demand.machines.iter().filter(|m| m.parts.iter().any(is_unused)).count();
    (counted, unused)
}

#[test]
fn systems_in_both_lists_are_counted_once_as_the_truth_counts_them() {
    for seed in ["4", "5", "6"] {
        let work = Workdir::new();
        let nation =
            ["synth", "nation", "in", "--agencies", "23", "--scale", "0.15", "--seed", seed];
        work.ok(&nation);
        let done = work.ndcap(&["ingest", "in", "--store", "store"]);
        assert!(matches!(done.code, 0 | 2), "seed {seed}: {}", done.stderr);
        let truth = std::fs::read_to_string(work.path("in/truth.json")).expect("the truth");
        let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
        let (counted, unused) = counted(&work);
        assert!(unused > 0, "seed {seed}: lists overlap");
        for agency in truth["agencies"].as_array().expect("agencies") {
            let id = agency["agency_id"].as_str().expect("an id");
            let once = &agency["counted_once"];
            let expected = (
                once["vcpu_count"].as_i64().expect("a sum"),
                once["ram_bytes"].as_i64().expect("a sum"),
            );
            assert_eq!(counted.get(id).copied().unwrap_or_default(), expected, "seed {seed} {id}");
        }
    }
}
