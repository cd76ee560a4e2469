//! The list of assumptions, as `ndcap assumptions` prints it.

use serde::Serialize;

use super::{Assumption, Plan, RulePlan};

/// One line of the list: one assumption.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedAssumption {
    /// Name in the plan file, as `demand.growth_per_year`.
    pub name: &'static str,
    /// The value used.
    pub value: f64,
    /// Lower end, if the value is uncertain.
    pub low: Option<f64>,
    /// Upper end, if the value is uncertain.
    pub high: Option<f64>,
    /// Unit of all three.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
}

/// Lists the named assumptions of a plan; the names are the paths of the fields, so they cannot differ.
macro_rules! list {
    ($plan:ident: $($section:ident . $field:ident),* $(,)?) => {
        vec![$(listed(concat!(stringify!($section), ".", stringify!($field)), &$plan.$section.$field)),*]
    };
}

impl Plan {
    /// Every assumption, in the order of the plan file.
    pub fn assumptions(&self) -> Vec<ListedAssumption> {
        let mut lines = list!(self:
            demand.cpu_comfort_factor, demand.ram_comfort_factor, demand.storage_comfort_factor,
            demand.vcpu_minimum, demand.ram_minimum_gib, demand.growth_per_year,
            demand.storage_growth_per_year, demand.performance_comfort_factor,
            demand.unmeasured_share, demand.converted_cpu_target,
            demand.converted_unmeasured_share, demand.converted_disk_share,
            demand.difference_max, demand.instance_vcpu, demand.instance_ram_gib,
            demand.instance_gpu,
            storage.snapshot_reserve, storage.fill_share,
            backup.full_copies, backup.incremental_copies, backup.change_per_day,
            backup.reduction, backup.headroom,
            second_site.cold_compute, second_site.warm_compute, second_site.hot_compute,
            second_site.storage,
            cutover.weeks, cutover.parallel_share,
            transfer.link_mbps, transfer.efficiency, transfer.window_hours,
            measure.cpu_ready_max_pct, measure.stars_min,
            host.vcpu_per_core, host.cpu_target_share, host.ram_target_share, host.reserved_cores,
            host.reserved_ram_gib, host.ram_overhead_gib_per_workload, host.power_idle_w,
            host.power_peak_w, host.utilisation_planned, host.spare_small, host.spare_large,
            host.spare_small_up_to, host.reserve_share,
            rack.reserved_u, rack.fill_share, rack.feed_limit_kw, rack.weight_limit_kg,
            rack.own_weight_kg, rack.footprint_m2, rack.clearance_m2, rack.switch_power_w,
            rack.switch_weight_kg, rack.switch_ports,
            device.nameplate_derate, device.generation_factor, device.utilisation,
            device.idle_share, device.server_power_w, device.storage_power_w,
            device.network_power_w, device.gpu_power_w,
            device.average_share, device.cords, device.switch_ports,
            device.server_height_u, device.storage_height_u, device.network_height_u,
            device.server_weight_kg, device.storage_weight_kg, device.network_weight_kg,
            hall.pue, hall.overhead_fixed_share, hall.overhead_square_share, hall.diversity,
            hall.cooling_factor, hall.cooling_unit_kw, hall.power_factor, hall.ups_module_kw,
            hall.ups_efficiency, hall.battery_minutes, hall.battery_usable_share,
            hall.generator_power_factor, hall.grid_kg_co2_per_kwh, hall.area_m2_per_rack,
            standing.power_w_per_u, standing.weight_kg_per_u, standing.passive_weight_kg_per_u,
            bill.switches_per_rack, bill.management_switches_per_rack, bill.pdus_per_rack,
            reconcile.vcpu_per_core_max, reconcile.difference_max, reconcile.outlier_z_max,
            reconcile.peers_min, reconcile.rack_height_u,
            duplicates.likely_min, duplicates.possible_min, duplicates.identity_bits_max,
            duplicates.common_name_bits_max, duplicates.batch_bits_max, duplicates.use_bits_max,
            duplicates.mistyped_share, duplicates.serial_differs_share,
            duplicates.name_differs_share, duplicates.size_differs_share,
            duplicates.size_near_share,
            gaps.cpu_full_pct, gaps.ram_full_pct, gaps.storage_full_pct, gaps.hosts_full_share,
            quality.filled_weight, quality.valid_weight, quality.plausible_weight,
            quality.decisive_weight, quality.size_margin, quality.share_margin,
            quality.plausible_share_min,
            library.accept_score, library.doubt_score,
        );
        if let Some(design) = &self.hall.design_it_kw {
            lines.push(listed("hall.design_it_kw", design));
        }
        if let Some(floor) = &self.hall.floor_limit_kg_m2 {
            lines.push(listed("hall.floor_limit_kg_m2", floor));
        }
        if let Some(feed) = &self.rack.feed {
            lines.push(listed("rack.feed.volts", &feed.volts));
            lines.push(listed("rack.feed.amperes", &feed.amperes));
            lines.push(listed("rack.feed.continuous_share", &feed.continuous_share));
            lines.push(listed("rack.feed.power_factor", &feed.power_factor));
        }
        lines
    }

