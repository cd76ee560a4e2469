//! Agencies: canonical ids and names, aliases, groups, how a name is resolved, and who answers for
//! an agency on a day.

mod own;
mod spelling;
mod succession;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use own::OwnAgenciesError;
pub use succession::{Mark, RollUp, Step, Succession};

use crate::text::{bare_key, clean};
use spelling::{Claim, Hit, Index, is_near};
use succession::Successions;

/// Groups that an agency can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// III.1, footnote 1: owes the resource list of the systems it moves (8 agencies).
    InfrastructureMigration,
    /// III.2, footnote 2: owes the cloud-needs list (18 agencies).
    CloudIntegration,
    /// One of the two footnotes (23 agencies).
    Footnotes,
    /// Owner of a national database.
    NationalDatabaseOwner,
    /// Gets the directive for information: no task of its annex is addressed to it.
    Recipient,
    /// People's committee of a province or centrally-run city, of the 63 there were in 2024.
    Province,
    /// Came into being after the directive, by a merger.
    SinceTheDirective,
}

impl Group {
    /// Groups that a file of agencies can put an agency into, with their word there.
    const STATED: [(Self, &'static str, &'static str); 4] = [
        (Self::InfrastructureMigration, "infrastructure_migration", "FN1_INFRA_MIGRATION"),
        (Self::CloudIntegration, "cloud_integration", "FN2_CLOUD_INTEGRATION"),
        (Self::NationalDatabaseOwner, "national_database_owner", "NATIONAL_DB_OWNER"),
        (Self::Recipient, "recipient", "RECIPIENT"),
    ];
}

/// One agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Canonical id, as `MOET`; it stays when the agency is renamed.
    pub id: String,
    /// Official name at the time of the directive; of a later agency its first.
    pub name: String,
    /// Other names and spellings, as listed.
    pub aliases: Vec<String>,
    /// Names and spellings it took on later, when it was renamed or others came to it.
    pub later_names: Vec<String>,
    groups: Vec<String>,
    /// Match keys of spellings that a file of one's own takes from it.
    dropped: Vec<String>,
    /// Where its name is made of that of a place.
    place: Option<Place>,
    is_later: bool,
}

/// The place that a people's committee governs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    is_city: bool,
    /// Its name, then other spellings; without "tỉnh".
    names: Vec<String>,
}

impl Agency {
    /// Whether it is in the group.
    pub fn is_in(&self, group: Group) -> bool {
        match group {
            Group::Footnotes => {
                self.is_in(Group::InfrastructureMigration) || self.is_in(Group::CloudIntegration)
            }
            Group::Province => self.place.is_some(),
            Group::SinceTheDirective => self.is_later,
            stated => Group::STATED
                .iter()
                .filter(|(known, ..)| *known == stated)
                .any(|(.., word)| self.groups.iter().any(|group| group == word)),
        }
    }

    /// Groups as the table of agencies calls them, as `ANNEX_A2_LEAD`.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(String::as_str)
    }

    /// `Bộ Y tế (MOH)`.
    pub fn name_and_id(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }
}

/// What a name was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// The official name or the id, apart from case, dashes and the like.
    Exact(&'a Agency),
    /// One of the other spellings.
    Alias(&'a Agency),
    /// The place that the agency governs, as "Hà Giang": it means the agency only where nothing else
    /// can be meant, as another agency's branch there.
    Place(&'a Agency),
    /// Several agencies can be meant: their names meet without diacritics, or as an abbreviation.
    Ambiguous(Vec<&'a Agency>),
    /// Nobody knows it; the nearest agencies, nearest first.
    Unknown(Vec<&'a Agency>),
}

/// All agencies with their look-up keys, and who answers for whom since when.
#[derive(Debug)]
pub struct Agencies {
    list: Vec<Agency>,
    by_id: BTreeMap<String, usize>,
    index: Index,
    successions: Successions,
}

impl Agencies {
    /// The built-in agencies.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Agencies> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            let (list, successions) =
                table::read().expect("the embedded tables are tested to be well-formed");
            Self::new(list, successions)
        })
    }

    /// The built-in agencies with what a file of one's own adds and corrects.
    pub fn read(path: &std::path::Path) -> Result<Self, OwnAgenciesError> {
        own::read(path)
    }

    fn new(list: Vec<Agency>, successions: Successions) -> Self {
        let by_id = list.iter().enumerate().map(|(at, agency)| (agency.id.clone(), at)).collect();
        let index = Index::of(&list);
        Self { list, by_id, index, successions }
    }

    /// All agencies, in the order of the tables: the directive's two groups first, then others it
    /// reaches, provinces, agencies made by mergers, agencies of one's own.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.list.iter()
    }

    /// The 23 agencies of the directive's two groups, in the order of the table.
    pub fn of_the_directive(&self) -> impl Iterator<Item = &Agency> {
        self.iter().filter(|agency| agency.is_in(Group::Footnotes))
    }

    /// The agency of a canonical id.
    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.by_id.get(id).map(|&index| &self.list[index])
    }

    /// Official name of an id; the id itself when nobody knows it.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |agency| &agency.name)
    }

    /// Resolves a name as a sender wrote it. A name without diacritics counts when it can only be
    /// one agency. Never guesses: what is not known comes back with the three nearest.
    pub fn resolve(&self, name: &str) -> Resolved<'_> {
        self.find(name).unwrap_or_else(|| Resolved::Unknown(self.nearest(&bare_key(name))))
    }

    /// Whether a text is the name of one agency, and no mere place.
    pub fn names(&self, text: &str) -> bool {
        matches!(self.find(text), Some(Resolved::Exact(_) | Resolved::Alias(_)))
    }

    /// The agencies that a text can be the name of, when there are several.
    pub fn ambiguous(&self, text: &str) -> Option<Vec<&Agency>> {
        match self.find(text) {
            Some(Resolved::Ambiguous(agencies)) => Some(agencies),
            _ => None,
        }
    }

    fn find(&self, name: &str) -> Option<Resolved<'_>> {
        if let Some(agency) = self.get(&clean(name)) {
            return Some(Resolved::Exact(agency));
        }
        let Hit { claim, of, is_official } = self.index.find(name)?;
        Some(match (of.as_slice(), claim) {
            ([index], Claim::Place) => Resolved::Place(&self.list[*index]),
            ([index], _) if *is_official => Resolved::Exact(&self.list[*index]),
            ([index], _) => Resolved::Alias(&self.list[*index]),
            (several, _) => {
                Resolved::Ambiguous(several.iter().map(|index| &self.list[*index]).collect())
            }
        })
    }

    /// Whether a text is all but the name of an agency: a typing error away from one. Short names
    /// are too near to each other to tell.
    pub fn nearly_names(&self, text: &str) -> bool {
        let bare = bare_key(text);
        self.index
            .names
            .iter()
            .any(|(index, name)| is_near(name, &bare, self.list[*index].is_in(Group::Province)))
    }

    fn nearest(&self, bare: &str) -> Vec<&Agency> {
        let mut closeness = vec![0.0_f64; self.list.len()];
        for (index, name) in self.index.names.iter().chain(&self.index.places) {
            closeness[*index] = closeness[*index].max(spelling::closeness(name, bare));
        }
        let mut ranked: Vec<_> = closeness.into_iter().zip(&self.list).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        ranked.into_iter().take(3).map(|(_, agency)| agency).collect()
    }
}
