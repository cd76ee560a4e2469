//! The embedded tables of agencies and of their successors.

use serde::Deserialize;

use super::succession::{Step, Succession, Successions};
use super::{Agency, Place};
use crate::text::clean;
use crate::time::read_day;

/// The embedded table of agencies.
const AGENCIES_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/agencies.csv"));

/// The embedded table of successors; provinces stand only there.
const SUCCESSORS_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/successors.csv"));

#[derive(Deserialize)]
struct AgencyLine {
    canonical_name: String,
    aliases: String,
    groups: String,
    id: String,
    aliases_in_directive: String,
}

#[derive(Deserialize)]
struct SuccessorLine {
    old_name: String,
    new_name: String,
    effective_date: String,
    kind: String,
    old_aliases: String,
    old_id: String,
    new_id: String,
    new_aliases: String,
    parts_to: String,
    under: String,
}

/// The agencies in their order, and what became of them.
pub(super) fn read() -> Result<(Vec<Agency>, Successions), csv::Error> {
    let mut list = Vec::new();
    for line in csv::Reader::from_reader(AGENCIES_CSV.as_bytes()).deserialize() {
        list.push(agency_of(line?));
    }
    let lines = csv::Reader::from_reader(SUCCESSORS_CSV.as_bytes())
        .deserialize()
        .collect::<Result<Vec<SuccessorLine>, _>>()?;
    list.extend(lines.iter().filter_map(province_of));
    let mut successions = Successions::default();
    for line in &lines {
        if let Some(succession) = succession_of(line) {
            successions.add(succession);
        }
        // A line says more of its old agency than of its new one, unless that is new altogether.
        let names_old = list.iter_mut().find(|agency| agency.id == line.new_id);
        match names_old {
            Some(agency) => {
                agency.later_names.extend(listed(&line.new_aliases));
                let is_renamed = line.new_id == line.old_id && line.new_name != line.old_name;
                if is_renamed {
                    agency.take_name(&line.new_name);
                }
            }
            None => list.push(Agency {
                id: line.new_id.clone(),
                name: clean(&line.new_name),
                aliases: listed(&line.new_aliases).collect(),
                later_names: Vec::new(),
                groups: Vec::new(),
                dropped: Vec::new(),
                place: None,
                is_later: true,
            }),
        }
    }
    Ok((list, successions))
}

fn agency_of(line: AgencyLine) -> Agency {
    // A cell that begins with a bracket is a remark about the directive, no name.
    let in_directive = Some(&line.aliases_in_directive).filter(|cell| !cell.starts_with('('));
    let in_directive = in_directive.map(String::as_str).unwrap_or_default();
    Agency {
        name: clean(&line.canonical_name),
        aliases: listed(&line.aliases).chain(listed(in_directive)).collect(),
        later_names: Vec::new(),
        groups: line.groups.split('|').map(str::to_owned).collect(),
        dropped: Vec::new(),
        id: line.id,
        place: None,
        is_later: false,
    }
}

fn province_of(line: &SuccessorLine) -> Option<Agency> {
    let place = line.old_name.strip_prefix("UBND ")?;
    let (is_city, name) = match place.strip_prefix("Thành phố ") {
        Some(name) => (true, name),
        None => (false, place.strip_prefix("Tỉnh ")?),
    };
    let names = std::iter::once(clean(name)).chain(listed(&line.old_aliases)).collect();
    Some(Agency {
        id: line.old_id.clone(),
        name: clean(&line.old_name),
        aliases: Vec::new(),
        later_names: Vec::new(),
        groups: Vec::new(),
        dropped: Vec::new(),
        place: Some(Place { is_city, names }),
        is_later: false,
    })
}

impl Agency {
    /// Takes a later name; a province that becomes a city is called one from then on.
    fn take_name(&mut self, name: &str) {
        self.later_names.push(clean(name));
        if let Some(place) = name.strip_prefix("UBND ") {
            self.later_names.push(format!("Ủy ban nhân dân {place}"));
        }
    }
}

/// What a line says became of its old agency; `None` where it goes on as it was.
fn succession_of(line: &SuccessorLine) -> Option<Succession> {
    let on = read_day(&line.effective_date)?;
    let step = if !line.under.is_empty() {
        Step::Under(line.under.clone())
    } else if !line.parts_to.is_empty() {
        let parts = line.parts_to.split(';').map(|id| id.trim().to_owned());
        Step::Split(std::iter::once(line.new_id.clone()).chain(parts).collect())
    } else if line.new_id != line.old_id {
        Step::Whole(line.new_id.clone())
    } else if line.new_name != line.old_name {
        Step::Renamed(clean(&line.new_name))
    } else {
        return None;
    };
    debug_assert!(!line.kind.is_empty(), "every line states its kind");
    Some(Succession { of: line.old_id.clone(), on, step })
}

/// The names of a cell, separated by semicolons, without remarks.
fn listed(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(';').map(|name| clean(without_remark(name))).filter(|name| !name.is_empty())
}

/// The alias without a trailing remark in brackets, as "(A.2)" or "(en dash)".
fn without_remark(alias: &str) -> &str {
    alias.split(" (").next().unwrap_or(alias)
}
