//! XML as the formats of spreadsheets use it.

use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::{Archive, damaged};
use super::limit::Refusal;

/// A reader that does not mind the small faults of writers.
pub(super) fn reader<R: BufRead>(bytes: R) -> Reader<R> {
    let mut reader = Reader::from_reader(bytes);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    reader
}

/// Calls with every element of a part of an archive that begins, until told to stop.
pub(super) fn each_element(
    archive: &mut Archive<'_>,
    place: Option<usize>,
    mut take: impl FnMut(&BytesStart<'_>) -> bool,
) -> Result<(), Refusal> {
    let Some(place) = place else { return Ok(()) };
    let entry = archive.by_index(place).map_err(damaged)?;
    let mut reader = reader(BufReader::new(entry));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) if !take(&element) => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its whole name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    Some(unescaped(&found.value))
}

/// The attribute of that local name, whatever its prefix.
pub(super) fn attribute_ending(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
    attributes.find(|a| a.key.local_name().as_ref() == name).map(|a| unescaped(&a.value))
}

fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

/// Adds what a reference as `&amp;` or `&#7897;` stands for; one that is not known stays as it is.
pub(super) fn push_reference(reference: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        text.push(letter);
        return;
    }
    let name = reference.xml10_content();
    match name.as_ref() {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        other => {
            text.push('&');
            text.push_str(other);
            text.push(';');
        }
    }
}
