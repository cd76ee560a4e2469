//! The codes of findings: one line each with the severity; what they say stands in the catalogue.
//!
//! F: the file, H: headers, A: agencies, C: one cell, R: one row, T: a whole table, P: notes of a
//! format profile, X: figures across tables and submissions, N: lists of what stands in a hall, L: the
//! device library. `docs/findings.md` is generated from this list and the catalogue.

use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::{Severity, Text, catalogue};
use crate::language::Language;

macro_rules! codes {
    ($($code:ident $severity:ident;)*) => {
        /// Which rule a finding comes from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = concat!("See `", stringify!($code), "` in `catalogue/en.ftl`.")]
                $code,
            )*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The code as printed, as `R401`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// The usual severity.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$code => Severity::$severity,)* }
            }

            /// The claim as the text of a finding: what is expected where nothing more exact is.
            pub const fn claim_text(self) -> Text {
                Text::phrase(match self { $(Self::$code => concat!(stringify!($code), ".claim"),)* })
            }

            /// The remedy as the text of a finding.
            pub const fn remedy_text(self) -> Text {
                Text::phrase(match self { $(Self::$code => concat!(stringify!($code), ".remedy"),)* })
            }
        }
    };
}

codes! {
    F101 Error;
    F102 Error;
    F103 Error;
    F104 Error;
    F105 Error;
    F106 Note;
    F107 Note;
    F108 Note;
    F109 Error;
    F110 Error;
    F111 Note;
    F112 Error;
    F113 Error;
    H201 Warning;
    H202 Warning;
    H203 Note;
    H204 Error;
    H205 Warning;
    H206 Note;
    H207 Note;
    H208 Warning;
    H209 Warning;
    H210 Note;
    H211 Warning;
    H212 Warning;
    A301 Error;
    A302 Error;
    A303 Error;
    A304 Note;
    A305 Note;
    A306 Error;
    C401 Error;
    C402 Error;
    C403 Error;
    C404 Error;
    C405 Error;
    C406 Error;
    C407 Warning;
    C408 Warning;
    C409 Warning;
    C410 Warning;
    C411 Error;
    C412 Warning;
    C413 Warning;
    C414 Note;
    C415 Error;
    C416 Warning;
    C417 Error;
    C418 Error;
    C419 Note;
    C420 Warning;
    C421 Warning;
    C422 Note;
    C423 Error;
    C424 Warning;
    C425 Warning;
    C426 Warning;
    C427 Note;
    C428 Warning;
    R501 Error;
    R502 Error;
    R503 Error;
    R504 Warning;
    R505 Error;
    R506 Error;
    R507 Error;
    R508 Warning;
    R509 Warning;
    R510 Warning;
    R511 Error;
    R512 Warning;
    R513 Error;
    T601 Error;
    T602 Note;
    T603 Warning;
    T604 Note;
    T605 Error;
    // T606 said that samples were not yet used; stored findings still have it.
    T607 Warning;
    T608 Note;
    T609 Error;
    T610 Error;
    T611 Warning;
    T612 Warning;
    P701 Note;
    P702 Note;
    P703 Warning;
    P704 Warning;
    P705 Error;
    P706 Note;
    P707 Warning;
    P708 Note;
    P709 Error;
    P710 Note;
    P711 Warning;
    P712 Note;
    P713 Note;
    P714 Warning;
    P715 Note;
    P716 Note;
    P717 Warning;
    P718 Warning;
    P719 Warning;
    P720 Warning;
    P721 Warning;
    P722 Warning;
    P723 Note;
    P724 Warning;
    P725 Warning;
    P726 Note;
    P727 Note;
    P728 Warning;
    P729 Note;
    P730 Note;
    X801 Warning;
    X802 Warning;
    X803 Warning;
    X804 Warning;
    X805 Warning;
    X806 Warning;
    X807 Warning;
    X808 Warning;
    X809 Warning;
    X810 Warning;
    N901 Error;
    N902 Error;
    N903 Error;
    N904 Error;
    N905 Error;
    N906 Error;
    N907 Warning;
    N908 Error;
    N909 Warning;
    N910 Warning;
    N911 Warning;
    N912 Warning;
    N913 Warning;
    N914 Note;
    N915 Note;
    L901 Warning;
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl Code {
    /// The code of that id, as stored.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}

/// What the catalogue says of a code.
struct Said {
    claim: String,
    example: String,
    remedy: String,
}

impl Said {
    fn of(code: Code, language: Language) -> Self {
        let attribute = |name: &str| {
            let id = format!("{}.{name}", code.id());
            catalogue::render(language, &id, std::iter::empty()).unwrap_or(id)
        };
        Self {
            claim: attribute("claim"),
            example: attribute("example"),
            remedy: attribute("remedy"),
        }
    }
}

impl Code {
    fn said(self, language: Language) -> &'static Said {
        static ENGLISH: OnceLock<Vec<Said>> = OnceLock::new();
        static VIETNAMESE: OnceLock<Vec<Said>> = OnceLock::new();
        let list = match language {
            Language::English => &ENGLISH,
            Language::Vietnamese => &VIETNAMESE,
        };
        let all = || Self::ALL.iter().map(|code| Said::of(*code, language)).collect();
        &list.get_or_init(all)[self as usize]
    }

    /// What the rule claims, as a sentence that is true of good data.
    pub fn claim(self, language: Language) -> &'static str {
        &self.said(language).claim
    }

    /// An example that breaks it.
    pub fn example(self, language: Language) -> &'static str {
        &self.said(language).example
    }

    /// What to do.
    pub fn remedy(self, language: Language) -> &'static str {
        &self.said(language).remedy
    }
}
