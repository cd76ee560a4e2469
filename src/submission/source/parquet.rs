//! A Parquet file → one sheet: row 1 holds the names of its columns, row n + 1 the n-th row.

use std::fs::File;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use chrono::DateTime;
use polars::prelude::{AnyValue, DataFrame, ParquetReader, SerReader, TimeUnit};

use super::delimited::records::{Chunk, Chunks, Stop};
use super::filling::{Filling, Look, plain_row};
use super::limit::{Meter, Refusal};
use super::{Cell, Sheet};
use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;
use crate::time::NaiveDate;

/// Whole numbers up to here are exact as a decimal; longer ones are codes, and kept as text.
const EXACT_MAX: u64 = 1 << 53;

/// Days from the first day of the common era to 1970-01-01.
const EPOCH: i32 = 719_163;

/// Reads the file. Nulls are empty cells; a time of day is dropped, as in workbooks.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Refusal> {
    // A damaged file must not take the program down, whatever the reader thinks of it.
    let read = catch_unwind(AssertUnwindSafe(|| frame_of(bytes, meter)));
    let frame = read.unwrap_or_else(|_| Err(broken(Text::phrase("F101-not-followed-on"))))?;
    let mut filling = Filling::new(name, meter, findings);
    for (at, column) in frame.columns().iter().enumerate() {
        filling.put(0, at, Cell::Text(column.name().to_string()))?;
    }
    for row in 0..frame.height() {
        let number = u32::try_from(row + 1).unwrap_or(u32::MAX);
        for (at, column) in frame.columns().iter().enumerate() {
            filling.put(number, at, cell_of(&column.get(row).map_err(damaged)?))?;
        }
    }
    filling.finish(Look::default())
}

fn damaged(error: impl std::fmt::Display) -> Refusal {
    broken(error.to_string().into())
}

fn broken(fault: Text) -> Refusal {
    Box::new(Finding::new(Code::F101, Text::phrase("F101-parquet").with("error", fault)))
}

/// The rows, once the sizes the file claims are found to be within the limits.
fn frame_of(bytes: &[u8], meter: &mut Meter) -> Result<DataFrame, Refusal> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata().map_err(damaged)?;
    let groups = &metadata.row_groups;
    let rows: usize = groups.iter().map(|group| group.num_rows()).sum();
    let columns = metadata.schema_descr.fields().len();
    let inflated: u64 = groups
        .iter()
        .flat_map(|group| group.parquet_columns())
        .map(|column| u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add);
    meter.column(columns.saturating_sub(1), "")?;
    meter.declared(inflated)?;
    let cells = rows.max(metadata.num_rows).saturating_mul(columns);
    if cells > meter.limits.cells_max {
        return Err(Box::new(meter.too_many_cells(cells)));
    }
    reader.finish().map_err(damaged)
}

/// Bytes of a group of rows that is held as a whole, before they are packed.
const GROUP_BYTES_MAX: i64 = 512 << 20;

/// Rows of a group that are held at a time, and that are handed on at a time.
const ROWS_HELD: usize = 1 << 18;
const ROWS_AT_A_TIME: usize = 1 << 11;

/// Rows of each group of a file; `None` where one is too large to be held, or the file is none.
pub(super) fn groups_of(path: &Path, limits: Limits) -> Option<Vec<usize>> {
    let read = || {
        let mut reader = ParquetReader::new(File::open(path).ok()?);
        let metadata = reader.get_metadata().ok()?;
        let columns = metadata.schema_descr.fields().len();
        let groups = &metadata.row_groups;
        let is_small = groups.iter().all(|group| {
            let sizes = group.parquet_columns().iter().map(|column| column.uncompressed_size());
            sizes.fold(0, i64::saturating_add) <= GROUP_BYTES_MAX
        });
        let fits = columns <= limits.columns_max && is_small;
        fits.then(|| groups.iter().map(|group| group.num_rows()).collect())
    };
    catch_unwind(AssertUnwindSafe(read)).ok()?
}

/// A long Parquet file, some rows at a time.
pub(super) struct Groups {
    path: PathBuf,
    /// First row and number of rows of the slices that are left, the next one last.
    slices: Vec<(usize, usize)>,
    held: DataFrame,
    /// Rows of what is held that were handed on.
    handed: usize,
    /// Number of the last row that was handed on; 0 before the headings.
    number: usize,
    rows: usize,
    bytes: u64,
}

impl Groups {
    /// The rows of a file that takes so many bytes, in groups of so many rows.
    pub(super) fn new(path: &Path, groups: &[usize], bytes: u64) -> Self {
        let mut slices = Vec::new();
        let mut begin = 0;
        for &rows in groups {
            let slices_of = (0..rows).step_by(ROWS_HELD);
            slices.extend(slices_of.map(|at| (begin + at, ROWS_HELD.min(rows - at))));
            begin += rows;
        }
        slices.reverse();
        let held = DataFrame::empty();
        Self { path: path.to_owned(), slices, held, handed: 0, number: 0, rows: begin, bytes }
    }

