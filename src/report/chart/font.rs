//! The embedded typeface: how wide a text is, where it breaks, how its glyphs are painted.
//!
//! plotters can measure and paint through `ab_glyph` too, but it rounds widths to pixels and
//! drops the left side bearing of every glyph, so letters stand unevenly; here both are exact.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, PxScale, point};

/// The family name written into SVG files, with fallbacks of similar width.
pub(super) const FAMILY: &str = "Open Sans, Noto Sans, Arial, sans-serif";

const ELLIPSIS: char = '…';

/// How heavy the letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Semibold,
}

fn embedded(weight: Weight) -> &'static FontRef<'static> {
    static REGULAR: OnceLock<FontRef<'static>> = OnceLock::new();
    static SEMIBOLD: OnceLock<FontRef<'static>> = OnceLock::new();
    let (cell, bytes): (_, &'static [u8]) = match weight {
        Weight::Regular => (
            &REGULAR,
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/fonts/OpenSans-Regular.ttf"
            )),
        ),
        Weight::Semibold => (
            &SEMIBOLD,
            include_bytes!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/assets/fonts/OpenSans-Semibold.ttf"
            )),
        ),
    };
    cell.get_or_init(|| FontRef::try_from_slice(bytes).expect("the embedded font is a font"))
}

/// Pixels per font unit at a size in pixels.
fn per_unit(font: &FontRef<'static>, size: f64) -> f32 {
    size as f32 / font.units_per_em().unwrap_or(1000.0)
}

/// Width of a text in pixels.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let font = embedded(weight);
    let units: f32 = placed(font, text).last().map_or(0.0, |(_, start, advance)| start + advance);
    f64::from(units * per_unit(font, size))
}

/// Every glyph with its start and its advance in font units.
fn placed(
    font: &'static FontRef<'static>,
    text: &str,
) -> impl Iterator<Item = (ab_glyph::GlyphId, f32, f32)> {
    let mut x = 0.0;
    let mut before = None;
    text.chars().map(font_glyph(font)).map(move |glyph| {
        if let Some(before) = before {
            x += font.kern_unscaled(before, glyph);
        }
        before = Some(glyph);
        let start = x;
        let advance = font.h_advance_unscaled(glyph);
        x += advance;
        (glyph, start, advance)
    })
}

fn font_glyph(font: &'static FontRef<'static>) -> impl Fn(char) -> ab_glyph::GlyphId {
    move |letter| font.glyph_id(letter)
}

/// Calls `dot(x, y, coverage)` for every pixel of a text whose baseline starts at (0, 0).
pub(super) fn paint(text: &str, size: f64, weight: Weight, mut dot: impl FnMut(i32, i32, f32)) {
    let font = embedded(weight);
    let per_unit = per_unit(font, size);
    let scale = PxScale::from(per_unit * font.height_unscaled());
    for (id, start, _) in placed(font, text) {
        let glyph = id.with_scale_and_position(scale, point(start * per_unit, 0.0));
        if let Some(outline) = font.outline_glyph(glyph) {
            let min = outline.px_bounds().min;
            outline.draw(|x, y, coverage| {
                dot(min.x as i32 + x as i32, min.y as i32 + y as i32, coverage);
            });
        }
    }
}

/// The text, or as much of its start as fits with an ellipsis.
pub(super) fn ellipsize(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let font = embedded(weight);
    let per_unit = f64::from(per_unit(font, size));
    let room = room - width(&ELLIPSIS.to_string(), size, weight);
    let fits = |(_, start, advance): &(_, f32, f32)| f64::from(start + advance) * per_unit <= room;
    let kept: String = text.chars().take(placed(font, text).take_while(fits).count()).collect();
    format!("{}{ELLIPSIS}", kept.trim_end())
}

/// The text broken between words into lines no wider than `room`; a longer word is broken inside.
pub(super) fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= room;
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if !fits(&line) && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// A name broken behind spaces and hyphens into lines no wider than `room`; a longer piece stays whole.
pub(super) fn break_behind_hyphens(
    text: &str,
    size: f64,
    weight: Weight,
    room: f64,
) -> Vec<String> {
    let fits = |text: &str| width(text.trim_end(), size, weight) <= room;
    let mut lines: Vec<String> = Vec::new();
    for piece in text.split_inclusive([' ', '-', '/', '_']) {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line}{piece}")) => line.push_str(piece),
            _ => lines.push(piece.to_owned()),
        }
    }
    lines
}

/// Like [`wrap_at_most`], with lines of similar length: no last line of a single word.
pub(super) fn wrap_evenly(
    text: &str,
    size: f64,
    weight: Weight,
    room: f64,
    limit: usize,
) -> Vec<String> {
    let mut best = wrap_at_most(text, size, weight, room, limit);
    let words = |lines: &[String]| lines.join(" ");
    for percent in [95, 90, 85, 80, 75, 70, 65, 60, 55, 50] {
        let narrower = wrap_at_most(text, size, weight, room * f64::from(percent) / 100.0, limit);
        if narrower.len() != best.len() || words(&narrower) != words(&best) {
            break;
        }
        best = narrower;
    }
    best
}

/// Like [`wrap`], but at most `limit` lines, the last one ending in an ellipsis if text is left.
pub(super) fn wrap_at_most(
    text: &str,
    size: f64,
    weight: Weight,
    room: f64,
    limit: usize,
) -> Vec<String> {
    let mut lines = wrap(text, size, weight, room);
    if lines.len() > limit && limit > 0 {
        let rest = lines.split_off(limit - 1).join(" ");
        lines.push(ellipsize(&rest, size, weight, room));
    }
    lines
}
