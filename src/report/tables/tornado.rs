//! The table of assumptions by how far each moves a total.

use super::super::assumption_words;
use super::super::table::{Kind, Table};
use crate::demand::{Demand, Resource, Swing, tornado as swings_of};
use crate::language::Language;
use crate::placement::{Outlook, Quantity};
use crate::plan::Plan;
use crate::time::Quarter;

/// What every assumption does to one figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// The figure's name in machine outputs.
    pub figure: &'static str,
    /// The unit it is printed in.
    pub unit: &'static str,
    /// The assumptions, the one that moves it most first; totals in that unit.
    pub swings: Vec<Swing>,
}

impl Moves {
    /// Of the total of a resource in a quarter.
    pub fn of_resource(demand: &Demand, resource: Resource, quarter: Quarter, plan: &Plan) -> Self {
        let mut swings = swings_of(demand, resource, quarter, plan);
        for swing in &mut swings {
            for total in [&mut swing.total_at_low, &mut swing.total, &mut swing.total_at_high] {
                *total = resource.print(*total);
            }
        }
        Self { figure: resource.word(), unit: resource.unit(), swings }
    }

    /// Of the facility's peak.
    pub fn of_power(outlook: &Outlook) -> Self {
        let quantity = Quantity::FacilityPeak;
        let swings = outlook.power_swings().to_vec();
        Self { figure: quantity.word(), unit: quantity.unit(), swings }
    }

    /// Of the number of hosts, with spare hosts.
    pub fn of_hosts(outlook: &Outlook) -> Self {
        let quantity = Quantity::Hosts;
        let swings = outlook.hosts_swings().to_vec();
        Self { figure: quantity.word(), unit: quantity.unit(), swings }
    }
}

/// What every assumption does to the total of every resource that has demand in a quarter, in the
/// order of resources.
pub fn moves_of_demand(demand: &Demand, quarter: Quarter, plan: &Plan) -> Vec<Moves> {
    let moves = |resource| Moves::of_resource(demand, resource, quarter, plan);
    Resource::ALL.into_iter().map(moves).filter(|moves| !moves.swings.is_empty()).collect()
}

/// The same, then of hosts and of power.
pub fn moves_of_all(
    demand: &Demand,
    outlook: &Outlook,
    quarter: Quarter,
    plan: &Plan,
) -> Vec<Moves> {
    let placed = [Moves::of_hosts(outlook), Moves::of_power(outlook)];
    let mut moves = moves_of_demand(demand, quarter, plan);
    moves.extend(placed.into_iter().filter(|moves| !moves.swings.is_empty()));
    moves
}

/// One row per figure and assumption with a range, the one that moves the figure most first within
/// it; ends in the assumption's unit, totals in the figure's. The column `resource` names the figure:
/// a resource, `hosts` or `facility_kw_peak`.
pub fn tornado(rows: &[Moves], quarter: Quarter, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "tornado",
        t("What moves the totals", "Giả định nào làm tổng thay đổi"),
        t(
            &format!(
                "Stock in {quarter}. One row per figure and assumption with a range: the total with that \
                 assumption at its low and at its high end and all others at their values, the widest span \
                 first. Stand-ins are sizes that nobody gave: P10 and P90 of their draws."
            ),
            &format!(
                "Lượng cần tại {quarter}. Mỗi dòng một chỉ tiêu và một giả định có khoảng: tổng khi giả định \
                 đó ở đầu thấp và đầu cao, các giả định khác giữ nguyên; biên độ lớn nhất trước. Số ước thay \
                 là quy mô không ai khai: P10 và P90 của các lần mô phỏng."
            ),
        ),
    )
    .column("resource", t("Figure", "Chỉ tiêu"), Kind::Text)
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
    for moves in rows {
        for swing in &moves.swings {
            table.push(vec![
                moves.figure.into(),
                moves.unit.into(),
                swing.name.into(),
                assumption_words::of(swing.name, language).into(),
                swing.unit.as_str().into(),
                swing.ends.map(|(low, ..)| low).into(),
                swing.ends.map(|(_, value, _)| value).into(),
                swing.ends.map(|(.., high)| high).into(),
                swing.total_at_low.into(),
                swing.total.into(),
                swing.total_at_high.into(),
                swing.span().into(),
            ]);
        }
    }
    table
}
