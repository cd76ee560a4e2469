//! Vietnamese text: keys to match by, keys to sort by. Knows nothing of tables.
//!
//! The same name arrives precomposed or decomposed (macOS), with the tone mark on either vowel
//! ("hóa", "hoá"), in capitals, with any dash, or typed without diacritics. A match key forgets all
//! of that; a bare key forgets the diacritics too and is only used where it is unambiguous.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

/// Tone marks, in the order of the Vietnamese alphabet: ngang has none, then huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// Letters in alphabetical order, decomposed without tones.
const ALPHABET: [&str; 33] = [
    "a", "a\u{306}", "a\u{302}", "b", "c", "d", "đ", "e", "e\u{302}", "f", "g", "h", "i", "j", "k",
    "l", "m", "n", "o", "o\u{302}", "o\u{31b}", "p", "q", "r", "s", "t", "u", "u\u{31b}", "v", "w",
    "x", "y", "z",
];

/// The text composed (NFC), trimmed, inner white space of any kind made single spaces,
/// invisible characters dropped.
pub fn clean(text: &str) -> String {
    if text.is_ascii() && !text.contains("  ") && !text.bytes().any(|b| b.is_ascii_control()) {
        return text.trim().to_owned();
    }
    let composed: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a person sees nothing of a text: it is empty, or all of it is space or invisible.
pub fn shows_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Marks that take no place: of direction, of joining, of line breaks that may be, and controls.
fn is_invisible(c: char) -> bool {
    let is_mark = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    is_mark || (c.is_control() && !c.is_whitespace())
}

/// Key under which two spellings of one name meet: case, Unicode form, tone position, dashes,
/// punctuation and spaces are forgotten; diacritics are kept.
pub fn match_key(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    let lower = lower(text);
    let mut key = String::with_capacity(lower.len());
    for word in lower.split(|c: char| !is_word(c)) {
        let mut tones = String::new();
        for c in word.nfd() {
            if TONES.contains(&c) { tones.push(c) } else { key.push(c) }
        }
        key.push_str(&tones);
    }
    key
}

/// The match key without any diacritic, for names typed on a keyboard without them.
pub fn bare_key(text: &str) -> String {
    lower(text)
        .nfd()
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Lower case, with the Icelandic Ð that some keyboards give read as Đ.
fn lower(text: &str) -> String {
    text.replace(['Ð', 'ð'], "đ").to_lowercase()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Compares two names as a Vietnamese dictionary does: letters first (a ă â … d đ … ơ … ư), tones second.
pub fn compare(left: &str, right: &str) -> Ordering {
    collation(left).cmp(&collation(right)).then_with(|| left.cmp(right))
}

fn collation(text: &str) -> (Vec<u32>, Vec<usize>) {
    let mut letters: Vec<u32> = Vec::new();
    let mut tones = Vec::new();
    let mut letter = String::new();
    let mut flush = |letter: &mut String| {
        if letter.is_empty() {
            return;
        }
        let place = ALPHABET.iter().position(|known| known == letter);
        let code = match place {
            Some(place) => 1_000 + place as u32,
            None => letter
                .chars()
                .next()
                .map_or(0, |c| if c.is_alphabetic() { 2_000 } else { 0 } + c as u32),
        };
        letters.push(code);
        letter.clear();
    };
    for c in lower(text).nfd() {
        if let Some(tone) = TONES.iter().position(|&known| known == c) {
            tones.push(tone + 1);
        } else if unicode_normalization::char::is_combining_mark(c) {
            letter.push(c);
        } else {
            flush(&mut letter);
            tones.push(0);
            letter.push(c);
        }
    }
    flush(&mut letter);
    (letters, tones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet_in_one_key() {
        let key = match_key("Bộ Văn hóa, Thể thao và Du lịch");
        for spelling in [
            "Bộ Văn hoá, Thể thao và Du lịch",
            "BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
            "Bộ  Văn hóa - Thể thao và Du lịch",
            &"Bộ Văn hóa, Thể thao và Du lịch".nfd().collect::<String>(),
        ] {
            assert_eq!(match_key(spelling), key, "{spelling}");
        }
        assert_ne!(match_key("Bộ Nội vụ"), match_key("Bộ Nối vụ"));
    }

    #[test]
    fn the_bare_key_reads_names_typed_without_diacritics() {
        assert_eq!(bare_key("Đài Truyền hình Việt Nam"), bare_key("Dai truyen hinh Viet Nam"));
    }

    #[test]
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let mut names = vec!["Đài", "Dân", "Bộ", "Ủy", "Văn", "Ở", "Âu", "Ăn", "An", "Uy", "Bo"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["An", "Ăn", "Âu", "Bo", "Bộ", "Dân", "Đài", "Ở", "Uy", "Ủy", "Văn"]);
    }

    #[test]
    fn cleaning_keeps_the_words_and_drops_what_cannot_be_seen() {
        assert_eq!(clean("\u{feff} Bộ\u{a0}Y  tế\u{200b} "), "Bộ Y tế");
        assert_eq!(clean("plain"), "plain");
        assert_eq!(clean("VM\u{200e}-\u{1}1\u{2060}"), "VM-1");
        assert_eq!(clean("a\u{200d}\tb"), "a b");
    }

    #[test]
    fn what_nobody_sees_shows_nothing() {
        for text in ["", " \t\n", "\u{a0}", "\u{200b}", "\u{feff} \u{200e}", "\u{1}"] {
            assert!(shows_nothing(text) && clean(text).is_empty(), "{text:?}");
        }
        for text in [".", "\u{200b}0", "\u{301}"] {
            assert!(!shows_nothing(text) && !clean(text).is_empty(), "{text:?}");
        }
    }
}
