//! Built-in facts: agencies and tasks of the directive, systems it names, who answers for agencies
//! later, national databases, legal rules by day, headings senders use.
//!
//! The tables stand in `datasets/reference/` and are embedded at build time, so that the program
//! needs no file beside it. Knows nothing of submissions.

mod agency;
mod expected_system;
mod generation;
mod header;
mod legal_rule;
mod national_database;
mod task;

pub use agency::{
    Agencies, Agency, Group, Mark, OwnAgenciesError, Resolved, RollUp, Step, Succession,
};
pub use expected_system::{ExpectedSystem, Met, expected_systems};
pub use generation::{GenerationPower, generation_of, generations};
pub use header::{HeaderSynonyms, header_synonyms};
pub use legal_rule::{LegalRule, Subject, legal_rule, legal_rules};
pub use national_database::{NationalDatabase, national_databases};
pub use task::{
    DIRECTIVE, Deadline, Milestone, Part, Party, Task, TaskId, directive_issued_on,
    milestone_words, task, tasks,
};
