//! More hosts: whether the hall takes them, what they take of it, and what becomes free.
//!
//! Hosts are added to the plan, not to a hall that runs: everything is put into racks anew with them.
//! What had a rack keeps one: of the added hosts only so many count as may come without anything
//! else losing its rack.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::coming::{Asked, Coming, most_taken};
use super::estate::{Estate, capacity_of};
use super::loss::Known;
use super::recovery::{Room, recover};
use crate::placement::fleet::Fleet;
use crate::placement::rack::{BindingLimit, RackPlacement};
use crate::placement::resource::{Amount, Resource};
use crate::placement::unplaced::UnplacedReason;
use crate::placement::{Placement, PowerStatement};
use crate::unit::{RackUnits, Watts};

/// The first profile of the pool, whatever its name.
const OWN_PROFILE: &str = "host";
/// The most hosts of one addition: more than any hall here has racks for, and few enough to be put into
/// racks one by one.
const HOSTS_MAX: u32 = 10_000;

/// Hosts to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addend {
    /// Name of the profile; `host` for the first of the pool.
    pub profile: String,
    /// The zone they serve; `None` where it is asked of each zone in turn.
    pub zone: Option<String>,
    /// How many.
    pub count: u32,
}

/// Why nothing can be said of an addition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// It is not written as an addition.
    #[error("{0:?} adds nothing; write PROFILE=N or PROFILE@ZONE=N, as host@level-3=200")]
    Unread(String),
    /// It asks for more hosts than are put into racks at once.
    #[error("{count} hosts are too many to be tried at once; ask for {most} or fewer")]
    TooMany {
        /// Hosts asked for.
        count: u32,
        /// The most that are tried.
        most: u32,
    },
    /// No pool has hosts of the profile.
    #[error("no pool has hosts of a profile called {profile:?}; {known}, or write host")]
    NoProfile {
        /// As written.
        profile: String,
        /// What there is.
        known: Known,
    },
    /// No hosts serve the zone.
    #[error("no hosts serve a zone called {zone:?}; {known}")]
    NoZone {
        /// As written.
        zone: String,
        /// What there is.
        known: Known,
    },
    /// Of several additions one names no zone.
    #[error(
        "several additions at once need a zone each, as host@level-3=200; without a zone one \
         addition is tried in each zone in turn"
    )]
    SeveralWithoutZone,
    /// Two additions name the same zone.
    #[error("zone {0:?} is named twice; write one addition a zone")]
    ZoneTwice(String),
}

impl FromStr for Addend {
    type Err = AddError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unread = || AddError::Unread(text.to_owned());
        // The name of a profile or zone may hold an equals sign; a count does not.
        let (what, count) = text.rsplit_once('=').ok_or_else(unread)?;
        let count = count.trim().parse::<u32>().ok().filter(|count| *count > 0);
        let (profile, zone) = match what.rsplit_once('@') {
            Some((profile, zone)) => (profile.trim(), Some(zone.trim().to_owned())),
            None => (what.trim(), None),
        };
        if profile.is_empty() || zone.as_ref().is_some_and(String::is_empty) {
            return Err(unread());
        }
        let addend = Self { profile: profile.to_owned(), zone, count: count.ok_or_else(unread)? };
        addend.count_tried().map(|_| addend)
    }
}

impl Addend {
    /// How many are tried.
    fn count_tried(&self) -> Result<usize, AddError> {
        match self.count {
            count if count > HOSTS_MAX => Err(AddError::TooMany { count, most: HOSTS_MAX }),
            count => Ok(count as usize),
        }
    }
}

impl fmt::Display for Addend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.profile)?;
        if let Some(zone) = &self.zone {
            write!(f, "@{zone}")?;
        }
        write!(f, "={}", self.count)
    }
}

/// What hosts added together come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// One for each addend, in their order.
    pub zones: Vec<ZoneAddition>,
    /// The hall as placed.
    pub before: Footprint,
    /// The hall with the hosts it takes.
    pub after: Footprint,
    /// What keeps the hall from taking more; `None` where it takes all and stays within its limits.
    pub limit: Option<HallLimit>,
    /// The plan with the hosts the hall takes, as hosts without workloads behind the others of their pool;
    /// one of a profile that the pool has not has the index behind its profiles. Figures of the pools are
    /// those of before.
    pub placement: Placement,
}

