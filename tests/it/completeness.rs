//! How complete and how sound what agencies sent is: tables computed by hand, planted gaps, units
//! mixed up.

use std::collections::BTreeMap;

use ndcap::inventory::{Inventory, Store};
use ndcap::plan::Plan;
use ndcap::quality::{ColumnQuality, Quality, TableQuality, judge, share_of_decisive_cells};
use ndcap::reference::Agencies;
use ndcap::schema::Table;

use crate::command::{Workdir, csv_rows};

fn inventory(work: &Workdir) -> Inventory {
    Store::open(&work.path("store")).and_then(|store| store.inventory()).expect("a store")
}

fn judged(work: &Workdir) -> Quality {
    judge(&inventory(work), Agencies::built_in(), &Plan::built_in()).expect("is read")
}

/// Takes a list in; some of its rows may be rejected.
fn ingest(work: &Workdir, agency: &str, name: &str, text: &str) {
    work.write(name, text);
    let done = work.ndcap(&["ingest", "--agency", agency, name]);
    assert!(matches!(done.code, 0 | 2), "{}{}", done.stdout, done.stderr);
}

fn table<'a>(quality: &'a Quality, agency: &str, table: Table) -> &'a TableQuality {
    let of_agency = quality.of(agency).expect("an agency");
    of_agency.tables.iter().find(|of| of.table == table).expect("a table")
}

fn column<'a>(table: &'a TableQuality, name: &str) -> &'a ColumnQuality {
    table.columns.iter().find(|column| column.column.name == name).expect("a column")
}

/// Filled of rows, valid of stated.
fn counts(table: &TableQuality, name: &str) -> [(usize, usize); 2] {
    let column = column(table, name);
    [column.filled, column.valid].map(|share| (share.part, share.of))
}

const MACHINES: &str = "\
workload_id,name,vcpu_count,ram_gib,disk_provisioned_gib,cpu_util_p95_pct,is_template
V1,Web,4,16,100,20,
V2,DB,8,,200,,
V3,,,32,,35,
V4,Mail,600,8,50,,
V5,Old,abc,8,,,
V6,Gold,2,,,,true
";

#[test]
fn a_small_list_gives_the_shares_computed_by_hand() {
    let work = Workdir::new();
    ingest(&work, "MOJ", "vm.csv", MACHINES);
    let quality = judged(&work);
    let machines = table(&quality, "MOJ", Table::Workload);
    // V5 is rejected for its vCPU, V6 is a template, 600 vCPU are used under a warning.
    assert_eq!((machines.rows, machines.rows_rejected), (4, 1));
    for (name, expected) in [
        ("workload_id", [(4, 4), (4, 5)]),
        ("name", [(3, 4), (3, 4)]),
        ("vcpu_count", [(3, 4), (2, 4)]),
        ("ram_bytes", [(3, 4), (3, 4)]),
        ("disk_provisioned_bytes", [(3, 4), (3, 3)]),
        ("cpu_util_p95_pct", [(2, 4), (2, 2)]),
        ("disk_used_bytes", [(0, 4), (0, 0)]),
    ] {
        assert_eq!(counts(machines, name), expected, "{name}");
        assert_eq!(column(machines, name).plausible.value(), None, "no peers: nothing is known");
    }
    // Of the seven decisive columns, of 4 rows: vCPU 3, RAM 3, disk 3, use of CPU 2.
    let plan = Plan::built_in();
    let decisive = share_of_decisive_cells(&inventory(&work), Table::Workload, &plan);
    let decisive = decisive.expect("is read");
    assert_eq!((decisive["MOJ"].part, decisive["MOJ"].of), (11, 28));
    assert_eq!(decisive.len(), 1, "who has no rows is not in it");
    // Ordinary: 11 columns, of which the name is filled in 3 times. Required: only in what is valid.
    let parts = machines.parts(&plan.quality);
    let filled = (3.0 * 11.0 + 3.0) / (4.0 * (3.0 * 7.0 + 11.0));
    assert!((parts.filled.expect("rows") - filled).abs() < 1e-12, "{parts:?}");
    let valid =
        (3.0 * (4.0 + 2.0 + 3.0 + 3.0 + 2.0) + 3.0) / (3.0 * (5.0 + 4.0 + 4.0 + 3.0 + 2.0) + 4.0);
    assert!((parts.valid.expect("values") - valid).abs() < 1e-12, "{parts:?}");
    let score = (5.0 * filled + 3.0 * valid) / 8.0;
    let of_agency = quality.of("MOJ").expect("an agency").score(&plan.quality);
    assert!((of_agency.expect("a score") - score).abs() < 1e-12);
}

