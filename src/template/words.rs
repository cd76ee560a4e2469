//! Words of closed lists in the language of the template.

use crate::language::Language;
use crate::schema::Category;

/// "Yes" in the language.
pub const fn yes(language: Language) -> &'static str {
    language.pick("Yes", "Có")
}

/// "No" in the language.
pub const fn no(language: Language) -> &'static str {
    language.pick("No", "Không")
}

/// The word of a closed list that the template offers.
pub fn word_of(category: &Category, language: Language) -> &'static str {
    match language {
        Language::English => category.label,
        Language::Vietnamese => category.word_vi(),
    }
}
