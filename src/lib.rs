//! Rapport: a session-feedback form for telehealth pages.
//!
//! This crate is two things. Without its default feature it is the scoring and the form's states, for
//! servers as for browsers: [`Instrument`] and values in, [`Outcome`] out, no clock, no browser, no storage. With the
//! feature `element` it is also the program behind the custom element `<rapport-feedback>`.
//!
//! Data flows one way: the host's [`Attributes`] → [`Config`] → [`Instrument`] → [`Answer`]s →
//! [`Outcome`] → [`FeedbackResult`] → [`Event`]. Whatever a client or a host does is an [`Action`] on
//! the [`Form`].

mod answers;
mod config;
mod event;
mod form;
mod instrument;
mod result;
mod score;
mod strings;

#[cfg(feature = "element")]
mod element;
#[cfg(feature = "element")]
mod view;

pub use answers::{Answer, Input};
pub use config::{Attributes, Config, Mode, Problem};
pub use event::{Event, Reason};
pub use form::{Action, Environment, Form, Phase, Tap};
pub use instrument::{Instrument, Item, Missing, Scale, ScoreRule};
pub use result::{AnswerEntry, FeedbackResult, InstrumentName, Moment, SCHEMA, Status};
pub use score::{Outcome, score};
pub use strings::{EN, Strings};

/// Version of this crate, as the element reports it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
