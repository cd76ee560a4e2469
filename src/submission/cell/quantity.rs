//! Cells of counts and measured amounts.

use super::words::{is_counting_word, without_level_words};
use super::{AMOUNT_MAX, CellReader, Fault, Parsed, integer};
use crate::diagnostic::{Argument, Code, Severity, Text};
use crate::schema::{Column, Kind, Unit};
use crate::submission::amount::{Bound, Term, Written, has_bare_number, take_apart};
use crate::submission::header::unit_factor;
use crate::submission::number::{DecimalSign, Reading, read_number};
use crate::submission::rows::Value;
use crate::submission::source::Cell;
use crate::time::Datelike;
use crate::unit::{ByteUnit, Bytes, Prefix};

/// Most by which an amount and the parts in brackets after it may differ, as a share.
const PARTS_TOLERANCE: f64 = 0.005;

type Read<T> = Result<T, Box<Fault>>;

/// An amount in the column's unit, and what is to be said about it.
type Amount = (f64, Option<Fault>);

impl CellReader {
    pub(super) fn read_count(&self, cell: &Cell) -> Parsed {
        let read = match cell {
            Cell::Number(number) => Ok((*number, None)),
            Cell::Day(day) if self.column.kind == Kind::Year => Ok((f64::from(day.year()), None)),
            Cell::Text(text) => self.read_text(without_level_words(text), text, Unit::Ratio),
            other => Err(Box::new(Fault::new(Code::C402, other.raw()))),
        };
        let (number, doubt) = match read {
            Ok(read) => read,
            Err(fault) => return (Value::Missing, Some(*fault)),
        };
        let found = cell.raw();
        if let Some(fault) = c402_a_number_can_be_kept(number, &found) {
            return (Value::Missing, Some(fault));
        }
        let fault = c404_an_amount_is_not_negative(number, &found)
            .or_else(|| c405_a_count_is_a_whole_number(number, &found))
            .or_else(|| c407_a_quantity_is_plausible(self.column, number, &found));
        (integer(number), fault.or(doubt))
    }

    pub(super) fn read_quantity(&self, cell: &Cell, unit: Unit) -> Parsed {
        let read = match cell {
            Cell::Number(number) => Ok((*number * self.scale(), None)),
            Cell::Text(text) => self.read_text(text, text, unit),
            other => Err(Box::new(Fault::new(Code::C402, other.raw()))),
        };
        let (amount, doubt) = match read {
            Ok(read) => read,
            Err(fault) => return (Value::Missing, Some(*fault)),
        };
        let found = cell.raw();
        if let Some(fault) = c402_a_number_can_be_kept(amount, &found) {
            return (Value::Missing, Some(fault));
        }
        let fault = match unit {
            Unit::Percent if self.column.plausible == Some((0.0, 100.0)) => {
                c406_a_share_lies_between_0_and_100(amount, &found)
            }
            Unit::Percent => None,
            _ => c404_an_amount_is_not_negative(amount, &found),
        };
        let fault =
            fault.or_else(|| c407_a_quantity_is_plausible(self.column, amount, &found)).or(doubt);
        let value = match unit {
            Unit::Bytes(_) | Unit::Vnd => integer(amount),
            _ => Value::Decimal(amount),
        };
        (value, fault)
    }

    /// What a bare number of this column is multiplied by.
    pub(super) const fn scale(&self) -> f64 {
        match self.column.kind {
            Kind::Quantity(Unit::Bytes(_)) => self.byte_unit.bytes as f64,
            _ => self.factor,
        }
    }

    /// The amount that a text states, in the column's unit.
    fn read_text(&self, text: &str, whole: &str, unit: Unit) -> Read<Amount> {
        match take_apart(text) {
            None => Err(Box::new(Fault::new(Code::C402, whole))),
            Some(Written::Band(low, high)) => {
                // The unit may stand once, behind the upper end.
                let low = Term {
                    words: if low.words.is_empty() { high.words } else { low.words },
                    ..low
                };
                let ends =
                    (self.read_term(low, whole, unit)?.0, self.read_term(high, whole, unit)?.0);
                Err(Box::new(c420_an_amount_is_one_figure(whole, ends, self.column)))
            }
            Some(Written::Sum(bound, terms)) => {
                c402_the_parts_of_a_sum_are_in_one_way(&terms, whole)?;
                let mut sum = 0.0;
                let mut doubt = None;
                for term in terms {
                    let (amount, fault) = self.read_term(term, whole, unit)?;
                    sum += amount;
                    doubt = doubt.or(fault);
                }
                Ok((sum, doubt.or_else(|| c419_an_amount_is_exact(bound, whole))))
            }
        }
    }

