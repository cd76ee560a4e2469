//! Device types: what NetBox knows of the size of a device.

use std::collections::{BTreeMap, BTreeSet};

use super::super::table::{Kind, Table};
use super::NAME_MAX;
use super::name::{Names, fitted, slug_of, unique_slug};
use crate::hall::Standing;
use crate::placement::Device;
use crate::unit::{Kilograms, RackUnits};

/// Devices that are one type: maker, model and size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    manufacturer: String,
    model: String,
    height: RackUnits,
    is_full_depth: bool,
    weight: Kilograms,
}

/// Of names that differ in case only, which NetBox holds to be one, that which NetBox has, else the first
/// in order.
#[derive(Debug, Default)]
struct Spellings {
    names: BTreeMap<String, String>,
    existing: BTreeSet<String>,
}

impl Spellings {
    /// A name that NetBox has.
    fn exists(&mut self, name: &str) {
        self.names.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
        self.existing.insert(name.to_lowercase());
    }

    fn is_existing(&self, name: &str) -> bool {
        self.existing.contains(&name.to_lowercase())
    }

    fn learn(&mut self, text: &str) {
        let name = fitted(text, NAME_MAX);
        let is_existing = self.is_existing(&name);
        let known = self.names.entry(name.to_lowercase()).or_insert_with(|| name.clone());
        if name < *known && !is_existing {
            *known = name;
        }
    }

    fn of(&self, text: &str) -> String {
        let name = fitted(text, NAME_MAX);
        self.names.get(&name.to_lowercase()).cloned().unwrap_or(name)
    }
}

/// The types with their names. Of a model that comes in several sizes, since one submission states what
/// another leaves to the plan, each is a type of its own, with its size in its name. A type that NetBox has
/// in that size is named and not written again; in another size it is another type.
#[derive(Debug, Default)]
pub(super) struct DeviceTypes {
    makers: Spellings,
    models: Spellings,
    names: BTreeMap<Key, String>,
    /// Types of NetBox by maker and model in lower case, with their names there and sizes.
    existing: BTreeMap<(String, String), Existing>,
    /// Keys whose type NetBox has.
    reused: BTreeSet<Key>,
}

/// A type that NetBox has.
#[derive(Debug, Default)]
struct Existing {
    model: String,
    height: Option<RackUnits>,
    is_full_depth: Option<bool>,
}

impl DeviceTypes {
    /// Of the devices that come, given what stands.
    pub(super) fn of<'d>(
        devices: impl Iterator<Item = &'d Device> + Clone,
        standing: &Standing,
    ) -> Self {
        let mut types = Self::default();
        types.learn_existing(standing);
        for device in devices.clone() {
            types.makers.learn(&device.manufacturer);
            types.models.learn(&device.label);
        }
        let keys: BTreeSet<Key> = devices.map(|device| types.key_of(device)).collect();
        let mut sizes: BTreeMap<(String, String), usize> = BTreeMap::new();
        for key in &keys {
            *sizes.entry((key.manufacturer.clone(), key.model.clone())).or_default() += 1;
        }
        let mut given: BTreeMap<String, Names> = BTreeMap::new();
        for key in keys {
            let maker = key.manufacturer.to_lowercase();
            let there = types.existing.iter().filter(|((of, _), _)| *of == maker);
            let of_maker = given.entry(maker.clone()).or_insert_with(|| {
                Names::taken(NAME_MAX, there.map(|(_, known)| known.model.as_str()))
            });
            let wanted = match sizes.get(&(key.manufacturer.clone(), key.model.clone())) {
                Some(1) => key.model.clone(),
                _ => {
                    let depth = if key.is_full_depth { "" } else { " half depth" };
                    format!("{} {}{depth} {}", key.model, key.height, key.weight)
                }
            };
            let existing = types.existing.get(&(maker, wanted.to_lowercase()));
            let is_same = |known: &&Existing| {
                known.height == Some(key.height) && known.is_full_depth == Some(key.is_full_depth)
            };
            match existing.filter(is_same) {
                Some(known) => {
                    types.names.insert(key.clone(), known.model.clone());
                    types.reused.insert(key);
                }
                None => drop(types.names.insert(key, of_maker.give(&wanted))),
            }
        }
        types
    }

    /// What the lists of the hall name is in NetBox. The size of a type is what the list of types says;
    /// without it nobody knows it, since a device may say another of its own.
    fn learn_existing(&mut self, standing: &Standing) {
        let mounted = standing.racks.iter().flat_map(|rack| &rack.mounted);
        let of_devices = mounted.map(|of| (&of.manufacturer, &of.model, None, None));
        let listed = standing.types.iter();
        let listed = listed.map(|of| (&of.manufacturer, &of.model, of.height, of.is_full_depth));
        for (manufacturer, model, height, is_full_depth) in listed.chain(of_devices) {
            if manufacturer.is_empty() {
                continue;
            }
            self.makers.exists(manufacturer);
            if !model.is_empty() {
                self.models.exists(model);
                let key = (manufacturer.to_lowercase(), model.to_lowercase());
                let model = model.clone();
                let existing = Existing { model, height, is_full_depth };
                self.existing.entry(key).or_insert(existing);
            }
        }
    }

    fn key_of(&self, device: &Device) -> Key {
        Key {
            manufacturer: self.makers.of(&device.manufacturer),
            model: self.models.of(&device.label),
            height: device.height,
            is_full_depth: device.is_full_depth,
            weight: device.weight,
        }
    }

    /// Manufacturer and model of the type of a device.
    pub(super) fn names_of(&self, device: &Device) -> (String, String) {
        let key = self.key_of(device);
        let model = self.names.get(&key).cloned().unwrap_or_else(|| key.model.clone());
        (key.manufacturer, model)
    }

    /// The file of manufacturers.
    pub(super) fn manufacturers(&self) -> Table {
        let mut table = Table::new("manufacturers", "manufacturers", "")
            .column("name", "name", Kind::Text)
            .column("slug", "slug", Kind::Text);
        let makers: BTreeSet<&str> =
            self.names.keys().map(|key| key.manufacturer.as_str()).collect();
        let mut slugs: BTreeSet<String> = self.makers.existing.iter().map(|n| slug_of(n)).collect();
        for maker in makers.into_iter().filter(|maker| !self.makers.is_existing(maker)) {
            table.push(vec![maker.into(), unique_slug(maker, &mut slugs).into()]);
        }
        table
    }

    /// The file of device types.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new("device_types", "device_types", "")
            .column("manufacturer", "manufacturer", Kind::Text)
            .column("model", "model", Kind::Text)
            .column("slug", "slug", Kind::Text)
            .column("u_height", "u_height", Kind::Decimal(1))
            .column("is_full_depth", "is_full_depth", Kind::Flag)
            .column("weight", "weight", Kind::Decimal(2))
            .column("weight_unit", "weight_unit", Kind::Text);
        let there = self.existing.keys().map(|(maker, model)| slug_of(&format!("{maker} {model}")));
        let mut slugs: BTreeSet<String> = there.collect();
        let is_new = |(key, _): &(&Key, &String)| !self.reused.contains(*key);
        for (key, model) in self.names.iter().filter(is_new) {
            let slug = unique_slug(&format!("{} {model}", key.manufacturer), &mut slugs);
            table.push(vec![
                key.manufacturer.as_str().into(),
                model.as_str().into(),
                slug.into(),
                key.height.as_units().into(),
                key.is_full_depth.into(),
                key.weight.as_kilograms().into(),
                "kg".into(),
            ]);
        }
        table
    }
}
