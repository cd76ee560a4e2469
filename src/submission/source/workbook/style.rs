//! What the style of a cell says of its value: shown as a percentage, typed in a font of old.

use crate::submission::source::Cell;
use crate::submission::source::legacy::Typeface;

/// What a style says; the same for all cells that have it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether positive numbers, negative ones, and zero are shown as a percentage.
    percent: [bool; 3],
    /// The font, where it is one of old.
    pub(super) face: Option<Typeface>,
}

impl Style {
    pub(super) fn new(number_format: &str, font: &str) -> Self {
        Self { percent: percent_of(number_format), face: Typeface::of(font) }
    }

    /// Whether the style says nothing.
    pub(super) fn is_plain(&self) -> bool {
        self.percent == [false; 3] && self.face.is_none()
    }

    /// The value as the sheet shows it.
    pub(super) fn show(&self, cell: Cell) -> Cell {
        let Cell::Number(number) = cell else { return cell };
        let [positive, negative, zero] = self.percent;
        let is_share = if number > 0.0 {
            positive
        } else if number < 0.0 {
            negative
        } else {
            zero
        };
        if is_share { Cell::Share(number) } else { cell }
    }
}

/// Whether the sections of a number format show positive numbers, negative ones, and zero as a
/// percentage: with a % that is not quoted, escaped, or part of a colour or condition.
fn percent_of(format: &str) -> [bool; 3] {
    let mut sections = vec![false];
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => drop(rest.find(|&c| c == '"')),
            '[' => drop(rest.find(|&c| c == ']')),
            // The next character is shown as it is, gives a width, or fills the cell.
            '\\' | '_' | '*' => drop(rest.next()),
            ';' => sections.push(false),
            '%' => *sections.last_mut().unwrap_or(&mut false) = true,
            _ => {}
        }
    }
    let section = |at: usize| sections.get(at).copied().unwrap_or(sections[0]);
    [section(0), section(1), section(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_told_by_an_unquoted_sign() {
        for (format, expected) in [
            ("0%", [true; 3]),
            ("0.00%", [true; 3]),
            ("#,##0.0 %;[Red]-#,##0.0 %", [true; 3]),
            ("0%;0;\"-\"", [true, false, false]),
            ("General", [false; 3]),
            ("0\"%\"", [false; 3]),
            ("0\\%", [false; 3]),
            ("0_%", [false; 3]),
            ("[$%-409]0", [false; 3]),
            ("\"open", [false; 3]),
        ] {
            assert_eq!(percent_of(format), expected, "{format}");
        }
        let style = Style::new("0%", "Arial");
        assert_eq!(style.show(Cell::Number(0.85)), Cell::Share(0.85));
        assert_eq!(style.show(Cell::Text("x".into())), Cell::Text("x".into()));
        assert!(Style::new("General", "Arial").is_plain());
        assert!(!Style::new("General", ".VnTime").is_plain());
    }
}
