//! Spellings under which an agency is known, and the look-up of a name among them.

use std::collections::BTreeMap;

use super::{Agency, Place};
use crate::text::{bare_key, match_key};

/// On what a spelling rests; of two, the stronger counts. A listed spelling was stated, initials
/// are only how names are usually shortened, and a place is first of all a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// Name, id or alias.
    Listed,
    /// First letters of the words of the name.
    Initials,
    /// Name of the place it governs.
    Place,
}

/// Whom a spelling belongs to.
#[derive(Debug)]
pub(super) struct Hit {
    pub claim: Claim,
    /// Places in the list of agencies; several when the spelling is ambiguous.
    pub of: Vec<usize>,
    /// It is a name or an id.
    pub is_official: bool,
}

/// Every spelling of every agency.
#[derive(Debug)]
pub(super) struct Index {
    by_key: BTreeMap<String, Hit>,
    by_bare_key: BTreeMap<String, Hit>,
    /// Names, ids and aliases without diacritics, with the place of their agency.
    pub names: Vec<(usize, String)>,
    /// Names of places, likewise.
    pub places: Vec<(usize, String)>,
}

impl Index {
    pub fn of(list: &[Agency]) -> Self {
        let mut index = Self {
            by_key: BTreeMap::new(),
            by_bare_key: BTreeMap::new(),
            names: Vec::new(),
            places: Vec::new(),
        };
        for (at, agency) in list.iter().enumerate() {
            for official in [&agency.name, &agency.id] {
                index.add(at, official, Claim::Listed, true);
            }
            let is_kept = |name: &&String| !agency.dropped.contains(&match_key(name));
            index.names.extend([(at, bare_key(&agency.name)), (at, bare_key(&agency.id))]);
            for alias in agency.aliases.iter().chain(&agency.later_names).filter(is_kept) {
                index.add(at, alias, Claim::Listed, false);
                index.names.push((at, bare_key(alias)));
            }
            for initials in [&initials(&agency.name)].into_iter().filter(is_kept) {
                index.add(at, initials, Claim::Initials, false);
            }
            let Some(place) = &agency.place else { continue };
            for name in place.committees().iter().filter(is_kept) {
                index.add(at, name, Claim::Listed, false);
            }
            for name in place.in_other_words().iter().filter(is_kept) {
                index.add(at, name, Claim::Place, false);
            }
            index
                .places
                .extend(place.names.iter().filter(is_kept).map(|name| (at, bare_key(name))));
        }
        index
    }

    fn add(&mut self, at: usize, spelling: &str, claim: Claim, is_official: bool) {
        for spelling in [spelling, &with_and(spelling)] {
            enter(&mut self.by_key, match_key(spelling), at, claim, is_official);
            enter(&mut self.by_bare_key, bare_key(spelling), at, claim, is_official);
        }
    }

    /// Whom a name belongs to. One without any diacritic may be typed without them; "Bộ Nối vụ" has
    /// the wrong ones and is a typing error.
    pub fn find(&self, name: &str) -> Option<&Hit> {
        let key = match_key(name);
        let is_bare = key == bare_key(name);
        if is_bare {
            let with_and = || self.by_bare_key.get(&bare_key(&with_and(name)));
            return self.by_bare_key.get(&key).or_else(with_and);
        }
        self.by_key.get(&key).or_else(|| self.by_key.get(&match_key(&with_and(name))))
    }

    /// The agency other than `at` that has a listed spelling under the key of this one.
    pub fn listed_by_another(&self, spelling: &str, at: Option<usize>) -> Option<usize> {
        let hits = [match_key(spelling), match_key(&with_and(spelling))];
        let hits = hits.iter().filter_map(|key| self.by_key.get(key));
        let mut listed = hits.filter(|hit| hit.claim == Claim::Listed).flat_map(|hit| &hit.of);
        listed.find(|of| Some(**of) != at).copied()
    }
}

