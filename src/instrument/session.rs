//! `session`: five items on how the session was, drawn from the domains of therapeutic rapport. The wording is this project's own and unvalidated: it has no cut-offs and no norms.

use super::Instrument;

pub(super) const ID: &str = "session";

pub(super) fn instrument() -> Instrument {
    Instrument::plain(
        ID,
        "How was your session?",
        &[
            ["safe", "Did you feel safe and respected?", "Not at all", "Completely"],
            ["understood", "Did your therapist understand you?", "Not at all", "Completely"],
            ["together", "Did you work together as a team?", "Not at all", "Completely"],
            ["open", "Could you say what you really thought?", "None of it", "All of it"],
            ["helpful", "Did the session help you?", "Not at all", "Very much"],
        ],
    )
}
