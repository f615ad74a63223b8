//! The crate's public interface, without a browser: tables per rule, properties, a second implementation, and the
//! examples.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod change;
mod configure;
mod definition;
mod definition_faults;
mod definition_limits;
mod diagnostic;
mod directions;
mod dismiss;
mod draft;
mod event_detail;
mod examples;
mod fake_form;
mod fhir;
mod fixtures;
mod forms;
mod golden;
mod json_api;
mod languages;
mod layers;
mod left_out;
mod oracle;
mod properties;
mod readers;
mod round_trip;
mod rule_faults;
#[cfg(feature = "schema")]
mod schema;
mod score;
mod slider_keys;
mod slider_pointer;
mod snapshot;
mod strategies;
mod submit;
#[cfg(feature = "trend")]
mod trend;
mod verify;
