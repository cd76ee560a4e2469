//! Small panels of ranked values: every item is a step, the fullest at the left.

use super::bars::Limit;
use super::colour::{ALARM, BASE, FAINT, GRID, INK, PALE, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Series, Sign, TICK, fill_of, known};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

/// Steps drawn in one panel; with more items, each step stands for a run of neighbours and shows the
/// first of them, which is the largest.
const STEPS_MAX: usize = 240;
/// Height of the only panel of a sheet, and of one of several.
const ALONE: f64 = 300.0;
const SMALL: f64 = 62.0;
const GAP: f64 = 18.0;
const NOTE: f64 = 11.0;
const NOTE_LINE: f64 = 14.0;

/// Panels in rows and columns, all of one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// What is measured.
    pub measure: Measure,
    /// What is drawn of each item, one before the other, the rearmost first.
    pub series: Vec<Series>,
    /// Names of the columns of panels; empty for a single column that needs none.
    pub columns: Vec<String>,
    /// The rows of panels, top down.
    pub rows: Vec<RankedRow>,
    /// A limit, drawn as a line across every panel.
    pub limit: Option<Limit>,
    /// The words for a panel without items, and for a plot without any.
    pub no_data: String,
}

/// One row of panels.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedRow {
    /// Its name; what stands behind a line break goes on a line of its own.
    pub label: String,
    /// Its panels, left to right.
    pub panels: Vec<Panel>,
}

/// One panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The items by rank, each with one value per series; `None` where nobody knows.
    pub items: Vec<Vec<Option<f64>>>,
    /// What is to be said of them, below the panel: least, median, most.
    pub note: String,
}

/// The layout all panels share.
struct Sheet {
    left: f64,
    width: f64,
    height: f64,
    note_lines: usize,
    ticks: Ticks,
    max: f64,
}

impl Sheet {
    fn area(&self, column: usize, top: f64) -> Area {
        let left = self.left + (self.width + GAP) * column as f64;
        Area::new(left, top, self.width, self.height)
    }

    fn y(&self, area: Area, value: f64) -> f64 {
        area.bottom - area.height() * (value / self.max).clamp(0.0, 1.0)
    }
}

impl Panel {
    fn value(&self, item: usize, series: usize) -> Option<f64> {
        known(self.items.get(item)?.get(series).copied().flatten())
    }

    fn has_data(&self) -> bool {
        self.items.iter().flatten().any(|value| known(*value).is_some())
    }
}

impl Ranked {
    fn panels(&self) -> impl Iterator<Item = &Panel> {
        self.rows.iter().flat_map(|row| &row.panels)
    }

    pub(super) fn has_data(&self) -> bool {
        self.panels().any(Panel::has_data)
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Entry::patches(&self.series);
        if let Some((limit, level)) = self.level() {
            let words = format!("{}: {}", limit.label, self.measure.format(level));
            entries.push(Entry::new(Sign::Limit, &words));
        }
        entries
    }

    fn level(&self) -> Option<(&Limit, f64)> {
        self.limit.as_ref().and_then(|limit| Some((limit, limit.at(0)?)))
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let sheet = self.sheet();
        scene.text(Text::new(self.measure.label.as_str(), MARGIN, top + 8.0, TICK).colour(SOFT));
        let mut y = self.draw_heads(scene, &sheet, top + 14.0);
        for row in &self.rows {
            let middle = y + sheet.height / 2.0;
            let room = sheet.left - MARGIN - self.tick_width(&sheet.ticks) - 22.0;
            let lines = font::wrap_at_most(&row.label, LABEL, Weight::Regular, room, 4);
            let mut baseline = middle - 8.0 * (lines.len() as f64 - 1.0) + MIDDLE * LABEL;
            for line in lines {
                scene.text(Text::new(line, MARGIN, baseline, LABEL));
                baseline += 16.0;
            }
            self.draw_ticks(scene, &sheet, sheet.area(0, y));
            for (column, panel) in row.panels.iter().enumerate() {
                self.draw_panel(scene, &sheet, panel, sheet.area(column, y));
            }
            y += sheet.height + NOTE_LINE * sheet.note_lines as f64 + 16.0;
        }
        y
    }

    fn tick_width(&self, ticks: &Ticks) -> f64 {
        let width = |text: &str| font::width(text, TICK, Weight::Regular);
        ticks.texts().map(width).fold(0.0, f64::max)
    }

