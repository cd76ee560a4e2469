//! Numbers as people write them: which sign is the decimal one is decided per column.
//!
//! "1.024" is 1024 in Viet Nam and 1.024 elsewhere. A column's unambiguous cells decide for all of
//! it; where none does, a cell with two readings stays ambiguous and is never guessed.

use super::amount::{Written, take_apart};

/// What the cells of a column say about its decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Cells that make sense only with a decimal comma.
    pub comma: usize,
    /// Cells that make sense only with a decimal point.
    pub point: usize,
}

/// Which sign separates the decimals in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalSign {
    /// "1.024,5"
    Comma,
    /// "1,024.5"
    Point,
    /// Nothing in the column tells, or its cells contradict each other.
    Undecided,
}

/// What a text says, as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// One reading.
    One(f64),
    /// Two readings: with decimal comma, with decimal point.
    Two {
        /// The value if the comma is the decimal sign.
        comma: f64,
        /// The value if the point is the decimal sign.
        point: f64,
    },
}

impl Evidence {
    /// Takes a cell of the column into account.
    pub fn add(&mut self, text: &str) {
        match take_apart(text) {
            Some(Written::Sum(_, terms)) => terms.iter().for_each(|t| self.add_number(t.number)),
            Some(Written::Band(low, high)) => {
                self.add_number(low.number);
                self.add_number(high.number);
            }
            None => {}
        }
    }

    fn add_number(&mut self, number: &str) {
        match shape(number) {
            Some(Shape::Decimal { sign: ',', .. }) => self.comma += 1,
            Some(Shape::Decimal { .. }) => self.point += 1,
            // Repeated groups of three: this sign is the thousands separator, so the other is decimal.
            Some(Shape::Grouped { separator: '.', .. }) => self.comma += 1,
            Some(Shape::Grouped { separator: ',', .. }) => self.point += 1,
            _ => {}
        }
    }

    /// Takes a number into account that has this decimal sign, which can be nothing else.
    pub const fn add_sign(&mut self, sign: Option<u8>) {
        match sign {
            Some(b',') => self.comma += 1,
            Some(_) => self.point += 1,
            None => {}
        }
    }

    /// Takes what other cells say into account.
    pub const fn join(&mut self, other: Self) {
        self.comma += other.comma;
        self.point += other.point;
    }

    /// The decimal sign of the column.
    pub const fn decide(self) -> DecimalSign {
        match (self.comma, self.point) {
            (0, 0) => DecimalSign::Undecided,
            (_, 0) => DecimalSign::Comma,
            (0, _) => DecimalSign::Point,
            _ => DecimalSign::Undecided,
        }
    }
}

/// Reads the number of a text without unit; `None` when it is no number.
pub fn read_number(text: &str, sign: DecimalSign) -> Option<Reading> {
    let reading = match shape(text)? {
        Shape::Plain(value) | Shape::Decimal { value, .. } | Shape::Grouped { value, .. } => {
            Reading::One(value)
        }
        Shape::Either { comma, point } => match sign {
            DecimalSign::Comma => Reading::One(comma),
            DecimalSign::Point => Reading::One(point),
            DecimalSign::Undecided => Reading::Two { comma, point },
        },
    };
    Some(reading)
}

/// How the digits and signs of a number stand.
#[derive(Debug, PartialEq)]
enum Shape {
    /// Digits only, or with an exponent.
    Plain(f64),
    /// One sign that can only be decimal.
    Decimal { value: f64, sign: char },
    /// One sign, repeated or in the company of spaces, that can only separate thousands.
    Grouped { value: f64, separator: char },
    /// One sign before exactly three digits: decimal or thousands.
    Either { comma: f64, point: f64 },
}

