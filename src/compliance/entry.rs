//! One entry of the planner's file, read field by field, with everything that is wrong with it.

use toml::{Table, Value};

use crate::time::{NaiveDate, read_day};

/// An entry while it is read.
pub(super) struct Entry<'a> {
    table: Option<&'a Table>,
    problems: Vec<String>,
}

impl<'a> Entry<'a> {
    /// An entry that may have those fields.
    pub(super) fn of(value: &'a Value, fields: &[&str]) -> Self {
        let table = value.as_table();
        let mut problems = Vec::new();
        match table {
            None => problems.push(format!("write {{ {} = … }}", fields.join(" = …, "))),
            Some(table) => {
                let unknown = table.keys().filter(|name| !fields.contains(&name.as_str()));
                let known = fields.join(", ");
                let say = |name| format!("there is no field {name}; there are {known}");
                problems.extend(unknown.map(say));
            }
        }
        Self { table, problems }
    }

    pub(super) fn wrong(&mut self, message: String) {
        // What is no table has one problem, not one per field.
        if self.table.is_some() {
            self.problems.push(message);
        }
    }

    pub(super) fn problems(self) -> Vec<String> {
        self.problems
    }

    fn value(&self, field: &str) -> Option<&'a Value> {
        self.table?.get(field)
    }

    /// A text; `None` where the field is not there.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        let value = self.value(field)?;
        let text = value.as_str().map(crate::text::clean);
        if text.is_none() {
            self.wrong(format!("{field} is a text; write {field} = \"…\""));
        }
        text
    }

    /// Texts; none where the field is not there.
    pub(super) fn texts(&mut self, field: &str) -> Vec<String> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let texts = value.as_array().map(|list| list.iter().map(Value::as_str));
        let texts = texts.and_then(|texts| texts.collect::<Option<Vec<_>>>());
        match texts {
            Some(texts) if !texts.is_empty() => texts.into_iter().map(str::to_owned).collect(),
            _ => {
                self.wrong(format!("{field} is a list of texts; write {field} = [\"…\"]"));
                Vec::new()
            }
        }
    }

    /// A day, as a text or as TOML writes one.
    pub(super) fn day(&mut self, field: &str, is_needed: bool) -> Option<NaiveDate> {
        let Some(value) = self.value(field) else {
            if is_needed {
                self.wrong(format!("{field} is missing; write {field} = \"2024-12-31\""));
            }
            return None;
        };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Datetime(day) => day.to_string(),
            other => other.type_str().to_owned(),
        };
        let day = read_day(&text);
        if day.is_none() {
            self.wrong(format!("{field}: \"{text}\" is no day; write it as \"2024-12-31\""));
        }
        day
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, field: &str) -> Option<bool> {
        let flag = self.value(field).and_then(Value::as_bool);
        if flag.is_none() {
            self.wrong(format!("{field} is missing or no truth; write {field} = true or false"));
        }
        flag
    }

    /// One of some words, by its place.
    pub(super) fn word(&mut self, field: &str, words: &[&str]) -> Option<usize> {
        let found = self.value(field).and_then(Value::as_str);
        let place = found.and_then(|found| words.iter().position(|word| *word == found));
        if place.is_none() {
            let all = words.join(", ");
            self.wrong(match found {
                Some(found) => format!("there is no {field} \"{found}\"; there are {all}"),
                None => format!("{field} is missing; it is one of {all}"),
            });
        }
        place
    }
}

/// Line of a place in a text, from 1.
pub(super) fn lines_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}
