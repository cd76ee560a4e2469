//! Racks out of their list, and how devices find them.

use std::collections::BTreeMap;

use super::count::Skip;
use super::list::Row;
use super::{Closed, Numbering, Rack};
use crate::diagnostic::{Code, Finding, Text};
use crate::text::match_key;

/// Tallest rack NetBox knows, in units.
const HEIGHT_MAX: f64 = 100.0;

/// What became of a row.
pub(super) enum Verdict<T> {
    /// It stands in the hall.
    Taken(T),
    /// It is none of the hall's.
    Skipped(Skip),
    /// It cannot be used.
    Rejected(Box<Finding>),
}

/// What became of a rack that the list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// It stands at this index.
    Taken(usize),
    /// It is none of the hall's.
    LeftOut,
    /// Its row cannot be used.
    Rejected,
}

/// Racks by what devices call them.
#[derive(Debug, Default)]
pub(super) struct Racks {
    pub(super) racks: Vec<Rack>,
    /// Site and name, then location.
    known: BTreeMap<(String, String), BTreeMap<String, Listed>>,
}

impl Racks {
    /// Takes in a row of the list of racks.
    pub(super) fn add(&mut self, row: Row<'_>, findings: &mut Vec<Finding>) -> Verdict<()> {
        let (site, name, location) = (row.text("site"), row.text("name"), row.text("location"));
        if site.is_empty() || name.is_empty() {
            return Verdict::Rejected(Box::new(n902_a_row_names_site_and_rack(row)));
        }
        let places = self.known.entry((site, name)).or_default();
        if places.contains_key(&location) {
            let found = Text::from(row.text("name"));
            return Verdict::Rejected(Box::new(row.finding(Code::N904, "name", found)));
        }
        let verdict = rack_of(row, findings);
        let listed = match &verdict {
            Verdict::Taken(_) => Listed::Taken(self.racks.len()),
            Verdict::Skipped(_) => Listed::LeftOut,
            Verdict::Rejected(_) => Listed::Rejected,
        };
        places.insert(location, listed);
        match verdict {
            Verdict::Taken(rack) => {
                self.racks.push(rack);
                Verdict::Taken(())
            }
            Verdict::Skipped(why) => Verdict::Skipped(why),
            Verdict::Rejected(finding) => Verdict::Rejected(finding),
        }
    }

    /// The rack a row of another list stands in. A row that says no location means the one rack of its
    /// site and name, and so does a row whose location the list of racks leaves out.
    pub(super) fn find(&self, row: Row<'_>) -> Verdict<usize> {
        let (site, rack) = (row.text("site"), row.text("rack"));
        let reject =
            |found: Text| Verdict::Rejected(Box::new(row.finding(Code::N905, "rack", found)));
        let unknown = || {
            let (rack, site) = (rack.as_str(), site.as_str());
            reject(Text::phrase("N905-unknown").with("rack", rack).with("site", site))
        };
        let Some(places) = self.known.get(&(site.clone(), rack.clone())) else { return unknown() };
        let location = row.text("location");
        let only = || places.values().next().filter(|_| places.len() == 1);
        let listed = match location.as_str() {
            "" => only(),
            location => {
                places.get(location).or_else(|| places.get("").filter(|_| places.len() == 1))
            }
        };
        match listed {
            Some(Listed::Taken(index)) => Verdict::Taken(*index),
            Some(Listed::LeftOut) => Verdict::Skipped(Skip::RackLeftOut),
            Some(Listed::Rejected) => {
                let (rack, site) = (rack.as_str(), site.as_str());
                reject(Text::phrase("N905-rejected").with("rack", rack).with("site", site))
            }
            None if location.is_empty() => {
                let (rack, site) = (rack.as_str(), site.as_str());
                reject(Text::phrase("N905-several").with("rack", rack).with("site", site))
            }
            None => unknown(),
        }
    }
}

pub(super) fn n902_a_row_names_site_and_rack(row: Row<'_>) -> Finding {
    match row.text("site").is_empty() {
        true => row.finding(Code::N902, "site", Text::phrase("N902-no-site")),
        false => row.finding(Code::N902, "rack", Text::phrase("N902-no-rack")),
    }
}

fn rack_of(row: Row<'_>, findings: &mut Vec<Finding>) -> Verdict<Rack> {
    match read_rack(row, findings) {
        Ok(verdict) => verdict,
        Err(finding) => Verdict::Rejected(finding),
    }
}

fn read_rack(row: Row<'_>, findings: &mut Vec<Finding>) -> Result<Verdict<Rack>, Box<Finding>> {
    const KNOWN: [&str; 5] = ["reserved", "available", "planned", "active", "deprecated"];
    let status = n909_the_status_is_known(row, &KNOWN, findings);
    if status == "planned" {
        return Ok(Verdict::Skipped(Skip::PlannedRack));
    }
    let Some(height_u) = row.whole_in("u_height", 1.0..=HEIGHT_MAX)? else {
        return Err(Box::new(row.finding(Code::N903, "u_height", Text::phrase("N903-empty"))));
    };
    let width = row.inches_in("width", 1.0..=100.0)?;
    let closed = match status.as_str() {
        "reserved" => Some(Closed::Reserved),
        "deprecated" => Some(Closed::Deprecated),
        _ => width.filter(|inches| *inches < 19.0).map(|_| Closed::Narrow),
    };
    Ok(Verdict::Taken(Rack {
        site: row.text("site"),
        location: row.text("location"),
        name: row.text("name"),
        group: row.text("group"),
        role: row.text("role"),
        tenant: row.text("tenant"),
        tags: tags_of(&row.text("tags")),
        status,
        height_u,
        // NetBox numbers units from the bottom, from 1, unless it is told otherwise.
        numbering: Numbering {
            is_from_the_top: row.flag("desc_units")?.unwrap_or(false),
            first: row.whole_in("starting_unit", 1.0..=HEIGHT_MAX)?.unwrap_or(1),
        },
        weight_limit: row.mass("max_weight", findings)?,
        closed,
        mounted: Vec::new(),
        reserved: Vec::new(),
    }))
}

fn tags_of(text: &str) -> Vec<String> {
    let tags = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(str::to_owned).collect()
}

/// The status as NetBox's word for it, from the word or its label; as written where it is none, which
/// is told. A list that does not say is of racks and devices in use.
pub(super) fn n909_the_status_is_known(
    row: Row<'_>,
    known: &[&'static str],
    findings: &mut Vec<Finding>,
) -> String {
    let text = row.text("status");
    if text.is_empty() {
        return "active".to_owned();
    }
    match known.iter().find(|word| match_key(word) == match_key(&text)) {
        Some(word) => (*word).to_owned(),
        None => {
            findings.push(row.finding(Code::N909, "status", text.as_str()));
            text
        }
    }
}
