//! Racks and devices of the placement as files that NetBox imports.
//!
//! One table a file, named after what it lists, with the columns of NetBox's bulk import, in the order in
//! which they are imported (`docs/netbox.md`). New racks stand at the site of the plan; devices that go
//! into racks that stand already name these as NetBox does. Everything is `planned`. What exists in NetBox
//! already, as the sites, makers, types and roles of the imported lists, is not written again.

mod device_type;
mod name;

use std::collections::{BTreeMap, BTreeSet};

use super::Planning;
use super::table::{Kind, Table, Value};
use crate::hall::Rack;
use crate::placement::{Device, DeviceKind, DevicePlacement, Face, RackPlacement, ReservedFor};
use crate::unit::RackUnits;
use device_type::DeviceTypes;
use name::{Names, fitted, slug_of, unique_slug};

/// Longest name of a site, rack, role, manufacturer or model.
const NAME_MAX: usize = 100;
/// Longest name of a device.
const DEVICE_NAME_MAX: usize = 64;
/// Longest description.
const DESCRIPTION_MAX: usize = 200;

/// Devices that stand already under the name that a device which comes has in these files: what was placed
/// before stands, and is placed a second time.
pub(super) fn standing_that_come_again(planning: &Planning<'_>) -> usize {
    let placement = planning.placement;
    let coming = placement.devices.get(..placement.standing_devices.start).unwrap_or_default();
    let names: BTreeSet<String> =
        coming.iter().map(|device| fitted(&device.id, DEVICE_NAME_MAX).to_lowercase()).collect();
    let standing = planning.standing.racks.iter().flat_map(|rack| &rack.mounted);
    standing.filter(|device| names.contains(&device.name.to_lowercase())).count()
}

/// The files; those without a row are left out.
pub(super) fn files(planning: &Planning<'_>) -> Vec<Table> {
    let export = Export::of(planning);
    let mut files = vec![
        export.sites(),
        export.types.manufacturers(),
        export.types.table(),
        export.device_roles(),
        export.rack_roles(),
        export.racks(),
        export.reservations(),
        export.devices(),
    ];
    files.retain(|table| !table.rows.is_empty());
    files
}

/// A rack of the placement with its names in NetBox.
struct Place<'a> {
    placed: &'a RackPlacement,
    /// The rack as it stands; `None` for a new one.
    standing: Option<&'a Rack>,
    site: String,
    location: String,
    name: String,
}

struct Export<'a> {
    planning: &'a Planning<'a>,
    places: Vec<Place<'a>>,
    types: DeviceTypes,
    /// Roles of devices, and of racks, that NetBox has.
    device_roles: Roles,
    rack_roles: Roles,
}

/// Roles that NetBox has, by their names in lower case; it holds those alike that differ in case only.
#[derive(Debug, Default)]
struct Roles(BTreeMap<String, String>);

impl Roles {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names = names.filter(|name| !name.is_empty());
        Self(names.map(|name| (name.to_lowercase(), name.to_owned())).collect())
    }

    /// The role as NetBox has it, else as it will.
    fn name_of(&self, name: &str) -> String {
        self.0.get(&name.to_lowercase()).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The roles that are new, with their slugs.
    fn new_of(&self, names: &BTreeSet<String>) -> Vec<(String, String)> {
        let mut slugs = self.0.keys().map(|name| slug_of(name)).collect();
        let is_new = |name: &&String| !self.0.contains_key(&name.to_lowercase());
        let new = names.iter().filter(is_new);
        new.map(|name| (name.clone(), unique_slug(name, &mut slugs))).collect()
    }
}

