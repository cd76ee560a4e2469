//! Tables of the directive: what agencies owe, how its tasks stand.

use std::collections::BTreeMap;

use crate::compliance::{Duty, Obligation, State, Status, Step, Verdict};
use crate::language::Language;
use crate::reference::{Agencies, Group, Part, Party, Task, milestone_words};
use crate::report::table::{Kind, Table, Value};
use crate::text;
use crate::time::{NaiveDate, written_day};

/// One row per agency and obligation, owed or not. Its columns are promised to other programs.
pub fn obligations(status: &Status, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = keyed(
        "obligations",
        t("Obligations by agency", "Nội dung phải gửi theo cơ quan"),
        t(
            "One row per agency and obligation. state: not_owed, due, received, received_late, overdue; \
             days_late is empty where nothing is owed. What arrived after the as-of date has not arrived.",
            "Mỗi dòng là một cơ quan và một nội dung phải gửi. state: not_owed (không phải gửi), due (chưa \
             đến hạn), received (đã nhận), received_late (nhận muộn), overdue (quá hạn); days_late để trống \
             khi không phải gửi. Nội dung đến sau ngày lấy số liệu coi như chưa đến.",
        ),
        language,
    )
    .column("due_on", t("Due on", "Hạn"), Kind::Text)
    .column("received_on", t("Received on", "Ngày nhận"), Kind::Text)
    .column("days_late", t("Days late", "Số ngày muộn"), Kind::Integer);
    for duty in &status.duties {
        let mut row = keys(duty, agencies);
        row.extend([day(duty.due_on), day(duty.received_on), duty.days_late.into()]);
        table.push(row);
    }
    table
}

/// One row per agency and obligation that is owed or has come: what it rests on, how complete it is.
pub fn completeness(status: &Status, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = keyed(
        "completeness",
        t("What has arrived, and how complete it is", "Nội dung đã nhận và mức độ đầy đủ"),
        t(
            "One row per obligation that is owed or has come. Tables and shares are of the current rows in \
             the store; filled: share of cells that say something, notes left out. Papers have none.",
            "Mỗi dòng là một nội dung phải gửi hoặc đã gửi. Bảng và tỷ lệ tính trên các dòng hiện hành \
             trong kho; tỷ lệ điền: tỷ lệ ô có nội dung, không tính ghi chú. Văn bản thì không có.",
        ),
        language,
    )
    .column("grounds", t("Asked for by", "Căn cứ"), Kind::Text)
    .column("missing", t("Missing", "Còn thiếu"), Kind::Text)
    .column("documents", t("Arrived as", "Đã nhận"), Kind::Text)
    .column("tables_received", t("Tables", "Bảng đã có"), Kind::Text)
    .column("tables_missing", t("Tables missing", "Bảng chưa có"), Kind::Text)
    .column("rows_count", t("Rows", "Số dòng"), Kind::Integer)
    .column("filled_share", t("Filled", "Tỷ lệ điền"), Kind::Share)
    .column("reason", t("Planner's reason", "Lý do điều chỉnh"), Kind::Text);
    let relevant = |duty: &&Duty| duty.state != State::NotOwed || duty.reason.is_some();
    for duty in status.duties.iter().filter(relevant) {
        let filled = status.filled_of(duty);
        let has = status.tables_of(duty);
        let tables = duty.obligation.tables();
        let names = |present: bool| {
            let of = tables.iter().filter(|table| has.contains(table) == present);
            joined(of.map(|table| table.name()))
        };
        let is_list = !tables.is_empty();
        let documents = duty.receipts.iter().map(|receipt| match receipt.document.as_str() {
            "" => receipt.on.to_string(),
            document => document.to_owned(),
        });
        let points = duty.grounds.iter().map(|g| format!("{} ({})", g.point, g.task));
        let mut row = keys(duty, agencies);
        row.extend([
            joined(points).into(),
            joined(duty.missing().map(|ground| ground.point.clone())).into(),
            joined(documents).into(),
            Some(names(true)).filter(|_| is_list).into(),
            Some(names(false)).filter(|_| is_list).into(),
            Some(filled.rows).filter(|_| is_list).into(),
            filled.share().into(),
            duty.reason.clone().into(),
        ]);
        table.push(row);
    }
    table
}

