//! Each page in docs/recipes shows its files as they are, and the types of the element and of the vendors accept them.
//! No test can check the meaning of a vendor's event.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::sources::{TYPES, read};

const FOLDER: &str = "docs/recipes";
const INDEX: &str = "README.md";
const MODULES: &str = "tests/recipes/node_modules";

/// The declaration files of the vendors' events, by recipe.
const VENDOR_TYPES: [(&str, &str); 6] = [
    ("daily.ts", "@daily-co/daily-js/index.d.ts"),
    ("jitsi.ts", "@types/jitsi-meet/index.d.ts"),
    ("livekit.ts", "livekit-client/dist/src/room/events.d.ts"),
    ("vonage.ts", "@vonage/client-sdk-video/dist/js/opentok.d.ts"),
    ("webrtc.ts", "typescript/lib/lib.dom.d.ts"),
    ("zoom.ts", "@zoom/videosdk/dist/types/videoclient.d.ts"),
];

/// Reads a declaration file of an installed package.
fn declaration(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}: run `make validators`"))
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == extension)
}

fn is_page(name: &str) -> bool {
    has_extension(name, "md")
}

/// Returns the names of all files in the folder.
fn file_names() -> BTreeSet<String> {
    let entries = fs::read_dir(FOLDER).expect(FOLDER);
    entries.map(|entry| entry.expect("a file").file_name().display().to_string()).collect()
}

/// Returns the files that a page shows: each name, and the text of the code block after its mark.
fn shown_files(page: &str) -> Vec<(String, String)> {
    let text = read(page);
    let shown = text.split("<!-- file: ").skip(1).map(|rest| {
        let (name, rest) =
            rest.split_once(" -->\n```").unwrap_or_else(|| panic!("{page}: a mark without a code block"));
        let (_, rest) = rest.split_once('\n').expect("a line");
        let (code, _) =
            rest.split_once("```\n").unwrap_or_else(|| panic!("{page}: the code block of {name} has no end"));
        (name.to_owned(), code.to_owned())
    });
    shown.collect()
}

#[test]
fn page_on_servers_shows_its_files_unchanged() {
    let shown = shown_files("docs/servers.md");
    for (name, code) in &shown {
        assert_eq!(*code, read(&format!("docs/{name}")), "{name}");
    }
    assert!(shown.len() >= 4, "{shown:?}");
}

#[test]
fn page_shows_its_files_unchanged() {
    let mut shown = BTreeSet::new();
    for page in file_names().iter().filter(|name| is_page(name)) {
        for (name, code) in shown_files(&format!("{FOLDER}/{page}")) {
            assert_eq!(code, read(&format!("{FOLDER}/{name}")), "{page} shows another {name}");
            shown.insert(name);
        }
    }
    let files: BTreeSet<String> = file_names().into_iter().filter(|name| !is_page(name)).collect();
    assert_eq!(shown, files, "left: files that a page shows; right: files in the folder");
    assert!(!files.is_empty());
}

/// The tests build host apps with that component.
#[test]
fn frameworks_page_shows_the_tested_component_unchanged() {
    let page = "docs/frameworks.md";
    let shown = shown_files(page);
    assert_eq!(shown.len(), 1, "{shown:?}");
    for (path, code) in shown {
        assert_eq!(code, read(&path), "{page} shows another {path}");
    }
}

#[test]
fn index_links_to_each_page_and_file() {
    let index = read(&format!("{FOLDER}/{INDEX}"));
    for name in file_names().iter().filter(|name| *name != INDEX) {
        assert!(index.contains(&format!("[{name}]({name})")), "{INDEX} does not link to {name}");
    }
}

#[test]
fn relative_links_have_a_target() {
    for page in file_names().iter().filter(|name| is_page(name)) {
        for rest in read(&format!("{FOLDER}/{page}")).split("](").skip(1) {
            let link = rest.split([')', '#']).next().expect("a link");
            let has_target = link.is_empty()
                || link.starts_with("https://")
                || fs::exists(format!("{FOLDER}/{link}")).expect(link);
            assert!(has_target, "{page}: {link}");
        }
    }
}

#[test]
fn types_accept_the_recipes() {
    let compiler = format!("{MODULES}/.bin/tsc");
    let output = Command::new(&compiler)
        .args(["-p", "tests/recipes", "--pretty", "false"])
        .output()
        .unwrap_or_else(|error| panic!("{compiler}: {error}: run `make validators`"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The types of some vendors, and of browsers, accept any string as an event's name.
#[test]
fn event_names_occur_in_the_types() {
    let element_types = read(TYPES);
    let mut listening = BTreeSet::new();
    for recipe in file_names().iter().filter(|name| has_extension(name, "ts")) {
        let code = read(&format!("{FOLDER}/{recipe}"));
        let path = VENDOR_TYPES.iter().find(|(name, _)| name == recipe);
        let vendor_types =
            path.map(|(_, path)| declaration(&format!("{MODULES}/{path}"))).unwrap_or_default();
        let calls = [".on(\"", ".once(\"", ".off(\"", ".addEventListener(\""];
        for rest in calls.iter().flat_map(|call| code.split(call).skip(1)) {
            let event = rest.split('"').next().expect("a name");
            let types = if event.starts_with("rapport-") { &element_types } else { &vendor_types };
            let spellings = [format!("'{event}'"), format!("\"{event}\""), format!(" {event}:")];
            assert!(spellings.iter().any(|name| types.contains(name)), "{recipe}: {event} is no event");
            listening.insert(recipe.clone());
        }
        let uses_enum = code.contains("RoomEvent."); // whose misspelled members the compiler finds
        assert!(
            vendor_types.is_empty() || uses_enum || listening.contains(recipe),
            "{recipe} listens to no event"
        );
    }
    assert!(listening.len() >= VENDOR_TYPES.len(), "{listening:?}");
}
