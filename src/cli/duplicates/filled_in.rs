//! `ndcap duplicates decide --from`: the decisions of a list that was filled in, all or none.

use std::path::Path;

use anyhow::{Context, bail};

use super::Signature;
use crate::cli::common::{Common, Exit, today};
use crate::diagnostic::Text;
use crate::duplicates::{Answer, Answers, Survey, read_answers};
use crate::inventory::{Decided, DecidedTogether, NewDecision, Store, Verdict};

/// Wrong lines that are told; of more the number.
const LINES_TOLD: usize = 20;

pub fn decide_from(
    common: &Common,
    store: &Store,
    survey: &Survey,
    file: &Path,
    signature: &Signature,
) -> anyhow::Result<Exit> {
    let bytes = std::fs::read(file).with_context(|| {
        format!("cannot read {}; check the path given to --from", file.display())
    })?;
    let text = String::from_utf8(bytes).ok().with_context(|| {
        format!("{} is no UTF-8 text; save it as \"CSV UTF-8\"", file.display())
    })?;
    let read = read_answers(&text, survey);
    let Answers { answers, lines_blank } = match read {
        Ok(answers) => answers,
        Err(wrong) => {
            let lines = wrong.into_iter().map(|wrong| (wrong.line, wrong.what));
            return refuse(file, lines.collect());
        }
    };
    let (before, new): (Vec<Answer>, Vec<Answer>) =
        answers.into_iter().partition(|answer| answer.is_as_before);
    let lines: Vec<u64> = new.iter().map(|answer| answer.line).collect();
    let decision = |answer: Answer| NewDecision {
        verdict: answer.verdict,
        kept: answer.kept,
        other: answer.other,
        reason: answer.reason.or_else(|| signature.reason.clone()),
        decided_by: answer.decided_by.or_else(|| signature.name()),
        decided_on: today(),
    };
    let became = match store.decide_all(new.into_iter().map(decision).collect())? {
        DecidedTogether::Refused(refused) => {
            let lines = refused.into_iter().map(|(at, what)| (lines[at], what));
            return refuse(file, lines.collect());
        }
        DecidedTogether::Recorded(became) => became,
    };
    let count = |wanted: Verdict| {
        let is_wanted = |decided: &&Decided| matches!(decided, Decided::Recorded(decision) if decision.verdict == wanted);
        became.iter().filter(is_wanted).count()
    };
    let unchanged = became.iter().filter(|d| matches!(d, Decided::Unchanged(_))).count();
    if let Some(language) = common.tells_in() {
        let said = Text::phrase("print-decided-list")
            .with("same", count(Verdict::Same))
            .with("different", count(Verdict::Different))
            .with("open", count(Verdict::Open))
            .with("unchanged", before.len() + unchanged)
            .with("blank", lines_blank);
        eprintln!("{}", said.in_language(language));
    }
    Ok(Exit::Clean)
}

/// Tells every line that is wrong; nothing has been recorded.
fn refuse(file: &Path, lines: Vec<(u64, String)>) -> anyhow::Result<Exit> {
    let mut text =
        format!("{}: nothing was recorded; wrong lines: {}", file.display(), lines.len());
    for (line, what) in lines.iter().take(LINES_TOLD) {
        text.push_str(&format!("\n  line {line}: {what}"));
    }
    if lines.len() > LINES_TOLD {
        text.push_str(&format!("\n  and {} more", lines.len() - LINES_TOLD));
    }
    bail!(text)
}
