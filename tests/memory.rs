//! A form that goes on from the memory of another is that form: as it was after every action, in every phase.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rapport::{Action, Event, Json, Phase, Reason};

mod session;

use session::Session;

const NOTHING: [Event; 0] = [];

/// What becomes of a form that was sent.
type Act = fn(&mut Session);

fn memory(session: &Session) -> Json {
    serde_json::from_value(serde_json::to_value(session.form.memory(&session.bench)).expect("JSON"))
        .expect("JSON")
}

/// A fresh form that goes on from there, on another clock.
fn revived(session: &Session) -> Session {
    let mut fresh = Session::inline();
    fresh.bench.ms.set(1_000_000.0);
    assert_eq!(fresh.act(Action::Revive(memory(session))), NOTHING, "it tells nothing anew");
    fresh
}

fn sent() -> Session {
    let mut session = Session::inline();
    session.bench.ms.set(1500.0);
    session.answer(0, 80.0);
    session.bench.ms.set(9000.0);
    session.answer(3, 0.0);
    session.submit();
    session
}

#[test]
fn each_phase_is_gone_on_from() {
    let nothing = |_: &mut Session| ();
    let accepted = |session: &mut Session| drop(session.act(Action::Accepted));
    let prevented = |session: &mut Session| drop(session.act(Action::Prevented));
    let left = |session: &mut Session| {
        session.act(Action::Prevented);
        assert_eq!(session.names(Action::Dismiss(Reason::Skip)), ["rapport-dismiss"]);
    };
    let failed = |session: &mut Session| {
        let id = session.form.submitted().expect("a result").id.clone();
        session.act(Action::Settled(id, 1, Err("full".into())));
    };
    let cases: [(Act, Phase); 5] = [
        (nothing, Phase::Sending),
        (accepted, Phase::Sent),
        (prevented, Phase::Answering),
        (failed, Phase::NotSaved),
        (left, Phase::Dismissed),
    ];
    for (step, phase) in cases {
        let mut session = sent();
        step(&mut session);
        let fresh = revived(&session);
        assert_eq!((session.form.phase(), fresh.form.phase()), (phase, phase));
        assert_eq!(fresh.values(), [Some(80), None, None, Some(0), None]);
        assert_eq!(fresh.form.outcome(), session.form.outcome());
        if matches!(phase, Phase::Sending | Phase::Sent) {
            assert_eq!(fresh.form.submitted(), session.form.submitted(), "to the last digit");
        }
        assert_eq!(memory(&revived(&fresh)), memory(&fresh), "{phase:?} again");
    }
}

#[test]
fn the_next_attempt_has_the_next_number() {
    let mut session = sent();
    let id = session.form.submitted().expect("a result").id.clone();
    session.act(Action::Prevented);
    session.act(Action::UseButtons(true));
    let mut fresh = revived(&session);
    assert!(fresh.form.has_buttons());
    fresh.bench.ms.set(1_002_000.0);
    fresh.answer(1, 50.0);
    let result = fresh.submit();
    assert_eq!((result.id, result.attempt, result.duration_ms), (id, 2, 11_000));
    assert_eq!(result.answers[0].first_touch_ms, Some(1500));
}

#[test]
fn what_is_no_memory_of_this_instrument_is_none() {
    let mut other = Session::inline();
    // The built-in's id, and another version of it.
    other.give(
        r#"{ "instrument": { "id": "session", "version": "2", "title": "Other", "scale": { "min": 0, "max": 100 },
          "items": [{ "id": "safe", "text": "Safe?", "low": "No", "high": "Yes" }], "score": { "range": [0, 100] } } }"#,
    );
    other.answer(0, 30.0);
    let whole = serde_json::to_value(other.form.memory(&other.bench)).expect("JSON");
    for spoilt in [
        whole,
        serde_json::json!({ "phase": "sent", "result": null }),
        serde_json::json!({ "phase": "sent" }),
        serde_json::json!([]),
    ] {
        let mut fresh = Session::inline();
        fresh.answer(1, 20.0);
        assert_eq!(fresh.act(Action::Revive(serde_json::from_value(spoilt).expect("JSON"))), NOTHING);
        assert_eq!((fresh.form.phase(), fresh.values()[1]), (Phase::Answering, Some(20)));
    }
}

#[test]
fn another_session_begins_afresh() {
    let mut session = Session::inline();
    session.configure(|attributes| attributes.session_id = Some("a".into()));
    session.answer(0, 80.0);
    for (id, value) in [(Some("a"), Some(80)), (Some("b"), None), (None, None)] {
        let mut fresh = Session::inline();
        fresh.configure(|attributes| attributes.session_id = id.map(Into::into));
        fresh.act(Action::Revive(memory(&session)));
        assert_eq!(fresh.values()[0], value, "{id:?}");
    }
}

#[test]
fn a_dialog_that_is_opened_again_begins_afresh() {
    let mut session = Session::dialog();
    session.answer(0, 80.0);
    session.act(Action::Dismiss(Reason::Host));
    let mut fresh = Session::dialog();
    fresh.act(Action::Revive(memory(&session)));
    assert_eq!((fresh.form.phase(), fresh.values()[0]), (Phase::Answering, None));
}
