//! Files made piece by piece: good ones no library here writes, and ones no good program would.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A zip archive of these files, deflated.
pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The archive with one of its files changed, or added where it was not.
pub fn patched(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("bytes");
        files.push((entry.name().expect("a name").into_owned(), content));
    }
    if files.iter().all(|(known, _)| known != name) {
        files.push((name.to_owned(), Vec::new()));
    }
    for (known, content) in &mut files {
        if known == name {
            let changed = change(std::str::from_utf8(content).expect("text"));
            assert_ne!(changed.as_bytes(), content, "{name} is changed");
            *content = changed.into_bytes();
        }
    }
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    zip_of(&files)
}

/// An .xlsx of these lines of `<row>…</row>`, with the styles of one made by a library.
pub fn xlsx_of(rows: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "a").expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    patched(&bytes, "xl/worksheets/sheet1.xml", |_| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
             <dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"
        )
    })
}

/// An .ods whose tables are these.
pub fn ods_of(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"gone\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

/// A record of an .xls: type and content.
pub type Record = (u16, Vec<u8>);

/// Numbers of two bytes, one after the other.
pub fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text of two bytes a letter, its length before it in one byte or two.
pub fn wide(text: &str, is_long: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(units.len()).expect("is short").to_le_bytes();
    let mut bytes = length[..if is_long { 2 } else { 1 }].to_vec();
    bytes.push(1);
    bytes.extend(shorts(&units));
    bytes
}

/// A cell of text.
pub fn label(row: u16, column: u16, style: u16, text: &str) -> Record {
    (0x0204, [shorts(&[row, column, style]), wide(text, true)].concat())
}

/// A cell of a number.
pub fn number(row: u16, column: u16, style: u16, number: f64) -> Record {
    (0x0203, [shorts(&[row, column, style]), number.to_le_bytes().to_vec()].concat())
}

fn stream(records: &[Record]) -> Vec<u8> {
    let record = |(kind, content): &Record| {
        let size = u16::try_from(content.len()).expect("is short");
        [shorts(&[*kind, size]), content.clone()].concat()
    };
    records.iter().flat_map(record).collect()
}

/// An .xls of Excel 97 of these records of the workbook and of its sheets.
pub fn xls_of(globals: &[Record], sheets: &[(&str, Vec<Record>)]) -> Vec<u8> {
    let (begin, end) =
        (|kind: u16| (0x0809, shorts(&[0x0600, kind, 0, 0, 0, 0, 0, 0])), (0x000a, vec![]));
    let build = |places: &[u32]| {
        let mut records = vec![begin(0x0005)];
        records.extend_from_slice(globals);
        for ((name, _), place) in sheets.iter().zip(places) {
            let name = wide(name, false);
            records.push((0x0085, [place.to_le_bytes().to_vec(), vec![0, 0], name].concat()));
        }
        records.push(end.clone());
        stream(&records)
    };
    let mut workbook = build(&vec![0; sheets.len()]);
    let mut places = Vec::new();
    let mut bodies = Vec::new();
    for (_, records) in sheets {
        places.push(u32::try_from(workbook.len() + bodies.len()).expect("is small"));
        let records = [vec![begin(0x0010)], records.clone(), vec![end.clone()]].concat();
        bodies.extend(stream(&records));
    }
    workbook = build(&places);
    workbook.extend(bodies);
    compound_of(&[("Workbook", &workbook)])
}

/// A compound file of these streams, each made 4,096 bytes long at least.
pub fn compound_of(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const END: u32 = 0xffff_fffe;
    let mut links: Vec<u32> = Vec::new();
    let mut sectors: Vec<u8> = Vec::new();
    let mut put = |bytes: &[u8]| {
        let first = u32::try_from(links.len()).expect("is small");
        let count = bytes.len().div_ceil(512);
        sectors.extend_from_slice(bytes);
        sectors.resize((links.len() + count) * 512, 0);
        for at in 1..=count {
            let next = first + u32::try_from(at).expect("is small");
            links.push(if at == count { END } else { next });
        }
        first
    };
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0; 128];
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..name.len()].copy_from_slice(&name);
        entry[64] = u8::try_from(name.len() + 2).expect("is short");
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(size).expect("is small").to_le_bytes());
        entry
    };
    let mut directory = entry("Root Entry", 5, END, 0);
    for (name, bytes) in streams {
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().max(4096), 0);
        let start = put(&bytes);
        directory.extend(entry(name, 2, start, bytes.len()));
    }
    let directory = put(&directory);
    let table = links.len();
    // Tables link themselves too, marked as what they are.
    let tables = (1..).find(|count| count * 128 >= links.len() + count).expect("a number");
    links.extend(vec![0xffff_fffd; tables]);
    links.resize(tables * 128, FREE);
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    file[24..34].copy_from_slice(&shorts(&[0x3e, 3, 0xfffe, 9, 6]));
    file[44..48].copy_from_slice(&u32::try_from(tables).expect("is small").to_le_bytes());
    file[48..52].copy_from_slice(&directory.to_le_bytes());
    file[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    file[60..64].copy_from_slice(&END.to_le_bytes());
    file[68..72].copy_from_slice(&END.to_le_bytes());
    for at in 0..109 {
        let number = if at < tables { u32::try_from(table + at).expect("is small") } else { FREE };
        file[76 + at * 4..80 + at * 4].copy_from_slice(&number.to_le_bytes());
    }
    file.extend(sectors);
    file.extend(links.iter().flat_map(|link| link.to_le_bytes()));
    file
}

/// An .xlsb of one sheet with one text and one number.
pub fn xlsb() -> Vec<u8> {
    let record = |kind: u16, content: &[u8]| {
        let mut bytes = Vec::new();
        if kind >= 0x80 {
            bytes.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
        } else {
            bytes.push(kind as u8);
        }
        bytes.push(u8::try_from(content.len()).expect("is short"));
        bytes.extend_from_slice(content);
        bytes
    };
    let text = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let length = u32::try_from(units.len()).expect("is short").to_le_bytes();
        [length.to_vec(), shorts(&units)].concat()
    };
    let place = |column: u32| [column.to_le_bytes(), [0; 4]].concat();
    let bundle = [vec![0; 4], 1_u32.to_le_bytes().to_vec(), text("rId1"), text("Máy")].concat();
    let workbook =
        [record(0x008f, &[]), record(0x009c, &bundle), record(0x0090, &[]), record(0x009d, &[])]
            .concat();
    let sheet = [
        record(0x0094, &[0; 16]),
        record(0x0091, &[]),
        record(0x0000, &[0; 17]),
        record(0x0006, &[place(0), text("Mã")].concat()),
        record(0x0000, &[vec![2, 0, 0, 0], vec![0; 13]].concat()),
        record(0x0005, &[place(1), 8.5_f64.to_le_bytes().to_vec()].concat()),
        record(0x0092, &[]),
    ]
    .concat();
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" \
                     Target=\"worksheets/sheet1.bin\"/></Relationships>";
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}
