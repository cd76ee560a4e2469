//! What is to be known of agencies whose figures are rolled up.

use std::collections::BTreeSet;

use super::super::table::{Kind, Table, Value};
use crate::language::Language;
use crate::reference::{Mark, RollUp};
use crate::time::written_day;

/// The table with one more column at its end: `split: A; B` where the agency's functions went to
/// several, `under: A` where it is a part of another; empty for others and where the table has no
/// agencies.
pub fn with_succession(table: Table, roll_up: RollUp<'_>, language: Language) -> Table {
    let Some(at) = table.columns.iter().position(|column| column.name == "agency_id") else {
        return table;
    };
    let title = language.pick("Succession", "Kế thừa");
    let mut table = table.column("succession", title, Kind::Text);
    for row in &mut table.rows {
        let mark = match &row[at] {
            Value::Text(id) => roll_up.mark_of(id).map(|mark| mark.to_string()),
            _ => None,
        };
        row.push(mark.into());
    }
    table
}

/// A table of what agencies sent or owe under the names of those that answer on the day: `agency_id`,
/// and `agency` or `owner`, become theirs; at the end stand the agency each row was sent or is owed by,
/// and what is to be known of the succession. Rows of one that answers stand together where the table is
/// in the order of agencies; none is lost, added or summed.
pub fn by_who_answers(mut table: Table, roll_up: RollUp<'_>, language: Language) -> Table {
    let at = |names: &[&str]| table.columns.iter().position(|c| names.contains(&c.name));
    let (Some(id_at), Some(name_at)) = (at(&["agency_id"]), at(&["agency", "owner"])) else {
        return table;
    };
    let is_by_agency = table.columns[name_at].name == "agency";
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    table = table.column("reported_as_id", t("Reported as", "Mã khi báo cáo"), Kind::Text).column(
        "reported_as",
        t("Name then", "Tên khi báo cáo"),
        Kind::Text,
    );
    let mut order: Vec<String> = Vec::new();
    for row in &mut table.rows {
        let (id, name) = (row[id_at].clone(), row[name_at].clone());
        if let Value::Text(id) = &id {
            let answers = roll_up.id_of(id);
            row[id_at] = answers.into();
            row[name_at] = roll_up.name_of(answers).into();
            if !order.iter().any(|known| known == answers) {
                order.push(answers.to_owned());
            }
        }
        row.extend([id, name]);
    }
    if is_by_agency {
        // Stable: rows of one agency keep their order.
        table.rows.sort_by_key(|row| match &row[id_at] {
            Value::Text(id) => order.iter().position(|known| known == id),
            _ => None,
        });
    }
    with_succession(table, roll_up, language)
}

/// One line for each agency whose figures may be others' too.
pub fn successions_told<'a>(
    ids: impl Iterator<Item = &'a str>,
    roll_up: RollUp<'_>,
    language: Language,
) -> Vec<String> {
    let on = written_day(roll_up.on, language);
    let ids: BTreeSet<&str> = ids.collect();
    let line = |id: &str| {
        Some(match roll_up.mark_of(id)? {
            Mark::Split(among) => language
                .pick(
                    "{id}: split by {on} among {others}; it keeps a row of its own, since whose its \
                     systems are is not known; settle it in a file for --agency-file",
                    "{id}: đến ngày {on} đã chia chức năng cho {others}; giữ dòng riêng vì chưa rõ hệ \
                     thống nào thuộc cơ quan nào; có thể quyết định trong tệp cho --agency-file",
                )
                .replace("{others}", &among.join(", ")),
            Mark::Under(other) => language
                .pick(
                    "{id}: a part of {others} by {on}; it keeps a row of its own",
                    "{id}: đến ngày {on} trực thuộc {others}; giữ dòng riêng",
                )
                .replace("{others}", &other),
        })
        .map(|text| text.replace("{id}", id).replace("{on}", &on))
    };
    ids.into_iter().filter_map(line).collect()
}
