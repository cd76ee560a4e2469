//! The address of a figure: table, keys, column.

use std::collections::BTreeMap;
use std::fmt;

/// An address taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The table: `inventory`, `demand` or `power`.
    pub table: String,
    /// The keys that are fixed.
    pub keys: BTreeMap<String, String>,
    /// The column.
    pub column: String,
}

/// Why a text is no address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Too few parts.
    #[error(
        "\"{text}\" is no address; write TABLE/KEY=VALUE/COLUMN, as inventory/agency_id=MOET/ram_gib"
    )]
    Shape {
        /// The text.
        text: String,
    },
    /// A table without addresses.
    #[error("no table {table}; figures of inventory, demand and power can be explained")]
    UnknownTable {
        /// The table.
        table: String,
    },
    /// A key the table does not have.
    #[error("{table} has no key {key}; its keys are {known}")]
    UnknownKey {
        /// The table.
        table: &'static str,
        /// The key.
        key: String,
        /// The keys it has.
        known: String,
    },
    /// A column the table does not have.
    #[error("{table} has no column {column}; its columns are {known}")]
    UnknownColumn {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The columns it has.
        known: String,
    },
    /// A key whose value cannot be.
    #[error("{key} cannot be \"{value}\"; {remedy}")]
    Value {
        /// The key.
        key: String,
        /// Its value.
        value: String,
        /// What it can be.
        remedy: String,
    },
    /// A key the figure needs.
    #[error("the address needs {key}=…; {remedy}")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// What it can be.
        remedy: String,
    },
}

impl Address {
    /// Takes an address apart.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let shape = || AddressError::Shape { text: text.to_owned() };
        let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
        let [table, keys @ .., column] = parts.as_slice() else { return Err(shape()) };
        let mut fixed = BTreeMap::new();
        for key in keys {
            let (name, value) = key.split_once('=').ok_or_else(shape)?;
            fixed.insert(name.to_owned(), decoded(value));
        }
        if column.contains('=') || column.is_empty() {
            return Err(shape());
        }
        Ok(Self { table: (*table).to_owned(), keys: fixed, column: (*column).to_owned() })
    }

    /// Refuses keys the table does not have.
    pub fn check_keys(&self, table: &'static str, known: &[&str]) -> Result<(), AddressError> {
        match self.keys.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                Err(AddressError::UnknownKey { table, key: key.clone(), known: known.join(", ") })
            }
        }
    }

    /// The value of a key.
    pub fn key(&self, name: &str) -> Option<&str> {
        self.keys.get(name).map(String::as_str)
    }

    /// The same address with one more key fixed.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut address = self.clone();
        address.keys.insert(name.to_owned(), value.to_owned());
        address
    }
}

/// Signs that part an address, as they are written within a value: names of racks hold slashes.
const SIGNS: [(char, &str); 3] = [('%', "%25"), ('/', "%2F"), ('=', "%3D")];

fn encoded(value: &str) -> String {
    // The percent sign first, so that no other sign is encoded twice.
    SIGNS.iter().fold(value.to_owned(), |text, (sign, code)| text.replace(*sign, code))
}

fn decoded(value: &str) -> String {
    // The percent sign last, for the same reason.
    let read = [("%3D", "="), ("%3d", "="), ("%2F", "/"), ("%2f", "/"), ("%25", "%")];
    read.iter().fold(value.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.table)?;
        for (key, value) in &self.keys {
            write!(f, "/{key}={}", encoded(value))?;
        }
        write!(f, "/{}", self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_prints_and_reads_back() {
        for text in
            ["inventory/ram_gib", "demand/agency_id=MOET/quarter=2025Q4/resource=vcpu/likely"]
        {
            assert_eq!(Address::parse(text).expect("is an address").to_string(), text);
        }
    }

    #[test]
    fn values_may_hold_the_signs_that_part_an_address() {
        for value in ["Hall A/A01", "a=b", "100%", "%2F", "%252F/%3d", "a%b/c=d"] {
            let text =
                Address::parse("power/hosts").expect("one").with("rack_id", value).to_string();
            let read = Address::parse(&text).expect("is an address");
            assert_eq!(read.key("rack_id"), Some(value), "{text}");
        }
        let text = "power/rack_id=Hall A%2fA01/it_kw_average";
        assert_eq!(Address::parse(text).expect("one").key("rack_id"), Some("Hall A/A01"));
    }

    #[test]
    fn what_is_no_address_is_refused_with_an_example() {
        for text in ["", "inventory", "inventory/agency_id=MOET", "inventory/MOET/ram_gib"] {
            let error = Address::parse(text).expect_err(text);
            assert!(error.to_string().contains("inventory/agency_id=MOET/ram_gib"), "{text}");
        }
    }
}
