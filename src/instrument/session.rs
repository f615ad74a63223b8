//! `session`: five items on how the session was, drawn from the domains of therapeutic rapport. The wording is this
//! project's own and unvalidated, its translations too: it has no cut-offs and no norms. `src/strings/` has the texts.

use super::Instrument;

pub(super) const ID: &str = "session";

pub(super) fn instrument() -> Instrument {
    Instrument::plain(ID, &["safe", "understood", "together", "open", "helpful"])
}
