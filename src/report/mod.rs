//! Tables and figures as values, and their renderers: HTML, XLSX, CSV, JSON, Parquet, SVG, PNG;
//! findings of a check as SARIF.
//!
//! In: the results of the chain, gathered in a [`Planning`]. Out: values that know their titles,
//! units and addresses, and the bytes of files. Renderers are dumb; nothing is computed here that a
//! decision rests on.

mod assumption_words;
pub mod chart;
pub mod figures;
mod html;
mod netbox;
mod power_page;
mod reminder;
mod resource_words;
mod sarif;
pub mod table;
pub mod tables;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};

use crate::compliance::{Status, Whereabouts};
use crate::demand::{Demand, Draws};
use crate::diagnostic::Finding;
use crate::duplicates::Survey;
use crate::hall::Standing;
use crate::inventory::{Inventory, Totals};
use crate::language::Language;
use crate::placement::{Fleet, Outlook, Placement};
use crate::plan::Plan;
use crate::quality::Quality;
use crate::reference::Agencies;
use crate::schema::Table as Source;

pub use html::{HtmlError, to_html, to_power_html};
pub use power_page::{PowerLine, PowerPage};
pub use reminder::{Reminder, reminders};
pub use sarif::{CheckedFile, to_sarif};
pub use xlsx::{XlsxError, to_xlsx};

use self::chart::{Figure, NumberStyle};
use self::table::Table;

/// The results of the chain that reports show.
#[derive(Debug, Clone, Copy)]
pub struct Planning<'a> {
    /// Language of titles, notes and numbers.
    pub language: Language,
    /// The plan.
    pub plan: &'a Plan,
    /// Names of agencies.
    pub agencies: &'a Agencies,
    /// The store.
    pub inventory: &'a Inventory,
    /// Totals by agency.
    pub totals: &'a BTreeMap<String, Totals>,
    /// Tables each agency has current rows of.
    pub received: &'a BTreeMap<String, BTreeSet<Source>>,
    /// How the directive stands.
    pub status: &'a Status,
    /// Where its systems run and which way they go.
    pub whereabouts: &'a Whereabouts,
    /// Findings of current submissions, each with its submission.
    pub findings: &'a [(String, Finding)],
    /// Rows that may be one thing.
    pub duplicates: &'a Survey,
    /// How complete and sound what agencies sent is; `None` where nothing is asked for that shows it.
    pub quality: Option<&'a Quality>,
    /// What stands in the hall already.
    pub standing: &'a Standing,
    /// Demand.
    pub demand: &'a Demand,
    /// The draws its ranges come from.
    pub draws: &'a Draws,
    /// What was placed.
    pub fleet: &'a Fleet,
    /// Where it went.
    pub placement: &'a Placement,
    /// How far off its figures may be.
    pub outlook: &'a Outlook,
}

impl Planning<'_> {
    /// Number style of the language.
    pub const fn numbers(&self) -> NumberStyle {
        NumberStyle::of(self.language)
    }

    /// How complete and sound what agencies sent is, for what shows it.
    fn quality(&self) -> &Quality {
        self.quality.expect("quality is judged before it is shown")
    }
}

/// Everything a report shows, as values.
#[derive(Debug, Clone)]
pub struct Report {
    /// Title.
    pub title: String,
    /// What it is of: as-of date, submissions, plan.
    pub subtitle: String,
    /// Language.
    pub language: Language,
    /// Number style.
    pub numbers: NumberStyle,
    /// Headline figures: label, value with unit, address for `explain`.
    pub headlines: Vec<Headline>,
    /// What the reader must know before using a figure.
    pub caveats: Vec<String>,
    /// Figures, in reading order.
    pub figures: Vec<Figure>,
    /// Tables, in reading order.
    pub tables: Vec<Table>,
    /// Files for NetBox, in the order in which they are imported.
    pub netbox: Vec<Table>,
}

/// One headline figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// What it is.
    pub label: String,
    /// The value, formatted.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Range or remark below it.
    pub remark: String,
    /// Address for `explain`, when it has one.
    pub address: Option<String>,
}

impl Report {
    /// Builds the report.
    pub fn of(planning: &Planning<'_>) -> Self {
        let language = planning.language;
        let mut caveats = figures::caveats(planning);
        caveats.extend(tables::doubt_words(planning.duplicates, language));
        caveats.extend(tables::standing_caveats(planning.standing, planning.plan, language));
        let again = netbox::standing_that_come_again(planning);
        caveats.extend(tables::placed_again_caveat(again, language));
        Self {
            title: language
                .pick(
                    "Capacity for the National Data Centre",
                    "Năng lực hạ tầng cho Trung tâm dữ liệu quốc gia",
                )
                .to_owned(),
            subtitle: figures::footer(planning),
            language,
            numbers: planning.numbers(),
            headlines: figures::headlines(planning),
            caveats,
            figures: figures::all(planning),
            tables: tables::all(planning),
            netbox: netbox::files(planning),
        }
    }
}
