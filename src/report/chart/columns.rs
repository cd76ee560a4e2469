//! Vertical stacked columns over an ordered axis, with a limit line and ranges.

mod words;

use super::bars::Limit;
use super::colour::{ALARM, BASE, GRID, PALE, PAPER, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, MIDDLE, Series, Sign, TICK, fill_of, known, whisker};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

const PLOT_HEIGHT: f64 = 360.0;
/// Widest label of the limit, at the right of the plot.
const LIMIT_ROOM: f64 = 130.0;

/// Vertical columns over an ordered axis such as quarters, made of stacked series.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// What is measured.
    pub measure: Measure,
    /// The parts of each column, from the bottom up.
    pub series: Vec<Series>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// A limit, drawn as a line, in steps if it changes.
    pub limit: Option<Limit>,
    /// What the low–high ranges mean, for the legend.
    pub range_label: String,
    /// The words for a missing column, and for a plot without any.
    pub no_data: String,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its place on the axis, as "2025Q4".
    pub label: String,
    /// One value per series; `None` where nobody knows, which is not zero: a hatched cap.
    pub values: Vec<Option<f64>>,
    /// Low and high of the total.
    pub range: Option<(f64, f64)>,
}

impl Column {
    fn total(&self) -> Option<f64> {
        let values = self.values.iter().filter_map(|value| known(*value));
        values.fold(None, |total, value| Some(total.unwrap_or(0.0) + value))
    }

    /// Whether a part is missing while others are known.
    fn is_partial(&self, parts: usize) -> bool {
        let value = |part| known(self.values.get(part).copied().flatten());
        self.total().is_some() && (0..parts).any(|part| value(part).is_none())
    }

    fn range(&self) -> Option<(f64, f64)> {
        let (low, high) = self.range?;
        Some((known(Some(low))?, known(Some(high))?))
    }
}

/// The plot's rectangle and its scales.
struct Sheet {
    area: Area,
    slot: f64,
    max: f64,
}

impl Sheet {
    fn y(&self, value: f64) -> f64 {
        self.area.bottom - self.area.height() * (value / self.max).clamp(0.0, 1.0)
    }

    fn slot_left(&self, index: usize) -> f64 {
        self.area.left + self.slot * index as f64
    }

    fn centre(&self, index: usize) -> f64 {
        self.slot_left(index) + self.slot / 2.0
    }
}

