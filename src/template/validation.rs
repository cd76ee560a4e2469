//! Rules of entry of the blank template. They warn and do not stop: the reader takes more than they
//! know, as "512 GiB", "không có" or "Quý IV/2025" in any spelling.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula,
};

use super::TemplateError;
use crate::diagnostic::column_letter;
use crate::language::Language;
use crate::schema::{Column, Kind, Unit};

/// The rule of a column, which stands in the sheet's column of that index; none where anything may
/// stand, or where a list is offered.
pub(super) fn of(
    column: &Column,
    index: usize,
    language: Language,
) -> Result<Option<DataValidation>, TemplateError> {
    let rule = DataValidation::new();
    let (rule, message) = match column.kind {
        Kind::Id | Kind::Text | Kind::Flag | Kind::Category(_) => return Ok(None),
        Kind::Year | Kind::Count => match whole_range(column) {
            Some((low, high)) => (
                rule.allow_whole_number(DataValidationRule::Between(low, high)),
                between(f64::from(low), f64::from(high), true, language),
            ),
            None => (
                rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
                not_negative(true, language),
            ),
        },
        Kind::Quantity(Unit::Percent) => {
            let (low, high) = column.plausible.unwrap_or((0.0, 100.0));
            let range = DataValidationRule::Between(low, high);
            (rule.allow_decimal_number(range), between(low, high, false, language))
        }
        Kind::Quantity(unit) => (
            rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            not_negative(false, language) + other_unit(unit, language),
        ),
        Kind::Date => {
            let first = ExcelDateTime::from_ymd(1990, 1, 1)?;
            let text = language
                .pick("A day is expected, as 31/12/2025.", "Ô này cần một ngày, ví dụ 31/12/2025.");
            let rule = rule.allow_date(DataValidationRule::GreaterThanOrEqualTo(first));
            (rule, text.to_owned())
        }
        Kind::Quarter => {
            let text = language.pick(
                "A quarter is expected, as 2025Q4 or Q4/2025.",
                "Ô này cần một quý, ví dụ Quý IV/2025 hoặc 2025Q4.",
            );
            (rule.allow_custom(quarter_pattern(index)), text.to_owned())
        }
    };
    let go_on = language.pick(
        " If what you wrote is right, choose Yes.",
        " Nếu nội dung đã ghi là đúng, hãy chọn Yes.",
    );
    let rule = rule
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(language.pick("Please check", "Đề nghị kiểm tra lại"))?
        .set_error_message(format!("{message}{go_on}"))?;
    Ok(Some(rule))
}

/// The plausible range of a count.
fn whole_range(column: &Column) -> Option<(i32, i32)> {
    let whole = |number: f64| (number.abs() < f64::from(i32::MAX)).then_some(number as i32);
    let (low, high) = column.plausible?;
    Some((whole(low)?, whole(high)?))
}

/// A year at one end and a Q somewhere: 2025Q4, Q4/2025, Quý IV/2025.
fn quarter_pattern(index: usize) -> Formula {
    let cell = format!("{}2", column_letter(index));
    Formula::new(format!(
        "=AND(ISNUMBER(SEARCH(\"Q\",{cell})),OR(ISNUMBER(VALUE(LEFT({cell},4))),ISNUMBER(VALUE(RIGHT({cell},4)))))"
    ))
}

fn between(low: f64, high: f64, whole: bool, language: Language) -> String {
    match (language, whole) {
        (Language::English, true) => format!("A whole number from {low} to {high} is expected."),
        (Language::English, false) => format!("A number from {low} to {high} is expected."),
        (Language::Vietnamese, true) => format!("Ô này cần số nguyên từ {low} đến {high}."),
        (Language::Vietnamese, false) => format!("Ô này cần con số từ {low} đến {high}."),
    }
}

fn not_negative(whole: bool, language: Language) -> String {
    let text = match (language, whole) {
        (Language::English, true) => "A whole number is expected, 0 or more.",
        (Language::English, false) => {
            "A number is expected, 0 or more, in the unit of the heading."
        }
        (Language::Vietnamese, true) => "Ô này cần số nguyên không âm.",
        (Language::Vietnamese, false) => "Ô này cần con số không âm, theo đơn vị ở tiêu đề.",
    };
    text.to_owned()
}

/// How a size is given in another unit than that of the heading.
const fn other_unit(unit: Unit, language: Language) -> &'static str {
    match unit {
        Unit::Bytes(_) => language.pick(
            " With another unit write it out, as 512 GiB.",
            " Nếu dùng đơn vị khác thì ghi kèm đơn vị, ví dụ 512 GiB.",
        ),
        _ => "",
    }
}
