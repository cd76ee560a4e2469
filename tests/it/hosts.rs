//! Hosts of several profiles, rules between workloads and zones of single agencies, from list to placement.

use serde_json::Value;

use crate::command::Workdir;

const LIST: &str = "Mã máy ảo,Tên máy ảo,Mã hệ thống,Môi trường,Số vCPU,RAM (GiB),Số GPU\n\
                    VM-1,web-01,HT1,production,4,16,\n\
                    VM-2,web-02,HT1,production,4,16,\n\
                    VM-3,web-03,HT1,production,4,16,\n\
                    VM-4,db-1,HT1,production,8,32,\n\
                    VM-5,train,HT2,production,8,64,2\n";

/// Growth makes amounts that no test should have to follow.
const STEADY: &str = "[demand]\ngrowth_per_year = 0\n[simulation]\ndraws = 200\n";

fn placed(work: &Workdir, plan: &str) -> Value {
    work.write("plan.toml", format!("{STEADY}{plan}"));
    let done = work.ndcap(&["place", "--format", "json", "--plan", "plan.toml"]);
    serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", done.stderr))
}

fn list() -> Workdir {
    let work = Workdir::new();
    work.write("vm.csv", LIST);
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    work
}

#[test]
fn a_workload_with_gpus_has_a_host_with_gpus_and_the_others_need_no_other() {
    let work = list();
    let placed = placed(&work, "");
    let pools = placed["pools"].as_array().expect("pools");
    assert_eq!(pools.len(), 1, "{pools:?}");
    // All five fit one host of 198.4 vCPUs and 867 GiB; its spare must have GPUs too.
    assert_eq!(pools[0]["host_profile"], "2 x 32 cores, 1 TiB, 4 GPUs");
    let counts = ["hosts_count", "hosts_spare_count", "hosts_lower_bound"].map(|f| &pools[0][f]);
    assert_eq!(counts.map(Value::as_u64), [Some(1); 3]);
    assert_eq!(pools[0]["gap_pct"].as_f64(), Some(0.0));
    let none = self::placed(
        &work,
        "[[host_profile]]\nname = \"small\"\ncores = 8\nram_gib = 64\n\
        height_u = 1.0\nweight_kg = 15.0\ncords = 2\npower_idle_w = 60.0\npower_peak_w = 300.0\n\
        price = 10\nsource = \"a test\"\n",
    );
    let unplaced = none["unplaced"].as_array().expect("a list");
    assert_eq!(unplaced.len(), 1, "{unplaced:?}");
    assert_eq!(
        (&unplaced[0]["id"], &unplaced[0]["reason"]),
        (&"MOJ/VM-5".into(), &"larger_than_host".into())
    );
    let limit = unplaced[0]["limit"].as_str().expect("text");
    assert!(limit.contains("gpu: needs 2 GPU, an empty host \"small\" offers 0 GPU"), "{limit}");
    // 20 vCPUs and 82 GiB of 19.2 and 51: two of the small ones at 10 are cheaper than one at 100.
    assert_eq!(none["pools"][0]["profiles"][0]["host_profile"], "small");
}

#[test]
fn gpus_grow_in_number_and_their_hosts_take_them() {
    let work = Workdir::new();
    work.write(
        "vm.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Số GPU\nVM-1,HT1,8,64,3\nVM-2,HT1,8,64,4\n",
    );
    work.ok(&["ingest", "vm.csv", "--agency", "MOJ"]);
    // Growth is that of the built-in plan.
    let done = work.ndcap(&["place", "--format", "json"]);
    let placed: Value = serde_json::from_str(&done.stdout).expect("JSON");
    assert_eq!(placed["unplaced"].as_array().map(Vec::len), Some(0), "{}", placed["unplaced"]);
    let total = work.ok(&["demand", "--by", "zone", "--format", "json"]).stdout;
    let total: Value = serde_json::from_str(&total).expect("JSON");
    let rows = total.as_array().or_else(|| total["rows"].as_array()).expect("rows");
    let grown = (rows.iter().rev())
        .find(|row| row["resource"] == "gpu")
        .and_then(|row| row["likely"].as_f64())
        .expect("GPUs");
    assert!(grown > 7.5 && grown.fract() > 0.0, "{grown}");
    let hosts = work.ok(&["place", "--format", "csv"]).stdout;
    let used: f64 =
        hosts.lines().filter_map(|line| line.rsplit(',').next()?.parse::<f64>().ok()).sum();
    assert!((used - grown.ceil()).abs() < 1e-9, "{used} of {grown}: {hosts}");
}

