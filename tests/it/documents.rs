//! Documents made by the program: compared with the files, rewritten with UPDATE=1.

use std::fmt::Write;
use std::path::Path;

use crate::command::Workdir;

use ndcap::diagnostic::Code;
use ndcap::language::Language;
use ndcap::placement::contingency::Aftermath;
use ndcap::reference::Agencies;
use ndcap::report::tables;
use ndcap::schema::{Kind, Table};

pub fn compare(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("docs")).expect("a folder");
        std::fs::write(&path, made).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/{name} is out of date; run: UPDATE=1 cargo test --test it documents"
    );
}

#[test]
fn the_index_of_findings_is_up_to_date() {
    let mut text = "# Findings\n\nEvery rule, made from the program's list and its catalogue of texts. F: the \
                    file, H: headings, A: agencies, C: one cell, R: one row, T: a whole table, P: notes of a \
                    format, X: figures across tables and submissions (ndcap reconcile), N: lists of what stands in a hall (ndcap hall import), L: the device library (ndcap place).\nAn error keeps its row out of every figure; a warning is used but doubtful; a note \
                    is a decision of ours the sender should know.\n\n"
        .to_owned();
    text.push_str(&index_of_findings(
        Language::English,
        "| code | severity | holds of good data | example that breaks it | what to do |",
    ));
    text.push_str(
        "\n# Lỗi, cảnh báo và lưu ý\n\nMọi quy tắc kiểm tra, lấy từ danh mục của chương trình. F: tệp, H: tiêu đề \
         cột, A: cơ quan, C: một ô, R: một dòng, T: cả bảng, P: ghi chú về định dạng, X: số liệu \
         giữa các bảng và hồ sơ (ndcap reconcile), N: danh sách thiết bị đã có trong phòng máy (ndcap hall import), L: thư viện thiết bị (ndcap place).\nLỗi: dòng không được đưa \
         vào số liệu nào; cảnh báo: vẫn dùng nhưng còn nghi vấn; lưu ý: cách xử lý của chương trình mà bên gửi cần \
         biết.\n\n",
    );
    text.push_str(&index_of_findings(
        Language::Vietnamese,
        "| mã | mức | dữ liệu đúng thì | ví dụ vi phạm | cách xử lý |",
    ));
    compare("findings.md", &text);
}

fn index_of_findings(language: Language, head: &str) -> String {
    let mut lines = format!("{head}\n|---|---|---|---|---|\n");
    for code in Code::ALL {
        let (id, severity) = (code.id(), code.severity().title(language));
        let said = [code.claim(language), code.example(language), code.remedy(language)];
        // A bar within a cell would end it.
        let [claim, example, remedy] = said.map(|text| text.replace('|', "\\|"));
        writeln!(lines, "| {id} | {severity} | {claim} | {example} | {remedy} |").expect("text");
    }
    lines
}

#[test]
fn the_data_dictionary_is_up_to_date() {
    let mut text = "# Data dictionary\n\nThe canonical tables, made from the program's column lists. On \
                    every row stand also agency_id, submission_id, sheet and row. An empty value means \
                    that the submission does not say; it is never zero. In CSV a text that begins with =, +, -, @, \
                    a tab or a line break has an apostrophe in front, lest a spreadsheet run it; numbers are as \
                    they are.\n"
        .to_owned();
    for table in Table::ALL {
        writeln!(text, "\n## {} ({})\n\n{}\n", table.name(), table.title_vi(), table.doc())
            .expect("text");
        text.push_str("| column | type | unit | required | heading | meaning | words |\n");
        text.push_str("|---|---|---|---|---|---|---|\n");
        for column in table.columns() {
            let words = match column.kind {
                Kind::Category(list) => {
                    list.iter().map(|category| category.label).collect::<Vec<_>>().join(", ")
                }
                _ => String::new(),
            };
            writeln!(
                text,
                "| {} | {:?} | {} | {} | {} | {} | {} |",
                column.name,
                column.dtype(),
                column.unit(),
                if column.required { "yes" } else { "" },
                column.heading(column.title_vi),
                column.doc,
                words
            )
            .expect("text");
        }
    }
    compare("data-dictionary.md", &text);
}

const WHAT_IF: &str = "# What if\n
`ndcap place --without LOSS` tells what goes down and what is overloaded when something is lost;
given several times, all of it is lost at once, and counts add up.

| loss | what is lost |
|---|---|
| feed-a, feed-b | one of the two power paths of the whole hall: its UPS, and its feed in every rack |
| crac, crac=N | cooling units, spare ones among them; held against the heat that is left |
| ups-module, ups-module=N | UPS modules of the path that is left, of A where both are; a path without modules is out |
| row=NAME, rack=ID | all racks of a row, one rack, with all they hold |
| hosts=K, hosts=K@ZONE | of each pool, or of one zone, the K fullest hosts that other losses leave |

