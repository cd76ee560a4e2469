//! From files of samples to figures, one share of the workloads after the other.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::*;
use rayon::prelude::*;

use super::Figures;
use super::held::Held;
use super::quantile::Percentile;
use crate::inventory::samples::{Bucket, Catalogue, Group, SampleFile, hash_of};
use crate::inventory::{Inventory, StoreError};
use crate::schema::{Table, provenance};
use crate::time::{NaiveDate, epoch_days};

/// Values of a share that are held; what is more is sketched.
pub const HELD_MAX: usize = 1 << 25;

/// Values a share should have: fewer fit in the memory near the processor, more need fewer readings of
/// small files.
const SHARE_VALUES: u64 = 1 << 22;

/// What is asked of samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Quantities, each one of [`QUANTITIES`](crate::inventory::samples::QUANTITIES).
    pub quantities: Vec<&'static str>,
    /// Percentiles.
    pub percentiles: Vec<Percentile>,
    /// First day; `None` for all.
    pub from: Option<NaiveDate>,
    /// Last day; `None` for all.
    pub to: Option<NaiveDate>,
    /// Values of a share of the workloads that are held.
    pub held_max: usize,
}

impl Ask {
    /// The days, since 1970.
    fn days(&self) -> (i32, i32) {
        (self.from.map_or(i32::MIN, epoch_days), self.to.map_or(i32::MAX, epoch_days))
    }
}

/// Agency and code of a workload, or the name that samples give.
type Id = (String, String);

/// What the samples of all workloads come to, by agency and code; the catalogue is that of the
/// inventory. A sample later than the day its submission was received is none. A sample that names its
/// workload by a name that one workload of its agency alone has is of that workload.
pub fn reduce(
    inventory: &Inventory,
    catalogue: &Catalogue,
    ask: &Ask,
) -> Result<Vec<Figures>, StoreError> {
    let (first, last) = ask.days();
    let mut figures = Vec::new();
    for group in catalogue.groups() {
        let mut names = BTreeMap::new();
        for agency in &group.agencies {
            names.insert(*agency, inventory.workload_names(agency)?);
        }
        figures.extend(of_group(&group.within(first, last), &names, ask)?);
    }
    figures.sort_by(|a, b| (&a.agency_id, &a.workload_id).cmp(&(&b.agency_id, &b.workload_id)));
    Ok(figures)
}

/// Reduces under the codes or names that samples give; where those of one workload are two, its files
/// are read once more for both together.
fn of_group(
    group: &Group<'_>,
    names: &BTreeMap<&str, BTreeMap<String, String>>,
    ask: &Ask,
) -> Result<Vec<Figures>, StoreError> {
    let shares = group.shares(SHARE_VALUES / ask.quantities.len().max(1) as u64);
    let read = shares.par_iter().map(|share| of_files(&share.files, Of::Bucket(share.bucket), ask));
    let read: Vec<Vec<Figures>> = read.collect::<Result<_, _>>()?;
    let mut by_code: BTreeMap<Id, Vec<Figures>> = BTreeMap::new();
    for figures in read.into_iter().flatten() {
        let named = names.get(figures.agency_id.as_str());
        let code = named.and_then(|names| names.get(&figures.workload_id));
        let code = code.unwrap_or(&figures.workload_id).clone();
        by_code.entry((figures.agency_id.clone(), code)).or_default().push(figures);
    }
    let (mut all, mut several) = (Vec::with_capacity(by_code.len()), Vec::new());
    for (id, mut figures) in by_code {
        match figures.pop() {
            Some(only) if figures.is_empty() => {
                all.push(Figures { agency_id: id.0, workload_id: id.1, ..only });
            }
            last => several.push((id, figures.into_iter().chain(last).collect())),
        }
    }
    all.extend(of_several(group, several, ask)?);
    Ok(all)
}

