//! `ndcap status`: who has answered, the tasks, the letters.

use crate::command::{Workdir, csv_rows};

const EXAMPLE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/progress.example.toml");

const CLOUD_NEEDS: &str = "Mã nhu cầu,Tên hệ thống,vCPU,RAM (GiB)\nN1,HT1,4,8\nN2,HT2,8,16\n";

#[test]
fn with_nothing_received_18_agencies_are_92_days_late_with_the_cloud_needs_list() {
    let work = Workdir::new();
    let done = work.ok(&["status", "--as-of", "2024-12-31", "--format", "csv"]);
    let head = "agency_id,agency,obligation,state,due_on,received_on,days_late\n";
    assert!(done.stdout.starts_with(head), "{}", done.stdout);
    assert!(done.stderr.contains("no store at store"), "{}", done.stderr);
    let rows = csv_rows(&done.stdout);
    let agencies = ndcap::reference::Agencies::built_in();
    assert_eq!(rows.len(), agencies.iter().count() * 6, "every agency, every obligation");
    let late: Vec<_> = rows
        .iter()
        .filter(|row| row["obligation"] == "cloud_needs_list" && row["state"] == "overdue")
        .collect();
    assert_eq!(late.len(), 18);
    for row in late {
        assert_eq!((row["due_on"].as_str(), row["days_late"].as_str()), ("2024-09-30", "92"));
        assert_eq!(row["received_on"], "");
    }
    let not_owed = rows.iter().find(|row| row["state"] == "not_owed").expect("a row");
    assert_eq!((not_owed["due_on"].as_str(), not_owed["days_late"].as_str()), ("", ""));
    assert!(!work.path("store").exists(), "asking makes no store");
}

#[test]
fn what_arrived_counts_from_its_day_on() {
    let work = Workdir::new();
    let file = work.write("need.csv", CLOUD_NEEDS);
    let file = file.to_string_lossy();
    let add = ["ingest", &file, "--agency", "MOH", "--received-on", "2024-10-15"];
    work.ok(&add);
    let state = |as_of: &str, agency: &str| {
        let done = work.ok(&["status", "--as-of", as_of, "--agency", agency, "--format", "csv"]);
        let rows = csv_rows(&done.stdout);
        assert_eq!(rows.len(), 6);
        let row = rows.iter().find(|row| row["obligation"] == "cloud_needs_list").expect("a row");
        let fields = ["state", "received_on", "days_late"].map(|name| row[name].clone());
        (fields.join(" "), done.stderr)
    };
    assert_eq!(state("2024-12-31", "Bộ Y tế").0, "received_late 2024-10-15 15");
    assert_eq!(state("2024-10-14", "MOH").0, "overdue  14");
    assert!(state("2024-10-14", "MOH").1.contains("1 submission was received after 2024-10-14"));
    assert_eq!(state("2024-09-15", "MOH").0, "due  0");
    assert_eq!(state("2024-12-31", "MOJ").0, "overdue  92");
    let complete =
        work.ok(&["status", "--table", "completeness", "--agency", "MOH", "--format", "csv"]);
    let rows = csv_rows(&complete.stdout);
    let row = rows.iter().find(|row| row["obligation"] == "cloud_needs_list").expect("a row");
    assert_eq!((row["rows_count"].as_str(), row["tables_received"].as_str()), ("2", "cloud_need"));
    assert!(row["documents"].starts_with("MOH/0001-"), "{row:?}");
    let share: f64 = row["filled_share"].parse().expect("a share");
    assert!(share > 0.0 && share < 1.0, "{share}");
    // Withdrawn, it has not answered.
    work.ok(&["submissions", "--withdraw", &row["documents"]]);
    assert_eq!(state("2024-12-31", "MOH").0, "overdue  92");
}

