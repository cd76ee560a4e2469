//! Tables of what added hosts take and free.

use super::super::table::{Kind, Table};
use super::limit_words::limit_words;
use crate::language::{Language, NumberStyle};
use crate::placement::contingency::{Addition, HallLimit};
use crate::placement::{Amount, PowerStatement};

/// One row per zone that hosts are added to.
pub fn additions(additions: &[Addition], language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "additions",
        t("What added hosts free", "Năng lực có thêm khi bổ sung máy chủ"),
        t(
            "One row per zone; rows of different alternatives are never added. Free: on hosts that carry \
             workloads, within their target shares, spare hosts aside; a sum over hosts. Standing by: of \
             the added hosts those that N+k asks for. Waiting: workloads without a host or whose host has \
             no rack.",
            "Mỗi dòng một vùng; không cộng các phương án khác nhau. Còn trống: trên máy chủ đang mang máy ảo, trong \
             mức sử dụng mục tiêu, không kể dự phòng; là tổng của các máy chủ. Dự phòng: số máy bổ sung phải \
             để dự phòng theo N+k. Đang chờ: máy ảo chưa có máy chủ hoặc máy chủ chưa có tủ.",
        ),
    )
    .column("alternative", t("Alternative", "Phương án"), Kind::Integer)
    .column("zone", t("Zone", "Vùng"), Kind::Text)
    .column("host_profile", t("Host", "Cấu hình máy chủ"), Kind::Text)
    .column("hosts_count", t("Hosts asked", "Máy chủ yêu cầu"), Kind::Integer)
    .column("hosts_racked_count", t("With a rack", "Có tủ"), Kind::Integer)
    .column("hosts_spare_count", t("Standing by", "Dự phòng"), Kind::Integer)
    .column("height_u", t("Height (U)", "Số U"), Kind::Decimal(1))
    .column("racks_closed_by", t("Racks full by", "Tủ đầy vì"), Kind::Text)
    .column("vcpu_free_before", t("vCPU free before", "vCPU trống trước"), Kind::Decimal(1))
    .column("vcpu_free_after", t("vCPU free after", "vCPU trống sau"), Kind::Decimal(1))
    .column("ram_free_before_gib", t("RAM free before (GiB)", "RAM trống trước (GiB)"), Kind::Decimal(1))
    .column("ram_free_after_gib", t("RAM free after (GiB)", "RAM trống sau (GiB)"), Kind::Decimal(1))
    .column("gpu_free_before", t("GPU free before", "GPU trống trước"), Kind::Decimal(1))
    .column("gpu_free_after", t("GPU free after", "GPU trống sau"), Kind::Decimal(1))
    .column("workloads_waiting_count", t("Workloads waiting", "Máy ảo đang chờ"), Kind::Integer)
    .column("workloads_then_placed_count", t("Then placed", "Xếp được thêm"), Kind::Integer);
    for (number, addition) in additions.iter().enumerate() {
        for zone in &addition.zones {
            let (before, after) = (Free::of(&zone.free_before), Free::of(&zone.free_after));
            table.push(vec![
                (number + 1).into(),
                zone.zone.as_str().into(),
                zone.host_profile.as_str().into(),
                zone.hosts_count.into(),
                zone.hosts_racked_count.into(),
                zone.hosts_spare_count.into(),
                zone.height.as_units().into(),
                zone.racks_closed_by.map(|limit| limit.code()).into(),
                before.vcpu.into(),
                after.vcpu.into(),
                before.ram_gib.into(),
                after.ram_gib.into(),
                before.gpu.into(),
                after.gpu.into(),
                zone.workloads_not_up_count.into(),
                zone.workloads_then_up_count.into(),
            ]);
        }
    }
    table
}

/// What is free, as far as it is told.
#[derive(Default)]
struct Free {
    vcpu: Option<f64>,
    ram_gib: Option<f64>,
    gpu: Option<f64>,
}