    fn sheet(&self) -> Sheet {
        let values = self.panels().flat_map(|panel| &panel.items).flatten();
        let most = values.filter_map(|value| known(*value)).fold(0.0, f64::max);
        let most = self.level().map_or(most, |(_, level)| most.max(level));
        let ticks = Ticks::from_zero(most, &self.measure);
        let max = if ticks.last() > 0.0 { ticks.last() } else { 1.0 };
        let label_width = |line: &str| font::width(line, LABEL, Weight::Regular);
        let lines = self.rows.iter().flat_map(|row| row.label.lines());
        let widest = lines.map(label_width).fold(0.0, f64::max);
        let labels = if widest > 0.0 { widest.min(0.17 * WIDTH) + 12.0 } else { 0.0 };
        let left = MARGIN + labels + self.tick_width(&ticks) + 10.0;
        let columns = self.rows.iter().map(|row| row.panels.len()).max().unwrap_or(1).max(1);
        let room = WIDTH - MARGIN - left - GAP * (columns as f64 - 1.0);
        let width = (room / columns as f64).max(24.0);
        let height = if self.panels().count() <= 1 { ALONE } else { SMALL };
        let lines = |panel: &Panel| note_lines(&panel.note, width).len();
        let note_lines = self.panels().map(lines).max().unwrap_or(0);
        Sheet { left, width, height, note_lines, ticks, max }
    }

    /// Draws the names of the columns; returns where the first row starts.
    fn draw_heads(&self, scene: &mut Scene, sheet: &Sheet, top: f64) -> f64 {
        let lines_of =
            |name: &String| font::wrap_at_most(name, LABEL, Weight::Semibold, sheet.width, 2);
        let heads: Vec<Vec<String>> = self.columns.iter().map(lines_of).collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
        for (column, lines) in heads.into_iter().enumerate() {
            for (line, words) in lines.into_iter().enumerate() {
                let y = top + 17.0 * (line as f64 + 1.0) - 3.0;
                let left = sheet.area(column, top).left;
                scene.text(Text::new(words, left, y, LABEL).semibold());
            }
        }
        top + 17.0 * most + 10.0
    }

    fn draw_ticks(&self, scene: &mut Scene, sheet: &Sheet, area: Area) {
        let mut free_above = f64::INFINITY;
        for (value, words) in &sheet.ticks.marks {
            let y = sheet.y(area, *value);
            let text = Text::new(words.as_str(), area.left - 8.0, y + MIDDLE * TICK, TICK);
            let text = text.colour(SOFT).anchor(Anchor::End);
            // A small panel keeps the ends of its scale.
            let is_end = *value <= 0.0 || *value >= sheet.ticks.last();
            if (sheet.height > 100.0 || is_end) && text.area().bottom <= free_above {
                free_above = text.area().top - 2.0;
                scene.text(text);
            }
        }
    }

    fn draw_panel(&self, scene: &mut Scene, sheet: &Sheet, panel: &Panel, area: Area) {
        if !panel.has_data() {
            scene.rectangle(area, PALE);
            let words = font::ellipsize(&self.no_data, NOTE, Weight::Regular, area.width() - 8.0);
            let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
            let text = Text::new(words, x, y + MIDDLE * NOTE, NOTE);
            scene.text(text.colour(FAINT).anchor(Anchor::Middle));
            return;
        }
        for (value, _) in &sheet.ticks.marks {
            scene.horizontal(area.left, area.right, sheet.y(area, *value), GRID);
        }
        let count = panel.items.len();
        let steps = count.min(STEPS_MAX);
        let step = area.width() / steps.max(1) as f64;
        for series in 0..self.series.len().max(1) {
            for at in 0..steps {
                let value = panel.value(at * count / steps, series).unwrap_or(0.0);
                if value > 0.0 {
                    let top = sheet.y(area, value);
                    // A hair between neighbours while there is room for it.
                    let wide = if step > 4.0 { step - 1.0 } else { step };
                    let bar = Area::new(area.left + step * at as f64, top, wide, area.bottom - top);
                    scene.fill(bar, fill_of(&self.series, series));
                }
            }
        }
        scene.horizontal(area.left, area.right, area.bottom, BASE);
        if let Some((_, level)) = self.level() {
            let y = sheet.y(area, level);
            scene.rectangle(Area::new(area.left, y - 1.0, area.width(), 2.0), ALARM);
        }
        let mut y = area.bottom + NOTE_LINE;
        for line in note_lines(&panel.note, area.width()) {
            scene.text(Text::new(line, area.left, y, NOTE).colour(INK));
            y += NOTE_LINE;
        }
    }
}

fn note_lines(note: &str, width: f64) -> Vec<String> {
    font::wrap_at_most(note, NOTE, Weight::Regular, width, 3)
}
