//! Aria Operations time series.

use ndcap::schema::Table;

use super::{assert_refused, count, counts, read_csv, table, tag, texts, told, with};

/// Use in percent, and demand in MHz, which is no share.
pub const SAMPLES: &str = "\u{feff}\"Name\",\"Interval Breakdown\",\"VM|CPU|Usage (%)|Avg\",\
    \"VM|CPU|Usage (%)|Max\",\"VM|Memory|Usage (%)|Avg\",\"VM|CPU|Demand (MHz)|Avg\"\n\
    \"web\",\"12:00 AM 21 July 2026\",\"12.5\",\"80\",\"-\",\"1,791,567.26\"\n\
    \"web\",\"12:05 AM 21 July 2026\",\"0.4\",\"3\",\"55\",\"1,200\"\n";

#[test]
fn average_use_in_percent_becomes_samples() {
    let submission = read_csv(SAMPLES);
    assert_eq!(submission.profile, "vrops");
    let samples = table(&submission, Table::Utilisation);
    assert_eq!(texts(samples, "workload_id"), ["web", "web"]);
    let days: Vec<String> = samples.days("at").iter().flatten().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-07-21", "2026-07-21"]);
    assert_eq!(samples.decimals("cpu_util_pct"), [Some(12.5), Some(0.4)]);
    assert_eq!(samples.decimals("ram_util_pct"), [None, Some(55.0)], "a dash is no 0");
    assert_eq!(tag(samples, 0, "VM|CPU|Demand (MHz)|Avg"), Some("1,791,567.26".to_owned()));
    let unread = told(&submission, "P729");
    assert_eq!(unread.2, "VM|CPU|Usage (%)|Max, VM|CPU|Demand (MHz)|Avg");
    assert_eq!((unread.0.as_str(), unread.1.as_str()), ("note", "list!D1"));
}

#[test]
fn ready_and_what_was_taken_of_the_memory_are_samples() {
    let text = "Name,Interval Breakdown,VM|CPU|Ready (%)|Avg,VM|CPU|Ready (%)|Max,\
                VM|Memory|Swapped (KB)|Avg,VM|Memory|Balloon (MB)|Max\n\
                web,12:00 AM 21 July 2026,0.4,9,\"1,024\",0\nweb,12:05 AM 21 July 2026,7.25,30,-,2\n";
    let submission = read_csv(text);
    let samples = table(&submission, Table::Utilisation);
    assert_eq!(samples.decimals("cpu_ready_pct"), [Some(0.4), Some(7.25)]);
    assert_eq!(samples.integers("ram_swapped_bytes"), [Some(1 << 20), None]);
    assert_eq!(samples.integers("ram_ballooned_bytes"), [Some(0), Some(2 << 20)]);
    assert_eq!(told(&submission, "P729").2, "VM|CPU|Ready (%)|Max", "a peak is a tag");
    assert_eq!(tag(samples, 1, "VM|CPU|Ready (%)|Max"), Some("30".to_owned()));
    assert!(
        with(&submission, "C403").is_empty(),
        "the points of other columns say what commas are"
    );
    assert_eq!(with(&submission, "P726").len(), 2, "KB and MB are told to be powers of 1024");
}

#[test]
fn samples_of_clusters_are_left_out() {
    let text = "Name,Interval Breakdown,Cluster|CPU|Demand|Avg\nC1,12:00 AM 21 July 2026,5\n";
    let submission = read_csv(text);
    assert_eq!(submission.profile, "vrops");
    assert_eq!(counts(&submission), [count("list", "", [2, 0, 0, 0, 2])]);
    assert!(told(&submission, "P716").2.contains("hosts or clusters"));
}

#[test]
fn a_series_without_metrics_is_refused() {
    let submission = read_csv("Name,Interval Breakdown,Remark\nweb,12:00 AM 21 July 2026,x\n");
    let found = "Aria Operations time series without a metric such as VM|CPU|Usage (%)|Avg";
    assert_refused(&submission, "vrops", "P709", found);
}