    fn read_term(&self, term: Term<'_>, whole: &str, unit: Unit) -> Read<Amount> {
        // "512 (GB)": the bracket is the unit.
        let is_unit = term.words.is_empty() && !term.bracket.is_empty();
        let in_bracket = |fits: &Self| {
            is_unit && fits.c411_the_unit_fits_the_column(term.bracket, unit, whole).is_ok()
        };
        let term = match in_bracket(self) {
            true => Term { words: term.bracket, bracket: "", ..term },
            false => term,
        };
        let scale = self.c411_the_unit_fits_the_column(term.words, unit, whole)?;
        let (number, doubt) = self.c403_a_number_has_one_reading(term.number, whole, scale)?;
        let times = match (self.column.name, is_core(term.words)) {
            // "2 x 10 Core" below "Số CPU": two processors.
            ("sockets_count", true) if term.times > 1.0 => return Ok((term.times, doubt)),
            ("power_nameplate_w", _) if term.times > 1.0 => {
                return Ok((number * scale, Some(c423_power_is_that_of_one_supply(term, whole))));
            }
            _ => term.times,
        };
        let amount = times * number * scale;
        let remark = self.c418_the_parts_add_up(term.bracket, amount, whole, unit)?;
        Ok((amount, doubt.or(remark)))
    }

    /// What stands in brackets behind an amount ("16GB (1x16GB)") comes to the same; a remark in
    /// words ("12 (dự kiến)") is told.
    fn c418_the_parts_add_up(
        &self,
        inner: &str,
        amount: f64,
        whole: &str,
        unit: Unit,
    ) -> Read<Option<Fault>> {
        let remark = (!inner.is_empty())
            .then(|| Fault::new(Code::C419, whole).expected(Text::phrase("C419-remark")));
        let Some(Written::Sum(_, terms)) = take_apart(inner) else { return Ok(remark) };
        let mut sum = 0.0;
        for term in terms {
            // What is of another kind ("2.4 GHz") says nothing of the amount.
            let Ok((part, _)) = self.read_term(Term { bracket: "", ..term }, whole, unit) else {
                return Ok(remark);
            };
            sum += part;
        }
        if (sum - amount).abs() <= PARTS_TOLERANCE * amount.abs() {
            return Ok(None);
        }
        Err(Box::new(Fault::new(Code::C418, whole)))
    }

    /// The factor of the unit among the words behind a number. Words behind the unit ("SSD",
    /// "SAS 10K RAID5") say what kind of thing it is; another number among them says something we
    /// do not understand.
    fn c411_the_unit_fits_the_column(&self, words: &str, unit: Unit, text: &str) -> Read<f64> {
        if words.is_empty() {
            return Ok(self.scale());
        }
        if self.column.kind == Kind::Count || self.column.kind == Kind::Year {
            let fault = || Box::new(Fault::new(Code::C402, text));
            return is_counting_word(words).then_some(1.0).ok_or_else(fault);
        }
        let factor = |written: &str| match unit {
            Unit::Bytes(prefix) => ByteUnit::parse(written, prefix).map(|u| u.bytes as f64),
            unit => unit_factor(unit, written),
        };
        let (first, detail) = words.split_once(' ').unwrap_or((words, ""));
        factor(words).or_else(|| factor(first).filter(|_| !has_bare_number(detail))).ok_or_else(
            || {
                let expected = match unit.written() {
                    "" => Text::phrase("C411-amount"),
                    _ => Text::phrase("C411-amount-in").with("unit", unit_word(unit)),
                };
                Box::new(Fault::new(Code::C411, text).expected(expected))
            },
        )
    }

    /// The number of a text. Where the column does not tell the decimal sign, the plausible range
    /// may: when exactly one reading lies in it, that one is taken, with a note of both.
    fn c403_a_number_has_one_reading(&self, digits: &str, text: &str, scale: f64) -> Read<Amount> {
        match read_number(digits, self.sign) {
            None => Err(Box::new(Fault::new(Code::C402, text))),
            Some(Reading::One(number)) => Ok((number, None)),
            Some(Reading::Two { comma, point }) => {
                let whole = matches!(self.column.kind, Kind::Count | Kind::Year);
                let fits = |number: f64| {
                    let amount = number * scale;
                    let in_range = self
                        .column
                        .plausible
                        .is_none_or(|(low, high)| low <= amount && amount <= high);
                    in_range && (!whole || number.fract() == 0.0)
                };
                let readings =
                    |id: &'static str| Text::phrase(id).with("comma", comma).with("point", point);
                let fault = Fault::new(Code::C403, text);
                let one = || readings("C403-one-taken");
                match (fits(comma), fits(point)) {
                    (true, false) => Ok((comma, Some(resolved(fault, one(), comma)))),
                    (false, true) => Ok((point, Some(resolved(fault, one(), point)))),
                    _ => Err(Box::new(fault.expected(readings("C403-one-of-two")))),
                }
            }
        }
    }
}

