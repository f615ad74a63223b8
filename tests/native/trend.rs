//! Results over time: what is read, drawn and said.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    reason = "counts are small, coordinates are compared with what they were calculated from, and cases are written out"
)]
#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a method is not general over the report's lifetime"
)]

mod bundle;
mod chance;
mod docs;
mod exports;
mod fixtures;
mod identity;
mod layout;
mod locale;
mod order;
mod panels;
mod properties;
mod reading;
mod sharing;
mod versions;
mod words;
