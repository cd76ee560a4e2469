//! Cells in rows, each with two shares of a limit as shades: racks of a hall by power and space.

use plotters::style::RGBColor;

use super::colour::{ALARM, Colour, GRID, INK, SOFT, ink_on, tint};
use super::font::{self, Weight};
use super::frame::{Entry, MIDDLE, Sign};
use super::scene::{Anchor, Area, Fill, MARGIN, Scene, Text, WIDTH};

/// Up to this many cells each carries its name and its two values.
const NAMED_MAX: usize = 120;
/// Cells in one line, named and not; a longer row goes on in the next line.
const LINE_NAMED: usize = 10;
const LINE_DENSE: usize = 60;
/// Lines up to which cells without names are tall.
const TALL_LINES: usize = 80;
/// Upper ends of the classes of shares; what is above the last is beyond the limit.
const CLASSES: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];
/// How much of the colour each class keeps.
const TINTS: [f64; 5] = [0.12, 0.3, 0.5, 0.75, 1.0];

const NAME: f64 = 10.0;
const VALUE: f64 = 11.0;
const ROW_LABEL: f64 = 12.0;

/// Cells in rows with two shares each: the upper half of a cell shows the first, the lower the second.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// What the two halves show.
    pub halves: [Half; 2],
    /// The rows, top down.
    pub rows: Vec<HeatRow>,
    /// The legend's words for shares above one.
    pub over_label: String,
    /// The words for a map without cells, and in the legend for shares not known.
    pub no_data: String,
}

/// What one half of every cell shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Half {
    /// What is measured and which half it is, for the legend.
    pub label: String,
    /// Its colour; paler for smaller shares.
    pub colour: Colour,
}

/// One row of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Its name.
    pub label: String,
    /// Its cells, left to right.
    pub cells: Vec<HeatCell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// Its name, written where there is room.
    pub label: String,
    /// Each half's share of its limit; `None` where nobody knows.
    pub shares: [Option<f64>; 2],
    /// Each half's value as written in the cell, as "84 %", where there is room.
    pub values: [String; 2],
}

/// How cells are laid out.
struct Grid {
    left: f64,
    width: f64,
    per_line: usize,
    /// Lines of names in a cell; 0 where cells have no names.
    name_lines: usize,
    halves: [f64; 2],
}

impl Grid {
    fn names_height(&self) -> f64 {
        if self.name_lines == 0 { 0.0 } else { 12.0 * self.name_lines as f64 + 3.0 }
    }

    fn height(&self) -> f64 {
        let gap = if self.name_lines == 0 { 4.0 } else { 8.0 };
        self.names_height() + self.halves[0] + self.halves[1] + gap
    }
}

/// The fill of a share.
fn shade(colour: Colour, share: f64) -> RGBColor {
    let class = CLASSES.iter().position(|end| share <= end + 1e-9);
    class.map_or(ALARM, |class| tint(colour.rgb(), TINTS[class]))
}

fn is_known(share: &Option<f64>) -> bool {
    share.is_some_and(|share| share.is_finite() && share >= 0.0)
}

