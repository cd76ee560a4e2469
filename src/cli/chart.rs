//! `ndcap chart`: one figure as SVG or PNG.

use anyhow::{Context, bail};

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit};
use super::output;
use crate::report::{chart, figures};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the figure; without one the names are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let Some(name) = &args.name else {
        output::emit(common, (figures::NAMES.join("\n") + "\n").as_bytes())?;
        return Ok(Exit::Clean);
    };
    if !figures::NAMES.contains(&name.as_str()) {
        bail!("there is no figure {name}; there are {}", figures::NAMES.join(", "));
    }
    let out = common.need_out(&format!("{name}.svg"))?;
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let is_svg = match extension.as_deref() {
        Some("svg") => true,
        Some("png") => false,
        _ => bail!("--out {} must end in .svg or .png", out.display()),
    };
    let chain = Chain::run(&common.open_store()?, common.read_plan()?)?;
    tell_unmatched(common, &chain.demand);
    let figure = figures::figure(&chain.planning(common), name).context("the name was checked")?;
    let bytes = if is_svg { chart::to_svg(&figure)?.into_bytes() } else { chart::to_png(&figure)? };
    output::write_file(out, &bytes)?;
    if !common.quiet {
        eprintln!("wrote {}", out.display());
    }
    Ok(Exit::Clean)
}
