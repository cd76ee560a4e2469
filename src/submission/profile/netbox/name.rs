//! What names a device that has no name, as NetBox allows.

use super::super::part::Head;
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::SheetRow;

/// Where a device stands, which no other device does: site, rack, position, face.
pub fn place_of(head: &Head<'_>, row: &SheetRow) -> Option<String> {
    let text = |names: &[&str]| {
        let text = crate::text::clean(&row.cell(head.source(names)?).raw());
        (!text.is_empty()).then_some(text)
    };
    let mut place = vec![text(&["site"])?, text(&["rack"])?, text(&["position", "position (u)"])?];
    place.extend(text(&["face", "rack face"]));
    Some(place.join("/"))
}

/// A device has a name; one without is known by its place, so that it is not lost, and told.
pub fn p730_a_device_has_a_name(
    head: &Head<'_>,
    is_read: impl Fn(&SheetRow) -> bool,
) -> Option<Finding> {
    let source = head.source(&["name", "device"])?;
    let is_named_by_place = |row: &&SheetRow| {
        is_read(row) && row.cell(source).is_blank() && place_of(head, row).is_some()
    };
    let rows: Vec<&SheetRow> = head.rows().iter().filter(is_named_by_place).collect();
    let first = rows.first()?;
    let place = place_of(head, first)?;
    let found = Text::phrase("P730-without").with("devices", rows.len()).with("place", place);
    let finding = Finding::new(Code::P730, found).sheet(&head.sheet.name);
    Some(finding.row(first.number).column(source))
}
