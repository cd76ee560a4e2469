//! What is given back: sheets with the marks of their cells, and the findings in the order of the
//! list. Pure: nothing is written here.

use std::collections::BTreeMap;

use super::name::Names;
use super::{finding_text, words};
use crate::diagnostic::{Finding, Severity, column_index};
use crate::language::Language;
use crate::reference::Agencies;
use crate::submission::{Sheet, SheetRow, Submission, is_return_sheet};

/// Rows a sheet of Excel has.
pub(super) const ROWS_MAX: u32 = 1_048_576;
/// Columns a sheet of Excel has.
pub(super) const COLUMNS_MAX: usize = 16_384;
/// Characters of a comment at most: what a person reads in a small window.
const COMMENT_CHARS_MAX: usize = 2_000;
/// Characters of each part of a comment at most.
const PART_CHARS_MAX: usize = 300;

/// How many comments and lines there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Cells that get a comment; Excel draws each as a shape and grows slow with many thousands.
    pub comments: usize,
    /// Findings in the list; each has a hyperlink, of which Excel takes 65,530 a sheet.
    pub listed: usize,
}

impl Caps {
    /// What Excel opens without delay.
    pub const USUAL: Self = Self { comments: 5_000, listed: 20_000 };
}

/// A cell of a sheet given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Index in [`Returned::sheets`].
    pub sheet: usize,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 0.
    pub column: usize,
}

/// A finding in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The cell it is about; the first filled one of its row where it names no column; the first
    /// of its sheet where it names no row; none for the file as a whole.
    pub target: Option<Target>,
}

/// How a cell stands out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The gravest finding on the cell; none where it only stands in a row that was hidden.
    pub severity: Option<Severity>,
    /// What is written on it; none beyond the cap.
    pub comment: Option<String>,
}

/// A sheet given back.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetBack<'a> {
    /// The sheet as read.
    pub sheet: &'a Sheet,
    /// Its name in the workbook, which differs where Excel does not take the name it had.
    pub name: String,
    /// Marked cells, by row from 1 and column from 0.
    pub marks: BTreeMap<(u32, usize), Mark>,
}

impl SheetBack<'_> {
    /// Whether the sheet hid the row.
    pub fn was_hidden(&self, row: u32) -> bool {
        self.sheet.hidden_rows.binary_search(&row).is_ok()
    }
}

/// What is given back of one file.
#[derive(Debug, Clone)]
pub struct Returned<'a> {
    /// The file as read.
    pub submission: &'a Submission,
    /// Language of everything that is ours.
    pub language: Language,
    /// What agencies are called.
    pub agencies: &'a Agencies,
    /// Its sheets in their order, without those an earlier return workbook added. None when the
    /// file could not be read, or when one of them has more rows or columns than Excel.
    pub sheets: Vec<SheetBack<'a>>,
    /// Name of a sheet that is larger than Excel's.
    pub too_large: Option<&'a str>,
    /// Names of our two sheets: the list, the summary.
    pub own_names: [String; 2],
    /// Findings in the list: errors, warnings, notes; each in the order of the file.
    pub listed: Vec<Listed<'a>>,
    /// Marked cells without a comment, since there are too many.
    pub comments_left_out: usize,
}

impl<'a> Returned<'a> {
    /// What is given back of a file: its sheets as [`crate::submission::read_sheets`] gives them.
    pub fn new(
        sheets: &'a [Sheet],
        submission: &'a Submission,
        language: Language,
        caps: Caps,
    ) -> Self {
        let theirs: Vec<&Sheet> = sheets.iter().filter(|sheet| !is_return_sheet(sheet)).collect();
        let is_large = |sheet: &&&Sheet| {
            let fits = |row: &SheetRow| row.number <= ROWS_MAX && row.cells.len() <= COLUMNS_MAX;
            !sheet.rows.iter().all(fits)
        };
        let too_large = theirs.iter().find(is_large).map(|sheet| sheet.name.as_str());
        let theirs = if too_large.is_some() { Vec::new() } else { theirs };
        let mut names = Names::default();
        let given = names.of_sheets(theirs.iter().map(|sheet| sheet.name.as_str()));
        let own_names = words::own_names(language).map(|name| names.free(name));
        let mut backs: Vec<SheetBack<'a>> = theirs
            .into_iter()
            .zip(given)
            .map(|(sheet, name)| SheetBack { sheet, name, marks: BTreeMap::new() })
            .collect();
        let mut listed: Vec<Listed<'a>> = submission
            .findings
            .iter()
            .map(|finding| Listed { finding, target: target_of(finding, &backs) })
            .collect();
        listed.sort_by_key(|listed| listed.finding.severity);
        let comments_left_out = mark(&mut backs, &listed, language, caps.comments);
        listed.truncate(caps.listed);
        Self {
            submission,
            language,
            agencies: Agencies::built_in(),
            sheets: backs,
            too_large,
            own_names,
            listed,
            comments_left_out,
        }
    }

