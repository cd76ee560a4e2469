//! Tables of where systems run, which way they go, and which of those the directive names are missing.

use super::directive::{day, filled, joined};
use crate::compliance::{Case, Expected, FacilityCase, Proof, Route, Whereabouts, day_of_share};
use crate::language::Language;
use crate::reference::{Agencies, legal_rules};
use crate::report::table::{Kind, Table, Value};

/// Columns of the facilities that fit a screen.
const FACILITIES_SHOWN: &[&str] =
    &["agency_id", "facility_id", "name", "case_words", "reason", "follows", "warning_words"];

/// Columns of the routes that fit a screen.
const ROUTES_SHOWN: &[&str] = &[
    "agency_id",
    "system_id",
    "name",
    "move_plan",
    "proposed_quarter",
    "agreed_quarter",
    "zone",
    "missing_words",
    "warning_words",
];

/// Columns of the expected systems that fit a screen.
const EXPECTED_SHOWN: &[&str] = &["name", "owner", "ground", "state_words", "found"];

/// One row per facility: its case under III.3, why, what follows, what is to be watched.
pub fn facilities(of: &Whereabouts, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "facilities",
        t("Facilities and what follows for them", "Nhà trạm và phương án tương ứng"),
        t(
            "One row per facility that had arrived by the as-of date. Cases are those of III.3: leased, then level III by TCVN 9250:2021, TIA-942 \
             or Uptime, then below, then unknown; they hold for owners of national databases only. A \
             certificate counts while it is in force and speaks of the whole site; of several parts the lowest \
             counts. Where it states no scope it is read as the whole site. Days of depreciation: when a \
             tenth, half and all of the servers that state one are depreciated.",
            "Mỗi dòng là một nhà trạm đã khai đến ngày lấy số liệu. Các trường hợp theo khoản 3 mục III: đi thuê, rồi từ hạng III theo TCVN \
             9250:2021, TIA-942 hoặc Uptime, rồi dưới hạng, rồi chưa rõ; chỉ áp dụng cho chủ quản cơ sở dữ liệu \
             quốc gia. Chứng nhận được tính khi còn hiệu lực và cho toàn bộ nhà trạm; xếp hạng từng phần thì lấy \
             hạng thấp nhất. Không nêu phạm vi thì hiểu là toàn bộ nhà trạm. Ngày hết khấu hao: khi một phần \
             mười, một nửa và toàn bộ máy chủ có khai ngày đã hết khấu hao.",
        ),
    )
    .column("agency_id", t("Id", "Mã"), Kind::Text)
    .column("agency", t("Agency", "Cơ quan"), Kind::Text)
    .column("facility_id", t("Facility", "Mã nhà trạm"), Kind::Text)
    .column("name", t("Name", "Tên"), Kind::Text)
    .column("ownership", t("Ownership", "Hình thức sở hữu"), Kind::Text)
    .column("evidence", t("Certificates", "Chứng nhận"), Kind::Text)
    .column("level_proven", t("Level proven", "Hạng đã chứng minh"), Kind::Integer)
    .column("case", t("Case code", "Mã trường hợp"), Kind::Text)
    .column("case_words", t("Case", "Trường hợp"), Kind::Text)
    .column("point", t("Point", "Căn cứ"), Kind::Text)
    .column("reason", t("Why", "Vì sao"), Kind::Text)
    .column("follows", t("What follows", "Việc phải làm"), Kind::Text)
    .column("plan_due_on", t("Plan due on", "Hạn lập kế hoạch"), Kind::Text)
    .column("move_from", t("Move from", "Chuyển từ"), Kind::Text)
    .column("move_by", t("Move by", "Chuyển đến hạn"), Kind::Text)
    .column("contract_end_on", t("Contract ends on", "Hợp đồng kết thúc"), Kind::Text)
    .column("servers_count", t("Servers", "Số máy chủ"), Kind::Integer)
    .column("servers_without_end", t("Without end", "Chưa khai khấu hao"), Kind::Integer)
    .column("depreciated_10_pct_on", t("10 % depreciated", "Hết khấu hao 10 %"), Kind::Text)
    .column("depreciated_50_pct_on", t("50 % depreciated", "Hết khấu hao 50 %"), Kind::Text)
    .column("depreciated_on", t("All depreciated", "Hết khấu hao toàn bộ"), Kind::Text)
    .column("in_service_50_pct_on", t("Half in service since", "Một nửa dùng từ"), Kind::Text)
    .column("depreciation_end_on", t("Depreciation as stated", "Khấu hao như khai"), Kind::Text)
    .column("national_databases", t("National databases", "CSDL quốc gia"), Kind::Text)
    .column("warnings", t("Warning codes", "Mã cảnh báo"), Kind::Text)
    .column("warning_words", t("To be watched", "Cần lưu ý"), Kind::Text);
    for facility in &of.facilities {
        table.push(facility_row(facility, agencies, language));
    }
    table
}

