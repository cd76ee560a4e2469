//! Tables of how complete and how sound what agencies sent is.

use super::super::table::{Kind, Table, Value};
use super::count;
use crate::language::{Language, NumberStyle};
use crate::plan::Plan;
use crate::quality::{Loss, Part, Parts, Quality};
use crate::reference::Agencies;

/// Losses told by agency in a report; the rest stand in `ndcap quality --table losses`.
const LOSSES_TOLD: usize = 3;

/// What the parts of a score are and weigh.
fn parts_note(plan: &Plan, language: Language) -> String {
    let of = &plan.quality;
    let style = NumberStyle::of(language);
    let weight = |part: Part| style.format_exact(part.weight(of));
    let [filled, valid, plausible] = Part::ALL.map(weight);
    let decisive = style.format_exact(of.decisive_weight.value);
    match language {
        Language::English => format!(
            "Score: mean of filled ({filled} parts), valid ({valid}) and plausible ({plausible}), as \
             far as known. Filled: cells of accepted rows that say something; a decisive column counts \
             as {decisive}; columns not asked for on every row are left out. Valid: of the cells that \
             say something, in rejected rows too, those used without a warning. Plausible: of the \
             sizes and shares that can be compared, those within what is usual in other agencies. A \
             dash is not known, which is not zero. Samples of use are not judged here."
        ),
        Language::Vietnamese => format!(
            "Điểm: trung bình của đã điền ({filled} phần), hợp lệ ({valid}) và hợp lý ({plausible}), \
             trong phạm vi đã biết. Đã điền: số ô có nội dung ở các dòng được nhận; cột quyết định tính \
             bằng {decisive} cột; không tính cột không bắt buộc ở mọi dòng. Hợp lệ: trong các ô có nội \
             dung, kể cả ở dòng bị loại, số ô được dùng mà không có cảnh báo. Hợp lý: trong các quy mô \
             và tỷ lệ so sánh được, số nằm trong khoảng thường gặp ở cơ quan khác. Dấu gạch ngang là \
             chưa biết, không phải bằng không. Không xét các mẫu đo mức sử dụng."
        ),
    }
}

/// A table of what is sent of one table by one agency, or of a part of that.
fn of_agency_and_table(name: &'static str, title: &str, plan: &Plan, language: Language) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    Table::new(name, title, parts_note(plan, language))
        .column("agency_id", t("Id", "Mã"), Kind::Text)
        .column("agency", t("Agency", "Cơ quan"), Kind::Text)
        .column("table", t("Table", "Bảng"), Kind::Text)
}

fn with_parts(table: Table, language: Language) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    table
        .column("filled_share", t("Filled in", "Đã điền"), Kind::Share)
        .column("valid_share", t("Valid", "Hợp lệ"), Kind::Share)
        .column("plausible_share", t("Plausible", "Hợp lý"), Kind::Share)
}

fn of_parts(parts: &Parts) -> [Value; 3] {
    Part::ALL.map(|part| parts.get(part).into())
}

