//! The servers that agencies list, as hosts.

use super::sums::Rows;
use crate::inventory::{Amount, Inventory, RowAddress, StoreError};
use crate::schema::{Table, provenance};

/// One row of a list of servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its agency.
    pub agency_id: String,
    /// Its code or name.
    pub id: String,
    /// Where its row stands.
    pub at: RowAddress,
    /// Cores of all the servers the row stands for.
    pub cores: Amount,
    /// Bytes of memory of all the servers the row stands for.
    pub ram: Amount,
}

/// The current servers of all agencies. A row of several equal servers is one entry with what they
/// have together: nobody can say on which of them a workload runs.
pub fn read_servers(inventory: &Inventory) -> Result<Vec<Server>, StoreError> {
    let columns = [Table::Server.key().name, "quantity", "cores_count", "ram_bytes"];
    let rows = Rows::of(inventory, Table::Server, &columns)?;
    let agencies = rows.texts(provenance::AGENCY_ID)?;
    let (ids, addresses) = (rows.texts(columns[0])?, rows.addresses()?);
    let quantities = rows.integers("quantity")?;
    let (cores, rams) = (rows.integers("cores_count")?, rows.integers("ram_bytes")?);
    let server = |index: usize| {
        let of_row = |one: Option<i64>| {
            let all = one.map(|one| one.saturating_mul(quantities[index].unwrap_or(1)));
            Amount {
                known: all.unwrap_or_default(),
                rows_unknown: i64::from(all.is_none()),
                rows: 1,
            }
        };
        Server {
            agency_id: agencies[index].clone(),
            id: ids[index].clone(),
            at: addresses[index].clone(),
            cores: of_row(cores[index]),
            ram: of_row(rams[index]),
        }
    };
    Ok((0..rows.len()).map(server).collect())
}
