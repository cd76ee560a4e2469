//! What people call resources of hosts, and amounts of them.

use crate::language::{Language, NumberStyle};
use crate::placement::{Amount, Resource};

/// What people call a resource of hosts, in English and Vietnamese.
pub(super) const fn resource_words(resource: Resource) -> (&'static str, &'static str) {
    match resource {
        Resource::Vcpu => ("vCPU", "vCPU"),
        Resource::Ram => ("memory", "bộ nhớ RAM"),
        Resource::Gpu => ("GPU", "GPU"),
        Resource::LocalDisk => ("local disk", "đĩa trong máy"),
        Resource::Iops => ("IOPS", "IOPS"),
        Resource::Network => ("network", "mạng"),
    }
}

/// The amount in the unit in which its resource is printed, with the name of the resource where the unit
/// does not say it. Bytes to three decimals.
pub(super) fn amount_words(amount: Amount, language: Language) -> String {
    let style = NumberStyle::of(language);
    let (resource, number) = match amount {
        Amount::Vcpu(vcpu) => (Resource::Vcpu, style.format_exact(vcpu.as_count())),
        Amount::Ram(bytes) => (Resource::Ram, style.format(bytes.as_gib(), 3)),
        Amount::Gpu(gpu) => (Resource::Gpu, style.format_exact(gpu.as_count())),
        Amount::LocalDisk(bytes) => (Resource::LocalDisk, style.format(bytes.as_tib(), 3)),
        Amount::Iops(iops) => (Resource::Iops, style.format_exact(iops.as_count())),
        Amount::Network(mbps) => (Resource::Network, style.format_exact(mbps.as_count())),
    };
    let (english, vietnamese) = resource_words(resource);
    let unit = resource.unit();
    match resource {
        Resource::Ram | Resource::LocalDisk => {
            format!("{number} {unit} {}", language.pick(english, vietnamese))
        }
        Resource::Vcpu | Resource::Gpu | Resource::Iops | Resource::Network => {
            format!("{number} {unit}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_unit_in_which_its_resource_is_printed() {
        let words =
            |resource: Resource, raw, language| amount_words(resource.amount(raw), language);
        for resource in Resource::ALL {
            let raw = 3 << 40;
            let number = NumberStyle::of(Language::English).format_exact(resource.print(raw));
            let text = words(resource, raw, Language::English);
            let decimals = matches!(resource, Resource::Ram | Resource::LocalDisk);
            let number = if decimals { format!("{number}.000") } else { number };
            assert!(text.starts_with(&format!("{number} {}", resource.unit())), "{text}");
        }
        assert_eq!(words(Resource::LocalDisk, 3 << 39, Language::English), "1.500 TiB local disk");
        assert_eq!(words(Resource::Ram, 7 << 30, Language::Vietnamese), "7,000 GiB bộ nhớ RAM");
    }
}
