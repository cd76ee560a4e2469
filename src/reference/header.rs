//! Headings senders use, by field: `datasets/reference/header_synonyms.csv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::text::match_key;

/// The embedded list.
const SYNONYMS_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/header_synonyms.csv"));

/// Variants of headings by field, as `vm.vcpu` → `vCPU`, `Số vCPU`, ….
#[derive(Debug)]
pub struct HeaderSynonyms {
    by_field: BTreeMap<String, Vec<String>>,
    keys: BTreeMap<String, Vec<String>>,
}

impl HeaderSynonyms {
    /// The variants of a field, as listed; empty for an unknown field.
    pub fn of(&self, field: &str) -> &[String] {
        self.by_field.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether a match key is that of a variant of a field.
    pub fn has_key(&self, field: &str, key: &str) -> bool {
        self.keys.get(field).is_some_and(|keys| keys.iter().any(|known| known == key))
    }
}

/// The built-in synonyms.
pub fn header_synonyms() -> &'static HeaderSynonyms {
    static BUILT_IN: OnceLock<HeaderSynonyms> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let mut by_field: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in csv::Reader::from_reader(SYNONYMS_CSV.as_bytes()).into_records() {
            let line = line.expect("the embedded table is tested to be well-formed");
            by_field.entry(line[0].to_owned()).or_default().push(line[1].to_owned());
        }
        let keys_of = |variants: &Vec<String>| variants.iter().map(|v| match_key(v)).collect();
        let keys = by_field.iter().map(|(field, all)| (field.clone(), keys_of(all))).collect();
        HeaderSynonyms { by_field, keys }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;

    #[test]
    fn every_field_a_column_names_exists() {
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            for field in column.synonyms {
                assert!(!header_synonyms().of(field).is_empty(), "{}: {field}", column.name);
            }
        }
    }
}