    /// Holds the next slice.
    fn hold(&mut self, slice: (usize, usize)) -> Result<(), Stop> {
        let file = File::open(&self.path).map_err(Stop::Failed)?;
        let read = || ParquetReader::new(file).with_slice(Some(slice)).finish();
        let read = catch_unwind(AssertUnwindSafe(read));
        self.held = read.map_err(|_| Stop::NoText)?.map_err(|_| Stop::NoText)?;
        self.handed = 0;
        Ok(())
    }
}

impl Chunks for Groups {
    fn next_chunk(&mut self, _: Option<Chunk>) -> Result<Chunk, Stop> {
        let begin = self.bytes * self.number as u64 / (self.rows as u64 + 1);
        let mut chunk = Chunk { begin, ..Chunk::default() };
        if self.handed == self.held.height()
            && let Some(slice) = self.slices.pop()
        {
            self.hold(slice)?;
        }
        if self.number == 0 {
            let names = self.held.columns().iter().map(|column| column.name().to_string());
            chunk.rows.extend(plain_row(1, names.map(Cell::Text).collect())?);
            self.number = 1;
        }
        let last = self.held.height().min(self.handed + ROWS_AT_A_TIME);
        for row in self.handed..last {
            self.number += 1;
            let number = u32::try_from(self.number).map_err(|_| Stop::NoText)?;
            let cells =
                self.held.columns().iter().map(|column| column.get(row).map(|v| cell_of(&v)));
            let cells: Vec<Cell> = cells.collect::<Result<_, _>>().map_err(|_| Stop::NoText)?;
            chunk.rows.extend(plain_row(number, cells)?);
        }
        self.handed = last;
        chunk.is_last = self.slices.is_empty() && self.handed == self.held.height();
        let end = self.bytes * self.number as u64 / (self.rows as u64 + 1);
        chunk.bytes = end - chunk.begin;
        Ok(chunk)
    }
}

fn cell_of(value: &AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::Boolean(flag) => Cell::Flag(*flag),
        AnyValue::String(text) => Cell::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::Text(text.to_string()),
        AnyValue::Date(days) => {
            let day = NaiveDate::from_num_days_from_ce_opt(days.saturating_add(EPOCH));
            day.map_or_else(|| Cell::Text(value.to_string()), Cell::Day)
        }
        AnyValue::Datetime(at, unit, None) => {
            day_of(*at, *unit).map_or_else(|| Cell::Text(value.to_string()), Cell::Day)
        }
        AnyValue::Float32(number) => Cell::number(f64::from(*number)),
        AnyValue::Float64(number) => Cell::number(*number),
        AnyValue::Int64(number) if number.unsigned_abs() > EXACT_MAX => {
            Cell::Text(number.to_string())
        }
        AnyValue::UInt64(number) if *number > EXACT_MAX => Cell::Text(number.to_string()),
        AnyValue::Int64(number) => Cell::Number(*number as f64),
        AnyValue::UInt64(number) => Cell::Number(*number as f64),
        AnyValue::UInt8(number) => Cell::Number(f64::from(*number)),
        AnyValue::UInt16(number) => Cell::Number(f64::from(*number)),
        AnyValue::UInt32(number) => Cell::Number(f64::from(*number)),
        AnyValue::Int8(number) => Cell::Number(f64::from(*number)),
        AnyValue::Int16(number) => Cell::Number(f64::from(*number)),
        AnyValue::Int32(number) => Cell::Number(f64::from(*number)),
        // A time in a zone may be another day where it was meant; lists have no cell of their own.
        other => Cell::Text(other.get_str().map_or_else(|| other.to_string(), str::to_owned)),
    }
}

fn day_of(at: i64, unit: TimeUnit) -> Option<NaiveDate> {
    let per_second = match unit {
        TimeUnit::Nanoseconds => 1_000_000_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Milliseconds => 1_000,
    };
    Some(DateTime::from_timestamp(at.div_euclid(per_second), 0)?.date_naive())
}

#[cfg(test)]
mod tests {
    use polars::prelude::{Column, DataType, NamedFrom, ParquetWriter, Series};

    use super::*;

