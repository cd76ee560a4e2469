//! What sheets of .xlsx show of their rows and columns: read from their parts, since the reader of
//! cells tells merged cells only by a pass of its own, and hidden rows not at all.
//!
//! Only parts in which the words stand at all are read again.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::broken;
use crate::diagnostic::{Text, column_index};
use crate::submission::source::Merged;
use crate::submission::source::archive::{Archive, Parts, key_of};
use crate::submission::source::filling::Look;
use crate::submission::source::limit::Refusal;
use crate::submission::source::xml::{attribute, attribute_ending, each_element};

/// Rows and columns a sheet can have.
const SIZE: (u32, usize) = (1_048_576, 16_384);

/// The parts of the sheets, in the order in which the workbook lists them.
pub(super) struct Looks {
    /// Place in the archive; none for a sheet without anything to look at.
    places: Vec<Option<usize>>,
}

impl Looks {
    /// Finds the part of each sheet.
    pub(super) fn open(archive: &mut Archive<'_>, parts: &Parts) -> Result<Self, Refusal> {
        too_many_strings(archive, parts)?;
        let places = sheet_places(archive, parts)?;
        let with_look = |place: &usize| parts.with_look.contains(place);
        Ok(Self { places: places.into_iter().map(|place| place.filter(with_look)).collect() })
    }

    /// The look of the sheet at that place in the workbook's list.
    pub(super) fn of_sheet(
        &mut self,
        archive: &mut Archive<'_>,
        sheet: usize,
    ) -> Result<Look, Refusal> {
        let mut look = Look::default();
        let mut row = 0;
        each_element(archive, self.places.get(sheet).copied().flatten(), |element| {
            look_at(element, &mut row, &mut look);
            true
        })?;
        Ok(look)
    }
}

/// Takes note of what an element says of how a sheet looks; `row` is the number of the last row.
pub(super) fn look_at(element: &BytesStart<'_>, row: &mut u32, look: &mut Look) {
    let number = |name| attribute(element, name)?.trim().parse::<u32>().ok();
    let is_hidden = || matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"));
    match element.local_name().as_ref() {
        "row" => {
            // A row without a number stands below the one before.
            *row = number("r").unwrap_or(*row + 1);
            if is_hidden() {
                look.hidden_rows.push(*row);
            }
        }
        "col" if is_hidden() => {
            let (first, last) = (number("min").unwrap_or(1), number("max").unwrap_or(1));
            let index = |number: u32| (number.max(1) as usize - 1).min(SIZE.1 - 1);
            look.hidden_columns.push((index(first), index(last)));
        }
        "mergeCell" => {
            look.merged.extend(attribute(element, "ref").and_then(|text| merged(&text)));
        }
        _ => {}
    }
}

/// The part of each sheet, as a place in the archive, in the order in which the workbook lists them.
pub(super) fn sheet_places(
    archive: &mut Archive<'_>,
    parts: &Parts,
) -> Result<Vec<Option<usize>>, Refusal> {
    let root = relations(archive, parts, "_rels/.rels")?;
    let main = root.values().find(|(kind, _)| kind.ends_with("/officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| key_of(target));
    let (folder, file) = main.rsplit_once('/').map_or(("", main.as_str()), |split| split);
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let related = relations(archive, parts, &format!("{folder}_rels/{file}.rels"))?;
    let mut places = Vec::new();
    each_element(archive, parts.measured(&main), |element| {
        if element.local_name().as_ref() == "sheet" {
            let id = attribute_ending(element, "id").unwrap_or_default();
            let path = related.get(&id).map(|(_, target)| match target.strip_prefix('/') {
                Some(absolute) => key_of(absolute),
                None => key_of(&format!("{folder}{target}")),
            });
            places.push(path.and_then(|path| parts.places.get(&path).copied()));
        }
        true
    })?;
    let mut seen: Vec<usize> = places.iter().flatten().copied().collect();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(broken(Text::phrase("F101-two-sheets-one-part")));
    }
    Ok(places)
}

/// Refuses a list of texts that claims more of them than its bytes can hold: the reader would set
/// aside memory for all of them first.
fn too_many_strings(archive: &mut Archive<'_>, parts: &Parts) -> Result<(), Refusal> {
    for (name, &place) in &parts.places {
        if !name.ends_with("sharedstrings.xml") {
            continue;
        }
        let size = parts.sizes.get(&place).copied().unwrap_or(0);
        let mut claimed = 0;
        each_element(archive, Some(place), |element| {
            let count = attribute(element, "uniqueCount").and_then(|count| count.parse().ok());
            claimed = claimed.max(count.unwrap_or(0));
            element.local_name().as_ref() != "sst"
        })?;
        // The shortest text is written as <si/>.
        if claimed > size / 5 + 1 {
            let fault = Text::phrase("F101-texts-claimed")
                .with("part", name.as_str())
                .with("texts", claimed)
                .with("bytes", size);
            return Err(broken(fault));
        }
    }
    Ok(())
}

/// Kind and target of the relations of a part, by id.
fn relations(
    archive: &mut Archive<'_>,
    parts: &Parts,
    name: &str,
) -> Result<BTreeMap<String, (String, String)>, Refusal> {
    let mut found = BTreeMap::new();
    each_element(archive, parts.measured(name), |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            found.insert(id, (attribute(element, "Type").unwrap_or_default(), target));
        }
        true
    })?;
    Ok(found)
}

/// The cells of `B2:D5`.
fn merged(reference: &str) -> Option<Merged> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let (first, last) = (position(first)?, position(last)?);
    Some(Merged {
        first_row: first.0.min(last.0),
        last_row: first.0.max(last.0).min(SIZE.0),
        first_column: first.1.min(last.1),
        last_column: first.1.max(last.1).min(SIZE.1 - 1),
    })
}

/// Row from 1 and column from 0 of `B2` or `$B$2`.
fn position(reference: &str) -> Option<(u32, usize)> {
    let plain = reference.trim().replace('$', "").to_uppercase();
    let digits = plain.find(|c: char| c.is_ascii_digit())?;
    let row = plain[digits..].parse().ok().filter(|&row| row > 0)?;
    Some((row, column_index(&plain[..digits])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_rows_and_columns() {
        let region = |first_row, last_row, first_column, last_column| {
            Some(Merged { first_row, last_row, first_column, last_column })
        };
        assert_eq!(merged("B2:D5"), region(2, 5, 1, 3));
        assert_eq!(merged("$A$1:$A$3"), region(1, 3, 0, 0));
        assert_eq!(merged("D5:B2"), region(2, 5, 1, 3), "either corner first");
        assert_eq!(merged("C7"), region(7, 7, 2, 2));
        for none in ["", "B", "2", "B0", "ABCDE1", "B2:"] {
            assert_eq!(merged(none), None, "{none}");
        }
    }
}
