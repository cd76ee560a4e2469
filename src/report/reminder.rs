//! Letters that remind agencies of what they owe, as plain text to paste.

use crate::compliance::{Duty, Ground, Obligation, Receipt, State, Status};
use crate::language::Language;
use crate::reference::{Agencies, Mark, RollUp};
use crate::time::{NaiveDate, written_day};

/// The text of a letter about what one agency owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The agency that owes it.
    pub agency_id: String,
    /// The agency the letter goes to: the same, or its successor.
    pub to_id: String,
    /// The letter: lines that end in LF.
    pub text: String,
}

/// One letter per agency from which something is missing, be it overdue or not yet due; in the order
/// of the duties. Rolled up, each goes to whoever answers for the agency on the day, and says both names.
pub fn reminders(
    status: &Status,
    agencies: &Agencies,
    roll_up: Option<RollUp<'_>>,
    language: Language,
) -> Vec<Reminder> {
    let letter = |id: &str| {
        let name = agencies.name_of(id);
        let to_id = roll_up.map_or(id, |roll_up| roll_up.id_of(id));
        let to = roll_up.map_or(name.to_owned(), |by| addressee(by, to_id, id, name, language));
        let heir = (to_id != id).then_some(name);
        let text = letter(status, id, &to, heir, language)?;
        Some(Reminder { agency_id: id.to_owned(), to_id: to_id.to_owned(), text })
    };
    status.agencies().filter_map(letter).collect()
}

/// Whoever answers, by its name on the day; with the name of the agency that owes where it is another,
/// and with what is to be known of an agency that was split or stands under another.
fn addressee(by: RollUp<'_>, to_id: &str, id: &str, name: &str, language: Language) -> String {
    let to = by.name_of(to_id);
    let mut remarks = Vec::new();
    if to_id != id {
        remarks.push(format!("{} {name}", language.pick("successor of", "cơ quan kế thừa")));
    } else if to != name {
        remarks.push(format!("{} {name}", language.pick("formerly", "trước đây là")));
    }
    match by.mark_of(to_id) {
        Some(Mark::Split(among)) => {
            let names: Vec<&str> = among.iter().map(|id| by.name_of(id)).collect();
            let said = language.pick("its functions went to", "chức năng đã chuyển cho");
            remarks.push(format!("{said} {}", names.join(", ")));
        }
        Some(Mark::Under(other)) => {
            let said = language.pick("a part of", "trực thuộc");
            remarks.push(format!("{said} {}", by.name_of(&other)));
        }
        None => {}
    }
    match remarks.is_empty() {
        true => to.to_owned(),
        false => format!("{to} ({})", remarks.join("; ")),
    }
}

