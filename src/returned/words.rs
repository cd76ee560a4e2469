//! Every word of the return workbook that is ours, in both languages.

use crate::diagnostic::Severity;
use crate::language::Language;
use crate::report::chart::NumberStyle;

/// Names of the list and the summary.
pub(super) const fn own_names(language: Language) -> [&'static str; 2] {
    match language {
        Language::English => ["Findings", "Check summary"],
        Language::Vietnamese => ["Lỗi cần sửa", "Tóm tắt kiểm tra"],
    }
}

/// A severity, as it begins a sentence.
pub(super) const fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("Error", "Lỗi"),
        Severity::Warning => language.pick("Warning", "Cảnh báo"),
        Severity::Note => language.pick("Note", "Lưu ý"),
    }
}

/// What a severity means to the sender.
pub(super) const fn meaning(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick(
            "The row is set aside and counts nowhere until this is corrected.",
            "Dòng này bị để riêng, chưa được tính vào bất kỳ số liệu nào cho đến khi sửa xong.",
        ),
        Severity::Warning => language.pick(
            "Counted, but doubtful: please check it.",
            "Đã được tính nhưng còn nghi vấn: đề nghị kiểm tra lại.",
        ),
        Severity::Note => language.pick(
            "How it was understood: correct it only if that is wrong.",
            "Cách số liệu đã được hiểu: chỉ sửa nếu hiểu chưa đúng.",
        ),
    }
}

/// Headings and labels.
pub(super) struct Labels {
    pub number: &'static str,
    pub severity: &'static str,
    pub code: &'static str,
    pub place: &'static str,
    pub claim: &'static str,
    pub found: &'static str,
    pub expected: &'static str,
    pub remedy: &'static str,
    pub file: &'static str,
    pub sender: &'static str,
    pub count: &'static str,
    pub meaning: &'static str,
    pub sheet: &'static str,
    pub original: &'static str,
    pub table: &'static str,
    pub read: &'static str,
    pub accepted: &'static str,
    pub rejected: &'static str,
    pub merged: &'static str,
    pub skipped: &'static str,
    pub total: &'static str,
    pub whole_file: &'static str,
    pub how_to: &'static str,
    pub remarks: &'static str,
}

const ENGLISH: Labels = Labels {
    number: "No.",
    severity: "Severity",
    code: "Rule",
    place: "Place",
    claim: "Rule in words",
    found: "Stands there",
    expected: "Expected",
    remedy: "What to do",
    file: "File",
    sender: "Sender",
    count: "Number",
    meaning: "What it means",
    sheet: "Sheet here",
    original: "Sheet in your file",
    table: "Read as",
    read: "Rows read",
    accepted: "Accepted",
    rejected: "Rejected",
    merged: "Merged",
    skipped: "Skipped",
    total: "All sheets",
    whole_file: "the file",
    how_to: "How to correct and send back",
    remarks: "About this workbook",
};

const VIETNAMESE: Labels = Labels {
    number: "STT",
    severity: "Mức độ",
    code: "Quy tắc",
    place: "Vị trí",
    claim: "Nội dung quy tắc",
    found: "Đang ghi",
    expected: "Yêu cầu",
    remedy: "Cách sửa",
    file: "Tệp",
    sender: "Cơ quan gửi",
    count: "Số điểm",
    meaning: "Ý nghĩa",
    sheet: "Trang tính ở đây",
    original: "Trang tính trong tệp gốc",
    table: "Đọc thành bảng",
    read: "Dòng đã đọc",
    accepted: "Nhận",
    rejected: "Loại",
    merged: "Gộp",
    skipped: "Bỏ qua",
    total: "Tất cả",
    whole_file: "cả tệp",
    how_to: "Cách sửa và gửi lại",
    remarks: "Về tệp này",
};

impl Labels {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Vietnamese => &VIETNAMESE,
        }
    }
}

