//! The recipes in docs/recipes: each page shows the files that it speaks of, and the types of the element and of the
//! vendors accept them. Whether a vendor's event means what a page says of it, no test here can tell.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const FOLDER: &str = "docs/recipes";
const INDEX: &str = "README.md";
const MODULES: &str = "tests/recipes/node_modules";

/// Where the names of events stand that a recipe listens to, besides those of the element.
const DECLARED: [(&str, &str); 6] = [
    ("daily.ts", "@daily-co/daily-js/index.d.ts"),
    ("jitsi.ts", "@types/jitsi-meet/index.d.ts"),
    ("livekit.ts", "livekit-client/dist/src/room/events.d.ts"),
    ("vonage.ts", "@vonage/client-sdk-video/dist/js/opentok.d.ts"),
    ("webrtc.ts", "typescript/lib/lib.dom.d.ts"),
    ("zoom.ts", "@zoom/videosdk/dist/types/videoclient.d.ts"),
];

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Of a package that has to be installed first.
fn declaration(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}: run `make validators`"))
}

fn is(kind: &str, name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == kind)
}

fn is_page(name: &str) -> bool {
    is("md", name)
}

/// The names of all files in the folder.
fn names() -> BTreeSet<String> {
    let entries = fs::read_dir(FOLDER).expect(FOLDER);
    entries.map(|entry| entry.expect("a file").file_name().display().to_string()).collect()
}

/// What a page shows: the name of each file, and the text in the fence after its mark.
fn shown(page: &str) -> Vec<(String, String)> {
    let text = read(&format!("{FOLDER}/{page}"));
    let shown = text.split("<!-- file: ").skip(1).map(|rest| {
        let (name, rest) =
            rest.split_once(" -->\n```").unwrap_or_else(|| panic!("{page}: a mark and no fence"));
        let (_, rest) = rest.split_once('\n').expect("a line");
        let (code, _) =
            rest.split_once("```\n").unwrap_or_else(|| panic!("{page}: the fence of {name} is open"));
        (name.to_owned(), code.to_owned())
    });
    shown.collect()
}

#[test]
fn a_page_shows_its_files_as_they_are() {
    let mut seen = BTreeSet::new();
    for page in names().iter().filter(|name| is_page(name)) {
        for (name, code) in shown(page) {
            assert_eq!(code, read(&format!("{FOLDER}/{name}")), "{page} shows another {name}");
            seen.insert(name);
        }
    }
    let files: BTreeSet<String> = names().into_iter().filter(|name| !is_page(name)).collect();
    assert_eq!(seen, files, "left: files that a page shows; right: files that there are");
    assert!(!files.is_empty());
}

#[test]
fn the_index_leads_to_every_page_and_file() {
    let index = read(&format!("{FOLDER}/{INDEX}"));
    for name in names().iter().filter(|name| *name != INDEX) {
        assert!(index.contains(&format!("[{name}]({name})")), "{INDEX} does not lead to {name}");
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for page in names().iter().filter(|name| is_page(name)) {
        for rest in read(&format!("{FOLDER}/{page}")).split("](").skip(1) {
            let link = rest.split([')', '#']).next().expect("a link");
            let there = link.is_empty()
                || link.starts_with("https://")
                || fs::exists(format!("{FOLDER}/{link}")).expect(link);
            assert!(there, "{page}: {link}");
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

/// The types of some vendors, and of browsers, take any text for the name of an event.
#[test]
fn every_event_has_a_name_that_its_types_know() {
    let own = read("www/types/rapport.d.ts");
    let mut heard = BTreeSet::new();
    for recipe in names().iter().filter(|name| is("ts", name)) {
        let code = read(&format!("{FOLDER}/{recipe}"));
        let vendor = DECLARED.iter().find(|(name, _)| name == recipe);
        let vendor = vendor.map(|(_, path)| declaration(&format!("{MODULES}/{path}"))).unwrap_or_default();
        let calls = [".on(\"", ".once(\"", ".off(\"", ".addEventListener(\""];
        for rest in calls.iter().flat_map(|call| code.split(call).skip(1)) {
            let event = rest.split('"').next().expect("a name");
            let types = if event.starts_with("rapport-") { &own } else { &vendor };
            let known = [format!("'{event}'"), format!("\"{event}\""), format!(" {event}:")];
            assert!(known.iter().any(|known| types.contains(known)), "{recipe}: {event} is no event");
            heard.insert(recipe.clone());
        }
        let named = code.contains("RoomEvent."); // whose misspelt members the compiler finds
        assert!(vendor.is_empty() || named || heard.contains(recipe), "{recipe} listens to no event");
    }
    assert!(heard.len() >= DECLARED.len(), "{heard:?}");
}
