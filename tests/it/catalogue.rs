//! The catalogue of texts: the same messages, arguments and codes in both languages, all in use.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, PatternElement};
use ndcap::diagnostic::Code;
use ndcap::language::Language;
use unicode_normalization::is_nfc;

use crate::tidy::sources;

const ENGLISH: &str = include_str!("../../src/diagnostic/catalogue/en.ftl");
const VIETNAMESE: &str = include_str!("../../src/diagnostic/catalogue/vi.ftl");

/// Texts without a Vietnamese letter, since what they say has none: numbers, names, headings.
const WITHOUT_LETTERS: &[&str] = &[
    "A302.example",
    "C404.example",
    "C405.example",
    "C408.example",
    "C415.example",
    "C418.example",
    "C419.example",
    "C420.example",
    "F102-no-bytes",
    "F104-bytes",
    "H207.example",
    "P702.example",
    "R502-no-vcpu",
    "R502.example",
    "R503-fewer-cores",
    "R503.example",
    "X806-system",
    "print-file",
    "print-sheet",
    "said-and",
];

/// Files whose findings say English sentences in both languages, until somebody puts them into the
/// catalogue.
const ENGLISH_ONLY: &[&str] = &[];

/// What a message or attribute says: its text without arguments, the names of these, and the
/// messages it takes in.
#[derive(Debug, Default)]
struct Said {
    text: String,
    arguments: BTreeSet<String>,
    messages: BTreeSet<String>,
}

impl Said {
    fn add_pattern(&mut self, elements: &[PatternElement<&str>]) {
        for element in elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression } => self.add(expression),
            }
        }
    }

    fn add(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.add_inline(inline),
            Expression::Select { selector, variants } => {
                self.add_inline(selector);
                for variant in variants {
                    self.add_pattern(&variant.value.elements);
                }
            }
        }
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.messages.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference {
                arguments: CallArguments { positional, .. },
                ..
            } => positional.iter().for_each(|argument| self.add_inline(argument)),
            InlineExpression::Placeable { expression } => self.add(expression),
            InlineExpression::StringLiteral { value } => self.text.push_str(value),
            InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::TermReference { id, .. } => panic!("a term: {}", id.name),
        }
    }
}

/// Everything a file says, by id: `C401.claim`, `C401-none`.
fn read(file: &str) -> BTreeMap<String, Said> {
    let resource = fluent_syntax::parser::parse(file)
        .unwrap_or_else(|(_, errors)| panic!("the file has mistakes: {errors:?}"));
    let mut all = BTreeMap::new();
    let mut keep = |id: String, elements: &[PatternElement<&str>]| {
        let mut said = Said::default();
        said.add_pattern(elements);
        assert!(all.insert(id.clone(), said).is_none(), "{id} twice");
    };
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        if let Some(value) = &message.value {
            keep(message.id.name.to_owned(), &value.elements);
        }
        for attribute in &message.attributes {
            let id = format!("{}.{}", message.id.name, attribute.id.name);
            keep(id, &attribute.value.elements);
        }
    }
    all
}

/// The arguments of a message with those of the messages it takes in.
fn arguments(all: &BTreeMap<String, Said>, id: &str) -> BTreeSet<String> {
    let said = &all[id];
    let inner = said.messages.iter().flat_map(|message| arguments(all, message));
    said.arguments.iter().cloned().chain(inner).collect()
}

/// The program without comments and tests, by file.
fn code() -> Vec<(String, String)> {
    let is_test = |file: &str| file.contains("tests") || file.ends_with("_test.rs");
    let without = |text: &str| {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let files = sources().into_iter().filter(|(file, _)| !is_test(file));
    files.map(|(file, text)| (file, without(&text))).collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    let (english, vietnamese) = (read(ENGLISH), read(VIETNAMESE));
    let ids = |all: &BTreeMap<String, Said>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&english), ids(&vietnamese));
    for (id, said) in &english {
        assert_eq!(said.arguments, vietnamese[id].arguments, "arguments of {id}");
        assert_eq!(said.messages, vietnamese[id].messages, "messages in {id}");
    }
    assert!(english.len() > 250, "the files are read: {}", english.len());
}

