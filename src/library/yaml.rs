//! One YAML file of the device-type library.
//!
//! Events are read, never a tree: an alias is an event, so that nothing a file refers to is ever
//! copied, however often. Depth and size are limited; a merge key, a key that stands twice and a
//! second document are refused rather than understood somehow.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser};

use super::DeviceType;
use super::entry::Entry;

/// Deepest nesting; files of the library have three levels.
const DEPTH_MAX: usize = 32;

/// Text of the file's top keys, and of the list of power ports.
#[derive(Default)]
struct Document {
    fields: BTreeMap<String, String>,
    /// Every top key met, whatever its value is.
    keys: BTreeSet<String>,
    ports: Vec<Option<String>>,
}

/// The type a file describes, or why it describes none.
pub(super) fn device_type(text: &str, source: &str) -> Result<DeviceType, String> {
    let document = Document::read(text)?;
    let field = |name: &str| document.fields.get(name).map(String::as_str);
    Entry {
        manufacturer: field("manufacturer"),
        model: field("model"),
        slug: field("slug"),
        part_number: field("part_number"),
        height_u: field("u_height"),
        is_full_depth: field("is_full_depth"),
        subdevice_role: field("subdevice_role"),
        weight: field("weight"),
        weight_unit: field("weight_unit"),
        supplies_count: document.ports.len(),
        nameplates: document.ports.iter().filter_map(Option::as_deref).collect(),
    }
    .settle(source)
}

/// Where in the file the events are.
#[derive(Default)]
struct Place {
    /// The collections that are open; true for a mapping.
    open: Vec<bool>,
    /// The key of the file's mapping whose value comes next or is open.
    top_key: Option<String>,
    /// The key of a power port whose value comes next.
    port_key: Option<String>,
    has_document: bool,
}

impl Document {
    fn read(text: &str) -> Result<Self, String> {
        let mut document = Self::default();
        let mut place = Place::default();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| format!("is no YAML: {error}"))?;
            let said = document.take(event, &mut place);
            said.map_err(|why| format!("line {}: {why}", span.start.line()))?;
        }
        if document.fields.is_empty() {
            return Err("says nothing".to_owned());
        }
        Ok(document)
    }

    fn take(&mut self, event: Event<'_>, place: &mut Place) -> Result<(), String> {
        match event {
            Event::DocumentStart(_) if place.has_document => {
                return Err("a second document".to_owned());
            }
            Event::DocumentStart(_) => place.has_document = true,
            Event::MappingStart(..) => self.open(place, true)?,
            Event::SequenceStart(..) => self.open(place, false)?,
            Event::MappingEnd | Event::SequenceEnd => {
                place.open.pop();
                if place.open.len() == 1 {
                    place.top_key = None;
                }
                place.port_key = None;
            }
            Event::Scalar(text, ..) => self.scalar(&text, place)?,
            Event::Alias(_) if place.is_relevant() => return Err("an alias".to_owned()),
            Event::Alias(_) => place.passed(),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, place: &mut Place, is_mapping: bool) -> Result<(), String> {
        if place.open.len() >= DEPTH_MAX {
            return Err(format!("nested more than {DEPTH_MAX} deep"));
        }
        match (place.open.len(), is_mapping) {
            (0, false) => return Err("a list where the fields of a type should stand".to_owned()),
            (1, _) if place.top_key.is_none() => return Err("a key that is no text".to_owned()),
            (2, true) if place.is_of_ports() => self.ports.push(None),
            _ => {}
        }
        place.open.push(is_mapping);
        Ok(())
    }

    fn scalar(&mut self, text: &str, place: &mut Place) -> Result<(), String> {
        match place.open.len() {
            0 => return Err("a text where the fields of a type should stand".to_owned()),
            1 => match place.top_key.take() {
                None if text == "<<" => return Err("a merge key".to_owned()),
                None if !self.keys.insert(text.to_owned()) => {
                    return Err(format!("the key {text} stands twice"));
                }
                None => place.top_key = Some(text.to_owned()),
                Some(key) => {
                    // Nothing written is nothing said.
                    if !matches!(text, "" | "~" | "null") {
                        self.fields.insert(key, text.to_owned());
                    }
                }
            },
            3 if place.is_of_ports() => match place.port_key.take() {
                None => place.port_key = Some(text.to_owned()),
                Some(key) if key == "maximum_draw" && !matches!(text, "" | "~" | "null") => {
                    if let Some(port) = self.ports.last_mut() {
                        *port = Some(text.to_owned());
                    }
                }
                Some(_) => {}
            },
            _ => {}
        }
        Ok(())
    }
}

impl Place {
    /// Within the list of power ports.
    fn is_of_ports(&self) -> bool {
        self.top_key.as_deref() == Some("power-ports") && self.open.get(1) == Some(&false)
    }

    /// Where an alias would stand for something that is used.
    fn is_relevant(&self) -> bool {
        self.open.len() <= 1 || self.is_of_ports() || self.top_key.as_deref() == Some("power-ports")
    }

    /// An alias that stands for a value nobody reads.
    fn passed(&mut self) {
        if self.open.len() == 1 {
            self.top_key = None;
        }
    }
}
