//! Agencies: every spelling resolves, nothing else does; who answers on a day changes rows, never
//! totals.

use std::collections::BTreeMap;

use ndcap::demand::{self, By, Draws, Wanted};
use ndcap::explain::explain;
use ndcap::inventory::{Store, totals_by_agency, totals_by_successor, totals_of_all};
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::{Agencies, Agency, Group, Resolved};
use ndcap::report::table::{Table, Value};
use ndcap::report::tables;
use ndcap::time::{NaiveDate, read_day};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::command::{Workdir, csv_rows};

mod wrong_names;

use wrong_names::WRONG;

/// The id a name was resolved to, or what else became of it.
fn resolved(name: &str) -> &'static str {
    match Agencies::built_in().resolve(name) {
        Resolved::Exact(agency) | Resolved::Alias(agency) => &agency.id,
        Resolved::Place(_) => "a place",
        Resolved::Ambiguous(_) => "ambiguous",
        Resolved::Unknown(_) => "unknown",
    }
}

/// "hòa" ↔ "hoà", "ủy" ↔ "uỷ": the tone on the other of two vowels.
fn with_tones_moved(name: &str) -> String {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut letters: Vec<char> = name.nfd().collect();
    let pairs = [('o', 'a'), ('o', 'e'), ('u', 'y')];
    let mut at = 0;
    while at + 2 < letters.len() {
        let (a, b, c) = (letters[at], letters[at + 1], letters[at + 2]);
        let is_pair = |first: char, second: char| {
            pairs.contains(&(first.to_ascii_lowercase(), second.to_ascii_lowercase()))
        };
        if tones.contains(&b) && is_pair(a, c) || tones.contains(&c) && is_pair(a, b) {
            letters.swap(at + 1, at + 2);
            at += 3;
        } else {
            at += 1;
        }
    }
    letters.into_iter().nfc().collect()
}

fn without_diacritics(name: &str) -> String {
    let letters = name.nfd().filter(|c| !is_combining_mark(*c));
    letters
        .map(|c| match c {
            'đ' => 'd',
            'Đ' | 'Ð' => 'D',
            other => other,
        })
        .collect()
}

