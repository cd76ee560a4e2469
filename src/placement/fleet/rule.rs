//! Rules between workloads: which run on different hosts, which on one.

/// Workloads of a zone that are kept on different hosts, or on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What reports call it: the entry of the plan, or what replicas have in common.
    pub name: String,
    /// What it asks.
    pub kind: RuleKind,
    /// The zone whose hosts it is about; members of other zones do not count.
    pub zone: String,
    /// Indices of its members among the workloads of the fleet, ascending; empty for an entry of the
    /// plan that no workload answers to.
    pub workloads: Vec<usize>,
}

/// What a rule asks of its workloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// No two on one host (anti-affinity).
    Apart,
    /// All on one host (affinity).
    Together,
}

impl RuleKind {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::Together => "together",
        }
    }
}
