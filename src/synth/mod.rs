//! A seeded synthetic nation: what agencies would send, and what it adds up to in truth.
//!
//! In: how many agencies, how large, a seed. Out: a folder per agency with its files, and
//! `truth.json`. The truth is added up from what was meant while it was made, never from what is
//! read, so that it can be held against everything that comes after. The same options give the
//! same bytes on every system. Every figure is invented.

mod duplicates;
mod fault;
mod form;
mod list;
mod machines;
mod model;
mod names;

mod systems;
mod truth;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::reference::{Agencies, Agency, Group};
use crate::schema::Table;
use crate::template::TemplateError;

use crate::chance::Chance;
use duplicates::Held;
pub use duplicates::{Planted, Way};
use form::{FORMS_OF_NEEDS, FORMS_OF_RESOURCES, Form, SentFile, files_of, restrict};
pub use list::{ListTotals, ListTruth, Shape, write_list};
use model::Estate;
use systems::Owes;
pub use truth::{AgencyTruth, CloudNeeds, CountedOnce, RowCounts, Totals, Truth};

/// Systems of an average agency at scale 1.
const SYSTEMS_USUAL: f64 = 30.0;
/// Workloads of an average agency at scale 1.
const WORKLOADS_USUAL: f64 = 200.0;
/// Spread of the size of agencies: one in six is more than 1.6 times the median.
const SIZE_SPREAD: f64 = 0.5;
/// Mean of a lognormal of that spread over its median: e^(spread² / 2).
const MEAN_OVER_MEDIAN: f64 = 1.133;
/// The largest scale that was tried; beyond it a nation takes minutes and gigabytes.
const SCALE_MAX: f64 = 100.0;
/// The largest share of duplicates; beyond it copies of copies would be hard to avoid.
const DUPLICATES_MAX: f64 = 0.25;
/// The stream of chance that plants duplicates.
const DUPLICATES_STREAM: u64 = 500;
/// Streams of chance below this one choose forms; agencies have their own above it.
const FIRST_AGENCY_STREAM: u64 = 1_000;

/// What nation to make.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NationOptions {
    /// How many agencies have answered: those of the directive first, then the others.
    pub agencies: usize,
    /// Times the usual number of systems and workloads.
    pub scale: f64,
    /// Seed.
    pub seed: u64,
    /// Share of servers, workloads and databases of which a copy stands in another agency's list; as
    /// many rows look like copies and are none. 0 plants neither.
    pub duplicates_share: f64,
}

