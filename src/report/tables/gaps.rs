//! Agencies that lack the infrastructure they need.

use super::super::table::{Kind, Table};
use crate::inventory::{Gap, Lack};
use crate::language::{Language, NumberStyle};
use crate::plan::Plan;
use crate::reference::Agencies;

/// One row per thing that an agency lacks, with the rule by which it is told.
pub fn gaps(gaps: &[Gap], agencies: &Agencies, plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "gaps",
        t("Infrastructure that agencies lack", "Hạ tầng mà cơ quan còn thiếu"),
        t(
            "One row per agency and rule. What a row does not state is no shortage.",
            "Mỗi dòng là một cơ quan và một quy tắc. Điều chưa khai không coi là thiếu.",
        ),
    )
    .column("agency_id", t("Id", "Mã"), Kind::Text)
    .column("agency", t("Agency", "Cơ quan"), Kind::Text)
    .column("gap", t("Gap", "Thiếu"), Kind::Text)
    .column("has", t("Has", "Có"), Kind::Decimal(1))
    .column("needs", t("Needs, or limit", "Cần, hoặc ngưỡng"), Kind::Decimal(1))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("rule", t("Rule", "Quy tắc"), Kind::Text);
    for gap in gaps {
        table.push(vec![
            gap.agency_id.as_str().into(),
            agencies.name_of(&gap.agency_id).into(),
            gap.lack.word().into(),
            gap.has.into(),
            gap.needs.into(),
            gap.unit.into(),
            rule(gap.lack, plan, language).into(),
        ]);
    }
    table
}

fn rule(lack: Lack, plan: &Plan, language: Language) -> String {
    let style = NumberStyle::of(language);
    let number = |value: f64| style.format_exact(value);
    let text = match lack {
        Lack::Servers => language.pick(
            "it has systems that are not new, workloads or cloud needs, and lists no server",
            "có hệ thống đang chạy, máy ảo hoặc nhu cầu đám mây nhưng không khai máy chủ nào",
        ),
        Lack::Storage => language.pick(
            "it has systems that are not new, workloads or cloud needs, and lists no storage and no disk of a server",
            "có hệ thống đang chạy, máy ảo hoặc nhu cầu đám mây nhưng không khai thiết bị lưu trữ hay ổ đĩa máy chủ nào",
        ),
        Lack::Processors => language.pick(
            "its cloud needs ask for more vCPUs than its cores carry at {v} vCPU a core (host.vcpu_per_core)",
            "nhu cầu đám mây cần nhiều vCPU hơn số core hiện có với {v} vCPU mỗi core (host.vcpu_per_core)",
        ),
        Lack::Memory => language.pick(
            "its cloud needs ask for more memory than its servers have",
            "nhu cầu đám mây cần nhiều RAM hơn các máy chủ hiện có",
        ),
        Lack::Capacity => language.pick(
            "its cloud needs ask for more block storage than its arrays can use",
            "nhu cầu đám mây cần nhiều lưu trữ khối hơn dung lượng khả dụng hiện có",
        ),
        Lack::Hosts => language.pick(
            "{s} % or more of the hosts that were measured use {c} % of their processors or {r} % of their memory, or more",
            "từ {s} % số máy chủ có đo trở lên dùng từ {c} % CPU hoặc từ {r} % RAM",
        ),
        Lack::Arrays => language.pick(
            "its storage, as far as it states both, is used to {f} % or more",
            "lưu trữ (phần khai đủ hai số) đã dùng từ {f} % trở lên",
        ),
    };
    text.replace("{v}", &number(plan.host.vcpu_per_core.value))
        .replace("{s}", &number(plan.gaps.hosts_full_share.value * 100.0))
        .replace("{c}", &number(plan.gaps.cpu_full_pct.value))
        .replace("{r}", &number(plan.gaps.ram_full_pct.value))
        .replace("{f}", &number(plan.gaps.storage_full_pct.value))
}
