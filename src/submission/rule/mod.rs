//! Rules about rows and tables: each its own function, named by its code and its claim.
//!
//! A rule looks at whole columns and returns the rows that break it; rules about one cell stand
//! with the cell parsers. All rules run; what they find is collected.

mod machine;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Intake;
use super::draft::Draft;
use super::rows::{Rows, Value, Values};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::{Column, Kind, Table, Unit};
use crate::text::match_key;
use crate::time::NaiveDate;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Index of the row.
    pub index: usize,
    /// Column of the table the finding points at.
    pub column: &'static str,
    /// What was found.
    pub found: Text,
}

/// A rule about the rows of one table.
type Rule = fn(&Rows, NaiveDate) -> Vec<Breach>;

/// Every rule about rows, by table.
const RULES: &[(Table, Code, Rule)] = &[
    (Table::Workload, Code::R501, machine::r501_used_disk_is_not_above_provisioned),
    (Table::Workload, Code::R502, machine::r502_a_machine_has_a_vcpu),
    (Table::Workload, Code::R512, machine::r512_workload_start_is_not_in_the_future),
    (Table::Server, Code::R503, machine::r503_a_server_has_no_fewer_cores_than_processors),
    (Table::Server, Code::R504, machine::r504_measured_power_is_not_above_nameplate),
    (Table::Server, Code::R512, machine::r512_server_start_is_not_in_the_future),
    (Table::Storage, Code::R505, machine::r505_used_storage_is_not_above_usable),
    (Table::Storage, Code::R506, machine::r506_usable_storage_is_not_above_raw),
    (Table::Facility, Code::R507, place::r507_racks_in_use_are_not_more_than_racks),
    (Table::Facility, Code::R508, place::r508_a_lease_states_its_end),
    (Table::Workload, Code::R513, machine::r513_a_row_stands_for_few_enough),
    (Table::Server, Code::R513, machine::r513_a_row_stands_for_few_enough),
    (Table::Storage, Code::R513, machine::r513_a_row_stands_for_few_enough),
    (Table::NetworkDevice, Code::R513, machine::r513_a_row_stands_for_few_enough),
    (Table::CloudNeed, Code::R513, machine::r513_a_row_stands_for_few_enough),
    (Table::System, Code::R509, place::r509_a_system_that_moves_states_its_quarter),
    (Table::System, Code::R510, place::r510_a_system_states_its_level),
    (Table::CloudNeed, Code::R511, place::r511_a_need_asks_for_something),
];

/// Rules that look at the day the file was received, where that is known.
const OF_RECEIPT: &[(Table, Code, Rule)] =
    &[(Table::Utilisation, Code::T612, machine::t612_a_sample_is_not_in_the_future)];

/// Runs every rule of the table on all rows.
pub fn check_rows(draft: &mut Draft<'_>, intake: &Intake<'_>, findings: &mut Vec<Finding>) {
    let table = draft.rows.table;
    let rules = RULES.iter().map(|rule| (rule, Some(intake.as_of)));
    let of_receipt = OF_RECEIPT.iter().map(|rule| (rule, intake.received_on));
    for (&(of, code, rule), day) in rules.chain(of_receipt) {
        let Some(day) = day.filter(|_| of == table) else { continue };
        for breach in rule(&draft.rows, day) {
            draft.breach(breach.index, breach.column, Finding::new(code, breach.found), findings);
        }
    }
}

/// Every system a row names is in the file's list of systems, by code or by name; where the file
/// has no such list, nothing can be said. A name is replaced by the code it stands for.
pub fn t603_systems_are_listed(
    drafts: &mut BTreeMap<Table, Draft<'_>>,
    findings: &mut Vec<Finding>,
) {
    let Some(systems) = drafts.get(&Table::System) else { return };
    let mut by_code = BTreeSet::new();
    let mut by_name = BTreeMap::new();
    for index in (0..systems.rows.len()).filter(|&index| systems.is_sound(index)) {
        let (agency, code) = systems.rows.key(index);
        by_code.insert((agency.to_owned(), code.to_owned()));
        if let Some(name) = &systems.rows.texts("name")[index] {
            by_name.insert((agency.to_owned(), match_key(name)), code.to_owned());
        }
    }
    for (_, draft) in drafts.iter_mut().filter(|(table, _)| **table != Table::System) {
        if draft.rows.table.column("system_id").is_none() {
            continue;
        }
        for index in 0..draft.rows.len() {
            let named = draft.rows.texts("system_id")[index].as_ref();
            let Some(named) = named.map(ToString::to_string) else { continue };
            let agency = draft.rows.agency_id[index].to_string();
            if by_code.contains(&(agency.clone(), named.clone())) {
                continue;
            }
            match by_name.get(&(agency, match_key(&named))) {
                Some(code) => draft.rows.set(index, "system_id", Value::Text(code.clone())),
                None => draft.breach(index, "system_id", Finding::new(Code::T603, named), findings),
            }
        }
    }
}

