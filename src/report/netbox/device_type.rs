//! Device types: what NetBox knows of the size of a device.

use std::collections::{BTreeMap, BTreeSet};

use super::super::table::{Kind, Table};
use super::NAME_MAX;
use super::name::{Names, fitted, unique_slug};
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

/// Of names that differ in case only, which NetBox holds to be one, the first in order.
#[derive(Debug, Default)]
struct Spellings(BTreeMap<String, String>);

impl Spellings {
    fn learn(&mut self, text: &str) {
        let name = fitted(text, NAME_MAX);
        let known = self.0.entry(name.to_lowercase()).or_insert_with(|| name.clone());
        if name < *known {
            *known = name;
        }
    }

    fn of(&self, text: &str) -> String {
        let name = fitted(text, NAME_MAX);
        self.0.get(&name.to_lowercase()).cloned().unwrap_or(name)
    }
}

/// The types with their names. Of a model that comes in several sizes, since one submission states what
/// another leaves to the plan, each is a type of its own, with its size in its name.
#[derive(Debug, Default)]
pub(super) struct DeviceTypes {
    spellings: Spellings,
    names: BTreeMap<Key, String>,
}

impl DeviceTypes {
    pub(super) fn of<'d>(devices: impl Iterator<Item = &'d Device> + Clone) -> Self {
        let mut types = Self::default();
        for device in devices.clone() {
            types.spellings.learn(&device.manufacturer);
            types.spellings.learn(&device.label);
        }
        let keys: BTreeSet<Key> = devices.map(|device| types.key_of(device)).collect();
        let mut sizes: BTreeMap<(String, String), usize> = BTreeMap::new();
        for key in &keys {
            *sizes.entry((key.manufacturer.clone(), key.model.clone())).or_default() += 1;
        }
        let mut given: BTreeMap<String, Names> = BTreeMap::new();
        for key in keys {
            let of_maker = given
                .entry(key.manufacturer.clone())
                .or_insert_with(|| Names::taken(NAME_MAX, std::iter::empty()));
            let wanted = match sizes.get(&(key.manufacturer.clone(), key.model.clone())) {
                Some(1) => key.model.clone(),
                _ => {
                    let depth = if key.is_full_depth { "" } else { " half depth" };
                    format!("{} {}{depth} {}", key.model, key.height, key.weight)
                }
            };
            types.names.insert(key, of_maker.give(&wanted));
        }
        types
    }

    fn key_of(&self, device: &Device) -> Key {
        Key {
            manufacturer: self.spellings.of(&device.manufacturer),
            model: self.spellings.of(&device.label),
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
        let mut slugs = BTreeSet::new();
        for maker in makers {
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
        let mut slugs = BTreeSet::new();
        for (key, model) in &self.names {
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