fn shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if text.contains(['e', 'E']) {
        return text
            .replace(',', ".")
            .parse()
            .ok()
            .filter(|v: &f64| v.is_finite())
            .map(Shape::Plain);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.contains(['-', '+']) {
        return None;
    }
    let signed = |value: f64| if negative { -value } else { value };
    let parse = |text: &str| text.parse::<f64>().ok().map(signed);
    let spaced = digits.contains([' ', '\u{a0}', '\u{202f}', '\'', '’']);
    let (whole, rest) = match digits.find(['.', ',']) {
        Some(at) if spaced => digits.split_at(at),
        _ if spaced => (digits, ""),
        _ => return shape_of_signs(digits, parse),
    };
    let joined = join_groups(whole, [' ', '\u{a0}', '\u{202f}', '\'', '’'].as_slice())?;
    if rest.is_empty() {
        return parse(&joined).map(Shape::Plain);
    }
    let sign = rest.chars().next()?;
    let decimals = &rest[1..];
    let value = is_digits(decimals).then(|| parse(&format!("{joined}.{decimals}")))??;
    Some(Shape::Decimal { value, sign })
}

fn shape_of_signs(digits: &str, parse: impl Fn(&str) -> Option<f64>) -> Option<Shape> {
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    match (points, commas) {
        (0, 0) => parse(digits).map(Shape::Plain),
        (1, 0) | (0, 1) => {
            let sign = if points == 1 { '.' } else { ',' };
            let (whole, decimals) = digits.split_once(sign)?;
            if !is_digits(decimals) {
                return None;
            }
            let decimal = parse(&format!("{whole}.{decimals}"))?;
            // "0.512" and "1024.512" cannot be thousands.
            if decimals.len() != 3 || whole.len() > 3 || whole.starts_with('0') {
                return Some(Shape::Decimal { value: decimal, sign });
            }
            let thousands = parse(&format!("{whole}{decimals}"))?;
            Some(match sign {
                ',' => Shape::Either { comma: decimal, point: thousands },
                _ => Shape::Either { comma: thousands, point: decimal },
            })
        }
        (_, 0) | (0, _) => {
            let separator = if points > 0 { '.' } else { ',' };
            let joined = join_groups(digits, [separator].as_slice())?;
            parse(&joined).map(|value| Shape::Grouped { value, separator })
        }
        _ => {
            let sign = digits.chars().rev().find(|c| matches!(c, '.' | ','))?;
            let separator = if sign == ',' { '.' } else { ',' };
            let (whole, decimals) = digits.rsplit_once(sign)?;
            let joined = join_groups(whole, [separator].as_slice())?;
            if !is_digits(decimals) {
                return None;
            }
            parse(&format!("{joined}.{decimals}")).map(|value| Shape::Decimal { value, sign })
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Joins "1.234.567" when every group after the first has three digits.
fn join_groups(text: &str, separators: &[char]) -> Option<String> {
    let groups: Vec<&str> = text.split(separators).collect();
    let fits = groups.iter().all(|group| is_digits(group))
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3);
    fits.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<f64> {
        match read_number(text, DecimalSign::Undecided)? {
            Reading::One(value) => Some(value),
            Reading::Two { .. } => None,
        }
    }

    #[test]
    fn what_has_one_reading_needs_no_column() {
        for (text, value) in [
            ("12", 12.0),
            ("1.778.785", 1_778_785.0),
            ("13.256,92", 13_256.92),
            ("659,000,000", 659_000_000.0),
            ("0,5", 0.5),
            ("0.512", 0.512),
            ("1 024", 1024.0),
            ("1'024,5", 1024.5),
            ("-3,25", -3.25),
            ("1.23E+18", 1.23e18),
            ("01", 1.0),
        ] {
            assert_eq!(one(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_has_two_readings_is_decided_by_its_column_only() {
        let two = Reading::Two { comma: 1024.0, point: 1.024 };
        assert_eq!(read_number("1.024", DecimalSign::Undecided), Some(two));
        assert_eq!(read_number("1.024", DecimalSign::Comma), Some(Reading::One(1024.0)));
        assert_eq!(read_number("1,024", DecimalSign::Comma), Some(Reading::One(1.024)));
        let mut evidence = Evidence::default();
        evidence.add("1.024");
        assert_eq!(evidence.decide(), DecimalSign::Undecided);
        evidence.add("7,68 TB");
        assert_eq!(evidence.decide(), DecimalSign::Comma);
        evidence.add("7.68");
        assert_eq!(evidence.decide(), DecimalSign::Undecided, "the column contradicts itself");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", "abc", "1.2.3", "12-13", "1,23,456.7.8", "1.02a", ".", "--1"] {
            assert_eq!(read_number(text, DecimalSign::Undecided), None, "{text}");
        }
    }
}
