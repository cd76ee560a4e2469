//! One bench per stage: reading a submission (CSV and XLSX), taking a file in, sizing the demand of a
//! store, placing a fleet; each at a thousand, ten thousand and a hundred thousand rows. The stages of
//! taking in a long list, and the reduction of samples of use, have files of their own.
//!
//! Inputs come from the seeded generators at the end of this file, so that they are the same on
//! every machine and change only when this file does. Before a stage is timed, its result is
//! asserted to have the rows it must have.

mod long_list;
mod samples;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, Throughput};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rust_xlsxwriter::Workbook;

use ndcap::chance::Chance;
use ndcap::demand::{self, By, Draws, Wanted};
use ndcap::inventory::{Ingested, Inventory, Relation, Store, totals_by_agency};
use ndcap::placement::packing::{Problem, pack};
use ndcap::placement::{
    Device, DeviceKind, Fleet, Floor, Hall, HostProfile, Pool, PowerSource, RackProfile, SpareRule,
    Supply, WorkloadItem, check, place,
};
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Submission};
use ndcap::unit::{Bytes, Gpus, Kilograms, RackUnits, Vcpus, Watts};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Machines that are packed.
const PACKED: [usize; 4] = [10_000, 50_000, 100_000, 400_000];
/// Workloads whose figures get ranges.
const SIMULATED: usize = 1_000_000;
const SEED: u64 = 32;
const AGENCY: &str = "MOET";
/// Workloads of one system.
const WORKLOADS_PER_SYSTEM: usize = 20;
/// Workloads for each device that moves as it is.
const WORKLOADS_PER_DEVICE: usize = 50;
const ZONES: [&str; 3] = ["level-2", "level-3", "level-4"];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    read_csv(&mut criterion);
    read_xlsx(&mut criterion);
    take_in_csv(&mut criterion);
    long_list::take_in_long_lists(&mut criterion);
    samples::reduce_samples(&mut criterion);
    size_demand(&mut criterion);
    simulate_demand(&mut criterion);
    place_fleet(&mut criterion);
    pack_machines(&mut criterion);
    criterion.final_summary();
}

/// Settings that keep the whole run short: ten samples of the sizes that take long.
fn configure(group: &mut BenchmarkGroup<'_, WallTime>, rows: usize) {
    let (samples, seconds) = if rows < 100_000 { (20, 3) } else { (10, 13) };
    group.throughput(Throughput::Elements(rows as u64));
    group.sample_size(samples);
    group.sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(seconds));
}

fn read_csv(criterion: &mut Criterion) {
    bench_reading(criterion, "ingest_csv", "workload.csv", workloads_as_csv);
}

fn read_xlsx(criterion: &mut Criterion) {
    bench_reading(criterion, "ingest_xlsx", "workload.xlsx", workloads_as_xlsx);
}

fn bench_reading(
    criterion: &mut Criterion,
    name: &str,
    file: &str,
    generate: fn(usize) -> Vec<u8>,
) {
    let plan = Plan::built_in();
    let mut group = criterion.benchmark_group(name);
    for rows in SIZES {
        let bytes = generate(rows);
        assert_eq!(read(file, &bytes, &plan).rows_accepted(), rows, "every row is accepted");
        configure(&mut group, rows);
        group.bench_with_input(BenchmarkId::from_parameter(rows), &bytes, |bencher, bytes| {
            bencher.iter(|| read(file, black_box(bytes), &plan));
        });
    }
    group.finish();
}

