//! Tables of moving: steady state and peak by quarter, and how long the data of a system takes.

use super::super::table::{Addressing, Kind, Table};
use crate::demand::{Cutover, Transfer};
use crate::language::Language;
use crate::plan::Plan;
use crate::unit::Bytes;

/// One row per quarter and resource, or per agency, quarter and resource, in printed units.
pub fn peak(rows: &[Cutover], by_agency: bool, plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let weeks = super::number(plan.cutover.weeks.value, language);
    let share = super::percent(plan.cutover.parallel_share.value, language);
    let mut table = Table::new(
        "peak",
        t("Peak while systems move", "Đỉnh trong thời gian chuyển đổi"),
        t(
            &format!(
                "Steady is the likely stock of the quarter; arriving the part of it in cut-over (the quarter \
                 of arrival and as many more as {weeks} weeks begin; new systems and second sites left out); \
                 peak is steady \
                 and {share} of arriving, which runs twice meanwhile. All moves of a quarter are taken to \
                 overlap. Stocks of different quarters are never added."
            ),
            &format!(
                "Ổn định là lượng khả dĩ tại quý; đang chuyển là phần trong đó còn chạy song song (quý \
                 chuyển đến và các quý tiếp theo nếu {weeks} tuần kéo sang; không tính hệ thống mới và điểm dự phòng thứ hai); đỉnh là ổn định \
                 cộng {share} phần đang chuyển vì phần này chạy hai nơi. Coi mọi đợt chuyển trong quý là \
                 trùng nhau. Không cộng các quý."
            ),
        ),
    );
    if by_agency {
        table = table.column("agency_id", t("Agency", "Cơ quan"), Kind::Text);
    }
    let mut table = table
        .column("quarter", t("Quarter", "Quý"), Kind::Text)
        .column("resource", t("Resource", "Tài nguyên"), Kind::Text)
        .column("unit", t("Unit", "Đơn vị"), Kind::Text)
        .column("steady", t("Steady", "Ổn định"), Kind::Decimal(3))
        .column("arriving", t("Arriving", "Đang chuyển"), Kind::Decimal(3))
        .column("peak", t("Peak", "Đỉnh"), Kind::Decimal(3))
        .addressed(Addressing {
            root: "demand",
            keys: &["agency_id", "quarter", "resource"],
            keys_kept: &[],
            figures: &["steady"],
        })
        .explained_as("steady", "likely");
    for row in rows {
        let print = |raw: f64| row.resource.print(raw);
        let mut cells = Vec::with_capacity(7);
        if by_agency {
            cells.push(row.agency_id.as_str().into());
        }
        cells.extend([
            row.quarter.to_string().into(),
            row.resource.word().into(),
            row.resource.unit().into(),
            print(row.steady).into(),
            print(row.arriving).into(),
            print(row.peak).into(),
        ]);
        table.push(cells);
    }
    table
}

/// Of each resource the row with the highest peak, the earliest of equal ones, in the order of
/// resources.
pub fn highest_peaks(rows: &[Cutover]) -> Vec<&Cutover> {
    let mut highest: std::collections::BTreeMap<_, &Cutover> = std::collections::BTreeMap::new();
    for row in rows {
        let known = highest.entry((row.resource, row.agency_id.as_str())).or_insert(row);
        if row.peak > known.peak {
            *known = row;
        }
    }
    highest.into_values().collect()
}

/// One row per system that moves and has data, longest first.
pub fn transfer(rows: &[Transfer], plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let link = super::number(plan.transfer.link_mbps.value, language);
    let efficiency = super::percent(plan.transfer.efficiency.value, language);
    let window = super::number(plan.transfer.window_hours.value, language);
    let mut table = Table::new(
        "transfer",
        t("Moving the data", "Chuyển dữ liệu"),
        t(
            &format!(
                "One row per system with data to move, longest first: hours over a link of {link} Mbps of \
                 its own, {efficiency} of which carries data; low and high at the ends of that share. What \
                 likely takes more than {window} h goes by disk. Data is what is used today, else what is \
                 allocated; new systems have none. Machines that name no system are one row per agency."
            ),
            &format!(
                "Mỗi dòng một hệ thống có dữ liệu cần chuyển, lâu nhất trước: số giờ qua đường truyền riêng \
                 {link} Mbps, {efficiency} trong đó truyền được dữ liệu; thấp và cao ứng với hai đầu của tỷ \
                 lệ này. Nếu khả dĩ quá {window} giờ thì chuyển bằng ổ đĩa. Dữ liệu là dung lượng đang dùng, \
                 nếu chưa khai thì dung lượng cấp phát; hệ thống mới không có. Các máy chưa rõ hệ thống gộp thành một dòng \
                 theo cơ quan."
            ),
        ),
    )
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("quarter", t("Quarter", "Quý"), Kind::Text)
    .column("data_tib", t("Data (TiB)", "Dữ liệu (TiB)"), Kind::Decimal(3))
    .column("declared_share", t("Declared", "Đã khai"), Kind::Share)
    .column("hours_low", t("Low (h)", "Thấp (giờ)"), Kind::Decimal(1))
    .column("hours", t("Likely (h)", "Khả dĩ (giờ)"), Kind::Decimal(1))
    .column("hours_high", t("High (h)", "Cao (giờ)"), Kind::Decimal(1))
    .column("exceeds_window", t("Ship by disk", "Chuyển bằng ổ đĩa"), Kind::Flag);
    for row in rows {
        table.push(vec![
            row.agency_id.as_str().into(),
            row.system_id.as_str().into(),
            row.quarter.to_string().into(),
            Bytes::from_raw(row.bytes).as_tib().into(),
            row.declared_share.into(),
            row.hours_low.into(),
            row.hours.into(),
            row.hours_high.into(),
            row.exceeds_window.into(),
        ]);
    }
    table
}
