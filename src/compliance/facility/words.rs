//! Cases, reasons and warnings in words, in both languages.

use super::case::{Case, Decision, Proof, Warning};
use super::evidence::{Evidence, Scope, Standard};
use super::{FacilityCase, LEVEL_KEPT};
use crate::language::Language;
use crate::time::{NaiveDate, written_day};

impl Case {
    /// Its name, for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Below => language.pick("a: below level III", "a: dưới hạng III"),
            Self::Kept => language.pick("b: level III or above", "b: từ hạng III"),
            Self::Leased => language.pick("c: leased", "c: đi thuê"),
            Self::Unknown => language.pick("level not proven", "chưa rõ hạng"),
            Self::NotOwner => language.pick("III.3 does not apply", "không thuộc khoản 3 mục III"),
        }
    }
}

impl Standard {
    fn with_level(self, level: u8, language: Language) -> String {
        let roman =
            ["I", "II", "III", "IV"].get(usize::from(level).wrapping_sub(1)).unwrap_or(&"?");
        match self {
            Self::Tcvn9250 => format!("TCVN 9250:2021 {} {roman}", language.pick("level", "hạng")),
            Self::Tia942 => format!("TIA-942 Rated-{level}"),
            Self::Uptime => format!("Uptime Tier {roman}"),
        }
    }
}

impl Evidence {
    /// What it says, in a few words: standard and level, scope, last day.
    pub fn words(&self, language: Language) -> String {
        let mut words = match (self.standard, self.level) {
            (Some(standard), Some(level)) => standard.with_level(level, language),
            (Some(standard), None) => {
                format!(
                    "{} ({})",
                    standard.name(),
                    language.pick("level not stated", "chưa nêu hạng")
                )
            }
            (None, _) if self.text.is_empty() => {
                language.pick("no standard named", "chưa nêu tiêu chuẩn").to_owned()
            }
            (None, _) => format!("\"{}\"", self.text),
        };
        let parts: Vec<&str> = match &self.scope {
            Scope::Parts(parts) => parts.iter().map(|part| part.word()).collect(),
            Scope::Design => vec![language.pick("design", "thiết kế")],
            Scope::Site | Scope::Unstated => Vec::new(),
        };
        if !parts.is_empty() {
            words.push_str(&format!(" [{}]", parts.join(", ")));
        }
        if let Some(ends) = self.ends_on {
            let until = language.pick("until", "đến");
            words.push_str(&format!(" {until} {}", written_day(ends, language)));
        }
        words
    }
}

impl FacilityCase {
    /// Why it is this case.
    pub fn reason(&self, language: Language) -> String {
        let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
        let decision = &self.decision;
        let level = |wanted: fn(&Proof) -> bool| {
            let proofs = decision.proofs.iter().filter(|(_, proof)| wanted(proof));
            let words = proofs.map(|(standard, proof)| {
                let (Proof::Kept(level) | Proof::Below(level)) = *proof;
                standard.with_level(level, language)
            });
            words.collect::<Vec<_>>().join(", ")
        };
        match decision.case {
            Case::Leased => t(
                "it is leased, which goes before any level",
                "hạ tầng đi thuê, xét trước hạng của nhà trạm",
            ),
            Case::Kept => t(
                &format!("{} is in force", level(|proof| matches!(proof, Proof::Kept(_)))),
                &format!("{} đang còn hiệu lực", level(|proof| matches!(proof, Proof::Kept(_)))),
            ),
            Case::Below => {
                let below = level(|proof| matches!(proof, Proof::Below(_)));
                t(
                    &format!("{below}; no accepted standard proves level {LEVEL_KEPT} or above"),
                    &format!(
                        "{below}; chưa có tiêu chuẩn nào chứng minh từ hạng {LEVEL_KEPT} trở lên"
                    ),
                )
            }
            Case::Unknown => t(
                "no certificate in force states the level of the whole site",
                "chưa có chứng nhận còn hiệu lực nêu hạng của toàn bộ nhà trạm",
            ),
            Case::NotOwner => t(
                "its agency owns no national database; III.1 and III.2 apply to its systems",
                "cơ quan không là chủ quản cơ sở dữ liệu quốc gia; hệ thống theo khoản 1, khoản 2 mục III",
            ),
        }
    }
}

