//! `ndcap duplicates`: rows of two submissions that may be one thing, and what is decided about them.

mod filled_in;

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;

use super::common::{Common, Exit, Format, find_agency, today};
use super::output;
use crate::diagnostic::Text;
use crate::duplicates::{KeyKind, Listed, State, Survey, keeping, survey, survey_beside_totals};
use crate::inventory::{Decided, Inventory, NewDecision, RowId, Store, Verdict};
use crate::language::Language;
use crate::plan::Plan;
use crate::report::tables;
use crate::schema::Table;

/// Fewest signs of a pair's id by which it is found.
const PREFIX_MIN: usize = 4;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Option<Action>,
    /// Only pairs of this table
    #[arg(long, value_enum, value_name = "NAME")]
    pub table: Option<Name>,
    /// Only pairs with a row of this agency
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only pairs of this state
    #[arg(long, value_enum, default_value = "all", value_name = "STATE")]
    pub state: Wanted,
    /// Only pairs that are likely to be one thing (duplicates.likely_min of the plan)
    #[arg(long)]
    pub likely: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// Physical servers
    Server,
    /// Virtual machines and containers
    Workload,
    /// Databases
    Database,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// Every pair
    All,
    /// Nobody has decided
    Open,
    /// Decided to be one thing
    Same,
    /// Decided to be two things
    Different,
}

/// What is done instead of listing pairs.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Show the evidence on one pair, value by value
    Show {
        /// Id of the pair, or its beginning
        #[arg(value_name = "PAIR")]
        pair: String,
    },
    /// Record whether the rows of a pair are one thing, or what a filled-in list of pairs says
    ///
    /// For many pairs write the list with --format csv --out FILE, fill in its column decision (same,
    /// different or open; kept may name the row that counts), and read it back with --from FILE. Each line
    /// is checked; when one is wrong nothing is recorded.
    Decide(DecideArgs),
}

