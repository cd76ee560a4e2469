//! Tables of what losses leave.

use super::super::table::{Kind, Table, Value};
use super::kind_word;
use crate::language::Language;
use crate::placement::contingency::{
    Aftermath, Counted, Down, DownItem, DownReason, Extent, Feed, Load, LoadOf, Loss,
};
use crate::placement::{Amount, Recovery};
use crate::reference::Agencies;
use crate::report::resource_words::amount_words;

/// One row per loss, with what it takes when it comes alone.
pub fn losses(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "losses",
        t("What is lost", "Phần bị mất"),
        t(
            "One row per loss: how much it takes when it comes alone; the other tables are of all losses \
             together. Power of devices and hosts is the sum of their peaks, of cooling units and UPS \
             modules what they supply.",
            "Mỗi dòng một sự cố, tính khi xảy ra riêng lẻ; các bảng khác tính khi mọi sự cố xảy ra cùng lúc. \
             Công suất của thiết bị và máy chủ là tổng công suất đỉnh; của máy lạnh và mô-đun UPS là công suất cấp.",
        ),
    )
    .column("loss", t("Loss", "Sự cố"), Kind::Text)
    .column("meaning", t("Meaning", "Ý nghĩa"), Kind::Text)
    .column("count", t("Count", "Số lượng"), Kind::Integer)
    .column("counted", t("Of", "Đơn vị đếm"), Kind::Text)
    .column("power_kw", t("Power (kW)", "Công suất (kW)"), Kind::Decimal(1));
    for lost in &aftermath.losses {
        let counted = match lost.counted {
            Counted::Devices => "devices",
            Counted::Hosts => "hosts",
            Counted::CoolingUnits => "cooling_units",
            Counted::UpsModules => "ups_modules",
        };
        table.push(vec![
            lost.loss.to_string().into(),
            meaning(&lost.loss, language).into(),
            lost.count.into(),
            counted.into(),
            lost.power.as_kilowatts().into(),
        ]);
    }
    table
}

fn meaning(loss: &Loss, language: Language) -> String {
    let feed = |feed: &Feed| feed.letter();
    match (loss, language) {
        (Loss::Feed(lost), Language::English) => {
            format!("power path {} of the whole hall", feed(lost))
        }
        (Loss::Feed(lost), Language::Vietnamese) => {
            format!("nhánh nguồn {} của cả phòng máy", feed(lost))
        }
        (Loss::CoolingUnits(_), _) => {
            language.pick("cooling units, spare ones among them", "máy lạnh, kể cả dự phòng").into()
        }
        (Loss::UpsModules(_), _) => language
            .pick(
                "UPS modules of the path that is left, of A where both are",
                "mô-đun UPS của nhánh còn lại; nếu còn cả hai thì của nhánh A",
            )
            .into(),
        (Loss::Row(row), _) => {
            format!("{} {row}", language.pick("all racks of row", "mọi tủ của dãy"))
        }
        (Loss::Rack(id), _) => format!("{} {id}", language.pick("rack", "tủ")),
        (Loss::Hosts { zone: None, .. }, _) => {
            language.pick("the fullest hosts of each pool", "các máy chủ đầy nhất mỗi cụm").into()
        }
        (Loss::Hosts { zone: Some(zone), .. }, _) => {
            format!("{} {zone}", language.pick("the fullest hosts of", "các máy chủ đầy nhất của"))
        }
    }
}

/// One row per workload or device that no longer runs and has no replacement.
pub fn down(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let table = Table::new(
        "down",
        t("What goes down", "Phần ngừng chạy"),
        t(
            "One row per workload without room on another host, and per device that no longer runs and has \
             no replacement. Hosts are not among them: what they carried is.",
            "Mỗi dòng một máy ảo không còn chỗ trên máy chủ khác, hoặc một thiết bị ngừng chạy mà không có thay \
             thế. Không kể máy chủ: chỉ kể máy ảo chạy trên đó.",
        ),
    );
    rows_down(table, &aftermath.down, language)
}

