//! Cells → the bytes of a workbook.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Note, Workbook, Worksheet,
};

use super::{Entry, TemplateError, guide, headings, no, sheet_of, validation, word_of, yes};
use crate::language::Language;
use crate::schema::{Column, Kind, Table};
use crate::time::{Datelike, NaiveDate};

/// Rows below the headings that offer the words of closed lists and have rules of entry.
const ROWS_WITH_LISTS: u32 = 5_000;
/// Widths of columns, in characters, never leave this range.
const WIDTH_RANGE: (usize, usize) = (10, 40);

/// A sheet of plain cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Name of the sheet.
    pub name: String,
    /// Cells, row by row from row 1 and column A.
    pub rows: Vec<Vec<Entry>>,
}

/// How cells look.
pub(super) struct Formats {
    optional: Format,
    required: Format,
    text: Format,
    day: Format,
    plain: Format,
    pub(super) title: Format,
    pub(super) wrapped: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        Self {
            optional: heading.clone().set_background_color(Color::RGB(0xE8_EE_F7)),
            required: heading.set_background_color(Color::RGB(0xFC_E4_D6)),
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            plain: Format::new(),
            title: Format::new().set_bold().set_font_size(14),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    /// How headings look.
    pub(super) const fn heading(&self) -> &Format {
        &self.optional
    }

    /// How the cells of a column look: codes and serials are text, so that zeros stay.
    fn of(&self, column: &Column) -> &Format {
        match column.kind {
            Kind::Id | Kind::Text | Kind::Quarter => &self.text,
            Kind::Date => &self.day,
            _ => &self.plain,
        }
    }
}

/// A workbook of plain sheets, as other programs and hands write them.
pub fn workbook_of(grids: &[Grid]) -> Result<Vec<u8>, TemplateError> {
    let formats = Formats::new();
    let mut workbook = workbook()?;
    for grid in grids {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&grid.name)?;
        for (row, cells) in (0_u32..).zip(&grid.rows) {
            for (column, entry) in (0_u16..).zip(cells) {
                write(sheet, row, column, entry, &formats.plain, &formats)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// The sheets of the tables in the layout of the template. What goes out to be filled in has the
/// guide before them, a note on each heading and rules of entry; what comes back filled has not.
pub(super) fn forms(
    language: Language,
    tables: &[(Table, Vec<Vec<Entry>>)],
    to_fill_in: bool,
) -> Result<Vec<u8>, TemplateError> {
    let formats = Formats::new();
    let mut workbook = workbook()?;
    if to_fill_in {
        guide::write(workbook.add_worksheet(), language, &formats)?;
    }
    for (table, rows) in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_of(*table, language))?;
        layout(sheet, *table, language, &formats)?;
        if to_fill_in {
            help(sheet, *table, language)?;
        }
        for (row, cells) in (1_u32..).zip(rows) {
            for ((at, entry), column) in (0_u16..).zip(cells).zip(table.columns()) {
                write(sheet, row, at, entry, formats.of(column), &formats)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// A note on each heading, with the heading of the other language, and a rule of entry below it.
fn help(sheet: &mut Worksheet, table: Table, language: Language) -> Result<(), TemplateError> {
    for (at, column) in (0_u16..).zip(table.columns()) {
        let text = guide::note_of(table, column, language);
        // About 50 letters of that size fill a line of the width.
        let lines: usize = text.lines().map(|line| line.chars().count() / 50 + 1).sum();
        let note = Note::new(text)
            .set_author("ndcap")
            .add_author_prefix(false)
            .set_font_name("Arial")
            .set_font_size(9)
            .set_width(330)
            .set_height(u32::try_from(lines * 17 + 12).unwrap_or(200));
        sheet.insert_note(0, at, &note)?;
        if let Some(rule) = validation::of(column, usize::from(at), language)? {
            sheet.add_data_validation(1, at, ROWS_WITH_LISTS, at, &rule)?;
        }
    }
    Ok(())
}

/// An empty workbook whose properties name the day of the directive, so that no clock shows in it.
fn workbook() -> Result<Workbook, TemplateError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2024, 9, 4)?;
    workbook.set_properties(&DocProperties::new().set_title("ndcap").set_creation_datetime(&day));
    Ok(workbook)
}

/// Headings, widths, formats and lists of a sheet.
fn layout(
    sheet: &mut Worksheet,
    table: Table,
    language: Language,
    formats: &Formats,
) -> Result<(), TemplateError> {
    let titles = headings(table, language);
    for ((at, column), title) in (0_u16..).zip(table.columns()).zip(titles) {
        let (low, high) = WIDTH_RANGE;
        let width = u32::try_from((title.chars().count() + 4).clamp(low, high));
        sheet.set_column_width(at, width.unwrap_or_default())?;
        sheet.set_column_format(at, formats.of(column))?;
        // The star is for readers who do not see the colour; the reader of headings skips it.
        let (title, format) = match column.required {
            true => (format!("{title} *"), &formats.required),
            false => (title, &formats.optional),
        };
        sheet.write_string_with_format(0, at, title, format)?;
        if let Some(words) = offered(column, language) {
            // A warning, not a stop: the reader knows more words than the list offers.
            let list = DataValidation::new()
                .allow_list_strings(&words)?
                .set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(1, at, ROWS_WITH_LISTS, at, &list)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// The words a column offers; `None` where anything may stand.
pub(super) fn offered(column: &Column, language: Language) -> Option<Vec<&'static str>> {
    match column.kind {
        Kind::Category(categories) => {
            Some(categories.iter().map(|category| word_of(category, language)).collect())
        }
        Kind::Flag => Some(vec![yes(language), no(language)]),
        _ => None,
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    entry: &Entry,
    format: &Format,
    formats: &Formats,
) -> Result<(), TemplateError> {
    match entry {
        Entry::Blank => return Ok(()),
        Entry::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Entry::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &formats.plain)?
        }
        Entry::Day(day) => {
            sheet.write_datetime_with_format(row, column, excel_day(*day)?, &formats.day)?
        }
        Entry::Flag(flag) => sheet.write_boolean(row, column, *flag)?,
    };
    Ok(())
}

pub(super) fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, TemplateError> {
    // A year before 1900 has no Excel day; the conversions below then give one the writer refuses.
    let year = u16::try_from(day.year()).unwrap_or(0);
    let number = |n: u32| u8::try_from(n).unwrap_or(0);
    Ok(ExcelDateTime::from_ymd(year, number(day.month()), number(day.day()))?)
}
