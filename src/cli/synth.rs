//! `ndcap synth`: a synthetic set of submissions with known totals.

use std::path::PathBuf;

use clap::Subcommand;

use super::common::{Common, Exit};
use crate::synth::{NationOptions, nation};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, Subcommand)]
pub enum What {
    /// A folder per agency, with truth.json beside them
    Nation {
        /// Folder to write to
        #[arg(value_name = "OUT")]
        folder: PathBuf,
        /// How many agencies answer; the 23 of the directive come first
        #[arg(long, value_name = "N", default_value_t = 23)]
        agencies: usize,
        /// Size of the agencies; 1 is about 200 workloads each
        #[arg(long, value_name = "S", default_value_t = 1.0)]
        scale: f64,
        /// Share of servers, workloads and databases that stand in a second agency's list too
        #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
        duplicates: f64,
    },
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let What::Nation { folder, agencies, scale, duplicates } = &args.what;
    let options = NationOptions {
        agencies: *agencies,
        scale: *scale,
        seed: common.seed.unwrap_or(1),
        duplicates_share: *duplicates,
    };
    nation(folder, &options)?;
    if !common.quiet {
        eprintln!("wrote {} agencies and truth.json to {}", agencies, folder.display());
    }
    Ok(Exit::Clean)
}
