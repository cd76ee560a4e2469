//! Certificates of a facility as records: standard, level, scope, days. Text that says less, or that
//! says it only plans or equals something, makes a record that proves nothing and says why.

use std::collections::BTreeSet;

use crate::text::{bare_key, clean};
use crate::time::{NaiveDate, read_day};

/// The standards III.3 accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standard {
    /// TCVN 9250:2021.
    Tcvn9250,
    /// ANSI/TIA-942.
    Tia942,
    /// Tiers of the Uptime Institute.
    Uptime,
}

impl Standard {
    /// All, in the order of III.3.b.
    pub const ALL: [Self; 3] = [Self::Tcvn9250, Self::Tia942, Self::Uptime];

    /// As documents cite it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn9250 => "TCVN 9250:2021",
            Self::Tia942 => "TIA-942",
            Self::Uptime => "Uptime",
        }
    }
}

/// A part of a site that is rated by itself; the rating of the site is that of its lowest part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SitePart {
    /// Cabling, networks.
    Telecommunications,
    /// Building, site.
    Architectural,
    /// Power.
    Electrical,
    /// Cooling.
    Mechanical,
}

impl SitePart {
    /// All four.
    pub const ALL: [Self; 4] =
        [Self::Telecommunications, Self::Architectural, Self::Electrical, Self::Mechanical];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Telecommunications => "telecommunications",
            Self::Architectural => "architectural",
            Self::Electrical => "electrical",
            Self::Mechanical => "mechanical",
        }
    }
}

/// What of a site a certificate speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// Not stated: read as the site.
    #[default]
    Unstated,
    /// All of it.
    Site,
    /// Some of its parts.
    Parts(BTreeSet<SitePart>),
    /// Its design documents; nothing of what was built.
    Design,
}

impl Scope {
    /// The scope of a label of the column.
    pub fn of_label(label: &str) -> Self {
        let part = SitePart::ALL.into_iter().find(|part| part.word() == label);
        match (label, part) {
            (_, Some(part)) => Self::Parts(BTreeSet::from([part])),
            ("site", _) => Self::Site,
            ("design", _) => Self::Design,
            _ => Self::Unstated,
        }
    }
}

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its standard; none where no accepted one was recognised.
    pub standard: Option<Standard>,
    /// Level, rating or tier, 1 to 4; none where none is stated, or two are.
    pub level: Option<u8>,
    /// What it speaks of.
    pub scope: Scope,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Its words deny, plan or compare, as "chưa đạt", "dự kiến", "tương đương".
    pub is_qualified: bool,
    /// As written.
    pub text: String,
}

impl Evidence {
    /// Whether it is past on a day.
    pub fn has_expired(&self, day: NaiveDate) -> bool {
        self.ends_on.is_some_and(|ends| ends < day)
    }

    /// Whether it is not issued yet on a day.
    pub fn is_to_come(&self, day: NaiveDate) -> bool {
        self.issued_on.is_some_and(|issued| issued > day)
    }
}

/// What the columns of one certificate say beside its standard.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// The level's own column.
    pub level: Option<u8>,
    /// The scope's own column.
    pub scope: Scope,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// The certificates of a facility: those its standard's column names, which the other columns
/// complete, and the further ones. The level's column belongs to the one record it can belong to: of
/// several standards without a level nobody knows which is meant. A level in the words and another in
/// the column are no level.
pub fn evidence_of(standard: &str, stated: &Stated, further: &str) -> Vec<Evidence> {
    let mut records = read(standard);
    if records.is_empty() && stated.level.is_some() {
        records.push(record(""));
    }
    let has_one = records.len() == 1;
    for of in &mut records {
        of.level = match (of.level, stated.level) {
            (None, level) if has_one => level,
            (Some(said), Some(level)) if has_one && said != level => None,
            (said, _) => said,
        };
        if of.scope == Scope::Unstated {
            of.scope = stated.scope.clone();
        }
        of.issued_on = of.issued_on.or(stated.issued_on);
        of.ends_on = of.ends_on.or(stated.ends_on);
    }
    records.extend(read(further));
    records
}

/// The records of a text: semicolons and line breaks end one, and each standard that is named begins
/// one.
fn read(text: &str) -> Vec<Evidence> {
    let pieces = text.split([';', '\n', '\r']).map(clean).filter(|piece| !piece.is_empty());
    pieces
        .flat_map(|piece| {
            split_at_standards(&piece).iter().map(|one| record(one)).collect::<Vec<_>>()
        })
        .collect()
}

