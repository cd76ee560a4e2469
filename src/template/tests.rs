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
