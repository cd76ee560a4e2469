use std::path::Path;

use super::*;
use crate::diagnostic::{Code, Finding};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::schema::Kind;
use crate::submission::{Intake, Submission, read};

const LANGUAGES: [Language; 2] = [Language::English, Language::Vietnamese];

fn read_as(name: &str, bytes: &[u8]) -> Submission {
    let agencies = Agencies::built_in();
    let intake = Intake {
        agencies,
        sender: agencies.get("MOET"),
        as_of: NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day"),
        received_on: None,
        limits: Plan::built_in().limits,
        overrides: crate::submission::Overrides::none(),
    };
    read(Path::new(name), bytes, &intake)
}

/// The findings but for the notes that say how "TB" was read.
fn told(submission: &Submission) -> impl Iterator<Item = &Finding> {
    submission.findings.iter().filter(|finding| finding.code != Code::H207)
}

#[test]
fn the_blank_workbook_is_read_back_as_headings_only_of_every_table() {
    for language in LANGUAGES {
        let submission = read_as("blank.xlsx", &blank_workbook(language).expect("written"));
        let tables: Vec<&str> = submission.mapping.iter().map(|m| m.table.as_str()).collect();
        assert_eq!(tables, Table::ALL.map(Table::name), "the guide is no table");
        for (mapping, table) in submission.mapping.iter().zip(Table::ALL) {
            assert_eq!(mapping.columns.len(), table.columns().len(), "{}", table.name());
        }
        for finding in told(&submission) {
            let of_guide = [GUIDE_EN, GUIDE_VI].contains(&finding.sheet.as_str());
            let expected = if of_guide { Code::H201 } else { Code::H202 };
            assert_eq!(finding.code, expected, "{finding:?}");
        }
        assert_eq!(submission.findings.iter().filter(|f| f.code == Code::H202).count(), 9);
    }
}

#[test]
fn the_blank_csv_of_every_table_is_read_back_as_headings_only() {
    for language in LANGUAGES {
        for table in Table::ALL {
            let name = format!("{}.csv", table.name());
            let submission = read_as(&name, blank_csv(table, language).as_bytes());
            assert_eq!(submission.mapping.len(), 1, "{name}");
            assert_eq!(submission.mapping[0].table, table.name());
            assert_eq!(submission.mapping[0].columns.len(), table.columns().len(), "{name}");
            let codes: Vec<Code> = told(&submission).map(|f| f.code).collect();
            assert_eq!(codes, [Code::H202], "{name}");
        }
    }
}

#[test]
fn every_word_the_template_offers_means_its_own_label() {
    for column in Table::ALL.iter().flat_map(|table| table.columns()) {
        let Kind::Category(categories) = column.kind else { continue };
        for category in categories {
            for language in LANGUAGES {
                let key = crate::text::match_key(word_of(category, language));
                let means = |known: &&crate::schema::Category| {
                    std::iter::once(&known.label)
                        .chain(known.words)
                        .any(|word| crate::text::match_key(word) == key)
                };
                let first = categories.iter().find(means).map(|known| known.label);
                assert_eq!(first, Some(category.label), "{} {key}", column.name);
            }
        }
    }
}

#[test]
fn the_same_template_has_the_same_bytes() {
    for language in LANGUAGES {
        let (once, twice) = (blank_workbook(language), blank_workbook(language));
        assert_eq!(once.expect("written"), twice.expect("written"));
    }
}

#[test]
fn a_filled_form_keeps_zeros_days_and_amounts() {
    let table = Table::Server;
    let mut row = vec![Entry::Blank; table.columns().len()];
    row[table.index_of("server_id")] = Entry::Text("0017".to_owned());
    row[table.index_of("serial")] = Entry::Text("000123".to_owned());
    row[table.index_of("ram_bytes")] = Entry::Number(512.0);
    let day = NaiveDate::from_ymd_opt(2021, 3, 9).expect("a day");
    row[table.index_of("in_service_on")] = Entry::Day(day);
    let bytes = filled_workbook(Language::Vietnamese, &[(table, vec![row])]).expect("written");
    let submission = read_as("filled.xlsx", &bytes);
    assert_eq!(told(&submission).next(), None);
    let rows = &submission.tables[0];
    assert_eq!(rows.texts("server_id")[0].as_deref(), Some("0017"));
    assert_eq!(rows.texts("serial")[0].as_deref(), Some("000123"));
    assert_eq!(rows.integers("ram_bytes")[0], Some(512 << 30));
    assert_eq!(rows.days("in_service_on")[0], Some(day));
}

