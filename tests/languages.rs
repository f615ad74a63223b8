//! Each language has every text, and the host's texts come first. No test can tell whether a translation is good.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use rapport::{Attributes, Config, Instrument, Json, Key, Strings, languages};

/// A language's file: what it says, by name.
fn file(tag: &str) -> BTreeMap<String, String> {
    lines(tag).into_iter().collect()
}

/// The same in the file's order.
fn lines(tag: &str) -> Vec<(String, String)> {
    let path = format!("src/strings/{tag}.txt");
    let text = std::fs::read_to_string(&path).expect(&path);
    let said = text.lines().filter(|line| !line.starts_with('#'));
    let split = |line: &str| line.split_once(" = ").map(|(name, text)| (name.to_owned(), text.to_owned()));
    said.map(|line| split(line).unwrap_or_else(|| panic!("{path}: {line}"))).collect()
}

/// The parts of a text that are replaced.
fn slots(text: &str) -> Vec<&str> {
    let mut slots: Vec<&str> = ["{value}", "{max}", "{anchor}", "{low}", "{high}"]
        .into_iter()
        .filter(|slot| text.contains(slot))
        .collect();
    slots.extend(text.matches('{').skip(slots.len()));
    slots
}

#[test]
fn there_are_eight_languages_with_a_file_each() {
    let tags: Vec<&str> = languages().collect();
    assert_eq!(tags, ["en", "es", "fr", "de", "pt", "ar", "zh-Hans", "hi"]);
    let files = std::fs::read_dir("src/strings").expect("the folder").count();
    assert_eq!(files, tags.len(), "a file without a line in src/strings.rs");
}

#[test]
fn every_language_says_all_that_english_says() {
    let english = file("en");
    let named = |name: &&str| !["dir", "@failed"].contains(name) && !name.contains('.');
    let own: Vec<&str> = english.keys().map(String::as_str).filter(named).collect();
    let mut keys: Vec<&str> = Key::NAMES.into_iter().chain(Instrument::BUILT_IN).collect();
    keys.retain(|key| *key != "crisis");
    keys.sort_unstable();
    assert_eq!(own, keys, "what only a host can know has no default, all else has one");
    for tag in languages() {
        let said = lines(tag);
        let order = |said: &[(String, String)]| said.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(order(&said), order(&lines("en")), "{tag}: the same names, in the same order");
        let texts = file(tag);
        assert_eq!(texts.len(), said.len(), "{tag}: each once");
        assert_eq!(texts["dir"], if tag == "ar" { "rtl" } else { "ltr" }, "{tag}");
        let strings = Strings::nearest(tag);
        for (key, name) in Key::ALL.into_iter().zip(Key::NAMES).filter(|(key, _)| *key != Key::Crisis) {
            assert_eq!(strings.say(key), texts[name], "{tag}: {name}");
        }
        for (name, text) in said.iter().filter(|(name, _)| name != "dir") {
            assert_eq!(slots(text), slots(&english[name]), "{tag}: {name}");
            assert_eq!(text.trim(), text, "{tag}: {name}");
            assert!(tag == "en" || *text != english[name], "{tag}: {name} is English");
        }
        let mark = std::fs::read_to_string(format!("src/strings/{tag}.txt")).expect("the file");
        assert!(
            mark.starts_with("# ")
                && mark.lines().next().is_some_and(|line| line.contains("obody has validated"))
        );
    }
}

#[test]
fn the_built_in_instruments_speak_all_languages_and_claim_nothing() {
    for id in Instrument::BUILT_IN {
        let instrument = Instrument::built_in(id).expect("a built-in");
        assert!(!instrument.validated);
        let texts = instrument.items.iter().flat_map(|item| [&item.text, &item.low, &item.high]);
        for text in texts.chain([&instrument.title]) {
            assert!(text.all().map(|(tag, _)| tag).eq(languages()), "{text:?}");
        }
        for item in &instrument.items {
            for tag in languages() {
                assert_ne!(item.low.in_language(tag), item.high.in_language(tag));
            }
        }
    }
}

