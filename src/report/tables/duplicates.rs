//! Rows of two submissions that may be one thing.

use super::super::table::{Kind, Table, Value};
use crate::diagnostic::Text;
use crate::duplicates::{
    Doubt, Evidence, How, Item, Listed, Relation, State, Survey, Trait, Weighed,
};
use crate::inventory::Inventory;
use crate::language::{Language, NumberStyle};
use crate::schema::{self, Unit};
use crate::time::{NaiveDate, written_day};
use crate::unit::Bytes;

/// Days from the first of our era to 1970-01-01.
const EPOCH: i32 = 719_163;

/// One row per pair, undecided first, the surest first: both rows with their addresses, the evidence in
/// words, what was decided.
pub fn duplicates<'a>(
    survey: &Survey,
    listed: impl Iterator<Item = &'a Listed>,
    inventory: &Inventory,
    language: Language,
) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut note = t(
        "One row per pair of rows of two submissions. Undecided pairs count twice; pairs decided to be \
         the same count once, by the row that is kept.",
        "Mỗi dòng là một cặp dòng của hai hồ sơ. Cặp chưa quyết định được tính hai lần; cặp đã quyết định \
         là một chỉ tính một lần, theo dòng được giữ.",
    );
    // An empty table would say that there is none.
    if survey.rows_not_compared > 0 {
        note = doubt_words(survey, language).unwrap_or(note);
    }
    let mut table =
        Table::new("duplicates", t("Rows that may be one thing", "Các dòng có thể là một"), note)
            .column("pair", t("Pair", "Cặp"), Kind::Text)
            .column("state", t("State", "Trạng thái"), Kind::Text)
            .column("table", t("Table", "Bảng"), Kind::Text)
            .column("relation", t("Relation", "Quan hệ"), Kind::Text)
            .column("score", t("Score", "Điểm"), Kind::Decimal(3))
            .column("is_likely", t("Likely", "Khả năng cao"), Kind::Flag);
    for (names, title) in [
        (["agency_id_a", "key_a", "file_a", "sheet_a"], "A"),
        (["agency_id_b", "key_b", "file_b", "sheet_b"], "B"),
    ] {
        let titles =
            [t("Agency", "Cơ quan"), t("Code", "Mã"), t("File", "Tệp"), t("Sheet", "Trang tính")];
        for (name, of) in names.into_iter().zip(titles) {
            table = table.column(name, format!("{of} {title}"), Kind::Text);
        }
        let row = if title == "A" { "row_a" } else { "row_b" };
        table = table.column(row, format!("{} {title}", t("Row", "Dòng")), Kind::Integer);
    }
    let mut table = table
        .column("agrees", t("Agrees", "Khớp"), Kind::Text)
        .column("differs", t("Differs", "Khác"), Kind::Text)
        .column("kept", t("Kept", "Dòng được giữ"), Kind::Text)
        .column("reason", t("Reason", "Lý do"), Kind::Text)
        .column("decided_by", t("Decided by", "Người quyết định"), Kind::Text)
        .column("decided_on", t("Decided on", "Ngày quyết định"), Kind::Text);
    for of in listed {
        let (a, b) = survey.rows_of(of);
        let decision = of.decision.as_ref();
        let mut row: Vec<Value> = vec![
            of.id.as_str().into(),
            of.state.word().into(),
            of.table.name().into(),
            relation_word(of.pair.relation).into(),
            of.pair.score.into(),
            of.is_likely.into(),
        ];
        for item in [a, b] {
            row.extend([
                item.id.agency_id.as_str().into(),
                key_of(item).into(),
                file_of(inventory, item).into(),
                item.at.sheet.as_str().into(),
                i64::from(item.at.row).into(),
            ]);
        }
        let kept = decision.filter(|_| of.state == State::Same);
        row.extend([
            agreeing(&of.pair.weighed, a, b, language).into(),
            differing(&of.pair.weighed, a, b, language).into(),
            kept.map(|decision| decision.kept.to_string()).into(),
            decision.and_then(|decision| decision.reason.clone()).into(),
            decision.and_then(|decision| decision.decided_by.clone()).into(),
            decision.map(|decision| decision.decided_on.clone()).into(),
        ]);
        table.push(row);
    }
    table
}

