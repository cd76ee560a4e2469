//! Spans of days in rows: what is due when, and when it was done.

use super::colour::{ALARM, BASE, GRID, INK, SOFT, tint};
use super::font::{self, Weight};
use super::frame::{Entry, LABEL, MIDDLE, Series, Sign, TICK, fill_of, marker};
use super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

const ROW: f64 = 23.0;
const THICK: f64 = 11.0;
const GAP: f64 = 8.0;
/// Paper between the last day of the axis and the remarks.
const BEHIND: f64 = 16.0;
const DONE: usize = 3;

/// Rows of spans over days, which are counted from any one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Gantt {
    /// The rows, top down.
    pub rows: Vec<GanttRow>,
    /// What spans can be, for colours and legend.
    pub series: Vec<Series>,
    /// Days with a name, in order: the grid.
    pub ticks: Vec<(i32, String)>,
    /// The day looked from, and its name.
    pub today: Option<(i32, String)>,
    /// What the mark of a day on which something was done is called.
    pub done_label: String,
    /// The words for a chart without rows.
    pub no_data: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct GanttRow {
    /// Its name.
    pub label: String,
    /// Said behind the axis: the deadline, how late.
    pub remark: String,
    /// First day.
    pub start: i32,
    /// Last day; `None` for what begins and has no end set.
    pub end: Option<i32>,
    /// The day it was done.
    pub done: Option<i32>,
    /// Index of its series.
    pub series: usize,
}

/// The horizontal layout.
struct Sheet {
    left: f64,
    right: f64,
    first: f64,
    last: f64,
}

impl Sheet {
    fn x(&self, day: i32) -> f64 {
        let share = (f64::from(day) - self.first) / (self.last - self.first);
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }
}

impl Gantt {
    pub(super) fn has_data(&self) -> bool {
        !self.rows.is_empty()
    }

    pub(super) fn legend(&self) -> Vec<Entry> {
        let mut entries = Entry::patches(&self.series);
        if self.rows.iter().any(|row| row.done.is_some()) {
            entries.push(Entry::new(Sign::Marker(DONE, INK), &self.done_label));
        }
        entries
    }

    pub(super) fn draw(&self, scene: &mut Scene, top: f64) -> f64 {
        let most = 0.40 * WIDTH - MARGIN;
        let short = |text: &str, size, room| font::ellipsize(text, size, Weight::Regular, room);
        let labels: Vec<String> =
            self.rows.iter().map(|row| short(&row.label, LABEL, most)).collect();
        let remarks: Vec<String> =
            self.rows.iter().map(|row| short(&row.remark, TICK, 0.22 * WIDTH)).collect();
        let widest = |texts: &[String], size| {
            let widths = texts.iter().map(|text| font::width(text, size, Weight::Regular));
            widths.fold(0.0, f64::max)
        };
        let left = MARGIN + widest(&labels, LABEL) + 2.0 * GAP;
        let right = WIDTH - MARGIN - widest(&remarks, TICK) - BEHIND;
        let (first, last) = self.days();
        let sheet = Sheet { left, right, first, last };
        let top = top + 20.0;
        let bottom = top + ROW * self.rows.len() as f64;
        self.draw_grid(scene, &sheet, top, bottom);
        for (index, (label, remark)) in labels.into_iter().zip(remarks).enumerate() {
            let row = &self.rows[index];
            let middle = top + ROW * (index as f64 + 0.5);
            let baseline = middle + MIDDLE * LABEL;
            scene.text(Text::new(label, MARGIN, baseline, LABEL));
            self.draw_span(scene, &sheet, row, middle);
            let x = WIDTH - MARGIN;
            let remark = Text::new(remark, x, middle + MIDDLE * TICK, TICK);
            scene.text(remark.colour(SOFT).anchor(Anchor::End));
        }
        self.draw_today(scene, &sheet, top, bottom);
        bottom + 24.0
    }

    /// First and last day of the axis.
    fn days(&self) -> (f64, f64) {
        let of_rows = self.rows.iter().flat_map(|row| [Some(row.start), row.end, row.done]);
        let of_today = self.today.iter().map(|(day, _)| Some(*day));
        let days = of_rows.chain(of_today).flatten().map(f64::from);
        let (first, last) = days.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), day| {
            (first.min(day), last.max(day))
        });
        if first < last { (first, last) } else { (first, first + 1.0) }
    }

    fn draw_grid(&self, scene: &mut Scene, sheet: &Sheet, top: f64, bottom: f64) {
        let mut free = MARGIN;
        for (day, name) in &self.ticks {
            if !(sheet.first..=sheet.last).contains(&f64::from(*day)) {
                continue;
            }
            let x = sheet.x(*day);
            scene.vertical(x, top - 2.0, bottom + 4.0, GRID);
            let half = font::width(name, TICK, Weight::Regular) / 2.0;
            if x - half < free || x + half > WIDTH - MARGIN {
                continue;
            }
            let text = Text::new(name.as_str(), x, bottom + 18.0, TICK).colour(SOFT);
            scene.text(text.anchor(Anchor::Middle));
            free = x + half + GAP;
        }
        scene.horizontal(sheet.left, sheet.right, bottom, BASE);
    }

    fn draw_span(&self, scene: &mut Scene, sheet: &Sheet, row: &GanttRow, middle: f64) {
        let fill = fill_of(&self.series, row.series);
        let (from, top) = (sheet.x(row.start), middle - THICK / 2.0);
        let to = row.end.map_or(sheet.right, |end| sheet.x(end)).max(from + 2.0);
        let area = Area::new(from, top, to - from, THICK);
        match row.end {
            Some(_) => {
                scene.rectangle(area, tint(fill.colour, 0.45));
                scene.rectangle(Area::new(to - 3.0, top - 2.0, 3.0, THICK + 4.0), fill.colour);
            }
            None => {
                scene.rectangle(area, tint(fill.colour, 0.25));
                scene.rectangle(Area::new(from, top - 2.0, 3.0, THICK + 4.0), fill.colour);
                let head = [(to, top), (to + 7.0, middle), (to, top + THICK)];
                scene.polygon(head.to_vec(), tint(fill.colour, 0.25));
            }
        }
        if let Some(done) = row.done {
            let x = sheet.x(done);
            if let Some(end) = row.end.filter(|end| done > *end) {
                scene.line((sheet.x(end), middle), (x, middle), 1.5, fill.colour);
            }
            marker(scene, (x, middle), 5.0, DONE, INK);
        }
    }

    fn draw_today(&self, scene: &mut Scene, sheet: &Sheet, top: f64, bottom: f64) {
        let Some((day, name)) = &self.today else { return };
        let x = sheet.x(*day);
        scene.vertical(x, top - 4.0, bottom + 4.0, ALARM);
        let name = font::ellipsize(name, TICK, Weight::Semibold, WIDTH - 2.0 * MARGIN);
        let mut text = Text::new(name, x, top - 9.0, TICK).semibold().colour(ALARM);
        text = text.anchor(Anchor::Middle);
        let area = text.area();
        text.x += (MARGIN - area.left).max(0.0) - (area.right - WIDTH + MARGIN).max(0.0);
        scene.text(text);
    }
}
