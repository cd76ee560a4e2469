//! How far off groups of peers may be: the fewer their members, the less they say of the mean and the
//! spread of those who state nothing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::load::gamma_of;
use crate::chance::Chance;
use crate::demand::impute::{Cell, GroupId, PeerGroup, Peers};

/// Streams of chance of groups of peers begin here; those of drivers stand below.
pub const FIRST_GROUP_STREAM: u64 = 1_000;

/// Streams of chance of cells begin here, beyond any number of groups.
const FIRST_CELL_STREAM: u64 = FIRST_GROUP_STREAM + (1 << 32);

/// A cell larger than this has a mean whose error is as good as normal.
const BOOTSTRAP_MAX: usize = 30;

/// How far off a group of peers is in one draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// Its true mean over that of the members that state a size.
    pub shift: f64,
    /// Its true spread over that of these members.
    pub spread: f64,
}

/// How often the members of a cell were drawn in one draw, and the sum of their sizes.
#[derive(Debug, Clone, Copy, Default)]
struct Resampled {
    count: f64,
    sum: f64,
}

/// How far off each of these groups is, in every draw. The members of each cell are drawn once for
/// all groups that it is part of.
pub fn doubts_of(
    groups: &BTreeSet<GroupId>,
    peers: &Peers,
    count: usize,
    seed: u64,
) -> BTreeMap<GroupId, Vec<Doubt>> {
    let places: BTreeSet<usize> =
        groups.iter().flat_map(|id| peers.group(*id).cells.clone()).collect();
    let cells: BTreeMap<usize, Vec<Resampled>> = places
        .into_par_iter()
        .map(|at| {
            let stream = FIRST_CELL_STREAM + at as u64;
            (at, resampled(&peers.cells()[at], count, Chance::new(seed, stream)))
        })
        .collect();
    let of_group = |id: GroupId| {
        let group = peers.group(id);
        let means = means_of(group, &cells, count);
        let chance = Chance::new(seed, FIRST_GROUP_STREAM + u64::from(id));
        (id, doubts(group, &means, chance))
    };
    groups.clone().into_par_iter().map(of_group).collect()
}

/// Members of a cell drawn with replacement, each as often as Poisson's distribution of mean 1 has
/// it: what is drawn of one cell then does not hang on what is drawn of another, and all together
/// are as good as drawn from one list (the Poisson bootstrap).
fn resampled(cell: &Cell, count: usize, mut chance: Chance) -> Vec<Resampled> {
    let members = cell.sizes.len() as f64;
    let of_few = |chance: &mut Chance| {
        cell.sizes.each().fold(Resampled::default(), |sum, size| {
            let times = poisson_of(chance.unit());
            Resampled { count: sum.count + times, sum: sum.sum + times * size as f64 }
        })
    };
    // The number of members drawn and how far their sum is off do not hang together.
    let of_many = |chance: &mut Chance| {
        let count = (members + members.sqrt() * chance.normal()).max(0.0);
        let off = (members * cell.variance).sqrt() * chance.normal();
        Resampled { count, sum: (cell.mean * count + off).max(0.0) }
    };
    let is_small = cell.sizes.len() <= BOOTSTRAP_MAX;
    let draw = |_| if is_small { of_few(&mut chance) } else { of_many(&mut chance) };
    (0..count).map(draw).collect()
}

/// Mean of a group among the members drawn, in every draw; its own where none was drawn.
fn means_of(group: &PeerGroup, cells: &BTreeMap<usize, Vec<Resampled>>, count: usize) -> Vec<f64> {
    let mut sums = vec![Resampled::default(); count];
    for at in group.cells.clone() {
        for (sum, of_cell) in sums.iter_mut().zip(&cells[&at]) {
            sum.count += of_cell.count;
            sum.sum += of_cell.sum;
        }
    }
    let mean =
        |drawn: Resampled| if drawn.count > 0.0 { drawn.sum / drawn.count } else { group.mean };
    sums.into_iter().map(mean).collect()
}

/// How far off a group may be, by its means among the members drawn. The spread is off as the variance
/// of a sample is (scaled inverse chi-square), which together with the mean gives the wider ends of
/// Student's distribution. Of a single member nothing is known but its size, which may then be off by
/// as much again.
fn doubts(group: &PeerGroup, means: &[f64], mut chance: Chance) -> Vec<Doubt> {
    let members = group.sizes.len();
    if group.mean <= 0.0 {
        return vec![Doubt { shift: 1.0, spread: 1.0 }; means.len()];
    }
    if members < 2 {
        let doubt = |_| Doubt { shift: (1.0 + chance.normal()).max(0.0), spread: 1.0 };
        return means.iter().map(doubt).collect();
    }
    let degrees = (members - 1) as f64;
    let doubt = |mean: &f64| {
        let drawn = gamma_of(degrees, 2.0 * degrees, chance.normal());
        // Few members can draw next to nothing; ten times their spread is as far as that goes.
        let spread = (members as f64 / drawn.max(f64::MIN_POSITIVE)).sqrt().min(10.0);
        let off = mean / group.mean - 1.0;
        Doubt { shift: (1.0 + off * spread).max(0.0), spread }
    };
    means.iter().map(doubt).collect()
}

