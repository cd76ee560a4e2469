//! Horizontal stacked bars: one per category, the total at its end.

use super::bars::{Bar, Rows};
use super::colour::{FAINT, PAPER};
use super::frame::{Entry, LABEL, MIDDLE, Series, fill_of, known};
use super::number::Measure;
use super::scene::{Area, Scene, Text};

/// Horizontal bars, one per category and in the given order, made of stacked series.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    /// What is measured.
    pub measure: Measure,
    /// The parts of each bar.
    pub series: Vec<Series>,
    /// The categories, top down.
    pub bars: Vec<Bar>,
    /// What is said of a bar after its total, one per bar; none where the list is empty or its text is.
    pub remarks: Vec<String>,
    /// The words for a missing value, and for a plot without any.
    pub no_data: String,
}

impl StackedBars {
    pub(super) fn has_data(&self) -> bool {
        self.bars.iter().any(|bar| sum(bar).is_some())
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        Entry::patches(&self.series)
    }

    /// The text after a bar: its total, and whether a part of it is unknown.
    fn end_text(&self, bar: &Bar) -> String {
        let complete = (0..self.series.len())
            .all(|index| known(bar.values.get(index).copied().flatten()).is_some());
        match sum(bar) {
            None => self.no_data.clone(),
            Some(total) if complete => self.measure.format(total),
            Some(total) => format!("{} + {}", self.measure.format(total), self.no_data),
        }
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let labels: Vec<&str> = self.bars.iter().map(|bar| bar.label.as_str()).collect();
        let end = |(index, bar): (usize, &Bar)| {
            let remark = self.remarks.get(index).filter(|remark| !remark.is_empty());
            let text = self.end_text(bar);
            let text = remark.map_or(text.clone(), |remark| format!("{text} · {remark}"));
            (sum(bar).unwrap_or(0.0), text)
        };
        let ends: Vec<(f64, String)> = self.bars.iter().enumerate().map(end).collect();
        let max = ends.iter().map(|end| end.0).fold(0.0, f64::max);
        let row = if self.bars.len() <= 30 { 26.0 } else { 22.0 };
        let rows = Rows::new(&labels, &ends, max, &self.measure, row);
        let bottom = rows.draw_axis(scene, top, &self.measure);
        for (index, (bar, (total, text))) in self.bars.iter().zip(&ends).enumerate() {
            let middle = rows.middle(top, index);
            self.draw_bar(scene, &rows, bar, middle);
            let colour = if sum(bar).is_some() { super::colour::INK } else { FAINT };
            let text =
                Text::new(text.as_str(), rows.x(*total) + 8.0, middle + MIDDLE * LABEL, LABEL);
            scene.text(text.colour(colour));
        }
        rows.draw_baseline(scene, top);
        bottom
    }

    fn draw_bar(&self, scene: &mut Scene, rows: &Rows, bar: &Bar, middle: f64) {
        let thick = (0.68 * rows.height).min(20.0);
        let mut from = 0.0;
        for (index, value) in bar.values.iter().enumerate() {
            let value = known(*value).unwrap_or(0.0);
            if value <= 0.0 {
                continue;
            }
            let (left, right) = (rows.x(from), rows.x(from + value));
            let area = Area::new(left, middle - thick / 2.0, right - left, thick);
            scene.fill(area, fill_of(&self.series, index));
            // The white line between neighbours, where both are wide enough to spare it.
            if from > 0.0 && area.width() > 2.0 {
                scene.rectangle(Area::new(left - 0.5, area.top, 1.0, thick), PAPER);
            }
            from += value;
        }
    }
}

/// The sum of the known parts; `None` if none is known.
fn sum(bar: &Bar) -> Option<f64> {
    bar.values
        .iter()
        .filter_map(|value| known(*value))
        .fold(None, |total, value| Some(total.unwrap_or(0.0) + value))
}
