//! A model as a sequence of letters and numbers, without what may be written or left out.
//!
//! "HPE ProLiant DL380 Gen10", "DL-380 G10" and "dl380gen10" are all dl 380 gen 10: where senders put
//! spaces and dashes says nothing, which letters and numbers they write says all.

use std::collections::BTreeSet;

use super::names::{Names, words_of};

/// Letters or digits that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    /// The word of the text it is a part of.
    pub word: usize,
}

impl Run {
    pub(super) fn is_number(&self) -> bool {
        self.text.as_bytes().first().is_some_and(u8::is_ascii_digit)
    }
}

/// How a text spells a model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spelling {
    /// Makers it names.
    pub makers: BTreeSet<String>,
    /// Families of products it names.
    pub families: BTreeSet<String>,
    /// The model itself.
    pub runs: Vec<Run>,
}

impl Spelling {
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// All its letters and numbers: two texts with one key name one model.
    pub(super) fn key(&self) -> Vec<&str> {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Its words of letters only.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let is_alone = |run: &&Run| {
            !run.is_number() && self.runs.iter().filter(|other| other.word == run.word).count() == 1
        };
        self.runs.iter().filter(is_alone).map(|run| run.text.as_str())
    }

    /// What it is looked up by: its longest number, the first of several; all letters where it has
    /// none; `None` where it says nothing.
    pub(super) fn index_key(&self) -> Option<String> {
        let longest =
            self.runs.iter().filter(|run| run.is_number()).fold(None, |best: Option<&Run>, run| {
                Some(best.filter(|best| best.text.len() >= run.text.len()).unwrap_or(run))
            });
        let key = longest.map_or_else(|| self.key().concat(), |run| run.text.clone());
        (!key.is_empty()).then_some(key)
    }

    /// Whether it is a number and nothing else.
    pub(super) fn is_bare_number(&self) -> bool {
        self.runs.iter().all(Run::is_number)
    }
}

impl Names {
    /// How an entry of the library spells its model.
    pub(super) fn spell_type(&self, manufacturer: &str, model: &str) -> Spelling {
        let mut spelling = self.spell(model);
        spelling.makers = BTreeSet::from([self.canonical(manufacturer)]);
        spelling
    }

    /// How a text of people spells a model.
    pub(super) fn spell(&self, text: &str) -> Spelling {
        let words = words_of(text);
        let mut spelling = Spelling::default();
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            let is_start = spelling.runs.is_empty();
            let maker = if is_start { self.leading_maker(rest) } else { self.maker_at(rest) };
            let word = words[at].as_str();
            if let Some((maker, count)) = maker {
                spelling.makers.insert(maker.to_owned());
                at += count;
                continue;
            }
            if self.maker_of_family(word).is_some() {
                spelling.families.insert(word.to_owned());
            } else if !is_start && self.begins_specification(word) {
                cut_amounts(&mut spelling.runs);
                break;
            } else if rest.starts_with(&["the".to_owned(), "he".to_owned()]) {
                // "thế hệ", Vietnamese for generation.
                spelling.runs.push(Run { text: "gen".to_owned(), word: at });
                at += 1;
            } else if !self.is_noise(word) {
                spelling.runs.extend(runs_of(word, at));
            }
            at += 1;
        }
        name_generations(&mut spelling.runs);
        spelling
    }
}

/// "2 x" before "Xeon" counts what follows.
fn cut_amounts(runs: &mut Vec<Run>) {
    while runs.len() > 1 {
        let Some(last) = runs.last() else { return };
        let is_alone = runs.iter().filter(|run| run.word == last.word).count() == 1;
        // "Gen 10", "V 2": the number says which of several models it is, not how many of what follows.
        let before = runs.iter().rev().nth(1);
        let is_named = before.is_some_and(|run| is_generation(&run.text) || run.text == "v");
        let is_short_number = last.is_number() && last.text.len() <= 2 && is_alone && !is_named;
        let is_times = last.text == "x";
        if !is_short_number && !is_times {
            return;
        }
        let after_times = is_times;
        runs.pop();
        if !after_times {
            return;
        }
    }
}

fn runs_of(word: &str, at: usize) -> impl Iterator<Item = Run> {
    let mut runs: Vec<Run> = Vec::new();
    for letter in word.chars() {
        let is_digit = letter.is_ascii_digit();
        match runs.last_mut() {
            Some(run) if run.is_number() == is_digit => run.text.push(letter),
            _ => runs.push(Run { text: letter.to_string(), word: at }),
        }
    }
    runs.into_iter()
}

/// G10, Gen 10 and Generation 10 are one.
fn name_generations(runs: &mut [Run]) {
    for at in 1..runs.len().saturating_sub(1) {
        let is_counted = runs[at + 1].is_number() && runs[at + 1].text.len() <= 2;
        if is_counted && is_generation(&runs[at].text) {
            runs[at].text = "gen".to_owned();
        }
    }
}

/// Whether letters announce the number of a generation.
fn is_generation(letters: &str) -> bool {
    matches!(letters, "g" | "gen" | "generation")
}
