//! `ndcap template`: the blank template for agencies to fill in.

use anyhow::bail;

use super::common::{Common, Exit};
use super::output;
use crate::schema::Table;
use crate::template;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// One table only; needed for a CSV template
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let out = common.need_out("template.xlsx")?;
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let bytes = match (extension.as_deref(), &args.table) {
        (Some("xlsx"), None) => template::blank_workbook(common.language())?,
        (Some("csv"), Some(name)) => {
            let Some(table) = Table::from_name(name) else {
                let names: Vec<&str> = Table::ALL.into_iter().map(Table::name).collect();
                bail!("there is no table {name}; there are {}", names.join(", "));
            };
            template::blank_csv(table, common.language()).into_bytes()
        }
        (Some("csv"), None) => bail!("a CSV holds one table; name it, as in --table workload"),
        (Some("xlsx"), Some(_)) => bail!("a workbook holds every table; leave --table away"),
        _ => bail!("--out {} must end in .xlsx or .csv", out.display()),
    };
    output::write_file(out, &bytes)?;
    if !common.quiet {
        eprintln!("wrote {}", out.display());
    }
    Ok(Exit::Clean)
}
