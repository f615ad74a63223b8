//! `session`: five items on how the session was, one for each domain of therapeutic rapport. The
//! wording is this project's own and unvalidated: it has no cut-offs and no norms.

use super::Instrument;

pub(super) const ID: &str = "session";

pub(super) fn instrument() -> Instrument {
    Instrument::plain(
        ID,
        "How was your session?",
        &[
            ["safe", "How did you feel with your therapist?", "Uneasy or judged", "Safe and respected"],
            ["understood", "How did your therapist take what you said?", "Misunderstood it", "Understood it"],
            ["together", "How did the two of you work?", "Against each other", "As a team"],
            ["open", "How much of what you really thought could you say?", "None of it", "All of it"],
            ["helpful", "What was the session like for you?", "Unhelpful", "Helpful"],
        ],
    )
}