/// One row per host that no longer runs.
pub fn hosts_lost(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let table = Table::new(
        "hosts_lost",
        t("Hosts lost", "Máy chủ bị mất"),
        t(
            "One row per host that no longer runs, those that stood by included.",
            "Mỗi dòng một máy chủ ngừng chạy, kể cả máy dự phòng.",
        ),
    );
    rows_down(table, &aftermath.hosts_lost, language)
}

fn rows_down(table: Table, rows: &[Down], language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = table
        .column("kind", t("Kind", "Loại"), Kind::Text)
        .column("id", t("Workload or device", "Máy ảo hoặc thiết bị"), Kind::Text)
        .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
        .column("system_id", t("System", "Hệ thống"), Kind::Text)
        .column("zone", t("Zone", "Vùng"), Kind::Text)
        .column("reason", t("Reason", "Lý do"), Kind::Text)
        .column("detail", t("Detail", "Chi tiết"), Kind::Text);
    for down in rows {
        table.push(vec![
            kind_of(down).into(),
            down.id.as_str().into(),
            down.agency_id.as_str().into(),
            down.system_id.as_str().into(),
            down.zone.as_str().into(),
            down.reason.code().into(),
            detail(&down.reason, language).into(),
        ]);
    }
    table
}

const fn kind_of(down: &Down) -> &'static str {
    match down.item {
        DownItem::Workload(_) => "workload",
        DownItem::Device(_, kind) => kind_word(kind),
    }
}

fn detail(reason: &DownReason, language: Language) -> String {
    let of = |en: &str, vi: &str, what: &str| format!("{} {what}", language.pick(en, vi));
    match reason {
        DownReason::Row(row) => of("stands in row", "đặt ở dãy", row),
        DownReason::Rack(id) => of("stands in rack", "đặt ở tủ", id),
        DownReason::Feed(feed) => of("hangs only on feed", "chỉ nối nhánh", feed.letter()),
        DownReason::BothFeeds => {
            language.pick("neither feed lives", "mất cả hai nhánh nguồn").to_owned()
        }
        DownReason::Fullest => {
            language.pick("is among the fullest", "thuộc nhóm đầy nhất").to_owned()
        }
        DownReason::NoHostLeft => {
            language.pick("no host of its zone is left", "vùng không còn máy chủ nào").to_owned()
        }
        DownReason::Apart => language
            .pick(
                "hosts with room carry what it must be apart from",
                "máy chủ còn chỗ đang chạy máy ảo phải tách riêng",
            )
            .to_owned(),
        DownReason::NoRoom { need, free_most, together_count } => {
            let (need, free) = (amounts(need, language), amounts(free_most, language));
            match (language, together_count) {
                (Language::English, 0) => {
                    format!("needs {need}; free on any one host: at most {free}")
                }
                (Language::English, others) => format!(
                    "needs, with {others} that must run with it, {need}; free on any one host: at most {free}"
                ),
                (Language::Vietnamese, 0) => {
                    format!("cần {need}; mỗi máy chủ còn trống nhiều nhất {free}")
                }
                (Language::Vietnamese, others) => format!(
                    "cùng {others} máy ảo phải chạy chung cần {need}; mỗi máy chủ còn trống nhiều nhất {free}"
                ),
            }
        }
    }
}

fn amounts(amounts: &[Amount], language: Language) -> String {
    let words: Vec<String> = amounts.iter().map(|&a| amount_words(a, language)).collect();
    words.join(", ")
}