impl HeatMap {
    fn cells(&self) -> impl Iterator<Item = &HeatCell> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    pub(super) fn has_data(&self) -> bool {
        self.cells().next().is_some()
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for half in &self.halves {
            for (end, share) in CLASSES.iter().zip(TINTS) {
                let words = format!("≤ {} %", (end * 100.0).round());
                let starts_row = entries.len() % CLASSES.len() == 0;
                let words = if starts_row { format!("{}: {words}", half.label) } else { words };
                let fill = Fill { colour: tint(half.colour.rgb(), share), pale: false };
                entries.push(Entry { starts_row, ..Entry::new(Sign::Patch(fill), &words) });
            }
        }
        let shares = || self.cells().flat_map(|cell| &cell.shares);
        if shares().any(|share| share.is_some_and(|share| share > 1.0 + 1e-9)) {
            let fill = Fill { colour: ALARM, pale: false };
            entries.push(Entry::new(Sign::Patch(fill), &self.over_label));
        }
        if !shares().all(is_known) {
            entries.push(Entry::new(Sign::Hatch, &self.no_data));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let grid = self.grid();
        let label_room = grid.left - MARGIN - 8.0;
        let mut y = top + 4.0;
        let mut free_from = f64::NEG_INFINITY;
        for row in self.rows.iter().filter(|row| !row.cells.is_empty()) {
            let words = font::ellipsize(&row.label, ROW_LABEL, Weight::Regular, label_room);
            let middle = y + grid.names_height() + (grid.halves[0] + grid.halves[1]) / 2.0;
            let text = Text::new(words, MARGIN, middle + MIDDLE * ROW_LABEL, ROW_LABEL);
            if text.area().top >= free_from {
                free_from = text.area().bottom + 1.0;
                scene.text(text.colour(SOFT));
            }
            for line in row.cells.chunks(grid.per_line) {
                for (index, cell) in line.iter().enumerate() {
                    let left = grid.left + grid.width * index as f64;
                    self.draw_cell(scene, &grid, cell, (left, y));
                }
                y += grid.height();
            }
        }
        y + 2.0
    }

    fn grid(&self) -> Grid {
        let label_width = |row: &HeatRow| font::width(&row.label, ROW_LABEL, Weight::Regular);
        let widest = self.rows.iter().map(label_width).fold(0.0, f64::max).min(0.16 * WIDTH);
        let left = MARGIN + widest + 10.0;
        let is_named = self.cells().count() <= NAMED_MAX;
        let longest = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1).max(1);
        let per_line = longest.min(if is_named { LINE_NAMED } else { LINE_DENSE });
        let width = ((WIDTH - MARGIN - left) / per_line as f64).min(110.0);
        let lines: usize = self.rows.iter().map(|row| row.cells.len().div_ceil(per_line)).sum();
        let room = width - 4.0;
        let name_lines = self.cells().map(|cell| name_lines(&cell.label, room).len()).max();
        let (name_lines, halves) = match is_named {
            true => (name_lines.unwrap_or(1), [18.0, 16.0]),
            false if lines <= TALL_LINES => (0, [11.0, 8.0]),
            false => (0, [8.0, 5.0]),
        };
        Grid { left, width, per_line, name_lines, halves }
    }

    fn draw_cell(&self, scene: &mut Scene, grid: &Grid, cell: &HeatCell, (left, top): (f64, f64)) {
        if grid.name_lines > 0 {
            let lines = name_lines(&cell.label, grid.width - 4.0);
            let mut y = top + 10.0 + 12.0 * grid.name_lines.saturating_sub(lines.len()) as f64;
            for line in lines {
                scene.text(Text::new(line, left + 1.0, y, NAME).colour(INK));
                y += 12.0;
            }
        }
        let mut y = top + grid.names_height();
        for half in 0..2 {
            let area = Area::new(left + 1.0, y, grid.width - 2.0, grid.halves[half]);
            y += grid.halves[half];
            let Some(share) = cell.shares[half].filter(|_| is_known(&cell.shares[half])) else {
                scene.hatch(area, GRID);
                continue;
            };
            let colour = shade(self.halves[half].colour, share);
            scene.rectangle(area, colour);
            let words = cell.values[half].as_str();
            let fits = font::width(words, VALUE, Weight::Regular) <= area.width() - 4.0;
            if grid.name_lines > 0 && fits {
                let x = (area.left + area.right) / 2.0;
                let baseline = (area.top + area.bottom) / 2.0 + MIDDLE * VALUE;
                let text = Text::new(words, x, baseline, VALUE);
                scene.text(text.colour(ink_on(colour)).anchor(Anchor::Middle));
            }
        }
    }
}

/// A name in one line, or in two broken behind a hyphen; else its start is cut, since names of one kind
/// differ in their ends.
fn name_lines(label: &str, room: f64) -> Vec<String> {
    let fits = |text: &str| font::width(text, NAME, Weight::Regular) <= room;
    if fits(label) {
        return vec![label.to_owned()];
    }
    let mut breaks = label.match_indices(['-', ' ', '_', '/']).map(|(at, sign)| at + sign.len());
    let longest = breaks.rfind(|at| fits(&label[..*at]));
    if let Some(at) = longest.filter(|at| fits(&label[*at..])) {
        return vec![label[..at].to_owned(), label[at..].to_owned()];
    }
    let end = label.rfind(['-', ' ', '_', '/']).unwrap_or(label.len());
    let (start, end) = label.split_at(end);
    vec![
        font::ellipsize(start, NAME, Weight::Regular, room),
        font::ellipsize(end, NAME, Weight::Regular, room),
    ]
}
