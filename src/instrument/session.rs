//! The built-in instrument `session`: five items on domains of therapeutic rapport. Its wording is this project's own;
//! wording and translations are not validated, and there are no cut-offs or norms. The texts are in `src/strings/`.

use super::Instrument;

pub(super) const ID: &str = "session";

pub(super) fn instrument() -> Instrument {
    Instrument::with_defaults(ID, &["safe", "understood", "together", "open", "helpful"])
}
