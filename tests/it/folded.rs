//! Demand whose workloads are put together while they are read says what it says when each is held.

use ndcap::demand::{
    self, By, Demand, Draws, Resource, Wanted, bases, cutovers, tornado, transfers,
};
use ndcap::inventory::{Inventory, Store};
use ndcap::plan::{Basis, Plan};

use crate::command::Workdir;

/// Keys by which tables are summed.
const KEYS: [&[By]; 5] = [
    &By::ALL,
    &[By::Agency, By::Quarter, By::Use],
    &[By::System, By::Zone, By::Use],
    &[By::Tier, By::Quarter],
    &[],
];

fn inventory(work: &Workdir) -> Inventory {
    Store::open(&work.path("store")).and_then(|store| store.inventory()).expect("a store")
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-6)
}

/// Both ways of sizing agree: likely figures and counts to the unit, ranges but for the last digits
/// that sums of floating point numbers in another order have.
fn agree(inventory: &Inventory, plan: &Plan) -> (Demand, Demand) {
    let held = demand::size(inventory, plan).expect("can be sized");
    let folded = demand::size_folded(inventory, plan).expect("can be sized");
    let but_machines = |demand: &Demand| Demand { machines: Vec::new(), ..demand.clone() };
    assert_eq!(but_machines(&folded), but_machines(&held));
    let count = |demand: &Demand| demand.machines.iter().map(|m| m.machines_count).sum::<usize>();
    assert_eq!(count(&folded), count(&held));
    let draws = Draws::of(plan, &held.machines, &held.peers);
    let folded_draws = Draws::of(plan, &folded.machines, &folded.peers);
    for wanted in [
        Wanted::default(),
        Wanted { is_used: Some(true), ..Wanted::default() },
        Wanted { basis: Some(Basis::RightSized), ..Wanted::default() },
    ] {
        for by in KEYS {
            let expected = held.table(by, &wanted, &draws);
            let found = folded.table(by, &wanted, &folded_draws);
            assert_eq!(found.len(), expected.len(), "{by:?}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!((&found.key, found.is_used), (&expected.key, expected.is_used));
                assert_eq!(found.amount, expected.amount, "{:?}", found.key);
                let (a, b) = (found.range, expected.range);
                let is_near =
                    near(a.low, b.low) && near(a.median, b.median) && near(a.high, b.high);
                assert!(is_near, "{:?}: {a:?}, held {b:?}", found.key);
            }
        }
    }
    assert_eq!(bases(&folded, plan), bases(&held, plan));
    for by_agency in [false, true] {
        let (found, expected) =
            (cutovers(&folded, by_agency, plan), cutovers(&held, by_agency, plan));
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(&expected) {
            assert_eq!(
                (&a.agency_id, a.quarter, a.resource, a.steady),
                (&b.agency_id, b.quarter, b.resource, b.steady)
            );
            assert!(near(a.arriving, b.arriving) && near(a.peak, b.peak), "{a:?}, held {b:?}");
        }
    }
    let key = |t: &demand::Transfer| (t.agency_id.clone(), t.system_id.clone());
    let (mut found, mut expected) = (transfers(&folded, plan), transfers(&held, plan));
    found.sort_by_key(key);
    expected.sort_by_key(key);
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(&expected) {
        assert_eq!((key(a), a.quarter), (key(b), b.quarter));
        assert!(
            a.bytes.abs_diff(b.bytes) <= 1 && near(a.declared_share, b.declared_share),
            "{a:?}"
        );
    }
    for resource in [Resource::Vcpu, Resource::Ram, Resource::Storage, Resource::StorageRaw] {
        let last = plan.period.target_quarter;
        let (found, expected) =
            (tornado(&folded, resource, last, plan), tornado(&held, resource, last, plan));
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(&expected) {
            assert_eq!(a.name, b.name);
            let is_near =
                near(a.total_at_low, b.total_at_low) && near(a.total_at_high, b.total_at_high);
            assert!(is_near && near(a.total, b.total), "{a:?}, held {b:?}");
        }
    }
    (held, folded)
}

/// Plans that ask for all that sizing knows: least needs that may apply or not, second sites, sizes of a
/// catalogue, a scenario.
const PLANS: [&str; 4] = [
    "[simulation]\ndraws = 200\n",
    "[simulation]\ndraws = 200\n[second_site]\nunstated = \"warm\"\n[demand]\npeers_min = 3\n",
    "[simulation]\ndraws = 200\n[demand]\ncpu_comfort_factor = { low = 0.8, value = 1.3, high = 2.5 }\n\
     [[flavour]]\nname = \"s\"\nvcpu = 2\nram_gib = 8\n[[flavour]]\nname = \"l\"\nvcpu = 16\nram_gib = 64\n",
    "[simulation]\ndraws = 200\n[scenario]\nagencies_excluded = [\"MOJ\", \"XYZ\"]\n\
     [[scenario.delay]]\nagency = \"MOET\"\nquarters = 40\n",
];

