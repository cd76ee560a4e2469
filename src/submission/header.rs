//! Headings: their unit, and which column of a table they name.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::reference::header_synonyms;
use crate::schema::{Column, Kind, Table, Unit};
use crate::text::{bare_key, clean, match_key};
use crate::unit::{ByteUnit, Prefix, data_rate};

/// A heading taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The text as it stands, cleaned.
    pub text: String,
    /// The text without its unit.
    pub base: String,
    /// The unit it ends in, as "GB" of "RAM (GB)" or "gib" of "ram_gib".
    pub unit: Option<String>,
    /// The headings it may be known as, the most exact first, where it stands on several rows.
    readings: Vec<Heading>,
    /// Keys of the text and of the base.
    keys: [Key; 2],
}

/// A text as it is looked up: made once, since a heading is looked up in every table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    exact: String,
    bare: String,
}

impl Key {
    fn of(text: &str) -> Self {
        Self { exact: match_key(text), bare: bare_key(text) }
    }
}

impl Heading {
    /// Takes a heading apart.
    pub fn parse(text: &str) -> Self {
        let text = clean(text);
        let found = bracketed(&text).or_else(|| snake_suffix(&text)).or_else(|| last_word(&text));
        let (base, unit) = match found {
            Some((base, unit)) => (base.trim().to_owned(), Some(unit.trim().to_owned())),
            None => (text.clone(), None),
        };
        Self::new(text, base, unit)
    }

    fn new(text: String, base: String, unit: Option<String>) -> Self {
        let key = Key::of(&text);
        let of_base = if base == text { key.clone() } else { Key::of(&base) };
        Self { text, base, unit, readings: Vec::new(), keys: [key, of_base] }
    }

    /// Takes a heading apart that stands on several rows, a group above its parts: "RAM (GB)" above
    /// "Cấp phát". The words of both together say most; a part alone only what cannot be meant of
    /// something else ("Số lượng" below "Card mạng" is no number of servers).
    pub fn of_parts(parts: &[String]) -> Self {
        let [.., group, part] = parts else {
            return Self::parse(parts.first().map_or("", String::as_str));
        };
        // "(GB)" below "RAM".
        let part = part.strip_prefix('(').and_then(|part| part.strip_suffix(')')).unwrap_or(part);
        let (upper, lower) = (Self::parse(group), Self::parse(part));
        let mut readings = vec![
            format!("{} {}", upper.base, lower.base),
            format!("{} {}", lower.base, upper.base),
        ];
        if says_nothing(&upper.base) || !is_generic(&lower.base) {
            readings.push(lower.base.clone());
        }
        if is_unit(part) || says_amount(&lower.base) {
            readings.push(upper.base.clone());
        }
        let base = readings[0].clone();
        // A part that is only a unit ("GB" below "RAM") says in what, not what.
        let own = is_unit(part).then(|| part.to_owned());
        let unit = own.or(lower.unit).or(upper.unit);
        let reading = |text: String| Self::new(text.clone(), text, unit.clone());
        let readings = readings.into_iter().map(reading).collect();
        Self { readings, ..Self::new(parts.join(" / "), base, unit) }
    }

    /// A heading of which only the unit is known.
    pub fn in_unit(unit: &str) -> Self {
        Self { unit: Some(unit.to_owned()), ..Self::parse("") }
    }

    /// The headings to look up, the most exact first: itself, or each reading of its parts.
    pub fn candidates(&self) -> &[Self] {
        if self.readings.is_empty() { std::slice::from_ref(self) } else { &self.readings }
    }

    /// The match key of its text.
    pub fn key(&self) -> &str {
        &self.keys[0].exact
    }

    /// Whether it stands below a group and says how many things the group has, as "Số lượng" below
    /// "RAM" next to "Dung lượng (GB)": no amount of the group itself.
    pub fn counts_parts(&self) -> bool {
        let Some((_, part)) = self.text.rsplit_once(" / ") else { return false };
        ["số lượng", "sl", "quantity", "qty", "count"].contains(&part.to_lowercase().as_str())
    }

    /// Whether it speaks of a sum: "Tổng RAM (GB)", "Total memory", "Thành tiền".
    pub fn is_total(&self) -> bool {
        // "RAM / Tổng (GB)": the part says so.
        let says = |text: &str| {
            let text = text.to_lowercase();
            text == "tổng"
                || ["tổng ", "total ", "thành tiền"].iter().any(|word| text.starts_with(word))
        };
        says(&self.text) || self.text.rsplit_once(" / ").is_some_and(|(_, part)| says(part))
    }
}

