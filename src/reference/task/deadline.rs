//! By when a task is to be done.

use std::str::FromStr;

use crate::time::NaiveDate;

/// A deadline, its dates normalised: a month, quarter or year that something is due in ends on its
/// last day, one that something begins in begins on its first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// Done on that day at the latest.
    By(NaiveDate),
    /// Begins on that day; a start is never overdue.
    From(NaiveDate),
    /// Done between two days, both included.
    Within(NaiveDate, NaiveDate),
    /// Done again and again.
    Ongoing,
    /// Done when a contract ends, which is another day for each facility.
    AtContractEnd,
    /// The directive states none.
    Unspecified,
}

impl Deadline {
    /// The word in tables.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::By(_) => "by",
            Self::From(_) => "from",
            Self::Within(..) => "within",
            Self::Ongoing => "ongoing",
            Self::AtContractEnd => "at_contract_end",
            Self::Unspecified => "unspecified",
        }
    }

    /// The first day, where it states one.
    pub const fn starts_on(self) -> Option<NaiveDate> {
        match self {
            Self::From(start) | Self::Within(start, _) => Some(start),
            _ => None,
        }
    }

    /// The last day, after which it is overdue; none where it states none.
    pub const fn due_on(self) -> Option<NaiveDate> {
        match self {
            Self::By(due) | Self::Within(_, due) => Some(due),
            _ => None,
        }
    }
}

impl FromStr for Deadline {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| ());
        match text.split_once(':') {
            Some(("by", due)) => Ok(Self::By(day(due)?)),
            Some(("from", start)) => Ok(Self::From(day(start)?)),
            Some(("within", days)) => {
                let (start, due) = days.split_once("..").ok_or(())?;
                Ok(Self::Within(day(start)?, day(due)?))
            }
            None if text == "ongoing" => Ok(Self::Ongoing),
            None if text == "at_contract_end" => Ok(Self::AtContractEnd),
            None if text == "unspecified" => Ok(Self::Unspecified),
            _ => Err(()),
        }
    }
}
