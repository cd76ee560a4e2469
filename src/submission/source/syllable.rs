//! Whether a word could be Vietnamese: onset, rime and tone fit together.

use std::collections::HashSet;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// Onsets of two letters or more; the longest that fits is taken off first.
const LONG_ONSETS: [&str; 11] = ["ngh", "ng", "gh", "gi", "kh", "nh", "ph", "qu", "th", "tr", "ch"];

/// Onsets of one letter.
const SHORT_ONSETS: &str = "bcdđghklmnpqrstvx";

/// Rimes without their tone.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp \
    ât âu ây e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp \
    iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn \
    oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp \
    ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up \
    ut uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt \
    ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt";

fn rimes() -> &'static HashSet<&'static str> {
    static ALL: OnceLock<HashSet<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| RIMES.split_whitespace().collect())
}

/// Tone marks: huyền, hỏi, ngã, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// Whether the word is spelled as a Vietnamese syllable, in either case.
pub(super) fn is_syllable(word: &str) -> bool {
    let lower = word.replace(['Ð', 'ð'], "đ").to_lowercase();
    let mut tone = None;
    let mut letters = String::new();
    for c in lower.nfd() {
        if !TONES.contains(&c) {
            letters.push(c);
        } else if tone.replace(c).is_some() {
            return false;
        }
    }
    let letters: String = letters.nfc().collect();
    onsets(&letters).any(|rime| is_rime(rime, tone))
}

/// What follows each onset the letters can begin with.
fn onsets(letters: &str) -> impl Iterator<Item = &str> {
    let long = LONG_ONSETS.iter().find_map(|onset| letters.strip_prefix(onset));
    let short = letters.strip_prefix(|c| SHORT_ONSETS.contains(c));
    [long, short, Some(letters)].into_iter().flatten()
}

fn is_rime(rime: &str, tone: Option<char>) -> bool {
    // A syllable that ends in a stop is said with sắc or nặng, never with another tone.
    let is_stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    let fits = !is_stopped || matches!(tone, Some('\u{301}' | '\u{323}'));
    fits && rimes().contains(rime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_are_syllables_and_others_are_not() {
        for word in
            "Bộ Công nghiệp THƯƠNG giữa gì quốc Việt huyện khuỷu Ðài xã hội bảo hiểm hoà hóa \
                     thuế nước Quỳnh giếng ảo máy chủ ổ đĩa lượng"
                .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in
            ["réseau", "für", "disposição", "C«ng", "Vieät", "hoäi", "server", "việtt", "cât", ""]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