#[derive(Debug, clap::Args)]
pub struct DecideArgs {
    /// Id of the pair, or its beginning
    #[arg(value_name = "PAIR", required_unless_present = "from", requires = "verdict")]
    pub pair: Option<String>,
    /// What is decided
    #[arg(value_enum, value_name = "VERDICT")]
    pub verdict: Option<Said>,
    /// List of pairs with its column decision filled in; of each line its own reason and decided_by go
    /// before --reason and --by
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pair", "verdict", "keep"])]
    pub from: Option<PathBuf>,
    /// The row that counts, by its agency, or as AGENCY/CODE [default: the one that states more]
    #[arg(long, value_name = "ROW")]
    pub keep: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who decides [default: the user of the system]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Said {
    /// One thing: it counts once
    Same,
    /// Two things
    Different,
    /// Undecided again: an earlier decision is taken back
    Open,
}

/// Why, and who decides.
struct Signature {
    reason: Option<String>,
    by: Option<String>,
}

impl Signature {
    /// Who decides: as said, else the user of the system.
    fn name(&self) -> Option<String> {
        let user = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        self.by.clone().or_else(user).filter(|name| !name.is_empty())
    }
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let store = common.open_store()?;
    let inventory = store.inventory()?;
    let survey = survey(&inventory, &plan.duplicates)?;
    match &args.action {
        Some(Action::Show { pair }) => show(common, &survey, &inventory, pair),
        Some(Action::Decide(DecideArgs { from: Some(file), reason, by, .. })) => {
            let said = Signature { reason: reason.clone(), by: by.clone() };
            filled_in::decide_from(common, &store, &survey, file, &said)
        }
        Some(Action::Decide(args)) => decide(common, &store, &survey, &inventory, args),
        None => list(common, &survey, &inventory, args),
    }
}

fn list(
    common: &Common,
    survey: &Survey,
    inventory: &Inventory,
    args: &Args,
) -> anyhow::Result<Exit> {
    let agencies = common.agencies()?;
    let agency = args.agency.as_deref().map(|name| find_agency(agencies, name)).transpose()?;
    let is_wanted = |listed: &&Listed| {
        let (a, b) = survey.rows_of(listed);
        let of_table = args.table.is_none_or(|name| listed.table == table_of(name));
        let of_state = match args.state {
            Wanted::All => true,
            Wanted::Open => listed.state == State::Open,
            Wanted::Same => listed.state == State::Same,
            Wanted::Different => listed.state == State::Different,
        };
        let of_agency =
            agency.is_none_or(|agency| [a, b].iter().any(|item| item.id.agency_id == agency.id));
        of_table && of_state && of_agency && (listed.is_likely || !args.likely)
    };
    let listed = survey.listed.iter().filter(is_wanted);
    let table = match common.format {
        Format::Table => tables::duplicates_in_short(survey, listed, common.language()),
        _ => tables::duplicates_to_decide(survey, listed, inventory, common.language()),
    };
    output::print(common, &table)?;
    if let Some(language) = common.tells_in() {
        for line in told(survey, inventory, language) {
            eprintln!("{line}");
        }
    }
    Ok(Exit::Clean)
}

const fn table_of(name: Name) -> Table {
    match name {
        Name::Server => Table::Server,
        Name::Workload => Table::Workload,
        Name::Database => Table::Database,
    }
}

/// What the list rests on, what it may have missed, which decisions have no effect.
fn told(survey: &Survey, inventory: &Inventory, language: Language) -> Vec<String> {
    let rows: usize = survey.items.values().map(Vec::len).sum();
    let of = |state: State| survey.listed.iter().filter(|listed| listed.state == state).count();
    let said = Text::phrase("print-duplicates")
        .with("rows", rows)
        .with("compared", survey.compared)
        .with("open", of(State::Open))
        .with("same", of(State::Same))
        .with("different", of(State::Different));
    let mut told = vec![said.in_language(language).into_owned()];
    told.extend(tables::doubt_words(survey, language));
    for (table, crowd) in &survey.crowds {
        let example = &survey.items[table][crowd.example];
        let said = Text::phrase("print-duplicates-crowd")
            .with("rows", crowd.rows)
            .with("table", table.name())
            .with("what", key_word(crowd.kind, language))
            .with("example", example.id.to_string())
            .with("place", tables::place_of(inventory, example, language))
            .with("left", crowd.rows_not_compared);
        told.push(said.in_language(language).into_owned());
    }
    for settled in &survey.without_effect {
        let gone: Vec<String> = settled.gone.iter().map(ToString::to_string).collect();
        let said = Text::phrase("print-duplicates-gone")
            .with("pair", settled.decision.pair.as_str())
            .with("verdict", settled.decision.verdict.word())
            .with("rows", gone.join(", "));
        told.push(said.in_language(language).into_owned());
    }
    told
}

const fn key_word(kind: KeyKind, language: Language) -> &'static str {
    match kind {
        KeyKind::Serial | KeyKind::SerialSlip => language.pick("one serial", "một số serial"),
        KeyKind::Uuid => language.pick("one UUID", "một UUID"),
        KeyKind::Name | KeyKind::NameSlip => language.pick("one name", "một tên"),
        KeyKind::Address => language.pick("one IP address", "một địa chỉ IP"),
        KeyKind::Use => language.pick("the same measured use", "cùng mức sử dụng đo được"),
    }
}

/// The pair whose id begins so.
fn find_pair<'a>(survey: &'a Survey, pair: &str) -> anyhow::Result<Option<&'a Listed>> {
    if pair.len() < PREFIX_MIN {
        bail!("\"{pair}\" is too short for a pair; give at least {PREFIX_MIN} signs of its id");
    }
    let mut of_prefix = survey.listed.iter().filter(|listed| listed.id.starts_with(pair));
    let first = of_prefix.next();
    if let (Some(first), Some(second)) = (first, of_prefix.next()) {
        bail!("{pair} begins {} and {}; give more signs of the id", first.id, second.id);
    }
    Ok(first)
}

fn unknown(pair: &str) -> anyhow::Error {
    anyhow::anyhow!("there is no pair {pair}; see them with: ndcap duplicates")
}

