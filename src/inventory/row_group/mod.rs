//! Rows of one table → a Parquet file, row group by row group.
//!
//! The same file as that of the frame of the rows ([`super::rows_to_frame`]), made faster: what rows
//! hold once for many is written once for many, where a frame would look each text up again. Files
//! state plain types; how their pages are encoded is nobody's concern who reads them.

mod dictionary;

use std::fs::File;
use std::io::BufWriter;
use std::sync::{Arc, OnceLock};

use polars::prelude::{CompatLevel, ParquetCompression, PolarsError, PolarsResult, SchemaExt};
use polars_arrow::array::{
    Array, BooleanArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::datatypes::ArrowDataType;
use polars_parquet::write::{
    CompressedPage, DynIter, DynStreamingIterator, Encoding, FileWriter, ParquetType,
    StatisticsOptions, Version, WriteOptions, ZstdLevel, array_to_columns, compress,
    fallible_streaming_iterator, to_parquet_schema,
};
use rayon::prelude::*;

use super::frame::{buffered, days_since_epoch, tags_text};
use crate::schema::Table;
use crate::submission::{Rows, Values};

/// Columns before those of the table: agency, submission, sheet, row.
const PROVENANCE: usize = 4;

/// Of these those with the id of the submission and with the numbers of rows.
const SUBMISSION: usize = 1;
const NUMBERS: usize = 3;

/// Rows of a group. They are held until all of them are there, and take some hundred bytes each.
const GROUP_ROWS: usize = 1 << 17;

/// Groups that may wait for the id of their submission, some megabytes each.
const GROUPS_WAITING: usize = 16;

/// How pages are compressed: at the lowest level, since what is written says each thing once already.
pub fn compression() -> ParquetCompression {
    ParquetCompression::Zstd(Some(ZstdLevel::try_new(1).expect("is a level")))
}

/// The id of a submission, once it is known: it holds the hash of the file, which is computed while
/// the file is read.
pub type SubmissionId = Arc<OnceLock<String>>;

/// Writes rows of one table.
pub struct RowsWriter {
    writer: FileWriter<BufWriter<File>>,
    types: Vec<ParquetType>,
    options: WriteOptions,
    submission_id: SubmissionId,
    /// Rows of a group.
    group_rows: usize,
    /// Parts that make no group yet.
    waiting: Vec<Rows>,
    rows_waiting: usize,
    /// Groups that are packed before the id is known.
    packed: Vec<Group>,
}

/// A group whose columns are packed, but for that of the id.
struct Group {
    rows: usize,
    columns: Vec<Vec<CompressedPage>>,
}

impl RowsWriter {
    /// A file without rows.
    pub fn new(file: File, table: Table, submission_id: SubmissionId) -> PolarsResult<Self> {
        let schema = Table::schema(table).to_arrow(CompatLevel::newest());
        let options = WriteOptions {
            statistics: StatisticsOptions::default(),
            version: Version::V1,
            compression: compression().into(),
            data_page_size: None,
        };
        let types = to_parquet_schema(&schema)?.fields().to_vec();
        let writer = FileWriter::try_new(buffered(file), schema, options)?;
        Ok(Self {
            writer,
            types,
            options,
            submission_id,
            group_rows: GROUP_ROWS,
            waiting: Vec::new(),
            rows_waiting: 0,
            packed: Vec::new(),
        })
    }

    /// Adds rows. Those of a group are packed by this thread alone, since others read the next.
    pub fn add(&mut self, rows: Rows) -> PolarsResult<()> {
        self.rows_waiting += rows.len();
        self.waiting.push(rows);
        if self.rows_waiting < self.group_rows {
            return Ok(());
        }
        let mut parts = std::mem::take(&mut self.waiting);
        let columns = (0..self.types.len()).map(|at| {
            let packed = self.packed_column(at, &parts);
            give_up(&mut parts, at);
            packed
        });
        let columns = columns.collect::<PolarsResult<_>>()?;
        self.packed.push(Group { rows: std::mem::take(&mut self.rows_waiting), columns });
        let is_known = self.submission_id.get().is_some();
        if is_known || self.packed.len() > GROUPS_WAITING { self.write_packed() } else { Ok(()) }
    }

    /// Writes what is left, and the end of the file, with which all that is buffered is written.
    pub fn finish(mut self) -> PolarsResult<()> {
        if self.rows_waiting > 0 {
            let columns = (0..self.types.len()).into_par_iter();
            let columns = columns.map(|at| self.packed_column(at, &self.waiting));
            let columns = columns.collect::<PolarsResult<_>>()?;
            self.packed.push(Group { rows: self.rows_waiting, columns });
        }
        self.write_packed()?;
        self.writer.end(None).map(|_| ())
    }

    /// One column of what is waiting, packed; nothing of the id, which may not be known yet.
    fn packed_column(&self, at: usize, parts: &[Rows]) -> PolarsResult<Vec<CompressedPage>> {
        if at == SUBMISSION { Ok(Vec::new()) } else { self.column(at, parts, self.rows_waiting) }
    }

    /// Writes the groups that are packed, once the id is known.
    fn write_packed(&mut self) -> PolarsResult<()> {
        for Group { rows, mut columns } in std::mem::take(&mut self.packed) {
            columns[SUBMISSION] = self.column(SUBMISSION, &[], rows)?;
            let group = DynIter::new(columns.iter().map(|pages| {
                let pages = pages.iter().map(PolarsResult::Ok);
                Ok(DynStreamingIterator::new(fallible_streaming_iterator::convert(pages)))
            }));
            self.writer.write(rows as u64, group)?;
        }
        Ok(())
    }

    /// One column of the file, of parts of so many rows.
    fn column(&self, at: usize, parts: &[Rows], rows: usize) -> PolarsResult<Vec<CompressedPage>> {
        let array = self.array(at, parts, rows);
        let mut options = self.options;
        // Nobody asks between which two texts the codes of a group lie.
        if *array.dtype() == ArrowDataType::Utf8View {
            options.statistics = StatisticsOptions::empty();
            options.statistics.null_count = true;
        }
        pages_of(&*array, &self.types[at], options, encoding_of(&*array, at))
    }

    /// The values of one column of the file, of parts of so many rows.
    fn array(&self, at: usize, parts: &[Rows], rows: usize) -> Box<dyn Array> {
        match at {
            0 => dictionary::names(parts.iter().map(|rows| &rows.agency_id), rows),
            SUBMISSION => dictionary::constant(self.submission_id.wait(), rows),
            2 => dictionary::names(parts.iter().map(|rows| &rows.sheet), rows),
            NUMBERS => {
                let numbers = parts.iter().flat_map(|rows| &rows.number);
                let numbers: Vec<i64> = numbers.map(|number| i64::from(*number)).collect();
                PrimitiveArray::from_vec(numbers).boxed()
            }
            at => match parts[0].columns.get(at - PROVENANCE) {
                Some(_) => values(parts, at - PROVENANCE, rows),
                None => tags(parts, rows),
            },
        }
    }
}

/// Gives up the values of a column of the file once it is packed: meanwhile those of the next group come.
fn give_up(parts: &mut [Rows], at: usize) {
    for values in
        parts.iter_mut().filter_map(|rows| rows.columns.get_mut(at.checked_sub(PROVENANCE)?))
    {
        *values = Values::Flag(Vec::new());
    }
}

/// How a column is encoded: whether it is worth a dictionary is told already.
fn encoding_of(array: &dyn Array, at: usize) -> Encoding {
    match array.dtype() {
        ArrowDataType::Dictionary(..) => Encoding::RleDictionary,
        // Numbers of rows grow by one as a rule.
        _ if at == NUMBERS => Encoding::DeltaBinaryPacked,
        _ => Encoding::Plain,
    }
}

fn pages_of(
    array: &dyn Array,
    of_type: &ParquetType,
    options: WriteOptions,
    encoding: Encoding,
) -> PolarsResult<Vec<CompressedPage>> {
    let mut compressed = Vec::new();
    for pages in array_to_columns(array.to_boxed(), of_type.clone(), options, &[encoding])? {
        for page in pages {
            let page = compress(page?, Vec::new(), options.compression);
            compressed.push(page.map_err(PolarsError::from)?);
        }
    }
    Ok(compressed)
}

/// One column of a table.
fn values(parts: &[Rows], at: usize, rows: usize) -> Box<dyn Array> {
    let columns = || parts.iter().map(|rows| &rows.columns[at]);
    let of_type = Table::columns(parts[0].table)[at].dtype().to_arrow(CompatLevel::newest());
    macro_rules! of_all {
        ($kind:ident) => {
            columns().map(|column| match column {
                Values::$kind(values) => values,
                other => unreachable!("{other:?} is of another kind"),
            })
        };
    }
    if columns().all(says_nothing) {
        return polars_arrow::array::new_null_array(of_type, rows);
    }
    match &parts[0].columns[at] {
        Values::Text(_) => dictionary::texts(&of_all!(Text).collect::<Vec<_>>(), rows),
        Values::Integer(_) => {
            let parts: Vec<&[Option<i64>]> = of_all!(Integer).map(Vec::as_slice).collect();
            dictionary::numbers(&parts, (&of_type, rows), i64::cast_unsigned)
        }
        Values::Decimal(_) => {
            let parts: Vec<&[Option<f64>]> = of_all!(Decimal).map(Vec::as_slice).collect();
            dictionary::numbers(&parts, (&of_type, rows), f64::to_bits)
        }
        Values::Flag(_) => of_all!(Flag).flatten().copied().collect::<BooleanArray>().boxed(),
        Values::Day(_) => {
            let days = of_all!(Day).map(|days| {
                days.iter().map(|day| day.map(days_since_epoch)).collect::<Vec<Option<i32>>>()
            });
            let days: Vec<Vec<Option<i32>>> = days.collect();
            let parts: Vec<&[Option<i32>]> = days.iter().map(Vec::as_slice).collect();
            dictionary::numbers(&parts, (&of_type, rows), |day| u64::from(day.cast_unsigned()))
        }
    }
}

/// Whether no row of a column says anything.
fn says_nothing(column: &Values) -> bool {
    match column {
        Values::Text(texts) => texts.held().len() == 1,
        Values::Integer(values) => values.iter().all(Option::is_none),
        Values::Decimal(values) => values.iter().all(Option::is_none),
        Values::Flag(values) => values.iter().all(Option::is_none),
        Values::Day(values) => values.iter().all(Option::is_none),
    }
}

fn tags(parts: &[Rows], rows: usize) -> Box<dyn Array> {
    let mut array = MutableBinaryViewArray::<str>::with_capacity(rows);
    for rows in parts {
        let mut end = 0;
        for (index, tags) in rows.all_tags() {
            array.extend_null(index - end);
            array.push(tags_text(tags).as_deref());
            end = index + 1;
        }
        array.extend_null(rows.len() - end);
    }
    Utf8ViewArray::from(array).boxed()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use polars::prelude::{ParquetReader, SerReader};

    use super::*;
    use crate::inventory::rows_to_frame;
    use crate::submission::Value;
    use crate::time::NaiveDate;

    /// Rows that say many things in one column and few in another, and some that say nothing.
    fn part(from: u32, rows: u32, is_held_once: bool) -> Rows {
        let mut part = Rows::empty(Table::Workload);
        part.open(&"Máy ảo".into(), from..from + rows);
        let tier = match &mut part.columns[Table::Workload.index_of("disk_tier")] {
            Values::Text(texts) => texts.hold("ssd".into()),
            other => unreachable!("{other:?}"),
        };
        for index in 0..rows as usize {
            let number = from as usize + index;
            part.agency_id.set(index, &["MOET", "MOH"][number % 2].into());
            part.set(index, "workload_id", Value::Text(format!("VM-{number}")));
            part.set(index, "os", Value::Text(["RHEL 8", "Ubuntu 22.04"][number % 2].into()));
            if is_held_once && !number.is_multiple_of(3) {
                let column = Table::Workload.index_of("disk_tier");
                if let Values::Text(texts) = &mut part.columns[column] {
                    texts.say(index, tier);
                }
            }
            if number.is_multiple_of(5) {
                continue;
            }
            part.set(index, "vcpu_count", Value::Integer(number as i64 % 7));
            part.set(index, "cpu_util_p95_pct", Value::Decimal(number as f64 / 7.0));
            part.set(index, "is_template", Value::Flag(number.is_multiple_of(2)));
            let day = NaiveDate::from_ymd_opt(2024, 2, 1 + number as u32 % 28).expect("is a day");
            part.set(index, "in_service_on", Value::Day(day));
            part.add_tag(index, "Khác", format!("x{}", number % 4));
        }
        part
    }

    #[test]
    fn what_only_rows_said_that_dropped_out_is_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut rows = part(2, 40, false);
        for (index, text) in [(3, "tập tin"), (7, "khác")] {
            rows.set(index, "host", Value::Text(text.to_owned()));
            rows.set(index, "iops_p95", Value::Decimal(17.5));
        }
        rows.leave_out(&[3, 7]);
        let path = folder.path().join("workload.parquet");
        let id = SubmissionId::default();
        let file = File::create(&path).expect("is written");
        let mut writer = RowsWriter::new(file, Table::Workload, Arc::clone(&id)).expect("a schema");
        let frame = rows_to_frame(&rows, "MOH/0001-abcdefgh").expect("columns of a height");
        writer.add(rows).expect("is written");
        id.set("MOH/0001-abcdefgh".to_owned()).expect("once");
        writer.finish().expect("is written");
        let read = ParquetReader::new(File::open(&path).expect("is there")).finish();
        let read = read.expect("is Parquet");
        assert!(read.equals_missing(&frame), "{read:?} is not {frame:?}");
        assert_eq!(read.column("host").expect("a column").null_count(), 38);
    }

    #[test]
    fn the_file_says_what_the_frame_of_the_rows_says() {
        let folder = tempfile::tempdir().expect("a folder");
        for parts in [
            vec![],
            vec![part(2, 1, true)],
            vec![part(2, 700, false)],
            vec![part(2, 2_000, true), part(3_000, 1, false), part(4_000, 3_000, true)],
        ] {
            let path = folder.path().join("workload.parquet");
            let file = File::create(&path).expect("is written");
            let id = SubmissionId::default();
            let mut writer =
                RowsWriter::new(file, Table::Workload, Arc::clone(&id)).expect("a schema");
            let mut all = Rows::empty(Table::Workload);
            for part in parts {
                all.append(part.clone());
                writer.add(part).expect("is written");
            }
            id.set("multiple/0001-abcdefgh".to_owned()).expect("once");
            writer.finish().expect("is written");
            assert_says(&path, &all, "multiple/0001-abcdefgh");
        }
    }

    fn assert_says(path: &Path, rows: &Rows, submission_id: &str) {
        let read = ParquetReader::new(File::open(path).expect("is there")).finish();
        let read = read.expect("is Parquet");
        let frame = rows_to_frame(rows, submission_id).expect("columns of a height");
        assert_eq!(read.schema(), frame.schema());
        assert!(read.equals_missing(&frame), "{read:?} is not {frame:?}");
    }

    #[test]
    fn groups_wait_for_the_id_of_their_submission() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("workload.parquet");
        for named_after in [0, 1, usize::MAX] {
            let id = SubmissionId::default();
            let file = File::create(&path).expect("is written");
            let mut writer =
                RowsWriter::new(file, Table::Workload, Arc::clone(&id)).expect("a schema");
            writer.group_rows = 30;
            let mut all = Rows::empty(Table::Workload);
            for nth in 0..GROUPS_WAITING + 3 {
                if nth == named_after {
                    id.set("MOH/0001-abcdefgh".to_owned()).expect("once");
                }
                let part = part(2 + 40 * nth as u32, 40, nth % 2 == 0);
                all.append(part.clone());
                if nth == GROUPS_WAITING && named_after == usize::MAX {
                    // This one would be too many: it waits until the id is said.
                    let id = Arc::clone(&id);
                    std::thread::spawn(move || id.set("MOH/0001-abcdefgh".to_owned()));
                }
                writer.add(part).expect("is written");
                let waiting = if id.get().is_some() { 0 } else { nth + 1 };
                assert_eq!(writer.packed.len(), waiting);
            }
            writer.finish().expect("is written");
            assert_says(&path, &all, "MOH/0001-abcdefgh");
        }
    }
}
