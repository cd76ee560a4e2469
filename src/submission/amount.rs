//! Amounts as people write them in one cell: "512 GB", "3x1.2TB SAS 10K", "16GB (1x16GB)",
//! "2x480GB SSD + 4x2,4TB", "~500", ">= 16", "100GB - 1TB".
//!
//! Here a text is only taken apart; what its numbers and units mean is the work of the column.

/// How exactly the sender puts an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// As it stands.
    Exact,
    /// "~500", "khoảng 500".
    About,
    /// ">= 16", "tối thiểu 16".
    AtLeast,
    /// "<= 16", "tối đa 16".
    AtMost,
}

/// One amount of a sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term<'a> {
    /// How often it is there: 3 in "3x1.2TB".
    pub times: f64,
    /// Its number, as written.
    pub number: &'a str,
    /// The words after the number: a unit, a unit and what kind of thing it is, or nothing.
    pub words: &'a str,
    /// What stands in brackets after it; empty for nothing.
    pub bracket: &'a str,
}

/// A text taken apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Written<'a> {
    /// Amounts to be added, one as a rule.
    Sum(Bound, Vec<Term<'a>>),
    /// "100GB - 1TB": somewhere between two amounts.
    Band(Term<'a>, Term<'a>),
}

/// Takes a text apart; `None` when it is no amount.
pub fn take_apart(text: &str) -> Option<Written<'_>> {
    let (bound, text) = bound_of(text);
    if let Some((low, high)) = band_of(text) {
        return Some(Written::Band(low, high));
    }
    let mut rest = text;
    let mut terms = Vec::new();
    loop {
        let (term, after) = term_of(rest)?;
        let may_go_on = !term.words.is_empty() || !term.bracket.is_empty();
        terms.push(term);
        let after = after.trim_start();
        if after.is_empty() {
            return Some(Written::Sum(bound, terms));
        }
        // A comma separates amounts only where a unit stands before it: "1, 5" is a slip, not a sum.
        let signs: &[char] = if may_go_on { &['+', ';', ',', '&'] } else { &['+'] };
        rest = match after.strip_prefix(signs) {
            Some(next) => next,
            None => after.strip_prefix("và ").filter(|_| may_go_on)?,
        };
    }
}

/// The number a text begins with and what follows it, both trimmed; the number is empty when there
/// is none. Signs and words of approximation before it are dropped.
pub fn split_unit(text: &str) -> (&str, &str) {
    let (_, text) = bound_of(text);
    let end = number_length(text);
    (text[..end].trim_end(), text[end..].trim())
}

/// The signs and words that say how exact an amount is.
fn bound_of(text: &str) -> (Bound, &str) {
    const MARKS: &[(&str, Bound)] = &[
        (">=", Bound::AtLeast),
        ("=>", Bound::AtLeast),
        ("≥", Bound::AtLeast),
        (">", Bound::AtLeast),
        ("tối thiểu", Bound::AtLeast),
        ("ít nhất", Bound::AtLeast),
        ("trên", Bound::AtLeast),
        ("hơn", Bound::AtLeast),
        ("từ", Bound::AtLeast),
        ("<=", Bound::AtMost),
        ("=<", Bound::AtMost),
        ("≤", Bound::AtMost),
        ("<", Bound::AtMost),
        ("tối đa", Bound::AtMost),
        ("dưới", Bound::AtMost),
        ("không quá", Bound::AtMost),
        ("khoảng", Bound::About),
        ("xấp xỉ", Bound::About),
        ("gần", Bound::About),
        ("~", Bound::About),
        ("≈", Bound::About),
    ];
    let text = text.trim();
    for (mark, bound) in MARKS {
        let Some(start) = text.get(..mark.len()) else { continue };
        // Lower case may change a letter's length; marks are short, so only equal lengths compare.
        if start == *mark || start.to_lowercase() == *mark {
            let rest = text[mark.len()..].trim_start();
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                return (*bound, rest);
            }
        }
    }
    (Bound::Exact, text)
}

/// Two amounts with a dash or "đến" between them and nothing else.
fn band_of(text: &str) -> Option<(Term<'_>, Term<'_>)> {
    let (low, rest) = plain_term(text)?;
    let rest = rest.trim_start();
    let signs = ["-", "–", "—", "÷", "~", "đến", "tới", "to "];
    let rest = signs.iter().find_map(|sign| rest.strip_prefix(sign))?;
    let (high, rest) = plain_term(rest.trim_start())?;
    rest.trim().is_empty().then_some((low, high))
}

