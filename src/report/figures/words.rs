//! Sentences that stand on every figure and at the head of the report.

use crate::demand::Resource;
use crate::diagnostic::Severity;
use crate::language::{Language, NumberStyle};
use crate::placement::Quantity;
use crate::report::{Headline, Planning};
use crate::time::written_day;

/// As-of date, source and plan: what stands under every figure.
pub fn footer(planning: &Planning<'_>) -> String {
    let submissions = planning.inventory.submissions().count();
    let as_of = written_day(planning.plan.period.as_of, planning.language);
    let plan = planning.plan.origin.as_deref().and_then(|path| path.file_name());
    let plan = plan.map(|name| name.to_string_lossy().into_owned());
    let agencies = planning.received.len();
    match planning.language {
        Language::English => format!(
            "As of {as_of}. Source: submissions ({submissions}) of agencies ({agencies}); assumptions: {}.",
            plan.unwrap_or_else(|| "built-in plan".to_owned())
        ),
        Language::Vietnamese => format!(
            "Số liệu đến {as_of}. Nguồn: {submissions} hồ sơ của {agencies} cơ quan; giả định: {}.",
            plan.unwrap_or_else(|| "kế hoạch mặc định".to_owned())
        ),
    }
}

/// The figures at the head of the report, each with its range and address.
pub fn headlines(planning: &Planning<'_>) -> Vec<Headline> {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let numbers = planning.numbers();
    let last = planning.plan.period.target_quarter;
    let mut headlines = Vec::new();
    for (resource, label) in [
        (Resource::Vcpu, t("vCPU demand", "Nhu cầu vCPU")),
        (Resource::Ram, t("RAM demand", "Nhu cầu RAM")),
        (Resource::Storage, t("Storage demand", "Nhu cầu lưu trữ")),
    ] {
        let mut totals = planning.demand.totals(resource, last.through(last), planning.draws);
        let Some(total) = totals.pop() else { continue };
        let print = |raw: f64| numbers.format(resource.print(raw), 0);
        let (low, high) = (print(total.range.low), print(total.range.high));
        let likely = total.amount.likely;
        // Nothing stated is not nothing needed.
        let is_unknown = likely <= 0.0 && planning.demand.unsized_amounts.contains_key(&resource);
        let (value, remark) = if is_unknown {
            ("–".to_owned(), t("not stated", "chưa khai"))
        } else {
            let range = t(&format!("{low} to {high}"), &format!("{low} đến {high}"));
            (print(likely), range)
        };
        headlines.push(Headline {
            label: format!("{label}, {last}"),
            value,
            unit: resource.unit().to_owned(),
            remark,
            address: Some(format!("demand/quarter={last}/resource={}/likely", resource.word())),
        });
    }
    let pools = &planning.placement.pools;
    let hosts: usize = pools.iter().map(|pool| pool.hosts.len()).sum();
    let spare: usize = pools.iter().map(|pool| pool.hosts_spare_count).sum();
    let bound: usize = pools.iter().map(|pool| pool.hosts_lower_bound).sum();
    let placed =
        |quantity: Quantity, label: String, value: String, unit: &str, remark: String| Headline {
            label,
            value,
            unit: unit.to_owned(),
            remark,
            address: Some(format!("power/{}", quantity.word())),
        };
    let count = |number: usize| numbers.format(number as f64, 0);
    let white_space = numbers.format(planning.placement.power.white_space_m2, 0);
    let range = |quantity: Quantity, decimals: usize| {
        let range = planning.outlook.range(quantity);
        let ends = [range.low, range.high].map(|end| numbers.format(end, decimals));
        t(&format!("{} to {}", ends[0], ends[1]), &format!("{} đến {}", ends[0], ends[1]))
    };
    headlines.push(placed(
        Quantity::Hosts,
        t("Hosts, with spare", "Máy chủ, gồm dự phòng"),
        count(hosts + spare),
        &t("hosts", "máy"),
        t(
            &format!(
                "{}; {} spare; lower bound {}",
                range(Quantity::Hosts, 0),
                count(spare),
                count(bound)
            ),
            &format!(
                "{}; {} dự phòng; cận dưới {}",
                range(Quantity::Hosts, 0),
                count(spare),
                count(bound)
            ),
        ),
    ));
    headlines.push(placed(
        Quantity::Racks,
        t("Racks", "Tủ rack"),
        count(planning.placement.racks.len()),
        &t("racks", "tủ"),
        t(
            &format!("{}; {white_space} m² white space", range(Quantity::Racks, 0)),
            &format!("{}; {white_space} m² phòng máy", range(Quantity::Racks, 0)),
        ),
    ));
    let power = &planning.placement.power;
    headlines.push(placed(
        Quantity::FacilityPeak,
        t("Facility power, peak", "Công suất toàn trạm, đỉnh"),
        numbers.format(power.facility_peak.as_kilowatts(), 1),
        "kW",
        t(
            &format!(
                "{}; IT {} kW × PUE {}",
                range(Quantity::FacilityPeak, 1),
                numbers.format(power.it_peak.as_kilowatts(), 1),
                numbers.format(power.pue, 2)
            ),
            &format!(
                "{}; CNTT {} kW × PUE {}",
                range(Quantity::FacilityPeak, 1),
                numbers.format(power.it_peak.as_kilowatts(), 1),
                numbers.format(power.pue, 2)
            ),
        ),
    ));
    headlines
}

