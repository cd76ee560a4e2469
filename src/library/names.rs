//! Names around models: makers and how people write them, families of products, words that say
//! nothing of the model (`datasets/reference/device_names.csv`).

use std::collections::{BTreeMap, BTreeSet};

/// The embedded table of names.
const NAMES_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/device_names.csv"));

/// Makers, families and plain words, by their bare words.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Spellings of makers, by the first word: all words and the maker, longest spelling first.
    makers: BTreeMap<String, Vec<(Vec<String>, String)>>,
    /// Makers whose names are not in the table: they count only where a text begins with them, since
    /// a short one may be a part of a model.
    leading: BTreeMap<String, Vec<(Vec<String>, String)>>,
    /// Makers whose products went to another.
    related: BTreeSet<(String, String)>,
    families: BTreeMap<String, String>,
    noise: BTreeSet<String>,
    specification: BTreeSet<String>,
}

/// Words of a text, bare and in lower case; a plus sign is a word.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let spaced = crate::text::clean(text).replace('+', " plus ");
    let words = spaced.split(|c: char| !c.is_alphanumeric()).map(crate::text::bare_key);
    words.filter(|word| !word.is_empty()).collect()
}

impl Names {
    /// The built-in names with the makers of a library.
    pub(super) fn with_makers<'a>(makers: impl Iterator<Item = &'a str>) -> Self {
        let mut names = Self::default();
        let lines = csv::Reader::from_reader(NAMES_CSV.as_bytes()).into_records();
        for line in lines.map(|line| line.expect("the embedded table is tested to be well-formed"))
        {
            let (word, maker) = (&line[1], line[2].to_lowercase());
            match &line[0] {
                "maker" => add(&mut names.makers, words_of(word), maker),
                "related" => drop(names.related.insert((word.to_lowercase(), maker))),
                "family" => drop(names.families.insert(word.to_owned(), maker)),
                "noise" => drop(names.noise.insert(word.to_owned())),
                _ => drop(names.specification.insert(word.to_owned())),
            }
        }
        let makers: BTreeSet<&str> = makers.collect();
        for maker in makers {
            let words = words_of(maker);
            if names.maker_at(&words).is_none() {
                add(&mut names.leading, words, maker.to_lowercase());
            }
        }
        names
    }

    /// The maker whose name these words begin with, and how many words it has.
    pub(super) fn maker_at(&self, words: &[String]) -> Option<(&str, usize)> {
        maker_in(&self.makers, words)
    }

    /// The same, of makers that count only at the start of a text.
    pub(super) fn leading_maker(&self, words: &[String]) -> Option<(&str, usize)> {
        self.maker_at(words).or_else(|| maker_in(&self.leading, words))
    }

    /// The maker under the name that others use for it too; its own name where there is none.
    pub(super) fn canonical(&self, manufacturer: &str) -> String {
        let words = words_of(manufacturer);
        let known = self.leading_maker(&words).map(|(maker, _)| maker.to_owned());
        known.unwrap_or_else(|| manufacturer.to_lowercase())
    }

    /// The makers that a text names which is to name nothing else; where it names none that is known, the
    /// text itself is one. Empty where it says nothing.
    pub(super) fn makers_of(&self, text: &str) -> BTreeSet<String> {
        let words = words_of(text);
        let named = (0..words.len()).filter_map(|at| self.leading_maker(&words[at..]));
        let named: BTreeSet<String> = named.map(|(maker, _)| maker.to_owned()).collect();
        match (named.is_empty(), words.is_empty()) {
            (true, false) => BTreeSet::from([text.to_lowercase()]),
            _ => named,
        }
    }

    /// The maker of a family of products.
    pub(super) fn maker_of_family(&self, word: &str) -> Option<&str> {
        self.families.get(word).map(String::as_str)
    }

    /// Whether a word says nothing of the model: a kind of thing, a height, bays for disks.
    pub(super) fn is_noise(&self, word: &str) -> bool {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_counted = digits.len() < word.len() && matches!(digits, "u" | "sff" | "lff");
        is_counted || self.noise.contains(word)
    }

    /// Whether a word begins what a machine is made of rather than what it is called.
    pub(super) fn begins_specification(&self, word: &str) -> bool {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_amount =
            digits.len() < word.len() && matches!(digits, "gb" | "tb" | "ghz" | "core" | "cores");
        is_amount || self.specification.contains(word)
    }

    /// Whether one maker took over products of the other.
    pub(super) fn are_related(&self, a: &str, b: &str) -> bool {
        let has = |a: &str, b: &str| self.related.contains(&(a.to_owned(), b.to_owned()));
        has(a, b) || has(b, a)
    }
}

fn add(map: &mut BTreeMap<String, Vec<(Vec<String>, String)>>, words: Vec<String>, maker: String) {
    let Some(first) = words.first().cloned() else { return };
    let spellings = map.entry(first).or_default();
    spellings.push((words, maker));
    spellings.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
}

fn maker_in<'a>(
    map: &'a BTreeMap<String, Vec<(Vec<String>, String)>>,
    words: &[String],
) -> Option<(&'a str, usize)> {
    let spellings = map.get(words.first()?)?;
    let found = spellings.iter().find(|(spelling, _)| words.starts_with(spelling));
    found.map(|(spelling, maker)| (maker.as_str(), spelling.len()))
}
