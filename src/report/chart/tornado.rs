//! Horizontal bars around a total: how far each assumption alone moves it.

use super::bars::tick_row;
use super::colour::{FAINT, GRID, INK, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Series, TICK, fill_of, known};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

/// Height of a row: a label of two lines and a line with the ends.
const ROW: f64 = 56.0;
/// Thickness of a bar.
const THICK: f64 = 24.0;
/// Space between a bar and its number, and around labels.
const GAP: f64 = 7.0;

/// Bars from a total to what it is with one assumption at an end of its range. The axis holds the
/// values and need not begin at zero, since lengths are differences.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// What is measured.
    pub measure: Measure,
    /// The total with every assumption at its value.
    pub total: f64,
    /// Its name.
    pub total_label: String,
    /// What the bars of the low and of the high end are called.
    pub series: [Series; 2],
    /// The bars, top down.
    pub swings: Vec<SwingBar>,
    /// The words for a missing value, and for a plot without any.
    pub no_data: String,
}

/// What one assumption does to the total.
#[derive(Debug, Clone, PartialEq)]
pub struct SwingBar {
    /// The assumption.
    pub label: String,
    /// Its ends, as "10 % to 40 %"; empty where it has none.
    pub ends: String,
    /// The total at its low and at its high end; `None` where nobody knows, which is not zero.
    pub totals: [Option<f64>; 2],
}

impl SwingBar {
    fn known(&self) -> [Option<f64>; 2] {
        self.totals.map(known)
    }
}

/// The horizontal layout.
struct Sheet {
    labels: Vec<Vec<String>>,
    /// Where labels end; between them and the plot stand the numbers of the bars.
    label_right: f64,
    left: f64,
    right: f64,
    first: f64,
    last: f64,
}

impl Sheet {
    fn x(&self, value: f64) -> f64 {
        let share = (value - self.first) / (self.last - self.first);
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }
}

impl Tornado {
    pub(super) fn has_data(&self) -> bool {
        let is_known = |swing: &SwingBar| swing.known().iter().any(Option::is_some);
        known(Some(self.total)).is_some() && self.swings.iter().any(is_known)
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        Entry::patches(&self.series)
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let total = known(Some(self.total)).unwrap_or(0.0);
        let values = self.swings.iter().flat_map(SwingBar::known).flatten().chain([total]);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let ticks = Ticks::between(low, high, &self.measure);
        let sheet = self.sheet(&ticks);
        let top = top + 22.0;
        let bottom = top + ROW * self.swings.len() as f64 + 2.0;
        for (value, _) in &ticks.marks {
            scene.vertical(sheet.x(*value), top, bottom + 4.0, GRID);
        }
        tick_row(scene, &ticks, bottom + 18.0, |value| sheet.x(value));
        let room = WIDTH - MARGIN - sheet.left;
        let name = font::ellipsize(&self.measure.label, TICK, Weight::Regular, room);
        scene.text(Text::new(name, sheet.left, bottom + 37.0, TICK).colour(SOFT));
        for (index, swing) in self.swings.iter().enumerate() {
            let middle = top + ROW * (index as f64 + 0.5);
            draw_label(scene, &sheet, index, swing, middle);
            self.draw_bar(scene, &sheet, swing, total, middle);
        }
        let line = Area::new(sheet.x(total) - 1.0, top - 4.0, 2.0, bottom - top + 8.0);
        scene.rectangle(line, INK);
        let words = format!("{}: {}", self.total_label, self.measure.format(total));
        let words = font::ellipsize(&words, LABEL, Weight::Semibold, WIDTH - 2.0 * MARGIN);
        let mut text = Text::new(words, sheet.x(total), top - 9.0, LABEL).semibold();
        text = text.anchor(Anchor::Middle);
        let area = text.area();
        text.x += (MARGIN - area.left).max(0.0) - (area.right - WIDTH + MARGIN).max(0.0);
        scene.text(text);
        bottom + 40.0
    }