/// Workloads of which samples give code and name, some at a time.
fn of_several(
    group: &Group<'_>,
    workloads: Vec<(Id, Vec<Figures>)>,
    ask: &Ask,
) -> Result<Vec<Figures>, StoreError> {
    let mut all = Vec::new();
    let mut waiting = workloads.into_iter().peekable();
    while waiting.peek().is_some() {
        let (mut codes, mut samples_count) = (BTreeMap::new(), 0);
        while let Some((id, figures)) = waiting.next_if(|_| samples_count < SHARE_VALUES) {
            for of in figures {
                samples_count += of.samples_count;
                codes.insert((of.agency_id, of.workload_id), id.1.clone());
            }
        }
        let is_wanted = |file: &&&SampleFile| codes.keys().any(|(_, id)| file.may_hold(id));
        let files: Vec<&SampleFile> = group.files.iter().filter(is_wanted).copied().collect();
        all.extend(of_files(&files, Of::Codes(&codes), ask)?);
    }
    Ok(all)
}

/// Whose samples are read.
#[derive(Clone, Copy)]
enum Of<'a> {
    /// All whose code or name is in a bucket.
    Bucket(Bucket),
    /// Those of these codes or names, each under its code.
    Codes(&'a BTreeMap<Id, String>),
}

fn of_files(files: &[&SampleFile], of: Of<'_>, ask: &Ask) -> Result<Vec<Figures>, StoreError> {
    let mut held = Held::new(ask.quantities.len(), ask.held_max);
    for file in files {
        let portion = Portion::of(file, of, ask);
        if portion.quantities.is_empty() {
            continue;
        }
        let fail = |source| StoreError::parquet(&file.placed.path, source);
        let mut frame = file.read(&portion.columns())?;
        for rows in frame.split_chunks() {
            portion.add(&rows, &mut held).map_err(fail)?;
        }
        held.keep_within_limit();
    }
    Ok(held.figures(&ask.percentiles))
}

/// What is read of a file.
struct Portion<'a> {
    file: &'a SampleFile,
    of: Of<'a>,
    /// First and last day that counts.
    days: (i32, i32),
    /// Quantities asked for that it may state, and their places among those asked for.
    quantities: Vec<(usize, &'static str)>,
    /// The day of all its rows, where there is one.
    only_day: Option<i32>,
}

impl<'a> Portion<'a> {
    fn of(file: &'a SampleFile, of: Of<'a>, ask: &Ask) -> Self {
        let (first, last) = ask.days();
        // A bucket that the whole file is in asks nothing of its rows.
        let of = match of {
            Of::Bucket(bucket) if file.placed.bucket.is_within(bucket) => Of::Bucket(Bucket::ALL),
            of => of,
        };
        let quantities = ask.quantities.iter().copied().enumerate();
        Self {
            file,
            of,
            days: (first, file.until.map_or(last, |until| until.min(last))),
            quantities: quantities.filter(|(_, name)| file.may_state(name)).collect(),
            only_day: file.placed.days.filter(|days| days.0 == days.1).map(|days| days.0),
        }
    }

