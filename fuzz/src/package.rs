//! Bytes → a workbook whose package is whole, so that what varies is its XML.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a package, each with what stands there where the input gives none.
const PARTS: [(&str, &str); 7] = [
    ("xl/worksheets/sheet1.xml", ""),
    ("xl/sharedStrings.xml", "<sst/>"),
    (
        "xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><fonts>\
         <font><name val=\"Arial\"/></font><font><name val=\".VnTime\"/></font></fonts><cellXfs>\
         <xf/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf fontId=\"1\"/><xf numFmtId=\"164\"/>\
         </cellXfs></styleSheet>",
    ),
    ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"),
    (
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"Máy ảo\" sheetId=\"1\" r:id=\"rId1\"/>\
         <sheet name=\"Máy chủ\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"x/worksheet\" \
         Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"x/styles\" \
         Target=\"styles.xml\"/><Relationship Id=\"rId4\" Type=\"x/sharedStrings\" \
         Target=\"sharedStrings.xml\"/></Relationships>",
    ),
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/relationships/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>",
    ),
];

/// A workbook.
pub struct Package(Vec<u8>);

impl Package {
    /// The workbook that an input stands for: the input itself when it is an archive; else its
    /// sections, which a zero byte ends, are the first parts of one, and the others are whole. A
    /// first section without a root is the rows of the first sheet.
    pub fn of(input: &[u8]) -> Self {
        if input.starts_with(b"PK") {
            return Self(input.to_vec());
        }
        let mut sections = input.split(|byte| *byte == 0);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut put = |name: &str, content: &[u8]| {
            writer.start_file(name, options).expect("memory holds a file");
            writer.write_all(content).expect("memory holds bytes");
        };
        put("[Content_Types].xml", b"<Types/>");
        for (name, usual) in PARTS {
            let own = sections.next().filter(|own| !own.is_empty());
            match own {
                Some(rows) if name.ends_with("sheet1.xml") && is_rows(rows) => {
                    let (begin, end) = ("<worksheet><sheetData>", "</sheetData></worksheet>");
                    put(name, &[begin.as_bytes(), rows, end.as_bytes()].concat());
                }
                Some(own) => put(name, own),
                None => put(name, usual.as_bytes()),
            }
        }
        let package = writer.finish().expect("memory holds an archive");
        Self(package.into_inner())
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn is_rows(section: &[u8]) -> bool {
    section.starts_with(b"<row")
}