#[test]
fn every_name_and_alias_resolves_in_every_spelling() {
    assert_eq!(with_tones_moved("Văn hóa, Uỷ ban, Tòa án, Khoẻ"), "Văn hoá, Ủy ban, Toà án, Khỏe");
    let mut tried = 0;
    for agency in Agencies::built_in().iter() {
        for name in
            [&agency.name, &agency.id].into_iter().chain(&agency.aliases).chain(&agency.later_names)
        {
            let dashes = ["–", "—", "\u{2011}", "\u{2212}", " - ", " ", ""];
            let mut spellings = vec![
                name.nfc().collect(),
                name.nfd().collect(),
                name.to_uppercase(),
                name.to_lowercase(),
                name.to_uppercase().nfd().collect(),
                with_tones_moved(name),
                with_tones_moved(&name.to_uppercase()),
                without_diacritics(name),
                without_diacritics(name).to_uppercase(),
                without_diacritics(name).to_lowercase(),
                name.replace(' ', "\u{a0}"),
                format!("  {} ", name.replace(' ', "   ")),
                name.replace('Đ', "Ð"),
                name.replace(" và ", " & "),
                name.replace('&', " và "),
            ];
            // Words are told apart by something, or their tones are not.
            let spaced = |dash: &'static str| if dash.is_empty() { " " } else { dash };
            let respelled = |dash| name.replace(" - ", spaced(dash)).replace('-', dash);
            spellings.extend(dashes.map(respelled));
            for spelling in spellings {
                assert_eq!(resolved(&spelling), agency.id, "{spelling} of {name}");
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

/// Spellings of the directive's body and annex, typed off it.
#[test]
fn spellings_of_the_directive_resolve() {
    for (name, id) in [
        ("Tổng Liên đoàn Lao động Việt Nam", "VGCL"),
        ("Tổng liên đoàn Lao động Việt Nam", "VGCL"),
        ("Viện kiểm sát nhân dân tối cao", "SPP"),
        ("Viện Kiểm sát nhân dân tối cao", "SPP"),
        ("Bộ Giáo dục và đào tạo", "MOET"),
        ("Bộ Công thương", "MOIT"),
        ("Đài truyền hình Việt Nam", "VTV"),
        ("Viện Hàn lâm Khoa học Xã Hội Việt Nam", "VASS"),
        ("Đoàn thanh niên cộng sản Hồ Chí Minh", "HCYU"),
        ("Hội liên hiệp phụ nữ Việt Nam", "VWU"),
        ("Bộ Lao động Thương binh và Xã hội", "MOLISA"),
        ("Bộ Lao động, Thương binh và Xã hội", "MOLISA"),
        ("Bộ\nVăn hóa, Thể thao và Du lịch", "MOCST"),
        ("Kiểm toán nhà nước", "SAV"),
        ("Ủy ban trung ương Mặt trận Tổ quốc Việt Nam", "VFF"),
        ("Bộ Nông nghiệp và Môi trường", "MAE"),
        ("Bộ Dân tộc và Tôn giáo", "CEMA"),
    ] {
        assert_eq!(resolved(name), id, "{name}");
    }
}

#[test]
fn two_hundred_wrong_names_are_nobody() {
    let all: std::collections::BTreeSet<&str> = WRONG.into_iter().collect();
    assert_eq!(all.len(), 200, "each is tried once");
    for name in WRONG {
        let otherwise: String = name.to_uppercase().nfd().collect();
        assert_eq!(resolved(&otherwise), "unknown", "{otherwise}");
        let Resolved::Unknown(nearest) = Agencies::built_in().resolve(name) else {
            panic!("{name} is somebody")
        };
        assert_eq!(nearest.len(), 3, "{name}");
    }
    // Typed without diacritics, none of them becomes somebody either, but for those whose only fault
    // was a wrong mark.
    let forgiven: Vec<&str> =
        WRONG.into_iter().filter(|name| resolved(&without_diacritics(name)) != "unknown").collect();
    assert_eq!(
        forgiven,
        [
            "Bộ Giáo dục và Đào tao",
            "Bộ Nối vụ",
            "Bộ Nội vu",
            "Bộ Tư phap",
            "Bộ Tài chinh",
            "Bộ Tái chính",
            "Bộ Xây dưng",
            "Bộ Công ăn",
            "Bộ Ngoài giao",
            "Bộ Quốc phong",
            "Bộ Khoa hoc và Công nghệ",
            "Thanh tra Chinh phủ",
            "Văn phòng Chính phu",
            "Bảo hiêm xã hội Việt Nam",
        ]
    );
}

#[test]
fn a_place_alone_is_its_committee_only_where_nobody_else_can_be_meant() {
    let work = Workdir::new();
    work.write("a.csv", "Đơn vị,Mã máy ảo,Số vCPU\nHà Giang,VM-1,4\nUBND tỉnh Hậu Giang,VM-2,4\n");
    // Nobody sends it: the places are those of the list.
    work.ok(&["ingest", "a.csv", "--store", "all"]);
    let rows = csv_rows(&work.ok(&["inventory", "--store", "all", "--format", "csv"]).stdout);
    let ids: Vec<&str> = rows.iter().map(|row| row["agency_id"].as_str()).collect();
    assert_eq!(ids, ["UBND_HAU_GIANG", "UBND_HA_GIANG"]);
    // The social security sends it: Hà Giang is its branch there, or is it the province?
    let done = work.ndcap(&["ingest", "a.csv", "--store", "vss", "--agency", "VSS"]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert!(
        done.stderr.contains("A301") && done.stderr.contains("UBND_HA_GIANG"),
        "{}",
        done.stderr
    );
    // An abbreviation of two agencies is neither.
    work.write("b.csv", "Đơn vị,Mã máy ảo,Số vCPU\nUBNDTHG,VM-1,4\n");
    let done = work.ndcap(&["ingest", "b.csv", "--store", "all"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("A306"), "{}", done.stderr);
    let done = work.ndcap(&["ingest", "b.csv", "--store", "all", "--agency", "UBNDTHG"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("can be several agencies: UBND_HA_GIANG"), "{}", done.stderr);
    // A section that names one ends the section above it.
    work.write("c.csv", "Mã máy ảo,Số vCPU,RAM (GiB)\nBộ Y tế,,\nVM-1,4,8\nUBNDTHG,,\nVM-2,4,8\n");
    let done = work.ndcap(&["check", "c.csv", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&done.stdout).expect("JSON");
    let table = &told["submissions"][0]["tables"][0];
    assert_eq!(
        (table["rows_accepted"].as_i64(), table["rows_rejected"].as_i64()),
        (Some(1), Some(1))
    );
}

#[test]
fn agencies_of_ones_own_are_known_to_every_command() {
    let work = Workdir::new();
    work.write("a.csv", "Đơn vị,Mã máy ảo,Số vCPU\nPetrovietnam,VM-1,4\nBộ Y tế,VM-2,2\n");
    let own = "[[agency]]\nid = \"PVN\"\nname = \"Tập đoàn Dầu khí\"\naliases = [\"Petrovietnam\"]\n\
               [[successor]]\nof = \"PVN\"\nby = \"MOH\"\non = 2025-06-01\n";
    work.write("own.toml", own);
    let done = work.ndcap(&["ingest", "a.csv"]);
    assert_eq!(done.code, 2, "without the file nobody knows it");
    work.ok(&["ingest", "a.csv", "--store", "own", "--agency-file", "own.toml"]);
    let inventory = |more: &[&str]| {
        let mut arguments =
            vec!["inventory", "--store", "own", "--agency-file", "own.toml", "--format", "csv"];
        arguments.extend(more);
        csv_rows(&work.ok(&arguments).stdout)
    };
    let rows = inventory(&[]);
    assert_eq!(
        (rows[1]["agency_id"].as_str(), rows[1]["agency"].as_str()),
        ("PVN", "Tập đoàn Dầu khí")
    );
    assert_eq!(inventory(&["--roll-up", "successor", "--as-of", "2025-05-31"]).len(), 2);
    let rows = inventory(&["--roll-up", "successor", "--as-of", "2025-06-01"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["agencies"].as_str(), rows[0]["vcpu_count"].as_str()), ("MOH; PVN", "6"));
    work.write("bad.toml", own.replace("MOH", "MOHH"));
    let done = work.ndcap(&["inventory", "--store", "own", "--agency-file", "bad.toml"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("bad.toml, line 7") && done.stderr.contains("(MOH)"),
        "{}",
        done.stderr
    );
}

fn day(text: &str) -> NaiveDate {
    read_day(text).expect("a day")
}

/// Every figure of a table by its address.
fn figures(table: &Table) -> Vec<(String, Option<f64>)> {
    let mut figures = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let value = match cell {
                Value::Integer(value) => Some(*value as f64),
                Value::Decimal(value) => Some(*value),
                _ => None,
            };
            figures.extend(table.address_of(row, column).map(|address| (address, value)));
        }
    }
    figures
}

/// Lists of all agencies there were in 2024, provinces included. All call their first system HT-01,
/// and some do not state their memory.
fn write_nation(work: &Workdir) {
    let mut vms = "Đơn vị,workload_id,system_id,vcpu_count,ram_gib\n".to_owned();
    let mut servers = "Đơn vị,server_id,cores_count,ram_gib\n".to_owned();
    let mut storage = "Đơn vị,storage_id,raw_tb,usable_tb,used_tb\n".to_owned();
    let all = Agencies::built_in().iter().filter(|a| !a.is_in(Group::SinceTheDirective));
    for (at, agency) in all.enumerate() {
        let id = &agency.id;
        for (vm, system) in ["HT-01", "HT-01", "HT-02", ""].iter().enumerate() {
            let ram =
                if (at + vm) % 5 == 0 { String::new() } else { (3 + at * 7 + vm).to_string() };
            vms.push_str(&format!("{id},VM-{at}-{vm},{system},{},{ram}\n", 1 + (at + vm) % 9));
        }
        servers.push_str(&format!("{id},MC-{at},{},{}\n", 8 + at % 32, 64 + at));
        storage.push_str(&format!("{id},ST-{at},{},{}.7,{}.3\n", 20 + at, 10 + at, 1 + at));
    }
    work.write("vms.csv", vms);
    work.write("servers.csv", servers);
    work.write("storage.csv", storage);
}

/// A nation of all agencies there were in 2024, provinces included: on no day is anything lost or
/// counted twice, and what is printed opens to its cells.
#[test]
fn who_answers_changes_rows_and_no_total() {
    let work = Workdir::new();
    write_nation(&work);
    work.ok(&["ingest", "vms.csv", "servers.csv", "storage.csv"]);
    let inventory = Store::open(&work.path("store")).expect("a store").inventory().expect("rows");
    let by_agency = totals_by_agency(&inventory).expect("totals");
    assert_eq!(by_agency.len(), 108);
    let national = totals_of_all(&by_agency);
    assert!(national.ram_bytes.known > 0 && national.ram_bytes.rows_unknown > 0);
    assert!(national.server_ram_bytes.known > 0 && national.storage_used_bytes.known > 0);
    let plan = Plan::from_text("[simulation]\ndraws = 100\n", None).expect("a plan");
    let demand = demand::size(&inventory, &plan).expect("demand");
    let draws = Draws::of(&plan, &demand.machines, &demand.peers);
    let of_all = demand.table(&[By::Quarter, By::Use], &Wanted::default(), &draws);
    let agencies = Agencies::built_in();
    for (on, rows, merged) in [
        ("2024-12-31", 108, BTreeMap::new()),
        (
            "2025-03-01",
            // MPI and CMSC into MOF; MONRE and MARD into one new ministry. MOT, MIC and MOLISA are
            // split, and stay.
            108 - 3,
            BTreeMap::from([("MOF", vec!["CMSC", "MOF", "MPI"]), ("MAE", vec!["MARD", "MONRE"])]),
        ),
        (
            "2025-07-01",
            108 - 3 - (63 - 34),
            BTreeMap::from([
                ("MOF", vec!["CMSC", "MOF", "MPI"]),
                ("UBND_PHU_THO", vec!["UBND_HOA_BINH", "UBND_PHU_THO", "UBND_VINH_PHUC"]),
                ("UBND_HA_NOI", vec!["UBND_HA_NOI"]),
                ("MOLISA", vec!["MOLISA"]),
            ]),
        ),
    ] {
        let roll_up = agencies.roll_up(day(on));
        let rolled = totals_by_successor(&by_agency, roll_up);
        assert_eq!(rolled.len(), rows, "{on}");
        let sums = rolled.iter().map(|(id, sum)| (id.clone(), sum.totals)).collect();
        assert_eq!(totals_of_all(&sums), national, "{on}");
        for (id, of) in merged {
            assert_eq!(rolled[id].of, of, "{on}");
            let ram: i64 = of.iter().map(|id| by_agency[*id].ram_bytes.known).sum();
            assert_eq!(rolled[id].totals.ram_bytes.known, ram, "{on} {id}");
        }
        let moved = demand.clone().rolled_up(Some(roll_up));
        assert_eq!(
            moved.table(&[By::Quarter, By::Use], &Wanted::default(), &draws),
            of_all,
            "{on}"
        );
        let summed = |of: &demand::Demand| {
            let mut sums = BTreeMap::new();
            for machine in &of.machines {
                let ids = (machine.agency_id.clone(), machine.system_id.clone());
                for part in machine.parts.iter().filter(|part| part.is_used) {
                    let sum = sums.entry(ids.clone()).or_insert_with(BTreeMap::new);
                    *sum.entry(part.resource).or_insert(0_u64) += part.likely;
                }
            }
            sums
        };
        // As many systems as before: codes that two agencies share stay two systems.
        let named = |of: &demand::Demand| {
            summed(of).keys().filter(|(_, system)| !system.is_empty()).count()
        };
        assert_eq!(named(&moved), named(&demand), "{on}");
        assert_eq!(moved.systems.len(), demand.systems.len(), "{on}");
        if on != "2025-07-01" {
            continue;
        }
        let table = tables::inventory_by_successor(&rolled, roll_up, Language::English);
        let rows = moved.table(&[By::Agency], &Wanted::default(), &draws);
        let of_demand = tables::demand(&rows, &[By::Agency], Language::English, false);
        let mut opened = figures(&table);
        opened.retain(|(address, _)| {
            ["=MOF/", "=UBND_PHU_THO/"].iter().any(|id| address.contains(id))
        });
        let demanded =
            figures(&of_demand).into_iter().filter(|(address, _)| address.contains("=MOF/"));
        opened.extend(demanded.filter(|(address, _)| address.ends_with("/likely")));
        assert!(opened.len() > 20, "{}", opened.len());
        for (address, value) in opened {
            let told = explain(&address, &inventory, &moved, &draws, Some(roll_up), 3)
                .unwrap_or_else(|error| panic!("{address}: {error}"));
            let same = match (told.value, value) {
                (Some(told), Some(value)) => (told - value).abs() <= 1e-9 * value.abs().max(1.0),
                (told, value) => told == value,
            };
            assert!(same, "{address}: {:?} is not {value:?}", told.value);
        }
    }
}

#[test]
fn the_command_prints_by_who_answers() {
    let work = Workdir::new();
    work.ok(&["synth", "nation", "in", "--agencies", "27", "--scale", "0.05", "--seed", "5"]);
    work.ndcap(&["ingest", "in"]);
    let plan = work.few_draws();
    let on = ["--roll-up", "successor", "--as-of", "2025-03-01"];
    let inventory = |more: &[&str]| {
        let mut arguments = vec!["inventory", "--format", "csv"];
        arguments.extend(more);
        work.ok(&arguments).stdout
    };
    // The fixed columns come first, as ever.
    let rolled = inventory(&on);
    let plain = inventory(&[]);
    let header = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    assert_eq!(header(&rolled), format!("{},agencies,succession", header(&plain)));
    let mut total = vec!["--by", "all"];
    assert_eq!(inventory(&total), {
        total.extend(on);
        inventory(&total)
    });
    let rows = csv_rows(&rolled);
    let row =
        |id: &str| rows.iter().find(|row| row["agency_id"] == id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(row("MOF")["agencies"], "MOF; MPI");
    assert_eq!(row("MOLISA")["succession"], "split: MOHA; MOET; MOH; MPS; MAE");
    assert_eq!(row("VSS")["succession"], "under: MOF");
    assert_eq!(row("CEMA")["agency"], "Bộ Dân tộc và Tôn giáo");
    let mut arguments = vec!["inventory"];
    arguments.extend(on);
    let told = work.ok(&arguments).stderr;
    assert!(told.contains("MOLISA: split by"), "{told}");
    // What it prints opens with the same options.
    let address = "inventory/agency_id=MOF/server_ram_gib";
    let mut arguments = vec!["explain", address, "--format", "json"];
    arguments.extend(on);
    let value = work.json(&arguments)["value"].as_f64();
    assert_eq!(
        value.map(|value| format!("{value:.3}")).as_deref(),
        Some(row("MOF")["server_ram_gib"].as_str())
    );
    // Demand by system: a system that changed hands says whose it was.
    let mut arguments = vec!["demand", "--format", "csv", "--by", "agency,system", "--plan", &plan];
    arguments.extend(on);
    let rows = csv_rows(&work.ok(&arguments).stdout);
    assert!(rows.iter().all(|row| row["agency_id"] != "MPI"));
    let taken = |row: &&BTreeMap<String, String>| {
        row["agency_id"] == "MOF" && row["system_id"].starts_with("MPI:")
    };
    assert!(rows.iter().any(|row| taken(&row)));
    assert!(
        rows.iter()
            .any(|row| row["agency_id"] == "MIC" && row["succession"] == "split: MOST; MOCST; MPS")
    );
    let done = work.ndcap(&["demand", "--table", "tornado", "--roll-up", "successor"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("--roll-up is for tables with agencies"), "{}", done.stderr);
}

#[test]
fn groups_are_those_of_the_directive() {
    let ids = |group: Group| -> Vec<&str> {
        let all = Agencies::built_in().iter().filter(|agency: &&Agency| agency.is_in(group));
        all.map(|agency| agency.id.as_str()).collect()
    };
    let first = ids(Group::InfrastructureMigration);
    assert_eq!(first, ["MOFA", "MPI", "MOT", "VGCL", "VSS", "SPP", "SAV", "MOET"]);
    let second = ids(Group::CloudIntegration);
    assert_eq!(second.len(), 18);
    let both: Vec<&&str> = first.iter().filter(|id| second.contains(id)).collect();
    assert_eq!(both, [&"MOFA", &"VSS", &"MOET"]);
    assert_eq!(ids(Group::Footnotes).len(), 23);
    assert_eq!(ids(Group::Province).len(), 63);
    assert_eq!(
        ids(Group::NationalDatabaseOwner),
        ["MPI", "VSS", "MOHA", "MOC", "GO", "MPS", "MONRE", "MOF"]
    );
}
