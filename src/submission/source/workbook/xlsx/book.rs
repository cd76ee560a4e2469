//! What the cells of a workbook share, and which sheets it has.
//!
//! The reader of any workbook says what styles mean, which sheets there are and what odd texts say,
//! as it does for a whole workbook: it is given this one without its long parts ([`asked`]).

use std::io::{Cursor, Read};

use calamine::{DataRef, DataType, ExcelDateTimeType, Reader, SheetVisible, Xlsx};
use memchr::memmem;

use super::scan::{PIECE_MAX, Unusual, head_of};
use super::style_of;
use super::texts::{TextPart, Texts, is_utf_8};
use crate::diagnostic::Finding;
use crate::submission::source::archive::{self, Archive, Other, Parts};
use crate::submission::source::limit::Meter;
use crate::submission::source::workbook::look::sheet_places;
use crate::submission::source::workbook::style::Style;
use crate::submission::source::workbook::{f111_no_figure_comes_from_another_file, names};

/// Most styles of cells that Excel writes.
const STYLES_MAX: usize = 65_490;

/// Bytes of the part with texts, which is held as long as it is read.
const TEXTS_MAX: usize = 256 << 20;

/// What a style says of the values of cells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellStyle {
    /// What a number is a date or a length of time by.
    pub(super) at: Option<ExcelDateTimeType>,
    /// How the value is shown.
    pub(super) style: Style,
}

impl CellStyle {
    /// Whether numbers are nothing but numbers.
    pub(super) fn is_plain(&self) -> bool {
        self.at.is_none() && self.style.is_plain()
    }

    /// Whether texts are typed for a font of old.
    pub(super) const fn has_face(&self) -> bool {
        self.style.face.is_some()
    }
}

/// What the cells of a workbook share.
#[derive(Debug)]
pub(super) struct Book {
    /// The texts that cells share.
    pub(super) texts: Texts,
    /// Whether days count from 1904.
    pub(super) is_1904: bool,
    styles: Vec<CellStyle>,
    /// Of cells without a style of their own.
    unstyled: CellStyle,
}

impl Book {
    /// The style of a cell, by what stands in its tag.
    pub(super) fn style(&self, written: Option<&[u8]>) -> Result<&CellStyle, Unusual> {
        let Some(written) = written else { return Ok(&self.unstyled) };
        let place = std::str::from_utf8(written).ok().and_then(|text| text.parse().ok());
        place.and_then(|place: usize| self.styles.get(place)).ok_or(Unusual)
    }
}

/// A sheet that has a list of rows.
#[derive(Debug)]
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// Its part in the archive.
    pub(super) place: usize,
    /// What stands above its rows.
    pub(super) above: Vec<u8>,
    /// Whether it has rows at all.
    pub(super) has_rows: bool,
}

/// A workbook before its rows are read.
pub(super) struct Opened {
    pub(super) book: Book,
    /// Its sheets with cells, in order.
    pub(super) sheets: Vec<SheetPart>,
    /// What is told of the file as a whole.
    pub(super) findings: Vec<Finding>,
}