/// The columns both tables begin with.
fn keyed(name: &'static str, title: String, note: String, language: Language) -> Table {
    Table::new(name, title, note)
        .column("agency_id", language.pick("Id", "Mã"), Kind::Text)
        .column("agency", language.pick("Agency", "Cơ quan"), Kind::Text)
        .column("obligation", language.pick("Obligation", "Nội dung"), Kind::Text)
        .column("state", language.pick("State", "Tình trạng"), Kind::Text)
}

fn keys(duty: &Duty, agencies: &Agencies) -> Vec<Value> {
    vec![
        duty.agency_id.as_str().into(),
        agencies.name_of(&duty.agency_id).into(),
        duty.obligation.word().into(),
        duty.state.word().into(),
    ]
}

/// One row per agency that owes something or has sent something, one column per obligation, in
/// words.
pub fn obligation_matrix(status: &Status, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let as_of = written_day(status.as_of, language);
    let mut table = Table::new(
        "obligation_matrix",
        t(&format!("Who has answered, on {as_of}"), &format!("Tình hình gửi hồ sơ đến {as_of}")),
        t(
            "One row per agency that owes something under Directive 32/CT-TTg or has sent something. A dash: \
             not owed. Days are counted to the as-of date, or to the day of arrival.",
            "Mỗi dòng là một cơ quan phải gửi theo Chỉ thị 32/CT-TTg hoặc đã gửi. Dấu gạch ngang: không phải \
             gửi. Số ngày tính đến ngày lấy số liệu, hoặc đến ngày nhận.",
        ),
    )
    .column("agency_id", t("Id", "Mã"), Kind::Text)
    .column("agency", t("Agency", "Cơ quan"), Kind::Text);
    for obligation in Obligation::ALL {
        table = table.column(obligation.word(), obligation.title(language), Kind::Text);
    }
    for id in agencies_shown(status, agencies) {
        let mut row = vec![id.into(), agencies.name_of(id).into()];
        row.extend(status.of_agency(id).map(|duty| Value::from(state_words(duty, language))));
        table.push(row);
    }
    table
}

/// The matrix for people: provinces that sent nothing and stand alike are one row, which has no id.
pub fn obligation_matrix_in_short(
    status: &Status,
    agencies: &Agencies,
    language: Language,
) -> Table {
    let mut table = obligation_matrix(status, agencies, language);
    table.name = "obligation_matrix_in_short";
    table.note.push_str(language.pick(
        " Provinces that sent nothing and owe the same are one row.",
        " Các tỉnh, thành phố chưa gửi gì và phải gửi như nhau gộp thành một dòng.",
    ));
    table.rows.clear();
    for line in lines_of_the_matrix(status, agencies, language) {
        let mut row = vec![line.id.into(), line.name.into()];
        let duties = status.of_agency(line.like);
        row.extend(duties.map(|duty| Value::from(state_words(duty, language))));
        table.push(row);
    }
    table
}

/// A line of the matrix: an agency, or provinces that stand alike.
pub struct MatrixLine<'a> {
    /// The agency; none for several provinces.
    pub id: Option<&'a str>,
    /// Its name, or how many provinces it stands for.
    pub name: String,
    /// The agency whose duties are those of the line.
    pub like: &'a str,
}

/// The lines of the matrix, those of several provinces last.
pub fn lines_of_the_matrix<'a>(
    status: &'a Status,
    agencies: &'a Agencies,
    language: Language,
) -> Vec<MatrixLine<'a>> {
    let is_silent = |id: &str| {
        agencies.get(id).is_some_and(|agency| agency.is_in(Group::Province))
            && status.of_agency(id).all(|duty| duty.receipts.is_empty())
    };
    let stands = |id: &str| -> Vec<_> {
        status.of_agency(id).map(|duty| (duty.state, duty.due_on, duty.days_late)).collect()
    };
    let shown = agencies_shown(status, agencies);
    let mut alike: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for id in shown.iter().copied().filter(|id| is_silent(id)) {
        alike.entry(stands(id)).or_default().push(id);
    }
    alike.retain(|_, ids| ids.len() > 1);
    let is_alone = |id: &&str| !alike.values().any(|ids| ids.contains(id));
    let alone = shown.iter().copied().filter(is_alone);
    let mut lines: Vec<MatrixLine<'_>> = alone
        .map(|id| MatrixLine { id: Some(id), name: agencies.name_of(id).to_owned(), like: id })
        .collect();
    lines.extend(alike.values().map(|ids| {
        let name = language
            .pick("{n} provinces that sent nothing", "{n} tỉnh, thành phố chưa gửi gì")
            .replace("{n}", &ids.len().to_string());
        MatrixLine { id: None, name, like: ids[0] }
    }));
    lines
}