impl Decision {
    /// What is to be done, and by when.
    pub fn follows(&self, language: Language) -> String {
        let day = |day: Option<NaiveDate>| {
            day.map_or_else(|| "?".to_owned(), |day| written_day(day, language))
        };
        let (plan, from, by) = (day(self.plan_due_on), day(self.move_from), day(self.move_by));
        match (self.case, language) {
            (Case::Below, Language::English) => {
                format!("plan by {plan}; move between {from} and {by}")
            }
            (Case::Below, Language::Vietnamese) => {
                format!("lập kế hoạch đến {plan}; chuyển hệ thống từ {from} đến {by}")
            }
            (Case::Unknown, Language::English) => format!(
                "ask for evidence; until then plan as case a: plan by {plan}, move between {from} and {by}"
            ),
            (Case::Unknown, Language::Vietnamese) => format!(
                "đề nghị gửi minh chứng; tạm tính như trường hợp a: lập kế hoạch đến {plan}, chuyển hệ thống từ \
                 {from} đến {by}"
            ),
            (Case::Kept, Language::English) => {
                "keep operating; study with the centre whether to upgrade, by \
                the centre's roadmap and the end of the equipment's depreciation; no deadline"
                    .to_owned()
            }
            (Case::Kept, Language::Vietnamese) => {
                "tiếp tục vận hành; phối hợp nghiên cứu việc nâng cấp theo lộ \
                trình của Trung tâm và thời gian hết khấu hao của thiết bị; không có thời hạn"
                    .to_owned()
            }
            (Case::Leased, Language::English) if self.move_by.is_none() => {
                format!("plan by {plan}; move when the contract ends, a day that is not stated")
            }
            (Case::Leased, Language::Vietnamese) if self.move_by.is_none() => {
                format!(
                    "lập kế hoạch đến {plan}; chuyển khi kết thúc hợp đồng, ngày kết thúc chưa nêu"
                )
            }
            (Case::Leased, Language::English) => {
                format!("plan by {plan}; move when the contract ends on {by}")
            }
            (Case::Leased, Language::Vietnamese) => {
                format!("lập kế hoạch đến {plan}; chuyển khi hợp đồng kết thúc ngày {by}")
            }
            (Case::NotOwner, _) => String::new(),
        }
    }
}

