//! Turns actions on an item's control into its answer, for every input method.

use super::action::{KeyStep, PointerHit, SliderAction};
use super::{Environment, Form};
use crate::event::Event;
use crate::instrument::Slider;
use crate::scoring::answers::{Answer, InputMethod, Response};
use crate::scoring::result::outcome;

/// Time after a pointer lifted in which a move may still belong to it, in milliseconds. Browsers that wait for a second
/// tap wait 300 ms.
const LATE_MS: f64 = 1000.0;

/// A press on a slider, until the next one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gesture {
    index: usize,
    input: InputMethod,
    has_moved: bool,
    drag: Option<ThumbDrag>,
    /// The time at which the pointer lifted. Some browsers move the slider only after that.
    lifted_ms: Option<f64>,
}

/// A drag of the thumb, on the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ThumbDrag {
    origin: f64,
    start_value: f64,
    /// A move of at most this distance from the origin may be the browser's rounding.
    tolerance: f64,
}

/// A gesture other than a drag, such as a scroll or a pinch: slider moves during it are no answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum OtherGesture {
    None,
    Active,
    /// It ended, and late moves may still belong to it until this time.
    Ending(f64),
    /// A screen reader activated a slider: until this time, a move to the midpoint may be the browser's.
    Activation(f64),
}

impl Form {
    /// Applies an action on a slider of an editable form.
    pub(super) fn update_slider(&mut self, action: SliderAction, env: &impl Environment) -> Vec<Event> {
        match action {
            SliderAction::PointerDown(index, input, hit) => self.pointer_down(index, input, hit),
            SliderAction::Input(index, raw, input) => self.input(index, raw, input, env),
            SliderAction::PointerUp(index, hit) => self.pointer_up(index, hit, env),
            SliderAction::PointerCancel => self.cancel_gesture(OtherGesture::Ending(env.now().ms + LATE_MS)),
            SliderAction::MultiTouch(true) => self.cancel_gesture(OtherGesture::Active),
            SliderAction::MultiTouch(false) => {
                self.cancel_gesture(OtherGesture::Ending(env.now().ms + LATE_MS))
            }
            SliderAction::Key(index, step) => self.press_key(index, step, env),
            SliderAction::Confirm(index) => self.confirm(index, env),
            SliderAction::Activate(index) => {
                self.gesture = None;
                self.other_gesture = OtherGesture::Activation(env.now().ms + LATE_MS);
                self.confirm(index, env)
            }
            SliderAction::Change(index) => {
                if let Some(gesture) = self.gesture.as_mut() {
                    gesture.lifted_ms.get_or_insert(env.now().ms);
                }
                self.commit(index, Answer::commit)
            }
            SliderAction::NotApplicable(index, input) => self.not_applicable(index, input, env),
            SliderAction::Clear(index) => self.commit(index, Answer::clear),
        }
    }

    fn pointer_down(&mut self, index: usize, input: InputMethod, hit: Option<PointerHit>) -> Vec<Event> {
        let drag = hit.and_then(|hit| self.thumb_drag(index, hit));
        self.gesture = Some(Gesture { index, input, has_moved: false, drag, lifted_ms: None });
        self.other_gesture = OtherGesture::None;
        Vec::new()
    }

    /// Handles a move by the browser. A move without a press, as by assistive technology, is an answer at once.
    fn input(
        &mut self,
        index: usize,
        raw: f64,
        input: Option<InputMethod>,
        env: &impl Environment,
    ) -> Vec<Event> {
        let is_held = self.is_held(index, env);
        if self.slider(index).is_none() {
            let input = input.unwrap_or_else(|| self.button_input(index, env));
            return self.answer(index, raw, input, env);
        }
        if input.is_none() && is_held {
            return self.move_to(index, raw, None, env);
        }
        let is_no_answer = match self.other_gesture {
            OtherGesture::None => false,
            OtherGesture::Active => true,
            OtherGesture::Ending(until) => env.now().ms <= until,
            OtherGesture::Activation(until) => {
                env.now().ms <= until && self.slider(index).is_some_and(|slider| slider.is_midpoint(raw))
            }
        };
        self.gesture = None;
        if input.is_none() && is_no_answer {
            return Vec::new();
        }
        self.answer(index, raw, input.unwrap_or(InputMethod::Keyboard), env)
    }

