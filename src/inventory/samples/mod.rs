//! Samples of use in the store: partitioned Parquet, written and read part by part.
//!
//! In: rows of table `utilisation` in any order. Out: files by day and bucket of workloads
//! (`utilisation/days=…/buckets=…/day=…/bucket=….parquet`, columns as in any table), which of them hold
//! which agencies, days and workloads, and their rows, a share of the workloads at a time.

mod catalogue;
mod layout;
mod names;
mod order;
mod writer;

pub use catalogue::{Catalogue, Group, SampleFile, Share};
pub use layout::{Bucket, FOLDER, Layout, Placed, files_in, hash_of};
#[cfg(test)]
pub(crate) use names::{NAMED, names_of};
pub(crate) use writer::SampleWriter;

/// In the footer of a file of samples: the agencies its submission has samples of, by commas.
const AGENCIES: &str = "ndcap.agencies";

/// In the footer of a file of samples: the quantities its submission states, by commas.
const STATED: &str = "ndcap.quantities";

/// Shares and rates: what a workload uses at a time.
pub const SHARES: [&str; 6] = [
    "cpu_util_pct",
    "ram_util_pct",
    "iops",
    "disk_throughput_mb_s",
    "network_mbps",
    "cpu_ready_pct",
];

/// Amounts of memory that its hypervisor took from a workload.
pub const AMOUNTS: [&str; 2] = ["ram_swapped_bytes", "ram_ballooned_bytes"];

/// Every quantity a sample can state.
pub const QUANTITIES: [&str; 8] = {
    let [cpu, ram, iops, disk, network, ready] = SHARES;
    let [swapped, ballooned] = AMOUNTS;
    [cpu, ram, iops, disk, network, ready, swapped, ballooned]
};

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
