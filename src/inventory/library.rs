//! The device library of a store: `library/device_types.parquet`, replaced as a whole.

use std::fs;
use std::path::Path;

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::files::{create_private_dir, sync_dir, write_private};
use super::{Inventory, Store, StoreError, parquet_bytes, scan_one};
use crate::library::{DeviceType, Library};
use crate::unit::{Kilograms, RackUnits, Watts};

/// The folder of the library within the store.
const FOLDER: &str = "library";
/// Its file.
const FILE: &str = "device_types.parquet";

impl Inventory {
    /// The device library; without a type when none was imported.
    pub fn library(&self) -> Result<Library, StoreError> {
        let path = self.root.join(FOLDER).join(FILE);
        if !path.is_file() {
            return Ok(Library::default());
        }
        let fail = |source| StoreError::library(&path, source);
        let frame = scan_one(&path)?.collect().map_err(fail)?;
        Ok(Library::new(types_of(&frame).map_err(fail)?))
    }
}

impl Store {
    /// Puts a library in the place of the one before. Written aside, flushed, then renamed: whoever reads
    /// meanwhile sees the old one or the new one.
    pub fn replace_library(&self, library: &Library) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let folder = self.root().join(FOLDER);
        create_private_dir(&folder)?;
        let (path, aside) = (folder.join(FILE), folder.join(".device_types.new"));
        let bytes = frame_of(library.types()).and_then(|mut frame| parquet_bytes(&mut frame));
        let bytes = bytes.map_err(|source| StoreError::library(&path, source))?;
        write_private(&aside, &bytes)?;
        move_into_place(&aside, &path)?;
        sync_dir(&folder)
    }
}

fn move_into_place(aside: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(aside, path).map_err(|source| StoreError::io("move into place", path, source))
}

/// One row per type, by manufacturer and model; null where the library does not say.
fn frame_of(types: &[DeviceType]) -> PolarsResult<DataFrame> {
    let texts = |of: fn(&DeviceType) -> &String| types.iter().map(of).cloned().collect::<Vec<_>>();
    let decimals = |of: fn(&DeviceType) -> Option<f64>| types.iter().map(of).collect::<Vec<_>>();
    let supplies = types.iter().map(|of| of.supplies_count.map(i64::from)).collect::<Vec<_>>();
    DataFrame::new(
        types.len(),
        vec![
            Column::new("manufacturer".into(), texts(|of| &of.manufacturer)),
            Column::new("model".into(), texts(|of| &of.model)),
            Column::new("slug".into(), texts(|of| &of.slug)),
            Column::new("part_number".into(), texts(|of| &of.part_number)),
            Column::new("height_u".into(), decimals(|of| of.height.map(RackUnits::as_units))),
            Column::new(
                "is_full_depth".into(),
                types.iter().map(|of| of.is_full_depth).collect::<Vec<_>>(),
            ),
            Column::new(
                "is_in_chassis".into(),
                types.iter().map(|of| of.is_in_chassis).collect::<Vec<_>>(),
            ),
            Column::new("weight_kg".into(), decimals(|of| of.weight.map(Kilograms::as_kilograms))),
            Column::new("supplies_count".into(), supplies),
            Column::new(
                "supply_nameplate_w".into(),
                decimals(|of| of.supply_nameplate.map(Watts::as_watts)),
            ),
            Column::new("source".into(), texts(|of| &of.source)),
        ],
    )
}

fn types_of(frame: &DataFrame) -> PolarsResult<Vec<DeviceType>> {
    let texts = |name: &str| -> PolarsResult<Vec<String>> {
        let column = frame.column(name)?.str()?;
        Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let decimals = |name: &str| -> PolarsResult<Vec<Option<f64>>> {
        Ok(frame.column(name)?.f64()?.iter().collect())
    };
    let flags = |name: &str| -> PolarsResult<Vec<Option<bool>>> {
        Ok(frame.column(name)?.bool()?.iter().collect())
    };
    let (manufacturers, models, slugs) = (texts("manufacturer")?, texts("model")?, texts("slug")?);
    let (part_numbers, sources) = (texts("part_number")?, texts("source")?);
    let (heights, weights) = (decimals("height_u")?, decimals("weight_kg")?);
    let nameplates = decimals("supply_nameplate_w")?;
    let (depths, in_chassis) = (flags("is_full_depth")?, flags("is_in_chassis")?);
    let supplies: Vec<Option<i64>> = frame.column("supplies_count")?.i64()?.iter().collect();
    let device_type = |index: usize| DeviceType {
        manufacturer: manufacturers[index].clone(),
        model: models[index].clone(),
        slug: slugs[index].clone(),
        part_number: part_numbers[index].clone(),
        height: heights[index].map(RackUnits::from_units_rounded_up),
        is_full_depth: depths[index],
        is_in_chassis: in_chassis[index] == Some(true),
        weight: weights[index].map(Kilograms::from_kilograms),
        supplies_count: supplies[index].and_then(|count| u8::try_from(count).ok()),
        supply_nameplate: nameplates[index].map(Watts::from_watts),
        source: sources[index].clone(),
    };
    Ok((0..frame.height()).map(device_type).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_back_as_they_were_kept() {
        let known = DeviceType {
            manufacturer: "Dell".to_owned(),
            model: "PowerEdge R740xd".to_owned(),
            slug: "dell-poweredge-r740xd".to_owned(),
            part_number: "P-1".to_owned(),
            height: Some(RackUnits::from_units_rounded_up(1.5)),
            is_full_depth: Some(false),
            is_in_chassis: true,
            weight: Some(Kilograms::from_kilograms(33.112)),
            supplies_count: Some(2),
            supply_nameplate: Some(Watts::from_watts(1100.0)),
            source: "device-types/Dell/R740xd.yaml".to_owned(),
        };
        let unknown = DeviceType { model: "Z".to_owned(), ..DeviceType::default() };
        for types in [vec![known, unknown], Vec::new()] {
            let frame = frame_of(&types).expect("a frame");
            assert_eq!(types_of(&frame).expect("types"), types);
        }
    }
}
