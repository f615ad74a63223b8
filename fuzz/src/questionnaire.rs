//! A FHIR Questionnaire: an instrument read from it can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::Json;
use rapport::fhir::{from_questionnaire, questionnaire};

fuzz_target!(|text: &str| {
    // The Questionnaire, and the definition beside it.
    let (form, beside) = text.split_once("\n---\n").unwrap_or((text, "{}"));
    let (Ok(form), Ok(beside)) = (Json::parse("questionnaire", form), Json::parse("beside", beside)) else { return };
    let (instrument, problems) = from_questionnaire(&form, &beside);
    let Some(instrument) = instrument else {
        assert!(problems.iter().any(|problem| problem.fatal), "no instrument and no fatal fault");
        return;
    };
    let written = questionnaire(&instrument, None);
    let (again, problems) = from_questionnaire(&written, &beside);
    assert!(again.is_some(), "{problems:?}");
});
