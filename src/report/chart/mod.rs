//! Figures as values, and their renderers: SVG and PNG with an embedded typeface.
//!
//! In comes a [`Figure`]: texts already in the reader's language, numbers already computed. Out
//! come the bytes of a file, the same bytes for the same figure on every machine. This module does
//! not know how a number came about, only how to show it; what is missing is shown as missing,
//! never as zero.
//!
//! A plot lays itself out as a `scene` of shapes, which `write` plays onto a plotters backend.

mod bars;
mod colour;
mod columns;
mod curve;
mod elevation;
mod elevations;
mod font;
mod frame;
mod front;
mod gantt;
mod grouped_bars;
mod heat_map;
mod matrix;
mod number;
mod ranked;
mod scatter;
mod scene;
mod shares;
mod stacked_bars;
mod tornado;
mod write;

pub use self::bars::{Bar, Level, Limit};
pub use self::colour::Colour;
pub use self::columns::{Column, Columns};
pub use self::curve::{Curve, Mark};
pub use self::elevation::{Elevation, Fact};
pub use self::elevations::{Elevations, NamedFront};
pub use self::frame::Series;
pub use self::front::{Device, Front, Reserved};
pub use self::gantt::{Gantt, GanttRow};
pub use self::grouped_bars::GroupedBars;
pub use self::heat_map::{Half, HeatCell, HeatMap, HeatRow};
pub use self::matrix::{Matrix, MatrixRow, State};
pub use self::number::{Measure, NumberStyle};
pub use self::ranked::{Panel, Ranked, RankedRow};
pub use self::scatter::{Axis, Guide, Point, Scatter};
pub use self::shares::{ShareCell, Shares, SharesRow};
pub use self::stacked_bars::StackedBars;
pub use self::tornado::{SwingBar, Tornado};

use self::scene::Scene;

/// One figure of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its id, used as the stem of its file names.
    pub name: String,
    /// What it says.
    pub title: String,
    /// What is measured, with unit and period.
    pub subtitle: String,
    /// As-of date, source, assumptions; wrapped over as many lines as it needs.
    pub footer: String,
    /// What is drawn.
    pub plot: Plot,
}

/// The kinds of plots.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// Horizontal stacked bars, one per category.
    StackedBars(StackedBars),
    /// Vertical stacked columns over an ordered axis.
    Columns(Columns),
    /// Points over two measures.
    Scatter(Scatter),
    /// Horizontal bars side by side, against a limit.
    GroupedBars(GroupedBars),
    /// The front of a rack.
    Elevation(Elevation),
    /// The fronts of several racks.
    Elevations(Elevations),
    /// Shares of limits as shades, cell by cell.
    HeatMap(HeatMap),
    /// Panels of ranked values.
    Ranked(Ranked),
    /// A curve with the points on it that count.
    Curve(Curve),
    /// States of rows × columns.
    Matrix(Matrix),
    /// Shares of rows × columns.
    Shares(Shares),
    /// Horizontal bars around a total.
    Tornado(Tornado),
    /// Spans of days in rows.
    Gantt(Gantt),
}

/// Why a figure could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The drawing library refused a shape.
    #[error("cannot draw the figure: {0}")]
    Drawing(String),
    /// The picture could not be packed.
    #[error("cannot encode the figure as PNG")]
    Encoding(#[from] png::EncodingError),
}

/// Renders a figure as an SVG document whose texts remain texts.
///
/// ```
/// use ndcap::report::chart::{self, Bar, Figure, Measure, NumberStyle, Plot, Series, StackedBars};
///
/// let bars = StackedBars {
///     measure: Measure {
///         label: "RAM (GiB)".into(),
///         numbers: NumberStyle::VIETNAMESE,
///         decimals: 0,
///     },
///     series: vec![Series::new("khai báo"), Series { pale: true, ..Series::new("ước tính") }],
///     bars: vec![
///         Bar { label: "Bộ Y tế".into(), values: vec![Some(1200.0), Some(300.0)] },
///         Bar { label: "Bộ Tư pháp".into(), values: vec![None, None] },
///     ],
///     remarks: Vec::new(),
///     no_data: "chưa có số liệu".into(),
/// };
/// let figure = Figure {
///     name: "ram-by-agency".into(),
///     title: "Bộ Y tế cần nhiều bộ nhớ nhất".into(),
///     subtitle: "RAM, GiB, quý 2025Q4".into(),
///     footer: "Số liệu đến ngày 30/9/2024".into(),
///     plot: Plot::StackedBars(bars),
/// };
/// let svg = chart::to_svg(&figure)?;
/// assert!(svg.contains(">1.500<") && svg.contains(">chưa có số liệu<"));
/// # Ok::<(), chart::ChartError>(())
/// ```
pub fn to_svg(figure: &Figure) -> Result<String, ChartError> {
    write::svg(&lay_out(figure), figure)
}

/// Renders a figure as a PNG file, two pixels per unit of the SVG.
pub fn to_png(figure: &Figure) -> Result<Vec<u8>, ChartError> {
    write::png(&lay_out(figure))
}

/// Does the same with whatever kind of plot it is.
macro_rules! of_each {
    ($plot:expr, $kind:ident => $what:expr) => {
        match $plot {
            Plot::StackedBars($kind) => $what,
            Plot::Columns($kind) => $what,
            Plot::Scatter($kind) => $what,
            Plot::GroupedBars($kind) => $what,
            Plot::Elevation($kind) => $what,
            Plot::Elevations($kind) => $what,
            Plot::HeatMap($kind) => $what,
            Plot::Ranked($kind) => $what,
            Plot::Curve($kind) => $what,
            Plot::Matrix($kind) => $what,
            Plot::Shares($kind) => $what,
            Plot::Tornado($kind) => $what,
            Plot::Gantt($kind) => $what,
        }
    };
}

fn lay_out(figure: &Figure) -> Scene {
    let mut scene = Scene::default();
    let no_data = of_each!(&figure.plot, plot => (!plot.has_data()).then_some(&plot.no_data));
    let bottom = if let Some(words) = no_data {
        let top = frame::head(&mut scene, figure, &[]);
        frame::empty(&mut scene, words, top)
    } else {
        let legend = of_each!(&figure.plot, plot => plot.legend());
        let top = frame::head(&mut scene, figure, &legend);
        of_each!(&figure.plot, plot => plot.draw(&mut scene, top))
    };
    frame::foot(&mut scene, figure, bottom);
    scene
}

#[cfg(test)]
mod tests;