/// The same with a last column `decision` to be filled in (`ndcap duplicates decide --from`): what was
/// decided, empty where nothing was.
pub fn duplicates_to_decide<'a>(
    survey: &Survey,
    listed: impl Iterator<Item = &'a Listed>,
    inventory: &Inventory,
    language: Language,
) -> Table {
    let listed: Vec<&Listed> = listed.collect();
    let mut table = duplicates(survey, listed.iter().copied(), inventory, language).column(
        "decision",
        language.pick("Decision", "Quyết định"),
        Kind::Text,
    );
    for (row, of) in table.rows.iter_mut().zip(listed) {
        row.push(Some(of.state.word()).filter(|_| of.state != State::Open).into());
    }
    table
}

/// The same for a terminal: what fits on a line.
pub fn duplicates_in_short<'a>(
    survey: &Survey,
    listed: impl Iterator<Item = &'a Listed>,
    language: Language,
) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table =
        Table::new("duplicates", t("Rows that may be one thing", "Các dòng có thể là một"), "")
            .column("pair", t("Pair", "Cặp"), Kind::Text)
            .column("state", t("State", "Trạng thái"), Kind::Text)
            .column("score", t("Score", "Điểm"), Kind::Decimal(3))
            .column("table", t("Table", "Bảng"), Kind::Text)
            .column("a", "A", Kind::Text)
            .column("b", "B", Kind::Text)
            .column("agrees", t("Agrees", "Khớp"), Kind::Text)
            .column("differs", t("Differs", "Khác"), Kind::Text);
    for of in listed {
        let (a, b) = survey.rows_of(of);
        table.push(vec![
            of.id.as_str().into(),
            state_word(of, language).into(),
            of.pair.score.into(),
            t(of.table.name(), &of.table.title_vi().to_lowercase()).into(),
            a.id.to_string().into(),
            b.id.to_string().into(),
            agreeing(&of.pair.weighed, a, b, language).into(),
            differing(&of.pair.weighed, a, b, language).into(),
        ]);
    }
    table
}

/// One row per piece of evidence on a pair: both values, how they compare, what that is worth.
pub fn duplicate_evidence(survey: &Survey, listed: &Listed, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let (a, b) = survey.rows_of(listed);
    let note = t(
        "Each bit doubles the odds. What both rows do not state is no evidence; limits of the plan may \
         make the sum less than its parts.",
        "Mỗi bit nhân đôi tỷ lệ khả năng. Điều mà một trong hai dòng không khai thì không phải bằng chứng; \
         giới hạn của kế hoạch có thể làm tổng nhỏ hơn các phần.",
    );
    let mut table = Table::new("evidence", t("Evidence", "Bằng chứng"), note)
        .column("of", t("Of", "Nội dung"), Kind::Text)
        .column("a", a.id.to_string(), Kind::Text)
        .column("b", b.id.to_string(), Kind::Text)
        .column("how", t("How", "So sánh"), Kind::Text)
        .column("bits", "Bit", Kind::Decimal(1));
    for evidence in &listed.pair.weighed.evidence {
        table.push(vec![
            title_of(evidence.of, language).into(),
            shown(evidence.of, a, language).into(),
            shown(evidence.of, b, language).into(),
            how_word(evidence.how, language).into(),
            bits(evidence.bits).into(),
        ]);
    }
    table
}

/// Where a row stands: file, sheet and row.
pub fn place_of(inventory: &Inventory, item: &Item, language: Language) -> String {
    let file = file_of(inventory, item);
    let row = language.pick("row", "dòng");
    format!("{file}, {}, {row} {}", item.at.sheet, item.at.row)
}

/// How much undecided likely pairs may count twice, as a sentence, or that so many rows were not compared;
/// `None` where there is no such pair.
pub fn doubt_words(survey: &Survey, language: Language) -> Option<String> {
    match survey.rows_not_compared {
        0 => counted_twice(&survey.doubt(), language),
        rows => {
            let said = Text::phrase("print-duplicates-not-compared").with("rows", rows);
            Some(said.in_language(language).into_owned())
        }
    }
}

