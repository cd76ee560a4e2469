//! The file of agencies of one's own: what a planner adds to the built-in ones or corrects in them.
//!
//! ```toml
//! [[agency]]
//! id = "PVN"                              # capitals, digits and _; a new id needs a name
//! name = "Tập đoàn Công nghiệp - Năng lượng Quốc gia Việt Nam"
//! aliases = ["Petrovietnam"]
//! groups = ["cloud_integration"]          # infrastructure_migration, national_database_owner
//!
//! [[agency]]
//! id = "MOET"                             # a known id: what is given is added, a name takes the
//! aliases = ["Bộ Giáo dục"]               # place of the old one, which stays an alias
//! drop_aliases = ["BGDĐT"]                # spellings that are somebody else's
//!
//! [[successor]]                           # takes the place of all that is built in of MOLISA
//! of = "MOLISA"
//! by = "MOHA"                             # several for a split: by = ["MOHA", "MOH"]
//! on = 2025-03-01
//!
//! [[successor]]
//! of = "VGCL"
//! under = "VFF"                           # goes on as a part; or name = "…": under another name
//! on = "2025-07-01"
//! ```

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::spelling::Index;
use super::succession::{Step, Succession, Successions};
use super::{Agencies, Agency, Group, table};
use crate::text::{clean, match_key};
use crate::time::{NaiveDate, read_day};

/// Sender of files that carry several agencies; no agency can be called so.
const RESERVED: &str = "MULTIPLE";

/// Why a file of agencies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OwnAgenciesError {
    /// The file cannot be read.
    #[error(
        "cannot read the file of agencies {path}: {source}; check the path given to --agency-file"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no such TOML.
    #[error("the file of agencies {path} cannot be followed: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// An entry cannot be.
    #[error("the file of agencies {path}, line {line}: {message}")]
    Entry {
        /// The file.
        path: PathBuf,
        /// Line of the entry, from 1.
        line: usize,
        /// What is wrong, and what to write instead.
        message: String,
    },
    /// Successors lead back to where they began.
    #[error(
        "the file of agencies {path}, line {line}: on {on} successors lead in a circle, {way}; \
         say of one of them that it stands again: by = its own id"
    )]
    Circle {
        /// The file.
        path: PathBuf,
        /// Line of the entry that closes it.
        line: usize,
        /// First day on which they do.
        on: NaiveDate,
        /// The agencies in their order.
        way: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    agency: Vec<Entry>,
    #[serde(default)]
    successor: Vec<Spanned<Successor>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    name: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    drop_aliases: Vec<Spanned<String>>,
    #[serde(default)]
    groups: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Successor {
    of: Spanned<String>,
    by: Option<Spanned<Value>>,
    name: Option<Spanned<String>>,
    under: Option<Spanned<String>>,
    on: Spanned<Value>,
}

/// What is wrong, and where in the text.
type Wrong = (Range<usize>, String);

/// The built-in agencies with what a file adds and corrects.
pub(super) fn read(path: &Path) -> Result<Agencies, OwnAgenciesError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| OwnAgenciesError::Read { path: path.to_owned(), source })?;
    from_text(&text, path)
}

pub(super) fn from_text(text: &str, path: &Path) -> Result<Agencies, OwnAgenciesError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = toml::from_str(text).map_err(|source| OwnAgenciesError::Parse {
        path: path.to_owned(),
        source: Box::new(source),
    })?;
    let line_of = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let refuse = |(span, message): Wrong| OwnAgenciesError::Entry {
        path: path.to_owned(),
        line: line_of(span.start),
        message,
    };
    let (mut list, mut successions) =
        table::read().expect("the embedded tables are tested to be well-formed");
    take_agencies(&file.agency, &mut list).map_err(refuse)?;
    take_successors(&file.successor, &list, &mut successions).map_err(refuse)?;
    if let Some((on, way)) = successions.cycle() {
        let closes = file.successor.iter().rev().find(|s| way.contains(s.get_ref().of.get_ref()));
        return Err(OwnAgenciesError::Circle {
            path: path.to_owned(),
            line: closes.map_or(1, |successor| line_of(successor.span().start)),
            on,
            way: way.join(" → "),
        });
    }
    Ok(Agencies::new(list, successions))
}

