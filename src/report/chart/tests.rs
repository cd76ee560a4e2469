mod kinds;
mod samples;

use super::font::{self, Weight};
use super::number::Ticks;
use super::scene::{Area, Scene, Shape, Text, WIDTH};
use super::*;
use samples::{AGENCIES, every_kind, figure, measure};

/// Whether an XML text has balanced tags, quoted attributes and escaped characters.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml.trim_end();
    while let Some((text, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else { return false };
        let entities_end = text.split('&').skip(1).all(|part| part.contains(';'));
        let name = tag.trim_end_matches('/').split(' ').next().unwrap_or_default();
        if !entities_end || tag.matches('"').count() % 2 != 0 {
            return false;
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None if !tag.ends_with('/') => open.push(name),
            None => {}
        }
        rest = after;
    }
    open.is_empty() && rest.is_empty()
}

fn sheets(count: usize, hostile: bool) -> impl Iterator<Item = (Figure, Scene)> {
    (1..=6).flat_map(move |seed| every_kind(seed, count, hostile)).map(|figure| {
        let scene = lay_out(&figure);
        (figure, scene)
    })
}

#[test]
fn svg_is_well_formed_and_says_what_it_shows() {
    for figure in every_kind(1, 7, false) {
        let svg = to_svg(&figure).expect("drawn");
        assert!(is_well_formed(&svg), "{svg}");
        assert!(svg.contains("role=\"img\"") && svg.contains("viewBox=\"0 0 2000 "));
        assert!(
            svg.contains("<title>Ẫ Ỗ Ự: nhu cầu &lt;vượt&gt; &quot;nguồn cung&quot; &amp; hơn")
        );
        assert!(svg.contains("<desc>Công suất, kW, theo quý 2025Q1–2030Q4</desc>"));
        assert!(svg.contains("font-family=\"Open Sans, Noto Sans, Arial, sans-serif\""));
        assert!(!svg.contains(" dy="), "texts stand on their baselines");
        assert!(!svg.contains("NaN"));
    }
}

#[test]
fn svg_keeps_names_as_text_with_their_diacritics() {
    let bars = AGENCIES
        .iter()
        .take(4)
        .map(|name| Bar { label: (*name).to_owned(), values: vec![Some(3.5)] });
    let svg = to_svg(&figure(Plot::StackedBars(StackedBars {
        measure: measure(1),
        series: vec![Series::new("khai báo")],
        bars: bars.collect(),
        remarks: Vec::new(),
        no_data: "chưa có số liệu".into(),
    })))
    .expect("drawn");
    for name in AGENCIES.iter().take(4) {
        assert!(svg.contains(&format!(">{name}<")), "{name}");
    }
    assert!(svg.contains(">3,5<"));
}

#[test]
fn a_share_nobody_knows_is_hatched_and_a_share_of_nothing_is_a_number() {
    let cell = |share: Option<f64>, value: &str| ShareCell {
        share,
        value: value.to_owned(),
        is_marked: false,
    };
    let legend_of = |cells: Vec<ShareCell>| {
        let shares = Shares {
            columns: (0..cells.len()).map(|index| format!("c{index}")).collect(),
            rows: vec![SharesRow { label: "A".into(), cells }],
            from: "from".into(),
            below: "below".into(),
            mark_label: "!".into(),
            no_data: "not known".into(),
        };
        to_svg(&figure(Plot::Shares(shares))).expect("drawn")
    };
    let known = legend_of(vec![cell(Some(0.0), "0 %"), cell(Some(1.0), "100 %")]);
    assert!(known.contains(">0 %<") && !known.contains(">not known<"));
    let unknown = legend_of(vec![cell(Some(0.0), "0 %"), cell(None, "")]);
    assert!(unknown.contains(">0 %<") && unknown.contains(">not known<"));
    let lines = |svg: &str| svg.matches("<polyline").count() + svg.matches("<line").count();
    assert!(lines(&unknown) > lines(&known), "the cell itself is hatched");
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for figure in every_kind(2, 6, false) {
        assert_eq!(to_svg(&figure).expect("drawn"), to_svg(&figure).expect("drawn"));
        assert_eq!(to_png(&figure).expect("drawn"), to_png(&figure).expect("drawn"));
    }
}

#[test]
fn png_has_two_pixels_per_unit_of_the_svg() {
    let figure = &every_kind(3, 5, false)[0];
    let png = to_png(figure).expect("drawn");
    let side = |at: usize| {
        let bytes: [u8; 4] = png[at..at + 4].try_into().expect("four bytes");
        f64::from(u32::from_be_bytes(bytes))
    };
    assert_eq!(png[..8], [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A]);
    assert!((side(16) - 2.0 * WIDTH).abs() < 0.1);
    assert!((side(20) - 2.0 * lay_out(figure).height).abs() < 0.1);
}

