//! `ndcap place --add`: what more hosts take of the hall, and what becomes free.

use anyhow::bail;
use serde_json::{Value as Json, json};

use super::super::chain::{placed, tell_unmatched};
use super::super::common::{Common, Exit, Format};
use super::super::output;
use crate::demand;
use crate::language::Language;
use crate::placement::check::check_addition;
use crate::placement::contingency::{Addend, Addition, HallLimit, add};
use crate::report::tables;

pub fn run(common: &Common, addends: &[Addend]) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let demand = demand::size(&inventory, &plan)?;
    tell_unmatched(common, &demand);
    let (fleet, placement) = placed(&demand, &inventory, &plan)?;
    let additions = add(&fleet, &placement, addends)?;
    let violations: Vec<_> =
        additions.iter().flat_map(|one| check_addition(&fleet, &placement, one)).collect();
    if let Some(first) = violations.first() {
        bail!(
            "the plan with the added hosts breaks {} rules, the first: {first}; \
             this is a mistake of ndcap, please report it",
            violations.len()
        );
    }
    let language = common.language();
    match common.format {
        Format::Json => output::emit(common, output::json(&as_json(&additions)).as_bytes())?,
        Format::Table => output::emit(common, as_text(common, &additions).as_bytes())?,
        Format::Csv | Format::Parquet | Format::Sarif => {
            output::print(common, &tables::additions(&additions, language))?;
        }
    }
    let is_taken = additions.iter().all(|addition| addition.limit.is_none());
    Ok(if is_taken { Exit::Clean } else { Exit::DoesNotFit })
}

/// The additions as the fixed JSON.
fn as_json(additions: &[Addition]) -> Json {
    // Column names are the same in both languages.
    let language = Language::English;
    let limits = additions.iter().zip(1..).map(|(addition, alternative)| {
        json!({
            "alternative": alternative,
            "limit": addition.limit.as_ref().map(|limit| limit.code()),
            "device_id": match &addition.limit {
                Some(HallLimit::Racks { device_id, .. }) => Some(device_id),
                _ => None,
            },
            "detail": tables::hall_limit(addition, language),
        })
    });
    json!({
        "additions": tables::additions(additions, language).to_json(),
        "addition_hall": tables::addition_hall(additions, language).to_json(),
        "limits": limits.collect::<Vec<_>>(),
    })
}

/// What binds first, then the tables.
fn as_text(common: &Common, additions: &[Addition]) -> String {
    let language = common.language();
    let mut text = String::new();
    for (addition, number) in additions.iter().zip(1..) {
        let zones: Vec<String> = addition
            .zones
            .iter()
            .map(|zone| format!("{} × {} ({})", zone.hosts_count, zone.host_profile, zone.zone))
            .collect();
        let limit = tables::hall_limit(addition, language);
        text.push_str(&format!("{number}. + {}: {limit}\n", zones.join(" + ")));
    }
    for table in
        [tables::additions(additions, language), tables::addition_hall(additions, language)]
    {
        text.push_str(&format!("\n{}\n{}", table.title, output::text(common, &table)));
    }
    text
}