impl<'a> Export<'a> {
    fn of(planning: &'a Planning<'a>) -> Self {
        let standing = &planning.standing.racks;
        let site = fitted(&planning.plan.netbox.site, NAME_MAX);
        let known = standing.iter().find(|rack| rack.site.to_lowercase() == site.to_lowercase());
        let site = known.map_or(site, |rack| rack.site.clone());
        // A new rack has no name of one that stands at its site.
        let at_site = standing.iter().filter(|rack| rack.site == site);
        let mut names = Names::taken(NAME_MAX, at_site.map(|rack| rack.name.as_str()));
        let place =
            |placed: &'a RackPlacement| match placed.standing.and_then(|at| standing.get(at)) {
                Some(rack) => Place {
                    placed,
                    standing: Some(rack),
                    site: rack.site.clone(),
                    location: rack.location.clone(),
                    name: rack.name.clone(),
                },
                None => Place {
                    placed,
                    standing: None,
                    site: site.clone(),
                    location: String::new(),
                    name: names.give(&placed.id),
                },
            };
        let places: Vec<Place<'_>> = planning.placement.racks.iter().map(place).collect();
        let mounted = standing.iter().flat_map(|rack| &rack.mounted);
        let device_roles = Roles::of(mounted.map(|device| device.role.as_str()));
        let rack_roles = Roles::of(standing.iter().map(|rack| rack.role.as_str()));
        let types = DeviceTypes::default();
        let mut export = Self { planning, types, places, device_roles, rack_roles };
        let coming: Vec<&Device> = export.placed().map(|(_, _, device)| device).collect();
        export.types = DeviceTypes::of(coming.into_iter(), planning.standing);
        export
    }

    fn new_places(&self) -> impl Iterator<Item = &Place<'a>> {
        self.places.iter().filter(|place| place.standing.is_none())
    }

    /// What comes, rack by rack; what stands in a rack already is in NetBox already.
    fn placed(&self) -> impl Iterator<Item = (&Place<'a>, &'a DevicePlacement, &'a Device)> {
        let placement = self.planning.placement;
        let all = self
            .places
            .iter()
            .flat_map(|place| place.placed.placements.iter().map(move |one| (place, one)));
        let coming = all.filter(|(_, one)| !placement.standing_devices.contains(&one.device));
        coming.map(|(place, one)| (place, one, &placement.devices[one.device]))
    }

    fn sites(&self) -> Table {
        let mut table = file("sites").text("name").text("slug").text("status").0;
        let known: BTreeSet<&str> =
            self.planning.standing.racks.iter().map(|rack| rack.site.as_str()).collect();
        let sites: BTreeSet<&str> = self.new_places().map(|place| place.site.as_str()).collect();
        let mut slugs = known.iter().map(|site| slug_of(site)).collect();
        for site in sites.difference(&known) {
            table.push(vec![
                (*site).into(),
                unique_slug(site, &mut slugs).into(),
                "planned".into(),
            ]);
        }
        table
    }

    fn device_roles(&self) -> Table {
        let mut table = file("device_roles").text("name").text("slug").text("color").0;
        let kinds: BTreeSet<DeviceKind> = self.placed().map(|(_, _, device)| device.kind).collect();
        let colours: BTreeMap<String, &str> = kinds
            .into_iter()
            .map(role_of)
            .map(|(name, colour)| (name.to_owned(), colour))
            .collect();
        for (name, slug) in self.device_roles.new_of(&colours.keys().cloned().collect()) {
            let colour = colours[&name];
            table.push(vec![name.into(), slug.into(), colour.into()]);
        }
        table
    }

    fn rack_roles(&self) -> Table {
        let mut table = file("rack_roles").text("name").text("slug").text("color").0;
        let zones = self.new_places().map(|place| fitted(&place.placed.zone, NAME_MAX)).collect();
        for (name, slug) in self.rack_roles.new_of(&zones) {
            table.push(vec![name.into(), slug.into(), "607d8b".into()]);
        }
        table
    }

    fn racks(&self) -> Table {
        let mut table = file("racks")
            .text("site")
            .text("name")
            .text("status")
            .text("role")
            .integer("width")
            .integer("u_height")
            .flag("desc_units")
            .decimal("weight", 2)
            .integer("max_weight")
            .text("weight_unit")
            .0;
        let profile = &self.planning.fleet.rack;
        for place in self.new_places() {
            table.push(vec![
                place.site.as_str().into(),
                place.name.as_str().into(),
                "planned".into(),
                self.rack_roles.name_of(&fitted(&place.placed.zone, NAME_MAX)).into(),
                Value::Integer(19),
                (profile.height_u.as_units().floor() as i64).into(),
                false.into(),
                profile.rack_weight.as_kilograms().into(),
                // NetBox takes whole kilograms: rounded down, as capacity is.
                (profile.weight_limit.as_kilograms().floor() as i64).into(),
                "kg".into(),
            ]);
        }
        table
    }

    /// The units of new racks that take no device, one row a purpose and run of units.
    fn reservations(&self) -> Table {
        let mut table =
            file("rack_reservations").text("site").text("rack").text("units").text("description").0;
        for place in self.new_places() {
            for reserved in &place.placed.reserved {
                let units = reserved.bottom_u..reserved.bottom_u.saturating_add(reserved.units);
                let units: Vec<String> = units.map(|unit| unit.to_string()).collect();
                table.push(vec![
                    place.site.as_str().into(),
                    place.name.as_str().into(),
                    units.join(",").into(),
                    fitted(purpose_of(&reserved.purpose), DESCRIPTION_MAX).into(),
                ]);
            }
        }
        table
    }

    fn devices(&self) -> Table {
        let mut table = file("devices")
            .text("name")
            .text("role")
            .text("manufacturer")
            .text("device_type")
            .text("status")
            .text("site")
            .text("location")
            .text("rack")
            .decimal("position", 1)
            .text("face")
            .text("description")
            .0;
        let mut names: BTreeMap<&str, Names> = BTreeMap::new();
        for (place, placed, device) in self.placed() {
            // Names are unique within a site, among those that stand there as well.
            let racks = self.planning.standing.racks.iter().filter(|rack| rack.site == place.site);
            let standing = racks.flat_map(|rack| &rack.mounted).map(|device| device.name.as_str());
            let of_site =
                names.entry(&place.site).or_insert_with(|| Names::taken(DEVICE_NAME_MAX, standing));
            let (manufacturer, model) = self.types.names_of(device);
            let position = position_of(place, placed, device);
            table.push(vec![
                of_site.give(&device.id).into(),
                self.device_roles.name_of(role_of(device.kind).0).into(),
                manufacturer.into(),
                model.into(),
                "planned".into(),
                place.site.as_str().into(),
                Some(place.location.as_str()).filter(|text| !text.is_empty()).into(),
                place.name.as_str().into(),
                position.into(),
                // A device that takes no unit has no side.
                position.map(|_| side_of(placed.face)).into(),
                Some(description_of(device)).filter(|text| !text.is_empty()).into(),
            ]);
        }
        table
    }
}

