//! The demand by whoever answers on a day.

use super::Demand;
use crate::reference::RollUp;

impl Demand {
    /// The same machines, systems and amounts under the agencies that answer on the day of the
    /// roll-up; the same demand without one. Nothing is sized anew: peers, bases and draws stay, and
    /// so does every total of all agencies. A system that has changed hands carries the id of the
    /// agency it is stored under before its code, as `MPI:HT-01`, since two agencies may use one code.
    pub fn rolled_up(mut self, roll_up: Option<RollUp<'_>>) -> Self {
        let Some(roll_up) = roll_up else { return self };
        for machine in &mut self.machines {
            let stored_under = machine.agency_id.clone();
            take_over(&mut machine.agency_id, &mut machine.system_id, roll_up);
            machine.stored_under = Some(stored_under).filter(|id| *id != machine.agency_id);
        }
        for left in &mut self.left_out {
            take_over(&mut left.agency_id, &mut left.system_id, roll_up);
        }
        let rekeyed = |mut key: super::SystemKey| {
            take_over(&mut key.0, &mut key.1, roll_up);
            key
        };
        self.systems = self.systems.into_iter().map(|(key, plan)| (rekeyed(key), plan)).collect();
        self.chosen = self.chosen.into_iter().map(|(key, basis)| (rekeyed(key), basis)).collect();
        self
    }
}

/// Puts a system under the agency that answers for it.
fn take_over(agency_id: &mut String, system_id: &mut String, roll_up: RollUp<'_>) {
    let answers = roll_up.id_of(agency_id);
    if answers == agency_id {
        return;
    }
    if !system_id.is_empty() {
        *system_id = format!("{agency_id}:{system_id}");
    }
    *agency_id = answers.to_owned();
}
