//! NetBox.

use ndcap::schema::Table;

use super::{assert_refused, count, counts, read_csv, table, tag, texts, told, with};

/// A file for import: a planned server, switches with and without a name, a patch panel, and a role nobody knows.
pub const DEVICES: &str = "name,role,manufacturer,device_type,serial,status,site,rack,position,u_height\n\
    db1,Database Server,HPE,DL380,S1,active,HN,R1,4,2\n\
    db2,Database Server,HPE,DL380,S2,planned,HN,R1,6,2\n\
    sw1,Core Switch,Cisco,C9500,S3,active,HN,R1,42,1\n\
    ,ToR Switch,Cisco,C9300,S5,active,HN,R1,40,1\n\
    ,Patch Panel,Panduit,P48,,active,HN,R1,41,1\n\
    x1,Thiết bị,HPE,Z,S4,active,HN,R1,1,10\n";

/// 2000 and 4000: GB or MB.
pub const AMBIGUOUS: &str = "name,status,cluster,vcpus,memory,disk\n\
    web,active,C1,2.00,4096,2000\ndb,offline,C1,4.00,8192,4000\nnew,planned,C1,1.00,2048,\n";

#[test]
fn the_role_of_a_device_decides_its_table() {
    let submission = read_csv(DEVICES);
    assert_eq!(submission.profile, "netbox");
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "server_id"), ["db1", "db2"]);
    assert_eq!(texts(servers, "model"), ["DL380", "DL380"]);
    assert_eq!(texts(servers, "facility_id"), ["HN", "HN"]);
    assert_eq!(servers.decimals("height_u"), [Some(2.0), Some(2.0)]);
    assert_eq!(tag(servers, 1, "status"), Some("planned".to_owned()));
    let network = table(&submission, Table::NetworkDevice);
    assert_eq!(texts(network, "device_id"), ["sw1", "HN/R1/40"]);
    assert_eq!(texts(network, "kind"), ["switch", "switch"]);
    let nameless = told(&submission, "P730");
    assert_eq!(nameless.1, "list!A5");
    assert_eq!(nameless.2, "1 without, known by its place, as HN/R1/40");
    let roles: Vec<(&str, String)> = with(&submission, "P717")
        .iter()
        .map(|f| (f.severity.word(), f.found.english().into_owned()))
        .collect();
    let roles: Vec<(&str, &str)> = roles.iter().map(|(s, f)| (*s, f.as_str())).collect();
    assert_eq!(
        roles,
        [("note", "1 \"Patch Panel\": left out"), ("warning", "1 \"Thiết bị\": left out")]
    );
    assert_eq!(told(&submission, "P725").2, "rows by state: 1 planned");
    assert_eq!(
        counts(&submission),
        [
            count("list", "server", [4, 2, 0, 0, 2]),
            count("list", "network_device", [2, 2, 0, 0, 0]),
        ]
    );
}

#[test]
fn labels_of_an_export_are_recognised_with_ones_own_fields() {
    let text = "Name,Status,Site,Rack,Role,Manufacturer,Type,IP Address,Serial number,Position (U),\
                Rack face,Cost centre,Vendor ticket\n\
                db1,Active,HN,R1,Server,HPE,DL380,10.0.0.1,S1,4.0,Front,CC1,T9\n";
    let submission = read_csv(text);
    assert_eq!(submission.profile, "netbox");
    let servers = table(&submission, Table::Server);
    assert_eq!(texts(servers, "serial"), ["S1"]);
    assert_eq!(tag(servers, 0, "Cost centre"), Some("CC1".to_owned()));
    assert!(with(&submission, "P725").is_empty(), "Active is in use");
}

#[test]
fn the_unit_of_disks_is_taken_only_where_one_is_possible() {
    let submission = read_csv(AMBIGUOUS);
    let machines = table(&submission, Table::Workload);
    assert_eq!(machines.integers("vcpu_count"), [Some(2), Some(4), Some(1)]);
    assert_eq!(machines.integers("ram_bytes"), [Some(4 << 30), Some(8 << 30), Some(2 << 30)]);
    assert_eq!(machines.integers("disk_provisioned_bytes"), [None, None, None]);
    assert_eq!(tag(machines, 0, "disk"), Some("2000".to_owned()));
    assert_eq!(texts(machines, "power_state"), ["on", "off", ""]);
    let both = told(&submission, "P718");
    assert_eq!(both.0, "warning");
    assert_eq!(both.2, "disk: 4000 may be MB (since NetBox 4.1) or GB (before)");
    let bytes = |text: &str| {
        let submission = read_csv(text);
        let severity = with(&submission, "P718").first().map(|finding| finding.severity.word());
        let disk = table(&submission, Table::Workload).integers("disk_provisioned_bytes")[0];
        (disk, severity)
    };
    let as_gb = AMBIGUOUS.replace("2000", "50").replace("4000", "400");
    assert_eq!(bytes(&as_gb), (Some(50 << 30), Some("note")));
    let as_mb = AMBIGUOUS.replace("4000", "512000");
    assert_eq!(bytes(&as_mb), (Some(2000 << 20), Some("note")));
    let newer = AMBIGUOUS.replace("cluster", "start_on_boot,cluster").replace("C1", "on,C1");
    assert_eq!(
        bytes(&newer),
        (Some(2000 << 20), Some("note")),
        "a heading younger than the change"
    );
    let written = "Name,Status,Cluster,vCPUs,Memory (MB),Disk Size (GB),IPv4 Address\nw,Active,C,2,4096,2000,x\n";
    assert_eq!(bytes(written), (Some(2000 << 30), None), "the heading has it");
}

#[test]
fn racks_and_feeds_are_recognised_and_left_out() {
    for text in [
        "name,site,u_height,width,max_weight\nR1,HN,42,19,2000\n",
        "Name,Site,Height,Width,Devices,Space\nR1,HN,42U,19 inches,3,10%\n",
        "site,power_panel,name,voltage,amperage\nHN,P1,F1,230,32\n",
        "virtual_machine,name,size\nweb,sda,2000\n",
    ] {
        let submission = read_csv(text);
        assert_eq!(submission.profile, "netbox", "{text}");
        assert_eq!(counts(&submission), [count("list", "", [2, 0, 0, 0, 2])], "{text}");
        assert_eq!(with(&submission, "P716").len(), 1);
    }
}

#[test]
fn machines_without_sizes_are_refused() {
    let text = "name,status,site,cluster,virtual_machine_type\nweb,active,HN,C1,small\n";
    assert_refused(&read_csv(text), "netbox", "P709", "NetBox list without vcpus, memory");
    let text = "name,manufacturer,device_type,site,rack,position\ndb1,HPE,DL380,HN,R1,4\n";
    assert_refused(&read_csv(text), "netbox", "P709", "NetBox list without role");
}
