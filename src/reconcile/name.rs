//! Names of hosts as workloads write them, found in an agency's list of servers.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{clean, match_key};

/// Fewest letters of a name that may be another's ending: "-01" alone names no host.
const ENDING_LETTERS_MIN: usize = 5;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The server of that index.
    One(usize),
    /// Any of several servers.
    Several,
    /// No server of the list.
    None,
}

/// A name in the forms it is looked up by.
struct Forms {
    text: String,
    key: String,
    label: String,
    domain: String,
}

impl Forms {
    fn of(name: &str) -> Self {
        let text = clean(name).to_lowercase();
        let (label, domain) = split_domain(&text).unwrap_or((&text, ""));
        Self { key: key(&text), label: key(label), domain: key(domain), text }
    }
}

/// The match key of a name, with a dash between two numbers, so that esx-1-1 is not esx-11 and no
/// two addresses of a network meet.
pub fn key(name: &str) -> String {
    let mut whole = String::new();
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let word = match_key(word);
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_digit(whole.chars().next_back()) && is_digit(word.chars().next()) {
            whole.push('-');
        }
        whole.push_str(&word);
    }
    whole
}

/// Name and domain of esx-01.moj.gov.vn; `None` for what is no name with a domain, as an address of
/// a network or "Máy chủ 1.2".
fn split_domain(name: &str) -> Option<(&str, &str)> {
    let (label, domain) = name.split_once('.')?;
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_domain = last.len() >= 2 && last.chars().all(char::is_alphabetic);
    let has_letter = label.chars().any(char::is_alphabetic);
    let has_space = name.contains(char::is_whitespace);
    (is_domain && has_letter && !has_space).then_some((label, domain))
}

/// The names of an agency's servers.
pub struct Names {
    forms: Vec<Forms>,
    by_text: BTreeMap<String, Vec<usize>>,
    by_key: BTreeMap<String, Vec<usize>>,
    by_label: BTreeMap<String, Vec<usize>>,
}

impl Names {
    /// The names of servers, found again by their index.
    pub fn of<'a>(servers: impl Iterator<Item = &'a str>) -> Self {
        let forms: Vec<Forms> = servers.map(Forms::of).collect();
        let index = |form: fn(&Forms) -> &String| {
            let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, forms) in forms.iter().enumerate().filter(|(_, f)| !form(f).is_empty()) {
                by.entry(form(forms).clone()).or_default().push(at);
            }
            by
        };
        let by_text = index(|forms| &forms.text);
        let by_key = index(|forms| &forms.key);
        let by_label = index(|forms| &forms.label);
        Self { forms, by_text, by_key, by_label }
    }

    /// The server of each name: the one of the same letters, else the one of the same match key,
    /// else the one of the same name without domain where only one of both has a domain. A server
    /// listed without domain that names of two domains would mean is none of them for sure.
    pub fn resolve<'n>(&self, names: &BTreeSet<&'n str>) -> BTreeMap<&'n str, Found> {
        let mut found = BTreeMap::new();
        let mut domains: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut without_domain = Vec::new();
        for name in names {
            let forms = Forms::of(name);
            let (of, is_by_label) = self.find(&forms);
            if let (Found::One(index), false) = (of, forms.domain.is_empty()) {
                domains.entry(index).or_default().insert(forms.domain);
                if is_by_label {
                    without_domain.push((*name, index));
                }
            }
            found.insert(*name, of);
        }
        for (name, index) in without_domain {
            if domains[&index].len() > 1 {
                found.insert(name, Found::Several);
            }
        }
        found
    }

    /// The server of a name, and whether a domain was left out of account.
    fn find(&self, name: &Forms) -> (Found, bool) {
        let of_form = self.by_text.get(&name.text).or_else(|| self.by_key.get(&name.key));
        if let Some(servers) = of_form {
            return (the_one(servers), false);
        }
        let of_label = self.by_label.get(&name.label).map(Vec::as_slice).unwrap_or_default();
        let is_open = |at: &&usize| name.domain.is_empty() || self.forms[**at].domain.is_empty();
        (the_one(&of_label.iter().filter(is_open).copied().collect::<Vec<_>>()), true)
    }

    /// The one server whose name ends a name that is in no list, as vmprod-01 ends bovmprod-01: it
    /// may be the same, and is not taken for it.
    pub fn ending(&self, name: &str) -> Option<usize> {
        let label = Forms::of(name).label;
        let endings = label.char_indices().skip(1).map(|(at, _)| &label[at..]);
        let long = endings.filter(|ending| ending.chars().count() >= ENDING_LETTERS_MIN);
        let mut servers = long.filter_map(|ending| self.by_label.get(ending)).flatten();
        let first = servers.next().copied();
        first.filter(|_| servers.next().is_none())
    }
}

fn the_one(servers: &[usize]) -> Found {
    match servers {
        [] => Found::None,
        [index] => Found::One(*index),
        _ => Found::Several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(servers: &[&str], names: &[&str]) -> Vec<Found> {
        let found = Names::of(servers.iter().copied()).resolve(&names.iter().copied().collect());
        names.iter().map(|name| found[name]).collect()
    }

    #[test]
    fn a_host_is_found_whatever_its_case_dashes_and_domain() {
        let servers = ["ESX-01", "esx-02.moj.gov.vn", "Máy chủ 3"];
        let names = ["esx_01", "ESX-01.moj.gov.vn", "esx-02", "MÁY CHỦ 3", "esx-04"];
        use Found::{None, One};
        assert_eq!(resolve(&servers, &names), [One(0), One(0), One(1), One(2), None]);
    }

    #[test]
    fn numbers_stay_apart() {
        assert_eq!(resolve(&["esx-11"], &["esx-1-1"]), [Found::None]);
        assert_eq!(resolve(&["10.0.0.11"], &["10.0.0.1"]), [Found::None]);
        assert_eq!(resolve(&["10.0.0.1", "10.0.0.2"], &["10.0.0.2"]), [Found::One(1)]);
        assert_eq!(resolve(&["Máy chủ 1"], &["Máy chủ 1.2"]), [Found::None]);
    }

    #[test]
    fn a_name_that_two_servers_bear_is_neither() {
        let servers = ["esx1.hn.vn", "esx1.hcm.vn", "a-1", "A_1"];
        let names = ["esx1", "esx1.hn.vn", "esx1.dn.vn", "a 1", "a-1"];
        use Found::{None, One, Several};
        assert_eq!(resolve(&servers, &names), [Several, One(0), None, Several, One(2)]);
        assert_eq!(resolve(&["esx1"], &["esx1.hn.vn", "esx1.hcm.vn"]), [Several, Several]);
        assert_eq!(resolve(&["esx1"], &["esx1.hn.vn", "ESX1"]), [One(0), One(0)]);
    }

    #[test]
    fn the_one_server_that_ends_a_name_is_told_and_not_taken() {
        let names =
            Names::of(["vmsp-04", "x-1", "twin1", "win1", "server1", "aserver1"].into_iter());
        assert_eq!(names.ending("bovmsp-04.customer.com"), Some(0));
        assert_eq!(names.ending("esx-1"), None, "an ending of 2 letters names no host");
        assert_eq!(names.ending("baserver1"), None, "two endings name none");
        assert_eq!(names.ending("vmsp-04"), None, "the name itself is no ending");
    }
}
