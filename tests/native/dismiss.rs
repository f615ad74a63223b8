//! The end of an unsent form: dialogs that open and close, the question whether to leave, and a page that is left.

use std::rc::Rc;

use rapport::{Action, DismissReason, Event, FeedbackResult, Phase, Screen};

use crate::fake_form::{FakeForm, NO_EVENTS};
use crate::fixtures::value_of;

const DISMISSED: [&str; 2] = ["rapport-dismiss", "rapport-close"];

#[test]
fn dialog_opens_once_it_shows() {
    let mut dialog = FakeForm::new("dialog");
    assert!(!dialog.is_open());
    assert_eq!(dialog.set("open", true), NO_EVENTS);
    assert!(dialog.is_open());
    assert_eq!(dialog.event_names(Action::DialogOpened), ["rapport-open"]);
    assert_eq!(dialog.update(Action::DialogOpened), NO_EVENTS, "moved in the page, not opened again");
}

#[test]
fn closed_dialog_is_neither_sent_nor_dismissed() {
    let mut form = FakeForm::new("dialog");
    assert_eq!(form.update(Action::Submit), NO_EVENTS);
    assert_eq!(form.update(Action::Dismiss(DismissReason::Host)), NO_EVENTS);
}

#[test]
fn closing_a_dialog_with_answers_asks_once() {
    for reason in [DismissReason::Close, DismissReason::Escape] {
        let mut form = FakeForm::dialog();
        form.answer(2, 10.0);
        assert_eq!(form.update(Action::Dismiss(reason)), NO_EVENTS);
        assert_eq!((form.screen(), form.is_open()), (Screen::Leave, true));
        form.update(Action::Back);
        assert_eq!((form.screen(), form.values()[2]), (Screen::Questions, Some(10)));
        assert_eq!(form.event_names(Action::Dismiss(reason)), DISMISSED, "not asked again");
        assert!(!form.is_open());
    }
    let mut form = FakeForm::dialog();
    form.answer(2, 10.0);
    form.update(Action::Dismiss(DismissReason::Escape));
    assert_eq!(
        form.update(Action::Dismiss(DismissReason::Escape)),
        NO_EVENTS,
        "Escape in the question goes back"
    );
    assert_eq!(form.screen(), Screen::Questions);
    form.update(Action::Dismiss(DismissReason::Escape));
    assert_eq!(form.event_names(Action::Dismiss(DismissReason::Close)), DISMISSED, "Close leaves");
    form.set("open", false);
    form.open();
    assert_eq!(form.screen(), Screen::Questions);
    form.answer(0, 10.0);
    assert_eq!(form.update(Action::Dismiss(DismissReason::Close)), NO_EVENTS, "the next form asks again");
    assert_eq!(form.event_names(Action::Submit), ["rapport-submit"], "the question does not block sending");
}

#[test]
fn dismiss_asks_nothing_without_answers_or_on_a_clear_request() {
    let mut empty = FakeForm::dialog();
    assert_eq!(empty.event_names(Action::Dismiss(DismissReason::Close)), DISMISSED);
    for reason in [DismissReason::Skip, DismissReason::Host] {
        let mut form = FakeForm::dialog();
        form.answer(0, 10.0);
        assert_eq!(form.event_names(Action::Dismiss(reason)), DISMISSED, "{reason:?}");
    }
    let mut inline = FakeForm::inline();
    inline.answer(0, 10.0);
    let closed = Action::Dismiss(DismissReason::Close);
    assert_eq!(inline.event_names(closed), ["rapport-dismiss"], "an inline form never asks");
    let mut sent = FakeForm::dialog();
    sent.answer(0, 10.0);
    sent.submit();
    assert_eq!(
        sent.update(Action::Dismiss(DismissReason::Close)),
        [Event::Close { sent: false, stored: false }]
    );
    assert!(!sent.is_open(), "closing while sending loses nothing");
}

#[test]
fn skip_does_nothing_while_sending() {
    let mut form = FakeForm::dialog();
    form.submit();
    assert_eq!(form.update(Action::Dismiss(DismissReason::Skip)), NO_EVENTS);
    assert!(form.is_open());
}

