//! The figure of how complete what agencies sent is.

use super::demand::no_data;
use super::words::footer;
use crate::quality::{AgencyQuality, Group};
use crate::report::Planning;
use crate::report::chart::{Figure, Plot, ShareCell, Shares, SharesRow};
use crate::text;

/// Share filled of each group of columns, agency by agency, and the score; those that have sent nothing
/// last, with nothing known of them.
pub fn quality(planning: &Planning<'_>) -> Figure {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let of = &planning.plan.quality;
    let mut agencies: Vec<&AgencyQuality> = planning.quality().agencies.iter().collect();
    let name = |agency: &AgencyQuality| planning.agencies.name_of(&agency.agency_id).to_owned();
    agencies.sort_by(|a, b| {
        (a.tables.is_empty().cmp(&b.tables.is_empty()))
            .then_with(|| text::compare(&name(a), &name(b)))
            .then_with(|| a.agency_id.cmp(&b.agency_id))
    });
    let cell = |share: Option<f64>, is_marked: bool| {
        // Shaded as it is printed, so that two cells of one number look alike; only all is 100 %.
        let percent = share.map(|share| match share < 1.0 {
            true => (share * 100.0).round().min(99.0),
            false => 100.0,
        });
        let value = percent.map(|percent| format!("{} %", planning.numbers().format(percent, 0)));
        let share = percent.map(|percent| percent / 100.0);
        ShareCell { share, value: value.unwrap_or_default(), is_marked }
    };
    let row = |agency: &&AgencyQuality| {
        let mut cells: Vec<ShareCell> = Group::ALL
            .iter()
            .map(|group| cell(agency.filled_of(*group, of), agency.is_implausible_in(*group, of)))
            .collect();
        cells.push(cell(agency.score(of), false));
        SharesRow { label: name(agency), cells }
    };
    let mut columns: Vec<String> =
        Group::ALL.iter().map(|group| group.title(planning.language).to_owned()).collect();
    columns.push(t("Score", "Điểm chất lượng"));
    Figure {
        name: "quality".to_owned(),
        title: t("How far the lists are filled in", "Các danh sách đã điền đến đâu"),
        subtitle: t(
            "Share of cells that say something, by group of columns; last the score, which also counts \
             values that broke no rule and that are like those of other agencies",
            "Tỷ lệ ô có nội dung theo nhóm cột; cột cuối là điểm, có tính cả giá trị không vi phạm quy \
             tắc và giá trị tương tự các cơ quan khác",
        ),
        footer: footer(planning),
        plot: Plot::Shares(Shares {
            columns,
            rows: agencies.iter().map(row).collect(),
            from: t("from", "từ"),
            below: t("below", "dưới"),
            mark_label: t(
                "a column is unlike that of other agencies",
                "có cột khác thường so với cơ quan khác",
            ),
            no_data: no_data(planning),
        }),
    }
}
