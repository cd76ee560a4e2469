//! Options of all commands, and what they stand for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use crate::compliance::Progress;
use crate::inventory::Store;
use crate::language::Language;
use crate::plan::Plan;
use crate::reference::{Agencies, Agency, Resolved};
use crate::time::{NaiveDate, read_day};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Clean,
    /// Usage, or the world failed.
    Failed,
    /// Data was rejected.
    Rejected,
    /// Something does not fit.
    DoesNotFit,
    /// A mistake of this program.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Failed => 1,
            Exit::Rejected => 2,
            Exit::DoesNotFit => 3,
            Exit::Bug => 70,
        })
    }
}

/// Form of the data on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For spreadsheets and scripts.
    Csv,
    /// For programs.
    Json,
    /// For data tools; needs --out.
    Parquet,
    /// For editors and review systems: findings as SARIF 2.1.0; only for check.
    Sarif,
}

/// Why every other command refuses it.
pub const SARIF_IS_FOR_CHECK: &str = "--format sarif is only for the command check";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Vietnamese
    Vi,
}

/// Options of all commands.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder of the store [default: store; for run: store in the folder of --out]
    #[arg(long, global = true, env = "NDCAP_STORE", value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Plan file with the assumptions that differ from the built-in ones
    #[arg(long, global = true, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// File in which the planner keeps the progress of the directive: tasks done, papers received
    #[arg(long, global = true, env = "NDCAP_PROGRESS", value_name = "FILE")]
    pub progress: Option<PathBuf>,
    /// Day the figures are shown for, as 2024-12-31
    #[arg(long, global = true, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Form of the data on stdout
    #[arg(long, global = true, value_enum, default_value = "table")]
    pub format: Format,
    /// File or folder to write to
    #[arg(long, global = true, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Language of headings, notes and numbers [default: en; of a return workbook: vi]
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// Seed of everything random [default: 1; of the simulation: that of the plan file]
    #[arg(long, global = true, value_name = "N")]
    pub seed: Option<u64>,
    /// Say nothing but data and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

impl Common {
    /// The plan, with the day of `--as-of` and the seed of `--seed`.
    pub fn read_plan(&self) -> anyhow::Result<Plan> {
        self.settle(match &self.plan {
            Some(path) => Plan::read(path)?,
            None => Plan::built_in(),
        })
    }

    /// A plan with the day of `--as-of` and the seed of `--seed`.
    pub fn settle(&self, mut plan: Plan) -> anyhow::Result<Plan> {
        if let Some(text) = &self.as_of {
            plan.period.as_of = parse_day("--as-of", text)?;
        }
        if let Some(seed) = self.seed {
            plan.simulation.seed = seed;
        }
        Ok(plan)
    }

    /// What the planner says of the directive; nothing without a file.
    pub fn read_progress(&self) -> anyhow::Result<Progress> {
        Ok(match &self.progress {
            Some(path) => Progress::read(path, Agencies::built_in())?,
            None => Progress::default(),
        })
    }

    /// The language.
    pub const fn language(&self) -> Language {
        match self.lang {
            None | Some(Lang::En) => Language::English,
            Some(Lang::Vi) => Language::Vietnamese,
        }
    }

    /// The language of what goes to an agency.
    pub const fn language_of_senders(&self) -> Language {
        match self.lang {
            None | Some(Lang::Vi) => Language::Vietnamese,
            Some(Lang::En) => Language::English,
        }
    }

    /// The language of what is told on stderr; `None` when nothing is to be told.
    pub fn tells_in(&self) -> Option<Language> {
        (!self.quiet).then(|| self.language())
    }

    /// The folder of the store.
    pub fn store_folder(&self) -> &Path {
        self.store.as_deref().unwrap_or(Path::new("store"))
    }

    /// The store, which must exist.
    pub fn open_store(&self) -> anyhow::Result<Store> {
        Ok(Store::open(self.store_folder())?)
    }

    /// The path of `--out`, which the command needs.
    pub fn need_out(&self, example: &str) -> anyhow::Result<&Path> {
        self.out.as_deref().with_context(|| format!("--out is needed, as in --out {example}"))
    }
}

/// A day given as an option.
pub fn parse_day(option: &str, text: &str) -> anyhow::Result<NaiveDate> {
    read_day(text).with_context(|| format!("{option} {text} is no day; write it as 2024-12-31"))
}

/// The day it is in Viet Nam; only the command line asks a clock, to date what it receives.
pub fn today() -> NaiveDate {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = now.map_or(0, |now| (now.as_secs() + 7 * 3600) / 86_400);
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("is a day");
    epoch.checked_add_days(chrono::Days::new(days)).unwrap_or(epoch)
}

/// The agency of `--agency`; an unknown one is refused with the nearest.
pub fn find_agency<'a>(agencies: &'a Agencies, name: &str) -> anyhow::Result<&'a Agency> {
    match agencies.resolve(name) {
        Resolved::Exact(agency) | Resolved::Alias(agency) => Ok(agency),
        Resolved::Unknown(nearest) => {
            let names: Vec<String> =
                nearest.iter().map(|agency| format!("{} ({})", agency.id, agency.name)).collect();
            bail!("nobody knows the agency \"{name}\"; nearest: {}", names.join("; "))
        }
    }
}
