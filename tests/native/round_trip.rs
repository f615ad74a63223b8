//! A result of any form is verified without problems, and scored again alike.

use proptest::prelude::*;
use rapport::{FeedbackResult, Instrument, Response, rescore, verify};
use serde_json::{Value, json};

use crate::fixtures::{json_of, read, value_of};
use crate::forms::{Form, form};
#[cfg(feature = "schema")]
use crate::strategies::remove_nulls;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn result_is_verified_without_problems(form in form(), history in history()) {
        let instrument = form.instrument();
        let history = history.totals(&instrument);
        let result = result(&form, &instrument, &history);
        let sent = json_of(&value_of(&result));
        for history in [Some(history.as_slice()), None] {
            let (verified, problems) = verify(&instrument, &sent, history);
            prop_assert_eq!(problems, []);
            prop_assert_eq!(verified.as_ref(), Some(&result));
        }
    }

    #[test]
    fn result_and_answers_are_scored_again_alike(form in form()) {
        let instrument = form.instrument();
        let result = value_of(&result(&form, &instrument, &[])).to_string();
        let answers = json!({ "answers": form.answers() }).to_string();
        for line in [result, answers] {
            let rescored = rescore(&instrument, &line);
            prop_assert_eq!(rescored.map(|rescored| rescored.outcome), Ok(form.outcome()), "{}", line);
        }
    }

    #[test]
    fn written_definition_is_read_as_the_same_instrument(form in form()) {
        let instrument = form.instrument();
        prop_assert_eq!(read(&value_of(&instrument)), instrument);
    }

    #[cfg(feature = "schema")]
    #[test]
    fn result_and_written_definition_match_their_schemas(form in form()) {
        let instrument = form.instrument();
        let result = value_of(&result(&form, &instrument, &[]));
        let mut definition = json_of(&form.definition());
        remove_nulls(&mut definition);
        let [written, definition] = [value_of(&instrument), value_of(&definition)];
        for (name, value) in [("instrument", written), ("result", result), ("instrument", definition)] {
            let validator = crate::schema::validator(name);
            prop_assert!(validator.is_valid(&value), "{:?} in {}", validator.validate(&value), value);
        }
    }
}

/// Earlier totals: each at the low end, at the high end, one from the middle, or none.
#[derive(Debug, Clone)]
struct History(Vec<u8>);

fn history() -> impl Strategy<Value = History> {
    proptest::collection::vec(0..5_u8, 0..6).prop_map(History)
}

impl History {
    fn totals(&self, instrument: &Instrument) -> Vec<Option<f64>> {
        let Some((lo, hi)) = instrument.score.range() else { return Vec::new() };
        let total = |kind: &u8| match kind {
            0 => Some(lo),
            1 | 2 => Some(hi),
            3 => Some(((lo + hi) * 50.0).round() / 100.0),
            _ => None,
        };
        self.0.iter().map(total).collect()
    }
}

/// Returns the result of a form, which `verify` calculates from its answers.
fn result(form: &Form, instrument: &Instrument, history: &[Option<f64>]) -> FeedbackResult {
    let answers = instrument.items.iter().zip(form.values()).map(|(item, response)| {
        let (value, is_answered) = (response.and_then(Response::value), response.is_some());
        let mut entry = json!({
            "item": item.id, "value": value, "firstInteractionMs": is_answered.then_some(900),
            "changes": u8::from(is_answered), "input": is_answered.then_some("touch"),
        });
        if response == Some(Response::NotApplicable) {
            entry["notApplicable"] = true.into();
        }
        entry
    });
    let sent = json!({
        "id": "0b9c7f0e-6f0c-4a57-9d3f-2b0f5b1f7a11", "attempt": 1, "sessionId": "a1b2", "lang": "en",
        "startedAt": "2026-03-02T10:00:03.120Z", "submittedAt": "2026-03-02T10:00:24.570Z", "durationMs": 21450,
        "answers": answers.collect::<Vec<Value>>(),
    });
    verify(instrument, &json_of(&sent), Some(history)).0.expect("a result")
}
