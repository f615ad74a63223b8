//! The host's configuration: when a form is ready, when it starts again, and the faults that it reports.

use rapport::{Action, DismissReason, Event, Form, InputMethod, Phase, SliderAction};

use crate::fake_form::{FakeForm, NO_EVENTS, utc};

#[test]
fn ready_is_emitted_once() {
    let mut form = FakeForm::inline();
    assert_eq!(form.update(Action::Rendered), NO_EVENTS);
}

#[test]
fn form_is_ready_once_the_host_fixes_its_configuration() {
    let mut form = FakeForm::inline();
    form.form = Form::new(&form.env);
    form.set("instrument", "phq");
    assert_eq!(form.update(Action::Rendered), NO_EVENTS, "not ready without an instrument");
    let events = form.set("instrument", "one");
    assert!(matches!(events.as_slice(), [Event::Ready { .. }]), "{events:?}");
    form.set("instrument", "session");
    assert_eq!(form.update(Action::Rendered), NO_EVENTS, "ready once");
}

#[test]
fn change_of_mode_starts_the_clock_when_the_form_shows() {
    let mut form = FakeForm::new("dialog");
    form.env.ms.set(900.0);
    form.set("mode", "inline");
    assert_eq!(form.submit().started_at.as_deref(), Some(utc(900.0).as_str()));
}

#[test]
fn another_session_or_instrument_starts_a_new_form() {
    let mut form = FakeForm::inline();
    form.answer(0, 10.0);
    form.set("sessionId", "a");
    assert_eq!(form.values()[0], Some(10), "a late session id names the present session");
    form.set("theme", "dark");
    assert_eq!(form.values()[0], Some(10), "another theme is the same form");
    form.set("sessionId", "b");
    assert_eq!(form.values(), [None; 5]);
    form.answer(0, 10.0);
    form.set("instrument", "one");
    assert_eq!(form.values(), [None]);
}

#[test]
fn answers_of_the_time_before_the_form_ran_count_although_it_is_disabled() {
    let mut form = FakeForm::inline();
    form.set("disabled", true);
    let tap = SliderAction::Input(0, 80.0, Some(InputMethod::Mouse));
    assert_eq!(form.update(Action::Slider(tap)), NO_EVENTS);
    assert_eq!(form.event_names(Action::Replay(tap)), ["rapport-input", "rapport-change"]);
    assert_eq!(form.values()[0], Some(80));
    form.set("disabled", false);
    form.submit();
    assert_eq!(form.update(Action::Replay(SliderAction::Clear(0))), NO_EVENTS, "not of a form that was sent");
}

#[test]
fn unknown_instrument_is_reported_once_and_asks_nothing() {
    let mut form = FakeForm::inline();
    let events = form.set("instrument", "phq");
    let [Event::Error { code, fatal, problems }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((*code, *fatal, problems.len()), ("config-invalid", true, 1));
    let message = r#"instrument: found "phq", expected "session", "one", or a definition"#;
    assert_eq!(problems[0].to_string(), message);
    assert_eq!(form.set("lang", "de"), NO_EVENTS);
    assert_eq!(form.update(Action::Submit), NO_EVENTS);
    assert_eq!((form.outcome(), form.is_complete()), (None, false));
    let events = form.update(Action::Dismiss(DismissReason::Close));
    assert!(matches!(events.as_slice(), [Event::Dismiss { result: None, .. }]), "{events:?}");
}

#[test]
fn faulty_attribute_falls_back_and_each_one_is_reported() {
    let mut form = FakeForm::inline();
    form.attributes.insert("mode".into(), "popup".into());
    let events = form.set("theme", "pink");
    let [Event::Error { fatal: false, problems, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            r#"mode: found "popup", expected one of "inline", "dialog""#,
            r#"theme: found "pink", expected one of "auto", "light", "dark""#,
        ]
    );
    form.answer(0, 10.0);
    assert_eq!(form.values()[0], Some(10));
}

#[test]
fn reset_keeps_only_the_configuration() {
    let mut form = FakeForm::inline();
    form.answer(0, 10.0);
    let id = form.submit().id;
    form.update(Action::SubmitAccepted);
    form.env.ms.set(5000.0);
    assert_eq!(form.update(Action::Reset), NO_EVENTS);
    assert_eq!((form.phase(), form.values()), (Phase::Answering, vec![None; 5]));
    let result = form.submit();
    assert_eq!((result.started_at.as_deref(), result.attempt), (Some(utc(5000.0).as_str()), 1));
    assert_ne!(result.id, id);
}

#[test]
fn initial_answers_fill_only_untouched_items() {
    let mut form = FakeForm::inline();
    form.answer(0, 10.0);
    form.answer(1, 20.0);
    form.slider(SliderAction::Clear(1));
    let events = form.set_properties(r#"{ "answers": { "safe": 99, "understood": 99, "together": 30 } }"#);
    assert_eq!(events, NO_EVENTS);
    assert_eq!(form.values(), [Some(10), None, Some(30), None, None]);
    form.set_properties(r#"{ "answers": { "open": 40 } }"#);
    assert_eq!(
        form.values(),
        [Some(10), None, Some(30), Some(40), None],
        "new initial answers remove no earlier ones"
    );
    let result = form.submit();
    let inputs: Vec<_> = result.answers.iter().map(|answer| (answer.input, answer.changes)).collect();
    let (touch, script) = (Some(InputMethod::Touch), Some(InputMethod::Script));
    assert_eq!(inputs, [(touch, 1), (None, 2), (script, 0), (script, 0), (None, 0)]);
}

#[test]
fn reset_does_not_apply_initial_answers_again() {
    let mut form = FakeForm::inline();
    form.set_properties(r#"{ "answers": { "safe": 50 } }"#);
    form.update(Action::Reset);
    form.set_properties(r#"{ "answers": { "safe": 50 } }"#);
    assert_eq!(form.values(), [None; 5]);
}

#[test]
fn initial_answers_for_a_dismissed_form_apply_to_the_next_one() {
    let mut form = FakeForm::dialog();
    form.update(Action::Dismiss(DismissReason::Close));
    form.attributes.insert("open".into(), false.into());
    form.set_properties(r#"{ "answers": { "safe": 50 } }"#);
    form.attributes.insert("open".into(), true.into());
    form.set_properties(r#"{ "answers": { "safe": 50 } }"#);
    assert_eq!(form.values(), [Some(50), None, None, None, None]);
}

#[test]
fn late_history_is_compared_and_keeps_the_answers() {
    let mut form = FakeForm::inline();
    (0..5).for_each(|item| form.answer(item, 60.0));
    form.set_properties(r#"{ "history": [{ "total": 80 }] }"#);
    let change = form.submit().change.expect("a change");
    assert_eq!((change.previous, change.delta, change.any_worsening), (80.0, -20.0, true));
}

#[test]
fn another_instrument_takes_the_same_answers_of_the_host() {
    let definition = |version: &str| {
        format!(
            r#"{{ "answers": {{ "calm": 4 }}, "instrument": {{ "id": "calm", "version": "{version}", "title": "Calm",
                "scale": {{ "min": 0, "max": 10 }}, "score": {{ "range": [0, 10] }},
                "items": [{{ "id": "calm", "text": "How calm?", "low": "Not at all", "high": "Very" }}] }} }}"#
        )
    };
    let mut form = FakeForm::inline();
    for version in ["1", "2"] {
        form.set_properties(&definition(version));
        assert_eq!(form.values(), [Some(4)], "version {version}");
    }
}
