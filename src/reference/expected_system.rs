//! Systems and databases that the directive, or the list of national databases, names: whoever owns
//! them is expected to send them.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::Language;
use crate::text::{bare_key, match_key};

/// The embedded table.
const EXPECTED_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/expected_systems.csv"));

/// One that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedSystem {
    /// Its id, as `land_database`.
    pub id: String,
    /// `system` or `database`.
    pub kind: String,
    name_en: String,
    name_vi: String,
    /// Names it goes by, abbreviations written out, as match keys, and without diacritics.
    keys: Vec<[String; 2]>,
    /// Agencies that may send it: the owner when the directive was issued, then whoever took it over.
    pub owner_ids: Vec<String>,
    /// What names it: `directive`, or the decree that lists national databases.
    pub named_by: String,
    /// Point of the directive; empty for what only the decree lists.
    pub ground: String,
    /// Row of the annex; empty for what only the decree lists.
    pub task: String,
    /// Where name and owner are known from.
    pub source: String,
    /// How sure the owner is: high, medium, low.
    pub certainty: String,
}

/// How a name meets one that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// It is one of its names.
    Whole,
    /// It holds one of its names among other words, as a system that reads the database would.
    Part,
}

impl ExpectedSystem {
    /// Its name.
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_en, &self.name_vi)
    }

    /// Whether a name is one of its names, or holds one; apart from case, tone position, punctuation
    /// and the usual abbreviations. A name typed without any diacritic is held against the names
    /// without theirs.
    pub fn meets(&self, name: &str) -> Option<Met> {
        let written_out = written_out(name);
        let is_bare = name.is_ascii();
        let key = if is_bare { bare_key(&written_out) } else { match_key(&written_out) };
        let names = self.keys.iter().map(|[full, bare]| if is_bare { bare } else { full });
        let met = names
            .filter(|known| key.contains(known.as_str()))
            .map(|known| if *known == key { Met::Whole } else { Met::Part });
        met.min()
    }
}

/// The words that abbreviations of names stand for.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("csdl", "cơ sở dữ liệu"),
    ("csdlqg", "cơ sở dữ liệu quốc gia"),
    ("csdlqgdc", "cơ sở dữ liệu quốc gia về dân cư"),
    ("qg", "quốc gia"),
    ("qgvdc", "quốc gia về dân cư"),
    ("httt", "hệ thống thông tin"),
    ("ht", "hệ thống"),
    ("dvc", "dịch vụ công"),
    ("dvcqg", "dịch vụ công quốc gia"),
    ("tthc", "thủ tục hành chính"),
    ("cbccvc", "cán bộ công chức viên chức"),
    ("ttdlqg", "trung tâm dữ liệu quốc gia"),
    ("bhxh", "bảo hiểm xã hội"),
    ("dn", "doanh nghiệp"),
    ("đkdn", "đăng ký doanh nghiệp"),
    ("ttcp", "thủ tướng chính phủ"),
];

/// A name with its abbreviations written out and "về" left out, which names have or lack.
fn written_out(name: &str) -> String {
    let lower = name.to_lowercase();
    let words =
        lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/'));
    let of = |word: &str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let known = ABBREVIATIONS.iter().find(|(short, _)| *short == letters);
        known.map_or(word, |(_, long)| long).to_owned()
    };
    let words = words.map(of).collect::<Vec<_>>().join(" ");
    let is_link = |word: &&str| !matches!(*word, "về" | "ve");
    words.split_whitespace().filter(is_link).collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
struct Line {
    id: String,
    kind: String,
    name_vi: String,
    name_en: String,
    aliases: String,
    owner_id: String,
    later_owner_id: String,
    named_by: String,
    ground: String,
    task: String,
    source: String,
    certainty: String,
}

/// What is expected, in the order of the table: what the directive names first.
pub fn expected_systems() -> &'static [ExpectedSystem] {
    static BUILT_IN: OnceLock<Vec<ExpectedSystem>> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let lines = csv::Reader::from_reader(EXPECTED_CSV.as_bytes()).into_deserialize::<Line>();
        let lines = lines.map(|line| line.expect("the embedded table is tested to be well-formed"));
        lines.map(read).collect()
    })
}