fn take_agencies(entries: &[Entry], list: &mut Vec<Agency>) -> Result<(), Wrong> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let id = checked_id(&entry.id, list)?;
        if !seen.insert(id.to_owned()) {
            let message = format!("{id} stands twice; write all of it in one [[agency]]");
            return Err((entry.id.span(), message));
        }
        let at = match list.iter().position(|agency| agency.id == id) {
            Some(at) => at,
            None => {
                list.push(added(id, entry)?);
                list.len() - 1
            }
        };
        correct(&mut list[at], entry)?;
    }
    // Only now, so that a spelling can go from one agency to another in either order.
    let index = Index::of(list);
    for entry in entries {
        let at = list.iter().position(|agency| agency.id == *entry.id.get_ref());
        for name in entry.name.iter().chain(&entry.aliases).chain([&entry.id]) {
            if let Some(other) = index.listed_by_another(name.get_ref(), at) {
                let other = list[other].name_and_id();
                let message = format!(
                    "\"{}\" is already a name of {other}; leave it out here, or take it from \
                     there with drop_aliases",
                    name.get_ref()
                );
                return Err((name.span(), message));
            }
        }
    }
    Ok(())
}

fn checked_id<'a>(id: &'a Spanned<String>, list: &[Agency]) -> Result<&'a str, Wrong> {
    let text = id.get_ref().as_str();
    let is_plain = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if !is_plain || !text.starts_with(|c: char| c.is_ascii_uppercase()) {
        let message =
            format!("\"{text}\" is no id; write capitals A–Z, digits and _, as in id = \"PVN\"");
        return Err((id.span(), message));
    }
    if text == RESERVED {
        let message = format!("{RESERVED} stands for files of several agencies; choose another id");
        return Err((id.span(), message));
    }
    let is_like = |agency: &&Agency| agency.id != text && match_key(&agency.id) == match_key(text);
    if let Some(like) = list.iter().find(is_like) {
        let message = format!("{text} differs too little from {}; choose another id", like.id);
        return Err((id.span(), message));
    }
    Ok(text)
}

/// A new agency, with its name alone.
fn added(id: &str, entry: &Entry) -> Result<Agency, Wrong> {
    let Some(name) = &entry.name else {
        let message = format!(
            "nobody knows an agency {id}; add its name, as in name = \"Bộ …\", or correct the id"
        );
        return Err((entry.id.span(), message));
    };
    Ok(Agency {
        id: id.to_owned(),
        name: named(name)?,
        aliases: Vec::new(),
        later_names: Vec::new(),
        groups: Vec::new(),
        dropped: Vec::new(),
        place: None,
        is_later: false,
    })
}

fn correct(agency: &mut Agency, entry: &Entry) -> Result<(), Wrong> {
    if let Some(name) = &entry.name {
        let old = std::mem::replace(&mut agency.name, named(name)?);
        if old != agency.name {
            agency.aliases.push(old);
        }
    }
    for dropped in &entry.drop_aliases {
        let key = match_key(dropped.get_ref());
        let is_known = Index::of(std::slice::from_ref(agency)).find(dropped.get_ref()).is_some();
        agency.aliases.retain(|alias| match_key(alias) != key);
        agency.later_names.retain(|name| match_key(name) != key);
        if is_known {
            agency.dropped.push(key);
        } else {
            let known = agency.aliases.join("; ");
            let message = format!(
                "\"{}\" is no alias of {}, so that it cannot be dropped; its aliases are: {known}",
                dropped.get_ref(),
                agency.id
            );
            return Err((dropped.span(), message));
        }
    }
    for alias in &entry.aliases {
        agency.aliases.push(named(alias)?);
    }
    for group in &entry.groups {
        let word = group.get_ref();
        let Some((.., stored)) = Group::STATED.iter().find(|(_, known, _)| known == word) else {
            let known: Vec<&str> = Group::STATED.iter().map(|(_, known, _)| *known).collect();
            let message = format!("there is no group \"{word}\"; it can be {}", known.join(", "));
            return Err((group.span(), message));
        };
        agency.groups.push((*stored).to_owned());
    }
    Ok(())
}

