//! Agencies: canonical ids and names, aliases, groups, and how a name is resolved.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::text::{bare_key, clean, match_key};

/// The embedded table of agencies.
const AGENCIES_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/agencies.csv"));

/// Groups of the directive that an agency can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// III.1, footnote 1: owes the resource list of the systems it moves (8 agencies).
    InfrastructureMigration,
    /// III.2, footnote 2: owes the cloud-needs list (18 agencies).
    CloudIntegration,
    /// Owner of a national database.
    NationalDatabaseOwner,
    /// Gets the directive for information: no task of its annex is addressed to it.
    Recipient,
}

/// One agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Canonical id, as `MOET`.
    pub id: String,
    /// Official name at the time of the directive.
    pub name: String,
    /// Other spellings, as listed.
    pub aliases: Vec<String>,
    groups: Vec<String>,
    /// Name, id and aliases without diacritics.
    bare_keys: Vec<String>,
}

impl Agency {
    /// Whether the directive puts it into the group.
    pub fn is_in(&self, group: Group) -> bool {
        let name = match group {
            Group::InfrastructureMigration => "FN1_INFRA_MIGRATION",
            Group::CloudIntegration => "FN2_CLOUD_INTEGRATION",
            Group::NationalDatabaseOwner => "NATIONAL_DB_OWNER",
            Group::Recipient => "RECIPIENT",
        };
        self.groups.iter().any(|group| group == name)
    }
}

