use proptest::prelude::*;

use super::super::number_after;
use super::*;

type Row = (u32, Vec<String>);

/// What the reader of a whole text gives.
fn whole(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    let mut rows = Vec::new();
    while reader.read_record(&mut record).expect("is text") {
        number = number_after(number, &record, text);
        rows.push((number, record.iter().map(str::to_owned).collect()));
    }
    rows
}

fn records_of(text: impl Into<Vec<u8>>, bytes: usize) -> Records {
    Records::new(Box::new(io::Cursor::new(text.into())), (b';', 0), Some(bytes))
}

/// What windows give, of each of which only some records are taken.
fn by_windows(text: &str, bytes: usize, left: usize, is_ahead: bool) -> Option<Vec<Row>> {
    let mut records = records_of(text, bytes);
    if is_ahead {
        records = records.ahead();
    }
    let mut rows = Vec::new();
    loop {
        let window = records.next_window().ok()?;
        let (taken, is_last) = match window.is_last {
            true => (window.len(), true),
            false => (window.len().saturating_sub(left), false),
        };
        for item in window.items().take(taken) {
            let Item::Record(record) = item else { panic!("a text has records") };
            let fields = (0..record.len()).map(|at| record.field(at).to_owned()).collect();
            rows.push((record.number, fields));
        }
        records.take(taken);
        if is_last {
            return Some(rows);
        }
    }
}

proptest! {
    #[test]
    fn windows_give_the_records_of_the_whole_text(
        pieces in prop::collection::vec(
            prop::sample::select(vec!["a", "ộ", ";", "\"", "\"\"", "\n", "\r\n", "\r", " ", "1;2\n"]),
            0..40,
        ),
        bytes in 1_usize..30,
        left in 0_usize..3,
        is_ahead in prop::bool::ANY,
    ) {
        let text = pieces.concat();
        if let Some(rows) = by_windows(&text, bytes, left, is_ahead) {
            prop_assert_eq!(rows, whole(&text), "{:?}", text);
        } else {
            let faults = super::super::quotes::faults(text.as_bytes(), b';');
            let is_open = faults.iter().any(|fault| fault.finding(1).is_err());
            // Several that end in others may stand in one record.
            prop_assert!(is_open || faults.len() > 1, "stopped for nothing: {:?}", text);
        }
    }
}

#[test]
fn short_texts_of_the_same_bytes_are_told_apart_by_their_length() {
    let texts = ["", "a", "a\u{1}", "ab", "123456789012345", "ộ"];
    // Once with more text behind, once at the end.
    let text = [texts.join(";"), texts.join(";")].join("\n");
    let mut records = records_of(text, 9_999);
    let window = records.next_window().expect("is text");
    let keys = window.items().map(|item| match item {
        Item::Record(record) => {
            (0..7).map(|at| record.short_key(at)).collect::<Vec<Option<u128>>>()
        }
        Item::Row(_) => panic!("a text has records"),
    });
    let keys: Vec<_> = keys.collect();
    assert_eq!(keys[0], keys[1]);
    // A field that is missing is like an empty one.
    assert_eq!((keys[0][0], keys[0][6]), (Some(0), Some(0)));
    let different: std::collections::BTreeSet<_> = keys[0].iter().collect();
    assert_eq!(different.len(), texts.len());
    let mut records = records_of("1234567890123456", 99);
    let window = records.next_window().expect("is text");
    let Some(Item::Record(record)) = window.items().next() else { panic!("a record") };
    assert_eq!(record.short_key(0), None);
}

#[test]
fn a_text_that_is_no_utf_8_stops_it() {
    let mut records = records_of(*b"a;b\n\xff;c\n", 99);
    assert!(matches!(records.next_window(), Err(Stop::NoText)));
    let mut records = records_of(*b"a;b\n\0;c\n", 99);
    assert!(matches!(records.next_window(), Err(Stop::NoText)));
}

#[test]
fn a_quoted_text_that_ends_in_another_is_told() {
    let text = "a;b\nVM-1;\"24 inch\nVM-2;x\nVM-3;\"web\"\n";
    let mut records = records_of(text, 99);
    let window = records.next_window().expect("is text");
    let broken: Vec<(u32, u32)> = window
        .items()
        .filter_map(|item| match item {
            Item::Record(record) => Some((record.number, record.broken_quote)),
            Item::Row(_) => None,
        })
        .collect();
    assert_eq!(broken, [(1, 0), (2, 2)]);
}

#[test]
fn two_of_them_in_one_record_are_left_to_the_reader_of_the_whole_text() {
    let mut records = records_of(*b"\"\n\"a;\"1;2\n\"aaaa", 99);
    assert!(matches!(records.next_window(), Err(Stop::NoText)));
}
