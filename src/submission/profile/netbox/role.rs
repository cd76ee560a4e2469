//! Roles of devices, which every NetBox names for itself.

use std::collections::BTreeMap;

use super::super::part::Head;
use crate::diagnostic::{Argument, Code, Finding, Severity, Text};
use crate::submission::source::SheetRow;

/// What a role makes of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A server.
    Server,
    /// A network device of that kind.
    Network(&'static str),
    /// Power strips, patch panels and the like: nothing a table takes.
    Passive,
    /// Nobody can say.
    Unknown,
}

/// Words of roles, in the order they are asked: "console server" is no server.
const WORDS: &[(Role, &[&str])] = &[
    (
        Role::Passive,
        &["console", "terminal server", "kvm", "pdu", "ups", "patch", "cable", "panel", "shelf"],
    ),
    (Role::Network("firewall"), &["firewall", "tường lửa"]),
    (Role::Network("load_balancer"), &["load balancer", "load-balancer", "loadbalancer"]),
    (Role::Network("router"), &["router", "gateway", "định tuyến"]),
    (Role::Network("switch"), &["switch", "chuyển mạch"]),
    (Role::Network("other"), &["network", "wireless", "access point"]),
    (Role::Server, &["server", "hypervisor", "compute", "esxi", "máy chủ"]),
];

impl Role {
    /// The role a text speaks of.
    pub fn of(text: &str) -> Self {
        let text = crate::text::clean(text).to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        let speaks_of = |word: &str| {
            // Short words must stand alone: "groups" is no UPS.
            if word.len() <= 4 { words.contains(&word) } else { text.contains(word) }
        };
        let found = WORDS.iter().find(|(_, known)| known.iter().any(|word| speaks_of(word)));
        found.map_or(Self::Unknown, |(role, _)| *role)
    }
}

/// The role of a device says which table it belongs to; devices left out are told by role, with a
/// warning where one of them may be a server.
pub fn p717_a_role_says_the_table(
    head: &Head<'_>,
    left: &[&SheetRow],
    role_of: impl Fn(&SheetRow) -> Role,
) -> Vec<Finding> {
    let source = head.source(&["role", "device role"]);
    [(Role::Unknown, Severity::Warning), (Role::Passive, Severity::Note)]
        .into_iter()
        .filter_map(|(role, severity)| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            let rows = left.iter().filter(|row| role_of(row) == role);
            for row in rows.clone() {
                let text = source.map(|source| row.cell(source).raw()).unwrap_or_default();
                *counts.entry(text.trim().to_owned()).or_default() += 1;
            }
            let first = rows.clone().next()?;
            let roles = counts.iter().map(|(role, devices)| {
                Text::phrase("P717-role").with("devices", *devices).with("role", role.as_str())
            });
            let found = Text::phrase("P717-left-out").with("roles", Argument::series(roles));
            let mut finding = Finding::new(Code::P717, found);
            finding.severity = severity;
            let finding = finding.sheet(&head.sheet.name).row(first.number);
            Some(match source {
                Some(source) => finding.column(source),
                None => finding,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_tell_servers_network_devices_and_the_rest_apart() {
        for (text, role) in [
            ("Application Server", Role::Server),
            ("ESXi host", Role::Server),
            ("Máy chủ ảo hóa", Role::Server),
            ("Console Server", Role::Passive),
            ("ToR Switch", Role::Network("switch")),
            ("Router", Role::Network("router")),
            ("WAN Gateway", Role::Network("router")),
            ("Patch Panel", Role::Passive),
            ("PDU", Role::Passive),
            ("Groups", Role::Unknown),
            ("Device Role 1", Role::Unknown),
            ("Storage", Role::Unknown),
            ("", Role::Unknown),
        ] {
            assert_eq!(Role::of(text), role, "{text}");
        }
    }
}
