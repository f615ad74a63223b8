//! What a client is told, asked and spared: what needs an answer, what will be sent, leaving, buttons, and what a tab
//! keeps of an unsent form.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rapport::{Action, Event, Input, Json, Phase, Reason, Screen, Step};

mod session;

use session::{Session, utc};

/// An instrument whose second item needs an answer, and whose first is better the lower it is.
const RUSH: &str = r#"{ "instrument": { "id": "rush", "version": "1", "title": "Rush", "scale": { "min": 0, "max": 10 },
    "items": [
      { "id": "rush", "text": "How rushed was it?", "low": "Not at all", "high": "Very", "reverse": true },
      { "id": "ease", "text": "How easy was it?", "low": "Hard", "high": "Easy", "required": true }
    ], "score": { "range": [0, 10] } } }"#;

const NOTHING: [Event; 0] = [];

#[test]
fn what_needs_an_answer_is_asked_for_before_anything_is_sent() {
    let mut session = Session::inline();
    assert_eq!(session.give(RUSH), NOTHING);
    assert_eq!(session.act(Action::Submit), NOTHING);
    assert_eq!((session.form.missing(), session.form.phase()), ((Some(1), 1), Phase::Answering));
    assert_eq!(session.act(Action::Submit), NOTHING);
    assert_eq!(session.form.missing(), (Some(1), 2), "asked for again");
    session.answer(1, 4.0);
    assert_eq!(session.form.missing().0, None, "no longer missing");
    assert_eq!(session.submit().answers[0].value, None, "what is not needed may be left out");
}

#[test]
fn skipping_needs_no_answer() {
    let mut session = Session::inline();
    session.give(RUSH);
    assert_eq!(session.names(Action::Dismiss(Reason::Skip)), ["rapport-dismiss"]);
}

#[test]
fn what_will_be_sent_is_shown_first_where_the_host_wants_that() {
    let mut session = Session::inline();
    session.configure(|attributes| attributes.review = true);
    session.answer(0, 80.0);
    assert_eq!(session.act(Action::Submit), NOTHING);
    assert_eq!(session.form.screen(), Screen::Review);
    session.act(Action::Return);
    assert_eq!((session.form.screen(), session.values()[0]), (Screen::Questions, Some(80)));
    session.answer(0, 70.0);
    session.act(Action::Submit);
    let result = session.submit();
    assert_eq!((result.attempt, result.answers[0].value), (1, Some(70)));
    session.act(Action::Settled(result.id, 1, Err("down".into())));
    assert_eq!(session.form.screen(), Screen::Review, "another try is one press away");
    assert_eq!(session.submit().attempt, 2);
    assert_eq!(session.act(Action::Return), NOTHING);
    assert_eq!(session.form.screen(), Screen::Review, "nothing is changed while it is being sent");
    session.act(Action::Accepted);
    session.act(Action::Reset);
    assert_eq!(session.form.screen(), Screen::Questions);
}

#[test]
fn closing_a_dialog_with_answers_asks_once() {
    for reason in [Reason::Close, Reason::Escape] {
        let mut session = Session::dialog();
        session.answer(2, 10.0);
        assert_eq!(session.act(Action::Dismiss(reason)), NOTHING);
        assert_eq!((session.form.screen(), session.form.is_open()), (Screen::Leave, true));
        session.act(Action::Return);
        assert_eq!((session.form.screen(), session.values()[2]), (Screen::Questions, Some(10)));
        assert_eq!(session.names(Action::Dismiss(reason)), ["rapport-dismiss"], "not asked again");
        assert!(!session.form.is_open());
    }
    let mut session = Session::dialog();
    session.answer(2, 10.0);
    session.act(Action::Dismiss(Reason::Escape));
    assert_eq!(session.act(Action::Dismiss(Reason::Escape)), NOTHING, "to flee the question is no answer");
    assert_eq!(session.form.screen(), Screen::Questions);
    session.act(Action::Dismiss(Reason::Escape));
    assert_eq!(session.names(Action::Dismiss(Reason::Close)), ["rapport-dismiss"], "no trap");
    session.configure(|attributes| attributes.open = false);
    session.open();
    assert_eq!(session.form.screen(), Screen::Questions);
    session.answer(0, 10.0);
    assert_eq!(session.act(Action::Dismiss(Reason::Close)), NOTHING, "another form asks again");
    assert_eq!(session.names(Action::Submit), ["rapport-submit"], "and can be sent from there");
}

#[test]
fn nothing_asks_where_there_is_nothing_to_lose_or_the_client_said_so() {
    let mut empty = Session::dialog();
    assert_eq!(empty.names(Action::Dismiss(Reason::Close)), ["rapport-dismiss"]);
    for reason in [Reason::Skip, Reason::Host] {
        let mut session = Session::dialog();
        session.answer(0, 10.0);
        assert_eq!(session.names(Action::Dismiss(reason)), ["rapport-dismiss"], "{reason:?}");
    }
    let mut inline = Session::inline();
    inline.answer(0, 10.0);
    assert_eq!(inline.names(Action::Dismiss(Reason::Close)), ["rapport-dismiss"], "never inline");
    let mut sent = Session::dialog();
    sent.answer(0, 10.0);
    sent.submit();
    assert_eq!(sent.act(Action::Dismiss(Reason::Close)), NOTHING);
    assert!(!sent.form.is_open(), "while it is being sent nothing is lost by closing");
}

