//! Who leads a task or helps with it: an agency, or a class of agencies that the directive leaves
//! open.

use crate::reference::{Agencies, Resolved};
use crate::text::clean;

/// One of those a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// An agency, by its id.
    Agency(String),
    /// A class nobody lists, as written: `Các bộ, ngành, địa phương`.
    Open(String),
}

impl Party {
    /// Who it is, for people.
    pub fn name<'a>(&'a self, agencies: &'a Agencies) -> &'a str {
        match self {
            Self::Agency(id) => agencies.name_of(id),
            Self::Open(text) => text,
        }
    }

    /// The id of an agency; none of an open class.
    pub fn agency_id(&self) -> Option<&str> {
        match self {
            Self::Agency(id) => Some(id),
            Self::Open(_) => None,
        }
    }

    /// Those a cell names. Semicolons part them, and so do commas; but names have commas too ("Bộ
    /// Văn hóa, Thể thao và Du lịch"), so the longest known name counts, and what nobody knows
    /// stays one text.
    pub fn split(cell: &str, agencies: &Agencies) -> Vec<Self> {
        let parts = cell.split(';').map(|part| clean(part.trim().trim_end_matches('.')));
        parts.filter(|part| !part.is_empty()).flat_map(|part| by_commas(&part, agencies)).collect()
    }
}

fn by_commas(text: &str, agencies: &Agencies) -> Vec<Party> {
    let words: Vec<&str> = text.split(',').map(str::trim).collect();
    let mut parties = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let known = (at + 1..=words.len()).rev().find_map(|end| {
            match agencies.resolve(&words[at..end].join(", ")) {
                Resolved::Exact(agency) | Resolved::Alias(agency) => Some((end, agency)),
                _ => None,
            }
        });
        match known {
            Some((end, agency)) => {
                close(&mut open, &mut parties);
                parties.push(Party::Agency(agency.id.clone()));
                at = end;
            }
            None => {
                open.push(words[at]);
                at += 1;
            }
        }
    }
    close(&mut open, &mut parties);
    parties
}

fn close(open: &mut Vec<&str>, parties: &mut Vec<Party>) {
    if !open.is_empty() {
        parties.push(Party::Open(open.join(", ")));
        open.clear();
    }
}
