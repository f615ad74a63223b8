//! What each action does to a form, without a browser: a clock and ids that the tests set.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rapport::{Action, Event, Input, Phase, Reason, Status, Step, Tap};

mod session;

use session::{Session, utc};

#[test]
fn an_inline_form_is_ready_once_and_a_dialog_opens_once_it_shows() {
    let mut inline = Session::inline();
    assert_eq!(inline.names(Action::Rendered), [] as [&str; 0]);
    let mut dialog = Session::new("dialog");
    assert!(!dialog.form.is_open());
    assert!(dialog.configure(|attributes| attributes.open = true).is_empty());
    assert!(dialog.form.is_open());
    assert_eq!(dialog.names(Action::Opened), ["rapport-open"]);
    assert_eq!(dialog.names(Action::Opened), [] as [&str; 0], "moved in the page, not opened again");
}

#[test]
fn a_drag_is_many_inputs_and_one_change() {
    let mut session = Session::inline();
    session.act(Action::Press(0, Input::Mouse, None));
    for value in [51.0, 60.0, 82.0] {
        assert_eq!(session.names(Action::Move(0, value, None)), ["rapport-input"]);
    }
    assert_eq!(session.names(Action::Commit(0)), ["rapport-change"]);
    assert_eq!(session.names(Action::Commit(0)), [] as [&str; 0], "committed twice");
    let answer = &session.form.answers()[0];
    assert_eq!((answer.value(), answer.changes, answer.input()), (Some(82), 1, Some(Input::Mouse)));
}

#[test]
fn a_tap_where_the_slider_rests_answers_although_the_browser_moves_nothing() {
    let mut session = Session::inline();
    session.act(Action::Press(2, Input::Touch, None));
    let tap = Some(Tap { along: 0.5, reach: 0.05 });
    assert_eq!(session.names(Action::Release(2, tap)), ["rapport-input", "rapport-change"]);
    assert_eq!(session.values(), [None, None, Some(50), None, None]);
}

#[test]
fn a_tap_answers_where_the_browser_follows_only_drags() {
    let mut session = Session::inline();
    for (along, value) in [(0.0, 0), (0.7, 70), (1.0, 100), (0.98, 100)] {
        let tap = Some(Tap { along, reach: 0.05 });
        session.act(Action::Press(1, Input::Touch, tap));
        session.act(Action::Release(1, tap));
        assert_eq!(session.values()[1], Some(value), "a tap at {along}");
    }
}

#[test]
fn a_handle_that_is_taken_hold_of_beside_its_middle_does_not_jump() {
    let mut session = Session::inline();
    session.answer(0, 50.0);
    // Held at 54, the browser puts the middle of the handle there, and further.
    session.act(Action::Press(0, Input::Touch, Some(Tap { along: 0.54, reach: 0.05 })));
    for (raw, value) in [(54.0, 50), (55.0, 51), (64.0, 61), (100.0, 100), (54.0, 50), (27.0, 25), (0.0, 0)] {
        session.act(Action::Move(0, raw, None));
        assert_eq!(session.values()[0], Some(value), "dragged to {raw}");
    }
    session.answer(0, 100.0);
    session.act(Action::Press(0, Input::Mouse, Some(Tap { along: 1.0, reach: 0.05 })));
    session.act(Action::Move(0, 100.0, None));
    assert_eq!(session.values()[0], Some(100), "at the end there is nowhere to go");
    session.act(Action::Press(0, Input::Mouse, Some(Tap { along: 0.3, reach: 0.05 })));
    session.act(Action::Move(0, 30.0, None));
    assert_eq!(session.values()[0], Some(30), "a press beside the handle brings it there");
}

#[test]
fn a_move_long_after_a_press_is_not_the_presss() {
    let mut session = Session::inline();
    session.answer(0, 50.0);
    let beside = Some(Tap { along: 0.54, reach: 0.05 });
    session.act(Action::Press(0, Input::Touch, beside));
    session.act(Action::Release(0, beside));
    session.act(Action::Move(0, 54.0, None));
    assert_eq!(session.values()[0], Some(50), "a browser that follows a tap late");
    session.bench.ms.set(5000.0);
    assert_eq!(session.names(Action::Move(0, 51.0, None)), ["rapport-input", "rapport-change"]);
    assert_eq!((session.values()[0], session.form.answers()[0].input()), (Some(51), Some(Input::Keyboard)));
}