fn facility_row(facility: &FacilityCase, agencies: &Agencies, language: Language) -> Vec<Value> {
    let decision = &facility.decision;
    let equipment = &facility.equipment;
    let ends = |percent| day(day_of_share(&equipment.depreciation_ends, percent));
    let level = decision.proofs.values().map(|proof| match proof {
        Proof::Kept(level) | Proof::Below(level) => i64::from(*level),
    });
    let servers = |count: u64| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let point = decision.case.ground().map(|(point, _)| point);
    vec![
        facility.agency_id.as_str().into(),
        agencies.name_of(&facility.agency_id).into(),
        facility.facility_id.as_str().into(),
        filled(&facility.name),
        facility.ownership.clone().into(),
        filled(&joined(facility.evidence.iter().map(|of| of.words(language)))),
        // The best of the standards, since III.3.b asks for any of them.
        level.max().into(),
        decision.case.word().into(),
        decision.case.title(language).into(),
        point.into(),
        facility.reason(language).into(),
        filled(&decision.follows(language)),
        day(decision.plan_due_on),
        day(decision.move_from),
        day(decision.move_by),
        day(facility.contract_end_on),
        servers(equipment.count),
        servers(equipment.without_end()),
        ends(10),
        ends(50),
        ends(100),
        day(day_of_share(&equipment.in_service, 50)),
        day(facility.depreciation_end_on),
        filled(&joined(facility.national_databases.iter())),
        filled(&joined(decision.warnings.iter().map(|warning| warning.word()))),
        filled(&joined(decision.warnings.iter().map(|warning| warning.title(language)))),
    ]
}

