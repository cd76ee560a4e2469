//! The figure of facilities by their case under III.3. It needs nothing of the chain.

use std::collections::BTreeMap;

use super::directive::no_data_in;
use crate::compliance::{Case, FacilityCase, Whereabouts};
use crate::language::{Language, NumberStyle};
use crate::reference::Agencies;
use crate::report::chart::{Bar, Colour, Figure, Measure, Plot, Series, StackedBars};
use crate::text;
use crate::time::written_day;

/// The cases from left to right, with their colours: what goes on being run, what moves, what is not
/// known, what III.3 does not speak of.
const CASES: [(Case, Colour); 5] = [
    (Case::Leased, Colour::Orange),
    (Case::Kept, Colour::Blue),
    (Case::Below, Colour::Vermilion),
    (Case::Unknown, Colour::Grey),
    (Case::NotOwner, Colour::Sky),
];

/// Facilities of each agency by case, most first, with the warnings about their days.
pub fn facilities(of: &Whereabouts, agencies: &Agencies, language: Language) -> Figure {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut by_agency: BTreeMap<&str, Vec<&FacilityCase>> = BTreeMap::new();
    for facility in &of.facilities {
        by_agency.entry(&facility.agency_id).or_default().push(facility);
    }
    let mut rows: Vec<(&str, Vec<&FacilityCase>)> =
        by_agency.into_iter().map(|(id, facilities)| (agencies.name_of(id), facilities)).collect();
    rows.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| text::compare(a.0, b.0)));
    let bar = |(name, facilities): &(&str, Vec<&FacilityCase>)| Bar {
        label: (*name).to_owned(),
        values: CASES.map(|(case, _)| Some(count(facilities, case) as f64)).to_vec(),
    };
    let remark = |(_, facilities): &(&str, Vec<&FacilityCase>)| match warnings(facilities) {
        0 => String::new(),
        1 => t("1 warning about days", "1 cảnh báo về thời hạn"),
        many => t(&format!("{many} warnings about days"), &format!("{many} cảnh báo về thời hạn")),
    };
    let series = CASES
        .map(|(case, colour)| Series { colour: Some(colour), ..Series::new(case.title(language)) });
    Figure {
        name: "facilities".to_owned(),
        title: title(of, language),
        subtitle: t(
            "Facilities by agency and case of III.3 of Directive 32/CT-TTg; warnings about days: contract \
             past, ending before the centre has capacity or after the last day to move; certificate expired",
            "Số nhà trạm theo cơ quan và trường hợp tại khoản 3 mục III Chỉ thị 32/CT-TTg; cảnh báo về thời \
             hạn: hợp đồng đã hết, hết trước khi Trung tâm có năng lực tiếp nhận hoặc sau hạn chuyển; chứng \
             nhận hết hiệu lực",
        ),
        footer: footer(of, language),
        plot: Plot::StackedBars(StackedBars {
            measure: Measure {
                label: t("facilities", "nhà trạm"),
                numbers: NumberStyle::of(language),
                decimals: 0,
            },
            series: series.to_vec(),
            bars: rows.iter().map(bar).collect(),
            remarks: rows.iter().map(remark).collect(),
            no_data: no_data_in(language),
        }),
    }
}

fn count(facilities: &[&FacilityCase], case: Case) -> usize {
    facilities.iter().filter(|facility| facility.decision.case == case).count()
}

fn warnings(facilities: &[&FacilityCase]) -> usize {
    let of = |facility: &&FacilityCase| {
        facility.decision.warnings.iter().filter(|warning| warning.is_about_days()).count()
    };
    facilities.iter().map(of).sum()
}

/// The counts of all agencies.
fn title(of: &Whereabouts, language: Language) -> String {
    let all: Vec<&FacilityCase> = of.facilities.iter().collect();
    let [leased, kept, below, unknown, others] = CASES.map(|(case, _)| count(&all, case));
    let (number, warned) = (all.len(), warnings(&all));
    match language {
        Language::English => format!(
            "Of {number} facilities {leased} are leased, {kept} at level III or above, {below} below, {unknown} \
             not proven, {others} outside III.3; warnings about days: {warned}"
        ),
        Language::Vietnamese => format!(
            "Trong {number} nhà trạm có {leased} đi thuê, {kept} từ hạng III, {below} dưới hạng III, {unknown} \
             chưa rõ hạng, {others} không thuộc khoản 3 mục III; cảnh báo về thời hạn: {warned}"
        ),
    }
}

fn footer(of: &Whereabouts, language: Language) -> String {
    let as_of = written_day(of.as_of, language);
    match language {
        Language::English => format!(
            "As of {as_of}. Source: Directive 32/CT-TTg, III.3; lists of facilities received by that day. \
             III.3 speaks of owners of national databases; of others it is said that it does not apply."
        ),
        Language::Vietnamese => format!(
            "Số liệu đến {as_of}. Nguồn: khoản 3 mục III Chỉ thị 32/CT-TTg; danh sách nhà trạm nhận đến ngày đó. \
             Khoản 3 mục III áp dụng cho chủ quản cơ sở dữ liệu quốc gia; cơ quan khác ghi là không thuộc."
        ),
    }
}
