//! The draft of an unsent form, which the tab stores.

use rapport::{Action, SliderAction};

use crate::fake_form::{FakeForm, NO_EVENTS, RUSH, utc};
use crate::fixtures::{json_of, value_of};

#[test]
fn draft_restores_answers_id_attempt_and_times() {
    let mut before = FakeForm::inline();
    assert_eq!(before.stored_draft(), None, "an untouched form has no draft");
    before.env.ms.set(3000.0);
    before.answer(0, 80.0);
    before.answer(1, 30.0);
    before.slider(SliderAction::Clear(1));
    before.env.ms.set(9000.0);
    let sent = before.submit();
    before.update(Action::Settled(sent.id.clone(), 1, Err("down".into())));
    let draft = before.stored_draft().expect("the draft of an unsaved form");

    let mut after = FakeForm::inline();
    after.env.ms.set(20_000.0);
    assert_eq!(after.update(Action::RestoreDraft(draft.clone())), NO_EVENTS, "restoring is not answering");
    let result = after.submit();
    assert_eq!((&result.id, result.attempt), (&sent.id, 2), "the same form, so that no host stores it twice");
    assert_eq!(result.answers, sent.answers);
    assert_eq!((result.started_at.as_deref(), result.duration_ms), (Some(utc(0.0).as_str()), 9000));
    after.update(Action::SubmitAccepted);
    assert_eq!(after.stored_draft(), None);
    let mut answering = FakeForm::inline();
    answering.answer(0, 50.0);
    answering.answer(2, 20.0);
    answering.update(Action::RestoreDraft(draft));
    assert_eq!(
        answering.values(),
        [Some(50), None, Some(20), None, None],
        "answers given meanwhile take precedence"
    );
}

#[test]
fn draft_of_a_form_that_was_open_for_a_month_is_restored() {
    let mut before = FakeForm::inline();
    before.env.ms.set(30.0 * 86_400_000.0);
    before.answer(0, 80.0);
    let draft = before.stored_draft().expect("a draft");
    let mut after = FakeForm::inline();
    after.update(Action::RestoreDraft(draft));
    assert_eq!(after.values()[0], Some(80));
    assert_eq!(after.submit().duration_ms, 2_592_000_000);
}

/// A duplicated tab has a copy of the draft: both forms may be sent, with different answers.
#[test]
fn draft_that_was_never_sent_goes_on_under_a_new_id() {
    let mut before = FakeForm::inline();
    before.answer(0, 80.0);
    let draft = before.stored_draft().expect("a draft");
    let mut copy = FakeForm::inline();
    copy.update(Action::Reset); // the environment numbers the ids of each form from 1
    copy.update(Action::RestoreDraft(draft));
    copy.answer(1, 20.0);
    let (first, second) = (before.submit(), copy.submit());
    assert_ne!(first.id, second.id);
    assert_eq!((first.attempt, second.attempt), (1, 1));
    assert_eq!(second.started_at, first.started_at);
}

#[test]
fn draft_of_another_form_is_ignored() {
    let mut before = FakeForm::inline();
    before.answer(0, 80.0);
    let draft = value_of(&before.draft(&before.env));
    for (pointer, value) in [
        ("/instrument/id", "one"),
        ("/instrument/version", "0"),
        ("/id", "1"),
        ("/startedAt", "yesterday"),
        ("/answers/0/value", "80"),
        ("/answers/0/item", "open"),
        ("/answers/0/input", "guess"),
    ] {
        let mut faulty = draft.clone();
        *faulty.pointer_mut(pointer).expect(pointer) = value.into();
        let mut after = FakeForm::inline();
        assert_eq!(after.update(Action::RestoreDraft(json_of(&faulty))), NO_EVENTS);
        assert_eq!(after.values(), [None; 5], "{pointer}");
    }
    let mut after = FakeForm::inline();
    after.update(Action::RestoreDraft(json_of(&draft)));
    assert_eq!(after.values()[0], Some(80), "the unchanged draft is restored");
}

#[test]
fn draft_takes_precedence_over_initial_answers() {
    let mut before = FakeForm::inline();
    before.answer(0, 80.0);
    let draft = before.stored_draft().expect("a draft");
    let mut after = FakeForm::inline();
    after.set_properties(r#"{ "answers": { "safe": 10, "open": 40 } }"#);
    after.update(Action::RestoreDraft(draft));
    assert_eq!(after.values(), [Some(80), None, None, Some(40), None]);
}

#[test]
fn draft_key_is_taken_once_per_session_and_instrument() {
    let mut form = FakeForm::inline();
    assert_eq!(form.take_draft_key(), None, "drafts are off by default");
    form.set("keepDraft", true);
    form.set("sessionId", "");
    assert_eq!(form.take_draft_key(), None, "an empty session id is no key");
    form.set("sessionId", "a");
    assert_eq!(form.take_draft_key().as_deref(), Some("rapport:a:"));
    assert_eq!(form.take_draft_key(), None);
    form.set("lang", "es");
    assert_eq!(form.take_draft_key(), None, "another attribute changes no key");
    form.set_properties(RUSH);
    assert!(form.take_draft_key().is_some(), "a late instrument");
    form.set("sessionId", "b");
    assert_eq!(form.take_draft_key().as_deref(), Some("rapport:b:"));
    form.update(Action::Reset);
    assert_eq!(form.take_draft_key(), None, "reset restores no draft");
}
