//! The device library: what makers say of the types of devices, read from a checkout of the NetBox
//! device-type library or from a table of the same facts, and found by what people write.
//!
//! In: YAML files or CSV. Out: [`DeviceType`] values and, for every entry that is not taken, why. A
//! [`Library`] finds the type that a free text means, with a score, or says what speaks against it.
//! Knows nothing of the store or of placement.
//!
//! `maximum_draw` of a power port is what is printed on that supply, and redundant supplies repeat it:
//! it is no load, and is never added over supplies here.

mod entry;
mod matching;
mod names;
mod source;
mod spelling;
mod table;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::unit::{Kilograms, RackUnits, Watts};

pub use matching::{Candidate, Difference, Score, Search, Thresholds, Verdict};
pub use source::{Imported, LibraryError, Limits, Refused, read};

use names::Names;
use spelling::Spelling;

/// What a maker says of one type of device; `None` where the library does not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeviceType {
    /// Who makes it.
    pub manufacturer: String,
    /// Its model, as the maker writes it.
    pub model: String,
    /// The library's own name of it; with the manufacturer it is unique. Empty where there is none.
    pub slug: String,
    /// The maker's order number; empty where there is none.
    pub part_number: String,
    /// Height; zero is a device that takes no unit of the rack.
    pub height: Option<RackUnits>,
    /// Whether it takes the full depth of the rack.
    pub is_full_depth: Option<bool>,
    /// It stands in a bay of another device, as a blade in its chassis.
    pub is_in_chassis: bool,
    /// Mass of one.
    pub weight: Option<Kilograms>,
    /// Power supplies, where they are part of the type.
    pub supplies_count: Option<u8>,
    /// What is printed on one supply, the largest where they differ. Not a load.
    pub supply_nameplate: Option<Watts>,
    /// File of the library it comes from.
    pub source: String,
}

impl DeviceType {
    /// Manufacturer and model, as reports call it.
    pub fn name(&self) -> String {
        format!("{} {}", self.manufacturer, self.model)
    }
}

/// Types of devices, by manufacturer and model, with what finds them.
#[derive(Debug, Clone, Default)]
pub struct Library {
    types: Vec<DeviceType>,
    /// Type and spelling, two for a type whose order number is a spelling of its own.
    spellings: Vec<(usize, Spelling)>,
    /// Spellings by their longest number; those without a number by all they say.
    by_key: BTreeMap<String, Vec<usize>>,
    /// Words of models: they tell one model from another.
    vocabulary: BTreeSet<String>,
    names: Names,
}

impl Library {
    /// A library of these types.
    pub fn new(mut types: Vec<DeviceType>) -> Self {
        types.sort_by(|a, b| {
            let key =
                |of: &DeviceType| [of.manufacturer.clone(), of.model.clone(), of.slug.clone()];
            key(a).cmp(&key(b))
        });
        let names = Names::with_makers(types.iter().map(|of| of.manufacturer.as_str()));
        let mut library = Self { names, ..Self::default() };
        for (index, device_type) in types.iter().enumerate() {
            let own = library.names.spell_type(&device_type.manufacturer, &device_type.model);
            let order =
                library.names.spell_type(&device_type.manufacturer, &device_type.part_number);
            library.vocabulary.extend(own.words().map(str::to_owned));
            let is_other = order.key() != own.key() || order.families != own.families;
            let is_other = is_other && !order.is_empty();
            for spelling in [Some(own), is_other.then_some(order)].into_iter().flatten() {
                if let Some(key) = spelling.index_key() {
                    library.by_key.entry(key).or_default().push(library.spellings.len());
                    library.spellings.push((index, spelling));
                }
            }
        }
        library.types = types;
        library
    }

    /// All types, by manufacturer and model.
    pub fn types(&self) -> &[DeviceType] {
        &self.types
    }

    /// Whether there is none: no library was imported.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

#[cfg(test)]
mod tests;
