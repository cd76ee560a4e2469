//! Figures of the directive: who has answered, and what is due when. They need nothing of the chain.

use crate::compliance::{Duty, Obligation, State, Status, Step, Verdict};
use crate::language::Language;
use crate::reference::{Agencies, directive_issued_on};
use crate::report::chart::{
    self, Colour, Figure, Gantt, GanttRow, Matrix, MatrixRow, Plot, Series,
};
use crate::report::tables::{MatrixLine, lines_of_the_matrix, step_words};
use crate::time::{Datelike, NaiveDate, Quarter, epoch_days, written_day};

/// What each agency owes under the directive, and whether it has come.
pub fn obligations(status: &Status, agencies: &Agencies, language: Language) -> Figure {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let owed = || status.duties.iter().filter(|duty| duty.is_owed());
    let count = |wanted: &[State]| owed().filter(|duty| wanted.contains(&duty.state)).count();
    let received = count(&[State::Received, State::ReceivedLate]);
    let overdue = count(&[State::Overdue]);
    let all = owed().count();
    let as_of = written_day(status.as_of, language);
    let cell = |duty: &Duty| State::ALL.iter().position(|state| *state == duty.state);
    let row = |line: MatrixLine<'_>| MatrixRow {
        label: line.name,
        cells: status.of_agency(line.like).map(cell).collect(),
    };
    Figure {
        name: "obligations".to_owned(),
        title: match language {
            Language::English => {
                format!("On {as_of}, {received} of {all} answers are in and {overdue} overdue")
            }
            Language::Vietnamese => {
                format!("Đến {as_of} đã nhận {received}/{all} nội dung phải gửi, {overdue} quá hạn")
            }
        },
        subtitle: t(
            "What agencies owe under Directive 32/CT-TTg; provinces that sent nothing are one row, and who owes nothing and has sent nothing is left out",
            "Nội dung các cơ quan phải gửi theo Chỉ thị 32/CT-TTg; các tỉnh, thành phố chưa gửi gì gộp một dòng, không nêu cơ quan không phải gửi và chưa gửi gì",
        ),
        footer: footer(status, language),
        plot: Plot::Matrix(Matrix {
            columns: Obligation::ALL.map(|o| column(o, language)).to_vec(),
            rows: lines_of_the_matrix(status, agencies, language).into_iter().map(row).collect(),
            states: State::ALL.map(|state| legend(state, language)).to_vec(),
            no_data: no_data_in(language),
        }),
    }
}

/// As-of date and sources. No assumption of a plan goes into these figures.
fn footer(status: &Status, language: Language) -> String {
    let as_of = written_day(status.as_of, language);
    let submissions = status.submissions().len();
    match language {
        Language::English => format!(
            "As of {as_of}. Source: Directive 32/CT-TTg with its annex; submissions received \
             ({submissions}); the planner's progress file."
        ),
        Language::Vietnamese => format!(
            "Số liệu đến {as_of}. Nguồn: Chỉ thị 32/CT-TTg và Phụ lục; {submissions} hồ sơ đã nhận; tệp \
             theo dõi tiến độ của người lập kế hoạch."
        ),
    }
}

pub(super) fn no_data_in(language: Language) -> String {
    language.pick("no data", "chưa có số liệu").to_owned()
}

/// Heading of a column, with the point that orders it.
fn column(obligation: Obligation, language: Language) -> String {
    let point = match obligation {
        Obligation::ResourceList => "III.1",
        Obligation::CloudNeedsList => "III.2",
        Obligation::Plan => "III.1, III.2",
        Obligation::FacilityCase => "III.3",
        Obligation::CostEstimate => "VII.4",
        Obligation::DatabaseCatalogue => "IV.6.b",
    };
    format!("{} ({point})", obligation.title(language))
}

fn legend(state: State, language: Language) -> chart::State {
    let (label, sign, colour) = match state {
        State::Received => (language.pick("received", "đã nhận"), "√", Colour::Blue),
        State::ReceivedLate => (language.pick("received late", "nhận muộn"), "!", Colour::Orange),
        State::Due => (language.pick("not yet due", "chưa đến hạn"), "•", Colour::Sky),
        State::Overdue => (language.pick("overdue", "quá hạn"), "×", Colour::Vermilion),
        State::NotOwed => (language.pick("not owed", "không phải gửi"), "–", Colour::Blank),
    };
    chart::State { label: label.to_owned(), sign: sign.to_owned(), colour }
}

/// Colours of the deadlines, by what a step has come to.
const GROUPS: [(&[Verdict], Colour, [&str; 2]); 6] = [
    (
        &[Verdict::Early, Verdict::OnTime, Verdict::Done],
        Colour::Green,
        ["done in time", "xong đúng hạn"],
    ),
    (&[Verdict::Late], Colour::Orange, ["done late", "xong muộn"]),
    (&[Verdict::Overdue], Colour::Vermilion, ["overdue", "quá hạn"]),
    (
        &[Verdict::Unreported],
        Colour::Purple,
        ["past its day, not reported", "đã qua hạn, chưa có báo cáo"],
    ),
    (
        &[Verdict::Due, Verdict::NotBegun, Verdict::Open],
        Colour::Blue,
        ["not yet due, or only a start is set", "chưa đến hạn, hoặc chỉ ấn định thời điểm bắt đầu"],
    ),
    (&[Verdict::Cancelled], Colour::Grey, ["cancelled", "không thực hiện"]),
];

