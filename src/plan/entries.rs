//! The entries of a plan as its text says them: the built-in file with a planner's file over it; in
//! which entries two plans differ, and one plan with a single entry of the other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{DEFAULT_PLAN, Delay, Plan, PlanError};

/// Every entry of a plan, whether a planner's file or the built-in one says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries {
    table: Table,
    origin: Option<PathBuf>,
}

/// An entry in which plan B differs from plan A.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name in the plan file, as `demand.growth_per_year`; of the lists of a scenario with what it is
    /// about, as `scenario.delay MOET`.
    pub name: String,
    /// What A says, as a person writes it; `None` where it says nothing.
    pub a: Option<String>,
    /// What B says.
    pub b: Option<String>,
    path: Vec<String>,
    /// The one element of a list that differs; `None` where the whole entry does.
    element: Option<String>,
    of_b: Option<Value>,
}

/// Lists whose elements are assumptions of their own.
const ONE_BY_ONE: [&str; 3] =
    ["scenario.agencies_excluded", "scenario.systems_excluded", "scenario.delay"];

/// A name is no assumption.
const NAME: &str = "scenario.name";

impl Entries {
    /// Those of the built-in plan.
    pub fn built_in() -> Self {
        Self::from_text("", None).expect("the embedded plan is tested to be complete")
    }

    /// Those of a planner's file over the built-in plan.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| PlanError::Read { path: path.to_owned(), source })?;
        Self::from_text(&text, Some(path))
    }

    /// Those of the text of a file over the built-in plan. An assumption whose value is changed loses
    /// the source of the built-in one: it is the planner's now.
    pub fn from_text(text: &str, path: Option<&Path>) -> Result<Self, PlanError> {
        let parse = |text: &str| {
            toml::from_str::<Table>(text).map_err(|error| fail(path, error.to_string()))
        };
        let mut table = parse(DEFAULT_PLAN)?;
        merge(&mut table, parse(text)?, &origin_of(path));
        Ok(Self { table, origin: path.map(Path::to_owned) })
    }

    /// The plan they make.
    pub fn plan(&self) -> Result<Plan, PlanError> {
        let path = self.origin.as_deref();
        let mut plan: Plan = Value::Table(self.table.clone())
            .try_into()
            .map_err(|error: toml::de::Error| fail(path, error.message().to_owned()))?;
        plan.origin = self.origin.clone();
        plan.check().map_err(|message| fail(path, message))?;
        Ok(plan)
    }

    /// Every entry in which another plan differs, by name. An assumption is one entry with its range;
    /// its source and a scenario's name are none. Of the agencies and systems that a scenario excludes
    /// or delays each is an entry of its own; any other list is one.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        compare_tables(&mut Vec::new(), &self.table, &other.table, &mut found);
        found
    }

    /// The same entries with one of the other plan.
    pub fn with(&self, difference: &Difference) -> Self {
        let mut entries = self.clone();
        let Some((last, sections)) = difference.path.split_last() else { return entries };
        let mut table = &mut entries.table;
        for section in sections {
            let below = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
            // Where A has a plain value, all of it is the difference, and nothing is below.
            let Value::Table(below) = below else { return entries };
            table = below;
        }
        let value = match &difference.element {
            None => difference.of_b.clone(),
            Some(element) => {
                let mut list = list_of(table.get(last)).to_vec();
                list.retain(|value| key_of(value) != *element);
                list.extend(difference.of_b.clone());
                Some(Value::Array(list))
            }
        };
        match value {
            Some(value) => table.insert(last.clone(), value),
            None => table.remove(last),
        };
        entries
    }
}

fn origin_of(path: Option<&Path>) -> String {
    path.map_or_else(|| "built in".to_owned(), |path| path.display().to_string())
}

fn fail(path: Option<&Path>, message: String) -> PlanError {
    PlanError::Parse { origin: origin_of(path), message }
}

