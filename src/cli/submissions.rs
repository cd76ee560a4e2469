//! `ndcap submissions`: what was received, withdrawing it, and what a newer one changed.

use super::common::{Common, Exit, today};
use super::{diff, output};
use crate::inventory::Store;
use crate::report::table::{Kind, Table};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    pub action: Option<Action>,
    /// Withdraw this submission from the current view; it stays on disk
    #[arg(long, value_name = "ID")]
    pub withdraw: Option<String>,
}

/// What is done instead of listing.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// What a newer submission changed: rows added and removed, fields changed, the demand
    Diff(diff::Args),
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    if let Some(Action::Diff(args)) = &args.action {
        return diff::run(common, args);
    }
    let store = common.open_store()?;
    if let Some(id) = &args.withdraw {
        let is_new = store.withdraw(id, today())?;
        if !common.quiet {
            eprintln!("{id} {}", if is_new { "is withdrawn" } else { "was withdrawn before" });
        }
    }
    let inventory = store.inventory()?;
    let mut table =
        Table::new("submissions", "Submissions", "One row per submission ever received.")
            .column("id", "Submission", Kind::Text)
            .column("agency_id", "Agency", Kind::Text)
            .column("file", "File", Kind::Text)
            .column("profile", "Format", Kind::Text)
            .column("received_on", "Received on", Kind::Text)
            .column("status", "Status", Kind::Text)
            .column("rows_accepted", "Accepted", Kind::Integer)
            .column("rows_rejected", "Rejected", Kind::Integer)
            .column("errors", "Errors", Kind::Integer)
            .column("warnings", "Warnings", Kind::Integer)
            .column("notes", "Notes", Kind::Integer);
    for record in store.records()? {
        let accepted: usize = record.tables.iter().map(|count| count.rows_accepted).sum();
        let rejected: usize = record.tables.iter().map(|count| count.rows_rejected).sum();
        table.push(vec![
            record.id.as_str().into(),
            record.agency_id.as_str().into(),
            record.file.as_str().into(),
            record.profile.as_str().into(),
            record.received_on.as_str().into(),
            Store::status_of(&inventory, &record).word().into(),
            accepted.into(),
            rejected.into(),
            record.findings.error.into(),
            record.findings.warning.into(),
            record.findings.note.into(),
        ]);
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}
