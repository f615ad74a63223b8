//! The words: exact, neutral, and complete in each language.

/// Words that judge, diagnose or forecast.
const FORBIDDEN: [&str; 14] = [
    "worse",
    "worsen",
    "deteriorat",
    "at risk",
    "on track",
    "off track",
    "improv",
    "declin",
    "relaps",
    "recover",
    "normal range",
    "expected",
    "average",
    "forecast",
];

pub fn assert_is_neutral(text: &str) {
    let text = text.to_lowercase();
    for word in FORBIDDEN {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
