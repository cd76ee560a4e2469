//! The command line: one file per command. The only place with clap, anyhow, stdout, colour and
//! progress bars.
//!
//! Data goes to stdout, findings and progress to stderr. Exit codes: 0 clean, 1 usage or the world
//! failed, 2 data rejected, 3 does not fit, 70 a mistake of this program.

mod assumptions;
mod bench;
mod chain;
mod chart;
mod check;
mod common;
mod demand;
mod diff;
mod duplicates;
mod explain;
mod findings;
mod hall;
mod ingest;
mod inventory;
mod library;
mod output;
mod place;
mod progress;
mod quality;
mod reconcile;
mod report;
mod returned;
mod run;
mod scenario;
mod status;
mod submissions;
mod synth;
mod template;
mod utilisation;
mod verify;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use common::{Common, Exit, Format, SARIF_IS_FOR_CHECK};

/// Commands by theme, as the help prints them.
const THEMES: &[(&str, &[&str])] = &[
    ("Whole", &["run", "synth", "verify"]),
    ("Intake", &["template", "check", "ingest", "submissions"]),
    (
        "Inventory",
        &[
            "inventory",
            "utilisation",
            "duplicates",
            "hall",
            "library",
            "quality",
            "reconcile",
            "explain",
        ],
    ),
    ("Planning", &["demand", "place", "scenario", "assumptions"]),
    ("Directive", &["status"]),
    ("Output", &["report", "chart"]),
    ("Proof", &["bench"]),
];

/// Turns the resource inventories of government agencies into data-centre capacity that can be
/// defended: demand, hosts, racks, power, quarters, charts.
#[derive(Debug, Parser)]
#[command(name = "ndcap", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take in a folder of submissions, size, place and report: the whole chain
    Run(run::Args),
    /// Write a synthetic set of submissions with known totals
    Synth(synth::Args),
    /// Check that the store is whole and that the placement keeps every limit
    Verify,
    /// Write the blank template for agencies to fill in
    Template(template::Args),
    /// Show everything wrong or doubtful in a file, without storing it
    Check(check::Args),
    /// Take files into the store
    Ingest(ingest::Args),
    /// List what was received, withdraw a submission, or compare two
    Submissions(submissions::Args),
    /// Totals of what agencies have
    Inventory(inventory::Args),
    /// What samples of use come to: percentiles and maximum of each workload
    ///
    /// Over the samples as they are, between two samples in proportion (quantile_cont of SQL). The use
    /// that demand is sized by is another figure: a nearest rank over the largest sample of each day.
    Utilisation(utilisation::Args),
    /// Rows of two submissions that may be one thing; deciding whether they are
    ///
    /// Without a command: the pairs, undecided first, with score and evidence. Undecided pairs count
    /// twice in every total, which is told beside it.
    Duplicates(duplicates::Args),
    /// Racks that stand already and what is free in them; taking in lists of NetBox
    Hall(hall::Args),
    /// The device library: import it, list its types, match models with it
    Library(library::Args),
    /// How complete and sound what agencies sent is, and what to ask for first
    Quality(quality::Args),
    /// Figures of different tables, submissions and agencies that should match and do not
    Reconcile,
    /// Show what a figure rests on, down to the cells
    Explain(explain::Args),
    /// What agencies need, by quarter
    Demand(demand::Args),
    /// Hosts, racks and power for the demand; what a loss takes down, what more hosts free
    ///
    /// Without options: the placement. With --without: what goes down and what is overloaded when
    /// that is lost, all of it at once. With --add: what more hosts take of the hall, and what becomes
    /// free. Exit code 3 when something finds no place, goes down or is overloaded.
    Place(place::Args),
    /// Compare two plans: what differs, and which assumption makes it differ
    Scenario(scenario::Args),
    /// Every assumption used, with unit, range and source
    Assumptions,
    /// Who has answered the directive, who is late, how its tasks stand; letters that remind
    Status(status::Args),
    /// Write the report, its figures and tables from the store
    Report,
    /// Write one figure as SVG or PNG
    Chart(chart::Args),
    /// Measure how long files take to be taken in, stage by stage; packing; duplicates
    ///
    /// With files, or with --generate: seconds, rows and megabytes a second of each stage, and peak
    /// memory. Nothing is kept.
    Bench(bench::Args),
}