#[test]
fn a_tap_beyond_an_end_means_that_end() {
    let mut session = Session::inline();
    for (value, along, meant) in [(95.0, 1.0, 100), (4.0, 0.0, 0)] {
        session.answer(0, value);
        let tap = Some(Tap { along, reach: 0.08 });
        session.act(Action::Press(0, Input::Mouse, tap));
        session.act(Action::Release(0, tap));
        assert_eq!(session.values()[0], Some(meant), "a tap on the handle of {value}, beyond the end");
        session.answer(0, value);
        session.act(Action::Press(0, Input::Touch, tap));
        session.act(Action::Move(0, meant.into(), None));
        assert_eq!(session.values()[0], Some(meant), "and a drag");
    }
}

#[test]
fn two_fingers_answer_nothing_until_both_are_up() {
    let mut session = Session::inline();
    session.answer(1, 70.0);
    session.act(Action::Press(0, Input::Touch, None));
    session.act(Action::Move(0, 43.0, None));
    let drawn = session.form.reverts();
    session.act(Action::Pinch(true));
    assert_ne!(session.form.reverts(), drawn, "what the browser made of the press is drawn over");
    let nothing_moves = |session: &mut Session| {
        for item in [0, 1] {
            assert!(session.act(Action::Move(item, 30.0, None)).is_empty());
            assert!(session.act(Action::Commit(item)).is_empty());
            assert!(session.act(Action::Release(item, Some(Tap { along: 0.2, reach: 0.0 }))).is_empty());
        }
        assert_eq!(session.values()[..2], [None, Some(70)]);
    };
    nothing_moves(&mut session);
    session.bench.ms.set(60_000.0);
    nothing_moves(&mut session);
    session.act(Action::Pinch(false));
    nothing_moves(&mut session);
    session.bench.ms.set(62_000.0);
    session.act(Action::Move(0, 20.0, None));
    assert_eq!(session.values()[0], Some(20), "assistive technology, a while later");
}

#[test]
fn two_fingers_keep_nobody_from_buttons_and_keys() {
    let mut session = Session::inline();
    session.act(Action::Pinch(true));
    session.act(Action::Move(0, 30.0, Some(Input::Buttons)));
    session.act(Action::Choose(1));
    session.act(Action::Step(2, Step::High));
    session.act(Action::UseButtons(true));
    session.answer(3, 20.0);
    assert_eq!(session.values(), [Some(30), Some(50), Some(100), Some(20), None]);
}

#[test]
fn a_tap_that_the_browser_has_followed_is_not_followed_twice() {
    let mut session = Session::inline();
    session.act(Action::Press(1, Input::Mouse, None));
    session.act(Action::Move(1, 71.0, None));
    session.act(Action::Commit(1));
    session.act(Action::Release(1, Some(Tap { along: 0.7, reach: 0.0 })));
    assert_eq!((session.values()[1], session.form.answers()[1].changes), (Some(71), 1));
}

#[test]
fn a_browser_that_follows_a_tap_late_does_not_change_who_tapped() {
    let mut session = Session::inline();
    session.act(Action::Press(1, Input::Touch, None));
    session.act(Action::Release(1, Some(Tap { along: 0.7, reach: 0.0 })));
    session.act(Action::Move(1, 71.0, None));
    assert_eq!(session.form.answers()[1].input(), Some(Input::Touch));
}

#[test]
fn a_release_without_a_press_answers_nothing() {
    let mut session = Session::inline();
    let tap = Some(Tap { along: 0.5, reach: 0.05 });
    assert!(session.act(Action::Release(0, tap)).is_empty());
    session.act(Action::Press(1, Input::Mouse, None));
    assert!(session.act(Action::Release(0, tap)).is_empty());
    assert_eq!(session.values(), [None; 5]);
}

#[test]
fn a_press_that_becomes_a_scroll_leaves_the_answer_as_it_was() {
    let mut session = Session::inline();
    session.act(Action::Press(0, Input::Touch, None));
    session.act(Action::Move(0, 90.0, None));
    session.act(Action::Cancel);
    assert_eq!(session.values()[0], None);
    assert_eq!(session.form.answers()[0].first_touch_ms, None, "a scroll is no touch");
    session.answer(0, 40.0);
    session.act(Action::Press(0, Input::Touch, None));
    session.act(Action::Move(0, 90.0, None));
    let drawn = session.form.reverts();
    session.act(Action::Cancel);
    assert_eq!(session.values()[0], Some(40));
    assert_ne!(session.form.reverts(), drawn, "what the browser made of the press is drawn over");
}

