//! The summary: what became of each sheet's rows, what severities mean, how to send the workbook
//! back, and what it does not hold of the sender's file.

use rust_xlsxwriter::Worksheet;

use super::cells::Lost;
use super::list::{link, sender};
use super::look::Looks;
use super::plan::Returned;
use super::words::{self, Labels};
use super::{ReturnError, summary_title};
use crate::diagnostic::{Severity, Text};
use crate::language::Language;
use crate::submission::SheetCount;

const WIDTHS: [f64; 8] = [30.0, 30.0, 18.0, 13.0, 11.0, 11.0, 11.0, 11.0];
/// Rows named where many were hidden.
const ROWS_NAMED: usize = 10;

/// The summary.
pub(super) fn sheet(
    returned: &Returned<'_>,
    lost: &Lost,
    looks: &Looks,
) -> Result<Worksheet, ReturnError> {
    let mut sheet = Worksheet::new();
    let (language, submission) = (returned.language, returned.submission);
    let label = Labels::of(language);
    sheet.set_name(&returned.own_names[1])?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, summary_title(language), &looks.title)?;
    let lines = [
        (label.file, submission.file.clone()),
        (label.sender, sender(returned)),
        ("SHA-256", submission.sha256.clone()),
    ];
    for (row, (name, text)) in (1_u32..).zip(&lines) {
        sheet.write_string_with_format(row, 0, *name, &looks.bold)?;
        sheet.write_string(row, 1, text)?;
    }
    let row = severities(&mut sheet, 5, returned, looks)?;
    let row = counts(&mut sheet, row + 1, returned, looks)?;
    let steps = words::steps(returned.sheets.is_empty(), language);
    let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
    let row = paragraphs(&mut sheet, row + 1, label.how_to, &steps, looks)?;
    paragraphs(&mut sheet, row + 1, label.remarks, &remarks(returned, lost), looks)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(sheet)
}

fn severities(
    sheet: &mut Worksheet,
    mut row: u32,
    returned: &Returned<'_>,
    looks: &Looks,
) -> Result<u32, ReturnError> {
    let language = returned.language;
    let label = Labels::of(language);
    for (column, heading) in (0_u16..).zip([label.severity, label.count, label.meaning]) {
        sheet.write_string_with_format(row, column, heading, &looks.heading)?;
    }
    let counts = returned.submission.severities();
    for (severity, count) in [
        (Severity::Error, counts.error),
        (Severity::Warning, counts.warning),
        (Severity::Note, counts.note),
    ] {
        row += 1;
        if let Some(look) = looks.severity(severity) {
            sheet.write_string_with_format(row, 0, words::severity(severity, language), look)?;
        }
        sheet.write_number_with_format(row, 1, count as f64, &looks.count)?;
        sheet.write_string(row, 2, words::meaning(severity, language))?;
    }
    Ok(row + 1)
}

fn counts(
    sheet: &mut Worksheet,
    mut row: u32,
    returned: &Returned<'_>,
    looks: &Looks,
) -> Result<u32, ReturnError> {
    let label = Labels::of(returned.language);
    let headings = [
        label.sheet,
        label.original,
        label.table,
        label.read,
        label.accepted,
        label.rejected,
        label.merged,
        label.skipped,
    ];
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(row, column, heading, &looks.heading)?;
    }
    for count in &returned.submission.counts {
        row += 1;
        if let Some(back) = returned.sheets.iter().find(|back| back.sheet.name == count.sheet) {
            let link = link(&back.name, "A1").set_text(&back.name);
            sheet.write_url_with_format(row, 0, link, &looks.link)?;
        }
        sheet.write_string_with_format(row, 1, &count.sheet, &looks.wrapped)?;
        let table = if count.table.is_empty() { "–" } else { &count.table };
        sheet.write_string_with_format(row, 2, table, &looks.wrapped)?;
        for (column, figure) in (3_u16..).zip(figures(count)) {
            sheet.write_number_with_format(row, column, figure as f64, &looks.count)?;
        }
    }
    row += 1;
    sheet.write_string_with_format(row, 0, label.total, &looks.total)?;
    for column in 1..3 {
        sheet.write_blank(row, column, &looks.total)?;
    }
    for (index, column) in (3_u16..8).enumerate() {
        let sum: usize = returned.submission.counts.iter().map(|count| figures(count)[index]).sum();
        sheet.write_number_with_format(row, column, sum as f64, &looks.total)?;
    }
    Ok(row + 1)
}

