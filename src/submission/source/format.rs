//! Which format a file is in, by its content: senders rename files, and the name then says nothing.

use std::path::{Path, PathBuf};

use super::archive;
use super::limit::Refusal;
use crate::diagnostic::{Code, Finding, Text};

/// The formats that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Excel since 2007.
    Xlsx,
    /// The same, binary.
    Xlsb,
    /// Excel before 2007; also what wraps a workbook with a password.
    Xls,
    /// LibreOffice.
    Ods,
    /// Apache Parquet.
    Parquet,
    /// An archive.
    Zip,
    /// One compressed file.
    Gzip,
    /// One compressed file.
    Zstd,
    /// A web page with a table, which many programs name .xls.
    Html,
    /// A workbook of Excel 2002 and 2003 as XML.
    Xml,
    /// JSON objects, one a line or in an array.
    Json,
    /// Text with separators.
    Delimited,
}

impl Format {
    /// The format in words, for messages.
    pub(super) const fn title(self) -> Text {
        match self {
            Self::Xlsx => Text::phrase("file-xlsx"),
            Self::Xlsb => Text::phrase("file-xlsb"),
            Self::Xls => Text::phrase("file-xls"),
            Self::Ods => Text::phrase("file-ods"),
            Self::Parquet => Text::phrase("file-parquet"),
            Self::Zip => Text::phrase("file-zip"),
            Self::Gzip => Text::phrase("file-gzip"),
            Self::Zstd => Text::phrase("file-zstandard"),
            Self::Html => Text::phrase("file-page"),
            Self::Xml => Text::phrase("file-xml"),
            Self::Json => Text::phrase("file-json"),
            Self::Delimited => Text::phrase("file-delimited"),
        }
    }

    /// The format a name stands for.
    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "xlsx" | "xlsm" => Self::Xlsx,
            "xlsb" => Self::Xlsb,
            "xls" => Self::Xls,
            "ods" => Self::Ods,
            "parquet" => Self::Parquet,
            "zip" => Self::Zip,
            "gz" => Self::Gzip,
            "zst" => Self::Zstd,
            "htm" | "html" => Self::Html,
            "xml" => Self::Xml,
            "json" | "jsonl" | "ndjson" => Self::Json,
            "csv" | "tsv" | "txt" => Self::Delimited,
            _ => return None,
        })
    }
}

