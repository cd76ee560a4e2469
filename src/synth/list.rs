//! One long list of virtual machines, for measuring how fast lists are read.
//!
//! In: how many rows, how they are written, a seed. Out: a CSV and what its sound rows add up to. The
//! truth is added up from what was meant while the list was written. About one row of a hundred is
//! broken in one of four ways, and must not count. The same options give the same bytes on every
//! system. Every figure is invented.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use crate::chance::Chance;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Names of columns, plain numbers, ISO dates, the names of agencies as in the directive.
    Clean,
    /// Vietnamese headings, units in cells, decimal commas, dd/MM/yyyy, signs that say nothing,
    /// spellings of agencies.
    Messy,
}

/// What the sound rows of an agency add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListTotals {
    /// Machines.
    pub workloads_count: i64,
    /// vCPUs.
    pub vcpu_count: i64,
    /// Memory, in GiB.
    pub ram_gib: i64,
    /// Used disk, in tenths of a GiB.
    pub disk_used_tenths: i64,
}

/// What a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListTruth {
    /// All rows.
    pub rows: u64,
    /// Rows that are broken.
    pub broken: u64,
    /// Totals of the others, by the directive's name of the agency.
    pub by_agency: BTreeMap<&'static str, ListTotals>,
}

/// Names in the directive, with another spelling of some.
const AGENCIES: &[(&str, &str)] = &[
    ("Bộ Ngoại giao", "BỘ NGOẠI GIAO"),
    ("Bộ Tư pháp", "Bộ Tư Pháp"),
    ("Bộ Y tế", "BỘ Y TẾ "),
    ("Bộ Công Thương", "Bộ Công thương"),
    ("Bộ Giáo dục và Đào tạo", "BGDĐT"),
    ("Bộ Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"),
    ("Thanh tra Chính phủ", "Thanh tra Chính phủ"),
    ("Đài Truyền hình Việt Nam", "Đài truyền hình Việt Nam"),
];

const HEADINGS: [&str; 2] = [
    "agency,system_id,workload_id,name,environment,os,vcpu,ram_gib,disk_provisioned_gib,\
     disk_used_gib,disk_tier,cpu_util_p95_pct,ram_util_p95_pct,iops_p95,network_mbps_p95,host,\
     in_service_on,note",
    "STT,Đơn vị,Mã hệ thống,Mã máy ảo,Tên máy ảo,Môi trường,Hệ điều hành,Số vCPU,RAM (GB),\
     Dung lượng cấp phát (GB),Dung lượng sử dụng (GB),Loại đĩa,% sử dụng CPU (P95),\
     % sử dụng RAM (P95),IOPS,Băng thông (Mbps),Máy chủ vật lý,Ngày đưa vào sử dụng,Ghi chú",
];
const ENVIRONMENTS: [[&str; 3]; 2] =
    [["production", "test", "development"], ["Thật", "Thử nghiệm", "Phát triển"]];
const SYSTEMS: [&str; 5] =
    ["Windows Server 2016", "Windows Server 2019", "RHEL 8", "Ubuntu 22.04", "CentOS 7"];
const TIERS: [[&str; 3]; 2] = [["ssd", "sas", "sata"], ["SSD", "SAS", "SATA"]];
const VCPUS: [(i64, i64); 7] = [(1, 5), (2, 25), (4, 30), (8, 22), (16, 12), (32, 5), (64, 1)];

/// How a row is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    UsedAboveProvisioned,
    NoVcpu,
    CpuAboveAll,
    NoCode,
}

/// A machine as it is meant.
struct Machine {
    agency: usize,
    vcpu: i64,
    ram_gib: i64,
    provisioned_gib: i64,
    used_tenths: i64,
    cpu_tenths: i64,
    ram_tenths: i64,
    iops: i64,
    network_tenths: i64,
    system: i64,
    host: i64,
    kinds: [usize; 3],
    day: (i64, i64, i64),
    broken: Option<Broken>,
}

impl Machine {
    fn draw(chance: &mut Chance, rows: u64) -> Self {
        let vcpu = chance.weighted(&VCPUS);
        let provisioned_gib = 20 + chance.between(0, 60) * chance.between(1, 12);
        let ways =
            [Broken::UsedAboveProvisioned, Broken::NoVcpu, Broken::CpuAboveAll, Broken::NoCode];
        Self {
            agency: chance.index(AGENCIES.len()),
            vcpu,
            ram_gib: vcpu * chance.pick(&[2, 4, 8]),
            provisioned_gib,
            used_tenths: provisioned_gib * chance.between(10, 95) / 10,
            cpu_tenths: chance.between(12, 995),
            ram_tenths: chance.between(51, 995),
            iops: chance.between(5, 8_000),
            network_tenths: chance.between(0, 4_000),
            system: chance.between(0, 399),
            host: chance.between(0, i64::try_from(rows / 30).unwrap_or(i64::MAX)),
            kinds: [chance.index(3), chance.index(5), chance.index(3)],
            day: (chance.between(2012, 2024), chance.between(1, 12), chance.between(1, 28)),
            broken: chance.happens(0.01).then(|| chance.pick(&ways)),
        }
    }

