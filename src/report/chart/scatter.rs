//! Points over two measures, linear or logarithmic, with guide lines y = k·x.

mod labels;

use super::bars::tick_row;
use super::colour::{BASE, Colour, GRID, PAPER, SOFT};
use super::font::{self, Weight};
use super::frame::{Entry, LARGEST, MIDDLE, Series, Sign, TICK, fill_of, hollow, marker};
use super::number::{Measure, Ticks};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

use self::labels::GUIDE_ROOM;

const PLOT_HEIGHT: f64 = 480.0;
const MARKER: f64 = 5.0;

/// Points over two measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The groups of points.
    pub groups: Vec<Series>,
    /// The points.
    pub points: Vec<Point>,
    /// Lines y = k·x.
    pub guides: Vec<Guide>,
    /// How many of the biggest points carry their label, if there is room.
    pub labels_count: usize,
    /// The words for points at the edge: zero on a logarithmic axis, or not known.
    pub edge_label: String,
    /// The words for a plot without points.
    pub no_data: String,
}

/// One axis of a scatter plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is measured.
    pub measure: Measure,
    /// Equal ratios instead of equal differences take equal room.
    pub logarithmic: bool,
}

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// Index of its group.
    pub group: usize,
    /// Its horizontal measure, if known.
    pub x: Option<f64>,
    /// Its vertical measure, if known.
    pub y: Option<f64>,
}

/// A line y = k·x.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Its name, written at its end: "4 GiB per vCPU".
    pub label: String,
    /// y per x.
    pub slope: f64,
}

/// The form of a group's markers. Where colours start over, forms are shifted by one, so that no two of
/// the first 32 groups look alike.
const fn form_of(group: usize) -> usize {
    group + group / Colour::PALETTE.len()
}

/// An axis laid out: values to shares of its length.
struct Scale {
    ticks: Ticks,
    logarithmic: bool,
}

impl Scale {
    fn new(axis: &Axis, values: impl Iterator<Item = Option<f64>>) -> Self {
        let known = values.flatten().filter(|value| axis.holds(*value));
        let (low, high) = known
            .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let logarithmic = axis.logarithmic && high > 0.0;
        let ticks = if logarithmic {
            Ticks::logarithmic(low, high, &axis.measure)
        } else {
            Ticks::from_zero(high, &axis.measure)
        };
        Self { ticks, logarithmic }
    }

    fn low(&self) -> f64 {
        self.ticks.first()
    }

    fn high(&self) -> f64 {
        if self.ticks.last() > self.low() { self.ticks.last() } else { self.low() + 1.0 }
    }

    fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.low(), self.high());
        if self.logarithmic {
            (value / low).ln() / (high / low).ln()
        } else {
            (value - low) / (high - low)
        }
    }
}

impl Axis {
    /// Whether a value has a place on this axis.
    fn holds(&self, value: f64) -> bool {
        value.is_finite()
            && value <= LARGEST
            && if self.logarithmic { value > 1.0 / LARGEST } else { value >= 0.0 }
    }
}

/// The plot's rectangle and its scales.
struct Sheet {
    area: Area,
    x: Scale,
    y: Scale,
}

impl Sheet {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let left = self.area.left + self.area.width() * self.x.share(x);
        (left, self.area.bottom - self.area.height() * self.y.share(y))
    }

    /// How far a spot lies from the lower left corner, along both axes.
    fn bigness(&self, (x, y): (f64, f64)) -> f64 {
        x - self.area.left + self.area.bottom - y
    }

    /// The piece of y = k·x inside the plot, and whether it leaves through the top.
    fn guide(&self, slope: f64) -> Option<(labels::Stroke, bool)> {
        if !(slope.is_finite() && slope > 0.0) {
            return None;
        }
        let start = self.x.low().max(self.y.low() / slope);
        let through_top = self.y.high() / slope < self.x.high();
        let end = self.x.high().min(self.y.high() / slope);
        (start < end)
            .then(|| ((self.at(start, start * slope), self.at(end, end * slope)), through_top))
    }
}

impl Scatter {
    pub(super) fn has_data(&self) -> bool {
        self.points.iter().any(|point| self.place(point).is_some())
    }

