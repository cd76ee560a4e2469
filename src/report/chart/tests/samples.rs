//! Figures to test with.

use crate::report::chart::*;

pub(super) const AGENCIES: [&str; 6] = [
    "Bộ Lao động - Thương binh và Xã hội",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "Ủy ban Dân tộc",
    "Viện Hàn lâm Khoa học và Công nghệ Việt Nam",
    "Hội đồng Dân tộc và các Ủy ban của Quốc hội, Ủy ban Quản lý vốn nhà nước tại doanh nghiệp",
    "Bộ Ẫ Ỗ Ự <&\"'>",
];

/// Numbers that look random and are the same everywhere (xorshift).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// A value of any size; with `hostile`, also what no table should hold.
    fn value(&mut self, hostile: bool) -> Option<f64> {
        match self.below(if hostile { 14 } else { 8 }) {
            0 => None,
            1 => Some(0.0),
            8 => Some(f64::NAN),
            9 => Some(f64::INFINITY),
            10 => Some(-5.0),
            11 => Some(1e12),
            12 => Some(f64::MAX),
            13 => Some(1e-9),
            _ => Some(10f64.powf(self.below(700) as f64 / 100.0)),
        }
    }

    fn values(&mut self, count: usize, hostile: bool) -> Vec<Option<f64>> {
        let count = if hostile { (count + self.below(3)).saturating_sub(1) } else { count };
        (0..count).map(|_| self.value(hostile)).collect()
    }

    fn label(&mut self, index: usize) -> String {
        format!("{} {index}", AGENCIES[self.below(AGENCIES.len())])
    }

    fn bars(&mut self, count: usize, parts: usize, hostile: bool) -> Vec<Bar> {
        let bar = |index| Bar { label: self.label(index), values: self.values(parts, hostile) };
        (0..count).map(bar).collect()
    }

    fn limit(&mut self, count: usize, hostile: bool) -> Option<Limit> {
        let label = "Giới hạn công suất của một nguồn cấp".to_owned();
        match self.below(3) {
            0 => None,
            1 => Some(Limit { label, level: Level::Constant(self.value(hostile).unwrap_or(50.0)) }),
            _ => Some(Limit { label, level: Level::Each(self.values(count, hostile)) }),
        }
    }
}

pub(super) fn measure(decimals: usize) -> Measure {
    Measure { label: "Công suất (kW)".into(), numbers: NumberStyle::VIETNAMESE, decimals }
}

fn series(count: usize) -> Vec<Series> {
    (0..count).map(|index| Series::new(format!("Vùng cấp độ {index}"))).collect()
}

pub(super) fn figure(plot: Plot) -> Figure {
    Figure {
        name: "sample".into(),
        title: "Ẫ Ỗ Ự: nhu cầu <vượt> \"nguồn cung\" & hơn thế".into(),
        subtitle: "Công suất, kW, theo quý 2025Q1–2030Q4".into(),
        footer: "Số liệu đến ngày 30/9/2024. Nguồn: danh sách tài nguyên. ".repeat(5),
        plot,
    }
}

/// One figure of every kind with about `count` categories.
pub(super) fn every_kind(seed: u64, count: usize, hostile: bool) -> Vec<Figure> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let no_data = "chưa có số liệu".to_owned();
    let parts = 1 + dice.below(if hostile { 10 } else { 4 });
    let stacked = StackedBars {
        measure: measure(dice.below(3)),
        series: series(parts),
        bars: dice.bars(count, parts, hostile),
        remarks: Vec::new(),
        no_data: no_data.clone(),
    };
    let grouped = GroupedBars {
        measure: measure(1),
        series: series(2),
        bars: dice.bars(count, 2, hostile),
        limit: dice.limit(count, hostile),
        no_data: no_data.clone(),
    };
    let column = |index: usize| Column {
        label: format!("{}Q{}", 2025 + index / 4, index % 4 + 1),
        values: dice.values(parts, hostile),
        range: Some((dice.value(hostile).unwrap_or(1.0), dice.value(hostile).unwrap_or(9.0))),
    };
    let columns = Columns {
        measure: measure(0),
        series: series(parts),
        columns: (0..count).map(column).collect(),
        limit: dice.limit(count, hostile),
        range_label: "Khoảng thấp–cao".into(),
        no_data: no_data.clone(),
    };
    let mut named = columns.clone();
    for column in &mut named.columns {
        column.label = dice.label(0);
    }
    let plots = [
        Plot::StackedBars(stacked),
        Plot::GroupedBars(grouped),
        Plot::Columns(columns),
        Plot::Columns(named),
        Plot::Scatter(scatter(&mut dice, 3 * count, true, hostile)),
        Plot::Scatter(scatter(&mut dice, 3 * count, false, hostile)),
        Plot::Elevation(elevation(&mut dice, count)),
        Plot::Elevations(elevations(&mut dice, count)),
        Plot::HeatMap(heat_map(&mut dice, count, hostile)),
        Plot::Ranked(ranked(&mut dice, count, hostile)),
        Plot::Curve(curve(&mut dice, count, hostile)),
        Plot::Matrix(matrix(&mut dice, count)),
        Plot::Shares(shares(&mut dice, count, hostile)),
        Plot::Tornado(tornado(&mut dice, count, hostile)),
        Plot::Gantt(gantt(&mut dice, count, hostile)),
    ];
    plots.into_iter().map(figure).collect()
}

