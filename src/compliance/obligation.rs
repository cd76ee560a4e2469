//! What an agency can owe, and where the directive says so.

use crate::language::Language;
use crate::reference::{Agency, Group, Part, Task, TaskId, task};
use crate::schema::Table;
use crate::time::NaiveDate;

/// What an agency can owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obligation {
    /// III.1: resources of the systems that move.
    ResourceList,
    /// III.2: cloud resources that systems need.
    CloudNeedsList,
    /// III.1 and III.2: the plan that goes with each list.
    Plan,
    /// III.3: where owners of national databases run them, and what follows from it.
    FacilityCase,
    /// VII.4: proposal and estimate of cost.
    CostEstimate,
    /// IV.6.b: catalogue of shared databases and open data.
    DatabaseCatalogue,
}

impl Obligation {
    /// All, in the order of the directive.
    pub const ALL: [Self; 6] = [
        Self::ResourceList,
        Self::CloudNeedsList,
        Self::Plan,
        Self::FacilityCase,
        Self::CostEstimate,
        Self::DatabaseCatalogue,
    ];

    /// The word in tables and in the planner's file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ResourceList => "resource_list",
            Self::CloudNeedsList => "cloud_needs_list",
            Self::Plan => "plan",
            Self::FacilityCase => "facility_case",
            Self::CostEstimate => "cost_estimate",
            Self::DatabaseCatalogue => "database_catalogue",
        }
    }

    /// The obligation of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|obligation| obligation.word() == word)
    }

    /// Its name in a heading.
    pub const fn title(self, language: Language) -> &'static str {
        match self {
            Self::ResourceList => language.pick("Resource list", "Danh sách tài nguyên"),
            Self::CloudNeedsList => language.pick("Cloud-needs list", "Danh sách nhu cầu đám mây"),
            Self::Plan => language.pick("Plan", "Kế hoạch"),
            Self::FacilityCase => language.pick("Facility case", "Phương án nhà trạm"),
            Self::CostEstimate => language.pick("Cost estimate", "Khái toán kinh phí"),
            Self::DatabaseCatalogue => {
                language.pick("Database catalogue", "Danh mục cơ sở dữ liệu")
            }
        }
    }

    /// Its name in a letter, in the words of the directive; of a plan, that of a section (`III.1`).
    pub fn full_title(self, section: &str, language: Language) -> &'static str {
        match self {
            Self::ResourceList => language.pick(
                "The list of resources of the systems to be moved",
                "Danh sách thông tin tài nguyên của các hệ thống dự kiến di chuyển",
            ),
            Self::CloudNeedsList => language.pick(
                "The list of cloud resources needed by systems to be moved or newly deployed",
                "Danh sách thông tin về nhu cầu sử dụng tài nguyên hạ tầng điện toán đám mây đối với \
                 các hệ thống dự kiến di chuyển hoặc triển khai mới",
            ),
            Self::Plan if section == "III.1" => language.pick(
                "The plan for moving infrastructure to the National Data Centre",
                "Kế hoạch chuyển hạ tầng về Trung tâm dữ liệu quốc gia",
            ),
            Self::Plan => language.pick(
                "The plan for integrating systems into the cloud of the National Data Centre",
                "Kế hoạch tích hợp hệ thống vào nền tảng điện toán đám mây của Trung tâm dữ liệu quốc gia",
            ),
            Self::FacilityCase => language.pick(
                "The facilities in which national databases run (ownership, standard, level) and the \
                 plan that follows",
                "Thông tin hạ tầng nhà trạm đặt cơ sở dữ liệu quốc gia (hình thức sở hữu, tiêu chuẩn, \
                 hạng) và kế hoạch chuyển hệ thống tương ứng",
            ),
            Self::CostEstimate => language.pick(
                "The proposal and cost estimate for the investment project",
                "Phương án, khái toán kinh phí để lập dự án",
            ),
            Self::DatabaseCatalogue => language.pick(
                "The catalogue of shared databases and of open data",
                "Danh mục cơ sở dữ liệu dùng chung, danh mục dữ liệu mở",
            ),
        }
    }

    /// Tables whose rows meet it. Systems alone do not: an agency describes them in each of its lists.
    pub(super) const fn answers(self) -> &'static [Table] {
        match self {
            Self::ResourceList => &[Table::Workload, Table::Server, Table::Storage],
            _ => self.tables(),
        }
    }

    /// Tables it is made of; none for what is a paper.
    pub const fn tables(self) -> &'static [Table] {
        match self {
            Self::ResourceList => &[Table::System, Table::Workload, Table::Server, Table::Storage],
            Self::CloudNeedsList => &[Table::CloudNeed],
            Self::FacilityCase => &[Table::Facility],
            Self::DatabaseCatalogue => &[Table::Database],
            Self::Plan | Self::CostEstimate => &[],
        }
    }

    /// The rows of the annex it stands in, all of part A.
    pub(super) const fn tasks(self) -> &'static [u32] {
        match self {
            Self::ResourceList => &[1],
            Self::CloudNeedsList => &[3],
            Self::Plan => &[1, 3],
            Self::FacilityCase => &[10],
            Self::CostEstimate => &[9],
            Self::DatabaseCatalogue => &[7],
        }
    }

    /// Where the directive asks it of an agency; empty when it does not. Addressees of the body
    /// count: the annex's open class of agencies that wish to move is for the planner to name, and
    /// so are agencies that had issued their plan before. An agency is an owner of systems (VII.4)
    /// when the directive asks for its systems, when it owns a national database, or when it has
    /// sent systems or databases.
    pub(super) fn grounds(self, agency: &Agency, has_systems: bool) -> Vec<Ground> {
        let moves = agency.is_in(Group::InfrastructureMigration);
        let integrates = agency.is_in(Group::CloudIntegration);
        let owns = agency.is_in(Group::NationalDatabaseOwner);
        let owed = |number: u32| match (self, number) {
            (Self::ResourceList, _) | (Self::Plan, 1) => moves,
            (Self::CloudNeedsList | Self::Plan, _) => integrates,
            (Self::FacilityCase, _) => owns,
            (Self::CostEstimate, _) => moves || integrates || owns || has_systems,
            (Self::DatabaseCatalogue, _) => !agency.is_in(Group::Recipient),
        };
        let numbers = self.tasks().iter().copied().filter(|number| owed(*number));
        numbers.filter_map(Ground::of).collect()
    }

    /// Where the directive would ask it of an agency that a planner adds.
    pub(super) fn all_grounds(self) -> Vec<Ground> {
        self.tasks().iter().copied().filter_map(Ground::of).collect()
    }
}

