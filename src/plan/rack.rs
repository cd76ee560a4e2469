//! Racks: what they hold, what they carry, and the feeds they hang on.

use serde::Deserialize;

use super::Assumption;

/// The rack that is filled.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct RackPlan {
    pub height_u: u32,
    pub racks_max: u32,
    pub patch_panels_u: u32,
    pub cable_managers_u: u32,
    pub switches_u: u32,
    pub reserved_u: Assumption,
    pub fill_share: Assumption,
    pub feed_limit_kw: Assumption,
    #[serde(default)]
    pub feed: Option<FeedPlan>,
    pub weight_limit_kg: Assumption,
    pub own_weight_kg: Assumption,
    pub footprint_m2: Assumption,
    pub clearance_m2: Assumption,
    pub switch_power_w: Assumption,
    pub switch_weight_kg: Assumption,
    pub switch_ports: Assumption,
}

/// The breaker of one feed of a rack, from which its limit follows (C2).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedPlan {
    /// 1 or 3.
    pub phases: u8,
    /// Volts; between two phases where there are three.
    pub volts: Assumption,
    /// Amperes of each phase.
    pub amperes: Assumption,
    /// Share of the amperes that may be drawn for long.
    pub continuous_share: Assumption,
    /// Real over apparent power.
    pub power_factor: Assumption,
}

impl FeedPlan {
    /// What the feed carries for long, in kW: V × A × share × power factor, with three phases × √3.
    pub fn limit_kw(&self) -> f64 {
        let conductors = if self.phases == 3 { 3_f64.sqrt() } else { 1.0 };
        let volt_amperes = conductors * self.volts.value * self.amperes.value;
        volt_amperes * self.continuous_share.value * self.power_factor.value / 1_000.0
    }
}

impl RackPlan {
    /// What one feed carries for long, in kW: what its breaker gives, else the plan's figure.
    pub fn feed_kw(&self) -> f64 {
        self.feed.as_ref().map_or(self.feed_limit_kw.value, FeedPlan::limit_kw)
    }

    /// What no plan may say of racks.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=100).contains(&self.height_u) {
            return Err("rack.height_u must be 1 to 100".to_owned());
        }
        let named = f64::from(self.patch_panels_u)
            + f64::from(self.cable_managers_u)
            + f64::from(self.switches_u);
        if named > self.reserved_u.value {
            return Err(format!(
                "rack.reserved_u is {}, but patch panels, cable managers and switches take {named}",
                self.reserved_u.value
            ));
        }
        let Some(feed) = &self.feed else { return Ok(()) };
        if !matches!(feed.phases, 1 | 3) {
            return Err("rack.feed.phases must be 1 or 3".to_owned());
        }
        if feed.continuous_share.value > 1.0 || feed.power_factor.value > 1.0 {
            return Err("rack.feed: a share and a power factor cannot be above 1".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;

    fn limit(feed: &str) -> Result<f64, String> {
        let part = |name: &str, value: f64| {
            format!("[rack.feed.{name}]\nvalue = {value}\nunit = \"\"\nsource = \"a test\"\n")
        };
        let shares = part("continuous_share", 0.8) + &part("power_factor", 0.95);
        let (phases, volts) = feed.split_once(' ').expect("two words");
        let volts = part("volts", volts.parse().expect("a number")) + &part("amperes", 32.0);
        let text = format!("[rack.feed]\nphases = {phases}\n{volts}{shares}");
        Plan::from_text(&text, None).map(|plan| plan.rack.feed_kw()).map_err(|e| e.to_string())
    }

    /// 230 V × 32 A × 0.8 = 5.888 kVA; √3 × 400 V × 32 A × 0.8 = 17.736 kVA; times 0.95.
    #[test]
    fn the_limit_of_a_feed_follows_from_its_breaker() {
        assert!((limit("1 230").expect("a plan") - 5.593_6).abs() < 1e-4);
        assert!((limit("3 400").expect("a plan") - 16.849_3).abs() < 1e-4);
        assert!(limit("2 400").is_err_and(|error| error.contains("1 or 3")));
        let built_in = Plan::built_in().rack;
        assert!((built_in.feed_kw() - built_in.feed_limit_kw.value).abs() < 1e-12);
    }

    #[test]
    fn units_at_the_top_are_no_fewer_than_what_they_are_for() {
        let plan = |text: &str| Plan::from_text(text, None).map_err(|error| error.to_string());
        assert!(plan("[rack]\nswitches_u = 3\n").is_err_and(|e| e.contains("rack.reserved_u")));
        assert!(plan("[rack]\nheight_u = 0\n").is_err_and(|e| e.contains("rack.height_u")));
        assert!(plan("[zone]\nunknown = \"unassigned\"\n").is_err());
    }
}
