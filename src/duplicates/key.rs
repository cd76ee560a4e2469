//! What a name, a serial or an address comes to once the ways of writing it are forgotten.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::bits::{Bits, log2_ratio};
use crate::text::bare_key;

/// Fewest signs of a serial, or letters of a name without numbers, in which a slip can be told from
/// another serial or name.
pub const SLIP_LENGTH_MIN: usize = 6;
/// Fewest letters of a name whose numbers agree.
const NUMBERED_LENGTH_MIN: usize = 4;
/// A sign left out, one too many, a wrong one, two swapped.
const SLIP_KINDS: u64 = 4;
/// Last signs in which the serials of one batch differ.
const BATCH_SIGNS: usize = 2;
/// Serials whose numbers are nearer than this are of one batch.
const BATCH_STEP_MAX: u64 = 100;

/// What stands where a serial is not known, as bare keys.
const NO_SERIALS: [&str; 28] = [
    "na",
    "none",
    "null",
    "nil",
    "unknown",
    "khongco",
    "khong",
    "khongro",
    "chuaro",
    "chuaco",
    "dangcapnhat",
    "chuacosolieu",
    "tobefilledbyoem",
    "tobefilled",
    "defaultstring",
    "systemserialnumber",
    "serialnumber",
    "notspecified",
    "notavailable",
    "notapplicable",
    "oem",
    "xxx",
    "test",
    "tbd",
    "default",
    "chassisserialnumber",
    "invalid",
    "vmware",
];

/// Words of names that say nothing of which machine is meant.
const COMMON_WORDS: [&str; 74] = [
    "ad",
    "admin",
    "api",
    "app",
    "application",
    "backend",
    "backup",
    "bk",
    "cache",
    "chu",
    "client",
    "cluster",
    "cntt",
    "core",
    "data",
    "database",
    "db",
    "dc",
    "demo",
    "dev",
    "dhcp",
    "dns",
    "docker",
    "dr",
    "elastic",
    "esx",
    "esxi",
    "file",
    "frontend",
    "ftp",
    "gateway",
    "git",
    "gw",
    "host",
    "http",
    "hv",
    "hyperv",
    "k",
    "k8s",
    "kvm",
    "lb",
    "ldap",
    "linux",
    "local",
    "localhost",
    "localdomain",
    "mail",
    "master",
    "may",
    "mgmt",
    "mysql",
    "new",
    "nginx",
    "node",
    "old",
    "oracle",
    "pc",
    "portal",
    "prod",
    "proxy",
    "redis",
    "server",
    "sql",
    "srv",
    "storage",
    "test",
    "uat",
    "ubuntu",
    "vm",
    "web",
    "win",
    "windows",
    "worker",
    "ao",
];

/// Words of the names of databases that are not their subject.
const NO_SUBJECT: [&str; 20] = [
    "csdl", "co", "so", "du", "lieu", "database", "db", "cua", "ve", "he", "thong", "quoc", "gia",
    "national", "the", "of", "phan", "mem", "kho", "nganh",
];

/// UUIDs that boards carry whose maker gave them none.
const NO_UUIDS: [&str; 2] =
    ["03000200040005000006000700080009", "12345678123456781234567812345678"];

/// The same hash in every run.
pub fn hash_of<T: std::hash::Hash + ?Sized>(value: &T) -> u64 {
    FixedState::with_seed(0).hash_one(value)
}

/// A serial without case, spaces and dashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial {
    /// Letters and digits, in capitals.
    pub plain: String,
    /// The same with O read as 0, I and L as 1.
    pub folded: String,
}

