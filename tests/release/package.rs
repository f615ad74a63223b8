//! The npm package passes independent checks, its hashes match its files, and its bill of materials is complete.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::sources::{files, read, release, release_json, run};

/// Runs a program of tests/interop.
fn interop(program: &str, arguments: &[&str]) -> String {
    run(&format!("tests/interop/node_modules/.bin/{program}"), arguments)
}

#[test]
fn publint_reports_nothing() {
    let output = interop("publint", &["dist/npm", "--strict"]);
    assert!(output.contains("All good!"), "{output}");
}

#[test]
fn each_entry_has_correct_types() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let tarball =
        run("npm", &["pack", "--silent", "--pack-destination", &folder.to_string_lossy(), "./dist/npm"]);
    let tarball = folder.join(tarball.trim().lines().last().expect("a name"));
    let tarball = tarball.to_string_lossy();
    // Only scripts for host pages have types.
    let untyped =
        ["--exclude-entrypoints", "rapport.wasm", "rapport-trend.wasm", "embed.html", "rapport-frame.js"];
    interop("attw", &[&[&*tarball, "--profile", "esm-only"][..], &untyped].concat());
}

#[test]
fn package_has_exactly_the_files_that_it_names() {
    let manifest = release_json("dist/npm/package.json");
    let cargo = read("Cargo.toml");
    let version = manifest["version"].as_str().expect("a version");
    assert!(cargo.contains(&format!("\nversion = \"{version}\"\n")), "{version}");
    // Other types import those of the data.
    let mut named: Vec<&str> = vec![
        "./LICENSE-MIT",
        "./LICENSE-APACHE",
        "./THIRD-PARTY-LICENSES.txt",
        "./README.md",
        "./rapport-data.d.ts",
    ];
    for entry in manifest["exports"].as_object().expect("entries").values() {
        match entry {
            Value::String(file) => named.push(file),
            conditions => {
                let files = conditions.as_object().expect("conditions").values();
                named.extend(files.filter_map(Value::as_str));
            }
        }
    }
    for file in &named {
        assert!(Path::new("dist/npm").join(file).exists(), "{file}");
    }
    let named: BTreeSet<&str> = named.iter().map(|file| file.trim_start_matches("./")).collect();
    for path in files("dist/npm", "") {
        let name = path.trim_start_matches("dist/npm/");
        assert!(named.contains(name), "{name} is in the package, but package.json does not name it");
    }
}

/// Outside the repository a relative link leads nowhere.
#[test]
fn readmes_of_the_packages_have_no_relative_link() {
    for path in ["www/npm/README.md", "bindings/python/README.md"] {
        let text = read(path);
        let relative: Vec<&str> =
            text.split("](").skip(1).filter(|link| !link.starts_with("https://")).collect();
        assert!(relative.is_empty(), "{path}: {relative:?}");
        assert!(text.contains("`docs/servers.md`"), "{path} names no page of the documentation");
    }
}

#[test]
fn hashes_match_the_files() {
    let hashes = release_json("dist/integrity.json");
    let hashes = hashes.as_object().expect("an object");
    assert_eq!(hashes.len(), 8);
    for (file, hash) in hashes {
        let script = "const [file] = process.argv.slice(1); console.log('sha384-' +
            require('crypto').createHash('sha384').update(require('fs').readFileSync(file)).digest('base64'))";
        for folder in ["dist", "dist/npm"] {
            let output = run("node", &["-e", script, &format!("{folder}/{file}")]);
            assert_eq!(output.trim(), hash.as_str().expect("a hash"), "{folder}/{file}");
        }
    }
    for (script, module) in [
        ("rapport.js", "rapport.wasm"),
        ("rapport-frame.js", "rapport.wasm"),
        ("rapport-trend.js", "rapport-trend.wasm"),
    ] {
        let code = release(&format!("dist/{script}"));
        let hash = hashes[module].as_str().expect("a hash");
        assert!(code.contains(hash), "{script} has another hash of {module}");
    }
}

#[test]
fn bill_of_materials_lists_each_component_with_its_licence() {
    let bill = release_json("dist/sbom.cdx.json");
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    assert!(!bill.to_string().contains(env!("CARGO_MANIFEST_DIR")), "a path of the machine that built it");
    let lock = read("Cargo.lock");
    let licenses = release("dist/THIRD-PARTY-LICENSES.txt");
    let components = bill["components"].as_array().expect("an array");
    let has = |name: &str| components.iter().any(|component| component["name"] == name);
    assert!(["yew", "wasm-bindgen", "web-sys", "serde", "gloo"].iter().all(|name| has(name)));
    assert!(!has("thirtyfour"), "a dependency of the tests only");
    for component in components {
        let [name, version] = ["name", "version"].map(|key| component[key].as_str().expect("a string"));
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{name} {version}");
        assert!(licenses.contains(&format!("\n{name} {version}: ")), "{name} {version} has no licence");
        assert!(!component["licenses"].is_null(), "{name}");
    }
    assert!(licenses.contains("Permission is hereby granted") && licenses.contains("Apache License"));
}

#[test]
fn import_without_a_page_does_nothing() {
    for (file, class) in [
        ("rapport.js", "RapportFeedback"),
        ("rapport.inline.js", "RapportFeedback"),
        ("rapport.nowasm.js", "RapportFeedback"),
        ("rapport-embed.js", "RapportFeedback"),
        ("rapport-trend.js", "RapportTrend"),
    ] {
        let script = format!(
            "const before = Object.keys(globalThis).length;
             const {{ {class} }} = await import('./dist/npm/{file}');
             {class}.define(); {class}.define('another-name');
             console.log(typeof {class}, Object.keys(globalThis).length - before);"
        );
        assert_eq!(run("node", &["--input-type=module", "-e", &script]).trim(), "function 0", "{file}");
    }
}