/// A file to the store, as `ndcap ingest` takes it in: the longer ones some rows at a time.
fn take_in_csv(criterion: &mut Criterion) {
    let plan = Plan::built_in();
    let mut group = criterion.benchmark_group("ingest_file_csv");
    for rows in SIZES {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("workload.csv");
        std::fs::write(&path, workloads_as_csv(rows)).expect("the folder can be written");
        let take_in = |store: &tempfile::TempDir| {
            let store = Store::open_or_create(store.path()).expect("the folder can be written");
            let taken = store.ingest_file(
                (&path, &submission::nobody()),
                &intake(&plan),
                &Relation::Adds,
                plan.period.as_of,
            );
            taken.expect("the store can be written").0
        };
        let new = || tempfile::tempdir().expect("there is a folder for temporary files");
        assert_eq!(take_in(&new()).rows_accepted(), rows, "every row is accepted");
        configure(&mut group, rows);
        group.bench_function(BenchmarkId::from_parameter(rows), |bencher| {
            bencher.iter_batched_ref(new, |store| take_in(store), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn size_demand(criterion: &mut Criterion) {
    let plan = Plan::built_in();
    let mut group = criterion.benchmark_group("demand");
    for rows in SIZES {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let inventory = stored(folder.path(), rows, &plan);
        let sized = demand::size(&inventory, &plan).expect("the store can be read");
        assert_eq!(sized.machines.len(), rows, "every workload is sized");
        assert!(sized.left_out.is_empty(), "no system stays");
        configure(&mut group, rows);
        group.bench_with_input(BenchmarkId::from_parameter(rows), &inventory, |bencher, input| {
            bencher.iter(|| demand::size(black_box(input), &plan).expect("the store can be read"));
        });
    }
    group.finish();
}

fn place_fleet(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("placement");
    for rows in SIZES {
        let fleet = fleet(rows);
        let placement = place(&fleet);
        let hosts = placement.pools.iter().flat_map(|pool| &pool.hosts);
        let placed: usize = hosts.map(|host| host.workloads.len()).sum();
        assert_eq!(placed, rows, "every workload has a host");
        assert!(placement.unplaced.is_empty(), "every device has a rack");
        assert!(check(&fleet, &placement).is_empty(), "every limit is kept");
        configure(&mut group, rows);
        group.bench_with_input(BenchmarkId::from_parameter(rows), &fleet, |bencher, fleet| {
            bencher.iter(|| place(black_box(fleet)));
        });
    }
    group.finish();
}

/// Machines as measuring sizes them, no two alike, onto hosts: a thousand steps each.
fn pack_machines(criterion: &mut Criterion) {
    let capacity = [256_000, 512 << 30];
    let mut group = criterion.benchmark_group("packing");
    for machines in PACKED {
        let mut chance = Chance::new(SEED, 0);
        let needs = (0..machines).flat_map(|_| {
            let size = chance.lognormal(1.0, 0.8);
            let vcpu = (2e3 * size * chance.lognormal(1.0, 0.5)) as u64;
            let ram = (6e9 * size * chance.lognormal(1.0, 0.5)) as u64;
            [vcpu.clamp(1, 60_000), ram.clamp(1, 500_000_000_000)]
        });
        let problem = Problem::of_one_kind(&capacity, needs.collect());
        let effort = 1_000 * machines as u64;
        let packing = pack(&problem, effort);
        let packed: usize = packing.bins.iter().map(|bin| bin.items.len()).sum();
        assert_eq!(packed, machines, "every machine has a host");
        let (hosts, bound) = (packing.bins.len(), packing.bound.bins);
        assert!(hosts * 100 <= bound * 101, "{hosts} hosts, bound {bound}");
        configure(&mut group, machines);
        group.bench_with_input(BenchmarkId::from_parameter(machines), &problem, |bencher, p| {
            bencher.iter(|| pack(black_box(p), effort));
        });
    }
    group.finish();
}

/// What ranges cost: a million workloads of which a tenth states no memory, with 10,000 draws, beside
/// the plain sums by agency and the sizing without ranges.
fn simulate_demand(criterion: &mut Criterion) {
    let plan = Plan::built_in();
    let folder = tempfile::tempdir().expect("a folder");
    let inventory = stored(folder.path(), SIMULATED, &plan);
    let quarter = Some(plan.period.target_quarter);
    let wanted = Wanted { quarter, is_used: Some(true), ..Wanted::default() };
    let sized = demand::size(&inventory, &plan).expect("the store can be sized");
    assert_eq!(sized.machines.len(), SIMULATED);
    let mut group = criterion.benchmark_group("ranges");
    configure(&mut group, SIMULATED);
    group.bench_function("plain_sums", |bencher| {
        bencher.iter(|| totals_by_agency(black_box(&inventory)).expect("totals"));
    });
    group.bench_function("sizing", |bencher| {
        bencher.iter(|| demand::size(black_box(&inventory), &plan).expect("a demand"));
    });
    group.bench_function("draws_and_table_by_agency", |bencher| {
        bencher.iter(|| {
            let draws = Draws::of(&plan, &sized.machines, &sized.peers);
            let rows = sized.table(&[By::Agency], &wanted, &draws);
            assert!(rows.iter().all(|row| row.range.low < row.range.high || row.range.low <= 0.0));
            rows
        });
    });
    group.finish();
}

fn intake(plan: &Plan) -> Intake<'static> {
    let agencies = Agencies::built_in();
    Intake {
        agencies,
        sender: agencies.get(AGENCY),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: ndcap::submission::Overrides::none(),
    }
}

fn read(file: &str, bytes: &[u8], plan: &Plan) -> Submission {
    submission::read(Path::new(file), bytes, &intake(plan))
}

/// A store with the systems and workloads of one agency.
fn stored(folder: &Path, workloads: usize, plan: &Plan) -> Inventory {
    let store = Store::open_or_create(folder).expect("the folder can be written");
    let files = [
        ("system.csv", systems_as_csv(workloads.div_ceil(WORKLOADS_PER_SYSTEM))),
        ("workload.csv", workloads_as_csv(workloads)),
    ];
    for (name, bytes) in files {
        let ingested =
            store.ingest(&read(name, &bytes, plan), &bytes, &Relation::Adds, plan.period.as_of);
        let ingested = ingested.expect("the store can be written");
        assert!(matches!(ingested, Ingested::Committed(_)), "{name}: {ingested:?}");
    }
    store.inventory().expect("the store can be read")
}

/// A number from `0` up to but without `end`.
fn below(rng: &mut ChaCha8Rng, end: u64) -> u64 {
    // The remainder favours small numbers by less than one in 2^50; no matter for a load.
    rng.next_u64() % end
}

fn pick<T: Copy>(rng: &mut ChaCha8Rng, choices: &[T]) -> T {
    choices[below(rng, choices.len() as u64) as usize]
}

/// Headings of the Vietnamese template.
const WORKLOAD_HEADINGS: [&str; 10] = [
    "Mã máy ảo",
    "Mã hệ thống",
    "Tên máy ảo",
    "Môi trường",
    "Số vCPU",
    "RAM (GiB)",
    "Dung lượng cấp phát (GiB)",
    "Dung lượng sử dụng (GiB)",
    "Mức sử dụng CPU (P95) (%)",
    "Ngày đưa vào sử dụng",
];
/// Columns before these hold text, these and all but the last hold numbers.
const FIRST_NUMBER: usize = 4;

/// Rows of workloads as agencies send them: a third without measurement.
fn workload_rows(rows: usize) -> impl Iterator<Item = [String; 10]> {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    (0..rows).map(move |index| {
        let vcpus = pick(&mut rng, &[1, 2, 2, 4, 4, 8, 16]);
        let provisioned = pick(&mut rng, &[40, 100, 200, 500]);
        let used = provisioned * (20 + below(&mut rng, 70)) / 100;
        let is_measured = below(&mut rng, 3) > 0;
        let percent = 5 + below(&mut rng, 90);
        [
            format!("VM-{index:06}"),
            format!("HT-{:05}", index / WORKLOADS_PER_SYSTEM),
            format!("Máy chủ ứng dụng {index}"),
            pick(&mut rng, &["vận hành", "thử nghiệm", "production"]).to_owned(),
            vcpus.to_string(),
            match (vcpus * pick(&mut rng, &[1, 2, 4]), index % 10) {
                (_, 9) => String::new(),
                (gib, _) => gib.to_string(),
            },
            provisioned.to_string(),
            used.to_string(),
            if is_measured { percent.to_string() } else { String::new() },
            format!("{:02}/{:02}/2018", 13 + below(&mut rng, 15), 1 + below(&mut rng, 12)),
        ]
    })
}

fn workloads_as_csv(rows: usize) -> Vec<u8> {
    let mut text = WORKLOAD_HEADINGS.join(",") + "\n";
    for row in workload_rows(rows) {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

fn workloads_as_xlsx(rows: usize) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let last = WORKLOAD_HEADINGS.len() - 1;
    for (column, heading) in (0u16..).zip(WORKLOAD_HEADINGS) {
        sheet.write_string(0, column, heading).expect("a cell can be written");
    }
    for (number, row) in (1u32..).zip(workload_rows(rows)) {
        for (column, text) in (0u16..).zip(&row) {
            let is_number = (FIRST_NUMBER..last).contains(&usize::from(column));
            match text.parse::<f64>() {
                Ok(value) if is_number => sheet.write_number(number, column, value),
                _ => sheet.write_string(number, column, text),
            }
            .expect("a cell can be written");
        }
    }
    workbook.save_to_buffer().expect("a workbook can be written")
}

/// Systems that all move to the cloud, at levels 2 to 4.
fn systems_as_csv(systems: usize) -> Vec<u8> {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut text =
        "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án di chuyển,Quý đề xuất di chuyển\n"
            .to_owned();
    for index in 0..systems {
        let level = 2 + below(&mut rng, 3);
        let quarter = 1 + below(&mut rng, 4);
        text.push_str(&format!("HT-{index:05},Hệ thống {index},{level},cloud,2026Q{quarter}\n"));
    }
    text.into_bytes()
}

/// Workloads of three zones on hosts of 64 cores, and devices that move as they are.
fn fleet(workloads: usize) -> Fleet {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let workloads = (0..workloads).map(|index| workload(&mut rng, index)).collect::<Vec<_>>();
    let devices = workloads.len().div_ceil(WORKLOADS_PER_DEVICE);
    let devices = (0..devices).map(|index| device(&mut rng, index)).collect();
    let pool = |zone: &&str| Pool {
        zone: (*zone).to_owned(),
        profiles: vec![host()],
        ram_overhead_per_workload: Bytes::from_mib(512),
        spare: SpareRule::stepped(16, 1, 2),
    };
    Fleet {
        workloads,
        pools: ZONES.iter().map(pool).collect(),
        rules: Vec::new(),
        not_on_hosts: BTreeMap::new(),
        devices,
        survey: ndcap::placement::Survey::default(),
        rack: rack(),
        standing: Vec::new(),
        hall: hall(),
        effort_steps: Plan::built_in().placement.effort_steps,
    }
}

fn workload(rng: &mut ChaCha8Rng, index: usize) -> WorkloadItem {
    let milli = 1_000 + below(rng, 15_000);
    WorkloadItem {
        id: format!("{AGENCY}/VM-{index:06}"),
        agency_id: AGENCY.to_owned(),
        system_id: format!("HT-{:05}", index / WORKLOADS_PER_SYSTEM),
        zone: pick(rng, &ZONES).to_owned(),
        vcpu: Vcpus::from_milli(milli),
        ram: Bytes::from_mib(1_024 + below(rng, 63 * 1_024)),
        gpu: None,
        local_disk: None,
        iops: None,
        network: None,
        is_growth: false,
    }
}

fn device(rng: &mut ChaCha8Rng, index: usize) -> Device {
    let peak = Watts::from_watts(200.0 + below(rng, 800) as f64);
    Device {
        id: format!("{AGENCY}/SRV-{index:06}"),
        agency_id: AGENCY.to_owned(),
        system_id: String::new(),
        manufacturer: String::new(),
        label: "server".to_owned(),
        kind: DeviceKind::Server,
        zone: pick(rng, &ZONES).to_owned(),
        height: RackUnits::from_units(pick(rng, &[1, 2, 2, 4])),
        is_full_depth: true,
        ports_count: 2,
        weight: Kilograms::from_kilograms(15.0 + below(rng, 40) as f64),
        power_average: peak.scaled(0.6),
        power_peak: peak,
        power_source: PowerSource::NameplateDerated,
        cords: pick(rng, &[1, 2, 2, 2]),
    }
}

fn host() -> HostProfile {
    HostProfile {
        name: "bench".to_owned(),
        cores: 64,
        vcpu_per_core: 4.0,
        reserved_cores: 2,
        cpu_target_share: 0.8,
        ram: Bytes::from_gib(1_024),
        reserved_ram: Bytes::from_gib(4),
        ram_target_share: 0.85,
        gpus: Gpus::ZERO,
        local_disk: None,
        iops: None,
        network: None,
        price: 1,
        count_max: None,
        height: RackUnits::from_units(2),
        weight: Kilograms::from_kilograms(30.0),
        power_idle: Watts::from_watts(300.0),
        power_peak: Watts::from_watts(900.0),
        utilisation_planned: 0.5,
        cords: 2,
        ports_count: 2,
    }
}

fn rack() -> RackProfile {
    RackProfile {
        height_u: RackUnits::from_units(42),
        reserved_u: RackUnits::from_units(4),
        patch_panels_u: 1,
        cable_managers_u: 1,
        switches_u: 2,
        fill_share: 0.9,
        weight_limit: Kilograms::from_kilograms(1_200.0),
        rack_weight: Kilograms::from_kilograms(120.0),
        floor: Floor { limit_kg_m2: None, footprint_m2: 0.72, clearance_m2: 1.32 },
        feed_limit: Watts::from_kilowatts(8.0),
        is_three_phase: false,
        tor_power: Watts::from_watts(400.0),
        tor_weight: Kilograms::from_kilograms(20.0),
        switch_ports: 48,
    }
}

fn hall() -> Hall {
    Hall {
        racks_max: None,
        racks_per_row: 20,
        area_per_rack_m2: 2.5,
        pue: 1.5,
        overhead_fixed_share: 0.4,
        overhead_square_share: 0.1,
        design_it: None,
        diversity: 0.9,
        cooling_factor: 1.2,
        cooling_unit: Watts::from_kilowatts(100.0),
        supply: Supply {
            power_factor: 0.95,
            ups_module: Watts::from_kilowatts(250.0),
            ups_efficiency: 0.95,
            battery_minutes: 10.0,
            battery_usable_share: 0.64,
            generator_power_factor: 0.8,
        },
        grid_kg_co2_per_kwh: 0.66,
    }
}
