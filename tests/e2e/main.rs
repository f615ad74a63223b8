//! The built element in real browsers, driven as a person drives it: real taps and keys, and what the host page
//! hears compared with what was done. `make test` builds the element and installs the browsers first.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accessibility;
mod answering;
mod builds;
mod buttons;
mod crash;
mod dialog;
mod element;
mod engine;
mod faults;
mod form;
mod frameworks;
#[path = "../golden/mod.rs"]
mod golden;
mod growth;
mod host;
mod instruments;
mod isolated;
mod keyboard;
mod languages;
mod lforms;
mod lifecycle;
mod page;
mod policy;
mod review;
mod sending;
mod speed;
mod states;
mod touch;
mod unsent;
mod waiting;
mod walk;

/// Makes a test of each function in each engine. A browser that is missing is a failed test.
#[macro_export]
macro_rules! in_every_engine {
    ($($case:ident),+ $(,)?) => {
        mod chromium { $($crate::case!(Chromium, $case);)+ }
        mod phone { $($crate::case!(Phone, $case);)+ }
        mod firefox { $($crate::case!(Firefox, $case);)+ }
        mod webkit { $($crate::case!(WebKit, $case);)+ }
    };
}

/// One test of one function in one engine.
#[macro_export]
macro_rules! case {
    ($engine:ident, $case:ident) => {
        #[test]
        fn $case() {
            $crate::page::run($crate::engine::Engine::$engine, super::$case);
        }
    };
}
