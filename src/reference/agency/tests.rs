use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::time::{NaiveDate, read_day};

fn day(text: &str) -> NaiveDate {
    read_day(text).expect("a day")
}

fn id<'a>(resolved: &'a Resolved<'a>) -> &'a str {
    match resolved {
        Resolved::Exact(agency) | Resolved::Alias(agency) => &agency.id,
        Resolved::Place(_) => "place",
        Resolved::Ambiguous(_) => "several",
        Resolved::Unknown(_) => "?",
    }
}

#[test]
fn the_directive_has_8_and_18_agencies_and_23_together() {
    let agencies = Agencies::built_in();
    let count = |group| agencies.iter().filter(|agency| agency.is_in(group)).count();
    assert_eq!(count(Group::InfrastructureMigration), 8);
    assert_eq!(count(Group::CloudIntegration), 18);
    assert_eq!(count(Group::Footnotes), 23);
    assert_eq!(agencies.of_the_directive().count(), 23);
    assert_eq!(count(Group::Province), 63);
    assert_eq!(count(Group::SinceTheDirective), 1);
    assert_eq!(agencies.iter().count(), 45 + 63 + 1);
}

/// No listed spelling is that of two agencies, and each is that of its own.
#[test]
fn no_two_agencies_list_one_spelling() {
    let agencies = Agencies::built_in();
    for (at, agency) in agencies.iter().enumerate() {
        for name in
            [&agency.name, &agency.id].into_iter().chain(&agency.aliases).chain(&agency.later_names)
        {
            let other = agencies.index.listed_by_another(name, Some(at));
            assert_eq!(other, None, "{name}");
        }
    }
}

#[test]
fn every_step_leads_to_a_known_agency_and_none_back() {
    let agencies = Agencies::built_in();
    assert_eq!(agencies.successions.cycle(), None);
    for agency in agencies.iter() {
        for step in agencies.successions.until(&agency.id, NaiveDate::MAX) {
            let to: Vec<&String> = match step {
                Step::Whole(id) | Step::Under(id) => vec![id],
                Step::Split(among) => among.iter().collect(),
                Step::Renamed(_) => Vec::new(),
            };
            assert!(to.iter().all(|id| agencies.get(id).is_some()), "{} {to:?}", agency.id);
        }
    }
}

#[test]
fn an_unknown_name_is_not_guessed_and_gives_the_nearest() {
    let Resolved::Unknown(nearest) = Agencies::built_in().resolve("Bộ Giáo dụcc và Đào tạo")
    else {
        panic!("resolved");
    };
    assert_eq!(nearest.len(), 3);
    assert_eq!(nearest[0].id, "MOET");
    let index = &Agencies::built_in().index;
    let longest = index.names.iter().map(|(_, key)| key.chars().count()).max();
    assert!(longest.is_some_and(|longest| longest < spelling::COMPARED_MAX), "{longest:?}");
    assert!(Agencies::built_in().nearly_names("Bộ Giáo dụcc và Đào tạo"));
    assert!(Agencies::built_in().nearly_names("UBND tỉnh Hà Giangg"));
    let paragraph = "Bộ Giáo dục và Đào tạo ".repeat(1000);
    let others = [
        "Bộ phận một cửa",
        "Văn phòng Bộ",
        "Cụm máy chủ web",
        "Bộ Y tá",
        "UBND thành phố Hải Dương",
        &paragraph,
    ];
    for other in others {
        assert!(!Agencies::built_in().nearly_names(other), "{other}");
    }
    let Resolved::Unknown(nearest) = Agencies::built_in().resolve(&paragraph) else {
        panic!("resolved");
    };
    assert_eq!(nearest.len(), 3);
}

#[test]
fn and_is_written_as_a_sign_too() {
    for (name, wanted) in [
        ("Bộ Giáo dục & Đào tạo", "MOET"),
        ("Bo Giao duc & Dao tao", "MOET"),
        ("BGD&ĐT", "MOET"),
        ("Bộ LĐ-TB và XH", "MOLISA"),
        ("Bộ Văn hoá, Thể thao & Du lịch", "MOCST"),
        ("BVHTTDL", "MOCST"),
        ("BGDDT", "MOET"),
    ] {
        assert_eq!(id(&Agencies::built_in().resolve(name)), wanted, "{name}");
    }
}

