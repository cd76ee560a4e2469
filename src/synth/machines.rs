//! The machines of an agency: servers, the workloads on them, storage, network, rooms.

use super::model::{GIB, Row, TENTH_OF_TB, day, tenths, text, unless, whole};
use super::names::{ARRAYS, DEVICES, SERVERS, SYSTEMS_RUN};
use super::systems::sized;
use crate::chance::Chance;
use crate::schema::Table;
use crate::submission::Value;

/// Workloads that one host carries on average.
const WORKLOADS_OF_A_HOST: usize = 12;

/// Data centres and server rooms: one or two, the first the agency's own.
pub fn facilities(chance: &mut Chance, agency_id: &str) -> Vec<Row> {
    let count = chance.between(1, 2);
    (1..=count).map(|number| facility(chance, agency_id, number)).collect()
}

fn facility(chance: &mut Chance, agency_id: &str, number: i64) -> Row {
    let leased = number > 1;
    let racks = chance.between(4, 40);
    let name = if leased { "Phòng máy thuê" } else { "Trung tâm dữ liệu chính" };
    let row = Row::new(Table::Facility)
        .with("facility_id", text(format!("{agency_id}-TT-{number:02}")))
        .with("name", text(name))
        .with("address", text(chance.pick(&["Hà Nội", "Hà Nội", "TP. Hồ Chí Minh", "Đà Nẵng"])))
        .with("ownership", text(if leased { "leased" } else { "own" }))
        .with("standard", unless(chance.happens(0.5), text("TCVN 9250:2021")))
        .with("level", unless(chance.happens(0.4), Value::Integer(chance.between(1, 3))))
        .with("racks_count", Value::Integer(racks))
        .with("racks_used_count", Value::Integer(chance.between(1, racks)))
        .with("power_kw", unless(chance.happens(0.2), whole(racks * chance.between(3, 8))))
        .with("pue", unless(chance.happens(0.4), tenths(chance.between(15, 21))))
        .with("area_m2", whole(racks * 3 + chance.between(5, 40)))
        .with(
            "floor_load_kg_m2",
            unless(chance.happens(0.6), whole(chance.pick(&[500, 734, 1_000]))),
        );
    if !leased {
        return row.with("depreciation_end_on", day(chance.between(2024, 2030), 12, 31));
    }
    let end = day(chance.between(2025, 2027), chance.between(1, 12), 28);
    row.with("lease_provider", text("Doanh nghiệp viễn thông A"))
        .with("contract_end_on", unless(chance.happens(0.2), end))
}

/// Physical servers: the hosts of the workloads one by one, then groups of equal machines.
/// Groups belong to systems that relocate, where the agency has any.
pub fn servers(
    chance: &mut Chance,
    agency_id: &str,
    rooms: &[Row],
    systems: &[Row],
    workloads: usize,
) -> Vec<Row> {
    let relocating: Vec<&Row> =
        systems.iter().filter(|system| system.text("move_plan") == "relocate").collect();
    let hosts = workloads.div_ceil(WORKLOADS_OF_A_HOST).max(2);
    let groups = hosts.div_ceil(4);
    (0..hosts + groups)
        .map(|index| {
            let is_group = index >= hosts;
            let quantity = if is_group { chance.between(2, 6) } else { 1 };
            let stated = is_group || chance.happens(0.5);
            let row = Row::new(Table::Server)
                .with("server_id", text(format!("{}-ESX-{:02}", agency_id, index + 1)))
                .with("facility_id", text(rooms[chance.index(rooms.len())].key()))
                .with("quantity", unless(!stated, Value::Integer(quantity)));
            let row = match is_group && !relocating.is_empty() {
                true => row.with("system_id", text(chance.pick(&relocating).key())),
                false => row,
            };
            server(chance, row, is_group)
        })
        .collect()
}