fn counted_twice(doubt: &Doubt, language: Language) -> Option<String> {
    if doubt.pairs == 0 {
        return None;
    }
    let style = NumberStyle::of(language);
    let count = |number: i64| style.format(number as f64, 0);
    let gib = |bytes: i64| style.format(Bytes::from_bytes(bytes.unsigned_abs()).as_gib(), 0);
    let mut what = Vec::new();
    if doubt.workloads > 0 {
        let text = language.pick(
            "workloads: {n} ({v} vCPU, {r} GiB RAM, {d} GiB disk)",
            "máy ảo: {n} ({v} vCPU, {r} GiB RAM, {d} GiB đĩa)",
        );
        let text = text.replace("{n}", &count(doubt.workloads));
        let text = text.replace("{v}", &count(doubt.vcpu_count));
        let text = text.replace("{r}", &gib(doubt.ram_bytes));
        what.push(text.replace("{d}", &gib(doubt.disk_provisioned_bytes)));
    }
    if doubt.servers > 0 {
        let text = language
            .pick("servers: {n} ({c} cores, {r} GiB RAM)", "máy chủ: {n} ({c} core, {r} GiB RAM)");
        let text = text.replace("{n}", &count(doubt.servers));
        let text = text.replace("{c}", &count(doubt.server_cores_count));
        what.push(text.replace("{r}", &gib(doubt.server_ram_bytes)));
    }
    if doubt.databases > 0 {
        let text = language.pick("databases: {n}", "cơ sở dữ liệu: {n}");
        what.push(text.replace("{n}", &count(doubt.databases)));
    }
    let pairs = count(i64::try_from(doubt.pairs).unwrap_or(i64::MAX));
    let text = language.pick(
        "May be counted twice: {w}; undecided likely pairs: {p} (ndcap duplicates).",
        "Có thể bị tính hai lần: {w}; cặp khả năng cao chưa quyết định: {p} (ndcap duplicates).",
    );
    Some(text.replace("{w}", &what.join("; ")).replace("{p}", &pairs))
}

const fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Overlap => "overlap",
    }
}

fn state_word(listed: &Listed, language: Language) -> &'static str {
    match (listed.state, listed.pair.relation, listed.is_likely) {
        (State::Same, ..) => language.pick("same", "là một"),
        (State::Different, ..) => language.pick("different", "khác nhau"),
        (State::Open, Relation::Overlap, _) => {
            language.pick("open, overlap", "chưa quyết, trùng chủ đề")
        }
        (State::Open, _, true) => language.pick("open, likely", "chưa quyết, khả năng cao"),
        (State::Open, _, false) => language.pick("open, possible", "chưa quyết, có thể"),
    }
}

const fn how_word(how: How, language: Language) -> &'static str {
    match how {
        How::Agrees => language.pick("agrees", "khớp"),
        How::Alike => language.pick("alike", "gần giống"),
        How::Near => language.pick("near", "xấp xỉ"),
        How::Next => language.pick("next of a series", "số kế tiếp"),
        How::Differs => language.pick("differs", "khác"),
    }
}

fn bits(parts: i32) -> f64 {
    f64::from(parts) / f64::from(crate::duplicates::PARTS_OF_A_BIT)
}

fn key_of(item: &Item) -> String {
    match item.id.occurrence {
        1 => item.id.key.clone(),
        number => format!("{}#{number}", item.id.key),
    }
}

fn file_of(inventory: &Inventory, item: &Item) -> String {
    let record = inventory.record(&item.at.submission_id);
    record.map_or_else(|_| item.at.submission_id.clone(), |record| record.file.clone())
}

/// What agrees, as `Serial 7R2XK12; name web-01 ~ WEB_01`.
fn agreeing(weighed: &Weighed, a: &Item, b: &Item, language: Language) -> String {
    words(weighed, language, a, b, |how| matches!(how, How::Agrees | How::Alike | How::Near))
}