/// One row per agency the directive names or that has sent rows, by id: its score and the parts of
/// it; empty of an agency that has sent nothing.
pub fn quality_by_agency(
    quality: &Quality,
    agencies: &Agencies,
    plan: &Plan,
    language: Language,
) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    let mut note = parts_note(plan, language);
    note.push_str(t(
        " An agency's score is the mean of those of its tables, each alike.",
        " Điểm của cơ quan là trung bình điểm các bảng, mỗi bảng như nhau.",
    ));
    if quality.rows_of_nobody > 0 {
        let rows = count(quality.rows_of_nobody, language);
        note.push_str(&match language {
            Language::English => format!(
                " Rejected rows that name no known agency and count against nobody: {rows}."
            ),
            Language::Vietnamese => format!(
                " Dòng bị loại không rõ của cơ quan nào và không tính cho cơ quan nào: {rows}."
            ),
        });
    }
    let table = Table::new("quality", t("Quality of what agencies sent", "Chất lượng hồ sơ"), note)
        .column("agency_id", t("Id", "Mã"), Kind::Text)
        .column("agency", t("Agency", "Cơ quan"), Kind::Text)
        .column("tables_count", t("Tables", "Số bảng"), Kind::Integer)
        .column("rows_count", t("Rows", "Số dòng"), Kind::Integer)
        .column("rows_rejected_count", t("Rows rejected", "Dòng bị loại"), Kind::Integer);
    let mut table = with_parts(table, language)
        .column("score", t("Score", "Điểm"), Kind::Share)
        .column("implausible", t("Implausible columns", "Cột bất thường"), Kind::Text)
        .column("ask_first", t("Lowers it most", "Kéo điểm xuống nhiều nhất"), Kind::Text);
    for agency in &quality.agencies {
        let of = &plan.quality;
        let columns = agency.tables.iter().flat_map(|table| &table.columns);
        let implausible: Vec<String> = columns
            .filter(|column| column.is_implausible(of))
            .map(|column| format!("{}.{}", column.table.name(), column.column.name))
            .collect();
        let losses = agency.losses(of);
        let told = losses.iter().take(LOSSES_TOLD).map(|loss| loss_words(loss, language));
        let mut row = vec![
            agency.agency_id.as_str().into(),
            agencies.name_of(&agency.agency_id).into(),
            agency.tables.len().into(),
            agency.tables.iter().map(|table| table.rows).sum::<usize>().into(),
            agency.tables.iter().map(|table| table.rows_rejected).sum::<usize>().into(),
        ];
        row.extend(of_parts(&agency.parts(of)));
        row.push(agency.score(of).into());
        row.push(implausible.join(", ").into());
        row.push(match agency.tables.is_empty() {
            true => t("has sent nothing", "chưa gửi gì").into(),
            false => told.collect::<Vec<_>>().join("; ").into(),
        });
        table.push(row);
    }
    table
}

/// One row per agency and table it has sent rows of.
pub fn quality_by_table(
    quality: &Quality,
    agencies: &Agencies,
    plan: &Plan,
    language: Language,
) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    let title = t("Quality by agency and table", "Chất lượng theo cơ quan và bảng");
    let table = of_agency_and_table("quality_by_table", title, plan, language)
        .column("rows_count", t("Rows", "Số dòng"), Kind::Integer)
        .column("rows_rejected_count", t("Rows rejected", "Dòng bị loại"), Kind::Integer);
    let mut table = with_parts(table, language).column("score", t("Score", "Điểm"), Kind::Share);
    for agency in &quality.agencies {
        for of_table in &agency.tables {
            let mut row = vec![
                agency.agency_id.as_str().into(),
                agencies.name_of(&agency.agency_id).into(),
                of_table.table.name().into(),
                of_table.rows.into(),
                of_table.rows_rejected.into(),
            ];
            row.extend(of_parts(&of_table.parts(&plan.quality)));
            row.push(of_table.score(&plan.quality).into());
            table.push(row);
        }
    }
    table
}

/// One row per agency, table and column: counts and shares.
pub fn quality_by_column(
    quality: &Quality,
    agencies: &Agencies,
    plan: &Plan,
    language: Language,
) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    let title = t("Quality by column", "Chất lượng theo cột");
    let table = of_agency_and_table("quality_by_column", title, plan, language)
        .column("column", t("Column", "Cột"), Kind::Text)
        .column("column_title", t("Heading", "Tiêu đề"), Kind::Text)
        .column("importance", t("Importance", "Mức quan trọng"), Kind::Text)
        .column("rows_count", t("Rows", "Số dòng"), Kind::Integer)
        .column("filled_count", t("Cells filled in", "Ô đã điền"), Kind::Integer)
        .column("stated_count", t("Cells stated", "Ô có khai"), Kind::Integer)
        .column("valid_count", t("Cells valid", "Ô hợp lệ"), Kind::Integer)
        .column("compared_count", t("Cells compared", "Ô so sánh được"), Kind::Integer)
        .column("plausible_count", t("Cells plausible", "Ô hợp lý"), Kind::Integer);
    let mut table = with_parts(table, language).column(
        "implausible",
        t("Implausible", "Bất thường"),
        Kind::Flag,
    );
    for agency in &quality.agencies {
        for column in agency.tables.iter().flat_map(|table| &table.columns) {
            let compared = column.plausible.value().map(|_| column.plausible);
            let shares: [Value; 3] = Part::ALL.map(|part| part.of(column).value().into());
            let mut row = vec![
                agency.agency_id.as_str().into(),
                agencies.name_of(&agency.agency_id).into(),
                column.table.name().into(),
                column.column.name.into(),
                t(column.column.title_en, column.column.title_vi).into(),
                column.importance.word().into(),
                column.filled.of.into(),
                column.filled.part.into(),
                column.valid.of.into(),
                column.valid.part.into(),
                compared.map(|share| share.of).into(),
                compared.map(|share| share.part).into(),
            ];
            row.extend(shares);
            let implausible = compared.map(|_| column.is_implausible(&plan.quality));
            row.push(implausible.into());
            table.push(row);
        }
    }
    table
}

