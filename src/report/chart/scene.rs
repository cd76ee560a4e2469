//! The drawing as a list of shapes in pixels, before it becomes SVG or PNG.
//!
//! Both writers play the same list, so both files look alike, and tests can ask the list where
//! every text stands.

use plotters::style::RGBColor;

use super::colour::{INK, PAPER, tint};
use super::font::{self, Weight};

/// Width of every figure in pixels.
pub(super) const WIDTH: f64 = 1000.0;
/// Space kept free at the left and right edge.
pub(super) const MARGIN: f64 = 24.0;

/// The side of its point on which a text lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) content: String,
    pub(super) x: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: RGBColor,
    pub(super) anchor: Anchor,
    /// Reads upwards instead of to the right.
    pub(super) upright: bool,
}

impl Text {
    /// A regular dark text that starts at a point of its baseline.
    pub(super) fn new(content: impl Into<String>, x: f64, baseline: f64, size: f64) -> Self {
        let content = content.into().replace(char::is_control, " ");
        Self {
            content,
            x,
            baseline,
            size,
            weight: Weight::Regular,
            colour: INK,
            anchor: Anchor::Start,
            upright: false,
        }
    }

    pub(super) fn colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn semibold(self) -> Self {
        Self { weight: Weight::Semibold, ..self }
    }

    pub(super) fn upright(self) -> Self {
        Self { upright: true, ..self }
    }

    pub(super) fn width(&self) -> f64 {
        font::width(&self.content, self.size, self.weight)
    }

    /// The paper it covers, from the height of a capital to the depth of a tail.
    pub(super) fn area(&self) -> Area {
        self.area_of(self.width())
    }

    /// [`Text::area`] for a width already measured.
    pub(super) fn area_of(&self, width: f64) -> Area {
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (above, below) = (0.78 * self.size, 0.22 * self.size);
        if self.upright {
            let bottom = self.baseline + before;
            Area::new(self.x - above, bottom - width, above + below, width)
        } else {
            Area::new(self.x - before, self.baseline - above, width, above + below)
        }
    }
}

/// A rectangle on the paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width.max(0.0), bottom: top + height.max(0.0) }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn grow(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let eps = 0.01;
        self.left + eps < other.right
            && other.left + eps < self.right
            && self.top + eps < other.bottom
            && other.top + eps < self.bottom
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left + 0.01
            && self.right + 0.01 >= other.right
            && self.top <= other.top + 0.01
            && self.bottom + 0.01 >= other.bottom
    }
}

/// How a surface is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fill {
    pub(super) colour: RGBColor,
    /// Pale with an outline: what is imputed or assumed.
    pub(super) pale: bool,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Rectangle { area: Area, colour: RGBColor },
    Line { from: (f64, f64), to: (f64, f64), thickness: f64, colour: RGBColor },
    Polygon { points: Vec<(f64, f64)>, colour: RGBColor },
    Circle { centre: (f64, f64), radius: f64, colour: RGBColor },
    Text(Text),
}

/// Everything on one sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Scene {
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

impl Scene {
    pub(super) fn text(&mut self, text: Text) {
        if !text.content.trim().is_empty() {
            self.shapes.push(Shape::Text(text));
        }
    }

    pub(super) fn rectangle(&mut self, area: Area, colour: RGBColor) {
        if area.width() > 0.0 && area.height() > 0.0 {
            self.shapes.push(Shape::Rectangle { area, colour });
        }
    }

    /// A rectangle in the colours of a series.
    pub(super) fn fill(&mut self, area: Area, fill: Fill) {
        self.rectangle(area, fill.colour);
        if fill.pale {
            self.rectangle(area.grow(-1.5), tint(fill.colour, 0.22));
        }
    }

    /// A rule along an axis: crisp, because it is a thin rectangle.
    pub(super) fn horizontal(&mut self, from: f64, to: f64, y: f64, colour: RGBColor) {
        self.rectangle(Area::new(from, y - 0.5, to - from, 1.0), colour);
    }

    /// See [`Scene::horizontal`].
    pub(super) fn vertical(&mut self, x: f64, from: f64, to: f64, colour: RGBColor) {
        self.rectangle(Area::new(x - 0.5, from, 1.0, to - from), colour);
    }

    pub(super) fn line(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        thickness: f64,
        colour: RGBColor,
    ) {
        self.shapes.push(Shape::Line { from, to, thickness, colour });
    }

    pub(super) fn circle(&mut self, centre: (f64, f64), radius: f64, colour: RGBColor) {
        self.shapes.push(Shape::Circle { centre, radius, colour });
    }

    pub(super) fn polygon(&mut self, points: Vec<(f64, f64)>, colour: RGBColor) {
        self.shapes.push(Shape::Polygon { points, colour });
    }

    /// White paper with slanted grey lines: a place that is taken.
    pub(super) fn hatch(&mut self, area: Area, colour: RGBColor) {
        self.rectangle(area, PAPER);
        let mut start = area.left - area.height();
        while start < area.right {
            let (low, high) = (start.max(area.left), (start + area.height()).min(area.right));
            if low < high {
                let at = |x: f64| (x, area.bottom - (x - start));
                self.line(at(low), at(high), 1.0, colour);
            }
            start += 8.0;
        }
    }

    /// Every text on the sheet.
    #[cfg(test)]
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }
}
