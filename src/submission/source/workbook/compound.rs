//! The container of .xls (a compound file): its claims are checked before the reader of workbooks
//! believes them, and the stream of the workbook is taken out.
//!
//! A chain that runs in a circle, or a stream larger than the file, would fill the memory.

use super::broken;
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::limit::Refusal;

/// Sector numbers from here on are marks: end of chain, free, kept for the table itself.
const MARKS: u32 = 0xffff_fffa;

const END: u32 = 0xffff_fffe;

/// Streams below this size stand in the stream of small sectors.
const SMALL: u64 = 4096;

/// A container whose chains end and whose streams fit into the file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one after it.
    next: Vec<u32>,
    small_next: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// Reads and checks the tables.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let sector = match bytes.get(30..32) {
            Some([9, 0]) if bytes.len() >= 512 => 512,
            Some([12, 0]) if bytes.len() >= 4096 => 4096,
            _ => return Err(broken(Text::phrase("F101-header"))),
        };
        let mut found =
            Self { bytes, sector, next: Vec::new(), small_next: Vec::new(), entries: Vec::new() };
        found.read_next()?;
        let directory = found.chain(long(bytes, 48), &found.next)?;
        let directory = directory.concat();
        let is_wide = sector == 4096;
        for entry in directory.chunks_exact(128) {
            let size = u64::from(long(entry, 120));
            let size = if is_wide { size | u64::from(long(entry, 124)) << 32 } else { size };
            let (kind, start) = (entry[66], long(entry, 116));
            // Folders have no stream; what their size says is not looked at.
            if kind != 2 && kind != 5 {
                continue;
            }
            if size > bytes.len() as u64 {
                return Err(broken(Text::phrase("F101-stream").with("bytes", size)));
            }
            found.entries.push(Entry { name: name_of(entry), start, size });
        }
        if found.entries.is_empty() {
            return Err(broken(Text::phrase("F101-no-streams")));
        }
        let small = (long(bytes, 60), u64::from(long(bytes, 64)));
        if small.1.saturating_mul(sector as u64) > bytes.len() as u64 {
            return Err(broken(Text::phrase("F101-small-sectors")));
        }
        if small.1 > 0 {
            let table = found.chain(small.0, &found.next)?.concat();
            found.small_next = table.chunks_exact(4).map(|entry| long(entry, 0)).collect();
        }
        Ok(found)
    }

    /// The stream of that name, in any case.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let is_named = |entry: &&Entry| entry.name.eq_ignore_ascii_case(name);
        let Some(entry) = self.entries.iter().find(is_named) else { return Ok(None) };
        let size = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let mut stream = if entry.size < SMALL {
            let holder = self.chain(self.entries[0].start, &self.next)?.concat();
            let sectors = links(entry.start, &self.small_next)?;
            let small = sectors.map(|at| holder.get(at * 64..at * 64 + 64).unwrap_or_default());
            small.collect::<Vec<_>>().concat()
        } else {
            self.chain(entry.start, &self.next)?.concat()
        };
        stream.truncate(size);
        Ok(Some(stream))
    }

    /// Refuses a workbook that is encrypted: with a password Excel wraps an .xlsx in such a file.
    pub(super) fn f112_the_file_has_no_password(&self) -> Result<(), Refusal> {
        if self.entries.iter().any(|entry| entry.name == "EncryptedPackage") {
            return Err(Box::new(Finding::new(Code::F112, Text::phrase("F112-xlsx"))));
        }
        Ok(())
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], Refusal> {
        let start = (number as usize).saturating_add(1).saturating_mul(self.sector);
        // The last sector may be cut short.
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        let beyond = || broken(Text::phrase("F101-sector").with("sector", number));
        self.bytes.get(start..end).filter(|found| !found.is_empty()).ok_or_else(beyond)
    }

    /// The sectors of a chain.
    fn chain(&self, start: u32, next: &[u32]) -> Result<Vec<&'a [u8]>, Refusal> {
        links(start, next)?.map(|at| self.sector(u32::try_from(at).unwrap_or(MARKS))).collect()
    }

    /// The table that links sectors, itself listed in the header and in sectors chained to it.
    fn read_next(&mut self) -> Result<(), Refusal> {
        let most = self.bytes.len() / self.sector + 1;
        let mut listed: Vec<u32> =
            self.bytes[76..512].chunks_exact(4).map(|entry| long(entry, 0)).collect();
        let mut more = long(self.bytes, 68);
        for _ in 0..=most {
            if more >= MARKS {
                break;
            }
            let sector = self.sector(more)?;
            listed.extend(sector.chunks_exact(4).map(|entry| long(entry, 0)));
            more = listed.pop().unwrap_or(END);
        }
        if more < MARKS {
            return Err(broken(Text::phrase("F101-tables-in-circle")));
        }
        listed.retain(|&number| number < MARKS);
        // Each table links as many sectors as a sector has numbers.
        if listed.len() > most / (self.sector / 4) + 2 {
            return Err(broken(Text::phrase("F101-tables")));
        }
        for number in listed {
            self.next.extend(self.sector(number)?.chunks_exact(4).map(|entry| long(entry, 0)));
        }
        Ok(())
    }
}

/// The numbers of a chain, which must end.
fn links(start: u32, next: &[u32]) -> Result<impl Iterator<Item = usize>, Refusal> {
    let mut found = Vec::new();
    let mut at = start;
    while at != END {
        if found.len() > next.len() {
            return Err(broken(Text::phrase("F101-chain-in-circle")));
        }
        found.push(at as usize);
        at = *next.get(at as usize).ok_or_else(|| broken(Text::phrase("F101-chain-broken")))?;
    }
    Ok(found.into_iter())
}

/// The name of an entry, in UTF-16 up to the first zero.
fn name_of(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units: Vec<u16> = units.take_while(|&unit| unit != 0).collect();
    String::from_utf16_lossy(&units)
}

fn long(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_le_bytes)
}