fn enter(
    known: &mut BTreeMap<String, Hit>,
    key: String,
    at: usize,
    claim: Claim,
    is_official: bool,
) {
    if key.is_empty() {
        return;
    }
    let hit = known.entry(key).or_insert(Hit { claim, of: Vec::new(), is_official });
    if claim < hit.claim {
        *hit = Hit { claim, of: Vec::new(), is_official };
    }
    if claim == hit.claim {
        hit.is_official |= is_official;
        if !hit.of.contains(&at) {
            hit.of.push(at);
        }
    }
}

/// "Giáo dục & Đào tạo" is "Giáo dục và Đào tạo".
fn with_and(text: &str) -> String {
    text.replace('&', " và ")
}

/// First letters of the words of a name but "và"; a word that is an abbreviation stays whole:
/// `BVHTTDL`, `UBNDTHG`. Empty for names of one or two words.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "và")
        .collect();
    if words.len() < 3 {
        return String::new();
    }
    let shorten = |word: &&str| -> String {
        let is_short = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        if is_short { (*word).to_owned() } else { word.chars().take(1).collect() }
    };
    words.iter().map(shorten).collect()
}

/// What provinces are called before their name.
const PROVINCE: [&str; 1] = ["Tỉnh"];
/// What centrally-run cities are called before theirs.
const CITY: [&str; 2] = ["Thành phố", "TP"];
/// What their people's committees are called.
const COMMITTEE: [&str; 2] = ["UBND", "Ủy ban nhân dân"];

impl Place {
    fn kinds(&self) -> &'static [&'static str] {
        if self.is_city { &CITY } else { &PROVINCE }
    }

    /// "Tỉnh Hà Giang", "TP Hà Nội", "Thủ đô Hà Nội".
    fn with_kind(&self) -> Vec<String> {
        let mut all = Vec::new();
        for name in &self.names {
            if ["TP", "Tp", "Thủ đô"].iter().any(|kind| name.starts_with(kind)) {
                all.push(name.clone());
            } else {
                all.extend(self.kinds().iter().map(|kind| format!("{kind} {name}")));
            }
        }
        all
    }

    /// Names that can only be those of its people's committee. "UBND Hải Dương" is none: the city in
    /// the province of that name has a committee too.
    fn committees(&self) -> Vec<String> {
        let mut all = Vec::new();
        for place in self.with_kind() {
            all.extend(COMMITTEE.iter().map(|committee| format!("{committee} {place}")));
        }
        let kind = if self.is_city { "City" } else { "Provincial" };
        for name in &self.names {
            all.push(format!("{name} {kind} People's Committee"));
        }
        all
    }

    /// Names of the place, and those its committee shares with that of a city below it.
    fn in_other_words(&self) -> Vec<String> {
        let mut all = self.with_kind();
        all.extend(self.names.iter().cloned());
        for committee in COMMITTEE {
            all.extend(self.names.iter().map(|name| format!("{committee} {name}")));
        }
        all
    }
}

/// Closeness of a text from which it is taken for a misspelled name: one letter in ten.
const NEARLY: f64 = 0.9;

/// Letters a text must have to be a misspelled name.
const NAME_LETTERS_MIN: usize = 6;

/// Letters of a text that are compared to find the nearest names: whole paragraphs, which are near
/// to none, would take minutes.
pub(super) const COMPARED_MAX: usize = 100;

/// Whether a text without diacritics is all but a name. Names of people's committees differ in few
/// letters ("… thành phố Hải Dương" is a city below a province): one letter is all they may be off.
pub(super) fn is_near(name: &str, bare: &str, is_of_place: bool) -> bool {
    let (own, letters) = (name.chars().count(), bare.chars().count());
    // What differs in length by more than a tenth, and one letter, differs in more letters still.
    if letters < NAME_LETTERS_MIN || own.abs_diff(letters) > own.max(letters) / 10 + 1 {
        return false;
    }
    if is_of_place {
        return strsim::damerau_levenshtein(name, bare) <= 1;
    }
    strsim::normalized_damerau_levenshtein(name, bare) >= NEARLY
}

/// How near the beginning of a text, without diacritics, comes to a name: 1 is equal.
pub(super) fn closeness(name: &str, bare: &str) -> f64 {
    let end = bare.char_indices().nth(COMPARED_MAX).map_or(bare.len(), |(at, _)| at);
    strsim::normalized_damerau_levenshtein(name, &bare[..end])
}
