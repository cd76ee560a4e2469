//! Low and high of hosts, racks and power: they enclose what is placed, and agree with placing anew.

use ndcap::demand::{self, Demand, Draws, Swing};
use ndcap::inventory::{Inventory, Store};
use ndcap::placement::{Fleet, Outlook, Placement, PlacementDriver, Quantity, check, place};
use ndcap::plan::Plan;

use crate::command::Workdir;

fn store() -> (Workdir, Inventory) {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "8", "--scale", "0.6", "--seed", "7"]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    (work, inventory)
}

fn plan() -> Plan {
    Plan::from_text("[simulation]\ndraws = 400\n", None).expect("is a plan")
}

fn placed(inventory: &Inventory, plan: &Plan) -> (Demand, Fleet, Placement) {
    let demand = demand::size(inventory, plan).expect("rows");
    let fleet = Fleet::of(&demand, inventory, plan).expect("rows");
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    (demand, fleet, placement)
}

fn outlook(inventory: &Inventory, plan: &Plan) -> (Outlook, Placement) {
    let (demand, fleet, placement) = placed(inventory, plan);
    let draws = Draws::of(plan, &demand.machines, &demand.peers);
    (Outlook::of(&demand, &draws, &fleet, &placement), placement)
}

fn hosts(placement: &Placement) -> f64 {
    Quantity::Hosts.placed(placement)
}

#[test]
fn low_and_high_enclose_what_is_placed_and_stand_ins_alone_leave_pue_as_it_is() {
    let (_work, inventory) = store();
    let (wide, placement) = outlook(&inventory, &plan());
    for quantity in Quantity::ALL {
        let range = wide.range(quantity);
        let likely = quantity.placed(&placement);
        assert!(range.low <= likely && likely <= range.high, "{quantity:?}: {range:?} {likely}");
        // Units and modules are few and whole, and so are their shares of load.
        let is_of_modules = matches!(
            quantity,
            Quantity::CoolingUnits | Quantity::CoolingOneOut | Quantity::UpsModules
        );
        assert!(is_of_modules || range.low < range.high, "{quantity:?}: {range:?}");
    }
    for (pool, range) in placement.pools.iter().zip(&wide.hosts) {
        assert!(range.low <= pool.hosts.len() as f64 && pool.hosts.len() as f64 <= range.high);
    }
    // With nothing uncertain but the sizes that nobody gave.
    let mut plan = plan().without_ranges();
    for driver in PlacementDriver::ALL {
        driver.fix(&mut plan);
    }
    let (narrow, placement) = outlook(&inventory, &plan);
    let pue = narrow.range(Quantity::Pue);
    for percentile in [pue.low, pue.median, pue.high] {
        assert!((percentile - placement.power.pue).abs() < 1e-12);
    }
    for quantity in [Quantity::Hosts, Quantity::FacilityPeak] {
        let (of_all, of_sizes) = (wide.range(quantity), narrow.range(quantity));
        assert!(of_sizes.high - of_sizes.low < 0.5 * (of_all.high - of_all.low), "{quantity:?}");
    }
    // Hosts are whole: what moves their number by less than one has no line.
    assert!(narrow.power_swings().iter().all(|swing| swing.name == "stand_ins"));
    assert!(wide.power_swings().len() > 10);
}

/// Half of the draws lie on each side of an assumption's value, in two half triangles: the 10th
/// percentile lies at low + (value − low) √0.2, the 90th at high − (high − value) √0.2.
#[test]
fn an_assumption_alone_gives_the_percentiles_of_its_own_draws() {
    let (_work, inventory) = store();
    let mut plan = plan().without_ranges();
    let pue = plan.hall.pue.clone();
    for driver in PlacementDriver::ALL {
        driver.fix(&mut plan);
    }
    plan.hall.pue = pue.clone();
    // Sizes nobody gave would move it too.
    plan.demand.peers_min = usize::MAX;
    let (outlook, placement) = outlook(&inventory, &plan);
    let range = outlook.range(Quantity::Pue);
    let root = 0.2_f64.sqrt();
    let low = pue.low() + (pue.value - pue.low()) * root;
    let high = pue.high() - (pue.high() - pue.value) * root;
    assert!((range.low - low).abs() < 0.002, "{} {low}", range.low);
    assert!((range.high - high).abs() < 0.002, "{} {high}", range.high);
    assert!((range.median - placement.power.pue).abs() < 0.002, "{}", range.median);
}

