//! What the kinds of plots for hosts, racks and power promise.

use super::*;
use crate::report::chart::colour::{ALARM, tint};
use crate::report::chart::front::UNIT;

fn rectangles(scene: &Scene, of: plotters::style::RGBColor) -> Vec<Area> {
    let areas = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Rectangle { area, colour } if *colour == of => Some(*area),
        _ => None,
    });
    areas.collect()
}

fn says(scene: &Scene, words: &str) -> bool {
    scene.texts().any(|text| text.content == words)
}

fn device(label: &str, bottom_u: u32, height_u: u32) -> Device {
    Device { label: label.into(), kind: 0, bottom_u, height_u }
}

fn one_rack(devices: Vec<Device>) -> Elevation {
    Elevation {
        front: Front { height_u: 42, devices, reserved: Vec::new() },
        kinds: vec![Series::new("máy chủ mới")],
        reserved_label: "dành riêng".into(),
        free_label: "trống".into(),
        facts: Vec::new(),
        no_data: "chưa có số liệu".into(),
    }
}

#[test]
fn a_device_stands_in_its_units_and_two_that_share_them_stand_side_by_side() {
    let devices = vec![
        device("A", 1, 2),
        device("B", 3, 1),
        device("C", 3, 1),
        device("không chiếm U", 0, 0),
        device("quá nóc", 42, 9),
    ];
    let scene = lay_out(&figure(Plot::Elevation(one_rack(devices))));
    let areas = rectangles(&scene, Colour::Blue.rgb());
    // One in the legend; the device without units has none.
    let areas = &areas[1..];
    assert_eq!(areas.len(), 4, "{areas:?}");
    let [a, b, c, cut] = [areas[0], areas[1], areas[2], areas[3]].map(|area| area.grow(0.5));
    assert!((a.height() - 2.0 * UNIT).abs() < 0.01 && (b.height() - UNIT).abs() < 0.01);
    assert!((b.bottom - a.top).abs() < 0.01, "unit 3 is on top of units 1 and 2");
    assert!((b.right - c.left).abs() < 0.01 && (b.width() - c.width()).abs() < 0.01);
    assert!((b.width() * 2.0 - a.width()).abs() < 0.01, "{b:?} {c:?}");
    assert!((cut.height() - UNIT).abs() < 0.01, "what stands above the top is cut to the rack");
    assert!((a.bottom - cut.top - 42.0 * UNIT).abs() < 0.01);
}

#[test]
fn names_of_devices_break_behind_hyphens_and_keep_the_id_where_room_is_short() {
    let devices = vec![
        device("MOET/MOET-ESX-1 · PowerEdge R750", 1, 1),
        device("MOET/MOET-ESX-2 · PowerEdge R750", 2, 2),
        device("host-common-second-site-0001", 4, 2),
    ];
    let rack = NamedFront {
        name: "R-common-001".into(),
        notes: Vec::new(),
        front: Front { height_u: 42, devices, reserved: Vec::new() },
    };
    let scene = lay_out(&figure(Plot::Elevations(Elevations {
        racks: vec![rack; 6],
        kinds: vec![Series::new("máy chủ mới")],
        reserved_label: "dành riêng".into(),
        free_label: "trống".into(),
        no_data: "chưa có số liệu".into(),
    })));
    for words in
        ["MOET/MOET-ESX-1", "MOET/MOET-ESX-2", "PowerEdge R750", "host-common-", "second-site-0001"]
    {
        assert_eq!(scene.texts().filter(|text| text.content == words).count(), 6, "{words}");
    }
}

fn hall(count: usize, shares: impl Fn(usize) -> [Option<f64>; 2]) -> Scene {
    let cell = |index: usize| HeatCell {
        label: format!("R-common-second-site-{index:03}"),
        shares: shares(index),
        values: ["84 %".into(), "12/32 U".into()],
    };
    let cells: Vec<HeatCell> = (0..count).map(cell).collect();
    let half = |label: &str, colour| Half { label: label.into(), colour };
    let row = |(row, cells): (usize, &[HeatCell])| HeatRow {
        label: format!("Dãy {row}"),
        cells: cells.to_vec(),
    };
    lay_out(&figure(Plot::HeatMap(HeatMap {
        halves: [half("công suất", Colour::Blue), half("số U", Colour::Green)],
        rows: cells.chunks(20).enumerate().map(row).collect(),
        over_label: "vượt giới hạn".into(),
        no_data: "chưa có số liệu".into(),
    })))
}

#[test]
fn a_hall_of_a_hundred_racks_names_each_and_a_larger_one_each_row() {
    let scene = hall(100, |_| [Some(0.84), Some(0.375)]);
    for index in 0..100 {
        let end = format!("site-{index:03}");
        assert!(scene.texts().any(|text| text.content.ends_with(&end)), "{index}");
    }
    assert_eq!(scene.texts().filter(|text| text.content == "84 %").count(), 100);
    let scene = hall(1_300, |_| [Some(0.84), Some(0.375)]);
    assert!(!scene.texts().any(|text| text.content.contains("site-")));
    assert!((0..65).all(|row| says(&scene, &format!("Dãy {row}"))));
    let upper = rectangles(&scene, Colour::Blue.rgb());
    assert_eq!(upper.len(), 1 + 1_300, "one in the legend, one a rack");
    assert!(scene.height < 2_000.0, "{}", scene.height);
}

