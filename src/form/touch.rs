//! What touching a slider does to its answer, whatever it was touched with.

use super::{Action, Environment, Form, Gesture, Grab, Step, Tap};
use crate::answers::{Answer, Input};
use crate::event::Event;
use crate::instrument::Scale;
use crate::result::outcome;

/// How long after a pointer lifted a move may still be its. Browsers that wait for a second tap wait 300 ms.
const LATE_MS: f64 = 1000.0;

impl Form {
    /// Does what was done to a slider. Only an answerable form is touched.
    pub(super) fn touch(&mut self, action: &Action, env: &impl Environment) -> Vec<Event> {
        match *action {
            Action::Press(item, input, tap) => {
                let grab = tap.and_then(|tap| self.grab(item, tap));
                self.gesture = Some(Gesture { item, input, moved: false, grab, lifted: None });
                self.pinch = f64::NEG_INFINITY;
            }
            Action::Pinch(begins) => {
                self.touch(&Action::Cancel, env);
                self.pinch = if begins { f64::INFINITY } else { env.now().ms + LATE_MS };
            }
            // What moves without a press, as by assistive technology, is an answer at once.
            Action::Move(item, raw, input) if input.is_some() || !self.is_held(item, env) => {
                let pinched = input.is_none() && env.now().ms <= self.pinch;
                self.gesture = None;
                let input = input.unwrap_or(Input::Keyboard);
                return if pinched { Vec::new() } else { self.answer(item, raw, input, env) };
            }
            Action::Move(item, raw, _) => return self.move_to(item, raw, None, env),
            Action::Release(item, tap) => return self.release(item, tap, env),
            Action::Step(item, step) => return self.step_by(item, step, env),
            Action::Choose(item) => return self.choose(item, env),
            Action::Commit(item) => {
                if let Some(held) = self.gesture.as_mut() {
                    held.lifted.get_or_insert(env.now().ms);
                }
                return self.commit(item, Answer::commit);
            }
            Action::Clear(item) => return self.commit(item, Answer::clear),
            _ => {
                self.reverts = self.reverts.wrapping_add(1);
                if let Some(answer) = self.gesture.take().and_then(|held| self.answers.get_mut(held.item)) {
                    answer.revert();
                }
            }
        }
        Vec::new()
    }

    /// Whether a move of that slider comes of the last press.
    fn is_held(&self, item: usize, env: &impl Environment) -> bool {
        let late = |lifted: f64| env.now().ms - lifted > LATE_MS;
        self.gesture.is_some_and(|held| held.item == item && !held.lifted.is_some_and(late))
    }

    /// Where a tap takes hold of the handle, if it does.
    fn grab(&self, item: usize, tap: Tap) -> Option<Grab> {
        let (scale, value) = (self.instrument()?.scale, self.answers.get(item)?.value()?);
        // Beyond an end it is the end that is meant.
        let inside = 0.0 < tap.along && tap.along < 1.0;
        let on_handle = (tap.along - scale.along(value)).abs() <= tap.reach;
        // Half a step is lost in rounding, and a pixel or two besides.
        let slack = f64::from(scale.step) / 2.0 + tap.reach / 12.0 * scale.span();
        (inside && on_handle).then(|| Grab { held: scale.at(tap.along), middle: value.into(), slack })
    }

    fn move_to(&mut self, item: usize, raw: f64, input: Option<Input>, env: &impl Environment) -> Vec<Event> {
        let held = self.gesture.as_mut().filter(|held| held.item == item);
        let grab = held.as_ref().and_then(|held| held.grab);
        let input = input.or(held.as_ref().map(|held| held.input)).unwrap_or(Input::Keyboard);
        if let Some(held) = held {
            held.moved = true;
        }
        let now = env.now();
        let at_ms = now.since(self.started.as_ref().unwrap_or(&now));
        let Some(instrument) = self.config.instrument.as_ref() else { return Vec::new() };
        let Some((asked, answer)) = instrument.items.get(item).zip(self.answers.get_mut(item)) else {
            return Vec::new();
        };
        let raw = grab.map_or(raw, |grab| dragged(raw, grab, instrument.scale));
        if !answer.move_to(raw, instrument.scale, input, at_ms) {
            return Vec::new();
        }
        let moved = |value| Event::Input { item: asked.id.clone(), value };
        answer.value().map(moved).into_iter().collect()
    }