/// A nation that could not be made.
#[derive(Debug, Error)]
pub enum SynthError {
    /// More agencies than there are, or none.
    #[error("{found} agencies asked for; there are 1 to {most}")]
    Agencies {
        /// Agencies asked for.
        found: usize,
        /// Agencies there are.
        most: usize,
    },
    /// A scale that is no positive number, or too large.
    #[error("scale {found} asked for; it must be above 0 and at most {SCALE_MAX}")]
    Scale {
        /// The scale asked for.
        found: f64,
    },
    /// A share that is none.
    #[error("a share of {found} duplicates asked for; it must be 0 to {DUPLICATES_MAX}")]
    Duplicates {
        /// The share asked for.
        found: f64,
    },
    /// A folder of an agency holds a file that is not part of the nation.
    #[error("{path} is not part of this nation; give an empty folder", path = path.display())]
    Occupied {
        /// The file that is in the way.
        path: PathBuf,
    },
    /// A file or folder could not be written.
    #[error("cannot write {path}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A workbook could not be written.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// Makes a nation in a folder.
pub fn nation(out: &Path, options: &NationOptions) -> Result<Truth, SynthError> {
    let agencies = ordered(Agencies::built_in());
    if !(1..=agencies.len()).contains(&options.agencies) {
        return Err(SynthError::Agencies { found: options.agencies, most: agencies.len() });
    }
    if !(options.scale > 0.0 && options.scale <= SCALE_MAX) {
        return Err(SynthError::Scale { found: options.scale });
    }
    if !(0.0..=DUPLICATES_MAX).contains(&options.duplicates_share) {
        return Err(SynthError::Duplicates { found: options.duplicates_share });
    }
    let mut truth = Truth {
        seed: options.seed,
        scale: options.scale,
        agencies: Vec::new(),
        national: Totals::default(),
        demand: CloudNeeds::default(),
        counted_once: CountedOnce::default(),
        duplicates: Vec::new(),
        national_without_copies: None,
    };
    let mut forms = Forms::new(options.seed);
    let drafts = agencies.into_iter().take(options.agencies).enumerate().map(|(index, agency)| {
        let owes = owed(agency);
        let form = forms.next(owes);
        let mut chance = Chance::new(options.seed, FIRST_AGENCY_STREAM + index as u64);
        let estate = estate_of(&mut chance, agency, owes, form, options.scale);
        Draft { agency, owes, chance, held: Held { agency_id: &agency.id, form, estate } }
    });
    if options.duplicates_share > 0.0 {
        // Copies cross from one agency to another: all are held before any is written.
        let mut drafts: Vec<Draft<'_>> = drafts.collect();
        let copies = plant_in(&mut drafts, options, &mut truth);
        drafts.into_iter().try_for_each(|draft| draft.write(out, &mut truth))?;
        truth.national_without_copies = Some(truth.national - copies);
    } else {
        drafts.into_iter().try_for_each(|draft| draft.write(out, &mut truth))?;
    }
    let mut json = serde_json::to_string_pretty(&truth).expect("the truth is plain data");
    json.push('\n');
    let path = out.join("truth.json");
    fs::write(&path, json).map_err(|source| SynthError::Io { path, source })?;
    Ok(truth)
}

/// Plants duplicates, and gives what the copies add to totals.
fn plant_in(drafts: &mut [Draft<'_>], options: &NationOptions, truth: &mut Truth) -> Totals {
    let mut chance = Chance::new(options.seed, DUPLICATES_STREAM);
    let mut held: Vec<Held<'_>> = drafts
        .iter_mut()
        .map(|draft| Held {
            agency_id: draft.held.agency_id,
            form: draft.held.form,
            estate: std::mem::take(&mut draft.held.estate),
        })
        .collect();
    let (planted, copies) = duplicates::plant(&mut chance, &mut held, options.duplicates_share);
    for (draft, held) in drafts.iter_mut().zip(held) {
        draft.held = held;
    }
    truth.duplicates = planted;
    copies
}

/// An agency before its files are written.
struct Draft<'a> {
    agency: &'a Agency,
    owes: Owes,
    chance: Chance,
    held: Held<'a>,
}

impl Draft<'_> {
    /// Writes the files, and adds to the truth what they hold.
    fn write(mut self, out: &Path, truth: &mut Truth) -> Result<(), SynthError> {
        let Held { form, estate, .. } = &self.held;
        let files = files_of(&mut self.chance, *form, self.agency, self.owes, estate)?;
        write_files(&out.join(&self.agency.id), &files)?;
        let of_agency = truth_of(self.agency, estate, &files);
        truth.national += of_agency.totals;
        truth.demand += of_agency.cloud_needs;
        truth.counted_once += of_agency.counted_once;
        truth.agencies.push(of_agency);
        Ok(())
    }
}

/// The agencies of the directive, then the others of its time, each in the order of the table.
fn ordered(agencies: &Agencies) -> Vec<&Agency> {
    let mut ordered: Vec<&Agency> = agencies.of_the_directive().collect();
    let others: Vec<&Agency> = agencies
        .iter()
        .filter(|agency| !agency.is_in(Group::SinceTheDirective))
        .filter(|agency| !ordered.iter().any(|listed| listed.id == agency.id))
        .collect();
    ordered.extend(others);
    ordered
}

