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
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Pieces that state an amount which is not understood: what they speak of is not known, even
    /// where another piece states some of it.
    pub left: Vec<String>,
    /// Cores of each processor, where the text says no more.
    cores_each: Option<f64>,
    /// Whether cores are stated beside several processors, of each or of all.
    has_doubtful_cores: bool,
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
/// "2 CPU x 8 core", "8 core x 2 CPU".
static PROCESSORS_TIMES_CORES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(\d{1,2})\s*(?:cpu|socket|chip|bộ xử lý|processor)s?\s*(?:x|×|\*)\s*(\d{1,3})\s*-?\s*(?:cores?|nhân|lõi|c)\b",
    )
});
static CORES_TIMES_PROCESSORS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(\d{1,3})\s*-?\s*(?:cores?|nhân|lõi|c)\s*(?:x|×|\*)\s*(\d{1,2})\s*(?:cpu|socket|chip|bộ xử lý|processor)s?\b",
    )
});
/// "8 core/CPU": of each processor.
static CORES_EACH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,3})\s*-?\s*(?:cores?|nhân|lõi|c)\s*(?:/|mỗi|per)\s*(?:cpu|socket|chip)\b")
});
/// A size wherever it stands.
static SIZE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d\s*(?:[kmgtp]i?b|[gt])\b"));
/// "600GB x 4": the number of pieces behind their size.
static SIZE_TIMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d[\d.,]*)\s*([kmgtp]i?b|[gt])\s*(?:x|×|\*)\s*(\d{1,3})(\s*$|[\s;,+)])")
});
/// "02 máy": the text describes several.
static SEVERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:0[2-9]|[2-9]|\d{2,})\s*(?:x\s*)?(?:máy|server|vm|node)\b"));
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
        let text = CORES_EACH.replace_all(&text, "$1 core per CPU");
        let text = SIZE_TIMES.replace_all(&text, "${3}x$1$2$4");
        let mut spec = Self::default();
        for piece in pieces(&text) {
            for part in parts_of(piece.trim()) {
                spec.add(part.trim(), disk);
            }
        }
        if let (None, Some(each)) = (spec.cores, spec.cores_each) {
            match spec.sockets {
                Some(sockets) => spec.cores = Some(sockets * each),
                None => spec.left.push(format!("{each} core/CPU")),
            }
        }
        spec.forget_what_is_left();
        spec
    }

    fn add(&mut self, piece: &str, disk: Prefix) {
        let number = |captures: &regex::Captures<'_>| {
            captures.iter().skip(1).flatten().next().and_then(|m| m.as_str().parse::<f64>().ok())
        };
        let two = |found: &regex::Captures<'_>| {
            Some((found[1].parse::<f64>().ok()?, found[2].parse::<f64>().ok()?))
        };
        let many = PROCESSORS_TIMES_CORES.captures(piece).and_then(|found| two(&found));
        let many = many.or_else(|| {
            let (cores, sockets) = two(&CORES_TIMES_PROCESSORS.captures(piece)?)?;
            Some((sockets, cores))
        });
        if SEVERAL.is_match(piece) {
            self.left.push(piece.to_owned());
        }
        if MEMORY.is_match(piece) {
            match size_of(piece, Prefix::Binary) {
                Some(bytes) => self.ram_bytes = self.ram_bytes.or(Some(bytes)),
                None => self.leave(piece),
            }
        } else if let Some(found) = VIRTUAL.captures(piece) {
            self.vcpu = self.vcpu.or_else(|| number(&found));
        } else if let Some(found) = CORES_EACH.captures(piece) {
            self.cores_each = self.cores_each.or_else(|| number(&found));
        } else if let Some((sockets, cores)) = many {
            self.sockets = self.sockets.or(Some(sockets));
            self.cores = self.cores.or(Some(sockets * cores));
        } else if let Some(found) = TIMES_CORES.captures(piece) {
            let of = |at: usize| found[at].parse::<f64>().ok();
            self.sockets = self.sockets.or_else(|| of(1));
            self.cores = self.cores.or_else(|| Some(of(1)? * of(2)?));
        } else if let Some(found) = PROCESSORS.captures(piece) {
            self.sockets = self.sockets.or_else(|| number(&found));
            let per = CORES.captures(piece).and_then(|cores| number(&cores));
            self.cores_each = self.cores_each.or(per);
        } else if CORES.is_match(piece)
            && self.sockets.is_some_and(|sockets| sockets > 1.0)
            && !piece.to_lowercase().contains("tổng")
        {
            // "2 x Xeon, 20 core": each has 20, or both together.
            self.has_doubtful_cores |= self.cores.is_none();
            self.left.push(piece.to_owned());
        } else if let Some(found) = CORES.captures(piece) {
            self.cores = self.cores.or_else(|| number(&found));
        } else if let Some(found) = CPU_COUNT.captures(piece) {
            // "4 CPU" of a virtual machine is 4 vCPU, of a server 4 processors; the table decides.
            self.sockets = self.sockets.or_else(|| number(&found));
        } else if DISK.is_match(piece) {
            match size_of(piece, disk) {
                Some(bytes) => self.disk_bytes = Some(self.disk_bytes.unwrap_or(0.0) + bytes),
                None => self.leave(piece),
            }
        } else {
            self.leave(piece);
        }
    }

    /// Keeps a piece aside that states a size.
    fn leave(&mut self, piece: &str) {
        if SIZE.is_match(piece) {
            self.left.push(piece.to_owned());
        }
    }

    /// A sum with a part that is not understood is no sum.
    fn forget_what_is_left(&mut self) {
        for piece in &self.left {
            if MEMORY.is_match(piece) {
                self.ram_bytes = None;
            } else if SIZE.is_match(piece) {
                // A size of which nothing says of what is a disk more often than not.
                self.disk_bytes = None;
            }
        }
    }

    /// The values for the columns of a table, by name.
    pub fn values(&self, table: Table) -> Vec<(&'static str, f64)> {
        let processors = self.sockets.filter(|_| !self.has_doubtful_cores);
        let virtual_cores = self.vcpu.or(self.cores).or(processors);
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

/// A piece between plus signs where these join different things ("16GB RAM + 100GB SSD"); what they
/// join of one kind is a sum, and stays whole.
fn parts_of(piece: &str) -> Vec<&str> {
    let kinds = |part: &str| {
        let is = |pattern: &Regex| pattern.is_match(part);
        (is(&MEMORY), is(&VIRTUAL) || is(&CORES) || is(&CPU_COUNT), is(&DISK))
    };
    let parts: Vec<&str> = piece.split(['+', '&']).collect();
    let (ram, cpu, disk) = kinds(piece);
    if usize::from(ram) + usize::from(cpu) + usize::from(disk) > 1 { parts } else { vec![piece] }
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
        assert_eq!(values("8 vCPU + 32GB RAM + 500GB SSD"), expected);
        assert_eq!(values("8 vCPU, 32GB RAM + 100GB x 5 SSD"), expected);
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
        let sixteen = [("sockets_count", 2.0), ("cores_count", 16.0)];
        for text in
            ["2 CPU x 8 core", "8 core x 2 CPU", "02 CPU, 8 core/CPU", "2x Xeon; 8 core/CPU"]
        {
            assert_eq!(values(text), sixteen, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_makes_no_sum_and_is_kept() {
        let read = |text| Spec::read(text, Prefix::Binary);
        let spec = read("8 vCPU; HDD 300GB; SSD cũ 2 chiếc 480GB");
        assert_eq!((spec.vcpu, spec.disk_bytes), (Some(8.0), None));
        assert_eq!(spec.left, ["SSD cũ 2 chiếc 480GB"]);
        // 1024 or 1.024?
        let spec = read("8 vCPU, RAM 1.024GB, HDD 500GB");
        assert_eq!((spec.ram_bytes, spec.disk_bytes), (None, Some(500.0 * GIB)));
        assert_eq!(spec.left, ["RAM 1.024GB"]);
        assert_eq!(read("8C/16G/200G").left, ["16G", "200G"]);
        assert_eq!(read("02 máy: 4 vCPU, 8GB RAM").left, ["02 máy: 4 vCPU"]);
        let spec = read("2 x Intel Xeon Gold 6248, 20 cores");
        assert_eq!((spec.sockets, spec.cores), (Some(2.0), None), "of each or of both");
        assert_eq!(spec.left, ["20 cores"]);
        assert_eq!(read("2 CPU, 4 core").values(Table::Workload), []);
        assert_eq!(read("8 vCPU, RAM 16GB, DDR4").left, Vec::<String>::new());
    }
}
