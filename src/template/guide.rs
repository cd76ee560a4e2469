//! The sheet that explains every column.
//!
//! No cell of it may equal a heading or the name of a table, or the reader of headings would take
//! the guide itself for a table: names therefore never stand in a cell alone.

use rust_xlsxwriter::Worksheet;

use super::example::{example, meaning, printed};
use super::words::table_meaning;
use super::workbook::{Formats, offered};
use super::{TemplateError, heading_of, sheet_of, unit_in};
use crate::language::Language;
use crate::schema::{Column, Kind, Table, Unit};

/// Name of the guide's sheet in Vietnamese.
pub const GUIDE_VI: &str = crate::schema::GUIDE_SHEETS[0];
/// Name of the guide's sheet in English.
pub const GUIDE_EN: &str = crate::schema::GUIDE_SHEETS[1];

/// Writes the guide.
pub(super) fn write(
    sheet: &mut Worksheet,
    language: Language,
    formats: &Formats,
) -> Result<(), TemplateError> {
    let english = language == Language::English;
    sheet.set_name(if english { GUIDE_EN } else { GUIDE_VI })?;
    for (column, width) in [(0_u16, 40_u32), (1, 16), (2, 48), (3, 56), (4, 26)] {
        sheet.set_column_width(column, width)?;
    }
    let title =
        if english { "How to fill in the template" } else { "Hướng dẫn điền biểu mẫu" };
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    let mut row = 0;
    for line in general(english) {
        row += 1;
        sheet.write_string(row, 0, *line)?;
    }
    row += 1;
    for table in Table::ALL {
        row += 1;
        let (name, sheet_name) = (table.name(), sheet_of(table, language));
        let title = match english {
            true => format!("Sheet: {sheet_name}"),
            false => format!("Trang tính: {sheet_name} [{name}]"),
        };
        sheet.write_string_with_format(row, 0, title, &formats.title)?;
        let doc = table_meaning(table, language);
        sheet.write_string_with_format(row, 3, doc, &formats.wrapped)?;
        row += 1;
        for (at, heading) in (0_u16..).zip(headings_of_guide(english)) {
            sheet.write_string_with_format(row, at, heading, formats.heading())?;
        }
        row += 1;
        for column in table.columns() {
            for (at, text) in (0_u16..).zip(explanation(table, column, language)) {
                sheet.write_string_with_format(row, at, text, &formats.wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}

const fn general(english: bool) -> &'static [&'static str] {
    match english {
        true => &[
            "Each sheet is a table; fill it in from row 2, one thing a row. Leave names of sheets and headings as they are.",
            "Leave a cell empty when the figure is not known; write 0 only when there is none.",
            "Amounts are in the unit of the heading; a cell may state another: 512 GiB, 0.5 TiB.",
            "Columns marked * must be filled in; codes must not repeat within a sheet.",
            "Write the code of a system, a data centre or a machine the same way on every sheet.",
            "When Excel asks whether to keep what you wrote and it is right, choose Yes.",
            "A sheet with nothing to report stays as it is.",
            "This sheet is not read. The last column is a worked example; do not send it as data.",
        ],
        false => &[
            "Mỗi trang tính là một bảng; điền từ dòng 2, mỗi dòng một đối tượng. Giữ nguyên tên trang tính và tiêu đề cột.",
            "Để trống ô khi chưa có số liệu; chỉ ghi 0 khi thực sự không có.",
            "Số liệu theo đơn vị ghi ở tiêu đề; ô có thể ghi đơn vị khác: 512 GiB, 0,5 TiB.",
            "Cột đánh dấu * bắt buộc phải điền; mã không được trùng trong một trang tính.",
            "Mã hệ thống, mã trung tâm dữ liệu, mã máy ghi giống hệt nhau ở mọi trang tính.",
            "Khi Excel hỏi có giữ nội dung đã ghi hay không mà nội dung đó đúng, hãy chọn Yes.",
            "Trang tính không có gì để khai thì để nguyên.",
            "Trang này không được đọc. Cột cuối là ví dụ minh họa, không phải số liệu để gửi.",
        ],
    }
}

/// Headings of the guide's own columns; none of them is that of a table.
const fn headings_of_guide(english: bool) -> [&'static str; 5] {
    match english {
        true => ["Column of the sheet", "Required?", "How to write it", "What it means", "Example"],
        false => ["Cột của trang tính", "Bắt buộc?", "Cách ghi", "Ý nghĩa", "Ví dụ"],
    }
}

/// What stands in the guide about a column: name, whether required, form, meaning, example.
fn explanation(table: Table, column: &Column, language: Language) -> [String; 5] {
    [
        format!("{} [{}]", heading_of(column, language), column.name),
        required(column, language).to_owned(),
        form(column, language),
        meaning(table, column, language).to_owned(),
        printed(&example(table, column, language), language),
    ]
}

const fn required(column: &Column, language: Language) -> &'static str {
    match column.required {
        true => language.pick("must be filled", "bắt buộc điền"),
        false => language.pick("may be empty", "có thể để trống"),
    }
}

/// The note on a heading: the heading in the other language, then what the guide says.
pub(super) fn note_of(table: Table, column: &Column, language: Language) -> String {
    let other = match language {
        Language::English => Language::Vietnamese,
        Language::Vietnamese => Language::English,
    };
    let [_, required, form, meaning, example] = explanation(table, column, language);
    let mut lines = vec![
        heading_of(column, other),
        meaning,
        format!("{}: {form}", language.pick("How to write it", "Cách ghi")),
    ];
    if !example.is_empty() {
        lines.push(format!("{}: {example}", language.pick("Example", "Ví dụ")));
    }
    lines.push(required);
    lines.join("\n")
}

/// What a cell of the column looks like.
fn form(column: &Column, language: Language) -> String {
    let english = language == Language::English;
    if let Some(words) = offered(column, language) {
        let intro = if english { "one of" } else { "một trong các giá trị" };
        return format!("{intro}: {}", words.join("; "));
    }
    let form = match (column.kind, english) {
        (Kind::Id, true) => "a code, unique within the agency where it names the row",
        (Kind::Id, false) => "mã do cơ quan tự đặt, không trùng nếu là mã của chính dòng đó",
        (Kind::Date, true) => "a day, as 31/12/2025",
        (Kind::Date, false) => "ngày, ví dụ 31/12/2025",
        (Kind::Quarter, true) => "a quarter, as 2025Q4 or Q4/2025",
        (Kind::Quarter, false) => "quý, ví dụ Quý IV/2025 hoặc 2025Q4",
        (Kind::Year, true) => "a year, as 2030",
        (Kind::Year, false) => "một năm, ví dụ 2030",
        (Kind::Count, true) => "a whole number",
        (Kind::Count, false) => "số nguyên",
        (Kind::Quantity(unit), _) => return amount(unit, language),
        (_, true) => "free text",
        (_, false) => "nội dung tự do",
    };
    form.to_owned()
}

fn amount(unit: Unit, language: Language) -> String {
    let word = language.pick("a number", "con số");
    match (unit_in(unit, language), language) {
        ("", _) => word.to_owned(),
        (unit, Language::English) => format!("{word}, in {unit}"),
        (unit, Language::Vietnamese) => format!("{word}, theo đơn vị {unit}"),
    }
}
