//! Results over time: what is read, drawn and said.

mod bundle;
mod chance;
mod docs;
mod exports;
mod fixtures;
mod layout;
mod locale;
mod properties;
mod reading;
mod words;
