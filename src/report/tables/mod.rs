//! The tables of a report, built from the results of the chain.

mod addition;
mod bases;
mod bill;
mod contingency;
mod cutover;
mod demand;
mod devices;
mod directive;
mod duplicates;
mod gaps;
mod hosts;
mod inventory;
mod ledger;
mod limit_words;
mod machines;
mod placement;
mod quality;
mod racks;
mod standing;
mod succession;
mod tornado;
mod utilisation;
mod whereabouts;

pub use addition::{addition_hall, additions, hall_limit};
pub use bases::{bases, bases_that_differ};
pub use bill::bill_of_materials;
pub use contingency::{
    down, effects, hosts_lost, loads, losses, overloaded, pools_left, systems_hit,
};
pub use cutover::{highest_peaks, peak, transfer};
pub use demand::{demand, demand_by_agency, demand_total, left_out};
pub use devices::{device_facts, devices_left_out, library_matches, power_sources};
pub use directive::{
    MatrixLine, completeness, for_a_screen, lines_of_the_matrix, milestones, obligation_matrix,
    obligation_matrix_in_short, obligations, step_words, task_progress, tasks,
};
pub use duplicates::{
    doubt_words, duplicate_evidence, duplicates, duplicates_in_short, duplicates_to_decide,
    place_of,
};
pub use gaps::gaps;
pub use hosts::{host_resources, hosts, placement_rules};
pub use inventory::{
    inventory_by_agency, inventory_by_successor, inventory_line_of_all, inventory_of_all,
};
pub use ledger::{assumptions, findings, findings_of, submissions};
pub use machines::machines;
pub use placement::{power, title_of, unplaced};
pub use quality::{quality_by_agency, quality_by_column, quality_by_table, quality_losses};
pub use racks::{
    kind_word, limit_word, positions, racks, racks_by_zone, reserved_units, single_corded,
    standing_conflicts,
};
pub use standing::{placed_again_caveat, standing_caveats, standing_racks};
pub use succession::{by_who_answers, successions_told, with_succession};
pub use tornado::{Moves, moves_of_all, moves_of_demand, tornado};
pub use utilisation::utilisation;
pub use whereabouts::{expected, facilities, routes, whereabouts_on_a_screen};

use super::Planning;
use super::table::Table;
use crate::demand::{self as of_demand, By, Wanted};
use crate::language::{Language, NumberStyle};

/// Every table, in reading order.
pub fn all(planning: &Planning<'_>) -> Vec<Table> {
    let Planning { language, plan, demand: of, .. } = *planning;
    let rows = of.table(&By::ALL, &Wanted::default(), planning.draws);
    let last = plan.period.target_quarter;
    vec![
        inventory_of_all(planning.totals, planning.language),
        inventory_by_agency(planning.totals, planning.agencies, planning.language),
        demand_total(planning),
        demand_by_agency(planning),
        bases_that_differ(&of_demand::bases(of, plan), plan, language),
        peak(&of_demand::cutovers(of, false, plan), false, plan, language),
        transfer(&of_demand::transfers(of, plan), plan, language),
        tornado(&moves_of_all(of, planning.outlook, last, plan), last, language),
        hosts(planning),
        host_resources(planning),
        placement_rules(planning),
        power(planning),
        power_sources(planning),
        device_facts(planning),
        devices_left_out(planning),
        library_matches(planning),
        bill_of_materials(planning),
        racks_by_zone(planning),
        racks(planning),
        single_corded(planning),
        standing_racks(planning.standing, plan, language),
        standing_conflicts(planning),
        unplaced(planning),
        left_out(planning),
        obligation_matrix_in_short(planning.status, planning.agencies, language),
        obligation_matrix(planning.status, planning.agencies, language).for_files_only(),
        task_progress(planning.status, planning.agencies, language),
        facilities(planning.whereabouts, planning.agencies, language).for_files_only(),
        routes(planning.whereabouts, planning.agencies, language).for_files_only(),
        expected(planning.whereabouts, planning.agencies, language).for_files_only(),
        completeness(planning.status, planning.agencies, language).for_files_only(),
        obligations(planning.status, planning.agencies, language).for_files_only(),
        tasks(planning.status, planning.agencies, language).for_files_only(),
        milestones(planning.status, language).for_files_only(),
        duplicates(
            planning.duplicates,
            planning.duplicates.listed.iter(),
            planning.inventory,
            language,
        ),
        submissions(planning),
        quality_by_agency(planning.quality(), planning.agencies, plan, language),
        quality_by_table(planning.quality(), planning.agencies, plan, language).for_files_only(),
        quality_by_column(planning.quality(), planning.agencies, plan, language).for_files_only(),
        quality_losses(planning.quality(), planning.agencies, plan, language).for_files_only(),
        findings(planning),
        assumptions(planning.plan, planning.language),
        positions(planning),
        reserved_units(planning).for_files_only(),
        demand(&rows, &By::ALL, planning.language, true),
        machines(of, plan, language).for_files_only(),
    ]
}

/// A number of a note, with as many decimals as it has.
fn number(value: f64, language: Language) -> String {
    NumberStyle::of(language).format_exact(value)
}

/// A count of a note.
fn count(value: usize, language: Language) -> String {
    NumberStyle::of(language).format(value as f64, 0)
}

/// A share of a note, in whole percent.
fn percent(share: f64, language: Language) -> String {
    format!("{} %", NumberStyle::of(language).format(share * 100.0, 0))
}