#[test]
fn dismissed_dialog_emits_its_result_and_opens_as_a_new_form() {
    let mut form = FakeForm::dialog();
    form.answer(1, 30.0);
    form.update(Action::Dismiss(DismissReason::Close));
    let events = form.update(Action::Dismiss(DismissReason::Close));
    let [Event::Dismiss { reason: DismissReason::Close, result: Some(result) }, Event::Close { .. }] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(
        (result.attempt, result.submitted_at.as_deref(), result.answers[1].value),
        (0, None, Some(30))
    );
    assert!(!form.is_open());
    assert_eq!(form.update(Action::Dismiss(DismissReason::Host)), NO_EVENTS, "dismissed twice");
    form.set("open", false);
    form.open();
    assert_eq!((form.phase(), form.values()), (Phase::Answering, vec![None; 5]));
    assert_ne!(form.submit().id, result.id);
}

#[test]
fn closing_a_sent_dialog_emits_close_and_no_dismiss() {
    let mut form = FakeForm::dialog();
    form.submit();
    form.update(Action::SubmitAccepted);
    let close = Action::Dismiss(DismissReason::Close);
    assert_eq!(form.update(close.clone()), [Event::Close { sent: true, stored: false }]);
    assert!(!form.is_open());
    form.open();
    form.answer(0, 10.0);
    let result = form.submit();
    form.update(Action::Settled(result.id, 1, Ok(())));
    assert_eq!(form.update(close), [Event::Close { sent: true, stored: true }]);
}

#[test]
fn save_that_fails_after_the_dialog_closed_can_be_retried() {
    let mut form = FakeForm::dialog();
    form.answer(0, 10.0);
    let sent = form.submit();
    form.update(Action::Dismiss(DismissReason::Close));
    form.update(Action::Settled(sent.id.clone(), 1, Err("down".into())));
    form.set("open", false);
    form.open();
    assert_eq!((form.phase(), form.values()[0]), (Phase::NotSaved, Some(10)));
    assert_eq!(form.submit().id, sent.id);
}

#[test]
fn removing_open_hides_the_form_and_keeps_it() {
    let mut form = FakeForm::dialog();
    form.answer(0, 10.0);
    let id = value_of(&form.saved_snapshot())["result"]["id"].clone();
    assert_eq!(form.set("open", false), [Event::Close { sent: false, stored: false }]);
    assert_eq!((form.is_open(), form.phase()), (false, Phase::Answering));
    assert!(unload(&mut form).is_some(), "the answers are unsent");
    form.set("open", true);
    assert_eq!(form.event_names(Action::DialogOpened), ["rapport-open"]);
    assert_eq!(form.values()[0], Some(10));
    assert_eq!(form.submit().id, id, "the same form");
}

/// Leaves the page. Returns the result in the dismiss event, if there is one.
fn unload(form: &mut FakeForm) -> Option<Rc<FeedbackResult>> {
    match form.update(Action::Dismiss(DismissReason::Unload)).as_slice() {
        [] => None,
        [Event::Dismiss { reason: DismissReason::Unload, result }] => Some(result.clone().expect("a result")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn leaving_the_page_emits_the_unsent_result_and_ends_nothing() {
    let mut form = FakeForm::inline();
    form.answer(0, 10.0);
    let first = unload(&mut form).expect("an unsent result");
    assert_eq!((first.attempt, first.submitted_at.as_deref(), first.answers[0].value), (0, None, Some(10)));
    form.answer(0, 20.0);
    let result = form.submit();
    assert_eq!(unload(&mut form).as_deref(), Some(&result), "its request may be lost with the page");
    form.update(Action::Settled(result.id.clone(), 1, Err("down".into())));
    let again = unload(&mut form).expect("an unsaved result");
    assert_eq!((&again.id, again.attempt), (&first.id, 1), "one form, one id");
    form.submit();
    form.update(Action::SubmitAccepted);
    assert_eq!(unload(&mut form), None, "the host has the result");
    assert_eq!(unload(&mut FakeForm::new("dialog")), None, "a dialog that was never open");
    let mut closed = FakeForm::dialog();
    closed.answer(0, 10.0);
    closed.submit();
    closed.update(Action::Dismiss(DismissReason::Close));
    assert!(unload(&mut closed).is_some(), "a dialog that was closed while sending");
    let mut unknown = FakeForm::inline();
    unknown.set("instrument", "gone");
    assert_eq!(unload(&mut unknown), None, "no instrument");
}