#[test]
fn a_row_of_the_wrong_length_is_refused() {
    let result = filled_workbook(Language::English, &[(Table::System, vec![vec![Entry::Blank]])]);
    assert!(matches!(result, Err(TemplateError::Cells { found: 1, .. })));
}

/// The template, each table filled with its worked example.
fn filled_with_the_example(language: Language) -> Vec<u8> {
    let tables: Vec<(Table, Vec<Vec<Entry>>)> =
        Table::ALL.into_iter().map(|table| (table, vec![example_row(table, language)])).collect();
    workbook::forms(language, &tables, true).expect("written")
}

#[test]
fn the_worked_example_is_read_without_a_finding() {
    for language in LANGUAGES {
        let submission = read_as("filled.xlsx", &filled_with_the_example(language));
        let codes: Vec<Code> = submission.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [], "{:?}", submission.findings);
        assert_eq!((submission.rows_accepted(), submission.rows_rejected()), (9, 0));
        let rows = |table| submission.tables.iter().find(|rows| rows.table == table).expect("read");
        assert_eq!(rows(Table::Server).integers("disk_raw_bytes")[0], Some(3_840_000_000_000));
        assert_eq!(rows(Table::Workload).integers("ram_bytes")[0], Some(16 << 30));
        assert_eq!(rows(Table::System).texts("move_plan")[0].as_deref(), Some("cloud"));
        assert_eq!(rows(Table::System).texts("proposed_quarter")[0].as_deref(), Some("2025Q4"));
        assert_eq!(rows(Table::System).flags("state_secret")[0], Some(false));
        assert_eq!(rows(Table::System).decimals("rto_hours")[0], Some(4.0));
        assert_eq!(rows(Table::CloudNeed).texts("dr")[0].as_deref(), Some("warm"));
        assert_eq!(rows(Table::Server).integers("cost_vnd")[0], Some(250_000_000));
    }
}

#[test]
fn every_cell_of_the_example_becomes_a_value() {
    for language in LANGUAGES {
        let submission = read_as("filled.xlsx", &filled_with_the_example(language));
        for rows in &submission.tables {
            let entries = example_row(rows.table, language);
            for (index, (column, entry)) in rows.table.columns().iter().zip(&entries).enumerate() {
                let is_missing = rows.columns[index].get(0) == crate::submission::Value::Missing;
                assert_eq!(is_missing, *entry == Entry::Blank, "{}", column.name);
            }
        }
    }
}

#[test]
fn the_example_stands_in_the_guide_only() {
    for language in LANGUAGES {
        let submission = read_as("blank.xlsx", &blank_workbook(language).expect("written"));
        assert_eq!(submission.rows_accepted(), 0);
        let codes: Vec<Code> = submission.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::H202; 9], "nothing but headings only: {:?}", submission.findings);
        let guide = &submission.counts[0];
        assert!([GUIDE_EN, GUIDE_VI].contains(&guide.sheet.as_str()), "it comes first");
        assert_eq!((guide.rows_read, guide.table.as_str()), (guide.rows_skipped, ""));
    }
}

#[test]
fn headings_have_their_unit_in_the_language_and_a_note_in_the_other() {
    let table = Table::System;
    let column = &table.columns()[table.index_of("rto_hours")];
    assert_eq!(heading_of(column, Language::English), "RTO (hours)");
    assert_eq!(heading_of(column, Language::Vietnamese), "RTO (giờ)");
    let column = table.key();
    let note = guide::note_of(table, column, Language::Vietnamese);
    let expected = "System id\nMã do đơn vị đặt cho hệ thống, dùng thống nhất ở mọi trang tính.\n\
                    Cách ghi: mã do cơ quan tự đặt, không trùng nếu là mã của chính dòng đó\n\
                    Ví dụ: HT-01\nbắt buộc điền";
    assert_eq!(note, expected);
}

#[test]
fn every_rule_of_entry_can_be_written() {
    for column in Table::ALL.iter().flat_map(|table| table.columns()) {
        for language in LANGUAGES {
            let rule = validation::of(column, 30, language).expect("a rule that Excel takes");
            let free =
                matches!(column.kind, Kind::Id | Kind::Text | Kind::Flag | Kind::Category(_));
            assert_eq!(rule.is_none(), free, "{}", column.name);
        }
    }
}
