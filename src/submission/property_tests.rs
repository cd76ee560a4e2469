//! Random numbers, texts and sheets: what is printed reads back, one text in two Unicode forms is
//! one submission, and nothing that stands in a cell stops the reader.

use std::path::Path;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::cell::CellReader;
use super::header::Heading;
use super::number::{DecimalSign, Evidence, Reading, read_number};
use super::read::read_content;
use super::{Cell, Intake, Merged, Overrides, Rows, Sheet, SheetRow, Submission, Value, read};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::schema::Table;
use crate::time::NaiveDate;
use crate::unit::{ByteUnit, Prefix};

/// A way of writing numbers.
#[derive(Debug, Clone, Copy)]
struct Style {
    decimal: char,
    thousands: Option<char>,
}

/// Every way: a comma or a point before the decimals, and nothing, the other sign, a space, a space
/// that does not break or an apostrophe between the thousands.
fn styles() -> impl Strategy<Value = Style> {
    let signs = prop::sample::select(vec![(',', '.'), ('.', ',')]);
    (signs, 0..5_usize).prop_map(|((decimal, other), at)| Style {
        decimal,
        thousands: [None, Some(other), Some(' '), Some('\u{a0}'), Some('\'')][at],
    })
}

/// A number by its digits: those before and those after the decimal sign.
#[derive(Debug, Clone)]
struct Digits {
    whole: u64,
    decimals: String,
}

fn digits() -> impl Strategy<Value = Digits> {
    let whole = prop_oneof![0..10_u64, 0..10_000_u64, 0..1_000_000_000_u64];
    (whole, "[0-9]{0,4}").prop_map(|(whole, decimals)| Digits { whole, decimals })
}

impl Digits {
    fn value(&self) -> f64 {
        format!("{}.{}0", self.whole, self.decimals).parse().expect("digits")
    }

    fn print(&self, style: Style) -> String {
        let plain = self.whole.to_string();
        let mut text = String::new();
        for (at, digit) in plain.chars().enumerate() {
            if at > 0 && (plain.len() - at).is_multiple_of(3) {
                text.extend(style.thousands);
            }
            text.push(digit);
        }
        if !self.decimals.is_empty() {
            text.push(style.decimal);
            text.push_str(&self.decimals);
        }
        text
    }
}

const fn sign_of(style: Style) -> DecimalSign {
    if style.decimal == ',' { DecimalSign::Comma } else { DecimalSign::Point }
}

/// Names of units, as people write them.
const UNITS: [&str; 22] = [
    "B", "byte", "KB", "kb", "MB", "mb", "M", "GB", "gb", "G", "TB", "T", "tb", "PB", "KiB", "MiB",
    "GiB", "gib", "TiB", "tib", "PiB", "terabyte",
];

/// Texts as they stand in the cells of inventories, headings and nonsense among them.
fn cell_texts() -> impl Strategy<Value = String> {
    const WORDS: [&str; 44] = [
        "STT",
        "Mã máy ảo",
        "Tên máy ảo",
        "Số vCPU",
        "RAM (GB)",
        "Dung lượng cấp phát (GB)",
        "Số lượng",
        "Đơn vị",
        "Ghi chú",
        "Mã máy chủ",
        "Số CPU",
        "Tổng số core",
        "Ổ cứng (TB)",
        "Cấu hình",
        "Hết bảo hành",
        "Mã hệ thống",
        "Tên hệ thống",
        "Cấp phát",
        "(1)",
        "I",
        "II",
        "A",
        "Tổng cộng",
        "Cộng (I)",
        "Trong đó:",
        "- máy thử",
        "Người lập biểu",
        "Bộ Y tế",
        "Bộ Không Có",
        "Danh sách máy chủ ảo",
        "như trên",
        "không có",
        "đang cập nhật",
        "-",
        "8 vCPU, 32GB RAM, 500GB SSD",
        "2 x 10 Core",
        "16GB (1x16GB)",
        "100GB - 1TB",
        "~500",
        "1.024",
        "7,68",
        "Quý IV/2025",
        "36 tháng",
        "30/09/2026",
    ];
    prop_oneof![
        4 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        2 => Just(String::new()),
        2 => "[0-9]{1,3}",
        1 => "[0-9.,x×*+()%~<>= GBTgbiMvCPU'\u{a0}đến-]{0,24}",
        1 => "\\PC{0,16}",
    ]
}