/// Agencies that owe something or have sent something: those of the directive's two groups first, by
/// name.
fn agencies_shown<'a>(status: &'a Status, agencies: &'a Agencies) -> Vec<&'a str> {
    let named: Vec<&str> = agencies.of_the_directive().map(|agency| agency.id.as_str()).collect();
    let has_state = |id: &&str| status.of_agency(id).any(|duty| duty.state != State::NotOwed);
    let mut shown: Vec<&str> = status.agencies().filter(has_state).collect();
    shown.sort_by(|a, b| {
        let is_other = |id: &&str| !named.contains(id);
        let by_name = || text::compare(agencies.name_of(a), agencies.name_of(b));
        is_other(a).cmp(&is_other(b)).then_with(by_name)
    });
    shown
}

/// How a duty stands, in words; `None` when it is not owed.
fn state_words(duty: &Duty, language: Language) -> Option<String> {
    let days = duty.days_late.unwrap_or_default();
    let said = match duty.state {
        State::NotOwed => return None,
        State::Received => language.pick("received", "đã nhận").to_owned(),
        State::ReceivedLate => language
            .pick("received {n} d late", "nhận muộn {n} ngày")
            .replace("{n}", &days.to_string()),
        State::Overdue => {
            language.pick("overdue {n} d", "quá hạn {n} ngày").replace("{n}", &days.to_string())
        }
        State::Due => {
            let due = duty.due_on.map(|due| written_day(due, language)).unwrap_or_default();
            format!("{} {due}", language.pick("due", "hạn"))
        }
    };
    Some(said)
}

/// Columns of the tasks that fit a screen.
const TASKS_SHOWN: &[&str] = &[
    "task",
    "what",
    "leads",
    "deadline_kind",
    "starts_on",
    "due_on",
    "done_on",
    "document",
    "verdict",
    "days_late",
    "owed_count",
    "received_count",
];

/// The tasks with the columns that fit a page, verdicts in words.
pub fn task_progress(status: &Status, agencies: &Agencies, language: Language) -> Table {
    for_a_screen(tasks(status, agencies, language), agencies, language)
}

/// The table of tasks with the columns that fit a screen: verdicts in words, agencies by their ids.
pub fn for_a_screen(all: Table, agencies: &Agencies, language: Language) -> Table {
    let names: Vec<&str> = all.columns.iter().map(|column| column.name).collect();
    let kept: Vec<usize> =
        (0..names.len()).filter(|at| TASKS_SHOWN.contains(&names[*at])).collect();
    let mut table = Table::new("task_progress", all.title, all.note);
    table.columns = kept.iter().map(|at| all.columns[*at].clone()).collect();
    for row in &all.rows {
        let cell = |at: &usize| match (&row[*at], names[*at]) {
            (Value::Text(word), "verdict") => {
                Verdict::from_word(word).map_or("", |verdict| verdict.title(language)).into()
            }
            (Value::Text(names), "leads") => short_parties(names, agencies, language).into(),
            (value, _) => value.clone(),
        };
        table.push(kept.iter().map(cell).collect());
    }
    table
}

/// Names of agencies as ids, many as their number, an open class cut after some words.
fn short_parties(names: &str, agencies: &Agencies, language: Language) -> String {
    const IDS_MAX: usize = 3;
    const LETTERS_MAX: usize = 40;
    let (mut ids, mut classes) = (Vec::new(), Vec::new());
    for name in names.split("; ") {
        match agencies.iter().find(|agency| agency.name == name) {
            Some(agency) => ids.push(agency.id.clone()),
            None if name.chars().count() > LETTERS_MAX => {
                let cut: String = name.chars().take(LETTERS_MAX).collect();
                let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
                classes.push(format!("{words} …"));
            }
            None => classes.push(name.to_owned()),
        }
    }
    if ids.len() > IDS_MAX {
        ids = vec![format!("{} {}", ids.len(), language.pick("agencies", "cơ quan"))];
    }
    ids.into_iter().chain(classes).collect::<Vec<_>>().join("; ")
}