#[test]
fn whoever_has_sent_nothing_is_listed_and_has_no_score() {
    let work = Workdir::new();
    ingest(&work, "MOJ", "vm.csv", MACHINES);
    let printed = work.ok(&["quality", "--format", "csv"]).stdout;
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        csv_rows(&printed).into_iter().map(|row| (row["agency_id"].clone(), row)).collect();
    assert_eq!(rows.len(), 23, "every agency the directive names");
    let silent = &rows["MOET"];
    for name in ["filled_share", "valid_share", "plausible_share", "score"] {
        assert_eq!(silent[name], "", "{name} is unknown, not zero");
    }
    assert_eq!(silent["ask_first"], "has sent nothing");
    assert!(rows["MOJ"]["ask_first"].starts_with("ask for "), "{:?}", rows["MOJ"]);
    let vietnamese = work.ok(&["quality", "--lang", "vi", "--agency", "MOJ"]).stdout;
    assert!(vietnamese.contains("bổ sung"), "{vietnamese}");
    let losses = work.ok(&["quality", "--table", "losses", "--agency", "MOJ", "--format", "csv"]);
    let lost: f64 = csv_rows(&losses.stdout)
        .iter()
        .map(|row| row["score_lost"].parse::<f64>().expect("a share"))
        .sum();
    let score: f64 = rows["MOJ"]["score"].parse().expect("a score");
    assert!((score + lost - 1.0).abs() < 0.01, "{score} and {lost}");
}

#[test]
fn a_list_whose_rows_are_all_rejected_is_not_valid_until_a_better_one_comes() {
    let work = Workdir::new();
    let broken = "server_id,cores_count,ram_gib\nS1,abc,64\nS2,-4,64\n";
    let both = |name: &str, servers: &str| {
        ingest(&work, "MOJ", &format!("{name}/server.csv"), servers);
    };
    ingest(&work, "MOJ", "vm.csv", MACHINES);
    both("one", "server_id,cores_count,ram_gib\nS0,8,64\nS1,abc,64\n");
    let quality = judged(&work);
    let servers = table(&quality, "MOJ", Table::Server);
    assert_eq!((servers.rows, servers.rows_rejected), (1, 1));
    assert_eq!(counts(servers, "ram_bytes"), [(1, 1), (1, 2)]);
    // A file of which nothing can be used is not kept, and changes nothing.
    both("two", broken);
    assert_eq!(judged(&work), quality);
    both("three", "server_id,cores_count,ram_gib\nS0,8,64\nS1,4,64\n");
    let quality = judged(&work);
    let servers = table(&quality, "MOJ", Table::Server);
    assert_eq!((servers.rows, servers.rows_rejected), (2, 0), "the newer list counts");
    assert_eq!(counts(servers, "ram_bytes"), [(2, 2), (2, 2)]);
}

#[test]
fn rejected_rows_of_a_list_of_several_agencies_are_those_of_the_agency_they_name() {
    let work = Workdir::new();
    let list = "Cơ quan,workload_id,vcpu_count,ram_gib\nMOJ,V1,4,8\nMOET,V1,4,8\nMOET,V2,abc,8\n\
                Sở Không Ai Biết,V3,4,8\n";
    work.write("all.csv", list);
    let done = work.ndcap(&["ingest", "all.csv"]);
    assert_eq!(done.code, 2, "{}{}", done.stdout, done.stderr);
    let quality = judged(&work);
    let rows = |agency| {
        let machines = table(&quality, agency, Table::Workload);
        (machines.rows, machines.rows_rejected, counts(machines, "ram_bytes")[1])
    };
    assert_eq!(rows("MOJ"), (1, 0, (1, 1)));
    assert_eq!(rows("MOET"), (1, 1, (1, 2)));
    assert_eq!(quality.rows_of_nobody, 1);
}

#[test]
fn a_filled_gap_raises_the_share_by_one_cell() {
    let mut before = None;
    for list in ["V1,4,8\nV2,,8\nV3,,\n", "V1,4,8\nV2,2,8\nV3,,\n", "V1,4,8\nV2,2,8\nV3,2,1\n"] {
        let work = Workdir::new();
        ingest(&work, "MOJ", "vm.csv", &format!("workload_id,vcpu_count,ram_gib\n{list}"));
        let quality = judged(&work);
        let plan = Plan::built_in();
        let filled = table(&quality, "MOJ", Table::Workload).parts(&plan.quality).filled;
        assert!(filled > before, "{list}: {filled:?} after {before:?}");
        before = filled;
    }
}

const PEERS: [&str; 9] = ["MOJ", "MOH", "MOHA", "MOET", "MOC", "MOIT", "MOST", "SAV", "VTV"];

/// Lists of nine agencies with machines of 4 to 64 GiB; the last writes MiB under the heading of GiB.
fn peers(agencies: usize) -> Workdir {
    let work = Workdir::new();
    for (number, agency) in PEERS.iter().take(agencies).enumerate() {
        let mut list = "workload_id,vcpu_count,ram_gib,cpu_util_p95_pct\n".to_owned();
        for machine in 0..20 {
            let gib = [4, 8, 16, 32, 64][(machine + number) % 5];
            let ram = if number == 8 { gib * 1024 } else { gib };
            let (vcpu, used) = (2 << (machine % 4), 10 + (machine * 7 + number * 3) % 60);
            list.push_str(&format!("V{machine},{vcpu},{ram},{used}\n"));
        }
        ingest(&work, agency, &format!("{agency}.csv"), &list);
    }
    work
}