const fn figures(count: &SheetCount) -> [usize; 5] {
    [
        count.rows_read,
        count.rows_accepted,
        count.rows_rejected,
        count.rows_merged,
        count.rows_skipped,
    ]
}

fn paragraphs(
    sheet: &mut Worksheet,
    mut row: u32,
    title: &str,
    lines: &[String],
    looks: &Looks,
) -> Result<u32, ReturnError> {
    sheet.write_string_with_format(row, 0, title, &looks.bold)?;
    for line in lines {
        row += 1;
        sheet.merge_range(row, 0, row, 7, line, &looks.wrapped)?;
        // Excel does not fit the height of merged cells by itself; about 130 letters fill a line.
        let height = 15 * (line.chars().count() / 125 + 1);
        sheet.set_row_height(row, u32::try_from(height).unwrap_or(15))?;
    }
    Ok(row + 1)
}

/// What the workbook does not hold of the sender's file, or holds otherwise.
pub(super) fn remarks(returned: &Returned<'_>, lost: &Lost) -> Vec<String> {
    let language = returned.language;
    let pick = |english: String, vietnamese: String| match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    };
    let mut remarks = Vec::new();
    if let Some(name) = returned.too_large {
        remarks.push(pick(
            format!("The sheet \"{name}\" has more rows or columns than a sheet of Excel; this workbook has the list only."),
            format!("Trang tính \"{name}\" có số dòng hoặc số cột vượt quá giới hạn của Excel; tệp này chỉ có danh sách."),
        ));
    } else if returned.sheets.is_empty() {
        remarks.push(pick(
            "No sheet of the file could be read; this workbook has the list only.".to_owned(),
            "Không đọc được trang tính nào của tệp; tệp này chỉ có danh sách.".to_owned(),
        ));
    } else {
        remarks.push(pick(
            "Values are given back with their types, at their places. Formulas come as their values; colours, fonts, pictures and charts of your file are not kept.".to_owned(),
            "Giá trị được trả lại đúng kiểu, đúng vị trí. Công thức được thay bằng giá trị; màu sắc, phông chữ, hình ảnh và biểu đồ của tệp gốc không được giữ lại.".to_owned(),
        ));
    }
    for back in &returned.sheets {
        let (name, original) = (&back.name, &back.sheet.name);
        if name != original {
            remarks.push(pick(
                format!("The sheet \"{original}\" is called \"{name}\" here, since Excel does not take its name."),
                format!("Trang tính \"{original}\" ở đây mang tên \"{name}\", vì Excel không nhận tên cũ."),
            ));
        }
        let hidden = &back.sheet.hidden_rows;
        if !hidden.is_empty() {
            let mut rows: Vec<String> =
                hidden.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
            if hidden.len() > ROWS_NAMED {
                rows.push("…".to_owned());
            }
            let told = Text::phrase("return-hidden-rows")
                .with("count", hidden.len())
                .with("sheet", name.as_str())
                .with("rows", rows.join(", "));
            remarks.push(told.in_language(language).into_owned());
        }
    }
    remarks.extend(left_out(returned, lost));
    remarks
}

/// What there was too much of.
fn left_out(returned: &Returned<'_>, lost: &Lost) -> Vec<String> {
    let (findings, comments) = (returned.findings_left_out(), returned.comments_left_out);
    let lines = [
        (findings, Text::phrase("return-findings-left-out").with("count", findings)),
        (comments, Text::phrase("return-comments-left-out").with("count", comments)),
        (lost.texts_cut, Text::phrase("return-texts-cut").with("count", lost.texts_cut)),
        (lost.merges, Text::phrase("return-merges").with("count", lost.merges)),
        (lost.days_as_text, Text::phrase("return-days").with("count", lost.days_as_text)),
    ];
    let told = lines.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(_, text)| text.in_language(returned.language).into_owned()).collect()
}
