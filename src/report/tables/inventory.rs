//! Tables of the inventory.

use std::collections::BTreeMap;

use super::super::table::{Addressing, Column, Kind, Table, Value};
use super::succession::with_succession;
use crate::inventory::{Amount, Totals, TotalsOfSuccessor, totals_of_all};
use crate::language::Language;
use crate::reference::{Agencies, RollUp};
use crate::time::written_day;
use crate::unit::Bytes;

const INVENTORY_FIGURES: &[&str] = &[
    "workloads_count",
    "vcpu_count",
    "ram_gib",
    "disk_provisioned_gib",
    "disk_used_gib",
    "servers_count",
    "server_cores_count",
    "server_ram_gib",
    "storage_raw_tib",
    "storage_usable_tib",
    "storage_used_tib",
    "databases_count",
    "database_size_gib",
];

fn inventory_columns(table: Table, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    table
        .column("workloads_count", t("Workloads", "Máy ảo"), Kind::Integer)
        .column("vcpu_count", "vCPU", Kind::Integer)
        .column("ram_gib", "RAM (GiB)", Kind::Decimal(3))
        .column(
            "disk_provisioned_gib",
            t("Disk provisioned (GiB)", "Đĩa cấp phát (GiB)"),
            Kind::Decimal(3),
        )
        .column("disk_used_gib", t("Disk used (GiB)", "Đĩa sử dụng (GiB)"), Kind::Decimal(3))
        .column("servers_count", t("Servers", "Máy chủ"), Kind::Integer)
        .column("server_cores_count", t("Server cores", "Core máy chủ"), Kind::Integer)
        .column("server_ram_gib", t("Server RAM (GiB)", "RAM máy chủ (GiB)"), Kind::Decimal(3))
        .column("storage_raw_tib", t("Storage raw (TiB)", "Lưu trữ thô (TiB)"), Kind::Decimal(3))
        .column(
            "storage_usable_tib",
            t("Storage usable (TiB)", "Lưu trữ khả dụng (TiB)"),
            Kind::Decimal(3),
        )
        .column(
            "storage_used_tib",
            t("Storage used (TiB)", "Lưu trữ đã dùng (TiB)"),
            Kind::Decimal(3),
        )
        .column("databases_count", t("Databases", "Cơ sở dữ liệu"), Kind::Integer)
        .column(
            "database_size_gib",
            t("Database size (GiB)", "Dung lượng CSDL (GiB)"),
            Kind::Decimal(3),
        )
}

fn inventory_values(totals: &Totals) -> Vec<Value> {
    let bytes = |amount: Amount| amount.value().map(|b| Bytes::from_bytes(b.unsigned_abs()));
    let gib = |amount: Amount| Value::from(bytes(amount).map(Bytes::as_gib));
    let tib = |amount: Amount| Value::from(bytes(amount).map(Bytes::as_tib));
    vec![
        totals.workloads_count.into(),
        totals.vcpu_count.value().into(),
        gib(totals.ram_bytes),
        gib(totals.disk_provisioned_bytes),
        gib(totals.disk_used_bytes),
        totals.servers_count.into(),
        totals.server_cores_count.value().into(),
        gib(totals.server_ram_bytes),
        tib(totals.storage_raw_bytes),
        tib(totals.storage_usable_bytes),
        tib(totals.storage_used_bytes),
        totals.databases_count.into(),
        gib(totals.database_size_bytes),
    ]
}

fn inventory_note(language: Language) -> &'static str {
    language.pick(
        "One row per agency: sums over its current accepted rows, templates left out. \
         A dash means that nobody states the amount; it is not zero.",
        "Mỗi dòng là một cơ quan: tổng các dòng hợp lệ hiện hành, không tính bản mẫu. \
         Dấu gạch ngang nghĩa là không ai khai; không phải bằng không.",
    )
}

/// One row per agency that has a current row, by id.
pub fn inventory_by_agency(
    totals: &BTreeMap<String, Totals>,
    agencies: &Agencies,
    language: Language,
) -> Table {
    let table = Table::new(
        "inventory",
        language.pick("Inventory by agency", "Hiện trạng theo cơ quan"),
        inventory_note(language),
    )
    .column("agency_id", language.pick("Id", "Mã"), Kind::Text)
    .column("agency", language.pick("Agency", "Cơ quan"), Kind::Text);
    let mut table = inventory_columns(table, language).addressed(Addressing {
        root: "inventory",
        keys: &["agency_id"],
        keys_kept: &[],
        figures: INVENTORY_FIGURES,
    });
    for (id, totals) in totals {
        let mut row = vec![id.as_str().into(), agencies.name_of(id).into()];
        row.extend(inventory_values(totals));
        table.push(row);
    }
    table
}

/// One row per agency that answers on the day of the roll-up, by id. Two columns at the end say
/// whose sums it holds, by the ids rows are stored under, and what is to be known of its succession.
pub fn inventory_by_successor(
    totals: &BTreeMap<String, TotalsOfSuccessor>,
    roll_up: RollUp<'_>,
    language: Language,
) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let on = written_day(roll_up.on, language);
    let title =
        t("Inventory by who answers on {on}", "Hiện trạng theo cơ quan chịu trách nhiệm ngày {on}");
    let table = Table::new("inventory", title.replace("{on}", &on), inventory_note(language))
        .column("agency_id", t("Id", "Mã"), Kind::Text)
        .column("agency", t("Agency", "Cơ quan"), Kind::Text);
    let mut table = inventory_columns(table, language)
        .addressed(Addressing {
            root: "inventory",
            keys: &["agency_id"],
            keys_kept: &[],
            figures: INVENTORY_FIGURES,
        })
        .column("agencies", t("Sum of", "Gồm"), Kind::Text);
    for (id, sum) in totals {
        let mut row = vec![id.as_str().into(), roll_up.name_of(id).into()];
        row.extend(inventory_values(&sum.totals));
        row.push(sum.of.join("; ").into());
        table.push(row);
    }
    with_succession(table, roll_up, language)
}

/// One row: the sum of all agencies.
pub fn inventory_of_all(totals: &BTreeMap<String, Totals>, language: Language) -> Table {
    let title = language.pick("Inventory", "Hiện trạng");
    let table = Table::new("inventory_total", title, inventory_note(language));
    let mut table = inventory_columns(table, language).addressed(Addressing {
        root: "inventory",
        keys: &[],
        keys_kept: &[],
        figures: INVENTORY_FIGURES,
    });
    table.push(inventory_values(&totals_of_all(totals)));
    table
}

/// The sum of all agencies under the same columns as the table by agency, for other programs.
pub fn inventory_line_of_all(totals: &BTreeMap<String, Totals>, language: Language) -> Table {
    let mut table = inventory_of_all(totals, language);
    let column = |name, title: &str| Column { name, title: title.to_owned(), kind: Kind::Text };
    table.columns.insert(0, column("agency_id", language.pick("Id", "Mã")));
    table.columns.insert(1, column("agency", language.pick("Agency", "Cơ quan")));
    for row in &mut table.rows {
        row.insert(0, "all".into());
        row.insert(1, language.pick("all agencies", "tất cả cơ quan").into());
    }
    table
}