    /// Whether nobody measured its use.
    const fn is_unmeasured(row: u64) -> bool {
        row.is_multiple_of(7)
    }

    /// Whether the row is broken; a use that is not stated is not above all.
    fn is_broken(&self, row: u64) -> bool {
        match self.broken {
            Some(Broken::CpuAboveAll) => !Self::is_unmeasured(row),
            other => other.is_some(),
        }
    }

    fn vcpu_stated(&self) -> i64 {
        if self.broken == Some(Broken::NoVcpu) { 0 } else { self.vcpu }
    }

    fn used_stated(&self) -> i64 {
        match self.broken {
            Some(Broken::UsedAboveProvisioned) => self.provisioned_gib * 20,
            _ => self.used_tenths,
        }
    }

    fn write(&self, shape: Shape, row: u64, out: &mut impl Write) -> io::Result<()> {
        let (index, sign) = match shape {
            Shape::Clean => (0, '.'),
            Shape::Messy => (1, ','),
        };
        let is_messy = shape == Shape::Messy;
        let (name, spelling) = AGENCIES[self.agency];
        if is_messy {
            let spelled = if row.is_multiple_of(3) { spelling } else { name };
            write!(out, "{},{spelled}", row + 1)?;
        } else {
            write!(out, "{name}")?;
        }
        write!(out, ",HT{},", self.system)?;
        if self.broken != Some(Broken::NoCode) {
            write!(out, "VM-{row}")?;
        }
        let [environment, system, tier] = self.kinds;
        let environment = ENVIRONMENTS[index][environment];
        write!(out, ",vm-{row}-app,{environment},{},{}", SYSTEMS[system], self.vcpu_stated())?;
        let ram = self.ram_gib;
        match (is_messy, row % 5) {
            (true, 0) => write!(out, "{},{ram} GB", vcpu_unit(row))?,
            (true, 1) => write!(out, "{},{} MB", vcpu_unit(row), ram * 1024)?,
            (true, 2) => write!(out, "{},{ram}GB", vcpu_unit(row))?,
            (true, _) => write!(out, "{},{ram}", vcpu_unit(row))?,
            (false, _) => write!(out, ",{ram}")?,
        }
        write!(out, ",{},", self.provisioned_gib)?;
        tenths(self.used_stated(), sign, is_messy, out)?;
        write!(out, ",{},", TIERS[index][tier])?;
        if Self::is_unmeasured(row) {
            write!(out, "{}", if is_messy { "N/A,-" } else { "," })?;
        } else {
            let cpu = match self.broken {
                Some(Broken::CpuAboveAll) => 1_800,
                _ => self.cpu_tenths,
            };
            tenths(cpu, sign, is_messy, out)?;
            write!(out, ",")?;
            tenths(self.ram_tenths, sign, is_messy, out)?;
        }
        write!(out, ",{},", self.iops)?;
        tenths(self.network_tenths, sign, is_messy, out)?;
        let (year, month, day) = self.day;
        match shape {
            Shape::Clean => writeln!(out, ",esx-{},{year}-{month:02}-{day:02},", self.host),
            Shape::Messy => writeln!(out, ",esx-{},{day:02}/{month:02}/{year},", self.host),
        }
    }
}

fn vcpu_unit(row: u64) -> &'static str {
    if row.is_multiple_of(4) { " vCPU" } else { "" }
}

/// A number with one decimal; with a comma the field is quoted.
fn tenths(tenths: i64, sign: char, is_quoted: bool, out: &mut impl Write) -> io::Result<()> {
    let quote = if is_quoted { "\"" } else { "" };
    write!(out, "{quote}{}{sign}{}{quote}", tenths / 10, tenths % 10)
}

/// Writes a list of so many rows; what it adds up to.
pub fn write_list(rows: u64, shape: Shape, seed: u64, out: impl Write) -> io::Result<ListTruth> {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    let mut chance = Chance::new(seed, 0);
    let mut truth = ListTruth { rows, ..ListTruth::default() };
    writeln!(out, "{}", HEADINGS[usize::from(shape == Shape::Messy)])?;
    for row in 0..rows {
        let machine = Machine::draw(&mut chance, rows);
        machine.write(shape, row, &mut out)?;
        if machine.is_broken(row) {
            truth.broken += 1;
            continue;
        }
        let of = truth.by_agency.entry(AGENCIES[machine.agency].0).or_default();
        of.workloads_count += 1;
        of.vcpu_count += machine.vcpu;
        of.ram_gib += machine.ram_gib;
        of.disk_used_tenths += machine.used_tenths;
    }
    out.flush()?;
    Ok(truth)
}