#[test]
fn provinces_are_known_by_their_committees_and_places_are_places() {
    let agencies = Agencies::built_in();
    for (name, wanted) in [
        ("UBND tỉnh Hà Giang", "UBND_HA_GIANG"),
        ("Uỷ ban nhân dân tỉnh Hà Giang", "UBND_HA_GIANG"),
        ("ubnd tinh ha giang", "UBND_HA_GIANG"),
        ("Ha Giang Provincial People's Committee", "UBND_HA_GIANG"),
        ("UBND_HA_GIANG", "UBND_HA_GIANG"),
        ("UBND TP. Hồ Chí Minh", "UBND_HO_CHI_MINH"),
        ("UBND TP.HCM", "UBND_HO_CHI_MINH"),
        ("UBND thành phố Hà Nội", "UBND_HA_NOI"),
        ("UBND tỉnh Bà Rịa – Vũng Tàu", "UBND_BA_RIA_VUNG_TAU"),
        ("UBND tỉnh Đắc Lắc", "UBND_DAK_LAK"),
        ("UBND tỉnh Thừa Thiên - Huế", "UBND_THUA_THIEN_HUE"),
        ("UBND thành phố Huế", "UBND_THUA_THIEN_HUE"),
        ("Hà Giang", "place"),
        ("tỉnh Hà Giang", "place"),
        ("UBND Hải Dương", "place"),
        ("HN", "place"),
        ("UBND thành phố Hải Dương", "?"),
        ("UBND huyện Hà Giang", "?"),
        ("UBND tỉnh Hà Nội", "?"),
        ("Sở Thông tin và Truyền thông tỉnh Hà Giang", "?"),
        // Hà Giang or Hậu Giang, Bình Định or Bình Dương.
        ("UBNDTHG", "several"),
        ("UBNDTBD", "several"),
    ] {
        assert_eq!(id(&agencies.resolve(name)), wanted, "{name}");
    }
    for agency in agencies.iter().filter(|agency| agency.is_in(Group::Province)) {
        let decomposed: String = agency.name.to_uppercase().nfd().collect();
        assert_eq!(id(&agencies.resolve(&decomposed)), agency.id);
    }
}

#[test]
fn who_answers_depends_on_the_day() {
    let agencies = Agencies::built_in();
    for (of, on, answers) in [
        ("MPI", "2025-02-28", "MPI"),
        ("MPI", "2025-03-01", "MOF"),
        ("MONRE", "2025-03-01", "MAE"),
        ("MARD", "2025-03-01", "MAE"),
        ("CMSC", "2025-03-01", "MOF"),
        ("MOLISA", "2025-03-01", "MOLISA"),
        ("CEMA", "2025-03-01", "CEMA"),
        ("UBND_HA_GIANG", "2025-06-30", "UBND_HA_GIANG"),
        ("UBND_HA_GIANG", "2025-07-01", "UBND_TUYEN_QUANG"),
        ("NOBODY", "2025-07-01", "NOBODY"),
    ] {
        assert_eq!(agencies.roll_up(day(on)).id_of(of), answers, "{of} on {on}");
    }
    let later = agencies.roll_up(day("2025-07-01"));
    let mark = |id: &str| later.mark_of(id).map(|mark| mark.to_string()).unwrap_or_default();
    assert_eq!(mark("MOLISA"), "split: MOHA; MOET; MOH; MPS; MAE");
    assert_eq!(mark("MOT"), "split: MOC; MPS");
    assert_eq!(mark("MOHA"), "split: MOHA; CEMA");
    assert_eq!(mark("VSS"), "under: MOF");
    assert_eq!(mark("MOF"), "");
    assert_eq!(later.name_of("CEMA"), "Bộ Dân tộc và Tôn giáo");
    assert_eq!(agencies.roll_up(day("2025-02-28")).name_of("CEMA"), "Ủy ban Dân tộc");
    assert_eq!(later.name_of("UBND_THUA_THIEN_HUE"), "UBND Thành phố Huế");
    let answering = |on| {
        let provinces = agencies.iter().filter(|agency| agency.is_in(Group::Province));
        let ids = provinces.map(|agency| agencies.roll_up(day(on)).id_of(&agency.id));
        ids.collect::<std::collections::BTreeSet<&str>>().len()
    };
    assert_eq!((answering("2025-06-30"), answering("2025-07-01")), (63, 34));
}

