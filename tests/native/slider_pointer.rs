//! Answers by pointers: drags, taps, scrolls and pinches.

use rapport::{Action, InputMethod, KeyStep, PointerHit, SliderAction};

use crate::fake_form::{FakeForm, NO_EVENTS};

fn hit(fraction: f64, thumb_radius: f64) -> PointerHit {
    PointerHit { fraction, thumb_radius, thumb_value: None }
}

#[test]
fn drag_emits_many_inputs_and_one_change() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, None));
    for value in [51.0, 60.0, 82.0] {
        assert_eq!(form.slider_event_names(SliderAction::Input(0, value, None)), ["rapport-input"]);
    }
    assert_eq!(form.slider_event_names(SliderAction::Change(0)), ["rapport-change"]);
    assert_eq!(form.slider(SliderAction::Change(0)), NO_EVENTS, "committed twice");
    let answer = &form.answers()[0];
    assert_eq!((answer.value(), answer.changes, answer.input()), (Some(82), 1, Some(InputMethod::Mouse)));
}

#[test]
fn tap_at_midpoint_answers_although_browser_moves_nothing() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::PointerDown(2, InputMethod::Touch, None));
    let lifted = SliderAction::PointerUp(2, Some(hit(0.5, 0.05)));
    assert_eq!(form.slider_event_names(lifted), ["rapport-input", "rapport-change"]);
    assert_eq!(form.values(), [None, None, Some(50), None, None]);
}

#[test]
fn tap_answers_if_browser_follows_only_drags() {
    let mut form = FakeForm::inline();
    for (fraction, value) in [(0.0, 0), (0.7, 70), (1.0, 100), (0.98, 100)] {
        let tap = Some(hit(fraction, 0.05));
        form.slider(SliderAction::PointerDown(1, InputMethod::Touch, tap));
        form.slider(SliderAction::PointerUp(1, tap));
        assert_eq!(form.values()[1], Some(value), "a tap at {fraction}");
    }
}

#[test]
fn thumb_pressed_beside_its_centre_does_not_jump() {
    let mut form = FakeForm::inline();
    form.answer(0, 50.0);
    // On a press at 54, the browser centres the thumb there.
    form.slider(SliderAction::PointerDown(0, InputMethod::Touch, Some(hit(0.54, 0.05))));
    for (raw, value) in [(54.0, 50), (55.0, 51), (64.0, 61), (100.0, 100), (54.0, 50), (27.0, 25), (0.0, 0)] {
        form.slider(SliderAction::Input(0, raw, None));
        assert_eq!(form.values()[0], Some(value), "dragged to {raw}");
    }
    form.answer(0, 100.0);
    form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, Some(hit(1.0, 0.05))));
    form.slider(SliderAction::Input(0, 100.0, None));
    assert_eq!(form.values()[0], Some(100), "a thumb at the end stays there");
    form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, Some(hit(0.3, 0.05))));
    form.slider(SliderAction::Input(0, 30.0, None));
    assert_eq!(form.values()[0], Some(30), "a press beside the thumb moves it there");
}

/// The script that repeats a press decided whether it drags the thumb, by the answer of that time.
#[test]
fn repeated_press_drags_the_thumb_that_the_respondent_saw() {
    let mut form = FakeForm::inline();
    form.answer(0, 10.0);
    let press = PointerHit { thumb_value: Some(40.0), ..hit(0.44, 0.05) };
    form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, Some(press)));
    form.slider(SliderAction::Input(0, 54.0, None));
    assert_eq!(form.values()[0], Some(51), "it keeps its distance to the pointer");
    form.slider(SliderAction::PointerUp(0, None));
    form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, None));
    form.slider(SliderAction::PointerUp(0, Some(hit(0.53, 0.05))));
    assert_eq!(form.values()[0], Some(53), "a tap, although the thumb is there");
}

#[test]
fn move_long_after_a_press_is_a_separate_answer() {
    let mut form = FakeForm::inline();
    form.answer(0, 50.0);
    let beside = Some(hit(0.54, 0.05));
    form.slider(SliderAction::PointerDown(0, InputMethod::Touch, beside));
    form.slider(SliderAction::PointerUp(0, beside));
    form.slider(SliderAction::Input(0, 54.0, None));
    assert_eq!(form.values()[0], Some(50), "a browser that follows a tap late");
    form.env.ms.set(5000.0);
    let moved = SliderAction::Input(0, 51.0, None);
    assert_eq!(form.slider_event_names(moved), ["rapport-input", "rapport-change"]);
    assert_eq!((form.values()[0], form.answers()[0].input()), (Some(51), Some(InputMethod::Keyboard)));
}

#[test]
fn tap_beyond_an_end_answers_that_end() {
    let mut form = FakeForm::inline();
    for (value, fraction, end) in [(95.0, 1.0, 100), (4.0, 0.0, 0)] {
        form.answer(0, value);
        let tap = Some(hit(fraction, 0.08));
        form.slider(SliderAction::PointerDown(0, InputMethod::Mouse, tap));
        form.slider(SliderAction::PointerUp(0, tap));
        assert_eq!(form.values()[0], Some(end), "a tap on the thumb at {value}, beyond the end");
        form.answer(0, value);
        form.slider(SliderAction::PointerDown(0, InputMethod::Touch, tap));
        form.slider(SliderAction::Input(0, end.into(), None));
        assert_eq!(form.values()[0], Some(end), "a drag of the thumb at {value}, beyond the end");
    }
}

