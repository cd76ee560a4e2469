//! The table of bases: what each system asks for on every basis, side by side.

use super::super::table::{Kind, Table, Value};
use crate::demand::Bases;
use crate::language::Language;
use crate::plan::{Basis, Plan};

/// One row per system and resource it has a figure of, in printed units at the base quarter; a basis
/// the system has no figure on is missing.
pub fn bases(rows: &[Bases], plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new("bases", t("Bases side by side", "Đối chiếu các cơ sở tính"), {
        let share = super::percent(plan.demand.difference_max.value, language);
        t(
            &format!(
                "One row per system and resource at the base quarter, before growth; storage without \
                 backup, second sites left out. The difference is the largest between the basis used and \
                 requested or converted, over the basis used; above {share} it is marked. Rows of machines \
                 without a system have no single basis."
            ),
            &format!(
                "Mỗi dòng một hệ thống và tài nguyên tại quý gốc, chưa tăng trưởng; lưu trữ không gồm sao \
                 lưu, không gồm điểm dự phòng thứ hai. Chênh lệch là mức lớn nhất giữa cơ sở được dùng và \
                 số đề nghị hoặc quy đổi, chia cho số được dùng; trên {share} thì đánh dấu. Máy chưa rõ hệ \
                 thống không có một cơ sở chung."
            ),
        )
    })
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("as_submitted", t("As submitted", "Theo cấp phát"), Kind::Decimal(3))
    .column("right_sized", t("Right-sized", "Theo mức dùng"), Kind::Decimal(3))
    .column("requested", t("Requested", "Theo đề nghị"), Kind::Decimal(3))
    .column("converted", t("Converted", "Quy đổi máy chủ"), Kind::Decimal(3))
    .column("basis_used", t("Basis used", "Cơ sở được dùng"), Kind::Text)
    .column("used", t("Used in totals", "Dùng vào tổng"), Kind::Decimal(3))
    .column("difference_share", t("Difference", "Chênh lệch"), Kind::Share)
    .column("differs", t("Above threshold", "Vượt ngưỡng"), Kind::Flag);
    for row in rows {
        let print = |raw: u64| row.resource.print(raw as f64);
        let amount = |basis: Basis| Value::from(row.amounts[basis as usize].map(print));
        table.push(vec![
            row.agency_id.as_str().into(),
            row.system_id.as_str().into(),
            row.resource.word().into(),
            row.resource.unit().into(),
            amount(Basis::AsSubmitted),
            amount(Basis::RightSized),
            amount(Basis::Requested),
            amount(Basis::Converted),
            row.used.map(Basis::word).into(),
            print(row.used_amount).into(),
            row.difference.into(),
            row.differs.into(),
        ]);
    }
    table
}

/// Of these only the rows that differ by more than the plan's threshold; the note says how many others
/// there are.
pub fn bases_that_differ(rows: &[Bases], plan: &Plan, language: Language) -> Table {
    let differing: Vec<Bases> = rows.iter().filter(|row| row.differs).cloned().collect();
    let others = rows.len() - differing.len();
    let mut table = bases(&differing, plan, language);
    table.title = language
        .pick("Systems whose bases differ", "Hệ thống có các cơ sở tính chênh lệch lớn")
        .to_owned();
    let more = language.pick(
        " Only rows above it are shown; {n} others are not: see ndcap demand --table bases.",
        " Chỉ hiển thị các dòng vượt ngưỡng; còn {n} dòng khác: xem ndcap demand --table bases.",
    );
    table.note.push_str(&more.replace("{n}", &super::count(others, language)));
    table
}
