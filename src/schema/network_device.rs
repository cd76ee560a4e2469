//! Switches, routers, firewalls.

use super::{Category, Column, Kind, Unit};

const KINDS: &[Category] = &[
    Category {
        label: "switch", words: &["switch", "chuyển mạch", "thiết bị chuyển mạch"]
    },
    Category {
        label: "router", words: &["router", "định tuyến", "thiết bị định tuyến"]
    },
    Category { label: "firewall", words: &["firewall", "tường lửa", "waf", "ids/ips"] },
    Category {
        label: "load_balancer", words: &["load balancer", "load_balancer", "cân bằng tải"]
    },
    Category { label: "other", words: &["other", "khác"] },
];

pub(super) const COLUMNS: &[Column] = &[
    Column::new("device_id", Kind::Id, "Mã thiết bị mạng", "Device id", "The agency's own code.")
        .required()
        .synonyms(&["network.device", "network.security_device"]),
    Column::new("facility_id", Kind::Id, "Mã trung tâm dữ liệu", "Facility id", "Where it stands.")
        .aliases(&["Mã TTDL"]),
    Column::new("kind", Kind::Category(KINDS), "Loại thiết bị mạng", "Kind", "switch, router, …")
        .synonyms(&["storage.type"]),
    Column::new("manufacturer", Kind::Text, "Hãng sản xuất", "Manufacturer", "As written.")
        .synonyms(&["server.manufacturer"]),
    Column::new("model", Kind::Text, "Model", "Model", "As written.").synonyms(&["server.model"]),
    Column::new("quantity", Kind::Count, "Số lượng", "Quantity", "Equal devices; empty: one.")
        .synonyms(&["common.quantity"])
        .plausible(1.0, 10_000.0),
    Column::new("ports_count", Kind::Count, "Số cổng", "Ports", "Ports of one device.")
        .synonyms(&["network.ports"])
        .plausible(1.0, 2_000.0),
    Column::new("port_gbps", Kind::Quantity(Unit::Gbps), "Tốc độ cổng", "Port speed", "One port.")
        .synonyms(&["network.port_speed"])
        .plausible(0.01, 800.0),
    Column::new("height_u", Kind::Quantity(Unit::RackUnits), "Số U", "Height", "Rack units.")
        .synonyms(&["server.rack_units"])
        .plausible(0.0, 50.0),
    Column::new(
        "power_nameplate_w",
        Kind::Quantity(Unit::Watts),
        "Công suất nguồn",
        "Power nameplate",
        "What is printed on one power supply; not a load.",
    )
    .synonyms(&["server.power_nameplate_w"])
    .plausible(5.0, 20_000.0),
    Column::new(
        "power_peak_w",
        Kind::Quantity(Unit::Watts),
        "Công suất đỉnh theo hãng",
        "Power peak (vendor)",
        "Largest draw of one as its maker computes it for the configuration; not the supply's nameplate.",
    )
    .synonyms(&["server.power_peak_w"])
    .plausible(5.0, 20_000.0),
    Column::new("psu_count", Kind::Count, "Số nguồn", "Power supplies", "One means single-corded.")
        .synonyms(&["server.psu"])
        .plausible(1.0, 12.0),
    Column::new(
        "weight_kg",
        Kind::Quantity(Unit::Kilograms),
        "Trọng lượng",
        "Weight",
        "One device.",
    )
    .synonyms(&["server.weight_kg"])
    .plausible(0.5, 500.0),
    Column::new("note", Kind::Text, "Ghi chú", "Note", "Free text.").synonyms(&["common.note"]),
];