/// Groups that only hold parts together.
fn says_nothing(group: &str) -> bool {
    const WORDS: [&str; 12] = [
        "thông tin",
        "thông số",
        "cấu hình",
        "tài nguyên",
        "hiện trạng",
        "năng lực",
        "máy chủ",
        "máy ảo",
        "hệ thống",
        "nhu cầu",
        "thiết bị",
        "general",
    ];
    let group = group.to_lowercase();
    WORDS.iter().any(|word| group.starts_with(word))
}

/// Parts that mean nothing without their group.
fn is_generic(part: &str) -> bool {
    const WORDS: [&str; 24] = [
        "số lượng",
        "sl",
        "tổng số",
        "tổng",
        "dung lượng",
        "loại",
        "tên",
        "mã",
        "model",
        "hãng",
        "hãng sản xuất",
        "giá trị",
        "tốc độ",
        "công suất",
        "ghi chú",
        "trạng thái",
        "đơn vị",
        "năm",
        "chủng loại",
        "quantity",
        "type",
        "name",
        "count",
        "size",
    ];
    let part = part.to_lowercase();
    WORDS.contains(&part.as_str())
}

/// What things are counted in, where it stands below a heading as a unit does.
pub const COUNTING: [&str; 7] = ["core", "cores", "vcpu", "cái", "chiếc", "bộ", "máy"];

/// Parts that say that the amount itself of their group stands below.
fn says_amount(part: &str) -> bool {
    const WORDS: [&str; 9] = [
        "cấp phát",
        "dung lượng",
        "số lượng",
        "tổng",
        "giá trị",
        "hiện có",
        "hiện tại",
        "yêu cầu",
        "allocated",
    ];
    let part = part.to_lowercase();
    WORDS.contains(&part.as_str()) || COUNTING.contains(&part.as_str())
}

impl Heading {
    /// Whether its unit, if it has one, is one that a column of the kind can be in.
    pub fn fits(&self, kind: Kind) -> bool {
        match (self.unit.as_deref(), kind) {
            (None, _) => true,
            (Some(written), Kind::Quantity(Unit::Bytes(prefix))) => {
                ByteUnit::parse(written, prefix).is_some()
            }
            (Some(written), Kind::Quantity(unit)) => {
                matches!(unit, Unit::Ratio) || unit_factor(unit, written).is_some()
            }
            // "Mức sử dụng CPU (%)" is no count of processors.
            (Some(written), Kind::Count) => written != "%",
            (Some(_), _) => true,
        }
    }

    /// Whether it speaks of a number of things or an amount, so that not reading it loses something.
    pub fn is_amount(&self) -> bool {
        // "CPU / Số lượng": the lower part says that it is a number of things.
        let text = self.text.rsplit(" / ").next().unwrap_or(&self.text).to_lowercase();
        let begins = ["số lượng", "sl ", "sl.", "quantity", "qty", "count", "tổng", "dung lượng"];
        self.unit.is_some() || text == "sl" || begins.iter().any(|word| text.starts_with(word))
    }
}

fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', ']'])?;
    let at = inner.rfind(['(', '['])?;
    let unit = &inner[at + 1..];
    is_unit(unit).then_some((&text[..at], unit))
}

fn snake_suffix(text: &str) -> Option<(&str, &str)> {
    let (base, unit) = text.rsplit_once('_')?;
    (text.is_ascii() && is_unit(unit)).then_some((base, unit))
}

fn last_word(text: &str) -> Option<(&str, &str)> {
    let (base, unit) = text.rsplit_once(' ')?;
    is_unit(unit).then_some((base, unit))
}

/// Whether a text is a unit that some column may be in.
pub fn is_unit(text: &str) -> bool {
    ByteUnit::parse(text, Prefix::Binary).is_some()
        || UNITS.iter().any(|unit| unit_factor(*unit, text).is_some())
}

const UNITS: [Unit; 13] = [
    Unit::Percent,
    Unit::Watts,
    Unit::Kilowatts,
    Unit::Kilograms,
    Unit::RackUnits,
    Unit::Hours,
    Unit::Vnd,
    Unit::Mbps,
    Unit::Gbps,
    Unit::MegabytesPerSecond,
    Unit::Iops,
    Unit::SquareMetres,
    Unit::KilogramsPerSquareMetre,
];