/// Where the directive asks for something, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Row of the annex.
    pub task: TaskId,
    /// Point of the body, as `III.2.a`.
    pub point: String,
    /// The last day.
    pub due_on: NaiveDate,
}

impl Ground {
    /// That of a common task: its first deadline, which is that of the plan where it has two.
    fn of(number: u32) -> Option<Self> {
        let Task { id, body_ref, milestones, .. } = task(TaskId { part: Part::Common, number })?;
        // III.3 has three cases; which one applies is what the agency is asked for.
        let point = if id.number == 10 { "III.3" } else { body_ref };
        let due_on = milestones.first()?.deadline.due_on()?;
        Some(Self { task: *id, point: point.to_owned(), due_on })
    }

    /// The point without its letter, as `III.2`: what a plan covers.
    pub fn section(&self) -> String {
        self.point.split('.').take(2).collect::<Vec<_>>().join(".")
    }

    /// The ground as a letter cites it.
    pub fn words(&self, language: Language) -> String {
        let parts: Vec<&str> = self.point.split('.').collect();
        let (section, clause, point) = (parts[0], parts.get(1).copied(), parts.get(2).copied());
        let (task, letter) = (self.task.number, self.task.part.letter());
        match language {
            Language::English => {
                format!("point {} of the Directive; task {} of its annex", self.point, self.task)
            }
            Language::Vietnamese => {
                let point = point.map(|point| format!("điểm {point} ")).unwrap_or_default();
                let clause = clause.map(|clause| format!("khoản {clause} ")).unwrap_or_default();
                format!(
                    "{point}{clause}mục {section} Chỉ thị; nhiệm vụ số {task} mục {letter} Phụ lục"
                )
            }
        }
    }
}
