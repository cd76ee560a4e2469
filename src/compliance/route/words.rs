//! Ways, lacks and warnings in words, in both languages.

use super::{Lack, RouteWarning, Way};
use crate::language::Language;
use crate::schema::Table;

impl Way {
    /// Its name, for people.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::Relocate => language.pick("relocate", "di chuyển thiết bị"),
            Self::Cloud => language.pick("cloud", "lên đám mây"),
            Self::Keep => language.pick("keep", "giữ nguyên"),
            Self::New => language.pick("new", "triển khai mới"),
        }
    }
}

impl Lack {
    /// The column that is empty.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Way => "move_plan",
            Self::ProposedQuarter => "proposed_quarter",
            Self::AgreedQuarter => "agreed_quarter",
            Self::SecurityLevel => "security_level",
            Self::LevelDecision => "level_decision",
            Self::StateSecret => "state_secret",
            Self::CloudReady => "cloud_ready",
            Self::Facility => "facility_id",
        }
    }

    /// The heading of that column, for people.
    pub fn title(self, language: Language) -> &'static str {
        let column = Table::System.column(self.word());
        column.map_or(self.word(), |column| language.pick(column.title_en, column.title_vi))
    }
}

impl RouteWarning {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AgreedAfterDue => "agreed_after_due",
            Self::ProposedAfterDue => "proposed_after_due",
            Self::BeforeStart => "before_start",
            Self::BeforeCapacity => "before_capacity",
            Self::AgreedDiffers => "agreed_differs",
            Self::NotCloudReady => "not_cloud_ready",
            Self::KeepWithoutGround => "keep_without_ground",
            Self::SecretsBelowLevel3 => "secrets_below_level_3",
            Self::DecisionBeforeRule => "decision_before_rule",
            Self::ListsDiffer => "lists_differ",
            Self::FacilityUndescribed => "facility_undescribed",
            Self::LawOnData => "law_on_data",
        }
    }

    /// What it means.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::AgreedAfterDue => language.pick(
                "the agreed quarter begins after the last day",
                "quý thống nhất bắt đầu sau hạn cuối",
            ),
            Self::ProposedAfterDue => language.pick(
                "no quarter is agreed, and the proposed one begins after the last day",
                "chưa thống nhất quý, quý đề xuất bắt đầu sau hạn cuối",
            ),
            Self::BeforeStart => language.pick(
                "earlier than the directive has such moves begin",
                "sớm hơn thời điểm Chỉ thị cho bắt đầu",
            ),
            Self::BeforeCapacity => language.pick(
                "earlier than the centre has capacity",
                "sớm hơn khi Trung tâm có năng lực tiếp nhận",
            ),
            Self::AgreedDiffers => language.pick(
                "agreed for another quarter than proposed",
                "quý thống nhất khác quý đề xuất",
            ),
            Self::NotCloudReady => language.pick(
                "meant for the cloud, on which it cannot run (III.2.b)",
                "dự kiến lên đám mây nhưng chưa có khả năng hoạt động trên đám mây (điểm b khoản 2 mục III)",
            ),
            Self::KeepWithoutGround => language.pick(
                "stays without case b of its facility and without a stated reason",
                "giữ nguyên nhưng nhà trạm không thuộc trường hợp b và chưa nêu lý do",
            ),
            Self::SecretsBelowLevel3 => language.pick(
                "processes state secrets at a level below 3",
                "xử lý bí mật nhà nước nhưng cấp độ dưới 3",
            ),
            Self::DecisionBeforeRule => language.pick(
                "its level was approved before the circular now in force",
                "cấp độ được phê duyệt trước thông tư đang có hiệu lực",
            ),
            Self::ListsDiffer => language.pick(
                "two lists of its agency say different things of it; the first is used",
                "hai danh sách của cơ quan ghi khác nhau; dùng danh sách đầu",
            ),
            Self::FacilityUndescribed => language.pick(
                "it names a facility that nobody describes",
                "nêu mã trung tâm dữ liệu chưa được khai",
            ),
            Self::LawOnData => language.pick(
                "stays with a national database: Law on Data 60/2024/QH15, Art. 30(2)",
                "giữ nguyên trong khi có cơ sở dữ liệu quốc gia: Luật Dữ liệu 60/2024/QH15, khoản 2 Điều 30",
            ),
        }
    }
}
