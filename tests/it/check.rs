//! What `ndcap check` and `ndcap ingest` say of findings, in every form and both languages.

use serde_json::Value;

use crate::command::Workdir;

const MACHINES: &str = "Mã máy ảo,Số vCPU,RAM (GiB),Ghi chú\n\
                        VM-1,nhiều,8,\"hai\ndòng\"\nVM-2,vài,8,\nVM-3,nhiều,8,\nVM-4,4,131072,\nVM-5,4,8,\n";

fn with_machines() -> Workdir {
    let work = Workdir::new();
    work.write("máy ảo.csv", MACHINES);
    work
}

#[test]
fn equal_findings_are_one_group_with_count_place_examples_and_remedy() {
    let work = with_machines();
    let done = work.ndcap(&["check", "máy ảo.csv", "--agency", "MOET"]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert_eq!(
        done.stdout,
        "máy ảo.csv (MOET): 3 errors, 1 warning, 0 notes\n\
         \x20 máy ảo → workload: 5 rows read = 2 accepted + 3 rejected + 0 merged + 0 skipped\n\
         \x20 error    C402 3 rows, the first at máy ảo!B2; rule: A number is a number\n\
         \x20          found: \"nhiều\"; \"vài\"\n\
         \x20          do: Write a number, with the unit of the heading or of its own.\n\
         \x20 warning  C407 máy ảo!C5; rule: A quantity is of a plausible size\n\
         \x20          found: \"131072\"\n\
         \x20          expected: 64 MiB to 24,576 GiB\n\
         \x20          do: Check the unit; the value was used as it stands.\n\
         \n\
         1 file: 3 errors, 1 warning, 0 notes; 5 rows read = 2 accepted + 3 rejected + 0 merged + 0 skipped\n"
    );
}

#[test]
fn a_check_reads_vietnamese_and_ends_with_the_same_code() {
    let work = with_machines();
    let done = work.ndcap(&["check", "máy ảo.csv", "--agency", "MOET", "--lang", "vi"]);
    assert_eq!(done.code, 2);
    for line in [
        "máy ảo.csv (MOET): 3 lỗi, 1 cảnh báo, 0 lưu ý",
        "  máy ảo → workload: đã đọc 5 dòng = 2 nhận + 3 loại + 0 gộp + 0 bỏ qua",
        "  lỗi      C402 3 dòng, dòng đầu ở máy ảo!B2; quy tắc: Ô ghi số thì chứa một con số",
        "           thấy: “nhiều”; “vài”",
        "  cảnh báo C407 máy ảo!C5; quy tắc: Số liệu có độ lớn hợp lý",
        "           cần: từ 64 MiB đến 24.576 GiB",
        "1 tệp: 3 lỗi, 1 cảnh báo, 0 lưu ý; đã đọc 5 dòng = 2 nhận + 3 loại + 0 gộp + 0 bỏ qua",
    ] {
        assert!(done.stdout.lines().any(|printed| printed == line), "{line}\n{}", done.stdout);
    }
    let done = work.ndcap(&[
        "check",
        "máy ảo.csv",
        "--agency",
        "MOET",
        "--format",
        "json",
        "--lang",
        "vi",
    ]);
    let answer: Value = serde_json::from_str(&done.stdout).expect("is JSON");
    let first = &answer["submissions"][0]["details"][0];
    let keys: Vec<&String> = first.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        ["code", "column", "expected", "found", "remedy", "row", "severity", "sheet"],
        "the keys do not depend on the language"
    );
    assert_eq!(first["severity"], "error");
    assert_eq!(first["found"], "nhiều");
    assert_eq!(first["expected"], "Ô ghi số thì chứa một con số.");
    let csv =
        work.ndcap(&["check", "máy ảo.csv", "--agency", "MOET", "--format", "csv", "--lang", "vi"]);
    let mut lines = csv.stdout.lines();
    assert_eq!(lines.next(), Some("file,code,severity,sheet,row,column,found,expected,remedy"));
    let line = "máy ảo.csv,C402,error,máy ảo,2,B,nhiều,Ô ghi số thì chứa một con số.,\
                \"Ghi một con số, theo đơn vị ở tiêu đề hoặc kèm đơn vị riêng.\"";
    assert_eq!(lines.next(), Some(line));
}