/// Hosts added to one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneAddition {
    /// The zone.
    pub zone: String,
    /// The profile of the added hosts.
    pub host_profile: String,
    /// Hosts asked for.
    pub hosts_count: usize,
    /// Of these, hosts with a rack.
    pub hosts_racked_count: usize,
    /// Of these, hosts that must stand by, since the rule of the pool asks for more spare hosts the
    /// more it has.
    pub hosts_spare_count: usize,
    /// Units the racked ones take.
    pub height: RackUnits,
    /// Free vCPUs, memory and GPUs on the hosts of the zone that carry workloads, spare hosts aside: a
    /// sum over hosts.
    pub free_before: Vec<Amount>,
    /// The same with the added hosts and the workloads that then have room.
    pub free_after: Vec<Amount>,
    /// Workloads of the zone that have no host, or a host without a rack.
    pub workloads_not_up_count: usize,
    /// Of these, those that have room on the added hosts.
    pub workloads_then_up_count: usize,
    /// The limit that most of the racks holding added hosts are closed by, the first of equals; `None`
    /// where none of them is full.
    pub racks_closed_by: Option<BindingLimit>,
}

/// What the racks of a hall come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// Racks.
    pub racks_count: usize,
    /// Units taken.
    pub height: RackUnits,
    /// What they ask of the facility.
    pub power: PowerStatement,
}

/// What keeps a hall from taking more.
#[derive(Debug, Clone, PartialEq)]
pub enum HallLimit {
    /// With one host more something finds no rack: an added host, or what had one.
    Racks {
        /// The id of its device.
        device_id: String,
        /// Why it finds none.
        reason: UnplacedReason,
    },
    /// Its IT peak is above the IT load it is built for.
    DesignIt {
        /// The IT peak.
        need: Watts,
        /// What it is built for.
        limit: Watts,
    },
}

impl HallLimit {
    /// Its name in machine outputs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Racks { reason, .. } => reason.code(),
            Self::DesignIt { .. } => "design_it",
        }
    }
}

/// What becomes of the plan with these hosts: one answer for all of them together, or, of a single
/// addend without a zone, one for each zone, as if they all went there.
///
/// # Errors
/// A profile or zone that there is not, several addends of which one names no zone, and more hosts than
/// are tried.
pub fn add(
    fleet: &Fleet,
    placement: &Placement,
    addends: &[Addend],
) -> Result<Vec<Addition>, AddError> {
    let estate = Estate::of(fleet, placement);
    if let [Addend { profile, zone: None, count }] = addends {
        let zones = fleet.pools.iter().map(|pool| pool.zone.clone());
        let one = |zone| {
            let addend = Addend { profile: profile.clone(), zone: Some(zone), count: *count };
            together(&estate, placement, &[addend])
        };
        return zones.map(one).collect();
    }
    Ok(vec![together(&estate, placement, addends)?])
}

fn asked<'a>(fleet: &'a Fleet, addend: &Addend) -> Result<Asked<'a>, AddError> {
    let zone = addend.zone.as_deref().ok_or(AddError::SeveralWithoutZone)?;
    let position = fleet.pools.iter().position(|pool| pool.zone == zone).ok_or_else(|| {
        let known = Known::of(fleet.pools.iter().map(|pool| pool.zone.as_str()));
        AddError::NoZone { zone: zone.to_owned(), known }
    })?;
    let pool = &fleet.pools[position];
    let all = || fleet.pools.iter().flat_map(|pool| &pool.profiles);
    let profile = match addend.profile.as_str() {
        OWN_PROFILE => pool.profiles.first(),
        name => pool.profiles.iter().chain(all()).find(|profile| profile.name == name),
    };
    let profile = profile.ok_or_else(|| {
        let known = Known::of(all().map(|profile| profile.name.as_str()));
        AddError::NoProfile { profile: addend.profile.clone(), known }
    })?;
    Ok(Asked { position, pool, profile, count: addend.count_tried()? })
}

