//! Bad input: never a panic, never half a store, always the file, what is wrong and what to do.

use calamine::Reader;

use crate::command::{Done, Workdir};
use crate::forge;

/// Ingests a file for MOET and checks what must hold of every refusal.
fn refused(work: &Workdir, file: &str, code: &str, words: &[&str]) -> Done {
    let done = work.ndcap(&["ingest", file, "--agency", "MOET"]);
    assert_eq!(done.code, 2, "{}\n{}", done.stdout, done.stderr);
    assert!(done.stderr.contains(file), "names the file: {}", done.stderr);
    assert!(done.stderr.contains(code), "{code}: {}", done.stderr);
    assert!(done.stderr.contains("do: "), "says what to do: {}", done.stderr);
    for word in words {
        assert!(done.stderr.contains(word), "{word}: {}", done.stderr);
    }
    assert!(!work.path("store/submissions/MOET").exists(), "nothing was stored");
    let checked = work.ndcap(&["check", file, "--agency", "MOET"]);
    assert_eq!(checked.code, 2, "check agrees: {}", checked.stdout);
    done
}

/// A small workbook of one sheet.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const GOOD: &[&[&str]] = &[&["Mã máy ảo", "Số vCPU", "RAM (GiB)"], &["VM-1", "4", "16"]];

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_held() {
    let work = Workdir::new();
    work.write("plan.toml", "[limits]\nfile_bytes_max = 1000\n");
    work.write("a.xlsx", workbook(GOOD));
    let done = work.json(&["check", "a.xlsx", "--plan", "plan.toml", "--format", "json"]);
    let details = &done["submissions"][0]["details"];
    assert_eq!(details.as_array().map(Vec::len), Some(1), "{details}");
    assert_eq!(details[0]["code"], "F104");
    let expected = details[0]["expected"].as_str().expect("a text");
    assert!(expected.contains("limits.file_bytes_max"), "{expected}");
    let done = work.ndcap(&["ingest", "a.xlsx", "--plan", "plan.toml", "--agency", "MOET"]);
    assert_eq!(done.code, 2, "{}", done.stderr);
    work.ok(&["ingest", "a.xlsx", "--agency", "MOET"]);
}

#[test]
fn an_empty_file_is_refused() {
    let work = Workdir::new();
    work.write("empty.xlsx", b"");
    refused(&work, "empty.xlsx", "F102", &["0 bytes", "Send the file again"]);
    work.write("empty.csv", b"");
    refused(&work, "empty.csv", "F102", &["0 bytes"]);
}

#[test]
fn a_truncated_workbook_is_refused() {
    let work = Workdir::new();
    let whole = workbook(GOOD);
    for share in [10, 50, 90] {
        work.write("cut.xlsx", &whole[..whole.len() * share / 100]);
        refused(&work, "cut.xlsx", "F101", &["damaged or cut off"]);
    }
}

#[test]
fn a_workbook_with_flipped_bytes_never_brings_the_program_down() {
    let whole = workbook(GOOD);
    let work = Workdir::new();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        work.write("flipped.xlsx", &bytes);
        let done = work.ndcap(&["check", "flipped.xlsx", "--agency", "MOET"]);
        assert!(done.code == 0 || done.code == 2, "byte {at}: {} {}", done.code, done.stderr);
    }
}