#[test]
fn clearing_takes_an_answer_back_and_tells_of_it_once() {
    let mut session = Session::inline();
    session.answer(0, 0.0);
    let events = session.act(Action::Clear(0));
    let [Event::Change { item, value, answers, outcome }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((item.as_str(), *value, outcome.answered), ("safe", None, 0));
    assert_eq!(answers[0], ("safe".into(), None));
    assert!(session.act(Action::Clear(0)).is_empty());
    let answer = &session.form.answers()[0];
    assert_eq!((answer.changes, answer.input()), (2, None));
}

#[test]
fn a_key_that_confirms_answers_an_unanswered_slider_only() {
    let mut session = Session::inline();
    assert_eq!(session.names(Action::Choose(4)), ["rapport-input", "rapport-change"]);
    assert_eq!(session.form.answers()[4].input(), Some(Input::Keyboard));
    session.answer(3, 12.0);
    assert!(session.act(Action::Choose(3)).is_empty());
    assert_eq!(session.values(), [None, None, None, Some(12), Some(50)]);
}

#[test]
fn an_item_that_does_not_exist_is_never_answered() {
    let mut session = Session::inline();
    for action in [Action::Move(9, 1.0, None), Action::Commit(9), Action::Clear(9), Action::Choose(9)] {
        assert!(session.act(action).is_empty());
    }
    assert_eq!(session.values(), [None; 5]);
}

#[test]
fn a_result_tells_who_when_and_how() {
    let mut session = Session::inline();
    session.configure(|attributes| attributes.session_id = Some("s-1".into()));
    session.bench.ms.set(1800.4);
    session.answer(0, 82.0);
    session.bench.ms.set(21_450.0);
    let result = session.submit();
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
    assert_eq!((result.answers[0].first_touch_ms, result.answers[0].input), (Some(1800), Some(Input::Touch)));
    let untouched = &result.answers[1];
    assert_eq!(
        (untouched.value, untouched.first_touch_ms, untouched.changes, untouched.input),
        (None, None, 0, None)
    );
    assert_eq!(result.outcome.total, None);
}

#[test]
fn a_clock_that_goes_backwards_gives_no_negative_time() {
    let mut session = Session::inline();
    session.bench.ms.set(-5000.0);
    session.answer(0, 10.0);
    let result = session.submit();
    assert_eq!((result.duration_ms, result.answers[0].first_touch_ms), (0, Some(0)));
}

#[test]
fn sending_twice_is_one_result() {
    let mut session = Session::inline();
    for item in 0..5 {
        session.answer(item, 100.0);
    }
    assert_eq!(session.submit().status, Status::Complete);
    assert!(session.act(Action::Submit).is_empty(), "sent while sending");
    session.act(Action::Accepted);
    assert!(session.act(Action::Submit).is_empty(), "sent after it was sent");
    assert_eq!(session.form.phase(), Phase::Sent);
    session.answer(0, 1.0);
    assert_eq!(session.values()[0], Some(100), "answered after it was sent");
}

#[test]
fn a_failed_save_keeps_the_answers_and_the_id() {
    let mut session = Session::inline();
    session.answer(0, 64.0);
    let first = session.submit();
    let failed = Action::Settled(first.id.clone(), 1, Err("down".into()));
    assert_eq!(session.names(failed.clone()), ["rapport-save-failed"]);
    assert_eq!((session.form.phase(), session.values()[0]), (Phase::NotSaved, Some(64)));
    let second = session.submit();
    assert_eq!((&second.id, second.attempt), (&first.id, 2));
    session.act(failed);
    assert_eq!(session.form.phase(), Phase::Sending, "the first attempt's failure is no news of the second");
    assert_eq!(session.names(Action::Settled(first.id, 2, Ok(()))), ["rapport-saved"]);
    assert_eq!(session.form.phase(), Phase::Sent);
}

#[test]
fn skip_does_nothing_while_sending() {
    let mut session = Session::dialog();
    session.submit();
    assert!(session.act(Action::Dismiss(Reason::Skip)).is_empty());
    assert!(session.form.is_open());
}

#[test]
fn news_of_a_result_that_is_no_longer_being_sent_changes_nothing() {
    let mut session = Session::inline();
    session.submit();
    session.act(Action::Reset);
    session.act(Action::Accepted);
    assert_eq!(session.form.phase(), Phase::Answering);
    session.act(Action::Prevented);
    session.act(Action::Dismiss(Reason::Skip));
    session.act(Action::Accepted);
    assert_eq!(session.form.phase(), Phase::Dismissed);
}

#[test]
fn a_pointer_that_was_pressed_elsewhere_answers_nothing() {
    let mut session = Session::inline();
    session.act(Action::Step(0, Step::By(1)));
    session.act(Action::Release(0, Some(Tap { along: 0.9, reach: 0.05 })));
    assert_eq!(session.values(), [Some(51), None, None, None, None]);
}

#[test]
fn a_change_of_mode_starts_the_clock_when_the_form_shows() {
    let mut session = Session::new("dialog");
    session.bench.ms.set(900.0);
    session.configure(|attributes| attributes.mode = Some("inline".into()));
    assert_eq!(session.submit().started_at.as_deref(), Some(utc(900.0).as_str()));
}

#[test]
fn a_host_that_prevents_keeps_the_form_open() {
    let mut session = Session::inline();
    session.submit();
    assert!(session.form.submitted().is_some());
    session.act(Action::Prevented);
    assert_eq!((session.form.phase(), session.form.submitted()), (Phase::Answering, None));
    assert_eq!(session.submit().attempt, 2);
}

#[test]
fn leaving_unsent_hands_over_what_there_is_and_begins_afresh_next_time() {
    let mut session = Session::dialog();
    session.answer(1, 30.0);
    session.act(Action::Dismiss(Reason::Close));
    let events = session.act(Action::Dismiss(Reason::Close));
    let [Event::Dismiss { reason: Reason::Close, result: Some(result) }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(
        (result.attempt, result.submitted_at.as_deref(), result.answers[1].value),
        (0, None, Some(30))
    );
    assert!(!session.form.is_open());
    assert!(session.act(Action::Dismiss(Reason::Host)).is_empty(), "left twice");
    session.configure(|attributes| attributes.open = false);
    session.open();
    assert_eq!((session.form.phase(), session.values()), (Phase::Answering, vec![None; 5]));
    assert_ne!(session.submit().id, result.id);
}

#[test]
fn closing_what_is_sent_is_not_leaving_it_unsent() {
    let mut session = Session::dialog();
    session.submit();
    session.act(Action::Accepted);
    assert!(session.act(Action::Dismiss(Reason::Close)).is_empty());
    assert!(!session.form.is_open());
}

#[test]
fn a_save_that_fails_after_the_dialog_closed_is_kept_for_another_try() {
    let mut session = Session::dialog();
    session.answer(0, 10.0);
    let sent = session.submit();
    assert!(session.act(Action::Dismiss(Reason::Close)).is_empty());
    session.act(Action::Settled(sent.id.clone(), 1, Err("down".into())));
    session.configure(|attributes| attributes.open = false);
    session.open();
    assert_eq!((session.form.phase(), session.values()[0]), (Phase::NotSaved, Some(10)));
    assert_eq!(session.submit().id, sent.id);
}

#[test]
fn a_host_that_removes_open_closes() {
    let mut session = Session::dialog();
    let events = session.configure(|attributes| attributes.open = false);
    assert!(matches!(events.as_slice(), [Event::Dismiss { reason: Reason::Host, .. }]), "{events:?}");
}

#[test]
fn a_closed_dialog_can_neither_be_sent_nor_left() {
    let mut session = Session::new("dialog");
    assert!(session.act(Action::Submit).is_empty());
    assert!(session.act(Action::Dismiss(Reason::Host)).is_empty());
}

#[test]
fn another_session_or_instrument_begins_afresh() {
    let mut session = Session::inline();
    session.answer(0, 10.0);
    session.configure(|attributes| attributes.session_id = Some("a".into()));
    assert_eq!(session.values()[0], Some(10), "a session id that comes late names the session that is there");
    session.configure(|attributes| attributes.theme = Some("dark".into()));
    assert_eq!(session.values()[0], Some(10), "another look is the same form");
    session.configure(|attributes| attributes.session_id = Some("b".into()));
    assert_eq!(session.values(), [None; 5]);
    session.answer(0, 10.0);
    session.configure(|attributes| attributes.instrument = Some("one".into()));
    assert_eq!(session.values(), [None]);
}

#[test]
fn an_unknown_instrument_is_told_of_once_and_asks_nothing() {
    let mut session = Session::inline();
    let events = session.configure(|attributes| attributes.instrument = Some("phq".into()));
    let [Event::Error { code, message, fatal, problems }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((*code, *fatal, problems.len()), ("config-invalid", true, 1));
    assert_eq!(message, "instrument: found \"phq\", expected session, one, or a definition");
    assert!(session.configure(|attributes| attributes.lang = Some("de".into())).is_empty());
    assert!(session.act(Action::Submit).is_empty());
    assert_eq!((session.form.outcome(), session.form.is_complete()), (None, false));
    let left = session.act(Action::Dismiss(Reason::Close));
    assert!(matches!(left.as_slice(), [Event::Dismiss { result: None, .. }]), "{left:?}");
}

#[test]
fn a_form_is_ready_when_the_host_mends_its_configuration() {
    let mut session = Session::new("inline");
    session.form = rapport::Form::new(&session.bench);
    session.configure(|attributes| attributes.instrument = Some("phq".into()));
    assert!(session.act(Action::Rendered).is_empty(), "not ready without anything to ask");
    let events = session.configure(|attributes| attributes.instrument = Some("one".into()));
    assert!(matches!(events.as_slice(), [Event::Ready { .. }]), "{events:?}");
    session.configure(|attributes| attributes.instrument = Some("session".into()));
    assert_eq!(session.names(Action::Rendered), [] as [&str; 0], "ready once");
}

#[test]
fn a_bad_attribute_falls_back_and_every_one_is_named() {
    let mut session = Session::inline();
    let events = session.configure(|attributes| {
        attributes.mode = Some("popup".into());
        attributes.theme = Some("pink".into());
    });
    let [Event::Error { fatal: false, message, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        message,
        "mode: found \"popup\", expected inline, dialog; theme: found \"pink\", expected auto, light, dark"
    );
    session.answer(0, 10.0);
    assert_eq!(session.values()[0], Some(10));
}

#[test]
fn beginning_afresh_forgets_everything_but_the_configuration() {
    let mut session = Session::inline();
    session.answer(0, 10.0);
    let id = session.submit().id;
    session.act(Action::Accepted);
    session.bench.ms.set(5000.0);
    assert!(session.act(Action::Reset).is_empty());
    assert_eq!((session.form.phase(), session.values()), (Phase::Answering, vec![None; 5]));
    let result = session.submit();
    assert_eq!((result.started_at.as_deref(), result.attempt), (Some(utc(5000.0).as_str()), 1));
    assert_ne!(result.id, id);
}

#[test]
fn a_draft_fills_only_what_the_client_left_alone() {
    let mut session = Session::inline();
    session.answer(0, 10.0);
    session.answer(1, 20.0);
    session.act(Action::Clear(1));
    assert_eq!(session.give(r#"{ "answers": { "safe": 99, "understood": 99, "together": 30 } }"#), []);
    assert_eq!(session.values(), [Some(10), None, Some(30), None, None]);
    session.give(r#"{ "answers": { "open": 40 } }"#);
    assert_eq!(
        session.values(),
        [Some(10), None, Some(30), Some(40), None],
        "another draft takes nothing back"
    );
    let result = session.submit();
    let given: Vec<_> = result.answers.iter().map(|answer| (answer.input, answer.changes)).collect();
    let (touch, script) = (Some(Input::Touch), Some(Input::Script));
    assert_eq!(given, [(touch, 1), (None, 2), (script, 0), (script, 0), (None, 0)]);
}

#[test]
fn beginning_afresh_does_not_bring_a_draft_back() {
    let mut session = Session::inline();
    session.give(r#"{ "answers": { "safe": 50 } }"#);
    session.act(Action::Reset);
    session.give(r#"{ "answers": { "safe": 50 } }"#);
    assert_eq!(session.values(), [None; 5]);
}

#[test]
fn history_that_comes_late_is_compared_and_keeps_the_answers() {
    let mut session = Session::inline();
    (0..5).for_each(|item| session.answer(item, 60.0));
    session.give(r#"{ "history": [{ "total": 80 }] }"#);
    let change = session.submit().change.expect("a change");
    assert_eq!((change.previous, change.delta, change.any_drop), (80.0, -20.0, true));
}

#[test]
fn a_draft_that_comes_while_nothing_can_be_answered_waits() {
    let mut session = Session::dialog();
    session.act(Action::Dismiss(Reason::Close));
    session.attributes.open = false;
    session.give(r#"{ "answers": { "safe": 50 } }"#);
    session.attributes.open = true;
    session.give(r#"{ "answers": { "safe": 50 } }"#);
    assert_eq!(session.values(), [Some(50), None, None, None, None]);
}
