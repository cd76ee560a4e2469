//! What surrounds every plot: title, subtitle, legend, footer; and the pieces plots share.

use plotters::style::RGBColor;

use super::Figure;
use super::colour::{ALARM, BASE, Colour, FAINT, INK, PALE, PAPER, SOFT, ink_on};
use super::font::{self, Weight};
use super::scene::{Anchor, Area, Fill, MARGIN, Scene, Text, WIDTH};

/// Size of labels, ticks and legends.
pub(super) const LABEL: f64 = 13.0;
/// Size of tick numbers and axis names.
pub(super) const TICK: f64 = 12.0;
/// How far a baseline lies below the middle of a line of figures.
pub(super) const MIDDLE: f64 = 0.36;

const TITLE: f64 = 21.0;
const SUBTITLE: f64 = 14.0;
const FOOTER: f64 = 11.0;

/// One series of a plot: what the legend calls it and how it is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its colour; by position in the palette if `None`.
    pub colour: Option<Colour>,
    /// Painted pale with an outline, for what is imputed or assumed rather than declared.
    pub pale: bool,
}

impl Series {
    /// A series painted in full with the colour of its position.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), colour: None, pale: false }
    }

    /// From the ninth series without a colour on, colours start over as pale ones.
    pub(super) fn fill(&self, index: usize) -> Fill {
        let again = self.colour.is_none() && index >= Colour::PALETTE.len();
        let colour = self.colour.unwrap_or_else(|| Colour::at(index)).rgb();
        Fill { colour, pale: self.pale || again }
    }
}

/// The fill of a series by its index; grey if the index names none.
pub(super) fn fill_of(series: &[Series], index: usize) -> Fill {
    series.get(index).map_or(Fill { colour: BASE, pale: true }, |one| one.fill(index))
}

/// The sign of a legend entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sign {
    Patch(Fill),
    Limit,
    Whisker,
    Marker(usize, RGBColor),
    Hollow,
    Letter(String, RGBColor),
    Hatch,
}

/// A legend entry.
pub(super) struct Entry {
    pub(super) sign: Sign,
    pub(super) name: String,
    /// Begins a row of the legend.
    pub(super) starts_row: bool,
}

impl Entry {
    pub(super) fn new(sign: Sign, name: &str) -> Self {
        Self { sign, name: name.to_owned(), starts_row: false }
    }

    /// One entry per series; none if a single series has no name.
    pub(super) fn patches(series: &[Series]) -> Vec<Self> {
        let entry =
            |(index, one): (usize, &Series)| Self::new(Sign::Patch(one.fill(index)), &one.name);
        series.iter().enumerate().filter(|(_, one)| !one.name.is_empty()).map(entry).collect()
    }
}

/// Draws title, subtitle and legend; returns where the plot may start.
pub(super) fn head(scene: &mut Scene, figure: &Figure, legend: &[Entry]) -> f64 {
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 18.0;
    for line in font::wrap_evenly(&figure.title, TITLE, Weight::Semibold, room, 6) {
        y += 28.0;
        scene.text(Text::new(line, MARGIN, y - 6.0, TITLE).semibold());
    }
    for line in font::wrap(&figure.subtitle, SUBTITLE, Weight::Regular, room) {
        y += 21.0;
        scene.text(Text::new(line, MARGIN, y - 4.0, SUBTITLE).colour(SOFT));
    }
    y += 8.0;
    if !legend.is_empty() {
        y = legend_rows(scene, legend, y) + 6.0;
    }
    y + 6.0
}

fn legend_rows(scene: &mut Scene, legend: &[Entry], top: f64) -> f64 {
    let (row, gap, sign) = (22.0, 22.0, 18.0);
    let room = WIDTH - 2.0 * MARGIN - sign - 6.0;
    let (mut x, mut y) = (MARGIN, top + row);
    for entry in legend {
        let name = font::ellipsize(&entry.name, LABEL, Weight::Regular, room);
        let width = sign + 6.0 + font::width(&name, LABEL, Weight::Regular);
        if x > MARGIN && (entry.starts_row || x + width > WIDTH - MARGIN) {
            (x, y) = (MARGIN, y + row);
        }
        let middle = y - row / 2.0;
        draw_sign(scene, &entry.sign, Area::new(x, middle - 6.5, sign, 13.0));
        scene.text(Text::new(name, x + sign + 6.0, middle + MIDDLE * LABEL, LABEL));
        x += width + gap;
    }
    y
}

