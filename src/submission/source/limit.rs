//! What a file may cost: counted while it is read, refused with the name of the limit.

use std::io::Read;

use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;

/// The one finding that says why a file is not read.
pub(super) type Refusal = Box<Finding>;

/// Bytes up to which a part may be however many times its compressed size: short texts that repeat
/// themselves are common, and small.
pub(super) const INFLATION_FREE: u64 = 64 << 20;

/// Bytes inflated at a time.
const CHUNK: usize = 64 * 1024;

/// What has been used of the limits by the parts of one file.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) limits: Limits,
    inflated: u64,
    cells: usize,
    text: usize,
}

impl Meter {
    pub(super) const fn new(limits: Limits) -> Self {
        Self { limits, inflated: 0, cells: 0, text: 0 }
    }

    /// Bytes inflated so far.
    pub(super) const fn inflated(&self) -> u64 {
        self.inflated
    }

    /// Counts cells that are held in memory.
    pub(super) fn hold(&mut self, cells: usize, sheet: &str) -> Result<(), Refusal> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells <= self.limits.cells_max {
            return Ok(());
        }
        Err(Box::new(self.too_many_cells(self.cells).sheet(sheet)))
    }

    pub(super) fn too_many_cells(&self, cells: usize) -> Finding {
        let most = self.limits.cells_max;
        Finding::new(Code::F104, Text::phrase("F104-cells").with("cells", cells))
            .expected(Text::phrase("F104-cells-most").with("most", most))
    }

    /// Counts the text of a cell that is held in memory.
    pub(super) fn hold_text(&mut self, bytes: usize, sheet: &str) -> Result<(), Refusal> {
        self.text = self.text.saturating_add(bytes);
        let most = self.limits.text_bytes_max;
        if self.text <= most {
            return Ok(());
        }
        let finding = Finding::new(Code::F104, Text::phrase("F104-text").with("bytes", self.text))
            .sheet(sheet)
            .expected(Text::phrase("F104-text-most").with("most", most));
        Err(Box::new(finding))
    }

    /// Refuses a column, counted from 0, beyond the limit.
    pub(super) fn column(&self, column: usize, sheet: &str) -> Result<(), Refusal> {
        let most = self.limits.columns_max;
        if column < most {
            return Ok(());
        }
        let found = Text::phrase("F104-columns").with("columns", column + 1);
        let finding = Finding::new(Code::F104, found)
            .sheet(sheet)
            .expected(Text::phrase("F104-columns-most").with("most", most));
        Err(Box::new(finding))
    }

    /// Refuses parts that say themselves that they inflate beyond the limit.
    pub(super) fn declared(&self, bytes: u64) -> Result<(), Refusal> {
        let most = self.limits.inflated_bytes_max;
        if bytes <= most {
            return Ok(());
        }
        let finding = Finding::new(Code::F104, Text::phrase("F104-inflated").with("bytes", bytes))
            .expected(Text::phrase("F104-inflated-most").with("most", most))
            .remedy(Text::phrase("F104-save-anew"));
        Err(Box::new(finding))
    }

    /// Refuses a part that is too many times its compressed size.
    pub(super) fn inflation(&self, part: &Text, packed: u64, bytes: u64) -> Result<(), Refusal> {
        let most = self.limits.inflation_max;
        if bytes <= INFLATION_FREE || bytes <= packed.saturating_mul(most) {
            return Ok(());
        }
        let found = Text::phrase("F104-inflation")
            .with("part", part.clone())
            .with("packed", packed)
            .with("bytes", bytes);
        let finding = Finding::new(Code::F104, found)
            .expected(Text::phrase("F104-inflation-most").with("most", most))
            .remedy(Text::phrase("F104-save-anew"));
        Err(Box::new(finding))
    }

    /// Inflates a part of `packed` bytes, handing on what comes out; stops at the limits, whatever
    /// size the part claims to have.
    pub(super) fn inflate(
        &mut self,
        part: &Text,
        packed: u64,
        mut reader: impl Read,
        mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut chunk = vec![0; CHUNK];
        let mut bytes = 0;
        loop {
            let length = reader.read(&mut chunk).map_err(|error| {
                let found = Text::phrase("F101-part-damaged")
                    .with("part", part.clone())
                    .with("error", error.to_string());
                Box::new(Finding::new(Code::F101, found))
            })?;
            if length == 0 {
                return Ok(());
            }
            bytes += length as u64;
            self.inflated += length as u64;
            self.inflation(part, packed, bytes)?;
            self.declared(self.inflated)?;
            take(&chunk[..length])?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter() -> Meter {
        Meter::new(crate::plan::Plan::built_in().limits)
    }

    #[test]
    fn a_part_is_inflated_up_to_its_limit_and_no_further() {
        let mut taken = 0;
        let mut take = |bytes: &[u8]| {
            taken += bytes.len();
            Ok(())
        };
        // 80 MiB of 1 MB are 84 times, of 100 kB 839 times.
        let zeros = || std::io::repeat(0).take(80 << 20);
        assert_eq!(meter().inflate(&"a".into(), 1_000_000, zeros(), &mut take), Ok(()));
        let refused = meter().inflate(&"a".into(), 100_000, zeros(), &mut take);
        let refused = refused.expect_err("is a bomb");
        assert_eq!(refused.code, Code::F104);
        assert!(refused.expected.contains("limits.inflation_max"), "{:?}", refused.expected);
        assert_eq!(taken, (80 << 20) + (64 << 20), "stopped at the bytes that are free");
    }

    #[test]
    fn parts_count_together() {
        let mut meter = meter();
        meter.limits.inflated_bytes_max = 100;
        let part = || std::io::repeat(0).take(60);
        assert_eq!(meter.inflate(&"a".into(), 60, part(), |_| Ok(())), Ok(()));
        let refused = meter.inflate(&"b".into(), 60, part(), |_| Ok(()));
        let refused = refused.expect_err("120 bytes");
        assert!(refused.expected.contains("limits.inflated_bytes_max"), "{:?}", refused.expected);
    }

    #[test]
    fn cells_of_all_sheets_count_together() {
        let mut meter = meter();
        meter.limits.cells_max = 10;
        assert_eq!(meter.hold(10, "a"), Ok(()));
        let refused = meter.hold(1, "b").expect_err("eleven");
        assert_eq!((refused.code, refused.sheet.as_str()), (Code::F104, "b"));
    }
}
