//! Rows × columns of states, each with a colour and a sign.

use plotters::style::RGBColor;

use super::colour::{Colour, FAINT, GRID, INK, ink_on, tint};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Sign};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

const ROW: f64 = 25.0;
const HEAD: f64 = 12.0;
const HEAD_LINE: f64 = 15.0;
/// Narrower columns have their names standing upright.
const FLAT_WIDTH: f64 = 62.0;
const UPRIGHT_ROOM: f64 = 170.0;

/// States of rows × columns: who has handed in what.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, top down.
    pub rows: Vec<MatrixRow>,
    /// The states cells can be in.
    pub states: Vec<State>,
    /// The words for a matrix without rows or columns, and in the legend for cells not known.
    pub no_data: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Its name.
    pub label: String,
    /// For each column the index of its state; `None` where nobody knows.
    pub cells: Vec<Option<usize>>,
}

/// What a cell can say.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Its name in the legend.
    pub label: String,
    /// One or two letters, or a sign the typeface has: ✓ is not in it, √ • – × ! ? are.
    pub sign: String,
    /// Its colour.
    pub colour: Colour,
}

impl State {
    /// The colour behind the sign, paler than the palette: cells are large.
    pub(super) fn ground(&self) -> RGBColor {
        match self.colour {
            Colour::Blank => self.colour.rgb(),
            colour => tint(colour.rgb(), 0.7),
        }
    }
}

impl Matrix {
    pub(super) fn has_data(&self) -> bool {
        !self.rows.is_empty() && !self.columns.is_empty()
    }

    fn state(&self, row: &MatrixRow, column: usize) -> Option<&State> {
        self.states.get(row.cells.get(column).copied().flatten()?)
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let entry = |state: &State| {
            Entry::new(Sign::Letter(state.sign.clone(), state.ground()), &state.label)
        };
        let mut entries: Vec<Entry> = self.states.iter().map(entry).collect();
        let unknown = |row: &MatrixRow| {
            (0..self.columns.len()).any(|column| self.state(row, column).is_none())
        };
        if self.rows.iter().any(unknown) {
            entries.push(Entry::new(Sign::Hatch, &self.no_data));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let most = 0.38 * WIDTH - MARGIN;
        let name = |row: &MatrixRow| font::ellipsize(&row.label, LABEL, Weight::Regular, most);
        let names: Vec<String> = self.rows.iter().map(name).collect();
        let width_of = |name: &String| font::width(name, LABEL, Weight::Regular);
        let left = MARGIN + names.iter().map(width_of).fold(0.0, f64::max) + 12.0;
        let cell = ((WIDTH - MARGIN - left) / self.columns.len().max(1) as f64).min(120.0);
        let body = draw_head(scene, &self.columns, (left, top), cell);
        for (index, (row, name)) in self.rows.iter().zip(names).enumerate() {
            let y = body + ROW * index as f64;
            scene.horizontal(MARGIN, left - 6.0, y + ROW, GRID);
            scene.text(Text::new(name, MARGIN, y + ROW / 2.0 + MIDDLE * LABEL, LABEL));
            for column in 0..self.columns.len() {
                let area = Area::new(left + cell * column as f64, y, cell, ROW);
                self.draw_cell(scene, area, self.state(row, column));
            }
        }
        body + ROW * self.rows.len() as f64 + 4.0
    }

    fn draw_cell(&self, scene: &mut Scene, area: Area, state: Option<&State>) {
        let inner = Area::new(area.left + 1.5, area.top + 1.5, area.width() - 3.0, ROW - 3.0);
        let Some(state) = state else {
            scene.hatch(inner, GRID);
            return;
        };
        let colour = state.ground();
        scene.rectangle(inner, colour);
        let ink = if state.colour == Colour::Blank { FAINT } else { ink_on(colour) };
        let words = font::ellipsize(&state.sign, 12.0, Weight::Semibold, inner.width());
        if font::width(&words, 12.0, Weight::Semibold) > inner.width() {
            return;
        }
        let x = (inner.left + inner.right) / 2.0;
        let text = Text::new(words, x, area.top + ROW / 2.0 + MIDDLE * 12.0, 12.0);
        scene.text(text.semibold().colour(ink).anchor(Anchor::Middle));
    }
}

/// Draws the names of the columns; returns where the cells start.
pub(super) fn draw_head(
    scene: &mut Scene,
    columns: &[String],
    (left, top): (f64, f64),
    cell: f64,
) -> f64 {
    let centre = |column: usize| left + cell * (column as f64 + 0.5);
    if cell < FLAT_WIDTH {
        let short = |name: &String| font::ellipsize(name, HEAD, Weight::Regular, UPRIGHT_ROOM);
        let names: Vec<String> = columns.iter().map(short).collect();
        let width_of = |name: &String| font::width(name, HEAD, Weight::Regular);
        let bottom = top + names.iter().map(width_of).fold(0.0, f64::max) + 10.0;
        let every = (16.0 / cell).ceil().max(1.0) as usize;
        for (column, name) in names.into_iter().enumerate().step_by(every) {
            let text = Text::new(name, centre(column) + MIDDLE * HEAD, bottom - 6.0, HEAD);
            scene.text(text.upright());
        }
        return bottom;
    }
    let lines_of = |name: &String| font::wrap_evenly(name, HEAD, Weight::Regular, cell - 8.0, 4);
    let heads: Vec<Vec<String>> = columns.iter().map(lines_of).collect();
    let most = heads.iter().map(Vec::len).max().unwrap_or(0);
    let bottom = top + HEAD_LINE * most as f64 + 10.0;
    for (column, lines) in heads.into_iter().enumerate() {
        let mut y = bottom - 8.0 - HEAD_LINE * (lines.len() as f64 - 1.0);
        for line in lines {
            let text = Text::new(line, centre(column), y, HEAD).colour(INK);
            scene.text(text.anchor(Anchor::Middle));
            y += HEAD_LINE;
        }
    }
    bottom
}