/// What the reader must know before using a figure: what is missing, imputed, left out, unplaced.
pub fn caveats(planning: &Planning<'_>) -> Vec<String> {
    let language = planning.language;
    let mut caveats = Vec::new();
    let numbers = planning.numbers();
    let mut say = |count: usize, en: &str, vi: &str| {
        if count > 0 {
            let text = language.pick(en, vi);
            caveats.push(text.replace("{n}", &numbers.format(count as f64, 0)));
        }
    };
    let missing = planning
        .agencies
        .of_the_directive()
        .filter(|agency| !planning.received.contains_key(&agency.id))
        .count();
    say(
        missing,
        "{n} of the 23 agencies the directive names have sent nothing; they are in no figure.",
        "{n} trong 23 cơ quan nêu trong Chỉ thị chưa gửi hồ sơ; không có trong số liệu nào.",
    );
    let rejected = planning.inventory.submissions().flat_map(|record| &record.tables);
    let rejected: usize = rejected.map(|count| count.rows_rejected).sum();
    say(
        rejected,
        "{n} rows were rejected and are in no figure; see the findings.",
        "{n} dòng bị loại và không có trong số liệu; xem bảng lỗi.",
    );
    let errors = planning.findings.iter().filter(|(_, f)| f.severity == Severity::Warning).count();
    say(
        errors,
        "{n} findings are warnings: used, but doubtful.",
        "{n} phát hiện ở mức cảnh báo: có dùng nhưng còn nghi vấn.",
    );
    let last = planning.plan.period.target_quarter;
    for (resource, name) in [
        (Resource::Vcpu, "vCPU"),
        (Resource::Ram, "RAM"),
        (Resource::Storage, language.pick("storage", "lưu trữ")),
    ] {
        let total = planning.demand.total(resource, last, planning.plan);
        let shares = [
            (
                total.imputed_share(),
                "Of the {r} demand {s} is imputed: sizes that nobody stated, in whose place peers stand.",
                "Trong nhu cầu {r}, {s} là ước thay: quy mô không ai khai, lấy theo máy tương tự.",
            ),
            (
                total.assumed_share(),
                "Of the {r} demand {s} is assumed: its use was not measured, or its backup not stated.",
                "Trong nhu cầu {r}, {s} là giả định: chưa đo mức sử dụng, hoặc chưa khai sao lưu.",
            ),
        ];
        for (share, en, vi) in shares {
            let Some(share) = share.filter(|share| *share > 0.0) else { continue };
            let share = percent(share, language);
            caveats.push(language.pick(en, vi).replace("{s}", &share).replace("{r}", name));
        }
    }
    caveats.extend(super::sizing_words::caveats(planning));
    caveats.extend(systems_caveats(planning));
    caveats.extend(super::device_words::caveats(planning));
    caveats.push(racks_hold(language).to_owned());
    caveats
}

/// A share within a sentence, in percent with one decimal; one that is more than nothing and would be
/// written as nothing is told as less than the least that can be written.
pub(super) fn percent(share: f64, language: Language) -> String {
    let written = |percent: f64| format!("{} %", NumberStyle::of(language).format(percent, 1));
    match written(share * 100.0) {
        percent if share > 0.0 && percent == written(0.0) => {
            format!("{} {}", language.pick("less than", "dưới"), written(0.1))
        }
        percent => percent,
    }
}

/// What is in the racks, and so in power and cooling, and what is not.
pub const fn racks_hold(language: Language) -> &'static str {
    language.pick(
        "Racks, power and cooling hold hosts with their GPUs, devices that move or stand already, and \
         top-of-rack switches only: arrays for the cloud's storage and the core network come on top.",
        "Tủ rack, điện và làm mát chỉ tính máy chủ kèm GPU, thiết bị chuyển đến hoặc đã có sẵn và chuyển \
         mạch đầu tủ: tủ đĩa cho lưu trữ đám mây và mạng lõi phải cộng thêm.",
    )
}