fn shares(dice: &mut Dice, count: usize, hostile: bool) -> Shares {
    let mut row = |index: usize| SharesRow {
        label: dice.label(index),
        cells: (0..5)
            .map(|_| ShareCell {
                share: dice.value(hostile).map(|value| value / 100.0),
                value: dice.label(0),
                is_marked: dice.below(3) == 0,
            })
            .collect(),
    };
    Shares {
        rows: (0..count).map(&mut row).collect(),
        columns: (0..6).map(|index| format!("Nhóm cột thứ {index}")).collect(),
        from: "từ".into(),
        below: "dưới".into(),
        mark_label: "khác thường".into(),
        no_data: "chưa có số liệu".into(),
    }
}

fn scatter(dice: &mut Dice, count: usize, logarithmic: bool, hostile: bool) -> Scatter {
    let axis =
        |label: &str| Axis { measure: Measure { label: label.into(), ..measure(0) }, logarithmic };
    let guide = |slope: f64| Guide { label: format!("{slope} GiB mỗi vCPU"), slope };
    let point = |index| Point {
        label: dice.label(index),
        group: dice.below(4),
        x: dice.value(hostile),
        y: dice.value(hostile),
    };
    Scatter {
        x: axis("vCPU"),
        y: axis("RAM (GiB)"),
        groups: series(3),
        points: (0..count).map(point).collect(),
        guides: [0.5, 1.0, 2.0, 3.0, 4.0, 8.0, 1000.0, 0.0, f64::NAN].map(guide).to_vec(),
        labels_count: 9,
        edge_label: "bằng 0 hoặc chưa có số liệu".into(),
        no_data: "chưa có số liệu".into(),
    }
}

fn elevation(dice: &mut Dice, count: usize) -> Elevation {
    let device = |index: usize| Device {
        label: dice.label(index),
        kind: dice.below(4),
        bottom_u: 1 + 2 * index as u32,
        height_u: 2,
    };
    Elevation {
        front: Front {
            height_u: if count == 0 { 0 } else { 42 },
            devices: (0..count.min(18)).map(device).collect(),
            reserved: vec![Reserved {
                label: "Đấu nối".into(), bottom_u: 40, height_u: u32::MAX
            }],
        },
        kinds: series(3),
        reserved_label: "Dành riêng".into(),
        free_label: "Còn trống".into(),
        facts: vec![Fact { label: AGENCIES[4].into(), value: AGENCIES[4].into() }; 3],
        no_data: "chưa có số liệu".into(),
    }
}

fn elevations(dice: &mut Dice, count: usize) -> Elevations {
    let racks = (0..count).map(|index| {
        let Elevation { front, .. } = elevation(dice, count);
        NamedFront {
            name: dice.label(index),
            notes: vec![AGENCIES[4].into(), "12 / 32 U".into()],
            front: Front { height_u: 42 + dice.below(6) as u32, ..front },
        }
    });
    Elevations {
        racks: racks.collect(),
        kinds: series(3),
        reserved_label: "Dành riêng".into(),
        free_label: "Còn trống".into(),
        no_data: "chưa có số liệu".into(),
    }
}

fn heat_map(dice: &mut Dice, count: usize, hostile: bool) -> HeatMap {
    let half = |label: &str, colour| Half { label: label.into(), colour };
    let row = |index: usize| HeatRow {
        label: dice.label(index),
        cells: (0..dice.below(30))
            .map(|index| HeatCell {
                label: format!("R-{}-{index:03}", AGENCIES[dice.below(6)]),
                shares: [0, 1].map(|_| dice.value(hostile).map(|value| value / 5e6)),
                values: ["100 %".into(), "29,5 / 32 U".into()],
            })
            .collect(),
    };
    HeatMap {
        halves: [half("Công suất, nửa trên", Colour::Blue), half("Chỗ, nửa dưới", Colour::Green)],
        rows: (0..count).map(row).collect(),
        over_label: "vượt giới hạn".into(),
        no_data: "chưa có số liệu".into(),
    }
}

