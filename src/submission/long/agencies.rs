//! The agencies of rows of a long file, each spelling resolved once.

use std::sync::Arc;

use super::RowByItself;
use super::lookup::Lookup;
use crate::diagnostic::Code;
use crate::submission::agency::RowAgency;
use crate::submission::names::{NamePlace, Names};
use crate::submission::source::Record;

/// An agency as it is spelled.
#[derive(Debug)]
struct Spelled {
    agency: Arc<str>,
    /// Where it is held among the names of a part, and of which.
    held: (NamePlace, u64),
}

/// Agencies by their spelling.
#[derive(Debug, Default)]
pub struct PlainAgencies {
    places: Lookup,
    known: Vec<Spelled>,
    /// Parts that were read.
    parts: u64,
}

impl PlainAgencies {
    /// Puts down the agencies of the records that are the rows of a part, in a column of the sheet.
    /// `resolve` finds those of a spelling that is not known, or whose row is read by itself; it also
    /// says whether the spelling is the same agency wherever it stands. The rows without an agency, and
    /// which rule they break.
    pub fn read(
        &mut self,
        (records, by_themselves): (&[Record<'_>], &[RowByItself]),
        source: usize,
        names: &mut Names,
        mut resolve: impl FnMut(&Record<'_>, Option<&RowByItself>) -> (RowAgency, bool),
    ) -> Vec<(usize, Code)> {
        self.parts += 1;
        let mut faults = Vec::new();
        let mut by_themselves = by_themselves.iter().peekable();
        for (index, record) in records.iter().enumerate() {
            let by_itself = by_themselves.next_if(|row| row.nth == index);
            let known = self.places.get(record, source).filter(|_| by_itself.is_none());
            if let Some(place) = known {
                let known = &mut self.known[place as usize];
                if known.held.1 != self.parts {
                    known.held = (names.hold(&known.agency), self.parts);
                }
                names.say(index, known.held.0);
                continue;
            }
            match resolve(record, by_itself) {
                (Ok(agency), stays) => {
                    names.set(index, &agency);
                    if stays && by_itself.is_none() {
                        self.places.insert(record, source, self.known.len() as u32);
                        self.known.push(Spelled { agency, held: (0, 0) });
                    }
                }
                (Err(code), _) => {
                    names.set(index, &"".into());
                    faults.push((index, code));
                }
            }
        }
        faults
    }
}
