//! Where the words of a scatter plot stand: guides outside the plot, points where paper is free.

use super::super::colour::{BASE, PAPER, SOFT};
use super::super::font::{self, Weight};
use super::super::frame::{MIDDLE, TICK};
use super::super::scene::{Anchor, Area, MARGIN, Scene, Text, WIDTH};

/// Room for guide labels at the right.
pub(super) const GUIDE_ROOM: f64 = 130.0;
/// Longest label of a point.
const POINT_ROOM: f64 = 230.0;

/// Where a guide leaves the plot, and its label.
pub(super) struct GuideEnd<'a> {
    pub(super) at: (f64, f64),
    pub(super) through_top: bool,
    pub(super) label: &'a str,
}

/// A piece of a straight line.
pub(super) type Stroke = ((f64, f64), (f64, f64));

/// The labels of guides at their ends, above or right of the plot and clear of `name`.
pub(super) fn of_guides(ends: &[GuideEnd<'_>], plot: Area, name: &Text) -> Vec<Text> {
    let mut placed: Vec<Text> = Vec::new();
    for end in ends {
        let room = if end.through_top { 300.0 } else { GUIDE_ROOM - 8.0 };
        let words = font::ellipsize(end.label, TICK, Weight::Regular, room);
        let text = Text::new(words, 0.0, 0.0, TICK).colour(SOFT);
        let half = text.width() / 2.0;
        let (x, y) = end.at;
        let candidates: Vec<Text> = if end.through_top {
            let x = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
            let above = |up: f64| Text { x, baseline: plot.top - up, ..text.clone() };
            [8.0, 25.0].map(|up| above(up).anchor(Anchor::Middle)).to_vec()
        } else {
            // At the end of its line, else a little below or above, but beside the plot.
            let beside = |away: f64| {
                let baseline = y + MIDDLE * TICK + away;
                Text { x: plot.right + 8.0, baseline, ..text.clone() }
            };
            (0..30)
                .map(|step| 6.0 * f64::from(step))
                .flat_map(|away| [away, -away])
                .map(beside)
                .filter(|text| text.baseline <= plot.bottom && text.area().top >= plot.top - 4.0)
                .collect()
        };
        let free = candidates.into_iter().find(|text| {
            let area = text.area().grow(2.0);
            let taken = placed.iter().chain([name]).any(|other| other.area().overlaps(&area));
            !taken
        });
        placed.extend(free);
    }
    placed
}

/// The paper around a spot.
pub(super) fn around((x, y): (f64, f64), radius: f64) -> Area {
    Area::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius)
}

/// Names the given points, each where its name covers neither points nor names, as near as can be
/// and preferably not across a guide; not at all where there is no room.
pub(super) fn of_points(
    scene: &mut Scene,
    points: &[(&str, (f64, f64))],
    plot: Area,
    mut taken: Vec<Area>,
    guides: &[Stroke],
) {
    for &(label, at) in points {
        let words = font::ellipsize(label, TICK, Weight::Regular, POINT_ROOM);
        let crosses = |area: Area| guides.iter().any(|guide| touches(*guide, area.grow(1.0)));
        let free = |place: &Place| {
            let area = place.area.grow(1.0);
            let leader = leader(at, area);
            let clear = |other: &Area| {
                !other.overlaps(&area) && !leader.is_some_and(|line| touches(line, other.grow(1.0)))
            };
            plot.holds(&area) && taken.iter().all(clear)
        };
        let cost = |place: &Place| place.away + if crosses(place.area) { 20.0 } else { 0.0 };
        let best = |words: &str| {
            let free = places(words, at).into_iter().filter(free);
            free.min_by(|one, other| cost(one).total_cmp(&cost(other)))
        };
        let short = || best(&font::ellipsize(label, TICK, Weight::Regular, POINT_ROOM / 2.0));
        let best = best(&words).or_else(short);
        let Some(Place { text, area, .. }) = best else { continue };
        if crosses(area) {
            scene.rectangle(area.grow(1.0), PAPER);
        }
        if let Some((from, to)) = leader(at, area.grow(1.0)) {
            scene.line(from, to, 0.5, BASE);
            // Later names keep off the leader too.
            taken.extend((1..8).map(|step| {
                let share = f64::from(step) / 8.0;
                let spot = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
                around(spot, 1.0)
            }));
        }
        taken.push(area);
        scene.text(text);
    }
}

/// The thin line from a point to a name that does not stand beside it.
fn leader(at: (f64, f64), name: Area) -> Option<Stroke> {
    let near = (at.0.clamp(name.left, name.right), at.1.clamp(name.top, name.bottom));
    let far = (near.0 - at.0).hypot(near.1 - at.1);
    let along = |share: f64| (at.0 + (near.0 - at.0) * share, at.1 + (near.1 - at.1) * share);
    (far > 15.0).then(|| (along(8.0 / far), along(1.0 - 1.0 / far)))
}

/// A place for a name, and how far it is from its point.
struct Place {
    away: f64,
    text: Text,
    area: Area,
}

/// Places for a name, nearest first.
fn places(words: &str, (x, y): (f64, f64)) -> Vec<Place> {
    let width = font::width(words, TICK, Weight::Regular);
    let mut places = Vec::new();
    let mut add = |away, x, y, anchor| {
        let text = Text::new(words, x, y, TICK).anchor(anchor);
        let area = text.area_of(width);
        places.push(Place { away, text, area });
    };
    for away in [0.0, 12.0, 24.0, 38.0, 54.0, 76.0, 100.0] {
        let side = 10.0 + 0.6 * away;
        let middle = y + MIDDLE * TICK;
        for rise in [-away, away] {
            add(away, x + side, middle + rise, Anchor::Start);
            add(away, x - side, middle + rise, Anchor::End);
        }
        add(away, x, y - 11.0 - away, Anchor::Middle);
        add(away, x, y + 18.0 + away, Anchor::Middle);
    }
    places
}

/// Whether a stroke passes through an area (clipping after Liang and Barsky).
fn touches(((x0, y0), (x1, y1)): Stroke, area: Area) -> bool {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (towards, room) in
        [(-dx, x0 - area.left), (dx, area.right - x0), (-dy, y0 - area.top), (dy, area.bottom - y0)]
    {
        if towards.abs() < 1e-12 {
            if room < 0.0 {
                return false;
            }
        } else if towards < 0.0 {
            enter = enter.max(room / towards);
        } else {
            leave = leave.min(room / towards);
        }
    }
    enter <= leave
}
