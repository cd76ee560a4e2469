//! Published examples and rules of sizing, each with its source.

use crate::demand::machine::{Need, Server};
use crate::demand::{
    Demand, Machine, Measured, Resource, Rows, Sized, Standing, Tier, Use, UseSource, size_rows,
};
use crate::inventory::RowAddress;
use crate::plan::{Basis, Plan, Recovery};
use crate::time::Quarter;

const GIB: u64 = 1 << 30;

fn address() -> RowAddress {
    RowAddress { submission_id: "MOET/0001".to_owned(), sheet: "a".to_owned(), row: 2 }
}

fn machine(id: &str) -> Machine {
    Machine {
        agency_id: "MOET".to_owned(),
        id: id.to_owned(),
        system_id: "HT-1".to_owned(),
        address: address(),
        host: None,
        environment: None,
        vcpu_count: Some(10),
        ram_bytes: Some(16 * GIB),
        disk_provisioned_bytes: Some(100 * GIB),
        disk_used_bytes: Some(50 * GIB),
        disk_tier: Tier::Ssd,
        measured: Measured::default(),
        gpu_count: None,
    }
}

fn used(percent: f64) -> Option<Use> {
    Some(Use { value: percent, source: UseSource::Stated })
}

fn need(id: &str) -> Need {
    Need {
        agency_id: "MOET".to_owned(),
        id: id.to_owned(),
        system_id: "HT-1".to_owned(),
        address: address(),
        vcpu_count: Some(20),
        ram_bytes: Some(64 * GIB),
        block_bytes: Some(500 * GIB),
        block_tier: Tier::Ssd,
        object_bytes: Some(1_000 * GIB),
        file_bytes: None,
        backup_bytes: Some(200 * GIB),
        gpu_count: None,
        network_mbps: Some(100.0),
        public_ip_count: Some(2),
        dr: None,
        is_new: false,
        needed_from: None,
        delayed_from: None,
        horizon_year: None,
    }
}

fn plan(text: &str) -> Plan {
    Plan::from_text(text, None).expect("is a plan")
}

fn sized(rows: Rows, plan: &Plan) -> Demand {
    size_rows(rows, plan)
}

fn one(demand: &Demand) -> &Sized {
    &demand.machines[0]
}

/// Azure Migrate, "How the assessment calculates": 10 cores at 20 percent are 2, times a comfort factor
/// of 2.0 are 4.
#[test]
fn ten_cores_at_20_percent_and_comfort_2_are_4() {
    let plan = plan("[demand]\ncpu_comfort_factor = 2.0");
    let mut vm = machine("VM-1");
    vm.measured.cpu_pct = used(20.0);
    let demand = sized(Rows { machines: vec![vm], ..Rows::default() }, &plan);
    let vcpu = |basis| one(&demand).on_basis(Resource::Vcpu, basis);
    assert_eq!(vcpu(Basis::RightSized).likely, 4_000, "thousandths of a vCPU");
    assert_eq!(vcpu(Basis::RightSized).declared, 4_000);
    assert_eq!(vcpu(Basis::AsSubmitted).likely, 10_000);
    // Without history the allocated size, as an assumption.
    let ram = one(&demand).on_basis(Resource::Ram, Basis::RightSized);
    assert_eq!((ram.likely, ram.assumed), (16 * GIB, 16 * GIB));
}

#[test]
fn nothing_is_sized_below_the_floor_and_a_contended_machine_is_never_shrunk() {
    let plan = plan("[demand]\ncpu_comfort_factor = 1.3\nram_comfort_factor = 1.3");
    let mut idle = machine("VM-1");
    idle.measured.cpu_pct = used(1.0);
    idle.measured.ram_pct = used(1.0);
    let mut waiting = machine("VM-2");
    waiting.measured = Measured { cpu_pct: used(20.0), ram_pct: used(20.0), ..Measured::default() };
    waiting.measured.cpu_contended = true;
    waiting.measured.ram_contended = true;
    let mut busy = waiting.clone();
    busy.measured.cpu_pct = used(95.0);
    let machines = vec![idle, waiting, busy];
    let demand = sized(Rows { machines, ..Rows::default() }, &plan);
    let of = |at: usize, resource| demand.machines[at].on_basis(resource, Basis::RightSized).likely;
    assert_eq!((of(0, Resource::Vcpu), of(0, Resource::Ram)), (1_000, GIB));
    assert_eq!((of(1, Resource::Vcpu), of(1, Resource::Ram)), (10_000, 16 * GIB));
    assert_eq!(of(2, Resource::Vcpu), 12_350, "10 × 95 % × 1.3");
}

