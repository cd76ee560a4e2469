//! Words of closed lists in the language of the template.

use crate::language::Language;
use crate::schema::{Category, Table};

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

/// What a row of a table is, in the language.
pub(super) const fn table_meaning(table: Table, language: Language) -> &'static str {
    match (language, table) {
        (Language::English, _) => table.doc(),
        (_, Table::System) => "Mỗi dòng là một hệ thống thông tin của cơ quan.",
        (_, Table::Workload) => "Mỗi dòng là một máy ảo hoặc container chạy một phần của hệ thống.",
        (_, Table::Server) => {
            "Mỗi dòng là một máy chủ vật lý, hoặc một nhóm máy chủ giống hệt nhau (ghi số lượng)."
        }
        (_, Table::Storage) => "Mỗi dòng là một tủ đĩa, khay đĩa hoặc thư viện băng từ.",
        (_, Table::NetworkDevice) => {
            "Mỗi dòng là một thiết bị chuyển mạch, định tuyến, tường lửa, hoặc một nhóm giống hệt nhau."
        }
        (_, Table::CloudNeed) => "Mỗi dòng là một tài nguyên đám mây mà một hệ thống cần cấp.",
        (_, Table::Database) => "Mỗi dòng là một cơ sở dữ liệu.",
        (_, Table::Facility) => {
            "Mỗi dòng là một trung tâm dữ liệu hoặc phòng máy chủ mà cơ quan sử dụng."
        }
        (_, Table::Utilisation) => "Mỗi dòng là số liệu đo một máy ảo tại một thời điểm.",
    }
}
