//! A workbook read some rows at a time says what it says when it is held in memory.

use proptest::prelude::*;

use super::tests::{assert_same, by_windows, intake};
use crate::submission::read;

/// A cell of a workbook: a text, a number, a share, a day, a truth value, or none.
#[derive(Debug, Clone)]
enum Written {
    Text(&'static str),
    Number(f64),
    Share(f64),
    Day(u32),
    Flag(bool),
    None,
}

fn cells() -> impl Strategy<Value = Vec<Written>> {
    use Written::{Day, Flag, None, Number, Share, Text};
    let texts = |texts: Vec<&'static str>| prop::sample::select(texts).prop_map(Text);
    let odd = prop::sample::select(vec![
        None,
        Flag(true),
        Day(20),
        Share(0.85),
        Number(-1.0),
        Number(1.024),
        Number(1e17),
        Text("nt"),
        Text("đang cập nhật"),
        Text("#REF!"),
        Text("Tổng cộng"),
    ]);
    let or_odd = |usual: BoxedStrategy<Written>| prop_oneof![9 => usual, 1 => odd.clone()].boxed();
    let numbers = |numbers: Vec<f64>| prop::sample::select(numbers).prop_map(Number).boxed();
    let columns: Vec<BoxedStrategy<Written>> = vec![
        or_odd((1..99_u32).prop_map(|number| Number(f64::from(number))).boxed()),
        or_odd(
            prop_oneof![
                texts(vec!["VM-1", "VM-2", "VM-3", "VM-4", "VM-5", "vm 6"]),
                (1..99_u32).prop_map(|number| Number(f64::from(number))),
            ]
            .boxed(),
        ),
        or_odd(texts(vec!["Web", "Kho", "Như trên", " e\u{323} ", "\u{200b}", "12"]).boxed()),
        or_odd(numbers(vec![1.0, 2.0, 4.0, 8.0, 2.5])),
        or_odd(
            prop_oneof![numbers(vec![1.024, 16.0, 7.5]), texts(vec!["1.024", "7,5", "16 GB"])]
                .boxed(),
        ),
        or_odd(
            prop_oneof![
                prop::sample::select(vec![0.5, 0.857_142_857_142_857_1, 0.07]).prop_map(Share),
                numbers(vec![0.4, 45.5, f64::from_bits(74.4_f64.to_bits() + 1), 180.0]),
            ]
            .boxed(),
        ),
        or_odd(
            prop_oneof![(1..900_u32).prop_map(Day), texts(vec!["31/05/2023", "05/2023"])].boxed(),
        ),
        or_odd(prop_oneof![Just(None), texts(vec!["ghi chú"]), Just(Share(0.125))].boxed()),
    ];
    columns
}

/// A workbook with a merged title, headings, and those rows.
fn workbook_of(rows: &[Vec<Written>], merges_rows: bool) -> Vec<u8> {
    use rust_xlsxwriter::{Format, Workbook};
    let mut book = Workbook::new();
    let (percent, day) =
        (Format::new().set_num_format("0%"), Format::new().set_num_format("dd/mm/yyyy"));
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 7, "DANH SÁCH MÁY ẢO", &Format::new()).expect("a title");
    let headings = [
        "STT",
        "Mã máy ảo",
        "Tên máy ảo",
        "Số vCPU",
        "RAM (GB)",
        "% sử dụng CPU (P95)",
        "Ngày đưa vào sử dụng",
        "Khác",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(2, column, heading).expect("a heading");
    }
    for (row, cells) in (3..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Written::Text(text) => sheet.write(row, column, *text),
                Written::Number(number) => sheet.write(row, column, *number),
                Written::Share(share) => sheet.write_with_format(row, column, *share, &percent),
                Written::Day(days) => {
                    sheet.write_with_format(row, column, 44_000.0 + f64::from(*days), &day)
                }
                Written::Flag(flag) => sheet.write(row, column, *flag),
                Written::None => continue,
            }
            .expect("a cell");
        }
    }
    if merges_rows {
        sheet.merge_range(3, 2, 4, 2, "Web", &Format::new()).expect("is merged");
    }
    book.add_worksheet();
    book.save_to_buffer().expect("is written")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn a_workbook_says_the_same_in_windows_of_any_size(
        rows in prop::collection::vec(cells(), 0..25),
        window in 1_usize..4_000,
        head in prop::sample::select(vec![3_usize, 5, 100]),
    ) {
        let bytes = workbook_of(&rows, false);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ds.xlsx");
        std::fs::write(&path, &bytes).expect("written");
        let whole = read(&path, &bytes, &intake(Some("MOET")));
        if let Some(read) = by_windows(&path, (window, head), &intake(Some("MOET"))) {
            assert_same(&read, &whole, &format!("{rows:?}"));
        }
    }
}

#[test]
fn a_workbook_with_one_sheet_is_read_some_rows_at_a_time() {
    let row = |number: u32| {
        vec![
            Written::Number(f64::from(number)),
            Written::Text(if number.is_multiple_of(2) { "VM-1" } else { "VM-2" }),
            Written::Text("Web"),
            Written::Number(f64::from(number % 8 + 1)),
            Written::Number(7.5),
            Written::Share(0.857_142_857_142_857_1),
            Written::Day(number),
            Written::Share(0.125),
        ]
    };
    let rows: Vec<Vec<Written>> = (0..300).map(row).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ds.xlsx");
    for merges_rows in [false, true] {
        let bytes = workbook_of(&rows, merges_rows);
        std::fs::write(&path, &bytes).expect("written");
        let whole = read(&path, &bytes, &intake(Some("MOET")));
        let long = by_windows(&path, (5_000, 50), &intake(Some("MOET")));
        assert_eq!(long.is_none(), merges_rows, "cells merged over rows are held in memory");
        long.iter().for_each(|long| assert_same(long, &whole, "ds.xlsx"));
        assert_eq!(whole.counts[0].rows_read, 300);
    }
}
