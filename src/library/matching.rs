//! Which type of the library a text means, with a score, and what speaks against it.
//!
//! Letters and numbers decide: a type is never accepted whose numbers, generation or suffix are not
//! those of the text, whatever the score and the thresholds. What may be left out or said otherwise
//! (maker, family, a remark) lowers the score.

use std::collections::BTreeSet;

use super::spelling::{Run, Spelling};
use super::{DeviceType, Library};

/// Likeness in thousandths: 1000 is said exactly as in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u32);

impl Score {
    const WHOLE: Self = Self(1000);

    /// The score of 0 to 1.
    pub fn from_share(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 1000.0).round() as u32)
    }

    /// From 0 to 1.
    pub fn as_share(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    const fn times(self, thousandths: u32) -> Self {
        Self(self.0 * thousandths / 1000)
    }
}

/// What tells a text from a type, so that the one is not taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Another maker is named.
    Maker,
    /// Another family of products is named.
    Family,
    /// Numbers differ: another model or another generation.
    Number,
    /// The type has a number, as its generation, that the text does not say.
    LessSpecific,
    /// The text has a number that the type does not have.
    MoreSpecific,
    /// Letters before the number differ.
    Letters,
    /// Letters after a number, or a word of models, differ.
    Suffix,
    /// No maker is named, and a word that nobody knows stands before the model: it may name another.
    UnknownWord,
    /// Several types are equally near.
    Ambiguous,
}

impl Difference {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Family => "family",
            Self::Number => "number",
            Self::LessSpecific => "less_specific",
            Self::MoreSpecific => "more_specific",
            Self::Letters => "letters",
            Self::Suffix => "suffix",
            Self::UnknownWord => "unknown_word",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// What is left of the score.
    const fn remains(self) -> u32 {
        match self {
            Self::Maker => 400,
            Self::Family => 500,
            Self::Number | Self::Letters => 300,
            Self::LessSpecific => 700,
            Self::MoreSpecific => 650,
            Self::Suffix => 750,
            Self::UnknownWord => 850,
            Self::Ambiguous => 1000,
        }
    }
}

/// From which score on a match counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// At least this: used.
    pub accept: Score,
    /// At least this: doubtful, told and not used.
    pub doubt: Score,
}

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// One type is meant.
    Matched,
    /// A type is near, but something speaks against it.
    Doubtful,
    /// No type is near.
    Unmatched,
}

impl Verdict {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Doubtful => "doubtful",
            Self::Unmatched => "unmatched",
        }
    }
}

/// A type that a text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The type.
    pub device_type: &'a DeviceType,
    /// How near.
    pub score: Score,
    /// What speaks against it; `None` when nothing does.
    pub difference: Option<Difference>,
}

/// What was found for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search<'a> {
    /// What became of it.
    pub verdict: Verdict,
    /// The types looked at, nearest first, then by manufacturer and model.
    pub candidates: Vec<Candidate<'a>>,
}

impl<'a> Search<'a> {
    /// The nearest type, where it is meant or doubtful.
    pub fn nearest(&self) -> Option<Candidate<'a>> {
        (self.verdict != Verdict::Unmatched).then(|| self.candidates.first().copied()).flatten()
    }

    /// The type, where it is meant.
    pub fn matched(&self) -> Option<&'a DeviceType> {
        let first = self.candidates.first().filter(|_| self.verdict == Verdict::Matched);
        first.map(|candidate| candidate.device_type)
    }
}

