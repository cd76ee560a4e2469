//! National databases and who owns them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Agencies, Resolved};

/// The embedded table.
const DATABASES_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/national_databases.csv"));

/// One national database of the list of Decree 47/2024/NĐ-CP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalDatabase {
    /// Its name.
    pub name: String,
    /// Id of the agency that owned it at the time of the directive; who answers for it later follows
    /// from that agency's successors.
    pub owner_id: String,
    /// Where list and owner come from.
    pub source: String,
    /// How sure that is: `high`, `medium` or `low`.
    pub certainty: String,
}

#[derive(Deserialize)]
struct Line {
    name: String,
    owner_2024: String,
    source: String,
    certainty: String,
}

/// All of them, in the order of the table.
pub fn national_databases() -> &'static [NationalDatabase] {
    static ALL: OnceLock<Vec<NationalDatabase>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(DATABASES_CSV.as_bytes());
        let lines = reader.deserialize().map(|line| {
            let line: Line = line.expect("the embedded table is tested to be well-formed");
            let Resolved::Exact(owner) = Agencies::built_in().resolve(&line.owner_2024) else {
                panic!("the owner of {} is tested to be known", line.name);
            };
            NationalDatabase {
                name: line.name,
                owner_id: owner.id.clone(),
                source: line.source,
                certainty: line.certainty,
            }
        });
        lines.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Group;
    use crate::time::read_day;

    #[test]
    fn the_ten_databases_have_the_owners_that_the_groups_name() {
        let all = national_databases();
        assert_eq!(all.len(), 10);
        for agency in Agencies::built_in().iter() {
            let owns = all.iter().any(|database| database.owner_id == agency.id);
            assert_eq!(owns, agency.is_in(Group::NationalDatabaseOwner), "{}", agency.id);
        }
    }

    /// The table names today's owners as well: those must be who answers for the owners of 2024.
    #[test]
    fn who_answers_today_is_the_owner_the_table_names_today() {
        #[derive(Deserialize)]
        struct Today {
            owner_2024: String,
            owner_now: String,
        }
        let agencies = Agencies::built_in();
        let roll_up = agencies.roll_up(read_day("2025-07-01").expect("a day"));
        let id = |name: &str| match agencies.resolve(name.split(" (2025").next().expect("a name")) {
            Resolved::Exact(agency) | Resolved::Alias(agency) => agency.id.as_str(),
            other => panic!("{name}: {other:?}"),
        };
        let mut lines = 0;
        for line in csv::Reader::from_reader(DATABASES_CSV.as_bytes()).deserialize() {
            let line: Today = line.expect("a line");
            assert_eq!(roll_up.id_of(id(&line.owner_2024)), id(&line.owner_now));
            lines += 1;
        }
        assert_eq!(lines, 10);
    }
}
