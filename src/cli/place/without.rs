//! `ndcap place --without`: what goes down and what is overloaded when something is lost.

use std::collections::BTreeSet;

use anyhow::bail;
use serde_json::{Value as Json, json};

use super::super::chain::{placed, tell_unmatched};
use super::super::common::{Common, Exit, Format};
use super::super::output;
use crate::demand;
use crate::language::Language;
use crate::placement::check::check_aftermath;
use crate::placement::contingency::{Aftermath, DownItem, Extent, Loss, lose};
use crate::reference::Agencies;
use crate::report::table::Table;
use crate::report::tables;

/// Loads printed when none is above its limit: the nearest to it.
const LOADS_PRINTED: usize = 12;

pub fn run(common: &Common, losses: &[Loss]) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let inventory = common.open_store()?.inventory()?;
    let demand = demand::size(&inventory, &plan)?;
    tell_unmatched(common, &demand);
    let (fleet, placement) = placed(&demand, &inventory, &plan)?;
    let aftermath = lose(&fleet, &placement, losses)?;
    let misjudged = check_aftermath(&fleet, &placement, losses, &aftermath);
    if let Some(first) = misjudged.first() {
        bail!(
            "what is left after the losses breaks {} rules, the first: {first}; \
             this is a mistake of ndcap, please report it",
            misjudged.len()
        );
    }
    let language = common.language();
    let agencies = common.agencies()?;
    match common.format {
        Format::Json => {
            output::emit(common, output::json(&as_json(&aftermath, agencies)).as_bytes())?;
        }
        Format::Table => {
            output::emit(common, as_text(common, &aftermath, agencies).as_bytes())?;
        }
        Format::Csv | Format::Parquet | Format::Sarif => {
            output::print(common, &tables::effects(&aftermath, language))?;
        }
    }
    Ok(if aftermath.is_survived() { Exit::Clean } else { Exit::DoesNotFit })
}

/// What of an aftermath is counted.
struct Counts {
    hosts_lost: usize,
    workloads_moved: usize,
    workloads_down: usize,
    devices_down: usize,
    wholly: usize,
    partly: usize,
    moved: usize,
    agencies: usize,
    overloaded: usize,
}

impl Counts {
    fn of(aftermath: &Aftermath) -> Self {
        let is_workload = |item| matches!(item, DownItem::Workload(_));
        let workloads = aftermath.down.iter().filter(|down| is_workload(down.item)).count();
        let extent = |extent: Extent| {
            aftermath.systems.iter().filter(|system| system.extent() == Some(extent)).count()
        };
        let agencies: BTreeSet<&str> = aftermath
            .down
            .iter()
            .map(|down| down.agency_id.as_str())
            .filter(|agency| !agency.is_empty())
            .collect();
        Self {
            hosts_lost: aftermath.hosts_lost.len(),
            workloads_moved: aftermath.moves.len(),
            workloads_down: workloads,
            devices_down: aftermath.down.len() - workloads,
            wholly: extent(Extent::Wholly),
            partly: extent(Extent::Partly),
            moved: extent(Extent::Moved),
            agencies: agencies.len(),
            overloaded: aftermath.overloaded().count(),
        }
    }
}

/// The aftermath as the fixed JSON.
fn as_json(aftermath: &Aftermath, agencies: &Agencies) -> Json {
    // Column names are the same in both languages.
    let language = Language::English;
    let counts = Counts::of(aftermath);
    json!({
        "is_survived": aftermath.is_survived(),
        "losses": tables::losses(aftermath, language).to_json(),
        "down": tables::down(aftermath, language).to_json(),
        "overloaded": tables::overloaded(aftermath, language).to_json(),
        "recovered": {
            "hosts_lost_count": counts.hosts_lost,
            "workloads_moved_count": counts.workloads_moved,
            "workloads_down_count": counts.workloads_down,
            "devices_down_count": counts.devices_down,
            "systems_wholly_down_count": counts.wholly,
            "systems_partly_down_count": counts.partly,
            "systems_moved_count": counts.moved,
            "agencies_down_count": counts.agencies,
            "workloads_not_up_before_count": aftermath.workloads_not_up,
        },
        "hosts_lost": tables::hosts_lost(aftermath, language).to_json(),
        "loads": tables::loads(aftermath, language).to_json(),
        "pools_left": tables::pools_left(aftermath, language).to_json(),
        "systems_hit": tables::systems_hit(aftermath, agencies, language).to_json(),
    })
}

