//! Names of sheets that Excel takes: those of other programs, and of CSV files, may be longer, hold
//! other signs, or differ in case only.

use std::collections::BTreeSet;

/// Characters of a name at most, as UTF-16 counts them.
const NAME_UNITS_MAX: usize = 31;

/// Signs a name may not hold.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// Names in use; Excel does not tell capitals from small letters.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The names of sheets in their order. A name that Excel takes stays as it is, before any other
    /// is adapted to it.
    pub(super) fn of_sheets<'a>(&mut self, wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
        let wanted: Vec<&str> = wanted.collect();
        let kept: Vec<bool> =
            wanted.iter().map(|name| adapted(name) == *name && self.take(name)).collect();
        wanted
            .iter()
            .zip(kept)
            .map(|(name, kept)| if kept { (*name).to_owned() } else { self.free(name) })
            .collect()
    }

    /// The name, adapted to what Excel takes and to the names in use.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let base = adapted(wanted);
        if self.take(&base) {
            return base;
        }
        let mut number = 2;
        loop {
            let suffix = format!(" ({number})");
            let name = cut(&base, NAME_UNITS_MAX - suffix.len()) + &suffix;
            if self.take(&name) {
                return name;
            }
            number += 1;
        }
    }

    fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_lowercase())
    }
}

/// The name without what Excel forbids; match keys of names do not see the dash it puts instead.
fn adapted(name: &str) -> String {
    let replace = |c: char| if FORBIDDEN.contains(&c) || c.is_control() { '-' } else { c };
    let name: String = name.chars().map(replace).collect();
    let name = cut(name.trim_matches('\''), NAME_UNITS_MAX);
    let name = name.trim_end_matches(['\'', ' ']);
    match name.to_lowercase().as_str() {
        "" => "Sheet".to_owned(),
        _ if name.trim().is_empty() => "Sheet".to_owned(),
        // Excel keeps this name for itself.
        "history" => format!("{name}-"),
        _ => name.to_owned(),
    }
}

/// As many characters as fit.
fn cut(name: &str, units_max: usize) -> String {
    let mut units = 0;
    name.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= units_max
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_excel_takes_stay_and_others_are_adapted_and_told_apart() {
        let long = "Danh mục máy chủ vật lý của Bộ Tư pháp năm 2024";
        let wanted = ["a/b", "Máy ảo", "máy ảo", "a-b", long, long, "", "'x'", "History", "a\nb"];
        let names = Names::default().of_sheets(wanted.into_iter());
        let expected = [
            "a-b (2)",
            "Máy ảo",
            "máy ảo (2)",
            "a-b",
            "Danh mục máy chủ vật lý của Bộ",
            "Danh mục máy chủ vật lý của (2)",
            "Sheet",
            "x",
            "History-",
            "a-b (3)",
        ];
        assert_eq!(names, expected);
        for name in &names {
            assert!(rust_xlsxwriter::utility::check_sheet_name(name).is_ok(), "{name}");
        }
    }
}