/// One row per agency, table, column and part that lowers a score, most first within an agency.
pub fn quality_losses(
    quality: &Quality,
    agencies: &Agencies,
    plan: &Plan,
    language: Language,
) -> Table {
    let t = |en: &'static str, vi: &'static str| language.pick(en, vi);
    let note = t(
        "What lowers each agency's score, most first; all rows of an agency together are what its score \
         lacks to 100 %. What is not filled in is to be asked for, what is not valid stands in the \
         return workbook, what is not plausible should be looked at.",
        "Những điều làm giảm điểm của từng cơ quan, nhiều nhất trước; cộng mọi dòng của một cơ quan là \
         phần điểm còn thiếu so với 100 %. Ô chưa điền thì đề nghị bổ sung, ô không hợp lệ xem trong tệp \
         trả lại, ô bất thường thì cần rà soát.",
    );
    let title = t("What lowers the scores", "Điều làm giảm điểm");
    let mut table = Table::new("quality_losses", title, note)
        .column("agency_id", t("Id", "Mã"), Kind::Text)
        .column("agency", t("Agency", "Cơ quan"), Kind::Text)
        .column("rank", t("Rank", "Thứ tự"), Kind::Integer)
        .column("table", t("Table", "Bảng"), Kind::Text)
        .column("column", t("Column", "Cột"), Kind::Text)
        .column("part", t("Part", "Phần"), Kind::Text)
        .column("cells_count", t("Cells lacking", "Số ô còn thiếu"), Kind::Integer)
        .column("of_count", t("Of", "Trong số"), Kind::Integer)
        .column("score_lost", t("Score lost", "Điểm mất"), Kind::Share)
        .column("ask", t("What to do", "Việc cần làm"), Kind::Text);
    for agency in &quality.agencies {
        for (rank, loss) in agency.losses(&plan.quality).iter().enumerate() {
            table.push(vec![
                agency.agency_id.as_str().into(),
                agencies.name_of(&agency.agency_id).into(),
                (rank + 1).into(),
                loss.table.name().into(),
                loss.column.name.into(),
                loss.part.word().into(),
                loss.cells.into(),
                loss.of.into(),
                loss.points.into(),
                loss_words(loss, language).into(),
            ]);
        }
    }
    table
}

/// What to do about a loss, as `ask for RAM of Workloads: missing in 4 of 10 rows (12 %)`.
fn loss_words(loss: &Loss, language: Language) -> String {
    let column = language.pick(loss.column.title_en, loss.column.title_vi);
    let table = language.pick(loss.table.name(), loss.table.title_vi());
    let (cells, of) = (count(loss.cells, language), count(loss.of, language));
    let points = NumberStyle::of(language).format(loss.points * 100.0, 1);
    let points = format!("{points} %");
    match (language, loss.part) {
        (Language::English, Part::Filled) => {
            format!("ask for {column} ({table}): missing in {cells} of {of} rows (−{points})")
        }
        (Language::English, Part::Valid) => {
            format!("correct {column} ({table}): {cells} of {of} values not valid (−{points})")
        }
        (Language::English, Part::Plausible) => {
            format!("look at {column} ({table}): {cells} of {of} values unusual (−{points})")
        }
        (Language::Vietnamese, Part::Filled) => {
            format!("bổ sung {column} ({table}): thiếu ở {cells}/{of} dòng (−{points})")
        }
        (Language::Vietnamese, Part::Valid) => {
            format!("sửa {column} ({table}): {cells}/{of} giá trị không hợp lệ (−{points})")
        }
        (Language::Vietnamese, Part::Plausible) => {
            format!("rà soát {column} ({table}): {cells}/{of} giá trị bất thường (−{points})")
        }
    }
}
