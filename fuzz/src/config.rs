//! A host's attributes, script and properties: any input gives a configuration, or a fatal fault.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::{Config, Json};

fuzz_target!(|text: &str| {
    // The attributes, the JSON inside the tag, and the properties.
    let mut parts = text.splitn(3, "\n---\n");
    let [attributes, script, properties] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    // Like the element's script, which passes an error message in place of JSON that it cannot parse.
    let data = |text: &str| Json::parse("script", text).unwrap_or_else(|_| Json::String(text.into()));
    let (config, problems) = Config::read(&data(attributes), &data(script), &data(properties));
    if config.instrument.is_none() {
        assert!(problems.iter().any(|problem| problem.fatal), "no instrument and no fatal fault");
    }
});