#[test]
fn ingest_and_the_report_print_what_was_stored_in_either_language() {
    let work = with_machines();
    let done = work.ndcap(&["ingest", "máy ảo.csv", "--agency", "MOET", "--lang", "vi"]);
    assert_eq!(done.code, 2);
    let line =
        "  lỗi      C402 3 dòng, dòng đầu ở máy ảo!B2; quy tắc: Ô ghi số thì chứa một con số\n";
    assert!(done.stderr.contains(line), "{}", done.stderr);
    for (language, expected) in
        [("vi", "từ 64 MiB đến 24.576 GiB"), ("en", "\"64 MiB to 24,576 GiB\"")]
    {
        let done = work.ndcap(&["report", "--out", language, "--lang", language]);
        assert!(done.code == 0 || done.code == 3, "{}", done.stderr);
        let path = work.path(&format!("{language}/tables/findings.csv"));
        let table = std::fs::read_to_string(path).expect("a table");
        assert!(table.contains(expected), "{table}");
        assert!(
            table.starts_with(
                "submission_id,code,severity,sheet,row,column,found,expected,remedy\n"
            )
        );
    }
}

#[test]
fn the_tables_and_lines_of_intake_are_vietnamese_and_their_data_is_not() {
    let work = Workdir::new();
    work.write(
        "MOET/một.csv",
        "STT,Mã máy ảo,CPU ảo,RAM (GiB),Mã vạch\n1,VM-1,4,8,x\n2,VM-2,4,8,y\n",
    );
    work.write("MOET/thư.docx", "x");
    let vi = |arguments: &[&str]| work.ndcap(&[arguments, &["--lang", "vi"]].concat());
    let table = vi(&["check", "MOET/một.csv", "--explain-mapping", "--agency", "MOET"]).stdout;
    for word in
        ["Dòng tiêu đề", "Căn cứ", "số thứ tự", "tiêu đề biểu mẫu", "từ đồng nghĩa", "nhãn (tag)"]
    {
        assert!(table.contains(word), "{word}: {table}");
    }
    for word in ["Matched", "synonym", "row number"] {
        assert!(!table.contains(word), "{word}: {table}");
    }
    let file =
        ["check", "MOET/một.csv", "--explain-mapping", "--agency", "MOET", "--format", "csv"];
    let csv = vi(&file).stdout;
    assert!(
        csv.starts_with("file,sheet,header_row,letter,heading,table,column,how,sureness_pct\n")
    );
    assert!(csv.contains(",CPU ảo,workload,vcpu_count,synonym,90\n"), "{csv}");
    let done = vi(&["ingest", "MOET"]);
    for word in ["Hồ sơ", "Trạng thái", "Đã đọc", "Bỏ qua", "Lưu ý"] {
        assert!(done.stdout.contains(word), "{word}: {}", done.stdout);
    }
    let left = "để nguyên, không đọc: MOET/thư.docx (chỉ đọc .xlsx, ";
    assert!(done.stderr.contains(left), "{}", done.stderr);
    work.write("hai.csv", "Mã máy ảo,Số vCPU,RAM (GiB)\nVM-1,8,8\n");
    let second = vi(&["ingest", "hai.csv", "--agency", "MOET"]).stderr;
    assert!(
        second.contains(": các dòng bảng workload thay thế các dòng của MOET/0001-"),
        "{second}"
    );
    assert!(second.contains("; 1 mã của hồ sơ đó không còn nữa\n"), "{second}");
    let again = vi(&["ingest", "MOET"]).stderr;
    assert!(again.contains(": đã nhận trước đây và sau đó đã bị thay thế"), "{again}");
}

/// The value of a key that must be there.
fn get<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or_else(|| panic!("{key} is missing in {value}"))
}

/// Fails for a key the schema of SARIF does not have there: its objects are closed.
fn only(value: &Value, allowed: &[&str]) {
    for key in value.as_object().expect("an object").keys() {
        assert!(allowed.contains(&key.as_str()), "{key} is no property here");
    }
}

