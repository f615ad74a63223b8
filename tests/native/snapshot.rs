//! A form restored from a snapshot equals the form that saved it, in every phase.

use rapport::{Action, DismissReason, Phase};
use serde_json::json;

use crate::fake_form::{FakeForm, NO_EVENTS};
use crate::fixtures::{json_of, value_of};

/// The host's reply to a submitted form, or the respondent's next action.
type Next = fn(&mut FakeForm);

/// Returns a new form, on another clock, with the snapshot of `form`.
fn restored(form: &FakeForm) -> FakeForm {
    let mut after = FakeForm::inline();
    after.env.ms.set(1_000_000.0);
    let events = after.update(Action::RestoreSnapshot(form.saved_snapshot()));
    assert_eq!(events, NO_EVENTS, "restoring repeats no event");
    after
}

fn submitted() -> FakeForm {
    let mut form = FakeForm::inline();
    form.env.ms.set(1500.0);
    form.answer(0, 80.0);
    form.env.ms.set(9000.0);
    form.answer(3, 0.0);
    form.submit();
    form
}

#[test]
fn snapshot_restores_each_phase() {
    let no_reply = |_: &mut FakeForm| ();
    let accepted = |form: &mut FakeForm| drop(form.update(Action::SubmitAccepted));
    let prevented = |form: &mut FakeForm| drop(form.update(Action::SubmitPrevented));
    let skipped = |form: &mut FakeForm| {
        form.update(Action::SubmitPrevented);
        assert_eq!(form.event_names(Action::Dismiss(DismissReason::Skip)), ["rapport-dismiss"]);
    };
    let failed = |form: &mut FakeForm| {
        let id = form.submitted().expect("a result").id.clone();
        form.update(Action::Settled(id, 1, Err("full".into())));
    };
    let cases: [(Next, Phase); 5] = [
        (no_reply, Phase::Sending),
        (accepted, Phase::Sent),
        (prevented, Phase::Answering),
        (failed, Phase::NotSaved),
        (skipped, Phase::Dismissed),
    ];
    for (next, phase) in cases {
        let mut before = submitted();
        next(&mut before);
        let after = restored(&before);
        assert_eq!((before.phase(), after.phase()), (phase, phase));
        assert_eq!(after.values(), [Some(80), None, None, Some(0), None]);
        assert_eq!(after.outcome(), before.outcome());
        if matches!(phase, Phase::Sending | Phase::Sent) {
            assert_eq!(after.submitted(), before.submitted(), "every field of the result");
        }
        assert_eq!(restored(&after).saved_snapshot(), after.saved_snapshot(), "{phase:?} again");
    }
}

#[test]
fn restored_form_continues_attempts_and_times() {
    let mut before = submitted();
    let id = before.submitted().expect("a result").id.clone();
    before.update(Action::SubmitPrevented);
    before.update(Action::UseButtons(true));
    let mut after = restored(&before);
    assert!(after.uses_buttons());
    after.env.ms.set(1_002_000.0);
    after.answer(1, 50.0);
    let result = after.submit();
    assert_eq!((result.id, result.attempt, result.duration_ms), (id, 2, 11_000));
    assert_eq!(result.answers[0].first_interaction_ms, Some(1500));
}

#[test]
fn snapshot_of_another_instrument_is_ignored() {
    let mut other = FakeForm::inline();
    // The built-in's id in another version.
    other.set_properties(
        r#"{ "instrument": { "id": "session", "version": "2", "title": "Other",
          "scale": { "min": 0, "max": 100 },
          "items": [{ "id": "safe", "text": "Safe?", "low": "No", "high": "Yes" }],
          "score": { "range": [0, 100] } } }"#,
    );
    other.answer(0, 30.0);
    let whole = value_of(&other.snapshot(&other.env));
    for faulty in [whole, json!({ "phase": "sent", "result": null }), json!({ "phase": "sent" }), json!([])] {
        let mut after = FakeForm::inline();
        after.answer(1, 20.0);
        assert_eq!(after.update(Action::RestoreSnapshot(json_of(&faulty))), NO_EVENTS);
        assert_eq!((after.phase(), after.values()[1]), (Phase::Answering, Some(20)));
    }
}

#[test]
fn snapshot_of_another_session_is_ignored() {
    let mut before = FakeForm::inline();
    before.set("sessionId", "a");
    before.answer(0, 80.0);
    for (id, value) in [(Some("a"), Some(80)), (Some("b"), None), (None, None)] {
        let mut after = FakeForm::inline();
        after.set("sessionId", id);
        after.update(Action::RestoreSnapshot(before.saved_snapshot()));
        assert_eq!(after.values()[0], value, "{id:?}");
    }
}

#[test]
fn snapshot_of_a_dismissed_dialog_is_ignored_by_an_open_one() {
    let mut before = FakeForm::dialog();
    before.answer(0, 80.0);
    before.update(Action::Dismiss(DismissReason::Host));
    let mut after = FakeForm::dialog();
    after.update(Action::RestoreSnapshot(before.saved_snapshot()));
    assert_eq!((after.phase(), after.values()[0]), (Phase::Answering, None));
}
