//! Tables of hosts, of what they carry, and of the rules between workloads.

use super::super::Planning;
use super::super::table::{Kind, Table, Value};
use crate::placement::{Resource, WorkloadItem, outcomes};
use crate::unit::{Bytes, Vcpus};

/// One row per pool and profile of its hosts; what is of the whole pool stands in its first row.
pub fn hosts(planning: &Planning<'_>) -> Table {
    let mut table = hosts_columns(planning);
    for (pool, range) in planning.placement.pools.iter().zip(&planning.outlook.hosts) {
        let profiles = &planning.fleet.pools[pool.pool].profiles;
        let mut used = pool.profiles();
        // A pool without hosts has a row as well.
        if used.is_empty() && !profiles.is_empty() {
            used.push(0);
        }
        for (row, profile) in used.into_iter().enumerate() {
            let hosts = || pool.hosts_of(profile);
            let workloads: usize = hosts().map(|host| host.workloads.len()).sum();
            let vcpu: Vcpus = hosts().map(|host| host.vcpu_used).sum();
            let ram: Bytes = hosts().map(|host| host.ram_used).sum();
            let workloads_on = || hosts().flat_map(|host| &host.workloads);
            let has_gpus = workloads_on().any(|&w| planning.fleet.workloads[w].gpu.is_some());
            let gpu: u64 = hosts().map(|host| host.used[Resource::Gpu as usize]).sum();
            let is_first = row == 0;
            let of_pool = |count: i64| is_first.then_some(count);
            let limiting = pool.limiting_resource.filter(|_| is_first);
            table.push(vec![
                pool.zone.as_str().into(),
                profiles[profile].name.as_str().into(),
                hosts().count().into(),
                of_pool(range.low as i64).into(),
                of_pool(range.high as i64).into(),
                of_pool(pool.hosts_lower_bound as i64).into(),
                pool.gap().filter(|_| is_first).map(|gap| gap * 100.0).into(),
                pool.spares_of(profile).into(),
                limiting.map(|resource| resource.code()).into(),
                workloads.into(),
                vcpu.as_count().into(),
                ram.as_gib().into(),
                has_gpus.then(|| Resource::Gpu.print(gpu)).into(),
            ]);
        }
    }
    table
}

fn hosts_columns(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    Table::new(
        "hosts",
        t("Hosts by zone", "Máy chủ theo vùng"),
        t(
            "One row per pool and profile: hosts for the workloads of a zone and spare hosts (N+k). What is \
             of the whole pool stands in its first row: low and high, P10 and P90 of the draws, without \
             spare; the least number that any packing needs; how far the price of the hosts is above the \
             least there can be; and the resource most used.",
            "Mỗi dòng là một cấu hình trong một cụm: máy chủ cho một vùng và máy chủ dự phòng (N+k). Số liệu \
             của cả cụm ở dòng đầu: thấp và cao là P10 và P90 khi mô phỏng, không gồm dự phòng; số tối thiểu \
             mọi cách xếp đều cần; giá của các máy chủ cao hơn mức thấp nhất bao nhiêu; tài nguyên dùng nhiều \
             nhất.",
        ),
    )
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("host_profile", t("Host", "Cấu hình máy chủ"), Kind::Text)
    .column("hosts_count", t("Hosts", "Máy chủ"), Kind::Integer)
    .column("hosts_low", t("Low (P10)", "Thấp (P10)"), Kind::Integer)
    .column("hosts_high", t("High (P90)", "Cao (P90)"), Kind::Integer)
    .column("hosts_lower_bound", t("Lower bound", "Cận dưới"), Kind::Integer)
    .column("gap_pct", t("Above the bound (%)", "Cao hơn cận (%)"), Kind::Decimal(2))
    .column("hosts_spare_count", t("Spare", "Dự phòng"), Kind::Integer)
    .column("limiting_resource", t("Limited by", "Giới hạn bởi"), Kind::Text)
    .column("workloads_count", t("Workloads", "Máy ảo"), Kind::Integer)
    .column("vcpu_used", t("vCPU used", "vCPU dùng"), Kind::Decimal(1))
    .column("ram_used_gib", t("RAM used (GiB)", "RAM dùng (GiB)"), Kind::Decimal(1))
    .column("gpu_used", t("GPUs used", "GPU dùng"), Kind::Decimal(1))
}