fn together(
    estate: &Estate<'_>,
    placement: &Placement,
    addends: &[Addend],
) -> Result<Addition, AddError> {
    let fleet = estate.fleet;
    let hall = &fleet.hall;
    let mut coming = Coming::of(placement);
    let mut limit = None;
    let mut taken: Vec<(Asked<'_>, Range<usize>)> = Vec::new();
    for (number, addend) in addends.iter().enumerate() {
        let asked = asked(fleet, addend)?;
        if addends[..number].iter().any(|before| before.zone == addend.zone) {
            return Err(AddError::ZoneTwice(asked.pool.zone.clone()));
        }
        let (count, refusal) = most_taken(fleet, placement, &coming, &asked);
        limit = limit.or(refusal);
        let added = coming.add(&asked, count);
        taken.push((asked, added));
    }
    let placed = coming.placed(fleet, placement);
    let (before, after) = (footprint(placement), footprint(&placed));
    if let Some(built_for) = hall.design_it
        && after.power.it_peak > built_for
    {
        let need = after.power.it_peak;
        limit = limit.or(Some(HallLimit::DesignIt { need, limit: built_for }));
    }
    let zones = taken
        .iter()
        .map(|(asked, added)| {
            let added_devices = placed.devices[added.clone()].iter();
            let height = added_devices.map(|d| RackUnits::from_units(d.units())).sum();
            ZoneAddition {
                height,
                racks_closed_by: closed_by(&placed.racks, added),
                ..zone_addition(estate, placement, asked, added.len())
            }
        })
        .collect();
    Ok(Addition { zones, before, after, limit, placement: placed })
}

fn footprint(placement: &Placement) -> Footprint {
    let racks = &placement.racks;
    let height = racks.iter().map(|rack| rack.height_used).sum();
    Footprint { racks_count: racks.len(), height, power: placement.power.clone() }
}

fn closed_by(racks: &[RackPlacement], added: &Range<usize>) -> Option<BindingLimit> {
    let holds_added =
        |rack: &&RackPlacement| rack.placements.iter().any(|p| added.contains(&p.device));
    let closed: Vec<BindingLimit> =
        racks.iter().filter(holds_added).filter_map(|rack| rack.closed_by).collect();
    let count = |limit: BindingLimit| closed.iter().filter(|&&by| by == limit).count();
    closed.iter().copied().max_by_key(|&limit| (count(limit), std::cmp::Reverse(limit)))
}

/// Room before and after, with so many hosts in racks.
fn zone_addition(
    estate: &Estate<'_>,
    placement: &Placement,
    asked: &Asked<'_>,
    racked: usize,
) -> ZoneAddition {
    let fleet = estate.fleet;
    let pool = &estate.pools[asked.position];
    let zone = &asked.pool.zone;
    let capacity = capacity_of(asked.profile);
    let mut free = vec![0; capacity.len()];
    for host in pool.hosts.iter().filter(|host| !host.is_spare) {
        add_to(&mut free, &host.free());
    }
    // Spare hosts that a pool so much larger needs stand by for the added ones as well.
    let hosts = placement.pools[asked.position].hosts.len();
    let spare = |hosts: usize| asked.pool.spare.spare_count(hosts);
    let standing_by = placement.pools[asked.position].hosts_spare_count;
    let spares_more = |useful: usize| spare(hosts + useful).saturating_sub(standing_by);
    let useful = (0..=racked).rev().find(|&useful| useful + spares_more(useful) <= racked);
    let useful = useful.unwrap_or(0);

    let mut is_up = vec![false; fleet.workloads.len()];
    for &workload in estate.pools.iter().flat_map(|pool| &pool.hosts).flat_map(|h| h.workloads) {
        is_up[workload] = true;
    }
    let waiting: Vec<usize> = (0..fleet.workloads.len())
        .filter(|&workload| !is_up[workload] && fleet.workloads[workload].zone == *zone)
        .collect();
    let displaced = estate.displaced_in(asked.pool, &waiting, 0);
    let empty = Room { free: capacity.clone(), is_spare: false, apart: Default::default() };
    let found = recover(&capacity, &vec![empty; useful], &displaced);
    let mut free_after = free.clone();
    for room in &found.rooms {
        add_to(&mut free_after, &room.free);
    }
    ZoneAddition {
        zone: zone.clone(),
        host_profile: asked.profile.name.clone(),
        hosts_count: asked.count,
        hosts_racked_count: racked,
        hosts_spare_count: racked - useful,
        height: RackUnits::ZERO,
        free_before: told(&free),
        free_after: told(&free_after),
        workloads_not_up_count: waiting.len(),
        workloads_then_up_count: displaced
            .iter()
            .zip(&found.to)
            .filter(|(_, to)| to.is_some())
            .map(|(moving, _)| moving.workloads.len())
            .sum(),
        racks_closed_by: None,
    }
}

fn add_to(sum: &mut [u64], amounts: &[u64]) {
    for (sum, amount) in sum.iter_mut().zip(amounts) {
        *sum = sum.saturating_add(*amount);
    }
}

/// The resources whose free amounts are told.
fn told(free: &[u64]) -> Vec<Amount> {
    let told = [Resource::Vcpu, Resource::Ram, Resource::Gpu];
    told.into_iter().map(|resource| resource.amount(free[resource as usize])).collect()
}