#[test]
fn sizes_are_rounded_up_to_the_smallest_flavour_that_holds_both() {
    let catalogue = "[demand]\ncpu_comfort_factor = 1.0\nram_comfort_factor = 1.0\n\
         [[flavour]]\nname = \"s\"\nvcpu = 2\nram_gib = 8\n\
         [[flavour]]\nname = \"m\"\nvcpu = 4\nram_gib = 16\n\
         [[flavour]]\nname = \"l\"\nvcpu = 4\nram_gib = 32\n";
    let plan = plan(catalogue);
    let with = |cpu: f64, ram: f64| {
        let mut vm = machine("VM-1");
        vm.measured.cpu_pct = used(cpu);
        vm.measured.ram_pct = used(ram);
        let demand = sized(Rows { machines: vec![vm], ..Rows::default() }, &plan);
        let amount = |resource| one(&demand).on_basis(resource, Basis::RightSized).likely;
        (one(&demand).flavour, amount(Resource::Vcpu), amount(Resource::Ram) / GIB)
    };
    assert_eq!(with(20.0, 50.0), (Some(0), 2_000, 8));
    assert_eq!(with(21.0, 10.0), (Some(1), 4_000, 16), "2.1 vCPU are too many for s");
    assert_eq!(with(10.0, 100.0), (Some(1), 4_000, 16), "16 GiB need m");
    assert_eq!(with(90.0, 10.0), (None, 9_000, 1), "none is large enough: the size stays");
}

#[test]
fn each_aspect_counts_on_the_first_basis_that_states_it() {
    let plan = plan("");
    let rows =
        Rows { machines: vec![machine("VM-1")], needs: vec![need("N-1")], ..Rows::default() };
    let demand = sized(rows, &plan);
    let total = |machine: usize, resource, tier: Tier| -> u64 {
        let parts = demand.machines[machine].parts.iter();
        let parts = parts.filter(|p| p.resource == resource && p.tier == tier && p.is_used);
        parts.map(|part| part.likely).sum()
    };
    // Compute and block storage are the workload's; the need's are seen and not counted.
    assert_eq!(total(0, Resource::Vcpu, Tier::None), 10_000);
    assert_eq!(total(1, Resource::Vcpu, Tier::None), 0);
    assert_eq!(demand.machines[1].on_basis(Resource::Vcpu, Basis::Requested).likely, 20_000);
    assert_eq!(total(0, Resource::Storage, Tier::Ssd), 65 * GIB, "used × 1.3");
    assert_eq!(total(1, Resource::Storage, Tier::Ssd), 0);
    // Objects, traffic and addresses stand in the need alone and are not lost.
    assert_eq!(total(1, Resource::Storage, Tier::Object), 1_000 * GIB);
    assert_eq!(total(1, Resource::Network, Tier::None), 100_000);
    assert_eq!(total(1, Resource::PublicIp, Tier::None), 2_000);
    // A backup that is asked for goes before one that the plan makes up.
    assert_eq!(total(1, Resource::Storage, Tier::Backup), 200 * GIB);
    assert_eq!(total(0, Resource::Storage, Tier::Backup), 0);
    // Another order of trust counts the request.
    let plan = self::plan(
        "[demand]\norder_of_trust = [\"requested\", \"right_sized\", \"as_submitted\", \"converted\"]",
    );
    let rows =
        Rows { machines: vec![machine("VM-1")], needs: vec![need("N-1")], ..Rows::default() };
    let demand = sized(rows, &plan);
    assert_eq!(demand.machines[0].used(Resource::Vcpu).likely, 0);
    assert_eq!(demand.machines[1].used(Resource::Vcpu).likely, 20_000);
}

#[test]
fn a_server_without_workloads_becomes_its_measured_cores_over_the_target() {
    let plan = plan("[demand]\nconverted_cpu_target = 0.5\nconverted_unmeasured_share = 0.75");
    let server = |id: &str, cpu: Option<f64>| Server {
        agency_id: "MOET".to_owned(),
        id: id.to_owned(),
        system_id: "HT-9".to_owned(),
        address: address(),
        hypervisor: None,
        cores_count: Some(32),
        ram_bytes: Some(128 * GIB),
        disk_raw_bytes: Some(1_000 * GIB),
        gpu_count: None,
        cpu_util_p95_pct: cpu,
        ram_util_p95_pct: None,
    };
    let servers = vec![server("S-1", Some(25.0)), server("S-2", None)];
    let demand = sized(Rows { servers: servers.clone(), ..Rows::default() }, &plan);
    let vcpu = |at: usize| demand.machines[at].on_basis(Resource::Vcpu, Basis::Converted);
    assert_eq!((vcpu(0).likely, vcpu(0).declared), (16_000, 16_000), "32 × 25 % ÷ 0.5");
    assert_eq!((vcpu(1).likely, vcpu(1).assumed), (24_000, 24_000), "32 × 0.75, assumed");
    assert!(demand.machines.iter().all(Sized::is_used));
    // With a workload of its system it is taken as carrying it.
    let mut vm = machine("VM-1");
    vm.system_id = "HT-9".to_owned();
    let demand = sized(Rows { servers, machines: vec![vm], ..Rows::default() }, &plan);
    assert_eq!((demand.machines.len(), demand.carriers_count), (1, 2));
}

