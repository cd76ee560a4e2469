//! Days and quarters. No clock: the day "today" is handed in from the command line.

use std::fmt;
use std::str::FromStr;

pub use chrono::{Datelike, NaiveDate};

use crate::language::Language;

/// Days from 1970-01-01 to a day, as dates are stored.
pub fn epoch_days(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

/// The day so many days after 1970-01-01; `None` beyond what a calendar has.
pub fn day_of_epoch(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(NaiveDate::default().num_days_from_ce().checked_add(days)?)
}

/// A day as people of the language write it.
pub fn written_day(day: NaiveDate, language: Language) -> String {
    match language {
        Language::English => day.to_string(),
        Language::Vietnamese => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
    }
}

/// A quarter of a calendar year, written `2025Q4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// Quarters since year 0: year × 4 + (quarter − 1).
    index: i32,
}

impl Quarter {
    /// From a year and a quarter of 1 to 4; `None` outside years 1990 to 2100.
    pub fn new(year: i32, quarter: u32) -> Option<Self> {
        ((1990..=2100).contains(&year) && (1..=4).contains(&quarter))
            .then(|| Self { index: year * 4 + quarter as i32 - 1 })
    }

    /// The quarter a day lies in; `None` outside years 1990 to 2100.
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::new(day.year(), day.month0() / 3 + 1)
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.index.div_euclid(4)
    }

    /// Its number in the year, 1 to 4.
    pub const fn number(self) -> i32 {
        self.index.rem_euclid(4) + 1
    }

    /// Years from another quarter to this one; negative when this one is earlier.
    pub fn years_since(self, other: Self) -> f64 {
        f64::from(self.index - other.index) / 4.0
    }

    /// Quarters from another quarter to this one; none when this one is earlier.
    pub fn quarters_since(self, other: Self) -> u32 {
        self.index.saturating_sub(other.index).max(0).unsigned_abs()
    }

    /// The quarter that many later, up to the last quarter of 2100.
    pub fn plus(self, quarters: u32) -> Self {
        let last = 2100 * 4 + 3;
        let later = self.index.saturating_add(i32::try_from(quarters).unwrap_or(i32::MAX));
        Self { index: later.min(last) }
    }

    /// Every quarter from this one to `last`, both included; empty when `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        (self.index..=last.index).map(|index| Self { index })
    }

    /// Reads what senders write: `2025Q4`, `Q4/2025`, `Quý IV/2025`, `quý 4 năm 2025`, `IV/2025`.
    pub fn read(text: &str) -> Option<Self> {
        let lower = crate::text::clean(text).to_lowercase();
        let words: Vec<String> = lower
            .replace("quý", " q ")
            .replace("quí", " q ")
            .replace("năm", " ")
            .split(|c: char| !c.is_alphanumeric())
            .flat_map(split_letters_from_digits)
            .filter(|word| !word.is_empty() && word != "q")
            .collect();
        let [first, second] = words.as_slice() else { return None };
        let (year, number) = if first.len() == 4 { (first, second) } else { (second, first) };
        let number = match number.as_str() {
            "1" | "i" => 1,
            "2" | "ii" => 2,
            "3" | "iii" => 3,
            "4" | "iv" => 4,
            _ => return None,
        };
        Self::new(year.parse().ok()?, number)
    }
}

fn split_letters_from_digits(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    for c in word.chars() {
        let last = parts.last().and_then(|part| part.chars().last());
        if last.is_some_and(|last| last.is_ascii_digit() != c.is_ascii_digit()) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year(), self.number())
    }
}

impl FromStr for Quarter {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::read(text).ok_or_else(|| format!("\"{text}\" is no quarter; write it as 2025Q4"))
    }
}

/// Reads a day: `2025-03-01`, `01/03/2025` (day first, as in Viet Nam), `1-3-2025`, `1.3.2025`,
/// `1 March 2025`, also after a time of day, as tools write it: `12:00 AM 1 March 2025`.
/// A trailing time of day is ignored. `None` for anything else, a month or year alone included.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Some(day) = read_named_month(text) {
        return Some(day);
    }
    let text = text.split(['T', ' ']).next().unwrap_or(text);
    let numbers: Vec<u32> =
        text.split(['/', '-', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, month, last] = numbers.as_slice() else { return None };
    let (year, day) = if *first > 31 { (*first, *last) } else { (*last, *first) };
    if !(1980..=2100).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year as i32, *month, day)
}

