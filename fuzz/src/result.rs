//! A result that a browser sent, or something else did: what is made of it is right by its own answers.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rapport::{Instrument, verify};

static SESSION: LazyLock<Instrument> = LazyLock::new(|| Instrument::built_in("session").expect("a built-in"));

fuzz_target!(|text: &str| {
    let Ok(sent) = serde_json::from_str(text) else { return };
    let (result, _) = verify(&SESSION, &sent, None);
    let Some(result) = result else { return };
    // What it makes of a result agrees with itself.
    let again = serde_json::to_string(&result).expect("JSON");
    let (_, problems) = verify(&SESSION, &serde_json::from_str(&again).expect("JSON"), None);
    let own: Vec<_> = problems.iter().filter(|problem| problem.path.starts_with("result.outcome")).collect();
    assert!(own.is_empty(), "{own:?} in {again}");
});