#[test]
fn shades_follow_the_share_and_what_is_beyond_the_limit_or_not_known_stands_out() {
    let shares = [Some(0.0), Some(0.2), Some(0.21), Some(1.0), Some(1.01), None];
    let scene = hall(6, |index| [shares[index], Some(0.5)]);
    let count = |colour| rectangles(&scene, colour).len();
    // Each shade once in the legend.
    assert_eq!(count(tint(Colour::Blue.rgb(), 0.12)), 1 + 2, "nothing is a value");
    assert_eq!(count(tint(Colour::Blue.rgb(), 0.3)), 1 + 1);
    assert_eq!(count(Colour::Blue.rgb()), 1 + 1);
    assert_eq!(count(ALARM), 1 + 1);
    assert!(says(&scene, "vượt giới hạn") && says(&scene, "chưa có số liệu"));
    let scene = hall(4, |index| [shares[index], Some(0.5)]);
    assert!(!says(&scene, "vượt giới hạn") && !says(&scene, "chưa có số liệu"));
}

#[test]
fn ranked_items_keep_their_proportions_however_many_there_are() {
    let ranked = |count: usize| {
        let value = |index: usize| Some(100.0 - 75.0 * index as f64 / (count - 1).max(1) as f64);
        let panel = Panel { items: (0..count).map(|i| vec![value(i)]).collect(), note: "n".into() };
        let row = RankedRow { label: "common\n9 máy".into(), panels: vec![panel] };
        lay_out(&figure(Plot::Ranked(Ranked {
            measure: measure(0),
            series: vec![Series::new("")],
            columns: vec!["vCPU".into()],
            rows: vec![row],
            limit: None,
            no_data: "chưa có số liệu".into(),
        })))
    };
    let bars = rectangles(&ranked(4), Colour::Blue.rgb());
    assert_eq!(bars.len(), 4);
    assert!((bars[0].height() - 4.0 * bars[3].height()).abs() < 0.01, "{bars:?}");
    let bars = rectangles(&ranked(10_000), Colour::Blue.rgb());
    assert_eq!(bars.len(), 240, "a picture stays small");
    assert!(bars.windows(2).all(|pair| pair[0].height() >= pair[1].height()));
    let scene = ranked(4);
    assert!(says(&scene, "common") && says(&scene, "9 máy") && says(&scene, "n"));
}

#[test]
fn a_curve_names_its_points_beside_it() {
    let points: Vec<(f64, f64)> = (1..=100).map(|x| (f64::from(x), 30.0 / f64::from(x))).collect();
    let mark = |label: &str, x: f64| Mark { label: label.into(), x, y: 30.0 / x };
    let scene = lay_out(&figure(Plot::Curve(Curve {
        x: measure(0),
        y: measure(2),
        points,
        marks: vec![mark("trung bình", 66.0), mark("đỉnh", 100.0), mark("đầu", 1.0)],
        no_data: "chưa có số liệu".into(),
    })));
    let strokes: Vec<[(f64, f64); 2]> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Line { from, to, .. } => Some([*from, *to]),
            _ => None,
        })
        .collect();
    assert_eq!(strokes.len(), 99);
    for label in ["trung bình", "đỉnh", "đầu"] {
        let text = scene.texts().find(|text| text.content == label).expect(label);
        let area = text.area();
        for point in strokes.iter().flatten() {
            let dot = Area::new(point.0 - 0.5, point.1 - 0.5, 1.0, 1.0);
            assert!(!area.overlaps(&dot), "{label} covers the curve at {point:?}");
        }
    }
}

#[test]
fn no_two_groups_of_points_look_alike() {
    let groups: Vec<Series> = (0..12).map(|index| Series::new(format!("s{index}"))).collect();
    let axis = Axis { measure: measure(0), logarithmic: false };
    let plot = Scatter {
        x: axis.clone(),
        y: axis,
        groups,
        points: vec![Point { label: "A".into(), group: 0, x: Some(1.0), y: Some(1.0) }],
        guides: Vec::new(),
        labels_count: 0,
        edge_label: String::new(),
        no_data: "chưa có số liệu".into(),
    };
    let signs: Vec<_> = plot.legend().into_iter().map(|entry| entry.sign).collect();
    for (index, sign) in signs.iter().enumerate() {
        let frame::Sign::Marker(kind, colour) = sign else { panic!("{sign:?}") };
        for other in &signs[..index] {
            let frame::Sign::Marker(other_kind, other_colour) = other else { panic!("{other:?}") };
            assert!(kind % 4 != other_kind % 4 || colour != other_colour, "{index}");
        }
    }
}