    /// Finds room for labels at the left and for the numbers on both sides of the bars.
    fn sheet(&self, ticks: &Ticks) -> Sheet {
        let most = 0.30 * WIDTH - MARGIN;
        let lines_of =
            |swing: &SwingBar| font::wrap_at_most(&swing.label, LABEL, Weight::Regular, most, 2);
        let labels: Vec<Vec<String>> = self.swings.iter().map(lines_of).collect();
        let line_width = |line: &String| font::width(line, LABEL, Weight::Regular);
        let ends_width = |swing: &SwingBar| font::width(&ends_of(swing), TICK, Weight::Regular);
        let widest = labels.iter().flatten().map(line_width);
        let widest = widest.chain(self.swings.iter().map(ends_width)).fold(0.0, f64::max);
        let texts = self.swings.iter().flat_map(SwingBar::known);
        let texts = texts
            .map(|value| value.map_or_else(|| self.no_data_text(), |v| self.measure.format(v)));
        let number_width = |text: String| font::width(&text, TICK, Weight::Regular);
        let number = texts.map(number_width).fold(0.0, f64::max);
        let tick_width = |text: &str| font::width(text, TICK, Weight::Regular) / 2.0;
        let side = (number + GAP).max(ticks.texts().map(tick_width).fold(0.0, f64::max));
        let label_right = MARGIN + widest;
        let left = label_right + 2.0 * GAP + side;
        let right = (WIDTH - MARGIN - side).max(left + 60.0);
        Sheet { labels, label_right, left, right, first: ticks.first(), last: ticks.last() }
    }

    fn no_data_text(&self) -> String {
        font::ellipsize(&self.no_data, TICK, Weight::Regular, 140.0)
    }

    fn draw_bar(
        &self,
        scene: &mut Scene,
        sheet: &Sheet,
        swing: &SwingBar,
        total: f64,
        middle: f64,
    ) {
        let totals = swing.known();
        let mut order = [0, 1];
        // Where both ends lie on one side of the total, the longer bar is behind.
        let reach = |at: usize| totals[at].map_or(0.0, |value| (value - total).abs());
        order.sort_by(|a, b| reach(*b).total_cmp(&reach(*a)));
        for at in order {
            let Some(value) = totals[at] else { continue };
            let (from, to) = (sheet.x(value.min(total)), sheet.x(value.max(total)));
            let area = Area::new(from, middle - THICK / 2.0, to - from, THICK);
            scene.fill(area, fill_of(&self.series, at));
        }
        let baseline = middle + MIDDLE * TICK;
        let number = |x: f64, words: String, anchor: Anchor| {
            Text::new(words, x, baseline, TICK).anchor(anchor)
        };
        let ends = totals.iter().flatten().copied();
        let least = ends.clone().fold(total, f64::min);
        let most = ends.fold(total, f64::max);
        if least < total {
            let words = self.measure.format(least);
            scene.text(number(sheet.x(least) - GAP, words, Anchor::End));
        }
        if most > total {
            let words = self.measure.format(most);
            scene.text(number(sheet.x(most) + GAP, words, Anchor::Start));
        } else if totals.contains(&None) {
            let text = number(sheet.x(most) + GAP, self.no_data_text(), Anchor::Start);
            scene.text(text.colour(FAINT));
        }
    }
}

/// The ends as they stand under the label.
fn ends_of(swing: &SwingBar) -> String {
    font::ellipsize(&swing.ends, TICK, Weight::Regular, 0.30 * WIDTH - MARGIN)
}

fn draw_label(scene: &mut Scene, sheet: &Sheet, index: usize, swing: &SwingBar, middle: f64) {
    let ends = ends_of(swing);
    let lines = &sheet.labels[index];
    let count = lines.len() as f64 + if ends.is_empty() { 0.0 } else { 1.0 };
    let mut y = middle - 8.0 * (count - 1.0) + MIDDLE * LABEL;
    for line in lines {
        let text = Text::new(line.as_str(), sheet.label_right, y, LABEL);
        scene.text(text.anchor(Anchor::End));
        y += 16.0;
    }
    let text = Text::new(ends, sheet.label_right, y, TICK);
    scene.text(text.colour(SOFT).anchor(Anchor::End));
}