/// "1+1 750W": amounts with a unit and numbers without one are no sum of one thing.
fn c402_the_parts_of_a_sum_are_in_one_way(terms: &[Term<'_>], found: &str) -> Read<()> {
    let named = terms.iter().filter(|term| !term.words.is_empty() || !term.bracket.is_empty());
    let named = named.count();
    if named == 0 || named == terms.len() {
        return Ok(());
    }
    Err(Box::new(Fault::new(Code::C402, found).expected(Text::phrase("C402-one-way"))))
}

/// "2x750W" are two supplies; the column says what is printed on one.
fn c423_power_is_that_of_one_supply(term: Term<'_>, found: &str) -> Fault {
    let mut fault = Fault::new(Code::C423, found)
        .expected(Text::phrase("C423-one-supply").with("supplies", term.times));
    fault.severity = Severity::Note;
    fault
}

fn resolved(mut fault: Fault, readings: Text, taken: f64) -> Fault {
    fault.severity = Severity::Note;
    fault.expected(readings.with("taken", taken))
}

fn is_core(words: &str) -> bool {
    let word = words.to_lowercase();
    ["core", "cores", "nhân", "lõi", "c"].contains(&word.as_str())
}

/// Bytes of the sizes a text states ("2x480GB SSD + 4x2.4TB"); `None` when it states none, anything
/// else beside them, or a number with two readings.
pub fn bytes_of_terms(text: &str, prefix: Prefix) -> Option<f64> {
    let Some(Written::Sum(_, terms)) = take_apart(text) else { return None };
    let mut sum = 0.0;
    for term in terms {
        let (first, detail) = term.words.split_once(' ').unwrap_or((term.words, ""));
        let unit = ByteUnit::parse(first, prefix).filter(|_| !has_bare_number(detail))?;
        let Reading::One(number) = read_number(term.number, DecimalSign::Undecided)? else {
            return None;
        };
        sum += term.times * number * unit.bytes as f64;
    }
    // Decimals of a size are binary fractions: 1.2 TB three times is 3.6 TB all the same.
    Some(sum.round())
}

fn c419_an_amount_is_exact(bound: Bound, found: &str) -> Option<Fault> {
    let said = match bound {
        Bound::Exact => return None,
        Bound::About => "C419-about",
        Bound::AtLeast => "C419-at-least",
        Bound::AtMost => "C419-at-most",
    };
    let mut fault = Fault::new(Code::C419, found).expected(Text::phrase(said));
    if bound != Bound::About {
        fault.severity = Severity::Warning;
    }
    Some(fault)
}

fn c420_an_amount_is_one_figure(found: &str, ends: (f64, f64), column: &Column) -> Fault {
    let between = Text::phrase("C420-between")
        .with("low", amount_argument(column, ends.0))
        .with("high", amount_argument(column, ends.1));
    Fault::new(Code::C420, found).expected(between)
}

/// An amount of a column in a sentence: sizes as such, anything else with its unit.
pub fn amount_argument(column: &Column, amount: f64) -> Argument {
    match column.kind {
        Kind::Quantity(Unit::Bytes(_)) => Bytes::from_bytes(amount.max(0.0) as u64).into(),
        Kind::Quantity(unit) if !unit.written().is_empty() => {
            format!("{amount} {}", unit.written()).into()
        }
        _ => amount.into(),
    }
}

/// A number too large to be kept is none, rather than one that nobody stated.
pub fn c402_a_number_can_be_kept(number: f64, found: &str) -> Option<Fault> {
    let fault = || Fault::with(Code::C402, found, Text::phrase("C402-too-large"));
    (!number.is_finite() || number.abs() >= AMOUNT_MAX).then(fault)
}

fn c404_an_amount_is_not_negative(amount: f64, found: &str) -> Option<Fault> {
    (amount < 0.0).then(|| Fault::new(Code::C404, found))
}

fn c405_a_count_is_a_whole_number(number: f64, found: &str) -> Option<Fault> {
    (number.fract() != 0.0).then(|| Fault::new(Code::C405, found))
}

fn c406_a_share_lies_between_0_and_100(amount: f64, found: &str) -> Option<Fault> {
    (!(0.0..=100.0).contains(&amount)).then(|| Fault::new(Code::C406, found))
}

fn c407_a_quantity_is_plausible(column: &Column, amount: f64, found: &str) -> Option<Fault> {
    let (low, high) = column.plausible?;
    (!(low..=high).contains(&amount))
        .then(|| Fault::new(Code::C407, found).expected(range(column.kind, low, high)))
}

/// The plausible values of a column, sizes in GiB whatever the unit of the cell.
fn range(kind: Kind, low: f64, high: f64) -> Text {
    let Kind::Quantity(unit) = kind else {
        return Text::phrase("C407-range").with("low", low).with("high", high);
    };
    match (unit, unit.written()) {
        (Unit::Bytes(_), _) => {
            let size = |bytes: f64| Bytes::from_bytes(bytes as u64);
            Text::phrase("C407-range").with("low", size(low)).with("high", size(high))
        }
        (_, "") => Text::phrase("C407-range").with("low", low).with("high", high),
        _ => Text::phrase("C407-range-unit")
            .with("low", low)
            .with("high", high)
            .with("unit", unit_word(unit)),
    }
}

/// A unit in a sentence.
fn unit_word(unit: Unit) -> Argument {
    match unit {
        Unit::Hours => Argument::Words("hours".to_owned(), unit.written().to_owned()),
        _ => unit.written().into(),
    }
}