#[test]
fn local_disks_fill_hosts_and_storage_alone_is_told_to_be_on_none() {
    let work = Workdir::new();
    work.write(
        "vm.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB),Dung lượng cấp phát (GiB)\n\
         VM-1,HT1,2,4,4096\nVM-2,HT1,2,4,4096\n",
    );
    work.write("need.csv", "need_id,system_id,block_gib\nN1,HT2,1024\n");
    for name in ["vm.csv", "need.csv"] {
        work.ok(&["ingest", name, "--agency", "MOJ"]);
    }
    // Copies, free space and growth make 34 TiB of 4: two do not share a host of 50.
    let plan = "[placement]\nblock_storage = \"local\"\n[host]\nlocal_disk_tib = 50.0\n";
    let hosts = |plan: &str| placed(&work, plan)["pools"][0]["hosts_count"].as_u64();
    assert_eq!((hosts(""), hosts(plan)), (Some(1), Some(2)));
    work.write("plan.toml", format!("{STEADY}{plan}"));
    let told = work.ok(&["place", "--plan", "plan.toml"]).stdout;
    let is_of_disk = |line: &&str| line.split_whitespace().nth(1) == Some("local_disk");
    let row = told.lines().find(is_of_disk).expect("a row");
    let amounts: Vec<f64> = row.split_whitespace().filter_map(|cell| cell.parse().ok()).collect();
    // Needed, offered, fill, workloads with and without an amount; and N1, which is asked for as it is and
    // not grown to the year it is needed by, so no more than an eighth of the two.
    let [needed, offered, _, stated, unstated, not_on_hosts] = amounts[..] else {
        panic!("{row}");
    };
    assert_eq!((offered, stated, unstated), (100.0, 2.0, 0.0), "{row}");
    assert!(1.0 < not_on_hosts && not_on_hosts * 8.0 < needed + 0.5, "{row}");
}

#[test]
fn rules_of_the_plan_and_replicas_by_name_are_kept_and_listed() {
    let work = list();
    let plan = "[placement]\nspread_replicas = \"replicas\"\n\
                [[together]]\nsystem = \"MOJ/HT1\"\nprefix = \"db-\"\n\
                [[apart]]\nsystem = \"MOJ/HT9\"\n";
    let placed = placed(&work, plan);
    let told: Vec<(&str, &str, u64)> = placed["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| {
            let text = |field: &str| rule[field].as_str().expect("text");
            (text("rule"), text("state"), rule["hosts_count"].as_u64().expect("a number"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("MOJ/HT9", "no_workload", 0),
            ("MOJ/HT1 db-", "one_workload", 1),
            ("replicas MOJ/HT1 production: web-01 to web-03", "held", 3)
        ]
    );
    assert_eq!(placed["pools"][0]["hosts_count"].as_u64(), Some(3));
    let table = work.ok(&["place", "--plan", "plan.toml", "--lang", "vi"]).stdout;
    assert!(table.contains("Máy ảo tách riêng và đặt chung"), "{table}");
    // The same world again, the same placement.
    assert_eq!(self::placed(&work, plan), placed);
}

#[test]
fn an_agency_that_asked_for_it_has_hosts_and_racks_of_its_own() {
    let work = list();
    work.write("other.csv", "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-9,HT9,4,16\n");
    work.ok(&["ingest", "other.csv", "--agency", "MOET"]);
    let placed = placed(&work, "[zone]\ncages = [\"MOET\", \"XYZ\"]\n");
    let zones = |list: &Value| -> Vec<String> {
        let entries = list.as_array().expect("a list").iter();
        entries.map(|entry| entry["zone"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!(zones(&placed["pools"]), ["level-3", "level-3-moet"]);
    assert!(zones(&placed["racks"]).contains(&"level-3-moet".to_owned()), "{}", placed["racks"]);
    let told = work.ndcap(&["place", "--plan", "plan.toml"]).stderr;
    assert!(told.contains("zone.cages: no agency XYZ"), "{told}");
    let opened = ["explain", "power/zone=level-3-moet/hosts", "--plan", "plan.toml"];
    assert!(work.ok(&opened).stdout.contains("1 hosts packed"), "the zone can be opened");
    assert_eq!(placed["pools"][1]["hosts_spare_count"].as_u64(), Some(1));
}

#[test]
fn a_plan_that_names_no_zone_of_its_own_is_refused() {
    let work = list();
    let profile = "[[host_profile]]\nname = \"small\"\ncores = 8\nram_gib = 64\nheight_u = 1.0\n\
                   weight_kg = 15.0\ncords = 2\npower_idle_w = 60.0\npower_peak_w = 300.0\nprice = 10\n\
                   source = \"a test\"\nzones = [\"level-9\"]\n";
    work.write("plan.toml", profile);
    let done = work.ndcap(&["place", "--plan", "plan.toml"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("level-9") && done.stderr.contains("secret"), "{}", done.stderr);
}
