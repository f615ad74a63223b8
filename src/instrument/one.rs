//! `one`: a single item, for when even five are too many. The wording is this project's own and
//! unvalidated: it has no cut-offs and no norms.

use super::Instrument;

pub(super) const ID: &str = "one";

pub(super) fn instrument() -> Instrument {
    Instrument::plain(
        ID,
        "How was your session?",
        &[["overall", "All in all, how was this session for you?", "Bad", "Good"]],
    )
}