/// What the outlook says an assumption does against what placing with it gives.
#[test]
fn the_ends_of_an_assumption_agree_with_placing_anew() {
    let (_work, inventory) = store();
    let plan = plan();
    let (outlook, placement) = outlook(&inventory, &plan);
    let find = |swings: &[Swing], name: &str| {
        swings.iter().find(|swing| swing.name == name).cloned().unwrap_or_else(|| panic!("{name}"))
    };
    let changed = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan.clone();
        change(&mut plan);
        placed(&inventory, &plan).2
    };
    let near = |told: f64, placed: f64, name: &str| {
        // Packing whole workloads into whole hosts is not exactly in proportion.
        let off = (told - placed).abs();
        assert!(off <= (0.04 * placed).max(2.0), "{name}: told {told}, placed {placed}");
    };
    for driver in PlacementDriver::ALL {
        let name = driver.name();
        let (low, high) = (driver.of(&plan).low(), driver.of(&plan).high());
        let Some(power) = outlook.power_swings().iter().find(|swing| swing.name == name) else {
            continue;
        };
        let at_low = changed(&|plan| driver.set(plan, low));
        let at_high = changed(&|plan| driver.set(plan, high));
        near(power.total_at_low, Quantity::FacilityPeak.placed(&at_low), name);
        near(power.total_at_high, Quantity::FacilityPeak.placed(&at_high), name);
    }
    for name in ["host.vcpu_per_core", "host.ram_target_share", "demand.growth_per_year"] {
        let swing = find(outlook.hosts_swings(), name);
        let (low, _, high) = swing.ends.expect("an assumption has ends");
        let at = |end: f64| {
            changed(&|plan| match name {
                "host.vcpu_per_core" => plan.host.vcpu_per_core.value = end,
                "host.ram_target_share" => plan.host.ram_target_share.value = end,
                _ => plan.demand.growth_per_year.value = end,
            })
        };
        near(swing.total_at_low, hosts(&at(low)), name);
        near(swing.total_at_high, hosts(&at(high)), name);
    }
    assert!((outlook.hosts_swings()[0].total - hosts(&placement)).abs() < 1e-9);
    let facility = Quantity::FacilityPeak.placed(&placement);
    assert!((outlook.power_swings()[0].total - facility).abs() < 1e-3);
    // The widest first, and PUE bears on power alone.
    assert!(outlook.power_swings().windows(2).all(|pair| pair[0].span() >= pair[1].span()));
    assert!(outlook.hosts_swings().iter().all(|swing| swing.name != "hall.pue"));
}

/// With racks that stand already: what they take is not scaled, so that more comes to new racks alone.
#[test]
fn racks_beside_those_that_stand_agree_with_placing_anew() {
    let (work, _) = store();
    let own = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/hall");
        folder.join(name).to_string_lossy().into_owned()
    };
    let (racks, devices, types) = (own("racks.csv"), own("devices.csv"), own("device_types.csv"));
    let done = work.ndcap(&[
        "hall",
        "import",
        "--racks",
        &racks,
        "--devices",
        &devices,
        "--device-types",
        &types,
        "--store",
        "store",
    ]);
    assert!(done.code < 2, "{}", done.stderr);
    let inventory = Store::open(&work.path("store")).and_then(|s| s.inventory()).expect("a store");
    let mut plan = plan();
    plan.placement.effort_steps = 1_000_000;
    let (demand, fleet, placement) = placed(&inventory, &plan);
    assert!(!fleet.standing.is_empty());
    let draws = Draws::of(&plan, &demand.machines, &demand.peers);
    let outlook = Outlook::of(&demand, &draws, &fleet, &placement);
    let racks = Quantity::Racks.placed(&placement);
    let range = outlook.range(Quantity::Racks);
    assert!(range.low <= racks && racks <= range.high, "{range:?} {racks}");
    for driver in
        [PlacementDriver::VcpuPerCore, PlacementDriver::RackFill, PlacementDriver::HostPeak]
    {
        let assumption = driver.of(&plan).clone();
        for end in [assumption.low(), assumption.high()] {
            let mut changed = plan.clone();
            driver.set(&mut changed, end);
            let anew = Quantity::FacilityPeak.placed(&placed(&inventory, &changed).2);
            let swing = outlook.power_swings().iter().find(|swing| swing.name == driver.name());
            let Some(swing) = swing else { continue };
            let is_low = (end - assumption.low()).abs() < f64::EPSILON;
            let told = if is_low { swing.total_at_low } else { swing.total_at_high };
            assert!((told - anew).abs() <= 0.04 * anew, "{}: {told} {anew}", driver.name());
        }
    }
}
