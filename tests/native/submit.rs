//! Sending a form: required items, the review, the result, and the host's reply.

use rapport::{Action, DismissReason, InputMethod, Phase, Screen, Status, verify};

use crate::fake_form::{FakeForm, NO_EVENTS, RUSH, utc};
use crate::fixtures::{built_in, json_of, value_of};

#[test]
fn result_has_ids_times_and_input_methods() {
    let mut form = FakeForm::inline();
    form.set("sessionId", "s-1");
    form.env.ms.set(1800.4);
    form.answer(0, 82.0);
    form.env.ms.set(21_450.0);
    let result = form.submit();
    assert_eq!(
        (result.id.as_str(), result.attempt, result.session_id.as_deref()),
        ("00000000-0000-4000-8000-000000000001", 1, Some("s-1"))
    );
    assert_eq!(
        (result.status, result.lang.as_str(), result.instrument.id.as_str()),
        (Status::Partial, "en", "session")
    );
    assert_eq!(
        (result.started_at.as_deref(), result.submitted_at.as_deref()),
        (Some(utc(0.0).as_str()), Some(utc(21450.0).as_str()))
    );
    assert_eq!(result.duration_ms, 21_450);
    assert_eq!(
        (result.answers[0].first_interaction_ms, result.answers[0].input),
        (Some(1800), Some(InputMethod::Touch))
    );
    let untouched = &result.answers[1];
    assert_eq!(
        (untouched.value, untouched.first_interaction_ms, untouched.changes, untouched.input),
        (None, None, 0, None)
    );
    assert_eq!(result.outcome.total, None);
}

#[test]
fn clock_that_goes_backwards_gives_zero_durations() {
    let mut form = FakeForm::inline();
    form.env.ms.set(-5000.0);
    form.answer(0, 10.0);
    let result = form.submit();
    assert_eq!((result.duration_ms, result.answers[0].first_interaction_ms), (0, Some(0)));
}

#[test]
fn result_of_a_form_that_was_open_for_a_month_is_verified() {
    let mut form = FakeForm::inline();
    form.env.ms.set(30.0 * 86_400_000.0);
    form.answer(0, 82.0);
    let mut result = form.submit();
    let days = (result.duration_ms, result.answers[0].first_interaction_ms);
    assert_eq!(days, (2_592_000_000, Some(2_592_000_000)));
    result.submitted_at = result.started_at.clone(); // the fake clock has no days
    let (verified, problems) = verify(&built_in("session"), &json_of(&value_of(&result)), None);
    assert_eq!((verified, problems), (Some(result), vec![]));
}

#[test]
fn missing_required_answer_blocks_submit_and_is_reported() {
    let mut form = FakeForm::inline();
    assert_eq!(form.set_properties(RUSH), NO_EVENTS);
    assert_eq!(form.update(Action::Submit), NO_EVENTS);
    assert_eq!((form.missing(), form.phase()), ((Some(1), 1), Phase::Answering));
    assert_eq!(form.update(Action::Submit), NO_EVENTS);
    assert_eq!(form.missing(), (Some(1), 2), "the second attempt is reported again");
    form.answer(1, 4.0);
    assert_eq!(form.missing().0, None, "the answer resolves the report");
    assert_eq!(form.submit().answers[0].value, None, "the other item stays optional");
}

#[test]
fn skip_needs_no_required_answer() {
    let mut form = FakeForm::inline();
    form.set_properties(RUSH);
    assert_eq!(form.event_names(Action::Dismiss(DismissReason::Skip)), ["rapport-dismiss"]);
}

#[test]
fn review_shows_answers_before_sending() {
    let mut form = FakeForm::inline();
    form.set("review", true);
    form.answer(0, 80.0);
    assert_eq!(form.update(Action::Submit), NO_EVENTS);
    assert_eq!(form.screen(), Screen::Review);
    form.update(Action::Back);
    assert_eq!((form.screen(), form.values()[0]), (Screen::Questions, Some(80)));
    form.answer(0, 70.0);
    form.update(Action::Submit);
    let result = form.submit();
    assert_eq!((result.attempt, result.answers[0].value), (1, Some(70)));
    form.update(Action::Settled(result.id, 1, Err("down".into())));
    assert_eq!(form.screen(), Screen::Review, "a retry takes one press");
    assert_eq!(form.submit().attempt, 2);
    assert_eq!(form.update(Action::Back), NO_EVENTS);
    assert_eq!(form.screen(), Screen::Review, "Back does nothing while sending");
    form.update(Action::SubmitAccepted);
    form.update(Action::Reset);
    assert_eq!(form.screen(), Screen::Questions);
}

#[test]
fn second_submit_emits_nothing() {
    let mut form = FakeForm::inline();
    for item in 0..5 {
        form.answer(item, 100.0);
    }
    assert_eq!(form.submit().status, Status::Complete);
    assert_eq!(form.update(Action::Submit), NO_EVENTS, "while sending");
    form.update(Action::SubmitAccepted);
    assert_eq!(form.update(Action::Submit), NO_EVENTS, "after sending");
    assert_eq!(form.phase(), Phase::Sent);
    form.answer(0, 1.0);
    assert_eq!(form.values()[0], Some(100), "a sent form cannot be answered");
}

