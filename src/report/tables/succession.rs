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
