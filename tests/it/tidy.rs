//! The order of the rooms, the homes of crates, the length of files.

use std::path::{Path, PathBuf};

pub fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    files.sort();
    files
}

/// The rooms in the order of lib.rs.
fn rooms() -> Vec<String> {
    let lib = include_str!("../../src/lib.rs");
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn a_room_uses_only_the_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() >= 14, "{rooms:?}");
    let place = |room: &str| rooms.iter().position(|known| known == room);
    for (file, text) in sources() {
        let Some(own) = place(room_of(&file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            for after in code.split("crate::").skip(1) {
                let named = after.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let Some(used) = named.and_then(place) else { continue };
                let (line, room) = (number + 1, &rooms[used]);
                assert!(used <= own, "src/{file}:{line} uses {room}, which stands below it");
            }
        }
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    let homes: &[(&str, &[&str])] = &[
        ("clap", &["cli/"]),
        ("anyhow", &["cli/"]),
        ("indicatif", &["cli/"]),
        ("comfy_table", &["cli/"]),
        ("fluent_bundle", &["diagnostic/catalogue/"]),
        ("plotters", &["report/chart/"]),
        (
            "polars",
            &[
                "schema/",
                "submission/source/parquet.rs",
                "inventory/",
                "utilisation/reduce.rs",
                "duplicates/intake.rs",
                "reconcile/",
                "quality/",
                "demand/",
                "explain/",
                "placement/intake/",
                "report/table.rs",
            ],
        ),
        ("polars_arrow", &["inventory/row_group/"]),
        ("polars_parquet", &["inventory/row_group/"]),
        ("calamine", &["submission/source/workbook/"]),
        ("saphyr_parser", &["library/yaml.rs"]),
        ("quick_xml", &["submission/source/"]),
        ("zip", &["submission/source/archive.rs", "submission/source/workbook/xlsx/tests.rs"]),
        ("zstd", &["submission/source/archive.rs"]),
        ("flate2", &["submission/source/archive.rs", "submission/long/growth_tests.rs"]),
        ("minijinja", &["report/html.rs"]),
        (
            "rust_xlsxwriter",
            &[
                "report/xlsx.rs",
                "template/",
                "returned/",
                "synth/",
                "submission/long/workbook_tests.rs",
            ],
        ),
        ("rand_chacha", &["chance.rs"]),
        ("sketches_ddsketch", &["utilisation/quantile.rs"]),
        ("sha2", &["submission/mod.rs", "inventory/", "synth/"]),
    ];
    for (file, text) in sources() {
        for (name, allowed) in homes {
            let uses = text.lines().any(|line| {
                let code = line.trim_start();
                !code.starts_with("//")
                    && (code.contains(&format!("use {name}::"))
                        || code.contains(&format!(" {name}::")))
            });
            let is_home = allowed.iter().any(|home| file.starts_with(home));
            assert!(!uses || is_home, "src/{file} uses {name}, whose home is {allowed:?}");
        }
    }
}

#[test]
fn print_macros_stay_in_the_command_line() {
    for (file, text) in sources() {
        if file.starts_with("cli/") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            for name in ["println!", "eprintln!", "process::exit", "SystemTime"] {
                assert!(!code.contains(name), "src/{file}:{}: {name}", number + 1);
            }
        }
    }
}

/// One writer of CSV, so that no text gets out that a spreadsheet would run; the synthetic
/// submissions are written as their senders would.
#[test]
fn csv_is_written_in_one_place() {
    for (file, text) in sources() {
        let writes = text.contains("csv::Writer") || text.contains(".write_record(");
        assert!(!writes || file == "report/table.rs" || file.starts_with("synth/"), "src/{file}");
    }
}

#[test]
fn files_are_short_enough_to_read() {
    for (file, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 500, "src/{file} has {lines} lines; split it");
    }
}

/// Names of columns are declared once, in `schema/`; elsewhere they are only called by these names.
#[test]
fn every_column_the_code_calls_by_name_is_in_the_schema() {
    use ndcap::schema::{Table, provenance};
    let mut known: Vec<&str> =
        Table::ALL.iter().flat_map(|table| table.columns()).map(|column| column.name).collect();
    known.extend([
        provenance::AGENCY_ID,
        provenance::SUBMISSION_ID,
        provenance::SHEET,
        provenance::ROW,
        provenance::TAGS,
    ]);
    let calls = [
        ".texts(\"",
        ".integers(\"",
        ".decimals(\"",
        ".flags(\"",
        ".days(\"",
        ".amounts(\"",
        ".index_of(\"",
        "col(\"",
    ];
    let mut seen = 0;
    for (file, text) in sources() {
        let stored = [
            "submission/",
            "demand/",
            "inventory/totals.rs",
            "inventory/gaps.rs",
            "duplicates/",
            "reconcile/",
            "explain/",
            "placement/intake/",
        ];
        if !stored.iter().any(|room| file.starts_with(room)) || file.contains("tests") {
            continue;
        }
        for call in calls {
            for after in text.split(call).skip(1) {
                let name = after.split('"').next().unwrap_or_default();
                assert!(known.contains(&name), "src/{file}: no table has a column {name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "the test looks where names are used: {seen}");
}