/// Every milestone with a date, by its date.
pub fn deadlines(status: &Status, language: Language) -> Figure {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let is_dated = |step: &&Step| day_of(step).is_some();
    let mut steps: Vec<&Step> = status.steps.iter().filter(is_dated).collect();
    steps.sort_by_key(|step| day_of(step));
    let late = steps.iter().filter(|step| step.verdict == Verdict::Overdue).count();
    let unsaid = steps.iter().filter(|step| step.verdict == Verdict::Unreported).count();
    let undated = status.steps.len() - steps.len();
    let as_of = written_day(status.as_of, language);
    let used: Vec<usize> = steps.iter().map(|step| group_of(step.verdict)).collect();
    let shown: Vec<usize> = (0..GROUPS.len()).filter(|group| used.contains(group)).collect();
    let place = |group: usize| shown.iter().position(|known| *known == group).unwrap_or_default();
    let row = |(step, group): (&&Step, &usize)| GanttRow {
        label: format!("{} {}", step.task.id, step_words(step, language)),
        remark: remark(step, language),
        start: epoch_days(step.milestone.deadline.starts_on().unwrap_or_else(directive_issued_on)),
        end: step.milestone.deadline.due_on().map(epoch_days),
        done: step.done_on.map(epoch_days),
        series: place(*group),
    };
    let series = |group: &usize| {
        let (_, colour, [english, vietnamese]) = GROUPS[*group];
        Series { colour: Some(colour), ..Series::new(language.pick(english, vietnamese)) }
    };
    Figure {
        name: "deadlines".to_owned(),
        title: match language {
            Language::English => format!(
                "Deadlines of Directive 32/CT-TTg on {as_of}: {late} overdue, {unsaid} past and not reported"
            ),
            Language::Vietnamese => format!(
                "Thời hạn theo Chỉ thị 32/CT-TTg đến {as_of}: {late} quá hạn, {unsaid} đã qua hạn mà chưa có báo cáo"
            ),
        },
        subtitle: match language {
            Language::English => format!(
                "Milestones of its 42 tasks by day, from the day of issue or the first day set; {undated} without a day are left out"
            ),
            Language::Vietnamese => format!(
                "Các mốc của 42 nhiệm vụ theo ngày, tính từ ngày ban hành hoặc ngày bắt đầu; không nêu {undated} mốc không ấn định ngày"
            ),
        },
        footer: footer(status, language),
        plot: Plot::Gantt(Gantt {
            rows: steps.iter().zip(&used).map(row).collect(),
            series: shown.iter().map(series).collect(),
            ticks: quarters(status.as_of, &steps),
            today: Some((epoch_days(status.as_of), as_of)),
            done_label: t("day it was done", "ngày hoàn thành"),
            no_data: no_data_in(language),
        }),
    }
}

fn group_of(verdict: Verdict) -> usize {
    GROUPS.iter().position(|(verdicts, ..)| verdicts.contains(&verdict)).unwrap_or(GROUPS.len() - 1)
}

/// The day a step stands at: its last, else its first.
fn day_of(step: &Step) -> Option<NaiveDate> {
    step.milestone.deadline.due_on().or(step.milestone.deadline.starts_on())
}

/// `31/12/2024 · 92 days late`, or `from 01/04/2025`.
fn remark(step: &Step, language: Language) -> String {
    let deadline = step.milestone.deadline;
    let Some(due) = deadline.due_on() else {
        let start = deadline.starts_on().map(|start| written_day(start, language));
        return format!("{} {}", language.pick("from", "từ"), start.unwrap_or_default());
    };
    let due = written_day(due, language);
    let Some(days) = step.days_late else { return due };
    let count = days.unsigned_abs();
    let said = match (days.signum(), step.done_on.is_some()) {
        (0, _) => return due,
        (1, true) => language.pick("{n} d late", "muộn {n} ngày"),
        (1, false) => language.pick("{n} d past", "quá {n} ngày"),
        _ => language.pick("{n} d early", "sớm {n} ngày"),
    };
    format!("{due} · {}", said.replace("{n}", &count.to_string()))
}

/// First days of quarters, from the directive's to the last that is shown.
fn quarters(as_of: NaiveDate, steps: &[&Step]) -> Vec<(i32, String)> {
    let days = steps.iter().flat_map(|step| [day_of(step), step.done_on]).flatten().chain([as_of]);
    let last = days.max().and_then(Quarter::of);
    let Some((first, last)) = Quarter::of(directive_issued_on()).zip(last) else {
        return Vec::new();
    };
    let tick = |quarter: Quarter| {
        let month = u32::try_from(quarter.number()).ok()? * 3 - 2;
        let day = NaiveDate::from_ymd_opt(quarter.year(), month, 1)?;
        Some((epoch_days(day), format!("Q{}/{}", quarter.number(), day.year())))
    };
    first.through(last).filter_map(tick).collect()
}
