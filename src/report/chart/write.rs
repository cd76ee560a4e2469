//! Plays a scene onto a plotters backend: an SVG document, or a bitmap that becomes a PNG.

use plotters::prelude::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

use super::colour::PAPER;
use super::font::{self, FAMILY, Weight};
use super::scene::{Anchor, Scene, Shape, Text, WIDTH};
use super::{ChartError, Figure};

/// Device pixels per pixel of the layout; plotters draws on whole device pixels.
const SCALE: f64 = 2.0;
/// 192 dots per inch, so that other programs print the figure at its layout size.
const DOTS_PER_METRE: u32 = 7559;
/// plotters-svg divides the size it is given by this.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;

type Result<T> = std::result::Result<T, ChartError>;

fn drawing(error: impl std::error::Error) -> ChartError {
    ChartError::Drawing(error.to_string())
}

fn device(value: f64) -> i32 {
    // Far outside any sheet is far enough; plotters subtracts coordinates unchecked.
    (value * SCALE).round().clamp(-1e6, 1e6) as i32
}

fn device_size(scene: &Scene) -> (u32, u32) {
    (device(WIDTH).unsigned_abs(), device(scene.height).unsigned_abs())
}

/// Draws everything but texts, which `write_text` puts down.
fn play<B: DrawingBackend>(
    scene: &Scene,
    backend: &mut B,
    write_text: impl Fn(&mut B, &Text) -> Result<()>,
) -> Result<()> {
    let point = |(x, y): (f64, f64)| (device(x), device(y));
    let filled = |colour: &RGBColor| ShapeStyle::from(colour).filled();
    let (width, height) = device_size(scene);
    let paper = (width as i32, height as i32);
    backend.draw_rect((0, 0), paper, &filled(&PAPER), true).map_err(drawing)?;
    for shape in &scene.shapes {
        match shape {
            Shape::Rectangle { area, colour } => {
                let (from, to) = (point((area.left, area.top)), point((area.right, area.bottom)));
                // Something too small to see is still something: at least one device pixel.
                let to = (to.0.max(from.0 + 1), to.1.max(from.1 + 1));
                backend.draw_rect(from, to, &filled(colour), true).map_err(drawing)?;
            }
            Shape::Line { from, to, thickness, colour } => {
                let style = ShapeStyle::from(colour).stroke_width(device(*thickness).max(1) as u32);
                backend.draw_line(point(*from), point(*to), &style).map_err(drawing)?;
            }
            Shape::Polygon { points, colour } => {
                let points: Vec<_> = points.iter().copied().map(point).collect();
                backend.fill_polygon(points, &filled(colour)).map_err(drawing)?;
            }
            Shape::Circle { centre, radius, colour } => {
                let radius = device(*radius).unsigned_abs();
                backend
                    .draw_circle(point(*centre), radius, &filled(colour), true)
                    .map_err(drawing)?;
            }
            Shape::Text(text) => write_text(backend, text)?,
        }
    }
    Ok(())
}

/// Writes the scene as an SVG document.
pub(super) fn svg(scene: &Scene, figure: &Figure) -> Result<String> {
    let mut raw = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut raw, device_size(scene));
        play(scene, &mut backend, |backend, text| {
            let style = svg_text_style(text);
            backend
                .draw_text(&text.content, &style, (device(text.x), device(text.baseline)))
                .map_err(drawing)
        })?;
        backend.present().map_err(drawing)?;
    }
    Ok(polish(&raw, scene, figure))
}

fn svg_text_style(text: &Text) -> TextStyle<'static> {
    let style = match text.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Semibold => FontStyle::Bold,
    };
    let transform = if text.upright { FontTransform::Rotate270 } else { FontTransform::None };
    let size = text.size * SCALE * PLOTTERS_FONT_FACTOR;
    let h_pos = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle {
        font: FontDesc::new(FontFamily::Name(FAMILY), size, style).transform(transform),
        color: text.colour.to_backend_color(),
        pos: Pos::new(h_pos, VPos::Bottom),
    }
}

/// Makes what plotters wrote accessible, scalable and compact.
///
/// plotters shifts texts vertically by units that browsers read differently (`dy="-0.5ex"`); the
/// scene already gives baselines, so the shift is removed. A text cannot imitate an attribute:
/// its quotation marks are escaped.
fn polish(raw: &str, scene: &Scene, figure: &Figure) -> String {
    let (width, height) = device_size(scene);
    let mut out = String::with_capacity(raw.len());
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        WIDTH,
        f64::from(height) / SCALE,
        escape(&figure.title),
        escape(&figure.subtitle),
    ));
    let mut lines = raw.lines().skip(1);
    while let Some(line) = lines.next() {
        if line.starts_with("<text") {
            out.push_str(&tidy_attributes(line));
            out.push_str(lines.next().unwrap_or_default());
        } else {
            out.push_str(&line.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", ""));
            out.push('\n');
        }
    }
    out
}

fn tidy_attributes(tag: &str) -> String {
    let tag = tag
        .replace(" dy=\"-0.5ex\"", "")
        .replace(" opacity=\"1\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace("font-weight=\"bold\"", "font-weight=\"600\"");
    let Some((before, rest)) = tag.split_once("font-size=\"") else { return tag };
    let Some((size, after)) = rest.split_once('"') else { return tag };
    let size = (size.parse().unwrap_or(0.0_f64) * 100.0).round() / 100.0;
    format!("{before}font-size=\"{size}\"{after}")
}

fn escape(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes the scene as a PNG file.
pub(super) fn png(scene: &Scene) -> Result<Vec<u8>> {
    let (width, height) = device_size(scene);
    let mut pixels = vec![0xFF; 3 * width as usize * height as usize];
    {
        let mut backend = BitMapBackend::with_buffer(&mut pixels, (width, height));
        play(scene, &mut backend, paint_text)?;
        backend.present().map_err(drawing)?;
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat colours repeat best unfiltered.
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

fn paint_text<B: DrawingBackend>(backend: &mut B, text: &Text) -> Result<()> {
    let width = text.width() * SCALE;
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let before = before.round() as i32;
    let (x, y) = (device(text.x), device(text.baseline));
    let colour = text.colour.to_backend_color();
    let mut outcome = Ok(());
    font::paint(&text.content, text.size * SCALE, text.weight, |along, down, coverage| {
        let along = along - before;
        let at = if text.upright { (x + down, y - along) } else { (x + along, y + down) };
        let painted = backend.draw_pixel(at, colour.mix(f64::from(coverage.clamp(0.0, 1.0))));
        if let Err(error) = painted {
            outcome = Err(drawing(error));
        }
    });
    outcome
}
