//! Racks on the three phases of the supply.

use std::cmp::Reverse;

use crate::placement::rack::RackPlacement;
use crate::unit::Watts;

/// Which phase each rack hangs on, and what each phase carries. Where feeds have one phase, every rack
/// hangs with both its feeds on one of the three; where they have three, on all of them evenly. On which
/// phase a rack hangs that stands already nobody says; it is counted like a new one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhaseBalance {
    /// The phase of each rack, 1 to 3, in the order of the racks; 0 for one that hangs on all three.
    pub of_rack: Vec<u8>,
    /// What each phase of one path carries after the other path failed.
    pub failover: [Watts; 3],
}

impl PhaseBalance {
    /// Hangs the racks, the one with the largest load after a failover first, on the phase that
    /// carries least so far; of equals the first.
    pub(in crate::placement) fn of(racks: &[RackPlacement], is_three_phase: bool) -> Self {
        if is_three_phase {
            return Self::of_three_phases(racks);
        }
        let mut order: Vec<usize> = (0..racks.len()).collect();
        order.sort_by_key(|&rack| (Reverse(racks[rack].power_failover), rack));
        let mut balance = Self { of_rack: vec![1; racks.len()], failover: [Watts::ZERO; 3] };
        for rack in order {
            let least = (0..3).min_by_key(|&phase| (balance.failover[phase], phase)).unwrap_or(0);
            balance.failover[least] += racks[rack].power_failover;
            balance.of_rack[rack] = least as u8 + 1;
        }
        balance
    }

    /// A third of each rack on each phase, milliwatts that do not divide on the first ones.
    fn of_three_phases(racks: &[RackPlacement]) -> Self {
        let mut balance = Self { of_rack: vec![0; racks.len()], failover: [Watts::ZERO; 3] };
        for rack in racks {
            for (phase, carried) in balance.failover.iter_mut().enumerate() {
                *carried += Watts::from_raw(
                    (rack.power_failover.raw().saturating_add(2 - phase as u64)) / 3,
                );
            }
        }
        balance
    }

    /// The most loaded phase over the mean of the three, less one; 0 where nothing is carried.
    pub fn imbalance(&self) -> f64 {
        let watts = self.failover.map(Watts::as_watts);
        let mean = watts.iter().sum::<f64>() / 3.0;
        let most = watts.iter().copied().fold(0.0, f64::max);
        if mean > 0.0 { most / mean - 1.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn racks_are_spread_so_that_phases_carry_alike() {
        let rack = |watts| RackPlacement {
            power_failover: Watts::from_watts(watts),
            ..RackPlacement::default()
        };
        let racks = [1.0, 5.0, 2.0, 4.0, 3.0, 3.0].map(|kilowatts| rack(kilowatts * 1e3));
        let balance = PhaseBalance::of(&racks, false);
        // 5 | 4 | 3, then 3 to the last, 2 to the second, 1 to the first.
        assert_eq!(balance.of_rack, [1, 1, 2, 2, 3, 3]);
        assert_eq!(balance.failover, [6e3; 3].map(Watts::from_watts));
        assert!(balance.imbalance().abs() < 1e-12);
        assert!((PhaseBalance::of(&racks[..1], false).imbalance() - 2.0).abs() < 1e-12);
        assert!(PhaseBalance::of(&[], false).imbalance().abs() < 1e-12);
    }

    #[test]
    fn feeds_of_three_phases_load_each_by_a_third() {
        let rack = |milliwatts| RackPlacement {
            power_failover: Watts::from_raw(milliwatts),
            ..RackPlacement::default()
        };
        let balance = PhaseBalance::of(&[rack(9_000), rack(3_001), rack(5)], true);
        assert_eq!(balance.of_rack, [0, 0, 0]);
        // 3000 + 1001 + 2, 3000 + 1000 + 2, 3000 + 1000 + 1.
        assert_eq!(balance.failover.map(Watts::raw), [4_003, 4_002, 4_001]);
    }
}