fn show(
    common: &Common,
    survey: &Survey,
    inventory: &Inventory,
    pair: &str,
) -> anyhow::Result<Exit> {
    let listed = find_pair(survey, pair)?.ok_or_else(|| unknown(pair))?;
    let language = common.language();
    output::print(common, &tables::duplicate_evidence(survey, listed, language))?;
    if let Some(language) = common.tells_in() {
        let (a, b) = survey.rows_of(listed);
        for item in [a, b] {
            eprintln!("{}: {}", item.id, tables::place_of(inventory, item, language));
        }
        let said = Text::phrase("print-duplicates-pair")
            .with("pair", listed.id.as_str())
            .with("score", format!("{:.3}", listed.pair.score))
            .with("state", listed.state.word());
        eprintln!("{}", said.in_language(language));
    }
    Ok(Exit::Clean)
}

fn decide(
    common: &Common,
    store: &Store,
    survey: &Survey,
    inventory: &Inventory,
    args: &DecideArgs,
) -> anyhow::Result<Exit> {
    let (Some(pair), Some(said)) = (&args.pair, args.verdict) else {
        bail!("decide needs a pair and a verdict, or --from with a filled-in list");
    };
    let verdict = match said {
        Said::Same => Verdict::Same,
        Said::Different => Verdict::Different,
        Said::Open => Verdict::Open,
    };
    let (kept, other) = match find_pair(survey, pair)? {
        Some(listed) => {
            let (a, b) = survey.rows_of(listed);
            keeping(a, b, args.keep.as_deref()).map_err(|said| anyhow::anyhow!("--keep {said}"))?
        }
        // A decision whose rows are gone can be taken back all the same.
        None => rows_gone(survey, pair, verdict)?,
    };
    let signature = Signature { reason: args.reason.clone(), by: args.by.clone() };
    let decided = store.decide(NewDecision {
        verdict,
        kept,
        other,
        reason: signature.reason.clone(),
        decided_by: signature.name(),
        decided_on: today(),
    })?;
    let Some(language) = common.tells_in() else { return Ok(Exit::Clean) };
    let said = match &decided {
        Decided::Unchanged(_) => Text::phrase("print-decided-before"),
        Decided::Recorded(decision) => {
            let id = match decision.verdict {
                Verdict::Same => "print-decided-same",
                Verdict::Different => "print-decided-different",
                Verdict::Open => "print-decided-open",
            };
            Text::phrase(id)
                .with("kept", place_of_row(survey, inventory, &decision.kept, language))
                .with("other", place_of_row(survey, inventory, &decision.other, language))
        }
    };
    eprintln!("{}", said.in_language(language));
    Ok(Exit::Clean)
}

fn rows_gone(survey: &Survey, pair: &str, verdict: Verdict) -> anyhow::Result<(RowId, RowId)> {
    let mut of_prefix =
        survey.without_effect.iter().filter(|settled| settled.decision.pair.starts_with(pair));
    let settled = of_prefix.next().filter(|_| of_prefix.next().is_none());
    let decision = &settled.with_context(|| unknown(pair))?.decision;
    if verdict != Verdict::Open {
        bail!(
            "a row of the pair {pair} is in no current submission; it can only be taken back (open)"
        );
    }
    Ok((decision.kept.clone(), decision.other.clone()))
}

fn place_of_row(survey: &Survey, inventory: &Inventory, row: &RowId, language: Language) -> String {
    let mut items = survey.items.values().flatten();
    match items.find(|item| item.id == *row) {
        Some(item) => format!("{row} ({})", tables::place_of(inventory, item, language)),
        None => row.to_string(),
    }
}

/// Tells how much may be counted twice, below a total.
pub fn tell_doubt(common: &Common, inventory: &Inventory, plan: &Plan) -> anyhow::Result<()> {
    let Some(language) = common.tells_in() else { return Ok(()) };
    let survey = survey_beside_totals(inventory, &plan.duplicates)?;
    doubt_lines(&survey, language).iter().for_each(|line| eprintln!("{line}"));
    Ok(())
}

/// How much may be counted twice, or that it is not known; how many rows are counted once by decision.
pub fn doubt_lines(survey: &Survey, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = tables::doubt_words(survey, language).into_iter().collect();
    let elsewhere = survey.counted_elsewhere.len();
    if elsewhere > 0 {
        let said = Text::phrase("print-counted-elsewhere").with("rows", elsewhere);
        lines.push(said.in_language(language).into_owned());
    }
    lines
}