#[test]
fn failed_save_keeps_answers_and_id() {
    let mut form = FakeForm::inline();
    form.answer(0, 64.0);
    let first = form.submit();
    let failed = Action::Settled(first.id.clone(), 1, Err("down".into()));
    assert_eq!(form.event_names(failed.clone()), ["rapport-save-failed"]);
    assert_eq!((form.phase(), form.values()[0]), (Phase::NotSaved, Some(64)));
    let second = form.submit();
    assert_eq!((&second.id, second.attempt), (&first.id, 2));
    form.update(failed);
    assert_eq!(form.phase(), Phase::Sending, "the first attempt's failure does not end the second");
    assert_eq!(form.event_names(Action::Settled(first.id, 2, Ok(()))), ["rapport-saved"]);
    assert_eq!(form.phase(), Phase::Sent);
}

#[test]
fn reply_to_an_ended_submit_changes_nothing() {
    let mut form = FakeForm::inline();
    form.submit();
    form.update(Action::Reset);
    form.update(Action::SubmitAccepted);
    assert_eq!(form.phase(), Phase::Answering);
    form.update(Action::SubmitPrevented);
    form.update(Action::Dismiss(DismissReason::Skip));
    form.update(Action::SubmitAccepted);
    assert_eq!(form.phase(), Phase::Dismissed);
}

#[test]
fn prevented_submit_keeps_the_form_open() {
    let mut form = FakeForm::inline();
    form.submit();
    assert!(form.submitted().is_some());
    form.update(Action::SubmitPrevented);
    assert_eq!((form.phase(), form.submitted()), (Phase::Answering, None));
    assert_eq!(form.submit().attempt, 2);
}

#[test]
fn answers_count_as_stored_only_after_the_host_confirms() {
    let mut accepted = FakeForm::inline();
    accepted.answer(0, 10.0);
    accepted.submit();
    accepted.update(Action::SubmitAccepted);
    assert!(!accepted.is_stored(), "the host did not confirm");
    let mut stored = FakeForm::inline();
    stored.answer(0, 10.0);
    let id = stored.submit().id;
    stored.update(Action::Settled(id, 1, Ok(())));
    assert!(stored.is_stored());
    let mut empty = FakeForm::inline();
    let id = empty.submit().id;
    empty.update(Action::Settled(id, 1, Ok(())));
    assert!(!empty.is_stored(), "without answers");
}

#[test]
fn answer_is_low_if_nearer_to_the_unfavourable_end() {
    for (rush, ease, low) in [(0.0, 10.0, false), (5.0, 5.0, false), (6.0, 10.0, true), (0.0, 4.0, true)] {
        let mut form = FakeForm::inline();
        form.set_properties(RUSH);
        form.answer(0, rush);
        form.answer(1, ease);
        assert_eq!(form.has_low_answer(), low, "{rush}, {ease}");
    }
    assert!(!FakeForm::inline().has_low_answer(), "without answers");
}

/// An item of the total has the direction of the total, another one that of its first subscale, and a point that of its
/// score.
#[test]
fn unfavourable_end_is_that_of_the_score_that_the_item_counts_in() {
    let definition = r#"{ "instrument": { "id": "ends", "version": "1", "title": "Ends",
        "scale": { "points": [{ "value": 0, "label": "No" }, { "value": 1, "label": "So-so" }, { "value": 2, "label": "Yes" }] },
        "items": [
            { "id": "worry", "text": "Worry?" },
            { "id": "calm", "text": "Calm?", "reverse": true },
            { "id": "trust", "text": "Trust?", "counts": false, "subscale": ["bond", "load"] },
            { "id": "turned", "text": "Turned?", "scale": { "points": [
                { "value": 0, "label": "No", "score": 2 }, { "value": 1, "label": "Yes", "score": 0 }] } }
        ],
        "score": { "range": [0, 6], "better": "low" },
        "subscales": [
            { "id": "bond", "title": "Bond", "range": [0, 2], "better": "high" },
            { "id": "load", "title": "Load", "range": [0, 2] }
        ] } }"#;
    let low = |index: usize, value: f64| {
        let mut form = FakeForm::inline();
        form.set_properties(definition);
        form.answer(index, value);
        assert!(form.values()[index].is_some(), "{index}, {value}");
        form.has_low_answer()
    };
    let of = |index: usize, values: &[f64]| values.iter().map(|value| low(index, *value)).collect::<Vec<_>>();
    assert_eq!(of(0, &[0.0, 1.0, 2.0]), [false, false, true], "low is favourable");
    assert_eq!(of(1, &[0.0, 1.0, 2.0]), [true, false, false], "reversed");
    assert_eq!(of(2, &[0.0, 1.0, 2.0]), [true, false, false], "outside the total, where high is favourable");
    assert_eq!(of(3, &[0.0, 1.0]), [true, false], "by its score");
}