fn server(chance: &mut Chance, row: Row, is_group: bool) -> Row {
    let model = chance.pick(&SERVERS);
    let (sockets, cores) = model.processors;
    let supplies = chance.weighted(&[(2, 85), (1, 15)]);
    let year = (model.year + chance.between(0, 3)).min(2024);
    let month = chance.between(1, 12);
    let start = chance.between(1, 28);
    let ram = chance.pick(&[128, 256, 256, 384, 512, 768]) * GIB;
    let disk = chance.between(2, 8) * chance.pick(&[12, 18, 24]) * TENTH_OF_TB;
    // A quarter to three fifths of one supply: below the nameplate, as measured draws are.
    let measured = model.nameplate_w * chance.between(25, 60) / 100;
    let serial = format!("{:07}", chance.between(1, 9_999_999));
    let row = row
        .with("manufacturer", text(model.manufacturer))
        .with("model", text(model.model))
        .with("serial", unless(is_group, text(serial)))
        .with("form_factor", text("rack"))
        .with("sockets_count", Value::Integer(sockets))
        .with("cores_count", unless(chance.happens(0.04), Value::Integer(cores)))
        .with("ram_bytes", unless(chance.happens(0.03), Value::Integer(ram)))
        .with("disk_raw_bytes", unless(chance.happens(0.1), Value::Integer(disk)))
        .with("height_u", unless(chance.happens(0.05), whole(model.height_u)))
        .with("power_nameplate_w", unless(chance.happens(0.1), whole(model.nameplate_w)))
        .with("power_measured_w", unless(!chance.happens(0.3), whole(measured)))
        .with("psu_count", unless(chance.happens(0.1), Value::Integer(supplies)))
        .with("weight_kg", unless(chance.happens(0.2), tenths(model.weight_tenths)));
    let cost = chance.between(90, 450) * 1_000_000;
    row.with("cpu_util_p95_pct", unless(chance.happens(0.4), tenths(chance.between(100, 800))))
        .with("ram_util_p95_pct", unless(chance.happens(0.4), tenths(chance.between(200, 900))))
        .with("hypervisor", unless(chance.happens(0.1), text("VMware ESXi 7.0.3")))
        .with("in_service_on", day(year, month, start))
        .with("warranty_end_on", unless(chance.happens(0.2), day(year + 3, month, start)))
        .with("depreciation_end_on", unless(chance.happens(0.3), day(year + 5, month, start)))
        .with("cost_vnd", unless(chance.happens(0.3), Value::Integer(cost)))
}

/// Workloads of the systems that exist.
pub fn workloads(
    chance: &mut Chance,
    agency_id: &str,
    systems: &[Row],
    servers: &[Row],
    count: usize,
) -> Vec<Row> {
    let there: Vec<&Row> =
        systems.iter().filter(|system| system.text("move_plan") != "new").collect();
    // Groups of machines are no hosts: nobody can say which of them a workload runs on.
    let hosts: Vec<&Row> =
        servers.iter().filter(|server| server.integer("quantity").unwrap_or(1) == 1).collect();
    (0..count)
        .map(|index| {
            let role = chance.weighted(&[("app", 40), ("web", 20), ("db", 20), ("svc", 20)]);
            let system = match there.is_empty() || chance.happens(0.03) {
                true => Value::Missing,
                false => text(chance.pick(&there).key()),
            };
            let host = unless(hosts.is_empty(), text(hosts[chance.index(hosts.len())].key()));
            let lower = agency_id.to_lowercase();
            let row = Row::new(Table::Workload)
                .with("workload_id", text(format!("{agency_id}-VM-{:04}", index + 1)))
                .with("system_id", system)
                .with("name", text(format!("{lower}-{role}-{:04}", index + 1)))
                .with("host", host)
                .with("is_template", Value::Flag(chance.happens(0.01)))
                .with("cluster", text(format!("Cluster-{:02}", chance.between(1, 3))));
            workload(chance, row, role)
        })
        .collect()
}

