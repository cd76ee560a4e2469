//! Rules about workloads, servers and storage.

use super::Breach;
use crate::diagnostic::Text;
use crate::submission::rows::Rows;
use crate::time::NaiveDate;
use crate::unit::Bytes;

/// Rows where one amount is above another that must contain it.
fn above(
    part: &[Option<i64>],
    whole: &[Option<i64>],
    column: &'static str,
    describe: impl Fn(i64, i64) -> Text,
) -> Vec<Breach> {
    part.iter()
        .zip(whole)
        .enumerate()
        .filter_map(|(index, pair)| match pair {
            (Some(part), Some(whole)) if part > whole => {
                Some(Breach { index, column, found: describe(*part, *whole) })
            }
            _ => None,
        })
        .collect()
}

fn sizes(part: i64, whole: i64) -> Text {
    let size = |bytes: i64| Bytes::from_bytes(bytes.unsigned_abs());
    Text::phrase("part-of-whole").with("part", size(part)).with("whole", size(whole))
}

pub fn r501_used_disk_is_not_above_provisioned(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let used = rows.integers("disk_used_bytes");
    above(used, rows.integers("disk_provisioned_bytes"), "disk_used_bytes", sizes)
}

pub fn r502_a_machine_has_a_vcpu(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let none = |(index, count): (usize, &Option<i64>)| {
        (*count == Some(0)).then(|| Breach {
            index,
            column: "vcpu_count",
            found: Text::phrase("R502-no-vcpu"),
        })
    };
    rows.integers("vcpu_count").iter().enumerate().filter_map(none).collect()
}

pub fn r503_a_server_has_no_fewer_cores_than_processors(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let describe = |sockets: i64, cores: i64| {
        Text::phrase("R503-fewer-cores").with("sockets", sockets).with("cores", cores)
    };
    above(rows.integers("sockets_count"), rows.integers("cores_count"), "cores_count", describe)
}

pub fn r504_measured_power_is_not_above_nameplate(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    let measured = rows.decimals("power_measured_w");
    let nameplate = rows.decimals("power_nameplate_w");
    let supplies = rows.integers("psu_count");
    (0..rows.len())
        .filter_map(|index| {
            let (measured, one) = (measured[index]?, nameplate[index]?);
            let all = one * supplies[index].unwrap_or(2).max(1) as f64;
            (measured > all).then(|| Breach {
                index,
                column: "power_measured_w",
                found: Text::phrase("R504-power").with("measured", measured).with("all", all),
            })
        })
        .collect()
}

pub fn r505_used_storage_is_not_above_usable(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    above(rows.integers("used_bytes"), rows.integers("usable_bytes"), "used_bytes", sizes)
}

pub fn r506_usable_storage_is_not_above_raw(rows: &Rows, _: NaiveDate) -> Vec<Breach> {
    above(rows.integers("usable_bytes"), rows.integers("raw_bytes"), "usable_bytes", sizes)
}

fn later_than(rows: &Rows, column: &'static str, last: NaiveDate) -> Vec<Breach> {
    let late = |(index, day): (usize, &Option<NaiveDate>)| {
        day.filter(|day| *day > last).map(|day| Breach {
            index,
            column,
            found: Text::phrase("R512-after").with("day", day).with("as_of", last),
        })
    };
    rows.days(column).iter().enumerate().filter_map(late).collect()
}

pub fn r512_workload_start_is_not_in_the_future(rows: &Rows, as_of: NaiveDate) -> Vec<Breach> {
    later_than(rows, "in_service_on", as_of)
}

pub fn r512_server_start_is_not_in_the_future(rows: &Rows, as_of: NaiveDate) -> Vec<Breach> {
    later_than(rows, "in_service_on", as_of)
}

/// What is measured is past on the day the file is received.
pub fn t612_a_sample_is_not_in_the_future(rows: &Rows, received_on: NaiveDate) -> Vec<Breach> {
    later_than(rows, "at", received_on)
}

/// Most equal things one row stands for: each becomes one of its own when hosts are filled.
const QUANTITY_MAX: i64 = 10_000;

pub fn r513_a_row_stands_for_few_enough(rows: &Rows, _as_of: NaiveDate) -> Vec<Breach> {
    let quantities = rows.integers("quantity").iter().enumerate();
    quantities
        .filter_map(|(index, quantity)| {
            let quantity = quantity.filter(|quantity| *quantity > QUANTITY_MAX)?;
            Some(Breach { index, column: "quantity", found: quantity.to_string().into() })
        })
        .collect()
}