/// One row per system: its route, what is missing, what is to be watched.
pub fn routes(of: &Whereabouts, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let rules = joined(of.level_rules().filter_map(|rule| rule.number.as_deref()));
    let mut table = Table::new(
        "routes",
        t("Routes of the systems", "Lộ trình của các hệ thống"),
        t(
            &format!(
                "One row per system that had arrived by the as-of date. Quarters later: from the proposed to the agreed quarter. The ground is \
                 the case of its facility, else the group of its agency; a start is never overdue. Rules on \
                 security levels in force on the as-of date: {rules}.{}",
                expected_rules(of, language)
            ),
            &format!(
                "Mỗi dòng là một hệ thống đã khai đến ngày lấy số liệu. Số quý lệch: từ quý đề xuất đến quý thống nhất. Căn cứ là trường hợp \
                 của nhà trạm, nếu không thì theo nhóm của cơ quan; thời điểm bắt đầu không bao giờ quá hạn. Quy \
                 định về cấp độ đang có hiệu lực tại ngày lấy số liệu: {rules}.{}",
                expected_rules(of, language)
            ),
        ),
    )
    .column("agency_id", t("Id", "Mã"), Kind::Text)
    .column("agency", t("Agency", "Cơ quan"), Kind::Text)
    .column("system_id", t("System", "Mã hệ thống"), Kind::Text)
    .column("name", t("Name", "Tên"), Kind::Text)
    .column("move_plan", t("Move plan", "Phương án"), Kind::Text)
    .column("proposed_quarter", t("Proposed", "Đề xuất"), Kind::Text)
    .column("agreed_quarter", t("Agreed", "Thống nhất"), Kind::Text)
    .column("quarters_later", t("Quarters later", "Số quý lệch"), Kind::Integer)
    .column("point", t("Point", "Căn cứ"), Kind::Text)
    .column("starts_on", t("Starts on", "Bắt đầu"), Kind::Text)
    .column("due_on", t("Due on", "Hạn"), Kind::Text)
    .column("facility_id", t("Facility", "Nhà trạm"), Kind::Text)
    .column("facility_case", t("Facility case", "Trường hợp nhà trạm"), Kind::Text)
    .column("security_level", t("Level", "Cấp độ"), Kind::Integer)
    .column("level_decision", t("Level decision", "Quyết định cấp độ"), Kind::Text)
    .column("level_decision_on", t("Decided on", "Ngày phê duyệt"), Kind::Text)
    .column("state_secret", t("State secret", "Bí mật nhà nước"), Kind::Flag)
    .column("cloud_ready", t("Cloud ready", "Sẵn sàng lên đám mây"), Kind::Flag)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("zone_is_assumed", t("Zone assumed", "Vùng giả định"), Kind::Flag)
    .column("rules", t("Rules in force", "Quy định đang có hiệu lực"), Kind::Text)
    .column("reason", t("Reason stated", "Lý do nêu"), Kind::Text)
    .column("missing", t("Missing columns", "Mã cột còn thiếu"), Kind::Text)
    .column("missing_words", t("Missing", "Còn thiếu"), Kind::Text)
    .column("warnings", t("Warning codes", "Mã cảnh báo"), Kind::Text)
    .column("warning_words", t("To be watched", "Cần lưu ý"), Kind::Text);
    for route in &of.routes {
        table.push(route_row(route, &rules, agencies, language));
    }
    table
}

fn route_row(route: &Route, rules: &str, agencies: &Agencies, language: Language) -> Vec<Value> {
    let ground = route.ground;
    vec![
        route.agency_id.as_str().into(),
        agencies.name_of(&route.agency_id).into(),
        route.system_id.as_str().into(),
        filled(&route.name),
        route.way.map(|way| way.word()).into(),
        route.proposed.map(|quarter| quarter.to_string()).into(),
        route.agreed.map(|quarter| quarter.to_string()).into(),
        route.difference().map(i64::from).into(),
        ground.map(|ground| ground.point).into(),
        day(ground.and_then(|ground| ground.starts_on)),
        day(ground.and_then(|ground| ground.due_on)),
        route.facility_id.clone().into(),
        route.facility_case.map(Case::word).into(),
        route.level.map(i64::from).into(),
        route.level_decision.clone().into(),
        day(route.level_decision_on),
        route.has_secrets.into(),
        route.is_cloud_ready.into(),
        route.zone.as_str().into(),
        route.zone_is_assumed.into(),
        filled(rules),
        route.reason.clone().into(),
        filled(&joined(route.lacks.iter().map(|lack| lack.word()))),
        filled(&joined(route.lacks.iter().map(|lack| lack.title(language)))),
        filled(&joined(route.warnings.iter().map(|warning| warning.word()))),
        filled(&joined(route.warnings.iter().map(|warning| warning.title(language)))),
    ]
}

/// What is asked for and not known to have been issued, as a sentence that follows another.
fn expected_rules(of: &Whereabouts, language: Language) -> String {
    let expected = legal_rules().iter().filter(|rule| rule.is_expected());
    let sentence = |rule: &crate::reference::LegalRule| {
        let due = rule.due_on.map(|due| crate::time::written_day(due, language));
        let (title, due) = (rule.title(language), due.unwrap_or_default());
        let is_past = rule.due_on.is_some_and(|due| due < of.as_of);
        match language {
            Language::English if is_past => {
                format!(" Asked for by {due} and not known to have been issued: {title}.")
            }
            Language::English => format!(" Asked for by {due}: {title}."),
            Language::Vietnamese if is_past => {
                format!(" Phải ban hành đến {due}, chưa rõ đã ban hành: {title}.")
            }
            Language::Vietnamese => format!(" Phải ban hành đến {due}: {title}."),
        }
    };
    expected.map(sentence).collect()
}