/// One row per load that is held to a limit: the supply of the hall, then the feeds of racks, the most
/// loaded first.
pub fn loads(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "loads",
        t("What feeds, UPS and cooling carry afterwards", "Tải của nhánh nguồn, UPS và làm mát sau sự cố"),
        t(
            "One row per feed of a rack, per UPS path and for the cooling, as far as they live; the most \
             loaded feed first. Peaks of all devices; UPS and cooling after diversity. Where the limit is \
             exceeded: by how much, and which share of the load must be shed (of the cooling, of the IT \
             load).",
            "Mỗi dòng một nhánh nguồn của tủ, một nhánh UPS và hệ thống làm mát còn hoạt động; nhánh nặng tải \
             nhất trước. Tính theo công suất đỉnh; UPS và làm mát sau hệ số đồng thời. Khi vượt giới hạn: \
             vượt bao nhiêu và phải cắt bao nhiêu phần tải (với làm mát: phần tải CNTT).",
        ),
    )
    .column("what", t("What", "Phần tử"), Kind::Text)
    .column("rack_id", t("Rack", "Tủ"), Kind::Text)
    .column("load", t("Load", "Tải"), Kind::Decimal(2))
    .column("limit", t("Limit", "Giới hạn"), Kind::Decimal(2))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("share", t("Of the limit", "So với giới hạn"), Kind::Share)
    .column("excess", t("Too much", "Vượt"), Kind::Decimal(2))
    .column("share_to_shed", t("To shed", "Phải cắt"), Kind::Share)
    .column("is_overloaded", t("Overloaded", "Quá tải"), Kind::Flag);
    let mut loads: Vec<&Load> = aftermath.loads.iter().collect();
    // Of feeds without a limit that are loaded nothing is left to carry them: they come first.
    let share = |load: &Load| match load.share() {
        Some(share) => share,
        None if load.is_over() => f64::INFINITY,
        None => 0.0,
    };
    let is_feed = |load: &Load| matches!(load.of, LoadOf::RackFeed(_));
    loads.sort_by(|a, b| {
        let order = is_feed(a).cmp(&is_feed(b)).then(share(b).total_cmp(&share(a)));
        order.then((&a.rack_id, a.of).cmp(&(&b.rack_id, b.of)))
    });
    for load in loads {
        table.push(load_cells(load));
    }
    table
}

fn load_cells(load: &Load) -> Vec<Value> {
    let excess = load.is_over().then(|| load.excess().as_kilowatts());
    vec![
        load.of.code().into(),
        load.rack_id.as_str().into(),
        load.load.as_kilowatts().into(),
        load.limit.as_kilowatts().into(),
        "kW".into(),
        load.share().into(),
        excess.into(),
        excess.and(load.share_to_shed()).into(),
        load.is_over().into(),
    ]
}

/// The rows of the table of loads whose limit is exceeded.
pub fn overloaded(aftermath: &Aftermath, language: Language) -> Table {
    let mut table = loads(aftermath, language);
    table.name = "overloaded";
    table.title = language.pick("What is overloaded", "Phần quá tải").to_owned();
    table.rows.retain(|row| row.last() == Some(&Value::Flag(true)));
    table
}

/// One row per pool.
pub fn pools_left(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "pools_left",
        t("Hosts by zone afterwards", "Máy chủ theo vùng sau sự cố"),
        t(
            "One row per pool: hosts lost, and what became of their workloads. Hosts without a rack are not \
             counted. Survivable: as many of the fullest hosts may fail, nothing else lost, and all \
             workloads have room.",
            "Mỗi dòng một cụm: số máy chủ bị mất và các máy ảo trên đó. Không kể máy chủ chưa có tủ. Chịu được: \
             số máy chủ đầy nhất có thể hỏng (không mất gì khác) mà mọi máy ảo vẫn còn chỗ.",
        ),
    )
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("host_profiles", t("Hosts are", "Cấu hình máy chủ"), Kind::Text)
    .column("hosts_count", t("Hosts", "Máy chủ"), Kind::Integer)
    .column("hosts_spare_count", t("Spare", "Dự phòng"), Kind::Integer)
    .column("hosts_lost_count", t("Hosts lost", "Máy chủ mất"), Kind::Integer)
    .column("hosts_spare_lost_count", t("Spare lost", "Dự phòng mất"), Kind::Integer)
    .column("workloads_moved_count", t("Workloads moved", "Máy ảo chuyển"), Kind::Integer)
    .column("workloads_down_count", t("Workloads down", "Máy ảo ngừng"), Kind::Integer)
    .column("recovery", t("Found room", "Cách xếp lại"), Kind::Text)
    .column("hosts_survivable_count", t("Survivable", "Chịu được"), Kind::Integer);
    for pool in &aftermath.pools {
        let recovery = match pool.recovery {
            _ if pool.workloads_moved_count == 0 => None,
            Recovery::FirstFit => Some("first_fit"),
            Recovery::HostForHost => Some("host_for_host"),
        };
        table.push(vec![
            pool.zone.as_str().into(),
            pool.host_profiles.join(" + ").into(),
            pool.hosts_count.into(),
            pool.hosts_spare_count.into(),
            pool.hosts_lost_count.into(),
            pool.hosts_spare_lost_count.into(),
            pool.workloads_moved_count.into(),
            pool.workloads_down_count.into(),
            recovery.into(),
            pool.hosts_survivable_count.into(),
        ]);
    }
    table
}

