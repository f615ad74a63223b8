//! The release in dist/, as `make build` leaves it: the npm package is as others expect one to be, its hashes are those
//! of its files, it says what it contains, and importing it where there is no page does nothing.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn read(file: &str) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}: run `make build`"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&read(file)).expect("JSON")
}

/// Runs a program, which has to be content, and gives what it said.
fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}: run `make validators`"));
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    said
}

/// Runs a program of tests/interop.
fn interop(program: &str, arguments: &[&str]) -> String {
    run(&format!("tests/interop/node_modules/.bin/{program}"), arguments)
}

#[test]
fn publint_finds_nothing_to_say() {
    let said = interop("publint", &["dist/npm", "--strict"]);
    assert!(said.contains("All good!"), "{said}");
}

#[test]
fn the_types_of_every_entry_are_right() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let tarball =
        run("npm", &["pack", "--silent", "--pack-destination", &folder.to_string_lossy(), "./dist/npm"]);
    let tarball = folder.join(tarball.trim().lines().last().expect("a name"));
    let tarball = tarball.to_string_lossy();
    // What is no script has no types.
    let without = ["--exclude-entrypoints", "rapport.wasm", "embed.html", "rapport-frame.js"];
    interop("attw", &[&[&*tarball, "--profile", "esm-only"][..], &without].concat());
}

#[test]
fn what_the_package_names_is_there() {
    let manifest = json("dist/npm/package.json");
    let cargo = read("Cargo.toml");
    let version = manifest["version"].as_str().expect("a version");
    assert!(cargo.contains(&format!("\nversion = \"{version}\"\n")), "{version}");
    let mut named: Vec<&str> =
        vec!["./LICENSE-MIT", "./LICENSE-APACHE", "./THIRD-PARTY-LICENSES.txt", "./README.md"];
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
    for file in std::fs::read_dir("dist/npm").expect("dist/npm").flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        assert!(named.contains(name.as_str()), "{name} is in the package, but nothing names it");
    }
}

#[test]
fn hashes_are_those_of_the_files() {
    let hashes = json("dist/integrity.json");
    let hashes = hashes.as_object().expect("a map");
    assert_eq!(hashes.len(), 6);
    for (file, hash) in hashes {
        let script = "const [file] = process.argv.slice(1); console.log('sha384-' +
            require('crypto').createHash('sha384').update(require('fs').readFileSync(file)).digest('base64'))";
        for folder in ["dist", "dist/npm"] {
            let said = run("node", &["-e", script, &format!("{folder}/{file}")]);
            assert_eq!(said.trim(), hash.as_str().expect("a hash"), "{folder}/{file}");
        }
    }
    let built = hashes["rapport.wasm"].as_str().expect("a hash");
    for script in ["rapport.js", "rapport-frame.js"] {
        assert!(read(&format!("dist/{script}")).contains(built), "{script} refuses any other program");
    }
}

#[test]
fn it_says_what_it_contains() {
    let bill = json("dist/sbom.cdx.json");
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    let text = bill.to_string();
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "nothing of the machine that built it");
    let lock = read("Cargo.lock");
    let licenses = read("dist/THIRD-PARTY-LICENSES.txt");
    let components = bill["components"].as_array().expect("a list");
    let has = |name: &str| components.iter().any(|component| component["name"] == name);
    assert!(["yew", "wasm-bindgen", "web-sys", "serde", "gloo"].iter().all(|name| has(name)));
    assert!(!has("thirtyfour"), "what only the tests need does not ship");
    for component in components {
        let [name, version] = ["name", "version"].map(|key| component[key].as_str().expect("text"));
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"")), "{name} {version}");
        assert!(licenses.contains(&format!("\n{name} {version}: ")), "{name} {version} has no licence");
        assert!(!component["licenses"].is_null(), "{name}");
    }
    assert!(licenses.contains("Permission is hereby granted") && licenses.contains("Apache License"));
}

#[test]
fn importing_it_where_there_is_no_page_does_nothing() {
    for file in ["rapport.js", "rapport.inline.js", "rapport.nowasm.js", "rapport-embed.js"] {
        let script = format!(
            "const before = Object.keys(globalThis).length;
             const {{ RapportFeedback }} = await import('./dist/npm/{file}');
             RapportFeedback.define(); RapportFeedback.define('another-name');
             console.log(typeof RapportFeedback, Object.keys(globalThis).length - before);"
        );
        assert_eq!(run("node", &["--input-type=module", "-e", &script]).trim(), "function 0", "{file}");
    }
}
