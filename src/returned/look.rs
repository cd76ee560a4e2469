//! How cells look. A severity shows in its colour, in how light it is, and in its border, so that
//! neither a printer without colours nor an eye that confuses red and green loses it.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::diagnostic::Severity;

/// What a cell holds, as far as its look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Anything that needs no format.
    Plain,
    /// Text that must stay text when the cell is edited.
    Text,
    /// Text with line breaks.
    Wrapped,
    /// A day.
    Day,
    /// A whole percentage.
    Share,
    /// A percentage with decimals.
    FineShare,
}

const BASES: [Base; 6] =
    [Base::Plain, Base::Text, Base::Wrapped, Base::Day, Base::Share, Base::FineShare];

/// Where a cell stands and what is said about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The gravest finding on it.
    pub severity: Option<Severity>,
    /// Whether its row was hidden.
    pub was_hidden: bool,
    /// Whether it is a heading.
    pub is_heading: bool,
}

/// Every look of the workbook.
pub(super) struct Looks {
    cells: Vec<Format>,
    pub title: Format,
    pub bold: Format,
    pub wrapped: Format,
    pub heading: Format,
    pub link: Format,
    pub count: Format,
    pub total: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let severities =
            [None, Some(Severity::Error), Some(Severity::Warning), Some(Severity::Note)];
        let mut cells = Vec::new();
        for base in BASES {
            for severity in severities {
                for was_hidden in [false, true] {
                    for is_heading in [false, true] {
                        let state = State { severity, was_hidden, is_heading };
                        cells.push(format_of(base, state));
                    }
                }
            }
        }
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            cells,
            title: Format::new().set_bold().set_font_size(14),
            bold: Format::new().set_bold(),
            heading: wrapped
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0xE8_ED_F2))
                .set_border(FormatBorder::Thin),
            link: wrapped.clone().set_hyperlink(),
            count: Format::new().set_num_format("#,##0").set_align(FormatAlign::Top),
            total: Format::new()
                .set_num_format("#,##0")
                .set_bold()
                .set_border_top(FormatBorder::Thin),
            wrapped,
        }
    }

    /// The look of a cell of the sender's sheets; none where it needs none.
    pub(super) fn of(&self, base: Base, state: State) -> Option<&Format> {
        if base == Base::Plain && state == State::default() {
            return None;
        }
        let base = BASES.iter().position(|known| *known == base).unwrap_or(0);
        let severity = match state.severity {
            None => 0,
            Some(Severity::Error) => 1,
            Some(Severity::Warning) => 2,
            Some(Severity::Note) => 3,
        };
        let flags = usize::from(state.was_hidden) * 2 + usize::from(state.is_heading);
        self.cells.get((base * 4 + severity) * 4 + flags)
    }

    /// The look of a severity's word in the list.
    pub(super) fn severity(&self, severity: Severity) -> Option<&Format> {
        let state = State { severity: Some(severity), ..State::default() };
        self.of(Base::Plain, state)
    }
}

fn format_of(base: Base, state: State) -> Format {
    let mut format = Format::new().set_align(FormatAlign::Top);
    format = match base {
        Base::Plain => format,
        Base::Text => format.set_num_format("@"),
        Base::Wrapped => format.set_num_format("@").set_text_wrap(),
        Base::Day => format.set_num_format("dd/mm/yyyy"),
        Base::Share => format.set_num_format("0%"),
        Base::FineShare => format.set_num_format("0.00%"),
    };
    if state.is_heading {
        format = format
            .set_bold()
            .set_text_wrap()
            .set_background_color(Color::RGB(0xE8_ED_F2))
            .set_border_bottom(FormatBorder::Thin);
    }
    if state.was_hidden {
        format = format
            .set_italic()
            .set_font_color(Color::RGB(0x59_59_59))
            .set_background_color(Color::RGB(0xED_ED_ED));
    }
    match state.severity {
        None => format,
        Some(Severity::Error) => format
            .set_bold()
            .set_background_color(Color::RGB(0xF6_B4_8F))
            .set_border(FormatBorder::Medium)
            .set_border_color(Color::RGB(0x9C_3A_00)),
        Some(Severity::Warning) => format
            .set_background_color(Color::RGB(0xFF_F2_A8))
            .set_border(FormatBorder::Dashed)
            .set_border_color(Color::RGB(0x7A_60_00)),
        Some(Severity::Note) => format
            .set_background_color(Color::RGB(0xDD_EE_FA))
            .set_border(FormatBorder::Dotted)
            .set_border_color(Color::RGB(0x1F_6E_9C)),
    }
}
