//! A text read some rows at a time says what it says when it is held in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::Portions;
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::schema::Table;
use crate::submission::{
    Intake, Overrides, Received, RejectedRow, Rows, Submission, TakeError, Taker, read, read_long,
};

/// Keeps all rows.
#[derive(Default)]
pub(super) struct Kept {
    pub tables: BTreeMap<Table, Rows>,
    pub rejected: Vec<RejectedRow>,
}

impl Taker for Kept {
    fn begin_anew(&mut self) -> Result<(), TakeError> {
        *self = Self::default();
        Ok(())
    }

    fn take(&mut self, rows: Rows, rejected: Vec<RejectedRow>) -> Result<(), TakeError> {
        let table = rows.table;
        self.tables.entry(table).or_insert_with(|| Rows::empty(table)).append(rows);
        self.rejected.extend(rejected);
        Ok(())
    }
}

pub(super) fn intake(sender: Option<&str>) -> Intake<'static> {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    Intake {
        agencies,
        sender: sender.and_then(|id| agencies.get(id)),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: Overrides::none(),
    }
}

/// What a file says when windows of so many bytes are read, after so many records have been looked
/// at; `None` where it must be held in memory.
pub(super) fn by_windows(
    path: &Path,
    (window_bytes, head_records): (usize, usize),
    intake: &Intake<'_>,
) -> Option<Submission> {
    // A sheet without cells, of which a workbook may have some, takes fewer bytes.
    let long_from = if path.extension().is_some_and(|end| end == "xlsx") { 1_000 } else { 0 };
    let portions = Portions { long_from, window_bytes: Some(window_bytes), head_records };
    let sha256 = crate::submission::sha256_of(path).expect("readable");
    let file = Received {
        path,
        growth: None,
        name: path,
        sha256: &sha256,
        watch: &crate::submission::nobody(),
    };
    let mut kept = Kept::default();
    let mut submission = read_long(file, portions, intake, &mut kept).expect("readable")?;
    submission.tables = kept.tables.into_values().filter(|rows| !rows.is_empty()).collect();
    submission.rejected = kept.rejected;
    Some(submission)
}

pub(super) fn assert_same(long: &Submission, whole: &Submission, what: &str) {
    for (long, whole) in long.tables.iter().zip(&whole.tables) {
        for index in 0..long.len().min(whole.len()) {
            let row =
                |rows: &Rows| (rows.number[index], rows.values(index), rows.tags(index).to_vec());
            assert_eq!(row(long), row(whole), "{what}");
        }
    }
    assert_eq!(long.findings, whole.findings, "{what}");
    assert_eq!(long.counts, whole.counts, "{what}");
    assert_eq!(long, whole, "{what}");
}

/// Files of the corpus that are texts.
fn texts() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut texts = Vec::new();
    for outcome in ["accepted", "rejected"] {
        for case in std::fs::read_dir(cases.join(outcome)).expect("the corpus") {
            for file in std::fs::read_dir(case.expect("a case").path()).expect("a case") {
                let file = file.expect("a file").path();
                let name = file.file_name().map(|n| n.to_string_lossy().into_owned());
                let is_text = |name: &String| {
                    name.starts_with("input.")
                        && [".csv", ".tsv", ".txt", ".gz", ".zst"].iter().any(|e| name.contains(e))
                };
                texts.extend(name.filter(is_text).map(|_| file));
            }
        }
    }
    texts.sort();
    texts
}

#[test]
fn texts_of_the_corpus_say_the_same_in_windows_of_any_size() {
    let mut long = 0;
    for path in texts() {
        let bytes = std::fs::read(&path).expect("readable");
        for sender in [Some("MOET"), None] {
            let whole = read(&path, &bytes, &intake(sender));
            for portions in [(1, 8), (150, 3), (1000, 1000), (1 << 20, 5)] {
                let Some(read) = by_windows(&path, portions, &intake(sender)) else { continue };
                assert_same(&read, &whole, &format!("{} by {portions:?}", path.display()));
                long += 1;
            }
        }
    }
    assert!(long >= 200, "most are read so: {long}");
}

#[test]
fn what_nobody_sees_and_quotes_that_end_early_say_the_same() {
    let headings = "STT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB);Khác\n";
    let quoted = "3;\"VM\n3\"x;\"Web\n\n\"y;4;8;\n";
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ds.csv");
    for (rows, is_long) in [
        // Numbers of columns right below the headings, in a window of their own.
        ("A;B;1;2;3;4\n1;VM-1;Web;4;8;\n2;VM-2;Web;4;8;\n", true),
        ("1;VM-1;Web;\u{6};8;\u{200b}\n2;VM-2;Web;x;8;\u{6}\n", true),
        ("1;VM-1;Web;4;8;\n\u{200b};;\u{6};;;\n2;\u{feff};Web;4;8;\n", true),
        ("1;VM-1;\"Web\n\"y;4;8;\n2;VM-2;Web;4;8;\n", true),
        (quoted, false),
    ] {
        let text = format!("{headings}{rows}");
        std::fs::write(&path, &text).expect("written");
        let whole = read(&path, text.as_bytes(), &intake(Some("MOET")));
        for portions in [(1, 50), (90, 50), (1 << 20, 50)] {
            let long = by_windows(&path, portions, &intake(Some("MOET")));
            assert_eq!(long.is_some(), is_long, "{text}");
            long.iter().for_each(|long| assert_same(long, &whole, &text));
        }
    }
}