/// Caveats about systems and placement.
fn systems_caveats(planning: &Planning<'_>) -> Vec<String> {
    let language = planning.language;
    let numbers = planning.numbers();
    let mut caveats = Vec::new();
    let systems = planning.demand.systems.values();
    let zones = systems.clone().filter(|system| system.zone_is_assumed).count();
    let quarters = systems.filter(|system| system.quarter_is_assumed).count();
    let is_listed = |machine: &&crate::demand::Sized| {
        planning.demand.systems.contains_key(&machine.system_key())
    };
    let unlisted = planning.demand.machines.iter().filter(|machine| !is_listed(machine)).count();
    let unsized_amounts: usize = planning.demand.unsized_amounts.values().sum();
    let lines = [
        (
            zones,
            "{n} systems state no security level; they stand in the zone the plan assumes.",
            "{n} hệ thống chưa có cấp độ; xếp vào vùng mà kế hoạch giả định.",
        ),
        (
            quarters,
            "{n} systems state no quarter; they arrive in the quarter the plan assumes.",
            "{n} hệ thống chưa có quý di chuyển; tính vào quý mà kế hoạch giả định.",
        ),
        (
            planning.demand.systems.values().filter(|system| system.lacks_servers()).count(),
            "{n} systems are to move with their servers, but no server names them; what workloads and needs they state is sized for the cloud.",
            "{n} hệ thống chuyển theo máy chủ nhưng không máy chủ nào ghi tên; máy ảo và nhu cầu đã khai được tính lên đám mây.",
        ),
        (
            planning.demand.systems.values().filter(|system| system.is_contradictory).count(),
            "{n} systems are described differently in two lists of their agency; the earlier list was used.",
            "{n} hệ thống được hai danh sách của cùng cơ quan mô tả khác nhau; đã dùng danh sách gửi trước.",
        ),
        (
            planning.demand.machines.iter().filter(|machine| !machine.is_used()).count(),
            "{n} cloud needs are not used, since another list of the same systems is trusted more; see demand, basis requested.",
            "{n} nhu cầu đám mây không dùng vào tổng vì danh sách khác của cùng hệ thống đáng tin hơn; xem cơ sở requested.",
        ),
        (
            unlisted,
            "{n} workloads and needs belong to no listed system; their zone and quarter are the plan's.",
            "{n} máy ảo và nhu cầu không thuộc hệ thống nào đã kê khai; vùng và quý theo kế hoạch.",
        ),
        (
            unsized_amounts,
            "{n} amounts are unknown and nothing can stand in for them; the totals are too low by them.",
            "{n} đại lượng chưa biết và không có gì ước thay; tổng thấp hơn thực tế.",
        ),
        (
            planning.demand.carriers_count,
            "{n} servers name a system that has workloads; they are taken as carrying these and not converted.",
            "{n} máy chủ ghi tên hệ thống đã có máy ảo; coi là chạy các máy ảo đó, không quy đổi.",
        ),
        (
            planning.demand.recovery_is_assumed_count,
            "{n} systems state no class of disaster recovery; the plan's stands in (second_site.unstated).",
            "{n} hệ thống chưa khai mức dự phòng thảm họa; dùng mức của kế hoạch (second_site.unstated).",
        ),
        (
            planning.demand.left_out.len(),
            "{n} systems are no part of the demand for cloud (they stay, move as they are, come after the plan, state nothing, or the scenario leaves them out).",
            "{n} hệ thống không tính vào nhu cầu đám mây (ở lại, chuyển nguyên trạng, đến sau kế hoạch, không khai, hoặc kịch bản không tính đến).",
        ),
        (
            planning.demand.unmatched.len(),
            "{n} agencies or systems that the scenario names are not in the inventory; they change nothing.",
            "{n} cơ quan hoặc hệ thống nêu trong kịch bản không có trong dữ liệu; không làm thay đổi gì.",
        ),
        (
            planning.placement.unplaced.len(),
            "{n} workloads or devices do not fit; see what does not fit.",
            "{n} máy ảo hoặc thiết bị chưa xếp được; xem bảng chưa xếp được.",
        ),
        (
            planning.placement.single_corded.len(),
            "{n} devices hang on one feed and go dark with it.",
            "{n} thiết bị chỉ có một nhánh nguồn và sẽ mất điện cùng nhánh đó.",
        ),
    ];
    for (count, en, vi) in lines {
        if count > 0 {
            caveats.push(language.pick(en, vi).replace("{n}", &numbers.format(count as f64, 0)));
        }
    }
    caveats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_is_more_than_nothing_is_not_written_as_nothing() {
        for (share, english, vietnamese) in [
            (0.0, "0.0 %", "0,0 %"),
            (1e-12, "less than 0.1 %", "dưới 0,1 %"),
            (0.000_49, "less than 0.1 %", "dưới 0,1 %"),
            (0.000_51, "0.1 %", "0,1 %"),
            (0.123_4, "12.3 %", "12,3 %"),
            (1.0, "100.0 %", "100,0 %"),
        ] {
            assert_eq!(percent(share, Language::English), english);
            assert_eq!(percent(share, Language::Vietnamese), vietnamese);
        }
    }
}