    fn columns(&self) -> Vec<&'static str> {
        let mut columns = vec![Table::Utilisation.key().name];
        columns.extend(self.only_day.is_none().then_some("at"));
        columns.extend(self.file.only_agency().is_none().then_some(provenance::AGENCY_ID));
        columns.extend(self.quantities.iter().map(|(_, name)| *name));
        columns
    }

    /// The code under which samples are counted, where they are.
    fn code<'c>(&'c self, agency: &str, id: &'c str) -> Option<&'c str> {
        match self.of {
            Of::Bucket(Bucket::ALL) => Some(id),
            Of::Bucket(bucket) => bucket.holds(hash_of(id)).then_some(id),
            Of::Codes(codes) => codes.get(&(agency.to_owned(), id.to_owned())).map(String::as_str),
        }
    }

    /// Adds rows that are one chunk.
    fn add(&self, rows: &DataFrame, held: &mut Held) -> PolarsResult<()> {
        let values = self
            .quantities
            .iter()
            .map(|(place, name)| Ok((*place, Stated::of(rows.column(name)?)?)));
        let values: Vec<(usize, Stated)> = values.collect::<PolarsResult<_>>()?;
        let days = match self.only_day {
            Some(day) => Days::Only(day),
            None => {
                Days::Each(rows.column("at")?.cast(&DataType::Int32)?.i32()?.rechunk().into_owned())
            }
        };
        let ids = rows.column(Table::Utilisation.key().name)?.str()?;
        let agencies = match self.file.only_agency() {
            Some(_) => None,
            None => Some(rows.column(provenance::AGENCY_ID)?.str()?),
        };
        for run in runs_of(ids, agencies) {
            let agency = match agencies {
                None => self.file.only_agency(),
                Some(agencies) => agencies.get(run.start),
            };
            let agency = agency.unwrap_or_default();
            let Some(code) = self.code(agency, ids.get(run.start).unwrap_or_default()) else {
                continue;
            };
            let number = held.number_of(agency, code);
            days.each(run, |day, rows| {
                if day < self.days.0 || day > self.days.1 {
                    return;
                }
                held.count(number, day, count_of(&values, rows.clone()));
                for (place, stated) in &values {
                    stated.each(rows.clone(), |values| held.add(number, *place, values));
                }
            });
        }
        Ok(())
    }
}

/// Rows of which one after the other is of the same workload.
fn runs_of<'a>(
    ids: &'a StringChunked,
    agencies: Option<&'a StringChunked>,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let views = |of: &'a StringChunked| of.downcast_iter().next().map(|chunk| &**chunk.views());
    let ids = views(ids).unwrap_or_default();
    let agencies = agencies.and_then(views);
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = ids.get(start)?.as_u128();
        let mut end = start + 1;
        // Equal views are equal texts; unequal ones may be too, which costs a run.
        while end < ids.len() && ids[end].as_u128() == first {
            end += 1;
        }
        if let Some(agencies) = agencies {
            let first = agencies[start].as_u128();
            let same = agencies[start..end].iter().take_while(|view| view.as_u128() == first);
            end = start + same.count();
        }
        let run = start..end;
        start = end;
        Some(run)
    })
}

/// The days of rows, since 1970.
enum Days {
    Only(i32),
    Each(Int32Chunked),
}

impl Days {
    /// The rows of a range day by day.
    fn each(&self, rows: Range<usize>, mut then: impl FnMut(i32, Range<usize>)) {
        match self {
            Self::Only(day) => then(*day, rows),
            Self::Each(days) => {
                let Some(chunk) = days.downcast_iter().next() else { return };
                let mut start = rows.start;
                for same in chunk.values()[rows].chunk_by(|a, b| a == b) {
                    then(same[0], start..start + same.len());
                    start += same.len();
                }
            }
        }
    }
}

/// A quantity of rows that are one chunk.
struct Stated(Float64Chunked);

impl Stated {
    fn of(column: &Column) -> PolarsResult<Self> {
        // Bytes are whole and below 2^53, so that they are the same as decimals.
        Ok(Self(column.cast(&DataType::Float64)?.f64()?.clone()))
    }

    /// Whether every row states it.
    fn is_full(&self) -> bool {
        self.0.null_count() == 0
    }

    fn is_stated(&self, row: usize) -> bool {
        self.0.get(row).is_some()
    }

    /// The values of a range, as many at a time as stand together.
    fn each(&self, rows: Range<usize>, mut then: impl FnMut(&[f64])) {
        let Some(chunk) = self.0.downcast_iter().next() else { return };
        if self.is_full() {
            return then(&chunk.values()[rows]);
        }
        for row in rows {
            if let Some(value) = self.0.get(row) {
                then(&[value]);
            }
        }
    }
}

/// Rows of a range that state any of the quantities.
fn count_of(values: &[(usize, Stated)], mut rows: Range<usize>) -> usize {
    if values.iter().any(|(_, stated)| stated.is_full()) {
        return rows.len();
    }
    let mut count = 0;
    rows.by_ref().for_each(|row| {
        count += usize::from(values.iter().any(|(_, stated)| stated.is_stated(row)));
    });
    count
}