/// Lays `own` over `base`, table by table.
fn merge(base: &mut Table, own: Table, origin: &str) {
    if own.contains_key("value") && base.contains_key("source") {
        // The built-in source and range argue for the built-in value only.
        base.insert("source".to_owned(), format!("plan file {origin}, no source given").into());
        base.remove("low");
        base.remove("high");
    }
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above, origin),
            (Some(Value::Table(below)), value @ (Value::Float(_) | Value::Integer(_)))
                if below.contains_key("value") =>
            {
                let mut short = Table::new();
                short.insert("value".to_owned(), number(&value).unwrap_or(f64::NAN).into());
                merge(below, short, origin);
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn compare_tables(path: &mut Vec<String>, a: &Table, b: &Table, found: &mut Vec<Difference>) {
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        path.push(key.clone());
        let name = path.join(".");
        match (a.get(key), b.get(key)) {
            (Some(Value::Table(a)), Some(Value::Table(b))) if !is_assumption(a) => {
                compare_tables(path, a, b, found);
            }
            (a, b) if ONE_BY_ONE.contains(&name.as_str()) => {
                compare_elements(path, list_of(a), list_of(b), found);
            }
            (a, b) if name != NAME && !says_the_same(a, b) => {
                let path = path.clone();
                let (a, of_b, b) = (a.map(written), b.cloned(), b.map(written));
                found.push(Difference { name, a, b, path, element: None, of_b });
            }
            _ => {}
        }
        path.pop();
    }
}

/// Element by element, whatever their order.
fn compare_elements(path: &[String], a: &[Value], b: &[Value], found: &mut Vec<Difference>) {
    let keys: BTreeSet<String> = a.iter().chain(b).map(key_of).collect();
    for key in keys {
        let of = |list: &[Value]| list.iter().find(|value| key_of(value) == key).cloned();
        let (of_a, of_b) = (of(a), of(b));
        if says_the_same(of_a.as_ref(), of_b.as_ref()) {
            continue;
        }
        found.push(Difference {
            name: format!("{} {key}", path.join(".")),
            a: of_a.as_ref().map(written_element),
            b: of_b.as_ref().map(written_element),
            path: path.to_vec(),
            element: Some(key),
            of_b,
        });
    }
}

fn list_of(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What an element of a scenario's list is about: the agency or system it names.
fn key_of(value: &Value) -> String {
    let named = |name| value.get(name).and_then(Value::as_str);
    let text = value.as_str().or_else(|| named("agency")).or_else(|| named("system"));
    text.map_or_else(|| written(value), str::to_owned)
}

fn is_assumption(table: &Table) -> bool {
    table.contains_key("value")
}

fn says_the_same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(Value::Table(a)), Some(Value::Table(b))) if is_assumption(a) && is_assumption(b) => {
            ["value", "low", "high", "unit"]
                .iter()
                .all(|key| says_the_same(a.get(*key), b.get(*key)))
        }
        (Some(a), Some(b)) => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
            _ => a == b,
        },
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// A number, whether it is written with decimals or without.
fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|integer| integer as f64))
}

/// An element of a scenario's list: a delay in words.
fn written_element(value: &Value) -> String {
    let delay: Result<Delay, _> = value.clone().try_into();
    delay.map_or_else(|_| written(value), |delay| delay.to_string())
}

