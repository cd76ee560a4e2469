//! Names as NetBox takes them: short enough, unique, with slugs.

use std::collections::BTreeSet;

use crate::text::{bare_key, clean};

/// What stands for a name that nobody gives.
const NOT_STATED: &str = "Not stated";

/// The text within so many characters. Signs at its beginning that a spreadsheet would run go, so that
/// a file written and one looked at in a spreadsheet name the same thing.
pub(super) fn fitted(text: &str, longest: usize) -> String {
    let text = clean(text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let cut: String = text.chars().take(longest).collect();
    match cut.trim_end() {
        "" => NOT_STATED.to_owned(),
        cut => cut.to_owned(),
    }
}

/// Small letters, digits and dashes, at most 100 of them; never empty.
pub(super) fn slug_of(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words.map(bare_key).filter(|word| !word.is_empty()).collect();
    let slug: String =
        words.join("-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match slug.trim_matches('-') {
        "" => "not-stated".to_owned(),
        slug => slug.chars().take(100).collect(),
    }
}

/// Names that are given once each; NetBox holds those alike that differ in case only.
pub(super) struct Names {
    longest: usize,
    taken: BTreeSet<String>,
}

impl Names {
    /// No name is taken but those given.
    pub(super) fn taken<'n>(longest: usize, names: impl Iterator<Item = &'n str>) -> Self {
        let taken = names.filter(|name| !name.is_empty()).map(str::to_lowercase).collect();
        Self { longest, taken }
    }

    /// The name, or where it is taken the name with a number behind it.
    pub(super) fn give(&mut self, text: &str) -> String {
        let mut name = fitted(text, self.longest);
        let mut number = 1_u32;
        while !self.taken.insert(name.to_lowercase()) {
            number += 1;
            let behind = format!("~{number}");
            let longest = self.longest.saturating_sub(behind.len());
            name = format!("{}{behind}", fitted(text, longest));
        }
        name
    }
}

/// Slugs that are given once each.
pub(super) fn unique_slug(text: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = slug_of(text);
    let mut unique = slug.clone();
    let mut number = 1_u32;
    while !taken.insert(unique.clone()) {
        number += 1;
        let behind = format!("-{number}");
        let kept: String = slug.chars().take(100 - behind.len()).collect();
        unique = format!("{kept}{behind}");
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_have_no_marks_and_are_never_empty() {
        assert_eq!(slug_of("Trung tâm dữ liệu Quốc gia"), "trung-tam-du-lieu-quoc-gia");
        assert_eq!(slug_of("Đà Nẵng / R740xd (2U)"), "da-nang-r740xd-2u");
        assert_eq!(slug_of("数据"), "not-stated");
        let mut taken = BTreeSet::new();
        let slugs = ["A b", "a-B", "A.B"].map(|text| unique_slug(text, &mut taken));
        assert_eq!(slugs, ["a-b", "a-b-2", "a-b-3"]);
    }

    #[test]
    fn names_are_short_unique_and_no_formula() {
        assert_eq!(fitted("=cmd|calc", 100), "cmd|calc");
        assert_eq!(fitted("  -- ", 100), NOT_STATED);
        let mut names = Names::taken(8, ["SRV-1"].into_iter());
        assert_eq!(names.give("srv-1"), "srv-1~2");
        assert_eq!(names.give("a-long-name-1"), "a-long-n");
        assert_eq!(names.give("a-long-name-2"), "a-long~2");
    }
}