    /// Handles the choice that an item does not apply.
    fn not_applicable(
        &mut self,
        index: usize,
        input: Option<InputMethod>,
        env: &impl Environment,
    ) -> Vec<Event> {
        let input = input.unwrap_or_else(|| self.button_input(index, env));
        let at_ms = self.elapsed_ms(env);
        if let Some(answer) = self.answers.get_mut(index) {
            answer.respond(Response::NotApplicable, input, at_ms);
        }
        self.commit(index, Answer::commit)
    }

    /// Returns the input method of a press on one of the item's buttons, else of a key.
    fn button_input(&self, index: usize, env: &impl Environment) -> InputMethod {
        let press = self.gesture.filter(|_| self.is_held(index, env));
        press.map_or(InputMethod::Keyboard, |gesture| gesture.input)
    }

    /// Returns the slider of the item at that index; `None` for labelled points.
    pub(crate) fn slider(&self, index: usize) -> Option<Slider> {
        let instrument = self.instrument()?;
        instrument.scale_of(instrument.items.get(index)?).slider()
    }

    /// Returns the milliseconds since the form's first showing.
    fn elapsed_ms(&self, env: &impl Environment) -> u32 {
        let now = env.now();
        now.since(self.started.as_ref().unwrap_or(&now))
    }

    fn cancel_gesture(&mut self, other_gesture: OtherGesture) -> Vec<Event> {
        self.other_gesture = other_gesture;
        self.cancelled_gestures = self.cancelled_gestures.wrapping_add(1);
        if let Some(answer) = self.gesture.take().and_then(|gesture| self.answers.get_mut(gesture.index)) {
            answer.revert();
        }
        Vec::new()
    }

    /// Returns whether a move of that slider belongs to the last press.
    fn is_held(&self, index: usize, env: &impl Environment) -> bool {
        let is_late = |lifted_ms: f64| env.now().ms - lifted_ms > LATE_MS;
        self.gesture.is_some_and(|gesture| gesture.index == index && !gesture.lifted_ms.is_some_and(is_late))
    }

    /// Returns the drag that a press on the thumb begins.
    fn thumb_drag(&self, index: usize, hit: PointerHit) -> Option<ThumbDrag> {
        let scale = self.slider(index)?;
        let start_value = hit.thumb_value.or(self.answers.get(index)?.value().map(f64::from))?;
        // A press beyond an end means that end.
        let is_inside = 0.0 < hit.fraction && hit.fraction < 1.0;
        let is_on_thumb = (hit.fraction - scale.fraction_of(start_value)).abs() <= hit.thumb_radius;
        // Half a step for rounding, and a twelfth of the thumb's radius: a pixel or two.
        let tolerance = f64::from(scale.step) / 2.0 + hit.thumb_radius / 12.0 * scale.span();
        let drag = ThumbDrag { origin: scale.value_at(hit.fraction), start_value, tolerance };
        (is_inside && is_on_thumb).then_some(drag)
    }

    fn move_to(
        &mut self,
        index: usize,
        raw: f64,
        input: Option<InputMethod>,
        env: &impl Environment,
    ) -> Vec<Event> {
        let gesture = self.gesture.as_mut().filter(|gesture| gesture.index == index);
        let drag = gesture.as_ref().and_then(|gesture| gesture.drag);
        let input = input.or(gesture.as_ref().map(|gesture| gesture.input)).unwrap_or(InputMethod::Keyboard);
        if let Some(gesture) = gesture {
            gesture.has_moved = true;
        }
        let at_ms = self.elapsed_ms(env);
        let Some(instrument) = self.config.instrument.as_ref() else { return Vec::new() };
        let Some((item, answer)) = instrument.items.get(index).zip(self.answers.get_mut(index)) else {
            return Vec::new();
        };
        let scale = instrument.scale_of(item);
        let raw = drag.zip(scale.slider()).map_or(raw, |(drag, slider)| drag.value_at(raw, slider));
        if !answer.move_to(raw, scale, input, at_ms) {
            return Vec::new();
        }
        let moved = |value| Event::Input { item: item.id.clone(), value };
        answer.value().map(moved).into_iter().collect()
    }

