//! A table of device types: the library flattened, one type a row.

use super::DeviceType;
use super::entry::Entry;
use super::source::{Imported, Refused};

/// Columns without which a table is no list of device types.
const NEEDED: [&str; 3] = ["manufacturer", "model", "u_height"];

/// Reads a table; `Err` names the columns it lacks.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Imported, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    let at = |name: &str| {
        headings.iter().position(|heading| heading.trim_start_matches('\u{feff}') == name)
    };
    let lacking: Vec<&str> = NEEDED.into_iter().filter(|name| at(name).is_none()).collect();
    if !lacking.is_empty() {
        return Err(format!("it has no column {}", lacking.join(", ")));
    }
    let columns = Columns {
        named: NEEDED.map(at),
        slug: at("slug"),
        part_number: at("part_number"),
        is_full_depth: at("is_full_depth"),
        subdevice_role: at("subdevice_role"),
        weight_kg: at("weight_kg"),
        power_ports: at("power_ports"),
        nameplate: at("max_draw_w_single"),
        source: at("source_path"),
        count: headings.len(),
    };
    let mut imported = Imported::default();
    for (index, record) in reader.byte_records().enumerate() {
        imported.entries_read += 1;
        let line =
            record.as_ref().ok().and_then(|record| record.position()).map(csv::Position::line);
        let settled = record.map_err(|error| error.to_string()).and_then(|record| {
            let record = csv::StringRecord::from_byte_record(record);
            columns.settle(&record.map_err(|_| "is no UTF-8".to_owned())?, file)
        });
        match settled {
            Ok(device_type) => imported.types.push(device_type),
            Err(reason) => {
                let line = line.unwrap_or(index as u64 + 2);
                let file = format!("{file} line {line}");
                imported.refused.push(Refused { file, reason });
            }
        }
    }
    Ok(imported)
}

/// Where the columns stand.
struct Columns {
    named: [Option<usize>; 3],
    slug: Option<usize>,
    part_number: Option<usize>,
    is_full_depth: Option<usize>,
    subdevice_role: Option<usize>,
    weight_kg: Option<usize>,
    power_ports: Option<usize>,
    nameplate: Option<usize>,
    source: Option<usize>,
    count: usize,
}

impl Columns {
    fn settle(&self, record: &csv::StringRecord, file: &str) -> Result<DeviceType, String> {
        if record.len() != self.count {
            return Err(format!("{} cells under {} headings", record.len(), self.count));
        }
        let cell = |at: Option<usize>| {
            let text = at.and_then(|at| record.get(at)).map(str::trim);
            text.filter(|text| !text.is_empty())
        };
        let ports = cell(self.power_ports).map_or(Ok(0), |text| {
            text.parse().map_err(|_| format!("power_ports \"{text}\" is no number"))
        })?;
        let [manufacturer, model, height_u] = self.named.map(cell);
        Entry {
            manufacturer,
            model,
            height_u,
            slug: cell(self.slug),
            part_number: cell(self.part_number),
            is_full_depth: cell(self.is_full_depth),
            subdevice_role: cell(self.subdevice_role),
            weight: cell(self.weight_kg),
            weight_unit: Some("kg"),
            supplies_count: ports,
            nameplates: cell(self.nameplate).into_iter().collect(),
        }
        .settle(cell(self.source).unwrap_or(file))
    }
}