impl Serial {
    /// The serial of a text; `None` where it says that there is none.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_lowercase();
        // "S/N: 123" names itself.
        let marks = ["serial number", "serial no", "serial", "s/n", "sn:", "sn ", "service tag"];
        let own = marks.iter().find_map(|mark| lower.strip_prefix(mark)).unwrap_or(&lower);
        let key = bare_key(own);
        if NO_SERIALS.contains(&key.as_str()) {
            return None;
        }
        let plain = key.to_uppercase();
        let mut signs: Vec<char> = plain.chars().collect();
        signs.sort_unstable();
        signs.dedup();
        // 0000, XXXX and the like, and what is too short to be a serial.
        if plain.chars().count() < 4 || signs.len() < 2 || is_counting(&plain) {
            return None;
        }
        let folded = plain
            .chars()
            .map(|sign| match sign {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        Some(Self { plain, folded })
    }

    /// Evidence that its signs could carry: three quarters of those of signs drawn by chance, since
    /// makers number in order.
    pub fn signs_bits(&self) -> Bits {
        self.plain.chars().count() as i32 * log2_ratio(self.signs(), 1) * 3 / 4
    }

    /// How many signs each of its places may have: ten of a number, else about thirty-two.
    fn signs(&self) -> u64 {
        if self.plain.chars().all(|c| c.is_ascii_digit()) { 10 } else { 32 }
    }

    /// In how many ways a slip of the hand that makes the other serial of this one, or this one of the
    /// other, could have gone: one in four slips is of each kind (Damerau 1964), and of that kind a slip
    /// may be at any place. `None` where it takes more than one slip.
    pub fn slip_ways(&self, other: &Self) -> Option<u64> {
        if !is_one_slip(&self.folded, &other.folded) {
            return None;
        }
        let (a, b): (Vec<char>, Vec<char>) =
            (self.folded.chars().collect(), other.folded.chars().collect());
        let places = a.len().max(b.len()) as u64;
        let wrong = a.iter().zip(&b).filter(|(x, y)| x != y).count();
        let of_kind = match (a.len() == b.len(), wrong) {
            // Another sign, any but the right one.
            (true, 1) => places * (self.signs().max(other.signs()) - 1),
            (true, _) => places - 1,
            // The longer one has all signs, and one is left out of it.
            (false, _) => places,
        };
        Some(of_kind * SLIP_KINDS)
    }

    /// Whether it is the next of a batch, or one near it: all but the last two signs agree, or the
    /// numbers at the end are near.
    pub fn is_next_to(&self, other: &Self) -> bool {
        let (a, b) = (&self.folded, &other.folded);
        if a.len() != b.len() || !a.is_ascii() || !b.is_ascii() {
            return false;
        }
        let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
        if same + BATCH_SIGNS >= a.len() {
            return true;
        }
        let number = |text: &str| text[same..].parse::<u64>().ok();
        match (number(a), number(b)) {
            (Some(x), Some(y)) => x.abs_diff(y) <= BATCH_STEP_MAX,
            _ => false,
        }
    }
}

/// 123456789 and the like, which stand for no serial.
fn is_counting(serial: &str) -> bool {
    "0123456789".contains(serial) || "1234567890".contains(serial)
}

/// Whether one slip of the hand makes one of the other: a sign too many, too few, wrong, or two
/// swapped.
pub fn is_one_slip(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 4 && strsim::osa_distance(a, b) == 1
}

/// A name of a machine, a code or the subject of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its words and numbers in order.
    pub key: String,
    /// The same, sorted.
    pub sorted: String,
    /// Its letters.
    pub letters: String,
    /// Its numbers.
    pub numbers: String,
    /// It says nothing of which thing is meant.
    pub is_common: bool,
}

impl Name {
    /// The name of a machine, or its code; `None` where it has neither letter nor digit.
    pub fn of_machine(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let words = words_of(without_domain(&lower));
        Self::of(words, |word| COMMON_WORDS.contains(&word))
    }

    /// The subject of a database.
    pub fn of_subject(text: &str) -> Option<Self> {
        let mut words = words_of(text);
        let has_more = words.iter().any(|word| !NO_SUBJECT.contains(&word.as_str()));
        let written: String = words.iter().filter(|word| !is_number(word)).cloned().collect();
        if has_more {
            words.retain(|word| !NO_SUBJECT.contains(&word.as_str()));
        }
        let name = Self::of(words, |word| NO_SUBJECT.contains(&word))?;
        // A slip may be in a word that is no subject.
        Some(Self { letters: written, ..name })
    }