impl Library {
    /// The types a text may mean: a model as written, and its maker where that is stated apart from it. A
    /// stated maker that is neither the type's nor one that took over its products is another maker,
    /// known or not. Only types with one of the model's numbers are looked at: another number is another
    /// model.
    pub fn look_up(&self, maker: Option<&str>, model: &str, thresholds: Thresholds) -> Search<'_> {
        let said = self.names.spell(model);
        let stated = maker.map(|maker| self.names.makers_of(maker)).unwrap_or_default();
        let mut candidates: Vec<(usize, Score, Option<Difference>)> = Vec::new();
        for at in self.near(&said) {
            let (index, spelling) = &self.spellings[at];
            let (score, difference) = self.compare(&stated, &said, spelling);
            match candidates.iter_mut().find(|known| known.0 == *index) {
                // Of a type with two spellings the nearer counts.
                Some(known) if known.1 < score => *known = (*index, score, difference),
                Some(_) => {}
                None => candidates.push((*index, score, difference)),
            }
        }
        candidates.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let is_tied = matches!(
            candidates.as_slice(),
            [(_, first, None), (_, second, None), ..] if first == second
        );
        let mut candidates: Vec<Candidate<'_>> = candidates
            .into_iter()
            .map(|(index, score, difference)| Candidate {
                device_type: &self.types[index],
                score,
                difference,
            })
            .collect();
        if is_tied {
            let first = candidates[0].score;
            for tied in candidates.iter_mut().filter(|tied| tied.score == first) {
                tied.difference = tied.difference.or(Some(Difference::Ambiguous));
            }
        }
        let verdict = match candidates.first() {
            Some(first) if first.difference.is_none() && first.score >= thresholds.accept => {
                Verdict::Matched
            }
            Some(first) if first.score >= thresholds.doubt => Verdict::Doubtful,
            _ => Verdict::Unmatched,
        };
        Search { verdict, candidates }
    }

    /// Spellings that share a number with a text, or all of its letters where it has none.
    fn near(&self, said: &Spelling) -> Vec<usize> {
        let mut keys: Vec<String> =
            said.runs.iter().filter(|run| run.is_number()).map(|run| run.text.clone()).collect();
        if keys.is_empty() {
            keys.extend(said.index_key());
        }
        keys.sort_unstable();
        keys.dedup();
        let lists = keys.iter().filter_map(|key| self.by_key.get(key));
        let mut near: Vec<usize> = lists.flatten().copied().collect();
        near.sort_unstable();
        near
    }

    fn compare(
        &self,
        stated: &BTreeSet<String>,
        said: &Spelling,
        known: &Spelling,
    ) -> (Score, Option<Difference>) {
        let Likeness { mut score, mut difference, words_before } =
            self.compare_models(&said.runs, &known.runs);
        let mut against = |found: Difference, score: &mut Score| {
            *score = score.times(found.remains());
            difference = difference.or(Some(found));
        };
        let standing = self.standing_of_makers(&said.makers, &said.families, known);
        let standing = match stated.is_empty() {
            true => standing,
            // What is stated must hold, whatever the model's own words say; so must these.
            false => match (self.standing_of_makers(stated, &BTreeSet::new(), known), standing) {
                (of_stated, Standing::Unnamed) => of_stated,
                (of_stated, of_text) => of_stated.max(of_text),
            },
        };
        match standing {
            Standing::Same => {}
            // A number alone, without maker, may be anybody's.
            Standing::Unnamed if said.is_bare_number() => score = score.times(850),
            Standing::Unnamed | Standing::Related => score = score.times(950),
            Standing::Other => against(Difference::Maker, &mut score),
        }
        if words_before > 0 && stated.is_empty() && said.makers.is_empty() {
            against(Difference::UnknownWord, &mut score);
        }
        if said.families != known.families {
            if said.families.is_empty() {
                score = score.times(980);
            } else if known.families.is_empty() {
                score = score.times(970);
            } else {
                against(Difference::Family, &mut score);
            }
        }
        (score, difference)
    }

    /// The makers that are named, or where none is those whose families are, against that of a type.
    fn standing_of_makers(
        &self,
        makers: &BTreeSet<String>,
        families: &BTreeSet<String>,
        known: &Spelling,
    ) -> Standing {
        let hinted = families.iter().filter_map(|family| self.names.maker_of_family(family));
        let named: Vec<&str> = match makers.is_empty() {
            true => hinted.collect(),
            false => makers.iter().map(String::as_str).collect(),
        };
        let is_of_known = |meets: &dyn Fn(&str, &str) -> bool| {
            known.makers.iter().any(|maker| named.iter().any(|name| meets(name, maker)))
        };
        if named.is_empty() {
            Standing::Unnamed
        } else if is_of_known(&|name, maker| name == maker) {
            Standing::Same
        } else if is_of_known(&|name, maker| self.names.are_related(name, maker)) {
            Standing::Related
        } else {
            Standing::Other
        }
    }

    /// The model of a text against that of a type.
    fn compare_models(&self, said: &[Run], known: &[Run]) -> Likeness {
        let (of_text, of_type) = (numbers(said), numbers(known));
        let found = Likeness::against;
        if of_text != of_type {
            let is_slice = |part: &[&str]| part == of_type.as_slice();
            let within = of_text.windows(of_type.len().max(1)).position(is_slice);
            // Where the shorter of the two begins in the longer, and what to call it.
            let (at, difference) = match within {
                _ if of_type.starts_with(&of_text) => (0, Difference::LessSpecific),
                Some(at) => (at, Difference::MoreSpecific),
                None => return found(Difference::Number),
            };
            let (letters_said, letters_known) = (letters(said), letters(known));
            let before = self.remarks_beside(&letters_said[at], &letters_known[0], said, true);
            return found(if before.is_some() { difference } else { Difference::Letters });
        }
        let (letters_said, letters_known) = (letters(said), letters(known));
        let (mut remarks, mut words_before) = (0, 0);
        for (place, (text, of_type)) in letters_said.iter().zip(&letters_known).enumerate() {
            match self.remarks_beside(text, of_type, said, place == 0) {
                Some(count) => {
                    remarks += count;
                    words_before += if place == 0 { count } else { 0 };
                }
                None if place == 0 => return found(Difference::Letters),
                None => return found(Difference::Suffix),
            }
        }
        let score = (0..remarks.min(3)).fold(Score::WHOLE, |score, _| score.times(970));
        Likeness { score, difference: None, words_before }
    }

    /// How many words beside those of the type a text has between two numbers, if these are remarks
    /// that tell no models apart; `None` when the letters differ.
    fn remarks_beside(
        &self,
        text: &[&Run],
        of_type: &[&Run],
        said: &[Run],
        is_before: bool,
    ) -> Option<usize> {
        if joined(text) == joined(of_type) {
            return Some(0);
        }
        let extra = text.len().checked_sub(of_type.len())?;
        // Before the first number remarks stand in front of the letters of the model, after it behind.
        let (remarks, own) = if is_before {
            (&text[..extra], &text[extra..])
        } else {
            (&text[of_type.len()..], &text[..of_type.len()])
        };
        let is_remark = |run: &&Run| {
            let is_alone = said.iter().filter(|other| other.word == run.word).count() == 1;
            let is_long = run.text.chars().count() > 3 || is_before;
            is_alone && is_long && !self.vocabulary.contains(&run.text)
        };
        (joined(own) == joined(of_type) && remarks.iter().all(is_remark)).then_some(extra)
    }
}

fn numbers(runs: &[Run]) -> Vec<&str> {
    runs.iter().filter(|run| run.is_number()).map(|run| run.text.as_str()).collect()
}

/// The letters before the first number, between the first and the second, and so on.
fn letters(runs: &[Run]) -> Vec<Vec<&Run>> {
    let mut groups = vec![Vec::new()];
    for run in runs {
        if run.is_number() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(run);
        }
    }
    groups
}

/// Letters of several runs as one text.
fn joined(runs: &[&Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// How the model of a text stands to that of a type.
struct Likeness {
    score: Score,
    difference: Option<Difference>,
    /// Remarks that stand before the model; of types that differ they are not counted.
    words_before: usize,
}

impl Likeness {
    const fn against(difference: Difference) -> Self {
        let score = Score::WHOLE.times(difference.remains());
        Self { score, difference: Some(difference), words_before: 0 }
    }
}

/// How the makers of a text stand to that of a type, best first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Same,
    /// One took over products of the other.
    Related,
    /// The text names none.
    Unnamed,
    Other,
}