#[test]
fn leaving_the_page_hands_over_what_is_unsent_and_ends_nothing() {
    let left = |session: &mut Session| match session.act(Action::Dismiss(Reason::Unload)).as_slice() {
        [] => None,
        [Event::Dismiss { reason: Reason::Unload, result }] => Some(result.clone().expect("a result")),
        other => panic!("{other:?}"),
    };
    let mut session = Session::inline();
    session.answer(0, 10.0);
    let first = left(&mut session).expect("it is unsent");
    assert_eq!((first.attempt, first.submitted_at.as_deref(), first.answers[0].value), (0, None, Some(10)));
    session.answer(0, 20.0);
    let result = session.submit();
    assert_eq!(left(&mut session).as_deref(), Some(&result), "on its way, it may be lost with the page");
    session.act(Action::Settled(result.id.clone(), 1, Err("down".into())));
    let again = left(&mut session).expect("it is not saved");
    assert_eq!((&again.id, again.attempt), (&first.id, 1), "one form, one id");
    session.submit();
    session.act(Action::Accepted);
    assert_eq!(left(&mut session), None, "the host has it");
    assert_eq!(left(&mut Session::new("dialog")), None, "a closed dialog was not left");
    let mut closed = Session::dialog();
    closed.answer(0, 10.0);
    closed.submit();
    closed.act(Action::Dismiss(Reason::Close));
    assert!(left(&mut closed).is_some(), "closed while it was on its way");
    let mut unknown = Session::inline();
    unknown.configure(|attributes| attributes.instrument = Some("gone".into()));
    assert_eq!(left(&mut unknown), None, "nothing was asked");
}

/// What a tab keeps, as it is when it was written as JSON and read again.
fn kept(session: &Session) -> Option<Json> {
    let unsent = session.form.unsent(&session.bench);
    unsent.map(|draft| serde_json::from_value(serde_json::to_value(draft).expect("JSON")).expect("JSON"))
}

#[test]
fn what_a_tab_kept_is_taken_up_where_it_was_left() {
    let mut before = Session::inline();
    assert_eq!(kept(&before), None, "nothing is kept of a form that nobody touched");
    before.bench.ms.set(3000.0);
    before.answer(0, 80.0);
    before.answer(1, 30.0);
    before.act(Action::Clear(1));
    before.bench.ms.set(9000.0);
    let sent = before.submit();
    before.act(Action::Settled(sent.id.clone(), 1, Err("down".into())));
    let tab = kept(&before).expect("it is not saved");

    let mut after = Session::inline();
    after.bench.ms.set(20_000.0);
    assert_eq!(after.act(Action::Resume(tab.clone())), NOTHING, "restoring is not answering");
    let result = after.submit();
    assert_eq!((&result.id, result.attempt), (&sent.id, 2), "the same form, so that nothing is stored twice");
    assert_eq!(result.answers, sent.answers);
    assert_eq!((result.started_at.as_deref(), result.duration_ms), (Some(utc(0.0).as_str()), 9000));
    after.act(Action::Accepted);
    assert_eq!(kept(&after), None);
    let mut answering = Session::inline();
    answering.answer(0, 50.0);
    answering.answer(2, 20.0);
    answering.act(Action::Resume(tab));
    assert_eq!(
        answering.values(),
        [Some(50), None, Some(20), None, None],
        "what the client does now comes first"
    );
}

#[test]
fn what_a_tab_kept_of_something_else_is_passed_over() {
    let mut before = Session::inline();
    before.answer(0, 80.0);
    let tab = serde_json::to_value(before.form.unsent(&before.bench)).expect("JSON");
    for (place, spoilt) in [
        ("/instrument/id", "one"),
        ("/instrument/version", "0"),
        ("/id", "1"),
        ("/startedAt", "yesterday"),
        ("/answers/0/value", "80"),
        ("/answers/0/item", "open"),
        ("/answers/0/input", "guess"),
    ] {
        let mut spoiled = tab.clone();
        *spoiled.pointer_mut(place).expect("a place") = spoilt.into();
        let mut after = Session::inline();
        let kept = serde_json::from_value(spoiled).expect("JSON");
        assert_eq!(after.act(Action::Resume(kept)), NOTHING);
        assert_eq!(after.values(), [None; 5], "{place}");
    }
    let mut after = Session::inline();
    after.act(Action::Resume(serde_json::from_value(tab).expect("JSON")));
    assert_eq!(after.values()[0], Some(80), "unspoilt, it is taken up");
}

