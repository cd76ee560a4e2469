//! What a planner wrote into a list of pairs: `decision` filled in line by line, read back and checked
//! against the pairs of today before anything is recorded.

use std::collections::BTreeMap;

use super::{Item, Listed, Survey};
use crate::inventory::{RowId, Verdict};

/// Signs that part the fields of a line: those of this program, and those spreadsheets write where the
/// comma is the decimal sign.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// One decision that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Line of the file it stands on, as a text editor counts.
    pub line: u64,
    /// What is decided.
    pub verdict: Verdict,
    /// The row that is kept, where both are one thing; else the first.
    pub kept: RowId,
    /// The other row.
    pub other: RowId,
    /// Why, where the list says so.
    pub reason: Option<String>,
    /// Who decided, where the list says so.
    pub decided_by: Option<String>,
    /// The pair stands decided so already.
    pub is_as_before: bool,
}

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// One per line with a decision, in order; a pair that stands twice with one decision counts once.
    pub answers: Vec<Answer>,
    /// Lines that decide nothing.
    pub lines_blank: usize,
}

/// A line that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongLine {
    /// The line.
    pub line: u64,
    /// Why.
    pub what: String,
}

/// Where the columns stand that are read.
struct Columns {
    pair: usize,
    decision: usize,
    kept: Option<usize>,
    reason: Option<usize>,
    decided_by: Option<usize>,
    /// Agency and code of both rows, by which a line is known to be still that of its pair.
    rows: Option<[[usize; 2]; 2]>,
}

impl Columns {
    fn of(head: &csv::StringRecord) -> Option<Self> {
        let at = |name: &str| head.iter().position(|field| field.trim() == name);
        let row = |agency, key| Some([at(agency)?, at(key)?]);
        let first = row("agency_id_a", "key_a");
        Some(Self {
            pair: at("pair")?,
            decision: at("decision")?,
            kept: at("kept"),
            reason: at("reason"),
            decided_by: at("decided_by"),
            rows: first.zip(row("agency_id_b", "key_b")).map(|(a, b)| [a, b]),
        })
    }
}

/// Reads the decisions of a list, as `ndcap duplicates --format csv` writes it, with `decision` filled
/// in. All lines that are wrong are told; then none counts.
pub fn read_answers(text: &str, survey: &Survey) -> Result<Answers, Vec<WrongLine>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let wrong = |line: u64, what: String| WrongLine { line, what };
    let opened = DELIMITERS.iter().find_map(|delimiter| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let columns = Columns::of(reader.headers().ok()?)?;
        Some((reader, columns))
    });
    let Some((mut reader, columns)) = opened else {
        let what = "the columns pair and decision are missing; write the list with: ndcap duplicates \
                    --format csv";
        return Err(vec![wrong(1, what.to_owned())]);
    };
    let listed: BTreeMap<&str, &Listed> =
        survey.listed.iter().map(|listed| (listed.id.as_str(), listed)).collect();
    let (mut answers, mut problems) = (Answers::default(), Vec::new());
    let mut known: BTreeMap<String, (u64, Answer)> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(wrong(line, error.to_string()));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match answer(&record, line, &columns, &listed, survey) {
            Ok(None) => answers.lines_blank += 1,
            Err(what) => problems.push(wrong(line, what)),
            Ok(Some((pair, answer))) => match known.get(&pair) {
                None => {
                    known.insert(pair, (line, answer.clone()));
                    answers.answers.push(answer);
                }
                Some((first, other))
                    if other.verdict != answer.verdict || other.kept != answer.kept =>
                {
                    let what = format!("the pair {pair} is decided otherwise on line {first}");
                    problems.push(wrong(line, what));
                }
                Some(_) => {}
            },
        }
    }
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

