//! Figures held against each other across tables, submissions and agencies: exact findings.

mod checks;
mod nation;

use ndcap::inventory::Store;
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reconcile::{Disagreement, Reconciliation, reconcile};

use crate::command::Workdir;

/// Agency, name and content of a file; the name is that of its sheet.
pub type File = (&'static str, &'static str, String);

/// What comes of files taken in one after the other, each wholly accepted. They are taken in by the
/// program: a lock held in this process may be inherited by a program that another test starts.
pub fn reconciled(files: &[File]) -> Reconciliation {
    let work = Workdir::new();
    for (number, of_agency) in files.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let names = of_agency.iter().enumerate().map(|(index, (_, name, text))| {
            let name = format!("{number:02}-{index:02}/{name}.csv");
            work.write(&name, text);
            name
        });
        let names: Vec<String> = names.collect();
        let mut arguments = vec!["ingest", "--agency", of_agency[0].0];
        arguments.extend(names.iter().map(String::as_str));
        work.ok(&arguments);
    }
    let store = Store::open(&work.path("store")).expect("a store");
    reconcile(&store.inventory().expect("a store"), &Plan::built_in()).expect("is read")
}

fn workloads(rows: &str) -> String {
    format!(
        "workload_id,system_id,host,cluster,power_state,is_template,quantity,vcpu_count,ram_gib,\
         disk_provisioned_gib,disk_used_gib,cpu_util_p95_pct\n{rows}"
    )
}

fn servers(rows: &str) -> String {
    format!("server_id,facility_id,form_factor,quantity,cores_count,ram_gib,height_u\n{rows}")
}

fn storage(rows: &str) -> String {
    format!("storage_id,facility_id,quantity,raw_tb,usable_tb,used_tb,height_u\n{rows}")
}

fn needs(rows: &str) -> String {
    format!("need_id,system_id,origin,quantity,vcpu_count,ram_gib,block_gib\n{rows}")
}

fn systems(rows: &str) -> String {
    format!("system_id,name,security_level,proposed_quarter\n{rows}")
}

fn facilities(rows: &str) -> String {
    format!("facility_id,name,ownership,racks_count\n{rows}")
}

fn moj(name: &'static str, text: String) -> File {
    ("MOJ", name, text)
}

/// What a check found: submission without its hash, place, text.
fn told(reconciliation: &Reconciliation, code: &str) -> Vec<(String, String, String)> {
    let of_code = reconciliation.findings.iter().filter(|d| d.finding.code.id() == code);
    let told = |d: &Disagreement| {
        let submission = d.submission_id.split('-').next().unwrap_or_default().to_owned();
        (submission, d.finding.place(Language::English), without_hashes(&d.finding.found.english()))
    };
    of_code.map(told).collect()
}

/// Ids of submissions without the start of their hash, which changes with every byte of a file.
fn without_hashes(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split(' ') {
        let is_id = word.contains("/0") && word.contains('-');
        let end = if word.ends_with(':') { ":" } else { "" };
        words.push(match word.split_once('-') {
            Some((id, _)) if is_id => format!("{id}{end}"),
            _ => word.to_owned(),
        });
    }
    words.join(" ")
}

/// Comparisons that agree, that differ, and that could not be made.
fn counts(reconciliation: &Reconciliation, code: &str) -> (usize, usize, usize) {
    let mut checked = reconciliation.checked.iter();
    let of_code = checked.find(|checked| checked.code.id() == code).expect("every check is listed");
    (of_code.agree, of_code.differ, of_code.not_comparable)
}

fn one(submission: &str, place: &str, found: &str) -> Vec<(String, String, String)> {
    vec![(submission.to_owned(), place.to_owned(), found.to_owned())]
}

/// A store for every check that breaks it.
pub fn broken() -> Vec<(&'static str, Vec<File>)> {
    let crowded = || {
        vec![
            moj("server", servers("ESX-1,,,,32,256,2\n")),
            moj("vm", workloads("V1,,ESX-1,C1,on,,1,300,400,900,500,\n")),
        ]
    };
    let resized = |rows: &str| moj("vm", workloads(rows));
    let peers = (1..=9).map(|n| (AGENCIES[n - 1], "vm", ratios(n, if n == 9 { 64 } else { 4 })));
    vec![
        ("X801", crowded()),
        ("X802", crowded()),
        (
            "X803",
            vec![
                moj("server", servers("ESX-1,,,,32,256,2\n")),
                moj("vm", workloads("V1,,ESX-9,,on,,1,4,8,,,\n")),
            ],
        ),
        ("X804", crowded()),
        (
            "X805",
            vec![
                moj("storage", storage("A1,,,10,8,0.4,4\n")),
                moj("vm", workloads("V1,,,,on,,1,4,8,900,500,\n")),
            ],
        ),
        (
            "X806",
            vec![
                moj("vm", workloads("V1,HT1,,,on,,1,12,8,,,\n")),
                moj("need", needs("N1,HT1,migrate,,64,,\n")),
            ],
        ),
        (
            "X807",
            vec![
                resized("V1,,,,on,,1,4,8,,,\nV2,,,,on,,1,4,8,,,\nV3,,,,on,,1,4,8,,,\n"),
                resized("V1,,,,on,,1,64,8,,,\nV2,,,,on,,1,64,8,,,\nV3,,,,on,,1,64,8,,,\n"),
            ],
        ),
        ("X808", peers.collect()),
        ("X809", crowded()),
        (
            "X810",
            vec![
                moj("facility", facilities("TT1,A,own,1\n")),
                moj("server", servers("S1,TT1,rack,30,32,256,2\n")),
            ],
        ),
    ]
}

const AGENCIES: [&str; 9] = ["MOJ", "MOH", "MOHA", "MOET", "MOC", "MOIT", "MOST", "SAV", "VTV"];

/// The machines of an agency with about that much memory per vCPU, each agency a little else.
fn ratios(number: usize, ram_per_vcpu: usize) -> String {
    let ram = 100 * ram_per_vcpu + number;
    workloads(&format!("V1,,,,on,,1,100,{ram},,,\n"))
}