#[test]
fn pinch_answers_nothing_until_both_fingers_lift() {
    let mut form = FakeForm::inline();
    form.answer(1, 70.0);
    form.slider(SliderAction::PointerDown(0, InputMethod::Touch, None));
    form.slider(SliderAction::Input(0, 43.0, None));
    let cancelled = form.cancelled_gestures();
    form.slider(SliderAction::MultiTouch(true));
    assert_ne!(form.cancelled_gestures(), cancelled, "the slider that the browser moved is redrawn");
    let assert_moves_are_ignored = |form: &mut FakeForm| {
        for index in [0, 1] {
            assert_eq!(form.slider(SliderAction::Input(index, 30.0, None)), NO_EVENTS);
            assert_eq!(form.slider(SliderAction::Change(index)), NO_EVENTS);
            assert_eq!(form.slider(SliderAction::PointerUp(index, Some(hit(0.2, 0.0)))), NO_EVENTS);
        }
        assert_eq!(form.values()[..2], [None, Some(70)]);
    };
    assert_moves_are_ignored(&mut form);
    form.env.ms.set(60_000.0);
    assert_moves_are_ignored(&mut form);
    form.slider(SliderAction::MultiTouch(false));
    assert_moves_are_ignored(&mut form);
    form.env.ms.set(62_000.0);
    form.slider(SliderAction::Input(0, 20.0, None));
    assert_eq!(form.values()[0], Some(20), "assistive technology, two seconds later");
}

#[test]
fn pinch_does_not_block_buttons_and_keys() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::MultiTouch(true));
    form.slider(SliderAction::Input(0, 30.0, Some(InputMethod::Buttons)));
    form.slider(SliderAction::Confirm(1));
    form.slider(SliderAction::Key(2, KeyStep::High));
    form.update(Action::UseButtons(true));
    form.answer(3, 20.0);
    assert_eq!(form.values(), [Some(30), Some(50), Some(100), Some(20), None]);
}

#[test]
fn tap_that_the_browser_followed_counts_once() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::PointerDown(1, InputMethod::Mouse, None));
    form.slider(SliderAction::Input(1, 71.0, None));
    form.slider(SliderAction::Change(1));
    form.slider(SliderAction::PointerUp(1, Some(hit(0.7, 0.0))));
    assert_eq!((form.values()[1], form.answers()[1].changes), (Some(71), 1));
}

#[test]
fn late_move_by_the_browser_keeps_the_input_method() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::PointerDown(1, InputMethod::Touch, None));
    form.slider(SliderAction::PointerUp(1, Some(hit(0.7, 0.0))));
    form.slider(SliderAction::Input(1, 71.0, None));
    assert_eq!(form.answers()[1].input(), Some(InputMethod::Touch));
}

#[test]
fn pointer_up_without_a_press_on_that_slider_answers_nothing() {
    let mut form = FakeForm::inline();
    let tap = Some(hit(0.5, 0.05));
    assert_eq!(form.slider(SliderAction::PointerUp(0, tap)), NO_EVENTS);
    form.slider(SliderAction::PointerDown(1, InputMethod::Mouse, None));
    assert_eq!(form.slider(SliderAction::PointerUp(0, tap)), NO_EVENTS);
    assert_eq!(form.values(), [None; 5]);
}

#[test]
fn pointer_up_after_a_key_answers_nothing() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::Key(0, KeyStep::By(1)));
    form.slider(SliderAction::PointerUp(0, Some(hit(0.9, 0.05))));
    assert_eq!(form.values(), [Some(51), None, None, None, None]);
}

#[test]
fn press_that_becomes_a_scroll_restores_the_answer() {
    let mut form = FakeForm::inline();
    form.slider(SliderAction::PointerDown(0, InputMethod::Touch, None));
    form.slider(SliderAction::Input(0, 90.0, None));
    form.slider(SliderAction::PointerCancel);
    assert_eq!(form.values()[0], None);
    assert_eq!(form.answers()[0].first_interaction_ms, None, "a scroll is no interaction");
    form.answer(0, 40.0);
    form.slider(SliderAction::PointerDown(0, InputMethod::Touch, None));
    form.slider(SliderAction::Input(0, 90.0, None));
    let cancelled = form.cancelled_gestures();
    form.slider(SliderAction::PointerCancel);
    assert_eq!(form.values()[0], Some(40));
    assert_ne!(form.cancelled_gestures(), cancelled, "the slider that the browser moved is redrawn");
}

#[test]
fn activation_by_a_screen_reader_confirms_but_moves_nothing() {
    let mut form = FakeForm::inline();
    assert_eq!(form.slider_event_names(SliderAction::Activate(0)), ["rapport-input", "rapport-change"]);
    assert_eq!((form.values()[0], form.answers()[0].input()), (Some(50), Some(InputMethod::Keyboard)));
    form.answer(1, 80.0);
    form.env.ms.set(60_000.0);
    for action in [
        SliderAction::Activate(1),
        SliderAction::Input(1, 50.0, None),
        SliderAction::Change(1),
        SliderAction::PointerUp(1, Some(hit(0.5, 0.05))),
    ] {
        assert_eq!(form.slider(action), NO_EVENTS, "{action:?}");
    }
    assert_eq!(form.values()[1], Some(80));
    form.slider(SliderAction::Input(1, 81.0, None));
    assert_eq!(form.values()[1], Some(81), "an adjustment right after");
    form.env.ms.set(62_000.0);
    form.slider(SliderAction::Input(1, 50.0, None));
    assert_eq!(form.values()[1], Some(50), "an adjustment to the middle, later");
}