impl Columns {
    pub(super) fn has_data(&self) -> bool {
        self.columns.iter().any(|column| column.total().is_some())
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Entry::patches(&self.series);
        if self.columns.iter().any(|column| column.range().is_some()) {
            entries.push(Entry::new(Sign::Whisker, &self.range_label));
        }
        if self.columns.iter().any(|column| column.is_partial(self.series.len())) {
            entries.push(Entry::new(Sign::Hatch, &self.no_data));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let tops = self.columns.iter().map(|column| {
            column.total().unwrap_or(0.0).max(column.range().map_or(0.0, |range| range.1))
        });
        let limit = self.limit.as_ref().map_or(0.0, |limit| limit.max(self.columns.len()));
        let ticks = Ticks::from_zero(tops.fold(limit, f64::max), &self.measure);
        let tick_width = |text: &str| font::width(text, TICK, Weight::Regular);
        let left = MARGIN + ticks.texts().map(tick_width).fold(0.0, f64::max) + 10.0;
        let limit_lines = self.limit_lines();
        let line_width = |line: &String| font::width(line, TICK, Weight::Semibold);
        let limit_room = limit_lines.iter().map(line_width).fold(-10.0, f64::max) + 10.0;
        let width = WIDTH - MARGIN - limit_room - left;
        let area = Area::new(left, top + 24.0, width, PLOT_HEIGHT);
        let max = if ticks.last() > 0.0 { ticks.last() } else { 1.0 };
        let sheet = Sheet { area, slot: width / self.columns.len().max(1) as f64, max };

        scene.text(Text::new(self.measure.label.as_str(), MARGIN, top + 8.0, TICK).colour(SOFT));
        for (value, text) in &ticks.marks {
            let y = sheet.y(*value);
            scene.horizontal(left, area.right, y, GRID);
            let text = Text::new(text.as_str(), left - 8.0, y + MIDDLE * TICK, TICK);
            scene.text(text.colour(SOFT).anchor(Anchor::End));
        }
        self.draw_gaps(scene, &sheet);
        for (index, column) in self.columns.iter().enumerate() {
            self.draw_column(scene, &sheet, index, column);
        }
        scene.horizontal(left, area.right, area.bottom, BASE);
        self.draw_limit(scene, &sheet, &limit_lines);
        self.draw_gap_words(scene, &sheet);
        self.draw_labels(scene, &sheet)
    }

    fn draw_column(&self, scene: &mut Scene, sheet: &Sheet, index: usize, column: &Column) {
        let wide = (0.72 * sheet.slot).min(64.0);
        let left = sheet.centre(index) - wide / 2.0;
        let mut from = 0.0;
        for (part, value) in column.values.iter().enumerate() {
            let value = known(*value).unwrap_or(0.0);
            if value <= 0.0 {
                continue;
            }
            let (bottom, top) = (sheet.y(from), sheet.y(from + value));
            let area = Area::new(left, top, wide, bottom - top);
            scene.fill(area, fill_of(&self.series, part));
            if from > 0.0 && area.height() > 2.0 {
                scene.rectangle(Area::new(left, bottom - 0.5, wide, 1.0), PAPER);
            }
            from += value;
        }
        if column.is_partial(self.series.len()) {
            // The column goes on, nobody knows how far.
            let cap = Area::new(left, sheet.y(from) - 12.0, wide, 11.0);
            scene.rectangle(cap, BASE);
            scene.hatch(cap.grow(-1.0), BASE);
        }
        if let Some((low, high)) = column.range() {
            let half = (wide / 5.0).clamp(2.0, 6.0);
            whisker(scene, sheet.centre(index), sheet.y(high), sheet.y(low), half);
        }
    }

    /// Runs of columns without any value: first index and length.
    fn gaps(&self) -> Vec<(usize, usize)> {
        let mut gaps: Vec<(usize, usize)> = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            match gaps.last_mut() {
                _ if column.total().is_some() => {}
                Some((first, length)) if *first + *length == index => *length += 1,
                _ => gaps.push((index, 1)),
            }
        }
        gaps
    }

    fn draw_gaps(&self, scene: &mut Scene, sheet: &Sheet) {
        for (first, length) in self.gaps() {
            let (left, width) = (sheet.slot_left(first), sheet.slot * length as f64);
            let band = Area::new(left, sheet.area.top, width, sheet.area.height());
            scene.rectangle(band, PALE);
        }
    }

    fn limit_lines(&self) -> Vec<String> {
        let last = self.columns.len().saturating_sub(1);
        match &self.limit {
            Some(limit) if (0..=last).any(|index| limit.at(index).is_some()) => {
                let mut lines =
                    font::wrap_at_most(&limit.label, TICK, Weight::Semibold, LIMIT_ROOM, 4);
                let end = (0..=last).rev().find_map(|index| limit.at(index));
                lines.extend(end.map(|end| self.measure.format(end)));
                lines
            }
            _ => Vec::new(),
        }
    }

    fn draw_limit(&self, scene: &mut Scene, sheet: &Sheet, lines: &[String]) {
        let Some(limit) = &self.limit else { return };
        let mut before: Option<f64> = None;
        let mut end = None;
        for index in 0..self.columns.len() {
            let level = limit.at(index).map(|level| sheet.y(level));
            if let Some(y) = level {
                let left = sheet.slot_left(index);
                scene.rectangle(Area::new(left - 1.0, y - 1.0, sheet.slot + 2.0, 2.0), ALARM);
                if let Some(before) = before {
                    let (top, bottom) = (y.min(before) - 1.0, y.max(before) + 1.0);
                    scene.rectangle(Area::new(left - 1.0, top, 2.0, bottom - top), ALARM);
                }
                end = Some(y);
            }
            before = level;
        }
        let Some(end) = end else { return };
        let height = 15.0 * lines.len() as f64;
        let lowest = (sheet.area.bottom - height).max(sheet.area.top);
        let mut y = (end - height / 2.0).clamp(sheet.area.top.min(lowest), lowest) + 12.0;
        for line in lines {
            let text = Text::new(line.as_str(), sheet.area.right + 8.0, y, TICK);
            scene.text(text.semibold().colour(ALARM));
            y += 15.0;
        }
    }
}
