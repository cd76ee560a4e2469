//! Rounding up to the sizes of a catalogue.

use crate::demand::amount::Resource;
use crate::demand::part::{Part, PartSize};
use crate::plan::{Basis, Flavour};
use crate::unit::{Bytes, Vcpus};

/// Rounds the right-sized vCPUs and memory of a machine up to the smallest flavour that holds both,
/// fewest vCPUs first, then least memory; its place in the catalogue. `None` where the catalogue is
/// empty, a size is not known, or no flavour is large enough: the machine keeps its computed size.
///
/// Size and floor of the parts are scaled, so that the machine keeps the ratio in every draw.
pub fn round_up(parts: &mut [Part], flavours: &[Flavour]) -> Option<usize> {
    let right_sized = |resource: Resource| {
        move |part: &&mut Part| part.resource == resource && part.basis == Basis::RightSized
    };
    let likely = |parts: &mut [Part], resource| {
        parts.iter_mut().find(right_sized(resource)).map(|part| part.likely)
    };
    let (vcpu, ram) = (likely(parts, Resource::Vcpu)?, likely(parts, Resource::Ram)?);
    let sizes = |flavour: &Flavour| {
        let vcpu = Vcpus::from_count(u64::from(flavour.vcpu)).raw();
        (vcpu, Bytes::from_gib(u64::from(flavour.ram_gib)).raw())
    };
    let (index, (vcpu, ram)) = flavours
        .iter()
        .map(sizes)
        .enumerate()
        .filter(|(_, size)| size.0 >= vcpu && size.1 >= ram)
        .min_by_key(|(_, size)| *size)?;
    for part in parts.iter_mut().filter(|part| part.basis == Basis::RightSized) {
        let rounded = if part.resource == Resource::Vcpu { vcpu } else { ram };
        if part.likely == 0 {
            continue;
        }
        let ratio = rounded as f64 / part.likely as f64;
        match &mut part.size {
            PartSize::Stated { size, .. } => *size *= ratio,
            PartSize::Peers { weight, .. } => *weight *= ratio,
        }
        part.floor *= ratio;
        part.likely = rounded;
    }
    Some(index)
}