/// What a value with the written unit is multiplied by to be in `unit`; `None` when the written
/// unit is of another dimension. Sizes are the work of [`ByteUnit`].
pub fn unit_factor(unit: Unit, written: &str) -> Option<f64> {
    match (unit, data_rate(written)) {
        (Unit::MegabytesPerSecond, rate) => return rate.map(|rate| rate / 8.0),
        (Unit::Mbps, Some(rate)) => return Some(rate),
        (Unit::Gbps, Some(rate)) => return Some(rate / 1_000.0),
        _ => {}
    }
    let written = written.trim().to_lowercase();
    let one_of = |words: &[&str]| words.contains(&written.as_str());
    let factors: &[(&[&str], f64)] = match unit {
        Unit::Bytes(_) | Unit::Ratio | Unit::MegabytesPerSecond => &[],
        Unit::Percent => &[(&["%", "pct", "percent", "phần trăm"], 1.0)],
        Unit::Watts => &[(&["w", "watt", "watts"], 1.0), (&["kw"], 1_000.0)],
        Unit::Kilowatts => &[(&["kw"], 1.0), (&["mw"], 1_000.0), (&["w"], 0.001)],
        Unit::Kilograms => &[(&["kg", "kgs"], 1.0), (&["tấn", "t"], 1_000.0)],
        Unit::RackUnits => &[(&["u", "ru"], 1.0)],
        Unit::Hours => &[
            (&["giờ", "h", "hour", "hours"], 1.0),
            (&["phút", "min", "minutes"], 1.0 / 60.0),
            (&["ngày", "day", "days"], 24.0),
        ],
        Unit::Vnd => &[
            (&["vnd", "vnđ", "đồng", "đ"], 1.0),
            (&["triệu", "triệu đồng"], 1e6),
            (&["tỷ", "tỷ đồng"], 1e9),
        ],
        Unit::Mbps => &[(&["mbps", "mb/s"], 1.0), (&["gbps", "gb/s"], 1_000.0), (&["kbps"], 0.001)],
        Unit::Gbps => &[(&["gbps", "gb/s", "g", "gbe", "gb"], 1.0), (&["mbps", "m"], 0.001)],
        Unit::Iops => &[(&["iops"], 1.0)],
        Unit::SquareMetres => &[(&["m2", "m²"], 1.0)],
        Unit::KilogramsPerSquareMetre => &[(&["kg/m2", "kg/m²"], 1.0)],
    };
    factors.iter().find(|(words, _)| one_of(words)).map(|(_, factor)| *factor)
}

/// Which column of a table a heading names, and how sure that is (0 is surest).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Index in the table's columns.
    pub column: usize,
    /// 0: the heading of the template; larger: a synonym further down the list.
    pub rank: usize,
    /// Whether it was found without its diacritics only.
    pub is_bare: bool,
}

/// The headings a table knows.
#[derive(Debug)]
pub struct Headings {
    by_key: HashMap<String, Named>,
    by_bare_key: HashMap<String, Option<Named>>,
}

impl Headings {
    /// The headings of a table, from its column list and the synonym list.
    pub fn of(table: Table) -> &'static Self {
        static ALL: OnceLock<Vec<(Table, Headings)>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            Table::ALL.into_iter().map(|t| (t, Self::build(t.columns()))).collect()
        });
        let found = all.iter().find(|(known, _)| *known == table);
        &found.expect("every table was built above").1
    }

    fn build(columns: &[Column]) -> Self {
        let mut headings = Self { by_key: HashMap::new(), by_bare_key: HashMap::new() };
        for (index, column) in columns.iter().enumerate() {
            let stem = match column.kind {
                Kind::Quantity(unit) => column.name.trim_end_matches(unit.suffix()),
                _ => column.name,
            };
            let own = [column.name, stem, column.title_vi, column.title_en];
            for text in own.iter().chain(column.aliases) {
                headings.add(text, Named { column: index, rank: 0, is_bare: false });
            }
        }
        for (index, column) in columns.iter().enumerate() {
            for (rank, field) in column.synonyms.iter().enumerate() {
                for variant in header_synonyms().of(field) {
                    headings.add(variant, Named { column: index, rank: rank + 1, is_bare: false });
                }
            }
        }
        headings
    }

    fn add(&mut self, text: &str, named: Named) {
        // The surest meaning of a heading wins; among equals the first column of the table.
        let known = self.by_key.entry(match_key(text)).or_insert(named);
        if named.rank < known.rank {
            *known = named;
        }
        self.by_bare_key
            .entry(bare_key(text))
            .and_modify(|known| {
                if known.is_some_and(|known| known.column != named.column) {
                    *known = None;
                }
            })
            .or_insert(Some(named));
    }

    /// The column a heading names: with its unit, without it, and last without diacritics where
    /// that leaves one meaning only.
    pub fn find(&self, heading: &Heading) -> Option<Named> {
        heading.candidates().iter().find_map(|heading| self.find_one(heading))
    }

    fn find_one(&self, heading: &Heading) -> Option<Named> {
        let exact = heading.keys.iter().find_map(|key| self.by_key.get(&key.exact).copied());
        let bare = || {
            let found = heading.keys.iter().find_map(|key| *self.by_bare_key.get(&key.bare)?);
            found.map(|named| Named { is_bare: true, ..named })
        };
        exact.or_else(bare)
    }
}

