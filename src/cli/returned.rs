//! `ndcap check FILE --return OUT.xlsx`: the workbook given back to the sender.

use std::path::Path;

use anyhow::{Context, bail};

use super::common::Common;
use super::ingest::Source;
use super::output;
use crate::diagnostic::Text;
use crate::plan::Limits;
use crate::returned::{self, Caps, Returned};
use crate::submission::{self, Submission};

/// Refuses, before anything is read, what would lose something: a workbook for several files, one
/// written over the file it is made from, one under a name that Excel does not open.
pub fn refuse_what_cannot_be_given_back(path: &Path, sources: &[Source]) -> anyhow::Result<()> {
    let [source] = sources else {
        bail!(
            "--return takes one file at a time, and there are {}; run check once for each",
            sources.len()
        );
    };
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    if extension.as_deref() != Some("xlsx") {
        bail!("--return {} must end in .xlsx", path.display());
    }
    // A path that cannot be resolved does not exist yet, so that it is not the file read.
    let resolved = |path: &Path| path.canonicalize().ok();
    if resolved(path).is_some_and(|to| resolved(&source.path) == Some(to)) {
        bail!("--return {} would overwrite the file itself; give another name", path.display());
    }
    Ok(())
}

/// Writes the workbook.
pub fn write(
    common: &Common,
    path: &Path,
    source: &Source,
    bytes: &[u8],
    submission: &Submission,
    limits: Limits,
) -> anyhow::Result<()> {
    // A file that cannot be read has no sheets; its findings say why, and the workbook has those.
    let sheets = submission::read_sheets(&source.path, bytes, limits, &mut Vec::new());
    let sheets = sheets.unwrap_or_default();
    let language = common.language_of_senders();
    let returned = Returned::new(&sheets, submission, language, Caps::USUAL)
        .naming_agencies_by(common.agencies()?);
    let workbook =
        returned::workbook(&returned).with_context(|| format!("cannot make {}", path.display()))?;
    output::write_file(path, &workbook)?;
    if !common.quiet {
        let told = Text::phrase("print-wrote")
            .with("file", path.display().to_string())
            .with("sheets", returned.sheets.len())
            .with("findings", submission.findings.len());
        eprintln!("{}", told.in_language(common.language()));
    }
    Ok(())
}