#[test]
fn a_nation_is_the_same_folded_as_held() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "16", "--scale", "0.1", "--seed", "7"]);
    work.ndcap(&["ingest", "in", "--store", "store"]);
    let inventory = inventory(&work);
    for text in PLANS {
        let plan = Plan::from_text(text, None).expect("is a plan");
        let (held, folded) = agree(&inventory, &plan);
        assert!(held.machines.len() > 2 * folded.machines.len(), "{}", folded.machines.len());
    }
}

const WORKLOADS: &str = "Mã máy ảo,Mã hệ thống,Tên máy ảo,Số lượng,Môi trường,Số vCPU,RAM (GiB),\
                         Dung lượng cấp phát (GiB),Dung lượng sử dụng (GiB),\
                         % sử dụng CPU (P95),% sử dụng RAM (P95),Máy chủ vật lý\n";

/// Rows that stand for several, systems in several spellings or in none, sizes that nobody states,
/// a row that counts with that of another agency, servers with and without workloads.
fn odd() -> Workdir {
    let work = Workdir::new();
    let systems = "Mã hệ thống,Tên hệ thống,Cấp độ an toàn,Phương án chuyển\n\
                   HT-1,Hộ tịch,3,cloud\nHT-2,Thư viện,2,keep\nHT-3,Kho số,,relocate\n";
    work.write("system.csv", systems);
    let mut rows =
        format!("{WORKLOADS}H-1,HT-1,hotich-app-1,,production,8,32,500,317,12,40,ESX-1\n");
    for number in 2..40 {
        let system = ["HT-1", "ht-1", "Hộ tịch", "", "HT-2", "HT-3", "HT-9"][number % 7];
        let vcpu = if number % 5 == 0 { String::new() } else { (number % 6 + 1).to_string() };
        let used = if number % 4 == 0 { String::new() } else { (number % 90).to_string() };
        rows.push_str(&format!(
            "H-{number},{system},m-{number},{},production,{vcpu},{},{},{used},{used},{used},\n",
            number % 3 + 1,
            number % 8 + 1,
            number * 3 + 90,
        ));
    }
    work.write("moet.csv", rows);
    work.write(
        "moj.csv",
        format!(
            "{WORKLOADS}VM-1,HT-A,HOTICH_APP_01.moj.gov.vn,,production,8,32,500,317,12,40,\n\
             VM-2,HT-A,web01,2,test,,16,200,80,,,\n"
        ),
    );
    let servers = "Mã máy chủ,Mã hệ thống,Model,Số CPU,Tổng số core,RAM (GiB),Ổ cứng (TB)\n\
                   ESX-1,,R740,2,32,256,4.8\nESX-2,HT-7,R750,2,40,512,9.6\nESX-3,HT-3,R750,2,40,512,\n";
    work.write("server.csv", servers);
    for (agency, file) in
        [("MOET", "system.csv"), ("MOET", "moet.csv"), ("MOET", "server.csv"), ("MOJ", "moj.csv")]
    {
        let done = work.ndcap(&["ingest", file, "--agency", agency, "--received-on", "2024-09-30"]);
        assert!(matches!(done.code, 0 | 2), "{}", done.stderr);
    }
    let pairs = work.json(&["duplicates", "--format", "json"]);
    let likely = pairs.as_array().expect("a list").iter().find(|pair| pair["is_likely"] == true);
    let id = likely.expect("a likely pair")["pair"].as_str().expect("an id").to_owned();
    let decide = ["duplicates", "decide", &id, "same", "--keep", "MOET", "--by", "planner"];
    work.ok(&[&decide[..], &["--reason", "one machine"]].concat());
    work
}

#[test]
fn odd_rows_are_the_same_folded_as_held() {
    let work = odd();
    let inventory = inventory(&work);
    for text in PLANS {
        let plan = Plan::from_text(text, None).expect("is a plan");
        let (held, folded) = agree(&inventory, &plan);
        // The scenario of one plan leaves the row's agency out.
        assert_eq!(held.counted_elsewhere_count, usize::from(!text.contains("MOJ")));
        assert!(held.peers.groups().iter().any(|group| group.name == "nation"), "peers stand in");
        let spelled = folded.machines.iter().filter(|m| m.system_id == "HT-1" && !m.is_second_site);
        assert_eq!(spelled.filter(|m| m.agency_id == "MOET").count(), 1, "one line for one system");
    }
}
