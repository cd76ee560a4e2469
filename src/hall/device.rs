//! Devices out of their list, with the sizes of their types.

use std::collections::BTreeMap;

use super::count::Skip;
use super::elevation::overlap;
use super::list::Row;
use super::rack::{Racks, Verdict, n902_a_row_names_site_and_rack, n909_the_status_is_known};
use super::{Face, ListedType, Mounted, Rack};
use crate::diagnostic::{Code, Finding, Text};
use crate::unit::{Kilograms, RackUnits};

/// Tallest device, and highest number of a unit.
const UNITS_MAX: f64 = 200.0;

/// What a type says of its devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    height: RackUnits,
    is_full_depth: Option<bool>,
    weight: Option<Kilograms>,
}

/// Sizes by maker and model, in lower case; `None` where two rows say different sizes.
#[derive(Debug, Default)]
pub(super) struct DeviceTypes(BTreeMap<(String, String), (ListedType, Option<Size>)>);

impl DeviceTypes {
    /// Takes in a row of the list of device types.
    pub(super) fn add(&mut self, row: Row<'_>, findings: &mut Vec<Finding>) -> Verdict<()> {
        let size = match size_of(row, findings) {
            Ok(size) => size,
            Err(finding) => return Verdict::Rejected(finding),
        };
        let (manufacturer, model) = (row.text("manufacturer"), row.text("model"));
        let (listed, known) = self.0.entry(key_of(&manufacturer, &model)).or_insert_with(|| {
            let (height, is_full_depth) = (Some(size.height), size.is_full_depth);
            (ListedType { manufacturer, model, height, is_full_depth }, Some(size))
        });
        if *known != Some(size) {
            // Which of them is right nobody knows; none is used, and none that comes after.
            (*known, listed.height, listed.is_full_depth) = (None, None, None);
            let found = Text::from(row.text("model"));
            return Verdict::Rejected(Box::new(row.finding(Code::N904, "model", found)));
        }
        Verdict::Taken(())
    }

    fn of(&self, manufacturer: &str, model: &str) -> Option<Size> {
        self.0.get(&key_of(manufacturer, model)).and_then(|(_, size)| *size)
    }

    /// The types as they are listed, by maker and model.
    pub(super) fn listed(self) -> Vec<ListedType> {
        self.0.into_values().map(|(listed, _)| listed).collect()
    }
}

/// Every sign counts: RS1221 and RS1221+ are two models.
fn key_of(manufacturer: &str, model: &str) -> (String, String) {
    (manufacturer.to_lowercase(), model.to_lowercase())
}

fn size_of(row: Row<'_>, findings: &mut Vec<Finding>) -> Result<Size, Box<Finding>> {
    let height = row.half_units("u_height", 0.0..=UNITS_MAX)?;
    let named = Some(row.text("model")).filter(|model| !model.is_empty());
    let (Some(height), Some(_)) = (height, named) else {
        let column = if row.text("model").is_empty() { "model" } else { "u_height" };
        return Err(Box::new(row.finding(Code::N903, column, Text::phrase("N903-empty"))));
    };
    let (is_full_depth, weight) = (row.flag("is_full_depth")?, row.mass("weight", findings)?);
    Ok(Size { height, is_full_depth, weight })
}

/// A device whose rack is found, before the devices around it are known.
pub(super) struct Pending<'a> {
    row: Row<'a>,
    pub(super) rack: usize,
    device: Mounted,
    /// Lowest number of its units, as the rack is numbered.
    position: Option<RackUnits>,
    /// `None` where nobody states it.
    height: Option<RackUnits>,
}

/// Reads a row of the list of devices.
pub(super) fn pending_of<'a>(
    row: Row<'a>,
    racks: &Racks,
    types: &DeviceTypes,
    findings: &mut Vec<Finding>,
) -> Verdict<Pending<'a>> {
    const KNOWN: [&str; 7] =
        ["offline", "active", "planned", "staged", "failed", "inventory", "decommissioning"];
    if row.text("rack").is_empty() {
        return Verdict::Skipped(Skip::NoRack);
    }
    if row.text("site").is_empty() {
        return Verdict::Rejected(Box::new(n902_a_row_names_site_and_rack(row)));
    }
    // A planned device has its place already, and one that is about to go has it still.
    if n909_the_status_is_known(row, &KNOWN, findings) == "inventory" {
        return Verdict::Skipped(Skip::InStore);
    }
    let rack = match racks.find(row) {
        Verdict::Taken(index) => index,
        Verdict::Skipped(why) => return Verdict::Skipped(why),
        Verdict::Rejected(finding) => return Verdict::Rejected(finding),
    };
    match read_device(row, rack, types, findings) {
        Ok(pending) => Verdict::Taken(pending),
        Err(finding) => Verdict::Rejected(finding),
    }
}