/// What one line decides, with the id of its pair; none where its decision is empty.
fn answer(
    record: &csv::StringRecord,
    line: u64,
    columns: &Columns,
    listed: &BTreeMap<&str, &Listed>,
    survey: &Survey,
) -> Result<Option<(String, Answer)>, String> {
    let cell = |at: Option<usize>| {
        at.and_then(|at| record.get(at)).map(str::trim).filter(|text| !text.is_empty())
    };
    let Some(word) = cell(Some(columns.decision)) else { return Ok(None) };
    let verdict = match word.to_lowercase().as_str() {
        "same" | "là một" => Verdict::Same,
        "different" | "khác nhau" => Verdict::Different,
        "open" | "chưa quyết" => Verdict::Open,
        _ => return Err(format!("\"{word}\" is no decision; write same, different or open")),
    };
    let Some(pair) = cell(Some(columns.pair)) else { return Err("it names no pair".to_owned()) };
    let text = |at| cell(at).map(str::to_owned);
    let (reason, decided_by) = (text(columns.reason), text(columns.decided_by));
    let of = |kept: RowId, other: RowId, is_as_before: bool| {
        let (reason, decided_by) = (reason.clone(), decided_by.clone());
        let answer = Answer { line, verdict, kept, other, reason, decided_by, is_as_before };
        Ok(Some((pair.to_owned(), answer)))
    };
    let Some(pair_listed) = listed.get(pair) else {
        // A decision whose rows are gone can be taken back all the same.
        let settled = survey.without_effect.iter().find(|settled| settled.decision.pair == pair);
        return match settled {
            Some(settled) if verdict == Verdict::Open => {
                of(settled.decision.kept.clone(), settled.decision.other.clone(), false)
            }
            Some(_) => Err(format!(
                "a row of the pair {pair} is in no current submission; it can only be taken back (open)"
            )),
            None => Err(format!("there is no pair {pair}")),
        };
    };
    let (a, b) = survey.rows_of(pair_listed);
    if let Some(rows) = columns.rows {
        for (item, [agency, key]) in [a, b].into_iter().zip(rows) {
            check_row(item, pair, cell(Some(agency)), cell(Some(key)))?;
        }
    }
    let decision = pair_listed.decision.as_ref();
    let keep = cell(columns.kept).filter(|_| verdict == Verdict::Same);
    let (kept, other) = keeping(a, b, keep)?;
    let is_as_before = decision.map_or(verdict == Verdict::Open, |before| {
        before.verdict == verdict
            && (verdict != Verdict::Same || before.kept == kept)
            && (reason.is_none() || reason == before.reason)
    });
    of(kept, other, is_as_before)
}

/// Refuses a line whose rows are not those of its pair: a list of which one column was sorted alone
/// would decide about others.
fn check_row(
    item: &Item,
    pair: &str,
    agency: Option<&str>,
    key: Option<&str>,
) -> Result<(), String> {
    let (agency, key) = (agency.unwrap_or_default(), key.unwrap_or_default());
    let is_row = |key: &str| item.id.to_string() == format!("{agency}/{key}");
    // What a spreadsheet would run stands behind an apostrophe.
    if is_row(key) || key.strip_prefix('\'').is_some_and(is_row) {
        return Ok(());
    }
    let (id, said) = (&item.id, format!("{agency}/{key}"));
    Err(format!("the pair {pair} has the row {id}, and the line says {said}: was a column moved?"))
}

/// The row that is kept and the other one: that of an agency, or as AGENCY/CODE; of two that are left
/// open the one that states more.
pub fn keeping(a: &Item, b: &Item, keep: Option<&str>) -> Result<(RowId, RowId), String> {
    let Some(keep) = keep else {
        let first = if b.stated() > a.stated() { [b, a] } else { [a, b] };
        return Ok((first[0].id.clone(), first[1].id.clone()));
    };
    let is_meant =
        |item: &&Item| keep.eq_ignore_ascii_case(&item.id.agency_id) || keep == item.id.to_string();
    let meant: Vec<&Item> = [a, b].into_iter().filter(is_meant).collect();
    match meant[..] {
        [one] => {
            let other = if std::ptr::eq(one, a) { b } else { a };
            Ok((one.id.clone(), other.id.clone()))
        }
        _ => Err(format!("{keep} is not one of the two rows; say {} or {}", a.id, b.id)),
    }
}