fn extension_of(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The name of the file that a compressed file holds: `vm.csv` for `vm.csv.gz`.
pub(super) fn inner_of(path: &Path) -> PathBuf {
    let inner = path.with_extension("");
    let is_compression = matches!(extension_of(path).as_str(), "gz" | "zst");
    let is_known = Format::of_extension(&extension_of(&inner)).is_some();
    if is_compression && is_known { inner } else { path.to_owned() }
}

/// Whether a name says that the file is no text.
pub(super) fn is_named_as_container(path: &Path) -> bool {
    let text = [Format::Html, Format::Xml, Format::Json, Format::Delimited];
    Format::of_extension(&extension_of(path)).is_some_and(|format| !text.contains(&format))
}

/// The name of a file without its extension, and without that of its compression.
pub(super) fn stem_of(path: &Path) -> String {
    inner_of(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The format of a file whose content says it; `None` for text, which only reads as one or other.
pub(super) fn of_bytes(bytes: &[u8]) -> Result<Option<Format>, Refusal> {
    Ok(Some(match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Format::Xls,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => of_archive(bytes)?,
        [b'P', b'A', b'R', b'1', ..] => Format::Parquet,
        [0x1f, 0x8b, ..] => Format::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Format::Zstd,
        [b'%', b'P', b'D', b'F', ..] => return Err(unreadable(Text::phrase("F101-pdf"))),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => {
            return Err(unreadable(Text::phrase("F101-picture")));
        }
        [b'R', b'a', b'r', b'!', ..] => return Err(unreadable(Text::phrase("F101-rar"))),
        [b'7', b'z', 0xbc, 0xaf, ..] => return Err(unreadable(Text::phrase("F101-7-zip"))),
        [b'{', b'\\', b'r', b't', b'f', ..] => return Err(unreadable(Text::phrase("F101-rtf"))),
        _ => return Ok(None),
    }))
}

fn unreadable(found: Text) -> Refusal {
    Box::new(Finding::new(Code::F101, found))
}

fn of_archive(bytes: &[u8]) -> Result<Format, Refusal> {
    let names = archive::names(&archive::open(bytes)?);
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let is = |wanted: &str| names.iter().any(|name| name == wanted);
    if is("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("word/") {
        return Err(unreadable(Text::phrase("F101-word")));
    }
    if has("ppt/") {
        return Err(unreadable(Text::phrase("F101-powerpoint")));
    }
    // The main part of a workbook may have any name; only the list of types must be there.
    if is("[content_types].xml") || has("xl/") {
        return Ok(Format::Xlsx);
    }
    if is("mimetype") && is("content.xml") {
        let begin = &bytes[..bytes.len().min(200)];
        if memchr::memmem::find(begin, b"opendocument.text").is_some() {
            return Err(unreadable(Text::phrase("F101-open-document-text")));
        }
        return Ok(Format::Ods);
    }
    Ok(Format::Zip)
}

/// The format of a text.
pub(super) fn of_text(text: &str) -> Format {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let begin: String = text.chars().take(4096).collect::<String>().to_lowercase();
    let rest = |opening: char| text.strip_prefix(opening).map(str::trim_start);
    if begin.starts_with('<') {
        if begin.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && begin.contains("<workbook")
        {
            return Format::Xml;
        }
        let is_page = ["<html", "<table", "<!doctype html", "<body", "<meta"];
        if is_page.iter().any(|tag| begin.contains(tag)) {
            return Format::Html;
        }
    }
    let is_json = rest('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || rest('[').is_some_and(|rest| rest.starts_with(['{', ']']));
    if is_json { Format::Json } else { Format::Delimited }
}

/// Tells when a name says another format than the content. Nothing is wrong with `vm.gz`, whose
/// content has no name of its own.
pub(super) fn f108_the_name_says_what_the_file_holds(
    path: &Path,
    format: Format,
    findings: &mut Vec<Finding>,
) {
    let extension = extension_of(path);
    let named = Format::of_extension(&extension);
    let is_text = matches!(format, Format::Json | Format::Delimited);
    let is_unnamed = matches!(named, Some(Format::Gzip | Format::Zstd)) && is_text;
    if named == Some(format) || is_unnamed {
        return;
    }
    let found = if extension.is_empty() {
        Text::phrase("F108-no-extension").with("format", format.title())
    } else {
        Text::phrase("F108-read-as").with("extension", extension).with("format", format.title())
    };
    findings.push(Finding::new(Code::F108, found));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_says_which_format_it_is() {
        let of = |bytes: &[u8]| of_bytes(bytes).map_err(|finding| finding.found);
        assert_eq!(of(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Ok(Some(Format::Xls)));
        assert_eq!(of(&[0x1f, 0x8b, 8]), Ok(Some(Format::Gzip)));
        assert_eq!(of(&[0x28, 0xb5, 0x2f, 0xfd]), Ok(Some(Format::Zstd)));
        assert_eq!(of(b"PAR1"), Ok(Some(Format::Parquet)));
        assert_eq!(of(b"%PDF-1.7"), Err(Text::phrase("F101-pdf")));
        assert_eq!(of("Mã,Tên\n".as_bytes()), Ok(None));
        assert!(of(b"PK\x03\x04").expect_err("no directory").contains("damaged or cut off"));
    }

    #[test]
    fn text_reads_as_a_page_json_or_a_table() {
        for (text, format) in [
            ("Mã;Tên\n", Format::Delimited),
            ("[Mã],Tên\n", Format::Delimited),
            ("{x},y\n", Format::Delimited),
            ("\u{feff} {\"a\": 1}\n", Format::Json),
            ("[\n  {\"a\": 1}]", Format::Json),
            ("[]", Format::Json),
            ("<html><body>", Format::Html),
            ("<!-- x -->\n<TABLE border=1>", Format::Html),
            ("<5 GB,Tên", Format::Delimited),
            (
                "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Format::Xml,
            ),
        ] {
            assert_eq!(of_text(text), format, "{text}");
        }
    }

    #[test]
    fn a_sheet_is_named_after_the_file_without_its_compression() {
        let stem = |name: &str| stem_of(Path::new(name));
        assert_eq!(stem("a/vm.csv"), "vm");
        assert_eq!(stem("vm.csv.gz"), "vm");
        assert_eq!(stem("vm.2024.csv.zst"), "vm.2024");
        assert_eq!(stem("vm.2024.gz"), "vm.2024", "no extension we know");
    }
}
