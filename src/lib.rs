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
mod change;
mod config;
mod draft;
mod event;
pub mod fhir;
mod form;
mod instrument;
mod json;
mod problem;
mod quality;
mod result;
mod score;
mod strings;

#[cfg(not(target_family = "wasm"))]
mod rescore;
#[cfg(not(target_family = "wasm"))]
mod verify;

#[cfg(feature = "element")]
mod element;
#[cfg(feature = "element")]
mod view;

pub use answers::{Answer, Input, read_answers};
pub use change::{Change, FORMULA, Reliable, change, read_history, threshold};
pub use config::{Attributes, Config, Mode};
pub use draft::Draft;
pub use event::{Event, Reason};
pub use form::{Action, Entry, Environment, Form, Memory, Phase, Screen, Step, Tap};
pub use instrument::{
    AlertRule, Band, Code, Instrument, Item, Missing, Reliability, Scale, Scope, ScoreRule, Subscale, Text,
};
pub use json::Json;
pub use problem::Problem;
pub use quality::{Quality, quality};
pub use result::{AnswerEntry, FeedbackResult, InstrumentName, Moment, SCHEMA, Status};
pub use score::{Alert, Outcome, SubscaleScore, score};
pub use strings::{Key, Strings, languages};
#[cfg(not(target_family = "wasm"))]
pub use {
    rescore::{Rescored, rescore},
    verify::verify,
};

/// Version of this crate, as the element reports it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../docs/instruments.md")]
#[doc = include_str!("../docs/scores.md")]
struct Readme;