fn draw_sign(scene: &mut Scene, sign: &Sign, area: Area) {
    let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    match sign {
        Sign::Patch(fill) => scene.fill(area, *fill),
        Sign::Limit => {
            scene.rectangle(Area::new(area.left, middle.1 - 1.0, area.width(), 2.0), ALARM);
        }
        Sign::Whisker => whisker(scene, middle.0, area.top, area.bottom, 4.0),
        Sign::Marker(kind, colour) => marker(scene, middle, 5.0, *kind, *colour),
        Sign::Hollow => hollow(scene, middle, 5.0, SOFT),
        Sign::Letter(letter, colour) => {
            let area = Area::new(area.left, area.top - 2.0, 18.0, 17.0);
            scene.rectangle(area.grow(1.0), BASE);
            scene.rectangle(area, *colour);
            let text = Text::new(letter.as_str(), middle.0, middle.1 + MIDDLE * 12.0, 12.0);
            scene.text(text.semibold().colour(ink_on(*colour)).anchor(Anchor::Middle));
        }
        Sign::Hatch => {
            scene.rectangle(area, BASE);
            scene.hatch(area.grow(-1.0), BASE);
        }
    }
}

/// A low-to-high range with caps.
pub(super) fn whisker(scene: &mut Scene, x: f64, top: f64, bottom: f64, half: f64) {
    scene.rectangle(Area::new(x - 1.75, top, 3.5, (bottom - top).max(1.0)), PAPER);
    scene.rectangle(Area::new(x - 0.75, top, 1.5, (bottom - top).max(1.0)), INK);
    for y in [top, bottom] {
        scene.rectangle(Area::new(x - half, y - 0.75, 2.0 * half, 1.5), INK);
    }
}

/// A point; the form changes with the group, so that colour is not the only difference.
pub(super) fn marker(
    scene: &mut Scene,
    (x, y): (f64, f64),
    size: f64,
    kind: usize,
    colour: RGBColor,
) {
    let polygon = |points: &[(f64, f64)]| {
        points.iter().map(|(dx, dy)| (x + dx * size, y + dy * size)).collect::<Vec<_>>()
    };
    match kind % 4 {
        0 => scene.circle((x, y), size, colour),
        1 => scene
            .rectangle(Area::new(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size), colour),
        2 => scene.polygon(polygon(&[(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)]), colour),
        _ => scene.polygon(polygon(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]), colour),
    }
}

/// A ring: a point whose place on the axis is not known.
pub(super) fn hollow(scene: &mut Scene, centre: (f64, f64), size: f64, colour: RGBColor) {
    scene.circle(centre, size, colour);
    scene.circle(centre, size - 1.5, PAPER);
}

/// Draws the footer below the plot and settles the height of the sheet.
pub(super) fn foot(scene: &mut Scene, figure: &Figure, plot_bottom: f64) {
    let mut y = plot_bottom + 14.0;
    for line in font::wrap(&figure.footer, FOOTER, Weight::Regular, WIDTH - 2.0 * MARGIN) {
        y += 16.0;
        scene.text(Text::new(line, MARGIN, y - 4.0, FOOTER).colour(FAINT));
    }
    scene.height = (y + 14.0).ceil();
}

/// Draws the words that stand where a plot would be; returns its bottom.
pub(super) fn empty(scene: &mut Scene, words: &str, top: f64) -> f64 {
    let area = Area::new(MARGIN, top + 4.0, WIDTH - 2.0 * MARGIN, 150.0);
    scene.rectangle(area, PALE);
    let lines = font::wrap(words, 16.0, Weight::Regular, area.width() - 40.0);
    let mut y = (area.top + area.bottom - 24.0 * (lines.len() as f64 - 1.0)) / 2.0 + 6.0;
    for line in lines {
        scene.text(Text::new(line, WIDTH / 2.0, y, 16.0).colour(SOFT).anchor(Anchor::Middle));
        y += 24.0;
    }
    area.bottom
}

/// The largest value taken for one: more bytes than there are disks for.
pub(super) const LARGEST: f64 = 1e18;

/// The value to draw, never below zero; what is no number or beyond all measure is not known.
pub(super) fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && *value <= LARGEST).map(|value| value.max(0.0))
}
