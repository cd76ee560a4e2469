use std::sync::Arc;

use polars::prelude::*;
use proptest::prelude::*;

use super::*;
use crate::inventory::row_group::{RowsWriter, SubmissionId};
use crate::submission::{Rows, Value};

/// Agency, quantity, template.
type Row = (usize, Option<i64>, Option<bool>);

const AGENCIES: [&str; 4] =
    ["MOJ", "MOH", "an agency whose id is longer than a writer keeps whole", ""];

fn written(folder: &Path, rows: &[Row], group: usize) -> PathBuf {
    let ids = rows.iter().map(|row| Some(AGENCIES[row.0])).collect::<StringChunked>();
    let quantities = rows.iter().map(|row| row.1).collect::<Int64Chunked>();
    let templates = rows.iter().map(|row| row.2).collect::<BooleanChunked>();
    let columns = vec![
        ids.with_name(AGENCY_ID.into()).into_column(),
        quantities.with_name("quantity".into()).into_column(),
        templates.with_name("is_template".into()).into_column(),
    ];
    let mut frame = DataFrame::new(rows.len(), columns).expect("equal lengths");
    let path = folder.join("workload.parquet");
    let file = File::create(&path).expect("a file");
    let writer = ParquetWriter::new(file).with_row_group_size(Some(group));
    writer.finish(&mut frame).expect("is written");
    path
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// What a footer says is what the rows say; where it says nothing of agencies, they are several
    /// in one group, or of a long name.
    #[test]
    fn a_footer_says_what_its_rows_say(
        rows in prop::collection::vec(
            (0_usize..4, prop::option::weighted(0.1, 1_i64..4), prop::option::weighted(0.1, any::<bool>())),
            1..40,
        ),
        group in 1_usize..12,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let footer = Footer::read(&written(folder.path(), &rows, group)).expect("is read");
        let counts = footer.groups.iter().map(|group| group.rows_count);
        prop_assert_eq!(counts.sum::<usize>(), rows.len());
        prop_assert_eq!(footer.may_state("quantity"), rows.iter().any(|row| row.1.is_some()));
        prop_assert_eq!(footer.may_state("is_template"), rows.iter().any(|row| row.2.is_some()));
        prop_assert!(!footer.may_state("no such column"));
        let mut at = 0;
        let mut is_told = true;
        for of_group in &footer.groups {
            let ids: BTreeSet<usize> =
                rows[at..at + of_group.rows_count].iter().map(|row| row.0).collect();
            is_told &= ids.len() == 1 && !ids.contains(&2);
            at += of_group.rows_count;
        }
        let ids: BTreeSet<&str> = rows.iter().map(|row| AGENCIES[row.0]).collect();
        prop_assert_eq!(footer.agencies(), is_told.then_some(ids));
    }
}

/// The writer of rows states no least and greatest text where all of them differ.
#[test]
fn texts_that_all_differ_are_stated() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("workload.parquet");
    let file = File::create(&path).expect("a file");
    let mut rows = Rows::empty(Table::Workload);
    rows.open(&"Máy ảo".into(), 2..3_002);
    for index in 0..3_000 {
        rows.agency_id.set(index, &"MOH".into());
        rows.set(index, "workload_id", Value::Text(format!("VM-{index}")));
        rows.set(index, "os", Value::Text("RHEL 8".to_owned()));
        rows.set(index, "vcpu_count", Value::Integer(4));
    }
    let id = SubmissionId::default();
    let mut writer = RowsWriter::new(file, Table::Workload, Arc::clone(&id)).expect("a schema");
    writer.add(rows).expect("is written");
    id.set("MOH/0001-abcdefgh".to_owned()).expect("once");
    writer.finish().expect("is written");
    let footer = Footer::read(&path).expect("is read");
    for column in ["workload_id", "os", "vcpu_count"] {
        assert!(footer.may_state(column), "{column}");
    }
    assert!(!footer.may_state("quantity") && !footer.may_state("is_template"));
    assert_eq!(footer.agencies(), Some(BTreeSet::from(["MOH"])));
}