/// What a panic said, for the last message.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Runs the program.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = panic.to_string();
        }
    }));
    match catch_unwind(AssertUnwindSafe(run_command)) {
        Ok(exit) => exit.into(),
        Err(_) => {
            let said = LAST_PANIC.lock().map(|last| last.clone()).unwrap_or_default();
            eprintln!("error: this is a mistake of ndcap, not of your data: {said}");
            eprintln!("  nothing was half-written; please report it with the command you ran");
            Exit::Bug.into()
        }
    }
}

fn run_command() -> Exit {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version come as errors of clap that are none.
            let exit = if error.use_stderr() { Exit::Failed } else { Exit::Clean };
            let _ = error.print();
            return exit;
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return Exit::Failed;
        }
    };
    match dispatch(cli) {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Clean,
        Err(error) => {
            eprintln!("error: {}", message(&error));
            Exit::Failed
        }
    }
}

/// The error and its causes in one line; a cause that an outer text already holds is not repeated.
fn message(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if message.is_empty() {
            message = cause;
        } else if !message.contains(&cause) {
            message.push_str(": ");
            message.push_str(&cause);
        }
    }
    message
}

/// Whether somebody like `head` has stopped reading.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn dispatch(cli: Cli) -> anyhow::Result<Exit> {
    let common = &cli.common;
    // Before anything is done: a command must not store first and fail when it prints.
    if common.format == Format::Sarif && !matches!(cli.command, Command::Check(_)) {
        anyhow::bail!(SARIF_IS_FOR_CHECK);
    }
    match cli.command {
        Command::Run(args) => run::run(common, &args),
        Command::Synth(args) => synth::run(common, &args),
        Command::Template(args) => template::run(common, &args),
        Command::Verify => verify::run(common),
        Command::Check(args) => check::run(common, &args),
        Command::Ingest(args) => ingest::run(common, &args),
        Command::Submissions(args) => submissions::run(common, &args),
        Command::Inventory(args) => inventory::run(common, &args),
        Command::Utilisation(args) => utilisation::run(common, &args),
        Command::Duplicates(args) => duplicates::run(common, &args),
        Command::Hall(args) => hall::run(common, &args),
        Command::Library(args) => library::run(common, &args),
        Command::Quality(args) => quality::run(common, &args),
        Command::Reconcile => reconcile::run(common),
        Command::Explain(args) => explain::run(common, &args),
        Command::Demand(args) => demand::run(common, &args),
        Command::Place(args) => place::run(common, &args),
        Command::Scenario(args) => scenario::run(common, &args),
        Command::Assumptions => assumptions::run(common),
        Command::Status(args) => status::run(common, &args),
        Command::Report => report::run(common),
        Command::Chart(args) => chart::run(common, &args),
        Command::Bench(args) => bench::run(common, &args),
    }
}

/// The command with its help grouped by theme.
fn command() -> clap::Command {
    let command = Cli::command();
    let mut groups = String::new();
    for (theme, names) in THEMES {
        groups.push_str(&format!("{theme}:\n"));
        for name in *names {
            let about = command.find_subcommand(name).and_then(|sub| sub.get_about());
            let about = about.map(ToString::to_string).unwrap_or_default();
            groups.push_str(&format!("  {name:<12} {about}\n"));
        }
        groups.push('\n');
    }
    let template = format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{groups}Options:\n{{options}}\n\n\
         Exit codes: 0 clean, 1 usage or the world failed, 2 data rejected, 3 does not fit, 70 our mistake.\n\
         Start with: ndcap run datasets/sample --out out/sample\n"
    );
    command.help_template(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_under_a_theme() {
        let listed: Vec<&str> =
            THEMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for subcommand in Cli::command().get_subcommands() {
            assert!(listed.contains(&subcommand.get_name()), "{}", subcommand.get_name());
        }
        command().debug_assert();
    }
}
