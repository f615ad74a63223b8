//! What touching a slider does to its answer, whatever it was touched with.

use super::{Action, Environment, Form, Gesture, Tap};
use crate::answers::{Answer, Input};
use crate::event::Event;
use crate::result::outcome;

impl Form {
    /// Does what was done to a slider. Only an answerable form is touched.
    pub(super) fn touch(&mut self, action: &Action, env: &impl Environment) -> Vec<Event> {
        match *action {
            Action::Press(item, input) => self.gesture = Some(Gesture { item, input, moved: false }),
            Action::Move(item, raw, input) => return self.move_to(item, raw, input, env),
            Action::Release(item, tap) => return self.release(item, tap, env),
            Action::Choose(item) => return self.choose(item, env),
            Action::Commit(item) => return self.commit(item, Answer::commit),
            Action::Clear(item) => return self.commit(item, Answer::clear),
            _ => {
                if let Some(answer) = self.gesture.take().and_then(|held| self.answers.get_mut(held.item)) {
                    answer.revert();
                }
            }
        }
        Vec::new()
    }

    fn move_to(&mut self, item: usize, raw: f64, input: Option<Input>, env: &impl Environment) -> Vec<Event> {
        let held = self.gesture.as_mut().filter(|held| held.item == item);
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
        if !answer.move_to(raw, instrument.scale, input, at_ms) {
            return Vec::new();
        }
        let moved = |value| Event::Input { item: asked.id.clone(), value };
        answer.value().map(moved).into_iter().collect()
    }

    /// The browser moves nothing when an unanswered slider is tapped where it rests; and some phones
    /// follow a drag only, never a tap.
    fn release(&mut self, item: usize, tap: Option<Tap>, env: &impl Environment) -> Vec<Event> {
        let tapped = |held: &&mut Gesture| held.item == item && held.input != Input::Keyboard;
        let Some(held) = self.gesture.as_mut().filter(tapped) else { return Vec::new() };
        let followed = std::mem::replace(&mut held.moved, true);
        let input = held.input;
        let scale = self.instrument().map(|instrument| instrument.scale);
        let answer = self.answers.get(item).and_then(Answer::value);
        let meant = tap.zip(scale).filter(|_| !followed).and_then(|(tap, scale)| {
            let on_handle = |value| (tap.along - scale.along(value)).abs() <= tap.reach;
            (!answer.is_some_and(on_handle)).then(|| scale.at(tap.along))
        });
        match meant {
            Some(raw) => self.answer(item, raw, input, env),
            None => self.commit(item, Answer::commit),
        }
    }

    fn choose(&mut self, item: usize, env: &impl Environment) -> Vec<Event> {
        let unanswered = self.answers.get(item).is_some_and(|answer| answer.value().is_none());
        let Some(instrument) = self.instrument().filter(|_| unanswered) else { return Vec::new() };
        let resting = f64::from(instrument.scale.resting());
        self.answer(item, resting, Input::Keyboard, env)
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
