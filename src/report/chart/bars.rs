//! What stacked and grouped horizontal bars have in common: labels at the left, an axis from zero.

use super::colour::{BASE, GRID, SOFT};
use super::font::{self, Weight};
use super::frame::{LABEL, MIDDLE, TICK, known};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, MARGIN, Scene, Text, WIDTH};

/// The values of one category.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The category.
    pub label: String,
    /// One value per series; `None` where nobody knows, which is not zero.
    pub values: Vec<Option<f64>>,
}

/// A limit that values are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Its name.
    pub label: String,
    /// Where it lies.
    pub level: Level,
}

/// Where a limit lies.
#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    /// The same for every category.
    Constant(f64),
    /// One per category, in their order; `None` where there is no limit.
    Each(Vec<Option<f64>>),
}

impl Limit {
    /// The limit of the category at an index, if there is one.
    pub fn at(&self, index: usize) -> Option<f64> {
        let level = match &self.level {
            Level::Constant(value) => Some(*value),
            Level::Each(values) => values.get(index).copied().flatten(),
        };
        known(level.filter(|value| *value >= 0.0))
    }

    pub(super) fn max(&self, count: usize) -> f64 {
        (0..count).filter_map(|index| self.at(index)).fold(0.0, f64::max)
    }
}

/// The horizontal layout of a bar chart.
pub(super) struct Rows {
    labels: Vec<Vec<String>>,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) ticks: Ticks,
    pub(super) max: f64,
    /// Height of one row.
    pub(super) height: f64,
}

impl Rows {
    /// Finds room for labels at the left and for each `(value, text)` printed after its bar.
    pub(super) fn new(
        labels: &[&str],
        ends: &[(f64, String)],
        max: f64,
        measure: &Measure,
        least_height: f64,
    ) -> Self {
        let most = 0.38 * WIDTH - MARGIN;
        let lines_of = |label: &&str| font::wrap_at_most(label, LABEL, Weight::Regular, most, 2);
        let labels: Vec<Vec<String>> = labels.iter().map(lines_of).collect();
        let lines_width = |line: &String| font::width(line, LABEL, Weight::Regular);
        let widest = labels.iter().flatten().map(lines_width).fold(0.0, f64::max);
        let most_lines = labels.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let ticks = Ticks::from_zero(max, measure);
        let max = if ticks.last() > 0.0 { ticks.last() } else { 1.0 };
        let left = MARGIN + widest + 10.0;
        let full = WIDTH - MARGIN - left;
        let tick_width = |text: &str| font::width(text, TICK, Weight::Regular);
        let mut room = full - ticks.texts().last().map_or(0.0, tick_width) / 2.0;
        for (value, text) in ends {
            let after = full - 8.0 - font::width(text, LABEL, Weight::Semibold);
            if *value > 0.0 {
                room = room.min(after * max / value);
            }
        }
        let right = left + room.max(120.0);
        let height = least_height.max(17.0 * most_lines as f64 + 4.0);
        Self { labels, left, right, ticks, max, height }
    }

    pub(super) fn x(&self, value: f64) -> f64 {
        self.left + (self.right - self.left) * (value / self.max).clamp(0.0, 1.0)
    }

    /// The vertical middle of a row.
    pub(super) fn middle(&self, top: f64, index: usize) -> f64 {
        top + self.height * (index as f64 + 0.5)
    }

    /// Draws grid, tick numbers, axis name and labels; returns the bottom.
    pub(super) fn draw_axis(&self, scene: &mut Scene, top: f64, measure: &Measure) -> f64 {
        let bottom = top + self.height * self.labels.len() as f64 + 2.0;
        for (value, _) in self.ticks.marks.iter().filter(|mark| mark.0 > 0.0) {
            scene.vertical(self.x(*value), top, bottom + 4.0, GRID);
        }
        tick_row(scene, &self.ticks, bottom + 18.0, |value| self.x(value));
        let name =
            font::ellipsize(&measure.label, TICK, Weight::Regular, WIDTH - MARGIN - self.left);
        scene.text(Text::new(name, self.left, bottom + 37.0, TICK).colour(SOFT));
        for (index, lines) in self.labels.iter().enumerate() {
            let mut y = self.middle(top, index) - 8.5 * (lines.len() as f64 - 1.0) + MIDDLE * LABEL;
            for line in lines {
                let text = Text::new(line.as_str(), self.left - 10.0, y, LABEL);
                scene.text(text.anchor(Anchor::End));
                y += 17.0;
            }
        }
        bottom + 40.0
    }

    /// Draws the zero line, over the bars.
    pub(super) fn draw_baseline(&self, scene: &mut Scene, top: f64) {
        let bottom = top + self.height * self.labels.len() as f64 + 2.0;
        scene.vertical(self.left, top, bottom + 4.0, BASE);
    }
}

/// Draws tick numbers below a horizontal axis, leaving out those that would touch.
pub(super) fn tick_row(scene: &mut Scene, ticks: &Ticks, baseline: f64, x: impl Fn(f64) -> f64) {
    let mut free_from = f64::NEG_INFINITY;
    for (value, text) in &ticks.marks {
        let text = Text::new(text.as_str(), x(*value), baseline, TICK);
        let text = text.colour(SOFT).anchor(Anchor::Middle);
        let area = text.area();
        if area.left >= free_from {
            free_from = area.right + 10.0;
            scene.text(text);
        }
    }
}
