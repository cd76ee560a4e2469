//! Progress on a terminal; nothing anywhere else.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::Text;
use crate::language::Language;
use crate::submission::{Stage, Watch, Watcher, nobody};

/// Whether somebody may look at a bar.
fn is_seen(quiet: bool) -> bool {
    !quiet && std::io::stderr().is_terminal()
}

/// A bar over a known number of steps; hidden when stderr is no terminal or `--quiet` is given.
pub fn bar(quiet: bool, steps: usize, what: &str) -> ProgressBar {
    if !is_seen(quiet) {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(steps as u64);
    let style = ProgressStyle::with_template("{msg:<24} [{bar:30}] {pos}/{len} {elapsed}");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar
}

/// A bar over the bytes of one long file: rows and bytes a second, time left. Of a compressed file
/// nobody knows how many bytes it holds, so that no time left is stated.
pub fn of_file(quiet: bool, path: &Path, language: Language) -> Watcher {
    if !is_seen(quiet) {
        return nobody();
    }
    let is_packed = path.extension().is_some_and(|end| end == "gz" || end == "zst");
    let bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let bar = if is_packed { ProgressBar::no_length() } else { ProgressBar::new(bytes) };
    let template = match is_packed {
        true => "{wide_msg} {decimal_bytes}  {decimal_bytes_per_sec}  {elapsed}",
        false => "{wide_msg} [{bar:24}] {percent}%  {decimal_bytes_per_sec}  {eta}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Arc::new(FileBar { bar, name: name.unwrap_or_default(), began: Instant::now(), language })
}

struct FileBar {
    bar: ProgressBar,
    name: String,
    began: Instant,
    language: Language,
}

impl Watch for FileBar {
    fn work(&self, _: Option<Stage>) {}

    fn reached(&self, bytes: u64, rows: u64) {
        self.bar.set_position(bytes);
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let told = Text::phrase("print-rows-a-second")
            .with("file", self.name.as_str())
            .with("rows", rows as i64)
            .with("each", (rows as f64 / seconds) as i64);
        self.bar.set_message(told.in_language(self.language).into_owned());
    }
}

impl Drop for FileBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