A host that no longer runs is lost; its workloads move, as they are, to other hosts of their pool and to
those that stand by: each where there is room first, the largest first, or lost hosts as a whole onto spare
ones. Nothing that still runs is moved to make room. What finds no room is down, and so is every device
that is no host: it has no replacement. Loads are peaks, held against the limits of the placement. Which
load to shed and how long a room without enough cooling lasts is not guessed. Generators are not among the
losses: the plan knows their rating, not their number.

`ndcap place --add PROFILE@ZONE=N` puts more hosts into racks with everything else and tells what they take
and what becomes free; without @ZONE each zone is tried in turn, up to 10,000 hosts at once. Nothing that had
a rack loses it for them.

With `--format json`, `--without` gives `{\"is_survived\", \"losses\", \"down\", \"overloaded\", \"recovered\",
\"hosts_lost\", \"loads\", \"pools_left\", \"systems_hit\"}` and `--add` gives `{\"additions\",
\"addition_hall\", \"limits\"}`: the tables below, one object a row. `recovered` counts what was lost, moved
and went down: `hosts_lost_count`, `workloads_moved_count`, `workloads_down_count`, `devices_down_count`,
`systems_wholly_down_count`, `systems_partly_down_count`, `systems_moved_count`, `agencies_down_count`, and
`workloads_not_up_before_count`, workloads without a host or whose host has no rack, which are not judged.
`limits` has one object an alternative: `alternative`, `limit` (null where the hall takes all), `device_id`
(what finds no rack with one host more) and `detail`. With csv and parquet, `--without` gives the table
effects and `--add` the table additions. In JSON and CSV a share is a share of 1. Exit code 3: something goes down or is overloaded, or the hall does not take
all hosts.
";

#[test]
fn the_what_if_tables_are_up_to_date() {
    let none = Aftermath {
        losses: Vec::new(),
        hosts_lost: Vec::new(),
        down: Vec::new(),
        moves: Vec::new(),
        loads: Vec::new(),
        pools: Vec::new(),
        systems: Vec::new(),
        workloads_not_up: 0,
    };
    let agencies = Agencies::built_in();
    let mut text = WHAT_IF.to_owned();
    let tables = |language| {
        [
            tables::losses(&none, language),
            tables::down(&none, language),
            tables::overloaded(&none, language),
            tables::hosts_lost(&none, language),
            tables::loads(&none, language),
            tables::pools_left(&none, language),
            tables::systems_hit(&none, agencies, language),
            tables::effects(&none, language),
            tables::additions(&[], language),
            tables::addition_hall(&[], language),
        ]
    };
    let (english, vietnamese) = (tables(Language::English), tables(Language::Vietnamese));
    for (table, same) in english.iter().zip(&vietnamese) {
        writeln!(text, "\n## {}: {} ({})\n", table.name, table.title, same.title).expect("text");
        writeln!(text, "{}\n", table.note).expect("text");
        text.push_str("| column | type | heading | tiêu đề |\n|---|---|---|---|\n");
        for (column, same) in table.columns.iter().zip(&same.columns) {
            let (name, kind) = (column.name, column.kind);
            writeln!(text, "| {name} | {kind:?} | {} | {} |", column.title, same.title)
                .expect("text");
        }
    }
    compare("what-if.md", &text);
}

#[test]
fn the_command_line_reference_is_up_to_date() {
    let work = Workdir::new();
    let mut text = "# Command line\n\nMade from the program's own help.\n".to_owned();
    let commands = [
        "run",
        "synth",
        "verify",
        "template",
        "check",
        "ingest",
        "submissions",
        "submissions diff",
        "inventory",
        "duplicates",
        "duplicates show",
        "duplicates decide",
        "hall",
        "hall import",
        "quality",
        "reconcile",
        "explain",
        "demand",
        "place",
        "library",
        "library import",
        "library list",
        "library match",
        "scenario",
        "scenario compare",
        "assumptions",
        "status",
        "report",
        "chart",
        "bench",
        "bench packing",
        "bench duplicates",
    ];
    let help = work.ok(&["-h"]).stdout;
    writeln!(text, "\n```text\n{}\n```", trimmed(&help)).expect("text");
    for command in commands {
        let words: Vec<&str> = command.split(' ').chain(["-h"]).collect();
        let help = work.ok(&words).stdout;
        // The options of all commands stand above; here only what is the command's own.
        writeln!(text, "\n## ndcap {command}\n\n```text\n{}\n```", own_help(&help)).expect("text");
    }
    compare("command-line.md", &text);
}