/// What an agency sends: the lists it owes; one that owes none a resource list all the same.
fn owed(agency: &Agency) -> Owes {
    let needs = agency.is_in(Group::CloudIntegration);
    Owes { resources: agency.is_in(Group::InfrastructureMigration) || !needs, needs }
}

/// Deals out forms: every form once before any comes again, in seeded order.
struct Forms {
    seed: u64,
    dealt: u64,
    of_resources: Vec<Form>,
    of_needs: Vec<Form>,
}

impl Forms {
    const fn new(seed: u64) -> Self {
        Self { seed, dealt: 0, of_resources: Vec::new(), of_needs: Vec::new() }
    }

    fn next(&mut self, owes: Owes) -> Form {
        let (left, all): (&mut Vec<Form>, &[Form]) = match owes.resources {
            true => (&mut self.of_resources, &FORMS_OF_RESOURCES),
            false => (&mut self.of_needs, &FORMS_OF_NEEDS),
        };
        if left.is_empty() {
            self.dealt += 1;
            *left = Chance::new(self.seed, self.dealt).shuffled(all);
        }
        left.pop().unwrap_or(Form::Workbook)
    }
}

/// Everything an agency has to tell, faults included.
fn estate_of(chance: &mut Chance, agency: &Agency, owes: Owes, form: Form, scale: f64) -> Estate {
    let size = scale * chance.lognormal(1.0 / MEAN_OVER_MEDIAN, SIZE_SPREAD);
    let systems_count = ((size * SYSTEMS_USUAL) as usize).max(3);
    let workloads_count = ((size * WORKLOADS_USUAL) as usize).max(8);
    let id = &agency.id;
    let mut estate = Estate::new();
    let systems = systems::systems(chance, id, owes, systems_count);
    if owes.resources {
        let rooms = machines::facilities(chance, id);
        let servers = machines::servers(chance, id, &rooms, &systems, workloads_count);
        let workloads = machines::workloads(chance, id, &systems, &servers, workloads_count);
        estate.insert(Table::Storage, machines::arrays(chance, id, &rooms, workloads_count));
        estate.insert(Table::NetworkDevice, machines::devices(chance, id, &rooms));
        estate.insert(Table::Database, systems::databases(chance, id, &systems));
        estate.insert(Table::Facility, rooms);
        estate.insert(Table::Server, servers);
        estate.insert(Table::Workload, workloads);
    }
    if owes.needs {
        estate.insert(Table::CloudNeed, systems::needs(chance, id, &systems));
    }
    estate.insert(Table::System, systems);
    estate.retain(|_, rows| !rows.is_empty());
    restrict(chance, form, &mut estate);
    fault::plant(chance, form, &mut estate);
    estate
}

fn truth_of(agency: &Agency, estate: &Estate, files: &[SentFile]) -> AgencyTruth {
    let mut rows = RowCounts::default();
    for file in files {
        rows += file.rows;
    }
    AgencyTruth {
        agency_id: agency.id.clone(),
        agency: agency.name.clone(),
        files: files.iter().map(|file| file.name.clone()).collect(),
        rows,
        planted: truth::planted_in(estate),
        totals: truth::totals_of(estate),
        unknown: truth::unknown_of(estate),
        cloud_needs: truth::needs_of(estate),
        counted_once: truth::counted_once_of(estate),
    }
}

/// Writes an agency's files; refuses when something else is in the folder, which a reader of the
/// whole folder would take for a submission.
fn write_files(folder: &Path, files: &[SentFile]) -> Result<(), SynthError> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source| SynthError::Io { path, source }
    };
    fs::create_dir_all(folder).map_err(fail(folder))?;
    for entry in fs::read_dir(folder).map_err(fail(folder))? {
        let path = entry.map_err(fail(folder))?.path();
        let is_ours = files.iter().any(|file| path.file_name() == Some(file.name.as_ref()));
        if !is_ours {
            return Err(SynthError::Occupied { path });
        }
    }
    for file in files {
        let path = folder.join(&file.name);
        fs::write(&path, &file.bytes).map_err(fail(&path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
