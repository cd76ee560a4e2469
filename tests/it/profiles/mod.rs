//! Exports of other tools: exact values, what is refused, what is told.

mod aws;
mod azure;
mod google;
mod live_optics;
mod netbox;
mod opendcim;
mod rvtools;
mod shared;
mod vrops;

use ndcap::diagnostic::Finding;
use ndcap::language::Language;
use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::schema::Table;
use ndcap::submission::{self, Intake, Rows, Submission};

/// A file as the program would get it.
fn read(name: &str, bytes: &[u8]) -> Submission {
    let agencies = Agencies::built_in();
    let plan = Plan::built_in();
    let intake = Intake {
        agencies,
        sender: agencies.get("MOJ"),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: ndcap::submission::Overrides::none(),
    };
    submission::read(std::path::Path::new(name), bytes, &intake)
}

fn read_csv(text: &str) -> Submission {
    read("list.csv", text.as_bytes())
}

/// Sheets as text, rows divided by line breaks, cells by `~`; numbers become numbers.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, text) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split('~')) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).expect("a number"),
                    Err(_) => sheet.write(row, column, cell).expect("a text"),
                };
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn read_workbook(sheets: &[(&str, &str)]) -> Submission {
    read("export.xlsx", &workbook(sheets))
}

fn table(submission: &Submission, table: Table) -> &Rows {
    let found = submission.tables.iter().find(|rows| rows.table == table);
    found.unwrap_or_else(|| panic!("no {} in {:?}", table.name(), submission.findings))
}

fn with<'a>(submission: &'a Submission, code: &str) -> Vec<&'a Finding> {
    submission.findings.iter().filter(|finding| finding.code.id() == code).collect()
}

/// The one finding with a code: its severity, place and what was found.
fn told(submission: &Submission, code: &str) -> (String, String, String) {
    let found = with(submission, code);
    assert_eq!(found.len(), 1, "{code}: {:?}", submission.findings);
    (
        found[0].severity.word().to_owned(),
        found[0].place(Language::English),
        found[0].found.english().into_owned(),
    )
}

/// What the one finding with a code found and expects, in Vietnamese.
fn told_in_vietnamese(submission: &Submission, code: &str) -> [String; 2] {
    let found = with(submission, code);
    assert_eq!(found.len(), 1, "{code}: {:?}", submission.findings);
    [&found[0].found, &found[0].expected].map(|text| text.in_language(Language::Vietnamese).into())
}

#[test]
fn what_is_told_of_exports_is_vietnamese_down_to_its_parts() {
    let devices = read_csv(netbox::DEVICES);
    let known = "nhận ra là danh sách NetBox: list có 2 dòng đọc vào bảng server, list có 2 dòng \
                 đọc vào bảng network_device";
    assert_eq!(told_in_vietnamese(&devices, "P708")[0], known);
    assert_eq!(
        told_in_vietnamese(&devices, "P725")[0],
        "số dòng theo trạng thái: 1 dòng “planned”"
    );
    let roles: Vec<_> = with(&devices, "P717")
        .iter()
        .map(|finding| finding.found.in_language(Language::Vietnamese))
        .collect();
    let left =
        ["1 thiết bị “Patch Panel”: đã bỏ ra ngoài", "1 thiết bị “Thiết bị”: đã bỏ ra ngoài"];
    assert_eq!(roles, left);
    let sizes = read_csv(&netbox::AMBIGUOUS.replace("2000", "50").replace("4000", "400"));
    let why = "GB, và đã được đọc như vậy: nếu là MB thì có ổ đĩa chưa đến 1 GB";
    assert_eq!(told_in_vietnamese(&sizes, "P718")[1], why);
    let machines = read_workbook(rvtools::BROKEN);
    assert_eq!(
        told_in_vietnamese(&machines, "P711")[0],
        "esx2: vHost có 3 máy ảo đang bật, 6 vCPU, 12.288 MiB; vInfo có 2 máy ảo đang bật, 4 vCPU, \
         8.192 MiB; tính mọi máy ảo, vHost có 3, vInfo có 2"
    );
    let agree = "1 trên 2 máy chủ khớp về số máy ảo đang bật, vCPU và bộ nhớ";
    assert_eq!(told_in_vietnamese(&machines, "P712")[0], agree);
    let series = read_csv("Name,Interval Breakdown,Remark\nweb,12:00 AM 21 July 2026,x\n");
    let missing = "chuỗi thời gian của Aria Operations thiếu chỉ số kiểu VM|CPU|Usage (%)|Avg";
    assert_eq!(told_in_vietnamese(&series, "P709")[0], missing);
}

/// What became of the rows of a sheet: table, read, accepted, rejected, merged, skipped.
fn counts(submission: &Submission) -> Vec<(String, String, [usize; 5])> {
    submission
        .counts
        .iter()
        .map(|count| {
            let rows = [
                count.rows_read,
                count.rows_accepted,
                count.rows_rejected,
                count.rows_merged,
                count.rows_skipped,
            ];
            (count.sheet.clone(), count.table.clone(), rows)
        })
        .collect()
}