#[test]
fn a_pdf_renamed_to_xlsx_is_refused_by_its_content() {
    let work = Workdir::new();
    work.write("report.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
    refused(&work, "report.xlsx", "F101", &["a PDF document", "save it as .xlsx or .csv"]);
}

#[test]
fn a_sheet_without_headings_is_refused() {
    let work = Workdir::new();
    work.write("cover.xlsx", workbook(&[&["Kính gửi", "Bộ Công an"], &["Trân trọng"]]));
    refused(&work, "cover.xlsx", "F103", &["H201", "Kính gửi | Bộ Công an", "ndcap template"]);
}

#[test]
fn headings_without_rows_are_refused() {
    let work = Workdir::new();
    work.write("blank.xlsx", workbook(&GOOD[..1]));
    refused(&work, "blank.xlsx", "H202", &["headings only", "Fill in the table"]);
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let work = Workdir::new();
    let header: Vec<String> = (0..100_000).map(|column| format!("cột {column}")).collect();
    work.write("wide.csv", format!("{}\n", header.join(",")));
    refused(
        &work,
        "wide.csv",
        "F104",
        &["100,000 columns", "limits.columns_max", "Delete empty columns"],
    );
}

#[test]
fn a_cell_of_ten_megabytes_is_cut_and_told() {
    let work = Workdir::new();
    let long = "x".repeat(10 * 1024 * 1024);
    work.write("long.csv", format!("Mã máy ảo,Số vCPU,Ghi chú\nVM-1,4,{long}\n"));
    let done = work.ok(&["ingest", "long.csv", "--agency", "MOET"]);
    assert!(done.stderr.contains("C412") && done.stderr.contains("long!C2"), "{}", done.stderr);
    assert!(done.stderr.contains("10,485,760 bytes") && done.stderr.contains("Shorten the cell"));
    let all = work.ok(&["inventory", "--by", "all", "--format", "csv"]);
    assert!(
        all.stdout.contains(",1,4,,"),
        "the row counts, unknown RAM is no zero: {}",
        all.stdout
    );
}

#[test]
fn a_store_that_cannot_be_written_is_named_with_a_remedy() {
    let work = Workdir::new();
    work.write("good.xlsx", workbook(GOOD));
    // A file stands where the folder should be: that fails for every user, root too.
    work.write("taken", b"");
    let done = work.ndcap(&["ingest", "good.xlsx", "--agency", "MOET", "--store", "taken/store"]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(
        done.stderr.contains("taken/store") && done.stderr.contains("check"),
        "{}",
        done.stderr
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::create_dir(work.path("locked")).expect("a folder");
        let read_only = std::fs::Permissions::from_mode(0o500);
        std::fs::set_permissions(work.path("locked"), read_only).expect("permissions");
        if std::fs::write(work.path("locked/probe"), b"").is_ok() {
            eprintln!("skipped: this user may write everywhere");
            return;
        }
        let done =
            work.ndcap(&["ingest", "good.xlsx", "--agency", "MOET", "--store", "locked/store"]);
        assert_eq!(done.code, 1);
        assert!(done.stderr.contains("may write"), "{}", done.stderr);
    }
}

#[test]
fn an_unknown_agency_is_refused_with_the_nearest() {
    let work = Workdir::new();
    work.write("good.xlsx", workbook(GOOD));
    let done = work.ndcap(&["ingest", "good.xlsx", "--agency", "Bộ Giáo dụcc"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("Bộ Giáo dụcc") && done.stderr.contains("MOET"),
        "{}",
        done.stderr
    );
    let rows: &[&[&str]] =
        &[&["Đơn vị", "Mã máy ảo", "Số vCPU"], &["Bộ Giáo dụcc và Đào tạo", "VM-1", "4"]];
    work.write("rows.xlsx", workbook(rows));
    let done = work.ndcap(&["ingest", "rows.xlsx"]);
    assert_eq!(done.code, 2);
    for word in ["rows.xlsx", "A301", "Sheet1!A2", "Bộ Giáo dụcc và Đào tạo", "(MOET)"] {
        assert!(done.stderr.contains(word), "{word}: {}", done.stderr);
    }
    let done = work.ndcap(&["ingest", "good.xlsx"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("A302") && done.stderr.contains("--agency"), "{}", done.stderr);
}

#[test]
fn a_missing_file_and_a_folder_that_is_no_store_are_named() {
    let work = Workdir::new();
    let done = work.ndcap(&["ingest", "nowhere.xlsx", "--agency", "MOET"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("nowhere.xlsx"), "{}", done.stderr);
    let done = work.ndcap(&["assumptions", "--plan", "nowhere.toml"]);
    assert_eq!(done.code, 1);
    assert_eq!(done.stderr.matches("No such file").count(), 1, "said once: {}", done.stderr);
    let done = work.ndcap(&["inventory"]);
    assert_eq!(done.code, 1);
    assert!(
        done.stderr.contains("no store") && done.stderr.contains("ndcap ingest"),
        "{}",
        done.stderr
    );
    work.write("other/letter.txt", b"dear");
    let done = work.ndcap(&["inventory", "--store", "other"]);
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("is no store"), "{}", done.stderr);
}

#[test]
fn text_that_a_spreadsheet_would_run_is_disarmed() {
    let work = Workdir::new();
    work.write("formula.csv", "Mã hệ thống,Tên hệ thống,Cấp độ an toàn\n=1+1,=HYPERLINK(0),3\n");
    work.ok(&["ingest", "formula.csv", "--agency", "MOET"]);
    let done = work.ok(&["report", "--out", "out"]);
    let left_out = std::fs::read_to_string(work.path("out/tables/left_out.csv")).expect("a table");
    assert!(
        left_out.contains("'=1+1") && left_out.contains("'=HYPERLINK"),
        "{left_out}{}",
        done.stderr
    );
    // What stands in a file is shown among the findings too.
    work.write("cell.csv", "Mã máy ảo,Số vCPU\n=1+1,=2+2\n@x,+cmd|' /C calc'!A0\n");
    let done = work.ndcap(&["check", "cell.csv", "--agency", "MOET", "--format", "csv"]);
    for cell in ["'=2+2", "'+cmd|' /C calc'!A0"] {
        assert!(done.stdout.contains(cell), "{cell}: {}", done.stdout);
    }
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(work.path("out/report.xlsx")).expect("a workbook");
    let cells = workbook.worksheet_range("left_out").expect("a sheet");
    let texts: Vec<String> = cells.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(texts.iter().any(|text| text == "=1+1"), "the workbook keeps the text: {texts:?}");
    let formulas = workbook.worksheet_formula("left_out").expect("a sheet");
    assert_eq!(formulas.used_cells().count(), 0, "and none of it is a formula");
}

/// Checks a file and the most memory the program held meanwhile, where the system tells it.
fn checked_in_bounds(work: &Workdir, file: &str) -> (i32, String) {
    let log = std::fs::File::create(work.path("log")).expect("a file");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_ndcap"))
        .args(["check", file, "--agency", "MOET"])
        .current_dir(work.path("."))
        .stdout(log.try_clone().expect("a file"))
        .stderr(log)
        .spawn()
        .expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("a state") {
            break ended;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(kib.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(1));
    };
    assert!(most < 500 << 10, "{file} took {most} KiB");
    (ended.code().unwrap_or(-1), std::fs::read_to_string(work.path("log")).expect("text"))
}

/// A file that is refused within bounds of memory, with a finding that names the limit.
fn bomb(file: &str, bytes: &[u8], code: &str, words: &[&str]) {
    let work = Workdir::new();
    work.write(file, bytes);
    let (ended, told) = checked_in_bounds(&work, file);
    assert_eq!(ended, 2, "{file}: {told}");
    for word in [code, file].iter().chain(words) {
        assert!(told.contains(word), "{file}: {word}: {told}");
    }
}

/// A workbook of one empty sheet with this part in place of its own.
fn with_part(name: &str, content: &str) -> Vec<u8> {
    forge::patched(&workbook(GOOD), name, |_| content.to_owned())
}

/// The archive with the sizes of its largest file made small, where it lists them.
fn understated(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let is_entry = |at: &[u8]| at.starts_with(b"PK\x01\x02");
    let entries: Vec<usize> = (0..bytes.len() - 46).filter(|&at| is_entry(&bytes[at..])).collect();
    let size = |bytes: &[u8], at: usize| {
        u32::from_le_bytes([bytes[at + 24], bytes[at + 25], bytes[at + 26], bytes[at + 27]])
    };
    let largest = entries.into_iter().max_by_key(|&at| size(&bytes, at)).expect("an entry");
    let local = u32::from_le_bytes(bytes[largest + 42..largest + 46].try_into().expect("four"));
    for at in [largest + 24, local as usize + 22] {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    bytes
}

#[test]
fn parts_that_inflate_beyond_measure_are_refused_whatever_they_claim() {
    let rows = "<row/>".repeat(100 << 20 >> 3);
    let bytes = forge::xlsx_of(&rows);
    assert!(bytes.len() < 500_000, "a bomb is small: {}", bytes.len());
    bomb("bomb.xlsx", &bytes, "F104", &["limits.inflation_max", "sheet1.xml"]);
    bomb("lying.xlsx", &understated(&bytes), "F101", &["sheet1.xml", "larger than its declared"]);
    let ods = forge::ods_of(&rows);
    bomb("bomb.ods", &ods, "F104", &["limits.inflation_max", "content.xml"]);
    let csv = forge::zip_of(&[("a.csv", rows.as_bytes())]);
    bomb("bomb.zip", &csv, "F104", &["limits.inflation_max", "a.csv"]);
}

#[test]
fn compressed_text_that_inflates_beyond_measure_is_refused() {
    use std::io::Write;
    let zeros = vec![b'0'; 100 << 20];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&zeros).expect("bytes");
    bomb("bomb.csv.gz", &gzip.finish().expect("a file"), "F104", &["limits.inflation_max"]);
    let zstd = zstd::encode_all(&zeros[..], 3).expect("is packed");
    bomb("bomb.csv.zst", &zstd, "F104", &["limits.inflation_max"]);
    // A list that would be read for long before its size shows.
    let mut list = "Mã máy ảo,Số vCPU,RAM (GiB)\n".to_owned().into_bytes();
    list.extend("VM-1,4,16\n".repeat(80 << 20 >> 3).bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&list).expect("bytes");
    let gzip = gzip.finish().expect("a file");
    assert!(gzip.len() > 128 << 10, "long enough: {}", gzip.len());
    bomb("list.csv.gz", &gzip, "F104", &["limits.inflation_max"]);
}

#[test]
fn archives_within_archives_and_of_other_things_are_refused() {
    let inner = forge::zip_of(&[("a.csv", b"a,b\n")]);
    let nested = forge::zip_of(&[("inner.zip", &inner)]);
    bomb("nested.zip", &nested, "F109", &["inner.zip", "CSV files alone in one .zip"]);
    let mixed = forge::zip_of(&[("a.csv", b"a,b\n"), ("letter.docx", &inner)]);
    bomb("mixed.zip", &mixed, "F109", &["letter.docx"]);
    bomb("empty.zip", &forge::zip_of(&[]), "F109", &["holds nothing"]);
}

#[test]
fn entities_that_expand_into_each_other_are_refused() {
    let mut lol = "<!ENTITY a0 \"haha\">".to_owned();
    for depth in 1..30 {
        let inner = format!("&a{};", depth - 1).repeat(10);
        lol.push_str(&format!("<!ENTITY a{depth} \"{inner}\">"));
    }
    let xml =
        format!("<?xml version=\"1.0\"?><!DOCTYPE sst [{lol}]><sst><si><t>&a29;</t></si></sst>");
    let bytes = with_part("xl/sharedStrings.xml", &xml);
    bomb("lol.xlsx", &bytes, "F110", &["xl/sharedstrings.xml declares a document type"]);
}

#[test]
fn a_sheet_of_a_million_columns_is_refused() {
    // Column BDWGN is the millionth.
    let bytes = forge::xlsx_of("<row r=\"1\"><c r=\"BDWGN1\"><v>1</v></c></row>");
    bomb("wide.xlsx", &bytes, "F104", &["at least 1,000,000 columns", "limits.columns_max"]);
    let cells = "<c><v>1</v></c>".repeat(20_000);
    let bytes = forge::xlsx_of(&format!("<row>{cells}</row>"));
    bomb("wide.xlsx", &bytes, "F104", &["at least 16,385 columns", "limits.columns_max"]);
}

#[test]
fn cells_far_apart_are_refused_before_they_fill_the_memory() {
    let row = |row: usize| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>");
    let bytes = forge::xlsx_of(&(1..2000).map(row).collect::<String>());
    bomb("sparse.xlsx", &bytes, "F104", &["limits.cells_max"]);
}

#[test]
fn one_long_text_in_many_cells_is_refused() {
    let long = "x".repeat(32_000);
    let sheet = "<row><c t=\"s\"><v>0</v></c></row>".repeat(20_000);
    let bytes = forge::patched(&forge::xlsx_of(&sheet), "xl/sharedStrings.xml", |_| {
        format!("<sst><si><t>{long}</t></si></sst>")
    });
    bomb("long.xlsx", &bytes, "F104", &["limits.text_bytes_max"]);
}

#[test]
fn a_list_of_texts_that_claims_billions_is_refused() {
    let bytes = with_part("xl/sharedStrings.xml", "<sst uniqueCount=\"99999999999\"></sst>");
    bomb("claims.xlsx", &bytes, "F101", &["claims 99,999,999,999 texts"]);
}

#[test]
fn a_sheet_far_larger_than_its_cells_is_read() {
    let work = Workdir::new();
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let heading = format!(
        "<row r=\"1\">{}{}</row>",
        text("A1", "Mã máy ảo"),
        text("B1", "Số vCPU") + &text("C1", "RAM (GiB)")
    );
    let machine = |row: usize| {
        let name = text(&format!("A{row}"), &format!("VM-{row}"));
        format!(
            "<row r=\"{row}\">{name}<c r=\"B{row}\"><v>4</v></c><c r=\"C{row}\"><v>8</v></c></row>"
        )
    };
    // The dimension says A1:XFD1048576; one machine stands at the very end.
    let sparse = format!("{heading}{}{}", machine(2), machine(1_048_576));
    work.write("sparse.xlsx", forge::xlsx_of(&sparse));
    let empty = |row: usize| format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"/></row>");
    let formatted: String = (3..=1_048_576).map(empty).collect();
    work.write("formatted.xlsx", forge::xlsx_of(&format!("{heading}{}{formatted}", machine(2))));
    let filler = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                  table:number-columns-repeated=\"16384\"/></table:table-row>";
    let line = |cells: [&str; 3]| {
        let cell = |text| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat())
    };
    let (first, second) = (line(["Mã máy ảo", "Số vCPU", "RAM (GiB)"]), line(["VM-1", "4", "8"]));
    let table =
        format!("<table:table table:name=\"a\">{first}{filler}{second}{filler}</table:table>");
    work.write("filler.ods", forge::ods_of(&table));
    for (file, rows) in [("sparse.xlsx", 2), ("formatted.xlsx", 1), ("filler.ods", 1)] {
        let (ended, told) = checked_in_bounds(&work, file);
        assert_eq!(ended, 0, "{file}: {told}");
        let answer = work.json(&["check", file, "--agency", "MOET", "--format", "json"]);
        let read = &answer["submissions"][0]["tables"][0]["rows_accepted"];
        assert_eq!(read, &serde_json::Value::from(rows), "{file}: {answer}");
    }
}

#[test]
fn repetitions_in_an_open_document_are_bounded() {
    let cell = |repeated: &str| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeated}\" \
             office:value-type=\"string\"><text:p>x<text:s text:c=\"4000000000\"/></text:p>\
             </table:table-cell>"
        )
    };
    let table = |rows: &str, cells: &str| {
        forge::ods_of(&format!(
            "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"{rows}\">\
             {cells}</table:table-row></table:table>"
        ))
    };
    bomb("columns.ods", &table("1", &cell("99999999999999999999")), "F104", &["columns_max"]);
    bomb("rows.ods", &table("1048576", &cell("1000")), "F104", &["limits.cells_max"]);
    bomb("forever.ods", &table("99999999999999999999", &cell("1")), "F104", &["cells_max"]);
}