/// The letter about what an agency owes, to whom is named; `heir` is the agency's name where another
/// answers for it. `None` when nothing is missing.
fn letter(
    status: &Status,
    id: &str,
    to: &str,
    heir: Option<&str>,
    language: Language,
) -> Option<String> {
    let of_state = |state: State| status.of_agency(id).filter(move |duty| duty.state == state);
    let overdue: Vec<String> =
        of_state(State::Overdue).flat_map(|d| items(d, status.as_of, language)).collect();
    let due: Vec<String> =
        of_state(State::Due).flat_map(|d| items(d, status.as_of, language)).collect();
    if overdue.is_empty() && due.is_empty() {
        return None;
    }
    let as_of = written_day(status.as_of, language);
    let mut text = match language {
        Language::English => format!(
            "Subject: Follow-up on Directive No. 32/CT-TTg of the Prime Minister of 4 September 2024\n\n\
             To: {to}\n\n\
             Under Directive No. 32/CT-TTg of the Prime Minister of 4 September 2024 on carrying out \
             Resolution No. 175/NQ-CP of the Government of 30 October 2023 on the National Data Centre \
             (\"the Directive\"), the state on {as_of} is as follows.\n"
        ),
        Language::Vietnamese => format!(
            "V/v đôn đốc thực hiện Chỉ thị số 32/CT-TTg ngày 04/9/2024 của Thủ tướng Chính phủ\n\n\
             Kính gửi: {to}\n\n\
             Thực hiện Chỉ thị số 32/CT-TTg ngày 04/9/2024 của Thủ tướng Chính phủ về việc triển khai Nghị \
             quyết số 175/NQ-CP ngày 30/10/2023 của Chính phủ về Trung tâm dữ liệu quốc gia (sau đây gọi \
             tắt là Chỉ thị), qua tổng hợp tình hình đến hết ngày {as_of}:\n"
        ),
    };
    if let Some(name) = heir {
        text.push_str(&match language {
            Language::English => format!(
                "\nWhat follows was asked of {name}, for which your agency answers now.\n"
            ),
            Language::Vietnamese => format!(
                "\nCác nội dung dưới đây thuộc trách nhiệm của {name}, nay do Quý cơ quan kế thừa.\n"
            ),
        });
    }
    let lists = [
        (
            language.pick(
                "Past their day and not received from your agency:",
                "Các nội dung đã quá hạn mà chưa nhận được của Quý cơ quan:",
            ),
            overdue,
        ),
        (
            language.pick(
                "Not yet due and not yet received:",
                "Các nội dung chưa đến hạn và chưa nhận được:",
            ),
            due,
        ),
        (
            language.pick("Received, with thanks:", "Các nội dung đã nhận được:"),
            received(status, id, language),
        ),
    ];
    // Points of a Vietnamese text follow its alphabet; there are fewer than ten of them.
    let letters = language.pick("abcdefghijklm", "abcdđeghiklmn");
    let present = lists.into_iter().filter(|(_, items)| !items.is_empty());
    for (number, (heading, items)) in (1..).zip(present) {
        text.push_str(&format!("\n{number}. {heading}\n"));
        for (letter, item) in letters.chars().zip(items) {
            text.push_str(&format!("{letter}) {item}\n"));
        }
    }
    text.push_str(language.pick(
        "\nPlease send what is missing without delay, and tell us of any difficulty so that it can be \
         settled together.\n\nYours faithfully\n",
        "\nĐề nghị Quý cơ quan khẩn trương hoàn thành và gửi các nội dung còn thiếu nêu trên; trường hợp có \
         khó khăn, vướng mắc, đề nghị trao đổi để phối hợp giải quyết.\n\nTrân trọng./.\n",
    ));
    Some(text)
}

/// What is missing of a duty: two plans are two items.
fn items(duty: &Duty, as_of: NaiveDate, language: Language) -> Vec<String> {
    let item = |ground: &Ground| {
        let title = duty.obligation.full_title(&ground.section(), language);
        let due = written_day(ground.due_on, language);
        let days = (as_of - ground.due_on).num_days();
        let (cited, count) = (ground.words(language), days.abs());
        let left = match (language, count) {
            (Language::English, 0) => "its last day".to_owned(),
            (Language::English, _) => format!("{} left", days_of(count)),
            (Language::Vietnamese, 0) => "là ngày cuối".to_owned(),
            (Language::Vietnamese, _) => format!("còn {count} ngày"),
        };
        match (language, days > 0) {
            (Language::English, true) => {
                format!("{title} ({cited}); due on {due}, {} overdue.", days_of(count))
            }
            (Language::English, false) => {
                format!("{title} ({cited}); due on {due}, {left}.")
            }
            (Language::Vietnamese, true) => {
                format!("{title} ({cited}); thời hạn {due}, quá hạn {count} ngày.")
            }
            (Language::Vietnamese, false) => {
                format!("{title} ({cited}); thời hạn {due}, {left}.")
            }
        }
    };
    duty.missing().map(item).collect()
}

fn days_of(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// What has arrived of an agency: what answers a ground under the name it has there, what nobody asked
/// for once.
fn received(status: &Status, id: &str, language: Language) -> Vec<String> {
    let item = |obligation: Obligation, section: &str, receipt: &Receipt| {
        let title = obligation.full_title(section, language);
        let on = written_day(receipt.on, language);
        let number = match receipt.document.as_str() {
            "" => String::new(),
            number => format!(", {number}"),
        };
        match language {
            Language::English => format!("{title}; received on {on}{number}."),
            Language::Vietnamese => format!("{title}; nhận ngày {on}{number}."),
        }
    };
    let mut items = Vec::new();
    for duty in status.of_agency(id) {
        let met = duty.grounds.iter().filter_map(|ground| {
            let receipt = duty.receipt_for(ground)?;
            Some(item(duty.obligation, &ground.section(), receipt))
        });
        items.extend(met);
        let unasked = duty.receipts.first().filter(|_| !duty.is_owed());
        items.extend(unasked.map(|receipt| item(duty.obligation, "", receipt)));
    }
    items
}