/// An entry as a person writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Table(table) if is_assumption(table) => {
            let part = |key: &str| table.get(key).map(written);
            let unit = part("unit").unwrap_or_default();
            let range = match (part("low"), part("high")) {
                (None, None) => String::new(),
                (low, high) => {
                    let end = |end: Option<String>| end.or_else(|| part("value"));
                    let (low, high) = (end(low), end(high));
                    format!(" ({} to {})", low.unwrap_or_default(), high.unwrap_or_default())
                }
            };
            format!("{}{range} {unit}", part("value").unwrap_or_default()).trim_end().to_owned()
        }
        Value::Table(table) => {
            let entries = table.iter().map(|(key, value)| format!("{key} {}", written(value)));
            entries.collect::<Vec<_>>().join(" ")
        }
        Value::Array(list) if list.is_empty() => "none".to_owned(),
        Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(time) => time.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Entries {
        Entries::from_text(text, None).expect("is TOML")
    }

    fn told(a: &str, b: &str) -> Vec<(String, String, String)> {
        let text = |said: Option<String>| said.unwrap_or_else(|| "-".to_owned());
        let differences = entries(a).differences(&entries(b));
        differences.into_iter().map(|d| (d.name, text(d.a), text(d.b))).collect()
    }

    fn line(name: &str, a: &str, b: &str) -> (String, String, String) {
        (name.to_owned(), a.to_owned(), b.to_owned())
    }

    #[test]
    fn two_plans_differ_entry_by_entry() {
        let a = "[demand]\ngrowth_per_year = 0.1\npeers_min = 5\n[scenario]\nname = \"a\"\n\
                 agencies_excluded = [\"MOH\", \"MOJ\"]\nagencies_only = [\"MOT\"]\n\
                 [[scenario.delay]]\nagency = \"MOET\"\nquarters = 1";
        let b = "[demand]\norder_of_trust = [\"requested\", \"right_sized\", \"as_submitted\", \
                 \"converted\"]\n[simulation]\nseed = 3\n[scenario]\nname = \"b\"\n\
                 agencies_excluded = [\"VSS\", \"MOJ\"]\n[[scenario.delay]]\nagency = \"MOET\"\n\
                 until = \"2027Q1\"\n[[flavour]]\nname = \"m\"\nvcpu = 4\nram_gib = 8";
        let trust =
            ["right_sized, as_submitted, requested", "requested, right_sized, as_submitted"];
        assert_eq!(
            told(a, b),
            [
                line("demand.growth_per_year", "0.1 1/year", "0.2 (0.1 to 0.4) 1/year"),
                line(
                    "demand.order_of_trust",
                    &format!("{}, converted", trust[0]),
                    &format!("{}, converted", trust[1])
                ),
                line("demand.peers_min", "5", "10"),
                line("flavour", "-", "name m ram_gib 8 vcpu 4"),
                line("scenario.agencies_excluded MOH", "MOH", "-"),
                line("scenario.agencies_excluded VSS", "-", "VSS"),
                line("scenario.agencies_only", "MOT", "none"),
                line("scenario.delay MOET", "MOET 1 quarter later", "MOET not before 2027Q1"),
                line("simulation.seed", "-", "3"),
            ]
        );
    }

    #[test]
    fn a_number_written_otherwise_and_another_source_are_no_difference() {
        let b = "[demand]\ninstance_vcpu = 8\n[demand.growth_per_year]\nvalue = 0.20\nlow = 0.1\n\
                 high = 0.4\nsource = \"another\"";
        assert_eq!(told("", b), []);
    }

    /// All differences, one after the other, make B out of A.
    #[test]
    fn every_difference_taken_over_makes_the_other_plan() {
        let a = entries(
            "[demand]\ngrowth_per_year = 0.1\n[scenario]\nsystems_excluded = [\"MOH/a\"]\n\
             [[flavour]]\nname = \"m\"\nvcpu = 4\nram_gib = 8",
        );
        let b = entries(
            "[hall]\npue = 1.2\n[storage]\nprotection_ssd = \"none\"\n[scenario]\n\
             systems_excluded = [\"MOH/b\", \"MOJ/c\"]\n[[scenario.delay]]\nsystem = \"MOH/d\"\n\
             quarters = 4",
        );
        let differences = a.differences(&b);
        assert_eq!(differences.len(), 8, "{differences:?}");
        let one = a.with(&differences[0]);
        assert_eq!(one.differences(&b).len(), 7, "one entry at a time");
        let all = differences.iter().fold(a.clone(), |entries, one| entries.with(one));
        assert_eq!(all.differences(&b), []);
        let sourceless = |plan: Plan| (plan.flavours, plan.scenario, plan.storage, plan.hall.pue);
        assert_eq!(sourceless(all.plan().expect("a plan")), sourceless(b.plan().expect("a plan")));
    }

    /// What `ndcap assumptions` lists is compared, and under the same name.
    #[test]
    fn every_assumption_and_choice_is_an_entry() {
        let built_in = Entries::built_in();
        let plan = built_in.plan().expect("a plan");
        // Entries that a plan may leave out.
        let unsaid = ["flavour", "simulation.seed", "scenario.delay", "apart", "together"];
        let choices = plan.choices().into_iter().map(|(name, _)| name);
        for name in choices.chain(plan.assumptions().into_iter().map(|line| line.name)) {
            let mut value = Some(&built_in.table);
            let mut is_there = true;
            for word in name.split('.') {
                let below = value.and_then(|table| table.get(word));
                is_there = below.is_some();
                value = below.and_then(Value::as_table);
            }
            assert!(is_there || unsaid.contains(&name), "{name}");
        }
    }
}
