//! Rows, rejected rows and findings ↔ frames.

use std::fs::File;
use std::io::BufWriter;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::*;

use super::row_group::compression;
use crate::schema::{Table, provenance};
use crate::submission::{Names, RejectedRow, Rows, Values};
use crate::time::{Datelike, NaiveDate};

/// Days from 1970-01-01, as polars stores them.
pub(super) fn days_since_epoch(day: NaiveDate) -> i32 {
    const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("is a day");
    day.num_days_from_ce() - EPOCH.num_days_from_ce()
}

fn series(name: &'static str, values: &Values) -> Column {
    let name = PlSmallStr::from_static(name);
    match values {
        Values::Text(values) => {
            let texts = values.iter().map(Option::as_deref);
            StringChunked::from_iter_options(name, texts).into_column()
        }
        Values::Integer(values) => Column::new(name, values.as_slice()),
        Values::Decimal(values) => Column::new(name, values.as_slice()),
        Values::Flag(values) => Column::new(name, values.as_slice()),
        Values::Day(values) => {
            let days: Vec<Option<i32>> =
                values.iter().map(|day| day.map(days_since_epoch)).collect();
            Int32Chunked::new(name, days.as_slice()).into_date().into_column()
        }
    }
}

fn names(name: &'static str, values: &Names) -> Column {
    let texts = StringChunked::from_iter_values(name.into(), values.iter().map(AsRef::as_ref));
    texts.into_column()
}

/// The stored form of the rows of one table: agency, provenance, the table's columns, tags.
pub fn rows_to_frame(rows: &Rows, submission_id: &str) -> PolarsResult<DataFrame> {
    let numbers: Vec<i64> = rows.number.iter().map(|&number| i64::from(number)).collect();
    let ids = vec![submission_id; rows.len()];
    let mut columns = vec![
        names(provenance::AGENCY_ID, &rows.agency_id),
        Column::new(PlSmallStr::from_static(provenance::SUBMISSION_ID), ids.as_slice()),
        names(provenance::SHEET, &rows.sheet),
        Column::new(PlSmallStr::from_static(provenance::ROW), numbers.as_slice()),
    ];
    let list = rows.table.columns().iter().zip(&rows.columns);
    columns.extend(list.map(|(column, values)| series(column.name, values)));
    let tags: Vec<Option<String>> =
        (0..rows.len()).map(|index| tags_text(rows.tags(index))).collect();
    columns.push(Column::new(PlSmallStr::from_static(provenance::TAGS), tags.as_slice()));
    let frame = DataFrame::new(rows.len(), columns)?;
    debug_assert_eq!(**frame.schema(), Table::schema(rows.table), "stored as declared");
    Ok(frame)
}

/// Tags as a JSON object by heading; a heading that repeats gets a number.
pub(super) fn tags_text(tags: &[(String, String)]) -> Option<String> {
    if tags.is_empty() {
        return None;
    }
    let mut object = serde_json::Map::new();
    for (heading, text) in tags {
        let mut name = heading.clone();
        let mut count = 1;
        while object.contains_key(&name) {
            count += 1;
            name = format!("{heading} ({count})");
        }
        object.insert(name, serde_json::Value::String(text.clone()));
    }
    (!object.is_empty()).then(|| serde_json::Value::Object(object).to_string())
}

/// One row per rejected row: table, sheet, row, raw cells (joined by tabs), codes.
pub fn rejected_to_frame(rejected: &[RejectedRow]) -> PolarsResult<DataFrame> {
    let texts =
        |of: &dyn Fn(&RejectedRow) -> String| rejected.iter().map(of).collect::<Vec<String>>();
    let codes = |row: &RejectedRow| row.codes.iter().map(|c| c.id()).collect::<Vec<_>>().join(" ");
    let rows: Vec<i64> = rejected.iter().map(|row| i64::from(row.row)).collect();
    DataFrame::new(
        rejected.len(),
        vec![
            Column::new("table".into(), texts(&|row| row.table.name().to_owned())),
            Column::new("sheet".into(), texts(&|row| row.sheet.clone())),
            Column::new("row".into(), rows),
            // Tabs and line breaks inside a cell become spaces, so that the cells stay apart.
            Column::new(
                "raw".into(),
                texts(&|row| {
                    let cells = row.raw.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " "));
                    cells.collect::<Vec<_>>().join("\t")
                }),
            ),
            Column::new("codes".into(), texts(&codes)),
        ],
    )
}

/// A rejected row as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAside {
    /// Name of the table it was read as; empty when it is none.
    pub table: String,
    /// Its sheet.
    pub sheet: String,
    /// Row as the sender sees it.
    pub row: u32,
    /// Its cells as texts, from column A on; a text of several lines stands in one.
    pub raw: Vec<String>,
}

/// The rejected rows of a frame made by [`rejected_to_frame`].
pub fn rejected_from_frame(frame: &DataFrame) -> PolarsResult<Vec<KeptAside>> {
    let (tables, sheets) = (frame.column("table")?.str()?, frame.column("sheet")?.str()?);
    let (rows, raw) = (frame.column("row")?.i64()?, frame.column("raw")?.str()?);
    let kept = |at: usize| KeptAside {
        table: tables.get(at).unwrap_or_default().to_owned(),
        sheet: sheets.get(at).unwrap_or_default().to_owned(),
        row: rows.get(at).and_then(|row| u32::try_from(row).ok()).unwrap_or_default(),
        raw: raw.get(at).unwrap_or_default().split('\t').map(str::to_owned).collect(),
    };
    Ok((0..frame.height()).map(kept).collect())
}

/// Rows of a group of a Parquet file.
pub const ROW_GROUP: usize = 1 << 18;

/// A frame as the bytes of a Parquet file: zstd, statistics, row groups of 2^18 rows.
pub fn parquet_bytes(frame: &mut DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(compression())
        .with_row_group_size(Some(ROW_GROUP))
        .finish(frame)?;
    Ok(bytes)
}

/// A file that is written in large pieces: the headers of pages are written byte by byte.
pub(super) fn buffered(file: File) -> BufWriter<File> {
    BufWriter::with_capacity(1 << 18, file)
}

/// Writes the same part by part; each part is a row group or more.
pub fn writer_of(file: File, schema: &Schema) -> PolarsResult<BatchedWriter<BufWriter<File>>> {
    ParquetWriter::new(buffered(file))
        .with_compression(compression())
        .with_row_group_size(Some(ROW_GROUP))
        .batched(schema)
}
