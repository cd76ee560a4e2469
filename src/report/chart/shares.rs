//! Rows × columns of shares, darker where more of it is so.

use plotters::style::RGBColor;

use super::colour::{ALARM, Colour, GRID, ink_on, tint};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Sign};
use super::matrix::draw_head;
use super::scene::{Anchor, Area, Fill, MARGIN, Scene, Text, WIDTH};

const ROW: f64 = 22.0;
const VALUE: f64 = 11.0;
/// Lower ends of the classes of shares, and how much of the colour each keeps.
const CLASSES: [(f64, f64); 5] = [(1.0, 1.0), (0.95, 0.72), (0.8, 0.48), (0.5, 0.27), (0.0, 0.1)];

/// Shares of rows × columns: how much of what was asked for is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, top down.
    pub rows: Vec<SharesRow>,
    /// The word before a class in the legend, as "from" in "from 95 %".
    pub from: String,
    /// The word for the lowest class, as "below" in "below 50 %".
    pub below: String,
    /// What the mark in a cell says; for the legend.
    pub mark_label: String,
    /// The words for a map without rows or columns, and in the legend for shares not known.
    pub no_data: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesRow {
    /// Its name.
    pub label: String,
    /// One per column.
    pub cells: Vec<ShareCell>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShareCell {
    /// 0 to 1; `None` where nobody knows.
    pub share: Option<f64>,
    /// As written in the cell.
    pub value: String,
    /// Whether something about it should be looked at.
    pub is_marked: bool,
}

fn shade(share: f64) -> RGBColor {
    let class = CLASSES.iter().find(|(from, _)| share >= from - 1e-9);
    tint(Colour::Blue.rgb(), class.map_or(CLASSES[4].1, |(_, kept)| *kept))
}

impl ShareCell {
    fn known(&self) -> Option<f64> {
        self.share.filter(|share| share.is_finite() && (0.0..=1.0 + 1e-9).contains(share))
    }
}

impl Shares {
    pub(super) fn has_data(&self) -> bool {
        !self.rows.is_empty() && !self.columns.is_empty()
    }

    fn cell(row: &SharesRow, column: usize) -> Option<&ShareCell> {
        row.cells.get(column).filter(|cell| cell.known().is_some())
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let percent = |share: f64| format!("{} %", (share * 100.0).round());
        let mut entries: Vec<Entry> = CLASSES
            .iter()
            .enumerate()
            .map(|(index, (from, kept))| {
                let words = match index {
                    0 => percent(*from),
                    4 => format!("{} {}", self.below, percent(CLASSES[3].0)),
                    _ => format!("{} {}", self.from, percent(*from)),
                };
                let colour = tint(Colour::Blue.rgb(), *kept);
                Entry::new(Sign::Patch(Fill { colour, pale: false }), &words)
            })
            .collect();
        let known = |row: &SharesRow, column| Self::cell(row, column).is_some();
        let cells =
            || self.rows.iter().flat_map(|row| (0..self.columns.len()).map(move |at| (row, at)));
        if cells().any(|(row, at)| Self::cell(row, at).is_some_and(|cell| cell.is_marked)) {
            entries.push(Entry::new(Sign::Letter("!".to_owned(), ALARM), &self.mark_label));
        }
        if !cells().all(|(row, at)| known(row, at)) {
            entries.push(Entry::new(Sign::Hatch, &self.no_data));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let most = 0.38 * WIDTH - MARGIN;
        let name = |row: &SharesRow| font::ellipsize(&row.label, LABEL, Weight::Regular, most);
        let names: Vec<String> = self.rows.iter().map(name).collect();
        let width_of = |name: &String| font::width(name, LABEL, Weight::Regular);
        let left = MARGIN + names.iter().map(width_of).fold(0.0, f64::max) + 12.0;
        let width = ((WIDTH - MARGIN - left) / self.columns.len().max(1) as f64).min(120.0);
        let body = draw_head(scene, &self.columns, (left, top), width);
        for (index, (row, name)) in self.rows.iter().zip(names).enumerate() {
            let y = body + ROW * index as f64;
            scene.horizontal(MARGIN, left - 6.0, y + ROW, GRID);
            scene.text(Text::new(name, MARGIN, y + ROW / 2.0 + MIDDLE * LABEL, LABEL));
            for column in 0..self.columns.len() {
                let x = left + width * column as f64;
                let area = Area::new(x + 1.0, y + 1.0, width - 2.0, ROW - 2.0);
                match Self::cell(row, column) {
                    Some(cell) => draw_cell(scene, area, cell),
                    None => scene.hatch(area, GRID),
                }
            }
        }
        body + ROW * self.rows.len() as f64 + 4.0
    }
}

fn draw_cell(scene: &mut Scene, area: Area, cell: &ShareCell) {
    let colour = shade(cell.share.unwrap_or_default());
    scene.rectangle(area, colour);
    let baseline = (area.top + area.bottom) / 2.0 + MIDDLE * VALUE;
    let mut right = area.right;
    if cell.is_marked && area.width() > ROW {
        let mark = Area::new(area.right - 16.0, area.top, 16.0, area.height());
        scene.rectangle(mark, ALARM);
        let x = (mark.left + mark.right) / 2.0;
        let sign = Text::new("!", x, baseline, VALUE).semibold().colour(ink_on(ALARM));
        scene.text(sign.anchor(Anchor::Middle));
        right = mark.left;
    }
    if font::width(&cell.value, VALUE, Weight::Regular) <= right - area.left - 4.0 {
        let text = Text::new(cell.value.clone(), (area.left + right) / 2.0, baseline, VALUE);
        scene.text(text.colour(ink_on(colour)).anchor(Anchor::Middle));
    }
}