    /// The browser moves nothing when an unanswered slider is tapped where it rests; and some phones follow a drag only,
    /// never a tap.
    fn release(&mut self, item: usize, tap: Option<Tap>, env: &impl Environment) -> Vec<Event> {
        let Some(held) = self.gesture.as_mut().filter(|held| held.item == item) else { return Vec::new() };
        held.lifted = Some(env.now().ms);
        let grabbed = held.grab.is_some();
        let followed = std::mem::replace(&mut held.moved, true);
        let input = held.input;
        let scale = self.instrument().map(|instrument| instrument.scale);
        let meant = tap.zip(scale).filter(|_| !followed && !grabbed).map(|(tap, scale)| scale.at(tap.along));
        match meant {
            Some(raw) => self.answer(item, raw, input, env),
            None => self.commit(item, Answer::commit),
        }
    }

    fn step_by(&mut self, item: usize, step: Step, env: &impl Environment) -> Vec<Event> {
        let answer = self.answers.get(item).and_then(Answer::value);
        let Some(scale) = self.instrument().map(|instrument| instrument.scale) else { return Vec::new() };
        let from = f64::from(answer.unwrap_or_else(|| scale.resting()));
        let one = f64::from(scale.step);
        let to = match step {
            Step::By(steps) => from + f64::from(steps) * one,
            Step::Tenths(tenths) => from + f64::from(tenths) * (scale.span() / 10.0).max(one),
            Step::Low => f64::from(scale.min),
            Step::High => f64::from(scale.max),
        };
        self.press_key(item, to, env)
    }

    fn choose(&mut self, item: usize, env: &impl Environment) -> Vec<Event> {
        let unanswered = self.answers.get(item).is_some_and(|answer| answer.value().is_none());
        let Some(instrument) = self.instrument().filter(|_| unanswered) else { return Vec::new() };
        let resting = f64::from(instrument.scale.resting());
        self.press_key(item, resting, env)
    }

    fn press_key(&mut self, item: usize, raw: f64, env: &impl Environment) -> Vec<Event> {
        self.gesture = None;
        self.answer(item, raw, Input::Keyboard, env)
    }

    fn answer(&mut self, item: usize, raw: f64, input: Input, env: &impl Environment) -> Vec<Event> {
        let mut events = self.move_to(item, raw, Some(input), env);
        events.extend(self.commit(item, Answer::commit));
        events
    }

    fn commit(&mut self, item: usize, how: impl FnOnce(&mut Answer) -> bool) -> Vec<Event> {
        if !self.answers.get_mut(item).is_some_and(how) {
            return Vec::new();
        }
        let Some(instrument) = self.instrument() else { return Vec::new() };
        let by_item = || instrument.items.iter().zip(&self.answers);
        let changed = by_item().nth(item).map(|(asked, answer)| Event::Change {
            item: asked.id.clone(),
            value: answer.value(),
            answers: by_item().map(|(asked, answer)| (asked.id.clone(), answer.value())).collect(),
            outcome: outcome(instrument, &self.answers),
        });
        changed.into_iter().collect()
    }
}

/// Where a drag has brought the handle. Browsers put its middle under the finger, wherever that took hold of it: so that
/// it does not jump, it goes as far to either end as the finger does, in proportion.
fn dragged(raw: f64, Grab { held, middle, slack }: Grab, scale: Scale) -> f64 {
    let end = f64::from(if raw > held { scale.max } else { scale.min });
    let still = (raw - held).abs() <= slack && (raw - end).abs() > 0.0;
    if still { middle } else { middle + (raw - held) / (end - held) * (end - middle) }
}