/// One row per task of the annex, with the milestone that matters most: the first that is past and
/// not done, else the last with a date.
pub fn tasks(status: &Status, agencies: &Agencies, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "tasks",
        t("Tasks of the directive", "Nhiệm vụ theo Chỉ thị"),
        t(
            "One row per task of the annex of Directive 32/CT-TTg: 13 common (A), 29 specific (B; it has no \
             row 28). Dates, verdict and days are of the milestone that is past and not done, else of the last \
             with a date; days late are negative for what was done early, empty for what is neither done \
             nor past. A start is never overdue. Owed, received: agencies that owe a paper for it.",
            "Mỗi dòng là một nhiệm vụ trong Phụ lục Chỉ thị 32/CT-TTg: 13 nhiệm vụ chung (A), 29 nhiệm vụ cụ thể \
             (B; không có số 28). Ngày, kết quả và số ngày là của mốc đã qua hạn mà chưa xong, nếu không có thì \
             của mốc cuối có ngày; số ngày muộn âm là xong sớm, để trống khi chưa xong và chưa đến hạn. Thời \
             điểm bắt đầu không bao giờ quá hạn. Phải gửi, đã nhận: số cơ quan phải gửi văn bản cho nhiệm vụ.",
        ),
    )
    .column("task", t("Task", "Nhiệm vụ"), Kind::Text)
    .column("part", t("Part", "Phần"), Kind::Text)
    .column("what", t("What", "Nội dung"), Kind::Text)
    .column("title", t("In the directive's words", "Nguyên văn"), Kind::Text)
    .column("lead_ids", t("Lead ids", "Mã chủ trì"), Kind::Text)
    .column("leads", t("Leads", "Chủ trì"), Kind::Text)
    .column("coordinator_ids", t("Co-ordinator ids", "Mã phối hợp"), Kind::Text)
    .column("coordinators", t("Co-ordinators", "Phối hợp"), Kind::Text)
    .column("deadline_text", t("Deadline as worded", "Thời hạn nguyên văn"), Kind::Text)
    .column("deadline_kind", t("Deadline", "Loại hạn"), Kind::Text)
    .column("starts_on", t("Starts on", "Bắt đầu"), Kind::Text)
    .column("due_on", t("Due on", "Hạn"), Kind::Text)
    .column("product", t("Product", "Sản phẩm"), Kind::Text)
    .column("point", t("Point", "Căn cứ"), Kind::Text)
    .column("state", t("Reported", "Báo cáo"), Kind::Text)
    .column("done_on", t("Done on", "Ngày xong"), Kind::Text)
    .column("document", t("Document", "Văn bản"), Kind::Text)
    .column("source", t("Source", "Nguồn"), Kind::Text)
    .column("verdict", t("Verdict", "Kết quả"), Kind::Text)
    .column("days_late", t("Days late", "Số ngày muộn"), Kind::Integer)
    .column("owed_count", t("Owed", "Phải gửi"), Kind::Integer)
    .column("received_count", t("Received", "Đã nhận"), Kind::Integer)
    .column("remark", t("Remark", "Ghi chú"), Kind::Text);
    for step in main_steps(status) {
        let task = step.task;
        let (owed, received) = status.count_of(task.id);
        let said = |of: fn(&crate::compliance::Reported) -> &String| {
            step.reported.as_ref().map(of).filter(|text| !text.is_empty()).cloned()
        };
        let ids = |parties: &[Party]| joined(parties.iter().filter_map(Party::agency_id));
        let names = |parties: &[Party]| joined(parties.iter().map(|party| party.name(agencies)));
        table.push(vec![
            task.id.to_string().into(),
            part_words(task.id.part).into(),
            step_words(step, language).into(),
            task.title.as_str().into(),
            ids(&task.leads).into(),
            names(&task.leads).into(),
            ids(&task.coordinators).into(),
            names(&task.coordinators).into(),
            filled(&task.deadline_text),
            task.kind.as_str().into(),
            day(step.milestone.deadline.starts_on()),
            day(step.milestone.deadline.due_on()),
            task.product.clone().into(),
            task.body_ref.as_str().into(),
            step.reported.as_ref().map(|reported| reported.state.word()).into(),
            day(step.done_on),
            said(|reported| &reported.document).into(),
            said(|reported| &reported.source).into(),
            step.verdict.word().into(),
            step.days_late.into(),
            Some(owed).filter(|owed| *owed > 0).into(),
            Some(received).filter(|_| owed > 0).into(),
            filled(&task.remark),
        ]);
    }
    table
}

