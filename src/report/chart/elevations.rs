//! The fronts of several racks side by side, standing on one floor.

use super::colour::{BASE, SOFT};
use super::elevation::legend_of;
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, Series};
use super::front::{Front, NARROW};
use super::scene::{Area, MARGIN, Scene, Text, WIDTH};

/// Racks in one line of the sheet: with more, names of devices are cut too short to tell them apart.
const PER_LINE: usize = 6;
/// Room for the unit numbers at the left of each rack, and between racks.
const NUMBERS: f64 = 24.0;
const GAP: f64 = 10.0;
/// Size of the notes above a rack.
const NOTE: f64 = 11.0;
const NOTE_LINE: f64 = 15.0;

/// Front views of racks.
#[derive(Debug, Clone, PartialEq)]
pub struct Elevations {
    /// The racks, left to right.
    pub racks: Vec<NamedFront>,
    /// Kinds of devices, for colours and legend.
    pub kinds: Vec<Series>,
    /// The legend's words for reserved units.
    pub reserved_label: String,
    /// The legend's words for free units.
    pub free_label: String,
    /// The words for a sheet without racks.
    pub no_data: String,
}

/// A rack with its name and what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedFront {
    /// Its name.
    pub name: String,
    /// Short lines below the name, as "12 / 32 U"; each cut to the width of the rack.
    pub notes: Vec<String>,
    /// What stands in it.
    pub front: Front,
}

impl Elevations {
    pub(super) fn has_data(&self) -> bool {
        self.racks.iter().any(|rack| rack.front.height_u > 0)
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let has_reserved = self.racks.iter().any(|rack| !rack.front.reserved.is_empty());
        let reserved = has_reserved.then_some(self.reserved_label.as_str());
        legend_of(&self.kinds, reserved, &self.free_label)
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let per_line = self.racks.len().clamp(1, PER_LINE);
        let slot = ((WIDTH - 2.0 * MARGIN) / per_line as f64).min(300.0);
        let mut y = top;
        for line in self.racks.chunks(per_line) {
            y = self.draw_line(scene, line, slot, y) + 18.0;
        }
        y - 18.0
    }

    fn draw_line(&self, scene: &mut Scene, racks: &[NamedFront], slot: f64, top: f64) -> f64 {
        let room = slot - GAP;
        let names = racks.iter().map(|rack| {
            let name = name_lines(&rack.name, room);
            let note = |note: &String| font::wrap_at_most(note, NOTE, Weight::Regular, room, 2);
            (name, rack.notes.iter().flat_map(note).collect::<Vec<_>>())
        });
        let names: Vec<(Vec<String>, Vec<String>)> = names.collect();
        let name_lines = names.iter().map(|of| of.0.len()).max().unwrap_or(0) as f64;
        let note_lines = names.iter().map(|of| of.1.len()).max().unwrap_or(0) as f64;
        let tallest = racks.iter().map(|rack| rack.front.height()).fold(0.0, f64::max);
        let notes_top = top + 17.0 * name_lines;
        let floor = notes_top + NOTE_LINE * note_lines + 12.0 + tallest;
        for (index, (rack, (name, notes))) in racks.iter().zip(names).enumerate() {
            let left = MARGIN + slot * index as f64;
            for (line, words) in name.into_iter().enumerate() {
                let y = top + 17.0 * (line as f64 + 1.0) - 4.0;
                scene.text(Text::new(words, left, y, LABEL).semibold());
            }
            for (line, words) in notes.into_iter().enumerate() {
                let y = notes_top + NOTE_LINE * (line as f64 + 1.0) - 4.0;
                scene.text(Text::new(words, left, y, NOTE).colour(SOFT));
            }
            let height = rack.front.height();
            let width = slot - NUMBERS - GAP;
            let area = Area::new(left + NUMBERS, floor - height, width, height);
            rack.front.draw(scene, &self.kinds, area, NARROW);
        }
        scene.horizontal(MARGIN, MARGIN + slot * racks.len() as f64 - GAP, floor + 3.5, BASE);
        floor + 6.0
    }
}

/// The name of a rack over at most two lines.
fn name_lines(name: &str, room: f64) -> Vec<String> {
    let mut lines = font::break_behind_hyphens(name, LABEL, Weight::Semibold, room);
    if lines.len() > 2 {
        let rest = lines.split_off(1).concat();
        lines.push(rest);
    }
    lines.iter().map(|line| font::ellipsize(line, LABEL, Weight::Semibold, room)).collect()
}
