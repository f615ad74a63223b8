//! Rapport: a session-feedback form for telehealth pages.
//!
//! This crate scores answers and runs the form as a state machine, on servers as in
//! browsers: [`Instrument`] and values in, [`Outcome`] out, with no clock, browser or storage. The feature `element`
//! adds the WASM side of the custom element `<rapport-feedback>`, and `cli` the command line.
//!
//! Data flows one way: the host's attributes and data → [`Config`] → [`Instrument`] → [`Answer`]s → [`Outcome`] →
//! [`FeedbackResult`] → [`Event`]. Only an [`Action`] on the [`Form`] comes back, through [`Form::update`].

#[cfg(feature = "cli")]
pub mod command_line;
mod config;
mod data;
mod event;
pub mod fhir;
mod form;
mod instrument;
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub mod json_api;
mod scoring;
mod strings;

#[cfg(feature = "trend")]
pub mod trend;

#[cfg(feature = "element")]
mod element;
#[cfg(feature = "element")]
mod view;

pub use config::{Config, Mode};
pub use data::diagnostics::Diagnostic;
pub use data::json::Json;
pub use event::{DismissReason, Event};
pub use form::{
    Action, Environment, Form, FormControlState, KeyStep, Phase, PointerHit, Saves, Screen, SliderAction,
    Snapshot, Timestamp,
};
pub use instrument::{
    AlertRule, Band, Better, Code, Combination, Instrument, InstrumentRef, Item, Missing, NotApplicable,
    Point, Reliability, ReliabilityBasis, Scale, Scope, ScoreRule, Section, Slider, Subscale, Text,
    Threshold, Total,
};
pub use scoring::answers::{Answer, AnswerEntry, InputMethod, Response, read_answers};
pub use scoring::change::{Change, FORMULA, Reliable, change, read_history, threshold};
pub use scoring::draft::Draft;
pub use scoring::quality::{Quality, quality};
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub use scoring::rescore::{Rescored, rescore};
pub use scoring::result::{FeedbackResult, SCHEMA, Status};
pub use scoring::score::{Alert, Outcome, SubscaleScore, item_score, score};
#[cfg(any(feature = "json", not(target_family = "wasm")))]
pub use scoring::verify::verify;
pub use strings::{MessageKey, Replacement, Strings, languages};

/// Version of this crate, as the element reports it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../docs/instruments.md")]
#[doc = include_str!("../docs/scores.md")]
struct Documentation;
