//! Power of servers by the years they were published: `datasets/reference/spec_power_by_generation.csv`.

use std::sync::OnceLock;

/// The embedded table, computed from published results of SPECpower_ssj2008.
const GENERATIONS_CSV: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/datasets/reference/spec_power_by_generation.csv"
));

/// The rows that are by years, of servers with two processors.
const BY_YEARS: &str = "published_years_2socket";

/// Power of servers with two processors published in some years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GenerationPower {
    /// First year.
    pub first_year: i32,
    /// Last year.
    pub last_year: i32,
    /// Median peak power in watts of a server as it is tested: little memory, few disks.
    pub peak_w: f64,
    /// Median of idle over peak power, 0 to 1.
    pub idle_share: f64,
}

/// The generations, oldest first; their years follow one another without a gap.
pub fn generations() -> &'static [GenerationPower] {
    static BUILT_IN: OnceLock<Vec<GenerationPower>> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let lines = csv::Reader::from_reader(GENERATIONS_CSV.as_bytes()).into_records();
        let lines = lines.map(|line| line.expect("the embedded table is tested to be well-formed"));
        lines.filter(|line| &line[0] == BY_YEARS).filter_map(|line| read(&line)).collect()
    })
}

fn read(line: &csv::StringRecord) -> Option<GenerationPower> {
    let (first, last) = line.get(1)?.split_once('-')?;
    Some(GenerationPower {
        first_year: first.parse().ok()?,
        last_year: last.parse().ok()?,
        peak_w: line.get(3)?.parse().ok()?,
        idle_share: line.get(6)?.parse().ok()?,
    })
}

/// The generation of a server in service since a year; servers newer than the table are of its last
/// generation, `None` for older ones.
pub fn generation_of(year: i32) -> Option<GenerationPower> {
    let last = generations().last().filter(|last| year > last.last_year);
    let of_year = |generation: &&GenerationPower| {
        (generation.first_year..=generation.last_year).contains(&year)
    };
    last.or_else(|| generations().iter().find(of_year)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_from_the_first_on_has_one_generation() {
        assert_eq!(generations().len(), 7);
        for pair in generations().windows(2) {
            assert_eq!(pair[0].last_year + 1, pair[1].first_year);
        }
        assert_eq!(generation_of(2006), None);
        assert_eq!(generation_of(2017).map(|g| (g.peak_w, g.idle_share)), Some((360.0, 0.15)));
        assert_eq!(generation_of(2040).map(|g| g.first_year), Some(2025));
    }
}
