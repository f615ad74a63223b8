//! What a host gives, as JSON in the tag and as attributes: there is a configuration, or it says why there is no form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::{Attributes, Config, Json};

fuzz_target!(|text: &str| {
    // A line of words, what is in the tag, and what is set as properties.
    let mut parts = text.splitn(3, "\n---\n");
    let [words, script, properties] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    let mut words = words.split(' ').map(|word| (!word.is_empty()).then(|| word.to_owned()));
    let mut word = || words.next().flatten();
    let attributes = Attributes {
        instrument: word(),
        mode: word(),
        session_id: word(),
        lang: word(),
        theme: word(),
        dir: word(),
        keep_draft: word().is_some(),
        required: word().is_some(),
        ..Attributes::default()
    };
    // As the loader does: what is no JSON is text.
    let data = |text: &str| Json::parse("script", text).unwrap_or_else(|_| Json::Text(text.into()));
    let (config, problems) = Config::read(&attributes, &data(script), &data(properties));
    if config.instrument.is_none() {
        assert!(problems.iter().any(|problem| problem.fatal), "no form, and no reason");
    }
});
