//! The licences of everything ndcap is built from, against the list in `deny.toml`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};

/// Packages that name no licence but ship its text, each with the reason why it may be used.
/// Today there is none.
const WITH_LICENCE_FILE_ONLY: &[(&str, &str)] = &[];

/// The licences `deny.toml` allows.
fn allowed_licences() -> Vec<Licensee> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let text = std::fs::read_to_string(path).expect("deny.toml is there");
    let deny: toml::Table = text.parse().expect("deny.toml is TOML");
    let allow = deny["licenses"]["allow"].as_array().expect("licenses.allow is a list");
    let licence = |entry: &toml::Value| {
        let name = entry.as_str().expect("a licence is text");
        Licensee::parse(name).unwrap_or_else(|error| panic!("{name} is no SPDX licence: {error}"))
    };
    allow.iter().map(licence).collect()
}

/// Why an expression is not covered by the allowed licences; `None` when it is.
fn objection(expression: &str, allowed: &[Licensee]) -> Option<String> {
    // Lax: older packages write "MIT/Apache-2.0".
    match Expression::parse_mode(expression, ParseMode::LAX) {
        Err(error) => Some(format!("\"{expression}\" is no licence expression: {error}")),
        Ok(parsed) => {
            let is_allowed =
                parsed.evaluate(|required| allowed.iter().any(|have| have.satisfies(required)));
            (!is_allowed).then(|| format!("\"{expression}\" asks for a licence not in deny.toml"))
        }
    }
}

/// Every package of the lock file, for every platform, as cargo describes it.
fn packages() -> Vec<Value> {
    let metadata = |further: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .args(further)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs")
    };
    let mut output = metadata(&["--offline"]);
    if !output.status.success() {
        // A build fetches only the packages of its own platform; the list needs the others, too.
        output = metadata(&[]);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "run `cargo fetch --locked` once while online: {stderr}");
    let mut metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("packages are a list, not {other}"),
    }
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed_licences();
    let mut objections = Vec::new();
    let mut with_file_only = Vec::new();
    let packages = packages();
    for package in &packages {
        let name = package["name"].as_str().expect("a package has a name");
        let version = package["version"].as_str().expect("a package has a version");
        if let Some(expression) = package["license"].as_str() {
            let said = objection(expression, &allowed);
            objections.extend(said.map(|why| format!("{name} {version}: {why}")));
        } else if WITH_LICENCE_FILE_ONLY.iter().any(|(known, _)| *known == name) {
            with_file_only.push(name);
        } else {
            objections.push(format!("{name} {version}: names no licence"));
        }
    }
    assert!(objections.is_empty(), "{}", objections.join("\n"));
    for (name, _) in WITH_LICENCE_FILE_ONLY {
        assert!(with_file_only.contains(name), "{name} is no longer used without a licence name");
    }
    // The list is the real one: polars alone brings hundreds.
    assert!(packages.len() > 100, "only {} packages", packages.len());
}

#[test]
fn a_choice_needs_one_allowed_licence_and_a_conjunction_all() {
    let allowed = allowed_licences();
    let is_allowed = |expression: &str| objection(expression, &allowed).is_none();
    assert!(is_allowed("MIT OR Apache-2.0"));
    assert!(is_allowed("MIT/Apache-2.0"));
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_allowed("MIT OR GPL-3.0-only"));
    assert!(!is_allowed("MIT AND GPL-3.0-only"));
}

#[test]
fn a_licence_that_is_not_listed_is_refused() {
    let allowed = allowed_licences();
    for expression in ["GPL-3.0", "GPL-3.0-or-later", "AGPL-3.0-only", "LGPL-2.1-or-later"] {
        assert!(objection(expression, &allowed).is_some(), "{expression}");
    }
    assert!(objection("MIT WITH GPL-something", &allowed).is_some(), "not an expression");
    assert!(objection("Apache-2.0", &[]).is_some(), "an empty list allows nothing");
}
