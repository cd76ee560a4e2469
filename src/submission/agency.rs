//! Which agency a row belongs to.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Intake;
use super::layout::{Numbering, numbering_of};
use super::source::{Cell, SheetRow};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::reference::{Agency, Resolved};
use crate::text::{clean, shows_nothing};

/// Resolves the names of one sheet, each spelling once.
#[derive(Debug)]
pub struct AgencyResolver<'a> {
    intake: &'a Intake<'a>,
    /// The agency of each spelling, or what is wrong with it: the nearest names are looked for once.
    known: BTreeMap<String, Result<Arc<str>, Finding>>,
    by_text: HashMap<String, Arc<str>, FixedState>,
    sender: Option<Arc<str>>,
    told_blank: bool,
}

/// The agency of a row, or the rule the row breaks.
pub type RowAgency = Result<Arc<str>, Code>;

impl<'a> AgencyResolver<'a> {
    /// A resolver for one sheet.
    pub fn new(intake: &'a Intake<'a>) -> Self {
        let sender = intake.sender.map(|agency| agency.id.as_str().into());
        let by_text = HashMap::with_hasher(FixedState::default());
        Self { intake, known: BTreeMap::new(), by_text, sender, told_blank: false }
    }

    /// The same for the text of a cell; a text that was known before is not looked at again.
    pub fn resolve_text(
        &mut self,
        named: Option<(&str, usize)>,
        sheet: &str,
        row: u32,
        findings: &mut Vec<Finding>,
    ) -> RowAgency {
        let Some((text, column)) = named else { return self.resolve(None, sheet, row, findings) };
        if let Some(agency) = self.by_text.get(text) {
            return Ok(Arc::clone(agency));
        }
        let cell = if shows_nothing(text) { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let agency = self.resolve(Some((&cell, column)), sheet, row, findings);
        if let (Ok(agency), false) = (&agency, cell.is_blank()) {
            self.by_text.insert(text.to_owned(), Arc::clone(agency));
        }
        agency
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
        let sender = self.sender.clone();
        match cell {
            None => sender.ok_or(Code::A302),
            Some((cell, column)) if cell.is_blank() => match sender {
                Some(sender) => {
                    if !self.told_blank {
                        self.told_blank = true;
                        let mut finding =
                            Finding::new(Code::A303, Text::phrase("A303-empty-first")).expected(
                                Text::phrase("A303-counted-for").with("sender", &*sender),
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
                if !self.known.contains_key(&text) {
                    let agency = match self.agency_of(&text) {
                        Ok((agency, is_as_listed)) => {
                            if !is_as_listed {
                                let note = a304_spelled_as_in_the_directive(&text, agency);
                                findings.push(note.sheet(sheet).row(row).column(column));
                            }
                            Ok(agency.id.as_str().into())
                        }
                        Err(Code::A306) => {
                            Err(a306_the_name_is_that_of_one_agency(self.intake, &text))
                        }
                        Err(_) => Err(a301_the_agency_is_known(self.intake, &text)),
                    };
                    self.known.insert(text.clone(), agency);
                }
                match &self.known[&text] {
                    Ok(agency) => Ok(Arc::clone(agency)),
                    Err(finding) => {
                        let told = finding.clone().sheet(sheet).row(row).column(column);
                        findings.push(told);
                        Err(finding.code)
                    }
                }
            }
        }
    }

    /// The agency of a name, and whether it is spelled as in the directive. A place alone is the
    /// agency that governs it unless another agency sends the file, whose branch there it may be.
    fn agency_of(&self, text: &str) -> Result<(&'a Agency, bool), Code> {
        match self.intake.agencies.resolve(text) {
            Resolved::Exact(agency) => Ok((agency, true)),
            Resolved::Alias(agency) => Ok((agency, false)),
            Resolved::Place(agency)
                if self.intake.sender.is_none_or(|sender| sender.id == agency.id) =>
            {
                Ok((agency, false))
            }
            Resolved::Ambiguous(_) => Err(Code::A306),
            Resolved::Place(_) | Resolved::Unknown(_) => Err(Code::A301),
        }
    }
}

/// What the rows that only title others say of the rows below them.
#[derive(Debug)]
pub struct Sections<'a> {
    intake: &'a Intake<'a>,
    sheet: &'a str,
    /// Title of the section; none right below the name of an agency.
    pub title: Option<String>,
    /// Agency whose name stands above, or the rule its name breaks.
    pub agency: Option<RowAgency>,
    /// How the sections that name agencies are numbered.
    numbering: Option<Numbering>,
}

impl<'a> Sections<'a> {
    /// No section yet.
    pub const fn new(intake: &'a Intake<'a>, sheet: &'a str) -> Self {
        Self { intake, sheet, title: None, agency: None, numbering: None }
    }

    /// Takes in the title of a section; `may_name_agency` says whether the sheet has no column that
    /// does.
    pub fn begin(
        &mut self,
        text: &str,
        row: &SheetRow,
        may_name_agency: bool,
        findings: &mut Vec<Finding>,
    ) {
        let numbering = numbering_of(row);
        if may_name_agency {
            if let Some(agency) = self.a305_a_section_names_its_agency(text, row, findings) {
                self.agency = Some(Ok(agency.into()));
                self.title = None;
                self.numbering = numbering;
                return;
            }
            let names = [text, without_number(text)];
            let is_ambiguous = |name: &&str| self.intake.agencies.ambiguous(name).is_some();
            if let Some(name) = names.into_iter().find(is_ambiguous) {
                let finding = a306_the_name_is_that_of_one_agency(self.intake, name);
                findings.push(finding.sheet(self.sheet).row(row.number));
                self.agency = Some(Err(Code::A306));
                self.title = Some(text.to_owned());
                return;
            }
            // "III. Bộ X" beside "I. Bộ Y tế": the rows below are not those of the agency above.
            let stands_beside = numbering.is_some() && numbering == self.numbering;
            let sender = self.intake.sender.map(|agency| agency.id.as_str());
            let above = self.agency.as_ref().and_then(|agency| agency.as_deref().ok());
            if stands_beside && above.is_some() && above == sender {
                // Below the sender's own name its units follow: their rows are the sender's.
                self.agency = None;
            } else if stands_beside || self.intake.agencies.nearly_names(without_number(text)) {
                let finding = a301_the_agency_is_known(self.intake, without_number(text));
                findings.push(finding.sheet(self.sheet).row(row.number));
                self.agency = Some(Err(Code::A301));
            }
        }
        self.title = Some(text.to_owned());
    }

    fn a305_a_section_names_its_agency(
        &self,
        text: &str,
        row: &SheetRow,
        findings: &mut Vec<Finding>,
    ) -> Option<String> {
        let agencies = self.intake.agencies;
        let named = [text, without_number(text)].into_iter().find(|name| agencies.names(name))?;
        let agency = match agencies.resolve(named) {
            Resolved::Exact(agency) | Resolved::Alias(agency) => agency,
            Resolved::Place(_) | Resolved::Ambiguous(_) | Resolved::Unknown(_) => return None,
        };
        let note = Finding::new(Code::A305, text)
            .expected(Text::phrase("A305-below").with("agency", agency.name_and_id()));
        findings.push(note.sheet(self.sheet).row(row.number));
        Some(agency.id.clone())
    }
}

/// "I. Bộ Y tế": the number is that of the section.
fn without_number(text: &str) -> &str {
    text.split_once(['.', ')', ':']).map_or(text, |(_, name)| name.trim())
}

fn a301_the_agency_is_known(intake: &Intake<'_>, text: &str) -> Finding {
    let nearest = match intake.agencies.resolve(text) {
        Resolved::Unknown(nearest) | Resolved::Ambiguous(nearest) => nearest,
        Resolved::Exact(agency) | Resolved::Alias(agency) | Resolved::Place(agency) => vec![agency],
    };
    Finding::new(Code::A301, text)
        .expected(Text::phrase("A301-nearest").with("names", names_and_ids(&nearest)))
}

fn a306_the_name_is_that_of_one_agency(intake: &Intake<'_>, text: &str) -> Finding {
    let all = intake.agencies.ambiguous(text).unwrap_or_default();
    Finding::new(Code::A306, text)
        .expected(Text::phrase("A306-one-of").with("names", names_and_ids(&all)))
}

fn names_and_ids(agencies: &[&Agency]) -> String {
    agencies.iter().map(|agency| agency.name_and_id()).collect::<Vec<_>>().join("; ")
}

fn a303_a_row_says_its_agency(sheet: &str, row: u32, findings: &mut Vec<Finding>) -> RowAgency {
    findings.push(Finding::new(Code::A303, Text::phrase("A303-empty")).sheet(sheet).row(row));
    Err(Code::A303)
}

fn a304_spelled_as_in_the_directive(text: &str, agency: &Agency) -> Finding {
    Finding::new(Code::A304, text).expected(agency.name_and_id())
}
