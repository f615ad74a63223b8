//! Results over time: what is read, drawn and said.

mod locale;
mod probe;
