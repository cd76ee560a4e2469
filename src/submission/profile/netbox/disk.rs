//! The unit of a virtual machine's disk: GB until NetBox 4.0, MB since 4.1, under the same heading.

use super::super::detail::number_of;
use super::super::part::Head;
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::submission::source::Cell;

/// Headings that came after the unit had become MB.
const SINCE_MB: &[&str] =
    &["virtual_machine_type", "virtual machine type", "start_on_boot", "start on boot", "owner"];

/// A disk under this many MB carries no operating system, so that the figure is in GB.
const TOO_SMALL_MB: f64 = 1_000.0;

/// A disk of this many GB is larger than a machine can have, so that the figure is in MB.
const TOO_LARGE_GB: f64 = 65_536.0;

/// How the unit of the column is known.
#[derive(Debug, Clone, PartialEq)]
pub enum DiskUnit {
    /// Heading or cells have it.
    Written(&'static str),
    /// It follows from what is said.
    Settled(&'static str, Text),
    /// Both are possible for this figure.
    Ambiguous(f64),
}

/// Column of the size of disks, and its unit.
pub fn unit_of(head: &Head<'_>) -> Option<(usize, DiskUnit)> {
    for (name, unit) in [
        ("disk (gb)", "GB"),
        ("disk (mb)", "MB"),
        ("disk size (gb)", "GB"),
        ("disk size (mb)", "MB"),
    ] {
        if let Some(source) = head.source(&[name]) {
            return Some((source, DiskUnit::Written(unit)));
        }
    }
    let source = head.source(&["disk", "disk size"])?;
    if head.has(SINCE_MB) {
        let why = Text::phrase("P718-headings");
        return Some((source, DiskUnit::Settled("MB", why)));
    }
    let cells = head.rows().iter().map(|row| row.cell(source)).filter(|cell| !cell.is_blank());
    Some((source, by_values(cells)))
}

fn by_values<'a>(cells: impl Iterator<Item = &'a Cell>) -> DiskUnit {
    // Cells that are no bare number carry their own unit, or are told by the reader of cells.
    let mut sizes = cells.filter_map(number_of).filter(|size| *size > 0.0).peekable();
    if sizes.peek().is_none() {
        return DiskUnit::Written("MB");
    }
    let (mut smallest, mut largest) = (f64::INFINITY, 0.0_f64);
    for size in sizes {
        smallest = smallest.min(size);
        largest = largest.max(size);
    }
    match (smallest < TOO_SMALL_MB, largest >= TOO_LARGE_GB) {
        (true, false) => DiskUnit::Settled("GB", Text::phrase("P718-under")),
        (false, true) => DiskUnit::Settled("MB", Text::phrase("P718-over")),
        _ => DiskUnit::Ambiguous(largest),
    }
}

/// A size has one unit: where two are possible the column is kept as a tag and the sizes count as
/// unknown; where one follows, that is a note.
pub fn p718_a_size_has_one_unit(
    head: &Head<'_>,
    source: usize,
    unit: &DiskUnit,
) -> Option<Finding> {
    let (found, severity, expected) = match unit {
        DiskUnit::Written(_) => return None,
        DiskUnit::Settled(unit, why) => (
            Text::from(head.text(source)),
            Severity::Note,
            Text::phrase("P718-settled").with("unit", *unit).with("why", why.clone()),
        ),
        DiskUnit::Ambiguous(size) => (
            Text::phrase("P718-either").with("heading", head.text(source)).with("size", *size),
            Severity::Warning,
            Text::phrase("P718-unknown"),
        ),
    };
    let mut finding = Finding::new(Code::P718, found).expected(expected);
    finding.severity = severity;
    Some(finding.sheet(&head.sheet.name).row(head.number()).column(source))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(sizes: &[f64]) -> DiskUnit {
        let cells: Vec<Cell> = sizes.iter().map(|size| Cell::Number(*size)).collect();
        by_values(cells.iter())
    }

    #[test]
    fn the_unit_of_disks_follows_only_where_the_other_is_impossible() {
        assert!(matches!(unit(&[40.0, 500.0, 4_000.0]), DiskUnit::Settled("GB", _)));
        assert!(matches!(unit(&[20_000.0, 102_400.0]), DiskUnit::Settled("MB", _)));
        assert_eq!(unit(&[2_000.0, 4_000.0]), DiskUnit::Ambiguous(4_000.0));
        assert_eq!(unit(&[40.0, 102_400.0]), DiskUnit::Ambiguous(102_400.0), "contradiction");
        assert_eq!(unit(&[]), DiskUnit::Written("MB"), "nothing to read");
    }
}