#[test]
fn a_size_that_nobody_gave_is_the_mean_of_the_nearest_group_and_says_which() {
    let plan = plan("[demand]\npeers_min = 3");
    let mut machines: Vec<Machine> = Vec::new();
    for (at, (environment, vcpu)) in
        [("production", 8), ("production", 10), ("production", 30), ("test", 2)]
            .into_iter()
            .enumerate()
    {
        let mut vm = machine(&format!("VM-{at}"));
        vm.environment = Some(environment.to_owned());
        vm.vcpu_count = Some(vcpu);
        machines.push(vm);
    }
    let missing = |environment: &str, agency: &str| {
        let mut vm = machine("VM-X");
        vm.agency_id = agency.to_owned();
        vm.environment = Some(environment.to_owned());
        vm.vcpu_count = None;
        vm
    };
    machines.extend([
        missing("production", "MOET"),
        missing("test", "MOET"),
        missing("test", "MOH"),
    ]);
    let demand = sized(Rows { machines, ..Rows::default() }, &plan);
    let group = |at: usize| {
        let part = demand.machines[at].parts.iter().find(|p| p.resource == Resource::Vcpu);
        let part = part.expect("a size");
        let crate::demand::PartSize::Peers { group, .. } = part.size else { panic!("stands in") };
        assert_eq!(part.standing, Standing::Imputed);
        let group = demand.peers.group(group);
        (group.name.as_str(), group.sizes.len(), part.likely)
    };
    assert_eq!(group(4), ("MOET/production", 3, 16_000));
    assert_eq!(group(5), ("MOET", 4, 12_500), "one machine of test is too few");
    assert_eq!(group(6), ("nation", 4, 12_500));
}

#[test]
fn a_second_site_keeps_what_its_class_says_in_a_zone_of_its_own() {
    let plan = plan("[second_site]\nwarm_compute = 0.5\nstorage = 1.0");
    let mut warm = need("N-1");
    warm.dr = Some(Recovery::Warm);
    let demand = sized(Rows { needs: vec![warm], ..Rows::default() }, &plan);
    assert_eq!(demand.machines.len(), 2);
    let copy = &demand.machines[1];
    assert!(copy.is_second_site);
    assert_eq!(copy.zone, format!("{}-second-site", demand.machines[0].zone));
    assert_eq!(copy.used(Resource::Vcpu).likely, 10_000);
    let stored = |machine: &Sized| machine.used(Resource::Storage).likely;
    assert_eq!(stored(copy), stored(&demand.machines[0]));
}

#[test]
fn old_and_new_run_together_in_the_quarter_of_arrival() {
    let plan = plan(
        "[demand]\ngrowth_per_year = 0\n[cutover]\nweeks = 4\nparallel_share = 0.5\n\
         [period]\nassumed_quarter = \"2025Q3\"\ntarget_quarter = \"2025Q4\"",
    );
    let demand = sized(Rows { machines: vec![machine("VM-1")], ..Rows::default() }, &plan);
    let rows = crate::demand::cutovers(&demand, false, &plan);
    let vcpu: Vec<(Quarter, u64, u64, u64)> = rows
        .iter()
        .filter(|row| row.resource == Resource::Vcpu)
        .map(|row| (row.quarter, row.steady as u64, row.arriving as u64, row.peak as u64))
        .collect();
    let quarter = |text| Quarter::read(text).expect("is a quarter");
    assert_eq!(
        vcpu,
        [(quarter("2025Q3"), 10_000, 10_000, 15_000), (quarter("2025Q4"), 10_000, 0, 10_000)]
    );
}

/// An amount asked for is that of its horizon year: growth up to there is in it already.
#[test]
fn a_need_grows_after_its_horizon_year_and_not_before() {
    let plan = plan("[demand.growth_per_year]\nvalue = 0.21\nunit = \"1/year\"\nsource = \"a\"\n");
    let total = |horizon_year: Option<i32>, quarter: &str| {
        let rows = Rows { needs: vec![Need { horizon_year, ..need("N-1") }], ..Rows::default() };
        let demand = sized(rows, &plan);
        let quarter = Quarter::read(quarter).expect("a quarter");
        demand.total(Resource::Vcpu, quarter, &plan).likely
    };
    let near = |found: f64, expected: f64| (found - expected).abs() < 1e-6;
    assert!(near(total(Some(2026), "2025Q4"), 20_000.0));
    assert!(near(total(Some(2026), "2026Q4"), 20_000.0));
    // Half a year, then a year after the last quarter of 2026.
    assert!(near(total(Some(2026), "2027Q2"), 22_000.0));
    assert!(near(total(Some(2026), "2027Q4"), 24_200.0));
    assert!(near(total(Some(2030), "2027Q4"), 20_000.0));
    // One that states no year; one whose year is over when the plan begins.
    assert!(near(total(None, "2027Q4"), 20_000.0));
    assert!(near(total(Some(2020), "2026Q1"), 24_200.0));
}
