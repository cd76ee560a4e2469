//! The palette: eight colours told apart with any colour vision, and the greys of the frame.

use plotters::style::RGBColor;

/// Ink of titles and values.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x26, 0x2B);
/// Ink of labels and ticks.
pub(super) const SOFT: RGBColor = RGBColor(0x52, 0x58, 0x60);
/// Ink of the footer and of "no data" marks; 4.5:1 on white.
pub(super) const FAINT: RGBColor = RGBColor(0x70, 0x76, 0x7D);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xE4, 0xE7, 0xEA);
/// Axis baseline.
pub(super) const BASE: RGBColor = RGBColor(0x9A, 0xA0, 0xA6);
/// Background of places without data.
pub(super) const PALE: RGBColor = RGBColor(0xF3, 0xF4, 0xF6);
/// Limits, and values beyond them.
pub(super) const ALARM: RGBColor = RGBColor(0xB0, 0x1E, 0x2E);
/// The paper.
pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// A colour of the palette (Okabe and Ito 2008, its yellow replaced for white paper).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Dark blue, the first choice.
    Blue,
    /// Orange.
    Orange,
    /// Bluish green.
    Green,
    /// Reddish purple.
    Purple,
    /// Sky blue.
    Sky,
    /// Vermilion; also for what is wrong.
    Vermilion,
    /// Mid grey; also for what is known least.
    Grey,
    /// Dark indigo.
    Indigo,
    /// Nearly white: states that ask for no attention ("not owed"). Never given by position.
    Blank,
}

impl Colour {
    /// The order in which series without a colour of their own are painted.
    pub const PALETTE: [Self; 8] = [
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Purple,
        Self::Sky,
        Self::Vermilion,
        Self::Grey,
        Self::Indigo,
    ];

    /// The colour of the series at a position; the ninth starts over.
    pub fn at(index: usize) -> Self {
        Self::PALETTE[index % Self::PALETTE.len()]
    }

    /// Its value as written in SVG, "#0072B2".
    pub fn hex(self) -> String {
        let RGBColor(red, green, blue) = self.rgb();
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    pub(super) fn rgb(self) -> RGBColor {
        match self {
            Self::Blue => RGBColor(0x00, 0x72, 0xB2),
            Self::Orange => RGBColor(0xE6, 0x9F, 0x00),
            Self::Green => RGBColor(0x00, 0x9E, 0x73),
            Self::Purple => RGBColor(0xCC, 0x79, 0xA7),
            Self::Sky => RGBColor(0x56, 0xB4, 0xE9),
            Self::Vermilion => RGBColor(0xD5, 0x5E, 0x00),
            Self::Grey => RGBColor(0x8A, 0x8F, 0x96),
            Self::Indigo => RGBColor(0x3B, 0x33, 0x7F),
            Self::Blank => RGBColor(0xF0, 0xF1, 0xF3),
        }
    }
}

/// The colour mixed with white; `share` of it remains.
pub(super) fn tint(RGBColor(red, green, blue): RGBColor, share: f64) -> RGBColor {
    let mix = |part: u8| (255.0 - (255.0 - f64::from(part)) * share).round() as u8;
    RGBColor(mix(red), mix(green), mix(blue))
}

/// Dark or white ink, whichever reads better on the colour (WCAG contrast).
pub(super) fn ink_on(background: RGBColor) -> RGBColor {
    let light = luminance(background);
    let on_dark_ink = (light + 0.05) / (luminance(INK) + 0.05);
    if 1.05 / (light + 0.05) > on_dark_ink { PAPER } else { INK }
}

fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}
