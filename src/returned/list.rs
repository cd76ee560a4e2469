//! The list of findings: one line each, its place a link to the cell.

use rust_xlsxwriter::{Url, Worksheet};

use super::look::Looks;
use super::plan::{Listed, Returned};
use super::words::{self, Labels};
use super::{ReturnError, finding_text, list_title};
use crate::diagnostic::{Severity, column_letter};
use crate::language::Language;
use crate::reference::Agency;
use crate::submission::MULTIPLE;

/// Row of the headings, from 0. Few rows stand above it, since they stay on the screen with it.
pub(super) const HEADING_ROW: u32 = 5;
const WIDTHS: [f64; 8] = [6.0, 11.0, 9.0, 24.0, 40.0, 34.0, 34.0, 46.0];
/// Characters of a cell of the list at most.
const CELL_CHARS_MAX: usize = 1_000;

/// The list.
pub(super) fn sheet(returned: &Returned<'_>, looks: &Looks) -> Result<Worksheet, ReturnError> {
    let mut sheet = Worksheet::new();
    let label = Labels::of(returned.language);
    sheet.set_name(&returned.own_names[0])?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    head(&mut sheet, returned, looks)?;
    let headings = [
        label.number,
        label.severity,
        label.code,
        label.place,
        label.claim,
        label.found,
        label.expected,
        label.remedy,
    ];
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(HEADING_ROW, column, heading, &looks.heading)?;
    }
    let mut row = HEADING_ROW + 1;
    for (number, listed) in (1_u32..).zip(&returned.listed) {
        line(&mut sheet, row, number, listed, returned, looks)?;
        row += 1;
    }
    if row > HEADING_ROW + 1 {
        sheet.autofilter(HEADING_ROW, 0, row - 1, 7)?;
    }
    if returned.findings_left_out() > 0 {
        let text = words::more_findings(returned.findings_left_out(), returned.language);
        sheet.write_string_with_format(row, 0, text, &looks.bold)?;
    }
    sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_active(true);
    Ok(sheet)
}

/// Who sent what, what became of its rows, how many findings, and what to do, in one line each.
fn head(sheet: &mut Worksheet, returned: &Returned<'_>, looks: &Looks) -> Result<(), ReturnError> {
    let (language, submission) = (returned.language, returned.submission);
    let label = Labels::of(language);
    sheet.write_string_with_format(0, 0, list_title(language), &looks.title)?;
    let sender = sender(returned);
    let hash = submission.sha256.get(..12).unwrap_or(&submission.sha256);
    let who = format!(
        "{}: {} · {}: {sender} · SHA-256: {hash}…",
        label.file, submission.file, label.sender
    );
    sheet.write_string(1, 0, who)?;
    sheet.write_string(2, 0, rows_in_words(returned))?;
    let counts = submission.severities();
    let severities = [
        (1_u16, Severity::Error, counts.error),
        (3, Severity::Warning, counts.warning),
        (4, Severity::Note, counts.note),
    ];
    for (column, severity, count) in severities {
        let word = words::severity(severity, language);
        let text = format!("{word}: {}", words::number(count, language));
        if let Some(look) = looks.severity(severity) {
            sheet.write_string_with_format(3, column, text, look)?;
        }
    }
    let is_list_only = returned.sheets.is_empty();
    let short = words::in_short(is_list_only, language);
    sheet.write_string_with_format(4, 0, short, &looks.bold)?;
    Ok(())
}

/// The sender's name, with the id other outputs call it by.
pub(super) fn sender(returned: &Returned<'_>) -> String {
    let (id, language) = (returned.submission.agency_id.as_str(), returned.language);
    if id == MULTIPLE {
        let text = language
            .pick("not stated; rows name their own", "không nêu; từng dòng ghi cơ quan của mình");
        return text.to_owned();
    }
    returned.agencies.get(id).map_or_else(|| id.to_owned(), Agency::name_and_id)
}

/// "Rows read 12 = accepted 8 + …", over all sheets.
fn rows_in_words(returned: &Returned<'_>) -> String {
    let label = Labels::of(returned.language);
    let counts = &returned.submission.counts;
    let sum = |of: fn(&crate::submission::SheetCount) -> usize| {
        words::number(counts.iter().map(of).sum(), returned.language)
    };
    format!(
        "{} {} = {} {} + {} {} + {} {} + {} {}  ({})",
        label.read,
        sum(|count| count.rows_read),
        label.accepted.to_lowercase(),
        sum(|count| count.rows_accepted),
        label.rejected.to_lowercase(),
        sum(|count| count.rows_rejected),
        label.merged.to_lowercase(),
        sum(|count| count.rows_merged),
        label.skipped.to_lowercase(),
        sum(|count| count.rows_skipped),
        match returned.language {
            Language::English => format!("by sheet: see \"{}\"", returned.own_names[1]),
            Language::Vietnamese =>
                format!("theo từng trang tính: xem \"{}\"", returned.own_names[1]),
        }
    )
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    number: u32,
    listed: &Listed<'_>,
    returned: &Returned<'_>,
    looks: &Looks,
) -> Result<(), ReturnError> {
    let (language, finding) = (returned.language, listed.finding);
    let text = finding_text(finding, language);
    sheet.write_number_with_format(row, 0, number, &looks.count)?;
    if let Some(look) = looks.severity(finding.severity) {
        sheet.write_string_with_format(
            row,
            1,
            words::severity(finding.severity, language),
            look,
        )?;
    }
    sheet.write_string_with_format(row, 2, finding.code.id(), &looks.wrapped)?;
    place(sheet, row, listed, returned, looks)?;
    let expected = if text.expected == text.claim { String::new() } else { text.expected };
    for (column, text) in (4_u16..).zip([text.claim, text.found, expected, text.remedy]) {
        sheet.write_string_with_format(row, column, shorten(&text), &looks.wrapped)?;
    }
    Ok(())
}

/// The place as a link into the workbook, named as it is here; without a sheet of ours the place
/// in the sender's file.
fn place(
    sheet: &mut Worksheet,
    row: u32,
    listed: &Listed<'_>,
    returned: &Returned<'_>,
    looks: &Looks,
) -> Result<(), ReturnError> {
    let finding = listed.finding;
    let Some(target) = listed.target else {
        let whole = Labels::of(returned.language).whole_file.to_owned();
        let text = if finding.sheet.is_empty() { whole } else { finding.place(returned.language) };
        sheet.write_string_with_format(row, 3, text, &looks.wrapped)?;
        return Ok(());
    };
    let name = &returned.sheets[target.sheet].name;
    let cell = format!("{}{}", column_letter(target.column), target.row);
    let text = if finding.row.is_some() { format!("{name}!{cell}") } else { name.clone() };
    sheet.write_url_with_format(row, 3, link(name, &cell).set_text(text), &looks.link)?;
    Ok(())
}

/// A link to a cell of a sheet.
pub(super) fn link(sheet: &str, cell: &str) -> Url {
    Url::new(format!("internal:'{}'!{cell}", sheet.replace('\'', "''")))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(CELL_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
