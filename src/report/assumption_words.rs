//! Assumptions in people's words.

use crate::demand::STAND_INS;
use crate::language::Language;

/// Name in the plan file, English, Vietnamese.
const WORDS: [(&str, &str, &str); 53] = [
    ("demand.cpu_comfort_factor", "comfort on measured vCPU", "hệ số dự phòng vCPU đã đo"),
    ("demand.ram_comfort_factor", "comfort on measured RAM", "hệ số dự phòng RAM đã đo"),
    ("demand.storage_comfort_factor", "room on used disk", "hệ số dự phòng trên đĩa đã dùng"),
    ("demand.growth_per_year", "growth of compute a year", "tăng trưởng tính toán mỗi năm"),
    ("demand.storage_growth_per_year", "growth of data a year", "tăng trưởng dữ liệu mỗi năm"),
    (
        "demand.performance_comfort_factor",
        "comfort on measured performance",
        "hệ số dự phòng hiệu năng đã đo",
    ),
    ("demand.unmeasured_share", "share used where not measured", "tỷ lệ dùng khi chưa đo"),
    (
        "demand.converted_cpu_target",
        "target use of converted servers",
        "mức dùng CPU mục tiêu khi quy đổi máy chủ",
    ),
    (
        "demand.converted_unmeasured_share",
        "share of servers not measured",
        "tỷ lệ quy đổi máy chủ chưa đo",
    ),
    (
        "demand.converted_disk_share",
        "share of server disks with data",
        "tỷ lệ đĩa máy chủ chứa dữ liệu",
    ),
    ("storage.snapshot_reserve", "reserve for snapshots", "dự trữ cho bản chụp nhanh"),
    ("storage.fill_share", "fill limit of disks", "mức đầy tối đa của đĩa"),
    ("backup.full_copies", "full backup copies", "số bản sao lưu đầy đủ"),
    ("backup.incremental_copies", "incremental backup copies", "số bản sao lưu gia tăng"),
    ("backup.change_per_day", "data changed a day", "dữ liệu thay đổi mỗi ngày"),
    ("backup.reduction", "compression of backup", "tỷ lệ nén bản sao lưu"),
    ("backup.headroom", "headroom of backup", "dự phòng dung lượng sao lưu"),
    ("second_site.cold_compute", "compute ready, cold site", "tính toán tại điểm dự phòng lạnh"),
    ("second_site.warm_compute", "compute ready, warm site", "tính toán tại điểm dự phòng ấm"),
    ("second_site.hot_compute", "compute ready, hot site", "tính toán tại điểm dự phòng nóng"),
    ("second_site.storage", "storage at second sites", "lưu trữ tại điểm dự phòng thứ hai"),
    ("host.vcpu_per_core", "vCPU sold per core", "số vCPU trên mỗi nhân"),
    ("host.cpu_target_share", "target use of host CPU", "mức dùng CPU mục tiêu của máy chủ"),
    ("host.ram_target_share", "target use of host RAM", "mức dùng RAM mục tiêu của máy chủ"),
    ("host.reserved_cores", "cores kept for the hypervisor", "số nhân dành cho lớp ảo hóa"),
    ("host.reserved_ram_gib", "RAM kept for the hypervisor", "RAM dành cho lớp ảo hóa"),
    (
        "host.ram_overhead_gib_per_workload",
        "hypervisor RAM per workload",
        "RAM ảo hóa cho mỗi máy ảo",
    ),
    ("host.power_idle_w", "idle power of a host", "công suất máy chủ khi không tải"),
    ("host.power_peak_w", "peak power of a host", "công suất đỉnh của máy chủ"),
    ("host.utilisation_planned", "mean use of hosts", "mức dùng trung bình của máy chủ"),
    ("rack.reserved_u", "rack units kept for switches", "số U dành cho thiết bị mạng"),
    ("rack.fill_share", "share of rack units used", "tỷ lệ số U được dùng"),
    ("rack.feed_limit_kw", "limit of one feed", "giới hạn của một nhánh nguồn"),
    ("rack.weight_limit_kg", "weight limit of a rack", "giới hạn khối lượng của tủ"),
    ("rack.switch_power_w", "power of rack switches", "công suất thiết bị mạng của tủ"),
    ("device.nameplate_derate", "share of nameplate drawn", "tỷ lệ công suất thực trên nhãn máy"),
    (
        "device.generation_factor",
        "memory and disks beyond the benchmark",
        "RAM và đĩa ngoài cấu hình đo chuẩn",
    ),
    ("device.server_power_w", "power of servers not stated", "công suất máy chủ chưa khai"),
    ("device.storage_power_w", "power of arrays not stated", "công suất tủ đĩa chưa khai"),
    (
        "device.network_power_w",
        "power of network devices not stated",
        "công suất thiết bị mạng chưa khai",
    ),
    ("device.gpu_power_w", "power of a GPU", "công suất một GPU"),
    ("device.average_share", "average over peak power", "công suất trung bình trên đỉnh"),
    ("hall.pue", "PUE", "PUE"),
    ("hall.overhead_fixed_share", "overhead at any load", "phần tiêu thụ cố định của hạ tầng"),
    ("hall.overhead_square_share", "overhead with load squared", "phần tăng theo bình phương tải"),
    ("hall.power_factor", "power factor", "hệ số công suất"),
    ("hall.ups_efficiency", "efficiency of the UPS", "hiệu suất UPS"),
    ("hall.battery_minutes", "minutes on battery", "số phút chạy ắc quy"),
    ("hall.grid_kg_co2_per_kwh", "carbon of the grid", "hệ số phát thải lưới điện"),
    ("hall.diversity", "diversity of peaks", "hệ số đồng thời của các đỉnh"),
    ("hall.cooling_factor", "heat over IT power", "nhiệt trên công suất CNTT"),
    ("hall.area_m2_per_rack", "white space per rack", "diện tích cho mỗi tủ"),
    (STAND_INS, "sizes nobody stated", "quy mô không ai khai"),
];

/// What people call an assumption; its name in the plan file where nobody gave it another.
pub fn of(name: &str, language: Language) -> &str {
    let known = WORDS.iter().find(|(known, ..)| *known == name);
    known.map_or(name, |(_, english, vietnamese)| language.pick(english, vietnamese))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::Driver;
    use crate::placement::PlacementDriver;

    #[test]
    fn every_driver_has_words_in_both_languages_and_another_name_stands_for_itself() {
        let demand = Driver::ALL.iter().map(|driver| driver.name());
        let placement = PlacementDriver::ALL.iter().map(|driver| driver.name());
        for name in demand.chain(placement).chain([STAND_INS]) {
            for language in Language::ALL {
                assert_ne!(of(name, language), name);
            }
        }
        let drivers = Driver::ALL.len() + PlacementDriver::ALL.len();
        assert_eq!(WORDS.len(), drivers + 1, "no words for what is no driver");
        assert_eq!(of("cutover.weeks", Language::Vietnamese), "cutover.weeks");
    }
}
