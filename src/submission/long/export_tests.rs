//! An export of another tool whose rows each stand for themselves says, some rows at a time, what it
//! says when it is held in memory; others are held in memory.

use std::path::Path;

use proptest::prelude::*;

use super::tests::{assert_same, by_windows, intake};
use crate::diagnostic::Code;
use crate::submission::{Intake, Submission, read};
use crate::time::NaiveDate;

const HEADINGS: &str = "\"Name\",\"Interval Breakdown\",\"VM|CPU|Usage (%)|Avg\",\
    \"VM|Memory|Usage (%)|Avg\",\"VM|Memory|Swapped (KB)|Avg\",\"VM|CPU|Demand (MHz)|Avg\"\n";

/// What a text says by windows, if it is read so, and in memory.
fn both(
    name: &str,
    text: &str,
    portions: (usize, usize),
    intake: &Intake<'_>,
) -> (Option<Submission>, Submission) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
    let whole = read(Path::new(name), text.as_bytes(), intake);
    (by_windows(&path, portions, intake), whole)
}

/// Lines as the tool writes them, and as they are after somebody had the file open.
fn lines() -> impl Strategy<Value = Vec<&'static str>> {
    let line = prop::sample::select(vec![
        "\"web\",\"12:00 AM 21 July 2026\",\"12.5\",\"80\",\"-\",\"1,791,567.26\"\n",
        "\"db-01\",\"12:05 AM 21 July 2026\",\"0.4\",\"3\",\"0\",\"1,200\"\n",
        "\"db-01\",\"12:05 AM 21 July 2026\",\"0.4\",\"3\",\"0\",\"1,200\"\n",
        "db-02,2026-07-21,99.5,55.25,\"1,024\",12\n",
        "db-03,21/07/2026,\"12,5\",\"1,024\",\"2.048,5\",-\n",
        "\"máy chủ thư\",\"11:55 PM 21 July 2026\",\"7\",\"\",\"12\",\"\"\n",
        "\"ma\u{301}y\",\"11:55 PM 21 July 2026\",\"7\",\"1\",\"12\",\"chưa đo\"\n",
        "sum-01,1 July 2026,1,2,3,4\n",
        "Total,1 July 2026,1,2,3,4\n",
        "\"Tổng cộng\",,14,,,\n",
        "(vm),1 July 2026,1,2,3,4\n",
        "\"\",\"12:00 AM 21 July 2026\",\"12.5\",\"80\",\"-\",\"3\"\n",
        "web,someday,12.5,80,-,3\n",
        "web,,12.5,80,-,3\n",
        "web,1 July 2026,180,-3,5000000000 TB,x\n",
        "web,1 July 2026,45 %,\"0,5\",16 MB,\n",
        "web,1 July 2026,nt,Như trên,\",\n",
        "\"web\n2\",1 July 2026,1,2,3,4,,more\n",
        "\"Name\",\"Interval Breakdown\",\"VM|CPU|Usage (%)|Avg\",\"VM|Memory|Usage (%)|Avg\",\
         \"VM|Memory|Swapped (KB)|Avg\",\"VM|CPU|Demand (MHz)|Avg\"\n",
        "Name,1 July 2026,1,2,3,4\n",
        "Mã máy ảo,Tên máy ảo,Số vCPU,RAM (GB),Hệ điều hành,Ghi chú\n",
        "Người lập biểu,,,,,\n",
        "web\n",
        ",,,,,\n",
        "\n",
        "\u{200b},1 July 2026,1,2,3,4\n",
        "web,30 July 2026,1,2,1024,4\n",
    ]);
    prop::collection::vec(line, 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn a_series_says_the_same_in_windows_of_any_size(
        above in prop::sample::select(vec!["", "\u{feff}", "View: use\n\n", "\u{feff}View,\"a\"\n"]),
        lines in lines(),
        window in prop_oneof![1_usize..500, 500_usize..4_000],
        head in prop::sample::select(vec![4_usize, 6, 100]),
        is_sent in any::<bool>(),
    ) {
        let text = format!("{above}{HEADINGS}{}", lines.concat());
        let received = NaiveDate::from_ymd_opt(2026, 7, 25);
        let sender = is_sent.then_some("MOET");
        let intake = Intake { received_on: received, ..intake(sender) };
        let (long, whole) = both("series.csv", &text, (window, head), &intake);
        if let Some(long) = long {
            assert_same(&long, &whole, &text);
        } else if whole.profile == "vrops" {
            // A quote that is not closed goes on to the end.
            prop_assert!(text.contains(",\",\n"), "is read so: {text}");
        }
    }
}

#[test]
fn a_series_is_read_some_rows_at_a_time_with_tags_and_the_number_of_all_rows() {
    let line = |n: u32| {
        // Only the last row says that the comma separates thousands.
        let swapped = if n == 499 { "1,024.5" } else { "1,024" };
        format!(
            "\"vm-{}\",\"12:{:02} AM {} July 2026\",\"{}\",\"4\",\"{swapped}\",\"1,200\"\n",
            n % 7,
            n % 60,
            n % 28 + 1,
            n % 100
        )
    };
    let text = format!("{HEADINGS}{}", (0..500).map(line).collect::<String>());
    for portions in [(1, 10), (1_000, 10), (1 << 20, 10)] {
        let (long, whole) = both("series.csv", &text, portions, &intake(Some("MOET")));
        let long = long.expect("is read so");
        assert_same(&long, &whole, "series.csv");
        assert_eq!((long.profile, long.rows_accepted()), ("vrops", 500));
        let samples = &long.tables[0];
        assert_eq!(samples.decimals("cpu_util_pct")[99], Some(99.0));
        assert_eq!(samples.integers("ram_swapped_bytes")[0], Some(1 << 20));
        assert_eq!(samples.tags(0).len(), 1, "demand is a tag");
        let known = long.findings.iter().find(|finding| finding.code == Code::P708);
        assert!(format!("{known:?}").contains("500"), "{known:?}");
    }
}

#[test]
fn exports_that_are_no_series_of_machines_are_held_in_memory() {
    let rows = "\"x\",\"12:00 AM 21 July 2026\",\"12.5\"\n".repeat(20);
    for headings in [
        // Nothing is read from it.
        "Name,Interval Breakdown,Host|CPU|Usage (%)|Avg\n",
        // Is refused.
        "Name,Interval Breakdown,Remark\n",
        // Its sums need both of their parts.
        "MachineId,TimeStamp,CpuUtilizationPercentage,DiskReadOperationsPerSec\n",
    ] {
        let text = format!("{headings}{rows}");
        let (long, whole) = both("list.csv", &text, (100, 10), &intake(Some("MOET")));
        assert!(long.is_none(), "{headings}");
        assert_ne!(whole.profile, "template", "{headings}");
    }
}
