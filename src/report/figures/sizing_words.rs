//! Sentences on what the sizes rest on: bases, measurements, stand-ins, second sites, the peak.

use std::collections::BTreeSet;

use super::words::percent;
use crate::demand::{By, Need, Part, PartSize, Resource, Sized, Wanted, bases, cutovers};
use crate::report::{Planning, tables};
use crate::schema::Table;

/// Caveats about sizes, each only where there is something to say.
pub fn caveats(planning: &Planning<'_>) -> Vec<String> {
    let mut caveats = Vec::new();
    caveats.extend(differing_bases(planning));
    caveats.extend(unmeasured(planning));
    caveats.extend(stand_ins(planning));
    caveats.extend(second_sites(planning));
    caveats.extend(peaks(planning));
    caveats
}

/// A count or amount in the style of the language.
fn number(planning: &Planning<'_>, value: f64) -> String {
    planning.numbers().format(value, 0)
}

fn differing_bases(planning: &Planning<'_>) -> Option<String> {
    let rows = bases(planning.demand, planning.plan);
    let systems: BTreeSet<(&str, &str)> = rows
        .iter()
        .filter(|row| row.differs)
        .map(|row| (row.agency_id.as_str(), row.system_id.as_str()))
        .collect();
    let share = planning.plan.demand.difference_max.value * 100.0;
    let text = planning.language.pick(
        "{n} systems ask for amounts that differ by more than {s} % from those used; see bases.",
        "{n} hệ thống có số đề nghị hoặc quy đổi chênh quá {s} % so với số được dùng; xem bảng bases.",
    );
    (!systems.is_empty()).then(|| {
        let text = text.replace("{n}", &number(planning, systems.len() as f64));
        text.replace("{s}", &planning.numbers().format_exact(share))
    })
}

/// Workloads at the first site: those of one machine have its parts on both bases.
fn workloads<'a>(planning: &Planning<'a>) -> impl Iterator<Item = &'a Sized> {
    let machines = planning.demand.machines.iter();
    machines.filter(|machine| machine.table == Table::Workload && !machine.is_second_site)
}

fn unmeasured(planning: &Planning<'_>) -> Option<String> {
    let count = workloads(planning).count();
    let without = |resource: Resource| {
        let is_measured = |part: &Part| {
            part.resource == resource
                && matches!(part.recipe.need, Need::CpuComfort | Need::RamComfort)
        };
        let is_unmeasured = |machine: &&Sized| !machine.parts.iter().any(is_measured);
        workloads(planning).filter(is_unmeasured).count()
    };
    let (cpu, ram) = (without(Resource::Vcpu), without(Resource::Ram));
    let share = |part: usize| percent(part as f64 / count as f64, planning.language);
    let text = planning.language.pick(
        "Of {n} workloads {c} have no measured use of CPU and {r} none of RAM.",
        "Trong {n} máy ảo, {c} chưa đo mức dùng CPU và {r} chưa đo mức dùng RAM.",
    );
    (cpu > 0 || ram > 0).then(|| {
        let text = text.replace("{n}", &number(planning, count as f64));
        text.replace("{c}", &share(cpu)).replace("{r}", &share(ram))
    })
}

fn stand_ins(planning: &Planning<'_>) -> Option<String> {
    let is_of_peers = |part: &Part| matches!(part.size, PartSize::Peers { .. });
    let machines = workloads(planning).filter(|machine| machine.parts.iter().any(is_of_peers));
    let count = machines.count();
    let text = planning.language.pick(
        "For {n} workloads a size that nobody stated is the mean of their peers; see machines.",
        "{n} máy ảo có quy mô không ai khai, lấy theo trung bình của nhóm tương tự; xem bảng machines.",
    );
    (count > 0).then(|| text.replace("{n}", &number(planning, count as f64)))
}

fn second_sites(planning: &Planning<'_>) -> Option<String> {
    let last = planning.plan.period.target_quarter;
    let machines = planning.demand.machines.iter().filter(|machine| machine.is_second_site);
    let zones: BTreeSet<&str> = machines.map(|machine| machine.zone.as_str()).collect();
    let wanted = Wanted { quarter: Some(last), is_used: Some(true), ..Wanted::default() };
    let rows = planning.demand.likely(&[By::Zone], &wanted, planning.plan);
    let there = |resource: Resource| {
        let rows = rows.iter().filter(|row| row.key.resource == resource);
        let rows = rows.filter(|row| zones.contains(row.key.zone.as_str()));
        resource.print(rows.map(|row| row.amount.likely).sum::<f64>())
    };
    let (vcpu, storage) = (there(Resource::Vcpu), there(Resource::Storage));
    let text = planning.language.pick(
        "{v} vCPU and {s} TiB of the demand in {q} stand at second sites; the vCPU are among the hosts and racks, in zones of their own.",
        "{v} vCPU và {s} TiB trong nhu cầu tại {q} thuộc điểm dự phòng thứ hai; phần vCPU đã tính vào máy chủ và tủ rack, trong các vùng riêng.",
    );
    (vcpu > 0.0 || storage > 0.0).then(|| {
        let text = text.replace("{v}", &number(planning, vcpu));
        text.replace("{s}", &number(planning, storage)).replace("{q}", &last.to_string())
    })
}

/// One line for each resource whose peak is above what is there in the last quarter, for which hosts
/// and racks are sized.
fn peaks(planning: &Planning<'_>) -> Vec<String> {
    let last = planning.plan.period.target_quarter;
    let rows = cutovers(planning.demand, false, planning.plan);
    let text = planning.language.pick(
        "In {q} the peak is {p} {u} while old and new run together, above the {s} of {l}, the plan's last quarter.",
        "Tại {q} đỉnh là {p} {u} khi hệ thống cũ và mới cùng chạy, cao hơn mức {s} của {l}, quý cuối kế hoạch.",
    );
    let highest = tables::highest_peaks(&rows).into_iter();
    highest
        .filter(|row| matches!(row.resource, Resource::Vcpu | Resource::Ram | Resource::Storage))
        .filter_map(|row| {
            let steady = planning.demand.total(row.resource, last, planning.plan).likely;
            let print = |raw: f64| number(planning, row.resource.print(raw));
            (row.peak > steady).then(|| {
                let unit = match row.resource {
                    Resource::Ram => "GiB RAM",
                    Resource::Storage => planning.language.pick("TiB of storage", "TiB lưu trữ"),
                    _ => row.resource.unit(),
                };
                text.replace("{q}", &row.quarter.to_string())
                    .replace("{p}", &print(row.peak))
                    .replace("{u}", unit)
                    .replace("{l}", &last.to_string())
                    .replace("{s}", &print(steady))
            })
        })
        .collect()
}
