//! A machine described in words: "8 vCPU, 32GB RAM, 500GB SSD", "2x Intel Xeon 4210
//! (2.2GHz/10-core/85W)", "CPU: 4 core; RAM: 16 GB; HDD: 2x300GB".
//!
//! What is recognised fills the columns that the sheet has no column of its own for. Text that is
//! not understood is left; a text of which nothing is understood is a finding.

use std::sync::LazyLock;

use regex::Regex;

use super::cell::bytes_of_terms;
use crate::schema::Table;
use crate::text::clean;
use crate::unit::Prefix;

/// What a text says of a machine; `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spec {
    /// Processors.
    pub sockets: Option<f64>,
    /// Cores of all processors.
    pub cores: Option<f64>,
    /// Virtual processors.
    pub vcpu: Option<f64>,
    /// Memory, in bytes, GB read as 2^30.
    pub ram_bytes: Option<f64>,
    /// Disk, in bytes; the prefix was handed in.
    pub disk_bytes: Option<f64>,
}

/// Case and word borders as people write them; every pattern is a constant of ours.
fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("a pattern of ours")
}

static MEMORY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(ram|bộ nhớ|memory|mem|vram)\b"));
static DISK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(ssd|hdd|disk|vdisk|nvme|sas|sata|ổ cứng|ổ đĩa|đĩa|storage|lưu trữ|dung lượng)\b")
});
static VIRTUAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,4})\s*v\s*(?:cpu|core)s?\b|\bv(?:cpu|core)s?\s*[:=]?\s*(\d{1,4})\b")
});
static CORES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d{1,4})\s*-?\s*(?:cores?|nhân|lõi|c)\b"));
static PROCESSORS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,2})\s*(?:x|×|\*)\s*(?:intel|amd|xeon|epyc|cpu|bộ xử lý|processor)")
});
static CPU_COUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,4})\s*cpus?\b|\bcpus?\s*[:=]\s*(\d{1,4})(?:\s*(?:core|nhân|lõi)s?)?\s*$")
});
static TIMES_CORES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,2})\s*(?:x|×|\*)\s*(\d{1,3})\s*-?\s*(?:cores?|nhân|lõi|c)\b")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\p{L}\s]{0,24}[:=]\s*"));
static KIND_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:ram|bộ nhớ|memory|mem|vram|ssd|hdd|disk|vdisk|nvme|ổ cứng|ổ đĩa|đĩa|storage|lưu trữ|dung lượng)\s+",
    )
});

impl Spec {
    /// Reads a text; the prefix says what GB means for disks.
    pub fn read(text: &str, disk: Prefix) -> Self {
        // Lines of a cell are pieces; cleaning would run them together.
        let text = clean(&text.replace(['\n', '\r'], ";"));
        let mut spec = Self::default();
        for piece in pieces(&text) {
            spec.add(piece.trim(), disk);
        }
        spec
    }