/// Headings of a table, so that what stands below them is read as rows.
fn headings() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::select(vec![
        vec!["STT", "Mã máy ảo", "Số vCPU", "RAM (GB)", "Dung lượng cấp phát (GB)", "Ghi chú"],
        vec!["STT", "Tên máy ảo", "Cấu hình", "Số lượng", "Ngày đưa vào sử dụng", "Đơn vị"],
        vec!["TT", "Mã máy chủ", "Số lượng", "Số CPU", "Tổng RAM (GB)", "Ổ cứng", "Hết bảo hành"],
        vec!["Mã hệ thống", "Tên hệ thống", "Cấp độ an toàn", "Bí mật nhà nước", "Lộ trình"],
        vec![],
    ])
}

fn grids() -> impl Strategy<Value = Vec<Vec<String>>> {
    let rows = prop::collection::vec(prop::collection::vec(cell_texts(), 0..8), 0..14);
    (headings(), rows, 0..3_usize).prop_map(|(headings, mut rows, at)| {
        let headings = headings.into_iter().map(str::to_owned).collect();
        rows.insert(at.min(rows.len()), headings);
        rows
    })
}

fn csv_of(grid: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let cell = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        row.iter().map(cell).collect::<Vec<_>>().join(",")
    };
    grid.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_csv(text: &str) -> Submission {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    let intake = Intake {
        agencies,
        sender: agencies.get("MOJ"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: Overrides::none(),
    };
    read(Path::new("a.csv"), text.as_bytes(), &intake)
}

fn cells() -> impl Strategy<Value = Cell> {
    prop_oneof![
        6 => cell_texts().prop_map(Cell::Text),
        2 => (0..1_000_i32).prop_map(|number| Cell::Number(f64::from(number))),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => any::<f64>().prop_map(Cell::Share),
        1 => any::<bool>().prop_map(Cell::Flag),
        1 => (1..100_000_i32).prop_map(|day| {
            Cell::Day(NaiveDate::from_num_days_from_ce_opt(day * 10).expect("a day"))
        }),
        1 => Just(Cell::Broken("#REF!".to_owned())),
        3 => Just(Cell::Empty),
    ]
}

/// A sheet with cells of every kind, some of them merged, some rows hidden.
fn sheets() -> impl Strategy<Value = Sheet> {
    let rows = prop::collection::vec(prop::collection::vec(cells(), 1..8), 1..14);
    let merged = prop::collection::vec((1..14_u32, 0..4_u32, 0..8_usize, 0..4_usize), 0..4);
    let named = prop::sample::select(vec!["Sheet1", "Máy ảo", "Máy chủ", "Hệ thống", "vInfo"]);
    (headings(), rows, merged, named).prop_map(|(headings, mut rows, merged, name)| {
        rows.insert(0, headings.into_iter().map(|text| Cell::Text(text.to_owned())).collect());
        let filled = (1..).zip(rows).filter(|(_, cells)| !cells.iter().all(Cell::is_blank));
        let rows: Vec<SheetRow> =
            filled.map(|(number, cells)| SheetRow { number, cells }).collect();
        let span = |(row, down, column, right): (u32, u32, usize, usize)| Merged {
            first_row: row,
            last_row: row + down,
            first_column: column,
            last_column: column + right,
        };
        let hidden_rows = rows.iter().map(|row| row.number).filter(|n| n % 5 == 0).collect();
        let merged = merged.into_iter().map(span).collect();
        Sheet { name: name.to_owned(), rows, merged, hidden_rows }
    })
}

proptest! {
    #[test]
    fn a_printed_number_reads_back_in_every_style(number in digits(), style in styles()) {
        let text = number.print(style);
        prop_assert_eq!(
            read_number(&text, sign_of(style)),
            Some(Reading::One(number.value())),
            "{}", text
        );
    }

    #[test]
    fn a_column_in_one_style_is_never_read_in_the_other(
        column in prop::collection::vec(digits(), 1..6),
        style in styles(),
    ) {
        let mut evidence = Evidence::default();
        for number in &column {
            evidence.add(&number.print(style));
        }
        let decided = evidence.decide();
        prop_assert!(decided == DecimalSign::Undecided || decided == sign_of(style));
        for number in &column {
            let (text, value) = (number.print(style), number.value());
            let holds = match read_number(&text, decided) {
                Some(Reading::One(read)) => (read - value).abs() <= f64::EPSILON * value,
                // Both readings are told; the meant one is among them.
                Some(Reading::Two { comma, point }) => {
                    let meant = if style.decimal == ',' { comma } else { point };
                    (meant - value).abs() <= f64::EPSILON * value
                }
                None => false,
            };
            prop_assert!(holds, "{text} in {style:?}");
        }
    }

    #[test]
    fn a_printed_size_reads_back_in_every_unit_and_style(
        number in digits(),
        style in styles(),
        unit in prop::sample::select(UNITS.to_vec()),
        gap in prop::sample::select(vec!["", " ", "\u{a0}"]),
        prefix in prop::sample::select(vec![Prefix::Binary, Prefix::Decimal]),
    ) {
        let (table, name) = match prefix {
            Prefix::Binary => (Table::Workload, "disk_provisioned_bytes"),
            Prefix::Decimal => (Table::Storage, "raw_bytes"),
        };
        let column = table.column(name).expect("exists");
        let reader = CellReader::new(column, &Heading::parse("D"), sign_of(style));
        let bytes = number.value() * ByteUnit::parse(unit, prefix).expect("a unit").bytes as f64;
        if bytes >= 9e18 {
            return Ok(());
        }
        let text = format!("{}{gap}{unit}", number.print(style));
        let (value, fault) = reader.read(&Cell::Text(text.clone()));
        prop_assert_eq!(value, Value::Integer(bytes.round() as i64), "{} {:?}", text, fault);
    }

    #[test]
    fn no_cell_stops_a_reader_and_its_value_is_of_the_columns_kind(
        cell in cells(),
        sign in prop::sample::select(vec![
            DecimalSign::Comma,
            DecimalSign::Point,
            DecimalSign::Undecided,
        ]),
    ) {
        for table in Table::ALL {
            for (at, column) in table.columns().iter().enumerate() {
                let heading = Heading::parse(&column.heading(column.title_vi));
                let (value, _) = CellReader::new(column, &heading, sign).read(&cell);
                // A value of another kind than the column's is a panic here.
                let mut rows = Rows::empty(table);
                rows.open(&"".into(), std::iter::once(1));
                rows.fill(0, at, value);
            }
        }
    }
}

proptest! {
    // Whole files take longer than cells.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_stops_the_reader_of_a_file(text in "\\PC{0,200}", grid in grids()) {
        for text in [text, csv_of(&grid)] {
            let submission = read_csv(&text);
            prop_assert!(submission.counts.iter().all(super::SheetCount::is_conserved));
            let rows: usize = submission.tables.iter().map(Rows::len).sum();
            prop_assert_eq!(rows, submission.rows_accepted());
        }
    }

    #[test]
    fn letters_and_marks_apart_give_the_same_submission(text in "\\PC{0,80}", grid in grids()) {
        for text in [text, csv_of(&grid)] {
            let composed = read_csv(&text.nfc().collect::<String>());
            let apart = read_csv(&text.nfd().collect::<String>());
            let apart = Submission { sha256: composed.sha256.clone(), ..apart };
            prop_assert_eq!(composed, apart);
        }
    }

    #[test]
    fn no_sheet_stops_the_reader_and_none_of_its_rows_is_lost(sheet in sheets()) {
        let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
        let intake = Intake {
            agencies,
            sender: None,
            as_of: plan.period.as_of,
            received_on: None,
            limits: plan.limits,
            overrides: Overrides::none(),
        };
        let watch = crate::submission::nobody();
        let content = read_content(&[sheet], &intake, &watch, &mut Vec::new());
        let conserved = content.counts.iter().all(super::SheetCount::is_conserved);
        prop_assert!(conserved, "{:?}", content.counts);
        let accepted: usize = content.counts.iter().map(|count| count.rows_accepted).sum();
        prop_assert_eq!(content.tables.iter().map(Rows::len).sum::<usize>(), accepted);
    }
}
