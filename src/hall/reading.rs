//! The lists of a hall, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::count::{ListCount, Skip};
use super::device::{DeviceTypes, Pending, mount, pending_of};
use super::list::{List, Opened, Row};
use super::rack::{Racks, Verdict};
use super::{ListedType, Rack, Standing, reservation};
use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Plan;
use crate::unit::RackUnits;

/// One list as received.
#[derive(Debug, Clone, Copy)]
pub struct ListFile<'a> {
    /// What it lists.
    pub list: List,
    /// Its name.
    pub path: &'a Path,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What the lists of a hall say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HallReading {
    /// What stands in the hall.
    pub standing: Standing,
    /// What became of the rows of each list, in the order of [`List::ALL`].
    pub counts: Vec<ListCount>,
    /// What is wrong or doubtful, by list and row.
    pub findings: Vec<(List, Finding)>,
    /// Sites of the list of racks, whether they were asked for or not.
    pub sites: BTreeSet<String>,
    /// Lists that cannot be used at all: unreadable files, or needed columns missing.
    pub lists_refused: Vec<List>,
}

/// Reads the lists of a hall: racks of the sites asked for, of all when none is, and what stands in
/// them. A list that is not among the files is empty.
pub fn read(files: &[ListFile<'_>], sites: &[String], plan: &Plan) -> HallReading {
    let mut reading = HallReading::default();
    let mut opened: BTreeMap<List, Opened> = BTreeMap::new();
    for list in List::ALL {
        let Some(file) = files.iter().find(|file| file.list == list) else { continue };
        let mut findings = Vec::new();
        match Opened::open(list, file.path, file.bytes, plan.limits, &mut findings) {
            Some(open) => drop(opened.insert(list, open)),
            None => reading.lists_refused.push(list),
        }
        reading.findings.extend(findings.into_iter().map(|finding| (list, finding)));
    }
    let (mut racks, mut types) = (Racks::default(), DeviceTypes::default());
    for (list, opened) in &opened {
        let mut rows = Rows { count: ListCount::new(*list), findings: Vec::new(), sites };
        match list {
            List::Racks => {
                let sites = opened.rows().map(|row| row.text("site"));
                reading.sites.extend(sites.filter(|site| !site.is_empty()));
                rows.each(opened, |row, findings| racks.add(row, findings));
            }
            List::DeviceTypes => rows.each(opened, |row, findings| types.add(row, findings)),
            List::Devices => rows.devices(opened, &mut racks, &types, plan),
            List::Reservations => {
                rows.each(opened, |row, findings| reservation::add(row, &mut racks, findings));
            }
        }
        rows.n915_rows_that_are_none_of_the_halls_are_counted();
        assert!(rows.count.is_conserved(), "rows of {} are conserved", list.word());
        reading.findings.extend(rows.findings.into_iter().map(|finding| (*list, finding)));
        reading.counts.push(rows.count);
    }
    reading.findings.sort_by_key(|(list, finding)| (*list, finding.row));
    reading.standing = standing_of(racks.racks, types.listed());
    reading
}

/// The rows of one list while they are read.
struct Rows<'a> {
    count: ListCount,
    findings: Vec<Finding>,
    sites: &'a [String],
}