    fn bytes_of(columns: Vec<Series>) -> Vec<u8> {
        let height = columns[0].len();
        let columns = columns.into_iter().map(Column::from).collect();
        let mut frame = DataFrame::new(height, columns).expect("columns of one height");
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).expect("is written");
        bytes
    }

    fn read_with(bytes: &[u8], meter: &mut Meter) -> Result<Sheet, Refusal> {
        read("t", bytes, meter, &mut Vec::new())
    }

    fn meter() -> Meter {
        Meter::new(crate::plan::Plan::built_in().limits)
    }

    #[test]
    fn values_of_every_kind_become_cells_and_nulls_become_none() {
        let named = |name: &str| name.into();
        let days = Series::new(named("day"), [Some(19_723_i32), None]);
        let times = Series::new(named("at"), [Some(-1_i64), Some(1_704_067_199_999)]);
        let bytes = bytes_of(vec![
            Series::new(named("mã"), [Some("VM-1"), None]),
            Series::new(named("vcpu"), [Some(4_i64), Some((1 << 53) + 1)]),
            Series::new(named("ram"), [Some(8.5), Some(f64::NAN)]),
            Series::new(named("on"), [Some(true), None]),
            days.strict_cast(&DataType::Date).expect("days"),
            times.strict_cast(&DataType::Datetime(TimeUnit::Milliseconds, None)).expect("times"),
        ]);
        let sheet = read_with(&bytes, &mut meter()).expect("is read");
        let text = |text: &str| Cell::Text(text.to_owned());
        let day = |y, m, d| Cell::Day(NaiveDate::from_ymd_opt(y, m, d).expect("a day"));
        let headings = ["mã", "vcpu", "ram", "on", "day", "at"].map(text).to_vec();
        assert_eq!((sheet.rows[0].number, &sheet.rows[0].cells), (1, &headings));
        let first = vec![
            text("VM-1"),
            Cell::Number(4.0),
            Cell::Number(8.5),
            Cell::Flag(true),
            day(2024, 1, 1),
            day(1969, 12, 31),
        ];
        assert_eq!((sheet.rows[1].number, &sheet.rows[1].cells), (2, &first));
        let second = vec![
            Cell::Empty,
            text("9007199254740993"),
            text("NaN"),
            Cell::Empty,
            Cell::Empty,
            day(2023, 12, 31),
        ];
        assert_eq!((sheet.rows[2].number, &sheet.rows[2].cells), (3, &second));
    }

    #[test]
    fn some_rows_at_a_time_are_the_rows_of_the_whole_file() {
        let codes: Vec<Option<String>> =
            (0..5_000).map(|n| (n % 11 != 0).then(|| format!("VM-{n}"))).collect();
        let sizes: Vec<Option<f64>> =
            (0..5_000).map(|n| (n % 11 != 0).then_some(f64::from(n) / 4.0)).collect();
        let columns = vec![Series::new("mã".into(), codes), Series::new("ram".into(), sizes)];
        let columns = columns.into_iter().map(Column::from).collect();
        let mut frame = DataFrame::new(5_000, columns).expect("columns of one height");
        let file = tempfile::NamedTempFile::new().expect("a file");
        let writer = ParquetWriter::new(file.as_file()).with_row_group_size(Some(700));
        writer.finish(&mut frame).expect("is written");
        let bytes = std::fs::read(file.path()).expect("is there");
        let whole = read_with(&bytes, &mut meter()).expect("is read");
        let groups = groups_of(file.path(), meter().limits).expect("are small");
        assert!(groups.len() > 1 && groups.iter().sum::<usize>() == 5_000, "{groups:?}");
        let mut chunks = Groups::new(file.path(), &groups, bytes.len() as u64);
        let (mut rows, mut end) = (Vec::new(), 0);
        loop {
            let chunk = chunks.next_chunk(None).expect("is read");
            assert_eq!(chunk.begin, end, "bytes follow each other");
            end += chunk.bytes;
            rows.extend(chunk.rows);
            if chunk.is_last {
                break;
            }
        }
        assert_eq!(rows, whole.rows);
        assert_eq!(end, bytes.len() as u64);
        let none = tempfile::NamedTempFile::new().expect("a file");
        assert_eq!(groups_of(none.path(), meter().limits), None);
    }

    #[test]
    fn a_file_of_too_many_cells_is_refused_before_it_is_read() {
        let bytes = bytes_of(vec![Series::new("a".into(), vec![7_i64; 100_000])]);
        let mut meter = meter();
        meter.limits.cells_max = 50_000;
        let refused = read_with(&bytes, &mut meter).expect_err("is too large");
        assert_eq!(refused.code, Code::F104);
        assert!(refused.found.contains("100,000 cells"), "{:?}", refused.found);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let whole = bytes_of(vec![Series::new("a".into(), [1_i64, 2])]);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            // Some bytes say nothing that is looked at; none may take the program down.
            let _ = read_with(&bytes, &mut meter());
        }
        let refused = read_with(&whole[..whole.len() / 2], &mut meter()).expect_err("is cut");
        assert_eq!(refused.code, Code::F101);
    }
}