#[test]
fn sarif_has_the_shape_of_its_schema_and_places_in_lines_and_characters() {
    let work = Workdir::new();
    work.write("MOET/máy ảo.csv", MACHINES);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "Kính gửi {ai}").expect("a cell");
    work.write("MOET/bìa.xlsx", workbook.save_to_buffer().expect("a workbook"));
    let done = work.ndcap(&["check", ".", "--format", "sarif"]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    let log: Value = serde_json::from_str(&done.stdout).expect("is JSON");
    only(&log, &["$schema", "version", "runs"]);
    assert_eq!(get(&log, "version"), "2.1.0");
    let run = &get(&log, "runs")[0];
    only(run, &["tool", "columnKind", "artifacts", "results"]);
    assert_eq!(get(run, "columnKind"), "unicodeCodePoints");
    let driver = get(get(run, "tool"), "driver");
    only(driver, &["name", "version", "language", "rules"]);
    assert_eq!((get(driver, "name"), get(driver, "language")), (&"ndcap".into(), &"en".into()));
    let rules = get(driver, "rules").as_array().expect("a list");
    assert_eq!(rules.len(), ndcap::diagnostic::Code::ALL.len());
    for rule in rules {
        only(rule, &["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"]);
        for message in ["shortDescription", "fullDescription", "help"] {
            assert!(get(get(rule, message), "text").is_string(), "{rule}");
        }
    }
    let artifacts = get(run, "artifacts").as_array().expect("a list");
    let uris = ["MOET/b%C3%ACa.xlsx", "MOET/m%C3%A1y%20%E1%BA%A3o.csv"];
    for (artifact, uri) in artifacts.iter().zip(uris) {
        only(artifact, &["location", "hashes"]);
        assert_eq!(get(get(artifact, "location"), "uri"), uri);
        assert_eq!(get(get(artifact, "hashes"), "sha-256").as_str().expect("text").len(), 64);
    }
    let results = get(run, "results").as_array().expect("a list");
    for result in results {
        only(result, &["ruleId", "ruleIndex", "level", "message", "locations", "properties"]);
        let index = get(result, "ruleIndex").as_u64().expect("an index") as usize;
        assert_eq!(get(&rules[index], "id"), get(result, "ruleId"));
        assert!(
            ["error", "warning", "note"].contains(&get(result, "level").as_str().expect("text"))
        );
        assert!(get(get(result, "message"), "text").is_string());
        let location = &get(result, "locations")[0];
        only(location, &["physicalLocation", "logicalLocations"]);
        let physical = get(location, "physicalLocation");
        only(physical, &["artifactLocation", "region"]);
        let at = get(get(physical, "artifactLocation"), "index").as_u64().expect("an index");
        let uri = get(get(physical, "artifactLocation"), "uri");
        assert_eq!(uri, uris[at as usize]);
        assert_eq!(physical.get("region").is_some(), at == 1, "a workbook has no lines: {result}");
    }
    // The cell with a line break moves what follows one line down; rows stay as a sheet shows them.
    let places: Vec<(&str, &Value)> = results
        .iter()
        .filter(|result| result["ruleId"] == "C402")
        .map(|result| {
            let location = &result["locations"][0];
            let place = &location["logicalLocations"][0]["fullyQualifiedName"];
            (place.as_str().expect("text"), &location["physicalLocation"]["region"])
        })
        .collect();
    let region = |line, column| serde_json::json!({"startLine": line, "startColumn": column});
    assert_eq!(
        places,
        [("máy ảo!B2", &region(2, 6)), ("máy ảo!B3", &region(4, 6)), ("máy ảo!B4", &region(5, 6))]
    );
    let sheet = results.iter().find(|result| result["ruleId"] == "H201").expect("told");
    let message = sheet["message"]["text"].as_str().expect("text");
    assert!(message.contains("Kính gửi {{ai}}"), "braces are doubled: {message}");
}

#[test]
fn sarif_is_for_check_only_and_refused_before_anything_is_stored() {
    let work = with_machines();
    let done = work.ndcap(&["ingest", "máy ảo.csv", "--agency", "MOET", "--format", "sarif"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("only for the command check"), "{}", done.stderr);
    assert!(!work.path("store").exists(), "nothing was stored");
}
