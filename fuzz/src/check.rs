//! What must be true of every reading of every file.

use std::collections::{BTreeMap, BTreeSet};

use ndcap::language::Language;
use ndcap::schema::Table;
use ndcap::submission::{Sheet, Submission, Values, is_return_sheet};
use ndcap::text::shows_nothing;

/// Most rows that headings take.
const HEADING_ROWS_MAX: usize = 3;

/// Every filled row of a sheet is counted, but for its headings and what stands above them; and
/// every count is the sum of its parts.
pub fn no_row_is_lost(submission: &Submission, sheets: &[Sheet]) {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for count in &submission.counts {
        let parts =
            count.rows_accepted + count.rows_rejected + count.rows_merged + count.rows_skipped;
        assert_eq!(count.rows_read, parts, "{count:?}");
        *counted.entry(&count.sheet).or_default() += count.rows_read;
    }
    let names: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names.len(), sheets.len(), "every sheet has a name of its own");
    // What a foreign format says of the rows above its headings is its own matter.
    if submission.profile != "template" {
        return;
    }
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        let read = counted.get(sheet.name.as_str()).copied().unwrap_or_default();
        let of_sheet = submission.mapping.iter().filter(|of| of.sheet == sheet.name);
        let headings: BTreeSet<u32> = of_sheet.map(|of| of.header_row).collect();
        let Some(first) = headings.first().filter(|_| !is_return_sheet(sheet)) else {
            assert_eq!(read, sheet.rows.len(), "{}: no table, every row is counted", sheet.name);
            continue;
        };
        let below = sheet.rows.iter().filter(|row| row.number > *first).count();
        let further = headings.len() - 1;
        let fewest = below.saturating_sub(further * HEADING_ROWS_MAX);
        assert!(
            (fewest..=below - further).contains(&read),
            "{}: {read} rows counted of {below} below the first of {} headings",
            sheet.name,
            headings.len()
        );
    }
}

/// What is kept is what is counted: accepted rows in their tables, rejected ones with a reason that
/// is told.
pub fn accepted_rows_are_counted(submission: &Submission) {
    let accepted: usize = submission.tables.iter().map(|rows| rows.len()).sum();
    assert_eq!(accepted, submission.rows_accepted(), "accepted rows");
    let of_tables = submission.counts.iter().filter(|count| !count.table.is_empty());
    let rejected: usize = of_tables.map(|count| count.rows_rejected).sum();
    assert_eq!(submission.rejected.len(), rejected, "rejected rows");
    for row in &submission.rejected {
        assert!(!row.codes.is_empty(), "a rejected row has a reason: {row:?}");
        for code in &row.codes {
            let is_told = submission.findings.iter().any(|finding| finding.code == *code);
            assert!(is_told, "{} is told: {row:?}", code.id());
        }
    }
    for rows in &submission.tables {
        for index in 0..rows.len() {
            let (agency, key) = rows.key(index);
            assert!(!agency.is_empty(), "a row has an agency");
            let has_key = !shows_nothing(key);
            assert!(has_key, "a row of {} has a code", rows.table.name());
        }
        for (column, values) in rows.table.columns().iter().zip(&rows.columns) {
            assert!(is_sound(values), "{}.{}: {values:?}", rows.table.name(), column.name);
        }
        let is_known = rows.table == Table::Utilisation || keys_differ(rows);
        assert!(is_known, "codes of {} are unique", rows.table.name());
    }
}

fn keys_differ(rows: &ndcap::submission::Rows) -> bool {
    let keys: BTreeSet<_> = (0..rows.len()).map(|index| rows.key(index)).collect();
    keys.len() == rows.len()
}

/// Numbers are numbers, and a text that says nothing is no text but a null.
fn is_sound(values: &Values) -> bool {
    match values {
        Values::Text(texts) => texts.iter().flatten().all(|text| !shows_nothing(text)),
        Values::Decimal(numbers) => numbers.iter().flatten().all(|number| number.is_finite()),
        _ => true,
    }
}

/// Every finding says what was found, expected and is to be done, in both languages.
pub fn everything_said_says_something(submission: &Submission) {
    for finding in &submission.findings {
        for text in [&finding.found, &finding.expected, &finding.remedy] {
            for language in Language::ALL {
                assert!(!shows_nothing(&text.in_language(language)), "{finding:?}");
            }
        }
        assert!(finding.row != Some(0), "rows are counted from 1: {finding:?}");
    }
}
