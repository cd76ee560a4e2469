//! Rows of one table → a Parquet file, row group by row group.
//!
//! The same file as that of the frame of the rows ([`super::rows_to_frame`]), made faster: what rows
//! hold once for many is written once for many, where a frame would look each text up again. Files
//! state plain types; how their pages are encoded is nobody's concern who reads them.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;
use polars::prelude::{CompatLevel, PolarsError, PolarsResult, SchemaExt};
use polars_arrow::array::{
    Array, BooleanArray, DictionaryArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, IntegerType};
use polars_parquet::write::{
    CompressedPage, DynIter, DynStreamingIterator, Encoding, FileWriter, ParquetType,
    StatisticsOptions, Version, WriteOptions, array_to_columns, compress,
    fallible_streaming_iterator, get_dtype_encoding, to_parquet_schema,
};
use rayon::prelude::*;

use super::frame::{COMPRESSION, ROW_GROUP, buffered, days_since_epoch, tags_text};
use crate::schema::Table;
use crate::submission::{Rows, Texts, Values};

/// Columns before those of the table: agency, submission, sheet, row.
const PROVENANCE: usize = 4;

/// Rows by which it is told whether a column says few things.
const LOOKED_AT: usize = 1 << 10;

/// The id of a submission, once it is known: it holds the hash of the file, which is computed while
/// the file is read.
pub type SubmissionId = Arc<OnceLock<String>>;

/// Writes rows of one table.
pub struct RowsWriter {
    writer: FileWriter<BufWriter<File>>,
    schema: ArrowSchema,
    types: Vec<ParquetType>,
    options: WriteOptions,
    submission_id: SubmissionId,
    /// Parts that make no group yet.
    waiting: Vec<Rows>,
    rows_waiting: usize,
}

impl RowsWriter {
    /// A file without rows.
    pub fn new(file: File, table: Table, submission_id: SubmissionId) -> PolarsResult<Self> {
        let schema = Table::schema(table).to_arrow(CompatLevel::newest());
        let options = WriteOptions {
            statistics: StatisticsOptions::default(),
            version: Version::V1,
            compression: COMPRESSION.into(),
            data_page_size: None,
        };
        let types = to_parquet_schema(&schema)?.fields().to_vec();
        let writer = FileWriter::try_new(buffered(file), schema.clone(), options)?;
        let (waiting, rows_waiting) = (Vec::new(), 0);
        Ok(Self { writer, schema, types, options, submission_id, waiting, rows_waiting })
    }

    /// Adds rows.
    pub fn add(&mut self, rows: Rows) -> PolarsResult<()> {
        self.rows_waiting += rows.len();
        self.waiting.push(rows);
        if self.rows_waiting >= ROW_GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left, and the end of the file, with which all that is buffered is written.
    pub fn finish(mut self) -> PolarsResult<()> {
        self.write_group()?;
        self.writer.end(None).map(|_| ())
    }

    fn write_group(&mut self) -> PolarsResult<()> {
        if self.rows_waiting == 0 {
            return Ok(());
        }
        let parts = std::mem::take(&mut self.waiting);
        let columns = self.types.par_iter().zip(self.schema.iter_values().collect::<Vec<_>>());
        let pages = columns.enumerate().map(|(at, (of_type, field))| {
            let array = self.array(at, &parts);
            let encodings = get_dtype_encoding(&field.dtype);
            pages_of(&*array, of_type, self.options, &encodings)
        });
        let pages: Vec<Vec<CompressedPage>> = pages.collect::<PolarsResult<_>>()?;
        let rows = std::mem::take(&mut self.rows_waiting);
        let group = DynIter::new(pages.iter().map(|pages| {
            let pages = pages.iter().map(PolarsResult::Ok);
            Ok(DynStreamingIterator::new(fallible_streaming_iterator::convert(pages)))
        }));
        self.writer.write(rows as u64, group)
    }

    /// The values of one column of the file.
    fn array(&self, at: usize, parts: &[Rows]) -> Box<dyn Array> {
        match at {
            0 => names(parts, |rows| &rows.agency_id),
            1 => constant(self.submission_id.wait(), parts.iter().map(Rows::len).sum()),
            2 => names(parts, |rows| &rows.sheet),
            3 => {
                let numbers = parts.iter().flat_map(|rows| &rows.number);
                let numbers: Vec<i64> = numbers.map(|number| i64::from(*number)).collect();
                PrimitiveArray::from_vec(numbers).boxed()
            }
            at => match parts[0].columns.get(at - PROVENANCE) {
                Some(_) => values(parts, at - PROVENANCE),
                None => tags(parts),
            },
        }
    }
}

fn pages_of(
    array: &dyn Array,
    of_type: &ParquetType,
    options: WriteOptions,
    encodings: &[Encoding],
) -> PolarsResult<Vec<CompressedPage>> {
    let mut compressed = Vec::new();
    for pages in array_to_columns(array.to_boxed(), of_type.clone(), options, encodings)? {
        for page in pages {
            let page = compress(page?, Vec::new(), options.compression);
            compressed.push(page.map_err(PolarsError::from)?);
        }
    }
    Ok(compressed)
}

/// One column of a table.
fn values(parts: &[Rows], at: usize) -> Box<dyn Array> {
    let columns = || parts.iter().map(|rows| &rows.columns[at]);
    macro_rules! gathered {
        ($kind:ident) => {
            columns().flat_map(|column| match column {
                Values::$kind(values) => values.iter().copied(),
                other => unreachable!("{other:?} is of another kind"),
            })
        };
    }
    if columns().all(says_nothing) {
        let of_type = Table::columns(parts[0].table)[at].dtype().to_arrow(CompatLevel::newest());
        return polars_arrow::array::new_null_array(of_type, parts.iter().map(Rows::len).sum());
    }
    match &parts[0].columns[at] {
        Values::Text(_) => texts(parts, at),
        Values::Integer(_) => gathered!(Integer).collect::<PrimitiveArray<i64>>().boxed(),
        Values::Decimal(_) => gathered!(Decimal).collect::<PrimitiveArray<f64>>().boxed(),
        Values::Flag(_) => gathered!(Flag).collect::<BooleanArray>().boxed(),
        Values::Day(_) => {
            let days = gathered!(Day).map(|day| day.map(days_since_epoch));
            days.collect::<PrimitiveArray<i32>>().to(ArrowDataType::Date32).boxed()
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

/// Texts, each of which is known by a number.
#[derive(Default)]
struct Dictionary<'a> {
    numbers: HashMap<&'a str, u32, FixedState>,
    texts: Vec<&'a str>,
}

impl<'a> Dictionary<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            (self.texts.len() - 1) as u32
        })
    }

    fn of(self, keys: PrimitiveArray<u32>) -> Box<dyn Array> {
        let values = Utf8ViewArray::from_slice_values(self.texts).boxed();
        let of_type = ArrowDataType::Dictionary(
            IntegerType::UInt32,
            Box::new(ArrowDataType::Utf8View),
            false,
        );
        let array = DictionaryArray::try_new(of_type, keys, values);
        array.expect("every key is the number of a text").boxed()
    }
}

