//! `ndcap bench duplicates`: how many planted duplicates are found, and how many of those found are
//! planted.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use crate::cli::common::{Common, Exit};
use crate::cli::output;
use crate::duplicates::{Listed, Survey, TABLES, survey};
use crate::inventory::{Relation, RowId, Store, pair_id};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::report::table::{Kind, Table, Value};
use crate::submission::{Intake, Overrides, nobody};
use crate::synth::{NationOptions, Planted, Truth, Way, nation};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Shares of rows that stand in a second agency's list too
    #[arg(long, value_name = "SHARE", value_delimiter = ',', default_values_t = [0.01, 0.05])]
    pub share: Vec<f64>,
    /// How many agencies answer
    #[arg(long, value_name = "N", default_value_t = 23)]
    pub agencies: usize,
    /// Size of the agencies; 1 is about 200 workloads each
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    pub scale: f64,
}

pub fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let plan = common.read_plan()?;
    let t = |en: &str, vi: &str| common.language().pick(en, vi).to_owned();
    let note = t(
        "Precision: of the likely pairs, those that were planted. Recall: of the planted pairs, those \
         that are likely.",
        "Độ chính xác: tỷ lệ cặp khả năng cao đúng là cặp được cài. Độ phủ: tỷ lệ cặp được cài mà tìm \
         thấy với khả năng cao.",
    );
    let mut table = Table::new("duplicates", t("Duplicates found", "Trùng lặp tìm thấy"), note)
        .column("share", t("Planted share", "Tỷ lệ cài"), Kind::Decimal(3))
        .column("of", t("Of", "Nội dung"), Kind::Text)
        .column("rows", t("Rows", "Dòng"), Kind::Integer)
        .column("planted", t("Planted", "Đã cài"), Kind::Integer)
        .column("likely", t("Likely", "Khả năng cao"), Kind::Integer)
        .column("correct", t("Correct", "Đúng"), Kind::Integer)
        .column("precision", t("Precision", "Độ chính xác"), Kind::Decimal(4))
        .column("recall", t("Recall", "Độ phủ"), Kind::Decimal(4))
        .column("seconds", t("Seconds", "Giây"), Kind::Decimal(3));
    for &share in &args.share {
        let options = NationOptions {
            agencies: args.agencies,
            scale: args.scale,
            seed: common.seed.unwrap_or(1),
            duplicates_share: share,
        };
        let folder = tempfile::tempdir()?;
        let truth = nation(&folder.path().join("nation"), &options)?;
        let store = taken_in(&folder.path().join("nation"), &truth, &plan, folder.path())?;
        let inventory = store.inventory()?;
        let start = Instant::now();
        let survey = survey(&inventory, &plan.duplicates)?;
        let seconds = start.elapsed().as_secs_f64();
        for row in judged(share, &truth, &survey, seconds) {
            table.push(row);
        }
    }
    output::print(common, &table)?;
    Ok(Exit::Clean)
}

/// The files of a nation in a store.
fn taken_in(nation: &Path, truth: &Truth, plan: &Plan, folder: &Path) -> anyhow::Result<Store> {
    let store = Store::open_or_create(&folder.join("store"))?;
    let agencies = Agencies::built_in();
    for agency in &truth.agencies {
        let intake = Intake {
            agencies,
            sender: agencies.get(&agency.agency_id),
            as_of: plan.period.as_of,
            received_on: Some(plan.period.as_of),
            limits: plan.limits,
            overrides: Overrides::none(),
        };
        for file in &agency.files {
            let path = nation.join(&agency.agency_id).join(file);
            store.ingest_file(
                (&path, &nobody()),
                &intake,
                &Relation::ByOverlap,
                plan.period.as_of,
            )?;
        }
    }
    Ok(store)
}

/// One line for all, one for each table, one for each way a duplicate differs (of which only those
/// planted are known, so that they have a recall alone).
fn judged(share: f64, truth: &Truth, survey: &Survey, seconds: f64) -> Vec<Vec<Value>> {
    let found: BTreeSet<&str> =
        survey.listed.iter().filter(|pair| pair.is_likely).map(|pair| pair.id.as_str()).collect();
    let is_found = |planted: &&Planted| found.contains(id_of(planted).as_str());
    let mut lines = Vec::new();
    let mut judge = |of: &str, is_of: &dyn Fn(&Planted) -> bool, likely: Option<(usize, usize)>| {
        let planted = truth.duplicates.iter().filter(|planted| is_of(planted));
        let correct = planted.clone().filter(is_found).count();
        let planted = planted.count();
        let ratio = |of: usize, all: usize| (all > 0).then(|| of as f64 / all as f64);
        lines.push(vec![
            share.into(),
            of.into(),
            likely.map(|(rows, _)| rows).into(),
            planted.into(),
            likely.map(|(_, likely)| likely).into(),
            correct.into(),
            likely.and_then(|(_, likely)| ratio(correct, likely)).into(),
            ratio(correct, planted).into(),
            likely.filter(|_| of == "all").map(|_| seconds).into(),
        ]);
    };
    let rows: usize = survey.items.values().map(Vec::len).sum();
    judge("all", &|_| true, Some((rows, found.len())));
    for table in TABLES {
        let rows = survey.items.get(&table).map_or(0, Vec::len);
        let is_of = |pair: &&Listed| pair.table == table && pair.is_likely;
        let likely = survey.listed.iter().filter(is_of).count();
        judge(table.name(), &|planted| planted.table == table.name(), Some((rows, likely)));
    }
    for (word, way) in [
        ("exact", Way::Exact),
        ("retyped", Way::Retyped),
        ("reformatted", Way::Reformatted),
        ("renamed", Way::Renamed),
    ] {
        judge(word, &|planted| planted.way == way, None);
    }
    lines
}

fn id_of(planted: &Planted) -> String {
    let row = |agency_id: &str, key: &str| RowId {
        table: planted.table.clone(),
        agency_id: agency_id.to_owned(),
        key: key.to_owned(),
        occurrence: 1,
    };
    pair_id(
        &row(&planted.agency_id, &planted.key),
        &row(&planted.copy_agency_id, &planted.copy_key),
    )
}