/// What differs, as `RAM 64 GiB ≠ 128 GiB`.
fn differing(weighed: &Weighed, a: &Item, b: &Item, language: Language) -> String {
    words(weighed, language, a, b, |how| matches!(how, How::Next | How::Differs))
}

fn words(
    weighed: &Weighed,
    language: Language,
    a: &Item,
    b: &Item,
    is_wanted: fn(How) -> bool,
) -> String {
    let mut evidence: Vec<&Evidence> =
        weighed.evidence.iter().filter(|evidence| is_wanted(evidence.how)).collect();
    // What decides comes first.
    evidence.sort_by_key(|evidence| std::cmp::Reverse(evidence.bits.abs()));
    let word = |evidence: &&Evidence| {
        let title = title_of(evidence.of, language);
        let (one, other) = (shown(evidence.of, a, language), shown(evidence.of, b, language));
        let sign = match evidence.how {
            How::Agrees => return format!("{title} {one}"),
            How::Alike => "~",
            How::Near => "≈",
            How::Next | How::Differs => "≠",
        };
        format!("{title} {one} {sign} {other}")
    };
    evidence.iter().map(word).collect::<Vec<_>>().join("; ")
}

fn title_of(of: Trait, language: Language) -> String {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    match of {
        Trait::Serial => t("serial", "số serial"),
        Trait::Uuid => "UUID".to_owned(),
        Trait::Name => t("name", "tên"),
        Trait::Code => t("code", "mã"),
        Trait::Address => t("IP address", "địa chỉ IP"),
        Trait::Manufacturer => t("manufacturer", "hãng sản xuất"),
        Trait::Model => "model".to_owned(),
        Trait::Place => t("place", "nơi đặt"),
        Trait::Software => t("software", "phần mềm"),
        Trait::Quantity => t("quantity", "số lượng"),
        Trait::Figure(figure) => column_of(figure.column)
            .map_or_else(|| figure.column.to_owned(), |column| t(column.title_en, column.title_vi)),
    }
}

/// The column of that name, in the first table that has it: figures of one name are one.
fn column_of(name: &str) -> Option<&'static schema::Column> {
    let tables = crate::duplicates::TABLES.iter();
    tables.filter_map(|table| table.column(name)).next()
}

fn shown(of: Trait, item: &Item, language: Language) -> String {
    match of {
        Trait::Serial => item.serial.clone(),
        Trait::Uuid => item.uuids.join(", "),
        Trait::Name => item.name.clone(),
        Trait::Code => item.id.key.clone(),
        Trait::Address => item.addresses.join(", "),
        Trait::Manufacturer => item.manufacturer.clone(),
        Trait::Model => item.model.clone(),
        Trait::Place => item.place.clone(),
        Trait::Software => item.software.clone(),
        Trait::Quantity => item.quantity.to_string(),
        Trait::Figure(figure) => {
            let stated = item.figure(figure.column);
            let kind = column_of(figure.column).map(|column| column.kind);
            stated.map_or_else(String::new, |number| amount(number, kind, language))
        }
    }
}

fn amount(number: i64, kind: Option<schema::Kind>, language: Language) -> String {
    let style = NumberStyle::of(language);
    match kind {
        Some(schema::Kind::Date) => {
            let days = i32::try_from(number).ok().and_then(|days| days.checked_add(EPOCH));
            let day = days.and_then(NaiveDate::from_num_days_from_ce_opt);
            day.map_or_else(String::new, |day| written_day(day, language))
        }
        Some(schema::Kind::Quantity(Unit::Bytes(_))) => {
            let gib = Bytes::from_bytes(number.unsigned_abs()).as_gib();
            format!("{} GiB", style.format_exact((gib * 10.0).round() / 10.0))
        }
        Some(schema::Kind::Count) => style.format(number as f64, 0),
        Some(schema::Kind::Quantity(Unit::Vnd)) => {
            format!("{} VND", style.format(number as f64, 0))
        }
        Some(schema::Kind::Quantity(unit)) => {
            let number = style.format_exact(number as f64 / 1e3);
            format!("{number} {}", unit.written()).trim_end().to_owned()
        }
        _ => number.to_string(),
    }
}