/// The lowest number of its units, as the rack is numbered; `None` for a device that takes none.
fn position_of(place: &Place<'_>, placed: &DevicePlacement, device: &Device) -> Option<f64> {
    if placed.units == 0 {
        return None;
    }
    let bottom = RackUnits::from_units(placed.bottom_u);
    let position = match place.standing {
        Some(rack) => rack.position_of(bottom, device.height)?,
        None => bottom,
    };
    Some(position.as_units())
}

const fn side_of(face: Face) -> &'static str {
    match face {
        Face::Front => "front",
        Face::Rear => "rear",
    }
}

fn purpose_of(reserved: &ReservedFor) -> &str {
    match reserved {
        ReservedFor::PatchPanels => "patch panels",
        ReservedFor::CableManagers => "cable managers",
        ReservedFor::Switches => "switches at the top of the rack",
        ReservedFor::Network => "network equipment",
        ReservedFor::Reservation(purpose) => purpose,
    }
}

/// Whose device it is.
fn description_of(device: &Device) -> String {
    let parts = [device.agency_id.as_str(), device.system_id.as_str()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match said.is_empty() {
        true => String::new(),
        false => fitted(&said.join(" "), DESCRIPTION_MAX),
    }
}

/// Name and colour of the role of a kind of device.
const fn role_of(kind: DeviceKind) -> (&'static str, &'static str) {
    match kind {
        DeviceKind::Host => ("Host", "2196f3"),
        DeviceKind::SpareHost => ("Spare host", "9e9e9e"),
        DeviceKind::Server => ("Moved server", "4caf50"),
        DeviceKind::Storage => ("Storage", "ff9800"),
        DeviceKind::Network => ("Network", "9c27b0"),
        DeviceKind::Other => ("Other", "607d8b"),
    }
}

/// A table of a file, whose columns are NetBox's.
struct File(Table);

fn file(name: &'static str) -> File {
    File(Table::new(name, name, ""))
}

impl File {
    fn column(self, name: &'static str, kind: Kind) -> Self {
        Self(self.0.column(name, name, kind))
    }
    fn text(self, name: &'static str) -> Self {
        self.column(name, Kind::Text)
    }
    fn integer(self, name: &'static str) -> Self {
        self.column(name, Kind::Integer)
    }
    fn decimal(self, name: &'static str, places: usize) -> Self {
        self.column(name, Kind::Decimal(places))
    }
    fn flag(self, name: &'static str) -> Self {
        self.column(name, Kind::Flag)
    }
}
