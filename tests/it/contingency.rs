//! What if, as the command answers it.

use crate::command::Workdir;

/// Three machines, and a server with one power supply of a system whose machines move.
fn store() -> Workdir {
    let work = Workdir::new();
    work.write(
        "vm.csv",
        "Mã máy ảo,Mã hệ thống,Số vCPU,RAM (GiB)\nVM-1,HT1,4,16\nVM-2,HT1,8,32\nVM-3,HT1,2,8\n",
    );
    work.write("ht.csv", "Mã hệ thống,Tên hệ thống,Phương án di chuyển\nHT2,Kho dữ liệu,di dời\n");
    work.write("may.csv", "Mã máy chủ,Mã hệ thống,Số nguồn\nMC-1,HT2,1\nMC-2,HT2,2\n");
    for (file, adds) in [("vm.csv", false), ("ht.csv", true), ("may.csv", true)] {
        let mut words = vec!["ingest", file, "--agency", "MOJ"];
        words.extend(adds.then_some("--adds"));
        work.ok(&words);
    }
    work
}

#[test]
fn losses_are_told_with_the_exit_code_that_says_whether_they_are_survived() {
    let work = store();
    // Each zone has one host and a spare one.
    let done = work.ndcap(&["place", "--without", "hosts=1"]);
    assert_eq!(done.code, 0, "{}\n{}", done.stdout, done.stderr);
    let first = done.stdout.lines().next().unwrap_or_default();
    assert_eq!(first, "Without hosts=1: nothing goes down; no limit is exceeded.");
    assert!(done.stdout.contains("3 workloads are moved"), "{}", done.stdout);

    let done = work.ndcap(&["place", "--without", "hosts=2", "--lang", "vi"]);
    assert_eq!(done.code, 3);
    let first = done.stdout.lines().next().unwrap_or_default();
    assert!(first.starts_with("Khi mất hosts=2: 3 máy ảo ngừng chạy"), "{first}");
    assert!(done.stdout.contains("vùng không còn máy chủ nào"), "{}", done.stdout);
}

#[test]
fn a_single_corded_server_is_down_with_its_feed() {
    let work = store();
    let words = ["place", "--without", "feed-a", "--format"];
    let answer = work.json(&[&words[..], &["json"]].concat());
    assert_eq!(answer["is_survived"], false);
    assert_eq!(answer["losses"][0]["count"], 1);
    let down = answer["down"].as_array().expect("a list");
    assert_eq!(down.len(), 1, "{answer}");
    assert_eq!(down[0]["id"], "MOJ/MC-1");
    assert_eq!((&down[0]["kind"], &down[0]["system_id"]), (&"server".into(), &"HT2".into()));
    assert_eq!(down[0]["reason"], "feed_lost");
    assert_eq!(answer["systems_hit"][0]["extent"], "partly");
    assert_eq!(answer["recovered"]["agencies_down_count"], 1);
    let loads = answer["loads"].as_array().expect("a list");
    assert!(loads.iter().all(|load| load["what"] != "feed_a" && load["unit"] == "kW"));
    assert_eq!(answer["overloaded"].as_array().map(Vec::len), Some(0));
    // One fact a row, the same facts.
    let csv = work.ndcap(&[&words[..], &["csv"]].concat()).stdout;
    assert!(
        csv.starts_with("effect,kind,id,agency_id,system_id,zone,reason,detail,load,"),
        "{csv}"
    );
    assert_eq!(csv.lines().filter(|line| line.starts_with("down,server,MOJ/MC-1,")).count(), 1);
    assert_eq!(csv.lines().count(), 1 + down.len() + loads.len());
}

#[test]
fn added_hosts_are_told_with_what_they_take_and_free() {
    let work = store();
    let answer = work.json(&["place", "--add", "host=10", "--format", "json"]);
    let added = &answer["additions"][0];
    assert_eq!((&added["hosts_count"], &added["hosts_racked_count"]), (&10.into(), &10.into()));
    let free = |name: &str| added[name].as_f64().expect("a number");
    assert!(free("vcpu_free_after") > free("vcpu_free_before"));
    assert!(answer["limits"][0]["limit"].is_null());
    let hall = answer["addition_hall"].as_array().expect("a list");
    let peak = hall.iter().find(|row| row["figure"] == "it_peak").expect("a row");
    assert!(peak["difference"].as_f64().is_some_and(|more| more > 0.0));

    let full = work.write("full.toml", "[rack]\nracks_max = 2\n");
    let full = full.to_string_lossy();
    let done = work.ndcap(&["place", "--add", "host=500", "--plan", &full]);
    assert_eq!(done.code, 3, "{}\n{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("of 500; what binds is racks: needs rack 3"), "{}", done.stdout);
    let vietnamese = ["place", "--add", "host=500", "--plan", &full, "--lang", "vi"];
    let told = work.ndcap(&vietnamese).stdout;
    assert!(told.contains("trong 500; giới hạn: số tủ: cần tủ thứ 3"), "{told}");
    assert!(!told.contains("needs"), "{told}");
}

#[test]
fn what_there_is_not_is_refused_with_what_there_is() {
    let work = store();
    for (words, said) in [
        (["--without", "rack=R-9"], "there are R-"),
        (["--without", "hosts=1@level-9"], "no hosts serve a zone"),
        (["--without", "feed-c"], "write feed-a, feed-b, crac"),
        (["--add", "small=1"], "no pool has hosts of a profile"),
        (["--add", "host"], "as host@level-3=200"),
        (["--add", "host=4294967295"], "ask for 10000 or fewer"),
    ] {
        let done = work.ndcap(&[&["place"][..], &words].concat());
        assert_eq!(done.code, 1, "{words:?}");
        assert!(done.stderr.contains(said), "{words:?}: {}", done.stderr);
    }
    let both = work.ndcap(&["place", "--without", "crac", "--add", "host=1"]);
    assert_eq!(both.code, 1);
}
