//! Samples that name their workload by its name.

use std::collections::BTreeMap;

use polars::prelude::*;

use crate::inventory::{Inventory, StoreError, is_counted};
use crate::schema::{Table, provenance};

/// Name under which the code of a workload that a sample names by name is joined.
pub(crate) const NAMED: &str = "named";

impl Inventory {
    /// The codes that samples of an agency can mean by a name: that of one workload alone, which no
    /// workload has as its code.
    pub fn workload_names(&self, agency_id: &str) -> Result<BTreeMap<String, String>, StoreError> {
        let fail = |source| StoreError::parquet(&self.root, source);
        let is_own = col(provenance::AGENCY_ID).eq(lit(agency_id));
        let workloads = self.submitted(Table::Workload)?.filter(is_own.and(is_counted()));
        let names = names_of(workloads).and_then(LazyFrame::collect).map_err(fail)?;
        let texts = |name| names.column(name).and_then(|column| column.str()).map_err(fail);
        let pairs = texts("name")?.iter().zip(texts(NAMED)?.iter());
        let owned =
            |(name, code): (Option<&str>, Option<&str>)| Some((name?.to_owned(), code?.to_owned()));
        Ok(pairs.filter_map(owned).collect())
    }
}

/// The code of each workload by its name, where one workload alone has it and none has it as code.
pub(crate) fn names_of(workloads: LazyFrame) -> PolarsResult<LazyFrame> {
    let id = Table::Workload.key().name;
    let ids = workloads.clone().select([col(id)]);
    let named = workloads
        .filter(col("name").is_not_null())
        .group_by([col("name")])
        .agg([col(id).count().alias(NAMED_COUNT), col(id).first().alias(NAMED)])
        .filter(col(NAMED_COUNT).eq(lit(1_u32)))
        .join(ids, [col("name")], [col(id)], JoinArgs::new(JoinType::Anti));
    Ok(named.select([col("name"), col(NAMED)]))
}

const NAMED_COUNT: &str = "named_count";