#[test]
fn a_hosts_draft_fills_what_the_tab_did_not_keep() {
    let mut before = Session::inline();
    before.answer(0, 80.0);
    let tab = kept(&before).expect("unsent");
    let mut after = Session::inline();
    after.give(r#"{ "answers": { "safe": 10, "open": 40 } }"#);
    after.act(Action::Resume(tab));
    assert_eq!(after.values(), [Some(80), None, None, Some(40), None]);
}

#[test]
fn buttons_are_kept_for_the_rest_of_the_form() {
    let mut session = Session::inline();
    session.act(Action::UseButtons(true));
    session.act(Action::Move(0, 30.0, Some(Input::Buttons)));
    session.act(Action::Commit(0));
    assert!(session.form.has_buttons());
    session.act(Action::Move(1, 40.0, Some(Input::Buttons)));
    session.act(Action::Commit(1));
    let result = session.submit();
    assert_eq!(result.answers[0].input, Some(Input::Buttons));
    assert_eq!(result.answers[1].input, Some(Input::Buttons), "whatever they are pressed with");
    session.act(Action::Accepted);
    session.act(Action::Reset);
    assert!(!session.form.has_buttons());
}

#[test]
fn an_answer_is_low_when_it_is_nearer_to_the_unfavourable_end() {
    for (rush, ease, low) in [(0.0, 10.0, false), (5.0, 5.0, false), (6.0, 10.0, true), (0.0, 4.0, true)] {
        let mut session = Session::inline();
        session.give(RUSH);
        session.answer(0, rush);
        session.answer(1, ease);
        assert_eq!(session.form.has_low_answer(), low, "{rush}, {ease}");
    }
    assert!(!Session::inline().form.has_low_answer(), "no answer is not a low one");
}

#[test]
fn keys_move_a_slider_from_where_it_is_or_rests() {
    let mut session = Session::inline();
    let steps = [
        (Step::By(1), 51),
        (Step::By(-3), 48),
        (Step::Tenths(2), 68),
        (Step::High, 100),
        (Step::By(1), 100),
        (Step::Tenths(-1), 90),
        (Step::Low, 0),
    ];
    for (step, value) in steps {
        session.act(Action::Step(0, step));
        assert_eq!(session.values()[0], Some(value), "{step:?}");
    }
    assert_eq!(session.form.answers()[0].changes, 6, "a key that moves nothing changes nothing");
    assert_eq!(session.names(Action::Step(1, Step::By(1))), ["rapport-input", "rapport-change"]);
    session.give(RUSH);
    session.act(Action::Step(0, Step::Tenths(1)));
    assert_eq!(session.values()[0], Some(6), "a tenth of a short scale is a step of it");
}

#[test]
fn an_unanswered_slider_that_rests_at_an_end_is_answered_by_the_key_for_it() {
    let mut session = Session::inline();
    session.give(&RUSH.replace(r#""max": 10 }"#, r#""max": 1 }"#));
    session.act(Action::Step(0, Step::High));
    assert_eq!(session.values()[0], Some(1));
}

#[test]
fn what_moves_without_a_press_is_an_answer_at_once() {
    let mut session = Session::inline();
    assert_eq!(session.names(Action::Move(0, 60.0, None)), ["rapport-input", "rapport-change"]);
    assert_eq!(session.act(Action::Commit(0)), NOTHING);
    assert_eq!(session.form.answers()[0].input(), Some(Input::Keyboard), "as assistive technology does");
}

#[test]
fn a_draft_is_looked_for_once_under_each_name_and_for_each_instrument() {
    let mut session = Session::inline();
    assert_eq!(session.form.recalls(), None, "nothing is kept without being asked for");
    session.configure(|attributes| {
        attributes.keep_draft = true;
        attributes.session_id = Some(String::new());
    });
    assert_eq!(session.form.recalls(), None, "there is no name to keep it under");
    session.configure(|attributes| attributes.session_id = Some("a".into()));
    assert_eq!(session.form.recalls().as_deref(), Some("rapport:a:"));
    assert_eq!(session.form.recalls(), None);
    session.configure(|attributes| attributes.lang = Some("es".into()));
    assert_eq!(session.form.recalls(), None, "another attribute changes nothing");
    session.give(RUSH);
    assert!(session.form.recalls().is_some(), "an instrument that comes late");
    session.configure(|attributes| attributes.session_id = Some("b".into()));
    assert_eq!(session.form.recalls().as_deref(), Some("rapport:b:"));
    session.act(Action::Reset);
    assert_eq!(session.form.recalls(), None, "beginning afresh brings nothing back");
}

#[test]
fn only_a_host_can_say_that_answers_are_stored() {
    let mut thanked = Session::inline();
    thanked.answer(0, 10.0);
    thanked.submit();
    thanked.act(Action::Accepted);
    assert!(!thanked.form.is_stored(), "nobody said so");
    let mut stored = Session::inline();
    stored.answer(0, 10.0);
    let id = stored.submit().id;
    stored.act(Action::Settled(id, 1, Ok(())));
    assert!(stored.form.is_stored());
    let mut empty = Session::inline();
    let id = empty.submit().id;
    empty.act(Action::Settled(id, 1, Ok(())));
    assert!(!empty.form.is_stored(), "there were no answers");
}
