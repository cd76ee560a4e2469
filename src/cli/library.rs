//! `ndcap library`: types of devices with their sizes, and which type a model as written means.

use std::path::PathBuf;

use super::common::{Common, Exit};
use super::output;
use crate::inventory::Store;
use crate::language::{Language, NumberStyle};
use crate::library::{self, Candidate, DeviceType, Imported, Library};
use crate::report::table::{Kind, Table, Value};
use crate::text::bare_key;
use crate::unit::{Kilograms, RackUnits, Watts};

/// Candidates shown for a text.
const CANDIDATES_SHOWN: usize = 5;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

/// What is done with the library.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Read device types into the store, in the place of those there
    Import {
        /// Checkouts of the NetBox device-type library, .yaml files of it, or .csv with the columns
        /// manufacturer, model, u_height (and slug, part_number, is_full_depth, subdevice_role, weight_kg,
        /// power_ports, max_draw_w_single); several are one library
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// List the types whose manufacturer or model contains a text
    List {
        /// Letters in any case, spaces and dashes aside
        #[arg(value_name = "TEXT")]
        text: Option<String>,
    },
    /// The types a model as written may mean, nearest first, and what speaks against each
    Match {
        /// Manufacturer and model as written, as "HP ProLiant DL380 Gen10"
        #[arg(value_name = "TEXT", required = true)]
        texts: Vec<String>,
    },
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    match &args.action {
        Action::Import { paths } => import(common, paths),
        Action::List { text } => list(common, text.as_deref().unwrap_or_default()),
        Action::Match { texts } => matches(common, texts),
    }
}

/// Prints what was refused; the number of entries adds up.
fn import(common: &Common, paths: &[PathBuf]) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let imported = library::read(paths, plan.library.limits())?;
    let store = Store::open_or_create(common.store_folder())?;
    let Imported { entries_read, types, refused } = imported;
    if types.is_empty() {
        anyhow::bail!(
            "none of {entries_read} entries is a device type, the first: {}; the library is as it was",
            refused.first().map(|one| format!("{}: {}", one.file, one.reason)).unwrap_or_default()
        );
    }
    let taken = types.len();
    store.replace_library(&Library::new(types))?;
    let language = common.language();
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let mut table = Table::new(
        "refused",
        t("Entries that were not taken", "Mục không được nhận"),
        t("One row per entry refused.", "Mỗi dòng là một mục bị loại."),
    )
    .column("file", t("File", "Tệp"), Kind::Text)
    .column("reason", t("Reason", "Lý do"), Kind::Text);
    for one in &refused {
        table.push(vec![one.file.as_str().into(), one.reason.as_str().into()]);
    }
    if !table.rows.is_empty() || common.out.is_some() {
        output::print(common, &table)?;
    }
    if common.tells_in().is_some() {
        let numbers = NumberStyle::of(language);
        let [read, taken, refused] =
            [entries_read, taken, refused.len()].map(|count| numbers.format(count as f64, 0));
        let text = t(
            "{read} entries read = {taken} taken + {refused} refused",
            "đã đọc {read} mục = {taken} nhận + {refused} loại",
        );
        let text = text.replace("{read}", &read).replace("{taken}", &taken);
        eprintln!("{}", text.replace("{refused}", &refused));
    }
    Ok(if refused.is_empty() { Exit::Clean } else { Exit::Rejected })
}

/// The library of the store, which must have one.
fn imported(common: &Common) -> anyhow::Result<Library> {
    let library = common.open_store()?.inventory()?.library()?;
    if library.is_empty() {
        anyhow::bail!("the store has no device library; make one with: ndcap library import PATH");
    }
    Ok(library)
}

fn list(common: &Common, text: &str) -> anyhow::Result<Exit> {
    let library = imported(common)?;
    let t = |en: &str, vi: &str| common.language().pick(en, vi).to_owned();
    let table = Table::new(
        "device_types",
        t("Device types", "Loại thiết bị"),
        t(
            "One row per type, by manufacturer and model. Nameplate: what is printed on one supply; not a load.",
            "Mỗi dòng là một loại, theo hãng và model. Công suất ghi trên một bộ nguồn; không phải mức tiêu thụ.",
        ),
    );
    let mut table = with_facts(table, common.language())
        .column("part_number", t("Part number", "Mã đặt hàng"), Kind::Text)
        .column("source", t("File", "Tệp"), Kind::Text);
    let wanted = bare_key(text);
    let names = |of: &DeviceType| bare_key(&format!("{} {}", of.name(), of.part_number));
    for of in library.types().iter().filter(|of| names(of).contains(&wanted)) {
        let mut row = facts(of);
        row.extend([of.part_number.as_str().into(), of.source.as_str().into()]);
        table.push(row);
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}

fn matches(common: &Common, texts: &[String]) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let library = imported(common)?;
    let t = |en: &str, vi: &str| common.language().pick(en, vi).to_owned();
    let table = Table::new(
        "matches",
        t("Types that models may mean", "Loại mà các model có thể là"),
        t(
            "One row per text and candidate, nearest first.",
            "Mỗi dòng là một nội dung và một loại, gần nhất trước.",
        ),
    )
    .column("text", t("As written", "Như đã ghi"), Kind::Text)
    .column("verdict", t("Verdict", "Kết quả"), Kind::Text)
    .column("score", t("Score", "Điểm"), Kind::Decimal(2))
    .column("difference", t("Against it", "Điểm khác"), Kind::Text);
    let mut table = with_facts(table, common.language());
    for text in texts {
        let found = library.look_up(None, text, plan.library.thresholds());
        let shown = found.candidates.iter().take(CANDIDATES_SHOWN);
        let rows: Vec<Option<&Candidate<'_>>> =
            if found.candidates.is_empty() { vec![None] } else { shown.map(Some).collect() };
        for (number, candidate) in rows.into_iter().enumerate() {
            // The verdict is about the text: it stands beside its nearest type.
            let verdict = (number == 0).then(|| found.verdict.word());
            let difference = candidate.and_then(|of| of.difference).map(|of| of.word());
            let mut row = vec![
                text.as_str().into(),
                verdict.into(),
                candidate.map(|of| of.score.as_share()).into(),
                difference.into(),
            ];
            match candidate {
                Some(candidate) => row.extend(facts(candidate.device_type)),
                None => row.extend((0..FACTS).map(|_| Value::Missing)),
            }
            table.push(row);
        }
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}

/// Columns of [`with_facts`].
const FACTS: usize = 7;

fn with_facts(table: Table, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    table
        .column("manufacturer", t("Manufacturer", "Hãng"), Kind::Text)
        .column("type_model", t("Model", "Model"), Kind::Text)
        .column("height_u", t("Height (U)", "Số U"), Kind::Decimal(1))
        .column("is_full_depth", t("Full depth", "Chiếm hết chiều sâu"), Kind::Flag)
        .column("weight_kg", t("Weight (kg)", "Khối lượng (kg)"), Kind::Decimal(1))
        .column("supplies_count", t("Supplies", "Bộ nguồn"), Kind::Integer)
        .column(
            "supply_nameplate_w",
            t("Nameplate of one (W)", "Ghi trên một bộ (W)"),
            Kind::Decimal(0),
        )
}

fn facts(of: &DeviceType) -> Vec<Value> {
    vec![
        of.manufacturer.as_str().into(),
        of.model.as_str().into(),
        of.height.map(RackUnits::as_units).into(),
        of.is_full_depth.into(),
        of.weight.map(Kilograms::as_kilograms).into(),
        of.supplies_count.map(i64::from).into(),
        of.supply_nameplate.map(Watts::as_watts).into(),
    ]
}