fn ranked(dice: &mut Dice, count: usize, hostile: bool) -> Ranked {
    let columns = 1 + dice.below(6);
    let mut panel = || Panel {
        items: (0..dice.below(600)).map(|_| dice.values(2, hostile)).collect(),
        note: "thấp nhất 12 %, giữa 97,5 %, cao nhất 100 %; 1.024 máy".into(),
    };
    let rows = (0..count).map(|index| RankedRow {
        label: AGENCIES[index % 6].into(),
        panels: (0..columns).map(|_| panel()).collect(),
    });
    let rows = rows.collect();
    Ranked {
        measure: measure(0),
        series: series(2),
        columns: (0..columns).map(|column| AGENCIES[column].to_owned()).collect(),
        rows,
        limit: dice.limit(1, hostile),
        no_data: "chưa có số liệu".into(),
    }
}

fn curve(dice: &mut Dice, count: usize, hostile: bool) -> Curve {
    let at = |dice: &mut Dice| dice.value(hostile).unwrap_or(1.0);
    let points = (0..count).map(|index| (index as f64, at(dice))).collect();
    let mark = |index: usize| Mark {
        label: AGENCIES[index].into(),
        x: index as f64,
        y: 1.0 + index as f64,
    };
    Curve {
        x: measure(0),
        y: measure(2),
        points,
        marks: (0..count.min(3)).map(mark).collect(),
        no_data: "chưa có số liệu".into(),
    }
}

fn matrix(dice: &mut Dice, count: usize) -> Matrix {
    let state = |sign: &str, colour| State { label: sign.into(), sign: sign.into(), colour };
    let columns = 1 + dice.below(14);
    let row = |index| MatrixRow {
        label: dice.label(index),
        cells: (0..columns).map(|_| Some(dice.below(4))).collect(),
    };
    Matrix {
        rows: (0..count).map(row).collect(),
        columns: (0..columns).map(|index| AGENCIES[index % 6].to_owned()).collect(),
        states: vec![
            state("N", Colour::Green),
            state("!", Colour::Vermilion),
            state("–", Colour::Blank),
        ],
        no_data: "chưa có số liệu".into(),
    }
}

fn tornado(dice: &mut Dice, count: usize, hostile: bool) -> Tornado {
    let swing = |index: usize| SwingBar {
        label: dice.label(index),
        ends: if index % 3 == 2 { String::new() } else { "10 % đến 40 %".into() },
        totals: [dice.value(hostile), dice.value(hostile)],
    };
    let swings = (0..count).map(swing).collect();
    Tornado {
        measure: measure(dice.below(3)),
        total: dice.value(hostile).unwrap_or(1.0),
        total_label: "Tổng khả dĩ".into(),
        series: [Series::new("giả định ở đầu thấp"), Series::new("giả định ở đầu cao")],
        swings,
        no_data: "chưa có số liệu".into(),
    }
}

fn gantt(dice: &mut Dice, count: usize, hostile: bool) -> Gantt {
    let day = |dice: &mut Dice| match dice.below(if hostile { 5 } else { 3 }) {
        3 => i32::MIN,
        4 => i32::MAX,
        _ => 20_000 + dice.below(700) as i32,
    };
    let row = |index: usize| GanttRow {
        label: dice.label(index),
        remark: if index % 4 == 3 {
            String::new()
        } else {
            "31/12/2025 · quá hạn 92 ngày".into()
        },
        start: day(dice),
        end: (dice.below(4) > 0).then(|| day(dice)),
        done: (dice.below(3) == 0).then(|| day(dice)),
        series: dice.below(4),
    };
    let rows = (0..count).map(row).collect();
    let tick = |index: i32| (20_000 + 91 * index, format!("Q{}/2025", index % 4 + 1));
    Gantt {
        rows,
        series: series(3),
        ticks: (0..10).map(tick).collect(),
        today: (dice.below(2) == 0).then(|| (day(dice), "ngày 31/12/2024".to_owned())),
        done_label: "ngày hoàn thành".into(),
        no_data: "chưa có số liệu".into(),
    }
}
