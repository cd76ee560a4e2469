//! The front of one rack, unit by unit: what a single elevation and a row of them share.

use plotters::style::RGBColor;

use super::colour::{BASE, FAINT, INK, PALE, PAPER, SOFT, ink_on, tint};
use super::font::{self, Weight};
use super::frame::{MIDDLE, Series, fill_of};
use super::scene::{Anchor, Area, Scene, Text};

/// Height of one rack unit.
pub(super) const UNIT: f64 = 17.0;
/// Taller racks are nonsense; the sheet stays finite.
const UNITS_MAX: u32 = 120;
/// How a rack of some width is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Between the posts and the names, and between posts and unit numbers.
    inset: f64,
    /// Size of names, of unit numbers, thickness of the posts.
    name: f64,
    number: f64,
    post: f64,
}

/// A rack that has a sheet of its own.
pub(super) const WIDE: Scale = Scale { inset: 12.0, name: 12.0, number: 10.0, post: 5.0 };
/// One of several.
pub(super) const NARROW: Scale = Scale { inset: 7.0, name: 11.0, number: 9.0, post: 3.0 };

/// Height of one line of the names inside devices.
const NAME_LINE: f64 = 15.0;

/// What stands in a rack, seen from the front.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Front {
    /// Height of the rack in units; 0 where no rack is known.
    pub height_u: u32,
    /// What stands in the rack. Two that share units, one at the front and one at the rear, are drawn
    /// side by side.
    pub devices: Vec<Device>,
    /// Units that may not be used.
    pub reserved: Vec<Reserved>,
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

/// The part of the width of its units that a device takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Whole,
    Left,
    Right,
}

impl Front {
    /// Its units, as far as they are drawn.
    pub(super) fn units(&self) -> u32 {
        self.height_u.min(UNITS_MAX)
    }

    /// The height of its drawing between the posts.
    pub(super) fn height(&self) -> f64 {
        UNIT * f64::from(self.units())
    }

    /// Draws the rack between its posts, unit numbers at its left.
    pub(super) fn draw(&self, scene: &mut Scene, kinds: &[Series], rack: Area, scale: Scale) {
        scene.rectangle(rack.grow(scale.post), SOFT);
        scene.rectangle(rack, PAPER);
        for unit in 1..=self.units() {
            let slot = self.area(rack, unit, 1);
            scene.rectangle(Area::new(slot.left, slot.top + 0.5, slot.width(), UNIT - 1.0), PALE);
            let middle = (slot.top + slot.bottom) / 2.0 + MIDDLE * scale.number;
            let number = Text::new(unit.to_string(), rack.left - scale.inset, middle, scale.number);
            scene.text(number.colour(FAINT).anchor(Anchor::End));
        }
        for reserved in &self.reserved {
            let area = self.area(rack, reserved.bottom_u, reserved.height_u);
            scene.rectangle(area, PAPER);
            scene.hatch(area.grow(-0.5), tint(BASE, 0.7));
            draw_name(scene, area, &reserved.label, (INK, Some(PAPER)), scale);
        }
        for (device, side) in self.devices.iter().zip(self.sides()) {
            let area = self.area(rack, device.bottom_u, device.height_u);
            let middle = (area.left + area.right) / 2.0;
            let area = match side {
                Side::Whole => area,
                Side::Left => Area { right: middle, ..area },
                Side::Right => Area { left: middle, ..area },
            };
            let fill = fill_of(kinds, device.kind);
            scene.fill(area.grow(-0.5), fill);
            let ground = if fill.pale { tint(fill.colour, 0.22) } else { fill.colour };
            draw_name(scene, area, &device.label, (ink_on(ground), None), scale);
        }
    }

    /// The paper of a run of units, cut to the rack.
    fn area(&self, rack: Area, bottom_u: u32, height_u: u32) -> Area {
        let units = self.units();
        let below = bottom_u.saturating_sub(1).min(units);
        let above = below.saturating_add(height_u).min(units);
        let top = rack.bottom - UNIT * f64::from(above);
        Area::new(rack.left, top, rack.width(), UNIT * f64::from(above - below))
    }

    /// The side of each device: of two that share a unit the earlier stands left.
    fn sides(&self) -> Vec<Side> {
        let mut owner: Vec<Option<usize>> = vec![None; self.units() as usize + 1];
        let mut sides = vec![Side::Whole; self.devices.len()];
        for (index, device) in self.devices.iter().enumerate() {
            let end = device.bottom_u.saturating_add(device.height_u).min(self.units() + 1);
            for unit in device.bottom_u.max(1)..end {
                match owner[unit as usize] {
                    Some(first) => {
                        sides[first] = Side::Left;
                        sides[index] = Side::Right;
                    }
                    None => owner[unit as usize] = Some(index),
                }
            }
        }
        sides
    }
}

/// What parts the id of a device from what it is.
const BETWEEN: &str = " · ";

/// A name over at most so many lines: id and model each on lines of their own where they do not fit one,
/// and the id alone where there is but one.
fn name_lines(label: &str, (size, room): (f64, f64), lines_max: usize) -> Vec<String> {
    let fits = |text: &str| font::width(text, size, Weight::Regular) <= room;
    let pieces = |part: &str| font::break_behind_hyphens(part, size, Weight::Regular, room);
    if fits(label) {
        return vec![label.to_owned()];
    }
    let mut lines: Vec<String> = label.split(BETWEEN).flat_map(pieces).collect();
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        let last = lines.last().map(|line| format!("{}…", line.trim_end()));
        let is_cut_inside =
            label.split(BETWEEN).next().is_none_or(|id| pieces(id).len() != lines_max);
        if is_cut_inside && let (Some(last), Some(line)) = (last, lines.last_mut()) {
            *line = last;
        }
    }
    lines.into_iter().map(|line| font::ellipsize(&line, size, Weight::Regular, room)).collect()
}

/// Writes a name inside the units it belongs to, over as many lines as they have room for.
fn draw_name(
    scene: &mut Scene,
    area: Area,
    label: &str,
    (ink, ground): (RGBColor, Option<RGBColor>),
    scale: Scale,
) {
    if area.height() < UNIT - 1.0 {
        return;
    }
    let room = area.width() - 2.0 * scale.inset;
    let lines_max = (area.height() / NAME_LINE).floor().clamp(1.0, 3.0) as usize;
    let lines = name_lines(label, (scale.name, room), lines_max);
    let middle = (area.top + area.bottom) / 2.0;
    let mut y = middle - NAME_LINE * (lines.len() as f64 - 1.0) / 2.0 + MIDDLE * scale.name;
    let texts: Vec<Text> = lines
        .into_iter()
        .map(|line| {
            let text = Text::new(line, area.left + scale.inset, y, scale.name).colour(ink);
            y += NAME_LINE;
            text
        })
        .collect();
    if let Some(ground) = ground {
        let wide = texts.iter().map(Text::width).fold(0.0, f64::max);
        let high = NAME_LINE * texts.len() as f64;
        let left = area.left + scale.inset - 4.0;
        scene.rectangle(Area::new(left, middle - high / 2.0, wide + 8.0, high), ground);
    }
    texts.into_iter().for_each(|text| scene.text(text));
}