/// A number and at most one word right after it.
fn plain_term(text: &str) -> Option<(Term<'_>, &str)> {
    let end = number_length(text);
    let number = text[..end].trim_end();
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = text[end..].trim_start();
    let word = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    // "to" and "đến" are no units.
    let word = if ["đến", "tới", "to"].contains(&&rest[..word]) { 0 } else { word };
    let term = Term { times: 1.0, number, words: &rest[..word], bracket: "" };
    Some((term, &rest[word..]))
}

/// One term of a sum, and the text after it.
fn term_of(text: &str) -> Option<(Term<'_>, &str)> {
    let mut rest = text.trim_start();
    let mut times = 1.0;
    let number = loop {
        let end = number_length(rest);
        let number = rest[..end].trim_end();
        if number.is_empty() {
            return None;
        }
        rest = rest[end..].trim_start();
        let after = rest.strip_prefix(['x', 'X', '×', '*']).map(str::trim_start);
        match after.filter(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
            Some(after) => {
                times *= whole(number)?;
                rest = after;
            }
            None => break number,
        }
    };
    let end = words_length(rest);
    let words = rest[..end].trim().trim_start_matches('-');
    rest = &rest[end..];
    let mut bracket = "";
    if let Some(inner) = rest.strip_prefix('(') {
        let close = inner.find(')')?;
        bracket = inner[..close].trim();
        rest = &inner[close + 1..];
        // Words after the bracket ("DDR4") add nothing, unless an amount is among them.
        let end = words_length(rest);
        if has_bare_number(&rest[..end]) {
            return None;
        }
        rest = &rest[end..];
    }
    Some((Term { times, number, words, bracket }, rest))
}

/// A count of at most four digits.
fn whole(text: &str) -> Option<f64> {
    let is_count = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_count.then(|| text.parse().ok())?
}

/// Length of the words up to a bracket or the sign before a next term.
fn words_length(text: &str) -> usize {
    let ends = |at: usize, c: char| match c {
        '(' | '+' | ';' | '&' => true,
        ',' => text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit()),
        _ => text[at..].starts_with("và "),
    };
    text.char_indices().find(|&(at, c)| ends(at, c)).map_or(text.len(), |(at, _)| at)
}

/// Whether a number stands among the words that is no part of a word, as "10K" and "RAID5" are, and
/// no speed or size of a disk ("7200 rpm", "2.5 inch").
pub fn has_bare_number(words: &str) -> bool {
    let words: Vec<&str> = words.split([' ', '/', '-', '\t']).filter(|w| !w.is_empty()).collect();
    let is_number = |word: &str| {
        let digits = word.chars().any(|c| c.is_ascii_digit());
        digits && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let is_size = |word: &str| {
        let lower = word.to_lowercase();
        let unit = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        unit.len() < lower.len()
            && matches!(unit, "gb" | "tb" | "mb" | "pb" | "gib" | "tib" | "mib" | "kb")
    };
    words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1).map(|next| next.to_lowercase()).unwrap_or_default();
        let is_detail = matches!(next.as_str(), "rpm" | "inch" | "in" | "vòng" | "mhz" | "ghz");
        is_size(word) || (is_number(word) && !is_detail)
    })
}

