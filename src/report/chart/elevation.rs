//! The front of one rack, unit by unit.

use super::colour::{BASE, FAINT, GRID, INK, PALE, PAPER, SOFT, ink_on, tint};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Series, Sign, fill_of};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

/// Width of the rack between its posts.
const RACK_WIDTH: f64 = 460.0;
/// Height of one rack unit.
const UNIT: f64 = 17.0;
/// Taller racks are nonsense; the sheet stays finite.
const UNITS_MAX: u32 = 120;
const NUMBER: f64 = 10.0;

/// The front view of one rack.
#[derive(Debug, Clone, PartialEq)]
pub struct Elevation {
    /// Height of the rack in units; 0 draws the words for no data.
    pub height_u: u32,
    /// Kinds of devices, for colours and legend.
    pub kinds: Vec<Series>,
    /// What stands in the rack.
    pub devices: Vec<Device>,
    /// Units that may not be used.
    pub reserved: Vec<Reserved>,
    /// The legend's words for reserved units.
    pub reserved_label: String,
    /// The legend's words for free units.
    pub free_label: String,
    /// Figures beside the rack: used units, power, weight.
    pub facts: Vec<Fact>,
    /// The words for a rack that is not known.
    pub no_data: String,
}

/// A device in a rack.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Its name.
    pub label: String,
    /// Index of its kind.
    pub kind: usize,
    /// Its lowest unit, counted from 1 at the bottom.
    pub bottom_u: u32,
    /// Its height in units.
    pub height_u: u32,
}

/// Units kept free for a purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct Reserved {
    /// The purpose.
    pub label: String,
    /// The lowest unit, counted from 1 at the bottom.
    pub bottom_u: u32,
    /// How many units.
    pub height_u: u32,
}

/// A figure beside the rack, already formatted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is: "Used".
    pub label: String,
    /// The number with its unit: "38 / 42 U".
    pub value: String,
}

impl Elevation {
    pub(super) fn has_data(&self) -> bool {
        self.height_u > 0
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Entry::patches(&self.kinds);
        if !self.reserved.is_empty() {
            entries.push(Entry::new(Sign::Hatch, &self.reserved_label));
        }
        let free = super::scene::Fill { colour: BASE, pale: true };
        entries.push(Entry::new(Sign::Patch(free), &self.free_label));
        entries
    }

    /// The paper of a run of units, cut to the rack.
    fn area(&self, rack: Area, bottom_u: u32, height_u: u32) -> Area {
        let units = self.height_u.min(UNITS_MAX);
        let below = bottom_u.saturating_sub(1).min(units);
        let above = below.saturating_add(height_u).min(units);
        let top = rack.bottom - UNIT * f64::from(above);
        Area::new(rack.left, top, rack.width(), UNIT * f64::from(above - below))
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let units = self.height_u.min(UNITS_MAX);
        let rack = Area::new(MARGIN + 34.0, top + 10.0, RACK_WIDTH, UNIT * f64::from(units));
        scene.rectangle(rack.grow(5.0), SOFT);
        scene.rectangle(rack, PAPER);
        for unit in 1..=units {
            let slot = self.area(rack, unit, 1);
            scene.rectangle(Area::new(slot.left, slot.top + 0.5, slot.width(), UNIT - 1.0), PALE);
            let middle = (slot.top + slot.bottom) / 2.0 + MIDDLE * NUMBER;
            let number = Text::new(unit.to_string(), rack.left - 12.0, middle, NUMBER);
            scene.text(number.colour(FAINT).anchor(Anchor::End));
        }
        for reserved in &self.reserved {
            let area = self.area(rack, reserved.bottom_u, reserved.height_u);
            scene.rectangle(area, PAPER);
            scene.hatch(area.grow(-0.5), tint(BASE, 0.7));
            self.draw_name(scene, area, &reserved.label, INK, Some(PAPER));
        }
        for device in &self.devices {
            let area = self.area(rack, device.bottom_u, device.height_u);
            let fill = fill_of(&self.kinds, device.kind);
            scene.fill(area.grow(-0.5), fill);
            let ground = if fill.pale { tint(fill.colour, 0.22) } else { fill.colour };
            self.draw_name(scene, area, &device.label, ink_on(ground), None);
        }
        let facts = self.draw_facts(scene, rack.right + 60.0, rack.top);
        (rack.bottom + 8.0).max(facts)
    }

    fn draw_name(
        &self,
        scene: &mut Scene,
        area: Area,
        label: &str,
        ink: plotters::style::RGBColor,
        ground: Option<plotters::style::RGBColor>,
    ) {
        if area.height() < UNIT - 1.0 {
            return;
        }
        let words = font::ellipsize(label, 12.0, Weight::Regular, area.width() - 24.0);
        let y = (area.top + area.bottom) / 2.0 + MIDDLE * 12.0;
        let text = Text::new(words, area.left + 12.0, y, 12.0).colour(ink);
        if let Some(ground) = ground {
            let box_height = UNIT - 2.0;
            let top = (area.top + area.bottom - box_height) / 2.0;
            scene.rectangle(Area::new(text.x - 5.0, top, text.width() + 10.0, box_height), ground);
        }
        scene.text(text);
    }

    fn draw_facts(&self, scene: &mut Scene, left: f64, top: f64) -> f64 {
        let room = WIDTH - MARGIN - left;
        let mut y = top;
        for fact in &self.facts {
            for line in font::wrap_at_most(&fact.label, LABEL, Weight::Regular, room, 2) {
                y += 18.0;
                scene.text(Text::new(line, left, y - 4.0, LABEL).colour(SOFT));
            }
            for line in font::wrap_at_most(&fact.value, 20.0, Weight::Semibold, room, 2) {
                y += 28.0;
                scene.text(Text::new(line, left, y - 7.0, 20.0).semibold());
            }
            scene.horizontal(left, WIDTH - MARGIN, y + 4.0, GRID);
            y += 16.0;
        }
        y
    }
}
