//! A FHIR Questionnaire from anywhere: what is made of it is an instrument that can be asked, and it comes back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapport::Json;
use rapport::fhir::{from_questionnaire, questionnaire};

fuzz_target!(|text: &str| {
    // The Questionnaire, and what stands beside it.
    let (form, beside) = text.split_once("\n---\n").unwrap_or((text, "{}"));
    let (Ok(form), Ok(beside)) = (Json::parse("questionnaire", form), Json::parse("beside", beside)) else { return };
    let (instrument, problems) = from_questionnaire(&form, &beside);
    let Some(instrument) = instrument else {
        assert!(problems.iter().any(|problem| problem.fatal), "no instrument, and no reason");
        return;
    };
    let again = questionnaire(&instrument, None);
    let (same, problems) = from_questionnaire(&again, &beside);
    assert!(same.is_some(), "{problems:?}");
});
