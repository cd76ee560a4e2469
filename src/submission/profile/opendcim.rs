//! openDCIM: the lists its bulk importers take, devices and cabinets.
//!
//! Devices become servers. The list does not say which of them are switches or power strips, nor how
//! many cores a server has; so all are read as servers, and told. Cabinets are no table of ours: they
//! are recognised and left out. InstallDate is read month first by that tool: a day that would be
//! another one read day first is not read at all.

use super::format::{Export, Format, Recognition, p709_the_columns_of_figures_are_there};
use super::part::{Field, Head, Part};
use super::told::p725_what_is_listed_is_in_use;
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::source::{Cell, Sheet};

const DEVICE: &[Field] = &[
    Field::new("server_id", &["Label"]),
    Field::new("facility_id", &["DataCenterID"]),
    Field::new("manufacturer", &["Manufacturer"]),
    Field::new("model", &["Model"]),
    Field::new("serial", &["SerialNo"]),
    Field::sized("height_u", &[("Height", "U")]),
    Field::new("hypervisor", &["Hypervisor"]),
];

const NEEDED: &[&str] = &["server_id", "manufacturer", "model", "height_u"];

/// openDCIM.
pub struct OpenDcim;

fn devices_of(sheet: &Sheet) -> Option<Head<'_>> {
    Head::find(sheet, |head| {
        let own =
            ["DataCenterID", "Cabinet", "SerialNo", "HalfDepth", "BackSide", "PrimaryContact"];
        head.count(&own) >= 3
    })
}

fn cabinets_of(sheet: &Sheet) -> Option<Head<'_>> {
    Head::find(sheet, |head| {
        head.count(&["DataCenter", "U1Position", "MaxkW", "MaxWeight", "FrontEdge"]) >= 3
    })
}

impl Format for OpenDcim {
    fn name(&self) -> &'static str {
        "opendcim"
    }

    fn title(&self) -> Text {
        Text::phrase("tool-opendcim")
    }

    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a> {
        let devices: Vec<Head<'a>> = sheets.iter().filter_map(devices_of).collect();
        let cabinets: Vec<Head<'a>> = sheets.iter().filter_map(cabinets_of).collect();
        if devices.is_empty() && cabinets.is_empty() {
            return Recognition::None;
        }
        let missing = devices.iter().filter_map(|head| {
            let missing = head.missing(DEVICE, NEEDED);
            p709_the_columns_of_figures_are_there(self, head.sheet, &missing)
        });
        let refused: Vec<Finding> = missing.collect();
        if !refused.is_empty() {
            return Recognition::Refused(refused);
        }
        let mut export = Export::default();
        for head in &devices {
            export.takes(head.sheet);
            let mut part = Part::new(head, Table::Server, DEVICE);
            match p728_days_have_one_reading(head) {
                Some(finding) => export.notes.push(finding),
                None => part = part.column("in_service_on", head.source(&["InstallDate"])),
            }
            let status = p725_what_is_listed_is_in_use(head, &["Status"], &["production"]);
            export.notes.extend(status);
            export.notes.push(p717_no_role(head));
            export.add(part);
        }
        for head in &cabinets {
            let why = Text::phrase("P716-cabinets");
            export.p716_a_sheet_that_is_not_read_is_told(head.sheet, why);
        }
        export.p708_the_format_is_known(self);
        export.leave_the_rest(sheets);
        Recognition::Export(export)
    }
}

fn p717_no_role(head: &Head<'_>) -> Finding {
    let found = Text::phrase("P717-no-column").with("rows", head.rows().len());
    Finding::new(Code::P717, found).sheet(&head.sheet.name).row(head.number())
}

/// A day is one where it is a date of the sheet or begins with the year.
fn p728_days_have_one_reading(head: &Head<'_>) -> Option<Finding> {
    let source = head.source(&["InstallDate"])?;
    let has_one = |cell: &Cell| match cell {
        Cell::Text(text) => {
            let year = text.trim().split(['-', '/', '.']).next().unwrap_or_default();
            cell.is_blank() || year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => true,
    };
    let row = head.rows().iter().find(|row| !has_one(row.cell(source)))?;
    let finding = Finding::new(Code::P728, row.cell(source).raw());
    Some(finding.sheet(&head.sheet.name).row(row.number).column(source))
}