/// A count as the language writes it.
pub(super) fn number(count: usize, language: Language) -> String {
    NumberStyle::of(language).format(count as f64, 0)
}

/// On a row that the sheet hid.
pub(super) const fn was_hidden(language: Language) -> &'static str {
    language.pick(
        "This row was hidden in your file. It was read like the others; delete it if it does not belong to the answer.",
        "Dòng này bị ẩn trong tệp gốc. Dòng ẩn vẫn được đọc như các dòng khác; nếu không thuộc nội dung báo cáo thì xóa đi.",
    )
}

/// Where a comment would grow too long.
pub(super) fn more_on_the_cell(left: usize, language: Language) -> String {
    let left = number(left, language);
    match language {
        Language::English => format!("… {left} more on this cell; see the list."),
        Language::Vietnamese => format!("… còn {left} điểm nữa ở ô này; xem danh sách."),
    }
}

/// Under the list, where it is cut.
pub(super) fn more_findings(left: usize, language: Language) -> String {
    let left = number(left, language);
    match language {
        Language::English => format!(
            "… {left} more findings are not listed here. Their cells are coloured all the same; correct these first, then have the file checked again."
        ),
        Language::Vietnamese => format!(
            "… còn {left} điểm nữa không liệt kê ở đây. Các ô liên quan vẫn được tô màu; hãy sửa các điểm trên trước rồi kiểm tra lại tệp."
        ),
    }
}

/// The one sentence at the head of the list.
pub(super) const fn in_short(is_list_only: bool, language: Language) -> &'static str {
    match is_list_only {
        true => language.pick(
            "Your sheets are not given back here: correct your own file by this list and send it again.",
            "Tệp này không kèm các trang tính của đơn vị: hãy sửa tệp gốc theo danh sách dưới đây và gửi lại tệp gốc.",
        ),
        false => language.pick(
            "Correct the coloured cells in place on the sheets that follow, save, and send this same file back. Leave the other rows and all codes as they are.",
            "Sửa trực tiếp các ô tô màu ở những trang tính phía sau, lưu lại và gửi lại chính tệp này. Giữ nguyên các dòng khác và mã của mọi dòng.",
        ),
    }
}

/// How to correct and send back, step by step.
pub(super) const fn steps(is_list_only: bool, language: Language) -> &'static [&'static str] {
    const LIST_ONLY: [&[&str]; 2] = [
        &["Correct your own file by the list, and send that file again."],
        &["Sửa tệp gốc theo danh sách rồi gửi lại chính tệp gốc."],
    ];
    const IN_PLACE: [&[&str]; 2] = [
        &[
            "1. Go through the list; the place of each finding is a link to its cell. The comment on the cell says what is wrong and what to do.",
            "2. Correct the cell where it stands. Leave a cell empty when the figure is not known; write 0 only when there is none.",
            "3. Keep the rows that are right as well, and do not change their codes: what you send back takes the place of what you sent before, row by row.",
            "4. Save the file as .xlsx and send it back whole. This sheet and the list may stay as they are; they are not read.",
        ],
        &[
            "1. Đi lần lượt theo danh sách; vị trí của mỗi điểm là liên kết đến đúng ô. Ghi chú trên ô nêu rõ sai ở đâu và cách sửa.",
            "2. Sửa ngay tại ô đó. Chưa có số liệu thì để trống; chỉ ghi 0 khi thực sự không có.",
            "3. Giữ lại cả những dòng đã đúng và không đổi mã của dòng: tệp gửi lại thay thế tệp đã gửi trước, đối chiếu theo mã.",
            "4. Lưu tệp dạng .xlsx và gửi lại toàn bộ. Trang này và trang danh sách cứ để nguyên; chương trình không đọc chúng.",
        ],
    ];
    let texts = if is_list_only { LIST_ONLY } else { IN_PLACE };
    match language {
        Language::English => texts[0],
        Language::Vietnamese => texts[1],
    }
}