impl Free {
    fn of(amounts: &[Amount]) -> Self {
        let mut free = Self::default();
        for amount in amounts {
            match amount {
                Amount::Vcpu(vcpu) => free.vcpu = Some(vcpu.as_count()),
                Amount::Ram(ram) => free.ram_gib = Some(ram.as_gib()),
                Amount::Gpu(gpu) => free.gpu = Some(gpu.as_count()),
                Amount::LocalDisk(_) | Amount::Iops(_) | Amount::Network(_) => {}
            }
        }
        free
    }
}

/// One row per figure of the hall and alternative.
pub fn addition_hall(additions: &[Addition], language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "addition_hall",
        t("What they take of the hall", "Phần phòng máy phải dùng thêm"),
        t(
            "One row per figure: the hall as placed, and with the added hosts it takes. Peaks to plan for.",
            "Mỗi dòng một chỉ tiêu: phòng máy theo phương án đã xếp và khi thêm số máy chủ xếp được. Công suất đỉnh.",
        ),
    )
    .column("alternative", t("Alternative", "Phương án"), Kind::Integer)
    .column("figure", t("Figure", "Chỉ tiêu"), Kind::Text)
    .column("unit", t("Unit", "Đơn vị"), Kind::Text)
    .column("before", t("Before", "Trước"), Kind::Decimal(1))
    .column("after", t("After", "Sau"), Kind::Decimal(1))
    .column("difference", t("Difference", "Chênh lệch"), Kind::Decimal(1));
    for (number, addition) in additions.iter().enumerate() {
        let (before, after) = (&addition.before, &addition.after);
        let of_power = |of: fn(&PowerStatement) -> f64| [of(&before.power), of(&after.power)];
        let figures: [(&str, &str, [f64; 2]); 8] = [
            ("racks", "racks", [before.racks_count, after.racks_count].map(|racks| racks as f64)),
            ("height", "U", [before.height, after.height].map(|height| height.as_units())),
            ("it_average", "kW", of_power(|power| power.it_average.as_kilowatts())),
            ("it_peak", "kW", of_power(|power| power.it_peak.as_kilowatts())),
            ("facility_peak", "kW", of_power(|power| power.facility_peak.as_kilowatts())),
            (
                "cooling_units",
                "units",
                of_power(|power| power.cooling_units + power.cooling_units_spare),
            ),
            ("ups_modules_per_path", "modules", of_power(|power| power.ups_modules_per_path)),
            ("generators", "kVA", of_power(|power| power.generator_kva)),
        ];
        for (figure, unit, [before, after]) in figures {
            table.push(vec![
                (number + 1).into(),
                figure.into(),
                unit.into(),
                before.into(),
                after.into(),
                (after - before).into(),
            ]);
        }
    }
    table
}

/// What keeps the hall from taking more, in words; for an alternative without a limit that it takes
/// all.
pub fn hall_limit(addition: &Addition, language: Language) -> String {
    let style = NumberStyle::of(language);
    match &addition.limit {
        None => {
            language.pick("the hall takes all of them", "phòng máy nhận được toàn bộ").to_owned()
        }
        Some(HallLimit::Racks { device_id, reason }) => {
            let racked: usize = addition.zones.iter().map(|zone| zone.hosts_racked_count).sum();
            let asked: usize = addition.zones.iter().map(|zone| zone.hosts_count).sum();
            let [racked, asked] = [racked, asked].map(|count| style.format(count as f64, 0));
            let reason = limit_words(reason, language);
            match language {
                Language::English => {
                    format!(
                        "the hall takes {racked} of {asked}; what binds is {reason}, for {device_id}"
                    )
                }
                Language::Vietnamese => {
                    format!(
                        "phòng máy chỉ nhận được {racked} trong {asked}; giới hạn: {reason}, với {device_id}"
                    )
                }
            }
        }
        Some(HallLimit::DesignIt { need, limit }) => {
            let [need, limit] = [need, limit].map(|watts| style.format(watts.as_kilowatts(), 1));
            match language {
                Language::English => {
                    format!("the IT peak becomes {need} kW, and the hall is built for {limit} kW")
                }
                Language::Vietnamese => {
                    format!(
                        "tải CNTT đỉnh thành {need} kW, trong khi phòng máy thiết kế cho {limit} kW"
                    )
                }
            }
        }
    }
}