/// Whether a heading names the agency of a row.
pub fn names_agency(heading: &Heading) -> bool {
    // The last is the key of "agency_id", as our own tables have it.
    let is_listed = |field: &&str| header_synonyms().has_key(field, heading.key());
    ["common.agency", "common.agency_code"].iter().any(is_listed) || heading.key() == "agencyid"
}

/// Whether a heading is that of the running number, which is no data.
pub fn names_row_number(heading: &Heading) -> bool {
    header_synonyms().has_key("common.row_no", heading.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(table: Table, text: &str) -> Option<&'static str> {
        Headings::of(table)
            .find(&Heading::parse(text))
            .map(|named| table.columns()[named.column].name)
    }

    #[test]
    fn units_are_taken_off_headings() {
        for (text, base, unit) in [
            ("RAM (GB)", "RAM", Some("GB")),
            ("ram_gib", "ram", Some("gib")),
            ("Dung lượng cấp phát (GB)", "Dung lượng cấp phát", Some("GB")),
            ("Level (1-5)", "Level (1-5)", None),
            ("Provisioned MiB", "Provisioned", Some("MiB")),
            ("Tên máy ảo", "Tên máy ảo", None),
        ] {
            let heading = Heading::parse(text);
            assert_eq!((heading.base.as_str(), heading.unit.as_deref()), (base, unit), "{text}");
        }
    }

    #[test]
    fn bytes_a_second_are_eight_times_bits() {
        let mbps = |text| unit_factor(Unit::Mbps, text);
        assert_eq!([mbps("MB/s"), mbps("GBps"), mbps("bytes/s")], [8.0, 8_000.0, 8e-6].map(Some));
        assert_eq!([mbps("Mb/s"), mbps("Mbps"), mbps("MBPS"), mbps("mb/s")], [Some(1.0); 4]);
        assert_eq!(unit_factor(Unit::Gbps, "GB/s"), Some(8.0));
        assert_eq!(unit_factor(Unit::Gbps, "Gbps"), Some(1.0));
        let megabytes = |text| unit_factor(Unit::MegabytesPerSecond, text);
        assert_eq!(
            [megabytes("MB/s"), megabytes("MBps"), megabytes("GB/s")],
            [1.0, 1.0, 1_000.0].map(Some)
        );
        assert_eq!([megabytes("Mbps"), megabytes("Gb/s")], [Some(0.125), Some(125.0)]);
        assert_eq!(megabytes("MiB/s"), Some(1.048_576));
        // The b of a text of one case is neither.
        assert_eq!([megabytes("mb/s"), megabytes("MBPS"), megabytes("GB")], [None; 3]);
    }

    #[test]
    fn headings_in_both_languages_name_their_column() {
        for text in ["RAM (GB)", "vRAM", "ram_gib", "RAM ảo", "Bộ nhớ (GB)", "Memory"] {
            assert_eq!(named(Table::Workload, text), Some("ram_bytes"), "{text}");
        }
        for text in ["% sử dụng CPU (P95)", "cpu_util_p95_pct", "CPU utilisation (P95)"] {
            assert_eq!(named(Table::Workload, text), Some("cpu_util_p95_pct"), "{text}");
        }
        assert_eq!(named(Table::Workload, "So vCPU"), Some("vcpu_count"));
        assert_eq!(named(Table::Workload, "Mã vạch"), None);
    }

    #[test]
    fn every_heading_of_the_template_names_its_own_column() {
        for table in Table::ALL {
            for column in table.columns() {
                for title in [column.title_vi, column.title_en, column.name] {
                    let found = named(table, &column.heading(title));
                    assert_eq!(found, Some(column.name), "{}: {title}", table.name());
                }
            }
        }
    }
}
