//! The report as a workbook: one sheet per table, a cover with headlines and caveats.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook,
    Worksheet,
};

use super::Report;
use super::table::{Kind, Table, Value};

/// Rows of a sheet; Excel has no more.
const ROWS_MAX: usize = 1_048_000;

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make the workbook: {0}")]
pub struct XlsxError(#[from] rust_xlsxwriter::XlsxError);

/// Renders the workbook.
pub fn to_xlsx(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day, so that the same report gives the same bytes.
    let created = ExcelDateTime::from_ymd(2024, 9, 4)?;
    workbook.set_properties(
        &DocProperties::new().set_title(&report.title).set_creation_datetime(&created),
    );
    cover(workbook.add_worksheet(), report)?;
    for table in &report.tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn cover(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let title = Format::new().set_bold().set_font_size(16);
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet
        .set_name("report")?
        .set_column_width(0, 42)?
        .set_column_width(1, 18)?
        .set_column_width(2, 12)?;
    sheet.set_column_width(3, 46)?.set_column_width(4, 60)?;
    sheet.write_with_format(0, 0, &report.title, &title)?;
    sheet.write(1, 0, &report.subtitle)?;
    let mut row = 3;
    for headline in &report.headlines {
        sheet.write(row, 0, &headline.label)?;
        let right = Format::new().set_bold().set_align(FormatAlign::Right);
        sheet.write_with_format(row, 1, &headline.value, &right)?;
        sheet.write(row, 2, &headline.unit)?;
        sheet.write(row, 3, &headline.remark)?;
        sheet.write(row, 4, headline.address.as_deref().unwrap_or_default())?;
        row += 1;
    }
    row += 1;
    for caveat in &report.caveats {
        sheet.merge_range(row, 0, row, 4, caveat, &wrap)?;
        row += 1;
    }
    row += 1;
    for table in &report.tables {
        sheet.write_with_format(row, 0, &table.title, &bold)?;
        sheet.write(row, 1, table.name)?;
        sheet.write(row, 3, &table.note)?;
        row += 1;
    }
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E8_EDF2))
        .set_border_bottom(FormatBorder::Medium);
    sheet.set_name(table.name)?.set_freeze_panes(1, 0)?;
    for (index, column) in table.columns.iter().enumerate() {
        let at = u16::try_from(index).unwrap_or(u16::MAX);
        sheet.write_with_format(0, at, &column.title, &head)?;
        sheet.insert_note(0, at, &Note::new(column.name).set_author("ndcap"))?;
        sheet.set_column_width(at, width(table, index))?;
    }
    let formats: Vec<Format> = table.columns.iter().map(|column| format_of(column.kind)).collect();
    for (index, row) in table.rows.iter().take(ROWS_MAX).enumerate() {
        let at = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for (column, (value, format)) in row.iter().zip(&formats).enumerate() {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            match value {
                // An unknown figure stays an empty cell: a sum over it must not count a zero.
                Value::Missing => {}
                // Written as text, never as a formula, whatever it begins with.
                Value::Text(text) => {
                    sheet.write_string_with_format(at, column, cut(text), format)?;
                }
                Value::Integer(number) => {
                    sheet.write_number_with_format(at, column, *number as f64, format)?;
                }
                Value::Decimal(number) => {
                    sheet.write_number_with_format(at, column, *number, format)?;
                }
                Value::Flag(flag) => {
                    sheet.write_boolean_with_format(at, column, *flag, format)?;
                }
            }
        }
    }
    if let (Ok(rows), Ok(columns)) =
        (u32::try_from(table.rows.len().min(ROWS_MAX)), u16::try_from(table.columns.len()))
        && rows > 0
        && columns > 0
    {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

/// The text as far as a cell holds it.
fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(32_000).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn format_of(kind: Kind) -> Format {
    match kind {
        Kind::Text => Format::new().set_num_format("@"),
        Kind::Integer => Format::new().set_num_format("#,##0"),
        Kind::Decimal(0) => Format::new().set_num_format("#,##0"),
        Kind::Decimal(places) => {
            Format::new().set_num_format(format!("#,##0.{}", "0".repeat(places)))
        }
        Kind::Share => Format::new().set_num_format("0.0%"),
        Kind::Flag => Format::new(),
    }
}

/// Width that shows most cells of a column, within reason.
fn width(table: &Table, column: usize) -> f64 {
    let longest = table
        .rows
        .iter()
        .take(200)
        .map(|row| match &row[column] {
            Value::Text(text) => text.chars().count(),
            Value::Integer(number) => number.to_string().len() * 4 / 3,
            Value::Decimal(_) => 12,
            Value::Missing | Value::Flag(_) => 6,
        })
        .max()
        .unwrap_or_default();
    let heading = table.columns[column].title.chars().count().min(16);
    (longest.max(heading) as f64 + 2.0).clamp(8.0, 60.0)
}