fn read(line: Line) -> ExpectedSystem {
    let names = [line.name_vi.as_str(), line.name_en.as_str()];
    let names = names.into_iter().chain(line.aliases.split(';')).map(str::trim);
    let keys = names.filter(|name| !name.is_empty()).map(|name| {
        let name = written_out(name);
        [match_key(&name), bare_key(&name)]
    });
    let owners = [line.owner_id, line.later_owner_id].into_iter();
    ExpectedSystem {
        keys: keys.collect(),
        owner_ids: owners.filter(|id| !id.is_empty()).collect(),
        id: line.id,
        kind: line.kind,
        name_en: line.name_en,
        name_vi: line.name_vi,
        named_by: line.named_by,
        ground: line.ground,
        task: line.task,
        source: line.source,
        certainty: line.certainty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{Agencies, Group, TaskId, task};

    fn met(id: &str, name: &str) -> Option<Met> {
        let expected = expected_systems().iter().find(|expected| expected.id == id);
        expected.expect("an expected system").meets(name)
    }

    #[test]
    fn what_is_expected_names_its_ground_and_an_owner() {
        let agencies = Agencies::built_in();
        for expected in expected_systems() {
            let owner = agencies.get(&expected.owner_ids[0]);
            let owner = owner.unwrap_or_else(|| panic!("{}: no such agency", expected.id));
            assert!(!expected.source.is_empty(), "{}", expected.id);
            if expected.named_by == "directive" {
                let id: TaskId = expected.task.parse().expect("a task");
                let task = task(id).expect("a row of the annex");
                assert!(task.body_ref.starts_with(&expected.ground), "{}", expected.id);
            } else {
                assert!(owner.is_in(Group::NationalDatabaseOwner), "{}", expected.id);
            }
        }
        let named = expected_systems().iter().filter(|e| e.named_by == "directive").count();
        assert_eq!((named, expected_systems().len()), (9, 14));
    }

    #[test]
    fn names_meet_in_every_usual_spelling() {
        for name in [
            "Cơ sở dữ liệu quốc gia về đất đai",
            "CSDL quốc gia về đất đai",
            "CSDLQG đất đai",
            "co so du lieu quoc gia ve dat dai",
            "CƠ SỞ DỮ LIỆU QUỐC GIA VỀ ĐẤT ĐAI",
            "csdl đất đai quốc gia",
            "National land database",
        ] {
            assert_eq!(met("land_database", name), Some(Met::Whole), "{name}");
        }
        assert_eq!(met("public_service_portal", "Cổng DVC quốc gia"), Some(Met::Whole));
        let portal = "Cổng Dịch vụ công quốc gia (dichvucong.gov.vn)";
        assert_eq!(met("public_service_portal", portal), Some(Met::Part));
        let reader = "Hệ thống khai thác CSDL quốc gia về đất đai";
        assert_eq!(met("land_database", reader), Some(Met::Part));
    }

    #[test]
    fn no_name_meets_two_and_others_meet_none() {
        for one in expected_systems() {
            for other in expected_systems().iter().filter(|other| other.id != one.id) {
                for language in [Language::English, Language::Vietnamese] {
                    let name = one.name(language);
                    assert_eq!(other.meets(name), None, "{name} and {}", other.id);
                }
            }
        }
        for name in [
            "",
            "CSDL",
            "Cơ sở dữ liệu quốc gia",
            "Cổng Dịch vụ công tỉnh Hà Giang",
            "Cơ sở dữ liệu đất đài quốc gia",
            "Hệ thống báo cáo",
            "Thống kê",
        ] {
            let met = expected_systems().iter().find(|expected| expected.meets(name).is_some());
            assert_eq!(met.map(|met| met.id.as_str()), None, "{name}");
        }
    }
}