#[test]
fn the_42_tasks_are_told_with_days_early_and_late() {
    let work = Workdir::new();
    let tasks = |more: &[&str]| {
        let options = ["status", "--table", "tasks", "--as-of", "2025-12-31", "--format", "csv"];
        csv_rows(&work.ok(&[&options[..], more].concat()).stdout)
    };
    let rows = tasks(&["--progress", EXAMPLE]);
    assert_eq!(rows.len(), 42);
    assert!(rows.iter().all(|row| row["task"] != "B.28"));
    let row = |id: &str| rows.iter().find(|row| row["task"] == id).expect("a task");
    let said = |id: &str| ["verdict", "days_late", "document"].map(|name| row(id)[name].as_str());
    assert_eq!(said("B.1"), ["early", "-182", "60/2024/QH15"]);
    assert_eq!(said("B.2"), ["late", "322", "1751/QĐ-TTg"]);
    assert_eq!(said("B.7"), ["early", "-135", ""]);
    assert_eq!(row("B.7")["deadline_kind"], "ongoing");
    assert_eq!(said("A.2"), ["open", "", ""], "a start is never overdue");
    assert_eq!(said("B.9"), ["unreported", "457", ""]);
    assert_eq!(said("A.3"), ["overdue", "457", ""]);
    assert_eq!((row("A.3")["owed_count"].as_str(), row("B.1")["owed_count"].as_str()), ("18", ""));
    assert_eq!(row("A.4")["lead_ids"].split("; ").count(), 18);
    assert_eq!(row("A.5")["leads"], "Các bộ, ngành, địa phương");
    let of_mic = tasks(&["--agency", "MIC"]);
    let leads = of_mic.iter().filter(|row| row["lead_ids"] == "MIC").count();
    assert_eq!(leads, 9, "B.9 to B.17");
    let milestones = work.ok(&["status", "--table", "milestones", "--format", "csv"]);
    assert_eq!(csv_rows(&milestones.stdout).len(), 46);
}