#[test]
fn an_old_workbook_that_claims_or_spans_too_much_is_refused() {
    use forge::{label, xls_of};
    let claim = |rows: u32, columns: u16| {
        let size = [0_u32, rows].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
        (0x0200, [size, forge::shorts(&[0, columns, 0])].concat())
    };
    let claims = xls_of(&[], &[("a", vec![claim(u32::MAX, 3), label(0, 0, 0, "x")])]);
    bomb("claims.xls", &claims, "F104", &["claims rows 0 to 4,294,967,295", "an .xls can have"]);
    let corners = || vec![label(0, 0, 0, "x"), label(u16::MAX, 255, 0, "x")];
    let spans = xls_of(&[], &[("a", corners()), ("b", corners())]);
    bomb("spans.xls", &spans, "F104", &["span 16,777,216 cells"]);
    let whole = xls_of(&[], &[("a", vec![claim(65_536, 256), label(0, 0, 0, "x")])]);
    bomb("good.xls", &whole, "F103", &[]);
}

#[test]
fn an_old_workbook_whose_chains_run_in_circles_is_refused() {
    let good = forge::compound_of(&[("Workbook", &[0; 5000])]);
    let at = |file: &[u8], from: usize| {
        u32::from_le_bytes(file[from..from + 4].try_into().expect("four bytes"))
    };
    let directory = at(&good, 48);
    let table = 512 * (at(&good, 76) as usize + 1);
    let mut circle = good.clone();
    let link = table + directory as usize * 4;
    circle[link..link + 4].copy_from_slice(&directory.to_le_bytes());
    bomb("circle.xls", &circle, "F101", &["runs in a circle"]);
    let mut huge = good.clone();
    let size = 512 * (directory as usize + 1) + 128 + 120;
    huge[size..size + 4].copy_from_slice(&0xffff_ff00_u32.to_le_bytes());
    bomb("huge.xls", &huge, "F101", &["a stream that claims 4,294,967,040 bytes"]);
    let mut tables = good;
    let first = tables[76..80].to_vec();
    for number in 1..100 {
        tables[76 + number * 4..80 + number * 4].copy_from_slice(&first);
    }
    bomb("tables.xls", &tables, "F101", &["more tables than it has sectors"]);
}

#[test]
fn a_workbook_with_a_password_says_so() {
    let wrapped = forge::compound_of(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]);
    bomb("secret.xlsx", &wrapped, "F112", &["a password", "Protect Workbook"]);
    let manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let ods = forge::patched(&forge::ods_of(""), "META-INF/manifest.xml", |_| manifest.to_owned());
    bomb("secret.ods", &ods, "F112", &["a password"]);
}
