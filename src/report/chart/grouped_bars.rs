//! Horizontal bars side by side, held against a limit.

use super::bars::{Bar, Level, Limit, Rows};
use super::colour::{ALARM, FAINT, INK};
use super::frame::{Entry, MIDDLE, Series, Sign, fill_of, known};
use super::number::Measure;
use super::scene::{Area, Scene, Text};

/// Size of the values beside the bars.
const VALUE: f64 = 12.0;

/// Horizontal bars, one per series in each category; values beyond the limit stand out.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupedBars {
    /// What is measured.
    pub measure: Measure,
    /// The bars of each category.
    pub series: Vec<Series>,
    /// The categories, top down.
    pub bars: Vec<Bar>,
    /// The limit, drawn as a line across each category.
    pub limit: Option<Limit>,
    /// The words for a missing value, and for a plot without any.
    pub no_data: String,
}

impl GroupedBars {
    pub(super) fn has_data(&self) -> bool {
        self.bars.iter().flat_map(|bar| &bar.values).any(|value| known(*value).is_some())
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Entry::patches(&self.series);
        if let Some(limit) = &self.limit {
            let text = match limit.level {
                Level::Constant(value) => {
                    format!("{}: {}", limit.label, self.measure.format(value))
                }
                Level::Each(_) => limit.label.clone(),
            };
            entries.push(Entry::new(Sign::Limit, &text));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let count = self.series.len().max(1);
        let labels: Vec<&str> = self.bars.iter().map(|bar| bar.label.as_str()).collect();
        let value = |bar: &Bar, index: usize| known(bar.values.get(index).copied().flatten());
        let limit_max = self.limit.as_ref().map_or(0.0, |limit| limit.max(self.bars.len()));
        let mut ends = Vec::new();
        for (row, bar) in self.bars.iter().enumerate() {
            for index in 0..count {
                let text =
                    value(bar, index).map_or(self.no_data.clone(), |v| self.measure.format(v));
                let value = value(bar, index).unwrap_or(0.0);
                ends.push((value, text.clone()));
                // A value whose text would touch the limit line moves behind it.
                if let Some(limit) = self.limit.as_ref().and_then(|limit| limit.at(row)) {
                    ends.push((limit.max(value), format!("{text}0")));
                }
            }
        }
        let max = ends.iter().map(|end| end.0).fold(limit_max, f64::max);
        let thick = if self.bars.len() * count <= 40 { 15.0 } else { 13.0 };
        let row = thick * count as f64 + 10.0;
        let rows = Rows::new(&labels, &ends, max, &self.measure, row);
        let bottom = rows.draw_axis(scene, top, &self.measure);
        for (index, bar) in self.bars.iter().enumerate() {
            let start = rows.middle(top, index) - thick * count as f64 / 2.0;
            let limit = self.limit.as_ref().and_then(|limit| limit.at(index));
            for part in 0..count {
                let area_top = start + thick * part as f64;
                self.draw_value(scene, &rows, part, value(bar, part), limit, (area_top, thick));
            }
            if let Some(limit) = limit {
                // One line for one limit, pieces for several.
                let constant = matches!(self.limit, Some(Limit { level: Level::Constant(_), .. }));
                let height = rows.height - if constant { 0.0 } else { 4.0 };
                let line = Area::new(
                    rows.x(limit) - 1.0,
                    rows.middle(top, index) - height / 2.0,
                    2.0,
                    height,
                );
                scene.rectangle(line, ALARM);
            }
        }
        rows.draw_baseline(scene, top);
        bottom
    }

    fn draw_value(
        &self,
        scene: &mut Scene,
        rows: &Rows,
        series: usize,
        value: Option<f64>,
        limit: Option<f64>,
        (top, thick): (f64, f64),
    ) {
        let over = matches!((value, limit), (Some(value), Some(limit)) if value > limit);
        let words = value.map_or(self.no_data.clone(), |value| self.measure.format(value));
        let end = rows.x(value.unwrap_or(0.0));
        if value.is_some_and(|value| value > 0.0) {
            let area = Area::new(rows.left, top, end - rows.left, thick - 1.0);
            scene.fill(area, fill_of(&self.series, series));
        }
        let mut text = Text::new(words, end + 6.0, top + thick / 2.0 + MIDDLE * VALUE - 0.5, VALUE);
        text = match (over, value) {
            (true, _) => text.semibold().colour(ALARM),
            (false, Some(_)) => text.colour(INK),
            (false, None) => text.colour(FAINT),
        };
        if let Some(x) = limit.map(|limit| rows.x(limit)) {
            let area = text.area();
            if area.left - 4.0 < x + 1.0 && x - 1.0 < area.right + 4.0 {
                text.x = x + 6.0;
            }
        }
        scene.text(text);
    }
}