impl Rows<'_> {
    fn is_of_other_site(&self, row: Row<'_>) -> bool {
        // Device types stand at no site, and a row without a site is told as such.
        let site = row.text("site");
        let is_device_type = self.count.list == List::DeviceTypes.word();
        !(is_device_type || site.is_empty() || self.sites.is_empty() || self.sites.contains(&site))
    }

    fn each(
        &mut self,
        opened: &Opened,
        mut add: impl FnMut(Row<'_>, &mut Vec<Finding>) -> Verdict<()>,
    ) {
        for row in opened.rows() {
            self.count.rows_read += 1;
            if self.is_of_other_site(row) {
                self.count.skip(Skip::OtherSite);
                continue;
            }
            match add(row, &mut self.findings) {
                Verdict::Taken(()) => self.count.rows_taken += 1,
                Verdict::Skipped(why) => self.count.skip(why),
                Verdict::Rejected(finding) => self.reject(finding),
            }
        }
    }

    /// Devices stand among others, so that they are mounted once all of a rack are known.
    fn devices(&mut self, opened: &Opened, racks: &mut Racks, types: &DeviceTypes, plan: &Plan) {
        let mut by_rack: BTreeMap<usize, Vec<Pending<'_>>> = BTreeMap::new();
        for row in opened.rows() {
            self.count.rows_read += 1;
            if self.is_of_other_site(row) {
                self.count.skip(Skip::OtherSite);
                continue;
            }
            match pending_of(row, racks, types, &mut self.findings) {
                Verdict::Taken(pending) => by_rack.entry(pending.rack).or_default().push(pending),
                Verdict::Skipped(why) => self.count.skip(why),
                Verdict::Rejected(finding) => self.reject(finding),
            }
        }
        let height = RackUnits::from_units_rounded_up(plan.device.server_height_u.value);
        for (index, pending) in by_rack {
            let pending_count = pending.len();
            let rejected = mount(&mut racks.racks[index], pending, height, &mut self.findings);
            self.count.rows_taken += pending_count - rejected.len();
            rejected.into_iter().for_each(|finding| self.reject(Box::new(finding)));
        }
    }

    fn reject(&mut self, finding: Box<Finding>) {
        self.count.reject(finding.code);
        self.findings.push(*finding);
    }

    fn n915_rows_that_are_none_of_the_halls_are_counted(&mut self) {
        for skip in Skip::ALL {
            let Some(&rows) = self.count.skipped.get(skip.word()) else { continue };
            let found = match skip {
                Skip::OtherSite => Text::phrase("N915-other-site").with("rows", rows),
                Skip::PlannedRack => Text::phrase("N915-planned-rack").with("rows", rows),
                Skip::NoRack => Text::phrase("N915-no-rack").with("rows", rows),
                Skip::InStore => Text::phrase("N915-in-store").with("rows", rows),
                Skip::RackLeftOut => Text::phrase("N915-rack-left-out").with("rows", rows),
            };
            let finding = Finding::new(Code::N915, found);
            self.findings.push(finding.sheet(&self.count.list));
        }
    }
}

/// Racks and devices in their order, every device with an id of its own.
fn standing_of(mut racks: Vec<Rack>, types: Vec<ListedType>) -> Standing {
    let place = |rack: &Rack| (rack.site.clone(), rack.location.clone(), rack.name.clone());
    racks.sort_by_key(place);
    let mut taken = BTreeSet::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for rack in &mut racks {
        rack.mounted.sort_by_key(|device| (device.bottom, device.face, device.row));
        for device in &mut rack.mounted {
            let first = device.id.clone();
            // Numbers of one id go on where the last one of it ended.
            while !taken.insert(device.id.clone()) {
                let number = last.entry(first.clone()).or_insert(1);
                *number += 1;
                device.id = format!("{first}#{number}");
            }
        }
    }
    find_power_of_parents(&mut racks);
    Standing { racks, types }
}

/// Devices within devices within devices are looked through no deeper than this.
const PARENTS_MAX: usize = 8;

/// A device that others may stand in.
struct Bearer {
    /// Index of its rack.
    rack: usize,
    states_power: bool,
    /// The device it stands in itself.
    parent: String,
}

/// Marks the devices of which one that they stand in states a power. Names are unique at a site; of
/// several of one name the one in the same rack is the parent.
fn find_power_of_parents(racks: &mut [Rack]) {
    let mut known: BTreeMap<(String, String), Vec<Bearer>> = BTreeMap::new();
    for (index, rack) in racks.iter().enumerate() {
        for device in rack.mounted.iter().filter(|device| !device.name.is_empty()) {
            let (states_power, parent) = (device.power_measured.is_some(), device.parent.clone());
            let says = Bearer { rack: index, states_power, parent };
            known.entry((rack.site.clone(), device.name.clone())).or_default().push(says);
        }
    }
    for (index, rack) in racks.iter_mut().enumerate() {
        for device in &mut rack.mounted {
            let mut parent = device.parent.clone();
            for _ in 0..PARENTS_MAX {
                // One that stands in itself stands in nothing.
                if parent == device.name {
                    device.is_in_power_of_parent = false;
                    break;
                }
                let Some(named) = known.get(&(rack.site.clone(), parent)) else { break };
                let same_rack = named.iter().find(|bearer| bearer.rack == index);
                let Some(bearer) = same_rack.or(named.first()) else { break };
                device.is_in_power_of_parent |= bearer.states_power;
                parent = bearer.parent.clone();
            }
        }
    }
}
