//! vHost against vInfo: is every host described, and does it carry what vInfo lists on it.

use std::collections::BTreeMap;

use super::super::detail::number_of;
use super::super::part::Head;
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::submission::draft::Draft;

/// Fewest letters of a name that may be another's ending: "-01" alone names no host.
const ENDING_LETTERS_MIN: usize = 5;

/// A host as vHost describes it; figures it has no column for are unknown.
struct Described {
    sheet: String,
    row: u32,
    name: String,
    machines_on: Option<i64>,
    machines_all: Option<i64>,
    vcpus: Option<i64>,
    memory_mib: Option<i64>,
}

/// What vInfo lists on a host; a sum is unknown where one machine's figure is.
#[derive(Clone)]
struct Listed {
    machines: i64,
    templates: i64,
    machines_on: i64,
    vcpus: Option<i64>,
    memory_bytes: Option<i64>,
}

impl Listed {
    const NONE: Self =
        Self { machines: 0, templates: 0, machines_on: 0, vcpus: Some(0), memory_bytes: Some(0) };

    fn add(&mut self, other: &Self) {
        let sum = |a: Option<i64>, b: Option<i64>| Some(a?.saturating_add(b?));
        self.machines += other.machines;
        self.templates += other.templates;
        self.machines_on += other.machines_on;
        self.vcpus = sum(self.vcpus, other.vcpus);
        self.memory_bytes = sum(self.memory_bytes, other.memory_bytes);
    }
}