/// Opens a workbook: everything but the rows of its sheets is read, within the limits.
pub(super) fn open(archive: &mut Archive<'_>, meter: &mut Meter) -> Result<Opened, Unusual> {
    let mut parts = archive::list(archive, meter).map_err(|_| Unusual)?;
    let is_long =
        |name: &str| name.ends_with("sharedstrings.xml") || name.contains("/worksheets/sheet");
    let long: Vec<usize> =
        parts.places.iter().filter(|(name, _)| is_long(name)).map(|(_, place)| *place).collect();
    parts.unmeasured.clone_from(&long);
    archive::measure_parts(archive, meter, &mut parts, |place| !long.contains(&place))
        .map_err(|_| Unusual)?;
    let mut findings = Vec::new();
    f111_no_figure_comes_from_another_file(&parts, &mut findings);
    let places = sheet_places(archive, &parts).map_err(|_| Unusual)?;
    let heads =
        places.iter().map(|place| Head::of(archive, *place)).collect::<Result<Vec<_>, _>>()?;
    let mut texts = Vec::new();
    let mut of_texts = parts.places.iter().filter(|(name, _)| name.ends_with("sharedstrings.xml"));
    if let Some((name, place)) = of_texts.next() {
        let part = archive::measured(archive, meter, (name, *place), TEXTS_MAX);
        texts = part.ok().flatten().ok_or(Unusual)?;
    }
    // Which of several is meant is not guessed.
    if of_texts.next().is_some() {
        return Err(Unusual);
    }
    let texts = match texts.is_empty() {
        true => TextPart::default(),
        false => TextPart::of(&texts)?,
    };
    let styles = styles_claimed(archive, &parts)?;
    let asked = asked(archive, &long, &heads, &texts, styles).ok_or(Unusual)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(asked)).map_err(|_| Unusual)?;
    let sheets = sheets_of(&mut workbook, heads)?;
    let answers = answers(&mut workbook, &sheets, styles, asked_texts(&texts))?;
    let book = Book {
        texts: texts.finish(&answers.texts)?,
        is_1904: workbook.has_1904_epoch(),
        styles: answers.styles,
        unstyled: answers.unstyled,
    };
    Ok(Opened { book, sheets, findings })
}

/// The begin of a sheet's part.
struct Head {
    place: usize,
    above: Vec<u8>,
    has_rows: bool,
}

impl Head {
    fn of(archive: &mut Archive<'_>, place: Option<usize>) -> Result<Self, Unusual> {
        let place = place.ok_or(Unusual)?;
        let entry = archive.by_index(place).map_err(|_| Unusual)?;
        let mut above = Vec::new();
        let mut input = entry.take(PIECE_MAX as u64);
        let (length, has_rows) = loop {
            if let Some(head) = head_of(&above) {
                break head;
            }
            let before = above.len();
            input.by_ref().take(64 << 10).read_to_end(&mut above).map_err(|_| Unusual)?;
            if above.len() == before {
                return Err(Unusual);
            }
        };
        above.truncate(length);
        let is_plain = memmem::find(&above, b"<!").is_none() && is_utf_8(&above);
        if is_plain { Ok(Self { place, above, has_rows }) } else { Err(Unusual) }
    }
}

/// How many styles of cells there are at most.
fn styles_claimed(archive: &mut Archive<'_>, parts: &Parts) -> Result<usize, Unusual> {
    let mut styles = 0;
    for place in
        parts.places.iter().filter(|(name, _)| name.ends_with("styles.xml")).map(|(_, p)| *p)
    {
        let mut bytes = Vec::new();
        let entry = archive.by_index(place).map_err(|_| Unusual)?;
        entry.take(PIECE_MAX as u64).read_to_end(&mut bytes).map_err(|_| Unusual)?;
        if bytes.len() == PIECE_MAX {
            return Err(Unusual);
        }
        styles += memmem::find_iter(&bytes, b"xf ").count();
    }
    if styles <= STYLES_MAX { Ok(styles) } else { Err(Unusual) }
}

/// The workbook without its long parts, in which the first sheet asks what each style makes of a
/// number, and what each odd text says.
fn asked(
    archive: &mut Archive<'_>,
    long: &[usize],
    heads: &[Head],
    texts: &TextPart<'_>,
    styles: usize,
) -> Option<Vec<u8>> {
    let first = heads.iter().find(|head| head.has_rows).map(|head| head.place);
    archive::with_others(archive, |index, name| {
        if name.ends_with("sharedstrings.xml") {
            let odd = texts.odd.concat();
            let own = format!("<si><t>{OWN_TEXT}</t></si></sst>");
            return Other::Content([b"<sst>".as_slice(), &odd, own.as_bytes()].concat());
        }
        if let Some(nth) = heads.iter().position(|head| head.place == index) {
            let head = &heads[nth];
            let mut content = head.above.clone();
            if head.has_rows {
                let of_first =
                    if first == Some(index) { (styles, asked_texts(texts)) } else { (0, 0) };
                content.extend_from_slice(&questions(nth, of_first));
            }
            let end = if head.has_rows { "</sheetData></worksheet>" } else { "</worksheet>" };
            content.extend_from_slice(end.as_bytes());
            return Other::Content(content);
        }
        // Pictures and programs say nothing of cells.
        let is_asked = name.ends_with(".xml") || name.ends_with(".rels");
        if is_asked && !long.contains(&index) { Other::Same } else { Other::None }
    })
}