#[test]
fn memory_in_mebibytes_under_a_heading_of_gibibytes_is_implausible_among_peers() {
    let (work, plan) = (peers(9), Plan::built_in());
    let quality = judged(&work);
    for agency in PEERS {
        let machines = table(&quality, agency, Table::Workload);
        let implausible: Vec<&str> = (machines.columns.iter())
            .filter(|column| column.is_implausible(&plan.quality))
            .map(|column| column.column.name)
            .collect();
        assert_eq!(
            implausible,
            if agency == "VTV" { vec!["ram_bytes"] } else { vec![] },
            "{agency}"
        );
        // Of the others nothing is unusual; of VTV nothing is usual.
        let ram = column(machines, "ram_bytes").plausible;
        assert_eq!((ram.part, ram.of), if agency == "VTV" { (0, 20) } else { (20, 20) });
        assert_eq!(column(machines, "cpu_util_p95_pct").plausible.value(), Some(1.0));
        let disk = column(machines, "disk_used_bytes").plausible;
        assert_eq!(disk.value(), None, "what nobody states is not compared");
    }
    let told = work.ok(&["quality", "--agency", "VTV", "--format", "csv"]).stdout;
    assert_eq!(csv_rows(&told)[0]["implausible"], "workload.ram_bytes");
    let work = peers(7);
    for agency in PEERS.iter().take(7) {
        let quality = judged(&work);
        let ram = column(table(&quality, agency, Table::Workload), "ram_bytes").plausible;
        assert_eq!(ram.value(), None, "seven are too few to say what is usual");
    }
}

/// Quantities whose silent rows the truth of a nation tells: name there, table, column.
const TOLD: [(&str, Table, &str); 13] = [
    ("vcpu_count", Table::Workload, "vcpu_count"),
    ("ram_bytes", Table::Workload, "ram_bytes"),
    ("disk_provisioned_bytes", Table::Workload, "disk_provisioned_bytes"),
    ("disk_used_bytes", Table::Workload, "disk_used_bytes"),
    ("cpu_util_p95_pct", Table::Workload, "cpu_util_p95_pct"),
    ("ram_util_p95_pct", Table::Workload, "ram_util_p95_pct"),
    ("server_cores_count", Table::Server, "cores_count"),
    ("server_ram_bytes", Table::Server, "ram_bytes"),
    ("storage_raw_bytes", Table::Storage, "raw_bytes"),
    ("storage_usable_bytes", Table::Storage, "usable_bytes"),
    ("storage_used_bytes", Table::Storage, "used_bytes"),
    ("security_level", Table::System, "security_level"),
    ("cloud_need_block_bytes", Table::CloudNeed, "block_bytes"),
];

#[test]
fn shares_filled_of_a_synthetic_nation_are_those_of_its_truth() {
    let mut gaps = 0;
    for seed in ["7", "8"] {
        let work = Workdir::new();
        let nation =
            ["synth", "nation", "in", "--agencies", "12", "--scale", "0.1", "--seed", seed];
        work.ok(&nation);
        let done = work.ndcap(&["ingest", "in", "--store", "store"]);
        assert!(matches!(done.code, 0 | 2), "seed {seed}: {}", done.stderr);
        let quality = judged(&work);
        let truth = std::fs::read_to_string(work.path("in/truth.json")).expect("the truth");
        let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
        for agency in truth["agencies"].as_array().expect("agencies") {
            let id = agency["agency_id"].as_str().expect("an id");
            let of_agency = quality.of(id).expect("an agency");
            for (name, table, column_name) in TOLD {
                let silent = agency["unknown"][name].as_u64().expect("a count") as usize;
                let of_table = of_agency.tables.iter().find(|of| of.table == table);
                let filled = of_table.map(|of| column(of, column_name).filled);
                let lacking = filled.map_or(0, ndcap::quality::Share::lacking);
                assert_eq!(lacking, silent, "seed {seed}: {id} {name}");
                if let Some(share) = filled.and_then(|filled| filled.value()) {
                    let rows = of_table.map_or(0, |of| of.rows);
                    assert!((share - (1.0 - silent as f64 / rows as f64)).abs() < 1e-12);
                }
                gaps += silent;
            }
            let rejected: usize = of_agency.tables.iter().map(|table| table.rows_rejected).sum();
            let planted = agency["rows"]["rejected"].as_u64().expect("a count") as usize;
            assert_eq!(rejected, planted, "seed {seed}: {id}: rows rejected");
        }
    }
    assert!(gaps > 100, "the nations have gaps: {gaps}");
}
