//! Current rows → items. The only place of this room that reads frames.

use std::collections::HashMap;

use polars::prelude::{DataFrame, DataType, PolarsError, PolarsResult};

use super::item::{Item, figures_of};
use super::key::{address_of, uuid_of};
use crate::inventory::{Inventory, RowAddress, RowId, StoreError, identities_of};
use crate::reference::header_synonyms;
use crate::schema::{Kind, Table, Unit, provenance};
use crate::text::{bare_key, match_key};

/// Headings of tags that hold a UUID of the machine, without diacritics.
const UUID_TAGS: [&str; 8] = [
    "uuid",
    "smbiosuuid",
    "vmuuid",
    "instanceuuid",
    "biosuuid",
    "systemuuid",
    "serveruuid",
    "mauuid",
];
/// Headings of tags that hold its name in the network.
const NAME_TAGS: [&str; 6] = ["hostname", "dnsname", "fqdn", "computername", "tenmien", "dns"];
/// A heading of addresses that the list of synonyms has not.
const ADDRESS_TAGS: [&str; 2] = ["primaryipaddress", "ipaddresses"];

/// Places by agency and code of their facility.
type Places = HashMap<(String, String), String>;

/// The rows of a table as they are compared, in the order of the inventory; templates left out.
pub(super) fn items(inventory: &Inventory, table: Table) -> Result<Vec<Item>, StoreError> {
    let fail = |source| failed(table, source);
    let places = match table {
        Table::Server => places_of(inventory)?,
        _ => Places::new(),
    };
    let frame = inventory.submitted(table)?.collect().map_err(fail)?;
    items_of(&frame, table, &places).map_err(fail)
}

fn failed(table: Table, source: PolarsError) -> StoreError {
    StoreError::Parquet { path: table.name().into(), source: Box::new(source) }
}

fn places_of(inventory: &Inventory) -> Result<Places, StoreError> {
    let fail = |source| failed(Table::Facility, source);
    let frame = inventory.submitted(Table::Facility)?.collect().map_err(fail)?;
    let read = || -> PolarsResult<Places> {
        let agencies = frame.column(provenance::AGENCY_ID)?.str()?;
        let keys = frame.column(Table::Facility.key().name)?.str()?;
        let names = frame.column("name")?.str()?;
        let addresses = frame.column("address")?.str()?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let place = |row: usize| {
            let place = [names.get(row), addresses.get(row)];
            let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
            ((text(agencies.get(row)), text(keys.get(row))), place)
        };
        Ok((0..frame.height()).map(place).collect())
    };
    read().map_err(fail)
}

fn items_of(frame: &DataFrame, table: Table, places: &Places) -> PolarsResult<Vec<Item>> {
    let texts = |name: &str| -> PolarsResult<Vec<String>> {
        if table.column(name).is_none() {
            return Ok(vec![String::new(); frame.height()]);
        }
        let column = frame.column(name)?.str()?;
        Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let mut figures = Vec::new();
    for figure in figures_of(table) {
        figures.push(whole_numbers(frame, table, figure.column)?);
    }
    let quantities = match table.column("quantity") {
        Some(_) => frame.column("quantity")?.i64()?.iter().collect(),
        None => vec![None; frame.height()],
    };
    let tags: Vec<Option<&str>> = frame.column(provenance::TAGS)?.str()?.iter().collect();
    let (names, serials) = (texts("name")?, texts("serial")?);
    let (manufacturers, models) = (texts("manufacturer")?, texts("model")?);
    let software = texts(if table == Table::Database { "engine" } else { "os" })?;
    let facilities = texts("facility_id")?;
    let is_template: Vec<Option<bool>> = match table {
        Table::Workload => frame.column("is_template")?.bool()?.iter().collect(),
        _ => vec![None; frame.height()],
    };
    let item = |(row, (id, at)): (usize, (RowId, RowAddress))| {
        let place = (id.agency_id.clone(), facilities[row].clone());
        let mut item = Item {
            place: places.get(&place).cloned().unwrap_or_default(),
            uuids: uuid_of(&id.key).into_iter().collect(),
            id,
            at,
            name: names[row].clone(),
            serial: serials[row].clone(),
            addresses: Vec::new(),
            manufacturer: manufacturers[row].clone(),
            model: models[row].clone(),
            software: software[row].clone(),
            figures: figures.iter().map(|column| column[row]).collect(),
            quantity: quantities[row].unwrap_or(1),
        };
        if let Some(tags) = tags[row] {
            read_tags(tags, &mut item);
        }
        item
    };
    let rows = identities_of(frame, table)?.into_iter().enumerate();
    Ok(rows.filter(|(row, _)| is_template[*row] != Some(true)).map(item).collect())
}

/// A column in whole numbers: counts, bytes and đồng as they are, other amounts in thousandths, days
/// since 1970.
fn whole_numbers(frame: &DataFrame, table: Table, name: &str) -> PolarsResult<Vec<Option<i64>>> {
    let column = frame.column(name)?;
    Ok(match table.column(name).map(|column| column.kind) {
        Some(Kind::Date) => {
            column.cast(&DataType::Int32)?.i32()?.iter().map(|day| day.map(i64::from)).collect()
        }
        Some(Kind::Count | Kind::Quantity(Unit::Bytes(_) | Unit::Vnd)) => {
            column.i64()?.iter().collect()
        }
        _ => {
            let thousandths = |amount: f64| (amount * 1e3).round() as i64;
            column.f64()?.iter().map(|amount| amount.map(thousandths)).collect()
        }
    })
}

/// What tags say of which machine it is.
fn read_tags(tags: &str, item: &mut Item) {
    let Ok(tags) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(tags) else {
        return;
    };
    for (heading, text) in &tags {
        let Some(text) = text.as_str() else { continue };
        let key = bare_key(heading);
        let is_address = ADDRESS_TAGS.contains(&key.as_str())
            || header_synonyms().has_key("server.ip", &match_key(heading));
        if UUID_TAGS.contains(&key.as_str()) {
            item.uuids.extend(uuid_of(text));
        } else if is_address {
            let parts = text.split([',', ';', ' ', '\n']).filter(|part| !part.is_empty());
            item.addresses.extend(parts.filter_map(address_of));
        } else if NAME_TAGS.contains(&key.as_str()) && item.name.is_empty() {
            item.name = text.to_owned();
        }
    }
    item.uuids.sort_unstable();
    item.uuids.dedup();
}
