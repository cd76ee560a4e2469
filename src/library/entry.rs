//! One entry of the library as written, YAML or CSV, made a [`DeviceType`] or refused.

use super::DeviceType;
use crate::unit::{Kilograms, RackUnits, Watts};

/// Longest name a type can have; NetBox itself allows half of it.
const NAME_CHARS_MAX: usize = 200;
/// Highest device, in rack units.
const HEIGHT_U_MAX: f64 = 100.0;
/// Heaviest device, in kilograms.
const WEIGHT_KG_MAX: f64 = 5_000.0;
/// Largest supply, in watts.
const SUPPLY_W_MAX: f64 = 100_000.0;

/// What an entry says, as text; `None` where it says nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry<'a> {
    pub manufacturer: Option<&'a str>,
    pub model: Option<&'a str>,
    pub slug: Option<&'a str>,
    pub part_number: Option<&'a str>,
    pub height_u: Option<&'a str>,
    pub is_full_depth: Option<&'a str>,
    pub subdevice_role: Option<&'a str>,
    pub weight: Option<&'a str>,
    pub weight_unit: Option<&'a str>,
    /// Number of power ports; zero says that supplies are no part of the type.
    pub supplies_count: usize,
    /// The nameplate of each supply that states one, in watts.
    pub nameplates: Vec<&'a str>,
}

impl Entry<'_> {
    /// The type, or what of the entry cannot be.
    pub(super) fn settle(&self, source: &str) -> Result<DeviceType, String> {
        let weight = match self.weight {
            None => None,
            Some(text) => {
                let of_unit = kilograms_of(self.weight_unit)?;
                let kilograms = within("weight", text, WEIGHT_KG_MAX / of_unit)? * of_unit;
                Some(Kilograms::from_kilograms(kilograms)).filter(|weight| weight.raw() > 0)
            }
        };
        let mut largest: Option<f64> = None;
        for text in &self.nameplates {
            let watts = within("maximum_draw", text, SUPPLY_W_MAX)?;
            largest = Some(largest.map_or(watts, |known| known.max(watts)));
        }
        let height = self.height_u.map(|text| within("u_height", text, HEIGHT_U_MAX));
        let count = u8::try_from(self.supplies_count)
            .map_err(|_| format!("{} power ports are too many", self.supplies_count))?;
        Ok(DeviceType {
            manufacturer: named("manufacturer", self.manufacturer)?,
            model: named("model", self.model)?,
            slug: optional("slug", self.slug)?,
            part_number: optional("part_number", self.part_number)?,
            height: height.transpose()?.map(RackUnits::from_units_rounded_up),
            is_full_depth: self.is_full_depth.map(flag).transpose()?,
            is_in_chassis: self.subdevice_role.is_some_and(|role| role == "child"),
            weight,
            supplies_count: Some(count).filter(|count| *count > 0),
            // A supply of no watts is one whose watts nobody entered.
            supply_nameplate: largest.filter(|watts| *watts > 0.0).map(Watts::from_watts),
            source: source.to_owned(),
        })
    }
}

fn named(field: &str, text: Option<&str>) -> Result<String, String> {
    let name = optional(field, text)?;
    if name.is_empty() { Err(format!("{field} is missing")) } else { Ok(name) }
}

fn optional(field: &str, text: Option<&str>) -> Result<String, String> {
    let name = crate::text::clean(text.unwrap_or_default());
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(format!("{field} has more than {NAME_CHARS_MAX} letters"));
    }
    Ok(name)
}

fn within(field: &str, text: &str, most: f64) -> Result<f64, String> {
    let number: f64 =
        text.trim().parse().map_err(|_| format!("{field} \"{text}\" is no number"))?;
    if (0.0..=most).contains(&number) {
        Ok(number)
    } else {
        Err(format!("{field} {text} is not from 0 to {}", most.floor()))
    }
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!("is_full_depth \"{text}\" is neither true nor false")),
    }
}

fn kilograms_of(unit: Option<&str>) -> Result<f64, String> {
    match unit {
        Some("kg") => Ok(1.0),
        Some("g") => Ok(0.001),
        Some("lb") => Ok(0.453_592_37),
        Some("oz") => Ok(0.028_349_523_125),
        Some(other) => Err(format!("weight_unit \"{other}\" is none of kg, g, lb, oz")),
        None => Err("weight has no unit".to_owned()),
    }
}
