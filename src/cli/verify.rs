//! `ndcap verify`: is the store whole, does the placement keep every limit.

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit};
use crate::compliance::Progress;

pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let store = common.open_store()?;
    let inventory = store.inventory()?;
    let damages = inventory.damages()?;
    for damage in &damages {
        eprintln!("error: {damage}");
    }
    if !damages.is_empty() {
        return Ok(Exit::Failed);
    }
    let submissions = inventory.submissions().count();
    println!("{submissions} submissions: every file as received has its hash, every row its place");
    let chain = Chain::run(&store, common.read_plan()?, &Progress::default())?;
    tell_unmatched(common, &chain.demand);
    println!(
        "{} workloads on {} hosts in {} racks: the independent checker finds no violation",
        chain.fleet.workloads.len(),
        chain.placement.pools.iter().map(|pool| pool.hosts.len()).sum::<usize>(),
        chain.placement.racks.len()
    );
    Ok(Exit::Clean)
}
