//! Racks on the three phases of the supply.

use std::cmp::Reverse;

use crate::placement::rack::RackPlacement;
use crate::unit::Watts;

/// Which phase each rack hangs on, and what each phase carries. Every rack hangs with both its feeds on
/// one phase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhaseBalance {
    /// The phase of each rack, 1 to 3, in the order of the racks.
    pub of_rack: Vec<u8>,
    /// What each phase of one path carries after the other path failed.
    pub failover: [Watts; 3],
}

impl PhaseBalance {
    /// Hangs the racks, the one with the largest load after a failover first, on the phase that
    /// carries least so far; of equals the first.
    pub(in crate::placement) fn of(racks: &[RackPlacement]) -> Self {
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
        let balance = PhaseBalance::of(&racks);
        // 5 | 4 | 3, then 3 to the last, 2 to the second, 1 to the first.
        assert_eq!(balance.of_rack, [1, 1, 2, 2, 3, 3]);
        assert_eq!(balance.failover, [6e3; 3].map(Watts::from_watts));
        assert!(balance.imbalance().abs() < 1e-12);
        assert!((PhaseBalance::of(&racks[..1]).imbalance() - 2.0).abs() < 1e-12);
        assert!(PhaseBalance::of(&[]).imbalance().abs() < 1e-12);
    }
}