#[test]
fn the_figure_of_the_readme_is_that_of_the_sample() {
    let work = Workdir::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/sample");
    let done = work.ok(&["run", sample, "--out", "out"]);
    let made =
        std::fs::read_to_string(work.path("out/charts/demand_by_agency.svg")).expect("a figure");
    compare("demand_by_agency.svg", &made);
    // The table printed in the READMEs is what the command prints.
    let printed = done.stdout.split("\n!").next().unwrap_or_default();
    for name in ["README.md", "README.vi.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let readme = std::fs::read_to_string(path).expect("a README");
        // Without the rule below the headings, which is as wide as the widest row.
        let is_row = |line: &&str| line.starts_with(' ');
        for line in printed.lines().map(str::trim_end).filter(is_row) {
            assert!(
                readme.contains(line),
                "{name} shows another table; it should have:\n{printed}"
            );
        }
    }
}

#[test]
fn the_readme_of_the_sample_tells_its_truth() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/sample");
    let text = std::fs::read_to_string(folder.join("truth.json")).expect("the truth");
    let truth: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let kept = std::fs::read_to_string(folder.join("README.md")).expect("the README");
    let mut made = kept.clone();
    for (name, lines) in
        [("agencies", agencies(&truth)), ("totals", totals(&truth)), ("planted", planted(&truth))]
    {
        let begin = format!("<!-- made: {name} -->\n");
        let from = made.find(&begin).expect("a marker") + begin.len();
        let to = from + made[from..].find("<!-- end -->").expect("an end");
        made.replace_range(from..to, &lines);
    }
    compare("../datasets/sample/README.md", &made);
}

fn agencies(truth: &serde_json::Value) -> String {
    let mut lines = "| agency | files | workloads | cloud needs | rows read | rejected |\n\
                     |---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for agency in truth["agencies"].as_array().expect("a list") {
        let files = agency["files"].as_array().expect("a list").len();
        let (id, rows) = (agency["agency_id"].as_str().expect("an id"), &agency["rows"]);
        let (machines, needs) =
            (&agency["totals"]["workloads_count"], &agency["cloud_needs"]["count"]);
        writeln!(
            lines,
            "| {id} | {files} | {machines} | {needs} | {} | {} |",
            rows["read"], rows["rejected"]
        )
        .expect("text");
    }
    lines
}

fn totals(truth: &serde_json::Value) -> String {
    let rows = |name: &str| -> u64 {
        let agencies = truth["agencies"].as_array().expect("a list").iter();
        agencies.map(|agency| agency["rows"][name].as_u64().expect("a count")).sum()
    };
    let mut lines = "| what | sum of what is stated |\n|---|---:|\n".to_owned();
    for name in ["read", "accepted", "rejected", "merged", "skipped"] {
        writeln!(lines, "| rows {name} | {} |", rows(name)).expect("text");
    }
    for (name, total) in truth["national"].as_object().expect("totals") {
        writeln!(lines, "| {name} | {total} |").expect("text");
    }
    lines
}

fn planted(truth: &serde_json::Value) -> String {
    let mut counts = std::collections::BTreeMap::new();
    for agency in truth["agencies"].as_array().expect("a list") {
        for (code, count) in agency["planted"].as_object().expect("codes") {
            *counts.entry(code.clone()).or_insert(0) += count.as_u64().expect("a count");
        }
    }
    let mut lines =
        "| code | holds of good data | rows that break it |\n|---|---|---:|\n".to_owned();
    for (code, count) in counts {
        let claim = Code::from_id(&code).expect("a code").claim(Language::English);
        writeln!(lines, "| {code} | {claim} | {count} |").expect("text");
    }
    lines
}

fn trimmed(help: &str) -> String {
    help.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn own_help(help: &str) -> String {
    const COMMON: [&str; 9] = [
        "--store", "--plan", "--as-of", "--format", "--out", "--lang", "--seed", "--quiet",
        "--help",
    ];
    // The lines that go on with a common option go with it.
    let mut is_common = false;
    let own = help.lines().filter(|line| {
        let option = line.trim_start();
        // A text that goes on with a dash is indented further than any option.
        let is_option = option.starts_with('-') && line.len() - option.len() <= 6;
        if is_option {
            is_common = option.split(' ').take(2).any(|word| COMMON.contains(&word));
        } else if option.is_empty() || !line.starts_with("   ") {
            is_common = false;
        }
        !is_common
    });
    trimmed(&own.collect::<Vec<_>>().join("\n"))
}
