//! Tables of the demand.

use super::super::Planning;
use super::super::table::{Addressing, Kind, Table, Value};
use crate::demand::{By, DemandRow, Resource, Total, Wanted};
use crate::language::Language;

/// One row per agency, system, zone, tier, quarter, resource and basis, or per those named in `by`
/// with resource and basis. The columns are fixed for other programs; `with_used` adds one at the
/// end that says which rows count in totals.
pub fn demand(rows: &[DemandRow], by: &[By], language: Language, with_used: bool) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "demand",
        t("Demand", "Nhu cầu"),
        t(
            "The stock of each quarter: what has arrived by then, grown since the base quarter; \
             quarters are never added. Of a system's bases one is used in totals (is_used). Likely \
             figures add up; low and high are the 10th and 90th percentile of each figure's own \
             draws, and do not.",
            "Lượng cần tại mỗi quý: những gì đã chuyển đến, tăng trưởng từ quý gốc; không cộng các quý. \
             Mỗi hệ thống chỉ một cơ sở tính được dùng vào tổng (is_used). Số khả dĩ cộng được; \
             thấp và cao là bách phân vị 10 và 90 của riêng từng số liệu nên không cộng được.",
        ),
    );
    let system = by.contains(&By::System);
    let keys: [(bool, &'static str, String); 5] = [
        (by.contains(&By::Agency) || system, "agency_id", t("Agency", "Cơ quan")),
        (system, "system_id", t("System", "Hệ thống")),
        (by.contains(&By::Zone), "zone", t("Zone", "Vùng")),
        (by.contains(&By::Tier), "tier", t("Tier", "Lớp lưu trữ")),
        (by.contains(&By::Quarter), "quarter", t("Quarter", "Quý")),
    ];
    for (_, name, title) in keys.iter().filter(|(wanted, ..)| *wanted) {
        table = table.column(name, title.clone(), Kind::Text);
    }
    let mut table = table
        .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
        .column("unit", t("Unit", "Đơn vị"), Kind::Text)
        .column("basis", t("Basis", "Cơ sở tính"), Kind::Text)
        .column("low", t("Low", "Thấp"), Kind::Decimal(3))
        .column("likely", t("Likely", "Khả dĩ"), Kind::Decimal(3))
        .column("high", t("High", "Cao"), Kind::Decimal(3))
        .column("declared_share", t("Declared", "Đã khai"), Kind::Share)
        .column("imputed_share", t("Imputed", "Ước thay"), Kind::Share)
        .addressed(Addressing {
            root: "demand",
            keys: &[
                "agency_id",
                "system_id",
                "zone",
                "tier",
                "quarter",
                "resource",
                "basis",
                "is_used",
            ],
            keys_kept: &["system_id"],
            figures: &["low", "likely", "high"],
        });
    if with_used {
        table = table
            .column("assumed_share", t("Assumed", "Giả định"), Kind::Share)
            .column("median", t("Median", "Trung vị"), Kind::Decimal(3))
            .column("is_used", t("Used in totals", "Dùng vào tổng"), Kind::Flag);
    }
    for row in rows {
        let (key, amount) = (&row.key, &row.amount);
        let texts = [
            key.agency_id.clone(),
            key.system_id.clone(),
            key.zone.clone(),
            key.tier.word().to_owned(),
            key.quarter.to_string(),
        ];
        let mut cells: Vec<Value> = keys
            .iter()
            .zip(texts)
            .filter(|((wanted, ..), _)| *wanted)
            .map(|(_, text)| text.into())
            .collect();
        let print = |raw: f64| Value::from(key.resource.print(raw));
        cells.extend([
            key.resource.word().into(),
            key.resource.unit().into(),
            key.basis.word().into(),
            print(row.range.low),
            print(amount.likely),
            print(row.range.high),
            amount.declared_share().into(),
            amount.imputed_share().into(),
        ]);
        if with_used {
            cells.push(amount.assumed_share().into());
            cells.push(print(row.range.median));
            cells.push(row.is_used.into());
        }
        table.push(cells);
    }
    table
}