#[test]
fn texts_never_overlap_nor_leave_the_sheet() {
    for count in [0, 1, 2, 8, 23, 45] {
        for (figure, scene) in sheets(count, false) {
            let sheet = Area::new(0.0, 0.0, WIDTH, scene.height);
            let texts: Vec<(&Text, Area)> = scene.texts().map(|text| (text, text.area())).collect();
            for (index, (text, area)) in texts.iter().enumerate() {
                assert!(sheet.holds(area), "{text:?} leaves the sheet, {figure:?}");
                for (other, other_area) in &texts[..index] {
                    assert!(!area.overlaps(other_area), "{text:?} covers {other:?}, {figure:?}");
                }
            }
        }
    }
}

#[test]
fn no_data_whatever_makes_it_panic() {
    for count in [0, 1, 3, 30, 60] {
        for (figure, scene) in sheets(count, true) {
            assert!(scene.height.is_finite() && scene.height > 0.0);
            assert!(is_well_formed(&to_svg(&figure).expect("drawn")), "{figure:?}");
        }
    }
    for figure in every_kind(9, 3, true) {
        to_png(&figure).expect("drawn");
    }
}

#[test]
fn a_missing_value_is_a_word_and_zero_is_a_number() {
    let bar = |value| Bar { label: "A".into(), values: vec![value] };
    let plot = StackedBars {
        measure: measure(0),
        series: vec![Series::new("khai báo")],
        bars: vec![bar(None), bar(Some(0.0)), bar(Some(f64::NAN)), bar(Some(7.0))],
        remarks: Vec::new(),
        no_data: "chưa có số liệu".into(),
    };
    let scene = lay_out(&figure(Plot::StackedBars(plot)));
    let count = |words: &str| scene.texts().filter(|text| text.content == words).count();
    assert_eq!((count("chưa có số liệu"), count("7")), (2, 1));
    assert_eq!(count("0"), 2, "the zero value and the zero of the axis");
}

#[test]
fn a_column_with_an_unknown_part_says_so() {
    let legend = |values: Vec<Option<f64>>| {
        let columns = Columns {
            measure: measure(0),
            series: vec![Series::new("a"), Series::new("b")],
            columns: vec![Column { label: "2025Q4".into(), values, range: None }],
            limit: None,
            range_label: String::new(),
            no_data: "chưa có số liệu".into(),
        };
        let scene = lay_out(&figure(Plot::Columns(columns)));
        scene.texts().any(|text| text.content == "chưa có số liệu")
    };
    assert!(legend(vec![Some(4.0), None]) && legend(vec![Some(4.0)]));
    assert!(!legend(vec![Some(4.0), Some(0.0)]));
}

#[test]
fn a_figure_without_data_says_so_and_draws_no_axis() {
    for figure in every_kind(4, 0, false) {
        let scene = lay_out(&figure);
        let words: Vec<&str> = scene.texts().map(|text| text.content.as_str()).collect();
        assert!(words.contains(&"chưa có số liệu") && !words.contains(&"0"), "{words:?}");
    }
}

#[test]
fn ticks_step_by_one_two_or_five() {
    for exponent in -30..60 {
        let max = 10f64.powf(f64::from(exponent) / 5.0);
        let ticks = Ticks::from_zero(max, &measure(2)).marks;
        let step = ticks[1].0;
        let digit = step / 10f64.powf(step.log10().floor() + 1e-12).max(f64::MIN_POSITIVE);
        assert!([1.0, 2.0, 5.0, 10.0].iter().any(|one| (digit - one).abs() < 1e-6), "{step}");
        assert!((4..=7).contains(&ticks.len()), "{max}: {ticks:?}");
        assert!(ticks.last().is_some_and(|last| last.0 >= max * (1.0 - 1e-8)));
    }
}

#[test]
fn ticks_are_written_in_full_and_without_needless_decimals() {
    let texts = |max, decimals| -> Vec<String> {
        Ticks::from_zero(max, &measure(decimals)).texts().map(str::to_owned).collect()
    };
    assert_eq!(
        texts(28_000.0, 0),
        ["0", "5.000", "10.000", "15.000", "20.000", "25.000", "30.000"]
    );
    assert_eq!(texts(1.1, 1), ["0,0", "0,2", "0,4", "0,6", "0,8", "1,0", "1,2"]);
    assert_eq!(texts(2.0, 0), ["0", "1", "2"], "whole things have whole ticks");
    assert_eq!(texts(0.0, 0), ["0"]);
    let logarithmic = Ticks::logarithmic(3.0, 40.0, &measure(0));
    assert_eq!(logarithmic.texts().collect::<Vec<_>>(), ["2", "5", "10", "20", "50"]);
}

#[test]
fn numbers_follow_the_language() {
    assert_eq!(NumberStyle::VIETNAMESE.format(1_234.56, 1), "1.234,6");
    assert_eq!(NumberStyle::ENGLISH.format(1_234_567.0, 0), "1,234,567");
    assert_eq!(NumberStyle::ENGLISH.format(-0.04, 1), "0.0", "no minus before nothing");
    assert_eq!(NumberStyle::ENGLISH.format(-1_000.0, 0), "−1,000");
    assert_eq!(NumberStyle::ENGLISH.format(999.0, 0), "999");
}

