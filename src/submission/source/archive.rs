//! Containers (zip, gzip, zstandard): what is in them, how large it is, and whether it is safe to
//! read on.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Write};

use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::format::Format;
use super::limit::{Meter, Refusal};
use super::{Sheet, delimited};
use crate::diagnostic::{Code, Finding, Text};

/// Files of an archive that systems add by themselves.
const ADDED_BY_SYSTEMS: [&str; 3] = ["__macosx/", ".ds_store", "thumbs.db"];

/// Most files of an archive; workbooks have a few hundred parts at the most.
const FILES_MAX: usize = 20_000;

/// Bytes of an XML part that may come between two tags: 500 times what a cell can hold.
const TEXT_MAX: usize = 16 << 20;

/// Tags of a part that lists styles or sheets; Excel's own limits allow about a fifth. Each takes
/// far more memory than bytes.
const TAGS_MAX: usize = 1_000_000;

/// A zip archive in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens an archive; its directory must be whole.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > FILES_MAX {
        let found = Text::phrase("F104-files").with("files", archive.len());
        let most = Text::phrase("F104-files-most").with("most", FILES_MAX);
        return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
    }
    Ok(archive)
}

pub(super) fn damaged(error: impl std::fmt::Display) -> Refusal {
    let found = Text::phrase("F101-file-damaged").with("error", error.to_string());
    Box::new(Finding::new(Code::F101, found))
}

/// The text that a compressed file holds, while it is read.
pub(super) fn inflating(file: File, format: Format) -> io::Result<Box<dyn Read + Send>> {
    Ok(match format {
        Format::Zstd => Box::new(zstd::stream::read::Decoder::new(file)?),
        _ => Box::new(flate2::read::MultiGzDecoder::new(io::BufReader::new(file))),
    })
}

/// Names of the files, as they are and in small letters with slashes.
pub(super) fn names(archive: &Archive<'_>) -> Vec<String> {
    let name = |index| {
        let name = archive.name_for_index(index).and_then(Result::ok);
        name.map_or_else(|| format!("#{}", index + 1), |name| key_of(&name))
    };
    (0..archive.len()).map(name).collect()
}

/// The name by which parts are looked up: writers differ in case and slashes.
pub(super) fn key_of(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// What is known of the parts of a workbook before it is read.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Place in the archive by name in small letters.
    pub(super) places: BTreeMap<String, usize>,
    /// Parts that may hide rows or columns, or show cells as one.
    pub(super) with_look: Vec<usize>,
    /// Bytes that parts had once inflated, by place.
    pub(super) sizes: BTreeMap<usize, u64>,
    /// Places of those that are measured only while they are read, by one who stops at the limits.
    pub(super) unmeasured: Vec<usize>,
}

impl Parts {
    /// The place of a part that can be read by anyone.
    pub(super) fn measured(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied().filter(|place| !self.unmeasured.contains(place))
    }
}

/// Inflates every part once without keeping it: the sizes that parts claim, the sizes they have,
/// the texts in them and the document types they declare are within bounds, or the file is refused.
pub(super) fn measure(archive: &mut Archive<'_>, meter: &mut Meter) -> Result<Parts, Refusal> {
    let mut parts = list(archive, meter)?;
    measure_parts(archive, meter, &mut parts, |_| true)?;
    Ok(parts)
}

/// The parts by what the archive says of them: within bounds, or the file is refused.
pub(super) fn list(archive: &mut Archive<'_>, meter: &Meter) -> Result<Parts, Refusal> {
    let mut parts = Parts::default();
    let mut declared = 0_u64;
    for (index, name) in names(archive).into_iter().enumerate() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(Box::new(Finding::new(Code::F112, Text::phrase("F112-archive"))));
        }
        declared = declared.saturating_add(entry.size());
        meter.declared(declared)?;
        meter.inflation(&name.as_str().into(), entry.compressed_size(), entry.size())?;
        parts.places.insert(name, index);
    }
    Ok(parts)
}

/// Inflates the parts at those places.
pub(super) fn measure_parts(
    archive: &mut Archive<'_>,
    meter: &mut Meter,
    parts: &mut Parts,
    is_meant: impl Fn(usize) -> bool,
) -> Result<(), Refusal> {
    for (index, name) in names(archive).into_iter().enumerate() {
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        if is_meant(index) && (is_xml || name.ends_with(".bin")) {
            let (size, has_look) = inflate_part(archive, meter, (&name, index), |_| {})?;
            parts.sizes.insert(index, size);
            if has_look {
                parts.with_look.push(index);
            }
        }
    }
    Ok(())
}

