//! The words in and below the columns: gaps without data, labels that never touch.

use super::super::colour::{BASE, FAINT, PALE, SOFT};
use super::super::font::{self, Weight};
use super::super::frame::{LABEL, MIDDLE, TICK};
use super::super::scene::{Anchor, Scene, Text, WIDTH};
use super::{Columns, Sheet};

/// Longest label below a column when labels stand upright.
const UPRIGHT_ROOM: f64 = 180.0;

impl Columns {
    /// Writes into each gap that there is no data, clear of the limit line where possible.
    pub(super) fn draw_gap_words(&self, scene: &mut Scene, sheet: &Sheet) {
        for (first, length) in self.gaps() {
            let levels: Vec<f64> = (first..first + length)
                .filter_map(|index| self.limit.as_ref().and_then(|limit| limit.at(index)))
                .map(|level| sheet.y(level))
                .collect();
            let room = sheet.area.height() - 16.0;
            let words = font::ellipsize(&self.no_data, TICK, Weight::Regular, room);
            let text = Text::new(words, 0.0, 0.0, TICK).colour(FAINT);
            let width = text.width();
            let gap = sheet.slot * length as f64;
            let lows = [sheet.area.bottom - 8.0, sheet.area.top + sheet.area.height() * 0.55];
            let candidates = if width + 8.0 <= gap {
                let x = sheet.slot_left(first) + gap / 2.0;
                lows.map(|y| Text { x, baseline: y, ..text.clone().anchor(Anchor::Middle) })
            } else {
                // Upright in the middle of a column, where no limit steps up or down.
                let x = sheet.centre(first + (length - 1) / 2) + MIDDLE * TICK;
                lows.map(|y| Text { x, baseline: y, ..text.clone().upright() })
            };
            let clear = |text: &&Text| {
                let area = text.area().grow(4.0);
                let steps = levels
                    .iter()
                    .copied()
                    .fold((f64::MAX, f64::MIN), |(low, high), y| (low.min(y), high.max(y)));
                steps.1 < area.top || steps.0 > area.bottom
            };
            let chosen = candidates.iter().find(clear).unwrap_or(&candidates[0]).clone();
            scene.rectangle(chosen.area().grow(1.0), PALE);
            scene.text(chosen);
        }
    }

    /// Draws the labels below the axis, thinned or upright so that they never touch.
    pub(super) fn draw_labels(&self, scene: &mut Scene, sheet: &Sheet) -> f64 {
        let texts: Vec<Text> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                Text::new(
                    column.label.as_str(),
                    sheet.centre(index),
                    sheet.area.bottom + 20.0,
                    LABEL,
                )
                .colour(SOFT)
                .anchor(Anchor::Middle)
            })
            .collect();
        let widest = texts.iter().map(Text::width).fold(0.0, f64::max);
        if widest + 10.0 > sheet.slot
            && let Some(bottom) = self.draw_wrapped_labels(scene, sheet)
        {
            return bottom;
        }
        let every = round_gap((widest + 10.0) / sheet.slot);
        let centre = |index: usize| sheet.centre(index);
        if every <= 4 || widest <= 60.0 {
            let first = self.first_label(every);
            for text in texts.into_iter().skip(first).step_by(every) {
                scene.text(inside(text));
            }
            for index in (first..self.columns.len()).step_by(every) {
                scene.vertical(centre(index), sheet.area.bottom, sheet.area.bottom + 5.0, BASE);
            }
            return sheet.area.bottom + 26.0;
        }
        let every = round_gap((LABEL + 4.0) / sheet.slot);
        let mut deepest: f64 = 0.0;
        for (index, column) in self.columns.iter().enumerate().step_by(every) {
            let words = font::ellipsize(&column.label, LABEL, Weight::Regular, UPRIGHT_ROOM);
            let x = centre(index) + MIDDLE * LABEL;
            let text = Text::new(words, x, sheet.area.bottom + 8.0, LABEL);
            let text = text.colour(SOFT).anchor(Anchor::End).upright();
            deepest = deepest.max(text.width());
            scene.text(text);
        }
        sheet.area.bottom + deepest + 14.0
    }

    /// Draws every label in up to three lines, if all of their words are narrow enough.
    fn draw_wrapped_labels(&self, scene: &mut Scene, sheet: &Sheet) -> Option<f64> {
        let room = sheet.slot - 10.0;
        let fits = |word: &str| font::width(word, LABEL, Weight::Regular) <= room;
        let labels = self.columns.iter().map(|column| column.label.as_str());
        if !labels.clone().flat_map(|label| label.split(' ')).all(fits) {
            return None;
        }
        let lines_of = |label| font::wrap_evenly(label, LABEL, Weight::Regular, room, 4);
        let labels: Vec<Vec<String>> = labels.map(lines_of).collect();
        let most = labels.iter().map(Vec::len).max().filter(|most| *most <= 3)?;
        for (index, lines) in labels.into_iter().enumerate() {
            for (row, line) in lines.into_iter().enumerate() {
                let y = sheet.area.bottom + 20.0 + 17.0 * row as f64;
                let text = Text::new(line, sheet.centre(index), y, LABEL);
                scene.text(text.colour(SOFT).anchor(Anchor::Middle));
            }
        }
        Some(sheet.area.bottom + 26.0 + 17.0 * most.saturating_sub(1) as f64)
    }

    /// Thinned quarters start with a first quarter, so that labels mark years.
    fn first_label(&self, every: usize) -> usize {
        let first = self.columns.iter().position(|column| column.label.ends_with("Q1"));
        first.filter(|_| every.is_multiple_of(4)).map_or(0, |first| first % every)
    }
}

/// The next of 1, 2, 4, 8, … that is at least `gap`.
fn round_gap(gap: f64) -> usize {
    let mut every = 1_usize;
    while (every as f64) < gap && every < 1 << 20 {
        every *= 2;
    }
    every
}

/// Moves a centred text back onto the sheet.
fn inside(mut text: Text) -> Text {
    let area = text.area();
    text.x += (4.0 - area.left).max(0.0) - (area.right - WIDTH + 4.0).max(0.0);
    text
}
