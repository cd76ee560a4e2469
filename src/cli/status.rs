//! `ndcap status`: who has answered the directive, and how its tasks stand.

use std::path::Path;

use clap::ValueEnum;

use super::common::{Common, Exit, Format, RollUpBy, find_agency};
use super::output;
use crate::compliance::{State, Status, Whereabouts};
use crate::diagnostic::Text;
use crate::inventory::{Inventory, Store, StoreError};
use crate::plan::Plan;
use crate::reference::{Agencies, RollUp};
use crate::report::table::{Table, Value};
use crate::report::{reminders, tables};
use crate::time::written_day;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which table [default: matrix on a terminal, obligations for programs]
    #[arg(long, value_enum)]
    pub table: Option<Which>,
    /// Only this agency, by id or name; of tasks, those it leads or helps with
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Write letters that remind agencies of what is missing, one text file per agency into the folder
    /// of --out; in Vietnamese unless --lang says otherwise
    #[arg(long, conflicts_with = "table")]
    pub reminders: bool,
    /// Under the name of whoever answers for an agency on the day of --as-of: its successor. Tables say
    /// which agency each row was reported as, letters name both
    #[arg(long, value_enum, value_name = "BY")]
    pub roll_up: Option<RollUpBy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// One row per agency and obligation
    Obligations,
    /// One row per agency, one column per obligation
    Matrix,
    /// What arrived as what, and how complete it is
    Completeness,
    /// The directive's 42 tasks
    Tasks,
    /// Every deadline of every task
    Milestones,
    /// Each facility: which case of III.3 it is, what follows, what is to be watched
    Facilities,
    /// Each system: which way it goes and when, its zone, what is missing
    Routes,
    /// Systems and databases the directive names, and whether they were sent
    Expected,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let agencies = common.agencies()?;
    let agency = args.agency.as_deref().map(|name| find_agency(agencies, name)).transpose()?;
    let agency = agency.map(|agency| agency.id.as_str());
    let known = Known::of(common, args.roll_up)?;
    if args.reminders {
        remind(common, &known, agency)?;
    } else {
        let table = table(common, args, &known, agency)?;
        output::print(common, &table)?;
    }
    tell_counts(common, &known, agency);
    Ok(Exit::Clean)
}

/// How the directive stands on the day of the plan; where there is no store, nothing has been received,
/// which is told.
pub fn status_of(common: &Common) -> anyhow::Result<Status> {
    Ok(Known::of(common, None)?.status)
}

/// Where systems run, by what had arrived by the day of the plan.
pub fn whereabouts_of(common: &Common) -> anyhow::Result<Whereabouts> {
    Ok(Known::of(common, None)?.whereabouts()?)
}

/// What the tables are made from.
struct Known {
    plan: Plan,
    /// None where there is no store.
    inventory: Option<Inventory>,
    status: Status,
    agencies: &'static Agencies,
    roll_up: Option<RollUp<'static>>,
}

impl Known {
    fn of(common: &Common, by: Option<RollUpBy>) -> anyhow::Result<Self> {
        let plan = common.read_plan()?;
        let roll_up = common.roll_up(by, &plan)?;
        let progress = common.read_progress()?;
        let store = match Store::open(common.store_folder()) {
            Err(StoreError::Missing { path }) => {
                let path = path.display().to_string();
                tell(common, Text::phrase("print-status-no-store").with("path", path));
                None
            }
            opened => Some(opened?),
        };
        let inventory = store.map(|store| store.inventory()).transpose()?;
        let agencies = common.agencies()?;
        let status = Status::of(inventory.as_ref(), agencies, &progress, plan.period.as_of)?;
        Ok(Self { plan, inventory, status, agencies, roll_up })
    }

    fn whereabouts(&self) -> Result<Whereabouts, StoreError> {
        let inventory = self.inventory.as_ref();
        Whereabouts::of(inventory, self.agencies, &self.status, &self.plan, self.roll_up)
    }

    /// Whether an agency is the one that is meant, or one for which that answers.
    fn is_meant(&self, id: &str, meant: Option<&str>) -> bool {
        let answers = |meant| self.roll_up.is_some_and(|roll_up| roll_up.id_of(id) == meant);
        meant.is_none_or(|meant| id == meant || answers(meant))
    }
}