fn own(text: &str) -> Result<Agencies, String> {
    own::from_text(text, Path::new("own.toml")).map_err(|error| error.to_string())
}

#[test]
fn a_file_of_ones_own_adds_corrects_and_settles() {
    let agencies = own("[[agency]]\nid = \"PVN\"\nname = \"Tập đoàn Dầu khí Việt Nam\"\n\
         aliases = [\"Petrovietnam\"]\ngroups = [\"cloud_integration\"]\n\
         [[agency]]\nid = \"MOET\"\nname = \"Bộ Giáo dục\"\n\
         [[agency]]\nid = \"GI\"\ndrop_aliases = [\"TTCP\"]\n\
         [[successor]]\nof = \"MOLISA\"\nby = \"MOHA\"\non = 2025-03-01\n\
         [[successor]]\nof = \"MOHA\"\nby = \"MOJ\"\non = \"2026-01-01\"\n\
         [[successor]]\nof = \"PVN\"\nby = [\"MOF\", \"MOIT\"]\non = 01/02/2026\n"
        .replace("01/02/2026", "\"01/02/2026\"")
        .as_str())
    .expect("can be used");
    assert_eq!(id(&agencies.resolve("PETROVIETNAM")), "PVN");
    assert!(agencies.get("PVN").is_some_and(|pvn| pvn.is_in(Group::CloudIntegration)));
    assert_eq!(id(&agencies.resolve("bo giao duc")), "MOET");
    assert_eq!(id(&agencies.resolve("Bộ Giáo dục và Đào tạo")), "MOET");
    let gi = agencies.get("GI").expect("is known");
    assert_eq!(gi.aliases, ["Government Inspectorate", "GI"]);
    // Dropped are the initials too, though nobody lists them.
    assert_eq!(id(&agencies.resolve("TTCP")), "?");
    let on = |text| agencies.roll_up(day(text));
    assert_eq!(on("2025-12-31").id_of("MOLISA"), "MOHA");
    assert_eq!(on("2026-01-01").id_of("MOLISA"), "MOJ");
    let mark = on("2026-02-01").mark_of("PVN").map(|mark| mark.to_string());
    assert_eq!(mark.as_deref(), Some("split: MOF; MOIT"));
    assert_eq!(on("2026-01-31").mark_of("PVN"), None);
}

#[test]
fn the_example_of_the_readme_can_be_used() {
    let readme = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/README.md"));
    let example = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let agencies = own(example.expect("there is an example")).expect("can be used");
    assert_eq!(id(&agencies.resolve("petrovietnam")), "PVN");
    assert_eq!(agencies.roll_up(day("2025-03-01")).id_of("MOLISA"), "MOHA");
}

#[test]
fn names_that_meet_without_diacritics_are_ambiguous_and_told() {
    let text = "[[agency]]\nid = \"X1\"\nname = \"Cục Hóa chất\"\n[[agency]]\nid = \"X2\"\nname = \"Cục Hoa chất\"\n";
    let agencies = own(text).expect("can be used");
    assert_eq!(id(&agencies.resolve("Cục Hoá chất")), "X1");
    assert_eq!(id(&agencies.resolve("Cục Hoa chất")), "X2");
    assert_eq!(id(&agencies.resolve("Cuc Hoa chat")), "several");
    let both = agencies.ambiguous("cuc hoa chat").expect("is ambiguous");
    assert_eq!(both.iter().map(|agency| agency.id.as_str()).collect::<Vec<_>>(), ["X1", "X2"]);
}