/// A text that is asked for behind the odd ones, to see that the reader finds texts where we do.
const OWN_TEXT: &str = "ndcap";

/// How many texts are asked for.
fn asked_texts(texts: &TextPart<'_>) -> usize {
    if texts.is_there { texts.odd.len() + 1 } else { 0 }
}

/// The place of a sheet as a number without a style, then a number in each style, and each text, a row
/// each.
fn questions(sheet: usize, (styles, texts): (usize, usize)) -> Vec<u8> {
    let mut rows = format!("<row r=\"1\"><c r=\"A1\"><v>{sheet}</v></c></row>");
    let kinds = (0..styles).map(|style| (format!("s=\"{style}\""), 1));
    let kinds = kinds.chain((0..texts).map(|text| ("t=\"s\"".to_owned(), text)));
    for (row, (kind, value)) in (2..).zip(kinds) {
        rows += &format!("<row r=\"{row}\"><c r=\"A{row}\" {kind}><v>{value}</v></c></row>");
    }
    rows.into_bytes()
}

/// The sheets, by what the reader of workbooks makes of their parts.
fn sheets_of(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    heads: Vec<Head>,
) -> Result<Vec<SheetPart>, Unusual> {
    let names = names(workbook.sheets_metadata());
    if names.len() != heads.len() {
        return Err(Unusual);
    }
    let sheet = |(nth, ((name, visible), head)): (usize, ((String, SheetVisible), Head))| {
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| Unusual)?;
        // The reader finds the sheet in the part that we do.
        let first = reader.next_cell().map_err(|_| Unusual)?.map(|cell| cell.get_value().clone());
        let is_found = match first {
            Some(place) => head.has_rows && place.get_float() == Some(nth as f64),
            None => !head.has_rows,
        };
        if !is_found {
            return Err(Unusual);
        }
        let Head { place, above, has_rows } = head;
        let is_hidden = visible != SheetVisible::Visible;
        Ok(SheetPart { name, is_hidden, place, above, has_rows })
    };
    names.into_iter().zip(heads).enumerate().map(sheet).collect()
}

/// What the reader of workbooks says of what it was asked.
#[derive(Default)]
struct Answers {
    unstyled: CellStyle,
    styles: Vec<CellStyle>,
    texts: Vec<String>,
}

fn answers(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheets: &[SheetPart],
    styles: usize,
    texts: usize,
) -> Result<Answers, Unusual> {
    let mut answers = Answers::default();
    let Some(first) = sheets.iter().find(|sheet| sheet.has_rows) else { return Ok(answers) };
    let mut reader = workbook.worksheet_cells_reader(&first.name).map_err(|_| Unusual)?;
    let shown: Vec<Style> = reader.styles().iter().map(style_of).collect();
    let mut number = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| Unusual)? {
        let style = shown.get(style).copied().unwrap_or_default();
        match cell.get_value() {
            DataRef::SharedString(text) if number > styles => {
                answers.texts.push((*text).to_owned())
            }
            value => {
                let at = match value {
                    DataRef::Float(_) => None,
                    DataRef::DateTime(at) if at.is_datetime() => Some(ExcelDateTimeType::DateTime),
                    DataRef::DateTime(_) => Some(ExcelDateTimeType::TimeDelta),
                    _ => return Err(Unusual),
                };
                match number {
                    0 => answers.unstyled = CellStyle { at, style },
                    // Beyond the last there are more places than styles.
                    _ => answers.styles.push(CellStyle { at, style }),
                }
            }
        }
        number += 1;
    }
    let is_whole = number == 1 + styles + texts && answers.texts.len() == texts;
    let own = if texts > 0 { answers.texts.pop() } else { None };
    if is_whole && own.is_none_or(|own| own == OWN_TEXT) { Ok(answers) } else { Err(Unusual) }
}