/// The bytes of a part of XML, measured like the others; `None` of one with more than so many.
pub(super) fn measured(
    archive: &mut Archive<'_>,
    meter: &mut Meter,
    (name, place): (&str, usize),
    most: usize,
) -> Result<Option<Vec<u8>>, Refusal> {
    let mut bytes = Vec::new();
    let (size, _) = inflate_part(archive, meter, (name, place), |chunk| {
        if bytes.len() <= most {
            bytes.extend_from_slice(chunk);
        }
    })?;
    Ok((size <= most as u64).then_some(bytes))
}

/// Inflates a part, handing on what comes out: how many bytes it has, and whether it may hide rows or
/// columns, or show cells as one.
fn inflate_part(
    archive: &mut Archive<'_>,
    meter: &mut Meter,
    (name, place): (&str, usize),
    mut take: impl FnMut(&[u8]),
) -> Result<(u64, bool), Refusal> {
    let is_xml = !name.ends_with(".bin");
    let entry = archive.by_index(place).map_err(damaged)?;
    let packed = entry.compressed_size();
    let mut xml = XmlMeter::new(name, meter.limits.cells_max);
    let mut size = 0;
    meter.inflate(&name.into(), packed, entry, |chunk| {
        size += chunk.len() as u64;
        take(chunk);
        if is_xml { xml.take(chunk) } else { Ok(()) }
    })?;
    Ok((size, xml.has_look))
}

/// The archive with other parts in place of some: `other` gives the content of a part by its place and
/// name, or [`Other::Same`], or [`Other::None`] for one that is left out.
pub(super) fn with_others(
    archive: &mut Archive<'_>,
    other: impl Fn(usize, &str) -> Other,
) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let name = archive.name_for_index(index)?.ok()?.into_owned();
        match other(index, &key_of(&name)) {
            Other::Same => writer.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?,
            Other::None => {}
            Other::Content(content) => {
                writer.start_file(name, stored).ok()?;
                writer.write_all(&content).ok()?;
            }
        }
    }
    Some(writer.finish().ok()?.into_inner())
}

/// What stands in place of a part.
pub(super) enum Other {
    /// The part itself.
    Same,
    /// Nothing.
    None,
    /// That content.
    Content(Vec<u8>),
}

/// Looks at the bytes of an XML part as they come, chunk by chunk.
struct XmlMeter<'a> {
    part: &'a str,
    /// The last bytes of the chunk before: a word may lie across.
    carried: Vec<u8>,
    seen: usize,
    since_tag: usize,
    /// Tags that may be listed, and those there were.
    tags_max: usize,
    tags: usize,
    has_look: bool,
}

/// Longest word looked for, less one.
const CARRIED: usize = 8;

/// Bytes within which a document type is looked for: it stands before the first element. The
/// readers expand no entities wherever they are defined.
const PROLOGUE_MAX: usize = 1 << 20;

/// Whether `hidden` or `mergeCell` stands in the bytes: one pass for both.
fn names_a_look(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().any(|(at, &byte)| match byte {
        b'h' => bytes[at..].starts_with(b"hidden"),
        b'm' => bytes[at..].starts_with(b"mergeCell"),
        _ => false,
    })
}

impl<'a> XmlMeter<'a> {
    fn new(part: &'a str, cells_max: usize) -> Self {
        let is_list = ["styles.xml", "workbook.xml", ".rels"].iter().any(|end| part.ends_with(end));
        let tags_max = if is_list {
            TAGS_MAX
        } else if part.ends_with("sharedstrings.xml") {
            // A text takes two tags and two that close them, or one that does both.
            cells_max.saturating_mul(4)
        } else {
            usize::MAX
        };
        Self {
            part,
            carried: Vec::new(),
            seen: 0,
            since_tag: 0,
            tags_max,
            tags: 0,
            has_look: false,
        }
    }

    fn take(&mut self, chunk: &[u8]) -> Result<(), Refusal> {
        self.carried.extend_from_slice(chunk);
        if self.seen <= PROLOGUE_MAX && memmem::find(&self.carried, b"<!DOCTYPE").is_some() {
            let found = Text::phrase("F110-part").with("part", self.part);
            return Err(Box::new(Finding::new(Code::F110, found)));
        }
        self.seen += chunk.len();
        self.has_look = self.has_look || names_a_look(&self.carried);
        let keep = self.carried.len().saturating_sub(CARRIED);
        self.carried.drain(..keep);
        self.count_tags(chunk)
    }

