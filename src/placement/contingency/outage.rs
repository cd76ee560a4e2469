//! Losses as what no longer runs: of every device whether and why, of cooling units and UPS modules
//! how many.

use super::estate::Estate;
use super::loss::{Feed, Known, Loss, LossError};
use super::{DownReason, Placement};
use crate::placement::rack::Feeds;

/// What no longer runs.
pub(super) struct Outage {
    /// Of every item of the estate why it is out; `None` for one that runs.
    pub of_item: Vec<Option<DownReason>>,
    /// Of every rack whether it is lost.
    pub of_rack: Vec<bool>,
    /// Whether feed A and feed B are out.
    pub feeds: [bool; 2],
    /// Cooling units lost, no more than there are.
    pub cooling_units: u32,
    /// UPS modules lost of each path, no more than there are.
    pub ups_modules: [u32; 2],
    /// Of every device of the placement whether it is out.
    device_out: Vec<bool>,
}

impl Outage {
    /// All losses together.
    pub fn of(
        estate: &Estate<'_>,
        placement: &Placement,
        losses: &[Loss],
    ) -> Result<Self, LossError> {
        let mut outage = Self {
            of_item: vec![None; estate.items.len()],
            of_rack: vec![false; estate.racks.len()],
            feeds: [false; 2],
            cooling_units: 0,
            ups_modules: [0; 2],
            device_out: vec![false; placement.devices.len()],
        };
        outage.lose_racks(estate, losses)?;
        outage.lose_supply(placement, losses);
        outage.lose_fed(estate);
        outage.lose_hosts(estate, losses)?;
        Ok(outage)
    }

    /// Whether the device of the placement is out.
    pub fn is_device_out(&self, device: usize) -> bool {
        self.device_out.get(device).is_some_and(|&out| out)
    }

    fn lose_racks(&mut self, estate: &Estate<'_>, losses: &[Loss]) -> Result<(), LossError> {
        for loss in losses {
            let (lost, reason): (Vec<bool>, _) = match loss {
                Loss::Row(row) => {
                    let in_row = |rack: &super::estate::Rack<'_>| rack.row == Some(row.as_str());
                    let lost: Vec<bool> = estate.racks.iter().map(in_row).collect();
                    if !lost.contains(&true) {
                        let known = Known::of(estate.racks.iter().filter_map(|rack| rack.row));
                        return Err(LossError::NoRow { row: row.clone(), known });
                    }
                    (lost, DownReason::Row(row.clone()))
                }
                Loss::Rack(id) => {
                    let lost: Vec<bool> = estate.racks.iter().map(|rack| rack.id == id).collect();
                    if !lost.contains(&true) {
                        let known = Known::of(estate.racks.iter().map(|rack| rack.id));
                        return Err(LossError::NoRack { id: id.clone(), known });
                    }
                    (lost, DownReason::Rack(id.clone()))
                }
                _ => continue,
            };
            for (position, item) in estate.items.iter().enumerate() {
                if lost[item.rack] && self.of_item[position].is_none() {
                    self.put_out(position, estate, reason.clone());
                }
            }
            for (out, lost) in self.of_rack.iter_mut().zip(lost) {
                *out |= lost;
            }
        }
        Ok(())
    }

    /// Feeds first, so that modules are taken of a path that is left. A path without modules is out.
    fn lose_supply(&mut self, placement: &Placement, losses: &[Loss]) {
        for loss in losses {
            if let Loss::Feed(feed) = loss {
                self.feeds[feed.index()] = true;
            }
        }
        let whole = |count: f64| count.clamp(0.0, f64::from(u32::MAX)) as u32;
        let modules = whole(placement.power.ups_modules_per_path);
        let power = &placement.power;
        let units = whole(power.cooling_units + power.cooling_units_spare);
        for loss in losses {
            match loss {
                Loss::CoolingUnits(count) => {
                    self.cooling_units = self.cooling_units.saturating_add(*count).min(units);
                }
                Loss::UpsModules(count) => {
                    let path = usize::from(self.feeds[0] && !self.feeds[1]);
                    let lost = &mut self.ups_modules[path];
                    *lost = lost.saturating_add(*count).min(modules);
                }
                _ => {}
            }
        }
        for (out, lost) in self.feeds.iter_mut().zip(self.ups_modules) {
            *out |= modules > 0 && lost == modules;
        }
    }

    /// What hangs on feeds that are out.
    fn lose_fed(&mut self, estate: &Estate<'_>) {
        for (position, item) in estate.items.iter().enumerate() {
            let reason = match (item.feeds, self.feeds) {
                (_, [true, true]) => DownReason::BothFeeds,
                (Feeds::A, [true, false]) => DownReason::Feed(Feed::A),
                (Feeds::B, [false, true]) => DownReason::Feed(Feed::B),
                _ => continue,
            };
            if self.of_item[position].is_none() {
                self.put_out(position, estate, reason);
            }
        }
    }

    /// The fullest of the hosts that everything else leaves.
    fn lose_hosts(&mut self, estate: &Estate<'_>, losses: &[Loss]) -> Result<(), LossError> {
        let mut position_of = vec![None; self.device_out.len()];
        for (position, item) in estate.items.iter().enumerate() {
            position_of[item.index] = Some(position);
        }
        for loss in losses {
            let Loss::Hosts { count, zone } = loss else { continue };
            let is_meant = |pool: &str| zone.as_deref().is_none_or(|zone| zone == pool);
            if let Some(zone) = zone
                && !estate.pools.iter().any(|pool| pool.zone == zone)
            {
                let known = Known::of(estate.pools.iter().map(|pool| pool.zone));
                return Err(LossError::NoZone { zone: zone.clone(), known });
            }
            for pool in estate.pools.iter().filter(|pool| is_meant(pool.zone)) {
                let order = pool.fullest_first().into_iter().map(|host| pool.hosts[host].device);
                let left: Vec<usize> =
                    order.filter(|&device| !self.is_device_out(device)).collect();
                for device in left.into_iter().take(*count as usize) {
                    if let Some(position) = position_of[device] {
                        self.put_out(position, estate, DownReason::Fullest);
                    }
                }
            }
        }
        Ok(())
    }

    fn put_out(&mut self, position: usize, estate: &Estate<'_>, reason: DownReason) {
        self.of_item[position] = Some(reason);
        self.device_out[estate.items[position].index] = true;
    }
}