/// One row per quarter and resource: the total of what counts, with its own low, median and high.
pub fn demand_total(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "demand_total",
        t("Demand by quarter", "Nhu cầu theo quý"),
        t(
            "The national stock of each quarter, of what counts in totals; quarters are never added. Low, \
             median and high are percentiles 10, 50 and 90 of the total's own draws, not sums of those of \
             agencies or systems.",
            "Tổng lượng cần cả nước tại mỗi quý, phần dùng vào tổng; không cộng các quý. Thấp, trung vị và \
             cao là bách phân vị 10, 50 và 90 của chính tổng này, không phải tổng các số của từng cơ quan \
             hay hệ thống.",
        ),
    )
    .column("quarter", t("Quarter", "Quý"), Kind::Text)
    .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("low", t("Low", "Thấp"), Kind::Decimal(3))
    .column("likely", t("Likely", "Khả dĩ"), Kind::Decimal(3))
    .column("high", t("High", "Cao"), Kind::Decimal(3))
    .column("median", t("Median", "Trung vị"), Kind::Decimal(3))
    .column("declared_share", t("Declared", "Đã khai"), Kind::Share)
    .column("imputed_share", t("Imputed", "Ước thay"), Kind::Share)
    .column("assumed_share", t("Assumed", "Giả định"), Kind::Share)
    .addressed(Addressing {
        root: "demand",
        keys: &["quarter", "resource"],
        keys_kept: &[],
        figures: &["low", "likely", "high"],
    });
    let period = &planning.plan.period;
    let demand = planning.demand;
    let parts = || demand.machines.iter().flat_map(|machine| &machine.parts);
    let mut rows: Vec<(Resource, Total)> = Vec::new();
    for resource in Resource::ALL {
        // A resource that nobody states has no total, not one of zero.
        if !parts().any(|part| part.resource == resource && part.is_used) {
            continue;
        }
        let quarters = period.base_quarter.through(period.target_quarter);
        let totals = demand.totals(resource, quarters, planning.draws);
        rows.extend(totals.into_iter().map(|total| (resource, total)));
    }
    rows.sort_by_key(|(resource, total)| (total.quarter, *resource));
    for (resource, Total { quarter, amount, range }) in rows {
        let print = |raw: f64| Value::from(resource.print(raw));
        table.push(vec![
            quarter.to_string().into(),
            resource.word().into(),
            resource.unit().into(),
            print(range.low),
            print(amount.likely),
            print(range.high),
            print(range.median),
            amount.declared_share().into(),
            amount.imputed_share().into(),
            amount.assumed_share().into(),
        ]);
    }
    table
}

/// One row per agency and resource at the plan's last quarter: what counts in totals.
pub fn demand_by_agency(planning: &Planning<'_>) -> Table {
    let quarter = Some(planning.plan.period.target_quarter);
    let wanted = Wanted { quarter, is_used: Some(true), ..Wanted::default() };
    let rows = planning.demand.table(&[By::Agency, By::Quarter], &wanted, planning.draws);
    let mut table = demand(&rows, &[By::Agency, By::Quarter], planning.language, true);
    table.name = "demand_by_agency";
    table.title = planning
        .language
        .pick("Demand by agency in the last quarter", "Nhu cầu theo cơ quan ở quý cuối")
        .to_owned();
    table
}

/// One row per system that is no part of the demand.
pub fn left_out(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "left_out",
        t("Not part of the demand", "Không tính vào nhu cầu"),
        t("One row per system, with the reason.", "Mỗi dòng một hệ thống, kèm lý do."),
    )
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("name", t("Name", "Tên"), Kind::Text)
    .column("machines_count", t("Machines and needs", "Máy ảo và nhu cầu"), Kind::Integer)
    .column("reason", t("Reason", "Lý do"), Kind::Text);
    for left in &planning.demand.left_out {
        table.push(vec![
            left.agency_id.as_str().into(),
            left.system_id.as_str().into(),
            left.name.as_str().into(),
            left.machines_count.into(),
            left.why.reason_in(planning.language).into(),
        ]);
    }
    table
}
