//! Facility cases: every combination against a table of its own, and the table from submissions.

use std::collections::BTreeSet;

use ndcap::compliance::{Case, Days, Facts, Stated, Warning, decide, evidence_of};
use ndcap::time::{NaiveDate, Quarter};

use crate::command::{Workdir, csv_rows};

const AS_OF: &str = "2024-12-31";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn days(as_of: &str) -> Days {
    Days { as_of: day(as_of), capacity: Quarter::read("2025Q4").expect("a quarter") }
}

/// What a standard says in one combination: its level in words, none at all, and its last day.
type Said = (Option<&'static str>, Option<u8>, &'static str);

const LEVELS: [Said; 6] = [
    (None, None, ""),
    (Some(""), None, ""),
    (Some("1"), Some(1), ""),
    (Some("2"), Some(2), ""),
    (Some("3"), Some(3), ""),
    (Some("4"), Some(4), ""),
];

/// Last days of a certificate: none, the day itself, the day before.
const ENDS: [(&str, bool); 3] = [("", true), ("2024-12-31", true), ("2024-12-30", false)];

const CONTRACTS: [&str; 5] = ["", "2024-06-30", "2025-09-30", "2025-10-01", "2026-01-01"];

fn text_of(standard: usize, said: Said, ends: &str) -> Option<String> {
    let level = said.0?;
    let named = match (standard, level) {
        (0, "") => "TCVN 9250:2021".to_owned(),
        (0, level) => format!("TCVN 9250:2021 hạng {level}"),
        (1, "") => "TIA-942".to_owned(),
        (1, level) => format!("TIA-942 Rated-{level}"),
        (_, "") => "Uptime".to_owned(),
        (_, level) => format!("Uptime Tier {level}"),
    };
    Some(if ends.is_empty() { named } else { format!("{named} đến {ends}") })
}

/// The case by the text of the directive, written without a look at the program: leased, any standard
/// in force at 3 or 4, any in force at 1 or 2, nothing.
fn case_by_hand(is_of_owner: bool, leased: Option<bool>, in_force: &[Option<u8>; 3]) -> Case {
    let best = in_force.iter().flatten().max();
    match (is_of_owner, leased, best) {
        (false, _, _) => Case::NotOwner,
        (true, Some(true), _) => Case::Leased,
        (true, _, Some(3 | 4)) => Case::Kept,
        (true, _, Some(_)) => Case::Below,
        (true, _, None) => Case::Unknown,
    }
}

/// Warnings of the contract, by hand: days against the quarter of capacity and the end of 2025.
fn contract_by_hand(owner: bool, leased: Option<bool>, contract: &str) -> BTreeSet<Warning> {
    let mut expected = BTreeSet::new();
    match (leased, contract) {
        (Some(true), "") => expected.extend([Warning::ContractEndUnstated]),
        (Some(true), "2024-06-30") => {
            expected.extend([Warning::ContractEnded, Warning::ContractEndsBeforeCapacity]);
        }
        (Some(true), "2025-09-30") => expected.extend([Warning::ContractEndsBeforeCapacity]),
        (Some(true), "2026-01-01") if owner => expected.extend([Warning::ContractPastDeadline]),
        (Some(false), contract) if !contract.is_empty() => {
            expected.extend([Warning::OwnWithContract]);
        }
        (None, _) if owner => expected.extend([Warning::OwnershipUnstated]),
        _ => {}
    }
    expected
}

const OF_CONTRACT: [Warning; 6] = [
    Warning::ContractEndUnstated,
    Warning::ContractEnded,
    Warning::ContractEndsBeforeCapacity,
    Warning::ContractPastDeadline,
    Warning::OwnWithContract,
    Warning::OwnershipUnstated,
];

