//! Samples and stores of them, for tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use polars::prelude::*;

use super::{Layout, SampleWriter};
use crate::diagnostic::Counts;
use crate::inventory::row_group::SubmissionId;
use crate::inventory::{Inventory, Record, parquet_bytes};
use crate::schema::{Table, provenance};
use crate::submission::{SheetCount, nobody};

/// A sample: agency, workload, day, CPU; its row is its place.
pub type Sample = (&'static str, String, i32, Option<f64>);

/// The table of samples with rows from a number on; other quantities are not stated.
pub fn table(samples: &[Sample], first: usize) -> DataFrame {
    let count = samples.len();
    let texts = |of: fn(&Sample) -> &str| samples.iter().map(of).collect::<Vec<&str>>();
    let numbers: Vec<i64> = (first as i64..).take(count).collect();
    let days: Vec<i32> = samples.iter().map(|sample| sample.2).collect();
    let cpu: Vec<Option<f64>> = samples.iter().map(|sample| sample.3).collect();
    let schema = Table::Utilisation.schema();
    let columns = schema.iter().map(|(name, dtype)| match name.as_str() {
        provenance::AGENCY_ID => Column::new(name.clone(), texts(|sample| sample.0)),
        provenance::SUBMISSION_ID => Column::new(name.clone(), vec![""; count]),
        provenance::SHEET => Column::new(name.clone(), vec!["samples"; count]),
        provenance::ROW => Column::new(name.clone(), numbers.clone()),
        "workload_id" => Column::new(name.clone(), texts(|sample| &sample.1)),
        "at" => Int32Chunked::new(name.clone(), days.as_slice()).into_date().into_column(),
        "cpu_util_pct" => Column::new(name.clone(), cpu.clone()),
        _ => Column::full_null(name.clone(), count, dtype),
    });
    let columns = columns.collect();
    DataFrame::new(count, columns).expect("a table")
}

/// The id of a submission that is named.
pub fn named() -> SubmissionId {
    Arc::new(OnceLock::from("MOJ/0001".to_owned()))
}

/// Where samples of a submission stand.
#[derive(Debug, Clone, Copy)]
pub enum Stored {
    /// By day and bucket.
    Laid(fn(&BTreeMap<i32, u64>) -> Layout),
    /// In one file, as older versions wrote them.
    Old,
}

/// A store of submissions of MOJ, each received on a day.
pub fn inventory_of(root: &Path, submissions: &[(Vec<Sample>, Stored, Option<&str>)]) -> Inventory {
    let mut records = Vec::new();
    for (number, (samples, stored, until)) in submissions.iter().enumerate() {
        let id = format!("MOJ/{:04}-00000000", number + 1);
        let folder = root.join("submissions").join(&id);
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut frame = table(samples, 0);
        match stored {
            Stored::Laid(layout) => {
                let writer = SampleWriter::holding(&folder, named(), &nobody(), (50, *layout));
                let writer = writer.send(Box::new(move || Ok(frame))).expect("is taken");
                writer.finish().expect("is written");
            }
            Stored::Old => {
                let bytes = parquet_bytes(&mut frame).expect("is written");
                std::fs::write(folder.join("utilisation.parquet"), bytes).expect("is written");
            }
        }
        let count = SheetCount {
            table: "utilisation".to_owned(),
            sheet: "samples".to_owned(),
            rows_read: samples.len(),
            rows_accepted: samples.len(),
            rows_rejected: 0,
            rows_merged: 0,
            rows_skipped: 0,
        };
        records.push(Record {
            id,
            agency_id: "MOJ".to_owned(),
            file: "samples.csv".to_owned(),
            sha256: String::new(),
            profile: "template".to_owned(),
            received_on: "2024-12-31".to_owned(),
            samples_until: until.map(str::to_owned),
            tool_version: String::new(),
            tables: vec![count],
            findings: Counts::default(),
            mapping: Vec::new(),
            replaces: Vec::new(),
            withdrawn: false,
        });
    }
    Inventory::new(root.to_owned(), records, Vec::new())
}