/// The verdict first, then what it rests on.
fn as_text(common: &Common, aftermath: &Aftermath, agencies: &Agencies) -> String {
    let language = common.language();
    let mut text = verdict(aftermath, language);
    if aftermath.workloads_not_up > 0 {
        let count = aftermath.workloads_not_up;
        text.push_str(&match language {
            Language::English => format!(
                "Not counted: {count} workloads that have no host, or a host without a rack, before \
                 anything is lost; ndcap place lists them.\n"
            ),
            Language::Vietnamese => format!(
                "Chưa tính: {count} máy ảo vốn chưa có máy chủ, hoặc máy chủ chưa có tủ; xem ndcap place.\n"
            ),
        });
    }
    let mut show = |table: &Table, rows_max: Option<usize>| {
        if !table.rows.is_empty() {
            let rows = match rows_max {
                Some(rows) => output::text_up_to(common, table, rows),
                None => output::text(common, table),
            };
            text.push_str(&format!("\n{}\n{rows}", table.title));
        }
    };
    show(&tables::losses(aftermath, language), None);
    show(&tables::overloaded(aftermath, language), None);
    show(&tables::pools_left(aftermath, language), None);
    show(&tables::loads(aftermath, language), Some(LOADS_PRINTED));
    show(&tables::down(aftermath, language), None);
    show(&tables::systems_hit(aftermath, agencies, language), None);
    text
}

/// In a few sentences: what goes down, what is overloaded, what moves.
fn verdict(aftermath: &Aftermath, language: Language) -> String {
    let counts = Counts::of(aftermath);
    let losses: Vec<String> = aftermath.losses.iter().map(|lost| lost.loss.to_string()).collect();
    match language {
        Language::English => verdict_in_english(&losses.join(" + "), &counts),
        Language::Vietnamese => verdict_in_vietnamese(&losses.join(" + "), &counts),
    }
}

fn verdict_in_english(losses: &str, counts: &Counts) -> String {
    let some = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    let mut text = format!("Without {losses}: ");
    let some_or_none = |count: usize, one, many| (count > 0).then(|| some(count, one, many));
    let down: Vec<String> = [
        some_or_none(counts.workloads_down, "workload", "workloads"),
        some_or_none(counts.devices_down, "device", "devices"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if down.is_empty() {
        text.push_str("nothing goes down");
    } else {
        let goes = if counts.workloads_down + counts.devices_down == 1 { "goes" } else { "go" };
        text.push_str(&format!(
            "{} {goes} down; {} wholly down and {} in part, of {}",
            down.join(" and "),
            some(counts.wholly, "system", "systems"),
            counts.partly,
            some(counts.agencies, "agency", "agencies"),
        ));
    }
    text.push_str(&match counts.overloaded {
        0 => "; no limit is exceeded.\n".to_owned(),
        count => format!("; {} exceeded.\n", some(count, "limit is", "limits are")),
    });
    if counts.hosts_lost > 0 {
        text.push_str(&format!(
            "{} lost; {} to other hosts of {} and started there anew.\n",
            some(counts.hosts_lost, "host is", "hosts are"),
            some(counts.workloads_moved, "workload is moved", "workloads are moved"),
            if counts.workloads_moved == 1 { "its zone" } else { "their zones" },
        ));
    }
    text
}

fn verdict_in_vietnamese(losses: &str, counts: &Counts) -> String {
    let mut text = format!("Khi mất {losses}: ");
    let some_or_none = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
    let down: Vec<String> = [
        some_or_none(counts.workloads_down, "máy ảo"),
        some_or_none(counts.devices_down, "thiết bị"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if down.is_empty() {
        text.push_str("không có gì ngừng chạy");
    } else {
        text.push_str(&format!(
            "{} ngừng chạy; {} hệ thống ngừng hẳn, {} hệ thống ngừng một phần, thuộc {} cơ quan",
            down.join(" và "),
            counts.wholly,
            counts.partly,
            counts.agencies,
        ));
    }
    text.push_str(&match counts.overloaded {
        0 => "; không vượt giới hạn nào.\n".to_owned(),
        count => format!("; vượt {count} giới hạn.\n"),
    });
    if counts.hosts_lost > 0 {
        text.push_str(&format!(
            "Mất {} máy chủ; {} máy ảo được chuyển sang máy chủ khác cùng vùng và khởi động lại.\n",
            counts.hosts_lost, counts.workloads_moved,
        ));
    }
    text
}