    /// The point's coordinates, if both axes hold it.
    fn place(&self, point: &Point) -> Option<(f64, f64)> {
        let x = point.x.filter(|x| self.x.holds(*x))?;
        Some((x, point.y.filter(|y| self.y.holds(*y))?))
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let entry = |(index, group): (usize, &Series)| {
            Entry::new(Sign::Marker(form_of(index), group.fill(index).colour), &group.name)
        };
        let named = |(_, group): &(usize, &Series)| !group.name.is_empty();
        let mut entries: Vec<Entry> =
            self.groups.iter().enumerate().filter(named).map(entry).collect();
        if self.points.iter().any(|point| self.place(point).is_none()) {
            entries.push(Entry::new(Sign::Hollow, &self.edge_label));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let x = Scale::new(&self.x, self.points.iter().map(|point| point.x));
        let y = Scale::new(&self.y, self.points.iter().map(|point| point.y));
        let tick_width = |text: &str| font::width(text, TICK, Weight::Regular);
        let left = MARGIN + y.ticks.texts().map(tick_width).fold(0.0, f64::max) + 12.0;
        let right_room = if self.guides.is_empty() { 20.0 } else { GUIDE_ROOM };
        let width = WIDTH - MARGIN - right_room - left;
        let area = Area::new(left, top + 24.0, width, PLOT_HEIGHT);
        let mut sheet = Sheet { area, x, y };
        let name = Text::new(self.y.measure.label.as_str(), MARGIN, top + 8.0, TICK).colour(SOFT);
        let mut guide_labels = labels::of_guides(&self.guide_ends(&sheet), area, &name);
        if guide_labels.iter().any(|text| text.baseline < area.top - 24.0) {
            // A second row of labels above the plot: everything but the axis name moves down.
            let down = 16.0;
            sheet.area = Area::new(left, area.top + down, width, PLOT_HEIGHT);
            guide_labels.iter_mut().for_each(|text| text.baseline += down);
        }
        scene.text(name);
        let bottom = self.draw_axes(scene, &sheet);
        let guides = self.guides.iter().filter_map(|guide| sheet.guide(guide.slope));
        let lines: Vec<labels::Stroke> = guides.map(|(line, _)| line).collect();
        for (from, to) in &lines {
            scene.line(*from, *to, 1.0, BASE);
        }
        guide_labels.into_iter().for_each(|text| scene.text(text));
        self.draw_points(scene, &sheet);
        let spots = self.points.iter().map(|point| self.spot(point, &sheet));
        let dots = spots.map(|spot| labels::around(spot, MARKER)).collect();
        let placed = self.points.iter().filter(|point| self.place(point).is_some());
        let mut named: Vec<_> =
            placed.map(|point| (point.label.as_str(), self.spot(point, &sheet))).collect();
        named.sort_by(|one, other| sheet.bigness(other.1).total_cmp(&sheet.bigness(one.1)));
        named.truncate(self.labels_count);
        labels::of_points(scene, &named, sheet.area, dots, &lines);
        bottom
    }

    fn guide_ends<'a>(&'a self, sheet: &Sheet) -> Vec<labels::GuideEnd<'a>> {
        let end = |guide: &'a Guide| {
            let ((_, at), through_top) = sheet.guide(guide.slope)?;
            Some(labels::GuideEnd { at, through_top, label: &guide.label })
        };
        self.guides.iter().filter_map(end).collect()
    }

    fn draw_axes(&self, scene: &mut Scene, sheet: &Sheet) -> f64 {
        let area = sheet.area;
        let mut free_below = f64::INFINITY;
        for (value, text) in &sheet.y.ticks.marks {
            let (_, y) = sheet.at(sheet.x.low(), *value);
            scene.horizontal(area.left, area.right, y, GRID);
            let text = Text::new(text.as_str(), area.left - 10.0, y + MIDDLE * TICK, TICK);
            if text.area().bottom <= free_below {
                free_below = text.area().top - 2.0;
                scene.text(text.colour(SOFT).anchor(Anchor::End));
            }
        }
        for (value, _) in &sheet.x.ticks.marks {
            scene.vertical(sheet.at(*value, sheet.y.low()).0, area.top, area.bottom + 4.0, GRID);
        }
        tick_row(scene, &sheet.x.ticks, area.bottom + 20.0, |value| sheet.at(value, 1.0).0);
        let name = Text::new(self.x.measure.label.as_str(), area.right, area.bottom + 40.0, TICK);
        scene.text(name.colour(SOFT).anchor(Anchor::End));
        scene.horizontal(area.left, area.right, area.bottom, BASE);
        scene.vertical(area.left, area.top, area.bottom, BASE);
        area.bottom + 42.0
    }

    /// Where a point is drawn: on the edge of an axis that does not hold it.
    fn spot(&self, point: &Point, sheet: &Sheet) -> (f64, f64) {
        let x = point.x.filter(|x| self.x.holds(*x)).unwrap_or(sheet.x.low());
        let y = point.y.filter(|y| self.y.holds(*y)).unwrap_or(sheet.y.low());
        sheet.at(x, y)
    }

    fn draw_points(&self, scene: &mut Scene, sheet: &Sheet) {
        for point in &self.points {
            let at = self.spot(point, sheet);
            let colour = fill_of(&self.groups, point.group).colour;
            if self.place(point).is_some() {
                marker(scene, at, MARKER + 1.0, form_of(point.group), PAPER);
                marker(scene, at, MARKER, form_of(point.group), colour);
            } else {
                hollow(scene, at, MARKER, colour);
            }
        }
    }
}
