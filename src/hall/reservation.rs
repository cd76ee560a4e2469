//! Units of racks that are kept for something, out of their list.

use super::list::Row;
use super::rack::{Racks, Verdict, n902_a_row_names_site_and_rack, n909_the_status_is_known};
use super::{Rack, Reserved};
use crate::diagnostic::{Code, Finding, Text};

/// Takes in a row of the list of reservations. One that is stale keeps its units until somebody takes
/// it off the list.
pub(super) fn add(row: Row<'_>, racks: &mut Racks, findings: &mut Vec<Finding>) -> Verdict<()> {
    if row.text("site").is_empty() || row.text("rack").is_empty() {
        return Verdict::Rejected(Box::new(n902_a_row_names_site_and_rack(row)));
    }
    let rack = match racks.find(row) {
        Verdict::Taken(index) => index,
        Verdict::Skipped(why) => return Verdict::Skipped(why),
        Verdict::Rejected(finding) => return Verdict::Rejected(finding),
    };
    let status = n909_the_status_is_known(row, &["pending", "active", "stale"], findings);
    let rack = &mut racks.racks[rack];
    let text = row.text("units");
    let units = match numbers_of(&text).map(|numbers| units_of(rack, &numbers)) {
        Some(Some(units)) => units,
        Some(None) => {
            let found = Text::phrase("N908-beyond").with("units", text).with("rack", rack.height_u);
            return Verdict::Rejected(Box::new(row.finding(Code::N908, "units", found)));
        }
        None => {
            let found = if text.is_empty() { Text::phrase("N903-empty") } else { text.into() };
            return Verdict::Rejected(Box::new(row.finding(Code::N903, "units", found)));
        }
    };
    let said = [row.text("description"), row.text("tenant")];
    let mut purpose = said.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    if status != "active" {
        purpose = format!("{purpose} ({status})").trim_start().to_owned();
    }
    rack.reserved.push(Reserved { units, purpose });
    Verdict::Taken(())
}

/// Numbers of units as written: `10,11,12`, `[10, 11]`, `10-12`. `None` where there are none.
fn numbers_of(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.trim_matches(['[', ']', '{', '}']).split([',', ';']) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u32, u32) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        // No rack has more units than this, so that a long range costs nothing.
        if first > last || last - first > 1000 {
            return None;
        }
        numbers.extend(first..=last);
    }
    Some(numbers)
}

/// The units from the bottom, ascending; `None` where one lies beyond the rack.
fn units_of(rack: &Rack, numbers: &[u32]) -> Option<Vec<u32>> {
    use crate::unit::RackUnits;
    let one = RackUnits::from_units(1);
    let unit = |number: &u32| rack.bottom_of(RackUnits::from_units(*number), one);
    let bottoms: Option<Vec<RackUnits>> = numbers.iter().map(unit).collect();
    let mut units: Vec<u32> = bottoms?.into_iter().map(|bottom| bottom.raw() / 2).collect();
    units.sort_unstable();
    units.dedup();
    Some(units)
}