fn workload(chance: &mut Chance, row: Row, role: &str) -> Row {
    let vcpu = chance.weighted(&[(1, 8), (2, 32), (4, 34), (8, 17), (16, 7), (32, 2)]);
    let ram = vcpu * chance.pick(&[2, 2, 4, 4, 6, 8]) * GIB;
    let disk = sized(chance, if role == "db" { 300.0 } else { 120.0 });
    // Whole GiB from 10 to 95 % of what is provisioned.
    let used = (disk / GIB * chance.between(10, 95) / 100).max(1) * GIB;
    let environment =
        chance.weighted(&[("production", 70), ("test", 14), ("development", 12), ("dr", 4)]);
    let state = chance.weighted(&[("on", 92), ("off", 7), ("suspended", 1)]);
    let unmeasured = chance.happens(0.15);
    let share = |value: f64| tenths(((value * 1_000.0) as i64).max(20));
    let cpu = share(chance.beta(2, 6));
    let memory = share(chance.beta(4, 4));
    let start = day(chance.between(2015, 2024), chance.between(1, 12), chance.between(1, 28));
    row.with("environment", unless(chance.happens(0.05), text(environment)))
        .with("os", unless(chance.happens(0.05), text(chance.pick(&SYSTEMS_RUN))))
        .with("power_state", unless(chance.happens(0.05), text(state)))
        .with("vcpu_count", unless(chance.happens(0.02), Value::Integer(vcpu)))
        .with("ram_bytes", unless(chance.happens(0.02), Value::Integer(ram)))
        .with("disk_provisioned_bytes", unless(chance.happens(0.02), Value::Integer(disk)))
        .with("disk_used_bytes", unless(chance.happens(0.08), Value::Integer(used)))
        .with("disk_tier", unless(chance.happens(0.2), text(chance.pick(&["ssd", "hdd"]))))
        .with("iops_p95", unless(chance.happens(0.6), whole(chance.between(20, 900))))
        .with("network_mbps_p95", unless(chance.happens(0.6), whole(chance.between(5, 300))))
        .with("cpu_util_p95_pct", unless(unmeasured, cpu))
        .with("ram_util_p95_pct", unless(unmeasured, memory))
        .with("gpu_count", unless(!chance.happens(0.01), Value::Integer(1)))
        .with("in_service_on", unless(chance.happens(0.2), start))
}

/// Storage arrays, about one for every two hundred workloads.
pub fn arrays(chance: &mut Chance, agency_id: &str, rooms: &[Row], workloads: usize) -> Vec<Row> {
    (0..workloads.div_ceil(200))
        .map(|index| {
            let (model, kind, media, disks, size) = chance.pick(&ARRAYS);
            let raw = disks * size;
            let usable = raw * chance.between(60, 80) / 100;
            let used = usable * chance.between(20, 85) / 100;
            Row::new(Table::Storage)
                .with("storage_id", text(format!("{agency_id}-ST-{:02}", index + 1)))
                .with("facility_id", text(rooms[chance.index(rooms.len())].key()))
                .with("kind", text(kind))
                .with("media", text(media))
                .with("raw_bytes", Value::Integer(raw * TENTH_OF_TB))
                .with(
                    "usable_bytes",
                    unless(chance.happens(0.1), Value::Integer(usable * TENTH_OF_TB)),
                )
                .with("used_bytes", unless(chance.happens(0.1), Value::Integer(used * TENTH_OF_TB)))
                .with("growth_pct_year", unless(chance.happens(0.4), whole(chance.between(5, 40))))
                .with("height_u", whole(chance.pick(&[2, 4, 6])))
                .with("power_nameplate_w", whole(chance.pick(&[800, 1_200, 2_000])))
                .with("weight_kg", tenths(chance.between(250, 900)))
                .with("note", text(model))
        })
        .collect()
}

/// Switches, routers and firewalls.
pub fn devices(chance: &mut Chance, agency_id: &str, rooms: &[Row]) -> Vec<Row> {
    (0..chance.between(3, 8))
        .map(|index| {
            let model = chance.pick(&DEVICES);
            let (ports, gbps) = model.ports;
            Row::new(Table::NetworkDevice)
                .with("device_id", text(format!("{agency_id}-NW-{:02}", index + 1)))
                .with("facility_id", text(rooms[chance.index(rooms.len())].key()))
                .with("kind", text(model.kind))
                .with("manufacturer", text(model.manufacturer))
                .with("model", text(model.model))
                .with("quantity", Value::Integer(chance.between(1, 4)))
                .with("ports_count", Value::Integer(ports))
                .with("port_gbps", whole(gbps))
                .with("height_u", whole(1))
                .with("power_nameplate_w", whole(model.nameplate_w))
                .with("weight_kg", tenths(model.weight_tenths))
        })
        .collect()
}