/// One row per system the directive, or the list of national databases, names.
pub fn expected(of: &Whereabouts, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "expected",
        t("Systems that are expected by name", "Các hệ thống được nêu tên"),
        t(
            "One row per system or database that Directive 32/CT-TTg names, then those that only Decree \
             47/2024/NĐ-CP lists. Only what had arrived by the as-of date counts. state: found, to_confirm (a name holds its name among other words), \
             elsewhere (only another agency sent one of its name), missing.",
            "Mỗi dòng là một hệ thống hoặc cơ sở dữ liệu Chỉ thị 32/CT-TTg nêu tên, tiếp theo là những cơ sở dữ \
             liệu chỉ có trong Nghị định 47/2024/NĐ-CP. Chỉ tính những gì đã nhận đến ngày lấy số liệu. state: found (đã gửi), to_confirm (tên gửi có chứa tên \
             này, cần xác nhận), elsewhere (chỉ cơ quan khác gửi), missing (chưa gửi).",
        ),
    )
    .column("id", t("Id", "Mã"), Kind::Text)
    .column("kind", t("Kind", "Loại"), Kind::Text)
    .column("name", t("Name", "Tên"), Kind::Text)
    .column("agency_id", t("Owner id", "Mã chủ quản"), Kind::Text)
    .column("owner", t("Owner", "Chủ quản"), Kind::Text)
    .column("later_owner_id", t("Later owner id", "Mã chủ quản sau"), Kind::Text)
    .column("named_by", t("Named by", "Nguồn"), Kind::Text)
    .column("ground", t("Ground", "Căn cứ"), Kind::Text)
    .column("task", t("Task", "Nhiệm vụ"), Kind::Text)
    .column("state", t("State code", "Mã tình trạng"), Kind::Text)
    .column("state_words", t("State", "Tình trạng"), Kind::Text)
    .column("found", t("Sent as", "Đã gửi với tên"), Kind::Text)
    .column("certainty", t("Certainty", "Độ chắc chắn"), Kind::Text)
    .column("source", t("Source", "Nguồn tham chiếu"), Kind::Text);
    for one in &of.expected {
        table.push(expected_row(one, agencies, language));
    }
    table
}

fn expected_row(one: &Expected, agencies: &Agencies, language: Language) -> Vec<Value> {
    let system = one.system;
    let owner = system.owner_ids.first().map_or("", String::as_str);
    let ground = match system.ground.as_str() {
        "" => language.pick("Decree 47/2024/NĐ-CP", "Nghị định 47/2024/NĐ-CP"),
        ground => ground,
    };
    let found = one.candidates.iter().map(|of| format!("{}/{} {}", of.agency_id, of.id, of.name));
    vec![
        system.id.as_str().into(),
        system.kind.as_str().into(),
        system.name(language).into(),
        owner.into(),
        agencies.name_of(owner).into(),
        system.owner_ids.get(1).map(String::as_str).into(),
        system.named_by.as_str().into(),
        ground.into(),
        filled(&system.task),
        one.presence.word().into(),
        one.presence.title(language).into(),
        filled(&joined(found)),
        system.certainty.as_str().into(),
        system.source.as_str().into(),
    ]
}

/// One of these tables with the columns that fit a screen.
pub fn whereabouts_on_a_screen(all: Table) -> Table {
    let shown = match all.name {
        "facilities" => FACILITIES_SHOWN,
        "routes" => ROUTES_SHOWN,
        "expected" => EXPECTED_SHOWN,
        _ => return all,
    };
    // What a roll-up adds is shown too.
    let always = ["reported_as_id", "succession"];
    let is_shown = |at: &usize| [shown, &always].concat().contains(&all.columns[*at].name);
    let kept: Vec<usize> = (0..all.columns.len()).filter(is_shown).collect();
    let of_row = |row: &Vec<Value>| kept.iter().map(|at| row[*at].clone()).collect();
    Table {
        columns: kept.iter().map(|at| all.columns[*at].clone()).collect(),
        rows: all.rows.iter().map(of_row).collect(),
        ..all
    }
}