/// Splits before every standard but the first.
fn split_at_standards(piece: &str) -> Vec<String> {
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    let mut has_standard = false;
    for word in piece.split(' ') {
        let names = |name: &&str| bare_key(word).starts_with(*name);
        // "ANSI/TIA-942" is one word, "ANSI TIA 942" are three.
        if ["tcvn", "tia", "ansitia", "uptime"].iter().any(names) {
            if has_standard {
                parts.push(Vec::new());
            }
            has_standard = true;
        }
        if let Some(last) = parts.last_mut() {
            last.push(word);
        }
    }
    parts.into_iter().map(|words| words.join(" ")).collect()
}

/// One record of a text that names one standard at most.
fn record(text: &str) -> Evidence {
    let (rest, issued_on, ends_on) = without_days(text);
    let words = words_of(&rest);
    let standard = standard_of(&words);
    Evidence {
        standard,
        level: level_of(&words, standard),
        scope: scope_of(&words),
        issued_on,
        ends_on,
        is_qualified: is_qualified(&words),
        text: text.to_owned(),
    }
}

/// The text without its days, the day of issue, the last day. A day counts as the last one unless a
/// word before it says that it is the first.
fn without_days(text: &str) -> (String, Option<NaiveDate>, Option<NaiveDate>) {
    let (mut issued_on, mut ends_on) = (None, None);
    let mut rest: Vec<&str> = Vec::new();
    let mut begins = false;
    for word in text.split(' ') {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        match bare_key(bare).as_str() {
            "tu" | "cap" | "from" | "issued" | "since" => begins = true,
            "den" | "until" | "to" | "han" | "het" | "valid" | "expires" => begins = false,
            _ => {}
        }
        match read_day(bare) {
            Some(day) if begins => issued_on = Some(day),
            Some(day) => ends_on = Some(day),
            None => rest.push(word),
        }
    }
    (rest.join(" "), issued_on, ends_on)
}

/// Words without case and diacritics, letters and digits apart.
fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let mut was_digit = None;
        for c in bare_key(word).chars() {
            let is_digit = c.is_ascii_digit();
            match words.last_mut().filter(|_| was_digit == Some(is_digit)) {
                Some(last) => last.push(c),
                None => words.push(c.to_string()),
            }
            was_digit = Some(is_digit);
        }
    }
    words
}

/// The accepted standard that is named; TCVN 9250 of an older edition is none.
fn standard_of(words: &[String]) -> Option<Standard> {
    let at = |word: &str| words.iter().position(|known| known == word);
    let follows = |at: usize, word: &str| words.get(at + 1).is_some_and(|next| next == word);
    if let Some(at) = at("tcvn") {
        let edition = words.get(at + 2).and_then(|word| word.parse::<u32>().ok());
        let is_older = edition.is_some_and(|edition| (1990..2021).contains(&edition));
        return Some(Standard::Tcvn9250).filter(|_| follows(at, "9250") && !is_older);
    }
    if let Some(at) = at("tia") {
        return Some(Standard::Tia942).filter(|_| follows(at, "942"));
    }
    at("uptime").map(|_| Standard::Uptime)
}

/// The level after a word for levels, or as a Roman number after the standard; none where the words
/// state two.
fn level_of(words: &[String], standard: Option<Standard>) -> Option<u8> {
    const BEFORE: [&str; 8] = ["hang", "cap", "muc", "tier", "rated", "rate", "rating", "level"];
    let mut levels = BTreeSet::new();
    for pair in words.windows(2) {
        let roman = match pair[1].as_str() {
            "i" => Some(1),
            "ii" => Some(2),
            "iii" => Some(3),
            "iv" => Some(4),
            _ => None,
        };
        let digit = pair[1].parse().ok().filter(|level| (1..=4_u8).contains(level));
        let is_named = BEFORE.contains(&pair[0].as_str());
        let is_of_standard = standard.is_some()
            && ["uptime", "institute", "942", "2021", "9250"].contains(&pair[0].as_str());
        levels.extend(roman.filter(|_| is_named || is_of_standard).or(digit.filter(|_| is_named)));
    }
    levels.first().copied().filter(|_| levels.len() == 1)
}

fn scope_of(words: &[String]) -> Scope {
    let any = |wanted: &[&str]| wanted.iter().any(|wanted| holds(words, wanted));
    let mut parts = BTreeSet::new();
    if any(&["vien thong", "telecommunications", "telecom"]) {
        parts.insert(SitePart::Telecommunications);
    }
    if any(&["kien truc", "architectural"]) {
        parts.insert(SitePart::Architectural);
    }
    // "Cơ điện" is both.
    if any(&["dien", "electrical", "power"]) {
        parts.insert(SitePart::Electrical);
    }
    if any(&["co dien", "co khi", "lam mat", "mechanical", "cooling"]) {
        parts.insert(SitePart::Mechanical);
    }
    if any(&["thiet ke", "design"]) {
        Scope::Design
    } else if !parts.is_empty() {
        Scope::Parts(parts)
    } else if any(&["toan bo", "toan nha tram", "whole", "site", "constructed"]) {
        Scope::Site
    } else {
        Scope::Unstated
    }
}