    fn add(&mut self, piece: &str, disk: Prefix) {
        let number = |captures: &regex::Captures<'_>| {
            captures.iter().skip(1).flatten().next().and_then(|m| m.as_str().parse::<f64>().ok())
        };
        if MEMORY.is_match(piece) {
            self.ram_bytes = self.ram_bytes.or_else(|| size_of(piece, Prefix::Binary));
        } else if let Some(found) = VIRTUAL.captures(piece) {
            self.vcpu = self.vcpu.or_else(|| number(&found));
        } else if let Some(found) = TIMES_CORES.captures(piece) {
            let of = |at: usize| found[at].parse::<f64>().ok();
            self.sockets = self.sockets.or_else(|| of(1));
            self.cores = self.cores.or_else(|| Some(of(1)? * of(2)?));
        } else if let Some(found) = PROCESSORS.captures(piece) {
            self.sockets = self.sockets.or_else(|| number(&found));
            let per = CORES.captures(piece).and_then(|cores| number(&cores));
            self.cores = self.cores.or_else(|| Some(self.sockets? * per?));
        } else if let Some(found) = CORES.captures(piece) {
            self.cores = self.cores.or_else(|| number(&found));
        } else if let Some(found) = CPU_COUNT.captures(piece) {
            // "4 CPU" of a virtual machine is 4 vCPU, of a server 4 processors; the table decides.
            self.sockets = self.sockets.or_else(|| number(&found));
        } else if DISK.is_match(piece)
            && let Some(bytes) = size_of(piece, disk)
        {
            self.disk_bytes = Some(self.disk_bytes.unwrap_or(0.0) + bytes);
        }
    }

    /// The values for the columns of a table, by name.
    pub fn values(&self, table: Table) -> Vec<(&'static str, f64)> {
        let virtual_cores = self.vcpu.or(self.cores).or(self.sockets);
        let all = match table {
            Table::Workload => vec![
                ("vcpu_count", virtual_cores),
                ("ram_bytes", self.ram_bytes),
                ("disk_provisioned_bytes", self.disk_bytes),
            ],
            Table::CloudNeed => vec![
                ("vcpu_count", virtual_cores),
                ("ram_bytes", self.ram_bytes),
                ("block_bytes", self.disk_bytes),
            ],
            Table::Server => vec![
                ("sockets_count", self.sockets),
                ("cores_count", self.cores),
                ("ram_bytes", self.ram_bytes),
                ("disk_raw_bytes", self.disk_bytes),
            ],
            _ => Vec::new(),
        };
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// What "GB" means of the disks of a table's machines: virtual disks count in powers of 1024.
pub const fn disk_prefix(table: Table) -> Prefix {
    match table {
        Table::Server => Prefix::Decimal,
        _ => Prefix::Binary,
    }
}

/// The pieces of a description: between semicolons, line breaks, and commas or slashes that stand
/// outside brackets and not between digits.
fn pieces(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        let digit =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let in_number = digit(at.checked_sub(1)) && digit(Some(at + 1));
        let splits = match c {
            ';' | '|' => true,
            ',' => !in_number,
            '/' => true,
            _ => false,
        };
        if splits && depth <= 0 {
            pieces.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The size a piece states: "32GB RAM", "RAM: 32 GB DDR4", "HDD 2x300GB".
fn size_of(piece: &str, prefix: Prefix) -> Option<f64> {
    let text = LABEL.replace(piece, "");
    let text = KIND_FIRST.replace(&text, "");
    bytes_of_terms(text.trim(), prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: f64 = 1_073_741_824.0;

    #[test]
    fn a_virtual_machine_in_words() {
        let values = |text| Spec::read(text, Prefix::Binary).values(Table::Workload);
        let expected = vec![
            ("vcpu_count", 8.0),
            ("ram_bytes", 32.0 * GIB),
            ("disk_provisioned_bytes", 500.0 * GIB),
        ];
        for text in [
            "8 vCPU, 32GB RAM, 500GB SSD",
            "8vCPU/32GB RAM/500GB SSD",
            "vCPU: 8; RAM: 32 GB; HDD: 500 GB",
            "CPU: 8 core; Bộ nhớ 32GB; Ổ cứng 500 GB",
            "8 vcore | RAM 32GB | 200GB SSD, HDD 300GB",
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
        assert_eq!(values("4 CPU"), [("vcpu_count", 4.0)]);
        assert_eq!(values("theo hồ sơ kèm theo"), []);
    }

    #[test]
    fn a_server_in_words() {
        let values = |text| Spec::read(text, Prefix::Decimal).values(Table::Server);
        assert_eq!(
            values("2x Intel Xeon-Silver 4210 (2.2GHz/10-core/85W)"),
            [("sockets_count", 2.0), ("cores_count", 20.0)]
        );
        assert_eq!(values("2 x 10 Core"), [("sockets_count", 2.0), ("cores_count", 20.0)]);
        assert_eq!(
            values("2 x Intel Xeon Gold 6248; RAM 512GB (16x32GB); 3x1.2TB SAS"),
            [("sockets_count", 2.0), ("ram_bytes", 512.0 * GIB), ("disk_raw_bytes", 3.6e12)]
        );
        assert_eq!(values("Intel Xeon E5-2620 v4"), []);
    }
}