/// One row per system of which something is down or had to move.
pub fn systems_hit(aftermath: &Aftermath, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "systems_hit",
        t("Systems hit", "Hệ thống bị ảnh hưởng"),
        t(
            "One row per system: wholly or partly down, or moved (all of it runs, some on other hosts, where \
             it was started anew). Of what is named in no system the extent is not known. Systems that \
             only depend on these are not among them.",
            "Mỗi dòng một hệ thống: ngừng hẳn (wholly), ngừng một phần (partly), hoặc chuyển máy (moved: vẫn chạy, \
             một phần được khởi động lại trên máy chủ khác). Phần không thuộc hệ thống nào thì chưa rõ mức độ. \
             Không kể hệ thống chỉ phụ thuộc vào các hệ thống này.",
        ),
    )
    .column("agency_id", t("Agency id", "Mã cơ quan"), Kind::Text)
    .column("agency", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("extent", t("Extent", "Mức độ"), Kind::Text)
    .column("parts_count", t("Parts", "Thành phần"), Kind::Integer)
    .column("down_count", t("Down", "Ngừng"), Kind::Integer)
    .column("moved_count", t("Moved", "Chuyển"), Kind::Integer);
    for system in &aftermath.systems {
        table.push(vec![
            system.agency_id.as_str().into(),
            agencies.name_of(&system.agency_id).into(),
            system.system_id.as_str().into(),
            system.extent().map(Extent::code).into(),
            system.parts_count.into(),
            system.down_count.into(),
            system.moved_count.into(),
        ]);
    }
    table
}

/// Hosts lost, what is down, and all loads as one table, one fact a row.
pub fn effects(aftermath: &Aftermath, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "effects",
        t("Effects", "Hệ quả"),
        t(
            "One row per effect: lost (a host), down (a workload or device), load (a feed, a UPS path or the \
             cooling within its limit), overloaded (above it).",
            "Mỗi dòng một hệ quả: lost (mất máy chủ), down (máy ảo hoặc thiết bị ngừng), load (nhánh nguồn, UPS \
             hoặc làm mát trong giới hạn), overloaded (vượt giới hạn).",
        ),
    )
    .column("effect", t("Effect", "Hệ quả"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("id", t("Workload, device or rack", "Máy ảo, thiết bị hoặc tủ"), Kind::Text)
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Hệ thống"), Kind::Text)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("reason", t("Reason", "Lý do"), Kind::Text)
    .column("detail", t("Detail", "Chi tiết"), Kind::Text)
    .column("load", t("Load", "Tải"), Kind::Decimal(2))
    .column("limit", t("Limit", "Giới hạn"), Kind::Decimal(2))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("share", t("Of the limit", "So với giới hạn"), Kind::Share)
    .column("excess", t("Too much", "Vượt"), Kind::Decimal(2))
    .column("share_to_shed", t("To shed", "Phải cắt"), Kind::Share);
    let none = |count: usize| std::iter::repeat_n(Value::Missing, count);
    for (effect, rows) in
        [("lost", hosts_lost(aftermath, language)), ("down", down(aftermath, language))]
    {
        for row in rows.rows {
            table.push([effect.into()].into_iter().chain(row).chain(none(6)).collect());
        }
    }
    for mut row in loads(aftermath, language).rows {
        let effect = if row.pop() == Some(Value::Flag(true)) { "overloaded" } else { "load" };
        let figures = row.split_off(2);
        table.push([effect.into()].into_iter().chain(row).chain(none(5)).chain(figures).collect());
    }
    table
}
