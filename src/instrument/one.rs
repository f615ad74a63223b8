//! `one`: a single item, for when even five are too many. The wording is this project's own and unvalidated, its
//! translations too: it has no cut-offs and no norms. `src/strings/` has the texts.

use super::Instrument;

pub(super) const ID: &str = "one";

pub(super) fn instrument() -> Instrument {
    Instrument::plain(ID, &["overall"])
}
