//! The reference page lists the entries of the package and the files of the release.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sources::{
    DATA_TYPES, Names, PAGE, TREND_TYPES, TYPES, after, assert_same, files, keys, marked, names, read,
    release_json, table,
};

const TYPES_FOLDER: &str = "www/npm/types";

/// Returns the entries of the package, each with its file.
fn entries() -> BTreeMap<String, String> {
    let manifest = release_json("dist/npm/package.json");
    let entries = manifest["exports"].as_object().expect("entries").iter().map(|(entry, to)| {
        let file = [to, &to["default"], &to["types"]].into_iter().find_map(Value::as_str);
        (entry.clone(), file.expect("a file").trim_start_matches("./").to_owned())
    });
    entries.collect()
}

#[test]
fn entries_of_the_package_agree() {
    let page = table("Entries of the package");
    let mut package = entries();
    package.retain(|entry, file| entry != &format!("./{file}"));
    assert_same("entries", (PAGE, &keys(&page)), ("dist/npm/package.json", &keys(&package)));
    for (entry, cells) in &page {
        let file = &package[entry];
        let is_named = cells[1].starts_with("Types ") || cells[1].starts_with(&format!("`{file}`: "));
        assert!(is_named, "{PAGE}: `{entry}` is {file}");
    }
    let templates =
        page.iter().filter(|(_, cells)| cells[1].starts_with("Types ")).map(|(name, _)| name.clone());
    let elements = [TYPES, DATA_TYPES, TREND_TYPES];
    let types = files(TYPES_FOLDER, ".d.ts").into_iter().filter(|path| !elements.contains(&path.as_str()));
    let types = types.map(|path| path.replace(TYPES_FOLDER, ".").replace(".d.ts", ""));
    assert_same("entries", (PAGE, &names(templates)), (TYPES_FOLDER, &names(types)));
}

#[test]
fn files_of_the_release_agree() {
    let page = table("Files of a release");
    let package: Names = files("dist/npm", "").iter().map(|path| path.replace("dist/npm/", "")).collect();
    assert_same("files", (PAGE, &keys(&page)), ("dist/npm", &package));
    for (file, cells) in &page {
        let of_file = |(entry, to): (String, String)| (to == *file).then_some(entry);
        let expected: Names = entries().into_iter().filter_map(of_file).collect();
        assert_eq!(names(marked(&cells[1], '`')), expected, "{PAGE}: the entries of `{file}`");
    }
    // Besides them, `dist/` has only the demo pages.
    let only_package = page.iter().filter(|(_, cells)| cells[2].ends_with("in the package only."));
    let only_package: Names = only_package.map(|(file, _)| file.clone()).collect();
    let mut expected: Names = package.difference(&only_package).cloned().collect();
    let index = read("www/index.html");
    for kind in ["\"copy-file\" href=\"", "\"copy-dir\" href=\""] {
        let copied = after(&index, kind).filter_map(|rest| rest.split('"').next());
        expected.extend(copied.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned()));
    }
    expected.extend(["index.html".into(), "npm".into()]);
    let release: Names = files("dist", "").iter().map(|path| path.replace("dist/", "")).collect();
    assert_same("files", ("the package and the demo", &expected), ("dist", &release));
}
