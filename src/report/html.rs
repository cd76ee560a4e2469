//! The report and the power statement, each as one HTML page that needs nothing beside it: figures
//! inline, fonts embedded.

use base64::Engine;
use minijinja::{Environment, context};

use super::chart::{self, ChartError};
use super::figures::SECTIONS;
use super::table::{Kind, Table};
use super::{PowerPage, Report};
use crate::language::Language;

/// The report, as a template.
const TEMPLATE: &str = include_str!("report.html.jinja");
/// The power statement, as a template; its sizes are such that all of it fits one sheet of A4.
const POWER_TEMPLATE: &str = include_str!("power_page.html.jinja");
const REGULAR: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/OpenSans-Regular.ttf"));
const SEMIBOLD: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/OpenSans-Semibold.ttf"));

/// Rows of a table beyond this number are left to the files, and the page says so.
const ROWS_SHOWN: usize = 100;

/// Why no page could be made: a mistake of ours, since the values are checked.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// The template.
    #[error("cannot render the page: {0}")]
    Template(#[from] minijinja::Error),
    /// A figure.
    #[error("cannot draw a figure: {0}")]
    Chart(#[from] ChartError),
}

/// Renders the report.
pub fn to_html(report: &Report) -> Result<String, HtmlError> {
    let mut environment = Environment::new();
    environment.add_template("report.html", TEMPLATE)?;
    let svgs = report.figures.iter().map(chart::to_svg).collect::<Result<Vec<_>, _>>()?;
    let of_section = |names: &[&str]| -> Vec<_> {
        let figures = report.figures.iter().zip(&svgs);
        figures
            .filter(|(figure, _)| names.contains(&figure.name.as_str()))
            .map(|(figure, svg)| {
                context! { name => &figure.name, title => &figure.title, svg => svg }
            })
            .collect()
    };
    let sections: Vec<_> = SECTIONS
        .iter()
        .map(|(section, names)| {
            context! { title => section.title(report.language), figures => of_section(names) }
        })
        .collect();
    let tables = report.tables.iter().filter(|table| !table.is_for_files);
    let tables: Vec<_> = tables.map(|table| table_context(report, table)).collect();
    let headlines: Vec<_> = report
        .headlines
        .iter()
        .map(|h| {
            context! {
                label => &h.label, value => &h.value, unit => &h.unit, remark => &h.remark,
                address => &h.address,
            }
        })
        .collect();
    let pick =
        |english: &'static str, vietnamese: &'static str| report.language.pick(english, vietnamese);
    let page = environment.get_template("report.html")?.render(context! {
        lang => if report.language == Language::English { "en" } else { "vi" },
        title => &report.title,
        subtitle => &report.subtitle,
        headlines => headlines,
        caveats => &report.caveats,
        sections => sections,
        tables => tables,
        regular => embedded(REGULAR),
        semibold => embedded(SEMIBOLD),
        words => context! {
            caveats => pick("Before you use a figure", "Trước khi dùng số liệu"),
            tables => pick("Tables", "Bảng"),
            explain => pick(
                "Every figure with a dotted underline can be traced: hover for its address, then run",
                "Mọi số có gạch chân chấm đều truy được nguồn: rê chuột để xem địa chỉ rồi chạy",
            ),
            made => pick("Made by ndcap", "Lập bởi ndcap"),
        },
        version => env!("CARGO_PKG_VERSION"),
    })?;
    Ok(page)
}

/// A typeface as it stands in a page.
fn embedded(font: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(font)
}

fn table_context(report: &Report, table: &Table) -> minijinja::Value {
    let columns: Vec<_> = table
        .columns
        .iter()
        .enumerate()
        .map(
            |(index, column)| context! { title => &column.title, number => table.is_number(index) },
        )
        .collect();
    let cell = |row: usize, column: usize| {
        context! {
            text => table.printed(row, column, report.numbers),
            number => table.is_number(column),
            flag => table.columns[column].kind == Kind::Flag,
            address => table.address_of(row, column),
        }
    };
    let shown = table.rows.len().min(ROWS_SHOWN);
    let rows: Vec<Vec<_>> = (0..shown)
        .map(|row| (0..table.columns.len()).map(|column| cell(row, column)).collect())
        .collect();
    let count = |number: usize| report.numbers.format(number as f64, 0);
    let more = (table.rows.len() > shown).then(|| {
        let file = format!("tables/{}.csv", table.name);
        report
            .language
            .pick(
                "{s} of {n} rows are shown; all are in {f}.",
                "Hiển thị {s} trong {n} dòng; đủ trong {f}.",
            )
            .replace("{s}", &count(shown))
            .replace("{n}", &count(table.rows.len()))
            .replace("{f}", &file)
    });
    context! {
        name => table.name, title => &table.title, note => &table.note, columns => columns,
        rows => rows, more => more, empty => table.rows.is_empty(),
        none => report.language.pick("None.", "Không có."),
    }
}

/// Renders the power statement.
pub fn to_power_html(page: &PowerPage) -> Result<String, HtmlError> {
    let mut environment = Environment::new();
    environment.add_template("power_page.html", POWER_TEMPLATE)?;
    let pick =
        |english: &'static str, vietnamese: &'static str| page.language.pick(english, vietnamese);
    let groups: Vec<_> = page
        .groups
        .iter()
        .map(|(title, lines)| {
            let lines: Vec<_> = lines
                .iter()
                .map(|line| {
                    context! {
                        meaning => &line.meaning, value => &line.value, unit => &line.unit,
                        range => &line.range, formula => &line.formula, address => &line.address,
                    }
                })
                .collect();
            context! { title => title, lines => lines }
        })
        .collect();
    let rendered = environment.get_template("power_page.html")?.render(context! {
        lang => page.language.tag(),
        title => &page.title,
        subtitle => &page.subtitle,
        reading => &page.reading,
        groups => groups,
        assumptions => &page.assumptions,
        sources => &page.sources,
        notes => &page.notes,
        regular => embedded(REGULAR),
        semibold => embedded(SEMIBOLD),
        words => context! {
            meaning => pick("Meaning", "Ý nghĩa"),
            value => pick("Value", "Giá trị"),
            range => pick("Low – high", "Thấp – cao"),
            formula => pick("Formula in numbers", "Công thức bằng số"),
            address => pick("Address", "Địa chỉ"),
            assumptions => pick("Assumed by the plan (low – high)", "Giả định của kế hoạch (thấp – cao)"),
            sources => pick("Where the power of devices comes from", "Công suất thiết bị lấy từ đâu"),
            devices => pick("devices", "thiết bị"),
            average => pick("kW, average", "kW, trung bình"),
            peak => pick("kW, peak", "kW, đỉnh"),
            notes => pick("Before you use a figure", "Trước khi dùng số liệu"),
            made => pick("Made by ndcap", "Lập bởi ndcap"),
        },
        version => env!("CARGO_PKG_VERSION"),
    })?;
    Ok(rendered)
}
