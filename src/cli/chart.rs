//! `ndcap chart`: one figure as SVG or PNG.

use anyhow::{Context, bail};

use super::chain::{Chain, tell_unmatched};
use super::common::{Common, Exit};
use super::output;
use super::status::{status_of, whereabouts_of};
use crate::quality::judge;
use crate::report::chart::Figure;
use crate::report::{Planning, chart, figures};

/// The figure that can be of any rack.
const ONE_RACK: &str = "rack_elevation";

/// The figure for which what agencies sent is judged.
const QUALITY: &str = "quality";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name of the figure; without one the names are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Rack to draw with rack_elevation; without it the fullest one
    #[arg(long, value_name = "ID")]
    pub rack: Option<String>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let names: Vec<&str> = figures::names().collect();
    let Some(name) = &args.name else {
        output::emit(common, (names.join("\n") + "\n").as_bytes())?;
        return Ok(Exit::Clean);
    };
    if !names.contains(&name.as_str()) {
        bail!("there is no figure {name}; there are {}", names.join(", "));
    }
    if args.rack.is_some() && name != ONE_RACK {
        bail!("--rack goes with {ONE_RACK}, not with {name}");
    }
    let out = common.need_out(&format!("{name}.svg"))?;
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let is_svg = match extension.as_deref() {
        Some("svg") => true,
        Some("png") => false,
        _ => bail!("--out {} must end in .svg or .png", out.display()),
    };
    let figure = figure(common, args, name)?;
    let bytes = if is_svg { chart::to_svg(&figure)?.into_bytes() } else { chart::to_png(&figure)? };
    output::write_file(out, &bytes)?;
    if !common.quiet {
        eprintln!("wrote {}", out.display());
    }
    Ok(Exit::Clean)
}

/// The figure of a name; those of the directive need neither demand nor placement, not even a store.
fn figure(common: &Common, args: &Args, name: &str) -> anyhow::Result<Figure> {
    let (agencies, language) = (common.agencies()?, common.language());
    match name {
        "obligations" => return Ok(figures::obligations(&status_of(common)?, agencies, language)),
        "facilities" => {
            return Ok(figures::facilities(&whereabouts_of(common)?, agencies, language));
        }
        "deadlines" => return Ok(figures::deadlines(&status_of(common)?, language)),
        _ => {}
    }
    let chain = Chain::run(
        &common.open_store()?,
        common.read_plan()?,
        &common.read_progress()?,
        common.agencies()?,
    )?;
    tell_unmatched(common, &chain.demand);
    let quality = match name == QUALITY {
        true => Some(judge(&chain.inventory, common.agencies()?, &chain.plan)?),
        false => None,
    };
    let planning = Planning { quality: quality.as_ref(), ..chain.planning(common)? };
    match &args.rack {
        Some(id) => figures::rack_elevation(&planning, Some(id)).with_context(|| {
            let racks = chain.placement.racks.len();
            format!(
                "there is no rack {id} among {racks}; see rack_id in the table racks of a report"
            )
        }),
        None => figures::figure(&planning, name).context("the name was checked"),
    }
}
