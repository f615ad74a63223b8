//! The built element in real browsers, used as a person uses it: real taps and keys, and the events that the host page
//! gets compared with them. `make test` builds the element and installs the browsers first.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accessibility;
mod accessibility_tree;
mod answering;
mod builds;
mod buttons;
mod clinic;
mod clinic_faults;
mod clinic_process;
mod clinic_resume;
mod clinic_steps;
mod crash;
mod crash_handlers;
mod delivery;
mod dialog;
mod drafts;
mod early;
mod early_buttons;
mod early_changes;
mod early_drafts;
mod early_gestures;
mod early_lifecycle;
mod early_takeover;
mod element;
mod error_screen;
mod example_instruments;
mod faults;
mod form;
mod frameworks;
#[path = "../native/golden.rs"]
mod golden;
mod harness;
mod host_data;
mod host_libraries;
mod host_pages;
mod host_styles;
mod instruments;
mod isolated;
mod isolated_documents;
mod isolated_trust;
mod keyboard;
mod languages;
mod layout;
mod leaks;
mod leaving;
mod lforms;
mod lifecycle;
mod lists;
mod looks;
mod nowasm;
mod odd_pages;
mod oracle;
mod policy;
mod random_walk;
mod review;
mod self_test;
mod speed;
mod states;
mod submission;
mod touch;
mod trend;
mod trend_accessibility;
mod trend_faults;
mod trend_layout;
mod trend_states;
mod unload;

use std::process::ExitCode;

/// Makes a list of modules with their names and their tests.
macro_rules! modules {
    ($($module:ident),+ $(,)?) => { [$((stringify!($module), $module::tests as fn(&mut harness::Tests))),+] };
}

fn main() -> ExitCode {
    harness::runner::run(&modules![
        accessibility,
        accessibility_tree,
        answering,
        builds,
        buttons,
        clinic,
        clinic_faults,
        clinic_resume,
        crash,
        crash_handlers,
        delivery,
        dialog,
        drafts,
        early,
        early_buttons,
        early_changes,
        early_drafts,
        early_gestures,
        early_lifecycle,
        early_takeover,
        element,
        error_screen,
        example_instruments,
        faults,
        form,
        frameworks,
        host_data,
        host_libraries,
        host_pages,
        host_styles,
        instruments,
        isolated,
        isolated_documents,
        isolated_trust,
        keyboard,
        languages,
        layout,
        leaving,
        leaks,
        lforms,
        lifecycle,
        lists,
        looks,
        nowasm,
        odd_pages,
        oracle,
        policy,
        random_walk,
        review,
        self_test,
        speed,
        submission,
        touch,
        trend,
        trend_accessibility,
        trend_faults,
        trend_layout,
        unload,
    ])
}
