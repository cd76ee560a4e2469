//! Caveats about the devices that move.

use crate::library::Verdict;
use crate::placement::{DeviceKind, Fact, Origin, PowerSource};
use crate::report::Planning;

/// What of the devices that move is assumed or not known, and what stays behind though it may have to
/// move.
pub fn caveats(planning: &Planning<'_>) -> Vec<String> {
    let survey = &planning.fleet.survey;
    let assumed = |fact| survey.count(fact, Origin::Assumed);
    let moved = &planning.fleet.devices;
    let imputed = moved.iter().filter(|one| one.power_source == PowerSource::Imputed).count();
    let nameplate = moved.iter().filter(|one| {
        matches!(one.power_source, PowerSource::NameplateDerated | PowerSource::LibraryNameplate)
    });
    let doubtful = survey.matches.iter().filter(|one| one.verdict == Verdict::Doubtful);
    let doubtful: usize = doubtful.map(|one| one.devices_count).sum();
    let lines = [
        (
            imputed,
            "{n} devices that move state no power; the plan's stands in.",
            "{n} thiết bị chuyển đến chưa khai công suất; dùng số của kế hoạch.",
        ),
        (
            nameplate.count(),
            "{n} devices that move have their power as a share of one supply's nameplate.",
            "{n} thiết bị chuyển đến có công suất tính theo tỷ lệ trên công suất một bộ nguồn.",
        ),
        (
            assumed(Fact::Height),
            "{n} devices that move state no height, nor has the device library one; the plan's stands in.",
            "{n} thiết bị chuyển đến chưa có chiều cao, thư viện thiết bị cũng không có; dùng số của kế hoạch.",
        ),
        (
            assumed(Fact::Weight),
            "{n} devices that move state no weight, nor has the device library one; the plan's stands in.",
            "{n} thiết bị chuyển đến chưa có khối lượng, thư viện thiết bị cũng không có; dùng số của kế hoạch.",
        ),
        (
            assumed(Fact::Cords),
            "{n} devices that move do not say how many supplies they have; they are taken as hanging on both feeds as the plan says (device.cords).",
            "{n} thiết bị chuyển đến chưa khai số bộ nguồn; số dây nguồn theo kế hoạch (device.cords).",
        ),
        (
            doubtful,
            "{n} devices that move have a model that is doubtful in the device library; nothing of the library is used for them.",
            "{n} thiết bị chuyển đến có model còn nghi vấn trong thư viện thiết bị; không dùng thông tin thư viện cho chúng.",
        ),
        (
            survey.open_count(DeviceKind::Storage),
            "{n} storage arrays of agencies that relocate systems are in no figure: their facility is not stated, or only a part of its systems relocates.",
            "{n} tủ đĩa của cơ quan có hệ thống chuyển nguyên trạng không nằm trong số liệu nào: chưa khai nơi đặt, hoặc chỉ một phần hệ thống ở đó chuyển.",
        ),
        (
            survey.open_count(DeviceKind::Network),
            "{n} network devices of agencies that relocate systems are in no figure: their facility is not stated, or only a part of its systems relocates.",
            "{n} thiết bị mạng của cơ quan có hệ thống chuyển nguyên trạng không nằm trong số liệu nào: chưa khai nơi đặt, hoặc chỉ một phần hệ thống ở đó chuyển.",
        ),
    ];
    let numbers = planning.numbers();
    let said = lines.into_iter().filter(|(count, ..)| *count > 0).map(|(count, en, vi)| {
        planning.language.pick(en, vi).replace("{n}", &numbers.format(count as f64, 0))
    });
    said.collect()
}