fn table(
    common: &Common,
    args: &Args,
    known: &Known,
    agency: Option<&str>,
) -> anyhow::Result<Table> {
    let status = &known.status;
    let (agencies, language) = (common.agencies()?, common.language());
    let is_for_people = common.format == Format::Table;
    let which =
        args.table.unwrap_or(if is_for_people { Which::Matrix } else { Which::Obligations });
    let mut table = match which {
        Which::Obligations => tables::obligations(status, agencies, language),
        // Of one agency, and of those that answer on a day, every row is wanted.
        Which::Matrix if is_for_people && agency.is_none() && known.roll_up.is_none() => {
            tables::obligation_matrix_in_short(status, agencies, language)
        }
        Which::Matrix => tables::obligation_matrix(status, agencies, language),
        Which::Completeness => tables::completeness(status, agencies, language),
        Which::Tasks => tables::tasks(status, agencies, language),
        Which::Milestones => tables::milestones(status, language),
        Which::Facilities => tables::facilities(&known.whereabouts()?, agencies, language),
        Which::Routes => tables::routes(&known.whereabouts()?, agencies, language),
        Which::Expected => tables::expected(&known.whereabouts()?, agencies, language),
    };
    if let Some(roll_up) = known.roll_up {
        table = tables::by_who_answers(table, roll_up, language);
    }
    if let Some(id) = agency {
        keep(&mut table, id);
    }
    Ok(match which {
        Which::Tasks if is_for_people => tables::for_a_screen(table, agencies, language),
        _ if is_for_people => tables::whereabouts_on_a_screen(table),
        _ => table,
    })
}

/// Leaves the rows of an agency: its own, or those of tasks it leads or helps with.
fn keep(table: &mut Table, id: &str) {
    let names = ["agency_id", "reported_as_id", "later_owner_id", "lead_ids", "coordinator_ids"];
    let is_key = |name: &&str| names.contains(name);
    let columns = table.columns.iter().map(|column| column.name);
    let keys: Vec<usize> =
        columns.enumerate().filter(|(_, n)| is_key(n)).map(|(at, _)| at).collect();
    let holds = |value: &Value| match value {
        Value::Text(text) => text.split("; ").any(|known| known == id),
        _ => false,
    };
    table.rows.retain(|row| keys.is_empty() || keys.iter().any(|key| holds(&row[*key])));
}

fn remind(common: &Common, known: &Known, agency: Option<&str>) -> anyhow::Result<()> {
    let language = common.language_of_senders();
    let mut letters = reminders(&known.status, known.agencies, known.roll_up, language);
    letters.retain(|letter| known.is_meant(&letter.agency_id, agency));
    let Some(folder) = &common.out else {
        let texts: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
        return output::emit(common, texts.join("\n----\n\n").as_bytes());
    };
    for letter in &letters {
        let mut stem = file_stem(&letter.agency_id);
        if letter.to_id != letter.agency_id {
            // Letters to one successor stand together.
            stem = format!("{}-{stem}", file_stem(&letter.to_id));
        }
        let path = folder.join(format!("{stem}.txt"));
        output::write_file(&path, letter.text.as_bytes())?;
    }
    let folder: &Path = folder;
    let said = Text::phrase("print-reminders").with("letters", letters.len());
    tell(common, said.with("folder", folder.display().to_string()));
    Ok(())
}

/// An id as the name of a file.
fn file_stem(id: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    id.chars().map(|c| if is_plain(c) { c } else { '_' }).collect()
}

/// How many answers are owed, received, overdue; and what is not counted, since it came later.
fn tell_counts(common: &Common, known: &Known, agency: Option<&str>) {
    let status = &known.status;
    let is_meant = |id: &str| known.is_meant(id, agency);
    let count = |states: &[State]| {
        let duties =
            status.duties.iter().filter(|duty| duty.is_owed() && is_meant(&duty.agency_id));
        duties.filter(|duty| states.contains(&duty.state)).count()
    };
    let Some(language) = common.tells_in() else { return };
    let day = written_day(status.as_of, language);
    let said = Text::phrase("print-status")
        .with("day", day.clone())
        .with("owed", count(&State::ALL))
        .with("received", count(&[State::Received, State::ReceivedLate]))
        .with("overdue", count(&[State::Overdue]));
    tell(common, said);
    if !status.later.is_empty() {
        let later = Text::phrase("print-status-later").with("submissions", status.later.len());
        tell(common, later.with("day", day));
    }
}

fn tell(common: &Common, said: Text) {
    if let Some(language) = common.tells_in() {
        eprintln!("{}", said.in_language(language));
    }
}