/// A name, which must hold a letter or digit.
fn named(name: &Spanned<String>) -> Result<String, Wrong> {
    if match_key(name.get_ref()).is_empty() {
        let message = format!("\"{}\" is no name; write one, or leave it out", name.get_ref());
        return Err((name.span(), message));
    }
    Ok(clean(name.get_ref()))
}

fn take_successors(
    entries: &[Spanned<Successor>],
    list: &[Agency],
    successions: &mut Successions,
) -> Result<(), Wrong> {
    for entry in entries {
        let of = known_id(entry.get_ref().of.get_ref(), entry.get_ref().of.span(), list)?;
        successions.forget(&of);
    }
    let mut seen = BTreeSet::new();
    for entry in entries {
        let (span, entry) = (entry.span(), entry.get_ref());
        let of = entry.of.get_ref().clone();
        let on = day_of(&entry.on)?;
        if !seen.insert((of.clone(), on)) {
            let message = format!(
                "two entries say what becomes of {of} on {on}; write one, with several ids for a \
                 split: by = [\"MOHA\", \"MOH\"]"
            );
            return Err((entry.of.span(), message));
        }
        let step = match (&entry.by, &entry.name, &entry.under) {
            (Some(by), None, None) => step_to(by, list)?,
            (None, Some(name), None) => Step::Renamed(named(name)?),
            (None, None, Some(under)) => {
                let id = known_id(under.get_ref(), under.span(), list)?;
                if id == of {
                    let message = format!("{of} cannot be under itself; name the agency above it");
                    return Err((under.span(), message));
                }
                Step::Under(id)
            }
            _ => {
                let message = format!(
                    "say one thing of {of}: by = who takes it over, name = its new name, or \
                     under = whose part it becomes"
                );
                return Err((span, message));
            }
        };
        successions.add(Succession { of, on, step });
    }
    Ok(())
}

fn step_to(by: &Spanned<Value>, list: &[Agency]) -> Result<Step, Wrong> {
    let wrong = || {
        let message = "by is one id, as by = \"MOHA\", or several, as by = [\"MOHA\", \"MOH\"]";
        (by.span(), message.to_owned())
    };
    match by.get_ref() {
        Value::String(id) => Ok(Step::Whole(known_id(id, by.span(), list)?)),
        Value::Array(ids) => {
            let mut among: Vec<String> = Vec::new();
            for id in ids {
                let id = known_id(id.as_str().ok_or_else(wrong)?, by.span(), list)?;
                if among.contains(&id) {
                    return Err((by.span(), format!("{id} stands twice in by; write it once")));
                }
                among.push(id);
            }
            match among.len() {
                0 => Err(wrong()),
                1 => Ok(Step::Whole(among.remove(0))),
                _ => Ok(Step::Split(among)),
            }
        }
        _ => Err(wrong()),
    }
}

fn known_id(id: &str, span: Range<usize>, list: &[Agency]) -> Result<String, Wrong> {
    if list.iter().any(|agency| agency.id == id) {
        return Ok(id.to_owned());
    }
    let mut ranked: Vec<(f64, &Agency)> = list
        .iter()
        .map(|agency| {
            let of_id = strsim::normalized_damerau_levenshtein(&agency.id, id);
            (of_id.max(strsim::normalized_damerau_levenshtein(&agency.name, id)), agency)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let nearest: Vec<String> =
        ranked.iter().take(3).map(|(_, agency)| agency.name_and_id()).collect();
    let message = format!(
        "nobody knows an agency with the id \"{id}\"; nearest: {}; or add it in an [[agency]] of \
         this file",
        nearest.join("; ")
    );
    Err((span, message))
}

fn day_of(on: &Spanned<Value>) -> Result<NaiveDate, Wrong> {
    let text = match on.get_ref() {
        Value::String(text) => text.clone(),
        Value::Datetime(day) => day.to_string(),
        Value::Integer(number) => number.to_string(),
        _ => "…".to_owned(),
    };
    read_day(&text)
        .ok_or_else(|| (on.span(), format!("on = {text} is no day; write it as on = 2025-03-01")))
}