#[test]
fn every_code_has_claim_example_and_remedy_and_no_other_message_looks_like_one() {
    let all = read(ENGLISH);
    let mut expected = BTreeSet::new();
    for code in Code::ALL {
        expected.extend(["claim", "example", "remedy"].map(|name| format!("{}.{name}", code.id())));
        for language in Language::ALL {
            for said in [code.claim(language), code.example(language), code.remedy(language)] {
                assert!(!said.is_empty() && !said.starts_with(code.id()), "{}: {said}", code.id());
            }
        }
    }
    let found: BTreeSet<String> = all.keys().filter(|id| id.contains('.')).cloned().collect();
    assert_eq!(found, expected);
    for id in all.keys().filter(|id| !id.contains('.')) {
        let code = id.split('-').next().unwrap_or_default();
        let names_a_code = code.len() == 4 && code[1..].chars().all(|c| c.is_ascii_digit());
        assert!(!names_a_code || Code::from_id(code).is_some(), "{id} is of no code");
    }
}

#[test]
fn every_phrase_is_used_and_every_phrase_used_is_in_the_catalogue_with_its_arguments() {
    let all = read(ENGLISH);
    let code = code();
    let mut inner = BTreeSet::new();
    all.values().for_each(|said| inner.extend(said.messages.iter().cloned()));
    for id in all.keys().filter(|id| !id.contains('.') && !inner.contains(*id)) {
        let literal = format!("\"{id}\"");
        assert!(code.iter().any(|(_, text)| text.contains(&literal)), "{id} is not used");
    }
    let mut seen = 0;
    for (file, text) in &code {
        for after in text.split("phrase(\"").skip(1) {
            let (id, rest) = after.split_once('"').expect("the literal ends");
            assert!(all.contains_key(id), "src/{file}: no message {id}");
            seen += 1;
            let given = given(rest.strip_prefix(')').unwrap_or_default());
            let wanted = arguments(&all, id);
            // What is printed around findings gets its counts from functions.
            let is_whole = !id.starts_with("print-");
            assert!(given.is_subset(&wanted), "src/{file}: {id} has no {given:?}");
            assert!(!is_whole || given == wanted, "src/{file}: {id} wants {wanted:?}");
        }
    }
    assert!(seen > 70, "the test looks where phrases are made: {seen}");
}

/// The names in `.with("name", …).with("name", …)`.
fn given(mut rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    while let Some(after) = rest.trim_start().strip_prefix(".with(\"") {
        let (name, after) = after.split_once('"').expect("the name ends");
        names.insert(name.to_owned());
        let (mut depth, mut in_text, mut end) = (1, false, after.len());
        for (at, c) in after.char_indices() {
            match c {
                '"' => in_text = !in_text,
                '(' if !in_text => depth += 1,
                ')' if !in_text => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = at + 1;
                break;
            }
        }
        rest = &after[end..];
    }
    names
}

#[test]
fn no_finding_is_made_of_an_english_sentence() {
    for (file, text) in code() {
        if ENGLISH_ONLY.contains(&file.as_str()) {
            continue;
        }
        let arguments = text
            .split("Finding::new(Code::")
            .skip(1)
            .map(|after| after.split_once(',').map_or("", |(_, rest)| rest));
        let further = [".expected(", ".remedy(", "let found =", "let why =", "damaged(", "broken("];
        let further = further.iter().flat_map(|call| text.split(call).skip(1));
        for argument in arguments.chain(further) {
            let argument = argument.trim_start();
            let is_sentence = argument.starts_with('"') || argument.starts_with("format!");
            let line = argument.lines().next().unwrap_or_default();
            assert!(!is_sentence, "src/{file}: {line}: put it into the catalogue");
        }
    }
}

#[test]
fn vietnamese_is_composed_has_its_letters_and_its_marks() {
    let mut plain = Vec::new();
    for (id, said) in read(VIETNAMESE) {
        assert!(is_nfc(&said.text), "{id} is not composed");
        assert!(!said.text.contains('"'), "{id}: quotes are “ and ”");
        let letter = |c: char| c.is_alphabetic() && !c.is_ascii();
        if !said.text.contains(letter) {
            plain.push(id);
        }
    }
    assert_eq!(plain, WITHOUT_LETTERS);
}
