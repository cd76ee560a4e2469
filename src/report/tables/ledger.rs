//! Tables of what was received, found and assumed.

use super::super::Planning;
use super::super::table::{Kind, Table, Value};
use crate::diagnostic::Finding;
use crate::language::Language;
use crate::plan::Plan;

/// One row per assumption or choice of the plan.
pub fn assumptions(plan: &Plan, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "assumptions",
        t("Assumptions", "Giả định"),
        t(
            "Every assumption of the plan with its range and source. [S] public source, [B] \
             background knowledge, [D] the directive, [P] choice of the planner.",
            "Mọi giả định của kế hoạch với khoảng và nguồn. [S] nguồn công khai, [B] kiến thức nghề, \
             [D] chỉ thị, [P] lựa chọn của người lập kế hoạch.",
        ),
    )
    .column("name", t("Name", "Tên"), Kind::Text)
    .column("value", t("Value", "Giá trị"), Kind::Text)
    .column("low", t("Low", "Thấp"), Kind::Decimal(3))
    .column("high", t("High", "Cao"), Kind::Decimal(3))
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("source", t("Source", "Nguồn"), Kind::Text);
    for (name, value) in plan.choices() {
        let cells = [name.into(), value.into(), Value::Missing, Value::Missing, "".into()];
        table.push(cells.into_iter().chain([t("plan file", "tệp kế hoạch").into()]).collect());
    }
    for line in plan.assumptions() {
        table.push(vec![
            line.name.into(),
            line.value.to_string().into(),
            line.low.into(),
            line.high.into(),
            line.unit.into(),
            line.source.into(),
        ]);
    }
    table
}

/// One row per current submission and sheet.
pub fn submissions(planning: &Planning<'_>) -> Table {
    let t = |en: &str, vi: &str| planning.language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "submissions",
        t("Submissions", "Hồ sơ đã nhận"),
        t(
            "One row per sheet of every submission: rows read = accepted + rejected + merged + skipped.",
            "Mỗi dòng một trang tính: số dòng đọc = nhận + loại + gộp + bỏ qua.",
        ),
    )
    .column("submission_id", t("Submission", "Hồ sơ"), Kind::Text)
    .column("agency_id", t("Agency", "Cơ quan"), Kind::Text)
    .column("file", t("File", "Tệp"), Kind::Text)
    .column("profile", t("Format", "Định dạng"), Kind::Text)
    .column("table", t("Table", "Bảng"), Kind::Text)
    .column("sheet", t("Sheet", "Trang tính"), Kind::Text)
    .column("rows_read", t("Read", "Đọc"), Kind::Integer)
    .column("rows_accepted", t("Accepted", "Nhận"), Kind::Integer)
    .column("rows_rejected", t("Rejected", "Loại"), Kind::Integer)
    .column("rows_merged", t("Merged", "Gộp"), Kind::Integer)
    .column("rows_skipped", t("Skipped", "Bỏ qua"), Kind::Integer);
    for record in planning.inventory.submissions() {
        for count in &record.tables {
            table.push(vec![
                record.id.as_str().into(),
                record.agency_id.as_str().into(),
                record.file.as_str().into(),
                record.profile.as_str().into(),
                count.table.as_str().into(),
                count.sheet.as_str().into(),
                count.rows_read.into(),
                count.rows_accepted.into(),
                count.rows_rejected.into(),
                count.rows_merged.into(),
                count.rows_skipped.into(),
            ]);
        }
    }
    table
}

/// One row per finding of every current submission, in the order of submissions.
pub fn findings(planning: &Planning<'_>) -> Table {
    let language = planning.language;
    let rows = planning.findings.iter().map(|(submission, finding)| (submission.as_str(), finding));
    findings_of(("submission_id", language.pick("Submission", "Hồ sơ")), rows, language)
}

/// One row per finding, each with where it comes from: the name and heading of that column, and its
/// text in every row. Texts are in the language; words of programs (code, severity) are not.
pub fn findings_of<'a>(
    origin: (&'static str, &str),
    findings: impl Iterator<Item = (&'a str, &'a Finding)>,
    language: Language,
) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "findings",
        t("Findings", "Lỗi, cảnh báo và lưu ý"),
        t(
            "One row per finding: place, what stands there, what to do.",
            "Mỗi dòng một phát hiện: vị trí, nội dung, cách xử lý.",
        ),
    )
    .column(origin.0, origin.1, Kind::Text)
    .column("code", t("Code", "Mã"), Kind::Text)
    .column("severity", t("Severity", "Mức"), Kind::Text)
    .column("sheet", t("Sheet", "Trang tính"), Kind::Text)
    .column("row", t("Row", "Dòng"), Kind::Integer)
    .column("column", t("Column", "Cột"), Kind::Text)
    .column("found", t("Found", "Thấy"), Kind::Text)
    .column("expected", t("Expected", "Cần"), Kind::Text)
    .column("remedy", t("Remedy", "Cách xử lý"), Kind::Text);
    for (origin, finding) in findings {
        table.push(vec![
            origin.into(),
            finding.code.id().into(),
            finding.severity.word().into(),
            finding.sheet.as_str().into(),
            finding.row.map(i64::from).into(),
            finding.column.clone().into(),
            finding.found.in_language(language).into_owned().into(),
            finding.expected.in_language(language).into_owned().into(),
            finding.remedy.in_language(language).into_owned().into(),
        ]);
    }
    table
}