#[test]
fn a_wrong_progress_file_is_refused_with_every_line_that_is_wrong() {
    let work = Workdir::new();
    let file = work.write(
        "p.toml",
        "[tasks]\n\"B.28\" = { state = \"done\" }\n\"B.2\" = { state = \"done\" }\n",
    );
    let done = work.ndcap(&["status", "--progress", &file.to_string_lossy()]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    for told in ["p.toml", "line 2: there is no task \"B.28\"", "line 3: B.2: on is missing"] {
        assert!(done.stderr.contains(told), "{}", done.stderr);
    }
    let missing = work.ndcap(&["status", "--progress", "nowhere.toml"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("check the path given to --progress"), "{}", missing.stderr);
}

#[test]
fn letters_name_what_is_missing_its_ground_its_day_and_how_late() {
    let work = Workdir::new();
    let papers = work.write(
        "p.toml",
        "[papers]\nMOET.plan = { on = \"2024-09-27\", document = \"1234/KH-BGDĐT\", covers = [\"III.1\"] }\n",
    );
    let papers = papers.to_string_lossy();
    let as_of = ["status", "--reminders", "--as-of", "2024-12-30", "--progress", &papers];
    let done = work.ok(&[&as_of[..], &["--out", "letters"]].concat());
    assert!(done.stderr.contains("wrote 98 letters to letters"), "{}", done.stderr);
    let letter = std::fs::read_to_string(work.path("letters/MOET.txt")).expect("a letter");
    for line in [
        "Kính gửi: Bộ Giáo dục và Đào tạo",
        "a) Danh sách thông tin tài nguyên của các hệ thống dự kiến di chuyển (điểm a khoản 1 mục III Chỉ \
         thị; nhiệm vụ số 1 mục A Phụ lục); thời hạn 30/09/2024, quá hạn 91 ngày.",
        "c) Kế hoạch tích hợp hệ thống vào nền tảng điện toán đám mây của Trung tâm dữ liệu quốc gia (điểm a \
         khoản 2 mục III Chỉ thị; nhiệm vụ số 3 mục A Phụ lục); thời hạn 30/09/2024, quá hạn 91 ngày.",
        "a) Phương án, khái toán kinh phí để lập dự án (khoản 4 mục VII Chỉ thị; nhiệm vụ số 9 mục A Phụ \
         lục); thời hạn 31/12/2024, còn 1 ngày.",
        "a) Kế hoạch chuyển hạ tầng về Trung tâm dữ liệu quốc gia; nhận ngày 27/09/2024, 1234/KH-BGDĐT.",
        "Trân trọng./.",
    ] {
        assert!(letter.lines().any(|known| known == line), "{line}\n\n{letter}");
    }
    let english = work.ok(&[&as_of[..], &["--agency", "MOH", "--lang", "en"]].concat()).stdout;
    assert!(english.contains("To: Bộ Y tế"), "{english}");
    assert!(english.contains("due on 2024-09-30, 91 days overdue."), "{english}");
    assert!(english.contains("due on 2024-12-31, 1 day left."), "{english}");
}

#[test]
fn the_matrix_is_in_both_languages() {
    let work = Workdir::new();
    let printed =
        |language: &str| work.ok(&["status", "--as-of", "2024-12-31", "--lang", language]).stdout;
    let english = printed("en");
    assert!(english.contains("Cloud-needs list") && english.contains("overdue 92 d"), "{english}");
    assert!(english.contains("due 2024-12-31"), "{english}");
    assert!(!english.contains("Văn phòng Quốc hội"), "who owes nothing is left out");
    let vietnamese = printed("vi");
    assert!(vietnamese.contains("quá hạn 92 ngày"), "{vietnamese}");
}

#[test]
fn provinces_that_sent_nothing_are_one_row_for_people_and_one_each_for_programs() {
    let work = Workdir::new();
    let as_of = ["status", "--as-of", "2025-12-31"];
    let printed = |more: &[&str]| work.ok(&[&as_of[..], more].concat()).stdout;
    let english = printed(&["--table", "matrix"]);
    assert_eq!(english.matches("63 provinces that sent nothing").count(), 1, "{english}");
    assert!(!english.contains("Hà Giang"), "{english}");
    let vietnamese = printed(&["--table", "matrix", "--lang", "vi"]);
    assert_eq!(vietnamese.matches("63 tỉnh, thành phố chưa gửi gì").count(), 1, "{vietnamese}");
    let provinces = |name: &str, format: &str| {
        printed(&["--table", name, "--format", format]).matches("UBND_").count()
    };
    assert_eq!(provinces("obligations", "csv"), 63 * 6, "a row each");
    assert_eq!(provinces("obligations", "json"), 63 * 6);
    assert_eq!(provinces("matrix", "csv"), 63);
    let one = printed(&["--table", "matrix", "--agency", "UBND_HA_GIANG"]);
    assert!(one.contains("Hà Giang") && !one.contains("provinces"), "{one}");
    // One that has answered stands for itself.
    let file = work.write("need.csv", CLOUD_NEEDS);
    let file = file.to_string_lossy();
    work.ok(&["ingest", &file, "--agency", "UBND_HA_GIANG", "--received-on", "2024-10-15"]);
    let answered = printed(&["--table", "matrix"]);
    assert!(answered.contains("62 provinces that sent nothing"), "{answered}");
    assert!(answered.contains("Hà Giang"), "{answered}");
    let chart = ["chart", "obligations", "--as-of", "2025-12-31", "--lang", "vi", "--out", "o.svg"];
    work.ok(&chart);
    let svg = std::fs::read_to_string(work.path("o.svg")).expect("a figure");
    assert_eq!(svg.matches(">62 tỉnh, thành phố chưa gửi gì<").count(), 1);
    assert!(svg.contains("Hà Giang<") && !svg.contains("An Giang<"));
}

/// The two figures need no store; the report shows them with their tables.
#[test]
fn figures_and_report_show_who_has_answered_and_what_is_due_when() {
    let work = Workdir::new();
    for name in ["obligations", "deadlines"] {
        let out = format!("{name}.svg");
        work.ok(&["chart", name, "--as-of", "2025-12-31", "--progress", EXAMPLE, "--out", &out]);
    }
    let svg = |name: &str| std::fs::read_to_string(work.path(name)).expect("a figure");
    let deadlines = svg("deadlines.svg");
    assert!(deadlines.contains(">2024-09-30 · 322 d late<"), "the data strategy");
    assert!(deadlines.contains(">2025-12-31 · 135 d early<"), "the opening of the centre");
    assert!(deadlines.contains(">from 2025-04-01<"), "a start has no lateness");
    assert!(svg("obligations.svg").contains("0 of 181 answers are in and 181 overdue"));
    work.write("in/MOH/need.csv", CLOUD_NEEDS);
    work.ok(&["run", "in", "--out", "out", "--plan", &work.few_draws(), "--lang", "vi"]);
    let page = std::fs::read_to_string(work.path("out/report.html")).expect("a page");
    for id in ["figure-obligations", "figure-deadlines", "table-obligation_matrix_in_short"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.contains("63 tỉnh, thành phố chưa gửi gì") && !page.contains("tỉnh Hà Giang"));
    assert!(page.contains("Đến 31/12/2024 đã nhận 1/181 nội dung phải gửi, 154 quá hạn"));
    let csv = std::fs::read_to_string(work.path("out/tables/obligations.csv")).expect("a table");
    assert!(csv.contains("MOH,Bộ Y tế,cloud_needs_list,received_late,2024-09-30,2024-12-31,92"));
}
