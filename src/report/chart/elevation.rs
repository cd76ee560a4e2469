//! The front of one rack with the figures that go with it.

use super::colour::{BASE, GRID, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, Series, Sign};
use super::front::{Front, WIDE};
use super::scene::{Area, Fill, MARGIN, Scene, Text, WIDTH};

/// Width of the rack between its posts.
const RACK_WIDTH: f64 = 460.0;

/// The front view of one rack.
#[derive(Debug, Clone, PartialEq)]
pub struct Elevation {
    /// What stands in it; one of no height draws the words for no data.
    pub front: Front,
    /// Kinds of devices, for colours and legend.
    pub kinds: Vec<Series>,
    /// The legend's words for reserved units.
    pub reserved_label: String,
    /// The legend's words for free units.
    pub free_label: String,
    /// Figures beside the rack: used units, power, weight.
    pub facts: Vec<Fact>,
    /// The words for a rack that is not known.
    pub no_data: String,
}

/// A figure beside the rack, already formatted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is: "Used".
    pub label: String,
    /// The number with its unit: "38 / 42 U".
    pub value: String,
}

/// The legend of racks seen from the front.
pub(super) fn legend_of(kinds: &[Series], reserved: Option<&str>, free: &str) -> Vec<Entry> {
    let mut entries = Entry::patches(kinds);
    entries.extend(reserved.map(|words| Entry::new(Sign::Hatch, words)));
    entries.push(Entry::new(Sign::Patch(Fill { colour: BASE, pale: true }), free));
    entries
}

impl Elevation {
    pub(super) fn has_data(&self) -> bool {
        self.front.height_u > 0
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let reserved = (!self.front.reserved.is_empty()).then_some(self.reserved_label.as_str());
        legend_of(&self.kinds, reserved, &self.free_label)
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let rack = Area::new(MARGIN + 34.0, top + 10.0, RACK_WIDTH, self.front.height());
        self.front.draw(scene, &self.kinds, rack, WIDE);
        let facts = self.draw_facts(scene, rack.right + 60.0, rack.top);
        (rack.bottom + 8.0).max(facts)
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