impl Warning {
    /// All.
    pub const ALL: [Self; 18] = [
        Self::AskForEvidence,
        Self::OwnershipUnstated,
        Self::OwnWithContract,
        Self::ContractEndUnstated,
        Self::ContractEnded,
        Self::ContractEndsBeforeCapacity,
        Self::ContractPastDeadline,
        Self::CertificateExpired,
        Self::CertificateToCome,
        Self::PartsOnly,
        Self::DesignOnly,
        Self::LevelUnstated,
        Self::StandardUnaccepted,
        Self::Qualified,
        Self::CertificatesDisagree,
        Self::TiaLevelRead,
        Self::KeptBeforeBelow,
        Self::LawOnData,
    ];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AskForEvidence => "ask_for_evidence",
            Self::OwnershipUnstated => "ownership_unstated",
            Self::OwnWithContract => "own_with_contract",
            Self::ContractEndUnstated => "contract_end_unstated",
            Self::ContractEnded => "contract_ended",
            Self::ContractEndsBeforeCapacity => "contract_ends_before_capacity",
            Self::ContractPastDeadline => "contract_past_deadline",
            Self::CertificateExpired => "certificate_expired",
            Self::CertificateToCome => "certificate_to_come",
            Self::PartsOnly => "parts_only",
            Self::DesignOnly => "design_only",
            Self::LevelUnstated => "level_unstated",
            Self::StandardUnaccepted => "standard_unaccepted",
            Self::Qualified => "qualified",
            Self::CertificatesDisagree => "certificates_disagree",
            Self::TiaLevelRead => "tia_level_read",
            Self::KeptBeforeBelow => "kept_before_below",
            Self::LawOnData => "law_on_data",
        }
    }

    /// What it means.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::AskForEvidence => language.pick(
                "no level is proven: ask for evidence",
                "chưa rõ hạng: đề nghị gửi minh chứng",
            ),
            Self::OwnershipUnstated => language.pick(
                "own or leased is not stated: read as own; if leased it is case c",
                "chưa nêu tự đầu tư hay đi thuê: tạm hiểu là tự đầu tư; nếu đi thuê thì là trường hợp c",
            ),
            Self::OwnWithContract => language.pick(
                "stated as own, yet a lessor or the end of a contract is stated: check",
                "ghi là tự đầu tư nhưng có đơn vị cho thuê hoặc ngày kết thúc hợp đồng: cần kiểm tra",
            ),
            Self::ContractEndUnstated => language.pick(
                "leased, and the end of the contract is not stated",
                "đi thuê nhưng chưa nêu ngày kết thúc hợp đồng",
            ),
            Self::ContractEnded => {
                language.pick("the contract has ended", "hợp đồng đã kết thúc")
            }
            Self::ContractEndsBeforeCapacity => language.pick(
                "the contract ends before the centre has capacity",
                "hợp đồng kết thúc trước khi Trung tâm có năng lực tiếp nhận",
            ),
            Self::ContractPastDeadline => language.pick(
                "the contract runs past the last day that case a has",
                "hợp đồng kéo dài quá hạn cuối của trường hợp a",
            ),
            Self::CertificateExpired => language.pick(
                "a certificate has expired and proves nothing",
                "có chứng nhận đã hết hạn, không dùng làm minh chứng",
            ),
            Self::CertificateToCome => language.pick(
                "a certificate is issued later than the as-of date",
                "có chứng nhận cấp sau ngày lấy số liệu",
            ),
            Self::PartsOnly => language.pick(
                "only parts of the site are rated; the site has the rating of its lowest part",
                "mới xếp hạng một phần nhà trạm; hạng chung là hạng thấp nhất của các phần",
            ),
            Self::DesignOnly => language.pick(
                "a certificate is for the design, not for what was built",
                "có chứng nhận chỉ cho hồ sơ thiết kế, không cho công trình đã xây dựng",
            ),
            Self::LevelUnstated => language.pick(
                "a standard is cited without one level",
                "có tiêu chuẩn nêu mà không rõ hạng",
            ),
            Self::StandardUnaccepted => language.pick(
                "what is written names no standard that III.3 accepts",
                "nội dung ghi không phải tiêu chuẩn nêu tại khoản 3 mục III",
            ),
            Self::Qualified => language.pick(
                "the words deny, plan or compare (\"not\", \"planned\", \"equivalent\"): no evidence",
                "nội dung ghi chưa đạt, dự kiến hoặc tương đương: không phải minh chứng",
            ),
            Self::CertificatesDisagree => language.pick(
                "certificates of one standard differ: the lowest counts",
                "các chứng nhận theo cùng tiêu chuẩn khác nhau: lấy hạng thấp nhất",
            ),
            Self::TiaLevelRead => language.pick(
                "III.3.b names TIA-942 without a level: read as Rated-3",
                "điểm b khoản 3 mục III nêu TIA-942 không kèm hạng: hiểu là Rated-3",
            ),
            Self::KeptBeforeBelow => language.pick(
                "not proven by TCVN 9250:2021 (point a), proven by another standard (point b): b is taken",
                "chưa chứng minh theo TCVN 9250:2021 (điểm a) nhưng đạt tiêu chuẩn khác (điểm b): áp dụng điểm b",
            ),
            Self::LawOnData => language.pick(
                "Law on Data 60/2024/QH15, Art. 30(2): national databases use the centre's infrastructure",
                "Luật Dữ liệu 60/2024/QH15, khoản 2 Điều 30: cơ sở dữ liệu quốc gia sử dụng hạ tầng của Trung tâm",
            ),
        }
    }
}