/// One row per milestone of every task.
pub fn milestones(status: &Status, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "milestones",
        t("Milestones of the directive", "Các mốc theo Chỉ thị"),
        t(
            "One row per deadline of every task; origin: the annex, or only the body of the directive. Days late \
             are negative for what was done early, empty for what is neither done nor past.",
            "Mỗi dòng là một thời hạn của một nhiệm vụ; origin: annex (Phụ lục) hoặc body (chỉ có trong thân \
             Chỉ thị). Số ngày muộn âm là xong sớm, để trống khi chưa xong và chưa đến hạn.",
        ),
    )
    .column("task", t("Task", "Nhiệm vụ"), Kind::Text)
    .column("milestone", t("Milestone", "Mốc"), Kind::Text)
    .column("what", t("What", "Nội dung"), Kind::Text)
    .column("origin", t("Origin", "Nguồn gốc"), Kind::Text)
    .column("deadline_kind", t("Deadline", "Loại hạn"), Kind::Text)
    .column("starts_on", t("Starts on", "Bắt đầu"), Kind::Text)
    .column("due_on", t("Due on", "Hạn"), Kind::Text)
    .column("state", t("Reported", "Báo cáo"), Kind::Text)
    .column("done_on", t("Done on", "Ngày xong"), Kind::Text)
    .column("verdict", t("Verdict", "Kết quả"), Kind::Text)
    .column("days_late", t("Days late", "Số ngày muộn"), Kind::Integer);
    for step in &status.steps {
        table.push(vec![
            step.task.id.to_string().into(),
            filled(&step.milestone.name),
            step_words(step, language).into(),
            if step.milestone.is_of_body { "body" } else { "annex" }.into(),
            step.milestone.deadline.kind().into(),
            day(step.milestone.deadline.starts_on()),
            day(step.milestone.deadline.due_on()),
            step.reported.as_ref().map(|reported| reported.state.word()).into(),
            day(step.done_on),
            step.verdict.word().into(),
            step.days_late.into(),
        ]);
    }
    table
}

/// What a step is, in a few words: its task, and its milestone where the task has several.
pub fn step_words(step: &Step, language: Language) -> String {
    let short = step.task.short(language);
    match milestone_words(&step.milestone.name, language) {
        "" => short.to_owned(),
        // The words of a task that has a plan and a move name both.
        words => format!("{}: {words}", short.split(':').next().unwrap_or(short)),
    }
}

/// The step of each task that matters most.
fn main_steps(status: &Status) -> Vec<&Step> {
    let mut main: Vec<&Step> = Vec::new();
    let of = |task: &'static Task| status.steps.iter().filter(move |s| s.task.id == task.id);
    let is_past = |s: &&Step| matches!(s.verdict, Verdict::Overdue | Verdict::Unreported);
    let date = |s: &&Step| s.milestone.deadline.due_on().or(s.milestone.deadline.starts_on());
    for task in crate::reference::tasks() {
        let past = of(task).filter(is_past).min_by_key(|step| date(step));
        let dated = || of(task).filter(|step| date(step).is_some()).max_by_key(|step| date(step));
        main.extend(past.or_else(dated).or_else(|| of(task).next()));
    }
    main
}

const fn part_words(part: Part) -> &'static str {
    match part {
        Part::Common => "common",
        Part::Specific => "specific",
    }
}

pub(super) fn day(day: Option<NaiveDate>) -> Value {
    day.map(|day| day.to_string()).into()
}

pub(super) fn filled(text: &str) -> Value {
    Some(text).filter(|text| !text.is_empty()).into()
}

pub(super) fn joined<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> String {
    texts.map(|text| text.as_ref().to_owned()).collect::<Vec<_>>().join("; ")
}