    fn count_tags(&mut self, chunk: &[u8]) -> Result<(), Refusal> {
        match memchr::memrchr(b'<', chunk) {
            Some(at) => self.since_tag = chunk.len() - at,
            None => self.since_tag += chunk.len(),
        }
        if self.since_tag > TEXT_MAX {
            let found = Text::phrase("F104-part-text")
                .with("part", self.part)
                .with("bytes", self.since_tag);
            let most = Text::phrase("F104-part-text-most").with("most", TEXT_MAX);
            return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
        }
        if self.tags_max < usize::MAX {
            self.tags += memchr::memchr_iter(b'<', chunk).count();
            if self.tags > self.tags_max {
                let found =
                    Text::phrase("F104-tags").with("part", self.part).with("tags", self.tags_max);
                let most = Text::phrase("F104-tags-most").with("most", self.tags_max);
                return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
            }
        }
        Ok(())
    }
}

/// What an archive holds that is no file with separators; `None` when it holds such files alone.
fn other_than_csv(archive: &Archive<'_>) -> Option<Text> {
    let names = names(archive);
    let others: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !is_added(name) && !name.ends_with(".csv") && !name.ends_with(".tsv"))
        .collect();
    if others.is_empty() && names.iter().any(|name| !is_added(name)) {
        return None;
    }
    if others.is_empty() {
        return Some(Text::phrase("F109-holds-nothing"));
    }
    let shown = others.iter().take(3).copied().collect::<Vec<_>>().join(", ");
    let more = if others.len() > 3 { ", …" } else { "" };
    Some(Text::phrase("F109-holds").with("others", format!("{shown}{more}")))
}

fn is_added(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.is_empty()
        || ADDED_BY_SYSTEMS.iter().any(|added| name.starts_with(added) || file == *added)
}

/// Reads an archive of CSV files: each is a sheet named after its stem; after its path where two
/// have the same stem.
pub(super) fn read_csv_files(
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut archive = open(bytes)?;
    if let Some(others) = other_than_csv(&archive) {
        return Err(Box::new(Finding::new(Code::F109, others)));
    }
    measure(&mut archive, meter)?;
    let names: Vec<(usize, String)> = (0..archive.len())
        .filter_map(|at| Some((at, archive.name_for_index(at)?.ok()?.into_owned())))
        .filter(|(_, name)| !is_added(&key_of(name)))
        .collect();
    let stem = |name: &str| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned()
    };
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name) in &names {
        *times.entry(stem(name)).or_default() += 1;
    }
    let mut sheets = Vec::new();
    for (at, name) in &names {
        let is_double = times.get(&stem(name)).is_some_and(|&times| times > 1);
        let sheet = if is_double { name.clone() } else { stem(name) };
        let entry = archive.by_index(*at).map_err(damaged)?;
        let packed = entry.compressed_size();
        let bytes = inflated(&sheet.as_str().into(), packed, entry, meter)?;
        let first = findings.len();
        if bytes.is_empty() {
            let found = Text::phrase("F102-file-no-bytes").with("file", name.as_str());
            findings.push(Finding::new(Code::F102, found));
            sheets.push(Sheet::new(sheet));
            continue;
        }
        let read = delimited::read(&sheet, &bytes, meter, findings);
        // Which of the files is meant must be told.
        for finding in findings[first..].iter_mut().filter(|finding| finding.sheet.is_empty()) {
            finding.sheet.clone_from(&sheet);
        }
        sheets.push(read.map_err(|mut finding| {
            if finding.sheet.is_empty() {
                finding.sheet = sheet;
            }
            finding
        })?);
    }
    Ok(sheets)
}

/// Everything in a compressed stream.
pub(super) fn inflated(
    name: &Text,
    packed: u64,
    reader: impl Read,
    meter: &mut Meter,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    meter.inflate(name, packed, reader, |chunk| {
        bytes.extend_from_slice(chunk);
        Ok(())
    })?;
    Ok(bytes)
}

/// What is in a gzip file.
pub(super) fn gunzip(bytes: &[u8], meter: &mut Meter) -> Result<Vec<u8>, Refusal> {
    let reader = flate2::bufread::MultiGzDecoder::new(bytes);
    inflated(&Text::phrase("part-gzip"), bytes.len() as u64, reader, meter)
}

/// What is in a zstandard file.
pub(super) fn unzstd(bytes: &[u8], meter: &mut Meter) -> Result<Vec<u8>, Refusal> {
    let reader = zstd::stream::read::Decoder::with_buffer(bytes).map_err(damaged)?;
    inflated(&Text::phrase("part-zstandard"), bytes.len() as u64, reader, meter)
}