/// Whether a row says anything of a thing besides its name and amounts, as a total does not.
fn says_more_than_amounts(rows: &Rows, index: usize) -> bool {
    let columns = rows.table.columns().iter().zip(&rows.columns).skip(1);
    columns
        .filter(|(column, _)| !matches!(column.name, "name" | "note"))
        .filter(|(column, _)| !matches!(column.kind, Kind::Count | Kind::Quantity(_)))
        .any(|(_, values)| values.get(index) != Value::Missing)
}

/// Sums of the amounts above a row, for [`SumsAbove::t605_a_row_is_not_the_sum_of_the_rows_above`].
#[derive(Debug)]
pub struct SumsAbove {
    /// Columns of the table with amounts.
    amounts: Vec<usize>,
    /// Sum of each amount, and how many rows state it: what one row alone states is no sum.
    sums: Vec<(i64, usize)>,
    rows: usize,
    sheet: Option<Arc<str>>,
}

impl SumsAbove {
    /// Before the first row of a table.
    pub fn new(table: Table) -> Self {
        let is_amount = |column: &Column| {
            matches!(column.kind, Kind::Count | Kind::Quantity(Unit::Bytes(_)))
                && column.name != "security_level"
        };
        let columns = table.columns().iter().enumerate();
        let amounts: Vec<usize> =
            columns.filter(|(_, column)| is_amount(column)).map(|(at, _)| at).collect();
        Self { sums: vec![(0, 0); amounts.len()], amounts, rows: 0, sheet: None }
    }

    fn forget(&mut self) {
        self.sums.fill((0, 0));
        self.rows = 0;
    }

    /// A row whose every amount is the sum of the rows above it, two amounts at least that two rows
    /// at least state, is a total under whatever name; counting it would double the table.
    pub fn t605_a_row_is_not_the_sum_of_the_rows_above(
        &mut self,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let key = draft.rows.table.key().name;
        if self.add_all_that_are_no_sums(&draft.rows) {
            return;
        }
        for index in 0..draft.rows.len() {
            if self.sheet.as_ref() != Some(&draft.rows.sheet[index]) {
                self.sheet = Some(Arc::clone(&draft.rows.sheet[index]));
                self.forget();
            }
            // Among machines of a few sizes one is the sum of those above by chance; a total has no
            // number and says nothing but amounts.
            let is_total = self.are_equal_to(&draft.rows, index)
                && !draft.is_numbered(index)
                && !says_more_than_amounts(&draft.rows, index);
            if is_total {
                let found = Text::phrase("T605-sum").with("rows", self.rows);
                draft.breach(index, key, Finding::new(Code::T605, found), findings);
                self.forget();
                continue;
            }
            for (&at, (sum, rows)) in self.amounts.iter().zip(&mut self.sums) {
                let value = draft.rows.columns[at].integer(index);
                *sum = sum.saturating_add(value.unwrap_or(0));
                *rows += usize::from(value.is_some());
            }
            self.rows += 1;
        }
    }

    /// Takes in all rows, column by column, where it is clear that none of them is the sum of those
    /// above; false, and nothing is taken in, where it is not.
    fn add_all_that_are_no_sums(&mut self, rows: &Rows) -> bool {
        let ([sheet], false) = (rows.sheet.held(), rows.is_empty()) else { return false };
        if self.sheet.as_ref() != Some(sheet) {
            return false;
        }
        // Rows of which every amount so far is the sum of those above, or is not stated.
        let mut open: Vec<usize> = (0..rows.len()).collect();
        let mut sums = Vec::with_capacity(self.sums.len());
        for (&at, &(mut sum, mut stated)) in self.amounts.iter().zip(&self.sums) {
            let Values::Integer(values) = &rows.columns[at] else {
                sums.push((sum, stated));
                continue;
            };
            let mut asked = open.iter().copied().peekable();
            let mut left = Vec::new();
            for (index, value) in values.iter().enumerate() {
                if asked.next_if_eq(&index).is_some() && value.is_none_or(|v| v <= 0 || v == sum) {
                    left.push(index);
                }
                sum = sum.saturating_add(value.unwrap_or(0));
                stated += usize::from(value.is_some());
            }
            sums.push((sum, stated));
            open = left;
        }
        // What is left may state no amount at all, or be a total.
        let states_amounts = |index: &usize| {
            self.amounts.iter().any(|at| rows.columns[*at].integer(*index).is_some_and(|v| v > 0))
        };
        if open.iter().any(states_amounts) {
            return false;
        }
        (self.sums, self.rows) = (sums, self.rows + rows.len());
        true
    }

    /// Whether every amount of a row is the sum of those above, two of them of two rows at least.
    fn are_equal_to(&self, rows: &Rows, index: usize) -> bool {
        let mut added_up = 0;
        for (&at, (sum, stated)) in self.amounts.iter().zip(&self.sums) {
            match rows.columns[at].integer(index).filter(|value| *value > 0) {
                Some(value) if value != *sum => return false,
                Some(_) => added_up += usize::from(*stated >= 2),
                None => {}
            }
        }
        added_up >= 2
    }
}
