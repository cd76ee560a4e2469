//! `ndcap reconcile`: figures that should match and do not.

use super::common::{Common, Exit};
use super::output;
use crate::diagnostic::{Argument, Code, Text};
use crate::language::Language;
use crate::reconcile::{Checked, Reconciliation, reconcile};
use crate::report::table::{Column, Kind, Table, Value};
use crate::report::tables;

pub fn run(common: &Common) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let reconciliation = reconcile(&inventory, &plan)?;
    output::print(common, &table(&reconciliation, common.language()))?;
    if let Some(language) = common.tells_in() {
        eprintln!("{}", summary(&reconciliation.checked).in_language(language));
    }
    Ok(Exit::Clean)
}

/// One row per disagreement: agency, submission, then the columns of findings.
fn table(reconciliation: &Reconciliation, language: Language) -> Table {
    let findings = &reconciliation.findings;
    let rows = findings.iter().map(|told| (told.submission_id.as_str(), &told.finding));
    let origin = ("submission_id", language.pick("Submission", "Hồ sơ"));
    let mut table = tables::findings_of(origin, rows, language);
    let title = language.pick("Agency", "Cơ quan").to_owned();
    table.columns.insert(0, Column { name: "agency_id", title, kind: Kind::Text });
    for (row, told) in table.rows.iter_mut().zip(findings) {
        if told.submission_id.is_empty() {
            row[0] = Value::Missing;
        }
        row.insert(0, told.agency_id.as_str().into());
    }
    table
}

/// How many comparisons were made and agree, which could not be made, and where there was nothing
/// to compare.
fn summary(checked: &[Checked]) -> Text {
    let sum = |of: fn(&Checked) -> usize| checked.iter().map(of).sum::<usize>();
    let mut said = Text::phrase("print-reconciled")
        .with("made", sum(Checked::comparisons))
        .with("agree", sum(|checked| checked.agree))
        .with("differ", sum(|checked| checked.differ));
    let lacking: Vec<Text> = checked
        .iter()
        .filter(|checked| checked.not_comparable > 0)
        .map(|checked| lacking(checked.code).with("count", checked.not_comparable))
        .collect();
    if !lacking.is_empty() {
        let what = Argument::series(lacking);
        said = Text::phrase("print-not-compared").with("said", said).with("what", what);
    }
    let empty = checked.iter().filter(|c| c.comparisons() + c.not_comparable == 0);
    let empty: Vec<&str> = empty.map(|checked| checked.code.id()).collect();
    if empty.is_empty() {
        return said;
    }
    Text::phrase("print-nothing-to-compare").with("said", said).with("what", empty.join(", "))
}

/// What a check would compare, in so many cases.
const fn lacking(code: Code) -> Text {
    Text::phrase(match code {
        Code::X801 => "print-lacking-X801",
        Code::X802 => "print-lacking-X802",
        Code::X803 => "print-lacking-X803",
        Code::X804 => "print-lacking-X804",
        Code::X805 => "print-lacking-X805",
        Code::X806 => "print-lacking-X806",
        Code::X807 => "print-lacking-X807",
        Code::X808 => "print-lacking-X808",
        Code::X809 => "print-lacking-X809",
        _ => "print-lacking-X810",
    })
}