#[test]
fn the_legend_wears_the_colours_of_the_bars() {
    let plot = StackedBars {
        measure: measure(0),
        series: (0..8).map(|index| Series::new(format!("s{index}"))).collect(),
        bars: vec![Bar { label: "A".into(), values: vec![Some(1.0); 8] }],
        remarks: Vec::new(),
        no_data: String::new(),
    };
    let svg = to_svg(&figure(Plot::StackedBars(plot))).expect("drawn");
    for colour in Colour::PALETTE {
        let patches = svg.matches(&format!("fill=\"{}\"", colour.hex())).count();
        assert_eq!(patches, 2, "{colour:?}: one in the legend, one in the bar");
    }
}

#[test]
fn bars_start_at_zero_and_keep_their_proportions() {
    let bar = |value| Bar { label: "A".into(), values: vec![Some(value)] };
    let plot = StackedBars {
        measure: measure(0),
        series: vec![Series::new("khai báo")],
        bars: vec![bar(100.0), bar(25.0)],
        remarks: Vec::new(),
        no_data: String::new(),
    };
    let scene = lay_out(&figure(Plot::StackedBars(plot)));
    let blue = Colour::Blue.rgb();
    let widths: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Rectangle { area, colour } if *colour == blue => Some(area.width()),
            _ => None,
        })
        .collect();
    assert_eq!(widths.len(), 3, "a legend patch and two bars");
    assert!((widths[1] - 4.0 * widths[2]).abs() < 0.01, "{widths:?}");
}

#[test]
fn a_tornado_measures_its_bars_from_the_total() {
    let swing = |totals| SwingBar { label: "A".into(), ends: "1 đến 2".into(), totals };
    let plot = Tornado {
        measure: measure(0),
        total: 1_000.0,
        total_label: "Tổng".into(),
        series: [Series::new("thấp"), Series::new("cao")],
        swings: vec![
            swing([Some(900.0), Some(1_200.0)]),
            swing([Some(1_100.0), Some(1_000.0)]),
            swing([None, Some(1_000.0)]),
        ],
        no_data: "chưa có số liệu".into(),
    };
    let scene = lay_out(&figure(Plot::Tornado(plot)));
    let areas = |colour: Colour| -> Vec<Area> {
        let areas = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Rectangle { area, colour: of } if *of == colour.rgb() => Some(*area),
            _ => None,
        });
        areas.skip(1).collect()
    };
    let (low, high) = (areas(Colour::Blue), areas(Colour::Orange));
    assert_eq!((low.len(), high.len()), (2, 1), "an end that moves nothing has no bar");
    assert!((high[0].width() - 2.0 * low[0].width()).abs() < 0.01, "{high:?} {low:?}");
    assert!((low[0].right - high[0].left).abs() < 0.01, "they meet at the total");
    assert!((low[1].left - high[0].left).abs() < 0.01, "a low end may raise the total");
    let words: Vec<&str> = scene.texts().map(|text| text.content.as_str()).collect();
    for word in ["Tổng: 1.000", "900", "1.200", "1.100", "1 đến 2", "chưa có số liệu"] {
        assert!(words.contains(&word), "{word}: {words:?}");
    }
}

#[test]
fn ticks_between_enclose_what_is_measured() {
    let texts = |low, high, decimals| -> Vec<String> {
        Ticks::between(low, high, &measure(decimals)).texts().map(str::to_owned).collect()
    };
    assert_eq!(
        texts(33_596.0, 44_511.0, 0),
        ["32.000", "34.000", "36.000", "38.000", "40.000", "42.000", "44.000", "46.000"]
    );
    assert_eq!(texts(0.0, 1.1, 1), ["0,0", "0,2", "0,4", "0,6", "0,8", "1,0", "1,2"]);
    assert_eq!(texts(7.0, 7.0, 0), ["7", "8"], "nothing moves");
    assert_eq!(texts(0.0, 0.0, 0), ["0"]);
}

#[test]
fn wrapped_lines_keep_every_word_and_fit() {
    for name in AGENCIES {
        let lines = font::wrap(name, 13.0, Weight::Regular, 120.0);
        assert_eq!(lines.join(" "), name);
        assert!(lines.iter().all(|line| font::width(line, 13.0, Weight::Regular) <= 120.0));
    }
    let long = font::wrap("nhucầutàinguyên".repeat(9).as_str(), 13.0, Weight::Regular, 90.0);
    assert_eq!(long.concat(), "nhucầutàinguyên".repeat(9), "a word without a space is broken");
    let short = font::ellipsize(AGENCIES[1], 13.0, Weight::Semibold, 90.0);
    assert!(short.ends_with('…') && font::width(&short, 13.0, Weight::Semibold) <= 90.0);
}
