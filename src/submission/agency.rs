//! Which agency a row belongs to.

use std::collections::BTreeMap;

use super::Intake;
use super::source::{Cell, SheetRow};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::reference::{Agency, Resolved};
use crate::text::clean;

/// Resolves the names of one sheet, each spelling once.
#[derive(Debug)]
pub struct AgencyResolver<'a> {
    intake: &'a Intake<'a>,
    known: BTreeMap<String, Option<&'a Agency>>,
    told_blank: bool,
}

/// The agency of a row, or the rule the row breaks.
pub type RowAgency = Result<String, Code>;

impl<'a> AgencyResolver<'a> {
    /// A resolver for one sheet.
    pub const fn new(intake: &'a Intake<'a>) -> Self {
        Self { intake, known: BTreeMap::new(), told_blank: false }
    }

    /// The agency of a row whose cell in the column of agencies is `cell`; `None` when the sheet
    /// has no such column. Findings go to `findings`, a spelling that is no official name once.
    pub fn resolve(
        &mut self,
        cell: Option<(&Cell, usize)>,
        sheet: &str,
        row: u32,
        findings: &mut Vec<Finding>,
    ) -> RowAgency {
        let sender = self.intake.sender.map(|agency| agency.id.clone());
        match cell {
            None => sender.ok_or(Code::A302),
            Some((cell, column)) if cell.is_blank() => match sender {
                Some(sender) => {
                    if !self.told_blank {
                        self.told_blank = true;
                        let mut finding =
                            Finding::new(Code::A303, Text::phrase("A303-empty-first")).expected(
                                Text::phrase("A303-counted-for").with("sender", sender.as_str()),
                            );
                        finding.severity = Severity::Warning;
                        findings.push(finding.sheet(sheet).row(row).column(column));
                    }
                    Ok(sender)
                }
                None => a303_a_row_says_its_agency(sheet, row, findings),
            },
            Some((cell, column)) => {
                let text = clean(&cell.raw());
                let first_time = !self.known.contains_key(&text);
                if first_time {
                    let resolved = self.intake.agencies.resolve(&text);
                    let agency = match resolved {
                        Resolved::Exact(agency) => Some(agency),
                        Resolved::Alias(agency) => {
                            let note = a304_spelled_as_in_the_directive(&text, agency);
                            findings.push(note.sheet(sheet).row(row).column(column));
                            Some(agency)
                        }
                        Resolved::Unknown(_) => None,
                    };
                    self.known.insert(text.clone(), agency);
                }
                match self.known[&text] {
                    Some(agency) => Ok(agency.id.clone()),
                    None => {
                        let finding = a301_the_agency_is_known(self.intake, &text);
                        findings.push(finding.sheet(sheet).row(row).column(column));
                        Err(Code::A301)
                    }
                }
            }
        }
    }
}

fn a301_the_agency_is_known(intake: &Intake<'_>, text: &str) -> Finding {
    let nearest = match intake.agencies.resolve(text) {
        Resolved::Unknown(nearest) => nearest,
        Resolved::Exact(agency) | Resolved::Alias(agency) => vec![agency],
    };
    let names: Vec<String> =
        nearest.iter().map(|agency| format!("{} ({})", agency.name, agency.id)).collect();
    Finding::new(Code::A301, text)
        .expected(Text::phrase("A301-nearest").with("names", names.join("; ")))
}

/// The agency whose name alone titles the rows below it, in a sheet without a column of agencies.
#[derive(Debug, Default)]
pub struct SectionAgency {
    agency: Option<RowAgency>,
    /// How the sections that name agencies are numbered.
    numbering: Option<Numbering>,
}

/// How a section is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Roman,
    Letter,
    Digits,
    None,
}

impl SectionAgency {
    /// The agency of the rows below the last section; `None` where no section named one.
    pub fn of_rows(&self) -> Option<RowAgency> {
        self.agency.clone()
    }

    /// Takes in the title of a section; whether it names an agency. One that stands where the others
    /// name agencies and names none ends the agency above: its rows are nobody's we know.
    pub fn begin(
        &mut self,
        intake: &Intake<'_>,
        text: &str,
        sheet: &str,
        row: &SheetRow,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let numbering = numbering_of(row);
        if let Some(agency) = section_agency(intake, text, sheet, row, findings) {
            self.agency = Some(Ok(agency));
            self.numbering = Some(numbering);
            return true;
        }
        let stands_beside = self.numbering == Some(numbering)
            && (numbering != Numbering::None || sounds_like_an_agency(text));
        if stands_beside {
            let sender = intake.sender.map(|agency| &agency.id);
            // Below the sender's own name its units follow: their rows are the sender's.
            if self.agency.as_ref().is_some_and(|agency| agency.as_ref().ok() == sender) {
                self.agency = None;
            } else if self.agency.is_some() {
                let finding = a301_the_agency_is_known(intake, text);
                findings.push(finding.sheet(sheet).row(row.number));
                self.agency = Some(Err(Code::A301));
            }
        }
        false
    }
}

fn numbering_of(row: &SheetRow) -> Numbering {
    let first = row.cells.iter().find(|cell| !cell.is_blank()).map(|cell| clean(&cell.raw()));
    let first = first.unwrap_or_default();
    let number = first.split(['.', ')', ':', ' ']).next().unwrap_or_default();
    let all = |of: fn(char) -> bool| !number.is_empty() && number.chars().all(of);
    match number {
        _ if all(|c| matches!(c, 'I' | 'V' | 'X')) => Numbering::Roman,
        _ if number.len() == 1 && all(|c| c.is_ascii_alphabetic()) => Numbering::Letter,
        _ if all(|c| c.is_ascii_digit()) => Numbering::Digits,
        _ => Numbering::None,
    }
}

fn sounds_like_an_agency(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "bộ ",
        "ủy ban",
        "uỷ ban",
        "ubnd",
        "tổng cục",
        "cục ",
        "viện ",
        "văn phòng ",
        "thanh tra",
        "ngân hàng",
        "kiểm toán",
        "tòa án",
        "đài ",
        "hội ",
    ];
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.starts_with(word))
}

/// The agency that the title of a section names; `None` when the text is no agency.
fn section_agency(
    intake: &Intake<'_>,
    text: &str,
    sheet: &str,
    row: &SheetRow,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    // "I. Bộ Y tế": the number is that of the section.
    let bare = text.split_once(['.', ')', ':']).map_or(text, |(_, name)| name.trim());
    let named = [text, bare].into_iter().find(|name| intake.agencies.names(name))?;
    let agency = match intake.agencies.resolve(named) {
        Resolved::Exact(agency) | Resolved::Alias(agency) => agency,
        Resolved::Unknown(_) => return None,
    };
    let note = Finding::new(Code::A305, text).expected(
        Text::phrase("A305-below").with("agency", format!("{} ({})", agency.name, agency.id)),
    );
    findings.push(note.sheet(sheet).row(row.number));
    Some(agency.id.clone())
}

fn a303_a_row_says_its_agency(sheet: &str, row: u32, findings: &mut Vec<Finding>) -> RowAgency {
    findings.push(Finding::new(Code::A303, Text::phrase("A303-empty")).sheet(sheet).row(row));
    Err(Code::A303)
}

fn a304_spelled_as_in_the_directive(text: &str, agency: &Agency) -> Finding {
    let name = format!("{} ({})", agency.name, agency.id);
    Finding::new(Code::A304, text).expected(name)
}
