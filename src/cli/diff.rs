//! `ndcap submissions diff`: what a resubmission changed, and what that does to the demand.

use serde_json::json;

use super::chain::tell_unmatched;
use super::common::{Common, Exit, Format};
use super::output;
use crate::demand::{self, Demand, Draws, Resource, Total};
use crate::inventory::{Change, ChangeKind, Revision, RowAddress};
use crate::language::Language;
use crate::plan::Plan;
use crate::report::table::{Kind, Table, Value};
use crate::schema::{self, Unit};
use crate::submission::Value as Stored;
use crate::unit::Bytes;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older submission
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The newer one
    #[arg(value_name = "NEW")]
    pub new: String,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let (old, new) = (inventory.record(&args.old)?, inventory.record(&args.new)?);
    let revision = inventory.compare(old, new)?;
    let language = common.language();
    let changes = changes_table(&revision, language, common.format == Format::Table);
    if matches!(common.format, Format::Csv | Format::Parquet | Format::Sarif) {
        output::print(common, &changes)?;
        return Ok(Exit::Clean);
    }
    let before = demand::size(&inventory.with_only(old, new), &plan)?;
    let after = demand::size(&inventory.with_only(new, old), &plan)?;
    tell_unmatched(common, &after);
    let (tables, effect) =
        (tables_table(&revision, language), effect_table(&before, &after, &plan, language));
    if common.format == Format::Json {
        let answer = json!({
            "old": args.old,
            "new": args.new,
            "quarter": plan.period.target_quarter.to_string(),
            "tables": tables.to_json(),
            "changes": changes.to_json(),
            "demand": effect.to_json(),
        });
        output::emit(common, output::json(&answer).as_bytes())?;
        return Ok(Exit::Clean);
    }
    let mut text = output::text(common, &tables);
    if !changes.rows.is_empty() {
        text.push_str(&format!("\n{}\n", changes.title));
        text.push_str(&output::text(common, &changes));
    }
    text.push_str(&format!("\n{}\n", effect.title));
    text.push_str(&output::text(common, &effect));
    output::emit(common, text.as_bytes())?;
    if !common.quiet && revision.tables.iter().any(|table| !table.has_codes) {
        eprintln!("{}", by_place(language));
    }
    Ok(Exit::Clean)
}

const fn by_place(language: Language) -> &'static str {
    language.pick(
        "rows without codes are compared by name or place: a row that moved shows as removed and added",
        "dòng không có mã được so theo tên hoặc vị trí: dòng chuyển chỗ hiện là bỏ và thêm",
    )
}

/// One row per table.
fn tables_table(revision: &Revision, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new("tables", t("Rows by table", "Số dòng theo bảng"), String::new())
        .column("table", t("Table", "Bảng"), Kind::Text)
        .column("rows_added", t("Added", "Thêm"), Kind::Integer)
        .column("rows_removed", t("Removed", "Bỏ"), Kind::Integer)
        .column("rows_changed", t("Changed", "Sửa"), Kind::Integer)
        .column("rows_equal", t("Equal", "Giữ nguyên"), Kind::Integer)
        .column("has_codes", t("By codes", "So theo mã"), Kind::Flag);
    for of_table in &revision.tables {
        table.push(vec![
            of_table.table.name().into(),
            of_table.rows_added.into(),
            of_table.rows_removed.into(),
            of_table.rows_changed.into(),
            of_table.rows_equal.into(),
            of_table.has_codes.into(),
        ]);
    }
    table
}

/// One row per row added or removed, and one per field changed.
fn changes_table(revision: &Revision, language: Language, is_for_people: bool) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let title = t("Changes", "Thay đổi");
    let note = t(
        "One row per row added or removed, and one per field changed.",
        "Mỗi dòng là một dòng được thêm hoặc bỏ, hoặc một ô được sửa.",
    );
    let mut table = Table::new("changes", title, note)
        .column("table", t("Table", "Bảng"), Kind::Text)
        .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
        .column("key", t("Code", "Mã"), Kind::Text)
        .column("change", t("Change", "Thay đổi"), Kind::Text)
        .column("column", t("Column", "Cột"), Kind::Text)
        .column("old", t("Old", "Cũ"), Kind::Text)
        .column("new", t("New", "Mới"), Kind::Text)
        .column("old_sheet", t("Old sheet", "Trang cũ"), Kind::Text)
        .column("old_row", t("Old row", "Dòng cũ"), Kind::Integer)
        .column("new_sheet", t("New sheet", "Trang mới"), Kind::Text)
        .column("new_row", t("New row", "Dòng mới"), Kind::Integer);
    for change in &revision.changes {
        table.push(change_row(change, language, is_for_people));
    }
    table
}

