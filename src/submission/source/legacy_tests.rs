use proptest::prelude::*;

use super::*;
use crate::reference::Agencies;
use crate::submission::source::SheetRow;

fn sheet(texts: &[&str]) -> Vec<Sheet> {
    let rows = (1..)
        .zip(texts)
        .map(|(number, text)| SheetRow { number, cells: vec![Cell::Text((*text).to_owned())] });
    vec![Sheet { rows: rows.collect(), ..Sheet::new("a") }]
}

fn read(given: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut sheets = sheet(given);
    let mut findings = Vec::new();
    to_unicode(&mut sheets, &Decided::default(), &mut findings);
    let found = findings.into_iter().map(|finding| finding.found.english().into_owned()).collect();
    (texts(&sheets).map(|(_, text)| text.to_owned()).collect(), found)
}

#[test]
fn tcvn3_is_converted_with_its_capitals_and_told() {
    let (made, told) = read(&["Bé C«ng an", "Tªn m¸y ¶o", "Bé", "Hµ NéI", "Q§-TTg", "Intel® x86"]);
    assert_eq!(made, ["Bộ Công an", "Tên máy ảo", "Bộ", "Hà NỘI", "QĐ-TTg", "Intel® x86"]);
    assert_eq!(told, ["5 cells typed for fonts of TCVN3, read as such"]);
}

#[test]
fn vni_is_converted_and_told() {
    let (made, told) = read(&[
        "Baûo hieåm xaõ hoäi Vieät Nam",
        "TAÏP CHÍ KHOA HOÏC ÑAÏI HOÏC SAØI GOØN",
        "Aùnh saùng",
    ]);
    assert_eq!(made, ["Bảo hiểm xã hội Việt Nam", "TẠP CHÍ KHOA HỌC ĐẠI HỌC SÀI GÒN", "Ánh sáng"]);
    assert_eq!(told, ["3 cells typed for fonts of VNI, read as such"]);
}

#[test]
fn cells_of_unicode_in_such_a_file_stay_as_they_are() {
    let given = ["Tên máy ảo", "Hoà Bình", "Lâm", "M¸y chñ C«ng nghÖ th«ng tin"];
    let (made, told) = read(&given);
    assert_eq!(made[..3], given[..3]);
    assert_eq!(made[3], "Máy chủ Công nghệ thông tin");
    assert_eq!(told.len(), 1);
}

#[test]
fn other_languages_and_signs_are_not_touched() {
    for given in [
        ["Le réseau privé a été arrêté à cause d'un dégât", "« Où êtes-vous ? »", "façade, naïve"],
        ["Größe für Änderungen", "Straße über München", "schöne Grüße"],
        ["não há serviços à disposição", "configuração", "português"],
        ["10 µs, 5 µm, 3 µm", "· one · two", "© 2024 Dell® PowerEdge® 2×10 §5 £7 ±3 °C"],
        ["Cà Mau", "Nam Sách, Hoà Bình", "Lâm, Bà, Nông, Quân"],
        ["Bé C«ng an", "", ""],
    ] {
        let (made, told) = read(&given);
        assert_eq!((made, told), (given.map(str::to_owned).to_vec(), vec![]));
    }
}

#[test]
fn the_built_in_letters_are_complete() {
    assert!(maps().tcvn3.len() == 74 && maps().vni.len() == 134);
}

proptest! {
    #[test]
    fn unicode_vietnamese_made_of_the_names_of_agencies_is_unchanged(
        picks in prop::collection::vec((0_usize..1_000, 0_usize..20, 1_usize..8), 1..40)
    ) {
        let names: Vec<&str> = Agencies::built_in().iter().map(|a| a.name.as_str()).collect();
        let given: Vec<String> = picks
            .iter()
            .map(|&(name, from, many)| {
                let words = names[name % names.len()].split(' ');
                words.cycle().skip(from).take(many).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let (made, told) = read(&given);
        prop_assert_eq!(made, given);
        prop_assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn no_text_brings_the_conversion_down(given in prop::collection::vec(".*", 0..6)) {
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        read(&given);
        for font in Font::ALL {
            for text in &given {
                font.convert(text);
            }
        }
    }
}

#[test]
fn the_name_of_a_font_says_how_its_text_was_typed() {
    let convert = |font: &str, text: &str| Typeface::of(font).and_then(|face| face.convert(text));
    assert_eq!(convert(".VnTime", "Bé"), Some("Bộ".to_owned()));
    assert_eq!(convert(".VNTIMEH", "bé"), Some("BỘ".to_owned()), "capitals");
    assert_eq!(convert("VNI-Helve", "Boä"), Some("Bộ".to_owned()));
    for (font, text) in [
        (".VnTime", "VM-1"),
        (".VnTime", "Máy chủ"),
        (".VnTime", "Hoà Bình"),
        ("Arial", "Bé"),
        ("Times New Roman", "Bé"),
        ("", "Bé"),
    ] {
        assert_eq!(convert(font, text), None, "{font}: {text}");
    }
}
