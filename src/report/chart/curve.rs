//! A curve over one measure, with the points on it that count.

use super::colour::{BASE, Colour, GRID, PAPER, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, TICK, marker};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

use super::bars::tick_row;
use super::frame::LARGEST;

const PLOT_HEIGHT: f64 = 340.0;

/// A curve. The horizontal axis begins at zero, the vertical one need not.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What runs along.
    pub x: Measure,
    /// What is read off.
    pub y: Measure,
    /// Points of the curve in the order of their x.
    pub points: Vec<(f64, f64)>,
    /// The points that count.
    pub marks: Vec<Mark>,
    /// The words for a plot without points.
    pub no_data: String,
}

/// A point that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it is, with its numbers.
    pub label: String,
    /// Where it lies along.
    pub x: f64,
    /// How high it lies.
    pub y: f64,
}

/// The plot's rectangle and its scales.
struct Sheet {
    area: Area,
    x: Ticks,
    y: Ticks,
}

impl Sheet {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let share = |value: f64, ticks: &Ticks| {
            let span = (ticks.last() - ticks.first()).max(f64::MIN_POSITIVE);
            ((value - ticks.first()) / span).clamp(0.0, 1.0)
        };
        let left = self.area.left + self.area.width() * share(x, &self.x);
        (left, self.area.bottom - self.area.height() * share(y, &self.y))
    }
}

fn is_drawn((x, y): (f64, f64)) -> bool {
    let fits = |value: f64| value.is_finite() && (0.0..=LARGEST).contains(&value);
    fits(x) && fits(y)
}

impl Curve {
    pub(super) fn has_data(&self) -> bool {
        self.points.iter().any(|point| is_drawn(*point))
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        Vec::new()
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let points: Vec<(f64, f64)> =
            self.points.iter().copied().filter(|point| is_drawn(*point)).collect();
        let marks: Vec<&Mark> =
            self.marks.iter().filter(|mark| is_drawn((mark.x, mark.y))).collect();
        let all = points.iter().copied().chain(marks.iter().map(|mark| (mark.x, mark.y)));
        let (mut right, mut low, mut high) = (0.0_f64, f64::INFINITY, 0.0_f64);
        for (x, y) in all {
            (right, low, high) = (right.max(x), low.min(y), high.max(y));
        }
        let x = Ticks::from_zero(right, &self.x);
        let y = Ticks::between(low, high, &self.y);
        let tick_width = |text: &str| font::width(text, TICK, Weight::Regular);
        let left = MARGIN + y.texts().map(tick_width).fold(0.0, f64::max) + 12.0;
        let room = x.texts().last().map_or(0.0, tick_width) / 2.0;
        let area = Area::new(left, top + 24.0, WIDTH - MARGIN - room - left, PLOT_HEIGHT);
        let sheet = Sheet { area, x, y };
        self.draw_axes(scene, &sheet, top);
        let spots: Vec<(f64, f64)> = points.iter().map(|(x, y)| sheet.at(*x, *y)).collect();
        for pair in spots.windows(2) {
            scene.line(pair[0], pair[1], 2.5, Colour::Blue.rgb());
        }
        draw_marks(scene, &sheet, &marks, &spots);
        area.bottom + 42.0
    }

    fn draw_axes(&self, scene: &mut Scene, sheet: &Sheet, top: f64) {
        let area = sheet.area;
        scene.text(Text::new(self.y.label.as_str(), MARGIN, top + 8.0, TICK).colour(SOFT));
        for (value, words) in &sheet.y.marks {
            let (_, y) = sheet.at(0.0, *value);
            scene.horizontal(area.left, area.right, y, GRID);
            let text = Text::new(words.as_str(), area.left - 8.0, y + MIDDLE * TICK, TICK);
            scene.text(text.colour(SOFT).anchor(Anchor::End));
        }
        for (value, _) in &sheet.x.marks {
            let (x, _) = sheet.at(*value, sheet.y.first());
            scene.vertical(x, area.top, area.bottom + 4.0, GRID);
        }
        tick_row(scene, &sheet.x, area.bottom + 20.0, |value| sheet.at(value, 0.0).0);
        let name = font::ellipsize(&self.x.label, TICK, Weight::Regular, area.width());
        let name = Text::new(name, area.right, area.bottom + 40.0, TICK);
        scene.text(name.colour(SOFT).anchor(Anchor::End));
        scene.horizontal(area.left, area.right, area.bottom, BASE);
    }
}

/// Draws the points with their names, each where it covers neither the curve nor another name.
fn draw_marks(scene: &mut Scene, sheet: &Sheet, marks: &[&Mark], curve: &[(f64, f64)]) {
    let around = |(x, y): &(f64, f64)| Area::new(x - 6.0, y - 3.0, 12.0, 6.0);
    let mut taken: Vec<Area> = curve.iter().map(around).collect();
    let mut texts = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let (x, y) = sheet.at(mark.x, mark.y);
        scene.vertical(x, y, sheet.area.bottom, BASE);
        marker(scene, (x, y), 8.0, index, PAPER);
        marker(scene, (x, y), 6.5, index, Colour::at(index + 1).rgb());
        let room = sheet.area.width() - 40.0;
        let words = font::ellipsize(&mark.label, LABEL, Weight::Semibold, room);
        let width = font::width(&words, LABEL, Weight::Semibold);
        let left = (x + 12.0).min(sheet.area.right - width - 4.0).max(sheet.area.left + 4.0);
        let steps = (0..40)
            .flat_map(|step| [-14.0 - 20.0 * f64::from(step), 24.0 + 20.0 * f64::from(step)]);
        for step in steps {
            let text = Text::new(words.clone(), left, y + step, LABEL).semibold();
            let area = text.area().grow(2.0);
            if sheet.area.holds(&area) && !taken.iter().any(|other| other.overlaps(&area)) {
                taken.push(area);
                texts.push(text);
                break;
            }
        }
    }
    for text in texts {
        scene.rectangle(text.area().grow(2.0), PAPER);
        scene.text(text);
    }
}