fn count(sheet: &str, table: &str, rows: [usize; 5]) -> (String, String, [usize; 5]) {
    (sheet.to_owned(), table.to_owned(), rows)
}

fn tag(rows: &Rows, index: usize, heading: &str) -> Option<String> {
    let found = rows.tags(index).iter().find(|(own, _)| own == heading);
    found.map(|(_, text)| text.clone())
}

fn texts(rows: &Rows, column: &str) -> Vec<String> {
    rows.texts(column).iter().map(|text| text.clone().unwrap_or_default().into()).collect()
}

/// A list that its format refuses.
fn assert_refused(submission: &Submission, profile: &str, code: &str, found: &str) {
    assert_eq!(submission.profile, profile, "{:?}", submission.findings);
    assert_eq!(submission.rows_accepted(), 0);
    let finding = told(submission, code);
    assert_eq!((finding.0.as_str(), finding.2.as_str()), ("error", found));
    let read: usize = submission.counts.iter().map(|count| count.rows_read).sum();
    assert_eq!(submission.rows_rejected(), read, "every row counts as rejected");
}

/// Files that break a rule of a profile: code, name, bytes, sender.
pub fn broken() -> Vec<(&'static str, &'static str, Vec<u8>, Option<&'static str>)> {
    let mut all = Vec::new();
    for (codes, bytes) in [
        (vec!["P708", "P715", "P719", "P720", "P726"], azure::BROKEN.as_bytes().to_vec()),
        (vec!["P709"], azure::NEAR_MISS.as_bytes().to_vec()),
        (vec!["P724", "P727"], aws::BROKEN.as_bytes().to_vec()),
        (vec!["P717", "P725", "P730"], netbox::DEVICES.as_bytes().to_vec()),
        (vec!["P718"], netbox::AMBIGUOUS.as_bytes().to_vec()),
        (vec!["P728"], opendcim::DEVICES.as_bytes().to_vec()),
        (vec!["P729"], vrops::SAMPLES.as_bytes().to_vec()),
    ] {
        all.extend(codes.into_iter().map(|code| (code, "list.csv", bytes.clone(), Some("MOJ"))));
    }
    for (codes, sheets) in [
        (vec!["P710", "P711", "P712", "P713", "P714", "P722", "P723"], rvtools::BROKEN),
        (vec!["P721"], google::BROKEN),
        (vec!["P716"], live_optics::WORKBOOK),
    ] {
        let bytes = workbook(sheets);
        all.extend(codes.into_iter().map(|code| (code, "a.xlsx", bytes.clone(), Some("MOJ"))));
    }
    all
}

#[test]
fn our_own_headings_are_no_export_of_another_tool() {
    for table in Table::ALL {
        for of in [0, 1, 2] {
            let headings: Vec<String> = table
                .columns()
                .iter()
                .map(|column| match of {
                    0 => column.name.to_owned(),
                    1 => format!("\"{}\"", column.heading(column.title_en)),
                    _ => format!("\"{}\"", column.heading(column.title_vi)),
                })
                .collect();
            let submission = read_csv(&format!("{}\n", headings.join(",")));
            assert_eq!(submission.profile, "template", "{}: {headings:?}", table.name());
        }
    }
}

#[test]
fn lists_in_english_of_ones_own_are_no_exports() {
    for text in [
        "Server name,Cores,RAM (GiB),OS name,Boot type,Number of disks\nS1,4,8,Ubuntu,BIOS,1\n",
        "MachineId,MachineName,vCPU,RAM (GiB)\nm1,web,4,8\n",
        "MachineId,TimeStamp,CPU,RAM\nm1,2026-01-01,4,8\n",
        "Name,Status,Cluster,vCPU,Memory (GiB),Disk (GB)\nweb,on,C1,4,8,100\n",
        "Name,Label,Cabinet,Height,Manufacturer,Model\ns1,a,A1,2,HPE,DL380\n",
        "VM Name,Host,vCPU,RAM (GiB)\nweb,esx1,4,8\n",
    ] {
        assert_eq!(read_csv(text).profile, "template", "{text}");
    }
}

#[test]
fn a_list_of_servers_with_sizes_is_no_netbox_list() {
    let text = "Name,Role,Manufacturer,Model,Site,Rack,Position (U),Cores,RAM (GiB)\n\
                S1,Database server,HPE,DL380,HN,R1,4,32,256\n";
    let submission = read_csv(text);
    assert_eq!(submission.profile, "template");
    let servers = table(&submission, Table::Server);
    assert_eq!(servers.integers("cores_count"), [Some(32)]);
    assert_eq!(servers.integers("ram_bytes"), [Some(256 << 30)]);
}
