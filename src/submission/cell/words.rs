//! Cells of words: codes, flags, words of closed lists.

use super::{Fault, Parsed};
use crate::diagnostic::{Argument, Code, Text};
use crate::schema::Category;
use crate::submission::rows::Value;
use crate::submission::source::Cell;
use crate::text::{clean, match_key};

pub(super) fn c416_a_long_number_is_kept_as_text(cell: &Cell) -> Parsed {
    let text = clean(&cell.raw());
    let was_number = matches!(cell, Cell::Number(number) if number.abs() >= 1e15);
    let mantissa = text.to_lowercase();
    let is_scientific = mantissa.split_once("e+").is_some_and(|(number, exponent)| {
        let digits =
            |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
        digits(number) && digits(exponent)
    });
    let fault = (was_number || is_scientific).then(|| Fault::new(Code::C416, &text));
    (Value::Text(text), fault)
}

pub(super) fn c413_a_yes_or_no_is_one(cell: &Cell) -> Parsed {
    let word = match cell {
        Cell::Flag(flag) => return (Value::Flag(*flag), None),
        other => match_key(&other.raw()),
    };
    let is = |words: &[&str]| words.iter().any(|known| match_key(known) == word);
    if is(&["có", "x", "yes", "y", "true", "1", "đúng", "rồi", "mật", "tối mật", "tuyệt mật"])
    {
        (Value::Flag(true), None)
    } else if is(&["không", "no", "n", "false", "0", "sai", "chưa", "thường", "không mật"])
    {
        (Value::Flag(false), None)
    } else {
        (Value::Missing, Some(Fault::new(Code::C413, cell.raw())))
    }
}

pub(super) fn c410_a_word_of_a_closed_list_is_known(
    cell: &Cell,
    categories: &[Category],
) -> Parsed {
    let word = match_key(&cell.raw());
    let known = categories.iter().find(|category| {
        match_key(category.label) == word || category.words.iter().any(|w| match_key(w) == word)
    });
    match known {
        Some(category) => (Value::Text(category.label.to_owned()), None),
        None => {
            let words = categories.iter().map(|category| (category.label, category.word_vi()));
            let fault = Fault::new(Code::C410, cell.raw())
                .expected(Text::phrase("C410-words").with("words", Argument::list(words)));
            (Value::Missing, Some(fault))
        }
    }
}

/// "Cấp độ 3" → "3".
pub(super) fn without_level_words(text: &str) -> &str {
    let text = text.trim();
    for word in
        ["cấp độ", "Cấp độ", "CẤP ĐỘ", "cấp", "Cấp", "Level", "level", "Hạng", "hạng", "Tier"]
    {
        if let Some(rest) = text.strip_prefix(word) {
            return rest.trim();
        }
    }
    text
}

pub(super) fn is_counting_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let known = [
        "",
        "vcpu",
        "vcpus",
        "vcore",
        "cpu",
        "core",
        "cores",
        "nhân",
        "lõi",
        "cái",
        "chiếc",
        "bộ",
        "máy",
        "gpu",
        "card",
        "cổng",
        "port",
        "ports",
        "người",
        "user",
        "users",
        "bản ghi",
        "tủ",
        "rack",
        "ip",
        "nguồn",
    ];
    known.contains(&word.as_str())
}