/// Poisson's distribution of mean 1 by its quantile: its steps are sums of e^-1 ÷ k!.
fn poisson_of(u: f64) -> f64 {
    const STEPS: [f64; 9] = [
        0.367_879_441_171_442_3,
        0.735_758_882_342_884_6,
        0.919_698_602_928_605_8,
        0.981_011_843_123_846_2,
        0.996_340_153_172_656_3,
        0.999_405_815_182_418_3,
        0.999_916_758_850_712,
        0.999_989_750_803_325_3,
        0.999_998_874_797_402,
    ];
    STEPS.iter().take_while(|step| u >= **step).count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::Seen;
    use crate::demand::amount::Tier;
    use crate::demand::impute::Sizes;
    use crate::demand::machine::Machine;
    use crate::demand::measure::Measured;
    use crate::inventory::RowAddress;

    #[test]
    fn the_quantiles_of_poissons_distribution_have_its_mean_and_variance() {
        let count = 100_000;
        let drawn: Vec<f64> =
            (0..count).map(|at| poisson_of((f64::from(at) + 0.5) / f64::from(count))).collect();
        let mean = drawn.iter().sum::<f64>() / f64::from(count);
        let variance = drawn.iter().map(|times| (times - 1.0).powi(2)).sum::<f64>();
        assert!((mean - 1.0).abs() < 1e-4, "{mean}");
        assert!((variance / f64::from(count) - 1.0).abs() < 1e-3, "{variance}");
    }

    /// Means and spreads of small and large cells drawn are those of the mean of as many members.
    #[test]
    fn the_mean_of_a_cell_is_off_as_a_sample_is() {
        for members in [20_u64, 200] {
            let sizes: Sizes = (0..members).map(|at| (100 + at % 10, 1)).collect();
            let cell = Cell { sizes, mean: 104.5, variance: 8.25 };
            let drawn = resampled(&cell, 20_000, Chance::new(1, 0));
            let offs = drawn.iter().map(|drawn| drawn.sum / drawn.count - 104.5);
            let variance = offs.map(|off| off * off).sum::<f64>() / 20_000.0;
            let expected = 8.25 / members as f64;
            assert!((variance / expected - 1.0).abs() < 0.1, "{variance} {expected}");
        }
    }

    /// Groups that share members are off together: half of the nation's members are the agency's.
    #[test]
    fn the_nation_is_off_with_the_agencies_that_it_is_made_of() {
        let machine = |agency: &str, vcpu_count: Option<u64>| Machine {
            agency_id: agency.to_owned(),
            id: String::new(),
            system_id: String::new(),
            address: RowAddress { submission_id: String::new(), sheet: String::new(), row: 1 },
            host: None,
            environment: None,
            vcpu_count,
            ram_bytes: Some(1),
            disk_provisioned_bytes: Some(1),
            disk_used_bytes: None,
            disk_tier: Tier::Ssd,
            measured: Measured::default(),
            gpu_count: None,
        };
        let stated = ["A", "B"].into_iter().flat_map(|agency| {
            (0..20).map(move |at| machine(agency, Some(if at % 2 == 0 { 2 } else { 6 })))
        });
        let open = ["A", "B", "C"].into_iter().map(|agency| machine(agency, None));
        let machines: Vec<Machine> = stated.chain(open).collect();
        let peers = Peers::of(&Seen::of(&machines), 15);
        let id = |name: &str| {
            let at = peers.groups().iter().position(|group| group.name == name);
            GroupId::try_from(at.expect("a group")).expect("few groups")
        };
        let (agency, nation) = (id("A"), id("nation"));
        let doubts = doubts_of(&BTreeSet::from([agency, nation]), &peers, 20_000, 1);
        let off = |id: GroupId, at: usize| doubts[&id][at].shift - 1.0;
        let product = |a: GroupId, b: GroupId| {
            (0..20_000).map(|at| off(a, at) * off(b, at)).sum::<f64>() / 20_000.0
        };
        let together =
            product(agency, nation) / (product(agency, agency) * product(nation, nation)).sqrt();
        // √½ of it, as of the mean of 40 of which 20 are those of the agency.
        assert!((together - 0.5_f64.sqrt()).abs() < 0.03, "{together}");
    }
}