/// Whether the words deny, plan or compare.
fn is_qualified(words: &[String]) -> bool {
    const PHRASES: [&str; 17] = [
        "chua",
        "khong dat",
        "khong co",
        "khong phai",
        "khong thuoc",
        "du kien",
        "tuong duong",
        "huong toi",
        "dang danh gia",
        "dang thuc hien",
        "dang xin",
        "not",
        "planned",
        "equivalent",
        "similar",
        "expected",
        "pending",
    ];
    PHRASES.iter().any(|phrase| holds(words, phrase))
}

/// Whether the words of a phrase stand side by side.
fn holds(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|some| some.iter().eq(phrase.iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (Option<Standard>, Option<u8>, bool) {
        let records = read(text);
        assert_eq!(records.len(), 1, "{text}: {records:?}");
        (records[0].standard, records[0].level, records[0].is_qualified)
    }

    #[test]
    fn standards_and_levels_are_read_as_senders_write_them() {
        use Standard::{Tcvn9250, Tia942, Uptime};
        for (text, standard, level) in [
            ("TCVN 9250:2021", Some(Tcvn9250), None),
            ("TCVN9250:2021 hạng III", Some(Tcvn9250), Some(3)),
            ("tcvn 9250 mức 2", Some(Tcvn9250), Some(2)),
            ("TCVN 9250:2021 III", Some(Tcvn9250), Some(3)),
            ("TCVN 9250:2012 cấp 3", None, Some(3)),
            ("TIA-942", Some(Tia942), None),
            ("TIA 942-B Rated-3", Some(Tia942), Some(3)),
            ("ANSI/TIA-942-C:2024 Rated 4", Some(Tia942), Some(4)),
            ("Uptime Tier III", Some(Uptime), Some(3)),
            ("Uptime Tier-3", Some(Uptime), Some(3)),
            ("Uptime Institute Tier3 (Facility)", Some(Uptime), Some(3)),
            ("Tier III", None, Some(3)),
            ("ISO 27001", None, None),
            ("Uptime Tier II - Tier III", Some(Uptime), None),
        ] {
            assert_eq!(one(text), (standard, level, false), "{text}");
        }
        for text in ["Uptime Tier III đang còn hiệu lực", "Uptime Tier III, certificate no. 3"]
        {
            assert_eq!(one(text), (Some(Uptime), Some(3), false), "{text}");
        }
        for text in
            ["chưa đạt Uptime Tier III", "tương đương TIA-942 Rated-3", "Tier III (dự kiến)"]
        {
            assert!(one(text).2, "{text}");
        }
    }

    #[test]
    fn several_standards_of_one_cell_are_several_records() {
        let records = read("TCVN 9250:2021 hạng III, Uptime Tier III; TIA-942 Rated-2 cơ điện");
        let said: Vec<_> = records.iter().map(|of| (of.standard, of.level)).collect();
        let [tcvn, tia, uptime] = Standard::ALL.map(Some);
        assert_eq!(said, [(tcvn, Some(3)), (uptime, Some(3)), (tia, Some(2))]);
        let parts = BTreeSet::from([SitePart::Electrical, SitePart::Mechanical]);
        assert_eq!(records[2].scope, Scope::Parts(parts));
    }

    #[test]
    fn days_are_those_of_issue_and_of_the_end() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let records =
            read("TIA-942 Rated-3, từ 01/06/2022 đến 31/05/2025; Uptime Tier III 2026-01-31");
        assert_eq!(
            (records[0].issued_on, records[0].ends_on),
            (day("2022-06-01"), day("2025-05-31"))
        );
        assert_eq!((records[1].issued_on, records[1].ends_on), (None, day("2026-01-31")));
        assert_eq!(records[0].level, Some(3), "no number of a day is a level");
    }

    #[test]
    fn the_column_of_the_level_completes_one_record_only() {
        let level = |text: &str, level| {
            let stated = Stated { level: Some(level), ..Stated::default() };
            evidence_of(text, &stated, "").iter().map(|of| of.level).collect::<Vec<_>>()
        };
        assert_eq!(level("TIA-942", 3), [Some(3)]);
        assert_eq!(level("TIA-942; Uptime", 3), [None, None], "which one is meant?");
        assert_eq!(level("Uptime Tier II", 3), [None], "two levels are none");
        assert_eq!(level("", 3), [Some(3)], "a level without a standard is kept");
        assert_eq!(evidence_of("", &Stated::default(), ""), []);
    }
}