/// Holds the hosts of vHost against the sound rows of vInfo: a finding for each host that differs,
/// and one note of how many agree (P712).
pub fn hold_against_machines(hosts: &[Head<'_>], draft: &Draft<'_>, findings: &mut Vec<Finding>) {
    if hosts.is_empty() {
        return;
    }
    let described: Vec<Described> = hosts.iter().flat_map(described_on).collect();
    let mut on_host: BTreeMap<usize, Listed> = BTreeMap::new();
    let mut by_ending = BTreeMap::new();
    for (name, listed) in listed_by_host(draft) {
        match match_host(&name, &described) {
            Some(index) => {
                on_host.entry(index).or_insert(Listed::NONE).add(&listed);
                if described[index].name != short_name(&name) {
                    by_ending.insert(described[index].name.clone(), short_name(&name));
                }
            }
            None => findings.push(p703_every_host_is_described(&name, &listed, draft)),
        }
    }
    let (mut agreeing, mut compared) = (0_usize, 0_usize);
    for (index, host) in described.iter().enumerate() {
        let listed = on_host.get(&index).unwrap_or(&Listed::NONE);
        let can_be_compared =
            pairs(host, listed).iter().all(|(left, right)| left.is_some() && right.is_some());
        let is_compared = on_host.contains_key(&index) && can_be_compared;
        compared += usize::from(is_compared);
        match p711_vhost_and_vinfo_agree(host, listed) {
            Some(finding) => findings.push(finding),
            None => agreeing += usize::from(is_compared),
        }
    }
    let lacking = on_host.len().saturating_sub(compared);
    let found = hosts_compared((agreeing, compared), lacking, &by_ending);
    let sheet = described.first().map(|host| host.sheet.as_str()).unwrap_or_default();
    findings.push(Finding::new(Code::P712, found).sheet(sheet));
}

/// How many hosts agree of how many, what could not be compared, and what was matched by its ending.
fn hosts_compared(
    (agreeing, compared): (usize, usize),
    lacking: usize,
    by_ending: &BTreeMap<String, String>,
) -> Text {
    let mut said = Text::phrase("P712-agree").with("agreeing", agreeing).with("compared", compared);
    if lacking > 0 {
        said = Text::phrase("P712-lacking").with("said", said).with("hosts", lacking);
    }
    if let Some((name, full)) = by_ending.iter().next() {
        said = Text::phrase("P712-by-ending")
            .with("said", said)
            .with("hosts", by_ending.len())
            .with("name", name.as_str())
            .with("full", full.as_str());
    }
    said
}

fn described_on(head: &Head<'_>) -> Vec<Described> {
    let source = |names: &[&str]| head.source(names);
    let (on, all) = (source(&["# VMs", "vHostVMs"]), source(&["# VMs total", "vHostVMsTotal"]));
    let (vcpus, memory) = (source(&["# vCPUs", "vHostvCPUs"]), source(&["vRAM", "vHostvRAM"]));
    let name = source(&["Host", "vHostName"]);
    let rows = head.rows().iter();
    rows.filter_map(|row| {
        let figure = |source: Option<usize>| {
            let number = number_of(row.cell(source?))?;
            (0.0..9e15).contains(&number).then_some(number.round() as i64)
        };
        let name = short_name(&row.cell(name?).raw());
        (!name.is_empty()).then(|| Described {
            sheet: head.sheet.name.clone(),
            row: row.number,
            name,
            machines_on: figure(on),
            machines_all: figure(all),
            vcpus: figure(vcpus),
            memory_mib: figure(memory),
        })
    })
    .collect()
}

/// The sound machines by the host they run on; figures of those that are on.
fn listed_by_host(draft: &Draft<'_>) -> BTreeMap<String, Listed> {
    let rows = &draft.rows;
    let mut by_host: BTreeMap<String, Listed> = BTreeMap::new();
    for index in (0..rows.len()).filter(|index| draft.is_sound(*index)) {
        let Some(host) = &rows.texts("host")[index] else { continue };
        let is_on = rows.texts("power_state")[index].as_deref() == Some("on");
        let if_on = |figure: Option<i64>| if is_on { figure } else { Some(0) };
        by_host.entry(host.to_string()).or_insert(Listed::NONE).add(&Listed {
            machines: 1,
            templates: i64::from(rows.flags("is_template")[index] == Some(true)),
            machines_on: i64::from(is_on),
            vcpus: if_on(rows.integers("vcpu_count")[index]),
            memory_bytes: if_on(rows.integers("ram_bytes")[index]),
        });
    }
    by_host
}

/// The name of a host without its domain, in lower case.
fn short_name(name: &str) -> String {
    name.trim().split('.').next().unwrap_or_default().to_lowercase()
}

/// The one host of that name, without domain; else the one whose name is its ending.
fn match_host(name: &str, described: &[Described]) -> Option<usize> {
    let short = short_name(name);
    let the_one = |matches: &dyn Fn(&Described) -> bool| {
        let mut found = described.iter().enumerate().filter(|(_, host)| matches(host));
        let first = found.next().map(|(index, _)| index);
        (found.next().is_none()).then_some(first)
    };
    let same = the_one(&|host| host.name == short)?;
    let ending = |host: &Described| {
        host.name.len() >= ENDING_LETTERS_MIN && short.ends_with(host.name.as_str())
    };
    same.or_else(|| the_one(&ending).flatten())
}

fn p703_every_host_is_described(name: &str, listed: &Listed, draft: &Draft<'_>) -> Finding {
    let hosts = draft.rows.texts("host").iter().zip(draft.rows.sheet.iter());
    let mut sheets = hosts.filter(|(host, _)| host.as_deref() == Some(name));
    let sheet = sheets.next().map(|(_, sheet)| sheet.clone()).unwrap_or_default();
    let found = Text::phrase("P703-host").with("host", name).with("machines", listed.machines);
    Finding::new(Code::P703, found).sheet(&sheet)
}

/// A figure as vHost counts it and as the rows of vInfo add up to.
type Pair = (Option<i64>, Option<i64>);

/// What vHost counts and vInfo lists, in the order machines on, vCPUs, MiB of memory.
fn pairs(host: &Described, listed: &Listed) -> [Pair; 3] {
    let memory = listed.memory_bytes.map(|bytes| bytes >> 20);
    [
        (host.machines_on, Some(listed.machines_on)),
        (host.vcpus, listed.vcpus),
        (host.memory_mib, memory),
    ]
}

fn p711_vhost_and_vinfo_agree(host: &Described, listed: &Listed) -> Option<Finding> {
    let differs = |(left, right): &Pair| left.zip(*right).is_some_and(|(a, b)| a != b);
    let pairs = pairs(host, listed);
    // "# VMs total" counts machines that are off; versions differ in whether templates are some.
    let fewest = listed.machines - listed.templates;
    let all = host.machines_all.filter(|all| !(fewest..=listed.machines).contains(all));
    if !pairs.iter().any(differs) && all.is_none() {
        return None;
    }
    let figure = |value: Option<i64>| value.map_or_else(|| Argument::from("?"), Argument::from);
    let figures = |of: &dyn Fn(&Pair) -> Option<i64>| {
        let [machines, vcpus, memory] = [0, 1, 2].map(|at| figure(of(&pairs[at])));
        Text::phrase("P711-figures")
            .with("machines", machines)
            .with("vcpus", vcpus)
            .with("memory", memory)
    };
    let mut found = Text::phrase("P711-host")
        .with("host", host.name.as_str())
        .with("vhost", figures(&|pair| pair.0))
        .with("vinfo", figures(&|pair| pair.1));
    if let Some(all) = all {
        found = Text::phrase("P711-of-all")
            .with("said", found)
            .with("vhost", all)
            .with("vinfo", listed.machines);
    }
    Some(Finding::new(Code::P711, found).sheet(&host.sheet).row(host.row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(names: &[&str]) -> Vec<Described> {
        let host = |name: &&str| Described {
            sheet: "vHost".to_owned(),
            row: 2,
            name: short_name(name),
            machines_on: None,
            machines_all: None,
            vcpus: None,
            memory_mib: None,
        };
        names.iter().map(host).collect()
    }

    #[test]
    fn hosts_are_matched_without_domain_and_by_the_one_name_that_is_an_ending() {
        let known = hosts(&["vmsp-04", "bovmsp-05.moh.vn", "vmsp-05", "x-1", "twin1", "win1"]);
        assert_eq!(match_host("bovmsp-04.customer.com", &known), Some(0));
        assert_eq!(match_host("BOVMSP-05", &known), Some(1), "the same name before an ending");
        assert_eq!(match_host("esx-1", &known), None, "an ending of 3 letters names no host");
        assert_eq!(match_host("vmsp-06", &known), None);
        let twice = hosts(&["server1", "aserver1", "server1"]);
        assert_eq!(match_host("baserver1", &twice), None, "two endings name none");
        assert_eq!(match_host("server1", &twice), None, "two hosts of one name");
    }
}