fn constant(text: &str, rows: usize) -> Box<dyn Array> {
    let mut dictionary = Dictionary::default();
    let number = dictionary.number(text);
    dictionary.of(PrimitiveArray::from_vec(vec![number; rows]))
}

fn names(parts: &[Rows], of: fn(&Rows) -> &Vec<Arc<str>>) -> Box<dyn Array> {
    let mut dictionary = Dictionary::default();
    let mut last: Option<(&Arc<str>, u32)> = None;
    let mut keys = Vec::with_capacity(parts.iter().map(Rows::len).sum());
    for name in parts.iter().flat_map(of) {
        let number = match last {
            Some((before, number)) if Arc::ptr_eq(before, name) => number,
            _ => dictionary.number(name),
        };
        last = Some((name, number));
        keys.push(number);
    }
    dictionary.of(PrimitiveArray::from_vec(keys))
}

fn texts(parts: &[Rows], at: usize) -> Box<dyn Array> {
    let parts = parts.iter().map(|rows| match &rows.columns[at] {
        Values::Text(texts) => texts,
        other => unreachable!("{other:?} is of another kind"),
    });
    let parts: Vec<&Texts> = parts.collect();
    if say_few_things(&parts) { numbered(&parts) } else { spelled_out(&parts) }
}

/// Whether most rows say what others say.
fn say_few_things(parts: &[&Texts]) -> bool {
    let rows: usize = parts.iter().map(|texts| texts.len()).sum();
    let held: usize = parts.iter().map(|texts| texts.held().len() - 1).sum();
    let said = || parts.iter().flat_map(|texts| texts.iter()).flatten().take(LOOKED_AT);
    let known: HashSet<&str, FixedState> = said().map(|text| text.as_str()).collect();
    held <= rows / 2 || known.len() <= said().count() / 2
}

/// Each text once, and rows by its number.
fn numbered(parts: &[&Texts]) -> Box<dyn Array> {
    /// A text that no row has said so far.
    const UNSAID: u32 = u32::MAX;
    let mut dictionary = Dictionary::default();
    let mut keys: Vec<Option<u32>> = Vec::new();
    for texts in parts {
        let mut numbers = vec![UNSAID; texts.held().len()];
        keys.extend(texts.places().iter().map(|&place| {
            let text = texts.held()[place as usize].as_deref()?;
            let number = &mut numbers[place as usize];
            if *number == UNSAID {
                *number = dictionary.number(text);
            }
            Some(*number)
        }));
    }
    dictionary.of(keys.into_iter().collect())
}

fn spelled_out(parts: &[&Texts]) -> Box<dyn Array> {
    let rows = parts.iter().map(|texts| texts.len()).sum();
    let mut array = MutableBinaryViewArray::<str>::with_capacity(rows);
    for text in parts.iter().flat_map(|texts| texts.iter()) {
        array.push(text.as_deref());
    }
    Utf8ViewArray::from(array).boxed()
}

fn tags(parts: &[Rows]) -> Box<dyn Array> {
    let mut array = MutableBinaryViewArray::<str>::with_capacity(parts.iter().map(Rows::len).sum());
    for tags in parts.iter().flat_map(|rows| &rows.tags) {
        array.push(tags_text(tags).as_deref());
    }
    Utf8ViewArray::from(array).boxed()
}

#[cfg(test)]
mod tests {
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
            part.agency_id[index] = ["MOET", "MOH"][number % 2].into();
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
            let read = ParquetReader::new(File::open(&path).expect("is there"));
            let read = read.finish().expect("is Parquet");
            let frame = rows_to_frame(&all, "multiple/0001-abcdefgh").expect("columns of a height");
            assert_eq!(read.schema(), frame.schema());
            assert!(read.equals_missing(&frame), "{read:?} is not {frame:?}");
        }
    }
}
