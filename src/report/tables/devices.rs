//! Tables of the devices that move: where their figures come from, and what stays.

use super::super::Planning;
use super::super::figures::{SWITCHES_WORDS, by_source, source_words};
use super::super::table::{Kind, Table, Value};
use super::kind_word;
use crate::library::Score;
use crate::placement::{Fact, Origin};
use crate::unit::Watts;

/// One row per source of power figures: devices and kilowatts of the power statement. The rows add up
/// to its IT average and its sum of peaks.
pub fn power_sources(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "power_sources",
        t("Where power figures come from", "Nguồn của số liệu công suất"),
        t(
            "One row per source, the most trusted first, of devices in racks. The rows add up to the IT \
             average and the sum of peaks. Of the switches that the plan adds to racks the number is not \
             stated.",
            "Mỗi dòng là một nguồn, đáng tin nhất trước, của thiết bị đã xếp vào tủ. Cộng các dòng được \
             công suất CNTT trung bình và tổng các đỉnh. Với chuyển mạch do kế hoạch thêm vào tủ thì không nêu \
             số lượng.",
        ),
    )
    .column("source", t("Source", "Nguồn"), Kind::Text)
    .column("title", t("Meaning", "Ý nghĩa"), Kind::Text)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("power_kw_average", t("Average (kW)", "Trung bình (kW)"), Kind::Decimal(3))
    .column("power_kw_peak", t("Peak (kW)", "Đỉnh (kW)"), Kind::Decimal(3));
    let racks = &planning.placement.racks;
    for (source, sum) in by_source(planning, racks.iter()) {
        let (english, vietnamese) = source_words(source);
        table.push(vec![
            source.word().into(),
            t(english, vietnamese).into(),
            sum.devices_count.into(),
            sum.average.as_kilowatts().into(),
            sum.peak.as_kilowatts().into(),
        ]);
    }
    let switches: Watts = racks.iter().map(|rack| rack.switch_power).sum();
    if switches > Watts::ZERO {
        let (english, vietnamese) = SWITCHES_WORDS;
        table.push(vec![
            "rack_switches".into(),
            t(english, vietnamese).into(),
            // The plan states their power, not how many they are.
            Value::Missing,
            switches.as_kilowatts().into(),
            switches.as_kilowatts().into(),
        ]);
    }
    table
}

/// One row per kind of device that moves and fact: how many devices state it, have it from the device
/// library, or have the plan's stand-in.
pub fn device_facts(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "device_facts",
        t("What is known of devices that move", "Thông tin về thiết bị chuyển đến"),
        t(
            "One row per kind of device and fact: devices of which the submission states it, the device \
             library has it, or the plan's stand-in counts.",
            "Mỗi dòng là một loại thiết bị và một thông tin: số thiết bị do hồ sơ khai, lấy từ thư viện \
             thiết bị, hoặc theo số của kế hoạch.",
        ),
    )
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("fact", t("Fact", "Thông tin"), Kind::Text)
    .column("stated_count", t("Stated", "Đã khai"), Kind::Integer)
    .column("library_count", t("From the library", "Từ thư viện"), Kind::Integer)
    .column("assumed_count", t("Assumed", "Giả định"), Kind::Integer);
    let facts = &planning.fleet.survey.facts;
    let mut kinds: Vec<_> = facts.keys().map(|(kind, ..)| *kind).collect();
    kinds.dedup();
    for kind in kinds {
        for fact in Fact::ALL {
            let count = |origin| facts.get(&(kind, fact, origin)).copied().unwrap_or_default();
            let [stated, library, assumed] = Origin::ALL.map(count);
            table.push(vec![
                kind_word(kind).into(),
                fact.word().into(),
                stated.into(),
                library.into(),
                assumed.into(),
            ]);
        }
    }
    table
}

/// One row per agency, kind of device and reason: servers of no listed system, storage arrays and network
/// devices that do not move.
pub fn devices_left_out(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "devices_left_out",
        t("Devices that stay", "Thiết bị không chuyển"),
        t(
            "One row per agency, kind and reason: servers of no listed system, arrays and network devices. They move with a facility all of whose systems move as \
             they are; open: nobody can tell from what is stated whether they have to move.",
            "Mỗi dòng là một cơ quan, loại và lý do: máy chủ không thuộc hệ thống nào đã khai, tủ đĩa và thiết bị mạng. Chúng chuyển cùng trung tâm dữ liệu có mọi hệ thống \
             đều chuyển nguyên trạng; chưa rõ: thông tin đã khai không đủ để biết có phải chuyển hay không.",
        ),
    )
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("reason", t("Reason", "Lý do"), Kind::Text)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("is_open", t("Open", "Chưa rõ"), Kind::Flag);
    let survey = &planning.fleet.survey;
    for ((agency, kind, why), devices) in &survey.left_out {
        table.push(vec![
            agency.as_str().into(),
            kind_word(*kind).into(),
            why.word().into(),
            (*devices).into(),
            (why.is_open() && survey.relocating_agencies.contains(agency)).into(),
        ]);
    }
    table
}

/// One row per model as written of devices that move, where a device library was imported.
pub fn library_matches(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "library_matches",
        t("Models in the device library", "Model trong thư viện thiết bị"),
        t(
            "One row per model as written. Matched: the library's height, depth, weight and supplies are \
             used where the submission gives none; doubtful: they are not.",
            "Mỗi dòng là một model như đã ghi. Khớp: dùng chiều cao, chiều sâu, khối lượng và số bộ nguồn \
             của thư viện khi hồ sơ chưa khai; nghi vấn: không dùng.",
        ),
    )
    .column("model", t("As written", "Như đã ghi"), Kind::Text)
    .column("devices_count", t("Devices", "Thiết bị"), Kind::Integer)
    .column("verdict", t("Verdict", "Kết quả"), Kind::Text)
    .column("nearest", t("Nearest type", "Loại gần nhất"), Kind::Text)
    .column("score", t("Score", "Điểm"), Kind::Decimal(2))
    .column("difference", t("Against it", "Điểm khác"), Kind::Text);
    for one in &planning.fleet.survey.matches {
        table.push(vec![
            one.text.as_str().into(),
            one.devices_count.into(),
            one.verdict.word().into(),
            one.nearest.as_deref().into(),
            one.score.map(Score::as_share).into(),
            one.difference.map(|difference| difference.word()).into(),
        ]);
    }
    table
}
