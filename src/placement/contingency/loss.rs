//! What may be lost, as it is written on the command line.

use std::fmt;
use std::str::FromStr;

/// One thing that is lost. Counts of several losses add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// One of the two power paths, in the whole hall: its UPS and its feed in every rack.
    Feed(Feed),
    /// So many cooling units, those that stand by counted as running.
    CoolingUnits(u32),
    /// So many UPS modules of one path: of the one that is left, of path A where both are.
    UpsModules(u32),
    /// All racks of a row.
    Row(String),
    /// One rack.
    Rack(String),
    /// The hosts that carry most: so many of each pool, or of one zone only.
    Hosts {
        /// How many of a pool.
        count: u32,
        /// The zone; `None` for every pool.
        zone: Option<String>,
    },
}

/// One of the two power paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// Feed A.
    A,
    /// Feed B.
    B,
}

impl Feed {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// Its letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    pub(super) const fn index(self) -> usize {
        match self {
            Self::A => 0,
            Self::B => 1,
        }
    }
}

/// Why nothing can be said of a loss.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LossError {
    /// It is written in none of the forms.
    #[error(
        "{0:?} is no loss; write feed-a, feed-b, crac, crac=N, ups-module, ups-module=N, row=NAME, \
         rack=ID, hosts=K or hosts=K@ZONE"
    )]
    Unread(String),
    /// The rack is not among those placed.
    #[error("no rack is called {id:?}; {known}")]
    NoRack {
        /// As written.
        id: String,
        /// What there is.
        known: Known,
    },
    /// No rack stands in the row.
    #[error("no rack stands in a row called {row:?}; {known}")]
    NoRow {
        /// As written.
        row: String,
        /// What there is.
        known: Known,
    },
    /// No hosts serve the zone.
    #[error("no hosts serve a zone called {zone:?}; {known}")]
    NoZone {
        /// As written.
        zone: String,
        /// What there is.
        known: Known,
    },
}

/// Names there are, for an error to list; a long list is cut, with its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    names: Vec<String>,
}

/// Names listed before the rest is counted.
const NAMES_LISTED: usize = 12;

impl Known {
    /// The names, sorted, each once.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = self.names.len().min(NAMES_LISTED);
        match self.names.len() - listed {
            _ if listed == 0 => f.write_str("there is none"),
            0 => write!(f, "there are {}", self.names[..listed].join(", ")),
            more => write!(f, "there are {} and {more} more", self.names[..listed].join(", ")),
        }
    }
}

impl FromStr for Loss {
    type Err = LossError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unread = || LossError::Unread(text.to_owned());
        let count = |written: &str| match written.parse::<u32>() {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(unread()),
        };
        let name = |written: &str| match written.trim() {
            "" => Err(unread()),
            name => Ok(name.to_owned()),
        };
        match text.split_once('=') {
            None => match text {
                "feed-a" => Ok(Self::Feed(Feed::A)),
                "feed-b" => Ok(Self::Feed(Feed::B)),
                "crac" => Ok(Self::CoolingUnits(1)),
                "ups-module" => Ok(Self::UpsModules(1)),
                _ => Err(unread()),
            },
            Some(("crac", number)) => Ok(Self::CoolingUnits(count(number)?)),
            Some(("ups-module", number)) => Ok(Self::UpsModules(count(number)?)),
            Some(("row", row)) => Ok(Self::Row(name(row)?)),
            Some(("rack", id)) => Ok(Self::Rack(name(id)?)),
            Some(("hosts", hosts)) => match hosts.split_once('@') {
                None => Ok(Self::Hosts { count: count(hosts)?, zone: None }),
                Some((number, zone)) => {
                    Ok(Self::Hosts { count: count(number)?, zone: Some(name(zone)?) })
                }
            },
            Some(_) => Err(unread()),
        }
    }
}

impl fmt::Display for Loss {
    /// As it is written on the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feed(Feed::A) => f.write_str("feed-a"),
            Self::Feed(Feed::B) => f.write_str("feed-b"),
            Self::CoolingUnits(1) => f.write_str("crac"),
            Self::CoolingUnits(count) => write!(f, "crac={count}"),
            Self::UpsModules(1) => f.write_str("ups-module"),
            Self::UpsModules(count) => write!(f, "ups-module={count}"),
            Self::Row(row) => write!(f, "row={row}"),
            Self::Rack(id) => write!(f, "rack={id}"),
            Self::Hosts { count, zone: None } => write!(f, "hosts={count}"),
            Self::Hosts { count, zone: Some(zone) } => write!(f, "hosts={count}@{zone}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_read_as_it_is_written() {
        for text in [
            "feed-a",
            "feed-b",
            "crac",
            "crac=3",
            "ups-module",
            "ups-module=2",
            "row=1",
            "rack=R-level-3-001",
            "hosts=4",
            "hosts=1@level-3",
        ] {
            assert_eq!(text.parse::<Loss>().map(|loss| loss.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("crac=1".parse(), Ok(Loss::CoolingUnits(1)));
        // A name may hold what else has a meaning.
        assert_eq!("rack=A=1@2".parse(), Ok(Loss::Rack("A=1@2".to_owned())));
    }

    #[test]
    fn what_is_no_loss_is_refused_with_the_forms() {
        for text in [
            "",
            "feed",
            "feed-c",
            "crac=0",
            "crac=-1",
            "crac=x",
            "hosts",
            "hosts=0",
            "hosts=2@",
            "hosts=@level-3",
            "row=",
            "rack= ",
            "generator",
        ] {
            let error = text.parse::<Loss>().map_err(|error| error.to_string());
            assert!(error.is_err_and(|text| text.contains("hosts=K@ZONE")), "{text:?}");
        }
    }

    #[test]
    fn an_error_lists_what_there_is_and_cuts_a_long_list() {
        assert_eq!(Known::of([].into_iter()).to_string(), "there is none");
        assert_eq!(Known::of(["b", "a", "b"].into_iter()).to_string(), "there are a, b");
        let many: Vec<String> = (10..25).map(|n| n.to_string()).collect();
        let known = Known::of(many.iter().map(String::as_str)).to_string();
        assert!(known.ends_with("20, 21 and 3 more"), "{known}");
    }
}