/// Every value of the three standards, each absent or with a level and a last day.
fn of_three_standards() -> Vec<[(Said, (&'static str, bool)); 3]> {
    let mut one: Vec<(Said, (&'static str, bool))> = Vec::new();
    for said in LEVELS {
        let ends = if said.0.is_none() { &ENDS[..1] } else { &ENDS[..] };
        one.extend(ends.iter().map(|ends| (said, *ends)));
    }
    let mut all = Vec::new();
    for a in &one {
        for b in &one {
            all.extend(one.iter().map(|c| [*a, *b, *c]));
        }
    }
    all
}

#[test]
fn every_combination_is_the_case_a_person_would_read_from_the_directive() {
    let combinations = of_three_standards();
    assert_eq!(combinations.len(), 16 * 16 * 16);
    let mut tried = 0;
    for of in &combinations {
        let texts: Vec<String> = (0..3).filter_map(|n| text_of(n, of[n].0, of[n].1.0)).collect();
        let evidence = evidence_of(&texts.join("; "), &Stated::default(), "");
        assert_eq!(evidence.len(), texts.len(), "{texts:?}");
        let in_force = [0, 1, 2].map(|n| of[n].0.1.filter(|_| of[n].1.1));
        let expired = of.iter().any(|(said, (_, holds))| said.0.is_some() && !holds);
        for leased in [None, Some(false), Some(true)] {
            for contract in CONTRACTS {
                for is_of_owner in [false, true] {
                    let facts = Facts {
                        is_of_owner,
                        is_leased: leased,
                        has_lessor: false,
                        contract_end_on: contract.parse().ok(),
                        evidence: evidence.clone(),
                    };
                    let decision = decide(&facts, &days(AS_OF));
                    let case = case_by_hand(is_of_owner, leased, &in_force);
                    let at = || format!("{texts:?} {leased:?} {contract} {is_of_owner}");
                    assert_eq!(decision.case, case, "{}", at());
                    assert_eq!(decision, decide(&facts, &days(AS_OF)), "the same twice");
                    let of_contract: BTreeSet<Warning> = decision
                        .warnings
                        .iter()
                        .filter(|w| OF_CONTRACT.contains(w))
                        .copied()
                        .collect();
                    let by_hand = contract_by_hand(is_of_owner, leased, contract);
                    assert_eq!(of_contract, by_hand, "{}", at());
                    let rated = !matches!(case, Case::Leased | Case::NotOwner);
                    let has = |warning| decision.warnings.contains(&warning);
                    assert_eq!(has(Warning::CertificateExpired), rated && expired, "{}", at());
                    assert_eq!(has(Warning::AskForEvidence), case == Case::Unknown, "{}", at());
                    let tcvn = matches!(in_force[0], Some(3 | 4));
                    let b_wins = case == Case::Kept && !tcvn;
                    assert_eq!(has(Warning::KeptBeforeBelow), b_wins, "{}", at());
                    let written = (decision.plan_due_on, decision.move_from, decision.move_by);
                    let (plan, from, by) =
                        (Some(day("2024-09-30")), Some(day("2025-10-01")), Some(day("2025-12-31")));
                    let expected = match case {
                        Case::Below | Case::Unknown => (plan, from, by),
                        Case::Leased => (plan, None, contract.parse().ok()),
                        Case::Kept | Case::NotOwner => (None, None, None),
                    };
                    assert_eq!(written, expected, "{}", at());
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 16 * 16 * 16 * 3 * 5 * 2);
}

fn own(standard: &str, further: &str, as_of: &str) -> (Case, BTreeSet<&'static str>) {
    let facts = Facts {
        is_of_owner: true,
        is_leased: Some(false),
        evidence: evidence_of(standard, &Stated::default(), further),
        ..Facts::default()
    };
    let decision = decide(&facts, &days(as_of));
    (decision.case, decision.warnings.iter().map(|warning| warning.word()).collect())
}

#[test]
fn a_site_has_the_rating_of_its_lowest_part() {
    let parts = |levels: [u8; 4]| {
        let names = ["viễn thông", "kiến trúc", "điện", "cơ khí"];
        let texts = names.iter().zip(levels).filter(|(_, level)| *level > 0);
        let texts = texts.map(|(name, level)| format!("TIA-942 Rated-{level} {name}"));
        own(&texts.collect::<Vec<_>>().join("; "), "", AS_OF)
    };
    for a in 0..=4 {
        for b in 0..=4 {
            for c in 0..=4 {
                for d in 0..=4 {
                    let levels = [a, b, c, d];
                    let stated: Vec<u8> = levels.into_iter().filter(|level| *level > 0).collect();
                    let case = match (stated.iter().min(), stated.len()) {
                        (Some(1 | 2), _) => Case::Below,
                        (Some(_), 4) => Case::Kept,
                        _ => Case::Unknown,
                    };
                    let (found, warnings) = parts(levels);
                    assert_eq!(found, case, "{levels:?}");
                    let some = (1..4).contains(&stated.len());
                    assert_eq!(warnings.contains("parts_only"), some, "{levels:?}");
                }
            }
        }
    }
    let (case, _) = own("TIA-942 Rated-3", "TIA-942 Rated-2 điện", AS_OF);
    assert_eq!(case, Case::Below, "a part below its site");
}

#[test]
fn what_proves_nothing_says_why() {
    for (standard, further, as_of, case, warning) in [
        ("TIA-942", "", AS_OF, Case::Unknown, "level_unstated"),
        ("TIA-942", "", AS_OF, Case::Unknown, "tia_level_read"),
        ("TIA-942 Rated-2", "", AS_OF, Case::Below, "tia_level_read"),
        ("TIA-942 Rated-3", "", AS_OF, Case::Kept, "tia_level_read"),
        ("Uptime Tier III", "", AS_OF, Case::Kept, "kept_before_below"),
        ("Uptime Tier III design", "", AS_OF, Case::Unknown, "design_only"),
        ("TCVN 9250:2012 cấp 3", "", AS_OF, Case::Unknown, "standard_unaccepted"),
        ("Tier III", "", AS_OF, Case::Unknown, "standard_unaccepted"),
        ("chưa đạt Uptime Tier III", "", AS_OF, Case::Unknown, "qualified"),
        ("Uptime Tier III từ 2025-03-01", "", AS_OF, Case::Unknown, "certificate_to_come"),
        ("Uptime Tier III", "Uptime Tier II", AS_OF, Case::Below, "certificates_disagree"),
        ("TCVN 9250:2021 hạng III", "", "2025-07-01", Case::Kept, "law_on_data"),
    ] {
        let (found, warnings) = own(standard, further, as_of);
        assert_eq!(found, case, "{standard}");
        assert!(warnings.contains(warning), "{standard}: {warnings:?}");
    }
    let (case, warnings) = own("TCVN 9250:2021 hạng III", "", "2025-06-30");
    assert_eq!((case, warnings), (Case::Kept, BTreeSet::new()), "a day before the law holds");
}

const FACILITIES: &str = "\
facility_id,name,ownership,contract_end_on,standard,level,certificate_issued_on,certificate_end_on,certificate_scope,further_certificates
T1,Phòng máy 1,own,,TCVN 9250:2021,2,2022-01-01,,site,
T2,Phòng máy 2,own,,Uptime,3,,2024-06-30,,TIA-942 Rated-3 từ 2023-01-01 đến 2027-12-31
T3,Thuê ngoài,leased,2025-06-30,TCVN 9250:2021,3,,,,
T4,Phòng máy 4,,,,,,,,
";

const SERVERS: &str = "\
server_id,facility_id,quantity,in_service_on,depreciation_end_on,cores_count,ram_gib
S1,T2,9,2018-01-01,2024-12-31,16,64
S2,T2,1,2022-01-01,2027-06-30,16,64
S3,T2,2,,,16,64
";

#[test]
fn the_table_says_case_ground_days_and_what_to_watch() {
    let work = Workdir::new();
    for (file, text) in [("facility.csv", FACILITIES), ("server.csv", SERVERS)] {
        let file = work.write(file, text);
        work.ok(&[
            "ingest",
            &file.to_string_lossy(),
            "--agency",
            "MONRE",
            "--received-on",
            "2024-09-20",
        ]);
    }
    let file = work.write("other.csv", FACILITIES);
    work.ok(&[
        "ingest",
        &file.to_string_lossy(),
        "--agency",
        "MOFA",
        "--received-on",
        "2024-09-20",
    ]);
    let table = |more: &[&str]| {
        let options = ["status", "--table", "facilities", "--as-of", AS_OF];
        work.ok(&[&options[..], more].concat()).stdout
    };
    let rows = csv_rows(&table(&["--format", "csv"]));
    assert_eq!(rows.len(), 8);
    let row = |agency: &str, id: &str| {
        let is = |row: &&_| {
            let row: &std::collections::BTreeMap<String, String> = row;
            row["agency_id"] == agency && row["facility_id"] == id
        };
        rows.iter().find(is).expect("a facility")
    };
    let said = |id: &str| {
        let row = row("MONRE", id);
        ["case", "point", "plan_due_on", "move_from", "move_by"].map(|name| row[name].as_str())
    };
    assert_eq!(said("T1"), ["a_below", "III.3.a", "2024-09-30", "2025-10-01", "2025-12-31"]);
    assert_eq!(said("T2"), ["b_kept", "III.3.b", "", "", ""]);
    assert_eq!(said("T3"), ["c_leased", "III.3.c", "2024-09-30", "", "2025-06-30"]);
    assert_eq!(said("T4"), ["unknown", "III.3.a", "2024-09-30", "2025-10-01", "2025-12-31"]);
    let t2 = row("MONRE", "T2");
    assert_eq!(t2["warnings"], "certificate_expired; tia_level_read; kept_before_below");
    let equipment =
        ["servers_count", "servers_without_end", "depreciated_50_pct_on", "depreciated_on"];
    assert_eq!(equipment.map(|name| t2[name].as_str()), ["12", "2", "2024-12-31", "2027-06-30"]);
    assert_eq!(row("MONRE", "T3")["warnings"], "contract_ends_before_capacity");
    assert_eq!(row("MONRE", "T4")["warnings"], "ask_for_evidence; ownership_unstated");
    assert_eq!(row("MOFA", "T1")["case"], "not_owner", "owns no national database");
    let english = table(&["--lang", "en", "--agency", "MONRE"]);
    assert!(english.contains("b: level III or above"), "{english}");
    let vietnamese = table(&["--lang", "vi", "--agency", "MONRE"]);
    assert!(vietnamese.contains("a: dưới hạng III"), "{vietnamese}");
    let chart = |language: &str| {
        let out = format!("{language}.svg");
        work.ok(&["chart", "facilities", "--as-of", AS_OF, "--lang", language, "--out", &out]);
        std::fs::read_to_string(work.path(&out)).expect("a figure")
    };
    // Four of an owner, one a case; four to which III.3 does not apply, with their own warnings.
    let svg = chart("en");
    assert!(
        svg.contains("Of 8 facilities 1 are leased, 1 at level III or above, 1 below, 1 not proven, 4 outside III.3"),
        "{svg}"
    );
    let warned = |agency: &str| -> usize {
        let of_agency = rows.iter().filter(|row| row["agency_id"] == agency);
        let words = of_agency.flat_map(|row| row["warnings"].split("; ").collect::<Vec<_>>());
        let is_about_days = |word: &&str| {
            [
                "contract_ended",
                "contract_ends_before_capacity",
                "contract_past_deadline",
                "certificate_expired",
            ]
            .contains(word)
        };
        words.filter(is_about_days).count()
    };
    assert_eq!(warned("MONRE"), 2);
    assert!(svg.contains("4 · 2 warnings about days"), "{svg}");
    assert!(
        svg.contains(&format!("warnings about days: {}", warned("MONRE") + warned("MOFA"))),
        "{svg}"
    );
    assert!(chart("vi").contains("4 · 2 cảnh báo về thời hạn"));
}
