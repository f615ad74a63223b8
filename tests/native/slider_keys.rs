//! Answers without a pointer: keys, buttons, assistive technology and Clear.

use rapport::{Action, Event, InputMethod, KeyStep, SliderAction};

use crate::fake_form::{FakeForm, NO_EVENTS, RUSH};

#[test]
fn key_moves_a_slider_from_its_value_or_midpoint() {
    let mut form = FakeForm::inline();
    let steps = [
        (KeyStep::By(1), 51),
        (KeyStep::By(-3), 48),
        (KeyStep::Tenths(2), 68),
        (KeyStep::High, 100),
        (KeyStep::By(1), 100),
        (KeyStep::Tenths(-1), 90),
        (KeyStep::Low, 0),
    ];
    for (step, value) in steps {
        form.slider(SliderAction::Key(0, step));
        assert_eq!(form.values()[0], Some(value), "{step:?}");
    }
    assert_eq!(form.answers()[0].changes, 6, "a key at the end of the scale is no change");
    let key = SliderAction::Key(1, KeyStep::By(1));
    assert_eq!(form.slider_event_names(key), ["rapport-input", "rapport-change"]);
    form.set_properties(RUSH);
    form.slider(SliderAction::Key(0, KeyStep::Tenths(1)));
    assert_eq!(form.values()[0], Some(6), "a tenth of a short scale is one step");
}

#[test]
fn key_for_an_end_answers_an_unanswered_slider_that_rests_there() {
    let mut form = FakeForm::inline();
    form.set_properties(&RUSH.replace(r#""max": 10 }"#, r#""max": 1 }"#));
    form.slider(SliderAction::Key(0, KeyStep::High));
    assert_eq!(form.values()[0], Some(1));
}

#[test]
fn confirm_answers_only_an_unanswered_slider() {
    let mut form = FakeForm::inline();
    assert_eq!(form.slider_event_names(SliderAction::Confirm(4)), ["rapport-input", "rapport-change"]);
    assert_eq!(form.answers()[4].input(), Some(InputMethod::Keyboard));
    form.answer(3, 12.0);
    assert_eq!(form.slider(SliderAction::Confirm(3)), NO_EVENTS);
    assert_eq!(form.values(), [None, None, None, Some(12), Some(50)]);
}

#[test]
fn move_without_a_press_answers_at_once() {
    let mut form = FakeForm::inline();
    let moved = SliderAction::Input(0, 60.0, None);
    assert_eq!(form.slider_event_names(moved), ["rapport-input", "rapport-change"]);
    assert_eq!(form.slider(SliderAction::Change(0)), NO_EVENTS);
    assert_eq!(form.answers()[0].input(), Some(InputMethod::Keyboard), "as by assistive technology");
}

#[test]
fn buttons_stay_until_the_next_form() {
    let mut form = FakeForm::inline();
    form.update(Action::UseButtons(true));
    form.slider(SliderAction::Input(0, 30.0, Some(InputMethod::Buttons)));
    form.slider(SliderAction::Change(0));
    assert!(form.uses_buttons());
    form.slider(SliderAction::Input(1, 40.0, Some(InputMethod::Buttons)));
    form.slider(SliderAction::Change(1));
    let result = form.submit();
    assert_eq!(result.answers[0].input, Some(InputMethod::Buttons));
    assert_eq!(result.answers[1].input, Some(InputMethod::Buttons));
    form.update(Action::SubmitAccepted);
    form.update(Action::Reset);
    assert!(!form.uses_buttons());
}

#[test]
fn clear_removes_an_answer_and_emits_one_change() {
    let mut form = FakeForm::inline();
    form.answer(0, 0.0);
    let events = form.slider(SliderAction::Clear(0));
    let [Event::Change { item, value, answers, outcome, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((item.as_str(), *value, outcome.answered), ("safe", None, 0));
    assert_eq!(answers[0], ("safe".into(), None));
    assert_eq!(form.slider(SliderAction::Clear(0)), NO_EVENTS);
    let answer = &form.answers()[0];
    assert_eq!((answer.changes, answer.input()), (2, None));
}

#[test]
fn action_on_an_item_out_of_range_does_nothing() {
    let mut form = FakeForm::inline();
    for action in [
        SliderAction::Input(9, 1.0, None),
        SliderAction::Change(9),
        SliderAction::Clear(9),
        SliderAction::Confirm(9),
    ] {
        assert_eq!(form.slider(action), NO_EVENTS, "{action:?}");
    }
    assert_eq!(form.values(), [None; 5]);
}