/// First and last day of a month, quarter or year: `tháng 9/2024`, `09/2024`, `T9/2024`, `2024-09`,
/// `Quý III/2024`, `năm 2024`, `2024`. `None` for anything else.
pub fn read_period(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let lower = crate::text::clean(text).to_lowercase();
    if let Some(quarter) = Quarter::read(&lower).filter(|_| lower.contains(['q', 'i'])) {
        let month = quarter.number() as u32 * 3 - 2;
        return months_from(quarter.year(), month, 3);
    }
    let plain = lower.replace("tháng", " ").replace("năm", " ").replace("year", " ");
    let plain = plain.trim();
    let plain = plain.strip_prefix('t').unwrap_or(plain);
    let numbers: Vec<u32> = plain
        .split(|c: char| matches!(c, '/' | '-' | '.') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let (year, month) = match numbers.as_slice() {
        [year] => (*year, None),
        [year, month] if *year > 12 => (*year, Some(*month)),
        [month, year] => (*year, Some(*month)),
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| (1980..=2100).contains(year))?;
    match month {
        None => months_from(year, 1, 12),
        Some(month) => months_from(year, month, 1),
    }
}

/// First day of a month and last day of the months that begin with it.
fn months_from(year: i32, month: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(chrono::Months::new(count))?;
    Some((first, next.pred_opt()?))
}

/// The months of a length of time: `36 tháng`, `3 năm`, `12 months`. `None` for anything else, and
/// for more than a century.
pub fn read_months(text: &str) -> Option<u32> {
    let lower = crate::text::clean(text).to_lowercase();
    let end = lower.find(|c: char| !c.is_ascii_digit())?;
    let number: u32 = lower[..end].parse().ok()?;
    let months = match lower[end..].trim() {
        "tháng" | "thang" | "months" | "month" | "th" => number,
        "năm" | "nam" | "years" | "year" => number.checked_mul(12)?,
        _ => return None,
    };
    (1..=1200).contains(&months).then_some(months)
}

/// A day whose month has its English name, at the end of the text.
fn read_named_month(text: &str) -> Option<NaiveDate> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let [.., day, month, year] = words.as_slice() else { return None };
    let month = month.to_lowercase();
    let named = |name: &str| name == month || month.len() == 3 && name.starts_with(&month);
    let month = MONTHS.iter().position(|name| named(name))? as u32 + 1;
    let year: i32 = year.parse().ok().filter(|year| (1980..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)
}

/// The day of an Excel serial number in the 1900 system, time of day dropped.
/// `None` outside 1980 to 2100: a bare number elsewhere is not a date.
pub fn day_from_serial(serial: f64) -> Option<NaiveDate> {
    if !(29_221.0..73_415.0).contains(&serial) {
        return None;
    }
    // Excel counts a 29 February 1900 that never was, hence 30 December.
    NaiveDate::from_ymd_opt(1899, 12, 30)?
        .checked_add_days(chrono::Days::new(serial.floor() as u64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quarters_are_read_as_senders_write_them() {
        for text in ["2025Q4", "Q4/2025", "Quý IV/2025", "quý 4 năm 2025", "IV/2025", "quý IV-2025"]
        {
            assert_eq!(Quarter::read(text), Quarter::new(2025, 4), "{text}");
        }
        for text in ["2025", "Q5/2025", "V/2025", "12/2025", "", "Q4/25"] {
            assert_eq!(Quarter::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_quarter_prints_and_reads_back() {
        for (year, number) in [(1990, 1), (2025, 3), (2100, 4)] {
            let quarter = Quarter::new(year, number).expect("in range");
            assert_eq!(Quarter::read(&quarter.to_string()), Some(quarter));
        }
    }

    #[test]
    fn a_month_a_quarter_and_a_year_have_a_first_and_a_last_day() {
        let days =
            |text| read_period(text).map(|(first, last)| (first.to_string(), last.to_string()));
        let period = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        for text in ["tháng 9/2024", "09/2024", "9-2024", "2024-09", "T9/2024", "tháng 9 năm 2024"]
        {
            assert_eq!(days(text), period("2024-09-01", "2024-09-30"), "{text}");
        }
        assert_eq!(days("Quý I/2024"), period("2024-01-01", "2024-03-31"));
        assert_eq!(days("năm 2024"), period("2024-01-01", "2024-12-31"));
        assert_eq!(days("2024"), period("2024-01-01", "2024-12-31"));
        for text in ["13/2024", "2024-09-30", "36 tháng", "sớm", "1024", ""] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_of_time_are_counted_in_months() {
        assert_eq!(read_months("36 tháng"), Some(36));
        assert_eq!(read_months("3 năm"), Some(36));
        assert_eq!(read_months("tháng 9"), None);
        assert_eq!(read_months("0 tháng"), None);
        assert_eq!(read_months("36"), None);
    }

    #[test]
    fn days_are_read_day_first() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 30);
        for text in ["30/09/2026", "2026-09-30", "30-9-2026", "30.09.2026", "2026-09-30 00:00:00"] {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in ["30 September 2026", "12:00 AM 30 September 2026", "30 sep 2026"] {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in ["September 2026", "31 September 2026", "30 Septembre 2026", "30 s 2026"] {
            assert_eq!(read_day(text), None, "{text}");
        }
        assert_eq!(read_day("09/30/2026"), None, "there is no 30th month");
        assert_eq!(day_from_serial(46_295.0), day);
        assert_eq!(day_from_serial(12.0), None);
    }

    proptest! {
        #[test]
        fn a_quarter_reads_back_however_it_is_printed(year in 1990..=2100_i32, number in 1..=4_u32) {
            let roman = ["I", "II", "III", "IV"][number as usize - 1];
            let quarter = Quarter::new(year, number);
            for text in [
                format!("{year}Q{number}"),
                format!("Q{number}/{year}"),
                format!("Q{number}-{year}"),
                format!("Quý {roman}/{year}"),
                format!("QUÝ {roman} NĂM {year}"),
                format!("quý {number} năm {year}"),
                format!("{roman}/{year}"),
            ] {
                prop_assert_eq!(Quarter::read(&text), quarter, "{}", text);
            }
            let first = NaiveDate::from_ymd_opt(year, number * 3 - 2, 1);
            let period = read_period(&format!("Quý {roman}/{year}"));
            prop_assert_eq!(period.map(|(day, _)| day), first);
        }

        #[test]
        fn a_day_reads_back_however_it_is_printed(serial in 29_221..73_415_i32) {
            let day = day_from_serial(f64::from(serial)).expect("in range");
            let begin = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
            prop_assert_eq!(day.signed_duration_since(begin).num_days(), i64::from(serial));
            for format in
                ["%d/%m/%Y", "%-d/%-m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00"]
            {
                let text = day.format(format).to_string();
                prop_assert_eq!(read_day(&text), Some(day), "{}", text);
            }
        }
    }
}
