//! The assumptions that hosts, racks and power rest on beside those of demand.

use crate::plan::drivers;

drivers! {
    /// An assumption of the plan that turns demand into hosts, racks and power. Not among them are heights,
    /// weights, cords and ports that nobody states of devices that move, mean use and idle share of
    /// servers that move, the rule of spare hosts, what standing devices draw that nobody states, and
    /// the limits of the floor.
    PlacementDriver:
    VcpuPerCore = host.vcpu_per_core;
    CpuTarget = host.cpu_target_share;
    RamTarget = host.ram_target_share;
    ReservedCores = host.reserved_cores;
    ReservedRam = host.reserved_ram_gib;
    RamOverhead = host.ram_overhead_gib_per_workload;
    HostIdle = host.power_idle_w;
    HostPeak = host.power_peak_w;
    HostUtilisation = host.utilisation_planned;
    RackReserved = rack.reserved_u;
    RackFill = rack.fill_share;
    FeedLimit = rack.feed_limit_kw;
    RackWeight = rack.weight_limit_kg;
    SwitchPower = rack.switch_power_w;
    NameplateDerate = device.nameplate_derate;
    GenerationFactor = device.generation_factor;
    ServerPower = device.server_power_w;
    StoragePower = device.storage_power_w;
    NetworkPower = device.network_power_w;
    GpuPower = device.gpu_power_w;
    AverageShare = device.average_share;
    Pue = hall.pue;
    OverheadFixed = hall.overhead_fixed_share;
    OverheadSquare = hall.overhead_square_share;
    Diversity = hall.diversity;
    Cooling = hall.cooling_factor;
    PowerFactor = hall.power_factor;
    UpsEfficiency = hall.ups_efficiency;
    BatteryMinutes = hall.battery_minutes;
    Grid = hall.grid_kg_co2_per_kwh;
    RackArea = hall.area_m2_per_rack;
}