/// Bytes of the number a text begins with: digits, decimal signs, separators of thousands (a space
/// only before three digits), an exponent, a sign before it.
fn number_length(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(next, _)| &text[next..]);
        let digit_next = || next.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let belongs = match c {
            '0'..='9' => true,
            '-' | '+' => at == 0 && digit_next(),
            '.' | ',' | '\'' | '’' => end > 0 && digit_next(),
            'e' | 'E' => is_exponent(text, at),
            ' ' | '\u{a0}' | '\u{202f}' => {
                end > 0 && !text[..at].contains(['.', ',']) && next.is_some_and(is_group_of_three)
            }
            _ => false,
        };
        if !belongs {
            // The sign of an exponent stands between it and its digits.
            let in_exponent = matches!(c, '-' | '+') && text[..at].ends_with(['e', 'E']);
            if !(in_exponent && end == at) {
                break;
            }
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_exponent(text: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut rest = text[at + 1..].chars();
    let next = rest.next();
    digit(text[..at].chars().last())
        && (digit(next) || (matches!(next, Some('+' | '-')) && digit(rest.next())))
}

/// Whether exactly three digits come next.
fn is_group_of_three(text: &str) -> bool {
    text.chars().take_while(char::is_ascii_digit).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times, number, words and bracket of each term.
    type Terms<'a> = Vec<(f64, &'a str, &'a str, &'a str)>;

    fn sum(text: &str) -> Option<(Bound, Terms<'_>)> {
        match take_apart(text)? {
            Written::Sum(bound, terms) => Some((
                bound,
                terms.into_iter().map(|t| (t.times, t.number, t.words, t.bracket)).collect(),
            )),
            Written::Band(..) => None,
        }
    }

    fn exact<'a>(terms: &[(f64, &'a str, &'a str, &'a str)]) -> Option<(Bound, Terms<'a>)> {
        Some((Bound::Exact, terms.to_vec()))
    }

    #[test]
    fn an_amount_is_taken_apart() {
        assert_eq!(sum("512 GB"), exact(&[(1.0, "512", "GB", "")]));
        assert_eq!(sum("7,68TB"), exact(&[(1.0, "7,68", "TB", "")]));
        assert_eq!(sum("1 024 GB"), exact(&[(1.0, "1 024", "GB", "")]));
        assert_eq!(sum("16GB (1x16GB)"), exact(&[(1.0, "16", "GB", "1x16GB")]));
        assert_eq!(sum("2 x 10 Core"), exact(&[(2.0, "10", "Core", "")]));
        assert_eq!(sum("3x1.2TB SAS 10K RAID5"), exact(&[(3.0, "1.2", "TB SAS 10K RAID5", "")]));
        assert_eq!(
            sum("2x480GB SSD + 4×2,4TB SAS"),
            exact(&[(2.0, "480", "GB SSD", ""), (4.0, "2,4", "TB SAS", "")])
        );
        assert_eq!(
            sum("2x480GB SSD, 4x1.2TB"),
            exact(&[(2.0, "480", "GB SSD", ""), (4.0, "1.2", "TB", "")])
        );
        assert_eq!(sum("1.5e3 W"), exact(&[(1.0, "1.5e3", "W", "")]));
        assert_eq!(sum("1.23E+18"), exact(&[(1.0, "1.23E+18", "", "")]));
        assert_eq!(sum("-4"), exact(&[(1.0, "-4", "", "")]));
        assert_eq!(sum("85,5%"), exact(&[(1.0, "85,5", "%", "")]));
    }

    #[test]
    fn how_exact_an_amount_is_is_kept() {
        for (text, bound) in [
            ("~500", Bound::About),
            ("khoảng 500", Bound::About),
            ("≥ 500", Bound::AtLeast),
            (">= 500", Bound::AtLeast),
            ("Tối thiểu 500", Bound::AtLeast),
            ("<= 500", Bound::AtMost),
        ] {
            assert_eq!(sum(text), Some((bound, vec![(1.0, "500", "", "")])), "{text}");
        }
    }

    #[test]
    fn a_band_is_no_amount() {
        let ends = |text| match take_apart(text) {
            Some(Written::Band(low, high)) => {
                Some((low.number, low.words, high.number, high.words))
            }
            _ => None,
        };
        assert_eq!(ends("100GB - 1TB"), Some(("100", "GB", "1", "TB")));
        assert_eq!(ends("500-600"), Some(("500", "", "600", "")));
        assert_eq!(ends("16 đến 32 GB"), Some(("16", "", "32", "GB")));
        assert_eq!(ends("16 GB"), None);
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in ["", "nhiều", "-", "GB 16", "1, 5", "16 (32", "x 4", "12 + nhiều"] {
            assert_eq!(sum(text), None, "{text}");
        }
        assert!(has_bare_number("GB sau đó 32"));
        assert!(has_bare_number("TB SSD 2TB"));
        assert!(!has_bare_number("TB SAS 10K RAID5 7200 rpm"));
    }

    #[test]
    fn the_unit_is_split_off() {
        assert_eq!(split_unit("512 GB"), ("512", "GB"));
        assert_eq!(split_unit("~ 1 024 GB"), ("1 024", "GB"));
        assert_eq!(split_unit("85%"), ("85", "%"));
        assert_eq!(split_unit("nhiều"), ("", "nhiều"));
    }
}
