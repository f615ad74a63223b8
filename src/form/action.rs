//! What can be done to a form: every action of a client, the host, or the page.

use crate::answers::Input;
use crate::config::Config;
use crate::event::Reason;
use crate::json::Json;
use crate::problem::Problem;

/// Something that a client, the host or the page does to the form. Items are named by their place.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// The host's configuration, at first or changed.
    Configure(Config, Vec<Problem>),
    /// The form stands in the page for the first time.
    Rendered,
    /// The dialog came up.
    Opened,
    /// A finger or a button goes down on a slider.
    Press(usize, Input, Option<Tap>),
    /// A slider moves to a value; with the input if it is known not to be the one pressed last.
    Move(usize, f64, Option<Input>),
    /// A press ends where it began. If the browser moved nothing, the slider moves to where it was tapped.
    Release(usize, Option<Tap>),
    /// A key moves a slider, from where it is or rests.
    Step(usize, Step),
    /// An unanswered slider is answered with where it rests.
    Choose(usize),
    /// A slider comes to rest.
    Commit(usize),
    /// A press turned out to be something else, such as a scroll.
    Cancel,
    /// A second finger goes down, or lifts again: what sliders do meanwhile is not meant as an answer.
    Pinch(bool),
    /// An answer is taken back.
    Clear(usize),
    /// Buttons in place of sliders, or back.
    UseButtons(bool),
    /// Send, or try again; or first look at what will be sent.
    Submit,
    /// Back to the questions, from what will be sent or from being asked whether to leave.
    Return,
    /// The host refused to let the form go.
    Prevented,
    /// The host took the result and asked for no time to store it.
    Accepted,
    /// The host stored the result of that id in that attempt, or failed with a message.
    Settled(String, u32, Result<(), String>),
    /// Leave unsent; or just close what is sent already.
    Dismiss(Reason),
    /// Take up what the tab kept of an unsent form: its result as it stood.
    Resume(Json),
    /// Go on as the form that a [`Memory`](super::Memory) is of.
    Revive(Json),
    /// Begin afresh.
    Reset,
}

/// How far a key moves a slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By so many steps of the scale.
    By(i32),
    /// By so many tenths of the scale, or steps where those are larger.
    Tenths(i32),
    /// To the low end.
    Low,
    /// To the high end.
    High,
}

/// Where a slider was tapped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tap {
    /// Place along the slider, from 0 at the low end to 1 at the high end.
    pub along: f64,
    /// How far the handle reaches to either side of its middle, in the same unit. A tap on it is none.
    pub reach: f64,
}
