//! The sheet that explains every column.
//!
//! No cell of it may equal a heading or the name of a table, or the reader of headings would take
//! the guide itself for a table: names therefore never stand in a cell alone.

use rust_xlsxwriter::Worksheet;

use super::workbook::{Formats, offered};
use super::{TemplateError, sheet_of, title_of};
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
    for (column, width) in [(0_u16, 44_u32), (1, 16), (2, 60), (3, 70)] {
        sheet.set_column_width(column, width)?;
    }
    let title =
        if english { "How to fill in the template" } else { "Hướng dẫn điền biểu mẫu" };
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    let mut row = 1;
    for line in general(english) {
        sheet.write_string_with_format(row, 0, line, &formats.wrapped)?;
        sheet.set_row_height(row, 48)?;
        row += 1;
    }
    for table in Table::ALL {
        row += 1;
        let (name, sheet_name) = (table.name(), sheet_of(table, language));
        let title = match english {
            true => format!("Sheet: {sheet_name}"),
            false => format!("Trang tính: {sheet_name} [{name}]"),
        };
        sheet.write_string_with_format(row, 0, title, &formats.title)?;
        sheet.write_string_with_format(row, 3, table.doc(), &formats.wrapped)?;
        row += 1;
        for column in table.columns() {
            for (at, text) in (0_u16..).zip(explanation(column, language)) {
                sheet.write_string_with_format(row, at, text, &formats.wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}

const fn general(english: bool) -> [&'static str; 3] {
    match english {
        true => [
            "Leave a cell empty when the figure is not known; write 0 only when there is none.",
            "Amounts are in the unit of the heading; a cell may state another: 512 GiB, 0,5 TiB.",
            "Columns marked * must be filled in; codes must not repeat within a sheet.",
        ],
        false => [
            "Để trống ô khi chưa có số liệu; chỉ ghi 0 khi thực sự không có.",
            "Số liệu theo đơn vị ghi ở tiêu đề; ô có thể ghi đơn vị khác: 512 GiB, 0,5 TiB.",
            "Cột đánh dấu * bắt buộc phải điền; mã không được trùng trong một trang tính.",
        ],
    }
}

/// What stands in the guide about a column: name, whether required, form, meaning.
fn explanation(column: &Column, language: Language) -> [String; 4] {
    let english = language == Language::English;
    let required = match (column.required, english) {
        (true, true) => "must be filled",
        (true, false) => "bắt buộc điền",
        (false, true) => "may be empty",
        (false, false) => "có thể để trống",
    };
    let title = column.heading(title_of(column, language));
    [
        format!("{title} [{}]", column.name),
        required.to_owned(),
        form(column, language),
        column.doc.to_owned(),
    ]
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
        (Kind::Quantity(unit), _) => return amount(unit, english),
        (_, true) => "free text",
        (_, false) => "nội dung tự do",
    };
    form.to_owned()
}

fn amount(unit: Unit, english: bool) -> String {
    let word = if english { "a number" } else { "con số" };
    match (unit.written(), english) {
        ("", _) => word.to_owned(),
        (unit, true) => format!("{word}, in {unit}"),
        (unit, false) => format!("{word}, theo đơn vị {unit}"),
    }
}
