//! Why something found no place, in people's words.

use crate::language::{Language, NumberStyle};
use crate::placement::{Shortage, UnplacedReason};
use crate::report::resource_words::amount_words;
use crate::unit::{Kilograms, Watts};

/// The limit that bound, with both numbers.
pub(super) fn limit_words(reason: &UnplacedReason, language: Language) -> String {
    match language {
        Language::English => reason.to_string(),
        Language::Vietnamese => in_vietnamese(reason),
    }
}

fn in_vietnamese(reason: &UnplacedReason) -> String {
    let style = NumberStyle::of(Language::Vietnamese);
    let kw = |watts: &Watts| format!("{} kW", style.format_exact(watts.as_kilowatts()));
    let kg = |mass: &Kilograms| format!("{} kg", style.format_exact(mass.as_kilograms()));
    match reason {
        UnplacedReason::LargerThanHost { shortages } => shortages_in_vietnamese(shortages),
        UnplacedReason::TogetherLargerThanHost { workloads, shortages } => {
            let shortages = shortages_in_vietnamese(shortages);
            format!("cùng với {}: {shortages}", workloads.join(", "))
        }
        UnplacedReason::NoHostLeft { limits } => {
            let limits = limits.iter().map(|(name, most)| format!("{most} \"{name}\""));
            let limits: Vec<String> = limits.collect();
            format!("máy chủ: đã dùng hết số máy được phép, {}", limits.join("; "))
        }
        UnplacedReason::RulesContradict { apart, workloads } => {
            let together = workloads.join(", ");
            format!("quy tắc: {together} phải chạy chung, nhưng {apart} buộc tách riêng")
        }
        UnplacedReason::NoPool { zone } => format!("vùng {zone} không có máy chủ"),
        UnplacedReason::RackSpace { need, limit } => {
            let [need, limit] = [need, limit].map(|units| style.format_exact(units.as_units()));
            format!("chiều cao: cần {need} U, tủ trống chỉ có {limit} U")
        }
        UnplacedReason::RackPower { need, limit } => {
            let (need, limit) = (kw(need), kw(limit));
            format!("công suất: cần {need}, một nhánh nguồn của tủ trống chỉ cấp {limit}")
        }
        UnplacedReason::RackWeight { need, limit } => {
            format!("khối lượng: nặng {}, tủ trống chỉ chịu được {}", kg(need), kg(limit))
        }
        UnplacedReason::RackFloor { need, limit } => {
            format!("sàn: nặng {}, sàn dưới tủ trống chỉ chịu được {}", kg(need), kg(limit))
        }
        UnplacedReason::RackPorts { need, limit } => {
            format!("cổng mạng: cần {need} cổng mỗi chuyển mạch, chỉ có {limit}")
        }
        UnplacedReason::RacksExhausted { need, limit } => {
            let [need, limit] = [need, limit].map(|count| style.format(f64::from(*count), 0));
            format!("số tủ: cần tủ thứ {need}, phòng máy chỉ có chỗ cho {limit}")
        }
    }
}

fn shortages_in_vietnamese(shortages: &[Shortage]) -> String {
    let words = |shortage: &Shortage| {
        let [need, capacity] = [shortage.need, shortage.capacity]
            .map(|amount| amount_words(amount, Language::Vietnamese));
        let host = match shortage.host_profile.as_str() {
            "" => "máy chủ trống".to_owned(),
            name => format!("máy chủ trống \"{name}\""),
        };
        format!("cần {need}, {host} chỉ có {capacity}")
    };
    shortages.iter().map(words).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::{Amount, Resource};
    use crate::unit::{Bytes, RackUnits};

    #[test]
    fn no_reason_is_told_in_english_to_readers_of_vietnamese() {
        let limit = Kilograms::from_kilograms(600.5);
        let need = Kilograms::from_kilograms(1200.0);
        let watts = (Watts::from_kilowatts(5.5), Watts::from_kilowatts(5.0));
        let shortage = Shortage {
            host_profile: "large".to_owned(),
            resource: Resource::LocalDisk,
            need: Amount::LocalDisk(Bytes::from_gib(1536)),
            capacity: Amount::LocalDisk(Bytes::from_gib(512)),
        };
        let units = (RackUnits::from_units(12), RackUnits::from_units(10));
        let told = [
            (
                UnplacedReason::LargerThanHost { shortages: vec![shortage] },
                "cần 1,500 TiB đĩa trong máy, máy chủ trống \"large\" chỉ có 0,500 TiB đĩa trong máy",
            ),
            (
                UnplacedReason::RackSpace { need: units.0, limit: units.1 },
                "chiều cao: cần 12 U, tủ trống chỉ có 10 U",
            ),
            (
                UnplacedReason::RackPower { need: watts.0, limit: watts.1 },
                "công suất: cần 5,5 kW, một nhánh nguồn của tủ trống chỉ cấp 5 kW",
            ),
            (
                UnplacedReason::RackWeight { need, limit },
                "khối lượng: nặng 1.200 kg, tủ trống chỉ chịu được 600,5 kg",
            ),
            (
                UnplacedReason::RacksExhausted { need: 3, limit: 2 },
                "số tủ: cần tủ thứ 3, phòng máy chỉ có chỗ cho 2",
            ),
        ];
        for (reason, text) in told {
            assert_eq!(limit_words(&reason, Language::Vietnamese), text);
            assert_eq!(limit_words(&reason, Language::English), reason.to_string());
        }
    }
}
