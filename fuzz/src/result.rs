//! A result from a browser, or from anywhere else: a verified result agrees with its own answers.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rapport::{Instrument, verify};

static SESSION: LazyLock<Instrument> =
    LazyLock::new(|| Instrument::built_in("session").expect("a built-in instrument"));

fuzz_target!(|text: &str| {
    let Ok(sent) = serde_json::from_str(text) else { return };
    let (result, _) = verify(&SESSION, &sent, None);
    let Some(result) = result else { return };
    let verified = serde_json::to_string(&result).expect("JSON");
    let (_, problems) = verify(&SESSION, &serde_json::from_str(&verified).expect("JSON"), None);
    let in_outcome: Vec<_> =
        problems.iter().filter(|problem| problem.path.starts_with("result.outcome")).collect();
    assert!(in_outcome.is_empty(), "{in_outcome:?} in {verified}");
});
