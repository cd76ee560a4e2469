//! Tables to the terminal and to files.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table as TextTable, TableStyle};

use super::common::{Common, Format, SARIF_IS_FOR_CHECK};
use crate::diagnostic::Text;
use crate::inventory::parquet_bytes;
use crate::report::chart::NumberStyle;
use crate::report::table::Table;

/// Rows printed to a terminal; the rest is a line that says how to get them.
const ROWS_PRINTED: usize = 60;

/// Prints a table in the form asked for, or writes it to `--out`.
pub fn print(common: &Common, table: &Table) -> anyhow::Result<()> {
    let bytes = match common.format {
        Format::Table => text(common, table).into_bytes(),
        Format::Csv => table.to_csv().into_bytes(),
        Format::Json => json(&table.to_json()).into_bytes(),
        Format::Parquet => {
            common.need_out(&format!("{}.parquet", table.name))?;
            parquet(table)?
        }
        Format::Sarif => bail!(SARIF_IS_FOR_CHECK),
    };
    emit(common, &bytes)
}

/// Bytes to `--out` if given, else to stdout.
pub fn emit(common: &Common, bytes: &[u8]) -> anyhow::Result<()> {
    match &common.out {
        Some(path) => write_file(path, bytes),
        None => {
            let mut stdout = std::io::stdout().lock();
            stdout.write_all(bytes)?;
            Ok(stdout.flush()?)
        }
    }
}

/// A table as Parquet.
pub fn parquet(table: &Table) -> anyhow::Result<Vec<u8>> {
    let bytes = table.to_frame().and_then(|mut frame| parquet_bytes(&mut frame));
    bytes.with_context(|| format!("cannot write the table {} as Parquet", table.name))
}

/// JSON for people and programs: indented, with a line break at the end.
pub fn json(value: &serde_json::Value) -> String {
    let text = serde_json::to_string_pretty(value).expect("plain data is JSON");
    text + "\n"
}

/// A table for a terminal.
pub fn text(common: &Common, table: &Table) -> String {
    text_up_to(common, table, ROWS_PRINTED)
}

/// A table for a terminal, no more than its first rows.
pub fn text_up_to(common: &Common, table: &Table, rows_max: usize) -> String {
    let style = NumberStyle::of(common.language());
    let mut printed = TextTable::new();
    printed
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    printed.set_content_arrangement(ContentArrangement::Dynamic);
    printed.set_header(table.columns.iter().map(|column| column.title.as_str()));
    let shown = table.rows.len().min(rows_max);
    for row in 0..shown {
        printed.add_row((0..table.columns.len()).map(|column| table.printed(row, column, style)));
    }
    for (index, column) in printed.column_iter_mut().enumerate() {
        if table.is_number(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut text = format!("{printed}\n");
    if shown < table.rows.len() {
        let more = table.rows.len() - shown;
        let more = Text::phrase("print-more-rows").with("rows", more);
        text.push_str(&more.in_language(common.language()));
        text.push('\n');
    }
    text
}

/// Writes a file whole or not at all, with the folders it needs.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let cannot =
        || format!("cannot write {}; check the path and that you may write there", path.display());
    std::fs::create_dir_all(folder).with_context(cannot)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.prefix(".ndcap-").tempfile_in(folder).with_context(cannot)?;
    file.write_all(bytes).with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(())
}