    /// Whether it is long enough to tell a slip from another name.
    pub fn can_slip(&self) -> bool {
        let least = if self.numbers.is_empty() { SLIP_LENGTH_MIN } else { NUMBERED_LENGTH_MIN };
        self.letters.chars().count() >= least
    }

    /// Its letters behind the id of an agency; `None` where it does not begin with that.
    pub fn behind(&self, agency_id: &str) -> Option<&str> {
        let id = words_of(agency_id).concat();
        self.letters.strip_prefix(id.as_str()).filter(|_| !id.is_empty())
    }

    fn of(words: Vec<String>, is_common_word: impl Fn(&str) -> bool) -> Option<Self> {
        if words.is_empty() {
            return None;
        }
        let (numbers, letters): (Vec<&String>, Vec<&String>) =
            words.iter().partition(|word| is_number(word));
        let join = |words: &[&String], by: &str| {
            words.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(by)
        };
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let written = join(&letters, "");
        Some(Self {
            key: words.join(" "),
            sorted: sorted.join(" "),
            numbers: join(&numbers, " "),
            is_common: written.chars().count() < 3
                || letters.iter().all(|word| is_common_word(word)),
            letters: written,
        })
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words and numbers of a name, without case, diacritics and leading zeros.
fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        let mut word = String::new();
        for c in bare_key(part).chars() {
            let was_digit = word.chars().next_back().map(|last| last.is_ascii_digit());
            if was_digit.is_some_and(|was| was != c.is_ascii_digit()) {
                words.push(std::mem::take(&mut word));
            }
            word.push(c);
        }
        words.push(word);
    }
    for word in &mut words {
        if word.starts_with('0') {
            let number = word.trim_start_matches('0');
            *word = if number.is_empty() { "0".to_owned() } else { number.to_owned() };
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// esx-01 of esx-01.moj.gov.vn; what is no name with a domain stays whole.
fn without_domain(name: &str) -> &str {
    let Some((label, domain)) = name.split_once('.') else { return name };
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_domain = last.len() >= 2 && last.chars().all(char::is_alphabetic);
    let has_letter = label.chars().any(char::is_alphabetic);
    let has_space = name.contains(char::is_whitespace);
    if is_domain && has_letter && !has_space { label } else { name }
}

/// A UUID as 32 hexadecimal digits; `None` for what is none, or one that many boards carry.
pub fn uuid_of(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['{', '[']).trim_end_matches(['}', ']']);
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | ':')).collect();
    let digits = digits.to_lowercase();
    let is_hex = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut signs: Vec<u8> = digits.bytes().collect();
    signs.sort_unstable();
    signs.dedup();
    (is_hex && signs.len() > 2 && !NO_UUIDS.contains(&digits.as_str())).then_some(digits)
}

/// Whether an address is one that every network has.
pub fn is_private(address: &str) -> bool {
    let parts: Vec<u8> = address.split('.').filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [10 | 127, ..] | [192, 168, ..] | [169, 254, ..] => true,
        [172, second, ..] => (16..32).contains(&second),
        _ => false,
    }
}

/// An address of a network as written in a cell; `None` for what is none, or stands for any machine.
pub fn address_of(text: &str) -> Option<String> {
    let text = text.trim().split('/').next().unwrap_or_default();
    let address: std::net::IpAddr = text.parse().ok()?;
    let is_any = address.is_loopback() || address.is_unspecified() || address.is_multicast();
    (!is_any).then(|| address.to_string())
}

/// Every text that is left when one sign is taken out: two texts that one slip tells apart share one.
pub fn with_one_left_out(text: &str) -> impl Iterator<Item = String> {
    let signs: Vec<char> = text.chars().collect();
    (0..signs.len()).map(move |left_out| {
        let kept = signs.iter().enumerate().filter(|(at, _)| *at != left_out);
        kept.map(|(_, sign)| *sign).collect()
    })
}
