//! The canonical tables: one [`Column`] list each.
//!
//! From these lists derive, and are never repeated: the polars schema, header matching, how a cell
//! is parsed, the blank template, the data dictionary, headings of tables and axes of charts.
//! Knows nothing of files.

mod cloud_need;
mod column;
mod database;
mod facility;
mod network_device;
mod server;
mod storage;
mod system;
mod utilisation;
mod workload;

use polars::prelude::{DataType, Field, PlSmallStr, Schema};

pub use column::{Category, Column, Kind, Unit};

/// Columns that stand on every stored row, besides those of its table.
pub mod provenance {
    /// Canonical id of the agency the row belongs to.
    pub const AGENCY_ID: &str = "agency_id";
    /// Submission the row came in with.
    pub const SUBMISSION_ID: &str = "submission_id";
    /// Sheet of the file, as the file names it.
    pub const SHEET: &str = "sheet";
    /// Row of the sheet as the sender sees it, counted from 1.
    pub const ROW: &str = "row";
    /// Cells of the row under headings that name no column of the table, as a JSON object of
    /// heading and text; null when there are none.
    pub const TAGS: &str = "tags";
}

/// Names of the template's sheet that explains it; it holds no data.
pub const GUIDE_SHEETS: [&str; 2] = ["Hướng dẫn", "Guide"];

/// First cells of the sheets that a return workbook begins with: its list of findings and its
/// summary. A sheet that begins so is ours, whatever its name, and holds no data.
pub const RETURN_TITLES: [&str; 4] = [
    "Các điểm cần xem lại (ndcap lập, không phải dữ liệu)",
    "Findings (made by ndcap, no data)",
    "Tóm tắt kết quả kiểm tra (ndcap lập, không phải dữ liệu)",
    "Summary of the check (made by ndcap, no data)",
];

/// One canonical entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Information systems.
    System,
    /// Virtual machines and containers.
    Workload,
    /// Physical servers.
    Server,
    /// Storage arrays.
    Storage,
    /// Switches, routers, firewalls.
    NetworkDevice,
    /// Cloud resources asked for.
    CloudNeed,
    /// Databases.
    Database,
    /// Data centres and server rooms.
    Facility,
    /// Samples of use over time.
    Utilisation,
}

impl Table {
    /// Every table, in the order of the template's sheets.
    pub const ALL: [Self; 9] = [
        Self::System,
        Self::Workload,
        Self::Server,
        Self::Storage,
        Self::NetworkDevice,
        Self::CloudNeed,
        Self::Database,
        Self::Facility,
        Self::Utilisation,
    ];

    /// Name of the table, of its Parquet file and of its CSV template.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Workload => "workload",
            Self::Server => "server",
            Self::Storage => "storage",
            Self::NetworkDevice => "network_device",
            Self::CloudNeed => "cloud_need",
            Self::Database => "database",
            Self::Facility => "facility",
            Self::Utilisation => "utilisation",
        }
    }

    /// The table of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Vietnamese name of the template's sheet.
    pub const fn title_vi(self) -> &'static str {
        match self {
            Self::System => "Hệ thống",
            Self::Workload => "Máy ảo",
            Self::Server => "Máy chủ",
            Self::Storage => "Lưu trữ",
            Self::NetworkDevice => "Thiết bị mạng",
            Self::CloudNeed => "Nhu cầu đám mây",
            Self::Database => "Cơ sở dữ liệu",
            Self::Facility => "Trung tâm dữ liệu",
            Self::Utilisation => "Mức sử dụng",
        }
    }

    /// What one row is.
    pub const fn doc(self) -> &'static str {
        match self {
            Self::System => "One row per information system of an agency.",
            Self::Workload => {
                "One row per virtual machine or container that runs part of a system."
            }
            Self::Server => {
                "One row per physical server, or per group of equal servers (quantity)."
            }
            Self::Storage => "One row per storage array, shelf or library.",
            Self::NetworkDevice => {
                "One row per switch, router or firewall, or per group of equal ones."
            }
            Self::CloudNeed => "One row per cloud resource asked for by a system.",
            Self::Database => "One row per database.",
            Self::Facility => "One row per data centre or server room an agency uses.",
            Self::Utilisation => "One row per workload and sample time.",
        }
    }

    /// The columns of the table besides agency and provenance; the key comes first.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::System => system::COLUMNS,
            Self::Workload => workload::COLUMNS,
            Self::Server => server::COLUMNS,
            Self::Storage => storage::COLUMNS,
            Self::NetworkDevice => network_device::COLUMNS,
            Self::CloudNeed => cloud_need::COLUMNS,
            Self::Database => database::COLUMNS,
            Self::Facility => facility::COLUMNS,
            Self::Utilisation => utilisation::COLUMNS,
        }
    }

    /// The column that identifies a row within its agency.
    pub const fn key(self) -> &'static Column {
        &self.columns()[0]
    }

    /// Columns that stand in for the key when the sheet has no column for it, best first.
    pub const fn key_stand_ins(self) -> &'static [&'static str] {
        match self {
            Self::System | Self::Workload | Self::Facility | Self::Database => &["name"],
            Self::Server => &["serial"],
            Self::CloudNeed | Self::Storage | Self::NetworkDevice | Self::Utilisation => &[],
        }
    }

    /// The column of that name.
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// Index of a column that is known to exist.
    ///
    /// # Panics
    /// When the table has no such column, which is a mistake of ours.
    pub fn index_of(self, name: &str) -> usize {
        self.columns()
            .iter()
            .position(|column| column.name == name)
            .unwrap_or_else(|| panic!("table {} has no column {name}", self.name()))
    }

    /// Schema of the stored table: agency, provenance, the columns of the list, tags.
    pub fn schema(self) -> Schema {
        let mut fields = vec![
            Field::new(PlSmallStr::from_static(provenance::AGENCY_ID), DataType::String),
            Field::new(PlSmallStr::from_static(provenance::SUBMISSION_ID), DataType::String),
            Field::new(PlSmallStr::from_static(provenance::SHEET), DataType::String),
            Field::new(PlSmallStr::from_static(provenance::ROW), DataType::Int64),
        ];
        fields.extend(
            self.columns()
                .iter()
                .map(|column| Field::new(PlSmallStr::from_static(column.name), column.dtype())),
        );
        fields.push(Field::new(PlSmallStr::from_static(provenance::TAGS), DataType::String));
        Schema::from_iter(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_begins_with_a_required_key_and_repeats_no_name() {
        for table in Table::ALL {
            assert!(table.key().required, "{}: the key is required", table.name());
            let names: BTreeSet<_> = table.columns().iter().map(|column| column.name).collect();
            assert_eq!(names.len(), table.columns().len(), "{}", table.name());
            for stand_in in table.key_stand_ins() {
                assert!(table.column(stand_in).is_some(), "{stand_in} of {}", table.name());
            }
        }
    }

    #[test]
    fn names_of_quantities_end_in_their_unit() {
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            if let Kind::Quantity(unit) = column.kind {
                let suffix = unit.suffix();
                let fits = suffix.is_empty() || column.name.contains(suffix);
                assert!(fits, "{} should name its unit {suffix}", column.name);
            }
        }
    }
}