/// One row per pool and resource of hosts.
pub fn host_resources(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "host_resources",
        t("Resources of hosts", "Tài nguyên của máy chủ"),
        t(
            "One row per pool and resource: what the placed workloads need, what their hosts offer, and \
             for how many no amount is stated, which take none. A resource that no host limits, or that no \
             workload needs, is not held against the hosts. GPUs grow in number: whole cards, by zone. \
             Not on hosts: what rows that state no vCPU, memory or GPU ask for, as storage alone.",
            "Mỗi dòng là một tài nguyên của một cụm: nhu cầu của các máy ảo đã xếp, khả năng của máy chủ, và \
             số máy ảo chưa khai lượng nào nên không tính. Tài nguyên mà máy chủ không giới hạn, hoặc không \
             máy ảo nào cần, thì không dùng để tính máy chủ. GPU tăng theo số card nguyên của từng vùng. \
             Không trên máy chủ: nhu cầu của các dòng không có vCPU, RAM hay GPU, như dòng chỉ có lưu trữ.",
        ),
    )
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("is_held", t("Held against hosts", "Dùng để tính máy chủ"), Kind::Flag)
    .column("needed", t("Needed", "Nhu cầu"), Kind::Decimal(1))
    .column("offered", t("Offered", "Khả năng"), Kind::Decimal(1))
    .column("fill_pct", t("Used (%)", "Đã dùng (%)"), Kind::Decimal(1))
    .column("workloads_stated", t("Workloads with an amount", "Máy ảo có số liệu"), Kind::Integer)
    .column("workloads_unstated", t("Without one", "Máy ảo không có"), Kind::Integer)
    .column("not_on_hosts", t("Not on hosts", "Không trên máy chủ"), Kind::Decimal(1));
    for placed in &planning.placement.pools {
        let pool = &planning.fleet.pools[placed.pool];
        for resource in Resource::ALL {
            let at = resource as usize;
            let carried = || placed.hosts.iter().flat_map(|host| &host.workloads);
            let workloads = || {
                let carried = carried().map(|&index| &planning.fleet.workloads[index]);
                // Of a piece that growth adds there is nothing to state but what it adds.
                carried.filter(|item| !item.is_growth || is_stated(item, resource))
            };
            let stated = workloads().filter(|item| is_stated(item, resource)).count();
            let needed: u64 = placed.hosts.iter().map(|host| host.used[at]).sum();
            let offered =
                placed.hosts.iter().map(|host| pool.profiles[host.profile].capacity(resource));
            let offered = offered.collect::<Option<Vec<u64>>>();
            let offered = offered.map(|all| resource.print(all.iter().sum()));
            let needed = (stated > 0).then(|| resource.print(needed));
            let is_held = placed.held.contains(&resource);
            let fill = needed.zip(offered).filter(|(_, offered)| is_held && *offered > 0.0);
            table.push(vec![
                placed.zone.as_str().into(),
                resource.code().into(),
                resource.unit().into(),
                is_held.into(),
                needed.into(),
                offered.into(),
                fill.map(|(needed, offered)| needed / offered * 100.0).into(),
                stated.into(),
                (workloads().count() - stated).into(),
                elsewhere(planning, &placed.zone, resource).into(),
            ]);
        }
    }
    // Zones without a host: only what is not on one.
    let has_pool = |zone: &str| planning.placement.pools.iter().any(|pool| pool.zone == zone);
    for (zone, resource) in planning.fleet.not_on_hosts.keys().filter(|(zone, _)| !has_pool(zone)) {
        table.push(vec![
            zone.as_str().into(),
            resource.code().into(),
            resource.unit().into(),
            false.into(),
            Value::Missing,
            Value::Missing,
            Value::Missing,
            0_usize.into(),
            0_usize.into(),
            elsewhere(planning, zone, *resource).into(),
        ]);
    }
    table
}

/// What rows without compute of a zone ask for of a resource; none where no row does.
fn elsewhere(planning: &Planning<'_>, zone: &str, resource: Resource) -> Option<f64> {
    let found = planning.fleet.not_on_hosts.get(&(zone.to_owned(), resource));
    found.map(|not| resource.print(not.amount))
}

/// Whether the workload has an amount of the resource.
fn is_stated(item: &WorkloadItem, resource: Resource) -> bool {
    match resource {
        Resource::Vcpu => item.vcpu > Vcpus::ZERO,
        Resource::Ram => item.ram > Bytes::ZERO,
        Resource::Gpu => item.gpu.is_some(),
        Resource::LocalDisk => item.local_disk.is_some(),
        Resource::Iops => item.iops.is_some(),
        Resource::Network => item.network.is_some(),
    }
}

/// One row per rule between workloads.
pub fn placement_rules(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "placement_rules",
        t("Workloads apart and together", "Máy ảo tách riêng và đặt chung"),
        t(
            "One row per rule and zone: workloads that run on different hosts, or on one; those of the plan, \
             and what was taken for replicas by their names.",
            "Mỗi dòng là một quy tắc trong một vùng: máy ảo phải chạy trên các máy chủ khác nhau, hoặc trên \
             cùng một máy chủ; theo kế hoạch, và các bản sao nhận ra theo tên.",
        ),
    )
    .column("rule", t("Rule", "Quy tắc"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("workloads_count", t("Workloads", "Máy ảo"), Kind::Integer)
    .column("hosts_count", t("On hosts", "Trên số máy chủ"), Kind::Integer)
    .column("state", t("State", "Trạng thái"), Kind::Text)
    .column("workloads", t("Which", "Gồm"), Kind::Text);
    let outcomes = outcomes(planning.fleet, planning.placement);
    for (rule, outcome) in planning.fleet.rules.iter().zip(outcomes) {
        let workloads = rule.workloads.iter().map(|&w| planning.fleet.workloads[w].id.as_str());
        table.push(vec![
            rule.name.as_str().into(),
            rule.kind.code().into(),
            rule.zone.as_str().into(),
            rule.workloads.len().into(),
            outcome.hosts_count.into(),
            outcome.state.code().into(),
            workloads.collect::<Vec<_>>().join("; ").into(),
        ]);
    }
    table
}
