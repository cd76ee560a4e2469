//! The table of assumptions by how far each moves a total.

use super::super::assumption_words;
use super::super::table::{Kind, Table};
use crate::demand::{Demand, Resource, Swing, tornado as swings_of};
use crate::language::Language;
use crate::plan::Plan;
use crate::time::Quarter;

/// What every assumption does to the total of every resource that has demand in a quarter, in the
/// order of resources.
pub fn swings(demand: &Demand, quarter: Quarter, plan: &Plan) -> Vec<(Resource, Vec<Swing>)> {
    let swings = |resource| (resource, swings_of(demand, resource, quarter, plan));
    Resource::ALL.into_iter().map(swings).filter(|(_, swings)| !swings.is_empty()).collect()
}

/// One row per resource and assumption with a range, the one that moves the total most first within a
/// resource; ends in the assumption's unit, totals in the resource's.
pub fn tornado(rows: &[(Resource, Vec<Swing>)], quarter: Quarter, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "tornado",
        t("What moves the totals", "Giả định nào làm tổng thay đổi"),
        t(
            &format!(
                "Stock in {quarter}. One row per resource and assumption with a range: the total with that \
                 assumption at its low and at its high end and all others at their values, the widest span \
                 first. Stand-ins are sizes that nobody gave: P10 and P90 of their draws."
            ),
            &format!(
                "Lượng cần tại {quarter}. Mỗi dòng một tài nguyên và một giả định có khoảng: tổng khi giả định \
                 đó ở đầu thấp và đầu cao, các giả định khác giữ nguyên; biên độ lớn nhất trước. Số ước thay \
                 là quy mô không ai khai: P10 và P90 của các lần mô phỏng."
            ),
        ),
    )
    .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("name", t("Name in the plan file", "Tên trong tệp kế hoạch"), Kind::Text)
    .column("assumption", t("Assumption", "Giả định"), Kind::Text)
    .column("assumption_unit", t("Its unit", "Đơn vị của giả định"), Kind::Text)
    .column("low", t("Its low", "Đầu thấp"), Kind::Decimal(3))
    .column("value", t("Its value", "Giá trị"), Kind::Decimal(3))
    .column("high", t("Its high", "Đầu cao"), Kind::Decimal(3))
    .column("total_at_low", t("Total at low", "Tổng ở đầu thấp"), Kind::Decimal(3))
    .column("total", t("Total", "Tổng"), Kind::Decimal(3))
    .column("total_at_high", t("Total at high", "Tổng ở đầu cao"), Kind::Decimal(3))
    .column("span", t("Span", "Biên độ"), Kind::Decimal(3));
    for (resource, swings) in rows {
        for swing in swings {
            table.push(vec![
                resource.word().into(),
                resource.unit().into(),
                swing.name.into(),
                assumption_words::of(swing.name, language).into(),
                swing.unit.as_str().into(),
                swing.ends.map(|(low, ..)| low).into(),
                swing.ends.map(|(_, value, _)| value).into(),
                swing.ends.map(|(.., high)| high).into(),
                resource.print(swing.total_at_low).into(),
                resource.print(swing.total).into(),
                resource.print(swing.total_at_high).into(),
                resource.print(swing.span()).into(),
            ]);
        }
    }
    table
}