    /// The choices of the plan that are no numbers: name, value, why.
    pub fn choices(&self) -> Vec<(&'static str, String)> {
        let levels: Vec<String> = (1..=5)
            .zip(&self.zone.by_level)
            .map(|(level, zone)| format!("{level} → {zone}"))
            .collect();
        let trust: Vec<&str> = self.demand.order_of_trust.iter().map(|b| b.word()).collect();
        let flavours: Vec<String> = (self.flavours.iter())
            .map(|flavour| {
                format!("{} ({} vCPU, {} GiB)", flavour.name, flavour.vcpu, flavour.ram_gib)
            })
            .collect();
        let storage = &self.storage;
        let standing = &self.standing;
        let zones: Vec<String> =
            standing.zones.iter().map(|(rack, zone)| format!("{rack} → {zone}")).collect();
        let mut choices = self.scenario.choices().to_vec();
        choices.extend([
            ("period.as_of", self.period.as_of.to_string()),
            ("period.base_quarter", self.period.base_quarter.to_string()),
            ("period.target_quarter", self.period.target_quarter.to_string()),
            ("period.assumed_quarter", self.period.assumed_quarter.to_string()),
            ("period.capacity_quarter", self.period.capacity_quarter.to_string()),
            ("demand.order_of_trust", trust.join(", ")),
            ("demand.peers_min", self.demand.peers_min.to_string()),
            ("flavour", if flavours.is_empty() { "none".to_owned() } else { flavours.join(", ") }),
            ("simulation.draws", self.simulation.draws.to_string()),
            ("simulation.seed", self.simulation.seed.to_string()),
            ("placement.effort_steps", self.placement.effort_steps.to_string()),
            ("placement.block_storage", self.placement.block_storage.word().to_owned()),
            ("placement.spread_replicas", self.placement.spread_replicas.word().to_owned()),
            ("placement.replicas_max", self.placement.replicas_max.to_string()),
            ("apart", listed_rules(&self.apart)),
            ("together", listed_rules(&self.together)),
            ("storage.protection_ssd", storage.protection_ssd.to_string()),
            ("storage.protection_hdd", storage.protection_hdd.to_string()),
            ("storage.protection_object", storage.protection_object.to_string()),
            ("storage.protection_file", storage.protection_file.to_string()),
            ("storage.protection_backup", storage.protection_backup.to_string()),
            ("storage.protection_archive", storage.protection_archive.to_string()),
            ("storage.protection_unspecified", storage.protection_unspecified.to_string()),
            ("second_site.unstated", self.second_site.unstated.word().to_owned()),
            ("measure.percentile", self.measure.percentile.to_string()),
            ("measure.window_days", self.measure.window_days.to_string()),
            ("zone.by_level", levels.join(", ")),
            ("zone.state_secret", self.zone.state_secret.clone()),
            ("zone.unknown", self.zone.unknown.clone()),
            ("zone.cages", or_none(self.zone.cages.clone())),
            ("host.name", self.host.name.clone()),
            ("host.cores", self.host.cores.to_string()),
            ("host.ram_gib", self.host.ram_gib.to_string()),
            ("host.height_u", self.host.height_u.to_string()),
            ("host.weight_kg", self.host.weight_kg.to_string()),
            ("host.cords", self.host.cords.to_string()),
            ("host.price", self.host.price.to_string()),
            ("host_profile", or_none(self.host_profiles.iter().map(ToString::to_string).collect())),
            ("rack.height_u", self.rack.height_u.to_string()),
            ("rack.racks_max", self.rack.racks_max.to_string()),
            ("rack.patch_panels_u", self.rack.patch_panels_u.to_string()),
            ("rack.cable_managers_u", self.rack.cable_managers_u.to_string()),
            ("rack.switches_u", self.rack.switches_u.to_string()),
            ("hall.racks_per_row", self.hall.racks_per_row.to_string()),
            ("duplicates.block_rows_max", self.duplicates.block_rows_max.to_string()),
            ("duplicates.rows_told_max", self.duplicates.rows_told_max.to_string()),
            ("standing.zone_from", standing.zone_from.word().to_owned()),
            ("standing.zones", if zones.is_empty() { "none".to_owned() } else { zones.join(", ") }),
            ("standing.passive_words", standing.passive_words.join(", ")),
            ("standing.network_words", standing.network_words.join(", ")),
            ("standing.switch_words", standing.switch_words.join(", ")),
            ("standing.other_switch_words", standing.other_switch_words.join(", ")),
            ("standing.cords", standing.cords.to_string()),
            ("netbox.site", self.netbox.site.clone()),
            ("quality.decisive", super::quality::listed(&self.quality.decisive)),
            ("quality.unasked", super::quality::listed(&self.quality.unasked)),
            ("device.moved_storage", self.device.moved_storage.word().to_owned()),
            ("device.moved_network", self.device.moved_network.word().to_owned()),
        ]);
        let limits = [
            ("host.gpu_count", self.host.gpu_count.map(f64::from)),
            ("host.local_disk_tib", self.host.local_disk_tib),
            ("host.iops", self.host.iops),
            ("host.network_gbps", self.host.network_gbps),
        ];
        let stated =
            limits.into_iter().filter_map(|(name, limit)| Some((name, limit?.to_string())));
        choices.extend(stated);
        if let Some(feed) = &self.rack.feed {
            choices.push(("rack.feed.phases", feed.phases.to_string()));
        }
        choices
    }

    /// The assumption of that name.
    pub fn assumption(&self, name: &str) -> Option<ListedAssumption> {
        self.assumptions().into_iter().find(|line| line.name == name)
    }
}

fn listed_rules(rules: &[RulePlan]) -> String {
    or_none(rules.iter().map(ToString::to_string).collect())
}

fn or_none(list: Vec<String>) -> String {
    if list.is_empty() { "none".to_owned() } else { list.join("; ") }
}

fn listed(name: &'static str, assumption: &Assumption) -> ListedAssumption {
    ListedAssumption {
        name,
        value: assumption.value,
        low: assumption.low,
        high: assumption.high,
        unit: assumption.unit.clone(),
        source: assumption.source.clone(),
    }
}
