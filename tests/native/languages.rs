//! Each language has every text, and the host's texts take precedence. No test can judge a translation.

use std::collections::BTreeMap;
use std::fs;

use rapport::{Config, Instrument, Json, MessageKey, Strings, languages};

use crate::fixtures::built_in;

/// Returns the keys and texts of a language's file, in the file's order.
fn texts(tag: &str) -> Vec<(String, String)> {
    let path = format!("src/strings/{tag}.json");
    let json: Json = serde_json::from_str(&fs::read_to_string(&path).expect(&path)).expect(&path);
    let member = |(key, text): &(String, Json)| (key.clone(), text.as_str().expect("a string").to_owned());
    json.as_object().expect("an object").iter().map(member).collect()
}

/// Returns the slots of a text.
fn slots(text: &str) -> Vec<&str> {
    let mut slots: Vec<&str> = ["{value}", "{max}", "{anchor}", "{low}", "{high}"]
        .into_iter()
        .filter(|slot| text.contains(slot))
        .collect();
    slots.extend(text.matches('{').skip(slots.len()));
    slots
}

#[test]
fn eight_languages_have_a_file_each() {
    let tags: Vec<&str> = languages().collect();
    assert_eq!(tags, ["en", "es", "fr", "de", "pt", "ar", "zh-Hans", "hi"]);
    let names =
        fs::read_dir("src/strings").expect("the folder").map(|file| file.expect("a file").file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().expect("a name")).collect();
    let mut expected: Vec<String> =
        tags.into_iter().chain(["languages"]).map(|tag| format!("{tag}.json")).collect();
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[test]
fn each_language_has_the_keys_of_english() {
    let english = texts("en");
    // A host replaces no text of the error screen.
    let is_key =
        |name: &&str| !["dir", "failed"].contains(name) && !name.starts_with('@') && !name.contains('.');
    let mut found: Vec<&str> = english.iter().map(|(key, _)| key.as_str()).filter(is_key).collect();
    found.sort_unstable();
    let mut keys: Vec<&str> = MessageKey::NAMES.into_iter().chain(Instrument::BUILT_IN).collect();
    keys.sort_unstable();
    assert_eq!(found, keys);
    let by_key: BTreeMap<_, _> = english.iter().cloned().collect();
    for tag in languages() {
        let texts = texts(tag);
        let order = |texts: &[(String, String)]| texts.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        assert_eq!(order(&texts), order(&english), "{tag}: the same keys in the same order");
        let own: BTreeMap<_, _> = texts.iter().cloned().collect();
        assert_eq!(texts.len(), own.len(), "{tag}: each key once");
        assert_eq!(own["dir"], if tag == "ar" { "rtl" } else { "ltr" }, "{tag}");
        let strings = Strings::nearest(tag);
        for (key, name) in MessageKey::ALL.into_iter().zip(MessageKey::NAMES) {
            assert_eq!(strings.text(key), own[name], "{tag}: {name}");
        }
        for (key, text) in texts.iter().filter(|(key, _)| key != "dir" && key != "@later") {
            assert_eq!(slots(text), slots(&by_key[key]), "{tag}: {key}");
            assert_eq!(text.trim(), text, "{tag}: {key}");
            assert_eq!(text.is_empty(), key == "crisis", "{tag}: only crisis has no default");
            let is_english = *text == by_key[key] && !text.is_empty();
            assert!(tag == "en" || !is_english, "{tag}: {key} is English");
        }
        assert!(texts[0].0 == "@note" && texts[0].1.contains("has not been validated"), "{tag}");
    }
}

#[test]
fn built_in_instruments_have_all_languages_and_claim_no_validation() {
    let limits = fs::read_to_string("src/limits.json").expect("the limits");
    let limits: serde_json::Value = serde_json::from_str(&limits).expect("JSON");
    for id in Instrument::BUILT_IN {
        let instrument = built_in(id);
        assert_eq!(limits["builtInVersion"], *instrument.version, "the script has that of the file");
        assert!(!instrument.validated);
        let texts = instrument
            .items
            .iter()
            .flat_map(|item| [Some(&item.text), item.low.as_ref(), item.high.as_ref()].into_iter().flatten());
        for text in texts.chain([&instrument.title]) {
            assert!(text.all().map(|(tag, _)| tag).eq(languages()), "{text:?}");
        }
        for item in &instrument.items {
            for tag in languages() {
                let [low, high] =
                    [&item.low, &item.high].map(|end| end.as_ref().map(|end| end.in_language(tag)));
                assert_ne!(low, high);
            }
        }
    }
}

#[test]
fn nearest_language_is_used() {
    for (requested, used) in [
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
        let strings = Strings::nearest(requested);
        assert_eq!(strings.lang, used, "{requested}");
        let title = built_in("session").title;
        assert_eq!(title.nearest(requested).0, used, "{requested}: the questions are in the same language");
        assert_eq!(strings.dir, if used == "ar" { "rtl" } else { "ltr" });
    }
    assert_eq!(Strings::nearest("ar-MA").locale, "ar-MA", "numbers follow the region");
    assert_eq!(Strings::nearest("fa").locale, "en", "numbers follow the language in use");
}

fn configure(properties: &str) -> (Config, Vec<String>) {
    let attributes = serde_json::from_str(r#"{ "lang": "pt-BR" }"#).expect("JSON");
    let properties = serde_json::from_str(properties).expect("JSON");
    let (config, problems) = Config::read(&attributes, &Json::Null, &properties);
    (config, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn host_can_replace_each_text() {
    let (config, problems) = configure(
        r#"{ "strings": { "whoSees": "Only Ana", "thanks": { "en": "Thanks", "pt": "Valeu" }, "lowAnswerNote": "" } }"#,
    );
    assert_eq!(problems, [] as [String; 0]);
    assert_eq!(config.strings.text(MessageKey::WhoSees), "Only Ana");
    assert_eq!(config.strings.text(MessageKey::Thanks), "Valeu");
    assert_eq!(config.strings.text(MessageKey::LowAnswerNote), "", "removed");
    assert_eq!(config.strings.text(MessageKey::Submit), "Enviar", "the other texts stay");
    assert_eq!(config.strings.text(MessageKey::Crisis), "", "crisis has no default");
}

/// The keys with an asterisk in docs/texts.md.
#[test]
fn documented_texts_can_be_left_out() {
    let docs = fs::read_to_string("docs/texts.md").expect("the docs");
    for (key, name) in MessageKey::ALL.into_iter().zip(MessageKey::NAMES) {
        let is_documented = docs.contains(&format!("\n| `{name}` \\* |"));
        assert_eq!(key.is_optional(), is_documented, "{name}");
        let (config, problems) = configure(&format!(r#"{{ "strings": {{ "{name}": "" }} }}"#));
        assert_eq!(problems.is_empty(), is_documented, "{problems:?}");
        assert_eq!(config.strings.text(key).is_empty(), is_documented || name == "crisis", "{name}");
    }
}

#[test]
fn faulty_replacement_is_reported_and_ignored() {
    let (config, problems) = configure(r#"{ "strings": { "thanks": 5, "thank": "Thanks", "skip": "" } }"#);
    assert_eq!(problems.len(), 3, "{problems:?}");
    let expected = "strings.thank: unknown key; expected one of instructions, ";
    assert!(problems[0].starts_with(expected), "{problems:?}");
    assert_eq!(
        problems[1..],
        [
            r#"strings.skip: found "", expected a string of 1 to 10000 characters"#,
            "strings.thanks: found 5, expected a string of 1 to 10000 characters",
        ]
    );
    assert_eq!(config.strings.text(MessageKey::Thanks), "Agradecemos");
    let (config, problems) = configure(r#"{ "strings": "Thanks" }"#);
    assert_eq!(problems, [r#"strings: found "Thanks", expected an object"#]);
    assert!(config.instrument.is_some());
}

#[test]
fn answer_near_an_end_includes_its_label() {
    let answer = |fraction| Strings::nearest("en").answer("V", "M", fraction, ["Bad", "Good"]);
    for (fraction, expected) in [
        (0.0, "V out of M: Bad"),
        (0.1, "V out of M, near “Bad”"),
        (0.11, "V out of M"),
        (0.5, "V out of M"),
        (0.95, "V out of M, near “Good”"),
        (1.0, "V out of M: Good"),
    ] {
        assert_eq!(answer(fraction), expected, "{fraction}");
    }
}

#[test]
fn docs_list_each_key_with_its_english_text() {
    let docs = fs::read_to_string("docs/texts.md").expect("the docs");
    for (key, name) in MessageKey::ALL.into_iter().zip(MessageKey::NAMES) {
        let text = Strings::nearest("en").text(key).to_owned();
        let row = docs.lines().find(|line| line.starts_with(&format!("| `{name}` ")));
        let row = row.unwrap_or_else(|| panic!("{name} is not in docs/texts.md"));
        assert!(row.ends_with(&format!("| {} |", if text.is_empty() { "–" } else { &text })), "{row}");
    }
    for tag in languages() {
        assert!(docs.contains(&format!("\n| `{tag}` |")), "{tag} is not in docs/texts.md");
    }
}

#[test]
fn pages_of_the_demos_offer_each_language() {
    for path in ["www/demo/client.html", "www/demo/trend.html", "examples/clinic/pages/call.html"] {
        let page = fs::read_to_string(path).expect(path);
        for tag in languages() {
            assert!(page.contains(&format!("<option value=\"{tag}\"")), "{path} has no {tag}");
        }
    }
}

/// A browser's translator changes the language of the page, and leaves what is marked as not to be translated.
#[test]
fn page_in_a_new_language_has_the_forms_texts_or_the_translators() {
    let config = |lang: &str, properties: &str| {
        let attributes = format!(r#"{{ "lang": "{lang}", "originalLang": "es" }}"#);
        let [attributes, properties] =
            [&attributes, properties].map(|json| serde_json::from_str(json).expect("JSON"));
        let config = Config::read(&attributes, &Json::Null, &properties).0;
        (config.lang, config.strings.lang, config.is_translated)
    };
    let result = |lang: &str, strings, is_translated| (lang.to_owned(), strings, is_translated);
    assert_eq!(config("de", "{}"), result("de", "de", true));
    assert_eq!(config("pt-BR", "{}"), result("pt-BR", "pt", true));
    assert_eq!(config("pl", "{}"), result("es", "es", false), "the texts that the translator had");
    let replaced = |key, tag| format!(r#"{{ "strings": {{ "{key}": {{ "{tag}": "…" }} }} }}"#);
    for (key, tag, is_translated) in
        [("submit", "es", false), ("submit", "de-AT", true), ("whoSees", "es", true)]
    {
        assert_eq!(config("de", &replaced(key, tag)).2, is_translated, "{key} in {tag}");
    }
}
