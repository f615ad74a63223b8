//! The release in `dist/` and the documentation: names, files and examples agree. `make build` comes first.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod contents;
mod interface;
mod manifest;
mod package;
mod recipes;
mod reference;
mod sources;
mod styling;
mod trend;
mod types;