fn read_device<'a>(
    row: Row<'a>,
    rack: usize,
    types: &DeviceTypes,
    findings: &mut Vec<Finding>,
) -> Result<Pending<'a>, Box<Finding>> {
    let (manufacturer, model) = (row.text("manufacturer"), row.text("model"));
    let of_type = types.of(&manufacturer, &model);
    let parent = row.text("parent");
    let is_within_another = !parent.is_empty();
    let own_height = row.half_units("u_height", 0.0..=UNITS_MAX)?;
    let height = match is_within_another {
        true => Some(RackUnits::ZERO),
        false => own_height.or(of_type.map(|size| size.height)),
    };
    let position = row.half_units("position", 0.5..=UNITS_MAX)?.filter(|_| !is_within_another);
    let depth = row.flag("is_full_depth")?.or(of_type.and_then(|size| size.is_full_depth));
    let face = face_of(row)?;
    if position.is_some() && height != Some(RackUnits::ZERO) {
        findings.extend(n911_depth_and_side_are_stated(row, depth, face));
    }
    let weight_kg = row.number_in("weight_kg", 0.0..=1e6)?.map(Kilograms::from_kilograms);
    let weight = weight_kg.or(row.mass("weight", findings)?);
    let cords = row.whole_in("psu_count", 0.0..=255.0)?.map(|count| count as u8);
    let device = Mounted {
        id: String::new(),
        name: row.text("name"),
        role: row.text("role"),
        height: RackUnits::ZERO,
        is_height_assumed: height.is_none(),
        // Nothing is put beside what may fill the whole depth.
        is_full_depth: depth != Some(false) || face.is_none(),
        bottom: None,
        face: face.unwrap_or(Face::Front),
        weight: weight.or(of_type.and_then(|size| size.weight)),
        power_measured: row.watts("power_measured_w")?,
        cords,
        parent,
        is_in_power_of_parent: false,
        row: row.number(),
        manufacturer,
        model,
    };
    Ok(Pending { row, rack, device, position, height })
}

fn face_of(row: Row<'_>) -> Result<Option<Face>, Box<Finding>> {
    let text = row.text("face");
    match text.to_lowercase().as_str() {
        "" => Ok(None),
        "front" => Ok(Some(Face::Front)),
        "rear" => Ok(Some(Face::Rear)),
        _ => Err(Box::new(row.finding(Code::N903, "face", text))),
    }
}

fn n911_depth_and_side_are_stated(
    row: Row<'_>,
    depth: Option<bool>,
    face: Option<Face>,
) -> Option<Finding> {
    match (depth, face) {
        (None, _) => Some(row.finding(Code::N911, "is_full_depth", Text::phrase("N911-no-depth"))),
        (Some(false), None) => Some(row.finding(Code::N911, "face", Text::phrase("N911-no-side"))),
        _ => None,
    }
}

/// Puts the devices of one rack into it; the rows that do not fit the rack are handed back.
pub(super) fn mount(
    rack: &mut Rack,
    mut pending: Vec<Pending<'_>>,
    height_assumed: RackUnits,
    findings: &mut Vec<Finding>,
) -> Vec<Finding> {
    let positions: Vec<RackUnits> = pending.iter().filter_map(|one| one.position).collect();
    let mut rejected = Vec::new();
    for one in &mut pending {
        one.device.height = match (one.height, one.position) {
            (Some(height), _) => height,
            (None, position) => assumed_height(rack, position, &positions, height_assumed),
        };
        let device = &mut one.device;
        match one.position {
            Some(position) if device.height > RackUnits::ZERO => {
                device.bottom = rack.bottom_of(position, device.height);
                if device.bottom.is_none() {
                    rejected.push(n906_a_device_stands_within_its_rack(one, rack));
                    continue;
                }
            }
            Some(_) => {}
            None if device.height > RackUnits::ZERO => {
                let found =
                    Text::phrase("N910-no-position").with("height", device.height.as_units());
                findings.push(one.row.finding(Code::N910, "position", found));
            }
            None => {}
        }
        if device.is_height_assumed {
            findings.push(n912_the_height_is_stated(one));
        }
        let place = match one.position {
            Some(position) => format!("U{}-{}", position.as_units(), one.device.face.word()),
            None => "no-position".to_owned(),
        };
        let mut device = one.device.clone();
        device.id = match device.name.as_str() {
            "" => format!("{}/{place}", rack.id()),
            name => format!("{}/{name}", rack.site),
        };
        findings.extend(n907_no_two_devices_take_one_unit(rack, &device, one.row));
        rack.mounted.push(device);
    }
    rejected
}

/// The plan's height, but no more than there is up to the next device or the end of the rack.
fn assumed_height(
    rack: &Rack,
    position: Option<RackUnits>,
    positions: &[RackUnits],
    height: RackUnits,
) -> RackUnits {
    let Some(position) = position else { return height };
    let end = RackUnits::from_units(rack.numbering.first.saturating_add(rack.height_u));
    let next = positions.iter().copied().filter(|other| *other > position).min();
    let room = next.map_or(end, |next| next.min(end)).saturating_sub(position);
    // A device that begins beyond the rack is told as such.
    height.min(room).max(RackUnits::from_raw(1))
}

fn n906_a_device_stands_within_its_rack(one: &Pending<'_>, rack: &Rack) -> Finding {
    let position = one.position.unwrap_or(RackUnits::ZERO);
    let found = Text::phrase("N906-beyond")
        .with("position", position.as_units())
        .with("height", one.device.height.as_units())
        .with("rack", rack.height_u);
    one.row.finding(Code::N906, "position", found)
}

/// Both are taken in; the units they share count once.
fn n907_no_two_devices_take_one_unit(
    rack: &Rack,
    device: &Mounted,
    row: Row<'_>,
) -> Option<Finding> {
    device.bottom?;
    let other = rack.mounted.iter().find(|other| overlap(other, device))?;
    let found = Text::phrase("N907-overlap")
        .with("device", device.id.as_str())
        .with("other", other.id.as_str())
        .with("row", other.row);
    Some(row.finding(Code::N907, "position", found))
}

fn n912_the_height_is_stated(one: &Pending<'_>) -> Finding {
    let found = Text::phrase("N912-assumed").with("height", one.device.height.as_units());
    one.row.finding(Code::N912, "u_height", found)
}
