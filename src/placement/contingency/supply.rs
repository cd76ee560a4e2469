//! What feeds, UPS paths and the cooling carry afterwards, held against what they may carry.

use super::Placement;
use super::estate::Estate;
use super::loss::Feed;
use super::outage::Outage;
use crate::placement::rack::Feeds;
use crate::unit::Watts;

/// A load and its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// What carries it.
    pub of: LoadOf,
    /// The rack of a feed; empty for what the hall has one of.
    pub rack_id: String,
    /// What it carries.
    pub load: Watts,
    /// What it may carry.
    pub limit: Watts,
}

/// What carries a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadOf {
    /// A feed of a rack: the peaks of its devices against what one feed may carry.
    RackFeed(Feed),
    /// The UPS of a path: the feeds of all racks, times diversity, against its modules.
    Ups(Feed),
    /// The cooling: the heat of all racks, against the units that are left.
    Cooling,
}

impl LoadOf {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RackFeed(Feed::A) => "feed_a",
            Self::RackFeed(Feed::B) => "feed_b",
            Self::Ups(Feed::A) => "ups_a",
            Self::Ups(Feed::B) => "ups_b",
            Self::Cooling => "cooling",
        }
    }
}

impl Load {
    /// Above its limit.
    pub fn is_over(&self) -> bool {
        self.load > self.limit
    }

    /// Load over limit; `None` where there is no limit left.
    pub fn share(&self) -> Option<f64> {
        let limit = self.limit.as_watts();
        (limit > 0.0).then(|| self.load.as_watts() / limit)
    }

    /// What the limit is short of the load.
    pub fn excess(&self) -> Watts {
        self.load.saturating_sub(self.limit)
    }

    /// The share of the load that must go for the limit to hold; as heat goes with IT power, for the
    /// cooling it is the share of the IT load. `None` where there is no load.
    pub fn share_to_shed(&self) -> Option<f64> {
        let load = self.load.as_watts();
        (load > 0.0).then(|| self.excess().as_watts() / load)
    }
}

/// The feeds of every rack that is left, rack by rack, then the UPS of each path that lives, then the
/// cooling. Cooling units are taken to have power from both paths.
pub(super) fn loads(estate: &Estate<'_>, outage: &Outage, placement: &Placement) -> Vec<Load> {
    let hall = &estate.fleet.hall;
    let mut loads = Vec::with_capacity(2 * estate.racks.len() + 3);
    let mut of_path = [Watts::ZERO; 2];
    for (of_rack, (rack, is_lost)) in
        of_racks(estate, outage).into_iter().zip(estate.racks.iter().zip(&outage.of_rack))
    {
        for feed in live(outage) {
            let load = of_rack[feed.index()];
            of_path[feed.index()] += load;
            if !is_lost {
                let (of, limit) = (LoadOf::RackFeed(feed), rack.feed_limit);
                loads.push(Load { of, rack_id: rack.id.to_owned(), load, limit });
            }
        }
    }
    let modules = placement.power.ups_modules_per_path;
    for feed in live(outage) {
        let left = modules - f64::from(outage.ups_modules[feed.index()]);
        loads.push(Load {
            of: LoadOf::Ups(feed),
            rack_id: String::new(),
            load: of_path[feed.index()].scaled(hall.diversity),
            limit: hall.supply.ups_module.scaled(left),
        });
    }
    let units = placement.power.cooling_units + placement.power.cooling_units_spare;
    let it_peak = (of_path[0] + of_path[1]).scaled(hall.diversity);
    loads.push(Load {
        of: LoadOf::Cooling,
        rack_id: String::new(),
        load: it_peak.scaled(hall.cooling_factor),
        limit: hall.cooling_unit.scaled(units - f64::from(outage.cooling_units)),
    });
    loads
}

fn live(outage: &Outage) -> impl Iterator<Item = Feed> + '_ {
    Feed::ALL.into_iter().filter(|feed| !outage.feeds[feed.index()])
}

/// Of every rack what its feeds carry: each half of what hangs on both, or all of it when the other is
/// out. A lost rack carries nothing.
fn of_racks(estate: &Estate<'_>, outage: &Outage) -> Vec<[Watts; 2]> {
    let mut both: Vec<Watts> = estate.racks.iter().map(|rack| rack.switches).collect();
    let mut single = vec![[Watts::ZERO; 2]; estate.racks.len()];
    for (item, out) in estate.items.iter().zip(&outage.of_item) {
        let load = item.device.load();
        match item.feeds {
            _ if out.is_some() => {}
            Feeds::Both => both[item.rack] += load,
            Feeds::A => single[item.rack][0] += load,
            Feeds::B => single[item.rack][1] += load,
        }
    }
    let of_rack = |rack: usize| match outage.feeds {
        _ if outage.of_rack[rack] => [Watts::ZERO; 2],
        [true, true] => [Watts::ZERO; 2],
        [true, false] => [Watts::ZERO, both[rack] + single[rack][1]],
        [false, true] => [both[rack] + single[rack][0], Watts::ZERO],
        [false, false] => {
            let half = Watts::from_raw(both[rack].raw() / 2);
            [both[rack] - half + single[rack][0], half + single[rack][1]]
        }
    };
    (0..estate.racks.len()).map(of_rack).collect()
}