/// What a name was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// The official name or the id, apart from case, dashes and the like.
    Exact(&'a Agency),
    /// One of the other spellings.
    Alias(&'a Agency),
    /// Nobody knows it; the nearest agencies, nearest first.
    Unknown(Vec<&'a Agency>),
}

/// All agencies with their look-up keys.
#[derive(Debug)]
pub struct Agencies {
    list: Vec<Agency>,
    by_id: BTreeMap<String, usize>,
    by_key: BTreeMap<String, (usize, bool)>,
    by_bare_key: BTreeMap<String, Option<usize>>,
}

#[derive(Deserialize)]
struct Line {
    canonical_name: String,
    aliases: String,
    groups: String,
    id: String,
    aliases_in_directive: String,
}

impl Agencies {
    /// The built-in agencies.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Agencies> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            Self::from_csv(AGENCIES_CSV).expect("the embedded table is tested to be well-formed")
        })
    }

    fn from_csv(text: &str) -> Result<Self, csv::Error> {
        let mut list = Vec::new();
        for line in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let line: Line = line?;
            // A cell that begins with a bracket is a remark about the directive, no name.
            let in_directive =
                Some(&line.aliases_in_directive).filter(|cell| !cell.starts_with('('));
            let aliases = line
                .aliases
                .split(';')
                .chain(in_directive.into_iter().flat_map(|cell| cell.split(';')))
                .map(|alias| clean(without_remark(alias)))
                .filter(|alias| !alias.is_empty())
                .collect::<Vec<String>>();
            let groups = line.groups.split('|').map(str::to_owned).collect();
            let name = clean(&line.canonical_name);
            let names = [&name, &line.id].into_iter().chain(&aliases);
            let bare_keys = names.map(|name| bare_key(name)).collect();
            list.push(Agency { id: line.id, name, aliases, groups, bare_keys });
        }
        Ok(Self::index(list))
    }

    fn index(list: Vec<Agency>) -> Self {
        let mut agencies = Self {
            list,
            by_id: BTreeMap::new(),
            by_key: BTreeMap::new(),
            by_bare_key: BTreeMap::new(),
        };
        for (index, agency) in agencies.list.iter().enumerate() {
            agencies.by_id.insert(agency.id.clone(), index);
            let names = std::iter::once((&agency.name, true))
                .chain(std::iter::once((&agency.id, true)))
                .chain(agency.aliases.iter().map(|alias| (alias, false)));
            for (name, is_official) in names {
                agencies.by_key.entry(match_key(name)).or_insert((index, is_official));
                agencies
                    .by_bare_key
                    .entry(bare_key(name))
                    .and_modify(|known| {
                        if *known != Some(index) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(index));
            }
        }
        agencies
    }

    /// All agencies, in the order of the table: the directive's two groups first.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.list.iter()
    }

    /// The 23 agencies of the directive's two groups, in the order of the table.
    pub fn of_the_directive(&self) -> impl Iterator<Item = &Agency> {
        self.iter().filter(|agency| {
            agency.is_in(Group::InfrastructureMigration) || agency.is_in(Group::CloudIntegration)
        })
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

    /// Whether a text is the name of an agency.
    pub fn names(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    fn find(&self, name: &str) -> Option<Resolved<'_>> {
        let key = match_key(name);
        match self.by_key.get(&key) {
            Some(&(index, true)) => return Some(Resolved::Exact(&self.list[index])),
            Some(&(index, false)) => return Some(Resolved::Alias(&self.list[index])),
            None => {}
        }
        // Only a name without any diacritic may match without them: "Bộ Nối vụ" is a typing error.
        let bare = bare_key(name);
        match self.by_bare_key.get(&bare) {
            Some(Some(index)) if bare == key => Some(Resolved::Alias(&self.list[*index])),
            _ => None,
        }
    }

    /// Whether a text is all but the name of an agency: a typing error away from one. Short names
    /// are too near to each other to tell.
    pub fn nearly_names(&self, text: &str) -> bool {
        let bare = bare_key(text);
        let letters = bare.chars().count();
        // What differs in length by more than a tenth, and one letter, differs in more letters still.
        let is_as_long = |name: &&String| {
            let own = name.chars().count();
            own.abs_diff(letters) <= own.max(letters) / 10 + 1
        };
        let is_near = |name: &String| strsim::normalized_damerau_levenshtein(name, &bare) >= NEARLY;
        letters >= NAME_LETTERS_MIN
            && self
                .list
                .iter()
                .any(|agency| agency.bare_keys.iter().filter(is_as_long).any(is_near))
    }

    fn nearest(&self, bare: &str) -> Vec<&Agency> {
        let mut ranked: Vec<_> =
            self.list.iter().map(|agency| (closeness(agency, bare), agency)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        ranked.into_iter().take(3).map(|(_, agency)| agency).collect()
    }
}

/// Closeness of a text from which it is taken for a misspelled name: one letter in ten.
const NEARLY: f64 = 0.9;

/// Letters a text must have to be a misspelled name.
const NAME_LETTERS_MIN: usize = 6;

/// Letters of a text that are compared to find the nearest names: whole paragraphs, which are near
/// to none, would take minutes.
const COMPARED_MAX: usize = 100;

/// How near the beginning of a text, without diacritics, comes to one of the names of an agency: 1
/// is equal.
fn closeness(agency: &Agency, bare: &str) -> f64 {
    let end = bare.char_indices().nth(COMPARED_MAX).map_or(bare.len(), |(at, _)| at);
    let closeness = |name: &String| strsim::normalized_damerau_levenshtein(name, &bare[..end]);
    agency.bare_keys.iter().map(closeness).fold(0.0, f64::max)
}

/// The alias without a trailing remark in brackets, as "(A.2)" or "(en dash)".
fn without_remark(alias: &str) -> &str {
    alias.split(" (").next().unwrap_or(alias)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn id<'a>(resolved: &'a Resolved<'a>) -> &'a str {
        match resolved {
            Resolved::Exact(agency) | Resolved::Alias(agency) => &agency.id,
            Resolved::Unknown(_) => "?",
        }
    }

    #[test]
    fn the_directive_has_8_and_18_agencies_and_23_together() {
        let agencies = Agencies::built_in();
        let count = |group| agencies.iter().filter(|agency| agency.is_in(group)).count();
        assert_eq!(agencies.iter().count(), 45);
        assert_eq!(count(Group::InfrastructureMigration), 8);
        assert_eq!(count(Group::CloudIntegration), 18);
        assert_eq!(agencies.of_the_directive().count(), 23);
    }

    #[test]
    fn every_name_and_alias_resolves_in_every_spelling() {
        let agencies = Agencies::built_in();
        for agency in agencies.iter() {
            for name in std::iter::once(&agency.name).chain(&agency.aliases) {
                let spellings = [
                    name.clone(),
                    name.nfd().collect(),
                    name.to_uppercase(),
                    name.replace('-', "–"),
                ];
                for spelling in spellings {
                    assert_eq!(id(&agencies.resolve(&spelling)), agency.id, "{spelling}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_name_is_not_guessed_and_gives_the_nearest() {
        let Resolved::Unknown(nearest) = Agencies::built_in().resolve("Bộ Giáo dụcc và Đào tạo")
        else {
            panic!("resolved");
        };
        assert_eq!(nearest.len(), 3);
        assert_eq!(nearest[0].id, "MOET");
        let keys = Agencies::built_in().iter().flat_map(|agency| &agency.bare_keys);
        let longest = keys.map(|key| key.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest < COMPARED_MAX), "{longest:?}");
        assert!(Agencies::built_in().nearly_names("Bộ Giáo dụcc và Đào tạo"));
        let paragraph = "Bộ Giáo dục và Đào tạo ".repeat(1000);
        for other in ["Bộ phận một cửa", "Văn phòng Bộ", "Cụm máy chủ web", "Bộ Y tá", &paragraph]
        {
            assert!(!Agencies::built_in().nearly_names(other), "{other}");
        }
        let Resolved::Unknown(nearest) = Agencies::built_in().resolve(&paragraph) else {
            panic!("resolved");
        };
        assert_eq!(nearest.len(), 3);
    }
}