    /// The same with agencies called as a file of one's own has them.
    pub fn naming_agencies_by(self, agencies: &'a Agencies) -> Self {
        Self { agencies, ..self }
    }

    /// Findings that the list leaves out.
    pub fn findings_left_out(&self) -> usize {
        self.submission.findings.len() - self.listed.len()
    }
}

fn target_of(finding: &Finding, backs: &[SheetBack<'_>]) -> Option<Target> {
    let sheet = backs.iter().position(|back| back.sheet.name == finding.sheet)?;
    let column = finding.column.as_deref().and_then(column_index).filter(|at| *at < COLUMNS_MAX);
    let Some(row) = finding.row.filter(|row| (1..=ROWS_MAX).contains(row)) else {
        return Some(Target { sheet, row: 1, column: column.unwrap_or(0) });
    };
    let column = column.unwrap_or_else(|| first_filled(backs[sheet].sheet, row));
    Some(Target { sheet, row, column })
}

/// First column of a row that has something in it.
fn first_filled(sheet: &Sheet, number: u32) -> usize {
    let row = sheet.rows.binary_search_by_key(&number, |row| row.number);
    let cells = row.map_or(&[][..], |at| &sheet.rows[at].cells);
    cells.iter().position(|cell| !cell.is_blank()).unwrap_or(0)
}

/// Marks the cells that findings are about and the rows that were hidden; says how many cells get
/// no comment.
fn mark(
    backs: &mut [SheetBack<'_>],
    listed: &[Listed<'_>],
    language: Language,
    comments_max: usize,
) -> usize {
    let mut order: Vec<Target> = Vec::new();
    let mut by_cell: BTreeMap<Target, Vec<&Finding>> = BTreeMap::new();
    // A finding about a whole sheet stands in the list only: it is no fault of the first cell.
    for listed in listed.iter().filter(|listed| listed.finding.row.is_some()) {
        let Some(target) = listed.target else { continue };
        let findings = by_cell.entry(target).or_default();
        if findings.is_empty() {
            order.push(target);
        }
        findings.push(listed.finding);
    }
    for (sheet, back) in backs.iter().enumerate() {
        for &row in &back.sheet.hidden_rows {
            let target = Target { sheet, row, column: first_filled(back.sheet, row) };
            if !by_cell.contains_key(&target) {
                order.push(target);
            }
        }
    }
    let mut left_out = 0;
    for (index, target) in order.into_iter().enumerate() {
        let findings = by_cell.remove(&target).unwrap_or_default();
        let back = &mut backs[target.sheet];
        let is_hidden =
            back.was_hidden(target.row) && target.column == first_filled(back.sheet, target.row);
        let comment = (index < comments_max).then(|| comment_of(&findings, is_hidden, language));
        left_out += usize::from(comment.is_none());
        let severity = findings.iter().map(|finding| finding.severity).min();
        back.marks.insert((target.row, target.column), Mark { severity, comment });
    }
    left_out
}

/// All findings of a cell in one comment, the gravest first.
fn comment_of(findings: &[&Finding], is_hidden: bool, language: Language) -> String {
    let mut paragraphs = Vec::new();
    if is_hidden {
        paragraphs.push(words::was_hidden(language).to_owned());
    }
    let mut length = 0;
    for (index, finding) in findings.iter().enumerate() {
        let paragraph = paragraph_of(finding, language);
        length += paragraph.chars().count() + 2;
        if index > 0 && length > COMMENT_CHARS_MAX {
            paragraphs.push(words::more_on_the_cell(findings.len() - index, language));
            break;
        }
        paragraphs.push(paragraph);
    }
    paragraphs.join("\n\n")
}

fn paragraph_of(finding: &Finding, language: Language) -> String {
    let text = finding_text(finding, language);
    let severity = words::severity(finding.severity, language).to_uppercase();
    let label = words::Labels::of(language);
    let mut lines = vec![
        format!("{severity} {}: {}", finding.code.id(), shorten(&text.claim)),
        format!("{}: {}", label.found, shorten(&text.found)),
    ];
    if text.expected != text.claim {
        lines.push(format!("{}: {}", label.expected, shorten(&text.expected)));
    }
    lines.push(format!("{}: {}", label.remedy, shorten(&text.remedy)));
    lines.join("\n")
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(PART_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