/// Lines as senders write them, good and bad.
fn lines() -> impl Strategy<Value = Vec<&'static str>> {
    let line = prop::sample::select(vec![
        "1;VM-1;Web;4;16 GB;45,5;x\n",
        "2;VM-2;Kho;8;1.024;0,4;\n",
        "3;VM-3;;2;7,5;100;\n",
        "4;VM-4;Như trên;nt;nt;nt;ghi chú\n",
        "VM-1;5;Web;4;16\n",
        "6;VM-1;Web;4;16 GB;45,5;x\n",
        "7;VM-1;Web;8;16 GB;45,5;x\n",
        ";;tiếp theo;;;;\n",
        "I;Khối văn phòng;;;;;\n",
        "Bộ Y tế;;;;;;\n",
        ";Tổng cộng;;12;32 GB;;\n",
        "Tổng;;;14;;;\n",
        ";;;;;;\n",
        "\n",
        "8;VM-8;\"hai\ndòng\";đang cập nhật;N/A;-;;thừa\n",
        "9;VM-9;Web;-3;5000 TB;180;\n",
        "10;VM-10;Web;0,5;5 - 6;0,3;\n",
        "STT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB);% sử dụng CPU (P95);Khác\n",
        ";;;14;48 GB;;\n",
        "11;;Web;4;16;;\n",
        "Người lập biểu;;;;;;\n",
        "A;B;1;2;3;4;5\n",
        ";;;Nguyễn Văn A;;;\n",
        "- trong đó;;;3;;;\n",
        "1.1;VM-12;Web;4;16;;\n",
        "12;1.23E+18;Web;4;16;;\n",
    ]);
    prop::collection::vec(line, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn a_list_says_the_same_in_windows_of_any_size(
        lines in lines(),
        window in 1_usize..400,
        head in prop::sample::select(vec![2_usize, 4, 100]),
    ) {
        let headings = "DANH SÁCH MÁY ẢO\nSTT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB);% sử dụng CPU (P95);Khác\n";
        let text = format!("{headings}{}", lines.concat());
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ds.csv");
        std::fs::write(&path, &text).expect("written");
        let whole = read(&path, text.as_bytes(), &intake(Some("MOET")));
        if let Some(read) = by_windows(&path, (window, head), &intake(Some("MOET"))) {
            assert_same(&read, &whole, &text);
        }
    }
}

/// Objects as programs write them, one a line.
fn objects() -> impl Strategy<Value = Vec<&'static str>> {
    let object = prop::sample::select(vec![
        "{\"Mã máy ảo\": \"VM-1\", \"Số vCPU\": 4, \"RAM (GB)\": 16.5, \"Khác\": {\"a\": [1]}}\n",
        "{\"Mã máy ảo\": \"VM-2\", \"Số vCPU\": \"8 vCPU\", \"RAM (GB)\": \"1.024\"}\n",
        "{\"Ghi chú\": null, \"Mã máy ảo\": \"VM-3\", \"Tên máy ảo\": \"Web\", \"RAM (GB)\": 1.024}\n",
        "{\"Mã máy ảo\": \"VM-1\", \"Số vCPU\": 4, \"RAM (GB)\": 16.5, \"Khác\": true}\n",
        "{\"Mã máy ảo\": \"VM-4\", \"Mã máy ảo\": \"VM-5\", \"Số vCPU\": 0}\n",
        "{\"Tên máy ảo\": \"Tổng cộng\", \"Số vCPU\": 12}\n",
        "{}\n",
        "\n",
        "{\"Mã máy ảo\": \"VM-6\", \"Số vCPU\": 2, \"RAM (GB)\": \"7,5\", \"Ghi chú\": \" \"}\n",
    ]);
    prop::collection::vec(object, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn objects_on_lines_say_the_same_in_windows_of_any_size(
        objects in objects(),
        window in 1_usize..600,
        head in prop::sample::select(vec![2_usize, 4, 100]),
    ) {
        let text = objects.concat();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ds.jsonl");
        std::fs::write(&path, &text).expect("written");
        let whole = read(&path, text.as_bytes(), &intake(Some("MOET")));
        if let Some(read) = by_windows(&path, (window, head), &intake(Some("MOET"))) {
            assert_same(&read, &whole, &text);
        }
    }
}

#[test]
fn objects_on_lines_are_read_some_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ds.jsonl");
    let line = |n: usize| format!("{{\"Mã máy ảo\": \"VM-{n}\", \"Số vCPU\": {}}}\n", n % 8 + 1);
    let text: String = (0..300).map(line).collect();
    std::fs::write(&path, &text).expect("written");
    let long = by_windows(&path, (500, 50), &intake(Some("MOET"))).expect("is read so");
    assert_same(&long, &read(&path, text.as_bytes(), &intake(Some("MOET"))), "ds.jsonl");
    assert_eq!(long.rows_accepted(), 300);
    for broken in ["{\"a\": \n", "[1]\n", "x\n"] {
        std::fs::write(&path, format!("{text}{broken}")).expect("written");
        let long = by_windows(&path, (500, 50), &intake(Some("MOET")));
        assert!(long.is_none(), "the reader of the whole text tells what is wrong: {broken}");
    }
}