    /// Handles the end of a press. The browser moves nothing when an unanswered slider is tapped at its midpoint, and
    /// some phones follow drags but not taps: then the slider moves to the tap.
    fn pointer_up(&mut self, index: usize, hit: Option<PointerHit>, env: &impl Environment) -> Vec<Event> {
        let Some(gesture) = self.gesture.as_mut().filter(|gesture| gesture.index == index) else {
            return Vec::new();
        };
        gesture.lifted_ms = Some(env.now().ms);
        let is_drag = gesture.drag.is_some();
        let has_moved = std::mem::replace(&mut gesture.has_moved, true);
        let input = gesture.input;
        let scale = self.slider(index);
        let tapped = hit.zip(scale).filter(|_| !has_moved && !is_drag);
        match tapped.map(|(hit, scale)| scale.value_at(hit.fraction)) {
            Some(raw) => self.answer(index, raw, input, env),
            None => self.commit(index, Answer::commit),
        }
    }

    fn press_key(&mut self, index: usize, step: KeyStep, env: &impl Environment) -> Vec<Event> {
        let value = self.answers.get(index).and_then(Answer::value);
        let Some(scale) = self.slider(index) else { return Vec::new() };
        let from = f64::from(value.unwrap_or_else(|| scale.midpoint()));
        let one_step = f64::from(scale.step);
        let to = match step {
            KeyStep::By(steps) => from + f64::from(steps) * one_step,
            KeyStep::Tenths(tenths) => from + f64::from(tenths) * (scale.span() / 10.0).max(one_step),
            KeyStep::Low => f64::from(scale.min),
            KeyStep::High => f64::from(scale.max),
        };
        self.answer_by_key(index, to, env)
    }

    fn confirm(&mut self, index: usize, env: &impl Environment) -> Vec<Event> {
        let is_unanswered = self.answers.get(index).is_some_and(|answer| answer.response().is_none());
        let Some(slider) = self.slider(index).filter(|_| is_unanswered) else { return Vec::new() };
        self.answer_by_key(index, slider.midpoint().into(), env)
    }

    fn answer_by_key(&mut self, index: usize, raw: f64, env: &impl Environment) -> Vec<Event> {
        self.gesture = None;
        self.answer(index, raw, InputMethod::Keyboard, env)
    }

    fn answer(&mut self, index: usize, raw: f64, input: InputMethod, env: &impl Environment) -> Vec<Event> {
        let mut events = self.move_to(index, raw, Some(input), env);
        events.extend(self.commit(index, Answer::commit));
        events
    }

    fn commit(&mut self, index: usize, change: impl FnOnce(&mut Answer) -> bool) -> Vec<Event> {
        if !self.answers.get_mut(index).is_some_and(change) {
            return Vec::new();
        }
        let Some(instrument) = self.instrument() else { return Vec::new() };
        let by_item = || instrument.items.iter().zip(&self.answers);
        let changed = by_item().nth(index).map(|(item, answer)| Event::Change {
            item: item.id.clone(),
            value: answer.value(),
            not_applicable: answer.response() == Some(Response::NotApplicable),
            answers: by_item().map(|(item, answer)| (item.id.clone(), answer.response())).collect(),
            outcome: outcome(instrument, &self.answers),
        });
        changed.into_iter().collect()
    }
}

impl ThumbDrag {
    /// Returns the thumb's value for a pointer at `raw`. Browsers centre the thumb under the pointer, so that it would
    /// jump on a press beside its centre. Instead it travels to either end in proportion to the pointer.
    fn value_at(self, raw: f64, scale: Slider) -> f64 {
        let Self { origin, start_value, tolerance } = self;
        let end = f64::from(if raw > origin { scale.max } else { scale.min });
        let is_still = (raw - origin).abs() <= tolerance && (raw - end).abs() > 0.0;
        if is_still {
            start_value
        } else {
            start_value + (raw - origin) / (end - origin) * (end - start_value)
        }
    }
}