#[test]
fn the_nearest_language_is_spoken() {
    for (asked, spoken) in [
        ("", "en"),
        ("en-GB", "en"),
        ("ES", "es"),
        ("pt-PT", "pt"),
        ("pt-BR-x-gov", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("ar-MA", "ar"),
        ("sw", "en"),
        ("e", "en"),
        ("deutsch", "en"),
        ("-", "en"),
    ] {
        let strings = Strings::nearest(asked);
        assert_eq!(strings.lang, spoken, "{asked}");
        let instrument = Instrument::built_in("session").expect("a built-in");
        assert_eq!(
            instrument.title.nearest(asked).0,
            spoken,
            "{asked}: what is asked is in the same language"
        );
        assert_eq!(strings.dir, if spoken == "ar" { "rtl" } else { "ltr" });
    }
    assert_eq!(Strings::nearest("ar-MA").locale, "ar-MA", "numbers are written as in the region");
    assert_eq!(Strings::nearest("fa").locale, "en", "but not as in a language that is not spoken");
}

fn configure(properties: &str) -> (Config, Vec<String>) {
    let attributes = Attributes { lang: Some("pt-BR".into()), ..Attributes::default() };
    let properties = serde_json::from_str(properties).expect("JSON");
    let (config, problems) = Config::read(&attributes, &Json::Null, &properties);
    (config, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_host_can_say_anything_in_its_own_words() {
    let (config, problems) = configure(
        r#"{ "strings": { "whoSees": "Only Ana", "thanks": { "en": "Thanks", "pt": "Valeu" }, "lowAnswer": "" } }"#,
    );
    assert_eq!(problems, [] as [String; 0]);
    assert_eq!(config.strings.say(Key::WhoSees), "Only Ana");
    assert_eq!(config.strings.say(Key::Thanks), "Valeu");
    assert_eq!(config.strings.say(Key::LowAnswer), "", "left out");
    assert_eq!(config.strings.say(Key::Submit), "Enviar", "and the rest as it was");
    assert_eq!(config.strings.say(Key::Crisis), "", "nobody but the host knows whom to call");
}

#[test]
fn a_bad_text_of_the_hosts_is_told_and_passed_over() {
    let (config, problems) = configure(r#"{ "strings": { "thanks": 5, "thank": "Thanks", "skip": "" } }"#);
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(
        problems[0].starts_with("strings.thank: found \"Thanks\", expected no such key, but how, "),
        "{problems:?}"
    );
    assert_eq!(
        problems[1..],
        [
            "strings.skip: found \"\", expected a text of 1 to 10000 characters",
            "strings.thanks: found \"5\", expected a text of 1 to 10000 characters",
        ]
    );
    assert_eq!(config.strings.say(Key::Thanks), "Agradecemos");
    let (config, problems) = configure(r#"{ "strings": "Thanks" }"#);
    assert_eq!(problems, ["strings: found \"Thanks\", expected an object"]);
    assert!(config.instrument.is_some());
}

#[test]
fn an_answer_is_told_in_words_near_its_anchors() {
    let say = |along| Strings::nearest("en").answer("V", "M", along, ["Bad", "Good"]);
    for (along, said) in [
        (0.0, "V out of M: Bad"),
        (0.1, "V out of M, near “Bad”"),
        (0.11, "V out of M"),
        (0.5, "V out of M"),
        (0.95, "V out of M, near “Good”"),
        (1.0, "V out of M: Good"),
    ] {
        assert_eq!(say(along), said, "{along}");
    }
}

#[test]
fn the_docs_have_every_key_with_its_english_text() {
    let docs = std::fs::read_to_string("docs/texts.md").expect("the docs");
    for key in Key::ALL.into_iter().zip(Key::NAMES) {
        let said = Strings::nearest("en").say(key.0).to_owned();
        let row = docs.lines().find(|line| line.starts_with(&format!("| `{}` |", key.1)));
        let row = row.unwrap_or_else(|| panic!("{} is not in docs/texts.md", key.1));
        assert!(row.ends_with(&format!("| {} |", if said.is_empty() { "–" } else { &said })), "{row}");
    }
    for tag in languages() {
        assert!(docs.contains(&format!("\n| `{tag}` |")), "{tag} is not in docs/texts.md");
    }
}