fn change_row(change: &Change, language: Language, is_for_people: bool) -> Vec<Value> {
    let word = |en: &'static str, vi: &'static str| {
        if is_for_people { language.pick(en, vi) } else { en }
    };
    let (kind, column, old, new) = match &change.kind {
        ChangeKind::Added => (word("added", "thêm"), Value::Missing, None, None),
        ChangeKind::Removed => (word("removed", "bỏ"), Value::Missing, None, None),
        ChangeKind::Field { column, old, new } => {
            let of_table = change.table.column(column);
            let shown = |value: &Stored| match is_for_people {
                true => for_people(value, of_table, language),
                false => plain(value),
            };
            (word("changed", "sửa"), (*column).into(), shown(old), shown(new))
        }
    };
    let sheet = |at: &Option<RowAddress>| at.as_ref().map(|at| at.sheet.as_str()).into();
    let row = |at: &Option<RowAddress>| at.as_ref().map(|at| i64::from(at.row)).into();
    vec![
        change.table.name().into(),
        change.agency_id.as_str().into(),
        change.key.as_str().into(),
        kind.into(),
        column,
        old.into(),
        new.into(),
        sheet(&change.old),
        row(&change.old),
        sheet(&change.new),
        row(&change.new),
    ]
}

/// A value as the store has it; `None` where it is not stated.
fn plain(value: &Stored) -> Option<String> {
    Some(match value {
        Stored::Missing => return None,
        Stored::Text(text) => text.clone(),
        Stored::Integer(number) => number.to_string(),
        Stored::Decimal(number) => number.to_string(),
        Stored::Flag(flag) => flag.to_string(),
        Stored::Day(day) => day.to_string(),
    })
}

/// The same with sizes in GiB, as the language writes them.
fn for_people(
    value: &Stored,
    column: Option<&schema::Column>,
    language: Language,
) -> Option<String> {
    let is_size = column.is_some_and(|c| matches!(c.kind, schema::Kind::Quantity(Unit::Bytes(_))));
    let comma = |text: String| match language {
        Language::Vietnamese => text.replace('.', ","),
        Language::English => text,
    };
    match value {
        Stored::Integer(bytes) if is_size => {
            Some(comma(Bytes::from_bytes(bytes.unsigned_abs()).to_string()))
        }
        Stored::Decimal(number) => Some(comma(number.to_string())),
        other => plain(other),
    }
}

/// One row per resource: demand of the last quarter with the older submission, with the newer one.
fn effect_table(before: &Demand, after: &Demand, plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let quarter = plan.period.target_quarter;
    let title = language.pick("Demand of all agencies in", "Nhu cầu của mọi cơ quan trong");
    let note = t(
        "With one of the two submissions only; likely figures, and their ranges.",
        "Chỉ tính một trong hai hồ sơ; số khả dĩ và khoảng.",
    );
    let mut table = Table::new("demand", format!("{title} {quarter}"), note)
        .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
        .column("unit", t("Unit", "Đơn vị"), Kind::Text)
        .column("old_low", t("Old, low", "Cũ, thấp"), Kind::Decimal(3))
        .column("old_likely", t("Old", "Cũ"), Kind::Decimal(3))
        .column("old_high", t("Old, high", "Cũ, cao"), Kind::Decimal(3))
        .column("new_low", t("New, low", "Mới, thấp"), Kind::Decimal(3))
        .column("new_likely", t("New", "Mới"), Kind::Decimal(3))
        .column("new_high", t("New, high", "Mới, cao"), Kind::Decimal(3))
        .column("difference", t("Difference", "Chênh lệch"), Kind::Decimal(3));
    let draws_of = |demand: &Demand| Draws::of(plan, &demand.machines, &demand.peers);
    let (draws_before, draws_after) = (draws_of(before), draws_of(after));
    let total = |demand: &Demand, resource, draws: &Draws| -> Option<Total> {
        demand.totals(resource, quarter.through(quarter), draws).pop()
    };
    for resource in Resource::ALL {
        let (Some(old), Some(new)) =
            (total(before, resource, &draws_before), total(after, resource, &draws_after))
        else {
            continue;
        };
        if old.range.high == 0.0 && new.range.high == 0.0 {
            continue;
        }
        let print = |raw: f64| resource.print(raw);
        let (old_likely, new_likely) = (old.amount.likely, new.amount.likely);
        table.push(vec![
            resource.word().into(),
            resource.unit().into(),
            print(old.range.low).into(),
            print(old_likely).into(),
            print(old.range.high).into(),
            print(new.range.low).into(),
            print(new_likely).into(),
            print(new.range.high).into(),
            (print(new_likely) - print(old_likely)).into(),
        ]);
    }
    table
}
