//! What samples of use come to, workload by workload.

use super::super::table::{Kind, Table, Value};
use crate::language::Language;
use crate::schema;
use crate::utilisation::{Ask, Figures, Method, SKETCH_ERROR};

/// One row per agency and workload with a sample: how many, on which days, and of each quantity the
/// percentiles, the maximum, its samples, and how they were computed.
pub fn utilisation(figures: &[Figures], ask: &Ask, language: Language) -> Table {
    let t = |en: &str, vi: &str| language.pick(en, vi).to_owned();
    let note = t(
        "One row per agency and workload. Percentiles are of the samples as they are, between two samples \
         in proportion (quantile_cont); a sketched one is within {e} % of that. A sample later than the \
         day it was received is left out.",
        "Mỗi dòng là một cơ quan và một máy ảo. Phân vị tính trên các mẫu đo nguyên trạng, nội suy giữa hai \
         mẫu theo tỷ lệ (quantile_cont); phân vị ước lượng (sketch) lệch không quá {e} %. Mẫu đo sau ngày \
         nhận không được tính.",
    );
    let note = note.replace("{e}", &format!("{}", SKETCH_ERROR * 100.0));
    let mut table =
        Table::new("utilisation", t("Use by workload", "Mức sử dụng theo máy ảo"), note)
            .column("agency_id", t("Id", "Mã"), Kind::Text)
            .column("workload_id", t("Workload", "Máy ảo"), Kind::Text)
            .column("samples_count", t("Samples", "Số mẫu"), Kind::Integer)
            .column("days_covered", t("Days", "Số ngày"), Kind::Integer)
            .column("first_day", t("First day", "Ngày đầu"), Kind::Text)
            .column("last_day", t("Last day", "Ngày cuối"), Kind::Text);
    for quantity in &ask.quantities {
        let column = schema::Table::Utilisation.column(quantity);
        let title =
            column.map_or(*quantity, |column| language.pick(column.title_en, column.title_vi));
        for percentile in &ask.percentiles {
            let name = name_of(quantity, &percentile.name());
            table = table.column(name, format!("{title} P{percentile}"), Kind::Decimal(4));
        }
        let max = t("{q} maximum", "{q} lớn nhất").replace("{q}", title);
        let count = t("{q} samples", "Số mẫu {q}").replace("{q}", title);
        let method = t("{q} method", "Cách tính {q}").replace("{q}", title);
        table = table
            .column(name_of(quantity, "max"), max, Kind::Decimal(4))
            .column(name_of(quantity, "samples_count"), count, Kind::Integer)
            .column(name_of(quantity, "method"), method, Kind::Text);
    }
    for of in figures {
        table.push(row(of, ask.percentiles.len()));
    }
    table
}

fn row(of: &Figures, percentiles: usize) -> Vec<Value> {
    let day = |day: Option<crate::time::NaiveDate>| day.map(|day| day.to_string()).into();
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let mut row: Vec<Value> = vec![
        of.agency_id.as_str().into(),
        of.workload_id.as_str().into(),
        count(of.samples_count).into(),
        of.days_covered.into(),
        day(of.first_day),
        day(of.last_day),
    ];
    for figure in &of.quantities {
        match figure {
            None => row.extend((0..percentiles + 3).map(|_| Value::Missing)),
            Some(figure) => {
                row.extend(figure.percentiles.iter().map(|value| Value::from(*value)));
                row.push(figure.max.into());
                row.push(count(figure.samples_count).into());
                row.push(Method::word(figure.method).into());
            }
        }
    }
    row
}

/// The name of a column of a quantity. Which there are depends on what is asked for; each is made
/// once a run and lives as long as the program, as names of columns do.
fn name_of(quantity: &str, what: &str) -> &'static str {
    Box::leak(format!("{quantity}_{what}").into_boxed_str())
}