#[test]
fn what_cannot_be_in_a_file_is_refused_with_line_and_remedy() {
    let agency = "[[agency]]\nid = ";
    let successor = "[[successor]]\nof = \"MOLISA\"\n";
    for (text, wanted) in [
        (format!("{agency}\"pvn\"\n"), "line 2: \"pvn\" is no id; write capitals"),
        (format!("{agency}\"MULTIPLE\"\nname = \"X\"\n"), "line 2: MULTIPLE stands for"),
        (
            format!("{agency}\"MO_ET\"\nname = \"X\"\n"),
            "line 2: MO_ET differs too little from MOET",
        ),
        (format!("{agency}\"PVN\"\n"), "line 2: nobody knows an agency PVN; add its name"),
        (format!("{agency}\"PVN\"\nname = \"–\"\n"), "line 3: \"–\" is no name"),
        (
            format!("{agency}\"PVN\"\nname = \"X\"\naliases = [\n  \"Y\",\n  \"Bộ Y Tế\",\n]\n"),
            "line 6: \"Bộ Y Tế\" is already a name of Bộ Y tế (MOH); leave it out",
        ),
        (format!("{agency}\"MOET\"\n{agency}\"MOET\"\n"), "line 4: MOET stands twice"),
        (
            format!("{agency}\"MOET\"\ndrop_aliases = [\"Q\"]\n"),
            "line 3: \"Q\" is no alias of MOET",
        ),
        (
            format!("{agency}\"MOET\"\ngroups = [\"q\"]\n"),
            "line 3: there is no group \"q\"; it can be",
        ),
        (
            format!("{successor}by = \"MOHAA\"\non = 2025-03-01\n"),
            "line 3: nobody knows an agency with the id \"MOHAA\"; nearest: Bộ Nội vụ (MOHA)",
        ),
        (
            format!("{successor}by = \"MOHA\"\non = \"2025-02-30\"\n"),
            "line 4: on = 2025-02-30 is no day",
        ),
        (format!("{successor}by = \"MOHA\"\non = 5\n"), "line 4: on = 5 is no day"),
        (format!("{successor}on = 2025-03-01\n"), "line 1: say one thing of MOLISA"),
        (format!("{successor}by = []\non = 2025-03-01\n"), "line 3: by is one id"),
        (
            format!("{successor}under = \"MOLISA\"\non = 2025-03-01\n"),
            "line 3: MOLISA cannot be under",
        ),
        (
            format!(
                "{successor}by = \"MOHA\"\non = 2025-03-01\n{successor}by = \"MOH\"\non = 2025-03-01\n"
            ),
            "line 6: two entries say what becomes of MOLISA on 2025-03-01",
        ),
        ("[[agencies]]\nid = \"MOET\"\n".to_owned(), "line 1, column 3"),
        (
            "[[successor]]\nof = \"MOF\"\nby = \"MPI\"\non = 2026-01-01\n".to_owned(),
            "line 1: on 2026-01-01 successors lead in a circle, MOF → MPI → MOF; say of one",
        ),
        (
            format!(
                "{successor}by = \"MOHA\"\non = 2025-03-01\n\n[[successor]]\nof = \"MOHA\"\nby = \"MOLISA\"\non = 2027-01-01\n"
            ),
            "line 6: on 2027-01-01 successors lead in a circle, MOHA → MOLISA → MOHA",
        ),
    ] {
        let error = own(&text).map(|_| ()).expect_err(&text);
        assert!(error.contains(wanted), "{error}\n  is not: {wanted}");
        assert!(error.contains("own.toml"), "{error}");
    }
    // An agency that stands again breaks the circle.
    let again = "[[successor]]\nof = \"MPI\"\nby = \"MOF\"\non = 2025-03-01\n\
                 [[successor]]\nof = \"MPI\"\nby = \"MPI\"\non = 2026-01-01\n\
                 [[successor]]\nof = \"MOF\"\nby = \"MPI\"\non = 2026-01-01\n";
    let agencies = own(again).expect("can be used");
    assert_eq!(agencies.roll_up(day("2025-06-01")).id_of("MPI"), "MOF");
    assert_eq!(agencies.roll_up(day("2026-06-01")).id_of("MOF"), "MPI");
}
